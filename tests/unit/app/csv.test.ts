import { expect, test } from 'vitest';
import { csvOf } from '#lib/csv.ts';

const lineOf = (cell: string | number | null) => csvOf([[cell]]).slice(1, -2);

test('DESIGN 5 what a spreadsheet would take for a formula stays text', () => {
	for (const formula of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '=HYPERLINK("http://evil.test")'])
		expect(lineOf(formula).replace(/^"/, '')).toMatch(/^'/);
	expect(lineOf('ALC-26-001')).toBe('ALC-26-001');
});

test('numbers stay numbers, also below zero', () => {
	expect(lineOf(-12.5)).toBe('-12.5');
	expect(lineOf(null)).toBe('');
});

test('quotes, commas and line ends stay in their cell', () => {
	expect(csvOf([['a,b', 'say "x"', 'two\nlines']])).toBe(
		'\ufeff"a,b","say ""x""","two\nlines"\r\n'
	);
});
