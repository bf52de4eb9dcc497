import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { expect } from 'vitest';
import { makeHistory, type HistoryOptions } from '../../simulator/history.ts';
import { emailOf, PEOPLE, type Name } from '../../simulator/people.ts';
import type { Account } from '../../simulator/transport.ts';
import { test, type TestDatabase } from './database.ts';
import { violations } from './invariants.ts';

const SEED = new URL('../../supabase/seed/', import.meta.url);
const DAYS = 2;

let options: HistoryOptions;

async function everybody(db: TestDatabase): Promise<Record<Name, Account>> {
	const accounts: Partial<Record<Name, Account>> = {};
	for (const [name, { fullName }] of Object.entries(PEOPLE) as [Name, { fullName: string }][]) {
		const email = emailOf(name);
		const [known] = await db.superuser`select id from auth.users where email = ${email}`;
		const id = (known?.id as string | undefined) ?? randomUUID();
		if (!known) {
			await db.superuser`
				insert into auth.users (id, email, aud, role, raw_user_meta_data)
				values (${id}, ${email}, 'authenticated', 'authenticated', ${db.superuser.json({ full_name: fullName })})`;
		}
		accounts[name] = { id, email, fullName };
	}
	return accounts as Record<Name, Account>;
}

test.beforeAll(async ({ db }) => {
	for (const name of (await readdir(SEED)).sort()) {
		await db.superuser.unsafe(await readFile(new URL(name, SEED), 'utf8'));
	}
	options = {
		days: DAYS,
		seed: 'test',
		mistakes: 0.1,
		accounts: await everybody(db),
		superuser: db.superuser,
		owner: db.sql,
		keepFile: async (path) => {
			await db.superuser`insert into storage.objects (bucket_id, name) values ('documents', ${path})`;
		}
	};
	const report = await makeHistory(options);
	expect(report.faults).toEqual([]);
	expect(report.totals.expected).toBeGreaterThan(0);
}, 60_000);

test('X.08 two days of history leave nothing that must not be', async ({ db }) => {
	expect(await violations(db.superuser)).toEqual({});
});

test('X.08 the first batch is the document’s, from Vendor X’s lot to its override', async ({
	db
}) => {
	const [batch] = await db.sql`
		select batches.code, string_agg(distinct lots.code, ' ') as lots, sum(stage_materials.consumed)::float as kg
		from batches
		join stage_materials on batch_id = batches.id join lots on lots.id = stage_materials.lot_id
		group by batches.id order by batches.created_at limit 1`;
	expect(batch).toEqual({ code: 'MCC-24-051-A', lots: 'ALC-24-051', kg: 800 });
	const stages = await db.sql`
		select machines.code as machine, input_quantity::float as input, output_quantity::float as output
		from stage_logs
		join machines on machines.id = machine_id join batches on batches.id = batch_id
		where batches.code = 'MCC-24-051-A' order by position`;
	expect(stages.slice(0, 2)).toEqual([
		{ machine: 'MCH-101', input: 800, output: 770 },
		{ machine: 'MCH-202', input: 770, output: 760 }
	]);
	const [result] = await db.sql`
		select qc_results.value::float, within_spec, qc_tests.status, overridden
		from qc_results join qc_tests on qc_tests.id = test_id join lots on lots.id = lot_id
		where lots.code = 'MCC-24-051-A' and kind = 'final' and name = 'Particle size'`;
	expect(result).toEqual({ value: 65, within_spec: false, status: 'pass', overridden: true });
});

test('X.08 the figures of history are those of a plant', async ({ db }) => {
	const [row] = await db.sql`
		select
			(select count(*)::int from batches) as batches,
			(select count(*)::int from batches where state = 'running') as running,
			(select min(output_quantity / input_quantity)::float from stage_logs) as "worst yield",
			(select count(*)::int from shipments) as shipments,
			(select count(distinct started_by)::int from stage_logs) as supervisors,
			(select max(moved_at) from stock_moves) as last`;
	const { batches, running, shipments, supervisors, last } = row!;
	expect(batches).toBeGreaterThanOrEqual(4 * DAYS - 1);
	expect(batches).toBeLessThanOrEqual(4 * (DAYS + 1) + 1);
	expect(running).toBeGreaterThan(0);
	expect(row!['worst yield']).toBeGreaterThan(0.9);
	expect(shipments).toBeGreaterThan(0);
	expect(supervisors).toBe(3);
	expect(Date.now() - (last as Date).getTime()).toBeLessThan(6 * 60 * 60 * 1000);
	expect((last as Date).getTime()).toBeLessThanOrEqual(Date.now());
});

test('X.08 shifts of the past are locked, and the supervisors have those to come', async ({
	db
}) => {
	const [past] = await db.sql`
		select count(*)::int as open from shift_runs
		where ends_at < now() - interval '2 hours' and state <> 'locked'`;
	expect(past!.open).toBe(0);
	const [coming] = await db.sql`
		select count(*)::int as assigned from shift_runs
		join shift_assignments on run_id = shift_runs.id where starts_at > now()`;
	expect(coming!.assigned).toBeGreaterThan(30);
});

test('X.08 jobs run again afterwards', async ({ db }) => {
	const [jobs] = await db.superuser`select bool_and(active) as active from cron.job`;
	expect(jobs!.active).toBe(true);
});

test('X.08 history is made once', async () => {
	await expect(makeHistory(options)).rejects.toThrow(/^There is history already, until /);
});
