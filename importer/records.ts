import type { Refusal, Row, Table } from './csv.ts';
import { readDate, readNumber, Unreadable, type DateFormat } from './cells.ts';
import {
	columnsOf,
	type BatchMapping,
	type CheckMapping,
	type ItemMapping,
	type LotMapping,
	type Mapping,
	type QuantityMapping,
	type ResultMapping
} from './mapping.ts';

/** The parameter of a plan that takes what cannot be true together; only "none" passes. */
export const CONTRADICTIONS = 'Contradictions';

export type Result = { name: string; value: number | string };

/** Results of one sampling, with the lines that give them. */
export interface Test {
	results: Result[];
	contradictions: string[];
	lines: number[];
}

export interface LotRecord {
	kind: 'lot';
	/** Which of the mapping's lots it is. */
	mapping: LotMapping;
	line: number;
	item: string;
	code: string;
	vendorLot: string | undefined;
	/** In the item's base unit. */
	quantity: number;
	receivedOn: string;
	manufacturedOn: string | undefined;
	expiresOn: string | undefined;
	tests: Test[];
}

export interface BatchRecord {
	kind: 'batch';
	mapping: BatchMapping;
	line: number;
	item: string;
	code: string;
	madeOn: string;
	expiresOn: string | undefined;
	inputs: { lot: string; quantity: number }[];
	planned: number;
	output: number;
	inStock: number | undefined;
	remarks: string | undefined;
	test: Test;
}

export interface Records {
	/** In the order of their first line. */
	lots: LotRecord[];
	batches: BatchRecord[];
	refused: Refusal[];
	/** How many cells of each column that is mapped to a result are blank, where there are any. */
	blanks: Record<string, number>;
}

/**
 * Makes records of rows. A row that cannot be read is refused whole, and nothing of it counts.
 */
export function readRecords(table: Table, mapping: Mapping): Records {
	const reader = new Reader(mapping);
	for (const row of table.rows) reader.read(row);
	return {
		lots: [...reader.lots.values()],
		batches: [...reader.batches.values()],
		refused: [...table.refused, ...reader.refused],
		blanks: reader.blanks
	};
}

/** Quantities are kept in millionths, the finest that the ledger keeps. */
const MILLIONTHS = 1e6;

function rounded(value: number): number {
	return Math.round(value * MILLIONTHS) / MILLIONTHS;
}

class Reader {
	readonly lots = new Map<string, LotRecord>();
	readonly batches = new Map<string, BatchRecord>();
	readonly refused: Refusal[] = [];
	readonly blanks: Record<string, number> = {};
	readonly #mapping: Mapping;

	constructor(mapping: Mapping) {
		this.#mapping = mapping;
	}

	read(row: Row): void {
		try {
			const { batches } = this.#mapping;
			const batch = batches && this.#batch(row, batches);
			const lots = this.#mapping.lots.flatMap((lot) => this.#lot(row, lot, batch) ?? []);
			if (batch) {
				batch.inputs = lots.map(({ code, mapping }) => ({
					lot: code,
					quantity: this.#quantity(row, mapping.used!)
				}));
				if (batch.inputs.length === 0) throw new Unreadable('It names no lot that went into it.');
			}
			for (const lot of lots) this.#compare(lot);
			for (const lot of lots) this.#keep(lot);
			if (batch) this.batches.set(batch.code, batch);
			this.#countBlanks(row);
		} catch (error) {
			if (!(error instanceof Unreadable)) throw error;
			this.refused.push({ line: row.line, reason: error.message });
		}
	}

