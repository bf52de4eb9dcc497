import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readMapping, usedColumns } from '../../../importer/mapping.ts';

const FOLDER = 'importer/mappings';

const least = {
	name: 'least',
	lots: [{ item: 'ALC', code: 'ALC-{lot}', used: ['kg'] }],
	batches: {
		item: 'MCC-R-102',
		code: '{batch}',
		made_on: { column: 'made', format: 'yyyy-MM-dd' },
		planned: ['kg'],
		output: ['out']
	}
};

const without = (key: string) =>
	Object.fromEntries(Object.entries(least).filter(([name]) => name !== key));

test.each(readdirSync(FOLDER))('%s is a mapping', (name) => {
	expect(readMapping(readFileSync(`${FOLDER}/${name}`, 'utf8')).lots.length).toBeGreaterThan(0);
});

test('what is not said has its usual meaning', () => {
	expect(readMapping(JSON.stringify(least))).toMatchObject({
		file: { delimiter: ',', decimal: '.', encoding: 'utf-8' },
		units: [],
		items: [],
		batches: { results: [], checks: [], output_at_most_planned: false }
	});
});

test('every column that a mapping reads is known before the file is read', () => {
	const tablets = readMapping(readFileSync(`${FOLDER}/tablets.json`, 'utf8'));
	const columns = usedColumns(tablets);
	expect(columns.size).toBe(55);
	expect(columns).toContain('resodual_solvent');
	expect([...usedColumns(readMapping(JSON.stringify(least)))].sort()).toEqual([
		'batch',
		'kg',
		'lot',
		'made',
		'out'
	]);
});

test.each<[string, unknown, string]>([
	['no JSON', '{', 'The mapping is no JSON:'],
	['no name', without('name'), '  name: '],
	['a name with capitals', { ...least, name: 'Least' }, '  name: must be 2 to 40 small letters'],
	['no lots', { ...least, lots: [] }, '  lots: must say which columns are lots'],
	['a word that nobody knows', { ...least, colour: 'red' }, 'colour'],
	[
		'lots whose use is not told',
		{ ...least, lots: [{ item: 'ALC', code: 'A-{lot}' }] },
		'  lots.0.used: must say how much of it went into a batch'
	],
	[
		'lots alone without quantity and date',
		without('batches'),
		'  lots.0: must have quantity and received_on, as no batches tell them'
	],
	[
		'a code with half a brace',
		{ ...least, lots: [{ item: 'ALC', code: 'A-{lot', used: ['kg'] }] },
		'  lots.0.code: must be text with names of columns in braces'
	],
	[
		'a date without a year',
		{ ...least, batches: { ...least.batches, made_on: { column: 'made', format: 'dd.MM.' } } },
		'  batches.made_on.format: must have yyyy or yy'
	],
	[
		'eleven months',
		{
			...least,
			batches: {
				...least.batches,
				made_on: { column: 'made', format: 'MMM.yy', months: Array(11).fill('x') }
			}
		},
		'  batches.made_on.months: '
	],
	[
		'names of months that are missing',
		{ ...least, batches: { ...least.batches, made_on: { column: 'made', format: 'MMM.yy' } } },
		'  batches.made_on.months: must name the twelve months, as the format asks for a name'
	],
	[
		'results without a date of their plan',
		{
			...least,
			batches: { ...least.batches, results: [{ column: 'w', name: 'Water', maximum: 5 }] }
		},
		'  plans_effective_from: must say since when'
	],
	[
		'a result without limits',
		{
			...least,
			plans_effective_from: '2019-01-01',
			batches: { ...least.batches, results: [{ column: 'w', name: 'Water' }] }
		},
		'  batches.results.0: must have a minimum or a maximum for w'
	],
	[
		'a result twice',
		{
			...least,
			plans_effective_from: '2019-01-01',
			batches: {
				...least.batches,
				results: [
					{ column: 'w', name: 'Water', maximum: 5 },
					{ column: 'v', name: 'Water', maximum: 5 }
				]
			}
		},
		'  batches.results: has "Water" twice'
	]
])('a mapping with %s is refused with the field', (_, mapping, sentence) => {
	expect(() =>
		readMapping(typeof mapping === 'string' ? mapping : JSON.stringify(mapping))
	).toThrow(sentence);
});
