import { expect } from 'vitest';
import { test, type TestDatabase } from '../database.ts';
import { PERSONAS, SIGNED_IN, testMatrix, type MatrixLine } from '../matrix.ts';
import { Floor } from '../production/floor.ts';
import { gapsOf, passTo } from './duty.ts';

const AT_P1 = SIGNED_IN.filter((persona) => persona !== 'nobody');
const EDITORS = ['admin', 'manager'];

const never = (requirement: string, ...statements: string[]): MatrixLine[] =>
	statements.map((statement) => [requirement, statement, []]);

const floors = new WeakMap<TestDatabase, Promise<Record<string, string>>>();

/** A row of each table: the night shift is locked, A is explained, remarked and handed over, B plans. */
function arranged(db: TestDatabase): Promise<Record<string, string>> {
	const made = floors.get(db) ?? arrange(db);
	floors.set(db, made);
	return made;
}

async function arrange(db: TestDatabase): Promise<Record<string, string>> {
	const floor = await Floor.open(db);
	const b = await floor.assignTo('B', 'supervisor');
	await floor.assignTo('C', 'supervisor.c');
	await floor.stop(floor.machines[0]!);
	await passTo(floor, '13:40:00');
	const [gap] = await gapsOf(floor);
	await floor.call('supervisor', 'explain_gap', {
		run: floor.run,
		kind: gap!.kind,
		subject_id: gap!.subject_id,
		reason: 'Waits for a part.'
	});
	await floor.call('supervisor', 'add_shift_remark', { run: floor.run, remark: 'Hot.' });
	const { given } = await floor.call<{ given: { id: string } }>('supervisor', 'hand_over_shift', {
		run: floor.run
	});
	await floor.call('supervisor', 'open_shift', { run: b });
	await db.as(
		'admin',
		(sql) =>
			sql`insert into holidays (site_id, day, name) values (${floor.ids.site}, '2031-01-01', 'New Year')`
	);
	const [shift] = await db.sql`select id from shifts where code = 'A'`;
	const turns = [
		{ week: 1, weekday: 1, shift_id: shift!.id as string, user_id: await db.idOf('supervisor') }
	];
	await floor.call('manager', 'save_rotation', {
		site_id: floor.ids.site,
		name: 'Mondays',
		starts_on: '2031-01-06',
		weeks: 1,
		turns
	});
	return {
		site: floor.ids.site,
		a: floor.run,
		b,
		gap: gap!.subject_id,
		handover: given.id
	};
}

const tables: [string, string][] = [
	['P3.09', 'shift_explanations'],
	['P3.09', 'shift_summaries'],
	['P3.10', 'shift_handovers'],
	['P3.10', 'shift_remarks'],
	['P8.02', 'holidays'],
	['P8.02', 'shift_rotations'],
	['P8.02', 'shift_rotation_turns']
];

testMatrix(
	[
		...tables.map(([requirement, table]): MatrixLine => [
			requirement,
			`select * from ${table}`,
			AT_P1
		]),
		[
			'P8.02',
			"insert into holidays (site_id, day, name) select id, '2031-01-26', 'Republic Day' from sites where code = 'P1'",
			EDITORS
		],
		['P8.02', "update holidays set works = true where day = '2031-01-01'", EDITORS],
		['P8.02', "delete from holidays where day = '2031-01-01'", EDITORS],
		['P3.07', "update sites set grace_minutes = 30 where code = 'P1'", ['admin']],
		...never(
			'P3.09',
			...tables
				.filter(([, table]) => table !== 'holidays')
				.flatMap(([, table]) => [`delete from ${table}`, `update ${table} set site_id = site_id`]),
			"update holidays set day = '2031-01-02'",
			'select * from calendar_links',
			'delete from calendar_links',
			'update calendar_links set ended_at = null',
			'update shift_runs set closed_by = auth.uid()',
			'update shift_assignments set rotation_id = null',
			'select app.summarize_run(gen_random_uuid())',
			"select calendar_feed('x')"
		)
	],
	async (db) => {
		await arranged(db);
	}
);

const CLOSERS = ['manager', 'supervisor'];

const commands: [string, string, string, string[]][] = [
	['P1.05', 'open_shift', '$b$', CLOSERS],
	['P3.09', 'explain_gap', "$a$, 'downtime_open', $gap$, 'Because.'", CLOSERS],
	['P3.09', 'close_shift', '$a$', CLOSERS],
	['P3.10', 'hand_over_shift', '$b$', CLOSERS],
	['P3.10', 'receive_handover', '$handover$', CLOSERS],
	['P3.10', 'add_shift_remark', "$a$, 'Remark.'", [...CLOSERS, 'qa']],
	['P8.02', 'save_rotation', "$site$, 'Other', '2031-01-06', 1, '[]'", EDITORS],
	['P8.02', 'make_calendar_link', '', SIGNED_IN],
	['P8.02', 'end_calendar_link', '', SIGNED_IN]
];

for (const [requirement, command, given, allowed] of commands) {
	for (const persona of [
		...PERSONAS,
		'manager@P2',
		'supervisor@P2',
		'supervisor.c',
		'service_role'
	]) {
		const own = command.endsWith('calendar_link') && /@|\./.test(persona);
		const may = allowed.includes(persona) || own;
		test(`${requirement} ${persona} ${may ? 'may' : 'may not'} ${command} at P1`, async ({
			db
		}) => {
			const ids = await arranged(db);
			const values = given.replace(/\$(\w+)\$/g, (_, name: string) => `'${ids[name]!}'::uuid`);
			const trial = db.as(persona, async (sql) => {
				await sql.unsafe(
					`select ${command}(${['gen_random_uuid()', values].filter(Boolean).join(', ')})`
				);
				throw new Error('done and undone');
			});
			await expect(trial).rejects.toMatchObject(
				may
					? { message: 'done and undone' }
					: { code: expect.stringMatching(/^(PT403|PT401|42501)$/) as string }
			);
		});
	}
}

test('P1.09 nothing of a shift is seen at another site', async ({ db }) => {
	const { site } = await arranged(db);
	for (const [, table] of tables)
		for (const persona of ['manager@P2', 'supervisor@P2'])
			expect(await db.as(persona, (sql) => sql`select from ${sql(table)}`), table).toHaveLength(0);
	await expect(
		db.as(
			'manager@P2',
			(sql) => sql`insert into holidays (site_id, day, name) values (${site!}, '2031-02-01', 'x')`
		)
	).rejects.toMatchObject({ code: '42501' });
});
