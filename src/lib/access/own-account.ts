import { refusalOfPassword } from '#lib/access/recovery.ts';
import { sentenceFor } from '#lib/access/refusals.ts';
import { session } from '#lib/access/session.svelte.ts';
import { m } from '#lib/paraglide/messages.js';
import { taken } from '#lib/reads.ts';
import { Refusal, SIGNED_OUT } from '#lib/refusal.ts';
import { supabase } from '#lib/supabase.ts';

/** Gives oneself another name. @throws Refusal */
export async function rename(fullName: string): Promise<void> {
	const { person } = session;
	if (!person) throw new Refusal(SIGNED_OUT);
	const asked = supabase.from('profiles').update({ full_name: fullName }).eq('id', person);
	await taken(asked.select('id').single());
}

/**
 * Gives oneself another password. The one before is asked for, because a device may have been left
 * alone; all other sessions end.
 * @throws Refusal at `current` or `password`
 */
export async function changePassword(current: string, password: string): Promise<void> {
	const email = session.current?.user.email;
	if (!email) throw new Refusal(SIGNED_OUT);
	const known = await supabase.auth.signInWithPassword({ email, password: current });
	if (known.error?.code === 'invalid_credentials')
		throw refused(m.access_password_wrong(), 'current');
	if (known.error) throw refused(sentenceFor(known.error).sentence);
	const { error } = await supabase.auth.updateUser({ password });
	if (!error) return;
	const { sentence, field } = refusalOfPassword(error);
	throw refused(sentence, field);
}

/** Ends all sessions of this person but the one of this browser. @throws Refusal */
export async function signOutElsewhere(): Promise<void> {
	const { error } = await supabase.auth.signOut({ scope: 'others' });
	if (error) throw refused(sentenceFor(error).sentence);
}

function refused(sentence: string, field?: string): Refusal {
	return new Refusal({ kind: 'refused', code: 'PASSWORD_REFUSED', field, sentence, params: {} });
}

/** Id of the session of this browser, as its sign-in was written down. */
export async function sessionId(): Promise<string | undefined> {
	const { data } = await supabase.auth.getClaims();
	return data?.claims.session_id;
}
