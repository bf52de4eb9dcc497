import pg, { type Client, type Connection, type Submittable } from 'pg';

/** A statement of a batch. Values are given as text. */
export interface Statement {
	text: string;
	values: readonly (string | null)[];
}

/** The only row of each statement, in text. */
export type Rows = (string | null)[][];

/** An error that the server has answered. */
export interface ServerError {
	severity: string;
	code: string;
	message: string;
	detail?: string;
	hint?: string;
}

/** How many connections a pool has. */
export interface PoolSize {
	/** Those that work at once while each ends soon. */
	usual: number;
	/** Those that it opens at most, when the usual ones are held up: more than those. */
	max: number;
}

/** Milliseconds after which who waits gets a connection beyond the usual ones. */
const PATIENCE = 50;

/**
 * Connections on which the statements of a transaction travel there and back together: they end with one
 * Sync, at which Postgres commits them, or has done none. `begin`, three statements and `commit`, each
 * with an answer of its own, cost a third more of its time and of ours.
 *
 * A few connections that take turns do more than many that work at once: beyond the processors they only
 * drive each other's plans out of the caches. So more are used only when those few are held up, by a lock
 * or by a long reading.
 */
export class BatchPool {
	readonly #options: ConstructorParameters<typeof Client>[0];
	readonly #size: PoolSize;
	/** The last that became free is taken first: it is the one whose plans are warm. */
	readonly #free: Session[] = [];
	readonly #waiting: Waiting[] = [];
	readonly #sessions = new Set<Session>();
	#busy = 0;

	constructor(options: ConstructorParameters<typeof Client>[0], size: PoolSize) {
		this.#options = options;
		this.#size = size;
	}

	/** @throws ServerError as the server sent it, or what broke the connection */
	async run(statements: Statement[]): Promise<Rows> {
		const session = await this.#take();
		try {
			return await session.run(statements);
		} finally {
			this.#giveBack(session);
		}
	}

	async close(): Promise<void> {
		await Promise.all([...this.#sessions].map((session) => session.close()));
	}

	#take(): Session | Promise<Session> {
		if (this.#busy < this.#size.usual) return this.#session();
		return new Promise((settle) => {
			const waiting: Waiting = {
				settle,
				timer: setTimeout(() => {
					waiting.timer = undefined;
					this.#serve();
				}, PATIENCE)
			};
			this.#waiting.push(waiting);
		});
	}

	#giveBack(session: Session): void {
		this.#busy--;
		if (this.#sessions.has(session)) this.#free.push(session);
		this.#serve();
	}

	/** Gives who waits longest a connection, if he is to have one now. */
	#serve(): void {
		const next = this.#waiting[0];
		if (!next || this.#busy >= (next.timer ? this.#size.usual : this.#size.max)) return;
		this.#waiting.shift();
		clearTimeout(next.timer);
		next.settle(this.#session());
	}

	#session(): Session {
		this.#busy++;
		const free = this.#free.pop();
		if (free) return free;
		const session: Session = new Session(this.#options, () => {
			this.#sessions.delete(session);
			const place = this.#free.indexOf(session);
			if (place >= 0) this.#free.splice(place, 1);
		});
		this.#sessions.add(session);
		return session;
	}
}

interface Waiting {
	settle(session: Session): void;
	/** Runs out when he has waited long enough. */
	timer?: NodeJS.Timeout;
}

/** How many statements a connection keeps prepared. */
const PREPARED_AT_MOST = 200;

/** One connection, opened when it is first used. */
class Session {
	readonly #client: Client;
	readonly #connected: Promise<unknown>;
	/** Names of statements by their text, and which of them are prepared here. */
	readonly #names = new Map<string, string>();
	readonly #prepared = new Set<string>();

	constructor(options: ConstructorParameters<typeof Client>[0], ended: () => void) {
		this.#client = new pg.Client(options);
		this.#client.on('error', ended);
		this.#client.on('end', ended);
		this.#connected = this.#client.connect();
		this.#connected.catch(ended);
	}

	async run(statements: Statement[]): Promise<Rows> {
		await this.#connected;
		const forgotten = this.#names.size >= PREPARED_AT_MOST ? [...this.#names.values()] : [];
		if (forgotten.length > 0) {
			this.#names.clear();
			this.#prepared.clear();
		}
		const named = statements.map(({ text, values }) => {
			const name = this.#names.get(text) ?? `batch_${this.#names.size}`;
			this.#names.set(text, name);
			return { text, values, name, prepared: this.#prepared.has(name) };
		});
		try {
			const rows = await new Promise<Rows>((settle, fail) => {
				this.#client.query(new Batch(forgotten, named, settle, fail));
			});
			for (const { name } of named) this.#prepared.add(name);
			return rows;
		} catch (error) {
			// A statement was prepared before what it reads has changed: it is prepared anew.
			if ((error as { routine?: string }).routine === 'RevalidateCachedQuery')
				this.#prepared.clear();
			throw error;
		}
	}

	async close(): Promise<void> {
		await this.#client.end();
	}
}

class Batch implements Submittable {
	readonly #forgotten: string[];
	readonly #statements: (Statement & { name: string; prepared: boolean })[];
	readonly #settle: (rows: Rows) => void;
	readonly #fail: (error: Error) => void;
	readonly #rows: Rows = [];

	constructor(
		forgotten: string[],
		statements: (Statement & { name: string; prepared: boolean })[],
		settle: (rows: Rows) => void,
		fail: (error: Error) => void
	) {
		this.#forgotten = forgotten;
		this.#statements = statements;
		this.#settle = settle;
		this.#fail = fail;
	}

	submit(connection: Connection): void {
		connection.stream.cork();
		for (const name of this.#forgotten) connection.close({ type: 'S', name });
		for (const { text, values, name, prepared } of this.#statements) {
			if (!prepared) {
				// A batch that failed may have prepared it; closing what is not there is no error.
				connection.close({ type: 'S', name });
				connection.parse({ name, text });
			}
			connection.bind({ statement: name, values });
			connection.execute({});
		}
		connection.sync();
		connection.stream.uncork();
	}

	handleDataRow({ fields }: { fields: (string | null)[] }): void {
		this.#rows.push(fields);
	}

	handleCommandComplete(): void {}

	handleReadyForQuery(): void {
		this.#settle(this.#rows);
	}

	handleError(error: Error): void {
		this.#fail(error);
	}
}
