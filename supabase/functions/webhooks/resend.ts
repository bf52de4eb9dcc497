import { Resend } from 'npm:resend@6';
import { ignored, notSigned, record, type Event } from './event.ts';

const secret = Deno.env.get('RESEND_WEBHOOK_SECRET');
const client = new Resend(Deno.env.get('RESEND_API_KEY') ?? 're_none');

/** What is of interest; opened and clicked, for example, are not. */
const STATUSES: Record<string, Event['status']> = {
	'email.sent': 'sent',
	'email.delivered': 'delivered',
	'email.delivery_delayed': 'delayed',
	'email.bounced': 'bounced',
	'email.complained': 'complained',
	'email.suppressed': 'bounced',
	'email.failed': 'failed'
};

interface Message {
	type: string;
	created_at: string;
	data: {
		email_id?: string;
		bounce?: { message?: string };
		failed?: { reason?: string };
		suppressed?: { message?: string };
	};
}

/** An event of Resend, signed as Svix signs: good for five minutes. */
export async function resendEvent(request: Request): Promise<Response> {
	const id = request.headers.get('svix-id') ?? '';
	const { type, created_at, data } = verified(await request.text(), id, request.headers);
	const status = STATUSES[type];
	if (!status || !data?.email_id) return ignored();
	return await record({
		provider: 'resend',
		event_id: id,
		provider_id: data.email_id,
		status,
		at: created_at,
		detail: data.bounce?.message ?? data.failed?.reason ?? data.suppressed?.message ?? null
	});
}

/** @throws Refusal unless Resend has signed it, a short while ago */
function verified(payload: string, id: string, headers: Headers): Message {
	if (!secret) throw notSigned('Resend');
	try {
		return client.webhooks.verify({
			payload,
			headers: {
				id,
				timestamp: headers.get('svix-timestamp') ?? '',
				signature: headers.get('svix-signature') ?? ''
			},
			webhookSecret: secret
		}) as unknown as Message;
	} catch {
		throw notSigned('Resend');
	}
}
