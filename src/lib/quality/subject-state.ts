import type { Subject, SubjectTest } from '#lib/quality/types.ts';

/** Why a test cannot be taken now; the database asks the same (record_qc_test). */
export type Obstacle =
	'rejected' | 'running' | 'judged' | 'batch-running' | 'stage-open' | 'no-plan';

/** What has to happen before it can be tested, or why it no longer can. */
export function obstacleOf({ lot_status, stage, batch, plan }: Subject): Obstacle | undefined {
	if (lot_status === 'fail') return 'rejected';
	if (stage) {
		if (!stage.ended_at) return 'running';
		if (stage.judged) return 'judged';
	} else if (batch) {
		if (batch.state !== 'finished') return 'batch-running';
		if (batch.open_stage) return 'stage-open';
	}
	return plan ? undefined : 'no-plan';
}

/** The override that waits for its decision. */
export function askedOverride(test: SubjectTest | undefined) {
	return test?.overrides.find(({ state }) => state === 'requested');
}

/** Whether the latest test may be repeated: as often as the setting says, and not over an open request. */
export function mayRetest(subject: Subject): boolean {
	const [latest] = subject.tests;
	return Boolean(
		latest &&
		!obstacleOf(subject) &&
		!askedOverride(latest) &&
		latest.attempt < subject.most_attempts
	);
}

/**
 * Whether the latest test may still be put right (P4.09): for a day, unless it was decided meanwhile.
 * @param now in milliseconds
 */
export function mayAmend({ tests: [latest], lot_status, stage }: Subject, now: number): boolean {
	if (!latest || now > Date.parse(latest.locks_at)) return false;
	const isDecided = latest.overrides.some(({ state }) => state !== 'withdrawn');
	return !isDecided && lot_status !== 'fail' && !stage?.judged;
}

/** Whether an override can be asked for (P4.06). */
export function mayAskOverride({ tests: [latest] }: Subject): boolean {
	return latest?.status === 'hold' && !askedOverride(latest);
}

/** Whether it can be rejected for good. */
export function mayReject({ lot_status, batch }: Subject): boolean {
	return lot_status !== 'fail' && batch?.state !== 'cancelled' && !batch?.running_stage;
}
