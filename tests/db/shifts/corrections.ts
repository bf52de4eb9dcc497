import type { TestDatabase } from '../database.ts';
import { DAY_OF_WORK, Floor, type BatchAnswer } from '../production/floor.ts';
import { tick } from './shifts.ts';

/** What a correction does, as it is listed. */
export interface Effect {
	kind: string;
	id: string | null;
	subject: string;
	sentence: string;
	before: Record<string, unknown> | null;
	after: Record<string, unknown> | null;
	flags?: { loss_above_limit: boolean; yield_out_of_band: boolean };
	code?: string;
}

/** A correction as commands and reads answer it. */
export interface Correction {
	id: string;
	number: string;
	state: string;
	kind: string;
	subject: string;
	run: { id: string; name: string };
	fields: {
		field: string;
		before: unknown;
		after: unknown;
		before_text: string;
		after_text: string;
	}[];
	effects: Effect[];
	own: boolean;
	may_decide: boolean;
	decided_by: string | null;
	refused?: boolean;
	versions?: {
		subject_type: string;
		subject_id: string;
		version: number;
		record: Record<string, unknown>;
	}[];
}

/** Floors with a batch each, made in shift A of DAY_OF_WORK, which is locked when the last is there. */
export async function lockedFloors<Key extends string>(
	db: TestDatabase,
	work: Record<Key, (floor: Floor) => Promise<unknown>>
): Promise<Record<Key, Floor>> {
	const floors: Partial<Record<Key, Floor>> = {};
	for (const key of Object.keys(work) as Key[]) {
		const floor = (floors[key] = await Floor.open(db));
		await work[key](floor);
	}
	await lockA(db);
	return floors as Record<Key, Floor>;
}

/** Locks shift A of DAY_OF_WORK, as the clock does. */
export async function lockA(db: TestDatabase): Promise<void> {
	db.travelTo(`${DAY_OF_WORK}T14:20:00+05:30`);
	await tick(db);
}

export const ask = (
	floor: Floor,
	subject_type: string,
	subject_id: string,
	changes: Record<string, unknown>,
	{
		persona = 'supervisor',
		reason = 'misread the scale',
		...more
	}: Record<string, unknown> & { persona?: string } = {}
): Promise<Correction> =>
	floor.call<Correction>(persona, 'request_correction', {
		subject_type,
		subject_id,
		changes,
		reason,
		...more
	});

export const decide = (
	floor: Floor,
	correction: { id: string },
	approve = true,
	{
		persona = 'manager',
		note = 'weighing slip seen',
		...more
	}: Record<string, unknown> & { persona?: string } = {}
): Promise<Correction> =>
	floor.call<Correction>(persona, 'decide_correction', {
		correction: correction.id,
		approve,
		note,
		...more
	});

export const details = (
	floor: Floor,
	correction: { id: string },
	persona = 'manager'
): Promise<Correction> =>
	floor.db.as(
		persona,
		async (sql) =>
			(await sql`select correction_details(${correction.id}) as shown`)[0]!.shown as Correction
	);

/** Id of the log of a stage. */
export async function logOf(
	floor: Floor,
	batch: { id: string },
	position: number
): Promise<string> {
	const [log] = await floor.db
		.sql`select id from stage_logs where batch_id = ${batch.id} and position = ${position}`;
	return log!.id as string;
}

/** Input, output and flags of the stages of a batch. */
export async function figures(
	floor: Floor,
	batch: { id: string }
): Promise<{ input: number; output: number | null; above: boolean | null }[]> {
	return [
		...(await floor.db.sql`
			select input_quantity::float as input, output_quantity::float as output,
				(app.stage_flags(stage_logs) ->> 'loss_above_limit')::boolean as above
			from stage_logs where batch_id = ${batch.id} order by position`)
	] as never;
}

/** The batch that was started on a floor. */
export async function batchOf(floor: Floor): Promise<BatchAnswer> {
	const [row] = await floor.db.sql`
		select app.batch_answer(id) as batch from batches where item_id = ${floor.product} order by created_at desc limit 1`;
	return row!.batch as BatchAnswer;
}

/** What the effects on records say; that summaries follow is a matter of their own. */
export const said = ({ effects }: Correction): string[] =>
	effects.filter(({ kind }) => kind !== 'shift_summaries').map(({ sentence }) => sentence);
