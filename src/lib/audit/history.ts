import { taken } from '#lib/reads.ts';
import { supabase } from '#lib/supabase.ts';

/** One change of a record, as the audit has it (P11.01). */
export interface Change {
	id: number;
	at: string;
	operation: 'insert' | 'update' | 'delete';
	/** Who did it; null for the system. */
	actor: string | null;
	/** Columns with what they were and became. */
	changes: Record<string, [before: unknown, after: unknown]> | null;
	ip: string | null;
}

/** How many are read at once. */
export const AT_ONCE = 50;

/**
 * The life of a record, newest first.
 * @param relation its table with the schema
 * @param recordId its key; of several columns, joined by “/”
 * @param before id of the change that it is to go on from
 * @throws Refusal
 */
export function of(relation: string, recordId: string, before?: number): Promise<Change[]> {
	const asked = supabase.rpc('record_history', {
		relation,
		record_id: recordId,
		before_id: before
	});
	return taken(asked) as unknown as Promise<Change[]>;
}
