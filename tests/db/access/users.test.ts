import { randomUUID } from 'node:crypto';
import { describe, expect } from 'vitest';
import { test, type TestDatabase } from '../database.ts';
import { PERSONAS } from '../matrix.ts';
import { asAuth, signIn } from './auth.ts';

interface Plan {
	id: string;
	email: string;
	done: boolean;
	mail: boolean;
}

interface User {
	id: string;
	email: string;
	full_name: string;
	active: boolean;
	memberships: { id: string; role: string; site_id: string | null; site: string | null }[];
	last_sign_in_at: string | null;
	invited_at: string | null;
	confirmed_at: string | null;
}

/** Calls a command as the edge function does for who has called it. */
async function command<Answer = Plan>(
	db: TestDatabase,
	name: string,
	persona: string,
	given: Record<string, unknown>
): Promise<Answer> {
	const args = {
		request_id: randomUUID(),
		person: persona === 'anon' ? null : await db.idOf(persona),
		...given
	};
	const named = Object.keys(args).map((name, n) => `${name} => $${n + 1}`);
	return await db.as('service_role', async (sql) => {
		const [row] = await sql.unsafe(
			`select public.${name}(${named.join(', ')}) as answer`,
			Object.values(args) as never
		);
		return row!.answer as Answer;
	});
}

const newEmail = () => `${randomUUID()}@lotline.test`;

/** What a new user is asked for with. */
const wanted = (given: Record<string, unknown> = {}) => ({
	request_id: randomUUID(),
	email: newEmail(),
	full_name: 'Asha Rao',
	memberships: [{ role: 'manager', site_id: null }],
	invite: false,
	...given
});

const plan = (db: TestDatabase, given: Record<string, unknown>, persona = 'admin') =>
	command(db, 'plan_user', persona, given);

const planChange = (db: TestDatabase, given: Record<string, unknown>, persona = 'admin') =>
	command(db, 'plan_user_change', persona, given);

const setActive = async (
	db: TestDatabase,
	persona: string,
	active: boolean,
	given: Record<string, unknown> = {},
	by = 'admin'
) =>
	await command<{ id: string; active: boolean }>(db, 'set_user_active', by, {
		user_id: await db.idOf(persona),
		active,
		...given
	});

/** Auth makes the account, as it does for `createUser`. */
const authCreates = (db: TestDatabase, { id, email }: Plan) =>
	asAuth(
		db,
		(sql) => sql`insert into users (id, email, aud, role, encrypted_password)
			values (${id}, ${email}, 'authenticated', 'authenticated', 'hash')`
	);

const authInvites = (db: TestDatabase, id: string) =>
	asAuth(db, (sql) => sql`update users set invited_at = clock_timestamp() where id = ${id}`);

const authSetsPassword = (db: TestDatabase, id: string) =>
	asAuth(db, (sql) => sql`update users set encrypted_password = ${randomUUID()} where id = ${id}`);

const authSetsEmail = (db: TestDatabase, id: string, email: string) =>
	asAuth(db, (sql) => sql`update users set email = ${email} where id = ${id}`);

/** Somebody who has been invited by an administrator and has not come yet. */
async function invitee(db: TestDatabase) {
	const given = wanted({ invite: true });
	const planned = await plan(db, given);
	await authCreates(db, planned);
	await authInvites(db, planned.id);
	return { id: planned.id, email: given.email };
}

const detailsOf = async (db: TestDatabase, id: string, persona = 'admin') =>
	await db.as(
		persona,
		async (sql) => (await sql`select user_details(${id}) as details`)[0]!.details as User
	);

const auditOf = (db: TestDatabase, relation: string, id: string) =>
	db.superuser<{ actor: string | null; before: object; after: object }[]>`
		select actor, before, after from audit.log
		where relation = ${relation} and coalesce(after ->> 'user_id', record_id) = ${id} order by id`;

const noTrace = async (db: TestDatabase, id: string) => {
	const [row] = await db.superuser`
		select (select count(*)::int from auth.users where id = ${id}) as accounts,
			(select count(*)::int from profiles where id = ${id}) as profiles`;
	return row!.accounts === 0 && row!.profiles === 0;
};

