import { expect } from 'vitest';
import { test, type TestDatabase } from '../database.ts';
import { SIGNED_IN } from '../matrix.ts';
import { violations } from '../invariants.ts';
import { DAY_OF_WORK, Floor, GOOD, refusal, type BatchAnswer } from './floor.ts';

const clock = (time: string) => `${DAY_OF_WORK}T${time}+05:30`;

/** What a read function of a site answers somebody. */
const read = async <T>(db: TestDatabase, name: string, site: string | null, persona = 'manager') =>
	(await db.as(persona, (sql) => sql`select ${sql(name)}(${site}) as answer`))[0]!.answer as T;

interface Board {
	business_date: string;
	batches: { code: string }[];
	shifts: {
		business_date: string;
		shift: string;
		stages: number;
		finished: number;
		input: number;
		output: number;
		yield_percent: number | null;
		state: string;
	}[];
	holds: { lot: string; cause: string; reason: string }[];
	waiting_for_qc: Waiting[];
	downtimes: { machine: string; minutes: number }[];
}

interface ShiftBoard {
	run: { shift: { code: string } } | null;
	mine: boolean;
	batches: { code: string; next: { stage: string } | null }[];
	logged: { batch: string; stage: string; output: number | null; loss?: number }[];
	downtimes: { machine: string }[];
}

interface Waiting {
	kind: string;
	lot: string;
	stage: string | null;
	qc_status: string;
	since: string;
}

/** A batch of two materials, with a downtime, a deviation, packs and a shipment. */
async function eventful(floor: Floor) {
	const [late, first] = [
		await floor.tested(600, { expires_on: '2031-12-31', vendor_lot: 'VX-77' }),
		await floor.tested(600, { expires_on: '2031-06-30' })
	];
	const batch = await floor.start(1000, { remarks: 'for Acme' });
	await floor.allocate(batch, late, 500, { deviation_reason_id: await floor.reason('deviation') });
	floor.at('06:06:00');
	await floor.allocate(batch, first, 500);
	await floor.log(batch, 1, 960, '06:10:00', '07:00:00', { input_quantity: 990 });
	const [, second] = await floor.materials(batch);
	await floor.giveBack(second!, 10);
	let logged = await floor.log(batch, 2, 940, '07:05:00', '08:00:00');
	await floor.test({ stage_log_id: logged.last!.id }, GOOD.in_process);
	await floor.log(batch, 3, 930, '08:00:00', '08:30:00');
	await floor.log(batch, 4, 930, '08:30:00', '09:00:00');
	logged = await floor.log(batch, 5, 925.5, '09:00:00', '09:30:00');
	await floor.test({ stage_log_id: logged.last!.id }, GOOD.in_process);
	await floor.test({ lot_id: batch.lot_id }, GOOD.final);
	return { late, first, batch };
}

test('P3.06 P3.08 the flow of a batch says what went in, what was done, by whom, and what became of it', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const { late, first, batch } = await eventful(floor);
	floor.at('09:40:00');
	const down = await floor.stop(floor.machines[1]!, {
		started_at: clock('07:30:00'),
		ended_at: clock('07:40:00')
	});
	const packed = await floor.pack(batch, 30, { loss_quantity: 2 });
	const shipment = await floor.ship(packed, 10);
	await floor.call('manager', 'adjust_stock', {
		lot_id: batch.lot_id,
		location_id: floor.ids.STORE,
		change: -0.5,
		reason_id: await floor.reason('adjustment')
	});
	const journey = await floor.journey<Record<string, unknown>>(batch.code);
	expect(journey).toMatchObject({
		code: batch.code,
		site: 'P1',
		state: 'finished',
		held: false,
		qc_status: 'pass',
		shift: 'A',
		created_by: 'supervisor',
		remarks: 'for Acme',
		planned_quantity: 1000,
		route_version: 1,
		manufactured_on: DAY_OF_WORK,
		materials: [
			{
				lot: late.code,
				allocated: 500,
				consumed: 500,
				returned: 0,
				open: 0,
				unit: 'kg',
				vendor: 'Vendor X',
				vendor_lot: 'VX-77',
				deviation: expect.any(String) as string,
				allocated_by: 'supervisor'
			},
			{ lot: first.code, allocated: 500, consumed: 490, returned: 10, open: 0, deviation: null }
		],
		stages: [
			{
				position: 1,
				stage: 'Pre-treatment',
				qc_gate: false,
				log: {
					operator: 'Ramesh',
					carried: 0,
					added: 990,
					input: 990,
					output: 960,
					loss: 30,
					loss_percent: 3.03,
					yield_percent: 96.97,
					shift: 'A',
					started_by: 'supervisor',
					ended_by: 'supervisor',
					qc_status: 'not_required',
					tests: [],
					downtimes: []
				}
			},
			{
				position: 2,
				qc_gate: true,
				log: {
					carried: 960,
					added: 0,
					input: 960,
					output: 940,
					qc_status: 'pass',
					tests: [{ status: 'pass', attempt: 1 }],
					downtimes: [{ id: down.id, minutes: 10, reason: 'Breakdown' }]
				}
			},
			{ position: 3, log: { input: 940, output: 930 } },
			{ position: 4, log: { input: 930, output: 930, loss: 0 } },
			{ position: 5, log: { input: 930, output: 925.5 } }
		],
		tests: [{ status: 'pass', kind: 'final' }],
		holds: [],
		packed: [
			{
				lot: packed.code,
				packs: 30,
				quantity: 750,
				on_hand: 20,
				held: false,
				shipments: [{ shipment: shipment.number, quantity: 10, customer: 'Acme Pharma' }]
			}
		],
		places: [{ location: 'STORE', on_hand: 173 }],
		balance: {
			unit: 'kg',
			consumed: 990,
			lost: 64.5,
			in_process: 0,
			produced: 925.5,
			unaccounted: 0,
			yield_percent: 93.485,
			packed: 750,
			packing_loss: 2,
			shipped: 0,
			adjusted: -0.5,
			on_hand: 173,
			unaccounted_product: 0
		}
	});
	// Everybody at the site sees the same of it, whatever he is.
	for (const persona of SIGNED_IN.filter((other) => other !== 'nobody'))
		expect(await floor.journey(batch.code, persona), persona).toEqual(journey);
});

