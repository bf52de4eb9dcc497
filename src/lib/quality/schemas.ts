import { z } from 'zod';
import type { Tables } from '#lib/database.types.ts';
import {
	chosen,
	isBlank,
	maybeChosen,
	number,
	oneOf,
	optionalNumber,
	optionalPastTime,
	optionalText,
	text
} from '#lib/limits.ts';

type Parameter = Pick<
	Tables<'qc_parameters'>,
	'id' | 'name' | 'unit' | 'minimum' | 'maximum' | 'accepted' | 'required'
>;

/** What a laboratory enters for one parameter; empty while it is still missing (P4.12). */
export interface Entered {
	parameter_id: string;
	name: string;
	value?: number | string | null | undefined;
}

/** The lines of a test's form, one for each parameter of the plan, still empty. */
export function emptyResults(parameters: Parameter[]): Entered[] {
	return parameters.map(({ id, name }) => ({ parameter_id: id, name, value: undefined }));
}

/** `within` and `outside` the limits, or nothing has been entered (P4.03). */
export type Verdict = 'within' | 'outside' | 'missing';

/** What the database will say of a value, told while it is typed (app.write_results). */
export function judge(
	{ minimum, maximum, accepted }: Pick<Parameter, 'minimum' | 'maximum' | 'accepted'>,
	value: Entered['value']
): Verdict {
	if (value === null || value === undefined || value === '') return 'missing';
	if (typeof value === 'number') {
		const within = value >= (minimum ?? -Infinity) && value <= (maximum ?? Infinity);
		return within ? 'within' : 'outside';
	}
	const words = accepted?.map((word) => word.trim().toLowerCase()) ?? [];
	return words.includes(value.trim().toLowerCase()) ? 'within' : 'outside';
}

function results(parameters: Parameter[]) {
	return z
		.array(
			z.object({
				parameter_id: z.guid(),
				name: z.string(),
				// Whatever was typed: what is wrong with it is said below, by the name of the parameter.
				value: z.custom<Entered['value']>().optional()
			})
		)
		.check(({ value: lines, issues }) => {
			lines.forEach((line, index) => {
				const parameter = parameters.find(({ id }) => id === line.parameter_id);
				const sentence = parameter && whatIsWrongWith(parameter, line.value);
				if (sentence) {
					issues.push({
						code: 'custom',
						message: sentence,
						path: [index, 'value'],
						input: line.value
					});
				}
			});
			if (lines.every(({ value }) => isEmpty(value))) {
				issues.push({ code: 'custom', message: 'Enter a result at the least.', input: lines });
			}
		});
}

const isEmpty = (value: Entered['value']) =>
	value === null || value === undefined || (typeof value === 'string' && isBlank(value));

function whatIsWrongWith(parameter: Parameter, value: Entered['value']): string | undefined {
	if (isEmpty(value)) return undefined;
	if (Number.isNaN(value)) return `${parameter.name} is no number.`;
	const wanted = parameter.accepted ? 'string' : 'number';
	if (typeof value !== wanted) {
		return `${value} is no ${parameter.accepted ? 'word' : 'number'}: ${parameter.name}.`;
	}
	if (typeof value === 'number' && Math.abs(value) >= 1e12) {
		return `${value} is no measurement: ${parameter.name}.`;
	}
	if (typeof value === 'string' && value.length > 200) {
		return `${parameter.name} has more than 200 characters.`;
	}
	return undefined;
}

/** Results as `record_qc_test` and `amend_qc_test` take them: those that are there. */
export function enteredResults(
	lines: Entered[]
): { parameter_id: string; value: number | string }[] {
	return lines.flatMap(({ parameter_id, value }) =>
		isEmpty(value) ? [] : [{ parameter_id, value: value as number | string }]
	);
}

/**
 * `record_qc_test` (P4.02–P4.04, P4.12).
 * @param parameters of the plan in force
 * @param retest whether it repeats a test, and so says why
 */
