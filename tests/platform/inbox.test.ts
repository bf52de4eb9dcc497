import { randomInt, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFile, mkdtemp, rm } from 'node:fs/promises';
import { createServer, request, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import postgres from 'postgres';
import { Resend } from 'resend';
import twilio from 'twilio';
import webPush from 'web-push';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Browser } from './browser.ts';
import { anonymous, newUser, platform } from './environment.ts';
import { startProcess } from './stack-process.ts';

/** A message as the inbox's API gives it, as far as the tests look. */
interface Received {
	id: string;
	channel: string;
	provider: string;
	provider_id: string;
	from: string;
	to: string[];
	cc: string[];
	bcc: string[];
	reply_to: string[];
	subject: string | null;
	html: string | null;
	text: string | null;
	headers: [string, string][];
	tags: { name: string; value: string }[];
	attachments: { name: string; type: string; size: number; url: string }[];
	status: string;
	history: { status: string; at: string }[];
	webhooks: { event: string; state: string; attempts: number; outcome: string | null }[];
	idempotency_key: string | null;
}

interface Keys {
	resendApiKey: string;
	resendWebhookSecret: string;
	twilioAccountSid: string;
	twilioAuthToken: string;
	vapidPublicKey: string;
	vapidPrivateKey: string;
}

const FROM = 'Lotline <alerts@lotline.test>';
const SMS_FROM = '+15005550006';
const someone = () => `${randomUUID()}@inbox.test`;
const someNumber = () => `+91${randomInt(6_000_000_000, 9_999_999_999)}`;

