import { SvelteSet } from 'svelte/reactivity';
import { untrack } from 'svelte';
import { connection } from '#lib/connection.svelte.ts';
import { live, type LiveModule } from '#lib/live.svelte.ts';
import type { TableLoad, TablePage, TableQuery } from '#lib/ui/table/types.ts';

export interface LiveRowsOptions<Row> {
	site: () => string | undefined;
	modules: LiveModule[];
	load: TableLoad<Row>;
	key: (row: Row) => string;
	/** Has the table read its page again. */
	refresh: () => Promise<void> | undefined;
}

/** Milliseconds for which a row that has changed is marked. */
const MARKED_FOR = 4_000;

/** Milliseconds in which several events are one reason to read again. */
const GATHERED = 250;

/**
 * Keeps the page that a Table shows up to date, and says which of its rows have changed since. Made
 * while a component is set up, it ends with it.
 */
export class LiveRows<Row> {
	#options: LiveRowsOptions<Row>;
	#changed = new SvelteSet<string>();
	#known: Record<string, string> = {};
	#asked = '';
	#gathering: ReturnType<typeof setTimeout> | undefined;

	constructor(options: LiveRowsOptions<Row>) {
		this.#options = options;
		$effect(() => {
			const site = options.site();
			const again = () => this.#soon();
			const seen = () => document.visibilityState === 'visible' && again();
			document.addEventListener('visibilitychange', seen);
			const stops = [
				connection.onReturn(again),
				() => document.removeEventListener('visibilitychange', seen)
			];
			if (site) stops.push(live(site, options.modules, again, again));
			return () => {
				clearTimeout(this.#gathering);
				for (const stop of stops) stop();
			};
		});
	}

	/** Keys of the rows that are new or another since the page was read before, for a moment. */
	get changed(): ReadonlySet<string> {
		return this.#changed;
	}

	/** For the table. @throws what the options' `load` throws */
	load: TableLoad<Row> = async (query, signal) => {
		const page = await this.#options.load(query, signal);
		if (!signal.aborted) untrack(() => this.#compare(query, page));
		return page;
	};

	#soon(): void {
		clearTimeout(this.#gathering);
		this.#gathering = setTimeout(() => void this.#options.refresh(), GATHERED);
	}

	/** Another question has other rows; only the answers to the same one are compared. */
	#compare(query: TableQuery, { rows }: TablePage<Row>): void {
		const asked = JSON.stringify(query);
		const now = Object.fromEntries(
			rows.map((row) => [this.#options.key(row), JSON.stringify(row)])
		);
		if (asked === this.#asked) {
			const others = Object.keys(now).filter((key) => now[key] !== this.#known[key]);
			for (const key of others) this.#mark(key);
		}
		this.#asked = asked;
		this.#known = now;
	}

	#mark(key: string): void {
		this.#changed.add(key);
		setTimeout(() => this.#changed.delete(key), MARKED_FOR);
	}
}
