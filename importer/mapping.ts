import { z } from 'zod';
import { Fault, messageOf } from '../local/fault.ts';

/**
 * What the columns of a file are. importer/README.md explains it to those who write one.
 */

const column = z.string().min(1).describe('the name of a column');

/** Text with columns in braces: `SMCC-{smcc_batch}`. */
const template = z
	.string()
	.regex(
		/^([^{}]|\{[^{}]+\})+$/,
		'must be text with names of columns in braces, as "LOT-{number}"'
	);

const dateColumn = z
	.strictObject({
		column,
		format: z
			.string()
			.refine(
				(format) => /yy/.test(format) && /M/.test(format),
				'must have yyyy or yy, and M, MM or MMM'
			),
		months: z.array(z.string().min(1)).length(12).optional()
	})
	.refine(({ format, months }) => !format.includes('MMM') || months !== undefined, {
		path: ['months'],
		message: 'must name the twelve months, as the format asks for a name'
	});

/** The product of its factors; each is a column, a number, or a number looked up by a column. */
const quantity = z
	.array(
		z.union([
			z.number(),
			column,
			z.strictObject({ column, values: z.record(z.string(), z.number()) })
		])
	)
	.min(1);

const item = z.union([
	z.string().min(1),
	z.strictObject({ column, values: z.record(z.string(), z.string()) })
]);

const result = z.strictObject({
	column,
	name: z.string().min(1).max(80),
	unit: z.string().optional(),
	method: z.string().max(200).optional(),
	minimum: z.number().optional(),
	maximum: z.number().optional(),
	required: z.boolean().default(true)
});

const check = z.strictObject({ column, not_below: column });

const lots = z.strictObject({
	item,
	code: template,
	vendor_lot: template.optional(),
	quantity: quantity.optional(),
	used: quantity.optional(),
	received_on: dateColumn.optional(),
	manufactured_on: dateColumn.optional(),
	expires_on: dateColumn.optional(),
	results: z.array(result).default([]),
	checks: z.array(check).default([])
});

const batches = z.strictObject({
	item,
	code: template,
	made_on: dateColumn,
	expires_on: dateColumn.optional(),
	planned: quantity,
	output: quantity,
	output_at_most_planned: z.boolean().default(false),
	output_whole: z.boolean().default(false),
	in_stock: quantity.optional(),
	remarks: template.optional(),
	results: z.array(result).default([]),
	checks: z.array(check).default([])
});

const mapping = z
	.strictObject({
		name: z
			.string()
			.regex(/^[a-z][a-z0-9-]{1,39}$/, 'must be 2 to 40 small letters, digits or hyphens'),
		description: z.string().optional(),
		file: z
			.strictObject({
				delimiter: z.string().length(1).default(','),
				decimal: z.enum(['.', ',']).default('.'),
				encoding: z.string().default('utf-8')
			})
			.prefault({}),
		plans_effective_from: z.iso.date().optional(),
		units: z
			.array(
				z.strictObject({
					code: z.string(),
					name: z.string(),
					dimension: z.string(),
					factor: z.number().positive().default(1)
				})
			)
			.default([]),
		items: z
			.array(
				z.strictObject({ code: z.string(), name: z.string(), kind: z.string(), unit: z.string() })
			)
			.default([]),
		lots: z.array(lots).default([]),
		batches: batches.optional()
	})
	.superRefine((given, context) => {
		const complain = (path: (string | number)[], message: string) =>
			context.addIssue({ code: 'custom', path, message });
		if (given.lots.length === 0) complain(['lots'], 'must say which columns are lots');
		given.lots.forEach((lot, n) => {
			if (given.batches && !lot.used) {
				complain(['lots', n, 'used'], 'must say how much of it went into a batch');
			}
			if (!given.batches && (!lot.quantity || !lot.received_on)) {
				complain(['lots', n], 'must have quantity and received_on, as no batches tell them');
			}
		});
		for (const [path, record] of [
			...given.lots.map((lot, n) => [['lots', n], lot] as const),
			...(given.batches ? [[['batches'], given.batches] as const] : [])
		]) {
			const names = record.results.map(({ name }) => name);
			const twice = names.find((name, n) => names.indexOf(name) !== n);
			if (twice) complain([...path, 'results'], `has "${twice}" twice`);
			if ((record.results.length > 0 || record.checks.length > 0) && !given.plans_effective_from) {
				complain(['plans_effective_from'], 'must say since when the plans of the results hold');
			}
			record.results.forEach(({ minimum, maximum, column }, n) => {
				if (minimum === undefined && maximum === undefined) {
					complain([...path, 'results', n], `must have a minimum or a maximum for ${column}`);
				}
			});
		}
	});

export type Mapping = z.output<typeof mapping>;
export type LotMapping = Mapping['lots'][number];
export type BatchMapping = NonNullable<Mapping['batches']>;
export type QuantityMapping = z.output<typeof quantity>;
export type ItemMapping = z.output<typeof item>;
export type ResultMapping = z.output<typeof result>;
export type CheckMapping = z.output<typeof check>;

/**
 * Reads a mapping.
 * @param text JSON
 * @throws Fault that names each field that is wrong
 */
export function readMapping(text: string): Mapping {
	let given: unknown;
	try {
		given = JSON.parse(text);
	} catch (error) {
		throw new Fault(`The mapping is no JSON: ${messageOf(error)}`);
	}
	const read = mapping.safeParse(given);
	if (read.success) return read.data;
	const faults = read.error.issues.map(
		({ path, message }) => `  ${path.join('.') || 'the mapping'}: ${message}`
	);
	throw new Fault(`The mapping cannot be used:\n${faults.join('\n')}`);
}

/** The columns that a template names. */
export function columnsOf(text: string): string[] {
	return [...text.matchAll(/\{([^{}]+)\}/g)].map(([, name]) => name!);
}

/** Every column that a mapping reads. */
export function usedColumns({ lots, batches }: Mapping): Set<string> {
	const used = new Set<string>();
	const add = (...names: string[]) => names.forEach((name) => used.add(name));
	const ofQuantity = (factors: QuantityMapping = []) =>
		factors.flatMap((factor) =>
			typeof factor === 'number' ? [] : typeof factor === 'string' ? [factor] : [factor.column]
		);
	for (const record of [...lots, ...(batches ? [batches] : [])]) {
		add(...columnsOf(record.code));
		if (typeof record.item !== 'string') add(record.item.column);
		add(...record.results.map(({ column }) => column));
		add(...record.checks.flatMap(({ column, not_below }) => [column, not_below]));
		if (record.expires_on) add(record.expires_on.column);
	}
	for (const lot of lots) {
		add(...columnsOf(lot.vendor_lot ?? ''));
		add(...ofQuantity(lot.quantity), ...ofQuantity(lot.used));
		for (const date of [lot.received_on, lot.manufactured_on]) if (date) add(date.column);
	}
	if (batches) {
		add(batches.made_on.column, ...columnsOf(batches.remarks ?? ''));
		add(...[batches.planned, batches.output, batches.in_stock].flatMap(ofQuantity));
	}
	return used;
}
