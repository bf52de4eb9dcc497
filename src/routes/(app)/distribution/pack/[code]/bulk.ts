import * as items from '#lib/catalog/items.ts';
import type { Item } from '#lib/catalog/items.ts';
import * as places from '#lib/catalog/places.ts';
import type { Place } from '#lib/catalog/places.ts';
import * as goods from '#lib/distribution/goods.ts';
import type { Goods } from '#lib/distribution/goods.ts';
import type { Journey } from '#lib/production/types.ts';
import * as levels from '#lib/stock/levels.ts';
import * as packing from '#lib/distribution/packing.ts';

/** What the form of packing offers to choose from. */
export interface PackChoices {
	/** Where the bulk lies, and how much of it is free; also where something is in the way. */
	bulk: levels.Level[];
	skus: Item[];
	/** Where the packs may go. */
	places: Place[];
	/** Bags and drums that may be used, those first that came first. */
	packaging: Goods[];
	/** What may be lost, in % of what is packed. */
	lossPercent: number;
}

/** Lots of packaging to choose from. */
const MOST = 50;

/** @throws Refusal */
export async function readFor(
	batch: Journey,
	siteId: string,
	signal: AbortSignal
): Promise<PackChoices> {
	const [product, bulk, stores, packaging, lossPercent] = await Promise.all([
		items.get(batch.item),
		levels.ofLot(batch.lot_id),
		places.list(siteId, { active: true }),
		goods.list({ siteId, kinds: ['packaging'], usable: true, page: 0, pageSize: MOST }, signal),
		packing.lossLimit()
	]);
	return {
		bulk: bulk.filter((level) => level.site_id === siteId),
		skus: await items.packsOf(product.id),
		places: stores,
		packaging: packaging.rows,
		lossPercent
	};
}
