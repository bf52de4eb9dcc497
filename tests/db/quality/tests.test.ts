import { expect } from 'vitest';
import { test } from '../database.ts';
import { violations } from '../invariants.ts';
import { Floor, GOOD, type TestAnswer } from '../production/floor.ts';
import {
	amend,
	asOwner,
	askOverride,
	BAD,
	decide,
	reject,
	retest,
	statusOf,
	type FullTest
} from './laboratory.ts';

test('P2.04 P4.02 P4.03 sample of module 2: moisture 4.2 % and no foreign matter pass ALC-24-051, and 800 kg are there', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const lot = await floor.receive(800, { lot_code: 'ALC-24-051' });
	expect(lot).toMatchObject({ qc_status: 'pending', places: [{ on_hand: 800, available: 0 }] });
	const test = await floor.test({ lot_id: lot.id }, [
		{ name: 'Moisture', value: 4.2 },
		{ name: 'Foreign matter', value: 'None' }
	]);
	expect(test).toMatchObject({
		number: 'QC-P1-300523-001',
		kind: 'incoming',
		lot: 'ALC-24-051',
		status: 'pass',
		attempt: 1,
		retest_of: null,
		overridden: false,
		tested_by: 'qa',
		tested_at: '2030-05-23T00:35:00+00:00',
		sampled_at: '2030-05-23T00:35:00+00:00',
		results: [
			{ name: 'Foreign matter', accepted: ['None'], observed: 'None', within_spec: true },
			{ name: 'Moisture', unit: '%', maximum: 5, value: 4.2, within_spec: true }
		]
	});
	const batch = await floor.start(500);
	await floor.allocate(batch, lot, 500);
	const [left] = await db.as(
		'manager',
		(sql) => sql`select available::float, qc_status from stock_levels where lot = 'ALC-24-051'`
	);
	expect(left).toEqual({ available: 300, qc_status: 'pass' });
});

test('P4.02 P4.04 P4.06 P4.09 sample of module 4: 5.2 % passes, 65 µm does not, HOLD, the manager overrides, and after 24 h all is locked', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const batch = await floor.batchUpTo(5);
	const test = (await floor.test({ lot_id: batch.lot_id }, [
		{ name: 'Moisture', value: 5.2 },
		{ name: 'Particle size', value: 65 }
	])) as FullTest;
	expect(test).toMatchObject({
		kind: 'final',
		status: 'hold',
		results: [
			{ name: 'Moisture', minimum: 4, maximum: 6, value: 5.2, within_spec: true },
			{ name: 'Particle size', unit: 'µm', minimum: 40, maximum: 60, value: 65, within_spec: false }
		]
	});
	await expect(floor.pack(batch, 1)).rejects.toMatchObject({
		code: 'PT422',
		message: `Lot ${batch.code} is on hold and may not be packed.`
	});
	const decided = await decide(floor, await askOverride(floor, test), true);
	expect(decided).toMatchObject({
		status: 'pass',
		overridden: true,
		override: { state: 'approved', requested_by: 'qa', decided_by: 'manager' },
		results: [{ within_spec: true }, { value: 65, within_spec: false }]
	});
	await floor.pack(batch, 1);
	db.travelTo('2030-05-24T12:00:00+05:30');
	await expect(amend(floor, test, [{ name: 'Particle size', value: 55 }])).rejects.toMatchObject({
		code: 'PT423'
	});
});

for (const [value, within] of [
	[3.999999999, false],
	[4, true],
	[6, true],
	[6.000000001, false],
	[-5, false],
	[0, false]
] as const) {
	test(`P4.03 within 4 to 6, ${value} is ${within ? 'in' : 'out of'} spec`, async ({ db }) => {
		const floor = await Floor.open(db);
		const batch = await floor.batchUpTo(5);
		const test = await floor.test({ lot_id: batch.lot_id }, [
			{ name: 'Moisture', value },
			{ name: 'Particle size', value: 52 }
		]);
		expect(test.status).toBe(within ? 'pass' : 'hold');
		expect(test.results[0]).toMatchObject({ value, within_spec: within });
	});
}

