import { AsyncLocalStorage } from 'node:async_hooks';
import {
	PostgresAdapter,
	PostgresIntrospector,
	PostgresQueryCompiler,
	type CompiledQuery,
	type DatabaseConnection,
	type Dialect,
	type Driver,
	type QueryResult
} from 'kysely';
import type { ReservedSql, Sql } from 'postgres';
import type { Settings } from './request-settings.ts';

/** How the next transaction begins. */
export const beginning = new AsyncLocalStorage<{
	settings: Settings;
	/** Whether a function is called, which may say what status its answer has. */
	rpc: boolean;
}>();

/**
 * Kysely on postgres.js as a request needs it, back and forth as seldom as can be: `begin` and the
 * settings are sent and not waited for, so that they travel with the first statement; what a function
 * says of its answer is asked for together with the call; and statements are prepared once for a
 * connection, because one that is not goes back and forth twice.
 */
export function requestDialect(driver: Sql): Dialect {
	return {
		createAdapter: () => new PostgresAdapter(),
		createDriver: () => new RequestDriver(driver),
		createIntrospector: (db) => new PostgresIntrospector(db),
		createQueryCompiler: () => new PostgresQueryCompiler()
	};
}

class RequestDriver implements Driver {
	readonly #driver: Sql;

	constructor(driver: Sql) {
		this.#driver = driver;
	}

	async init(): Promise<void> {}

	async acquireConnection(): Promise<RequestSession> {
		return new RequestSession(await this.#driver.reserve());
	}

	async beginTransaction(session: RequestSession): Promise<void> {
		session.begin(beginning.getStore());
	}

	async commitTransaction(session: RequestSession): Promise<void> {
		await session.run('commit');
	}

	async rollbackTransaction(session: RequestSession): Promise<void> {
		await session.run('rollback');
	}

	async releaseConnection(session: RequestSession): Promise<void> {
		session.release();
	}

	async destroy(): Promise<void> {
		await this.#driver.end();
	}
}

/** What lite reads after a call, under the names by which it reads it. */
const ANSWER = `select current_setting('response.status', true) as status, current_setting('response.headers', true) as headers`;

/** A connection while one request has it. */
class RequestSession implements DatabaseConnection {
	readonly #connection: ReservedSql;
	#begun: Promise<unknown> = Promise.resolve();
	#rpc = false;
	#answer: Promise<QueryResult<unknown>> | undefined;

	constructor(connection: ReservedSql) {
		this.#connection = connection;
	}

	begin({ settings, rpc } = { settings: [] as Settings, rpc: false }): void {
		this.#rpc = rpc;
		const calls = settings.map((_, n) => `set_config($${2 * n + 1}, $${2 * n + 2}, true)`);
		const begun: Promise<unknown>[] = [this.run('begin')];
		if (calls.length > 0) begun.push(this.run(`select ${calls.join(', ')}`, settings.flat()));
		this.#begun = Promise.all(begun);
		// Whoever waits for a later statement is told; until then it is not an error that nobody heard.
		this.#begun.catch(() => {});
	}

	async run(text: string, parameters: readonly unknown[] = []): Promise<QueryResult<unknown>> {
		const options = parameters.length > 0 ? { prepare: true } : {};
		const result = await this.#connection.unsafe(text, parameters as never[], options);
		const changed = ['INSERT', 'UPDATE', 'DELETE', 'MERGE'].includes(result.command);
		return { rows: [...result], ...(changed ? { numAffectedRows: BigInt(result.count) } : {}) };
	}

	async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
		try {
			if (this.#answer && sql.includes(`current_setting('response.status'`))
				return (await this.#answer) as QueryResult<R>;
			const result = this.run(sql, parameters);
			if (this.#rpc) {
				this.#answer = this.run(ANSWER);
				this.#answer.catch(() => {});
			}
			return (await result) as QueryResult<R>;
		} catch (error) {
			// What went wrong first, when the transaction could not begin as it should.
			await this.#begun;
			throw error;
		}
	}

	// eslint-disable-next-line require-yield
	async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
		throw new Error('A request reads its rows at once.');
	}

	release(): void {
		this.#connection.release();
	}
}
