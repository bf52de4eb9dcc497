import { createHash } from 'node:crypto';
import type { PostgresError, Sql, TransactionSql } from 'postgres';
import { Fault } from '../local/fault.ts';
import {
	applySettings,
	requestSettings,
	type Caller,
	type Settings
} from '../local/gateway/request-settings.ts';
import { readCsv, type Refusal } from './csv.ts';
import { usedColumns, type CheckMapping, type Mapping, type ResultMapping } from './mapping.ts';
import {
	CONTRADICTIONS,
	readRecords,
	type BatchRecord,
	type LotRecord,
	type Test
} from './records.ts';

export interface ImportOptions {
	/** A pool of one connection or more, of a role that may become `authenticated`. */
	sql: Sql;
	mapping: Mapping;
	/** What is in the file, and its name for the remarks in the record. */
	bytes: Uint8Array;
	fileName: string;
	/** Codes of the site and of the place at it where the goods lay and lie. */
	site: string;
	place: string;
	/** E-mail address of the person who brings the records in, and answers for them. */
	person: string;
	/** Does all of it and keeps nothing. */
	dryRun: boolean;
	/** Called as records are done. */
	onProgress?: (done: number, all: number) => void;
}

/** A value that is kept as it is and judged out of its limits, or one that contradicts another. */
export interface Flag {
	lines: number[];
	record: string;
	/** As `tbl_rsd_weight 9.9 % is above 6`. */
	finding: string;
}

export interface Tally {
	added: number;
	present: number;
	refused: number;
}

export interface ImportReport {
	rows: number;
	lots: Tally;
	batches: Tally;
	/** Tests that the records bring along. */
	tests: number;
	refused: Refusal[];
	flags: Flag[];
	/** Lots and batches that are on hold, by what they are on hold for. */
	onHold: { itself: string[]; throughMaterial: string[] };
	/** Lots whose lines tell different results; each set is a test of its own. */
	differing: { record: string; lines: number[][] }[];
	blanks: Record<string, number>;
	unusedColumns: string[];
}

interface Answer {
	qc_status: string;
	held: boolean;
	imported_at: string;
	out_of_limits: {
		attempt: number;
		name: string;
		unit?: string;
		value?: number;
		observed?: string;
		minimum?: number;
		maximum?: number;
	}[];
}

/** Records that are kept together: a killed run loses at most so many, and the next brings them in. */
const CHUNK = 50;

/**
 * Brings the records of a file in, as a person, through the commands `import_lot` and `import_batch`.
 * What has been brought in already is left as it is, so that a run may be repeated and gone on with.
 * @throws Fault when nothing can be brought in: the file, the mapping, the person or the place is wrong
 */
export async function runImport(options: ImportOptions): Promise<ImportReport> {
	const { sql, mapping, dryRun } = options;
	const table = readCsv(options.bytes, mapping.file);
	const used = usedColumns(mapping);
	const missing = [...used].filter((column) => !table.columns.includes(column));
	if (missing.length > 0) {
		throw new Fault(
			`The file has no column ${missing.join(', ')}. Its columns are ${table.columns.join(', ')}.`
		);
	}
	const { lots, batches, refused, blanks } = readRecords(table, mapping);
	const records = [...lots, ...batches];
	const report: ImportReport = {
		rows: table.rows.length + table.refused.length,
		lots: { added: 0, present: 0, refused: 0 },
		batches: { added: 0, present: 0, refused: 0 },
		tests: 0,
		refused,
		flags: [],
		onHold: { itself: [], throughMaterial: [] },
		differing: lots
			.filter(({ tests }) => tests.length > 1)
			.map(({ code, tests }) => ({ record: code, lines: tests.map(({ lines }) => lines) })),
		blanks,
		unusedColumns: table.columns.filter((column) => !used.has(column))
	};
	const caller = await findCaller(sql, options.person);
	let masters: Masters | undefined;
	let done = 0;
	for (const chunk of dryRun ? [records] : chunked(records)) {
		await inTransaction(sql, caller, dryRun, async (transaction) => {
			masters ??= await prepare(transaction, options, records);
			for (const record of chunk) {
				const command = record.kind === 'lot' ? lotCommand : batchCommand;
				const id = requestId(mapping.name, options.site, record.kind, record.code);
				const outcome = await bringIn(transaction, record, (savepoint) =>
					command(savepoint, id, record as never, masters!, options.fileName)
				);
				note(report, record, outcome);
				done++;
				if (RECOUNTED.includes(done)) await recount(transaction);
				if (done % CHUNK === 0) options.onProgress?.(done, records.length);
			}
		});
	}
	options.onProgress?.(done, records.length);
	report.refused.sort((one, other) => one.line - other.line);
	return report;
}

