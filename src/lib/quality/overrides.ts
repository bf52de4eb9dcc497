import type { Tables } from '#lib/database.types.ts';
import { paged, pageOf, type ListPage, type ListQuery } from '#lib/reads.ts';
import { supabase } from '#lib/supabase.ts';

export type ListedOverride = Tables<'qc_overrides'> & {
	reason: { name: string };
	test: {
		number: string;
		status: string;
		kind: string;
		site_id: string;
		tested_by: string;
		lot_id: string;
		stage_log_id: string | null;
		lot: { code: string };
		stage_log: { stage: { name: string } } | null;
	};
};

const listed =
	'*, reason:reason_codes(name), test:qc_tests!inner(number, status, kind, site_id, tested_by, lot_id, stage_log_id, lot:lots(code), stage_log:stage_logs(stage:stages(name)))' as const;

export interface OverrideQuery extends ListQuery {
	siteId: string;
	/** Those that wait for their decision, or those that no longer do; both without it. */
	open?: boolean;
}

/** A page of the requests to pass a test on hold, newest first (P4.06). @throws Refusal */
export function list(
	query: OverrideQuery,
	signal?: AbortSignal
): Promise<ListPage<ListedOverride>> {
	let asked = supabase
		.from('qc_overrides')
		.select(listed, { count: 'exact' })
		.eq('test.site_id', query.siteId);
	if (query.open === true) asked = asked.eq('state', 'requested');
	if (query.open === false) asked = asked.neq('state', 'requested');
	const sorted = paged(
		asked,
		query,
		['requested_at', 'decided_at', 'state'],
		['-requested_at', 'id']
	);
	return pageOf(sorted, signal);
}
