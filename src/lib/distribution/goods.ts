import * as items from '#lib/catalog/items.ts';
import type { Item, ItemKind } from '#lib/catalog/items.ts';
import { has, paged, pageOf, type ListPage, type ListQuery } from '#lib/reads.ts';
import { supabase } from '#lib/supabase.ts';
import type { Option } from '#lib/ui/options.ts';

/** What lies of a lot at a place, and what is in the way of it. Quantities in `unit`. */
export interface Goods {
	lot_id: string;
	lot: string;
	item_id: string;
	item: string;
	item_name: string;
	item_kind: ItemKind;
	unit: string;
	location_id: string;
	location: string;
	on_hand: number;
	available: number;
	obstacle: string | null;
	received_on: string;
	expires_on: string | null;
}

export interface GoodsQuery extends ListQuery {
	siteId: string;
	itemIds?: string[];
	exceptItemIds?: string[];
	kinds?: ItemKind[];
	/** Only what is released and not promised. */
	usable?: boolean;
}

/** What is packed, by the ids of the products; the SKUs that each is packed in. @throws Refusal */
export async function bulkProducts(): Promise<Map<string, Item[]>> {
	return Map.groupBy(await items.packs(), ({ packs_item_id }) => packs_item_id!);
}

/** What is made to be sold. */
export const SOLD: ItemKind[] = ['finished', 'trade'];

const sortable = [
	'lot',
	'item_name',
	'location',
	'on_hand',
	'available',
	'received_on',
	'expires_on'
];

/** A page of the goods of a site, those that expire first before. @throws Refusal */
export function list(query: GoodsQuery, signal?: AbortSignal): Promise<ListPage<Goods>> {
	let asked = supabase
		.from('stock_levels')
		.select('*', { count: 'exact' })
		.eq('site_id', query.siteId)
		.gt('on_hand', 0);
	if (query.itemIds) asked = asked.in('item_id', query.itemIds);
	if (query.exceptItemIds?.length) {
		asked = asked.not('item_id', 'in', `(${query.exceptItemIds.join(',')})`);
	}
	if (query.kinds) asked = asked.in('item_kind', query.kinds);
	if (query.usable) asked = asked.gt('available', 0);
	if (query.search?.trim()) {
		asked = asked.or(has(query.search, ['lot', 'item', 'item_name', 'location']));
	}
	const sorted = paged(asked, query, sortable, ['expires_on', 'received_on', 'lot', 'location']);
	return pageOf(sorted, signal) as unknown as Promise<ListPage<Goods>>;
}

/** How many rows are looked at to offer products: there are fewer products than lots. */
const LOOKED_AT = 200;

/** What can be shipped from a site, to choose from. @throws Refusal */
export async function choices(
	siteId: string,
	search: string,
	signal?: AbortSignal
): Promise<Option[]> {
	const { rows } = await list(
		{
			siteId,
			kinds: SOLD,
			usable: true,
			search,
			page: 0,
			pageSize: LOOKED_AT,
			sort: { key: 'item_name', descending: false }
		},
		signal
	);
	const byItem = new Map(rows.map((row) => [row.item_id, row]));
	return [...byItem.values()].map(({ item_id: value, item_name: label, item: note }) => ({
		value,
		label,
		note
	}));
}
