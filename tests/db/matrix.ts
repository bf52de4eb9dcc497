import { expect } from 'vitest';
import { ROLES, test, type TestDatabase } from './database.ts';

/** Everybody there is: each role at the plant P1, a person without any, and a visitor. */
export const PERSONAS = [...ROLES, 'nobody', 'anon'];

/** Everybody who is signed in. */
export const SIGNED_IN = PERSONAS.filter((persona) => persona !== 'anon');

/** A statement, the requirement it belongs to, and who may; all others are refused. */
export type MatrixLine = [requirement: string, statement: string, allowed: string[]];

/**
 * A test for each line and persona: who may touches exactly one row, who may not gets 42501 or
 * touches none. Nothing stays, so that each starts alike.
 * @param arrange makes what the statements refer to
 */
export function testMatrix(
	lines: MatrixLine[],
	arrange?: (db: TestDatabase) => Promise<void>
): void {
	for (const [requirement, statement, allowed] of lines) {
		for (const persona of PERSONAS) {
			const may = allowed.includes(persona);
			test(`${requirement} ${persona} ${may ? 'may' : 'may not'}: ${statement}`, async ({ db }) => {
				await arrange?.(db);
				const got = await outcome(db, persona, statement);
				if (may) expect(got).toBe(1);
				else expect([0, '42501']).toContain(got);
			});
		}
	}
}

class Undone extends Error {
	readonly rows: number;
	constructor(rows: number) {
		super('undone');
		this.rows = rows;
	}
}

/** Rows that a statement touched, or the code of the error it ended with; it is undone either way. */
async function outcome(
	db: TestDatabase,
	persona: string,
	statement: string
): Promise<number | string> {
	const trial = db.as(persona, async (sql) => {
		throw new Undone((await sql.unsafe(statement)).count);
	});
	return await trial.catch((error: Error & { code?: string }) => {
		if (error instanceof Undone) return error.rows;
		return error.code ?? error.message;
	});
}
