import { expect } from 'vitest';
import { test, type TestDatabase } from '../database.ts';
import { violations } from '../invariants.ts';
import { refusal, type Floor, type Material } from '../production/floor.ts';
import { ask, batchOf, decide, details, figures, lockedFloors, said } from './corrections.ts';

const known = new WeakMap<TestDatabase, ReturnType<typeof arrange>>();

/** A batch of a lot of which some is left, and of another of which nothing is. */
async function mixed(floor: Floor): Promise<void> {
	const lot = await floor.tested(150);
	const grams = await floor.tested(5000, await floor.material('g'));
	const batch = await floor.start(100);
	await floor.allocate(batch, lot, 98);
	await floor.allocate(batch, grams, 2000);
	await floor.log(batch, 1, 95, '06:10:00', '06:40:00');
}

const arrange = (db: TestDatabase) =>
	lockedFloors(db, {
		less: mixed,
		more: mixed,
		never: mixed,
		all: mixed,
		short: async (floor) => {
			const lot = await floor.tested(100);
			const batch = await floor.start(100);
			await floor.allocate(batch, lot, 100);
			await floor.log(batch, 1, 98, '06:10:00', '06:40:00');
		},
		promised: async (floor) => {
			const lot = await floor.tested(100);
			const batch = await floor.start(100);
			await floor.allocate(batch, lot, 60);
			await floor.log(batch, 1, 49, '06:10:00', '06:40:00', { input_quantity: 50 });
		},
		circle: mixed,
		waiting: async (floor) => {
			const lot = await floor.tested(100);
			await floor.allocate(await floor.start(100), lot, 60);
		}
	});

const floorOf = async (
	db: TestDatabase,
	key: keyof Awaited<ReturnType<typeof arrange>>
): Promise<Floor> => {
	if (!known.has(db)) known.set(db, arrange(db));
	return (await known.get(db)!)[key];
};

/** What the batch of a floor was given, its largest first, with the lots. */
async function given(floor: Floor): Promise<{
	batch: { id: string; code: string; lot_id: string };
	kilos: Material;
	grams: Material;
	lots: Record<string, string>;
}> {
	const batch = await batchOf(floor);
	const materials = await floor.materials(batch);
	const lots = await floor.db
		.sql`select lot_id, lots.code from stage_materials join lots on lots.id = lot_id where batch_id = ${batch.id}`;
	const grams = materials.find(({ allocated }) => allocated === 2000)!;
	return {
		batch,
		kilos: materials.find((material) => material !== grams)!,
		grams,
		lots: Object.fromEntries(lots.map(({ code, lot_id }) => [code as string, lot_id as string]))
	};
}

const linked = async (floor: Floor, parent: string, child: string): Promise<number[]> =>
	(
		await floor.db.sql`
			select quantity::float from lot_links where parent_id = ${parent} and child_id = ${child} order by id`
	).map(({ quantity }) => quantity as number);

test('P2.06 less of a lot was used: it lies free again, the genealogy and the input follow', async ({
	db
}) => {
	const floor = await floorOf(db, 'less');
	const { batch, kilos, lots } = await given(floor);
	const lot = lots[kilos.lot]!;
	const asked = await ask(floor, 'stage_materials', kilos.id, { consumed: 96.5 });
	expect(asked).toMatchObject({
		subject: `Lot ${kilos.lot} for ${batch.code}`,
		fields: [
			{ field: 'consumed', before: 98, after: 96.5, before_text: '98 kg', after_text: '96.5 kg' }
		]
	});
	expect(said(asked)).toEqual([
		`Lot ${kilos.lot} for ${batch.code}: its use becomes 96.5 kg; it was 98 kg; its return becomes 1.5 kg; it was 0 kg.`,
		`1.5 kg of lot ${kilos.lot} are booked from PROCESS to STORE.`,
		`Lot ${batch.code} is traced to 96.5 kg of lot ${kilos.lot}; it was 98 kg.`,
		`Pre-treatment of ${batch.code}: its input becomes 98.5 kg; it was 100 kg; its loss becomes 3.55 %; it was 5.00 %.`
	]);
	const shown = await details(floor, asked);
	const done = await decide(floor, asked);
	expect(said(done)).toEqual(said(shown));
	expect(await floor.levels({ id: lot })).toEqual({ STORE: [53.5, 0, 53.5] });
	expect(await linked(floor, lot, batch.lot_id)).toEqual([96.5]);
	expect(await figures(floor, batch)).toEqual([{ input: 98.5, output: 95, above: false }]);
	expect(await violations(db.superuser)).toEqual({});
	// What is corrected twice is corrected from where it stands.
	await decide(floor, await ask(floor, 'stage_materials', kilos.id, { consumed: 96 }));
	await decide(floor, await ask(floor, 'stage_materials', kilos.id, { consumed: 97 }));
	expect(await floor.levels({ id: lot })).toEqual({ STORE: [53, 0, 53] });
	expect(await violations(db.superuser)).toEqual({});
});

