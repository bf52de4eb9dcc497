import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres, { type Sql } from 'postgres';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { ACCEPTED, REFUSED } from '../unit/cron-schedules.ts';
import { anonymous, newUser, platform, service } from './environment.ts';
import { startProcess } from './stack-process.ts';

let sql: Sql;

beforeAll(() => {
	sql = postgres(platform.dbUrl, { max: 4, onnotice: () => {} });
});
afterAll(() => sql.end());

interface Run {
	status: string;
	return_message: string | null;
	job_pid: number | null;
	username: string;
	database: string;
	command: string;
	start_time: Date;
	end_time: Date | null;
}

/** Schedules a job under a name of its own. */
async function schedule(when: string, command: string): Promise<string> {
	const [row] =
		await sql`select cron.schedule(${`test ${randomUUID()}`}, ${when}, ${command}) as id`;
	return row!.id as string;
}

async function runsOf(job: string): Promise<Run[]> {
	return await sql<Run[]>`select * from cron.job_run_details where jobid = ${job} order by runid`;
}

/** Waits until a job has ended at least so many runs. */
async function ended(job: string, count = 1): Promise<Run[]> {
	return await vi.waitFor(
		async () => {
			const runs = (await runsOf(job)).filter(({ end_time }) => end_time);
			expect(runs.length).toBeGreaterThanOrEqual(count);
			return runs;
		},
		{ timeout: 20_000, interval: 50 }
	);
}

async function running(job: string): Promise<Run> {
	return await vi.waitFor(
		async () => {
			const run = (await runsOf(job)).find(({ status }) => status === 'running');
			expect(run).toBeDefined();
			return run!;
		},
		{ timeout: 20_000, interval: 50 }
	);
}

