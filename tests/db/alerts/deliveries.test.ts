import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { applySettings, requestSettings } from '../../../local/gateway/request-settings.ts';
import { test, type TestDatabase } from '../database.ts';
import { refusal } from '../production/floor.ts';
import {
	alertsOf,
	browser,
	call,
	claim,
	finish,
	forget,
	job,
	policyOf,
	prefer,
	raise,
	report,
	savePolicy,
	settle,
	type Claimed
} from './alerts.ts';

const NOON = '2030-05-23T12:00:00+05:30';
const later = (seconds: number) =>
	new Date(new Date(NOON).getTime() + seconds * 1000).toISOString();

/** P1 with QA and a Manager, at noon, and an empty outbox. */
async function noon(db: TestDatabase): Promise<string> {
	db.travelTo(NOON);
	const site = await db.siteOf('P1');
	for (const persona of ['admin', 'qa', 'manager', 'storekeeper']) await db.idOf(persona);
	await forget(db);
	await db.superuser`truncate notification_settings, notification_preferences`;
	await db.superuser`update push_subscriptions set ended_at = now() where ended_at is null`;
	return site;
}

const stateOf = async (db: TestDatabase, id: string) => {
	const [row] = await db.sql`
		select state, attempts, error, provider_id, extract(epoch from next_attempt_at - ${NOON}::timestamptz)::float as due from deliveries where id = ${id}`;
	return row as never as {
		state: string;
		attempts: number;
		error: string | null;
		provider_id: string | null;
		due: number;
	};
};

const one = async (db: TestDatabase, worker: string, persona = 'storekeeper'): Promise<Claimed> => {
	await raise(db, 'stock.low', await db.siteOf('P1'), {
		subject: 'Binder X',
		params: { item: 'Binder X', code: 'BINDER-X', unit: 'kg', available: 9, level: 10 }
	});
	const mine = (await claim(db, worker)).filter(
		({ destination }) => destination === `${persona}@lotline.test`
	);
	expect(mine).toHaveLength(1);
	return mine[0]!;
};

test('P9.02 a worker gets what is to be sent, urgent first, with everything that a message needs', async ({
	db
}) => {
	const site = await noon(db);
	await settle(db, 'qa', { phone: '+919840012345', language: 'hi' });
	await browser(db, 'manager', 'https://push.example/manager');
	await raise(db, 'stock.low', site, {
		subject: 'Binder X',
		params: { item: 'Binder X', code: 'BINDER-X', unit: 'kg', available: 9, level: 10 }
	});
	const alert = await raise(db, 'quality.test_failed', site, {
		subject: 'MCC-1',
		params: { findings: 'pH 8.2 over 7.5' }
	});
	const claimed = await claim(db);
	expect(
		claimed
			.map(({ channel, destination }) => `${channel} ${destination}`)
			.slice(0, 4)
			.sort()
	).toEqual([
		'email manager@lotline.test',
		'email qa@lotline.test',
		'push https://push.example/manager',
		'sms +919840012345'
	]);
	expect(claimed.at(-1)).toMatchObject({
		channel: 'email',
		destination: 'storekeeper@lotline.test',
		severity: 'medium',
		language: 'en',
		title: 'Low stock: Binder X',
		body: '9 kg of Binder X (BINDER-X) are left at P1, below the reorder level of 10 kg.',
		link: '/x',
		attempts: 1,
		kind: 'alert',
		push: null,
		items: null
	});
	const sms = claimed.find(({ channel }) => channel === 'sms')!;
	expect(sms).toMatchObject({
		sms: 'QC विफल P1: MCC-1: pH 8.2 over 7.5',
		severity: 'high',
		unsubscribe_token: null
	});
	expect(claimed.find(({ channel }) => channel === 'push')!.push).toMatchObject({
		endpoint: 'https://push.example/manager',
		auth: 'tBHItJI5svbpez7KI4CCXg'
	});
	const mails = claimed.filter(
		({ channel, severity }) => channel === 'email' && severity === 'high'
	);
	expect(new Set(mails.map(({ thread }) => thread))).toEqual(new Set([`alert-${alert}`]));
	expect(mails.every(({ unsubscribe_token }) => unsubscribe_token !== null)).toBe(true);
	expect(new Set(claimed.map(({ idempotency_key }) => idempotency_key)).size).toBe(claimed.length);
	expect(await claim(db)).toEqual([]);
});

