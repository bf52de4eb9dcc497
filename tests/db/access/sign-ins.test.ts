import { randomUUID } from 'node:crypto';
import { describe, expect } from 'vitest';
import { test, type TestDatabase } from '../database.ts';
import { SIGNED_IN, testMatrix } from '../matrix.ts';
import { asAuth, signIn } from './auth.ts';

const signOut = (db: TestDatabase, session: string) =>
	asAuth(db, (sql) => sql`delete from sessions where id = ${session}`);

/** Somebody gives a password, and Auth tells the hook. */
async function givePassword(
	db: TestDatabase,
	persona: string,
	{ valid = false, address = '203.0.113.7', headers = '' } = {}
) {
	const userId = await db.idOf(persona);
	const event = { metadata: { ip_address: address }, user_id: userId, valid };
	return await asAuth(db, async (sql) => {
		await sql`select set_config('request.headers', ${headers}, true)`;
		const [row] =
			await sql`select public.hook_password_verification_attempt(${sql.json(event)}) as answer`;
		return row!.answer as unknown;
	});
}

const attemptsOf = async (db: TestDatabase, persona: string) => [
	...(await db.sql`
		select email, succeeded, host(ip) as ip, user_agent, session_id, signed_out_at from sign_in_attempts
		where user_id = ${await db.idOf(persona)} order by id`)
];

describe('P1.06 what is written down', () => {
	test('P1.06 a session that begins is a sign-in, one that is ended a sign-out', async ({ db }) => {
		const session = await signIn(db, 'qa.begins');
		const signedIn = {
			email: 'qa.begins@lotline.test',
			succeeded: true,
			ip: '203.0.113.7',
			user_agent: 'tablet/1',
			session_id: session,
			signed_out_at: null
		};
		expect(await attemptsOf(db, 'qa.begins')).toEqual([signedIn]);
		await signOut(db, session);
		expect(await attemptsOf(db, 'qa.begins')).toEqual([
			{ ...signedIn, signed_out_at: expect.any(Date) }
		]);
	});

	test('P1.06 a wrong password is a bad attempt, with the program where it is told', async ({
		db
	}) => {
		const answer = await givePassword(db, 'qa.errs', { headers: '{"user-agent": "tablet/1"}' });
		expect(answer).toEqual({ decision: 'continue' });
		await givePassword(db, 'qa.errs');
		const bad = {
			email: 'qa.errs@lotline.test',
			succeeded: false,
			ip: '203.0.113.7',
			user_agent: 'tablet/1',
			session_id: null,
			signed_out_at: null
		};
		expect(await attemptsOf(db, 'qa.errs')).toEqual([bad, { ...bad, user_agent: null }]);
	});

	test('P1.06 a right password is left to its session, unless the address is not confirmed', async ({
		db
	}) => {
		await givePassword(db, 'qa.unconfirmed', { valid: true });
		expect(await attemptsOf(db, 'qa.unconfirmed')).toMatchObject([{ succeeded: false }]);
		const id = await db.idOf('qa.confirmed');
		await asAuth(db, (sql) => sql`update users set email_confirmed_at = now() where id = ${id}`);
		await givePassword(db, 'qa.confirmed', { valid: true });
		expect(await attemptsOf(db, 'qa.confirmed')).toEqual([]);
	});

	test('P1.06 a program of any length is cut, and an address that is none is left out', async ({
		db
	}) => {
		const long = 'x'.repeat(9000);
		await signIn(db, 'qa.long', long);
		await givePassword(db, 'qa.long', { headers: JSON.stringify({ 'user-agent': long }) });
		await givePassword(db, 'qa.long', { address: "'; drop table x" });
		expect(await attemptsOf(db, 'qa.long')).toMatchObject([
			{ user_agent: 'x'.repeat(500) },
			{ user_agent: 'x'.repeat(500) },
			{ ip: null }
		]);
	});

	test('P1.06 an account that is unknown to the database leaves nothing', async ({ db }) => {
		const event = { user_id: randomUUID(), valid: false };
		const count = async () =>
			(await db.sql`select count(*)::int from sign_in_attempts`)[0]!.count as number;
		const before = await count();
		await asAuth(
			db,
			(sql) => sql`select public.hook_password_verification_attempt(${sql.json(event)})`
		);
		expect(await count()).toBe(before);
	});

	test('P1.06 the hook and the triggers are for Auth alone', async ({ db }) => {
		for (const persona of ['anon', 'admin', 'service_role']) {
			await expect(
				db.as(persona, (sql) => sql`select hook_password_verification_attempt('{}')`)
			).rejects.toMatchObject({ code: '42501' });
		}
		const [grantees] = await db.sql`
			select array_agg(distinct grantee::text order by grantee::text) as names
			from information_schema.routine_privileges
			where routine_name = 'hook_password_verification_attempt'`;
		expect(grantees!.names).toEqual(['postgres', 'supabase_auth_admin']);
	});

	test('P1.06 Auth itself reads and writes nothing of it but through them', async ({ db }) => {
		for (const statement of [
			'select * from public.sign_in_attempts',
			'delete from public.sign_in_attempts',
			'insert into public.sign_in_attempts (succeeded) values (false)'
		]) {
			await expect(asAuth(db, (sql) => sql.unsafe(statement))).rejects.toMatchObject({
				code: '42501'
			});
		}
	});
});