test('P3.08 a batch that runs shows what is next and what is in process', async ({ db }) => {
	const floor = await Floor.open(db);
	const lot = await floor.tested(100);
	const batch = await floor.start(100);
	expect(await floor.journey(batch.code)).toMatchObject({
		stages: [{ position: 1, log: null }, {}, {}, {}, {}],
		materials: [],
		packed: [],
		balance: { consumed: 0, in_process: 0, produced: 0, yield_percent: null, unaccounted: 0 }
	});
	await floor.allocate(batch, lot, 100);
	await floor.begin(batch, 1, { started_at: clock('06:04:00') });
	expect(await floor.journey(batch.code)).toMatchObject({
		next: { position: 2 },
		stages: [{ log: { input: 100, output: null, ended_at: null } }, {}, {}, {}, {}],
		balance: { consumed: 100, lost: 0, in_process: 100, unaccounted: 0, yield_percent: null }
	});
	await floor.finish(batch, 97);
	expect(await floor.journey(batch.code)).toMatchObject({
		balance: { consumed: 100, lost: 3, in_process: 97, unaccounted: 0 }
	});
	await floor.hold(lot);
	expect(await floor.journey(batch.code)).toMatchObject({
		held: true,
		holds: [{ cause: lot.code, held_by: 'qa', released_at: null }]
	});
});

test('P3.06 the mass balance adds up at every step, with material that is added on the way', async ({
	db
}) => {
	const floor = await Floor.open(db, { gates: [] });
	const [cellulose, binder] = [
		await floor.tested(100),
		await floor.tested(3000, await floor.material('g'))
	];
	const batch = await floor.start(100);
	await floor.allocate(batch, cellulose, 100);
	await floor.allocate(batch, binder, 2500, { position: 4 });
	const clockOf = (hour: number, minute: number) =>
		`${String(6 + hour).padStart(2, '0')}:${minute}:00`;
	const outputs = [97.25, 96.125, 95.5, 97.333, 97];
	for (const [index, output] of outputs.entries()) {
		await floor.log(batch, index + 1, output, clockOf(index, 10), clockOf(index, 50));
		const { balance } = await floor.journey<{ balance: Record<string, number> }>(batch.code);
		const brought = balance.produced! > 0 ? balance.produced! : balance.in_process!;
		expect(brought).toBe(output);
		expect(balance.consumed! - balance.lost! - brought).toBeCloseTo(0, 9);
		expect(balance.unaccounted).toBe(0);
		expect(balance.consumed).toBe(index < 3 ? 100 : 102.5);
	}
});