test('P9.03 two workers at once never get the same delivery', async ({ db }) => {
	const site = await noon(db);
	for (let n = 0; n < 150; n++) await raise(db, 'quality.test_failed', site, { subject: `T${n}` });
	const take = async () => {
		const mine: string[] = [];
		for (;;) {
			const got = await claim(db, randomUUID(), 20);
			if (!got.length) return mine;
			mine.push(...got.map(({ id }) => id));
		}
	};
	// One of them holds what it has claimed, uncommitted, while the other looks.
	const settings = requestSettings({ role: 'service_role', claims: { role: 'service_role' } }, [
		['app.now', new Date(NOON).toISOString()]
	]);
	let held: string[] = [];
	const others: string[] = [];
	await db.superuser.begin(async (sql) => {
		await applySettings(sql, settings);
		held = [...(await sql`select id from claim_deliveries(${randomUUID()}, 100)`)].map(
			({ id }) => id as string
		);
		const [first, second] = await Promise.all([take(), take()]);
		others.push(...first, ...second);
	});
	expect(held).toHaveLength(100);
	expect(new Set([...held, ...others]).size).toBe(held.length + others.length);
	expect(held.length + others.length).toBe(300);
});

test('P9.03 a worker that dies gives its work back after two minutes, under the same key', async ({
	db
}) => {
	await noon(db);
	const [dead, next] = [randomUUID(), randomUUID()];
	const first = await one(db, dead);
	db.travelTo(later(119));
	expect(await claim(db, next)).toEqual([]);
	db.travelTo(later(120));
	const again = (await claim(db, next)).find(({ id }) => id === first.id)!;
	expect(again).toMatchObject({ idempotency_key: first.idempotency_key, attempts: 2 });
	// The one that was thought dead says something after all.
	expect(await finish(db, first, dead, 'sent', { providerId: 'm-dead' })).toBe(false);
	expect(await finish(db, first, next, 'sent', { providerId: 'm-next' })).toBe(true);
	expect(await finish(db, first, next, 'sent', { providerId: 'm-next' })).toBe(false);
	expect(await stateOf(db, first.id)).toMatchObject({ state: 'sent', provider_id: 'm-next' });
});

test('P9.03 a delivery that every worker dies of is given up after eight times', async ({ db }) => {
	await noon(db);
	const { id } = await one(db, randomUUID());
	for (let n = 1; n < 8; n++) {
		db.travelTo(later(n * 120));
		expect((await claim(db)).map((row) => row.id)).toContain(id);
	}
	db.travelTo(later(8 * 120));
	expect((await claim(db)).map((row) => row.id)).not.toContain(id);
	expect(await stateOf(db, id)).toMatchObject({
		state: 'dead',
		attempts: 8,
		error: 'No worker came back from sending this.'
	});
});

test('P9.03 it is tried again after 30 s · 2ⁿ, or later where the provider wants it, and given up the eighth time', async ({
	db
}) => {
	await noon(db);
	const worker = randomUUID();
	let mine = await one(db, worker);
	let clock = 0;
	for (let n = 1; n < 8; n++) {
		expect(mine.attempts).toBe(n);
		const asked = n === 2 ? 300 : null;
		expect(
			await finish(db, mine, worker, 'retry', {
				error: 'The provider answered 500.',
				retryAfter: asked
			})
		).toBe(true);
		const { state, due, error } = await stateOf(db, mine.id);
		expect([state, error]).toEqual(['queued', 'The provider answered 500.']);
		const usual = 30 * 2 ** (n - 1);
		expect(due - clock).toBeGreaterThanOrEqual(asked ?? usual * 0.75);
		expect(due - clock).toBeLessThanOrEqual(asked ?? usual * 1.25);
		clock = Math.ceil(due);
		db.travelTo(later(clock));
		mine = (await claim(db, worker)).find(({ id }) => id === mine.id)!;
	}
	await finish(db, mine, worker, 'retry', { error: 'The provider answered 500.' });
	expect(await stateOf(db, mine.id)).toMatchObject({ state: 'dead', attempts: 8 });
	expect(await alertsOf(db, 'system.delivery_dead')).toMatchObject([
		{ subject: 'E-mail', params: { person: 'storekeeper', error: 'The provider answered 500.' } }
	]);
	const events =
		await db.sql`select what from delivery_events where delivery_id = ${mine.id} order by id`;
	expect(events.map(({ what }) => what as string)).toEqual([
		...Array<string>(7).fill('retry'),
		'dead'
	]);
});

