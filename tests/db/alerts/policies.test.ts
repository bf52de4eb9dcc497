import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { test, type TestDatabase } from '../database.ts';
import { refusal } from '../production/floor.ts';
import { asCommand, blocked } from '../shifts/shifts.ts';
import { call, policyOf, savePolicy } from './alerts.ts';

const LEVELS = [
	{ after: 30, role: 'qa' },
	{ after: 90, role: 'manager', channels: ['email', 'in_app', 'email'] }
];

/** A policy as the database has it. */
const kept = async (db: TestDatabase, name: string) =>
	await db.sql`
		select policies.version, position, after_minutes, kind, role, channels from escalation_policies as policies
		left join escalation_steps on policy_id = policies.id where policies.name = ${name} order by position`;

test('P9.04 a policy is saved with its levels, and changed with them, as one thing', async ({
	db
}) => {
	const site = await db.siteOf('P1');
	const given = policyOf(
		{ event_code: 'anomaly.detected', site_id: site, business_hours: true },
		LEVELS
	);
	const made = await savePolicy(db, given);
	expect(made).toMatchObject({
		name: given.name,
		event_code: 'anomaly.detected',
		site_id: site,
		severity: null,
		condition: 'unacknowledged',
		business_hours: true,
		active: true,
		version: 1,
		steps: [
			{ position: 1, after_minutes: 30, role: 'qa', channels: ['in_app', 'email'] },
			{ position: 2, after_minutes: 90, role: 'manager', channels: ['in_app', 'email'] }
		]
	});
	const head = await db.idOf('head');
	const changed = await savePolicy(
		db,
		{
			...policyOf({ severity: 'high', active: false }, [{ after: 45, person: head }]),
			name: given.name,
			version: 1
		},
		made.id
	);
	expect(changed).toMatchObject({
		id: made.id,
		event_code: null,
		severity: 'high',
		site_id: null,
		active: false,
		version: 2,
		steps: [{ position: 1, after_minutes: 45, kind: 'person', role: null, user_id: head }]
	});
	expect(await kept(db, given.name as string)).toHaveLength(1);
});

test('P9.04 sent twice it is saved once, and another policy under the same id is refused', async ({
	db
}) => {
	const request_id = randomUUID();
	const policy = policyOf({}, LEVELS);
	const send = (given: unknown) =>
		call<{ id: string }>(db, 'admin', 'save_escalation_policy', { request_id, policy: given });
	const [first, second] = await Promise.all([send(policy), send(policy)]);
	expect(second).toEqual(first);
	expect(await kept(db, policy.name as string)).toHaveLength(2);
	await expect(send(policyOf({}, LEVELS))).rejects.toMatchObject(refusal('REQUEST_REUSED'));
});

const step = (given: Record<string, unknown>) => ({
	steps: [
		{ after_minutes: 5, kind: 'role', role: 'qa', channels: ['email'] },
		{ after_minutes: 9, kind: 'role', role: 'admin', channels: ['email'], ...given }
	]
});

test.for([
	['FIELD_MISSING', 'name', { name: ' \u200b ' }],
	['NOT_FOUND', 'event_code', { event_code: 'no.such_event' }],
	['VALUE_INVALID', 'event_code', { event_code: 'lot.status_changed' }],
	['VALUE_INVALID', 'event_code', { event_code: 'system.delivery_dead' }],
	['VALUE_INVALID', 'severity', { severity: 'urgent' }],
	['VALUE_INVALID', 'site', { site_id: 'P1' }],
	['NOT_FOUND', 'site', { site_id: randomUUID() }],
	['FIELD_MISSING', 'condition', { condition: null }],
	['VALUE_INVALID', 'condition', { condition: 'asleep' }],
	['VALUE_INVALID', 'business_hours', { business_hours: 'yes' }],
	['VALUE_INVALID', 'active', { active: 1 }],
	['VALUE_INVALID', 'steps', { steps: [] }],
	['VALUE_INVALID', 'steps', { steps: 'two' }],
	['VALUE_INVALID', 'steps', { steps: Array.from({ length: 21 }, () => ({})) }],
	['VALUE_INVALID', 'steps.2.after_minutes', step({ after_minutes: 0 })],
	['VALUE_INVALID', 'steps.2.after_minutes', step({ after_minutes: 43_201 })],
	['VALUE_INVALID', 'steps.2.after_minutes', step({ after_minutes: 'soon' })],
	['VALUE_INVALID', 'steps.2.after_minutes', step({ after_minutes: 6.5 })],
	['VALUE_INVALID', 'steps.2.after_minutes', step({ after_minutes: 5 })],
	['VALUE_INVALID', 'steps.2.kind', step({ kind: 'everybody' })],
	['FIELD_MISSING', 'steps.2.role', step({ role: null })],
	['VALUE_INVALID', 'steps.2.role', step({ role: 'king' })],
	['FIELD_MISSING', 'steps.2.group', step({ kind: 'group' })],
	['NOT_FOUND', 'steps.2.group', step({ kind: 'group', group_id: randomUUID() })],
	['VALUE_INVALID', 'steps.2.person', step({ kind: 'person', user_id: 'me' })],
	['NOT_FOUND', 'steps.2.person', step({ kind: 'person', user_id: randomUUID() })],
	['VALUE_INVALID', 'steps.2.channels', step({ channels: [] })],
	['VALUE_INVALID', 'steps.2.channels', step({ channels: 'email' })],
	['VALUE_INVALID', 'steps.2.channels', step({ channels: ['email', 'pigeon'] })],
	['VALUE_INVALID', 'steps.2.channels', step({ channels: [null] })]
] as [code: string, field: string, given: Record<string, unknown>][])(
	'P9.04 %s at %s: nothing of a policy with %j is kept',
	async ([code, field, given], { db }) => {
		const policy = { ...policyOf({}, LEVELS), ...given };
		const trial = savePolicy(db, policy);
		await expect(trial).rejects.toMatchObject(refusal(code));
		const { detail } = (await trial.catch((error: unknown) => error)) as { detail: string };
		expect(JSON.parse(detail)).toMatchObject({ field });
		const [rows] = await db.sql`
			select count(*)::int as n from escalation_policies where name = ${policy.name as string}`;
		expect(rows!.n).toBe(0);
	}
);

