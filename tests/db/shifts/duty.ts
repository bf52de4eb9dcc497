import { DAY_OF_WORK, Floor } from '../production/floor.ts';
import { runOf, tick } from './shifts.ts';

export interface Gap {
	kind: string;
	subject_type: string;
	subject_id: string;
	subject: string;
	sentence: string;
	link: string;
	explained: { reason: string; by: string; at: string } | null;
}

export interface CloseView {
	run: { id: string; state: string };
	opened_by: string | null;
	closed_by: string | null;
	locked_at: string | null;
	closes_from: string;
	locks_at: string;
	mine: boolean;
	may_close: boolean;
	entries: number;
	gaps: Gap[];
	gaps_open: number;
	handover: { note: string | null } | null;
}

/** What a read answers somebody. */
export async function read<T>(
	floor: Floor,
	persona: string,
	name: string,
	...given: (string | number | null)[]
): Promise<T> {
	return await floor.db.as(persona, async (sql) => {
		const values = given.map((_, n) => `$${n + 1}`).join(', ');
		const [row] = await sql.unsafe(`select public.${name}(${values}) as answer`, given);
		return row!.answer as T;
	});
}

/** The gaps of shift A, or of another run, without their ids: kind and subject. */
export const gapsOf = async (floor: Floor, run = floor.run): Promise<Gap[]> =>
	await read<Gap[]>(floor, 'manager', 'shift_gaps', run);

export const kindsOf = async (floor: Floor, run = floor.run): Promise<string[]> =>
	(await gapsOf(floor, run)).map(({ kind }) => kind).sort();

/** Explains everything that a run leaves undone. */
export async function explainAll(
	floor: Floor,
	run = floor.run,
	persona = 'supervisor'
): Promise<void> {
	for (const { kind, subject_id } of await gapsOf(floor, run))
		await floor.call(persona, 'explain_gap', { run, kind, subject_id, reason: 'Goes on in B.' });
}

export const close = (floor: Floor, persona = 'supervisor', run = floor.run): Promise<CloseView> =>
	floor.call<CloseView>(persona, 'close_shift', { run });

/** Sets the clock and does what the job of that minute does. */
export async function passTo(floor: Floor, clock: string): Promise<void> {
	floor.at(clock);
	await tick(floor.db);
}

export const stateOf = async (floor: Floor, code = 'A'): Promise<string> =>
	(await runOf(floor.db, 'P1', code, DAY_OF_WORK)).state;
