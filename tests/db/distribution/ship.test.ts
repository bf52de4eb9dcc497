import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { test, type TestDatabase } from '../database.ts';
import { violations } from '../invariants.ts';
import { Floor } from '../production/floor.ts';
import { asOwner, BAD, family, retest } from '../quality/laboratory.ts';

interface Line {
	lot: string;
	item: string;
	unit: string;
	quantity: number;
	from: string;
	deviation: string | null;
	certificate_id: string | null;
	certificate: string | null;
	revision: number | null;
}

interface ShipmentAnswer {
	id: string;
	number: string;
	site_code: string;
	customer: string;
	invoice_number: string;
	vehicle: string;
	driver: string | null;
	order_number: string | null;
	tracking_number: string | null;
	remarks: string | null;
	document_path: string | null;
	shipped_by: string;
	shipped_at: string;
	lines: Line[];
}

const ship = (
	floor: Floor,
	lines: unknown,
	more: Record<string, unknown> = {},
	persona = 'dispatch_clerk'
): Promise<ShipmentAnswer> =>
	floor.call(persona, 'ship_order', {
		site_id: floor.ids.site,
		customer_id: floor.customer,
		invoice_number: `INV-${randomUUID().slice(0, 8)}`,
		vehicle: 'TN 38 AB 1234',
		lines,
		...more
	});

const line = (
	floor: Floor,
	lot: { id: string },
	quantity: unknown,
	reason_id: string | null = null
) => ({
	lot_id: lot.id,
	location_id: floor.ids.STORE,
	quantity,
	reason_id
});

/** Nothing of a refused shipment stays. */
async function nothingLeft(db: TestDatabase, lot: { id: string }): Promise<void> {
	expect(await db.sql`select from shipment_lines where lot_id = ${lot.id}`).toHaveLength(0);
	expect(
		await db.sql`select from stock_moves where lot_id = ${lot.id} and kind = 'ship'`
	).toHaveLength(0);
}

test('P13.02 packs leave with customer, invoice and vehicle, their certificate is made, and the stock is less by them', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const made = await family(floor);
	const shipment = await ship(floor, [line(floor, made.packed, 2)], {
		invoice_number: ' INV-2030-0117 ',
		vehicle: ' TN 38 AB 1234 ',
		driver: ' Murugan S ',
		order_number: 'SO-88',
		tracking_number: 'DTDC 4471',
		remarks: 'Handle dry'
	});
	const [day] =
		await db.sql`select to_char(app.business_date(${floor.ids.site}, '2030-05-23T08:00:00+05:30'), 'YYMMDD') as day`;
	expect(shipment).toMatchObject({
		number: `DSP-P1-${day!.day as string}-001`,
		customer: 'Acme Pharma',
		invoice_number: 'INV-2030-0117',
		vehicle: 'TN 38 AB 1234',
		driver: 'Murugan S',
		order_number: 'SO-88',
		tracking_number: 'DTDC 4471',
		remarks: 'Handle dry',
		shipped_by: 'dispatch_clerk',
		document_path: null,
		lines: [
			{
				lot: made.packed.code,
				unit: 'pcs',
				quantity: 2,
				from: 'STORE',
				certificate: `COA-${made.packed.code}`,
				revision: 1
			}
		]
	});
	const [certificate] = await db.as(
		'dispatch_clerk',
		(sql) =>
			sql`select issued_by, content ->> 'batch' as batch from certificates where id = ${shipment.lines[0]!.certificate_id}`
	);
	expect(certificate).toEqual({
		issued_by: await db.idOf('dispatch_clerk'),
		batch: made.batch.code
	});
	expect(
		await db.sql`select from stock_balances where lot_id = ${made.packed.id} and on_hand > 0`
	).toHaveLength(0);
	expect(await violations(db.superuser)).toEqual({});
});

test('P13.02 a second shipment of a lot goes with the same certificate, one after a re-test with the next revision', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const made = await family(floor);
	const [first, second] = [
		await ship(floor, [line(floor, made.packed, 1)]),
		await ship(floor, [
			line(floor, await floor.pack(made.batch, 1), 1, await floor.reason('deviation'))
		])
	];
	expect(second.lines[0]!.certificate_id).not.toBe(first.lines[0]!.certificate_id);
	await retest(floor, made.final, { lot_id: made.batch.lot_id }, [
		{ name: 'Moisture', value: 5 },
		{ name: 'Particle size', value: 50 }
	]);
	const third = await ship(floor, [line(floor, made.packed, 1)]);
	expect(third.lines[0]).toMatchObject({ certificate: first.lines[0]!.certificate, revision: 2 });
	const [kept] =
		await db.sql`select certificate_id from shipment_lines where shipment_id = ${first.id}`;
	expect(kept!.certificate_id).toBe(first.lines[0]!.certificate_id);
});

