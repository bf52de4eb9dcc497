import { expect } from 'vitest';
import { test, type TestDatabase } from '../database.ts';
import { violations } from '../invariants.ts';
import { Floor, GOOD, refusal, type BatchAnswer } from './floor.ts';

/** A SKU of the floor's product. */
async function skuOf(floor: Floor, size: number, unit: string, base = 'pcs'): Promise<string> {
	const [row] = await floor.db.as(
		'admin',
		(sql) => sql`
			insert into items (code, name, kind, unit, pack_size, pack_unit, packs_item_id)
			values ('SKU-' || upper(left(gen_random_uuid()::text, 8)), 'A pack', 'finished', ${base}, ${size}, ${unit}, ${floor.product}) returning id`
	);
	return row!.id as string;
}

/** Bags on stock, which QA has passed. */
async function bags(floor: Floor, quantity: number) {
	const material = await floor.material('pcs');
	await floor.db.superuser`update items set kind = 'packaging' where id = ${material.item_id}`;
	return await floor.tested(quantity, material);
}

const codeOf = async (db: TestDatabase, id: string) =>
	(await db.sql`select code from items where id = ${id}`)[0]!.code as string;

/** Of 100 kg that went in, 90.392 came out and were released. */
const OUT = 90.392;

test('P13.01 packs × size leave the bulk, the rest stays, what is lost is said', async ({ db }) => {
	const floor = await Floor.open(db);
	const batch = await floor.released(100);
	expect(await floor.levels({ id: batch.lot_id })).toEqual({ STORE: [OUT, 0, OUT] });
	const packed = await floor.pack(batch, 3, { loss_quantity: 0.4, remarks: 'first pallet' });
	expect(packed).toMatchObject({
		code: `${batch.code}-01`,
		item: await codeOf(db, floor.sku),
		unit: 'pcs',
		qc_status: 'pass',
		packed_quantity: 75,
		lost_quantity: 0.4,
		bulk_unit: 'kg',
		rest: 14.992,
		places: [{ location: 'STORE', on_hand: 3, available: 3 }]
	});
	expect(
		await db.sql`select quantity::float from lot_links where parent_id = ${batch.lot_id} and child_id = ${packed.id}`
	).toMatchObject([{ quantity: 75 }]);
	expect(
		await db.sql`
			select stock_moves.kind, quantity::float, locations.kind as to, note from stock_moves join locations on locations.id = to_id
			where lot_id in (${batch.lot_id}, ${packed.id}) and stock_moves.kind in ('pack', 'produce') order by stock_moves.id`
	).toMatchObject([
		{ kind: 'produce', quantity: OUT },
		{ kind: 'pack', quantity: 75, to: 'process', note: packed.code },
		{ kind: 'produce', quantity: 3, to: 'storage', note: 'first pallet' },
		{ kind: 'pack', quantity: 0.4, to: 'loss', note: packed.code }
	]);
	const [bulk] =
		await db.sql`select manufactured_on, expires_on from lots where id = ${batch.lot_id}`;
	expect(
		await db.sql`select manufactured_on, expires_on from lots where id = ${packed.id}`
	).toEqual([bulk]);
	expect(await floor.journey(batch.code)).toMatchObject({
		packed: [{ lot: packed.code, packs: 3, quantity: 75, packed_by: 'supervisor', on_hand: 3 }],
		balance: {
			produced: OUT,
			packed: 75,
			packing_loss: 0.4,
			on_hand: 14.992,
			unaccounted_product: 0
		}
	});
});

test('P13.01 a batch is packed in several goes and sizes, and each pack lot has its own number', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const batch = await floor.released(100);
	const [small, tonne] = [await skuOf(floor, 500, 'g'), await skuOf(floor, 0.01, 't')];
	expect(await floor.pack(batch, 1)).toMatchObject({
		code: `${batch.code}-01`,
		packed_quantity: 25
	});
	expect(await floor.pack(batch, 21, { sku_id: small })).toMatchObject({
		code: `${batch.code}-02`,
		packed_quantity: 10.5
	});
	expect(await floor.pack(batch, 2, { sku_id: tonne, to_id: floor.ids.LINE })).toMatchObject({
		code: `${batch.code}-03`,
		packed_quantity: 20,
		rest: 34.892,
		places: [{ location: 'LINE', on_hand: 2 }]
	});
});

