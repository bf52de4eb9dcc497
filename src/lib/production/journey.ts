import { m } from '#lib/paraglide/messages.js';
import { nextStep } from '#lib/production/steps.ts';
import type { Downtime, Journey, JourneyStage } from '#lib/production/types.ts';
import type { Test } from '#lib/quality/types.ts';
import { formatBesideLimit, formatNumber, formatQuantity } from '#lib/ui/format.ts';
import type { TimelineEntry } from '#lib/ui/timeline.ts';
import type { Tone } from '#lib/ui/tones.ts';

/** Yield so far: what has come out of the stages that have ended, of all that was put in. */
export function yieldSoFar(
	journey: Journey
): { percent: number; output: number; input: number } | undefined {
	const ended = journey.stages.filter(({ log }) => log?.ended_at);
	const output = ended.at(-1)?.log?.output;
	const input = ended.reduce((sum, { log }) => sum + log!.added, 0);
	if (!output || !input) return undefined;
	return { percent: (100 * output) / input, output, input };
}

/** Something of a batch that is not as it should be. */
export interface Trouble {
	id: string;
	tone: 'hold' | 'fail';
	sentence: string;
}

/** What is wrong with a batch, what keeps it from going on first. */
export function troublesOf(journey: Journey): Trouble[] {
	const holds = journey.holds
		.filter(({ released_at }) => !released_at)
		.map(({ cause, reason, held_at }): Trouble => ({
			id: `hold ${cause} ${held_at}`,
			tone: 'hold',
			sentence:
				cause === journey.code
					? m.production_trouble_hold({ reason })
					: m.production_trouble_held_by({ cause, reason })
		}));
	const tests = testsOf(journey)
		.filter(({ test, latest }) => latest && (test.status === 'fail' || test.status === 'hold'))
		.map(({ test, stage }): Trouble => ({
			id: test.id,
			tone: test.status === 'fail' ? 'fail' : 'hold',
			sentence: m.production_trouble_test({
				stage: stage ?? m.production_final_test(),
				number: test.number,
				names: test.results
					.filter(({ within_spec }) => !within_spec)
					.map(({ name }) => name)
					.join(', ')
			})
		}));
	const losses = journey.stages.flatMap(({ stage, log, loss_limit_percent }): Trouble[] => {
		if (!log?.loss_above_limit) return [];
		const loss = formatBesideLimit(log.loss_percent, loss_limit_percent);
		const limit = formatNumber(loss_limit_percent);
		return [
			{
				id: `loss ${log.id}`,
				tone: 'hold',
				sentence: m.production_trouble_loss({ stage, loss, limit })
			}
		];
	});
	const stops = downtimesOf(journey)
		.filter(({ ended_at }) => !ended_at)
		.map(({ id, machine, reason }): Trouble => ({
			id,
			tone: 'fail',
			sentence: m.production_trouble_stop({ machine, reason })
		}));
	return [...holds, ...tests, ...stops, ...losses];
}

export interface TestOfBatch {
	test: Test;
	/** Of the stage; undefined when it is of the product. */
	stage?: string;
	/** Whether no other has repeated it. */
	latest: boolean;
}

/** Every test of a batch, in the order of the route; the product's last. */
export function testsOf({ stages, tests }: Journey): TestOfBatch[] {
	const found = [
		...stages.flatMap(({ stage, log }) => (log?.tests ?? []).map((test) => ({ test, stage }))),
		...tests.map((test) => ({ test, stage: undefined }))
	];
	const repeated = new Set(found.map(({ test }) => test.retest_of));
	return found.map((entry) => ({ ...entry, latest: !repeated.has(entry.test.number) }));
}

export function downtimesOf({ stages }: Journey): Downtime[] {
	return stages.flatMap(({ log }) => log?.downtimes ?? []);
}