describe('P1.03 a new user', () => {
	test('P1.03 comes into being with his name and his roles in one, as the administrator’s doing', async ({
		db
	}) => {
		const [p1, admin] = [await db.siteOf('P1'), await db.idOf('admin')];
		const given = wanted({
			email: '  Asha.RAO+mcc@Lotline.test ',
			full_name: '  Asha Rao ',
			memberships: [
				{ role: 'supervisor', site_id: p1 },
				{ role: 'qa', site_id: null }
			]
		});
		const planned = await plan(db, given);
		expect(planned).toEqual({
			id: expect.any(String),
			email: 'asha.rao+mcc@lotline.test',
			done: false,
			mail: false
		});
		expect(await noTrace(db, planned.id)).toBe(true);
		await authCreates(db, planned);
		expect(await detailsOf(db, planned.id)).toMatchObject({
			id: planned.id,
			email: 'asha.rao+mcc@lotline.test',
			full_name: 'Asha Rao',
			active: true,
			memberships: [
				{ role: 'qa', site_id: null, site: null },
				{ role: 'supervisor', site_id: p1, site: 'P1' }
			]
		});
		for (const relation of ['public.profiles', 'public.memberships']) {
			const actors = (await auditOf(db, relation, planned.id)).map(({ actor }) => actor);
			expect(new Set(actors)).toEqual(new Set([admin]));
		}
	});

	test('P1.03 asked for again is the same user, before Auth has made him and after', async ({
		db
	}) => {
		const given = wanted();
		const [first, second] = await Promise.all([plan(db, given), plan(db, given)]);
		expect(second).toEqual(first);
		await authCreates(db, first);
		expect(await plan(db, given)).toEqual({ ...first, done: true });
		await expect(plan(db, { ...given, full_name: 'Another' })).rejects.toMatchObject({
			code: 'PT409',
			message: expect.stringContaining('has already stood for something else')
		});
		await db.superuser`insert into memberships (user_id, role) values (${await db.idOf('admin.b')}, 'admin') on conflict do nothing`;
		await expect(plan(db, given, 'admin.b')).rejects.toMatchObject({ code: 'PT409' });
	});

	test('P1.03 is invited once, and the mail is due until it is sent', async ({ db }) => {
		const given = wanted({ invite: true });
		const planned = await plan(db, given);
		await authCreates(db, planned);
		const due = { ...planned, done: true, mail: true };
		expect(await plan(db, given)).toEqual(due);
		expect(await plan(db, given)).toEqual(due);
		await authInvites(db, planned.id);
		expect(await plan(db, given)).toEqual({ ...due, mail: false });
		const [invitation] = await auditOf(db, 'auth.users', planned.id);
		expect(invitation).toMatchObject({
			actor: await db.idOf('admin'),
			before: { invited_at: null },
			after: { invited_at: expect.any(String) }
		});
	});

	test('P1.03 whom Auth has refused is forgotten, and may be corrected under the same request', async ({
		db
	}) => {
		const given = wanted();
		const { id } = await plan(db, given);
		const withdraw = () =>
			db.as('service_role', (sql) => sql`select withdraw_user_plan(${given.request_id})`);
		await withdraw();
		const corrected = { ...given, email: newEmail() };
		const planned = await plan(db, corrected);
		expect(planned.id).not.toBe(id);
		await authCreates(db, planned);
		await withdraw();
		expect(await plan(db, corrected)).toMatchObject({ id: planned.id, done: true });
	});

	test('an account that nobody has planned has a profile and no roles', async ({ db }) => {
		const id = randomUUID();
		await authCreates(db, { id, email: 'stray@lotline.test', done: false, mail: false });
		expect(await detailsOf(db, id)).toMatchObject({ full_name: 'stray', memberships: [] });
	});

	const P9 = '99999999-0000-4000-8000-000000000009';
	const bad: [Record<string, unknown>, string, string, string][] = [
		[{ email: null }, 'VALUE_INVALID', 'email', 'There is no e-mail address.'],
		[{ email: ' \u00a0' }, 'VALUE_INVALID', 'email', 'There is no e-mail address.'],
		...[
			'asha',
			'asha@',
			'@lotline.test',
			'asha@lotline',
			'a b@lotline.test',
			'.a@lotline.test',
			'a..b@lotline.test',
			'asha@-lotline.test',
			'asha@lotline..test',
			'ásha@lotline.test',
			'Asha <asha@lotline.test>',
			'asha@lotline.test\nbcc: x@lotline.test',
			`${'a'.repeat(65)}@lotline.test`,
			`a@${'b.'.repeat(130)}test`
		].map(
			(email) =>
				[
					{ email },
					'VALUE_INVALID',
					'email',
					`"${email.slice(0, 60)}" is no e-mail address.`
				] as (typeof bad)[number]
		),
		[{ full_name: null }, 'VALUE_INVALID', 'full_name', 'There is no full name.'],
		[{ full_name: '\u200b ' }, 'VALUE_INVALID', 'full_name', 'There is no full name.'],
		[
			{ full_name: 'x'.repeat(121) },
			'VALUE_INVALID',
			'full_name',
			'The full name has 121 characters; 120 is the most.'
		],
		[
			{ memberships: null },
			'VALUE_INVALID',
			'memberships',
			'memberships is no list of 1 to 50 lines.'
		],
		[
			{ memberships: [] },
			'VALUE_INVALID',
			'memberships',
			'memberships is no list of 1 to 50 lines.'
		],
		[
			{ memberships: ['qa'] },
			'VALUE_INVALID',
			'memberships',
			'memberships is no list of 1 to 50 lines.'
		],
		[
			{ memberships: [{}] },
			'FIELD_MISSING',
			'memberships.1.role',
			'memberships.1.role is missing.'
		],
		[
			{ memberships: [{ role: 'qa' }, { role: 'boss' }] },
			'VALUE_INVALID',
			'memberships.2.role',
			'"boss" is no role; one is admin, manager, qa, supervisor, storekeeper, dispatch_clerk, distributor, retailer.'
		],
		[
			{ memberships: [{ role: 'qa', site_id: 'P1' }] },
			'VALUE_INVALID',
			'memberships.1.site_id',
			'"P1" is no id.'
		],
		[
			{ memberships: [{ role: 'qa', site_id: P9 }] },
			'NOT_FOUND',
			'memberships.1.site_id',
			`There is no site ${P9} in use.`
		],
		[
			{ memberships: [{ role: 'qa' }, { role: 'qa', site_id: null }] },
			'VALUE_INVALID',
			'memberships',
			'A role is given twice at the same site.'
		]
	];
	for (const [given, code, field, message] of bad) {
		test(`P1.02 P1.03 ${JSON.stringify(given).slice(0, 60)} is refused at ${field}, and nothing is planned`, async ({
			db
		}) => {
			await db.superuser`insert into sites (id, code, name, kind, active) values (${P9}, 'P9', 'Closed', 'plant', false) on conflict do nothing`;
			const asked = wanted(given);
			const refused = await plan(db, asked).catch((error: Error & { detail: string }) => error);
			expect(refused).toMatchObject({
				message,
				detail: expect.stringContaining(`"code": "${code}"`)
			});
			expect(JSON.parse((refused as { detail: string }).detail)).toMatchObject({ field });
			expect(
				await db.superuser`select from app.requests where id = ${asked.request_id}`
			).toHaveLength(0);
		});
	}

	test('P1.02 an address belongs to one user, in whatever case', async ({ db }) => {
		await db.idOf('qa');
		await expect(plan(db, wanted({ email: 'QA@Lotline.test' }))).rejects.toMatchObject({
			code: 'PT409',
			message: 'qa@lotline.test is the address of another user already.',
			detail: expect.stringContaining('"code": "EMAIL_TAKEN"')
		});
	});
});

