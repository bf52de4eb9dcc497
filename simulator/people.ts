import { randomUUID } from 'node:crypto';
import { localTime } from './clock.ts';
import type { Random } from './random.ts';
import type { Report } from './report.ts';
import { Refusal, type Account, type Paper, type Row, type Transport } from './transport.ts';

/** Who works at the plant and at the warehouse, and who the administrator of the seed is. */
export const PEOPLE = {
	admin: { fullName: 'Asha Admin', role: 'admin', site: null },
	manager: { fullName: 'Meera Krishnan', role: 'manager', site: 'MCC1' },
	qa: { fullName: 'Anita Rao', role: 'qa', site: 'MCC1' },
	'qa.b': { fullName: 'Joseph Mathew', role: 'qa', site: 'MCC1' },
	'supervisor.a': { fullName: 'Ravi Kumar', role: 'supervisor', site: 'MCC1' },
	'supervisor.b': { fullName: 'Lakshmi Nair', role: 'supervisor', site: 'MCC1' },
	'supervisor.c': { fullName: 'Imran Sheikh', role: 'supervisor', site: 'MCC1' },
	storekeeper: { fullName: 'Selvi Murugan', role: 'storekeeper', site: 'MCC1' },
	dispatch: { fullName: 'Prakash Pillai', role: 'dispatch_clerk', site: 'MCC1' },
	distributor: { fullName: 'Deepa Shetty', role: 'distributor', site: 'WH1' },
	retailer: { fullName: 'Kavya Devi', role: 'retailer', site: 'GREENSHELF' }
} as const;

export type Name = keyof typeof PEOPLE;

export const emailOf = (name: Name): string => `${name}@lotline.test`;

/** How people are, besides right. */
export interface Habits {
	/** Part of the requests that are sent again under the same id, because the answer was lost. */
	repeats: number;
	/** Part of the request ids that are used again for something else. */
	reuses: number;
}

/** Somebody at work. What he sends is counted, and what should not be refused but is, is a fault. */
export class Person {
	readonly account: Account;
	readonly name: Name;
	readonly #transport: Transport;
	readonly #report: Report;
	readonly #random: Random;
	readonly #habits: Habits;
	readonly #now: () => Date;
	#session: Promise<void> | undefined;
	#sending = 0;

	constructor(
		name: Name,
		account: Account,
		work: {
			transport: Transport;
			report: Report;
			random: Random;
			habits: Habits;
			/** The plant's time. */
			now: () => Date;
		}
	) {
		this.name = name;
		this.account = account;
		this.#transport = work.transport;
		this.#report = work.report;
		this.#random = work.random.fork(name);
		this.#habits = work.habits;
		this.#now = work.now;
	}

