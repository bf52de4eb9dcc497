import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { test } from '../database.ts';
import { violations } from '../invariants.ts';
import { PERSONAS } from '../matrix.ts';
import { Plant, type LotAnswer } from './plant.ts';

test('P5.02 part of a lot moves, the rest stays', async ({ db }) => {
	const plant = await Plant.build(db);
	const lot = await plant.passed(800);
	expect((await plant.transfer(lot, 500)).places).toEqual([
		{ location: 'LINE', on_hand: 500, available: 500 },
		{ location: 'STORE', on_hand: 300, available: 300 }
	]);
});

test('P5.04 more than is there is refused with what is there', async ({ db }) => {
	const plant = await Plant.build(db);
	const lot = await plant.passed(10);
	await expect(plant.transfer(lot, 10.5)).rejects.toMatchObject({
		code: 'PT422',
		message: `10 of lot ${lot.code} are free at STORE, not 10.5.`
	});
});

for (const [status, words] of [
	['pending', 'waits for QC'],
	['fail', 'has failed QC'],
	['hold', 'is on hold']
] as const) {
	test(`P5.04 a lot that ${words} moves to quarantine only: by the command, by the table, by the owner`, async ({
		db
	}) => {
		const plant = await Plant.build(db);
		const lot = await plant.receive(10);
		await plant.setStatus(lot.id, status);
		const refusal = { code: 'PT422', message: `Lot ${lot.code} ${words} and may not be moved.` };
		await expect(plant.transfer(lot, 1)).rejects.toMatchObject(refusal);
		const [{ STORE, LINE }, keeper] = [plant.ids, await db.idOf('storekeeper')];
		await expect(
			db.sql`insert into stock_moves (lot_id, from_id, to_id, quantity, kind, moved_by, request_id)
				values (${lot.id}, ${STORE}, ${LINE}, 1, 'transfer', ${keeper}, ${randomUUID()})`
		).rejects.toMatchObject(refusal);
		expect((await plant.transfer(lot, 10, { to_id: plant.ids.QC })).places).toMatchObject([
			{ location: 'QC', on_hand: 10, available: 0 }
		]);
	});
}

test('P2.08 a lot is good through its expiry day and not after, by the date of the site', async ({
	db
}) => {
	const plant = await Plant.build(db);
	db.travelTo('2026-05-01T12:00:00+05:30');
	const lot = await plant.passed(10, { expires_on: '2026-05-23' });
	db.travelTo('2026-05-23T23:59:00+05:30');
	await plant.transfer(lot, 1);
	db.travelTo('2026-05-24T00:01:00+05:30');
	await expect(plant.transfer(lot, 1)).rejects.toMatchObject({
		message: `Lot ${lot.code} expired on 23 May 2026 and may not be moved.`
	});
	db.travelTo(undefined);
});

test('P5.04 of two who take the last kilogram exactly one gets it, a hundred times', async ({
	db
}) => {
	const plant = await Plant.build(db);
	for (let round = 0; round < 100; round++) {
		const lot = await plant.passed(1);
		const outcomes = await Promise.allSettled([plant.transfer(lot, 1), plant.transfer(lot, 1)]);
		expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
		const [refused] = outcomes.filter((outcome) => outcome.status === 'rejected');
		expect(refused!.reason).toMatchObject({ code: 'PT422' });
	}
}, 60_000);

test('moves in opposite directions wait for each other and all arrive', async ({ db }) => {
	const plant = await Plant.build(db);
	const lot = await plant.passed(100);
	await plant.transfer(lot, 50);
	const { STORE, LINE } = plant.ids;
	await Promise.all(
		Array.from({ length: 40 }, (_, n) =>
			plant.transfer(
				lot,
				1,
				n % 2 ? { from_id: STORE, to_id: LINE } : { from_id: LINE, to_id: STORE }
			)
		)
	);
	const answer =
		await db.sql`select sum(on_hand)::float as sum from stock_balances where lot_id = ${lot.id}`;
	expect(answer[0]!.sum).toBe(100);
});

test('P5.06 only a Manager adjusts, with a reason for adjustments, and never below zero', async ({
	db
}) => {
	const plant = await Plant.build(db);
	const lot = await plant.passed(500);
	const adjust = (persona: string, change: number, reason_id: string) =>
		plant.call(persona, 'adjust_stock', {
			lot_id: lot.id,
			location_id: plant.ids.STORE,
			change,
			reason_id,
			note: 'swept up'
		});
	const reason = await plant.reason('adjustment');
	await expect(adjust('storekeeper', -1, reason)).rejects.toMatchObject({
		code: 'PT403',
		message: 'You may not adjust stock at P1.'
	});
	await expect(adjust('manager', -1, await plant.reason('downtime'))).rejects.toMatchObject({
		code: 'PT404'
	});
	await expect(adjust('manager', -501, reason)).rejects.toMatchObject({
		code: 'PT422',
		message: `There is less than 501 of lot ${lot.code} at STORE.`
	});
	await expect(adjust('manager', 0, reason)).rejects.toMatchObject({ code: 'PT400' });
	expect((await adjust('manager', -200, reason)).places).toMatchObject([{ on_hand: 300 }]);
	expect((await adjust('manager', 5.25, reason)).places).toMatchObject([{ on_hand: 305.25 }]);
});

