import { redirect } from '@sveltejs/kit';
import { me } from '#lib/access/me.svelte.ts';
import { catalogPages } from '#lib/catalog/sections.ts';
import type { PageLoad } from './$types';

/** The catalogue opens at the first part that a person may edit. */
export const load: PageLoad = async ({ parent }) => {
	await parent();
	const first = catalogPages.find(({ permission }) => me.can(permission)) ?? catalogPages[0]!;
	redirect(307, first.href);
};
