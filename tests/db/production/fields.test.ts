import { expect } from 'vitest';
import { test, type TestDatabase } from '../database.ts';
import { violations } from '../invariants.ts';
import { DAY_OF_WORK, Floor, refusal, type BatchAnswer } from './floor.ts';

/** The form of pre-treatment, the first stage: made by an administrator, without code. */
const FORM = {
	temperature: {
		label: 'Outlet temperature',
		type: 'number',
		unit: '°C',
		minimum: 80,
		maximum: 120,
		required: true,
		position: 1
	},
	reason: {
		label: 'Why so hot',
		type: 'text',
		required: true,
		condition: { field: 'temperature', is: '>', value: 110 },
		position: 2
	},
	sieve: { label: 'Sieve', type: 'choice', choices: ['60 mesh', '100 mesh'], position: 3 },
	cleaned: { label: 'Cleaned', type: 'boolean', position: 4 }
};

async function form(db: TestDatabase, fields: Record<string, object> = FORM): Promise<void> {
	await db.superuser`delete from stage_fields`;
	await db.as('admin', async (sql) => {
		for (const [key, field] of Object.entries(fields))
			await sql`insert into stage_fields ${sql({
				key,
				stage_id: (await sql`select id from stages where code = 'pre_treatment'`)[0]!.id as string,
				...field
			} as never)}`;
	});
}

async function given(floor: Floor): Promise<BatchAnswer> {
	const lot = await floor.tested(800);
	const batch = await floor.start(800);
	return await floor.allocate(batch, lot, 800);
}

const log = (floor: Floor, batch: BatchAnswer, parameters: unknown) =>
	floor.log(batch, 1, 790, '06:10:00', '06:40:00', { parameters });

const kept = async (db: TestDatabase, batch: { id: string }) =>
	(await db.sql`select parameters from stage_logs where batch_id = ${batch.id}`)[0]!
		.parameters as Record<string, Record<string, unknown>>;

test('P3.04 values are kept with the label, unit and limits of their fields', async ({ db }) => {
	const floor = await Floor.open(db);
	await form(db);
	const batch = await given(floor);
	await log(floor, batch, { temperature: 95.5, sieve: '60 mesh', cleaned: false });
	expect(await kept(db, batch)).toEqual({
		temperature: {
			label: 'Outlet temperature',
			value: 95.5,
			unit: '°C',
			minimum: 80,
			maximum: 120
		},
		sieve: { label: 'Sieve', value: '60 mesh' },
		cleaned: { label: 'Cleaned', value: false }
	});
});

test('P3.04 what is required is there at the end, and no sooner', async ({ db }) => {
	const floor = await Floor.open(db);
	await form(db);
	const batch = await given(floor);
	const missing = {
		code: 'PT400',
		...refusal('FIELD_MISSING', 'Outlet temperature is missing.'),
		detail: expect.stringContaining('"field": "parameters.temperature"') as string
	};
	for (const nothing of [
		null,
		{},
		{ temperature: null },
		{ temperature: '' },
		{ temperature: '  ' }
	])
		await expect(log(floor, batch, nothing), JSON.stringify(nothing)).rejects.toMatchObject(
			missing
		);
	await floor.begin(batch, 1, {
		started_at: `${DAY_OF_WORK}T06:04:00+05:30`,
		parameters: { sieve: '60 mesh' }
	});
	await expect(floor.finish(batch, 790)).rejects.toMatchObject(missing);
	await floor.finish(batch, 790, { parameters: { temperature: 90 } });
	expect(await kept(db, batch)).toMatchObject({
		temperature: { value: 90 },
		sieve: { value: '60 mesh' }
	});
});

test('P3.04 a field with a condition is asked for only when it holds', async ({ db }) => {
	const floor = await Floor.open(db);
	await form(db);
	const batch = await given(floor);
	await expect(log(floor, batch, { temperature: 111 })).rejects.toMatchObject(
		refusal('FIELD_MISSING', 'Why so hot is missing.')
	);
	// What is not asked for is no part of the record.
	await log(floor, batch, { temperature: 110, reason: 'left over from before' });
	expect(Object.keys(await kept(db, batch))).toEqual(['temperature']);
	const hot = await given(floor);
	await floor.log(hot, 1, 790, '06:40:00', '07:10:00', {
		parameters: { temperature: 111, reason: 'damp lot' }
	});
	expect(await kept(db, hot)).toMatchObject({ reason: { value: 'damp lot' } });
});

