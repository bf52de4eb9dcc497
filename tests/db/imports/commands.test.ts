import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { test } from '../database.ts';
import { violations } from '../invariants.ts';
import { PERSONAS } from '../matrix.ts';
import { moisture, Past } from './past.ts';

test('a lot of the past comes with its own date, its quantity, and the test of its day', async ({
	db
}) => {
	const past = await Past.of(db);
	const lot = await past.lot('A', { vendor_lot: '17', tests: moisture(4.5) });
	expect(lot).toMatchObject({
		qc_status: 'pass',
		received_on: '2019-03-01',
		places: [{ location: 'STORE', on_hand: 100 }],
		out_of_limits: []
	});
	expect(
		await db.sql`
			select vendor_lot, receipt_id, initial_quantity::float, stock_moves.kind, moved_at, tested_at, sampled_at, number, qc_tests.remarks
			from lots join stock_moves on stock_moves.lot_id = lots.id join qc_tests on qc_tests.lot_id = lots.id
			where lots.id = ${lot.id}`
	).toMatchObject([
		{
			vendor_lot: '17',
			receipt_id: null,
			initial_quantity: 100,
			kind: 'import',
			moved_at: new Date('2019-03-01T00:00+05:30'),
			tested_at: new Date('2019-03-01T00:00+05:30'),
			sampled_at: new Date('2019-03-01T00:00+05:30'),
			number: expect.stringMatching(/^QC-P1-190301-\d{3}$/),
			remarks: 'old book'
		}
	]);
});

test('the plan of its day judges it, not the one of today', async ({ db }) => {
	const past = await Past.of(db);
	expect(await past.lot('BEFORE', { tests: moisture(4.5) })).toMatchObject({ qc_status: 'pass' });
	expect(
		await past.lot('AFTER', { received_on: '2020-03-01', tests: moisture(4.5) })
	).toMatchObject({
		qc_status: 'hold',
		out_of_limits: [{ attempt: 1, name: 'Moisture', value: 4.5, maximum: 4 }]
	});
	await expect(
		past.lot('EARLY', { received_on: '2017-12-31', tests: moisture(4.5) })
	).rejects.toMatchObject({
		code: 'PT422',
		message: expect.stringMatching(/^No incoming plan was in force for M\w+ on 2017-12-31\.$/)
	});
});

test('a lot without a test waits for QC, one with several keeps each as a re-test', async ({
	db
}) => {
	const past = await Past.of(db);
	const bare = await past.lot('BARE');
	expect(bare.qc_status).toBe('pending');
	expect(bare.places).toMatchObject([{ available: 0 }]);
	const lot = await past.lot('TWICE', { tests: [...moisture(4.1), ...moisture(4.2)] });
	expect(
		await db.sql`
			select attempt, retest_of is not null as again, value::float from qc_tests join qc_results on test_id = qc_tests.id
			where lot_id = ${lot.id} order by attempt`
	).toMatchObject([
		{ attempt: 1, again: false, value: 4.1 },
		{ attempt: 2, again: true, value: 4.2 }
	]);
});

test('a batch of the past has its journey: material, output, test and balance, without stages', async ({
	db
}) => {
	const past = await Past.of(db);
	await past.lot('A');
	await past.lot('B', { quantity: 60 });
	const batch = await past.batch('X', ['A', 'B'], {
		results: [{ name: 'Moisture', value: 5.2 }],
		remarks: 'book 7, page 12'
	});
	expect(batch).toMatchObject({ qc_status: 'pass', held: false, places: [{ on_hand: 95 }] });
	const journey = await db.as(
		'manager',
		async (sql) => (await sql`select batch_journey(${batch.code}) as journey`)[0]!.journey
	);
	expect(journey).toMatchObject({
		state: 'finished',
		planned_quantity: 100,
		remarks: 'book 7, page 12',
		route_version: null,
		next: null,
		stages: [],
		created_at: '2019-03-31T18:30:00+00:00',
		manufactured_on: '2019-04-01',
		materials: [
			{ lot: past.code('A'), consumed: 50, open: 0 },
			{ lot: past.code('B'), consumed: 50, open: 0 }
		],
		tests: [{ kind: 'final', status: 'pass', results: [{ name: 'Moisture', value: 5.2 }] }],
		balance: {
			unit: 'kg',
			consumed: 100,
			produced: 95,
			unaccounted: 5,
			yield_percent: 95,
			on_hand: 95,
			unaccounted_product: 0
		}
	});
	expect(
		await db.sql`
			select lots.code, on_hand::float from stock_balances join lots on lots.id = lot_id
			where lots.code in (${past.code('A')}, ${past.code('B')}) order by lots.code`
	).toMatchObject([{ on_hand: 50 }, { on_hand: 10 }]);
});

