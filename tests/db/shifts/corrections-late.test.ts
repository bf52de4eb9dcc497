import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { test, type TestDatabase } from '../database.ts';
import { violations } from '../invariants.ts';
import { DAY_OF_WORK, refusal, type Floor } from '../production/floor.ts';
import {
	batchOf,
	decide,
	details,
	figures,
	lockedFloors,
	said,
	type Correction
} from './corrections.ts';
import { runOf } from './shifts.ts';

const known = new WeakMap<TestDatabase, ReturnType<typeof arrange>>();

const given = async (floor: Floor): Promise<void> => {
	const lot = await floor.tested(150);
	await floor.allocate(await floor.start(100), lot, 100);
};

const arrange = (db: TestDatabase) =>
	lockedFloors(db, {
		log: given,
		start: given,
		finish: async (floor) => {
			const batch = await floor.batchUpTo(4, 100);
			floor.at('13:00:00');
			await floor.begin(batch, 5);
		},
		material: given,
		down: async (floor) => {
			await floor.stop(floor.machines[0]!);
		},
		bad: given
	});

const floorOf = async (
	db: TestDatabase,
	key: keyof Awaited<ReturnType<typeof arrange>>
): Promise<Floor> => {
	if (!known.has(db)) known.set(db, arrange(db));
	return (await known.get(db)!)[key];
};

const MADE = `${DAY_OF_WORK}T13:55:00+05:30`;

const askLate = (
	floor: Floor,
	command: string,
	args: Record<string, unknown>,
	{ persona = 'supervisor', ...more }: Record<string, unknown> & { persona?: string } = {}
): Promise<Correction> =>
	floor.call<Correction>(persona, 'request_late_entry', {
		run: floor.run,
		command,
		args,
		made_at: MADE,
		reason: 'no network',
		...more
	});

test('P3.07 a stage that was logged offline and comes after the lock goes into its shift when a manager lets it', async ({
	db
}) => {
	const floor = await floorOf(db, 'log');
	const batch = await batchOf(floor);
	const request_id = randomUUID();
	const args = {
		batch_id: batch.id,
		machine_id: floor.machines[0],
		operator_name: 'Ramesh',
		position: 1,
		started_at: `${DAY_OF_WORK}T13:10:00+05:30`,
		output_quantity: 98
	};
	// As the tablet had it come back.
	await expect(
		floor.call('supervisor', 'log_stage', { request_id, ...args })
	).rejects.toMatchObject({
		code: 'PT423',
		...refusal('SHIFT_LOCKED')
	});
	const asked = await askLate(floor, 'log_stage', { request_id, ...args });
	expect(asked).toMatchObject({
		kind: 'late_entry',
		subject: `Batch ${batch.code}`,
		command: 'log_stage',
		run: { id: floor.run, name: 'Shift A of 23 May 2030' }
	});
	expect(said(asked)).toEqual([
		expect.stringMatching(
			new RegExp(`^Pre-treatment of ${batch.code}: 100 kg go in on .*; 98 kg come out\\.$`)
		),
		expect.stringMatching(/^Lot .*: its use becomes 100 kg; it was 0 kg\.$/),
		expect.stringMatching(/^100 kg of lot .* are booked from STORE to PROCESS\.$/),
		expect.stringMatching(new RegExp(`^Lot ${batch.code} is traced to 100 kg of lot`))
	]);
	expect(await figures(floor, batch)).toEqual([]);
	const shown = await details(floor, asked);
	const done = await decide(floor, asked);
	expect(said(done)).toEqual(said(shown));
	const [log] = await db.sql`
		select start_run_id, end_run_id, ended_at, started_by, ended_by from stage_logs where batch_id = ${batch.id}`;
	const maker = await db.idOf('supervisor');
	// Without an end of its own it ended when the entry was made.
	expect(log).toEqual({
		start_run_id: floor.run,
		end_run_id: floor.run,
		ended_at: new Date(MADE),
		started_by: maker,
		ended_by: maker
	});
	const actors = await db.sql`
		select distinct log.relation, log.actor from correction_requests
		join audit.log on log.transaction_id = correction_requests.transaction_id
		where correction_requests.id = ${asked.id} and log.relation in ('public.stage_logs', 'public.correction_requests') order by 1`;
	expect([...actors]).toEqual([
		{ relation: 'public.correction_requests', actor: await db.idOf('manager') },
		{ relation: 'public.stage_logs', actor: maker }
	]);
	// The tablet that sends it once more is answered, and nothing happens twice.
	expect(await floor.call('supervisor', 'log_stage', { request_id, ...args })).toMatchObject({
		code: batch.code
	});
	expect(await figures(floor, batch)).toHaveLength(1);
	expect(await violations(db.superuser)).toEqual({});
	await expect(askLate(floor, 'log_stage', { request_id, ...args })).rejects.toMatchObject(
		refusal('CORRECTION_OPEN')
	);
	// The shift is as locked as before.
	await expect(floor.begin(batch, 2)).rejects.toMatchObject(refusal('SHIFT_LOCKED'));
});

