import { createClient, type SupabaseClient } from 'npm:@supabase/supabase-js@2';
import { Refusal, refusal } from './answers.ts';

const url = Deno.env.get('SUPABASE_URL')!;
const stateless = { auth: { persistSession: false, autoRefreshToken: false } };
const service = createClient(url, Deno.env.get('SUPABASE_SERVICE_ROLE_KEY')!, stateless);

/** The database, past all policies: for functions that act for nobody but the project. */
export const RECORDS: SupabaseClient = service;

/** The database as somebody who is not signed in has it. */
export const STRANGER: SupabaseClient = createClient(
	url,
	Deno.env.get('SUPABASE_ANON_KEY')!,
	stateless
);

/** The private bucket, past its policies: who may have what is asked before. */
export const FILES = service.storage.from('documents');

/** Auth, past all permissions: who may do what with an account is asked before. */
export const ACCOUNTS = service.auth.admin;

export interface Caller {
	id: string;
	/** Asks with the caller's own token, so that row-level security decides. */
	client: SupabaseClient;
}

/**
 * Who the token belongs to; a key in its place belongs to nobody.
 * @throws Refusal NOT_SIGNED_IN
 */
export async function callerOf(request: Request): Promise<Caller> {
	const authorization = request.headers.get('Authorization') ?? '';
	const client = createClient(url, Deno.env.get('SUPABASE_ANON_KEY')!, {
		...stateless,
		global: { headers: { Authorization: authorization } }
	});
	const { data, error } = await client.auth.getUser(authorization.replace(/^Bearer\s+/i, ''));
	if (error || !data.user)
		throw refusal(401, 'NOT_SIGNED_IN', 'This needs somebody who is signed in.');
	return { id: data.user.id, client };
}

/**
 * Calls a command, as service_role unless a caller's client is given.
 * @throws Refusal what the command refuses with
 */
export async function command<Answer>(
	name: string,
	given: Record<string, unknown>,
	client: SupabaseClient = service
): Promise<Answer> {
	const { data, error, status } = await client.rpc(name, given);
	if (!error) return data as Answer;
	if (status < 400 || status >= 500) throw error;
	const { code, message, details, hint } = error;
	throw new Refusal(status, { code, message, details, hint });
}

export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
	const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
	return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