test('what of a batch had left is not in stock, and the balance says it left', async ({ db }) => {
	const past = await Past.of(db);
	await past.lot('A');
	const batch = await past.batch('X', ['A'], { in_stock_quantity: 20 });
	expect(batch.places).toMatchObject([{ on_hand: 20 }]);
	const [row] = await db.as(
		'manager',
		(sql) => sql`select batch_journey(${batch.code}) as journey`
	);
	expect(row!.journey).toMatchObject({
		balance: { produced: 95, shipped: 75, on_hand: 20, unaccounted_product: 0 }
	});
	for (const in_stock_quantity of [-1, 95.1, 'NaN']) {
		await expect(past.batch('Y', ['A'], { in_stock_quantity })).rejects.toMatchObject({
			code: 'PT400',
			message: `${in_stock_quantity} is not 0 to 95, which came out.`
		});
	}
});

test('pieces that were made of kilograms have no balance of their making', async ({ db }) => {
	const past = await Past.of(db);
	await db.superuser`update items set unit = 'pcs' where id = ${past.product}`;
	await past.lot('A');
	const batch = await past.batch('X', ['A'], { output_quantity: 240_000 });
	const [row] = await db.as(
		'manager',
		(sql) => sql`select batch_journey(${batch.code}) as journey`
	);
	expect(row!.journey).toMatchObject({
		balance: { consumed: null, unaccounted: null, yield_percent: null, produced: 240_000 }
	});
});

test('what is out of limits holds the batch; a batch of a lot on hold is held as well, to any depth', async ({
	db
}) => {
	const past = await Past.of(db);
	await past.lot('BAD', { tests: moisture(9.9) });
	expect(await past.lot('GOOD', { tests: moisture(4) })).toMatchObject({ qc_status: 'pass' });
	expect(
		await past.batch('WET', ['GOOD'], {
			results: [{ name: 'Moisture', value: 7 }],
			inputs: [{ lot: past.code('GOOD'), quantity: 50 }],
			output_quantity: 50
		})
	).toMatchObject({ qc_status: 'hold', held: false, out_of_limits: [{ value: 7, maximum: 6 }] });
	expect(
		await past.batch('CHILD', ['BAD'], { results: [{ name: 'Moisture', value: 5 }] })
	).toMatchObject({ qc_status: 'pass', held: true });
	const grandchild = await past.batch('GRANDCHILD', ['CHILD'], {
		inputs: [{ lot: past.code('CHILD'), quantity: 95 }],
		results: [{ name: 'Moisture', value: 5 }]
	});
	expect(grandchild).toMatchObject({ qc_status: 'pass', held: true });
	expect(
		await db.sql`
			select cause.code, reason_codes.code as reason, note from lot_holds
			join lots as cause on cause.id = cause_lot_id join reason_codes on reason_codes.id = reason_id
			where lot_id = ${grandchild.id}`
	).toMatchObject([
		{ code: past.code('BAD'), reason: 'parent_failed', note: expect.stringMatching(/^Test QC-P1-/) }
	]);
});

test('a lot that people hold holds the batches that are brought in later', async ({ db }) => {
	const past = await Past.of(db);
	const lot = await past.lot('A', { tests: moisture(4) });
	await past.plant.call('qa', 'hold_lot', {
		lot_id: lot.id,
		reason_id: await past.plant.reason('hold')
	});
	const batch = await past.batch('X', ['A'], { results: [{ name: 'Moisture', value: 5 }] });
	expect(batch.held).toBe(true);
	await past.plant.call('manager', 'release_lot', { lot_id: lot.id, note: 'looked into' });
	expect(
		await db.sql`select from lot_holds where lot_id = ${batch.id} and released_at is null`
	).toHaveLength(0);
});

