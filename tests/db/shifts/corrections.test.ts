import { expect } from 'vitest';
import { test, type TestDatabase } from '../database.ts';
import { violations } from '../invariants.ts';
import { DAY_OF_WORK, GOOD, refusal, type BatchAnswer, type Floor } from '../production/floor.ts';
import {
	ask,
	batchOf,
	decide,
	details,
	figures,
	lockedFloors,
	logOf,
	said
} from './corrections.ts';
import { tick } from './shifts.ts';

const known = new WeakMap<TestDatabase, ReturnType<typeof arrange>>();

/** A batch whose last stage was over ten minutes after midnight, logged in the morning. */
async function lateProduct(floor: Floor): Promise<void> {
	floor.at('06:05:00');
	const lot = await floor.tested(100);
	const batch = await floor.start(100);
	await floor.allocate(batch, lot, 100);
	for (let step = 1; step <= 5; step++) {
		const { last } = await floor.call<BatchAnswer>('supervisor', 'log_stage', {
			batch_id: batch.id,
			machine_id: floor.machines[step - 1],
			operator_name: 'Ramesh',
			started_at: `2030-05-22T${18 + step}:10:00+05:30`,
			ended_at:
				step === 5 ? `${DAY_OF_WORK}T00:10:00+05:30` : `2030-05-22T${18 + step}:50:00+05:30`,
			output_quantity: 100 - step,
			to_id: step === 5 ? floor.ids.STORE : null
		});
		if (last!.qc_status === 'pending')
			await floor.test({ stage_log_id: last!.id }, GOOD.in_process);
	}
}

/** Everything that is made in shift A, before it locks. */
const arrange = (db: TestDatabase) =>
	lockedFloors(db, {
		chain: (floor) => floor.batchUpTo(4, 800),
		plain: (floor) => floor.batchUpTo(2, 800),
		times: (floor) => floor.batchUpTo(4, 800),
		finished: (floor) => floor.released(800),
		shipped: async (floor) => {
			const packed = await floor.pack(await floor.released(100), 3);
			await floor.ship(packed, 2);
		},
		moved: async (floor) => {
			const batch = await floor.released(100);
			await floor.call('storekeeper', 'transfer_stock', {
				lot_id: batch.lot_id,
				from_id: floor.ids.STORE,
				to_id: floor.ids.LINE,
				quantity: 90
			});
			await floor.call('storekeeper', 'transfer_stock', {
				lot_id: batch.lot_id,
				from_id: floor.ids.STORE,
				to_id: floor.ids.QC,
				quantity: 0.1
			});
		},
		running: async (floor) => {
			const batch = await floor.batchUpTo(1, 100);
			await floor.begin(batch, 2);
		},
		down: async (floor) => {
			await floor.batchUpTo(2, 100);
			await floor.stop(floor.machines[0]!, {
				started_at: `${DAY_OF_WORK}T06:20:00+05:30`,
				ended_at: `${DAY_OF_WORK}T06:30:00+05:30`
			});
			await floor.stop(floor.machines[0]!, {
				started_at: `${DAY_OF_WORK}T06:50:00+05:30`,
				ended_at: `${DAY_OF_WORK}T07:00:00+05:30`
			});
		},
		midnight: lateProduct,
		certified: async (floor) => {
			await lateProduct(floor);
			const batch = await batchOf(floor);
			await floor.test({ lot_id: batch.lot_id }, GOOD.final);
			await floor.ship(await floor.pack(batch, 1), 1);
		},
		fields: async (floor) => {
			await floor.batchUpTo(1, 100);
		}
	});

const floorOf = async (
	db: TestDatabase,
	key: keyof Awaited<ReturnType<typeof arrange>>
): Promise<Floor> => {
	if (!known.has(db)) known.set(db, arrange(db));
	return (await known.get(db)!)[key];
};

