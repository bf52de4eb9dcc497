import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { PendingQuery, Row } from 'postgres';
import { z } from 'zod';
import type { StackContext } from '../context.ts';
import { messageOf } from '../fault.ts';
import { bearerToken, verifyToken } from '../tokens.ts';
import { adminRoutes } from './admin.ts';
import { checkEmail, hashOtp } from './credentials.ts';
import { AuthFault, invalid, signupDisabled, unexpected } from './errors.ts';
import { RateLimit } from './limits.ts';
import {
	allowedRedirect,
	assertNotTooSoon,
	confirmFirstHalf,
	invitee,
	issueToken,
	markInvited,
	ownerOfToken,
	prepareSecondHalf,
	startEmailChange
} from './links.ts';
import {
	createMailer,
	redirects,
	siteUrl as siteUrlOf,
	type Mail,
	type MailKind
} from './mailer.ts';
import { whoSignsIn } from './password.ts';
import {
	client,
	originOf,
	parseBody,
	readBody,
	replaceBody,
	requireAdmin,
	requireKey,
	type AuthContext,
	type AuthEnv
} from './request.ts';
import { completeSessions, openSession } from './sessions.ts';
import * as users from './users.ts';

/** Auth reads no larger body, in bytes. */
const LARGEST_BODY = 1024 * 1024;
/** Seconds. */
const FIVE_MINUTES = 5 * 60;
/** Seconds. */
const HOUR = 60 * 60;

/** What the first of two confirmations of a change of address is answered with. */
const HALF_CONFIRMED =
	'Confirmation link accepted. Please proceed to confirm link sent to the other email';

const address = z.object({ email: z.string().default('') });

/**
 * Auth routes that @supabase/lite lacks or has otherwise than Supabase Auth, and guards before its
 * own; mounted at `/auth/v1`. What is not answered here goes on to it.
 */