for (const [word, within] of [
	['None', true],
	['none', true],
	['  NONE ', true],
	['Fibres', false],
	['None seen', false]
] as const) {
	test(`P4.03 for what is seen and not measured, "${word}" is ${within ? 'in' : 'out of'} spec`, async ({
		db
	}) => {
		const floor = await Floor.open(db);
		const lot = await floor.receive(10);
		const test = await floor.test({ lot_id: lot.id }, [
			{ name: 'Foreign matter', value: word },
			{ name: 'Moisture', value: 1 }
		]);
		expect(test.status).toBe(within ? 'pass' : 'hold');
		expect(test.results[0]).toMatchObject({ observed: word.trim(), within_spec: within });
	});
}

test('P4.04 what is still missing leaves the test and the lot pending, one out of limits holds them at once', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const [waiting, bad, empty] = [
		await floor.receive(10),
		await floor.receive(10),
		await floor.receive(10)
	];
	const moisture = (value: number) => [{ name: 'Moisture', value }];
	expect((await floor.test({ lot_id: waiting.id }, moisture(4))).status).toBe('pending');
	expect(await statusOf(floor, waiting.id)).toEqual({ qc: 'pending', held: false });
	expect((await floor.test({ lot_id: bad.id }, moisture(5.01))).status).toBe('hold');
	expect(await statusOf(floor, bad.id)).toEqual({ qc: 'hold', held: false });
	const nothing = await floor.test({ lot_id: empty.id }, []);
	expect(nothing).toMatchObject({ status: 'pending', results: [] });
	expect((await amend(floor, nothing, GOOD.incoming, { reason: 'Results have come' })).status).toBe(
		'pass'
	);
});

test('P4.04 a parameter that is not required may be missing, but not be out of limits', async ({
	db
}) => {
	const floor = await Floor.open(db);
	await db.as('qa', async (sql) => {
		const [plan] = await sql`
			insert into qc_plans (kind, item_id, version, effective_from)
			values ('incoming', ${floor.ids.item}, 2, '2030-05-01') returning id`;
		await sql`
			insert into qc_parameters (plan_id, name, maximum, required)
			values (${plan!.id as string}, 'Moisture', 5, true), (${plan!.id as string}, 'Ash', 1, false)`;
		await sql`update qc_plans set active = true where id = ${plan!.id as string}`;
	});
	const [without, over] = [await floor.receive(10), await floor.receive(10)];
	const moisture = { name: 'Moisture', value: 4 };
	expect((await floor.test({ lot_id: without.id }, [moisture])).status).toBe('pass');
	const test = await floor.test({ lot_id: over.id }, [moisture, { name: 'Ash', value: 1.2 }]);
	expect(test.status).toBe('hold');
});

