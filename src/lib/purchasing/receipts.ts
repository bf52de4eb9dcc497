import type { Tables } from '#lib/database.types.ts';
import { has, paged, pageOf, taken, type ListPage, type ListQuery } from '#lib/reads.ts';
import { supabase } from '#lib/supabase.ts';

export type Receipt = Tables<'receipts'>;

type Named = { code: string; name: string };
export type ListedReceipt = Receipt & {
	vendor: Named | null;
	item: (Named & { unit: string }) | null;
	lot: { id: string; code: string; qc_status: string }[];
};

const listed =
	'*, vendor:partners(code, name), item:items(code, name, unit), lot:lots(id, code, qc_status)';

export interface ReceiptQuery extends ListQuery {
	siteId: string;
	vendorId?: string;
	itemId?: string;
}

/** A page of a site's goods receipt notes, newest first (P2.02). @throws Refusal */
export function list(query: ReceiptQuery, signal?: AbortSignal): Promise<ListPage<ListedReceipt>> {
	let asked = supabase
		.from('receipts')
		.select(listed, { count: 'exact' })
		.eq('site_id', query.siteId);
	if (query.vendorId) asked = asked.eq('vendor_id', query.vendorId);
	if (query.itemId) asked = asked.eq('item_id', query.itemId);
	if (query.search?.trim()) asked = asked.or(has(query.search, ['number']));
	const sorted = paged(
		asked,
		query,
		['number', 'received_at', 'quantity'],
		['-received_at', 'number']
	);
	return pageOf(sorted, signal);
}

/** @throws Refusal */
export function get(number: string): Promise<ListedReceipt> {
	return taken(supabase.from('receipts').select(listed).eq('number', number).single());
}