test('P13.01 a number that somebody has given to another lot is passed over', async ({ db }) => {
	const floor = await Floor.open(db);
	const batch = await floor.released(100);
	await floor.receive(1, { lot_code: `${batch.code}-01` });
	expect((await floor.pack(batch, 1)).code).toBe(`${batch.code}-02`);
});

test('P13.01 a batch with the longest code there is can be packed', async ({ db }) => {
	const floor = await Floor.open(db);
	const lot = await floor.tested(100);
	const code = 'X'.repeat(50);
	await floor.start(100, { code });
	const batch = (
		await db.sql`select id, code, lot_id from batches where code = ${code}`
	)[0] as never as BatchAnswer;
	await floor.allocate(batch, lot, 100);
	for (const [step, from, to] of [
		[1, '06:10:00', '06:20:00'],
		[2, '06:20:00', '06:30:00'],
		[3, '06:30:00', '06:40:00'],
		[4, '06:40:00', '06:50:00'],
		[5, '06:50:00', '07:00:00']
	] as const) {
		const { last } = await floor.log(batch, step, 99, from, to);
		if (last!.qc_status === 'pending')
			await floor.test({ stage_log_id: last!.id }, GOOD.in_process);
	}
	await floor.test({ lot_id: batch.lot_id }, GOOD.final);
	expect((await floor.pack(batch, 1)).code).toBe(`${code}-01`);
});

test('P13.01 the packaging is taken from stock and linked to what it holds', async ({ db }) => {
	const floor = await Floor.open(db);
	const batch = await floor.released(100);
	const [bag, liner] = [await bags(floor, 10), await bags(floor, 5)];
	const packed = await floor.pack(batch, 3, {
		packaging: [
			{ lot_id: bag.id, location_id: floor.ids.STORE, quantity: 2 },
			{ lot_id: bag.id, location_id: floor.ids.STORE, quantity: 1 },
			{ lot_id: liner.id, location_id: floor.ids.STORE, quantity: 3 }
		]
	});
	expect(await floor.levels(bag)).toEqual({ STORE: [7, 0, 7] });
	expect(await floor.levels(liner)).toEqual({ STORE: [2, 0, 2] });
	expect(
		await db.sql`
			select lots.code, sum(quantity)::float as quantity from lot_links join lots on lots.id = parent_id
			where child_id = ${packed.id} group by lots.code order by 2`
	).toMatchObject([{ quantity: 3 }, { quantity: 3 }, { code: batch.code, quantity: 75 }]);
	// A bag that turns out to be dirty stops what is in it.
	await floor.hold(bag);
	await expect(floor.ship(packed, 1)).rejects.toMatchObject(
		refusal('LOT_NOT_USABLE', `Lot ${packed.code} is on hold and may not be shipped.`)
	);
});

