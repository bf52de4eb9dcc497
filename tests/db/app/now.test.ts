import { expect } from 'vitest';
import { test } from '../database.ts';

test('app.now() is the start of the transaction', async ({ db }) => {
	const [row] = await db.as('supervisor', (sql) => sql`select app.now() = now() as same`);
	expect(row!.same).toBe(true);
});

test('a test travels in time where the database allows it', async ({ db }) => {
	db.travelTo('2026-05-23T14:00:00+05:30');
	const [row] = await db.as('supervisor', (sql) => sql`select app.now() as at`);
	db.travelTo(undefined);
	expect(row!.at).toEqual(new Date('2026-05-23T08:30:00Z'));
});

test('whoever is signed in may ask for the clock, nobody else', async ({ db }) => {
	db.travelTo('2026-05-23T14:00:00+05:30');
	const [row] = await db.as('retailer', (sql) => sql`select public.server_time() as at`);
	db.travelTo(undefined);
	expect(row!.at).toEqual(new Date('2026-05-23T08:30:00Z'));
	await expect(db.as('anon', (sql) => sql`select public.server_time()`)).rejects.toMatchObject({
		code: '42501'
	});
});

test('nobody moves the clock of a database that does not allow it', async ({ db }) => {
	const name = (await db.sql`select current_database() as name`)[0]!.name as string;
	await db.superuser.unsafe(`alter database ${name} reset app.time_travel`);
	const [row] = await db.as('supervisor', async (sql) => {
		await sql`select set_config('app.now', '2020-01-01T00:00:00Z', true), set_config('app.time_travel', 'allowed', true)`;
		return await sql`select app.now() = now() as same`;
	});
	await db.superuser.unsafe(`alter database ${name} set app.time_travel = 'allowed'`);
	expect(row!.same).toBe(true);
});

test('a new function is out of reach until it is granted', async ({ db }) => {
	await db.sql`create function public.not_granted() returns int language sql as 'select 1'`;
	await expect(db.as('anon', (sql) => sql`select public.not_granted()`)).rejects.toMatchObject({
		code: '42501'
	});
});
