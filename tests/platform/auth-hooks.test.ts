import { randomUUID } from 'node:crypto';
import { createClient } from '@supabase/supabase-js';
import postgres, { type Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { anonymous, PASSWORD, platform, service } from './environment.ts';

let sql: Sql;

beforeAll(() => {
	sql = postgres(platform.dbUrl, { max: 1 });
});
afterAll(async () => {
	await sql.end();
});

/** A user about whom the hook answers as told. */
async function userWithHook(hook?: object) {
	const email = `${randomUUID()}@lotline.test`;
	const { data, error } = await service().auth.admin.createUser({
		email,
		password: PASSWORD,
		email_confirm: true,
		app_metadata: hook ? { hook } : {}
	});
	expect(error).toBeNull();
	return { email, id: data.user!.id };
}

const attemptsOf = (id: string) => sql`
	select event, headers, caller from password_attempts
	where event ->> 'user_id' = ${id} order by id`;

// A hosted project has this hook from the Team plan on, and calls it by its own settings.
describe.runIf(platform.embedded)('the hook about passwords', () => {
	test('P1.06 is told who it was, whether the password was right, and from where', async () => {
		const { email, id } = await userWithHook();
		const headers = { 'User-Agent': 'tablet/1', 'X-Forwarded-For': '203.0.113.7' };
		const { auth } = createClient(platform.apiUrl, platform.publishableKey, {
			auth: { persistSession: false, autoRefreshToken: false },
			global: { headers }
		});
		const wrong = await auth.signInWithPassword({ email, password: 'Wrong-Horse-7' });
		expect(wrong.error).toMatchObject({
			status: 400,
			code: 'invalid_credentials',
			message: 'Invalid login credentials'
		});
		const right = await auth.signInWithPassword({ email: email.toUpperCase(), password: PASSWORD });
		expect(right.error).toBeNull();
		const metadata = {
			uuid: expect.any(String),
			time: expect.any(String),
			name: 'password-verification',
			ip_address: '203.0.113.7'
		};
		const rest = { headers: { 'user-agent': 'tablet/1' }, caller: 'supabase_auth_admin' };
		expect([...(await attemptsOf(id))]).toEqual([
			{ event: { metadata, user_id: id, valid: false }, ...rest },
			{ event: { metadata, user_id: id, valid: true }, ...rest }
		]);
	});

	test('rejects a right password in its own words, or in those of Auth', async () => {
		for (const [hook, message] of [
			[{ decision: 'reject', message: 'The plant is closed.' }, 'The plant is closed.'],
			[{ decision: 'reject' }, 'Further password verification attempts will be rejected.']
		] as const) {
			const { email } = await userWithHook(hook);
			const { data, error } = await anonymous().auth.signInWithPassword({
				email,
				password: PASSWORD
			});
			expect(error).toMatchObject({ status: 400, code: 'invalid_credentials', message });
			expect(data.session).toBeNull();
		}
	});

	test('ends the sessions of whom it rejects, where it says so', async () => {
		for (const should_logout_user of [false, true]) {
			const { email, id } = await userWithHook();
			const client = anonymous();
			await client.auth.signInWithPassword({ email, password: PASSWORD });
			await service().auth.admin.updateUserById(id, {
				app_metadata: { hook: { decision: 'reject', should_logout_user } }
			});
			await anonymous().auth.signInWithPassword({ email, password: PASSWORD });
			const { error } = await client.auth.refreshSession();
			expect(error?.code).toBe(should_logout_user ? 'refresh_token_not_found' : undefined);
		}
	});

	test('answers with an error that is passed on', async () => {
		const { email } = await userWithHook({ error: { http_code: 429, message: 'Slow down.' } });
		const { error } = await anonymous().auth.signInWithPassword({ email, password: PASSWORD });
		expect(error).toMatchObject({ status: 429, message: 'Slow down.' });
	});

	test.for([
		['raises an error', { raise: 'out of order' }],
		['takes longer than two seconds', { sleep: 3 }],
		['answers what is none', { decision: 7 }]
	] as const)('lets nobody in when it %s', async ([, hook]) => {
		const { email } = await userWithHook(hook);
		const { data, error } = await anonymous().auth.signInWithPassword({
			email,
			password: PASSWORD
		});
		expect(error).toMatchObject({ status: 500, name: 'AuthRetryableFetchError' });
		expect(data.session).toBeNull();
	});

	test('is not asked about an address that has no account, an account without a password, one that is banned', async () => {
		const asked = async () => (await sql`select count(*)::int from password_attempts`)[0]!.count;
		const before = await asked();
		const unknown = `${randomUUID()}@lotline.test`;
		const invited = `${randomUUID()}@lotline.test`;
		await service().auth.admin.createUser({ email: invited, email_confirm: true });
		for (const email of [unknown, invited]) {
			const { error } = await anonymous().auth.signInWithPassword({ email, password: PASSWORD });
			expect(error?.code).toBe('invalid_credentials');
		}
		const { email, id } = await userWithHook();
		await service().auth.admin.updateUserById(id, { ban_duration: '24h' });
		const banned = await anonymous().auth.signInWithPassword({ email, password: PASSWORD });
		expect(banned.error?.code).toBe('user_banned');
		expect(await asked()).toBe(before);
	});

	test('is for Auth alone', async () => {
		const { email } = await userWithHook();
		const person = anonymous();
		await person.auth.signInWithPassword({ email, password: PASSWORD });
		for (const client of [anonymous(), person, service()]) {
			const { error } = await client.rpc('on_password_attempt', { event: {} });
			expect(error?.code).toBe('42501');
		}
	});
});

describe.runIf(platform.embedded)('a password is compared with a hash', () => {
	const compared = async () =>
		Number(
			(
				await sql`
					select sum(calls) as calls from extensions.pg_stat_statements
					where query like ${'%extensions.crypt(%as same%'}`
			)[0]!.calls
		);

	test.for([
		['has an account', async () => (await userWithHook()).email],
		['has none', async () => `${randomUUID()}@lotline.test`],
		[
			'has one without a password',
			async () => {
				const email = `${randomUUID()}@lotline.test`;
				await service().auth.admin.createUser({ email, email_confirm: true });
				return email;
			}
		]
	] as const)('whether or not the address %s, so that time does not tell', async ([, make]) => {
		const email = await make();
		const before = await compared();
		const { error } = await anonymous().auth.signInWithPassword({
			email,
			password: 'Wrong-Horse-7'
		});
		expect(error?.code).toBe('invalid_credentials');
		expect(await compared()).toBe(before + 1);
	});

	test('that came from elsewhere, by whichever of its names', async () => {
		const [row] =
			await sql`select extensions.crypt(${PASSWORD}, extensions.gen_salt('bf', 6)) as hash`;
		for (const name of ['$2a$', '$2b$', '$2y$']) {
			const email = `${randomUUID()}@lotline.test`;
			const password_hash = name + (row!.hash as string).slice(name.length);
			await service().auth.admin.createUser({ email, password_hash, email_confirm: true });
			const signIn = (password: string) => anonymous().auth.signInWithPassword({ email, password });
			expect((await signIn(PASSWORD)).error).toBeNull();
			expect((await signIn('Wrong-Horse-7')).error?.code).toBe('invalid_credentials');
		}
	});

	test('unless there is a null character in it', async () => {
		const { email } = await userWithHook();
		const { error } = await anonymous().auth.signInWithPassword({
			email,
			password: `${PASSWORD}\0`
		});
		expect(error).toMatchObject({ status: 400, code: 'validation_failed' });
	});
});
