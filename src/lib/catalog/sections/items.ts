import * as items from '#lib/catalog/items.ts';
import * as lookups from '#lib/catalog/lookups.ts';
import * as schemas from '#lib/catalog/schemas.ts';
import { generalSection, textOf } from '#lib/catalog/section.ts';
import { itemKinds, optionsOf } from '#lib/catalog/words.ts';
import type { TablesInsert } from '#lib/database.types.ts';
import { m } from '#lib/paraglide/messages.js';
import { formatNumber, formatQuantity } from '#lib/ui/format.ts';

const itemSection = generalSection<items.ItemWithProduct, TablesInsert<'items'>>({
	label: m.catalog_items,
	addLabel: m.catalog_item_add,
	searchLabel: m.catalog_items_search,
	permission: 'catalog.edit_items',
	relation: 'public.items',
	schema: schemas.item,
	fields: [
		{
			key: 'code',
			label: m.catalog_code,
			as: 'text',
			letters: 'upper',
			fixed: true,
			hint: m.catalog_item_code_hint
		},
		{ key: 'name', label: m.catalog_name, as: 'text' },
		{
			key: 'kind',
			label: m.catalog_kind,
			as: 'choice',
			options: () => optionsOf(itemKinds),
			fixed: true
		},
		{
			key: 'unit',
			label: m.catalog_base_unit,
			as: 'lookup',
			load: lookups.unit,
			chosen: ({ unit }) => ({ value: unit, label: unit }),
			fixed: true,
			hint: m.catalog_base_unit_hint
		},
		{
			key: 'category_id',
			label: m.catalog_category,
			as: 'lookup',
			load: lookups.category,
			chosen: ({ category_id: id, category }) =>
				id && category ? { value: id, label: category.name } : null,
			optional: true
		},
		{ key: 'description', label: m.catalog_description, as: 'long', most: 2000, optional: true },
		{
			key: 'pack_size',
			heading: m.catalog_item_packing,
			label: m.catalog_pack_size,
			as: 'number',
			unit: ({ pack_unit: unit }) => textOf(unit),
			optional: true,
			hint: m.catalog_pack_size_hint
		},
		{
			key: 'pack_unit',
			label: m.catalog_pack_unit,
			as: 'lookup',
			load: lookups.unit,
			chosen: ({ pack_unit: unit }) => (unit ? { value: unit, label: unit } : null),
			optional: true
		},
		{
			key: 'packs_item_id',
			label: m.catalog_packs_item,
			as: 'lookup',
			load: lookups.product,
			chosen: ({ packs_item_id: id, packs }) =>
				id && packs ? { value: id, label: packs.name, note: packs.code } : null,
			optional: true,
			hint: m.catalog_packs_item_hint
		},
		{
			key: 'gtin',
			label: m.catalog_gtin,
			as: 'text',
			optional: true,
			hint: m.catalog_gtin_hint
		},
		{
			key: 'price_inr',
			heading: m.catalog_item_stock,
			label: m.catalog_price,
			as: 'number',
			unit: () => '₹',
			optional: true,
			hint: m.catalog_price_hint
		},
		{
			key: 'shelf_life_days',
			label: m.catalog_shelf_life,
			as: 'number',
			unit: () => m.catalog_unit_days(),
			optional: true,
			hint: m.catalog_shelf_life_hint
		},
		{
			key: 'reorder_level',
			label: m.catalog_reorder_level,
			as: 'number',
			unit: ({ unit }) => textOf(unit),
			optional: true,
			hint: m.catalog_reorder_level_hint
		},
		{
			key: 'picking',
			label: m.catalog_picking,
			as: 'choice',
			options: () => [
				{ value: 'fefo', label: m.catalog_picking_fefo() },
				{ value: 'fifo', label: m.catalog_picking_fifo() }
			]
		},
		{
			key: 'supplier_id',
			label: m.catalog_supplier,
			as: 'lookup',
			load: lookups.vendor,
			chosen: ({ supplier_id: id, supplier }) =>
				id && supplier ? { value: id, label: supplier.name, note: supplier.code } : null,
			optional: true
		}
	],
	columns: () => [
		{
			key: 'code',
			header: m.catalog_code(),
			text: ({ code }) => code,
			sortable: true,
			phone: 'title'
		},
		{ key: 'name', header: m.catalog_name(), text: ({ name }) => name, sortable: true },
		{
			key: 'kind',
			header: m.catalog_kind(),
			text: ({ kind }) => itemKinds[kind as items.ItemKind](),
			sortable: true
		},
		{
			key: 'category',
			header: m.catalog_category(),
			text: ({ category }) => category?.name,
			phone: 'none'
		},
		{
			key: 'pack',
			header: m.catalog_pack_size(),
			text: ({ pack_size: size, pack_unit: unit }) => size && formatQuantity(size, unit ?? ''),
			align: 'end',
			phone: 'none'
		},
		{
			key: 'price_inr',
			header: m.catalog_price(),
			text: ({ price_inr: price }) => price && `₹\u00a0${formatNumber(price)}`,
			align: 'end',
			sortable: true,
			phone: 'none'
		},
		{
			key: 'reorder_level',
			header: m.catalog_reorder_level(),
			text: ({ reorder_level: level }) => level,
			unit: ({ reorder_level: level, unit }) => (level === null ? '' : unit),
			align: 'end',
			sortable: true,
			phone: 'none'
		}
	],
	filters: async () => [
		{ key: 'kind', label: m.catalog_kind(), options: optionsOf(itemKinds) },
		{ key: 'category', label: m.catalog_category(), options: await lookups.category('') }
	],
	empty: () => ({ title: m.catalog_items_empty(), sentence: m.catalog_items_empty_help() }),
	idOf: ({ id }) => id,
	nameOf: ({ code }) => code,
	list: ({ filters, ...query }, signal) =>
		items.list(
			{
				...query,
				kinds: filters.kind ? [filters.kind as items.ItemKind] : undefined,
				categoryId: filters.category
			},
			signal
		),
	add: items.add,
	change: items.change,
	read: ({ code }) => items.get(code)
});

export { itemSection as items };
