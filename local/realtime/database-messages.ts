import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import { LogicalReplicationService, PgoutputPlugin, type Pgoutput } from 'pg-logical-replication';
import type { Part, StackContext } from '../context.ts';
import { messageOf } from '../fault.ts';

/** A committed row of realtime.messages. */
export interface DatabaseMessage {
	id: string;
	topic: string;
	event: string;
	private: boolean;
	/** JSON text, as the database wrote it: no number in it loses a digit. */
	payload: string;
}

export interface DatabaseMessages extends Part {
	/** Whether every message that commits now will arrive. */
	readonly following: boolean;
}

export interface MessageHandlers {
	message(message: DatabaseMessage): void;
	/** Messages may have been missed: whoever listens has to read again. */
	lost(): void;
}

const PUBLICATION = 'supabase_realtime_messages_publication';
/** Waits between attempts to connect, in ms; the last one is repeated. */
const RETRIES = [50, 250, 1000, 5000];
/** How often the position is acknowledged, so that the write-ahead log can be recycled, in seconds. */
const ACKNOWLEDGE_EVERY = 5;

/** pgoutput from a slot that lives as long as its connection, so that none is ever left behind. */
class MessagesPlugin extends PgoutputPlugin {
	override async start(client: Client, slot: string, position: string): Promise<unknown> {
		await client.query(
			`CREATE_REPLICATION_SLOT "${slot}" TEMPORARY LOGICAL pgoutput (SNAPSHOT 'nothing')`
		);
		return await super.start(client, slot, position);
	}

	/** Leaves every column the text that the database sent. */
	override parse(buffer: Buffer): Pgoutput.Message {
		const message = super.parse(buffer);
		if (message.tag === 'relation') {
			for (const column of message.columns) column.parser = (text: string) => text;
		}
		return message;
	}
}

/**
 * Follows realtime.messages in commit order. When the connection breaks, says so and connects again.
 * @returns when the first connection follows
 * @throws what made the first connection fail
 */
export async function followDatabaseMessages(
	{ ports, keys, log: logOf }: StackContext,
	handlers: MessageHandlers
): Promise<DatabaseMessages> {
	const log = logOf('realtime');
	const stopping = new AbortController();
	const first = Promise.withResolvers<void>();
	let service: LogicalReplicationService | undefined;
	let following = false;

	/** Lasts as long as the connection. */
	const followOnce = async () => {
		service = new LogicalReplicationService(
			{
				host: '127.0.0.1',
				port: ports.database,
				user: 'supabase_admin',
				password: keys.databasePassword,
				database: 'postgres',
				application_name: 'realtime_messages'
			},
			{ acknowledge: { auto: false, timeoutSeconds: ACKNOWLEDGE_EVERY } }
		);
		// Every failure also rejects subscribe(); without a listener it would end the process.
		service.on('error', () => undefined);
		service.on('start', () => {
			following = true;
			first.resolve();
		});
		service.on('data', (_position: string, change: Pgoutput.Message) => {
			const message = messageFrom(change);
			if (message) handlers.message(message);
		});
		const plugin = new MessagesPlugin({ protoVersion: 1, publicationNames: [PUBLICATION] });
		await service.subscribe(plugin, `realtime_messages_${randomBytes(6).toString('hex')}`);
	};

	const follow = async () => {
		for (let attempt = 0; !stopping.signal.aborted; attempt++) {
			const error: unknown = await followOnce().catch((reason: unknown) => reason);
			first.reject(error);
			if (stopping.signal.aborted) return;
			log.warn(`The stream of messages from the database broke: ${messageOf(error)}`);
			if (following) {
				following = false;
				attempt = 0;
				handlers.lost();
			}
			await service?.destroy().catch(() => undefined);
			const wait = RETRIES[Math.min(attempt, RETRIES.length - 1)];
			await sleep(wait, undefined, { signal: stopping.signal }).catch(() => undefined);
		}
	};
	const ended = follow();
	const stop = async () => {
		stopping.abort();
		following = false;
		await service?.destroy();
		await ended;
	};
	try {
		await first.promise;
	} catch (error) {
		await stop();
		throw error;
	}
	return {
		get following() {
			return following;
		},
		stop
	};
}

function messageFrom(change: Pgoutput.Message): DatabaseMessage | undefined {
	if (change.tag !== 'insert') return undefined;
	const row = change.new as Record<'id' | 'topic' | 'event' | 'private' | 'payload', string | null>;
	if (row.id === null || row.topic === null || row.event === null || row.payload === null) {
		return undefined;
	}
	return {
		id: row.id,
		topic: row.topic,
		event: row.event,
		payload: row.payload,
		private: row.private === 't'
	};
}
