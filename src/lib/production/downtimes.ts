import type { Tables } from '#lib/database.types.ts';
import { paged, pageOf, type ListPage, type ListQuery } from '#lib/reads.ts';
import { supabase } from '#lib/supabase.ts';

export type ListedDowntime = Tables<'downtimes'> & {
	machine: { code: string; name: string };
	reason: { name: string };
};

export interface DowntimeQuery extends ListQuery {
	siteId: string;
	machineId?: string;
	/** Only those that last. */
	open?: boolean;
	reasonId?: string;
	/** Began at this instant or later, and before that one; ISO 8601. */
	from?: string;
	until?: string;
}

/** A page of a site's downtimes, newest first (P3.05). @throws Refusal */
export function list(
	query: DowntimeQuery,
	signal?: AbortSignal
): Promise<ListPage<ListedDowntime>> {
	let asked = supabase
		.from('downtimes')
		.select('*, machine:machines(code, name), reason:reason_codes(name)', { count: 'exact' })
		.eq('site_id', query.siteId);
	if (query.machineId) asked = asked.eq('machine_id', query.machineId);
	if (query.reasonId) asked = asked.eq('reason_id', query.reasonId);
	if (query.from) asked = asked.gte('started_at', query.from);
	if (query.until) asked = asked.lt('started_at', query.until);
	if (query.open) asked = asked.is('ended_at', null);
	const sorted = paged(asked, query, ['started_at', 'ended_at'], ['-started_at', 'id']);
	return pageOf(sorted, signal);
}
