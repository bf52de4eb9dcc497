import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { Hono } from 'hono';
import { existsSync, watch } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Part, StackContext } from '../context.ts';
import { Fault } from '../fault.ts';
import {
	BOOT_ERROR,
	METHOD_NOT_ALLOWED,
	NOT_FOUND,
	refuse,
	RESOURCE_LIMIT,
	WORKER_ERROR,
	type Refusal
} from './answers.ts';
import { refuseCaller } from './authorize.ts';
import { functionEnvironment } from './environment.ts';
import { createPool, type Lease, type Pool } from './pool.ts';
import { relay } from './relay.ts';
import { denoBinary, startWorker } from './worker.ts';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const NAME = /^[A-Za-z][A-Za-z0-9_-]*$/;

/** Seconds that a function has for its answer when hosted. */
const REQUEST_TIMEOUT = 150;

/** A retired process lives this many times as long: hosted ones have 400 s to 150 s for an answer. */
const WALL_CLOCK_FACTOR = 400 / 150;

/** Bytes of a request's body at the most. */
const BODY_LIMIT = 20_000_000;

/** Bytes that the path of a Unix socket may have on every platform. */
const SOCKET_PATH_LIMIT = 103;

export interface Functions extends Part {
	/** Mounted at `/functions/v1`. */
	routes: Hono<{ Bindings: HttpBindings }>;
}

/**
 * Serves the project's edge functions, each by a Deno process of its own that starts with its first
 * request. `LOTLINE_FUNCTION_TIMEOUT` shortens the seconds a function has for its answer.
 * @throws Fault where Deno is missing or the data folder's path is too long for a socket
 */
export async function startFunctions(context: StackContext): Promise<Functions> {
	const { options, config, keys } = context;
	const timeout = 1000 * requestTimeout();
	const pool = createPool({
		launch: await launcher(context, timeout),
		wallClock: timeout * WALL_CLOCK_FACTOR,
		log: (name) => context.log(`fn ${name}`)
	});
	const unwatch = options.watch ? watchFiles(context, pool) : () => {};

	/** Answers a request, or says why it is refused. */
	async function serve(headers: Headers, { incoming, outgoing }: HttpBindings) {
		const path = incoming.url!.replace(/^\/functions\/v1/, '');
		const name = path.split(/[/?]/)[1] ?? '';
		if (!isServed(name, context)) return NOT_FOUND;
		if (!METHODS.includes(incoming.method!)) return METHOD_NOT_ALLOWED;
		if (incoming.method !== 'OPTIONS' && (config.functions[name]?.verify_jwt ?? true)) {
			const refusal = await refuseCaller(headers, keys);
			if (refusal) return refusal;
		}
		const lease = await pool.acquire(name);
		if (!lease) return BOOT_ERROR;
		try {
			const { socket } = lease;
			const outcome = await relay(incoming, outgoing, {
				socket,
				path,
				timeout,
				bodyLimit: BODY_LIMIT
			});
			if (outcome === 'answered') return undefined;
			if (outcome === 'gone') return await whyGone(lease);
			if (outcome.code === 'IDLE_TIMEOUT') lease.retire();
			return outcome;
		} finally {
			lease.release();
		}
	}

	const routes = new Hono<{ Bindings: HttpBindings }>();
	routes.all('*', async (c) => {
		const refusal = await serve(c.req.raw.headers, c.env);
		return refusal ? refuse(refusal) : RESPONSE_ALREADY_SENT;
	});
	return {
		routes,
		async stop() {
			unwatch();
			await pool.stop();
		}
	};
}

/** Seconds that a function has for its answer. */
function requestTimeout(): number {
	const text = process.env.LOTLINE_FUNCTION_TIMEOUT;
	const seconds = text ? Number(text) : REQUEST_TIMEOUT;
	if (!(seconds > 0)) {
		throw new Fault(
			`LOTLINE_FUNCTION_TIMEOUT is "${text}"; it must be a number of seconds above 0. Correct it or unset it.`
		);
	}
	return seconds;
}

async function launcher(context: StackContext, bootTimeout: number) {
	const deno = denoBinary();
	const { dataDir } = context.options;
	const runDir = await socketFolder(dataDir);
	let started = 0;
	return async (name: string) => {
		const socket = join(runDir, `${++started}.sock`);
		// A stack that was killed leaves its sockets behind.
		await rm(socket, { force: true });
		return startWorker(deno, {
			entrypoint: entrypointOf(name, context),
			functionsDir: functionsFolder(context),
			socket,
			cacheDir: join(dataDir, 'deno'),
			importMap: importMapOf(name, context),
			environment: await functionEnvironment(name, context),
			bootTimeout,
			log: context.log(`fn ${name}`)
		});
	};
}

/** A folder that only the owner enters, for otherwise the token check could be gone around. */
async function socketFolder(dataDir: string): Promise<string> {
	const folder = join(dataDir, 'run');
	const length = Buffer.byteLength(join(folder, '999999.sock'));
	if (length > SOCKET_PATH_LIMIT) {
		throw new Fault(
			`The data folder ${dataDir} has too long a path: the functions' sockets in it would have ${length} bytes, and ${SOCKET_PATH_LIMIT} is the most. Name another folder with --data.`
		);
	}
	await mkdir(folder, { recursive: true, mode: 0o700 });
	return folder;
}

function functionsFolder({ options }: StackContext): string {
	return join(options.projectDir, 'supabase', 'functions');
}

/** Paths in config.toml are relative to `supabase/`. */
function entrypointOf(name: string, { options, config }: StackContext): string {
	const entrypoint = config.functions[name]?.entrypoint ?? join('functions', name, 'index.ts');
	return resolve(options.projectDir, 'supabase', entrypoint);
}

function importMapOf(name: string, { options, config }: StackContext): string | undefined {
	const importMap = config.functions[name]?.import_map;
	return importMap ? resolve(options.projectDir, 'supabase', importMap) : undefined;
}

function isServed(name: string, context: StackContext): boolean {
	const enabled = context.config.functions[name]?.enabled ?? true;
	return NAME.test(name) && enabled && existsSync(entrypointOf(name, context));
}

/** A process that was killed had gone beyond what it may use; others end by their own fault. */
async function whyGone({ ended }: Lease): Promise<Refusal> {
	const exit = await Promise.race([ended, sleep(1000, undefined, { ref: false })]);
	return exit?.signal ? RESOURCE_LIMIT : WORKER_ERROR;
}

/** Lets changed files take effect with the next request; what lies beside the functions is shared. */
function watchFiles(context: StackContext, pool: Pool): () => void {
	const folder = functionsFolder(context);
	if (!existsSync(folder)) return () => {};
	const watcher = watch(folder, { recursive: true }, (_event, file) => {
		const name = file?.split(sep)[0] ?? '';
		pool.renew(isServed(name, context) ? name : undefined);
	});
	return () => watcher.close();
}
