import { createHash } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { ISql, Sql, TransactionSql } from 'postgres';
import type { StackContext } from '../context.ts';

export type Channel = 'email' | 'sms' | 'push';
export type Provider = 'resend' | 'twilio' | 'smtp' | 'push';

/** Something that happens to a message on its way. */
export interface Step {
	status: string;
	/** Why, in words; shown to people and told to the application. */
	detail?: string;
	/** Twilio's error code. */
	code?: number;
}

/** What will happen to a message: at once, and `after` seconds. */
export interface Plan {
	now: Step[];
	later: Step[];
	after: number;
}

export interface NewAttachment {
	name: string;
	type: string;
	contentId?: string;
	content: Buffer;
}

export interface NewMessage {
	id: string;
	channel: Channel;
	provider: Provider;
	providerId: string;
	from: string;
	to: string[];
	cc?: string[];
	bcc?: string[];
	replyTo?: string[];
	subject?: string;
	html?: string;
	text?: string;
	headers?: [name: string, value: string][];
	tags?: { name: string; value: string }[];
	attachments?: NewAttachment[];
	scheduledAt?: Date;
	statusCallback?: string;
	idempotencyKey?: string;
	fingerprint?: string;
	batchPosition?: number;
}

/** A message as the inbox's API gives it. */
export interface Message {
	id: string;
	channel: Channel;
	provider: Provider;
	provider_id: string;
	from: string;
	to: string[];
	cc: string[];
	bcc: string[];
	reply_to: string[];
	subject: string | null;
	html: string | null;
	text: string | null;
	headers: [name: string, value: string][];
	tags: { name: string; value: string }[];
	attachments: {
		id: string;
		name: string;
		type: string;
		size: number;
		content_id: string | null;
	}[];
	status: string;
	history: (Step & { at: string })[];
	webhooks: WebhookReport[];
	idempotency_key: string | null;
	scheduled_at: Date | null;
	status_callback: string | null;
	created_at: Date;
}

/** How telling the application about a message went. */
export interface WebhookReport {
	id: string;
	event: string;
	url: string;
	state: 'pending' | 'delivered' | 'failed';
	attempts: number;
	outcome: string | null;
}

/** A webhook that is due, or is to be made. */
export interface Webhook {
	id: string;
	message_id: string;
	provider: 'resend' | 'twilio';
	event: string;
	url: string;
	body: string;
	attempts: number;
}

export interface Filter {
	/** A recipient's bare address, number, or name of a push subscription. */
	to?: string;
	/** A sender's address or number, as he gave it. */
	from?: string;
	channel?: Channel;
	provider?: Provider;
	/** Looked for in subject, text, sender and recipients. */
	search?: string;
	/** Only what arrived at this time or later. */
	since?: Date;
	/** Only what arrived after the message with this id. */
	after?: string;
	/** Only what arrived before the message with this id. */
	before?: string;
}

/** Makes the webhooks that a step of a message causes. */
export type Announce = (message: Message, step: Step & { at: string }) => Webhook[];

/** How many messages are kept; older ones make room, so that a load test does not fill the disk. */
const KEPT = 10_000;
/**
 * Seconds between a message's acceptance and its first webhook. A real carrier takes longer than the
 * sender needs to write down the id he was given; one that were quicker would be told of an unknown id.
 */
const FIRST_WEBHOOK = 0.5;

/** What is kept of messages, in the database `inbox`. */
export class Store {
	readonly sql: Sql;
	/** Emits `message` with the id of one that has arrived or changed. */
	readonly changes = new EventEmitter().setMaxListeners(0);
	#announce: Announce;

	constructor(sql: Sql, announce: Announce) {
		this.sql = sql;
		this.#announce = announce;
	}

