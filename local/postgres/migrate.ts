import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Sql } from 'postgres';
import { Fault } from '../fault.ts';

const require = createRequire(import.meta.url);

/**
 * Runs the official Supabase CLI and gives what it printed.
 * @throws Fault with its last lines when it fails
 */
export async function supabase(...args: string[]): Promise<string> {
	const entry = join(require.resolve('supabase/package.json'), '..', 'dist', 'supabase.js');
	const child = spawn(process.execPath, [entry, ...args], {
		stdio: ['ignore', 'pipe', 'pipe'],
		env: { ...process.env, SUPABASE_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' }
	});
	let out = '';
	let err = '';
	child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
	child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
	const code = await new Promise<number | null>((settle) => child.once('close', settle));
	if (code !== 0) {
		throw new Fault(`"supabase ${args.slice(0, 2).join(' ')}" failed:\n${(err || out).trim()}`);
	}
	return out;
}

/** Versions of the project's migrations that the database has not had, oldest first. */
export async function pendingMigrations(sql: Sql, projectDir: string): Promise<string[]> {
	const folder = join(projectDir, 'supabase', 'migrations');
	if (!existsSync(folder)) return [];
	const files = (await readdir(folder)).filter((name) => /^\d+_.*\.sql$/.test(name)).sort();
	const [history] = await sql<{ exists: boolean }[]>`
		select to_regclass('supabase_migrations.schema_migrations') is not null as exists`;
	if (!history?.exists) return files;
	const applied = await sql<{ version: string }[]>`
		select version from supabase_migrations.schema_migrations`;
	const done = new Set(applied.map(({ version }) => version));
	return files.filter((name) => !done.has(name.split('_')[0]!));
}

/**
 * Applies what is pending with the official CLI (`supabase db push`).
 * @param seed also run the seed files that the database has not had
 * @returns how many migrations were applied
 */
export async function migrate(
	sql: Sql,
	projectDir: string,
	dbUrl: string,
	{ seed }: { seed: boolean }
): Promise<number> {
	const pending = await pendingMigrations(sql, projectDir);
	if (pending.length === 0) return 0;
	await supabase(
		'db',
		'push',
		`--remote=${dbUrl}`,
		'--workdir',
		projectDir,
		'--yes',
		...(seed ? ['--include-seed'] : [])
	);
	return pending.length;
}
