import type { Tables } from '#lib/database.types.ts';
import type { TestKind } from '#lib/quality/types.ts';
import {
	containing,
	has,
	paged,
	pageOf,
	taken,
	type ListPage,
	type ListQuery
} from '#lib/reads.ts';
import type { QcStatus } from '#lib/stock/types.ts';
import { supabase } from '#lib/supabase.ts';

export type ListedTest = Tables<'qc_tests'> & {
	lot: { code: string; item: { code: string; name: string } };
	stage_log: { position: number; stage: { name: string } } | null;
};

/** A test with all that was ever entered, what was replaced included (P4.09). */
export type TestDetails = ListedTest & {
	results: Tables<'qc_results'>[];
	overrides: (Tables<'qc_overrides'> & { reason: { name: string } })[];
	plan: { version: number };
};

const listed =
	'*, lot:lots!inner(code, item:items!lots_item_id_fkey(code, name)), stage_log:stage_logs(position, stage:stages(name))' as const;
const details =
	`${listed}, results:qc_results(*), overrides:qc_overrides(*, reason:reason_codes(name)), plan:qc_plans(version)` as const;

export interface TestQuery extends ListQuery {
	siteId: string;
	kind?: TestKind;
	status?: QcStatus;
	lotId?: string;
	stageLogId?: string;
}

/** A page of a site's tests, newest first; found by their number or their lot's. @throws Refusal */
export async function list(query: TestQuery, signal?: AbortSignal): Promise<ListPage<ListedTest>> {
	const search = query.search?.trim();
	const lots = search ? await lotsWith(search, query.siteId, signal) : [];
	let asked = supabase
		.from('qc_tests')
		.select(listed, { count: 'exact' })
		.eq('site_id', query.siteId);
	if (query.kind) asked = asked.eq('kind', query.kind);
	if (query.status) asked = asked.eq('status', query.status);
	if (query.lotId) asked = asked.eq('lot_id', query.lotId);
	if (query.stageLogId) asked = asked.eq('stage_log_id', query.stageLogId);
	if (search) {
		const ofLots = lots.length > 0 ? `,lot_id.in.(${lots.join(',')})` : '';
		asked = asked.or(has(search, ['number']) + ofLots);
	}
	const sorted = paged(
		asked,
		query,
		['number', 'tested_at', 'sampled_at', 'status', 'kind'],
		['-tested_at', 'number']
	);
	return pageOf(sorted, signal);
}

/** Lots at the most whose tests a search looks for; more of them say nothing. */
const MOST_LOTS = 50;

/** A filter cannot join what is found by the test with what is found by its lot: lots are found first. */
async function lotsWith(search: string, siteId: string, signal?: AbortSignal): Promise<string[]> {
	const asked = supabase.from('lots').select('id').eq('site_id', siteId);
	const latest = asked
		.ilike('code', containing(search))
		.order('created_at', { ascending: false })
		.limit(MOST_LOTS);
	return (await taken(latest, signal)).map(({ id }) => id);
}

/** @param number of the test @throws Refusal */
export function get(number: string): Promise<TestDetails> {
	const asked = supabase.from('qc_tests').select(details).eq('number', number);
	return taken(asked.order('position', { referencedTable: 'qc_results' }).single());
}
