import { REALTIME_SUBSCRIBE_STATES, type RealtimeChannel } from '@supabase/supabase-js';
import { closeChannel, openChannel } from '#lib/channels.ts';
import { connection } from '#lib/connection.svelte.ts';
import { taken } from '#lib/reads.ts';
import { supabase } from '#lib/supabase.ts';

/** What has come, as the database sends it to who is told. */
export interface Ring {
	/** Of the notification. */
	id: string;
	alert: string;
	severity: 'low' | 'medium' | 'high';
	title: string;
	body: string;
	count: number;
	/** On the bell; 100 stands for more than 99. */
	unread: number;
}

/**
 * Milliseconds after which the count is read once more: of what happens at once, the database may tell
 * the first when it does not yet show the second.
 */
const SHOWN_AFTER = 400;

/**
 * What the person signed in has not read (P9.02). It hears what comes and keeps no list: whoever shows
 * one is told to read it again.
 */
class Bell {
	#unread = $state(0);
	#listeners = new Set<() => void>();
	#timer: ReturnType<typeof setTimeout> | undefined;

	/** How many; 100 stands for more than 99. */
	get unread(): number {
		return this.#unread;
	}

	/**
	 * Hears what comes for a person.
	 * @param rang is called with what has just come
	 * @param read is called with the ids of what was read somewhere; without ids all was
	 * @returns stops it
	 */
	attend(person: string, rang: (ring: Ring) => void, read: (ids?: string[]) => void): () => void {
		const topic = `user:${person}`;
		const opening = this.#open(topic, rang, read);
		const again = () => void this.again();
		const seen = () => document.visibilityState === 'visible' && again();
		document.addEventListener('visibilitychange', seen);
		const stop = connection.onReturn(again);
		again();
		return () => {
			clearTimeout(this.#timer);
			document.removeEventListener('visibilitychange', seen);
			stop();
			closeChannel(topic, opening);
			this.#unread = 0;
		};
	}

	/**
	 * Calls back when something has come, was read, was taken or is over; and when it may have been
	 * missed.
	 * @returns stops the calls
	 */
	onChange(listener: () => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	/** Reads the count. What cannot be read now is read when the connection is back. */
	async again(): Promise<void> {
		try {
			this.#unread = (await taken(supabase.rpc('unread_count'))) ?? 0;
		} catch {
			// The bar above the page says that the server is out of reach.
		}
	}

	async #open(
		topic: string,
		rang: (ring: Ring) => void,
		read: (ids?: string[]) => void
	): Promise<RealtimeChannel> {
		const channel = await openChannel(topic);
		return channel
			.on('broadcast', { event: '*' }, ({ event, payload }) => {
				const told = payload as { unread?: number; ids?: string[] | null };
				if (told.unread !== undefined) this.#unread = told.unread;
				if (event === 'notification') rang(payload as Ring);
				if (event === 'read') read(told.ids ?? undefined);
				this.#changed();
				this.#soon();
			})
			.subscribe((status) => {
				if (status !== REALTIME_SUBSCRIBE_STATES.SUBSCRIBED) return;
				// What came before, and while the connection was broken, was not heard.
				void this.again();
				this.#changed();
			});
	}

	#changed(): void {
		for (const listener of this.#listeners) listener();
	}

	#soon(): void {
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => {
			void this.again();
			this.#changed();
		}, SHOWN_AFTER);
	}
}

export const bell = new Bell();
