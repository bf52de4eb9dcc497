/** Milliseconds that the server's clock is ahead of this device's. */
let ahead = 0;

/** Hears what the server's clock shows. @param at ISO 8601 */
export function hearClock(at: string): void {
	ahead = Date.parse(at) - Date.now();
}

/** The present by the server's clock as far as it is known: tablets are often minutes off. */
export function serverTime(): number {
	return Date.now() + ahead;
}
