import type {
	Batch,
	Downtime,
	HeldLot,
	Pace,
	PlantBoard,
	PlantTrends,
	ShiftOfDay
} from '#lib/production/types.ts';
import type { Waiting } from '#lib/quality/types.ts';

const MINUTE = 60_000;

/** As many times as tell what is usual here; before that, nothing is late. */
const ENOUGH = 10;

/** What is not waited out for as long as this, in ms, is not late, however quick it usually is. */
const PATIENCE = 15 * MINUTE;

/** Something at a plant that somebody has to look at; `since` in milliseconds. */
export type Trouble = { key: string; since: number } & (
	| { kind: 'stopped'; downtime: Downtime }
	| { kind: 'held'; cause: string; reason: string; lots: HeldLot[] }
	| { kind: 'failed'; test: Waiting }
	| { kind: 'late-test'; test: Waiting; pace: Pace }
	| { kind: 'late-stage'; batch: Batch; pace: Pace }
	| { kind: 'lossy'; batch: Batch }
);

/** What has to be acted upon at once stands before what is to be looked into. */
const ORDER: Trouble['kind'][] = ['stopped', 'failed', 'held', 'late-test', 'late-stage', 'lossy'];

/**
 * What is wrong at a plant, the gravest first, and of these the oldest.
 * @param pace how long things usually take there; without it nothing is late
 * @param now in milliseconds
 */
export function troubles(
	board: PlantBoard,
	pace: PlantTrends['pace'] | undefined,
	now: number
): Trouble[] {
	const failed = board.waiting_for_qc.filter(({ qc_status: status }) => status === 'hold');
	const all = [
		...board.downtimes.map(stopped),
		...failed.map(failedTest),
		...held(board.holds, failed),
		...lateTests(board.waiting_for_qc, pace, now),
		...board.batches.flatMap((batch) => [...lateStage(batch, pace, now), ...lossy(batch)])
	];
	return all.sort(
		(one, other) => ORDER.indexOf(one.kind) - ORDER.indexOf(other.kind) || one.since - other.since
	);
}

function stopped(downtime: Downtime): Trouble {
	return {
		key: `stopped:${downtime.id}`,
		since: Date.parse(downtime.started_at),
		kind: 'stopped',
		downtime
	};
}

function failedTest(test: Waiting): Trouble {
	return { key: keyOfTest('failed', test), since: Date.parse(test.since), kind: 'failed', test };
}

/** What a test that waits is known by on a board: of a lot there may be several, of its stages and its own. */
export const keyOfTest = (
	kind: string,
	{ lot_id, stage_log_id }: Pick<Waiting, 'lot_id' | 'stage_log_id'>
): string => `${kind}:${stage_log_id ?? lot_id}`;

/** A hold stops everything that came of a lot; it is one trouble. A failed test says its own. */
function held(holds: HeldLot[], failed: Waiting[]): Trouble[] {
	const failing = new Set(failed.map(({ lot }) => lot));
	const byCause = Object.groupBy(holds, ({ cause }) => cause);
	return Object.entries(byCause)
		.filter(([cause, lots]) => lots && !(failing.has(cause) && lots.length === 1))
		.map(([cause, lots]) => ({
			key: `held:${cause}`,
			since: Math.min(...lots!.map(({ held_at }) => Date.parse(held_at))),
			kind: 'held',
			cause,
			reason: (lots!.find(({ lot }) => lot === cause) ?? lots![0]!).reason,
			lots: lots!
		}));
}

function lateTests(
	waiting: Waiting[],
	pace: PlantTrends['pace'] | undefined,
	now: number
): Trouble[] {
	return waiting.flatMap((test) => {
		const usual = pace?.tests.find(({ kind }) => kind === test.kind);
		const since = Date.parse(test.since);
		if (test.qc_status !== 'pending' || !usual || !isLate(now - since, usual)) return [];
		return [{ key: keyOfTest('late', test), since, kind: 'late-test' as const, test, pace: usual }];
	});
}

function lateStage(batch: Batch, pace: PlantTrends['pace'] | undefined, now: number): Trouble[] {
	const usual = paceOf(batch, pace);
	if (!batch.last || batch.last.ended_at || !usual) return [];
	const since = Date.parse(batch.last.started_at);
	if (!isLate(now - since, usual)) return [];
	return [{ key: `late:${batch.last.id}`, since, kind: 'late-stage', batch, pace: usual }];
}

/** @param took in milliseconds */
function isLate(took: number, { most, times }: Pace): boolean {
	return times >= ENOUGH && took > Math.max(most * MINUTE, PATIENCE);
}

function lossy(batch: Batch): Trouble[] {
	const { last } = batch;
	if (!last?.ended_at || !(last.loss_above_limit || last.yield_out_of_band)) return [];
	return [{ key: `loss:${last.id}`, since: Date.parse(last.ended_at), kind: 'lossy', batch }];
}

/** How long the stage that a batch is in usually takes. */
export function paceOf(
	{ item, last }: Batch,
	pace: PlantTrends['pace'] | undefined
): Pace | undefined {
	return pace?.stages.find((usual) => usual.item === item && usual.stage === last?.stage);
}

