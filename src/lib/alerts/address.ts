/**
 * A query of an address with other values in it.
 * @param changes by their names; undefined takes one out
 */
export function queryWith(query: string, changes: Record<string, string | undefined>): string {
	const next = new URLSearchParams(query);
	for (const [name, value] of Object.entries(changes)) {
		if (value === undefined) next.delete(name);
		else next.set(name, value);
	}
	return `?${next}`;
}
