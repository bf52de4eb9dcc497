import { expect } from 'vitest';
import { ROLES, test, type TestDatabase } from '../database.ts';

interface Entry {
	id: string;
	operation: string;
	actor: string | null;
	changes: Record<string, [unknown, unknown]>;
}

const history = async (
	db: TestDatabase,
	persona: string,
	user: string,
	before: string | null = null
) => [
	...(await db.as(persona, (sql) => sql<Entry[]>`select * from user_history(${user}, ${before})`))
];

test('P1.03 P11.01 the life of an account has its roles too, those that were taken included', async ({
	db
}) => {
	const [user, site] = [await db.idOf('supervisor.kala'), await db.siteOf('P1')];
	await db.as('admin', async (sql) => {
		await sql`update profiles set full_name = 'Kala R.' where id = ${user}`;
		await sql`insert into memberships (user_id, site_id, role) values (${user}, ${site}, 'qa')`;
		await sql`delete from memberships where (user_id, role) = (${user}, 'qa')`;
	});
	const [taken, given, renamed, ...earlier] = await history(db, 'manager', user);
	expect(taken).toMatchObject({
		operation: 'delete',
		actor: 'admin',
		changes: { role: ['qa', null], site_id: [site, null] }
	});
	expect(given).toMatchObject({ operation: 'insert', changes: { role: [null, 'qa'] } });
	expect(renamed).toMatchObject({ changes: { full_name: [expect.any(String), 'Kala R.'] } });
	expect(earlier.map(({ operation }) => operation)).toContain('insert');
	expect(await history(db, 'manager', user, given!.id)).toEqual([renamed, ...earlier]);
});

test('P11.01 it is the life of one account', async ({ db }) => {
	const [one, other] = [await db.idOf('qa.one'), await db.idOf('qa.other')];
	const lives = await history(db, 'admin', one);
	expect(lives.length).toBeGreaterThan(0);
	expect(JSON.stringify(lives)).not.toContain(other);
	expect(await history(db, 'admin', '00000000-0000-4000-8000-000000000000')).toEqual([]);
});

for (const persona of [...ROLES, 'nobody']) {
	const may = ['admin', 'manager'].includes(persona);
	test(`P11.01 ${persona} ${may ? 'may' : 'may not'} read the life of an account`, async ({
		db
	}) => {
		const read = history(db, persona, await db.idOf('qa.one'));
		if (may) await expect(read).resolves.toBeInstanceOf(Array);
		else await expect(read).rejects.toMatchObject({ code: 'PT403' });
	});
}