test('P2.06 more of a lot was used: it is taken from where it lay, as far as it is free', async ({
	db
}) => {
	const floor = await floorOf(db, 'more');
	const { batch, grams, lots } = await given(floor);
	const lot = lots[grams.lot]!;
	const asked = await ask(floor, 'stage_materials', grams.id, { consumed: 2500 });
	expect(said(asked)).toEqual([
		`Lot ${batch.code} is traced to 500 g of lot ${grams.lot}.`,
		`Lot ${grams.lot} for ${batch.code}: its allocation becomes 2500 g; it was 2000 g; its use becomes 2500 g; it was 2000 g.`,
		`500 g of lot ${grams.lot} are booked from STORE to PROCESS.`,
		`Pre-treatment of ${batch.code}: its input becomes 100.5 kg; it was 100 kg; its loss becomes 5.47 %; it was 5.00 %; the loss is above its limit of 5 %.`
	]);
	await decide(floor, asked);
	expect(await floor.levels({ id: lot })).toEqual({ STORE: [2500, 0, 2500] });
	expect(await linked(floor, lot, batch.lot_id)).toEqual([2000, 500]);
	expect(await violations(db.superuser)).toEqual({});
	// Less again takes the newest link first.
	await decide(floor, await ask(floor, 'stage_materials', grams.id, { consumed: 1900 }));
	expect(await linked(floor, lot, batch.lot_id)).toEqual([1900]);
	expect(await violations(db.superuser)).toEqual({});
});

test('P5.04 more than there is, or than is free, is refused and says where the lot went', async ({
	db
}) => {
	const floor = await floorOf(db, 'short');
	const { batch, kilos } = await given(floor);
	const asked = await ask(floor, 'stage_materials', kilos.id, { consumed: 101 });
	const sentence = `1 kg of lot ${kilos.lot} would be missing: stock would fall below zero (100 kg went into ${batch.code}).`;
	expect(asked.effects).toMatchObject([{ kind: 'refused', code: 'STOCK_SHORT', sentence }]);
	await expect(decide(floor, asked)).rejects.toMatchObject({
		code: 'PT422',
		...refusal('STOCK_SHORT', sentence)
	});
	await decide(floor, asked, false);
	// Less than came out cannot have gone in.
	const less = await ask(floor, 'stage_materials', kilos.id, { consumed: 97 });
	expect(said(less)).toEqual([
		`Pre-treatment of ${batch.code} would take 97 kg, and 98 kg came out of it.`
	]);
	await expect(decide(floor, less)).rejects.toMatchObject(refusal('OUTPUT_EXCEEDS'));
	await decide(floor, less, false);
});

test('P2.06 more that was used comes first of what is still promised to the batch', async ({
	db
}) => {
	const floor = await floorOf(db, 'promised');
	const { batch, kilos, lots } = await given(floor);
	const lot = { id: lots[kilos.lot]! };
	expect(await floor.levels(lot)).toEqual({ STORE: [50, 10, 40] });
	await decide(floor, await ask(floor, 'stage_materials', kilos.id, { consumed: 54 }));
	expect(await floor.levels(lot)).toEqual({ STORE: [46, 6, 40] });
	await decide(floor, await ask(floor, 'stage_materials', kilos.id, { consumed: 65 }));
	expect(await floor.levels(lot)).toEqual({ STORE: [35, 0, 35] });
	expect(await floor.materials(batch)).toMatchObject([
		{ allocated: 65, consumed: 65, returned: 0 }
	]);
	expect(await violations(db.superuser)).toEqual({});
});

