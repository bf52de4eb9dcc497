import type { z } from 'zod';
import type { policy as policySchema } from '#lib/alerts/schemas.ts';
import { asTarget } from '#lib/alerts/targets.ts';
import type { Channel, Target } from '#lib/alerts/types.ts';
import type { CommandArgs } from '#lib/command.ts';
import type { Json, Tables } from '#lib/database.types.ts';
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
	steps.map(({ after_minutes, channels, kind, to }) => ({
		after_minutes,
		channels,
		...asTarget(kind, to)
	}));

/**
 * What `save_escalation_policy` takes to make a policy, or to change one.
 * @param before as it was shown; without it a new one is made
 */
export const savingOf = (
	before: Policy | undefined,
	values: PolicyValues
): CommandArgs<'save_escalation_policy'> => ({
	policy: { ...rowOf(values), version: before?.version, steps: stepsOf(values) },
	id: before?.id
});

/** Whom a step goes to is one field of the editor. */
export const TARGET_NAMES = Object.fromEntries(
	Array.from({ length: 20 }, (_, index) => `steps.${index + 1}`).flatMap((step) =>
		['role', 'group', 'person'].map((field) => [`${step}.${field}`, `${step}.to`])
	)
);

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
