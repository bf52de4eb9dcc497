import { PUBLIC_SUPABASE_URL } from '$app/env/public';
import type { Tables, TablesInsert } from '#lib/database.types.ts';
import * as masters from '#lib/masters.ts';
import { taken } from '#lib/reads.ts';
import type { Conflict, PlannedRun, Rotation } from '#lib/shifts/types.ts';
import { supabase } from '#lib/supabase.ts';

export type ListedRun = Tables<'shift_runs'> & {
	shift: { code: string; name: string };
	/** A name is seen by permission. */
	assignments: {
		user_id: string;
		rotation_id: string | null;
		person: { full_name: string } | null;
	}[];
};

/**
 * The runs of a site's shifts between two days, both included, with who is assigned to them.
 * @param from YYYY-MM-DD, by the site's dates
 * @throws Refusal
 */
export function list(
	siteId: string,
	from: string,
	to: string,
	signal?: AbortSignal
): Promise<ListedRun[]> {
	const asked = supabase
		.from('shift_runs')
		.select(
			'*, shift:shifts(code, name), assignments:shift_assignments(user_id, rotation_id, person:profiles(full_name))'
		)
		.eq('site_id', siteId)
		.gte('business_date', from)
		.lte('business_date', to)
		.eq('assignments.active', true);
	return taken(asked.order('starts_at'), signal);
}

/** Where the plan of a site does not work out between two days (P8.02). @throws Refusal */
export async function conflicts(
	siteId: string,
	from: string,
	to: string,
	signal?: AbortSignal
): Promise<Conflict[]> {
	const asked = supabase.rpc('shift_conflicts', { site_id: siteId, from_day: from, to_day: to });
	return (await taken(asked, signal)) as unknown as Conflict[];
}

/** The shifts of who is signed in between two days, at all sites, with who else is there (P8.02). @throws Refusal */
export async function mine(from: string, to: string, signal?: AbortSignal): Promise<PlannedRun[]> {
	const asked = supabase.rpc('my_shifts', { from_day: from, to_day: to });
	return (await taken(asked, signal)) as unknown as PlannedRun[];
}

export type Holiday = Tables<'holidays'>;

/** The holidays of a site from a day on, or between two, in their order (P8.02). @throws Refusal */
export function holidays(
	siteId: string,
	from: string,
	to?: string,
	signal?: AbortSignal
): Promise<Holiday[]> {
	let asked = supabase.from('holidays').select().eq('site_id', siteId).gte('day', from);
	if (to) asked = asked.lte('day', to);
	return taken(asked.order('day'), signal);
}

/** @throws Refusal */
export function addHoliday(holiday: TablesInsert<'holidays'>): Promise<Holiday> {
	return masters.add('holidays', holiday);
}

/** Its runs come back. @throws Refusal */
export async function removeHoliday(id: string): Promise<void> {
	await taken(supabase.from('holidays').delete().eq('id', id).select('id').single());
}

/** The patterns of a site over weeks (P8.02). @throws Refusal */
export async function rotations(siteId: string, signal?: AbortSignal): Promise<Rotation[]> {
	const asked = supabase.rpc('list_rotations', { site_id: siteId });
	return (await taken(asked, signal)) as unknown as Rotation[];
}

/** When the link to one's own calendar was made; null where there is none. @throws Refusal */
export async function link(signal?: AbortSignal): Promise<{ created_at: string } | null> {
	const asked = supabase
		.from('calendar_links')
		.select('created_at')
		.is('ended_at', null)
		.order('created_at', { ascending: false })
		.limit(1);
	return (await taken(asked, signal))[0] ?? null;
}

/** Where a calendar program reads the shifts of who has the token. */
export function addressOf(token: string): string {
	const base = PUBLIC_SUPABASE_URL || location.origin;
	return new URL(`/functions/v1/calendar?token=${encodeURIComponent(token)}`, base).href;
}