test('P13.02 what is no finished product leaves without a certificate', async ({ db }) => {
	const floor = await Floor.open(db);
	const lot = await floor.tested(10);
	const shipment = await ship(floor, [line(floor, lot, 2.5)]);
	expect(shipment.lines).toMatchObject([
		{ certificate_id: null, certificate: null, quantity: 2.5 }
	]);
});

test('P13.02 a finished product without a final test of its own or its bulk does not leave', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const made = await family(floor);
	await retest(floor, made.final, { lot_id: made.batch.lot_id }, BAD.final);
	await expect(ship(floor, [line(floor, made.packed, 1)])).rejects.toMatchObject({
		code: 'PT422',
		message: `Lot ${made.packed.code} is on hold and may not be shipped.`
	});
	await nothingLeft(db, made.packed);
	expect(await db.sql`select from certificates where lot_id = ${made.packed.id}`).toHaveLength(0);
});

for (const [given, taken] of [
	['INV-7', 'INV-7'],
	['INV-8', ' INV-8 '],
	['INV-9', 'inv-9']
] as const) {
	test(`P13.02 invoice ${given} goes out once, "${taken}" is the same one`, async ({ db }) => {
		const floor = await Floor.open(db);
		const lot = await floor.tested(10);
		const send = (invoice_number: string) => ship(floor, [line(floor, lot, 1)], { invoice_number });
		await send(given);
		await expect(send(taken)).rejects.toMatchObject({
			code: 'PT409',
			message: `Invoice ${taken.trim()} has gone out already.`,
			detail: expect.stringContaining('"field": "invoice_number"') as string
		});
		expect(
			await db.sql`select from stock_moves where lot_id = ${lot.id} and kind = 'ship'`
		).toHaveLength(1);
	});
}

test('P13.02 the same invoice number of another site is another invoice', async ({ db }) => {
	const floor = await Floor.open(db);
	const lot = await floor.tested(10);
	const site = await db.siteOf('P2');
	const [place] = await db.as(
		'admin',
		(sql) => sql`
			insert into locations (site_id, code, name, kind) values (${site}, 'STORE', 'STORE', 'storage') returning id`
	);
	await floor.transfer(lot, 5, { to_id: place!.id as string });
	await ship(floor, [line(floor, lot, 1)], { invoice_number: 'INV-1' });
	const there = [{ lot_id: lot.id, location_id: place!.id as string, quantity: 1 }];
	const shipment = await ship(
		floor,
		there,
		{ invoice_number: 'INV-1', site_id: site },
		'dispatch_clerk@P2'
	);
	expect(shipment.number).toMatch(/^DSP-P2-/);
	await expect(
		ship(floor, there, { site_id: floor.ids.site }),
		'a place of another site'
	).rejects.toMatchObject({
		code: 'PT422',
		message: 'STORE is not at P1.',
		detail: expect.stringContaining('"field": "lines.1.location"') as string
	});
});

for (const [what, more, code, field, sentence] of [
	[
		'no invoice',
		{ invoice_number: null },
		'PT400',
		'invoice_number',
		'The invoice number is missing.'
	],
	[
		'an invoice of spaces',
		{ invoice_number: ' \n' },
		'PT400',
		'invoice_number',
		'The invoice number is missing.'
	],
	['no vehicle', { vehicle: null }, 'PT400', 'vehicle', 'The vehicle is missing.'],
	['a vehicle of spaces', { vehicle: '\t ' }, 'PT400', 'vehicle', 'The vehicle is missing.'],
	['no customer', { customer_id: null }, 'PT404', 'customer', 'There is no such customer in use.'],
	[
		'an unknown customer',
		{ customer_id: '00000000-0000-4000-8000-000000000000' },
		'PT404',
		'customer',
		'There is no such customer in use.'
	],
	['no site', { site_id: null }, 'PT404', 'site', 'There is no such site in use.']
] as const) {
	test(`P13.02 with ${what} nothing leaves`, async ({ db }) => {
		const floor = await Floor.open(db);
		const lot = await floor.tested(10);
		await expect(ship(floor, [line(floor, lot, 1)], more)).rejects.toMatchObject({
			code,
			message: sentence,
			detail: expect.stringContaining(`"field": "${field}"`) as string
		});
		await nothingLeft(db, lot);
	});
}

