/** Instants in the clock of a site, e.g. "23 May 2030, 06:05 IST". */
export function instant(at: string, timeZone: string): string {
	const of = (options: Intl.DateTimeFormatOptions) =>
		new Intl.DateTimeFormat('en-IN', { timeZone, ...options }).formatToParts(new Date(at));
	const part = (parts: Intl.DateTimeFormatPart[], type: string) =>
		parts.find((found) => found.type === type)?.value ?? '';
	const date = of({ day: 'numeric', month: 'short', year: 'numeric' });
	const time = of({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZoneName: 'short' });
	return (
		`${part(date, 'day')} ${part(date, 'month')} ${part(date, 'year')}, ` +
		`${part(time, 'hour')}:${part(time, 'minute')} ${part(time, 'timeZoneName')}`
	);
}

/** A date without a clock, e.g. "23 May 2030"; a dash when there is none. */
export function day(date: string | null): string {
	if (!date) return '–';
	const options = { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' } as const;
	return new Intl.DateTimeFormat('en-GB', options).format(new Date(`${date}T00:00:00Z`));
}

/** The year and month of an instant in the clock of a site, as folders of the bucket: "2030/05". */
export function folder(at: string, timeZone: string): string {
	return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit' })
		.format(new Date(at))
		.slice(0, 7)
		.replace('-', '/');
}

/** A measurement as it was recorded: all its digits, no grouping, no exponent. */
export const figure = (value: number): string =>
	new Intl.NumberFormat('en', { maximumSignificantDigits: 17, useGrouping: false }).format(value);

/** A quantity with Indian grouping, all its decimals, e.g. "1,00,000.5". */
export const quantity = (amount: number): string =>
	new Intl.NumberFormat('en-IN', { maximumFractionDigits: 6 }).format(amount);
