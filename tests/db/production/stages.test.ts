import { expect } from 'vitest';
import { test, type TestDatabase } from '../database.ts';
import { violations } from '../invariants.ts';
import { DAY_OF_WORK, Floor, GOOD, refusal, type BatchAnswer } from './floor.ts';

const clock = (time: string) => `${DAY_OF_WORK}T${time}+05:30`;

/** A batch with so much material for its first stage. */
async function given(floor: Floor, quantity = 800): Promise<BatchAnswer> {
	const lot = await floor.tested(quantity);
	const batch = await floor.start(quantity);
	return await floor.allocate(batch, lot, quantity);
}

const machine = async (db: TestDatabase, site: string, code: string): Promise<string> => {
	const id = await db.siteOf(site);
	const [made] = await db.as(
		'admin',
		(sql) =>
			sql`insert into machines (site_id, code, name) values (${id}, ${code}, ${code}) returning id`
	);
	return made!.id as string;
};

/** Inserts a stage's log as the table's owner, past the commands. */
const insertLog = async (
	floor: Floor,
	batch: { id: string },
	more: Record<string, unknown> = {}
) => {
	const person = await floor.db.idOf('supervisor');
	const row = {
		batch_id: batch.id,
		site_id: floor.ids.site,
		position: 1,
		stage_id: (await floor.db.sql`select id from stages where code = 'blending'`)[0]!.id as string,
		machine_id: floor.machines[0],
		operator_name: 'Nobody',
		carried_quantity: 500,
		added_quantity: 100,
		output_quantity: 90,
		loss_limit_percent: 99,
		qc_gate: false,
		qc_status: 'pass',
		started_at: clock('06:10:00'),
		ended_at: clock('06:40:00'),
		started_by: person,
		ended_by: person,
		...more
	};
	return await floor.db.sql`insert into stage_logs ${floor.db.sql(row as never)} returning *`;
};

// The first of the file, on connections that have logged no stage yet: what a function has learned of a
// record's type in an earlier call must not be needed.
test('P3.02 the first stage that is ever entered may be one that is started', async ({ db }) => {
	const floor = await Floor.open(db);
	const batch = await given(floor);
	expect((await floor.begin(batch, 1)).last).toMatchObject({ input: 800, output: null });
	floor.at('06:30:00');
	await floor.finish(batch, 790);
});

test('P3.02 P3.03 the documents’ batch MCC-24-051-A: 800 → 770 on MCH-101, 770 → 760 on MCH-202', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const lot = await floor.tested(800, { lot_code: 'ALC-24-051' });
	let batch = await floor.start(800, { code: 'MCC-24-051-A' });
	await floor.allocate(batch, lot, 800);
	batch = await floor.log(batch, 1, 770, '06:10:00', '07:40:00', {
		machine_id: await machine(db, 'P1', 'MCH-101'),
		remarks: 'two bags were damp'
	});
	expect(batch).toMatchObject({
		last: {
			stage: 'Pre-treatment',
			machine: 'MCH-101',
			operator: 'Ramesh',
			input: 800,
			output: 770,
			loss: 30,
			loss_percent: 3.75,
			yield_percent: 96.25
		},
		next: { position: 2, stage: 'Drying', loss_limit_percent: 5, qc_gate: true }
	});
	batch = await floor.log(batch, 2, 760, '07:45:00', '09:00:00', {
		machine_id: await machine(db, 'P1', 'MCH-202')
	});
	expect(batch.last).toMatchObject({
		stage: 'Drying',
		input: 770,
		output: 760,
		loss_percent: 1.299
	});
	await floor.test({ stage_log_id: batch.last!.id }, GOOD.in_process);
	await floor.log(batch, 3, 755, '09:05:00', '10:00:00');
	await floor.log(batch, 4, 750, '10:05:00', '11:00:00');
	batch = await floor.log(batch, 5, 748, '11:05:00', '12:00:00');
	expect(batch).toMatchObject({ state: 'finished', next: null, qc_status: 'pending' });
	expect(
		await db.sql`select initial_quantity::float, manufactured_on::text, expires_on::text from lots where id = ${batch.lot_id}`
	).toMatchObject([
		{ initial_quantity: 748, manufactured_on: '2030-05-23', expires_on: '2033-05-22' }
	]);
	expect(await floor.levels({ id: batch.lot_id })).toEqual({ STORE: [748, 0, 0] });

	// Next day the manager looks at it; entries are locked since 14:15.
	db.travelTo('2030-05-24T09:00:00+05:30');
	const journey = await floor.journey<{
		stages: { log: Record<string, unknown> }[];
	}>('MCC-24-051-A');
	expect(journey.stages.map(({ log }) => log.shift)).toEqual(['A', 'A', 'A', 'A', 'A']);
	expect(journey.stages[0]!.log).toMatchObject({
		remarks: 'two bags were damp',
		started_by: 'supervisor'
	});
});

