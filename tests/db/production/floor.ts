import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { TestDatabase } from '../database.ts';
import { assign, defineDay, runOf } from '../shifts/shifts.ts';
import { Plant, type LotAnswer } from '../stock/plant.ts';

/** A stage as a batch's answer shows it. */
export interface StageAnswer {
	id: string;
	position: number;
	stage: string;
	input: number;
	output: number | null;
	qc_status: string;
	loss?: number;
	loss_percent?: number;
	loss_above_limit?: boolean;
	yield_out_of_band?: boolean;
}

/** A batch as commands answer it. */
export interface BatchAnswer {
	id: string;
	code: string;
	lot_id: string;
	state: string;
	held: boolean;
	qc_status: string;
	allocated: number;
	last: StageAnswer | null;
	next: { position: number; stage: string; qc_gate: boolean } | null;
}

/** Material that a batch was given. */
export interface Material {
	id: string;
	position: number;
	lot: string;
	allocated: number;
	consumed: number;
	returned: number;
}

/** A downtime as commands answer it. */
export interface DowntimeAnswer {
	id: string;
	machine: string;
	reason: string;
	batch: string | null;
	started_at: string;
	ended_at: string | null;
	minutes: number;
}

/** What a refusal looks like to who calls: its code, and its sentence where that is said. */
export const refusal = (code: string, message?: string): Record<string, unknown> => ({
	detail: expect.stringContaining(`{"code": "${code}"`) as string,
	...(message === undefined ? {} : { message })
});

/** A test as commands answer it. */
export interface TestAnswer {
	id: string;
	number: string;
	status: string;
	attempt: number;
	overridden: boolean;
	results: { name: string; value?: number; observed?: string; within_spec: boolean }[];
	override: { id: string; state: string } | null;
}

export const DAY_OF_WORK = '2030-05-23';

export const STAGES = ['pre_treatment', 'drying', 'grinding', 'sieving', 'blending'] as const;

/** The results that pass each of the floor's plans. */
export const GOOD = {
	incoming: [
		{ name: 'Moisture', value: 4.2 },
		{ name: 'Foreign matter', value: 'None' }
	],
	in_process: [{ name: 'Moisture', value: 4 }],
	final: [
		{ name: 'Moisture', value: 5.2 },
		{ name: 'Particle size', value: 52 }
	]
};

/** A word for `results` of the kinds of tests. */
export type Results = { name: string; value: unknown }[];

/**
 * The plant P1 on the morning of DAY_OF_WORK, in shift A, with `supervisor` assigned to it: a product
 * with the documents' five stages, a machine for each, plans for its tests, and a SKU of 25 kg.
 */
export class Floor extends Plant {
	declare readonly product: string;
	declare readonly sku: string;
	declare readonly machines: string[];
	declare readonly customer: string;
	declare readonly run: string;

