import { randomUUID } from 'node:crypto';
import type { SupabaseClient } from '@supabase/supabase-js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isEmbedded, PASSWORD } from './environment.ts';
import { refusal, startLotline, type Lotline } from './lotline.ts';

interface User {
	id: string;
	email: string;
	full_name: string;
	active: boolean;
	memberships: { role: string; site_id: string | null; site: string | null }[];
	last_sign_in_at: string | null;
	invited_at: string | null;
	confirmed_at: string | null;
}

interface Mail {
	id: string;
	subject: string;
	html: string;
}

const newEmail = () => `${randomUUID()}@lotline.test`;

// The functions and migrations of the repository, not those of the fixture project.
describe.runIf(isEmbedded)('users', () => {
	let lotline: Lotline;
	let siteId: string;

	beforeAll(async () => {
		lotline = await startLotline('users');
		const { data } = await lotline.admin.from('sites').select('id').eq('code', 'MCC1').single();
		siteId = data!.id as string;
	});

	afterAll(() => lotline.stop());

	async function ask(given: Record<string, unknown>, client = lotline.admin): Promise<User> {
		const body = { request_id: randomUUID(), ...given };
		const { data, error } = await client.functions.invoke<User>('users', { body });
		if (error) throw error;
		return data!;
	}

	const wanted = (given: Record<string, unknown> = {}) => ({
		action: 'create',
		request_id: randomUUID(),
		email: newEmail(),
		full_name: 'Asha Rao',
		memberships: [{ role: 'supervisor', site_id: siteId }],
		password: PASSWORD,
		...given
	});
	/** JSON leaves out what is undefined. */
	const invited = (given: Record<string, unknown> = {}) =>
		wanted({ password: undefined, ...given });

	/** A client that somebody has signed in on. */
	async function signedIn(email: string, password = PASSWORD): Promise<SupabaseClient> {
		const client = lotline.anonymous();
		const { error } = await client.auth.signInWithPassword({ email, password });
		if (error) throw error;
		return client;
	}

	async function mailsTo(email: string): Promise<Mail[]> {
		const url = new URL(`/messages?to=${encodeURIComponent(email)}`, lotline.inboxUrl);
		return ((await (await fetch(url)).json()) as { messages: Mail[] }).messages;
	}

	/** Uses the link of an invitation, as the page does that it leads to. */
	async function follow({ html }: Mail) {
		const [, token] = /\/choose-password#token_hash=(\w+)&amp;type=invite&/.exec(html)!;
		const client = lotline.anonymous();
		const { error } = await client.auth.verifyOtp({ token_hash: token!, type: 'invite' });
		return { client, error };
	}

	async function accept(mail: Mail): Promise<SupabaseClient> {
		const { client, error } = await follow(mail);
		if (error) throw error;
		return client;
	}

	async function list(given: object, client = lotline.admin) {
		const { data, error } = await client.rpc('list_users', given);
		if (error) throw error as unknown as Error;
		return data as { total: number; users: User[] };
	}

	describe('create', () => {
		test('P1.03 a user with a password signs in and may what his role may', async () => {
			const given = wanted();
			const user = await ask(given);
			expect(user).toMatchObject({
				email: given.email,
				full_name: 'Asha Rao',
				active: true,
				memberships: [{ role: 'supervisor', site_id: siteId, site: 'MCC1' }],
				last_sign_in_at: null,
				confirmed_at: expect.any(String)
			});
			const client = await signedIn(given.email);
			const { data } = await client.from('sites').select('code');
			expect(data).toEqual([{ code: 'MCC1' }]);
			expect(await mailsTo(given.email)).toEqual([]);
			const { users, total } = await list({ search: given.email });
			expect(total).toBe(1);
			expect(users).toEqual([{ ...user, last_sign_in_at: expect.any(String) }]);
		});

		test('P1.03 a user without one is invited by mail, and chooses his own', async () => {
			const given = invited();
			const user = await ask(given);
			expect(user).toMatchObject({ confirmed_at: null, invited_at: expect.any(String) });
			const mails = await mailsTo(given.email);
			expect(mails).toMatchObject([{ subject: 'You have been invited' }]);
			const client = await accept(mails[0]!);
			expect((await client.auth.updateUser({ password: PASSWORD })).error).toBeNull();
			const again = await signedIn(given.email);
			const { data } = await again.from('memberships').select('role, site_id');
			expect(data).toEqual([{ role: 'supervisor', site_id: siteId }]);
			expect((await list({ search: given.email })).users[0]!.confirmed_at).toEqual(
				expect.any(String)
			);
		});

		test('P1.03 the audit names the administrator', async () => {
			const { id } = await ask(invited());
			const { data: me } = await lotline.admin.auth.getUser();
			for (const relation of ['public.profiles', 'auth.users']) {
				const { data } = await lotline.admin.rpc('record_history', { relation, record_id: id });
				expect(data).toMatchObject([{ actor_id: me.user!.id }]);
			}
		});

		test('P1.03 sent again it is the same user with one mail, and sent twice at once it is one user', async () => {
			const given = invited();
			const first = await ask(given);
			expect(await ask(given)).toEqual(first);
			expect(await mailsTo(given.email)).toHaveLength(1);
			expect(await refusal(ask({ ...given, full_name: 'Another' }))).toMatchObject({
				status: 409,
				code: 'REQUEST_REUSED'
			});
			const both = wanted();
			const [one, other] = await Promise.all([ask(both), ask(both)]);
			expect(one).toEqual(other);
			expect((await list({ search: both.email })).total).toBe(1);
		});

		test('P1.03 broken off before Auth, and between Auth and the mail, it goes on when sent again', async () => {
			const { data: me } = await lotline.admin.auth.getUser();
			const given = invited();
			const planned = await lotline.service().rpc('plan_user', {
				request_id: given.request_id,
				person: me.user!.id,
				email: given.email,
				full_name: given.full_name,
				memberships: given.memberships,
				invite: true
			});
			expect(planned.error).toBeNull();
			const { id } = planned.data as { id: string };
			expect((await list({ search: given.email })).total).toBe(0);
			const made = await lotline.service().auth.admin.createUser({ id, email: given.email });
			expect(made.error).toBeNull();
			// Not for a moment is there an account without its roles.
			expect((await list({ search: given.email })).users).toMatchObject([
				{ id, full_name: 'Asha Rao', memberships: [{ role: 'supervisor' }], invited_at: null }
			]);
			expect(await ask(given)).toMatchObject({ id, invited_at: expect.any(String) });
			expect(await mailsTo(given.email)).toHaveLength(1);
		});

		test('P1.03 whose invitation cannot be mailed is there, and gets it when it is sent again', async () => {
			const given = invited();
			const rule = { channel: 'email', pattern: given.email, outcome: 'respond', status: 500 };
			const ordered = await fetch(new URL('/rules', lotline.inboxUrl), {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify({ ...rule, times: 1 })
			});
			expect(ordered.status).toBe(201);
			expect(await refusal(ask(given))).toMatchObject({
				status: 503,
				code: 'MAIL_NOT_SENT',
				field: 'email',
				message: `The invitation to ${given.email} could not be sent.`
			});
			expect((await list({ search: given.email })).users).toMatchObject([{ invited_at: null }]);
			const user = await ask(given);
			expect(user.invited_at).toEqual(expect.any(String));
			expect(await mailsTo(given.email)).toHaveLength(1);
			expect((await list({ search: given.email })).users).toEqual([user]);
		});

		test('P1.02 an address that somebody has is refused, in whatever case', async () => {
			const { email } = await ask(wanted());
			for (const given of [wanted({ email: email.toUpperCase() }), invited({ email })])
				expect(await refusal(ask(given))).toMatchObject({
					status: 409,
					code: 'EMAIL_TAKEN',
					field: 'email',
					message: `${email} is the address of another user already.`
				});
			const contested = newEmail();
			const outcomes = await Promise.allSettled([
				ask(wanted({ email: contested })),
				ask(wanted({ email: contested }))
			]);
			expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
			expect((await list({ search: contested })).users).toMatchObject([
				{ memberships: [{ role: 'supervisor' }] }
			]);
		});

		test.for([
			['Aa1!', 'The password has fewer than 8 characters.'],
			['correct-horse-7', 'The password lacks an upper-case letter.'],
			['CORRECT-HORSE', 'The password lacks a lower-case letter and a digit.'],
			['CorrectHorse77', 'The password lacks a special character.'],
			[`Aa1!${'é'.repeat(40)}`, 'The password is longer than 72 bytes.']
		])('P1.02 the password %s is refused: %s', async ([password, message]) => {
			const given = wanted({ password });
			const weak = { status: 422, code: 'PASSWORD_WEAK', field: 'password', message };
			expect(await refusal(ask(given))).toMatchObject(weak);
			expect((await list({ search: given.email })).total).toBe(0);
			// The form that is corrected may come under the same id.
			const user = await ask({ ...given, password: PASSWORD });
			const change = { action: 'set_password', user_id: user.id, password };
			expect(await refusal(ask(change))).toMatchObject(weak);
		});

		test.for([
			[{ email: 'asha' }, 400, 'VALUE_INVALID', 'email', '"asha" is no e-mail address.'],
			[{ email: 7 }, 400, 'VALUE_INVALID', 'email', 'The email is no text.'],
			[{ email: undefined }, 400, 'VALUE_INVALID', 'email', 'There is no e-mail address.'],
			[{ full_name: ' ' }, 400, 'VALUE_INVALID', 'full_name', 'There is no full name.'],
			[
				{ full_name: 'A\0' },
				400,
				'VALUE_INVALID',
				'full_name',
				'The full_name has a character that cannot be kept.'
			],
			[
				{ memberships: undefined },
				400,
				'VALUE_INVALID',
				'memberships',
				'memberships is no list of 1 to 50 lines.'
			],
			[
				{ memberships: [{ role: 'boss' }] },
				400,
				'VALUE_INVALID',
				'memberships.1.role',
				/^"boss" is no role; one is admin,/
			],
			[
				{ memberships: [{ role: 'qa', site_id: '99999999-0000-4000-8000-000000000009' }] },
				404,
				'NOT_FOUND',
				'memberships.1.site_id',
				'There is no site 99999999-0000-4000-8000-000000000009 in use.'
			],
			[{ request_id: undefined }, 400, 'VALUE_INVALID', 'request_id', 'There is no request_id.'],
			[{ request_id: '7' }, 400, 'VALUE_INVALID', 'request_id', '"7" is no UUID.'],
			[
				{ action: 'delete' },
				400,
				'VALUE_INVALID',
				'action',
				/^There is no such action; one is create,/
			]
		] as const)(
			'P1.03 %j is refused at its field',
			async ([given, status, code, field, message]) => {
				expect(await refusal(ask(wanted(given)))).toMatchObject({
					status,
					code,
					field,
					message: message instanceof RegExp ? expect.stringMatching(message) : message
				});
			}
		);
	});

	describe('invite', () => {
		test('P1.03 a new invitation ends the old one, until one is accepted', async () => {
			const { id, email } = await ask(invited());
			const given = { action: 'invite', request_id: randomUUID(), user_id: id };
			await ask(given);
			await ask(given);
			const [second, first, ...more] = await mailsTo(email);
			expect(more).toEqual([]);
			expect((await follow(first!)).error?.code).toBe('otp_expired');
			await accept(second!);
			expect(await refusal(ask({ action: 'invite', user_id: id }))).toMatchObject({
				status: 409,
				code: 'INVITATION_OVER',
				field: 'user_id',
				message: `${email} needs no invitation any more.`
			});
		});
	});

	describe('update', () => {
		test('P1.03 name and address are changed, and the new address signs in', async () => {
			const { id, email } = await ask(wanted());
			const changed = newEmail();
			const given = {
				action: 'update',
				request_id: randomUUID(),
				user_id: id,
				full_name: 'Asha Iyer',
				email: changed
			};
			const user = await ask(given);
			expect(user).toMatchObject({ id, full_name: 'Asha Iyer', email: changed });
			expect(await ask(given)).toEqual(user);
			await signedIn(changed);
			await expect(signedIn(email)).rejects.toMatchObject({ code: 'invalid_credentials' });
			const named = await ask({ action: 'update', user_id: id, full_name: 'Asha R. Iyer' });
			expect(named).toMatchObject({ full_name: 'Asha R. Iyer', email: changed });
		});

		test('P1.03 who is invited is invited at the new address, and the old link is worth nothing', async () => {
			const { id, email } = await ask(invited());
			const changed = newEmail();
			await ask({ action: 'update', user_id: id, email: changed });
			const [old] = await mailsTo(email);
			expect((await follow(old!)).error?.code).toBe('otp_expired');
			const client = await accept((await mailsTo(changed))[0]!);
			expect((await client.auth.getUser()).data.user).toMatchObject({ id, email: changed });
		});

		test('P1.02 an address that another has is refused', async () => {
			const [{ id }, { email }] = [await ask(wanted()), await ask(wanted())];
			expect(await refusal(ask({ action: 'update', user_id: id, email }))).toMatchObject({
				status: 409,
				code: 'EMAIL_TAKEN',
				field: 'email'
			});
		});

		test.for(['invite', 'update', 'set_password', 'deactivate', 'activate'])(
			'P1.03 %s of a user who is none is refused',
			async (action) => {
				const given = { action, full_name: 'Nobody', password: PASSWORD };
				const unknown = { ...given, user_id: randomUUID() };
				expect(await refusal(ask(unknown))).toMatchObject({
					status: 404,
					code: 'NOT_FOUND',
					field: 'user_id',
					message: 'There is no such user.'
				});
				expect(await refusal(ask(given))).toMatchObject({ status: 400, field: 'user_id' });
			}
		);
	});

	describe('set_password', () => {
		test('P1.03 the new password signs in, the old one and the sessions end', async () => {
			const { id, email } = await ask(wanted());
			const client = await signedIn(email);
			const password = 'Another-Horse-8';
			const given = { action: 'set_password', request_id: randomUUID(), user_id: id, password };
			expect(await ask(given)).toMatchObject({ id });
			expect((await client.auth.refreshSession()).error).not.toBeNull();
			await expect(signedIn(email)).rejects.toMatchObject({ code: 'invalid_credentials' });
			const after = await signedIn(email, password);
			// Sent again, it sets nothing again and ends nothing.
			await ask(given);
			expect((await after.auth.refreshSession()).error).toBeNull();
		});

		test('P1.03 who has not followed his invitation comes in with it', async () => {
			const { id, email } = await ask(invited());
			await ask({ action: 'set_password', user_id: id, password: PASSWORD });
			await signedIn(email);
		});
	});

	describe('deactivate', () => {
		test('P1.03 signs out at once, for good, until activated; nothing is deleted', async () => {
			const { id, email } = await ask(wanted());
			const client = await signedIn(email);
			const user = await ask({ action: 'deactivate', user_id: id });
			expect(user).toMatchObject({ id, active: false, memberships: [{ role: 'supervisor' }] });
			expect((await client.from('sites').select('code')).data).toEqual([]);
			expect((await client.auth.getUser()).error).toMatchObject({ status: 403 });
			expect((await client.auth.refreshSession()).error).not.toBeNull();
			await expect(signedIn(email)).rejects.toMatchObject({ code: 'user_banned' });
			expect((await list({ search: email, active: false })).total).toBe(1);
			expect(await ask({ action: 'activate', user_id: id })).toMatchObject({ active: true });
			const again = await signedIn(email);
			expect((await again.from('sites').select('code')).data).toEqual([{ code: 'MCC1' }]);
		});

		test('P1.03 a late repetition does not undo what came after', async () => {
			const { id, email } = await ask(wanted());
			const given = { action: 'deactivate', request_id: randomUUID(), user_id: id };
			await ask(given);
			await ask({ action: 'activate', user_id: id });
			expect(await ask(given)).toMatchObject({ active: true });
			await signedIn(email);
		});

		test('P1.03 one’s own account is refused, and so it is for who is the last', async () => {
			const { data } = await lotline.admin.auth.getUser();
			expect(await refusal(ask({ action: 'deactivate', user_id: data.user!.id }))).toMatchObject({
				status: 403,
				code: 'NOT_ALLOWED',
				field: 'user_id',
				message: 'You may not deactivate your own account.'
			});
			expect((await lotline.admin.auth.getUser()).error).toBeNull();
		});
	});

	describe('who may', () => {
		test.for([
			'manager',
			'qa',
			'supervisor',
			'storekeeper',
			'dispatch_clerk',
			'distributor',
			'retailer'
		])('P1.03 a %s may do nothing of it', async (role) => {
			const client = await lotline.member(role, siteId);
			const { id } = (await list({ search: 'admin@lotline.test' })).users[0]!;
			for (const given of [
				wanted(),
				invited(),
				...['invite', 'deactivate', 'activate'].map((action) => ({ action, user_id: id })),
				{ action: 'update', user_id: id, full_name: 'Mallory' },
				{ action: 'set_password', user_id: id, password: PASSWORD }
			])
				expect(await refusal(ask(given, client))).toMatchObject({
					status: 403,
					code: 'NOT_ALLOWED',
					message: 'You may not add users, give them roles and deactivate them.'
				});
			expect((await lotline.admin.auth.getUser()).error).toBeNull();
		});

		test('P1.03 an administrator of one site only is refused, and so is who is nobody', async () => {
			const local = await lotline.member('admin', siteId);
			expect(await refusal(ask(wanted(), local))).toMatchObject({
				status: 403,
				message: 'You may not add users, give them roles and deactivate them at every site.'
			});
			for (const client of [lotline.anonymous(), lotline.service()])
				expect(await refusal(ask(wanted(), client))).toMatchObject({
					status: 401,
					code: 'NOT_SIGNED_IN'
				});
		});

		test('P1.03 an administrator who was deactivated is refused with the token he still has', async () => {
			const given = wanted({ memberships: [{ role: 'admin', site_id: null }] });
			const { id } = await ask(given);
			const client = await signedIn(given.email);
			await ask(wanted(), client);
			await ask({ action: 'deactivate', user_id: id });
			expect(await refusal(ask(wanted(), client))).toMatchObject({ status: 401 });
		});
	});

	test('a page of another origin may ask', async () => {
		const response = await fetch(`${lotline.apiUrl}/functions/v1/users`, {
			method: 'OPTIONS',
			headers: { Origin: 'http://app.test', 'Access-Control-Request-Method': 'POST' }
		});
		expect(response.status).toBe(200);
		expect(response.headers.get('access-control-allow-origin')).toBe('*');
	});
});
