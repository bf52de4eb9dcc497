import type { Random } from './random.ts';

/** Middle of the product's band, in %. */
const TARGET = 5;
/** How far the air of the year moves it, in %. */
const SEASON = 0.25;
/** How far a clogged dryer does, in %. */
const CLOGGED = 0.4;
/** Batches after which the bags of the dryer are changed. */
const SERVICE_LIFE = 60;
/** Part of a deviation that is still there in the next batch. */
const MEMORY = 0.7;
const NOISE = 0.1;

const DAY = 24 * 60 * 60 * 1000;
/** The day of the year on which the air is dampest: the monsoon at its height. */
const DAMPEST = 232;

/** The year's part of the moisture: 1 at the height of the monsoon, −1 half a year later. */
export function season(at: Date): number {
	const day = (at.getTime() - Date.UTC(at.getUTCFullYear(), 0, 1)) / DAY;
	return Math.cos((2 * Math.PI * (day - DAMPEST)) / 365);
}

/** How clogged the dryer is: from 0 after a service to 1 before the next. */
export function wear(batches: number): number {
	return (batches % SERVICE_LIFE) / SERVICE_LIFE;
}

/**
 * Moisture of the product, batch after batch: it drifts with the season and with the dryer's wear, and
 * what disturbs one batch is felt in the next.
 */
export class Moisture {
	readonly #random: Random;
	#batches: number;
	#deviation = 0;

	/** @param batches since the dryer's last service */
	constructor(random: Random, batches = 0) {
		this.#random = random;
		this.#batches = batches;
	}

	/** @returns % of the next batch */
	next(at: Date): number {
		this.#deviation = MEMORY * this.#deviation + this.#random.normal(0, NOISE);
		const drift = SEASON * season(at) + CLOGGED * (wear(this.#batches++) - 0.5);
		return TARGET + drift + this.#deviation;
	}
}
