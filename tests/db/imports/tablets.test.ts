import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect } from 'vitest';
import { readMapping, type Mapping } from '../../../importer/mapping.ts';
import { runImport, type ImportReport } from '../../../importer/run.ts';
import { test, type TestDatabase } from '../database.ts';
import { violations } from '../invariants.ts';
import { BATCHES, MADE_FLAGS, makeFile } from './made-file.ts';

/**
 * The proof of the import, on a file of the shape of Laboratory.csv that is made here, and on that file
 * itself, 1,005 real batches, where it lies beside the repository or LOTLINE_REFERENCE names its folder.
 * What is expected is read from the file by the plainest means, not by the importer.
 */
const REAL = resolve(
	process.env.LOTLINE_REFERENCE ?? '../shared/reference',
	'tablets/Laboratory.csv'
);

interface Proof {
	title: string;
	bytes: Buffer;
	/** Before each code, so that both files have room in one database. */
	prefix: string;
	batches: number;
	lots: Record<Material, number>;
	/** Line, record and finding of each flag. */
	flags: (string | number)[][];
	/** Batches that are on hold because of a lot that went into them, by their number. */
	throughMaterial: number[];
	/** Lots that the file tells with several sets of incoming results. */
	differing: number;
}

type Material = 'API' | 'SMCC' | 'LACTOSE' | 'STARCH';

const proofs: Proof[] = [
	{
		title: 'a made file',
		bytes: makeFile(),
		prefix: 'MADE-',
		batches: BATCHES,
		lots: { API: 11, SMCC: 5, LACTOSE: 4, STARCH: 3 },
		flags: MADE_FLAGS,
		throughMaterial: [],
		differing: 10
	}
];
if (existsSync(REAL)) {
	proofs.push({
		title: 'Laboratory.csv',
		bytes: readFileSync(REAL),
		prefix: 'LAB-',
		batches: 1005,
		lots: { API: 260, SMCC: 18, LACTOSE: 22, STARCH: 17 },
		flags: [
			[83, 'API-2-1', 'api_ps01 0 µm is below 0.1'],
			[129, 'API-2-21', 'api_ps01 0 µm is below 0.1'],
			[132, 'API-2-22', 'api_ps01 0 µm is below 0.1'],
			[366, 'API-2-23', 'api_ps01 0 µm is below 0.1'],
			[370, 'API-2-24', 'api_ps01 0 µm is below 0.1'],
			[5, 'TABLET-4', 'fct_max_hardness 40 is below fct_min_hardness 57'],
			[27, 'TABLET-38', 'fct_max_thickness 2.6 is below fct_min_thickness 3'],
			[83, 'TABLET-82', 'tbl_rsd_weight 9.9 % is above 6'],
			[118, 'TABLET-124', 'tbl_max_hardness 0 N is below 5'],
			[118, 'TABLET-124', 'tbl_max_hardness 0 is below tbl_min_hardness 60.76'],
			[215, 'TABLET-214', 'fct_min_hardness 0 N is below 5'],
			[270, 'TABLET-269', 'fct_max_thickness 3.4 is below fct_min_thickness 3.8'],
			[302, 'TABLET-301', 'batch_yield 100.379 % is above 100'],
			[523, 'TABLET-522', 'fct_max_hardness 39 is below fct_min_hardness 57'],
			[744, 'TABLET-736', 'tbl_yield 100.805 % is above 100'],
			[744, 'TABLET-736', 'batch_yield 100.909 % is above 100']
		],
		throughMaterial: [117, 118, 119, 120, 121, 122, 123, 223, 364, 365, 366, 367, 368, 369],
		differing: 41
	});
}

const LOT_COLUMNS: Record<Material, string[]> = {
	API: ['api_code', 'api_batch'],
	SMCC: ['smcc_batch'],
	LACTOSE: ['lactose_batch'],
	STARCH: ['starch_batch']
};
const MATERIALS = Object.keys(LOT_COLUMNS) as Material[];

