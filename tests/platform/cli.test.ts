import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { platform } from './environment.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const FIXTURE = fileURLToPath(new URL('./project/', import.meta.url));
const SUPABASE = join(ROOT, 'node_modules', 'supabase', 'dist', 'supabase.js');

let folder: string;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'lotline-cli-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function run(
	script: string,
	...args: string[]
): Promise<{ code: number | null; output: string }> {
	const child = spawn(process.execPath, [script, ...args], {
		cwd: folder,
		stdio: ['ignore', 'pipe', 'pipe']
	});
	let output = '';
	child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
	child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
	return { code: await new Promise((settle) => child.once('close', settle)), output };
}

test('supabase db push finds the migrations applied, and applies one that is new', async () => {
	await cp(FIXTURE, folder, { recursive: true });
	const push = () =>
		run(SUPABASE, 'db', 'push', '--db-url', platform.dbUrl, '--workdir', folder, '--yes');
	expect(await push()).toMatchObject({ code: 0, output: expect.stringMatching(/up to date/i) });
	const name = '20990101000000_pushed.sql';
	await writeFile(
		join(folder, 'supabase', 'migrations', name),
		'create table public.pushed (id int primary key);\nalter table public.pushed enable row level security;\n'
	);
	expect(await push()).toMatchObject({ code: 0, output: expect.stringContaining(name) });
	const down =
		"drop table public.pushed; delete from supabase_migrations.schema_migrations where version = '20990101000000'";
	expect(
		(
			await run(
				SUPABASE,
				'db',
				'query',
				'--yes',
				'--db-url',
				platform.dbUrl,
				'select count(*) from public.pushed'
			)
		).code
	).toBe(0);
	for (const statement of down.split('; ')) {
		expect(
			(await run(SUPABASE, 'db', 'query', '--yes', '--db-url', platform.dbUrl, statement)).code
		).toBe(0);
	}
}, 90_000);

test('supabase gen types describes the tables and functions', async () => {
	const { code, output } = await run(
		SUPABASE,
		'gen',
		'types',
		'--lang',
		'typescript',
		'--db-url',
		platform.dbUrl
	);
	expect(code).toBe(0);
	for (const name of ['notes', 'comments', 'whoami', 'add_numbers']) expect(output).toContain(name);
});

test('supabase db advisors finds a function without search path, and nothing of the platform', async () => {
	const { output } = await run(
		SUPABASE,
		'db',
		'advisors',
		'--db-url',
		platform.dbUrl,
		'--level',
		'warn'
	);
	expect(output).toContain('whoami');
	expect(output).not.toMatch(/auth\.|storage\.|realtime\.|cron\.|net\.|vault\./);
});

test.runIf(platform.embedded)(
	'db:diff writes a migration for what is declared, and then finds nothing more',
	async () => {
		const project = join(folder, 'declared');
		const schemas = join(project, 'supabase', 'schemas', '00_things');
		await mkdir(schemas, { recursive: true });
		await writeFile(join(project, 'supabase', 'config.toml'), 'project_id = "declared"\n');
		await writeFile(join(schemas, '10_things.sql'), THINGS);
		const diff = (name: string) =>
			run(join(ROOT, 'local', 'db.ts'), 'diff', name, `--workdir=${project}`);
		expect(await diff('things')).toMatchObject({
			code: 0,
			output: expect.stringContaining('_things.sql')
		});
		const [migration] = await readdir(join(project, 'supabase', 'migrations'));
		expect(await readFile(join(project, 'supabase', 'migrations', migration!), 'utf8')).toMatch(
			/PARTITION OF/i
		);
		expect(await diff('again')).toMatchObject({
			code: 0,
			output: expect.stringContaining('already give')
		});
		expect(await diff('Bad Name')).toMatchObject({
			code: 1,
			output: expect.stringContaining('The migration\'s name is "Bad Name"')
		});
	},
	120_000
);

/** One of each kind of object that the schema uses. */
const THINGS = `
create schema app;
create domain app.weight as numeric check (value >= 0);
create type public.grade as enum ('A', 'B');
create table public.things (
  id bigint generated always as identity primary key,
  owner uuid not null references auth.users (id),
  grade public.grade not null default 'A',
  weight app.weight,
  at timestamptz not null default now(),
  constraint "weight is below a tonne" check (weight < 1000)
);
create index things_owner_idx on public.things (owner) where grade = 'A';
create table public.events (id bigint, at timestamptz not null) partition by range (at);
create table public.events_2026 partition of public.events for values from ('2026-01-01') to ('2027-01-01');
create function app.things_touch() returns trigger language plpgsql set search_path = '' as $$
begin new.at := now(); return new; end $$;
create trigger things_touch before update on public.things for each row execute function app.things_touch();
alter table public.things enable row level security;
alter table public.events enable row level security;
create policy "owners see" on public.things for select to authenticated using (owner = (select auth.uid()));
grant select, insert (owner, grade) on public.things to authenticated;
create view public.heavy with (security_invoker = true) as select * from public.things where weight > 100;
comment on table public.things is 'Things';
`;