test('P9.03 Admin sees what was given up and sends it again, as a new message', async ({ db }) => {
	await noon(db);
	const worker = randomUUID();
	const mine = await one(db, worker);
	await expect(call(db, 'admin', 'resend_delivery', { delivery: mine.id })).rejects.toMatchObject(
		refusal('DELIVERY_UNDER_WAY', 'This is sending.')
	);
	await finish(db, mine, worker, 'failed', { error: 'No such domain.' });
	type Log = {
		deliveries: {
			id: string;
			state: string;
			error: string;
			person: string;
			title: string;
			events: { what: string; by: string | null }[];
		}[];
		ended_badly: number;
	};
	const log = (persona: string, given: Record<string, unknown> = { state: 'ended_badly' }) =>
		call<Log>(db, persona, 'delivery_log', given, { read: true });
	expect(await log('admin')).toMatchObject({
		deliveries: [
			{
				id: mine.id,
				state: 'dead',
				error: 'No such domain.',
				person: 'storekeeper',
				title: 'Low stock: Binder X'
			}
		],
		ended_badly: 1
	});
	expect(
		(await log('manager', { site_id: await db.siteOf('P1') })).deliveries.length
	).toBeGreaterThan(0);
	await expect(log('qa')).rejects.toMatchObject(refusal('NOT_ALLOWED'));
	expect((await log('manager@P2')).deliveries).toEqual([]);
	await expect(call(db, 'manager', 'resend_delivery', { delivery: mine.id })).rejects.toMatchObject(
		refusal('NOT_ALLOWED')
	);
	await expect(
		call(db, 'admin', 'resend_delivery', { delivery: randomUUID() })
	).rejects.toMatchObject(refusal('NOT_FOUND'));
	expect(await call(db, 'admin', 'resend_delivery', { delivery: mine.id })).toEqual({
		id: mine.id,
		state: 'queued'
	});
	const again = (await claim(db, worker)).find(({ id }) => id === mine.id)!;
	expect(again.attempts).toBe(1);
	expect(again.idempotency_key).not.toBe(mine.idempotency_key);
	expect(
		(await log('admin', {})).deliveries.find(({ id }) => id === mine.id)!.events
	).toMatchObject([
		{ what: 'dead', by: null },
		{ what: 'resent', by: 'admin' }
	]);
});

test('P9.03 many that are given up are one alert for Admin', async ({ db }) => {
	const site = await noon(db);
	const worker = randomUUID();
	for (let n = 0; n < 3; n++) await raise(db, 'stock.low', site, { subject: `I${n}` });
	for (const mine of await claim(db, worker))
		await finish(db, mine, worker, 'failed', { error: 'Refused.' });
	expect(await alertsOf(db, 'system.delivery_dead')).toMatchObject([{ count: 3 }]);
});

test('P9.03 what the provider says moves it on, once for each of its events, and never back', async ({
	db
}) => {
	await noon(db);
	const worker = randomUUID();
	const mine = await one(db, worker);
	await finish(db, mine, worker, 'sent', { providerId: 'm-1' });
	expect(await report(db, 'e-1', 'm-1', 'delivered')).toBe('applied');
	expect(await report(db, 'e-1', 'm-1', 'delivered')).toBe('repeated');
	expect(await report(db, 'e-0', 'm-1', 'sent')).toBe('ignored');
	expect(await report(db, 'e-2', 'm-1', 'delayed')).toBe('ignored');
	expect(await stateOf(db, mine.id)).toMatchObject({ state: 'delivered' });
	await expect(report(db, 'e-3', 'm-1', 'opened')).rejects.toMatchObject(
		refusal('VALUE_INVALID', '"opened" is no status.')
	);
	await expect(report(db, ' ', 'm-1', 'sent')).rejects.toMatchObject(refusal('FIELD_MISSING'));
	expect((await db.sql`select from delivery_events where delivery_id = ${mine.id}`).length).toBe(4);
});

