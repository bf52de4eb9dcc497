import { readdir, readFile } from 'node:fs/promises';
import { expect } from 'vitest';
import { test, type TestDatabase } from './database.ts';
import { violations } from './invariants.ts';
import { DAY_OF_WORK, Floor } from './production/floor.ts';

/** A correction of a stage, as no command leaves it: its state, decision, result and transaction. */
const correction = (outcome: string) => `
	insert into correction_requests (number, site_id, run_id, kind, subject, subject_type, subject_id, changes, before, reason, effects,
		requested_by, state, decided_by, decided_at, decision_note, result, transaction_id)
	select 'COR-1', logs.site_id, logs.start_run_id, 'change', 'Drying', 'stage_logs', logs.id, '{}', '{}', 'misread', '[]', gen_random_uuid(), ${outcome}
	from stage_logs as logs where batch_id = '$finished$' and position = 2`;

/**
 * For each invariant, statements that break it, as nobody can who is bound to triggers and foreign
 * keys; several where it says several things. $…$ stands for an id of the floor below.
 */
const BREAKS: Record<string, string[]> = {
	'allocations-equal-reservations.sql': [
		"update reservations set quantity = quantity - 1 where purpose = 'batch $running$' and ended_at is null",
		"update reservations set ended_at = now() where purpose = 'batch $running$' and ended_at is null",
		"update reservations set location_id = '$line$' where purpose = 'batch $running$' and ended_at is null",
		"update batches set state = 'rejected', ended_at = now() where code = '$running$'"
	],
	'balances-equal-ledger.sql': [
		"update stock_balances set on_hand = on_hand + 1 where lot_id = '$material$'"
	],
	'corrections-keep-what-they-replaced.sql': [
		correction("'approved', started_by, now(), 'seen', '{}', 1"),
		correction("'requested', null, null, null, null, 1"),
		`insert into stock_moves (lot_id, from_id, to_id, quantity, kind, corrects_id, moved_by, request_id)
			select lot_id, to_id, from_id, quantity + 1, 'correct', id, moved_by, gen_random_uuid() from stock_moves
			where lot_id = '$bulk$' and kind = 'produce'`
	],
	'every-row-has-its-audit-row.sql': [
		"insert into reason_codes (purpose, code, name) values ('hold', 'unseen', 'Unseen')",
		"delete from audit.log where relation = 'public.batches'",
		`alter table stock_balances disable trigger audit;
		insert into stock_balances (lot_id, location_id, on_hand) values ('$other$', '$line$', 1)`
	],
	'imported-batches-add-up.sql': ["update batches set route_id = null where id = '$finished$'"],
	'locked-runs-have-their-summary.sql': [
		"update shift_runs set state = 'locked', locked_at = now()",
		`insert into shift_summaries (run_id, site_id, version, input_quantity, output_quantity, downtime_minutes,
			entries, late_entries, stages, batches_finished, rejected_lots, figures)
			select id, site_id, 1, 0, 0, 0, 0, 0, 0, 0, 0, '{}' from shift_runs limit 1`,
		`with locked as (update shift_runs set state = 'locked', locked_at = now() returning *)
			insert into shift_summaries (run_id, site_id, version, input_quantity, output_quantity, downtime_minutes,
				entries, late_entries, stages, batches_finished, rejected_lots, figures)
			select id, site_id, version, 0, 0, 0, 0, 0, 0, 0, 0, '{}' from locked cross join generate_series(1, 2) as version`
	],
	'no-lot-is-its-own-ancestor.sql': [
		"insert into lot_links (parent_id, child_id, quantity) values ('$packed$', '$other$', 1), ('$other$', '$packed$', 1)"
	],
	'no-machine-in-two-states.sql': [
		`alter table stage_logs drop constraint "a machine runs one stage at a time";
		update stage_logs set machine_id = (select machine_id from stage_logs where ended_at is null),
			started_at = (select started_at from stage_logs where ended_at is null), ended_at = '2031-01-01'
		where batch_id = '$finished$' and position = 1`,
		`alter table downtimes drop constraint "a machine stands still once at a time";
		insert into downtimes (site_id, machine_id, reason_id, started_at, logged_by)
			select site_id, machine_id, reason_id, started_at, logged_by from downtimes`
	],
	'nothing-negative.sql': [
		`alter table stock_balances drop constraint "stock is never below zero";
		update stock_balances set on_hand = -1 where lot_id = '$material$'`
	],
	'packs-equal-what-left-the-bulk.sql': [
		"update items set pack_size = 20 where id = '$sku$'",
		"update lots set initial_quantity = 3 where id = '$packed$'",
		"update lot_links set quantity = 51 where child_id = '$packed$' and parent_id = '$bulk$'",
		"update stock_moves set quantity = 51 where lot_id = '$bulk$' and kind = 'pack'",
		"update stock_moves set quantity = 3 where lot_id = '$packed$' and kind = 'produce'"
	],
	'products-equal-last-output.sql': [
		"update lots set initial_quantity = 1 where id = '$bulk$'",
		"update stage_logs set output_quantity = 1 where batch_id = '$finished$' and position = 5",
		"delete from stock_moves where lot_id = '$bulk$' and kind = 'produce'",
		"update lots set initial_quantity = 1 where code = '$running$'",
		"update batches set state = 'running', ended_at = null where id = '$finished$'"
	],
	'receipts-equal-order-lines.sql': ['update purchase_order_lines set received = received - 1'],
	'stage-inputs-equal-materials.sql': [
		"update stage_materials set consumed = consumed - 1 where batch_id = '$finished$'",
		"update stage_logs set added_quantity = added_quantity - 1 where batch_id = '$finished$' and position = 1",
		"update units set factor = 0.01 where code = 'g'"
	],
	'stages-follow-each-other.sql': [
		"update stage_logs set carried_quantity = carried_quantity + 1 where batch_id = '$finished$' and position = 3",
		"update stage_logs set carried_quantity = 1 where batch_id = '$finished$' and position = 1",
		"update stage_logs set started_at = started_at - interval '30 minutes' where batch_id = '$finished$' and position = 3",
		"update stage_logs set qc_status = 'hold' where batch_id = '$finished$' and position = 2",
		"delete from stage_logs where batch_id = '$finished$' and position = 2"
	],
	'transfer-requests-equal-moves.sql': [
		`insert into transfer_requests (site_id, item_id, quantity, fulfilled, to_id, requested_by)
			select site_id, item_id, 5, 1, '$line$', created_by from lots where id = '$material$'`
	],
	'used-lots-were-usable.sql': [
		// Used before its test, while it was held, and after its last day.
		`delete from audit.log where relation = 'public.lots' and record_id = '$material$' and operation = 'update'`,
		`insert into lot_holds (lot_id, cause_lot_id, reason_id, held_by)
			select id, id, (select id from reason_codes where purpose = 'hold' limit 1), created_by from lots where id = '$material$'`,
		"update lots set expires_on = '2030-05-22' where id = '$material$'",
		"update lots set expires_on = '2030-05-22', manufactured_on = null where id = '$packed$'",
		`insert into stock_moves (lot_id, from_id, to_id, quantity, kind, moved_by, request_id)
			select id, '$store$', '$line$', 1, 'consume', created_by, gen_random_uuid() from lots where id = '$waiting$'`
	],
	'used-material-equals-moves-and-links.sql': [
		"update lot_links set quantity = quantity + 1 where child_id = '$bulk$' and parent_id = '$material$'",
		"delete from lot_links where child_id = '$bulk$' and parent_id = '$material$'",
		"delete from stock_moves where lot_id = '$material$' and kind = 'consume'",
		"update stage_materials set consumed = consumed - 1 where batch_id = '$finished$'"
	]
};

