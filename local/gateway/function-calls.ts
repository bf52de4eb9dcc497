import {
	validateHeaderName,
	validateHeaderValue,
	type IncomingMessage,
	type ServerResponse
} from 'node:http';
import { availableParallelism } from 'node:os';
import type { IntrospectResult } from '@supabase/lite';
import type { StackContext } from '../context.ts';
import { BatchPool, type PoolSize, type ServerError } from '../postgres/batches.ts';
import { bearerToken, roleOfKey, verifyToken, type Claims } from '../tokens.ts';
import { statusOf } from './data-connection.ts';
import { requestSettings, type Settings } from './request-settings.ts';
import type { SchemaCache } from './schema-cache.ts';

/** Answers what is not a plain call, as PostgREST does. */
type DataApi = (request: Request) => Promise<Response>;
type FunctionInfo = NonNullable<IntrospectResult['functions']>[number];

const PATH = /^\/rest\/v1\/rpc\/([a-z_][a-z0-9_]*)$/;
/** A body that is larger goes the long way, which has its limit, in bytes. */
const LARGEST_BODY = 1024 * 1024;
const SCHEMA = 'public';
const USUAL = availableParallelism();
const CONNECTIONS: PoolSize = { usual: USUAL, max: USUAL + 8 };

/**
 * Answers plain calls of functions, those that a screen makes all day: POST to `/rest/v1/rpc/<function>`
 * by somebody who is signed in, named arguments as JSON, no preferences, of a function that gives one
 * `jsonb`. Whatever is not plain is the Data API's to answer.
 *
 * Through @supabase/lite the same call costs three times as much in this process: it makes web objects
 * of request and answer, a syntax tree of the call, and SQL of that.
 */
export class FunctionCalls {
	readonly #context: StackContext;
	readonly #cache: SchemaCache;
	readonly #dataApi: DataApi;
	readonly #pool: BatchPool;

	constructor(context: StackContext, cache: SchemaCache, dataApi: DataApi) {
		this.#context = context;
		this.#cache = cache;
		this.#dataApi = dataApi;
		this.#pool = new BatchPool(
			{
				host: '127.0.0.1',
				port: context.ports.database,
				user: 'authenticator',
				password: context.keys.databasePassword,
				database: 'postgres',
				application_name: 'data-api'
			},
			CONNECTIONS
		);
	}

	/** @returns whether the request looks plain and will be answered here */
	take(request: IncomingMessage, response: ServerResponse): boolean {
		const { method, url, headers } = request;
		const name = method === 'POST' ? PATH.exec(url!)?.[1] : undefined;
		const length = Number(headers['content-length']);
		if (
			!name ||
			!this.#context.config.api.schemas.includes(SCHEMA) ||
			!(length <= LARGEST_BODY) ||
			!/^application\/json(; *charset=utf-8)?$/i.test(headers['content-type'] ?? '') ||
			!['*/*', 'application/json'].includes(headers.accept ?? '*/*') ||
			(headers['content-profile'] ?? SCHEMA) !== SCHEMA ||
			headers.prefer !== undefined ||
			headers.range !== undefined ||
			roleOfKey(headers.apikey as string | undefined, this.#context.keys) !== 'anon'
		) {
			return false;
		}
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const body = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
			this.#answer(name, request, body)
				.then((answer) => send(answer, response))
				.catch(() => response.destroy());
		});
		return true;
	}

	async close(): Promise<void> {
		await this.#pool.close();
	}

	async #answer(name: string, request: IncomingMessage, body: Buffer): Promise<Answer | Response> {
		return (
			(await this.#plainAnswer(name, request, body)) ??
			(await this.#dataApi(
				new Request(new URL(request.url!, this.#context.urls.apiUrl), {
					method: 'POST',
					headers: Object.entries(request.headersDistinct).flatMap(([key, values]) =>
						values!.map((value) => [key, value] as [string, string])
					),
					body: new Uint8Array(body)
				})
			))
		);
	}

	/** @returns undefined when the Data API has to answer; nothing has been done then */
	async #plainAnswer(
		name: string,
		request: IncomingMessage,
		body: Buffer
	): Promise<Answer | undefined> {
		const token = bearerToken(request.headers.authorization);
		const claims = token ? await verifyToken(token, this.#context.keys) : 'invalid';
		if (typeof claims === 'string') return undefined;
		const { schema, roleSettings } = await this.#cache.get();
		const call = callOf(schema.functions ?? [], name, body.toString());
		if (!call) return undefined;
		const settings = [
			...(roleSettings.get(claims.role) ?? []),
			...settingsOf(name, request, claims)
		];
		try {
			const [, row] = await this.#pool.run(
				[{ text: settingsText(settings.length), values: settings.flat() }, call],
				call.changes
			);
			const [value, status, headers] = row as [string | null, string | null, string | null];
			return answerAsTold(value ?? 'null', status, headers);
		} catch (error) {
			return this.#refusal(error as Error & Partial<ServerError>);
		}
	}

	/**
	 * The answer to an error; undefined for those that PostgREST answers by more than their code. Nothing
	 * of the call stays then, so that the Data API can be asked once more. But of a call whose connection
	 * broke nobody knows what it has still done: who made it has to ask again.
	 */
	#refusal(error: Error & Partial<ServerError>): Answer | undefined {
		const { severity, code = 'PGRST001', message, detail, hint } = error;
		if (severity !== 'ERROR') return problem(503, code, message, detail, hint);
		const status = statusOf(code);
		if (status === undefined) return undefined;
		this.#context.log('data api').print(`refused: ${message}`);
		return problem(status, code, message, detail, hint);
	}
}

