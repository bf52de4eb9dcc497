import { request, type IncomingMessage, type ServerResponse } from 'node:http';
import { pipeline, Transform } from 'node:stream';
import { BODY_TOO_LARGE, idleTimeout, type Refusal } from './answers.ts';

/** Headers that concern one connection and are not passed on. */
const HOP_BY_HOP = [
	'connection',
	'keep-alive',
	'proxy-authenticate',
	'proxy-authorization',
	'proxy-connection',
	'te',
	'trailer',
	'transfer-encoding',
	'upgrade'
];

export interface RelayOptions {
	socket: string;
	/** Path and query as the function is to see them: `/<name>/…`. */
	path: string;
	/** Milliseconds until the function has to answer. */
	timeout: number;
	/** Bytes of a request's body at the most. */
	bodyLimit: number;
}

/** `gone`: the process ended, or closed the connection, without an answer. */
export type RelayOutcome = Refusal | 'answered' | 'gone';

/**
 * Passes a request on to a function and its answer back, both as they come in.
 * @returns once the answer is through, or why there is none; then nothing has been sent
 */
export async function relay(
	incoming: IncomingMessage,
	outgoing: ServerResponse,
	{ socket, path, timeout, bodyLimit }: RelayOptions
): Promise<RelayOutcome> {
	if (outgoing.destroyed) return 'answered';
	if (Number(incoming.headers['content-length'] ?? 0) > bodyLimit) return BODY_TOO_LARGE;
	return await new Promise((settle) => {
		const upstream = request({
			socketPath: socket,
			path,
			method: incoming.method,
			headers: requestHeaders(incoming),
			agent: false
		});
		const finish = (outcome: RelayOutcome) => {
			clearTimeout(timer);
			upstream.destroy();
			settle(outcome);
		};
		const timer = setTimeout(() => finish(idleTimeout(timeout / 1000)), timeout);
		upstream.on('error', () => finish(outgoing.headersSent ? 'answered' : 'gone'));
		upstream.on('response', (answer) => {
			clearTimeout(timer);
			outgoing.writeHead(
				answer.statusCode!,
				answer.statusMessage,
				responseHeaders(incoming, answer)
			);
			outgoing.flushHeaders();
			pipeline(answer, outgoing, () => finish('answered'));
		});
		// The caller hung up: the function's request is aborted with it.
		outgoing.once('close', () => finish('answered'));
		const limited = limit(bodyLimit, () => finish(BODY_TOO_LARGE));
		incoming.pipe(limited).pipe(upstream);
	});
}

function limit(bytes: number, exceeded: () => void): Transform {
	let seen = 0;
	return new Transform({
		transform(chunk: Buffer, _encoding, done) {
			seen += chunk.length;
			if (seen > bytes) exceeded();
			else done(null, chunk);
		}
	});
}

function requestHeaders(incoming: IncomingMessage): Record<string, string | string[] | undefined> {
	const { headers, socket } = incoming;
	const kept = Object.fromEntries(
		Object.entries(headers).filter(([name]) => !isHopByHop(name, headers.connection))
	);
	const from = [headers['x-forwarded-for'], socket.remoteAddress].filter(Boolean).join(', ');
	return {
		...kept,
		'x-forwarded-for': from,
		// Each request has a connection of its own, but it is the stack that closes it: the function's
		// server could do so while the last of the body is still under way, and the answer would be lost.
		connection: 'keep-alive',
		...(headers['transfer-encoding'] ? { 'transfer-encoding': 'chunked' } : {})
	};
}

/** The function's headers in pairs, and what the hosted platform does to them. */
function responseHeaders(incoming: IncomingMessage, answer: IncomingMessage): string[] {
	const headers: string[] = [];
	for (let at = 0; at < answer.rawHeaders.length; at += 2) {
		const name = answer.rawHeaders[at]!;
		if (isHopByHop(name.toLowerCase(), answer.headers.connection)) continue;
		headers.push(name, servedAs(incoming.method, name, answer.rawHeaders[at + 1]!));
	}
	if (answer.statusCode! >= 500) headers.push('sb-error-code', 'EDGE_FUNCTION_ERROR');
	return headers;
}

/** Functions serve no pages: on a GET the hosted platform turns HTML into plain text. */
function servedAs(method: string | undefined, name: string, value: string): string {
	return method === 'GET' && name.toLowerCase() === 'content-type'
		? value.replace(/^text\/html/i, 'text/plain')
		: value;
}

function isHopByHop(name: string, connection: string | undefined): boolean {
	if (HOP_BY_HOP.includes(name)) return true;
	return (
		!!connection &&
		connection
			.toLowerCase()
			.split(/\s*,\s*/)
			.includes(name)
	);
}
