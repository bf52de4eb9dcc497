import { randomInt, randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
	createClient,
	type EmailOtpType,
	type GenerateLinkParams,
	type SupabaseClient
} from '@supabase/supabase-js';
import { decodeJwt, SignJWT } from 'jose';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { anonymous, newUser, PASSWORD, platform, service } from './environment.ts';
import { startProcess, type StackProcess } from './stack-process.ts';

const stateless = { auth: { persistSession: false, autoRefreshToken: false } };
const newEmail = () => `${randomUUID()}@lotline.test`;
const admin = () => service().auth.admin;

/** A client whose requests carry further headers. */
function withHeaders(headers: Record<string, string>, key = platform.publishableKey) {
	return createClient(platform.apiUrl, key, { ...stateless, global: { headers } });
}

/** A confirmed user whom nobody has signed in. */
async function createUser(email = newEmail()) {
	const { data, error } = await admin().createUser({
		email,
		password: PASSWORD,
		email_confirm: true
	});
	expect(error).toBeNull();
	return data.user!;
}

const signIn = (email: string, password = PASSWORD) =>
	anonymous().auth.signInWithPassword({ email, password });

/** Makes a link and gives back its hash. */
async function linkHash(parameters: GenerateLinkParams): Promise<string> {
	const { data, error } = await admin().generateLink(parameters);
	expect(error).toBeNull();
	return data.properties!.hashed_token;
}

const verify = (token_hash: string, type: EmailOtpType, client = anonymous()) =>
	client.auth.verifyOtp({ token_hash, type });

/** Follows a mailed link as a browser does, as far as the site. */
async function follow(link: string): Promise<URL> {
	const response = await fetch(link, { redirect: 'manual' });
	expect(response.status).toBe(303);
	return new URL(response.headers.get('Location')!);
}

const fragment = (url: URL) => Object.fromEntries(new URLSearchParams(url.hash.slice(1)));

