import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs, styleText } from 'node:util';
import { loadConfig } from './config.ts';
import type { StackOptions } from './context.ts';
import { Fault } from './fault.ts';
import { createLog } from './log.ts';
import { removeCluster } from './postgres/cluster.ts';
import { isAlive } from './process.ts';
import { runningStack, startStack, type RunFile, type Stack } from './stack.ts';

const usage = `
npm run stack            start the platform; ctrl-C stops it
npm run stack:status     whether it runs, its URLs and keys   (-- --json)
npm run stack:stop       stop it
npm run stack:reset      stop it and remove its data          (-- --keys: its keys too)

Options, after a second "--":
  --port N       the gateway's port; database, studio, inbox and SMTP take the next four
  --host ADDR    address of the gateway, 127.0.0.1 unless said; 0.0.0.0 for the whole network
  --data DIR     folder for everything the stack keeps, .lotline unless said
  --workdir DIR  folder that contains supabase/, this one unless said
  --no-seed      leave the seed files out
  --watch        restart functions when their files change
  --quiet, --verbose`;

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: {
		port: { type: 'string' },
		host: { type: 'string', default: '127.0.0.1' },
		data: { type: 'string' },
		workdir: { type: 'string', default: '.' },
		'no-seed': { type: 'boolean', default: false },
		watch: { type: 'boolean', default: false },
		quiet: { type: 'boolean', default: false },
		verbose: { type: 'boolean', default: false },
		json: { type: 'boolean', default: false },
		keys: { type: 'boolean', default: false },
		help: { type: 'boolean', default: false }
	}
});
const projectDir = resolve(values.workdir);
const dataDir = resolve(values.data ?? join(projectDir, '.lotline'));

const commands: Record<string, () => Promise<void>> = { start, status, stop, reset };

try {
	const command = commands[positionals[0] ?? 'start'];
	if (!command || values.help) console.log(usage);
	else await command();
	if (!command) process.exitCode = 1;
} catch (error) {
	if (!(error instanceof Fault)) throw error;
	console.error(styleText('red', error.message));
	process.exit(1);
}

async function start(): Promise<void> {
	const begun = performance.now();
	const options: StackOptions = {
		projectDir,
		dataDir,
		host: values.host,
		port: await chosenPort(),
		seed: !values['no-seed'],
		watch: values.watch,
		verbosity: values.quiet ? 'quiet' : values.verbose ? 'verbose' : 'normal'
	};
	const say = (line: string) => values.quiet || console.log(line);
	const interrupted = new AbortController();
	const running: { stack?: Stack } = {};
	let stopping = false;
	const end = async (code: number) => {
		if (stopping) return;
		if (!running.stack) return interrupted.abort(new Fault('The start was interrupted.'));
		stopping = true;
		await running.stack.stop();
		process.exit(code);
	};
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		process.on(signal, () => void end(0));
	}
	const stack = await startStack(
		options,
		(part, detail) => say(`${styleText('green', '✓')} ${part.padEnd(12)} ${detail}`),
		interrupted.signal
	);
	running.stack = stack;
	// A driver may throw out of a callback when the database goes away under it.
	process.on('uncaughtException', (error) => {
		void Promise.race([stack.ended, sleep(1000)]).then(() => {
			createLog('stack', 'normal').error(error.stack ?? error.message);
			return end(1);
		});
	});
	void stack.ended.then((lastWords) => {
		if (stopping) return;
		createLog('postgres', 'normal').error(`The database has ended by itself:\n${lastWords}`);
		void end(1);
	});
	const seconds = ((performance.now() - begun) / 1000).toFixed(1);
	say(`\nReady in ${seconds} s.\n\n${describe((await runningStack(dataDir))!)}\n`);
}

async function chosenPort(): Promise<number> {
	const port =
		values.port === undefined ? (await loadConfig(projectDir)).api.port : Number(values.port);
	if (!Number.isInteger(port) || port < 1 || port > 65_531) {
		throw new Fault(`--port is "${values.port}"; it must be a whole number from 1 to 65531.`);
	}
	return port;
}

async function status(): Promise<void> {
	const running = await runningStack(dataDir);
	if (!running) {
		console.error(`The stack is not running on ${dataDir}. Start it with "npm run stack".`);
		process.exitCode = 1;
		return;
	}
	console.log(values.json ? JSON.stringify(running, null, '\t') : describe(running));
}

function describe(running: RunFile): string {
	return [
		['App', running.appUrl],
		['API', running.apiUrl],
		['Database', running.dbUrl],
		['Studio', running.studioUrl],
		['Inbox', running.inboxUrl],
		['Publishable key', running.publishableKey],
		['Secret key', running.secretKey]
	]
		.map(([name, value]) => `${name!.padEnd(16)} ${value}`)
		.join('\n');
}

async function stop(): Promise<void> {
	const running = await runningStack(dataDir);
	if (!running) {
		console.log('The stack is not running.');
		return;
	}
	process.kill(running.pid, 'SIGTERM');
	for (let waited = 0; isAlive(running.pid); waited += 50) {
		if (waited > 60_000) {
			throw new Fault(`The stack (pid ${running.pid}) has not stopped within a minute.`);
		}
		await sleep(50);
	}
	console.log('The stack has stopped.');
}

async function reset(): Promise<void> {
	if (await runningStack(dataDir)) await stop();
	await removeCluster(dataDir, createLog('postgres', 'normal'));
	await rm(join(dataDir, 'storage'), { recursive: true, force: true });
	if (values.keys) await rm(join(dataDir, 'keys.json'), { force: true });
	console.log('The data is gone. "npm run stack" starts afresh.');
}
