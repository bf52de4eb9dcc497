import { spawn, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** What `npm run stack` runs. */
export const CLI = fileURLToPath(new URL('../../local/cli.ts', import.meta.url));
const FIXTURE = fileURLToPath(new URL('./project/', import.meta.url));

/** What `stack:status --json` says. */
export interface StackStatus {
	pid: number;
	apiUrl: string;
	dbUrl: string;
	appUrl: string;
	studioUrl: string;
	inboxUrl: string;
	publishableKey: string;
	secretKey: string;
	vapidPublicKey: string;
}

export interface StackProcess {
	child: ChildProcess;
	status: StackStatus;
	/** All it has printed so far. */
	output(): string;
	/** Settles with its exit code. */
	ended: Promise<number | null>;
	stop(): Promise<void>;
}

export interface StartOptions {
	dataDir: string;
	workdir?: string;
	port?: number;
	args?: string[];
}

/**
 * Starts the embedded stack as a person does, as a process of its own.
 * @throws when it ends before it is ready, with what it printed
 */
export async function startProcess(options: StartOptions): Promise<StackProcess> {
	const port = options.port ?? (await freePorts());
	const args = [
		CLI,
		'start',
		`--workdir=${options.workdir ?? FIXTURE}`,
		`--data=${options.dataDir}`,
		`--port=${port}`,
		...(options.args ?? [])
	];
	const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
	let output = '';
	const ended = new Promise<number | null>((settle) => child.once('close', settle));
	const ready = new Promise<'ready'>((settle) => {
		const read = (chunk: Buffer) => {
			output += chunk.toString();
			if (output.includes('Ready in')) settle('ready');
		};
		child.stdout.on('data', read);
		child.stderr.on('data', read);
	});
	const outcome = await Promise.race([ready, ended, sleep(60_000, 'no answer', { ref: false })]);
	if (outcome !== 'ready') {
		child.kill('SIGTERM');
		throw new Error(`The stack ended with ${outcome}:\n${output}`);
	}
	const status = await statusOf(options).catch((error: unknown) => {
		child.kill('SIGTERM');
		throw new Error(`The stack was ready and is not there:\n${output}`, { cause: error });
	});
	return {
		child,
		status,
		output: () => output,
		ended,
		stop: async () => {
			child.kill('SIGTERM');
			await ended;
		}
	};
}

/** `stack:status --json` of a data folder. */
export async function statusOf({ dataDir, workdir = FIXTURE }: StartOptions): Promise<StackStatus> {
	const { code, stdout, output } = await runCli(
		'status',
		'--json',
		`--workdir=${workdir}`,
		`--data=${dataDir}`
	);
	if (code !== 0) throw new Error(output);
	return JSON.parse(stdout) as StackStatus;
}

/** Runs a command of the stack to its end; `output` is all it printed, `stdout` a part of that. */
export async function runCli(
	...args: string[]
): Promise<{ code: number | null; stdout: string; output: string }> {
	const child = spawn(process.execPath, [CLI, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
	let stdout = '';
	let output = '';
	child.stdout.on('data', (chunk: Buffer) => {
		stdout += chunk.toString();
		output += chunk.toString();
	});
	child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
	const code = await new Promise<number | null>((settle) => child.once('close', settle));
	return { code, stdout, output };
}

/** The first of five free ports in a row. */
export async function freePorts(): Promise<number> {
	// Below the ports that the system gives to outgoing connections.
	for (;;) {
		const first = 20_000 + Math.floor(Math.random() * 12_000);
		const free = await Promise.all([0, 1, 2, 3, 4].map((offset) => isFree(first + offset)));
		if (free.every(Boolean)) return first;
	}
}

async function isFree(port: number): Promise<boolean> {
	const server = createServer();
	return await new Promise((settle) => {
		server.once('error', () => settle(false));
		server.listen(port, '127.0.0.1', () => server.close(() => settle(true)));
	});
}