describe('an administrator', () => {
	test('creates a user with everything that createUser takes', async () => {
		const id = randomUUID();
		const email = `Mixed.${randomUUID()}@Lotline.test`;
		const phone = `4915${randomInt(10 ** 9, 10 ** 10)}`;
		const { data, error } = await admin().createUser({
			id,
			email,
			phone: `+${phone}`,
			password: PASSWORD,
			email_confirm: true,
			phone_confirm: true,
			role: 'authenticated',
			user_metadata: { full_name: 'Asha Rao' },
			app_metadata: { site: 'plant' }
		});
		expect(error).toBeNull();
		expect(data.user).toMatchObject({
			id,
			email: email.toLowerCase(),
			phone,
			aud: 'authenticated',
			role: 'authenticated',
			is_anonymous: false,
			user_metadata: { full_name: 'Asha Rao', email_verified: true },
			app_metadata: { provider: 'email', providers: ['email', 'phone'], site: 'plant' }
		});
		expect(data.user!.email_confirmed_at).toBeTruthy();
		expect(data.user!.phone_confirmed_at).toBeTruthy();
		expect(data.user!.identities!.map(({ provider }) => provider).sort()).toEqual([
			'email',
			'phone'
		]);
		expect((await signIn(email)).data.user?.id).toBe(id);
	});

	test('creates a user without a password, whom no password lets in', async () => {
		const email = newEmail();
		expect((await admin().createUser({ email, email_confirm: true })).error).toBeNull();
		expect((await signIn(email)).error?.code).toBe('invalid_credentials');
	});

	test('creates an unconfirmed user, who cannot sign in until confirmed', async () => {
		const email = newEmail();
		const { data } = await admin().createUser({ email, password: PASSWORD });
		expect((await signIn(email)).error?.code).toBe('email_not_confirmed');
		await admin().updateUserById(data.user!.id, { email_confirm: true });
		expect((await signIn(email)).error).toBeNull();
	});

	test.for([
		['no address', { password: PASSWORD }, 400, 'validation_failed'],
		['a wrong address', { email: 'nobody' }, 400, 'validation_failed'],
		['a wrong phone number', { phone: '12 ab' }, 400, 'validation_failed'],
		['a wrong id', { email: newEmail(), id: '7' }, 400, 'validation_failed'],
		['a wrong ban', { email: newEmail(), ban_duration: 'a week' }, 400, 'validation_failed'],
		[
			'a password longer than bcrypt reads',
			{ email: newEmail(), password: `Aa1!${'x'.repeat(69)}` },
			400,
			'validation_failed'
		]
	] as const)('cannot create a user with %s', async ([, attributes, status, code]) => {
		const { data, error } = await admin().createUser(attributes);
		expect(data.user).toBeNull();
		expect(error).toMatchObject({ status, code });
	});

	test('P1.02 cannot give an address or a number away twice, in whatever case', async () => {
		const phone = `4916${randomInt(10 ** 9, 10 ** 10)}`;
		const first = await createUser();
		await admin().updateUserById(first.id, { phone });
		const again = await admin().createUser({ email: first.email!.toUpperCase() });
		expect(again.error).toMatchObject({ status: 422, code: 'email_exists' });
		const number = await admin().createUser({ phone });
		expect(number.error).toMatchObject({ status: 422, code: 'phone_exists' });
		const second = await createUser();
		const taken = await admin().updateUserById(second.id, { email: first.email });
		expect(taken.error).toMatchObject({ status: 422, code: 'email_exists' });
	});

	test('reads a user by id, and is told when there is none', async () => {
		const user = await createUser();
		expect((await admin().getUserById(user.id)).data.user).toMatchObject({
			id: user.id,
			email: user.email
		});
		const { error } = await admin().getUserById(randomUUID());
		expect(error).toMatchObject({ status: 404, code: 'user_not_found' });
	});

	test('lists users page by page, the newest first', async () => {
		const users = [await createUser(), await createUser(), await createUser()];
		const first = await admin().listUsers({ page: 1, perPage: 2 });
		expect(first.error).toBeNull();
		expect(first.data.users.map(({ id }) => id)).toEqual([users[2]!.id, users[1]!.id]);
		expect(first.data).toMatchObject({ aud: 'authenticated', nextPage: 2 });
		const { total } = first.data as { total: number };
		expect(total).toBeGreaterThanOrEqual(3);
		const second = await admin().listUsers({ page: 2, perPage: 2 });
		expect(second.data.users[0]!.id).toBe(users[0]!.id);
		const beyond = await admin().listUsers({ page: total + 1, perPage: 1 });
		expect(beyond.data).toMatchObject({ users: [], nextPage: null });
		const wrong = await admin().listUsers({ page: -1 });
		expect(wrong.error).toMatchObject({ status: 400, code: 'validation_failed' });
	});

	test('merges metadata, and null removes a member', async () => {
		const { id } = await createUser();
		await admin().updateUserById(id, {
			user_metadata: { a: 1, b: 2 },
			app_metadata: { roles: ['qc'] }
		});
		const { data } = await admin().updateUserById(id, {
			user_metadata: { a: null, c: 3 },
			app_metadata: { site: 'plant' }
		});
		expect(data.user!.user_metadata).toEqual({ b: 2, c: 3, email_verified: true });
		expect(data.user!.app_metadata).toMatchObject({ roles: ['qc'], site: 'plant' });
	});

	test('changes an address, and the new one signs in', async () => {
		const user = await createUser();
		const email = newEmail();
		const { data } = await admin().updateUserById(user.id, { email, email_confirm: true });
		expect(data.user!.email).toBe(email);
		expect(data.user!.identities![0]!.identity_data).toMatchObject({ email });
		expect((await signIn(email)).error).toBeNull();
		expect((await signIn(user.email!)).error?.code).toBe('invalid_credentials');
	});

	test('changes a password, which signs the user out everywhere', async () => {
		const { client, user, email } = await newUser();
		const password = 'Another-Horse-8';
		expect((await admin().updateUserById(user.id, { password })).error).toBeNull();
		expect((await client.auth.refreshSession()).error?.code).toBe('refresh_token_not_found');
		expect((await signIn(email)).error?.code).toBe('invalid_credentials');
		expect((await signIn(email, password)).error).toBeNull();
	});

	test('P1.03 bans a user: no sign-in, no refresh, no answer, until the ban is lifted', async () => {
		const { client, user, email } = await newUser();
		const { data } = await admin().updateUserById(user.id, { ban_duration: '24h' });
		const until = new Date((data.user as { banned_until?: string }).banned_until!).getTime();
		expect(until - Date.now()).toBeGreaterThan(86_000_000);
		expect((await signIn(email)).error).toMatchObject({ status: 400, code: 'user_banned' });
		expect((await client.auth.refreshSession()).error).toMatchObject({
			status: 400,
			code: 'user_banned'
		});
		const hash = await linkHash({ type: 'magiclink', email });
		expect((await verify(hash, 'magiclink')).error).toMatchObject({
			status: 403,
			code: 'user_banned'
		});
		await admin().updateUserById(user.id, { ban_duration: 'none' });
		expect((await signIn(email)).error).toBeNull();
	});

	test('a banned user is told so when he asks who he is', async () => {
		const { client, user } = await newUser();
		await admin().updateUserById(user.id, { ban_duration: '1h30m' });
		const { error } = await client.auth.getUser();
		expect(error).toMatchObject({ status: 403, code: 'user_banned' });
	});

	test('deletes a user for good: no sign-in, no refresh, and the address is free', async () => {
		const { client, user, email } = await newUser();
		expect((await admin().deleteUser(user.id)).error).toBeNull();
		expect((await admin().getUserById(user.id)).error?.code).toBe('user_not_found');
		expect((await client.auth.refreshSession()).error?.code).toBe('refresh_token_not_found');
		expect((await client.auth.getUser()).error).toMatchObject({
			status: 403,
			code: 'user_not_found'
		});
		expect((await signIn(email)).error?.code).toBe('invalid_credentials');
		expect((await createUser(email)).id).not.toBe(user.id);
		expect((await admin().deleteUser(user.id)).error?.code).toBe('user_not_found');
	});

	test('P1.03 deletes a user softly: the row stays, but nothing of the person and no way in', async () => {
		const { client, user, email } = await newUser();
		expect((await admin().deleteUser(user.id, true)).error).toBeNull();
		const kept = (await admin().getUserById(user.id)).data.user!;
		expect(kept.deleted_at).toBeTruthy();
		expect(kept.email).not.toContain('@');
		expect(kept.user_metadata).toEqual({});
		expect(kept.identities![0]!.identity_data).toEqual({});
		expect((await client.auth.refreshSession()).error?.code).toBe('refresh_token_not_found');
		expect((await signIn(email)).error?.code).toBe('invalid_credentials');
		expect((await createUser(email)).id).not.toBe(user.id);
	});

	test('is told that a user without a second factor has none', async () => {
		const { id } = await createUser();
		const { data } = await admin().mfa.listFactors({ userId: id });
		expect(data!.factors).toEqual([]);
	});

	test('signs a user out by his token', async () => {
		const { client } = await newUser();
		const { access_token } = (await client.auth.getSession()).data.session!;
		expect((await admin().signOut(access_token, 'global')).error).toBeNull();
		expect((await client.auth.refreshSession()).error?.code).toBe('refresh_token_not_found');
	});
});

