import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient, type RealtimeChannel, type SupabaseClient } from '@supabase/supabase-js';
import postgres from 'postgres';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { Keys } from '../../local/keys.ts';
import { signToken } from '../../local/tokens.ts';
import { anonymous, newUser, platform, service } from './environment.ts';
import { startProcess } from './stack-process.ts';

/** A broadcast as a listener gets it. */
interface Received {
	type: string;
	event: string;
	payload: Record<string, unknown>;
	meta?: { id: string };
}

const clients: SupabaseClient[] = [];
let sql: postgres.Sql;

beforeAll(() => {
	sql = postgres(platform.dbUrl, { max: 4, onnotice: () => {} });
});
afterAll(() => sql.end());
afterEach(async () => {
	await Promise.all(clients.splice(0).map((client) => client.realtime.removeAllChannels()));
});

/** A client whose channels are closed after the test. */
function used(client: SupabaseClient): SupabaseClient {
	clients.push(client);
	return client;
}

/** Joins; settles with the first status, and with the error if there is one. */
async function attempt(channel: RealtimeChannel): Promise<{ status: string; message?: string }> {
	return await new Promise((settle) => {
		channel.subscribe((status, error) => settle({ status, message: error?.message }));
	});
}

async function joined(channel: RealtimeChannel): Promise<RealtimeChannel> {
	expect(await attempt(channel)).toEqual({ status: 'SUBSCRIBED' });
	return channel;
}

/** All broadcasts that a channel has got so far. */
function inbox(channel: RealtimeChannel): Received[] {
	const received: Received[] = [];
	channel.on('broadcast', { event: '*' }, (message) => void received.push(message as Received));
	return received;
}

/** Waits for what a channel must have got. */
async function until(check: () => void): Promise<void> {
	await vi.waitFor(check, { timeout: 5000, interval: 10 });
}

const bodies = (received: Received[]) => received.map(({ payload }) => payload.body ?? payload.n);

/** Sends from the database, as an application's function does. */
async function send(topic: string, body: unknown, isPrivate = false): Promise<void> {
	await sql`select realtime.send(${sql.json({ body } as never)}, 'said', ${topic}, ${isPrivate})`;
}

/** A user who is in a room of his own. */
async function member({ maySend = true } = {}) {
	const { client, user } = await newUser();
	used(client);
	const room = randomUUID();
	const { error } = await service()
		.from('room_members')
		.insert({ room, member: user.id, may_send: maySend });
	expect(error).toBeNull();
	return { client, user, room, topic: `room:${room}` };
}

const isPrivate = { config: { private: true } };

// Sockets

test.each(['1.0.0', '2.0.0'])(
	'a client of protocol version %s joins, sends and receives',
	async (vsn) => {
		const client = used(
			createClient(platform.apiUrl, platform.publishableKey, { realtime: { vsn } })
		);
		const channel = client.channel(randomUUID(), {
			config: { broadcast: { self: true, ack: true } }
		});
		const received = inbox(channel);
		await joined(channel);
		expect(
			await channel.send({ type: 'broadcast', event: 'hello', payload: { n: 1, text: 'žluť 📦' } })
		).toBe('ok');
		await until(() => expect(received).toHaveLength(1));
		expect(received[0]).toMatchObject({
			type: 'broadcast',
			event: 'hello',
			payload: { n: 1, text: 'žluť 📦' }
		});
	}
);

test('clients of both protocol versions reach each other', async () => {
	const topic = randomUUID();
	const [old, current] = ['1.0.0', '2.0.0'].map((vsn) =>
		used(createClient(platform.apiUrl, platform.publishableKey, { realtime: { vsn } }))
	) as [SupabaseClient, SupabaseClient];
	const channels = [old.channel(topic), current.channel(topic)] as const;
	const inboxes = channels.map(inbox);
	await Promise.all(channels.map(joined));
	await channels[0].send({ type: 'broadcast', event: 'said', payload: { n: 1 } });
	await channels[1].send({ type: 'broadcast', event: 'said', payload: { n: 2 } });
	await until(() => expect(inboxes.map(bodies)).toEqual([[2], [1]]));
});

test('a socket with an unknown key is refused', async () => {
	const client = used(createClient(platform.apiUrl, 'sb_publishable_unknown'));
	expect((await attempt(client.channel('any'))).status).toBe('CHANNEL_ERROR');
});

