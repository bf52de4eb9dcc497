import { expect } from 'vitest';
import { test, type TestDatabase } from '../database.ts';
import { PERSONAS, testMatrix, type MatrixLine } from '../matrix.ts';
import { verdict } from '../production/acts.ts';
import { DAY_OF_WORK, type Floor } from '../production/floor.ts';
import { ask, batchOf, decide, lockedFloors, logOf, type Correction } from './corrections.ts';

const ASKS = ['manager', 'qa', 'supervisor', 'storekeeper'];
const DECIDES = ['admin', 'manager'];
const SEES = [...new Set([...ASKS, ...DECIDES])];

interface Desk {
	floor: Floor;
	open: Correction;
	own: Correction;
	log: string;
	args: Record<string, Record<string, unknown>>;
}

const known = new WeakMap<TestDatabase, Promise<Desk>>();

/** A correction that is open, one that was approved, and a stage that none is asked for. */
async function prepare(db: TestDatabase): Promise<Desk> {
	const { floor } = await lockedFloors(db, { floor: (floor) => floor.batchUpTo(3, 100) });
	const batch = await batchOf(floor);
	const [first, second, third] = [
		await logOf(floor, batch, 1),
		await logOf(floor, batch, 2),
		await logOf(floor, batch, 3)
	];
	await decide(floor, await ask(floor, 'stage_logs', first, { remarks: 'done' }));
	const open = await ask(floor, 'stage_logs', first, { remarks: 'open' });
	const own = await ask(floor, 'stage_logs', second, { remarks: 'own' }, { persona: 'supervisor' });
	return {
		floor,
		open,
		own,
		log: third,
		args: {
			request_correction: {
				subject_type: 'stage_logs',
				subject_id: third,
				changes: { remarks: 'x' },
				reason: 'x'
			},
			decide_correction: { correction: open.id, approve: true, note: 'x' },
			withdraw_correction: { correction: own.id }
		}
	};
}

const desk = (db: TestDatabase): Promise<Desk> => {
	const made = known.get(db) ?? prepare(db);
	known.set(db, made);
	return made;
};

const never = (requirement: string, ...statements: string[]): MatrixLine[] =>
	statements.map((statement) => [requirement, statement, []]);

testMatrix(
	[
		['P3.07', "select * from correction_requests where state = 'approved'", SEES],
		['P3.07', 'select * from record_versions', SEES],
		...never(
			'P3.07',
			"update correction_requests set state = 'approved'",
			"update correction_requests set changes = '{}'",
			'delete from correction_requests',
			'delete from record_versions',
			"update record_versions set record = '{}'",
			"insert into record_versions (subject_type, subject_id, version, record, correction_id) select 'lots', 'x', 1, '{}', id from correction_requests limit 1",
			"insert into correction_requests (number, site_id, run_id, kind, subject, reason, effects, requested_by) select 'x', site_id, id, 'change', 'x', 'x', '[]', auth.uid() from shift_runs limit 1",
			'select app.apply_correction(correction_requests) from correction_requests',
			'select app.foresee_correction(correction_requests) from correction_requests',
			'select app.applied_correction()'
		)
	],
	async (db) => void (await desk(db))
);

const MAY: Record<string, string[]> = {
	request_correction: ASKS,
	decide_correction: DECIDES,
	withdraw_correction: ['supervisor']
};

for (const [command, allowed] of Object.entries(MAY)) {
	for (const persona of [
		...PERSONAS,
		'manager@P2',
		'supervisor@P2',
		'supervisor.b',
		'service_role'
	]) {
		const may = allowed.includes(persona);
		test(`P3.07 ${persona} ${may ? 'may' : 'may not'} ${command}`, async ({ db }) => {
			const { args } = await desk(db);
			const said = await verdict(db, persona, command, args[command]!);
			if (may) expect(said).toBe('accepted');
			else
				expect(said).toMatchObject({
					code: expect.stringMatching(/^(PT403|PT404|42501)$/) as string
				});
		});
	}
}

for (const persona of [...PERSONAS, 'manager@P2', 'supervisor.b']) {
	const may = SEES.includes(persona);
	test(`P3.07 ${persona} ${may ? 'sees' : 'does not see'} a correction and the list of them`, async ({
		db
	}) => {
		const { floor, open } = await desk(db);
		const shown = db.as(persona, async (sql) => {
			const [row] = await sql`select correction_details(${open.id}) as shown`;
			return (row!.shown as Correction).number;
		});
		if (may) expect(await shown).toBe(open.number);
		else
			await expect(shown).rejects.toMatchObject({
				code: expect.stringMatching(/^(PT404|42501)$/) as string
			});
		const listed = db.as(persona, async (sql) => {
			const [row] = await sql`select corrections(${floor.ids.site}) as page`;
			return (row!.page as { rows: unknown[] }).rows.length;
		});
		if (persona === 'anon') await expect(listed).rejects.toMatchObject({ code: '42501' });
		else expect(await listed).toBe(may ? 3 : 0);
	});
}

test('P1.05 a supervisor asks for and sees corrections of his own shifts alone', async ({ db }) => {
	const { floor, args } = await desk(db);
	await floor.assignTo('B', 'supervisor.c', DAY_OF_WORK);
	expect(
		await verdict(db, 'supervisor.c', 'request_correction', args.request_correction!)
	).toMatchObject({
		code: 'PT403',
		message: 'You were not assigned to Shift A of 23 May 2030.'
	});
	expect(
		await db.as('supervisor.c', (sql) => sql`select id from correction_requests`)
	).toHaveLength(0);
	expect(await db.as('supervisor.c', (sql) => sql`select id from record_versions`)).toHaveLength(0);
});
