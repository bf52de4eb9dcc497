import type { z } from 'zod';
import { chosen, maybeChosen, quantity } from '#lib/limits.ts';
import { receipt } from '#lib/purchasing/schemas.ts';

/** What is typed of a receipt. */
export type ReceiptValues = Partial<z.input<typeof receipt>>;

/**
 * `receive_goods` for what has come: against a line of an order no more than is due of it (P2.03), and
 * where goods come by orders only, against one.
 */
export function receiptOf({
	due,
	unit,
	byOrder
}: {
	due?: number;
	unit?: string;
	byOrder: boolean;
}) {
	return receipt.extend({
		quantity: quantity().refine((amount) => amount <= (due ?? Infinity), {
			error: `Only ${due} ${unit} of the order are due.`
		}),
		order_line_id: byOrder ? chosen('Choose the order.') : maybeChosen()
	});
}
