import type { Sql } from 'postgres';
import { Turns } from './turns.ts';

/**
 * Moves the clock of a whole database, for everybody who is connected to it and comes later: a setting
 * of the server, re-read by every session before its next statement. Only a superuser can, so only on
 * a stack of one's own; a hosted project's clock nobody moves.
 * @param superuser a connection of his
 */
export class Travel {
	readonly #sql: Sql;
	readonly #turns = new Turns();
	#isBack = false;

	constructor(superuser: Sql) {
		this.#sql = superuser;
	}

	/** Lets `app.now()` obey the setting. @returns what takes that back, if it was not so before */
	async allow(): Promise<() => Promise<void>> {
		const [state] = await this.#sql`
			select app.time_travel_allowed() as allowed, quote_ident(current_database()) as database`;
		if (state!.allowed) return async () => {};
		await this.#sql.unsafe(
			`alter database ${state!.database as string} set app.time_travel = 'allowed'`
		);
		return async () => {
			await this.#sql.unsafe(`alter database ${state!.database as string} reset app.time_travel`);
		};
	}

	/** Settles when the server has told every session; does nothing for who has come back. */
	async to(instant: Date): Promise<void> {
		await this.#turns.take(async () => {
			if (this.#isBack) return;
			await this.#sql.unsafe(`alter system set app.now = '${instant.toISOString()}'`);
			await this.#reload(instant.toISOString());
		});
	}

	/** To the present, for good. */
	async back(): Promise<void> {
		this.#isBack = true;
		await this.#turns.take(async () => {
			await this.#sql.unsafe('alter system reset app.now');
			await this.#reload('');
		});
	}

	/**
	 * The server tells one session after the other, and this one may know before those after it. It
	 * begins to tell them again when it has told all: who hears it again knows that all have heard it.
	 */
	async #reload(expected: string): Promise<void> {
		const session = await this.#sql.reserve();
		try {
			const told = async () => {
				const [row] = await session`
					select coalesce(current_setting('app.now', true), '') as now, pg_conf_load_time()::text as at`;
				return row as { now: string; at: string };
			};
			await session`select pg_reload_conf()`;
			let first = await told();
			while (first.now !== expected) first = await told();
			await session`select pg_reload_conf()`;
			while ((await told()).at === first.at);
		} finally {
			session.release();
		}
	}
}
