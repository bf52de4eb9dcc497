import { z } from 'zod';
import type { Tables } from '#lib/database.types.ts';
import { isAsked, type ParameterValue } from '#lib/catalog/stages.ts';
import {
	chosen,
	isBlank,
	maybeChosen,
	optionalPastTime,
	optionalQuantity,
	optionalText,
	pastTime,
	quantity,
	text
} from '#lib/limits.ts';
import { exceeds, lossOf } from '#lib/production/loss.ts';

/** `start_batch` (P3.01). Quantity in the product's base unit. */
export const batch = z.object({
	item_id: chosen('Choose the product.'),
	planned_quantity: quantity(),
	code: z
		.string()
		.trim()
		.refine((code) => code === '' || (code.length >= 2 && code.length <= 50), {
			error: 'Batch code is 2 to 50 characters without spaces at its ends.'
		})
		.default(''),
	remarks: optionalText('batch remarks have at most 2000 characters', 2000)
});

/** `cancel_batch`. */
export const cancellation = z.object({
	remarks: z
		.string()
		.trim()
		.refine((remarks) => !isBlank(remarks), { error: 'A cancellation says why.' })
		.refine((remarks) => remarks.length <= 2000, {
			error: 'Batch remarks have at most 2000 characters.'
		})
});

/** `allocate_material` (P2.06, P5.03). Quantity in the material's base unit. */
export const allocation = z.object({
	lot_id: chosen('Choose the lot.'),
	location_id: chosen('Choose where it is.'),
	quantity: quantity(),
	deviation_reason_id: maybeChosen(),
	note: optionalText('allocation note has at most 2000 characters', 2000)
});

/** `return_material` (P5.02). */
export const materialReturn = z.object({
	quantity: quantity(),
	to_id: maybeChosen(),
	note: optionalText('move note has at most 2000 characters', 2000)
});

type StageField = Tables<'stage_fields'>;
type Given = Record<string, ParameterValue | null | undefined>;

/**
 * What a stage's own form asks (P3.04, app.check_parameters): each field by its type and limits, and
 * only while its condition holds.
 * @param complete whether what is required must be there: at the end of a stage, not at its start
 */
export function parameters(fields: StageField[], { complete }: { complete: boolean }) {
	return z
		.record(z.string(), z.union([z.number(), z.string(), z.boolean(), z.null(), z.undefined()]))
		.default({})
		.check(({ value: given, issues }) => {
			for (const field of fields) {
				const sentence = isAsked(field.condition, given)
					? whatIsWrongWith(field, given, complete)
					: undefined;
				if (sentence) {
					issues.push({ code: 'custom', message: sentence, path: [field.key], input: given });
				}
			}
		});
}

function whatIsWrongWith(field: StageField, given: Given, complete: boolean): string | undefined {
	const value = given[field.key];
	if (value === null || value === undefined || (typeof value === 'string' && isBlank(value))) {
		return complete && field.required ? `${field.label} is missing.` : undefined;
	}
	if (typeof value === 'number') return outside(field, value);
	if (field.type === 'choice' && !field.choices?.includes(String(value))) {
		return `"${String(value)}" is not one of ${field.choices?.join(', ')}: ${field.label}.`;
	}
	if (field.type === 'text' && String(value).length > 2000) {
		return `${field.label} is longer than 2000 characters.`;
	}
	return undefined;
}

function outside({ label, unit, minimum, maximum }: StageField, value: number): string | undefined {
	if (value >= (minimum ?? -Infinity) && value <= (maximum ?? Infinity)) return undefined;
	const shown = unit ? `${value} ${unit}` : `${value}`;
	return `${shown} is outside ${minimum ?? '…'} to ${maximum ?? '…'}: ${label}.`;
}

/** The values of a stage's form as they are sent: what is not asked for, or left empty, is not. */
export function askedParameters(
	fields: StageField[],
	given: Given
): Record<string, ParameterValue> {
	const sent = fields
		.filter((field) => isAsked(field.condition, given))
		.map(({ key }) => [key, given[key]] as const)
		.filter(([, value]) => value !== null && value !== undefined && value !== '');
	return Object.fromEntries(sent) as Record<string, ParameterValue>;
}

/**
 * The same where a stage that began with some of the values ends: only what is another now, and null for
 * what was taken back.
 * @param earlier values that the stage began with
 */
export function changedParameters(
	fields: StageField[],
	given: Given,
	earlier: Record<string, ParameterValue>
): Record<string, ParameterValue | null> {
	const asked = askedParameters(fields, given);
	const changed = Object.entries(asked).filter(([key, value]) => earlier[key] !== value);
	const gone = fields
		.filter(({ key, condition }) => key in earlier && !(key in asked) && isAsked(condition, given))
		.map(({ key }) => [key, null] as const);
	return Object.fromEntries([...changed, ...gone]);
}