describe('P1.03 an account', () => {
	test('P1.03 gets another name at once, and another address when Auth has changed it', async ({
		db
	}) => {
		const id = await db.idOf('ramesh');
		const admin = await db.idOf('admin');
		const named = {
			request_id: randomUUID(),
			user_id: id,
			action: 'update',
			full_name: 'Ramesh K.'
		};
		for (let time = 0; time < 2; time++)
			expect(await planChange(db, named)).toMatchObject({ id, done: true, mail: false });
		expect(await detailsOf(db, id)).toMatchObject({ full_name: 'Ramesh K.' });

		const email = newEmail();
		const both = {
			request_id: randomUUID(),
			user_id: id,
			action: 'update',
			full_name: 'Ramesh Kumar',
			email: email.toUpperCase()
		};
		expect(await planChange(db, both)).toMatchObject({ email, done: false });
		expect(await detailsOf(db, id)).toMatchObject({ full_name: 'Ramesh K.' });
		await asAuth(db, (sql) => sql`update users set email_confirmed_at = now() where id = ${id}`);
		await authSetsEmail(db, id, email);
		expect(await detailsOf(db, id)).toMatchObject({ full_name: 'Ramesh Kumar', email });
		expect(await planChange(db, both)).toMatchObject({ email, done: true });
		const actors = (await auditOf(db, 'public.profiles', id)).map(({ actor }) => actor);
		expect(actors).toEqual([null, admin, admin]);
		expect((await auditOf(db, 'auth.users', id)).at(-1)).toMatchObject({
			actor: admin,
			before: { email: 'ramesh@lotline.test' },
			after: { email }
		});
	});

	test('P1.03 that is invited and gets another address is invited there, which ends the old link', async ({
		db
	}) => {
		const { id } = await invitee(db);
		const email = newEmail();
		const change = { request_id: randomUUID(), user_id: id, action: 'update', email };
		await planChange(db, change);
		await authSetsEmail(db, id, email);
		expect(await planChange(db, change)).toEqual({ id, email, done: true, mail: true });
		await authInvites(db, id);
		expect(await planChange(db, change)).toEqual({ id, email, done: true, mail: false });
	});

	test('P1.03 gets a password from an administrator, once, and the audit says who and not what', async ({
		db
	}) => {
		const id = await db.idOf('meena');
		const change = { request_id: randomUUID(), user_id: id, action: 'set_password' };
		expect(await planChange(db, change)).toMatchObject({ id, done: false });
		await authSetsPassword(db, id);
		expect(await planChange(db, change)).toMatchObject({ id, done: true });
		await authSetsPassword(db, id);
		expect([...(await auditOf(db, 'auth.users', id))]).toEqual([
			{
				actor: await db.idOf('admin'),
				before: { password: null },
				after: { password: 'changed' }
			},
			{ actor: null, before: { password: null }, after: { password: 'changed' } }
		]);
		const history = await db.as(
			'admin',
			(sql) => sql`select actor, changes from record_history('auth.users', ${id})`
		);
		expect(history.map(({ actor }) => actor)).toEqual([null, 'admin']);
	});

	test('P1.03 a plan that was broken off is not somebody else’s doing later', async ({ db }) => {
		const id = await db.idOf('kavya');
		const change = { request_id: randomUUID(), user_id: id, action: 'set_password' };
		await planChange(db, change);
		await db.superuser`update app.user_plans set planned_at = now() - interval '4 minutes' where user_id = ${id}`;
		await authSetsPassword(db, id);
		expect((await auditOf(db, 'auth.users', id)).map(({ actor }) => actor)).toEqual([null]);
		expect(await planChange(db, change)).toMatchObject({ done: false });
		await authSetsPassword(db, id);
		expect(await planChange(db, change)).toMatchObject({ done: true });
	});

	test('P1.03 is invited again until the invitation is accepted', async ({ db }) => {
		const { id, email } = await invitee(db);
		const change = { request_id: randomUUID(), user_id: id, action: 'invite' };
		expect(await planChange(db, change)).toEqual({ id, email, done: true, mail: true });
		await authInvites(db, id);
		expect(await planChange(db, change)).toEqual({ id, email, done: true, mail: false });
		await asAuth(db, (sql) => sql`update users set email_confirmed_at = now() where id = ${id}`);
		await expect(planChange(db, { ...change, request_id: randomUUID() })).rejects.toMatchObject({
			code: 'PT409',
			message: `${email} needs no invitation any more.`
		});
	});

	test('P1.03 that is deactivated is not invited, and what was due is not sent any more', async ({
		db
	}) => {
		const { id, email } = await invitee(db);
		const change = { request_id: randomUUID(), user_id: id, action: 'invite' };
		await planChange(db, change);
		await command(db, 'set_user_active', 'admin', { user_id: id, active: false });
		await expect(planChange(db, change)).rejects.toMatchObject({
			code: 'PT422',
			message: `${email} is deactivated and cannot be invited.`
		});
	});

	for (const [given, code, message] of [
		[{ action: 'update' }, 'PT400', 'There is neither a full_name nor an email to change.'],
		[{ action: 'update', full_name: ' ' }, 'PT400', 'There is no full name.'],
		[{ action: 'update', email: 'x' }, 'PT400', '"x" is no e-mail address.'],
		[
			{ action: 'update', email: 'admin@lotline.test' },
			'PT409',
			'admin@lotline.test is the address of another user already.'
		],
		[{ action: 'invite', user_id: randomUUID() }, 'PT404', 'There is no such user.'],
		[{ action: 'set_password', user_id: randomUUID() }, 'PT404', 'There is no such user.'],
		[{ action: 'invite', request_id: null }, 'PT400', 'The request has no id.']
	] as const) {
		test(`P1.03 ${JSON.stringify(given).slice(0, 70)} is refused: ${message}`, async ({ db }) => {
			const user_id = await db.idOf('sunil');
			await expect(planChange(db, { user_id, ...given })).rejects.toMatchObject({ code, message });
		});
	}
});

