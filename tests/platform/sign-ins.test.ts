import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PASSWORD, platform } from './environment.ts';
import { startProcess, type StackProcess } from './stack-process.ts';

const LOTLINE = fileURLToPath(new URL('../../', import.meta.url));
const WHERE = { 'User-Agent': 'tablet/1', 'X-Forwarded-For': '203.0.113.7' };

describe.runIf(platform.embedded)('P1.06 Lotline’s own database, under the embedded stack', () => {
	let stack: StackProcess;
	let dataDir: string;
	let admin: SupabaseClient;
	const open = (key = stack.status.publishableKey, headers: Record<string, string> = WHERE) =>
		createClient(stack.status.apiUrl, key, {
			auth: { persistSession: false, autoRefreshToken: false },
			global: { headers }
		});
	const users = () => open(stack.status.secretKey, {}).auth.admin;

	/** A person who may sign in, unless his address is not confirmed. */
	async function person(email_confirm = true) {
		const email = `${randomUUID()}@lotline.test`;
		const { data, error } = await users().createUser({ email, password: PASSWORD, email_confirm });
		expect(error).toBeNull();
		return { email, id: data.user!.id };
	}

	async function attemptsOf(email: string) {
		const { data, error } = await admin
			.from('sign_in_attempts')
			.select('succeeded, ip, user_agent, signed_out_at')
			.eq('email', email)
			.order('id');
		expect(error).toBeNull();
		return data!;
	}

	beforeAll(async () => {
		dataDir = await mkdtemp(join(tmpdir(), 'lotline-sign-ins-'));
		stack = await startProcess({ dataDir, workdir: LOTLINE, args: ['--no-seed'] });
		const { email, id } = await person();
		const sql = postgres(stack.status.dbUrl, { max: 1 });
		await sql`insert into memberships (user_id, role) values (${id}, 'admin')`;
		await sql.end();
		admin = open();
		expect((await admin.auth.signInWithPassword({ email, password: PASSWORD })).error).toBeNull();
	});
	afterAll(async () => {
		await stack?.stop();
		await rm(dataDir, { recursive: true, force: true });
	});

	const good = { succeeded: true, ip: '203.0.113.7', user_agent: 'tablet/1', signed_out_at: null };
	const bad = { ...good, succeeded: false };

	test('logs a good sign-in and a bad one with address and program', async () => {
		const { email } = await person();
		const { auth } = open();
		await auth.signInWithPassword({ email, password: 'Wrong-Horse-7' });
		await auth.signInWithPassword({ email, password: PASSWORD });
		expect(await attemptsOf(email)).toEqual([bad, good]);
	});

	test('logs a sign-in by a mailed link in the same way', async () => {
		const { email } = await person();
		const { data } = await users().generateLink({ type: 'magiclink', email });
		const token_hash = data.properties!.hashed_token;
		expect((await open().auth.verifyOtp({ token_hash, type: 'magiclink' })).error).toBeNull();
		expect(await attemptsOf(email)).toEqual([good]);
	});

	test('keeps the time of the sign-out, and only of the session that was ended', async () => {
		const { email } = await person();
		const [here, there] = [open(), open()];
		await here.auth.signInWithPassword({ email, password: PASSWORD });
		await there.auth.signInWithPassword({ email, password: PASSWORD });
		expect((await here.auth.signOut({ scope: 'local' })).error).toBeNull();
		expect(await attemptsOf(email)).toEqual([{ ...good, signed_out_at: expect.any(String) }, good]);
	});

	test('a refresh is no sign-in', async () => {
		const { email } = await person();
		const client = open();
		await client.auth.signInWithPassword({ email, password: PASSWORD });
		expect((await client.auth.refreshSession()).error).toBeNull();
		expect(await attemptsOf(email)).toEqual([good]);
	});

	test('logs as bad what had the right password and was refused for its address', async () => {
		const { email } = await person(false);
		const { error } = await open().auth.signInWithPassword({ email, password: PASSWORD });
		expect(error?.code).toBe('email_not_confirmed');
		expect(await attemptsOf(email)).toEqual([bad]);
	});

	test('who has no account, or is banned, is in the log of Auth', async () => {
		const unknown = `${randomUUID()}@lotline.test`;
		const { email, id } = await person();
		await users().updateUserById(id, { ban_duration: '24h' });
		for (const address of [unknown, email]) {
			await open().auth.signInWithPassword({ email: address, password: PASSWORD });
			expect(await attemptsOf(address)).toEqual([]);
		}
		expect(stack.output()).toContain(
			`Sign-in refused, no account with a password: "${unknown}" from 203.0.113.7, "tablet/1"`
		);
		expect(stack.output()).toContain(`Sign-in refused, banned: "${email}"`);
	});

	test('cuts a program of any length', async () => {
		const { email } = await person();
		const client = open(undefined, { ...WHERE, 'User-Agent': 'x'.repeat(4000) });
		await client.auth.signInWithPassword({ email, password: 'Wrong-Horse-7' });
		expect((await client.auth.signInWithPassword({ email, password: PASSWORD })).error).toBeNull();
		const cut = 'x'.repeat(500);
		expect(await attemptsOf(email)).toEqual([
			{ ...bad, user_agent: cut },
			{ ...good, user_agent: cut }
		]);
	});

	test('a person sees his own and nobody else’s', async () => {
		const { email } = await person();
		const client = open();
		await client.auth.signInWithPassword({ email, password: PASSWORD });
		const { data } = await client.from('sign_in_attempts').select('email');
		expect(data).toEqual([{ email }]);
	});
});