test('heartbeats are answered', async () => {
	const answers: string[] = [];
	const client = used(
		createClient(platform.apiUrl, platform.publishableKey, {
			realtime: {
				heartbeatIntervalMs: 100,
				heartbeatCallback: (status) => void answers.push(status)
			}
		})
	);
	await joined(client.channel(randomUUID()));
	await until(() => expect(answers.filter((answer) => answer === 'ok').length).toBeGreaterThan(1));
});

test('a channel is left and joined again', async () => {
	const client = used(anonymous());
	const topic = randomUUID();
	const first = await joined(client.channel(topic));
	expect(await client.removeChannel(first)).toBe('ok');
	const second = client.channel(topic);
	const received = inbox(second);
	await joined(second);
	await send(topic, 'after');
	await until(() => expect(bodies(received)).toEqual(['after']));
});

// Broadcast between clients

test('a sender gets his own broadcast only if he asked for it', async () => {
	const topic = randomUUID();
	const quiet = used(anonymous()).channel(topic);
	const loud = used(anonymous()).channel(topic, { config: { broadcast: { self: true } } });
	const [inQuiet, inLoud] = [inbox(quiet), inbox(loud)];
	await Promise.all([joined(quiet), joined(loud)]);
	await quiet.send({ type: 'broadcast', event: 'said', payload: { n: 1 } });
	await until(() => expect(bodies(inLoud)).toEqual([1]));
	await loud.send({ type: 'broadcast', event: 'said', payload: { n: 2 } });
	await until(() => expect(bodies(inQuiet)).toEqual([2]));
	expect(bodies(inLoud)).toEqual([1, 2]);
});

test('a broadcast of bytes arrives as bytes', async () => {
	const topic = randomUUID();
	const [from, to] = [used(anonymous()).channel(topic), used(anonymous()).channel(topic)];
	const received = inbox(to);
	await Promise.all([joined(from), joined(to)]);
	await from.send({
		type: 'broadcast',
		event: 'scan',
		payload: new Uint8Array([0, 1, 255]).buffer
	});
	await until(() => expect(received).toHaveLength(1));
	expect([...new Uint8Array(received[0]!.payload as unknown as ArrayBuffer)]).toEqual([0, 1, 255]);
});

test('messages go to their own topic only', async () => {
	const [one, two] = [randomUUID(), randomUUID()];
	const client = used(anonymous());
	const channels = [client.channel(one), client.channel(two)];
	const [inOne, inTwo] = channels.map(inbox) as [Received[], Received[]];
	await Promise.all(channels.map(joined));
	await send(one, 'for one');
	await send(two, 'for two');
	await until(() => expect(bodies(inTwo)).toEqual(['for two']));
	expect(bodies(inOne)).toEqual(['for one']);
});

test('a broadcast over HTTP reaches those who have joined', async () => {
	const topic = randomUUID();
	const channel = used(anonymous()).channel(topic);
	const received = inbox(channel);
	await joined(channel);
	const sender = used(anonymous()).channel(topic);
	expect(await sender.httpSend('said', { n: 1 })).toEqual({ success: true });
	expect(await sender.send({ type: 'broadcast', event: 'said', payload: { n: 2 } })).toBe('ok');
	await until(() => expect(bodies(received)).toEqual([1, 2]));
});

test('an HTTP broadcast needs a key, a topic, an event and an object', async () => {
	const post = (apikey: string, body: unknown) =>
		fetch(`${platform.apiUrl}/realtime/v1/api/broadcast`, {
			method: 'POST',
			headers: { apikey, 'Content-Type': 'application/json' },
			body: JSON.stringify(body)
		});
	const message = { topic: randomUUID(), event: 'said', payload: { n: 1 } };
	expect((await post(platform.publishableKey, { messages: [message] })).status).toBe(202);
	expect((await post('sb_publishable_unknown', { messages: [message] })).status).toBe(401);
	const { event: _, ...incomplete } = message;
	expect((await post(platform.publishableKey, { messages: [incomplete] })).status).toBe(422);
	expect(
		(await post(platform.publishableKey, { messages: [{ ...message, payload: 'text' }] })).status
	).toBe(422);
});

// Messages from the database

test('a message from the database reaches clients with the id of its row', async () => {
	const topic = randomUUID();
	const channel = used(anonymous()).channel(topic);
	const received = inbox(channel);
	await joined(channel);
	await send(topic, 'from the database');
	await until(() => expect(received).toHaveLength(1));
	const [row] =
		await sql`select id, payload, extension from realtime.messages where topic = ${topic}`;
	expect(row).toMatchObject({
		extension: 'broadcast',
		payload: { body: 'from the database', id: row!.id }
	});
	expect(received[0]).toEqual({
		type: 'broadcast',
		event: 'said',
		payload: { body: 'from the database', id: row!.id },
		meta: { id: row!.id }
	});
});

