import { isIP } from 'node:net';
import { isLoopbackAddress } from '@supabase/lite';

/** Buckets kept at the most; beyond it the one unused for longest is forgotten. */
const MOST_BUCKETS = 10_000;

interface Bucket {
	tokens: number;
	/** Milliseconds since 1970. */
	at: number;
}

/** A token bucket per key: so many requests at once, refilled evenly over the period. */
export class RateLimit {
	readonly #capacity: number;
	readonly #perMillisecond: number;
	readonly #buckets = new Map<string, Bucket>();

	/**
	 * @param capacity requests allowed in a period; 0 allows none
	 * @param period seconds
	 */
	constructor(capacity: number, period: number) {
		this.#capacity = capacity;
		this.#perMillisecond = capacity / (period * 1000);
	}

	/** Keys remembered at the moment. */
	get size(): number {
		return this.#buckets.size;
	}

	/**
	 * Counts a request.
	 * @param now milliseconds since 1970
	 * @returns whether it is within the limit
	 */
	take(key: string, now: number = Date.now()): boolean {
		const { tokens, at } = this.#buckets.get(key) ?? { tokens: this.#capacity, at: now };
		const available = Math.min(this.#capacity, tokens + (now - at) * this.#perMillisecond);
		const allowed = available >= 1;
		// Set again at the end, so that the first key is always the one unused for longest.
		this.#buckets.delete(key);
		this.#buckets.set(key, { tokens: allowed ? available - 1 : available, at: now });
		if (this.#buckets.size > MOST_BUCKETS) {
			this.#buckets.delete(this.#buckets.keys().next().value!);
		}
		return allowed;
	}
}

/** Where a request comes from. */
export interface Client {
	address: string;
	/** A program on this machine itself (tests, simulator, jobs), which is not limited. */
	local: boolean;
}

/**
 * The client of a request. Only a reverse proxy on this machine is believed about whom it forwards for.
 * @param peer address of the socket's other end
 * @param forwarded the header X-Forwarded-For
 */
export function clientOf(peer: string | undefined, forwarded: string | undefined): Client {
	const address = peer ?? '127.0.0.1';
	if (!isLoopbackAddress(address)) return { address, local: false };
	const first = forwarded?.split(',')[0]!.trim();
	return first && isIP(first) ? { address: first, local: false } : { address, local: true };
}