test('P13.01 packaging that is none, is not released, not there or elsewhere is refused, and nothing is packed', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const batch = await floor.released(100);
	const bag = await bags(floor, 10);
	const cellulose = await floor.tested(10);
	const waiting = await bags(floor, 10);
	await floor.hold(waiting);
	await db.siteOf('P2');
	const [far] = await db.as(
		'admin',
		(sql) => sql`insert into locations (site_id, code, name, kind)
			select id, 'FAR', 'Far', 'storage' from sites where code = 'P2' returning id`
	);
	const line = { lot_id: bag.id, location_id: floor.ids.STORE, quantity: 1 };
	for (const [packaging, refused] of [
		[
			[{ ...line, lot_id: cellulose.id }],
			refusal('VALUE_INVALID', `Lot ${cellulose.code} is no packaging.`)
		],
		[
			[{ ...line, lot_id: waiting.id }],
			refusal('LOT_NOT_USABLE', `Lot ${waiting.code} is on hold and may not be used.`)
		],
		[
			[{ ...line, quantity: 10.5 }],
			refusal('STOCK_SHORT', `10 of lot ${bag.code} are free at STORE, not 10.5.`)
		],
		[
			[
				{ ...line, quantity: 6 },
				{ ...line, quantity: 5 }
			],
			refusal('STOCK_SHORT', `4 of lot ${bag.code} are free at STORE, not 5.`)
		],
		[
			[{ ...line, location_id: far!.id }],
			refusal('PLACE_UNSUITABLE', `FAR is at another site than batch ${batch.code}.`)
		],
		[[{ ...line, lot_id: 'bag' }], refusal('VALUE_INVALID', '"bag" is no id.')],
		[[{ ...line, lot_id: '00000000-0000-4000-8000-000000000000' }], refusal('NOT_FOUND')],
		[[{ ...line, quantity: '1' }], refusal('QUANTITY_INVALID', '"1" is no quantity.')],
		[[{ ...line, quantity: 0 }], refusal('QUANTITY_INVALID')],
		[[{ quantity: 1 }], refusal('FIELD_MISSING', 'packaging.lot is missing.')],
		[{}, refusal('VALUE_INVALID', 'packaging is no list of 0 to 20 lines.')],
		[null, refusal('VALUE_INVALID')],
		[Array.from({ length: 21 }, () => line), refusal('VALUE_INVALID')]
	] as const)
		await expect(
			floor.pack(batch, 1, { packaging }),
			JSON.stringify(packaging)
		).rejects.toMatchObject(refused);
	expect(await floor.levels({ id: batch.lot_id })).toEqual({ STORE: [OUT, 0, OUT] });
	expect(await floor.levels(bag)).toEqual({ STORE: [10, 0, 10] });
});

test('P13.01 no more is packed and lost than is there, free, at the place', async ({ db }) => {
	const floor = await Floor.open(db);
	const batch = await floor.released(84);
	await expect(floor.pack(batch, 4)).rejects.toMatchObject({
		code: 'PT422',
		...refusal(
			'STOCK_SHORT',
			`4 packs are 100 kg; 75.93 kg of lot ${batch.code} are free at STORE.`
		)
	});
	await expect(floor.pack(batch, 3, { loss_quantity: 0.931 })).rejects.toMatchObject(
		refusal(
			'STOCK_SHORT',
			`3 packs are 75 kg and 0.931 kg are lost; 75.93 kg of lot ${batch.code} are free at STORE.`
		)
	);
	await expect(floor.pack(batch, 1, { location_id: floor.ids.LINE })).rejects.toMatchObject(
		refusal('STOCK_SHORT', `1 packs are 25 kg; 0 kg of lot ${batch.code} are free at LINE.`)
	);
	// What is promised to another batch is not free.
	const other = await floor.start(50);
	await floor.allocate(other, { id: batch.lot_id } as never, 70);
	await expect(floor.pack(batch, 1)).rejects.toMatchObject(refusal('STOCK_SHORT'));
	const [material] = await floor.materials(other);
	await floor.giveBack(material!, 70);
	expect(await floor.pack(batch, 3, { loss_quantity: 0.93 })).toMatchObject({ rest: 0 });
});

test('P5.06 what is lost beyond the usual is not packing, but for a manager to adjust', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const batch = await floor.released(100);
	await expect(floor.pack(batch, 3, { loss_quantity: 1.501 })).rejects.toMatchObject({
		code: 'PT422',
		...refusal('LOSS_EXCEEDS', '1.501 kg are more than 2 % of the 75 kg that are packed.')
	});
	expect(await floor.pack(batch, 3, { loss_quantity: 1.5 })).toMatchObject({ rest: 13.892 });
});

