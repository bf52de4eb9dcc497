import { goto } from '$app/navigation';
import { page } from '$app/state';
import * as machines from '#lib/catalog/machines.ts';
import * as reasons from '#lib/catalog/reasons.ts';
import * as stages from '#lib/catalog/stages.ts';
import type { Tables } from '#lib/database.types.ts';
import { taken } from '#lib/reads.ts';
import type {
	CorrectedTable,
	Correction,
	CorrectionState,
	ListedCorrection
} from '#lib/shifts/types.ts';
import { supabase } from '#lib/supabase.ts';

/** How many are read at once. */
const AT_ONCE = 25;

export interface CorrectionPage {
	rows: ListedCorrection[];
	/** Whether there are older ones. */
	more: boolean;
}

/**
 * Corrections of a site's locked shifts, newest first (P3.07).
 * @param before id of the last that is shown
 * @throws Refusal
 */
export async function list(
	siteId: string,
	state?: CorrectionState,
	before?: string,
	signal?: AbortSignal
): Promise<CorrectionPage> {
	const asked = supabase.rpc('corrections', {
		site_id: siteId,
		state,
		before,
		page_size: AT_ONCE
	});
	return (await taken(asked, signal)) as unknown as CorrectionPage;
}

/** One, with what follows from it as things are now, or followed (P3.07). @throws Refusal */
export async function details(correction: string, signal?: AbortSignal): Promise<Correction> {
	const asked = supabase.rpc('correction_details', { correction });
	return (await taken(asked, signal)) as unknown as Correction;
}

/** A record of which something is to be corrected, with what its form offers. */
export type Correctable =
	| {
			table: 'stage_logs';
			row: Tables<'stage_logs'>;
			name: string;
			unit: string;
			fields: stages.StageField[];
			machines: machines.Machine[];
	  }
	| {
			table: 'downtimes';
			row: Tables<'downtimes'>;
			name: string;
			machines: machines.Machine[];
			reasons: reasons.Reason[];
	  }
	| { table: 'stage_materials'; row: Tables<'stage_materials'>; name: string; unit: string };

/** Reads the record that is to be corrected. @throws Refusal */
export async function open(
	siteId: string,
	table: CorrectedTable,
	id: string
): Promise<Correctable> {
	if (table === 'stage_logs') {
		const asked = supabase
			.from('stage_logs')
			.select('*, stage:stages(name), batch:batches(code, item:items(unit))')
			.eq('id', id)
			.single();
		const { stage, batch, ...row } = await taken(asked);
		const [fields, here] = await Promise.all([
			stages.fields(row.stage_id, { active: true }),
			machines.list(siteId)
		]);
		const name = `${stage.name} ${batch.code}`;
		return { table, row, name, unit: batch.item.unit, fields, machines: here };
	}
	if (table === 'downtimes') {
		const asked = supabase
			.from('downtimes')
			.select('*, machine:machines(code, name)')
			.eq('id', id)
			.single();
		const { machine, ...row } = await taken(asked);
		const [here, causes] = await Promise.all([machines.list(siteId), reasons.choices('downtime')]);
		const name = `${machine.code} ${machine.name}`;
		return { table, row, name, machines: here, reasons: causes };
	}
	const asked = supabase
		.from('stage_materials')
		.select('*, lot:lots(code, item:items!lots_item_id_fkey(unit)), batch:batches(code)')
		.eq('id', id)
		.single();
	const { lot, batch, ...row } = await taken(asked);
	return { table, row, name: `${lot.code}, ${batch.code}`, unit: lot.item.unit };
}

/** Which records of a batch are of locked shifts, so that they can only be corrected: their ids. @throws Refusal */
export async function lockedOf(batchId: string, signal?: AbortSignal): Promise<Set<string>> {
	const [logs, materials, stops] = await Promise.all([
		taken(
			supabase
				.from('stage_logs')
				.select('id, run:shift_runs!stage_logs_end_run_id_fkey!inner(state)')
				.eq('batch_id', batchId)
				.eq('run.state', 'locked'),
			signal
		),
		taken(
			supabase
				.from('stage_materials')
				.select('id, run:shift_runs!inner(state)')
				.eq('batch_id', batchId)
				.gt('consumed', 0)
				.eq('run.state', 'locked'),
			signal
		),
		taken(
			supabase
				.from('downtimes')
				.select('id, log:stage_logs!inner(batch_id), run:shift_runs!inner(state)')
				.eq('log.batch_id', batchId)
				.not('ended_at', 'is', null)
				.eq('run.state', 'locked'),
			signal
		)
	]);
	return new Set([...logs, ...materials, ...stops].map(({ id }) => id));
}

/*
 * The form is in the address of the page that it opens over, so that it is open again after a reload, and
 * that “back” closes it.
 */

/** Opens the form that asks for a correction of a record. */
export function ask(table: CorrectedTable, id: string): Promise<void> {
	const search = new URLSearchParams(page.url.search);
	search.set('correct', `${table}/${id}`);
	// The page that is open, with another search.
	// eslint-disable-next-line svelte/no-navigation-without-resolve
	return goto(`?${search.toString()}`, { reset: false });
}

/** Closes it. */
export function leave(): Promise<void> {
	const search = new URLSearchParams(page.url.search);
	search.delete('correct');
	const path = search.size ? `?${search.toString()}` : page.url.pathname;
	// eslint-disable-next-line svelte/no-navigation-without-resolve
	return goto(path, { reset: false, replace: true });
}

/** The record that the address asks a correction of. */
export function asked(): { table: CorrectedTable; id: string } | undefined {
	const [table, id] = page.url.searchParams.get('correct')?.split('/') ?? [];
	const known: CorrectedTable[] = ['stage_logs', 'downtimes', 'stage_materials'];
	const found = known.find((name) => name === table);
	return found && id ? { table: found, id } : undefined;
}
