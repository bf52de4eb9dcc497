import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Sql } from 'postgres';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { connector } from '../../local/postgres/connect.ts';
import { migrate } from '../../local/postgres/migrate.ts';
import { applyPlatform } from '../../local/postgres/platform.ts';

/*
 * The migrations on Debian's PostgreSQL 15 with the genuine pg_cron: what the embedded stack stands in for, a
 * self-hosted project has. The packages are postgresql-15 and postgresql-15-cron.
 */

const run = promisify(execFile);
const BINARIES = '/usr/lib/postgresql/15/bin';
const EXTENSIONS = '/usr/share/postgresql/15/extension';
const STAND_INS = fileURLToPath(new URL('../../local/postgres/extensions/', import.meta.url));

const password = randomBytes(12).toString('hex');
const installed: string[] = [];
let folder: string;
let server: ChildProcess | undefined;
let sql: Sql;
let superuser: Sql;

beforeAll(async () => {
	// pg_cron is the genuine one; what Debian does not have comes from the embedded stack.
	for (const name of await readdir(STAND_INS)) {
		const target = join(EXTENSIONS, name);
		if (name.startsWith('pg_cron') || existsSync(target)) continue;
		await copyFile(join(STAND_INS, name), target);
		installed.push(target);
	}
	folder = await mkdtemp(join(tmpdir(), 'lotline-debian-'));
	const port = await freePort();
	const connect = connector(port, password);
	await initialise();
	await start(port);
	await applyPlatform(connect, password);
	superuser = connect({ name: 'cron', database: 'postgres' });
	// On a platform it is there for postgres to use.
	await superuser.unsafe(`
		create extension pg_cron;
		grant usage on schema cron to postgres with grant option;
		grant all on all functions in schema cron to postgres with grant option;
		grant select on all tables in schema cron to postgres with grant option`);
	await superuser.unsafe(`alter database postgres set app.time_travel = 'allowed'`);
	// The launcher of pg_cron has ended with the database that the platform's has replaced.
	await stop();
	await start(port);
	sql = connect({ name: 'migrate', database: 'postgres', user: 'postgres' });
	const url = `postgresql://postgres:${password}@127.0.0.1:${port}/postgres?sslmode=disable`;
	await migrate(sql, resolve('.'), url, ['seed/*.sql']);
}, 120_000);

afterAll(async () => {
	await superuser?.end();
	await sql?.end();
	await stop();
	for (const file of installed) await rm(file);
	await rm(folder, { recursive: true, force: true });
});

test('every migration is applied', async () => {
	const files = await readdir('supabase/migrations');
	const [known] = await sql`select count(*)::integer from supabase_migrations.schema_migrations`;
	expect(known!.count).toBe(files.filter((name) => name.endsWith('.sql')).length);
});

test('P1.05 P3.09 P9.03 the jobs of every minute run by themselves, and lock no run that is not over', async () => {
	const run = await nextToEnd();
	const every = await sql`select jobname from cron.job where schedule = '* * * * *' order by 1`;
	const jobs = every.map(({ jobname }) => jobname as string);
	expect(jobs).toEqual(['lock-shift-runs', 'run-escalations', 'wake-notify']);
	await haveRun(jobs);
	expect(await isLocked(run)).toBe(false);
});

test('P1.05 P3.09 P9.04 a run that is over is locked by its job, and the scan and the digests run', async () => {
	const run = await nextToEnd();
	await superuser.unsafe(`alter database postgres set app.now = '${run.over.toISOString()}'`);
	expect(await isLocked(run)).toBe(false);
	// What comes once a day, or twice an hour, comes with the next minute.
	const jobs =
		await sql`select jobname, cron.schedule(jobname, '* * * * *', command) from cron.job`;
	expect(jobs).toHaveLength(6);
	await haveRun(jobs.map(({ jobname }) => jobname as string));
	expect(await isLocked(run)).toBe(true);
	expect(await sql`select from shift_summaries where run_id = ${run.id}`).toHaveLength(1);
});

/** The run that ends first of those to come, and when its grace is over. */
async function nextToEnd(): Promise<{ id: string; over: Date }> {
	const [run] = await sql<{ id: string; over: Date }[]>`
		select id, ends_at + app.shift_grace(site_id) as over from shift_runs
		where state in ('scheduled', 'open') order by over limit 1`;
	return run!;
}

async function isLocked({ id }: { id: string }): Promise<boolean> {
	const [run] = await sql`select state from shift_runs where id = ${id} and locked_at is not null`;
	return run?.state === 'locked';
}

/** Waits until each of the jobs has run by itself after this; its first run counts. */
async function haveRun(jobs: string[]): Promise<void> {
	const [now] = await sql`select clock_timestamp() as at`;
	const outcomes = async () => {
		const runs = await sql`
			select jobname, status, return_message from cron.job_run_details join cron.job using (jobid)
			where start_time > ${now!.at} and end_time is not null order by runid desc`;
		return Object.fromEntries(
			runs.map((run) => [run.jobname, `${run.status}: ${run.return_message}`])
		);
	};
	const wanted = Object.fromEntries(
		jobs.map((job) => [job, expect.stringMatching(/^succeeded: /)])
	);
	await vi.waitFor(async () => expect(await outcomes()).toEqual(wanted), {
		timeout: 75_000,
		interval: 500
	});
}

async function initialise(): Promise<void> {
	const secret = join(folder, 'password');
	await writeFile(secret, password, { mode: 0o600 });
	const owner = await ownerOfServer();
	if (owner) for (const path of [folder, secret]) await chown(path, owner.uid, owner.gid);
	const given = [`--pgdata=${folder}/data`, '--username=supabase_admin', `--pwfile=${secret}`];
	await run(join(BINARIES, 'initdb'), [...given, '--auth=scram-sha-256'], {
		...owner,
		cwd: folder,
		env: { ...process.env, LC_ALL: 'C.UTF-8' }
	});
}

async function start(port: number): Promise<void> {
	const settings = {
		listen_addresses: '127.0.0.1',
		port,
		unix_socket_directories: folder,
		wal_level: 'logical',
		shared_preload_libraries: 'pg_stat_statements,pg_cron',
		'cron.use_background_workers': 'on',
		max_worker_processes: 20
	};
	const given = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
	server = spawn(join(BINARIES, 'postgres'), ['-D', join(folder, 'data'), ...given], {
		...(await ownerOfServer()),
		cwd: folder,
		stdio: ['ignore', 'ignore', 'pipe']
	});
	let said = '';
	await new Promise<void>((settle, fail) => {
		server!.stderr!.on('data', (chunk: Buffer) => {
			said += chunk.toString();
			if (said.includes('ready to accept connections')) settle();
		});
		server!.once('close', () => fail(new Error(said)));
	});
}

async function stop(): Promise<void> {
	if (!server) return;
	const ended = new Promise((settle) => server!.once('close', settle));
	server.kill('SIGINT');
	await ended;
	server = undefined;
}

/** Postgres does not run as root. */
async function ownerOfServer(): Promise<{ uid: number; gid: number } | undefined> {
	if (process.getuid?.() !== 0) return undefined;
	const line = (await readFile('/etc/passwd', 'utf8')).match(/^postgres:[^:]*:(\d+):(\d+):/m)!;
	return { uid: Number(line[1]), gid: Number(line[2]) };
}

async function freePort(): Promise<number> {
	const probe = createServer();
	await new Promise<void>((settle) => probe.listen(0, '127.0.0.1', settle));
	const { port } = probe.address() as AddressInfo;
	await new Promise((settle) => probe.close(settle));
	return port;
}
