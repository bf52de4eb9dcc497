import { expect } from 'vitest';
import { test } from '../database.ts';
import { violations } from '../invariants.ts';
import { DAY_OF_WORK, Floor, GOOD, refusal } from './floor.ts';

test('P2.06 of 800 kg ALC-24-051, 500 are allocated and 300 are left for others', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const lot = await floor.tested(800, { lot_code: 'ALC-24-051' });
	const batch = await floor.start(500, { code: 'MCC-24-051-A' });
	expect(await floor.allocate(batch, lot, 500)).toMatchObject({ allocated: 500 });
	expect(await floor.levels(lot)).toEqual({ STORE: [800, 500, 300] });
	expect(await floor.materials(batch)).toMatchObject([
		{ position: 1, lot: 'ALC-24-051', allocated: 500, consumed: 0, returned: 0 }
	]);
	const other = await floor.start(500);
	await expect(floor.allocate(other, lot, 300.000001)).rejects.toMatchObject({
		code: 'PT422',
		...refusal('STOCK_SHORT', '300 of lot ALC-24-051 are free at STORE, not 300.000001.')
	});
	await floor.allocate(other, lot, 300);
	expect(await floor.levels(lot)).toEqual({ STORE: [800, 800, 0] });

	await floor.log(batch, 1, 490, '06:10:00', '07:40:00');
	expect(await floor.levels(lot)).toEqual({ STORE: [300, 300, 0] });
	expect(
		await db.sql`select quantity::float from lot_links where parent_id = ${lot.id} and child_id = ${batch.lot_id}`
	).toMatchObject([{ quantity: 500 }]);
	expect(await floor.journey('MCC-24-051-A')).toMatchObject({
		materials: [{ lot: 'ALC-24-051', allocated: 500, consumed: 500, open: 0, vendor: 'Vendor X' }]
	});
});

test('P2.05 only a lot that has passed is allocated: not before its test, on hold, rejected or held', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const batch = await floor.start();
	const pending = await floor.receive(10);
	const out = await floor.receive(10);
	await floor.test({ lot_id: out.id }, [
		{ name: 'Moisture', value: 9 },
		{ name: 'Foreign matter', value: 'None' }
	]);
	const rejected = await floor.receive(10);
	await floor.call('qa', 'reject_lot', {
		lot_id: rejected.id,
		reason_id: await floor.reason('rejection')
	});
	const held = await floor.tested(10);
	await floor.hold(held);
	for (const [lot, words] of [
		[pending, 'waits for QC'],
		[out, 'is on hold'],
		[rejected, 'has failed QC'],
		[held, 'is on hold']
	] as const)
		await expect(floor.allocate(batch, lot, 1)).rejects.toMatchObject({
			code: 'PT422',
			...refusal('LOT_NOT_USABLE', `Lot ${lot.code} ${words} and may not be allocated.`)
		});
	expect(await floor.materials(batch)).toEqual([]);
	await floor.test({ lot_id: pending.id }, GOOD.incoming);
	await floor.allocate(batch, pending, 1);
});

test('P2.08 a lot is allocated through its expiry day, and neither allocated nor used after', async ({
	db
}) => {
	const floor = await Floor.open(db);
	await floor.assignTo('A', 'supervisor', '2030-05-24');
	const lot = await floor.tested(100, { expires_on: DAY_OF_WORK });
	const batch = await floor.start(100);
	floor.at('13:59:00');
	await floor.allocate(batch, lot, 60);
	db.travelTo('2030-05-24T06:05:00+05:30');
	await expect(floor.allocate(batch, lot, 1)).rejects.toMatchObject(
		refusal('LOT_NOT_USABLE', `Lot ${lot.code} expired on 23 May 2030 and may not be allocated.`)
	);
	await expect(floor.begin(batch, 1)).rejects.toMatchObject(
		refusal('LOT_NOT_USABLE', `Lot ${lot.code} expired on 23 May 2030 and may not be used.`)
	);
	expect(await db.sql`select from stage_logs where batch_id = ${batch.id}`).toHaveLength(0);
	// It is given back where it lies.
	const [material] = await floor.materials(batch);
	expect(await floor.giveBack(material!, 60)).toMatchObject({ allocated: 0 });
});