for (const [what, results, code, field, sentence] of [
	[
		'a text for a number',
		[{ name: 'Moisture', value: '4.2' }],
		'PT400',
		'results.Moisture',
		'"4.2" is no number: Moisture.'
	],
	[
		'a number for a word',
		[{ name: 'Foreign matter', value: 0 }],
		'PT400',
		'results.Foreign matter',
		'0 is no word: Foreign matter.'
	],
	[
		'yes for a number',
		[{ name: 'Moisture', value: true }],
		'PT400',
		'results.Moisture',
		'true is no number: Moisture.'
	],
	[
		'a list for a number',
		[{ name: 'Moisture', value: [4] }],
		'PT400',
		'results.Moisture',
		'[4] is no number: Moisture.'
	],
	[
		'10^12',
		[{ name: 'Moisture', value: 1e12 }],
		'PT400',
		'results.Moisture',
		'1000000000000 is no measurement: Moisture.'
	],
	[
		'−10^12',
		[{ name: 'Moisture', value: -1e12 }],
		'PT400',
		'results.Moisture',
		'-1000000000000 is no measurement: Moisture.'
	],
	['no value', [{ name: 'Moisture' }], 'PT400', 'results.Moisture', 'Moisture has no value.'],
	[
		'null',
		[{ name: 'Moisture', value: null }],
		'PT400',
		'results.Moisture',
		'Moisture has no value.'
	],
	[
		'a word of spaces',
		[{ name: 'Foreign matter', value: '   ' }],
		'PT400',
		'results.Foreign matter',
		'Foreign matter has no value.'
	],
	[
		'a word of 201 characters',
		[{ name: 'Foreign matter', value: 'x'.repeat(201) }],
		'PT400',
		'results.Foreign matter',
		'Foreign matter has more than 200 characters.'
	],
	[
		'an unknown parameter',
		[{ name: 'Colour', value: 1 }],
		'PT400',
		'results',
		'The plan has no parameter Colour.'
	],
	[
		'a parameter without a name',
		[{ value: 1 }],
		'PT400',
		'results',
		'The plan has no parameter without a name.'
	],
	['what is no parameter', [7], 'PT400', 'results', 'The plan has no parameter without a name.'],
	[
		'a parameter twice',
		[
			{ name: 'Moisture', value: 6 },
			{ name: 'Moisture', value: 4 }
		],
		'PT400',
		'results.Moisture',
		'Moisture is given twice.'
	],
	[
		'no list',
		{ Moisture: 4 },
		'PT400',
		'results',
		'The results are no list of parameters with their values.'
	],
	[
		'101 results',
		Array.from({ length: 101 }, () => ({ name: 'Moisture', value: 4 })),
		'PT400',
		'results',
		'The results are no list of parameters with their values.'
	]
] as const) {
	test(`P4.02 ${what} is refused by its field, and nothing is recorded`, async ({ db }) => {
		const floor = await Floor.open(db);
		const lot = await floor.receive(10);
		await expect(floor.test({ lot_id: lot.id }, results as never)).rejects.toMatchObject({
			code,
			message: sentence,
			detail: expect.stringContaining(`"field": "${field}"`) as string
		});
		expect(await db.sql`select from qc_tests where lot_id = ${lot.id}`).toHaveLength(0);
		expect((await statusOf(floor, lot.id)).qc).toBe('pending');
	});
}

test('P4.02 a value with more digits than anything measures is refused, another plan’s parameter too', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const lot = await floor.receive(10);
	const other = await Floor.open(db);
	const [stranger] = await db.sql`
		select qc_parameters.id from qc_parameters join qc_plans on qc_plans.id = plan_id
		where item_id = ${other.ids.item} and name = 'Moisture'`;
	await expect(
		floor.test({ lot_id: lot.id }, [{ parameter_id: stranger!.id, value: 4 }] as never)
	).rejects.toMatchObject({ code: 'PT400' });
	const long = `[{"name": "Moisture", "value": 4.${'0'.repeat(40)}1}]`;
	await expect(
		db.as(
			'qa',
			(sql) =>
				sql`select record_qc_test(gen_random_uuid(), ${long}::text::jsonb, lot_id => ${lot.id})`
		)
	).rejects.toMatchObject({
		code: 'PT400',
		message: expect.stringContaining('is no measurement') as string
	});
});

test('P4.02 a test is of a lot or of a stage, one of them, and of one that there is', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const record = (subject: Record<string, unknown>) =>
		floor.call('qa', 'record_qc_test', { results: [], ...subject });
	const stray = '00000000-0000-4000-8000-000000000000';
	await expect(record({})).rejects.toMatchObject({ code: 'PT400' });
	await expect(record({ lot_id: stray, stage_log_id: stray })).rejects.toMatchObject({
		code: 'PT400'
	});
	await expect(record({ lot_id: stray })).rejects.toMatchObject({ code: 'PT404' });
	await expect(record({ stage_log_id: stray })).rejects.toMatchObject({ code: 'PT404' });
});

test('P4.02 a second test of the same is no new first one', async ({ db }) => {
	const floor = await Floor.open(db);
	const lot = await floor.receive(10);
	const first = await floor.test({ lot_id: lot.id }, BAD.incoming);
	await expect(floor.test({ lot_id: lot.id }, GOOD.incoming)).rejects.toMatchObject({
		code: 'PT409',
		message: `${lot.code} has been tested: ${first.number}, hold.`,
		detail: expect.stringContaining('"code": "TEST_EXISTS"') as string
	});
});

