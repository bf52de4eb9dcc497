import { taken } from '#lib/reads.ts';
import type { LogbookPage, ShiftRun, ShiftSummary } from '#lib/shifts/types.ts';
import { supabase } from '#lib/supabase.ts';

/** How many entries are read at once. */
const AT_ONCE = 50;

/**
 * What was done in a run, newest first.
 * @param before where a page said that the next begins
 * @throws Refusal SHIFT_NOT_YOURS and others
 */
export async function entries(
	run: string,
	before?: string,
	signal?: AbortSignal
): Promise<LogbookPage> {
	const asked = supabase.rpc('shift_logbook', { run, before, page_size: AT_ONCE });
	return (await taken(asked, signal)) as unknown as LogbookPage;
}

/** What a run brought (P3.10). @throws Refusal */
export async function summary(run: string, signal?: AbortSignal): Promise<ShiftSummary> {
	return (await taken(supabase.rpc('shift_summary', { run }), signal)) as unknown as ShiftSummary;
}

/** A run to choose from a day's. */
export interface RunOfDay {
	id: string;
	code: string;
	name: string;
	state: ShiftRun['state'];
	business_date: string;
	starts_at: string;
	ends_at: string;
}

const listed = 'id, state, business_date, starts_at, ends_at, shift:shifts(code, name)' as const;

type Listed = Omit<RunOfDay, 'code' | 'name'> & { shift: { code: string; name: string } };

const runOf = ({ shift, ...run }: Listed): RunOfDay => ({ ...run, ...shift });

/** The runs of a day that have begun, in their order. @param day YYYY-MM-DD @throws Refusal */
export async function runsOn(
	siteId: string,
	day: string,
	signal?: AbortSignal
): Promise<RunOfDay[]> {
	const asked = supabase
		.from('shift_runs')
		.select(listed)
		.eq('site_id', siteId)
		.eq('business_date', day)
		.or(`state.neq.scheduled,starts_at.lte.${new Date().toISOString()}`)
		.order('starts_at');
	return (await taken(asked, signal)).map(runOf);
}

/** A run by its id, or the last one that has begun; of a person's own where one is given. @throws Refusal */
export async function runToShow(
	siteId: string,
	{ id, person }: { id?: string; person?: string },
	signal?: AbortSignal
): Promise<RunOfDay | undefined> {
	if (id) {
		const found = await taken(supabase.from('shift_runs').select(listed).eq('id', id), signal);
		return found.map(runOf)[0];
	}
	const begun = supabase
		.from('shift_runs')
		.select(person ? (`${listed}, shift_assignments!inner(user_id)` as typeof listed) : listed)
		.eq('site_id', siteId)
		.or(`state.neq.scheduled,starts_at.lte.${new Date().toISOString()}`);
	const mine = person
		? begun.eq('shift_assignments.user_id', person).eq('shift_assignments.active', true)
		: begun;
	return (await taken(mine.order('starts_at', { ascending: false }).limit(1), signal)).map(
		runOf
	)[0];
}
