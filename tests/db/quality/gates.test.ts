import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { test } from '../database.ts';
import { violations } from '../invariants.ts';
import { DAY_OF_WORK, Floor, GOOD } from '../production/floor.ts';
import { assign, runOf } from '../shifts/shifts.ts';
import type { LotAnswer } from '../stock/plant.ts';
import {
	askOverride,
	asOwner,
	BAD,
	decide,
	family,
	reject,
	retest,
	statusOf,
	type FullTest
} from './laboratory.ts';

/** What keeps a lot from use, as the refusal says it, and how it comes about. */
const OBSTACLES: [
	what: string,
	words: string,
	arrange: (floor: Floor, lot: LotAnswer) => Promise<unknown>
][] = [
	[
		'failed its re-test',
		'is on hold',
		async (floor, lot) => {
			const [latest] = await floor.db.sql`select id from qc_tests where lot_id = ${lot.id}`;
			await retest(floor, latest as { id: string }, { lot_id: lot.id }, BAD.incoming);
		}
	],
	[
		'is tested again',
		'waits for QC',
		async (floor, lot) => {
			const [latest] = await floor.db.sql`select id from qc_tests where lot_id = ${lot.id}`;
			await retest(floor, latest as { id: string }, { lot_id: lot.id }, []);
		}
	],
	['was rejected', 'has failed QC', (floor, lot) => reject(floor, lot.id)],
	[
		'is held by a manager',
		'is on hold',
		async (floor, lot) =>
			await floor.call('manager', 'hold_lot', {
				lot_id: lot.id,
				reason_id: await floor.reason('hold')
			})
	]
];

/** The ways of a raw lot out of its place, by command. */
const WAYS: [done: string, act: (floor: Floor, lot: LotAnswer) => Promise<unknown>][] = [
	['moved', (floor, lot) => floor.transfer(lot, 1)],
	['allocated', async (floor, lot) => floor.allocate(await floor.start(10), lot, 1)],
	['shipped', (floor, lot) => floor.ship(lot, 1)]
];

for (const [what, words, arrange] of OBSTACLES) {
	for (const [done, act] of WAYS) {
		test(`P4.05 P5.04 a lot that ${what} is not ${done}`, async ({ db }) => {
			const floor = await Floor.open(db);
			const lot = await floor.tested(10);
			await arrange(floor, lot);
			await expect(act(floor, lot)).rejects.toMatchObject({
				code: 'PT422',
				message: `Lot ${lot.code} ${words} and may not be ${done}.`
			});
			expect(await db.sql`select from stock_moves where lot_id = ${lot.id}`).toHaveLength(1);
		});
	}

	test(`P4.05 P5.04 material that ${what} after it was allocated is not used`, async ({ db }) => {
		const floor = await Floor.open(db);
		const lot = await floor.tested(10);
		const batch = await floor.start(10);
		await floor.allocate(batch, lot, 10);
		await arrange(floor, lot);
		const refusal = {
			code: 'PT422',
			message: `Lot ${lot.code} ${words} and may not be used.`
		};
		await expect(floor.log(batch, 1, 9, '06:10:00', '06:30:00')).rejects.toMatchObject(refusal);
		await expect(
			floor.call('supervisor', 'start_stage', {
				batch_id: batch.id,
				machine_id: floor.machines[0],
				operator_name: 'Ramesh'
			})
		).rejects.toMatchObject(refusal);
		expect(await db.sql`select from stage_logs where batch_id = ${batch.id}`).toHaveLength(0);
		expect(await db.sql`select from lot_links where parent_id = ${lot.id}`).toHaveLength(0);
	});
}

