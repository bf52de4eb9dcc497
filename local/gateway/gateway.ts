import { createAdaptorServer, getRequestListener, type HttpBindings } from '@hono/node-server';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { cors } from 'hono/cors';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { authRoutes } from '../auth/routes.ts';
import type { Part, StackContext } from '../context.ts';
import type { Functions } from '../functions/functions.ts';
import type { Realtime } from '../realtime/realtime.ts';
import type { PlatformApi } from './platform-api.ts';
import { storageRoutes } from './storage.ts';
import { webApp } from './web-app.ts';

/** The Data API reads no larger body, in bytes. */
const LARGEST_BODY = 16 * 1024 * 1024;
/** Room for the envelope of a multipart upload around a file of the allowed size, in bytes. */
const ENVELOPE = 64 * 1024;

export interface GatewayParts {
	api: PlatformApi;
	realtime: Realtime;
	functions: Functions;
}

/** The one public port: every Supabase service under its path, the web app under all others. */
export async function startGateway(context: StackContext, parts: GatewayParts): Promise<Part> {
	const { options, ports, config, keys } = context;
	const { api, realtime, functions } = parts;
	const app = new Hono<{ Bindings: HttpBindings }>();

	app.get('/_stack/health', (c) => c.json({ status: 'ok', pid: process.pid }));
	app.use(
		'/rest/v1/*',
		bodyLimit({
			maxSize: LARGEST_BODY,
			onError: (c) =>
				c.json(
					{
						code: '413',
						message: `The request is larger than ${LARGEST_BODY / 1024 / 1024} MB.`,
						details: null,
						hint: 'Send fewer rows at a time.'
					},
					413
				)
		})
	);
	app.all('/rest/v1/*', (c) => api.data(c.req.raw));
	app.use('/auth/v1/*', cors({ origin: '*', exposeHeaders: ['X-Total-Count', 'Link'] }));
	app.route('/auth/v1', authRoutes(context));
	app.all('/auth/v1/*', (c) => api.platform(c.req.raw, c.env.incoming.socket.remoteAddress));
	app.use(
		'/storage/v1/*',
		bodyLimit({
			maxSize: config.storage.file_size_limit + ENVELOPE,
			onError: (c) =>
				c.json(
					{
						statusCode: '413',
						error: 'Payload too large',
						message: 'The object exceeded the maximum allowed size'
					},
					413
				)
		})
	);
	app.route('/storage/v1', storageRoutes(context, api.platform));
	app.route('/realtime/v1', realtime.routes);
	app.route('/functions/v1', functions.routes);
	app.route(
		'/',
		webApp(join(options.projectDir, 'build'), {
			PUBLIC_SUPABASE_URL: '',
			PUBLIC_SUPABASE_KEY: keys.publishableKey,
			PUBLIC_VAPID_KEY: keys.vapidPublicKey,
			...options.appSettings
		})
	);

	const others = getRequestListener(app.fetch);
	const server = createServer((request, response) => {
		if (!api.call(request, response)) void others(request, response);
	});
	server.on('upgrade', (request, socket, head) => {
		if (request.url?.startsWith('/realtime/v1/websocket')) realtime.upgrade(request, socket, head);
		else socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n');
	});
	await listen(server, options.host, ports.gateway);
	// Not waited for: upgraded sockets are Realtime's, which ends them when it stops.
	return { stop: async () => void close(server) };
}

/** The studio on a port of its own, which only this machine reaches. */
export async function startStudio({ ports }: StackContext, api: PlatformApi): Promise<Part> {
	const app = new Hono<{ Bindings: HttpBindings }>();
	app.use(
		'/static/*',
		serveStatic({ root: fileURLToPath(new URL('.', import.meta.resolve('@supabase/lite'))) })
	);
	app.all('*', (c) => api.studio(c.req.raw, c.env.incoming.socket.remoteAddress ?? null));
	const server = createAdaptorServer({ fetch: app.fetch }) as Server;
	await listen(server, '127.0.0.1', ports.studio);
	return { stop: () => close(server) };
}

async function listen(server: Server, host: string, port: number): Promise<void> {
	await new Promise<void>((settle, fail) => {
		server.once('error', fail);
		server.listen(port, host, settle);
	});
}

async function close(server: Server): Promise<void> {
	server.closeAllConnections();
	await new Promise((settle) => server.close(settle));
}
