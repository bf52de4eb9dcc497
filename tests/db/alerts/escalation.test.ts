import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { test, type TestDatabase } from '../database.ts';
import { refusal } from '../production/floor.ts';
import { asCommand } from '../shifts/shifts.ts';
import {
	call,
	end,
	forget,
	job,
	policyOf,
	prefer,
	raise,
	savePolicy,
	settle,
	told,
	ways,
	type Step
} from './alerts.ts';

/** P1 at 14:05 on a Thursday, and only the policies that a test makes. */
async function afternoon(db: TestDatabase): Promise<string> {
	db.travelTo('2030-05-23T14:05:00+05:30');
	const site = await db.siteOf('P1');
	for (const persona of ['admin', 'qa', 'manager', 'storekeeper']) await db.idOf(persona);
	await forget(db);
	await db.superuser`truncate notification_settings, notification_preferences`;
	await db.superuser`update escalation_policies set active = false`;
	return site;
}

const policy = async (
	db: TestDatabase,
	given: Record<string, unknown>,
	steps: Step[]
): Promise<string> => (await savePolicy(db, policyOf(given, steps))).id;

const clock = async (db: TestDatabase, alert: string) => {
	const [row] = await db.sql`
		select state, end_reason as reason, next_position as next, to_char(next_at at time zone 'Asia/Kolkata', 'DD HH24:MI') as at
		from escalations where alert_id = ${alert}`;
	return row && { ...row };
};
const at = (db: TestDatabase, time: string) => db.travelTo(`2030-05-23T${time}+05:30`);

test('P9.04 one level after the other is told, each once, and the clock shows the next', async ({
	db
}) => {
	const site = await afternoon(db);
	const head = await db.idOf('head');
	await policy(db, { event_code: 'stock.low', condition: 'unacknowledged' }, [
		{ after: 30, role: 'manager' },
		{ after: 60, person: head },
		{ after: 90, role: 'admin' }
	]);
	const alert = await raise(db, 'stock.low', site);
	expect(await clock(db, alert)).toEqual({
		state: 'running',
		reason: null,
		next: 1,
		at: '23 14:35'
	});
	at(db, '14:35:00');
	expect(await job(db, 'run_escalations')).toBe(1);
	expect(await clock(db, alert)).toMatchObject({ next: 2, at: '23 15:05' });
	expect(await told(db, alert)).toEqual({ manager: 1, storekeeper: 0 });
	// The job has been away: what is overdue is told in its order.
	at(db, '17:00:00');
	expect(await job(db, 'run_escalations')).toBe(2);
	expect(await told(db, alert)).toEqual({ admin: 3, head: 2, manager: 1, storekeeper: 0 });
	// Everybody knows, and still nobody acts: it stays on the page.
	expect(await clock(db, alert)).toEqual({ state: 'running', reason: null, next: null, at: null });
	expect(
		await call(db, 'manager', 'open_escalations', { site_id: site }, { read: true })
	).toMatchObject([{ next_at: null, alert: { id: alert } }]);
	expect(await job(db, 'run_escalations')).toBe(0);
	expect(await call(db, 'storekeeper', 'acknowledge_alert', { alert })).toMatchObject({
		state: 'acknowledged'
	});
	expect(await clock(db, alert)).toMatchObject({ state: 'stopped', reason: 'acknowledged' });
});