test('P4.05 a lot that is held after its allocation is not used, by the command or by the table', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const lot = await floor.tested(100);
	const batch = await floor.start(100);
	await floor.allocate(batch, lot, 100);
	await floor.hold(lot);
	const refused = refusal('LOT_NOT_USABLE', `Lot ${lot.code} is on hold and may not be used.`);
	await expect(floor.log(batch, 1, 99, '06:10:00', '06:40:00')).rejects.toMatchObject(refused);
	const [process] =
		await db.sql`select id from locations where site_id = ${floor.ids.site} and kind = 'process'`;
	await expect(
		db.sql`insert into stock_moves (lot_id, from_id, to_id, quantity, kind, moved_by, request_id)
			values (${lot.id}, ${floor.ids.STORE}, ${process!.id as string}, 1, 'consume', ${await db.idOf('supervisor')}, gen_random_uuid())`
	).rejects.toMatchObject(refused);
	await floor.call('qa', 'release_lot', { lot_id: lot.id, note: 'clean' });
	await floor.log(batch, 1, 99, '06:10:00', '06:40:00');
});

test('P5.03 a lot out of FEFO order needs a reason, which is kept', async ({ db }) => {
	const floor = await Floor.open(db);
	const late = await floor.tested(100, { expires_on: '2031-12-31' });
	const soon = await floor.tested(100, { expires_on: '2031-06-30' });
	const batch = await floor.start();
	await expect(floor.allocate(batch, late, 10)).rejects.toMatchObject({
		code: 'PT422',
		...refusal(
			'DEVIATION_NEEDED',
			`Lot ${soon.code} at STORE comes before lot ${late.code}: it expires on 30 Jun 2031.`
		)
	});
	await expect(
		floor.allocate(batch, late, 10, { deviation_reason_id: await floor.reason('hold') })
	).rejects.toMatchObject(
		refusal('NOT_FOUND', 'A deviation needs one of the reasons for deviations.')
	);
	await floor.allocate(batch, late, 10, {
		deviation_reason_id: await floor.reason('deviation'),
		note: 'behind the pallet'
	});
	expect(await floor.journey(batch.code)).toMatchObject({
		materials: [{ lot: late.code, deviation: 'Customer asks for this lot' }]
	});
	expect(
		await db.sql`select note, allocated_by from stage_materials where batch_id = ${batch.id}`
	).toMatchObject([{ note: 'behind the pallet', allocated_by: await db.idOf('supervisor') }]);
	// What comes first needs none, and once it is all promised, the next needs none.
	await floor.allocate(batch, soon, 100);
	await floor.allocate(batch, late, 10);
});

test('P5.03 where the item says FIFO, what came first goes first, whatever expires first', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const fifo = await floor.material('kg', 'fifo');
	const first = await floor.tested(10, { ...fifo, expires_on: '2031-12-31' });
	const second = await floor.tested(10, { ...fifo, expires_on: '2031-06-30' });
	const batch = await floor.start();
	await expect(floor.allocate(batch, second, 1)).rejects.toMatchObject(
		refusal(
			'DEVIATION_NEEDED',
			`Lot ${first.code} at STORE comes before lot ${second.code}: it came on 23 May 2030.`
		)
	);
	await floor.allocate(batch, first, 10);
	await floor.allocate(batch, second, 1);
});