test('P9.03 a webhook that is faster than the worker is not lost', async ({ db }) => {
	await noon(db);
	const worker = randomUUID();
	const mine = await one(db, worker);
	expect(await report(db, 'f-1', 'm-fast', 'delivered')).toBe('waiting');
	await finish(db, mine, worker, 'sent', { providerId: 'm-fast' });
	expect(await stateOf(db, mine.id)).toMatchObject({ state: 'delivered' });
});

test('P9.03 an address that gives mail back is turned off, until it is another or the person tries again', async ({
	db
}) => {
	const site = await noon(db);
	const worker = randomUUID();
	const mine = await one(db, worker);
	await raise(db, 'stock.low', site, { subject: 'still queued' });
	await finish(db, mine, worker, 'sent', { providerId: 'm-2' });
	expect(await report(db, 'b-1', 'm-2', 'bounced', 'No such mailbox')).toBe('applied');
	expect(await stateOf(db, mine.id)).toMatchObject({ state: 'bounced', error: 'No such mailbox' });
	const mail = async () =>
		(
			await db.sql`select email_off_at is null as on, email_off_reason from notification_settings where user_id = ${await db.idOf('storekeeper')}`
		)[0];
	expect(await mail()).toEqual({ on: false, email_off_reason: 'No such mailbox' });
	expect(
		await call(db, 'storekeeper', 'my_notifications', { module: 'alerts' }, { read: true })
	).toMatchObject({
		notifications: [
			{
				title: 'A mail to you came back',
				body: 'Nothing more is sent to storekeeper@lotline.test: No such mailbox. Correct the address, or turn e-mail on again.'
			}
		]
	});
	// What waited is not sent there, and nothing new is made.
	expect(
		(await claim(db)).filter(({ destination }) => destination === 'storekeeper@lotline.test')
	).toEqual([]);
	await raise(db, 'stock.low', site, { subject: 'new' });
	expect(await claim(db)).toEqual([]);
	await expect(
		call(db, 'storekeeper', 'send_test_notification', { channel: 'email' })
	).rejects.toMatchObject(refusal('ADDRESS_MISSING'));
	expect(await alertsOf(db, 'system.address_off')).toMatchObject([{ state: 'open' }]);
	await db.as('storekeeper', (sql) => sql`update notification_settings set email_off_at = null`);
	expect(await alertsOf(db, 'system.address_off')).toMatchObject([
		{ state: 'resolved', resolution: 'E-mail is on again.' }
	]);
	await raise(db, 'stock.low', site, { subject: 'third' });
	expect(await claim(db)).toMatchObject([{ destination: 'storekeeper@lotline.test' }]);
	await db.superuser`update notification_settings set email_off_at = now() where user_id = ${await db.idOf('storekeeper')}`;
	await db.superuser`update auth.users set email = 'keeper@lotline.test' where id = ${await db.idOf('storekeeper')}`;
	expect(await mail()).toMatchObject({ on: true });
	// A late bounce of the old address says nothing about the new one.
	expect(await report(db, 'b-2', 'm-2', 'complained')).toBe('ignored');
	expect(await mail()).toMatchObject({ on: true });
	await db.superuser`update auth.users set email = 'storekeeper@lotline.test' where id = ${await db.idOf('storekeeper')}`;
});

test('P9.02 a browser that takes no messages any more is forgotten; who has left is not written to', async ({
	db
}) => {
	const site = await noon(db);
	const worker = randomUUID();
	await browser(db, 'qa');
	await raise(db, 'quality.test_failed', site);
	const claimed = await claim(db, worker);
	const push = claimed.find(({ channel }) => channel === 'push')!;
	expect(await finish(db, push, worker, 'gone', { provider: 'push' })).toBe(true);
	expect(await stateOf(db, push.id)).toMatchObject({ state: 'failed' });
	expect((await db.sql`select from push_subscriptions where ended_at is null`).length).toBe(0);
	await raise(db, 'quality.test_failed', site);
	await db.superuser`update profiles set active = false where id = ${await db.idOf('qa')}`;
	expect((await claim(db, worker)).map(({ destination }) => destination)).toEqual([
		'manager@lotline.test'
	]);
	await db.superuser`update profiles set active = true where id = ${await db.idOf('qa')}`;
	expect(
		(
			await db.sql`select from deliveries where state = 'cancelled' and error like 'The person cannot be reached%'`
		).length
	).toBe(1);
});

