import { randomUUID } from 'node:crypto';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { messageOf } from '../fault.ts';
import { Channel, type Carrier, type ChannelConfig, type Services } from './channel.ts';
import {
	decode,
	encode,
	objectOf,
	type ClientMessage,
	type Frame,
	type Version
} from './frames.ts';
import { PREFIX } from './hub.ts';
import { MAX_BUFFERED, MAX_CHANNELS, MAX_TOPIC } from './limits.ts';
import { gatherWrites } from './outbox.ts';

/** Close codes: what came is no message of the protocol; the fault is ours. */
const UNSUPPORTED_DATA = 1003;
const INTERNAL_ERROR = 1011;
/** Longest reason that a close frame holds, in characters that may take two bytes. */
const MAX_REASON = 60;

/** Who opened a socket, and how it speaks. */
export interface Opening {
	version: Version;
	keyRole: 'anon' | 'service_role';
}

/** One client's socket and its channels. Its messages are dealt with one after the other. */
export class Connection implements Carrier {
	readonly version: Version;
	readonly keyRole: 'anon' | 'service_role';
	/** When the client was last heard, in ms since 1970. */
	heardAt = Date.now();
	#socket: WebSocket;
	#stream: Duplex;
	#services: Services;
	#channels = new Map<string, Channel>();
	#waiting: { data: Buffer; isBinary: boolean }[] = [];
	#busy = false;

	/** @param stream what the WebSocket writes to */
	constructor(
		socket: WebSocket,
		stream: Duplex,
		{ version, keyRole }: Opening,
		services: Services
	) {
		this.#socket = socket;
		this.#stream = stream;
		this.#services = services;
		this.version = version;
		this.keyRole = keyRole;
		socket.on('message', (data: Buffer, isBinary) => this.#receive(data, isBinary));
		socket.on('error', (error) => services.log.info(`A socket failed: ${error.message}`));
		socket.once('close', () => {
			for (const channel of this.#channels.values()) channel.abandon();
		});
	}

	get open(): boolean {
		return this.#socket.readyState === this.#socket.OPEN;
	}

	/** Sends, unless the client has stopped reading: then it is cut off, and will come back. */
	send({ data, binary }: Frame): void {
		if (this.#socket.bufferedAmount > MAX_BUFFERED) {
			if (this.open) {
				this.#services.log.warn(
					`Cut off a client that left ${this.#socket.bufferedAmount} bytes unread.`
				);
			}
			this.#socket.terminate();
			return;
		}
		gatherWrites(this.#stream);
		this.#socket.send(data, { binary });
	}

	/** @param reason for people, at most 123 bytes */
	close(code: number, reason: string): void {
		this.#socket.close(code, reason);
	}

	/** Ends the socket without waiting for the client's answer. */
	terminate(): void {
		this.#socket.terminate();
	}

	forget(channel: Channel): void {
		if (this.#channels.get(channel.topic) === channel) this.#channels.delete(channel.topic);
	}

	#receive(data: Buffer, isBinary: boolean): void {
		this.heardAt = Date.now();
		this.#waiting.push({ data, isBinary });
		if (!this.#busy) void this.#work();
	}

	/** While one message waits for the database, no more are read from the socket. */
	async #work(): Promise<void> {
		this.#busy = true;
		try {
			for (let next = this.#waiting.shift(); next && this.open; next = this.#waiting.shift()) {
				const message = this.#read(next.data, next.isBinary);
				const pending = message && this.#handle(message);
				if (!pending) continue;
				this.#socket.pause();
				await pending;
				this.#socket.resume();
			}
		} catch (error) {
			this.#services.log.error(`A message from a client could not be handled: ${messageOf(error)}`);
			this.close(INTERNAL_ERROR, 'Realtime failed; connect again');
		} finally {
			this.#busy = false;
		}
	}

	#read(data: Buffer, isBinary: boolean): ClientMessage | undefined {
		try {
			return decode(this.version, data, isBinary);
		} catch (error) {
			this.close(UNSUPPORTED_DATA, messageOf(error).slice(0, MAX_REASON));
			return undefined;
		}
	}

	#handle(message: ClientMessage): Promise<void> | void {
		const { topic, event } = message;
		if (topic === 'phoenix') return this.#reply(message, 'ok', {});
		if (event === 'phx_join') return this.#join(message);
		const channel = this.#channels.get(topic);
		if (!channel) {
			return event === 'phx_leave'
				? this.#reply(message, 'ok', {})
				: this.#reply(message, 'error', { reason: 'unmatched topic' });
		}
		if (event === 'phx_leave') return channel.leave(message.ref);
		if (event === 'broadcast') return channel.broadcast(message);
		if (event === 'presence') return channel.track(message);
		if (event === 'access_token') return channel.refresh(message.payload.access_token);
		this.#services.log.info(`Ignored the event "${event}" on "${topic}".`);
	}

