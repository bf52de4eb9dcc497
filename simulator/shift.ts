import { HOUR, MINUTE } from './clock.ts';
import type { Name } from './people.ts';
import type { Machine, Stage, StageField } from './plant.ts';
import type { Random } from './random.ts';
import type { Simulation } from './simulation.ts';
import type { Lot, Suggestion } from './store.ts';

/** A batch as commands answer it. */
export interface Batch {
	id: string;
	code: string;
	lot_id: string;
	state: string;
	last: {
		id: string;
		position: number;
		machine: string;
		input: number;
		output: number | null;
		started_at: string;
		ended_at: string | null;
		qc_status: string;
	} | null;
	next: { position: number } | null;
}

/** Something that a shift leaves undone. */
interface Gap {
	kind: string;
	subject_id: string;
}

/** When a day's batches begin, give or take. */
const STARTS = ['00:20', '06:20', '12:20', '18:20'];
/** Of alpha cellulose, in kg. */
const CHARGE = 800;
/** Of binder, blended in, in kg. */
const BINDER = 4;
const OPERATORS = ['Ramesh', 'Suresh', 'Babu', 'Anand', 'Velu', 'Mohan', 'Fathima', 'Jaya'];
/** How long a stage takes, in minutes. */
const DURATION: Record<string, number> = {
	pre_treatment: 90,
	drying: 170,
	grinding: 100,
	sieving: 70,
	blending: 60
};
/** The document's first batch: what came out of each stage, in kg. */
const DOCUMENT = {
	code: 'MCC-24-051-A',
	outputs: [770, 760, 755, 748, 748]
};
/** Hours from one downtime of a machine to the next, on average. */
const BETWEEN_DOWNTIMES = 70;
/** Part of the shifts that nobody closes, so that the clock locks them. */
const FORGOTTEN = 0.05;
/** Why a supervisor leaves things undone, by the kind of what is missing. */
const REASONS: Record<string, string[]> = {
	stage_running: ['Goes on in the next shift.'],
	material_open: ['Is used in the next shift.'],
	downtime_open: ['The fitters are at it.', 'Waits for a spare part.'],
	qc_missing: ['The sample is with QA.'],
	field_missing: ['The gauge was being calibrated.'],
	loss_unexplained: [
		'Cake stuck to the wall and was scraped off.',
		'A bag tore and was swept up.',
		'Fines went into the filter.'
	]
};
const NOTES = [
	'All quiet.',
	'Keep an eye on the dryer, it runs hot.',
	'QA wants the next sample early.',
	'The sifter was noisy towards the end.',
	'Binder is low; the store knows.'
];
const DOWNTIMES: Record<string, [low: number, high: number]> = {
	breakdown: [40, 180],
	cleaning: [20, 45],
	changeover: [15, 35],
	no_material: [20, 60],
	power_failure: [10, 50]
};

/** The floor, as its supervisors work it: batches, their stages, machines that stand still, packing. */
export class Shifts {
	readonly #sim: Simulation;
	readonly #random: Random;
	/** Batches that wait for a machine of a stage. */
	readonly #waiting = new Map<number, Batch[]>();
	#document = false;

	constructor(sim: Simulation) {
		this.#sim = sim;
		this.#random = sim.random.fork('shifts');
	}

