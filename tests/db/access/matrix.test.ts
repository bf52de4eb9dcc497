import { expect } from 'vitest';
import { test, type TestDatabase } from '../database.ts';

/** Rows that a statement touched, or the code of the error it ended with. */
async function outcome(
	db: TestDatabase,
	persona: string,
	statement: string
): Promise<number | string> {
	return await db
		.as(persona, (sql) => sql.unsafe(statement))
		.then(
			(rows) => rows.count,
			(error: { code: string }) => error.code
		);
}

const PERSONAS = [
	'admin',
	'manager',
	'qa',
	'supervisor',
	'storekeeper',
	'dispatch_clerk',
	'distributor',
	'retailer',
	'nobody',
	'anon'
];

/** What each persona gets for a statement; who is not named is refused (42501, or no row touched). */
const MATRIX: [id: string, statement: string, allowed: string[]][] = [
	['P1.04', 'select * from permissions limit 1', PERSONAS.filter((persona) => persona !== 'anon')],
	[
		'P1.04',
		'select * from role_permissions limit 1',
		PERSONAS.filter((persona) => persona !== 'anon')
	],
	['P1.04', "insert into role_permissions values ('retailer', 'shifts.assign')", ['admin']],
	[
		'P1.04',
		"delete from role_permissions where (role, permission) = ('qa', 'quality.edit_plans')",
		['admin']
	],
	[
		'P1.03',
		"insert into memberships (user_id, site_id, role) select id, null, 'qa' from profiles where full_name = 'other'",
		['admin']
	],
	['P1.03', "delete from memberships where role = 'distributor'", ['admin']],
	['P1.03', "update profiles set active = false where full_name = 'other'", ['admin']],
	['P8.01', "insert into sites (code, name, kind) values ('NEW1', 'New', 'plant')", ['admin']],
	['P8.01', "update sites set name = 'Renamed' where code = 'P1'", ['admin']],
	['P8.01', "update settings set value = '45' where key = 'session.idle_minutes'", ['admin']],
	['P1.06', 'select * from audit.log limit 1', ['admin', 'manager']]
];

for (const [id, statement, allowed] of MATRIX) {
	for (const persona of PERSONAS) {
		const may = allowed.includes(persona);
		test(`${id} ${persona} ${may ? 'may' : 'may not'}: ${statement}`, async ({ db }) => {
			await db.idOf('other');
			await db.idOf('distributor');
			const got = await outcome(db, persona, statement);
			if (may) expect(got).toBe(1);
			else expect([0, '42501']).toContain(got);
			await undo(db);
		});
	}
}

/** Puts back what an allowed statement has changed, so that each line of the matrix starts alike. */
async function undo(db: TestDatabase): Promise<void> {
	await db.superuser`delete from role_permissions where (role, permission) = ('retailer', 'shifts.assign')`;
	await db.superuser`insert into role_permissions values ('qa', 'quality.edit_plans') on conflict do nothing`;
	await db.superuser`delete from memberships using profiles where profiles.id = user_id and full_name = 'other'`;
	await db.superuser`insert into memberships (user_id, site_id, role)
		select profiles.id, sites.id, 'distributor' from profiles, sites
		where full_name = 'distributor' and code = 'P1' on conflict do nothing`;
	await db.superuser`update profiles set active = true where not active`;
	await db.superuser`delete from sites where code = 'NEW1'`;
}