test('P3.02 a stage that is started in one shift is finished in the next, by who works there', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const second = await floor.assignTo('B', 'supervisor.b');
	const batch = await given(floor);
	floor.at('13:30:00');
	const started = await floor.begin(batch, 1, { remarks: 'new sieve' });
	expect(started.last).toMatchObject({ input: 800, output: null });
	expect(started.last).not.toHaveProperty('loss');
	floor.at('14:20:00');
	await expect(floor.finish(batch, 790)).rejects.toMatchObject({
		code: 'PT423',
		...refusal('SHIFT_LOCKED')
	});
	floor.at('15:00:00');
	const done = await floor.finish(batch, 790, { remarks: 'took long' }, 'supervisor.b');
	expect(done.last).toMatchObject({ output: 790, loss: 10, loss_percent: 1.25 });
	const [log] = await db.sql`
		select start_run_id, end_run_id, started_at, ended_at, started_by, ended_by, remarks
		from stage_logs where batch_id = ${batch.id}`;
	expect(log).toEqual({
		start_run_id: floor.run,
		end_run_id: second,
		started_at: new Date(clock('13:30:00')),
		ended_at: new Date(clock('15:00:00')),
		started_by: await db.idOf('supervisor'),
		ended_by: await db.idOf('supervisor.b'),
		remarks: 'new sieve\ntook long'
	});
});

test('P3.02 a stage is logged once: not again, not while it runs, not by the table', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const batch = await given(floor);
	await floor.begin(batch, 1, { started_at: clock('06:04:00') });
	const twice = refusal(
		'STAGE_DONE',
		`Pre-treatment of batch ${batch.code} has been logged already.`
	);
	await expect(floor.begin(batch, 1, { position: 1 })).rejects.toMatchObject({
		code: 'PT409',
		...twice
	});
	await floor.finish(batch, 790);
	await expect(floor.log(batch, 1, 790, '06:10:00', '06:40:00')).rejects.toMatchObject(twice);
	await expect(insertLog(floor, batch)).rejects.toMatchObject(twice);
	await expect(floor.finish(batch, 790)).rejects.toMatchObject({
		code: 'PT409',
		...refusal('STAGE_NOT_RUNNING', `No stage of batch ${batch.code} is running.`)
	});
});

test('P3.02 stages are logged in the order of the route, each when the one before has ended', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const batch = await given(floor);
	const skipped = refusal(
		'STAGE_ORDER',
		`Pre-treatment comes before Drying and has not been logged for batch ${batch.code}.`
	);
	await expect(floor.log(batch, 2, 1, '06:10:00', '06:40:00')).rejects.toMatchObject(skipped);
	await expect(insertLog(floor, batch, { position: 2 })).rejects.toMatchObject(skipped);
	await expect(
		floor.log(batch, 1, 1, '06:10:00', '06:40:00', { position: 9 })
	).rejects.toMatchObject(
		refusal('STAGE_ORDER', `The route of batch ${batch.code} has no stage 9.`)
	);
	floor.at('06:10:00');
	await floor.begin(batch, 1);
	floor.at('06:20:00');
	const running = refusal('STAGE_ORDER', `Pre-treatment of batch ${batch.code} is still running.`);
	await expect(floor.begin(batch, 2)).rejects.toMatchObject(running);
	await expect(insertLog(floor, batch, { position: 2 })).rejects.toMatchObject(running);
});

