import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { test, type TestDatabase } from '../database.ts';
import { violations } from '../invariants.ts';
import { PERSONAS, testMatrix } from '../matrix.ts';
import { assign, blocked, defineDay, runOf } from '../shifts/shifts.ts';
import { Plant, type LotAnswer } from './plant.ts';

interface TransferAnswer {
	id: string;
	state: string;
	quantity: number;
	fulfilled: number;
	missing: number;
	lot: string | null;
	from: string | null;
	to: string;
	decline_reason: string | null;
}

/** A plant at ten in the morning; its Supervisor is in the shift that runs. */
async function morning(db: TestDatabase): Promise<Plant> {
	db.travelTo('2030-05-23T00:30:00+05:30');
	const plant = await Plant.build(db);
	if ((await db.sql`select from shifts where site_id = ${plant.ids.site}`).length === 0) {
		await defineDay(db, 'P1');
		await assign(db, 'admin', (await runOf(db, 'P1', 'A', '2030-05-23')).id, 'supervisor');
	}
	db.travelTo('2030-05-23T10:00:00+05:30');
	return plant;
}

const ask = (
	plant: Plant,
	quantity: number,
	more: Record<string, unknown> = {},
	persona = 'supervisor'
) =>
	plant.call<TransferAnswer>(persona, 'request_transfer', {
		item_id: plant.ids.item,
		quantity,
		to_id: plant.ids.LINE,
		...more
	});

type Line = [lot: LotAnswer, quantity: number, more?: Record<string, unknown>];

const fulfil = (
	plant: Plant,
	request: { id: string },
	lines: Line[],
	more: Record<string, unknown> = {},
	persona = 'storekeeper'
) =>
	plant.call<TransferAnswer>(persona, 'fulfil_transfer', {
		transfer_request_id: request.id,
		lines: lines.map(([lot, quantity, given]) => ({
			lot_id: lot.id,
			from_id: plant.ids.STORE,
			quantity,
			...given
		})),
		...more
	});
const decline = (plant: Plant, id: string, reason: string | null, persona = 'storekeeper') =>
	plant.call<TransferAnswer>(persona, 'decline_transfer', { transfer_request_id: id, reason });
const cancel = (plant: Plant, id: string, persona = 'supervisor') =>
	plant.call<TransferAnswer>(persona, 'cancel_transfer', { transfer_request_id: id });
const placesOf = async (plant: Plant, lot: LotAnswer) =>
	Object.fromEntries(
		(
			await plant.db
				.sql`select location, on_hand::float from stock_levels where lot_id = ${lot.id} order by location`
		).map((row) => [row.location as string, row.on_hand as number])
	);

test('P5.02 a Supervisor asks, the Storekeeper brings it', async ({ db }) => {
	const plant = await morning(db);
	const lot = await plant.passed(500);
	const asked = await ask(plant, 200, { note: 'for MCC-26-014', needed_by: '2030-05-23T12:00Z' });
	expect(asked).toMatchObject({
		state: 'requested',
		site: 'P1',
		unit: 'kg',
		quantity: 200,
		missing: 200,
		from: null,
		to: 'LINE',
		lot: null,
		requested_by: 'supervisor',
		note: 'for MCC-26-014'
	});
	expect(await fulfil(plant, asked, [[lot, 200]])).toMatchObject({
		state: 'fulfilled',
		fulfilled: 200,
		missing: 0,
		decided_by: 'storekeeper'
	});
	expect(await placesOf(plant, lot)).toEqual({ LINE: 200, STORE: 300 });
});

