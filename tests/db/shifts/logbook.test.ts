import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { testApart as test } from '../database.ts';
import { Floor, GOOD, refusal } from '../production/floor.ts';
import { close, explainAll, passTo, read } from './duty.ts';

interface Entry {
	kind: string;
	subject: string | null;
	recorded_at: string;
	late: boolean;
	changed: boolean;
	remarks: string | null;
	person: { full_name: string };
	batch: { code: string } | null;
	details: Record<string, unknown>;
}

interface Logbook {
	next: string | null;
	entries: Entry[];
}

interface Summary {
	closed_by: string | null;
	versions: {
		version: number;
		correction_id: string | null;
		input_quantity: number;
		output_quantity: number;
		yield_percent: number | null;
		downtime_minutes: number;
		entries: number;
		late_entries: number;
		stages: number;
		batches_finished: number;
		rejected_lots: number;
		figures: Record<string, unknown[]>;
	}[];
}

const logbook = (floor: Floor, before: string | null = null, size = 50, persona = 'supervisor') =>
	read<Logbook>(floor, persona, 'shift_logbook', floor.run, before, size);
const summary = (floor: Floor) => read<Summary>(floor, 'manager', 'shift_summary', floor.run);
const remark = (floor: Floor, text: string, persona = 'supervisor', run = floor.run) =>
	floor.call(persona, 'add_shift_remark', { run, remark: text });

test('P3.10 the logbook has who wrote what and when, the newest first', async ({ db }) => {
	const floor = await Floor.open(db, { gates: [1, 5] });
	const lot = await floor.tested(1000);
	floor.at('06:06:00');
	const batch = await floor.start(100, { remarks: 'First of the day.' });
	floor.at('06:07:00');
	await floor.allocate(batch, lot, 100);
	const { last } = await floor.log(batch, 1, 99, '06:10:00', '06:40:00', { remarks: 'Smooth.' });
	floor.at('06:45:00');
	const test = await floor.test({ stage_log_id: last!.id }, [{ name: 'Moisture', value: 4.5 }]);
	floor.at('06:50:00');
	await floor.begin(batch, 2);
	floor.at('07:00:00');
	await floor.stop(floor.machines[3]!, { note: 'Belt.' });
	floor.at('07:30:00');
	await floor.finish(batch, 98);
	floor.at('07:40:00');
	await remark(floor, 'The belt squeaks.');
	const { entries, next } = await logbook(floor);
	expect(next).toBeNull();
	expect(entries.map(({ kind, person, remarks }) => [kind, person.full_name, remarks])).toEqual([
		['remark', 'supervisor', 'The belt squeaks.'],
		['stage_finished', 'supervisor', null],
		['downtime', 'supervisor', 'Belt.'],
		['stage_started', 'supervisor', null],
		['test', 'qa', null],
		['stage_logged', 'supervisor', 'Smooth.'],
		['material', 'supervisor', null],
		['batch_started', 'supervisor', 'First of the day.'],
		['test', 'qa', null]
	]);
	expect(entries[1]).toMatchObject({
		subject: 'Drying',
		batch: { code: batch.code },
		late: false,
		changed: false,
		details: { input: 99, output: 98, unit: 'kg', loss: 1, position: 2 }
	});
	expect(entries[6]!.details).toMatchObject({ allocated: 100, consumed: 100, lot: lot.code });
	floor.at('08:00:00');
	await floor.call('qa', 'amend_qc_test', {
		test_id: (await floor.test({ lot_id: (await floor.receive(1)).id }, GOOD.incoming)).id,
		results: [{ name: 'Moisture', value: 4.1 }],
		reason: 'Mistyped.'
	});
	const changed = (await logbook(floor)).entries.filter((entry) => entry.changed);
	expect(changed.map(({ kind }) => kind)).toEqual(['test']);
	expect(test.status).toBe('pass');
});

