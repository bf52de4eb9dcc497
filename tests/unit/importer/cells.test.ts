import { expect, test } from 'vitest';
import { readDate, readNumber } from '../../../importer/cells.ts';

test.each<[string, '.' | ',', number]>([
	['0', '.', 0],
	['1.412698315', '.', 1.412698315],
	['-3.50', '.', -3.5],
	['+7', '.', 7],
	['007', '.', 7],
	['0.000000000001', '.', 1e-12],
	['4800000', '.', 4_800_000],
	['123456789012345', '.', 123_456_789_012_345],
	['1,5', ',', 1.5]
])('%s is a number (decimals after "%s")', (text, decimal, number) => {
	expect(readNumber(text, decimal, 'x')).toBe(number);
});

test.each<[string, '.' | ',']>([
	['', '.'],
	['ten', '.'],
	['1,5', '.'],
	['1.5', ','],
	['1,234.5', '.'],
	['1 234', '.'],
	['.5', '.'],
	['5.', '.'],
	['1e3', '.'],
	['0x10', '.'],
	['NaN', '.'],
	['Infinity', '.'],
	['--1', '.'],
	['١٢', '.'],
	['=1+1', '.'],
	['<0.05', '.'],
	['9'.repeat(10_000), '.']
])('"%s" is none (decimals after "%s")', (text, decimal) => {
	expect(() => readNumber(text, decimal, 'tbl_yield')).toThrow(
		/^tbl_yield .* (is no number|digits)/
	);
});

test('more digits than a number keeps are refused, not rounded', () => {
	expect(() => readNumber('0.12345678901234567', '.', 'x')).toThrow(
		'x 0.12345678901234567 has more digits than the 15 that can be kept.'
	);
});

const slovene = 'jan feb mar apr maj jun jul avg sep okt nov dec'.split(' ');

test.each<[string, string, string[] | undefined, string]>([
	['2019-05-01', 'yyyy-MM-dd', undefined, '2019-05-01'],
	['1.5.2019', 'd.M.yyyy', undefined, '2019-05-01'],
	['31/12/19', 'dd/MM/yy', undefined, '2019-12-31'],
	['29.02.2020', 'dd.MM.yyyy', undefined, '2020-02-29'],
	['nov.18', 'MMM.yy', slovene, '2018-11-01'],
	['maj.19', 'MMM.yy', slovene, '2019-05-01'],
	['AVG.20', 'MMM.yy', slovene, '2020-08-01'],
	['05/2019', 'MM/yyyy', undefined, '2019-05-01']
])('%s is a date of the form %s', (text, format, months, date) => {
	expect(readDate(text, { format, months }, 'x')).toBe(date);
});

test.each<[string, string, string[] | undefined]>([
	['2019-02-29', 'yyyy-MM-dd', undefined],
	['2019-13-01', 'yyyy-MM-dd', undefined],
	['2019-00-01', 'yyyy-MM-dd', undefined],
	['2019-01-00', 'yyyy-MM-dd', undefined],
	['01-05-2019', 'yyyy-MM-dd', undefined],
	['2019-05-01T10:00', 'yyyy-MM-dd', undefined],
	['may.19', 'MMM.yy', slovene],
	['novx18', 'MMM.yy', slovene],
	['', 'MMM.yy', slovene],
	['43586', 'MMM.yy', slovene]
])('"%s" is no date of the form %s', (text, format, months) => {
	expect(() => readDate(text, { format, months }, 'start')).toThrow(
		`start "${text}" is no date of the form ${format}.`
	);
});
