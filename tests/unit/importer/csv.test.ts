import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { readCsv, type Format } from '../../../importer/csv.ts';

const read = (text: string | Uint8Array, format: Partial<Format> = {}) =>
	readCsv(typeof text === 'string' ? Buffer.from(text) : text, {
		delimiter: ',',
		encoding: 'utf-8',
		...format
	});

test.each<[string, string, string[][]]>([
	[
		'line feeds',
		'a,b\n1,2\n3,4\n',
		[
			['1', '2'],
			['3', '4']
		]
	],
	[
		'carriage returns and line feeds',
		'a,b\r\n1,2\r\n3,4',
		[
			['1', '2'],
			['3', '4']
		]
	],
	[
		'carriage returns',
		'a,b\r1,2\r3,4\r',
		[
			['1', '2'],
			['3', '4']
		]
	],
	[
		'all of them',
		'a,b\r\n1,2\n3,4\r5,6',
		[
			['1', '2'],
			['3', '4'],
			['5', '6']
		]
	],
	[
		'empty lines',
		'a,b\n\n1,2\n\n\n3,4\n\n',
		[
			['1', '2'],
			['3', '4']
		]
	],
	['delimiters in quotes', 'a,b\n"1, 2",3\n', [['1, 2', '3']]],
	['doubled quotes', 'a,b\n1,"say ""ha"""\n', [['1', 'say "ha"']]],
	['quoted blanks', 'a,b\n1,""\n', [['1', '']]],
	['line breaks in quotes', 'a,b\n"Once\nupon","a\r\ntime"\n', [['Once\nupon', 'a\r\ntime']]],
	['quotes and breaks together', 'a,b\n1,"""two""\nlines"\n', [['1', '"two"\nlines']]],
	['an object in a cell', 'a,b\n1,"{""k"": [1, 2]}"\n', [['1', '{"k": [1, 2]}']]],
	['a byte order mark', '\ufeffa,b\n1,2\n', [['1', '2']]],
	['letters of all alphabets', 'a,b\nतमिल தமிழ்,🌾 ʘ\n', [['तमिल தமிழ்', '🌾 ʘ']]],
	[
		'spaces around cells',
		'a , b\n 1 ,\t2 \n   ,x\n',
		[
			['1', '2'],
			['', 'x']
		]
	]
])('reads %s', (_, text, rows) => {
	const table = read(text);
	expect(table.columns).toEqual(['a', 'b']);
	expect(table.rows.map(({ cells }) => [cells.a, cells.b])).toEqual(rows);
	expect(table.refused).toEqual([]);
});

test('reads another delimiter and another encoding', () => {
	expect(read('a;b\n1,5;2\n', { delimiter: ';' }).rows).toEqual([
		{ line: 2, cells: { a: '1,5', b: '2' } }
	]);
	const latin = Buffer.from('a,b\n1,\xb5m\n', 'latin1');
	expect(read(latin, { encoding: 'windows-1252' }).rows[0]!.cells.b).toBe('µm');
});

test('says on which line each record begins, whatever breaks are in the cells', () => {
	const table = read('a,b\r\n"x\r\n\r\ny",1\r\n\r\n2,2\r\n"z\nz",3\r\n4\r\n5,5');
	expect(table.rows.map(({ line }) => line)).toEqual([2, 6, 7, 10]);
	expect(table.refused).toEqual([{ line: 9, reason: 'There are 1 cells, and 2 columns.' }]);
});

test('a record with too many or too few cells is refused with its line, and the others are read', () => {
	const table = read('a,b\n1,2\n3\n4,5,6\n7,8\n');
	expect(table.refused).toEqual([
		{ line: 3, reason: 'There are 1 cells, and 2 columns.' },
		{ line: 4, reason: 'There are 3 cells, and 2 columns.' }
	]);
	expect(table.rows.map(({ line }) => line)).toEqual([2, 5]);
});

test.each<[string, string | Uint8Array, string]>([
	['nothing', '', 'The file is empty'],
	['only line breaks', '\n\n', 'The file is empty'],
	['a head alone', 'a,b\n', 'The file has a head and no records.'],
	['a column twice', 'a,b,a\n1,2,3\n', 'Line 1 names the columns, and "a" stands there twice.'],
	[
		'a column without a name',
		'a,,b\n1,2,3\n',
		'Line 1 names the columns, and one of them has no name.'
	],
	['a quote that is never closed', 'a,b\n1,2\n3,"4\n5,6\n', 'The file cannot be read beyond line'],
	['a quote in the middle', 'a,b\n1,2\n3,4"5"\n', 'The file cannot be read beyond line 3'],
	['something behind a quote', 'a,b\n1,2\n"3"4,5\n', 'The file cannot be read beyond line 3'],
	[
		'bytes of another encoding',
		Buffer.from('a,b\n1,2\n3,\xb5m\n', 'latin1'),
		'Line 3 is not utf-8.'
	],
	['a spreadsheet', Buffer.from([0x50, 0x4b, 3, 4, 0xff, 0xfe, 0]), 'Line 1 is not utf-8.']
])('a file with %s is refused', (_, text, sentence) => {
	expect(() => read(text)).toThrow(sentence);
});

test('an encoding that nobody knows is refused', () => {
	expect(() => read('a\n1\n', { encoding: 'ebcdic' })).toThrow('There is no encoding "ebcdic".');
});

/** Files of others with their right reading, where they lie beside the repository. */
const SPECTRUM = resolve(
	process.env.LOTLINE_REFERENCE ?? '../shared/reference',
	'hostile-input/csv_spectrum'
);

test.each(existsSync(SPECTRUM) ? readdirSync(`${SPECTRUM}/csvs`) : [])(
	'reads %s right, or refuses it with line and reason',
	(name) => {
		const file = readFileSync(`${SPECTRUM}/csvs/${name}`);
		if (name === 'location_coordinates.csv') {
			expect(() => read(file)).toThrow('cannot be read beyond line 2: Invalid Opening Quote');
			return;
		}
		// The files came with line feeds where the reading has CR LF.
		const right = readFileSync(`${SPECTRUM}/json/${name.replace('.csv', '.json')}`, 'utf8');
		expect(read(file)).toMatchObject({
			rows: (JSON.parse(right.replaceAll('\\r\\n', '\\n')) as unknown[]).map((cells) => ({
				cells
			})),
			refused: []
		});
	}
);