test('P3.10 the logbook comes in pages, and what was written at one instant on one of them', async ({
	db
}) => {
	const floor = await Floor.open(db);
	for (const [minute, times] of [3, 1, 2, 1].entries()) {
		floor.at(`07:0${minute}:00`);
		for (let n = 0; n < times; n++) await remark(floor, `${minute}.${n}`);
	}
	const pages: (string | null)[][] = [];
	let before: string | null = null;
	do {
		const page: Logbook = await logbook(floor, before, 2);
		pages.push(page.entries.map(({ remarks }) => remarks!.slice(0, 1)));
		before = page.next;
	} while (before);
	expect(pages).toEqual([
		['3', '2', '2'],
		['1', '0', '0', '0']
	]);
	for (const size of [0, 201, -1])
		await expect(logbook(floor, null, size)).rejects.toMatchObject(refusal('VALUE_INVALID'));
});

test('P1.09 a supervisor reads the logbooks of his own shifts; others of the site read all', async ({
	db
}) => {
	const floor = await Floor.open(db);
	await floor.assignTo('B', 'supervisor.b');
	await expect(logbook(floor, null, 50, 'supervisor.b')).rejects.toMatchObject(
		refusal('SHIFT_NOT_YOURS')
	);
	for (const persona of ['manager', 'qa', 'admin'])
		await expect(logbook(floor, null, 50, persona)).resolves.toMatchObject({ entries: [] });
	for (const persona of ['manager@P2', 'supervisor@P2', 'nobody'])
		await expect(logbook(floor, null, 50, persona)).rejects.toMatchObject(refusal('NOT_FOUND'));
});

test('P3.10 a remark is written in the own shift, while it is not locked, and stays', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const b = await floor.assignTo('B', 'supervisor.b');
	await remark(floor, 'From the laboratory.', 'qa');
	await remark(floor, 'From above.', 'manager');
	await expect(remark(floor, 'Not mine.', 'supervisor.b')).rejects.toMatchObject(
		refusal('SHIFT_NOT_YOURS')
	);
	await expect(remark(floor, 'Early.', 'supervisor.b', b)).rejects.toMatchObject(
		refusal('SHIFT_NOT_BEGUN')
	);
	for (const persona of ['storekeeper', 'manager@P2'])
		await expect(remark(floor, 'x', persona)).rejects.toMatchObject(refusal('NOT_ALLOWED'));
	await expect(remark(floor, '\u00a0')).rejects.toMatchObject(refusal('FIELD_MISSING'));
	await expect(remark(floor, 'x', 'manager', randomUUID())).rejects.toMatchObject(
		refusal('NOT_FOUND')
	);
	await expect(db.sql`update shift_remarks set body = 'x'`).rejects.toMatchObject(
		refusal('APPEND_ONLY')
	);
	await passTo(floor, '14:15:00');
	await expect(remark(floor, 'Late.')).rejects.toMatchObject({
		code: 'PT423',
		...refusal('SHIFT_LOCKED')
	});
});

