import { readdir, readFile } from 'node:fs/promises';
import type { Sql, TransactionSql } from 'postgres';

const FOLDER = new URL('./invariants/', import.meta.url);

/**
 * Runs every query of tests/db/invariants, each of which must return no row.
 * @returns the rows of those that do, by the name of their file
 */
export async function violations(sql: Sql | TransactionSql): Promise<Record<string, unknown[]>> {
	const found: Record<string, unknown[]> = {};
	for (const name of (await readdir(FOLDER)).sort()) {
		const rows = await sql.unsafe(await readFile(new URL(name, FOLDER), 'utf8'));
		if (rows.length > 0) found[name] = [...rows];
	}
	return found;
}
