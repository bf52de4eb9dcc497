/** Something read from the server for a screen: what came, or why not, and whether it is on its way. */
export class Reading<T> {
	#read: () => Promise<T>;
	#value = $state.raw<T>();
	#problem = $state<string>();
	#loading = $state(false);

	/** @param read throws an Error whose message is a sentence for the person */
	constructor(read: () => Promise<T>) {
		this.#read = read;
		void this.again();
	}

	/** What came last; it stays while it is read again. */
	get current(): T | undefined {
		return this.#value;
	}

	/** Why the last reading failed. */
	get problem(): string | undefined {
		return this.#problem;
	}

	get loading(): boolean {
		return this.#loading;
	}

	/** Reads it again; does nothing while a reading is on its way. */
	async again(): Promise<void> {
		if (this.#loading) return;
		this.#loading = true;
		try {
			this.#value = await this.#read();
			this.#problem = undefined;
		} catch (error) {
			this.#problem = error instanceof Error ? error.message : String(error);
		} finally {
			this.#loading = false;
		}
	}
}
