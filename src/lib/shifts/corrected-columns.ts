import type { Machine } from '#lib/catalog/machines.ts';
import type { Correctable } from '#lib/shifts/corrections.ts';
import type { Option } from '#lib/ui/options.ts';

/** A column of a record that can be corrected: how it is entered, and what it says. */
export type CorrectedColumn =
	| { key: string; as: 'quantity'; unit: string; before: number | null }
	| { key: string; as: 'choice'; options: Option[]; before: string }
	| { key: string; as: 'words' | 'long'; most: number; before: string }
	| { key: string; as: 'moment'; before: string };

/** What can be corrected of a record, in the order in which it is entered (P3.07). */
export function columnsOf(record: Correctable): CorrectedColumn[] {
	if (record.table === 'stage_materials') {
		const { row, unit } = record;
		return [{ key: 'consumed', as: 'quantity', unit, before: row.consumed }];
	}
	const { row, machines } = record;
	const machine = choice('machine_id', machines.map(machineOption), row.machine_id);
	const times: CorrectedColumn[] = [
		{ key: 'started_at', as: 'moment', before: row.started_at },
		{ key: 'ended_at', as: 'moment', before: row.ended_at ?? '' }
	];
	if (record.table === 'downtimes') {
		const { row, reasons } = record;
		const causes = reasons.map(({ id, name }) => ({ value: id, label: name }));
		return [machine, choice('reason_id', causes, row.reason_id), ...times, long('note', row.note)];
	}
	const { row: log, unit } = record;
	return [
		{ key: 'output_quantity', as: 'quantity', unit, before: log.output_quantity },
		machine,
		{ key: 'operator_name', as: 'words', most: 100, before: log.operator_name },
		...times,
		long('remarks', log.remarks)
	];
}

const machineOption = ({ id, code, name }: Machine): Option => ({
	value: id,
	label: `${code} ${name}`
});

const choice = (key: string, options: Option[], before: string): CorrectedColumn => ({
	key,
	as: 'choice',
	options,
	before
});

const long = (key: string, before: string | null): CorrectedColumn => ({
	key,
	as: 'long',
	most: 2000,
	before: before ?? ''
});
