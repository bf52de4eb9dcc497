import { Agenda } from './agenda.ts';
import { DAY, datesBetween, instantOf, localTime, MINUTE, type Clock } from './clock.ts';
import { Dispatch } from './dispatch.ts';
import { Laboratory } from './laboratory.ts';
import { Mistakes } from './mistakes.ts';
import { Office } from './office.ts';
import { People, Person, PEOPLE, type Habits, type Name } from './people.ts';
import { Plant } from './plant.ts';
import { Random } from './random.ts';
import { Report } from './report.ts';
import { Shifts } from './shift.ts';
import { Store } from './store.ts';
import type { Account, Transport } from './transport.ts';
import { Warehouse } from './warehouse.ts';

export interface SimulationOptions extends Habits {
	seed: string;
	/** Part of the occasions at which somebody errs. */
	mistakes: number;
	clock: Clock;
	transport: Transport;
	accounts: Record<Name, Account>;
	/** Minutes within which what is due is done at once; more make more of it at once. */
	slotMinutes?: number;
	/** What pg_cron would run; left out where it does so itself at the plant's time. */
	jobs?: (now: Date) => Promise<void>;
}

/** A plant and a warehouse with everybody in it, from one instant to another. */
export class Simulation {
	readonly agenda: Agenda;
	readonly report: Report;
	readonly clock: Clock;
	readonly random: Random;
	readonly people: People;
	readonly plant: Plant;
	readonly mistakes: Mistakes;
	readonly store: Store;
	readonly laboratory: Laboratory;
	readonly shifts: Shifts;
	readonly dispatch: Dispatch;
	readonly warehouse: Warehouse;
	readonly office: Office;
	/** Whether there were batches before, which it goes on with. */
	resuming = false;
	readonly #jobs: SimulationOptions['jobs'];

	private constructor(options: SimulationOptions, report: Report, plant: Plant, people: Person[]) {
		this.report = report;
		this.clock = options.clock;
		this.agenda = new Agenda(this.clock.now, (options.slotMinutes ?? 5) * MINUTE);
		this.random = new Random(options.seed);
		this.#jobs = options.jobs;
		this.plant = plant;
		this.people = new People(people, () => this.clock.now, plant.zone);
		this.mistakes = new Mistakes(this, options.mistakes);
		this.store = new Store(this);
		this.laboratory = new Laboratory(this);
		this.shifts = new Shifts(this);
		this.dispatch = new Dispatch(this);
		this.warehouse = new Warehouse(this);
		this.office = new Office(this);
	}

	/** Gives everybody his place, and reads the masters. */
	static async open(options: SimulationOptions): Promise<Simulation> {
		const report = new Report();
		const work = {
			...options,
			report,
			habits: options,
			random: new Random(options.seed),
			now: () => options.clock.now
		};
		const names = Object.keys(PEOPLE) as Name[];
		const people = names.map((name) => new Person(name, options.accounts[name], work));
		const admin = people.find(({ name }) => name === 'admin')!;
		const plant = await Plant.read(admin);
		for (const person of people) {
			const { role, site } = PEOPLE[person.name];
			const known = await admin.read('memberships', { user_id: person.account.id });
			if (known.length > 0) continue;
			await admin.insert('memberships', {
				user_id: person.account.id,
				site_id: site && plant.site(site),
				role
			});
		}
		return new Simulation(options, report, plant, people);
	}

	/** The instant at which the plant's clocks show a time of a date. */
	at(date: string, time: string): Date {
		return instantOf(date, time, this.plant.zone);
	}

	/** This instant, or the next morning when the office is closed. */
	inOfficeHours(instant: number): number {
		const { date, minute } = localTime(new Date(instant), this.plant.zone);
		if (minute < 8 * 60) return this.at(date, '08:30').getTime();
		if (minute < 19 * 60) return instant;
		return this.at(date, '08:30').getTime() + DAY;
	}

	vehicle(random: Random): string {
		const letters = 'ABCDEFGHJKLMNPRSTUVWXYZ'.split('');
		return `TN ${random.whole(10, 99)} ${random.pick(letters)}${random.pick(letters)} ${random.whole(1000, 9999)}`;
	}

	/** Lives until an instant. */
	async run(until: Date): Promise<Report> {
		const from = this.clock.now;
		await this.#jobs?.(from);
		await this.office.assign(14);
		const [known] = await this.people.of('admin').read('lots', { code: 'ALC-24-051' });
		const batches = await this.people.of('admin').read('batches');
		this.resuming = batches.length > 0;
		const document = !this.resuming && !known;
		if (this.resuming) await Promise.all([this.shifts.resume(), this.store.resume()]);
		else await this.store.open(from, document);
		this.shifts.open(document);
		for (const date of datesBetween(new Date(from.getTime() - DAY), until, this.plant.zone)) {
			this.#planDay(date);
		}
		await this.agenda.run(this.clock, until);
		await this.office.assign(14);
		return this.report;
	}

	/** What is known of a day beforehand; jobs run hourly, and when the grace of a shift ends. */
	#planDay(date: string): void {
		for (const noun of [this.shifts, this.store, this.dispatch, this.warehouse, this.office]) {
			noun.planDay(date);
		}
		if (!this.#jobs) return;
		const midnight = this.at(date, '00:00').getTime();
		for (let quarter = 0; quarter < DAY / (15 * MINUTE); quarter++) {
			const at = midnight + quarter * 15 * MINUTE;
			const { minute } = localTime(new Date(at), this.plant.zone);
			if (minute % 60 === 0 || minute % 480 === 375) {
				this.agenda.plan(at, () => this.#jobs!(this.clock.now));
			}
		}
	}
}
