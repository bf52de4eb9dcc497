import type { Tables } from '#lib/database.types.ts';
import {
	containing,
	has,
	paged,
	pageOf,
	taken,
	type ListPage,
	type ListQuery
} from '#lib/reads.ts';
import type { LotJourney, QcStatus, TraceStep } from '#lib/stock/types.ts';
import { supabase } from '#lib/supabase.ts';

export type Lot = Tables<'lots'>;

type Named = { code: string; name: string };
export type ListedLot = Lot & {
	item: Named & { unit: string; kind: string };
	site: Named | null;
};

/** A lot with where it came from and what keeps it from use. */
export type LotDetails = ListedLot & {
	receipt: (Tables<'receipts'> & { vendor: Named | null }) | null;
	rejection_reason: { name: string } | null;
	holds: (Tables<'lot_holds'> & { reason: { name: string }; cause: { code: string } | null })[];
};

const listed =
	'*, item:items!lots_item_id_fkey!inner(code, name, unit, kind), site:sites!lots_site_id_fkey(code, name)';
const details =
	`${listed}, receipt:receipts(*, vendor:partners(code, name)), rejection_reason:reason_codes!lots_rejection_reason_id_fkey(name), holds:lot_holds!lot_holds_lot_id_fkey(*, reason:reason_codes!lot_holds_reason_id_fkey(name), cause:lots!lot_holds_cause_lot_id_fkey(code))` as const;

export interface LotQuery extends ListQuery {
	/** Where they came into being; without it all that the person may see. */
	siteId?: string;
	itemId?: string;
	itemKind?: string;
	qcStatus?: QcStatus;
	/** Those that expire on this day or before, YYYY-MM-DD. */
	expiresBy?: string;
}

const sortable = [
	'code',
	'qc_status',
	'received_on',
	'expires_on',
	'initial_quantity',
	'created_at'
];

/** A page of the lots, newest first. @throws Refusal */
export function list(query: LotQuery, signal?: AbortSignal): Promise<ListPage<ListedLot>> {
	let asked = supabase.from('lots').select(listed, { count: 'exact' });
	if (query.siteId) asked = asked.eq('site_id', query.siteId);
	if (query.itemId) asked = asked.eq('item_id', query.itemId);
	if (query.itemKind) asked = asked.eq('item.kind', query.itemKind);
	if (query.qcStatus) asked = asked.eq('qc_status', query.qcStatus);
	if (query.expiresBy) asked = asked.lte('expires_on', query.expiresBy);
	if (query.search?.trim()) asked = asked.or(has(query.search, ['code', 'vendor_lot']));
	const sorted = paged(asked, query, sortable, ['-created_at', 'code']);
	return pageOf(sorted, signal);
}

/** @param code of the lot @throws Refusal */
export function get(code: string): Promise<LotDetails> {
	const asked = supabase.from('lots').select(details).eq('code', code);
	return taken(asked.order('held_at', { referencedTable: 'lot_holds' }).single());
}

/** All of one lot, with the names of people (P7.08). @throws Refusal */
export async function journey(id: string, signal?: AbortSignal): Promise<LotJourney> {
	const asked = supabase.rpc('lot_journey', { lot_id: id });
	return (await taken(asked, signal)) as unknown as LotJourney;
}

/** Lots by a part of their code, whatever became of them, the latest first. @throws Refusal */
export function find(text: string, signal?: AbortSignal): Promise<FoundLot[]> {
	let asked = supabase
		.from('lots')
		.select('id, code, qc_status, item:items!lots_item_id_fkey(code, name)');
	if (text.trim()) asked = asked.ilike('code', containing(text));
	return taken(asked.order('created_at', { ascending: false }).limit(20), signal);
}

export interface FoundLot {
	id: string;
	code: string;
	qc_status: string;
	item: Named;
}

/**
 * The genealogy of a lot (P7.08).
 * @param direction `up`: what it came of; `down`: what came of it
 * @throws Refusal
 */
export async function trace(
	code: string,
	direction: 'up' | 'down',
	signal?: AbortSignal
): Promise<TraceStep[]> {
	const asked = supabase.rpc('trace_lot', { code, direction });
	return (await taken(asked, signal)) as unknown as TraceStep[];
}