test('P9.05 the link in a mail ends mail of its kind, for anybody who has it, and again changes nothing', async ({
	db
}) => {
	const site = await noon(db);
	const worker = randomUUID();
	const mine = await one(db, worker);
	const leave = (token: string | null) =>
		db.as(
			'anon',
			async (sql) =>
				(await sql`select unsubscribe(${token}) as answer`)[0]!.answer as Record<string, unknown>
		);
	for (let n = 0; n < 2; n++)
		expect(await leave(mine.unsubscribe_token)).toEqual({
			kind: 'alert',
			event: 'stock.low',
			name: 'Low stock'
		});
	await expect(leave(randomUUID())).rejects.toMatchObject(refusal('NOT_FOUND'));
	await expect(leave("'; drop table alerts; --")).rejects.toMatchObject(refusal('NOT_FOUND'));
	await expect(leave(null)).rejects.toMatchObject(refusal('NOT_FOUND'));
	await finish(db, mine, worker, 'sent', { providerId: 'm-leave' });
	await raise(db, 'stock.low', site);
	expect(await claim(db)).toEqual([]);
	await raise(db, 'lot.status_changed', site, { subject: 'ALC-9' });
	db.travelTo('2030-05-24T07:00:00+05:30');
	await job(db, 'send_digests');
	const digest = (await claim(db)).find(
		({ destination }) => destination === 'storekeeper@lotline.test'
	)!;
	expect(digest).toMatchObject({
		kind: 'digest',
		title: 'What happened yesterday',
		link: '/alerts',
		sms: null,
		items: [{ event: 'lot.status_changed', name: 'Lot status changed' }]
	});
	expect(await leave(digest.unsubscribe_token)).toEqual({
		kind: 'digest',
		event: null,
		name: null
	});
	expect([
		...(await db.sql`select digests from notification_settings where user_id = ${await db.idOf('storekeeper')}`)
	]).toEqual([{ digests: false }]);
});

const waiting = async (db: TestDatabase) =>
	(
		await db.sql`
			select full_name || '/' || channel as way, state, error, attempts from deliveries
			join profiles on profiles.id = user_id where state <> 'sending' order by 1`
	).map((row) => ({ ...row }));

const UNWANTED = 'The person does not want this any more.';

test('P9.05 what was queued before somebody unsubscribed or turned it off is not sent', async ({
	db
}) => {
	const site = await noon(db);
	await settle(db, 'storekeeper', { phone: '+919840012345' });
	await prefer(db, 'storekeeper', 'stock.low', 'sms', true);
	const first = (await raise(db, 'stock.low', site), await claim(db));
	expect(first.map(({ channel }) => channel).sort()).toEqual(['email', 'sms']);
	await raise(db, 'stock.low', site, { id: randomUUID() });
	const token = first.find(({ channel }) => channel === 'email')!.unsubscribe_token;
	await db.as('anon', (sql) => sql`select unsubscribe(${token})`);
	// What he wanted besides what the event has is off when the wish is gone.
	await db.as(
		'storekeeper',
		(sql) => sql`delete from notification_preferences where channel = 'sms'`
	);
	const worker = randomUUID();
	expect(await claim(db, worker)).toEqual([]);
	expect(await waiting(db)).toEqual([
		{ way: 'storekeeper/email', state: 'cancelled', error: UNWANTED, attempts: 0 },
		{ way: 'storekeeper/sms', state: 'cancelled', error: UNWANTED, attempts: 0 }
	]);
	expect(await db.sql`select detail from delivery_events where what = 'cancelled'`).toMatchObject([
		{ detail: UNWANTED },
		{ detail: UNWANTED }
	]);
	// Nor again by the hand of an administrator, nor by a worker whose lease has ended.
	const [mail] =
		await db.sql`select id from deliveries where state = 'cancelled' and channel = 'email'`;
	await call(db, 'admin', 'resend_delivery', { delivery: mail!.id as string });
	expect(await claim(db, worker)).toEqual([]);
	db.travelTo(later(121));
	expect(await claim(db, worker)).toEqual([]);
	expect(await waiting(db)).toHaveLength(4);
});

test('P9.05 a digest that was queued before somebody wanted none is not sent', async ({ db }) => {
	const site = await noon(db);
	await raise(db, 'lot.status_changed', site);
	await db.superuser`update settings set value = '12' where key = 'alerts.digest_hour'`;
	expect(await job(db, 'send_digests')).toBe(2);
	await settle(db, 'qa', { digests: false });
	expect((await claim(db)).map(({ destination }) => destination)).toEqual([
		'storekeeper@lotline.test'
	]);
	expect(await waiting(db)).toMatchObject([
		{ way: 'qa/email', state: 'cancelled', error: UNWANTED }
	]);
});

