import { createSubscriber } from 'svelte/reactivity';
import { serverTime } from '#lib/server-clock.ts';

const EVERY = 15_000;

const subscribe = createSubscriber((update) => {
	const timer = setInterval(update, EVERY);
	return () => clearInterval(timer);
});

/** The present by the server's clock, in milliseconds. Whoever reads it in a component reads it anew four times a minute. */
export function now(): number {
	subscribe();
	return serverTime();
}