describe('P1.03 deactivating', () => {
	test('P1.03 ends all sessions and all that somebody may, and deletes nothing; activating gives it back', async ({
		db
	}) => {
		await signIn(db, 'storekeeper.x');
		await signIn(db, 'storekeeper.x');
		const id = await db.idOf('storekeeper.x');
		const may = async () =>
			(await db.as('storekeeper.x', (sql) => sql`select app.has('stock.view') as may`))[0]!
				.may as boolean;
		const request_id = randomUUID();
		expect(await setActive(db, 'storekeeper.x', false, { request_id })).toEqual({
			id,
			active: false
		});
		expect(await may()).toBe(false);
		expect(await db.superuser`select from auth.sessions where user_id = ${id}`).toHaveLength(0);
		expect(
			await db.superuser`select from sign_in_attempts where user_id = ${id} and signed_out_at is not null`
		).toHaveLength(2);
		expect(await detailsOf(db, id)).toMatchObject({
			active: false,
			memberships: [{ role: 'storekeeper', site: 'P1' }]
		});
		expect(await setActive(db, 'storekeeper.x', true)).toEqual({ id, active: true });
		expect(await may()).toBe(true);
		// The first request, sent again late, says how it is now and changes nothing.
		expect(await setActive(db, 'storekeeper.x', false, { request_id })).toEqual({
			id,
			active: true
		});
		const admin = await db.idOf('admin');
		expect((await auditOf(db, 'public.profiles', id)).slice(1)).toMatchObject([
			{ actor: admin, after: { active: false } },
			{ actor: admin, after: { active: true } }
		]);
	});

	test('P1.03 one’s own account is refused, and a user who is none', async ({ db }) => {
		await expect(setActive(db, 'admin', false)).rejects.toMatchObject({
			code: 'PT403',
			message: 'You may not deactivate your own account.'
		});
		await expect(setActive(db, 'admin', false, { user_id: randomUUID() })).rejects.toMatchObject({
			code: 'PT404',
			message: 'There is no such user.'
		});
	});

	test('P1.03 of two administrators who deactivate each other at the same moment one stays', async ({
		db
	}) => {
		const [one, other] = [await db.idOf('admin.one'), await db.idOf('admin.other')];
		await db.superuser`update memberships set role = 'manager' where role = 'admin' and user_id not in (${one}, ${other})`;
		const waiting = async () =>
			(await db.superuser`select from pg_locks where locktype = 'advisory' and not granted`).length;
		let second: Promise<unknown> | undefined;
		await db.as('service_role', async (sql) => {
			await sql`select set_user_active(${randomUUID()}, ${one}, ${other}, false)`;
			second = setActive(db, 'admin.one', false, {}, 'admin.other').catch((error: Error) => error);
			await expect.poll(waiting).toBe(1);
		});
		expect(await second).toMatchObject({
			code: 'PT422',
			message: 'Nobody would be left who manages users at every site.',
			detail: expect.stringContaining('"code": "LAST_ADMIN"')
		});
		await db.superuser`update memberships set role = 'admin' where user_id = ${await db.idOf('admin')}`;
	});
});

