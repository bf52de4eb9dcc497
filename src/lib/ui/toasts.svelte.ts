import type { Tone } from '#lib/ui/tones.ts';

export interface Message {
	/** What happened, as a sentence. */
	sentence: string;
	/** More of it, more quietly. */
	note?: string;
	/** What can be done about it. */
	action?: { label: string; run: () => void };
	/** It takes the place of the one before with the same name, instead of standing beside it. */
	place?: string;
	/** Has been called when it is closed, by the person or by itself. */
	closed?: () => void;
}

let spoken = $state(false);

/** Whether anything has been said yet: before that, nothing need be there to show it. */
export const hasSpoken = (): boolean => spoken;

/** Says something at the edge of the page. What failed stays until it is closed. */
export async function say(
	tone: Exclude<Tone, 'locked' | 'pending'>,
	message: Message | string
): Promise<void> {
	spoken = true;
	const { toast } = await import('svelte-sonner');
	const show = { pass: toast.success, hold: toast.warning, fail: toast.error, info: toast.info };
	const { sentence, note, action, place, closed }: Message =
		typeof message === 'string' ? { sentence: message } : message;
	show[tone](sentence, {
		id: place,
		description: note,
		action: action && { label: action.label, onClick: action.run },
		duration: tone === 'fail' ? Infinity : 5000,
		onDismiss: closed,
		onAutoClose: closed
	});
}

/** Takes back what was said at a place. */
export async function unsay(place: string): Promise<void> {
	if (!spoken) return;
	const { toast } = await import('svelte-sonner');
	toast.dismiss(place);
}

/** Reads beforehand what shows toasts: where there is no network, they are wanted most. */
export function readToasts(): Promise<unknown> {
	return Promise.allSettled([import('svelte-sonner'), import('#lib/ui/Toaster.svelte')]);
}
