import { expect } from 'vitest';
import { test, type TestDatabase } from '../database.ts';
import { PERSONAS, SIGNED_IN, testMatrix, type MatrixLine } from '../matrix.ts';
import { Floor } from '../production/floor.ts';
import { askOverride, BAD, family, type Family, type FullTest } from './laboratory.ts';

const AT_P1 = SIGNED_IN.filter((persona) => persona !== 'nobody');
const EDITORS = ['admin', 'manager', 'qa'];

interface Made extends Family {
	floor: Floor;
	waiting: string;
	held: FullTest;
	other: FullTest;
	asked: FullTest;
}

let made: Made | undefined;

/** What the lines refer to: a released family, a lot that waits, tests on hold, a request. */
async function arrange(db: TestDatabase): Promise<Made> {
	if (made) return made;
	const floor = await Floor.open(db);
	const whole = await family(floor);
	const held = async () =>
		(await floor.test({ lot_id: (await floor.receive(10)).id }, BAD.incoming)) as FullTest;
	const [waiting, onHold, other] = [await floor.receive(10), await held(), await held()];
	const asked = await askOverride(floor, await held());
	const packed = await floor.pack(whole.batch, 1);
	await floor.call('qa', 'issue_certificate', { lot_id: packed.id });
	await db.as(
		'qa',
		(sql) => sql`
			insert into qc_plans (kind, item_id, version, effective_from) values ('final', ${floor.product}, 2, '2030-06-01')`
	);
	await db.as(
		'qa',
		(sql) => sql`
			insert into qc_parameters (plan_id, name, maximum) select id, 'Ash', 1 from qc_plans where version = 2`
	);
	made = { ...whole, floor, waiting: waiting.id, held: onHold, other, asked };
	return made;
}

const never = (requirement: string, ...statements: string[]): MatrixLine[] =>
	statements.map((statement) => [requirement, statement, []]);

testMatrix(
	[
		['P4.01', 'select * from qc_plans where version = 2', SIGNED_IN],
		['P4.01', "select * from qc_parameters where name = 'Ash'", SIGNED_IN],
		[
			'P4.12',
			"insert into qc_plans (kind, item_id, version, effective_from) select 'final', item_id, 3, '2030-07-01' from qc_plans where version = 2",
			EDITORS
		],
		['P4.12', "update qc_plans set note = 'seen' where version = 2", EDITORS],
		['P4.12', 'update qc_plans set active = true where version = 2', EDITORS],
		[
			'P4.12',
			"insert into qc_parameters (plan_id, name, maximum) select id, 'pH', 7.5 from qc_plans where version = 2",
			EDITORS
		],
		['P4.12', "update qc_parameters set maximum = 2 where name = 'Ash'", EDITORS],
		['P4.12', "delete from qc_parameters where name = 'Ash'", EDITORS],
		['P4.02', "select * from qc_tests where kind = 'final'", AT_P1],
		['P4.02', "select * from qc_results where name = 'Particle size'", AT_P1],
		['P4.06', 'select * from qc_overrides', AT_P1],
		['P4.11', 'select * from certificates', AT_P1],
		['P8.04 QA sees lots', "select * from lots where qc_status = 'pending'", AT_P1],
		[
			'P8.04 QA sees no stock',
			"select * from stock_balances join lots on lots.id = lot_id where qc_status = 'pending'",
			AT_P1.filter((persona) => persona !== 'qa')
		],
		...never(
			'P8.03',
			'delete from qc_plans where version = 2',
			'update qc_plans set item_id = null where version = 2',
			'update qc_plans set version = 9 where version = 2',
			'update qc_plans set approved_at = now(), approved_by = auth.uid() where version = 2',
			"update qc_parameters set plan_id = gen_random_uuid() where name = 'Ash'"
		),
		...never(
			'P4.12',
			"insert into qc_tests (number, site_id, kind, lot_id, plan_id, status, sampled_at, tested_by) select 'X', site_id, kind, lot_id, plan_id, 'pass', now(), auth.uid() from qc_tests limit 1",
			"update qc_tests set status = 'pass', overridden = true",
			'delete from qc_tests',
			'update qc_results set within_spec = true where value = 5.4',
			'delete from qc_results',
			"update lots set qc_status = 'pass' where qc_status = 'pending'",
			"update stage_logs set qc_status = 'pass'"
		),
		...never(
			'P4.06',
			'insert into qc_overrides (test_id, reason_id, justification, document_path, requested_by) select test_id, reason_id, justification, document_path, requested_by from qc_overrides',
			"update qc_overrides set state = 'approved'",
			'delete from qc_overrides'
		),
		...never(
			'P4.11',
			"update certificates set document_path = 'x'",
			'update certificates set revision = 2',
			'delete from certificates'
		),
		...never(
			'P4.05 the helpers of the commands',
			"select app.set_test_status(qc_tests, 'pass', true) from qc_tests limit 1",
			'select app.release_below(id, null, null) from lots limit 1',
			'select app.issue_certificate(lots) from lots limit 1',
			'select app.write_results(qc_tests, $$[]$$, null) from qc_tests limit 1'
		)
	],
	async (db) => {
		await arrange(db);
	}
);