describe('P1.03 who manages users', () => {
	const commands = async (db: TestDatabase) => {
		const user_id = await db.idOf('somebody');
		return [
			['plan_user', wanted()],
			['plan_user_change', { user_id, action: 'update', full_name: 'Renamed' }],
			['plan_user_change', { user_id, action: 'set_password' }],
			['set_user_active', { user_id, active: false }]
		] as [string, Record<string, unknown>][];
	};

	for (const persona of PERSONAS) {
		test(`P1.03 ${persona} ${persona === 'admin' ? 'does' : 'does not'}`, async ({ db }) => {
			for (const [name, given] of await commands(db)) {
				const asked = command(db, name, persona, given);
				if (persona === 'admin') expect(await asked).toHaveProperty('id');
				else
					await expect(asked).rejects.toMatchObject({
						code: persona === 'anon' ? 'PT401' : 'PT403',
						...(persona !== 'anon' && {
							message: 'You may not add users, give them roles and deactivate them.'
						})
					});
			}
		});
	}

	test('P1.03 who may so at one site only is told that this is not enough', async ({ db }) => {
		const [id, site] = [await db.idOf('nobody.local'), await db.siteOf('P1')];
		await db.superuser`insert into memberships (user_id, site_id, role) values (${id}, ${site}, 'admin')`;
		for (const [name, given] of await commands(db))
			await expect(command(db, name, 'nobody.local', given)).rejects.toMatchObject({
				code: 'PT403',
				message: 'You may not add users, give them roles and deactivate them at every site.'
			});
	});

	test('P1.03 who may so no longer is refused a repetition, too', async ({ db }) => {
		const given = wanted();
		await plan(db, given, 'admin.former');
		await db.superuser`delete from memberships where user_id = ${await db.idOf('admin.former')}`;
		await expect(plan(db, given, 'admin.former')).rejects.toMatchObject({ code: 'PT403' });
	});

	test('P1.03 the commands are for the edge function alone, in nobody’s own name', async ({
		db
	}) => {
		const id = await db.idOf('somebody');
		for (const persona of ['anon', 'admin'])
			for (const call of [
				`plan_user(gen_random_uuid(), '${id}', 'a@b.test', 'x', '[]', false)`,
				`plan_user_change(gen_random_uuid(), '${id}', '${id}', 'invite')`,
				`withdraw_user_plan(gen_random_uuid())`,
				`set_user_active(gen_random_uuid(), '${id}', '${id}', false)`
			])
				await expect(db.as(persona, (sql) => sql.unsafe(`select ${call}`))).rejects.toMatchObject({
					code: '42501'
				});
	});
});