for (const packs of [0, -1, 100_001, null]) {
	test(`P13.01 ${packs} packs are refused`, async ({ db }) => {
		const floor = await Floor.open(db);
		const batch = await floor.released(100);
		await expect(floor.pack(batch, packs as number)).rejects.toMatchObject({
			code: 'PT400',
			...refusal(
				'QUANTITY_INVALID',
				`${packs ?? 'Nothing'} is no number of packs from 1 to 100000.`
			)
		});
	});
}

test('P13.01 half a pack, and a loss that is no quantity, are refused', async ({ db }) => {
	const floor = await Floor.open(db);
	const batch = await floor.released(100);
	await expect(floor.pack(batch, 1.5)).rejects.toMatchObject({ code: '22P02' });
	for (const loss_quantity of [-1, NaN, 1e12, 0.0000001])
		await expect(floor.pack(batch, 1, { loss_quantity })).rejects.toMatchObject(
			refusal('QUANTITY_INVALID')
		);
	await floor.pack(batch, 1, { loss_quantity: 0 });
});

test('P4.05 what is not released is not packed: in work, untested, on hold, rejected, held, cancelled', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const running = await floor.start();
	await expect(floor.pack(running, 1)).rejects.toMatchObject({
		code: 'PT422',
		...refusal('BATCH_OVER', `Batch ${running.code} is running and cannot be packed.`)
	});
	await floor.call('supervisor', 'cancel_batch', { batch_id: running.id, remarks: 'x' });
	await expect(floor.pack(running, 1)).rejects.toMatchObject(
		refusal('BATCH_OVER', `Batch ${running.code} is cancelled and cannot be packed.`)
	);
	const batch = await floor.batchUpTo(5, 100);
	const refused = (words: string) =>
		refusal('LOT_NOT_USABLE', `Lot ${batch.code} ${words} and may not be packed.`);
	await expect(floor.pack(batch, 1)).rejects.toMatchObject(refused('waits for QC'));
	const test = await floor.test({ lot_id: batch.lot_id }, [
		{ name: 'Moisture', value: 9 },
		{ name: 'Particle size', value: 50 }
	]);
	await expect(floor.pack(batch, 1)).rejects.toMatchObject(refused('is on hold'));
	await floor.test({ lot_id: batch.lot_id }, GOOD.final, {
		retest_of: test.id,
		remarks: 'wet cup'
	});
	await floor.hold({ id: batch.lot_id });
	await expect(floor.pack(batch, 1)).rejects.toMatchObject(refused('is on hold'));
	await floor.call('qa', 'release_lot', { lot_id: batch.lot_id, note: 'clean' });
	await floor.pack(batch, 1);
	await floor.call('qa', 'reject_lot', {
		lot_id: batch.lot_id,
		reason_id: await floor.reason('rejection')
	});
	await expect(floor.pack(batch, 1)).rejects.toMatchObject(refused('has failed QC'));
});

test('P2.08 an expired batch is not packed', async ({ db }) => {
	const floor = await Floor.open(db);
	await db.as(
		'admin',
		(sql) => sql`update items set shelf_life_days = 1 where id = ${floor.product}`
	);
	const batch = await floor.released(100);
	await floor.pack(batch, 1);
	await floor.assignTo('A', 'supervisor', '2030-05-25');
	db.travelTo('2030-05-25T06:05:00+05:30');
	await expect(floor.pack(batch, 1)).rejects.toMatchObject(
		refusal('LOT_NOT_USABLE', `Lot ${batch.code} expired on 24 May 2030 and may not be packed.`)
	);
});