test('P3.02 positions of a route may leave gaps, and the last one ends the batch', async ({
	db
}) => {
	const floor = await Floor.open(db);
	await db.as('admin', async (sql) => {
		const [route] =
			await sql`insert into routes (item_id, version) values (${floor.product}, 2) returning id`;
		for (const [position, stage] of [
			[5, 'drying'],
			[20, 'sieving']
		] as const)
			await sql`insert into route_stages (route_id, position, stage_id)
				select ${route!.id as string}, ${position}, id from stages where code = ${stage}`;
	});
	const batch = await given(floor);
	expect(batch.next).toMatchObject({ position: 5 });
	await floor.log(batch, 1, 790, '06:10:00', '06:40:00', { position: 5 });
	await expect(
		floor.log(batch, 2, 780, '06:40:00', '07:10:00', { position: null })
	).rejects.toMatchObject(refusal('FIELD_MISSING', 'The place where the product goes is missing.'));
	expect(
		await floor.log(batch, 2, 780, '06:40:00', '07:10:00', {
			position: null,
			to_id: floor.ids.STORE
		})
	).toMatchObject({ state: 'finished', last: { position: 20, input: 790 } });
	await expect(floor.begin(batch, 1)).rejects.toMatchObject(
		refusal('STAGE_ORDER', `Every stage of batch ${batch.code} has been begun.`)
	);
	await expect(insertLog(floor, batch, { position: 5 })).rejects.toMatchObject(
		refusal('BATCH_OVER', `Batch ${batch.code} is finished and takes no more stages.`)
	);
});

test('P4.05 the stage behind a gate waits for the test of the one before it, on every path', async ({
	db
}) => {
	const floor = await Floor.open(db, { gates: [1] });
	let batch = await given(floor);
	batch = await floor.log(batch, 1, 790, '06:10:00', '06:40:00');
	expect(batch.last).toMatchObject({ qc_status: 'pending' });
	const closed = (words: string) => ({
		code: 'PT422',
		...refusal(
			'QC_GATE_CLOSED',
			`Pre-treatment of batch ${batch.code} ${words}; Drying may not begin.`
		)
	});
	const paths = [
		() => floor.log(batch, 2, 780, '06:40:00', '07:10:00'),
		() => floor.begin(batch, 2),
		() => insertLog(floor, batch, { position: 2 })
	];
	for (const path of paths) await expect(path()).rejects.toMatchObject(closed('waits for QC'));
	const test = await floor.test({ stage_log_id: batch.last!.id }, [{ name: 'Moisture', value: 9 }]);
	for (const path of paths) await expect(path()).rejects.toMatchObject(closed('is on hold'));
	await floor.test({ stage_log_id: batch.last!.id }, GOOD.in_process, {
		retest_of: test.id,
		remarks: 'sample was wet'
	});
	await floor.log(batch, 2, 780, '06:40:00', '07:10:00');
});

test('P4.05 a batch on hold does not go on; what runs is finished', async ({ db }) => {
	const floor = await Floor.open(db);
	const lot = await floor.tested(800);
	const batch = await floor.start();
	await floor.allocate(batch, lot, 800);
	await floor.begin(batch, 1, { started_at: clock('06:04:00') });
	// Holding the material holds what is being made of it.
	await floor.hold(lot);
	expect(await floor.finish(batch, 790)).toMatchObject({ held: true, last: { output: 790 } });
	const held = refusal('LOT_NOT_USABLE', `Batch ${batch.code} is on hold and may not go on.`);
	await expect(floor.begin(batch, 2)).rejects.toMatchObject({ code: 'PT422', ...held });
	await expect(insertLog(floor, batch, { position: 2 })).rejects.toMatchObject(held);
	await floor.call('manager', 'release_lot', { lot_id: lot.id, note: 'clean' });
	floor.at('06:20:00');
	await floor.begin(batch, 2);
});

