import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { cors } from 'hono/cors';
import { z } from 'zod';
import { bearerToken, roleOfKey, type Claims } from '../tokens.ts';
import { identify } from './authorization.ts';
import type { Services } from './channel.ts';
import { encodeBinaryBroadcast, encodeBroadcast, type Encoding } from './frames.ts';
import { PREFIX } from './hub.ts';
import { ENVELOPE, MAX_PAYLOAD } from './limits.ts';

type Api = Hono<{ Variables: { claims: Claims } }>;

const batch = z.object({
	messages: z
		.array(
			z.object({
				topic: z.string().min(1),
				event: z.string().min(1),
				payload: z.record(z.string(), z.unknown()),
				private: z.boolean().default(false)
			})
		)
		.min(1)
});

/** Longest event that a binary frame holds, in bytes. */
const MAX_EVENT = 255;

/** Broadcasts by HTTP: several at once, or one whose body is the payload. */
export function broadcastApi(services: Services): Hono {
	const api: Api = new Hono();
	api.use('/api/*', cors());
	api.use('/api/*', async (c, next) => {
		const identity = await identifyRequest(c.req.raw, services);
		if (!identity) return c.json({ message: 'Unauthorized' }, 401);
		c.set('claims', identity);
		return await next();
	});
	api.use(
		'/api/*',
		bodyLimit({
			maxSize: MAX_PAYLOAD + ENVELOPE,
			onError: (c) =>
				c.json({ message: `The body is larger than ${MAX_PAYLOAD + ENVELOPE} bytes.` }, 413)
		})
	);

	api.post('/api/broadcast', async (c) => {
		const body = batch.safeParse(await c.req.json().catch(() => undefined));
		if (!body.success) return c.json(unprocessable(body.error.issues[0]!), 422);
		for (const { topic, event, payload, private: isPrivate } of body.data.messages) {
			const encoding = encodeBroadcast(PREFIX + topic, event, JSON.stringify(payload));
			await publish(services, c.var.claims, topic, isPrivate, encoding);
		}
		return c.body(null, 202);
	});

	api.post('/api/broadcast/:topic/events/:event', async (c) => {
		const { topic, event } = c.req.param();
		const isPrivate = c.req.query('private') === 'true';
		if ([...new URL(c.req.url).searchParams.keys()].some((key) => key.startsWith('persist'))) {
			return c.json(
				{ message: 'The embedded Realtime does not store messages: leave out "persist".' },
				422
			);
		}
		if (Buffer.byteLength(event) > MAX_EVENT) {
			return c.json({ message: `An event has at most ${MAX_EVENT} bytes.` }, 422);
		}
		const encoding = await encodingOfBody(c.req.raw, PREFIX + topic, event);
		if (!encoding) return c.json({ message: 'The body is not valid JSON.' }, 422);
		const sent = await publish(services, c.var.claims, topic, isPrivate, encoding);
		return sent ? c.body(null, 202) : c.json({ message: 'Unauthorized' }, 403);
	});
	return api as unknown as Hono;
}

async function identifyRequest(
	{ headers, url }: Request,
	{ keys }: Services
): Promise<Claims | undefined> {
	const authorization = headers.get('authorization');
	const keyRole =
		roleOfKey(
			headers.get('apikey') ?? new URL(url).searchParams.get('apikey') ?? undefined,
			keys
		) ?? roleOfKey(authorization?.replace(/^Bearer\s+/i, ''), keys);
	if (!keyRole) return undefined;
	return (await identify(bearerToken(authorization), keyRole, keys)).claims;
}

async function encodingOfBody(
	request: Request,
	topic: string,
	event: string
): Promise<Encoding | undefined> {
	const body = Buffer.from(await request.arrayBuffer());
	if (request.headers.get('content-type')?.startsWith('application/octet-stream')) {
		return encodeBinaryBroadcast(topic, event, body);
	}
	try {
		return encodeBroadcast(topic, event, JSON.stringify(JSON.parse(body.toString())));
	} catch {
		return undefined;
	}
}

/** @returns whether the sender may write to the topic */
async function publish(
	{ hub, authorization }: Services,
	claims: Claims,
	topic: string,
	isPrivate: boolean,
	encoding: Encoding
): Promise<boolean> {
	if (isPrivate && !(await authorization.rights(topic, claims)).broadcast.write) return false;
	hub.room(topic, isPrivate)?.broadcast(encoding);
	return true;
}

function unprocessable({ path, message }: z.core.$ZodIssue) {
	const field = path.join('.') || 'body';
	return { errors: { [field]: [message] }, message: `${field}: ${message}` };
}
