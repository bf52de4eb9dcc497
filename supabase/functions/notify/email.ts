import { Resend } from 'npm:resend@6';
import type { Delivery, Outcome } from './delivery.ts';
import { letterOf } from './letter.ts';
import { PATIENCE, refused } from './outcome.ts';

const PROVIDER = 'resend';

const key = Deno.env.get('RESEND_API_KEY');
const from = Deno.env.get('RESEND_FROM');
const client = key ? new Resend(key, { baseUrl: Deno.env.get('RESEND_BASE_URL') }) : undefined;

const api = Deno.env.get('SUPABASE_URL')!;
const addresses = {
	app: `${(Deno.env.get('SITE_URL') ?? api).replace(/\/*$/, '')}/`,
	unsubscribe: `${api}/functions/v1/webhooks/unsubscribe`
};

/** Sends one mail, at the most once however often it is attempted: Resend keeps the key for a day. */
export async function sendEmail(delivery: Delivery): Promise<Outcome> {
	if (!client || !from) {
		const error = 'Resend is not set up: RESEND_API_KEY or RESEND_FROM is missing.';
		return { outcome: 'failed', provider: PROVIDER, error };
	}
	const { subject, html, text, headers } = letterOf(delivery, addresses);
	const answer = await client.emails.send(
		{ from, to: delivery.destination, subject, html, text, headers },
		{ idempotencyKey: delivery.idempotency_key, signal: AbortSignal.timeout(PATIENCE) }
	);
	const { data, error } = answer;
	if (data?.id) return { outcome: 'sent', provider: PROVIDER, providerId: data.id };
	if (!error) return refused(PROVIDER, null, 'The answer cannot be read.');
	switch (error.name) {
		case 'invalid_idempotent_request':
			// An attempt before this one has arrived, when the alert still said something else.
			return { outcome: 'sent', provider: PROVIDER, error: error.message };
		case 'concurrent_idempotent_requests':
			// It does answer: one that is busy with the attempt of a worker that died is not down.
			return refused(PROVIDER, null, error.message, '10');
		default:
			return refused(PROVIDER, error.statusCode, error.message, answer.headers?.['retry-after']);
	}
}