test('P3.03 no more comes out than went in; all of it may', async ({ db }) => {
	const floor = await Floor.open(db);
	const batch = await given(floor);
	await expect(floor.log(batch, 1, 800.5, '06:10:00', '06:40:00')).rejects.toMatchObject({
		code: 'PT422',
		...refusal('OUTPUT_EXCEEDS', '800.5 kg cannot come out of 800 kg.')
	});
	floor.at('06:10:00');
	await floor.begin(batch, 1);
	floor.at('06:40:00');
	await expect(floor.finish(batch, 800.000001)).rejects.toMatchObject(
		refusal('OUTPUT_EXCEEDS', '800.000001 kg cannot come out of 800 kg.')
	);
	await expect(
		db.sql`update stage_logs set output_quantity = 801, ended_at = started_at + interval '1 hour', ended_by = started_by where batch_id = ${batch.id}`
	).rejects.toMatchObject({ code: '23514', constraint_name: 'no more comes out than went in' });
	expect(await floor.finish(batch, 800)).toMatchObject({ last: { loss: 0, loss_percent: 0 } });
});

for (const output of [0, -1, NaN, 1e12, 1.0000001, null]) {
	test(`P3.02 an output of ${output} is refused`, async ({ db }) => {
		const floor = await Floor.open(db);
		const batch = await given(floor);
		const refused = {
			code: 'PT400',
			...refusal('QUANTITY_INVALID'),
			detail: expect.stringContaining('"field": "output_quantity"') as string
		};
		await expect(
			floor.log(batch, 1, output as number, '06:10:00', '06:40:00')
		).rejects.toMatchObject(refused);
		await floor.begin(batch, 1, { started_at: clock('06:04:00') });
		await expect(floor.finish(batch, output as number)).rejects.toMatchObject(refused);
	});
}

test('P3.02 a word is no output', async ({ db }) => {
	const floor = await Floor.open(db);
	const batch = await given(floor);
	await expect(floor.log(batch, 1, 'much' as never, '06:10:00', '06:40:00')).rejects.toMatchObject({
		code: '22P02'
	});
});

test('P3.02 a stage starts before it ends, and neither is in the future', async ({ db }) => {
	const floor = await Floor.open(db);
	const batch = await given(floor);
	for (const to of ['06:40:00', '06:39:59'])
		await expect(
			floor.log(batch, 1, 790, '06:40:00', '07:00:00', { ended_at: clock(to) })
		).rejects.toMatchObject({
			code: 'PT422',
			...refusal('TIME_ORDER', `The stage began at 06:40 and cannot end at ${to.slice(0, 5)}.`)
		});
	for (const [field, value] of [
		['started_at', clock('07:02:01')],
		['ended_at', clock('07:02:01')],
		['ended_at', '2031-01-01']
	] as const)
		await expect(
			floor.log(batch, 1, 790, '06:40:00', '07:00:00', { [field]: value })
		).rejects.toMatchObject({
			code: 'PT400',
			...refusal('VALUE_INVALID'),
			detail: expect.stringContaining(`"field": "${field}"`) as string,
			message: expect.stringMatching(
				/^(23 May 2030 07:02|01 Jan 2031 05:30) has not come yet\.$/
			) as string
		});
	const literally = (started_at: string) =>
		db.as('supervisor', (sql) =>
			sql.unsafe(
				`select log_stage(gen_random_uuid(), '${batch.id}', '${floor.machines[0]!}', 'Ramesh', '${started_at}', 790)`
			)
		);
	for (const forever of ['infinity', '-infinity'])
		await expect(literally(forever)).rejects.toMatchObject(
			refusal('VALUE_INVALID', `${forever} is no time.`)
		);
	await expect(literally('4000-01-01 BC')).rejects.toMatchObject(refusal('TIME_ORDER'));
	await expect(literally('breakfast')).rejects.toMatchObject({ code: '22007' });
	await expect(
		floor.log(batch, 1, 790, '06:40:00', '07:00:00', { started_at: null })
	).rejects.toMatchObject(
		refusal('FIELD_MISSING', 'The time at which the stage began is missing.')
	);
});

test('P3.02 a tablet whose clock is ahead by less than two minutes is not refused; the record says now', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const batch = await given(floor);
	await floor.log(batch, 1, 790, '06:40:00', '07:00:00', { ended_at: clock('07:01:30') });
	const [log] = await db.sql`select ended_at from stage_logs where batch_id = ${batch.id}`;
	expect(log!.ended_at).toEqual(new Date(clock('07:00:00')));
});

