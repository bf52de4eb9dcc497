import type { Attachment } from 'svelte/attachments';

/**
 * Keeps what is said at the edge of the page above an element that stands at its foot: its button can be
 * pressed meanwhile.
 */
export const atFoot: Attachment<HTMLElement> = (element) => {
	const { style } = document.documentElement;
	const sized = new ResizeObserver(() => style.setProperty('--foot', `${element.offsetHeight}px`));
	sized.observe(element);
	return () => {
		sized.disconnect();
		style.removeProperty('--foot');
	};
};
