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

/**
 * What the plant buys: below how much of it in the store and on its way, a truck of how much, how many days
 * before it comes, from whom; and how many trucks an empty plant begins with.
 */
const SUPPLY = {
	ALC: {
		below: 26_000,
		truck: 8000,
		ahead: 3,
		vendors: ['VENDOR-X', 'VENDOR-X', 'FIBRE-NORTH'],
		first: 3
	},
	'BINDER-X': { below: 220, truck: 400, ahead: 2, vendors: ['VENDOR-X'], first: 1 },
	'BAG-25': { below: 1100, truck: 3000, ahead: 2, vendors: ['VENDOR-X'], first: 1 }
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
			const { truck, first } = SUPPLY[code];
			await this.#buy(code, truck * first, 'VENDOR-X', at, at.getTime());
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

	/** Goes on with what is on its way and what stands in quarantine. */
	async resume(): Promise<void> {
		await Promise.all([this.#resumeTrucks(), this.#resumeTests()]);
	}

	async #resumeTrucks(): Promise<void> {
		const { clock, people, plant } = this.#sim;
		const lines = await people
			.of('storekeeper')
			.read<{ id: string; item: string; due: string }>('due_lines', {
				site_id: plant.site('MCC1')
			});
		for (const { id, item, due } of lines) {
			if (!(item in SUPPLY)) continue;
			const comes = clock.now.getTime() + this.#random.between(6, 30) * HOUR;
			this.#expect(item as Supply, Number(due), id, this.#sim.inOfficeHours(comes));
		}
	}

	async #resumeTests(): Promise<void> {
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
		const { truck, ahead, vendors } = SUPPLY[code];
		const first = at.getTime() + ahead * DAY + this.#random.between(0, 9) * HOUR;
		await this.#buy(code, truck, this.#random.pick(vendors), at, first);
	}

	async #buy(
		code: Supply,
		quantity: number,
		vendor: string,
		at: Date,
		first: number
	): Promise<void> {
		this.#expect(code, quantity, await this.#order(code, quantity, vendor, at), first);
	}

	/** A truck a day until all of a line has come. */
	#expect(code: Supply, quantity: number, line: string, first: number): void {
		this.#coming.set(code, (this.#coming.get(code) ?? 0) + quantity);
		const { truck } = SUPPLY[code];
		for (let come = 0; come * truck < quantity; come++) {
			const load = Math.min(truck, quantity - come * truck);
			this.#sim.agenda.add(first + come * DAY, (arrived) =>
				this.#receive(code, load, line, arrived)
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
		return line.id;
	}

	/** A truck: its goods stand in quarantine until QA has passed them, then go to the store. */
	async #receive(code: Supply, quantity: number, line: string, at: Date): Promise<void> {
		const { agenda, laboratory, mistakes, people, plant } = this.#sim;
		const keeper = people.of('storekeeper');
		this.#coming.set(code, this.#coming.get(code)! - quantity);
		await mistakes.beforeReceipt(plant.item(code).id, line);
		const lot = await keeper.call<Lot>('receive_goods', {
			location_id: plant.place('MCC1/QC-AREA'),
			item_id: plant.item(code).id,
			quantity,
			order_line_id: line,
			vendor_lot: `V${this.#random.whole(10_000, 99_999)}`
		});
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
		await people.qa.call('record_qc_test', {
			lot_id: lot.id,
			results: [
				{ name: 'Moisture', value: 4.2 },
				{ name: 'Foreign matter', value: 'None' }
			]
		});
	}
}
