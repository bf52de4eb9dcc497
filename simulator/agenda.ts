import { MINUTE, type Clock } from './clock.ts';
import { Refusal } from './transport.ts';

/** What is due within the same minutes is done at once, by whoever has to. */
const SLOT = 5 * MINUTE;

type Act = (at: Date) => Promise<void>;

interface Entry {
	at: number;
	slot: number;
	act: Act;
	isFirst: boolean;
}

/** What will happen, in the order of time. */
export class Agenda {
	#entries: Entry[] = [];
	#slot: number;
	readonly #length: number;

	/** @param length of a slot, in ms */
	constructor(from: Date, length = SLOT) {
		this.#length = length;
		this.#slot = Math.floor(from.getTime() / length) * length;
	}

	/** As `add`, unless it is over already. */
	plan(at: Date | number, act: Act): void {
		if (Number(at) > this.#slot) this.add(at, act);
	}

	/** As `plan`, before all else that happens in its slot. */
	planFirst(at: Date | number, act: Act): void {
		if (Number(at) > this.#slot) this.add(at, act, true);
	}

	/** @param at when it happens; it is written down at the end of its slot */
	add(at: Date | number, act: Act, isFirst = false): void {
		const time = Number(at);
		const slot = Math.max(Math.ceil(time / this.#length) * this.#length, this.#slot + this.#length);
		const index = this.#entries.findLastIndex((other) => other.slot <= slot) + 1;
		this.#entries.splice(index, 0, { at: time, slot, act, isFirst });
	}

	/** Lives through the entries up to an instant; those that come after it are left. */
	async run(clock: Clock, until: Date): Promise<void> {
		while (this.#entries.length > 0 && this.#entries[0]!.slot <= until.getTime()) {
			this.#slot = this.#entries[0]!.slot;
			const count = this.#entries.findLastIndex((entry) => entry.slot === this.#slot) + 1;
			const due = this.#entries.splice(0, count);
			await clock.reach(new Date(this.#slot));
			for (const together of [
				due.filter((entry) => entry.isFirst),
				due.filter((entry) => !entry.isFirst)
			]) {
				await Promise.all(
					together.map(async ({ at, act }) => act(new Date(at)).catch(unlessRefused))
				);
			}
		}
		await clock.reach(until);
	}
}

/** A refusal is in the report already; what it stopped goes no further, everything else does. */
function unlessRefused(error: unknown): void {
	if (!(error instanceof Refusal)) throw error;
}