test('P3.07 an output is corrected: the next stage takes what came out, and its loss is judged again', async ({
	db
}) => {
	const floor = await floorOf(db, 'chain');
	const batch = await batchOf(floor);
	const log = await logOf(floor, batch, 2);
	expect((await figures(floor, batch)).slice(1, 3)).toEqual([
		{ input: 784, output: 768.32, above: false },
		{ input: 768.32, output: 752.954, above: false }
	]);
	const asked = await ask(floor, 'stage_logs', log, { output_quantity: 760 });
	expect(asked).toMatchObject({
		state: 'requested',
		kind: 'change',
		own: true,
		may_decide: false,
		fields: [{ field: 'output_quantity', before_text: '768.32 kg', after_text: '760 kg' }]
	});
	expect(asked.number).toMatch(/^COR-P1-300523-\d{3}$/);
	expect(said(asked)).toEqual([
		`Drying of ${batch.code}: its output becomes 760 kg; it was 768.32 kg; its loss becomes 3.06 %; it was 2.00 %.`,
		`Grinding of ${batch.code}: its input becomes 760 kg; it was 768.32 kg; its loss becomes 0.93 %; it was 2.00 %.`
	]);
	// Nothing of the trial stays.
	expect((await figures(floor, batch))[1]).toMatchObject({ output: 768.32 });

	const before = await details(floor, asked);
	expect(before).toMatchObject({ refused: false, may_decide: true, versions: [] });
	const done = await decide(floor, asked);
	expect(done).toMatchObject({ state: 'approved', decided_by: 'manager' });
	expect(said(done)).toEqual(said(before));
	expect((await figures(floor, batch)).slice(1, 3)).toEqual([
		{ input: 784, output: 760, above: false },
		{ input: 760, output: 752.954, above: false }
	]);
	expect((await details(floor, asked)).versions).toMatchObject([
		{ subject_type: 'stage_logs', version: 1 },
		{ subject_type: 'stage_logs', version: 1 }
	]);
	expect(await violations(db.superuser)).toEqual({});

	// Another correction of the same record makes the next version.
	const again = await ask(floor, 'stage_logs', log, {
		output_quantity: 755,
		remarks: 'second scale'
	});
	await decide(floor, again);
	expect(
		(await details(floor, again)).versions!.find(({ subject_id }) => subject_id === log)
	).toMatchObject({
		version: 2,
		record: { output_quantity: 760 }
	});
});

test('P3.03 a corrected output that breaks the limit the log keeps is said to', async ({ db }) => {
	const floor = await floorOf(db, 'plain');
	const batch = await batchOf(floor);
	const asked = await ask(floor, 'stage_logs', await logOf(floor, batch, 2), {
		output_quantity: 700
	});
	expect(said(asked)[0]).toContain('the loss is above its limit of 5 %');
	expect(asked.effects[0]!.flags).toMatchObject({
		loss_above_limit: true,
		yield_out_of_band: true
	});
	await decide(floor, asked);
	expect((await figures(floor, batch))[1]).toMatchObject({ above: true });
});

test('P3.07 a later stage whose output would exceed its input refuses the correction, before and at the decision', async ({
	db
}) => {
	const floor = await floorOf(db, 'chain');
	const batch = await batchOf(floor);
	const log = await logOf(floor, batch, 3);
	const asked = await ask(floor, 'stage_logs', log, { output_quantity: 700 });
	const sentence = `Sieving of ${batch.code} would take 700 kg, and 737.895 kg came out of it.`;
	expect(asked.effects).toMatchObject([{ kind: 'refused', code: 'OUTPUT_EXCEEDS', sentence }]);
	expect(await details(floor, asked)).toMatchObject({ refused: true });
	await expect(decide(floor, asked)).rejects.toMatchObject({
		code: 'PT422',
		...refusal('OUTPUT_EXCEEDS', sentence)
	});
	expect(await details(floor, asked)).toMatchObject({ state: 'requested' });
	await decide(floor, asked, false);

	const more = await ask(floor, 'stage_logs', log, { output_quantity: 790 });
	expect(more.effects).toMatchObject([{ kind: 'refused', code: 'OUTPUT_EXCEEDS' }]);
	await expect(decide(floor, more)).rejects.toMatchObject(refusal('OUTPUT_EXCEEDS'));
	await decide(floor, more, false);
});

