import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Fault, messageOf } from '../fault.ts';
import type { Log } from '../log.ts';

const BOOTSTRAP = fileURLToPath(new URL('./bootstrap.ts', import.meta.url));

/** A hosted function has this much memory, in MiB. */
const MEMORY = 256;

/** How long to wait before asking again whether a starting function listens, in milliseconds. */
const POLL = 5;

export interface WorkerOptions {
	/** The function's main file. */
	entrypoint: string;
	/** The project's functions folder, which a function may read. */
	functionsDir: string;
	/** Where it is to listen. */
	socket: string;
	/** Deno's cache of compiled modules. */
	cacheDir: string;
	importMap?: string;
	environment: Record<string, string>;
	/** Milliseconds that it has until it listens. */
	bootTimeout: number;
	log: Log;
}

/** How a process ended; `asked` when the stack wanted it to. */
export interface Exit {
	code: number | null;
	signal: NodeJS.Signals | null;
	asked: boolean;
}

/** A function's Deno process. */
export interface Worker {
	socket: string;
	/** Whether it listens; false when it ended before it did, or was killed because it does not. */
	ready: Promise<boolean>;
	ended: Promise<Exit>;
	/** Asks it to end once its background work is done, and kills it after `grace` milliseconds. */
	end(grace: number): void;
}

/**
 * Finds the Deno that npm installed.
 * @throws Fault where there is none for this machine
 */
export function denoBinary(): string {
	try {
		const installer = createRequire(import.meta.url)('deno/install_api.cjs') as {
			runInstall(): string;
		};
		return installer.runInstall();
	} catch (error) {
		throw new Fault(
			`There is no Deno for this machine, and the functions need it: ${messageOf(error).split('\n')[0]}. Run "npm ci" again on this machine.`
		);
	}
}

/** Starts a function with the permissions that it has when hosted. */
export function startWorker(deno: string, options: WorkerOptions): Worker {
	const { socket, log } = options;
	const child = spawn(deno, denoArguments(options), {
		cwd: options.functionsDir,
		// A group of its own, so that a terminal's ctrl-C reaches the stack alone, which then stops it.
		detached: true,
		stdio: ['ignore', 'pipe', 'pipe'],
		env: {
			...options.environment,
			DENO_DIR: options.cacheDir,
			DENO_NO_UPDATE_CHECK: '1',
			NO_COLOR: '1',
			LOTLINE_SOCKET: socket
		}
	});
	createInterface({ input: child.stdout }).on('line', log.print);
	createInterface({ input: child.stderr }).on('line', log.warn);
	const bootTimer = setTimeout(() => {
		log.error(`It does not listen after ${options.bootTimeout / 1000} s. Call Deno.serve.`);
		child.kill('SIGKILL');
	}, options.bootTimeout);
	let asked = false;
	const ended = new Promise<Exit>((settle) => {
		child.once('error', (error) => {
			log.error(`Deno cannot be started: ${error.message}`);
			settle({ code: null, signal: null, asked });
		});
		child.once('exit', (code, signal) => settle({ code, signal, asked }));
	});
	endWithStack(child, ended);
	void ended.then(() => rm(socket, { force: true }));
	const ready = listening(socket, ended);
	void ready.then(() => clearTimeout(bootTimer));
	return {
		socket,
		ready,
		ended,
		end(grace) {
			asked = true;
			child.kill('SIGTERM');
			const timer = setTimeout(() => child.kill('SIGKILL'), grace);
			void ended.then(() => clearTimeout(timer));
		}
	};
}

function denoArguments(options: WorkerOptions): string[] {
	const modules = modulesFolder(options.functionsDir);
	const readable = [options.functionsDir, '/tmp', options.socket, ...(modules ? [modules] : [])];
	return [
		'run',
		'--quiet',
		'--no-prompt',
		'--no-lock',
		// npm packages are those that the project's package.json names, as installed.
		...(modules ? ['--node-modules-dir=manual'] : []),
		...(options.importMap ? [`--import-map=${options.importMap}`] : []),
		`--v8-flags=--max-old-space-size=${MEMORY}`,
		'--allow-net',
		'--allow-env',
		'--allow-sys',
		`--allow-read=${pathList(readable)}`,
		`--allow-write=${pathList(['/tmp', options.socket])}`,
		`--preload=${BOOTSTRAP}`,
		options.entrypoint
	];
}

/** Deno separates paths by commas and doubles those that belong to a path. */
function pathList(paths: string[]): string {
	return paths.map((path) => path.replaceAll(',', ',,')).join(',');
}

/** The nearest `node_modules` at the folder or above it. */
function modulesFolder(folder: string): string | undefined {
	for (let at = folder; ; at = dirname(at)) {
		const modules = join(at, 'node_modules');
		if (existsSync(modules)) return modules;
		if (at === dirname(at)) return undefined;
	}
}

/**
 * Kills the process when the stack is gone without having stopped it: the shell reads from a pipe
 * that nobody writes to, and which closes with the stack, however that ends. It works for a function
 * that is caught in a loop as well.
 */
function endWithStack(child: ChildProcess, ended: Promise<Exit>): void {
	if (child.pid === undefined) return;
	const guard = spawn('/bin/sh', ['-c', 'read _; kill -9 "$0"', String(child.pid)], {
		detached: true,
		stdio: ['pipe', 'ignore', 'ignore'],
		env: {}
	});
	void ended.then(() => guard.kill('SIGKILL'));
}

async function listening(socket: string, ended: Promise<Exit>): Promise<boolean> {
	let gone = false;
	void ended.then(() => (gone = true));
	while (!gone) {
		if (await accepts(socket)) return true;
		await sleep(POLL);
	}
	return false;
}

async function accepts(socket: string): Promise<boolean> {
	return await new Promise((settle) => {
		const connection = connect(socket);
		connection.once('error', () => settle(false));
		connection.once('connect', () => {
			connection.destroy();
			settle(true);
		});
	});
}
