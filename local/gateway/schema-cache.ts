import type { IntrospectResult } from '@supabase/lite';
import { PostgresConnection } from '@supabase/lite/postgres';
import { sql } from 'kysely';
import type { Settings } from './request-settings.ts';

/** What the catalogue says, read once for all connections that answer requests. */
interface Catalog {
	schema: IntrospectResult;
	/** What `alter role … set` gave each role. */
	roleSettings: Map<string, Settings>;
}

/** The catalogue of the project's database, read when it is first asked for and after `reload`. */
export class SchemaCache {
	readonly #connection: PostgresConnection;
	#catalog: Promise<Catalog> | undefined;
	#waiting: Promise<void> | undefined;
	#reading: Promise<unknown> = Promise.resolve();

	/** @param url a sign-in that sees the whole catalogue */
	constructor(url: string) {
		this.#connection = new PostgresConnection({
			url,
			postgresOptions: {
				max: 1,
				onnotice: () => {},
				connection: { application_name: 'schema-cache' }
			}
		});
	}

	/** Requests that arrive during the first read wait for it. */
	async get(): Promise<Catalog> {
		return await (this.#catalog ??= this.#read());
	}

	/**
	 * Reads the catalogue again; the old one serves until the new one is there. A change that is told
	 * of during a read may have come too late for it, so one more follows; more than one does not.
	 */
	async reload(): Promise<void> {
		await (this.#waiting ??= this.#reading.then(async () => {
			this.#waiting = undefined;
			const catalog = await this.#read();
			this.#catalog = Promise.resolve(catalog);
		}));
	}

	async close(): Promise<void> {
		await this.#connection.close();
	}

	#read(): Promise<Catalog> {
		const reading = this.#introspect();
		this.#reading = reading.catch(() => {
			// The next request tries again.
			if (this.#catalog === reading) this.#catalog = undefined;
		});
		return reading;
	}

	async #introspect(): Promise<Catalog> {
		const schema = await this.#connection.introspect();
		const { rows } = await sql<{ role: string; setting: string }>`
			select rolname as role, unnest(setconfig) as setting
			from pg_db_role_setting join pg_roles on pg_roles.oid = setrole
			where setdatabase in (0, (select oid from pg_database where datname = current_database()))
		`.execute(this.#connection.kysely);
		const roleSettings = new Map<string, Settings>();
		for (const { role, setting } of rows) {
			const [name, value] = setting.split(/=(.*)/s) as [string, string];
			if (name === 'search_path') continue;
			roleSettings.set(role, [...(roleSettings.get(role) ?? []), [name, value]]);
		}
		return { schema, roleSettings };
	}
}
