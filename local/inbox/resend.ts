import { createHash, randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { z } from 'zod';
import { isEqual } from '../tokens.ts';
import { reachesOut } from './guard.ts';
import type { InboxParts } from './inbox.ts';
import { GARBAGE, planFor, retryAfterOf } from './rules.ts';
import { addressesOf, type Message, type NewAttachment, type NewMessage } from './store.ts';
import { messageId } from './webhooks.ts';

/** Bytes of a request at the most: Resend takes 40 MB after encoding. */
const MAX_BODY = 40 * 1024 * 1024;
/** Mails in one batch, recipients of one mail, and characters of a key, at the most. */
const MAX_BATCH = 100;
const MAX_RECIPIENTS = 50;
const MAX_KEY = 256;

/** An answer that refuses, as Resend words it. */
class Refusal extends Error {
	readonly status: number;
	override readonly name: string;
	/** Seconds, where the sender may try again. */
	readonly retryAfter: number | undefined;

	constructor(status: number, name: string, message: string, retryAfter?: number) {
		super(message);
		this.status = status;
		this.name = name;
		this.retryAfter = retryAfter;
	}
}

/** An answer that is none, as a rule has ordered it. */
class Garbage extends Error {}

/** What a rule that refuses with a status says. */
const ORDERED: Record<number, [name: string, message: string]> = {
	400: ['validation_error', 'We found an error with one or more fields in the request.'],
	401: ['restricted_api_key', 'This API key is restricted to only send emails.'],
	403: ['invalid_api_key', 'API key is invalid.'],
	404: ['not_found', 'The requested endpoint does not exist.'],
	422: ['validation_error', 'We found an error with one or more fields in the request.'],
	429: [
		'rate_limit_exceeded',
		'Too many requests. You can only make 2 requests per second. See rate limit response headers for more information.'
	],
	500: ['internal_server_error', 'An unexpected error occurred.']
};

/** Resend's e-mail API, as its SDK calls it. */
export function resendRoutes({ context, store, rules, hold }: InboxParts): Hono {
	const routes = new Hono();
	/** Idempotency keys whose first request is not answered yet. */
	const underway = new Set<string>();

	routes.onError((error, c) => {
		if (error instanceof Garbage) return c.html(error.message);
		const { status, name, message, retryAfter } =
			error instanceof Refusal ? error : new Refusal(500, ...ORDERED[500]!);
		if (retryAfter) c.header('retry-after', String(retryAfter));
		if (!(error instanceof Refusal)) context.log('inbox').error(error.message);
		return c.json({ statusCode: status, name, message }, status as ContentfulStatusCode);
	});
	routes.notFound((c) =>
		c.json({ statusCode: 404, name: 'not_found', message: ORDERED[404]![1] }, 404)
	);
	routes.use(
		bodyLimit({
			maxSize: MAX_BODY,
			onError: () => {
				throw new Refusal(413, 'validation_error', 'The email must not be larger than 40 MB.');
			}
		})
	);
	routes.use(async (c, next) => {
		const key = c.req.header('authorization')?.match(/^Bearer\s+(\S+)$/i)?.[1];
		if (!key) {
			throw new Refusal(401, 'missing_api_key', 'Missing API key in the authorization header.');
		}
		if (!isEqual(key, context.keys.resendApiKey)) {
			throw new Refusal(403, 'invalid_api_key', 'API key is invalid.');
		}
		await next();
	});

	routes.post('/emails', async (c) => {
		const [id] = await onceUnder(c.req.raw, async (body, key) => [
			await send(await readMail(body, context), key, 0)
		]);
		return c.json({ id });
	});

	routes.post('/emails/batch', async (c) => {
		const permissive = c.req.header('x-batch-validation') === 'permissive';
		const errors: { index: number; message: string }[] = [];
		const ids = await onceUnder(c.req.raw, async (body, key) => {
			if (!Array.isArray(body) || body.length < 1 || body.length > MAX_BATCH) {
				throw invalid(`The batch must be an array of 1 to ${MAX_BATCH} emails.`);
			}
			const mails: NewMail[] = [];
			for (const [index, each] of body.entries()) {
				try {
					mails.push(await readMail(each, context));
				} catch (error) {
					if (!permissive || !(error instanceof Refusal)) throw error;
					errors.push({ index, message: error.message });
				}
			}
			const made: string[] = [];
			for (const [position, mail] of mails.entries()) made.push(await send(mail, key, position));
			return made;
		});
		return c.json({ data: ids.map((id) => ({ id })), ...(permissive && { errors }) });
	});

	routes.get('/emails/:id', async (c) => c.json(asResend(await find(c.req.param('id')))));

	routes.patch('/emails/:id', async (c) => {
		const { id } = await find(c.req.param('id'));
		const at = scheduleOf((await readJson(c.req.raw)) as object);
		if (!at) throw missing('scheduled_at');
		if (!(await store.reschedule(id, at))) throw invalid('Only a scheduled email can be updated.');
		return c.json({ object: 'email', id });
	});

	routes.post('/emails/:id/cancel', async (c) => {
		const { id } = await find(c.req.param('id'));
		if (!(await store.reschedule(id, null)))
			throw invalid('Only a scheduled email can be canceled.');
		return c.json({ object: 'email', id });
	});

	return routes;

	async function find(id: string): Promise<Message> {
		const message = z.guid().safeParse(id).success ? await store.findBy('resend', id) : undefined;
		if (!message) throw new Refusal(404, 'not_found', 'Email not found');
		return message;
	}

	async function send(mail: NewMail, key: Key | undefined, batchPosition: number): Promise<string> {
		const rule = await rules.obey('email', addressesOf(mail));
		if (rule?.outcome === 'respond') {
			const [name, message] = ORDERED[rule.status!] ?? ['application_error', ORDERED[500]![1]];
			throw new Refusal(rule.status!, name, message, retryAfterOf(rule));
		}
		if (rule?.outcome === 'hang') await hold(rule.seconds);
		const id = randomUUID();
		await store.record(
			{
				...mail,
				id,
				channel: 'email',
				provider: 'resend',
				providerId: id,
				idempotencyKey: key?.key,
				fingerprint: key?.fingerprint,
				batchPosition
			},
			planFor('email', rule)
		);
		if (rule?.outcome === 'garbage') throw new Garbage(GARBAGE);
		return id;
	}

	/** Runs a request once per Idempotency-Key; its repetition gets the ids of the first. */
	async function onceUnder(
		request: Request,
		run: (body: unknown, key: Key | undefined) => Promise<string[]>
	): Promise<string[]> {
		const text = await request.text();
		const body = parseJson(text);
		const key = request.headers.get('idempotency-key');
		if (key === null) return await run(body, undefined);
		if (key.length < 1 || key.length > MAX_KEY) {
			throw new Refusal(400, 'invalid_idempotency_key', 'The key must be between 1-256 chars.');
		}
		const fingerprint = createHash('sha256')
			.update(new URL(request.url).pathname + '\n' + text)
			.digest('hex');
		if (underway.has(key)) {
			throw new Refusal(
				409,
				'concurrent_idempotent_requests',
				'Same idempotency key used while original request is still in progress.'
			);
		}
		underway.add(key);
		try {
			const made = await store.madeUnder(key);
			if (made.some((message) => message.fingerprint !== fingerprint)) {
				throw new Refusal(
					409,
					'invalid_idempotent_request',
					'Same idempotency key used with a different request payload.'
				);
			}
			return made.length ? made.map(({ id }) => id) : await run(body, { key, fingerprint });
		} finally {
			underway.delete(key);
		}
	}
}

interface Key {
	key: string;
	fingerprint: string;
}

type NewMail = Pick<
	NewMessage,
	| 'from'
	| 'to'
	| 'cc'
	| 'bcc'
	| 'replyTo'
	| 'subject'
	| 'html'
	| 'text'
	| 'headers'
	| 'tags'
	| 'attachments'
	| 'scheduledAt'
>;

const invalid = (message: string) => new Refusal(422, 'validation_error', message);
const missing = (field: string) =>
	new Refusal(422, 'missing_required_field', `Missing \`${field}\` field.`);

async function readJson(request: Request): Promise<unknown> {
	return parseJson(await request.text());
}

function parseJson(text: string): unknown {
	try {
		const body: unknown = JSON.parse(text);
		if (typeof body === 'object' && body !== null) return body;
	} catch {
		// Refused below, like any other body that is not an object.
	}
	throw new Refusal(400, 'validation_error', 'The request body must be valid JSON.');
}

const list = z.preprocess(
	(value) => (typeof value === 'string' ? [value] : (value ?? undefined)),
	z.array(z.string()).optional()
);
const optionalText = z
	.string()
	.nullish()
	.transform((value) => value ?? undefined);

/** What Resend takes of a mail; each key's error is the whole sentence it is refused with. */
const mailBody = z.object({
	from: optionalText,
	to: list,
	cc: list,
	bcc: list,
	reply_to: list,
	subject: optionalText,
	html: optionalText,
	text: optionalText,
	headers: z.record(z.string(), z.string()).nullish(),
	tags: z.array(z.object({ name: z.string(), value: z.string().default('') })).nullish(),
	attachments: z
		.array(
			z.object({
				filename: z.string().nullish(),
				content: z.union([z.string(), z.object({ data: z.array(z.int()) })]).nullish(),
				path: z.string().nullish(),
				content_type: z.string().nullish(),
				content_id: z.string().nullish()
			})
		)
		.nullish(),
	template: z.unknown().optional()
});

async function readMail(body: unknown, context: InboxParts['context']): Promise<NewMail> {
	const result = mailBody.safeParse(body);
	if (!result.success) {
		const [issue] = result.error.issues;
		throw invalid(`Invalid \`${issue!.path.join('.')}\` field. ${issue!.message}.`);
	}
	const mail = result.data;
	if (mail.template) {
		throw invalid(
			'Templates are kept at Resend; here, give `html` or `text` instead of `template`.'
		);
	}
	if (!mail.from) throw missing('from');
	if (!mail.to?.length) throw missing('to');
	if (!mail.subject) throw missing('subject');
	if (mail.html === undefined && mail.text === undefined) {
		throw new Refusal(422, 'missing_required_field', 'Missing `html` or `text` field.');
	}
	for (const field of ['from', 'to', 'cc', 'bcc', 'reply_to'] as const) {
		for (const address of [mail[field] ?? []].flat()) assertAddress(field, address);
		if (field !== 'from' && (mail[field]?.length ?? 0) > MAX_RECIPIENTS) {
			throw invalid(`The \`${field}\` field must not have more than ${MAX_RECIPIENTS} items.`);
		}
	}
	for (const { name, value } of mail.tags ?? []) {
		if (!/^[\w-]{1,256}$/.test(name) || !/^[\w-]{0,256}$/.test(value)) {
			throw invalid('Tags should only contain ASCII letters, numbers, underscores, or dashes.');
		}
	}
	return {
		from: mail.from,
		to: mail.to,
		cc: mail.cc,
		bcc: mail.bcc,
		replyTo: mail.reply_to,
		subject: mail.subject,
		html: mail.html,
		text: mail.text,
		headers: Object.entries(mail.headers ?? {}),
		tags: mail.tags ?? [],
		attachments: await Promise.all((mail.attachments ?? []).map((file) => readFile(file, context))),
		scheduledAt: scheduleOf(body as object)
	};
}

function assertAddress(field: string, address: string): void {
	const bare = /^[^\s<>@,;"]+@[^\s<>@,;"]+\.[^\s<>@,;".]+$/;
	const named = address.match(/^[^<>\r\n]*<([^<>]+)>$/)?.[1];
	if (bare.test((named ?? address).trim())) return;
	throw invalid(
		`Invalid \`${field}\` field. The email address needs to follow the \`email@example.com\` or \`Name <email@example.com>\` format.`
	);
}

/** Resend also reads English ("in 1 min"); here a time is ISO 8601. */
function scheduleOf(body: { scheduled_at?: unknown }): Date | undefined {
	const given = body.scheduled_at;
	if (given === undefined || given === null) return undefined;
	const at =
		typeof given === 'string' && /^\d{4}-\d\d-\d\d/.test(given) ? new Date(given) : undefined;
	if (at && !Number.isNaN(at.getTime())) return at;
	throw invalid('Invalid `scheduled_at` field. The time needs to follow ISO 8601.');
}

type GivenFile = NonNullable<NonNullable<z.output<typeof mailBody>['attachments']>[number]>;

async function readFile(file: GivenFile, context: InboxParts['context']): Promise<NewAttachment> {
	const name = file.filename || file.path?.split('/').at(-1)?.split('?')[0] || 'attachment';
	const contentId = file.content_id ?? undefined;
	const type = file.content_type || 'application/octet-stream';
	if (typeof file.content === 'string') {
		return { name, contentId, type, content: Buffer.from(file.content, 'base64') };
	}
	if (file.content) return { name, contentId, type, content: Buffer.from(file.content.data) };
	if (!file.path) {
		throw new Refusal(
			422,
			'invalid_attachment',
			'Attachment must have either a `content` or `path`.'
		);
	}
	const response = reachesOut(file.path, context)
		? undefined
		: await fetch(file.path).catch(() => undefined);
	if (!response?.ok) {
		throw new Refusal(
			422,
			'invalid_attachment',
			`The attachment at ${file.path} could not be fetched. The inbox fetches from this machine only.`
		);
	}
	return {
		name,
		contentId,
		type: file.content_type || response.headers.get('content-type') || type,
		content: Buffer.from(await response.arrayBuffer())
	};
}

function asResend(message: Message) {
	const orNull = (addresses: string[]) => (addresses.length ? addresses : null);
	return {
		object: 'email',
		id: message.id,
		message_id: messageId(message),
		to: message.to,
		from: message.from,
		created_at: message.created_at.toISOString(),
		subject: message.subject,
		html: message.html,
		text: message.text,
		bcc: orNull(message.bcc),
		cc: orNull(message.cc),
		reply_to: orNull(message.reply_to),
		last_event: message.status,
		scheduled_at: message.scheduled_at?.toISOString() ?? null,
		...(message.tags.length && { tags: message.tags })
	};
}