test('P5.08 the last output is corrected: the lot and the ledger follow by moves that name what they correct', async ({
	db
}) => {
	const floor = await floorOf(db, 'finished');
	const batch = await batchOf(floor);
	const log = await logOf(floor, batch, 5);
	const lot = { id: batch.lot_id };
	const output = (await figures(floor, batch))[4]!.output!;
	const less = await ask(floor, 'stage_logs', log, { output_quantity: 720 });
	const taken = Math.round((output - 720) * 1000) / 1000;
	expect(said(less)).toEqual([
		expect.stringContaining(
			`Blending of ${batch.code}: its output becomes 720 kg; it was ${output} kg`
		),
		`${taken} kg of lot ${batch.code} are booked from STORE to PROCESS.`,
		`Lot ${batch.code}: its first quantity becomes 720 kg; it was ${output} kg.`
	]);
	await decide(floor, less);
	expect(await floor.levels(lot)).toEqual({ STORE: [720, 0, 720] });
	const more = await ask(floor, 'stage_logs', log, { output_quantity: 722 });
	await decide(floor, more);
	expect(await floor.levels(lot)).toEqual({ STORE: [722, 0, 722] });
	const moves = await db.sql`
		select kind, quantity::float, corrects_id = (select id from stock_moves where lot_id = ${lot.id} and kind = 'produce') as corrects, note
		from stock_moves where lot_id = ${lot.id} order by id`;
	expect([...moves]).toEqual([
		{ kind: 'produce', quantity: output, corrects: null, note: batch.code },
		{ kind: 'correct', quantity: taken, corrects: true, note: less.number },
		{ kind: 'correct', quantity: 2, corrects: true, note: more.number }
	]);
	const journey = await floor.journey<{ balance: Record<string, number> }>(batch.code);
	expect(journey.balance).toMatchObject({ produced: 722, unaccounted: 0, unaccounted_product: 0 });
	expect(await violations(db.superuser)).toEqual({});
});

test('P5.04 what would make stock negative is refused, and says where the goods went', async ({
	db
}) => {
	const floor = await floorOf(db, 'shipped');
	const batch = await batchOf(floor);
	const log = await logOf(floor, batch, 5);
	const asked = await ask(floor, 'stage_logs', log, { output_quantity: 70 });
	expect(asked.effects).toMatchObject([
		{
			kind: 'refused',
			code: 'STOCK_SHORT',
			sentence: `5 kg of lot ${batch.code} would be missing: stock would fall below zero (75 kg went into ${batch.code}-01, of which 2 pcs were shipped).`
		}
	]);
	await expect(decide(floor, asked)).rejects.toMatchObject(refusal('STOCK_SHORT'));
	await decide(floor, asked, false);
	// What lies there yet may go.
	await decide(floor, await ask(floor, 'stage_logs', log, { output_quantity: 76 }));
	expect(await floor.levels({ id: batch.lot_id })).toEqual({ STORE: [1, 0, 1] });
	expect(await violations(db.superuser)).toEqual({});
});

test('P5.04 what is promised is not taken away', async ({ db }) => {
	const floor = await floorOf(db, 'shipped');
	const batch = await batchOf(floor);
	await floor.call('storekeeper', 'reserve_stock', {
		lot_id: batch.lot_id,
		location_id: floor.ids.STORE,
		quantity: 1,
		purpose: 'sample'
	});
	const asked = await ask(floor, 'stage_logs', await logOf(floor, batch, 5), {
		output_quantity: 75.5
	});
	expect(said(asked)).toEqual([
		`0.5 kg of lot ${batch.code} would be missing: stock would fall below zero (75 kg went into ${batch.code}-01, of which 2 pcs were shipped, 1 kg are promised to sample, 1 kg lie at STORE).`
	]);
	await decide(floor, asked, false);
});

test('P5.08 goods that lie elsewhere at the site by now are taken from there', async ({ db }) => {
	const floor = await floorOf(db, 'moved');
	const batch = await batchOf(floor);
	const output = (await figures(floor, batch))[4]!.output!;
	const asked = await ask(floor, 'stage_logs', await logOf(floor, batch, 5), {
		output_quantity: output - 1
	});
	await decide(floor, asked);
	expect(asked.effects.filter(({ kind }) => kind === 'stock_moves')).toHaveLength(2);
	const levels = await floor.levels({ id: batch.lot_id });
	expect(Object.values(levels).reduce((sum, [onHand]) => sum + onHand, 0)).toBeCloseTo(
		output - 1,
		6
	);
	expect(await violations(db.superuser)).toEqual({});
});