test('P2.08 P4.05 an expired lot is not moved, allocated, shipped or used, from midnight of the site on', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const lot = await floor.tested(10, { expires_on: DAY_OF_WORK });
	db.travelTo(`${DAY_OF_WORK}T21:00:00+05:30`);
	await assign(db, 'admin', (await runOf(db, 'P1', 'C', DAY_OF_WORK)).id, 'supervisor.night');
	const night = (command: string, given: Record<string, unknown>) =>
		floor.call<{ id: string; code: string }>('supervisor.night', command, given);
	db.travelTo(`${DAY_OF_WORK}T23:50:00+05:30`);
	const batch = await night('start_batch', {
		site_id: floor.ids.site,
		item_id: floor.product,
		planned_quantity: 10
	});
	const allocate = (quantity: number) =>
		night('allocate_material', {
			batch_id: batch.id,
			lot_id: lot.id,
			location_id: floor.ids.STORE,
			quantity
		});
	await allocate(5);
	db.travelTo('2030-05-24T00:00:00+05:30');
	const refusal = (done: string) => ({
		code: 'PT422',
		message: `Lot ${lot.code} expired on 23 May 2030 and may not be ${done}.`
	});
	await expect(allocate(1)).rejects.toMatchObject(refusal('allocated'));
	await expect(floor.transfer(lot, 1)).rejects.toMatchObject(refusal('moved'));
	await expect(floor.ship(lot, 1)).rejects.toMatchObject(refusal('shipped'));
	await expect(
		night('start_stage', {
			batch_id: batch.id,
			machine_id: floor.machines[0],
			operator_name: 'Ramesh'
		})
	).rejects.toMatchObject(refusal('used'));
});

for (const [what, arrange] of [
	['has not been tested', async () => {}],
	['is on hold', (floor: Floor, lot_id: string) => floor.test({ lot_id }, BAD.final)],
	['was tested in part', (floor: Floor, lot_id: string) => floor.test({ lot_id }, [])],
	['was rejected', (floor: Floor, lot_id: string) => reject(floor, lot_id)]
] as [string, (floor: Floor, lot_id: string) => Promise<unknown>][]) {
	test(`P4.05 P13.02 a finished batch that ${what} is neither packed nor shipped nor moved`, async ({
		db
	}) => {
		const floor = await Floor.open(db);
		const batch = await floor.batchUpTo(5, 100);
		await arrange(floor, batch.lot_id);
		const bulk = { id: batch.lot_id } as LotAnswer;
		for (const way of [
			() => floor.pack(batch, 1),
			() => floor.ship(bulk, 1),
			() => floor.transfer(bulk, 1)
		])
			await expect(way()).rejects.toMatchObject({
				code: 'PT422',
				detail: expect.stringContaining('LOT_NOT_USABLE') as string
			});
	});
}

for (const kind of [
	'transfer',
	'consume',
	'pack',
	'ship',
	'return',
	'produce',
	'sample',
	'receive',
	'adjust'
]) {
	test(`P5.04 a move written past the commands, called ${kind}, does not bring a held lot into a product or to a customer`, async ({
		db
	}) => {
		const floor = await Floor.open(db);
		const lot = await floor.tested(10);
		await OBSTACLES[0]![2](floor, lot);
		const keeper = await db.idOf('storekeeper');
		const reason = await floor.reason('adjustment');
		const [places] = await db.sql`
			select (select id from locations where site_id = ${floor.ids.site} and kind = 'process') as process,
				(select id from locations where site_id = ${floor.ids.site} and kind = 'customer') as customer`;
		for (const to of [places!.process, places!.customer] as string[])
			await expect(
				asOwner(
					db,
					(sql) => sql`
						insert into stock_moves (lot_id, from_id, to_id, quantity, kind, reason_id, moved_by, request_id)
						values (${lot.id}, ${floor.ids.STORE}, ${to}, 1, ${kind}, ${reason}, ${keeper}, ${randomUUID()})`
				)
			).rejects.toMatchObject({
				code: 'PT422',
				message: expect.stringContaining(`Lot ${lot.code} is on hold and may not be`) as string
			});
	});
}

