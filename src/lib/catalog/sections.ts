import { resolve } from '$app/paths';
import type { Section } from '#lib/catalog/section.ts';
import { categories } from '#lib/catalog/sections/categories.ts';
import { items } from '#lib/catalog/sections/items.ts';
import { machines } from '#lib/catalog/sections/machines.ts';
import { partners } from '#lib/catalog/sections/partners.ts';
import { reasons } from '#lib/catalog/sections/reasons.ts';
import { units } from '#lib/catalog/sections/units.ts';
import { m } from '#lib/paraglide/messages.js';

/** The masters that are tables, by what their address calls them. */
export const sections: Record<string, Section> = {
	items,
	categories,
	partners,
	machines,
	reasons,
	units
};

interface CatalogPage {
	href: string;
	label: () => string;
	/** Who may edit what is on it. */
	permission: string;
}

const tablePage = (name: string): CatalogPage => ({
	href: resolve('/(app)/catalog/[section]', { section: name }),
	label: sections[name]!.label,
	permission: sections[name]!.permission
});

/** The pages of the catalogue in their order. */
export const catalogPages: CatalogPage[] = [
	tablePage('items'),
	tablePage('categories'),
	tablePage('partners'),
	tablePage('machines'),
	{
		href: resolve('/(app)/catalog/places'),
		label: m.catalog_places,
		permission: 'catalog.edit_locations'
	},
	tablePage('reasons'),
	{
		href: resolve('/(app)/catalog/stages'),
		label: m.catalog_stages,
		permission: 'catalog.edit_routes'
	},
	{
		href: resolve('/(app)/catalog/routes'),
		label: m.catalog_routes,
		permission: 'catalog.edit_routes'
	},
	tablePage('units')
];