test('messages arrive in the order in which their transactions committed', async () => {
	const topic = randomUUID();
	const channel = used(anonymous()).channel(topic);
	const received = inbox(channel);
	await joined(channel);
	let commitFirst!: () => void;
	const mayCommit = new Promise<void>((settle) => (commitFirst = settle));
	let sent!: () => void;
	const hasSent = new Promise<void>((settle) => (sent = settle));
	const slow = sql.begin(async (transaction) => {
		await transaction`select realtime.send('{"body": "begun first"}', 'said', ${topic}, false)`;
		sent();
		await mayCommit;
	});
	await hasSent;
	await send(topic, 'committed first');
	commitFirst();
	await slow;
	await until(() => expect(bodies(received)).toEqual(['committed first', 'begun first']));
});

test('nothing of a transaction that is rolled back arrives', async () => {
	const topic = randomUUID();
	const channel = used(anonymous()).channel(topic);
	const received = inbox(channel);
	await joined(channel);
	await expect(
		sql.begin(async (transaction) => {
			await transaction`select realtime.send('{"body": "undone"}', 'said', ${topic}, false)`;
			throw new Error('changed my mind');
		})
	).rejects.toThrow('changed my mind');
	await send(topic, 'kept');
	await until(() => expect(bodies(received)).toEqual(['kept']));
});

test('hundreds of messages of one transaction arrive, all and in order', async () => {
	const topic = randomUUID();
	const channel = used(anonymous()).channel(topic);
	const received = inbox(channel);
	await joined(channel);
	await sql`
		select realtime.send(jsonb_build_object('n', n), 'counted', ${topic}, false)
		from generate_series(1, 500) n`;
	await until(() => expect(received).toHaveLength(500));
	expect(bodies(received)).toEqual(Array.from({ length: 500 }, (_, index) => index + 1));
});

test('a payload of 200 kB arrives whole', async () => {
	const topic = randomUUID();
	const channel = used(anonymous()).channel(topic);
	const received = inbox(channel);
	await joined(channel);
	const body = 'ž'.repeat(100_000);
	await send(topic, body);
	await until(() => expect(bodies(received)).toEqual([body]));
});

test('private and public channels of one topic do not hear each other', async () => {
	const { client, topic } = await member();
	const secret = client.channel(topic, isPrivate);
	const open = used(anonymous()).channel(topic);
	const [inSecret, inOpen] = [inbox(secret), inbox(open)];
	await Promise.all([joined(secret), joined(open)]);
	await send(topic, 'secret', true);
	await send(topic, 'open', false);
	await open.send({ type: 'broadcast', event: 'said', payload: { body: 'from outside' } });
	await secret.send({ type: 'broadcast', event: 'said', payload: { body: 'from inside' } });
	await send(topic, 'last secret', true);
	await send(topic, 'last open', false);
	await until(() => expect(bodies(inSecret)).toEqual(['secret', 'last secret']));
	await until(() => expect(bodies(inOpen)).toEqual(['open', 'last open']));
});

test('a trigger tells a room what was inserted, updated and deleted', async () => {
	const { client, room, topic } = await member();
	const channel = client.channel(topic, isPrivate);
	const received = inbox(channel);
	await joined(channel);
	const notes = () => service().from('room_notes');
	expect((await notes().insert({ room, body: 'one', weight: 12.5 })).error).toBeNull();
	expect((await notes().update({ body: 'two' }).eq('room', room)).error).toBeNull();
	expect((await notes().delete().eq('room', room)).error).toBeNull();
	await until(() =>
		expect(received.map(({ event }) => event)).toEqual(['INSERT', 'UPDATE', 'DELETE'])
	);
	expect(received.map(({ payload }) => payload)).toMatchObject([
		{
			schema: 'public',
			table: 'room_notes',
			operation: 'INSERT',
			record: { body: 'one', weight: 12.5 },
			old_record: null
		},
		{ operation: 'UPDATE', record: { body: 'two' }, old_record: { body: 'one' } },
		{ operation: 'DELETE', record: null, old_record: { body: 'two' } }
	]);
});

