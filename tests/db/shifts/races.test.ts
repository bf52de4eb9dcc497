import { expect } from 'vitest';
import { testApart as test } from '../database.ts';
import { violations } from '../invariants.ts';
import { DAY_OF_WORK, Floor } from '../production/floor.ts';
import { close, read } from './duty.ts';
import { assign, blocked, createRuns, defineShift, runOf, tick } from './shifts.ts';

const codeOf = (outcome: PromiseSettledResult<unknown>): string =>
	outcome.status === 'fulfilled'
		? 'done'
		: ((outcome.reason as { code?: string }).code ?? 'broken');

/** Days of one site, each with a run of shift A that has supervisor in it. */
async function days(floor: Floor, count: number): Promise<{ id: string; date: string }[]> {
	const { db } = floor;
	await createRuns(db, count + 1);
	return await Promise.all(
		Array.from({ length: count }, async (_, n) => {
			const date = new Date(Date.parse(DAY_OF_WORK) + (n + 1) * 86_400_000)
				.toISOString()
				.slice(0, 10);
			const { id } = await runOf(db, 'P1', 'A', date);
			await assign(db, 'admin', id, 'supervisor');
			return { id, date };
		})
	);
}

test('P3.07 of postings and the lock at the same moment each is before or after, thirty times', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const post = () => floor.start(1).then(({ code }) => code);
	let before = 0;
	let after = 0;
	for (const { id, date } of await days(floor, 30)) {
		// Within the grace by the clock of those who post; the job’s clock is a second ahead of it.
		db.travelTo(`${date}T14:14:59+05:30`);
		const postings = Array.from({ length: 6 }, post);
		const locking = db.superuser.begin(async (sql) => {
			await sql`select set_config('app.now', ${`${date}T14:15:00+05:30`}, true)`;
			await sql`select app.lock_shift_runs()`;
		});
		const outcomes = await Promise.allSettled(postings);
		await locking;
		const [run] = await db.sql`
			select state, entries, (select count(*)::integer from batches where run_id = shift_runs.id) as batches
			from shift_runs join shift_summaries on run_id = shift_runs.id where shift_runs.id = ${id}`;
		const codes = outcomes.map(codeOf);
		expect(new Set([...codes, 'done', 'PT423']).size, codes.join()).toBe(2);
		const done = codes.filter((code) => code === 'done').length;
		// What passed is in the summary, what did not left nothing.
		expect(run).toEqual({ state: 'locked', entries: done, batches: done });
		before += done;
		after += codes.length - done;
	}
	expect(before + after).toBe(180);
	expect(before).toBeGreaterThan(0);
	expect(await violations(db.sql)).toEqual({});
}, 120_000);

test('P3.09 of postings and a close at the same moment each is before or after, thirty times', async ({
	db
}) => {
	const floor = await Floor.open(db);
	let refusals = 0;
	for (const { id, date } of await days(floor, 30)) {
		db.travelTo(`${date}T13:30:00+05:30`);
		await tick(db);
		const postings = Array.from({ length: 5 }, () => floor.start(1));
		const [closing, ...outcomes] = await Promise.allSettled([
			close(floor, 'supervisor', id),
			...postings
		]);
		expect(codeOf(closing)).toBe('done');
		const codes = outcomes.map(codeOf);
		expect(new Set([...codes, 'done', 'PT423']).size, codes.join()).toBe(2);
		const { entries } = await read<{ entries: number }>(floor, 'manager', 'shift_close_view', id);
		expect(entries).toBe(codes.filter((code) => code === 'done').length);
		const [summary] = await db.sql`select entries from shift_summaries where run_id = ${id}`;
		expect(summary!.entries).toBe(entries);
		refusals += codes.filter((code) => code === 'PT423').length;
	}
	expect(refusals).toBeGreaterThan(0);
	expect(await violations(db.sql)).toEqual({});
}, 120_000);

test('P3.09 a close waits for the entry that is under way, and names what it leaves undone', async ({
	db
}) => {
	const floor = await Floor.open(db);
	floor.at('13:30:00');
	let closing: Promise<unknown> | undefined;
	await db.as('supervisor', async (sql) => {
		await sql`select log_downtime(gen_random_uuid(), ${floor.machines[0]!}, ${await floor.reason('downtime')})`;
		closing = close(floor).then(
			() => 'closed',
			({ detail }: { detail: string }) => (JSON.parse(detail) as { code: string }).code
		);
		await blocked(db);
	});
	expect(await closing).toBe('GAPS_OPEN');
});

test('P3.09 of two closes, or a close and the lock, one is; the summary is made once', async ({
	db
}) => {
	const floor = await Floor.open(db);
	for (const { id, date } of await days(floor, 10)) {
		db.travelTo(`${date}T14:14:59+05:30`);
		const outcomes = await Promise.allSettled([
			close(floor, 'supervisor', id),
			close(floor, 'manager', id),
			db.superuser.begin(async (sql) => {
				await sql`select set_config('app.now', ${`${date}T14:15:00+05:30`}, true)`;
				await sql`select app.lock_shift_runs()`;
			})
		]);
		const [, , job] = outcomes.map(codeOf);
		expect(job).toBe('done');
		expect(outcomes.slice(0, 2).map(codeOf).sort()).not.toEqual(['done', 'done']);
		expect(await db.sql`select from shift_summaries where run_id = ${id}`).toHaveLength(1);
	}
}, 120_000);

test('P8.02 a person who is assigned by hand and by a rotation at the same moment is in one of two overlapping runs', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const shift = await defineShift(db, 'P1', 'DAY', '09:00', '18:00');
	const person = await db.idOf('supervisor.b');
	const date = '2030-05-28';
	const a = await runOf(db, 'P1', 'A', date);
	const day = await runOf(db, 'P1', 'DAY', date);
	const [, saved] = await Promise.allSettled([
		assign(db, 'admin', a.id, 'supervisor.b'),
		floor.call('manager', 'save_rotation', {
			site_id: floor.ids.site,
			name: 'Two weeks',
			starts_on: '2030-05-27',
			weeks: 1,
			turns: [{ week: 1, weekday: 2, shift_id: shift, user_id: person }]
		})
	]);
	const rows = await db.sql`
		select run_id from shift_assignments where user_id = ${person} and active and run_id in ${db.sql([a.id, day.id])}`;
	expect(codeOf(saved)).toBe('done');
	expect(rows).toHaveLength(1);
});