test('P9.04 what a level of a policy sends goes though the event has no such channel, unless it was turned off', async ({
	db
}) => {
	const site = await noon(db);
	await db.superuser`update escalation_policies set active = false`;
	for (const persona of ['manager', 'admin']) await settle(db, persona, { phone: '+919840012345' });
	await savePolicy(
		db,
		policyOf({ event_code: 'stock.low' }, [
			{ after: 5, role: 'manager', channels: ['sms'] },
			{ after: 6, role: 'admin', channels: ['sms'] }
		])
	);
	await raise(db, 'stock.low', site);
	db.travelTo(later(360));
	expect(await job(db, 'run_escalations')).toBe(2);
	await prefer(db, 'admin', 'stock.low', 'sms', false);
	expect((await claim(db)).map(({ channel }) => channel).sort()).toEqual(['email', 'sms']);
	expect(await waiting(db)).toMatchObject([{ way: 'admin/sms', error: UNWANTED }]);
});

test('P9.02 the function is woken at once for what is urgent, each minute for what is due, and not without its secrets', async ({
	db
}) => {
	const site = await noon(db);
	const calls = async () =>
		(
			await db.superuser`delete from net.http_request_queue returning url, headers ->> 'apikey' as key`
		).map((row) => ({ ...row }));
	await raise(db, 'quality.test_failed', site);
	expect(await calls()).toEqual([]);
	// The vault's key is a file of the stack; here its view stands in.
	await db.superuser.unsafe(`
		alter view vault.decrypted_secrets rename to decrypted_secrets_kept;
		create view vault.decrypted_secrets as
			select 'functions_url' as name, 'http://functions.test/functions/v1/' as decrypted_secret union all select 'functions_key', 'key';
		grant select on vault.decrypted_secrets to postgres`);
	const call = { url: 'http://functions.test/functions/v1/notify', key: 'key' };
	await raise(db, 'stock.low', site);
	expect(await calls()).toEqual([]);
	expect(await job(db, 'wake_if_due')).toBe(true);
	expect(await calls()).toEqual([call]);
	await raise(db, 'quality.test_failed', site);
	expect(await calls()).toEqual([call]);
	await claim(db);
	expect(await job(db, 'wake_if_due')).toBe(false);
	expect(await calls()).toEqual([]);
	await db.superuser.unsafe(`
		drop view vault.decrypted_secrets; alter view vault.decrypted_secrets_kept rename to decrypted_secrets`);
});

test('P9.02 many at once are told, and two workers that go on until nothing is left send none twice', async ({
	db
}) => {
	const site = await noon(db);
	await db.superuser`
		with made as (
			insert into auth.users (id, email, aud, role, raw_user_meta_data)
			select gen_random_uuid(), 'qa-' || n || '@crowd.test', 'authenticated', 'authenticated', '{}' from generate_series(1, 100) as n returning id
		)
		insert into memberships (user_id, site_id, role) select id, ${site}, 'qa' from made`;
	for (const subject of ['Crowd 1', 'Crowd 2'])
		await raise(db, 'quality.test_failed', site, { subject });
	const [told] = await db.sql`select count(*)::integer as deliveries from deliveries`;
	expect(told!.deliveries).toBeGreaterThanOrEqual(200);
	const sent: string[] = [];
	const work = async () => {
		const worker = randomUUID();
		for (;;) {
			const got = await claim(db, worker, 20);
			if (!got.length) return;
			await db.as('service_role', async (sql) => {
				await sql`select finish_delivery(id, ${worker}, 'sent', 'resend', id::text) from unnest(${got.map(({ id }) => id)}::uuid[]) as id`;
			});
			sent.push(...got.map(({ id }) => id));
		}
	};
	await Promise.all([work(), work()]);
	expect(sent).toHaveLength(told!.deliveries as number);
	expect(new Set(sent).size).toBe(sent.length);
	expect(await db.sql`select from deliveries where state <> 'sent'`).toHaveLength(0);
	await db.superuser`delete from memberships where user_id in (select id from auth.users where email like '%@crowd.test')`;
});
