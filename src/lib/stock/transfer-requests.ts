import type { Tables } from '#lib/database.types.ts';
import { paged, pageOf, type ListPage, type ListQuery } from '#lib/reads.ts';
import type { TransferRequest } from '#lib/stock/types.ts';
import { supabase } from '#lib/supabase.ts';

type Place = { code: string; name: string };
export type ListedTransferRequest = Tables<'transfer_requests'> & {
	item: Place & { unit: string };
	lot: { code: string } | null;
	from: Place | null;
	to: Place;
};

const listed =
	'*, item:items(code, name, unit), lot:lots(code), from:locations!transfer_requests_from_id_fkey(code, name), to:locations!transfer_requests_to_id_fkey(code, name)' as const;

export interface TransferRequestQuery extends ListQuery {
	siteId: string;
	state?: TransferRequest['state'];
}

/** A page of what the floor has asked the store for, what is needed first before (P5.02). @throws Refusal */
export function list(
	query: TransferRequestQuery,
	signal?: AbortSignal
): Promise<ListPage<ListedTransferRequest>> {
	let asked = supabase
		.from('transfer_requests')
		.select(listed, { count: 'exact' })
		.eq('site_id', query.siteId);
	if (query.state) asked = asked.eq('state', query.state);
	const sorted = paged(
		asked,
		query,
		['needed_by', 'requested_at', 'quantity', 'state'],
		['needed_by', 'requested_at', 'id']
	);
	return pageOf(sorted, signal);
}
