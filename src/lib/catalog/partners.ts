import type { Tables, TablesInsert, TablesUpdate } from '#lib/database.types.ts';
import * as masters from '#lib/masters.ts';
import { has, paged, pageOf, taken, type ListPage, type ListQuery } from '#lib/reads.ts';
import { supabase } from '#lib/supabase.ts';

export type Partner = Tables<'partners'>;
export type PartnerKind = 'vendor' | 'customer' | 'retailer' | 'distributor';

/** To whom goods are shipped. */
export const CUSTOMERS: PartnerKind[] = ['customer', 'retailer', 'distributor'];

export interface PartnerQuery extends ListQuery {
	kinds?: PartnerKind[];
	active?: boolean;
}

/** A page of the partners. @throws Refusal */
export function list(query: PartnerQuery, signal?: AbortSignal): Promise<ListPage<Partner>> {
	let asked = supabase.from('partners').select('*', { count: 'exact' });
	if (query.kinds) asked = asked.in('kind', query.kinds);
	if (query.active !== undefined) asked = asked.eq('active', query.active);
	if (query.search?.trim()) asked = asked.or(has(query.search, ['code', 'name', 'contact_name']));
	const sorted = paged(asked, query, ['code', 'name', 'kind'], ['name', 'code']);
	return pageOf(sorted, signal);
}

/** @throws Refusal */
export function get(code: string): Promise<Partner> {
	return taken(supabase.from('partners').select().eq('code', code).single());
}

/** @throws Refusal */
export function byId(id: string, signal?: AbortSignal): Promise<Partner> {
	return taken(supabase.from('partners').select().eq('id', id).single(), signal);
}

/** @throws Refusal */
export function add(partner: TablesInsert<'partners'>): Promise<Partner> {
	return masters.add('partners', partner);
}

/** @throws Refusal CHANGED_MEANWHILE and others */
export function change(before: Partner, after: TablesUpdate<'partners'>): Promise<Partner> {
	return masters.change('partners', { id: before.id }, before, after);
}