test('P5.04 a held lot may still be moved to quarantine, sampled and written off', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const lot = await floor.tested(10);
	await OBSTACLES[0]![2](floor, lot);
	await floor.transfer(lot, 4, { to_id: floor.ids.QC });
	await expect(
		floor.transfer(lot, 4, { from_id: floor.ids.QC, to_id: floor.ids.STORE })
	).rejects.toMatchObject({ code: 'PT422' });
	await floor.call('manager', 'adjust_stock', {
		lot_id: lot.id,
		location_id: floor.ids.STORE,
		change: -1,
		reason_id: await floor.reason('adjustment')
	});
});

for (const [status, words] of [
	['pending', 'waits for QC'],
	['hold', 'is on hold']
] as const) {
	test(`P4.05 the stage after a gate that ${words} is not begun: by the commands, by the table, by its owner`, async ({
		db
	}) => {
		const floor = await Floor.open(db);
		const batch = await floor.batchUpTo(1);
		const stage = (await floor.log(batch, 2, 700, '06:45:00', '07:00:00')).last!;
		if (status === 'hold') await floor.test({ stage_log_id: stage.id }, BAD.in_process);
		floor.at('07:30:00');
		const refusal = {
			code: 'PT422',
			message: `Drying of batch ${batch.code} ${words}; Grinding may not begin.`,
			detail: expect.stringContaining('QC_GATE_CLOSED') as string
		};
		await expect(floor.log(batch, 3, 690, '07:05:00', '07:30:00')).rejects.toMatchObject(refusal);
		await expect(
			floor.call('supervisor', 'start_stage', {
				batch_id: batch.id,
				machine_id: floor.machines[2],
				operator_name: 'Ramesh'
			})
		).rejects.toMatchObject(refusal);
		const supervisor = await db.idOf('supervisor');
		await expect(
			asOwner(
				db,
				(sql) => sql`
					insert into stage_logs (
						batch_id, site_id, position, stage_id, machine_id, operator_name, carried_quantity,
						qc_gate, qc_status, started_at, started_by
					)
					select ${batch.id}, site_id, 3, stage_id, ${floor.machines[2]!}, 'Ramesh', 700, false, 'pass',
						'2030-05-23T07:05:00+05:30', ${supervisor}
					from stage_logs where id = ${stage.id}`
			)
		).rejects.toMatchObject(refusal);
		await expect(
			floor.log(batch, 4, 690, '07:05:00', '07:30:00'),
			'past the stage'
		).rejects.toMatchObject({ detail: expect.stringContaining('STAGE_ORDER') as string });
	});
}

/** Everything that a family's batch and packs would do next. */
const next = (
	floor: Floor,
	made: Awaited<ReturnType<typeof family>>
): (() => Promise<unknown>)[] => [
	() => floor.pack(made.batch, 1),
	() => floor.ship(made.packed, 1),
	() => floor.transfer(made.packed, 1),
	() => floor.call('qa', 'issue_certificate', { lot_id: made.packed.id })
];

for (const how of ['a further re-test that passes', 'an override'] as const) {
	test(`P4.05 a lot that passed, was used, and fails a re-test stops all that came of it, until ${how}`, async ({
		db
	}) => {
		const floor = await Floor.open(db);
		const made = await family(floor);
		const failed = await retest(floor, made.incoming, { lot_id: made.raw.id }, BAD.incoming);
		expect(await statusOf(floor, made.raw.id)).toEqual({ qc: 'hold', held: false });
		for (const id of [made.batch.lot_id, made.packed.id])
			expect(await statusOf(floor, id)).toEqual({ qc: 'pass', held: true });
		for (const act of next(floor, made))
			await expect(act()).rejects.toMatchObject({
				code: 'PT422',
				message: expect.stringContaining('is on hold') as string
			});
		const holds = await db.as(
			'qa',
			(sql) => sql`
				select lots.code, cause.code as cause, reason_codes.code as reason, note
				from lot_holds join lots on lots.id = lot_id join lots as cause on cause.id = cause_lot_id
				join reason_codes on reason_codes.id = reason_id where cause_lot_id = ${made.raw.id} order by lots.code`
		);
		expect(holds).toEqual(
			[made.batch.code, made.packed.code].map((code) => ({
				code,
				cause: made.raw.code,
				reason: 'parent_failed',
				note: `Test ${failed.number}`
			}))
		);

		// A release by hand is for what people have held.
		for (const lot_id of [made.raw.id, made.batch.lot_id, made.packed.id])
			await expect(
				floor.call('manager', 'release_lot', { lot_id, note: 'let it go' })
			).rejects.toMatchObject({
				code: 'PT409',
				message: expect.stringContaining('is not the cause of a hold') as string
			});
		expect((await statusOf(floor, made.packed.id)).held).toBe(true);

		if (how === 'an override') await decide(floor, await askOverride(floor, failed), true);
		else await retest(floor, failed, { lot_id: made.raw.id }, GOOD.incoming);
		for (const id of [made.raw.id, made.batch.lot_id, made.packed.id])
			expect(await statusOf(floor, id)).toEqual({ qc: 'pass', held: false });
		for (const act of next(floor, made)) await act();
	});
}