describe('what an administrator may do', () => {
	const calls: [string, (client: SupabaseClient) => Promise<{ error: unknown }>][] = [
		['createUser', ({ auth }) => auth.admin.createUser({ email: newEmail() })],
		['listUsers', ({ auth }) => auth.admin.listUsers()],
		['getUserById', ({ auth }) => auth.admin.getUserById(randomUUID())],
		['updateUserById', ({ auth }) => auth.admin.updateUserById(randomUUID(), { role: 'x' })],
		['deleteUser', ({ auth }) => auth.admin.deleteUser(randomUUID())],
		['inviteUserByEmail', ({ auth }) => auth.admin.inviteUserByEmail(newEmail())],
		[
			'generateLink',
			({ auth }) => auth.admin.generateLink({ type: 'magiclink', email: newEmail() })
		],
		['mfa.listFactors', ({ auth }) => auth.admin.mfa.listFactors({ userId: randomUUID() })]
	];

	test.for(calls)('%s is refused with the publishable key', async ([, call]) => {
		expect((await call(anonymous())).error).toMatchObject({ status: 403, code: 'not_admin' });
	});

	test.for(calls)('%s is refused to a signed-in user', async ([, call]) => {
		const { client } = await newUser();
		const { access_token } = (await client.auth.getSession()).data.session!;
		const as = withHeaders({ Authorization: `Bearer ${access_token}` });
		expect((await call(as)).error).toMatchObject({ status: 403, code: 'not_admin' });
	});

	test.for(calls)('%s is refused with a key that is not the project’s', async ([, call]) => {
		const stranger = createClient(platform.apiUrl, 'sb_secret_of_another_project', stateless);
		expect((await call(stranger)).error).toMatchObject({ status: 401 });
	});

	test('is refused with a token that is none, even beside the secret key', async () => {
		const client = withHeaders({ Authorization: 'Bearer a.b.c' }, platform.secretKey);
		const { error } = await client.auth.admin.listUsers();
		expect(error).toMatchObject({ status: 403, code: 'bad_jwt' });
	});

	test('is refused without any key', async () => {
		const response = await fetch(`${platform.apiUrl}/auth/v1/admin/users`);
		expect(response.status).toBe(401);
	});
});

describe('P1.02 passwords', () => {
	const weak: [string, string, string][] = [
		['too short', 'Aa1!', 'length'],
		['without an upper-case letter', 'correct-horse-7', 'characters'],
		['without a lower-case letter', 'CORRECT-HORSE-7', 'characters'],
		['without a digit', 'Correct-Horse-x', 'characters'],
		['without a symbol', 'CorrectHorse77', 'characters']
	];

	test.for(weak)('%s are refused at sign-up, by the user and by an administrator', async (row) => {
		const [, password, reason] = row;
		const refusal = { status: 422, code: 'weak_password', reasons: [reason] };
		const signUp = await anonymous().auth.signUp({ email: newEmail(), password });
		expect(signUp.error).toMatchObject(refusal);
		const { client, user } = await newUser();
		expect((await client.auth.updateUser({ password })).error).toMatchObject(refusal);
		expect((await admin().updateUserById(user.id, { password })).error).toMatchObject(refusal);
	});

	test.runIf(platform.embedded)('that are weak cannot be given to a new user', async () => {
		const { error } = await admin().createUser({ email: newEmail(), password: 'weak' });
		expect(error).toMatchObject({
			code: 'weak_password',
			reasons: ['length', 'characters']
		});
	});

	test('take any symbol that Supabase Auth counts as one', async () => {
		for (const symbol of ['(', '_', '~', '\\', '"', '`']) {
			const email = newEmail();
			const password = `CorrectHorse7${symbol}`;
			const { error } = await anonymous().auth.signUp({ email, password });
			expect(error).toBeNull();
		}
	});

	test('changed by the user sign out his other sessions, not this one', async () => {
		const { client, email } = await newUser();
		const other = anonymous();
		await other.auth.signInWithPassword({ email, password: PASSWORD });
		expect((await client.auth.updateUser({ password: 'Another-Horse-8' })).error).toBeNull();
		expect((await other.auth.refreshSession()).error?.code).toBe('refresh_token_not_found');
		expect((await client.auth.refreshSession()).error).toBeNull();
	});
});

