import type { Tables } from '#lib/database.types.ts';
import type { Shipment } from '#lib/distribution/types.ts';
import { has, paged, pageOf, taken, type ListPage, type ListQuery } from '#lib/reads.ts';
import { supabase } from '#lib/supabase.ts';

export type ListedShipment = Tables<'shipments'> & {
	customer: { code: string; name: string } | null;
	lines: { quantity: number; lot: { code: string; item: { code: string; unit: string } } | null }[];
};

const listed =
	'*, customer:partners(code, name), lines:shipment_lines(quantity, lot:lots(code, item:items!lots_item_id_fkey(code, unit)))' as const;

export interface ShipmentQuery extends ListQuery {
	siteId: string;
	customerId?: string;
	/** Left at this instant or later; ISO 8601. */
	from?: string;
}

/** A page of a site's dispatches, newest first (P13.02). @throws Refusal */
export function list(
	query: ShipmentQuery,
	signal?: AbortSignal
): Promise<ListPage<ListedShipment>> {
	let asked = supabase
		.from('shipments')
		.select(listed, { count: 'exact' })
		.eq('site_id', query.siteId);
	if (query.customerId) asked = asked.eq('customer_id', query.customerId);
	if (query.from) asked = asked.gte('shipped_at', query.from);
	if (query.search?.trim()) {
		asked = asked.or(
			has(query.search, ['number', 'invoice_number', 'order_number', 'vehicle', 'driver'])
		);
	}
	const sorted = paged(
		asked,
		query,
		['number', 'invoice_number', 'shipped_at', 'vehicle'],
		['-shipped_at', 'number']
	);
	return pageOf(sorted, signal);
}

/** @param id of the shipment @throws Refusal */
export async function get(id: string, signal?: AbortSignal): Promise<Shipment> {
	const asked = supabase.rpc('shipment_details', { shipment_id: id });
	return (await taken(asked, signal)) as unknown as Shipment;
}
