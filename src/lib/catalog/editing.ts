import type { Master, MasterField, MasterRow, Value, Values } from '#lib/catalog/section.ts';
import { m } from '#lib/paraglide/messages.js';
import { NOTHING, formatNumber } from '#lib/ui/format.ts';
import type { Option } from '#lib/ui/options.ts';

/** What was chosen in the fields that choose a record, by their keys. */
export type Chosen = Record<string, Option | null>;

/** What a form begins with. */
export function valuesOf({ fields }: Pick<Master, 'fields'>, row: MasterRow | null): Values {
	return Object.fromEntries(
		fields.map((field) => [field.key, (row?.[field.key] as Value | undefined) ?? emptyOf(field)])
	);
}

function emptyOf({ as }: MasterField): Value {
	if (as === 'switch') return false;
	return as === 'number' || as === 'lines' || as === 'own' ? null : '';
}

/** What was typed, without what is not asked for after all. */
export function askedOf({ fields }: Pick<Master, 'fields'>, values: Values): Values {
	const unasked = fields.filter(({ when }) => when && !when(values));
	return { ...values, ...Object.fromEntries(unasked.map((field) => [field.key, emptyOf(field)])) };
}

/** What is chosen in a row as it is listed. */
export function chosenOf({ fields }: Pick<Master, 'fields'>, row: MasterRow | null): Chosen {
	return Object.fromEntries(
		fields.flatMap((field) =>
			field.as === 'lookup' ? [[field.key, row && field.chosen(row)]] : []
		)
	);
}

/** What a table takes of a form that changes a row: without what never changes. */
export function changesOf({ fields }: Pick<Master, 'fields'>, values: Values): Values {
	const changeable = fields.filter(({ fixed }) => !fixed);
	return Object.fromEntries(changeable.map(({ key }) => [key, kept(values[key])]));
}

/** A value of a field in words. */
export function wordsOf(field: MasterField, values: Values | MasterRow, chosen: Chosen): string {
	const value = values[field.key] as Value | undefined;
	if (field.as === 'own') return field.words(value ?? null);
	if (field.as === 'switch') return value ? m.audit_yes() : m.audit_no();
	if (Array.isArray(value)) return value.map(String).join(', ');
	if (field.as === 'lookup') return chosen[field.key]?.label ?? NOTHING;
	if (field.as === 'choice') {
		const option = field.options().find((entry) => entry.value === value);
		return option?.label ?? NOTHING;
	}
	if (typeof value === 'number') return formatNumber(value);
	return typeof value === 'string' && value ? value : NOTHING;
}

/** What is left empty is null in a table, and '' in a form. */
const kept = (value: Value | undefined): Value =>
	value === '' || value === undefined ? null : value;
const isSame = (one: unknown, other: unknown) =>
	JSON.stringify(kept(one as Value)) === JSON.stringify(kept(other as Value));

/**
 * Fields of a row that somebody else has changed while it was edited, to something else than what is
 * typed here; `isMine` where it has been changed here too.
 */
export function clashesOf(
	{ fields }: Pick<Master, 'fields'>,
	{ before, mine, theirs }: { before: MasterRow; mine: Values; theirs: MasterRow }
): { key: string; field: MasterField; isMine: boolean }[] {
	return fields
		.filter(({ key }) => !isSame(theirs[key], before[key]) && !isSame(theirs[key], mine[key]))
		.map((field) => ({
			key: field.key,
			field,
			isMine: !isSame(mine[field.key], before[field.key])
		}));
}
