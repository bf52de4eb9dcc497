import { randomUUID } from 'node:crypto';
import { availableParallelism } from 'node:os';
import postgres from 'postgres';
import { beforeAll, describe, expect, test } from 'vitest';
import { newUser, platform } from './environment.ts';

/** Calls that the gateway answers by itself have to be answered as the Data API answers all others. */
let owner: Awaited<ReturnType<typeof newUser>>;
let token: string;

beforeAll(async () => {
	owner = await newUser();
	token = (await owner.client.auth.getSession()).data.session!.access_token;
});

/** A call as supabase-js makes it; with more than one media type it is not plain any more. */
async function call(name: string, body: string, accept = '*/*') {
	const response = await fetch(`${platform.apiUrl}/rest/v1/rpc/${name}`, {
		method: 'POST',
		headers: {
			apikey: platform.publishableKey,
			authorization: `Bearer ${token}`,
			'content-type': 'application/json',
			'content-profile': 'public',
			accept
		},
		body
	});
	const { date: _, 'content-length': length, ...headers } = Object.fromEntries(response.headers);
	const text = await response.text();
	expect(Number(length ?? Buffer.byteLength(text))).toBe(Buffer.byteLength(text));
	return { status: response.status, headers, body: text ? (JSON.parse(text) as unknown) : null };
}

const bothWays = (name: string, body: string) =>
	Promise.all([call(name, body), call(name, body, 'application/json, text/plain')]);

describe('a plain call is answered as any other', () => {
	for (const [what, name, body] of [
		['an object', 'answer_with', { answer: { a: [1, 'ü “quoted” ‮', null] } }],
		['a word', 'answer_with', { answer: 'held' }],
		['null', 'answer_with', { answer: null }],
		['a status', 'answer_with', { answer: {}, status: '202' }],
		['a header', 'answer_with', { answer: {}, headers: '[{"X-Lot": "ALC-24-051"}]' }],
		['no status', 'answer_with', { answer: {}, status: 'fine' }],
		['no headers', 'answer_with', { answer: {}, headers: '{"a": 1}' }],
		['a header of two lines', 'answer_with', { answer: {}, headers: '[{"a": "b\\nc: d"}]' }],
		[
			'values of all types',
			'typed',
			{
				number: 0.001,
				whole: 7,
				day: '2026-02-28',
				at: '2026-02-28T06:00:00+05:30',
				id: '7b0c8fbb-53a8-4f2d-a4a5-0bfb6dc0a1bb',
				really: true,
				words: "Robert'); drop table lots; --"
			}
		],
		['numbers as text', 'typed', { number: '12.50', whole: '7' }],
		['a list', 'typed', { number: 1, list: ['a', 'b'] }],
		['missing values', 'typed', { number: null }],
		['no number', 'typed', { number: 'ten' }],
		['no date', 'typed', { number: 1, day: '2026-02-31' }],
		['a missing argument', 'typed', { whole: 1 }],
		['an unknown argument', 'typed', { number: 1, weight: 1 }],
		['nothing', 'numbers_and_times', {}],
		['a refusal', 'note_and_raise', { title: 'x', sqlstate_text: 'PT423' }],
		['a broken rule', 'note_and_raise', { title: 'x', sqlstate_text: '23514' }],
		['a broken constraint', 'note_and_raise', { title: '', sqlstate_text: 'PT423' }],
		['an unknown column', 'note_and_raise', { title: 'x', sqlstate_text: '42703' }],
		['a function that was not granted', 'never_granted', {}],
		['a function that is not there', 'no_such_function', {}]
	] as [string, string, object][]) {
		test(what, async () => {
			const [plain, other] = await bothWays(name, JSON.stringify(body));
			expect(plain).toEqual(other);
		});
	}

	for (const body of ['', '{', '[1]', '7', 'null', '{"number":']) {
		test(`the body ${body || 'that is empty'}`, async () => {
			const [plain, other] = await bothWays('typed', body);
			expect(plain).toEqual(other);
		});
	}

	test('refused tokens and keys', async () => {
		const right = token;
		for (const wrong of ['x.y.z', `${right}x`, platform.publishableKey]) {
			token = wrong;
			const [plain, other] = await bothWays('whoami', '{}');
			expect(plain).toEqual(other);
		}
		token = right;
	});
});

