import { createSubscriber } from 'svelte/reactivity';

const EVERY = 15_000;

const subscribe = createSubscriber((update) => {
	const timer = setInterval(update, EVERY);
	return () => clearInterval(timer);
});

/** The present, in milliseconds. Whoever reads it in a component reads it anew four times a minute. */
export function now(): number {
	subscribe();
	return Date.now();
}
