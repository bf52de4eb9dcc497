import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isEmbedded } from './environment.ts';
import { CLI, freePorts, runCli, startProcess, type StackProcess } from './stack-process.ts';

const FIXTURE = `--workdir=${new URL('./project/', import.meta.url).pathname}`;

let dataDir: string;
let running: StackProcess[];

beforeEach(async () => {
	dataDir = await mkdtemp(join(tmpdir(), 'lotline-stack-'));
	await chmod(dataDir, 0o755);
	running = [];
});

afterEach(async () => {
	for (const stack of running) await stack.stop();
	await runCli('reset', `--data=${dataDir}`, FIXTURE);
	await rm(dataDir, { recursive: true, force: true });
});

async function start(port?: number): Promise<StackProcess> {
	const stack = await startProcess({ dataDir, ...(port ? { port } : {}) });
	running.push(stack);
	return stack;
}

/** `npm run stack` that is expected to end by itself. */
async function failToStart(...args: string[]) {
	const { code, output } = await runCli(
		'start',
		`--data=${dataDir}`,
		FIXTURE,
		`--port=${await freePorts()}`,
		...args
	);
	expect(code).toBe(1);
	// A sentence for a person, not a stack trace.
	expect(output).not.toMatch(/\n\s+at /);
	return output;
}

const serviceOf = ({ status }: StackProcess) =>
	createClient(status.apiUrl, status.secretKey, { auth: { persistSession: false } });

const clusterOf = (folder: string) => join(folder, 'postgres');

describe.runIf(isEmbedded)('X.09 what a person can mend is said in a sentence', () => {
	test('a port that is taken', async () => {
		const port = await freePorts();
		const server = createServer().listen(port + 1, '127.0.0.1');
		const { code, output } = await runCli('start', `--data=${dataDir}`, FIXTURE, `--port=${port}`);
		server.close();
		expect([code, output]).toEqual([
			1,
			expect.stringMatching(
				`Port ${port + 1} is taken, and the database needs it\\. Stop what uses it`
			)
		]);
	});

	test('a port that is no port', async () => {
		const { code, output } = await runCli('start', `--data=${dataDir}`, FIXTURE, '--port=99999');
		expect([code, output]).toEqual([
			1,
			expect.stringContaining('--port is "99999"; it must be a whole number from 1 to 65531.')
		]);
	});

	test('a data folder that cannot be written to', async () => {
		const file = join(dataDir, 'file');
		await writeFile(file, '');
		const { code, output } = await runCli('start', `--data=${join(file, 'folder')}`, FIXTURE);
		expect([code, output]).toEqual([
			1,
			expect.stringMatching(
				/The data folder .*file\/folder cannot be written to .* or name another folder with --data\./
			)
		]);
	});

	test('a data folder of another major version', async () => {
		await mkdir(clusterOf(dataDir));
		await writeFile(join(clusterOf(dataDir), 'PG_VERSION'), '16\n');
		expect(await failToStart()).toMatch(
			/was made by Postgres 16; this stack runs Postgres 17\. Move it away/
		);
	});

	test('a project without settings, and settings that are wrong', async () => {
		const nowhere = await runCli('start', `--data=${dataDir}`, `--workdir=${dataDir}`);
		expect([nowhere.code, nowhere.output]).toEqual([
			1,
			expect.stringMatching(/No project settings: .*config\.toml cannot be read/)
		]);
		await mkdir(join(dataDir, 'supabase'));
		for (const [settings, sentence] of [
			['[auth]\njwt_expiry = -1', /config\.toml: auth\.jwt_expiry: /],
			[
				'[auth.hook.password_verification_attempt]\nenabled = true\nuri = "https://example.test/hook"',
				/config\.toml: auth\.hook\.password_verification_attempt\.uri: must be a Postgres function/
			]
		] as const) {
			await writeFile(join(dataDir, 'supabase', 'config.toml'), settings);
			const wrong = await runCli('start', `--data=${dataDir}`, `--workdir=${dataDir}`);
			expect([wrong.code, wrong.output]).toEqual([1, expect.stringMatching(sentence)]);
		}
	});

	test('a second stack on the same folder, and keys of another', async () => {
		const stack = await start();
		expect(await failToStart()).toMatch(
			new RegExp(`already running at ${stack.status.apiUrl} \\(pid ${stack.status.pid}\\)`)
		);
		await running.pop()!.stop();
		await rm(join(dataDir, 'keys.json'));
		expect(await failToStart()).toMatch(/keys\.json are not those of the database beside them/);
	}, 90_000);
});

