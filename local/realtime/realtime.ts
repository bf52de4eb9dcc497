import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { Hono } from 'hono';
import type { Part, StackContext } from '../context.ts';

export interface Realtime extends Part {
	/** Mounted at `/realtime/v1`. */
	routes: Hono;
	/** Takes over a WebSocket upgrade of `/realtime/v1/websocket`. */
	upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
}

export async function startRealtime(_context: StackContext): Promise<Realtime> {
	return { routes: new Hono(), upgrade: (_request, socket) => socket.destroy(), stop: async () => {} };
}
