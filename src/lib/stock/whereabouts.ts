import { m } from '#lib/paraglide/messages.js';
import type { Relative } from '#lib/stock/genealogy.ts';
import { formatQuantity } from '#lib/ui/format.ts';

/** Where lots of one item are now, in a line: what lies where, else who was sent it, else that none is left. */
export function whereabouts(lots: Relative[]): string {
	const unit = lots[0]!.unit;
	const lies = lots.flatMap(({ places }) => places);
	if (lies.length) {
		const total = lies.reduce((sum, { on_hand }) => sum + on_hand, 0);
		return `${formatQuantity(rounded(total), unit)} · ${unique(lies.map(({ location }) => location))}`;
	}
	const sent = lots.flatMap(({ shipments }) => shipments);
	if (!sent.length) return m.stock_family_used_up();
	const total = sent.reduce((sum, { quantity }) => sum + quantity, 0);
	return m.stock_family_sent({
		quantity: formatQuantity(rounded(total), unit),
		customer: unique(sent.map(({ customer }) => customer))
	});
}

const rounded = (quantity: number) => Number(quantity.toFixed(6));
const unique = (names: string[]) => [...new Set(names)].join(', ');