describe.runIf(isEmbedded)('X.09 status, stop and reset', () => {
	test('status tells URLs and keys; stop and reset end it, and keys survive', async () => {
		const absent = await runCli('status', `--data=${dataDir}`, FIXTURE);
		expect([absent.code, absent.output]).toEqual([
			1,
			expect.stringContaining('The stack is not running')
		]);
		const stack = await start();
		expect(Object.keys(stack.status)).toEqual(
			expect.arrayContaining([
				'apiUrl',
				'dbUrl',
				'publishableKey',
				'secretKey',
				'appUrl',
				'studioUrl',
				'inboxUrl'
			])
		);
		await serviceOf(stack)
			.from('notes')
			.insert({ title: 'gone after a reset', owner: crypto.randomUUID() });
		const keys = await readFile(join(dataDir, 'keys.json'), 'utf8');
		const reset = await runCli('reset', `--data=${dataDir}`, FIXTURE);
		expect([reset.code, existsSync(clusterOf(dataDir))]).toEqual([0, false]);
		const again = await start();
		expect(await readFile(join(dataDir, 'keys.json'), 'utf8')).toBe(keys);
		const { data, error } = await serviceOf(again).from('notes').select();
		expect([error, data]).toEqual([null, []]);
	}, 180_000);

	test('a stack that stops waits for nothing that is under way', async () => {
		const stack = await start();
		const { status, stop, output } = stack;
		const person = { email: 'anita@lotline.test', password: 'Correct-Horse-7' };
		await serviceOf(stack).auth.admin.createUser({ ...person, email_confirm: true });
		const client = createClient(status.apiUrl, status.publishableKey, {
			auth: { persistSession: false }
		});
		expect((await client.auth.signInWithPassword(person)).error).toBeNull();
		const begun = Date.now();
		const asked = fetch(`${status.apiUrl}/rest/v1/rpc/sleep_and_answer?seconds=30`, {
			headers: { apikey: status.secretKey }
		});
		const refused = expect(asked).rejects.toThrow();
		// A plain call has connections of its own.
		const called = client.rpc('sleep_and_answer', { seconds: 30 }).then(({ status }) => status);
		await sleep(1_000);
		await stop();
		expect(Date.now() - begun).toBeLessThan(20_000);
		await refused;
		expect(await called).toBe(0);
		expect(output()).not.toContain('left behind');
	}, 90_000);
});

describe.runIf(isEmbedded)('P14.01 a killed process', () => {
	test('a pid file that points at somebody else is removed', async () => {
		await (await start()).stop();
		await writeFile(
			join(clusterOf(dataDir), 'postmaster.pid'),
			`${process.pid}\n${clusterOf(dataDir)}\n`
		);
		const stack = await start();
		expect(stack.output()).toContain(
			`Removed the pid file of a server that is no longer there (pid ${process.pid}).`
		);
	}, 180_000);

	test('kill -9 at any moment of the first start leaves a folder that starts', async () => {
		for (const delay of [250, 450, 650, 850, 1050]) {
			const child = spawn(process.execPath, [
				CLI,
				'start',
				`--data=${dataDir}`,
				FIXTURE,
				`--port=${await freePorts()}`
			]);
			const ended = new Promise((settle) => child.once('close', settle));
			await sleep(delay);
			child.kill('SIGKILL');
			await ended;
		}
		const stack = await start();
		expect((await serviceOf(stack).from('notes').select()).error).toBeNull();
	}, 180_000);

	for (const victim of ['stack', 'Postgres'] as const) {
		test(`kill -9 of the ${victim} while people write loses nothing that was acknowledged`, async () => {
			const port = await freePorts();
			const stack = await start(port);
			const writers = writeUntilItFails(serviceOf(stack));
			await expect.poll(() => writers.acknowledged.size, { timeout: 10_000 }).toBeGreaterThan(50);
			const pid =
				victim === 'stack'
					? stack.status.pid
					: Number(
							(await readFile(join(clusterOf(dataDir), 'postmaster.pid'), 'utf8')).split('\n')[0]
						);
			process.kill(pid, 'SIGKILL');
			await writers.done;
			const code = await stack.ended;
			if (victim === 'Postgres') {
				expect(code).toBe(1);
				expect(stack.output()).toContain('The database has ended by itself');
			}

			const again = await start(port);
			const found = new Set(await titles(serviceOf(again)));
			expect([...writers.acknowledged].filter((title) => !found.has(title))).toEqual([]);
			expect(found.size).toBeGreaterThan(50);
		}, 240_000);
	}
});

/** Eight writers that note each title which the API has acknowledged, until the first failure of each. */
function writeUntilItFails(client: SupabaseClient): {
	acknowledged: Set<string>;
	done: Promise<unknown>;
} {
	const acknowledged = new Set<string>();
	const owner = crypto.randomUUID();
	const write = async (writer: number) => {
		for (let n = 0; ; n++) {
			const title = `${writer}-${n}`;
			const { error } = await client.from('notes').insert({ title, owner });
			if (error) return;
			acknowledged.add(title);
		}
	};
	return { acknowledged, done: Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map(write)) };
}

async function titles(client: SupabaseClient): Promise<string[]> {
	const all: string[] = [];
	for (let from = 0; ; from += 1000) {
		const { data, error } = await client
			.from('notes')
			.select('title')
			.order('title')
			.range(from, from + 999);
		if (error) throw error;
		all.push(...data.map(({ title }) => title as string));
		if (data.length < 1000) return all;
	}
}
