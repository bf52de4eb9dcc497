import Boxes from '@lucide/svelte/icons/boxes';
import Workflow from '@lucide/svelte/icons/workflow';
import { goto } from '$app/navigation';
import { resolve } from '$app/paths';
import { m } from '#lib/paraglide/messages.js';
import { supabase } from '#lib/supabase.ts';
import type { PaletteGroup } from '#lib/ui/palette.ts';

/** Of each kind at the most. */
const MOST = 6;

/**
 * Finds lots and batches by a part of their code, the latest first.
 * @throws Error with a sentence for the person
 */
export async function find(text: string, signal: AbortSignal): Promise<PaletteGroup[]> {
	// In a pattern these stand for any character.
	const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`;
	const latest = { ascending: false };
	const [batches, lots] = await Promise.all([
		supabase
			.from('batches')
			.select('id, code, items!batches_item_id_fkey(name)')
			.ilike('code', pattern)
			.order('created_at', latest)
			.limit(MOST)
			.abortSignal(signal),
		supabase
			.from('lots')
			.select('id, code, items!lots_item_id_fkey(name)')
			.ilike('code', pattern)
			.order('created_at', latest)
			.limit(MOST)
			.abortSignal(signal)
	]);
	const error = batches.error ?? lots.error;
	if (error) throw new Error(error.message);
	return [
		{
			heading: m.palette_batches(),
			entries: batches.data!.map(({ id, code, items }) => ({
				id: `batch-${id}`,
				label: code,
				note: items.name,
				icon: Workflow,
				run: () => void goto(resolve('/(app)/production/batches/[id]', { id }))
			}))
		},
		{
			heading: m.palette_lots(),
			entries: lots.data!.map(({ id, code, items }) => ({
				id: `lot-${id}`,
				label: code,
				note: items.name,
				icon: Boxes,
				run: () => void goto(resolve('/(app)/stock/lots/[id]', { id }))
			}))
		}
	].filter(({ entries }) => entries.length > 0);
}
