import { randomUUID } from 'node:crypto';
import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import type { Database } from '../../src/lib/database.types.ts';
import type { StackStatus } from '../platform/stack-process.ts';

export type Role = Database['public']['Enums']['role'];

/** Somebody with an account. */
export interface Person {
	id: string;
	fullName: string;
	email: string;
	password: string;
}

/** What somebody is at a site, by its code; at every site without one. */
export interface Membership {
	role: Role;
	site?: string;
}

/** Somebody who acts beside the page. */
export interface Colleague {
	id: string;
	client: SupabaseClient;
}

/** What makes people: the stack, a client with its secret key, and one of an administrator. */
export interface Office {
	stack: StackStatus;
	service: SupabaseClient;
	admin: SupabaseClient;
}

export const stateless = { auth: { persistSession: false, autoRefreshToken: false } };

/** Makes somebody with an account. */
export async function newPerson(
	{ service, admin }: Omit<Office, 'stack'>,
	fullName: string,
	memberships: Membership[]
): Promise<Person> {
	const person = await newAccount(service, fullName);
	for (const { role, site } of memberships) {
		await give(admin, person.id, [role], site ? await idOf(admin, 'sites', site) : null);
	}
	return person;
}

/** Makes somebody with roles at a site, who is signed in. */
export async function newColleague(
	{ stack, service, admin }: Office,
	fullName: string,
	siteId: string,
	roles: Role[]
): Promise<Colleague> {
	const person = await newAccount(service, fullName);
	await give(admin, person.id, roles, siteId);
	return { id: person.id, client: await clientOf(stack, person) };
}

/** A client of somebody who has signed in. */
export async function clientOf(
	stack: StackStatus,
	{ email, password }: Pick<Person, 'email' | 'password'>
): Promise<SupabaseClient> {
	const client = createClient(stack.apiUrl, stack.publishableKey, stateless);
	const { error } = await client.auth.signInWithPassword({ email, password });
	if (error) throw error;
	return client;
}

/** @param code of a row, where codes are its table's own */
export async function idOf(
	admin: SupabaseClient,
	table: 'items' | 'partners' | 'sites' | 'stages',
	code: string
): Promise<string> {
	const { data, error } = await admin.from(table).select('id').eq('code', code).single();
	if (error) throw error;
	return data.id as string;
}

async function newAccount(service: SupabaseClient, fullName: string): Promise<Person> {
	const email = `${randomUUID()}@lotline.test`;
	const password = 'Correct-Horse-7';
	const { data, error } = await service.auth.admin.createUser({
		email,
		password,
		email_confirm: true,
		user_metadata: { full_name: fullName }
	});
	if (error) throw error;
	return { id: data.user.id, fullName, email, password };
}

async function give(admin: SupabaseClient, userId: string, roles: Role[], siteId: string | null) {
	const rows = roles.map((role) => ({ user_id: userId, site_id: siteId, role }));
	const { error } = await admin.from('memberships').insert(rows);
	if (error) throw error;
}