const floors = new WeakMap<TestDatabase, Promise<Record<string, string>>>();

/** A batch that was packed and shipped, one in work with material left, and what waits for its test. */
async function arrange(db: TestDatabase): Promise<Record<string, string>> {
	const floor = await Floor.open(db);
	const binder = await floor.tested(5000, await floor.material('g'));
	const material = await floor.tested(1000);
	const finished = await floor.start(100);
	await floor.allocate(finished, material, 98);
	await floor.allocate(finished, binder, 2000);
	for (const [position, output] of [99, 98, 97, 96, 95].entries()) {
		const hour = String(6 + position).padStart(2, '0');
		const { last } = await floor.log(
			finished,
			position + 1,
			output,
			`${hour}:10:00`,
			`${hour}:50:00`
		);
		if (last!.qc_status === 'pending')
			await floor.test({ stage_log_id: last!.id }, [{ name: 'Moisture', value: 4 }]);
	}
	await floor.test({ lot_id: finished.lot_id }, [
		{ name: 'Moisture', value: 5 },
		{ name: 'Particle size', value: 50 }
	]);
	const packed = await floor.pack(finished, 2);
	await floor.ship(packed, 1);
	floor.at('11:00:00');
	const waiting = await floor.receive(5);
	const running = await floor.start(100);
	await floor.allocate(running, material, 50);
	await floor.allocate(running, material, 20, { position: 2 });
	await floor.begin(running, 1, { started_at: `${DAY_OF_WORK}T10:55:00+05:30` });
	await floor.stop(floor.machines[4]!);
	// A hold that was set and released in time is none.
	await floor.hold(binder);
	await floor.call('qa', 'release_lot', { lot_id: binder.id, note: 'clean' });
	return {
		finished: finished.id,
		running: running.code,
		material: material.id,
		bulk: finished.lot_id,
		packed: packed.id,
		other: binder.id,
		waiting: waiting.id,
		sku: floor.sku,
		line: floor.ids.LINE,
		store: floor.ids.STORE
	};
}

