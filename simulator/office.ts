import { DAY, HOUR, MINUTE } from './clock.ts';
import type { Name } from './people.ts';
import type { Random } from './random.ts';
import type { Simulation } from './simulation.ts';

const SHIFT_OF: Partial<Record<Name, string>> = {
	'supervisor.a': 'A',
	'supervisor.b': 'B',
	'supervisor.c': 'C'
};

interface Run {
	id: string;
	shift_id: string;
	starts_at: string | Date;
	state: string;
}

/** The manager's desk: who works when, what lies about, what is in doubt. */
export class Office {
	readonly #sim: Simulation;
	readonly #random: Random;
	/** The runs that people were put into, by who and when it starts. */
	readonly #runs = new Map<string, string>();
	/** Bulk that was too little for another pack, by its lot. */
	#rests: { lot: string; quantity: number }[] = [];

	constructor(sim: Simulation) {
		this.#sim = sim;
		this.#random = sim.random.fork('office');
	}

	planDay(date: string): void {
		const { agenda, people } = this.#sim;
		agenda.plan(this.#sim.at(date, '16:10'), () => this.assign());
		if (new Date(date).getUTCDay() === 6) {
			agenda.plan(this.#sim.at(date, '16:40'), () => this.#writeOff());
		}
		if (this.#random.chance(0.07)) {
			agenda.plan(this.#sim.at(date, '11:45'), (at) => this.#doubt(at));
		}
		agenda.plan(this.#sim.at(date, '20:10'), async () => {
			for (const name of ['manager', 'qa', 'storekeeper', 'admin'] as const) {
				await people.of(name).signOut();
			}
		});
	}

	/** Puts the supervisors into the shifts of the coming days. */
	async assign(days = 2): Promise<void> {
		const { clock, people, plant } = this.#sim;
		const manager = people.of('manager');
		const site_id = plant.site('MCC1');
		const shifts = await manager.read<{ id: string; code: string }>('shifts', { site_id });
		const runs = await manager.read<Run>('shift_runs', { site_id, state: 'scheduled' });
		const open = await manager.read<Run>('shift_runs', { site_id, state: 'open' });
		const until = clock.now.getTime() + days * DAY;
		for (const [name, code] of Object.entries(SHIFT_OF) as [Name, string][]) {
			const shift = shifts.find((known) => known.code === code)!.id;
			const person = people.of(name).account.id;
			for (const run of [...runs, ...open]) {
				if (run.shift_id !== shift || new Date(run.starts_at).getTime() > until) continue;
				const key = `${name} ${new Date(run.starts_at).toISOString()}`;
				if (this.#runs.get(key) === run.id) continue;
				this.#runs.set(key, run.id);
				await manager.call('assign_shift', { run: run.id, person });
			}
		}
	}

	/** The run that somebody was put into, by the instant of its start. */
	runOf(name: Name, start: Date): string | undefined {
		return this.#runs.get(`${name} ${start.toISOString()}`);
	}

	/** Notes what is left of a bulk after packing. */
	sweep(lot: string, quantity: number): void {
		if (quantity > 0) this.#rests.push({ lot, quantity });
	}

	/** On Saturdays what is too little for a pack is written off. */
	async #writeOff(): Promise<void> {
		const { people, plant } = this.#sim;
		const rests = this.#rests;
		this.#rests = [];
		for (const { lot, quantity } of rests) {
			await people.of('manager').call('adjust_stock', {
				lot_id: lot,
				location_id: plant.place('MCC1/FG-STORE'),
				change: -quantity,
				reason_id: plant.reason('adjustment/wastage'),
				note: 'Less than a pack'
			});
		}
	}

	/** A packed lot is held until QA has looked at it again. */
	async #doubt(at: Date): Promise<void> {
		const { agenda, dispatch, people, plant, store } = this.#sim;
		const lot = dispatch.lastPacked;
		if (!lot) return;
		await store.counter.take(() =>
			people.of('manager').call('hold_lot', {
				lot_id: lot.id,
				reason_id: plant.reason('hold/suspected'),
				note: 'A bag of this lot was found open'
			})
		);
		const looked = at.getTime() + this.#random.between(3, 20) * HOUR + 5 * MINUTE;
		agenda.add(this.#sim.inOfficeHours(looked), () =>
			store.counter.take(() =>
				people.qa.call('release_lot', { lot_id: lot.id, note: 'Looked at; the others are whole' })
			)
		);
	}
}