for (const [kind, may] of [
	['customer', true],
	['retailer', true],
	['distributor', true],
	['vendor', false]
] as const) {
	test(`P13.02 W2.02 goods ${may ? 'go' : 'do not go'} to a ${kind}, and to none that is out of use`, async ({
		db
	}) => {
		const floor = await Floor.open(db);
		const lot = await floor.tested(10);
		const [partner] = await db.as(
			'admin',
			(sql) =>
				sql`insert into partners (code, name, kind) values (${`P-${kind.toUpperCase()}`}, ${kind}, ${kind}) returning id`
		);
		const send = () => ship(floor, [line(floor, lot, 1)], { customer_id: partner!.id as string });
		if (may) await send();
		else await expect(send()).rejects.toMatchObject({ code: 'PT404' });
		await db.as(
			'admin',
			(sql) => sql`update partners set active = false where id = ${partner!.id as string}`
		);
		await expect(send()).rejects.toMatchObject({
			code: 'PT404',
			message: 'There is no such customer in use.'
		});
	});
}

test('P5.04 two lines of one lot together over its stock are refused, and nothing of the first stays', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const lot = await floor.tested(10);
	await expect(ship(floor, [line(floor, lot, 6), line(floor, lot, 5)])).rejects.toMatchObject({
		code: 'PT422',
		message: `4 of lot ${lot.code} are free at STORE, not 5.`,
		detail: expect.stringContaining('"field": "lines.2.quantity"') as string
	});
	await nothingLeft(db, lot);
	expect((await ship(floor, [line(floor, lot, 6), line(floor, lot, 4)])).lines).toHaveLength(2);
});

test('P5.04 what is promised to somebody else is not shipped', async ({ db }) => {
	const floor = await Floor.open(db);
	const lot = await floor.tested(10);
	await floor.call('storekeeper', 'reserve_stock', {
		lot_id: lot.id,
		location_id: floor.ids.STORE,
		quantity: 8,
		purpose: 'order SO-90'
	});
	await expect(ship(floor, [line(floor, lot, 3)])).rejects.toMatchObject({
		message: `2 of lot ${lot.code} are free at STORE, not 3.`
	});
	await ship(floor, [line(floor, lot, 2)]);
});

test('P13.02 one bad line of three refuses the shipment, by its number', async ({ db }) => {
	const floor = await Floor.open(db);
	const [good, waiting] = [await floor.tested(10), await floor.receive(10)];
	await expect(
		ship(floor, [line(floor, good, 1), line(floor, waiting, 1), line(floor, good, 1)])
	).rejects.toMatchObject({
		code: 'PT422',
		message: `Lot ${waiting.code} waits for QC and may not be shipped.`
	});
	await nothingLeft(db, good);
	const [invoice] = [`INV-${randomUUID().slice(0, 8)}`];
	await expect(
		ship(floor, [line(floor, waiting, 1)], { invoice_number: invoice })
	).rejects.toMatchObject({ code: 'PT422' });
	await ship(floor, [line(floor, good, 1)], { invoice_number: invoice });
});

const stray = '00000000-0000-4000-8000-000000000000';

for (const [what, lines, field] of [
	['null', null, 'lines'],
	['nothing', [], 'lines'],
	['an object', { lot_id: stray }, 'lines'],
	['a list of words', ['lot'], 'lines'],
	['201 lines', Array.from({ length: 201 }, () => ({})), 'lines'],
	['a line without a lot', [{ quantity: 1 }], 'lines.1.lot'],
	['a lot that is no id', [{ lot_id: 'ALC-24-051' }], 'lines.1.lot'],
	['a second lot that is no id', [{ lot_id: stray }, { lot_id: 7 }], 'lines.2.lot'],
	['no quantity', [{ lot_id: stray, location_id: stray }], 'lines.1.quantity'],
	[
		'a text for a quantity',
		[{ lot_id: stray, location_id: stray, quantity: '3' }],
		'lines.1.quantity'
	],
	['zero', [{ lot_id: stray, location_id: stray, quantity: 0 }], 'lines.1.quantity'],
	['less than zero', [{ lot_id: stray, location_id: stray, quantity: -3 }], 'lines.1.quantity'],
	['10^9', [{ lot_id: stray, location_id: stray, quantity: 1e9 }], 'lines.1.quantity'],
	[
		'seven decimals',
		[{ lot_id: stray, location_id: stray, quantity: 0.1234567 }],
		'lines.1.quantity'
	],
	['no place', [{ lot_id: stray, quantity: 1 }], 'lines.1.location'],
	['a place that is none', [{ lot_id: stray, location_id: stray, quantity: 1 }], 'lines.1.location']
] as const) {
	test(`P13.02 lines that are ${what} are refused at ${field}`, async ({ db }) => {
		const floor = await Floor.open(db);
		await expect(ship(floor, lines)).rejects.toMatchObject({
			code: expect.stringMatching(/^PT40[04]$/) as string,
			detail: expect.stringContaining(`"field": "${field}"`) as string
		});
	});
}

