import type { Tables, TablesInsert, TablesUpdate } from '#lib/database.types.ts';
import * as masters from '#lib/masters.ts';
import { has, paged, pageOf, taken, type ListPage, type ListQuery } from '#lib/reads.ts';
import { supabase } from '#lib/supabase.ts';

export type Reason = Tables<'reason_codes'>;
export type ReasonPurpose =
	'adjustment' | 'downtime' | 'deviation' | 'hold' | 'override' | 'rejection';

/** The reasons for a purpose that can be chosen. @throws Refusal */
export function choices(purpose: ReasonPurpose): Promise<Reason[]> {
	const asked = supabase.from('reason_codes').select().eq('purpose', purpose).eq('active', true);
	return taken(asked.order('name'));
}

export interface ReasonQuery extends ListQuery {
	purpose?: ReasonPurpose;
	active?: boolean;
}

/** A page of all reasons, by what they are for. @throws Refusal */
export function page(query: ReasonQuery, signal?: AbortSignal): Promise<ListPage<Reason>> {
	let asked = supabase.from('reason_codes').select('*', { count: 'exact' });
	if (query.purpose) asked = asked.eq('purpose', query.purpose);
	if (query.active !== undefined) asked = asked.eq('active', query.active);
	if (query.search?.trim()) asked = asked.or(has(query.search, ['code', 'name']));
	return pageOf(
		paged(asked, query, ['purpose', 'code', 'name'], ['purpose', 'name', 'id']),
		signal
	);
}

/** @throws Refusal */
export function add(reason: TablesInsert<'reason_codes'>): Promise<Reason> {
	return masters.add('reason_codes', reason);
}

/** @throws Refusal CHANGED_MEANWHILE and others */
export function change(before: Reason, after: TablesUpdate<'reason_codes'>): Promise<Reason> {
	return masters.change('reason_codes', { id: before.id }, before, after);
}