test('P5.02 it comes in several goes and from several lots, and what is missing is shown', async ({
	db
}) => {
	const plant = await morning(db);
	const soon = await plant.passed(50, { expires_on: '2031-01-01' });
	const late = await plant.passed(100, { expires_on: '2031-02-01' });
	const asked = await ask(plant, 120);
	expect(await fulfil(plant, asked, [[soon, 30]])).toMatchObject({
		state: 'requested',
		fulfilled: 30,
		missing: 90
	});
	await expect(fulfil(plant, asked, [[late, 91]])).rejects.toMatchObject({
		code: 'PT422',
		message: expect.stringMatching(/^90 kg of M\w+ are missing at LINE, not 91\.$/) as string,
		detail: expect.stringContaining('"TRANSFER_EXCEEDED"') as string
	});
	// The order of the lines does not matter: nothing of the first lot is left.
	expect(
		await fulfil(plant, asked, [
			[late, 70],
			[soon, 20]
		])
	).toMatchObject({ state: 'fulfilled', missing: 0 });
	expect(await placesOf(plant, soon)).toEqual({ LINE: 50 });
	expect(await placesOf(plant, late)).toEqual({ LINE: 70, STORE: 30 });
});

test('P5.03 a lot that does not come first needs a reason, which the ledger keeps', async ({
	db
}) => {
	const plant = await morning(db);
	const soon = await plant.passed(50, { expires_on: '2031-01-01' });
	const late = await plant.passed(50, { expires_on: '2031-02-01' });
	const asked = await ask(plant, 40);
	const deviation = await plant.reason('deviation');
	await expect(fulfil(plant, asked, [[late, 10]])).rejects.toMatchObject({
		code: 'PT422',
		message: `Lot ${soon.code} at STORE comes before lot ${late.code}: it expires on 01 Jan 2031.`
	});
	for (const reason_id of [await plant.reason('hold'), randomUUID()])
		await expect(fulfil(plant, asked, [[late, 10, { reason_id }]])).rejects.toMatchObject({
			code: 'PT404'
		});
	await fulfil(plant, asked, [[late, 10, { reason_id: deviation }]]);
	expect(
		await db.sql`select reason_id from stock_moves where lot_id = ${late.id} and kind = 'transfer'`
	).toEqual([{ reason_id: deviation }]);
	// What lies where the goods are wanted does not keep others from coming.
	await fulfil(plant, asked, [[soon, 20]]);
	await plant.call('storekeeper', 'reserve_stock', {
		lot_id: soon.id,
		location_id: plant.ids.STORE,
		quantity: 30,
		purpose: 'Batch'
	});
	expect(await fulfil(plant, asked, [[late, 10]])).toMatchObject({ state: 'fulfilled' });
});

test('P5.02 leftovers go back to the store, whatever comes first there', async ({ db }) => {
	const plant = await morning(db);
	const late = await plant.passed(50, { expires_on: '2031-02-01' });
	await plant.transfer(late, 50);
	await plant.passed(50, { expires_on: '2031-01-01' });
	const { STORE, LINE } = plant.ids;
	const asked = await ask(plant, 15, { lot_id: late.id, from_id: LINE, to_id: STORE });
	await fulfil(plant, asked, [[late, 15, { from_id: LINE }]]);
	expect(await placesOf(plant, late)).toEqual({ LINE: 35, STORE: 15 });
});

test('P5.04 what may not be used goes to quality only', async ({ db }) => {
	const plant = await morning(db);
	const lot = await plant.receive(10);
	const toLine = await ask(plant, 5);
	await expect(fulfil(plant, toLine, [[lot, 5]])).rejects.toMatchObject({
		message: `Lot ${lot.code} waits for QC and may not be moved.`
	});
	const toQuality = await ask(plant, 5, { to_id: plant.ids.QC });
	await fulfil(plant, toQuality, [[lot, 5]]);
	expect(await placesOf(plant, lot)).toEqual({ QC: 5, STORE: 5 });
});

test('P5.02 a refused line leaves none of the others', async ({ db }) => {
	const plant = await morning(db);
	const [first, second] = [await plant.passed(10), await plant.passed(10)];
	const asked = await ask(plant, 50);
	await expect(
		fulfil(plant, asked, [
			[first, 10],
			[second, 10.5]
		])
	).rejects.toMatchObject({
		message: `10 of lot ${second.code} are free at STORE, not 10.5.`
	});
	expect(await placesOf(plant, first)).toEqual({ STORE: 10 });
});