	/** Writes a message down and lets happen what is to happen at once. */
	async record(message: NewMessage, plan: Plan): Promise<Message> {
		const scheduled = message.scheduledAt && message.scheduledAt > new Date();
		const all = [...plan.now, ...plan.later];
		const now = scheduled ? [] : plan.after ? plan.now : all;
		const later = all.slice(now.length);
		const dueAt = scheduled ? message.scheduledAt! : new Date(Date.now() + plan.after * 1000);
		const first = { status: scheduled ? 'scheduled' : 'queued', at: new Date().toISOString() };
		const recorded = await this.sql.begin(async (sql) => {
			const [row] = await sql<{ sequence: string }[]>`
				insert into messages ${sql({
					id: message.id,
					channel: message.channel,
					provider: message.provider,
					provider_id: message.providerId,
					sender: message.from,
					recipients: message.to,
					cc: message.cc ?? [],
					bcc: message.bcc ?? [],
					reply_to: message.replyTo ?? [],
					addresses: addressesOf(message),
					subject: message.subject ?? null,
					html: message.html ?? null,
					text: message.text ?? null,
					headers: sql.json(message.headers ?? []),
					tags: sql.json(message.tags ?? []),
					status: first.status,
					history: sql.json([first]),
					plan: later.length ? sql.json(later as never) : null,
					due_at: later.length ? dueAt : null,
					scheduled_at: message.scheduledAt ?? null,
					status_callback: message.statusCallback ?? null,
					idempotency_key: message.idempotencyKey ?? null,
					fingerprint: message.fingerprint ?? null,
					batch_position: message.batchPosition ?? 0
				})} returning sequence`;
			for (const [position, file] of (message.attachments ?? []).entries()) {
				await sql`insert into attachments ${sql({
					message_id: message.id,
					position,
					name: file.name,
					type: file.type,
					size: file.content.length,
					content_id: file.contentId ?? null,
					content: file.content
				})}`;
			}
			const sequence = Number(row!.sequence);
			if (sequence % 100 === 0)
				await sql`delete from messages where sequence <= ${sequence - KEPT}`;
			return await this.#happen(sql, message.id, now);
		});
		this.changes.emit('message', message.id);
		return recorded;
	}

	/** Lets happen what had been planned for a time that has come. */
	async advance(): Promise<void> {
		const due = await this.sql<{ id: string; plan: Step[] }[]>`
			select id, plan from messages where due_at <= now() order by due_at limit 100`;
		for (const { id, plan } of due) {
			await this.sql.begin(async (sql) => {
				await sql`update messages set plan = null, due_at = null where id = ${id}`;
				await this.#happen(sql, id, plan);
			});
			this.changes.emit('message', id);
		}
	}

	async #happen(sql: TransactionSql, id: string, steps: Step[]): Promise<Message> {
		const message = (await this.#find(sql, id))!;
		for (const step of steps) {
			const entry = { ...step, at: new Date().toISOString() };
			message.status = step.status;
			message.history.push(entry);
			for (const webhook of this.#announce(message, entry)) {
				await sql`insert into webhooks ${sql({
					...webhook,
					next_attempt_at: new Date(Date.now() + FIRST_WEBHOOK * 1000)
				})}`;
			}
		}
		await sql`
			update messages set status = ${message.status}, history = ${sql.json(message.history as never)}
			where id = ${id}`;
		return message;
	}

	/**
	 * Changes a message that waits for its time.
	 * @param at when it is sent instead, or null: never
	 * @returns false when it does not wait any more
	 */
	async reschedule(id: string, at: Date | null): Promise<boolean> {
		const { count } = at
			? await this.sql`
					update messages set scheduled_at = ${at}, due_at = ${at}
					where id = ${id} and status = 'scheduled'`
			: await this.sql`
					update messages set plan = null, due_at = null, status = 'canceled',
						history = history || ${this.sql.json([{ status: 'canceled', at: new Date().toISOString() }])}
					where id = ${id} and status = 'scheduled'`;
		if (count) this.changes.emit('message', id);
		return count > 0;
	}

	/** One message by its id, or undefined. */
	async find(id: string): Promise<Message | undefined> {
		return await this.#find(this.sql, id);
	}