test('P3.02 times are corrected between the stages around, on a machine that is free', async ({
	db
}) => {
	const floor = await floorOf(db, 'times');
	const batch = await batchOf(floor);
	const log = await logOf(floor, batch, 3);
	const at = (clock: string) => `${DAY_OF_WORK}T${clock}:00+05:30`;
	// It ran from 07:10 to 07:40, and the one before and the one after touch it.
	for (const [changes, code, part] of [
		[{ started_at: at('07:00') }, 'TIME_ORDER', 'cannot begin at'],
		[{ ended_at: at('07:50') }, 'TIME_ORDER', 'cannot end at'],
		[{ started_at: at('07:30'), ended_at: at('07:20') }, 'TIME_ORDER', 'would begin at']
	] as const) {
		const asked = await ask(floor, 'stage_logs', log, changes);
		expect(asked.effects).toMatchObject([
			{ kind: 'refused', code, sentence: expect.stringContaining(part) as string }
		]);
		await expect(decide(floor, asked)).rejects.toMatchObject(refusal(code));
		await floor.call('supervisor', 'withdraw_correction', { correction: asked.id });
	}
	const other = await floorOf(db, 'chain');
	const busy = await ask(floor, 'stage_logs', log, { machine_id: other.machines[2] });
	expect(busy.effects).toMatchObject([{ kind: 'refused', code: 'MACHINE_BUSY' }]);
	await decide(floor, busy, false);
	const asked = await ask(floor, 'stage_logs', log, {
		started_at: at('07:15'),
		ended_at: at('07:35'),
		operator_name: ' Suresh ',
		machine_id: floor.machines[4]
	});
	expect(said(asked)[0]).toMatch(
		/its machine becomes .*; its operator becomes Suresh; it was Ramesh; its start becomes 23 May 2030 07:15; it was 23 May 2030 07:10/
	);
	await decide(floor, asked);
	const [row] = await db.sql`
		select operator_name, machine_id, started_at, ended_at, output_quantity::float from stage_logs where id = ${log}`;
	expect(row).toMatchObject({
		operator_name: 'Suresh',
		machine_id: floor.machines[4],
		started_at: new Date(at('07:15')),
		ended_at: new Date(at('07:35'))
	});
	expect(await violations(db.superuser)).toEqual({});
});

test('P3.02 how a running stage began is corrected, its end is not there yet', async ({ db }) => {
	const floor = await floorOf(db, 'running');
	const batch = await batchOf(floor);
	const log = await logOf(floor, batch, 2);
	await expect(ask(floor, 'stage_logs', log, { output_quantity: 5 })).rejects.toMatchObject({
		code: 'PT400',
		...refusal('VALUE_INVALID')
	});
	await decide(floor, await ask(floor, 'stage_logs', log, { operator_name: 'Suresh' }));
	// What it took follows the stage before while it runs.
	await decide(
		floor,
		await ask(floor, 'stage_logs', await logOf(floor, batch, 1), { output_quantity: 97 })
	);
	expect(await figures(floor, batch)).toMatchObject([{ output: 97 }, { input: 97, output: null }]);
});

test('P3.05 a downtime is corrected, and is of the stage its machine ran then', async ({ db }) => {
	const floor = await floorOf(db, 'down');
	const batch = await batchOf(floor);
	const [downtime, second] = await db.sql`
		select id, stage_log_id from downtimes where machine_id = ${floor.machines[0]!} order by started_at`;
	const at = (clock: string) => `${DAY_OF_WORK}T${clock}:00+05:30`;
	expect(downtime!.stage_log_id).toBe(await logOf(floor, batch, 1));
	const asked = await ask(floor, 'downtimes', downtime!.id as string, {
		started_at: at('06:42'),
		ended_at: at('06:48'),
		note: 'belt'
	});
	expect(said(asked)).toEqual([
		expect.stringMatching(
			/^Downtime of .*: its start becomes 23 May 2030 06:42; .*its length becomes 6 min; it was 10 min; it has no stage any more; it was Pre-treatment of .*; its note changes\.$/
		)
	]);
	await decide(floor, asked);
	expect(
		(await db.sql`select stage_log_id, note from downtimes where id = ${downtime!.id as string}`)[0]
	).toEqual({ stage_log_id: null, note: 'belt' });
	const overlapping = await ask(floor, 'downtimes', second!.id as string, {
		started_at: at('06:45')
	});
	expect(overlapping.effects).toMatchObject([{ kind: 'refused', code: 'MACHINE_BUSY' }]);
	await expect(decide(floor, overlapping)).rejects.toMatchObject(refusal('MACHINE_BUSY'));
	// When the stage is found to have run longer, the downtime is of it again.
	await decide(
		floor,
		await ask(floor, 'stage_logs', await logOf(floor, batch, 2), { started_at: at('06:46') })
	);
	const longer = await ask(floor, 'stage_logs', await logOf(floor, batch, 1), {
		ended_at: at('06:45')
	});
	expect(longer.effects.map(({ kind }) => kind).slice(0, 2)).toEqual(['stage_logs', 'downtimes']);
	await decide(floor, longer);
	expect(
		(await db.sql`select stage_log_id from downtimes where id = ${downtime!.id as string}`)[0]
	).toEqual({ stage_log_id: await logOf(floor, batch, 1) });
	expect(await violations(db.superuser)).toEqual({});
});

