import { session } from '#lib/access/session.svelte.ts';
import { taken } from '#lib/reads.ts';
import { hearClock, serverTime } from '#lib/server-clock.ts';
import type { CloseView, HandoverView } from '#lib/shifts/types.ts';
import { supabase } from '#lib/supabase.ts';

/** A run for who closes it: what is undone, from when on, whether it was handed over (P3.09). @throws Refusal */
export async function view(run: string, signal?: AbortSignal): Promise<CloseView> {
	const asked = supabase.rpc('shift_close_view', { run });
	const seen = (await taken(asked, signal)) as unknown as CloseView;
	hearClock(seen.now);
	return seen;
}

/** What a run leaves to the next, and what was left to it (P3.10). @throws Refusal */
export async function handover(run: string, signal?: AbortSignal): Promise<HandoverView> {
	const asked = supabase.rpc('shift_handover', { run });
	return (await taken(asked, signal)) as unknown as HandoverView;
}

const HOUR = 60 * 60_000;

/** Hours for which a run of one's own that is locked may still be handed over before it is no longer offered. */
const AFTERWARDS = 4;

/** Hours before its start at which a run of one's own may be opened, at the most. */
const AHEAD = 4;

/** A run of one's own that something can be done about now. */
export interface OwnRun {
	view: CloseView;
	handover: HandoverView;
}

/**
 * The runs of a site that the person is assigned to and that something can be done about: to open, to close,
 * to hand over, to take over; in the order of their starts.
 * @throws Refusal
 */
export async function own(siteId: string, signal?: AbortSignal): Promise<OwnRun[]> {
	const inHours = (hours: number) => new Date(serverTime() + hours * HOUR).toISOString();
	const asked = supabase
		.from('shift_runs')
		.select('id, shift_assignments!inner(user_id)')
		.eq('site_id', siteId)
		.eq('shift_assignments.user_id', session.person ?? '')
		.eq('shift_assignments.active', true)
		.lt('starts_at', inHours(AHEAD))
		.gt('ends_at', inHours(-24))
		.or(`state.neq.locked,locked_at.gt.${inHours(-AFTERWARDS)}`)
		.order('starts_at');
	const runs = await taken(asked, signal);
	const seen = await Promise.all(
		runs.map(async ({ id }) => {
			const [seen, left] = await Promise.all([view(id, signal), handover(id, signal)]);
			return { view: seen, handover: left };
		})
	);
	return seen.filter(
		({ view: { run, opens_from, now } }) =>
			run.state !== 'scheduled' || Date.parse(opens_from) <= Date.parse(now)
	);
}
