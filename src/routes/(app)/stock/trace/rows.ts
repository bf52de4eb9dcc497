import { m } from '#lib/paraglide/messages.js';
import type { Family, Relative } from '#lib/stock/genealogy.ts';
import { whereabouts } from '#lib/stock/whereabouts.ts';
import { familyStates } from '#lib/stock/words.ts';

/** A lot of the family with the way by which it belongs to it, as the table has it. */
export interface Step {
	key: string;
	lot: Relative;
	/** What it went into, or came of, and how much of the upper one. */
	by: { code: string; quantity: number; unit: string } | null;
	onHand: number;
	where: string;
}

/** One row a link, and one for the lot that is traced: the figures of the graph. */
export function rowsOf({ root, lots, links }: Family): Step[] {
	const known = new Map(lots.map((lot) => [lot.id, lot]));
	return lots.flatMap((lot) => {
		const step = (key: string, by: Step['by']): Step => ({
			key,
			lot,
			by,
			onHand: lot.places.reduce((sum, { on_hand }) => sum + on_hand, 0),
			where: whereabouts([lot])
		});
		if (lot.id === root) return [step(lot.id, null)];
		return links
			.filter(({ upper, lower }) => (lot.level < 0 ? upper : lower) === lot.id)
			.map(({ upper, lower, quantity, unit }) => {
				const nearer = known.get(lot.level < 0 ? lower : upper)!;
				return step(`${lot.id}/${nearer.id}`, { code: nearer.code, quantity, unit });
			});
	});
}

/** How far a lot is from the one that is traced, in words. */
export function relation({ level }: Relative): string {
	if (level === 0) return m.stock_relation_self();
	return level < 0 ? m.stock_relation_back({ n: -level }) : m.stock_relation_forward({ n: level });
}

/** The same rows for a spreadsheet, with what has no room on a screen. */
export function exported(family: Family): (string | number | null)[][] {
	return [
		[
			m.stock_relation(),
			m.stock_lot(),
			m.stock_item(),
			m.stock_item_code(),
			m.stock_state(),
			m.stock_linked_lot(),
			m.stock_linked_quantity(),
			m.stock_unit(),
			m.stock_on_hand(),
			m.stock_unit(),
			m.stock_places(),
			m.stock_sent_to(),
			m.stock_expires()
		],
		...rowsOf(family).map(({ lot, by, onHand }) => [
			lot.level,
			lot.code,
			lot.itemName,
			lot.item,
			familyStates[lot.state].label(),
			by?.code ?? null,
			by?.quantity ?? null,
			by?.unit ?? null,
			onHand,
			lot.unit,
			lot.places.map(({ location, on_hand }) => `${location}: ${on_hand} ${lot.unit}`).join('; '),
			lot.shipments
				.map(
					({ customer, quantity, shipment }) => `${customer}: ${quantity} ${lot.unit} (${shipment})`
				)
				.join('; '),
			lot.expiresOn
		])
	];
}
