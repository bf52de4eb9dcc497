import { serverTime } from '#lib/server-clock.ts';
import type { LotState, QcStatus } from '#lib/stock/types.ts';

/** The state of a lot as app.stock_states has it. */
export function stateOf(lot: { qc_status: QcStatus; held: boolean; expired: boolean }): LotState {
	if (lot.held || lot.qc_status === 'hold') return 'hold';
	if (lot.qc_status !== 'pass') return lot.qc_status;
	return lot.expired ? 'expired' : 'usable';
}

/** A day so many days after today, YYYY-MM-DD, by the date at a place. */
export function dayAfter(days: number, timeZone: string): string {
	const day = 24 * 60 * 60 * 1000;
	return new Intl.DateTimeFormat('sv-SE', { timeZone }).format(serverTime() + days * day);
}

/** Whole days from today until a day, by the date at a place; negative when it has passed. */
export function daysUntil(day: string, timeZone: string): number {
	const today = Date.parse(dayAfter(0, timeZone));
	return Math.round((Date.parse(day) - today) / (24 * 60 * 60 * 1000));
}
