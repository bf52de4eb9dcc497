import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { test, type TestDatabase } from '../database.ts';
import { refusal } from '../production/floor.ts';
import { asCommand, assign, blocked, defineDay, runOf } from '../shifts/shifts.ts';
import {
	alertsOf,
	browser,
	call,
	end,
	forget,
	job,
	join,
	prefer,
	raise,
	settle,
	told,
	ways
} from './alerts.ts';

/** The plant P1 with its people at 10:00, and no alert yet. */
async function morning(db: TestDatabase): Promise<string> {
	db.travelTo('2030-05-23T00:30:00+05:30');
	const site = await db.siteOf('P1');
	for (const persona of ['admin', 'qa', 'manager', 'storekeeper', 'supervisor'])
		await db.idOf(persona);
	if ((await db.sql`select from shifts where site_id = ${site}`).length === 0)
		await defineDay(db, 'P1');
	db.travelTo('2030-05-23T10:00:00+05:30');
	await forget(db);
	await db.superuser`truncate notification_settings, notification_preferences`;
	await db.superuser`update push_subscriptions set ended_at = now() where ended_at is null`;
	return site;
}

const titles = async (db: TestDatabase, alert: string) =>
	Object.fromEntries(
		(
			await db.superuser`
			select full_name, title, body, sms from notifications join profiles on profiles.id = user_id where alert_id = ${alert}`
		).map(({ full_name, ...words }) => [
			full_name as string,
			words as { title: string; body: string; sms: string }
		])
	);

test('P9.01 who is told is who has the role at the site, or everywhere, and is still there', async ({
	db
}) => {
	const site = await morning(db);
	for (const persona of ['qa@P2', 'qa.gone', 'qa.second']) await db.idOf(persona);
	await db.superuser`update profiles set active = false where id = ${await db.idOf('qa.gone')}`;
	const alert = await raise(db, 'quality.test_failed', site);
	expect(await told(db, alert)).toEqual({ manager: 0, qa: 0, 'qa.second': 0 });
	await db.superuser`update profiles set active = false where id = ${await db.idOf('qa.second')}`;
});

test('P9.01 an alert without anybody to tell is kept, and nothing is refused', async ({ db }) => {
	await morning(db);
	const empty = await db.siteOf('NOBODY');
	const alert = await raise(db, 'quality.test_failed', empty);
	expect(await told(db, alert)).toEqual({});
	expect(await alertsOf(db, 'quality.test_failed')).toMatchObject([{ id: alert, state: 'open' }]);
});

test('P9.01 an event that is turned off tells nobody; one that does not exist is a mistake', async ({
	db
}) => {
	const site = await morning(db);
	await db.as(
		'admin',
		(sql) => sql`update alert_events set active = false where code = 'anomaly.detected'`
	);
	expect(await raise(db, 'anomaly.detected', site)).toBeNull();
	await db.as(
		'admin',
		(sql) => sql`update alert_events set active = true where code = 'anomaly.detected'`
	);
	await expect(raise(db, 'no.such_event', site)).rejects.toThrow(
		'There is no event no.such_event to notify of.'
	);
});

test('P9.01 only the Supervisor on duty is told: of the shift that runs, or of the one it is about', async ({
	db
}) => {
	const site = await morning(db);
	db.travelTo('2030-05-23T01:00:00+05:30');
	const [a, b] = [
		await runOf(db, 'P1', 'A', '2030-05-23'),
		await runOf(db, 'P1', 'B', '2030-05-23')
	];
	await assign(db, 'admin', a.id, 'supervisor');
	await assign(db, 'admin', b.id, 'supervisor.b');
	await db.idOf('supervisor.c');
	db.travelTo('2030-05-23T10:00:00+05:30');
	const now = await raise(db, 'anomaly.detected', site);
	expect(await told(db, now)).toEqual({ manager: 0, supervisor: 0 });
	const about = await raise(db, 'anomaly.detected', site, { params: { run: b.id } });
	expect(await told(db, about)).toEqual({ manager: 0, 'supervisor.b': 0 });
	db.travelTo('2030-05-23T15:00:00+05:30');
	const later = await raise(db, 'anomaly.detected', site);
	expect(await told(db, later)).toEqual({ manager: 0, 'supervisor.b': 0 });
	// In a night that nobody was planned for, the Supervisors sleep.
	db.travelTo('2030-05-23T23:00:00+05:30');
	expect(await told(db, await raise(db, 'anomaly.detected', site))).toEqual({ manager: 0 });
});

