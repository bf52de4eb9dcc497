import type { Tables } from '#lib/database.types.ts';
import { taken, type ListPage, type ListQuery } from '#lib/reads.ts';
import type { LotState, Overview } from '#lib/stock/types.ts';
import { supabase } from '#lib/supabase.ts';

/** What lies of a lot at a place, with what is available of it. */
export type Level = Tables<'stock_levels'>;

/** The same in a list, with the state of the lot. */
export type ListedLevel = Level & {
	lot_id: string;
	lot: string;
	location_id: string;
	location: string;
	item: string;
	item_name: string;
	unit: string;
	on_hand: number;
	reserved: number;
	available: number;
	state: LotState;
	vendor_lot: string | null;
};

export interface LevelQuery extends ListQuery {
	siteId: string;
	itemId?: string;
	/** A place, with the places in it. */
	locationId?: string;
	state?: LotState;
	/** Those that expire on this day or before, YYYY-MM-DD. */
	expiresBy?: string;
}

const sortable = [
	'item',
	'lot',
	'location',
	'on_hand',
	'reserved',
	'state',
	'received_on',
	'expires_on'
];

/** A page of what lies at a site, by item and lot (P5.01). @throws Refusal */
export async function list(
	{ siteId, search, state, itemId, locationId, expiresBy, sort, page, pageSize }: LevelQuery,
	signal?: AbortSignal
): Promise<ListPage<ListedLevel>> {
	const known = sort && sortable.includes(sort.key) ? sort : undefined;
	const asked = supabase.rpc('find_stock', {
		site_id: siteId,
		search: search?.trim() || undefined,
		state,
		item_id: itemId,
		location_id: locationId,
		expires_by: expiresBy,
		sort: known?.key,
		descending: known?.descending,
		page,
		page_size: pageSize
	});
	return (await taken(asked, signal)) as unknown as ListPage<ListedLevel>;
}

/** What lies at a site, by item and by place, and its lots by their state (P2.07). @throws Refusal */
export async function overview(siteId: string, signal?: AbortSignal): Promise<Overview> {
	const asked = supabase.rpc('stock_overview', { site_id: siteId });
	return (await taken(asked, signal)) as unknown as Overview;
}

/** Where a lot lies, at all the sites that the person may see. @throws Refusal */
export function ofLot(lotId: string): Promise<Level[]> {
	const asked = supabase.from('stock_levels').select().eq('lot_id', lotId).gt('on_hand', 0);
	return taken(asked.order('location'));
}

/** A lot for a quantity, or why it is passed over. */
export interface Suggestion {
	lot_id: string;
	lot: string;
	location_id: string;
	location: string;
	available: number;
	/** How much of it to take. */
	take: number;
	/** Why it is not taken though its turn has come; null when it is. */
	skipped: string | null;
	expires_on: string | null;
	received_on: string;
}

/**
 * Which lots to take for a quantity, in the order of the item's picking (P5.03).
 * @param quantity in the item's base unit
 * @throws Refusal
 */
export async function suggest(
	itemId: string,
	siteId: string,
	quantity: number,
	signal?: AbortSignal
): Promise<Suggestion[]> {
	const asked = supabase.rpc('suggest_lots', { item_id: itemId, site_id: siteId, quantity });
	return await taken(asked, signal);
}