test.for([
	['unseen', 'seen', 'stopped'],
	['unseen', 'acknowledged', 'stopped'],
	['unseen', 'resolved', 'ended'],
	['unacknowledged', 'seen', 'running'],
	['unacknowledged', 'acknowledged', 'stopped'],
	['unacknowledged', 'resolved', 'ended'],
	['unresolved', 'seen', 'running'],
	['unresolved', 'acknowledged', 'running'],
	['unresolved', 'resolved', 'ended']
] as const)(
	'P9.04 a clock for what is %s is, when it was %s, %s',
	async ([condition, act, state], { db }) => {
		const site = await afternoon(db);
		await policy(db, { event_code: 'stock.low', condition }, [{ after: 30, role: 'manager' }]);
		const id = randomUUID();
		const alert = await raise(db, 'stock.low', site, { id });
		if (act === 'seen') await call(db, 'storekeeper', 'read_notifications');
		if (act === 'acknowledged') await call(db, 'storekeeper', 'acknowledge_alert', { alert });
		if (act === 'resolved') await end(db, 'stock.low', id);
		expect(await clock(db, alert)).toMatchObject({
			state,
			reason: state === 'running' ? null : act
		});
		at(db, '14:40:00');
		expect(await job(db, 'run_escalations')).toBe(state === 'running' ? 1 : 0);
	}
);

test('P9.04 of several policies the most exact holds: event, then site, then severity', async ({
	db
}) => {
	const site = await afternoon(db);
	const p2 = await db.siteOf('P2');
	const step = [{ after: 5, role: 'manager' }];
	const all = await policy(db, {}, step);
	const medium = await policy(db, { severity: 'medium' }, step);
	const here = await policy(db, { site_id: site }, step);
	const low = await policy(db, { event_code: 'stock.low' }, step);
	await policy(db, { event_code: 'stock.low', site_id: p2 }, step);
	const exact = await policy(db, { event_code: 'stock.low', site_id: site }, step);
	await db.superuser`delete from escalation_steps where policy_id = ${exact}`;
	const of = async (event: string, where: string) => {
		const alert = await raise(db, event, where);
		return (await db.sql`select policy_id from escalations where alert_id = ${alert}`)[0]
			?.policy_id as string | undefined;
	};
	// One without steps says nothing.
	expect(await of('stock.low', site)).toBe(low);
	await db.superuser`
		insert into escalation_steps (policy_id, position, after_minutes, kind, role) values (${exact}, 1, 5, 'role', 'qa')`;
	expect(await of('stock.low', site)).toBe(exact);
	expect(await of('quality.override_requested', site)).toBe(here);
	expect(await of('quality.override_requested', p2)).toBe(medium);
	expect(await of('stock.transfer_requested', p2)).toBe(all);
	// What the system says of itself has no next level, and what asks nothing of anybody needs none.
	expect(await of('system.delivery_dead', site)).toBeUndefined();
	expect(await of('lot.status_changed', p2)).toBeUndefined();
});

test('P9.04 a level of the site is of that site, and who has been told is told again, unread', async ({
	db
}) => {
	const site = await afternoon(db);
	await db.idOf('manager@P2');
	await settle(db, 'manager', {
		quiet_from: '14:00',
		quiet_until: '18:00',
		phone: '+919840012345'
	});
	await policy(db, { event_code: 'quality.test_failed', condition: 'unacknowledged' }, [
		{ after: 10, role: 'manager', channels: ['in_app', 'email', 'sms'] }
	]);
	const alert = await raise(db, 'quality.test_failed', site, { subject: 'MCC-1' });
	expect(await ways(db, alert)).toEqual(['manager/email', 'manager/sms', 'qa/email']);
	await call(db, 'manager', 'read_notifications');
	await prefer(db, 'manager', 'quality.test_failed', 'sms', false);
	at(db, '14:15:00');
	expect(await job(db, 'run_escalations')).toBe(1);
	expect(await told(db, alert)).toEqual({ manager: 1, qa: 0 });
	expect(await ways(db, alert)).toEqual([
		'manager/email',
		'manager/email',
		'manager/sms',
		'qa/email'
	]);
	expect(await call(db, 'manager', 'my_notifications', {}, { read: true })).toMatchObject({
		unread: 1,
		notifications: [{ title: 'Escalated: QC failure: MCC-1', level: 1, read_at: null }]
	});
});

