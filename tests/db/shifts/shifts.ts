import { randomUUID } from 'node:crypto';
import type { Row, TransactionSql } from 'postgres';
import type { TestDatabase } from '../database.ts';

/** The plant's day as the documents have it. */
export const DAY = [
	['A', '06:00', '14:00'],
	['B', '14:00', '22:00'],
	['C', '22:00', '06:00']
] as const;

/** Somebody who is both in a transaction and beyond the API roles' grants, as a command is. */
export const asCommand = <T>(
	db: TestDatabase,
	persona: string,
	act: (sql: TransactionSql) => Promise<T>
): Promise<T> =>
	db.as(persona, async (sql) => {
		await sql`reset role`;
		return await act(sql);
	});

/** An administrator defines a shift; its runs are there at once. */
export async function defineShift(
	db: TestDatabase,
	site: string,
	code: string,
	starts: string,
	ends: string
): Promise<string> {
	const siteId = await db.siteOf(site);
	const [shift] = await db.as(
		'admin',
		(sql) => sql`
			insert into shifts (site_id, code, name, starts, ends)
			values (${siteId}, ${code}, ${code}, ${starts}, ${ends}) returning id`
	);
	return shift!.id as string;
}

/** Defines the three shifts of the documents at a site. */
export async function defineDay(db: TestDatabase, site: string): Promise<void> {
	for (const [code, starts, ends] of DAY) await defineShift(db, site, code, starts, ends);
}

/** What the job of every day does, for so many days ahead; how many runs it has created. */
export const createRuns = (db: TestDatabase, days: number): Promise<number> =>
	asCommand(
		db,
		'service_role',
		async (sql) =>
			(await sql`select app.create_shift_runs(${days}) as created`)[0]!.created as number
	);

/** What the job of every minute does. */
export const tick = (db: TestDatabase): Promise<number> =>
	asCommand(
		db,
		'service_role',
		async (sql) => (await sql`select app.lock_shift_runs() as changed`)[0]!.changed as number
	);

/** A run by its site, shift and date. */
export async function runOf(
	db: TestDatabase,
	site: string,
	code: string,
	date: string
): Promise<Row & { id: string; state: string; starts_at: Date; ends_at: Date }> {
	const [run] = await db.sql`
		select shift_runs.* from shift_runs
		join shifts on shifts.id = shift_id join sites on sites.id = shifts.site_id
		where sites.code = ${site} and shifts.code = ${code} and business_date = ${date}`;
	if (!run) throw new Error(`There is no run of shift ${code} on ${date} at ${site}.`);
	return run as Row & { id: string; state: string; starts_at: Date; ends_at: Date };
}

interface ShownRun {
	id: string;
	state: string;
	people: { full_name: string }[];
}

/** Assigns a person to a run, or takes him out. */
export async function assign(
	db: TestDatabase,
	assigner: string,
	run: string,
	worker: string,
	{ request = randomUUID(), command = 'assign_shift' } = {}
): Promise<ShownRun> {
	const person = await db.idOf(worker);
	const [row] = await db.as(
		assigner,
		(sql) => sql`select ${sql(command)}(${request}, ${run}, ${person}) as shown`
	);
	return row!.shown as ShownRun;
}

/** Until some statement waits for another's lock. */
export async function blocked(db: TestDatabase): Promise<void> {
	for (let look = 0; look < 200; look++) {
		const waiting = await db.sql`
			select from pg_stat_activity
			where datname = current_database() and wait_event_type = 'Lock'`;
		if (waiting.length) return;
		await new Promise((settle) => setTimeout(settle, 10));
	}
	throw new Error('Nothing waits.');
}
