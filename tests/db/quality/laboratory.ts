import type { TransactionSql } from 'postgres';
import type { TestDatabase } from '../database.ts';
import type { BatchAnswer, Floor, Results, TestAnswer } from '../production/floor.ts';
import type { LotAnswer } from '../stock/plant.ts';

/** A test with what tests of quality look at besides. */
export interface FullTest extends TestAnswer {
	lot: string;
	retest_of: string | null;
	plan_version: number;
	tested_by: string;
	results: {
		name: string;
		unit?: string;
		minimum?: number;
		maximum?: number;
		value?: number;
		observed?: string;
		within_spec: boolean;
	}[];
	override: {
		id: string;
		state: string;
		requested_by: string;
		decided_by: string | null;
		decision_note: string | null;
	} | null;
}

/** Results out of each of the floor's plans. */
export const BAD = {
	incoming: [
		{ name: 'Moisture', value: 5.4 },
		{ name: 'Foreign matter', value: 'None' }
	],
	in_process: [{ name: 'Moisture', value: 6.5 }],
	final: [
		{ name: 'Moisture', value: 5.2 },
		{ name: 'Particle size', value: 65 }
	]
};

/** Repeats a test as QA. */
export const retest = (
	floor: Floor,
	test: { id: string },
	subject: { lot_id: string } | { stage_log_id: string },
	results: Results,
	more: Record<string, unknown> = {}
): Promise<FullTest> =>
	floor.call('qa', 'record_qc_test', {
		...subject,
		retest_of: test.id,
		results,
		remarks: 'Sampled again, the first sample stood open',
		...more
	});

/** Puts results of a test right, or adds them. */
export const amend = (
	floor: Floor,
	test: { id: string },
	results: Results,
	more: Record<string, unknown> = {},
	persona = 'qa'
): Promise<FullTest> =>
	floor.call(persona, 'amend_qc_test', {
		test_id: test.id,
		results,
		reason: 'Read off wrongly',
		...more
	});

/** Asks for an override as QA. */
export const askOverride = async (
	floor: Floor,
	test: { id: string },
	more: Record<string, unknown> = {},
	persona = 'qa'
): Promise<FullTest> =>
	await floor.call(persona, 'request_override', {
		test_id: test.id,
		reason_id: await floor.reason('override'),
		justification: 'Within what the customer has agreed to',
		document_path: await floor.file('P1/2030/05/deviation.pdf'),
		...more
	});

/** Decides what was asked for, as a manager. */
export const decide = (
	floor: Floor,
	test: FullTest,
	approve: boolean,
	more: Record<string, unknown> = {},
	persona = 'manager'
): Promise<FullTest> =>
	floor.call(persona, 'decide_override', {
		override_id: test.override!.id,
		approve,
		note: approve ? 'Acceptable variance' : 'Too far out',
		...more
	});

export const reject = async (
	floor: Floor,
	lotId: string,
	more: Record<string, unknown> = {},
	persona = 'qa'
): Promise<LotAnswer> =>
	await floor.call(persona, 'reject_lot', {
		lot_id: lotId,
		reason_id: await floor.reason('rejection'),
		note: 'Wet through',
		...more
	});

/** The standing state of a lot. */
export async function statusOf(
	floor: Floor,
	lotId: string
): Promise<{ qc: string; held: boolean }> {
	const [row] = await floor.db.sql`
		select qc_status as qc, exists (select from lot_holds where lot_id = lots.id and released_at is null) as held
		from lots where id = ${lotId}`;
	return row as unknown as { qc: string; held: boolean };
}

/** A raw lot with the test that passed it, the batch it went into, and what was packed of that. */
export interface Family {
	raw: LotAnswer;
	incoming: TestAnswer;
	batch: BatchAnswer;
	final: TestAnswer;
	packed: LotAnswer;
}

/** 100 kg of material made into a batch that was released and packed into two packs. */
export async function family(floor: Floor): Promise<Family> {
	const batch = await floor.batchUpTo(5, 100);
	const [row] = await floor.db.sql`
		select lots.id, lots.code, qc_tests.id as test
		from lot_links join lots on lots.id = parent_id join qc_tests on qc_tests.lot_id = lots.id
		where child_id = ${batch.lot_id}`;
	const final = await floor.test({ lot_id: batch.lot_id }, [
		{ name: 'Moisture', value: 5.2 },
		{ name: 'Particle size', value: 52 }
	]);
	const packed = await floor.pack(batch, 2);
	return {
		raw: { id: row!.id, code: row!.code } as LotAnswer,
		incoming: { id: row!.test } as TestAnswer,
		batch,
		final,
		packed
	};
}

/** Statements as the owner of the tables, beyond every grant and command, at the plant's clock. */
export const asOwner = <T>(
	db: TestDatabase,
	act: (sql: TransactionSql) => Promise<T>
): Promise<T> =>
	db.as('storekeeper', async (sql) => {
		await sql`reset role`;
		await sql`set local role postgres`;
		return await act(sql);
	});