for (const proof of proofs) {
	describe(proof.title, () => {
		const { prefix } = proof;
		const rows = readPlainly(proof.bytes);
		const mapping = prefixed(prefix);
		const lotOf = (row: Cells, material: Material) =>
			[prefix + material, ...LOT_COLUMNS[material].map((column) => row[column])].join('-');
		const batchOf = (row: Cells) => `${prefix}TABLET-${row.batch}`;
		const run = (db: TestDatabase, dryRun = false) =>
			runImport({
				sql: db.superuser,
				mapping,
				bytes: proof.bytes,
				fileName: 'Laboratory.csv',
				site: 'P1',
				place: 'STORE',
				person: 'admin@lotline.test',
				dryRun
			});
		let report: ImportReport;

		test.beforeAll(async ({ db }) => {
			await db.idOf('admin');
			const site = await db.siteOf('P1');
			await db.as(
				'admin',
				(sql) =>
					sql`insert into locations (site_id, code, name, kind) values (${site}, 'STORE', 'Store', 'storage') on conflict do nothing`
			);
			report = await run(db);
		}, 240_000);

		test('every batch and every lot that the file names arrives, once', async ({ db }) => {
			expect(report).toMatchObject({
				rows: proof.batches,
				refused: [],
				batches: { added: proof.batches, present: 0, refused: 0 },
				unusedColumns: []
			});
			expect(
				await codes(db.sql`select code from batches where code like ${`${prefix}TABLET-%`}`)
			).toEqual(rows.map(batchOf).sort());
			for (const material of MATERIALS) {
				const named = unique(rows.map((row) => lotOf(row, material)));
				expect(named.length).toBe(proof.lots[material]);
				expect(
					await codes(db.sql`select code from lots where code like ${`${prefix}${material}-%`}`)
				).toEqual(named);
			}
		});

		test('a trace down from any lot gives exactly the batches that the file names', async ({
			db
		}) => {
			const traced: Record<string, string[]> = {};
			const named: Record<string, string[]> = {};
			await db.as('manager', async (sql) => {
				for (const material of MATERIALS) {
					for (const lot of unique(rows.map((row) => lotOf(row, material)))) {
						traced[lot] = await codes(
							sql`select lot as code from trace_lot(${lot}, 'down') where depth > 0`
						);
						named[lot] = rows
							.filter((row) => lotOf(row, material) === lot)
							.map(batchOf)
							.sort();
					}
				}
			});
			expect(traced).toEqual(named);
		}, 120_000);

		test('a trace up from any batch gives exactly its lots', async ({ db }) => {
			const traced: Record<string, string[]> = {};
			await db.as('qa', async (sql) => {
				for (const row of rows) {
					traced[batchOf(row)] = await codes(
						sql`select lot as code from trace_lot(${batchOf(row)}, 'up') where depth > 0`
					);
				}
			});
			expect(traced).toEqual(
				Object.fromEntries(
					rows.map((row) => [
						batchOf(row),
						MATERIALS.map((material) => lotOf(row, material)).sort()
					])
				)
			);
		}, 120_000);

		test('every figure of the file is in the record, and no other', async ({ db }) => {
			const kept = async (kind: string) =>
				Map.groupBy(
					await db.sql<{ lot: string; attempt: number; name: string; value: number }[]>`
						select lots.code as lot, attempt, name, value::float as value
						from qc_results join qc_tests on qc_tests.id = test_id join lots on lots.id = lot_id
						where kind = ${kind} and lots.code like ${`${prefix}%`} and value is not null
						order by lots.code, attempt, position`,
					({ lot, attempt }) => `${lot} ${attempt}`
				);
			const final = await kept('final');
			const told = (row: Cells, results: { column: string; name: string }[]) =>
				results
					.filter(({ column }) => row[column]!.trim() !== '')
					.map(({ column, name }) => ({ name, value: Number(row[column]) }));
			const figures = (results: { name: string; value: number }[] = []) =>
				results.map(({ name, value }) => ({ name, value }));
			for (const row of rows) {
				expect(figures(final.get(`${batchOf(row)} 1`))).toEqual(
					told(row, mapping.batches!.results)
				);
			}
			expect(final.size).toBe(proof.batches);

			const incoming = await kept('incoming');
			const sets = new Set<string>();
			for (const [n, material] of MATERIALS.entries()) {
				for (const row of rows) {
					const lot = lotOf(row, material);
					const set = JSON.stringify(told(row, mapping.lots[n]!.results));
					sets.add(lot + set);
					const tests = [1, 2, 3, 4, 5, 6].map((attempt) =>
						JSON.stringify(figures(incoming.get(`${lot} ${attempt}`)))
					);
					expect(tests).toContain(set);
				}
			}
			expect(incoming.size).toBe(sets.size);
		}, 60_000);

		test('what is impossible is flagged with its line, kept as it is, and on hold with the reason', async ({
			db
		}) => {
			expect(report.flags.map(({ lines, record, finding }) => [lines[0], record, finding])).toEqual(
				proof.flags.map(([line, record, finding]) => [line, prefix + record, finding])
			);
			const flagged = unique(proof.flags.map(([, record]) => `${prefix}${record}`));
			expect(
				await codes(
					db.sql`select code from lots where qc_status = 'hold' and code like ${`${prefix}%`}`
				)
			).toEqual(flagged);
			expect(unique(report.onHold.itself)).toEqual(flagged);
			const queue = await db.as('qa', async (sql) => {
				const site = await db.siteOf('P1');
				return (await sql`select qc_queue(${site}) as queue`)[0]!.queue as { lot: string }[];
			});
			expect(
				queue
					.map(({ lot }) => lot)
					.filter((lot) => lot.startsWith(prefix))
					.sort()
			).toEqual(flagged);
			for (const [line, record, finding] of proof.flags) {
				const remarks = (
					await db.sql`select string_agg(remarks, ' ') as all from qc_tests join lots on lots.id = lot_id where lots.code = ${`${prefix}${record}`}`
				)[0]!.all as string;
				expect(remarks).toMatch(new RegExp(`Laboratory\\.csv, lines? (\\d+, )*${line}\\b`));
				if (/is below [a-z]/.test(String(finding))) expect(remarks).toContain(`${finding}.`);
			}
		});

		test('what came of a flagged lot is on hold because of it, and nothing else is', async ({
			db
		}) => {
			const held = await codes(db.sql`
				select distinct lots.code from lot_holds join lots on lots.id = lot_holds.lot_id
				where released_at is null and lots.code like ${`${prefix}TABLET-%`}`);
			const flaggedLots = proof.flags.map(([, record]) => prefix + record);
			expect(held).toEqual(
				rows
					.filter((row) => flaggedLots.includes(lotOf(row, 'API')))
					.map(batchOf)
					.sort()
			);
			expect(report.onHold.throughMaterial.toSorted()).toEqual(
				proof.throughMaterial.map((batch) => `${prefix}TABLET-${batch}`).sort()
			);
			expect(
				await db.sql`select count(*)::int from lots where qc_status = 'pass' and code like ${`${prefix}TABLET-%`}`
			).toMatchObject([{ count: proof.batches - unique(flaggedBatches(proof)).length }]);
		});

		test('dates are those of the file, and none is today', async ({ db }) => {
			const kept = await db.sql<{ code: string; made: string }[]>`
				select batches.code, to_char(manufactured_on, 'YYYY-MM') as made
				from batches join lots on lots.id = lot_id where batches.code like ${`${prefix}TABLET-%`}`;
			expect(Object.fromEntries(kept.map(({ code, made }) => [code, made]))).toEqual(
				Object.fromEntries(rows.map((row) => [batchOf(row), month(row.start!)]))
			);
			expect(
				await db.sql`
					select from lots where received_on > '2021-04-01' and code like ${`${prefix}%`}
					union all select from batches where created_at > '2021-05-01' or ended_at > '2021-05-01'
					union all select from stock_moves where moved_at > '2021-05-01'
					union all select from lot_links where at > '2021-05-01'
					union all select from qc_tests where sampled_at > '2021-05-01' or tested_at > '2021-05-01'`
			).toHaveLength(0);
			expect(
				await db.sql`select from audit.log where relation = 'public.batches' and at < now() - interval '1 day'`
			).toHaveLength(0);
		});

		test('a lot came in the quantity that its batches used, and nothing of it is left', async ({
			db
		}) => {
			const wrong = await db.sql`
				select lots.code from lots
				left join lot_links on lot_links.parent_id = lots.id
				where lots.code like ${`${prefix}%`} and lots.code not like ${`${prefix}TABLET-%`}
				group by lots.id having initial_quantity <> coalesce(sum(lot_links.quantity), 0)`;
			expect(wrong).toHaveLength(0);
			expect(await db.sql`select from stock_balances where on_hand <> 0`).toHaveLength(0);
		});

		test('a yield above 100 % stays a result; what is booked is the size of the batch at most', async ({
			db
		}) => {
			const outputs = await db.sql<{ code: string; output: number; planned: number }[]>`
				select batches.code, initial_quantity::float as output, planned_quantity::float as planned
				from batches join lots on lots.id = lot_id where batches.code like ${`${prefix}TABLET-%`}`;
			expect(Object.fromEntries(outputs.map(({ code, ...more }) => [code, more]))).toEqual(
				Object.fromEntries(
					rows.map((row) => {
						const [size, share] = [Number(row.size), Number(row.batch_yield) / 100];
						return [batchOf(row), { planned: size, output: Math.round(size * Math.min(share, 1)) }];
					})
				)
			);
		});

		test('lots that lines tell differently are reported', () => {
			expect(report.differing).toHaveLength(proof.differing);
		});

		test('a second run changes nothing and says so', async ({ db }) => {
			const before = await db.sql`select count(*)::int, max(id)::int from audit.log`;
			const again = await run(db);
			expect(again).toEqual({
				...report,
				lots: { added: 0, present: report.lots.added, refused: 0 },
				batches: { added: 0, present: proof.batches, refused: 0 }
			});
			expect(await db.sql`select count(*)::int, max(id)::int from audit.log`).toEqual(before);
		}, 60_000);

		test('the invariants hold', async ({ db }) => {
			expect(await violations(db.sql)).toEqual({});
		});
	});
}

