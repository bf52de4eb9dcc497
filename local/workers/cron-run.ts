import { connect, type Socket } from 'node:net';
import { Stream } from 'node:stream';
import postgres from 'postgres';
import type { StackContext } from '../context.ts';
import { messageOf } from '../fault.ts';

/** Longest time that signing in may take, in seconds. */
const CONNECT_TIMEOUT = 10;

export interface Command {
	database: string;
	/** Role that the command runs as; it signs in, so that no `reset role` leads anywhere else. */
	username: string;
	/** One or several statements, run as one transaction as psql's -c does. */
	command: string;
	/** Called with the server process's id as soon as it is there. */
	onStart(pid: number): Promise<void>;
}

/**
 * Runs a command on a connection of its own.
 * @returns what pg_cron writes as `return_message`
 * @throws Error that says what pg_cron writes when the command fails
 */
export async function execute({ ports, keys }: StackContext, job: Command): Promise<string> {
	const feedback = new Feedback();
	const sql = postgres({
		// The driver keeps too little of what the server answers to several statements.
		socket: () => feedback.readFrom(connect(ports.database, '127.0.0.1')),
		user: job.username,
		database: job.database,
		password: keys.databasePassword,
		max: 1,
		connect_timeout: CONNECT_TIMEOUT,
		fetch_types: false,
		connection: { application_name: 'pg_cron scheduler' },
		onnotice: () => {}
	} as postgres.Options<Record<string, never>>);
	try {
		const pid = await backendPid(sql);
		await job.onStart(pid);
		feedback.clear();
		const result: unknown = await sql.unsafe(job.command).forEach(() => {});
		if (result instanceof Stream) {
			// Closing the connection fails the copy, and an unheard error would end the process.
			result.on('error', () => {});
			throw new Error('COPY not supported');
		}
		return feedback.message;
	} catch (error) {
		throw error instanceof postgres.PostgresError ? new Error(asPsql(error)) : error;
	} finally {
		await sql.end({ timeout: 0 });
	}
}

async function backendPid(sql: postgres.Sql): Promise<number> {
	try {
		const [row] = await sql.unsafe('select pg_catalog.pg_backend_pid() as pid');
		return row!.pid as number;
	} catch (error) {
		throw new Error(`connection failed: ${messageOf(error)}`, { cause: error });
	}
}

/** An error as libpq words it. */
function asPsql({ severity, message, detail, hint, where }: postgres.PostgresError): string {
	const parts = { [severity]: message, DETAIL: detail, HINT: hint, CONTEXT: where };
	return Object.entries(parts)
		.filter(([, text]) => text)
		.map(([name, text]) => `${name}:  ${text}\n`)
		.join('');
}

/** What the server says a command did: rows of a query, or the tag of a statement without rows. */
class Feedback {
	message = '';
	private rows: number | undefined;
	private pending: Buffer = Buffer.alloc(0);

	clear(): void {
		this.message = '';
		this.rows = undefined;
	}

	/** Listens along on a connection's messages: one byte of type, four of length, the body. */
	readFrom(socket: Socket): Socket {
		return socket.on('data', (chunk: Buffer) => {
			this.pending = Buffer.concat([this.pending, chunk]);
			while (this.pending.length >= 5) {
				const end = 1 + this.pending.readUInt32BE(1);
				if (this.pending.length < end) return;
				this.read(String.fromCharCode(this.pending[0]!), this.pending.subarray(5, end));
				this.pending = this.pending.subarray(end);
			}
		});
	}

	private read(type: string, body: Buffer): void {
		if (type === 'T') this.rows = 0;
		else if (type === 'D') this.rows! += 1;
		else if (type === 'I') this.message = countOf(0);
		else if (type === 'C') {
			this.message =
				this.rows === undefined ? body.toString('utf8', 0, body.length - 1) : countOf(this.rows);
			this.rows = undefined;
		}
	}
}

function countOf(rows: number): string {
	return `${rows} ${rows === 1 ? 'row' : 'rows'}`;
}
