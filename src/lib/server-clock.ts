import { createSubscriber } from 'svelte/reactivity';

/** Milliseconds by which what is heard of the clock may differ: so long is the way that it came. */
const JITTER = 1_000;

/** Milliseconds that the server's clock is ahead of this device's. */
let ahead = 0;

let put = () => {};
const isPut = createSubscriber((update) => {
	put = update;
	return () => (put = () => {});
});

/** Hears what the server's clock shows. @param at ISO 8601 */
export function hearClock(at: string): void {
	const heard = Date.parse(at) - Date.now();
	if (Math.abs(heard - ahead) < JITTER) return;
	ahead = heard;
	put();
}

/**
 * The present by the server's clock as far as it is known: tablets are often minutes off. Whoever reads it
 * in a component reads it anew when the clock is put right.
 */
export function serverTime(): number {
	isPut();
	return Date.now() + ahead;
}
