import { preloadCode } from '$app/navigation';
import { readToasts } from '#lib/ui/toasts.svelte.ts';

/** Milliseconds of quiet after which what may be wanted later is read. */
const QUIET = 1_500;

/**
 * Reads the code of the pages that this one leads to, and of what says how it went, while there is a
 * network. Called while a component is set up.
 */
export function readAhead(routes: Parameters<typeof preloadCode>[0][]): void {
	$effect(() => {
		const timer = setTimeout(() => {
			// What cannot be read now is read when it is opened.
			for (const route of routes) void preloadCode(route).catch(() => {});
			void readToasts();
		}, QUIET);
		return () => clearTimeout(timer);
	});
}
