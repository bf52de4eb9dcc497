import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { test, type TestDatabase } from '../database.ts';
import { violations } from '../invariants.ts';
import { acts, COMMANDS } from './acts.ts';
import { refusal } from './floor.ts';

/** What commands leave behind: how many rows of everything. */
async function traces(db: TestDatabase): Promise<unknown> {
	const [counts] = await db.superuser`
		select
			(select count(*)::int from batches) as batches,
			(select count(*)::int from stage_logs) as stage_logs,
			(select count(*)::int from stage_logs where ended_at is not null) as ended_stages,
			(select count(*)::int from stage_materials) as materials,
			(select sum(returned)::float from stage_materials) as returned,
			(select count(*)::int from reservations) as reservations,
			(select count(*)::int from downtimes) as downtimes,
			(select count(*)::int from downtimes where ended_at is not null) as ended_downtimes,
			(select count(*)::int from stock_moves) as moves,
			(select count(*)::int from lots) as lots,
			(select count(*)::int from lot_links) as links,
			(select count(*)::int from batches where state = 'cancelled') as cancelled,
			(select count(*)::int from app.requests) as requests,
			(select count(*)::int from audit.log where relation <> 'app.requests') as entries`;
	return counts;
}

/** A change of one argument that makes another action of it. */
const CHANGED: Record<string, Record<string, unknown>> = {
	start_batch: { planned_quantity: 801 },
	allocate_material: { note: 'another' },
	return_material: { quantity: 6 },
	cancel_batch: { remarks: 'another' },
	start_stage: { operator_name: 'Suresh' },
	finish_stage: { output_quantity: 98 },
	log_stage: { remarks: 'another' },
	log_downtime: { note: 'another' },
	end_downtime: { ended_at: '2030-05-23T09:59:00+05:30' },
	pack_batch: { packs: 2 }
};

for (const command of COMMANDS) {
	test(`W6.02 ${command} happens once: sent again, or twenty times at once, with the same id`, async ({
		db
	}) => {
		// A floor of its own for each, because here what is done stays.
		const { floor, args } = await acts({ ...db });
		const given = { request_id: randomUUID(), ...args[command] };
		floor.at('10:00:00');
		const answers = await Promise.all(
			Array.from({ length: 20 }, () => floor.call('supervisor', command, given))
		);
		const after = await traces(db);
		for (const answer of answers) expect(answer).toEqual(answers[0]);
		expect(
			await db.superuser`select from app.requests where id = ${given.request_id}`
		).toHaveLength(1);

		// Also when it would be refused by now.
		floor.at('14:30:00');
		expect(await floor.call('supervisor', command, given)).toEqual(answers[0]);
		expect(await traces(db)).toEqual(after);

		floor.at('10:00:00');
		const reused = {
			code: 'PT409',
			...refusal(
				'REQUEST_REUSED',
				`The request id ${given.request_id} has already stood for something else.`
			)
		};
		await expect(
			floor.call('supervisor', command, { ...given, ...CHANGED[command] })
		).rejects.toMatchObject(reused);
		await expect(floor.call('supervisor.b', command, given)).rejects.toMatchObject(reused);
		await expect(
			floor.call('supervisor', command, { ...given, request_id: null })
		).rejects.toMatchObject({ code: 'PT400', ...refusal('REQUEST_ID_MISSING') });
		expect(await traces(db)).toEqual(after);
	});
}

test('W6.02 an action that was refused may be sent again under its id when its reason is gone', async ({
	db
}) => {
	const { floor, args } = await acts(db);
	const given = { request_id: randomUUID(), ...args.log_stage };
	floor.at('14:30:00');
	await expect(floor.call('supervisor', 'log_stage', given)).rejects.toMatchObject({
		code: 'PT423'
	});
	floor.at('10:00:00');
	expect(await floor.call('supervisor', 'log_stage', given)).toMatchObject({
		last: { output: 59 }
	});
});

test('the invariants hold', async ({ db }) => {
	expect(await violations(db.superuser)).toEqual({});
});