test('P3.07 a stage is started and finished late, and the last one brings the product into stock', async ({
	db
}) => {
	const floor = await floorOf(db, 'finish');
	const batch = await batchOf(floor);
	const asked = await askLate(floor, 'finish_stage', {
		batch_id: batch.id,
		output_quantity: 90,
		to_id: floor.ids.STORE,
		remarks: 'late'
	});
	expect(said(asked)).toContain(`Batch ${batch.code} is finished.`);
	await decide(floor, asked);
	expect(await floor.levels({ id: batch.lot_id })).toEqual({ STORE: [90, 0, 0] });

	const other = await floorOf(db, 'start');
	const waiting = await batchOf(other);
	const start = await askLate(other, 'start_stage', {
		batch_id: waiting.id,
		machine_id: other.machines[0],
		operator_name: 'Ramesh'
	});
	await decide(other, start);
	const [log] =
		await db.sql`select started_at, start_run_id from stage_logs where batch_id = ${waiting.id}`;
	expect(log).toEqual({ started_at: new Date(MADE), start_run_id: floor.run });
	expect(await violations(db.superuser)).toEqual({});
});

test('P2.06 material is allocated and returned late', async ({ db }) => {
	const floor = await floorOf(db, 'material');
	const batch = await batchOf(floor);
	const [material] = await floor.materials(batch);
	const [lot] = await db.sql`select lot_id as id from stage_materials where id = ${material!.id}`;
	await decide(
		floor,
		await askLate(floor, 'return_material', { stage_material_id: material!.id, quantity: 40 })
	);
	expect(await floor.levels({ id: lot!.id as string })).toEqual({ STORE: [150, 60, 90] });
	const asked = await askLate(floor, 'allocate_material', {
		batch_id: batch.id,
		lot_id: lot!.id,
		location_id: floor.ids.STORE,
		quantity: 90
	});
	await decide(floor, asked);
	expect(await floor.levels({ id: lot!.id as string })).toEqual({ STORE: [150, 150, 0] });
	expect(await violations(db.superuser)).toEqual({});
});

test('P3.05 a downtime is logged and ended late, also days after it was made', async ({ db }) => {
	const floor = await floorOf(db, 'down');
	const reason_id = await floor.reason('downtime');
	const [down] = await db.sql`select id from downtimes where machine_id = ${floor.machines[0]!}`;
	const logged = await askLate(floor, 'log_downtime', {
		machine_id: floor.machines[1],
		reason_id,
		started_at: `${DAY_OF_WORK}T12:00:00+05:30`,
		ended_at: `${DAY_OF_WORK}T12:30:00+05:30`
	});
	const ended = await askLate(floor, 'end_downtime', { downtime_id: down!.id });
	db.travelTo('2030-05-27T10:00:00+05:30');
	await decide(floor, logged);
	await decide(floor, ended);
	db.travelTo(`${DAY_OF_WORK}T14:20:00+05:30`);
	expect(
		(await db.sql`select ended_at from downtimes where id = ${down!.id as string}`)[0]!.ended_at
	).toEqual(new Date(MADE));
	expect(
		(
			await db.sql`select run_id, logged_by from downtimes where machine_id = ${floor.machines[1]!}`
		)[0]
	).toEqual({ run_id: floor.run, logged_by: await db.idOf('supervisor') });
});

