import type { Suggestion } from '#lib/stock/levels.ts';

interface Taken {
	lot_id: string;
	from_id: string;
	quantity: number | null;
}

/** How much to take of each lot, in their order, until there is enough. */
export function suggested(lots: Suggestion[], wanted: number): Taken[] {
	let left = wanted;
	return lots.map(({ lot_id, location_id, available, skipped }) => {
		const quantity = skipped ? 0 : Math.min(available, left);
		left = Number((left - quantity).toFixed(6));
		return { lot_id, from_id: location_id, quantity: quantity || null };
	});
}

/**
 * Where something is taken though a lot before it has not been taken whole: that needs a reason (P5.03).
 * The database asks the same when it happens.
 * @param quantities how much is taken of each lot
 * @returns for each lot the one that comes before it; undefined where its turn has come
 */
export function isOutOfTurn(lots: Suggestion[], quantities: number[]): (string | undefined)[] {
	return lots.map((lot, index) => {
		if (!quantities[index]) return undefined;
		const before = lots
			.slice(0, index)
			.find(
				({ lot_id, available, skipped }, turn) =>
					lot_id !== lot.lot_id && !skipped && available > (quantities[turn] ?? 0)
			);
		return before?.lot;
	});
}
