import type { Sql } from 'postgres';
import type { Part, StackContext } from '../context.ts';
import { messageOf } from '../fault.ts';
import type { Log } from '../log.ts';

/** Requests under way at the same time, at the most. */
const BATCH_SIZE = 200;
/** How long answers are kept. */
const TIME_TO_LIVE = '6 hours';
const USER_AGENT = 'pg_net/0.19.5';

interface Request {
	id: string;
	method: string;
	url: string;
	headers: Record<string, string> | null;
	body: Buffer | null;
	timeout_milliseconds: number;
}

/** A row of net._http_response but for its id and time. */
interface Answer {
	status_code: number | null;
	content_type: string | null;
	headers: Record<string, string> | null;
	content: string | null;
	timed_out: boolean;
	error_msg: string | null;
}

/** Sends the requests of net.http_request_queue and writes down their answers, as pg_net does. */
export async function startNet(context: StackContext): Promise<Part> {
	const sql = context.connect({ name: 'pg_net 0.19.5', max: 4 });
	const worker = new Worker(sql, context.log('net'));
	// Also at the start, and when the connection was lost and is there again.
	await sql.listen(
		'pg_net',
		() => worker.wake(),
		() => worker.wake()
	);
	return {
		stop: async () => {
			await worker.stop();
			await sql.end({ timeout: 5 });
		}
	};
}

class Worker {
	private sql: Sql;
	private log: Log;
	private sending = new Set<Promise<void>>();
	private claiming: Promise<void> = Promise.resolve();
	private stopping = new AbortController();

	constructor(sql: Sql, log: Log) {
		this.sql = sql;
		this.log = log;
	}

	/** Sends what waits in the queue. */
	wake(): void {
		this.claiming = this.claiming.then(async () => {
			try {
				if (await this.installed()) {
					await this.forgetOld();
					await this.sendQueued();
				}
			} catch (error) {
				this.log.error(`The queue of requests could not be read: ${messageOf(error)}`);
			}
		});
	}

	/** Breaks off what is under way; each request still gets its row in net._http_response. */
	async stop(): Promise<void> {
		this.stopping.abort();
		await this.claiming;
		await Promise.all(this.sending);
	}

	private async installed(): Promise<boolean> {
		const [table] = await this
			.sql`select to_regclass('net.http_request_queue') is not null as exists`;
		return table!.exists as boolean;
	}

	private async forgetOld(): Promise<void> {
		await this.sql`
			delete from net._http_response where created < now() - ${TIME_TO_LIVE}::interval`;
	}

	private async sendQueued(): Promise<void> {
		while (!this.stopping.signal.aborted) {
			const free = BATCH_SIZE - this.sending.size;
			const requests = free > 0 ? await this.claim(free) : [];
			for (const request of requests) this.track(this.send(request));
			if (requests.length < free) return;
			await Promise.race(this.sending);
		}
	}

	private async claim(limit: number): Promise<Request[]> {
		return await this.sql<Request[]>`
			delete from net.http_request_queue
			where id in (
				select id from net.http_request_queue order by id limit ${limit} for update skip locked
			)
			returning
				id, method, url, body, timeout_milliseconds,
				(select jsonb_object_agg(key, value) from jsonb_each_text(headers) where value is not null)
					as headers`;
	}

	private track(sending: Promise<void>): void {
		this.sending.add(sending);
		void sending.then(() => this.sending.delete(sending));
	}

	private async send(request: Request): Promise<void> {
		const answer = await fetchAnswer(request, this.stopping.signal);
		try {
			await this.sql`
				insert into net._http_response
					(id, status_code, content_type, headers, content, timed_out, error_msg)
				values (
					${request.id}, ${answer.status_code}, ${answer.content_type},
					${answer.headers && this.sql.json(answer.headers)}, ${answer.content},
					${answer.timed_out}, ${answer.error_msg}
				)`;
		} catch (error) {
			this.log.error(`The answer to request ${request.id} could not be kept: ${messageOf(error)}`);
		}
	}
}

async function fetchAnswer(request: Request, stopping: AbortSignal): Promise<Answer> {
	const began = performance.now();
	const timeout = timeoutOf(request);
	try {
		const response = await fetch(request.url, {
			method: request.method.toUpperCase(),
			headers: headersOf(request),
			body: request.body && new Uint8Array(request.body),
			signal: AbortSignal.any([timeout, stopping])
		});
		return {
			status_code: response.status,
			content_type: response.headers.get('content-type'),
			headers: Object.fromEntries(response.headers),
			content: textOf(await response.text()),
			timed_out: false,
			error_msg: null
		};
	} catch (error) {
		const total = performance.now() - began;
		return failure(
			timeout.aborted,
			timeout.aborted
				? `Timeout of ${request.timeout_milliseconds} ms reached. Total time: ${total.toFixed(6)} ms`
				: reasonOf(error, stopping)
		);
	}
}

/** As libcurl has it, nothing or less means no limit. */
function timeoutOf({ timeout_milliseconds }: Request): AbortSignal {
	return timeout_milliseconds > 0
		? AbortSignal.timeout(timeout_milliseconds)
		: new AbortController().signal;
}

function headersOf(request: Request): Headers {
	const headers = new Headers({ accept: '*/*', 'accept-encoding': 'identity' });
	for (const [name, value] of Object.entries(request.headers ?? {})) headers.set(name, value);
	headers.set('user-agent', USER_AGENT);
	return headers;
}

/** As much of a text as Postgres can hold: up to the first NUL; null when there is none. */
function textOf(text: string): string | null {
	return text.split('\0', 1)[0] || null;
}

function failure(timedOut: boolean, reason: string): Answer {
	return {
		status_code: null,
		content_type: null,
		headers: null,
		content: null,
		timed_out: timedOut,
		error_msg: reason
	};
}

/** Why a request failed, in libcurl's words where it has some. */
function reasonOf(error: unknown, stopping: AbortSignal): string {
	if (stopping.aborted) return 'Operation was aborted by an application callback';
	const cause = (error as Error).cause as NodeJS.ErrnoException | undefined;
	switch (cause?.code) {
		case 'ECONNREFUSED':
		case 'EHOSTUNREACH':
		case 'ENETUNREACH':
			return "Couldn't connect to server";
		case 'ENOTFOUND':
		case 'EAI_AGAIN':
			return "Couldn't resolve host name";
		case 'UND_ERR_SOCKET':
		case 'ECONNRESET':
			return 'Server returned nothing (no headers, no data)';
		default:
			return messageOf(cause ?? error);
	}
}