	#join(message: ClientMessage): Promise<void> | void {
		const { topic, payload } = message;
		this.#channels.get(topic)?.close();
		const config = objectOf(payload.config);
		const problem = this.#joinProblem(topic, config);
		if (problem) return this.#reply(message, 'error', { reason: problem });
		if (asksForPostgresChanges(config)) return this.#refusePostgresChanges(message);
		const channel = new Channel(this, this.#services, message, channelConfig(config));
		this.#channels.set(topic, channel);
		return channel.join(message.ref, payload.user_token ?? payload.access_token);
	}

	#joinProblem(topic: string, config: Record<string, unknown>): string | undefined {
		if (!topic.startsWith(PREFIX)) return 'unmatched topic';
		if (topic === PREFIX) return 'TopicNameRequired: You must provide a topic name';
		if (Buffer.byteLength(topic) > MAX_TOPIC) {
			return `TopicNameTooLong: A topic has at most ${MAX_TOPIC - PREFIX.length} bytes`;
		}
		if (this.#channels.size >= MAX_CHANNELS) return 'ChannelRateLimitReached: Too many channels';
		if (objectOf(config.broadcast).replay) {
			return 'UnableToReplayMessages: The embedded Realtime does not replay messages; read them from a table';
		}
		return undefined;
	}

	/** Said twice: listeners of `system` read it as on a hosted project, `subscribe` gets an error. */
	#refusePostgresChanges(message: ClientMessage): void {
		const reason =
			'The embedded Realtime does not support postgres_changes. Broadcast from the database instead: call realtime.broadcast_changes() in a trigger';
		const { joinRef, topic } = message;
		this.send(
			encode(this.version, {
				joinRef,
				ref: null,
				topic,
				event: 'system',
				payload: {
					extension: 'postgres_changes',
					status: 'error',
					message: reason,
					channel: topic.slice(PREFIX.length)
				}
			})
		);
		this.#reply(message, 'error', { reason: `RealtimeDisabledForConfiguration: ${reason}` });
	}

	#reply({ joinRef, ref, topic }: ClientMessage, status: 'ok' | 'error', response: object): void {
		const payload = { status, response };
		this.send(encode(this.version, { joinRef, ref, topic, event: 'phx_reply', payload }));
	}
}

function asksForPostgresChanges({ postgres_changes: changes }: Record<string, unknown>): boolean {
	return Array.isArray(changes) && changes.length > 0;
}

function channelConfig(config: Record<string, unknown>): ChannelConfig {
	const broadcast = objectOf(config.broadcast);
	const presence = objectOf(config.presence);
	return {
		private: config.private === true,
		self: broadcast.self === true,
		ack: broadcast.ack === true,
		replicationReady: broadcast.replication_ready === true,
		presenceEnabled: presence.enabled === true,
		presenceKey:
			typeof presence.key === 'string' && presence.key !== '' ? presence.key : randomUUID()
	};
}
