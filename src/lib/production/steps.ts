import type { Batch, StageQcStatus } from '#lib/production/types.ts';

/** What a batch in work needs next, or waits for. */
export type Step =
	/** Its first stage has no material yet. */
	| { kind: 'give'; stage: string }
	| { kind: 'start'; stage: string }
	| { kind: 'finish'; stage: string }
	/** QC has to say that the stage may be left. */
	| { kind: 'wait'; stage: string; since: string; status: StageQcStatus }
	/** Its lot is on hold. */
	| { kind: 'held' };

/**
 * The one thing that is to be done with a batch now, as the database would have it: a stage that runs is
 * finished, a gate is passed, the next stage starts, and the first one not without material.
 * @returns nothing for a batch that is over
 */
export function nextStep({ state, held, last, next, allocated }: Batch): Step | undefined {
	if (state !== 'running') return undefined;
	if (last && !last.ended_at) return { kind: 'finish', stage: last.stage };
	if (held) return { kind: 'held' };
	if (last?.ended_at && !isOpen(last.qc_status)) {
		return { kind: 'wait', stage: last.stage, since: last.ended_at, status: last.qc_status };
	}
	if (!next) return undefined;
	if (!last && allocated === 0) return { kind: 'give', stage: next.stage };
	return { kind: 'start', stage: next.stage };
}

const isOpen = (status: StageQcStatus) => status === 'pass' || status === 'not_required';