test('X.01 a lot of which nothing was used is no ancestor any more, and one that never went in is asked as at any use', async ({
	db
}) => {
	const floor = await floorOf(db, 'all');
	const { batch, grams, lots } = await given(floor);
	const lot = lots[grams.lot]!;
	const asked = await ask(floor, 'stage_materials', grams.id, { consumed: 0 });
	expect(said(asked)).toContain(
		`Lot ${batch.code} is no longer traced to lot ${grams.lot} for 2000 g of it.`
	);
	await decide(floor, asked);
	expect(await linked(floor, lot, batch.lot_id)).toEqual([]);
	expect(await floor.levels({ id: lot })).toEqual({ STORE: [5000, 0, 5000] });
	const { versions } = await details(floor, asked);
	expect(versions!.map(({ subject_type }) => subject_type).sort()).toEqual([
		'lot_links',
		'stage_logs',
		'stage_materials'
	]);
	expect(await violations(db.superuser)).toEqual({});

	await floor.hold({ id: lot });
	const back = await ask(floor, 'stage_materials', grams.id, { consumed: 100 });
	expect(back.effects).toMatchObject([{ kind: 'refused', code: 'LOT_NOT_USABLE' }]);
	await expect(decide(floor, back)).rejects.toMatchObject(
		refusal('LOT_NOT_USABLE', `Lot ${grams.lot} is on hold and may not be used.`)
	);
	await floor.call('qa', 'release_lot', { lot_id: lot, note: 'clean' });
	await decide(floor, back);
	expect(await linked(floor, lot, batch.lot_id)).toEqual([100]);
	expect(await violations(db.superuser)).toEqual({});
});

test('X.01 a correction that would make a lot its own ancestor is refused', async ({ db }) => {
	const floor = await floorOf(db, 'circle');
	const { batch, grams, lots } = await given(floor);
	const lot = lots[grams.lot]!;
	await decide(floor, await ask(floor, 'stage_materials', grams.id, { consumed: 0 }));
	// What came of the batch went, by another way, into the lot.
	await db.superuser`insert into lot_links (parent_id, child_id, quantity) values (${batch.lot_id}, ${lot}, 1)`;
	const asked = await ask(floor, 'stage_materials', grams.id, { consumed: 10 });
	expect(asked.effects).toMatchObject([
		{ kind: 'refused', code: 'CIRCLE', sentence: 'A lot would be its own ancestor.' }
	]);
	await expect(decide(floor, asked)).rejects.toMatchObject({ code: 'PT422', ...refusal('CIRCLE') });
	await db.superuser.begin(async (sql) => {
		await sql`set local session_replication_role = replica`;
		await sql`delete from lot_links where parent_id = ${batch.lot_id} and child_id = ${lot}`;
	});
});

test('P2.06 what a stage that has not begun was given is returned, not corrected', async ({
	db
}) => {
	const floor = await floorOf(db, 'waiting');
	const [material] = await floor.materials(await batchOf(floor));
	await expect(ask(floor, 'stage_materials', material!.id, { consumed: 5 })).rejects.toMatchObject(
		refusal('STAGE_NOT_RUNNING')
	);
	const { kilos } = await given(await floorOf(db, 'never'));
	for (const consumed of [-1, 'all', null, 1.1234567]) {
		await expect(ask(floor, 'stage_materials', kilos.id, { consumed })).rejects.toMatchObject(
			refusal('QUANTITY_INVALID')
		);
	}
});

test('P5.08 links are changed by an applied correction alone', async ({ db }) => {
	const floor = await floorOf(db, 'never');
	const { batch } = await given(floor);
	for (const statement of [
		`update lot_links set quantity = quantity - 1 where child_id = '${batch.lot_id}'`,
		`delete from lot_links where child_id = '${batch.lot_id}'`,
		`update stage_logs set output_quantity = output_quantity - 1 where batch_id = '${batch.id}'`
	]) {
		await expect(db.sql.unsafe(statement), statement).rejects.toMatchObject({
			code: expect.stringMatching(/^PT40[39]$/) as string
		});
	}
});
