import type { SupabaseClient } from '@supabase/supabase-js';
import type { CloseView, Gap } from '../../../src/lib/shifts/types.ts';
import { call } from '../acts.ts';
import type { Floor } from '../production/floor.ts';

/** Explains what the shift that runs leaves undone, and closes it, so that it is locked. @returns its id */
export async function lockShift(floor: Floor, supervisor: SupabaseClient): Promise<string> {
	const run = await floor.run();
	const { data, error } = await supervisor.rpc('shift_gaps', { run });
	if (error) throw error;
	for (const { kind, subject_id } of data as Gap[]) {
		await call(supervisor, 'explain_gap', { run, kind, subject_id, reason: 'Goes on.' });
	}
	await call<CloseView>(supervisor, 'close_shift', { run });
	return run;
}