test('P5.04 what was brought in is under the same guards from then on', async ({ db }) => {
	const past = await Past.of(db);
	const { STORE, LINE } = past.plant.ids;
	const bad = await past.lot('BAD', { tests: moisture(9.9) });
	const refusal = { message: `Lot ${bad.code} is on hold and may not be moved.` };
	const move = { lot_id: bad.id, from_id: STORE, to_id: LINE, quantity: 1 };
	await expect(past.plant.call('storekeeper', 'transfer_stock', move)).rejects.toMatchObject(
		refusal
	);
	await expect(
		db.sql`insert into stock_moves (lot_id, from_id, to_id, quantity, kind, moved_by, request_id)
			values (${bad.id}, ${STORE}, ${LINE}, 1, 'consume', ${await db.idOf('admin')}, ${randomUUID()})`
	).rejects.toMatchObject({ message: `Lot ${bad.code} is on hold and may not be used.` });
	const good = await past.lot('GOOD', { tests: moisture(4) });
	await past.plant.call('storekeeper', 'transfer_stock', { ...move, lot_id: good.id });
});

test('P5.04 to call a move an import gets nothing past the guard that happens after the lot is known', async ({
	db
}) => {
	const past = await Past.of(db);
	const bad = await past.lot('BAD', { tests: moisture(9.9) });
	const refusal = { message: `Lot ${bad.code} is on hold and may not be moved.` };
	await expect(
		db.sql`insert into stock_moves (lot_id, from_id, to_id, quantity, kind, moved_by, request_id)
			select ${bad.id}, ${past.plant.ids.STORE}, id, 1, 'import', ${await db.idOf('admin')}, ${randomUUID()}
			from locations where site_id = ${past.plant.ids.site} and kind = 'process'`
	).rejects.toMatchObject(refusal);
	const later = new Date(Date.now() + 3 * 24 * 3600_000);
	db.travelTo(later);
	await expect(
		past.batch('X', ['BAD'], { made_on: later.toISOString().slice(0, 10) })
	).rejects.toMatchObject(refusal);
	db.travelTo(undefined);
	expect((await past.batch('X', ['BAD'])).held).toBe(true);
});

test('P4.11 a batch of the past that passed gets its certificate', async ({ db }) => {
	const past = await Past.of(db);
	await past.lot('A');
	const batch = await past.batch('X', ['A'], { results: [{ name: 'Moisture', value: 5 }] });
	expect(await past.plant.call('qa', 'issue_certificate', { lot_id: batch.id })).toMatchObject({
		number: `COA-${batch.code}`,
		content: { batch: batch.code }
	});
});

test('a lot that the plant has received itself does not go into a batch of the past', async ({
	db
}) => {
	const past = await Past.of(db);
	const live = await past.plant.receive(100, { lot_code: past.code('LIVE') });
	await expect(past.batch('X', ['LIVE'])).rejects.toMatchObject({
		code: 'PT422',
		message: `Lot ${live.code} has not been brought in and may not be used by what is.`
	});
});