function chunked<T>(all: T[]): T[][] {
	return Array.from({ length: Math.ceil(all.length / CHUNK) }, (_, n) =>
		all.slice(n * CHUNK, (n + 1) * CHUNK)
	);
}

async function findCaller(sql: Sql, email: string): Promise<Caller> {
	const [account] = await sql<{ id: string }[]>`select id from auth.users where email = ${email}`;
	if (!account) throw new Fault(`There is no account ${email}.`);
	return { role: 'authenticated', claims: { sub: account.id, role: 'authenticated', email } };
}

/*
 * A run may begin on empty tables, and a dry run fills them within one transaction. Plans made for tables
 * of a few rows read them as a whole and would be kept while these grow, so reading them as a whole is
 * made dear, and after so many records the planner is told to count again.
 */
const PLAN_BY_INDEX: Settings = [['enable_seqscan', 'off']];
const RECOUNTED = [50, 400];

async function recount(sql: TransactionSql): Promise<void> {
	await sql`set local role none`;
	await sql`analyze lots, lot_links, lot_holds, stock_moves, stock_balances, batches, qc_tests, qc_results`;
	await sql`set local role authenticated`;
}

class Rehearsed extends Error {}

async function inTransaction(
	sql: Sql,
	caller: Caller,
	undo: boolean,
	act: (transaction: TransactionSql) => Promise<void>
): Promise<void> {
	const done = sql.begin(async (transaction) => {
		await applySettings(transaction, requestSettings(caller, PLAN_BY_INDEX));
		await act(transaction);
		if (undo) throw new Rehearsed();
	});
	await done.catch((error: unknown) => {
		if (!(error instanceof Rehearsed)) throw error;
	});
}

/** Ids of what records refer to. */
interface Masters {
	place: string;
	items: Map<string, string>;
}

/** Finds the place and the items, and makes the units, items and plans that are not there yet. */
async function prepare(
	sql: TransactionSql,
	{ mapping, site, place, person }: ImportOptions,
	records: (LotRecord | BatchRecord)[]
): Promise<Masters> {
	const [found] = await sql<{ id: string }[]>`
		select locations.id from locations join sites on sites.id = locations.site_id
		where sites.code = ${site} and locations.code = ${place}`;
	if (!found) throw new Fault(`${person} sees no place ${place} at a site ${site}.`);
	try {
		for (const { code, name, dimension, factor } of mapping.units) {
			await sql`
				insert into units (code, name, dimension, factor) values (${code}, ${name}, ${dimension}, ${factor})
				on conflict (code) do nothing`;
		}
		for (const { code, name, kind, unit } of mapping.items) {
			await sql`
				insert into items (code, name, kind, unit) values (${code}, ${name}, ${kind}, ${unit})
				on conflict (code) do nothing`;
		}
		const codes = [...new Set(records.map(({ item }) => item))];
		const items = new Map(
			(
				await sql<
					{ code: string; id: string }[]
				>`select code, id from items where code = any(${codes})`
			).map(({ code, id }) => [code, id])
		);
		const unknown = codes.filter((code) => !items.has(code));
		if (unknown.length > 0) {
			throw new Fault(`There is no item ${unknown.join(', ')}; add it, or name it in the mapping.`);
		}
		for (const code of codes) {
			const { kind, mapping: told } = records.find(({ item }) => item === code)!;
			await preparePlan(sql, kind, items.get(code)!, mapping.plans_effective_from, told);
		}
		return { place: found.id, items };
	} catch (error) {
		if (!isRefusal(error)) throw error;
		throw new Fault(`${person} cannot add what the mapping names: ${error.message}`);
	}
}