test('P13.02 an unknown lot and a place that holds no stock are refused', async ({ db }) => {
	const floor = await Floor.open(db);
	const lot = await floor.tested(10);
	await expect(ship(floor, [line(floor, { id: stray }, 1)])).rejects.toMatchObject({
		code: 'PT404'
	});
	const [vendor] = await db.sql`
		select id from locations where site_id = ${floor.ids.site} and kind = 'vendor'`;
	await expect(
		ship(floor, [{ ...line(floor, lot, 1), location_id: vendor!.id as string }])
	).rejects.toMatchObject({
		code: 'PT422',
		detail: expect.stringContaining('"field": "lines.1.location"') as string
	});
});

test('P13.02 half a pack is not shipped', async ({ db }) => {
	const floor = await Floor.open(db);
	const { packed } = await family(floor);
	await expect(ship(floor, [line(floor, packed, 1.5)])).rejects.toMatchObject({
		code: 'PT400',
		message: `Lot ${packed.code} is shipped in whole pcs, not 1.5.`,
		detail: expect.stringContaining('"field": "lines.1.quantity"') as string
	});
});

for (const [field, value, sentence] of [
	['invoice_number', 'x'.repeat(41), 'invoice number has 1 to 40 characters'],
	['vehicle', 'x'.repeat(41), 'vehicle has 1 to 40 characters'],
	['driver', 'x'.repeat(121), 'driver has 1 to 120 characters'],
	['order_number', 'x'.repeat(41), 'sales order number has 1 to 40 characters'],
	['tracking_number', 'x'.repeat(61), 'tracking number has 1 to 60 characters'],
	['remarks', 'x'.repeat(2001), 'shipment remarks have at most 2000 characters']
] as const) {
	test(`P13.02 ${field} of ${value.length} characters is refused in words`, async ({ db }) => {
		const floor = await Floor.open(db);
		const lot = await floor.tested(10);
		await expect(ship(floor, [line(floor, lot, 1)], { [field]: value })).rejects.toMatchObject({
			code: '23514',
			message: expect.stringContaining(sentence) as string
		});
	});
}

test('P5.04 of two who ship the last pack exactly one does, a hundred times', async ({ db }) => {
	const floor = await Floor.open(db);
	for (let round = 0; round < 100; round++) {
		const lot = await floor.passed(1);
		const outcomes = await Promise.allSettled([
			ship(floor, [line(floor, lot, 1)]),
			ship(floor, [line(floor, lot, 1)], {}, 'distributor')
		]);
		expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
		const refused = outcomes.find((outcome) => outcome.status === 'rejected');
		expect(refused!.reason).toMatchObject({ code: 'PT422' });
	}
}, 60_000);

/** Two lots of the material that may be used, the one that expires first before. */
async function twoLots(floor: Floor) {
	return [
		await floor.passed(10, { expires_on: '2031-06-30' }),
		await floor.passed(10, { expires_on: '2031-12-31' })
	] as const;
}

test('P5.03 W2.02 another lot than the one whose turn it is leaves with a reason alone, which is kept', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const [first, late] = await twoLots(floor);
	await expect(ship(floor, [line(floor, late, 5)])).rejects.toMatchObject({
		code: 'PT422',
		message: `Lot ${first.code} at STORE comes before lot ${late.code}: it expires on 30 Jun 2031.`,
		detail: expect.stringMatching(/"code": "DEVIATION_NEEDED", "field": "lines.1.reason"/) as string
	});
	await nothingLeft(db, late);
	const shipment = await ship(floor, [line(floor, late, 5, await floor.reason('deviation'))]);
	expect(shipment.lines).toMatchObject([
		{ lot: late.code, deviation: 'Customer asks for this lot' }
	]);
	await expect(
		ship(floor, [line(floor, first, 1), line(floor, late, 1, await floor.reason('hold'))])
	).rejects.toMatchObject({
		message: 'A deviation needs one of the reasons for deviations.',
		detail: expect.stringContaining('"field": "lines.2.reason"') as string
	});
	await expect(
		ship(floor, [{ ...line(floor, late, 1), reason_id: 'because' }])
	).rejects.toMatchObject({
		code: 'PT400',
		detail: expect.stringContaining('"field": "lines.1.reason"') as string
	});
});

