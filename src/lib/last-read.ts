import { session } from '#lib/access/session.svelte.ts';
import { connection } from '#lib/connection.svelte.ts';
import { refusalFrom } from '#lib/refusal.ts';

/** What was read last, by person and key. */
const kept = new Map<string, unknown>();

/**
 * Reads, or takes what was read last while the server is out of reach: so that a form opens where there
 * is no network, too. `connection` says that it is.
 * @param key what is read: `journey:<id>`
 * @throws Refusal
 */
export async function orLast<T>(key: string, read: () => Promise<T>): Promise<T> {
	const place = `${session.person ?? ''}:${key}`;
	if (connection.lost && kept.has(place)) return kept.get(place) as T;
	try {
		const value = await read();
		kept.set(place, value);
		return value;
	} catch (thrown) {
		const refusal = refusalFrom(thrown);
		if (refusal.isOpen && kept.has(place)) return kept.get(place) as T;
		throw refusal;
	}
}
