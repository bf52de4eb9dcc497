import { expect } from 'vitest';
import { test } from '../database.ts';
import { violations } from '../invariants.ts';
import { Floor, GOOD } from '../production/floor.ts';

test('P5 the sample use case of module 5: 500 kg in, 300 consumed, 200 back in the store, spillage adjusted', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const { STORE, LINE, site, item } = floor.ids;
	const places = async (lot: string) =>
		(
			await db.sql`
				select locations.code, on_hand::float as "onHand" from stock_balances
				join locations on locations.id = location_id where lot_id = ${lot} and on_hand > 0 order by code`
		).map((place) => [place.code as string, place.onHand as number]);

	// 1. The storekeeper receives 500 kg; it waits for QC. A lot that came later lies there too.
	const lot = await floor.receive(500, { expires_on: '2031-05-23' });
	expect(lot).toMatchObject({ qc_status: 'pending', expires_on: '2031-05-23' });
	const later = await floor.receive(500, { expires_on: '2031-06-23' });

	// 2. QA clears it: it is available.
	for (const { id } of [lot, later]) await floor.test({ lot_id: id }, GOOD.incoming);
	const levels = await db.as(
		'supervisor',
		(sql) =>
			sql`select available::float from stock_levels where lot_id = ${lot.id} and location_id = ${STORE}`
	);
	expect(levels).toMatchObject([{ available: 500 }]);

	// 3. The supervisor asks for it on the floor; the lot that comes first is picked.
	const asked = await floor.call<{ id: string }>('supervisor', 'request_transfer', {
		item_id: item,
		quantity: 500,
		to_id: LINE
	});
	const [first] = await db.as(
		'storekeeper',
		(sql) =>
			sql`select lot_id, location_id, take::float from suggest_lots(${item}, ${site}, 500) where take > 0`
	);
	expect(first).toMatchObject({ lot_id: lot.id, take: 500 });
	await expect(
		floor.call('storekeeper', 'fulfil_transfer', {
			transfer_request_id: asked.id,
			lines: [{ lot_id: later.id, from_id: STORE, quantity: 500 }]
		})
	).rejects.toMatchObject({ code: 'PT422', detail: expect.stringContaining('DEVIATION_NEEDED') });
	await floor.call('storekeeper', 'fulfil_transfer', {
		transfer_request_id: asked.id,
		lines: [{ lot_id: lot.id, from_id: STORE, quantity: 500 }]
	});
	expect(await places(lot.id)).toEqual([['LINE', 500]]);

	// 4. Production logs 300 kg of it.
	const batch = await floor.start(300);
	await floor.allocate(batch, lot, 500, { location_id: LINE });
	await floor.log(batch, 1, 295, '06:10:00', '07:00:00', { input_quantity: 300 });
	expect(await places(lot.id)).toEqual([['LINE', 200]]);

	// 5. The 200 kg that are left go back to the store.
	const [material] = await db.sql`select id from stage_materials where batch_id = ${batch.id}`;
	await floor.call('supervisor', 'return_material', {
		stage_material_id: material!.id as string,
		quantity: 200,
		to_id: STORE
	});
	expect(await places(lot.id)).toEqual([['STORE', 200]]);

	// 6. At the end of the week the manager posts what was spilt.
	const [spillage] = await db.sql`
		select id from reason_codes where purpose = 'adjustment' and code = 'spillage'`;
	const counted = {
		lot_id: lot.id,
		location_id: STORE,
		change: -1.5,
		reason_id: spillage!.id as string,
		note: 'Weekly count'
	};
	await expect(floor.call('storekeeper', 'adjust_stock', counted)).rejects.toMatchObject({
		code: 'PT403'
	});
	await floor.call('manager', 'adjust_stock', counted);
	expect(await places(lot.id)).toEqual([['STORE', 198.5]]);
	expect(await violations(db.sql)).toEqual({});
});
