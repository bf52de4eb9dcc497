import type { Component } from 'svelte';

export interface PaletteEntry {
	/** Unique among all entries. */
	id: string;
	label: string;
	/** Said more quietly beside it: a state, a place. */
	note?: string;
	icon?: Component<{ class?: string; 'aria-hidden'?: 'true' }>;
	/** Words by which it is found too. */
	keywords?: string[];
	run: () => void;
}

export interface PaletteGroup {
	heading: string;
	entries: PaletteEntry[];
}
