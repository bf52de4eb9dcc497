import { session } from '#lib/access/session.svelte.ts';

/*
 * What was typed into a form and has not been sent: it is there again after a reload, in this tab, for
 * the person who typed it.
 */

const placeOf = (key: string) => `lotline-draft:${session.person ?? ''}:${key}`;

/** What was typed under a key; undefined when there is nothing. */
export function draftOf(key: string): Record<string, unknown> | undefined {
	const kept = sessionStorage.getItem(placeOf(key));
	return kept === null ? undefined : (JSON.parse(kept) as Record<string, unknown>);
}

/** Keeps what is typed. A browser that keeps nothing (full, private) loses it at a reload, no sooner. */
export function keepDraft(key: string, values: unknown): void {
	try {
		sessionStorage.setItem(placeOf(key), JSON.stringify(values));
	} catch {
		forgetDraft(key);
	}
}

/** It has been sent, or is not wanted any more. */
export function forgetDraft(key: string): void {
	sessionStorage.removeItem(placeOf(key));
}
