import { PUBLIC_SUPABASE_KEY, PUBLIC_SUPABASE_URL } from '$app/env/public';

/** Milliseconds after which a server that could not be reached is tried again. */
const AGAIN_AFTER = 5_000;

/**
 * Whether the server can be reached. A browser knows only whether it has a network, not whether that
 * leads anywhere, so whoever has called the server reports what came of it.
 */
class Connection {
	#network = $state(globalThis.navigator?.onLine !== false);
	#reached = $state(true);
	#timer: ReturnType<typeof setTimeout> | undefined;
	#listeners = new Set<() => void>();

	constructor() {
		globalThis.addEventListener?.('online', () => this.#change(true));
		globalThis.addEventListener?.('offline', () => this.#change(false));
	}

	/** Whether the device has one, as far as it knows. */
	get network(): boolean {
		return this.#network;
	}

	/** Whether the server is out of reach, as far as anybody knows. */
	get lost(): boolean {
		return !this.#network || !this.#reached;
	}

	/** Says whether a call was answered, in whatever way. A server that did not is tried until it does. */
	report(reached: boolean): void {
		const lost = this.lost;
		this.#reached = reached;
		clearTimeout(this.#timer);
		if (!reached) this.#timer = setTimeout(() => void this.#try(), AGAIN_AFTER);
		if (lost && !this.lost) this.#tell();
	}

	/**
	 * Calls back when the server can be reached again.
	 * @returns stops the calls
	 */
	onReturn(listener: () => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	#change(network: boolean): void {
		const lost = this.lost;
		this.#network = network;
		if (!network) return;
		if (!this.#reached) void this.#try();
		else if (lost) this.#tell();
	}

	async #try(): Promise<void> {
		const health = `${PUBLIC_SUPABASE_URL || location.origin}/auth/v1/health`;
		const answered = await fetch(health, { headers: { apikey: PUBLIC_SUPABASE_KEY } }).then(
			({ status }) => status < 500,
			() => false
		);
		this.report(answered);
	}

	#tell(): void {
		for (const listener of this.#listeners) listener();
	}
}

export const connection = new Connection();
