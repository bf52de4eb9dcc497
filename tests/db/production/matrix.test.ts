import { expect } from 'vitest';
import { test } from '../database.ts';
import { PERSONAS, SIGNED_IN, testMatrix, type MatrixLine } from '../matrix.ts';
import { acts, COMMANDS, MAY, verdict } from './acts.ts';

const AT_P1 = SIGNED_IN.filter((persona) => persona !== 'nobody');

const never = (requirement: string, ...statements: string[]): MatrixLine[] =>
	statements.map((statement) => [requirement, statement, []]);

const batch = '(select id from batches order by created_at, code limit 1)';

testMatrix(
	[
		['P3.08', `select * from batches where id = ${batch}`, AT_P1],
		['P3.08', `select * from stage_logs where batch_id = ${batch} and position = 1`, AT_P1],
		['P2.06', `select * from stage_materials where batch_id = ${batch}`, AT_P1],
		['P3.05', 'select * from downtimes', AT_P1],
		...['batches', 'stage_logs', 'stage_materials', 'downtimes'].flatMap((table) =>
			never(
				'P3.07',
				`insert into ${table} (id) values (gen_random_uuid())`,
				`update ${table} set id = id`,
				`delete from ${table}`,
				`truncate ${table}`
			)
		),
		...never(
			'P3.07',
			"update batches set state = 'finished'",
			"update stage_logs set qc_status = 'pass'",
			'update stage_materials set returned = 0',
			'update downtimes set ended_at = null',
			`select app.end_allocations(${batch})`,
			`select app.lock_batch(${batch})`,
			`select app.next_batch_code(items, sites, null) from items, sites limit 1`,
			`select app.shrink_reservation(id, 1) from reservations limit 1`,
			`select app.close_batch(gen_random_uuid(), batches, null) from batches limit 1`,
			`select app.consume_materials(stage_logs, batches, 1, gen_random_uuid()) from stage_logs, batches limit 1`
		)
	],
	async (db) => void (await acts(db))
);

for (const command of COMMANDS) {
	for (const persona of [...PERSONAS, 'supervisor@P2', 'dispatch_clerk@P2', 'service_role']) {
		const may = MAY[command]!.includes(persona);
		test(`P1.04 ${persona} ${may ? 'may' : 'may not'} ${command} at P1`, async ({ db }) => {
			const { floor, args } = await acts(db);
			floor.at('10:00:00');
			const said = await verdict(db, persona, command, args[command]!);
			if (may) expect(said).toBe('accepted');
			else
				expect(said).toMatchObject({
					code: ['anon', 'service_role'].includes(persona) ? '42501' : 'PT403'
				});
		});
	}
}

test('P1.09 production of another site is not seen', async ({ db }) => {
	await acts(db);
	for (const table of ['batches', 'stage_logs', 'stage_materials', 'downtimes'])
		for (const persona of ['manager@P2', 'supervisor@P2', 'nobody'])
			expect(
				await db.as(persona, (sql) => sql.unsafe(`select * from ${table}`)),
				`${persona} ${table}`
			).toHaveLength(0);
});

test('P1.03 who has left does nothing, and sees nothing', async ({ db }) => {
	const { floor, args } = await acts(db);
	floor.at('10:00:00');
	const left = await db.idOf('supervisor');
	const active = (value: boolean) =>
		db.superuser`update profiles set active = ${value} where id = ${left}`;
	await active(false);
	for (const command of COMMANDS)
		expect(await verdict(db, 'supervisor', command, args[command]!), command).toMatchObject({
			code: 'PT403'
		});
	expect(await db.as('supervisor', (sql) => sql`select from batches`)).toHaveLength(0);
	await active(true);
});
