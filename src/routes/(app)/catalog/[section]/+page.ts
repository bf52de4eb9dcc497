import { error } from '@sveltejs/kit';
import { sections } from '#lib/catalog/sections.ts';
import { m } from '#lib/paraglide/messages.js';
import type { PageLoad } from './$types';

export const load: PageLoad = ({ params }) => {
	const section = sections[params.section];
	if (!section) error(404, m.catalog_no_section());
	return { section };
};
