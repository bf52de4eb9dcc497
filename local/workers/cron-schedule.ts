import { Cron } from 'croner';

/** When a job runs. */
export interface Schedule {
	/** The first due instant after another (both Unix ms); undefined when there is none. */
	next(after: number): number | undefined;
	/** Whether the job runs once at every start of the stack (`@reboot`). */
	atStart: boolean;
}

/** A run that is later than this, in ms, is left out. */
const LATEST = 3 * 60 * 60 * 1000;
/** pg_cron refuses longer ones. */
const MAX_LENGTH = 1000;
const INTERVAL = /^[ \t]*0*([1-9]|[1-5]\d)[ \t]*second(s[ \t]*)?$/i;
const NICKNAME = /^@(yearly|annually|monthly|weekly|daily|midnight|hourly)$/;
const AT_START = /^@(reboot|restart)$/;
const ITEM = String.raw`(\*|\d{1,4}(-\d{1,4})?)(/\d{1,4})?`;
/** Leaves out what croner knows beyond pg_cron: `L`, `W`, `#`, `?` and `+`. */
const FIELD = new RegExp(`^${ITEM}(,${ITEM})*$`);
const MONTHS = ' jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const DAYS = 'sun mon tue wed thu fri sat'.split(' ');

/**
 * Reads a schedule as pg_cron does, in GMT: five fields, a nickname such as `@daily`, or
 * `N seconds`. Accepts exactly what `cron._is_schedule` accepts in the database.
 * @returns undefined when it is not one
 */
export function parseSchedule(text: string): Schedule | undefined {
	if (text.length >= MAX_LENGTH) return undefined;
	const seconds = text.match(INTERVAL)?.[1];
	if (seconds) return { next: (after) => after + Number(seconds) * 1000, atStart: false };
	const trimmed = text.replace(/^[ \t\n]+|[ \t\n]+$/g, '');
	if (AT_START.test(trimmed)) return { next: () => undefined, atStart: true };
	if (NICKNAME.test(trimmed)) return fromPattern(trimmed, true);
	return fromFields(trimmed.split(/[ \t]+/));
}

/**
 * Whether a job that was due (the machine slept, or the clock was set forward) should still run.
 * @param due,now Unix ms
 */
export function isWorthRunning(due: number, now: number): boolean {
	return now - due <= LATEST;
}

/**
 * When a job that was due at one instant and seen to at another is due next. However many instants
 * were missed in between, they make one run: they are not made up for one by one.
 * @param due,now Unix ms
 */
export function dueAfter(schedule: Schedule, due: number, now: number): number | undefined {
	const following = schedule.next(due);
	return following === undefined || following > now ? following : schedule.next(now);
}

function fromFields([minute, hour, day, month, weekday, ...rest]: string[]): Schedule | undefined {
	if (!minute || !hour || !day || !month || !weekday || rest.length > 0) return undefined;
	const lastDay = day === '$';
	const fields = [
		minute,
		hour,
		lastDay ? '*' : day,
		withNumbers(month, MONTHS),
		withNumbers(weekday, DAYS)
	];
	if (!fields.every((field) => FIELD.test(field))) return undefined;
	if (lastDay) fields[2] = 'L';
	const pattern = fields.join(' ');
	// croner overlooks the end of a range that its steps leap over ("5-64/30").
	if (!fromPattern(pattern.replace(/\/\d+/g, ''), true)) return undefined;
	// A day must match both fields when one of them begins with a star, either of them otherwise.
	return fromPattern(pattern, day.startsWith('*') || weekday.startsWith('*'));
}

function withNumbers(field: string, names: string[]): string {
	return field.replace(/(?<!\/)\b[a-z]+\b/gi, (name) => {
		const index = names.indexOf(name.toLowerCase());
		return index < 0 ? name : String(index);
	});
}

function fromPattern(pattern: string, domAndDow: boolean): Schedule | undefined {
	try {
		const cron = new Cron(pattern, { mode: '5-part', timezone: 'UTC', domAndDow });
		return {
			next: (after) => cron.nextRun(new Date(after))?.getTime(),
			atStart: false
		};
	} catch {
		return undefined;
	}
}
