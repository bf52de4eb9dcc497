import { execFile, spawn } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, inject } from 'vitest';
import { readMapping, type Mapping } from '../../../importer/mapping.ts';
import { runImport } from '../../../importer/run.ts';
import { test, type TestDatabase } from '../database.ts';
import { violations } from '../invariants.ts';

/** A mapping of comma-separated files with the columns that `csv` writes. */
const small = (name: string): unknown => ({
	name,
	plans_effective_from: '2019-01-01',
	items: [
		{ code: 'RUN-PULP', name: 'Pulp', kind: 'raw', unit: 'kg' },
		{ code: 'RUN-MCC', name: 'MCC', kind: 'finished', unit: 'kg' }
	],
	lots: [
		{
			item: 'RUN-PULP',
			code: `${name}-{pulp}`,
			used: ['used'],
			results: [{ column: 'water', name: 'Water', unit: '%', maximum: 10, required: false }]
		}
	],
	batches: {
		item: 'RUN-MCC',
		code: `${name}-{batch}`,
		made_on: { column: 'made', format: 'yyyy-MM-dd' },
		planned: ['used'],
		output: ['used', 0.95],
		results: [
			{ column: 'least', name: 'Least', minimum: 1, maximum: 9 },
			{ column: 'most', name: 'Most', minimum: 1, maximum: 9 }
		],
		checks: [{ column: 'most', not_below: 'least' }]
	}
});

type Line = [
	batch: string,
	made: string,
	pulp: string,
	used: string,
	water: string,
	least: string,
	most: string
];

const csv = (lines: Line[]): Buffer =>
	Buffer.from(
		[['batch', 'made', 'pulp', 'used', 'water', 'least', 'most'], ...lines]
			.map((line) => line.join(','))
			.join('\n')
	);

const GOOD: Line[] = [
	['1', '2019-05-01', 'P1', '100', '5', '2', '3'],
	['2', '2019-05-02', 'P1', '100', '5', '2', '3'],
	['3', '2019-05-03', 'P2', '100', '', '2', '3']
];

/** The plant P1 with a store, and an administrator. */
async function plant(db: TestDatabase): Promise<void> {
	await db.idOf('admin');
	const site = await db.siteOf('P1');
	await db.as(
		'admin',
		(sql) =>
			sql`insert into locations (site_id, code, name, kind) values (${site}, 'STORE', 'Store', 'storage') on conflict do nothing`
	);
}

async function bring(
	db: TestDatabase,
	name: string,
	lines: Line[],
	more: {
		dryRun?: boolean;
		person?: string;
		place?: string;
		mapping?: Mapping;
		onProgress?: () => void;
	} = {}
) {
	await plant(db);
	return await runImport({
		sql: db.superuser,
		mapping: readMapping(JSON.stringify(small(name))),
		bytes: csv(lines),
		fileName: 'book.csv',
		site: 'P1',
		place: 'STORE',
		person: 'admin@lotline.test',
		dryRun: false,
		...more
	});
}

const batchesOf = async (db: TestDatabase, name: string) =>
	(await db.sql`select code from batches where code like ${`${name}-%`} order by code`).map(
		({ code }) => code as string
	);

