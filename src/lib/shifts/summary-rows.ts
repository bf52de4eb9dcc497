import { m } from '#lib/paraglide/messages.js';
import type { ShiftSummary, SummaryVersion } from '#lib/shifts/types.ts';

type Cell = string | number | null;

/** The figures of a run, one a line, for a file. */
export function exported({ run, locked_at }: ShiftSummary, version: SummaryVersion): Cell[][] {
	const { figures } = version;
	const head = [
		m.shifts_csv_site(),
		m.shifts_csv_day(),
		m.shifts_csv_shift(),
		m.shifts_csv_part(),
		m.shifts_csv_of(),
		m.shifts_csv_figure(),
		m.shifts_csv_value(),
		m.shifts_csv_unit()
	];
	const line = (part: string, of: string, figure: string, value: Cell, unit = ''): Cell[] => [
		run.site,
		run.business_date,
		run.shift.code,
		part,
		of,
		figure,
		value,
		unit
	];
	const whole = (figure: string, value: Cell, unit = '') =>
		line(m.shifts_summary(), '', figure, value, unit);
	return [
		head,
		whole(m.shifts_locked_at(), locked_at),
		whole(m.shifts_csv_version(), version.version),
		whole(m.shifts_sum_stages(), version.stages),
		whole(m.shifts_sum_finished(), version.batches_finished),
		whole(m.shifts_entries(), version.entries),
		whole(m.shifts_entry_late(), version.late_entries),
		whole(m.shifts_sum_downtime(), version.downtime_minutes, 'min'),
		whole(m.shifts_sum_rejects(), version.rejected_lots),
		...figures.products.flatMap((product) => {
			const of = `${product.item} ${product.item_name}`;
			const part = m.shifts_sum_products();
			return [
				line(part, of, m.production_input(), product.input, product.unit),
				line(part, of, m.production_output(), product.output, product.unit),
				line(part, of, m.shifts_yield(), product.yield_percent, '%')
			];
		}),
		...figures.loss_by_stage.flatMap(({ stage, input, output, loss, loss_percent, unit }) => {
			const part = m.shifts_sum_losses();
			return [
				line(part, stage, m.production_input(), input, unit),
				line(part, stage, m.production_output(), output, unit),
				line(part, stage, m.shifts_loss(), loss, unit),
				line(part, stage, m.shifts_loss(), loss_percent, '%')
			];
		}),
		...figures.downtime_by_reason.map(({ reason, minutes }) =>
			line(m.production_downtimes(), reason, m.shifts_sum_downtime(), minutes, 'min')
		),
		...figures.rejects.map(({ lot, item, reason }) =>
			line(m.shifts_sum_rejects(), lot, item, reason)
		),
		...figures.operators.flatMap(({ operator, entries, flagged, corrected }) => {
			const part = m.shifts_sum_operators();
			return [
				line(part, operator, m.shifts_entries(), entries),
				line(part, operator, m.shifts_flagged(), flagged),
				line(part, operator, m.shifts_corrected(), corrected)
			];
		})
	];
}
