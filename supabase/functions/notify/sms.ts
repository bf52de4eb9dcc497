import twilio from 'npm:twilio@6';
import { cut } from './cut.ts';
import type { Delivery, Outcome } from './delivery.ts';
import { PATIENCE, refused } from './outcome.ts';
import { unknownOf } from './queue.ts';

const PROVIDER = 'twilio';
/** Characters of a text at the most. */
const LONGEST = 160;
/** Texts to the same number that are looked at to find one that has gone out already. */
const LOOKED_AT = 50;
/** Milliseconds for which a delivery is tried at the most, and more. */
const LOOKED_BACK = 24 * 3600_000;

const account = Deno.env.get('TWILIO_ACCOUNT_SID');
const token = Deno.env.get('TWILIO_AUTH_TOKEN');
const from = Deno.env.get('TWILIO_FROM');
const callback = `${Deno.env.get('SUPABASE_URL')}/functions/v1/webhooks/twilio`;

/** What Twilio says when it is too busy, which its own error does not carry. */
class Busy extends Error {
	readonly retryAfter: string | undefined;

	constructor(retryAfter: string | undefined) {
		super('Too many requests');
		this.retryAfter = retryAfter;
	}
}

class Connection extends twilio.RequestClient {
	override async request<Body>(asked: Parameters<twilio.RequestClient['request']>[0]) {
		const answer = await super.request<Body>(asked as never);
		if (answer.statusCode === 429)
			throw new Busy((answer.headers as Record<string, string | undefined>)['retry-after']);
		return answer;
	}
}

const client = account && token ? connect(account, token) : undefined;

function connect(account: string, token: string) {
	const connected = twilio(account, token, {
		httpClient: new Connection({ timeout: PATIENCE })
	});
	const baseUrl = Deno.env.get('TWILIO_BASE_URL');
	if (baseUrl) connected.api.baseUrl = baseUrl;
	return connected;
}

/**
 * Sends one text. Twilio knows no idempotency keys, so a second attempt first looks whether the first
 * has arrived after all: its worker may have died before it wrote that down, or not have waited for the
 * answer.
 */
export async function sendSms(delivery: Delivery): Promise<Outcome> {
	if (!client || !from) {
		const error =
			'Twilio is not set up: TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN or TWILIO_FROM is missing.';
		return { outcome: 'failed', provider: PROVIDER, error };
	}
	const to = delivery.destination;
	const body = cut(delivery.sms ?? delivery.title, LONGEST);
	try {
		const sid =
			(delivery.attempts > 1 ? await sentBefore(to, body) : undefined) ??
			(await patiently(client.messages.create({ from, to, body, statusCallback: callback }))).sid;
		return /^(SM|MM)/.test(sid ?? '')
			? { outcome: 'sent', provider: PROVIDER, providerId: sid }
			: refused(PROVIDER, null, 'The answer cannot be read.');
	} catch (error) {
		return outcomeOf(error);
	}
}

/** A text that no delivery is known by, in the same words to the same number: this one's. */
async function sentBefore(to: string, body: string): Promise<string | undefined> {
	const sent = await patiently(client!.messages.list({ to, from, limit: LOOKED_AT }));
	const earliest = Date.now() - LOOKED_BACK;
	const same = sent.filter(
		(text: { body: string; dateCreated: Date }) =>
			text.body === body && text.dateCreated.getTime() >= earliest
	);
	if (same.length === 0) return undefined;
	return (
		await unknownOf(
			PROVIDER,
			same.map(({ sid }: { sid: string }) => sid)
		)
	)[0];
}

/** The client's own limit is for silence on the line; a slow trickle would go on beyond it. */
async function patiently<T>(asking: Promise<T>): Promise<T> {
	let timer: ReturnType<typeof setTimeout> | undefined;
	const late = new Promise<never>((_, fail) => {
		timer = setTimeout(() => fail(new Error(`No answer in ${PATIENCE / 1000} s.`)), PATIENCE);
	});
	return await Promise.race([asking, late]).finally(() => clearTimeout(timer));
}

function outcomeOf(error: unknown): Outcome {
	if (error instanceof Busy) return refused(PROVIDER, 429, error.message, error.retryAfter);
	const { status, code, message } = error as { status?: number; code?: number; message: string };
	const why = typeof code === 'number' ? `${message} (${code})` : message;
	return refused(PROVIDER, typeof status === 'number' ? status : null, why);
}
