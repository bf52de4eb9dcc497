import * as reasons from '#lib/catalog/reasons.ts';
import * as schemas from '#lib/catalog/schemas.ts';
import { generalSection } from '#lib/catalog/section.ts';
import { optionsOf, reasonPurposes } from '#lib/catalog/words.ts';
import type { TablesInsert } from '#lib/database.types.ts';
import { m } from '#lib/paraglide/messages.js';

const reasonSection = generalSection<reasons.Reason, TablesInsert<'reason_codes'>>({
	label: m.catalog_reasons,
	addLabel: m.catalog_reason_add,
	searchLabel: m.catalog_reasons_search,
	permission: 'catalog.edit_reasons',
	relation: 'public.reason_codes',
	schema: schemas.reason,
	fields: [
		{
			key: 'purpose',
			label: m.catalog_purpose,
			as: 'choice',
			options: () => optionsOf(reasonPurposes),
			fixed: true,
			hint: m.catalog_purpose_hint
		},
		{
			key: 'name',
			label: m.catalog_name,
			as: 'text',
			hint: m.catalog_reason_name_hint
		},
		{
			key: 'code',
			label: m.catalog_code,
			as: 'text',
			letters: 'lower',
			fixed: true,
			hint: m.catalog_reason_code_hint
		}
	],
	columns: () => [
		{
			key: 'name',
			header: m.catalog_name(),
			text: ({ name }) => name,
			sortable: true,
			phone: 'title'
		},
		{
			key: 'purpose',
			header: m.catalog_purpose(),
			text: ({ purpose }) => reasonPurposes[purpose as reasons.ReasonPurpose](),
			sortable: true
		},
		{ key: 'code', header: m.catalog_code(), text: ({ code }) => code, sortable: true }
	],
	filters: () => [
		{ key: 'purpose', label: m.catalog_purpose(), options: optionsOf(reasonPurposes) }
	],
	empty: () => ({ title: m.catalog_reasons_empty(), sentence: m.catalog_reasons_empty_help() }),
	idOf: ({ id }) => id,
	nameOf: ({ name }) => name,
	list: ({ filters, ...query }, signal) =>
		reasons.page({ ...query, purpose: filters.purpose as reasons.ReasonPurpose }, signal),
	add: reasons.add,
	change: reasons.change,
	read: (row) => Promise.resolve(row)
});

export { reasonSection as reasons };
