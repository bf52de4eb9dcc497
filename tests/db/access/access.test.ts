import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { test } from '../database.ts';

test('P1.04 the document’s matrix is the seed', async ({ db }) => {
	const rows = await db.sql`
		select permission, array_agg(role::text order by role) filter (where role in ('supervisor', 'qa', 'manager', 'admin')) as roles
		from role_permissions
		where permission in ('quality.edit_plans', 'stock.view', 'shifts.assign', 'access.manage_users')
		group by permission order by permission`;
	expect([...rows]).toEqual([
		{ permission: 'access.manage_users', roles: ['admin'] },
		{ permission: 'quality.edit_plans', roles: ['admin', 'manager', 'qa'] },
		{ permission: 'shifts.assign', roles: ['admin', 'manager'] },
		{ permission: 'stock.view', roles: ['admin', 'manager', 'supervisor'] }
	]);
});

test('P1.04 a permission is one at a site: another site’s is refused, with the site in the sentence', async ({
	db
}) => {
	const [p1, p2] = [await db.siteOf('P1'), await db.siteOf('P2')];
	const asked = (persona: string, site: string) =>
		db.as(persona, async (sql) => {
			await sql`reset role`;
			await sql`select app.require('stock.view', ${site})`;
			return 'allowed';
		});
	expect(await asked('supervisor', p1)).toBe('allowed');
	expect(await asked('admin', p2)).toBe('allowed');
	await expect(asked('supervisor', p2)).rejects.toMatchObject({
		code: 'PT403',
		message: 'You may not see stock at P2.',
		detail: expect.stringContaining('"code": "NOT_ALLOWED"'),
		hint: expect.stringContaining('administrator')
	});
	await expect(asked('anon', p1)).rejects.toMatchObject({ code: 'PT401' });
});

test('P1.04 what an Admin changes in the matrix holds at once', async ({ db }) => {
	const has = async () =>
		(await db.as('storekeeper', (sql) => sql`select app.has('stock.view') as may`))[0]!
			.may as boolean;
	expect(await has()).toBe(true);
	await db.as('admin', (sql) => sql`delete from role_permissions where role = 'storekeeper'`);
	expect(await has()).toBe(false);
	await db.as(
		'admin',
		(sql) => sql`insert into role_permissions values ('storekeeper', 'stock.view')`
	);
	expect(await has()).toBe(true);
});

test('P1.03 somebody who has left may nothing, whatever he was', async ({ db }) => {
	const id = await db.idOf('manager.gone');
	await db.superuser`update profiles set active = false where id = ${id}`;
	const [row] = await db.as(
		'manager.gone',
		(sql) => sql`select app.has('stock.view') as may, app.my_sites() as sites`
	);
	expect(row).toEqual({ may: false, sites: [] });
});

test('P1.04 the last administrator stays one', async ({ db }) => {
	await db.idOf('admin');
	for (const statement of [
		"delete from memberships where role = 'admin'",
		"delete from role_permissions where permission = 'access.manage_users'"
	]) {
		await expect(db.as('admin', (sql) => sql.unsafe(statement))).rejects.toMatchObject({
			code: 'PT422'
		});
	}
});

test('P1.03 who manages users at one site only gives no roles, to himself neither', async ({
	db
}) => {
	const [here, site] = [await db.idOf('nobody.here'), await db.siteOf('P1')];
	await db.superuser`insert into memberships (user_id, site_id, role) values (${here}, ${site}, 'admin')`;
	for (const place of [null, site])
		await expect(
			db.as(
				'nobody.here',
				(sql) =>
					sql`insert into memberships (user_id, site_id, role) values (${here}, ${place}, 'manager')`
			)
		).rejects.toMatchObject({ code: '42501' });
	const taken = await db.as(
		'nobody.here',
		(sql) => sql`delete from memberships where user_id <> ${here}`
	);
	expect(taken.count).toBe(0);
});

