import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import postgres, { type Sql } from 'postgres';
import { applySettings, requestSettings } from '../local/gateway/request-settings.ts';
import { startProcess } from '../tests/platform/stack-process.ts';
import { compare, line, quantile, throughput, title } from './measure.ts';

/**
 * What the commands cost, directly in Postgres and through the public API, beside a bare insert of two
 * rows with the same fsync in the same run.
 *
 *   npm run bench:commands               everything
 *   npm run bench:commands -- api        only these of: direct, api
 */
const wanted = process.argv.slice(2);
const dataDir = await mkdtemp(join(tmpdir(), 'lotline-bench-'));
const stack = await startProcess({ dataDir, workdir: resolve('.') });
const { status } = stack;
const root = postgres(status.dbUrl, { max: 1, onnotice: () => {} });

/** The rates of a comparable open-source ERP with 8 clients, times ten: the mark to beat. */
const MARK: Record<string, number> = {
	receive_goods: 470,
	transfer_stock: 640,
	'log_stage (consume and produce)': 90
};
/** Calls of each caller: before, as of a stack that has run for a while, and while the time is taken. */
const BEFORE_BY_ONE = 100;
const CALLS_BY_ONE = 300;

interface Command {
	/** Who calls it. */
	person: keyof typeof people;
	name: string;
	/** Makes ready for so many calls, outside the time that is taken. @returns their arguments */
	prepare(count: number): Promise<Record<string, unknown>[]>;
}

const people = {
	storekeeper: await createPerson('storekeeper', ['MCC1', 'WH1']),
	supervisor: await createPerson('supervisor', ['MCC1']),
	qa: await createPerson('qa', ['MCC1'])
};

try {
	await root`create table public.bench_rows (id bigint generated always as identity, value text)`;
	const owner = postgres(status.dbUrl, { max: 8 });
	const direct = postgres(status.dbUrl.replace('//postgres:', '//authenticator:'), { max: 8 });
	const bare = () => owner`insert into public.bench_rows (value) values ('a'), ('b')`;
	const commands = await arrange();

	/** Runs every command by so many callers. @param call calls one by one of eight ways */
	const measure = async (
		callers: number,
		call: (
			caller: number,
			command: Command,
			given: Record<string, unknown>
		) => Promise<string | undefined>
	) => {
		await throughput(bare, callers, 500);
		const base = await throughput(bare, callers, 1000 * callers);
		line('insert of two rows', `${base.toFixed(0)} /s`);
		for (const [label, command] of Object.entries(commands)) {
			const all = await command.prepare((BEFORE_BY_ONE + CALLS_BY_ONE) * callers);
			const latencies: number[] = [];
			const refused: string[] = [];
			let free = [...Array(callers).keys()];
			const one = async () => {
				const caller = free.pop()!;
				const begun = performance.now();
				const refusal = await call(caller, command, all.shift()!);
				latencies.push(performance.now() - begun);
				if (refusal) refused.push(refusal);
				free.push(caller);
			};
			await throughput(one, callers, BEFORE_BY_ONE * callers);
			latencies.length = 0;
			free = [...Array(callers).keys()];
			const rate = await throughput(one, callers, CALLS_BY_ONE * callers);
			compare(label, rate, 'insert of two rows', base, '/s');
			line(
				'',
				`p50 ${quantile(latencies, 0.5).toFixed(1)} ms, p99 ${quantile(latencies, 0.99).toFixed(1)} ms; refused: ${refused.length}${refused[0] ? ` (${refused[0]})` : ''}${markOf(label, rate, callers)}`
			);
		}
	};

	for (const callers of wants('direct') ? [1, 8] : []) {
		title(`Directly in Postgres, ${callers} at a time`);
		await measure(callers, async (_, { person, name }, given) => {
			const args = { request_id: randomUUID(), ...given };
			const names = Object.keys(args).map((key, n) => `"${key}" => $${n + 1}`);
			return await as(direct, people[person].id, (sql) =>
				sql.unsafe(`select public.${name}(${names.join(', ')})`, Object.values(args) as never[], {
					prepare: true
				})
			).then(
				() => undefined,
				(error: Error) => error.message
			);
		});
	}
	for (const callers of wants('api') ? [1, 8] : []) {
		title(`Through the public API with supabase-js, ${callers} at a time`);
		const clients = Object.fromEntries(
			await Promise.all(
				Object.entries(people).map(async ([name, person]) => [
					name,
					await Promise.all(Array.from({ length: callers }, () => person.signIn()))
				])
			)
		) as Record<keyof typeof people, SupabaseClient[]>;
		await measure(callers, async (caller, { person, name }, given) => {
			const { error } = await clients[person][caller]!.rpc(name, {
				request_id: randomUUID(),
				...given
			});
			return error?.message;
		});
	}
	await Promise.all([direct.end(), owner.end()]);
} finally {
	await root.end();
	await stack.stop();
	await rm(dataDir, { recursive: true, force: true });
}

