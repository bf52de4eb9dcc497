import { isAuthRetryableFetchError, type Session } from '@supabase/supabase-js';
import { hadSession, supabase } from '#lib/supabase.ts';
import { tabs } from '#lib/tabs.ts';

/** How a session of this page came to its end. */
export interface Ending {
	/** `expired`: it cannot be renewed, or it was ended elsewhere. */
	how: 'signed-out' | 'expired';
	/** Whose it was. */
	email: string | undefined;
	person: string | undefined;
}

/** What ends with a session. @param everywhere whether it ends in all browsers */
export type Duty = (everywhere: boolean) => Promise<unknown>;

/** Milliseconds that a person who leaves waits for what ends with his session. */
const MOMENT = 3000;

/** Who is signed in on this browser. supabase-js keeps, renews and shares it between tabs. */
class CurrentSession {
	#session = $state.raw<Session | null>(null);
	#ending = $state.raw<Ending>();
	#leaving = false;
	#listening = false;
	#started: Promise<void> | undefined;
	#listeners = new Set<() => void>();
	#duties = new Set<Duty>();
	// Who signs out in one tab leaves the others too; there, his session did not just run out.
	#tellTabs = tabs('lotline-sign-out', () => {
		this.#leaving = true;
	});

	/** The session, or null when nobody is signed in. */
	get current(): Session | null {
		return this.#session;
	}

	/** Id of the person signed in; of who was, after a session that has expired under an open page. */
	get person(): string | undefined {
		if (this.#session) return this.#session.user.id;
		return this.#ending?.how === 'expired' ? this.#ending.person : undefined;
	}

	/** How the last session ended; undefined when none has since the page was loaded. */
	get ending(): Ending | undefined {
		return this.#ending;
	}

	/**
	 * Reads the kept session, renewing it where its time is up. Later calls return the same promise.
	 * @throws AuthError when Auth cannot be reached to renew it; the session is kept, so call again
	 */
	start(): Promise<void> {
		this.#started ??= this.#read().catch((error: unknown) => {
			this.#started = undefined;
			throw error;
		});
		return this.#started;
	}

	/**
	 * Ends the session in this browser, and on the server where the network allows it. The same person's
	 * sessions on other devices go on.
	 */
	signOut(): Promise<void> {
		return this.#leave('local');
	}

	/** Ends the session in this browser, and all others of the same person on the server. */
	signOutEverywhere(): Promise<void> {
		return this.#leave('global');
	}

	async #leave(scope: 'local' | 'global'): Promise<void> {
		this.#leaving = true;
		this.#tellTabs();
		try {
			await this.#doDuties(scope === 'global');
			const { error } = await supabase.auth.signOut({ scope });
			// Elsewhere they go on, so the person has to know.
			if (error && scope === 'global') throw error;
		} finally {
			this.#leaving = false;
		}
	}

	/** Whatever becomes of them: a person who wants to leave leaves. */
	async #doDuties(everywhere: boolean): Promise<void> {
		const done = Promise.allSettled([...this.#duties].map((duty) => duty(everywhere)));
		await Promise.race([done, new Promise((resolve) => setTimeout(resolve, MOMENT))]);
	}

	/**
	 * Has something done when the person signs out here, while he still may.
	 * @returns stops that
	 */
	beforeLeaving(duty: Duty): () => void {
		this.#duties.add(duty);
		return () => this.#duties.delete(duty);
	}

	/** Gives up a session that the server no longer accepts. */
	async expire(): Promise<void> {
		await supabase.auth.signOut({ scope: 'local' });
	}

	/**
	 * Calls back when the session ends: by sign-out here or in another tab, or because it cannot be
	 * renewed.
	 * @returns stops the calls
	 */
	onEnd(listener: () => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	async #read(): Promise<void> {
		this.#listen();
		const { data, error } = await supabase.auth.getSession();
		if (error && isAuthRetryableFetchError(error)) throw error;
		this.#session = data.session;
		// That it could not be renewed may have been known before anybody listened.
		if (hadSession && !data.session) this.#end();
	}

	#listen(): void {
		if (this.#listening) return;
		this.#listening = true;
		supabase.auth.onAuthStateChange((event, session) => {
			if (event === 'SIGNED_OUT') this.#end();
			if (event === 'SIGNED_IN') this.#begin();
			this.#session = session;
		});
	}

	#begin(): void {
		this.#ending = undefined;
		this.#leaving = false;
	}

	/** Of several reports of one end, the first knows whose it was. */
	#end(): void {
		this.#ending ??= {
			how: this.#leaving ? 'signed-out' : 'expired',
			email: this.#session?.user.email,
			person: this.#session?.user.id
		};
		this.#session = null;
		for (const listener of this.#listeners) listener();
	}
}

export const session = new CurrentSession();
