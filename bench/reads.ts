import { randomUUID } from 'node:crypto';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import postgres, { type Sql } from 'postgres';
import { applySettings, requestSettings } from '../local/gateway/request-settings.ts';
import { migrate } from '../local/postgres/migrate.ts';
import { startScratchCluster } from '../local/postgres/scratch.ts';
import { compare, timed, title } from './measure.ts';

/**
 * What the reads of the screens cost with 200,000 lots in chains of eight levels, beside a tenth of that
 * in the same run: the ratio shows how the cost grows with the history of a plant.
 *
 *   npm run bench:reads                  p50 and p99
 *   npm run bench:reads -- --explain     also writes the plans of every statement into bench/explain/
 */
const { values } = parseArgs({ options: { explain: { type: 'boolean', default: false } } });
const LEVELS = 8;
const CHAINS = { full: 25_000, tenth: 2_500 };
const FOLDER = new URL('./explain/', import.meta.url);

const scratch = await startScratchCluster();
try {
	const full = await fill('full');
	const tenth = await fill('tenth');
	title(`Reads at ${CHAINS.full * LEVELS} lots and at a tenth, p50 and p99`);
	for (const [name, read] of Object.entries(full.reads)) {
		const big = await timed(() => full.as(read), 200);
		const small = await timed(() => tenth.as(tenth.reads[name]!), 200);
		compare(`${name}, p50`, big.p50, 'a tenth', small.p50, 'ms');
		compare(`${name}, p99`, big.p99, 'a tenth', small.p99, 'ms');
	}
	if (values.explain) {
		await mkdir(FOLDER, { recursive: true });
		for (const [name, read] of Object.entries(full.reads))
			await writeFile(new URL(`${name}.txt`, FOLDER), await full.explain(read));
		console.log(`\nPlans in bench/explain/`);
	}
	await Promise.all([full.end(), tenth.end()]);
} finally {
	await scratch.stop();
}

type Read = (sql: Sql) => Promise<unknown>;

