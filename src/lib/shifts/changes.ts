/** Only what says something else than before: times by the instant that they are. */
export function changesOf(
	before: Record<string, unknown>,
	after: Record<string, unknown>
): Record<string, unknown> {
	const changed = Object.entries(after).filter(([key, value]) => !same(key, before[key], value));
	return Object.fromEntries(changed.map(([key, value]) => [key, value === '' ? null : value]));
}

function same(key: string, before: unknown, after: unknown): boolean {
	if (key.endsWith('_at')) return Date.parse(String(before)) === Date.parse(String(after));
	return (before ?? '') === (after ?? '');
}

/** The names that the server gives to the fields of a correction. */
export function changed(...fields: string[]): Record<string, string> {
	return Object.fromEntries(fields.map((field) => [`changes.${field}`, field]));
}
