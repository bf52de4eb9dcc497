import { createSubscriber } from 'svelte/reactivity';

/** Milliseconds that what is heard of the clock may have been under way. */
const LATE = 5_000;

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
	// It was right when it was sent: who hears it a little behind knows it better.
	if (heard <= ahead && heard > ahead - LATE) return;
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

/** The minute that has begun last by the server's clock, ISO 8601: what a person enters as now. */
export function thisMinute(): string {
	const minute = 60_000;
	return new Date(Math.floor(serverTime() / minute) * minute).toISOString();
}
