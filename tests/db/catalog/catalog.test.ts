import { expect } from 'vitest';
import { test, type TestDatabase } from '../database.ts';

const addItem = (db: TestDatabase, columns: Record<string, unknown>) =>
	db.as(
		'admin',
		(sql) =>
			sql`insert into items ${sql({ code: 'I-1', name: 'Item', kind: 'raw', unit: 'kg', ...columns })} returning *`
	);
const addPartner = (db: TestDatabase, columns: Record<string, unknown>) =>
	db.as(
		'admin',
		(sql) =>
			sql`insert into partners ${sql({ code: 'V-1', name: 'Vendor', kind: 'vendor', ...columns })} returning *`
	);

for (const [column, value, constraint] of [
	['code', 'with space', 'item code is 2 to 24 capital letters, digits or hyphens'],
	['code', 'X'.repeat(25), 'item code is 2 to 24 capital letters, digits or hyphens'],
	['name', '', 'item name has 1 to 120 characters'],
	['name', '   ', 'item name has 1 to 120 characters'],
	['name', 'n'.repeat(10_000), 'item name has 1 to 120 characters'],
	['kind', 'gas', 'item is raw, intermediate, finished, packaging or trade'],
	['price_inr', 0, 'price is above zero'],
	['price_inr', 'NaN', 'price is above zero'],
	['price_inr', 'infinity', 'price is above zero'],
	['shelf_life_days', 0, 'shelf life is 1 to 36500 days'],
	['reorder_level', -1, 'reorder level is not below zero'],
	['picking', 'lifo', 'picking is fefo or fifo'],
	['gtin', '12345', 'GTIN is 8, 12, 13 or 14 digits'],
	['pack_size', 5, 'a pack has a size and a unit'],
	['kind', 'trade', 'goods that are sold have a price and a shelf life']
] as const) {
	test(`W1.01 an item whose ${column} is "${String(value).slice(0, 20)}" is refused by "${constraint}"`, async ({
		db
	}) => {
		await expect(addItem(db, { [column]: value })).rejects.toMatchObject({
			code: '23514',
			constraint_name: constraint
		});
	});
}

test('W1.01 an item code is given once', async ({ db }) => {
	await addItem(db, { code: 'ONCE' });
	await expect(addItem(db, { code: 'ONCE' })).rejects.toMatchObject({ code: '23505' });
});

test('W1.01 an item of an unknown unit is refused', async ({ db }) => {
	await expect(addItem(db, { unit: 'stone' })).rejects.toMatchObject({ code: '23503' });
});

for (const gst of [
	'33AAACV1234F1Z',
	'33aaacv1234f1z5',
	'3AAACV1234F1Z55',
	'33AAACV1234F0Z5',
	'33AAACV1234F1Y5',
	'DROP TABLE'
]) {
	test(`P2.01 the GST number "${gst}" is refused`, async ({ db }) => {
		await expect(addPartner(db, { gst_number: gst })).rejects.toMatchObject({
			constraint_name: 'GST number has the form 22AAAAA0000A1Z5'
		});
	});
}

test('P2.01 a vendor with GST number, e-mail and phone is kept as typed', async ({ db }) => {
	const typed = {
		code: 'OBRIEN',
		name: 'O’Brien & "Söhne" <தமிழ்> 🌾',
		gst_number: '33AAACV1234F1Z5',
		email: 'a.b+c@d-e.in',
		phone: '+914422334455'
	};
	expect((await addPartner(db, typed))[0]).toMatchObject(typed);
});

test('P2.01 an e-mail address or phone number that is none is refused', async ({ db }) => {
	await expect(addPartner(db, { email: 'nobody' })).rejects.toMatchObject({
		constraint_name: 'e-mail address has the form name@domain'
	});
	await expect(addPartner(db, { phone: 'ring me' })).rejects.toMatchObject({
		constraint_name: 'phone number is 7 to 15 digits'
	});
});

test('P5.01 a new site has the other sides of its stock moves, one of each', async ({ db }) => {
	const site = await db.siteOf('P7');
	const kinds = (
		await db.sql`select kind from locations where site_id = ${site} order by kind`
	).map(({ kind }) => kind as string);
	expect(kinds).toEqual(['adjustment', 'customer', 'loss', 'process', 'vendor']);
	await expect(
		db.as(
			'admin',
			(sql) =>
				sql`insert into locations (site_id, code, name, kind) values (${site}, 'LOSS-2', 'x', 'loss')`
		)
	).rejects.toMatchObject({ code: '23505' });
});

