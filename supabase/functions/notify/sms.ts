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
	readonly retryAfter: string | null;

	constructor(retryAfter: string | null) {
		super('Too many requests');
		this.retryAfter = retryAfter;
	}
}

type Asked = Parameters<twilio.RequestClient['request']>[0];

/**
 * Asks Twilio by fetch, which ends when its time is up. The client that the SDK brings asks a second time
 * then, on Deno, and that would be a second text.
 */
class Connection extends twilio.RequestClient {
	override async request<Body>({ method, uri, username, password, headers, params, data }: Asked) {
		const url = new URL(uri);
		for (const [name, value] of entriesOf(params)) url.searchParams.append(name, value);
		const response = await fetch(url, {
			method,
			headers: { ...headers, Authorization: `Basic ${btoa(`${username}:${password}`)}` },
			body: data ? new URLSearchParams(entriesOf(data)) : undefined,
			redirect: 'manual',
			signal: AbortSignal.timeout(PATIENCE)
		});
		const body = await response.text();
		if (response.status === 429) throw new Busy(response.headers.get('retry-after'));
		return {
			statusCode: response.status,
			body: body as Body,
			headers: Object.fromEntries(response.headers)
		};
	}
}

function entriesOf(given: object = {}): [string, string][] {
	return Object.entries(given).flatMap(([name, values]) =>
		[values]
			.flat()
			.filter((value) => value !== undefined)
			.map((value): [string, string] => [name, String(value)])
	);
}

const client = account && token ? connect(account, token) : undefined;

function connect(account: string, token: string) {
	const connected = twilio(account, token, { httpClient: new Connection() });
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
			(await client.messages.create({ from, to, body, statusCallback: callback })).sid;
		return /^(SM|MM)/.test(sid ?? '')
			? { outcome: 'sent', provider: PROVIDER, providerId: sid }
			: refused(PROVIDER, null, 'The answer cannot be read.');
	} catch (error) {
		return outcomeOf(error);
	}
}

/** A text that no delivery is known by, in the same words to the same number: this one's. */
async function sentBefore(to: string, body: string): Promise<string | undefined> {
	const sent = await client!.messages.list({ to, from, limit: LOOKED_AT });
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

function outcomeOf(error: unknown): Outcome {
	if (error instanceof Busy) return refused(PROVIDER, 429, error.message, error.retryAfter);
	const { status, code, message } = error as { status?: number; code?: number; message: string };
	const why = typeof code === 'number' ? `${message} (${code})` : message;
	return refused(PROVIDER, typeof status === 'number' ? status : null, why);
}
