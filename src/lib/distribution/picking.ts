import type { Suggestion } from '#lib/stock/levels.ts';

/** A lot that leaves, as the form keeps it; quantity in the item's base unit, null while it is empty. */
export interface Line {
	lot_id: string;
	location_id: string;
	quantity: number;
	/** Of a deviation; it is there also while it is empty, so that a refusal finds it. */
	reason_id: string | null;
}

/** What is wrong with the fields of a line. */
export type LineErrors = Partial<Record<keyof Line, string[]>>;

type Spot = Pick<Line, 'lot_id' | 'location_id'>;

/** What tells one stack of goods from another: the lot and where it lies. */
export const keyOf = ({ lot_id, location_id }: Spot): string => `${lot_id}@${location_id}`;

/** The lines for a quantity, in the order of picking. */
export function pick(order: Suggestion[]): Line[] {
	return order
		.filter(({ take }) => take > 0)
		.map(({ lot_id, location_id, take: quantity }) => ({
			lot_id,
			location_id,
			quantity,
			reason_id: null
		}));
}

/** What comes before the goods that are taken, and why it may not be taken. */
export function skippedIn(order: Suggestion[]): Suggestion[] {
	return order.filter(({ skipped }) => skipped !== null);
}

/**
 * The lot whose turn it was before a line's: it comes before, may be taken and is not used up by the lines.
 * @param order of the item's lots, as far as it was asked for
 * @param lines of the item
 */
export function passedOver(order: Suggestion[], lines: Line[], line: Line): Suggestion | undefined {
	const used = (spot: Spot) =>
		lines
			.filter((other) => keyOf(other) === keyOf(spot))
			.reduce((sum, { quantity }) => sum + (quantity || 0), 0);
	const turn = order.findIndex((spot) => keyOf(spot) === keyOf(line));
	const before = turn < 0 ? order : order.slice(0, turn);
	return before.find(
		(spot) => spot.skipped === null && spot.lot_id !== line.lot_id && used(spot) < spot.available
	);
}
