import { m } from '#lib/paraglide/messages.js';
import { statusLook } from '#lib/quality/words.ts';
import { correctionStates } from '#lib/shifts/correction-words.ts';
import type { CorrectionState, Gap, LogbookEntry, LogbookKind } from '#lib/shifts/types.ts';
import { gapWords } from '#lib/shifts/words.ts';
import { formatClock, formatDuration, formatNumber, formatQuantity } from '#lib/ui/format.ts';
import type { Tone } from '#lib/ui/tones.ts';

const kinds: Record<LogbookKind, () => string> = {
	batch_started: m.shifts_entry_batch_started,
	stage_started: m.shifts_entry_stage_started,
	stage_finished: m.shifts_entry_stage_finished,
	stage_logged: m.shifts_entry_stage_logged,
	downtime: m.shifts_entry_downtime,
	material: m.shifts_entry_material,
	test: m.shifts_entry_test,
	remark: m.shifts_entry_remark,
	explanation: m.shifts_entry_explanation,
	handover: m.shifts_entry_handover,
	correction: m.shifts_entry_correction
};

export const wordOfEntry = (kind: LogbookKind): string => kinds[kind]();

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const figure = (value: unknown): number | null => (typeof value === 'number' ? value : null);

/** What an entry is about, after what was done. */
export function subjectOf({ kind, subject, details, batch }: LogbookEntry): string {
	if (kind === 'downtime') return `${text(details.machine)} ${text(details.machine_name)}`;
	if (kind === 'material') return `${text(details.lot)} ${text(details.item_name)}`;
	const named = kind === 'test' ? text(details.stage) || subject : subject;
	return batch?.code === named ? '' : (named ?? '');
}

/** The figures of an entry, in the order in which they are read. */
export function figuresOf(
	{ kind, subject, details, batch }: LogbookEntry,
	timeZone: string
): string[] {
	const clock = (value: unknown) => (text(value) ? formatClock(text(value), timeZone) : '');
	const unit = text(details.unit);
	const amount = (value: unknown) => formatQuantity(figure(value), unit);
	const span = `${clock(details.started_at)}–${clock(details.ended_at)}`;
	switch (kind) {
		case 'batch_started':
			return [m.shifts_entry_planned({ quantity: amount(details.planned) })];
		case 'stage_started':
			return [
				amount(details.input),
				`${text(details.machine)}, ${text(details.operator)}`,
				clock(details.started_at)
			];
		case 'stage_finished':
		case 'stage_logged':
			return [
				`${amount(details.input)} → ${amount(details.output)}`,
				figure(details.loss_percent) === null
					? ''
					: m.production_loss_chip({ loss: formatNumber(figure(details.loss_percent), 1) }),
				`${text(details.machine)}, ${text(details.operator)}`,
				span
			].filter(Boolean);
		case 'downtime': {
			const { started_at: from, ended_at: to } = details;
			const lasted = text(to) && formatDuration(Date.parse(text(to)) - Date.parse(text(from)));
			return [text(details.reason), span, lasted].filter(Boolean);
		}
		case 'material':
			return [
				m.shifts_entry_given({ quantity: amount(details.allocated) }),
				figure(details.returned)
					? m.production_returned_of({ quantity: amount(details.returned) })
					: ''
			].filter(Boolean);
		case 'test':
			return [
				text(details.number),
				[batch?.code, subject].includes(text(details.lot)) ? '' : text(details.lot)
			].filter(Boolean);
		case 'handover':
			return [
				text(details.received_by)
					? m.shifts_received_by({ name: text(details.received_by) })
					: m.shifts_not_received()
			];
		case 'explanation':
			return [gapWords[details.gap as Gap['kind']].kind()];
		case 'correction':
			return [
				text(details.number),
				text(details.decided_by) && `${m.shifts_decided_by()} ${text(details.decided_by)}`,
				text(details.decision_note)
			].filter(Boolean);
		case 'remark':
			return [];
	}
}

/** What belongs into the hours of a shift; what is said of it may come after. */
const RECORDS: LogbookKind[] = [
	'batch_started',
	'stage_started',
	'stage_finished',
	'stage_logged',
	'downtime',
	'material'
];

/** What of an entry is worth a chip. */
export function chipsOf({ kind, details, late }: LogbookEntry): { tone: Tone; label: string }[] {
	const chips: { tone: Tone; label: string }[] = [];
	if (late && RECORDS.includes(kind)) {
		chips.push({ tone: 'hold', label: m.shifts_entry_late() });
	}
	if (details.loss_above_limit) {
		chips.push({ tone: 'hold', label: m.shifts_gap_loss_unexplained() });
	}
	if (kind === 'correction') {
		const { tone, label } = correctionStates[details.state as CorrectionState];
		chips.push({ tone, label: label() });
	}
	if (kind === 'test') {
		chips.push(statusLook(text(details.status), details.overridden === true));
	}
	return chips;
}
