import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import { SignJWT } from 'jose';
import postgres from 'postgres';
import { beforeAll, describe, expect, test } from 'vitest';
import { anonymous, newUser, platform, service } from './environment.ts';

let owner: Awaited<ReturnType<typeof newUser>>;
let stranger: Awaited<ReturnType<typeof newUser>>;

beforeAll(async () => {
	[owner, stranger] = [await newUser(), await newUser()];
});

/** A request as the client makes it, for what its types do not let through. */
function raw(
	path: string,
	init: RequestInit & { headers?: Record<string, string> } = {}
): Promise<Response> {
	return fetch(`${platform.apiUrl}/rest/v1/${path}`, {
		...init,
		headers: {
			apikey: platform.publishableKey,
			'Content-Type': 'application/json',
			...init.headers
		}
	});
}

async function addNote(client: SupabaseClient, title: string, more: object = {}) {
	const { data, error } = await client
		.from('notes')
		.insert({ title, ...more })
		.select()
		.single();
	if (error) throw error;
	return data as Record<string, unknown> & { id: string };
}

describe('rows under row-level security', () => {
	test('an owner inserts, reads, changes and deletes a row', async () => {
		const note = await addNote(owner.client, 'life of a row');
		expect(note.owner).toBe(owner.user.id);
		const changed = await owner.client
			.from('notes')
			.update({ weight: 2 })
			.eq('id', note.id)
			.select('weight');
		expect(changed.data).toEqual([{ weight: 2 }]);
		await owner.client.from('notes').delete().eq('id', note.id);
		expect((await owner.client.from('notes').select().eq('id', note.id)).data).toEqual([]);
	});

	test("another user's row is not seen, not changed and not deleted", async () => {
		const note = await addNote(owner.client, 'private');
		expect((await stranger.client.from('notes').select().eq('id', note.id)).data).toEqual([]);
		expect(
			(await stranger.client.from('notes').update({ weight: 9 }).eq('id', note.id).select()).data
		).toEqual([]);
		await stranger.client.from('notes').delete().eq('id', note.id);
		const { data } = await owner.client.from('notes').select('weight').eq('id', note.id).single();
		expect(data).toEqual({ weight: null });
	});

	test("a row in another user's name is refused with 403 and 42501", async () => {
		const { error, status } = await stranger.client
			.from('notes')
			.insert({ title: 'x', owner: owner.user.id });
		expect(status).toBe(403);
		expect(error?.code).toBe('42501');
	});

	test('the secret key passes row-level security', async () => {
		const note = await addNote(owner.client, 'seen by the server');
		expect((await service().from('notes').select('id').eq('id', note.id)).data).toEqual([
			{ id: note.id }
		]);
	});

	test('a visitor without a grant is refused with 401', async () => {
		const { error, status } = await anonymous().from('notes').select();
		expect([status, error?.code]).toEqual([401, '42501']);
	});

	test('a table that was never granted is out of reach, also with the secret key', async () => {
		for (const client of [anonymous(), owner.client, service()]) {
			expect((await client.from('unexposed').select()).error?.code).toBe('42501');
		}
	});

	test('system schemas are not exposed', async () => {
		for (const schema of ['auth', 'storage', 'cron', 'vault']) {
			const { error, status } = await service().schema(schema).from('users').select();
			expect([status, error?.code]).toEqual([406, 'PGRST106']);
		}
	});
});

