import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { test, type TestDatabase } from '../database.ts';
import { violations } from '../invariants.ts';
import { refusal, type Floor } from '../production/floor.ts';
import {
	ask,
	batchOf,
	decide,
	details,
	lockedFloors,
	logOf,
	type Correction
} from './corrections.ts';

const known = new WeakMap<TestDatabase, ReturnType<typeof arrange>>();

const arrange = (db: TestDatabase) =>
	lockedFloors(db, {
		one: (floor) => floor.batchUpTo(2, 100),
		race: (floor) => floor.batchUpTo(1, 100),
		packed: async (floor) => {
			await floor.pack(await floor.released(100), 3);
		},
		goods: (floor) => floor.batchUpTo(1, 100)
	});

const floorOf = async (
	db: TestDatabase,
	key: keyof Awaited<ReturnType<typeof arrange>>
): Promise<Floor> => {
	if (!known.has(db)) known.set(db, arrange(db));
	return (await known.get(db)!)[key];
};

const askFor = async (
	floor: Floor,
	changes: Record<string, unknown>,
	more = {}
): Promise<Correction> =>
	ask(floor, 'stage_logs', await logOf(floor, await batchOf(floor), 1), changes, more);

test('P3.07 who asked does not decide, and a decision has its note', async ({ db }) => {
	const floor = await floorOf(db, 'one');
	const own = await askFor(floor, { remarks: 'lid was open' }, { persona: 'manager' });
	await expect(decide(floor, own)).rejects.toMatchObject({
		code: 'PT403',
		...refusal('CORRECTION_OWN')
	});
	await expect(decide(floor, own, true, { persona: 'admin', note: ' ' })).rejects.toMatchObject(
		refusal('FIELD_MISSING')
	);
	await expect(decide(floor, own, null as never, { persona: 'admin' })).rejects.toMatchObject(
		refusal('FIELD_MISSING')
	);
	await expect(decide(floor, { id: randomUUID() })).rejects.toMatchObject(refusal('NOT_FOUND'));
	expect(await decide(floor, own, false, { persona: 'admin', note: 'not so' })).toMatchObject({
		state: 'declined',
		decided_by: 'admin'
	});
	expect(
		(
			await db.sql`select remarks from stage_logs where id = ${await logOf(floor, await batchOf(floor), 1)}`
		)[0]!.remarks
	).toBeNull();
	await expect(decide(floor, own, true, { persona: 'admin' })).rejects.toMatchObject({
		code: 'PT409',
		...refusal('CORRECTION_DECIDED', `${own.number} has been declined.`)
	});
});

test('P3.07 a request is withdrawn by who made it, while it is open; then another is asked', async ({
	db
}) => {
	const floor = await floorOf(db, 'one');
	const asked = await askFor(floor, { remarks: 'a' });
	await expect(askFor(floor, { remarks: 'b' }, { persona: 'qa' })).rejects.toMatchObject({
		code: 'PT409',
		...refusal('CORRECTION_OPEN')
	});
	await expect(
		floor.call('qa', 'withdraw_correction', { correction: asked.id })
	).rejects.toMatchObject(refusal('NOT_FOUND'));
	expect(
		await floor.call('supervisor', 'withdraw_correction', { correction: asked.id })
	).toMatchObject({ state: 'withdrawn' });
	await expect(
		floor.call('supervisor', 'withdraw_correction', { correction: asked.id })
	).rejects.toMatchObject(refusal('CORRECTION_DECIDED'));
	await expect(decide(floor, asked)).rejects.toMatchObject(refusal('CORRECTION_DECIDED'));
	await decide(floor, await askFor(floor, { remarks: 'b' }, { persona: 'qa' }));
});

test('P11.01 the audit has before and after, by whom, and in the transaction of the request it was for', async ({
	db
}) => {
	const floor = await floorOf(db, 'one');
	const log = await logOf(floor, await batchOf(floor), 1);
	const asked = await askFor(floor, { operator_name: 'Suresh' });
	await decide(floor, asked);
	const rows = await db.sql`
		select log.relation, log.actor, log.before ->> 'operator_name' as before, log.after ->> 'operator_name' as after
		from correction_requests
		join audit.log on log.transaction_id = correction_requests.transaction_id and log.record_id = ${log}
		where correction_requests.id = ${asked.id}`;
	expect([...rows]).toEqual([
		{
			relation: 'public.stage_logs',
			actor: await db.idOf('manager'),
			before: 'Ramesh',
			after: 'Suresh'
		}
	]);
	expect((await details(floor, asked)).versions).toMatchObject([
		{ record: { operator_name: 'Ramesh' } }
	]);
});

test('P3.07 what was corrected meanwhile is asked anew', async ({ db }) => {
	const floor = await floorOf(db, 'one');
	const log = await logOf(floor, await batchOf(floor), 2);
	const asked = await ask(floor, 'stage_logs', log, { remarks: 'late' });
	// As an other way of change would leave it.
	await db.superuser.begin(async (sql) => {
		await sql`set local session_replication_role = replica`;
		await sql`update stage_logs set remarks = 'other' where id = ${log}`;
	});
	expect(await details(floor, asked)).toMatchObject({
		refused: true,
		effects: [{ code: 'CORRECTION_STALE' }]
	});
	await expect(decide(floor, asked)).rejects.toMatchObject({
		code: 'PT409',
		...refusal('CORRECTION_STALE')
	});
	await decide(floor, asked, false);
});