	/** @param gates positions of the stages that wait for QC */
	static async open(db: TestDatabase, { gates = [2, 5], ordered = 100_000 } = {}): Promise<Floor> {
		db.travelTo(`${DAY_OF_WORK}T00:30:00+05:30`);
		await db.siteOf('P1');
		const known = await db.sql`
			select from shifts join sites on sites.id = site_id where sites.code = 'P1'`;
		if (known.length === 0) await defineDay(db, 'P1');
		const run = await runOf(db, 'P1', 'A', DAY_OF_WORK);
		await assign(db, 'admin', run.id, 'supervisor');
		db.travelTo(`${DAY_OF_WORK}T06:05:00+05:30`);
		const plant = await Plant.build(db, ordered);
		const made = await db.as('admin', async (sql) => {
			const tag = randomUUID().slice(0, 6).toUpperCase();
			await sql`
				insert into partners (code, name, kind) values ('ACME', 'Acme Pharma', 'customer') on conflict do nothing`;
			const [product] = await sql`
				insert into items (code, name, kind, unit, shelf_life_days)
				values (${`MCC-${tag}`}, 'MCC Type R-102', 'finished', 'kg', 1095) returning id`;
			const [sku] = await sql`
				insert into items (code, name, kind, unit, pack_size, pack_unit, packs_item_id)
				values (${`MCC-${tag}-25`}, 'MCC Type R-102, 25 kg', 'finished', 'pcs', 25, 'kg', ${product!.id as string}) returning id`;
			const [route] =
				await sql`insert into routes (item_id) values (${product!.id as string}) returning id`;
			const machines: string[] = [];
			for (const [index, stage] of STAGES.entries()) {
				await sql`
					insert into route_stages (route_id, position, stage_id, loss_limit_percent, yield_min_percent, yield_max_percent, qc_gate)
					select ${route!.id as string}, ${index + 1}, id, 5, 90, 100, ${gates.includes(index + 1)}
					from stages where code = ${stage}`;
				const [machine] = await sql`
					insert into machines (site_id, code, name)
					values (${plant.ids.site}, ${`MCH-${tag}-${index + 1}01`}, ${stage}) returning id`;
				machines.push(machine!.id as string);
			}
			const plan = async (kind: string, item: string | null, stage: string | null) => {
				const [row] = await sql`
					insert into qc_plans (kind, item_id, stage_id, effective_from)
					values (${kind}, ${item}, ${stage && sql`(select id from stages where code = ${stage})`}, '2026-01-01') returning id`;
				return row!.id as string;
			};
			const limits = async (
				planId: string,
				name: string,
				unit: string | null,
				minimum: number | null,
				maximum: number | null,
				accepted: string[] | null = null
			) => {
				await sql`
					insert into qc_parameters (plan_id, name, unit, minimum, maximum, accepted)
					values (${planId}, ${name}, ${unit}, ${minimum}, ${maximum}, ${accepted})`;
			};
			const incoming = await plan('incoming', plant.ids.item, null);
			await limits(incoming, 'Moisture', '%', null, 5);
			await limits(incoming, 'Foreign matter', null, null, null, ['None']);
			const final = await plan('final', product!.id as string, null);
			await limits(final, 'Moisture', '%', 4, 6);
			await limits(final, 'Particle size', 'µm', 40, 60);
			const inProcess: string[] = [];
			for (const stage of STAGES) {
				const id = await plan('in_process', product!.id as string, stage);
				await limits(id, 'Moisture', '%', 2, 6);
				inProcess.push(id);
			}
			await sql`update qc_plans set active = true where id = any(${[incoming, final, ...inProcess]})`;
			const [customer] = await sql`select id from partners where code = 'ACME'`;
			return {
				product: product!.id as string,
				sku: sku!.id as string,
				machines,
				customer: customer!.id as string,
				run: run.id
			};
		});
		return Object.assign(Object.create(Floor.prototype) as Floor, plant, made);
	}

	/** Sets the plant's clock on DAY_OF_WORK. */
	at(clock: string): string {
		const instant = `${DAY_OF_WORK}T${clock}+05:30`;
		this.db.travelTo(instant);
		return instant;
	}

	/** A lot of the material that QA has passed. */
	async tested(quantity: number, more: Record<string, unknown> = {}): Promise<LotAnswer> {
		const lot = await this.receive(quantity, more);
		await this.test({ lot_id: lot.id }, GOOD.incoming);
		return lot;
	}

	async start(planned = 800, more: Record<string, unknown> = {}): Promise<BatchAnswer> {
		return await this.call<BatchAnswer>('supervisor', 'start_batch', {
			site_id: this.ids.site,
			item_id: this.product,
			planned_quantity: planned,
			...more
		});
	}

	async allocate(
		batch: BatchAnswer,
		lot: LotAnswer,
		quantity: number,
		more: Record<string, unknown> = {}
	): Promise<BatchAnswer> {
		return await this.call<BatchAnswer>('supervisor', 'allocate_material', {
			batch_id: batch.id,
			lot_id: lot.id,
			location_id: this.ids.STORE,
			quantity,
			...more
		});
	}