describe('reading', () => {
	test('filters, order, range and exact count', async () => {
		const { client } = await newUser();
		await client
			.from('notes')
			.insert(
				[1, 2, 3, 4, 5].map((n) => ({ title: `n${n}`, weight: n, tags: [n % 2 ? 'odd' : 'even'] }))
			);
		const page = await client
			.from('notes')
			.select('title', { count: 'exact' })
			.gte('weight', 2)
			.order('weight', { ascending: false })
			.range(1, 2);
		expect([page.data, page.count]).toEqual([[{ title: 'n4' }, { title: 'n3' }], 4]);
		expect(
			(await client.from('notes').select('title').contains('tags', ['even'])).data
		).toHaveLength(2);
		expect(
			(await client.from('notes').select('title').or('title.eq.n1,weight.gt.4').order('title')).data
		).toEqual([{ title: 'n1' }, { title: 'n5' }]);
		expect((await client.from('notes').select('title').ilike('title', 'N3')).data).toEqual([
			{ title: 'n3' }
		]);
	});

	test('rows of related tables are embedded and filtered', async () => {
		const note = await addNote(owner.client, 'with comments');
		await owner.client.from('comments').insert([
			{ note: note.id, body: 'one' },
			{ note: note.id, body: 'two' }
		]);
		const { data } = await owner.client
			.from('notes')
			.select('title, comments(body)')
			.eq('id', note.id)
			.single();
		expect(data).toEqual({ title: 'with comments', comments: [{ body: 'one' }, { body: 'two' }] });
		const up = await owner.client
			.from('comments')
			.select('body, notes!inner(title)')
			.eq('notes.title', 'with comments');
		expect(up.data).toHaveLength(2);
	});

	test('single() on no row is 406 with PGRST116', async () => {
		const { error, status } = await owner.client
			.from('notes')
			.select()
			.eq('title', 'nowhere')
			.single();
		expect([status, error?.code]).toEqual([406, 'PGRST116']);
	});

	test('a table or column that does not exist is named', async () => {
		const table = await owner.client.from('no_such_table').select();
		expect([table.status, table.error?.code]).toEqual([404, 'PGRST205']);
		const column = await owner.client.from('notes').select('no_such_column');
		expect([column.status, column.error?.code]).toEqual([400, '42703']);
	});

	test('upsert changes the row that is there', async () => {
		await addNote(owner.client, 'upsert', { weight: 1 });
		const { data, error } = await owner.client
			.from('notes')
			.upsert({ title: 'upsert', weight: 2, owner: owner.user.id }, { onConflict: 'owner,title' })
			.select('weight');
		expect(error).toBeNull();
		expect(data).toEqual([{ weight: 2 }]);
	});
});

