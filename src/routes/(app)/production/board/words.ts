import { m } from '#lib/paraglide/messages.js';
import type { Waiting } from '#lib/quality/types.ts';
import { formatDay } from '#lib/ui/format.ts';

/** What a test is of, as the board says it: "Drying", "Final test". */
export function nameOfTest({ kind, stage }: Waiting): string {
	if (kind === 'in_process') return stage ?? m.board_test_in_process();
	return kind === 'final' ? m.board_test_final() : m.board_test_incoming();
}

/** A day, or the first and the last of several; YYYY-MM-DD. */
export function rangeWords(from: string, until: string = from): string {
	return from === until ? formatDay(from) : `${formatDay(from)} – ${formatDay(until)}`;
}