test('P4.02 of two who test a lot at once one is told that it has been tested', async ({ db }) => {
	const floor = await Floor.open(db);
	for (let round = 0; round < 20; round++) {
		const lot = await floor.receive(1);
		const outcomes = await Promise.allSettled([
			floor.test({ lot_id: lot.id }, BAD.incoming),
			floor.call('qa.b', 'record_qc_test', { lot_id: lot.id, results: GOOD.incoming })
		]);
		expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
		const refused = outcomes.find((outcome) => outcome.status === 'rejected');
		expect(refused!.reason).toMatchObject({ code: 'PT409' });
		expect(await db.sql`select from qc_tests where lot_id = ${lot.id}`).toHaveLength(1);
	}
});

test('P4.02 a stage that runs is not tested yet, one that was passed by no longer', async ({
	db
}) => {
	const floor = await Floor.open(db, { gates: [] });
	const lot = await floor.tested(100);
	const batch = await floor.start(100);
	await floor.allocate(batch, lot, 100);
	floor.at('06:10:00');
	const running = await floor.call<typeof batch>('supervisor', 'start_stage', {
		batch_id: batch.id,
		machine_id: floor.machines[0],
		operator_name: 'Ramesh'
	});
	await expect(
		floor.test({ stage_log_id: running.last!.id }, GOOD.in_process)
	).rejects.toMatchObject({
		code: 'PT422',
		message: `This stage of batch ${batch.code} is still running.`
	});
	floor.at('06:30:00');
	await floor.call('supervisor', 'finish_stage', { batch_id: batch.id, output_quantity: 98 });
	const first = await floor.test({ stage_log_id: running.last!.id }, GOOD.in_process);
	await floor.log(batch, 2, 97, '06:31:00', '06:50:00');
	const passedBy = {
		code: 'PT422',
		message: `Batch ${batch.code} has gone on to the next stage; this stage is judged.`
	};
	await expect(
		retest(floor, first, { stage_log_id: running.last!.id }, BAD.in_process)
	).rejects.toMatchObject(passedBy);
	await expect(amend(floor, first, BAD.in_process)).rejects.toMatchObject({
		code: 'PT423',
		message: `Batch ${batch.code} has gone on to the next stage since test ${first.number}.`
	});
});

test('P4.05 a stage without a gate that somebody tests all the same stops the batch when it fails', async ({
	db
}) => {
	const floor = await Floor.open(db, { gates: [] });
	const batch = await floor.batchUpTo(1);
	expect(batch.last!.qc_status).toBe('not_required');
	await floor.test({ stage_log_id: batch.last!.id }, BAD.in_process);
	await expect(floor.log(batch, 2, 700, '06:45:00', '07:00:00')).rejects.toMatchObject({
		code: 'PT422',
		message: `Pre-treatment of batch ${batch.code} is on hold; Drying may not begin.`
	});
});

test('P4.02 a batch has its final test when it is finished and its stages have passed', async ({
	db
}) => {
	const floor = await Floor.open(db, { gates: [5] });
	const batch = await floor.batchUpTo(4);
	await expect(floor.test({ lot_id: batch.lot_id }, GOOD.final)).rejects.toMatchObject({
		code: 'PT422',
		message: `Batch ${batch.code} is running.`
	});
	const done = await floor.log(batch, 5, 700, '08:10:00', '08:40:00');
	await expect(floor.test({ lot_id: batch.lot_id }, GOOD.final)).rejects.toMatchObject({
		code: 'PT422',
		message: `A stage of batch ${batch.code} has not passed its test.`
	});
	const stage = await floor.test({ stage_log_id: done.last!.id }, GOOD.in_process);
	expect((await floor.test({ lot_id: batch.lot_id }, GOOD.final)).status).toBe('pass');

	// From now on the final test speaks; the last stage is not judged anew behind its back.
	await expect(
		retest(floor, stage, { stage_log_id: done.last!.id }, BAD.in_process)
	).rejects.toMatchObject({
		message: `Batch ${batch.code} has had its final test; this stage is judged.`
	});
	await expect(amend(floor, stage, BAD.in_process)).rejects.toMatchObject({ code: 'PT423' });
});