describe('values as PostgREST writes them', () => {
	test('numbers are JSON numbers, times ISO with T and offset, the rest as text', async () => {
		const note = await addNote(owner.client, 'types', {
			weight: 12.5,
			pieces: 9007199254740991,
			raw: '\\x00ff',
			tags: ['a', 'b "c"'],
			due: '2026-02-28'
		});
		expect(note).toMatchObject({
			weight: 12.5,
			pieces: 9007199254740991,
			raw: '\\x00ff',
			tags: ['a', 'b "c"'],
			due: '2026-02-28'
		});
		expect(note.created_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+00:00$/);
		const body = await (
			await raw(`notes?id=eq.${note.id}&select=weight,pieces`, {
				headers: await bearer(owner.client)
			})
		).text();
		expect(body).toBe('[{"weight":12.5,"pieces":9007199254740991}]');
	});

	test('numbers with trailing zeros and negative or tiny ones stay numbers', async () => {
		for (const weight of [0, -1.5, 0.000001, 100, 1e15, 0.1]) {
			const note = await addNote(owner.client, `weight ${weight}`, { weight });
			expect(note.weight).toBe(weight);
		}
		const note = await addNote(owner.client, 'as text', { weight: '7.500' });
		expect(note.weight).toBe(7.5);
	});

	test('a function gives numbers and times in its jsonb', async () => {
		const { data } = await owner.client.rpc('numbers_and_times');
		expect(data).toEqual({ half: 0.5, at: '2026-11-20T00:30:00+00:00' });
	});

	test('a function gets its jsonb as what it is, also under a name that SQL has a use for', async () => {
		const kinds: [given: unknown, kind: string][] = [
			[[{ name: 'Moisture', value: 4.2 }], 'array'],
			[[], 'array'],
			[{ a: { b: [1] } }, 'object'],
			[5, 'number'],
			[true, 'boolean'],
			['a word', 'string']
		];
		for (const [position, kind] of kinds) {
			const { data } = await owner.client.rpc('kind_of', { position, note: 'as it is' });
			expect(data).toEqual({ kind, position, note: 'as it is' });
		}
	});

	test('a column of jsonb keeps what it is given, a string that looks like something else too', async () => {
		const values = ['5000', 'true', 'null', '', 'a word', '"quoted"', '{"a":1}', '[1]', 5000, null];
		const kept: unknown[] = [...values, { a: '5' }, ['5'], true];
		for (const extra of kept) {
			const note = await addNote(owner.client, `jsonb ${JSON.stringify(extra)}`, { extra });
			expect(note.extra).toEqual(extra);
		}
		const note = await addNote(owner.client, 'jsonb changed', { extra: {} });
		const { client } = owner;
		for (const extra of kept) {
			const changed = await client
				.from('notes')
				.update({ extra })
				.eq('id', note.id)
				.select('extra');
			expect(changed.data).toEqual([{ extra }]);
		}
		const rows = kept.map((extra, n) => ({ title: `jsonb many ${n}`, extra }));
		const many = await client.from('notes').upsert(rows, { onConflict: 'owner,title' }).select();
		expect(many.data?.map(({ extra }) => extra as unknown)).toEqual(kept);
	});

	test('a function gives a set of rows with the same values as the table', async () => {
		const { client } = await newUser();
		await addNote(client, 'listed', { weight: 1.25 });
		const fromTable = await client.from('notes').select();
		const fromFunction = await client.rpc('list_notes');
		expect(fromFunction.data).toEqual(fromTable.data);
		const filtered = await client.rpc('list_notes').select('title').eq('title', 'listed');
		expect(filtered.data).toEqual([{ title: 'listed' }]);
	});
});

describe('functions', () => {
	test('run as the caller, with his claims', async () => {
		const { data } = await owner.client.rpc('whoami');
		expect(data).toMatchObject({
			uid: owner.user.id,
			role: 'authenticated',
			email: owner.email,
			current_user: 'authenticated',
			session_user: 'authenticator',
			method: 'POST'
		});
		expect((await anonymous().rpc('whoami')).data).toMatchObject({
			uid: null,
			role: 'anon',
			current_user: 'anon'
		});
		expect((await service().rpc('whoami')).data).toMatchObject({
			role: 'service_role',
			current_user: 'service_role'
		});
	});

	test('take named arguments and defaults, by POST and by GET', async () => {
		expect((await owner.client.rpc('add_numbers', { a: 1.5, b: 2 })).data).toBe(3.5);
		expect((await owner.client.rpc('add_numbers', { a: 1.5 })).data).toBe(2.5);
		expect((await owner.client.rpc('add_numbers', { a: 1.5 }, { get: true })).data).toBe(2.5);
	});

	test('an unknown function or argument is 404 with PGRST202', async () => {
		const unknown = await owner.client.rpc('no_such_function');
		expect([unknown.status, unknown.error?.code]).toEqual([404, 'PGRST202']);
		const argument = await owner.client.rpc('add_numbers', { a: 1, z: 2 });
		expect([argument.status, argument.error?.code]).toEqual([404, 'PGRST202']);
	});

	test('a GET cannot write', async () => {
		const { error, status } = await service().rpc('write_in_get', undefined, { get: true });
		expect([status, error?.code]).toEqual([405, '25006']);
	});

	test('a statement that takes longer than the role may is ended', async () => {
		const { error, status } = await anonymous().rpc('sleep_seconds', { seconds: 10 });
		expect([status, error?.code]).toEqual([500, '57014']);
	});
});

