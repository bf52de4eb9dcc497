import type { Tables, TablesInsert, TablesUpdate } from '#lib/database.types.ts';
import * as masters from '#lib/masters.ts';
import { has, paged, pageOf, taken, type ListPage, type ListQuery } from '#lib/reads.ts';
import { supabase } from '#lib/supabase.ts';

export type Route = Tables<'routes'>;
export type RouteStage = Tables<'route_stages'>;

export type RouteWithStages = Route & { stages: (RouteStage & { stage: Tables<'stages'> })[] };

/** The routes of an item with their stages in order, newest version first. @throws Refusal */
export function ofItem(itemId: string): Promise<RouteWithStages[]> {
	const asked = supabase
		.from('routes')
		.select('*, stages:route_stages(*, stage:stages(*))')
		.eq('item_id', itemId)
		.order('version', { ascending: false })
		.order('position', { referencedTable: 'route_stages' });
	return taken(asked);
}

/** @throws Refusal */
export function add(route: TablesInsert<'routes'>): Promise<Route> {
	return masters.add('routes', route);
}

/** @throws Refusal CHANGED_MEANWHILE and others */
export function change(before: Route, after: TablesUpdate<'routes'>): Promise<Route> {
	return masters.change('routes', { id: before.id }, before, after);
}

export type NewRouteStage = Omit<TablesInsert<'route_stages'>, 'route_id' | 'position'>;

/**
 * Makes a new version of how an item is made; batches that are begun from now on take it. A version
 * counts from when it has its stages, which come all at once: one whose stages did not arrive is used
 * for the next attempt.
 * @param stages in their order
 * @throws Refusal
 */
export async function addVersion(itemId: string, stages: NewRouteStage[]): Promise<void> {
	const [newest] = await ofItem(itemId);
	const empty = newest?.active && newest.stages.length === 0 ? newest : undefined;
	const route = empty ?? (await add({ item_id: itemId, version: newest ? newest.version + 1 : 1 }));
	const rows = stages.map((stage, index) => ({
		...stage,
		route_id: route.id,
		position: index + 1
	}));
	await taken(supabase.from('route_stages').insert(rows).select());
}

/** An item that has a route, as the list of routes shows it. */
export interface RoutedItem {
	id: string;
	code: string;
	name: string;
	routes: { version: number; active: boolean; stages: { count: number }[] }[];
}

/** A page of the items that have a route. @throws Refusal */
export function items(query: ListQuery, signal?: AbortSignal): Promise<ListPage<RoutedItem>> {
	let asked = supabase
		.from('items')
		.select('id, code, name, routes!inner(version, active, stages:route_stages(count))', {
			count: 'exact'
		});
	if (query.search?.trim()) asked = asked.or(has(query.search, ['code', 'name']));
	return pageOf(paged(asked, query, ['code', 'name'], ['code']), signal);
}
