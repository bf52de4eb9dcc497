import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import postgres, { type Sql } from 'postgres';
import { Fault } from '../local/fault.ts';
import { runningStack, type RunFile } from '../local/stack.ts';
import { violations } from '../tests/db/invariants.ts';
import { clearEmptyRuns, lastEntry } from './calendar.ts';
import { Clock, DAY, instantOf, localTime } from './clock.ts';
import { makeHistory } from './history.ts';
import { CAST, Hour, MINUTES } from './hour.ts';
import { Jobs } from './jobs.ts';
import { emailOf, PEOPLE } from './people.ts';
import { everybody, fileKeeper, PASSWORD, PublicApi } from './public-api.ts';
import type { Report } from './report.ts';
import { Simulation } from './simulation.ts';
import { Refusal } from './transport.ts';
import { Travel } from './travel.ts';

const usage = `
npm run simulate         play the plant's shifts on the running stack, through the public API
npm run history          give an empty stack days of history, up to now
npm run hour             play an hour of the plant in which nobody looks, on an empty stack, and tell it

Options, after a second "--":
  --days N       how many days; 1 to simulate and 90 of history unless said
  --speed S      full, 60x or real; full unless said, the hour at 60x
  --seed TEXT    the same seed plays the same days; 1 unless said
  --mistakes P   on how many of a hundred occasions somebody errs; 6 unless said
  --data DIR     the stack's data folder, .lotline unless said`;

const PACES: Record<string, number> = { full: Infinity, '60x': 60, '60×': 60, real: 1 };

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: {
		days: { type: 'string' },
		speed: { type: 'string' },
		seed: { type: 'string', default: '1' },
		mistakes: { type: 'string', default: '6' },
		data: { type: 'string', default: '.lotline' },
		help: { type: 'boolean', default: false }
	}
});

const commands: Record<string, (stack: Stack) => Promise<Report>> = { simulate, history, hour };

interface Stack {
	status: RunFile;
	/** Pools of the schema's owner and of the superuser. */
	owner: Sql;
	superuser: Sql;
}

try {
	const command = commands[positionals[0] ?? ''];
	if (!command || values.help) {
		console.log(usage);
		process.exitCode = values.help ? 0 : 1;
	} else {
		await withStack(command);
	}
} catch (error) {
	if (!(error instanceof Fault || error instanceof Refusal)) throw error;
	console.error(error.message);
	process.exitCode = 1;
}

async function withStack(command: (stack: Stack) => Promise<Report>): Promise<void> {
	const dataDir = resolve(join(values.data));
	const status = await runningStack(dataDir);
	if (!status) {
		throw new Fault(`The stack is not running on ${dataDir}. Start it with "npm run stack".`);
	}
	const options = { max: 4, onnotice: () => {} };
	const owner = postgres(status.dbUrl, options);
	// The stack has one database password.
	const superuser = postgres(status.dbUrl.replace('//postgres:', '//supabase_admin:'), options);
	try {
		const report = await command({ status, owner, superuser });
		const found = await violations(superuser);
		for (const line of report.lines(await figures(owner), found)) console.log(line);
		if (report.faults.length > 0 || Object.keys(found).length > 0) process.exitCode = 1;
	} finally {
		await Promise.all([owner.end(), superuser.end()]);
	}
}

async function simulate({ status, owner, superuser }: Stack): Promise<Report> {
	const pace = paceOf(values.speed ?? 'full');
	const days = numberOf('days', values.days ?? '1', 0.001, 3650);
	const accounts = await everybody(status.apiUrl, status.secretKey);
	const transport = new PublicApi(status.apiUrl, status.publishableKey);
	const habits = { seed: values.seed, mistakes: share(), repeats: 0.03, reuses: 0.005, accounts };
	if (pace === 1) {
		const clock = new Clock(new Date(), { pace });
		const simulation = await Simulation.open({ ...habits, transport, clock, slotMinutes: 1 });
		return await simulation.run(new Date(Date.now() + days * DAY));
	}
	const start = await beginning(owner, days);
	const until = new Date(start.getTime() + days * DAY);
	console.log(`Playing from ${start.toISOString()} to ${until.toISOString()}.`);
	return await travelling(superuser, async (travel) => {
		await travel.to(start);
		await clearEmptyRuns(owner, 'MCC1', start);
		const jobs = await Jobs.read(owner, start);
		const clock = new Clock(start, { pace, set: (instant) => travel.to(instant) });
		const run = (now: Date) => jobs.run(now);
		const simulation = await Simulation.open({ ...habits, transport, clock, jobs: run });
		return await simulation.run(until);
	});
}

