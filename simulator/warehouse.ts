import { HOUR } from './clock.ts';
import { invoiceOf } from './dispatch.ts';
import type { Item } from './plant.ts';
import type { Random } from './random.ts';
import type { Simulation } from './simulation.ts';
import type { Lot, Suggestion } from './store.ts';
import { Turns } from './turns.ts';

/** The distributor's warehouse: trade goods come in, go out to retailers, and are damaged now and then. */
export class Warehouse {
	readonly #sim: Simulation;
	readonly #random: Random;
	readonly #hatch = new Turns();

	constructor(sim: Simulation) {
		this.#sim = sim;
		this.#random = sim.random.fork('warehouse');
	}

	planDay(date: string): void {
		const { agenda, people } = this.#sim;
		if (new Date(date).getUTCDay() === 0) return;
		agenda.plan(this.#sim.at(date, '09:15'), () => this.#replenish());
		for (let order = this.#random.whole(2, 4); order > 0; order--) {
			const leaves = this.#sim.at(date, '11:00').getTime() + this.#random.between(0, 6) * HOUR;
			agenda.plan(leaves, (at) => this.#hatch.take(() => this.#ship(at)));
		}
		if (this.#random.chance(0.15)) {
			agenda.plan(this.#sim.at(date, '17:40'), () => this.#hatch.take(() => this.#damage()));
		}
		agenda.plan(this.#sim.at(date, '18:10'), async () => {
			await this.#lookIn();
			await people.of('distributor').signOut();
			await people.of('retailer').signOut();
		});
	}

	async #replenish(): Promise<void> {
		const { people, plant } = this.#sim;
		const levels = await people
			.of('distributor')
			.read<{ item_id: string; available: string }>('stock_levels', { site_id: plant.site('WH1') });
		for (const item of plant.tradeGoods) {
			const stock = levels
				.filter((level) => level.item_id === item.id)
				.reduce((sum, level) => sum + Number(level.available), 0);
			if (stock < 2 * item.reorder_level) await this.#receive(item);
		}
	}

	async #receive(item: Item): Promise<void> {
		const { people, plant } = this.#sim;
		await people.of('distributor').call<Lot>('receive_goods', {
			location_id: plant.place('WH1/AISLE-1'),
			item_id: item.id,
			quantity: 12 * this.#random.whole(5, 12),
			vendor_id: plant.partner('VENDOR-X')
		});
	}

	async #ship(at: Date): Promise<void> {
		const { mistakes, people, plant } = this.#sim;
		const distributor = people.of('distributor');
		const lines: { lot_id: string; location_id: string; quantity: number }[] = [];
		const first = this.#random.whole(0, 9);
		for (let n = this.#random.whole(1, 4); n > 0; n--) {
			const item = plant.tradeGoods[(first + n) % plant.tradeGoods.length]!;
			const lots = await this.#lots(item, 6 * this.#random.whole(1, 4));
			for (const { lot_id, location_id, take } of lots) {
				if (Number(take) > 0) lines.push({ lot_id, location_id, quantity: Number(take) });
			}
		}
		if (lines.length === 0) return;
		const shipment = {
			site_id: plant.site('WH1'),
			customer_id: this.#random.pick(plant.partners('retailer')),
			invoice_number: `${invoiceOf('WH', at)}-${this.#random.whole(100, 999)}`,
			vehicle: this.#sim.vehicle(this.#random),
			tracking_number: `TRK${this.#random.whole(100_000, 999_999)}`,
			lines
		};
		await distributor.call('ship_order', shipment);
		await mistakes.afterShipment(distributor, shipment);
	}

	async #damage(): Promise<void> {
		const { people, plant } = this.#sim;
		const [lot] = (await this.#lots(this.#random.pick(plant.tradeGoods), 1)).filter(
			({ take }) => Number(take) > 0
		);
		if (!lot) return;
		await people.of('distributor').call('adjust_stock', {
			lot_id: lot.lot_id,
			location_id: lot.location_id,
			change: -1,
			reason_id: plant.reason('adjustment/damage'),
			note: 'Pack torn'
		});
	}

	/** The retailer looks at the evening what there is. */
	async #lookIn(): Promise<void> {
		const retailer = this.#sim.people.of('retailer');
		await retailer.read('stock_levels', { site_id: this.#sim.plant.site('GREENSHELF') });
		await this.#sim.mistakes.ofRetailer(retailer);
	}

	async #lots(item: Item, quantity: number): Promise<Suggestion[]> {
		const { people, plant } = this.#sim;
		const lots = await people.of('distributor').ask<Suggestion>('suggest_lots', {
			item_id: item.id,
			site_id: plant.site('WH1'),
			quantity
		});
		return lots.filter((lot) => !lot.skipped);
	}
}
