import * as schemas from '#lib/catalog/schemas.ts';
import { general } from '#lib/catalog/section.ts';
import * as stages from '#lib/catalog/stages.ts';
import type { TablesInsert } from '#lib/database.types.ts';
import { m } from '#lib/paraglide/messages.js';

const stageMaster = general<stages.Stage, TablesInsert<'stages'>>({
	addLabel: m.catalog_stage_add,
	permission: 'catalog.edit_routes',
	relation: 'public.stages',
	schema: schemas.stage,
	fields: [
		{ key: 'name', label: m.catalog_name, as: 'text' },
		{
			key: 'code',
			label: m.catalog_code,
			as: 'text',
			letters: 'lower',
			fixed: true,
			hint: m.catalog_reason_code_hint
		}
	],
	idOf: ({ id }) => id,
	nameOf: ({ name }) => name,
	add: stages.add,
	change: stages.change,
	read: (row) => Promise.resolve(row)
});

export { stageMaster as stages };
