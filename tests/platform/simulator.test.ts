import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createClient } from '@supabase/supabase-js';
import postgres, { type Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isEmbedded } from './environment.ts';
import { startProcess, type StackProcess } from './stack-process.ts';

const LOTLINE = fileURLToPath(new URL('../../', import.meta.url));
const SIMULATOR = fileURLToPath(new URL('../../simulator/cli.ts', import.meta.url));

describe.runIf(isEmbedded)('X.08 the simulator on Lotline’s own stack', () => {
	let stack: StackProcess;
	let dataDir: string;
	let sql: Sql;

	const run = async (...args: string[]) =>
		await new Promise<{ code: number; output: string }>((settle) => {
			execFile(
				process.execPath,
				[SIMULATOR, ...args, `--data=${dataDir}`],
				(error, stdout, stderr) => {
					settle({ code: error ? Number(error.code) : 0, output: stdout + stderr });
				}
			);
		});
	const clockIsTheWorlds = async () => {
		const [row] = await sql`select app.now() = now() and not app.time_travel_allowed() as is`;
		return row!.is as boolean;
	};

	beforeAll(async () => {
		dataDir = await mkdtemp(join(tmpdir(), 'lotline-simulator-'));
		stack = await startProcess({ dataDir, workdir: LOTLINE });
		sql = postgres(stack.status.dbUrl, { max: 1 });
	});
	afterAll(async () => {
		await sql.end();
		await stack.stop();
		await rm(dataDir, { recursive: true, force: true });
	});

	test('plays a day through the public API, without a refusal too many or a row that must not be', async () => {
		const { code, output } = await run('simulate', '--days=1', '--seed=test', '--mistakes=20');
		expect(output).toContain('0 invariant rows, 0 unexpected refusals');
		expect(code).toBe(0);
		expect(await clockIsTheWorlds()).toBe(true);

		const [made] = await sql`
			select count(*)::int as batches, max(created_at) < now() as past from batches`;
		expect(made).toEqual({ batches: 4, past: true });
		const [signIns] = await sql`
			select count(distinct user_id)::int as people, min(at) < now() - interval '1 day' as travelled
			from sign_in_attempts where succeeded`;
		expect(signIns).toEqual({ people: 11, travelled: true });
		const [agents] = await sql`
			select count(*)::int as others from audit.log
			where relation = 'public.batches' and request ->> 'user_agent' <> 'lotline-simulator'`;
		expect(agents!.others).toBe(0);
	}, 240_000);

	test('goes on where it ended, with the batches it finds', async () => {
		const before = await sql`select id from batches where state = 'running'`;
		expect(before.length).toBeGreaterThan(0);
		const [last] = await sql`select max(ended_at) as at from stage_logs`;
		const { code, output } = await run('simulate', '--days=0.5', '--seed=again');
		expect(output).toContain('it goes on from there');
		expect(output).toContain('0 invariant rows, 0 unexpected refusals');
		expect(code).toBe(0);
		const ids = before.map((batch) => batch.id as string);
		const [gone] = await sql`
			select count(*)::int as on from stage_logs
			where batch_id = any(${ids}) and ended_at > ${last!.at as Date}`;
		expect(gone!.on).toBeGreaterThan(0);
	}, 240_000);

	test('its people can sign in, and nobody moves the clock by naming the setting', async () => {
		const none = { auth: { persistSession: false, autoRefreshToken: false } };
		const client = createClient(stack.status.apiUrl, stack.status.publishableKey, none);
		const { error } = await client.auth.signInWithPassword({
			email: 'manager@lotline.test',
			password: 'Lotline-Demo-1'
		});
		expect(error).toBeNull();
		const owner = sql`alter system set app.now = '2020-01-01'`;
		await expect(owner).rejects.toThrow(/permission denied/);
	});

	test('history is refused where there are entries already', async () => {
		const { code, output } = await run('history', '--days=1');
		expect(output).toMatch(/^There is history already, until .*"npm run stack:reset" makes room/);
		expect(code).toBe(1);
	});

	test('says what is wrong with what it is given', async () => {
		const speed = await run('simulate', '--speed=fast');
		expect(speed).toEqual({
			code: 1,
			output: '--speed is "fast"; it must be full, 60x or real.\n'
		});
		const days = await run('simulate', '--days=many');
		expect(days.output).toBe('--days is "many"; it must be a number from 0.001 to 3650.\n');
	});
});
