import type { Delivery, Outcome } from './delivery.ts';
import { sendEmail } from './email.ts';
import { Lane, sleep } from './lane.ts';
import { sendPush } from './push.ts';
import { claim, finish } from './queue.ts';
import { sendSms } from './sms.ts';

/** Milliseconds after which nothing more is taken: a job calls every minute. */
const SHIFT = 50_000;
/** Milliseconds that what was taken by then has to begin: what is put off has lost an attempt. */
const REST = 10_000;
/** Taken at a time, and under way at the most. */
const BATCH = 25;
const UNDERWAY = 50;
/** Milliseconds between attempts to reach a database that does not answer, and how often it is tried. */
const BREATH = 1_000;
const TRIES = 30;

interface Road {
	lane: Lane;
	send(delivery: Delivery): Promise<Outcome>;
}

const ROADS: Record<Delivery['channel'], Road> = {
	email: { lane: new Lane('resend', 10), send: sendEmail },
	sms: { lane: new Lane('twilio', 10), send: sendSms },
	push: { lane: new Lane('push', 20), send: sendPush }
};

/** Sends what is due until nothing is left; one at a time in a process, however often it is woken. */
export class Drain {
	#woken = false;
	#ring: () => void = () => {};
	#running: Promise<void> | undefined;

	/** @returns settles when nothing is left, or time is up */
	wake(): Promise<void> {
		this.#woken = true;
		this.#ring();
		this.#running ??= this.#run().finally(() => {
			this.#running = undefined;
		});
		return this.#running;
	}

	/** A wake that came too late for one shift begins another. */
	async #run(): Promise<void> {
		while (this.#woken) await this.#shift();
	}

	async #shift(): Promise<void> {
		const worker = crypto.randomUUID();
		const until = performance.now() + SHIFT;
		const underway = new Map<string, Promise<void>>();
		let more = true;
		while (performance.now() < until) {
			more ||= this.#woken;
			if (more && underway.size + BATCH <= UNDERWAY) {
				this.#woken = false;
				const claimed = (await persistently(() => claim(worker, BATCH), until)) ?? [];
				for (const delivery of claimed) {
					// Where the clock runs faster than ours, its two minutes are over while it is under way.
					if (underway.has(delivery.id)) continue;
					const handling = handle(delivery, worker, until + REST).finally(() =>
						underway.delete(delivery.id)
					);
					underway.set(delivery.id, handling);
				}
				more = claimed.length === BATCH;
			} else if (underway.size > 0) {
				const woken = new Promise<void>((ring) => (this.#ring = ring));
				await Promise.race([...underway.values(), woken]);
			} else return;
		}
		this.#woken = false;
		await Promise.all(underway.values());
	}
}

async function handle(delivery: Delivery, worker: string, until: number): Promise<void> {
	const { lane, send } = ROADS[delivery.channel];
	const urgent = delivery.severity === 'high';
	const outcome = await lane.send(() => send(delivery), { urgent, until });
	// What was sent is worth more patience than the shift has left: unwritten, it would be sent again.
	const written = await persistently(() => finish(delivery, worker, outcome), until + SHIFT);
	if (!written) console.warn(`Delivery ${delivery.id} was another worker's when it was sent.`);
}

/** Asks the database again while it does not answer, as when it is started anew. */
async function persistently<T>(ask: () => Promise<T>, until: number): Promise<T | undefined> {
	for (let tries = 1; ; tries++) {
		try {
			return await ask();
		} catch (error) {
			if (tries === TRIES || performance.now() > until) {
				console.error(error);
				return undefined;
			}
			await sleep(BREATH);
		}
	}
}
