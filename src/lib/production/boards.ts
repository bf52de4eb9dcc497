import type { PlantBoard, PlantTrends, ShiftBoard } from '#lib/production/types.ts';
import { taken } from '#lib/reads.ts';
import { hearClock } from '#lib/server-clock.ts';
import { supabase } from '#lib/supabase.ts';

/** A supervisor's shift: his run, or the one that runs (P3.10). @throws Refusal */
export async function shift(siteId: string, signal?: AbortSignal): Promise<ShiftBoard> {
	const asked = supabase.rpc('shift_board', { site_id: siteId });
	const board = (await taken(asked, signal)) as unknown as ShiftBoard;
	hearClock(board.now);
	return board;
}

/** A plant now (P7.01). @throws Refusal */
export async function plant(siteId: string, signal?: AbortSignal): Promise<PlantBoard> {
	const asked = supabase.rpc('plant_board', { site_id: siteId });
	return (await taken(asked, signal)) as unknown as PlantBoard;
}

/**
 * The last days of a plant, and how long things usually take there (P7.01, P7.05).
 * @param days today among them, 92 at the most
 * @throws Refusal
 */
export async function trends(
	siteId: string,
	days: number,
	signal?: AbortSignal
): Promise<PlantTrends> {
	const asked = supabase.rpc('plant_trends', { site_id: siteId, days });
	return (await taken(asked, signal)) as unknown as PlantTrends;
}