test('P9.01 groups are of a site or of all, and people who are named are told besides', async ({
	db
}) => {
	const site = await morning(db);
	for (const persona of ['buyer', 'other.buyer']) await db.idOf(persona);
	await join(db, 'PROCUREMENT', 'buyer');
	const p2 = await db.siteOf('P2');
	await db.as(
		'admin',
		async (sql) => sql`insert into alert_group_members (group_id, user_id, site_id)
			select id, ${await db.idOf('other.buyer')}, ${p2} from alert_groups where code = 'PROCUREMENT'`
	);
	expect(await told(db, await raise(db, 'stock.low', site))).toEqual({ buyer: 0, storekeeper: 0 });
	const person = await db.idOf('supervisor');
	expect(
		await told(db, await raise(db, 'shifts.correction_decided', site, { people: [person] }))
	).toEqual({ supervisor: 0 });
});

test('P9.03 the same on the same subject within its window grows, and is unread again', async ({
	db
}) => {
	const site = await morning(db);
	const [id, same] = [randomUUID(), { subject: 'MCC-1', params: { findings: 'pH 8.2' } }];
	const first = await raise(db, 'quality.test_failed', site, { id, ...same });
	await call(db, 'qa', 'read_notifications');
	expect(await call(db, 'qa', 'unread_count', {}, { read: true })).toBe(0);
	db.travelTo('2030-05-23T10:59:00+05:30');
	expect(
		await raise(db, 'quality.test_failed', site, { id, ...same, params: { findings: 'pH 8.4' } })
	).toBe(first);
	expect(await call(db, 'qa', 'unread_count', {}, { read: true })).toBe(1);
	expect((await titles(db, first)).qa!.body).toMatch(/^pH 8\.4/);
	expect(
		[...(await db.sql`select count from notifications where alert_id = ${first}`)].map(
			({ count }) => count as number
		)
	).toEqual([2, 2]);
	// It is not mailed again.
	expect(await ways(db, first)).toEqual(['manager/email', 'qa/email']);
	// After the window, elsewhere, about something else, or when it was over, it is another.
	db.travelTo('2030-05-23T11:00:00+05:30');
	const second = await raise(db, 'quality.test_failed', site, { id, ...same });
	expect(second).not.toBe(first);
	expect(await raise(db, 'quality.test_failed', site, { ...same })).not.toBe(second);
	expect(await raise(db, 'quality.test_failed', await db.siteOf('P2'), { id, ...same })).not.toBe(
		second
	);
	await end(db, 'quality.test_failed', id);
	expect(await raise(db, 'quality.test_failed', site, { id, ...same })).not.toBe(second);
});

test('P9.03 what asks nothing of anybody is over as soon as it is told, and nobody can take it', async ({
	db
}) => {
	const site = await morning(db);
	const id = randomUUID();
	const first = await raise(db, 'lot.status_changed', site, { id, params: { after: 'on hold' } });
	expect(await alertsOf(db, 'lot.status_changed')).toMatchObject([
		{ id: first, state: 'resolved', resolution: 'It is news: nobody has to act.' }
	]);
	expect(await told(db, first)).toEqual({ qa: 0, storekeeper: 0 });
	expect(await call(db, 'qa', 'unread_count', {}, { read: true })).toBe(1);
	await expect(call(db, 'qa', 'acknowledge_alert', { alert: first })).rejects.toMatchObject(
		refusal('ALERT_RESOLVED')
	);
	expect(await call(db, 'qa', 'alert_details', { alert: first }, { read: true })).toMatchObject({
		news: true,
		escalation: null
	});
	// Again within the window it grows, as what is open does, and is unread again.
	await call(db, 'qa', 'read_notifications');
	db.travelTo('2030-05-23T10:29:00+05:30');
	const again = { id, params: { after: 'released' } };
	expect(await raise(db, 'lot.status_changed', site, again)).toBe(first);
	expect(await call(db, 'qa', 'unread_count', {}, { read: true })).toBe(1);
	expect((await titles(db, first)).qa!.title).toBe('– is released');
	expect(await alertsOf(db, 'lot.status_changed')).toMatchObject([{ count: 2, state: 'resolved' }]);
	db.travelTo('2030-05-23T10:30:00+05:30');
	expect(await raise(db, 'lot.status_changed', site, again)).not.toBe(first);
});

