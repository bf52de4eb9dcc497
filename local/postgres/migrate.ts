import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { glob, readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Sql } from 'postgres';
import { Fault } from '../fault.ts';

const require = createRequire(import.meta.url);

/** The CLI then reports nothing to anybody and asks nobody for news. */
const QUIET = {
	SUPABASE_TELEMETRY_DISABLED: '1',
	SUPABASE_NO_UPDATE_NOTIFIER: '1',
	DO_NOT_TRACK: '1'
};

/**
 * Runs the official Supabase CLI and gives what it printed.
 * @throws Fault with its last lines when it fails
 */
export async function supabase(...args: string[]): Promise<string> {
	const entry = join(require.resolve('supabase/package.json'), '..', 'dist', 'supabase.js');
	const child = spawn(process.execPath, [entry, ...args], {
		stdio: ['ignore', 'pipe', 'pipe'],
		env: { ...process.env, ...QUIET }
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

/** Versions of the migrations and paths of the seed files that the CLI has recorded as applied. */
async function history(sql: Sql): Promise<Set<string>> {
	const applied = new Set<string>();
	for (const [table, column] of [
		['schema_migrations', 'version'],
		['seed_files', 'path']
	] as const) {
		const [known] = await sql`select from pg_tables
			where schemaname = 'supabase_migrations' and tablename = ${table}`;
		if (!known) continue;
		const rows = await sql.unsafe(`select ${column} as name from supabase_migrations.${table}`);
		for (const { name } of rows) applied.add(name as string);
	}
	return applied;
}

/** Versions of the project's migrations, oldest first. */
async function migrationVersions(projectDir: string): Promise<string[]> {
	const folder = join(projectDir, 'supabase', 'migrations');
	const names = existsSync(folder) ? await readdir(folder) : [];
	return names.flatMap((name) => name.match(/^(\d+)_.*\.sql$/)?.[1] ?? []).sort();
}

/**
 * Applies what is pending with the official CLI (`supabase db push`).
 * @param seeds globs of seed files, relative to `supabase/`; those not yet run are run as well
 * @returns how many migrations were applied
 */
export async function migrate(
	sql: Sql,
	projectDir: string,
	dbUrl: string,
	seeds: string[]
): Promise<number> {
	const applied = await history(sql);
	const pending = (await migrationVersions(projectDir)).filter((version) => !applied.has(version));
	const seedFiles = seeds.length
		? await Array.fromAsync(glob(seeds, { cwd: join(projectDir, 'supabase') }))
		: [];
	const unseeded = seedFiles.filter((path) => !applied.has(join('supabase', path)));
	if (pending.length === 0 && unseeded.length === 0) return 0;
	await supabase(
		'db',
		'push',
		`--remote=${dbUrl}`,
		'--workdir',
		projectDir,
		'--yes',
		...(seeds.length ? ['--include-seed'] : [])
	);
	return pending.length;
}
