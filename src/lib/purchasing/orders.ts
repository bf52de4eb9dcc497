import type { Tables, TablesInsert } from '#lib/database.types.ts';
import * as masters from '#lib/masters.ts';
import { has, paged, pageOf, taken, type ListPage, type ListQuery } from '#lib/reads.ts';
import { supabase } from '#lib/supabase.ts';

export type Order = Tables<'purchase_orders'>;
export type OrderLine = Tables<'purchase_order_lines'>;
export type OrderStatus = 'open' | 'closed' | 'cancelled';

type Named = { code: string; name: string };
export type ListedOrder = Order & {
	vendor: Named | null;
	lines: (OrderLine & { item: Named & { unit: string } })[];
};

const listed =
	'*, vendor:partners(code, name), lines:purchase_order_lines(*, item:items(code, name, unit))';

export interface OrderQuery extends ListQuery {
	siteId: string;
	status?: OrderStatus;
	vendorId?: string;
}

/** A page of a site's orders with their lines. @throws Refusal */
export function list(query: OrderQuery, signal?: AbortSignal): Promise<ListPage<ListedOrder>> {
	let asked = supabase
		.from('purchase_orders')
		.select(listed, { count: 'exact' })
		.eq('site_id', query.siteId)
		.order('position', { referencedTable: 'purchase_order_lines' });
	if (query.status) asked = asked.eq('status', query.status);
	if (query.vendorId) asked = asked.eq('vendor_id', query.vendorId);
	if (query.search?.trim()) asked = asked.or(has(query.search, ['number']));
	const sorted = paged(asked, query, ['number', 'ordered_on', 'status'], ['-ordered_on', 'number']);
	return pageOf(sorted, signal);
}

/** A line of an open order of which not all has come. Quantities in `unit`. */
export interface DueLine {
	id: string;
	order_id: string;
	number: string;
	site_id: string;
	ordered_on: string;
	vendor_id: string;
	/** Null for whoever may not see the partners. */
	vendor: string | null;
	position: number;
	item_id: string;
	item: string;
	item_name: string;
	unit: string;
	quantity: number;
	received: number;
	due: number;
}

export interface DueQuery extends ListQuery {
	siteId: string;
}

/** A page of what is still to come to a site, what was ordered first before (P2.03). @throws Refusal */
export async function due(query: DueQuery, signal?: AbortSignal): Promise<ListPage<DueLine>> {
	let asked = supabase
		.from('due_lines')
		.select('*', { count: 'exact' })
		.eq('site_id', query.siteId);
	if (query.search?.trim()) {
		asked = asked.or(has(query.search, ['number', 'item', 'item_name', 'vendor']));
	}
	const sorted = paged(
		asked,
		query,
		['item_name', 'number', 'vendor', 'ordered_on', 'due'],
		['ordered_on', 'number', 'position']
	);
	return (await pageOf(sorted, signal)) as ListPage<DueLine>;
}

/** @param id of the line; undefined when nothing is due of it any more @throws Refusal */
export async function dueLine(id: string, signal?: AbortSignal): Promise<DueLine | undefined> {
	const [line] = await taken(supabase.from('due_lines').select().eq('id', id), signal);
	return line as DueLine | undefined;
}

/** @throws Refusal */
export function get(number: string): Promise<ListedOrder> {
	const asked = supabase.from('purchase_orders').select(listed).eq('number', number);
	return taken(asked.order('position', { referencedTable: 'purchase_order_lines' }).single());
}

export type NewLine = Omit<TablesInsert<'purchase_order_lines'>, 'order_id' | 'position'>;

/**
 * Makes an order with its lines. One that an attempt before has left without lines gets them.
 * @throws Refusal
 */
export async function add(
	order: TablesInsert<'purchase_orders'>,
	lines: NewLine[]
): Promise<ListedOrder> {
	const { id } = (await leftWithoutLines(order)) ?? (await masters.add('purchase_orders', order));
	const rows = lines.map((line, index) => ({ ...line, order_id: id, position: index + 1 }));
	await taken(supabase.from('purchase_order_lines').insert(rows).select('id'));
	return get(order.number);
}

async function leftWithoutLines({
	number,
	site_id,
	vendor_id
}: TablesInsert<'purchase_orders'>): Promise<{ id: string } | undefined> {
	const known = await taken(
		supabase
			.from('purchase_orders')
			.select('id, lines:purchase_order_lines(id)')
			.match({ number, site_id, vendor_id, status: 'open' })
	);
	return known.find((order) => order.lines.length === 0);
}

/** Closes or cancels an order, or opens it again. @throws Refusal CHANGED_MEANWHILE and others */
export function setStatus(order: Order, status: OrderStatus): Promise<Order> {
	return masters.change('purchase_orders', { id: order.id }, order, { status });
}
