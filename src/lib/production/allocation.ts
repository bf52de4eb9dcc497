import * as items from '#lib/catalog/items.ts';
import { taken } from '#lib/reads.ts';
import * as levels from '#lib/stock/levels.ts';
import { supabase } from '#lib/supabase.ts';

/** What a stage took the last time: what it will want again. */
export interface UsualMaterial {
	itemId: string;
	/** In the material's base unit. */
	quantity: number;
}

/**
 * What the batch before of the same product was given for a stage.
 * @param product code of its item
 * @throws Refusal
 */
export async function usualMaterial(
	siteId: string,
	product: string,
	position: number,
	signal?: AbortSignal
): Promise<UsualMaterial | undefined> {
	const asked = supabase
		.from('stage_materials')
		.select(
			'allocated, lot:lots!inner(item_id), batch:batches!inner(site_id, item:items!inner(code))'
		)
		.eq('position', position)
		.eq('batch.site_id', siteId)
		.eq('batch.item.code', product)
		.order('allocated_at', { ascending: false })
		.limit(1);
	const [last] = await taken(asked, signal);
	return last && { itemId: last.lot.item_id, quantity: last.allocated };
}

/** Materials that may be given to a batch. @throws Refusal */
export async function materials(signal?: AbortSignal): Promise<items.Item[]> {
	const asked = { kinds: ['raw', 'intermediate'] as items.ItemKind[], active: true };
	return (await items.list({ ...asked, page: 0, pageSize: 200 }, signal)).rows;
}

/** A lot at a place, with its turn in the order of picking. */
export interface Choice {
	key: string;
	lotId: string;
	locationId: string;
	lot: string;
	location: string;
	available: number;
	expiresOn: string | null;
	/** How much of it is suggested; 0 where another comes before. */
	take: number;
}

/** A lot whose turn has come, and why it is passed over. */
export interface Skipped {
	lot: string;
	location: string;
	why: string;
}

export interface Picking {
	/** In the order of picking: what is suggested, then the others. */
	choices: Choice[];
	skipped: Skipped[];
}

/** As many other lots as anybody looks through for the one to take instead. */
const MOST_OTHERS = 30;

/**
 * Which lots to take for a quantity, which are passed over, and which might be taken instead (P5.03).
 * @param quantity in the material's base unit
 * @throws Refusal
 */
export async function picking(
	siteId: string,
	itemId: string,
	quantity: number,
	signal?: AbortSignal
): Promise<Picking> {
	const [suggested, present] = await Promise.all([
		levels.suggest(itemId, siteId, quantity, signal),
		levels.list({ siteId, itemId, state: 'usable', page: 0, pageSize: MOST_OTHERS }, signal)
	]);
	const first = suggested
		.filter(({ take }) => take > 0)
		.map(({ lot_id, location_id, lot, location, available, expires_on, take }) => ({
			key: `${lot_id}/${location_id}`,
			lotId: lot_id,
			locationId: location_id,
			lot,
			location,
			available,
			expiresOn: expires_on,
			take
		}));
	const others = present.rows
		.map(({ lot_id, location_id, lot, location, available, expires_on }) => ({
			key: `${lot_id}/${location_id}`,
			lotId: lot_id,
			locationId: location_id,
			lot,
			location,
			available: available ?? 0,
			expiresOn: expires_on,
			take: 0
		}))
		.filter(({ key, available }) => available > 0 && first.every((choice) => choice.key !== key));
	const skipped = suggested.flatMap(({ lot, location, skipped: why }) =>
		why === null ? [] : [{ lot, location, why }]
	);
	return { choices: [...first, ...others], skipped };
}
