import { randomUUID } from 'node:crypto';
import { Hono, type Context } from 'hono';
import { importJWK, jwtVerify } from 'jose';
import { isEqual } from '../tokens.ts';
import type { InboxParts } from './inbox.ts';
import { planFor, retryAfterOf } from './rules.ts';

/** Bytes of a push at the most, encrypted: what every browser's service takes. */
const MAX_BODY = 4096;

/** Headers that say how a push is meant; shown to people. */
const KEPT_HEADERS = ['ttl', 'urgency', 'topic', 'content-encoding'];

/**
 * A browser's push service: `POST /push/<name>` takes what is sent to the subscription of that name, as
 * RFC 8030 and 8292 have it. The payload stays encrypted, for only the browser has the key to it; it is
 * kept as an attachment.
 */
export function pushRoutes({ context, store, rules, hold }: InboxParts): Hono {
	const { vapidPublicKey } = context.keys;
	const audience = new URL(context.urls.inboxUrl).origin;
	const routes = new Hono();

	routes.post('/:name{[\\w-]{1,200}}', async (c) => {
		const name = c.req.param('name');
		if (c.req.header('content-encoding') !== 'aes128gcm')
			return refuse(c, 400, 'The payload must be encrypted as aes128gcm.');
		if (!/^\d{1,9}$/.test(c.req.header('ttl') ?? ''))
			return refuse(c, 400, 'TTL must say for how many seconds the push is kept.');
		if (!(await isSigned(c.req.header('authorization'))))
			return refuse(c, 403, 'The push is not signed by who the subscription belongs to.');
		const payload = Buffer.from(await c.req.arrayBuffer());
		if (payload.length > MAX_BODY)
			return refuse(c, 413, `The payload must not be larger than ${MAX_BODY} bytes.`);
		const rule = await rules.obey('push', [name.toLowerCase()]);
		if (rule?.outcome === 'respond') {
			const retryAfter = retryAfterOf(rule);
			if (retryAfter) c.header('retry-after', String(retryAfter));
			return refuse(c, rule.status!, `Refused by the rule for ${rule.pattern}.`);
		}
		if (rule?.outcome === 'hang') await hold(rule.seconds);
		const id = randomUUID();
		await store.record(
			{
				id,
				channel: 'push',
				provider: 'push',
				providerId: id,
				from: 'Web push',
				to: [name],
				headers: KEPT_HEADERS.flatMap((header) => {
					const value = c.req.header(header);
					return value === undefined ? [] : [[header, value] as [string, string]];
				}),
				attachments: [{ name: 'payload', type: 'application/octet-stream', content: payload }]
			},
			planFor('push', rule)
		);
		return c.body(null, 201, { location: `${context.urls.inboxUrl}messages/${id}` });
	});

	return routes;

	/** Whether `vapid t=<token>, k=<key>` is by the key of this stack, for this service, and not over. */
	async function isSigned(authorization = ''): Promise<boolean> {
		const [, token, key] = authorization.match(/^vapid t=([^,\s]+),\s*k=([\w-]+)$/) ?? [];
		if (!token || !isEqual(key!, vapidPublicKey)) return false;
		const point = Buffer.from(key!, 'base64url');
		const [x, y] = [point.subarray(1, 33), point.subarray(33)];
		const jwk = { kty: 'EC', crv: 'P-256', x: x.toString('base64url'), y: y.toString('base64url') };
		const verifying = jwtVerify(token, await importJWK(jwk, 'ES256'), { audience });
		return await verifying.then(
			() => true,
			() => false
		);
	}
}

function refuse(c: Context, status: number, message: string): Response {
	return c.text(`${message}\n`, status as 400);
}
