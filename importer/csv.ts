import { parse, type CsvError } from 'csv-parse/sync';
import { Fault } from '../local/fault.ts';

/** A record of a file, by the names of its columns. Lines count from 1, as an editor shows them. */
export interface Row {
	line: number;
	cells: Record<string, string>;
}

/** A record that could not be read, and why. */
export interface Refusal {
	line: number;
	record?: string;
	reason: string;
}

export interface Table {
	columns: string[];
	rows: Row[];
	refused: Refusal[];
}

/** How a file is written; a mapping says so. */
export interface Format {
	delimiter: string;
	/** A label of the WHATWG Encoding Standard, as `utf-8` or `windows-1252`. */
	encoding: string;
}

const LINE_FEED = 0x0a;
const RETURN = 0x0d;

/**
 * Reads a CSV file whose first record names the columns. Cells lose the spaces around them.
 * @throws Fault when the file cannot be read from some line on, or its head names no columns
 */
export function readCsv(bytes: Uint8Array, { delimiter, encoding }: Format): Table {
	const text = Buffer.from(decode(bytes, encoding));
	const records = parseRecords(text, delimiter);
	const lines = firstLines(text, records);
	const [head, ...body] = records;
	if (!head) throw new Fault('The file is empty; its first line must name the columns.');
	const columns = head.record.map((name) => name.trim());
	const doubled = columns.find((name, n) => columns.indexOf(name) !== n);
	if (doubled !== undefined || columns.includes('')) {
		throw new Fault(
			`Line 1 names the columns, and ${doubled ? `"${doubled}" stands there twice` : 'one of them has no name'}.`
		);
	}
	if (body.length === 0) throw new Fault('The file has a head and no records.');

	const table: Table = { columns, rows: [], refused: [] };
	for (const [n, { record }] of body.entries()) {
		const line = lines[n + 1]!;
		if (record.length !== columns.length) {
			table.refused.push({
				line,
				reason: `There are ${record.length} cells, and ${columns.length} columns.`
			});
			continue;
		}
		const cells = Object.fromEntries(columns.map((name, c) => [name, record[c]!.trim()]));
		table.rows.push({ line, cells });
	}
	return table;
}

function decode(bytes: Uint8Array, encoding: string): string {
	try {
		return new TextDecoder(encoding, { fatal: true }).decode(bytes);
	} catch (error) {
		if (error instanceof RangeError) throw new Fault(`There is no encoding "${encoding}".`);
		throw new Fault(
			`Line ${brokenLine(bytes, encoding)} is not ${encoding}. Save the file as ${encoding}, or name its encoding in the mapping.`
		);
	}
}

function brokenLine(bytes: Uint8Array, encoding: string): number {
	const decoder = new TextDecoder(encoding, { fatal: true });
	let line = 1;
	for (let at = 0; at < bytes.length; line++) {
		const end = bytes.indexOf(LINE_FEED, at) + 1 || bytes.length;
		try {
			decoder.decode(bytes.subarray(at, end));
		} catch {
			break;
		}
		at = end;
	}
	return line;
}

interface Parsed {
	record: string[];
	info: { bytes: number };
}

function parseRecords(text: Buffer, delimiter: string): Parsed[] {
	try {
		return parse(text, {
			delimiter,
			record_delimiter: ['\r\n', '\n', '\r'],
			relax_column_count: true,
			skip_empty_lines: true,
			info: true
		}) as unknown as Parsed[];
	} catch (error) {
		const { code, message, bytes } = error as CsvError & { bytes?: number };
		if (!code) throw error;
		throw new Fault(
			`The file cannot be read beyond line ${1 + countBreaks(text, 0, bytes ?? text.length)}: ${message}.`
		);
	}
}

/** The line on which each record begins: the parser itself counts CR LF inside quotes as two. */
function firstLines(text: Buffer, records: Parsed[]): number[] {
	let line = 1;
	let end = 0;
	return records.map(({ info }) => {
		let begin = end;
		while (text[begin] === LINE_FEED || text[begin] === RETURN) begin++;
		const first = line + countBreaks(text, end, begin);
		line = first + countBreaks(text, begin, info.bytes);
		end = info.bytes;
		return first;
	});
}

function countBreaks(text: Buffer, from: number, to: number): number {
	let breaks = 0;
	for (let at = from; at < Math.min(to, text.length); at++) {
		if (text[at] === LINE_FEED || (text[at] === RETURN && text[at + 1] !== LINE_FEED)) breaks++;
	}
	return breaks;
}