test('a message that cannot be sent does not undo the transaction that sends it', async () => {
	const topic = randomUUID();
	await sql.begin(async (transaction) => {
		await transaction`insert into public.room_notes (room, body) values (${topic}, 'kept')`;
		await transaction`select realtime.send('["not an object"]', null, null, false)`;
	});
	expect(await sql`select from public.room_notes where room = ${topic}`).toHaveLength(1);
});

// Private channels

test('a member joins, sends and receives on his private channel', async () => {
	const { client, topic } = await member();
	const sender = client.channel(topic, {
		config: { private: true, broadcast: { ack: true, self: true } }
	});
	const received = inbox(sender);
	await joined(sender);
	expect(await sender.send({ type: 'broadcast', event: 'said', payload: { n: 1 } })).toBe('ok');
	await until(() => expect(bodies(received)).toEqual([1]));
});

test('nobody else joins it, signed in or not', async () => {
	const { topic } = await member();
	const { client: stranger } = await newUser();
	for (const client of [used(stranger), used(anonymous())]) {
		expect(await attempt(client.channel(topic, isPrivate))).toEqual({
			status: 'CHANNEL_ERROR',
			message: `Unauthorized: You do not have permissions to read from this Channel topic: ${topic}`
		});
	}
});

test('the secret key joins and sends on every private channel', async () => {
	const { client, topic } = await member();
	const channel = client.channel(topic, isPrivate);
	const received = inbox(channel);
	await joined(channel);
	const server = used(service()).channel(topic, {
		config: { private: true, broadcast: { ack: true } }
	});
	await joined(server);
	expect(await server.send({ type: 'broadcast', event: 'said', payload: { n: 1 } })).toBe('ok');
	expect(await server.httpSend('said', { n: 2 })).toEqual({ success: true });
	await until(() => expect(bodies(received)).toEqual([1, 2]));
});

test('who may only read receives, but what he sends is dropped', async () => {
	const { client, topic } = await member({ maySend: false });
	const reader = client.channel(topic, { config: { private: true, broadcast: { self: true } } });
	const received = inbox(reader);
	await joined(reader);
	await reader.send({ type: 'broadcast', event: 'said', payload: { body: 'not allowed' } });
	await expect(reader.httpSend('said', { body: 'not allowed' })).rejects.toThrow('Unauthorized');
	expect(await reader.track({ name: 'not allowed' })).toBe('error');
	await send(topic, 'allowed', true);
	await until(() => expect(bodies(received)).toEqual(['allowed']));
});

test('asking the policies leaves no row behind', async () => {
	const { client, topic } = await member();
	await joined(client.channel(topic, isPrivate));
	expect(await sql`select from realtime.messages where topic = ${topic}`).toHaveLength(0);
});

test('a member sees the messages of his room in the table, others none', async () => {
	const { user, topic } = await member();
	const count = async (sub: string) =>
		await sql.begin(async (transaction) => {
			await transaction`
				select set_config('role', 'authenticated', true), set_config('realtime.topic', ${topic}, true),
					set_config('request.jwt.claims', ${JSON.stringify({ sub, role: 'authenticated' })}, true)`;
			return (await transaction`select from realtime.messages where topic = ${topic}`).length;
		});
	await send(topic, 'kept', true);
	expect(await count(user.id)).toBe(1);
	expect(await count(randomUUID())).toBe(0);
});

// Tokens

test('a token that no longer lets its user read closes the channel and says so', async () => {
	const { client, topic } = await member();
	const { client: stranger } = await newUser();
	const channel = client.channel(topic, isPrivate);
	const system: { status: string; message: string }[] = [];
	channel.on('system', {}, (message) => void system.push(message));
	const statuses: string[] = [];
	await new Promise<void>((settle) => {
		channel.subscribe((status) => {
			statuses.push(status);
			settle();
		});
	});
	const { data } = await stranger.auth.getSession();
	await client.realtime.setAuth(data.session!.access_token);
	await until(() => expect(statuses).toEqual(['SUBSCRIBED', 'CLOSED']));
	expect(system).toMatchObject([
		{
			status: 'error',
			message: `You do not have permissions to read from this Channel topic: ${topic}`
		}
	]);
});

test('a refreshed token keeps the channel open', async () => {
	const { client, topic } = await member();
	const channel = client.channel(topic, isPrivate);
	const received = inbox(channel);
	await joined(channel);
	const { data, error } = await client.auth.refreshSession();
	expect(error).toBeNull();
	await client.realtime.setAuth(data.session!.access_token);
	await send(topic, 'after', true);
	await until(() => expect(bodies(received)).toEqual(['after']));
});

