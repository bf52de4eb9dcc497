import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { test, type TestDatabase } from '../database.ts';
import { PERSONAS, SIGNED_IN, testMatrix, type MatrixLine } from '../matrix.ts';
import { Floor } from '../production/floor.ts';

const AT_P1 = SIGNED_IN.filter((persona) => persona !== 'nobody');
const SHIPPERS = ['dispatch_clerk', 'distributor'];

let made: { floor: Floor; lot: string; shipment: string } | undefined;

async function arrange(db: TestDatabase) {
	if (made) return made;
	const floor = await Floor.open(db);
	const lot = await floor.tested(10);
	const shipment = await floor.ship(lot, 1);
	made = { floor, lot: lot.id, shipment: shipment.id };
	return made;
}

const never = (requirement: string, ...statements: string[]): MatrixLine[] =>
	statements.map((statement) => [requirement, statement, []]);

testMatrix(
	[
		['P13.02', 'select * from shipments', AT_P1],
		['P13.02', 'select * from shipment_lines', AT_P1],
		...never(
			'P13.02',
			"insert into shipments (number, site_id, customer_id, invoice_number, vehicle, shipped_by) select 'X', site_id, customer_id, 'Y', vehicle, auth.uid() from shipments",
			"update shipments set vehicle = 'another'",
			"update shipments set document_path = 'x'",
			'delete from shipments',
			'insert into shipment_lines (shipment_id, lot_id, location_id, quantity) select shipment_id, lot_id, location_id, 1 from shipment_lines',
			'update shipment_lines set quantity = 0.5',
			'delete from shipment_lines',
			"select attach_dispatch_report(gen_random_uuid(), auth.uid(), id, 1, 'x', 'x') from shipments",
			'select app.shipment_answer(id) from shipments'
		)
	],
	async (db) => {
		await arrange(db);
	}
);

for (const persona of [...PERSONAS, 'dispatch_clerk@P2', 'distributor@P2', 'service_role']) {
	const may = SHIPPERS.includes(persona);
	test(`P13.02 ${persona} ${may ? 'may' : 'may not'} ship from P1`, async ({ db }) => {
		const { floor, lot } = await arrange(db);
		const lines = [{ lot_id: lot, location_id: floor.ids.STORE, quantity: 1 }];
		const trial = db.as(persona, async (sql) => {
			await sql`select ship_order(${randomUUID()}, ${floor.ids.site}, ${floor.customer}, ${randomUUID()}, 'KA 01', ${sql.json(lines)})`;
			throw new Error('done and undone');
		});
		await expect(trial).rejects.toMatchObject(
			may
				? { message: 'done and undone' }
				: { code: expect.stringMatching(/^(PT403|42501)$/) as string }
		);
	});
}

test('P13.02 shipments of another site are not seen', async ({ db }) => {
	await arrange(db);
	for (const persona of ['dispatch_clerk@P2', 'manager@P2', 'nobody'])
		for (const table of ['shipments', 'shipment_lines'])
			expect(
				await db.as(persona, (sql) => sql.unsafe(`select from ${table}`)),
				`${persona}, ${table}`
			).toHaveLength(0);
});

test('P13.02 a shipment that is sent again leaves once, also twenty at once', async ({ db }) => {
	const { floor } = await arrange(db);
	const lot = await floor.passed(10);
	const request_id = randomUUID();
	// What the others left lies there before it.
	const lines = [
		{
			lot_id: lot.id,
			location_id: floor.ids.STORE,
			quantity: 1,
			reason_id: await floor.reason('deviation')
		}
	];
	const given = { request_id, invoice_number: 'INV-ONCE', lines };
	const answers = await Promise.all(Array.from({ length: 20 }, () => floor.ship(lot, 1, given)));
	for (const answer of answers) expect(answer).toEqual(answers[0]);
	expect(
		await db.sql`select from stock_moves where lot_id = ${lot.id} and kind = 'ship'`
	).toHaveLength(1);
	for (const other of [{ vehicle: 'another' }, { remarks: 'and more' }, { lines: [] }])
		await expect(floor.ship(lot, 1, { ...given, ...other })).rejects.toMatchObject({
			code: 'PT409',
			detail: expect.stringContaining('REQUEST_REUSED') as string
		});
});