test.for([
	// Thursday afternoon, over the evening into Friday.
	['2030-05-23T17:30:00+05:30', 60, '2030-05-24T09:30:00+05:30'],
	['2030-05-23T14:05:00+05:30', 60, '2030-05-23T15:05:00+05:30'],
	['2030-05-23T17:30:00+05:30', 30, '2030-05-23T18:00:00+05:30'],
	// Saturday evening, over Sunday.
	['2030-05-25T22:00:00+05:30', 15, '2030-05-27T09:15:00+05:30'],
	// Two whole days of nine hours.
	['2030-05-23T09:00:00+05:30', 1080, '2030-05-24T18:00:00+05:30']
] as const)(
	'P9.04 in business hours, %s and %i minutes is %s',
	async ([from, minutes, until], { db }) => {
		const site = await afternoon(db);
		db.travelTo(from);
		await policy(db, { event_code: 'stock.low', business_hours: true }, [
			{ after: minutes, role: 'manager' }
		]);
		const alert = await raise(db, 'stock.low', site);
		const [row] = await db.sql`select next_at from escalations where alert_id = ${alert}`;
		expect(row!.next_at).toEqual(new Date(until));
	}
);

test('P9.04 business hours are a setting; nonsense in it is the usual hours', async ({ db }) => {
	await afternoon(db);
	const due = async (hours: string, days: string) => {
		await db.as('admin', async (sql) => {
			await sql`update settings set value = to_jsonb(${hours}::text) where key = 'alerts.business_hours'`;
			await sql`update settings set value = to_jsonb(${days}::text) where key = 'alerts.business_days'`;
		});
		return await asCommand(db, 'service_role', async (sql) => {
			const [row] = await sql`
				select to_char(app.add_business_minutes('2030-05-23T20:00:00+05:30', 10, ${await db.siteOf('P1')}) at time zone 'Asia/Kolkata', 'DD HH24:MI') as at`;
			return row!.at as string;
		});
	};
	expect(await due('06:00-22:00', '1,2,3,4,5')).toBe('23 20:10');
	expect(await due('06:00-08:00', '5')).toBe('24 06:10');
	expect(await due('always', 'every day')).toBe('24 09:10');
	expect(await due('18:00-09:00', '1,2,3,4,5,6,7')).toBe('23 20:10');
	expect(await due('09:00-18:00', '1,2,3,4,5,6')).toBe('24 09:10');
});

/** A day on which P1 does not work, or works all the same. */
const holiday = (db: TestDatabase, site: string, day: string, works = false) =>
	db.as(
		'admin',
		(sql) =>
			sql`insert into holidays (site_id, day, name, works) values (${site}, ${day}, 'Holiday', ${works})`
	);

test.for([
	['a holiday', 'P1', false, '2030-05-27T09:30:00+05:30'],
	['a holiday on which the site works', 'P1', true, '2030-05-25T09:30:00+05:30'],
	['a holiday of another site', 'P2', false, '2030-05-25T09:30:00+05:30']
] as const)(
	'P9.04 P8.02 in business hours, over %s, an hour of Friday evening ends',
	async ([, code, works, until], { db }) => {
		const site = await afternoon(db);
		db.travelTo('2030-05-24T17:30:00+05:30');
		await db.superuser`delete from holidays`;
		await holiday(db, await db.siteOf(code), '2030-05-25', works);
		const steps = [{ after: 60, role: 'manager' }];
		const given = policyOf({ event_code: 'stock.low', site_id: site, business_hours: true }, steps);
		await savePolicy(db, given);
		const alert = await raise(db, 'stock.low', site);
		const [row] = await db.sql`select next_at from escalations where alert_id = ${alert}`;
		expect(row!.next_at).toEqual(new Date(until));
		const preview = await db.as('admin', async (sql) => [
			...(await sql`select at from escalation_preview(${sql.json(given as never)}, '2030-05-24T17:30:00+05:30')`)
		]);
		expect(preview.at(-1)!.at).toEqual(new Date(until));
	}
);

