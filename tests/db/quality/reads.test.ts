import { expect } from 'vitest';
import { test, type TestDatabase } from '../database.ts';
import { Floor, GOOD } from '../production/floor.ts';
import { amend, askOverride, BAD, decide, reject, retest, type FullTest } from './laboratory.ts';

interface Subject {
	kind: string;
	qc_status: string;
	lot_status: string;
	quantity: number | null;
	batch: { code: string; running_stage: boolean; open_stage: boolean } | null;
	stage: { name: string; judged: boolean; next: string | null } | null;
	rejection: { reason: string; note: string } | null;
	plan: { version: number; parameters: { id: string; name: string; previous: unknown[] }[] } | null;
	tests: (FullTest & {
		mine: boolean;
		repeated: boolean;
		locks_at: string;
		replaced: Record<string, unknown>[];
		overrides: (Record<string, unknown> & { mine: boolean })[];
	})[];
	holds: { by_test: boolean; cause: string; held_by: string }[];
}

const subjectOf = async (
	db: TestDatabase,
	persona: string,
	lot: string,
	stage: string | null = null
): Promise<Subject> => {
	const [row] = await db.as(persona, (sql) => sql`select qc_subject(${lot}, ${stage}) as subject`);
	return row!.subject as Subject;
};

test('P4.07 P4.09 what is tested shows all that was ever said of it, and by whom', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const lot = await floor.receive(100);
	const held = (await floor.test({ lot_id: lot.id }, BAD.incoming)) as FullTest;
	await amend(floor, held, [{ name: 'Moisture', value: 5.3 }]);
	await decide(floor, await askOverride(floor, held), false);
	await retest(floor, held, { lot_id: lot.id }, BAD.incoming);

	const subject = await subjectOf(db, 'qa', lot.id);
	expect(subject).toMatchObject({
		kind: 'incoming',
		qc_status: 'hold',
		quantity: 100,
		stage: null
	});
	expect(subject.tests.map(({ attempt, repeated }) => [attempt, repeated])).toEqual([
		[2, false],
		[1, true]
	]);
	const [, first] = subject.tests;
	expect(first).toMatchObject({
		number: held.number,
		mine: true,
		tested_by: 'qa',
		replaced: [
			{
				name: 'Moisture',
				value: 5.4,
				entered_by: 'qa',
				replaced_by: 'qa',
				reason: 'Read off wrongly'
			}
		],
		overrides: [{ state: 'rejected', requested_by: 'qa', decided_by: 'manager', mine: true }]
	});
	const seen = await subjectOf(db, 'manager', lot.id);
	expect(seen.tests.map(({ mine }) => mine)).toEqual([false, false]);
	expect(seen.tests[1]!.overrides[0]).toMatchObject({ mine: false });
});

test('P4.01 the plan in force stands there with what was measured of the item before', async ({
	db
}) => {
	const floor = await Floor.open(db);
	for (const [day, value] of [4.1, 4.2, 4.3, 4.4].entries()) {
		db.travelTo(`2030-06-0${day + 1}T10:00:00+05:30`);
		await floor.test({ lot_id: (await floor.receive(10)).id }, [
			{ name: 'Moisture', value },
			{ name: 'Foreign matter', value: 'None' }
		]);
	}
	const lot = await floor.receive(10);
	const { plan } = await subjectOf(db, 'qa', lot.id);
	const moisture = plan!.parameters.find(({ name }) => name === 'Moisture')!;
	expect(moisture.previous).toEqual([4.2, 4.3, 4.4]);
	const matter = plan!.parameters.find(({ name }) => name === 'Foreign matter')!;
	expect(matter.previous).toEqual(['None', 'None', 'None']);

	const history = async (last: number | null, persona = 'qa') => {
		const [row] = await db.as(
			persona,
			(sql) => sql`
				select parameter_history(${moisture.id}, items.id, ${floor.ids.site}, ${last}) as points
				from items join lots on lots.item_id = items.id where lots.id = ${lot.id}`
		);
		return row?.points as { value: number; maximum: number; within_spec: boolean }[];
	};
	expect((await history(30)).map(({ value }) => value)).toEqual([4.1, 4.2, 4.3, 4.4]);
	expect(await history(2)).toMatchObject([
		{ value: 4.3, maximum: 5, within_spec: true },
		{ value: 4.4 }
	]);
	for (const last of [0, 201, null])
		await expect(history(last)).rejects.toMatchObject({ code: 'PT400' });
	await expect(
		db.as('qa@P2', (sql) => sql`select parameter_history(${lot.id}, ${lot.id}, ${floor.ids.site})`)
	).rejects.toMatchObject({ code: 'PT404' });
});

test('P4.05 a stage says what waits for it, and whether its batch has gone on', async ({ db }) => {
	const floor = await Floor.open(db);
	const batch = await floor.batchUpTo(1, 100);
	const { lot_id, last, next } = batch;
	expect(await subjectOf(db, 'qa', lot_id, last!.id)).toMatchObject({
		kind: 'in_process',
		batch: { code: batch.code, running_stage: false },
		stage: { name: last!.stage, judged: false, next: next!.stage }
	});
	await expect(subjectOf(db, 'qa', lot_id, lot_id)).rejects.toMatchObject({ code: 'PT404' });
	for (const persona of ['qa@P2', 'nobody'])
		await expect(subjectOf(db, persona, lot_id)).rejects.toMatchObject({ code: 'PT404' });
});

test('P4.04 what was rejected says why, and what came of it because of what it is held', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const lot = await floor.receive(50);
	await floor.test({ lot_id: lot.id }, GOOD.incoming);
	await reject(floor, lot.id);
	expect(await subjectOf(db, 'qa', lot.id)).toMatchObject({
		lot_status: 'fail',
		rejection: { note: 'Wet through' },
		holds: []
	});
});

test('P4.10 the queue says what each keeps back, and its latest test', async ({ db }) => {
	const floor = await Floor.open(db);
	const [row] = await db.as('qa', (sql) => sql`select qc_queue(${floor.ids.site}) as queue`);
	const before = (row!.queue as unknown[]).length;
	const lot = await floor.receive(70);
	const held = await floor.test({ lot_id: lot.id }, BAD.incoming);
	await askOverride(floor, held);
	const [after] = await db.as('qa', (sql) => sql`select qc_queue(${floor.ids.site}) as queue`);
	const queue = after!.queue as { lot_id: string }[];
	expect(queue).toHaveLength(before + 1);
	expect(queue.find(({ lot_id }) => lot_id === lot.id)).toMatchObject({
		kind: 'incoming',
		quantity: 70,
		unit: 'kg',
		planned: true,
		next_stage: null,
		test: { number: held.number, attempt: 1, override_asked: true }
	});
});
