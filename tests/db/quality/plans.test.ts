import { expect } from 'vitest';
import { test, type TestDatabase } from '../database.ts';
import { Floor, GOOD } from '../production/floor.ts';
import { asOwner, type FullTest } from './laboratory.ts';

/** A plan of QA's, in draft. */
async function draft(
	db: TestDatabase,
	plan: { kind: string; item: string | null; stage?: string; version: number; from?: string },
	parameters: Record<string, unknown>[] = []
): Promise<string> {
	return await db.as('qa', async (sql) => {
		const [row] = await sql`
			insert into qc_plans (kind, item_id, stage_id, version, effective_from)
			values (
				${plan.kind}, ${plan.item}, (select id from stages where code = ${plan.stage ?? null}),
				${plan.version}, ${plan.from ?? '2030-05-01'}
			)
			returning id`;
		for (const parameter of parameters) {
			await sql`insert into qc_parameters ${sql({ plan_id: row!.id as string, ...parameter })}`;
		}
		return row!.id as string;
	});
}

const putInForce = (db: TestDatabase, plan: string, active = true) =>
	db.as('qa', (sql) => sql`update qc_plans set active = ${active} where id = ${plan} returning *`);

const MOISTURE = { position: 1, name: 'Moisture', unit: '%', minimum: 2, maximum: 5 };
const PH = { position: 2, name: 'pH', unit: 'pH', minimum: 6.5, maximum: 7.5 };

test('P8.04 P4.01 QA adds Moisture 2–5 % and pH 6.5–7.5 to MCC Type R-102, and the next test is judged by them', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const plan = await draft(db, { kind: 'final', item: floor.product, version: 2 }, [MOISTURE, PH]);
	expect(await putInForce(db, plan)).toMatchObject([
		{ active: true, approved_by: await db.idOf('qa') }
	]);
	const batch = await floor.batchUpTo(5);
	const test = await floor.test({ lot_id: batch.lot_id }, [
		{ name: 'Moisture', value: 5.1 },
		{ name: 'pH', value: 7 }
	]);
	expect(test).toMatchObject({
		status: 'hold',
		plan_version: 2,
		results: [
			{ name: 'Moisture', unit: '%', minimum: 2, maximum: 5, value: 5.1, within_spec: false },
			{ name: 'pH', unit: 'pH', minimum: 6.5, maximum: 7.5, value: 7, within_spec: true }
		]
	});
});

test('P4.01 the plan of another version, kind or product does not touch a test', async ({ db }) => {
	const floor = await Floor.open(db);
	const plan = await draft(db, { kind: 'final', item: floor.product, version: 2 }, [PH]);
	const batch = await floor.batchUpTo(5);
	expect(await floor.test({ lot_id: batch.lot_id }, GOOD.final)).toMatchObject({
		status: 'pass',
		plan_version: 1
	});
	await putInForce(db, plan);
	await expect(floor.test({ lot_id: batch.lot_id }, GOOD.final)).rejects.toMatchObject({
		code: 'PT409'
	});
});

test('P4.01 a version begins on its date, by the date of the site', async ({ db }) => {
	const floor = await Floor.open(db);
	const second = { kind: 'incoming', item: floor.ids.item, version: 2, from: '2030-05-24' };
	const parameter = { ...MOISTURE, minimum: null, maximum: 3 };
	await putInForce(db, await draft(db, second, [parameter]));
	const [before, after] = [await floor.receive(10), await floor.receive(10)];
	floor.at('23:59:59');
	expect(await floor.test({ lot_id: before.id }, GOOD.incoming)).toMatchObject({
		plan_version: 1,
		status: 'pass'
	});
	db.travelTo('2030-05-24T00:00:00+05:30');
	expect(await floor.test({ lot_id: after.id }, [{ name: 'Moisture', value: 4.2 }])).toMatchObject({
		plan_version: 2,
		status: 'hold'
	});
});

test('P4.01 a version stands once for its kind, product and stage', async ({ db }) => {
	const floor = await Floor.open(db);
	await expect(draft(db, { kind: 'final', item: floor.product, version: 1 })).rejects.toMatchObject(
		{
			code: '23505',
			message: expect.stringContaining('"a plan has one of a version"') as string
		}
	);
});