	/** Logs the stage at a position, from one clock time to another, on its machine. */
	async log(
		batch: BatchAnswer,
		position: number,
		output: number,
		from: string,
		to: string,
		more: Record<string, unknown> = {}
	): Promise<BatchAnswer> {
		const started_at = `${DAY_OF_WORK}T${from}+05:30`;
		const ended_at = this.at(to);
		return await this.call<BatchAnswer>('supervisor', 'log_stage', {
			batch_id: batch.id,
			machine_id: this.machines[position - 1],
			operator_name: 'Ramesh',
			started_at,
			ended_at,
			output_quantity: output,
			position,
			...(position === STAGES.length ? { to_id: this.ids.STORE } : {}),
			...more
		});
	}

	/** Records a test as QA; of a lot, of a stage, or of the latest stage of a batch. */
	async test(
		subject: { lot_id: string } | { stage_log_id: string },
		results: Results,
		more: Record<string, unknown> = {}
	): Promise<TestAnswer> {
		return await this.call<TestAnswer>('qa', 'record_qc_test', { ...subject, results, ...more });
	}

	/**
	 * A batch that has gone through its stages up to one, each tested where it must be, from 06:10 on,
	 * half an hour each.
	 * @param input kg of the material, all of it allocated
	 */
	async batchUpTo(position: number, input = 800): Promise<BatchAnswer> {
		const lot = await this.tested(input);
		let batch = await this.start(input);
		await this.allocate(batch, lot, input);
		let quantity = input;
		for (let step = 1; step <= position; step++) {
			quantity = Math.round(quantity * 0.98 * 1000) / 1000;
			const clock = (minutes: number) =>
				`${String(6 + Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}:00`;
			batch = await this.log(
				batch,
				step,
				quantity,
				clock(10 + 30 * (step - 1)),
				clock(10 + 30 * step)
			);
			if (batch.last!.qc_status === 'pending') {
				await this.test({ stage_log_id: batch.last!.id }, GOOD.in_process);
			}
		}
		return batch;
	}

	/** A batch that is finished and has passed its final test. */
	async released(input = 800): Promise<BatchAnswer> {
		const batch = await this.batchUpTo(STAGES.length, input);
		await this.test({ lot_id: batch.lot_id }, GOOD.final);
		return batch;
	}

	async pack(
		batch: BatchAnswer,
		packs: number,
		more: Record<string, unknown> = {}
	): Promise<LotAnswer & { rest: number; packed_quantity: number }> {
		return await this.call('supervisor', 'pack_batch', {
			batch_id: batch.id,
			location_id: this.ids.STORE,
			sku_id: this.sku,
			packs,
			to_id: this.ids.STORE,
			...more
		});
	}

	async ship(
		lot: { id: string },
		quantity: number,
		more: Record<string, unknown> = {}
	): Promise<{ id: string; number: string; lines: { lot: string; certificate: string | null }[] }> {
		return await this.call('dispatch_clerk', 'ship_order', {
			site_id: this.ids.site,
			customer_id: this.customer,
			invoice_number: `INV-${randomUUID().slice(0, 8)}`,
			vehicle: 'TN 38 AB 1234',
			lines: [{ lot_id: lot.id, location_id: this.ids.STORE, quantity }],
			...more
		});
	}

	/** A batch as its screen sees it. */
	async journey<T = Record<string, never>>(code: string, persona = 'manager'): Promise<T> {
		return await this.db.as(
			persona,
			async (sql) =>
				(await sql`select public.batch_journey(${code}) as journey`)[0]!.journey as never
		);
	}

	/** Assigns a person to a shift of DAY_OF_WORK, or of another date. */
	async assignTo(shift: string, persona: string, date = DAY_OF_WORK): Promise<string> {
		const run = await runOf(this.db, 'P1', shift, date);
		await assign(this.db, 'admin', run.id, persona);
		return run.id;
	}

