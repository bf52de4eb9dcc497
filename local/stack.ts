import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { emitWarning } from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { loadConfig } from './config.ts';
import type { Part, Ports, StackContext, StackOptions, StackUrls } from './context.ts';
import { Fault, messageOf } from './fault.ts';
import { startFunctions } from './functions/functions.ts';
import { startGateway, startStudio } from './gateway/gateway.ts';
import { createPlatformApi } from './gateway/platform-api.ts';
import { startInbox } from './inbox/inbox.ts';
import { loadKeys, type Keys } from './keys.ts';
import { createLog } from './log.ts';
import { startCluster, stopOrphan, type Cluster } from './postgres/cluster.ts';
import { commandOf } from './process.ts';
import { connector } from './postgres/connect.ts';
import { migrate } from './postgres/migrate.ts';
import { applyPlatform } from './postgres/platform.ts';
import { startRealtime } from './realtime/realtime.ts';
import { startCron } from './workers/cron.ts';
import { startNet } from './workers/net.ts';
import { storeFunctionSecrets } from './workers/function-secrets.ts';
import { installVaultKey } from './workers/vault-key.ts';

// @supabase/lite has replaced it by one that throws where the warning is an Error, as of too many listeners.
process.emitWarning = emitWarning;

/** Called as each part becomes ready, or fails. */
export type Progress = (part: string, detail: string) => void;

/** A running stack. */
export interface Stack extends Part {
	context: StackContext;
	/** Settles when the database has ended by itself, with what it said last. */
	ended: Promise<string>;
}

/** What a running stack writes down for `stack:status`; the secrets in it stay readable by the owner only. */
export interface RunFile extends StackUrls {
	pid: number;
	publishableKey: string;
	secretKey: string;
	vapidPublicKey: string;
}

const runFile = (dataDir: string) => join(dataDir, 'run.json');

/**
 * Starts the whole platform, in the order in which the parts need each other.
 * @param signal ends a start that is under way, in order
 * @throws Fault with a sentence for everything a person can mend
 */
export async function startStack(
	options: StackOptions,
	progress: Progress,
	signal?: AbortSignal
): Promise<Stack> {
	const log = (part: string) => createLog(part, options.verbosity);
	const config = await loadConfig(options.projectDir);
	await prepareFolder(options.dataDir);
	const parts: Part[] = [await lockFolder(options.dataDir)];
	const stop = async () => {
		for (const part of parts.splice(0).reverse()) {
			await inTime(part.stop()).catch((error) => log('stack').error(messageOf(error)));
		}
		await rm(runFile(options.dataDir), { force: true });
	};
	const ready: Progress = (part, detail) => {
		signal?.throwIfAborted();
		progress(part, detail);
	};
	let cluster: Cluster | undefined;
	try {
		const keys = await loadKeys(options.dataDir);
		const ports = portsFrom(options.port);
		await stopOrphan(options.dataDir, log('postgres'));
		await assertPortsFree(options.host, ports);
		cluster = await startCluster({
			dataDir: options.dataDir,
			port: ports.database,
			superuser: 'supabase_admin',
			password: keys.databasePassword,
			log: log('postgres')
		});
		parts.push(cluster);
		const connect = connector(ports.database, keys.databasePassword);
		await applyPlatform(connect, keys.databasePassword).catch(asKeyFault(options.dataDir));
		await installVaultKey(connect, keys.vaultKey);
		ready(
			'database',
			`Postgres 17 on 127.0.0.1:${ports.database}${cluster.created ? ', newly created' : ''}`
		);

		const sql = connect({ name: 'stack', max: 10 });
		parts.push({ stop: () => sql.end({ timeout: 5 }) });
		const urls = urlsFrom(options.host, ports, keys);
		const context: StackContext = { options, config, keys, ports, urls, sql, connect, log };

		const seeds = options.seed && config.db.seed.enabled ? config.db.seed.sql_paths : [];
		const applied = await migrate(sql, options.projectDir, urls.dbUrl, seeds);
		ready('migrations', applied ? `${applied} applied` : 'up to date');
		await createBuckets(context);
		await storeFunctionSecrets(context);

		const started = async <P extends Part>(starting: Promise<P>): Promise<P> => {
			const part = await starting;
			parts.push(part);
			return part;
		};
		await started(startInbox(context));
		ready('inbox', urls.inboxUrl);
		const [api, realtime, functions] = await Promise.all([
			started(createPlatformApi(context)),
			started(startRealtime(context)),
			started(startFunctions(context)),
			started(startCron(context)),
			started(startNet(context))
		]);
		ready('data api', `${urls.apiUrl}/rest/v1`);
		ready('auth', `${urls.apiUrl}/auth/v1`);
		ready('storage', `${urls.apiUrl}/storage/v1`);
		ready('realtime', `${urls.apiUrl.replace('http', 'ws')}/realtime/v1`);
		ready('functions', `${urls.apiUrl}/functions/v1`);
		ready('jobs', 'pg_cron and pg_net');
		await started(startStudio(context, api));
		ready('studio', urls.studioUrl);
		await started(startGateway(context, { api, realtime, functions }));
		const built = existsSync(join(options.projectDir, 'build', 'index.html'));
		ready('app', built ? urls.appUrl : 'not built yet: run "npm run build"');
		await writeRunFile(context);
		return { context, ended: cluster.ended, stop };
	} catch (error) {
		const fault = error instanceof Fault ? undefined : cluster?.faultOfDisk();
		await stop();
		throw fault ?? error;
	}
}

