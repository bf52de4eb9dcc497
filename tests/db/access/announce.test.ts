import { expect } from 'vitest';
import { test, type TestDatabase } from '../database.ts';

/** Which tables of the module a site has been told of since the test file began. */
const told = async (db: TestDatabase, site: string) => {
	const messages = await db.superuser<{ payload: { table: string } }[]>`
		select payload from realtime.messages
		where topic = ${`site:${site}:access`} order by inserted_at, id`;
	return messages.map(({ payload }) => payload.table);
};

test('P1.03 every site is told that somebody has another role, since administrators look from any', async ({
	db
}) => {
	const sites = [await db.siteOf('P1'), await db.siteOf('P2')];
	const person = await db.idOf('nobody yet');
	await db.idOf('admin');
	const before = await Promise.all(sites.map(async (site) => (await told(db, site)).length));
	await db.as(
		'admin',
		async (sql) =>
			sql`insert into memberships (user_id, site_id, role) values (${person}, ${await db.siteOf('P1')}, 'qa')`
	);
	for (const [at, site] of sites.entries()) {
		expect((await told(db, site)).slice(before[at])).toEqual(['memberships']);
	}
});

test('P1.03 what is refused is told to nobody', async ({ db }) => {
	const site = await db.siteOf('P1');
	const person = await db.idOf('nobody either');
	await db.idOf('retailer');
	const before = (await told(db, site)).length;
	const refused = db.as(
		'retailer',
		(sql) => sql`insert into memberships (user_id, role) values (${person}, 'manager')`
	);
	await expect(refused).rejects.toMatchObject({ code: '42501' });
	expect((await told(db, site)).length).toBe(before);
});

test('P1.04 every site is told once that permissions, settings or a name have changed', async ({
	db
}) => {
	const site = await db.siteOf('P2');
	await Promise.all(['admin', 'qa'].map((person) => db.idOf(person)));
	const before = (await told(db, site)).length;
	await db.as('admin', async (sql) => {
		await sql`delete from role_permissions where role = 'retailer'`;
		await sql`update settings set value = value where key = (select min(key) from settings)`;
	});
	await db.as(
		'qa',
		(sql) => sql`update profiles set full_name = 'Another Name' where id = auth.uid()`
	);
	expect((await told(db, site)).slice(before)).toEqual([
		'role_permissions',
		'settings',
		'profiles'
	]);
});
