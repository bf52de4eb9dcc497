/** A pause in typing after which it is worth asking. */
const PAUSE = 180;

/** A search while somebody types: of several on the way, only the last one's answer counts. */
export class Search<Found> {
	#ask: (text: string, signal: AbortSignal) => Promise<Found[]> | Found[];
	#found = $state.raw<Found[]>();
	#problem = $state<string>();
	#running: AbortController | undefined;
	#timer: ReturnType<typeof setTimeout> | undefined;

	/** @param ask throws an Error whose message is a sentence for the person */
	constructor(ask: (text: string, signal: AbortSignal) => Promise<Found[]> | Found[]) {
		this.#ask = ask;
	}

	/** What was found last; undefined until the first answer. */
	get found(): Found[] | undefined {
		return this.#found;
	}

	/** Why the last search failed. */
	get problem(): string | undefined {
		return this.#problem;
	}

	/** Searches when the typing pauses. */
	soon(text: string): void {
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => void this.run(text), PAUSE);
	}

	/** Searches at once. */
	async run(text: string): Promise<void> {
		clearTimeout(this.#timer);
		this.#running?.abort();
		const controller = new AbortController();
		this.#running = controller;
		try {
			const found = await this.#ask(text.trim(), controller.signal);
			if (controller.signal.aborted) return;
			this.#found = found;
			this.#problem = undefined;
		} catch (error) {
			if (controller.signal.aborted) return;
			this.#problem = error instanceof Error ? error.message : String(error);
		}
	}

	/** Forgets what was found. */
	clear(): void {
		clearTimeout(this.#timer);
		this.#running?.abort();
		this.#found = undefined;
		this.#problem = undefined;
	}
}
