import { randomUUID } from 'node:crypto';
import postgres, { type Sql, type TransactionSql } from 'postgres';
import { inject, test as base } from 'vitest';
import { applySettings, requestSettings } from '../../local/gateway/request-settings.ts';
import { TEMPLATE } from './setup.ts';

/**
 * Who acts in a test: `anon`, `service_role`, or a person, who is made on first use. A person named by
 * a role has it at the plant P1, an `admin` everywhere; `supervisor@P2` has it at another site, and
 * `supervisor.b` is another person. Any other name is somebody who is nothing anywhere.
 */
export type Persona = string;

export const ROLES = [
	'admin',
	'manager',
	'qa',
	'supervisor',
	'storekeeper',
	'dispatch_clerk',
	'distributor',
	'retailer'
];

/** A database of a test file's own, cloned from the migrated template. */
export interface TestDatabase {
	/** As `postgres`, the role that owns the schema: for looking, not for arranging. */
	sql: Sql;
	/** As the superuser: for what only the platform itself may do. */
	superuser: Sql;
	/** The id of a person's account. */
	idOf(persona: Persona): Promise<string>;
	/** The id of a site by its code; a plant is made on first use. */
	siteOf(code: string): Promise<string>;
	/**
	 * Runs statements as the Data API does for a persona's request: one transaction, its role, its
	 * claims, its settings. What they change stays.
	 */
	as<T>(persona: Persona, act: (sql: TransactionSql) => Promise<T>): Promise<T>;
	/** Moves `app.now()` for what follows; undefined comes back to the present. */
	travelTo(instant: Date | string | undefined): void;
}

/** `test` with a database for the file. */
export const test = base.extend<{ db: TestDatabase }>({
	db: [
		// eslint-disable-next-line no-empty-pattern
		async ({}, use) => {
			const { database, drop } = await cloneTemplate();
			await use(database);
			await drop();
		},
		{ scope: 'file' }
	]
});

/** `test` with a database for itself, where what a test leaves would be in the way of the next. */
export const testApart = base.extend<{ db: TestDatabase }>({
	// eslint-disable-next-line no-empty-pattern
	db: async ({}, use) => {
		const { database, drop } = await cloneTemplate();
		await use(database);
		await drop();
	}
});

async function cloneTemplate(): Promise<{ database: TestDatabase; drop: () => Promise<void> }> {
	const url = new URL(inject('templateUrl'));
	const name = `test_${randomUUID().replaceAll('-', '')}`;
	const admin = connect(url, 'template1');
	await admin.unsafe(
		`create database ${name} template ${TEMPLATE} owner postgres strategy file_copy`
	);
	await admin.unsafe(`alter database ${name} set app.time_travel = 'allowed'`);

	const owner = new URL(url);
	owner.username = 'postgres';
	const sql = connect(owner, name);
	const superuser = connect(url, name);
	const people = new Map<Persona, Promise<string>>();
	let present: string | undefined;

	const siteOf = async (code: string): Promise<string> => {
		await superuser`insert into sites (code, name, kind) values (${code}, ${code}, 'plant')
			on conflict (code) do nothing`;
		return (await superuser`select id from sites where code = ${code}`)[0]!.id as string;
	};
	const createPerson = async (persona: Persona): Promise<string> => {
		const id = randomUUID();
		await superuser`insert into auth.users (id, email, aud, role, raw_user_meta_data)
			values (${id}, ${`${persona}@lotline.test`}, 'authenticated', 'authenticated', ${superuser.json({ full_name: persona })})`;
		const [name, site = 'P1'] = persona.split('@') as [string, string?];
		const role = ROLES.find((known) => name === known || name.startsWith(`${known}.`));
		if (role) {
			const siteId = role === 'admin' ? null : await siteOf(site);
			await superuser`insert into memberships (user_id, site_id, role) values (${id}, ${siteId}, ${role})`;
		}
		return id;
	};
	const idOf = (persona: Persona): Promise<string> => {
		const known = people.get(persona) ?? createPerson(persona);
		people.set(persona, known);
		return known;
	};
	const callerOf = async (persona: Persona) => {
		if (persona === 'anon' || persona === 'service_role')
			return { role: persona, claims: { role: persona } };
		const claims = {
			sub: await idOf(persona),
			role: 'authenticated',
			email: `${persona}@lotline.test`
		};
		return { role: 'authenticated', claims };
	};

	const database: TestDatabase = {
		sql,
		superuser,
		idOf,
		siteOf,
		async as(persona, act) {
			const settings = requestSettings(
				await callerOf(persona),
				present ? [['app.now', present]] : []
			);
			return (await superuser.begin(async (transaction) => {
				await applySettings(transaction, settings);
				return await act(transaction);
			})) as never;
		},
		travelTo(instant) {
			present = instant === undefined ? undefined : new Date(instant).toISOString();
		}
	};
	const drop = async () => {
		await Promise.all([sql.end(), superuser.end()]);
		await admin.unsafe(`drop database ${name} with (force)`);
		await admin.end();
	};
	return { database, drop };
}

function connect(url: URL, database: string): Sql {
	return postgres(url.href, { database, max: 4, onnotice: () => {} });
}
