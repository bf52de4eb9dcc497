import { redirect } from '@sveltejs/kit';
import { me } from '#lib/access/me.svelte.ts';
import type { PageLoad } from './$types';

/** Everybody lands on the first page that he may use (P1.08). */
export const load: PageLoad = async ({ parent }) => {
	await parent();
	const home = me.pages[0];
	if (home) redirect(307, home.href);
};
