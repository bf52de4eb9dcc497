import { orLast } from '#lib/last-read.ts';
import type { Waiting } from '#lib/quality/types.ts';
import { taken } from '#lib/reads.ts';
import { supabase } from '#lib/supabase.ts';

/**
 * What waits for QC or is on hold at a site, longest first (P4.10); what was read last while the server
 * is out of reach.
 * @throws Refusal
 */
export function list(siteId: string, signal?: AbortSignal): Promise<Waiting[]> {
	return orLast(`qc-queue:${siteId}`, async () => {
		const asked = supabase.rpc('qc_queue', { site_id: siteId });
		return (await taken(asked, signal)) as unknown as Waiting[];
	});
}

/** Whether work stands still for it: a batch cannot go on, or no other lot of a material can be used. */
export function isUrgent({ kind, next_stage, short }: Waiting): boolean {
	return kind === 'in_process' ? next_stage !== null : short;
}

/** The most urgent first, of these the one that has waited longest. */
export function byUrgency(waiting: Waiting[]): Waiting[] {
	return waiting.toSorted(
		(one, other) =>
			Number(isUrgent(other)) - Number(isUrgent(one)) || one.since.localeCompare(other.since)
	);
}

/** What a row of the queue is known by. */
export function keyOf({ lot_id, stage_log_id }: Waiting): string {
	return stage_log_id ?? lot_id;
}
