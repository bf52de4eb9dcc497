import { m } from '#lib/paraglide/messages.js';
import type { CorrectedField, CorrectionState, ListedCorrection } from '#lib/shifts/types.ts';
import { formatQuantity, NOTHING } from '#lib/ui/format.ts';
import type { Tone } from '#lib/ui/tones.ts';

export const correctionStates: Record<CorrectionState, { tone: Tone; label: () => string }> = {
	requested: { tone: 'pending', label: m.shifts_correction_requested },
	approved: { tone: 'pass', label: m.shifts_correction_approved },
	declined: { tone: 'fail', label: m.shifts_correction_declined },
	withdrawn: { tone: 'locked', label: m.shifts_correction_withdrawn }
};

const columns: Record<string, () => string> = {
	output_quantity: m.production_output,
	machine_id: m.production_machine,
	operator_name: m.production_operator,
	reason_id: m.production_why,
	started_at: m.production_started_at,
	ended_at: m.production_ended_at,
	remarks: m.production_remarks,
	note: m.production_remarks,
	consumed: m.shifts_column_consumed
};

export const nameOfColumn = (column: string): string => columns[column]?.() ?? column;

/** What people call a field of a record. */
export const nameOfField = ({ field, label }: CorrectedField): string =>
	label ?? nameOfColumn(field);

export const before = (field: CorrectedField): string =>
	said(field, field.before, field.before_text);
export const after = (field: CorrectedField): string => said(field, field.after, field.after_text);

/** Columns come in words; a parameter as it was entered. */
function said({ label, unit }: CorrectedField, value: unknown, text: string | null): string {
	if (text === null || text === '') return NOTHING;
	if (label === null) return text;
	if (typeof value === 'boolean') return value ? m.production_yes() : m.production_no();
	return typeof value === 'number' ? formatQuantity(value, unit ?? '') : text;
}

const commands: Record<string, () => string> = {
	log_stage: m.shifts_entry_stage_logged,
	start_stage: m.shifts_entry_stage_started,
	finish_stage: m.shifts_entry_stage_finished,
	log_downtime: m.shifts_entry_downtime,
	end_downtime: m.shifts_late_end_downtime,
	allocate_material: m.shifts_entry_material,
	return_material: m.shifts_late_return_material
};

/** What is entered late, in a word or two. */
export const wordOfCommand = (command: string | null): string => commands[command ?? '']?.() ?? '';

/** What can be entered late: by these commands. */
export const isEnteredLate = (command: string): boolean => command in commands;

/** What is asked for, in a line. */
export function summaryOf({ kind, command, fields }: ListedCorrection): string {
	if (kind === 'late_entry') return m.shifts_correction_late({ what: wordOfCommand(command) });
	return fields
		.map((field) =>
			m.shifts_correction_change({
				field: nameOfField(field),
				before: before(field),
				after: after(field)
			})
		)
		.join(', ');
}
