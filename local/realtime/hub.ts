import { encodeForAll, type Encoding, type Frame, type Version } from './frames.ts';
import { Presence } from './presence.ts';

/** A joined channel, as the hub sees it. */
export interface Subscriber {
	readonly version: Version;
	/** Whether its policies let it receive broadcasts. */
	readonly receivesBroadcasts: boolean;
	/** Whether it asked for presence and its policies let it see it. */
	readonly receivesPresence: boolean;
	send(frame: Frame): void;
}

/** What clients write before a topic's name. */
export const PREFIX = 'realtime:';

/** The channels that share a topic and are all private, or all public. */
export class Room {
	/** The topic with its prefix. */
	readonly topic: string;
	readonly subscribers = new Set<Subscriber>();
	readonly presence: Presence<Subscriber>;

	constructor(topic: string) {
		this.topic = topic;
		this.presence = new Presence((diff) => {
			const encoding = encodeForAll(topic, 'presence_diff', JSON.stringify(diff));
			this.#deliver(encoding, (subscriber) => subscriber.receivesPresence);
		});
	}

	/** Sends a broadcast to everyone who may receive it. @param except is left out */
	broadcast(encoding: Encoding, except?: Subscriber): void {
		this.#deliver(encoding, (subscriber) => subscriber.receivesBroadcasts && subscriber !== except);
	}

	#deliver(encoding: Encoding, wanted: (subscriber: Subscriber) => boolean): void {
		for (const subscriber of this.subscribers) {
			if (!wanted(subscriber)) continue;
			const frame = encoding(subscriber.version);
			if (frame) subscriber.send(frame);
		}
	}
}

/** All rooms in which there is anyone. */
export class Hub {
	#rooms = new Map<string, Room>();

	/** @param name topic without its prefix */
	join(name: string, isPrivate: boolean, subscriber: Subscriber): Room {
		const key = keyOf(name, isPrivate);
		const room = this.#rooms.get(key) ?? new Room(PREFIX + name);
		this.#rooms.set(key, room);
		room.subscribers.add(subscriber);
		return room;
	}

	leave(name: string, isPrivate: boolean, subscriber: Subscriber): void {
		const key = keyOf(name, isPrivate);
		const room = this.#rooms.get(key);
		if (!room?.subscribers.delete(subscriber)) return;
		room.presence.untrack(subscriber);
		if (room.subscribers.size === 0) this.#rooms.delete(key);
	}

	/** The room of a topic, when anyone is in it. */
	room(name: string, isPrivate: boolean): Room | undefined {
		return this.#rooms.get(keyOf(name, isPrivate));
	}
}

function keyOf(name: string, isPrivate: boolean): string {
	return `${isPrivate ? 'private' : 'public'}:${name}`;
}