describe.runIf(platform.embedded)('the inbox of the embedded stack', () => {
	const base = platform.inboxUrl?.replace(/\/$/, '');
	let keys: Keys;
	let resend: Resend;
	let sms: ReturnType<typeof twilio>;
	const open: Server[] = [];

	beforeAll(async () => {
		keys = await readKeys(platform.dataDir!);
		resend = resendAt(base!, keys);
		sms = twilioAt(base!, keys);
	});

	afterEach(async () => {
		await api('DELETE', '/rules');
		await api('PUT', '/settings', { resend_webhook_url: null });
		for (const server of open.splice(0)) {
			server.closeAllConnections();
			server.close();
		}
	});

	async function api(method: string, path: string, body?: object): Promise<Response> {
		return await fetch(base + path, {
			method,
			...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
		});
	}

	async function order(rule: object): Promise<void> {
		expect((await api('POST', '/rules', rule)).status).toBe(201);
	}

	async function receivedBy(to: string): Promise<Received[]> {
		const { messages } = (await (
			await api('GET', `/messages?to=${encodeURIComponent(to)}`)
		).json()) as { messages: Received[] };
		return messages;
	}

	async function nextFor(to: string, more = ''): Promise<Received> {
		const response = await api('GET', `/messages/next?to=${encodeURIComponent(to)}${more}`);
		expect(response.status).toBe(200);
		return (await response.json()) as Received;
	}

	/** A server of the application's that webhooks are posted to. */
	async function listener(answers: number[] = []) {
		const calls: { url: string; headers: IncomingHttpHeaders; body: string }[] = [];
		const server = createServer((incoming, answer) => {
			void text(incoming).then((body) => {
				calls.push({ url: incoming.url!, headers: incoming.headers, body });
				answer.writeHead(answers.shift() ?? 200).end();
				server.emit('called');
			});
		});
		open.push(server);
		await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
		return {
			url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
			/** All calls, when there have been so many. */
			async calls(count: number) {
				while (calls.length < count) await once(server, 'called');
				return calls;
			}
		};
	}

	describe('as Resend', () => {
		test('an e-mail is read back as it was sent', async () => {
			const to = someone();
			const { data, error } = await resend.emails.send({
				from: FROM,
				to: [`Anita Rao <${to}>`],
				cc: 'qa@inbox.test',
				bcc: ['audit@inbox.test'],
				replyTo: 'shift@inbox.test',
				subject: 'Moisture above limit: 6,2 % – करें',
				html: '<p>6,2 %</p>',
				text: '6,2 %',
				headers: { 'X-Entity-Ref-ID': '4711' },
				tags: [{ name: 'category', value: 'anomaly' }],
				attachments: [{ filename: 'répört.txt', content: Buffer.from('lot 1') }]
			});
			expect(error).toBeNull();
			const [message] = await receivedBy(to);
			expect(message).toMatchObject({
				id: data!.id,
				channel: 'email',
				provider: 'resend',
				from: FROM,
				to: [`Anita Rao <${to}>`],
				cc: ['qa@inbox.test'],
				bcc: ['audit@inbox.test'],
				reply_to: ['shift@inbox.test'],
				subject: 'Moisture above limit: 6,2 % – करें',
				html: '<p>6,2 %</p>',
				text: '6,2 %',
				headers: [['X-Entity-Ref-ID', '4711']],
				tags: [{ name: 'category', value: 'anomaly' }],
				status: 'delivered'
			});
			expect(message!.history.map(({ status }) => status)).toEqual(['queued', 'sent', 'delivered']);
			expect(message!.attachments).toMatchObject([{ name: 'répört.txt', size: 5 }]);
			const file = await api('GET', message!.attachments[0]!.url);
			expect(await file.text()).toBe('lot 1');
			expect(file.headers.get('content-disposition')).toMatch(/^attachment/);

			const again = await resend.emails.get(data!.id);
			expect(again.data).toMatchObject({
				id: data!.id,
				to: [`Anita Rao <${to}>`],
				last_event: 'delivered'
			});
		});

		test('a batch gives one id for each e-mail, in order', async () => {
			const [first, second] = [someone(), someone()];
			const { data } = await resend.batch.send([
				{ from: FROM, to: first, subject: '1', text: 'one' },
				{ from: FROM, to: second, subject: '2', text: 'two' }
			]);
			const ids = [(await receivedBy(first))[0]!.id, (await receivedBy(second))[0]!.id];
			expect(data!.data.map(({ id }) => id)).toEqual(ids);
		});

		test('nothing of a batch is sent when one of it is wrong', async () => {
			const to = someone();
			const { error } = await resend.batch.send([
				{ from: FROM, to, subject: '1', text: 'one' },
				{ from: FROM, to: 'nobody', subject: '2', text: 'two' }
			]);
			expect(error).toMatchObject({ statusCode: 422, name: 'validation_error' });
			expect(await receivedBy(to)).toEqual([]);
		});

		test('a wrong key is refused, and so is none', async () => {
			const stranger = resendAt(base!, { ...keys, resendApiKey: 're_wrong' });
			const to = someone();
			const { error } = await stranger.emails.send({ from: FROM, to, subject: 's', text: 't' });
			expect(error).toMatchObject({ statusCode: 403, name: 'invalid_api_key' });
			const bare = await api('POST', '/resend/emails', { from: FROM, to, subject: 's', text: 't' });
			expect(bare.status).toBe(401);
			expect(await bare.json()).toMatchObject({ name: 'missing_api_key' });
			expect(await receivedBy(to)).toEqual([]);
		});

		test.each([
			['no recipient', { to: [] }, 'missing_required_field', 'Missing `to` field.'],
			['no subject', { subject: undefined }, 'missing_required_field', 'Missing `subject` field.'],
			[
				'no content',
				{ text: undefined },
				'missing_required_field',
				'Missing `html` or `text` field.'
			],
			['a sender that is no address', { from: 'Lotline' }, 'validation_error', 'Invalid `from`'],
			['a recipient that is no address', { to: 'a@b' }, 'validation_error', 'Invalid `to`'],
			[
				'51 recipients',
				{ to: Array.from({ length: 51 }, someone) },
				'validation_error',
				'more than 50'
			],
			[
				'a tag with a space',
				{ tags: [{ name: 'a b', value: 'c' }] },
				'validation_error',
				'Tags should only contain'
			],
			[
				'an attachment without content',
				{ attachments: [{ filename: 'a.txt' }] },
				'invalid_attachment',
				'`content` or `path`'
			],
			[
				'an attachment from elsewhere',
				{ attachments: [{ path: 'https://lotline.test/a.pdf' }] },
				'invalid_attachment',
				'from this machine only'
			]
		])('an e-mail with %s is refused', async (_, change, name, message) => {
			const { data, error } = await resend.emails.send({
				...{ from: FROM, to: someone(), subject: 's', text: 't' },
				...change
			} as never);
			expect(data).toBeNull();
			expect(error).toMatchObject({ statusCode: 422, name });
			expect(error!.message).toContain(message);
		});

		test('the same request under the same key is sent once', async () => {
			const mail = { from: FROM, to: someone(), subject: 's', text: 't' };
			const idempotencyKey = randomUUID();
			const first = await resend.emails.send(mail, { idempotencyKey });
			const second = await resend.emails.send(mail, { idempotencyKey });
			expect(second.data).toEqual(first.data);
			expect(await receivedBy(mail.to)).toHaveLength(1);

			const other = await resend.emails.send({ ...mail, text: 'changed' }, { idempotencyKey });
			expect(other.error).toMatchObject({ statusCode: 409, name: 'invalid_idempotent_request' });
			expect(await receivedBy(mail.to)).toHaveLength(1);
		});

		test('a key cannot be used twice at the same time', async () => {
			const mail = { from: FROM, to: someone(), subject: 's', text: 't' };
			await order({ channel: 'email', pattern: mail.to, outcome: 'hang', seconds: 1 });
			const idempotencyKey = randomUUID();
			const answers = await Promise.all([
				resend.emails.send(mail, { idempotencyKey }),
				resend.emails.send(mail, { idempotencyKey })
			]);
			const refused = answers.filter(({ error }) => error);
			expect(refused).toHaveLength(1);
			expect(refused[0]!.error).toMatchObject({
				statusCode: 409,
				name: 'concurrent_idempotent_requests'
			});
			expect(await receivedBy(mail.to)).toHaveLength(1);
		});

		test('a scheduled e-mail waits, and can be cancelled', async () => {
			const to = someone();
			const scheduledAt = new Date(Date.now() + 3_600_000).toISOString();
			const { data } = await resend.emails.send({
				from: FROM,
				to,
				subject: 's',
				text: 't',
				scheduledAt
			});
			expect((await receivedBy(to))[0]!.status).toBe('scheduled');
			expect((await resend.emails.cancel(data!.id)).error).toBeNull();
			expect((await resend.emails.get(data!.id)).data!.last_event).toBe('canceled');
			expect((await resend.emails.cancel(data!.id)).error).toMatchObject({ statusCode: 422 });
		});

		test('a scheduled e-mail is sent when its time comes', async () => {
			const to = someone();
			const { url, calls } = await listener();
			await api('PUT', '/settings', { resend_webhook_url: url });
			const sent = await resend.emails.send({
				...{ from: FROM, to, subject: 's', text: 't' },
				scheduledAt: new Date(Date.now() + 3_600_000).toISOString()
			});
			await resend.emails.update({
				id: sent.data!.id,
				scheduledAt: new Date(Date.now() + 500).toISOString()
			});
			await calls(2);
			expect((await receivedBy(to))[0]!.status).toBe('delivered');
		});

		test('an unknown e-mail is not found', async () => {
			expect((await resend.emails.get(randomUUID())).error).toMatchObject({
				statusCode: 404,
				name: 'not_found'
			});
		});
	});

	describe('as Twilio', () => {
		test('an SMS is read back as it was sent', async () => {
			const to = someNumber();
			const body = 'Batch B-0412 lost 7,4 % at drying – करें';
			const sent = await sms.messages.create({ to, from: SMS_FROM, body });
			expect(sent).toMatchObject({ status: 'queued', to, from: SMS_FROM, body, numSegments: '1' });
			expect(sent.sid).toMatch(/^SM[0-9a-f]{32}$/);
			expect(sent.accountSid).toBe(keys.twilioAccountSid);
			const fetched = await sms.messages(sent.sid).fetch();
			expect(fetched).toMatchObject({ sid: sent.sid, status: 'delivered', errorCode: null });
			expect(fetched.dateSent.getTime()).toBeGreaterThan(Date.now() - 60_000);
			expect(await receivedBy(to)).toMatchObject([
				{
					channel: 'sms',
					provider: 'twilio',
					provider_id: sent.sid,
					text: body,
					status: 'delivered'
				}
			]);
		});

		test('messages are listed page by page, newest first', async () => {
			const to = someNumber();
			for (const body of ['1', '2', '3']) await sms.messages.create({ to, from: SMS_FROM, body });
			const listed = await sms.messages.list({ to, pageSize: 2 });
			expect(listed.map(({ body }) => body)).toEqual(['3', '2', '1']);
		});

		test('a wrong token is refused', async () => {
			const stranger = twilioAt(base!, { ...keys, twilioAuthToken: '0'.repeat(32) });
			const to = someNumber();
			await expect(
				stranger.messages.create({ to, from: SMS_FROM, body: 'x' })
			).rejects.toMatchObject({ status: 401, code: 20003 });
			expect(await receivedBy(to)).toEqual([]);
		});

		test.each([
			['a recipient that is no number', { to: '12345' }, 21211],
			['no recipient', { to: '' }, 21604],
			['no sender', { from: undefined }, 21603],
			['a sender that is no number', { from: '+0' }, 21212],
			['no text', { body: undefined }, 21602],
			['more than 1600 characters', { body: 'x'.repeat(1601) }, 21617],
			['a callback that is no address', { statusCallback: 'nowhere' }, 21609]
		])('an SMS with %s is refused', async (_, change, code) => {
			const given = { to: someNumber(), from: SMS_FROM, body: 'x', ...change };
			await expect(sms.messages.create(given)).rejects.toMatchObject({
				status: 400,
				code,
				moreInfo: `https://www.twilio.com/docs/errors/${code}`
			});
		});

		test('an unknown message is not found', async () => {
			await expect(sms.messages(`SM${'0'.repeat(32)}`).fetch()).rejects.toMatchObject({
				status: 404,
				code: 20404
			});
		});
	});

	describe('as a push service', () => {
		/** @param given other keys, or headers, than are right */
		async function push(
			{ subscription }: Browser,
			payload: object,
			given: { publicKey?: string; privateKey?: string; headers?: Record<string, string> } = {}
		): Promise<Response> {
			const { endpoint, headers, body } = webPush.generateRequestDetails(
				subscription,
				JSON.stringify(payload),
				{
					vapidDetails: {
						subject: 'mailto:alerts@lotline.test',
						publicKey: given.publicKey ?? keys.vapidPublicKey,
						privateKey: given.privateKey ?? keys.vapidPrivateKey
					},
					urgency: 'high'
				}
			);
			return await fetch(endpoint, {
				method: 'POST',
				headers: { ...(headers as Record<string, string>), ...given.headers },
				body: new Uint8Array(body)
			});
		}

		test('a push is kept as it came, and its browser alone can read it', async () => {
			const browser = new Browser(`${base}/`);
			const answer = await push(browser, { title: 'pH 8.2 – सीमा से ऊपर' });
			expect(answer.status).toBe(201);
			const [received] = await receivedBy(browser.name);
			expect(answer.headers.get('location')).toBe(`${base}/messages/${received!.id}`);
			expect(received).toMatchObject({ channel: 'push', provider: 'push', status: 'delivered' });
			expect(await browser.pushes()).toMatchObject([
				{ payload: { title: 'pH 8.2 – सीमा से ऊपर' }, headers: { urgency: 'high' } }
			]);
			const page = await (await api('GET', `/?channel=push&message=${received!.id}`)).text();
			expect(page).toContain('Encrypted for its browser');
			expect(page).not.toContain('pH 8.2');
		});

		test('what another key has signed is refused, and so is what is too large', async () => {
			const browser = new Browser(`${base}/`);
			const foreign = webPush.generateVAPIDKeys();
			expect((await push(browser, {}, foreign)).status).toBe(403);
			const { privateKey } = foreign;
			expect((await push(browser, {}, { privateKey })).status).toBe(403);
			expect((await push(browser, {}, { headers: { Authorization: '' } })).status).toBe(403);
			expect((await push(browser, {}, { headers: { TTL: 'long' } })).status).toBe(400);
			expect((await push(browser, { title: 'x'.repeat(4200) })).status).toBe(413);
			expect(await receivedBy(browser.name)).toEqual([]);
		});

		test('it can be told that a subscription has ended, or that it is too busy', async () => {
			const [gone, busy] = [new Browser(`${base}/`), new Browser(`${base}/`)];
			await order({ channel: 'push', pattern: gone.name, outcome: 'respond', status: 410 });
			await order({
				...{ channel: 'push', pattern: busy.name, outcome: 'respond', status: 429 },
				...{ seconds: 7, times: 1 }
			});
			expect((await push(gone, {})).status).toBe(410);
			const refused = await push(busy, {});
			expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '7']);
			expect((await push(busy, {})).status).toBe(201);
			expect(await receivedBy(gone.name)).toEqual([]);
		});
	});

	describe('webhooks', () => {
		test('what happens to an e-mail is posted as Resend signs it', async () => {
			const { url, calls } = await listener();
			await api('PUT', '/settings', { resend_webhook_url: `${url}/resend` });
			const { data } = await resend.emails.send({
				...{ from: FROM, to: someone(), subject: 's', text: 't' },
				tags: [{ name: 'category', value: 'anomaly' }]
			});
			const events = (await calls(2)).map((call) => {
				const {
					'svix-id': id,
					'svix-timestamp': timestamp,
					'svix-signature': signature
				} = call.headers;
				return resend.webhooks.verify({
					payload: call.body,
					headers: { id, timestamp, signature } as Record<'id' | 'timestamp' | 'signature', string>,
					webhookSecret: keys.resendWebhookSecret
				});
			});
			expect(events).toMatchObject([
				{ type: 'email.sent', data: { email_id: data!.id, tags: { category: 'anomaly' } } },
				{ type: 'email.delivered', data: { email_id: data!.id } }
			]);
			const { headers, body } = (await calls(2))[0]!;
			expect(() =>
				resend.webhooks.verify({
					payload: body.replace('email.sent', 'email.bounced'),
					headers: {
						id: String(headers['svix-id']),
						timestamp: String(headers['svix-timestamp']),
						signature: String(headers['svix-signature'])
					},
					webhookSecret: keys.resendWebhookSecret
				})
			).toThrow();
		});

		test('what happens to an SMS is posted to its callback as Twilio signs it', async () => {
			const { url, calls } = await listener();
			const statusCallback = `${url}/twilio?delivery=17`;
			const { sid } = await sms.messages.create({
				...{ to: someNumber(), from: SMS_FROM, body: 'x' },
				statusCallback
			});
			const received = await calls(2);
			for (const call of received) {
				const parameters = Object.fromEntries(new URLSearchParams(call.body));
				const signature = String(call.headers['x-twilio-signature']);
				const check = (token: string) =>
					twilio.validateRequest(token, signature, url + call.url, parameters);
				expect(check(keys.twilioAuthToken)).toBe(true);
				expect(check('0'.repeat(32))).toBe(false);
			}
			expect(received.map(({ url: path }) => path)).toEqual(Array(2).fill('/twilio?delivery=17'));
			const states = received.map(({ body }) => new URLSearchParams(body));
			expect(states.map((each) => each.get('MessageSid'))).toEqual([sid, sid]);
			expect(states.map((each) => each.get('MessageStatus'))).toEqual(['sent', 'delivered']);
		});

		test('a webhook that was refused comes again, under the same id', async () => {
			const { url, calls } = await listener([500]);
			await api('PUT', '/settings', { resend_webhook_url: url });
			const to = someone();
			await resend.emails.send({ from: FROM, to, subject: 's', text: 't' });
			const received = await calls(3);
			const sent = received.filter(({ body }) => body.includes('email.sent'));
			expect(sent).toHaveLength(2);
			expect(sent[0]!.headers['svix-id']).toBe(sent[1]!.headers['svix-id']);
			await expect
				.poll(async () => (await receivedBy(to))[0]!.webhooks)
				.toMatchObject([
					{ event: 'email.sent', state: 'delivered', attempts: 2, outcome: 'Answered 200' },
					{ event: 'email.delivered', state: 'delivered', attempts: 1 }
				]);
		});

		test('no webhook leaves this machine', async () => {
			const refused = await api('PUT', '/settings', {
				resend_webhook_url: 'https://lotline.test/'
			});
			expect(refused.status).toBe(400);
			const to = someNumber();
			await sms.messages.create({
				...{ to, from: SMS_FROM, body: 'x' },
				statusCallback: 'https://lotline.test/'
			});
			await expect
				.poll(async () => (await receivedBy(to))[0]!.webhooks[0])
				.toMatchObject({
					state: 'failed',
					attempts: 1,
					outcome: expect.stringContaining('Not sent')
				});
		});
	});

	describe('told to fail', () => {
		test.each([
			[429, 'rate_limit_exceeded'],
			[500, 'internal_server_error'],
			[422, 'validation_error']
		])('Resend answers %i, as often as it was told', async (status, name) => {
			const mail = { from: FROM, to: someone(), subject: 's', text: 't' };
			const idempotencyKey = randomUUID();
			await order({ channel: 'email', pattern: mail.to, outcome: 'respond', status, times: 1 });
			const { error } = await resend.emails.send(mail, { idempotencyKey });
			expect(error).toMatchObject({ statusCode: status, name });
			expect(await receivedBy(mail.to)).toEqual([]);
			expect((await resend.emails.send(mail, { idempotencyKey })).error).toBeNull();
		});

		test('Twilio answers with the status it was told', async () => {
			const to = someNumber();
			await order({
				channel: 'sms',
				pattern: `${to.slice(0, 9)}*`,
				outcome: 'respond',
				status: 429
			});
			await expect(sms.messages.create({ to, from: SMS_FROM, body: 'x' })).rejects.toMatchObject({
				status: 429,
				code: 20429
			});
			await expect(
				sms.messages.create({ to: '+15005550009', from: SMS_FROM, body: 'x' })
			).resolves.toMatchObject({ status: 'queued' });
		});

		test('it delivers and answers what nobody can read, and a repetition finds the e-mail', async () => {
			const mail = { from: FROM, to: someone(), subject: 's', text: 't' };
			const idempotencyKey = randomUUID();
			await order({ channel: 'email', pattern: mail.to, outcome: 'garbage', times: 1 });
			const { error } = await resend.emails.send(mail, { idempotencyKey });
			expect(error).toMatchObject({ name: 'application_error', statusCode: null });
			const { data } = await resend.emails.send(mail, { idempotencyKey });
			expect(await receivedBy(mail.to)).toMatchObject([{ id: data!.id }]);

			const to = someNumber();
			await order({ channel: 'sms', pattern: to, outcome: 'garbage' });
			await expect(sms.messages.create({ to, from: SMS_FROM, body: 'x' })).rejects.toThrow();
			expect(await receivedBy(to)).toHaveLength(1);
		});

		test('a request is held, and the caller who gave up and asks again gets the same e-mail', async () => {
			const mail = { from: FROM, to: someone(), subject: 's', text: 't' };
			const idempotencyKey = randomUUID();
			await order({ channel: 'email', pattern: mail.to, outcome: 'hang', seconds: 1, times: 1 });
			const begun = performance.now();
			const impatient = await resend.emails.send(mail, {
				idempotencyKey,
				signal: AbortSignal.timeout(200)
			});
			expect(impatient.error).toMatchObject({ name: 'application_error' });
			expect(performance.now() - begun).toBeLessThan(900);
			const message = await nextFor(mail.to);
			const { data } = await resend.emails.send(mail, { idempotencyKey });
			expect(data!.id).toBe(message.id);
			expect(await receivedBy(mail.to)).toHaveLength(1);
		});

		test('an accepted e-mail bounces later, and the application is told', async () => {
			const { url, calls } = await listener();
			await api('PUT', '/settings', { resend_webhook_url: url });
			await order({ channel: 'email', pattern: '*@closed.test', outcome: 'bounce', seconds: 1 });
			const to = `${randomUUID()}@closed.test`;
			const { data } = await resend.emails.send({ from: FROM, to, subject: 's', text: 't' });
			expect((await resend.emails.get(data!.id)).data!.last_event).toBe('sent');
			const [, call] = await calls(2);
			const event = resend.webhooks.verify({
				payload: call!.body,
				headers: {
					id: String(call!.headers['svix-id']),
					timestamp: String(call!.headers['svix-timestamp']),
					signature: String(call!.headers['svix-signature'])
				},
				webhookSecret: keys.resendWebhookSecret
			});
			expect(event).toMatchObject({
				type: 'email.bounced',
				data: { email_id: data!.id, to: [to], bounce: { type: 'Permanent' } }
			});
			expect((await resend.emails.get(data!.id)).data!.last_event).toBe('bounced');
		});

		test.each([
			['delay', ['queued', 'sent', 'delivery_delayed', 'delivered']],
			['complain', ['queued', 'sent', 'delivered', 'complained']],
			['fail', ['queued', 'failed']]
		])('an e-mail can be made to %s', async (outcome, statuses) => {
			const to = someone();
			await order({ channel: 'email', pattern: to, outcome, seconds: 0 });
			await resend.emails.send({ from: FROM, to, subject: 's', text: 't' });
			const [message] = await receivedBy(to);
			expect(message!.history.map(({ status }) => status)).toEqual(statuses);
		});

		test.each([
			['undelivered', '30003'],
			['fail', '30008']
		])('an SMS can be made to end as %s, with its error code', async (outcome, code) => {
			const { url, calls } = await listener();
			const to = someNumber();
			await order({ channel: 'sms', pattern: to, outcome });
			const { sid } = await sms.messages.create({
				...{ to, from: SMS_FROM, body: 'x' },
				statusCallback: url
			});
			const status = outcome === 'fail' ? 'failed' : outcome;
			const last = new URLSearchParams((await calls(outcome === 'fail' ? 1 : 2)).at(-1)!.body);
			expect(Object.fromEntries(last)).toMatchObject({ MessageStatus: status, ErrorCode: code });
			expect(await sms.messages(sid).fetch()).toMatchObject({ status, errorCode: Number(code) });
		});

		test.each([
			[{ channel: 'fax', pattern: '*', outcome: 'fail' }, 'channel'],
			[{ channel: 'email', pattern: ' ', outcome: 'fail' }, 'pattern'],
			[{ channel: 'sms', pattern: '*', outcome: 'bounce' }, 'outcome "bounce"'],
			[{ channel: 'sms', pattern: '*', outcome: 'respond' }, 'status'],
			[{ channel: 'sms', pattern: '*', outcome: 'respond', status: 200 }, 'status'],
			[{ channel: 'sms', pattern: '*', outcome: 'hang', seconds: 9999 }, 'seconds']
		])('a rule that cannot be meant is refused: %o', async (rule, named) => {
			const response = await api('POST', '/rules', rule);
			expect(response.status).toBe(400);
			expect(((await response.json()) as { message: string }).message).toContain(named);
			expect(await (await api('GET', '/rules')).json()).toEqual([]);
		});
	});

	describe('what Auth sends', () => {
		test('a recovery mail arrives by SMTP, and its link is in it', async () => {
			const { email } = await newUser();
			const { error } = await anonymous().auth.resetPasswordForEmail(email);
			expect(error).toBeNull();
			const message = await nextFor(email);
			expect(message).toMatchObject({ provider: 'smtp', to: [email], status: 'delivered' });
			expect(message.subject).toMatch(/password/i);
			expect(`${message.html}${message.text}`).toMatch(/https?:\/\/[^\s"]+token/);
		});
	});

	describe('for tests and people', () => {
		test('waiting for a message ends when it arrives', async () => {
			const to = someone();
			const waiting = nextFor(to);
			await resend.emails.send({ from: FROM, to, subject: 'first', text: 't' });
			const first = await waiting;
			expect(first.subject).toBe('first');
			const second = nextFor(to, `&after=${first.id}`);
			await resend.emails.send({ from: FROM, to, subject: 'second', text: 't' });
			expect((await second).subject).toBe('second');
		});

		test('messages are narrowed, paged and removed', async () => {
			const to = someone();
			const since = new Date().toISOString();
			for (const subject of ['1', '2', '3']) {
				await resend.emails.send({ from: FROM, to, subject, text: 't' });
			}
			const query = `to=${to}&since=${since}`;
			const page = async (more: string) =>
				(await (await api('GET', `/messages?${query}${more}`)).json()) as {
					messages: Received[];
					next_cursor: string | null;
				};
			const first = await page('&channel=email&limit=2');
			expect(first.messages.map(({ subject }) => subject)).toEqual(['3', '2']);
			const second = await page(`&limit=2&cursor=${first.next_cursor}`);
			expect(second.messages.map(({ subject }) => subject)).toEqual(['1']);
			expect(second.next_cursor).toBeNull();
			expect((await page('&channel=sms')).messages).toEqual([]);
			expect(await (await api('DELETE', `/messages?to=${to}`)).json()).toEqual({ deleted: 3 });
			expect(await receivedBy(to)).toEqual([]);
			expect((await api('GET', '/messages?limit=0')).status).toBe(400);
			expect((await api('GET', '/messages?cursor=1')).status).toBe(400);
			expect((await api('DELETE', '/messages?channel=fax')).status).toBe(400);
		});

		test('the page shows a message, and none of what is in it is run', async () => {
			const to = someone();
			const subject = '<script>alert(1)</script>';
			const html = '<script>alert(2)</script><a href="https://lotline.test/?a=1&amp;b=2">x</a>';
			const { data } = await resend.emails.send({ from: FROM, to, subject, html });
			const page = await api('GET', `/?message=${data!.id}`);
			const text = await page.text();
			expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
			expect(text).not.toContain('<script>alert');
			expect(text).toContain('href="https://lotline.test/?a=1&amp;b=2"');
			expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
			const mail = await api('GET', `/messages/${data!.id}/html`);
			expect(mail.headers.get('content-security-policy')).toMatch(/^sandbox; default-src 'none'/);
		});

		test('the page shows no secret', async () => {
			const pages = await Promise.all(
				['/', '/failures', '/settings', '/rules'].map(async (path) =>
					(await api('GET', path)).text()
				)
			);
			for (const secret of [keys.resendApiKey, keys.resendWebhookSecret, keys.twilioAuthToken]) {
				expect(pages.join()).not.toContain(secret);
			}
		});

		test('a name that another site has pointed at this machine is refused, and so is its page', async () => {
			const ask = async (headers: Record<string, string>) => {
				const [answer] = (await once(
					request(`${base}/messages`, { headers }).end(),
					'response'
				)) as [{ statusCode: number; resume(): void }];
				answer.resume();
				return answer.statusCode;
			};
			const { host } = new URL(base!);
			expect(await ask({ host })).toBe(200);
			expect(await ask({ host: 'rebound.test' })).toBe(403);
			expect(await ask({ host, origin: 'https://elsewhere.test' })).toBe(403);
		});

		test("the project's database knows nothing of the inbox", async () => {
			const sql = postgres(platform.dbUrl, { max: 1 });
			const tables = await sql`
				select from pg_tables where tablename in ('messages', 'webhooks') and schemaname = 'public'`;
			await sql.end();
			expect(tables).toHaveLength(0);
		});
	});

	test('messages and rules outlive a restart', async () => {
		const dataDir = await mkdtemp(join(tmpdir(), 'lotline-inbox-'));
		const to = someone();
		const at = (path: string, url: string) => new URL(path, url);
		try {
			const before = await startProcess({ dataDir });
			const own = await readKeys(dataDir);
			const sender = resendAt(before.status.inboxUrl.replace(/\/$/, ''), own);
			const { data } = await sender.emails.send({ from: FROM, to, subject: 'kept', text: 't' });
			await fetch(at('/rules', before.status.inboxUrl), {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify({ channel: 'sms', pattern: '*', outcome: 'fail' })
			});
			await before.stop();

			const after = await startProcess({ dataDir });
			try {
				const kept = await fetch(at(`/messages/${data!.id}`, after.status.inboxUrl));
				expect(await kept.json()).toMatchObject({ to: [to], subject: 'kept', status: 'delivered' });
				const rules = await fetch(at('/rules', after.status.inboxUrl));
				expect(await rules.json()).toMatchObject([
					{ channel: 'sms', pattern: '*', outcome: 'fail' }
				]);
			} finally {
				await after.stop();
			}
		} finally {
			await rm(dataDir, { recursive: true, force: true });
		}
	}, 90_000);
});

async function readKeys(dataDir: string): Promise<Keys> {
	return JSON.parse(await readFile(join(dataDir, 'keys.json'), 'utf8')) as Keys;
}

function resendAt(base: string, keys: Keys): Resend {
	return new Resend(keys.resendApiKey, { baseUrl: `${base}/resend` });
}

function twilioAt(base: string, keys: Keys): ReturnType<typeof twilio> {
	const client = twilio(keys.twilioAccountSid, keys.twilioAuthToken);
	client.api.baseUrl = `${base}/twilio`;
	return client;
}
