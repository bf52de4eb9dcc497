import { randomUUID } from 'node:crypto';
import type { Row } from 'postgres';
import type { TestDatabase } from '../database.ts';
import { asCommand } from '../shifts/shifts.ts';

/** A delivery as a worker gets it. */
export interface Claimed {
	id: string;
	channel: string;
	destination: string;
	language: string;
	severity: string;
	title: string;
	body: string;
	sms: string | null;
	link: string;
	thread: string;
	idempotency_key: string;
	attempts: number;
	push: { endpoint: string; p256dh: string; auth: string } | null;
	unsubscribe_token: string | null;
	kind: string;
	items: Record<string, unknown>[] | null;
}

/** An alert as its table keeps it. */
export type AlertRow = Row & {
	id: string;
	event_code: string;
	severity: string;
	subject: string;
	state: string;
	count: number;
	params: Record<string, unknown>;
	resolution: string | null;
};

/** What a trigger of another module does: raises an event at a site. */
export async function raise(
	db: TestDatabase,
	event: string,
	site: string | null,
	{
		id = randomUUID(),
		subject = 'X',
		params = {},
		people = null
	}: {
		id?: string;
		subject?: string;
		params?: Record<string, unknown>;
		people?: string[] | null;
	} = {}
): Promise<string> {
	return await asCommand(db, 'service_role', async (sql) => {
		const [row] = await sql`
			select app.notify(${event}, ${site}, 'things', ${id}, ${subject}, ${sql.json(params as never)}, '/x', ${people}) as id`;
		return row!.id as string;
	});
}

/** Ends what was raised. */
export const end = (db: TestDatabase, event: string, id: string): Promise<void> =>
	asCommand(db, 'service_role', async (sql) => {
		await sql`select app.resolve_alerts(${event}, 'things', ${id}, 'It is over.')`;
	});

/** Runs a job of the module as cron does. */
export const job = (db: TestDatabase, name: string): Promise<number> =>
	asCommand(
		db,
		'service_role',
		async (sql) => (await sql.unsafe(`select app.${name}() as n`))[0]!.n as number
	);

/** The alerts of an event, the oldest first. */
export const alertsOf = async (db: TestDatabase, event: string): Promise<AlertRow[]> =>
	[
		...(await db.superuser`select * from alerts where event_code = ${event} order by first_at, id`)
	] as AlertRow[];

/** Who was told of an alert at which level, by name. */
export const told = async (db: TestDatabase, alert: string): Promise<Record<string, number>> =>
	Object.fromEntries(
		(
			await db.superuser`
				select full_name, level from notifications join profiles on profiles.id = user_id
				where alert_id = ${alert} order by full_name`
		).map((row) => [row.full_name as string, row.level as number])
	);

/** Which ways out of the app an alert takes, as person/channel. */
export const ways = async (db: TestDatabase, alert: string): Promise<string[]> =>
	(
		await db.superuser`
			select full_name || '/' || channel as way from deliveries
			join notifications on notifications.id = notification_id
			join profiles on profiles.id = deliveries.user_id
			where alert_id = ${alert} order by 1`
	).map((row) => row.way as string);

/** What a worker claims. */
export const claim = async (
	db: TestDatabase,
	worker: string = randomUUID(),
	batch = 500
): Promise<Claimed[]> =>
	await db.as(
		'service_role',
		async (sql) => [...(await sql`select * from claim_deliveries(${worker}, ${batch})`)] as never
	);

/** What a worker says of a delivery. */
export const finish = async (
	db: TestDatabase,
	delivery: { id: string },
	worker: string,
	outcome: string,
	{
		provider = 'resend',
		providerId = null,
		error = null,
		retryAfter = null
	}: {
		provider?: string;
		providerId?: string | null;
		error?: string | null;
		retryAfter?: number | null;
	} = {}
): Promise<boolean> =>
	await db.as(
		'service_role',
		async (sql) =>
			(
				await sql`select finish_delivery(${delivery.id}, ${worker}, ${outcome}, ${provider}, ${providerId}, ${error}, ${retryAfter}) as done`
			)[0]!.done as boolean
	);

