import * as machines from '#lib/catalog/machines.ts';
import * as places from '#lib/catalog/places.ts';
import * as stages from '#lib/catalog/stages.ts';
import * as units from '#lib/catalog/units.ts';
import { orLast } from '#lib/last-read.ts';
import * as batches from '#lib/production/batches.ts';
import * as boards from '#lib/production/boards.ts';
import * as logs from '#lib/production/stage-logs.ts';
import type { Journey, JourneyStage, ShiftBoard } from '#lib/production/types.ts';

/** A batch with the shift in which it is worked on. */
export interface Work {
	journey: Journey;
	board: ShiftBoard;
}

/** All that the form of a stage offers and measures by. */
export interface StageEntry {
	fields: stages.StageField[];
	machines: machines.Machine[];
	/** Where the product may go after the last stage. */
	places: places.Place[];
	/** What the measured times before gave, the latest first. */
	recent: logs.RecentLog[];
	units: units.Unit[];
	/** Where the product of the last finished batch went; null when there is none. */
	lastPlace: string | null;
}

/** As many as tell what is usual. */
const RECENT = 8;

/** What changes while somebody works. @throws Refusal */
export async function work(siteId: string, batch: string, signal?: AbortSignal): Promise<Work> {
	const [journey, board] = await Promise.all([
		journeyOf(batch, signal),
		orLast(`shift-board:${siteId}`, () => boards.shift(siteId, signal))
	]);
	return { journey, board };
}

function journeyOf(batch: string, signal?: AbortSignal): Promise<Journey> {
	return orLast(`journey:${batch}`, () => batches.open(batch, signal));
}

/** The stage that runs, else the one that is next. */
export function stageToEnter({ stages, state }: Journey): JourneyStage | undefined {
	if (state !== 'running') return undefined;
	return stages.find(({ log }) => !log?.ended_at);
}

/** What the form of a stage needs besides. @throws Refusal */
export async function entry(
	siteId: string,
	stageId: string,
	signal?: AbortSignal
): Promise<StageEntry> {
	const [fields, here, stores, recent, known, lastPlace] = await Promise.all([
		orLast(`fields:${stageId}`, () => stages.fields(stageId, { active: true })),
		orLast(`machines:${siteId}`, () => machines.list(siteId, { active: true })),
		orLast(`places:${siteId}`, () => places.list(siteId, { active: true })),
		orLast(`recent:${siteId}:${stageId}`, () => logs.recent(siteId, stageId, RECENT, signal)),
		orLast('units', () => units.list()),
		orLast(`last-place:${siteId}`, () => batches.placeOfLast(siteId, signal))
	]);
	return { fields, machines: here, places: stores, recent, units: known, lastPlace };
}

/**
 * Reads beforehand what the form of a batch will need, so that it opens at once, and where there is no
 * network, too.
 * @returns the batch
 * @throws Refusal
 */
export async function prepare(siteId: string, batch: string): Promise<Journey> {
	const journey = await journeyOf(batch);
	const stage = stageToEnter(journey);
	if (stage) await entry(siteId, stage.stage_id);
	return journey;
}

/**
 * What is there for a stage, in the product's unit: what came out of the stage before, and the material
 * given to this one.
 */
export function inputOf(journey: Journey, stage: JourneyStage, units: units.Unit[]): number {
	if (stage.log) return stage.log.input;
	const before = journey.stages.findLast(({ position }) => position < stage.position);
	const given = journey.materials
		.filter(({ position }) => position === stage.position)
		.reduce((sum, { open, unit }) => sum + open * factor(unit, journey.unit, units), 0);
	return rounded((before?.log?.output ?? 0) + given);
}

/** Both are of one dimension: the database allocates nothing else. */
function factor(unit: string, to: string, units: units.Unit[]): number {
	const of = (code: string) => units.find((known) => known.code === code)?.factor ?? 1;
	return of(unit) / of(to);
}

/** To the six decimals of a quantity, without the dust of binary fractions. */
const rounded = (value: number) => Math.round(value * 1e6) / 1e6;