test('a token that is none is refused in words', async () => {
	const client = used(anonymous());
	await client.realtime.setAuth('nonsense');
	expect(await attempt(client.channel(randomUUID()))).toEqual({
		status: 'CHANNEL_ERROR',
		message: 'MalformedJWT: The token provided is not a valid JWT'
	});
});

test('a token with a wrong signature is refused in words', async () => {
	const { client } = await member();
	const { data } = await client.auth.getSession();
	const [header, payload] = data.session!.access_token.split('.');
	await client.realtime.setAuth(`${header}.${payload}.${'A'.repeat(43)}`);
	expect(await attempt(client.channel(randomUUID()))).toEqual({
		status: 'CHANNEL_ERROR',
		message: 'JwtSignatureError: Failed to validate JWT signature'
	});
});

// Presence

test('clients see who is there, who comes and who goes', async () => {
	const topic = randomUUID();
	const [annaClient, bela] = [used(anonymous()), used(anonymous())];
	const anna = annaClient.channel(topic, { config: { presence: { key: 'anna', enabled: true } } });
	const watcher = bela.channel(topic, { config: { presence: { key: 'bela' } } });
	const seen: string[] = [];
	watcher.on('presence', { event: 'join' }, ({ key }) => void seen.push(`+${key}`));
	watcher.on('presence', { event: 'leave' }, ({ key }) => void seen.push(`-${key}`));
	await Promise.all([joined(anna), joined(watcher)]);
	expect(await anna.track({ station: 'mixer' })).toBe('ok');
	await until(() =>
		expect(watcher.presenceState()).toMatchObject({ anna: [{ station: 'mixer' }] })
	);
	expect(await anna.track({ station: 'press' })).toBe('ok');
	await until(() =>
		expect(watcher.presenceState()).toMatchObject({ anna: [{ station: 'press' }] })
	);
	expect(watcher.presenceState().anna).toHaveLength(1);
	expect(await watcher.track({ station: 'office' })).toBe('ok');
	await until(() => expect(Object.keys(anna.presenceState()).sort()).toEqual(['anna', 'bela']));
	expect(await anna.untrack()).toBe('ok');
	await until(() => expect(Object.keys(watcher.presenceState())).toEqual(['bela']));
	expect(seen[0]).toBe('+anna');
	expect(seen.at(-1)).toBe('-anna');
});

test('who joins later sees who is there already', async () => {
	const topic = randomUUID();
	const anna = used(anonymous()).channel(topic, { config: { presence: { key: 'anna' } } });
	await joined(anna);
	await anna.track({ station: 'mixer' });
	const late = used(anonymous()).channel(topic, { config: { presence: { enabled: true } } });
	await joined(late);
	await until(() => expect(late.presenceState()).toMatchObject({ anna: [{ station: 'mixer' }] }));
});

test('who loses his connection is taken out', async () => {
	const topic = randomUUID();
	const client = used(anonymous());
	const anna = client.channel(topic, { config: { presence: { key: 'anna' } } });
	const watcher = used(anonymous()).channel(topic, { config: { presence: { enabled: true } } });
	await Promise.all([joined(anna), joined(watcher)]);
	await anna.track({});
	await until(() => expect(Object.keys(watcher.presenceState())).toEqual(['anna']));
	await client.realtime.disconnect();
	await until(() => expect(watcher.presenceState()).toEqual({}));
});

test('a member is seen on his private channel', async () => {
	const { client, topic } = await member();
	const channel = client.channel(topic, {
		config: { private: true, presence: { key: 'me', enabled: true } }
	});
	await joined(channel);
	expect(await channel.track({ n: 1 })).toBe('ok');
	await until(() => expect(channel.presenceState()).toMatchObject({ me: [{ n: 1 }] }));
});

// Limits

test('a socket joins at most 100 channels', async () => {
	const client = used(anonymous());
	const channels = Array.from({ length: 100 }, () => client.channel(randomUUID()));
	await Promise.all(channels.map(joined));
	expect(await attempt(client.channel(randomUUID()))).toEqual({
		status: 'CHANNEL_ERROR',
		message: 'ChannelRateLimitReached: Too many channels'
	});
});

test('a broadcast over the limit is refused and the channel goes on', async () => {
	const channel = used(anonymous()).channel(randomUUID(), { config: { broadcast: { ack: true } } });
	await joined(channel);
	const body = 'x'.repeat(1024 * 1024);
	expect(await channel.send({ type: 'broadcast', event: 'said', payload: { body } })).toBe('error');
	expect(await channel.send({ type: 'broadcast', event: 'said', payload: { body: 'short' } })).toBe(
		'ok'
	);
});

