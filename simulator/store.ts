import { DAY, HOUR, MINUTE } from './clock.ts';
import type { Random } from './random.ts';
import type { Simulation } from './simulation.ts';
import { Turns } from './turns.ts';

/** A lot as commands answer it. */
export interface Lot {
	id: string;
	code: string;
	qc_status: string;
	held: boolean;
	places: { location: string; on_hand: number; available: number }[];
}

/** A line of suggest_lots. */
export interface Suggestion {
	lot_id: string;
	lot: string;
	location_id: string;
	location: string;
	available: number;
	take: number;
	skipped: string | null;
}

/** What the plant buys: below how much of it, how much, on how many trucks, from whom. */
const SUPPLY = {
	ALC: {
		below: 14_000,
		order: 24_000,
		trucks: 3,
		vendors: ['VENDOR-X', 'VENDOR-X', 'FIBRE-NORTH']
	},
	'BINDER-X': { below: 120, order: 400, trucks: 1, vendors: ['VENDOR-X'] },
	'BAG-25': { below: 900, order: 3000, trucks: 1, vendors: ['VENDOR-X'] }
} as const;

type Supply = keyof typeof SUPPLY;

/** The raw-material store: what is ordered, what comes, what waits for QC and what is given out. */
export class Store {
	readonly #sim: Simulation;
	readonly #random: Random;
	/** What trucks still bring, in the item's unit. */
	readonly #coming = new Map<string, number>();
	/** For whoever takes goods out, at the store or the gate. */
	readonly counter = new Turns();

	constructor(sim: Simulation) {
		this.#sim = sim;
		this.#random = sim.random.fork('store');
	}

