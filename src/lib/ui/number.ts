import { formatNumber } from '#lib/ui/format.ts';
import { m } from '#lib/paraglide/messages.js';

/** What a value may be, both ends included. */
export interface Band {
	min?: number | null;
	max?: number | null;
}

/** What is said of a value while it is typed. */
export interface Verdict {
	tone: 'pass' | 'hold' | 'fail' | 'info';
	sentence: string;
}

/** 1,234.5 and 1,23,456 are grouped; 12,5 is not, and might be meant as a decimal. */
const GROUPED = /^[+-]?\d{1,3}(,\d{2,3})*,\d{3}(\.\d*)?$/;

const PLAIN = /^[+-]?(\d+\.?\d*|\.\d+)$/;

/**
 * Reads what was typed into a field for numbers.
 * @returns null for an empty field, NaN for what is no number
 */
export function parseNumber(typed: string): number | null {
	const text = typed.trim().replace('−', '-');
	if (text === '') return null;
	if (GROUPED.test(text)) return Number(text.replaceAll(',', ''));
	return PLAIN.test(text) ? Number(text) : NaN;
}

/** 95–110 °C, at least 95 °C, at most 5 %; nothing when it has no end. */
export function describeBand({ min, max }: Band, unit: string): string | undefined {
	const low = formatNumber(min);
	const high = formatNumber(max);
	const end = unit && `\u00a0${unit}`;
	if (given(min) && given(max))
		return min < 0 || max < 0
			? m.ui_band_between({ low, high: high + end })
			: `${low}–${high}${end}`;
	if (given(min)) return m.ui_band_from({ low: low + end });
	if (given(max)) return m.ui_band_to({ high: high + end });
	return undefined;
}

/** Judges a value against its band, in a sentence; nothing without a value or a band. */
export function judge(value: number | null, band: Band, unit: string): Verdict | undefined {
	const words = describeBand(band, unit);
	if (value === null || Number.isNaN(value) || !words) return undefined;
	if (given(band.min) && value < band.min) {
		return { tone: 'hold', sentence: m.ui_below_band({ band: words }) };
	}
	if (given(band.max) && value > band.max) {
		return { tone: 'hold', sentence: m.ui_above_band({ band: words }) };
	}
	return { tone: 'pass', sentence: m.ui_within_band({ band: words }) };
}

const given = (end: number | null | undefined): end is number => typeof end === 'number';
