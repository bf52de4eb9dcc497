import { m } from '#lib/paraglide/messages.js';
import type { BatchQuery } from '#lib/production/batches.ts';
import { nextStep } from '#lib/production/steps.ts';
import type { Batch, BatchState } from '#lib/production/types.ts';
import type { TableQuery } from '#lib/ui/table/types.ts';
import { instantOf, wallClockOf } from '#lib/ui/wall-clock.ts';
import { zone } from '#lib/ui/zone.svelte.ts';

/** How many days back one looks, today included. */
export const DAYS = [1, 7, 30];

const FILTERS = ['state', 'stage', 'days'];
const PAGE_SIZE = 25;

/** What is asked first: what the address says, `?state=running&days=7`. */
export function firstQuery(address: Pick<URLSearchParams, 'get'>): TableQuery {
	const filters = FILTERS.map((key) => [key, address.get(key)] as const).filter(
		(entry): entry is [string, string] => entry[1] !== null
	);
	return {
		search: address.get('search') ?? '',
		sort: null,
		filters: Object.fromEntries(filters),
		page: 0,
		pageSize: PAGE_SIZE
	};
}

/** What a table asks, as the list of batches takes it. */
export function askedOf({ filters, ...query }: TableQuery, siteId: string): BatchQuery {
	return {
		...query,
		siteId,
		state: (filters.state as BatchState | undefined) ?? undefined,
		from: filters.days ? beginningOfDay(Number(filters.days)) : undefined
	};
}

/** When the day began that lies so many days back, today being the first. */
function beginningOfDay(days: number): string {
	const day = new Date(
		`${wallClockOf(new Date().toISOString(), zone.current).slice(0, 10)}T00:00Z`
	);
	day.setUTCDate(day.getUTCDate() - (days - 1));
	return instantOf(day.toISOString().slice(0, 16), zone.current);
}

/** The stage that a batch in work is in, or is to begin. */
export function stageOf({ last, next }: Batch): string | undefined {
	return last && !last.ended_at ? last.stage : next?.stage;
}

/** The same with what is to be done there. */
export function stepWords(batch: Batch): string {
	const step = nextStep(batch);
	switch (step?.kind) {
		case 'finish':
			return m.production_step_runs({ stage: step.stage });
		case 'wait':
			return m.production_qc_of({ stage: step.stage });
		case 'start':
		case 'give':
			return m.production_step_next({ stage: step.stage });
		default:
			return stageOf(batch) ?? '';
	}
}