test('P9.02 news that waits for the end of quiet hours is sent then, though it is over', async ({
	db
}) => {
	const site = await morning(db);
	await settle(db, 'storekeeper', { quiet_from: '09:00', quiet_until: '17:00' });
	await prefer(db, 'storekeeper', 'lot.status_changed', 'email', true);
	const alert = await raise(db, 'lot.status_changed', site);
	expect(await ways(db, alert)).toEqual(['storekeeper/email']);
	expect([...(await db.sql`select state from deliveries`)]).toEqual([{ state: 'queued' }]);
});

test('P9.03 one fact tells one person once: who knows it by another alert is left out', async ({
	db
}) => {
	const site = await morning(db);
	const failed = await raise(db, 'quality.test_failed', site);
	const id = randomUUID();
	const status = await raise(db, 'lot.status_changed', site, { id, params: { told_by: [failed] } });
	expect(await told(db, failed)).toEqual({ manager: 0, qa: 0 });
	expect(await told(db, status)).toEqual({ storekeeper: 0 });
	// What comes next is another fact, and told to all.
	await raise(db, 'lot.status_changed', site, { id });
	expect(await told(db, status)).toEqual({ qa: 0, storekeeper: 0 });
	await call(db, 'qa', 'read_notifications');
	await call(db, 'storekeeper', 'read_notifications');
	await raise(db, 'lot.status_changed', site, { id, params: { told_by: [failed] } });
	expect(await call(db, 'qa', 'unread_count', {}, { read: true })).toBe(0);
	expect(await call(db, 'storekeeper', 'unread_count', {}, { read: true })).toBe(1);
});

test('P9.03 two who raise the same at the same moment make one alert', async ({ db }) => {
	const site = await morning(db);
	const id = randomUUID();
	let release = () => {};
	const held = new Promise<void>((open) => (release = open));
	const first = asCommand(db, 'service_role', async (sql) => {
		await sql`select app.notify('quality.test_failed', ${site}, 'things', ${id}, 'X')`;
		await held;
	});
	const second = raise(db, 'quality.test_failed', site, { id });
	await blocked(db);
	release();
	await Promise.all([first, second]);
	expect(await alertsOf(db, 'quality.test_failed')).toMatchObject([{ count: 2 }]);
});

test('P9.02 channels are those of the event unless a person wants it otherwise, and can be reached', async ({
	db
}) => {
	const site = await morning(db);
	await settle(db, 'qa', { phone: '+919840012345' });
	await browser(db, 'qa');
	await browser(db, 'qa');
	expect(await ways(db, await raise(db, 'quality.test_failed', site))).toEqual([
		'manager/email',
		'qa/email',
		'qa/push',
		'qa/push',
		'qa/sms'
	]);
	await prefer(db, 'qa', 'quality.test_failed', 'sms', false);
	await prefer(db, 'qa', 'quality.test_failed', 'push', false);
	await prefer(db, 'manager', 'quality.test_failed', 'email', false);
	expect(await ways(db, await raise(db, 'quality.test_failed', site))).toEqual(['qa/email']);
	// Somebody wants a text message of what is not urgent.
	await settle(db, 'storekeeper', { phone: '+919840012346' });
	expect(await ways(db, await raise(db, 'stock.low', site))).toEqual([
		'buyer/email',
		'storekeeper/email'
	]);
	await prefer(db, 'storekeeper', 'stock.low', 'sms', true);
	expect(await ways(db, await raise(db, 'stock.low', site))).toEqual([
		'buyer/email',
		'storekeeper/email',
		'storekeeper/sms'
	]);
});

test('P9.02 what is off the bell stays in the list; what is urgent is always on it', async ({
	db
}) => {
	const site = await morning(db);
	await prefer(db, 'storekeeper', 'stock.low', 'in_app', false);
	await prefer(db, 'qa', 'quality.test_failed', 'in_app', false);
	await raise(db, 'stock.low', site);
	await raise(db, 'quality.test_failed', site);
	expect(await call(db, 'storekeeper', 'my_notifications', {}, { read: true })).toMatchObject({
		unread: 0,
		notifications: [{ silent: true }]
	});
	expect(await call(db, 'qa', 'my_notifications', {}, { read: true })).toMatchObject({
		unread: 1,
		notifications: [{ silent: false }]
	});
});