export function test(parameters: Parameter[], { retest = false } = {}) {
	return z.object({
		results: results(parameters),
		sampled_at: optionalPastTime(),
		remarks: optionalText('test remarks have at most 2000 characters', 2000).refine(
			(remarks) => !retest || !isBlank(remarks),
			{ error: 'A re-test says why.' }
		),
		document_path: optionalText('document path has at most 300 characters', 300)
	});
}

/** `amend_qc_test` (P4.09). */
export function amendment(parameters: Parameter[]) {
	return z.object({
		results: results(parameters),
		reason: z
			.string()
			.trim()
			.refine((reason) => !isBlank(reason), { error: 'A change of a test says why.' })
			.refine((reason) => reason.length <= 2000, {
				error: 'Reason of a replacement has at most 2000 characters.'
			})
	});
}

/** `request_override` (P4.06). */
export const override = z.object({
	reason_id: chosen('An override needs one of the reasons for overrides.'),
	justification: z
		.string()
		.trim()
		.refine((given) => !isBlank(given) && given.length >= 10, {
			error: 'An override is justified in at least 10 characters.'
		})
		.refine((given) => given.length <= 2000, {
			error: 'Justification has 10 to 2000 characters.'
		}),
	document_path: z.string({ error: 'An override needs an attachment.' }).min(1, {
		error: 'An override needs an attachment.'
	})
});

/** `decide_override` (P4.06). */
export const decision = z.object({
	approve: z.boolean({ error: 'The decision is missing.' }),
	note: z
		.string()
		.trim()
		.refine((note) => !isBlank(note), { error: 'A decision says why.' })
		.refine((note) => note.length <= 2000, {
			error: 'Decision note has at most 2000 characters.'
		})
});

/** `reject_lot` (P4.04). */
export const rejection = z.object({
	reason_id: chosen('A rejection needs one of the reasons for rejections.'),
	note: optionalText('rejection note has at most 2000 characters', 2000)
});

/** A draft of a plan (P4.01). */
export const plan = z
	.object({
		kind: oneOf('plan is for incoming goods, a stage, or the final product', [
			'incoming',
			'in_process',
			'final'
		]),
		item_id: maybeChosen(),
		stage_id: maybeChosen(),
		version: number('plan version is 1 or above', { least: 1, whole: true }),
		effective_from: z.iso.date({ error: 'Enter the day from which it holds.' }),
		note: optionalText('plan note has at most 2000 characters', 2000)
	})
	.check(({ value, issues }) => {
		const missing = value.kind === 'in_process' ? !value.stage_id : !value.item_id;
		if (!missing) return;
		issues.push({
			code: 'custom',
			message: 'A plan for a stage names it, others name the item.',
			path: [value.kind === 'in_process' ? 'stage_id' : 'item_id'],
			input: value
		});
	});

/** What a plan tests: a number within limits, or one of some words. */
export const parameter = z
	.object({
		position: number('parameter position is 1 to 100', { least: 1, most: 100, whole: true }),
		name: text('parameter name has 1 to 80 characters', 80),
		method: optionalText('method has at most 200 characters', 200),
		unit: z.string().nullish(),
		minimum: optionalNumber('limits are below 10^12', { above: -1e12, below: 1e12 }),
		maximum: optionalNumber('limits are below 10^12', { above: -1e12, below: 1e12 }),
		accepted: z
			.array(z.string().trim().min(1, { error: 'Accepted words are not empty.' }))
			.max(20, { error: 'Accepted words are 1 to 20.' })
			.nullish(),
		required: z.boolean().default(true)
	})
	.check(({ value, issues }) => {
		const { minimum, maximum, accepted, unit } = value;
		const hasWords = Boolean(accepted?.length);
		const refuse = (message: string, field: string) =>
			issues.push({ code: 'custom', message, path: [field], input: value });
		if (hasWords && (minimum != null || maximum != null || unit)) {
			refuse('A parameter is a number or one of the accepted words.', 'accepted');
		}
		if (!hasWords && minimum == null && maximum == null) {
			refuse('A parameter has a limit.', 'maximum');
		}
		if (minimum != null && maximum != null && minimum > maximum) {
			refuse('Lowest value is not above the highest.', 'minimum');
		}
	});