test('P3.04 parameters are corrected within the limits they were judged by', async ({ db }) => {
	const floor = await floorOf(db, 'fields');
	const log = await logOf(floor, await batchOf(floor), 1);
	// As the stage had them when it was logged; the form has changed since.
	await db.superuser.begin(async (sql) => {
		await sql`set local session_replication_role = replica`;
		await sql`update stage_logs set parameters = ${sql.json({
			temperature: { label: 'Temperature', value: 60, unit: '°C', minimum: 40, maximum: 80 },
			lid: { label: 'Lid closed', value: true }
		})} where id = ${log}`;
	});
	await expect(
		ask(floor, 'stage_logs', log, { parameters: { temperature: 90 } })
	).rejects.toMatchObject({
		code: 'PT400',
		message: '90 °C is outside 40 to 80: Temperature.'
	});
	await expect(
		ask(floor, 'stage_logs', log, { parameters: { temperature: 'hot' } })
	).rejects.toMatchObject(refusal('VALUE_INVALID'));
	await expect(
		ask(floor, 'stage_logs', log, { parameters: { colour: 'red' } })
	).rejects.toMatchObject(refusal('VALUE_INVALID'));
	const asked = await ask(floor, 'stage_logs', log, { parameters: { temperature: 62, lid: true } });
	expect(asked.fields).toMatchObject([
		{ field: 'parameters.temperature', label: 'Temperature', before: 60, after: 62, unit: '°C' }
	]);
	expect(said(asked)[0]).toContain('its Temperature becomes 62 °C; it was 60 °C');
	await decide(floor, asked);
	const [row] = await db.sql`select parameters from stage_logs where id = ${log}`;
	expect(row!.parameters).toMatchObject({
		temperature: { value: 62, minimum: 40, maximum: 80 },
		lid: { value: true }
	});
});

test('P2.08 the day of making follows the end of the last stage, unless a certificate has said it', async ({
	db
}) => {
	const ended_at = '2030-05-22T23:55:00+05:30';
	const days = async (floor: Floor) =>
		(
			await db.sql`
				select manufactured_on::text as made, received_on::text as came, expires_on::text as ends
				from lots where item_id = ${floor.product}`
		)[0];
	const floor = await floorOf(db, 'midnight');
	expect(await days(floor)).toEqual({ made: '2030-05-23', came: '2030-05-23', ends: '2033-05-22' });
	const batch = await batchOf(floor);
	const asked = await ask(floor, 'stage_logs', await logOf(floor, batch, 5), { ended_at });
	expect(said(asked)[1]).toBe(
		`Lot ${batch.code}: its day of making becomes 2030-05-22; it was 2030-05-23; its last day of use becomes 2033-05-21; it was 2033-05-22.`
	);
	await decide(floor, asked);
	expect(await days(floor)).toEqual({ made: '2030-05-22', came: '2030-05-22', ends: '2033-05-21' });

	const certified = await floorOf(db, 'certified');
	const log = await logOf(certified, await batchOf(certified), 5);
	const refused = await ask(certified, 'stage_logs', log, { ended_at });
	expect(refused.effects).toMatchObject([{ kind: 'refused', code: 'CERTIFICATE_ISSUED' }]);
	await expect(decide(certified, refused)).rejects.toMatchObject(refusal('CERTIFICATE_ISSUED'));
	await decide(certified, refused, false);
	// It was packed then already.
	const later = await ask(certified, 'stage_logs', log, {
		ended_at: `${DAY_OF_WORK}T13:00:00+05:30`
	});
	expect(later.effects).toMatchObject([{ kind: 'refused', code: 'TIME_ORDER' }]);
	await decide(certified, later, false);
	expect(await violations(db.superuser)).toEqual({});
});