/** Puts a plan in force from the mapping's date on, where none was at that date. */
async function preparePlan(
	sql: TransactionSql,
	kind: 'lot' | 'batch',
	item: string,
	from: string | undefined,
	{ results, checks }: { results: ResultMapping[]; checks: CheckMapping[] }
): Promise<void> {
	if (!from || results.length + checks.length === 0) return;
	const of = kind === 'lot' ? 'incoming' : 'final';
	const [known] = await sql<{ in_force: boolean; version: number }[]>`
		select coalesce(bool_or(active and effective_from <= ${from}::text::date), false) as in_force,
			coalesce(max(version), 0) + 1 as version
		from qc_plans where kind = ${of} and item_id = ${item}`;
	if (known!.in_force) return;
	const [plan] = await sql<{ id: string }[]>`
		insert into qc_plans (kind, item_id, version, effective_from, note)
		values (${of}, ${item}, ${known!.version}, ${from}::text::date, 'Limits by which existing records are judged')
		returning id`;
	for (const [n, { name, method, unit, minimum, maximum, required }] of results.entries()) {
		await sql`
			insert into qc_parameters (plan_id, position, name, method, unit, minimum, maximum, required)
			values (${plan!.id}, ${n + 1}, ${name}, ${method ?? null}, ${unit ?? null}, ${minimum ?? null}, ${maximum ?? null}, ${required})`;
	}
	if (checks.length > 0) {
		await sql`
			insert into qc_parameters (plan_id, position, name, accepted, required)
			values (${plan!.id}, ${results.length + 1}, ${CONTRADICTIONS}, '{none}', false)`;
	}
	await sql`update qc_plans set active = true where id = ${plan!.id}`;
}

async function lotCommand(
	sql: TransactionSql,
	id: string,
	lot: LotRecord,
	masters: Masters,
	fileName: string
): Promise<Answer> {
	const tests = lot.tests.map((test) => ({
		results: resultsOf(test),
		remarks: remarksOf(fileName, test)
	}));
	const [row] = await sql<{ answer: Answer }[]>`
		select public.import_lot(
			request_id => ${id}, location_id => ${masters.place}, item_id => ${masters.items.get(lot.item)!},
			code => ${lot.code}, quantity => ${String(lot.quantity)}, received_on => ${lot.receivedOn}::text::date,
			manufactured_on => ${lot.manufacturedOn ?? null}::text::date, expires_on => ${lot.expiresOn ?? null}::text::date,
			vendor_lot => ${lot.vendorLot ?? null}, tests => ${sql.json(tests)}
		) as answer`;
	return row!.answer;
}

async function batchCommand(
	sql: TransactionSql,
	id: string,
	batch: BatchRecord,
	masters: Masters,
	fileName: string
): Promise<Answer> {
	const remarks = [remarksOf(fileName, batch.test), batch.remarks].filter(Boolean).join(' ');
	const [row] = await sql<{ answer: Answer }[]>`
		select public.import_batch(
			request_id => ${id}, location_id => ${masters.place}, item_id => ${masters.items.get(batch.item)!},
			code => ${batch.code}, made_on => ${batch.madeOn}::text::date, inputs => ${sql.json(batch.inputs)},
			planned_quantity => ${String(batch.planned)}, output_quantity => ${String(batch.output)},
			in_stock_quantity => ${batch.inStock === undefined ? null : String(batch.inStock)},
			expires_on => ${batch.expiresOn ?? null}::text::date, results => ${sql.json(resultsOf(batch.test))},
			remarks => ${remarks}
		) as answer`;
	return row!.answer;
}

const LONGEST_OBSERVED = 200;

