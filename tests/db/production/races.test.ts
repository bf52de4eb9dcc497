import { expect } from 'vitest';
import { test, type TestDatabase } from '../database.ts';
import { violations } from '../invariants.ts';
import { blocked } from '../shifts/shifts.ts';
import { DAY_OF_WORK, Floor, GOOD, refusal, type BatchAnswer } from './floor.ts';

type Outcome = PromiseSettledResult<unknown>;
const won = (outcomes: Outcome[]) => outcomes.filter(({ status }) => status === 'fulfilled');
const refusals = (outcomes: Outcome[]) =>
	outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));

/**
 * Lots of 1 kg each at the store, passed, in one go: what a thousand receipts and tests would leave of
 * lots and stock.
 */
async function kilograms(floor: Floor, count: number): Promise<string[]> {
	const { db, ids } = floor;
	const keeper = await db.idOf('storekeeper');
	return await db.superuser.begin(async (sql) => {
		const lots = await sql`
			insert into lots (code, item_id, site_id, initial_quantity, qc_status, received_on, created_by)
			select 'KG-' || gen_random_uuid(), ${ids.item}, ${ids.site}, 1, 'pass', ${DAY_OF_WORK}, ${keeper}
			from generate_series(1, ${count}) returning id`;
		await sql`
			insert into stock_moves (lot_id, from_id, to_id, quantity, kind, moved_by, request_id)
			select id, ${ids.VENDOR}, ${ids.STORE}, 1, 'receive', ${keeper}, gen_random_uuid()
			from unnest(${lots.map(({ id }) => id as string)}::uuid[]) as id`;
		return lots.map(({ id }) => id as string);
	});
}

/** Two people in shift A, each with a batch. */
async function rivals(db: TestDatabase): Promise<{ floor: Floor; batches: BatchAnswer[] }> {
	const floor = await Floor.open(db);
	await floor.assignTo('A', 'supervisor.rival');
	return { floor, batches: [await floor.start(), await floor.start()] };
}

const PEOPLE = ['supervisor', 'supervisor.rival'] as const;

test('P2.06 of two supervisors who allocate the last kilogram exactly one gets it, a thousand times', async ({
	db
}) => {
	const { floor } = await rivals(db);
	const lots = await kilograms(floor, 1000);
	const deviation_reason_id = await floor.reason('deviation');
	const round = async (lot_id: string, batches: BatchAnswer[]) => {
		const outcomes = await Promise.allSettled(
			PEOPLE.map((person, n) =>
				floor.call(person, 'allocate_material', {
					batch_id: batches[n]!.id,
					lot_id,
					location_id: floor.ids.STORE,
					quantity: 1,
					deviation_reason_id
				})
			)
		);
		expect(won(outcomes)).toHaveLength(1);
		expect(refusals(outcomes)).toMatchObject([refusal('STOCK_SHORT')]);
	};
	// Two rounds at a time, for as many connections as there are, and a batch does not get all of it.
	const lanes = [0, 1].map(async (lane) => {
		let batches: BatchAnswer[] = [];
		for (let n = lane; n < lots.length; n += 2) {
			if (n % 50 === lane) batches = [await floor.start(), await floor.start()];
			await round(lots[n]!, batches);
		}
	});
	await Promise.all(lanes);
	const [sum] = await db.sql`
		select count(*)::int as promises, count(distinct lot_id)::int as lots from reservations
		where lot_id = any (${lots}) and ended_at is null`;
	expect(sum).toEqual({ promises: 1000, lots: 1000 });
}, 120_000);

test('P2.06 of two who allocate the rest of a lot in parts, nobody gets what the other has', async ({
	db
}) => {
	const { floor, batches } = await rivals(db);
	const lot = await floor.tested(10);
	const outcomes = await Promise.allSettled(
		Array.from({ length: 30 }, (_, n) =>
			floor.call(PEOPLE[n % 2]!, 'allocate_material', {
				batch_id: batches[n % 2]!.id,
				lot_id: lot.id,
				location_id: floor.ids.STORE,
				quantity: 1
			})
		)
	);
	expect(won(outcomes)).toHaveLength(10);
	for (const refused of refusals(outcomes)) expect(refused).toMatchObject(refusal('STOCK_SHORT'));
	expect(await floor.levels(lot)).toEqual({ STORE: [10, 10, 0] });
});

