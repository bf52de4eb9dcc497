import { Hono, type Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import { z } from 'zod';
import { reachesOut } from './guard.ts';
import type { InboxParts } from './inbox.ts';
import { newRule } from './rules.ts';
import type { Filter, Message } from './store.ts';

/** Milliseconds that `/messages/next` waits at the most. */
const LONG_POLL = 10_000;
/** Messages of one answer: unless said, and at the most. */
const LIMIT = 50;
const MAX_LIMIT = 200;
/** Milliseconds between the comments that keep a live connection open. */
const HEARTBEAT = 25_000;

const id = z.guid('must be the id of a message');
const limit = z.coerce
	.number('limit must be a whole number')
	.int('limit must be a whole number')
	.min(1, 'limit must be at least 1')
	.max(MAX_LIMIT, `limit must be at most ${MAX_LIMIT}`)
	.default(LIMIT);
const since = z.iso
	.datetime({ offset: true, error: 'since must be a time such as 2026-01-31T12:00:00Z' })
	.transform((text) => new Date(text));

/** What a list can be narrowed by, as it stands in a query. */
const filter = z.object({
	to: z.string().optional(),
	channel: z.enum(['email', 'sms', 'push'], 'channel must be "email", "sms" or "push"').optional(),
	q: z.string().optional(),
	since: since.optional(),
	after: id.optional()
});

const settings = z.strictObject({
	resend_webhook_url: z
		.url({ protocol: /^https?$/, error: 'resend_webhook_url must be an http address, or null' })
		.nullable()
});

/**
 * The inbox's own API, for tests and for its page:
 * `GET /messages?to&channel&q&since&after&limit&cursor`, newest first; `DELETE /messages` with the same
 * filters; `GET /messages/next` waits up to 10 s for the oldest message that fits, 204 when none came;
 * `GET /messages/:id`; `GET /messages/:id/attachments/:file`; `GET|POST|DELETE /rules`;
 * `GET|PUT /settings`; `GET /events` (server-sent events `message`, with the id of what changed).
 * A refusal is `{ message }`, a sentence that names the field.
 */
export function apiRoutes({ store, rules, resendTarget, context, stopping }: InboxParts): Hono {
	const routes = new Hono();

	routes.get('/messages', async (c) => {
		const query = read(filter.extend({ limit, cursor: id.optional() }), c.req.query());
		if (!query.data) return refuse(c, query.message);
		const page = { ...filterOf(query.data), before: query.data.cursor };
		const found = await store.list(page, query.data.limit + 1);
		const messages = found.slice(0, query.data.limit);
		const more = found.length > messages.length;
		return c.json({
			messages: messages.map(withLinks),
			next_cursor: more ? messages.at(-1)!.id : null
		});
	});

	routes.delete('/messages', async (c) => {
		const query = read(filter, c.req.query());
		if (!query.data) return refuse(c, query.message);
		return c.json({ deleted: await store.remove(filterOf(query.data)) });
	});

	routes.get('/messages/next', async (c) => {
		const query = read(filter, c.req.query());
		if (!query.data) return refuse(c, query.message);
		const patience = AbortSignal.any([stopping, c.req.raw.signal, AbortSignal.timeout(LONG_POLL)]);
		const message = await store.next(filterOf(query.data), patience);
		return message ? c.json(withLinks(message)) : c.body(null, 204);
	});

	routes.get('/messages/:id', async (c) => {
		const message = await find(c.req.param('id'));
		return message ? c.json(withLinks(message)) : refuse(c, 'There is no such message.', 404);
	});

	routes.get('/messages/:id/attachments/:file', async (c) => {
		const { id: messageId, file: fileId } = c.req.param();
		const known = id.safeParse(messageId).success && id.safeParse(fileId).success;
		const file = known ? await store.attachment(messageId, fileId) : undefined;
		if (!file) return refuse(c, 'There is no such attachment.', 404);
		return c.body(new Uint8Array(file.content), 200, {
			'content-type': file.type.replace(/[^\x20-\x7e]/g, ''),
			// Never shown in place: a mailed page must not run as the inbox's own.
			'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
			'content-security-policy': 'sandbox'
		});
	});

	routes.get('/rules', async (c) => c.json(await rules.list()));

	routes.post('/rules', async (c) => {
		const rule = read(newRule, await jsonOf(c));
		return rule.data ? c.json(await rules.add(rule.data), 201) : refuse(c, rule.message);
	});

	routes.delete('/rules', async (c) => c.json({ deleted: await rules.remove() }));

	routes.delete('/rules/:id', async (c) => {
		const ruleId = c.req.param('id');
		const deleted = id.safeParse(ruleId).success ? await rules.remove(ruleId) : 0;
		return deleted ? c.json({ deleted }) : refuse(c, 'There is no such rule.', 404);
	});

	routes.get('/settings', (c) => c.json({ resend_webhook_url: resendTarget.url() }));

	routes.put('/settings', async (c) => {
		const change = read(settings, await jsonOf(c));
		if (!change.data) return refuse(c, change.message);
		const url = change.data.resend_webhook_url;
		if (url && reachesOut(url, context)) {
			return refuse(
				c,
				`resend_webhook_url is "${url}"; the inbox calls addresses of this machine only, such as http://127.0.0.1:3000/.`
			);
		}
		await resendTarget.set(url);
		return c.json({ resend_webhook_url: resendTarget.url() });
	});

	routes.get('/events', (c) =>
		streamSSE(c, async (stream) => {
			const tell = (changed: string | null) =>
				void stream.writeSSE({ event: 'message', data: changed ?? '' });
			store.changes.on('message', tell);
			const end = () => stream.abort();
			stopping.addEventListener('abort', end);
			stream.onAbort(() => {
				store.changes.off('message', tell);
				stopping.removeEventListener('abort', end);
			});
			while (!stream.aborted) {
				await stream.write(': here\n\n');
				await stream.sleep(HEARTBEAT);
			}
		})
	);

	return routes;

	async function find(messageId: string): Promise<Message | undefined> {
		return id.safeParse(messageId).success ? await store.find(messageId) : undefined;
	}
}

function filterOf({ q, ...query }: z.output<typeof filter>): Filter {
	return { ...query, search: q };
}

function withLinks(message: Message) {
	return {
		...message,
		attachments: message.attachments.map((file) => ({
			...file,
			url: `/messages/${message.id}/attachments/${file.id}`
		}))
	};
}

/** Only JSON, which no page of another site can send without being asked for leave. */
async function jsonOf(c: Context): Promise<unknown> {
	if (!c.req.header('content-type')?.startsWith('application/json')) return undefined;
	return await c.req.json().catch(() => undefined);
}

function read<T extends z.ZodType>(
	schema: T,
	value: unknown
): { data: z.output<T>; message?: undefined } | { data?: undefined; message: string } {
	const result = schema.safeParse(value);
	if (result.success) return { data: result.data };
	const [issue] = result.error.issues;
	const at = issue!.path.join('.');
	const text = issue!.message;
	return { message: `${at && !text.startsWith(at) ? `${at} ` : ''}${text}.` };
}

function refuse(c: Context, message: string, status: 400 | 404 = 400) {
	return c.json({ message }, status);
}
