import { isAuthApiError, isAuthSessionMissingError, type AuthError } from '@supabase/supabase-js';
import { sentenceFor } from '#lib/access/refusals.ts';
import { session } from '#lib/access/session.svelte.ts';
import { supabase } from '#lib/supabase.ts';

/** The person signed in, as the server knows him. */
export interface Identity {
	email: string;
	/** From the profile; null where there is none. */
	fullName: string | null;
}

/**
 * Asks the server who is signed in. A session that it no longer knows is ended here too.
 * @throws Error with a sentence for the person
 */
export async function whoAmI(): Promise<Identity> {
	const { data, error } = await supabase.auth.getClaims();
	if (error) {
		if (isRefused(error)) await session.expire();
		throw new Error(sentenceFor(error).sentence);
	}
	if (!data) throw new Error('Nobody is signed in.');
	const { sub, email = '' } = data.claims;
	return { email, fullName: await fullNameOf(sub) };
}

async function fullNameOf(id: string): Promise<string | null> {
	const { data, error } = await supabase
		.from('profiles')
		.select('full_name')
		.eq('id', id)
		.maybeSingle();
	if (error) throw new Error(`Your profile could not be read: ${error.message}`);
	return data?.full_name ?? null;
}

function isRefused(error: AuthError): boolean {
	if (isAuthSessionMissingError(error)) return true;
	return isAuthApiError(error) && (error.status === 401 || error.status === 403);
}