test('X.01 a hold stops the lot and all that came of it, until it is released with a reason', async ({
	db
}) => {
	const plant = await Plant.build(db);
	const [root, middle, leaf, stranger] = [
		await plant.passed(10),
		await plant.passed(10),
		await plant.passed(10),
		await plant.passed(10)
	];
	await db.superuser`insert into lot_links (parent_id, child_id, quantity) values (${root.id}, ${middle.id}, 5), (${middle.id}, ${leaf.id}, 5)`;
	const held = await plant.call('qa', 'hold_lot', {
		lot_id: root.id,
		reason_id: await plant.reason('hold'),
		note: 'metal found'
	});
	expect(held.held).toBe(true);
	for (const lot of [root, middle, leaf])
		await expect(plant.transfer(lot, 1)).rejects.toMatchObject({
			message: expect.stringContaining('is on hold')
		});
	await plant.transfer(stranger, 1);
	await expect(
		plant.call('qa', 'release_lot', { lot_id: root.id, note: '  ' })
	).rejects.toMatchObject({ code: 'PT400' });
	await expect(
		plant.call('qa', 'release_lot', { lot_id: leaf.id, note: 'x' })
	).rejects.toMatchObject({ code: 'PT409' });
	await plant.call('manager', 'release_lot', { lot_id: root.id, note: 'sieved again, clean' });
	for (const lot of [root, middle, leaf]) await plant.transfer(lot, 1);
});

test('P5.03 lots are suggested by expiry, with those that are skipped and why', async ({ db }) => {
	const plant = await Plant.build(db);
	const late = await plant.passed(50, { expires_on: '2027-12-31' });
	const pending = await plant.receive(30, { expires_on: '2027-01-31' });
	const soon = await plant.passed(20, { expires_on: '2027-06-30' });
	const { item, site } = plant.ids;
	const rows = await db.as(
		'storekeeper',
		(sql) => sql`select lot, take::float, skipped from suggest_lots(${item}, ${site}, 45)`
	);
	expect([...rows]).toEqual([
		{ lot: pending.code, take: 0, skipped: 'waits for QC' },
		{ lot: soon.code, take: 20, skipped: null },
		{ lot: late.code, take: 25, skipped: null }
	]);
});

test('P7.08 a lot is traced both ways, through what joins and parts', async ({ db }) => {
	const plant = await Plant.build(db);
	const lots: LotAnswer[] = [];
	for (let n = 0; n < 5; n++)
		lots.push(await plant.passed(10, { lot_code: `T${n}-${randomUUID().slice(0, 6)}` }));
	const link = (parent: number, child: number, quantity: number) =>
		db.superuser`insert into lot_links (parent_id, child_id, quantity) values (${lots[parent]!.id}, ${lots[child]!.id}, ${quantity})`;
	await link(0, 1, 4);
	await link(0, 2, 6);
	await link(1, 3, 4);
	await link(2, 3, 6);
	await link(3, 4, 10);
	const trace = async (from: number, direction: string) =>
		(
			await db.as(
				'storekeeper',
				(sql) =>
					sql`select depth, lot, quantity::float from trace_lot(${lots[from]!.code}, ${direction})`
			)
		).map(
			({ depth, lot, quantity }) =>
				`${depth} ${lots.findIndex(({ code }) => code === lot)} ${quantity}`
		);
	expect((await trace(0, 'down')).sort()).toEqual([
		'0 0 10',
		'1 1 4',
		'1 2 6',
		'2 3 4',
		'2 3 6',
		'3 4 10'
	]);
	expect((await trace(4, 'up')).sort()).toEqual([
		'0 4 10',
		'1 3 10',
		'2 1 4',
		'2 2 6',
		'3 0 4',
		'3 0 6'
	]);
	await expect(link(4, 0, 1)).rejects.toMatchObject({
		code: 'PT422',
		message: 'A lot would be its own ancestor.'
	});
	await expect(
		db.as('storekeeper@P2', (sql) => sql`select * from trace_lot(${lots[0]!.code})`)
	).rejects.toMatchObject({ code: 'PT404' });
	await expect(
		db.as('storekeeper', (sql) => sql`select * from trace_lot(${lots[0]!.code}, 'sideways')`)
	).rejects.toMatchObject({ code: 'PT400' });
});