describe('links', () => {
	test('carry the address of this project, the code, its hash and where they lead', async () => {
		const { email } = await createUser();
		const { data } = await admin().generateLink({
			type: 'magiclink',
			email: email!,
			options: { redirectTo: 'https://elsewhere.test/steal' }
		});
		const { action_link, email_otp, hashed_token, verification_type, redirect_to } =
			data.properties!;
		const link = new URL(action_link);
		expect(link.pathname).toBe('/auth/v1/verify');
		expect(link.searchParams.get('type')).toBe('magiclink');
		expect(link.searchParams.get('token')).toBe(hashed_token);
		expect(email_otp).toMatch(/^\d{6}$/);
		expect(verification_type).toBe('magiclink');
		// A place that the project does not name is not led to.
		expect(redirect_to).not.toContain('elsewhere.test');
		expect(data.user!.email).toBe(email);
	});

	test('sign in once, with the code or with the link', async () => {
		const { email } = await createUser();
		const { data } = await admin().generateLink({ type: 'magiclink', email: email! });
		const wrong = await anonymous().auth.verifyOtp({
			email: email!,
			token: data.properties!.email_otp === '000000' ? '111111' : '000000',
			type: 'email'
		});
		expect(wrong.error).toMatchObject({ status: 403, code: 'otp_expired' });
		const byCode = await anonymous().auth.verifyOtp({
			email: email!,
			token: data.properties!.email_otp,
			type: 'email'
		});
		expect(byCode.error).toBeNull();
		expect((await verify(data.properties!.hashed_token, 'email')).error?.code).toBe('otp_expired');
		const again = await admin().generateLink({ type: 'magiclink', email: email! });
		const site = await follow(again.data.properties!.action_link);
		const { access_token, refresh_token, type } = fragment(site);
		expect(type).toBe('magiclink');
		const client = anonymous();
		const { data: session } = await client.auth.setSession({
			access_token: access_token!,
			refresh_token: refresh_token!
		});
		expect(session.user!.email).toBe(email);
		const used = fragment(await follow(again.data.properties!.action_link));
		expect(used).toMatchObject({ error: 'access_denied', error_code: 'otp_expired' });
	});

	test('invite: the link opens a session in which the person sets a password', async () => {
		const email = newEmail();
		const { data } = await admin().generateLink({
			type: 'invite',
			email,
			options: { data: { full_name: 'Asha Rao' } }
		});
		expect(data.user!.invited_at).toBeTruthy();
		expect(data.user!.email_confirmed_at).toBeUndefined();
		const site = await follow(data.properties!.action_link);
		const { access_token, refresh_token, type } = fragment(site);
		expect(type).toBe('invite');
		const client = anonymous();
		await client.auth.setSession({
			access_token: access_token!,
			refresh_token: refresh_token!
		});
		const { data: user, error } = await client.auth.updateUser({ password: PASSWORD });
		expect(error).toBeNull();
		expect(user.user!.user_metadata).toMatchObject({ full_name: 'Asha Rao' });
		expect(user.user!.email_confirmed_at).toBeTruthy();
		expect((await signIn(email)).error).toBeNull();
	});

	test('invite nobody who is in already', async () => {
		const { email } = await createUser();
		const refusal = { status: 422, code: 'email_exists' };
		const link = await admin().generateLink({ type: 'invite', email: email! });
		expect(link.error).toMatchObject(refusal);
		expect((await admin().inviteUserByEmail(email!)).error).toMatchObject(refusal);
	});

	test('sign up with a password once they are followed', async () => {
		const email = newEmail();
		const hash = await linkHash({ type: 'signup', email, password: PASSWORD });
		expect((await signIn(email)).error?.code).toBe('email_not_confirmed');
		expect((await verify(hash, 'signup')).data.user?.email).toBe(email);
		expect((await signIn(email)).error).toBeNull();
	});

	test('recover: the link opens a session in which the password is changed', async () => {
		const { email } = await createUser();
		const hash = await linkHash({ type: 'recovery', email: email! });
		const client = anonymous();
		expect((await verify(hash, 'recovery', client)).error).toBeNull();
		const password = 'Recovered-Horse-9';
		expect((await client.auth.updateUser({ password })).error).toBeNull();
		expect((await signIn(email!, password)).error).toBeNull();
		expect((await signIn(email!)).error?.code).toBe('invalid_credentials');
	});

	test('cannot be made to recover nobody, or of a kind that is none', async () => {
		const nobody = await admin().generateLink({ type: 'recovery', email: newEmail() });
		expect(nobody.error).toMatchObject({ status: 404, code: 'user_not_found' });
		const wrong = await admin().generateLink({ type: 'treat' as 'recovery', email: newEmail() });
		expect(wrong.error).toMatchObject({ status: 400, code: 'validation_failed' });
	});

	test('change an address once both the old and the new one have confirmed', async () => {
		const { email, id } = await createUser();
		const next = newEmail();
		const current = await linkHash({ type: 'email_change_current', email: email!, newEmail: next });
		const fresh = await linkHash({ type: 'email_change_new', email: email!, newEmail: next });
		const first = await verify(fresh, 'email_change');
		expect(first.error).toBeNull();
		expect(first.data.session).toBeNull();
		expect((await admin().getUserById(id)).data.user).toMatchObject({ email, new_email: next });
		expect((await verify(fresh, 'email_change')).error?.code).toBe('otp_expired');
		const second = await verify(current, 'email_change');
		expect(second.data.user?.email).toBe(next);
		expect((await signIn(next)).error).toBeNull();
	});
});