test('P4.01 a draft is edited and reduced; a plan that tests nothing is not put in force, by nobody', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const plan = await draft(db, { kind: 'final', item: floor.product, version: 2 }, [MOISTURE]);
	await db.as('qa', async (sql) => {
		await sql`update qc_parameters set maximum = 4.5, method = 'Loss on drying, 105 °C' where plan_id = ${plan}`;
		await sql`update qc_plans set effective_from = '2030-06-01', note = 'after the audit' where id = ${plan}`;
		await sql`delete from qc_parameters where plan_id = ${plan}`;
	});
	const refusal = {
		code: 'PT400',
		message: expect.stringMatching(
			/^Version \d of the final plan of MCC-\w+ tests nothing yet\.$/
		) as string
	};
	await expect(putInForce(db, plan)).rejects.toMatchObject(refusal);
	await expect(
		asOwner(
			db,
			(sql) => sql`
				insert into qc_plans (kind, item_id, version, effective_from, active)
				values ('final', ${floor.product}, 9, '2030-05-01', true)`
		)
	).rejects.toMatchObject(refusal);
});

const changes: [string, (plan: string) => string][] = [
	['its limits', (plan) => `update qc_parameters set maximum = 9 where plan_id = '${plan}'`],
	['its words', (plan) => `update qc_parameters set name = 'Water' where plan_id = '${plan}'`],
	['what it tests', (plan) => `delete from qc_parameters where plan_id = '${plan}'`],
	[
		'more to test',
		(plan) => `insert into qc_parameters (plan_id, name, maximum) values ('${plan}', 'Ash', 1)`
	],
	['its date', (plan) => `update qc_plans set effective_from = '2029-01-01' where id = '${plan}'`]
];

for (const [what, statement] of changes) {
	test(`P4.01 ${what}: a plan that is or was in force stays as it is, for its owner too`, async ({
		db
	}) => {
		const floor = await Floor.open(db);
		const plan = await draft(db, { kind: 'final', item: floor.product, version: 2 }, [MOISTURE]);
		await putInForce(db, plan);
		const refusal = {
			code: 'PT422',
			message: expect.stringMatching(
				/^Version 2 of the final plan of MCC-\w+ is, or was, in force and stays as it is\.$/
			) as string,
			detail: expect.stringContaining('PLAN_IN_USE') as string
		};
		for (const state of ['in force', 'out of force, though nothing was tested by it']) {
			await expect(
				db.as('qa', (sql) => sql.unsafe(statement(plan))),
				state
			).rejects.toMatchObject(refusal);
			await expect(
				asOwner(db, (sql) => sql.unsafe(statement(plan))),
				state
			).rejects.toMatchObject(refusal);
			await putInForce(db, plan, false);
		}
	});
}

test('P4.01 a parameter is not smuggled from a draft into a plan in force, nor out of it', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const plan = await draft(db, { kind: 'final', item: floor.product, version: 2 }, [MOISTURE]);
	const other = await draft(db, { kind: 'final', item: floor.product, version: 3 }, [PH]);
	await putInForce(db, plan);
	for (const [from, to] of [
		[other, plan],
		[plan, other]
	] as const) {
		await expect(
			asOwner(db, (sql) => sql`update qc_parameters set plan_id = ${to} where plan_id = ${from}`)
		).rejects.toMatchObject({ code: 'PT422' });
	}
});

test('P4.01 while somebody puts a plan in force, another does not take its only parameter away', async ({
	db
}) => {
	const floor = await Floor.open(db);
	for (let round = 0; round < 10; round++) {
		const version = 10 + round;
		const plan = await draft(db, { kind: 'final', item: floor.product, version }, [MOISTURE]);
		const outcomes = await Promise.allSettled([
			putInForce(db, plan),
			db.as('manager', (sql) => sql`delete from qc_parameters where plan_id = ${plan}`)
		]);
		expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
		await putInForce(db, plan, false).catch(() => {});
	}
});