/** What a provider's webhook says. */
export const report = async (
	db: TestDatabase,
	eventId: string,
	providerId: string,
	status: string,
	detail: string | null = null
): Promise<string> =>
	await db.as(
		'service_role',
		async (sql) =>
			(
				await sql`select record_delivery_event('resend', ${eventId}, ${providerId}, ${status}, null, ${detail}) as outcome`
			)[0]!.outcome as string
	);

/** A command or read of a person. */
export async function call<T = Record<string, unknown>>(
	db: TestDatabase,
	persona: string,
	command: string,
	given: Record<string, unknown> = {},
	{ read = false } = {}
): Promise<T> {
	const args = read ? given : { request_id: randomUUID(), ...given };
	const named = Object.keys(args)
		.map((name, n) => `"${name}" => $${n + 1}`)
		.join(', ');
	return await db.as(persona, async (sql) => {
		const [row] = await sql.unsafe(
			`select public.${command}(${named}) as answer`,
			Object.values(args) as never
		);
		return row!.answer as T;
	});
}

/** A level of a policy: after so many minutes, who is told. */
export interface Step {
	after: number;
	role?: string;
	person?: string;
	channels?: string[];
}

/** A policy as the command takes it. */
export const policyOf = (
	given: Record<string, unknown>,
	steps: Step[]
): Record<string, unknown> & { steps: unknown[] } => ({
	name: randomUUID(),
	condition: 'unacknowledged',
	...given,
	steps: steps.map(({ after, role, person, channels = ['in_app', 'email'] }) => ({
		after_minutes: after,
		kind: role ? 'role' : 'person',
		role,
		user_id: person,
		channels
	}))
});

/** A policy as the command answers it. */
export interface SavedPolicy {
	id: string;
	name: string;
	version: number;
	active: boolean;
	steps: {
		id: string;
		position: number;
		after_minutes: number;
		role: string | null;
		channels: string[];
	}[];
}

/** Saves a policy with its steps. */
export const savePolicy = (
	db: TestDatabase,
	policy: unknown,
	id: string | null = null,
	persona = 'admin'
): Promise<SavedPolicy> => call(db, persona, 'save_escalation_policy', { policy, id });

/** Puts somebody into a group, at every site. */
export async function join(db: TestDatabase, group: string, persona: string): Promise<void> {
	const person = await db.idOf(persona);
	await db.as(
		'admin',
		(sql) => sql`
			insert into alert_group_members (group_id, user_id)
			select id, ${person} from alert_groups where code = ${group} on conflict do nothing`
	);
}

/** A person's own settings, as he saves them. */
export async function settle(
	db: TestDatabase,
	persona: string,
	given: Record<string, string | boolean | null>
): Promise<void> {
	await db.as(
		persona,
		(sql) => sql`
			insert into notification_settings ${sql(given)}
			on conflict (user_id) do update set ${sql(given)}`
	);
}

/** Wants an event by a channel, or not. */
export async function prefer(
	db: TestDatabase,
	persona: string,
	event: string,
	channel: string,
	enabled: boolean
): Promise<void> {
	await db.as(
		persona,
		(sql) => sql`
			insert into notification_preferences (event_code, channel, enabled) values (${event}, ${channel}, ${enabled})
			on conflict (user_id, event_code, channel) do update set enabled = excluded.enabled`
	);
}

/** A browser that shows messages. */
export const browser = (
	db: TestDatabase,
	persona: string,
	endpoint?: string
): Promise<{ id: string }> =>
	call(db, persona, 'register_push', {
		endpoint: endpoint ?? `https://push.example/${randomUUID()}`,
		p256dh:
			'BNcRdreALRFXTkOOUHK1EtK2wtaz5Ry4YfYCA_0QTpQtUbVlUls0VJXg7A8u-Ts1XbjhazAkj7I99e8QcYP7DkM',
		auth: 'tBHItJI5svbpez7KI4CCXg'
	});

/** Forgets every alert, so that a test of a file that has many begins with none. */
export const forget = async (db: TestDatabase): Promise<void> => {
	await db.superuser`truncate alerts, alert_digests cascade`;
};
