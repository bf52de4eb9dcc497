import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { RefusalFacts } from '#lib/refusal.ts';

/** Where an action came from, so that it can go back there. */
export interface Origin {
	/** Path of the page with the form. */
	page: string;
	/** What the person has done, in his words: "Drying of MCC-24-051-A". */
	label: string;
	/** What was typed into the form. */
	values?: unknown;
	/** The key of the form's draft (drafts.ts): kept under it, the values are in the form again. */
	draft?: string;
	/** Id of the site that it is about. */
	site?: string;
}

/** An action that waits for the network, or was refused when it was sent at last. */
export interface Entry {
	/** In the order of what was done. */
	number: number;
	requestId: string;
	command: string;
	args: Record<string, unknown>;
	/** Id of who has done it; it is sent under his session alone. */
	person: string;
	/** When he did it, ISO 8601. */
	at: string;
	origin: Origin | undefined;
	/** Why it was refused; undefined while it waits. */
	refusal?: RefusalFacts;
}

/** An entry before it is kept. */
export type NewEntry = Omit<Entry, 'number' | 'at' | 'refusal'>;

interface Schema extends DBSchema {
	entries: { key: number; value: Entry };
}

/** Keeps the entries in the browser's database, where a reload or a dead battery leaves them. */
export class OutboxStore {
	#opened: Promise<IDBPDatabase<Schema>> | undefined;

	/** @returns in the order in which they were added */
	async all(): Promise<Entry[]> {
		return (await this.#open()).getAll('entries');
	}

	async add(entry: NewEntry): Promise<void> {
		const dated = { ...entry, at: new Date().toISOString() };
		await (await this.#open()).add('entries', dated as Entry);
	}

	/** Replaces one; one that another tab has taken out meanwhile stays out. */
	async put(entry: Entry): Promise<void> {
		const writing = (await this.#open()).transaction('entries', 'readwrite');
		if (await writing.store.getKey(entry.number)) await writing.store.put(entry);
		await writing.done;
	}

	async remove(number: number): Promise<void> {
		await (await this.#open()).delete('entries', number);
	}

	#open(): Promise<IDBPDatabase<Schema>> {
		this.#opened ??= openDB<Schema>('lotline', 1, {
			upgrade: (database) => {
				database.createObjectStore('entries', { keyPath: 'number', autoIncrement: true });
			}
		}).catch((error: unknown) => {
			this.#opened = undefined;
			throw error;
		});
		return this.#opened;
	}
}
