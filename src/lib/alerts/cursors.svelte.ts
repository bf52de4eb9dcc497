import type { Cursor } from '#lib/alerts/types.ts';

/**
 * Turns the pages of a list that goes on and on: each page says where the next begins, so that the
 * thousandth costs what the first did.
 */
export class Cursors {
	#before = $state.raw<Cursor[]>([]);

	/** Where the page begins that is looked at; undefined for the first. */
	get current(): Cursor | undefined {
		return this.#before.at(-1);
	}

	get isFirst(): boolean {
		return this.#before.length === 0;
	}

	older(next: Cursor): void {
		this.#before = [...this.#before, next];
	}

	newer(): void {
		this.#before = this.#before.slice(0, -1);
	}

	/** Another question is answered from its first page. */
	first(): void {
		if (!this.isFirst) this.#before = [];
	}
}
