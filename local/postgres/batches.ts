import pg, { type Client, type Connection, type ConnectionOptions } from 'pg';

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

/** Milliseconds after which a connection that still works is held up. */
const PATIENCE = 50;
/** How many batches a connection has at most: the one it works on, and one that lies ready for it. */
const AT_ONCE = 2;

/**
 * Connections on which the statements of a transaction travel there and back together: they end with one
 * Sync, at which Postgres commits them, or has done none. `begin`, three statements and `commit`, each
 * with an answer of its own, cost a third more of its time and of ours.
 *
 * A few connections that always have work do more than many that take turns: beyond the processors they
 * only drive each other's plans out of the caches. So when the usual ones are busy, the next batch is sent
 * behind one that ends soon, and lies there ready when that is done: a third more gets done than when each
 * waits here until a connection is free. More connections are used only when those few are held up, by a
 * lock or by a long reading. Who was sent behind one that is held up waits for it, one at most.
 */
export class BatchPool {
	readonly #options: ConnectionOptions;
	readonly #size: PoolSize;
	readonly #sessions = new Set<Session>();
	/** The last that became free is taken first: it is the one whose plans are warm. */
	readonly #free: Session[] = [];
	readonly #waiting: Waiting[] = [];

	constructor(options: ConnectionOptions, size: PoolSize) {
		this.#options = options;
		this.#size = size;
	}

	/**
	 * @param endsSoon whether it takes milliseconds, and the next may be sent behind it
	 * @throws ServerError as the server sent it, or what broke the connection
	 */
	async run(statements: Statement[], endsSoon: boolean): Promise<Rows> {
		const session =
			this.#session(endsSoon) ??
			(await new Promise<Session>((settle) => this.#waiting.push({ endsSoon, settle })));
		try {
			return await session.run(statements);
		} finally {
			this.#giveBack(session);
		}
	}

	async close(): Promise<void> {
		await Promise.all([...this.#sessions].map((session) => session.close()));
	}

	/** One that takes a batch now, if any. The batch is counted as sent. */
	#session(endsSoon: boolean): Session | undefined {
		const busy = [...this.#sessions].filter(({ sent, heldUp }) => sent > 0 && !heldUp);
		const own = busy.length < this.#size.usual ? (this.#free.pop() ?? this.#open()) : undefined;
		const session = own ?? busy.find((other) => other.sent < AT_ONCE && other.endsSoon);
		if (!session) return undefined;
		session.endsSoon = endsSoon;
		if (session.sent++ === 0) this.#watch(session);
		return session;
	}

	#open(): Session | undefined {
		if (this.#sessions.size >= this.#size.max) return undefined;
		const session: Session = new Session(this.#options, () => {
			this.#sessions.delete(session);
			const place = this.#free.indexOf(session);
			if (place >= 0) this.#free.splice(place, 1);
		});
		this.#sessions.add(session);
		return session;
	}

	#giveBack(session: Session): void {
		session.sent--;
		this.#watch(session);
		if (session.sent === 0 && this.#sessions.has(session)) this.#free.push(session);
		this.#serve();
	}

	/** From now on it works on what was sent first. */
	#watch(session: Session): void {
		clearTimeout(session.watch);
		session.heldUp = false;
		if (session.sent === 0) return;
		session.watch = setTimeout(() => {
			session.heldUp = true;
			this.#serve();
		}, PATIENCE);
	}

	/** Gives those who wait longest what takes a batch now. */
	#serve(): void {
		for (let next = this.#waiting[0]; next; next = this.#waiting[0]) {
			const session = this.#session(next.endsSoon);
			if (!session) return;
			this.#waiting.shift();
			next.settle(session);
		}
	}
}

interface Waiting {
	endsSoon: boolean;
	settle(session: Session): void;
}

/** How many statements a connection keeps prepared. */
const PREPARED_AT_MOST = 200;

/** One connection, opened when it is first used. */
class Session {
	/** How many batches were sent and are not answered; kept by the pool, like what follows. */
	sent = 0;
	/** Whether the last of them takes milliseconds. */
	endsSoon = false;
	heldUp = false;
	watch?: NodeJS.Timeout;
	readonly #client: Client;
	readonly #connected: Promise<unknown>;
	/** Names of statements by their text, none of them given twice, and which of them are prepared here. */
	readonly #names = new Map<string, string>();
	readonly #prepared = new Set<string>();
	#named = 0;

	constructor(options: ConnectionOptions, ended: () => void) {
		this.#client = new pg.Client({ ...options, pipeline: true });
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
			const name = this.#names.get(text) ?? `batch_${this.#named++}`;
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

	/** What still runs is broken off: who asked for it has gone, or asks again. */
	async close(): Promise<void> {
		const ended = this.#client.end();
		if (this.sent > 0) this.#client.connection.stream.destroy();
		await ended;
	}
}

/**
 * A query as pg wants it on a connection that sends ahead: it leaves nothing open at the server that the
 * next batch would meet.
 */
class Batch extends pg.Query {
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
		super({});
		this.#forgotten = forgotten;
		this.#statements = statements;
		this.#settle = settle;
		this.#fail = fail;
	}

	override submit(connection: Connection): void {
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

	override handleDataRow({ fields }: { fields: (string | null)[] }): void {
		this.#rows.push(fields);
	}

	override handleCommandComplete(): void {}

	override handleReadyForQuery(): void {
		this.#settle(this.#rows);
	}

	override handleError(error: Error): void {
		this.#fail(error);
	}
}
