import { randomBytes } from 'node:crypto';
import { Hono } from 'hono';
import type { Sql } from 'postgres';
import { z } from 'zod';
import type { StackContext } from '../context.ts';
import { banSeconds, checkEmail, checkPassword, checkPhone, hashPassword } from './credentials.ts';
import { AuthFault, emailTaken, invalid } from './errors.ts';
import { invitee, issueToken, markInvited, startEmailChange } from './links.ts';
import { actionLink, redirects } from './mailer.ts';
import { parseBody, requireAdmin, requireKey, type AuthContext, type AuthEnv } from './request.ts';
import * as users from './users.ts';

const metadata = z.record(z.string(), z.unknown());

const userParameters = z.object({
	id: z.string().optional(),
	aud: z.string().optional(),
	role: z.string().optional(),
	email: z.string().optional(),
	phone: z.string().optional(),
	password: z.string().nullish(),
	password_hash: z.string().optional(),
	email_confirm: z.boolean().optional(),
	phone_confirm: z.boolean().optional(),
	user_metadata: metadata.nullish(),
	app_metadata: metadata.nullish(),
	ban_duration: z.string().optional()
});

const linkParameters = z.object({
	type: z.string().default(''),
	email: z.string().optional(),
	new_email: z.string().optional(),
	password: z.string().optional(),
	data: metadata.optional()
});

type LinkParameters = z.output<typeof linkParameters>;

/** What `supabase.auth.admin` calls; mounted at `/admin`, for the secret key only. */
export function adminRoutes(context: StackContext, siteUrl: string): Hono<AuthEnv> {
	const { sql, config, keys } = context;
	const routes = new Hono<AuthEnv>();
	routes.use(requireKey(keys), requireAdmin(keys));

	routes.get('/users', async (c) => {
		const page = positive(c.req.query('page'), 1);
		const perPage = positive(c.req.query('per_page'), 50);
		const filter = c.req.query('filter') ?? '';
		const found = await users.listUsers(sql, { page, perPage, filter });
		c.header('X-Total-Count', String(found.total));
		c.header('Link', pageLinks(page, perPage, found.total));
		return c.json({ users: found.users.map(users.userJson), aud: 'authenticated' });
	});

	routes.post('/users', async (c) => {
		const body = await parseBody(c, userParameters);
		if (!body.email && !body.phone) {
			throw invalid('Cannot create a user without either an email or phone');
		}
		const user = { ...(await checked(body)), id: checkedId(body.id), aud: body.aud };
		const made = await users.asAuth(sql, (tx) => users.insertUser(tx, user));
		return c.json(users.userJson(made));
	});

	routes.get('/users/:id', async (c) => c.json(users.userJson(await named(c))));

	routes.put('/users/:id', async (c) => {
		const user = await named(c);
		const changes = await checked(await parseBody(c, userParameters));
		const changed = await users.asAuth(sql, (tx) => users.updateUser(tx, user, changes));
		return c.json(users.userJson(changed));
	});

	routes.delete('/users/:id', async (c) => {
		const user = await named(c);
		const body = await parseBody(c, z.object({ should_soft_delete: z.boolean().default(false) }));
		const remove = body.should_soft_delete ? users.softDeleteUser : users.deleteUser;
		await users.asAuth(sql, (tx) => remove(tx, user));
		return c.json({});
	});

	// There is no second factor here, so nobody has one.
	routes.get('/users/:id/factors', async (c) => {
		await named(c);
		return c.json([]);
	});

	routes.post('/generate_link', async (c) => {
		const link = await generateLink(context, await parseBody(c, linkParameters));
		return c.json({
			...users.userJson(link.user),
			action_link: actionLink(siteUrl, link.type.replace(/_(current|new)$/, ''), link.hash),
			email_otp: link.otp,
			hashed_token: link.hash,
			verification_type: link.type,
			redirect_to: redirects.getStore() ?? siteUrl
		});
	});

	/** The user that the path names. */
	async function named(c: AuthContext): Promise<users.User> {
		const id = c.req.param('id');
		if (!z.guid().safeParse(id).success) {
			throw new AuthFault(404, 'validation_failed', 'user_id must be an UUID');
		}
		const user = await users.findUser(sql, id!);
		if (!user) throw new AuthFault(404, 'user_not_found', 'User not found');
		return user;
	}

	/** What was asked for, once everything in it is found valid. */
	async function checked(body: z.output<typeof userParameters>): Promise<users.UserChanges> {
		if (body.password && body.password_hash) {
			throw invalid('Only a password or a password hash should be provided');
		}
		const email = body.email ? checkEmail(body.email) : undefined;
		const phone = body.phone ? checkPhone(body.phone) : undefined;
		const ban = body.ban_duration ? banSeconds(body.ban_duration) : undefined;
		if (body.password) checkPassword(body.password, config.auth);
		return {
			email,
			phone,
			ban,
			role: body.role,
			passwordHash: body.password
				? await hashPassword(sql, body.password)
				: checkedHash(body.password_hash),
			emailConfirmed: body.email_confirm,
			phoneConfirmed: body.phone_confirm,
			userMetadata: body.user_metadata ?? undefined,
			appMetadata: body.app_metadata ?? undefined
		};
	}

	return routes;
}

