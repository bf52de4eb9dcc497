import { expect } from 'vitest';
import { test, type TestDatabase } from '../database.ts';
import { PERSONAS, SIGNED_IN, testMatrix, type MatrixLine } from '../matrix.ts';
import { assign, defineShift, runOf } from './shifts.ts';

const EDITORS = ['admin', 'manager'];
const AT_P1 = SIGNED_IN.filter((persona) => persona !== 'nobody');

const never = (requirement: string, ...statements: string[]): MatrixLine[] =>
	statements.map((statement) => [requirement, statement, []]);

const run = "(select id from shift_runs where business_date = '2030-05-23')";
const worker = "(select id from profiles where full_name = 'supervisor.ramesh')";

async function arrange(db: TestDatabase) {
	const p1 = await db.siteOf('P1');
	const known = await db.sql`select from shifts where site_id = ${p1}`;
	if (known.length) return;
	db.travelTo('2030-05-23T00:00:00+05:30');
	await db.as(
		'admin',
		(sql) => sql`update settings set value = '1' where key = 'shifts.days_ahead'`
	);
	await defineShift(db, 'P1', 'A', '06:00', '14:00');
	const { id } = await runOf(db, 'P1', 'A', '2030-05-23');
	await assign(db, 'admin', id, 'supervisor.ramesh');
}

testMatrix(
	[
		['P8.02', "select * from shifts where code = 'A'", AT_P1],
		['P8.02', "select * from shift_runs where business_date = '2030-05-23'", AT_P1],
		['P1.09', 'select * from shift_assignments', AT_P1],
		[
			'P8.01',
			"insert into shifts (site_id, code, name, starts, ends) select id, 'N', 'Night', '22:00', '06:00' from sites where code = 'P1'",
			EDITORS
		],
		['P8.01', "update shifts set ends = '15:00' where code = 'A'", EDITORS],
		['P8.01', "update shifts set active = false where code = 'A'", EDITORS],
		['P8.01', "update settings set value = '30' where key = 'shifts.grace_minutes'", ['admin']],
		...never(
			'P8.03',
			"delete from shifts where code = 'A'",
			"update shifts set code = 'Z' where code = 'A'",
			"update shifts set site_id = gen_random_uuid() where code = 'A'",
			'delete from shift_runs',
			'delete from shift_assignments'
		),
		...never(
			'P3.07',
			"update shift_runs set state = 'open'",
			'update shift_runs set ends_at = ends_at + interval $$1 day$$',
			"insert into shift_runs (shift_id, site_id, business_date, starts_at, ends_at) select id, site_id, '2031-01-01', '2031-01-01', '2031-01-02' from shifts",
			'insert into shift_assignments (run_id, site_id, user_id) select id, site_id, auth.uid() from shift_runs',
			'update shift_assignments set active = false',
			'select app.lock_shift_runs()',
			'select app.create_shift_runs(1)',
			"select app.require_shift('stock.view', gen_random_uuid())"
		)
	],
	arrange
);

for (const command of ['assign_shift', 'unassign_shift']) {
	for (const persona of [...PERSONAS, 'manager@P2', 'supervisor@P2', 'service_role']) {
		const may = EDITORS.includes(persona);
		test(`P1.09 ${persona} ${may ? 'may' : 'may not'} ${command} at P1`, async ({ db }) => {
			await arrange(db);
			const [named] = await db.sql.unsafe(`select ${run} as run, ${worker} as person`);
			const trial = db.as(persona, async (sql) => {
				await sql`select ${sql(command)}(gen_random_uuid(), ${named!.run}, ${named!.person})`;
				throw new Error('done and undone');
			});
			await expect(trial).rejects.toMatchObject(
				may
					? { message: 'done and undone' }
					: { code: expect.stringMatching(/^(PT403|42501)$/) as string }
			);
		});
	}
}

test('P1.09 shifts, runs and assignments of another site are neither seen nor edited', async ({
	db
}) => {
	await arrange(db);
	for (const statement of [
		'select * from shifts',
		'select * from shift_runs',
		'select * from shift_assignments',
		"update shifts set name = 'x' returning id"
	]) {
		expect(await db.as('manager@P2', (sql) => sql.unsafe(statement)), statement).toHaveLength(0);
	}
	const p1 = await db.siteOf('P1');
	await expect(
		db.as(
			'manager@P2',
			(sql) =>
				sql`insert into shifts (site_id, code, name, starts, ends) values (${p1}, 'X', 'X', '01:00', '02:00')`
		)
	).rejects.toMatchObject({ code: '42501' });
});
