import { randomUUID } from 'node:crypto';
import type { TestDatabase } from '../database.ts';
import { Plant } from '../stock/plant.ts';

/** What an import answers. */
export interface ImportAnswer {
	id: string;
	code: string;
	qc_status: string;
	held: boolean;
	received_on: string;
	imported_at: string;
	places: { location: string; on_hand: number; available: number }[];
	out_of_limits: { attempt: number; name: string; value?: number; observed?: string }[];
}

/**
 * A plant with a material and a product, both in kg, whose plans have been in force since 2018: moisture
 * of the material at most 5 %, from 2020 on at most 4 %; of the product 4 to 6 %.
 */
export class Past {
	readonly plant: Plant;
	readonly product: string;
	readonly tag = randomUUID().slice(0, 6);

	private constructor(plant: Plant, product: string) {
		this.plant = plant;
		this.product = product;
	}

	static async of(db: TestDatabase): Promise<Past> {
		const plant = await Plant.build(db);
		const product = await db.as('admin', async (sql) => {
			const [made] = await sql<{ id: string }[]>`
				insert into items (code, name, kind, unit)
				values (${`P${randomUUID().slice(0, 8).toUpperCase()}`}, 'Product', 'finished', 'kg') returning id`;
			for (const [kind, item, version, from, least, most] of [
				['incoming', plant.ids.item, 1, '2018-01-01', null, 5],
				['incoming', plant.ids.item, 2, '2020-01-01', null, 4],
				['final', made!.id, 1, '2018-01-01', 4, 6]
			] as const) {
				const [plan] = await sql<{ id: string }[]>`
					insert into qc_plans (kind, item_id, version, effective_from) values (${kind}, ${item}, ${version}, ${from}) returning id`;
				await sql`insert into qc_parameters (plan_id, name, unit, minimum, maximum) values (${plan!.id}, 'Moisture', '%', ${least}, ${most})`;
				await sql`update qc_plans set active = true where id = ${plan!.id}`;
			}
			return made!.id;
		});
		return new Past(plant, product);
	}

	/** A code that no other test has. */
	code(name: string): string {
		return `${name}-${this.tag}`;
	}

	async lot(
		name: string,
		more: Record<string, unknown> = {},
		persona = 'admin'
	): Promise<ImportAnswer> {
		return await this.plant.call<ImportAnswer>(persona, 'import_lot', {
			location_id: this.plant.ids.STORE,
			item_id: this.plant.ids.item,
			code: this.code(name),
			quantity: 100,
			received_on: '2019-03-01',
			...more
		});
	}

	/** A batch of 100 kg of lots, in equal parts, of which 95 kg came out. */
	async batch(
		name: string,
		lots: string[],
		more: Record<string, unknown> = {},
		persona = 'admin'
	): Promise<ImportAnswer> {
		return await this.plant.call<ImportAnswer>(persona, 'import_batch', {
			location_id: this.plant.ids.STORE,
			item_id: this.product,
			code: this.code(name),
			made_on: '2019-04-01',
			inputs: lots.map((lot) => ({ lot: this.code(lot), quantity: 100 / lots.length })),
			planned_quantity: 100,
			output_quantity: 95,
			...more
		});
	}
}

/** Incoming results, as a lot brings them. */
export const moisture = (value: unknown, remarks = 'old book') => [
	{ results: [{ name: 'Moisture', value }], remarks }
];
