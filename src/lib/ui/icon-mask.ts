import { mount, unmount } from 'svelte';
import type { StatusLook } from '#lib/ui/tones.ts';

type Icon = NonNullable<StatusLook['icon']>;

const masks = new Map<Icon, string>();

/**
 * An icon as a CSS image, for a mask over its colour. A browser draws each `svg` of a page apart from all
 * else; with hundreds of them in a list, it cannot keep up when the list is scrolled.
 */
export function iconMask(icon: Icon): string {
	const known = masks.get(icon);
	if (known) return known;
	const target = document.createElement('div');
	const mounted = mount(icon, { target });
	const mask = `url("data:image/svg+xml,${encodeURIComponent(target.innerHTML)}")`;
	void unmount(mounted);
	masks.set(icon, mask);
	return mask;
}
