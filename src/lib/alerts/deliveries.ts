import type { Channel, Cursor, DeliveryState } from '#lib/alerts/types.ts';
import { run } from '#lib/commands.svelte.ts';
import { taken } from '#lib/reads.ts';
import { supabase } from '#lib/supabase.ts';

/** A mail or message, and what became of it (P9.03). */
export interface Delivery {
	id: string;
	kind: 'alert' | 'digest' | 'test';
	channel: Exclude<Channel, 'in_app'>;
	state: DeliveryState;
	urgent: boolean;
	person: string;
	destination: string | null;
	/** Null for a digest. */
	title: string | null;
	alert_id: string | null;
	site: string | null;
	attempts: number;
	next_attempt_at: string;
	provider: string | null;
	provider_id: string | null;
	error: string | null;
	created_at: string;
	sent_at: string | null;
	ended_at: string | null;
	events: {
		at: string;
		what: string;
		provider: string | null;
		detail: string | null;
		by: string | null;
	}[];
}

export interface DeliveryPage {
	deliveries: Delivery[];
	/** What was given up, came back or failed in 30 days. */
	ended_badly: number;
	next: Cursor | null;
}

/** What ends without having arrived. */
export const ENDED_BADLY = 'ended_badly';

export interface DeliveryQuery {
	siteId?: string;
	/** A state, or `ENDED_BADLY`. */
	state?: string;
	channel?: string;
	pageSize: number;
	from?: Cursor;
}

/** A page of what was sent, the latest first. @throws Refusal */
export async function log(
	{ siteId, state, channel, pageSize, from }: DeliveryQuery,
	signal?: AbortSignal
): Promise<DeliveryPage> {
	const asked = supabase.rpc('delivery_log', {
		site_id: siteId,
		state,
		channel,
		page_size: pageSize,
		...from
	});
	return (await taken(asked, signal)) as unknown as DeliveryPage;
}

/** What became of some deliveries of one's own. @throws Refusal */
export async function statesOf(
	ids: string[],
	signal?: AbortSignal
): Promise<{ state: DeliveryState; error: string | null }[]> {
	const asked = supabase.from('deliveries').select('state, error').in('id', ids);
	return (await taken(asked, signal)) as { state: DeliveryState; error: string | null }[];
}

/** States that an administrator may send again from. */
const OVER: DeliveryState[] = ['dead', 'failed', 'bounced', 'cancelled'];

export const mayResend = ({ state }: Delivery): boolean => OVER.includes(state);

/** Sends it again, as a new message. @throws Refusal */
export const resend = (id: string) => run('resend_delivery', { delivery: id });
