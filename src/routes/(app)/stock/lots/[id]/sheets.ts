import type { me } from '#lib/access/me.svelte.ts';
import type { LotHold, LotJourney, LotPlace } from '#lib/stock/types.ts';

export type SheetName = 'transfer' | 'adjust' | 'hold' | 'release' | 'reserve';

/** What a sheet of the lot page is given. */
export interface SheetProps {
	lot: LotJourney;
	/** Where it was asked for; any place of the lot without it. */
	place?: LotPlace;
	close: () => void;
}

/** A hold that people have set on the lot itself, and not one of its tests or of what went into it. */
export function isOwnHold(lot: LotJourney, hold: LotHold): boolean {
	return (
		hold.released_at === null && hold.cause_id === lot.id && hold.reason_code !== 'parent_failed'
	);
}

/** What may be offered: by the person's permissions here, and by what there is to act on. */
export function mayDo(lot: LotJourney, person: typeof me): Record<SheetName, boolean> {
	const here = lot.places.filter(({ site_id }) => site_id === person.site?.id);
	const isItsSite = lot.site_id === person.site?.id;
	return {
		transfer: person.can('stock.transfer') && here.length > 0,
		adjust: person.can('stock.adjust') && here.length > 0,
		reserve: person.can('stock.reserve') && here.some(({ available }) => available > 0),
		hold: person.can('stock.hold') && isItsSite && !lot.holds.some((hold) => isOwnHold(lot, hold)),
		release:
			person.can('stock.release') && isItsSite && lot.holds.some((hold) => isOwnHold(lot, hold))
	};
}