interface Link {
	user: users.User;
	type: string;
	otp: string;
	hash: string;
}

/**
 * Makes the code for a link that someone else sends, and the user where he is to be made.
 * @throws AuthFault `user_not_found`, `email_exists`, `weak_password` or `validation_failed`
 */
async function generateLink(
	{ sql, config }: StackContext,
	parameters: LinkParameters
): Promise<Link> {
	const { auth } = config;
	const email = checkEmail(parameters.email);
	const known = await users.findUserByEmail(sql, email);
	const type = parameters.type === 'magiclink' && !known ? 'signup' : parameters.type;
	const existing = () => {
		if (known) return known;
		throw new AuthFault(404, 'user_not_found', 'User with this email not found');
	};
	const link = async (
		prepare: (tx: users.Transaction) => Promise<users.User>,
		kind: Parameters<typeof issueToken>[2],
		address = email
	): Promise<Link> =>
		await users.asAuth(sql, async (tx) => {
			const { id } = await prepare(tx);
			const token = await issueToken(tx, id, kind, address, auth);
			return { user: (await users.findUser(tx, id))!, type, ...token };
		});

	switch (type) {
		case 'magiclink':
		case 'recovery':
			return await link(async () => existing(), 'recovery');
		case 'invite':
			return await link(async (tx) => {
				const user = await invitee(tx, email, parameters.data);
				await markInvited(tx, user.id);
				return user;
			}, 'confirmation');
		case 'signup': {
			if (known?.email_confirmed_at) throw emailTaken();
			const passwordHash = known ? undefined : await signupPassword(sql, parameters, auth);
			const userMetadata = parameters.data;
			return await link(
				(tx) =>
					known
						? users.updateUser(tx, known, { userMetadata })
						: users.insertUser(tx, { email, passwordHash, userMetadata }),
				'confirmation'
			);
		}
		case 'email_change_current':
		case 'email_change_new': {
			const user = existing();
			if (type === 'email_change_current' && !auth.email.double_confirm_changes) {
				throw invalid('Enable secure email change to generate link for current email');
			}
			const newEmail = checkEmail(parameters.new_email);
			return await link(
				async (tx) => {
					await startEmailChange(tx, user, newEmail);
					return user;
				},
				type,
				type === 'email_change_new' ? newEmail : email
			);
		}
		default:
			throw invalid(`Invalid email action link type requested: ${type}`);
	}
}

/** A magic link for somebody new gives him a password that nobody knows. */
async function signupPassword(
	sql: Sql,
	{ type, password }: LinkParameters,
	auth: Parameters<typeof checkPassword>[1]
): Promise<string> {
	if (type === 'magiclink') return await hashPassword(sql, randomBytes(32).toString('base64url'));
	if (!password) {
		throw new AuthFault(422, 'validation_failed', 'Signup requires a valid password');
	}
	checkPassword(password, auth);
	return await hashPassword(sql, password);
}

function checkedId(id: string | undefined): string | undefined {
	if (!id) return undefined;
	if (!z.guid().safeParse(id).success) throw invalid('ID must conform to the uuid v4 format');
	if (/^[0-]+$/.test(id)) throw invalid('ID cannot be a nil uuid');
	return id;
}

function checkedHash(hash: string | undefined): string | undefined {
	if (!hash) return undefined;
	if (!/^\$2[aby]\$\d\d\$[./A-Za-z0-9]{53}$/.test(hash)) {
		throw invalid('The password hash is not a bcrypt hash');
	}
	return hash;
}

function positive(text: string | undefined, fallback: number): number {
	if (!text) return fallback;
	if (!/^[1-9]\d{0,8}$/.test(text)) {
		throw invalid(`Bad Pagination Parameters: invalid value "${text}"`);
	}
	return Number(text);
}

/** The header that supabase-js reads `nextPage` and `lastPage` from. */
function pageLinks(page: number, perPage: number, total: number): string {
	const last = Math.max(1, Math.ceil(total / perPage));
	const link = (to: number, rel: string) =>
		`</admin/users?page=${to}&per_page=${perPage}>; rel="${rel}"`;
	return [...(page < last ? [link(page + 1, 'next')] : []), link(last, 'last')].join(', ');
}