test('P3.02 a stage begins after the one before has ended, and not long before its batch', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const batch = await given(floor);
	await expect(
		floor.log(batch, 1, 790, '06:10:00', '07:00:00', { started_at: '2030-05-22T18:00:00+05:30' })
	).rejects.toMatchObject(
		refusal(
			'TIME_ORDER',
			`The stage cannot begin at 18:00, more than 12 hours before batch ${batch.code}.`
		)
	);
	await floor.log(batch, 1, 790, '06:10:00', '07:00:00');
	const early = refusal(
		'TIME_ORDER',
		'Drying cannot begin at 06:59: Pre-treatment ended at 07:00.'
	);
	await expect(floor.log(batch, 2, 780, '06:59:59', '07:30:00')).rejects.toMatchObject(early);
	await expect(
		insertLog(floor, batch, {
			position: 2,
			started_at: clock('06:59:59'),
			ended_at: clock('07:30:00')
		})
	).rejects.toMatchObject(early);
	await floor.log(batch, 2, 780, '07:00:00', '07:30:00');
});

test('P3.02 a machine runs one stage at a time; what is logged later fits between', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const [first, second, third] = [
		await given(floor, 100),
		await given(floor, 100),
		await given(floor, 100)
	];
	const [mch] = await db.sql`select code from machines where id = ${floor.machines[0]!}`;
	await floor.log(first, 1, 99, '06:10:00', '07:00:00');
	await floor.log(second, 1, 99, '08:00:00', '09:00:00');
	for (const [from, to, other, during] of [
		['06:30:00', '07:30:00', first, 'from 06:10 to 07:00'],
		['07:30:00', '08:00:01', second, 'from 08:00 to 09:00'],
		['06:00:00', '10:00:00', first, 'from 06:10 to 07:00'],
		['08:10:00', '08:20:00', second, 'from 08:00 to 09:00']
	] as const)
		await expect(floor.log(third, 1, 99, from, to), from).rejects.toMatchObject({
			code: 'PT409',
			...refusal('MACHINE_BUSY', `${mch!.code as string} runs batch ${other.code} ${during}.`)
		});
	floor.at('10:00:00');
	await expect(floor.begin(third, 1, { started_at: clock('07:30:00') })).rejects.toMatchObject(
		refusal('MACHINE_BUSY')
	);
	await expect(
		insertLog(floor, third, { started_at: clock('08:10:00'), ended_at: clock('08:20:00') })
	).rejects.toMatchObject({ code: '23P01', constraint_name: 'a machine runs one stage at a time' });
	await floor.log(third, 1, 99, '07:00:00', '08:00:00');
});

test('P3.02 a machine that runs is taken by no other batch until it has ended', async ({ db }) => {
	const floor = await Floor.open(db);
	const [first, second] = [await given(floor, 100), await given(floor, 100)];
	const [mch] = await db.sql`select code from machines where id = ${floor.machines[0]!}`;
	floor.at('06:10:00');
	await floor.begin(first, 1);
	floor.at('06:20:00');
	const busy = refusal(
		'MACHINE_BUSY',
		`${mch!.code as string} runs batch ${first.code} from 06:10.`
	);
	await expect(floor.begin(second, 1)).rejects.toMatchObject(busy);
	// A day later it still runs, as far as anybody has said.
	await expect(floor.log(second, 1, 99, '12:00:00', '13:00:00')).rejects.toMatchObject(busy);
	await expect(
		insertLog(floor, second, { started_at: clock('06:20:00'), ended_at: clock('06:30:00') })
	).rejects.toMatchObject({ code: '23P01' });
	await floor.log(second, 1, 99, '06:00:00', '06:10:00');
	floor.at('06:40:00');
	await floor.finish(first, 99);
});