/** What comes next with a batch; `at` in milliseconds: when it is expected, or since when it could be done. */
export type Step = { batch: Batch; at: number } & (
	{ kind: 'begin' } | { kind: 'end'; late: boolean } | { kind: 'test' } | { kind: 'decide' }
);

/** What comes next at a plant: what could be done already, the oldest first, then what is expected. */
export function steps(
	{ batches, now: present }: PlantBoard,
	pace: PlantTrends['pace'] | undefined
): Step[] {
	return batches
		.map((batch) => step(batch, pace, Date.parse(present)))
		.sort((one, other) => one.at - other.at);
}

function step(batch: Batch, pace: PlantTrends['pace'] | undefined, now: number): Step {
	const { last } = batch;
	if (!last) return { kind: 'begin', batch, at: Date.parse(batch.created_at) };
	if (!last.ended_at) {
		const end = Date.parse(last.started_at) + (paceOf(batch, pace)?.minutes ?? 0) * MINUTE;
		return { kind: 'end', batch, at: end, late: end < now };
	}
	const at = Date.parse(last.ended_at);
	if (batch.held || last.qc_status === 'hold') return { kind: 'decide', batch, at };
	if (last.qc_status === 'pending') return { kind: 'test', batch, at };
	return { kind: 'begin', batch, at };
}

/** Figures of shifts added up: of a day, or of a week. */
export interface Output {
	output: number;
	input: number;
	finished: number;
	yieldPercent: number | null;
	yieldMinPercent: number | null;
}

export function sumOf(shifts: ShiftOfDay[]): Output {
	const sum = (figure: (shift: ShiftOfDay) => number) =>
		shifts.reduce((total, shift) => total + figure(shift), 0);
	const input = sum((shift) => shift.input);
	const output = sum((shift) => shift.output);
	const banded = shifts.every((shift) => shift.input === 0 || shift.yield_min_percent !== null);
	return {
		output,
		input,
		finished: sum((shift) => shift.finished),
		yieldPercent: input > 0 ? (100 * output) / input : null,
		yieldMinPercent:
			input > 0 && banded
				? sum((shift) => shift.input * (shift.yield_min_percent ?? 0)) / input
				: null
	};
}

/** The day that is being worked on, YYYY-MM-DD: that of the last shift which has begun. */
export function dayOf({ shifts, business_date }: PlantBoard, now: number): string {
	const begun = shifts.filter(({ starts_at }) => Date.parse(starts_at) <= now);
	return begun.at(-1)?.business_date ?? business_date;
}

/** @param day YYYY-MM-DD */
export function previousDay(day: string): string {
	return new Date(Date.parse(day) - 24 * 60 * MINUTE).toISOString().slice(0, 10);
}

/** The shifts that count on a day. */
export function shiftsOf(shifts: ShiftOfDay[] = [], day: string | undefined): ShiftOfDay[] {
	return shifts.filter((shift) => shift.business_date === day);
}

/** In which stage a batch stands: the one that it came to last, or that it has not begun yet. */
export function placeOf({ last, next }: Batch): string | undefined {
	return last?.stage ?? next?.stage;
}

/** The stages of a plant in their order, as far as the last days and the batches in work show them. */
export function stagesOf({ batches }: PlantBoard, trends: PlantTrends | undefined): string[] {
	const seen = [
		...(trends?.losses ?? []),
		...batches.flatMap(({ last, next }) => [last, next].filter((stage) => stage !== null))
	];
	const sorted = seen.toSorted((one, other) => one.position - other.position);
	return [...new Set(sorted.map(({ stage }) => stage))];
}

/** What a stage lost over the days. */
export interface StageLoss {
	id: string;
	name: string;
	unit: string;
	input: number;
	lossPercent: number;
	limitPercent: number | null;
	logs: number;
	/** How many of them lost more than their limit. */
	above: number;
	/** In percent, null where nothing was logged. */
	byDay: (number | null)[];
}

/** Losses added up by stage, in the order of the route. @param days YYYY-MM-DD */
export function lossesByStage({ losses }: PlantTrends, days: string[]): StageLoss[] {
	const stages = Object.values(Object.groupBy(losses, ({ stage_id: id }) => id)).map(
		(logged) => logged!
	);
	const sorted = stages.toSorted((one, other) => one[0]!.position - other[0]!.position);
	return sorted.map((logged) => {
		const sum = (figure: 'input' | 'output' | 'logs' | 'above_limit') =>
			logged.reduce((total, day) => total + day[figure], 0);
		const { stage_id: id, stage: name, unit } = logged[0]!;
		return {
			id,
			name,
			unit,
			input: sum('input'),
			lossPercent: (100 * (sum('input') - sum('output'))) / sum('input'),
			limitPercent: logged.at(-1)!.limit_percent,
			logs: sum('logs'),
			above: sum('above_limit'),
			byDay: days.map((day) => logged.find(({ date }) => date === day)?.loss_percent ?? null)
		};
	});
}

/** Id of the stage whose output is the product: the last of the route, as far as the days show it. */
export function lastStageOf({ losses }: PlantTrends): string | undefined {
	return losses.toSorted((one, other) => other.position - one.position)[0]?.stage_id;
}
