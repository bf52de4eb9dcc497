import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { test } from '../database.ts';
import { Plant, type LotAnswer } from './plant.ts';

/** Asks for the lot as a command does that takes it at P1. */
const pick = (plant: Plant, lot: LotAnswer, reason: string | null = null) =>
	plant.db.sql`
		select app.assert_picking_order(lots, ${plant.ids.site}, ${reason}) from lots where id = ${lot.id}`;

test('P5.03 the lot that expires first goes first; one that does not expire goes last', async ({
	db
}) => {
	const plant = await Plant.build(db);
	const late = await plant.passed(5, { expires_on: '2029-12-31' });
	const soon = await plant.passed(5, { expires_on: '2029-06-30' });
	const never = await plant.passed(5);
	await db.superuser`update lots set expires_on = null where id = ${never.id}`;
	await pick(plant, soon);
	for (const lot of [late, never])
		await expect(pick(plant, lot)).rejects.toMatchObject({
			code: 'PT422',
			message: `Lot ${soon.code} at STORE comes before lot ${lot.code}: it expires on 30 Jun 2029.`,
			detail: expect.stringContaining('"DEVIATION_NEEDED"') as string
		});
});

test('P5.03 an item that is picked by arrival goes by arrival, whatever expires', async ({
	db
}) => {
	const plant = await Plant.build(db);
	await db.superuser`update items set picking = 'fifo' where id = ${plant.ids.item}`;
	db.travelTo('2026-05-01T12:00:00+05:30');
	const first = await plant.passed(5, { expires_on: '2029-12-31' });
	db.travelTo('2026-05-02T12:00:00+05:30');
	const second = await plant.passed(5, { expires_on: '2029-06-30' });
	db.travelTo(undefined);
	await pick(plant, first);
	await expect(pick(plant, second)).rejects.toMatchObject({
		message: `Lot ${first.code} at STORE comes before lot ${second.code}: it came on 01 May 2026.`
	});
});

test('P5.03 of two that came on one day and expire on one day the lower code goes first', async ({
	db
}) => {
	const plant = await Plant.build(db);
	const [first, second] = [await plant.passed(5), await plant.passed(5)];
	await pick(plant, first);
	await expect(pick(plant, second)).rejects.toMatchObject({ code: 'PT422' });
});

test('P5.03 what may not be used, is promised, is used up or lies in quarantine does not come first', async ({
	db
}) => {
	const plant = await Plant.build(db);
	const { STORE, QC } = plant.ids;
	const pending = await plant.receive(5, { expires_on: '2029-01-01' });
	const promised = await plant.passed(5, { expires_on: '2029-01-02' });
	await db.superuser`insert into reservations (lot_id, location_id, quantity, purpose, reserved_by)
		values (${promised.id}, ${STORE}, 5, 'Batch', ${await db.idOf('storekeeper')})`;
	const spent = await plant.passed(5, { expires_on: '2029-01-03' });
	await plant.call('manager', 'adjust_stock', {
		lot_id: spent.id,
		location_id: STORE,
		change: -5,
		reason_id: await plant.reason('adjustment')
	});
	const away = await plant.passed(5, { expires_on: '2029-01-04' });
	await plant.transfer(away, 5, { to_id: QC });
	const wanted = await plant.passed(5, { expires_on: '2029-12-31' });
	await pick(plant, wanted);
	await plant.setStatus(pending.id, 'pass');
	await expect(pick(plant, wanted)).rejects.toMatchObject({
		message: expect.stringContaining(pending.code) as string
	});
});

test('P5.03 stock at another site does not come first', async ({ db }) => {
	const plant = await Plant.build(db);
	const other = await db.siteOf('P2');
	const [place] =
		await db.superuser`insert into locations (site_id, code, name, kind) values (${other}, 'FAR', 'Far', 'storage') returning id`;
	const soon = await plant.passed(5, { expires_on: '2029-01-01' });
	const late = await plant.passed(5, { expires_on: '2029-12-31' });
	await plant.transfer(soon, 5, { to_id: place!.id });
	await pick(plant, late);
});

test('P5.03 a reason for deviations lets another lot go first, no other reason does', async ({
	db
}) => {
	const plant = await Plant.build(db);
	await plant.passed(5, { expires_on: '2029-01-01' });
	const late = await plant.passed(5, { expires_on: '2029-12-31' });
	await pick(plant, late, await plant.reason('deviation'));
	for (const reason of [await plant.reason('hold'), randomUUID()])
		await expect(pick(plant, late, reason)).rejects.toMatchObject({
			code: 'PT404',
			message: 'A deviation needs one of the reasons for deviations.'
		});
});
