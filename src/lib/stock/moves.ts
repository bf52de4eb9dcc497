import type { Tables } from '#lib/database.types.ts';
import { paged, pageOf, taken, type ListPage, type ListQuery } from '#lib/reads.ts';
import type { LotMove } from '#lib/stock/types.ts';
import { supabase } from '#lib/supabase.ts';

export type Move = Tables<'stock_moves'>;

type Place = { code: string; name: string; kind: string };
export type ListedMove = Move & {
	lot: { code: string; item: { code: string; unit: string } };
	from: Place;
	to: Place;
	reason: { name: string } | null;
};

const listed =
	'*, lot:lots!inner(code, item:items!lots_item_id_fkey(code, unit)), from:locations!stock_moves_from_id_fkey(code, name, kind), to:locations!stock_moves_to_id_fkey(code, name, kind), reason:reason_codes(name)' as const;

export interface MoveQuery extends ListQuery {
	lotId?: string;
	/** Out of or into this place. */
	locationId?: string;
	kind?: string;
}

/** A page of the ledger, newest first (P5.08). @throws Refusal */
export function list(query: MoveQuery, signal?: AbortSignal): Promise<ListPage<ListedMove>> {
	let asked = supabase.from('stock_moves').select(listed, { count: 'exact' });
	if (query.lotId) asked = asked.eq('lot_id', query.lotId);
	if (query.kind) asked = asked.eq('kind', query.kind);
	if (query.locationId) {
		asked = asked.or(`from_id.eq.${query.locationId},to_id.eq.${query.locationId}`);
	}
	const sorted = paged(asked, query, ['moved_at', 'kind', 'quantity'], ['-id']);
	return pageOf(sorted, signal);
}

export interface LotMoveQuery extends ListQuery {
	lotId: string;
	kind?: string;
}

/** A page of the ledger of one lot, newest first, with what there was after each move (P5.08). @throws Refusal */
export async function ofLot(
	{ lotId, kind, page, pageSize }: LotMoveQuery,
	signal?: AbortSignal
): Promise<ListPage<LotMove>> {
	const asked = supabase.rpc('lot_moves', { lot_id: lotId, kind, page, page_size: pageSize });
	return (await taken(asked, signal)) as unknown as ListPage<LotMove>;
}