describe('errors as PostgREST sends them', () => {
	for (const [sqlstate, status] of [
		['P0001', 400],
		['PT400', 400],
		['PT403', 403],
		['PT404', 404],
		['PT409', 409],
		['PT422', 422],
		['PT423', 423],
		['22023', 400],
		['23502', 400],
		['23503', 409],
		['23505', 409],
		['23514', 400],
		['23P01', 400],
		['40001', 500],
		['42501', 403],
		['53300', 503],
		['55P03', 500]
	] as const) {
		test(`${sqlstate} is ${status} with code, message, details and hint`, async () => {
			const result = await owner.client.rpc('raise_error', {
				sqlstate_text: sqlstate,
				message: 'Lot ALC-24-051 is on hold.'
			});
			expect(result.status).toBe(status);
			expect({ ...result.error }).toMatchObject({
				code: sqlstate,
				message: 'Lot ALC-24-051 is on hold.',
				details: '{"code":"LOT_ON_HOLD","field":"lot"}',
				hint: 'Ask QA to release it.'
			});
		});
	}

	test('a broken constraint names itself', async () => {
		const check = await owner.client.from('notes').insert({ title: '' });
		expect([check.status, check.error?.code]).toEqual([400, '23514']);
		expect(check.error?.message).toContain('title has 1 to 80 characters');
		const missing = await owner.client.from('notes').insert({ title: null });
		expect([missing.status, missing.error?.code]).toEqual([400, '23502']);
		expect(missing.error?.message).toContain('"title"');
		await addNote(owner.client, 'twice');
		const twice = await owner.client.from('notes').insert({ title: 'twice' });
		expect([twice.status, twice.error?.code]).toEqual([409, '23505']);
		expect(twice.error?.message).toContain('notes_owner_title_key');
	});

	test('a reference to a row that is not there is 409 with 23503', async () => {
		const { error, status } = await service()
			.from('comments')
			.insert({ note: '00000000-0000-4000-8000-000000000000', body: 'x' });
		expect([status, error?.code]).toEqual([409, '23503']);
	});

	test('a value of the wrong type is 400 and named', async () => {
		const { error, status } = await owner.client.from('notes').select().eq('id', 'not-a-uuid');
		expect([status, error?.code]).toEqual([400, '22P02']);
		expect(error?.message).toContain('not-a-uuid');
	});

	test('a body that is no JSON is 400 with PGRST102', async () => {
		const response = await raw('notes', {
			method: 'POST',
			body: '{"title":',
			headers: await bearer(owner.client)
		});
		expect(response.status).toBe(400);
		expect(await response.json()).toMatchObject({ code: 'PGRST102' });
	});
});

describe('keys and tokens', () => {
	test('no key and a wrong key are 401', async () => {
		expect((await fetch(`${platform.apiUrl}/rest/v1/notes`)).status).toBe(401);
		const wrong = createClient(platform.apiUrl, 'sb_publishable_wrong_key', {
			auth: { persistSession: false }
		});
		expect((await wrong.from('notes').select()).status).toBe(401);
	});

	test('a forged token is 401', async () => {
		const forged = await new SignJWT({ role: 'service_role' })
			.setProtectedHeader({ alg: 'HS256' })
			.setExpirationTime('1h')
			.sign(Buffer.from('x'.repeat(32)));
		const response = await raw('notes', { headers: { Authorization: `Bearer ${forged}` } });
		expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([
			401,
			'PGRST301'
		]);
	});

	test('an unsigned token is 401', async () => {
		const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
		const unsigned = `${part({ alg: 'none', typ: 'JWT' })}.${part({ role: 'service_role', exp: 4e9 })}.`;
		const response = await raw('rpc/whoami', { headers: { Authorization: `Bearer ${unsigned}` } });
		expect(await response.text()).not.toContain('service_role');
	});

	test.runIf(platform.embedded)('an expired token is 401 and says so', async () => {
		const { jwtSecret } = JSON.parse(
			readFileSync(join(platform.dataDir!, 'keys.json'), 'utf8')
		) as { jwtSecret: string };
		const expired = await new SignJWT({ role: 'authenticated', sub: owner.user.id })
			.setProtectedHeader({ alg: 'HS256' })
			.setExpirationTime(Math.floor(Date.now() / 1000) - 60)
			.sign(Buffer.from(jwtSecret));
		const response = await raw('notes', { headers: { Authorization: `Bearer ${expired}` } });
		expect([response.status, await response.json()]).toMatchObject([
			401,
			{ code: 'PGRST303', message: 'JWT expired' }
		]);
	});
});

