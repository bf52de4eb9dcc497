import { error, redirect } from '@sveltejs/kit';
import { isAuthError, type Session } from '@supabase/supabase-js';
import { sentenceFor } from '#lib/access/refusals.ts';
import { session } from '#lib/access/session.svelte.ts';
import { signInAgain } from '#lib/access/sign-in-again.svelte.ts';

/**
 * The session, once it is known.
 * @throws 503 with a sentence, when Auth cannot be reached to renew it
 */
export async function knownSession(): Promise<Session | null> {
	try {
		await session.start();
	} catch (thrown) {
		if (isAuthError(thrown)) error(503, sentenceFor(thrown).sentence);
		throw thrown;
	}
	return session.current;
}

/**
 * Lets only a person who is signed in pass. Others sign in first and come back, except who has just
 * signed out: his pages are not for the next one. Whose session has ended under an open page stays
 * there, and is asked to sign in over it.
 * @param page the page asked for
 */
export async function requireSession(page: URL): Promise<void> {
	if (await knownSession()) return;
	if (session.ending?.how === 'expired' && signInAgain.attended) {
		void signInAgain.ask();
		return;
	}
	redirect(307, signInPath(page));
}

/** Where somebody signs in who is to come back to a page. */
export function signInPath(page: Pick<URL, 'pathname' | 'search'>): string {
	const path = page.pathname + page.search;
	const home = path === '/' || session.ending?.how === 'signed-out';
	return home ? '/sign-in' : `/sign-in?next=${encodeURIComponent(path)}`;
}

/**
 * Where to go after sign-in.
 * @param next the path that was asked for; an address of another site is not followed
 */
export function pathAfterSignIn(next: string | null): string {
	const target = URL.parse(next ?? '/', location.origin);
	return target?.origin === location.origin ? target.pathname + target.search : '/';
}