test('each refused row is listed with its line and its reason, and the others arrive', async ({
	db
}) => {
	const report = await bring(db, 'refused', [
		...GOOD,
		['4', '2019-05-04', 'P1', 'ten', '5', '2', '3'],
		['5', '2019-13-04', 'P1', '100', '5', '2', '3'],
		['1', '2019-05-05', 'P1', '100', '5', '2', '3'],
		['7', '2019-05-06', '', '100', '5', '2', '3'],
		['8', '2019-05-06', 'P3', '0', '5', '2', '3'],
		['9', '2999-05-06', 'P1', '100', '5', '2', '3'],
		['', '2019-05-06', 'P1', '100', '5', '2', '3'],
		['11', '2019-05-06', 'P1', '1e3', '5', '2', '3'],
		['12', '2019-05-06', 'P1'] as unknown as Line,
		['13', '2019-05-06', 'P1', '100', '5', '2,5', '3'],
		['14', '2019-05-06', 'P1', '100', '0.12345678901234567', '2', '3']
	]);
	expect(report.refused).toEqual([
		{ line: 5, reason: 'used "ten" is no number.' },
		{ line: 6, reason: 'made "2019-13-04" is no date of the form yyyy-MM-dd.' },
		{ line: 7, reason: 'refused-1 is on line 2 already.' },
		{ line: 8, reason: 'It names no lot that went into it.' },
		{ line: 9, record: 'refused-P3', reason: '0 is no quantity above zero.' },
		{ line: 9, record: 'refused-8', reason: '0 is no quantity above zero.' },
		{ line: 10, record: 'refused-9', reason: '2999-05-06 is no date from 1950 until today.' },
		{ line: 11, reason: 'The code of the batch, refused-{batch}, is blank.' },
		{ line: 12, reason: 'used "1e3" is no number.' },
		{ line: 13, reason: 'There are 3 cells, and 7 columns.' },
		{ line: 14, reason: 'There are 8 cells, and 7 columns.' },
		{
			line: 15,
			reason: 'water 0.12345678901234567 has more digits than the 15 that can be kept.'
		}
	]);
	expect(report).toMatchObject({
		rows: 14,
		lots: { added: 2, present: 0, refused: 1 },
		batches: { added: 3, present: 0, refused: 2 },
		blanks: { water: 1 }
	});
	expect(await batchesOf(db, 'refused')).toEqual(['refused-1', 'refused-2', 'refused-3']);
});

test('a dry run says what the run will say, and keeps nothing, not even the items', async ({
	db
}) => {
	const lines: Line[] = [
		...GOOD,
		['4', '2019-05-04', 'P1', 'ten', '5', '2', '3'],
		['5', '2019-05-04', 'P1', '100', '11', '4', '3']
	];
	const before = await db.sql`select count(*)::int, max(id)::int from audit.log`;
	const rehearsal = await bring(db, 'dry', lines, { dryRun: true });
	expect(await batchesOf(db, 'dry')).toEqual([]);
	expect(await db.sql`select count(*)::int from app.requests where command like 'import%'`).toEqual(
		await db.sql`select count(*)::int from app.requests where command like 'import%' and answer ->> 'code' not like 'dry-%'`
	);
	expect((await db.sql`select count(*)::int, max(id)::int from audit.log`)[0]!.count).toBe(
		before[0]!.count
	);
	expect(await bring(db, 'dry', lines)).toEqual(rehearsal);
	expect(rehearsal.flags).toEqual([
		{ lines: [6], record: 'dry-P1', finding: 'water 11 % is above 10' },
		{ lines: [6], record: 'dry-5', finding: 'most 3 is below least 4' }
	]);
});

test('a run that was broken off goes on where it was', async ({ db }) => {
	const lines = Array.from({ length: 120 }, (_, n): Line => [
		String(n),
		'2019-05-01',
		`P${n % 5}`,
		'10',
		'5',
		'2',
		'3'
	]);
	let chunks = 0;
	const breakOff = () => {
		if (++chunks === 2) throw new Error('pulled the plug');
	};
	await expect(bring(db, 'broken', lines, { onProgress: breakOff })).rejects.toThrow(
		'pulled the plug'
	);
	const there = await batchesOf(db, 'broken');
	expect(there).toHaveLength(45);
	expect(await bring(db, 'broken', lines)).toMatchObject({
		lots: { added: 0, present: 5 },
		batches: { added: 75, present: 45 },
		refused: []
	});
	expect(await batchesOf(db, 'broken')).toHaveLength(120);
});