function wants(part: 'direct' | 'api'): boolean {
	return wanted.length === 0 || wanted.includes(part);
}

function markOf(label: string, rate: number, callers: number): string {
	const mark = MARK[label];
	return mark && callers === 8 ? `; ${(rate / mark).toFixed(2)} × the mark of ${mark} /s` : '';
}

/** A warehouse for goods that come and move; a plant with a product of five stages and one of one. */
async function arrange(): Promise<Record<string, Command>> {
	const one = async (text: string): Promise<string> => (await root.unsafe(text))[0]!.id as string;
	const place = (site: string, code: string) =>
		one(
			`select locations.id from locations join sites on sites.id = site_id where sites.code = '${site}' and locations.code = '${code}'`
		);
	const shelf = await place('WH1', 'AISLE-1');
	const gate = await place('WH1', 'GATE-1');
	const store = await place('MCC1', 'STORE-A');
	const site = await one(`select id from sites where code = 'MCC1'`);
	const oil = await one(`select id from items where code = 'COCO-OIL'`);
	const material = await one(
		`insert into items (code, name, kind, unit) values ('BENCH-PULP', 'Pulp', 'raw', 'kg') returning id`
	);
	const plan = await one(
		`insert into qc_plans (kind, item_id, effective_from) values ('incoming', '${material}', '2020-01-01') returning id`
	);
	await root`insert into qc_parameters (plan_id, name, unit, maximum) values (${plan}, 'Moisture', '%', 5), (${plan}, 'Ash', '%', 1)`;
	await root`update qc_plans set active = true where id = ${plan}`;
	const order = await one(
		`insert into purchase_orders (site_id, vendor_id, number, ordered_on) select '${site}', id, 'BENCH', '2026-01-01' from partners where code = 'VENDOR-X' returning id`
	);
	// A line for each receipt: goods of one order line come one after the other.
	let position = 0;
	const lines = async (count: number) =>
		await Promise.all(
			Array.from({ length: count }, () =>
				one(
					`insert into purchase_order_lines (order_id, position, item_id, quantity) values ('${order}', ${(position++ % 990) + 1}, '${material}', 1e6)
					on conflict (order_id, position) do update set quantity = purchase_order_lines.quantity + 1e6 returning id`
				)
			)
		);
	// Stages of their own, whose form asks for nothing.
	await root`insert into stages (code, name) select 'bench_' || chr(96 + n), 'Bench' from generate_series(1, 5) as n`;
	const product = async (code: string, stages: number) => {
		const id = await one(
			`insert into items (code, name, kind, unit) values ('${code}', '${code}', 'finished', 'kg') returning id`
		);
		const route = await one(`insert into routes (item_id) values ('${id}') returning id`);
		await root`
			insert into route_stages (route_id, position, stage_id)
			select ${route}, n, id from (select id, row_number() over (order by code) as n from stages where code like 'bench%') as bench
			where n <= ${stages}`;
		return id;
	};
	const [long, short] = [await product('BENCH-FIVE', 5), await product('BENCH-ONE', 1)];
	const machines = await Promise.all(
		Array.from({ length: 64 }, (_, n) =>
			one(
				`insert into machines (site_id, code, name) values ('${site}', 'BENCH-${n + 10}', 'Bench') returning id`
			)
		)
	);

	const call = async <T>(
		person: keyof typeof people,
		name: string,
		given: Record<string, unknown>
	) => {
		const args = { request_id: randomUUID(), ...given };
		const names = Object.keys(args).map((key, n) => `"${key}" => $${n + 1}`);
		return await as(root, people[person].id, async (sql) => {
			const rows = await sql.unsafe(
				`select public.${name}(${names.join(', ')}) as answer`,
				Object.values(args) as never[],
				{ prepare: true }
			);
			return rows[0]!.answer as T;
		});
	};
	const receivePulp = async (): Promise<string> => {
		const { id } = await call<{ id: string }>('storekeeper', 'receive_goods', {
			location_id: store,
			item_id: material,
			quantity: 1000,
			order_line_id: (await lines(1))[0]
		});
		return id;
	};
	const startBatch = async (item: string): Promise<string> => {
		const lot = await receivePulp();
		await root`update lots set qc_status = 'pass' where id = ${lot}`;
		const { id } = await call<{ id: string }>('supervisor', 'start_batch', {
			site_id: site,
			item_id: item,
			planned_quantity: 1000
		});
		const [reason] = await root`select id from reason_codes where purpose = 'deviation' limit 1`;
		await call('supervisor', 'allocate_material', {
			batch_id: id,
			lot_id: lot,
			location_id: store,
			quantity: 1000,
			deviation_reason_id: reason!.id
		});
		return id;
	};
	// Each log has a millisecond of its own, an hour ago.
	const hourAgo = Date.now() - 3600_000;
	let turn = 0;
	const logArguments = (batch: string, output: number, more: object) => {
		const n = turn++;
		const start = hourAgo + n;
		return {
			batch_id: batch,
			machine_id: machines[n % machines.length],
			operator_name: 'Ramesh',
			started_at: new Date(start).toISOString(),
			ended_at: new Date(start + 1).toISOString(),
			output_quantity: output,
			...more
		};
	};

	const lotsInStock = await Promise.all(
		Array.from({ length: 8 }, async () => {
			const { id } = await call<{ id: string }>('storekeeper', 'receive_goods', {
				location_id: shelf,
				item_id: oil,
				quantity: 1000
			});
			await call('storekeeper', 'transfer_stock', {
				lot_id: id,
				from_id: shelf,
				to_id: gate,
				quantity: 500
			});
			return id;
		})
	);
	let move = 0;
	return {
		receive_goods: {
			person: 'storekeeper',
			name: 'receive_goods',
			prepare: async (count) =>
				Array.from({ length: count }, () => ({ location_id: shelf, item_id: oil, quantity: 1000 }))
		},
		transfer_stock: {
			person: 'storekeeper',
			name: 'transfer_stock',
			prepare: async (count) =>
				Array.from({ length: count }, () => {
					const forth = Math.floor(move / 8) % 2 === 0;
					return {
						lot_id: lotsInStock[move++ % 8],
						from_id: forth ? shelf : gate,
						to_id: forth ? gate : shelf,
						quantity: 0.001
					};
				})
		},
		'transfer_stock, one hot lot': {
			person: 'storekeeper',
			name: 'transfer_stock',
			prepare: async (count) =>
				Array.from({ length: count }, (_, n) => ({
					lot_id: lotsInStock[0],
					from_id: n % 2 ? shelf : gate,
					to_id: n % 2 ? gate : shelf,
					quantity: 0.001
				}))
		},
		log_stage: {
			person: 'supervisor',
			name: 'log_stage',
			prepare: async (count) => {
				const batches: string[] = [];
				for (let n = 0; n < Math.ceil(count / 4); n++) batches.push(await startBatch(long));
				// The first four stages of each, a stage of every batch before the next.
				return [1, 2, 3, 4]
					.flatMap((position) =>
						batches.map((batch) => logArguments(batch, 1000 - position, { position }))
					)
					.slice(0, count);
			}
		},
		'log_stage (consume and produce)': {
			person: 'supervisor',
			name: 'log_stage',
			prepare: async (count) => {
				const all: Record<string, unknown>[] = [];
				for (let n = 0; n < count; n++)
					all.push(logArguments(await startBatch(short), 990, { to_id: store }));
				return all;
			}
		},
		record_qc_test: {
			person: 'qa',
			name: 'record_qc_test',
			prepare: async (count) => {
				const all: Record<string, unknown>[] = [];
				for (let n = 0; n < count; n++)
					all.push({
						lot_id: await receivePulp(),
						results: [
							{ name: 'Moisture', value: 4.2 },
							{ name: 'Ash', value: 0.2 }
						]
					});
				return all;
			}
		}
	};
}

