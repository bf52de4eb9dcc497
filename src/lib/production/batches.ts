import type { Tables } from '#lib/database.types.ts';
import type { BatchState, Journey } from '#lib/production/types.ts';
import { has, paged, pageOf, taken, type ListPage, type ListQuery } from '#lib/reads.ts';
import type { QcStatus } from '#lib/stock/types.ts';
import { supabase } from '#lib/supabase.ts';

export type ListedBatch = Tables<'batches'> & {
	item: { code: string; name: string; unit: string };
	lot: { qc_status: string; initial_quantity: number | null };
};

const listed =
	'*, item:items(code, name, unit), lot:lots!inner(qc_status, initial_quantity)' as const;

export interface BatchQuery extends ListQuery {
	siteId: string;
	/** Only these, by id. */
	ids?: string[];
	state?: BatchState;
	itemId?: string;
	qcStatus?: QcStatus;
	/** Begun at this instant or later, and before that one; ISO 8601. */
	from?: string;
	until?: string;
}

/** A page of a site's batches, newest first. @throws Refusal */
export function list(query: BatchQuery, signal?: AbortSignal): Promise<ListPage<ListedBatch>> {
	let asked = supabase
		.from('batches')
		.select(listed, { count: 'exact' })
		.eq('site_id', query.siteId);
	if (query.ids) asked = asked.in('id', query.ids);
	if (query.state) asked = asked.eq('state', query.state);
	if (query.itemId) asked = asked.eq('item_id', query.itemId);
	if (query.qcStatus) asked = asked.eq('lot.qc_status', query.qcStatus);
	if (query.from) asked = asked.gte('created_at', query.from);
	if (query.until) asked = asked.lt('created_at', query.until);
	if (query.search?.trim()) asked = asked.or(has(query.search, ['code']));
	const sorted = paged(
		asked,
		query,
		['code', 'state', 'created_at', 'ended_at', 'planned_quantity'],
		['-created_at', 'code']
	);
	return pageOf(sorted, signal);
}

/** One batch from its material to its customers (P3.08). @throws Refusal */
export async function get(code: string, signal?: AbortSignal): Promise<Journey> {
	const asked = supabase.rpc('batch_journey', { code });
	return (await taken(asked, signal)) as unknown as Journey;
}

/** Codes do not change, so that the id of a page is looked up once. */
const codes = new Map<string, string>();

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The same for a page, whose address names the batch by its id or by its code. @throws Refusal */
export async function open(idOrCode: string, signal?: AbortSignal): Promise<Journey> {
	if (!ID.test(idOrCode)) return get(idOrCode, signal);
	const code = codes.get(idOrCode) ?? (await codeOf(idOrCode, signal));
	codes.set(idOrCode, code);
	return get(code, signal);
}

async function codeOf(id: string, signal?: AbortSignal): Promise<string> {
	const asked = supabase.from('batches').select('code').eq('id', id).single();
	return (await taken(asked, signal)).code;
}

/** Id of the place to which the product of the last finished batch of a site went. @throws Refusal */
export async function placeOfLast(siteId: string, signal?: AbortSignal): Promise<string | null> {
	const asked = supabase
		.from('batches')
		.select('lot:lots!inner(moves:stock_moves(to_id))')
		.eq('site_id', siteId)
		.eq('state', 'finished')
		.eq('lot.moves.kind', 'produce')
		.order('ended_at', { ascending: false })
		.limit(1);
	const [batch] = await taken(asked, signal);
	return batch?.lot.moves[0]?.to_id ?? null;
}

export interface BatchToPack {
	id: string;
	code: string;
	/** In bulk, in `unit`. */
	bulk: number;
	unit: string;
}

/** Batches are packed within days; older rests are smaller than a pack. */
const LATEST = 50;

/** Finished batches that QC has released and of which there is bulk for a pack, the latest first (P13.01). @throws Refusal */
export async function toPack(siteId: string, signal?: AbortSignal): Promise<BatchToPack[]> {
	const asked = supabase
		.from('batches')
		.select(
			'id, code, item:items!inner(unit, skus:items!items_packs_item_id_fkey(pack_size, pack_unit)), lot:lots!inner(balances:stock_balances!inner(on_hand))'
		)
		.eq('site_id', siteId)
		.eq('state', 'finished')
		.eq('lot.qc_status', 'pass')
		.gt('lot.balances.on_hand', 0)
		.eq('item.skus.active', true)
		.order('ended_at', { ascending: false })
		.limit(LATEST);
	const finished = await taken(asked, signal);
	return finished
		.map(({ id, code, item: { unit, skus }, lot: { balances } }) => ({
			id,
			code,
			unit,
			bulk: balances.reduce((sum, { on_hand }) => sum + on_hand, 0),
			smallest: Math.min(
				...skus.map(({ pack_size, pack_unit }) => (pack_unit === unit ? (pack_size ?? 0) : 0))
			)
		}))
		.filter(({ bulk, smallest }) => bulk >= smallest);
}