/** Keeps a second stack off the folder, also while the first is still starting. */
async function lockFolder(dataDir: string): Promise<Part> {
	const file = join(dataDir, 'stack.lock');
	const holder = Number(await readFile(file, 'utf8').catch(() => ''));
	if (holder && (await commandOf(holder))?.match(/\b(cli|demo)\.ts\b/)) {
		const running = await runningStack(dataDir);
		throw new Fault(
			`The stack is already ${running ? `running at ${running.apiUrl}` : 'starting'} (pid ${holder}). Stop it with "npm run stack:stop", or name another folder and port with --data and --port.`
		);
	}
	await writeFile(file, String(process.pid));
	return { stop: () => rm(file, { force: true }) };
}

/** Longest that a part may take to stop, in ms; the database has limits of its own. */
const STOP_TIME = 25_000;

/** The database refuses the password of keys.json when the one of the two was replaced. */
function asKeyFault(dataDir: string) {
	return (error: Error & { code?: string }): never => {
		if (error.code !== '28P01') throw error;
		throw new Fault(
			`The keys in ${join(dataDir, 'keys.json')} are not those of the database beside them. Put the right file back, or start over with "npm run stack:reset".`
		);
	};
}

async function inTime(stopping: Promise<void>): Promise<void> {
	const late = Symbol();
	const timer = new AbortController();
	const outcome = await Promise.race([stopping, sleep(STOP_TIME, late, { signal: timer.signal })]);
	timer.abort();
	if (outcome === late) throw new Error('A part has not stopped in time and was left behind.');
}

async function prepareFolder(dataDir: string): Promise<void> {
	try {
		await mkdir(dataDir, { recursive: true });
		await writeFile(join(dataDir, '.writable'), '');
		await rm(join(dataDir, '.writable'));
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		throw new Fault(
			code === 'ENOSPC'
				? `The disk is full: nothing can be written to ${dataDir}. Free some space and start again.`
				: `The data folder ${dataDir} cannot be written to (${code}). Give the user who starts the stack write access, or name another folder with --data.`
		);
	}
}

/** The gateway's port as given; the others follow it. */
function portsFrom(port: number): Ports {
	return { gateway: port, database: port + 1, studio: port + 2, inbox: port + 3, smtp: port + 4 };
}

async function assertPortsFree(host: string, ports: Ports): Promise<void> {
	for (const [part, port] of Object.entries(ports) as [keyof Ports, number][]) {
		const server = createServer();
		await new Promise<void>((settle, fail) => {
			server.once('error', fail);
			server.listen(port, part === 'gateway' ? host : '127.0.0.1', settle);
		}).catch((error: NodeJS.ErrnoException) => {
			const reason = error.code === 'EADDRINUSE' ? 'is taken' : `cannot be opened (${error.code})`;
			throw new Fault(
				`Port ${port} ${reason}, and the ${part} needs it. Stop what uses it, or choose other ports with --port (five in a row are used).`
			);
		});
		await new Promise((settle) => server.close(settle));
	}
}

function urlsFrom(host: string, ports: Ports, keys: Keys): StackUrls {
	const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
	const apiUrl = `http://${name}:${ports.gateway}`;
	return {
		apiUrl,
		dbUrl: `postgresql://postgres:${keys.databasePassword}@127.0.0.1:${ports.database}/postgres?sslmode=disable`,
		appUrl: `${apiUrl}/`,
		studioUrl: `http://127.0.0.1:${ports.studio}/`,
		inboxUrl: `http://127.0.0.1:${ports.inbox}/`
	};
}

/** The buckets of config.toml, as the CLI makes them. */
async function createBuckets({ sql, config }: StackContext): Promise<void> {
	for (const [name, bucket] of Object.entries(config.storage.buckets)) {
		await sql`
			insert into storage.buckets (id, name, public, file_size_limit, allowed_mime_types)
			values (${name}, ${name}, ${bucket.public}, ${bucket.file_size_limit ?? null}, ${bucket.allowed_mime_types ?? null})
			on conflict (id) do update set
				public = excluded.public,
				file_size_limit = excluded.file_size_limit,
				allowed_mime_types = excluded.allowed_mime_types`;
	}
}

async function writeRunFile({ options, urls, keys }: StackContext): Promise<void> {
	const content: RunFile = {
		pid: process.pid,
		...urls,
		publishableKey: keys.publishableKey,
		secretKey: keys.secretKey,
		vapidPublicKey: keys.vapidPublicKey
	};
	await writeFile(runFile(options.dataDir), JSON.stringify(content, null, '\t'), { mode: 0o600 });
}

/** The stack that runs on a data folder, found by asking it. */
export async function runningStack(dataDir: string): Promise<RunFile | undefined> {
	try {
		const known = JSON.parse(await readFile(runFile(dataDir), 'utf8')) as RunFile;
		const response = await fetch(`${known.apiUrl}/_stack/health`, {
			// Where nothing listens, it fails at once; one that has just started may be busy.
			signal: AbortSignal.timeout(15_000)
		});
		const { pid } = (await response.json()) as { pid: number };
		return pid === known.pid ? known : undefined;
	} catch {
		return undefined;
	}
}