test('P9.04 what is no policy, or one that is not there, is refused', async ({ db }) => {
	await expect(savePolicy(db, ['x'])).rejects.toMatchObject(refusal('VALUE_INVALID'));
	await expect(savePolicy(db, null)).rejects.toMatchObject(refusal('VALUE_INVALID'));
	await expect(savePolicy(db, policyOf({}, LEVELS), randomUUID())).rejects.toMatchObject(
		refusal('NOT_FOUND', 'There is no such policy.')
	);
	const long = policyOf({ name: 'x'.repeat(81) }, LEVELS);
	await expect(savePolicy(db, long)).rejects.toThrow('policy name has 1 to 80 characters');
});

test('P9.04 a level that is wrong leaves the policy as it was, with all of its levels', async ({
	db
}) => {
	const given = policyOf({}, LEVELS);
	const made = await savePolicy(db, given);
	const before = [...(await kept(db, given.name as string))];
	await expect(
		savePolicy(db, { ...given, ...step({ role: 'king' }), version: 1 }, made.id)
	).rejects.toMatchObject(refusal('VALUE_INVALID'));
	expect([...(await kept(db, given.name as string))]).toEqual(before);
	// Another that takes its name, however late that is found.
	await expect(savePolicy(db, policyOf({ name: given.name }, LEVELS))).rejects.toMatchObject({
		code: '23505'
	});
	expect([...(await kept(db, given.name as string))]).toEqual(before);
});

test('P9.04 who edits what another has saved meanwhile is told so', async ({ db }) => {
	const given = policyOf({}, LEVELS);
	const made = await savePolicy(db, given);
	await savePolicy(db, { ...given, active: false, version: 1 }, made.id);
	for (const version of [1, 3, undefined]) {
		await expect(savePolicy(db, { ...given, version }, made.id)).rejects.toMatchObject(
			refusal('POLICY_CHANGED', `"${given.name as string}" was saved by somebody else meanwhile.`)
		);
	}
});

test('P9.04 of two who save the same policy at the same moment, one is told', async ({ db }) => {
	const given = policyOf({}, LEVELS);
	const made = await savePolicy(db, given);
	const policy = { ...given, version: 1 };
	const [saved, held] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
	const first = asCommand(db, 'admin', async (sql) => {
		await sql`select save_escalation_policy(${randomUUID()}, ${sql.json(policy as never)}, ${made.id})`;
		saved.resolve();
		await held.promise;
	});
	await saved.promise;
	const second = savePolicy(db, policy, made.id);
	const outcome = expect(second).rejects.toMatchObject(refusal('POLICY_CHANGED'));
	await blocked(db);
	held.resolve();
	await first;
	await outcome;
});

test('P9.04 an administrator of one site does not make policies', async ({ db }) => {
	await db.superuser`
		insert into memberships (user_id, site_id, role) values (${await db.idOf('head.of.one')}, ${await db.siteOf('P2')}, 'admin')`;
	for (const site of ['P1', 'P2']) {
		const given = policyOf({ site_id: await db.siteOf(site) }, LEVELS);
		await expect(savePolicy(db, given, null, 'head.of.one')).rejects.toMatchObject(
			refusal('NOT_ALLOWED')
		);
	}
});

test('P11.01 a policy and each of its levels are in the audit, in the name of who saved them', async ({
	db
}) => {
	const given = policyOf({}, LEVELS);
	const made = await savePolicy(db, given);
	await savePolicy(
		db,
		{ ...given, steps: (given.steps as Record<string, unknown>[]).slice(0, 1), version: 1 },
		made.id
	);
	const rows = await db.superuser`
		select relation, operation from audit.log
		where actor = ${await db.idOf('admin')} and record_id = any (${[made.id, ...made.steps.map(({ id }) => id)]})
		order by id`;
	expect(rows.map((row) => `${String(row.operation)} ${String(row.relation)}`)).toEqual([
		'insert public.escalation_policies',
		'insert public.escalation_steps',
		'insert public.escalation_steps',
		'update public.escalation_policies',
		'delete public.escalation_steps'
	]);
});