test.for([
	['22:00', '07:00', '2030-05-23T23:30:00+05:30', '2030-05-24T07:00:00+05:30'],
	['22:00', '07:00', '2030-05-24T06:59:00+05:30', '2030-05-24T07:00:00+05:30'],
	['22:00', '07:00', '2030-05-24T07:00:00+05:30', '2030-05-24T07:00:00+05:30'],
	['12:00', '14:00', '2030-05-23T13:00:00+05:30', '2030-05-23T14:00:00+05:30'],
	['12:00', '14:00', '2030-05-23T11:59:00+05:30', '2030-05-23T11:59:00+05:30']
] as const)(
	'P9.02 with quiet hours from %s to %s, a mail of %s goes at %s',
	async ([from, until, at, due], { db }) => {
		const site = await morning(db);
		await settle(db, 'storekeeper', { quiet_from: from, quiet_until: until });
		await settle(db, 'qa', { quiet_from: from, quiet_until: until });
		db.travelTo(at);
		await raise(db, 'stock.low', site);
		await raise(db, 'quality.test_failed', site);
		const rows = await db.sql`
		select full_name, urgent, next_attempt_at from deliveries join profiles on profiles.id = user_id
		where full_name in ('storekeeper', 'qa') order by full_name`;
		expect(
			rows.map((row) => [row.full_name, row.urgent, (row.next_attempt_at as Date).getTime()])
		).toEqual([
			['qa', true, new Date(at).getTime()],
			['storekeeper', false, new Date(due).getTime()]
		]);
	}
);

test.for([
	'98400 12345',
	'9840012345',
	'+09840012345',
	'+91-98400-12345',
	'+91',
	'+9198400123451234',
	'phone'
])('P9.02 the number %s is refused, and the one before stays', async (phone, { db }) => {
	await morning(db);
	await settle(db, 'qa', { phone: '+919840012345' });
	await expect(settle(db, 'qa', { phone })).rejects.toMatchObject({
		code: '23514',
		constraint_name: 'phone number has the form +919840012345'
	});
	const [row] = await db.sql`
			select phone from notification_settings where user_id = ${await db.idOf('qa')}`;
	expect(row).toEqual({ phone: '+919840012345' });
});

test('P9.02 a person has his own language, English where there is none', async ({ db }) => {
	const site = await morning(db);
	await settle(db, 'qa', { language: 'hi' });
	await settle(db, 'manager', { language: 'ta' });
	const given = {
		subject: 'MCC-1',
		params: {
			findings: 'pH 8.2 over 7.5',
			stage: 'Drying',
			item: 'MCC',
			test: 'QC-1',
			person: 'Ravi'
		}
	};
	const words = await titles(db, await raise(db, 'quality.test_failed', site, given));
	expect(words.qa!.title).toBe('QC विफल: MCC-1');
	expect(words.manager!.title).toBe('QC தோல்வி: MCC-1');
	await db.superuser`delete from alert_templates where event_code = 'quality.override_requested' and language = 'ta'`;
	const override = await titles(
		db,
		await raise(db, 'quality.override_requested', site, { subject: 'MCC-1' })
	);
	expect(override.manager!.title).toBe('Override requested: MCC-1');
});

test('P9.02 a value that is missing is a dash, and what somebody typed is text', async ({ db }) => {
	const site = await morning(db);
	const typed = '<b>{lot}</b>\n{item} ' + 'x'.repeat(400);
	const alert = await raise(db, 'quality.test_failed', site, {
		subject: typed,
		params: { findings: '{secret}', item: 'MCC' }
	});
	const { title, body, sms } = (await titles(db, alert)).qa!;
	expect(title).toMatch(/^QC failure: <b>\{lot\}<\/b> \{item\} x+(\.\.\.)?$/);
	expect(title.length).toBeLessThanOrEqual(200);
	expect(body).toBe('{secret}. Test – of MCC, –, at P1, entered by – at 10:00.');
	expect(sms.length).toBe(160);
	expect(sms.endsWith('...')).toBe(true);
});