describe('a session', () => {
	test('has all the claims that Supabase Auth signs', async () => {
		const { client, user, email } = await newUser();
		const { data, error } = await client.auth.getClaims();
		expect(error).toBeNull();
		const { claims } = data!;
		expect(claims).toMatchObject({
			sub: user.id,
			email,
			phone: '',
			aud: 'authenticated',
			role: 'authenticated',
			aal: 'aal1',
			is_anonymous: false,
			iss: `${platform.apiUrl}/auth/v1`,
			app_metadata: { provider: 'email', providers: ['email'] },
			user_metadata: { email_verified: true }
		});
		expect(claims.amr).toMatchObject([{ method: 'password', timestamp: expect.any(Number) }]);
		expect(claims.session_id).toBeTruthy();
		const session = (await client.auth.getSession()).data.session!;
		expect(session.expires_at).toBe(claims.exp);
		expect(claims.exp - claims.iat).toBe(session.expires_in);
	});

	test('carries changed metadata after a refresh', async () => {
		const { client, user } = await newUser();
		await admin().updateUserById(user.id, { app_metadata: { site: 'plant' } });
		const { data } = await client.auth.refreshSession();
		expect(decodeJwt(data.session!.access_token)).toMatchObject({
			app_metadata: { site: 'plant' },
			amr: [{ method: 'password' }]
		});
	});

	test('P1.06 is written down with address and program, and the user with the time', async () => {
		const { email, id } = await createUser();
		const client = withHeaders({ 'User-Agent': 'lotline-test/1' });
		const { data } = await client.auth.signInWithPassword({ email: email!, password: PASSWORD });
		const claims = decodeJwt<{ session_id: string }>(data.session!.access_token);
		const sql = postgres(platform.dbUrl, { max: 1 });
		try {
			const [session] = await sql`
				select ip is not null as "hasIp", user_agent from auth.sessions where id = ${claims.session_id}`;
			expect(session).toEqual({ hasIp: true, user_agent: 'lotline-test/1' });
		} finally {
			await sql.end();
		}
		const user = (await admin().getUserById(id)).data.user!;
		expect(Date.now() - new Date(user.last_sign_in_at!).getTime()).toBeLessThan(60_000);
	});

	test('P1.01 refreshes with a new refresh token each time', async () => {
		const { client } = await newUser();
		const before = (await client.auth.getSession()).data.session!;
		const { data, error } = await client.auth.refreshSession();
		expect(error).toBeNull();
		expect(data.session!.refresh_token).not.toBe(before.refresh_token);
		expect(data.user!.id).toBe(before.user.id);
	});

	test('ends when a refresh token of long ago is used: somebody has copied it', async () => {
		const { client } = await newUser();
		const stolen = (await client.auth.getSession()).data.session!;
		await client.auth.refreshSession();
		await client.auth.refreshSession();
		const thief = await anonymous().auth.refreshSession({ refresh_token: stolen.refresh_token });
		expect(thief.error).toMatchObject({ status: 400, code: 'refresh_token_already_used' });
		expect((await client.auth.refreshSession()).error?.code).toBe('refresh_token_already_used');
	});

	test('does not begin with a refresh token that never was', async () => {
		const { error } = await anonymous().auth.refreshSession({ refresh_token: randomUUID() });
		expect(error).toMatchObject({ status: 400, code: 'refresh_token_not_found' });
	});

	test.for([
		['local', [false, true]],
		['others', [true, false]],
		['global', [false, false]]
	] as const)('signed out with scope %s', async ([scope, [thisLives, otherLives]]) => {
		const { client, email } = await newUser();
		const other = anonymous();
		await other.auth.signInWithPassword({ email, password: PASSWORD });
		const { refresh_token } = (await client.auth.getSession()).data.session!;
		expect((await client.auth.signOut({ scope })).error).toBeNull();
		const again = await anonymous().auth.refreshSession({ refresh_token });
		expect(again.error === null).toBe(thisLives);
		expect((await other.auth.refreshSession()).error === null).toBe(otherLives);
	});

	test('of a signed-out user is not answered, though its token has not expired', async () => {
		const { client } = await newUser();
		const { access_token } = (await client.auth.getSession()).data.session!;
		await client.auth.signOut();
		const { error } = await anonymous().auth.getUser(access_token);
		expect(error?.name).toBe('AuthSessionMissingError');
	});

	test.runIf(platform.embedded)('with an expired or forged token is refused', async () => {
		const { user } = await newUser();
		const { jwtSecret } = JSON.parse(
			await readFile(join(platform.dataDir!, 'keys.json'), 'utf8')
		) as { jwtSecret: string };
		const token = async (secret: string, expiry: number) =>
			await new SignJWT({ sub: user.id, role: 'authenticated', aud: 'authenticated' })
				.setProtectedHeader({ alg: 'HS256' })
				.setIssuedAt(expiry - 3600)
				.setExpirationTime(expiry)
				.sign(Buffer.from(secret));
		const now = Math.floor(Date.now() / 1000);
		const read = async (bearer: string) =>
			(
				await withHeaders({ Authorization: `Bearer ${bearer}` })
					.from('notes')
					.select()
			).status;
		expect(await read(await token(jwtSecret, now + 60))).toBe(200);
		expect(await read(await token(jwtSecret, now - 60))).toBe(401);
		expect(await read(await token('x'.repeat(64), now + 60))).toBe(401);
		const { error } = await anonymous().auth.getUser(await token(jwtSecret, now - 60));
		expect(error).toMatchObject({ status: 403, code: 'bad_jwt' });
	});
});