test('P4.02 a rejected lot and a rejected batch are tested no more', async ({ db }) => {
	const floor = await Floor.open(db);
	const lot = await floor.receive(10);
	await reject(floor, lot.id);
	await expect(floor.test({ lot_id: lot.id }, GOOD.incoming)).rejects.toMatchObject({
		code: 'PT422',
		message: `Lot ${lot.code} has been rejected.`
	});
	const batch = await floor.batchUpTo(1);
	const dried = await floor.log(batch, 2, 700, '06:45:00', '07:00:00');
	const test = await floor.test({ stage_log_id: dried.last!.id }, BAD.in_process);
	await reject(floor, batch.lot_id);
	await expect(
		retest(floor, test, { stage_log_id: dried.last!.id }, GOOD.in_process)
	).rejects.toMatchObject({
		code: 'PT422',
		message: `Batch ${batch.code} has been rejected; this stage is judged.`
	});
	const [log] = await db.sql`select qc_status from stage_logs where id = ${dried.last!.id}`;
	expect(log!.qc_status).toBe('fail');
});

test('P4.02 a test that was taken in the future is refused', async ({ db }) => {
	const floor = await Floor.open(db);
	const lot = await floor.receive(10);
	const sampled = (sampled_at: string) =>
		floor.test({ lot_id: lot.id }, GOOD.incoming, { sampled_at });
	await expect(sampled('2030-05-23T06:30:00+05:30')).rejects.toMatchObject({ code: 'PT400' });
	await expect(
		db.as(
			'qa',
			(sql) =>
				sql`select record_qc_test(gen_random_uuid(), '[]', lot_id => ${lot.id}, sampled_at => 'infinity')`
		)
	).rejects.toMatchObject({ code: 'PT400' });
	expect(await sampled('2030-05-23T06:00:00+05:30')).toMatchObject({
		sampled_at: '2030-05-23T00:30:00+00:00'
	});
});

test('P4.09 within 24 hours a mistyped result is put right with a reason, and the old one stays', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const lot = await floor.receive(10);
	const test = await floor.test({ lot_id: lot.id }, [
		{ name: 'Moisture', value: 42 },
		{ name: 'Foreign matter', value: 'None' }
	]);
	expect(test.status).toBe('hold');
	db.travelTo('2030-05-24T06:05:00+05:30');
	const corrected = await amend(
		floor,
		test,
		[{ name: 'Moisture', value: 4.2 }],
		{ reason: 'The point was forgotten' },
		'qa.b'
	);
	expect(corrected).toMatchObject({ status: 'pass', attempt: 1 });
	expect(await statusOf(floor, lot.id)).toEqual({ qc: 'pass', held: false });
	const values = await db.as(
		'qa',
		(sql) => sql`
			select value::float, within_spec, replaced_at is null as standing, replacement_reason
			from qc_results where test_id = ${test.id} and name = 'Moisture' order by entered_at`
	);
	expect(values).toEqual([
		{
			value: 42,
			within_spec: false,
			standing: false,
			replacement_reason: 'The point was forgotten'
		},
		{ value: 4.2, within_spec: true, standing: true, replacement_reason: null }
	]);
	expect(corrected.results).toMatchObject([
		{ name: 'Foreign matter' },
		{ name: 'Moisture', value: 4.2 }
	]);
});

test('P4.09 after 24 hours a test is locked, for QA too', async ({ db }) => {
	const floor = await Floor.open(db);
	const lot = await floor.receive(10);
	const test = await floor.test({ lot_id: lot.id }, BAD.incoming);
	db.travelTo('2030-05-24T06:05:00.001+05:30');
	await expect(amend(floor, test, GOOD.incoming)).rejects.toMatchObject({
		code: 'PT423',
		message: `Test ${test.number} is older than 24 hours.`,
		detail: expect.stringContaining('"code": "TEST_LOCKED"') as string
	});
});

test('P4.09 a change of a test says why, and brings results that the plan has', async ({ db }) => {
	const floor = await Floor.open(db);
	const lot = await floor.receive(10);
	const test = await floor.test({ lot_id: lot.id }, BAD.incoming);
	for (const reason of ['', '   ', null])
		await expect(amend(floor, test, GOOD.incoming, { reason })).rejects.toMatchObject({
			code: 'PT400',
			message: 'A change of a test says why.'
		});
	await expect(amend(floor, test, [{ name: 'Colour', value: 1 }])).rejects.toMatchObject({
		code: 'PT400'
	});
});

