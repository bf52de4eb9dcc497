import { refusalFrom, type Refusal } from '#lib/refusal.ts';

/** What a reading is told when it begins; it may pass it on, so that what nobody waits for is dropped. */
export type Read<T> = (signal: AbortSignal) => Promise<T>;

interface Running {
	controller: AbortController;
	ended: Promise<void>;
	/** The reading that waits for this one to end. */
	next?: Promise<void>;
}

/** Something read from the server for a screen: what came, or why not, and whether it is on its way. */
export class Reading<T> {
	#read: Read<T>;
	#value = $state.raw<T>();
	#refusal = $state.raw<Refusal>();
	#problem = $state<string>();
	#loading = $state(false);
	#running: Running | undefined;

	/** @param read throws an Error whose message is a sentence for the person */
	constructor(read: Read<T>) {
		this.#read = read;
		this.begin();
	}

	/** What came last; it stays while it is read again. */
	get current(): T | undefined {
		return this.#value;
	}

	/** Why the last reading failed. */
	get problem(): string | undefined {
		return this.#problem;
	}

	/** The same with its code and hint. */
	get refusal(): Refusal | undefined {
		return this.#refusal;
	}

	get loading(): boolean {
		return this.#loading;
	}

	/**
	 * Reads it again. At most one reading is on its way and one waits: who asks meanwhile gets what the
	 * one that waits brings, which begins after he asked.
	 */
	again(): Promise<void> {
		const running = this.#running;
		if (!running) return this.#start();
		running.next ??= running.ended.then(() => {
			// What has begun meanwhile, began after this was asked; what was dropped is not wanted.
			if (this.#running) return this.#running.ended;
			return running.controller.signal.aborted ? undefined : this.#start();
		});
		return running.next;
	}

	/** Reads something else, at once: what is on its way is no longer what is wanted. */
	anew(): Promise<void> {
		this.stop();
		return this.#start();
	}

	/** Drops what is on its way. */
	stop(): void {
		this.#running?.controller.abort();
		this.#running = undefined;
		this.#loading = false;
	}

	/** The first reading. */
	protected begin(): void {
		void this.#start();
	}

	/** Has been called with what came before and what has come now. */
	protected came(_before: T | undefined, _now: T): void {}

	#start(): Promise<void> {
		const controller = new AbortController();
		const ended = this.#take(controller.signal);
		this.#running = { controller, ended };
		return ended;
	}

	async #take(signal: AbortSignal): Promise<void> {
		this.#loading = true;
		try {
			const value = await this.#read(signal);
			if (signal.aborted) return;
			const before = this.#value;
			this.#value = value;
			this.#problem = this.#refusal = undefined;
			this.came(before, value);
		} catch (error) {
			if (signal.aborted) return;
			this.#refusal = refusalFrom(error);
			this.#problem = error instanceof Error ? error.message : String(error);
		} finally {
			if (!signal.aborted) {
				this.#loading = false;
				this.#running = undefined;
			}
		}
	}
}
