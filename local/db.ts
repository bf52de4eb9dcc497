import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseArgs, styleText } from 'node:util';
import { Fault } from './fault.ts';
import { migrate, supabase } from './postgres/migrate.ts';
import { applySchemas, startScratchCluster, type ScratchCluster } from './postgres/scratch.ts';

const usage = `
npm run db:diff -- <name>   write a migration with what supabase/schemas declares and the migrations lack
npm run db:types            write src/lib/database.types.ts from the migrations
npm run db:check            fail where migrations or types lag behind, or the advisors warn`;

const { positionals, values } = parseArgs({
	allowPositionals: true,
	options: { workdir: { type: 'string', default: '.' } }
});
const projectDir = resolve(values.workdir);
const typesFile = join(projectDir, 'src', 'lib', 'database.types.ts');
const commands: Record<string, (scratch: ScratchCluster) => Promise<void>> = { diff, types, check };

const command = commands[positionals[0] ?? ''];
if (!command) {
	console.log(usage);
	process.exit(1);
}
const scratch = await startScratchCluster();
try {
	await command(scratch);
} catch (error) {
	if (!(error instanceof Fault)) throw error;
	console.error(styleText('red', error.message));
	process.exitCode = 1;
} finally {
	await scratch.stop();
}

/** Two databases: `migrated` has had the migrations, `declared` the schema files. */
async function migrated(scratch: ScratchCluster): Promise<string> {
	await scratch.create('migrated');
	const sql = scratch.connect({ name: 'migrate', database: 'migrated' });
	try {
		await migrate(sql, projectDir, scratch.url('migrated'), []);
	} finally {
		await sql.end();
	}
	return scratch.url('migrated');
}

async function declared(scratch: ScratchCluster): Promise<string> {
	await scratch.create('declared');
	const sql = scratch.connect({ name: 'declare', database: 'declared', user: 'postgres' });
	try {
		await applySchemas(sql, projectDir);
	} catch (error) {
		throw new Fault((error as Error).message);
	} finally {
		await sql.end();
	}
	return scratch.url('declared');
}

/** SQL that brings the database `from` to the database `to`; empty when they agree. */
async function difference(from: string, to: string): Promise<string> {
	const folder = await mkdtemp(join(tmpdir(), 'lotline-diff-'));
	const file = join(folder, 'diff.sql');
	try {
		await supabase('db', 'diff', '--use-pg-delta', '--from', from, '--to', to, '--output', file);
		return (await readFile(file, 'utf8').catch(() => '')).trim();
	} finally {
		await rm(folder, { recursive: true });
	}
}

async function diff(scratch: ScratchCluster): Promise<void> {
	const name = positionals[1];
	if (!name || !/^[a-z][a-z0-9_]{0,60}$/.test(name)) {
		throw new Fault(
			`The migration's name is "${name ?? ''}"; write it in lower case with underscores: npm run db:diff -- add_lots`
		);
	}
	const sql = await difference(await migrated(scratch), await declared(scratch));
	if (!sql) {
		console.log('The migrations already give what supabase/schemas declares.');
		return;
	}
	const folder = join(projectDir, 'supabase', 'migrations');
	await mkdir(folder, { recursive: true });
	const file = join(folder, `${await nextVersion(folder)}_${name}.sql`);
	await writeFile(file, sql + '\n');
	console.log(`Wrote ${file}. Read it before you commit it.`);
}

/** The present second, or the one after the newest migration where that is later. */
async function nextVersion(folder: string): Promise<string> {
	const stamp = (time: Date) => time.toISOString().replace(/\D/g, '').slice(0, 14);
	const newest = (await readdir(folder)).sort().at(-1)?.slice(0, 14) ?? '';
	const present = stamp(new Date());
	if (newest < present) return present;
	const [, y, mo, d, h, mi, s] = newest.match(/(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)/)!.map(Number);
	return stamp(new Date(Date.UTC(y!, mo! - 1, d, h, mi, s! + 1)));
}

async function generated(scratch: ScratchCluster): Promise<string> {
	return await supabase(
		'gen',
		'types',
		'--lang',
		'typescript',
		`--remote=${await migrated(scratch)}`,
		'--schema',
		'public'
	);
}

async function types(scratch: ScratchCluster): Promise<void> {
	await mkdir(dirname(typesFile), { recursive: true });
	await writeFile(typesFile, await generated(scratch));
	console.log(`Wrote ${typesFile}.`);
}

async function check(scratch: ScratchCluster): Promise<void> {
	const wanted = await generated(scratch);
	const written = await readFile(typesFile, 'utf8').catch(() => '');
	if (written !== wanted) {
		throw new Fault(
			'src/lib/database.types.ts is not what the migrations give. Run "npm run db:types".'
		);
	}
	await supabase(
		'db',
		'advisors',
		`--remote=${scratch.url('migrated')}`,
		'--level',
		'warn',
		'--fail-on',
		'warn'
	);
	const lag = await difference(scratch.url('migrated'), await declared(scratch));
	if (lag) {
		throw new Fault(
			`The migrations lag behind supabase/schemas. Run "npm run db:diff -- <name>".\n${lag}`
		);
	}
	console.log('Migrations, types and advisors are in order.');
}