for (const [what, parameter, sentence] of [
	['no limit at all', { name: 'Ash' }, 'a parameter has a limit'],
	[
		'limits the wrong way round',
		{ name: 'Ash', minimum: 5, maximum: 2 },
		'lowest value is not above the highest'
	],
	['a limit that is no number', { name: 'Ash', maximum: 'NaN' }, 'limits are below 10^12'],
	['a limit that never bites', { name: 'Ash', maximum: 'Infinity' }, 'limits are below 10^12'],
	[
		'words and limits at once',
		{ name: 'Odour', maximum: 1, accepted: ['None'] },
		'a parameter is a number or one of the accepted words'
	],
	['no words', { name: 'Odour', accepted: [] }, 'accepted words are 1 to 20'],
	['an empty word', { name: 'Odour', accepted: ['None', ''] }, 'accepted words are not empty'],
	[
		'a word that is missing',
		{ name: 'Odour', accepted: ['None', null] },
		'accepted words are not empty'
	],
	['a name of spaces', { name: '  ', maximum: 1 }, 'parameter name has 1 to 80 characters'],
	['a name that is there', { name: 'Moisture', maximum: 1 }, 'a parameter stands in a plan once'],
	[
		'a position off the page',
		{ name: 'Ash', maximum: 1, position: 0 },
		'parameter position is 1 to 100'
	]
] as const) {
	test(`P4.01 a parameter with ${what} is refused in words`, async ({ db }) => {
		const floor = await Floor.open(db);
		const version = 2;
		await expect(
			draft(db, { kind: 'final', item: floor.product, version }, [MOISTURE, parameter])
		).rejects.toMatchObject({ message: expect.stringContaining(sentence) as string });
	});
}

for (const [what, kind, item, stage] of [
	['a stage without a stage', 'in_process', true, null],
	['incoming goods with a stage', 'incoming', true, 'drying'],
	['the final product of nothing', 'final', false, null]
] as const) {
	test(`P4.01 a plan for ${what} is refused`, async ({ db }) => {
		const floor = await Floor.open(db);
		await expect(
			draft(db, { kind, item: item ? floor.product : null, version: 5, ...(stage && { stage }) })
		).rejects.toMatchObject({
			message: expect.stringContaining(
				'a plan for a stage names it, others name the item'
			) as string
		});
	});
}

test('P4.01 a stage is tested by the product’s own plan, before the general one for the stage', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const general = await draft(
		db,
		{ kind: 'in_process', item: null, stage: 'drying', version: 1, from: '2030-05-20' },
		[{ ...MOISTURE, maximum: 3 }]
	);
	await putInForce(db, general);
	const batch = await floor.batchUpTo(1);
	const dried = await floor.log(batch, 2, 700, '06:45:00', '07:30:00');
	expect(await floor.test({ stage_log_id: dried.last!.id }, GOOD.in_process)).toMatchObject({
		status: 'pass',
		results: [{ maximum: 6 }]
	});

	const other = await Floor.open(db);
	await db.as(
		'qa',
		(sql) =>
			sql`update qc_plans set active = false where kind = 'in_process' and item_id = ${other.product}`
	);
	const second = await other.batchUpTo(1);
	const log = (await other.log(second, 2, 700, '06:45:00', '07:30:00')).last!;
	expect(await other.test({ stage_log_id: log.id }, GOOD.in_process)).toMatchObject({
		status: 'hold',
		results: [{ maximum: 3 }]
	});
});

test('P4.01 without a plan in force nothing is tested, and the sentence says for what', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const lot = await floor.receive(10);
	await db.as(
		'qa',
		(sql) => sql`update qc_plans set active = false where item_id = ${floor.ids.item}`
	);
	await expect(floor.test({ lot_id: lot.id }, GOOD.incoming)).rejects.toMatchObject({
		code: 'PT422',
		message: expect.stringMatching(/^No incoming plan is in force for M[0-9A-F]{8}\.$/) as string
	});
});

test('P4.01 a test keeps the limits it was judged by when a new version comes, and the next one has the new', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const lot = await floor.receive(10);
	const first = (await floor.test({ lot_id: lot.id }, GOOD.incoming)) as FullTest;
	const narrow = { ...MOISTURE, minimum: null, maximum: 4 };
	const second = { kind: 'incoming', item: floor.ids.item, version: 2, from: '2030-05-23' };
	await putInForce(db, await draft(db, second, [narrow]));
	const [kept] = await db.as(
		'qa',
		(sql) =>
			sql`select maximum::float, within_spec from qc_results where test_id = ${first.id} and name = 'Moisture'`
	);
	expect(kept).toEqual({ maximum: 5, within_spec: true });
	const again = await floor.call('qa', 'record_qc_test', {
		lot_id: lot.id,
		retest_of: first.id,
		remarks: 'New limits',
		results: [{ name: 'Moisture', value: 4.2 }]
	});
	expect(again).toMatchObject({ plan_version: 2, status: 'hold', results: [{ maximum: 4 }] });
});
