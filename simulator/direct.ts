import { createHash, randomUUID } from 'node:crypto';
import type { Sql, TransactionSql } from 'postgres';
import { applySettings, requestSettings, type Caller } from '../local/gateway/request-settings.ts';
import { Refusal, type Account, type Paper, type Row, type Transport } from './transport.ts';

/** Puts a file into the bucket `documents`. */
export type KeepFile = (path: string, file: Uint8Array<ArrayBuffer>) => Promise<void>;

/**
 * Straight into Postgres: one transaction for each request, with the person's claims as the Data API
 * makes them and the plant's time as its clock. For history, where nobody waits for an answer.
 */
export class Direct implements Transport {
	readonly #sql: Sql;
	readonly #now: () => Date;
	readonly #keepFile: KeepFile;

	/** @param sql a sign-in that may become `authenticated` and `service_role` */
	constructor(sql: Sql, now: () => Date, keepFile: KeepFile) {
		this.#sql = sql;
		this.#now = now;
		this.#keepFile = keepFile;
	}

	async signIn(): Promise<void> {}
	async signOut(): Promise<void> {}

	async call(account: Account, name: string, args: Row): Promise<unknown> {
		const [row] = await this.#as(account, (sql) => invoke(sql, 'select', name, args));
		return Object.values(row!)[0];
	}

	async ask(account: Account, name: string, args: Row): Promise<Row[]> {
		return await this.#as(account, (sql) => invoke(sql, 'select * from', name, args));
	}

	async read(account: Account, table: string, where: Row = {}): Promise<Row[]> {
		const names = Object.keys(where);
		return await this.#as(account, async (sql) => {
			const conditions = names.map((name, n) => `"${name}" = $${n + 1}`);
			const filter = names.length > 0 ? `where ${conditions.join(' and ')}` : '';
			return await sql.unsafe(
				`select * from public."${table}" ${filter}`,
				Object.values(where) as never,
				{ prepare: true }
			);
		});
	}

	async insert(account: Account, table: string, row: Row): Promise<Row> {
		const [made] = await this.#as(
			account,
			(sql) => sql`insert into public.${sql(table)} ${sql(row)} returning *`
		);
		return made!;
	}

	/** Does what the edge function `documents` does, at the plant's time. */
	async upload(account: Account, { siteId, kind, name, pdf }: Paper): Promise<string> {
		const service = { role: 'service_role', claims: { role: 'service_role' } };
		const uploader = { uploader: account.id, site_id: siteId };
		const [folder] = await this.#run(service, (sql) =>
			invoke(sql, 'select', 'prepare_document', uploader)
		);
		const path = `${folder!.prepare_document as string}/${randomUUID()}.pdf`;
		await this.#keepFile(path, pdf);
		await this.#run(service, (sql) =>
			invoke(sql, 'select', 'register_document', {
				...uploader,
				request_id: randomUUID(),
				kind,
				name,
				media_type: 'application/pdf',
				size_bytes: pdf.byteLength,
				sha256: createHash('sha256').update(pdf).digest('hex'),
				path
			})
		);
		return path;
	}

	async #as(account: Account, act: (sql: TransactionSql) => Promise<Row[]>): Promise<Row[]> {
		const claims = { sub: account.id, role: 'authenticated', email: account.email };
		return await this.#run({ role: 'authenticated', claims }, act);
	}

	async #run(caller: Caller, act: (sql: TransactionSql) => Promise<Row[]>): Promise<Row[]> {
		const settings = requestSettings(caller, [
			['app.now', this.#now().toISOString()],
			// Nobody is told that it is kept before it is.
			['synchronous_commit', 'off']
		]);
		try {
			// Sent in one go: where the settings fail, so does the transaction.
			const [, rows] = await this.#sql.begin((transaction) =>
				Promise.all([applySettings(transaction, settings), act(transaction)])
			);
			return rows;
		} catch (error) {
			if (error instanceof Error && 'code' in error) throw Refusal.of(error as never);
			throw error;
		}
	}
}

async function invoke(sql: TransactionSql, how: string, name: string, args: Row): Promise<Row[]> {
	const given = Object.entries(args).filter(([, value]) => value !== undefined);
	const named = given.map(([key], n) => `"${key}" => $${n + 1}`).join(', ');
	return await sql.unsafe(
		`${how} public.${name}(${named})`,
		given.map(([, value]) => value) as never,
		{ prepare: true }
	);
}