	/**
	 * Another material on order, with a plan for its test.
	 * @returns what `tested` and `receive` take to mean it
	 */
	async material(
		unit: string,
		picking = 'fefo'
	): Promise<{ item_id: string; order_line_id: string }> {
		const code = `M${randomUUID().slice(0, 8).toUpperCase()}`;
		return await this.db.as('admin', async (sql) => {
			const [item] = await sql`
				insert into items (code, name, kind, unit, picking) values (${code}, ${code}, 'raw', ${unit}, ${picking}) returning id`;
			const [line] = await sql`
				insert into purchase_order_lines (order_id, position, item_id, quantity)
				select order_id, (select count(*) + 1 from purchase_order_lines as known where known.order_id = line.order_id), ${item!.id as string}, 100000
				from purchase_order_lines as line where id = ${this.ids.line} returning id`;
			const [plan] = await sql`
				insert into qc_plans (kind, item_id, effective_from) values ('incoming', ${item!.id as string}, '2026-01-01') returning id`;
			await sql`
				insert into qc_parameters (plan_id, name, unit, maximum, accepted)
				values (${plan!.id as string}, 'Moisture', '%', 5, null), (${plan!.id as string}, 'Foreign matter', null, null, '{None}')`;
			await sql`update qc_plans set active = true where id = ${plan!.id as string}`;
			return { item_id: item!.id as string, order_line_id: line!.id as string };
		});
	}

	/** What a batch was given, in the order in which it was. */
	async materials(batch: { id: string }): Promise<Material[]> {
		const rows = await this.db.sql`
			select stage_materials.id, position, lots.code as lot, allocated::float, consumed::float, returned::float
			from stage_materials join lots on lots.id = lot_id
			where batch_id = ${batch.id} order by allocated_at, lots.code, position`;
		return [...rows] as never;
	}

	/** On hand, reserved and available of a lot, by the place's code. */
	async levels(lot: { id: string }): Promise<Record<string, [number, number, number]>> {
		const rows = await this.db.sql`
			select location, on_hand::float, reserved::float, available::float from stock_levels where lot_id = ${lot.id}`;
		return Object.fromEntries(
			rows.map(({ location, on_hand, reserved, available }) => [
				location,
				[on_hand, reserved, available]
			])
		) as never;
	}

	async giveBack(
		material: { id: string },
		quantity: number,
		more: Record<string, unknown> = {}
	): Promise<BatchAnswer> {
		return await this.call<BatchAnswer>('supervisor', 'return_material', {
			stage_material_id: material.id,
			quantity,
			...more
		});
	}

	/** Starts the next stage of a batch on the machine of a position. */
	async begin(
		batch: { id: string },
		position: number,
		more: Record<string, unknown> = {},
		persona = 'supervisor'
	): Promise<BatchAnswer> {
		return await this.call<BatchAnswer>(persona, 'start_stage', {
			batch_id: batch.id,
			machine_id: this.machines[position - 1],
			operator_name: 'Ramesh',
			...more
		});
	}

	async finish(
		batch: { id: string },
		output: number,
		more: Record<string, unknown> = {},
		persona = 'supervisor'
	): Promise<BatchAnswer> {
		return await this.call<BatchAnswer>(persona, 'finish_stage', {
			batch_id: batch.id,
			output_quantity: output,
			...more
		});
	}

	async hold(lot: { id: string }): Promise<void> {
		await this.call('qa', 'hold_lot', { lot_id: lot.id, reason_id: await this.reason('hold') });
	}

	async stop(
		machine: string,
		more: Record<string, unknown> = {},
		persona = 'supervisor'
	): Promise<DowntimeAnswer> {
		return await this.call<DowntimeAnswer>(persona, 'log_downtime', {
			machine_id: machine,
			reason_id: await this.reason('downtime'),
			...more
		});
	}
}
