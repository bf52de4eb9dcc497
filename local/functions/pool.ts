import { setTimeout as sleep } from 'node:timers/promises';
import type { Part } from '../context.ts';
import { messageOf } from '../fault.ts';
import type { Log } from '../log.ts';
import type { Exit, Worker } from './worker.ts';

/** Milliseconds without a request after which a process ends. */
const IDLE = 10 * 60_000;

/** Milliseconds that the processes have for their background work when the stack stops. */
const STOP_GRACE = 5000;

/** A process that ends by itself sooner than this, in milliseconds, counts as a failed start. */
const SETTLED = 10_000;

export interface PoolOptions {
	/** Starts a process of a function. */
	launch(name: string): Promise<Worker>;
	/** Milliseconds that a retired process may go on with what it was doing. */
	wallClock: number;
	log(name: string): Log;
}

/** A function's process while it answers one request. */
export interface Lease {
	socket: string;
	ended: Promise<Exit>;
	/** Lets no further request reach this process; the next one starts another. */
	retire(): void;
	release(): void;
}

export interface Pool extends Part {
	/** The process of a function, started first where none runs; undefined when it does not start. */
	acquire(name: string): Promise<Lease | undefined>;
	/** Retires the process of a function, or all of them, because its files have changed. */
	renew(name?: string): void;
}

interface Running {
	worker: Worker;
	leases: number;
	retired: boolean;
	idle?: NodeJS.Timeout;
}

interface Slot {
	current?: Promise<Running | undefined>;
	/** Failed starts in a row. */
	failures: number;
}

/** Keeps one warm process for each function that is called. */
export function createPool({ launch, wallClock, log }: PoolOptions): Pool {
	const slots = new Map<string, Slot>();
	const processes = new Set<Running>();
	let stopped = false;

	async function acquire(name: string): Promise<Lease | undefined> {
		const slot = slots.get(name) ?? { failures: 0 };
		slots.set(name, slot);
		if (!slot.current) {
			const current: Promise<Running | undefined> = start(name, slot, () => {
				if (slot.current === current) slot.current = undefined;
			});
			slot.current = current;
		}
		const running = await slot.current;
		if (!running) return undefined;
		return running.retired ? await acquire(name) : lease(running, slot);
	}

	async function start(name: string, slot: Slot, forget: () => void): Promise<Running | undefined> {
		await sleep(backOff(slot.failures));
		if (stopped) return undefined;
		let worker: Worker;
		try {
			worker = await launch(name);
		} catch (error) {
			log(name).error(messageOf(error));
			forget();
			return undefined;
		}
		const running: Running = { worker, leases: 0, retired: false };
		const begun = performance.now();
		processes.add(running);
		void worker.ended.then((exit) => {
			forget();
			processes.delete(running);
			clearTimeout(running.idle);
			running.retired = true;
			if (exit.asked) return;
			slot.failures = performance.now() - begun < SETTLED ? slot.failures + 1 : 1;
			log(name).error(
				`The process has ended by itself (${exit.signal ?? `exit code ${exit.code}`}).`
			);
		});
		if (!(await worker.ready)) return undefined;
		waitIdle(running, slot);
		return running;
	}

	function lease(running: Running, slot: Slot): Lease {
		clearTimeout(running.idle);
		running.leases += 1;
		return {
			socket: running.worker.socket,
			ended: running.worker.ended,
			retire: () => retire(running, slot),
			release() {
				running.leases -= 1;
				if (running.leases > 0) return;
				if (running.retired) running.worker.end(wallClock);
				else waitIdle(running, slot);
			}
		};
	}

	function waitIdle(running: Running, slot: Slot): void {
		running.idle = setTimeout(() => retire(running, slot), IDLE).unref();
	}

	function retire(running: Running, slot: Slot): void {
		if (running.retired) return;
		running.retired = true;
		slot.current = undefined;
		clearTimeout(running.idle);
		if (running.leases === 0) running.worker.end(wallClock);
		const timer = setTimeout(() => running.worker.end(0), wallClock);
		void running.worker.ended.then(() => clearTimeout(timer));
	}

	function renewSlot(slot: Slot): void {
		slot.failures = 0;
		void slot.current?.then((running) => running && retire(running, slot));
	}

	return {
		acquire,
		renew(name) {
			const slot = name === undefined ? undefined : slots.get(name);
			if (name === undefined) slots.forEach(renewSlot);
			else if (slot) renewSlot(slot);
		},
		async stop() {
			stopped = true;
			for (const { worker } of processes) worker.end(STOP_GRACE);
			await Promise.all([...processes].map(({ worker }) => worker.ended));
		}
	};
}

/** Milliseconds to wait before a start: none after the first failure, then ever more, up to 5 s. */
function backOff(failures: number): number {
	return failures < 2 ? 0 : Math.min(250 * 2 ** (failures - 2), 5000);
}
