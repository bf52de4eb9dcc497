import { randomUUID } from 'node:crypto';
import type { TransactionSql } from 'postgres';
import type { TestDatabase } from '../database.ts';

/** What Auth does, in its own role. */
export async function asAuth<T>(
	db: TestDatabase,
	act: (sql: TransactionSql) => Promise<T>
): Promise<T> {
	return (await db.superuser.begin(async (sql) => {
		await sql`select set_config('role', 'supabase_auth_admin', true), set_config('search_path', 'auth', true)`;
		return await act(sql);
	})) as T;
}

/** Somebody signs in, as Auth writes it down. @returns the session's id */
export async function signIn(
	db: TestDatabase,
	persona: string,
	userAgent = 'tablet/1'
): Promise<string> {
	const [id, userId] = [randomUUID(), await db.idOf(persona)];
	await asAuth(
		db,
		(sql) =>
			sql`insert into sessions (id, user_id, ip, user_agent) values (${id}, ${userId}, '203.0.113.7', ${userAgent})`
	);
	return id;
}
