import type { Component } from 'svelte';
import { goto } from '$app/navigation';
import { page } from '$app/state';
import type { Journey, ShiftBoard } from '#lib/production/types.ts';

/*
 * What opens over a page is in its address, so that it is open again after a reload, with what was typed
 * in it, and that “back” closes it.
 */

/** What can be done with a batch, or in a shift, over the page that shows it. */
export type SheetName = 'start' | 'downtime' | 'material' | 'return' | 'cancel' | 'document';

/** What a sheet is given. */
export interface SheetProps {
	siteId: string;
	/** The batch that it is about, where it is about one. */
	journey?: Journey;
	/** The shift that runs, where the page shows it. */
	board?: ShiftBoard;
}

/** Read when one is first opened: a page that shows batches need not carry their forms. */
export const read: Record<SheetName, () => Promise<{ default: Component<SheetProps> }>> = {
	start: () => import('#lib/production/StartSheet.svelte'),
	downtime: () => import('#lib/production/DowntimeSheet.svelte'),
	material: () => import('#lib/production/MaterialSheet.svelte'),
	return: () => import('#lib/production/ReturnSheet.svelte'),
	cancel: () => import('#lib/production/CancelSheet.svelte'),
	document: () => import('#lib/production/DocumentSheet.svelte')
};

const quiet = { reset: false };

/** Opens a sheet. @param batch id or code of the batch that it is about */
export function openSheet(name: SheetName, batch?: string): Promise<void> {
	const search = new URLSearchParams({ open: name, ...(batch && { batch }) });
	// The page that is open, with another search.
	// eslint-disable-next-line svelte/no-navigation-without-resolve
	return goto(`?${search.toString()}`, quiet);
}

/** Opens the sheet for what is left of an allocation, by its id. */
export function returnMaterial(material: string): Promise<void> {
	// eslint-disable-next-line svelte/no-navigation-without-resolve
	return goto(`?open=return&material=${material}`, quiet);
}

/** Closes what is open. */
export function closeSheet(): Promise<void> {
	// eslint-disable-next-line svelte/no-navigation-without-resolve
	return goto(page.url.pathname, { ...quiet, replace: true });
}