test('P3.08 the flow of an unknown batch, or of one at another site, is not found', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const batch = await floor.start();
	for (const code of ['NO-SUCH', '', batch.code.toLowerCase(), 'x'.repeat(5000)])
		await expect(floor.journey(code)).rejects.toMatchObject({
			code: 'PT404',
			...refusal('NOT_FOUND', `There is no batch ${code.slice(0, 60)}.`)
		});
	for (const persona of ['manager@P2', 'supervisor@P2', 'nobody'])
		await expect(floor.journey(batch.code, persona), persona).rejects.toMatchObject({
			code: 'PT404',
			...refusal('NOT_FOUND', `There is no batch ${batch.code}.`)
		});
	for (const persona of ['anon', 'service_role'])
		await expect(floor.journey(batch.code, persona), persona).rejects.toMatchObject({
			code: '42501'
		});
});

test('P3.10 the board of a shift shows its run, the batches in work, what was logged and what stands still', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const second = await floor.assignTo('B', 'supervisor.b');
	const batch = await floor.batchUpTo(1, 100);
	const fresh = await floor.start();
	const down = await floor.stop(floor.machines[2]!);
	const board = await read<ShiftBoard>(db, 'shift_board', floor.ids.site, 'supervisor');
	expect(board).toMatchObject({ run: { id: floor.run, shift: { code: 'A' } }, mine: true });
	const mine = [batch.code, fresh.code];
	expect(board.batches.filter(({ code }) => mine.includes(code))).toMatchObject([
		{ code: batch.code, next: { stage: 'Drying' } },
		{ code: fresh.code, next: { stage: 'Pre-treatment' } }
	]);
	expect(board.logged.filter((log) => log.batch === batch.code)).toMatchObject([
		{ stage: 'Pre-treatment', input: 100, output: 98, unit: 'kg', loss: 2, loss_above_limit: false }
	]);
	expect(board.downtimes).toContainEqual(expect.objectContaining({ id: down.id, ended_at: null }));

	// In the next shift it is the next run; what was logged in A is not his.
	floor.at('14:30:00');
	const later = await read<ShiftBoard>(db, 'shift_board', floor.ids.site, 'supervisor.b');
	expect(later).toMatchObject({
		run: { id: second, shift: { code: 'B' } },
		mine: true,
		logged: []
	});
	expect(later.batches.map(({ code }) => code)).toContain(batch.code);
	// Who is in no shift sees the one that runs.
	expect(await read(db, 'shift_board', floor.ids.site, 'manager')).toMatchObject({
		run: { shift: { code: 'B' } },
		mine: false
	});
	// A finished batch is no longer in work.
	expect(later.batches.every(({ next }) => next !== null)).toBe(true);
});

test('P7.01 the board of a plant adds up today’s stages, output and yield by shift', async ({
	db
}) => {
	// A plant of its own: the figures are of all that was done there.
	db.travelTo(`${DAY_OF_WORK}T00:30:00+05:30`);
	const floor = await Floor.open(db, { gates: [] });
	const before = await read<Board>(db, 'plant_board', floor.ids.site);
	const shift = (board: Board, code: string) => board.shifts.find((run) => run.shift === code)!;
	const finished = await floor.batchUpTo(5, 100);
	const half = await floor.batchUpTo(0, 100);
	await floor.log(half, 1, 60, '09:10:00', '09:40:00', { machine_id: floor.machines[0] });
	const board = await read<Board>(db, 'plant_board', floor.ids.site);
	expect(board.business_date).toBe(DAY_OF_WORK);
	expect(shift(board, 'A').stages - shift(before, 'A').stages).toBe(6);
	expect(shift(board, 'A').finished - shift(before, 'A').finished).toBe(1);
	// The output is what the last stages brought out, the input what went into those batches.
	expect(shift(board, 'A').output - shift(before, 'A').output).toBeCloseTo(90.392, 6);
	expect(shift(board, 'A').input - shift(before, 'A').input).toBeCloseTo(100, 6);
	expect(shift(board, 'A').yield_percent).toBeCloseTo(
		(100 * shift(board, 'A').output) / shift(board, 'A').input,
		3
	);
	expect(shift(board, 'B')).toMatchObject({
		stages: 0,
		finished: 0,
		output: 0,
		input: 0,
		yield_percent: null
	});
	const codes = board.batches.map(({ code }) => code);
	expect(codes).toContain(half.code);
	expect(codes).not.toContain(finished.code);

	await floor.hold({ id: half.lot_id });
	const down = await floor.stop(floor.machines[3]!);
	const after = await read<Board>(db, 'plant_board', floor.ids.site);
	expect(after.holds[0]).toMatchObject({ lot: half.code, cause: half.code, reason: 'QC failed' });
	expect(after.downtimes).toContainEqual(expect.objectContaining({ machine: down.machine }));
	expect(after.waiting_for_qc).toContainEqual(
		expect.objectContaining({ kind: 'final', lot: finished.code, qc_status: 'pending' })
	);
});