test('P3.03 loss above the limit and yield outside the band are flagged by the limits the log keeps', async ({
	db
}) => {
	const floor = await Floor.open(db);
	for (const [output, flags] of [
		[800, { loss_percent: 0, loss_above_limit: false, yield_out_of_band: false }],
		[760, { loss_percent: 5, loss_above_limit: false, yield_out_of_band: false }],
		[759.99, { loss_percent: 5.001, loss_above_limit: true, yield_out_of_band: false }],
		[720, { loss_percent: 10, loss_above_limit: true, yield_out_of_band: false }],
		[719.99, { loss_percent: 10.001, loss_above_limit: true, yield_out_of_band: true }]
	] as const) {
		const fresh = await Floor.open(db);
		const batch = await given(fresh);
		expect((await fresh.log(batch, 1, output, '06:10:00', '06:40:00')).last).toMatchObject(flags);
		expect(
			await db.sql`select loss_limit_percent::float, yield_min_percent::float, yield_max_percent::float
				from stage_logs where batch_id = ${batch.id}`
		).toMatchObject([{ loss_limit_percent: 5, yield_min_percent: 90, yield_max_percent: 100 }]);
	}
	// A stage without limits has no flags.
	const batch = await given(floor);
	await db.as('admin', async (sql) => {
		const [route] =
			await sql`insert into routes (item_id, version) values (${floor.product}, 2) returning id`;
		await sql`insert into route_stages (route_id, position, stage_id)
			select ${route!.id as string}, 1, id from stages where code = 'drying'`;
	});
	expect((await floor.log(batch, 1, 1, '06:10:00', '06:40:00')).last).toMatchObject({
		loss_above_limit: true
	});
	const free = await given(floor);
	expect(
		(await floor.log(free, 1, 1, '06:40:00', '07:00:00', { to_id: floor.ids.STORE })).last
	).toMatchObject({ loss_above_limit: false, yield_out_of_band: false });
});

test('P3.03 the input is the output of the stage before, and limits and gate are the route’s, whatever is inserted', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const batch = await floor.batchUpTo(1, 100);
	const [log] = await insertLog(floor, batch, {
		position: 2,
		machine_id: floor.machines[1],
		carried_quantity: 5000,
		added_quantity: 0,
		output_quantity: 97,
		site_id: await db.siteOf('P2'),
		started_at: clock('06:50:00'),
		ended_at: clock('07:00:00')
	});
	expect(log).toMatchObject({
		carried_quantity: '98',
		input_quantity: '98',
		loss_limit_percent: '5',
		yield_min_percent: '90',
		qc_gate: true,
		qc_status: 'pending',
		site_id: floor.ids.site
	});
	const [stage] = await db.sql`select code from stages where id = ${log!.stage_id as string}`;
	expect(stage!.code).toBe('drying');
});

test('P3.07 a stage that has ended stays as it is, also for the owner of the table; so does what a running one began with', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const batch = await floor.batchUpTo(1, 100);
	const [log] = await db.sql`select id from stage_logs where batch_id = ${batch.id}`;
	for (const change of [
		'output_quantity = 97',
		'carried_quantity = 1',
		'added_quantity = 99',
		"operator_name = 'x'",
		"started_at = started_at - interval '1 minute'",
		'ended_at = null, output_quantity = null, ended_by = null',
		"parameters = '{}', remarks = 'x'",
		'loss_limit_percent = 50',
		'batch_id = gen_random_uuid()',
		'started_by = gen_random_uuid()'
	])
		await expect(
			db.sql.unsafe(`update stage_logs set ${change} where id = '${log!.id as string}'`),
			change
		).rejects.toMatchObject({ code: /batch_id/.test(change) ? 'P0002' : 'PT409' });
	await expect(
		db.sql`delete from stage_logs where id = ${log!.id as string}`
	).rejects.toMatchObject({
		code: 'PT403',
		...refusal('APPEND_ONLY', `A stage of batch ${batch.code} was begun and is not removed.`)
	});

	floor.at('07:00:00');
	await floor.begin(batch, 2);
	for (const change of [
		'carried_quantity = 1000',
		'added_quantity = 50',
		`machine_id = '${floor.machines[4]!}'`,
		"started_at = started_at - interval '5 minutes'",
		'loss_limit_percent = 50',
		'qc_gate = false'
	])
		await expect(
			db.sql.unsafe(
				`update stage_logs set ${change} where batch_id = '${batch.id}' and position = 2`
			),
			change
		).rejects.toMatchObject(
			refusal('STAGE_DONE', `What this stage of batch ${batch.code} began with stays as it is.`)
		);
	await expect(
		db.sql`delete from stage_logs where batch_id = ${batch.id} and position = 2`
	).rejects.toMatchObject(refusal('APPEND_ONLY'));
});

