import { expect } from 'vitest';
import { test, type TestDatabase } from '../database.ts';

/** What a module has told a site since the test file began. */
const told = (db: TestDatabase, site: string, module: string) =>
	db.superuser<{ event: string; private: boolean; payload: object }[]>`
		select event, private, payload from realtime.messages
		where topic = ${`site:${site}:${module}`} order by inserted_at, id`;

test('every site in use is told which master has changed, and nothing of what is in it', async ({
	db
}) => {
	const [one, other] = [await db.siteOf('P1'), await db.siteOf('P2')];
	await db.as('admin', async (sql) => {
		await sql`insert into items (code, name, kind, unit) values ('TOLD', 'Told', 'raw', 'kg')`;
	});
	for (const site of [one, other]) {
		const messages = [...(await told(db, site, 'catalog'))];
		expect(messages.at(-1)).toMatchObject({ event: 'changed', private: true });
		expect(messages.at(-1)!.payload).toMatchObject({ table: 'items' });
		expect(JSON.stringify(messages)).not.toContain('TOLD');
	}
});

test('a change of many rows at once is told once', async ({ db }) => {
	const site = await db.siteOf('P1');
	const before = (await told(db, site, 'catalog')).length;
	await db.as(
		'admin',
		(sql) =>
			sql`insert into item_categories (name) select 'C' || n from generate_series(1, 50) as n`
	);
	expect((await told(db, site, 'catalog')).length - before).toBe(1);
});

test('P8.02 the site of a run is told who is assigned, no other', async ({ db }) => {
	const [site, other] = [await db.siteOf('P1'), await db.siteOf('P2')];
	await db.as('manager', async (sql) => {
		await sql`insert into shifts (site_id, code, name, starts, ends) values (${site}, 'T', 'Test', '06:00', '14:00')`;
	});
	const [run] = await db.sql<{ id: string }[]>`
		select id from shift_runs where site_id = ${site} and state = 'scheduled' and starts_at > app.now()
		order by starts_at limit 1`;
	const person = await db.idOf('supervisor');
	await db.as(
		'manager',
		(sql) => sql`select assign_shift(gen_random_uuid(), ${run!.id}, ${person})`
	);
	const events = (await told(db, site, 'shifts')).map(({ event }) => event);
	expect(events).toEqual(['shift', 'assignment']);
	expect([...(await told(db, other, 'shifts'))]).toEqual([]);
});
