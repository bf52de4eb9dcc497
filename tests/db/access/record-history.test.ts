import { expect } from 'vitest';
import { ROLES, test, type TestDatabase } from '../database.ts';

interface Entry {
	id: string;
	operation: string;
	actor_id: string | null;
	actor: string | null;
	changes: Record<string, [unknown, unknown]>;
	ip: string | null;
	user_agent: string | null;
}

const history = async (db: TestDatabase, persona: string, ...args: (string | null)[]) => [
	...(await db.as(persona, (sql) => {
		const [relation, record, before = null] = args as [string, string, string?];
		return sql<Entry[]>`select * from record_history(${relation}, ${record}, ${before})`;
	}))
];

test('P11.01 the life of a record: who changed which column from what to what, the newest first', async ({
	db
}) => {
	const site = await db.siteOf('LIFE');
	await db.as('admin', async (sql) => {
		await sql`select set_config('request.headers', '{"x-forwarded-for": "203.0.113.7", "user-agent": "tablet/1"}', true)`;
		await sql`update sites set name = 'Plant one', active = false where id = ${site}`;
	});
	const [changed, made, ...more] = await history(db, 'manager', 'public.sites', site);
	expect(changed).toMatchObject({
		operation: 'update',
		actor_id: await db.idOf('admin'),
		actor: 'admin',
		changes: { name: ['LIFE', 'Plant one'], active: [true, false] },
		ip: '203.0.113.7',
		user_agent: 'tablet/1'
	});
	expect(Object.keys(changed!.changes).sort()).toEqual(['active', 'name']);
	expect(made).toMatchObject({
		operation: 'insert',
		actor_id: null,
		actor: null,
		changes: { code: [null, 'LIFE'], time_zone: [null, 'Asia/Kolkata'] },
		ip: null,
		user_agent: null
	});
	expect(more).toEqual([]);
});

test('P11.01 a record that is gone has its life to the end; its key may be of several columns', async ({
	db
}) => {
	await db.as('admin', async (sql) => {
		await sql`insert into role_permissions values ('retailer', 'shifts.assign')`;
		await sql`delete from role_permissions where (role, permission) = ('retailer', 'shifts.assign')`;
	});
	const lives = await history(db, 'admin', 'public.role_permissions', 'retailer/shifts.assign');
	expect(lives).toMatchObject([
		{ operation: 'delete', changes: { role: ['retailer', null] } },
		{ operation: 'insert', changes: { role: [null, 'retailer'] } }
	]);
});

test('P11.01 a long life comes fifty entries at a time', async ({ db }) => {
	const site = await db.siteOf('OLD');
	await db.as('admin', async (sql) => {
		for (let change = 1; change <= 60; change++) {
			await sql`update sites set name = ${`Name ${change}`} where id = ${site}`;
		}
	});
	const first = await history(db, 'admin', 'public.sites', site);
	expect(first).toHaveLength(50);
	expect(first[0]!.changes).toEqual({ name: ['Name 59', 'Name 60'] });
	const second = await history(db, 'admin', 'public.sites', site, first.at(-1)!.id);
	expect(second).toHaveLength(11);
	expect(second[0]!.changes).toEqual({ name: ['Name 9', 'Name 10'] });
	expect(await history(db, 'admin', 'public.sites', site, second.at(-1)!.id)).toEqual([]);
});

test('P11.01 a record that never was has no life', async ({ db }) => {
	expect(await history(db, 'admin', 'public.sites', 'nothing')).toEqual([]);
});

test.for([
	['public.nothing', '"public.nothing" is no table that is watched'],
	['sites', '"sites" is no table that is watched'],
	['auth.sessions', '"auth.sessions" is no table that is watched'],
	['PUBLIC.sites', '"PUBLIC.sites" is no table that is watched'],
	['"; drop table sites', '""; drop table sites" is no table that is watched'],
	[null, 'is no table that is watched']
] as const)('P11.01 the relation %s is refused', async ([relation, sentence], { db }) => {
	await expect(history(db, 'admin', relation, 'x')).rejects.toMatchObject({
		code: 'PT400',
		message: expect.stringContaining(sentence),
		detail: expect.stringContaining('"field": "relation"')
	});
});

test('P11.01 a record without an id is refused', async ({ db }) => {
	await expect(history(db, 'admin', 'public.sites', null)).rejects.toMatchObject({
		code: 'PT400',
		message: 'There is no record id.'
	});
});

for (const persona of [...ROLES, 'nobody', 'anon']) {
	const may = ['admin', 'manager'].includes(persona);
	test(`P11.01 ${persona} ${may ? 'may' : 'may not'} read the life of a record`, async ({ db }) => {
		const asked = history(db, persona, 'public.sites', await db.siteOf('P1'));
		if (may) expect(await asked).not.toEqual([]);
		else if (persona === 'anon') await expect(asked).rejects.toMatchObject({ code: '42501' });
		else {
			await expect(asked).rejects.toMatchObject({
				code: 'PT403',
				message: 'You may not read who changed what.'
			});
		}
	});
}
