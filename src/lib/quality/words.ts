import { m } from '#lib/paraglide/messages.js';
import type { Obstacle } from '#lib/quality/subject-state.ts';
import type { Subject, TestKind } from '#lib/quality/types.ts';
import { formatQuantity, NOTHING } from '#lib/ui/format.ts';
import { describeBand } from '#lib/ui/number.ts';
import type { Tone } from '#lib/ui/tones.ts';

/** What kind of thing is tested. */
export function kindName(kind: TestKind): string {
	return {
		incoming: m.quality_kind_incoming,
		in_process: m.quality_kind_in_process,
		final: m.quality_kind_final
	}[kind]();
}

/** How a QC status looks and what it is called. */
export function statusLook(status: string, overridden = false): { tone: Tone; label: string } {
	if (status === 'pass') {
		return overridden
			? { tone: 'pass', label: m.quality_status_overridden() }
			: { tone: 'pass', label: m.quality_status_pass() };
	}
	if (status === 'hold') return { tone: 'hold', label: m.quality_status_hold() };
	if (status === 'fail') return { tone: 'fail', label: m.quality_status_fail() };
	if (status === 'not_required') return { tone: 'locked', label: m.quality_status_not_required() };
	return { tone: 'pending', label: m.quality_status_pending() };
}

/** How the state of a request for an override looks and what it is called. */
export function overrideLook(state: string): { tone: Tone; label: string } {
	if (state === 'approved') return { tone: 'pass', label: m.quality_override_approved() };
	if (state === 'rejected') return { tone: 'fail', label: m.quality_override_rejected() };
	if (state === 'withdrawn') return { tone: 'locked', label: m.quality_override_withdrawn() };
	return { tone: 'hold', label: m.quality_override_requested() };
}

/** What is tested, by its name: the lot, or the stage of the batch. */
export function subjectName(lot: string, stage: string | null | undefined): string {
	return stage ? m.quality_stage_of({ stage, batch: lot }) : lot;
}

interface Limits {
	unit?: string | null;
	minimum?: number | null;
	maximum?: number | null;
	accepted?: string[] | null;
}

/** What is allowed of a parameter: a band with its unit, or the words that pass. */
export function limitsOf({ unit, minimum, maximum, accepted }: Limits): string {
	if (accepted) return accepted.join(', ');
	return describeBand({ min: minimum, max: maximum }, unit ?? '') ?? NOTHING;
}

interface Result {
	value?: number | null;
	observed?: string | null;
	unit?: string | null;
}

/** A result with its unit, or the word that was observed. */
export function resultOf({ value, observed, unit }: Result): string {
	if (typeof value === 'number') return formatQuantity(value, unit ?? '');
	return observed ?? NOTHING;
}

/** What is known of what is tested, in a line. */
export function contextOf(subject: Subject): string {
	const { item_name, quantity, unit, vendor, vendor_lot, stage } = subject;
	return [
		item_name,
		quantity === null ? undefined : formatQuantity(quantity, unit),
		stage?.machine,
		vendor,
		vendor_lot
	]
		.filter(Boolean)
		.join(' · ');
}

/** Why it cannot be tested now. */
export function obstacleSentence(obstacle: Obstacle): string {
	return {
		rejected: m.quality_obstacle_rejected,
		running: m.quality_obstacle_running,
		judged: m.quality_obstacle_judged,
		'batch-running': m.quality_obstacle_batch_running,
		'stage-open': m.quality_obstacle_stage_open,
		'no-plan': m.quality_obstacle_no_plan
	}[obstacle]();
}
