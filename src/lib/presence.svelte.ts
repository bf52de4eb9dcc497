import { REALTIME_SUBSCRIBE_STATES, type RealtimeChannel } from '@supabase/supabase-js';
import { untrack } from 'svelte';
import { session } from '#lib/access/session.svelte.ts';
import { closeChannel, openChannel } from '#lib/channels.ts';
import { requestId } from '#lib/request-id.ts';

/** Somebody who is on a record now. */
export interface Present {
	person: string;
	name: string;
}

/** What each tab says of itself on the channel of its site. */
interface Shown extends Present {
	/** `relation/id` of the records that are open in it. */
	records: string[];
}

/** A name is what its owner says; longer than a profile's is no name. */
const LONGEST_NAME = 120;

/** Who has what open at a site: one channel, joined while this page shows a record. */
class Room {
	#topic: string;
	#name = '';
	#records: string[] = [];
	#shown = $state.raw<Shown[]>([]);
	#channel: Promise<RealtimeChannel> | undefined;

	constructor(site: string) {
		this.#topic = `site:${site}:presence`;
	}

	/** Everybody else who has the record open, each once. */
	others(record: string): Present[] {
		const others: Record<string, Present> = {};
		for (const { person, name, records } of this.#shown) {
			if (person !== session.person && records.includes(record)) {
				others[person] = { person, name: name.slice(0, LONGEST_NAME) };
			}
		}
		return Object.values(others).sort((a, b) => a.name.localeCompare(b.name));
	}

	enter(record: string, name: string): void {
		this.#name = name;
		this.#records = [...this.#records, record];
		this.#channel ??= this.#open();
		void this.#show();
	}

	leave(record: string): void {
		const index = this.#records.indexOf(record);
		this.#records = this.#records.filter((_, turn) => turn !== index);
		if (this.#records.length > 0) return void this.#show();
		if (this.#channel) closeChannel(this.#topic, this.#channel);
		this.#channel = undefined;
		this.#shown = [];
	}

	async #open(): Promise<RealtimeChannel> {
		const channel = await openChannel(this.#topic, { presence: { key: requestId() } });
		return channel
			.on('presence', { event: 'sync' }, () => {
				this.#shown = Object.values(channel.presenceState<Shown>()).flat().filter(isShown);
			})
			.subscribe((status) => {
				if (status === REALTIME_SUBSCRIBE_STATES.SUBSCRIBED) void this.#show();
			});
	}

	async #show(): Promise<void> {
		const person = session.person;
		const channel = await this.#channel;
		if (!person || channel?.state !== 'joined') return;
		await channel.track({ person, name: this.#name, records: this.#records });
	}
}

/** What others send is theirs to get wrong. */
function isShown(given: Partial<Shown>): given is Shown & { presence_ref: string } {
	return (
		typeof given.person === 'string' &&
		typeof given.name === 'string' &&
		Array.isArray(given.records)
	);
}

const rooms: Record<string, Room> = {};

export interface PresenceOptions {
	/** Id of the site that the record is of. */
	site: string | undefined;
	/** The table: `batches`. */
	relation: string;
	id: string | undefined;
	/** The person's own name, as others are to see it. */
	name: string;
}

/**
 * Who else is on a record now. Made while a component is set up, it ends with it.
 * @param options are looked at again when they change
 */
export class Presence {
	#room = $state.raw<Room>();
	#record = $state('');

	constructor(options: () => PresenceOptions) {
		$effect(() => {
			const { site, relation, id, name } = options();
			if (!site || !id) return;
			const record = `${relation}/${id}`;
			const room = (rooms[site] ??= new Room(site));
			untrack(() => room.enter(record, name));
			this.#room = room;
			this.#record = record;
			return () => {
				room.leave(record);
				this.#room = undefined;
			};
		});
	}

	/** The others, by name; the person himself is not among them, on whatever device. */
	get others(): Present[] {
		return this.#room?.others(this.#record) ?? [];
	}
}
