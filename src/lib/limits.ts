import { z } from 'zod';
import { asSentence } from '#lib/refusal.ts';
import { serverTime } from '#lib/server-clock.ts';

/*
 * The database's limits, for the schemas of forms: the same rules, said in the same sentences, so that
 * a person is told while he types what the database would say afterwards.
 */

// Zod would compile its checks with `new Function`, which the page's policy forbids.
z.config({ jitless: true });

/** Which constraints of the database a field mirrors, so that a broken one lands on it. */
const mirrored = new WeakMap<z.core.$ZodType, string[]>();

/** Says which constraint of the database a schema mirrors, by its name. */
export function mirrors<Schema extends z.core.$ZodType>(
	schema: Schema,
	constraint: string
): Schema {
	mirrored.set(schema, [...(mirrored.get(schema) ?? []), constraint]);
	return schema;
}

/** The constraints that a field mirrors, whatever it is wrapped in. */
export function constraintsOf(schema: z.core.$ZodType): string[] {
	const { innerType } = schema._zod.def as { innerType?: z.core.$ZodType };
	return [...(mirrored.get(schema) ?? []), ...(innerType ? constraintsOf(innerType) : [])];
}

/** Text that must be there. @param most characters */
export function text(constraint: string, most: number) {
	const error = asSentence(constraint);
	return mirrors(
		z
			.string({ error })
			.trim()
			.max(most, { error })
			.refine((value) => !isBlank(value), { error }),
		constraint
	);
}

/** Text that may be left empty. @param most characters */
export function optionalText(constraint: string, most: number) {
	const error = asSentence(constraint);
	return mirrors(z.string({ error }).trim().max(most, { error }), constraint).default('');
}

/** A code of a form that the database knows. */
export function code(constraint: string, form: RegExp) {
	const error = asSentence(constraint);
	return mirrors(z.string({ error }).trim().regex(form, { error }), constraint);
}

/** A code that may be left empty. */
export function optionalCode(constraint: string, form: RegExp) {
	const error = asSentence(constraint);
	return mirrors(
		z
			.string({ error })
			.trim()
			.refine((value) => value === '' || form.test(value), { error }),
		constraint
	).default('');
}

/** Something chosen from a list, by its id. @param sentence what to do while nothing is chosen */
export function chosen(sentence: string) {
	return z.guid({ error: sentence });
}

/** Something that may be chosen from a list, by its id. */
export function maybeChosen() {
	return z.guid({ error: 'Choose one from the list.' }).or(z.literal('')).nullish();
}

/** A word out of a list. */
export function oneOf<const Words extends readonly [string, ...string[]]>(
	constraint: string,
	words: Words
) {
	return mirrors(z.enum(words, { error: asSentence(constraint) }), constraint);
}

/** As app.check_quantity has it: above zero, below 10^9, at most six decimals. */
export function quantity() {
	return z.number({ error: 'There is no quantity.' }).check(({ value, issues }) => {
		const sentence = whatIsWrongWithQuantity(value);
		if (sentence) issues.push({ code: 'custom', message: sentence, input: value });
	});
}

/** A quantity that may be left empty. */
export function optionalQuantity() {
	return quantity().nullish();
}

/** What app.check_quantity would say of a quantity. */
export function whatIsWrongWithQuantity(value: number): string | undefined {
	if (!(value > 0)) return `${value} is no quantity above zero.`;
	if (value >= 1e9) return `${value} is more than anybody moves at once.`;
	if (decimals(value) > 6) return `${value} has more than six decimals.`;
	return undefined;
}

/** Decimals of a number as it is written. */
function decimals(value: number): number {
	const [digits = '', exponent = '0'] = String(value).split('e');
	return Math.max(0, (digits.split('.')[1]?.length ?? 0) - Number(exponent));
}

/** A number within bounds. */
export function number(
	constraint: string,
	{ least, most, above, below, whole = false }: NumberLimits
) {
	const error = asSentence(constraint);
	const isWithin = (value: number) =>
		!(value < (least ?? -Infinity)) &&
		!(value > (most ?? Infinity)) &&
		!(value <= (above ?? -Infinity)) &&
		!(value >= (below ?? Infinity)) &&
		(!whole || Number.isInteger(value));
	return mirrors(z.number({ error }).refine(isWithin, { error }), constraint);
}

interface NumberLimits {
	least?: number;
	most?: number;
	above?: number;
	below?: number;
	whole?: boolean;
}

/** A number within bounds that may be left empty. */
export function optionalNumber(constraint: string, limits: NumberLimits) {
	return number(constraint, limits).nullish();
}

/** How far a time may lie ahead, in milliseconds (app.past_time): the server's clock is known roughly. */
const AHEAD = 2 * 60_000;

/** A time, ISO 8601 with its offset, that is not in the future. */
export function pastTime(missing: string) {
	return z.iso
		.datetime({ offset: true, error: missing })
		.refine((value) => Date.parse(value) <= serverTime() + AHEAD, {
			error: 'This time has not come yet.'
		});
}

/** A time that may be left empty: it is then the moment at which the server hears of it. */
export function optionalPastTime() {
	return pastTime('This is no time.').or(z.literal('')).nullish();
}

/** A day, YYYY-MM-DD, that may be left empty. */
export function optionalDay() {
	return z.iso.date({ error: 'This is no day.' }).or(z.literal('')).nullish();
}

const INVISIBLE =
	/^(?:[\s\u00a0\u00ad\u061c\u115f\u1160\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ufeff\uffa0]|\u034f|\u17b4|\u17b5|[\ufe00-\ufe0f])*$/;

/** As app.is_blank: nothing but spaces, line ends and invisible marks says nothing. */
export function isBlank(value: string): boolean {
	return INVISIBLE.test(value);
}

/** What is left empty in a form is not sent, so that the database's own defaults hold. */
export type Filled<Values> = {
	[Key in keyof Values]: Exclude<Values[Key], null | ''> | undefined;
};

/** A form's values without what was left empty. */
export function filled<Values extends object>(values: Values): Filled<Values> {
	return Object.fromEntries(
		Object.entries(values).filter(([, value]) => value !== '' && value !== null)
	) as Filled<Values>;
}
