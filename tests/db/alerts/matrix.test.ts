import { expect } from 'vitest';
import { test, type TestDatabase } from '../database.ts';
import { PERSONAS, SIGNED_IN, testMatrix, type MatrixLine } from '../matrix.ts';
import { browser, raise } from './alerts.ts';

const ADMIN = ['admin'];
const TOLD = ['storekeeper', 'distributor', 'retailer'];
const LOOK = ['admin', 'manager', ...TOLD];

const never = (requirement: string, ...statements: string[]): MatrixLine[] =>
	statements.map((statement) => [requirement, statement, []]);

const person = (name: string) => `(select id from profiles where full_name = '${name}')`;

const arranged = new WeakMap<TestDatabase, Promise<void>>();

/** Low stock at P1, told to three, with a clock that runs and a mail to each. */
const arrange = (db: TestDatabase): Promise<void> => {
	const made =
		arranged.get(db) ??
		(async () => {
			const site = await db.siteOf('P1');
			for (const persona of SIGNED_IN) await db.idOf(persona);
			await raise(db, 'stock.low', site, { subject: 'Binder X', params: { item: 'Binder X' } });
			await browser(db, 'storekeeper');
			await db.as(
				'admin',
				(sql) => sql`
					insert into alert_group_members (group_id, user_id)
					select alert_groups.id, profiles.id from alert_groups, profiles where code = 'PLANT_HEAD' and full_name = 'manager'`
			);
			await db.superuser`
				insert into alert_digests (user_id, period, day, items) values (${await db.idOf('storekeeper')}, 'daily', '2030-05-24', '[]')`;
			await db.superuser`delete from alert_templates where event_code = 'stock.expiring' and language <> 'en'`;
			// What is told after the clock began is nobody's business here.
			await db.superuser`select app.run_escalations()`;
		})();
	arranged.set(db, made);
	return made;
};

