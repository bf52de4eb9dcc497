import { isAuthRetryableFetchError, type AuthError } from '@supabase/supabase-js';
import { sentenceFor, type Refusal } from '#lib/access/refusals.ts';
import { session } from '#lib/access/session.svelte.ts';
import { m } from '#lib/paraglide/messages.js';
import { supabase } from '#lib/supabase.ts';

/** What the link of a mail says, in the part of the address that no server sees. */
export interface MailedLink {
	tokenHash: string;
	type: 'invite' | 'recovery';
	email: string;
}

/**
 * Reads the link that somebody has opened (supabase/templates).
 * @param hash of the address, with its #
 */
export function readLink(hash: string): MailedLink | undefined {
	// Not URLSearchParams: it would make a space of the plus in an address.
	const parts: Partial<Record<string, string>> = Object.fromEntries(
		hash
			.slice(1)
			.split('&')
			.map((part) => part.split('=', 2) as [string, string])
	);
	const { token_hash: tokenHash, type, email = '' } = parts;
	if (!tokenHash || (type !== 'invite' && type !== 'recovery')) return undefined;
	return { tokenHash, type, email: decoded(email) };
}

function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

/** What became of a new password. */
export type Choosing = { done: true } | { done: false; refusal: Refusal; isOver?: boolean };

/**
 * Uses the link, and gives its account the password. A link is used once: who could not get further
 * then is signed in, and tries only the password again.
 */
export async function choosePassword(link: MailedLink, password: string): Promise<Choosing> {
	const opened = await open(link);
	if (opened) return opened;
	const { error } = await supabase.auth.updateUser({ password });
	return error ? { done: false, refusal: refusalOfPassword(error) } : { done: true };
}

async function open({ tokenHash, type, email }: MailedLink): Promise<Choosing | undefined> {
	const { error } = await supabase.auth.verifyOtp({ token_hash: tokenHash, type });
	if (!error) return undefined;
	if (isAuthRetryableFetchError(error)) return { done: false, refusal: sentenceFor(error) };
	if (session.current && session.current.user.email === email.toLowerCase()) return undefined;
	if (error.code === 'user_banned') return { done: false, refusal: sentenceFor(error) };
	if (error.status === 429) return { done: false, refusal: sentenceFor(error) };
	return {
		done: false,
		isOver: true,
		refusal: {
			sentence: type === 'invite' ? m.access_invitation_over() : m.access_recovery_over()
		}
	};
}

/** Why a password was not taken. */
export function refusalOfPassword(error: AuthError): Refusal {
	switch (error.code) {
		case 'same_password':
			return { field: 'password', sentence: m.access_password_same() };
		case 'weak_password':
			return { field: 'password', sentence: m.access_password_weak() };
		default:
			return sentenceFor(error);
	}
}

/**
 * Has a link mailed by which a new password can be chosen. The answer does not tell who has an account.
 * @param email looked at already
 * @returns why not
 */
export async function askForRecovery(email: string): Promise<Refusal | undefined> {
	const { error } = await supabase.auth.resetPasswordForEmail(email.trim());
	return error ? sentenceFor(error) : undefined;
}