describe('signing in', () => {
	test('is refused with a wrong password and to somebody unknown, in the same words', async () => {
		const { email } = await createUser();
		const wrong = await signIn(email!, 'Wrong-Horse-7');
		const unknown = await signIn(newEmail());
		expect(wrong.error).toMatchObject({ status: 400, code: 'invalid_credentials' });
		expect(unknown.error!.message).toBe(wrong.error!.message);
	});

	test('is refused with a key that is not the project’s', async () => {
		const stranger = createClient(platform.apiUrl, 'sb_publishable_wrong', stateless);
		const { error } = await stranger.auth.signInWithPassword({
			email: newEmail(),
			password: PASSWORD
		});
		expect(error).toMatchObject({ status: 401 });
	});

	test('up with an address in use is refused', async () => {
		const { email } = await createUser();
		const { error } = await anonymous().auth.signUp({ email: email!, password: PASSWORD });
		expect(error).toMatchObject({ status: 422, code: 'user_already_exists' });
	});

	test('by mail is refused to somebody unknown when that shall not make a user', async () => {
		const { error } = await anonymous().auth.signInWithOtp({
			email: newEmail(),
			options: { shouldCreateUser: false }
		});
		expect(error).toMatchObject({ status: 422, code: 'otp_disabled' });
	});

	test('settings, health and keys are public', async () => {
		const get = async (path: string) => {
			const response = await fetch(`${platform.apiUrl}/auth/v1/${path}`, {
				headers: { apikey: platform.publishableKey }
			});
			expect(response.status).toBe(200);
			return (await response.json()) as object;
		};
		expect(await get('settings')).toMatchObject({
			disable_signup: false,
			mailer_autoconfirm: true,
			external: { email: true, phone: false }
		});
		expect(await get('health')).toMatchObject({ name: 'GoTrue' });
		expect(await get('.well-known/jwks.json')).toHaveProperty('keys');
	});

	test('the database keeps what migrations for Supabase expect of auth.users', async () => {
		const { id } = await createUser();
		const sql = postgres(platform.dbUrl, { max: 1 });
		try {
			const undone = sql.begin(async (transaction) => {
				await transaction.unsafe(`
					create table public.auth_copies (id uuid primary key references auth.users (id) on delete cascade);
					create function public.copy_auth_user() returns trigger language plpgsql security definer
					set search_path = '' as $$ begin insert into public.auth_copies values (new.id); return new; end $$;
					create trigger copy_auth_user after update on auth.users
					for each row execute function public.copy_auth_user()`);
				await transaction`update auth.users set updated_at = now() where id = ${id}`;
				const copies = await transaction`
					select auth_copies.id, instance_id, is_super_admin, confirmed_at is not null as confirmed
					from public.auth_copies join auth.users using (id)
					left join auth.mfa_factors on user_id = auth_copies.id`;
				expect(copies).toEqual([
					{
						id,
						instance_id: '00000000-0000-0000-0000-000000000000',
						is_super_admin: null,
						confirmed: true
					}
				]);
				throw new Error('undo');
			});
			await expect(undone).rejects.toThrow('undo');
		} finally {
			await sql.end();
		}
	});
});

