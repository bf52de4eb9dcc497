import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { test } from '../database.ts';
import { violations } from '../invariants.ts';
import { PERSONAS, testMatrix } from '../matrix.ts';
import { Plant, type LotAnswer } from './plant.ts';

type Reserved = LotAnswer & { reservation: string };

const reserve = (
	plant: Plant,
	lot: LotAnswer,
	quantity: number,
	more: Record<string, unknown> = {},
	persona = 'storekeeper'
) =>
	plant.call<Reserved>(persona, 'reserve_stock', {
		lot_id: lot.id,
		location_id: plant.ids.STORE,
		quantity,
		purpose: 'Batch MCC-26-014',
		...more
	});
const end = (plant: Plant, reservation_id: string, more = {}, persona = 'storekeeper') =>
	plant.call(persona, 'end_reservation', { reservation_id, ...more });

test('P5.01 what is reserved stays, and is free for nobody else until the reservation ends', async ({
	db
}) => {
	const plant = await Plant.build(db);
	const lot = await plant.passed(100);
	const { reservation, places } = await reserve(plant, lot, 70);
	expect(places).toEqual([{ location: 'STORE', on_hand: 100, available: 30 }]);
	const refusal = { code: 'PT422', message: `30 of lot ${lot.code} are free at STORE, not 31.` };
	await expect(plant.transfer(lot, 31)).rejects.toMatchObject(refusal);
	await expect(reserve(plant, lot, 31)).rejects.toMatchObject(refusal);
	expect((await end(plant, reservation)).places).toEqual([
		{ location: 'STORE', on_hand: 100, available: 100 }
	]);
	await plant.transfer(lot, 100);
});

test('P5.01 a reservation ends once, and stays on record', async ({ db }) => {
	const plant = await Plant.build(db);
	const lot = await plant.passed(10);
	const { reservation } = await reserve(plant, lot, 7);
	await end(plant, reservation);
	await expect(end(plant, reservation)).rejects.toMatchObject({
		code: 'PT409',
		message: `The reservation of 7 of lot ${lot.code} at STORE has ended already.`,
		detail: expect.stringContaining('"RESERVATION_ENDED"') as string
	});
	expect(await db.sql`select purpose from reservations where id = ${reservation}`).toEqual([
		{ purpose: 'Batch MCC-26-014' }
	]);
	await expect(end(plant, randomUUID())).rejects.toMatchObject({ code: 'PT404' });
});

for (const [status, words] of [
	['pending', 'waits for QC'],
	['fail', 'has failed QC'],
	['hold', 'is on hold']
] as const) {
	test(`P5.04 a lot that ${words} is not reserved`, async ({ db }) => {
		const plant = await Plant.build(db);
		const lot = await plant.receive(10);
		await plant.setStatus(lot.id, status);
		await expect(reserve(plant, lot, 1)).rejects.toMatchObject({
			code: 'PT422',
			message: `Lot ${lot.code} ${words} and may not be reserved.`
		});
	});
}

test('P5.01 a reservation names a quantity, a place that holds stock, a lot and a purpose', async ({
	db
}) => {
	const plant = await Plant.build(db);
	const lot = await plant.passed(10);
	for (const [given, refusal] of [
		[{ quantity: 0 }, { code: 'PT400', message: '0 is no quantity above zero.' }],
		[
			{ location_id: plant.ids.VENDOR },
			{ code: 'PT422', message: 'VENDOR holds no stock, or is out of use.' }
		],
		[{ lot_id: randomUUID() }, { code: 'PT404', message: 'There is no such lot.' }],
		[{ purpose: ' ' }, { code: 'PT400', message: 'A reservation says what for.' }],
		[
			{ purpose: 'x'.repeat(121) },
			{ constraint_name: 'reservation purpose has 1 to 120 characters' }
		]
	] as const)
		await expect(reserve(plant, lot, 1, given)).rejects.toMatchObject(refusal);
});

test('P5.01 of two who reserve the last kilogram exactly one gets it', async ({ db }) => {
	const plant = await Plant.build(db);
	for (let round = 0; round < 20; round++) {
		const lot = await plant.passed(1);
		const outcomes = await Promise.allSettled([
			reserve(plant, lot, 1),
			plant.transfer(lot, 1),
			reserve(plant, lot, 1, {}, 'dispatch_clerk')
		]);
		expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
	}
});

test('a reservation that is sent again is answered again, and reserves once', async ({ db }) => {
	const plant = await Plant.build(db);
	const lot = await plant.passed(10);
	const request_id = randomUUID();
	const first = await reserve(plant, lot, 6, { request_id });
	expect(await reserve(plant, lot, 6, { request_id })).toEqual(first);
	await expect(reserve(plant, lot, 5, { request_id })).rejects.toMatchObject({ code: 'PT409' });
	const ending = randomUUID();
	const ended = await end(plant, first.reservation, { request_id: ending });
	expect(await end(plant, first.reservation, { request_id: ending })).toEqual(ended);
});

for (const persona of [...PERSONAS, 'storekeeper@P2', 'manager@P2']) {
	const may = ['manager', 'storekeeper', 'dispatch_clerk', 'distributor'].includes(persona);
	test(`P1.04 ${persona} ${may ? 'may' : 'may not'} reserve at P1 and end what is reserved there`, async ({
		db
	}) => {
		const plant = await Plant.build(db);
		const lot = await plant.passed(10);
		const { reservation } = await reserve(plant, lot, 1);
		for (const call of [
			() => reserve(plant, lot, 1, {}, persona),
			() => end(plant, reservation, {}, persona)
		]) {
			if (may) expect((await call()).code).toBe(lot.code);
			else
				await expect(call()).rejects.toMatchObject({
					code: persona === 'anon' ? '42501' : 'PT403'
				});
		}
	});
}

testMatrix([
	['P1.04', `insert into reservations default values`, []],
	['P1.04', `update reservations set quantity = 1`, []],
	['P1.04', `delete from reservations`, []]
]);

test('the invariants hold', async ({ db }) => {
	expect(await violations(db.superuser)).toEqual({});
});
