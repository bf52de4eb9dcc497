import { REALTIME_SUBSCRIBE_STATES, type RealtimeChannel } from '@supabase/supabase-js';
import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import { untrack } from 'svelte';
import { session } from '#lib/access/session.svelte.ts';
import { closeChannel, openChannel } from '#lib/channels.ts';
import { connection } from '#lib/connection.svelte.ts';
import { Reading, type Read } from '#lib/reading.svelte.ts';

/** The modules that say on a site's topics what has changed. */
export type LiveModule =
	| 'access'
	| 'catalog'
	| 'purchasing'
	| 'stock'
	| 'shifts'
	| 'production'
	| 'quality'
	| 'distribution'
	| 'documents'
	| 'alerts';

/** That something has changed: ids and a few figures, as the database sent them. */
export interface LiveEvent {
	module: LiveModule;
	/** What has happened: `stage`, `batch`, `moved`, `test`, `shipped` … */
	name: string;
	payload: Record<string, unknown>;
}

/** What one who listens is told: events, and that he may have missed some. */
interface Listener {
	event(event: LiveEvent): void;
	missed(): void;
}

/** Milliseconds for which a topic is kept that nobody listens to: the next page often does. */
const KEPT_FOR = 3_000;

/** One private channel, shared by everybody on the page who listens to its topic. */
class Topic {
	readonly name: string;
	#module: LiveModule;
	#listeners = new Set<Listener>();
	#channel: Promise<RealtimeChannel> | undefined;
	#broken = $state(false);
	#closing: ReturnType<typeof setTimeout> | undefined;

	constructor(site: string, module: LiveModule) {
		this.name = `site:${site}:${module}`;
		this.#module = module;
	}

	/** Whether what happens now is not heard, because the connection has broken or was refused. */
	get broken(): boolean {
		return this.#broken;
	}