describe.runIf(platform.embedded)('limits', () => {
	const somewhere = () =>
		withHeaders({
			'X-Forwarded-For': `10.${randomInt(256)}.${randomInt(256)}.${randomInt(1, 255)}`
		});
	const times = async <T>(count: number, call: () => Promise<T>) => {
		const results: T[] = [];
		for (let index = 0; index < count; index++) results.push(await call());
		return results;
	};
	const exceeded = { status: 429, code: 'over_request_rate_limit' };
	/** Asserts that so many in five minutes are the most: as time goes by, one after the other comes free. */
	const expectExceeded = async (
		most: number,
		begun: number,
		attempt: () => Promise<{ error: unknown }>
	) => {
		let free = 0;
		let { error } = await attempt();
		for (; (error as { status?: number }).status !== 429; free++) ({ error } = await attempt());
		expect(error).toMatchObject(exceeded);
		expect(free).toBeLessThanOrEqual(((performance.now() - begun) / 300_000) * most + 1);
	};

	test('W7.01 sign-ins and sign-ups share 30 in five minutes from one address', async () => {
		const client = somewhere();
		const attempt = () => client.auth.signInWithPassword({ email: newEmail(), password: PASSWORD });
		const begun = performance.now();
		const within = await times(30, attempt);
		expect(within.every(({ error }) => error?.code === 'invalid_credentials')).toBe(true);
		await expectExceeded(30, begun, attempt);
		const signUp = await client.auth.signUp({ email: newEmail(), password: PASSWORD });
		expect(signUp.error).toMatchObject(exceeded);
		const elsewhere = await somewhere().auth.signInWithPassword({
			email: newEmail(),
			password: PASSWORD
		});
		expect(elsewhere.error?.code).toBe('invalid_credentials');
	});

	test('verifications: 30 in five minutes from one address', async () => {
		const client = somewhere();
		const attempt = () =>
			client.auth.verifyOtp({ email: newEmail(), token: '123456', type: 'email' });
		const begun = performance.now();
		const within = await times(30, attempt);
		expect(within.every(({ error }) => error?.code === 'otp_expired')).toBe(true);
		await expectExceeded(30, begun, attempt);
	});

	test('refreshes: 150 in five minutes from one address', async () => {
		const client = somewhere();
		const attempt = () => client.auth.refreshSession({ refresh_token: randomUUID() });
		const begun = performance.now();
		const within = await times(150, attempt);
		expect(within.every(({ error }) => error?.code === 'refresh_token_not_found')).toBe(true);
		await expectExceeded(150, begun, attempt);
	});
});

interface Message {
	subject: string;
	text: string;
	html: string;
}

/** The mail to an address, as soon as it is there. */
async function mailTo(inboxUrl: string, address: string): Promise<Message> {
	const response = await fetch(new URL(`messages/next?to=${address}`, inboxUrl));
	expect(response.status).toBe(200);
	return (await response.json()) as Message;
}

const linkIn = ({ text }: Message) => text.match(/https?:\S+\/auth\/v1\/verify\S+/)![0];

