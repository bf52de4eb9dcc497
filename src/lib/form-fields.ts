import type { z } from 'zod';
import { constraintsOf } from '#lib/limits.ts';
import type { RefusalFacts } from '#lib/refusal.ts';

/** Which field of a form is meant where the server calls it otherwise: `{ document: 'paper' }`. */
export type FieldNames = Record<string, string>;

export type FieldPath = (string | number)[];

/**
 * The field of a form that a refusal is about. The server says `lot` where a form keeps `lot_id`, counts
 * lines from 1, and names a QC result by its parameter.
 * @param values of the form
 * @returns its path in the values; undefined when the form has no such field
 */
export function fieldOf(
	{ field, constraint }: Pick<RefusalFacts, 'field' | 'constraint'>,
	values: object,
	schema?: z.ZodObject,
	names: FieldNames = {}
): FieldPath | undefined {
	const broken = constraint && schema && fieldOfConstraint(constraint, schema);
	if (broken) return [broken];
	if (!field) return undefined;
	const [first = '', ...rest] = (names[field] ?? field).split('.');
	const form: Record<string, unknown> = { ...shapeOf(schema), ...values };
	const key = keyOf(form, first);
	if (!key) return undefined;
	const path = pathTo(rest, form[key]);
	return path && [key, ...path];
}

function fieldOfConstraint(constraint: string, schema: z.ZodObject): string | undefined {
	const fields = Object.entries<z.core.$ZodType>(schema.shape);
	return fields.find(([, inner]) => constraintsOf(inner).includes(constraint))?.[0];
}

/** A field that nobody has typed into has no value yet, but is there. */
function shapeOf(schema: z.ZodObject | undefined): Record<string, undefined> {
	return Object.fromEntries(Object.keys(schema?.shape ?? {}).map((key) => [key, undefined]));
}

function pathTo(path: string[], within: unknown): FieldPath | undefined {
	const [first, ...rest] = path;
	if (first === undefined) return [];
	if (Array.isArray(within)) return pathInto(path, within);
	if (typeof within !== 'object' || within === null) return undefined;
	// The fields of a stage's form are not known beforehand: one that is empty is not there yet.
	const key = keyOf(within, first) ?? first;
	const inner = pathTo(rest, (within as Record<string, unknown>)[key]);
	return inner && [key, ...inner];
}

/** Lines are numbered from 1; results are named by their parameter, in whose name there may be dots. */
function pathInto(path: string[], lines: unknown[]): FieldPath | undefined {
	const turn = Number(path[0]);
	if (!Number.isInteger(turn)) {
		const index = lines.findIndex((line) => (line as { name?: string }).name === path.join('.'));
		return index < 0 ? undefined : [index, 'value'];
	}
	const inner = turn - 1 in lines ? pathTo(path.slice(1), lines[turn - 1]) : undefined;
	return inner && [turn - 1, ...inner];
}

function keyOf(within: object, name: string): string | undefined {
	const known = [name, `${name}_id`, `${name}_path`, `${name}_code`];
	return known.find((key) => key in within);
}
