import type { Component } from 'svelte';
import type { Tone } from '#lib/ui/tones.ts';

export interface TimelineEntry {
	id: string;
	/** What happened, in the past tense; or what is to happen. */
	title: string;
	/** When, as an instant; none for what is still to come. */
	at?: string;
	/** By whom. */
	by?: string;
	/** More of it in a line. */
	note?: string;
	tone: Tone;
	/** Another icon than the tone's own. */
	icon?: Component<{ class?: string; 'aria-hidden'?: 'true' }>;
}