/** Lets the whole server be at another time while something is played, and come back whatever happens. */
async function travelling<T>(superuser: Sql, play: (travel: Travel) => Promise<T>): Promise<T> {
	const travel = new Travel(superuser);
	const forbid = await travel.allow();
	const comeBack = async () => {
		await travel.back();
		await forbid();
	};
	process.once('SIGINT', () => void comeBack().finally(() => process.exit(130)));
	process.once('SIGTERM', () => void comeBack().finally(() => process.exit(143)));
	try {
		return await play(travel);
	} finally {
		await comeBack();
	}
}

async function hour({ status, owner, superuser }: Stack): Promise<Report> {
	const pace = paceOf(values.speed ?? '60x');
	return await travelling(superuser, async (travel) => {
		const say = (line: string) => console.log(line);
		const played = await Hour.open({ status, owner, travel, pace, say });
		await watchers(status);
		return await played.playTo(MINUTES);
	});
}

/** Says where it is to be seen, and waits until somebody is there to see it. */
async function watchers({ appUrl, inboxUrl }: RunFile): Promise<void> {
	console.log(`Lotline          ${appUrl}\nMail and SMS     ${inboxUrl}\n`);
	for (const name of CAST) {
		console.log(`  ${emailOf(name).padEnd(26)} ${PEOPLE[name].fullName}, ${PEOPLE[name].role}`);
	}
	console.log(`\nEverybody's password is ${PASSWORD}.`);
	if (process.stdin.isTTY) {
		console.log('Sign in as whom you want to be, then press Enter to begin.');
		await once(process.stdin, 'data');
		process.stdin.unref();
	}
	console.log();
}

/** So many days ago, when the first shift begins; where there are entries since, after the last. */
async function beginning(owner: Sql, days: number): Promise<Date> {
	const zone = (await owner`select time_zone from sites where code = 'MCC1'`)[0]?.time_zone as
		string | undefined;
	if (!zone)
		throw new Fault('There is no plant MCC1: the simulator plays on the masters of the seed.');
	const morning = (at: number) => instantOf(localTime(new Date(at), zone).date, '05:30', zone);
	let start = morning(Date.now() - days * DAY);
	if (start.getTime() + days * DAY > Date.now()) start = morning(start.getTime() - DAY);
	const last = await lastEntry(owner, 'MCC1');
	if (!last || last < start) return start;
	console.log(`The plant has entries until ${last.toISOString()}; it goes on from there.`);
	return new Date(last.getTime() + 60_000);
}

async function history({ status, owner, superuser }: Stack): Promise<Report> {
	return await makeHistory({
		days: numberOf('days', values.days ?? '90', 1, 3650),
		seed: values.seed,
		mistakes: share() / 4,
		accounts: await everybody(status.apiUrl, status.secretKey),
		keepFile: fileKeeper(status.apiUrl, status.secretKey),
		owner,
		superuser
	});
}

async function figures(owner: Sql): Promise<Record<string, number>> {
	const [row] = await owner`
		select
			(select count(distinct business_date)::int from shift_runs where exists (select from batches where run_id = shift_runs.id)) as days,
			(select count(*)::int from batches) as batches,
			(select count(*)::int from stage_logs) as stages,
			(select count(*)::int from qc_tests) as tests,
			(select count(*)::int from qc_overrides) as overrides,
			(select count(*)::int from downtimes) as downtimes,
			(select count(*)::int from shipments) as shipments,
			(select count(*)::int from stock_moves) as moves`;
	return row as unknown as Record<string, number>;
}

function paceOf(speed: string): number {
	const pace = PACES[speed];
	if (!pace) throw new Fault(`--speed is "${speed}"; it must be full, 60x or real.`);
	return pace;
}

function share(): number {
	return numberOf('mistakes', values.mistakes, 0, 100) / 100;
}

function numberOf(name: string, given: string, least: number, most: number): number {
	const value = Number(given);
	if (!(value >= least && value <= most)) {
		throw new Fault(`--${name} is "${given}"; it must be a number from ${least} to ${most}.`);
	}
	return value;
}
