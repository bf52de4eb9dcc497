import type { Outcome } from './delivery.ts';

/** Attempts in a row without an answer after which a provider is taken as down. */
const TOO_SILENT = 5;
/** Milliseconds for which it is then not asked. */
const LET_ALONE = 20_000;
/** Seconds that a provider's wish to be left alone is waited for here, and how often for one message. */
const WAIT_HERE = 5;
const TRIES_HERE = 4;

interface Waiting {
	start(): void;
	urgent: boolean;
}

/**
 * The way to one provider: so many at a time, urgent ones first, all of them slower when it says that it
 * is too busy. A provider that is down keeps nobody waiting: what is meant for it is put off.
 */
export class Lane {
	readonly #provider: string;
	#free: number;
	#waiting: Waiting[] = [];
	#silent = 0;
	#downUntil = 0;
	#busyUntil = 0;

	/** @param width attempts at the same time */
	constructor(provider: string, width: number) {
		this.#provider = provider;
		this.#free = width;
	}

	/**
	 * Makes an attempt when it is its turn.
	 * @param until on the clock of `performance`: what has not begun by then is put off
	 */
	async send(
		attempt: () => Promise<Outcome>,
		{ urgent, until }: { urgent: boolean; until: number }
	): Promise<Outcome> {
		await this.#turn(urgent);
		try {
			for (let tries = 1; ; tries++) {
				await sleep(this.#busyUntil - performance.now());
				const refusal = this.#closed(until);
				if (refusal) return refusal;
				const outcome = await attempt();
				this.#note(outcome);
				const wait = outcome.outcome === 'retry' ? outcome.retryAfter : undefined;
				if (wait === undefined || wait > WAIT_HERE || tries === TRIES_HERE) return outcome;
				this.#busyUntil = Math.max(this.#busyUntil, performance.now() + wait * 1000);
			}
		} finally {
			this.#free += 1;
			this.#next();
		}
	}

	async #turn(urgent: boolean): Promise<void> {
		await new Promise<void>((start) => {
			const last = this.#waiting.findIndex((other) => urgent && !other.urgent);
			const place = last === -1 ? this.#waiting.length : last;
			this.#waiting.splice(place, 0, { start, urgent });
			this.#next();
		});
	}

	#next(): void {
		if (this.#free === 0) return;
		const first = this.#waiting.shift();
		if (!first) return;
		this.#free -= 1;
		first.start();
	}

	#closed(until: number): Outcome | undefined {
		const provider = this.#provider;
		if (performance.now() > until)
			return { outcome: 'retry', provider, error: 'The worker had no time left.', retryAfter: 1 };
		if (performance.now() < this.#downUntil)
			return { outcome: 'retry', provider, error: 'The provider does not answer.' };
		return undefined;
	}

	#note({ outcome, retryAfter }: Outcome): void {
		const silent = outcome === 'retry' && retryAfter === undefined;
		this.#silent = silent ? this.#silent + 1 : 0;
		if (this.#silent >= TOO_SILENT) this.#downUntil = performance.now() + LET_ALONE;
	}
}

export async function sleep(milliseconds: number): Promise<void> {
	if (milliseconds > 0) await new Promise((settle) => setTimeout(settle, milliseconds));
}
