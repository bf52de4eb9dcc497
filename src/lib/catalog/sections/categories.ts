import * as items from '#lib/catalog/items.ts';
import * as schemas from '#lib/catalog/schemas.ts';
import { generalSection } from '#lib/catalog/section.ts';
import { m } from '#lib/paraglide/messages.js';

export const categories = generalSection<items.Category, { name: string }>({
	label: m.catalog_categories,
	addLabel: m.catalog_category_add,
	searchLabel: m.catalog_categories_search,
	permission: 'catalog.edit_items',
	relation: 'public.item_categories',
	schema: schemas.category,
	fields: [{ key: 'name', label: m.catalog_name, as: 'text', hint: m.catalog_category_name_hint }],
	columns: () => [
		{ key: 'name', header: m.catalog_name(), text: ({ name }) => name, sortable: true }
	],
	empty: () => ({
		title: m.catalog_categories_empty(),
		sentence: m.catalog_categories_empty_help()
	}),
	idOf: ({ id }) => id,
	nameOf: ({ name }) => name,
	list: (query, signal) => items.categoryPage(query, signal),
	add: ({ name }) => items.addCategory(name),
	change: items.changeCategory,
	read: (row) => Promise.resolve(row)
});
