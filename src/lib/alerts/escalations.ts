import type { Alert, Escalation, Severity } from '#lib/alerts/types.ts';
import { pageOf, paged, taken, type ListPage, type ListQuery } from '#lib/reads.ts';
import { hearClock } from '#lib/server-clock.ts';
import { supabase } from '#lib/supabase.ts';

export interface OpenEscalation extends Escalation {
	alert: Alert;
}

/** The clocks that run, the next to strike first (P9.04). @throws Refusal */
export async function open(siteId: string, signal?: AbortSignal): Promise<OpenEscalation[]> {
	const asked = supabase.rpc('open_escalations', { site_id: siteId });
	const found = (await taken(asked, signal)) as unknown as (OpenEscalation & { now: string })[];
	if (found[0]) hearClock(found[0].now);
	return found.map(({ now: _, ...escalation }) => escalation);
}

/** A clock that runs no longer. */
export interface PastEscalation {
	id: string;
	started_at: string;
	ended_at: string | null;
	end_reason: Escalation['end_reason'];
	policy: { name: string };
	ended: { full_name: string } | null;
	alert: { id: string; subject: string; severity: string; event: { name: string } };
	/** One for each level that was told. */
	levels: { position: number | null }[];
}

const SORTABLE = ['started_at', 'ended_at'];

/** A page of the clocks that have ended at a site. @throws Refusal */
export function past(
	{ siteId, severity, ...query }: ListQuery & { siteId: string; severity?: Severity },
	signal?: AbortSignal
): Promise<ListPage<PastEscalation>> {
	let asked = supabase
		.from('escalations')
		.select(
			`id, started_at, ended_at, end_reason,
			policy:escalation_policies!inner(name),
			ended:profiles(full_name),
			alert:alerts!inner(id, subject, severity, site_id, event:alert_events!inner(name)),
			levels:escalation_events(position)`,
			{ count: 'exact' }
		)
		.neq('state', 'running')
		.eq('alert.site_id', siteId)
		.eq('levels.what', 'step');
	if (severity) asked = asked.eq('alert.severity', severity);
	const page = pageOf(paged(asked, query, SORTABLE, ['-ended_at', 'id']), signal);
	return page as Promise<ListPage<PastEscalation>>;
}