test('P5.02 what is brought is what was asked for, from where it was asked', async ({ db }) => {
	const plant = await morning(db);
	const { STORE, LINE, QC } = plant.ids;
	const other = await morning(db);
	const [lot, another, foreign] = [
		await plant.passed(10),
		await plant.passed(10),
		await other.passed(10)
	];
	const far = await db.siteOf('P2');
	const [place] = await db.superuser`
		insert into locations (site_id, code, name, kind) values (${far}, 'FAR', 'Far', 'storage')
		on conflict (site_id, code) do update set name = 'Far' returning id`;
	const asked = await ask(plant, 5, { lot_id: lot.id, from_id: STORE });
	for (const [line, message] of [
		[[another, 1], `Lot ${another.code} is not what was asked for: ${lot.code}.`],
		[[foreign, 1], `Lot ${foreign.code} is not what was asked for: ${lot.code}.`],
		[[lot, 1, { from_id: QC }], 'QC is not where it was asked from: STORE.'],
		[[lot, 1, { from_id: LINE }], 'LINE is not where it was asked from: STORE.']
	] as [Line, string][])
		await expect(fulfil(plant, asked, [line])).rejects.toMatchObject({ message });
	const anywhere = await ask(plant, 5);
	await expect(fulfil(plant, anywhere, [[foreign, 1]])).rejects.toMatchObject({ code: 'PT400' });
	await expect(
		fulfil(plant, anywhere, [[lot, 1, { from_id: place!.id as string }]])
	).rejects.toMatchObject({
		message: 'FAR is not where it was asked from: a place of the same site.'
	});
	await expect(fulfil(plant, anywhere, [[lot, 1, { from_id: LINE }]])).rejects.toMatchObject({
		message: 'The goods are at LINE already.'
	});
});

test('P5.02 a request says what, how much and where to, within reason', async ({ db }) => {
	const plant = await morning(db);
	const other = await morning(db);
	const foreign = await other.passed(1);
	for (const [given, refusal] of [
		[{ quantity: -1 }, { code: 'PT400', message: '-1 is no quantity above zero.' }],
		[{ item_id: randomUUID() }, { code: 'PT404', message: 'There is no such item in use.' }],
		[{ to_id: plant.ids.VENDOR }, { code: 'PT422' }],
		[{ from_id: plant.ids.LINE }, { code: 'PT422', message: expect.stringContaining('LINE') }],
		[{ lot_id: foreign.id }, { code: 'PT404' }],
		[{ lot_id: randomUUID() }, { code: 'PT404' }],
		[{ needed_by: '1990-05-23T12:00Z' }, { code: 'PT400' }],
		[{ needed_by: '2033-05-23T12:00Z' }, { code: 'PT400' }],
		[{ note: 'x'.repeat(2001) }, { constraint_name: 'request note has at most 2000 characters' }]
	] as const)
		await expect(ask(plant, 1, given)).rejects.toMatchObject(refusal);
});

for (const lines of [null, {}, [], [1], [{}], Array.from({ length: 51 }, () => ({}))]) {
	test(`P5.02 lines that are none are refused with a sentence: ${JSON.stringify(lines)?.slice(0, 12)}`, async ({
		db
	}) => {
		const plant = await morning(db);
		const asked = await ask(plant, 1);
		await expect(fulfil(plant, asked, [], { lines })).rejects.toMatchObject({
			code: 'PT400',
			message: expect.stringMatching(/1 to 50 lines|There is no quantity/) as string
		});
	});
}

test('P5.02 a decline has its reason; what has come stays', async ({ db }) => {
	const plant = await morning(db);
	const lot = await plant.passed(10);
	const asked = await ask(plant, 20);
	await fulfil(plant, asked, [[lot, 10]]);
	await expect(decline(plant, asked.id, '  ')).rejects.toMatchObject({
		code: 'PT400',
		message: 'Who declines says why.'
	});
	expect(await decline(plant, asked.id, 'no more in store')).toMatchObject({
		state: 'declined',
		fulfilled: 10,
		missing: 10,
		decline_reason: 'no more in store'
	});
});