describe.runIf(platform.embedded)('a project that only administrators add people to', () => {
	let stack: StackProcess;
	let folder: string;
	let dataDir: string;
	let open: () => SupabaseClient;
	let secret: () => SupabaseClient;

	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), 'lotline-auth-'));
		const workdir = join(folder, 'project');
		await mkdir(join(workdir, 'supabase', 'templates'), { recursive: true });
		await writeFile(
			join(workdir, 'supabase', 'config.toml'),
			`
			[auth]
			enable_signup = false
			site_url = "http://127.0.0.1:3000"
			additional_redirect_urls = ["https://app.lotline.test/**"]
			[auth.rate_limit]
			email_sent = 2
			[auth.email]
			enable_confirmations = true
			[auth.email.template.invite]
			subject = "Welcome, {{ .Data.full_name }}"
			content_path = "./supabase/templates/invite.html"
			`
		);
		await writeFile(
			join(workdir, 'supabase', 'templates', 'invite.html'),
			'<p>{{ .Data.full_name }}, <a href="{{ .ConfirmationURL }}">come in</a>.</p>'
		);
		dataDir = await mkdtemp(join(tmpdir(), 'lotline-auth-data-'));
		stack = await startProcess({ dataDir, workdir });
		const { apiUrl, publishableKey, secretKey } = stack.status;
		open = () => createClient(apiUrl, publishableKey, stateless);
		secret = () => createClient(apiUrl, secretKey, stateless);
	});
	afterAll(async () => {
		await stack?.stop();
		for (const made of [folder, dataDir]) await rm(made, { recursive: true, force: true });
	});

	const member = async () => {
		const email = newEmail();
		await secret().auth.admin.createUser({ email, password: PASSWORD, email_confirm: true });
		return email;
	};

	test('P1.03 refuses to sign up, with a password or by mail', async () => {
		const refusal = { status: 422, code: 'signup_disabled' };
		const { auth } = open();
		const withPassword = await auth.signUp({ email: newEmail(), password: PASSWORD });
		expect(withPassword.error).toMatchObject(refusal);
		expect((await auth.signInWithOtp({ email: newEmail() })).error).toMatchObject(refusal);
		expect((await secret().auth.admin.listUsers()).data.users).toEqual([]);
	});

	test('P1.03 invites by mail, in the words of its template', async () => {
		const email = newEmail();
		const { data, error } = await secret().auth.admin.inviteUserByEmail(email, {
			data: { full_name: 'Asha <Rao>' },
			redirectTo: 'https://app.lotline.test/welcome'
		});
		expect(error).toBeNull();
		expect(data.user!.invited_at).toBeTruthy();
		const mail = await mailTo(stack.status.inboxUrl, email);
		expect(mail.subject).toBe('Welcome, Asha <Rao>');
		expect(mail.html).toContain('Asha &lt;Rao&gt;');
		const href = mail.html.match(/href="([^"]+)"/)![1]!.replaceAll('&amp;', '&');
		const site = await follow(href);
		expect(site.origin + site.pathname).toBe('https://app.lotline.test/welcome');
		const { access_token, refresh_token, type } = fragment(site);
		expect(type).toBe('invite');
		const client = open();
		await client.auth.setSession({
			access_token: access_token!,
			refresh_token: refresh_token!
		});
		expect((await client.auth.updateUser({ password: PASSWORD })).error).toBeNull();
		const signedIn = await open().auth.signInWithPassword({ email, password: PASSWORD });
		expect(signedIn.error).toBeNull();
	});

	test('recovers by mail, not twice in a minute, and does not tell who is unknown', async () => {
		const email = await member();
		const { auth } = open();
		expect((await auth.resetPasswordForEmail(email)).error).toBeNull();
		expect((await auth.resetPasswordForEmail(newEmail())).error).toBeNull();
		expect((await auth.resetPasswordForEmail(email)).error).toMatchObject({
			status: 429,
			code: 'over_email_send_rate_limit'
		});
		const site = await follow(linkIn(await mailTo(stack.status.inboxUrl, email)));
		expect(fragment(site)).toMatchObject({ type: 'recovery' });
	});

	test('signs a known person in by mail', async () => {
		const email = await member();
		expect((await open().auth.signInWithOtp({ email })).error).toBeNull();
		const token = (await mailTo(stack.status.inboxUrl, email)).text.match(/\b\d{6}\b/)![0];
		const { data, error } = await open().auth.verifyOtp({ email, token, type: 'email' });
		expect(error).toBeNull();
		expect(data.user!.email).toBe(email);
	});

	test('mails the confirmation of an account again, not twice in a minute', async () => {
		const email = newEmail();
		await secret().auth.admin.createUser({ email, password: PASSWORD });
		const { auth } = open();
		expect((await auth.resend({ type: 'signup', email })).error).toBeNull();
		expect((await auth.resend({ type: 'signup', email })).error).toMatchObject({
			status: 429,
			code: 'over_email_send_rate_limit'
		});
		const site = await follow(linkIn(await mailTo(stack.status.inboxUrl, email)));
		expect(fragment(site)).toMatchObject({ type: 'signup' });
		expect((await open().auth.signInWithPassword({ email, password: PASSWORD })).error).toBeNull();
	});

	test('changes an address by mails to both', async () => {
		const email = await member();
		const next = newEmail();
		const client = open();
		await client.auth.signInWithPassword({ email, password: PASSWORD });
		expect((await client.auth.updateUser({ email: next })).error).toBeNull();
		const first = await follow(linkIn(await mailTo(stack.status.inboxUrl, email)));
		expect(fragment(first).message).toContain('other email');
		const second = await follow(linkIn(await mailTo(stack.status.inboxUrl, next)));
		expect(fragment(second)).toMatchObject({ type: 'email_change' });
		expect((await client.auth.getUser()).data.user!.email).toBe(next);
	});

	test('sends no more mails in an hour than it is told to', async () => {
		const away = createClient(stack.status.apiUrl, stack.status.publishableKey, {
			...stateless,
			global: { headers: { 'X-Forwarded-For': '10.1.2.3' } }
		});
		expect((await away.auth.resetPasswordForEmail(newEmail())).error).toBeNull();
		expect((await away.auth.resetPasswordForEmail(newEmail())).error).toBeNull();
		expect((await away.auth.resetPasswordForEmail(newEmail())).error).toMatchObject({
			status: 429,
			code: 'over_email_send_rate_limit'
		});
	});
});