test('P5.08 the ledger and the genealogy are never changed, not even by their owner', async ({
	db
}) => {
	const plant = await Plant.build(db);
	await plant.transfer(await plant.passed(2), 1);
	for (const statement of [
		'update stock_moves set quantity = 1',
		'delete from stock_moves',
		'update lot_links set quantity = 1'
	]) {
		await expect(db.sql.unsafe(statement)).rejects.toMatchObject({ code: 'PT403' });
	}
});

test('a move is told to the site when it is committed', async ({ db }) => {
	const plant = await Plant.build(db);
	const lot = await plant.passed(5);
	await plant.transfer(lot, 2);
	const [event] = await db.superuser`
		select topic, event, private, payload from realtime.messages
		where payload ->> 'lot' = ${lot.code} and payload ->> 'kind' = 'transfer'`;
	expect(event).toMatchObject({
		topic: `site:${plant.ids.site}:stock`,
		event: 'moved',
		private: true,
		payload: { quantity: 2 }
	});
});

for (const [command, allowed] of [
	['receive_goods', ['storekeeper', 'distributor']],
	['transfer_stock', ['storekeeper', 'distributor']],
	['adjust_stock', ['manager', 'distributor']],
	['hold_lot', ['qa', 'manager', 'distributor']],
	['release_lot', ['qa', 'manager', 'distributor']]
] as const) {
	for (const persona of [...PERSONAS, `${allowed[0]}@P2`]) {
		const may = (allowed as readonly string[]).includes(persona);
		test(`P1.04 ${persona} ${may ? 'may' : 'may not'} ${command} at P1`, async ({ db }) => {
			const plant = await Plant.build(db);
			const lot = await plant.passed(10);
			if (command === 'release_lot')
				await plant.call('qa', 'hold_lot', {
					lot_id: lot.id,
					reason_id: await plant.reason('hold')
				});
			const { STORE, LINE, item, line } = plant.ids;
			const call = plant.call(
				persona,
				command,
				{
					receive_goods: { location_id: STORE, item_id: item, quantity: 1, order_line_id: line },
					transfer_stock: { lot_id: lot.id, from_id: STORE, to_id: LINE, quantity: 1 },
					adjust_stock: {
						lot_id: lot.id,
						location_id: STORE,
						change: -1,
						reason_id: await plant.reason('adjustment')
					},
					hold_lot: { lot_id: lot.id, reason_id: await plant.reason('hold') },
					release_lot: { lot_id: lot.id, note: 'fine' }
				}[command]
			);
			if (may) expect((await call).code).toBeTruthy();
			else
				await expect(call).rejects.toMatchObject({ code: persona === 'anon' ? '42501' : 'PT403' });
		});
	}
}

for (const table of [
	'lots',
	'lot_holds',
	'lot_links',
	'stock_moves',
	'stock_balances',
	'reservations',
	'receipts'
]) {
	test(`P5.04 nobody writes ${table} but the commands`, async ({ db }) => {
		for (const persona of ['admin', 'manager', 'storekeeper', 'distributor', 'service_role']) {
			for (const statement of [
				`insert into ${table} default values`,
				`update ${table} set lot_id = lot_id`,
				`delete from ${table}`
			]) {
				await expect(db.as(persona, (sql) => sql.unsafe(statement))).rejects.toMatchObject({
					code: expect.stringMatching(/42501|42703/)
				});
			}
		}
	});
}

test('P1.09 stock of another site is not seen', async ({ db }) => {
	const plant = await Plant.build(db);
	const lot = await plant.passed(5);
	const seen = async (persona: string) =>
		(
			await db.as(
				persona,
				(sql) => sql`
			select (select count(*) from lots where id = ${lot.id})::int as lots,
				(select count(*) from stock_moves where lot_id = ${lot.id})::int as moves,
				(select count(*) from stock_levels where lot_id = ${lot.id})::int as levels,
				(select count(*) from receipts where item_id = ${plant.ids.item})::int as receipts`
			)
		)[0];
	expect(await seen('storekeeper')).toEqual({ lots: 1, moves: 1, levels: 1, receipts: 1 });
	for (const persona of ['storekeeper@P2', 'retailer@P2', 'nobody']) {
		expect(await seen(persona)).toEqual({ lots: 0, moves: 0, levels: 0, receipts: 0 });
	}
});

test('the invariants hold', async ({ db }) => {
	expect(await violations(db.superuser)).toEqual({});
});
