import { expect } from 'vitest';
import { test } from '../database.ts';
import { violations } from '../invariants.ts';
import { asCommand, blocked } from '../shifts/shifts.ts';
import { Floor, refusal } from './floor.ts';

test('P3.01 a batch without a code gets its product’s, the year, the next number and the shift', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const first = await floor.start();
	const second = await floor.start();
	expect(first.code).toMatch(/^MCC-30-\d{3}-A$/);
	const number = (code: string) => Number(code.split('-')[2]);
	expect(number(second.code)).toBe(number(first.code) + 1);
	expect(first).toMatchObject({ state: 'running', held: false, next: { position: 1 }, last: null });
});

test('P3.01 the year of a code is the site’s, and the shift the one that runs', async ({ db }) => {
	const floor = await Floor.open(db);
	db.travelTo('2030-12-31T21:00:00+05:30');
	await asCommand(db, 'service_role', (sql) => sql`select app.create_shift_runs()`);
	await floor.assignTo('C', 'supervisor', '2030-12-31');
	db.travelTo('2030-12-31T23:59:00+05:30');
	expect((await floor.start()).code).toMatch(/^MCC-30-\d{3}-C$/);
	// In Greenwich it is still 2030.
	db.travelTo('2031-01-01T00:01:00+05:30');
	expect((await floor.start()).code).toBe('MCC-31-001-C');
});

test('P3.01 a code that somebody chose before is passed over', async ({ db }) => {
	const floor = await Floor.open(db);
	const known = await floor.start();
	const next = known.code.replace(
		/\d{3}-A$/,
		(end) => `${String(parseInt(end) + 1).padStart(3, '0')}-A`
	);
	await floor.start(800, { code: next });
	expect((await floor.start()).code).toBe(
		known.code.replace(/\d{3}-A$/, (end) => `${String(parseInt(end) + 2).padStart(3, '0')}-A`)
	);
});

test('P3.01 a code may be given; spaces around it are not part of it', async ({ db }) => {
	const floor = await Floor.open(db);
	expect(
		await floor.start(800, { code: '  MCC-24-051-A ', remarks: 'first of the day' })
	).toMatchObject({
		code: 'MCC-24-051-A'
	});
	expect(await floor.journey('MCC-24-051-A')).toMatchObject({
		remarks: 'first of the day',
		created_by: 'supervisor',
		shift: 'A',
		planned_quantity: 800
	});
});

test('P3.01 a code that a batch or a lot has is refused by name', async ({ db }) => {
	const floor = await Floor.open(db);
	await floor.start(800, { code: 'TAKEN-1' });
	await floor.receive(1, { lot_code: 'TAKEN-2' });
	for (const code of ['TAKEN-1', ' TAKEN-2 ']) {
		await expect(floor.start(800, { code })).rejects.toMatchObject({
			code: 'PT409',
			...refusal('LOT_CODE_TAKEN', `There is already a lot or batch ${code.trim()}.`)
		});
	}
	for (const code of ['X', 'X'.repeat(51)])
		await expect(floor.start(800, { code })).rejects.toMatchObject({ code: '23514' });
});

test('P3.01 two who choose the same code at once: one has it', async ({ db }) => {
	const floor = await Floor.open(db);
	const outcomes = await Promise.allSettled(
		Array.from({ length: 4 }, () => floor.start(800, { code: 'AT-ONCE' }))
	);
	expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
	expect(await db.sql`select from batches where code = 'AT-ONCE'`).toHaveLength(1);
});