testMatrix(
	[
		['P9.01', "select * from alert_events where code = 'stock.low'", SIGNED_IN],
		[
			'P9.01',
			"update alert_events set window_minutes = 5, channels = '{in_app}' where code = 'stock.low'",
			ADMIN
		],
		['P9.01', "select * from alert_groups where code = 'PLANT_HEAD'", SIGNED_IN],
		['P9.01', "insert into alert_groups (code, name) values ('SAFETY', 'Safety')", ADMIN],
		['P9.01', "update alert_groups set name = 'Head' where code = 'PLANT_HEAD'", ADMIN],
		['P9.01', 'select * from alert_group_members', SIGNED_IN],
		[
			'P9.01',
			`insert into alert_group_members (group_id, user_id) select id, auth.uid() from alert_groups where code = 'PROCUREMENT'`,
			ADMIN
		],
		['P9.01', 'delete from alert_group_members', ADMIN],
		[
			'P9.01',
			"select * from alert_targets where event_code = 'stock.transfer_requested'",
			SIGNED_IN
		],
		[
			'P9.01',
			"insert into alert_targets (event_code, kind, role) values ('stock.transfer_requested', 'role', 'qa')",
			ADMIN
		],
		[
			'P9.01',
			"update alert_targets set on_duty = true where event_code = 'stock.transfer_requested'",
			ADMIN
		],
		['P9.01', "delete from alert_targets where event_code = 'stock.transfer_requested'", ADMIN],
		['P9.02', "select * from alert_templates where event_code = 'stock.expiring'", SIGNED_IN],
		[
			'P9.02',
			"insert into alert_templates (event_code, language, title, body) values ('stock.expiring', 'hi', '{lot}', '{days}')",
			ADMIN
		],
		[
			'P9.02',
			"update alert_templates set title = '{lot}' where event_code = 'stock.expiring'",
			ADMIN
		],
		['P9.04', "select * from escalation_policies where event_code = 'stock.low'", SIGNED_IN],
		['P9.04', 'select * from escalation_steps where after_minutes = 30', SIGNED_IN],
		['P9.03', "select * from alerts where event_code = 'stock.low'", LOOK],
		['P9.03', "select * from notifications where title like 'Low stock%'", TOLD],
		[
			'P9.03',
			`select id, state, destination from deliveries where channel = 'email' and user_id = ${person('storekeeper')}`,
			['admin', 'manager', 'storekeeper']
		],
		[
			'P9.04',
			"select escalations.* from escalations join escalation_policies on policy_id = escalation_policies.id where event_code = 'stock.low'",
			LOOK
		],
		['P9.04', "select * from escalation_events where what = 'started'", LOOK],
		['P9.05', 'select * from alert_digests', ['storekeeper']],
		['P9.02', 'select * from push_subscriptions', ['storekeeper']],
		[
			'P9.02',
			"insert into notification_settings (language, phone) values ('ta', '+919840012345')",
			SIGNED_IN
		],
		[
			'P9.02',
			`insert into notification_settings (user_id, language) select id, 'ta' from profiles where full_name = 'qa'`,
			['qa']
		],
		[
			'P9.02',
			"insert into notification_preferences (event_code, channel, enabled) values ('stock.low', 'sms', true)",
			SIGNED_IN
		],
		[
			'P9.02',
			`insert into notification_preferences (user_id, event_code, channel, enabled) select id, 'stock.low', 'sms', true from profiles where full_name = 'qa'`,
			['qa']
		],
		...never(
			'P9.01',
			"insert into alert_events (code, module, name, description, severity) values ('x.y', 'x', 'x', 'x', 'low')",
			"update alert_events set params = '{password}' where code = 'stock.low'",
			"update alert_events set news = true where code = 'stock.low'",
			"delete from alert_events where code = 'stock.low'",
			"delete from alert_groups where code = 'PLANT_HEAD'",
			"update alert_targets set role = 'admin' where event_code = 'stock.low'",
			"delete from alert_templates where event_code = 'stock.low'",
			"select app.notify('stock.low', null, 'x', 'x', 'x')",
			"select app.resolve_alerts('stock.low', 'x', 'x', 'x')"
		),
		...never(
			'P9.03',
			"insert into alerts (event_code, severity, subject_type, subject_id, subject) values ('stock.low', 'low', 'x', 'x', 'x')",
			"update alerts set state = 'open'",
			'delete from alerts',
			'update notifications set read_at = now()',
			'delete from notifications',
			'update deliveries set state = $$queued$$',
			'delete from deliveries',
			'select unsubscribe_key from deliveries',
			'delete from delivery_events',
			'insert into push_subscriptions (user_id, endpoint, p256dh, auth) select auth.uid(), $$https://x/y$$, $$a$$, $$b$$',
			"update notification_settings set email_off_reason = 'x'",
			'delete from notification_settings',
			'select * from claim_deliveries(gen_random_uuid(), 1)',
			"select finish_delivery(gen_random_uuid(), gen_random_uuid(), 'sent')",
			"select record_delivery_event('resend', 'e', 'm', 'sent')"
		),
		...never(
			'P9.04',
			"insert into escalation_policies (name, severity, condition) values ('All that is urgent', 'high', 'unseen')",
			"update escalation_policies set active = false where event_code = 'stock.low'",
			"delete from escalation_policies where event_code = 'stock.low'",
			"insert into escalation_steps (policy_id, position, after_minutes, kind, role) select id, 2, 90, 'role', 'admin' from escalation_policies where event_code = 'stock.low'",
			'update escalation_steps set after_minutes = 20 where after_minutes = 30',
			'delete from escalation_steps where after_minutes = 30',
			'update escalations set next_at = null, next_position = null',
			'delete from escalation_events',
			'select app.run_escalations()',
			'select app.send_digests()',
			'select app.scan_expiry()',
			'select app.wake_notify()'
		)
	],
	arrange
);

