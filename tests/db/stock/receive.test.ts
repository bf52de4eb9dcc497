import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { test } from '../database.ts';
import { violations } from '../invariants.ts';
import { Plant } from './plant.ts';

test('P2.02 goods received on an order become a lot with a code of its own, which waits for QC', async ({
	db
}) => {
	const plant = await Plant.build(db);
	const lot = await plant.receive(800, {
		vendor_lot: 'VX-77',
		remarks: 'pallet 3 wet at one corner'
	});
	const year = new Date().toISOString().slice(2, 4);
	expect(lot).toMatchObject({
		qc_status: 'pending',
		places: [{ location: 'STORE', on_hand: 800, available: 0 }]
	});
	expect(lot.code).toMatch(new RegExp(`^M[0-9A-F]{8}-${year}-001$`));
	expect(lot.receipt).toMatch(/^GRN-P1-\d{6}-\d{3}$/);
	expect((await plant.receive(1)).code).toMatch(/-002$/);
});

test('P2.02 a lot code may be given, once', async ({ db }) => {
	const plant = await Plant.build(db);
	expect((await plant.receive(800, { lot_code: ' ALC-24-051 ' })).code).toBe('ALC-24-051');
	await expect(plant.receive(1, { lot_code: 'ALC-24-051' })).rejects.toMatchObject({
		code: 'PT409',
		message: 'There is already a lot ALC-24-051.'
	});
});

test('P2.03 what has come is counted on the order, and more than was ordered is refused', async ({
	db
}) => {
	const plant = await Plant.build(db, 1000);
	await plant.receive(600);
	await expect(plant.receive(400.5)).rejects.toMatchObject({
		code: 'PT422',
		message: '1000 kg were ordered and 600 have come; 400.5 more are too many.'
	});
	await plant.receive(400);
	expect(
		await db.sql`select received::float from purchase_order_lines where id = ${plant.ids.line}`
	).toMatchObject([{ received: 1000 }]);
});

test('P2.02 at a plant goods come by an order, of this item, at this site, while it is open', async ({
	db
}) => {
	const plant = await Plant.build(db);
	const other = await Plant.build(db);
	await expect(plant.receive(1, { order_line_id: null })).rejects.toMatchObject({
		code: 'PT422',
		detail: expect.stringContaining('ORDER_NEEDED')
	});
	await expect(plant.receive(1, { order_line_id: other.ids.line })).rejects.toMatchObject({
		code: 'PT422',
		detail: expect.stringContaining('ORDER_MISMATCH')
	});
	await db.as(
		'admin',
		(sql) =>
			sql`update purchase_orders set status = 'closed' where id = (select order_id from purchase_order_lines where id = ${plant.ids.line})`
	);
	await expect(plant.receive(1)).rejects.toMatchObject({
		detail: expect.stringContaining('ORDER_MISMATCH')
	});
});

for (const [quantity, sentence] of [
	[0, '0 is no quantity above zero.'],
	[-5, '-5 is no quantity above zero.'],
	['NaN', 'NaN is no quantity above zero.'],
	['1000000000000', '1000000000000 is more than anybody moves at once.'],
	['infinity', 'Infinity is more than anybody moves at once.'],
	['0.0000001', '0.0000001 has more than six decimals.'],
	[null, 'There is no quantity.']
] as const) {
	test(`P2.02 the quantity ${quantity} is refused with a sentence at its field`, async ({ db }) => {
		const plant = await Plant.build(db);
		await expect(plant.receive(quantity as never)).rejects.toMatchObject({
			code: 'PT400',
			message: sentence,
			detail: expect.stringContaining('"field": "quantity"')
		});
	});
}

test('P2.02 the thousandth receipt of a day has a number and a lot code of its own', async ({
	db
}) => {
	const plant = await Plant.build(db);
	const first = await plant.receive(1);
	await db.superuser`delete from app.free_numbers`;
	await db.superuser`update app.counters set laid_out = 999`;
	const [thousandth, next] = [await plant.receive(1), await plant.receive(1)];
	expect(thousandth.code).toBe(first.code.replace(/001$/, '1000'));
	expect(thousandth.receipt).toMatch(/-1000$/);
	expect(next.code).toMatch(/-1001$/);
});

test('P5.01 goods are put where stock is held', async ({ db }) => {
	const plant = await Plant.build(db);
	await expect(plant.receive(1, { location_id: plant.ids.VENDOR })).rejects.toMatchObject({
		code: 'PT422',
		message: 'VENDOR holds no stock, or is out of use.'
	});
	await expect(plant.receive(1, { location_id: randomUUID() })).rejects.toMatchObject({
		code: 'PT404'
	});
	await expect(plant.receive(1, { item_id: randomUUID() })).rejects.toMatchObject({
		code: 'PT404'
	});
});

test('W2.01 a warehouse receives without an order: code from SKU and time, expiry from the shelf life, usable at once', async ({
	db
}) => {
	db.travelTo('2026-05-23T10:15:30+05:30');
	const { place, item } = await db.superuser.begin(async (sql) => {
		const [made] =
			await sql`insert into sites (code, name, kind) values ('W1', 'Warehouse', 'warehouse') returning id`;
		const [shelf] =
			await sql`insert into locations (site_id, code, name, kind) values (${made!.id as string}, 'A1', 'Aisle 1', 'storage') returning id`;
		const [goods] =
			await sql`insert into items (code, name, kind, unit, price_inr, shelf_life_days) values ('COCO-OIL', 'Coconut Oil', 'trade', 'pcs', 380, 90) returning id`;
		return { place: shelf!.id as string, item: goods!.id as string };
	});
	const plant = await Plant.build(db);
	const lot = await plant.call('storekeeper@W1', 'receive_goods', {
		location_id: place,
		item_id: item,
		quantity: 24
	});
	db.travelTo(undefined);
	expect(lot).toMatchObject({
		code: 'COCO-OIL-260523-101530-001',
		qc_status: 'pass',
		expires_on: '2026-08-21',
		places: [{ on_hand: 24, available: 24 }]
	});
});

test('a request that is sent again is answered again, and receives once', async ({ db }) => {
	const plant = await Plant.build(db);
	const request_id = randomUUID();
	const first = await plant.receive(10, { request_id });
	expect(await plant.receive(10, { request_id })).toEqual(first);
	await expect(plant.receive(11, { request_id })).rejects.toMatchObject({ code: 'PT409' });
	expect(
		await db.sql`select count(*)::int from lots where item_id = ${plant.ids.item}`
	).toMatchObject([{ count: 1 }]);
});

test('names and remarks come back as typed', async ({ db }) => {
	const plant = await Plant.build(db);
	const remarks = `'; drop table lots; -- <script>alert(1)</script> \u202eevil\u202c 🌾 தமிழ் "quoted"`;
	await plant.receive(1, { remarks });
	expect(
		await db.sql`select remarks from receipts where item_id = ${plant.ids.item}`
	).toMatchObject([{ remarks }]);
	await expect(plant.receive(1, { remarks: 'x'.repeat(10_000) })).rejects.toMatchObject({
		constraint_name: 'remarks have at most 2000 characters'
	});
});

test('the invariants hold', async ({ db }) => {
	expect(await violations(db.superuser)).toEqual({});
});