	/** One morning: what runs low is ordered. */
	planDay(date: string): void {
		const { agenda } = this.#sim;
		agenda.plan(this.#sim.at(date, '08:10'), async (at) => {
			for (const code of Object.keys(SUPPLY) as Supply[]) await this.#replenish(code, at);
		});
	}

	/** The first goods of an empty plant, before the first shift can begin. */
	async open(at: Date, document: boolean): Promise<void> {
		if (document) await this.#firstLot(at);
		for (const code of Object.keys(SUPPLY) as Supply[]) {
			await this.#buy(code, 'VENDOR-X', at, at.getTime());
		}
	}

	/**
	 * The lots of an item in the store that may be used, in the order of picking, with what to take of
	 * each; undefined when they are less than the quantity.
	 */
	async pick(code: string, quantity: number): Promise<Suggestion[] | undefined> {
		const { people, plant } = this.#sim;
		const lots = await people.supervisor.ask<Suggestion>('suggest_lots', {
			item_id: plant.item(code).id,
			site_id: plant.site('MCC1'),
			quantity: 1e8
		});
		let left = quantity;
		const usable = lots
			.filter(({ location, skipped }) => !skipped && location !== 'QC-AREA')
			.map((lot) => {
				const available = Number(lot.available);
				const take = Math.min(available, left);
				left -= take;
				return { ...lot, available, take };
			});
		return left > 0 ? undefined : usable;
	}

	/** Goes on with what stands in quarantine. */
	async resume(): Promise<void> {
		const { agenda, clock, laboratory, people, plant } = this.#sim;
		const levels = await people.of('storekeeper').read<{
			lot_id: string;
			item: string;
			on_hand: string;
			qc_status: string;
		}>('stock_levels', { location_id: plant.place('MCC1/QC-AREA') });
		for (const { lot_id, item, on_hand, qc_status } of levels) {
			if (qc_status === 'fail') continue;
			const shelve = (passed: Date) => this.#shelve(lot_id, Number(on_hand), passed);
			if (qc_status === 'pass') shelve(clock.now);
			else {
				agenda.add(clock.now.getTime() + 20 * MINUTE, (at) =>
					laboratory.testIncoming(lot_id, item, at, shelve)
				);
			}
		}
	}

	async #replenish(code: Supply, at: Date): Promise<void> {
		const { people, plant } = this.#sim;
		const levels = await people.of('storekeeper').read<{ available: string }>('stock_levels', {
			item_id: plant.item(code).id,
			site_id: plant.site('MCC1')
		});
		const stock = levels.reduce((sum, level) => sum + Number(level.available), 0);
		if (stock + (this.#coming.get(code) ?? 0) >= SUPPLY[code].below) return;
		const first = at.getTime() + this.#random.between(4, 9) * HOUR;
		await this.#buy(code, this.#random.pick(SUPPLY[code].vendors), at, first);
	}

	/** An order, and a truck a day until all of it has come. */
	async #buy(code: Supply, vendor: string, at: Date, first: number): Promise<void> {
		const { order, trucks } = SUPPLY[code];
		const line = await this.#order(code, order, vendor, at);
		for (let truck = 0; truck < trucks; truck++) {
			this.#sim.agenda.add(first + truck * DAY, (arrived) =>
				this.#receive(code, order / trucks, line, arrived)
			);
		}
	}

	async #order(code: Supply, quantity: number, vendor: string, at: Date): Promise<string> {
		const { people, plant } = this.#sim;
		const manager = people.of('manager');
		const order = await manager.insert<{ id: string }>('purchase_orders', {
			site_id: plant.site('MCC1'),
			vendor_id: plant.partner(vendor),
			number: `PO-${code}-${at.toISOString().slice(2, 16).replaceAll(/\D/g, '')}`,
			ordered_on: at.toISOString().slice(0, 10)
		});
		const line = await manager.insert<{ id: string }>('purchase_order_lines', {
			order_id: order.id,
			position: 1,
			item_id: plant.item(code).id,
			quantity
		});
		this.#coming.set(code, (this.#coming.get(code) ?? 0) + quantity);
		return line.id;
	}

	/** A truck: its goods stand in quarantine until QA has passed them, then go to the store. */
	async #receive(code: Supply, quantity: number, line: string, at: Date): Promise<void> {
		const { agenda, laboratory, mistakes, people, plant } = this.#sim;
		const keeper = people.of('storekeeper');
		await mistakes.beforeReceipt(plant.item(code).id, line);
		const lot = await keeper.call<Lot>('receive_goods', {
			location_id: plant.place('MCC1/QC-AREA'),
			item_id: plant.item(code).id,
			quantity,
			order_line_id: line,
			vendor_lot: `V${this.#random.whole(10_000, 99_999)}`
		});
		this.#coming.set(code, this.#coming.get(code)! - quantity);
		await mistakes.afterReceipt(lot, plant.item(code).id, line);
		agenda.add(at.getTime() + this.#random.between(0.4, 3) * HOUR, (sampled) =>
			laboratory.testIncoming(lot.id, code, sampled, (passed) =>
				this.#shelve(lot.id, quantity, passed)
			)
		);
	}

	#shelve(lot: string, quantity: number, passed: Date): void {
		const { agenda, mistakes, people, plant } = this.#sim;
		agenda.add(passed.getTime() + this.#random.between(10, 40) * MINUTE, () =>
			this.counter.take(async () => {
				await mistakes.beforeTransfer(lot);
				await people.of('storekeeper').call('transfer_stock', {
					lot_id: lot,
					from_id: plant.place('MCC1/QC-AREA'),
					to_id: plant.place('MCC1/STORE-A'),
					quantity
				});
			})
		);
	}

	/** The document's: 800 kg of alpha cellulose from Vendor X, moisture 4.2 %, no foreign matter. */
	async #firstLot(at: Date): Promise<void> {
		const { people, plant } = this.#sim;
		const line = await this.#order('ALC', 800, 'VENDOR-X', new Date(at.getTime() - MINUTE));
		const lot = await people.of('storekeeper').call<Lot>('receive_goods', {
			location_id: plant.place('MCC1/STORE-A'),
			item_id: plant.item('ALC').id,
			quantity: 800,
			order_line_id: line,
			lot_code: 'ALC-24-051'
		});
		this.#coming.set('ALC', this.#coming.get('ALC')! - 800);
		await people.qa.call('record_qc_test', {
			lot_id: lot.id,
			results: [
				{ name: 'Moisture', value: 4.2 },
				{ name: 'Foreign matter', value: 'None' }
			]
		});
	}
}