function resultsOf({ results, contradictions }: Test) {
	if (contradictions.length === 0) return results;
	const observed = contradictions.join('; ').slice(0, LONGEST_OBSERVED);
	return [...results, { name: CONTRADICTIONS, value: observed }];
}

/** Where a test is from and what is wrong with it: `Laboratory.csv, line 118. tbl_max_hardness 0 is below …` */
function remarksOf(fileName: string, { lines, contradictions }: Test): string {
	const shown = lines.slice(0, 10).join(', ');
	const more = lines.length > 10 ? ` and ${lines.length - 10} more` : '';
	const source = `${fileName}, line${lines.length > 1 ? 's' : ''} ${shown}${more}`;
	return [source, ...contradictions]
		.map((sentence) => `${sentence}.`)
		.join(' ')
		.slice(0, 2000);
}

/** The same for the same record of the same mapping at the same site, whatever it says (UUID v5). */
function requestId(...names: string[]): string {
	const hash = createHash('sha1')
		.update(`lotline import\n${names.join('\n')}`)
		.digest();
	hash[6] = (hash[6]! & 0x0f) | 0x50;
	hash[8] = (hash[8]! & 0x3f) | 0x80;
	return hash
		.toString('hex')
		.slice(0, 32)
		.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** A record that was brought in by this run or an earlier one, or refused. */
type Outcome = { answer: Answer; added: boolean } | { reason: string };

async function bringIn(
	sql: TransactionSql,
	record: LotRecord | BatchRecord,
	command: (sql: TransactionSql) => Promise<Answer>
): Promise<Outcome> {
	try {
		return await sql.savepoint(async (savepoint) => {
			const answer = await command(savepoint);
			const [now] = await savepoint<{ added: boolean }[]>`
				select app.now() = ${answer.imported_at}::text::timestamptz as added`;
			return { answer, added: now!.added };
		});
	} catch (error) {
		if (!isRefusal(error)) throw error;
		if (error.code === 'PT403') throw new Fault(error.message);
		if (error.detail?.includes('"REQUEST_REUSED"')) {
			return {
				reason: `${record.code} has been brought in with other content, or by somebody else. What is in the record stays; correct it there.`
			};
		}
		return { reason: error.message };
	}
}

/** Whether an error is a sentence of the database about what it was given. */
function isRefusal(error: unknown): error is PostgresError {
	const code = (error as PostgresError).code ?? '';
	return (error as Error).name === 'PostgresError' && /^(PT|22|23|42501)/.test(code);
}

function note(report: ImportReport, record: LotRecord | BatchRecord, outcome: Outcome): void {
	const tally = record.kind === 'lot' ? report.lots : report.batches;
	if ('reason' in outcome) {
		tally.refused++;
		report.refused.push({ line: record.line, record: record.code, reason: outcome.reason });
		return;
	}
	const { answer, added } = outcome;
	if (added) tally.added++;
	else tally.present++;
	const tests =
		record.kind === 'lot' ? record.tests : record.test.results.length > 0 ? [record.test] : [];
	report.tests += tests.length;
	report.flags.push(...flagsOf(record, tests, answer));
	if (answer.qc_status === 'hold') report.onHold.itself.push(record.code);
	else if (answer.held) report.onHold.throughMaterial.push(record.code);
}

function flagsOf(record: LotRecord | BatchRecord, tests: Test[], answer: Answer): Flag[] {
	return answer.out_of_limits.flatMap(({ attempt, name, value, unit, minimum, maximum }) => {
		const { lines, contradictions } = tests[attempt - 1]!;
		const findings =
			name === CONTRADICTIONS
				? contradictions
				: [
						[
							record.mapping.results.find((result) => result.name === name)?.column ?? name,
							value,
							unit,
							value! < minimum! ? `is below ${minimum}` : `is above ${maximum}`
						]
							.filter((part) => part !== undefined)
							.join(' ')
					];
		return findings.map((finding) => ({ lines, record: record.code, finding }));
	});
}
