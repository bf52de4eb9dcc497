import type { Tables } from '#lib/database.types.ts';
import { containing, paged, pageOf, taken, type ListPage, type ListQuery } from '#lib/reads.ts';
import { supabase } from '#lib/supabase.ts';

export type ListedStageLog = Tables<'stage_logs'> & {
	batch: { code: string; item: { code: string; unit: string } };
	stage: { name: string };
	machine: { code: string; name: string };
};

const listed =
	'*, batch:batches!inner(code, item:items(code, unit)), stage:stages(name), machine:machines(code, name)' as const;

export interface StageLogQuery extends ListQuery {
	siteId: string;
	machineId?: string;
	stageId?: string;
	qcStatus?: string;
}

/** A page of the stages that were logged at a site, newest first; a supervisor's own (P1.09). @throws Refusal */
export function list(
	query: StageLogQuery,
	signal?: AbortSignal
): Promise<ListPage<ListedStageLog>> {
	let asked = supabase
		.from('stage_logs')
		.select(listed, { count: 'exact' })
		.eq('site_id', query.siteId);
	if (query.machineId) asked = asked.eq('machine_id', query.machineId);
	if (query.stageId) asked = asked.eq('stage_id', query.stageId);
	if (query.qcStatus) asked = asked.eq('qc_status', query.qcStatus);
	if (query.search?.trim()) asked = asked.ilike('batch.code', containing(query.search));
	const sorted = paged(
		asked,
		query,
		['started_at', 'ended_at', 'input_quantity', 'output_quantity', 'qc_status'],
		['-started_at', 'id']
	);
	return pageOf(sorted, signal);
}

export type EndedStageLog = ListedStageLog & {
	/** In which it ended. */
	run: { business_date: string; shift: { code: string } };
};

const ended =
	'*, batch:batches!inner(code, item:items(code, unit)), stage:stages(name), machine:machines(code, name), run:shift_runs!stage_logs_end_run_id_fkey!inner(business_date, shift:shifts(code))' as const;

export interface EndedStageLogQuery extends ListQuery {
	siteId: string;
	/** Dates of the runs in which they ended, both included, YYYY-MM-DD. */
	from?: string;
	until?: string;
	runId?: string;
	stageId?: string;
}

/** A page of the stages that ended in shifts of some days: what a day's figures are made of (P7.06). @throws Refusal */
export function listEnded(
	query: EndedStageLogQuery,
	signal?: AbortSignal
): Promise<ListPage<EndedStageLog>> {
	let asked = supabase
		.from('stage_logs')
		.select(ended, { count: 'exact' })
		.eq('site_id', query.siteId);
	if (query.from) asked = asked.gte('run.business_date', query.from);
	if (query.until) asked = asked.lte('run.business_date', query.until);
	if (query.runId) asked = asked.eq('end_run_id', query.runId);
	if (query.stageId) asked = asked.eq('stage_id', query.stageId);
	if (query.search?.trim()) asked = asked.ilike('batch.code', containing(query.search));
	const sorted = paged(
		asked,
		query,
		['started_at', 'ended_at', 'input_quantity', 'output_quantity'],
		['-ended_at', 'id']
	);
	return pageOf(sorted, signal);
}

export type RecentLog = Pick<
	Tables<'stage_logs'>,
	| 'machine_id'
	| 'operator_name'
	| 'input_quantity'
	| 'output_quantity'
	| 'started_at'
	| 'ended_at'
	| 'parameters'
> & { batch: { code: string } };

/**
 * How a stage went the last times at a site, as far as the person may see it, the latest first: what a
 * new entry is measured by and filled from.
 * @throws Refusal
 */
export function recent(
	siteId: string,
	stageId: string,
	most: number,
	signal?: AbortSignal
): Promise<RecentLog[]> {
	const asked = supabase
		.from('stage_logs')
		.select(
			'machine_id, operator_name, input_quantity, output_quantity, started_at, ended_at, parameters, batch:batches(code)'
		)
		.eq('site_id', siteId)
		.eq('stage_id', stageId)
		.not('ended_at', 'is', null)
		.order('started_at', { ascending: false })
		.limit(most);
	return taken(asked, signal);
}