class Undone extends Error {}

/** What the invariants say after statements that no trigger and no foreign key hears of; undone. */
async function broken(db: TestDatabase, statements: string): Promise<Record<string, unknown[]>> {
	let found: Record<string, unknown[]> = {};
	await db.superuser
		.begin(async (sql) => {
			await sql`set local session_replication_role = replica`;
			await sql.unsafe(statements);
			found = await violations(sql);
			throw new Undone();
		})
		.catch((error: unknown) => {
			if (!(error instanceof Undone)) throw error;
		});
	return found;
}

for (const [name, breaks] of Object.entries(BREAKS)) {
	for (const statements of breaks) {
		test(`${name} sees: ${statements.replace(/\s+/g, ' ')}`, async ({ db }) => {
			const ids = floors.get(db) ?? arrange(db);
			floors.set(db, ids);
			const named = await ids;
			expect(await violations(db.superuser)).toEqual({});
			const found = await broken(
				db,
				statements.replace(/\$(\w+)\$/g, (_, key: string) => named[key]!)
			);
			expect(Object.keys(found)).toContain(name);
			expect(found[name]!.length).toBeGreaterThan(0);
		});
	}
}

test('every invariant is shown to see what breaks it', async () => {
	const files = await readdir(new URL('./invariants/', import.meta.url));
	expect(Object.keys(BREAKS).sort()).toEqual(files.sort());
});

test('P11.01 the invariant of the audit names every table that is watched', async ({ db }) => {
	const rows = await db.sql`
		select tgrelid::regclass::text as name from pg_trigger
		where tgfoid = 'audit.record'::regproc and not tgisinternal
			and tgrelid in (select oid from pg_class where relnamespace = 'public'::regnamespace)`;
	const watched = rows.map(({ name }) => `public.${(name as string).replace('public.', '')}`);
	const text = await readFile(
		new URL('./invariants/every-row-has-its-audit-row.sql', import.meta.url),
		'utf8'
	);
	const listed = [...text.matchAll(/'(public\.\w+)'/g)].map(([, table]) => table!);
	expect(listed).toEqual(watched.sort());
});