test('a row that has been changed since is refused, and the record stays', async ({ db }) => {
	await bring(db, 'changed', GOOD);
	const changed: Line[] = [GOOD[0]!, ['2', '2019-05-02', 'P1', '100', '5', '2', '4'], GOOD[2]!];
	const report = await bring(db, 'changed', changed);
	expect(report).toMatchObject({ batches: { added: 0, present: 2, refused: 1 } });
	expect(report.refused).toEqual([
		{
			line: 3,
			record: 'changed-2',
			reason:
				'changed-2 has been brought in with other content, or by somebody else. What is in the record stays; correct it there.'
		}
	]);
});

test('a code that is taken is refused with its line', async ({ db }) => {
	await bring(db, 'taken', GOOD);
	const other = readMapping(JSON.stringify({ ...(small('taken') as object), name: 'another' }));
	const report = await bring(db, 'taken', [GOOD[0]!], { mapping: other });
	expect(report.refused).toEqual([
		{ line: 2, record: 'taken-P1', reason: 'There is already a lot or batch taken-P1.' },
		{ line: 2, record: 'taken-1', reason: 'There is already a lot or batch taken-1.' }
	]);
});

test('lots alone come with what the columns say of them', async ({ db }) => {
	const mapping = readMapping(
		JSON.stringify({
			name: 'stock-list',
			file: { delimiter: ';', decimal: ',' },
			items: [{ code: 'RUN-BINDER', name: 'Binder', kind: 'raw', unit: 'kg' }],
			lots: [
				{
					item: { column: 'item', values: { Binder: 'RUN-BINDER' } },
					code: '{lot}',
					vendor_lot: '{vendor}',
					quantity: ['bags', 25],
					received_on: { column: 'came', format: 'd.M.yyyy' },
					expires_on: { column: 'until', format: 'MM/yyyy' }
				}
			]
		})
	);
	await plant(db);
	const report = await runImport({
		sql: db.superuser,
		mapping,
		bytes: Buffer.from(
			'\ufefflot;item;vendor;bags;came;until;clerk\r\nBX-1;Binder;V 7;2,5;3.4.2025;12/2027;"A; B"\r\nBX-2;Glue;;1;3.4.2025;12/2027;\r\nBX-1;Binder;V 7;3;3.4.2025;12/2027;\r\n'
		),
		fileName: 'stock.csv',
		site: 'P1',
		place: 'STORE',
		person: 'admin@lotline.test',
		dryRun: false
	});
	expect(report).toMatchObject({
		lots: { added: 1, refused: 0 },
		refused: [
			{ line: 3, reason: 'item "Glue" is none of Binder.' },
			{ line: 4, reason: 'Lot BX-1 is described otherwise on line 2.' }
		],
		unusedColumns: ['clerk']
	});
	expect(
		await db.sql`
			select vendor_lot, initial_quantity::float, received_on::text, expires_on::text, qc_status, on_hand::float
			from lots join stock_balances on lot_id = lots.id where code = 'BX-1'`
	).toMatchObject([
		{
			vendor_lot: 'V 7',
			initial_quantity: 62.5,
			received_on: '2025-04-03',
			expires_on: '2027-12-01',
			qc_status: 'pending',
			on_hand: 62.5
		}
	]);
});

for (const [what, more, sentence] of [
	[
		'nobody of this name',
		{ person: 'ghost@lotline.test' },
		'There is no account ghost@lotline.test.'
	],
	[
		'somebody without the permission',
		{ person: 'manager@lotline.test' },
		/^(manager@lotline\.test cannot add what the mapping names: |You may not bring in existing records)/
	],
	['no such place', { place: 'ATTIC' }, 'admin@lotline.test sees no place ATTIC at a site P1.']
] as const) {
	test(`nothing is brought in by or to ${what}`, async ({ db }) => {
		await db.idOf('manager');
		await expect(bring(db, 'nobody', GOOD, more)).rejects.toThrow(sentence);
		expect(await batchesOf(db, 'nobody')).toEqual([]);
	});
}

test('a file without the columns of the mapping is refused with those it has', async ({ db }) => {
	const mapping = readMapping(JSON.stringify(small('columns')));
	mapping.batches!.results[0]!.column = 'lowest';
	await expect(bring(db, 'columns', GOOD, { mapping })).rejects.toThrow(
		'The file has no column lowest. Its columns are batch, made, pulp, used, water, least, most.'
	);
});

