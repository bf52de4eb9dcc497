import Check from '@lucide/svelte/icons/check';
import Hourglass from '@lucide/svelte/icons/hourglass';
import Info from '@lucide/svelte/icons/info';
import Lock from '@lucide/svelte/icons/lock';
import Pause from '@lucide/svelte/icons/pause';
import TriangleAlert from '@lucide/svelte/icons/triangle-alert';
import type { Component } from 'svelte';

/** The states that have a colour; each has an icon too, and never goes without a word. */
export const tones = {
	pass: { icon: Check, text: 'text-pass', ground: 'bg-pass-soft' },
	hold: { icon: Pause, text: 'text-hold', ground: 'bg-hold-soft' },
	fail: { icon: TriangleAlert, text: 'text-fail', ground: 'bg-fail-soft' },
	pending: { icon: Hourglass, text: 'text-ink-2', ground: 'bg-sunken' },
	info: { icon: Info, text: 'text-info', ground: 'bg-info-soft' },
	locked: { icon: Lock, text: 'text-locked', ground: 'bg-locked-soft' }
};

export type Tone = keyof typeof tones;

/** How a state is shown. */
export interface StatusLook {
	tone: Tone;
	/** The state in a word or two. */
	label: string;
	/** Another icon than the tone's own. */
	icon?: Component<{ class?: string; 'aria-hidden'?: 'true' }>;
}
