import { expect, test } from 'vitest';
import { troubles } from '#lib/production/plant.ts';
import type { Pace, PlantBoard, PlantTrends } from '#lib/production/types.ts';

const NOW = Date.parse('2026-11-20T12:00:00Z');

const before = (minutes: number) => new Date(NOW - minutes * 60_000).toISOString();

/** A board where a final test waits, and a batch is in drying, each for so many minutes. */
const board = (minutes: number) =>
	({
		downtimes: [],
		holds: [],
		waiting_for_qc: [{ lot_id: '1', kind: 'final', qc_status: 'pending', since: before(minutes) }],
		batches: [
			{
				item: 'MCC',
				last: { id: '2', stage: 'Drying', started_at: before(minutes), ended_at: null }
			}
		]
	}) as unknown as PlantBoard;

const pace = (usual: Pace) =>
	({
		tests: [{ kind: 'final', ...usual }],
		stages: [{ item: 'MCC', stage: 'Drying', ...usual }]
	}) as unknown as PlantTrends['pace'];

const kinds = (minutes: number, usual?: Pace) =>
	troubles(board(minutes), usual && pace(usual), NOW).map(({ kind }) => kind);

test('P7.01 what takes longer than nine of ten times is late', () => {
	const usual = { minutes: 30, most: 60, times: 40 };
	expect(kinds(61, usual)).toEqual(['late-test', 'late-stage']);
	expect(kinds(60, usual)).toEqual([]);
});

test('P7.01 nothing is late where nothing, or too little, says what is usual', () => {
	expect(kinds(600)).toEqual([]);
	expect(kinds(600, { minutes: 30, most: 60, times: 9 })).toEqual([]);
});

test('P7.01 nothing is late within a quarter of an hour, however quick it usually is', () => {
	const usual = { minutes: 0, most: 0, times: 40 };
	expect(kinds(15, usual)).toEqual([]);
	expect(kinds(16, usual)).toEqual(['late-test', 'late-stage']);
});
