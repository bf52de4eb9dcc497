import type { Component } from 'svelte';

/** Something to choose. */
export interface Option<Value extends string = string> {
	value: Value;
	label: string;
	/** Said more quietly below or beside it: a stock, a place, an expiry. */
	note?: string;
	disabled?: boolean;
	icon?: Component<{ class?: string; 'aria-hidden'?: 'true' }>;
}