test('P7.01 until the night shift ends, the board has the whole day that it belongs to, and the shifts to come', async ({
	db
}) => {
	db.travelTo(`${DAY_OF_WORK}T00:30:00+05:30`);
	const floor = await Floor.open(db, { gates: [] });
	const runs = async (instant: string) => {
		db.travelTo(instant);
		const { shifts } = await read<Board>(db, 'plant_board', floor.ids.site);
		return shifts.map(({ business_date, shift }) => `${business_date} ${shift}`);
	};
	const [today, tomorrow] = [DAY_OF_WORK, '2030-05-24'];
	const day = (date: string) => ['A', 'B', 'C'].map((code) => `${date} ${code}`);
	expect(await runs(`${today}T12:00:00+05:30`)).toEqual(['2030-05-22 C', ...day(today)]);
	expect(await runs(`${today}T23:59:00+05:30`)).toEqual(['2030-05-22 C', ...day(today)]);
	expect(await runs(`${tomorrow}T05:59:00+05:30`)).toEqual([...day(today), ...day(tomorrow)]);
	expect(await runs(`${tomorrow}T06:00:00+05:30`)).toEqual([`${today} C`, ...day(tomorrow)]);
});

test('P4.10 QA’s queue is what came in, what stages and batches wait, longest first, and no more', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const queue = async (...lots: string[]) =>
		(await read<Waiting[]>(db, 'qc_queue', floor.ids.site, 'qa')).filter(({ lot }) =>
			lots.includes(lot)
		);
	const pending = await floor.receive(10);
	let batch: BatchAnswer = await floor.batchUpTo(1, 100);
	batch = await floor.log(batch, 2, 96, '06:40:00', '07:10:00');
	const mine = [pending.code, batch.code];
	expect(await queue(...mine)).toMatchObject([
		{ kind: 'incoming', lot: pending.code, lot_id: pending.id, stage: null, qc_status: 'pending' },
		{
			kind: 'in_process',
			lot: batch.code,
			stage: 'Drying',
			stage_log_id: batch.last!.id,
			qc_status: 'pending'
		}
	]);
	await floor.test({ lot_id: pending.id }, GOOD.incoming);
	const test = await floor.test({ stage_log_id: batch.last!.id }, [{ name: 'Moisture', value: 9 }]);
	expect(await queue(...mine)).toMatchObject([{ kind: 'in_process', qc_status: 'hold' }]);
	await floor.test({ stage_log_id: batch.last!.id }, GOOD.in_process, {
		retest_of: test.id,
		remarks: 'wet cup'
	});
	// The lot of a batch in work is not there yet.
	expect(await queue(...mine)).toEqual([]);
	await floor.log(batch, 3, 95, '07:10:00', '07:40:00');
	await floor.log(batch, 4, 94, '07:40:00', '08:10:00');
	batch = await floor.log(batch, 5, 93, '08:10:00', '08:40:00');
	expect((await queue(...mine)).map(({ kind, stage }) => [kind, stage])).toEqual(
		expect.arrayContaining([
			['in_process', 'Blending'],
			['final', null]
		])
	);
	const since = (await read<Waiting[]>(db, 'qc_queue', floor.ids.site, 'qa')).map(
		(entry) => entry.since
	);
	expect(since).toEqual([...since].sort());
	await floor.test({ stage_log_id: batch.last!.id }, GOOD.in_process);
	await floor.test({ lot_id: batch.lot_id }, GOOD.final);
	expect(await queue(...mine)).toEqual([]);
});

for (const name of ['shift_board', 'plant_board', 'qc_queue']) {
	test(`P1.09 ${name} is for members of the site, and of a site there is`, async ({ db }) => {
		const floor = await Floor.open(db);
		const none = { code: 'PT404', ...refusal('NOT_FOUND', 'There is no such site among yours.') };
		for (const persona of ['manager@P2', 'supervisor@P2', 'nobody'])
			await expect(read(db, name, floor.ids.site, persona), persona).rejects.toMatchObject(none);
		for (const site of ['00000000-0000-4000-8000-000000000000', null])
			await expect(read(db, name, site), String(site)).rejects.toMatchObject(none);
		await expect(read(db, name, floor.ids.site, 'anon')).rejects.toMatchObject({ code: '42501' });
		for (const persona of SIGNED_IN.filter((other) => other !== 'nobody'))
			expect(await read(db, name, floor.ids.site, persona), persona).toBeTruthy();
	});
}

test('the invariants hold', async ({ db }) => {
	expect(await violations(db.superuser)).toEqual({});
});
