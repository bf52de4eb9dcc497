import { expect } from 'vitest';
import { test } from '../database.ts';
import { Floor } from '../production/floor.ts';
import { family } from '../quality/laboratory.ts';

test('P7.08 X.01 from a raw lot down to every customer who was sent of it, with how much, and what is left where', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const made = await family(floor);
	const more = await floor.pack(made.batch, 1);
	const [second] = await db.as(
		'admin',
		(sql) =>
			sql`insert into partners (code, name, kind) values ('BETA', 'Beta Foods', 'customer') returning id`
	);
	const first = await floor.ship(made.packed, 1);
	await floor.ship(made.packed, 1, { customer_id: second!.id as string });
	const rows = await db.as(
		'qa',
		(sql) =>
			sql`select depth, lot, quantity::float, places, shipments, held from trace_lot(${made.raw.code}, 'down')`
	);
	const of = (code: string) => rows.find((row) => row.lot === code)!;
	expect(rows.map((row) => row.lot as string)).toEqual([
		made.raw.code,
		made.batch.code,
		made.packed.code,
		more.code
	]);
	expect(of(made.packed.code)).toMatchObject({
		depth: 2,
		quantity: 50,
		held: false,
		places: [],
		shipments: [
			{ shipment: first.number, customer: 'Acme Pharma', quantity: 1 },
			{ customer: 'Beta Foods', quantity: 1 }
		]
	});
	expect(of(more.code)).toMatchObject({
		quantity: 25,
		places: [{ location: 'STORE', on_hand: 1 }],
		shipments: []
	});
	const up = await db.as(
		'dispatch_clerk',
		(sql) => sql`select lot from trace_lot(${more.code}, 'up')`
	);
	expect(up.map((row) => row.lot as string)).toEqual([more.code, made.batch.code, made.raw.code]);
});

test('P7.08 the journey of a batch shows its packs, who was sent them, and with which certificate', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const made = await family(floor);
	await floor.ship(made.packed, 2);
	expect(await floor.journey(made.batch.code, 'dispatch_clerk')).toMatchObject({
		packed: [
			{
				lot: made.packed.code,
				packs: 2,
				quantity: 50,
				on_hand: 0,
				shipments: [{ customer: 'Acme Pharma', quantity: 2 }]
			}
		],
		certificates: [{ number: `COA-${made.packed.code}`, revision: 1 }],
		balance: { packed: 50, unaccounted_product: 0 }
	});
});

test('P13.02 the details of a shipment are for its site', async ({ db }) => {
	const floor = await Floor.open(db);
	const made = await family(floor);
	const shipment = await floor.ship(made.packed, 2);
	const details = async (persona: string, id: string | null = shipment.id) =>
		await db.as(
			persona,
			async (sql) => (await sql`select shipment_details(${id}) as details`)[0]!.details as unknown
		);
	expect(await details('qa')).toEqual({ ...shipment });
	for (const persona of ['dispatch_clerk@P2', 'nobody'])
		await expect(details(persona)).rejects.toMatchObject({
			code: 'PT404',
			message: 'There is no such shipment.'
		});
	await expect(details('anon')).rejects.toMatchObject({ code: '42501' });
	await expect(details('qa', null)).rejects.toMatchObject({ code: 'PT404' });
});

test('P4.11 a certificate is seen at the site that ships the goods, and at no third', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const made = await family(floor);
	const site = await db.siteOf('P2');
	const [place] = await db.as(
		'admin',
		(sql) =>
			sql`insert into locations (site_id, code, name, kind) values (${site}, 'DOCK', 'DOCK', 'dispatch') returning id`
	);
	const location_id = place!.id as string;
	await floor.transfer(made.packed, 2, { to_id: location_id });
	const seen = async (persona: string) =>
		(
			await db.as(
				persona,
				(sql) => sql`select number from certificates where lot_id = ${made.packed.id}`
			)
		).length;
	await floor.call('qa', 'issue_certificate', { lot_id: made.packed.id });
	expect(await seen('distributor@P2')).toBe(0);
	const shipment = await floor.call<{ lines: { certificate: string }[] }>(
		'distributor@P2',
		'ship_order',
		{
			site_id: site,
			customer_id: floor.customer,
			invoice_number: 'INV-W1',
			vehicle: 'KA 01 X 1',
			lines: [{ lot_id: made.packed.id, location_id, quantity: 2 }]
		}
	);
	expect(shipment.lines).toMatchObject([{ certificate: `COA-${made.packed.code}` }]);
	expect(await seen('distributor@P2')).toBe(1);
	expect(await seen('distributor@P3')).toBe(0);
});