const OPERATOR = 'operator name has 1 to 100 characters';
const REMARKS = 'stage remarks have at most 2000 characters';

/** `start_stage` (P3.02). Quantities in the product's base unit. */
export function stageStart(fields: StageField[]) {
	return z.object({
		machine_id: chosen('Choose the machine.'),
		operator_name: text(OPERATOR, 100),
		started_at: optionalPastTime(),
		input_quantity: optionalQuantity(),
		parameters: parameters(fields, { complete: false }),
		remarks: optionalText(REMARKS, 2000)
	});
}

/** The stage whose end is entered. Quantities in `unit`, the product's base unit. */
export interface EnteredStage {
	/** What went in. */
	input: number;
	unit: string;
	/** Whether the product goes into stock after it. */
	last: boolean;
	/** Loss above it has to be explained, in % of the input. */
	lossLimit?: number | null;
}

function endFields(fields: StageField[], { input, unit, last }: EnteredStage) {
	return z.object({
		output_quantity: quantity().check(({ value, issues }) => {
			if (value > input) {
				const message = `${value} ${unit} cannot come out of ${input} ${unit}.`;
				issues.push({ code: 'custom', message, input: value });
			}
		}),
		ended_at: optionalPastTime(),
		parameters: parameters(fields, { complete: true }),
		remarks: optionalText(REMARKS, 2000),
		to_id: last ? chosen('The place where the product goes is missing.') : maybeChosen()
	});
}

interface Ended {
	input_quantity?: number | null;
	output_quantity: number;
	remarks: string;
}

/** Who loses more than is usual says why; otherwise a slip on the scale stands as a fact. */
const explained =
	({ input, lossLimit }: EnteredStage) =>
	({ value, issues }: z.core.ParsePayload<Ended>) => {
		const given = value.input_quantity ?? input;
		if (!exceeds(lossOf(given, value.output_quantity).percent, lossLimit)) return;
		if (!isBlank(value.remarks)) return;
		const message = 'Say why so much was lost, or check the scale.';
		issues.push({ code: 'custom', message, path: ['remarks'], input: value.remarks });
	};

/** `finish_stage` (P3.02, P3.03). */
export function stageEnd(fields: StageField[], stage: EnteredStage) {
	return endFields(fields, stage).check(explained(stage));
}

/** `log_stage`: both in one, for a stage that is over (P3.02). */
export function stageLog(fields: StageField[], stage: EnteredStage) {
	return endFields(fields, stage)
		.extend({
			machine_id: chosen('Choose the machine.'),
			operator_name: text(OPERATOR, 100),
			started_at: pastTime('The time at which the stage began is missing.'),
			input_quantity: optionalQuantity()
		})
		.check(explained(stage))
		.check(({ value, issues }) => {
			if (value.ended_at && Date.parse(value.ended_at) <= Date.parse(value.started_at)) {
				issues.push({
					code: 'custom',
					message: 'The stage cannot end before it began.',
					path: ['ended_at'],
					input: value.ended_at
				});
			}
		});
}

/** `log_downtime` (P3.05). */
export const downtime = z
	.object({
		machine_id: chosen('Choose the machine.'),
		reason_id: chosen('A downtime needs one of the reasons for downtimes.'),
		started_at: optionalPastTime(),
		ended_at: optionalPastTime(),
		note: optionalText('downtime note has at most 2000 characters', 2000)
	})
	.refine(
		({ started_at, ended_at }) =>
			!started_at || !ended_at || Date.parse(started_at) < Date.parse(ended_at),
		{ error: 'A downtime starts before it ends.', path: ['ended_at'] }
	);

/** `pack_batch` (P13.01). Loss in the product's base unit. */
export const packing = z.object({
	location_id: chosen('Choose where the bulk is.'),
	sku_id: chosen('Choose what it is packed in.'),
	packs: z
		.number({ error: 'Nothing is no number of packs from 1 to 100000.' })
		.refine((packs) => Number.isInteger(packs) && packs >= 1 && packs <= 100_000, {
			error: 'This is no number of packs from 1 to 100000.'
		}),
	to_id: chosen('Choose where the packs go.'),
	loss_quantity: z.literal(0).or(quantity()).nullish(),
	packaging: z
		.array(
			z.object({
				lot_id: chosen('Choose the lot of the packaging.'),
				location_id: chosen('Choose where it is.'),
				quantity: quantity()
			})
		)
		.max(20, { error: 'packaging is no list of 0 to 20 lines.' })
		.default([]),
	remarks: optionalText('move note has at most 2000 characters', 2000)
});