	async #find(sql: ISql, id: string): Promise<Message | undefined> {
		const [row] = await sql<Message[]>`select ${columns(sql)} from messages where id = ${id}`;
		return row;
	}

	/** One message by what its provider calls it, or undefined. */
	async findBy(provider: Provider, providerId: string): Promise<Message | undefined> {
		const { sql } = this;
		const [row] = await sql<Message[]>`
			select ${columns(sql)} from messages
			where provider = ${provider} and provider_id = ${providerId}`;
		return row;
	}

	/** Messages, newest first unless said. @param limit at the most */
	async list(
		filter: Filter,
		limit: number,
		order: 'newest' | 'oldest' = 'newest',
		offset = 0
	): Promise<Message[]> {
		const { sql } = this;
		return await sql<Message[]>`
			select ${columns(sql)} from messages where ${matching(sql, filter)}
			order by sequence ${order === 'newest' ? sql`desc` : sql``} limit ${limit} offset ${offset}`;
	}

	async count(filter: Filter): Promise<number> {
		const { sql } = this;
		const [row] = await sql<{ count: string }[]>`
			select count(*) from messages where ${matching(sql, filter)}`;
		return Number(row!.count);
	}

	/** Forgets messages, their files and webhooks. @returns how many */
	async remove(filter: Filter): Promise<number> {
		const { sql } = this;
		const { count } = await sql`delete from messages where ${matching(sql, filter)}`;
		this.changes.emit('message', null);
		return count;
	}

	/**
	 * The oldest message that fits; waits for one when there is none.
	 * @param signal ends the waiting
	 * @returns undefined when the waiting has ended
	 */
	async next(filter: Filter, signal: AbortSignal): Promise<Message | undefined> {
		for (;;) {
			const change = once(this.changes, 'message', { signal }).catch(() => undefined);
			const [found] = await this.list(filter, 1, 'oldest');
			if (found) return found;
			if ((await change) === undefined) return undefined;
		}
	}

	/** The messages that one request under this key has made in the last 24 hours. */
	async madeUnder(key: string): Promise<{ id: string; fingerprint: string }[]> {
		return await this.sql`
			select id, fingerprint from messages
			where idempotency_key = ${key} and created_at > now() - interval '24 hours'
			order by batch_position`;
	}

	async attachment(messageId: string, id: string): Promise<NewAttachment | undefined> {
		const [file] = await this.sql<NewAttachment[]>`
			select name, type, content from attachments where id = ${id} and message_id = ${messageId}`;
		return file;
	}

	/** Inline images by their content id, as data URLs. */
	async inlineImages(messageId: string): Promise<Map<string, string>> {
		const rows = await this.sql<{ content_id: string; type: string; content: Buffer }[]>`
			select content_id, type, content from attachments
			where message_id = ${messageId} and content_id is not null and type like 'image/%'`;
		return new Map(
			rows.map((row) => [
				row.content_id,
				`data:${row.type};base64,${row.content.toString('base64')}`
			])
		);
	}

	/** Webhooks whose time has come. @param except ids of messages that are left out */
	async dueWebhooks(except: string[]): Promise<Webhook[]> {
		return await this.sql<Webhook[]>`
			select id, message_id, provider, event, url, body, attempts from webhooks
			where state = 'pending' and next_attempt_at <= now() and message_id <> all (${except})
			order by sequence limit 200`;
	}

	/** Notes an attempt. @param retryIn seconds until the next, or undefined when this was the last */
	async noteAttempt(
		{ id, message_id }: Webhook,
		state: WebhookReport['state'],
		outcome: string,
		retryIn = 0
	): Promise<void> {
		await this.sql`
			update webhooks set state = ${state}, outcome = ${outcome}, attempts = attempts + 1,
				next_attempt_at = now() + make_interval(secs => ${retryIn})
			where id = ${id}`;
		this.changes.emit('message', message_id);
	}

	/**
	 * Milliseconds until something is due, or undefined.
	 * @param except ids of messages whose webhooks do not count
	 */
	async nextDue(except: string[]): Promise<number | undefined> {
		const [row] = await this.sql<{ wait: number | null }[]>`
			select extract(epoch from least(
				(select min(due_at) from messages),
				(select min(next_attempt_at) from webhooks
					where state = 'pending' and message_id <> all (${except}))
			) - clock_timestamp())::float8 * 1000 as wait`;
		return row!.wait === null ? undefined : Math.max(0, row!.wait);
	}

	async setting(name: string): Promise<string | undefined> {
		const [row] = await this.sql<
			{ value: string }[]
		>`select value from settings where name = ${name}`;
		return row?.value;
	}

	/** @param value null: back to what it is when nobody has set it */
	async set(name: string, value: string | null): Promise<void> {
		if (value === null) await this.sql`delete from settings where name = ${name}`;
		else {
			await this.sql`
				insert into settings values (${name}, ${value})
				on conflict (name) do update set value = excluded.value`;
		}
	}
}

