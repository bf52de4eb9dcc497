import { HOUR } from './clock.ts';
import type { Random } from './random.ts';
import type { Simulation } from './simulation.ts';
import type { Lot, Suggestion } from './store.ts';

/** The dispatch gate of the plant: customers' orders of packed product leave with invoice and vehicle. */
export class Dispatch {
	readonly #sim: Simulation;
	readonly #random: Random;
	/** What was packed last: what a doubt is about, when there is one. */
	lastPacked: Lot | undefined;

	constructor(sim: Simulation) {
		this.#sim = sim;
		this.#random = sim.random.fork('dispatch');
	}

	/** Two vehicles on a working day, none on a Sunday. */
	planDay(date: string): void {
		const { agenda } = this.#sim;
		if (new Date(date).getUTCDay() === 0) return;
		for (const time of ['10:30', '15:30']) {
			const leaves = this.#sim.at(date, time).getTime() + this.#random.between(-0.8, 0.8) * HOUR;
			agenda.plan(leaves, (at) => this.#ship(at));
		}
		agenda.plan(this.#sim.at(date, '19:00'), () => this.#sim.people.of('dispatch').signOut());
	}

	async #ship(at: Date): Promise<void> {
		const { mistakes, people, plant, store } = this.#sim;
		const clerk = people.of('dispatch');
		const wanted = 10 * this.#random.whole(4, 10);
		await store.counter.take(async () => {
			const lots = await clerk.ask<Suggestion>('suggest_lots', {
				item_id: plant.sku.id,
				site_id: plant.site('MCC1'),
				quantity: wanted
			});
			const lines = lots
				.filter((lot) => Number(lot.take) > 0 && !lot.skipped)
				.map((lot) => ({
					lot_id: lot.lot_id,
					location_id: lot.location_id,
					quantity: Number(lot.take)
				}));
			if (lines.length === 0) return;
			const shipment = {
				site_id: plant.site('MCC1'),
				customer_id: this.#random.pick(plant.partners('customer')),
				invoice_number: invoiceOf('MCC', at),
				vehicle: this.#sim.vehicle(this.#random),
				order_number: `SO-${this.#random.whole(10_000, 99_999)}`,
				lines
			};
			await clerk.call('ship_order', shipment);
			await mistakes.afterShipment(clerk, shipment);
		});
	}
}

/** An invoice number that no other moment of the place has. */
export function invoiceOf(prefix: string, at: Date): string {
	return `${prefix}-${at.toISOString().slice(2, 16).replaceAll(/\D/g, '')}`;
}
