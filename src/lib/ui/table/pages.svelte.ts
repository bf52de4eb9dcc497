import type { TableLoad, TablePage, TableQuery } from '#lib/ui/table/types.ts';

/** The page of a list that is shown, and the one that is on its way. */
export class Pages<Row> {
	#load: TableLoad<Row>;
	#page = $state.raw<TablePage<Row>>();
	#problem = $state<string>();
	#loading = $state(false);
	#running: AbortController | undefined;

	constructor(load: TableLoad<Row>) {
		this.#load = load;
	}

	/** What came last; it stays while another is on its way. */
	get current(): TablePage<Row> | undefined {
		return this.#page;
	}

	/** Why the last reading failed. */
	get problem(): string | undefined {
		return this.#problem;
	}

	get loading(): boolean {
		return this.#loading;
	}

	/** Reads a page; an earlier reading that is still on its way no longer counts. */
	async read(query: TableQuery): Promise<void> {
		this.#running?.abort();
		const controller = new AbortController();
		this.#running = controller;
		this.#loading = true;
		try {
			const page = await this.#load(query, controller.signal);
			if (controller.signal.aborted) return;
			this.#page = page;
			this.#problem = undefined;
		} catch (error) {
			if (controller.signal.aborted) return;
			this.#problem = error instanceof Error ? error.message : String(error);
		}
		this.#loading = false;
	}

	/** Nobody waits any more. */
	stop(): void {
		this.#running?.abort();
	}
}