type Cells = Record<string, string>;

/** Neither file has quotes. */
function readPlainly(bytes: Buffer): Cells[] {
	const [head, ...lines] = bytes.toString('utf8').trim().split(/\r?\n/);
	const columns = head!.split(';');
	return lines.map((line) => {
		const cells = line.split(';');
		return Object.fromEntries(columns.map((column, n) => [column, cells[n]!]));
	});
}

function prefixed(prefix: string): Mapping {
	const mapping = readMapping(readFileSync('importer/mappings/tablets.json', 'utf8'));
	for (const record of [...mapping.lots, mapping.batches!]) record.code = prefix + record.code;
	return mapping;
}

function month(start: string): string {
	const names = 'jan feb mar apr maj jun jul avg sep okt nov dec'.split(' ');
	const [name, year] = start.split('.') as [string, string];
	return `20${year}-${String(names.indexOf(name) + 1).padStart(2, '0')}`;
}

function flaggedBatches({ flags }: Proof): string[] {
	return flags.map(([, record]) => String(record)).filter((record) => record.startsWith('TABLET-'));
}

function unique(values: string[]): string[] {
	return [...new Set(values)].sort();
}

async function codes(rows: PromiseLike<readonly Record<string, unknown>[]>): Promise<string[]> {
	return (await rows).map((row) => row.code as string).sort();
}
