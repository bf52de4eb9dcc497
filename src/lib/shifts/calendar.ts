import type { Tables } from '#lib/database.types.ts';
import { taken } from '#lib/reads.ts';
import { supabase } from '#lib/supabase.ts';

export type ListedRun = Tables<'shift_runs'> & {
	shift: { code: string; name: string };
	/** A name is seen by permission. */
	assignments: { user_id: string; person: { full_name: string } | null }[];
};

/**
 * The runs of a site's shifts between two days, both included, with who is assigned to them.
 * @param from YYYY-MM-DD, by the site's dates
 * @throws Refusal
 */
export function list(siteId: string, from: string, to: string): Promise<ListedRun[]> {
	const asked = supabase
		.from('shift_runs')
		.select(
			'*, shift:shifts(code, name), assignments:shift_assignments(user_id, person:profiles(full_name))'
		)
		.eq('site_id', siteId)
		.gte('business_date', from)
		.lte('business_date', to)
		.eq('assignments.active', true);
	return taken(asked.order('starts_at'));
}