for (const [what, more, refusal] of [
	['no code', { code: ' ' }, { code: 'PT400', message: 'The code is missing.' }],
	['no quantity', { quantity: 0 }, { code: 'PT400', message: '0 is no quantity above zero.' }],
	['no date', { received_on: null }, { code: 'PT400', message: 'The date is missing.' }],
	[
		'a date that has not come',
		{ received_on: '2999-01-01' },
		{ code: 'PT400', message: '2999-01-01 is no date from 1950 until today.' }
	],
	['no such item', { item_id: randomUUID() }, { code: 'PT404', message: 'There is no such item.' }],
	[
		'no such place',
		{ location_id: randomUUID() },
		{ code: 'PT404', message: 'There is no such place.' }
	],
	[
		'made after it came',
		{ manufactured_on: '2019-03-02' },
		{ constraint_name: 'a lot is not made after it came' }
	],
	[
		'a result the plan does not have',
		{ tests: [{ results: [{ name: 'Colour', value: 1 }] }] },
		{ code: 'PT400', message: 'The plan has no parameter Colour.' }
	],
	[
		'a word for a number',
		{ tests: moisture('dry') },
		{ code: 'PT400', message: '"dry" is no number: Moisture.' }
	],
	['tests that are no list', { tests: {} }, { code: 'PT400' }],
	['a test without results', { tests: [{}] }, { code: 'PT400' }],
	[
		'remarks of 10,000 characters',
		{ tests: moisture(4, 'x'.repeat(10_000)) },
		{ constraint_name: 'test remarks have at most 2000 characters' }
	]
] as const) {
	test(`a lot with ${what} is refused with a sentence, and leaves nothing`, async ({ db }) => {
		const past = await Past.of(db);
		await expect(past.lot('A', more)).rejects.toMatchObject(refusal);
		expect(await db.sql`select from lots where code like ${`%${past.tag}`}`).toHaveLength(0);
	});
}

for (const [what, more, refusal] of [
	['nothing in it', { inputs: [] }, { code: 'PT400' }],
	[
		'a lot that nobody knows',
		{ inputs: [{ lot: 'NONE-9', quantity: 1 }] },
		{ code: 'PT404', message: 'There is no lot NONE-9 at P1.' }
	],
	[
		'a quantity that is a word',
		{ quantity: 'ten' },
		{ code: 'PT400', message: '"ten" is no quantity.' }
	],
	[
		'more of a lot than came',
		{ quantity: 100.5 },
		{
			code: 'PT422',
			message: expect.stringMatching(/^100 of lot A-\w+ are free at STORE, not 100\.5\.$/)
		}
	],
	[
		'more out than went in',
		{ output_quantity: 100.5 },
		{
			code: 'PT422',
			message: expect.stringMatching(/^100\.5 kg came out of batch X-\w+ and 100 went in\.$/)
		}
	],
	['an output of zero', { output_quantity: 0 }, { code: 'PT400' }],
	['a plan of zero', { planned_quantity: 0 }, { code: 'PT400' }],
	['no such product', { item_id: randomUUID() }, { code: 'PT404' }],
	[
		'a lot that came after',
		{ made_on: '2019-02-28' },
		{
			code: 'PT400',
			message: expect.stringMatching(
				/came on 2019-03-01 and cannot have gone into what was made on 2019-02-28\.$/
			)
		}
	]
] as const) {
	test(`a batch with ${what} is refused with a sentence, and leaves nothing`, async ({ db }) => {
		const past = await Past.of(db);
		await past.lot('A');
		const { quantity = 100, ...rest } = more as { quantity?: unknown };
		await expect(
			past.batch('X', ['A'], { inputs: [{ lot: past.code('A'), quantity }], ...rest })
		).rejects.toMatchObject(refusal);
		expect(await db.sql`select from batches where code = ${past.code('X')}`).toHaveLength(0);
	});
}

test('a lot at another site does not go into a batch here', async ({ db }) => {
	const past = await Past.of(db);
	const other = await db.siteOf('P2');
	const [place] = await db.as(
		'admin',
		(sql) =>
			sql`insert into locations (site_id, code, name, kind) values (${other}, ${`S-${past.tag.toUpperCase()}`}, 'Store', 'storage') returning id`
	);
	await past.lot('A', { location_id: place!.id });
	await expect(past.batch('X', ['A'])).rejects.toMatchObject({
		code: 'PT404',
		message: `There is no lot ${past.code('A')} at P1.`
	});
});

test('a code is given once, to lots and batches', async ({ db }) => {
	const past = await Past.of(db);
	await past.lot('A');
	await expect(past.lot('A')).rejects.toMatchObject({
		code: 'PT409',
		message: `There is already a lot or batch ${past.code('A')}.`
	});
	await expect(past.batch('A', ['A'])).rejects.toMatchObject({ code: 'PT409' });
});