test('P5.02 what is left is given back in parts, to its place or to another, and no more than is left', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const lot = await floor.tested(800);
	const batch = await floor.start();
	await floor.allocate(batch, lot, 500);
	const [material] = await floor.materials(batch);
	expect(await floor.giveBack(material!, 100)).toMatchObject({ allocated: 400 });
	expect(await floor.levels(lot)).toEqual({ STORE: [800, 400, 400] });
	await floor.giveBack(material!, 150, { to_id: floor.ids.LINE, note: 'bag was open' });
	expect(await floor.levels(lot)).toEqual({ STORE: [650, 250, 400], LINE: [150, 0, 150] });
	expect(
		await db.sql`select quantity::float, note from stock_moves where lot_id = ${lot.id} and kind = 'return'`
	).toMatchObject([{ quantity: 150, note: 'bag was open' }]);
	await expect(floor.giveBack(material!, 250.5)).rejects.toMatchObject({
		code: 'PT422',
		...refusal(
			'STOCK_SHORT',
			`250 of lot ${lot.code} are left with batch ${batch.code}, not 250.5.`
		)
	});
	await floor.giveBack(material!, 250, { note: 'too much was asked for' });
	expect(await db.sql`select note from stage_materials where id = ${material!.id}`).toMatchObject([
		{ note: 'too much was asked for' }
	]);
	expect(await floor.levels(lot)).toMatchObject({ STORE: [650, 0, 650] });
	await expect(floor.giveBack(material!, 1)).rejects.toMatchObject(
		refusal('STOCK_SHORT', `0 of lot ${lot.code} are left with batch ${batch.code}, not 1.`)
	);
	expect(await floor.materials(batch)).toMatchObject([
		{ allocated: 500, consumed: 0, returned: 500 }
	]);
});

test('P5.02 a return names an allocation that is there and a place of the site', async ({ db }) => {
	const floor = await Floor.open(db);
	const lot = await floor.tested(10);
	const batch = await floor.start();
	await floor.allocate(batch, lot, 10);
	const [material] = await floor.materials(batch);
	await db.siteOf('P2');
	const [far] = await db.as(
		'admin',
		(sql) => sql`insert into locations (site_id, code, name, kind)
			select id, 'STORE', 'Store', 'storage' from sites where code = 'P2'
			on conflict (site_id, code) do update set name = excluded.name returning id`
	);
	await expect(
		floor.giveBack({ id: '00000000-0000-4000-8000-000000000000' }, 1)
	).rejects.toMatchObject(refusal('NOT_FOUND', 'There is no such allocation.'));
	await expect(floor.giveBack(material!, 1, { to_id: far!.id })).rejects.toMatchObject(
		refusal('PLACE_UNSUITABLE', `STORE is at another site than batch ${batch.code}.`)
	);
	await expect(floor.giveBack(material!, 1, { to_id: floor.ids.VENDOR })).rejects.toMatchObject(
		refusal('PLACE_UNSUITABLE', 'VENDOR holds no stock, or is out of use.')
	);
	await expect(floor.allocate(batch, lot, 1, { location_id: far!.id })).rejects.toMatchObject(
		refusal('PLACE_UNSUITABLE', `STORE is at another site than batch ${batch.code}.`)
	);
	await expect(
		floor.allocate(batch, lot, 1, { location_id: floor.ids.VENDOR })
	).rejects.toMatchObject(refusal('PLACE_UNSUITABLE'));
	expect(await floor.materials(batch)).toMatchObject([{ allocated: 10, returned: 0 }]);
});

test('P2.06 a lot is allocated where it lies', async ({ db }) => {
	const floor = await Floor.open(db);
	const lot = await floor.tested(100);
	await floor.transfer(lot, 30);
	const batch = await floor.start();
	await expect(
		floor.allocate(batch, lot, 31, { location_id: floor.ids.LINE })
	).rejects.toMatchObject(
		refusal('STOCK_SHORT', `30 of lot ${lot.code} are free at LINE, not 31.`)
	);
	await floor.allocate(batch, lot, 30, { location_id: floor.ids.LINE });
	await expect(
		floor.transfer(lot, 1, { from_id: floor.ids.LINE, to_id: floor.ids.STORE })
	).rejects.toMatchObject(refusal('STOCK_SHORT', `0 of lot ${lot.code} are free at LINE, not 1.`));
});