describe('pg_cron', () => {
	let everyMinute: string;

	beforeAll(async () => {
		everyMinute = await schedule('* * * * *', 'select 1');
	});
	afterEach(async () => {
		await sql`
			select cron.unschedule(jobid) from cron.job
			where jobname like 'test %' and jobid <> ${everyMinute}`;
	});
	afterAll(() => sql`select cron.unschedule(${everyMinute}::bigint)`);

	test('a job scheduled by the second runs every second, and each run is recorded', async () => {
		const job = await schedule('1 second', 'select 1');
		const runs = await ended(job, 4);
		for (const run of runs) {
			expect(run).toMatchObject({
				status: 'succeeded',
				return_message: '1 row',
				username: 'postgres',
				database: 'postgres',
				command: 'select 1'
			});
			expect(run.job_pid).toBeGreaterThan(0);
			expect(run.end_time!.getTime()).toBeGreaterThanOrEqual(run.start_time.getTime());
		}
		const gaps = runs
			.slice(1)
			.map((run, i) => run.start_time.getTime() - runs[i]!.start_time.getTime());
		const median = gaps.sort((a, b) => a - b)[Math.floor(gaps.length / 2)]!;
		expect(Math.abs(median - 1000)).toBeLessThan(100);
	});

	test('a failing job is recorded with its error, and the others go on', async () => {
		const failing = await schedule('1 second', 'select 1 / 0');
		const working = await schedule(
			'1 second',
			`insert into public.job_marks (job) values ('working')`
		);
		const [failed] = await ended(failing, 2);
		expect(failed).toMatchObject({
			status: 'failed',
			return_message: expect.stringMatching(/^ERROR: +division by zero/)
		});
		const [worked] = await ended(working, 2);
		expect(worked).toMatchObject({ status: 'succeeded', return_message: 'INSERT 0 1' });
	});

	test('several statements are one transaction, and the last one is reported', async () => {
		const mark = randomUUID();
		const insert = `insert into public.job_marks (job) values ('${mark}'), ('${mark}')`;
		const done = await schedule(
			'1 second',
			`select 1; ${insert}; delete from public.job_marks where false`
		);
		expect((await ended(done))[0]).toMatchObject({
			status: 'succeeded',
			return_message: 'DELETE 0'
		});
		await sql`select cron.unschedule(${done}::bigint)`;
		await sql`delete from public.job_marks where job = ${mark}`;

		const undone = await schedule('1 second', `${insert}; select 1 / 0`);
		expect((await ended(undone))[0]).toMatchObject({ status: 'failed' });
		expect(await sql`select from public.job_marks where job = ${mark}`).toHaveLength(0);
	});

	test('a job runs as the user who scheduled it', async () => {
		const mark = randomUUID();
		await schedule('1 second', `insert into public.job_marks (job) values ('${mark}')`);
		const [made] = await vi.waitFor(
			async () => {
				const marks =
					await sql`select role_name, session_role from public.job_marks where job = ${mark}`;
				expect(marks.length).toBeGreaterThan(0);
				return marks;
			},
			{ timeout: 10_000, interval: 50 }
		);
		expect(made).toEqual({ role_name: 'postgres', session_role: 'postgres' });
	});

	test.each([
		'set session authorization supabase_admin',
		'reset role; set role supabase_admin',
		'reset session authorization; create role test_superuser superuser'
	])('a job cannot become superuser by "%s"', async (command) => {
		const [run] = await ended(await schedule('1 second', command));
		expect(run).toMatchObject({
			status: 'failed',
			return_message: expect.stringContaining('permission denied')
		});
	});

	test('an unscheduled job runs no more, by id and by name', async () => {
		const byId = await schedule('1 second', 'select 1');
		const byName = await schedule('1 second', 'select 1');
		const clock = await schedule('1 second', 'select 1');
		await Promise.all([ended(byId), ended(byName)]);
		const [{ jobname }] = (await sql`select jobname from cron.job where jobid = ${byName}`) as [
			{ jobname: string }
		];
		await sql`select cron.unschedule(${byId}::bigint), cron.unschedule(${jobname}::text)`;
		// What was under way at that moment is over by the clock's next run.
		await ended(clock, (await ended(clock)).length + 1);
		const before = [await runsOf(byId), await runsOf(byName)];
		await ended(clock, (await ended(clock)).length + 2);
		expect([await runsOf(byId), await runsOf(byName)]).toEqual(before);
		await expect(sql`select cron.unschedule(${byId}::bigint)`).rejects.toThrow(
			`could not find valid entry for job ${byId}`
		);
		await expect(sql`select cron.unschedule(${jobname}::text)`).rejects.toThrow(
			`could not find valid entry for job '${jobname}'`
		);
	});

	test('scheduling under the same name changes the job', async () => {
		const name = `test ${randomUUID()}`;
		const [first] = await sql`select cron.schedule(${name}, '0 0 1 1 *', 'select 1') as id`;
		const [second] = await sql`select cron.schedule(${name}, '1 second', 'select 2') as id`;
		expect(second!.id).toBe(first!.id);
		expect((await ended(second!.id as string))[0]).toMatchObject({ command: 'select 2' });
	});

	test('alter_job changes schedule and command, and switches a job off', async () => {
		const job = await schedule('0 0 1 1 *', 'select 1');
		await sql`select cron.alter_job(${job}, schedule => '1 second', command => 'select 2 where false')`;
		expect((await ended(job))[0]).toMatchObject({
			command: 'select 2 where false',
			return_message: '0 rows'
		});
		await sql`select cron.alter_job(${job}, active => false)`;
		const clock = await schedule('1 second', 'select 1');
		await ended(clock);
		const before = await runsOf(job);
		await ended(clock, 3);
		expect(await runsOf(job)).toEqual(before);
		await expect(sql`select cron.alter_job(${job})`).rejects.toThrow('no updates specified');
		await expect(sql`select cron.alter_job(0, active => true)`).rejects.toThrow(
			"Job 0 does not exist or you don't own it"
		);
		await expect(sql`select cron.alter_job(${job}, username => 'supabase_admin')`).rejects.toThrow(
			'must be superuser to alter username'
		);
	});

	test('a hanging job does not stop the others, and is cancelled when it is unscheduled', async () => {
		const hanging = await schedule('1 second', 'select pg_sleep(600)');
		const { job_pid } = await running(hanging);
		const other = await schedule('1 second', 'select 1');
		await ended(other, 2);
		expect(await runsOf(hanging)).toHaveLength(1);
		await sql`select cron.unschedule(${hanging}::bigint)`;
		await vi.waitFor(
			async () => {
				expect((await runsOf(hanging))[0]).toMatchObject({
					status: 'failed',
					return_message: 'job canceled'
				});
				expect(await sql`select from pg_stat_activity where pid = ${job_pid}`).toHaveLength(0);
			},
			{ timeout: 10_000, interval: 50 }
		);
	});

	test('a job that takes longer than its interval runs again when it is done, never twice at a time', async () => {
		const job = await schedule('1 second', 'select pg_sleep(1.5)');
		const runs = await ended(job, 3);
		for (const [i, run] of runs.slice(1).entries()) {
			const idle = run.start_time.getTime() - runs[i]!.end_time!.getTime();
			expect(idle).toBeGreaterThanOrEqual(0);
			expect(idle).toBeLessThan(1000);
		}
	});

	test('a bad schedule is refused with what to write instead', async () => {
		await expect(sql`select cron.schedule('60 * * * *', 'select 1')`).rejects.toMatchObject({
			code: '22023',
			message: 'invalid schedule: 60 * * * *',
			hint: "Use cron format (e.g. 5 4 * * *), or interval format '[1-59] seconds'"
		});
		const job = await schedule('0 0 1 1 *', 'select 1');
		await expect(
			sql`select cron.alter_job(${job}, schedule => '60 seconds')`
		).rejects.toMatchObject({
			code: '22023',
			message: 'invalid schedule: 60 seconds'
		});
	});

	test.runIf(platform.embedded)(
		'the database takes the schedules that the scheduler takes',
		async () => {
			const verdicts = await sql<{ text: string; taken: boolean }[]>`
			select text, cron._is_schedule(text) as taken
			from unnest(${[...Object.keys(ACCEPTED), ...REFUSED]}::text[]) as text`;
			expect(verdicts.filter(({ taken }) => taken).map(({ text }) => text)).toEqual(
				Object.keys(ACCEPTED)
			);
			expect(verdicts.filter(({ taken }) => !taken).map(({ text }) => text)).toEqual(REFUSED);
		}
	);

	test('a job for another role or an unknown database is refused', async () => {
		await expect(
			sql`select cron.schedule_in_database('test x', '* * * * *', 'select 1', 'postgres', 'supabase_admin')`
		).rejects.toThrow('must be superuser to create a job for another role');
		await expect(
			sql`select cron.schedule_in_database('test x', '* * * * *', 'select 1', 'nowhere')`
		).rejects.toThrow('database "nowhere" does not exist');
	});

	test('nobody writes to the jobs but by the functions', async () => {
		await expect(
			sql`insert into cron.job (schedule, command) values ('* * * * *', 'select 1')`
		).rejects.toMatchObject({
			code: '42501'
		});
		await expect(sql`update cron.job set username = 'supabase_admin'`).rejects.toMatchObject({
			code: '42501'
		});
		await expect(
			sql`create trigger t after insert on cron.job_run_details execute function cron.job_cache_invalidate()`
		).rejects.toMatchObject({ code: '42501' });
	});

	test.each(['anon', 'authenticated', 'service_role'])(
		'%s cannot schedule or look at jobs',
		async (role) => {
			for (const statement of [
				`select cron.schedule('* * * * *', 'select 1')`,
				'select * from cron.job'
			]) {
				await expect(
					sql.begin((transaction) => [
						transaction.unsafe(`set local role ${role}`),
						transaction.unsafe(statement)
					])
				).rejects.toMatchObject({ code: '42501', message: 'permission denied for schema cron' });
			}
		}
	);

	test.runIf(platform.embedded)(
		'runs that a killed stack left behind are settled at the next start',
		async () => {
			const dataDir = await mkdtemp(join(tmpdir(), 'lotline-jobs-'));
			onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
			const first = await startProcess({ dataDir });
			const before = postgres(first.status.dbUrl, { max: 1, onnotice: () => {} });
			await before`select cron.schedule('hanging', '1 second', 'select pg_sleep(600)')`;
			await vi.waitFor(
				async () => {
					const runs = await before`select from cron.job_run_details where status = 'running'`;
					expect(runs).toHaveLength(1);
				},
				{ timeout: 10_000, interval: 50 }
			);
			await before.end();
			const gone = new Promise((settle) => first.child.once('close', settle));
			first.child.kill('SIGKILL');
			await gone;

			const second = await startProcess({ dataDir });
			onTestFinished(() => second.stop());
			const after = postgres(second.status.dbUrl, { max: 1, onnotice: () => {} });
			const [run] =
				await after`select status, return_message from cron.job_run_details order by runid limit 1`;
			await after.end();
			expect(run).toEqual({ status: 'failed', return_message: 'server restarted' });
		},
		60_000
	);

	test('a job scheduled by the minute starts as the minute does', async () => {
		const run = await vi.waitFor(
			async () => {
				const [first] = await runsOf(everyMinute);
				expect(first?.end_time).toBeTruthy();
				return first!;
			},
			{ timeout: 70_000, interval: 200 }
		);
		expect(run.start_time.getTime() % 60_000).toBeLessThan(platform.embedded ? 250 : 2000);
	}, 80_000);
});

