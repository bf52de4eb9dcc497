import type { Role } from '#lib/access/me.svelte.ts';
import type { Change } from '#lib/audit/history.ts';
import type { Tables } from '#lib/database.types.ts';
import { invoke } from '#lib/functions.ts';
import { containing, pageOf, paged, taken, type ListPage, type ListQuery } from '#lib/reads.ts';
import { supabase } from '#lib/supabase.ts';

/** What somebody is at a site; at every site where `site_id` is null. */
export interface Membership {
	id: string;
	role: Role;
	site_id: string | null;
	/** Code of the site. */
	site: string | null;
}

/** Somebody with an account, as `list_users` gives him (P1.03). */
export interface User {
	id: string;
	email: string;
	full_name: string;
	active: boolean;
	memberships: Membership[];
	last_sign_in_at: string | null;
	invited_at: string | null;
	/** Null while an invitation is open. */
	confirmed_at: string | null;
	created_at: string;
}

export interface UserQuery extends ListQuery {
	role?: Role;
	siteId?: string;
	active?: boolean;
}

/** What the list may be sorted by. */
const SORTABLE = ['name', 'email', 'last_sign_in', 'created'];

/** A page of the users. @throws Refusal */
export async function list(query: UserQuery, signal?: AbortSignal): Promise<ListPage<User>> {
	const { search, role, siteId, active, sort, page, pageSize } = query;
	const by = sort && SORTABLE.includes(sort.key) ? sort.key : 'name';
	const asked = supabase.rpc('list_users', {
		search,
		role,
		site_id: siteId,
		active,
		sort: sort?.descending ? `-${by}` : by,
		page: page + 1,
		page_size: pageSize
	});
	const { users, total } = (await taken(asked, signal)) as unknown as {
		users: User[];
		total: number;
	};
	return { rows: users, total };
}

/** @throws Refusal */
export async function get(id: string): Promise<User> {
	return (await taken(supabase.rpc('user_details', { user_id: id }))) as unknown as User;
}

/** Who is asked for; without a password he is invited by mail and chooses his own. */
export interface NewUser {
	email: string;
	full_name: string;
	memberships: { role: Role; site_id: string | null }[];
	password?: string;
}

/*
 * Each of these is one action of a person, with an id of its own: sent again under the same id, because
 * no answer came, it is done once.
 */

/** @throws Refusal */
export const create = (requestId: string, user: NewUser) => ask('create', requestId, { ...user });

/** Mails the invitation again. @throws Refusal */
export const invite = (requestId: string, id: string) => ask('invite', requestId, { user_id: id });

/** @throws Refusal */
export const update = (
	requestId: string,
	id: string,
	changes: { full_name?: string; email?: string }
) => ask('update', requestId, { user_id: id, ...changes });

/** Gives somebody a password; his sessions end. @throws Refusal */
export const setPassword = (requestId: string, id: string, password: string) =>
	ask('set_password', requestId, { user_id: id, password });

/** Lets somebody in, or keeps him out; nothing of his is deleted. @throws Refusal LAST_ADMIN and others */
export const setActive = (requestId: string, id: string, active: boolean) =>
	ask(active ? 'activate' : 'deactivate', requestId, { user_id: id });

function ask(action: string, requestId: string, given: Record<string, unknown>): Promise<User> {
	return invoke<User>('users', { action, request_id: requestId, ...given });
}

/** @throws Refusal */
export function giveRole(id: string, role: Role, siteId: string | null): Promise<unknown> {
	const row = { user_id: id, role, site_id: siteId };
	return taken(supabase.from('memberships').insert(row).select('id'));
}

/** @throws Refusal LAST_ADMIN and others */
export function takeRole(membership: Membership): Promise<unknown> {
	return taken(supabase.from('memberships').delete().eq('id', membership.id).select('id'));
}

/** Somebody at the door (P1.06). */
export type SignIn = Tables<'sign_in_attempts'> & { person: { full_name: string } | null };

export interface SignInQuery extends ListQuery {
	userId?: string;
	succeeded?: boolean;
}

/** Who came to the door, the latest first: those that one may see. @throws Refusal */
export function signIns(query: SignInQuery, signal?: AbortSignal): Promise<ListPage<SignIn>> {
	let asked = supabase
		.from('sign_in_attempts')
		.select('*, person:profiles(full_name)', { count: 'exact' });
	if (query.userId) asked = asked.eq('user_id', query.userId);
	if (query.succeeded !== undefined) asked = asked.eq('succeeded', query.succeeded);
	if (query.search?.trim()) asked = asked.ilike('email', containing(query.search));
	return pageOf(paged(asked, query, ['at', 'email'], ['-at', '-id']), signal);
}

/** The life of an account: name, roles, address, password, sign-in allowed or not. @throws Refusal */
export async function history(id: string, before?: number): Promise<Change[]> {
	const asked = supabase.rpc('user_history', { user_id: id, before_id: before });
	return (await taken(asked)) as unknown as Change[];
}
