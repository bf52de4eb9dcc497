import { z } from 'zod';
import {
	chosen,
	isBlank,
	maybeChosen,
	optionalQuantity,
	optionalText,
	quantity,
	text,
	whatIsWrongWithQuantity
} from '#lib/limits.ts';

/** `transfer_stock` (P5.02, W2.04). */
export const transfer = z
	.object({
		lot_id: chosen('Choose the lot.'),
		from_id: chosen('Choose where it is.'),
		to_id: chosen('Choose where it goes.'),
		quantity: quantity(),
		note: optionalText('move note has at most 2000 characters', 2000)
	})
	.refine(({ from_id, to_id }) => from_id !== to_id, {
		error: 'The goods are there already.',
		path: ['to_id']
	});

/** `adjust_stock`: so much more, or less (P5.06, W2.03). */
export const adjustment = z.object({
	lot_id: chosen('Choose the lot.'),
	location_id: chosen('Choose the place.'),
	change: z.number({ error: 'There is no quantity.' }).check(({ value, issues }) => {
		const sentence = whatIsWrongWithQuantity(Math.abs(value));
		if (sentence) issues.push({ code: 'custom', message: sentence, input: value });
	}),
	reason_id: chosen('An adjustment needs one of the reasons for adjustments.'),
	note: optionalText('move note has at most 2000 characters', 2000)
});

/** `hold_lot` (P5.04). */
export const hold = z.object({
	reason_id: chosen('A hold needs one of the reasons for holds.'),
	note: optionalText('hold note has at most 2000 characters', 2000)
});

const RELEASE_NOTE = 'Release note has at most 2000 characters.';

/** `release_lot`. */
export const release = z.object({
	note: z
		.string()
		.trim()
		.refine((note) => !isBlank(note), { error: 'A release says why.' })
		.refine((note) => note.length <= 2000, { error: RELEASE_NOTE })
});

/** `reserve_stock` (P5.01). */
export const reservation = z.object({
	lot_id: chosen('Choose the lot.'),
	location_id: chosen('Choose the place.'),
	quantity: quantity(),
	purpose: text('reservation purpose has 1 to 120 characters', 120)
});

/** `request_transfer` (P5.02). */
export const transferRequest = z.object({
	item_id: chosen('Choose the item.'),
	lot_id: maybeChosen(),
	from_id: maybeChosen(),
	to_id: chosen('Choose where it is needed.'),
	quantity: quantity(),
	needed_by: z.iso
		.datetime({ offset: true, error: 'This is no time.' })
		.or(z.literal(''))
		.nullish(),
	note: optionalText('request note has at most 2000 characters', 2000)
});

/** `fulfil_transfer` (P5.02, P5.03). */
export const fulfilment = z.object({
	lines: z
		.array(
			z.object({
				lot_id: chosen('Choose the lot.'),
				from_id: chosen('Choose where it is.'),
				quantity: quantity(),
				reason_id: maybeChosen()
			})
		)
		.min(1, { error: 'A transfer has 1 to 50 lines, each with a lot, a place and a quantity.' })
		.max(50, { error: 'A transfer has 1 to 50 lines, each with a lot, a place and a quantity.' })
});

/** `fulfil_transfer` as a form has it: every lot that may be taken, of which some are. */
export const picking = z.object({
	lines: z
		.array(
			z.object({
				lot_id: chosen('Choose the lot.'),
				from_id: chosen('Choose where it is.'),
				quantity: optionalQuantity(),
				reason_id: maybeChosen()
			})
		)
		.refine((lines) => lines.some(({ quantity }) => quantity), {
			error: 'Say how much of which lot is brought.'
		})
});

/** `decline_transfer` (P5.02). */
export const decline = z.object({
	reason: z
		.string()
		.trim()
		.refine((reason) => !isBlank(reason), { error: 'Who declines says why.' })
		.refine((reason) => reason.length <= 2000, {
			error: 'Decline reason has 1 to 2000 characters.'
		})
});