test('P3.07 a request that is sent again is answered the same, and one with other words refused', async ({
	db
}) => {
	const floor = await floorOf(db, 'one');
	const request_id = randomUUID();
	const first = await askFor(floor, { remarks: 'again' }, { request_id });
	expect(await askFor(floor, { remarks: 'again' }, { request_id })).toEqual(first);
	await expect(askFor(floor, { remarks: 'other' }, { request_id })).rejects.toMatchObject(
		refusal('REQUEST_REUSED')
	);
	const decision = randomUUID();
	const done = await decide(floor, first, true, { request_id: decision });
	expect(await decide(floor, first, true, { request_id: decision })).toEqual(done);
	expect(
		(
			await db.sql`select count(*)::int as versions from record_versions where correction_id = ${first.id}`
		)[0]!.versions
	).toBe(1);
	await expect(decide(floor, first, false, { request_id: decision })).rejects.toMatchObject(
		refusal('REQUEST_REUSED')
	);
});

test('P3.07 of three managers who decide at once exactly one does, in each of ten rounds', async ({
	db
}) => {
	const floor = await floorOf(db, 'race');
	for (let round = 0; round < 10; round++) {
		const asked = await askFor(floor, { output_quantity: 97 - round / 10 });
		const outcomes = await Promise.allSettled([
			decide(floor, asked),
			decide(floor, asked, true, { persona: 'admin' }),
			decide(floor, asked, false, { persona: 'manager.other' })
		]);
		expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
		expect(
			outcomes.flatMap((outcome) =>
				outcome.status === 'rejected' ? [outcome.reason as unknown] : []
			)
		).toMatchObject([refusal('CORRECTION_DECIDED'), refusal('CORRECTION_DECIDED')]);
	}
	expect(await violations(db.superuser)).toEqual({});
});

test('P5.04 of a decision and a shipment that want the same goods one gets them, in each of five rounds', async ({
	db
}) => {
	const floor = await floorOf(db, 'packed');
	const batch = await batchOf(floor);
	const log = await logOf(floor, batch, 5);
	for (let round = 0; round < 5; round++) {
		const [stock] =
			await db.sql`select on_hand::float as rest from stock_balances where lot_id = ${batch.lot_id} and on_hand > 0`;
		const [{ output }] = [
			...(await db.sql`select output_quantity::float as output from stage_logs where id = ${log}`)
		] as never as [{ output: number }];
		const rest = stock!.rest as number;
		const asked = await ask(floor, 'stage_logs', log, {
			output_quantity: Math.round((output - rest + 1) * 1000) / 1000
		});
		const outcomes = await Promise.allSettled([
			decide(floor, asked),
			floor.ship({ id: batch.lot_id }, 2)
		]);
		expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
		for (const outcome of outcomes) {
			if (outcome.status === 'rejected')
				expect(outcome.reason).toMatchObject(refusal('STOCK_SHORT'));
		}
		// Back to where it was, for the next round.
		if (outcomes[0].status === 'fulfilled') {
			await decide(floor, await ask(floor, 'stage_logs', log, { output_quantity: output }));
		} else {
			await decide(floor, asked, false);
		}
	}
	expect(await violations(db.superuser)).toEqual({});
});

test('P3.07 a site hears that a correction was asked for and decided', async ({ db }) => {
	const floor = await floorOf(db, 'goods');
	const asked = await askFor(floor, { remarks: 'heard' });
	await decide(floor, asked);
	const heard = await db.superuser`
		select payload - 'id' as payload from realtime.messages
		where topic = ${`site:${floor.ids.site}:shifts`} and event = 'correction' and payload ->> 'correction' = ${asked.id}
		order by inserted_at`;
	expect(heard.map(({ payload }) => payload as unknown)).toEqual([
		{ correction: asked.id, state: 'requested' },
		{ correction: asked.id, state: 'approved' }
	]);
});

test('P3.07 the corrections of a site are listed newest first, page by page', async ({ db }) => {
	const floor = await floorOf(db, 'goods');
	for (const remarks of ['x', 'y', 'z'])
		await decide(floor, await askFor(floor, { remarks }), false);
	const page = async (state: string | null, before: string | null) =>
		db.as('manager', async (sql) => {
			const [row] =
				await sql`select corrections(${floor.ids.site}, ${state}, ${before}, 2) as page`;
			return row!.page as { rows: Correction[]; more: boolean };
		});
	const first = await page('declined', null);
	expect(first).toMatchObject({ more: true, rows: [{ state: 'declined' }, { state: 'declined' }] });
	const second = await page('declined', first.rows[1]!.id);
	const ids = [...first.rows, ...second.rows].map(({ id }) => id);
	expect(new Set(ids).size).toBe(ids.length);
	expect((await page('nonsense', null)).rows).toEqual([]);
});
