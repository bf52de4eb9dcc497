import { randomInt, randomUUID } from 'node:crypto';
import type { SupabaseClient } from '@supabase/supabase-js';
import postgres, { type Sql } from 'postgres';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { signedHeaders } from '../../local/inbox/webhooks.ts';
import { loadKeys, type Keys } from '../../local/keys.ts';
import { Browser } from './browser.ts';
import { isEmbedded } from './environment.ts';
import { startLotline, type Lotline } from './lotline.ts';
import { startNotifyWorker, type NotifyWorker } from './notify-worker.ts';

/** A message as the inbox's API gives it, as far as the tests look. */
interface Message {
	id: string;
	provider_id: string;
	subject: string | null;
	html: string | null;
	text: string | null;
	headers: [string, string][];
	idempotency_key: string | null;
	webhooks: { state: string }[];
}

interface Delivery {
	id: string;
	channel: string;
	state: string;
	attempts: number;
	provider: string | null;
	provider_id: string | null;
	error: string | null;
}

interface Pushed {
	title: string;
	tag: string;
	link: string;
	severity: string;
}

/** Somebody in quality control of a plant of his own, so that what is raised there is for him alone. */
interface Person {
	id: string;
	client: SupabaseClient;
	email: string;
	phone: string;
	browser: Browser;
	site: string;
}

type Channel = 'email' | 'sms' | 'push';

/** Milliseconds in which what is wanted comes about; two workers share a slow machine with others. */
const SOON = { timeout: 45_000, interval: 100 };