	#batch(row: Row, mapping: BatchMapping): BatchRecord {
		const code = fill(mapping.code, row);
		if (!code) throw new Unreadable(`The code of the batch, ${mapping.code}, is blank.`);
		const known = this.batches.get(code);
		if (known) throw new Unreadable(`${code} is on line ${known.line} already.`);
		const planned = this.#quantity(row, mapping.planned);
		let output = this.#quantity(row, mapping.output);
		if (mapping.output_at_most_planned) output = Math.min(output, planned);
		if (mapping.output_whole) output = Math.round(output);
		return {
			kind: 'batch',
			mapping,
			line: row.line,
			item: readItem(row, mapping.item),
			code,
			madeOn: dateOf(row, mapping.made_on)!,
			expiresOn: dateOf(row, mapping.expires_on),
			inputs: [],
			planned,
			output,
			inStock: mapping.in_stock && this.#quantity(row, mapping.in_stock),
			remarks: mapping.remarks && fill(mapping.remarks, row),
			test: this.#test(row, mapping)
		};
	}

	/** The lot as a row tells it; nothing where its columns are blank. */
	#lot(row: Row, mapping: LotMapping, batch: BatchRecord | undefined): LotRecord | undefined {
		const code = fill(mapping.code, row);
		if (code === undefined) return undefined;
		const test = this.#test(row, mapping);
		const received = mapping.received_on ? dateOf(row, mapping.received_on) : batch?.madeOn;
		return {
			kind: 'lot',
			mapping,
			line: row.line,
			item: readItem(row, mapping.item),
			code,
			vendorLot: mapping.vendor_lot && fill(mapping.vendor_lot, row),
			quantity: this.#quantity(row, (mapping.quantity ?? mapping.used)!),
			receivedOn: received!,
			manufacturedOn: dateOf(row, mapping.manufactured_on),
			expiresOn: dateOf(row, mapping.expires_on),
			tests: test.results.length > 0 || test.contradictions.length > 0 ? [test] : []
		};
	}

	/** What is told of a lot on several lines must be the same, but for what was used and its tests. */
	#compare(lot: LotRecord): void {
		const known = this.lots.get(lot.code);
		if (!known) return;
		const told = ({ item, vendorLot, quantity, receivedOn, ...more }: LotRecord) => [
			item,
			vendorLot,
			more.manufacturedOn,
			more.expiresOn,
			lot.mapping.quantity && quantity,
			lot.mapping.received_on && receivedOn
		];
		if (JSON.stringify(told(known)) !== JSON.stringify(told(lot))) {
			throw new Unreadable(`Lot ${lot.code} is described otherwise on line ${known.line}.`);
		}
	}

	#keep(lot: LotRecord): void {
		const known = this.lots.get(lot.code);
		if (!known) {
			this.lots.set(lot.code, lot);
			return;
		}
		if (!lot.mapping.quantity) known.quantity = rounded(known.quantity + lot.quantity);
		if (lot.receivedOn < known.receivedOn) known.receivedOn = lot.receivedOn;
		for (const test of lot.tests) {
			const same = known.tests.find((other) => sameTest(other, test));
			if (same) same.lines.push(...test.lines);
			else known.tests.push(test);
		}
	}

	#test(row: Row, { results, checks }: { results: ResultMapping[]; checks: CheckMapping[] }): Test {
		const read = (column: string) => this.#number(row, column);
		return {
			results: results.flatMap(({ column, name }) => {
				const value = read(column);
				return value === undefined ? [] : [{ name, value }];
			}),
			contradictions: checks.flatMap(({ column, not_below }) => {
				const [value, least] = [read(column), read(not_below)];
				if (value === undefined || least === undefined || value >= least) return [];
				return [`${column} ${value} is below ${not_below} ${least}`];
			}),
			lines: [row.line]
		};
	}

	#number(row: Row, column: string): number | undefined {
		const text = row.cells[column]!;
		return text === '' ? undefined : readNumber(text, this.#mapping.file.decimal, column);
	}

	#quantity(row: Row, factors: QuantityMapping): number {
		return rounded(
			factors.reduce<number>((product, factor) => {
				if (typeof factor === 'number') return product * factor;
				if (typeof factor !== 'string') return product * lookUp(row, factor);
				const value = this.#number(row, factor);
				if (value === undefined) throw new Unreadable(`${factor} is blank.`);
				return product * value;
			}, 1)
		);
	}

	#countBlanks(row: Row): void {
		const records = [...this.#mapping.lots, this.#mapping.batches];
		for (const column of new Set(
			records.flatMap((record) => record?.results ?? []).map((r) => r.column)
		)) {
			if (row.cells[column] === '') this.blanks[column] = (this.blanks[column] ?? 0) + 1;
		}
	}
}

function sameTest(one: Test, other: Test): boolean {
	const told = ({ results, contradictions }: Test) => JSON.stringify([results, contradictions]);
	return told(one) === told(other);
}

/** The text of a template; nothing where all its columns are blank. */
function fill(template: string, row: Row): string | undefined {
	const columns = columnsOf(template);
	const blank = columns.filter((column) => row.cells[column] === '');
	if (columns.length > 0 && blank.length === columns.length) return undefined;
	if (blank.length > 0) throw new Unreadable(`${blank[0]} is blank.`);
	return template.replace(/\{([^{}]+)\}/g, (_, column: string) => row.cells[column]!);
}

function readItem(row: Row, item: ItemMapping): string {
	return typeof item === 'string' ? item : lookUp(row, item);
}

function lookUp<T>(row: Row, { column, values }: { column: string; values: Record<string, T> }): T {
	const text = row.cells[column]!;
	if (!Object.hasOwn(values, text)) {
		throw new Unreadable(`${column} "${text}" is none of ${Object.keys(values).join(', ')}.`);
	}
	return values[text]!;
}

function dateOf(row: Row, date: ({ column: string } & DateFormat) | undefined): string | undefined {
	if (!date) return undefined;
	const text = row.cells[date.column]!;
	if (text === '') throw new Unreadable(`${date.column} is blank.`);
	return readDate(text, date, date.column);
}
