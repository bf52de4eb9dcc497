import type { Outcome } from './delivery.ts';

/** Milliseconds that a provider has for its answer. */
export const PATIENCE = 10_000;

/**
 * What an answer that is no success means: nobody there, too busy or broken, then later again; anything
 * else is the message's own fault.
 * @param status of the answer; null when there was none, or none that can be read
 * @param why in the provider's words
 */
export function refused(
	provider: string,
	status: number | null,
	why: string,
	retryAfter?: string | null
): Outcome {
	const again = status === null || status >= 500 || status === 408 || status === 429;
	return {
		outcome: again ? 'retry' : 'failed',
		provider,
		error: status === null ? why : `${status}: ${why}`,
		retryAfter: again ? secondsOf(retryAfter) : undefined
	};
}

/** `Retry-After` as seconds: it is a number of them, or a date. */
function secondsOf(header: string | null | undefined): number | undefined {
	if (!header) return undefined;
	const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
	return Number.isFinite(seconds) ? Math.min(Math.max(Math.ceil(seconds), 0), LONGEST) : undefined;
}

/** An hour; who asks for more is asked once in between. */
const LONGEST = 3600;