/** Where a batch is, in a few words. */
export function whereIs(journey: Journey): string {
	const step = nextStep(journey);
	const { last, state, places } = journey;
	if (state === 'rejected') return m.production_rejected();
	if (state === 'cancelled') return m.production_state_cancelled();
	if (step?.kind === 'finish') return step.stage;
	if (state === 'running') {
		return last ? m.production_after({ stage: last.stage }) : m.production_not_begun();
	}
	const held = places.filter(({ on_hand }) => on_hand > 0).map(({ location }) => location);
	return held.length ? held.join(', ') : m.production_all_gone();
}

/** What is next for a batch, in a few words; nothing when it is over. */
export function whatIsNext(journey: Journey): string | undefined {
	const step = nextStep(journey);
	switch (step?.kind) {
		case 'finish':
			return m.production_finish({ stage: step.stage });
		case 'start':
			return m.production_start({ stage: step.stage });
		case 'give':
			return m.production_give_material();
		case 'wait':
			return m.production_qc_of({ stage: step.stage });
		case 'held':
			return m.production_release();
	}
	if (journey.state !== 'finished') return undefined;
	if (journey.qc_status === 'pending' && !journey.held) return m.production_final_test();
	if (journey.qc_status === 'hold' || journey.held) return m.production_release();
	if (journey.qc_status === 'fail') return undefined;
	return journey.balance.on_hand > 0 ? m.production_pack() : undefined;
}

export interface JourneyEntry extends TimelineEntry {
	/** The stage that it is about. */
	stage?: JourneyStage;
}

/** A batch's life in the order in which it goes, with what is still to come. */
export function timelineOf(journey: Journey): JourneyEntry[] {
	const { stages, packed, shipments, unit } = journey;
	const began: JourneyEntry = {
		id: 'begun',
		title: m.production_begun({ quantity: formatQuantity(journey.planned_quantity, unit) }),
		at: journey.created_at,
		by: journey.created_by,
		note: journey.remarks ?? undefined,
		tone: 'info'
	};
	const ended: JourneyEntry[] =
		journey.state === 'running' || !journey.ended_at
			? []
			: [
					{
						id: 'ended',
						title:
							journey.state === 'finished'
								? m.production_produced({
										quantity: formatQuantity(journey.balance.produced, unit)
									})
								: whereIs(journey),
						at: journey.ended_at,
						tone: journey.state === 'finished' ? 'pass' : 'fail'
					}
				];
	const packs = packed.map(
		({ lot_id, lot, item_name, packs, packed_at, packed_by }): JourneyEntry => ({
			id: lot_id,
			title: m.production_packed_as({ packs: formatNumber(packs), item: item_name, lot }),
			at: packed_at,
			by: packed_by,
			tone: 'pass'
		})
	);
	const sent = [
		...shipments.map((shipment) => ({ ...shipment, lot: journey.code, unit })),
		...packed.flatMap(({ lot, shipments }) =>
			shipments.map((shipment) => ({ ...shipment, lot, unit: '' }))
		)
	].map(({ shipment, customer, lot, quantity, unit, shipped_at }): JourneyEntry => ({
		id: `${shipment} ${lot}`,
		title: m.production_shipped({
			quantity: formatQuantity(quantity, unit),
			lot,
			customer
		}),
		at: shipped_at,
		note: shipment,
		tone: 'pass'
	}));
	return [began, ...stages.map(stageEntry), ...ended, ...packs, ...sent];
}

function stageEntry(stage: JourneyStage): JourneyEntry {
	const { log } = stage;
	const entry = { id: `stage ${stage.position}`, title: stage.stage, stage };
	if (!log) return { ...entry, tone: 'pending' };
	const by = [log.operator, log.shift && m.production_shift({ code: log.shift })]
		.filter(Boolean)
		.join(', ');
	return { ...entry, at: log.started_at, by, tone: toneOf(stage) };
}

function toneOf({ log }: JourneyStage): Tone {
	if (!log?.ended_at) return 'info';
	if (log.qc_status === 'fail') return 'fail';
	if (log.qc_status === 'hold' || log.loss_above_limit) return 'hold';
	return log.qc_status === 'pending' ? 'pending' : 'pass';
}