	/** Calls a command, as it should be. @throws Refusal */
	async call<T>(command: string, args: Row): Promise<T> {
		const request = { request_id: randomUUID(), ...args };
		const send = () => this.#transport.call(this.account, command, request);
		const answer = await this.#send(command, send);
		if (this.#random.chance(this.#habits.repeats)) {
			const [second, third] = this.#random.chance(0.5)
				? await Promise.all([this.#send(command, send), this.#send(command, send)])
				: [await this.#send(command, send)];
			this.#report.repeated(command, answer, second);
			if (third !== undefined) this.#report.repeated(command, answer, third);
		}
		if (this.#random.chance(this.#habits.reuses)) {
			await this.fail('cancel_batch', ['REQUEST_REUSED'], {
				request_id: request.request_id,
				batch_id: randomUUID(),
				remarks: 'Another action under the id of one that was done'
			});
		}
		return answer as T;
	}

	/** Calls a command as it should not be, for one of the reasons named. @returns how it was refused */
	async fail(command: string, codes: string[], args: Row): Promise<Refusal | undefined> {
		await this.#signedIn();
		const request = { request_id: randomUUID(), ...args };
		const begun = performance.now();
		this.#sending++;
		try {
			await this.#transport.call(this.account, command, request);
		} catch (error) {
			const ms = performance.now() - begun;
			if (!(error instanceof Refusal)) throw error;
			if (codes.includes(error.code)) {
				this.#report.refusedAsExpected(command, ms, error.code);
				return error;
			}
			this.#unexpected(command, ms, `${error.code}, not ${codes.join(' or ')}: ${error.message}`);
			return undefined;
		} finally {
			this.#sending--;
		}
		const ms = performance.now() - begun;
		this.#unexpected(command, ms, `accepted, not ${codes.join(' or ')}: ${JSON.stringify(args)}`);
		return undefined;
	}

	/** Reads by a function that answers rows. */
	async ask<T>(name: string, args: Row): Promise<T[]> {
		return (await this.#send(name, () => this.#transport.ask(this.account, name, args))) as T[];
	}

	/** Reads by a function that answers one value. */
	async look<T>(name: string, args: Row): Promise<T> {
		return (await this.#send(name, () => this.#transport.call(this.account, name, args))) as T;
	}

	async read<T>(table: string, where?: Row): Promise<T[]> {
		const name = `read ${table}`;
		return (await this.#send(name, () => this.#transport.read(this.account, table, where))) as T[];
	}

	async insert<T>(table: string, row: Row): Promise<T> {
		const name = `insert ${table}`;
		return (await this.#send(name, () => this.#transport.insert(this.account, table, row))) as T;
	}

	/** @returns its path in the bucket */
	async upload(paper: Paper): Promise<string> {
		const act = () => this.#transport.upload(this.account, paper);
		return (await this.#send('upload a document', act)) as string;
	}

	/** Goes home, unless something is still under way. */
	async signOut(): Promise<void> {
		if (!this.#session || this.#sending > 0) return;
		const leaving = this.#transport.signOut(this.account);
		this.#session = undefined;
		await leaving;
	}

	async #send(name: string, act: () => Promise<unknown>): Promise<unknown> {
		await this.#signedIn();
		const begun = performance.now();
		this.#sending++;
		try {
			const answer = await act();
			this.#report.accepted(name, performance.now() - begun);
			return answer;
		} catch (error) {
			if (!(error instanceof Refusal)) throw error;
			this.#unexpected(name, performance.now() - begun, `${error.code}: ${error.message}`);
			throw error;
		} finally {
			this.#sending--;
		}
	}

	async #signedIn(): Promise<void> {
		await (this.#session ??= this.#transport.signIn(this.account));
	}

	#unexpected(what: string, ms: number, sentence: string): void {
		const at = this.#now().toISOString();
		this.#report.unexpected(what, ms, `${at}, ${this.name}, ${what}: ${sentence}`);
	}
}

/** Everybody, by name and by who is on duty. */
export class People {
	readonly #people: Map<Name, Person>;
	readonly #now: () => Date;
	readonly #zone: string;

	constructor(people: Person[], now: () => Date, zone: string) {
		this.#people = new Map(people.map((person) => [person.name, person]));
		this.#now = now;
		this.#zone = zone;
	}

	of(name: Name): Person {
		return this.#people.get(name)!;
	}

	/** The supervisor whose shift it is. */
	get supervisor(): Person {
		return this.of((['supervisor.a', 'supervisor.b', 'supervisor.c'] as const)[this.#turn]!);
	}

	/** The supervisor whose shift is the next, and who has no business here yet. */
	get nextSupervisor(): Person {
		return this.of((['supervisor.b', 'supervisor.c', 'supervisor.a'] as const)[this.#turn]!);
	}

	/** By day one of the two, by night the other. */
	get qa(): Person {
		const { minute } = localTime(this.#now(), this.#zone);
		return this.of(minute >= 6 * 60 && minute < 18 * 60 ? 'qa' : 'qa.b');
	}

	get #turn(): number {
		const { minute } = localTime(this.#now(), this.#zone);
		return minute < 6 * 60 || minute >= 22 * 60 ? 2 : minute < 14 * 60 ? 0 : 1;
	}
}