test('P9.01 a template with a name that its event has no value for is refused with a sentence', async ({
	db
}) => {
	await morning(db);
	const write = (body: string) =>
		db.as(
			'admin',
			(sql) =>
				sql`update alert_templates set body = ${body} where event_code = 'stock.low' and language = 'en'`
		);
	await expect(write('{available} of {password}')).rejects.toMatchObject(
		refusal(
			'VALUE_INVALID',
			'stock.low has no value {password}; a template may use {item}, {code}, {unit}, {available}, {level}, {subject}, {site}, {time}, {count}, {severity}.'
		)
	);
	await expect(write('{item')).resolves.toBeDefined();
	await expect(
		write(
			'{available} {unit} of {item} ({code}) are left at {site}, below the reorder level of {level} {unit}.'
		)
	).resolves.toBeDefined();
});

test('P9.03 an alert is taken once, by who was told or may act for others', async ({ db }) => {
	const site = await morning(db);
	const alert = await raise(db, 'stock.low', site);
	await expect(call(db, 'qa', 'acknowledge_alert', { alert })).rejects.toMatchObject(
		refusal('NOT_FOUND')
	);
	await expect(call(db, 'manager@P2', 'acknowledge_alert', { alert })).rejects.toMatchObject(
		refusal('NOT_FOUND')
	);
	await expect(call(db, 'nobody', 'resolve_alert', { alert, note: 'x' })).rejects.toMatchObject(
		refusal('NOT_FOUND')
	);
	expect(await call(db, 'manager', 'acknowledge_alert', { alert })).toMatchObject({
		state: 'acknowledged',
		acknowledged_by: 'manager'
	});
	await expect(call(db, 'storekeeper', 'acknowledge_alert', { alert })).rejects.toMatchObject(
		refusal('ALERT_ACKNOWLEDGED', 'manager has taken this already.')
	);
	await expect(
		call(db, 'storekeeper', 'resolve_alert', { alert, note: ' \u200b ' })
	).rejects.toMatchObject(refusal('FIELD_MISSING'));
	expect(
		await call(db, 'storekeeper', 'resolve_alert', { alert, note: 'Ordered and here' })
	).toMatchObject({ state: 'resolved', resolved_by: 'storekeeper' });
	await expect(call(db, 'manager', 'resolve_alert', { alert, note: 'x' })).rejects.toMatchObject(
		refusal('ALERT_RESOLVED', 'This was over at 10:00.')
	);
	expect(await call(db, 'manager', 'alert_details', { alert }, { read: true })).toMatchObject({
		state: 'resolved',
		people: [
			{ name: 'buyer' },
			{ name: 'storekeeper', level: 0, deliveries: [{ channel: 'email' }] }
		],
		escalation: { state: 'stopped' }
	});
	await expect(call(db, 'qa', 'alert_details', { alert }, { read: true })).rejects.toMatchObject(
		refusal('NOT_FOUND')
	);
});

test('P9.03 what is over takes back what still waits to be sent', async ({ db }) => {
	const site = await morning(db);
	await settle(db, 'storekeeper', { quiet_from: '09:00', quiet_until: '17:00' });
	const id = randomUUID();
	const alert = await raise(db, 'stock.low', site, { id });
	await end(db, 'stock.low', id);
	const rows = await db.sql`
		select full_name, state from deliveries join profiles on profiles.id = user_id
		join notifications on notifications.id = notification_id where alert_id = ${alert} order by 1`;
	expect(rows.map((row) => [row.full_name, row.state])).toEqual([
		['buyer', 'queued'],
		['storekeeper', 'cancelled']
	]);
});