test('P3.07 what is malformed, changes nothing or is of an open shift is refused when it is asked', async ({
	db
}) => {
	const floor = await floorOf(db, 'plain');
	const batch = await batchOf(floor);
	const log = await logOf(floor, batch, 1);
	for (const [changes, code] of [
		[{}, 'VALUE_INVALID'],
		[[], 'VALUE_INVALID'],
		[{ output_quantity: 784 }, 'VALUE_INVALID'],
		[{ operator_name: 'Ramesh' }, 'VALUE_INVALID'],
		[{ output_quantity: '700' }, 'QUANTITY_INVALID'],
		[{ output_quantity: -1 }, 'QUANTITY_INVALID'],
		[{ output_quantity: 0 }, 'QUANTITY_INVALID'],
		[{ output_quantity: null }, 'QUANTITY_INVALID'],
		[{ operator_name: ' ' }, 'FIELD_MISSING'],
		[{ operator_name: 'x'.repeat(101) }, 'VALUE_INVALID'],
		[{ remarks: 5 }, 'VALUE_INVALID'],
		[{ started_at: 'yesterday at noon' }, 'VALUE_INVALID'],
		[{ ended_at: '2030-05-24T10:00:00+05:30' }, 'VALUE_INVALID'],
		[{ ended_at: 'infinity' }, 'VALUE_INVALID'],
		[{ machine_id: 'M1' }, 'VALUE_INVALID'],
		[{ machine_id: batch.id }, 'NOT_FOUND'],
		[{ qc_status: 'pass' }, 'VALUE_INVALID'],
		[{ batch_id: batch.id }, 'VALUE_INVALID'],
		[{ parameters: [] }, 'VALUE_INVALID']
	] as const) {
		await expect(
			ask(floor, 'stage_logs', log, changes as never),
			JSON.stringify(changes)
		).rejects.toMatchObject(refusal(code));
	}
	await expect(ask(floor, 'lots', batch.lot_id, { code: 'x' })).rejects.toMatchObject(
		refusal('VALUE_INVALID')
	);
	await expect(ask(floor, 'stage_logs', batch.id, { remarks: 'x' })).rejects.toMatchObject(
		refusal('NOT_FOUND')
	);
	await expect(
		ask(floor, 'stage_logs', log, { remarks: 'x' }, { reason: ' ' })
	).rejects.toMatchObject(refusal('FIELD_MISSING'));
	await expect(
		ask(floor, 'stage_logs', log, { remarks: 'x' }, { reason: 'x'.repeat(2001) })
	).rejects.toMatchObject(refusal('VALUE_INVALID'));
	await floor.assignTo('B', 'supervisor.b');
	const stop = await floor.stop(floor.machines[4]!, {}, 'supervisor.b');
	await expect(
		ask(floor, 'downtimes', stop.id, { note: 'x' }, { persona: 'qa' })
	).rejects.toMatchObject({
		code: 'PT422',
		...refusal(
			'SHIFT_NOT_LOCKED',
			'Shift B of 23 May 2030 is not locked yet; it still takes entries.'
		)
	});
});

test('P3.07 of a stage that began in one shift and ended in another each has its part', async ({
	db
}) => {
	const floor = await floorOf(db, 'running');
	await floor.assignTo('B', 'supervisor.b');
	const batch = await batchOf(floor);
	const log = await logOf(floor, batch, 2);
	db.travelTo(`${DAY_OF_WORK}T15:00:00+05:30`);
	await floor.finish(batch, 90, {}, 'supervisor.b');
	await expect(ask(floor, 'stage_logs', log, { output_quantity: 91 })).rejects.toMatchObject(
		refusal('SHIFT_NOT_LOCKED')
	);
	await expect(
		ask(floor, 'stage_logs', log, { output_quantity: 91, operator_name: 'Mani' })
	).rejects.toMatchObject(refusal('SHIFT_NOT_LOCKED'));
	const began = await ask(floor, 'stage_logs', log, { operator_name: 'Mani' });
	expect(began.run.name).toBe('Shift A of 23 May 2030');
	await decide(floor, began);
	db.travelTo(`${DAY_OF_WORK}T22:20:00+05:30`);
	await tick(db);
	await expect(ask(floor, 'stage_logs', log, { output_quantity: 91 })).rejects.toMatchObject(
		refusal('SHIFT_NOT_YOURS')
	);
	const ended = await ask(
		floor,
		'stage_logs',
		log,
		{ output_quantity: 91 },
		{ persona: 'supervisor.b' }
	);
	expect(ended.run.name).toBe('Shift B of 23 May 2030');
	await decide(floor, ended);
	expect(await violations(db.superuser)).toEqual({});
});