test('P3.02 of two who log a stage of a batch at once one does, in each of twenty rounds', async ({
	db
}) => {
	const { floor } = await rivals(db);
	const lot = await floor.tested(20);
	for (let round = 0; round < 20; round++) {
		floor.at('06:05:00');
		const batch = await floor.start(1);
		await floor.allocate(batch, lot, 1);
		floor.at('07:00:00');
		const outcomes = await Promise.allSettled(
			PEOPLE.map((person, n) =>
				floor.call(person, round % 2 ? 'log_stage' : 'start_stage', {
					batch_id: batch.id,
					position: 1,
					machine_id: floor.machines[n],
					operator_name: person,
					started_at: `${DAY_OF_WORK}T06:${10 + round}:00+05:30`,
					...(round % 2
						? { output_quantity: 1, ended_at: `${DAY_OF_WORK}T06:${11 + round}:00+05:30` }
						: {})
				})
			)
		);
		expect(won(outcomes)).toHaveLength(1);
		expect(refusals(outcomes)).toMatchObject([refusal('STAGE_DONE')]);
		if (round % 2 === 0)
			await floor.finish(batch, 1, { ended_at: `${DAY_OF_WORK}T06:${11 + round}:00+05:30` });
		expect(await floor.materials(batch)).toMatchObject([{ consumed: 1 }]);
	}
});

test('P3.02 of two batches that want a machine at once one gets it, in each of twenty rounds', async ({
	db
}) => {
	const { floor } = await rivals(db);
	const lot = await floor.tested(40);
	for (let round = 0; round < 20; round++) {
		floor.at('06:05:00');
		const batches: BatchAnswer[] = [];
		for (const person of PEOPLE) {
			const batch = await floor.call<BatchAnswer>(person, 'start_batch', {
				site_id: floor.ids.site,
				item_id: floor.product,
				planned_quantity: 1
			});
			await floor.allocate(batch, lot, 1);
			batches.push(batch);
		}
		floor.at('07:00:00');
		const outcomes = await Promise.allSettled(
			PEOPLE.map((person, n) =>
				floor.call(person, 'log_stage', {
					batch_id: batches[n]!.id,
					machine_id: floor.machines[0],
					operator_name: person,
					started_at: `${DAY_OF_WORK}T06:${10 + round}:00+05:30`,
					ended_at: `${DAY_OF_WORK}T06:${11 + round}:00+05:30`,
					output_quantity: 1
				})
			)
		);
		expect(won(outcomes)).toHaveLength(1);
		expect(refusals(outcomes)).toMatchObject([refusal('MACHINE_BUSY')]);
	}
});

test('P3.02 of two who finish a stage at once one does', async ({ db }) => {
	const { floor, batches } = await rivals(db);
	const lot = await floor.tested(100);
	await floor.allocate(batches[0]!, lot, 100);
	await floor.begin(batches[0]!, 1);
	floor.at('07:00:00');
	const outcomes = await Promise.allSettled(
		PEOPLE.map((person, n) => floor.finish(batches[0]!, 99 - n, {}, person))
	);
	expect(won(outcomes)).toHaveLength(1);
	expect(refusals(outcomes)).toMatchObject([refusal('STAGE_NOT_RUNNING')]);
});

test('P5.02 of two who give back the same rest one does, and the other is told what is left', async ({
	db
}) => {
	const { floor, batches } = await rivals(db);
	const lot = await floor.tested(100);
	await floor.allocate(batches[0]!, lot, 100);
	const [material] = await floor.materials(batches[0]!);
	const outcomes = await Promise.allSettled(
		PEOPLE.map((person) =>
			floor.call(person, 'return_material', { stage_material_id: material!.id, quantity: 60 })
		)
	);
	expect(won(outcomes)).toHaveLength(1);
	expect(refusals(outcomes)).toMatchObject([refusal('STOCK_SHORT')]);
	expect(await floor.levels(lot)).toEqual({ STORE: [100, 40, 60] });
});

test('P3.06 material that is used while the rest is given back is neither used nor returned twice', async ({
	db
}) => {
	const { floor } = await rivals(db);
	const lot = await floor.tested(200);
	for (let round = 0; round < 10; round++) {
		floor.at('06:05:00');
		const batch = await floor.start(10);
		await floor.allocate(batch, lot, 10);
		const [material] = await floor.materials(batch);
		floor.at('07:00:00');
		await Promise.allSettled([
			floor.call('supervisor.rival', 'return_material', {
				stage_material_id: material!.id,
				quantity: 6
			}),
			floor.log(batch, 1, 3, `06:${10 + round}:00`, '07:00:00', {
				ended_at: `${DAY_OF_WORK}T06:${11 + round}:00+05:30`
			})
		]);
		const [after] = await floor.materials(batch);
		expect([
			{ consumed: 10, returned: 0 },
			{ consumed: 4, returned: 6 }
		]).toContainEqual({ consumed: after!.consumed, returned: after!.returned });
	}
});