test('P4.05 a rejected override leaves what came of the lot held', async ({ db }) => {
	const floor = await Floor.open(db);
	const made = await family(floor);
	const failed = await retest(floor, made.incoming, { lot_id: made.raw.id }, BAD.incoming);
	await decide(floor, await askOverride(floor, failed), false);
	expect((await statusOf(floor, made.packed.id)).held).toBe(true);
});

test('P4.05 a batch in work stops when its material fails, and goes on when that passes', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const lot = await floor.receive(100);
	const first = await floor.test({ lot_id: lot.id }, GOOD.incoming);
	const batch = await floor.start(100);
	await floor.allocate(batch, lot, 100);
	await floor.log(batch, 1, 98, '06:10:00', '06:40:00');
	const failed = await retest(floor, first, { lot_id: lot.id }, BAD.incoming);
	const dry = () => floor.log(batch, 2, 97, '06:45:00', '07:00:00');
	await expect(dry()).rejects.toMatchObject({
		code: 'PT422',
		message: `Batch ${batch.code} is on hold and may not go on.`
	});
	await retest(floor, failed, { lot_id: lot.id }, GOOD.incoming);
	await dry();
});

test('P4.05 a product that two failed lots went into is held until both have passed', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const [one, two] = [await floor.receive(50), await floor.receive(50)];
	const tests = [
		await floor.test({ lot_id: one.id }, GOOD.incoming),
		await floor.test({ lot_id: two.id }, GOOD.incoming)
	];
	const batch = await floor.start(100);
	await floor.allocate(batch, one, 50);
	await floor.allocate(batch, two, 50);
	await floor.log(batch, 1, 98, '06:10:00', '06:40:00');
	const failed = [
		await retest(floor, tests[0]!, { lot_id: one.id }, BAD.incoming),
		await retest(floor, tests[1]!, { lot_id: two.id }, BAD.incoming)
	];
	await retest(floor, failed[0]!, { lot_id: one.id }, GOOD.incoming);
	expect((await statusOf(floor, batch.lot_id)).held).toBe(true);
	await retest(floor, failed[1]!, { lot_id: two.id }, GOOD.incoming);
	expect((await statusOf(floor, batch.lot_id)).held).toBe(false);
});

test('X.01 what people hold stays held when the test of the lot passes', async ({ db }) => {
	const floor = await Floor.open(db);
	const made = await family(floor);
	await floor.call('qa', 'hold_lot', {
		lot_id: made.raw.id,
		reason_id: await floor.reason('hold')
	});
	const failed = await retest(floor, made.incoming, { lot_id: made.raw.id }, BAD.incoming);
	await retest(floor, failed, { lot_id: made.raw.id }, GOOD.incoming);
	expect((await statusOf(floor, made.packed.id)).held).toBe(true);
	await floor.call('qa', 'release_lot', { lot_id: made.raw.id, note: 'Nothing was found' });
	expect((await statusOf(floor, made.packed.id)).held).toBe(false);
});