	/** @param document whether the first batch is the document's */
	open(document: boolean): void {
		this.#document = document;
		const { agenda, clock, plant } = this.#sim;
		for (const stage of plant.stages) {
			for (const machine of stage.machines) {
				const hours = this.#random.exponential(BETWEEN_DOWNTIMES);
				agenda.add(clock.now.getTime() + hours * HOUR, (at) => this.#standStill(machine, at));
			}
		}
	}

	planDay(date: string): void {
		const { agenda } = this.#sim;
		for (const start of STARTS) {
			const begins = this.#sim.at(date, start).getTime() + this.#random.between(-10, 40) * MINUTE;
			agenda.plan(begins, (at) => this.#startBatch(at));
		}
		for (const [end, who, next] of [
			['06:00', 'supervisor.c', 'supervisor.a'],
			['14:00', 'supervisor.a', 'supervisor.b'],
			['22:00', 'supervisor.b', 'supervisor.c']
		] as const) {
			if (this.#random.chance(FORGOTTEN)) continue;
			agenda.planFirst(this.#sim.at(date, end), (at) => this.#close(at, who, next));
		}
		for (const [time, who] of [
			['06:30', 'supervisor.c'],
			['14:30', 'supervisor.a'],
			['22:30', 'supervisor.b']
		] as const) {
			agenda.plan(this.#sim.at(date, time), async () => {
				await this.#sim.people.of(who).signOut();
				await this.#sim.people.supervisor.look('shift_board', {
					site_id: this.#sim.plant.site('MCC1')
				});
			});
		}
	}

	/** The end of a shift: it is handed over, what stays undone is explained, and it is closed. */
	async #close(end: Date, who: Name, next: Name): Promise<void> {
		const { mistakes, office, people } = this.#sim;
		const run = office.runOf(who, new Date(end.getTime() - 8 * HOUR));
		if (!run) return;
		const [supervisor, follower] = [people.of(who), people.of(next)];
		const { given } = await supervisor.call<{ given: { id: string; facts: { gaps: Gap[] } } }>(
			'hand_over_shift',
			{ run, note: this.#random.pick(NOTES) }
		);
		await follower.call('receive_handover', { handover: given.id });
		await mistakes.beforeClose(supervisor, follower, run, given.facts.gaps.length);
		const reasons = given.facts.gaps.map(({ kind }) => this.#random.pick(REASONS[kind]!));
		await Promise.all(
			given.facts.gaps.map(({ kind, subject_id }, n) =>
				supervisor.call('explain_gap', { run, kind, subject_id, reason: reasons[n] })
			)
		);
		await supervisor.call('close_shift', { run });
	}

	/** Goes on with the batches and downtimes that an earlier simulation, or people, left. */
	async resume(): Promise<void> {
		const { agenda, clock, laboratory, people, plant } = this.#sim;
		const board = await people
			.of('manager')
			.look<{ batches: Batch[]; downtimes: { id: string }[] }>('plant_board', {
				site_id: plant.site('MCC1')
			});
		const soon = clock.now.getTime() + 10 * MINUTE;
		for (const { id } of board.downtimes) {
			agenda.add(soon, async (at) => {
				await people.supervisor.call('end_downtime', {
					downtime_id: id,
					ended_at: at.toISOString()
				});
			});
		}
		for (const batch of board.batches) {
			const { last, next } = batch;
			if (last && !last.ended_at) {
				const machine = plant.stages
					.flatMap((stage) => stage.machines)
					.find(({ code }) => code === last.machine);
				if (!machine) continue;
				machine.busy = true;
				const began = Date.parse(last.started_at);
				const ends = began + this.#duration(plant.stages[last.position - 1]!);
				agenda.add(Math.max(ends, soon), (at) => this.#finishStage(batch, machine, at));
			} else if (last && ['pending', 'hold'].includes(last.qc_status)) {
				agenda.add(soon, (at) =>
					laboratory.testStage(batch, at, (passed) => this.#goOn(batch, passed))
				);
			} else if (next) {
				agenda.add(soon, (at) => this.#startStage(batch, at));
			}
		}
		await this.#resumeBulk(soon);
	}

	/** Bulk that waits for its tests or for being packed. */
	async #resumeBulk(soon: number): Promise<void> {
		const { agenda, laboratory, people, plant } = this.#sim;
		const manager = people.of('manager');
		const bulk = await manager.read<{ lot_id: string; on_hand: string; qc_status: string }>(
			'stock_levels',
			{ item_id: plant.product.id, site_id: plant.site('MCC1') }
		);
		for (const { lot_id, on_hand, qc_status } of bulk) {
			if (qc_status === 'fail') continue;
			if (Number(on_hand) < plant.sku.pack_size) {
				this.#sim.office.sweep(lot_id, Number(on_hand));
				continue;
			}
			const [made] = await manager.read<Batch>('batches', { lot_id });
			if (!made) continue;
			const logs = await manager.read<NonNullable<Batch['last']>>('stage_logs', {
				batch_id: made.id
			});
			const last = logs.find(({ position }) => position === plant.stages.length)!;
			const batch = { ...made, last: { ...last, output: Number(on_hand) } };
			agenda.add(soon, async (at) => {
				if (qc_status === 'pass') await this.#pack(batch);
				else if (last.qc_status === 'pending' || last.qc_status === 'hold') {
					await laboratory.testStage(batch, at, (passed) => this.#goOn(batch, passed));
				} else await this.#testFinal(batch, at);
			});
		}
	}

	async #testFinal(batch: Batch, at: Date): Promise<void> {
		const { agenda, laboratory } = this.#sim;
		await laboratory.testFinal(batch, at, (passed) => {
			agenda.add(passed.getTime() + this.#random.between(0.5, 4) * HOUR, () => this.#pack(batch));
		});
	}

	async #startBatch(at: Date): Promise<void> {
		const { agenda, mistakes, people, plant, store } = this.#sim;
		const supervisor = people.supervisor;
		const document = this.#document;
		this.#document = false;
		await mistakes.beforeBatch();
		const batch = await store.counter.take(async () => {
			const alpha = await store.pick('ALC', CHARGE);
			const binder = document ? [] : await store.pick('BINDER-X', BINDER);
			if (!alpha || !binder) return undefined;
			const batch = await supervisor.call<Batch>('start_batch', {
				site_id: plant.site('MCC1'),
				item_id: plant.product.id,
				planned_quantity: CHARGE,
				code: document ? DOCUMENT.code : undefined
			});
			await mistakes.beforeAllocation(batch, alpha);
			await this.#allocate(batch, 1, alpha, CHARGE);
			await this.#allocate(batch, plant.stages.length, binder, BINDER);
			return batch;
		});
		// Nothing to make it of; the store knows, and trucks are on their way.
		if (!batch) return;
		agenda.add(at.getTime() + this.#random.between(5, 15) * MINUTE, (start) =>
			this.#startStage(batch, start)
		);
	}

	/** Takes what comes first; now and then it cannot be reached, and what comes next is taken. */
	async #allocate(
		batch: Batch,
		position: number,
		usable: Suggestion[],
		quantity: number
	): Promise<void> {
		const { people, plant } = this.#sim;
		const next = usable[1];
		const deviates = next && next.available >= quantity && this.#random.chance(0.03);
		const lots = deviates ? [{ ...next, take: quantity }] : usable.filter((lot) => lot.take > 0);
		for (const lot of lots) {
			await people.supervisor.call('allocate_material', {
				batch_id: batch.id,
				lot_id: lot.lot_id,
				location_id: lot.location_id,
				quantity: lot.take,
				position,
				...(deviates && {
					deviation_reason_id: plant.reason('deviation/lot_unreachable'),
					note: `${usable[0]!.lot} stands behind others`
				})
			});
		}
	}

	async #startStage(batch: Batch, at: Date): Promise<void> {
		const { agenda, mistakes, people, plant } = this.#sim;
		const stage = plant.stages[batch.last?.position ?? 0]!;
		const now = this.#sim.clock.now.getTime();
		const machine = stage.machines.find((free) => !free.busy && free.downUntil <= now);
		if (!machine) {
			this.#waiting.set(stage.position, [...(this.#waiting.get(stage.position) ?? []), batch]);
			return;
		}
		machine.busy = true;
		machine.lost = 0;
		await mistakes.beforeStage(batch, stage.position, machine.id);
		try {
			const started = await people.supervisor.call<Batch>('start_stage', {
				batch_id: batch.id,
				machine_id: machine.id,
				operator_name: this.#random.pick(OPERATORS),
				position: stage.position,
				started_at: at.toISOString()
			});
			const ends = at.getTime() + this.#duration(stage);
			agenda.add(ends, (over) => this.#finishStage(started, machine, over));
		} catch (error) {
			this.#free(machine, stage, at);
			throw error;
		}
	}

	async #finishStage(batch: Batch, machine: Machine, at: Date): Promise<void> {
		const { agenda, clock, mistakes, people, plant } = this.#sim;
		if (machine.lost > 0 || machine.downUntil > clock.now.getTime()) {
			const later = Math.max(at.getTime() + machine.lost, machine.downUntil);
			machine.lost = 0;
			return agenda.add(later + 5 * MINUTE, (over) => this.#finishStage(batch, machine, over));
		}
		const stage = plant.stages[batch.last!.position - 1]!;
		const output = this.#outputOf(batch, stage);
		await mistakes.beforeOutput(batch, machine.id);
		const ended = await people.supervisor
			.call<Batch>('finish_stage', {
				batch_id: batch.id,
				output_quantity: output,
				ended_at: at.toISOString(),
				parameters: this.#parameters(stage),
				to_id: stage.position === plant.stages.length ? plant.place('MCC1/FG-STORE') : undefined
			})
			.finally(() => this.#free(machine, stage, at));
		await this.#afterStage(ended, at);
	}

	async #afterStage(batch: Batch, at: Date): Promise<void> {
		const { agenda, laboratory, mistakes } = this.#sim;
		if (batch.last!.qc_status === 'not_required') return this.#goOn(batch, at);
		await mistakes.beforeTest(batch);
		agenda.add(at.getTime() + this.#random.between(15, 45) * MINUTE, (sampled) =>
			laboratory.testStage(batch, sampled, (passed) => this.#goOn(batch, passed))
		);
	}

	/** The next stage; after the last, the final test and the packing. */
	#goOn(batch: Batch, at: Date): void {
		const { agenda } = this.#sim;
		if (batch.state === 'running') {
			agenda.add(at.getTime() + this.#random.between(8, 20) * MINUTE, (start) =>
				this.#startStage(batch, start)
			);
			return;
		}
		agenda.add(at.getTime() + this.#random.between(40, 150) * MINUTE, (sampled) =>
			this.#testFinal(batch, sampled)
		);
	}

	#outputOf(batch: Batch, stage: Stage): number {
		if (batch.code === DOCUMENT.code) return DOCUMENT.outputs[stage.position - 1]!;
		// Mostly two thirds of what may be lost, seldom more than all of it.
		const loss = this.#random.normal(0.68, 0.15) * stage.lossLimit;
		const share = 1 - Math.max(0.05 * stage.lossLimit, loss) / 100;
		return Math.round(batch.last!.input * share * 10) / 10;
	}

	#duration(stage: Stage): number {
		return (DURATION[stage.code] ?? 60) * MINUTE * this.#random.between(0.88, 1.15);
	}

	#parameters(stage: Stage): Record<string, unknown> {
		const given: Record<string, unknown> = {};
		for (const field of stage.fields) {
			if (field.condition && !isAsked(field.condition, given)) continue;
			if (!field.required && !field.condition && this.#random.chance(0.1)) continue;
			given[field.key] = this.#valueOf(field);
		}
		return given;
	}

	#valueOf({ type, minimum, maximum, choices }: StageField): unknown {
		if (type === 'boolean') return this.#random.chance(0.95);
		if (type === 'choice') return this.#random.pick(choices!);
		if (type === 'text') return 'Damp air; ran hotter to hold the moisture';
		const low = minimum ?? 0;
		const high = maximum ?? low + 100;
		const middle = this.#random.normal(low + 0.5 * (high - low), 0.16 * (high - low));
		return Math.round(Math.min(high, Math.max(low, middle)));
	}

