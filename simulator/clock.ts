import { setTimeout as sleep } from 'node:timers/promises';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export interface ClockOptions {
	/** How many times as fast as the world's the clock runs; Infinity does not wait at all. */
	pace: number;
	/** Tells the database what time it is. */
	set?: (instant: Date) => Promise<void>;
	/** The world's clock, in ms. */
	wall?: () => number;
	wait?: (ms: number) => Promise<unknown>;
}

/** The plant's clock, which the simulation moves from one event to the next. */
export class Clock {
	readonly #pace: number;
	readonly #set: (instant: Date) => Promise<void>;
	readonly #wall: () => number;
	readonly #wait: (ms: number) => Promise<unknown>;
	readonly #start: number;
	#begun: number;
	#now: number;

	constructor(start: Date, options: ClockOptions) {
		this.#start = this.#now = start.getTime();
		this.#pace = options.pace;
		this.#set = options.set ?? (async () => {});
		this.#wall = options.wall ?? Date.now;
		this.#wait = options.wait ?? sleep;
		this.#begun = this.#wall();
	}

	get now(): Date {
		return new Date(this.#now);
	}

	/** Goes on from here: what has passed of the world's time meanwhile is not made up for. */
	goOn(): void {
		this.#begun = this.#wall() - (this.#now - this.#start) / this.#pace;
	}

	/** Goes on to an instant; at a finite pace minute by minute, so that screens see the time pass. */
	async reach(instant: Date): Promise<void> {
		const goal = Math.max(instant.getTime(), this.#now);
		while (this.#now < goal) {
			const next = Number.isFinite(this.#pace) ? Math.min(this.#now + MINUTE, goal) : goal;
			const due = this.#begun + (next - this.#start) / this.#pace;
			const left = due - this.#wall();
			if (left > 0) await this.#wait(left);
			this.#now = next;
			await this.#set(this.now);
		}
	}
}

/** Minutes by which a zone is ahead of GMT at an instant. */
function offset(at: Date, zone: string): number {
	const name = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' })
		.formatToParts(at)
		.find((part) => part.type === 'timeZoneName')!.value;
	const [, sign, hours, minutes] = name.match(/^GMT(?:([+-])(\d\d):(\d\d))?$/)!;
	return sign ? Number(`${sign}1`) * (Number(hours) * 60 + Number(minutes)) : 0;
}

/** The date and the minute of the day that a zone's clocks show. */
export function localTime(at: Date, zone: string): { date: string; minute: number } {
	const shown = new Date(at.getTime() + offset(at, zone) * MINUTE).toISOString();
	const [hours, minutes] = shown.slice(11, 16).split(':').map(Number) as [number, number];
	return { date: shown.slice(0, 10), minute: hours * 60 + minutes };
}

/** The instant at which a zone's clocks show a time (`06:10`) of a date. */
export function instantOf(date: string, time: string, zone: string): Date {
	const shown = new Date(`${date}T${time}:00Z`);
	return new Date(shown.getTime() - offset(shown, zone) * MINUTE);
}

/** The dates of a zone from one instant to another, the first and the last included. */
export function datesBetween(from: Date, until: Date, zone: string): string[] {
	const dates: string[] = [];
	const last = localTime(until, zone).date;
	for (let day = Date.parse(localTime(from, zone).date); ; day += DAY) {
		const date = new Date(day).toISOString().slice(0, 10);
		if (date > last) return dates;
		dates.push(date);
	}
}
