import { randomBytes, randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { isEqual } from '../tokens.ts';
import type { InboxParts } from './inbox.ts';
import { GARBAGE, planFor, retryAfterOf } from './rules.ts';
import { segmentsOf } from './segments.ts';
import type { Filter, Message } from './store.ts';
import { TWILIO_VERSION } from './webhooks.ts';

/** Bytes of a request, and characters of a text, at the most. */
const MAX_BODY = 256 * 1024;
const MAX_TEXT = 1600;
/** Messages on a page of the list: unless said, and at the most. */
const PAGE_SIZE = 50;
const MAX_PAGE_SIZE = 1000;

/** A number in E.164, with WhatsApp's prefix where it goes by WhatsApp. */
const RECIPIENT = /^(whatsapp:)?\+[1-9]\d{6,14}$/;
/** A number, a short code or an alphanumeric sender. */
const SENDER = /^((whatsapp:)?\+[1-9]\d{6,14}|\d{3,6}|(?=.*[A-Za-z])[A-Za-z0-9 +&_-]{1,11})$/;

/** An answer that refuses, as Twilio words it. */
class Refusal extends Error {
	readonly status: number;
	readonly code: number;
	/** Seconds, where the sender may try again. */
	readonly retryAfter: number | undefined;

	constructor(status: number, code: number, message: string, retryAfter?: number) {
		super(message);
		this.status = status;
		this.code = code;
		this.retryAfter = retryAfter;
	}
}

/** What a rule that refuses with a status says. */
const ORDERED: Record<number, [code: number, message: string]> = {
	400: [21211, "Invalid 'To' Phone Number"],
	401: [20003, 'Authenticate'],
	403: [20403, 'Forbidden'],
	404: [20404, 'The requested resource was not found'],
	429: [20429, 'Too Many Requests'],
	500: [20500, 'An internal server error has occurred'],
	503: [20503, 'Service is unavailable. Please try again']
};

/** Twilio's messages, as its SDK calls them. */
export function twilioRoutes({ context, store, rules, hold }: InboxParts): Hono {
	const { twilioAccountSid: account, twilioAuthToken: token } = context.keys;
	const path = `/${TWILIO_VERSION}/Accounts/${account}/Messages`;
	const routes = new Hono();

	routes.onError((error, c) => {
		const { status, code, message, retryAfter } =
			error instanceof Refusal ? error : new Refusal(500, ...ORDERED[500]!);
		if (retryAfter) c.header('retry-after', String(retryAfter));
		if (!(error instanceof Refusal)) context.log('inbox').error(error.message);
		const more_info = `https://www.twilio.com/docs/errors/${code}`;
		return c.json({ code, message, more_info, status }, status as ContentfulStatusCode);
	});
	routes.notFound((c) => {
		throw notFound(new URL(c.req.url).pathname);
	});
	routes.use(bodyLimit({ maxSize: MAX_BODY }));
	routes.use(async (c, next) => {
		const given = c.req.header('authorization')?.match(/^Basic\s+(\S+)$/i)?.[1] ?? '';
		if (!isEqual(Buffer.from(given, 'base64').toString(), `${account}:${token}`)) {
			throw new Refusal(401, ...ORDERED[401]!);
		}
		await next();
	});

	routes.post(`${path}.json`, async (c) => {
		const form = new URLSearchParams(await c.req.text());
		const sms = readSms(form);
		const rule = await rules.obey('sms', [sms.to.toLowerCase()]);
		if (rule?.outcome === 'respond') {
			const [code, message] = ORDERED[rule.status!] ?? [20000 + rule.status!, 'The request failed'];
			throw new Refusal(rule.status!, code, message, retryAfterOf(rule));
		}
		if (rule?.outcome === 'hang') await hold(rule.seconds);
		const message = await store.record(
			{
				id: randomUUID(),
				channel: 'sms',
				provider: 'twilio',
				providerId: `SM${randomBytes(16).toString('hex')}`,
				from: sms.from,
				to: [sms.to],
				text: sms.body,
				statusCallback: sms.statusCallback
			},
			planFor('sms', rule)
		);
		if (rule?.outcome === 'garbage') return c.html(GARBAGE);
		// Twilio answers before it sends; what happens then is in the callbacks.
		return c.json(asTwilio({ ...message, status: 'queued', history: [] }), 201);
	});

	routes.get(`${path}.json`, async (c) => {
		const query = c.req.query();
		const size = Math.min(Math.max(Number(query.PageSize) || PAGE_SIZE, 1), MAX_PAGE_SIZE);
		const page = Math.max(Number(query.Page) || 0, 0);
		const filter: Filter = { provider: 'twilio', to: query.To, from: query.From };
		const found = await store.list(filter, size + 1, 'newest', page * size);
		const uri = (number: number) =>
			`${path}.json?${new URLSearchParams({ ...query, PageSize: String(size), Page: String(number) }).toString()}`;
		return c.json({
			messages: found.slice(0, size).map(asTwilio),
			page,
			page_size: size,
			start: page * size,
			end: page * size + Math.min(found.length, size) - 1,
			uri: uri(page),
			first_page_uri: uri(0),
			next_page_uri: found.length > size ? uri(page + 1) : null,
			previous_page_uri: page > 0 ? uri(page - 1) : null
		});
	});

	routes.get(`${path}/:file{SM[0-9a-f]+\\.json}`, async (c) => {
		const sid = c.req.param('file').replace('.json', '');
		const message = await store.findBy('twilio', sid);
		if (!message) throw notFound(`${path}/${sid}.json`);
		return c.json(asTwilio(message));
	});

	return routes;

	function asTwilio(message: Message) {
		const sid = message.provider_id;
		const date = (at: Date | string) => new Date(at).toUTCString().replace('GMT', '+0000');
		const failure = message.history.find(({ code }) => code);
		const sentAt = message.history.find(({ status }) => status === 'sent')?.at;
		return {
			account_sid: account,
			api_version: TWILIO_VERSION,
			body: message.text,
			date_created: date(message.created_at),
			date_sent: sentAt ? date(sentAt) : null,
			date_updated: date(message.history.at(-1)?.at ?? message.created_at),
			direction: 'outbound-api',
			error_code: failure?.code ?? null,
			error_message: failure?.detail ?? null,
			from: message.from,
			messaging_service_sid: null,
			num_media: '0',
			num_segments: String(segmentsOf(message.text ?? '')),
			price: null,
			price_unit: 'USD',
			sid,
			status: message.status,
			subresource_uris: { media: `${path}/${sid}/Media.json` },
			to: message.to[0],
			uri: `${path}/${sid}.json`
		};
	}
}

const notFound = (path: string) =>
	new Refusal(404, 20404, `The requested resource ${path} was not found`);

function readSms(form: URLSearchParams) {
	const to = form.get('To') ?? '';
	const from = form.get('From') || form.get('MessagingServiceSid') || '';
	const body = form.get('Body') ?? '';
	const statusCallback = form.get('StatusCallback') || undefined;
	if (!to) throw new Refusal(400, 21604, "A 'To' phone number is required.");
	if (!RECIPIENT.test(to)) throw new Refusal(400, 21211, `Invalid 'To' Phone Number: ${to}`);
	if (!from) throw new Refusal(400, 21603, "A 'From' phone number is required.");
	if (!SENDER.test(from) && !/^MG[0-9a-f]{32}$/.test(from)) {
		throw new Refusal(400, 21212, `Invalid 'From' Phone Number: ${from}`);
	}
	if (!body) throw new Refusal(400, 21602, 'Message body is required.');
	if (body.length > MAX_TEXT) {
		throw new Refusal(
			400,
			21617,
			`The concatenated message body exceeds the ${MAX_TEXT} character limit`
		);
	}
	if (statusCallback && !/^https?:$/.test(URL.parse(statusCallback)?.protocol ?? '')) {
		throw new Refusal(400, 21609, `The StatusCallback URL ${statusCallback} is not a valid URL.`);
	}
	return { to, from, body, statusCallback };
}
