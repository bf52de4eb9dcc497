import { serverTime } from '#lib/server-clock.ts';

/*
 * Days of the calendar as the database writes them, YYYY-MM-DD. They are counted in Greenwich, where no
 * clock is ever put forward.
 */

const DAY = 24 * 60 * 60 * 1000;

const at = (day: string) => Date.parse(`${day}T00:00:00Z`);

/** Today at a place. @param now milliseconds */
export function today(timeZone: string, now = serverTime()): string {
	// The one locale that writes dates like this.
	return new Intl.DateTimeFormat('en-CA', { timeZone }).format(now);
}

/** The first day of the month that a day is in. */
export const firstOfMonth = (day: string): string => `${day.slice(0, 7)}-01`;

/** The last day of the month that a day is in. */
export const lastOfMonth = (day: string): string =>
	after(firstOfMonth(after(firstOfMonth(day), 31)), -1);

/** Whether a day is in the month of another. */
export const inMonth = (day: string, month: string): boolean =>
	day.slice(0, 7) === month.slice(0, 7);

/** The weeks of a month, Monday to Sunday, with the days of its neighbours that are in them. */
export function weeksOf(month: string): string[][] {
	const first = firstOfMonth(month);
	const weekday = (new Date(at(first)).getUTCDay() + 6) % 7;
	const weeks: string[][] = [];
	for (let monday = after(first, -weekday); monday <= lastOfMonth(month); monday = after(monday, 7))
		weeks.push(Array.from({ length: 7 }, (_, turn) => after(monday, turn)));
	return weeks;
}

/** So many days later. */
export function after(day: string, days: number): string {
	return new Date(at(day) + days * DAY).toISOString().slice(0, 10);
}
