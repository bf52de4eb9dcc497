import { json, refusal, type Refusal } from '../_shared/answers.ts';
import { command } from '../_shared/caller.ts';

/** What a provider says of a message. */
export interface Event {
	provider: 'resend' | 'twilio';
	/** The same when it is said again. */
	event_id: string;
	/** The message, as the provider calls it. */
	provider_id: string;
	status: 'sent' | 'delivered' | 'delayed' | 'bounced' | 'complained' | 'failed';
	at: string;
	detail: string | null;
}

/** Writes down what was said; anything but 200 is sent again by who says it. */
export async function record(event: Event): Promise<Response> {
	await command('record_delivery_event', { ...event });
	return json({});
}

/** For what is no news of ours: it is not to come again. */
export function ignored(): Response {
	return json({});
}

export function notSigned(provider: string): Refusal {
	return refusal(401, 'NOT_SIGNED_IN', `This is not signed by ${provider}, or too old.`);
}