for (const [is, value, asked] of [
	['=', 90, 90],
	['<>', 90, 91],
	['<', 90, 89],
	['<=', 90, 90],
	['>', 90, 91],
	['>=', 90, 90]
] as const) {
	test(`P3.04 a condition ${is} ${value} holds at ${asked}, and not without a value`, async ({
		db
	}) => {
		const floor = await Floor.open(db);
		await form(db, {
			temperature: { label: 'Temperature', type: 'number' },
			why: {
				label: 'Why',
				type: 'text',
				required: true,
				condition: { field: 'temperature', is, value },
				position: 2
			}
		});
		const batch = await given(floor);
		await expect(log(floor, batch, { temperature: asked })).rejects.toMatchObject(
			refusal('FIELD_MISSING', 'Why is missing.')
		);
		await log(floor, batch, {});
	});
}

for (const [words, value, sentence] of [
	['below its limits', { temperature: 79.9 }, '79.9 °C is outside 80 to 120: Outlet temperature.'],
	[
		'above its limits',
		{ temperature: 120.1 },
		'120.1 °C is outside 80 to 120: Outlet temperature.'
	],
	['of 10^12', { temperature: 1e12 }, '1000000000000 °C is outside 80 to 120: Outlet temperature.'],
	['that is a word', { temperature: 'warm' }, '"warm" is no number: Outlet temperature.'],
	['that is a number in quotes', { temperature: '90' }, '"90" is no number: Outlet temperature.'],
	['that is a list', { temperature: [90] }, '[90] is no number: Outlet temperature.'],
	['that is no choice', { sieve: '80 mesh' }, '"80 mesh" is not one of 60 mesh, 100 mesh: Sieve.'],
	['that is neither true nor false', { cleaned: 'yes' }, '"yes" is no boolean: Cleaned.'],
	['of a field that is not there', { colour: 'white' }, 'This stage has no field "colour".']
] as const) {
	test(`P3.04 a value ${words} is refused, at the start as at the end`, async ({ db }) => {
		const floor = await Floor.open(db);
		await form(db);
		const batch = await given(floor);
		const refused = {
			code: 'PT400',
			...refusal('VALUE_INVALID', sentence),
			detail: expect.stringContaining(`"field": "parameters.${Object.keys(value)[0]!}"`) as string
		};
		await expect(log(floor, batch, { temperature: 90, ...value })).rejects.toMatchObject(refused);
		const started_at = `${DAY_OF_WORK}T06:04:00+05:30`;
		await expect(floor.begin(batch, 1, { started_at, parameters: value })).rejects.toMatchObject(
			refused
		);
		await floor.begin(batch, 1, { started_at });
		await expect(
			floor.finish(batch, 790, { parameters: { temperature: 90, ...value } })
		).rejects.toMatchObject(refused);
	});
}

test('P3.04 limits include their ends, and a field may have one of them', async ({ db }) => {
	const floor = await Floor.open(db);
	await form(db, {
		low: { label: 'Low', type: 'number', minimum: 0.5 },
		high: { label: 'High', type: 'number', maximum: 10, position: 2 }
	});
	const batch = await given(floor);
	await expect(log(floor, batch, { low: 0.4 })).rejects.toMatchObject(
		refusal('VALUE_INVALID', '0.4 is outside 0.5 to …: Low.')
	);
	await expect(log(floor, batch, { high: 11 })).rejects.toMatchObject(
		refusal('VALUE_INVALID', '11 is outside … to 10: High.')
	);
	await log(floor, batch, { low: 0.5, high: 10 });
});

test('P3.04 parameters that are no object, or a text above 2000 characters, are refused', async ({
	db
}) => {
	const floor = await Floor.open(db);
	await form(db, { note: { label: 'Note', type: 'text' } });
	const batch = await given(floor);
	for (const odd of [[], [1], 5, 'text'])
		await expect(log(floor, batch, odd), String(odd)).rejects.toMatchObject(
			refusal('VALUE_INVALID', 'The parameters are no list of fields with their values.')
		);
	await expect(log(floor, batch, { note: 'x'.repeat(2001) })).rejects.toMatchObject(
		refusal('VALUE_INVALID', 'Note is longer than 2000 characters.')
	);
	await log(floor, batch, { note: 'x'.repeat(2000) });
});