	/** The machine is swept, then takes the batch that has waited for it. */
	#free(machine: Machine, stage: Stage, at: Date): void {
		machine.busy = false;
		this.#sim.agenda.add(at.getTime() + 10 * MINUTE, async (free) => {
			const batch = this.#waiting.get(stage.position)?.shift();
			if (batch) await this.#startStage(batch, free);
		});
	}

	async #standStill(machine: Machine, at: Date): Promise<void> {
		const { agenda, people, plant } = this.#sim;
		const reason = this.#random.pick(['breakdown', ...Object.keys(DOWNTIMES)]);
		const lasts = this.#random.between(...DOWNTIMES[reason]!) * MINUTE;
		const over = at.getTime() + lasts;
		machine.downUntil = over;
		if (machine.busy) machine.lost += lasts;
		const downtime = await people.supervisor.call<{ id: string }>('log_downtime', {
			machine_id: machine.id,
			reason_id: plant.reason(`downtime/${reason}`),
			started_at: at.toISOString()
		});
		agenda.add(over, async (runs) => {
			await people.supervisor.call('end_downtime', {
				downtime_id: downtime.id,
				ended_at: runs.toISOString()
			});
			const stage = plant.stages.find(({ machines }) => machines.includes(machine))!;
			if (!machine.busy) this.#free(machine, stage, runs);
			const hours = this.#random.exponential(BETWEEN_DOWNTIMES);
			agenda.add(over + hours * HOUR, (next) => this.#standStill(machine, next));
		});
	}

	async #pack(batch: Batch): Promise<void> {
		const { agenda, clock, dispatch, laboratory, mistakes, people, plant, store } = this.#sim;
		await store.counter.take(async () => {
			const { sku } = plant;
			const loss = Math.round(this.#random.between(0.3, 2) * 10) / 10;
			const packs = Math.floor((batch.last!.output! - loss) / sku.pack_size);
			const bags = await store.pick('BAG-25', packs);
			if (!bags) return agenda.add(clock.now.getTime() + 6 * HOUR, () => this.#pack(batch));
			await mistakes.beforePacking(batch, packs);
			const packer = this.#random.chance(0.7) ? people.supervisor : people.of('dispatch');
			const packed = await packer.call<Lot & { rest: number }>('pack_batch', {
				batch_id: batch.id,
				location_id: plant.place('MCC1/FG-STORE'),
				sku_id: sku.id,
				packs,
				to_id: plant.place('MCC1/FG-STORE'),
				loss_quantity: loss,
				packaging: bags
					.filter((bag) => bag.take > 0)
					.map(({ lot_id, location_id, take }) => ({ lot_id, location_id, quantity: take }))
			});
			this.#sim.office.sweep(batch.lot_id, packed.rest);
			dispatch.lastPacked = packed;
			if (this.#random.chance(0.4)) await laboratory.certify(packed);
		});
	}
}

function isAsked(
	{ field, is, value }: NonNullable<StageField['condition']>,
	given: Record<string, unknown>
): boolean {
	const found = given[field];
	if (typeof found !== typeof value) return false;
	const [left, right] = [found as number, value as number];
	switch (is) {
		case '=':
			return left === right;
		case '<>':
			return left !== right;
		case '<':
			return left < right;
		case '<=':
			return left <= right;
		case '>':
			return left > right;
		default:
			return left >= right;
	}
}
