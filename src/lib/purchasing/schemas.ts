import { z } from 'zod';
import {
	chosen,
	maybeChosen,
	number,
	optionalDay,
	optionalNumber,
	optionalText,
	quantity,
	text
} from '#lib/limits.ts';

/** A purchase order with its lines (P2.03). */
export const order = z.object({
	vendor_id: chosen('Choose the vendor.'),
	number: text('order number has 1 to 40 characters', 40),
	ordered_on: z.iso.date({ error: 'Enter the day of the order.' }),
	lines: z
		.array(
			z.object({
				item_id: chosen('Choose the item.'),
				quantity: number('ordered quantity is above zero', { above: 0, below: 1e9 }),
				price_inr: optionalNumber('ordered price is above zero', { above: 0, below: 1e9 })
			})
		)
		.min(1, { error: 'An order has a line at the least.' })
		.max(999, { error: 'An order has 999 lines at the most.' })
});

/** `receive_goods`, as a form has it (P2.02, W2.01). */
export const receipt = z.object({
	location_id: chosen('Choose where the goods are put.'),
	item_id: chosen('Choose the item.'),
	order_line_id: maybeChosen(),
	vendor_id: maybeChosen(),
	quantity: quantity(),
	lot_code: z
		.string()
		.trim()
		.refine((code) => code === '' || (code.length >= 2 && code.length <= 60), {
			error: 'Lot code is 2 to 60 characters without spaces at its ends.'
		})
		.default(''),
	vendor_lot: optionalText("vendor's lot code has at most 60 characters", 60),
	manufactured_on: optionalDay(),
	expires_on: optionalDay(),
	document_path: optionalText('document path has at most 300 characters', 300),
	remarks: optionalText('remarks have at most 2000 characters', 2000)
});
