import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import postgres, { type Sql } from 'postgres';
import { applySettings, requestSettings } from '../local/gateway/request-settings.ts';
import { startProcess } from '../tests/platform/stack-process.ts';
import { compare, quantile, throughput, timed, title } from './measure.ts';

/**
 * What the commands cost, directly in Postgres and through the public API, beside a bare insert of two
 * rows with the same fsync in the same run.
 *
 *   npm run bench:commands
 */
const dataDir = await mkdtemp(join(tmpdir(), 'lotline-bench-'));
const stack = await startProcess({ dataDir, workdir: resolve('.') });
const { status } = stack;
const root = postgres(status.dbUrl, { max: 1, onnotice: () => {} });
try {
	const keeper = await createKeeper();
	const place = await arrange();
	const direct = postgres(status.dbUrl.replace('//postgres:', '//authenticator:'), { max: 8 });
	await root`create table public.bench_rows (id bigint generated always as identity, value text)`;
	const owner = postgres(status.dbUrl, { max: 8 });

	const bare = () => owner`insert into public.bench_rows (value) values ('a'), ('b')`;
	const receive = () => asKeeper(direct, keeper.id, (sql) => receiveGoods(sql, place, 1000));
	const lots = (await Promise.all(Array.from({ length: 8 }, receive))).map(({ id }) => id);
	await root`update public.lots set qc_status = 'pass'`;
	// Half of each lot lies at each end, so that a move never waits for the one back.
	for (const lot of lots)
		await asKeeper(direct, keeper.id, (sql) => transferStock(sql, place, lot, 0, 500));
	let turn = 0;
	const transfer = () => {
		const n = turn++;
		return asKeeper(direct, keeper.id, (sql) => transferStock(sql, place, lots[n % 8]!, n));
	};

	for (const callers of [1, 8]) {
		title(`Directly in Postgres, ${callers} at a time`);
		const base = await throughput(bare, callers, 500 * callers);
		compare(
			'receive_goods',
			await throughput(receive, callers, 250 * callers),
			'insert of two rows',
			base,
			'/s'
		);
		compare(
			'transfer_stock',
			await throughput(transfer, callers, 250 * callers),
			'insert of two rows',
			base,
			'/s'
		);
	}
	const times = await timed(receive, 300);
	const baseTimes = await timed(bare, 300);
	compare('receive_goods, p50', times.p50, 'insert of two rows', baseTimes.p50, 'ms');
	compare('receive_goods, p99', times.p99, 'insert of two rows', baseTimes.p99, 'ms');

	const clients = await Promise.all(Array.from({ length: 8 }, () => keeper.signIn()));
	for (const callers of [1, 8]) {
		title(`Through the public API with supabase-js, ${callers} at a time`);
		let next = 0;
		const refused: string[] = [];
		const latencies: number[] = [];
		const call = async (command: string, args: () => object) => {
			const begun = performance.now();
			const { error } = await clients[next++ % callers]!.rpc(command, {
				request_id: randomUUID(),
				...args()
			});
			latencies.push(performance.now() - begun);
			if (error) refused.push(error.message);
		};
		const base = await throughput(bare, callers, 500 * callers);
		const receiveRate = await throughput(
			() => call('receive_goods', () => place.receive(1000)),
			callers,
			250 * callers
		);
		compare('receive_goods', receiveRate, 'insert of two rows', base, '/s');
		compare('receive_goods, p99', quantile(latencies.splice(0), 0.99), 'one second', 1000, 'ms');
		const transferRate = await throughput(
			() => call('transfer_stock', () => place.transfer(lots[next % 8]!, next)),
			callers,
			250 * callers
		);
		compare('transfer_stock', transferRate, 'insert of two rows', base, '/s');
		compare('transfer_stock, p99', quantile(latencies, 0.99), 'one second', 1000, 'ms');
		console.log(`  refused: ${refused.length}${refused[0] ? ` (${refused[0]})` : ''}`);
	}
	await Promise.all([direct.end(), owner.end()]);
} finally {
	await root.end();
	await stack.stop();
	await rm(dataDir, { recursive: true, force: true });
}

type Place = Awaited<ReturnType<typeof arrange>>;

/** A warehouse with one shelf after another, and an item that needs no order. */
async function arrange() {
	const [found] = await root`
		select sites.id as site, locations.id as shelf, items.id as item
		from sites join locations on locations.site_id = sites.id and locations.code = 'AISLE-1', items
		where sites.code = 'WH1' and items.code = 'COCO-OIL'`;
	const { site, shelf, item } = found as unknown as { site: string; shelf: string; item: string };
	const [gate] = await root`select id from locations where site_id = ${site} and code = 'GATE-1'`;
	const shelves = [shelf, gate!.id as string];
	return {
		receive: (quantity: number) => ({ location_id: shelf, item_id: item, quantity }),
		/** Back and forth, a little each time, so that there is always enough. */
		transfer: (lot: string, n: number) => {
			const forth = Math.floor(n / 8) % 2 === 0;
			return {
				lot_id: lot,
				from_id: shelves[forth ? 0 : 1]!,
				to_id: shelves[forth ? 1 : 0]!,
				quantity: 0.001
			};
		}
	};
}

async function createKeeper(): Promise<{ id: string; signIn(): Promise<SupabaseClient> }> {
	const none = { auth: { persistSession: false, autoRefreshToken: false } };
	const [email, password] = [`keeper-${randomUUID()}@lotline.test`, 'Correct-Horse-7'];
	const admin = createClient(status.apiUrl, status.secretKey, none);
	const { data, error } = await admin.auth.admin.createUser({
		email,
		password,
		email_confirm: true
	});
	if (error) throw error;
	await root`insert into memberships (user_id, site_id, role) select ${data.user.id}, id, 'storekeeper' from sites where code = 'WH1'`;
	return {
		id: data.user.id,
		signIn: async () => {
			const client = createClient(status.apiUrl, status.publishableKey, none);
			const signedIn = await client.auth.signInWithPassword({ email, password });
			if (signedIn.error) throw signedIn.error;
			return client;
		}
	};
}

/** One request as the Data API makes it: its transaction, its settings, its role. */
async function asKeeper<T>(sql: Sql, id: string, act: (sql: Sql) => Promise<T>): Promise<T> {
	return (await sql.begin(async (transaction) => {
		const claims = { sub: id, role: 'authenticated' };
		await applySettings(transaction, requestSettings({ role: 'authenticated', claims }));
		return await act(transaction as unknown as Sql);
	})) as T;
}

async function receiveGoods(sql: Sql, place: Place, quantity: number): Promise<{ id: string }> {
	const { location_id, item_id } = place.receive(quantity);
	const [row] =
		await sql`select receive_goods(${randomUUID()}, ${location_id}, ${item_id}, ${quantity}) as lot`;
	return row!.lot as { id: string };
}

async function transferStock(
	sql: Sql,
	place: Place,
	lot: string,
	n: number,
	amount?: number
): Promise<void> {
	const { from_id, to_id, quantity } = place.transfer(lot, n);
	await sql`select transfer_stock(${randomUUID()}, ${lot}, ${from_id}, ${to_id}, ${amount ?? quantity})`;
}