export function authRoutes(context: StackContext): Hono<AuthEnv> {
	const { sql, config, keys } = context;
	const { auth } = config;
	const siteUrl = siteUrlOf(context);
	const mailer = createMailer(context, siteUrl);
	const routes = new Hono<AuthEnv>();

	routes.onError((error, c) => {
		if (!(error instanceof AuthFault)) {
			context.log('auth').error(messageOf(error));
			return unexpected('Unexpected failure, please check server logs').answer(c);
		}
		if (error.cause) context.log('auth').error(`${error.message}: ${messageOf(error.cause)}`);
		return error.answer(c);
	});
	routes.use(
		bodyLimit({
			maxSize: LARGEST_BODY,
			onError: (c) => new AuthFault(413, 'bad_json', 'Request body is too large').answer(c)
		})
	);
	routes.use((c, next) =>
		redirects.run(allowedRedirect(c.req.query('redirect_to'), siteUrl, auth), next)
	);
	addLimits(routes, context);
	routes.route('/admin', adminRoutes(context, siteUrl));

	routes.post('/invite', requireKey(keys), requireAdmin(keys), async (c) => {
		const shape = address.extend({ data: z.record(z.string(), z.unknown()).optional() });
		const { data, ...body } = await parseBody(c, shape);
		const email = checkEmail(body.email);
		const user = await users.asAuth(sql, async (tx) => {
			const { id, raw_user_meta_data } = await invitee(tx, email, data);
			await markInvited(tx, id);
			const token = await issueToken(tx, id, 'confirmation', email, auth);
			await send('invite', { to: email, ...token, data: raw_user_meta_data });
			return (await users.findUser(tx, id))!;
		});
		return c.json(users.userJson(user));
	});

	routes.post('/recover', requireKey(keys), async (c) => {
		const email = checkEmail((await parseBody(c, address)).email);
		const user = await users.findUserByEmail(sql, email);
		// The answer does not tell who has an account.
		if (user) await mailToken(user, 'recovery', 'recovery');
		return c.json({});
	});

	const signInByMail = async (c: AuthContext) => {
		const shape = address.extend({
			phone: z.string().optional(),
			create_user: z.boolean().default(true),
			data: z.record(z.string(), z.unknown()).nullish()
		});
		const body = await parseBody(c, shape);
		if (body.phone) {
			throw new AuthFault(400, 'phone_provider_disabled', 'Unsupported phone provider');
		}
		const email = checkEmail(body.email);
		const known = await users.findUserByEmail(sql, email);
		if (!known && !body.create_user) {
			throw new AuthFault(422, 'otp_disabled', 'Signups not allowed for otp');
		}
		const user = known ?? (await signUp(email, body.data ?? undefined));
		if (user.email_confirmed_at) await mailToken(user, 'magiclink', 'recovery');
		else await mailToken(user, 'signup', 'confirmation');
		return c.json({});
	};
	routes.post('/otp', requireKey(keys), signInByMail);
	routes.post('/magiclink', requireKey(keys), signInByMail);

	routes.post('/resend', requireKey(keys), async (c) => {
		const { type, ...body } = await parseBody(c, address.extend({ type: z.string().default('') }));
		if (type !== 'signup' && type !== 'email_change') {
			throw invalid('Missing one of these types: signup, email_change');
		}
		const user = await users.findUserByEmail(sql, checkEmail(body.email));
		if (type === 'signup' && user && !user.email_confirmed_at) {
			await mailToken(user, 'signup', 'confirmation');
		}
		if (type === 'email_change' && user?.email_change) await mailEmailChange(user);
		return c.json({});
	});

	routes.on(['GET', 'POST'], '/verify', async (c, next) => {
		const code = await codeOf(c);
		const owner = await ownerOfToken(sql, code.hash, auth.email.otp_expiry);
		if (owner?.banned) {
			const fault = new AuthFault(403, 'user_banned', 'User is banned');
			return c.req.method === 'GET' ? redirectWith(c, faultFragment(fault)) : fault.answer(c);
		}
		if (code.type === 'email_change' && owner?.changesEmail && owner.hasEmail) {
			if (auth.email.double_confirm_changes && !owner.halfChanged) {
				await confirmFirstHalf(sql, owner.id, code.hash);
				return c.req.method === 'GET'
					? redirectWith(c, { message: HALF_CONFIRMED })
					: c.json({ msg: HALF_CONFIRMED, code: '200' });
			}
			if (owner.halfChanged) await prepareSecondHalf(sql, owner.id, code.hash);
		}
		// @supabase/lite knows these two by other names.
		if (code.type === 'invite') code.rename('signup');
		if (code.type === 'email') code.rename(owner?.confirms ? 'signup' : 'magiclink');
		await next();
		if (code.type === 'invite') restoreType(c, code.type);
	});

	routes.post('/token', requireKey(keys), async (c, next) => {
		const { email, password, ...body } = await readBody(c);
		const grant = c.req.query('grant_type');
		if (grant === 'password' && typeof email === 'string' && email) {
			const given = typeof password === 'string' ? password : '';
			const user = await whoSignsIn(context, email, given, originOf(c));
			return c.json(await openSession(context, user, originOf(c)));
		}
		if (grant === 'refresh_token' && typeof body.refresh_token === 'string') {
			await assertNotBanned(
				sql`select user_id from auth.refresh_tokens where token = ${body.refresh_token}`,
				'Invalid Refresh Token: User Banned'
			);
		}
		return await next();
	});

	routes.use('/user', async (c: AuthContext, next) => {
		const token = bearerToken(c.req.header('Authorization'));
		const claims = token ? await verifyToken(token, keys) : 'invalid';
		if (typeof claims === 'string' || !z.guid().safeParse(claims.sub).success) return await next();
		await assertNotBanned(sql`select ${claims.sub!}::uuid`, 'User is banned', 403);
		const body = c.req.method === 'PUT' ? await readBody(c) : {};
		await next();
		if (body.password && c.res.ok) {
			// Whoever knew the old password is signed out.
			await sql`
				delete from auth.sessions
				where user_id = ${claims.sub!} and id is distinct from ${claims.session_id ?? null}`;
		}
	});

	const completed = completeSessions(context);
	for (const path of ['/token', '/signup', '/verify']) routes.use(path, completed);

	async function send(kind: MailKind, mail: Mail): Promise<void> {
		await mailer.send(kind, mail).catch((error: unknown) => {
			throw Object.assign(unexpected(`Error sending ${kind} email`), { cause: error });
		});
	}

	/** Mails a new code, unless the last one is too recent; no mail, no code. */
	async function mailToken(
		user: users.User,
		kind: MailKind,
		token: 'confirmation' | 'recovery'
	): Promise<void> {
		assertNotTooSoon(user, token, auth);
		await users.asAuth(sql, async (tx) => {
			const code = await issueToken(tx, user.id, token, user.email!, auth);
			await send(kind, { to: user.email!, ...code, data: user.raw_user_meta_data });
		});
	}

	/** Mails the codes of a change of address again: to both addresses, or only to the new one. */
	async function mailEmailChange(user: users.User): Promise<void> {
		assertNotTooSoon(user, 'email_change_new', auth);
		const [email, newEmail] = [user.email!, user.email_change!];
		await users.asAuth(sql, async (tx) => {
			const codes = [
				{ to: newEmail, ...(await issueToken(tx, user.id, 'email_change_new', newEmail, auth)) }
			];
			if (auth.email.double_confirm_changes) {
				const current = await issueToken(tx, user.id, 'email_change_current', email, auth);
				codes.push({ to: email, ...current });
				await startEmailChange(tx, user, newEmail);
			}
			for (const code of codes) await send('email_change', { ...code, email, newEmail });
		});
	}

	/** A new user who signs in by mail alone. */
	async function signUp(email: string, userMetadata?: Record<string, unknown>) {
		if (!auth.enable_signup) throw signupDisabled();
		if (!auth.email.enabled) {
			throw new AuthFault(400, 'email_provider_disabled', 'Email signups are disabled');
		}
		const emailConfirmed = !auth.email.enable_confirmations;
		return await users.asAuth(sql, (tx) =>
			users.insertUser(tx, { email, userMetadata, emailConfirmed })
		);
	}

	/** @param ids a query for the users' ids */
	async function assertNotBanned(
		ids: PendingQuery<Row[]>,
		message = 'User is banned',
		status: 400 | 403 = 400
	): Promise<void> {
		const [banned] = await sql`
			select from auth.users where id in (${ids}) and banned_until > now()`;
		if (banned) throw new AuthFault(status, 'user_banned', message);
	}

	return routes;
}

