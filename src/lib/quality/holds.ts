import type { Tables } from '#lib/database.types.ts';
import { paged, pageOf, type ListPage, type ListQuery } from '#lib/reads.ts';
import { supabase } from '#lib/supabase.ts';

export type ListedHold = Tables<'lot_holds'> & {
	reason: { code: string; name: string };
	lot: { code: string; site_id: string; item: { code: string; name: string } };
	cause: { code: string };
};

const listed =
	'*, reason:reason_codes!lot_holds_reason_id_fkey(code, name), lot:lots!lot_holds_lot_id_fkey!inner(code, site_id, item:items!lots_item_id_fkey(code, name)), cause:lots!lot_holds_cause_lot_id_fkey(code)' as const;

/** A page of the holds of a site's lots that are not over, newest first (P5.04). @throws Refusal */
export function list(
	query: ListQuery & { siteId: string },
	signal?: AbortSignal
): Promise<ListPage<ListedHold>> {
	const asked = supabase
		.from('lot_holds')
		.select(listed, { count: 'exact' })
		.is('released_at', null)
		.eq('lot.site_id', query.siteId);
	return pageOf(paged(asked, query, ['held_at'], ['-held_at', 'id']), signal);
}