const COMMANDS: [
	requirement: string,
	command: string,
	allowed: string[],
	given: (made: Made) => Promise<Record<string, unknown>>
][] = [
	['P4.12', 'record_qc_test', ['qa'], async ({ waiting }) => ({ lot_id: waiting, results: [] })],
	[
		'P4.12',
		'amend_qc_test',
		['qa'],
		async ({ other }) => ({ test_id: other.id, results: [], reason: 'a look' })
	],
	[
		'P4.06',
		'request_override',
		['qa'],
		async ({ held, floor }) => ({
			test_id: held.id,
			reason_id: await floor.reason('override'),
			justification: 'Within the agreed limits',
			document_path: await floor.file('P1/x.pdf')
		})
	],
	[
		'P4.06',
		'decide_override',
		['manager'],
		async ({ asked }) => ({ override_id: asked.override!.id, approve: true, note: 'fine' })
	],
	[
		'P4.04',
		'reject_lot',
		['manager', 'qa'],
		async ({ waiting, floor }) => ({ lot_id: waiting, reason_id: await floor.reason('rejection') })
	],
	['P4.11', 'issue_certificate', ['manager', 'qa'], async ({ packed }) => ({ lot_id: packed.id })]
];

for (const [requirement, command, allowed, given] of COMMANDS) {
	for (const persona of [...PERSONAS, 'qa@P2', 'manager@P2', 'service_role']) {
		const may = allowed.includes(persona);
		test(`${requirement} ${persona} ${may ? 'may' : 'may not'} ${command} at P1`, async ({
			db
		}) => {
			const args = await given(await arrange(db));
			const named = Object.keys(args).map((name, n) => `${name} => $${n + 1}`);
			const trial = db.as(persona, async (sql) => {
				await sql.unsafe(
					`select public.${command}(request_id => gen_random_uuid(), ${named.join(', ')})`,
					Object.values(args) as never
				);
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

test('P4.12 who has left tests no more', async ({ db }) => {
	const { waiting } = await arrange(db);
	const id = await db.idOf('qa.gone');
	await db.as('admin', (sql) => sql`update profiles set active = false where id = ${id}`);
	await expect(
		db.as(
			'qa.gone',
			(sql) => sql`select record_qc_test(gen_random_uuid(), '[]', lot_id => ${waiting})`
		)
	).rejects.toMatchObject({ code: 'PT403' });
});

test('P4.02 tests, results, requests and certificates of another site are not seen', async ({
	db
}) => {
	const { floor } = await arrange(db);
	for (const persona of ['qa@P2', 'manager@P2', 'nobody']) {
		for (const table of ['qc_tests', 'qc_results', 'qc_overrides', 'certificates'])
			expect(
				await db.as(persona, (sql) => sql.unsafe(`select from ${table}`)),
				`${persona}, ${table}`
			).toHaveLength(0);
		await expect(
			db.as(persona, (sql) => sql`select qc_queue(${floor.ids.site})`)
		).rejects.toMatchObject({ code: 'PT404' });
		await expect(db.as(persona, (sql) => sql`select qc_queue(null)`)).rejects.toMatchObject({
			code: 'PT404'
		});
	}
});

test('P4.10 QA’s queue has what waits and what is on hold, longest first, and nothing else', async ({
	db
}) => {
	const { floor, waiting, held, other, asked } = await arrange(db);
	const [row] = await db.as('qa', (sql) => sql`select qc_queue(${floor.ids.site}) as queue`);
	const queue = row!.queue as { lot_id: string; kind: string; qc_status: string; since: string }[];
	expect(new Set(queue.map(({ lot_id }) => lot_id))).toEqual(
		new Set([
			waiting,
			...(
				await db.sql`select lot_id from qc_tests where id = any(${[held.id, other.id, asked.id]})`
			).map((lot) => lot.lot_id as string)
		])
	);
	expect(queue.map(({ since }) => since)).toEqual(queue.map(({ since }) => since).sort());
	expect(new Set(queue.map(({ kind }) => kind))).toEqual(new Set(['incoming']));
});

test('P7.08 P8.04 QA traces a lot, though it sees no balances', async ({ db }) => {
	const { raw, batch, packed } = await arrange(db);
	const down = await db.as('qa', (sql) => sql`select lot from trace_lot(${raw.code}, 'down')`);
	expect(down.map((row) => row.lot as string)).toEqual(
		expect.arrayContaining([raw.code, batch.code, packed.code])
	);
	for (const persona of ['qa@P2', 'nobody', 'retailer'])
		await expect(
			db.as(persona, (sql) => sql`select * from trace_lot(${raw.code})`)
		).rejects.toMatchObject({ code: 'PT404' });
});
