import type { Keys } from '../keys.ts';
import type { Log } from '../log.ts';
import type { Claims } from '../tokens.ts';
import {
	ALL_RIGHTS,
	expired,
	identify,
	isToken,
	type Authorization,
	type Refusal,
	type Rights
} from './authorization.ts';
import {
	encode,
	encodeBinaryBroadcast,
	encodeBroadcast,
	encodeForAll,
	objectOf,
	type ClientMessage,
	type Encoding,
	type Frame,
	type Version
} from './frames.ts';
import { PREFIX, type Hub, type Room, type Subscriber } from './hub.ts';
import { MAX_PAYLOAD } from './limits.ts';

/** What channels and sockets share. */
export interface Services {
	hub: Hub;
	authorization: Authorization;
	keys: Keys;
	log: Log;
}

/** What a channel needs of the socket it is on. */
export interface Carrier {
	readonly version: Version;
	readonly keyRole: 'anon' | 'service_role';
	/** Whether the socket is still there. */
	readonly open: boolean;
	send(frame: Frame): void;
	/** Forgets a channel that has closed itself. */
	forget(channel: Channel): void;
}

/** What a client asked for when it joined. */
export interface ChannelConfig {
	private: boolean;
	/** Whether it receives its own broadcasts. */
	self: boolean;
	/** Whether its broadcasts are answered. */
	ack: boolean;
	presenceEnabled: boolean;
	presenceKey: string;
	replicationReady: boolean;
}

/** Timers cannot be set further ahead than this, in ms; a token that lives longer is looked at again. */
const LONGEST_WAIT = 60 * 60 * 1000;

/** One socket's membership in one room. */
export class Channel implements Subscriber {
	/** The topic with its prefix. */
	readonly topic: string;
	readonly joinRef: string | null;
	#carrier: Carrier;
	#services: Services;
	#config: ChannelConfig;
	#rights: Rights = ALL_RIGHTS;
	#token: unknown;
	#claims: Claims | undefined;
	#room: Room | undefined;
	#expiry: NodeJS.Timeout | undefined;

	constructor(carrier: Carrier, services: Services, join: ClientMessage, config: ChannelConfig) {
		this.#carrier = carrier;
		this.#services = services;
		this.#config = config;
		this.topic = join.topic;
		this.joinRef = join.joinRef;
	}

	get version(): Version {
		return this.#carrier.version;
	}

	get receivesBroadcasts(): boolean {
		return this.#rights.broadcast.read;
	}

	get receivesPresence(): boolean {
		return this.#config.presenceEnabled && this.#rights.presence.read;
	}

	send(frame: Frame): void {
		this.#carrier.send(frame);
	}

	/**
	 * Enters the room, if token and policies allow it.
	 * @param ref of the client's message, which is answered
	 */
	async join(ref: string | null, token: unknown): Promise<void> {
		const refusal = await this.#authorize(token);
		if (!this.#carrier.open) return;
		if (refusal) return this.#refuse(ref, `${refusal.code}: ${refusal.message}`);
		this.#room = this.#services.hub.join(this.#name, this.#config.private, this);
		this.#reply(ref, 'ok', { postgres_changes: [] });
		if (this.receivesPresence) this.#push('presence_state', this.#room.presence.state());
		if (this.#config.replicationReady) {
			this.#pushSystem('system', 'ok', 'Replication connection established');
		}
	}

	/** Leaves because the client asked to. */
	leave(ref: string | null): void {
		this.#reply(ref, 'ok', {});
		this.close();
	}

	/** Leaves, and tells the client. */
	close(): void {
		this.abandon();
		this.#carrier.send(
			encode(this.version, {
				joinRef: this.joinRef,
				ref: this.joinRef,
				topic: this.topic,
				event: 'phx_close',
				payload: {}
			})
		);
	}

