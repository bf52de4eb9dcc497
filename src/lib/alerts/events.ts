import { resolve } from '$app/paths';
import { asTarget } from '#lib/alerts/targets.ts';
import type { Channel, Severity, Target, TargetKind } from '#lib/alerts/types.ts';
import type { Tables, TablesUpdate } from '#lib/database.types.ts';
import * as masters from '#lib/masters.ts';
import { taken } from '#lib/reads.ts';
import type { Locale } from '#lib/paraglide/runtime.js';
import { supabase } from '#lib/supabase.ts';

export type EventRow = Tables<'alert_events'>;
export type Template = Tables<'alert_templates'>;
export type Digest = 'none' | 'daily' | 'weekly';

/** The page of an event. A dot in a path would ask for a file. */
export const pathOf = (code: string): string =>
	resolve('/(app)/alerts/setup/[event]', { event: code.replace('.', '-') });

/** The code of the event that a page is of. */
export const codeOf = (param: string): string => param.replace('-', '.');

/** Somebody who is told of an event (P9.01). */
export interface EventTarget extends Target {
	id: string;
	/** Of a role, only who works in the shift that runs. */
	on_duty: boolean;
	group: { name: string } | null;
	person: { full_name: string } | null;
}

/** Something that people are told of, with whom and in which words. */
export interface AlertEvent extends EventRow {
	severity: Severity;
	channels: Channel[];
	digest: Digest;
	targets: EventTarget[];
	templates: Template[];
}

const WITH_PARTS = `*,
	targets:alert_targets(id, kind, role, group_id, user_id, on_duty,
	group:alert_groups(name), person:profiles(full_name)),
	templates:alert_templates(*)` as const;

/** All events, by their codes. @throws Refusal */
export async function list(signal?: AbortSignal): Promise<AlertEvent[]> {
	const asked = supabase.from('alert_events').select(WITH_PARTS).order('code');
	return (await taken(asked, signal)) as AlertEvent[];
}

/** Whether it has a next level: not what the system says of itself, nor what asks nothing of anybody. */
export const mayEscalate = ({ code, news }: EventRow): boolean =>
	!news && !code.startsWith('system.');

/** @throws Refusal */
export async function get(code: string, signal?: AbortSignal): Promise<AlertEvent> {
	const asked = supabase.from('alert_events').select(WITH_PARTS).eq('code', code).single();
	return (await taken(asked, signal)) as AlertEvent;
}

/** @throws Refusal CHANGED_MEANWHILE and others */
export function change(
	{ targets: _targets, templates: _templates, ...before }: AlertEvent,
	after: TablesUpdate<'alert_events'>
): Promise<EventRow> {
	return masters.change('alert_events', { code: before.code }, before, after);
}

/** @throws Refusal */
export async function addTarget(
	event: string,
	{ kind, to, on_duty }: { kind: TargetKind; to: string; on_duty: boolean }
): Promise<void> {
	const onDuty = kind === 'role' && on_duty;
	await masters.add('alert_targets', {
		event_code: event,
		...asTarget(kind, to),
		on_duty: onDuty
	});
}

/** @throws Refusal */
export async function removeTarget(id: string): Promise<void> {
	await taken(supabase.from('alert_targets').delete().eq('id', id).select('id'));
}

/**
 * Saves the words of an event in a language.
 * @throws Refusal VALUE_INVALID at the field in which a name is that the event has no value for
 */
export async function saveTemplate(
	event: AlertEvent,
	language: Locale,
	{ title, body, sms }: { title: string; body: string; sms: string }
): Promise<void> {
	const words = { title, body, sms: sms || null };
	const before = event.templates.find((known) => known.language === language);
	const key = { event_code: event.code, language };
	if (before) await masters.change('alert_templates', key, before, words);
	else await masters.add('alert_templates', { ...key, ...words });
}

/** What every template may use besides the values of its event. */
export const COMMON = ['subject', 'site', 'time', 'count', 'severity'];

/** Values that stand for real ones in a preview. */
const EXAMPLES: Record<string, string> = {
	after: 'on hold',
	available: '8',
	batch: 'MCC-26-114-A',
	before: 'released',
	body: 'pH 8.2 over 7.5.',
	code: 'BND-X',
	count: '1',
	date: '5 Dec 2026',
	days: '7',
	decision: 'approved',
	ended: '14:00',
	finding: 'a loss of 4.1 % is over the limit of 2.5 %',
	findings: 'pH 8.2 over 7.5',
	gaps: 'Drying of MCC-26-114-A is not finished',
	item: 'Binder X',
	justification: 'The customer has agreed to it in writing.',
	level: '10',
	locks: '14:30',
	loss: '4.1',
	lot: 'BND-26-031',
	minutes: '30',
	missing: '2 entries',
	needed_by: '16:00',
	note: 'See the paper log.',
	number: 'COR-2026-0012',
	person: 'Meena Raghavan',
	place: 'LINE-1',
	policy: 'Failed test that nobody has seen',
	quantity: '120',
	reason: 'Wrong reading',
	rule: 'Loss over the usual',
	severity: 'high',
	shift: 'Shift A',
	site: 'MCC1',
	sms: 'QC failure MCC1: BND-26-031',
	stage: 'Drying',
	subject: 'BND-26-031',
	test: 'QC-2026-0412',
	threshold: '7',
	time: '14:05',
	title: 'QC failure: BND-26-031',
	unit: 'kg',
	value: '4.1',
	yield: '95.9'
};

/** Characters of a text message. */
export const SMS = 160;

/** A template with examples for its names, as app.render_text fills them in. */
export function example(words: string): string {
	return words.replace(/\{([a-z_]+)\}/g, (_, name: string) => EXAMPLES[name] ?? '–');
}

/** What is in braces and is no value of the event. @returns the first of them */
export function unknownName(words: string, names: string[]): string | undefined {
	const found = [...words.matchAll(/\{([^{}]*)\}/g)].map(([, name]) => name!);
	return found.find((name) => !names.includes(name));
}
