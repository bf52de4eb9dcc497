import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Hono } from 'hono';
import { WebSocketServer } from 'ws';
import type { Part, StackContext } from '../context.ts';
import { roleOfKey } from '../tokens.ts';
import { Authorization } from './authorization.ts';
import { broadcastApi } from './broadcast-api.ts';
import type { Services } from './channel.ts';
import { Connection, type Opening } from './connection.ts';
import { followDatabaseMessages, type DatabaseMessage } from './database-messages.ts';
import { encodeBroadcast, versionOf } from './frames.ts';
import { Hub, PREFIX } from './hub.ts';
import { ENVELOPE, MAX_PAYLOAD, MAX_SILENCE } from './limits.ts';
import { keepPartitions } from './partitions.ts';

export interface Realtime extends Part {
	/** Mounted at `/realtime/v1`. */
	routes: Hono;
	/** Takes over a WebSocket upgrade of `/realtime/v1/websocket`. */
	upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
}

/** Close codes: the stack stops, or clients have to come back and read again. */
const GOING_AWAY = 1001;
const SERVICE_RESTART = 1012;
/** How often silent sockets are looked for, in ms. */
const SWEEP_EVERY = 10_000;
/** How long clients have to answer a close before their sockets are ended, in ms. */
const FAREWELL = 500;

/**
 * Starts broadcast, presence and messages from the database.
 * A socket is open only while the database's messages are followed: a client that is connected
 * misses nothing, and one that was cut off knows that it has to read again.
 */
export async function startRealtime(context: StackContext): Promise<Realtime> {
	const { keys, sql, connect } = context;
	const log = context.log('realtime');
	const pool = connect({ name: 'realtime', max: 4 });
	const services: Services = {
		hub: new Hub(),
		authorization: new Authorization(pool, log),
		keys,
		log
	};
	const partitions = await keepPartitions(sql, log);
	const connections = new Set<Connection>();
	const closeAll = (code: number, reason: string) => {
		for (const connection of connections) connection.close(code, reason);
	};
	const messages = await followDatabaseMessages(context, {
		message: (message) => deliver(message, services.hub),
		lost: () => closeAll(SERVICE_RESTART, 'Messages may have been missed: connect and read again')
	});
	const server = new WebSocketServer({
		noServer: true,
		clientTracking: false,
		perMessageDeflate: false,
		maxPayload: MAX_PAYLOAD + ENVELOPE
	});
	const sweep = setInterval(() => endSilent(connections), SWEEP_EVERY);

	return {
		routes: broadcastApi(services),
		upgrade: (request, socket, head) => {
			const opening = openingOf(request, services, messages.following);
			if (typeof opening === 'string') {
				socket.end(`HTTP/1.1 ${opening}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
				return;
			}
			server.handleUpgrade(request, socket, head, (webSocket) => {
				const connection = new Connection(webSocket, socket, opening, services);
				connections.add(connection);
				webSocket.once('close', () => connections.delete(connection));
			});
		},
		stop: async () => {
			clearInterval(sweep);
			closeAll(GOING_AWAY, 'The stack stops');
			await farewell(connections);
			await messages.stop();
			await partitions.stop();
			await pool.end({ timeout: 5 });
		}
	};
}

function deliver(message: DatabaseMessage, hub: Hub): void {
	const { id, topic, event, payload } = message;
	hub.room(topic, message.private)?.broadcast(encodeBroadcast(PREFIX + topic, event, payload, id));
}

/** How a socket may be opened, or the status that refuses it. */
function openingOf(
	request: IncomingMessage,
	{ keys }: Services,
	following: boolean
): Opening | string {
	const { searchParams } = new URL(request.url ?? '/', 'http://localhost');
	const keyRole = roleOfKey(searchParams.get('apikey') ?? undefined, keys);
	if (!keyRole) return '401 Unauthorized';
	const version = versionOf(searchParams.get('vsn'));
	if (!version) return '403 Forbidden';
	return following ? { version, keyRole } : '503 Service Unavailable';
}

function endSilent(connections: Set<Connection>): void {
	const now = Date.now();
	for (const connection of connections) {
		if (now - connection.heardAt > MAX_SILENCE) connection.close(GOING_AWAY, 'Silent for 60 s');
	}
}

async function farewell(connections: Set<Connection>): Promise<void> {
	const until = Date.now() + FAREWELL;
	while (connections.size > 0 && Date.now() < until) {
		await new Promise((settle) => setTimeout(settle, 10));
	}
	for (const connection of connections) connection.terminate();
}