describe('a plain call', () => {
	test('runs as the caller, and nothing of him stays for the next', async () => {
		const other = await newUser();
		const callers = Array.from({ length: 30 }, (_, n) => (n % 2 ? owner : other));
		const answers = await Promise.all(callers.map(({ client }) => client.rpc('whoami')));
		expect(answers.map(({ data }) => data as unknown)).toEqual(
			callers.map(({ user }) =>
				expect.objectContaining({
					uid: user.id,
					role: 'authenticated',
					current_user: 'authenticated',
					session_user: 'authenticator'
				})
			)
		);
	});

	test('that is refused leaves nothing and is not tried twice', async () => {
		const root = postgres(platform.dbUrl, { max: 1 });
		const tries = async () => Number((await root`select last_value from tries`)[0]!.last_value);
		const before = await tries();
		const { error, status } = await owner.client.rpc('note_and_raise', {
			title: 'refused',
			sqlstate_text: 'PT422'
		});
		expect([status, error?.code]).toEqual([422, 'PT422']);
		expect((await tries()) - before).toBe(1);
		expect(await root`select from notes where title = 'refused'`).toHaveLength(0);
		await root.end();
	});

	test('that takes longer than the role may is ended', { timeout: 20_000 }, async () => {
		const begun = Date.now();
		const { error, status } = await owner.client.rpc('sleep_and_answer', { seconds: 20 });
		expect([status, error?.code]).toEqual([500, '57014']);
		expect(Date.now() - begun).toBeLessThan(12_000);
	});

	test('whose connection breaks is answered with 503, and the next finds another', async () => {
		const root = postgres(platform.dbUrl.replace('//postgres:', '//supabase_admin:'), { max: 1 });
		const mark = randomUUID();
		const sleeping = owner.client.rpc('sleep_and_answer', { seconds: 5 }).then((answer) => answer);
		await expect
			.poll(async () => {
				const [row] = await root`
					select count(pg_terminate_backend(pid))::int as ended from pg_stat_activity
					where state = 'active' and query like '%sleep_and_answer%' and pid <> pg_backend_pid()`;
				return row!.ended as number;
			})
			.toBe(1);
		expect((await sleeping).status).toBe(503);
		await root.end();
		const { data } = await owner.client.rpc('answer_with', { answer: mark });
		expect(data).toBe(mark);
	});

	test('many at once wait for each other', async () => {
		const answers = await Promise.all(
			Array.from({ length: 100 }, (_, n) => owner.client.rpc('answer_with', { answer: n }))
		);
		expect(answers.map(({ data }) => data as number)).toEqual([...Array(100).keys()]);
	});

	test('that is refused takes nothing from those that were sent behind it', async () => {
		const answers = await Promise.all(
			Array.from({ length: 60 }, (_, n) =>
				n % 3
					? owner.client.rpc('answer_with', { answer: n })
					: owner.client.rpc('note_and_raise', { title: `${n}`, sqlstate_text: 'PT422' })
			)
		);
		expect(answers.map(({ data, error }) => error?.code ?? (data as number))).toEqual(
			Array.from({ length: 60 }, (_, n) => (n % 3 ? n : 'PT422'))
		);
	});

	test('is not kept by long ones that hold all the usual connections', async () => {
		const ended: string[] = [];
		const call = async (name: string, given: object, mark: string) => {
			const { error } = await owner.client.rpc(name, given);
			ended.push(error?.message ?? mark);
		};
		await Promise.all([
			...Array.from({ length: availableParallelism() + 1 }, () =>
				call('sleep_and_answer', { seconds: 2 }, 'long')
			),
			...Array.from({ length: 10 }, (_, n) => call('answer_with', { answer: n }, 'short'))
		]);
		expect(ended.slice(0, 10)).toEqual(Array(10).fill('short'));
		expect(new Set(ended.slice(10))).toEqual(new Set(['long']));
	});

	test('is kept by one that waits for a lock only if it was sent behind it already', async () => {
		const held = availableParallelism();
		const root = postgres(platform.dbUrl, { max: 1 });
		const ended: unknown[] = [];
		const call = async (name: string, answer: number) => {
			const { data, error } = await owner.client.rpc(name, { answer });
			ended.push(error?.message ?? data);
		};
		const calls: Promise<void>[] = [];
		await root.begin(async (sql) => {
			await sql`select pg_advisory_xact_lock(4711)`;
			for (let n = 0; n < held; n++) calls.push(call('lock_and_answer', n));
			for (let n = held; n < held + 20; n++) calls.push(call('answer_with', n));
			await expect.poll(() => ended.length, { timeout: 5000 }).toBeGreaterThanOrEqual(20 - held);
			expect(ended).not.toContain(0);
		});
		await Promise.all(calls);
		expect(new Set(ended)).toEqual(new Set(Array(held + 20).keys()));
		await root.end();
	});

	test('that was sent behind one whose connection breaks is answered with 503 too', async () => {
		const root = postgres(platform.dbUrl.replace('//postgres:', '//supabase_admin:'), { max: 2 });
		await root.begin(async (sql) => {
			await sql`select pg_advisory_xact_lock(4711)`;
			const calls = Array.from({ length: 2 * availableParallelism() }, (_, n) =>
				owner.client.rpc('lock_and_answer', { answer: n }).then(({ status }) => status)
			);
			await expect
				.poll(async () => {
					const rows = await root`
						select pid from pg_stat_activity where wait_event = 'advisory' and query like '%lock_and_answer%'`;
					return rows.length;
				})
				.toBe(availableParallelism());
			await root`
				select pg_terminate_backend(pid) from pg_stat_activity
				where wait_event = 'advisory' and query like '%lock_and_answer%'`;
			expect(await Promise.all(calls)).toEqual(Array(2 * availableParallelism()).fill(503));
		});
		await root.end();
		const { data } = await owner.client.rpc('answer_with', { answer: 'again' });
		expect(data).toBe('again');
	});
});
