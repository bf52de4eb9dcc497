import type { Tables, TablesInsert, TablesUpdate } from '#lib/database.types.ts';
import * as masters from '#lib/masters.ts';
import { has, paged, pageOf, taken, type ListPage, type ListQuery } from '#lib/reads.ts';
import { supabase } from '#lib/supabase.ts';

export type Unit = Tables<'units'>;

/** All units, by what they measure. @throws Refusal */
export function list(): Promise<Unit[]> {
	return taken(supabase.from('units').select().order('dimension').order('factor'));
}

export interface UnitQuery extends ListQuery {
	dimension?: string;
	active?: boolean;
}

/** A page of the units, by what they measure. @throws Refusal */
export function page(query: UnitQuery, signal?: AbortSignal): Promise<ListPage<Unit>> {
	let asked = supabase.from('units').select('*', { count: 'exact' });
	if (query.dimension) asked = asked.eq('dimension', query.dimension);
	if (query.active !== undefined) asked = asked.eq('active', query.active);
	if (query.search?.trim()) asked = asked.or(has(query.search, ['code', 'name']));
	const sorted = paged(
		asked,
		query,
		['code', 'name', 'dimension'],
		['dimension', 'factor', 'code']
	);
	return pageOf(sorted, signal);
}

/** @throws Refusal */
export function add(unit: TablesInsert<'units'>): Promise<Unit> {
	return masters.add('units', unit);
}

/** @throws Refusal CHANGED_MEANWHILE and others */
export function change(before: Unit, after: TablesUpdate<'units'>): Promise<Unit> {
	return masters.change('units', { code: before.code }, before, after);
}
