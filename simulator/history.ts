import { randomUUID } from 'node:crypto';
import type { Sql } from 'postgres';
import { clearEmptyRuns, lastEntry } from './calendar.ts';
import { Clock, DAY, instantOf, localTime, MINUTE } from './clock.ts';
import { Direct, type KeepFile } from './direct.ts';
import { Jobs } from './jobs.ts';
import { type Name } from './people.ts';
import { Random } from './random.ts';
import type { Report } from './report.ts';
import { Simulation } from './simulation.ts';
import { Travel } from './travel.ts';
import { Refusal, type Account } from './transport.ts';

export interface HistoryOptions {
	days: number;
	seed: string;
	/** Part of the occasions at which somebody errs. */
	mistakes: number;
	accounts: Record<Name, Account>;
	/** A pool of the superuser's, for travelling and for becoming people. */
	superuser: Sql;
	/** A pool of the role that owns the schema. */
	owner: Sql;
	keepFile: KeepFile;
	/** Goes on after the last entry of a plant that has some, instead of refusing. */
	goOn?: boolean;
	/** Is told how far it has come. */
	progress?: (at: Date, from: Date, until: Date) => void;
}

/**
 * Makes days of history by the real commands, up to now. Nothing of it is inserted past a rule; only the
 * time is not the world's.
 * @throws Refusal for a plant that has entries already
 */
export async function makeHistory(options: HistoryOptions): Promise<Report> {
	const { accounts, days, keepFile, mistakes, owner, seed, superuser } = options;
	const last = await lastEntry(owner, 'MCC1');
	if (last && !options.goOn) {
		throw new Refusal(
			'HISTORY_EXISTS',
			`There is history already, until ${last.toISOString()}; "npm run stack:reset" makes room for another.`
		);
	}
	const now = new Date();
	const zone = (await owner`select time_zone from sites where code = 'MCC1'`)[0]!
		.time_zone as string;
	const first = localTime(new Date(now.getTime() - days * DAY), zone).date;
	const start = last ? new Date(last.getTime() + MINUTE) : instantOf(first, '05:30', zone);
	// People's seconds go on after the clock's.
	const until = new Date(now.getTime() - 5 * MINUTE);
	const resume = await pauseJobs(superuser);
	const deliver = await keepMail(superuser);
	const forbid = await new Travel(superuser).allow();
	try {
		await clearEmptyRuns(owner, 'MCC1', start);
		const jobs = await Jobs.read(owner, start);
		const clock = new Clock(start, {
			pace: Infinity,
			set: async (at) => options.progress?.(at, start, until)
		});
		const transport = new Direct(superuser, ticking(clock, seed), keepFile);
		const simulation = await Simulation.open({
			accounts,
			clock,
			seed,
			mistakes,
			repeats: 0.005,
			reuses: 0.002,
			transport,
			slotMinutes: 15,
			jobs: (instant) => jobs.run(instant)
		});
		const report = await simulation.run(until);
		for (const account of Object.values(accounts)) await readOldNews(owner, transport, account);
		// What people ask next is planned by what there is now, not by what there was.
		await owner`analyze`;
		return report;
	} finally {
		await forbid();
		await deliver();
		await resume();
	}
}

/** People have read what is older than their last half day. */
async function readOldNews(owner: Sql, transport: Direct, account: Account): Promise<void> {
	const old = await owner<{ id: string }[]>`
		select notifications.id
		from notifications
		where user_id = ${account.id} and read_at is null
			and updated_at < (select max(updated_at) from notifications) - interval '12 hours'`;
	if (old.length === 0) return;
	const ids = old.map(({ id }) => id);
	await transport.call(account, 'read_notifications', { request_id: randomUUID(), ids });
}

/** Nobody is to have mail of what happened months ago. */
async function keepMail(superuser: Sql): Promise<() => Promise<void>> {
	const set = async (value: boolean) => {
		await superuser`update settings set value = ${superuser.json(value)} where key = 'alerts.deliver'`;
	};
	await set(false);
	return () => set(true);
}

/** The clock's time, some seconds later with each look, as people are not all at once. */
function ticking(clock: Clock, seed: string): () => Date {
	const random = new Random(seed).fork('seconds');
	let slot = 0;
	let seconds = 0;
	return () => {
		const now = clock.now.getTime();
		seconds = (now === slot ? seconds : 0) + random.between(0.5, 4);
		slot = now;
		return new Date(now + seconds * 1000);
	};
}

/** Jobs go by the world's clock and would lock the shifts of the past while they are being played. */
async function pauseJobs(superuser: Sql): Promise<() => Promise<void>> {
	const paused = await superuser`update cron.job set active = false where active returning jobid`;
	return async () => {
		const ids = paused.map((job) => job.jobid as string);
		await superuser`update cron.job set active = true where jobid = any(${ids})`;
	};
}
