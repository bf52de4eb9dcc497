/**
 * Runs what a component would run while it is set up.
 * @returns what it made, and what ends its effects
 */
export function setUp<T>(component: () => T): { made: T; destroy: () => void } {
	let made: T | undefined;
	const destroy = $effect.root(() => {
		made = component();
	});
	return { made: made as T, destroy };
}

/** A value that effects react to. */
export function state<T>(initial: T): { current: T } {
	let value = $state.raw(initial);
	return {
		get current() {
			return value;
		},
		set current(next) {
			value = next;
		}
	};
}