/** A call, and who may; everybody else is refused with a status of the Data API, or has no right to call. */
const CALLS: [requirement: string, statement: string, allowed: string[]][] = [
	['P9.04', 'acknowledge_alert(gen_random_uuid(), $alert$)', LOOK],
	['P9.04', "resolve_alert(gen_random_uuid(), $alert$, 'Ordered')", LOOK],
	['P9.03', 'alert_details($alert$)', LOOK],
	['P9.03', 'resend_delivery(gen_random_uuid(), $delivery$)', ADMIN],
	['P9.03', 'delivery_log($site$)', ['admin', 'manager']],
	['P9.04', "escalation_preview('{}')", ADMIN],
	[
		'P9.04',
		`save_escalation_policy(gen_random_uuid(), '{"name": "All", "condition": "unseen", "steps": [{"after_minutes": 5, "kind": "role", "role": "admin", "channels": ["email"]}]}')`,
		ADMIN
	],
	['P9.03', 'read_notifications(gen_random_uuid())', SIGNED_IN],
	['P9.03', "unread_notifications(gen_random_uuid(), '{}')", SIGNED_IN],
	['P9.03', 'my_notifications()', SIGNED_IN],
	['P9.02', 'unread_count()', SIGNED_IN],
	['P9.02', 'my_preferences()', SIGNED_IN],
	['P9.04', 'open_escalations()', SIGNED_IN],
	['P9.02', "register_push(gen_random_uuid(), 'https://push.example/x', 'a', 'b')", SIGNED_IN],
	['P9.02', "end_push(gen_random_uuid(), 'https://push.example/x')", SIGNED_IN],
	['P9.02', "send_test_notification(gen_random_uuid(), 'email')", SIGNED_IN],
	['P9.03', 'claim_deliveries(gen_random_uuid(), 1)', ['service_role']],
	['P9.03', "finish_delivery(gen_random_uuid(), gen_random_uuid(), 'sent')", ['service_role']],
	['P9.03', "record_delivery_event('resend', 'e', 'm', 'sent')", ['service_role']]
];

for (const [requirement, statement, allowed] of CALLS) {
	for (const persona of [...PERSONAS, 'manager@P2', 'storekeeper@P2', 'service_role']) {
		const may = allowed.includes(persona) || (allowed === SIGNED_IN && persona.includes('@'));
		test(`${requirement} ${persona} ${may ? 'may' : 'may not'}: ${statement}`, async ({ db }) => {
			await arrange(db);
			const [named] = await db.superuser`
				select alerts.id as alert, site_id as site, (
					select deliveries.id from deliveries join profiles on profiles.id = user_id where full_name = 'storekeeper' and channel = 'email' limit 1
				) as delivery from alerts where event_code = 'stock.low'`;
			const filled = statement.replace(
				/\$(\w+)\$/g,
				(_, key: string) => `'${named![key] as string}'::uuid`
			);
			const trial = db.as(persona, async (sql) => {
				if (statement.startsWith('resend_delivery')) {
					await sql`reset role`;
					await sql`update deliveries set state = 'dead' where id = ${named!.delivery as string}`;
					await sql`set local role ${sql(persona === 'anon' || persona === 'service_role' ? persona : 'authenticated')}`;
				}
				await sql.unsafe(`select * from ${filled}`);
				throw new Error('done and undone');
			});
			await expect(trial).rejects.toMatchObject(
				may
					? { message: 'done and undone' }
					: { code: expect.stringMatching(/^(PT40[134]|42501)$/) as string }
			);
		});
	}
}

test('P9.03 alerts, clocks and deliveries of another site are not seen', async ({ db }) => {
	await arrange(db);
	for (const statement of [
		'select id from alerts',
		'select id from deliveries',
		'select id from escalations',
		'select id from delivery_events',
		'select id from escalation_events'
	]) {
		expect(await db.as('manager@P2', (sql) => sql.unsafe(statement)), statement).toHaveLength(0);
	}
	expect(
		await db.as(
			'manager@P2',
			(sql) => sql`select open_escalations() as open, delivery_log() -> 'deliveries' as sent`
		)
	).toMatchObject([{ open: [], sent: [] }]);
});