test('P3.07 a late entry that the rules refuse is shown so, and refused at the decision', async ({
	db
}) => {
	const floor = await floorOf(db, 'bad');
	const batch = await batchOf(floor);
	const args = {
		batch_id: batch.id,
		machine_id: floor.machines[0],
		operator_name: 'Ramesh',
		started_at: `${DAY_OF_WORK}T13:10:00+05:30`,
		output_quantity: 120
	};
	const asked = await askLate(floor, 'log_stage', args);
	expect(asked.effects).toMatchObject([{ kind: 'refused', code: 'OUTPUT_EXCEEDS' }]);
	await expect(decide(floor, asked)).rejects.toMatchObject(refusal('OUTPUT_EXCEEDS'));
	expect(await figures(floor, batch)).toEqual([]);
	await decide(floor, asked, false);
	// Two that cannot both be: the second is refused when the first has come in.
	const [one, two] = [
		await askLate(floor, 'log_stage', { ...args, output_quantity: 97 }),
		await askLate(floor, 'log_stage', { ...args, output_quantity: 96 })
	];
	await decide(floor, one);
	await expect(decide(floor, two)).rejects.toMatchObject(refusal('STAGE_DONE'));
	expect(await details(floor, two)).toMatchObject({ refused: true, state: 'requested' });
});

test('P3.07 what is malformed, of another time, shift or site is refused when it is asked', async ({
	db
}) => {
	const floor = await floorOf(db, 'bad');
	const batch = await batchOf(floor);
	const args = { batch_id: batch.id, output_quantity: 1 };
	const refused = async (
		code: string,
		command: string,
		given: Record<string, unknown>,
		more: Record<string, unknown> = {}
	) => {
		await expect(
			askLate(floor, command, given, more),
			`${command} ${JSON.stringify({ given, more })}`
		).rejects.toMatchObject(refusal(code));
	};
	await refused('VALUE_INVALID', 'pack_batch', args);
	await refused('VALUE_INVALID', 'ship_order', args);
	await refused('VALUE_INVALID', 'finish_stage', { ...args, colour: 'red' });
	await refused('VALUE_INVALID', 'finish_stage', { ...args, output_quantity: 'much' });
	await refused('VALUE_INVALID', 'finish_stage', { batch_id: 'MCC' });
	await refused('VALUE_INVALID', 'finish_stage', { ...args, request_id: 'x' });
	await refused('VALUE_INVALID', 'finish_stage', [] as never);
	await refused('NOT_FOUND', 'finish_stage', { ...args, batch_id: randomUUID() });
	await refused('NOT_FOUND', 'finish_stage', args, { run: randomUUID() });
	await refused('FIELD_MISSING', 'finish_stage', args, { made_at: null });
	await refused('FIELD_MISSING', 'finish_stage', args, { reason: '' });
	await refused('VALUE_INVALID', 'finish_stage', args, {
		made_at: `${DAY_OF_WORK}T15:00:00+05:30`
	});
	await refused('VALUE_INVALID', 'finish_stage', args, {
		made_at: `${DAY_OF_WORK}T05:00:00+05:30`
	});
	await refused('FIELD_MISSING', 'start_stage', {
		batch_id: batch.id,
		machine_id: floor.machines[0]
	});
	// An end after the entry was made cannot be.
	await refused('VALUE_INVALID', 'log_downtime', {
		machine_id: floor.machines[2],
		reason_id: await floor.reason('downtime'),
		started_at: `${DAY_OF_WORK}T13:59:00+05:30`
	});
	const b = await runOf(db, 'P1', 'B', DAY_OF_WORK);
	await refused('SHIFT_NOT_LOCKED', 'finish_stage', args, { run: b.id });
	// Who was not in the shift, or may not do it at all.
	await refused('SHIFT_NOT_YOURS', 'finish_stage', args, { persona: 'supervisor.b' });
	await refused('NOT_ALLOWED', 'finish_stage', args, { persona: 'qa' });
	await refused('NOT_ALLOWED', 'finish_stage', args, { persona: 'dispatch_clerk' });
	await refused('NOT_ALLOWED', 'finish_stage', args, { persona: 'supervisor@P2' });
});