	/** Leaves without a word: the socket is gone, or another join takes its place. */
	abandon(): void {
		clearTimeout(this.#expiry);
		this.#services.hub.leave(this.#name, this.#config.private, this);
		this.#carrier.forget(this);
		this.#room = undefined;
	}

	/** Passes a client's broadcast on to the room. */
	broadcast(message: ClientMessage): void {
		if (!this.#rights.broadcast.write) {
			// As on a hosted project: dropped and not answered.
			this.#services.log.info(`Dropped a broadcast to "${this.#name}": no policy allows it.`);
			return;
		}
		const { size, encoding } = encodingOf(message);
		if (size > MAX_PAYLOAD) {
			const reason = `The payload of ${size} bytes is larger than the ${MAX_PAYLOAD} bytes that a broadcast may have.`;
			if (this.#config.ack) this.#reply(message.ref, 'error', { reason });
			else this.#pushSystem('broadcast', 'error', reason);
			return;
		}
		this.#room?.broadcast(encoding, this.#config.self ? undefined : this);
		if (this.#config.ack) this.#reply(message.ref, 'ok', {});
	}

	/** Enters the client into the room's presence, or takes it out. */
	track({ ref, payload: { event, payload = {} } }: ClientMessage): void {
		const action = typeof event === 'string' ? event.toLowerCase() : '';
		if (action === 'untrack') {
			this.#room?.presence.untrack(this);
			return this.#reply(ref, 'ok', {});
		}
		const problem = this.#trackProblem(action, payload);
		if (problem) return this.#reply(ref, 'error', { reason: problem });
		this.#room?.presence.track(this, this.#config.presenceKey, objectOf(payload));
		this.#reply(ref, 'ok', {});
		if (!this.#config.presenceEnabled) this.#enablePresence();
	}

	/** Goes on with another token, or closes if that one does not allow it. */
	async refresh(token: unknown): Promise<void> {
		if (!isToken(token) || token === this.#token) return;
		const before = this.#rights;
		const refusal = await this.#authorize(token);
		if (!this.#room) return;
		if (refusal) return this.#shutDown(refusal.message);
		const lost = (['broadcast', 'presence'] as const).some(
			(extension) => before[extension].read && !this.#rights[extension].read
		);
		if (lost) {
			this.#shutDown(
				`You no longer have permission to read from this Channel topic: ${this.#name}`
			);
		}
	}

	get #name(): string {
		return this.topic.slice(PREFIX.length);
	}

	async #authorize(token: unknown): Promise<Refusal | undefined> {
		const { claims, refusal } = await identify(token, this.#carrier.keyRole, this.#services.keys);
		if (refusal) return refusal;
		if (this.#config.private) {
			const rights = await this.#services.authorization
				.rights(this.#name, claims)
				.catch(() => undefined);
			if (rights === undefined) {
				return {
					code: 'UnableToConnectToProject',
					message: 'Realtime was unable to connect to the project database'
				};
			}
			if (!this.#mayRead(rights)) {
				return {
					code: 'Unauthorized',
					message: `You do not have permissions to read from this Channel topic: ${this.#name}`
				};
			}
			this.#rights = rights;
		}
		this.#token = token;
		this.#claims = claims;
		this.#watchExpiry();
		return undefined;
	}

	#mayRead({ broadcast, presence }: Rights): boolean {
		return broadcast.read || (this.#config.presenceEnabled && presence.read);
	}

	#watchExpiry(): void {
		clearTimeout(this.#expiry);
		const at = this.#claims?.exp;
		if (at === undefined || !this.#carrier.open) return;
		const left = at * 1000 - Date.now();
		this.#expiry = setTimeout(
			() => (at * 1000 <= Date.now() ? this.#shutDown(expired(at)) : this.#watchExpiry()),
			Math.min(Math.max(left, 0), LONGEST_WAIT)
		);
	}

	#trackProblem(action: string, payload: unknown): string | undefined {
		if (action !== 'track') return `"${action}" is neither "track" nor "untrack".`;
		if (!this.#rights.presence.write) {
			return `Unauthorized: You do not have permissions to write to this Channel topic: ${this.#name}`;
		}
		if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) {
			return 'Presence track payload must be a map';
		}
		return undefined;
	}

	/** Tracking switches presence on for a channel that joined without it. */
	#enablePresence(): void {
		this.#config.presenceEnabled = true;
		if (this.receivesPresence) this.#push('presence_state', this.#room?.presence.state() ?? {});
	}

	#refuse(ref: string | null, reason: string): void {
		clearTimeout(this.#expiry);
		this.#carrier.forget(this);
		this.#reply(ref, 'error', { reason });
	}

	#shutDown(message: string): void {
		this.#pushSystem('system', 'error', message);
		this.close();
	}

	#reply(ref: string | null, status: 'ok' | 'error', response: object): void {
		this.#send(ref, 'phx_reply', { status, response });
	}

	#pushSystem(extension: string, status: 'ok' | 'error', message: string): void {
		this.#push('system', { extension, status, message, channel: this.#name });
	}

	#push(event: string, payload: object): void {
		this.#send(null, event, payload);
	}

	#send(ref: string | null, event: string, payload: object): void {
		const { joinRef, topic } = this;
		this.#carrier.send(encode(this.version, { joinRef, ref, topic, event, payload }));
	}
}

function encodingOf({ topic, payload, broadcast }: ClientMessage): {
	size: number;
	encoding: Encoding;
} {
	if (!broadcast) {
		const json = JSON.stringify(payload);
		return { size: Buffer.byteLength(json), encoding: encodeForAll(topic, 'broadcast', json) };
	}
	const { event, encoding, payload: bytes } = broadcast;
	return {
		size: bytes.length,
		encoding:
			encoding === 'json'
				? encodeBroadcast(topic, event, bytes.toString())
				: encodeBinaryBroadcast(topic, event, bytes)
	};
}
