import type { Tables, TablesInsert, TablesUpdate } from '#lib/database.types.ts';
import * as masters from '#lib/masters.ts';
import { has, paged, pageOf, taken, type ListPage, type ListQuery } from '#lib/reads.ts';
import { supabase } from '#lib/supabase.ts';

export type Machine = Tables<'machines'>;

/** The machines of a site, by code. @throws Refusal */
export function list(siteId: string, { active }: { active?: boolean } = {}): Promise<Machine[]> {
	let asked = supabase.from('machines').select().eq('site_id', siteId);
	if (active !== undefined) asked = asked.eq('active', active);
	return taken(asked.order('code'));
}

export interface MachineQuery extends ListQuery {
	siteId: string;
	active?: boolean;
}

export type ListedMachine = Machine & { location: { code: string; name: string } | null };

const listed = '*, location:locations(code, name)';

/** A page of a site's machines. @throws Refusal */
export function page(query: MachineQuery, signal?: AbortSignal): Promise<ListPage<ListedMachine>> {
	let asked = supabase
		.from('machines')
		.select(listed, { count: 'exact' })
		.eq('site_id', query.siteId);
	if (query.active !== undefined) asked = asked.eq('active', query.active);
	if (query.search?.trim()) asked = asked.or(has(query.search, ['code', 'name', 'serial_number']));
	return pageOf(paged(asked, query, ['code', 'name'], ['code']), signal);
}

/** @throws Refusal */
export function get(id: string): Promise<ListedMachine> {
	return taken(supabase.from('machines').select(listed).eq('id', id).single());
}

/** @throws Refusal */
export function add(machine: TablesInsert<'machines'>): Promise<Machine> {
	return masters.add('machines', machine);
}

/** @throws Refusal CHANGED_MEANWHILE and others */
export function change(before: Machine, after: TablesUpdate<'machines'>): Promise<Machine> {
	return masters.change('machines', { id: before.id }, before, after);
}
