import { expect } from 'vitest';
import { test } from '../database.ts';

test('P1.03 a new account has a profile with the name given', async ({ db }) => {
	const id = await db.idOf('ramesh');
	expect(await db.sql`select full_name from profiles where id = ${id}`).toMatchObject([
		{ full_name: 'ramesh' }
	]);
});

test('a person sees his own profile and no other', async ({ db }) => {
	await db.idOf('meena');
	const rows = await db.as('ramesh', (sql) => sql`select id from profiles`);
	expect(rows.map(({ id }) => id)).toEqual([await db.idOf('ramesh')]);
});

test('a person changes his own name', async ({ db }) => {
	const changed = await db.as(
		'ramesh',
		(sql) => sql`update profiles set full_name = 'Ramesh K.' returning full_name`
	);
	expect(changed).toMatchObject([{ full_name: 'Ramesh K.' }]);
});

test("nobody changes another person's name", async ({ db }) => {
	const meena = await db.idOf('meena');
	const changed = await db.as(
		'ramesh',
		(sql) => sql`update profiles set full_name = 'x' where id = ${meena} returning id`
	);
	expect(changed).toHaveLength(0);
	expect(await db.sql`select full_name from profiles where id = ${meena}`).toMatchObject([
		{ full_name: 'meena' }
	]);
});

test('an empty name is refused', async ({ db }) => {
	await expect(
		db.as('ramesh', (sql) => sql`update profiles set full_name = ''`)
	).rejects.toMatchObject({ code: '23514' });
});

for (const [persona, statement] of [
	['anon', 'select * from profiles'],
	['anon', "update profiles set full_name = 'x'"],
	['ramesh', "insert into profiles (id, full_name) values (gen_random_uuid(), 'x')"],
	['ramesh', 'delete from profiles'],
	['ramesh', 'update profiles set id = gen_random_uuid()'],
	['ramesh', 'update profiles set created_at = now()'],
	['service_role', 'delete from profiles']
] as const) {
	test(`${persona} may not "${statement}"`, async ({ db }) => {
		await expect(db.as(persona, (sql) => sql.unsafe(statement))).rejects.toMatchObject({
			code: '42501'
		});
	});
}