// What only the embedded stack does

/** An access token that its user's client could have got, but for its lifetime in seconds. */
async function tokenFor(userId: string, lifetime: number): Promise<string> {
	const keys = JSON.parse(await readFile(join(platform.dataDir!, 'keys.json'), 'utf8')) as Keys;
	return await signToken({ sub: userId, role: 'authenticated' }, lifetime, keys);
}

test.runIf(platform.embedded)('a channel is closed when its token expires', async () => {
	const { client, user, topic } = await member();
	await client.realtime.setAuth(await tokenFor(user.id, 2));
	const channel = client.channel(topic, isPrivate);
	const system: { status: string; message: string }[] = [];
	channel.on('system', {}, (message) => void system.push(message));
	const statuses: string[] = [];
	channel.subscribe((status) => void statuses.push(status));
	await until(() => expect(statuses).toEqual(['SUBSCRIBED', 'CLOSED']));
	expect(system).toMatchObject([
		{ status: 'error', message: expect.stringMatching(/^Token has expired \d+ seconds ago$/) }
	]);
});

test.runIf(platform.embedded)('an expired token is refused in words', async () => {
	const { client, user, topic } = await member();
	await client.realtime.setAuth(await tokenFor(user.id, -60));
	expect(await attempt(client.channel(topic))).toEqual({
		status: 'CHANNEL_ERROR',
		message: expect.stringMatching(/^InvalidJWTToken: Token has expired 6\d seconds ago$/)
	});
});

test.runIf(platform.embedded)('postgres_changes is refused with a way out', async () => {
	const channel = used(anonymous()).channel(randomUUID());
	channel.on('postgres_changes', { event: '*', schema: 'public', table: 'room_notes' }, () => {});
	const system: { extension: string; message: string }[] = [];
	channel.on('system', {}, (message) => void system.push(message));
	const { status, message } = await attempt(channel);
	expect(status).toBe('CHANNEL_ERROR');
	expect(message).toContain('realtime.broadcast_changes()');
	expect(system).toMatchObject([{ extension: 'postgres_changes', status: 'error' }]);
});

test.runIf(platform.embedded)(
	'a stack that stops ends the sockets that are still open',
	async () => {
		const dataDir = await mkdtemp(join(tmpdir(), 'lotline-realtime-'));
		const stack = await startProcess({ dataDir });
		const client = used(createClient(stack.status.apiUrl, stack.status.publishableKey));
		const statuses: string[] = [];
		client.channel(randomUUID()).subscribe((status) => void statuses.push(status));
		await until(() => expect(statuses).toEqual(['SUBSCRIBED']));
		await stack.stop();
		await until(() => expect(statuses).toEqual(['SUBSCRIBED', 'CHANNEL_ERROR']));
		await rm(dataDir, { recursive: true, force: true });
	}
);

test.runIf(platform.embedded)('messages lie in a partition for their day, made ahead', async () => {
	const topic = randomUUID();
	await send(topic, 'today');
	const [row] = await sql`
		select tableoid::regclass::text = 'realtime.messages_' || to_char(inserted_at, 'YYYY_MM_DD') as of_today
		from realtime.messages where topic = ${topic}`;
	expect(row).toEqual({ of_today: true });
	const days = await sql`
		select from pg_partition_tree('realtime.messages') where isleaf and relid::text not like '%default'`;
	expect(days).toHaveLength(5);
});

test.runIf(platform.embedded)(
	'when the stream from the database breaks, clients are told, come back and go on',
	async () => {
		const topic = randomUUID();
		const channel = used(anonymous()).channel(topic);
		const received = inbox(channel);
		const statuses: string[] = [];
		channel.subscribe((status) => void statuses.push(status));
		await until(() => expect(statuses).toEqual(['SUBSCRIBED']));
		const root = new URL(platform.dbUrl);
		root.username = 'supabase_admin';
		const admin = postgres(root.href);
		await admin`select pg_terminate_backend(active_pid) from pg_replication_slots where active`;
		await admin.end();
		await until(() => expect(statuses).toEqual(['SUBSCRIBED', 'CHANNEL_ERROR', 'SUBSCRIBED']));
		await send(topic, 'after');
		await until(() => expect(bodies(received)).toEqual(['after']));
		expect(await sql`select from pg_replication_slots`).toHaveLength(1);
	}
);
