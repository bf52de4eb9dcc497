/** Versions of the Phoenix socket protocol that clients ask for with `vsn`. */
export type Version = '1.0.0' | '2.0.0';

/** What a client says, in whichever version and kind of frame it came. */
export interface ClientMessage {
	joinRef: string | null;
	ref: string | null;
	topic: string;
	event: string;
	/** Object of a text frame; undefined where `broadcast` is given. */
	payload: Record<string, unknown>;
	/** A broadcast whose payload is passed on as it came. */
	broadcast?: UserBroadcast;
}

/** The content of a broadcast that a client sent in a binary frame. */
export interface UserBroadcast {
	event: string;
	encoding: 'json' | 'binary';
	payload: Buffer;
}

/** What the server says to one channel. */
export interface ServerMessage {
	joinRef: string | null;
	ref: string | null;
	topic: string;
	event: string;
	payload: unknown;
}

/** The content of one WebSocket message. */
export interface Frame {
	data: Buffer;
	binary: boolean;
}

/** A message for many sockets, made at most once per version; undefined where a version cannot carry it. */
export type Encoding = (version: Version) => Frame | undefined;

const USER_BROADCAST_PUSH = 3;
const USER_BROADCAST = 4;
const BINARY = 0;

/** The version that a client asked for; Phoenix takes a missing one for the first. */
export function versionOf(vsn: string | null): Version | undefined {
	if (vsn === null) return '1.0.0';
	return vsn === '1.0.0' || vsn === '2.0.0' ? vsn : undefined;
}

/**
 * Reads what a client sent.
 * @throws Error with a sentence when it is not a message of the version
 */
export function decode(version: Version, data: Buffer, isBinary: boolean): ClientMessage {
	if (isBinary) return decodeUserBroadcast(data);
	const raw: unknown = JSON.parse(data.toString());
	const [joinRef, ref, topic, event, payload] =
		version === '2.0.0' && Array.isArray(raw) ? (raw as unknown[]) : fieldsOf(raw);
	if (typeof topic !== 'string' || typeof event !== 'string') {
		throw new Error(`A message of version ${version} has a topic and an event, both texts.`);
	}
	return { joinRef: refOf(joinRef), ref: refOf(ref), topic, event, payload: objectOf(payload) };
}

function fieldsOf(raw: unknown): unknown[] {
	const { join_ref, ref, topic, event, payload } = objectOf(raw);
	return [join_ref, ref, topic, event, payload];
}

function refOf(value: unknown): string | null {
	return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
}

/** The value if it is an object, else an empty one. */
export function objectOf(value: unknown): Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value)
		? (value as Record<string, unknown>)
		: {};
}

function decodeUserBroadcast(data: Buffer): ClientMessage {
	if (data[0] !== USER_BROADCAST_PUSH || data.length < 7) {
		throw new Error(`A binary frame of kind ${data[0]} is not a broadcast of 7 bytes or more.`);
	}
	let offset = 7;
	const texts = [1, 2, 3, 4, 5].map((at) => {
		const end = offset + data[at]!;
		if (end > data.length) throw new Error('A binary frame is shorter than it says.');
		const text = data.toString('utf8', offset, end);
		offset = end;
		return text;
	});
	const [joinRef, ref, topic, event] = texts as [string, string, string, string];
	const encoding = data[6] === BINARY ? 'binary' : 'json';
	const payload = data.subarray(offset);
	if (encoding === 'json') JSON.parse(payload.toString());
	return {
		joinRef: joinRef || null,
		ref: ref || null,
		topic,
		event: 'broadcast',
		payload: {},
		broadcast: { event, encoding, payload }
	};
}

/** A message for one channel. */
export function encode(
	version: Version,
	{ joinRef, ref, topic, event, payload }: ServerMessage
): Frame {
	return text(
		JSON.stringify(
			version === '2.0.0' ? [joinRef, ref, topic, event, payload] : { topic, event, payload, ref }
		)
	);
}

/**
 * An event for every channel of a topic.
 * @param topic with the prefix `realtime:`
 * @param payloadJson the payload as JSON text, which is passed on unread
 */
export function encodeForAll(topic: string, event: string, payloadJson: string): Encoding {
	return once((version) => {
		const name = JSON.stringify(topic);
		const kind = JSON.stringify(event);
		return text(
			version === '2.0.0'
				? `[null,null,${name},${kind},${payloadJson}]`
				: `{"topic":${name},"event":${kind},"payload":${payloadJson},"ref":null}`
		);
	});
}

/**
 * A broadcast with a JSON payload.
 * @param payloadJson the payload as JSON text
 * @param id of the row in realtime.messages, for a message from the database
 */
export function encodeBroadcast(
	topic: string,
	event: string,
	payloadJson: string,
	id?: string
): Encoding {
	const meta = id === undefined ? '' : `,"meta":{"id":${JSON.stringify(id)}}`;
	const name = JSON.stringify(event);
	return encodeForAll(
		topic,
		'broadcast',
		`{"type":"broadcast","event":${name},"payload":${payloadJson}${meta}}`
	);
}

/** A broadcast of bytes, which version 1.0.0 cannot carry. */
export function encodeBinaryBroadcast(topic: string, event: string, payload: Buffer): Encoding {
	return once((version) => {
		if (version === '1.0.0') return undefined;
		const name = Buffer.from(topic);
		const kind = Buffer.from(event);
		const head = Buffer.from([USER_BROADCAST, name.length, kind.length, 0, BINARY]);
		return { data: Buffer.concat([head, name, kind, payload]), binary: true };
	});
}

function text(json: string): Frame {
	return { data: Buffer.from(json), binary: false };
}

function once(make: Encoding): Encoding {
	const made = new Map<Version, Frame | undefined>();
	return (version) => {
		if (!made.has(version)) made.set(version, make(version));
		return made.get(version);
	};
}
