import type { Attachment } from 'svelte/attachments';

/** Long enough to be found by an eye that was elsewhere. */
const MOMENT = 4_000;

const shown = new WeakMap<Element, unknown>();

/**
 * Marks an element for a moment when what it shows has become another; not when it first appears.
 * @param value compared by identity: a figure, a text, a version
 */
export function marksChange(value: unknown): Attachment {
	return (element) => {
		const changed = shown.has(element) && shown.get(element) !== value;
		shown.set(element, value);
		return changed ? mark(element) : undefined;
	};
}

/** Marks an element for a moment when it appears, if it is new. */
export function marksArrival(isNew: boolean): Attachment {
	return (element) => (isNew ? mark(element) : undefined);
}

function mark(element: Element): () => void {
	element.setAttribute('data-changed', '');
	const unmark = () => element.removeAttribute('data-changed');
	const timer = setTimeout(unmark, MOMENT);
	return () => {
		clearTimeout(timer);
		unmark();
	};
}