test('P3.06 what is weighed in grams and in tonnes goes into a product that is kept in kilograms', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const binder = await floor.tested(5000, await floor.material('g'));
	const pulp = await floor.tested(1.5, await floor.material('t'));
	const cellulose = await floor.tested(800);
	const batch = await floor.start(2000);
	await floor.allocate(batch, cellulose, 800);
	expect(await floor.allocate(batch, binder, 4000.5)).toMatchObject({ allocated: 804.0005 });
	expect(await floor.allocate(batch, pulp, 1.2)).toMatchObject({ allocated: 2004.0005 });
	const logged = await floor.log(batch, 1, 2000, '06:10:00', '07:00:00');
	expect(logged).toMatchObject({
		allocated: 0,
		last: { input: 2004.0005, output: 2000, loss: 4.0005 }
	});
	expect(await floor.levels(binder)).toEqual({ STORE: [999.5, 0, 999.5] });
	expect(
		await db.sql`
			select lots.code, lot_links.quantity::float from lot_links join lots on lots.id = parent_id
			where child_id = ${batch.lot_id} order by lot_links.quantity`
	).toMatchObject([
		{ code: pulp.code, quantity: 1.2 },
		{ code: cellulose.code, quantity: 800 },
		{ code: binder.code, quantity: 4000.5 }
	]);
	expect(await floor.journey(batch.code)).toMatchObject({
		balance: { unit: 'kg', consumed: 2004.0005, lost: 4.0005, in_process: 2000, unaccounted: 0 }
	});
});

test('P3.06 what is not weighed does not go into what is', async ({ db }) => {
	const floor = await Floor.open(db);
	const litres = await floor.tested(100, await floor.material('L'));
	const batch = await floor.start();
	await expect(floor.allocate(batch, litres, 1)).rejects.toMatchObject({
		code: 'PT422',
		...refusal('UNIT_MISMATCH'),
		message: expect.stringMatching(
			/^Lot \S+ is kept in L and cannot go into MCC-\S+, which is kept in kg\.$/
		) as string
	});
});

test('P5.05 a stage takes what is allocated for it, or less when that is said; the rest stays promised', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const [first, second] = [await floor.tested(300), await floor.tested(500)];
	const batch = await floor.start();
	floor.at('06:06:00');
	await floor.allocate(batch, first, 300);
	floor.at('06:07:00');
	await floor.allocate(batch, second, 500);
	expect(
		await floor.log(batch, 1, 440, '06:10:00', '07:00:00', { input_quantity: 450 })
	).toMatchObject({ allocated: 350, last: { input: 450, output: 440 } });
	// What was given first is used first.
	expect(await floor.materials(batch)).toMatchObject([
		{ lot: first.code, consumed: 300 },
		{ lot: second.code, consumed: 150 }
	]);
	expect(await floor.levels(second)).toEqual({ STORE: [350, 350, 0] });
});

test('P3.06 a batch does not end while material of it is neither used nor given back', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const lot = await floor.tested(800);
	const batch = await floor.start();
	await floor.allocate(batch, lot, 800);
	await floor.log(batch, 1, 690, '06:10:00', '06:40:00', { input_quantity: 700 });
	const { last } = await floor.log(batch, 2, 680, '06:40:00', '07:10:00');
	await floor.test({ stage_log_id: last!.id }, GOOD.in_process);
	await floor.log(batch, 3, 670, '07:10:00', '07:40:00');
	await floor.log(batch, 4, 660, '07:40:00', '08:10:00');
	const end = () => floor.log(batch, 5, 650, '08:10:00', '08:40:00');
	await expect(end()).rejects.toMatchObject({
		code: 'PT422',
		...refusal(
			'MATERIAL_OPEN',
			`Batch ${batch.code} still has material that was neither used nor returned.`
		)
	});
	const [material] = await floor.materials(batch);
	await floor.giveBack(material!, 100);
	expect(await end()).toMatchObject({ state: 'finished', allocated: 0 });
	expect(await floor.journey(batch.code)).toMatchObject({
		balance: { consumed: 700, lost: 50, produced: 650, unaccounted: 0, yield_percent: 92.857 }
	});
});

test('P3.06 material is added at a later stage, and counts as its input', async ({ db }) => {
	const floor = await Floor.open(db);
	const [cellulose, binder] = [
		await floor.tested(800),
		await floor.tested(50, await floor.material('kg'))
	];
	const batch = await floor.start();
	await floor.allocate(batch, cellulose, 800);
	await floor.allocate(batch, binder, 40, { position: 2 });
	expect(await floor.log(batch, 1, 780, '06:10:00', '06:40:00')).toMatchObject({ allocated: 40 });
	await expect(
		floor.log(batch, 2, 700, '06:40:00', '07:10:00', { input_quantity: 820.5 })
	).rejects.toMatchObject({
		code: 'PT422',
		...refusal(
			'INPUT_UNALLOCATED',
			`820 kg are there for this stage of batch ${batch.code}: 780 from the stage before and 40 allocated.`
		)
	});
	await expect(
		floor.log(batch, 2, 700, '06:40:00', '07:10:00', { input_quantity: 779 })
	).rejects.toMatchObject(
		refusal(
			'INPUT_UNALLOCATED',
			'780 kg came out of the stage before and go into this one; the input cannot be 779 kg.'
		)
	);
	expect(await floor.log(batch, 2, 810, '06:40:00', '07:10:00')).toMatchObject({
		last: { input: 820, output: 810, loss: 10 }
	});
});