test('P9.03 reading is of one’s own, by page, by severity and module, and can be undone', async ({
	db
}) => {
	const site = await morning(db);
	for (let n = 0; n < 5; n++) await raise(db, 'quality.test_failed', site, { subject: `T${n}` });
	await raise(db, 'quality.override_requested', site, { subject: 'O' });
	type Page = {
		notifications: { id: string; title: string }[];
		next: { before: string; before_id: string } | null;
		unread: number;
	};
	const page = (given: Record<string, unknown>) =>
		call<Page>(db, 'manager', 'my_notifications', { page_size: 4, ...given }, { read: true });
	const first = await page({});
	const second = await page(first.next!);
	expect([first.notifications.length, second.notifications.length, second.next]).toEqual([
		4,
		2,
		null
	]);
	expect(new Set([...first.notifications, ...second.notifications].map(({ id }) => id)).size).toBe(
		6
	);
	expect((await page({ severity: 'medium' })).notifications).toMatchObject([
		{ title: 'Override requested: O' }
	]);
	expect((await page({ module: 'stock' })).notifications).toEqual([]);
	const some = first.notifications.slice(0, 2).map(({ id }) => id);
	expect(await call(db, 'qa', 'read_notifications', { ids: some })).toEqual({
		changed: 0,
		unread: 5
	});
	expect(await call(db, 'manager', 'read_notifications', { ids: some })).toEqual({
		changed: 2,
		unread: 4
	});
	expect((await page({ unread_only: true, page_size: 50 })).notifications).toHaveLength(4);
	expect(await call(db, 'manager', 'unread_notifications', { ids: some })).toEqual({
		changed: 2,
		unread: 6
	});
	await expect(page({ page_size: 0 })).rejects.toMatchObject(refusal('VALUE_INVALID'));
	await expect(page({ page_size: 201 })).rejects.toMatchObject(refusal('VALUE_INVALID'));
});

test('P9.02 the bell is told who what it is and how many are unread, and another tab of what was read', async ({
	db
}) => {
	const site = await morning(db);
	const [{ last }] =
		(await db.superuser`select coalesce(max(inserted_at), '-infinity')::text as last from realtime.messages`) as [
			{ last: string }
		];
	const alert = await raise(db, 'stock.low', site, {
		subject: 'Binder X',
		params: { item: 'Binder X' }
	});
	await call(db, 'storekeeper', 'read_notifications');
	const topic = `user:${await db.idOf('storekeeper')}`;
	const heard = await db.superuser`
		select event, payload, private from realtime.messages where topic = ${topic} and inserted_at > ${last}::timestamp order by inserted_at`;
	expect(heard.map(({ event }) => event as string)).toEqual(['notification', 'read']);
	expect(heard[0]).toMatchObject({
		private: true,
		payload: {
			alert,
			event: 'stock.low',
			severity: 'medium',
			title: 'Low stock: Binder X',
			link: '/x',
			unread: 1
		}
	});
	expect(heard[1]!.payload).toMatchObject({ unread: 0 });
});

test('P9.02 everybody tries his channels himself, and is told what is missing', async ({ db }) => {
	await morning(db);
	const send = (channel: string | null) =>
		call<{ deliveries: string[] }>(db, 'dispatch_clerk', 'send_test_notification', { channel });
	expect((await send('in_app')).deliveries).toEqual([]);
	expect((await send('email')).deliveries).toHaveLength(1);
	await expect(send('sms')).rejects.toMatchObject(
		refusal('ADDRESS_MISSING', 'You have entered no phone number.')
	);
	await expect(send('push')).rejects.toMatchObject(refusal('ADDRESS_MISSING'));
	await expect(send('pigeon')).rejects.toMatchObject(
		refusal('VALUE_INVALID', '"pigeon" is no channel.')
	);
	await expect(send(null)).rejects.toMatchObject(refusal('VALUE_INVALID'));
	await settle(db, 'dispatch_clerk', {
		phone: '+919840012347',
		quiet_from: '09:00',
		quiet_until: '17:00'
	});
	expect((await send('sms')).deliveries).toHaveLength(1);
	const [row] =
		await db.sql`select kind, urgent, unsubscribe_key, next_attempt_at <= ${new Date('2030-05-23T10:00:00+05:30')} as now from deliveries where channel = 'sms'`;
	expect(row).toEqual({ kind: 'test', urgent: true, unsubscribe_key: null, now: true });
});

test('P9.02 a phone number, a language and quiet hours have their form', async ({ db }) => {
	await morning(db);
	for (const bad of [
		{ phone: '98400 12345' },
		{ phone: '+0123' },
		{ phone: '+9198400123451234' },
		{ language: 'fr' },
		{ quiet_from: '22:00' },
		{ quiet_from: '22:00', quiet_until: '22:00' }
	] as Record<string, string>[]) {
		await expect(settle(db, 'qa', bad), JSON.stringify(bad)).rejects.toMatchObject({
			code: '23514'
		});
	}
});