test('P4.05 bulk that fails its final re-test stops its packs', async ({ db }) => {
	const floor = await Floor.open(db);
	const made = await family(floor);
	const failed = await retest(floor, made.final, { lot_id: made.batch.lot_id }, BAD.final);
	await expect(floor.ship(made.packed, 1)).rejects.toMatchObject({
		message: `Lot ${made.packed.code} is on hold and may not be shipped.`
	});
	await decide(floor, await askOverride(floor, failed), true);
	await floor.ship(made.packed, 1);
});

test('P4.05 a lot that fails while it is shipped is either gone before or not gone at all', async ({
	db
}) => {
	const floor = await Floor.open(db);
	for (let round = 0; round < 20; round++) {
		const lot = await floor.receive(1);
		const first = await floor.test({ lot_id: lot.id }, GOOD.incoming);
		const [shipped, failed] = await Promise.allSettled([
			floor.ship(lot, 1),
			retest(floor, first, { lot_id: lot.id }, BAD.incoming)
		]);
		expect(failed.status).toBe('fulfilled');
		if (shipped.status === 'rejected') expect(shipped.reason).toMatchObject({ code: 'PT422' });
		const [order] = await db.sql`
			select (select id from audit.log where relation = 'public.stock_moves' and after ->> 'kind' = 'ship' and after ->> 'lot_id' = ${lot.id}) as ship,
				(select id from audit.log where relation = 'public.lots' and record_id = ${lot.id} and after ->> 'qc_status' = 'hold') as hold`;
		if (shipped.status === 'fulfilled')
			expect(Number(order!.ship)).toBeLessThan(Number(order!.hold));
		else expect(order!.ship).toBeNull();
	}
});

test('P4.05 material that fails while it is used leaves no batch that is not held', async ({
	db
}) => {
	const floor = await Floor.open(db);
	for (let round = 0; round < 10; round++) {
		const lot = await floor.receive(10);
		const first = await floor.test({ lot_id: lot.id }, GOOD.incoming);
		const batch = await floor.start(10);
		await floor.allocate(batch, lot, 10);
		const clock = (minutes: number) =>
			`0${7 + Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}:00`;
		const [used, failed] = await Promise.allSettled([
			floor.log(batch, 1, 9, clock(round * 5), clock(round * 5 + 4)),
			retest(floor, first, { lot_id: lot.id }, BAD.incoming)
		]);
		expect(failed.status).toBe('fulfilled');
		expect((await statusOf(floor, batch.lot_id)).held).toBe(used.status === 'fulfilled');
	}
});

test('P4.05 X.01 a lot that fails or is held while bulk and packs of it are shipped together blocks nobody for ever', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const made = await family(floor);
	await floor.pack(made.batch, 1);
	const line = (id: string) => ({
		lot_id: id,
		location_id: floor.ids.STORE,
		quantity: id === made.packed.id ? 1 : 0.1
	});
	let latest = made.final;
	const limit = (most: number) =>
		db.as(
			'admin',
			(sql) => sql`update settings set value = ${sql.json(most)} where key = 'quality.max_retests'`
		);
	await limit(10);
	for (let round = 0; round < 5; round++) {
		const stopped = round % 2 === 0;
		const outcomes = await Promise.allSettled([
			...Array.from({ length: 4 }, () =>
				floor.ship({ id: '' }, 0, { lines: [line(made.packed.id), line(made.batch.lot_id)] })
			),
			retest(floor, latest, { lot_id: made.batch.lot_id }, stopped ? BAD.final : GOOD.final),
			floor
				.reason('hold')
				.then((reason_id) =>
					floor.call('manager', 'hold_lot', { lot_id: made.batch.lot_id, reason_id })
				)
		]);
		for (const outcome of outcomes)
			if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'PT422' });
		const tested = outcomes[4] as PromiseFulfilledResult<FullTest>;
		expect(tested.status).toBe('fulfilled');
		latest = await retest(floor, tested.value, { lot_id: made.batch.lot_id }, GOOD.final);
		await floor.call('manager', 'release_lot', { lot_id: made.batch.lot_id, note: 'fine' });
	}
});

test('the invariants hold', async ({ db }) => {
	expect(await violations(db.superuser)).toEqual({});
});
