import { createAdaptorServer, type HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import type { Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Part, StackContext } from '../context.ts';
import { apiRoutes } from './api.ts';
import { Courier } from './courier.ts';
import { isLocalName, isLoopback } from './guard.ts';
import { pageRoutes } from './page.ts';
import { pushRoutes } from './push.ts';
import { resendRoutes } from './resend.ts';
import { Rules } from './rules.ts';
import { startSmtp } from './smtp.ts';
import { openStore, type Store } from './store.ts';
import { twilioRoutes } from './twilio.ts';
import { announcer } from './webhooks.ts';

/** What the inbox's roads have in common. */
export interface InboxParts {
	context: StackContext;
	store: Store;
	rules: Rules;
	resendTarget: ResendTarget;
	/** Waits, unless the stack stops. @param seconds as a rule says */
	hold(seconds: number): Promise<void>;
	/** Aborted when the stack stops: what waits for a message then lets go. */
	stopping: AbortSignal;
}

/** Where Resend's events are posted. */
export interface ResendTarget {
	/** Where they go now. */
	url(): string;
	/** @param url null: back to the function `webhooks` of this stack */
	set(url: string | null): Promise<void>;
}

const TARGET = 'resend_webhook_url';

/**
 * The environment that a function needs to send through the inbox as it would through Resend, Twilio
 * and the browsers' push services. Resend's SDK reads RESEND_BASE_URL itself. Twilio's takes its address
 * from a property only: `if (baseUrl) client.api.baseUrl = baseUrl`, with TWILIO_BASE_URL, which is not
 * set elsewhere. PUSH_SERVICE_URL is what the inbox's subscriptions begin with.
 */
export function inboxEnvironment({ keys, urls, config }: StackContext): Record<string, string> {
	return {
		RESEND_API_KEY: keys.resendApiKey,
		RESEND_BASE_URL: `${urls.inboxUrl}resend`,
		RESEND_FROM: `${config.local_smtp.sender_name} <${config.local_smtp.admin_email}>`,
		RESEND_WEBHOOK_SECRET: keys.resendWebhookSecret,
		TWILIO_ACCOUNT_SID: keys.twilioAccountSid,
		TWILIO_AUTH_TOKEN: keys.twilioAuthToken,
		TWILIO_BASE_URL: `${urls.inboxUrl}twilio`,
		TWILIO_FROM: '+15005550006',
		VAPID_PUBLIC_KEY: keys.vapidPublicKey,
		VAPID_PRIVATE_KEY: keys.vapidPrivateKey,
		VAPID_SUBJECT: `mailto:${config.local_smtp.admin_email}`,
		PUSH_SERVICE_URL: `${urls.inboxUrl}push/`
	};
}

/**
 * Starts the place where every mail, SMS and push ends up: the stand-ins for Resend, Twilio and a push
 * service, SMTP, the page where people read, the API where tests do.
 */
export async function startInbox(context: StackContext): Promise<Part> {
	let target: string | undefined;
	const usual = `${context.urls.apiUrl}/functions/v1/webhooks/resend`;
	const store = await openStore(
		context,
		announcer(context, () => target ?? usual)
	);
	target = await store.setting(TARGET);
	const stopping = new AbortController();
	const parts: InboxParts = {
		context,
		store,
		rules: new Rules(store.sql),
		resendTarget: {
			url: () => target ?? usual,
			set: async (url) => {
				await store.set(TARGET, url);
				target = url ?? undefined;
			}
		},
		hold: (seconds) =>
			sleep(seconds * 1000, undefined, { signal: stopping.signal }).catch(() => undefined),
		stopping: stopping.signal
	};

	const app = new Hono<{ Bindings: HttpBindings }>();
	app.use(async (c, next) => {
		const { hostname, origin } = new URL(c.req.url);
		const from = c.req.header('origin');
		// A page of another site that a name server has pointed at 127.0.0.1 has another Host; one
		// that calls here openly has another Origin.
		const own = isLoopback(c.env.incoming.socket.remoteAddress) && isLocalName(hostname);
		if (!own || (from && from !== origin)) {
			return c.text('The inbox answers to this machine only.', 403);
		}
		await next();
		c.header('x-content-type-options', 'nosniff');
		c.header('referrer-policy', 'no-referrer');
	});
	app.route('/resend', resendRoutes(parts));
	app.route('/twilio', twilioRoutes(parts));
	app.route('/push', pushRoutes(parts));
	app.route('/', apiRoutes(parts));
	app.route('/', pageRoutes(parts));
	app.onError((error, c) => {
		context.log('inbox').error(error.message);
		return c.json({ message: 'The inbox could not do this; its log says why.' }, 500);
	});

	const server = createAdaptorServer({ fetch: app.fetch }) as Server;
	await new Promise<void>((settle, fail) => {
		server.once('error', fail);
		server.listen(context.ports.inbox, '127.0.0.1', settle);
	});
	const smtp = await startSmtp(parts);
	const courier = new Courier(context, store);
	courier.wake();

	return {
		stop: async () => {
			stopping.abort();
			server.closeAllConnections();
			await Promise.all([
				new Promise((settle) => server.close(settle)),
				smtp.stop(),
				courier.stop()
			]);
			await store.sql.end({ timeout: 5 });
		}
	};
}
