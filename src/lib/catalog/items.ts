import type { Tables, TablesInsert, TablesUpdate } from '#lib/database.types.ts';
import * as masters from '#lib/masters.ts';
import { has, paged, pageOf, taken, type ListPage, type ListQuery } from '#lib/reads.ts';
import { supabase } from '#lib/supabase.ts';

export type Item = Tables<'items'>;
export type Category = Tables<'item_categories'>;
export type ItemKind = 'raw' | 'intermediate' | 'finished' | 'packaging' | 'trade';

export interface ItemQuery extends ListQuery {
	kinds?: ItemKind[];
	categoryId?: string;
	/** Those in use, those retired; both without it. */
	active?: boolean;
}

const listed = '*, category:item_categories(name), supplier:partners(code, name)';

export type ListedItem = Item & {
	category: { name: string } | null;
	supplier: { code: string; name: string } | null;
};

/** With the product that is in it, where it is a pack. */
export type ItemWithProduct = ListedItem & { packs?: { code: string; name: string } | null };

/** A page of the items. @throws Refusal */
export function list(query: ItemQuery, signal?: AbortSignal): Promise<ListPage<ListedItem>> {
	let asked = supabase.from('items').select(listed, { count: 'exact' });
	if (query.kinds) asked = asked.in('kind', query.kinds);
	if (query.categoryId) asked = asked.eq('category_id', query.categoryId);
	if (query.active !== undefined) asked = asked.eq('active', query.active);
	if (query.search?.trim()) asked = asked.or(has(query.search, ['code', 'name', 'gtin']));
	const sorted = paged(
		asked,
		query,
		['code', 'name', 'kind', 'price_inr', 'reorder_level'],
		['code']
	);
	return pageOf(sorted, signal);
}

/** @throws Refusal */
export async function get(code: string): Promise<ItemWithProduct> {
	const item = await taken<ListedItem>(
		supabase.from('items').select(listed).eq('code', code).single()
	);
	if (!item.packs_item_id) return item;
	const product = supabase.from('items').select('code, name').eq('id', item.packs_item_id).single();
	return { ...item, packs: await taken(product) };
}

/** The SKUs in use that a product is packed in (P13.01). @throws Refusal */
export function packsOf(productId: string): Promise<Item[]> {
	const asked = supabase.from('items').select().eq('packs_item_id', productId).eq('active', true);
	return taken(asked.order('code'));
}

/** The SKUs in use that products are packed in (P13.01). @throws Refusal */
export function packs(): Promise<Item[]> {
	const asked = supabase.from('items').select().eq('active', true);
	return taken(asked.not('packs_item_id', 'is', null).order('code'));
}

/** @throws Refusal */
export function byId(id: string): Promise<Item> {
	return taken(supabase.from('items').select().eq('id', id).single());
}

/** The products in use that have a route, so that batches of them can be started. @throws Refusal */
export function made(): Promise<Item[]> {
	const asked = supabase.from('items').select('*, routes!inner(id)').eq('active', true);
	return taken(asked.eq('routes.active', true).order('code'));
}

/** @throws Refusal */
export function add(item: TablesInsert<'items'>): Promise<Item> {
	return masters.add('items', item);
}

/** @throws Refusal CHANGED_MEANWHILE and others */
export function change(before: Item, after: TablesUpdate<'items'>): Promise<Item> {
	return masters.change('items', { id: before.id }, before, after);
}

/** @throws Refusal */
export function categories(): Promise<Category[]> {
	return taken(supabase.from('item_categories').select().order('name'));
}

/** A page of the categories. @throws Refusal */
export function categoryPage(
	query: ListQuery & { active?: boolean },
	signal?: AbortSignal
): Promise<ListPage<Category>> {
	let asked = supabase.from('item_categories').select('*', { count: 'exact' });
	if (query.active !== undefined) asked = asked.eq('active', query.active);
	if (query.search?.trim()) asked = asked.or(has(query.search, ['name']));
	return pageOf(paged(asked, query, ['name'], ['name']), signal);
}

/** @throws Refusal */
export function addCategory(name: string): Promise<Category> {
	return masters.add('item_categories', { name });
}

/** @throws Refusal CHANGED_MEANWHILE and others */
export function changeCategory(
	before: Category,
	after: TablesUpdate<'item_categories'>
): Promise<Category> {
	return masters.change('item_categories', { id: before.id }, before, after);
}