interface Received {
	method: string;
	url: string;
	headers: IncomingMessage['headers'];
	body: string;
}

/** What net._http_response says of a request, once it does. */
async function answerTo(request: unknown) {
	return await vi.waitFor(
		async () => {
			const { data } = await service().rpc('answer_of', { request_id: request }).throwOnError();
			expect(data).toHaveLength(1);
			return (data as Record<string, unknown>[])[0]!;
		},
		{ timeout: 10_000, interval: 50 }
	);
}

// The server that answers is on this machine, where a hosted project cannot reach it.
describe.runIf(platform.embedded)('pg_net', () => {
	const received: Received[] = [];
	let server: Server;
	let origin: string;

	/** Answers in time, never, or from another place, as the path asks for. */
	async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
		let body = '';
		for await (const chunk of request) body += chunk;
		const { method, url, headers } = request;
		received.push({ method: method!, url: url!, headers, body });
		if (url!.startsWith('/never')) return;
		if (url!.startsWith('/moved')) {
			response.writeHead(307, { location: '/arrived' }).end();
			return;
		}
		response.writeHead(201, { 'content-type': 'text/plain; charset=utf-8' }).end('grüezi');
	}

	beforeAll(async () => {
		server = createServer((request, response) => void answer(request, response));
		await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
		origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	});
	afterAll(async () => {
		server.closeAllConnections();
		await new Promise((settle) => server.close(settle));
	});

	async function sendHook(url: string, timeout = 5000) {
		const { client } = await newUser();
		const { data } = await client
			.from('hooks')
			.insert({ url, payload: { lot: 'RM-1', name: 'Zellstoff ü' }, timeout_milliseconds: timeout })
			.select('request_id')
			.single()
			.throwOnError();
		return data.request_id as number;
	}

	test('a request made by a trigger arrives with headers, parameters and body, and is answered', async () => {
		const request = await sendHook(`${origin}/hook?kind=a#top`);
		expect(await answerTo(request)).toEqual({
			status_code: 201,
			content_type: 'text/plain; charset=utf-8',
			content: 'grüezi',
			timed_out: false,
			error_msg: null
		});
		const arrived = received.find(({ url }) => url.startsWith('/hook'))!;
		expect(arrived.method).toBe('POST');
		expect(arrived.url).toBe('/hook?kind=a&from=a%20table%20%26%20a%20trigger');
		expect(arrived.headers).toMatchObject({
			'x-hook': 'yes',
			'content-type': 'application/json',
			'user-agent': expect.stringMatching(/^pg_net\//)
		});
		expect(JSON.parse(arrived.body)).toEqual({ lot: 'RM-1', name: 'Zellstoff ü' });
	});

	test('get and delete are sent as such', async () => {
		const [made] = await sql`
			select net.http_get(${`${origin}/get`}) as get,
				net.http_delete(${`${origin}/delete`}, body => '{"lot": "RM-1"}') as delete`;
		expect(await answerTo(made!.get)).toMatchObject({ status_code: 201 });
		expect(await answerTo(made!.delete)).toMatchObject({ status_code: 201 });
		expect(received.find(({ url }) => url === '/get')).toMatchObject({ method: 'GET', body: '' });
		expect(received.find(({ url }) => url === '/delete')).toMatchObject({
			method: 'DELETE',
			body: '{"lot": "RM-1"}'
		});
	});

	test('a redirect is followed', async () => {
		expect(await answerTo(await sendHook(`${origin}/moved`))).toMatchObject({ status_code: 201 });
		expect(received.find(({ url }) => url === '/arrived')).toMatchObject({ method: 'POST' });
	});

	test('a time-out is recorded', async () => {
		expect(await answerTo(await sendHook(`${origin}/never`, 200))).toEqual({
			status_code: null,
			content_type: null,
			content: null,
			timed_out: true,
			error_msg: expect.stringMatching(/^Timeout of 200 ms reached/)
		});
	});

	test('a refused connection is recorded', async () => {
		const closed = createServer();
		await new Promise<void>((settle) => closed.listen(0, '127.0.0.1', settle));
		const { port } = closed.address() as AddressInfo;
		await new Promise((settle) => closed.close(settle));
		expect(await answerTo(await sendHook(`http://127.0.0.1:${port}/`))).toMatchObject({
			status_code: null,
			timed_out: false,
			error_msg: "Couldn't connect to server"
		});
	});

	test('a transaction that is rolled back sends nothing', async () => {
		await expect(
			sql.begin(async (transaction) => {
				await transaction`select net.http_get(${`${origin}/rolled-back`})`;
				throw new Error('rolled back');
			})
		).rejects.toThrow('rolled back');
		const [later] = await sql`select net.http_get(${`${origin}/later`}) as id`;
		await answerTo(later!.id);
		expect(received.some(({ url }) => url === '/rolled-back')).toBe(false);
	});

	test('more requests than are sent at a time are all answered', async () => {
		const made = await sql<{ id: string }[]>`
			select net.http_get(${`${origin}/many`} || n) as id from generate_series(1, 500) as n`;
		await vi.waitFor(
			async () => {
				const [answers] = await sql`
					select count(*)::int as count from net._http_response
					where id = any (${made.map(({ id }) => id)}) and status_code = 201`;
				expect(answers!.count).toBe(500);
			},
			{ timeout: 20_000, interval: 100 }
		);
		expect(await sql`select from net.http_request_queue`).toHaveLength(0);
	});

	test('what is no URL is refused at once', async () => {
		await expect(sql`select net.http_get('localhost:8080')`).rejects.toThrow(
			'URL using bad/illegal format or missing URL'
		);
		await expect(sql`select net.http_get(null)`).rejects.toMatchObject({ code: '23502' });
		await expect(
			sql`select net.http_post(${origin}, headers => '{"content-type": "text/plain"}')`
		).rejects.toThrow('Content-Type header must be "application/json"');
	});

	test('nobody puts a trigger on the tables of the worker', async () => {
		for (const table of ['http_request_queue', '_http_response']) {
			await expect(
				sql.unsafe(
					`create trigger t after insert on net.${table} execute function public.send_hook()`
				)
			).rejects.toMatchObject({ code: '42501' });
		}
	});
});

