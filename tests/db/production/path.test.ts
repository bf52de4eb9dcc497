import { expect } from 'vitest';
import { test } from '../database.ts';
import { violations } from '../invariants.ts';
import { Floor, GOOD } from './floor.ts';

test('P2 P3 P4 P13 one batch goes from the truck to the dispatch gate, and is traced both ways', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const lot = await floor.receive(800, { lot_code: 'ALC-24-051' });
	const test = await floor.test({ lot_id: lot.id }, GOOD.incoming);
	expect(test.status).toBe('pass');

	let batch = await floor.start(800, { code: 'MCC-24-051-A' });
	batch = await floor.allocate(batch, lot, 800);
	expect(batch).toMatchObject({ allocated: 800, next: { position: 1, stage: 'Pre-treatment' } });

	batch = await floor.log(batch, 1, 770, '06:10:00', '07:40:00');
	expect(batch.last).toMatchObject({
		stage: 'Pre-treatment',
		input: 800,
		output: 770,
		loss: 30,
		loss_percent: 3.75,
		loss_above_limit: false,
		qc_status: 'not_required'
	});
	batch = await floor.log(batch, 2, 760, '07:45:00', '08:45:00');
	expect(batch.last).toMatchObject({
		stage: 'Drying',
		input: 770,
		output: 760,
		qc_status: 'pending'
	});
	await expect(floor.log(batch, 3, 755, '08:50:00', '09:30:00')).rejects.toMatchObject({
		code: 'PT422',
		message: 'Drying of batch MCC-24-051-A waits for QC; Grinding may not begin.'
	});
	await floor.test({ stage_log_id: batch.last!.id }, GOOD.in_process);
	await floor.log(batch, 3, 755, '08:50:00', '09:30:00');
	await floor.log(batch, 4, 750, '09:35:00', '10:00:00');
	batch = await floor.log(batch, 5, 748, '10:05:00', '10:45:00');
	expect(batch).toMatchObject({ state: 'finished', next: null, qc_status: 'pending' });
	await floor.test({ stage_log_id: batch.last!.id }, GOOD.in_process);
	await expect(floor.pack(batch, 10)).rejects.toMatchObject({
		message: 'Lot MCC-24-051-A waits for QC and may not be packed.'
	});
	expect((await floor.test({ lot_id: batch.lot_id }, GOOD.final)).status).toBe('pass');

	const packed = await floor.pack(batch, 29, { loss_quantity: 3 });
	expect(packed).toMatchObject({ code: 'MCC-24-051-A-01', packed_quantity: 725, rest: 20 });
	const shipment = await floor.ship(packed, 29);
	expect(shipment.lines).toMatchObject([
		{ lot: 'MCC-24-051-A-01', certificate: 'COA-MCC-24-051-A-01' }
	]);

	const down = await db.as(
		'manager',
		(sql) =>
			sql`select lot, depth, quantity::float, quantity_unit, unit, shipments from trace_lot('ALC-24-051', 'down')`
	);
	expect(down).toMatchObject([
		{ lot: 'ALC-24-051', depth: 0 },
		{ lot: 'MCC-24-051-A', depth: 1, quantity: 800 },
		{
			lot: 'MCC-24-051-A-01',
			depth: 2,
			quantity: 725,
			quantity_unit: 'kg',
			unit: 'pcs',
			shipments: [{ customer: 'Acme Pharma', quantity: 29 }]
		}
	]);
	const up = await db.as('qa', (sql) => sql`select lot from trace_lot('MCC-24-051-A-01', 'up')`);
	expect(up.map((row) => row.lot as string)).toEqual([
		'MCC-24-051-A-01',
		'MCC-24-051-A',
		'ALC-24-051'
	]);
	expect(await floor.journey('MCC-24-051-A')).toMatchObject({
		balance: {
			unit: 'kg',
			consumed: 800,
			lost: 52,
			produced: 748,
			unaccounted: 0,
			yield_percent: 93.5,
			packed: 725,
			packing_loss: 3,
			on_hand: 20,
			unaccounted_product: 0
		}
	});
	expect(await violations(db.sql)).toEqual({});
});

test('P2.06 what is promised to a batch is not taken back as a plain reservation', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const lot = await floor.tested(100);
	const batch = await floor.start(100);
	await floor.allocate(batch, lot, 60);
	const [promise] = await db.sql`select id from reservations where lot_id = ${lot.id}`;
	await expect(
		floor.call('storekeeper', 'end_reservation', { reservation_id: promise!.id as string })
	).rejects.toMatchObject({ code: 'PT422', message: `This is promised to batch ${batch.code}.` });
});
