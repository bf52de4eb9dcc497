import { SvelteMap } from 'svelte/reactivity';
import * as items from '#lib/catalog/items.ts';
import type { Item } from '#lib/catalog/items.ts';
import * as goods from '#lib/distribution/goods.ts';
import type { Goods } from '#lib/distribution/goods.ts';
import { keyOf, type Line } from '#lib/distribution/picking.ts';
import * as levels from '#lib/stock/levels.ts';
import type { Suggestion } from '#lib/stock/levels.ts';

type Spot = Pick<Line, 'lot_id' | 'location_id'>;

/** An item of the shipment with the order in which its lots are to be taken. */
export interface ItemOrder {
	item: Item;
	order: Suggestion[];
}

/** What the form knows of the goods that were picked: their items, lots and the order of picking. */
export class Orders {
	#siteId: string;
	#items = new SvelteMap<string, ItemOrder>();
	#goods = new SvelteMap<string, Goods>();

	constructor(siteId: string) {
		this.#siteId = siteId;
	}

	/** The goods of a line; undefined until they have been read. */
	goodsOf(spot: Spot): Goods | undefined {
		return this.#goods.get(keyOf(spot));
	}

	ofItem(itemId: string): ItemOrder | undefined {
		return this.#items.get(itemId);
	}

	/** Which lots to take for a quantity of an item. @throws Refusal */
	async ask(itemId: string, quantity: number): Promise<ItemOrder> {
		const [item, order] = await Promise.all([
			this.#items.get(itemId)?.item ?? items.byId(itemId),
			levels.suggest(itemId, this.#siteId, quantity)
		]);
		const known = { item, order };
		this.#items.set(itemId, known);
		for (const spot of order) {
			this.keep({
				...spot,
				item_id: item.id,
				item: item.code,
				item_name: item.name,
				item_kind: item.kind as items.ItemKind,
				unit: item.unit,
				on_hand: spot.available,
				obstacle: spot.skipped
			});
		}
		return known;
	}

	keep(row: Goods): void {
		this.#goods.set(keyOf(row), row);
	}

	/** The lots of an item that may be taken, in their order. @throws Refusal */
	async lotsOf(itemId: string, search: string, signal: AbortSignal): Promise<Goods[]> {
		const { rows } = await goods.list(
			{ siteId: this.#siteId, itemIds: [itemId], usable: true, search, page: 0, pageSize: 50 },
			signal
		);
		for (const row of rows) this.keep(row);
		return rows;
	}

	/** Reads the goods of lines that come from elsewhere: of a form that was refused. @throws Refusal */
	async recall(lines: Line[]): Promise<void> {
		const unknown = lines.filter((line) => !this.goodsOf(line));
		const levelsOfLots = await Promise.all(unknown.map(({ lot_id }) => levels.ofLot(lot_id)));
		for (const row of levelsOfLots.flat()) this.keep(row as Goods);
		for (const line of unknown) {
			const itemId = this.goodsOf(line)?.item_id;
			if (itemId && !this.#items.has(itemId)) await this.ask(itemId, this.#total(itemId, lines));
		}
	}

	#total(itemId: string, lines: Line[]): number {
		return lines
			.filter((line) => this.goodsOf(line)?.item_id === itemId)
			.reduce((sum, { quantity }) => sum + (quantity || 0), 0);
	}
}
