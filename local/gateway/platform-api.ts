import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { App, setExperimental, type HonoContext } from '@supabase/lite';
import { PostgresConnection } from '@supabase/lite/postgres';
import { createMailer, siteUrl } from '../auth/mailer.ts';
import { beginSessionsWithOrigin } from '../auth/sessions.ts';
import type { MiddlewareHandler } from 'hono';
import { PASSWORD_CHARACTERS } from '../config.ts';
import type { Part, StackContext } from '../context.ts';
import { messageOf } from '../fault.ts';
import type { Keys } from '../keys.ts';
import { bearerToken, verifyToken, type TokenFault } from '../tokens.ts';
import {
	DataConnection,
	ENCODED_JSON,
	OwnerConnection,
	RequestConnection
} from './data-connection.ts';
import { FileStore } from './file-store.ts';
import { FunctionCalls } from './function-calls.ts';
import { encodeJson } from './json-columns.ts';
import { SchemaCache } from './schema-cache.ts';

/** Data API, Auth and Storage as request handlers, and the studio over them. */
export interface PlatformApi extends Part {
	/** `/rest/v1/*` */
	data(request: Request): Promise<Response>;
	/** Plain calls of functions, which need not become a `Request`. @returns whether it was one */
	call(request: IncomingMessage, response: ServerResponse): boolean;
	/** `/auth/v1/*` and `/storage/v1/*` */
	platform(request: Request, peerAddress?: string | null): Promise<Response>;
	/** The database studio. It may do everything, so only a listener on loopback may serve it. */
	studio(request: Request, peerAddress: string | null): Promise<Response>;
}

/**
 * Mounts @supabase/lite. The Data API signs in as `authenticator`; Auth and Storage, which keep
 * tables of their own, as the superuser, and become the caller's role for his rows.
 */
export async function createPlatformApi(context: StackContext): Promise<PlatformApi> {
	const { config, keys, ports, options, log } = context;
	const as = (user: string) =>
		`postgres://${user}:${encodeURIComponent(keys.databasePassword)}@127.0.0.1:${ports.database}/postgres`;
	const cache = new SchemaCache(as('supabase_admin'));
	const data = new DataConnection(as('authenticator'), cache, 10, ENCODED_JSON);
	const owned = new RequestConnection(as('supabase_admin'), cache, 5, ENCODED_JSON);

	const whole = new OwnerConnection(as('postgres'), cache, 2);

	// Rate limits, password rules and bans are guarded in auth/, before a request gets here.
	const { rate_limit: _, email: emailSettings, ...auth } = config.auth;
	const { max_frequency: __, enabled: enable_signup, ...mail } = emailSettings;
	const settings = {
		api: { enabled: true, schemas: config.api.schemas, max_rows: config.api.max_rows },
		auth: {
			...auth,
			email: { ...mail, enable_signup },
			site_url: siteUrl(context),
			enabled: true,
			jwt_secret: keys.jwtSecret,
			publishable_key: keys.publishableKey,
			secret_key: keys.secretKey
		},
		storage: { enabled: true, file_size_limit: `${config.storage.file_size_limit}B` }
	};
	const mailer = createMailer(context, siteUrl(context));
	const build = (connection: PostgresConnection, server: object) => {
		const app: App = new App({ connection, ...settings, options: { server } } as never);
		// lite's own sets of characters are narrower than GoTrue's.
		Object.assign(Reflect.get(app.config, 'auth') as object, {
			password_required_characters: PASSWORD_CHARACTERS[config.auth.password_requirements]
		});
		app._mailer = mailer;
		app._storageAdapter = new FileStore(join(options.dataDir, 'storage'));
		return app;
	};
	const dataApp = build(data, {
		disableStudio: true,
		disableFallback: true,
		middlewares: [verifyOnce(keys)]
	});
	const platformApp = build(owned, {
		disableStudio: true,
		disableFallback: true,
		middlewares: [beginSessionsWithOrigin]
	});
	const studioApp = build(whole, { admin: true });
	await Promise.all([dataApp.init(), platformApp.init(), studioApp.init(), cache.get()]);
	// After `init`, which would print a banner about it.
	setExperimental('storage', true);

	const calls = new FunctionCalls(context, cache, async (request) => await dataApp.fetch(request));

	// A migration, or a person in the studio, has changed the schema.
	const reload = () =>
		cache
			.reload()
			.catch((error) =>
				log('data api').error(`The schema could not be read again: ${messageOf(error)}`)
			);
	const { unlisten } = await context.sql.listen('pgrst', (payload) => {
		if (payload === 'reload schema' || payload === '') void reload();
	});

	return {
		data: async (request) => await dataApp.fetch(await encodeJson(request, cache)),
		call: (request, response) => calls.take(request, response),
		platform: (request, peerAddress = null) => platformApp.fetch(request, { peerAddress }),
		studio: (request, peerAddress) => studioApp.fetch(request, { peerAddress }),
		stop: async () => {
			await unlisten();
			await Promise.all(
				[calls, data, owned, whole, cache].map((connections) => connections.close())
			);
		}
	};
}

/**
 * Verifies the caller's token once, where lite would verify it twice and look up his user and his
 * session in the database before each request. Refuses in PostgREST's words.
 */
function verifyOnce(keys: Keys): MiddlewareHandler<HonoContext> {
	return async (c, next) => {
		const token = bearerToken(c.req.header('Authorization'));
		if (token) {
			const claims = await verifyToken(token, keys);
			if (typeof claims === 'string') return c.json(TOKEN_REFUSED[claims], 401);
			c.set('jwt', claims);
			c.set('userId', claims.sub);
			c.set('ignoreAuthorization', true);
		}
		return await next();
	};
}

const TOKEN_REFUSED: Record<TokenFault, object> = {
	expired: { code: 'PGRST303', details: null, hint: null, message: 'JWT expired' },
	invalid: {
		code: 'PGRST301',
		details: 'None of the keys was able to decode the JWT',
		hint: null,
		message: 'No suitable key or wrong key type'
	}
};
