import { expect } from 'vitest';
import { test } from '../database.ts';

test('P11.01 every business table is watched', async ({ db }) => {
	const unwatched = await db.sql`
		select relname from pg_class
		where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not exists (
			select from pg_trigger
			where tgrelid = pg_class.oid and tgfoid = 'audit.record'::regproc
				and tgtype & 28 = 28 and tgenabled = 'O'
		)`;
	expect([...unwatched]).toEqual([]);
});

test('P11.01 a change is written with before, after, who and when; a change of nothing is not', async ({
	db
}) => {
	const site = await db.siteOf('P1');
	const admin = await db.idOf('admin');
	await db.as('admin', (sql) => sql`update sites set name = 'Plant one' where id = ${site}`);
	await db.as('admin', (sql) => sql`update sites set name = 'Plant one' where id = ${site}`);
	const rows = await db.sql`
		select operation, before ->> 'name' as before, after ->> 'name' as after, actor, actor_role
		from audit.log where relation = 'public.sites' and record_id = ${site} order by id`;
	expect([...rows]).toEqual([
		{ operation: 'insert', before: null, after: 'P1', actor: null, actor_role: 'supabase_admin' },
		{
			operation: 'update',
			before: 'P1',
			after: 'Plant one',
			actor: admin,
			actor_role: 'authenticated'
		}
	]);
});

test('P11.01 a key of several columns is written whole', async ({ db }) => {
	await db.as('admin', (sql) => sql`insert into role_permissions values ('qa', 'stock.view')`);
	await db.as(
		'admin',
		(sql) => sql`delete from role_permissions where (role, permission) = ('qa', 'stock.view')`
	);
	const rows =
		await db.sql`select operation from audit.log where record_id = 'qa/stock.view' order by id`;
	expect(rows.map(({ operation }) => operation as string)).toEqual(['insert', 'delete']);
});

test('P11.01 what is rolled back leaves nothing in the log', async ({ db }) => {
	const count = async () => Number((await db.sql`select count(*) from audit.log`)[0]!.count);
	const before = await count();
	await expect(
		db.as('admin', async (sql) => {
			await sql`update settings set value = '20' where key = 'session.idle_minutes'`;
			throw new Error('changed his mind');
		})
	).rejects.toThrow('changed his mind');
	expect(await count()).toBe(before);
});

for (const statement of [
	'update audit.log set actor = null',
	'delete from audit.log',
	'truncate audit.log',
	"insert into audit.log (relation, record_id, operation, after, actor_role) values ('x', 'x', 'insert', '{}', 'x')"
]) {
	test(`P11.02 nobody may "${statement}"`, async ({ db }) => {
		for (const persona of ['admin', 'manager', 'service_role']) {
			await expect(db.as(persona, (sql) => sql.unsafe(statement))).rejects.toMatchObject({
				code: '42501'
			});
		}
	});
}

test('P11.02 not even the owner changes or removes what is written', async ({ db }) => {
	await db.siteOf('P1');
	for (const statement of [
		'update audit.log set actor = null',
		'delete from audit.log',
		'truncate audit.log'
	]) {
		await expect(db.sql.unsafe(statement)).rejects.toMatchObject({
			code: 'PT403',
			message: expect.stringContaining('append-only')
		});
	}
});
