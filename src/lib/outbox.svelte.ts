import { session } from '#lib/access/session.svelte.ts';
import { signInAgain } from '#lib/access/sign-in-again.svelte.ts';
import { send, type CommandArgs, type CommandName } from '#lib/command.ts';
import { connection } from '#lib/connection.svelte.ts';
import { OutboxStore, type Entry, type NewEntry } from '#lib/outbox-store.ts';
import { refusalFrom, type Refusal } from '#lib/refusal.ts';
import { tabs } from '#lib/tabs.ts';

/** Milliseconds after which what could not be sent is tried again, longer each time. */
const AGAIN_AFTER = [2_000, 5_000, 15_000, 30_000];

/** How often an action may break the server before it goes back, so that others are not kept behind it. */
const MOST_FAILURES = 5;

/** Sends an entry: `send` of command.ts, but for tests of the queue alone. */
type Send = (entry: Entry) => Promise<unknown>;

/** How an entry ended; `answer` where it was taken. */
export type Settled = { entry: Entry; answer: unknown } | { entry: Entry; refused: true };

/**
 * What was done without a network. It is sent when there is one: in the order in which it was done,
 * each once, and under the session of who has done it. What is refused then comes back to him.
 */
export class Outbox {
	#store = new OutboxStore();
	#send: Send;
	#entries = $state.raw<Entry[]>([]);
	#sending: Promise<void> | undefined;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#failures = 0;
	#broken: Record<number, number> = {};
	#tellTabs = tabs('lotline-outbox', () => void this.#read());
	#listeners: ((settled: Settled) => void)[] = [];

	constructor(send: Send) {
		this.#send = send;
		connection.onReturn(() => void this.flush());
	}

	/** What the person signed in has done and what has not been sent yet, oldest first. */
	get pending(): Entry[] {
		return this.#own.filter((entry) => !entry.refusal);
	}

	/** What was refused when it was sent, for him to put right. */
	get refused(): Entry[] {
		return this.#own.filter((entry) => entry.refusal);
	}

	/** How many actions of others wait on this device until they sign in. */
	get ofOthers(): number {
		return this.#entries.length - this.#own.length;
	}

	/** Reads what was left here and sends what is the person's; the shell calls it for who is signed in. */
	async open(): Promise<void> {
		await this.#read();
		await this.flush();
	}

	/**
	 * Keeps an action until it can be sent.
	 * @throws DOMException when the browser keeps nothing
	 */
	async add(entry: NewEntry): Promise<void> {
		// Svelte's proxies cannot be kept.
		await this.#store.add($state.snapshot<NewEntry>(entry));
		await this.#changed();
		this.#later();
	}

	/** Sends what waits, as far as it goes. Calls while it is being sent wait for the same. */
	flush(): Promise<void> {
		clearTimeout(this.#timer);
		this.#sending ??= alone(() => this.#sendAll()).finally(() => {
			this.#sending = undefined;
		});
		return this.#sending;
	}

	/** Takes out what was refused, or what the person no longer wants to be sent. */
	async take(number: number): Promise<Entry | undefined> {
		const entry = this.#own.find((known) => known.number === number);
		if (!entry) return undefined;
		await this.#store.remove(number);
		await this.#changed();
		return entry;
	}

	/**
	 * Calls back when an entry was taken or refused by the server.
	 * @returns stops the calls
	 */
	onSettled(listener: (settled: Settled) => void): () => void {
		this.#listeners = [...this.#listeners, listener];
		return () => {
			this.#listeners = this.#listeners.filter((known) => known !== listener);
		};
	}

	get #own(): Entry[] {
		return this.#entries.filter(({ person }) => person === session.person);
	}

	async #sendAll(): Promise<void> {
		await this.#read();
		for (;;) {
			const [entry] = session.current ? this.pending : [];
			if (!entry) return;
			if (!(await this.#sendOne(entry))) return this.#later();
			this.#failures = 0;
		}
	}

	/** @returns whether it is settled, so that the next one's turn has come */
	async #sendOne(entry: Entry): Promise<boolean> {
		try {
			const answer = await this.#send(entry);
			await this.#store.remove(entry.number);
			await this.#changed();
			this.#tell({ entry, answer });
			return true;
		} catch (thrown) {
			const refusal = refusalFrom(thrown);
			if (refusal.kind === 'signed-out') this.#askToSignIn();
			if (!this.#isFinal(entry, refusal)) return false;
			const refused = { ...entry, refusal: refusal.facts() };
			await this.#store.put(refused);
			await this.#changed();
			this.#tell({ entry: refused, refused: true });
			return true;
		}
	}

	#isFinal({ number }: Entry, { kind }: Refusal): boolean {
		if (kind !== 'failed') return kind === 'refused';
		this.#broken[number] = (this.#broken[number] ?? 0) + 1;
		return this.#broken[number] >= MOST_FAILURES;
	}

	#askToSignIn(): void {
		void signInAgain.ask().then((again) => (again ? this.flush() : undefined));
	}

	#later(): void {
		clearTimeout(this.#timer);
		const wait = AGAIN_AFTER[Math.min(this.#failures++, AGAIN_AFTER.length - 1)];
		this.#timer = setTimeout(() => void this.flush(), wait);
	}

	async #changed(): Promise<void> {
		await this.#read();
		this.#tellTabs();
	}

	async #read(): Promise<void> {
		this.#entries = await this.#store.all();
	}

	#tell(settled: Settled): void {
		for (const listener of this.#listeners) listener(settled);
	}
}

/** Of several tabs one sends at a time. Where a browser has no locks, the request id alone keeps order. */
async function alone(task: () => Promise<void>): Promise<void> {
	if (!globalThis.navigator?.locks) return task();
	await navigator.locks.request('lotline-outbox', task);
}

export const outbox = new Outbox(({ command, args, requestId, person }) =>
	send(command as CommandName, args as CommandArgs<CommandName>, requestId, person)
);
