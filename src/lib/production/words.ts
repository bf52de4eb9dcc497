import { m } from '#lib/paraglide/messages.js';
import type { BatchState, StageQcStatus } from '#lib/production/types.ts';
import type { Tone } from '#lib/ui/tones.ts';

/** A state with its colour. */
export interface Word {
	tone: Tone;
	label: string;
}

export function wordOfState(state: BatchState): Word {
	const words: Record<BatchState, Word> = {
		running: { tone: 'info', label: m.production_in_work() },
		finished: { tone: 'pass', label: m.production_state_finished() },
		rejected: { tone: 'fail', label: m.production_rejected() },
		cancelled: { tone: 'locked', label: m.production_state_cancelled() }
	};
	return words[state];
}

/** What QC says of a stage or a lot; nothing where it is not asked. */
export function wordOfQc(status: StageQcStatus): Word | undefined {
	const words: Record<StageQcStatus, Word | undefined> = {
		pass: { tone: 'pass', label: m.production_qc_pass() },
		fail: { tone: 'fail', label: m.production_qc_fail() },
		hold: { tone: 'hold', label: m.production_on_hold() },
		pending: { tone: 'pending', label: m.production_waiting_qc() },
		not_required: undefined
	};
	return words[status];
}
