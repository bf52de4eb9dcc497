import ConditionControl from '#lib/catalog/ConditionControl.svelte';
import { wordsOfCondition } from '#lib/catalog/conditions.ts';
import * as lookups from '#lib/catalog/lookups.ts';
import * as schemas from '#lib/catalog/schemas.ts';
import { general, textOf, type Master } from '#lib/catalog/section.ts';
import * as stages from '#lib/catalog/stages.ts';
import { fieldTypes, optionsOf } from '#lib/catalog/words.ts';
import type { TablesInsert } from '#lib/database.types.ts';
import { m } from '#lib/paraglide/messages.js';

type NewField = Omit<TablesInsert<'stage_fields'>, 'stage_id' | 'position'>;

/**
 * The fields of a stage's form.
 * @param known those that the stage has, for conditions
 */
export function stageFields(stageId: string, known: stages.StageField[]): Master {
	const last = Math.max(0, ...known.map(({ position }) => position));
	const isNumber = ({ type }: { type?: unknown }) => type === 'number';
	return general<stages.StageField, NewField>({
		addLabel: m.catalog_field_add,
		permission: 'catalog.edit_routes',
		relation: 'public.stage_fields',
		schema: schemas.stageField,
		fields: [
			{ key: 'label', label: m.catalog_field_label, as: 'text', hint: m.catalog_field_label_hint },
			{
				key: 'key',
				label: m.catalog_field_key,
				as: 'text',
				letters: 'lower',
				fixed: true,
				hint: m.catalog_field_key_hint
			},
			{
				key: 'type',
				label: m.catalog_field_type,
				as: 'choice',
				options: () => optionsOf(fieldTypes),
				fixed: true
			},
			{
				key: 'unit',
				label: m.catalog_unit_code,
				as: 'lookup',
				load: lookups.unit,
				chosen: ({ unit }) => (unit ? { value: unit, label: unit } : null),
				optional: true,
				when: isNumber
			},
			{
				key: 'minimum',
				label: m.catalog_field_minimum,
				as: 'number',
				unit: ({ unit }) => textOf(unit),
				optional: true,
				when: isNumber
			},
			{
				key: 'maximum',
				label: m.catalog_field_maximum,
				as: 'number',
				unit: ({ unit }) => textOf(unit),
				optional: true,
				when: isNumber
			},
			{
				key: 'choices',
				label: m.catalog_field_choices,
				as: 'lines',
				hint: m.catalog_field_choices_hint,
				when: ({ type }) => type === 'choice'
			},
			{
				key: 'required',
				label: m.catalog_field_required,
				as: 'switch',
				hint: m.catalog_field_required_hint
			},
			{
				key: 'condition',
				label: m.catalog_field_condition,
				as: 'own',
				control: ConditionControl,
				context: known.filter(({ active }) => active),
				words: (condition) => wordsOfCondition(condition, known)
			}
		],
		idOf: ({ id }) => id,
		nameOf: ({ label }) => label,
		add: (values) => stages.addField({ ...values, stage_id: stageId, position: last + 1 }),
		change: stages.changeField,
		read: (row) => Promise.resolve(row)
	});
}
