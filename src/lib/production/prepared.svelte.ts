import { SvelteMap } from 'svelte/reactivity';
import { readAhead } from '#lib/production/read-ahead.svelte.ts';
import type { Batch, Journey } from '#lib/production/types.ts';

/** Milliseconds of quiet after which what may be wanted later is read. */
const QUIET = 1_500;

/**
 * Reads what the batches on the page will need next: their forms open at once, also where there is no
 * network. Made while a component is set up.
 */
export class Prepared {
	#journeys = new SvelteMap<string, Journey>();

	/** @param batches undefined while they are not known */
	constructor(siteId: string, batches: () => Batch[] | undefined) {
		const ids = $derived(batches()?.map(({ id }) => id));
		$effect(() => {
			// When they change, and not only when there are others.
			void batches();
			if (!ids) return;
			const timer = setTimeout(() => void this.#prepare(siteId, ids), this.#journeys.size && QUIET);
			return () => clearTimeout(timer);
		});
		readAhead(['/(app)/production/batches/[id]/stage']);
	}

	/** A batch with its stages, once it has been read. */
	of(id: string): Journey | undefined {
		return this.#journeys.get(id);
	}

	async #prepare(siteId: string, ids: string[]): Promise<void> {
		for (const id of ids) {
			// The page itself says when it cannot be read.
			const journey = await import('#lib/production/stage-entry.ts')
				.then(({ prepare }) => prepare(siteId, id))
				.catch(() => undefined);
			if (journey) this.#journeys.set(id, journey);
		}
	}
}
