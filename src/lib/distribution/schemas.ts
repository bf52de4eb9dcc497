import { z } from 'zod';
import { chosen, optionalText, quantity, text } from '#lib/limits.ts';

/** `ship_order` (P13.02, W2.02, P5.03). Quantities in each item's base unit. */
export const shipment = z.object({
	customer_id: chosen('Choose the customer.'),
	invoice_number: text('invoice number has 1 to 40 characters', 40),
	vehicle: text('vehicle has 1 to 40 characters', 40),
	order_number: optionalText('sales order number has 1 to 40 characters', 40),
	driver: optionalText('driver has 1 to 120 characters', 120),
	tracking_number: optionalText('tracking number has 1 to 60 characters', 60),
	remarks: optionalText('shipment remarks have at most 2000 characters', 2000),
	lines: z
		.array(
			z.object({
				lot_id: chosen('Choose the lot.'),
				location_id: chosen('Choose where it is.'),
				quantity: quantity(),
				/** Why it is not the lot whose turn it is (P5.03). */
				reason_id: z.guid({ error: 'Choose one from the list.' }).nullable()
			})
		)
		.min(1, { error: 'Pick the goods that leave.' })
		.max(200, { error: 'A shipment has at most 200 lots.' })
});
