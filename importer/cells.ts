/** Why a cell cannot be read, as a sentence; the row it stands in is refused with it. */
export class Unreadable extends Error {
	override name = 'Unreadable';
}

const DIGITS = 15;

/**
 * A number as a person wrote it, without separators of thousands.
 * @param column named by the refusal
 * @throws Unreadable
 */
export function readNumber(text: string, decimal: '.' | ',', column: string): number {
	const pattern = decimal === '.' ? /^[+-]?\d+(\.\d+)?$/ : /^[+-]?\d+(,\d+)?$/;
	if (!pattern.test(text)) throw new Unreadable(`${column} "${shortened(text)}" is no number.`);
	const digits = text.replace(/\D/g, '').replace(/^0+/, '').length;
	if (digits > DIGITS) {
		throw new Unreadable(`${column} ${text} has more digits than the ${DIGITS} that can be kept.`);
	}
	return Number(text.replace(',', '.'));
}

/** How a date is written: `d`, `dd`, `M`, `MM`, `MMM` (a name of `months`), `yy` (of this century), `yyyy`. */
export interface DateFormat {
	format: string;
	months?: string[];
}

/**
 * A date as yyyy-MM-dd; where the day is not written it is the first of the month.
 * @throws Unreadable
 */
export function readDate(
	text: string,
	{ format, months = [] }: DateFormat,
	column: string
): string {
	const parts: string[] = [];
	const pattern = format
		.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
		.replace(/yyyy|yy|MMM|MM|M|dd|d/g, (part) => {
			parts.push(part);
			if (part === 'MMM') return `(${months.map((name) => RegExp.escape(name)).join('|')})`;
			return part.length === 1 ? '(\\d{1,2})' : `(\\d{${part.length}})`;
		});
	const match = new RegExp(`^${pattern}$`, 'i').exec(text);
	const unreadable = new Unreadable(
		`${column} "${shortened(text)}" is no date of the form ${format}.`
	);
	if (!match) throw unreadable;
	const given = new Map(parts.map((part, n) => [part[0]!, [part, match[n + 1]!] as const]));
	const year = given.get('y')!;
	const month = given.get('M')!;
	const y = Number(year[1]) + (year[0] === 'yy' ? 2000 : 0);
	const m =
		month[0] === 'MMM'
			? months.findIndex((name) => name.toLowerCase() === month[1].toLowerCase()) + 1
			: Number(month[1]);
	const d = Number(given.get('d')?.[1] ?? 1);
	const date = new Date(Date.UTC(y, m - 1, d));
	if (date.getUTCMonth() !== m - 1 || date.getUTCDate() !== d) throw unreadable;
	return date.toISOString().slice(0, 10);
}

function shortened(text: string): string {
	return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