	add(listener: Listener): void {
		clearTimeout(this.#closing);
		this.#listeners.add(listener);
		this.#channel ??= this.#open();
	}

	remove(listener: Listener): void {
		this.#listeners.delete(listener);
		if (this.#listeners.size === 0) this.#closing = setTimeout(() => this.#close(), KEPT_FOR);
	}

	async #open(): Promise<RealtimeChannel> {
		const channel = await openChannel(this.name);
		return channel
			.on('broadcast', { event: '*' }, ({ event, payload }) => {
				const told = {
					module: this.#module,
					name: event,
					payload: payload as LiveEvent['payload']
				};
				for (const listener of this.#listeners) listener.event(told);
			})
			.subscribe((status) => {
				this.#broken = status !== REALTIME_SUBSCRIBE_STATES.SUBSCRIBED;
				if (this.#broken) return;
				connection.report(true);
				for (const listener of this.#listeners) listener.missed();
			});
	}

	#close(): void {
		topics.delete(this.name);
		if (this.#channel) closeChannel(this.name, this.#channel);
		this.#channel = undefined;
	}
}

const topics = new SvelteMap<string, Topic>();

function topicOf(site: string, module: LiveModule): Topic {
	const name = `site:${site}:${module}`;
	const topic = topics.get(name) ?? new Topic(site, module);
	topics.set(name, topic);
	return topic;
}

/**
 * Listens to what happens at a site.
 * @param site id of the site
 * @param missed is called when the topics are joined, at first and after each break: what happened
 * before may have been missed
 * @returns stops listening
 */
export function live(
	site: string,
	modules: LiveModule[],
	event: (event: LiveEvent) => void,
	missed: () => void = () => {}
): () => void {
	const listener = { event, missed };
	const joined = untrack(() => modules.map((module) => topicOf(site, module)));
	for (const topic of joined) topic.add(listener);
	return () => {
		for (const topic of joined) topic.remove(listener);
	};
}

export interface LiveReadOptions<T, Row> {
	/** Id of the site whose topics say when to read again; undefined reads without them. */
	site: () => string | undefined;
	modules: LiveModule[];
	/** Whether an event is of something else; all of the modules' count unless it says so. */
	ignore?: (event: LiveEvent) => boolean;
	/** The rows of what was read, and what each is known by, so that changed ones can be marked. */
	rows?: (value: T) => Row[];
	key?: (row: Row) => string;
}

/** Milliseconds for which a row that has changed is marked. */
const MARKED_FOR = 4_000;

/**
 * Milliseconds of quiet after which what was read on an event is read once more. Postgres writes a commit
 * to its log, from which events are made, before it shows the commit to others: on a busy server the event
 * may be here, and the reading have begun, before there is anything new to read.
 */
const SHOWN_AFTER = 400;

/**
 * A reading that keeps itself up to date: it is read again when something that its `read` looked at
 * changes (a filter, a page), when one of its topics says something, after a break of the connection,
 * and when the page is looked at again. Made while a component is set up, it ends with it.
 */
export class LiveRead<T, Row = unknown> extends Reading<T> {
	#options: LiveReadOptions<T, Row>;
	#changed = new SvelteSet<string>();
	#marks: Record<string, ReturnType<typeof setTimeout>> = {};
	#isAnother = false;

	constructor(read: Read<T>, options: LiveReadOptions<T, Row>) {
		super(read);
		this.#options = options;
		this.#follow();
	}

	/** Whether what is shown may be out of date: the connection is lost, or the topics are not heard. */
	get stale(): boolean {
		return connection.lost || this.refusal !== undefined || this.#isDeaf;
	}

	/** Keys of the rows that others have changed, for a moment. */
	get changed(): ReadonlySet<string> {
		return this.#changed;
	}

	/** The first reading is the effect's, which hears what it looks at. */
	protected override begin(): void {}

	protected override came(before: T | undefined, now: T): void {
		const another = this.#isAnother;
		this.#isAnother = false;
		if (before !== undefined && !another) this.#mark(before, now);
	}

	get #isDeaf(): boolean {
		const site = this.#options.site();
		return this.#options.modules.some((module) => topics.get(`site:${site}:${module}`)?.broken);
	}

	#follow(): void {
		const person = $derived(session.person);
		const site = $derived(this.#options.site());
		$effect(() => {
			this.#isAnother = true;
			// Who signs in again reads anew: he may see other things. Who has left reads nothing more.
			if (person === undefined && session.ending?.how === 'signed-out') return;
			void this.anew();
			return () => this.stop();
		});
		const signedIn = $derived(session.current !== null);
		let ended = false;
		$effect(() => {
			if (signedIn && ended) void this.again();
			ended = !signedIn;
		});
		$effect(() => {
			if (!site) return;
			const { modules, ignore } = this.#options;
			const again = () => void this.again();
			let shown: ReturnType<typeof setTimeout> | undefined;
			const stop = live(
				site,
				modules,
				(event) => {
					if (ignore?.(event)) return;
					again();
					clearTimeout(shown);
					shown = setTimeout(again, SHOWN_AFTER);
				},
				again
			);
			return () => {
				clearTimeout(shown);
				stop();
			};
		});
		$effect(() => {
			const seen = () => document.visibilityState === 'visible' && void this.again();
			globalThis.document?.addEventListener('visibilitychange', seen);
			const stop = connection.onReturn(() => void this.again());
			return () => {
				globalThis.document?.removeEventListener('visibilitychange', seen);
				stop();
				for (const timer of Object.values(this.#marks)) clearTimeout(timer);
			};
		});
	}

	#mark(before: T, now: T): void {
		const { rows, key } = this.#options;
		if (!rows || !key) return;
		const known = Object.fromEntries(rows(before).map((row) => [key(row), JSON.stringify(row)]));
		for (const row of rows(now)) {
			if (known[key(row)] !== JSON.stringify(row)) this.#markRow(key(row));
		}
	}

	#markRow(key: string): void {
		clearTimeout(this.#marks[key]);
		this.#changed.add(key);
		const timer = setTimeout(() => {
			this.#changed.delete(key);
			delete this.#marks[key];
		}, MARKED_FOR);
		this.#marks[key] = timer;
	}
}