interface Answer {
	status: number;
	headers: Record<string, string>;
	body: string;
}

/** What the Data API tells every answer's reader in a browser. */
const CROSS_ORIGIN = {
	'access-control-allow-origin': '*',
	'access-control-expose-headers': 'Content-Range, Content-Location, Preference-Applied'
};

function settingsOf(name: string, request: IncomingMessage, claims: Claims): Settings {
	return [
		['response.status', ''],
		['response.headers', ''],
		['request.method', 'POST'],
		['request.path', `/rpc/${name}`],
		['request.headers', JSON.stringify(request.headers)],
		...requestSettings({ role: claims.role, claims })
	];
}

/** Makes so many settings, and gives back their number instead of all that has been set. */
function settingsText(count: number): string {
	const calls = Array.from(
		{ length: count },
		(_, n) => `set_config($${2 * n + 1}, $${2 * n + 2}, true)`
	);
	return `select num_nonnulls(${calls.join(', ')})`;
}

/** Types whose values come as JSON strings, numbers or booleans and are written as such. */
const SCALARS = [
	'uuid',
	'numeric',
	'integer',
	'bigint',
	'boolean',
	'date',
	'timestamp with time zone'
];

/** The call as a statement, with what it says of its answer; undefined when it is not plain. */
function callOf(functions: FunctionInfo[], name: string, body: string) {
	const named = functions.filter((known) => known.schema === SCHEMA && known.name === name);
	const [known] = named;
	if (named.length !== 1 || !known || known.return_type !== 'jsonb') return undefined;
	if (known.return_is_setof || known.has_out_args || known.has_variadic) return undefined;
	const given = objectOf(body);
	if (!given) return undefined;

	const values: (string | null)[] = [];
	const texts: string[] = [];
	const required = known.arg_types.length - known.arg_defaults;
	for (const [n, argument] of known.arg_names.entries()) {
		if (!Object.hasOwn(given, argument)) {
			if (n < required) return undefined;
			continue;
		}
		const type = known.arg_types[n]!;
		const value = textOf(given[argument], type);
		if (value === undefined) return undefined;
		values.push(value);
		texts.push(`"${argument.replaceAll('"', '""')}" := $${values.length}::${type}`);
	}
	if (values.length !== Object.keys(given).length) return undefined;
	// One after the other, as PostgREST does it: the settings are read when the function has made them.
	const text = `select "${SCHEMA}"."${name}"(${texts.join(', ')}), current_setting('response.status', true), current_setting('response.headers', true)`;
	// What reads may read much; what changes something does it in milliseconds, or else others wait anyway.
	return { text, values, changes: known.volatility === 'v' };
}

function objectOf(body: string): Record<string, unknown> | undefined {
	try {
		const value = JSON.parse(body) as unknown;
		return typeof value === 'object' && value !== null && !Array.isArray(value)
			? (value as Record<string, unknown>)
			: undefined;
	} catch {
		return undefined;
	}
}

/** A value as Postgres reads it; undefined when that is not plain. */
function textOf(value: unknown, type: string): string | null | undefined {
	if (value === null) return null;
	if (typeof value === 'string') return ['text', ...SCALARS].includes(type) ? value : undefined;
	if (type === 'jsonb' || type === 'json') return JSON.stringify(value);
	if (typeof value !== 'number' && typeof value !== 'boolean') return undefined;
	return SCALARS.includes(type) ? String(value) : undefined;
}

/** The answer with the status and headers that the function has set, if any. */
function answerAsTold(body: string, status: string | null, headers: string | null): Answer {
	const answer: Answer = {
		status: 200,
		headers: {
			...CROSS_ORIGIN,
			'content-range': '0-0/*',
			'content-type': 'application/json; charset=utf-8'
		},
		body
	};
	if (status) {
		answer.status = Number(status);
		if (!Number.isInteger(answer.status) || answer.status < 200 || answer.status > 599) {
			return problem(500, 'PGRST112', 'response.status guc must be a valid status code');
		}
	}
	if (headers) {
		try {
			for (const header of JSON.parse(headers) as Record<string, string>[]) {
				const [[name, value], ...more] = Object.entries(header) as [[string, string]];
				if (more.length > 0 || typeof value !== 'string') throw new TypeError();
				validateHeaderName(name);
				validateHeaderValue(name, value);
				answer.headers[name.toLowerCase()] = value;
			}
		} catch {
			return problem(
				500,
				'PGRST111',
				'response.headers guc must be a JSON array composed of objects with a single key and a string value'
			);
		}
	}
	return answer;
}

function problem(
	status: number,
	code: string,
	message: string,
	details: string | null = null,
	hint: string | null = null
): Answer {
	return {
		status,
		headers: { ...CROSS_ORIGIN, 'content-type': 'application/json; charset=utf-8' },
		body: JSON.stringify({ code, details, hint, message })
	};
}

async function send(answer: Answer | Response, response: ServerResponse): Promise<void> {
	const headers = answer instanceof Response ? Object.fromEntries(answer.headers) : answer.headers;
	const body = answer instanceof Response ? Buffer.from(await answer.arrayBuffer()) : answer.body;
	const hasBody = answer.body !== null;
	// Head and body in one write.
	response.writeHead(answer.status, {
		...headers,
		...(hasBody ? { 'content-length': Buffer.byteLength(body) } : {})
	});
	response.end(body);
}
