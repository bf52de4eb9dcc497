import { inspect } from 'node:util';
import type { IntrospectResult } from '@supabase/lite';
import { PostgresConnection } from '@supabase/lite/postgres';
import { Kysely, sql } from 'kysely';
import type postgres from 'postgres';
import { encodedJson, FunctionArguments } from './function-arguments.ts';
import { beginning, requestDialect } from './request-dialect.ts';
import { requestSettings, type Settings } from './request-settings.ts';
import type { SchemaCache } from './schema-cache.ts';

type Arguments = Parameters<PostgresConnection['withContext']>;
type Database = Parameters<Arguments[1]>[0];

const FUNCTION_ARGUMENTS = new FunctionArguments();
/** Seconds that requests have to end when the stack stops. */
const LAST_SECONDS = 2;

/**
 * The connection that a request runs on: @supabase/lite's, made to become the request's role with
 * all its settings in one statement, and to grant nothing by itself.
 */
export class RequestConnection extends PostgresConnection {
	readonly #cache: SchemaCache;
	readonly #max: number;

	/** @param types how values are written and read, where otherwise than for the Data API */
	constructor(url: string, cache: SchemaCache, max: number, types: Types = {}) {
		super({
			url,
			postgresOptions: {
				...driverOptions,
				types: { ...driverOptions.types, ...types },
				max,
				connection: { application_name: 'data-api' }
			}
		});
		this.kysely = new Kysely({ dialect: requestDialect(this.driver as postgres.Sql) });
		this.#cache = cache;
		this.#max = max;
	}

	override async introspect(): Promise<IntrospectResult> {
		return (await this.#cache.get()).schema;
	}

	/**
	 * Ends what requests are still under way, whose callers have gone. Without a limit the driver waits for
	 * ever for a connection that a transaction held when it was told to end, also when it is free again.
	 */
	override async close(): Promise<void> {
		await (this.driver as postgres.Sql).end({ timeout: LAST_SECONDS });
	}

	override async withContext<T>(
		vars: Arguments[0],
		run: (db: Database) => Promise<T>,
		options?: Arguments[2]
	): Promise<T> {
		if (!vars && !options?.forceRollback) return await run(this.kysely);
		const settings = vars ? await this.#requestSettings(vars, options) : [];
		if (options?.transaction) {
			const calls = settings.map(([name, value]) => sql`set_config(${name}, ${value}, true)`);
			if (calls.length > 0) await sql`select ${sql.join(calls)}`.execute(options.transaction);
			return await run(options.transaction);
		}
		const attempt = () =>
			beginning.run({ settings, rpc: options?.rpc !== undefined }, () =>
				this.kysely.transaction().execute(async (db) => {
					const result = await run(options?.rpc ? db.withPlugin(FUNCTION_ARGUMENTS) : db);
					if (options?.forceRollback) throw new RolledBack(result);
					return result;
				})
			);
		for (let left = this.#max; ; left--) {
			try {
				return await attempt();
			} catch (error) {
				if (error instanceof RolledBack) return error.result as T;
				// A connection has prepared a statement before its table changed, and has forgotten it now.
				if (left === 0 || (error as { routine?: string }).routine !== 'RevalidateCachedQuery')
					throw error;
			}
		}
	}

	async #requestSettings(
		vars: NonNullable<Arguments[0]>,
		options: Arguments[2]
	): Promise<Settings> {
		const { roleSettings } = await this.#cache.get();
		const { auth, storage } = vars as {
			auth?: { role?: string; jwt?: object | null };
			storage?: { operation?: string };
		};
		const role = auth?.role || 'anon';
		const settings: Settings = [['storage.operation', storage?.operation ?? '']];
		const rpc = options?.rpc;
		if (rpc) {
			settings.push(
				['response.status', ''],
				['response.headers', ''],
				['request.method', rpc.method],
				['request.path', rpc.path],
				['request.headers', JSON.stringify(rpc.requestHeaders ?? {})]
			);
			if (rpc.readOnly) settings.push(['transaction_read_only', 'on']);
		}
		const claims = { role, ...auth?.jwt };
		return [...settings, ...requestSettings({ role, claims }, roleSettings.get(role))];
	}
}

/** The Data API's: it reports every database error with the status PostgREST gives it. */
export class DataConnection extends RequestConnection {
	override normalizeDbError(thrown: unknown): unknown {
		return asPostgrest(super.normalizeDbError(thrown));
	}
}