test('P3.01 only what has a route with stages is made', async ({ db }) => {
	const floor = await Floor.open(db);
	const item = async (code: string) =>
		(
			await db.as(
				'admin',
				(sql) =>
					sql`insert into items (code, name, kind, unit) values (${code}, ${code}, 'finished', 'kg') returning id`
			)
		)[0]!.id as string;
	const unplanned = await item('NO-ROUTE');
	const refused = {
		code: 'PT422',
		...refusal('ROUTE_MISSING', 'NO-ROUTE has no route with stages.')
	};
	await expect(floor.start(800, { item_id: unplanned })).rejects.toMatchObject(refused);
	const [route] = await db.as(
		'admin',
		(sql) => sql`insert into routes (item_id) values (${unplanned}) returning id`
	);
	await expect(floor.start(800, { item_id: unplanned })).rejects.toMatchObject(refused);
	await db.as('admin', async (sql) => {
		await sql`insert into route_stages (route_id, position, stage_id)
			select ${route!.id as string}, 1, id from stages where code = 'drying'`;
		await sql`update routes set active = false where id = ${route!.id as string}`;
	});
	await expect(floor.start(800, { item_id: unplanned })).rejects.toMatchObject(refused);
	await db.as(
		'admin',
		(sql) => sql`update routes set active = true where id = ${route!.id as string}`
	);
	expect(await floor.start(800, { item_id: unplanned })).toMatchObject({
		next: { stage: 'Drying' }
	});
});

test('P3.01 a raw material, a retired product, an unknown one and an unknown site are refused', async ({
	db
}) => {
	const floor = await Floor.open(db);
	await expect(floor.start(800, { item_id: floor.ids.item })).rejects.toMatchObject(
		refusal('ROUTE_MISSING')
	);
	const unknown = '00000000-0000-4000-8000-000000000000';
	for (const item_id of [unknown, null])
		await expect(floor.start(800, { item_id })).rejects.toMatchObject({
			code: 'PT404',
			...refusal('NOT_FOUND', 'There is no such product in use.')
		});
	for (const site_id of [unknown, null])
		await expect(floor.start(800, { site_id })).rejects.toMatchObject({
			code: 'PT404',
			...refusal('NOT_FOUND', 'There is no such site in use.')
		});
	await db.as('admin', (sql) => sql`update items set active = false where id = ${floor.product}`);
	await expect(floor.start()).rejects.toMatchObject(
		refusal('NOT_FOUND', 'There is no such product in use.')
	);
});

for (const planned of [0, -5, NaN, 1e12, 0.0000001, null]) {
	test(`P3.01 a planned quantity of ${planned} is refused`, async ({ db }) => {
		const floor = await Floor.open(db);
		await expect(floor.start(planned as number)).rejects.toMatchObject({
			code: 'PT400',
			...refusal('QUANTITY_INVALID'),
			detail: expect.stringContaining('"field": "planned_quantity"') as string
		});
	});
}

test('P3.02 a new batch takes the newest version of the route, and one that runs keeps its own', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const before = await floor.start();
	await db.as('admin', async (sql) => {
		const [route] =
			await sql`insert into routes (item_id, version) values (${floor.product}, 2) returning id`;
		await sql`insert into route_stages (route_id, position, stage_id, loss_limit_percent)
			select ${route!.id as string}, 10, id, 1 from stages where code = 'blending'`;
	});
	const after = await floor.start();
	expect(await floor.journey(before.code)).toMatchObject({
		route_version: 1,
		next: { stage: 'Pre-treatment' }
	});
	expect(await floor.journey(after.code)).toMatchObject({
		route_version: 2,
		next: { position: 10, stage: 'Blending', loss_limit_percent: 1 }
	});
});

test('P3.02 a route that has batches stays as it is, for everybody and for the owner of the table', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const batch = await floor.start();
	const [{ route_id: route }] =
		(await db.sql`select route_id from batches where id = ${batch.id}`) as [{ route_id: string }];
	const refused = { code: 'PT422', ...refusal('ROUTE_IN_USE') };
	await expect(
		db.as(
			'admin',
			(sql) => sql`update route_stages set loss_limit_percent = 90 where route_id = ${route}`
		)
	).rejects.toMatchObject(refused);
	await expect(
		db.as(
			'admin',
			(sql) => sql`insert into route_stages (route_id, position, stage_id)
			select ${route}, 6, id from stages where code = 'drying'`
		)
	).rejects.toMatchObject(refused);
	await expect(db.sql`delete from route_stages where route_id = ${route}`).rejects.toMatchObject(
		refused
	);
	const [other] = await db.as(
		'admin',
		(sql) => sql`insert into routes (item_id, version) values (${floor.product}, 2) returning id`
	);
	await expect(
		db.sql`update route_stages set route_id = ${other!.id as string} where route_id = ${route} and position = 1`
	).rejects.toMatchObject(refused);
});