for (const persona of PERSONAS.filter((known) => known !== 'admin')) {
	test(`P1.04 ${persona} may not bring records in`, async ({ db }) => {
		const past = await Past.of(db);
		await past.lot('A');
		const refused = { code: expect.stringMatching(/^(PT403|42501)$/) };
		await expect(past.lot('B', {}, persona)).rejects.toMatchObject(refused);
		await expect(past.batch('X', ['A'], {}, persona)).rejects.toMatchObject(refused);
	});
}

test('P1.04 who may bring records in at one site may not at another', async ({ db }) => {
	const past = await Past.of(db);
	await db.superuser`insert into role_permissions values ('manager', 'imports.run')`;
	await expect(past.lot('A', {}, 'manager@P2')).rejects.toMatchObject({
		code: 'PT403',
		message: 'You may not bring in existing records at P1.'
	});
	await past.lot('A', {}, 'manager');
	await db.superuser`delete from role_permissions where role = 'manager' and permission = 'imports.run'`;
});

test('a request that is sent again is answered again, twenty at once happen once, another body is refused', async ({
	db
}) => {
	const past = await Past.of(db);
	const request_id = randomUUID();
	const lots = await Promise.all(Array.from({ length: 20 }, () => past.lot('A', { request_id })));
	expect(new Set(lots.map(({ id }) => id)).size).toBe(1);
	await expect(past.lot('A', { request_id, quantity: 99 })).rejects.toMatchObject({
		code: 'PT409',
		detail: expect.stringContaining('REQUEST_REUSED')
	});
	const again = { request_id: randomUUID() };
	const batches = await Promise.all(
		Array.from({ length: 20 }, () => past.batch('X', ['A'], again))
	);
	expect(new Set(batches.map((batch) => JSON.stringify(batch))).size).toBe(1);
	await expect(past.batch('X', ['A'], { ...again, remarks: 'other' })).rejects.toMatchObject({
		code: 'PT409'
	});
	expect(await db.sql`select from lots where code like ${`%${past.tag}`}`).toHaveLength(2);
});

test('two batches that want the last of a lot: one gets it', async ({ db }) => {
	const past = await Past.of(db);
	for (let round = 0; round < 25; round++) {
		await past.lot(`A${round}`);
		const both = await Promise.allSettled([
			past.batch(`X${round}`, [`A${round}`]),
			past.batch(`Y${round}`, [`A${round}`])
		]);
		expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
	}
});

test('codes and remarks come back as typed', async ({ db }) => {
	const past = await Past.of(db);
	const remarks = `'; drop table lots; -- <script>alert(1)</script> \u202eevil\u202c 🌾 தமிழ் =1+1`;
	const lot = await past.lot(`"🌾' தமிழ்`);
	const batch = await past.batch('X', [`"🌾' தமிழ்`], { remarks });
	expect(lot.code).toBe(past.code(`"🌾' தமிழ்`));
	expect(await db.sql`select remarks from batches where code = ${batch.code}`).toMatchObject([
		{ remarks }
	]);
});

test('the invariant of what was brought in sees what breaks it', async ({ db }) => {
	const past = await Past.of(db);
	await past.lot('A');
	const batch = await past.batch('X', ['A']);
	for (const breaking of [
		'update lot_links set quantity = quantity - 1 where child_id = $1',
		"delete from stock_moves where lot_id = $1 and kind = 'import'",
		'update lots set initial_quantity = 96 where id = $1',
		"update batches set state = 'running', ended_at = null where lot_id = $1"
	]) {
		const undone = db.superuser.begin(async (sql) => {
			await sql`set local session_replication_role = replica`;
			await sql.unsafe(breaking, [batch.id]);
			const found = await violations(sql as never);
			expect(found['imported-batches-add-up.sql']).toMatchObject([{ code: batch.code }]);
			throw new Error('undone');
		});
		await expect(undone).rejects.toThrow('undone');
	}
});

test('the invariants hold', async ({ db }) => {
	expect(await violations(db.superuser)).toEqual({});
});
