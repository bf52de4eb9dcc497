import { randomBytes } from 'node:crypto';

/** One client's entry: what it tracks, and the reference that tells its versions apart. */
type Meta = Record<string, unknown> & { phx_ref: string };
/** Entries by key, as the clients' presence code reads them. */
export type Presences = Record<string, { metas: Meta[] }>;
export interface PresenceDiff {
	joins: Presences;
	leaves: Presences;
}

/**
 * Who is present in one room. Changes that come at the same moment are told as one: a client applies
 * a difference's joins before its leaves, so that any sequence may be put together.
 */
export class Presence<Owner> {
	#tell: (diff: PresenceDiff) => void;
	#entries = new Map<Owner, { key: string; tracked: string; meta: Meta }>();
	#joins: [string, Meta][] = [];
	#leaves: [string, Meta][] = [];
	#timer: NodeJS.Immediate | undefined;

	/** @param tell is given the changes, shortly after they happen */
	constructor(tell: (diff: PresenceDiff) => void) {
		this.#tell = tell;
	}

	/** Enters the owner under a key, or replaces what it had entered. */
	track(owner: Owner, key: string, payload: Record<string, unknown>): void {
		const tracked = JSON.stringify(payload);
		const before = this.#entries.get(owner);
		if (before?.tracked === tracked) return;
		const meta: Meta = {
			...payload,
			phx_ref: randomBytes(9).toString('base64url'),
			...(before && { phx_ref_prev: before.meta.phx_ref })
		};
		this.#entries.set(owner, { key, tracked, meta });
		this.#joins.push([key, meta]);
		if (before) this.#leaves.push([before.key, before.meta]);
		this.#schedule();
	}

	/** Takes the owner's entry out, if it has one. */
	untrack(owner: Owner): void {
		const entry = this.#entries.get(owner);
		if (!entry) return;
		this.#entries.delete(owner);
		this.#leaves.push([entry.key, entry.meta]);
		this.#schedule();
	}

	/** All who are present; what is still untold is told first, so that nothing is told twice. */
	state(): Presences {
		this.#flush();
		return group([...this.#entries.values()].map(({ key, meta }) => [key, meta]));
	}

	#schedule(): void {
		this.#timer ??= setImmediate(() => this.#flush());
	}

	#flush(): void {
		if (!this.#timer) return;
		clearImmediate(this.#timer);
		this.#timer = undefined;
		const diff = { joins: group(this.#joins), leaves: group(this.#leaves) };
		this.#joins = [];
		this.#leaves = [];
		this.#tell(diff);
	}
}

function group(entries: [string, Meta][]): Presences {
	const groups = Map.groupBy(entries, ([key]) => key);
	return Object.fromEntries(
		[...groups].map(([key, members]) => [key, { metas: members.map(([, meta]) => meta) }])
	);
}
