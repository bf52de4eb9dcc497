import * as masters from '#lib/masters.ts';
import { taken } from '#lib/reads.ts';
import { supabase } from '#lib/supabase.ts';

/** Somebody in a group, at a site; at every site where it is null. */
export interface Member {
	id: string;
	user_id: string;
	site_id: string | null;
	person: { full_name: string };
	site: { code: string } | null;
}

/** People who are told together, and are no role (P9.01). */
export interface Group {
	id: string;
	code: string;
	name: string;
	active: boolean;
	members: Member[];
}

/** All groups with their members. @throws Refusal */
export async function list(signal?: AbortSignal): Promise<Group[]> {
	const asked = supabase
		.from('alert_groups')
		.select(
			`id, code, name, active,
			members:alert_group_members(id, user_id, site_id, person:profiles(full_name), site:sites(code))`
		)
		.order('name');
	return await taken(asked, signal);
}

/** @throws Refusal */
export const add = (group: { code: string; name: string }) => masters.add('alert_groups', group);

/** @throws Refusal CHANGED_MEANWHILE and others */
export function change(
	{ id, code, name, active }: Group,
	after: { name?: string; active?: boolean }
) {
	return masters.change('alert_groups', { id }, { id, code, name, active }, after);
}

/** Puts somebody into a group. @throws Refusal */
export async function join(groupId: string, userId: string, siteId: string | null): Promise<void> {
	const row = { group_id: groupId, user_id: userId, site_id: siteId };
	await taken(supabase.from('alert_group_members').insert(row).select('id').single());
}

/** Takes somebody out of a group. @throws Refusal */
export async function leave(memberId: string): Promise<void> {
	await taken(supabase.from('alert_group_members').delete().eq('id', memberId).select('id'));
}