function columns(sql: ISql) {
	return sql`
		id, channel, provider, provider_id, sender as "from", recipients as "to", cc, bcc, reply_to,
		subject, html, text, headers, tags, status, history, idempotency_key, scheduled_at,
		status_callback, created_at,
		(select coalesce(json_agg(json_build_object(
				'id', id, 'name', name, 'type', type, 'size', size, 'content_id', content_id
			) order by position), '[]') from attachments where message_id = messages.id) as attachments,
		(select coalesce(json_agg(json_build_object(
				'id', id, 'event', event, 'url', url, 'state', state, 'attempts', attempts, 'outcome', outcome
			) order by sequence), '[]') from webhooks where message_id = messages.id) as webhooks`;
}

function matching(sql: ISql, filter: Filter) {
	const like = `%${filter.search?.replace(/[\\%_]/g, '\\$&')}%`;
	const sequenceOf = (id: string) => sql`(select sequence from messages where id = ${id})`;
	return sql`true
		${filter.to ? sql`and addresses @> ${[bareAddress(filter.to)]}` : sql``}
		${filter.from ? sql`and sender = ${filter.from}` : sql``}
		${filter.channel ? sql`and channel = ${filter.channel}` : sql``}
		${filter.provider ? sql`and provider = ${filter.provider}` : sql``}
		${filter.since ? sql`and created_at >= ${filter.since}` : sql``}
		${filter.after ? sql`and sequence > ${sequenceOf(filter.after)}` : sql``}
		${filter.before ? sql`and sequence < ${sequenceOf(filter.before)}` : sql``}
		${
			filter.search
				? sql`and concat_ws(E'\n', subject, text, sender, array_to_string(addresses, ' ')) ilike ${like}`
				: sql``
		}`;
}

/** Every recipient's bare address, in lower case, once. */
export function addressesOf({
	to,
	cc = [],
	bcc = []
}: Pick<NewMessage, 'to' | 'cc' | 'bcc'>): string[] {
	return [...new Set([...to, ...cc, ...bcc].map(bareAddress))];
}

/** `Name <a@b.c>` → `a@b.c`, in lower case. */
export function bareAddress(address: string): string {
	return (address.match(/<([^<>]*)>\s*$/)?.[1] ?? address).trim().toLowerCase();
}

/**
 * Opens the database `inbox`, made on first use. When its layout is another version's it is made
 * anew: what lies in it is the mail of a development machine.
 */
export async function openStore(
	{ sql: root, connect, log }: StackContext,
	announce: Announce
): Promise<Store> {
	const text = await readFile(new URL('./schema.sql', import.meta.url), 'utf8');
	const version = createHash('sha256').update(text).digest('hex');
	const [known] = await root<{ version: string | null }[]>`
		select shobj_description(oid, 'pg_database') as version from pg_database where datname = 'inbox'`;
	if (!known) await root.unsafe('create database inbox');
	const sql = connect({ database: 'inbox', name: 'inbox', max: 5 });
	if (known?.version !== version) {
		if (known) log('inbox').warn('The inbox is emptied: its layout has changed.');
		await sql.begin(async (transaction) => {
			await transaction.unsafe(`drop schema public cascade; create schema public; ${text}`);
			await transaction.unsafe(`comment on database inbox is '${version}'`);
		});
	}
	return new Store(sql, announce);
}
