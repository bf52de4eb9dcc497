import type { Database } from '#lib/database.types.ts';
import { taken } from '#lib/reads.ts';
import { hearClock, serverTime } from '#lib/server-clock.ts';
import { supabase } from '#lib/supabase.ts';

/** A shift as it takes place, on a date. Times in milliseconds. */
export interface Run {
	id: string;
	code: string;
	name: string;
	startsAt: number;
	endsAt: number;
	state: Database['public']['Enums']['shift_run_state'];
}

const DAY = 24 * 60 * 60 * 1000;

/**
 * The runs of a site from yesterday until tomorrow that are not locked, in their order. The server's clock
 * is heard with them.
 * @throws Error with the server's sentence
 */
export async function runsAround(siteId: string): Promise<Run[]> {
	const inDays = (days: number) => new Date(serverTime() + days * DAY).toISOString();
	const [{ data, error }, clock] = await Promise.all([
		supabase
			.from('shift_runs')
			.select('id, starts_at, ends_at, state, shifts(code, name)')
			.eq('site_id', siteId)
			.neq('state', 'locked')
			.gt('ends_at', inDays(-1))
			.lt('starts_at', inDays(1))
			.order('starts_at'),
		supabase.rpc('server_time')
	]);
	if (clock.data) hearClock(clock.data);
	if (error) throw new Error(error.message);
	return data.map(runOf);
}

/**
 * The run that somebody is assigned to next, or is in.
 * @throws Refusal
 */
export async function nextOf(
	person: string,
	siteId: string,
	signal?: AbortSignal
): Promise<Run | undefined> {
	const asked = supabase
		.from('shift_runs')
		.select('id, starts_at, ends_at, state, shifts(code, name), shift_assignments!inner(user_id)')
		.eq('site_id', siteId)
		.eq('shift_assignments.user_id', person)
		.eq('shift_assignments.active', true)
		.neq('state', 'locked')
		.gt('ends_at', new Date().toISOString())
		.order('starts_at')
		.limit(1);
	return (await taken(asked, signal)).map(runOf)[0];
}

type Row = {
	id: string;
	starts_at: string;
	ends_at: string;
	state: Run['state'];
	shifts: { code: string; name: string };
};

function runOf({ id, starts_at, ends_at, state, shifts: { code, name } }: Row): Run {
	return {
		id,
		code,
		name,
		startsAt: Date.parse(starts_at),
		endsAt: Date.parse(ends_at),
		state
	};
}
