import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
	createClient,
	REALTIME_SUBSCRIBE_STATES,
	type SupabaseClient
} from '@supabase/supabase-js';
import postgres from 'postgres';
import WebSocket from 'ws';
import type { Keys } from '../local/keys.ts';
import { createLog } from '../local/log.ts';
import { applySettings, requestSettings } from '../local/gateway/request-settings.ts';
import { startCluster } from '../local/postgres/cluster.ts';
import { signToken, verifyToken } from '../local/tokens.ts';
import { freePorts, startProcess, type StackProcess } from '../tests/platform/stack-process.ts';
import { compare, line, median, quantile, throughput, timed, title } from './measure.ts';

/**
 * What the embedded stack costs. Every figure is printed beside a baseline that was taken in the same
 * run, because the machines it runs on differ; the ratio is what to compare.
 *
 *   npm run bench              everything
 *   npm run bench -- start rpc only these of: start, rpc, realtime, sockets
 */
const wanted = process.argv.slice(2);
// Sockets first: memory that a load has taken is not given back at once.
const parts: Record<string, (stack: StackProcess) => Promise<void>> = { sockets, rpc, realtime };

const dataDir = await mkdtemp(join(tmpdir(), 'lotline-bench-'));
if (wanted.length === 0 || wanted.includes('start')) await start();
const stack = await startProcess({ dataDir });
const keys = JSON.parse(await readFile(join(dataDir, 'keys.json'), 'utf8')) as Keys;
try {
	for (const [name, measure] of Object.entries(parts)) {
		if (wanted.length === 0 || wanted.includes(name)) await measure(stack);
	}
} finally {
	await stack.stop();
	await rm(dataDir, { recursive: true, force: true });
}

/** Time to healthy, beside that of Postgres alone. */
async function start(): Promise<void> {
	title('Start, s');
	const bareDir = await mkdtemp(join(tmpdir(), 'lotline-bench-bare-'));
	const bare = async () => {
		const begun = performance.now();
		const cluster = await startCluster({
			dataDir: bareDir,
			port: await freePorts(),
			superuser: 'supabase_admin',
			password: 'bench',
			log: createLog('postgres', 'quiet')
		});
		const seconds = (performance.now() - begun) / 1000;
		await cluster.stop();
		return seconds;
	};
	const whole = async () => {
		const begun = performance.now();
		const stack = await startProcess({ dataDir });
		const seconds = (performance.now() - begun) / 1000;
		const memory = await residentMemory(stack.status.pid);
		await stack.stop();
		return { seconds, memory };
	};
	const firstBare = await bare();
	const first = (await whole()).seconds;
	compare('first start (initdb, platform, migrations)', first, 'Postgres alone', firstBare, 's');
	const bareRuns: number[] = [];
	const runs: number[] = [];
	let memory = 0;
	for (let n = 0; n < 5; n++) {
		bareRuns.push(await bare());
		const run = await whole();
		runs.push(run.seconds);
		memory = run.memory;
	}
	compare('warm start, median of 5', median(runs), 'Postgres alone', median(bareRuns), 's');
	line(`memory of the idle stack's process`, `${megabytes(memory)} MB (Postgres besides)`);
	await rm(bareDir, { recursive: true, force: true });
}

/** A function call through the gateway, beside the same transaction with the driver alone. */
async function rpc({ status }: StackProcess): Promise<void> {
	title('RPC, one caller at a time');
	const calls = 2000;
	const { client, token, userId } = await signedIn(status);
	const claims = { sub: userId, role: 'authenticated' };
	const sql = postgres(status.dbUrl.replace('//postgres:', '//authenticator:'), { max: 1 });
	const direct = () =>
		sql.begin(async (transaction) => {
			await applySettings(transaction, requestSettings({ role: 'authenticated', claims }));
			await transaction`select * from public.add_numbers(a => 1.5, b => 2)`;
		});
	const throughGateway = async () => {
		const response = await fetch(`${status.apiUrl}/rest/v1/rpc/add_numbers`, {
			method: 'POST',
			headers: {
				apikey: status.publishableKey,
				Authorization: `Bearer ${token}`,
				'Content-Type': 'application/json'
			},
			body: '{"a":1.5,"b":2}'
		});
		if ((await response.text()) !== '3.5') throw new Error(`The RPC answered ${response.status}.`);
	};
	const health = async () => {
		await (await fetch(`${status.apiUrl}/_stack/health`)).text();
	};
	const baseline = await timed(direct, calls);
	const gateway = await timed(throughGateway, calls);
	const http = await timed(health, calls);
	const verify = await timed(() => verifyToken(token, keys), calls);
	compare('through the gateway, p50', gateway.p50, 'the driver alone, p50', baseline.p50, 'ms');
	compare('through the gateway, p99', gateway.p99, 'the driver alone, p99', baseline.p99, 'ms');
	line('of which HTTP in and out (a route that does nothing)', `${http.p50.toFixed(3)} ms`);
	line('of which checking the token', `${verify.p50.toFixed(3)} ms`);
	line('of which the transaction (as the driver alone)', `${baseline.p50.toFixed(3)} ms`);
	const rest = gateway.p50 - http.p50 - verify.p50 - baseline.p50;
	line('the rest: parsing, planning and writing of @supabase/lite', `${rest.toFixed(3)} ms`);
	const parallel = await throughput(throughGateway, 16, 4000);
	const parallelHttp = await throughput(health, 16, 4000);
	compare('16 callers, calls a second', parallel, 'a route that does nothing', parallelHttp, '/s');
	await client.auth.signOut();
	await sql.end();
}

