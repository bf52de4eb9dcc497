import type { TransactionSql } from 'postgres';

/** Settings that last as long as the request's transaction, in the order they are made. */
export type Settings = [name: string, value: string][];

/** Who makes a request, as the token says. */
export interface Caller {
	role: string;
	claims: Record<string, unknown>;
}

/**
 * What the Data API tells the database about a request: row-level security, `auth.uid()` and the
 * role's own settings (its `statement_timeout` above all) work from these.
 * @param roleSettings what `alter role … set` gave the caller's role
 */
export function requestSettings({ role, claims }: Caller, roleSettings: Settings = []): Settings {
	return [
		...roleSettings,
		['request.jwt.claims', JSON.stringify(claims)],
		['request.jwt.claim.sub', typeof claims.sub === 'string' ? claims.sub : ''],
		['request.jwt.claim.role', role],
		['role', role]
	];
}

/** Makes settings for the rest of a transaction, in one statement. */
export async function applySettings(sql: TransactionSql, settings: Settings): Promise<void> {
	await sql`
		select set_config(setting.name, setting.value, true)
		from unnest(
			${settings.map(([name]) => name)}::text[], ${settings.map(([, value]) => value)}::text[]
		) as setting (name, value)`;
}