/** A plant's history as rows, made in bulk: it is there to be read, not to prove the commands. */
async function fill(size: keyof typeof CHAINS) {
	await scratch.create(size);
	const setup = scratch.connect({ name: 'migrate', database: size });
	const seeds = (await readdir('supabase/seed')).sort().map((name) => `supabase/seed/${name}`);
	await migrate(setup, process.cwd(), scratch.url(size), seeds);
	await setup.end();

	const notices: string[] = [];
	const root = postgres(scratch.adminUrl(size), {
		max: 1,
		onnotice: (notice) => notices.push(notice.message ?? '')
	});
	const person = randomUUID();
	await root`insert into auth.users (id, email, aud, role) values (${person}, 'manager@lotline.test', 'authenticated', 'authenticated')`;
	await root`insert into memberships (user_id, site_id, role) select ${person}, id, 'manager' from sites where code = 'MCC1'`;
	await root`set session_replication_role = replica`;
	await root.unsafe(`
		create temporary table made as
		select gen_random_uuid() as id, chain, level, now() - interval '26280 hours' * (1 - chain::float / ${CHAINS[size]}) as at
		from generate_series(1, ${CHAINS[size]}) as chain, generate_series(0, ${LEVELS - 1}) as level;
		create index on made (chain, level);
		analyze made;

		insert into lots (id, code, item_id, site_id, initial_quantity, qc_status, received_on, expires_on, created_by, created_at)
		select made.id, 'L' || level || '-' || chain, items.id, sites.id, 800, case when chain > ${CHAINS[size]} - 20 and level = 0 then 'pending' else 'pass' end,
			at::date, at::date + 1095, '${person}', at
		from made, sites, items
		where sites.code = 'MCC1' and items.code = case when level < 4 then 'ALC' else 'MCC-R-102' end;
		insert into lot_links (parent_id, child_id, quantity, at)
		select above.id, below.id, 800, below.at
		from made as above join made as below on below.chain = above.chain and below.level = above.level + 1;
		insert into stock_moves (lot_id, from_id, to_id, quantity, kind, moved_by, moved_at, request_id)
		select made.id, vendor.id, store.id, 800, 'receive', '${person}', at, gen_random_uuid()
		from made, locations as vendor, locations as store, sites
		where sites.code = 'MCC1' and vendor.site_id = sites.id and store.site_id = sites.id and vendor.code = 'VENDOR' and store.code = 'STORE-A';
		-- What was used up stays as an empty balance; the latest thousand lots are in stock.
		insert into stock_balances (lot_id, location_id, on_hand)
		select made.id, locations.id, case when level = 0 and chain > ${CHAINS[size]} - 1000 then 800 else 0 end
		from made, locations, sites where sites.code = 'MCC1' and locations.site_id = sites.id and locations.code = 'STORE-A';

		insert into shift_runs (shift_id, site_id, business_date, starts_at, ends_at, state, locked_at)
		select shifts.id, shifts.site_id, day::date, day + n * interval '8 hours', day + (n + 1) * interval '8 hours', 'locked', day
		from (select *, row_number() over (order by code) - 1 as n from shifts) as shifts,
			generate_series(date_trunc('day', now()) - interval '3 years', date_trunc('day', now()) - interval '2 days', interval '1 day') as day;
		insert into batches (id, code, site_id, item_id, route_id, lot_id, run_id, planned_quantity, state, created_by, created_at, ended_at)
		select gen_random_uuid(), lots.code, lots.site_id, lots.item_id, routes.id, lots.id,
			(select id from shift_runs where shift_runs.site_id = lots.site_id and starts_at <= made.at order by starts_at desc limit 1),
			800, case when chain > ${CHAINS[size]} - 6 then 'running' else 'finished' end, '${person}', at,
			case when chain > ${CHAINS[size]} - 6 then null else at + interval '6 hours' end
		from made join lots on lots.id = made.id join routes on routes.item_id = lots.item_id
		where level = 4;
		insert into stage_logs (batch_id, site_id, position, stage_id, machine_id, operator_name, carried_quantity, added_quantity, output_quantity, qc_gate, qc_status, started_at, ended_at, start_run_id, end_run_id, started_by, ended_by)
		select batches.id, batches.site_id, route_stages.position, route_stages.stage_id, machines.id, 'Ramesh',
			case when route_stages.position = 1 then 0 else 800 - 10 * (route_stages.position - 1) end, case when route_stages.position = 1 then 800 else 0 end,
			800 - 10 * route_stages.position, route_stages.qc_gate, 'pass',
			batches.created_at + route_stages.position * interval '1 hour', batches.created_at + route_stages.position * interval '1 hour' + interval '50 minutes',
			batches.run_id, batches.run_id, '${person}', '${person}'
		from batches
		join route_stages on route_stages.route_id = batches.route_id and (batches.state = 'finished' or route_stages.position < 3)
		join (select *, row_number() over (order by code) as n from machines) as machines on machines.n = route_stages.position;
		insert into qc_plans (kind, item_id, effective_from, active) select 'final', id, '2020-01-01', true from items where code = 'MCC-R-102'
		on conflict do nothing;
		insert into qc_tests (id, number, site_id, kind, lot_id, plan_id, status, sampled_at, tested_by, tested_at)
		select gen_random_uuid(), 'QC-' || batches.code, batches.site_id, 'final', batches.lot_id, (select id from qc_plans where kind = 'final' limit 1), 'pass', batches.created_at, '${person}', batches.created_at
		from batches where state = 'finished';
		insert into downtimes (site_id, machine_id, reason_id, started_at, ended_at, logged_by, ended_by)
		select batches.site_id, machines.id, (select id from reason_codes where purpose = 'downtime' limit 1), batches.created_at, batches.created_at + interval '20 minutes', '${person}', '${person}'
		from batches, lateral (select id from machines order by code limit 1) as machines;
	`);
	await root`set session_replication_role = origin`;
	await root`vacuum analyze`;
	const chain = Math.floor(CHAINS[size] / 2);
	const [site] = await root`select id from sites where code = 'MCC1'`;
	const [item] = await root`select id from items where code = 'ALC'`;
	const [lot] = await root`select id from lots where code = ${`L4-${chain}`}`;
	// The latest that has work in it: what it leaves undone is looked for.
	const [run] =
		await root`update shift_runs set state = 'open', locked_at = null where id = (select run_id from batches order by created_at desc limit 1) returning id`;
	const [siteId, itemId] = [site!.id as string, item!.id as string];
	const [lotId, runId] = [lot!.id as string, run!.id as string];
	const reads: Record<string, Read> = {
		'trace_lot-down': (sql) => sql`select * from trace_lot(${`L0-${chain}`}, 'down')`,
		'trace_lot-up': (sql) => sql`select * from trace_lot(${`L${LEVELS - 1}-${chain}`}, 'up')`,
		batch_journey: (sql) => sql`select batch_journey(${`L4-${chain}`})`,
		shift_board: (sql) => sql`select shift_board(${siteId})`,
		plant_board: (sql) => sql`select plant_board(${siteId})`,
		qc_queue: (sql) => sql`select qc_queue(${siteId})`,
		qc_subject: (sql) => sql`select qc_subject(${lotId})`,
		shift_close_view: (sql) => sql`select shift_close_view(${runId})`,
		suggest_lots: (sql) => sql`select * from suggest_lots(${itemId}, ${siteId}, 500)`,
		stock_levels: (sql) => sql`select * from stock_levels where site_id = ${siteId} limit 50`,
		lots: (sql) =>
			sql`select * from lots where site_id = ${siteId} order by created_at desc limit 50`,
		stage_logs: (sql) =>
			sql`select * from stage_logs where site_id = ${siteId} order by started_at desc limit 50`
	};
	const settings = requestSettings({
		role: 'authenticated',
		claims: { sub: person, role: 'authenticated' }
	});
	const as = (read: Read) =>
		root.begin(async (transaction) => {
			await applySettings(transaction, settings);
			return await read(transaction as unknown as Sql);
		});
	return {
		reads,
		as,
		end: () => root.end(),
		/** Every statement that a read runs, its own functions' included, with its plan as it was run. */
		explain: async (read: Read): Promise<string> => {
			await as(read);
			await root.unsafe(`
				load 'auto_explain';
				set auto_explain.log_min_duration = 0; set auto_explain.log_analyze = on; set auto_explain.log_buffers = on;
				set auto_explain.log_timing = off; set auto_explain.log_nested_statements = on; set client_min_messages = log`);
			notices.length = 0;
			await as(read);
			const plans = [...notices];
			await root.unsafe(`set auto_explain.log_min_duration = -1; reset client_min_messages`);
			return `${plans.map(withoutIds).filter(distinct()).join('\n\n')}\n`;
		}
	};
}

/** The same statement run for many rows is shown once. */
function distinct(): (plan: string) => boolean {
	const seen = new Set<string>();
	return (plan) => {
		const statement = plan.slice(0, plan.indexOf('\n'));
		const text = /Query Text: [^]*?\n(?=\S)/.exec(plan)?.[0] ?? statement;
		if (seen.has(text)) return false;
		seen.add(text);
		return true;
	};
}

/** Ids and durations differ from run to run, and say nothing. */
function withoutIds(plan: string): string {
	return plan
		.replace(/duration: [\d.]+ ms {2}/, '')
		.replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '…');
}
