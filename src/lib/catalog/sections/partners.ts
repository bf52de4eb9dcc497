import * as partners from '#lib/catalog/partners.ts';
import * as schemas from '#lib/catalog/schemas.ts';
import { generalSection } from '#lib/catalog/section.ts';
import { optionsOf, partnerKinds } from '#lib/catalog/words.ts';
import type { TablesInsert } from '#lib/database.types.ts';
import { m } from '#lib/paraglide/messages.js';

const partnerSection = generalSection<partners.Partner, TablesInsert<'partners'>>({
	label: m.catalog_partners,
	addLabel: m.catalog_partner_add,
	searchLabel: m.catalog_partners_search,
	permission: 'catalog.edit_partners',
	relation: 'public.partners',
	schema: schemas.partner,
	fields: [
		{
			key: 'code',
			label: m.catalog_code,
			as: 'text',
			letters: 'upper',
			fixed: true,
			hint: m.catalog_partner_code_hint
		},
		{ key: 'name', label: m.catalog_name, as: 'text' },
		{
			key: 'kind',
			label: m.catalog_kind,
			as: 'choice',
			options: () => optionsOf(partnerKinds),
			fixed: true
		},
		{
			key: 'gst_number',
			label: m.catalog_gst,
			as: 'text',
			letters: 'upper',
			optional: true,
			hint: m.catalog_gst_hint
		},
		{
			key: 'contact_name',
			heading: m.catalog_contact,
			label: m.catalog_contact_name,
			as: 'text',
			optional: true
		},
		{ key: 'email', label: m.catalog_email, as: 'text', optional: true },
		{
			key: 'phone',
			label: m.catalog_phone,
			as: 'text',
			optional: true,
			hint: m.catalog_phone_hint
		},
		{ key: 'address', label: m.catalog_address, as: 'long', most: 500, optional: true }
	],
	columns: () => [
		{
			key: 'code',
			header: m.catalog_code(),
			text: ({ code }) => code,
			sortable: true,
			phone: 'detail'
		},
		{
			key: 'name',
			header: m.catalog_name(),
			text: ({ name }) => name,
			sortable: true,
			phone: 'title'
		},
		{
			key: 'kind',
			header: m.catalog_kind(),
			text: ({ kind }) => partnerKinds[kind as partners.PartnerKind](),
			sortable: true
		},
		{
			key: 'contact',
			header: m.catalog_contact_name(),
			text: ({ contact_name: name }) => name,
			phone: 'none'
		},
		{ key: 'gst', header: m.catalog_gst(), text: ({ gst_number: gst }) => gst, phone: 'none' }
	],
	filters: () => [{ key: 'kind', label: m.catalog_kind(), options: optionsOf(partnerKinds) }],
	empty: () => ({ title: m.catalog_partners_empty(), sentence: m.catalog_partners_empty_help() }),
	idOf: ({ id }) => id,
	nameOf: ({ name }) => name,
	list: ({ filters, ...query }, signal) =>
		partners.list(
			{ ...query, kinds: filters.kind ? [filters.kind as partners.PartnerKind] : undefined },
			signal
		),
	add: partners.add,
	change: partners.change,
	read: ({ code }) => partners.get(code)
});

export { partnerSection as partners };