/** Refuses what exceeds config.toml's `[auth.rate_limit]`, from anywhere but this machine itself. */
function addLimits(routes: Hono<AuthEnv>, { config }: StackContext): void {
	const limits = config.auth.rate_limit;
	const refuse = (limit: RateLimit, c: AuthContext) => {
		const { address, local } = client(c);
		if (!local && !limit.take(address)) {
			throw new AuthFault(429, 'over_request_rate_limit', 'Request rate limit reached');
		}
	};
	const signIns = new RateLimit(limits.sign_in_sign_ups, FIVE_MINUTES);
	const refreshes = new RateLimit(limits.token_refresh, FIVE_MINUTES);
	const verifications = new RateLimit(limits.token_verifications, FIVE_MINUTES);
	const mails = new RateLimit(limits.email_sent, HOUR);

	routes.post('/token', async (c, next) => {
		if (c.req.query('grant_type') === 'password') refuse(signIns, c);
		if (c.req.query('grant_type') === 'refresh_token') refuse(refreshes, c);
		await next();
	});
	routes.post('/signup', async (c, next) => {
		refuse(signIns, c);
		await next();
	});
	routes.use('/verify', async (c: AuthContext, next) => {
		refuse(verifications, c);
		await next();
	});
	routes.on('POST', ['/recover', '/otp', '/magiclink', '/resend', '/invite'], async (c, next) => {
		// All addresses share it, as they share the mail server's patience.
		if (!client(c).local && !mails.take('')) {
			throw new AuthFault(429, 'over_email_send_rate_limit', 'email rate limit exceeded');
		}
		await next();
	});
}

/** The code of a `/verify` request, and how to give its kind another name before it goes on. */
async function codeOf(c: AuthContext) {
	if (c.req.method === 'GET') {
		const url = new URL(c.req.raw.url);
		return {
			type: url.searchParams.get('type'),
			hash: url.searchParams.get('token') ?? '',
			rename: (type: string) => {
				url.searchParams.set('type', type);
				replaceBody(c, undefined, url.toString());
			}
		};
	}
	const body = await readBody(c);
	const text = (name: string) => (typeof body[name] === 'string' ? body[name] : '');
	return {
		type: body.type,
		hash: text('token_hash') || hashOtp(text('email'), text('token')),
		rename: (type: string) => replaceBody(c, JSON.stringify({ ...body, type }))
	};
}

/** Leads back to the site with an answer for it in the address. */
function redirectWith(c: AuthContext, fragment: Record<string, string>): Response {
	return c.redirect(`${redirects.getStore()}#${new URLSearchParams(fragment).toString()}`, 303);
}

function faultFragment(fault: AuthFault): Record<string, string> {
	return { error: 'access_denied', error_code: fault.code, error_description: fault.message };
}

/** Tells the site the kind of link that was followed, by the name that it was made with. */
function restoreType(c: AuthContext, type: string): void {
	const location = c.res.headers.get('Location');
	if (location) c.header('Location', location.replace(/([#&]type=)signup\b/, `$1${type}`));
}
