import type { Tables, TablesInsert, TablesUpdate } from '#lib/database.types.ts';
import * as masters from '#lib/masters.ts';
import { has, paged, pageOf, taken, type ListPage, type ListQuery } from '#lib/reads.ts';
import { supabase } from '#lib/supabase.ts';

export type Place = Tables<'locations'>;
export type PlaceKind =
	| 'storage'
	| 'floor'
	| 'quality'
	| 'dispatch'
	| 'vendor'
	| 'customer'
	| 'process'
	| 'loss'
	| 'adjustment';

/** Where stock lies (app.holds_stock); the others are the other side of a move. */
export const HOLD_STOCK: PlaceKind[] = ['storage', 'floor', 'quality', 'dispatch'];

/** The places of a site, by code. @throws Refusal */
export function list(
	siteId: string,
	{ kinds = HOLD_STOCK, active }: { kinds?: PlaceKind[]; active?: boolean } = {}
): Promise<Place[]> {
	let asked = supabase.from('locations').select().eq('site_id', siteId).in('kind', kinds);
	if (active !== undefined) asked = asked.eq('active', active);
	return taken(asked.order('code'));
}

export interface PlaceQuery extends ListQuery {
	siteId: string;
	active?: boolean;
}

/** A page of the places of a site that hold stock. @throws Refusal */
export function page(query: PlaceQuery, signal?: AbortSignal): Promise<ListPage<Place>> {
	let asked = supabase
		.from('locations')
		.select('*', { count: 'exact' })
		.eq('site_id', query.siteId)
		.in('kind', HOLD_STOCK);
	if (query.active !== undefined) asked = asked.eq('active', query.active);
	if (query.search?.trim()) asked = asked.or(has(query.search, ['code', 'name']));
	return pageOf(paged(asked, query, ['code', 'name'], ['code']), signal);
}

/** More than this the Data API does not give at once (config.toml, max_rows). */
const AT_ONCE = 1000;

/** All places of a site that hold stock, with those that are retired, by code. @throws Refusal */
export async function all(siteId: string, signal?: AbortSignal): Promise<Place[]> {
	const found: Place[] = [];
	for (let turn = 0; ; turn++) {
		const { rows, total } = await page({ siteId, page: turn, pageSize: AT_ONCE }, signal);
		found.push(...rows);
		if (found.length >= total || rows.length === 0) return found;
	}
}

export type PlaceWithParent = Place & { parent: Pick<Place, 'code' | 'name'> | null };

/** A place with the one that it lies in. @throws Refusal */
export async function get(id: string): Promise<PlaceWithParent> {
	const found = await taken<Place>(supabase.from('locations').select().eq('id', id).single());
	if (!found.parent_id) return { ...found, parent: null };
	const parent = supabase.from('locations').select('code, name').eq('id', found.parent_id).single();
	return { ...found, parent: await taken(parent) };
}

/** @throws Refusal */
export function add(place: TablesInsert<'locations'>): Promise<Place> {
	return masters.add('locations', place);
}

/** @throws Refusal CHANGED_MEANWHILE and others */
export function change(before: Place, after: TablesUpdate<'locations'>): Promise<Place> {
	return masters.change('locations', { id: before.id }, before, after);
}
