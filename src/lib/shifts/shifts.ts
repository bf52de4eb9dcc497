import type { Tables, TablesInsert, TablesUpdate } from '#lib/database.types.ts';
import * as masters from '#lib/masters.ts';
import { has, paged, pageOf, taken, type ListPage, type ListQuery } from '#lib/reads.ts';
import { supabase } from '#lib/supabase.ts';

export type Shift = Tables<'shifts'>;

/** The shifts of a site, in the order of its day (P8.01). @throws Refusal */
export function list(siteId: string, { active }: { active?: boolean } = {}): Promise<Shift[]> {
	let asked = supabase.from('shifts').select().eq('site_id', siteId);
	if (active !== undefined) asked = asked.eq('active', active);
	return taken(asked.order('starts').order('code'));
}

export interface ShiftQuery extends ListQuery {
	siteId: string;
	active?: boolean;
}

/** A page of a site's shifts, in the order of its day. @throws Refusal */
export function page(query: ShiftQuery, signal?: AbortSignal): Promise<ListPage<Shift>> {
	let asked = supabase.from('shifts').select('*', { count: 'exact' }).eq('site_id', query.siteId);
	if (query.active !== undefined) asked = asked.eq('active', query.active);
	if (query.search?.trim()) asked = asked.or(has(query.search, ['code', 'name']));
	return pageOf(paged(asked, query, ['code', 'name', 'starts'], ['starts', 'code']), signal);
}

/** @throws Refusal */
export function add(shift: TablesInsert<'shifts'>): Promise<Shift> {
	return masters.add('shifts', shift);
}

/** @throws Refusal SHIFT_OVERLAP, CHANGED_MEANWHILE and others */
export function change(before: Shift, after: TablesUpdate<'shifts'>): Promise<Shift> {
	return masters.change('shifts', { id: before.id }, before, after);
}
