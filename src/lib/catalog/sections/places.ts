import * as lookups from '#lib/catalog/lookups.ts';
import * as places from '#lib/catalog/places.ts';
import * as schemas from '#lib/catalog/schemas.ts';
import { general } from '#lib/catalog/section.ts';
import { optionsOf, placeKinds } from '#lib/catalog/words.ts';
import type { TablesInsert } from '#lib/database.types.ts';
import { m } from '#lib/paraglide/messages.js';

type NewPlace = Omit<TablesInsert<'locations'>, 'site_id'>;

const placeMaster = general<places.PlaceWithParent, NewPlace>({
	addLabel: m.catalog_place_add,
	permission: 'catalog.edit_locations',
	relation: 'public.locations',
	schema: schemas.place,
	fields: [
		{
			key: 'code',
			label: m.catalog_code,
			as: 'text',
			letters: 'upper',
			fixed: true,
			hint: m.catalog_place_code_hint
		},
		{ key: 'name', label: m.catalog_name, as: 'text' },
		{
			key: 'kind',
			label: m.catalog_kind,
			as: 'choice',
			options: () => optionsOf(placeKinds, places.HOLD_STOCK),
			fixed: true
		},
		{
			key: 'parent_id',
			label: m.catalog_place_parent,
			as: 'lookup',
			load: lookups.place,
			chosen: ({ parent_id: id, parent }) =>
				id && parent ? { value: id, label: parent.code, note: parent.name } : null,
			optional: true,
			hint: m.catalog_place_parent_hint
		}
	],
	idOf: ({ id }) => id,
	nameOf: ({ code }) => code,
	add: (values, siteId) => places.add({ ...values, site_id: siteId }),
	change: places.change,
	read: ({ id }) => places.get(id)
});

export { placeMaster as places };
