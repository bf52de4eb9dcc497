import type { TransactionSql } from 'postgres';
import type { TestDatabase } from '../database.ts';
import { DAY_OF_WORK, Floor } from './floor.ts';

/** Each command of production with what it may be called with, and who may. */
export interface Acts {
	floor: Floor;
	/** The batches of the floor: waiting for its first stage, in it, and released. */
	waiting: string;
	running: string;
	finished: string;
	/** Arguments that the command accepts at 10:00 of DAY_OF_WORK, as long as nothing was done. */
	args: Record<string, Record<string, unknown>>;
}

/** Who may call a command in their shift; a dispatch clerk is bound to none. */
export const MAY: Record<string, string[]> = {
	start_batch: ['supervisor'],
	allocate_material: ['supervisor'],
	return_material: ['supervisor'],
	cancel_batch: ['supervisor'],
	start_stage: ['supervisor'],
	finish_stage: ['supervisor'],
	log_stage: ['supervisor'],
	log_downtime: ['supervisor'],
	end_downtime: ['supervisor'],
	pack_batch: ['supervisor', 'dispatch_clerk']
};

export const COMMANDS = Object.keys(MAY);

const known = new WeakMap<TestDatabase, Promise<Acts>>();

/** A floor on which every command can be called; one for each database. */
export function acts(db: TestDatabase): Promise<Acts> {
	const made = known.get(db) ?? prepare(db);
	known.set(db, made);
	return made;
}

async function prepare(db: TestDatabase): Promise<Acts> {
	const floor = await Floor.open(db);
	await floor.assignTo('B', 'supervisor.b');
	const finished = await floor.released(100);
	floor.at('09:00:00');
	const lot = await floor.tested(1000);
	const waiting = await floor.start(200);
	await floor.allocate(waiting, lot, 60);
	const [material] = await floor.materials(waiting);
	const running = await floor.start(200);
	await floor.allocate(running, lot, 100);
	await floor.begin(running, 1);
	const down = await floor.stop(floor.machines[4]!);
	floor.at('10:00:00');
	const { STORE, site } = floor.ids;
	const [reason_id, operator_name] = [await floor.reason('downtime'), 'Ramesh'];
	return {
		floor,
		waiting: waiting.code,
		running: running.code,
		finished: finished.code,
		args: {
			start_batch: { site_id: site, item_id: floor.product, planned_quantity: 800 },
			allocate_material: {
				batch_id: waiting.id,
				lot_id: lot.id,
				location_id: STORE,
				quantity: 10
			},
			return_material: { stage_material_id: material!.id, quantity: 5, to_id: floor.ids.LINE },
			cancel_batch: { batch_id: waiting.id, remarks: 'order withdrawn' },
			start_stage: { batch_id: waiting.id, machine_id: floor.machines[1], operator_name },
			finish_stage: { batch_id: running.id, output_quantity: 99 },
			log_stage: {
				batch_id: waiting.id,
				machine_id: floor.machines[1],
				operator_name,
				started_at: `${DAY_OF_WORK}T09:10:00+05:30`,
				ended_at: `${DAY_OF_WORK}T09:50:00+05:30`,
				output_quantity: 59
			},
			log_downtime: { machine_id: floor.machines[3], reason_id },
			end_downtime: { downtime_id: down.id },
			pack_batch: {
				batch_id: finished.id,
				location_id: STORE,
				sku_id: floor.sku,
				packs: 1,
				to_id: STORE
			}
		}
	};
}

/** Calls a command as somebody in a transaction of his own that the caller ends. */
export async function callIn<T>(
	sql: TransactionSql,
	command: string,
	given: Record<string, unknown>
): Promise<T> {
	const named = Object.keys(given)
		.map((name, n) => `"${name}" => $${n + 1}`)
		.join(', ');
	const [row] = await sql.unsafe(
		`select public.${command}(${named}) as answer`,
		Object.values(given) as never
	);
	return row!.answer as T;
}

class Undone extends Error {}

/** What a command says to somebody, 'accepted' or its refusal; nothing stays of it. */
export async function verdict(
	db: TestDatabase,
	persona: string,
	command: string,
	given: Record<string, unknown>
): Promise<'accepted' | { code: string; message: string; detail?: string }> {
	return await db
		.as<never>(persona, async (sql) => {
			const [id] = await sql`select gen_random_uuid() as id`;
			await callIn(sql, command, { request_id: id!.id, ...given });
			throw new Undone();
		})
		.catch((error: unknown) => {
			if (error instanceof Undone) return 'accepted';
			return error as { code: string; message: string };
		});
}
