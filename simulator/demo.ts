import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs, styleText } from 'node:util';
import postgres from 'postgres';
import { loadConfig } from '../local/config.ts';
import { Fault } from '../local/fault.ts';
import { createLog } from '../local/log.ts';
import { removeCluster } from '../local/postgres/cluster.ts';
import { startStack, type Stack } from '../local/stack.ts';
import { lastEntry } from './calendar.ts';
import { DAY, HOUR } from './clock.ts';
import { makeHistory } from './history.ts';
import { emailOf, PEOPLE, type Name } from './people.ts';
import { everybody, fileKeeper, PASSWORD } from './public-api.ts';

/**
 * The demonstration: the stack on a folder of its own with a past made by the real commands, the built
 * app, the accounts offered on the sign-in page, and the plant going on live.
 */

/** Who is offered to play, in the order in which goods pass them. */
const OFFERED: Name[] = [
	'admin',
	'manager',
	'qa',
	'supervisor.a',
	'supervisor.b',
	'supervisor.c',
	'storekeeper',
	'dispatch',
	'distributor',
	'retailer'
];

/** Whose shift is which: only who has the one that runs may log stages. */
const SHIFTS: Partial<Record<Name, string>> = {
	'supervisor.a': 'A',
	'supervisor.b': 'B',
	'supervisor.c': 'C'
};

/** A past that has become longer than this is begun afresh rather than caught up with. */
const LONGEST_GAP = 30 * DAY;

const { values } = parseArgs({
	options: {
		days: { type: 'string', default: '45' },
		port: { type: 'string' },
		host: { type: 'string', default: '127.0.0.1' },
		data: { type: 'string' },
		hour: { type: 'boolean', default: false },
		reset: { type: 'boolean', default: false },
		help: { type: 'boolean', default: false }
	}
});

const usage = `
npm run demo             the demonstration; ctrl-C stops it

Options, after a second "--":
  --days N       days of history of a new one; 45 unless said
  --port N       the gateway's port; database, studio, inbox and SMTP take the next four
  --host ADDR    127.0.0.1 unless said; 0.0.0.0 for phones and tablets in the same network
  --data DIR     its folder, .lotline-demo unless said, .lotline-hour for the hour
  --hour         an hour in which nobody looks, at 60×, on an empty plant of its own, instead of a past
  --reset        begins afresh`;

const projectDir = resolve('.');
const dataDir = resolve(values.data ?? (values.hour ? '.lotline-hour' : '.lotline-demo'));
/** Stands in the folder once its past is whole. */
const whole = join(dataDir, 'history-is-whole');

if (values.help) console.log(usage);
else {
	try {
		await demo();
	} catch (error) {
		if (!(error instanceof Fault)) throw error;
		console.error(styleText('red', error.message));
		process.exit(1);
	}
}

async function demo(): Promise<void> {
	const begun = performance.now();
	if (values.reset || values.hour || !existsSync(whole)) await clear();
	const ending = new AbortController();
	const running: { stack?: Stack; player?: ChildProcess } = {};
	const end = async () => {
		if (ending.signal.aborted) return;
		ending.abort(new Fault('The demonstration was stopped before it was ready.'));
		const { player } = running;
		if (player && player.exitCode === null && player.signalCode === null) {
			// It sets the clock right before it ends, for which it needs the stack.
			const gone = new Promise((settle) => player.once('close', settle));
			player.kill('SIGTERM');
			await gone;
		}
		if (!running.stack) return;
		await running.stack.stop();
		process.exit(0);
	};
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		process.on(signal, () => void end());
	}

	const building = build();
	const stack = await startStack(
		{
			projectDir,
			dataDir,
			host: values.host,
			port: values.port ? Number(values.port) : (await loadConfig(projectDir)).api.port,
			seed: true,
			watch: false,
			verbosity: 'quiet',
			appSettings: { PUBLIC_DEMO: JSON.stringify(accounts()) }
		},
		// The app is being built meanwhile.
		(part, detail) => part !== 'app' && done(part, detail),
		ending.signal
	);
	running.stack = stack;
	void stack.ended.then((lastWords) => {
		if (ending.signal.aborted) return;
		console.error(`The database has ended by itself:\n${lastWords}`);
		process.exit(1);
	});
	if (!values.hour) await past(stack);
	await building;
	if (values.hour) {
		running.player = simulator(['hour'], 'inherit');
		running.player.once('close', (code) => {
			if (code === 0) console.log('\nThe hour is over; all of it is still there. ctrl-C ends it.');
		});
		return;
	}
	play(ending.signal, (child) => (running.player = child));
	const seconds = ((performance.now() - begun) / 1000).toFixed(0);
	console.log(`\nReady in ${seconds} s.\n\n${welcome(stack)}\n`);
}

async function clear(): Promise<void> {
	await rm(whole, { force: true });
	await removeCluster(dataDir, createLog('postgres', 'quiet'));
	await rm(join(dataDir, 'storage'), { recursive: true, force: true });
}