test('P9.02 a browser belongs to who is signed in there, until he ends it', async ({ db }) => {
	await morning(db);
	const endpoint = `https://push.example/${randomUUID()}`;
	const { id } = await browser(db, 'qa', endpoint);
	expect(await browser(db, 'qa', endpoint)).toMatchObject({ id });
	expect(await browser(db, 'manager', endpoint)).toMatchObject({ id });
	expect(await call(db, 'qa', 'end_push', { endpoint })).toEqual({ ended: 0 });
	expect(await call(db, 'manager', 'end_push', { endpoint })).toEqual({ ended: 1 });
	for (const bad of [
		'ftp://x',
		'http://push.example/x',
		'https://a b',
		`https://x/${'y'.repeat(1000)}`
	]) {
		await expect(browser(db, 'qa', bad), bad.slice(0, 30)).rejects.toMatchObject({ code: '23514' });
	}
});

test('P9.05 digests come once, in the morning of the site, with what need not be known at once', async ({
	db
}) => {
	const site = await morning(db);
	await raise(db, 'lot.status_changed', site, {
		subject: 'ALC-1',
		params: { lot: 'ALC-1', item: 'Alpha', before: 'waiting for QC', after: 'released' }
	});
	await raise(db, 'stock.low', site);
	await prefer(db, 'qa', 'lot.status_changed', 'email', false);
	db.travelTo('2030-05-24T06:59:00+05:30');
	expect(await job(db, 'send_digests')).toBe(0);
	db.travelTo('2030-05-24T07:00:00+05:30');
	expect(await job(db, 'send_digests')).toBe(1);
	db.travelTo('2030-05-24T07:30:00+05:30');
	expect(await job(db, 'send_digests')).toBe(0);
	const [digest] =
		await db.sql`select full_name, period, day::text, items from alert_digests join profiles on profiles.id = user_id`;
	expect(digest).toMatchObject({
		full_name: 'storekeeper',
		period: 'daily',
		day: '2030-05-24',
		items: [{ event: 'lot.status_changed', title: 'ALC-1 is released', site: 'P1', link: '/x' }]
	});
	// Nothing new, no mail.
	db.travelTo('2030-05-25T07:00:00+05:30');
	expect(await job(db, 'send_digests')).toBe(0);
});

test('P9.05 a weekly digest comes on Mondays, to who wants digests', async ({ db }) => {
	const site = await morning(db);
	await db.as(
		'admin',
		(sql) => sql`update alert_events set digest = 'weekly' where code = 'lot.status_changed'`
	);
	await settle(db, 'qa', { digests: false });
	await raise(db, 'lot.status_changed', site, { subject: 'ALC-2' });
	// 2030-05-27 is a Monday.
	db.travelTo('2030-05-26T07:00:00+05:30');
	expect(await job(db, 'send_digests')).toBe(0);
	db.travelTo('2030-05-27T07:00:00+05:30');
	expect(await job(db, 'send_digests')).toBe(1);
	await db.as(
		'admin',
		(sql) => sql`update alert_events set digest = 'daily' where code = 'lot.status_changed'`
	);
	const [sent] =
		await db.sql`select period, full_name from alert_digests join profiles on profiles.id = user_id`;
	expect(sent).toEqual({ period: 'weekly', full_name: 'storekeeper' });
});

test('P9.02 a person sees the events that can reach him, with his choices', async ({ db }) => {
	await morning(db);
	await prefer(db, 'storekeeper', 'stock.low', 'email', false);
	type Shown = {
		email: string;
		settings: { language: string };
		events: { code: string; defaults: Record<string, boolean>; chosen: Record<string, boolean> }[];
	};
	const { email, settings, events } = await call<Shown>(
		db,
		'storekeeper',
		'my_preferences',
		{},
		{ read: true }
	);
	expect(email).toBe('storekeeper@lotline.test');
	expect(settings.language).toBe('en');
	const codes = events.map(({ code }) => code);
	expect(codes).toContain('stock.transfer_requested');
	expect(codes).not.toContain('quality.test_failed');
	expect(codes).not.toContain('system.test');
	expect(events.find(({ code }) => code === 'stock.low')).toMatchObject({
		defaults: { in_app: true, email: true, sms: false, push: true },
		chosen: { email: false }
	});
});
