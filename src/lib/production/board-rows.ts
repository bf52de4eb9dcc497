import type { LiveEvent } from '#lib/live.svelte.ts';
import { keyOfTest } from '#lib/production/plant.ts';
import type { PlantBoard } from '#lib/production/types.ts';

/** Something on the board that can change, and what it is known by. */
export interface LiveRow {
	key: string;
	value: unknown;
}

/** What of a board is marked when others change it; what only time changes is not among it. */
export function rowsOf({
	batches,
	holds,
	waiting_for_qc,
	downtimes,
	shifts
}: PlantBoard): LiveRow[] {
	return [
		...batches.map((batch) => ({ key: `batch:${batch.code}`, value: batch })),
		...holds.map(({ cause, reason }) => ({ key: `held:${cause}`, value: reason })),
		...waiting_for_qc.map((test) => ({
			key: keyOfTest(test.qc_status === 'hold' ? 'failed' : 'test', test),
			value: test.qc_status
		})),
		...downtimes.map(({ id, reason }) => ({ key: `stopped:${id}`, value: reason })),
		...shifts.map(({ run, stages, output }) => ({ key: `shift:${run}`, value: [stages, output] }))
	];
}

/** Whether an event may have changed a figure of the last days: a stage, a batch, a standstill, a test. */
export function isOfTrends({ name }: LiveEvent): boolean {
	return ['stage', 'batch', 'downtime', 'test'].includes(name);
}
