import { randomUUID } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { decodeJwt } from 'jose';
import type { StackContext } from '../context.ts';
import { signToken, type Claims } from '../tokens.ts';
import { client, type AuthContext, type AuthEnv } from './request.ts';

/** How a session came about, as `amr` in the access token says it. */
type Method = 'password' | 'otp';

interface SignIn {
	/** IP address. */
	address: string;
	userAgent: string | undefined;
	/** Undefined at a refresh, which keeps what the session began with. */
	method: Method | undefined;
}

interface SessionUser {
	id: string;
	aud: string;
	role: string;
	email: string | null;
	phone: string | null;
	raw_app_meta_data: object;
	raw_user_meta_data: object;
	is_anonymous: boolean;
	aal: string | null;
	amr: { method: string; timestamp: number }[];
}

/**
 * Completes a session that @supabase/lite has opened or refreshed: writes down where it is used from,
 * and signs its access token again with all the claims that Supabase Auth gives, metadata included.
 * @param accessToken lite's, whose `session_id` names the session
 * @returns the full access token and its expiry in seconds since 1970
 */
async function completeSession(
	context: StackContext,
	accessToken: string,
	{ address, userAgent, method }: SignIn
): Promise<{ accessToken: string; expiresAt: number }> {
	const { sql, config, keys, urls } = context;
	const { session_id: id } = decodeJwt<{ session_id: string }>(accessToken);
	if (method) {
		await sql`
			insert into auth.mfa_amr_claims (id, session_id, created_at, updated_at, authentication_method)
			values (${randomUUID()}, ${id}, now(), now(), ${method})
			on conflict do nothing`;
	}
	const [user] = await sql<SessionUser[]>`
		with session as (
			update auth.sessions set ip = ${address}, user_agent = ${userAgent ?? null}
			where id = ${id} returning id, user_id, aal
		)
		select users.*, session.aal, (
			select coalesce(jsonb_agg(jsonb_build_object(
				'method', authentication_method, 'timestamp', extract(epoch from created_at)::bigint
			) order by created_at), '[]')
			from auth.mfa_amr_claims where session_id = session.id
		) as amr
		from session join auth.users on users.id = session.user_id`;
	if (!user) throw new Error(`The session ${id} was ended while it was opened.`);
	const claims: Claims = {
		iss: `${urls.apiUrl}/auth/v1`,
		sub: user.id,
		aud: user.aud,
		email: user.email ?? '',
		phone: user.phone ?? '',
		app_metadata: user.raw_app_meta_data ?? {},
		user_metadata: user.raw_user_meta_data ?? {},
		role: user.role,
		aal: user.aal ?? 'aal1',
		amr: user.amr,
		session_id: id,
		is_anonymous: user.is_anonymous
	};
	const token = await signToken(claims, config.auth.jwt_expiry, keys);
	return { accessToken: token, expiresAt: decodeJwt(token).exp! };
}

/** Completes the session in an answer of `/token`, `/signup` or `/verify`, in its body or its redirect. */
export function completeSessions(context: StackContext): MiddlewareHandler<AuthEnv> {
	return async (c, next) => {
		await next();
		const signIn: SignIn = {
			address: client(c).address,
			userAgent: c.req.header('User-Agent'),
			method: methodOf(c)
		};
		const location = c.res.headers.get('Location');
		if (location?.includes('access_token=')) {
			const url = new URL(location);
			const fragment = new URLSearchParams(url.hash.slice(1));
			const session = await completeSession(context, fragment.get('access_token')!, signIn);
			fragment.set('access_token', session.accessToken);
			fragment.set('expires_at', String(session.expiresAt));
			url.hash = fragment.toString();
			c.header('Location', url.toString());
		} else if (c.res.ok) {
			const body = (await c.res.clone().json()) as { access_token?: string };
			if (!body.access_token) return;
			const session = await completeSession(context, body.access_token, signIn);
			const { accessToken: access_token, expiresAt: expires_at } = session;
			c.res = new Response(JSON.stringify({ ...body, access_token, expires_at }), c.res);
		}
	};
}

function methodOf(c: AuthContext): Method | undefined {
	if (c.req.path.endsWith('/verify')) return 'otp';
	return c.req.query('grant_type') === 'refresh_token' ? undefined : 'password';
}
