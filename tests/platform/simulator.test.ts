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

async function simulator(...args: string[]): Promise<{ code: number; output: string }> {
	return await new Promise((settle) => {
		const child = execFile(process.execPath, [SIMULATOR, ...args], (error, stdout, stderr) => {
			settle({ code: error ? Number(error.code) : 0, output: stdout + stderr });
		});
		child.stdin?.end();
	});
}

describe.runIf(isEmbedded)('X.08 the simulator on Lotline’s own stack', () => {
	let stack: StackProcess;
	let dataDir: string;
	let sql: Sql;

	const run = async (...args: string[]) => await simulator(...args, `--data=${dataDir}`);
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

	// On a Sunday nothing is driven, and who is at the gates stays away: of two days one at least is none.
	test('plays two days through the public API, without a refusal too many or a row that must not be', async () => {
		const { code, output } = await run('simulate', '--days=2', '--seed=test', '--mistakes=20');
		expect(output).toContain('0 invariant rows, 0 unexpected refusals');
		expect(code).toBe(0);
		expect(await clockIsTheWorlds()).toBe(true);

		const [made] = await sql`
			select count(*)::int as batches, max(created_at) < now() as past from batches`;
		expect(made).toEqual({ batches: 8, past: true });
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

	test('P3.09 P3.10 most shifts are handed over and closed by their supervisors, what stays undone with a reason', async () => {
		const [closed] = await sql`
			select count(*)::int as runs, count(shift_handovers.received_at)::int as taken_over
			from shift_runs
			join shift_assignments on shift_assignments.run_id = shift_runs.id
				and shift_assignments.user_id = shift_runs.closed_by
			left join shift_handovers on shift_handovers.run_id = shift_runs.id
			where state = 'locked'`;
		expect(closed!.runs).toBeGreaterThan(1);
		expect(closed!.taken_over).toBe(closed!.runs);
		const [explained] = await sql`select count(*)::int as gaps from shift_explanations`;
		expect(explained!.gaps).toBeGreaterThan(0);
	});

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

	test('the hour is refused where there are entries already', async () => {
		const { code, output } = await run('hour');
		expect(output).toMatch(/^The plant has entries until .*"npm run demo -- --hour"/);
		expect(code).toBe(1);
		expect(await clockIsTheWorlds()).toBe(true);
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

describe.runIf(isEmbedded)('P9.04 P3.09 the hour in which nobody looks', () => {
	let stack: StackProcess;
	let dataDir: string;

	beforeAll(async () => {
		dataDir = await mkdtemp(join(tmpdir(), 'lotline-hour-'));
		stack = await startProcess({ dataDir, workdir: LOTLINE });
	});
	afterAll(async () => {
		await stack.stop();
		await rm(dataDir, { recursive: true, force: true });
	});

	test('is told line by line, with mail and SMS as they came, and ends with the lock and a new summary', async () => {
		const { code, output } = await simulator('hour', '--speed=full', `--data=${dataDir}`);
		for (const told of [
			/QC failure: .* pH 8\.2 over 7\.5/,
			/SMS to \+919840000002: “QC failure MCC1: .*”/,
			/30 minutes unseen: the second level is told\. → Asha Admin \(.*mail.*\)/,
			/· MCH-301 has stood still since/,
			/the job lock-shift-runs locks the shift/,
			/Refused with 423: Shift A of .* is locked: .* Who can help: Meera Krishnan\./,
			/· output quantity: 740 kg → 774 kg/,
			/Loss was Pre-treatment 5\.625 %; it is Pre-treatment 3\.5 %/
		]) {
			expect(output).toMatch(told);
		}
		expect(output).toContain('0 invariant rows, 0 unexpected refusals');
		expect(code).toBe(0);
		const sql = postgres(stack.status.dbUrl, { max: 1 });
		const [locked] = await sql`
			select count(*)::int as runs from shift_runs
			where state = 'locked' and closed_by is null and locked_at = ends_at + interval '15 minutes'`;
		await sql.end();
		expect(locked!.runs).toBe(1);
	}, 240_000);
});
