import type { HttpBindings } from '@hono/node-server';
import type { Context, MiddlewareHandler } from 'hono';
import type { ZodType } from 'zod';
import { messageOf } from '../fault.ts';
import type { Keys } from '../keys.ts';
import { bearerToken, roleOfKey, verifyToken } from '../tokens.ts';
import { AuthFault } from './errors.ts';
import { clientOf, type Client } from './limits.ts';

export interface AuthEnv {
	Bindings: HttpBindings;
}

export type AuthContext = Context<AuthEnv>;

/** The request's JSON, still there to be read by the next handler; empty when it is not an object. */
export async function readBody(c: AuthContext): Promise<Record<string, unknown>> {
	const text = await c.req.raw.text();
	replaceBody(c, text);
	try {
		const body: unknown = JSON.parse(text || '{}');
		return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
	} catch {
		return {};
	}
}

/** Gives the next handler another body, and address if said. */
export function replaceBody(c: AuthContext, body: string | undefined, url = c.req.raw.url): void {
	const headers = new Headers(c.req.raw.headers);
	headers.delete('content-length');
	c.req.raw = new Request(url, { method: c.req.raw.method, headers, body: body || undefined });
}

/**
 * The request's parameters.
 * @throws AuthFault `bad_json` unless the body is JSON of that shape
 */
export async function parseBody<T>(c: AuthContext, shape: ZodType<T>): Promise<T> {
	let body: unknown;
	try {
		body = JSON.parse((await c.req.raw.text()) || '{}');
	} catch (error) {
		throw new AuthFault(
			400,
			'bad_json',
			`Could not parse request body as JSON: ${messageOf(error)}`
		);
	}
	const result = shape.safeParse(body);
	if (result.success) return result.data;
	const { path, message } = result.error.issues[0]!;
	throw new AuthFault(
		400,
		'bad_json',
		`Could not parse request body as JSON: ${path.join('.')}: ${message}`
	);
}

export function client(c: AuthContext): Client {
	return clientOf(c.env.incoming.socket.remoteAddress, c.req.header('X-Forwarded-For'));
}

/** Where a request comes from, as it is written down. */
export interface Origin {
	/** IP address. */
	address: string;
	userAgent: string | undefined;
}

export function originOf(c: AuthContext): Origin {
	return { address: client(c).address, userAgent: c.req.header('User-Agent') };
}

/** Refuses requests without one of this stack's API keys, as Supabase's gateway does. */
export function requireKey(keys: Keys): MiddlewareHandler<AuthEnv> {
	return async (c, next) => {
		const key = c.req.header('apikey') ?? c.req.query('apikey');
		const refuse = (code: string, body: object) => c.json(body, 401, { 'sb-error-code': code });
		if (!key) {
			return refuse('UNAUTHORIZED_MISSING_API_KEY', {
				message: 'No API key found in request',
				hint: 'No `apikey` request header or url param was found.'
			});
		}
		const role = roleOfKey(key, keys);
		if (!role) {
			return refuse('UNAUTHORIZED_INVALID_API_KEY', {
				message: 'Invalid API key',
				hint: 'Double check your Supabase `apikey`'
			});
		}
		if (role === 'service_role' && c.req.header('User-Agent')?.startsWith('Mozilla/5.0')) {
			return refuse('UNAUTHORIZED_INVALID_API_KEY_TYPE', {
				message: 'Forbidden use of secret API key in browser'
			});
		}
		await next();
	};
}

/**
 * Lets only the secret key pass, and not when a user's token comes with it.
 * @throws AuthFault `not_admin` or `bad_jwt`
 */
export function requireAdmin(keys: Keys): MiddlewareHandler<AuthEnv> {
	return async (c, next) => {
		const token = bearerToken(c.req.header('Authorization'));
		const claims = token ? await verifyToken(token, keys) : undefined;
		if (claims === 'invalid' || claims === 'expired') {
			throw new AuthFault(
				403,
				'bad_jwt',
				claims === 'expired'
					? 'invalid JWT: unable to parse or verify signature, token has invalid claims: token is expired'
					: 'invalid JWT: unable to parse or verify signature'
			);
		}
		const key = c.req.header('apikey') ?? c.req.query('apikey');
		const role = claims ? claims.role : roleOfKey(key, keys);
		if (role !== 'service_role') throw new AuthFault(403, 'not_admin', 'User not allowed');
		await next();
	};
}
