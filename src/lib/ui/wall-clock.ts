/** Between an instant and what the clock on the wall of a place shows then. */

const wallFormats = new Map<string, Intl.DateTimeFormat>();

function wallFormat(timeZone: string): Intl.DateTimeFormat {
	const kept = wallFormats.get(timeZone);
	if (kept) return kept;
	// Swedish writes 2026-11-20 14:05:30, which is nearly ISO.
	const made = new Intl.DateTimeFormat('sv-SE', {
		timeZone,
		dateStyle: 'short',
		timeStyle: 'medium'
	});
	wallFormats.set(timeZone, made);
	return made;
}

const wallMilliseconds = (instant: number, timeZone: string) =>
	Date.parse(`${wallFormat(timeZone).format(instant).replace(' ', 'T')}Z`);

/**
 * @param instant as the database writes it
 * @returns `2026-11-20T14:05`, as an input of type datetime-local has it
 */
export function wallClockOf(instant: string, timeZone: string): string {
	return wallFormat(timeZone).format(new Date(instant)).replace(' ', 'T').slice(0, 16);
}

/**
 * @param wall `2026-11-20T14:05`
 * @returns the instant as ISO 8601 in UTC. Of an hour that the clock shows twice, the first; one that
 * it skips counts from before the change, so that the result lies after it.
 */
export function instantOf(wall: string, timeZone: string): string {
	const shown = Date.parse(`${wall.slice(0, 16)}Z`);
	const offsetAt = (instant: number) => wallMilliseconds(instant, timeZone) - instant;
	// The offset a day before and after frames every change of the clock.
	const day = 24 * 60 * 60 * 1000;
	const candidates = [offsetAt(shown - day), offsetAt(shown + day)].map((offset) => shown - offset);
	const exact = candidates.filter((instant) => wallMilliseconds(instant, timeZone) === shown);
	return new Date(exact.length ? Math.min(...exact) : candidates[0]!).toISOString();
}

/** The day that the calendar of a place shows now: `2026-11-20`. */
export function today(timeZone: string): string {
	return wallClockOf(new Date().toISOString(), timeZone).slice(0, 10);
}