test('P3.02 a machine is one in use at the site', async ({ db }) => {
	const floor = await Floor.open(db);
	const batch = await given(floor);
	const retired = await machine(db, 'P1', 'OLD-1');
	await db.as('admin', (sql) => sql`update machines set active = false where id = ${retired}`);
	for (const machine_id of [
		'00000000-0000-4000-8000-000000000000',
		await machine(db, 'P2', 'FAR-1'),
		retired,
		null
	]) {
		const refused = {
			code: 'PT404',
			...refusal('NOT_FOUND', 'There is no such machine in use at this site.')
		};
		await expect(floor.begin(batch, 1, { machine_id })).rejects.toMatchObject(refused);
		await expect(
			floor.log(batch, 1, 790, '06:10:00', '06:40:00', { machine_id })
		).rejects.toMatchObject(refused);
	}
});

test('P3.02 a stage says who operated the machine', async ({ db }) => {
	const floor = await Floor.open(db);
	const batch = await given(floor);
	for (const operator_name of [null, '', '   ', '\n', '\u200b\u00a0'])
		await expect(floor.begin(batch, 1, { operator_name })).rejects.toMatchObject({
			code: 'PT400',
			...refusal('FIELD_MISSING', "The operator's name is missing.")
		});
	await expect(floor.begin(batch, 1, { operator_name: 'x'.repeat(101) })).rejects.toMatchObject({
		code: '23514',
		constraint_name: 'operator name has 1 to 100 characters'
	});
	expect(await floor.begin(batch, 1, { operator_name: '  Ramesh ' })).toMatchObject({
		last: { operator: 'Ramesh' }
	});
});

test('P13.01 the product of the last stage goes to a place of the site that holds stock', async ({
	db
}) => {
	const floor = await Floor.open(db, { gates: [] });
	const batch = await floor.batchUpTo(4, 100);
	await db.siteOf('P2');
	const [far] = await db.as(
		'admin',
		(sql) => sql`insert into locations (site_id, code, name, kind)
			select id, 'FAR', 'Far', 'storage' from sites where code = 'P2' returning id`
	);
	for (const [to_id, refused] of [
		[null, refusal('FIELD_MISSING', 'The place where the product goes is missing.')],
		[far!.id, refusal('PLACE_UNSUITABLE', `FAR is at another site than batch ${batch.code}.`)],
		[floor.ids.VENDOR, refusal('PLACE_UNSUITABLE', 'VENDOR holds no stock, or is out of use.')],
		['00000000-0000-4000-8000-000000000000', refusal('NOT_FOUND', 'There is no such place.')]
	] as const)
		await expect(floor.log(batch, 5, 90, '08:10:00', '08:40:00', { to_id })).rejects.toMatchObject(
			refused
		);
	expect(await db.sql`select from stage_logs where batch_id = ${batch.id}`).toHaveLength(4);
	await floor.log(batch, 5, 90, '08:10:00', '08:40:00', { to_id: floor.ids.LINE });
	expect(await floor.levels({ id: batch.lot_id })).toMatchObject({ LINE: [90, 0, 0] });
});

test('P3.02 remarks of 2000 characters are kept, longer ones are refused', async ({ db }) => {
	const floor = await Floor.open(db);
	const batch = await given(floor);
	await expect(floor.begin(batch, 1, { remarks: 'x'.repeat(2001) })).rejects.toMatchObject({
		code: '23514',
		constraint_name: 'stage remarks have at most 2000 characters'
	});
	await floor.begin(batch, 1, { remarks: 'x'.repeat(2000) });
});

test('the invariants hold', async ({ db }) => {
	expect(await violations(db.superuser)).toEqual({});
});
