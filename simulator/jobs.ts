import type { Sql } from 'postgres';
import { dueAfter, parseSchedule, type Schedule } from '../local/workers/cron-schedule.ts';

/** The jobs of pg_cron that the plant's day cannot do without. */
const OF_THE_DAY = ['create-shift-runs', 'lock-shift-runs', 'scan-expiry'];

interface Job {
	command: string;
	schedule: Schedule;
	/** Unix ms. */
	due: number | undefined;
}

/** Runs as the owner, at the plant's time, what pg_cron runs by the world's. */
export class Jobs {
	readonly #owner: Sql;
	readonly #jobs: Job[];

	private constructor(owner: Sql, jobs: Job[]) {
		this.#owner = owner;
		this.#jobs = jobs;
	}

	/** @param start all are due at once */
	static async read(owner: Sql, start: Date, names = OF_THE_DAY): Promise<Jobs> {
		const jobs = await owner<{ command: string; schedule: string }[]>`
			select command, schedule from cron.job where jobname in ${owner(names)} order by jobname`;
		return new Jobs(
			owner,
			jobs.map(({ command, schedule }) => ({
				command,
				schedule: parseSchedule(schedule)!,
				due: start.getTime()
			}))
		);
	}

	/** Runs those that have become due. */
	async run(now: Date): Promise<void> {
		const due = this.#jobs.filter((job) => job.due !== undefined && job.due <= now.getTime());
		if (due.length === 0) return;
		await this.#owner.begin(async (sql) => {
			await sql`select set_config('app.now', ${now.toISOString()}, true)`;
			for (const job of due) {
				await sql.unsafe(job.command);
				job.due = dueAfter(job.schedule, job.due!, now.getTime());
			}
		});
	}
}