test('P9.04 P8.02 a holiday that is entered, worked or taken back while a clock runs moves that clock', async ({
	db
}) => {
	const site = await afternoon(db);
	db.travelTo('2030-05-24T17:30:00+05:30');
	await db.superuser`delete from holidays`;
	const steps = [
		{ after: 20, role: 'manager' },
		{ after: 60, role: 'admin' }
	];
	await policy(db, { event_code: 'stock.low', site_id: site, business_hours: true }, steps);
	await policy(db, { event_code: 'stock.out', site_id: site }, steps);
	const alert = await raise(db, 'stock.low', site);
	const always = await raise(db, 'stock.out', site);
	db.travelTo('2030-05-24T17:50:00+05:30');
	expect(await job(db, 'run_escalations')).toBe(2);
	expect(await clock(db, alert)).toMatchObject({ next: 2, at: '25 09:30' });
	await holiday(db, site, '2030-05-25');
	expect(await clock(db, alert)).toMatchObject({ next: 2, at: '27 09:30' });
	await db.as('admin', (sql) => sql`update holidays set works = true`);
	expect(await clock(db, alert)).toMatchObject({ at: '25 09:30' });
	await db.as('admin', (sql) => sql`update holidays set works = false`);
	expect(await clock(db, alert)).toMatchObject({ at: '27 09:30' });
	await db.as('admin', (sql) => sql`delete from holidays`);
	expect(await clock(db, alert)).toMatchObject({ at: '25 09:30' });
	expect(await clock(db, always)).toMatchObject({ at: '24 18:30' });
	// What is due already stays due.
	db.travelTo('2030-05-25T09:31:00+05:30');
	await holiday(db, site, '2030-05-25');
	expect(await job(db, 'run_escalations')).toBe(2);
});

test('P9.04 the site hears of each clock that begins, and of each level that is told', async ({
	db
}) => {
	const site = await afternoon(db);
	const heard = async (alert: string) =>
		(
			await db.superuser`
				select payload -> 'position' as position from realtime.messages
				where topic = ${`site:${site}:alerts`} and event = 'escalation' and payload ->> 'alert' = ${alert}
				order by inserted_at`
		).map(({ position }) => position as number);
	expect(await heard(await raise(db, 'stock.low', site))).toEqual([]);
	await policy(db, { event_code: 'stock.out' }, [{ after: 5, role: 'manager' }]);
	const alert = await raise(db, 'stock.out', site);
	expect(await heard(alert)).toEqual([0]);
	at(db, '14:10:00');
	await job(db, 'run_escalations');
	expect(await heard(alert)).toEqual([0, 1]);
});

test('P9.04 two jobs at once tell a level once', async ({ db }) => {
	const site = await afternoon(db);
	await policy(db, { event_code: 'stock.low' }, [{ after: 5, role: 'manager' }]);
	const alert = await raise(db, 'stock.low', site);
	at(db, '14:10:00');
	const counts = await Promise.all([job(db, 'run_escalations'), job(db, 'run_escalations')]);
	expect(counts.sort()).toEqual([0, 1]);
	expect(
		(
			await db.sql`select from escalation_events join escalations on escalations.id = escalation_id where alert_id = ${alert} and what = 'step'`
		).length
	).toBe(1);
});

test('P9.04 somebody reads it while the level is told: both come through', async ({ db }) => {
	const site = await afternoon(db);
	await policy(db, { event_code: 'stock.low', condition: 'unseen' }, [
		{ after: 5, role: 'storekeeper' },
		{ after: 10, role: 'admin' }
	]);
	for (let n = 0; n < 10; n++) await raise(db, 'stock.low', site);
	at(db, '14:10:00');
	const results = await Promise.allSettled([
		job(db, 'run_escalations'),
		call(db, 'storekeeper', 'read_notifications'),
		job(db, 'run_escalations')
	]);
	expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled']);
});