describe('P1.06 what is written stays', () => {
	for (const statement of [
		'delete from sign_in_attempts',
		'truncate sign_in_attempts',
		"update sign_in_attempts set ip = '10.0.0.1'",
		'update sign_in_attempts set succeeded = false, session_id = null',
		"update sign_in_attempts set user_agent = 'other', signed_out_at = now()"
	]) {
		test(`P1.06 not even the owner may "${statement}"`, async ({ db }) => {
			await signIn(db, 'qa');
			await expect(db.sql.unsafe(statement)).rejects.toMatchObject({
				code: 'PT403',
				message: expect.stringContaining('append-only')
			});
		});
	}

	test('P1.06 a sign-out is written once', async ({ db }) => {
		const session = await signIn(db, 'qa');
		await signOut(db, session);
		for (const value of ['null', 'now()']) {
			await expect(
				db.sql.unsafe(
					`update sign_in_attempts set signed_out_at = ${value} where session_id = '${session}'`
				)
			).rejects.toMatchObject({ code: 'PT403' });
		}
	});

	for (const [statement, constraint] of [
		[
			'insert into sign_in_attempts (succeeded, session_id) values (true, gen_random_uuid())',
			'who is let in has an account'
		],
		[
			'insert into sign_in_attempts (succeeded, session_id) values (false, gen_random_uuid())',
			'who is let in has a session, and nobody else'
		],
		[
			'insert into sign_in_attempts (succeeded, signed_out_at) values (false, now())',
			'only a session is signed out'
		],
		[
			"insert into sign_in_attempts (succeeded, email) values (false, repeat('x', 256))",
			'email has at most 255 characters'
		]
	] as const) {
		test(`P1.06 ${constraint}`, async ({ db }) => {
			await expect(db.sql.unsafe(statement)).rejects.toMatchObject({
				constraint_name: constraint
			});
		});
	}
});

describe('P1.06 who sees it', () => {
	const seenBy = async (db: TestDatabase, persona: string, of: string[]) => {
		const emails = of.map((name) => `${name}@lotline.test`);
		const rows = await db.as(
			persona,
			(sql) => sql`select distinct email from sign_in_attempts where email = any (${emails})`
		);
		return of.filter((_, index) => rows.some(({ email }) => email === emails[index]));
	};

	test('P1.06 a Manager those of the people at his sites, an Admin all, others their own', async ({
		db
	}) => {
		const people = ['supervisor', 'supervisor@P2', 'manager', 'manager@P2', 'admin', 'nobody'];
		for (const person of people) await signIn(db, person);
		await givePassword(db, 'supervisor');
		expect(await seenBy(db, 'admin', people)).toEqual(people);
		expect(await seenBy(db, 'manager', people)).toEqual(['supervisor', 'manager']);
		expect(await seenBy(db, 'manager@P2', people)).toEqual(['supervisor@P2', 'manager@P2']);
		for (const person of ['supervisor', 'supervisor@P2', 'nobody']) {
			expect(await seenBy(db, person, people)).toEqual([person]);
		}
	});

	test('P1.06 who has left sees those of nobody else any more', async ({ db }) => {
		await signIn(db, 'supervisor');
		await signIn(db, 'manager.gone');
		const id = await db.idOf('manager.gone');
		await db.superuser`update profiles set active = false where id = ${id}`;
		expect(await seenBy(db, 'manager.gone', ['supervisor', 'manager.gone'])).toEqual([
			'manager.gone'
		]);
	});
});

testMatrix(
	[
		[
			'P1.06',
			"select * from sign_in_attempts where email = 'supervisor.b@lotline.test' limit 1",
			['admin', 'manager']
		],
		['P1.06', 'select * from sign_in_attempts where user_id = auth.uid() limit 1', SIGNED_IN],
		['P1.06', 'insert into sign_in_attempts (succeeded) values (false)', []],
		['P1.06', 'update sign_in_attempts set signed_out_at = now()', []],
		['P1.06', 'delete from sign_in_attempts', []]
	],
	async (db) => {
		for (const persona of ['supervisor.b', ...SIGNED_IN]) await signIn(db, persona);
	}
);