/** Somebody with a role at sites, in the shift that runs now when he is a supervisor. */
async function createPerson(
	role: string,
	sites: string[]
): Promise<{ id: string; signIn(): Promise<SupabaseClient> }> {
	const none = { auth: { persistSession: false, autoRefreshToken: false } };
	const [email, password] = [`${role}-${randomUUID()}@lotline.test`, 'Correct-Horse-7'];
	const admin = createClient(status.apiUrl, status.secretKey, none);
	const { data, error } = await admin.auth.admin.createUser({
		email,
		password,
		email_confirm: true
	});
	if (error) throw error;
	const { id } = data.user;
	await root`insert into memberships (user_id, site_id, role) select ${id}, sites.id, ${role} from sites where code = any(${sites})`;
	if (role === 'supervisor')
		await root`
			insert into shift_assignments (run_id, site_id, user_id)
			select id, site_id, ${id} from shift_runs where starts_at <= now() + interval '1 hour' and ends_at > now()`;
	return {
		id,
		signIn: async () => {
			const client = createClient(status.apiUrl, status.publishableKey, none);
			const signedIn = await client.auth.signInWithPassword({ email, password });
			if (signedIn.error) throw signedIn.error;
			return client;
		}
	};
}

/** One request as the Data API makes it: its transaction, its settings, its role. */
async function as<T>(sql: Sql, id: string, act: (sql: Sql) => Promise<T>): Promise<T> {
	return (await sql.begin(async (transaction) => {
		const claims = { sub: id, role: 'authenticated' };
		await applySettings(transaction, requestSettings({ role: 'authenticated', claims }));
		return await act(transaction as unknown as Sql);
	})) as T;
}
