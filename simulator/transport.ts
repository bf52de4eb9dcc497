/** Somebody who can sign in. */
export interface Account {
	id: string;
	email: string;
	fullName: string;
}

export type Row = Record<string, unknown>;

/**
 * How people reach the database: through the public API, or directly in its own transactions. Either
 * way they are who they are, and every rule applies.
 */
export interface Transport {
	signIn(account: Account): Promise<void>;
	signOut(account: Account): Promise<void>;
	/** Calls a function that answers one value. @throws Refusal */
	call(account: Account, name: string, args: Row): Promise<unknown>;
	/** Calls a function that answers rows. @throws Refusal */
	ask(account: Account, name: string, args: Row): Promise<Row[]>;
	/** Reads the rows of a table that he may see, by the values of columns. @throws Refusal */
	read(account: Account, table: string, where?: Row): Promise<Row[]>;
	/** Adds a row to a table of masters and returns it. @throws Refusal */
	insert(account: Account, table: string, row: Row): Promise<Row>;
	/** Uploads a PDF of a site. @returns its path in the bucket @throws Refusal */
	upload(account: Account, paper: Paper): Promise<string>;
}

export interface Paper {
	siteId: string;
	kind: string;
	name: string;
	pdf: Uint8Array<ArrayBuffer>;
}

/** What was refused, with the code of app.errors, or the SQLSTATE where it is not one of ours. */
export class Refusal extends Error {
	readonly code: string;
	/** What it tells programs, as the error's code has it. */
	readonly params: Row;

	constructor(code: string, message: string, params: Row = {}) {
		super(message);
		this.code = code;
		this.params = params;
	}

	/** @param error the Data API's, or the driver's, which calls the DETAIL otherwise */
	static of(error: {
		code?: string;
		message: string;
		details?: string | null;
		detail?: string;
	}): Refusal {
		const detail = error.code?.startsWith('PT') && (error.details ?? error.detail);
		if (!detail) return new Refusal(error.code ?? 'UNKNOWN', error.message);
		const { code, params } = JSON.parse(detail) as { code: string; params?: Row };
		return new Refusal(code, error.message, params);
	}
}
