import * as lookups from '#lib/catalog/lookups.ts';
import * as machines from '#lib/catalog/machines.ts';
import * as schemas from '#lib/catalog/schemas.ts';
import { generalSection } from '#lib/catalog/section.ts';
import type { TablesInsert } from '#lib/database.types.ts';
import { m } from '#lib/paraglide/messages.js';

type NewMachine = Omit<TablesInsert<'machines'>, 'site_id'>;

const machineSection = generalSection<machines.ListedMachine, NewMachine>({
	label: m.catalog_machines,
	addLabel: m.catalog_machine_add,
	searchLabel: m.catalog_machines_search,
	permission: 'catalog.edit_machines',
	relation: 'public.machines',
	schema: schemas.machine,
	fields: [
		{
			key: 'code',
			label: m.catalog_code,
			as: 'text',
			letters: 'upper',
			fixed: true,
			hint: m.catalog_machine_code_hint
		},
		{ key: 'name', label: m.catalog_name, as: 'text' },
		{ key: 'serial_number', label: m.catalog_serial_number, as: 'text', optional: true },
		{
			key: 'location_id',
			label: m.catalog_place,
			as: 'lookup',
			load: lookups.place,
			chosen: ({ location_id: id, location }) =>
				id && location ? { value: id, label: location.code, note: location.name } : null,
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
			key: 'serial',
			header: m.catalog_serial_number(),
			text: ({ serial_number: number }) => number
		},
		{
			key: 'place',
			header: m.catalog_place(),
			text: ({ location }) => location?.name,
			phone: 'none'
		}
	],
	empty: () => ({ title: m.catalog_machines_empty(), sentence: m.catalog_machines_empty_help() }),
	idOf: ({ id }) => id,
	nameOf: ({ code }) => code,
	list: machines.page,
	add: (values, siteId) => machines.add({ ...values, site_id: siteId }),
	change: machines.change,
	read: ({ id }) => machines.get(id)
});

export { machineSection as machines };