test('P5.01 a place lies in a place of its site, and in no circle', async ({ db }) => {
	const [p1, p2] = [await db.siteOf('P1'), await db.siteOf('P2')];
	const add = async (site: string, code: string, parent: string | null) =>
		(
			await db.as(
				'admin',
				(sql) => sql`
			insert into locations (site_id, parent_id, code, name, kind) values (${site}, ${parent}, ${code}, ${code}, 'storage') returning id`
			)
		)[0]!.id as string;
	const hall = await add(p1, 'HALL', null);
	const rack = await add(p1, 'RACK', hall);
	const bin = await add(p1, 'BIN', rack);
	await expect(add(p2, 'FAR', hall)).rejects.toMatchObject({
		code: 'PT400',
		message: 'FAR lies in a place of another site.'
	});
	await expect(
		db.as('admin', (sql) => sql`update locations set parent_id = ${bin} where id = ${hall}`)
	).rejects.toMatchObject({
		code: 'PT400',
		message: 'HALL cannot lie in a place that lies in it.'
	});
	await expect(
		db.as('admin', (sql) => sql`update locations set parent_id = ${hall} where id = ${hall}`)
	).rejects.toMatchObject({ code: expect.stringMatching(/PT400|23514/) });
});

test('P1.09 a place or machine of another site is neither seen nor edited', async ({ db }) => {
	const p2 = await db.siteOf('P2');
	await db.superuser`insert into machines (site_id, code, name) values (${p2}, 'MCH-9', 'Mill')`;
	expect(
		await db.as('manager', (sql) => sql`select * from machines where code = 'MCH-9'`)
	).toHaveLength(0);
	expect(
		await db.as(
			'distributor',
			(sql) => sql`update locations set name = 'x' where site_id = ${p2} returning id`
		)
	).toHaveLength(0);
	await expect(
		db.as(
			'distributor',
			(sql) =>
				sql`insert into locations (site_id, code, name, kind) values (${p2}, 'MINE', 'x', 'storage')`
		)
	).rejects.toMatchObject({ code: '42501' });
});

test('P3.04 a field keeps to its type, and a condition to its form', async ({ db }) => {
	const [stage] = await db.sql`select id from stages where code = 'drying'`;
	const add = (columns: Record<string, unknown>) =>
		db.as(
			'admin',
			(sql) =>
				sql`insert into stage_fields ${sql({ stage_id: stage!.id as string, key: 'f', label: 'F', type: 'number', ...columns })}`
		);
	await add({ key: 'temperature', unit: '°C', minimum: 95, maximum: 110, required: true });
	await add({ key: 'damper', type: 'choice', choices: ['open', 'closed'] });
	await add({
		key: 'why_hot',
		type: 'text',
		condition: { field: 'temperature', is: '>', value: 105 }
	});
	for (const [columns, constraint] of [
		[{ minimum: 2, maximum: 1 }, 'lowest value is not above the highest'],
		[{ type: 'text', unit: '°C' }, 'only a number has a unit and limits'],
		[{ type: 'choice' }, 'a choice has 2 to 50 choices, nothing else has'],
		[{ type: 'choice', choices: ['one'] }, 'a choice has 2 to 50 choices, nothing else has'],
		[{ type: 'boolean', choices: ['a', 'b'] }, 'a choice has 2 to 50 choices, nothing else has'],
		[{ condition: { field: 'temperature' } }, 'condition names a field, a comparison and a value'],
		[
			{ condition: { field: 'temperature', is: 'drop table', value: 1 } },
			'condition names a field, a comparison and a value'
		],
		[{ condition: [1] }, 'condition names a field, a comparison and a value'],
		[{ key: 'Temperature!' }, 'field key is 1 to 40 small letters, digits or underscores']
	] as const) {
		await expect(add(columns), constraint).rejects.toMatchObject({ constraint_name: constraint });
	}
});

test('P3.02 a stage stands in a route once, at a position of its own, within its limits', async ({
	db
}) => {
	await addItem(db, { code: 'MADE', kind: 'finished' });
	const [route] = await db.as(
		'admin',
		(sql) => sql`insert into routes (item_id) select id from items where code = 'MADE' returning id`
	);
	const add = (stage: string, position: number, more: Record<string, unknown> = {}) =>
		db.as('admin', async (sql) => {
			const [found] = await sql`select id from stages where code = ${stage}`;
			return await sql`insert into route_stages ${sql({ route_id: route!.id as string, stage_id: found!.id as string, position, ...more })}`;
		});
	await add('drying', 1, {
		loss_limit_percent: 2.5,
		yield_min_percent: 97,
		yield_max_percent: 100,
		qc_gate: true
	});
	await expect(add('drying', 2)).rejects.toMatchObject({ code: '23505' });
	await expect(add('grinding', 1)).rejects.toMatchObject({ code: '23505' });
	await expect(add('grinding', 2, { loss_limit_percent: 101 })).rejects.toMatchObject({
		constraint_name: 'loss limit is 0 to 100 %'
	});
	await expect(
		add('grinding', 2, { yield_min_percent: 99, yield_max_percent: 98 })
	).rejects.toMatchObject({ constraint_name: 'lowest yield is not above the highest' });
});

test('P8.04 an Admin adds the product MCC Type R-102', async ({ db }) => {
	expect(
		(
			await addItem(db, {
				code: 'MCC-R-102',
				name: 'MCC Type R-102',
				kind: 'finished',
				shelf_life_days: 1095
			})
		)[0]
	).toMatchObject({ name: 'MCC Type R-102', active: true });
});
