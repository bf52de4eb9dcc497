import type { z } from 'zod';
import type { policy as policySchema } from '#lib/alerts/schemas.ts';
import { asTarget } from '#lib/alerts/targets.ts';
import type { Channel, Target } from '#lib/alerts/types.ts';
import type { Json, Tables } from '#lib/database.types.ts';
import * as masters from '#lib/masters.ts';
import { taken } from '#lib/reads.ts';
import { supabase } from '#lib/supabase.ts';

export type PolicyRow = Tables<'escalation_policies'>;

export interface PolicyStep extends Target {
	id: string;
	position: number;
	after_minutes: number;
	channels: Channel[];
	group: { name: string } | null;
	person: { full_name: string } | null;
}

/** Who is told next when nobody does anything (P9.04). */
export interface Policy extends PolicyRow {
	event: { name: string } | null;
	site: { code: string } | null;
	steps: PolicyStep[];
}

/** What the editor makes of a policy. */
export type PolicyValues = z.output<typeof policySchema>;

const WITH_STEPS = `*, event:alert_events(name), site:sites(code),
	steps:escalation_steps(id, position, after_minutes, kind, role, group_id, user_id, channels,
	group:alert_groups(name), person:profiles(full_name))` as const;

/** All policies with their steps, by name. @throws Refusal */
export async function list(signal?: AbortSignal): Promise<Policy[]> {
	const asked = supabase
		.from('escalation_policies')
		.select(WITH_STEPS)
		.order('name')
		.order('position', { referencedTable: 'steps' });
	return (await taken(asked, signal)) as Policy[];
}

/** @throws Refusal */
export async function get(id: string, signal?: AbortSignal): Promise<Policy> {
	const asked = supabase
		.from('escalation_policies')
		.select(WITH_STEPS)
		.eq('id', id)
		.order('position', { referencedTable: 'steps' })
		.single();
	return (await taken(asked, signal)) as Policy;
}

const rowOf = ({ steps: _, event_code, severity, site_id, ...policy }: PolicyValues) => ({
	...policy,
	event_code: event_code || null,
	severity: severity || null,
	site_id: site_id || null
});

const stepsOf = ({ steps }: PolicyValues) =>
	steps.map(({ after_minutes, channels, kind, to }, index) => ({
		position: index + 1,
		after_minutes,
		channels,
		...asTarget(kind, to)
	}));

/**
 * Saves a policy with its steps.
 * @param before as it was shown; without it a new one is made
 * @returns its id
 * @throws Refusal CHANGED_MEANWHILE and others
 */
export async function save(before: Policy | undefined, values: PolicyValues): Promise<string> {
	const { event: _event, site: _site, steps = [], ...row } = before ?? {};
	const { id } = before
		? await masters.change(
				'escalation_policies',
				{ id: before.id },
				row as PolicyRow,
				rowOf(values)
			)
		: await masters.add('escalation_policies', rowOf(values));
	await saveSteps(id, steps, stepsOf(values));
	return id;
}

/** A step keeps its row by its position, so that no two are ever at one. */
async function saveSteps(
	policyId: string,
	before: PolicyStep[],
	after: ReturnType<typeof stepsOf>
): Promise<void> {
	for (const [index, step] of after.entries()) {
		const known = before[index];
		const asked = known
			? supabase.from('escalation_steps').update(step).eq('id', known.id)
			: supabase.from('escalation_steps').insert({ ...step, policy_id: policyId });
		await taken(asked.select('id').single());
	}
	const gone = before.slice(after.length).map(({ id }) => id);
	if (gone.length) {
		await taken(supabase.from('escalation_steps').delete().in('id', gone).select('id'));
	}
}

/** A row of what would happen. */
export interface PreviewRow {
	at: string;
	clock: string;
	/** 0 for what is told at once. */
	position: number;
	to: string | null;
	people: { id: string; name: string }[];
	channels: Channel[] | null;
	sentence: string;
}

/** What would happen under a policy, if something happened at an instant (P9.04). @throws Refusal */
export async function preview(
	values: PolicyValues,
	happenedAt: string,
	signal?: AbortSignal
): Promise<PreviewRow[]> {
	const policy = { ...rowOf(values), steps: stepsOf(values) } as unknown as Json;
	const asked = supabase.rpc('escalation_preview', { policy, happened_at: happenedAt });
	return (await taken(asked, signal)) as unknown as PreviewRow[];
}