test('P4.09 a test is not changed once it was repeated, or a manager has decided or is asked to', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const locked = async (arrange: (test: FullTest, lot: string) => Promise<unknown>) => {
		const lot = await floor.receive(10);
		const test = (await floor.test({ lot_id: lot.id }, BAD.incoming)) as FullTest;
		await arrange(test, lot.id);
		await expect(amend(floor, test, GOOD.incoming)).rejects.toMatchObject({
			code: 'PT423',
			message: `Test ${test.number} has been decided, repeated, or waits for a decision.`
		});
	};
	await locked((test, lot_id) => retest(floor, test, { lot_id }, BAD.incoming));
	await locked((test) => askOverride(floor, test));
	await locked(async (test) => decide(floor, await askOverride(floor, test), true));
	await locked(async (test) => decide(floor, await askOverride(floor, test), false));
});

test('P4.09 a lot that was rejected does not rise again by a change of the test that it had passed', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const lot = await floor.receive(10);
	const test = await floor.test({ lot_id: lot.id }, GOOD.incoming);
	await reject(floor, lot.id);
	await expect(amend(floor, test, [{ name: 'Moisture', value: 4.1 }])).rejects.toMatchObject({
		code: 'PT423',
		message: `Lot ${lot.code} has been rejected since test ${test.number}.`
	});
	expect((await statusOf(floor, lot.id)).qc).toBe('fail');
});

test('P4.09 a change that brings a result out of its limits stops the lot and what came of it', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const lot = await floor.receive(100);
	const test = await floor.test({ lot_id: lot.id }, GOOD.incoming);
	const batch = await floor.start(100);
	await floor.allocate(batch, lot, 100);
	await floor.log(batch, 1, 98, '06:10:00', '06:40:00');
	await amend(floor, test, [{ name: 'Moisture', value: 5.4 }]);
	expect(await statusOf(floor, lot.id)).toEqual({ qc: 'hold', held: false });
	expect((await statusOf(floor, batch.lot_id)).held).toBe(true);
	await amend(floor, test, [{ name: 'Moisture', value: 4.5 }]);
	expect((await statusOf(floor, batch.lot_id)).held).toBe(false);
});

for (const [what, statement] of [
	[
		'a result',
		(test: TestAnswer) =>
			`update qc_results set value = 4, within_spec = true where test_id = '${test.id}' and name = 'Moisture'`
	],
	[
		'the limits of a result',
		(test: TestAnswer) =>
			`update qc_results set maximum = 9 where test_id = '${test.id}' and name = 'Moisture'`
	],
	[
		'who tested',
		(test: TestAnswer) =>
			`update qc_tests set tested_by = (select id from profiles where full_name = 'manager') where id = '${test.id}'`
	],
	[
		'the remarks of a test',
		(test: TestAnswer) => `update qc_tests set remarks = 'x' where id = '${test.id}'`
	],
	[
		'a result that is removed',
		(test: TestAnswer) => `delete from qc_results where test_id = '${test.id}'`
	],
	['a test that is removed', (test: TestAnswer) => `delete from qc_tests where id = '${test.id}'`]
] as const) {
	test(`P4.07 P11.02 ${what}: what was recorded stays, for the owner of the table too`, async ({
		db
	}) => {
		const floor = await Floor.open(db);
		await db.idOf('manager');
		const lot = await floor.receive(10);
		const test = await floor.test({ lot_id: lot.id }, BAD.incoming);
		await expect(asOwner(db, (sql) => sql.unsafe(statement(test)))).rejects.toMatchObject({
			code: 'PT403',
			detail: expect.stringContaining('APPEND_ONLY') as string
		});
	});
}

test('P4.09 a result that was replaced is not dug out again', async ({ db }) => {
	const floor = await Floor.open(db);
	const lot = await floor.receive(10);
	const test = await floor.test({ lot_id: lot.id }, BAD.incoming);
	await amend(floor, test, GOOD.incoming);
	await expect(
		asOwner(
			db,
			(
				sql
			) => sql`update qc_results set replaced_at = null, replaced_by = null, replacement_reason = null
				where test_id = ${test.id}`
		)
	).rejects.toMatchObject({ code: 'PT403' });
});

test('the invariants hold', async ({ db }) => {
	expect(await violations(db.superuser)).toEqual({});
});