describe('P1.03 the table of users', () => {
	interface Page {
		total: number;
		users: User[];
	}

	const list = async (
		db: TestDatabase,
		given: Record<string, unknown> = {},
		persona = 'admin'
	): Promise<Page> => {
		const named = Object.keys(given).map((name, n) => `${name} => $${n + 1}`);
		return await db.as(persona, async (sql) => {
			const [row] = await sql.unsafe(
				`select list_users(${named.join(', ')}) as page`,
				Object.values(given) as never
			);
			return row!.page as Page;
		});
	};
	const names = ({ users }: Page) => users.map(({ full_name }) => full_name);

	/** Five people of a name that nobody else has. */
	const arrange = async (db: TestDatabase) => {
		for (const name of ['qa', 'manager', 'storekeeper', 'qa@P2', 'admin'])
			await db.idOf(name.replace(/^(\w+)/, '$1.100%_z'));
		const gone = await db.idOf('storekeeper.100%_z');
		await db.superuser`update profiles set active = false where id = ${gone}`;
		await db.superuser`update auth.users set last_sign_in_at = '2026-05-23T10:00:00Z' where email like 'qa.100%'`;
		return { search: '.100%_z' };
	};

	test('P1.03 shows address, name, roles, last sign-in and whether somebody is active', async ({
		db
	}) => {
		const found = await arrange(db);
		const page = await list(db, found);
		expect(page.total).toBe(5);
		expect(names(page)).toEqual([
			'admin.100%_z',
			'manager.100%_z',
			'qa.100%_z',
			'qa.100%_z@P2',
			'storekeeper.100%_z'
		]);
		expect(page.users[2]).toEqual({
			id: await db.idOf('qa.100%_z'),
			email: 'qa.100%_z@lotline.test',
			full_name: 'qa.100%_z',
			active: true,
			memberships: [
				{ id: expect.any(String), role: 'qa', site_id: await db.siteOf('P1'), site: 'P1' }
			],
			last_sign_in_at: '2026-05-23T10:00:00+00:00',
			invited_at: null,
			confirmed_at: null,
			created_at: expect.any(String)
		});
		expect(page.users[4]!.active).toBe(false);
	});

	test('P1.03 is narrowed by name or address, role, site and activity', async ({ db }) => {
		const found = await arrange(db);
		const [p1, p2] = [await db.siteOf('P1'), await db.siteOf('P2')];
		const sought = async (given: object) => names(await list(db, { ...found, ...given }));
		expect(await sought({ search: 'QA.100%_Z@P2@LOTLINE' })).toEqual(['qa.100%_z@P2']);
		expect(await sought({ search: '.100x_z' })).toEqual([]);
		expect(await sought({ search: '.100%xz' })).toEqual([]);
		expect(await sought({ role: 'qa' })).toEqual(['qa.100%_z', 'qa.100%_z@P2']);
		expect(await sought({ role: 'qa', site_id: p2 })).toEqual(['qa.100%_z@P2']);
		expect(await sought({ site_id: p2 })).toEqual(['admin.100%_z', 'qa.100%_z@P2']);
		expect(await sought({ role: 'admin', site_id: p1 })).toEqual(['admin.100%_z']);
		expect(await sought({ active: false })).toEqual(['storekeeper.100%_z']);
		expect(await sought({ active: true, role: 'storekeeper' })).toEqual([]);
		expect((await list(db, { search: ' ' })).total).toBe((await list(db)).total);
	});

	test('P1.03 comes in an order and in pages, each with the total', async ({ db }) => {
		const found = await arrange(db);
		const all = names(await list(db, found));
		expect(names(await list(db, { ...found, sort: '-name' }))).toEqual([...all].reverse());
		expect(names(await list(db, { ...found, sort: '-email' }))[0]).toBe('storekeeper.100%_z');
		for (const sort of ['last_sign_in', '-last_sign_in', 'created', '-created', 'email'])
			expect(names(await list(db, { ...found, sort })).sort()).toEqual([...all].sort());
		expect(names(await list(db, { ...found, sort: '-last_sign_in' })).slice(0, 2)).toEqual([
			'qa.100%_z',
			'qa.100%_z@P2'
		]);
		const page = (page: number) => list(db, { ...found, page, page_size: 2 });
		const pages = [await page(1), await page(2), await page(3), await page(4)];
		expect(pages.map(({ total }) => total)).toEqual([5, 5, 5, 5]);
		expect(pages.map(names)).toEqual([all.slice(0, 2), all.slice(2, 4), all.slice(4), []]);
	});

	for (const [given, message] of [
		[{ role: 'boss' }, '"boss" is no role.'],
		[{ sort: 'email; drop table x' }, /^"email; drop table x" is no order; one is name, -name,/],
		[{ page: 0 }, '0 is no page; the first is 1.'],
		[{ page: null }, 'Nothing is no page; the first is 1.'],
		[{ page_size: 2001 }, 'A page has 1 to 2000 users, not 2001.'],
		[{ search: 'x'.repeat(201) }, 'What is searched for has more than 200 characters.']
	] as const) {
		test(`P1.03 ${JSON.stringify(given).slice(0, 50)} is refused at its field`, async ({ db }) => {
			const [field] = Object.keys(given);
			await expect(list(db, given)).rejects.toMatchObject({
				code: 'PT400',
				message: message instanceof RegExp ? expect.stringMatching(message) : message,
				detail: expect.stringContaining(`"field": "${field}"`)
			});
		});
	}

	for (const persona of PERSONAS) {
		const may = ['admin', 'manager'].includes(persona);
		test(`P1.03 ${persona} ${may ? 'sees' : 'does not see'} it, nor anybody in it`, async ({
			db
		}) => {
			const id = await db.idOf('qa');
			for (const reading of [() => list(db, {}, persona), () => detailsOf(db, id, persona)])
				if (may) await reading();
				else
					await expect(reading()).rejects.toMatchObject({
						code: persona === 'anon' ? '42501' : 'PT403'
					});
		});
	}
});