/**
 * 200 messages a second from the database to 200 subscribers, beside LISTEN/NOTIFY. The time runs from
 * before the statement that sends and commits, to the handler of the client.
 */
async function realtime({ status }: StackProcess): Promise<void> {
	title('Database broadcast, statement with its commit → received');
	const subscribers = 200;
	const perSecond = 200;
	const messages = 2000;
	const sql = postgres(status.dbUrl, { max: 4 });

	const clients: SupabaseClient[] = [];
	const latencies: number[] = [];
	for (let n = 0; n < subscribers; n++) {
		const client = createClient(status.apiUrl, status.publishableKey, {
			auth: { persistSession: false }
		});
		clients.push(client);
		await subscribed(client, 'bench', (sent) => latencies.push(present() - sent));
	}
	const notified: number[] = [];
	await sql.listen('bench', (sent) => notified.push(present() - Number(sent)));
	await paced(perSecond, 200, () => sql`select pg_notify('bench', ${String(present())})`);
	await sleep(500);

	await paced(
		perSecond,
		messages,
		() => sql`select realtime.send(${sql.json({ sent: present() })}, 'tick', 'bench', false)`
	);
	await sleep(2000);
	const expected = messages * subscribers;
	line('messages received', `${latencies.length} of ${expected}`);
	compare(
		'p50',
		quantile(latencies, 0.5),
		'NOTIFY to one listener, p50',
		quantile(notified, 0.5),
		'ms'
	);
	compare(
		'p99',
		quantile(latencies, 0.99),
		'NOTIFY to one listener, p99',
		quantile(notified, 0.99),
		'ms'
	);
	await Promise.all(clients.map((client) => client.removeAllChannels()));
	await sql.end();
}

/** What a socket that only keeps its place costs. */
async function sockets({ status }: StackProcess): Promise<void> {
	title('Idle sockets');
	const count = 2000;
	const url = `${status.apiUrl.replace('http', 'ws')}/realtime/v1/websocket?apikey=${status.publishableKey}&vsn=2.0.0`;
	const before = await residentMemory(status.pid);
	const open: WebSocket[] = [];
	for (let n = 0; n < count; n++) {
		const socket = new WebSocket(url);
		await new Promise((settle, fail) => {
			socket.once('open', settle);
			socket.once('error', fail);
		});
		socket.send(JSON.stringify(['1', '1', `realtime:idle:${n % 20}`, 'phx_join', { config: {} }]));
		open.push(socket);
	}
	await sleep(3000);
	const after = await residentMemory(status.pid);
	compare(
		`${count} joined sockets, whole process`,
		megabytes(after),
		'before',
		megabytes(before),
		'MB'
	);
	line('a socket', `${((after - before) / count / 1024).toFixed(1)} kB`);
	for (const socket of open) socket.terminate();
}

async function signedIn({ apiUrl, publishableKey, secretKey }: StackProcess['status']) {
	const password = 'Correct-Horse-7';
	const email = `bench-${Date.now()}@lotline.test`;
	const none = { auth: { persistSession: false, autoRefreshToken: false } };
	const admin = createClient(apiUrl, secretKey, none);
	const created = await admin.auth.admin.createUser({ email, password, email_confirm: true });
	if (created.error) throw created.error;
	const userId = created.data.user.id;
	const client = createClient(apiUrl, publishableKey, none);
	const { error } = await client.auth.signInWithPassword({ email, password });
	if (error) throw error;
	const token = await signToken({ sub: userId, role: 'authenticated', email }, 3600, keys);
	return { client, token, userId };
}

async function subscribed(client: SupabaseClient, topic: string, receive: (sent: number) => void) {
	await new Promise<void>((settle, fail) => {
		client
			.channel(topic)
			.on('broadcast', { event: 'tick' }, ({ payload }) =>
				receive((payload as { sent: number }).sent)
			)
			.subscribe((state, error) => {
				if (state === REALTIME_SUBSCRIBE_STATES.SUBSCRIBED) settle();
				else if (error) fail(error);
			});
	});
}

/** Milliseconds on one clock for sender and receiver, which are in this process. */
function present(): number {
	return performance.now();
}

/** Calls at an even pace, without waiting for the answers. */
async function paced(
	perSecond: number,
	count: number,
	call: () => Promise<unknown>
): Promise<void> {
	const begun = performance.now();
	const pending: Promise<unknown>[] = [];
	for (let n = 0; n < count; n++) {
		const due = begun + (n * 1000) / perSecond;
		if (due > performance.now()) await sleep(due - performance.now());
		pending.push(Promise.resolve(call()));
	}
	await Promise.all(pending);
}

/** Bytes, from the kernel. */
async function residentMemory(pid: number): Promise<number> {
	const status = await readFile(`/proc/${pid}/status`, 'utf8');
	return Number(status.match(/VmRSS:\s+(\d+) kB/)![1]) * 1024;
}

function megabytes(bytes: number): number {
	return Math.round(bytes / 1024 / 1024);
}
