import { resolve } from '$app/paths';
import { orLast } from '#lib/last-read.ts';
import type { HistoryPoint, Subject } from '#lib/quality/types.ts';
import { taken } from '#lib/reads.ts';
import { supabase } from '#lib/supabase.ts';

/** What is tested: a lot, or a stage of the batch that the lot is of. */
export interface SubjectKey {
	lot_id: string;
	stage_log_id: string | null;
}

/** One thing that is tested, with its plan and all that was ever said of it (P4.10). @throws Refusal */
export async function get(
	{ lot_id, stage_log_id }: SubjectKey,
	signal?: AbortSignal
): Promise<Subject> {
	const asked = supabase.rpc('qc_subject', { lot_id, stage_log_id: stage_log_id ?? undefined });
	return (await taken(asked, signal)) as unknown as Subject;
}

/** The same; what was read last while the server is out of reach. @throws Refusal */
export function getOrLast(key: SubjectKey, signal?: AbortSignal): Promise<Subject> {
	return orLast(`qc-subject:${key.stage_log_id ?? key.lot_id}`, () => get(key, signal));
}

/**
 * How a parameter of an item has run at a site, oldest first.
 * @param last how many results, 1 to 200
 * @throws Refusal
 */
export async function history(
	{ parameterId, itemId, siteId }: { parameterId: string; itemId: string; siteId: string },
	last: number,
	signal?: AbortSignal
): Promise<HistoryPoint[]> {
	const asked = supabase.rpc('parameter_history', {
		parameter_id: parameterId,
		item_id: itemId,
		site_id: siteId,
		last
	});
	return (await taken(asked, signal)) as unknown as HistoryPoint[];
}

/** The page of what is tested. */
export function hrefOf({ lot_id, stage_log_id }: SubjectKey): string {
	return resolve('/(app)/quality/items/[lot]/[[stage]]', {
		lot: lot_id,
		stage: stage_log_id ?? undefined
	});
}

/** Where its test is entered: the first, or a repetition of the latest. */
export function entryOf({ lot_id, stage_log_id }: SubjectKey): string {
	return resolve('/(app)/quality/entry/[lot]/[[stage]]', {
		lot: lot_id,
		stage: stage_log_id ?? undefined
	});
}

/** Where its latest test is put right. */
export function amendmentOf(key: SubjectKey): string {
	return `${entryOf(key)}?amend`;
}
