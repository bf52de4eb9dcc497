import type { Sql } from 'postgres';
import type { Part, StackContext } from '../context.ts';
import { messageOf } from '../fault.ts';
import type { Log } from '../log.ts';
import { execute } from './cron-run.ts';
import { dueAfter, isWorthRunning, parseSchedule, type Schedule } from './cron-schedule.ts';

/** Jobs that run at the same time, at the most. */
const MAX_RUNNING = 32;
/** The scheduler looks at the clock this often in ms, so that a clock that was set is noticed. */
const LONGEST_WAIT = 1000;
/** A clock that goes back by more than this, in ms, was set. */
const CLOCK_SET_BACK = 1000;

interface Job {
	jobid: string;
	schedule: string;
	command: string;
	database: string;
	username: string;
}

interface Task {
	job: Job;
	schedule: Schedule;
	/** Unix ms; undefined when it is never due (again). */
	due: number | undefined;
	/** The server process of the run under way; 0 until it has one. */
	runningPid: number | undefined;
	cancelled: boolean;
}

/**
 * Runs the jobs of cron.job as pg_cron does: as the user who scheduled them, one run of a job at a
 * time, every run written down in cron.job_run_details.
 */
export async function startCron(context: StackContext): Promise<Part> {
	const sql = context.connect({ name: 'pg_cron launcher', max: 4 });
	const scheduler = new Scheduler(context, sql, context.log('cron'));
	// Also when the connection was lost and is there again: changes may have been missed.
	const reload = () => void scheduler.reload();
	await sql.listen('pg_cron', reload, reload);
	await scheduler.start();
	return {
		stop: async () => {
			scheduler.stop();
			await sql.end({ timeout: 0 });
		}
	};
}

class Scheduler {
	private context: StackContext;
	private sql: Sql;
	private log: Log;
	private tasks = new Map<string, Task>();
	/** Tasks that are due while they run, or while too many others do; each is here once. */
	private waiting = new Set<Task>();
	private running = 0;
	private lastLook = Date.now();
	private timer: NodeJS.Timeout | undefined;
	private reloading: Promise<void> = Promise.resolve();
	private stopped = false;

	constructor(context: StackContext, sql: Sql, log: Log) {
		this.context = context;
		this.sql = sql;
		this.log = log;
	}

	/** Settles the runs that the last stack left behind, and starts the clock. */
	async start(): Promise<void> {
		if (await this.installed()) {
			await this.sql`
				update cron.job_run_details set status = 'failed', return_message = 'server restarted'
				where status in ('starting', 'running')`;
		}
		await this.reload();
		for (const task of this.tasks.values()) if (task.schedule.atStart) this.request(task);
		this.look();
	}

	stop(): void {
		this.stopped = true;
		clearTimeout(this.timer);
	}

	/** Reads the jobs again; a run whose job is gone or switched off is cancelled. */
	reload(): Promise<void> {
		this.reloading = this.reloading.then(async () => {
			try {
				this.take(await this.activeJobs());
				this.wait();
			} catch (error) {
				if (!this.stopped) this.log.error(`The jobs could not be read: ${messageOf(error)}`);
			}
		});
		return this.reloading;
	}

	private async installed(): Promise<boolean> {
		const [table] = await this.sql`select to_regclass('cron.job') is not null as exists`;
		return table!.exists as boolean;
	}

	private async activeJobs(): Promise<Job[]> {
		if (!(await this.installed())) return [];
		return await this.sql<Job[]>`
			select jobid, schedule, command, database, username from cron.job where active`;
	}

	private take(jobs: Job[]): void {
		const gone = new Set(this.tasks.values());
		for (const job of jobs) {
			const known = this.tasks.get(job.jobid);
			if (known) gone.delete(known);
			if (known?.job.schedule === job.schedule) known.job = job;
			else this.reschedule(job, known);
		}
		for (const task of gone) this.remove(task);
	}

	private reschedule(job: Job, known: Task | undefined): void {
		const schedule = parseSchedule(job.schedule);
		if (!schedule) {
			this.log.error(`Job ${job.jobid} has the invalid schedule "${job.schedule}" and never runs.`);
			if (known) this.remove(known);
			return;
		}
		const task = known ?? { runningPid: undefined, cancelled: false };
		this.tasks.set(
			job.jobid,
			Object.assign(task, { job, schedule, due: schedule.next(Date.now()) })
		);
	}

	private remove(task: Task): void {
		this.tasks.delete(task.job.jobid);
		this.waiting.delete(task);
		if (task.runningPid === undefined) return;
		task.cancelled = true;
		this.terminate(task);
	}

	private terminate({ runningPid }: Task): void {
		if (!runningPid) return;
		this.sql`select pg_terminate_backend(${runningPid})`.catch((error) =>
			this.log.error(messageOf(error))
		);
	}

	/** Requests what is due, and looks again when the next job is. */
	private look(): void {
		const now = Date.now();
		const setBack = now < this.lastLook - CLOCK_SET_BACK;
		this.lastLook = now;
		for (const task of this.tasks.values()) {
			if (setBack) task.due = task.schedule.next(now);
			if (task.due === undefined || task.due > now) continue;
			if (isWorthRunning(task.due, now)) this.request(task);
			task.due = dueAfter(task.schedule, task.due, now);
		}
		this.wait();
	}

	private wait(): void {
		clearTimeout(this.timer);
		if (this.stopped) return;
		const now = Date.now();
		let wake = now + LONGEST_WAIT;
		for (const { due } of this.tasks.values()) if (due !== undefined && due < wake) wake = due;
		this.timer = setTimeout(() => this.look(), Math.max(0, wake - now));
	}

	private request(task: Task): void {
		if (task.runningPid !== undefined || this.running >= MAX_RUNNING) this.waiting.add(task);
		else void this.run(task);
	}

	private startWaiting(): void {
		for (const task of this.waiting) {
			if (this.running >= MAX_RUNNING) return;
			if (task.runningPid !== undefined) continue;
			this.waiting.delete(task);
			void this.run(task);
		}
	}

	private async run(task: Task): Promise<void> {
		this.running += 1;
		task.runningPid = 0;
		task.cancelled = false;
		try {
			await this.record(task);
		} catch (error) {
			if (!this.stopped) {
				this.log.error(`A run of job ${task.job.jobid} could not be recorded: ${messageOf(error)}`);
				// The extension may have been dropped, which no trigger tells.
				void this.reload();
			}
		} finally {
			this.running -= 1;
			task.runningPid = undefined;
			if (!this.stopped) this.startWaiting();
		}
	}

	private async record(task: Task): Promise<void> {
		const { jobid, command, database, username } = task.job;
		const [details] = await this.sql`
			insert into cron.job_run_details (jobid, database, username, command, status)
			values (${jobid}, ${database}, ${username}, ${command}, 'starting')
			returning runid`;
		const runid = details!.runid as string;
		const onStart = async (pid: number) => {
			task.runningPid = pid;
			if (task.cancelled) this.terminate(task);
			await this.sql`
				update cron.job_run_details
				set status = 'running', job_pid = ${pid}, start_time = clock_timestamp()
				where runid = ${runid}`;
		};
		const [status, message] = await execute(this.context, {
			command,
			database,
			username,
			onStart
		}).then(
			(text) => ['succeeded', text] as const,
			(error) => ['failed', task.cancelled ? 'job canceled' : messageOf(error)] as const
		);
		if (this.stopped) return;
		await this.sql`
			update cron.job_run_details
			set status = ${status}, return_message = ${message}, end_time = clock_timestamp()
			where runid = ${runid}`;
	}
}