test('P5.02 only who asked takes it back', async ({ db }) => {
	const plant = await morning(db);
	const asked = await ask(plant, 20);
	await expect(cancel(plant, asked.id, 'manager')).rejects.toMatchObject({
		code: 'PT403',
		message: 'You may not cancel what supervisor has asked for.'
	});
	expect(await cancel(plant, asked.id)).toMatchObject({ state: 'cancelled', missing: 20 });
});

test('P5.02 what is decided is decided', async ({ db }) => {
	const plant = await morning(db);
	const lot = await plant.passed(10);
	const [fulfilled, declined, cancelled] = [
		await ask(plant, 1),
		await ask(plant, 1),
		await ask(plant, 1)
	];
	await fulfil(plant, fulfilled, [[lot, 1]]);
	await decline(plant, declined.id, 'no');
	await cancel(plant, cancelled.id);
	for (const [asked, words] of [
		[fulfilled, 'fulfilled'],
		[declined, 'declined'],
		[cancelled, 'cancelled']
	] as const) {
		for (const again of [
			() => fulfil(plant, asked, [[lot, 1]]),
			() => decline(plant, asked.id, 'no'),
			() => cancel(plant, asked.id)
		])
			await expect(again()).rejects.toMatchObject({
				code: 'PT409',
				message: `The request has been ${words} already.`,
				detail: expect.stringContaining('"TRANSFER_DECIDED"') as string
			});
	}
	await expect(decline(plant, randomUUID(), 'no')).rejects.toMatchObject({ code: 'PT404' });
});

test('P1.05 a Supervisor asks and cancels in his own shift only', async ({ db }) => {
	const plant = await morning(db);
	const asked = await ask(plant, 1);
	await expect(ask(plant, 1, {}, 'supervisor.b')).rejects.toMatchObject({
		code: 'PT403',
		message: expect.stringContaining('You are not assigned to Shift A') as string
	});
	db.travelTo('2030-05-23T15:00:00+05:30');
	await expect(ask(plant, 1)).rejects.toMatchObject({ code: 'PT423' });
	await expect(cancel(plant, asked.id)).rejects.toMatchObject({ code: 'PT423' });
	expect(await ask(plant, 1, {}, 'manager')).toMatchObject({ state: 'requested' });
});

test('P5.02 of two who bring the same at once the second is told that nothing is missing', async ({
	db
}) => {
	const plant = await morning(db);
	const lot = await plant.passed(1000);
	for (let round = 0; round < 20; round++) {
		const asked = await ask(plant, 5);
		const outcomes = await Promise.allSettled([
			fulfil(plant, asked, [[lot, 5]]),
			fulfil(plant, asked, [[lot, 3]], {}, 'distributor')
		]);
		expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
		const [refused] = outcomes.filter((outcome) => outcome.status === 'rejected');
		expect((refused!.reason as { detail: string }).detail).toMatch(
			/TRANSFER_DECIDED|TRANSFER_EXCEEDED/
		);
	}
	expect(await violations(db.superuser)).toEqual({});
});

test('P5.02 requests for the same lots in any order do not block each other', async ({ db }) => {
	const plant = await morning(db);
	const [first, second] = [await plant.passed(100), await plant.passed(100)];
	const reason_id = await plant.reason('deviation');
	await Promise.all(
		Array.from({ length: 16 }, async (_, n) => {
			const asked = await ask(plant, 2);
			const lines: Line[] = [
				[first, 1, { reason_id }],
				[second, 1, { reason_id }]
			];
			return await fulfil(plant, asked, n % 2 ? lines : lines.reverse());
		})
	);
	expect(await placesOf(plant, second)).toEqual({ LINE: 16, STORE: 84 });
});