test('P9.04 a clock goes on with the levels that its policy has now, and tells none twice', async ({
	db
}) => {
	const site = await afternoon(db);
	const given = { event_code: 'stock.low' };
	const made = await savePolicy(
		db,
		policyOf(given, [
			{ after: 5, role: 'manager' },
			{ after: 10, role: 'qa' }
		])
	);
	const alert = await raise(db, 'stock.low', site);
	// The first level is taken out before it was told.
	const { version } = await savePolicy(
		db,
		{ ...policyOf(given, [{ after: 10, role: 'qa' }]), name: made.name, version: made.version },
		made.id
	);
	expect(await clock(db, alert)).toMatchObject({ next: 1, at: '23 14:15' });
	at(db, '14:10:00');
	expect(await job(db, 'run_escalations')).toBe(0);
	at(db, '14:15:00');
	expect(await job(db, 'run_escalations')).toBe(1);
	expect(await told(db, alert)).toEqual({ qa: 1, storekeeper: 0 });
	// Everybody of the policy has been told: another level is for the alerts to come.
	expect(await clock(db, alert)).toMatchObject({ next: null });

	const later = await raise(db, 'stock.low', site);
	const both = await savePolicy(
		db,
		{
			...policyOf(given, [
				{ after: 10, role: 'qa' },
				{ after: 30, role: 'admin' }
			]),
			name: made.name,
			version
		},
		made.id
	);
	at(db, '14:25:00');
	expect(await job(db, 'run_escalations')).toBe(1);
	// A level is put before the one that was told; it comes too late for this clock.
	await savePolicy(
		db,
		{
			...policyOf(given, [
				{ after: 5, role: 'manager' },
				{ after: 10, role: 'qa' },
				{ after: 60, role: 'admin' }
			]),
			name: made.name,
			version: both.version
		},
		made.id
	);
	expect(await clock(db, later)).toMatchObject({ next: 3, at: '23 15:15' });
	expect(await clock(db, alert)).toMatchObject({ next: null });
	at(db, '15:15:00');
	expect(await job(db, 'run_escalations')).toBe(1);
	expect(await told(db, later)).toEqual({ admin: 3, qa: 1, storekeeper: 0 });
});

test('P9.04 the preview says what would happen at 14:05', async ({ db }) => {
	const site = await afternoon(db);
	const head = await db.idOf('head');
	const preview = (
		given: Record<string, unknown>,
		happened = '2030-05-23T14:05:00+05:30',
		persona = 'admin'
	) =>
		db.as(persona, async (sql) => [
			...(await sql`select clock, position, people, sentence from escalation_preview(${sql.json(given as never)}, ${happened})`)
		]);
	const rows = await preview({
		event_code: 'quality.test_failed',
		site_id: site,
		condition: 'unseen',
		steps: [
			{ after_minutes: 30, kind: 'person', user_id: head },
			{ after_minutes: 720, kind: 'role', role: 'admin', channels: ['email'] }
		]
	});
	expect(rows.map(({ sentence }) => sentence as string)).toEqual(
		[
			'At 14:05 it happens: Qa, Manager are told at once.',
			'At 14:35, if nobody has seen it: head is told.',
			'At 02:05 on 24 May, if nobody has seen it: Admin are told.'
		].map((sentence) => expect.stringContaining(sentence.slice(0, 20)) as string)
	);
	expect((rows[0]!.people as { name: string }[]).map(({ name }) => name)).toEqual([
		'manager',
		'qa'
	]);
	expect(rows.map(({ clock: shown }) => shown as string)).toEqual([
		'14:05',
		'14:35',
		'02:05 on 24 May'
	]);
	for (const bad of [
		{ steps: [{ after_minutes: 'soon' }] },
		{ steps: [{ kind: 'role', role: 'king' }] },
		{ steps: 'x' },
		{ site_id: 'x' },
		{ steps: [{ after_minutes: 1e12 }] }
	]) {
		await expect(preview(bad), JSON.stringify(bad)).rejects.toMatchObject(refusal('VALUE_INVALID'));
	}
	expect(await preview({})).toHaveLength(1);
	await expect(preview({}, undefined, 'manager')).rejects.toMatchObject(refusal('NOT_ALLOWED'));
});
