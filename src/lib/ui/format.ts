import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';

/** Numbers and dates are written as in India, whatever the language. */
const regions = { en: 'en-IN', hi: 'hi-IN', ta: 'ta-IN' };

const region = () => regions[getLocale()];

/** Making a formatter costs more than using it; there are few different ones. */
function kept<Format, Options>(make: (locale: string, options: Options) => Format) {
	const formats = new Map<string, Format>();
	return (options: Options): Format => {
		const key = region() + JSON.stringify(options);
		const found = formats.get(key) ?? make(region(), options);
		formats.set(key, found);
		return found;
	};
}

const numberFormat = kept(
	(locale, options: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale, options)
);
const dateFormat = kept(
	(locale, options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options)
);

/** What stands for a figure that is not there. */
export const NOTHING = '–';

/**
 * A figure as people read it.
 * @param digits decimals, always as many; without it as many as it has, six at the most
 */
export function formatNumber(value: number | null | undefined, digits?: number): string {
	if (value === null || value === undefined || !Number.isFinite(value)) return NOTHING;
	return numberFormat({
		minimumFractionDigits: digits,
		maximumFractionDigits: digits ?? 6
	}).format(value);
}

/** How much may be said of a share: none is known more exactly. */
const MOST_DIGITS = 4;

/**
 * A share that is judged by a limit, with one digit, and more where it would else look like its limit:
 * what is above 5 % is not "5.0 %".
 */
export function formatBesideLimit(value: number | undefined, limit: number | null): string {
	let digits = 1;
	const looksLike = () => Number(value?.toFixed(digits)) === limit && value !== limit;
	while (digits < MOST_DIGITS && looksLike()) digits++;
	return formatNumber(value, digits);
}

/** A figure with its unit, in one string: for labels, titles and sentences. */
export function formatQuantity(
	value: number | null | undefined,
	unit: string,
	digits?: number
): string {
	return unit ? `${formatNumber(value, digits)}\u00a0${unit}` : formatNumber(value, digits);
}

export type Instant = string | number | Date;

/** 20 Nov 2026, 14:05 */
export function formatDateTime(at: Instant, timeZone: string): string {
	return dateFormat({
		day: 'numeric',
		month: 'short',
		year: 'numeric',
		hour: '2-digit',
		minute: '2-digit',
		hourCycle: 'h23',
		timeZone
	}).format(new Date(at));
}

/** November 2026. @param day YYYY-MM-DD, one of it */
export function formatMonth(day: string): string {
	return dateFormat({ month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date(day));
}

/** 20 Nov 2026; of an instant, at the place that the time zone is of. */
export function formatDate(at: Instant, timeZone: string): string {
	return dateFormat({ day: 'numeric', month: 'short', year: 'numeric', timeZone }).format(
		new Date(at)
	);
}

/** A day of the calendar, as the database writes it (2026-11-20), is the same day everywhere. */
export function formatDay(day: string): string {
	return formatDate(`${day}T00:00:00Z`, 'UTC');
}

/** Fri, or Friday; of a day of the calendar. */
export function formatWeekday(day: string, weekday: 'short' | 'long' = 'short'): string {
	return dateFormat({ weekday, timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));
}

/** 14:05 */
export function formatClock(at: Instant, timeZone: string): string {
	return dateFormat({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone }).format(
		new Date(at)
	);
}

/** What a time zone is called for short: IST. */
export function nameOfZone(timeZone: string, at: Instant = Date.now()): string {
	const parts = dateFormat({ timeZone, timeZoneName: 'short' }).formatToParts(new Date(at));
	return parts.find(({ type }) => type === 'timeZoneName')?.value ?? timeZone;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * 18 min, 3 h 12 min, 2 d 4 h: the two largest parts of it.
 * @param milliseconds not negative
 */
export function formatDuration(milliseconds: number): string {
	const minutes = Math.floor(milliseconds / MINUTE);
	const hours = Math.floor(milliseconds / HOUR);
	const days = Math.floor(milliseconds / DAY);
	if (days) return parts(m.ui_days({ n: days }), hours % 24 && m.ui_hours({ n: hours % 24 }));
	if (hours) {
		return parts(m.ui_hours({ n: hours }), minutes % 60 && m.ui_minutes({ n: minutes % 60 }));
	}
	return m.ui_minutes({ n: minutes });
}

const parts = (large: string, small: string | 0) => (small ? `${large} ${small}` : large);

/** Within a day how long ago or ahead, else the date. */
export function formatRelative(at: Instant, timeZone: string, now: number): string {
	const passed = now - new Date(at).getTime();
	const distance = Math.abs(passed);
	if (distance >= DAY) return formatDate(at, timeZone);
	if (distance < MINUTE) return m.ui_now();
	const time = formatDuration(distance);
	return passed > 0 ? m.ui_ago({ time }) : m.ui_ahead({ time });
}

/** 3.4 MB */
export function formatBytes(bytes: number): string {
	if (bytes < 1000) return `${bytes}\u00a0B`;
	if (bytes < 1_000_000) return `${formatNumber(Math.round(bytes / 1000))}\u00a0kB`;
	return `${formatNumber(bytes / 1_000_000, 1)}\u00a0MB`;
}
