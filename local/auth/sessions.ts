import { randomUUID } from 'node:crypto';
import type { HonoContext } from '@supabase/lite';
import type { MiddlewareHandler } from 'hono';
import { decodeJwt } from 'jose';
import type { Kysely } from 'kysely';
import type { StackContext } from '../context.ts';
import { signToken, type Claims } from '../tokens.ts';
import { clientOf } from './limits.ts';
import { originOf, type AuthContext, type AuthEnv, type Origin } from './request.ts';
import * as users from './users.ts';

/** How a session came about, as `amr` in the access token says it. */
type Method = 'password' | 'otp';

interface SignIn extends Origin {
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
 * Opens a session for somebody whose password was right.
 * @returns the answer of `/token`
 */
export async function openSession(
	context: StackContext,
	{ id: userId }: users.User,
	origin: Origin
): Promise<object> {
	const [id, refreshToken] = [randomUUID(), randomUUID()];
	const user = await users.asAuth(context.sql, async (tx) => {
		await tx`update auth.users set last_sign_in_at = now(), updated_at = now() where id = ${userId}`;
		await tx`
			insert into auth.sessions (id, user_id, aal, ip, user_agent)
			values (${id}, ${userId}, 'aal1', ${origin.address}, ${origin.userAgent ?? null})`;
		await tx`
			insert into auth.refresh_tokens (id, token, user_id, session_id)
			values (${randomUUID()}, ${refreshToken}, ${userId}, ${id})`;
		const found = (await users.findUser(tx, userId))!;
		const entry = {
			action: 'login',
			actor_id: userId,
			actor_username: found.email,
			actor_via_sso: false,
			log_type: 'account',
			traits: { provider: 'email' }
		};
		await tx`
			insert into auth.audit_log_entries (id, payload, ip_address)
			values (${randomUUID()}, ${tx.json(entry)}, ${origin.address})`;
		return found;
	});
	const { accessToken, expiresAt } = await completeSession(context, id, {
		...origin,
		method: 'password'
	});
	return {
		access_token: accessToken,
		token_type: 'bearer',
		expires_in: context.config.auth.jwt_expiry,
		expires_at: expiresAt,
		refresh_token: refreshToken,
		user: users.userJson(user)
	};
}

/** @supabase/lite's own statements about sessions. */
type Repository = HonoContext['Variables']['authService']['repo'];
type Session = Awaited<ReturnType<Repository['createSession']>>;
/** A method of it that is not for everybody. */
type Inserting = Pick<Kysely<{ sessions: Partial<Session> }>, 'insertInto'>;

/**
 * Has lite begin its sessions with where they are begun from, as Supabase Auth does: it would leave that
 * empty, and a trigger on auth.sessions would not learn it.
 */
export const beginSessionsWithOrigin: MiddlewareHandler<HonoContext> = async (c, next) => {
	const forwarded = c.req.header('X-Forwarded-For');
	const { address } = clientOf(c.env.peerAddress ?? undefined, forwarded);
	withOrigin(c.get('authService').repo, { address, userAgent: c.req.header('User-Agent') });
	await next();
};

function withOrigin(repo: Repository, origin: Origin): Repository {
	const transaction = repo.transaction.bind(repo);
	repo.transaction = (run) => transaction((inner) => run(withOrigin(inner, origin)));
	repo.createSession = async ({ id, user_id, aal = 'aal1' }) =>
		(await (repo as unknown as Inserting)
			.insertInto('sessions')
			.values({ id, user_id, aal, ip: origin.address, user_agent: origin.userAgent ?? null })
			.returningAll()
			.executeTakeFirstOrThrow()) as Session;
	return repo;
}

/**
 * Completes a session that was opened or refreshed: writes down where it is used from, and signs its
 * access token with all the claims that Supabase Auth gives, metadata included.
 * @returns the full access token and its expiry in seconds since 1970
 */
async function completeSession(
	context: StackContext,
	id: string,
	{ address, userAgent, method }: SignIn
): Promise<{ accessToken: string; expiresAt: number }> {
	const { sql, config, keys, urls } = context;
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
		const signIn: SignIn = { ...originOf(c), method: methodOf(c) };
		const location = c.res.headers.get('Location');
		if (location?.includes('access_token=')) {
			const url = new URL(location);
			const fragment = new URLSearchParams(url.hash.slice(1));
			const session = await completeSession(
				context,
				sessionOf(fragment.get('access_token')!),
				signIn
			);
			fragment.set('access_token', session.accessToken);
			fragment.set('expires_at', String(session.expiresAt));
			url.hash = fragment.toString();
			c.header('Location', url.toString());
		} else if (c.res.ok) {
			const body = (await c.res.clone().json()) as { access_token?: string };
			if (!body.access_token) return;
			const session = await completeSession(context, sessionOf(body.access_token), signIn);
			const { accessToken: access_token, expiresAt: expires_at } = session;
			c.res = new Response(JSON.stringify({ ...body, access_token, expires_at }), c.res);
		}
	};
}

/** The session that lite's access token names. */
function sessionOf(accessToken: string): string {
	return decodeJwt<{ session_id: string }>(accessToken).session_id;
}

function methodOf(c: AuthContext): Method | undefined {
	if (c.req.path.endsWith('/verify')) return 'otp';
	return c.req.query('grant_type') === 'refresh_token' ? undefined : 'password';
}