describe('vault', () => {
	test('a secret is read back by the service role, and lies encrypted in the table', async () => {
		const name = randomUUID();
		const secret = `sk_live_ü_${randomUUID()}`;
		const { data: id } = await service()
			.rpc('keep_secret', { secret, secret_name: name })
			.throwOnError();
		expect((await service().rpc('read_secret', { secret_name: name })).data).toBe(secret);

		const [row] =
			await sql`select id, name, description, secret from vault.secrets where id = ${id}`;
		expect(row).toMatchObject({ name, description: 'made by a test' });
		expect(row!.secret).not.toContain(secret);
		expect(Buffer.from(row!.secret as string, 'base64').toString('latin1')).not.toContain(
			'sk_live'
		);

		await service().rpc('change_secret', { secret_id: id, secret: 'another' }).throwOnError();
		expect((await service().rpc('read_secret', { secret_name: name })).data).toBe('another');
		await sql`delete from vault.secrets where id = ${id}`;
		expect((await service().rpc('read_secret', { secret_name: name })).data).toBeNull();
	});

	test('two secrets cannot have the same name', async () => {
		const args = { secret: 'one', secret_name: randomUUID() };
		await service().rpc('keep_secret', args).throwOnError();
		expect((await service().rpc('keep_secret', args)).error?.code).toBe('23505');
	});

	test('users read, write and change no secret', async () => {
		const name = randomUUID();
		const { data: id } = await service()
			.rpc('keep_secret', { secret: 'x', secret_name: name })
			.throwOnError();
		const { client } = await newUser();
		for (const user of [client, anonymous()]) {
			expect((await user.rpc('read_secret', { secret_name: name })).error?.code).toBe('42501');
			expect((await user.rpc('keep_secret', { secret: 'y', secret_name: 'y' })).error?.code).toBe(
				'42501'
			);
			expect((await user.rpc('change_secret', { secret_id: id, secret: 'z' })).error?.code).toBe(
				'42501'
			);
		}
		expect((await service().rpc('read_secret', { secret_name: name })).data).toBe('x');
	});

	test('a ciphertext opens under its own id only', async () => {
		const { data: id } = await service()
			.rpc('keep_secret', { secret: 'mine', secret_name: randomUUID() })
			.throwOnError();
		await expect(
			sql`
				select vault._crypto_aead_det_decrypt(
					message => decode(secret, 'base64'),
					additional => convert_to(${randomUUID()}, 'utf8'),
					key_id => 0,
					nonce => nonce
				) from vault.secrets where id = ${id}`
		).rejects.toThrow();
	});

	test.runIf(platform.embedded)('the key is out of reach of the project', async () => {
		await expect(sql`select pg_read_file('vault.key')`).rejects.toMatchObject({ code: '42501' });
		await expect(sql`select vault._key('', 0, '', '')`).rejects.toMatchObject({ code: '42501' });
	});
});