test('P5.03 W2.02 who takes all of a lot and the rest of the next one needs no reason, in whatever order', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const [first, late] = await twoLots(floor);
	await expect(
		ship(floor, [line(floor, late, 4), line(floor, first, 9)]),
		'a kilogram of the first is left'
	).rejects.toMatchObject({
		detail: expect.stringContaining('"field": "lines.1.reason"') as string
	});
	const shipment = await ship(floor, [line(floor, late, 4), line(floor, first, 10)]);
	expect(shipment.lines.map(({ deviation }) => deviation)).toEqual([null, null]);
});

test('P5.03 a lot before it that may not be used is passed over without a reason', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const [first, late] = await twoLots(floor);
	await floor.hold(first);
	const shipment = await ship(floor, [line(floor, late, 5)]);
	expect(shipment.lines).toMatchObject([{ lot: late.code, deviation: null }]);
});

test('P5.03 what stands at the gate was picked when it came there, and leaves as it stands', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const [first, late] = await twoLots(floor);
	const [gate] = await db.as(
		'admin',
		(sql) => sql`
			insert into locations (site_id, code, name, kind) values (${floor.ids.site}, 'GATE', 'GATE', 'dispatch') returning id`
	);
	const location_id = gate!.id as string;
	await floor.transfer(first, 5, { to_id: location_id });
	await floor.transfer(late, 5, { to_id: location_id });
	const shipment = await ship(floor, [{ ...line(floor, late, 5), location_id }]);
	expect(shipment.lines).toMatchObject([{ lot: late.code, from: 'GATE' }]);
});

test('P5.04 P13.02 a held lot is refused at its line, and nothing of the shipment stays', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const [first, late] = await twoLots(floor);
	await floor.hold(late);
	await expect(ship(floor, [line(floor, first, 10), line(floor, late, 1)])).rejects.toMatchObject({
		code: 'PT422',
		message: `Lot ${late.code} is on hold and may not be shipped.`,
		detail: expect.stringContaining('"field": "lines.2.lot"') as string
	});
	await nothingLeft(db, first);
});

test('P13.02 two shipments that take the same lots in another order both go', async ({ db }) => {
	const floor = await Floor.open(db);
	const [one, two] = [await floor.passed(50), await floor.passed(50)];
	const reason = await floor.reason('deviation');
	const orders = Array.from({ length: 20 }, (_, n) => {
		const lines = [line(floor, one, 1), line(floor, two, 1, reason)];
		return ship(floor, n % 2 ? lines : lines.reverse());
	});
	expect(await Promise.all(orders)).toHaveLength(20);
});

test('P13.02 of two who send out one invoice at once exactly one does', async ({ db }) => {
	const floor = await Floor.open(db);
	const lot = await floor.tested(100);
	for (let round = 0; round < 20; round++) {
		const invoice_number = `RACE-${round}`;
		const outcomes = await Promise.allSettled([
			ship(floor, [line(floor, lot, 1)], { invoice_number }),
			ship(floor, [line(floor, lot, 1)], { invoice_number: invoice_number.toLowerCase() })
		]);
		expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
		const refused = outcomes.find((outcome) => outcome.status === 'rejected');
		expect(refused!.reason).toMatchObject({
			code: 'PT409',
			detail: expect.stringContaining('INVOICE_TAKEN') as string
		});
	}
});

test('P13.02 a shipment that has left stays as it is, for the owner of the table too', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const { id } = await ship(floor, [line(floor, await floor.tested(10), 1)]);
	for (const statement of [
		`update shipments set vehicle = 'another' where id = '${id}'`,
		`delete from shipments where id = '${id}'`,
		`update shipment_lines set quantity = 0.5 where shipment_id = '${id}'`,
		`delete from shipment_lines where shipment_id = '${id}'`
	])
		await expect(
			asOwner(db, (sql) => sql.unsafe(statement)),
			statement
		).rejects.toMatchObject({
			code: 'PT403'
		});
});

test('the invariants hold', async ({ db }) => {
	expect(await violations(db.superuser)).toEqual({});
});
