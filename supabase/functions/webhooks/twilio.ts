import twilio from 'npm:twilio@6';
import { ignored, notSigned, record, type Event } from './event.ts';

const token = Deno.env.get('TWILIO_AUTH_TOKEN');
/** As it was given with the message: what Twilio signs, whatever stands between it and here. */
const address = `${Deno.env.get('SUPABASE_URL')}/functions/v1/webhooks/twilio`;

const STATUSES: Record<string, Event['status']> = {
	sent: 'sent',
	delivered: 'delivered',
	undelivered: 'failed',
	failed: 'failed'
};

/** A status callback of Twilio. It carries no time of its own; that of its arrival is near. */
export async function twilioEvent(request: Request): Promise<Response> {
	const given = Object.fromEntries(new URLSearchParams(await request.text()));
	const signature = request.headers.get('x-twilio-signature') ?? '';
	if (!token || !twilio.validateRequest(token, signature, address, given))
		throw notSigned('Twilio');
	const status = STATUSES[given.MessageStatus ?? ''];
	if (!status || !given.MessageSid) return ignored();
	return await record({
		provider: 'twilio',
		event_id: `${given.MessageSid} ${given.MessageStatus}`,
		provider_id: given.MessageSid,
		status,
		at: new Date().toISOString(),
		detail: given.ErrorCode ? `Error ${given.ErrorCode}` : null
	});
}
