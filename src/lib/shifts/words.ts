import { m } from '#lib/paraglide/messages.js';
import type { Gap, ShiftRun } from '#lib/shifts/types.ts';
import { formatDay } from '#lib/ui/format.ts';
import type { Tone } from '#lib/ui/tones.ts';

export const runStates: Record<ShiftRun['state'], { tone: Tone; label: () => string }> = {
	scheduled: { tone: 'pending', label: m.shifts_scheduled },
	open: { tone: 'info', label: m.shifts_open },
	closing: { tone: 'hold', label: m.shifts_closing },
	locked: { tone: 'locked', label: m.shifts_locked }
};

/** How a run stands by the clock: that it has begun is written down within a minute. */
export function stateOf(
	{ state, starts_at }: Pick<ShiftRun, 'state' | 'starts_at'>,
	now: number
): ShiftRun['state'] {
	return state === 'scheduled' && Date.parse(starts_at) <= now ? 'open' : state;
}

/** Shift A of 23 May 2030. */
export function nameOfRun({ shift, business_date: day }: ShiftRun): string {
	return m.shifts_run({ code: shift.code, day: formatDay(day) });
}

/** Who works in a run, by name. */
export function peopleOf({ people }: ShiftRun): string {
	return people.map(({ full_name: name }) => name).join(', ');
}

/** What kind of thing is undone, and what is to be done about it. */
export const gapWords: Record<Gap['kind'], { kind: () => string; fix: () => string }> = {
	stage_running: { kind: m.shifts_gap_stage_running, fix: m.shifts_fix_stage_running },
	field_missing: { kind: m.shifts_gap_field_missing, fix: m.shifts_fix_look },
	material_open: { kind: m.shifts_gap_material_open, fix: m.shifts_fix_material_open },
	qc_missing: { kind: m.shifts_gap_qc_missing, fix: m.shifts_fix_qc_missing },
	downtime_open: { kind: m.shifts_gap_downtime_open, fix: m.production_runs_again },
	loss_unexplained: { kind: m.shifts_gap_loss_unexplained, fix: m.shifts_fix_look }
};
