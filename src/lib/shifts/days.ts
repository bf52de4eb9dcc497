/*
 * Days of the calendar as the database writes them, YYYY-MM-DD. They are counted in Greenwich, where no
 * clock is ever put forward.
 */

const DAY = 24 * 60 * 60 * 1000;

const at = (day: string) => Date.parse(`${day}T00:00:00Z`);

/** Today at a place. @param now milliseconds */
export function today(timeZone: string, now = Date.now()): string {
	// The one locale that writes dates like this.
	return new Intl.DateTimeFormat('en-CA', { timeZone }).format(now);
}

/** So many days later. */
export function after(day: string, days: number): string {
	return new Date(at(day) + days * DAY).toISOString().slice(0, 10);
}