test('P3.02 a route that is edited while a batch begins: the edit waits, and is refused', async ({
	db
}) => {
	const floor = await Floor.open(db);
	let edit: Promise<unknown> = Promise.resolve();
	await db.as('supervisor', async (sql) => {
		await sql`select start_batch(gen_random_uuid(), ${floor.ids.site}, ${floor.product}, 800)`;
		edit = db
			.as(
				'admin',
				(other) => other`update route_stages set loss_limit_percent = 90
				where route_id in (select id from routes where item_id = ${floor.product})`
			)
			.catch((error: unknown) => error);
		await blocked(db);
	});
	expect(await edit).toMatchObject(refusal('ROUTE_IN_USE'));
});

test('P3.02 a batch that begins while its route is edited waits, and is judged by what was edited', async ({
	db
}) => {
	const floor = await Floor.open(db);
	let begun: Promise<unknown> = Promise.resolve();
	await db.as('admin', async (sql) => {
		await sql`update route_stages set loss_limit_percent = 7
			where route_id in (select id from routes where item_id = ${floor.product})`;
		begun = floor.start();
		await blocked(db);
	});
	expect(await begun).toMatchObject({ next: { loss_limit_percent: 7 } });
});

test('P3.01 a batch that nothing was done on is cancelled with a reason; its material is free again', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const lot = await floor.tested(800);
	const batch = await floor.start(800, { remarks: 'for Acme' });
	await floor.allocate(batch, lot, 500);
	const cancel = (remarks: string | null) =>
		floor.call('supervisor', 'cancel_batch', { batch_id: batch.id, remarks });
	for (const nothing of [null, '', '   '])
		await expect(cancel(nothing)).rejects.toMatchObject({
			code: 'PT400',
			...refusal('VALUE_INVALID', 'A cancellation says why.')
		});
	expect(await cancel('order withdrawn')).toMatchObject({
		state: 'cancelled',
		allocated: 0,
		next: null
	});
	expect(await floor.levels(lot)).toEqual({ STORE: [800, 0, 800] });
	expect(await floor.journey(batch.code)).toMatchObject({ remarks: 'for Acme\norder withdrawn' });

	const over = { code: 'PT422', ...refusal('BATCH_OVER', `Batch ${batch.code} is cancelled.`) };
	await expect(cancel('again')).rejects.toMatchObject(over);
	await expect(floor.allocate(batch, lot, 1)).rejects.toMatchObject(over);
	await expect(floor.begin(batch, 1)).rejects.toMatchObject(
		refusal('BATCH_OVER', `Batch ${batch.code} is cancelled and takes no more stages.`)
	);
	await expect(floor.start(800, { code: batch.code })).rejects.toMatchObject(
		refusal('LOT_CODE_TAKEN')
	);
});

test('P3.01 a batch that was worked on is rejected, not cancelled', async ({ db }) => {
	const floor = await Floor.open(db);
	const batch = await floor.batchUpTo(1, 100);
	await expect(
		floor.call('supervisor', 'cancel_batch', { batch_id: batch.id, remarks: 'x' })
	).rejects.toMatchObject(
		refusal(
			'STAGE_DONE',
			`Batch ${batch.code} has been worked on; it can be rejected, not cancelled.`
		)
	);
});

test('P3.01 a batch that does not exist is refused by every command', async ({ db }) => {
	const floor = await Floor.open(db);
	const batch_id = '00000000-0000-4000-8000-000000000000';
	const lot = await floor.tested(1);
	for (const [command, more] of [
		['cancel_batch', { remarks: 'x' }],
		['allocate_material', { lot_id: lot.id, location_id: floor.ids.STORE, quantity: 1 }],
		['start_stage', { machine_id: floor.machines[0], operator_name: 'x' }],
		['finish_stage', { output_quantity: 1 }]
	] as const)
		await expect(
			floor.call('supervisor', command, { batch_id, ...more }),
			command
		).rejects.toMatchObject({ code: 'PT404', ...refusal('NOT_FOUND', 'There is no such batch.') });
});

test('the invariants hold', async ({ db }) => {
	expect(await violations(db.superuser)).toEqual({});
});