test('P3.04 an absurd value does not make an absurd sentence', async ({ db }) => {
	const floor = await Floor.open(db);
	await form(db);
	const batch = await given(floor);
	for (const parameters of [
		`{"temperature": ${'9'.repeat(10_000)}}`,
		`{"temperature": "${'x'.repeat(10_000)}"}`,
		`{"sieve": "${'x'.repeat(10_000)}"}`,
		`{"${'x'.repeat(10_000)}": 1}`
	]) {
		const error = (await db
			.as('supervisor', (sql) =>
				sql.unsafe(
					`select start_stage(gen_random_uuid(), '${batch.id}', '${floor.machines[0]!}', 'Ramesh', parameters => '${parameters}')`
				)
			)
			.catch((refused: unknown) => refused)) as Error & { code: string };
		expect(error.code).toBe('PT400');
		expect(error.message.length).toBeLessThan(200);
	}
});

test('P3.04 values of the start and of the end are merged; the end may correct or take back', async ({
	db
}) => {
	const floor = await Floor.open(db);
	await form(db);
	const batch = await given(floor);
	await floor.begin(batch, 1, {
		started_at: `${DAY_OF_WORK}T06:04:00+05:30`,
		parameters: { temperature: 115, reason: 'damp lot', sieve: '60 mesh', cleaned: true }
	});
	await expect(floor.finish(batch, 790, { parameters: { reason: null } })).rejects.toMatchObject(
		refusal('FIELD_MISSING', 'Why so hot is missing.')
	);
	await floor.finish(batch, 790, {
		parameters: { temperature: 112, sieve: '100 mesh', cleaned: null }
	});
	expect(await kept(db, batch)).toMatchObject({
		temperature: { value: 112 },
		reason: { value: 'damp lot' },
		sieve: { value: '100 mesh' }
	});
	expect(await kept(db, batch)).not.toHaveProperty('cleaned');
});

test('P3.04 a value of the start whose condition no longer holds at the end is dropped', async ({
	db
}) => {
	const floor = await Floor.open(db);
	await form(db);
	const batch = await given(floor);
	await floor.begin(batch, 1, {
		started_at: `${DAY_OF_WORK}T06:04:00+05:30`,
		parameters: { temperature: 115, reason: 'damp lot' }
	});
	await floor.finish(batch, 790, { parameters: { temperature: 100 } });
	expect(Object.keys(await kept(db, batch))).toEqual(['temperature']);
});

test('P3.04 a form that is edited later leaves what was logged as it was', async ({ db }) => {
	const floor = await Floor.open(db);
	await form(db);
	const batch = await given(floor);
	await log(floor, batch, { temperature: 81 });
	const before = await kept(db, batch);
	await db.as(
		'admin',
		(sql) =>
			sql`update stage_fields set label = 'Inlet', minimum = 100, maximum = 101 where key = 'temperature'`
	);
	expect(await kept(db, batch)).toEqual(before);
	const journey = await floor.journey<{
		stages: { log: { parameters: unknown } }[];
	}>(batch.code);
	expect(journey.stages[0]!.log.parameters).toEqual(before);
});

test('P3.04 a form that is edited, or shortened, while a stage runs does not keep it from its end', async ({
	db
}) => {
	const floor = await Floor.open(db);
	await form(db);
	const batch = await given(floor);
	await floor.begin(batch, 1, {
		started_at: `${DAY_OF_WORK}T06:04:00+05:30`,
		parameters: { temperature: 85, sieve: '60 mesh' }
	});
	await db.as('admin', async (sql) => {
		await sql`update stage_fields set minimum = 100 where key = 'temperature'`;
		await sql`update stage_fields set active = false where key = 'sieve'`;
	});
	await expect(floor.finish(batch, 790, { parameters: { temperature: 90 } })).rejects.toMatchObject(
		refusal('VALUE_INVALID', '90 °C is outside 100 to 120: Outlet temperature.')
	);
	await floor.finish(batch, 790, { parameters: { cleaned: true } });
	// What was entered at the start keeps what it was judged by then.
	expect(await kept(db, batch)).toEqual({
		temperature: { label: 'Outlet temperature', value: 85, unit: '°C', minimum: 80, maximum: 120 },
		sieve: { label: 'Sieve', value: '60 mesh' },
		cleaned: { label: 'Cleaned', value: true }
	});
});

test('P3.04 a field that is out of use is not asked for, nor taken', async ({ db }) => {
	const floor = await Floor.open(db);
	await form(db);
	await db.as(
		'admin',
		(sql) => sql`update stage_fields set active = false where key = 'temperature'`
	);
	const batch = await given(floor);
	await expect(log(floor, batch, { temperature: 90 })).rejects.toMatchObject(
		refusal('VALUE_INVALID', 'This stage has no field "temperature".')
	);
	await log(floor, batch, {});
});

test('the invariants hold', async ({ db }) => {
	expect(await violations(db.superuser)).toEqual({});
});