test('P5.02 a cancellation waits for the fulfilment that is under way', async ({ db }) => {
	const plant = await morning(db);
	const asked = await ask(plant, 1);
	let cancelling: Promise<unknown> | undefined;
	await db.superuser.begin(async (sql) => {
		await sql`select app.lock_transfer_request(${asked.id})`;
		cancelling = cancel(plant, asked.id);
		await blocked(db);
	});
	expect(await cancelling).toMatchObject({ state: 'cancelled' });
});

test('a request and its fulfilment that are sent again are answered again, and move once', async ({
	db
}) => {
	const plant = await morning(db);
	const lot = await plant.passed(10);
	const [asking, moving, ending] = [randomUUID(), randomUUID(), randomUUID()];
	const asked = await ask(plant, 4, { request_id: asking });
	expect(await ask(plant, 4, { request_id: asking })).toEqual(asked);
	await expect(ask(plant, 5, { request_id: asking })).rejects.toMatchObject({ code: 'PT409' });
	const brought = await fulfil(plant, asked, [[lot, 3]], { request_id: moving });
	expect(await fulfil(plant, asked, [[lot, 3]], { request_id: moving })).toEqual(brought);
	expect(await placesOf(plant, lot)).toEqual({ LINE: 3, STORE: 7 });
	const end = { transfer_request_id: asked.id, reason: 'no', request_id: ending };
	const declined = await plant.call('storekeeper', 'decline_transfer', end);
	expect(await plant.call('storekeeper', 'decline_transfer', end)).toEqual(declined);
});

for (const [command, allowed] of [
	['request_transfer', ['manager', 'supervisor']],
	['fulfil_transfer', ['storekeeper', 'distributor']],
	['decline_transfer', ['storekeeper', 'distributor']],
	['cancel_transfer', ['manager']]
] as const) {
	for (const persona of [...PERSONAS, `${allowed[0]}@P2`]) {
		const may = (allowed as readonly string[]).includes(persona);
		test(`P1.04 ${persona} ${may ? 'may' : 'may not'} ${command} at P1`, async ({ db }) => {
			const plant = await morning(db);
			const lot = await plant.passed(10);
			const asked = await ask(plant, 5, {}, 'manager');
			const call = {
				request_transfer: () => ask(plant, 1, {}, persona),
				fulfil_transfer: () => fulfil(plant, asked, [[lot, 1]], {}, persona),
				decline_transfer: () => decline(plant, asked.id, 'no', persona),
				cancel_transfer: () => cancel(plant, asked.id, persona)
			}[command];
			if (may) expect((await call()).id).toBeTruthy();
			else
				await expect(call()).rejects.toMatchObject({
					code: persona === 'anon' ? '42501' : 'PT403'
				});
		});
	}
}

const viewers = [
	'admin',
	'manager',
	'supervisor',
	'storekeeper',
	'dispatch_clerk',
	'distributor',
	'retailer'
];
testMatrix(
	[
		['P1.04', `select * from transfer_requests where state = 'requested' limit 1`, viewers],
		['P1.04', `select * from transfer_request_moves limit 1`, viewers],
		['P1.04', `insert into transfer_requests default values`, []],
		['P1.04', `update transfer_requests set state = 'cancelled'`, []],
		['P1.04', `delete from transfer_requests`, []],
		['P1.04', `delete from transfer_request_moves`, []]
	],
	async (db) => {
		const plant = await morning(db);
		const lot = await plant.passed(10);
		await fulfil(plant, await ask(plant, 5), [[lot, 1]]);
	}
);

test('P1.04 requests are not seen from another site', async ({ db }) => {
	const plant = await morning(db);
	await ask(plant, 5);
	for (const persona of ['storekeeper@P2', 'manager@P2'])
		expect(await db.as(persona, (sql) => sql`select id from transfer_requests`)).toHaveLength(0);
});

test('the invariants hold', async ({ db }) => {
	expect(await violations(db.superuser)).toEqual({});
});
