import { expect } from 'vitest';
import { test, type TestDatabase } from '../database.ts';
import { acts, COMMANDS, verdict } from './acts.ts';
import { DAY_OF_WORK, Floor, refusal } from './floor.ts';

const LOCKED = 'Shift A of 23 May 2030 is locked: it ended at 14:00 and took entries until 14:15.';

for (const command of COMMANDS) {
	test(`P1.05 ${command} is accepted in the own shift and its grace, and in no other`, async ({
		db
	}) => {
		const { floor, args } = await acts(db);
		const says = (clock: string, persona: string) => {
			floor.at(clock);
			return verdict(db, persona, command, args[command]!);
		};
		for (const clock of ['10:00:00', '13:59:59', '14:14:59'])
			expect(await says(clock, 'supervisor'), clock).toBe('accepted');
		expect(await says('14:15:00', 'supervisor')).toMatchObject({
			code: 'PT423',
			...refusal('SHIFT_LOCKED', LOCKED)
		});
		expect(await says('10:00:00', 'supervisor.b')).toMatchObject({
			code: 'PT403',
			...refusal('SHIFT_NOT_BEGUN', 'Shift B of 23 May 2030 begins at 14:00.')
		});
		expect(await says('14:15:00', 'supervisor.b')).toBe('accepted');
		expect(await says('10:00:00', 'supervisor.c')).toMatchObject({
			code: 'PT403',
			...refusal(
				'SHIFT_NOT_YOURS',
				'You are not assigned to Shift A of 23 May 2030, which runs from 06:00 until 14:00.'
			)
		});
		expect(await says('10:00:00', 'supervisor@P2')).toMatchObject({
			code: 'PT403',
			...refusal('NOT_ALLOWED'),
			message: expect.stringMatching(/^You may not .+ at P1\.$/) as string
		});
	});
}

test('P3.07 a supervisor who is taken out of the shift enters nothing more', async ({ db }) => {
	const { floor, args } = await acts(db);
	floor.at('10:00:00');
	const supervisor = await db.idOf('supervisor');
	const put = (command: string) =>
		db.as(
			'manager',
			(sql) => sql`select ${sql(command)}(gen_random_uuid(), ${floor.run}, ${supervisor})`
		);
	await put('unassign_shift');
	expect(await verdict(db, 'supervisor', 'log_stage', args.log_stage!)).toMatchObject(
		refusal('SHIFT_NOT_YOURS')
	);
	await put('assign_shift');
	expect(await verdict(db, 'supervisor', 'log_stage', args.log_stage!)).toBe('accepted');
});

/** A batch whose first stage was done in A, the second begun in A and ended in B, the third done in B. */
async function acrossShifts(db: TestDatabase, floor: Floor) {
	floor.at('12:00:00');
	const lot = await floor.tested(100);
	const batch = await floor.start(100);
	await floor.allocate(batch, lot, 100);
	await floor.log(batch, 1, 99, '12:30:00', '13:00:00');
	floor.at('13:30:00');
	await floor.begin(batch, 2);
	floor.at('14:30:00');
	await floor.finish(batch, 98, {}, 'supervisor.b');
	floor.at('15:00:00');
	await floor.call('supervisor.b', 'log_stage', {
		batch_id: batch.id,
		machine_id: floor.machines[2],
		operator_name: 'Sita',
		started_at: `${DAY_OF_WORK}T14:35:00+05:30`,
		ended_at: `${DAY_OF_WORK}T14:55:00+05:30`,
		output_quantity: 97
	});
	return batch;
}

test('P1.09 a supervisor sees the stages of his own shifts, and the flow of the whole batch', async ({
	db
}) => {
	const floor = await Floor.open(db, { gates: [] });
	await floor.assignTo('B', 'supervisor.b');
	await floor.assignTo('C', 'supervisor.c');
	const batch = await acrossShifts(db, floor);
	const stages = async (persona: string) =>
		(
			await db.as(
				persona,
				(sql) => sql`select position from stage_logs where batch_id = ${batch.id} order by 1`
			)
		).map(({ position }) => position as number);
	expect(await stages('supervisor')).toEqual([1, 2]);
	expect(await stages('supervisor.b')).toEqual([2, 3]);
	expect(await stages('supervisor.c')).toEqual([]);
	for (const persona of ['manager', 'qa', 'storekeeper', 'admin'])
		expect(await stages(persona), persona).toEqual([1, 2, 3]);
	for (const persona of ['supervisor@P2', 'manager@P2', 'nobody'])
		expect(await stages(persona), persona).toEqual([]);
	// Who is a supervisor and something else there looks up as the other.
	await db.superuser`
		insert into memberships (user_id, site_id, role) values (${await db.idOf('supervisor.c')}, ${floor.ids.site}, 'qa')`;
	expect(await stages('supervisor.c')).toEqual([1, 2, 3]);

	for (const persona of ['supervisor', 'supervisor.b', 'manager']) {
		const journey = await floor.journey<{ stages: { log: { shift: string } | null }[] }>(
			batch.code,
			persona
		);
		expect(journey.stages.map(({ log }) => log?.shift)).toEqual([
			'A',
			'B',
			'B',
			undefined,
			undefined
		]);
	}
	await expect(floor.journey(batch.code, 'supervisor@P2')).rejects.toMatchObject(
		refusal('NOT_FOUND', `There is no batch ${batch.code}.`)
	);
});

test('P1.09 a supervisor no longer sees the stages of a shift he was taken out of', async ({
	db
}) => {
	const floor = await Floor.open(db, { gates: [] });
	const batch = await floor.batchUpTo(1, 100);
	const count = async () =>
		(await db.as('supervisor', (sql) => sql`select from stage_logs where batch_id = ${batch.id}`))
			.length;
	expect(await count()).toBe(1);
	const supervisor = await db.idOf('supervisor');
	for (const [command, seen] of [
		['unassign_shift', 0],
		['assign_shift', 1]
	] as const) {
		await db.as(
			'manager',
			(sql) => sql`select ${sql(command)}(gen_random_uuid(), ${floor.run}, ${supervisor})`
		);
		expect(await count()).toBe(seen);
	}
});
