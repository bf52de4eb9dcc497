import { createSubscriber } from 'svelte/reactivity';
import { serverTime } from '#lib/server-clock.ts';
import { formatDuration } from '#lib/ui/format.ts';

const subscribe = createSubscriber((update) => {
	const timer = setInterval(update, 1000);
	return () => clearInterval(timer);
});

/** The present by the server's clock, in milliseconds. Whoever reads it in a component reads it every second. */
export function ticking(): number {
	subscribe();
	return serverTime();
}

const HOUR = 60 * 60_000;

/**
 * What is left on a clock: 12:34 within the hour, else 3 h 12 min.
 * @param milliseconds what is over counts as nothing left
 */
export function formatLeft(milliseconds: number): string {
	const left = Math.max(0, milliseconds);
	if (left >= HOUR) return formatDuration(left);
	const seconds = Math.ceil(left / 1000);
	const part = (value: number) => String(value).padStart(2, '0');
	return `${part(Math.floor(seconds / 60))}:${part(seconds % 60)}`;
}