function done(part: string, detail: string): void {
	console.log(`${styleText('green', '✓')} ${part.padEnd(12)} ${detail}`);
}

/** Builds the app unless the build there is newer than all it is made of. */
async function build(): Promise<void> {
	const built = await stat('build/index.html').then(
		({ mtimeMs }) => mtimeMs,
		() => 0
	);
	if (built > (await newest(['src', 'static', 'vite.config.ts', 'package-lock.json']))) return;
	const begun = performance.now();
	const vite = spawn(join('node_modules', '.bin', 'vite'), ['build', '--logLevel', 'error'], {
		stdio: ['ignore', 'pipe', 'inherit']
	});
	const code = await new Promise((settle) => vite.once('close', settle));
	if (code !== 0) throw new Fault('The app could not be built; what is wrong stands above.');
	done('build', `the app, in ${((performance.now() - begun) / 1000).toFixed(0)} s`);
}

async function newest(paths: string[]): Promise<number> {
	const files = await Promise.all(
		paths.map(async (path) =>
			(await stat(path)).isDirectory()
				? (await readdir(path, { recursive: true })).map((name) => join(path, name))
				: [path]
		)
	);
	// What Paraglide writes is made by the build itself.
	const sources = files.flat().filter((path) => !path.includes('paraglide'));
	const times = await Promise.all(sources.map(async (path) => (await stat(path)).mtimeMs));
	return Math.max(...times);
}

/** Gives a new plant its past, and an old one what has happened since it was last looked at. */
async function past({ context }: Stack): Promise<void> {
	const { keys, urls } = context;
	const options = { max: 4, onnotice: () => {} };
	const owner = postgres(urls.dbUrl, options);
	const superuser = postgres(urls.dbUrl.replace('//postgres:', '//supabase_admin:'), options);
	try {
		const last = await lastEntry(owner, 'MCC1');
		const gap = last ? Date.now() - last.getTime() : Infinity;
		if (last && gap < 2 * HOUR) return;
		if (last && gap > LONGEST_GAP) {
			console.log(
				`  This demonstration ends on ${last.toISOString().slice(0, 10)}. "npm run demo -- --reset" makes a new one.`
			);
			return;
		}
		// Cut off in the middle, it is begun afresh the next time.
		await rm(whole, { force: true });
		await makeHistory({
			days: Number(values.days),
			seed: '1',
			mistakes: 0.015,
			accounts: await everybody(urls.apiUrl, keys.secretKey),
			keepFile: fileKeeper(urls.apiUrl, keys.secretKey),
			owner,
			superuser,
			goOn: true,
			progress: progress()
		});
		await writeFile(whole, '');
	} finally {
		await Promise.all([owner.end(), superuser.end()]);
	}
}

/** Says how far the history has come: in place on a terminal, else every tenth part of it. */
function progress(): (at: Date, from: Date, until: Date) => void {
	let said = -1;
	return (at, from, until) => {
		const share = (at.getTime() - from.getTime()) / (until.getTime() - from.getTime());
		const step = process.stdout.isTTY ? 100 : 10;
		const now = Math.floor(Math.min(share, 1) * step);
		if (now <= said) return;
		said = now;
		const line = `history      ${at.toISOString().slice(0, 10)}, ${Math.round((now / step) * 100)} %`;
		if (!process.stdout.isTTY) console.log(`  ${line}`);
		else
			process.stdout.write(
				`\r${now === step ? styleText('green', '✓') : ' '} ${line}${now === step ? '\n' : ''}`
			);
	};
}

/** Has everybody go on working, at the pace of the world; the demonstration does not depend on it. */
function play(signal: AbortSignal, keep: (child: ChildProcess) => void): void {
	const child = simulator(['simulate', '--speed=real', '--days=30'], 'ignore');
	keep(child);
	child.once('close', () => {
		if (!signal.aborted) setTimeout(() => play(signal, keep), 60_000).unref();
	});
}

function simulator(args: string[], stdio: 'ignore' | 'inherit'): ChildProcess {
	return spawn(process.execPath, ['simulator/cli.ts', ...args, `--data=${dataDir}`], { stdio });
}

function accounts() {
	return OFFERED.map((name) => ({
		email: emailOf(name),
		fullName: PEOPLE[name].fullName,
		role: PEOPLE[name].role,
		shift: SHIFTS[name],
		password: PASSWORD
	}));
}

function welcome({ context: { urls } }: Stack): string {
	const lines = OFFERED.map(
		(name) =>
			`  ${emailOf(name).padEnd(26)} ${PEOPLE[name].fullName}${SHIFTS[name] ? `, shift ${SHIFTS[name]}` : ''}`
	);
	return [
		`Lotline          ${urls.appUrl}`,
		`Mail and SMS     ${urls.inboxUrl}`,
		`Database studio  ${urls.studioUrl}`,
		'',
		`Everybody's password is ${PASSWORD}:`,
		...lines
	].join('\n');
}
