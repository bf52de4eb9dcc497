import type { Line } from '#lib/distribution/picking.ts';
import { formatNumber, formatQuantity } from '#lib/ui/format.ts';
import type { Orders } from './orders.svelte.ts';

/** How much leaves of an item, and what its packs hold. */
export interface ItemSum {
	itemId: string;
	name: string;
	unit: string;
	quantity: number;
	/** What is in the packs; null where it is not packed. */
	contents: { quantity: number; unit: string } | null;
}

/** The lines added up by item, in the order in which the items were picked. */
export function sumsOf(lines: Line[], orders: Orders): ItemSum[] {
	const sums = new Map<string, ItemSum>();
	for (const line of lines) {
		const goods = orders.goodsOf(line);
		if (!goods) continue;
		const item = orders.ofItem(goods.item_id)?.item;
		const known = sums.get(goods.item_id);
		const quantity = (known?.quantity ?? 0) + (line.quantity || 0);
		const packed = goods.unit === 'pcs' && item?.pack_size && item.pack_unit;
		sums.set(goods.item_id, {
			itemId: goods.item_id,
			name: goods.item_name,
			unit: goods.unit,
			quantity,
			contents: packed ? { quantity: quantity * item.pack_size!, unit: item.pack_unit! } : null
		});
	}
	return [...sums.values()];
}

/** 60 pcs, 1,500 kg */
export function wordsOf(sums: ItemSum[]): string {
	const byUnit: Record<string, number> = {};
	for (const { unit, quantity, contents } of sums) {
		byUnit[unit] = (byUnit[unit] ?? 0) + quantity;
		if (contents) byUnit[contents.unit] = (byUnit[contents.unit] ?? 0) + contents.quantity;
	}
	return Object.entries(byUnit)
		.map(([unit, sum]) => formatQuantity(sum, unit))
		.join(', ');
}

/** 60 pcs of 25 kg = 1,500 kg */
export function wordsOfItem({ quantity, unit, contents }: ItemSum): string {
	const amount = formatQuantity(quantity, unit);
	return contents ? `${amount}, ${formatNumber(contents.quantity)}\u00a0${contents.unit}` : amount;
}