test('P3.09 the lock sums up what a shift brought: output, yield, loss, downtime, rejects, operators, what came late', async ({
	db
}) => {
	const floor = await Floor.open(db);
	expect((await summary(floor)).versions).toEqual([]);
	const batch = await floor.batchUpTo(5, 800);
	floor.at('09:00:00');
	const stop = await floor.stop(floor.machines[0]!, {});
	floor.at('09:40:00');
	await floor.call('supervisor', 'end_downtime', { downtime_id: stop.id });
	const bad = await floor.receive(10);
	await floor.test({ lot_id: bad.id }, [
		{ name: 'Moisture', value: 9 },
		{ name: 'Foreign matter', value: 'None' }
	]);
	await floor.call('qa', 'reject_lot', {
		lot_id: bad.id,
		reason_id: await floor.reason('rejection'),
		note: 'Wet.'
	});
	await passTo(floor, '14:00:00');
	// In the grace, about what was before the end.
	floor.at('14:10:00');
	const lot = await floor.tested(100);
	const late = await floor.start(100);
	await floor.allocate(late, lot, 100);
	await floor.log(late, 1, 80, '13:20:00', '14:10:00', {
		ended_at: '2030-05-23T13:50:00+05:30',
		operator_name: 'Sita'
	});
	await floor.stop(floor.machines[4]!, { started_at: '2030-05-23T13:45:00+05:30' });
	const board = async () => {
		const { shifts } = await read<{ shifts: { run: string; state: string }[] }>(
			floor,
			'manager',
			'plant_board',
			floor.ids.site
		);
		return shifts.find(({ run }) => run === floor.run)!;
	};
	const live = await board();
	await passTo(floor, '14:15:00');
	// What is locked says the same as when it was counted.
	expect(await board()).toEqual({ ...live, state: 'locked' });
	const { versions, closed_by } = await summary(floor);
	expect(closed_by).toBeNull();
	const output = batch.last!.output!;
	expect(versions).toHaveLength(1);
	expect(versions[0]).toMatchObject({
		version: 1,
		correction_id: null,
		input_quantity: 800,
		output_quantity: output,
		yield_percent: Math.round((output / 800) * 100_000) / 1000,
		downtime_minutes: 55,
		late_entries: 4,
		stages: 6,
		batches_finished: 1,
		rejected_lots: 1,
		figures: {
			products: [{ batches: 1, input: 800, output, unit: 'kg', yield_min_percent: 59.049 }],
			downtime_by_reason: [{ reason: 'Breakdown', downtimes: 2, minutes: 55 }],
			rejects: [{ lot: bad.code }],
			operators: [
				{ operator: 'Ramesh', entries: 5, flagged: 0, corrected: 0 },
				{ operator: 'Sita', entries: 1, flagged: 1, corrected: 0 }
			],
			late: expect.arrayContaining(
				['batch_started', 'material', 'stage_logged', 'downtime'].map(
					(kind) => expect.objectContaining({ kind }) as unknown
				)
			) as unknown,
			gaps: expect.arrayContaining([
				expect.objectContaining({ kind: 'downtime_open', explained: null }),
				expect.objectContaining({ kind: 'loss_unexplained' }),
				expect.objectContaining({ kind: 'qc_missing', subject_type: 'lots' })
			]) as unknown
		}
	});
	const [first] = versions[0]!.figures.loss_by_stage as Record<string, number>[];
	expect(first).toMatchObject({
		stage: 'Pre-treatment',
		logs: 2,
		input: 900,
		output: 864,
		loss: 36,
		above_limit: 1
	});
	const entries = (await logbook(floor, null, 200, 'manager')).entries;
	expect(entries.filter(({ late }) => late)).toHaveLength(4);
	expect(entries).toHaveLength(versions[0]!.entries);
});

test('P3.09 a summary stays; a correction makes the next version, and what was undone at the lock stays said', async ({
	db
}) => {
	const floor = await Floor.open(db);
	await floor.stop(floor.machines[0]!);
	floor.at('13:30:00');
	await explainAll(floor);
	await close(floor);
	await expect(db.sql`update shift_summaries set entries = 0`).rejects.toMatchObject(
		refusal('APPEND_ONLY')
	);
	await expect(db.sql`delete from shift_summaries`).rejects.toMatchObject(refusal('APPEND_ONLY'));
	const correction = randomUUID();
	floor.at('15:00:00');
	await db.as('service_role', async (sql) => {
		await sql`reset role`;
		await sql`select app.summarize_run(${floor.run}, ${correction})`;
	});
	const { versions } = await summary(floor);
	expect(versions.map(({ version, correction_id }) => [version, correction_id])).toEqual([
		[2, correction],
		[1, null]
	]);
	expect(versions[0]!.figures.gaps).toEqual(versions[1]!.figures.gaps);
	expect(versions[0]!.downtime_minutes).toBe(475);
});