/** Refusals that somebody may understand: no dead end of two who wait for each other. */
const expectPlain = (outcomes: Outcome[]) => {
	for (const refused of refusals(outcomes))
		expect((refused as { code: string }).code).toMatch(/^PT4\d\d$/);
};

test('P4.05 a hold and a packing at once leave no pack that is not held', async ({ db }) => {
	const floor = await Floor.open(db, { gates: [] });
	for (let round = 0; round < 8; round++) {
		const fresh = await Floor.open(db, { gates: [] });
		const batch = await fresh.released(100);
		const outcomes = await Promise.allSettled([
			fresh.pack(batch, 1),
			fresh.hold({ id: batch.lot_id }),
			fresh.pack(batch, 1),
			fresh.pack(batch, 1)
		]);
		expectPlain(outcomes);
		expect(outcomes[1].status).toBe('fulfilled');
		expect(
			await db.sql`
				select lots.code from lot_links join lots on lots.id = child_id
				where parent_id = ${batch.lot_id}
					and not exists (select from lot_holds where lot_holds.lot_id = lots.id and released_at is null)`
		).toEqual([]);
	}
	expect(await violations(floor.db.superuser)).toEqual({});
});

test('P4.05 a hold of a material while it is allocated and used leaves no batch of it that is not held', async ({
	db
}) => {
	const { floor } = await rivals(db);
	for (let round = 0; round < 20; round++) {
		floor.at('06:05:00');
		const [lot, other] = [await floor.tested(100), await floor.tested(100)];
		const [first, second] = [await floor.start(10), await floor.start(10)];
		for (const batch of [first, second]) {
			await floor.allocate(batch, lot, 10, {
				deviation_reason_id: await floor.reason('deviation')
			});
			await floor.allocate(batch, other, 10, {
				deviation_reason_id: await floor.reason('deviation')
			});
		}
		floor.at('07:00:00');
		const log = (batch: BatchAnswer, machine: number) =>
			floor.log(batch, 1, 19, `06:${10 + round}:00`, '07:00:00', {
				machine_id: floor.machines[machine],
				ended_at: `${DAY_OF_WORK}T06:${11 + round}:00+05:30`
			});
		const outcomes = await Promise.allSettled([
			log(first, 0),
			floor.hold(lot),
			log(second, 1),
			floor.allocate(second, lot, 5, { position: 2 })
		]);
		expectPlain(outcomes);
		expect(outcomes[1].status).toBe('fulfilled');
		expect(
			await db.sql`
				select batches.code from lot_links join batches on batches.lot_id = child_id
				where parent_id = ${lot.id}
					and not exists (select from lot_holds where lot_holds.lot_id = child_id and released_at is null)`
		).toEqual([]);
	}
});

test('P4.05 a stage that is begun while a hold is being set waits for it, and is refused', async ({
	db
}) => {
	const { floor, batches } = await rivals(db);
	const lot = await floor.tested(100);
	await floor.allocate(batches[0]!, lot, 100);
	let begun: Promise<unknown> = Promise.resolve();
	const reason = await floor.reason('hold');
	await db.as('qa', async (sql) => {
		await sql`select hold_lot(gen_random_uuid(), ${batches[0]!.lot_id}, ${reason})`;
		begun = floor.begin(batches[0]!, 1).catch((error: unknown) => error);
		await blocked(db);
	});
	expect(await begun).toMatchObject(
		refusal('LOT_NOT_USABLE', `Batch ${batches[0]!.code} is on hold and may not go on.`)
	);
});

test('P3.07 a shift that is locked waits for what is being entered, and takes nothing after', async ({
	db
}) => {
	const floor = await Floor.open(db, { gates: [] });
	await floor.assignTo('C', 'supervisor');
	db.travelTo(`${DAY_OF_WORK}T22:05:00+05:30`);
	const lot = await floor.receive(10);
	await floor.test({ lot_id: lot.id }, GOOD.incoming);
	const batch = await floor.start(10);
	db.travelTo('2030-05-24T06:10:00+05:30');
	let locked: Promise<unknown> = Promise.resolve();
	await db.as('supervisor', async (sql) => {
		await sql`select allocate_material(gen_random_uuid(), ${batch.id}, ${lot.id}, ${floor.ids.STORE}, 1)`;
		db.travelTo('2030-05-24T06:16:00+05:30');
		locked = db.as('service_role', async (job) => {
			await job`reset role`;
			return (await job`select app.lock_shift_runs() as changed`)[0]!.changed as number;
		});
		await blocked(db);
	});
	expect(await locked).toBeGreaterThan(0);
	await expect(floor.allocate(batch, lot, 1)).rejects.toMatchObject({
		code: 'PT423',
		...refusal('SHIFT_LOCKED')
	});
	expect(await floor.materials(batch)).toMatchObject([{ allocated: 1 }]);
});