/** The studio's: whoever sits at this machine works as the owner of the schema, as in Supabase's. */
export class OwnerConnection extends DataConnection {
	override async withContext<T>(
		_vars: Arguments[0],
		run: (db: Database) => Promise<T>,
		options?: Arguments[2]
	): Promise<T> {
		return await super.withContext(undefined, run, options);
	}
}

/** Carries the result out of a transaction that is only tried, as Storage does with a policy. */
class RolledBack extends Error {
	readonly result: unknown;
	constructor(result: unknown) {
		super('rolled back');
		this.result = result;
	}
}

/** Without these, numbers arrive as strings, times without T, and binary data as a Buffer's JSON. */
const text = (oid: number) => ({
	to: oid,
	from: [oid],
	serialize: (value: unknown) => (value instanceof Date ? value.toISOString() : String(value)),
	parse: (value: string) => value
});
const isoTime = (value: string) => value.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00');

type Types = Record<string, postgres.PostgresType>;

/**
 * Auth and Storage hand over JSON that is encoded already, and so does who writes to a table. Encoded once
 * more, it would be a string in the column, whose members no trigger, policy or generated column could read.
 */
const encoded = (oid: number) => ({
	to: oid,
	from: [oid],
	serialize: encodedJson,
	parse: (value: string) => JSON.parse(value) as unknown
});
export const ENCODED_JSON: Types = { json: encoded(114), jsonb: encoded(3802) };

const driverOptions: postgres.Options<Types> = {
	onnotice: () => {},
	types: {
		bigint: { ...text(20), parse: Number },
		numeric: {
			...text(1700),
			parse: (value: string) => (Number.isFinite(Number(value)) ? Number(value) : value)
		},
		timestamp: { ...text(1114), parse: isoTime },
		timestamptz: { ...text(1184), parse: isoTime },
		bytea: text(17)
	}
};

/** HTTP status of a database error by SQLSTATE, the longest prefix first, as PostgREST has it. */
const STATUS: [prefix: string, status: number][] = [
	['23503', 409],
	['23505', 409],
	['25006', 405],
	['53400', 500],
	['57P01', 503],
	['P0001', 400],
	['08', 503],
	['09', 500],
	['0L', 403],
	['0P', 403],
	['25', 500],
	['28', 403],
	['2D', 500],
	['38', 500],
	['39', 500],
	['3B', 500],
	['40', 500],
	['53', 503],
	['54', 500],
	['55', 500],
	['57', 500],
	['58', 500],
	['F0', 500],
	['HV', 500],
	['P0', 500],
	['XX', 500]
];

/** PostgREST's status for a SQLSTATE; undefined where it depends on more than that. */
export function statusOf(code: string): number | undefined {
	const given = /^PT([2-5]\d\d)$/.exec(code)?.[1];
	if (given) return Number(given);
	if (code === 'PGRST' || code.startsWith('PT') || code.startsWith('42')) return undefined;
	return STATUS.find(([prefix]) => code.startsWith(prefix))?.[1] ?? 400;
}

interface DatabaseError {
	code: string;
	message: string;
	detail?: string;
	hint?: string;
}

/**
 * @supabase/lite answers some SQLSTATEs with a bare 500. They are passed through its road for
 * `raise sqlstate 'PGRST'`, which takes status and body as given. Class 42 and PTxxx stay: lite
 * already answers them as PostgREST does.
 */
function asPostgrest(error: unknown): unknown {
	const { code, message, detail, hint } = (error ?? {}) as DatabaseError;
	if (typeof code !== 'string' || !/^[0-9A-Z]{5}$/.test(code)) return error;
	const status = statusOf(code);
	if (status === undefined || code.startsWith('PT')) return quiet({ code, message, detail, hint });
	return quiet({
		code: 'PGRST',
		message: JSON.stringify({ code, message, details: detail ?? null, hint: hint ?? null }),
		detail: JSON.stringify({ status, headers: {} })
	});
}

/** lite prints each error it is given; a refused request is not the server's error, so one line. */
function quiet(error: DatabaseError): DatabaseError {
	return Object.defineProperty(error, inspect.custom, {
		enumerable: false,
		value: () => `refused: ${error.message}`
	});
}
