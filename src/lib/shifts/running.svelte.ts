import { runsAround, type Run } from '#lib/shifts/runs.ts';
import { now } from '#lib/ui/now.svelte.ts';

/** The shifts of a site around the present: which one runs, and how long it still does. */
export class RunningShift {
	#siteId: string;
	#runs = $state.raw<Run[]>([]);

	constructor(siteId: string) {
		this.#siteId = siteId;
		void this.again();
	}

	/** The run that lasts, else one that is over but still takes entries. */
	get current(): Run | undefined {
		const at = now();
		return (
			this.#runs.find(({ startsAt, endsAt }) => startsAt <= at && at < endsAt) ??
			this.#runs.findLast(({ state }) => state === 'open' || state === 'closing')
		);
	}

	/** The run that begins next. */
	get next(): Run | undefined {
		return this.#runs.find(({ startsAt }) => startsAt > now());
	}

	/** Milliseconds for which the current run lasts; 0 when it is over. */
	get left(): number {
		return Math.max(0, (this.current?.endsAt ?? 0) - now());
	}

	/** Reads them again. What was read stays when that fails. */
	async again(): Promise<void> {
		this.#runs = await runsAround(this.#siteId).catch(() => this.#runs);
	}
}
