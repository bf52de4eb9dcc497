import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import type { Keys } from '../../local/keys.ts';
import { ALL_RIGHTS, type Authorization, type Rights } from '../../local/realtime/authorization.ts';
import { Connection } from '../../local/realtime/connection.ts';
import { encodeBroadcast } from '../../local/realtime/frames.ts';
import { Hub } from '../../local/realtime/hub.ts';
import { MAX_BUFFERED } from '../../local/realtime/limits.ts';

const TOPIC = 'realtime:room';
const warnings: string[] = [];
let server: Server;
let hub: Hub;
let rights: (name: string) => Promise<Rights>;

beforeEach(async () => {
	warnings.length = 0;
	hub = new Hub();
	rights = async () => ALL_RIGHTS;
	const services = {
		hub,
		keys: {} as Keys,
		authorization: { rights: (name: string) => rights(name) } as unknown as Authorization,
		log: {
			print: () => {},
			info: () => {},
			warn: (text: string) => void warnings.push(text),
			error: () => {}
		}
	};
	const sockets = new WebSocketServer({ noServer: true });
	server = createServer();
	server.on('upgrade', (request, stream, head) =>
		sockets.handleUpgrade(request, stream, head, (socket) => {
			new Connection(socket, stream, { version: '2.0.0', keyRole: 'anon' }, services);
		})
	);
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
});
afterEach(() => {
	server.closeAllConnections();
	server.close();
});

async function connect(): Promise<WebSocket> {
	const socket = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
	await once(socket, 'open');
	return socket;
}

/** Sends a message and waits for the next one. */
async function ask(socket: WebSocket, ...message: unknown[]): Promise<unknown[]> {
	const answer = once(socket, 'message');
	socket.send(JSON.stringify(message));
	return JSON.parse(String((await answer)[0])) as unknown[];
}

test('a client that stops reading is cut off before it fills the memory', async () => {
	const socket = await connect();
	await ask(socket, '1', '1', TOPIC, 'phx_join', {});
	const closed = once(socket, 'close');
	socket.pause();
	const body = JSON.stringify({ body: 'x'.repeat(MAX_BUFFERED / 4) });
	for (let sent = 0; hub.room('room', false); sent++) {
		expect(sent).toBeLessThan(100);
		hub.room('room', false)!.broadcast(encodeBroadcast(TOPIC, 'said', body));
		await turn();
	}
	socket.resume();
	await closed;
	expect(warnings).toMatchObject([expect.stringMatching(/^Cut off a client that left \d+ bytes/)]);
});

test('a message that is none closes the socket with the reason', async () => {
	const socket = await connect();
	const closed = once(socket, 'close');
	socket.send('{"no": "message"}');
	const [code, reason] = (await closed) as [number, Buffer];
	expect(code).toBe(1003);
	expect(reason.toString()).toContain('has a topic and an event');
});

test('what is said to a channel that was not joined is answered with an error', async () => {
	const socket = await connect();
	expect(await ask(socket, '1', '2', TOPIC, 'presence', {})).toEqual([
		'1',
		'2',
		TOPIC,
		'phx_reply',
		{ status: 'error', response: { reason: 'unmatched topic' } }
	]);
});

test('joining a topic again closes the first channel', async () => {
	const socket = await connect();
	await ask(socket, '1', '1', TOPIC, 'phx_join', {});
	const answers: unknown[] = [];
	socket.on('message', (data: Buffer) => answers.push(JSON.parse(data.toString())));
	socket.send(JSON.stringify(['2', '2', TOPIC, 'phx_join', {}]));
	await vi.waitFor(() => expect(answers).toHaveLength(2));
	expect(answers).toMatchObject([
		['1', '1', TOPIC, 'phx_close', {}],
		['2', '2', TOPIC, 'phx_reply', { status: 'ok' }]
	]);
	expect(hub.room('room', false)!.subscribers.size).toBe(1);
});

test('a socket that goes while the policies are asked leaves nothing behind', async () => {
	const socket = await connect();
	const asked = Promise.withResolvers<void>();
	const answer = Promise.withResolvers<Rights>();
	rights = async () => {
		asked.resolve();
		return await answer.promise;
	};
	socket.send(JSON.stringify(['1', '1', TOPIC, 'phx_join', { config: { private: true } }]));
	await asked.promise;
	socket.terminate();
	await vi.waitFor(async () => {
		const open = await new Promise<number>((settle) =>
			server.getConnections((_, count) => settle(count))
		);
		expect(open).toBe(0);
	});
	answer.resolve(ALL_RIGHTS);
	await turn();
	expect(hub.room('room', true)).toBeUndefined();
});

test('messages are dealt with in the order in which they came, also while the policies are asked', async () => {
	const socket = await connect();
	const answer = Promise.withResolvers<Rights>();
	rights = async () => await answer.promise;
	const events: unknown[] = [];
	socket.on('message', (data: Buffer) => {
		events.push((JSON.parse(data.toString()) as unknown[])[1]);
	});
	socket.send(JSON.stringify(['1', 'join', TOPIC, 'phx_join', { config: { private: true } }]));
	socket.send(JSON.stringify(['1', 'track', TOPIC, 'presence', { event: 'untrack' }]));
	socket.send(JSON.stringify([null, 'beat', 'phoenix', 'heartbeat', {}]));
	await turn();
	answer.resolve(ALL_RIGHTS);
	await vi.waitFor(() => expect(events).toEqual(['join', 'track', 'beat']));
});
