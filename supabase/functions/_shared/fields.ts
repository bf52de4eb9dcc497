import { invalid, UUID } from './answers.ts';

/** The members of a JSON object. */
export type Fields = Record<string, unknown>;

/**
 * Reads a body that is a JSON object.
 * @param field the one that a body without any is refused at
 * @param sentence says what is wrong with such a body
 * @throws Refusal VALUE_INVALID
 */
export async function fieldsOf(request: Request, field: string, sentence: string): Promise<Fields> {
	const body: unknown = await request.json().catch(() => undefined);
	if (typeof body !== 'object' || body === null || Array.isArray(body))
		throw invalid(field, sentence);
	return body as Fields;
}

/** @throws Refusal VALUE_INVALID unless the field is a UUID */
export function uuidIn(given: Fields, field: string): string {
	const value = given[field];
	if (value === undefined || value === null) throw invalid(field, `There is no ${field}.`);
	if (typeof value !== 'string' || !UUID.test(value))
		throw invalid(field, `"${String(value).slice(0, 60)}" is no UUID.`);
	return value;
}

/**
 * A text, or undefined where there is none.
 * @throws Refusal VALUE_INVALID when it is something else, or more than the database can read
 */
export function textIn(given: Fields, field: string): string | undefined {
	const value = given[field];
	if (value === undefined || value === null) return undefined;
	if (typeof value !== 'string') throw invalid(field, `The ${field} is no text.`);
	if (value.includes('\0') || !value.isWellFormed())
		throw invalid(field, `The ${field} has a character that cannot be kept.`);
	return value;
}
