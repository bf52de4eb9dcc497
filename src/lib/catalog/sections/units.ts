import * as schemas from '#lib/catalog/schemas.ts';
import { generalSection } from '#lib/catalog/section.ts';
import * as units from '#lib/catalog/units.ts';
import { dimensions, optionsOf } from '#lib/catalog/words.ts';
import type { TablesInsert } from '#lib/database.types.ts';
import { m } from '#lib/paraglide/messages.js';

const unitSection = generalSection<units.Unit, TablesInsert<'units'>>({
	label: m.catalog_units,
	addLabel: m.catalog_unit_add,
	searchLabel: m.catalog_units_search,
	permission: 'catalog.edit_items',
	relation: 'public.units',
	schema: schemas.unit,
	fields: [
		{
			key: 'code',
			label: m.catalog_unit_code,
			as: 'text',
			fixed: true,
			hint: m.catalog_unit_code_hint
		},
		{ key: 'name', label: m.catalog_name, as: 'text' },
		{
			key: 'dimension',
			label: m.catalog_dimension,
			as: 'choice',
			options: () => optionsOf(dimensions),
			fixed: true
		},
		{
			key: 'factor',
			label: m.catalog_factor,
			as: 'number',
			fixed: true,
			hint: m.catalog_factor_hint
		}
	],
	columns: () => [
		{
			key: 'code',
			header: m.catalog_unit_code(),
			text: ({ code }) => code,
			sortable: true,
			phone: 'title'
		},
		{ key: 'name', header: m.catalog_name(), text: ({ name }) => name, sortable: true },
		{
			key: 'dimension',
			header: m.catalog_dimension(),
			text: ({ dimension }) => dimensions[dimension]?.(),
			sortable: true
		},
		{
			key: 'factor',
			header: m.catalog_factor(),
			text: ({ factor }) => factor,
			align: 'end',
			phone: 'none'
		}
	],
	filters: () => [
		{ key: 'dimension', label: m.catalog_dimension(), options: optionsOf(dimensions) }
	],
	empty: () => ({ title: m.catalog_units_empty(), sentence: m.catalog_units_empty_help() }),
	idOf: ({ code }) => code,
	nameOf: ({ code }) => code,
	list: ({ filters, ...query }, signal) =>
		units.page({ ...query, dimension: filters.dimension }, signal),
	add: units.add,
	change: units.change,
	read: (row) => Promise.resolve(row)
});

export { unitSection as units };