test('P13.01 only a SKU in use of this product, which is counted, is packed', async ({ db }) => {
	const floor = await Floor.open(db);
	const [batch, other] = [await floor.released(100), await Floor.open(db)];
	floor.at('10:00:00');
	const product = await codeOf(db, floor.product);
	const none = {
		code: 'PT404',
		...refusal('NOT_FOUND', `This is no SKU in use that ${product} is packed in.`)
	};
	const retired = await skuOf(floor, 1, 'kg');
	await db.as('admin', (sql) => sql`update items set active = false where id = ${retired}`);
	for (const sku_id of [other.sku, floor.product, floor.ids.item, retired, null])
		await expect(floor.pack(batch, 1, { sku_id })).rejects.toMatchObject(none);
	const litres = await skuOf(floor, 1, 'L');
	const weighed = await skuOf(floor, 25, 'kg', 'kg');
	const [fluid, loose] = [await codeOf(db, litres), await codeOf(db, weighed)];
	await expect(floor.pack(batch, 1, { sku_id: litres })).rejects.toMatchObject(
		refusal('UNIT_MISMATCH', `${fluid} holds L and ${product} is kept in kg.`)
	);
	await expect(floor.pack(batch, 1, { sku_id: weighed })).rejects.toMatchObject(
		refusal('UNIT_MISMATCH', `${loose} is kept in kg; packs are counted.`)
	);
});

test('P13.01 what is in a pack that was made does not change afterwards', async ({ db }) => {
	const floor = await Floor.open(db);
	const batch = await floor.released(100);
	const edit = (change: string) =>
		db.as('admin', (sql) => sql.unsafe(`update items set ${change} where id = '${floor.sku}'`));
	await edit('pack_size = 20');
	await floor.pack(batch, 1);
	const sku = await codeOf(db, floor.sku);
	for (const change of ['pack_size = 50', "pack_unit = 'g'", 'packs_item_id = null'])
		await expect(edit(change), change).rejects.toMatchObject({
			code: 'PT422',
			...refusal('PACK_IN_USE', `${sku} has been packed; what is in a pack of it stays 20 kg.`)
		});
	await edit("name = 'A better name'");
	await edit('pack_size = 20');
});

test('P13.01 packs come from and go to places of the site', async ({ db }) => {
	const floor = await Floor.open(db);
	const batch = await floor.released(100);
	const [far] =
		await db.sql`select locations.id from locations join sites on sites.id = site_id where sites.code = 'P2' and locations.code = 'FAR'`;
	for (const place of ['location_id', 'to_id'])
		await expect(floor.pack(batch, 1, { [place]: far!.id })).rejects.toMatchObject(
			refusal('PLACE_UNSUITABLE')
		);
	for (const place of ['location_id', 'to_id'])
		await expect(floor.pack(batch, 1, { [place]: floor.ids.VENDOR })).rejects.toMatchObject(
			refusal('PLACE_UNSUITABLE', 'VENDOR holds no stock, or is out of use.')
		);
});

test('P13.01 a dispatch clerk packs too, whatever shift runs', async ({ db }) => {
	const floor = await Floor.open(db);
	const batch = await floor.released(100);
	floor.at('23:00:00');
	const pack = (persona: string) =>
		floor.call<{ code: string }>(persona, 'pack_batch', {
			batch_id: batch.id,
			location_id: floor.ids.STORE,
			sku_id: floor.sku,
			packs: 1,
			to_id: floor.ids.STORE
		});
	expect(await pack('dispatch_clerk')).toMatchObject({ code: `${batch.code}-01` });
	await expect(pack('supervisor')).rejects.toMatchObject({ code: 'PT423' });
});

test('P4.05 a bulk lot that falls later takes its packs along, and frees them when it rises', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const batch = await floor.released(100);
	const packed = await floor.pack(batch, 1);
	await floor.hold({ id: batch.lot_id });
	await expect(floor.ship(packed, 1)).rejects.toMatchObject(
		refusal('LOT_NOT_USABLE', `Lot ${packed.code} is on hold and may not be shipped.`)
	);
	await floor.call('qa', 'release_lot', { lot_id: batch.lot_id, note: 'clean' });
	await floor.ship(packed, 1);
});

test('the invariants hold', async ({ db }) => {
	expect(await violations(db.superuser)).toEqual({});
});
