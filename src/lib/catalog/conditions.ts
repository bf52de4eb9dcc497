import type { Value } from '#lib/catalog/section.ts';
import type { Condition, StageField } from '#lib/catalog/stages.ts';
import { m } from '#lib/paraglide/messages.js';
import { formatQuantity } from '#lib/ui/format.ts';

/** How conditions compare, in words. */
export const comparisons: Record<Condition['is'], () => string> = {
	'=': m.catalog_is,
	'<>': m.catalog_is_not,
	'<': m.catalog_is_below,
	'<=': m.catalog_is_at_most,
	'>': m.catalog_is_above,
	'>=': m.catalog_is_at_least
};

/** Only figures are above or below another. */
export const comparisonsFor = (type: string): Condition['is'][] =>
	type === 'number' ? ['=', '<>', '<', '<=', '>', '>='] : ['=', '<>'];

/** When a field is asked for, as a sentence says it: “only when Temperature is above 80 °C”. */
export function wordsOfCondition(condition: Value, fields: StageField[]): string {
	if (condition === null) return m.catalog_always();
	const { field: key, is, value } = condition as unknown as Condition;
	const field = fields.find((one) => one.key === key);
	const said =
		typeof value === 'number'
			? formatQuantity(value, field?.unit ?? '')
			: typeof value === 'boolean'
				? value
					? m.audit_yes()
					: m.audit_no()
				: value;
	return m.catalog_only_when({
		field: field?.label ?? key,
		is: comparisons[is](),
		value: said ?? ''
	});
}