describe.runIf(isEmbedded)('notifications', () => {
	let lotline: Lotline;
	let keys: Keys;
	let sql: Sql;
	const workers: NotifyWorker[] = [];

	beforeAll(async () => {
		lotline = await startLotline('notify');
		keys = await loadKeys(lotline.dataDir);
		sql = postgres(lotline.status.dbUrl, { onnotice: () => {} });
	}, 90_000);

	afterEach(async () => {
		await Promise.all(workers.splice(0).map((worker) => worker.kill()));
		await inbox('DELETE', '/rules');
		await callFunctionsAt(`${lotline.apiUrl}/functions/v1`);
	});

	afterAll(async () => {
		await sql?.end();
		await lotline?.stop();
	}, 60_000);

	async function inbox<T>(method: string, path: string, body?: object): Promise<T> {
		const answer = await fetch(new URL(path, lotline.inboxUrl), {
			method,
			...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
		});
		return (await answer.json()) as T;
	}

	async function received(to: string): Promise<Message[]> {
		const path = `/messages?limit=200&to=${encodeURIComponent(to)}`;
		return (await inbox<{ messages: Message[] }>('GET', path)).messages;
	}

	/** Has messages to somebody fail. */
	async function order(channel: Channel, { email, phone, browser }: Person, rule: object) {
		const pattern = { email, sms: phone, push: browser.name }[channel];
		await inbox('POST', '/rules', { channel, pattern, ...rule });
	}

	/** Until the first rule has met so many messages. */
	async function meets(count: number): Promise<void> {
		await expect
			.poll(async () => (await inbox<{ hits: number }[]>('GET', '/rules'))[0]!.hits, SOON)
			.toBe(count);
	}

	/** Where the database calls the functions; elsewhere, and it wakes nobody. */
	async function callFunctionsAt(url: string): Promise<void> {
		await sql`
			select vault.update_secret(id, ${url}) from vault.secrets where name = 'functions_url'`;
	}

	async function worker(): Promise<NotifyWorker> {
		const started = await startNotifyWorker(lotline.status, lotline.dataDir);
		workers.push(started);
		return started;
	}

	async function person(channels: Channel[] = ['email', 'sms', 'push']): Promise<Person> {
		const code = `P${randomInt(1e8, 1e9)}`;
		const [site] = await sql<{ id: string }[]>`
			insert into sites (code, name, kind) values (${code}, 'A plant', 'plant') returning id`;
		const client = await lotline.member('qa', site!.id);
		const { data } = await client.auth.getUser();
		const { id, email } = data.user!;
		const phone = `+91${randomInt(6_000_000_000, 9_999_999_999)}`;
		const browser = new Browser(lotline.inboxUrl);
		if (channels.includes('sms')) await client.from('notification_settings').insert({ phone });
		if (channels.includes('push')) {
			const { endpoint, keys } = browser.subscription;
			const { error } = await client.rpc('register_push', {
				request_id: randomUUID(),
				endpoint,
				...keys
			});
			if (error) throw error;
		}
		if (!channels.includes('email')) {
			await client
				.from('notification_preferences')
				.insert({ event_code: 'quality.test_failed', channel: 'email', enabled: false });
		}
		return { id, client, email: email!, phone, browser, site: site!.id };
	}

	/** Raises something urgent about so many lots. */
	async function raise({ site }: Person, { lots = 1, findings = 'pH is 8.2 over 7.5' } = {}) {
		await sql`
			select app.notify(
				'quality.test_failed', ${site}, 'lots', gen_random_uuid()::text, 'LOT-' || n,
				${sql.json({ lot: 'LOT', item: 'MCC', test: 'T-1', findings, person: 'Anita' })}, '/lots/LOT-' || n
			) from generate_series(1, ${lots}::integer) as n`;
	}

	async function deliveries({ id }: Person): Promise<Delivery[]> {
		return await sql<Delivery[]>`
			select id, channel, state, attempts, provider, provider_id, error from deliveries
			where user_id = ${id} order by channel, created_at, id`;
	}

	async function only(person: Person): Promise<Delivery> {
		const [delivery, ...others] = await deliveries(person);
		expect(others).toEqual([]);
		return delivery!;
	}

	async function ends(person: Person, state: string): Promise<Delivery> {
		await expect.poll(async () => (await only(person)).state, SOON).toBe(state);
		return await only(person);
	}

	/** What waits for its next attempt, or whose worker has died, is due now. */
	async function makeDue({ id }: Person): Promise<void> {
		await sql`
			update deliveries set next_attempt_at = now(), claimed_until = now()
			where user_id = ${id} and state in ('queued', 'sending')`;
	}

	/** The stack's own function, called as the database calls it. */
	async function wake(apikey = keys.secretKey, method = 'POST'): Promise<number> {
		const url = `${lotline.apiUrl}/functions/v1/notify`;
		return (await fetch(url, { method, headers: { apikey } })).status;
	}

	async function tryAgain(person: Person): Promise<void> {
		await makeDue(person);
		expect(await wake()).toBe(202);
	}

	test('P9.02 a failed test reaches quality control by mail, SMS and push, and the reports come back', async () => {
		const anita = await person();
		await raise(anita);
		await expect
			.poll(async () => (await deliveries(anita)).map(({ state }) => state), SOON)
			.toEqual(['delivered', 'sent', 'delivered']);
		const [mail] = await received(anita.email);
		const headers = Object.fromEntries(mail!.headers);
		expect(mail!.subject).toBe('QC failure: LOT-1');
		expect(mail!.text).toContain('pH is 8.2 over 7.5');
		expect(mail!.html).toContain(`href="${lotline.apiUrl}/lots/LOT-1"`);
		expect(headers['In-Reply-To']).toMatch(/^<alert-[0-9a-f-]{36}@127\.0\.0\.1>$/);
		expect(headers.References).toBe(headers['In-Reply-To']);
		const [sms] = await received(anita.phone);
		expect(sms!.text).toMatch(/^QC failure P\d+: LOT-1: pH is 8\.2 over 7\.5$/);
		const [push] = await anita.browser.pushes<Pushed>();
		expect(push!.payload).toMatchObject({
			title: 'QC failure: LOT-1',
			link: '/lots/LOT-1',
			severity: 'high'
		});
		expect(headers.References).toContain(push!.payload.tag);
		expect(push!.headers).toMatchObject({ urgency: 'high' });
	});

	test('P9.02 markup in what people have entered is text in every message', async () => {
		const anita = await person();
		await raise(anita, { findings: `<img src=x onerror="alert('1')">${'x'.repeat(500)}` });
		await expect
			.poll(async () => (await deliveries(anita)).every(({ provider_id }) => provider_id), SOON)
			.toBe(true);
		const [mail] = await received(anita.email);
		expect(mail!.html).not.toContain('<img');
		expect(mail!.html).toContain('&lt;img src=x onerror=');
		expect(mail!.text).toContain('<img src=x');
		const [sms] = await received(anita.phone);
		expect(sms!.text!.length).toBeLessThanOrEqual(160);
		expect(await anita.browser.pushes()).toHaveLength(1);
	});

	test('P9.03 only the project itself wakes the worker', async () => {
		const anita = await person();
		const { data } = await anita.client.auth.getSession();
		const strangers = ['', 'sb_secret_no', keys.publishableKey, data.session!.access_token];
		for (const key of strangers) expect(await wake(key)).toBe(401);
		const url = `${lotline.apiUrl}/functions/v1/notify`;
		const bearer = { authorization: `Bearer ${keys.secretKey}` };
		expect((await fetch(url, { method: 'POST', headers: bearer })).status).toBe(401);
		expect(await wake(keys.secretKey, 'GET')).toBe(405);
	});

	describe('a provider that fails', () => {
		test.each<[Channel, object]>([
			['email', { outcome: 'respond', status: 429 }],
			['sms', { outcome: 'respond', status: 429 }],
			['push', { outcome: 'respond', status: 429 }]
		])('P9.03 %s: one that is too busy for a second is waited for', async (channel, rule) => {
			const anita = await person([channel]);
			await order(channel, anita, { ...rule, times: 1 });
			await raise(anita);
			await expect.poll(async () => (await only(anita)).provider_id, SOON).toBeTruthy();
			expect((await only(anita)).attempts).toBe(1);
		});

		test.each<[Channel, object]>([
			['email', { outcome: 'respond', status: 500 }],
			['sms', { outcome: 'respond', status: 500 }],
			['push', { outcome: 'respond', status: 500 }],
			['email', { outcome: 'respond', status: 429, seconds: 60 }]
		])('P9.03 %s: %o puts it off, and then it goes', async (channel, rule) => {
			const anita = await person([channel]);
			await order(channel, anita, { ...rule, times: 1 });
			await raise(anita);
			const { error, attempts } = await ends(anita, 'queued');
			await expect.poll(async () => (await only(anita)).error, SOON).toBeTruthy();
			expect(attempts).toBeLessThanOrEqual(1);
			expect(error ?? '5').toMatch(/^[45]/);
			await tryAgain(anita);
			await expect.poll(async () => (await only(anita)).provider_id, SOON).toBeTruthy();
			expect((await only(anita)).attempts).toBe(2);
		});

		test.each<[Channel]>([['email'], ['sms']])(
			'P9.03 %s: one that answers nonsense has sent it, once',
			async (channel) => {
				const anita = await person([channel]);
				await order(channel, anita, { outcome: 'garbage', times: 1 });
				await raise(anita);
				await expect.poll(async () => (await only(anita)).error, SOON).toBeTruthy();
				await tryAgain(anita);
				const { provider_id } = await ends(anita, 'delivered');
				const messages = await received(channel === 'email' ? anita.email : anita.phone);
				expect(messages).toMatchObject([{ provider_id }]);
			}
		);

		test('P9.03 one that says nothing for long has sent it, once', async () => {
			const [mailed, texted] = [await person(['email']), await person(['sms'])];
			await order('email', mailed, { outcome: 'hang', seconds: 13, times: 1 });
			await order('sms', texted, { outcome: 'hang', seconds: 13, times: 1 });
			await Promise.all([raise(mailed), raise(texted)]);
			for (const anita of [mailed, texted])
				await expect.poll(async () => (await only(anita)).error, SOON).toBeTruthy();
			await expect.poll(async () => (await received(mailed.email)).length, SOON).toBe(1);
			await expect.poll(async () => (await received(texted.phone)).length, SOON).toBe(1);
			await tryAgain(mailed);
			await tryAgain(texted);
			await ends(mailed, 'delivered');
			await ends(texted, 'delivered');
			expect(await received(mailed.email)).toHaveLength(1);
			expect(await received(texted.phone)).toHaveLength(1);
		}, 60_000);

		test.each<[Channel, number]>([
			['email', 422],
			['sms', 400],
			['push', 413]
		])('P9.03 %s: what it refuses for good is given up at once', async (channel, status) => {
			const anita = await person([channel]);
			await order(channel, anita, { outcome: 'respond', status });
			await raise(anita);
			const { error, attempts } = await ends(anita, 'dead');
			expect(error).toContain(String(status));
			expect(attempts).toBe(1);
		});

		test('P9.03 a phone that cannot be reached ends it as failed', async () => {
			const anita = await person(['sms']);
			await order('sms', anita, { outcome: 'undelivered' });
			await raise(anita);
			expect((await ends(anita, 'failed')).error).toContain('30003');
		});

		test('P9.03 a mail that comes back turns the address off', async () => {
			const anita = await person(['email']);
			await order('email', anita, { outcome: 'bounce' });
			await raise(anita);
			expect((await ends(anita, 'bounced')).error).toContain('does not exist');
			const { data } = await anita.client.from('notification_settings').select().single();
			expect(data).toMatchObject({ email_off_reason: expect.stringContaining('does not exist') });
			await raise(anita);
			expect(await received(anita.email)).toHaveLength(1);
		});

		test.each([404, 410])(
			'P9.03 a browser that is gone (%i) is not pushed to again',
			async (status) => {
				const anita = await person(['push']);
				await order('push', anita, { outcome: 'respond', status });
				await raise(anita);
				await ends(anita, 'failed');
				const { data } = await anita.client.from('push_subscriptions').select('ended_at').single();
				expect(data!.ended_at).not.toBeNull();
			}
		);

		test('P9.03 nobody has the worker call an address of his choice', async () => {
			const anita = await person(['push']);
			await sql`
				update push_subscriptions set endpoint = 'https://169.254.169.254/latest/' || id
				where user_id = ${anita.id}`;
			await raise(anita);
			expect((await ends(anita, 'dead')).error).toContain('no push service');
		});
	});

	describe('a worker that dies', () => {
		test('P9.03 before it sends: another one sends it', async () => {
			await callFunctionsAt('http://127.0.0.1:9');
			const anita = await person(['email']);
			await raise(anita);
			const dead = { worker: randomUUID(), batch: 1000 };
			const { data } = await lotline.service().rpc('claim_deliveries', dead);
			expect(data).toHaveLength(1);
			await (await worker()).wake();
			expect(await only(anita)).toMatchObject({ state: 'sending' });
			await makeDue(anita);
			await workers[0]!.wake();
			await ends(anita, 'delivered');
			expect(await received(anita.email)).toHaveLength(1);
			const late = { delivery: (await only(anita)).id, worker: dead.worker, outcome: 'failed' };
			expect((await lotline.service().rpc('finish_delivery', late)).data).toBe(false);
		});

		test.each<[Channel, number]>([
			['email', 1],
			['sms', 1],
			// The second takes the place of the first.
			['push', 2]
		])('P9.03 between sending and writing it down: %s', async (channel, messages) => {
			await callFunctionsAt('http://127.0.0.1:9');
			const anita = await person([channel]);
			await order(channel, anita, { outcome: 'hang', seconds: 1, times: 1 });
			await raise(anita);
			const dying = await worker();
			await dying.wake();
			await meets(1);
			await dying.kill();
			const to = { email: anita.email, sms: anita.phone, push: anita.browser.name }[channel];
			await expect.poll(async () => (await received(to)).length, SOON).toBe(1);
			expect(await only(anita)).toMatchObject({ state: 'sending', attempts: 1 });
			await makeDue(anita);
			await (await worker()).wake();
			await expect.poll(async () => (await only(anita)).provider_id, SOON).toBeTruthy();
			expect(await received(to)).toHaveLength(messages);
			if (channel === 'push') {
				const [first, second] = await anita.browser.pushes<Pushed>();
				expect(second!.payload.tag).toBe(first!.payload.tag);
				expect(second!.headers.topic).toBe(first!.headers.topic);
			}
		});

		test('P9.03 an alert that has grown before the second attempt is still one mail', async () => {
			await callFunctionsAt('http://127.0.0.1:9');
			const anita = await person(['email']);
			await order('email', anita, { outcome: 'garbage', times: 1 });
			await raise(anita);
			await (await worker()).wake();
			await expect.poll(async () => (await only(anita)).error, SOON).toBeTruthy();
			await sql`
				update notifications set body = body || ' It has happened again.' where user_id = ${anita.id}`;
			await makeDue(anita);
			await workers[0]!.wake();
			await ends(anita, 'sent');
			expect(await received(anita.email)).toHaveLength(1);
		});
	});

	test('P9.03 a provider that is busy with what a dead worker sent is not taken as down', async () => {
		await callFunctionsAt('http://127.0.0.1:9');
		const [anita, bela] = [await person(['email']), await person(['email'])];
		await order('email', anita, { outcome: 'hang', seconds: 40, times: 6 });
		await raise(anita, { lots: 6 });
		const dying = await worker();
		await dying.wake();
		await meets(6);
		await dying.kill();
		await makeDue(anita);
		const other = await worker();
		await other.wake();
		await expect
			.poll(async () => (await deliveries(anita)).map(({ error }) => error), SOON)
			.toEqual(Array(6).fill(expect.stringContaining('in progress')));
		await raise(bela);
		await other.wake();
		await expect.poll(async () => (await only(bela)).provider_id, SOON).toBeTruthy();
		expect((await only(bela)).attempts).toBe(1);
	}, 90_000);

	test('P9.03 two workers at once send each of 150 mails once', async () => {
		await callFunctionsAt('http://127.0.0.1:9');
		const anita = await person(['email']);
		await raise(anita, { lots: 150 });
		const both = await Promise.all([worker(), worker()]);
		expect(await Promise.all(both.map((each) => each.wake()))).toEqual([202, 202]);
		await expect
			.poll(async () => (await deliveries(anita)).every(({ provider_id }) => provider_id), SOON)
			.toBe(true);
		const mails = await received(anita.email);
		expect(mails).toHaveLength(150);
		expect(new Set(mails.map(({ idempotency_key }) => idempotency_key)).size).toBe(150);
		const all = await deliveries(anita);
		expect(all.every(({ attempts }) => attempts === 1)).toBe(true);
	}, 90_000);

	test('P9.03 a database that is started anew while the worker sends loses nothing and doubles nothing', async () => {
		await callFunctionsAt('http://127.0.0.1:9');
		const anita = await person(['email']);
		await raise(anita, { lots: 100 });
		await (await worker()).wake();
		await expect.poll(async () => (await received(anita.email)).length, SOON).toBeGreaterThan(5);
		await lotline.restart();
		await makeDue(anita);
		await expect
			.poll(
				async () => {
					// The provider was silent too, and is let alone for 20 s; what was put off meanwhile has its
					// time, but not every second of them: it is given up after eight attempts.
					await sql`
						update deliveries set next_attempt_at = now() where user_id = ${anita.id} and state = 'queued'`;
					await workers[0]!.wake();
					return (await deliveries(anita)).every(({ provider_id }) => provider_id);
				},
				{ timeout: 90_000, interval: 5_000 }
			)
			.toBe(true);
		const mails = await received(anita.email);
		expect(new Set(mails.map(({ idempotency_key }) => idempotency_key)).size).toBe(100);
		expect(mails).toHaveLength(100);
	}, 150_000);

	describe('what providers say', () => {
		/** An event of Resend about a mail, as it would sign it. */
		async function resendSays(
			type: string,
			email_id: string,
			{ id = `msg_${randomUUID()}`, now = Date.now(), secret = keys.resendWebhookSecret } = {}
		): Promise<number> {
			const url = `${lotline.apiUrl}/functions/v1/webhooks/resend`;
			const at = new Date().toISOString();
			const body = JSON.stringify({ type, created_at: at, data: { email_id } });
			const webhook = { id, url, body, provider: 'resend' as const };
			const headers = signedHeaders(
				{ ...webhook, message_id: '', event: type, attempts: 0 },
				{ ...keys, resendWebhookSecret: secret },
				now
			);
			return (await fetch(url, { method: 'POST', headers, body })).status;
		}

		async function twilioSays(MessageStatus: string, MessageSid: string, token?: string) {
			const url = `${lotline.apiUrl}/functions/v1/webhooks/twilio`;
			const body = new URLSearchParams({ MessageSid, MessageStatus }).toString();
			const webhook = { id: '', url, body, provider: 'twilio' as const };
			const headers = signedHeaders(
				{ ...webhook, message_id: '', event: MessageStatus, attempts: 0 },
				{ ...keys, twilioAuthToken: token ?? keys.twilioAuthToken }
			);
			return (await fetch(url, { method: 'POST', headers, body })).status;
		}

		const said = async ({ id }: Delivery) =>
			(await sql`select what from delivery_events where delivery_id = ${id} order by id`).map(
				({ what }) => what as string
			);

		test('P9.03 what is not signed, or was long ago, is refused', async () => {
			const anita = await person(['email']);
			await raise(anita);
			const mail = await ends(anita, 'delivered');
			const id = mail.provider_id!;
			const secret = `whsec_${Buffer.from('another secret of 24 chars').toString('base64')}`;
			expect(await resendSays('email.bounced', id, { secret })).toBe(401);
			expect(await resendSays('email.bounced', id, { now: Date.now() - 6 * 60_000 })).toBe(401);
			expect(await resendSays('email.bounced', id, { now: Date.now() + 6 * 60_000 })).toBe(401);
			expect(await twilioSays('failed', id, 'wrong')).toBe(401);
			for (const path of ['resend', 'twilio']) {
				const url = `${lotline.apiUrl}/functions/v1/webhooks/${path}`;
				expect((await fetch(url, { method: 'POST', body: '{}' })).status).toBe(401);
				expect((await fetch(url)).status).toBe(405);
			}
			const nowhere = `${lotline.apiUrl}/functions/v1/webhooks/constructor`;
			expect((await fetch(nowhere, { method: 'POST' })).status).toBe(404);
			expect(await only(anita)).toEqual(mail);
		});

		test('P9.03 what is said twice counts once, and what is said late changes nothing', async () => {
			const anita = await person(['email']);
			await raise(anita);
			const mail = await ends(anita, 'delivered');
			const id = `msg_${randomUUID()}`;
			expect(await resendSays('email.sent', mail.provider_id!, { id })).toBe(200);
			const before = await said(mail);
			expect(await resendSays('email.sent', mail.provider_id!, { id })).toBe(200);
			expect(await resendSays('email.opened', mail.provider_id!)).toBe(200);
			expect(await said(mail)).toEqual(before);
			expect(await only(anita)).toEqual(mail);
		});

		test('P9.03 what is said of a text twice, or late, changes nothing', async () => {
			const anita = await person(['sms']);
			await raise(anita);
			const text = await ends(anita, 'delivered');
			const before = await said(text);
			for (const status of ['sent', 'delivered', 'queued'])
				expect(await twilioSays(status, text.provider_id!)).toBe(200);
			expect(await said(text)).toEqual(before);
			expect(await only(anita)).toEqual(text);
		});

		test('P9.03 a report that comes before the worker has written is kept for it', async () => {
			await callFunctionsAt('http://127.0.0.1:9');
			const anita = await person(['email']);
			await raise(anita);
			const id = randomUUID();
			expect(await resendSays('email.delivered', id)).toBe(200);
			const me = randomUUID();
			await lotline.service().rpc('claim_deliveries', { worker: me, batch: 1000 });
			const sent = { worker: me, outcome: 'sent', provider: 'resend', provider_id: id };
			const { id: delivery } = await only(anita);
			await lotline.service().rpc('finish_delivery', { delivery, ...sent });
			expect(await only(anita)).toMatchObject({ state: 'delivered' });
		});

		test('P9.05 a mail program ends a kind of mail by the header, and that alone', async () => {
			const anita = await person(['email']);
			await raise(anita);
			await ends(anita, 'delivered');
			const [mail] = await received(anita.email);
			const headers = Object.fromEntries(mail!.headers);
			expect(headers['List-Unsubscribe-Post']).toBe('List-Unsubscribe=One-Click');
			const url = headers['List-Unsubscribe']!.slice(1, -1);
			const page = await fetch(url, { redirect: 'manual' });
			const token = new URL(url).searchParams.get('token');
			expect([page.status, page.headers.get('location')]).toEqual([
				303,
				`${lotline.apiUrl}/unsubscribe#token=${token}`
			]);
			const own = () => anita.client.from('notification_preferences').select();
			expect((await own()).data).toEqual([]);
			const body = new URLSearchParams({ 'List-Unsubscribe': 'One-Click' });
			expect((await fetch(url, { method: 'POST', body })).status).toBe(200);
			expect((await own()).data).toMatchObject([
				{ event_code: 'quality.test_failed', channel: 'email', enabled: false }
			]);
			const wrong = url.replace(token!, randomUUID());
			expect((await fetch(wrong, { method: 'POST', body })).status).toBe(404);
		});
	});

	test('P9.05 a digest is one mail that lists what it is about', async () => {
		const anita = await person(['email']);
		const items = [
			{ title: 'Low stock: Binder X', body: '8 kg', link: '/stock', severity: 'medium', count: 2 }
		];
		await sql`
			with digest as (
				insert into alert_digests (user_id, period, day, items)
				values (${anita.id}, 'daily', '2030-05-23', ${sql.json(items)}) returning id
			)
			insert into deliveries (kind, digest_id, user_id, channel, urgent, next_attempt_at, unsubscribe_key)
			select 'digest', id, ${anita.id}, 'email', false, now(), gen_random_uuid() from digest`;
		expect(await wake()).toBe(202);
		await ends(anita, 'delivered');
		const [mail] = await received(anita.email);
		expect(mail!.text).toContain('- Low stock: Binder X (2 ×)\n  8 kg\n');
	});
});