test.runIf(platform.embedded)('a body over 16 MB is refused before it is read', async () => {
	const response = await raw('notes', {
		method: 'POST',
		body: JSON.stringify({ title: 'x'.repeat(17 * 1024 * 1024) }),
		headers: await bearer(owner.client)
	});
	expect([response.status, await response.json()]).toMatchObject([413, { code: '413' }]);
});

describe('the schema cache', () => {
	test('has the last of many changes that follow each other closely', async () => {
		const sql = postgres(platform.dbUrl, { max: 1, onnotice: () => {} });
		const names = Array.from({ length: 25 }, (_, n) => `closely_${n}`);
		try {
			for (const name of names) {
				await sql.unsafe(`create table public.${name} (id int primary key)`);
				await sql.unsafe(`grant select on public.${name} to authenticated`);
			}
			await expect
				.poll(async () => (await owner.client.from(names.at(-1)!).select()).data, { timeout: 5000 })
				.toEqual([]);
		} finally {
			for (const name of names) await sql.unsafe(`drop table if exists public.${name}`);
			await sql.end();
		}
	});

	test('a result that changes its shape is given in the new one by every connection', async () => {
		const sql = postgres(platform.dbUrl, { max: 1, onnotice: () => {} });
		const ask = async () => {
			const answers = await Promise.all(
				Array.from({ length: 30 }, () => owner.client.rpc('changing', { n: 1 }))
			);
			return answers.map(({ data, error }) => error?.message ?? JSON.stringify(data));
		};
		try {
			await sql`create function public.changing(n int) returns table (a int) language sql stable as 'select n'`;
			await sql`notify pgrst, 'reload schema'`;
			await expect.poll(ask, { timeout: 5000 }).toEqual(Array(30).fill('[{"a":1}]'));
			await sql.begin(async (change) => {
				await change`drop function public.changing(int)`;
				await change`create function public.changing(n int) returns table (a int, b text) language sql stable as $$select n, 'x'$$`;
			});
			await sql`notify pgrst, 'reload schema'`;
			await expect.poll(ask, { timeout: 5000 }).toEqual(Array(30).fill('[{"a":1,"b":"x"}]'));
		} finally {
			await sql`drop function if exists public.changing(int)`;
			await sql.end();
		}
	});

	test('a new table, column and function are there without a restart', async () => {
		const sql = postgres(platform.dbUrl, { max: 1, onnotice: () => {} });
		try {
			await sql`create table public.born_later (id int primary key, name text)`;
			await sql`grant select, insert on public.born_later to authenticated`;
			await sql`create function public.born_later_count() returns bigint language sql stable as 'select count(*) from public.born_later'`;
			await sql`notify pgrst, 'reload schema'`;
			await expect
				.poll(
					async () =>
						(await owner.client.from('born_later').insert({ id: 1, name: 'x' })).error?.message ??
						'in',
					{ timeout: 5000 }
				)
				.toBe('in');
			expect((await owner.client.rpc('born_later_count')).data).toBe(1);
			await sql`alter table public.born_later add column weight numeric`;
			await expect
				.poll(async () => (await owner.client.from('born_later').select('weight')).data, {
					timeout: 5000
				})
				.toEqual([{ weight: null }]);
		} finally {
			await sql`drop table if exists public.born_later`;
			await sql`drop function if exists public.born_later_count()`;
			await sql.end();
		}
	});
});

async function bearer(client: SupabaseClient): Promise<Record<string, string>> {
	const { data } = await client.auth.getSession();
	return { Authorization: `Bearer ${data.session!.access_token}` };
}
