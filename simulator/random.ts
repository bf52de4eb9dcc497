/** Chance that repeats: the same seed draws the same numbers, whatever the machine. */
export class Random {
	readonly #seed: string;
	#state: number;

	constructor(seed: string) {
		this.#seed = seed;
		this.#state = hash(seed);
	}

	/** A stream of its own, so that what one person draws does not depend on who was quicker. */
	fork(name: string): Random {
		return new Random(`${this.#seed}/${name}`);
	}

	/** From 0 up to, and without, 1. */
	next(): number {
		// mulberry32
		this.#state = (this.#state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	}

	between(low: number, high: number): number {
		return low + (high - low) * this.next();
	}

	/** A whole number, both ends included. */
	whole(low: number, high: number): number {
		return low + Math.floor(this.next() * (high - low + 1));
	}

	chance(share: number): boolean {
		return this.next() < share;
	}

	pick<T>(list: readonly T[]): T {
		return list[Math.floor(this.next() * list.length)]!;
	}

	normal(mean: number, deviation: number): number {
		const radius = Math.sqrt(-2 * Math.log(1 - this.next()));
		return mean + deviation * radius * Math.cos(2 * Math.PI * this.next());
	}

	/** The time to the next event of a Poisson process, in the unit of the mean. */
	exponential(mean: number): number {
		return -mean * Math.log(1 - this.next());
	}
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
	let value = 0x811c9dc5;
	for (const unit of text) value = Math.imul(value ^ unit.codePointAt(0)!, 0x01000193);
	return value | 0;
}