test('P1.08 members see their own sites, an Admin all', async ({ db }) => {
	await db.siteOf('P2');
	const codes = async (persona: string) =>
		(
			await db.as(
				persona,
				(sql) => sql`select code from sites where code in ('P1', 'P2') order by code`
			)
		).map(({ code }) => code as string);
	expect(await codes('supervisor')).toEqual(['P1']);
	expect(await codes('supervisor@P2')).toEqual(['P2']);
	expect(await codes('admin')).toEqual(['P1', 'P2']);
	expect(await codes('nobody')).toEqual([]);
});

test('P8.01 a site with a time zone, code or kind that is none is refused and named', async ({
	db
}) => {
	const add = (code: string, kind: string, zone: string) =>
		db.as(
			'admin',
			(sql) =>
				sql`insert into sites (code, name, kind, time_zone) values (${code}, 'x', ${kind}, ${zone})`
		);
	await expect(add('Z1', 'plant', 'Asia/Nowhere')).rejects.toMatchObject({
		code: 'PT400',
		message: '"Asia/Nowhere" is no time zone; one is, for example, "Asia/Kolkata".'
	});
	await expect(add('z1', 'plant', 'UTC')).rejects.toMatchObject({
		code: '23514',
		constraint_name: 'site code is 2 to 12 capital letters or digits'
	});
	await expect(add('Z1', 'castle', 'UTC')).rejects.toMatchObject({ code: '23514' });
	await expect(add('P1', 'plant', 'UTC')).rejects.toMatchObject({ code: '23505' });
});

test('P8.01 a setting keeps its type and its bounds', async ({ db }) => {
	const set = (value: unknown) =>
		db.as(
			'admin',
			(sql) =>
				sql`update settings set value = ${sql.json(value as never)} where key = 'session.idle_minutes'`
		);
	await expect(set('thirty')).rejects.toMatchObject({
		constraint_name: "value is of the setting's type"
	});
	await expect(set(0)).rejects.toMatchObject({
		constraint_name: "number is within the setting's bounds"
	});
	await set(15);
	expect((await db.sql`select app.setting('session.idle_minutes') as value`)[0]!.value).toBe(15);
});

test('a request id stands for one action of one person: repeated it is answered again, otherwise refused', async ({
	db
}) => {
	const id = randomUUID();
	const begin = (persona: string, request: string | null, command: string, body: object) =>
		db.as(persona, async (sql) => {
			await sql`reset role`;
			const [row] =
				await sql`select app.begin_command(${request}, ${command}, ${sql.json(body as never)}) as answer`;
			if (row!.answer === null) await sql`select app.end_command(${request}, '{"lot": "A1"}')`;
			return row!.answer as unknown;
		});
	expect(await begin('supervisor', id, 'do_it', { kg: 1 })).toBeNull();
	expect(await begin('supervisor', id, 'do_it', { kg: 1 })).toEqual({ lot: 'A1' });
	for (const [persona, command, body] of [
		['supervisor', 'do_it', { kg: 2 }],
		['supervisor', 'do_other', { kg: 1 }],
		['manager', 'do_it', { kg: 1 }]
	] as const) {
		await expect(begin(persona, id, command, body)).rejects.toMatchObject({ code: 'PT409' });
	}
	await expect(begin('supervisor', null, 'do_it', {})).rejects.toMatchObject({ code: 'PT400' });
	await expect(begin('anon', randomUUID(), 'do_it', {})).rejects.toMatchObject({ code: 'PT401' });
});

test('the same request sent twenty times at once happens once', async ({ db }) => {
	const id = randomUUID();
	await db.idOf('supervisor');
	const answers = await Promise.all(
		Array.from({ length: 20 }, () =>
			db.as('supervisor', async (sql) => {
				await sql`reset role`;
				const [row] = await sql`select app.begin_command(${id}, 'race', '{}') as answer`;
				if (row!.answer !== null) return 'repeated';
				await sql`select pg_sleep(0.02), app.end_command(${id}, '{"done": true}')`;
				return 'done';
			})
		)
	);
	expect(answers.filter((answer) => answer === 'done')).toHaveLength(1);
});