test('P2.06 material goes to a stage of the route that has not begun', async ({ db }) => {
	const floor = await Floor.open(db);
	const lot = await floor.tested(800);
	const batch = await floor.start();
	await floor.allocate(batch, lot, 100);
	await floor.begin(batch, 1);
	await expect(floor.allocate(batch, lot, 1, { position: 1 })).rejects.toMatchObject(
		refusal(
			'STAGE_DONE',
			`Stage 1 of batch ${batch.code} has been logged and takes no more material.`
		)
	);
	await expect(floor.allocate(batch, lot, 1, { position: 6 })).rejects.toMatchObject(
		refusal('STAGE_ORDER', `The route of batch ${batch.code} has no stage 6 to give material to.`)
	);
	// Unless said it is the next one.
	await floor.allocate(batch, lot, 1);
	expect(await floor.materials(batch)).toMatchObject([{ position: 1 }, { position: 2 }]);
});

test('P3.03 a first stage without material does not begin', async ({ db }) => {
	const floor = await Floor.open(db);
	const batch = await floor.start();
	await expect(floor.begin(batch, 1)).rejects.toMatchObject({
		code: 'PT422',
		...refusal(
			'INPUT_UNALLOCATED',
			`0 kg are there for this stage of batch ${batch.code}: 0 from the stage before and 0 allocated.`
		)
	});
});

test('P3.06 a batch is not made of itself', async ({ db }) => {
	const floor = await Floor.open(db);
	const batch = await floor.start();
	await expect(floor.allocate(batch, { id: batch.lot_id } as never, 1)).rejects.toMatchObject(
		refusal('CIRCLE', `Batch ${batch.code} cannot be made of itself.`)
	);
});

test('P3.06 a finished batch that has passed goes into another as its material', async ({ db }) => {
	const floor = await Floor.open(db);
	const made = await floor.released(100);
	floor.at('10:00:00');
	const batch = await floor.start(50);
	await floor.allocate(batch, { id: made.lot_id } as never, 50);
	await floor.log(batch, 1, 49, '10:00:00', '10:30:00');
	const up = await db.as(
		'manager',
		(sql) => sql`select lot from trace_lot(${batch.code}, 'up') order by depth`
	);
	expect(up.map(({ lot }) => lot as string)).toMatchObject([
		batch.code,
		made.code,
		expect.any(String)
	]);
});

for (const quantity of [0, -1, NaN, 1e12, 0.0000001, null]) {
	test(`P2.06 a quantity of ${quantity} is neither allocated nor given back`, async ({ db }) => {
		const floor = await Floor.open(db);
		const lot = await floor.tested(10);
		const batch = await floor.start();
		await floor.allocate(batch, lot, 10);
		const [material] = await floor.materials(batch);
		const refused = { code: 'PT400', ...refusal('QUANTITY_INVALID') };
		await expect(floor.allocate(batch, lot, quantity as number)).rejects.toMatchObject(refused);
		await expect(floor.giveBack(material!, quantity as number)).rejects.toMatchObject(refused);
		expect(await floor.materials(batch)).toMatchObject([{ allocated: 10, returned: 0 }]);
	});
}

test('P2.06 a word is no quantity', async ({ db }) => {
	const floor = await Floor.open(db);
	const lot = await floor.tested(10);
	const batch = await floor.start();
	await expect(floor.allocate(batch, lot, 'ten' as never)).rejects.toMatchObject({ code: '22P02' });
});

test('the invariants hold', async ({ db }) => {
	expect(await violations(db.superuser)).toEqual({});
});