const node = promisify(execFile);

/** As the operator has it: the migrations' role, which is no superuser. */
async function ownerUrl(db: TestDatabase): Promise<string> {
	const url = new URL(inject('templateUrl'));
	url.username = 'postgres';
	url.pathname = `/${(await db.sql`select current_database() as name`)[0]!.name as string}`;
	return url.href;
}

test('the command line brings a file in, survives being killed, and says what is there', async ({
	db
}) => {
	const folder = await mkdtemp(join(tmpdir(), 'lotline-import-'));
	const [mapping, file] = [join(folder, 'killed.json'), join(folder, 'book.csv')];
	const lines = Array.from({ length: 300 }, (_, n): Line => [
		String(n),
		'2019-05-01',
		`P${n % 5}`,
		'10',
		'5',
		'2',
		'3'
	]);
	await writeFile(mapping, JSON.stringify(small('killed')));
	await writeFile(file, csv(lines));
	await plant(db);
	const args = [
		'importer/cli.ts',
		mapping,
		file,
		'--site',
		'P1',
		'--place',
		'STORE',
		'--as',
		'admin@lotline.test'
	];
	const env = { ...process.env, SUPABASE_DB_URL: await ownerUrl(db), NO_COLOR: '1' };

	const first = spawn(process.execPath, args, { env, stdio: 'ignore' });
	const gone = new Promise((settle) => first.once('exit', settle));
	await expect
		.poll(() => batchesOf(db, 'killed'), { timeout: 30_000, interval: 20 })
		.not.toEqual([]);
	first.kill('SIGKILL');
	await gone;
	const kept = (await batchesOf(db, 'killed')).length;

	const { stdout } = await node(process.execPath, args, { env });
	const added = Number(/^ {2}batches +(\d+) +(\d+) +0$/m.exec(stdout)![1]);
	expect(added).toBeLessThanOrEqual(300 - kept);
	expect(await batchesOf(db, 'killed')).toHaveLength(300);
	const again = await node(process.execPath, [...args, '--dry-run'], { env });
	expect(again.stdout).toContain('A dry run: nothing of this has been kept.');
	expect(again.stdout).toMatch(/^ {2}batches +0 +300 +0$/m);
}, 90_000);

test('the command line ends with 1 and one sentence where it cannot begin, and lists what it refused', async ({
	db
}) => {
	const folder = await mkdtemp(join(tmpdir(), 'lotline-import-'));
	const [mapping, file] = [join(folder, 'cli.json'), join(folder, 'book.csv')];
	await writeFile(mapping, JSON.stringify(small('cli')));
	await writeFile(file, csv([...GOOD, ['4', 'soon', 'P1', '100', '5', '2', '3']]));
	await plant(db);
	const env = { ...process.env, SUPABASE_DB_URL: await ownerUrl(db), NO_COLOR: '1' };
	const run = (...args: string[]) => node(process.execPath, ['importer/cli.ts', ...args], { env });
	const target = ['--site', 'P1', '--place', 'STORE', '--as', 'admin@lotline.test'];
	await expect(run(mapping, join(folder, 'none.csv'), ...target)).rejects.toMatchObject({
		code: 1,
		stderr: expect.stringMatching(/none\.csv cannot be read: ENOENT[^\n]*\n$/)
	});
	await expect(run(mapping)).rejects.toMatchObject({
		code: 1,
		stdout: expect.stringContaining('npm run import -- <mapping.json> <file.csv>')
	});
	await expect(run(mapping, file, ...target)).rejects.toMatchObject({
		code: 1,
		stdout: expect.stringMatching(
			/Refused\n {2}line 5 +made "soon" is no date of the form yyyy-MM-dd\./
		)
	});
	expect(await batchesOf(db, 'cli')).toHaveLength(3);
}, 60_000);

test('the invariants hold', async ({ db }) => {
	expect(await violations(db.sql)).toEqual({});
});
