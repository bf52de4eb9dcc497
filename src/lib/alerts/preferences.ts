import type { z } from 'zod';
import type { ownSettings } from '#lib/alerts/schemas.ts';
import type { Channel, Severity } from '#lib/alerts/types.ts';
import type { Locale } from '#lib/paraglide/runtime.js';
import { run } from '#lib/commands.svelte.ts';
import { taken } from '#lib/reads.ts';
import { supabase } from '#lib/supabase.ts';

export interface OwnSettings {
	phone: string | null;
	language: Locale;
	/** `22:00:00`, by the clock of the site. */
	quiet_from: string | null;
	quiet_until: string | null;
	digests: boolean;
	/** Since when nothing is mailed, because a mail came back. */
	email_off_at: string | null;
	email_off_reason: string | null;
}

/** An event that can reach a person, and how it does. */
export interface OwnEvent {
	code: string;
	module: string;
	name: string;
	description: string;
	severity: Severity;
	digest: 'none' | 'daily' | 'weekly';
	defaults: Record<Channel, boolean>;
	/** What he wants otherwise. */
	chosen: Partial<Record<Channel, boolean>>;
}

/** How somebody is told (P9.02). */
export interface Preferences {
	email: string | null;
	settings: OwnSettings;
	browsers: { id: string; endpoint: string; user_agent: string | null; created_at: string }[];
	events: OwnEvent[];
}

/** @throws Refusal */
export async function read(signal?: AbortSignal): Promise<Preferences> {
	return (await taken(supabase.rpc('my_preferences'), signal)) as unknown as Preferences;
}

/** @throws Refusal */
export async function save(
	userId: string,
	{ phone, quiet_from: from, quiet_until: until, ...rest }: z.output<typeof ownSettings>
): Promise<void> {
	const row = {
		user_id: userId,
		...rest,
		phone: phone || null,
		quiet_from: from || null,
		quiet_until: until || null
	};
	await taken(supabase.from('notification_settings').upsert(row).select('user_id').single());
}

/** Tries again an address from which a mail came back. @throws Refusal */
export async function tryAddress(userId: string): Promise<void> {
	const asked = supabase
		.from('notification_settings')
		.update({ email_off_at: null })
		.eq('user_id', userId);
	await taken(asked.select('user_id').single());
}

/** @param enabled undefined for what the event has @throws Refusal */
export async function prefer(
	userId: string,
	event: string,
	channel: Channel,
	enabled: boolean | undefined
): Promise<void> {
	const key = { user_id: userId, event_code: event, channel };
	const table = supabase.from('notification_preferences');
	if (enabled === undefined) await taken(table.delete().match(key).select('channel'));
	else
		await taken(
			table
				.upsert({ ...key, enabled })
				.select('channel')
				.single()
		);
}

/** Whether an event comes by a channel. */
export const comesBy = ({ defaults, chosen }: OwnEvent, channel: Channel): boolean =>
	chosen[channel] ?? defaults[channel];

/** Whether its mails wait for a digest, unless the person wants them at once. */
export const isGathered = ({ digest, severity, chosen }: OwnEvent): boolean =>
	digest !== 'none' && severity !== 'high' && chosen.email === undefined;

/** Sends oneself a test. @throws Refusal ADDRESS_MISSING and others */
export const sendTest = (channel: Channel) => run('send_test_notification', { channel });

/** Ends mails of one kind, by the link in a mail. @throws Refusal NOT_FOUND */
export async function unsubscribe(
	token: string
): Promise<{ kind: 'alert' | 'digest'; name: string | null }> {
	const answer = await taken(supabase.rpc('unsubscribe', { token }));
	return answer as unknown as { kind: 'alert' | 'digest'; name: string | null };
}
