import {
	createClient,
	FunctionRegion,
	FunctionsFetchError,
	FunctionsHttpError,
	type SupabaseClient
} from '@supabase/supabase-js';
import { SignJWT } from 'jose';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { anonymous, newUser, platform } from './environment.ts';
import { runCli, startProcess, type StackProcess } from './stack-process.ts';

const FIXTURE = fileURLToPath(new URL('./project/', import.meta.url));

/** What a refused call came back with. */
interface Refused {
	status: number;
	code: string;
	header: string | null;
	body: string;
}

/** Calls a function that has to refuse, and reads how. */
async function refusal(
	client: SupabaseClient,
	name: string,
	options: Parameters<SupabaseClient['functions']['invoke']>[1] = {}
): Promise<Refused> {
	const { data, error } = await client.functions.invoke(name, options);
	expect(error, `${name} answered ${JSON.stringify(data)}`).toBeInstanceOf(FunctionsHttpError);
	const response = (error as FunctionsHttpError).context as Response;
	const body = await response.text();
	const { code } = body.startsWith('{') ? JSON.parse(body) : { code: '' };
	return { status: response.status, code, header: response.headers.get('sb-error-code'), body };
}

/** Calls a function that has to answer. */
async function call<T>(
	client: SupabaseClient,
	name: string,
	options: Parameters<SupabaseClient['functions']['invoke']>[1] = {}
): Promise<T> {
	const { data, error } = await client.functions.invoke<T>(name, options);
	if (error) {
		const answer =
			error instanceof FunctionsHttpError ? await (error.context as Response).text() : '';
		throw new Error(`${name}: ${error.message} ${answer}`, { cause: error });
	}
	return data!;
}

interface Hello {
	caller: string | null;
	role: string | null;
	instance: string;
}

interface Echo {
	method: string;
	url: string;
	headers: Record<string, string>;
	body: string;
	environment: string[];
	secret: string | null;
	[permission: string]: unknown;
}

const bearer = (token: string) => ({ headers: { Authorization: `Bearer ${token}` } });

describe('who may call', () => {
	test('a function learns who calls from his token', async () => {
		const { client, user } = await newUser();
		const answer = await call<Hello>(client, 'hello');
		expect(answer).toMatchObject({ caller: user.id, role: 'authenticated' });
	});

	test('an API key alone passes the check, and the caller is nobody', async () => {
		expect(await call<Hello>(anonymous(), 'hello')).toMatchObject({ caller: null, role: null });
	});

	test('an API key in the place of a token passes the check as well', async () => {
		const answer = await call<Hello>(anonymous(), 'hello', bearer(platform.publishableKey));
		expect(answer.caller).toBeNull();
	});

	test('a key that is not of this project is refused', async () => {
		const stranger = createClient(platform.apiUrl, 'sb_publishable_unknown');
		expect((await refusal(stranger, 'hello')).status).toBe(401);
	});

	test('a call without key and token is refused', async () => {
		const response = await fetch(`${platform.apiUrl}/functions/v1/hello`, { method: 'POST' });
		expect(response.status).toBe(401);
		expect(await response.json()).toMatchObject({
			code: 'UNAUTHORIZED_NO_AUTH_HEADER',
			message: 'Missing authorization header'
		});
	});

	test('what is not a token is refused, whatever the key', async () => {
		expect(await refusal(anonymous(), 'hello', bearer('nonsense'))).toMatchObject({
			status: 401,
			code: 'UNAUTHORIZED_INVALID_JWT_FORMAT',
			header: 'UNAUTHORIZED_INVALID_JWT_FORMAT'
		});
	});

	test('a token that someone else signed is refused', async () => {
		const forged = await tokenSignedWith('not-the-secret-of-this-project-at-all', '1h');
		expect(await refusal(anonymous(), 'hello', bearer(forged))).toMatchObject({
			status: 401,
			code: 'UNAUTHORIZED_LEGACY_JWT'
		});
	});

	test('a token without a signature is refused', async () => {
		const unsigned = [{ alg: 'none' }, { role: 'service_role' }]
			.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
			.join('.');
		expect(await refusal(anonymous(), 'hello', bearer(`${unsigned}.`))).toMatchObject({
			status: 401,
			code: 'UNAUTHORIZED_UNSUPPORTED_TOKEN_ALGORITHM'
		});
	});

	test.runIf(platform.embedded)('an expired token is refused, a fresh one is not', async () => {
		const file = await readFile(join(platform.dataDir!, 'keys.json'), 'utf8');
		const { jwtSecret } = JSON.parse(file) as { jwtSecret: string };
		const expired = bearer(await tokenSignedWith(jwtSecret, '-1m'));
		expect(await refusal(anonymous(), 'hello', expired)).toMatchObject({
			status: 401,
			code: 'UNAUTHORIZED_LEGACY_JWT',
			body: expect.stringContaining('Invalid JWT')
		});
		const fresh = bearer(await tokenSignedWith(jwtSecret, '1m'));
		expect(await call<Hello>(anonymous(), 'hello', fresh)).toMatchObject({ caller: 'someone' });
	});

	test('a function with verify_jwt = false takes calls from anyone', async () => {
		const response = await fetch(`${platform.apiUrl}/functions/v1/open`, { method: 'POST' });
		expect(response.status).toBe(200);
	});

	test('a preflight reaches the function without a token', async () => {
		const response = await fetch(`${platform.apiUrl}/functions/v1/hello`, {
			method: 'OPTIONS',
			headers: { Origin: 'http://shop.test', 'Access-Control-Request-Method': 'POST' }
		});
		expect(response.status).toBe(200);
		expect(response.headers.get('access-control-allow-origin')).toBe('*');
		expect(response.headers.get('access-control-allow-headers')).toContain('apikey');
	});

	async function tokenSignedWith(secret: string, lifetime: string): Promise<string> {
		return await new SignJWT({ role: 'authenticated', sub: 'someone' })
			.setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
			.setExpirationTime(lifetime)
			.sign(Buffer.from(secret));
	}
});

describe('what is passed on', () => {
	test.for(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const)(
		'%s goes through with path, query, headers and body',
		async (method) => {
			const body = method === 'GET' ? undefined : { lot: 'L-1' };
			const echo = await call<Echo>(anonymous(), 'open/lots/L-1', {
				method,
				body,
				region: FunctionRegion.EuWest1,
				headers: { 'x-custom': 'kept' }
			});
			expect(echo.method).toBe(method);
			expect(echo.body).toBe(body ? JSON.stringify(body) : '');
			const url = new URL(echo.url);
			expect(url.pathname + url.search).toBe('/open/lots/L-1?forceFunctionRegion=eu-west-1');
			expect(echo.headers).toMatchObject({ 'x-custom': 'kept', 'x-region': 'eu-west-1' });
		}
	);

	test('a method that functions do not have is refused', async () => {
		const response = await fetch(`${platform.apiUrl}/functions/v1/open`, { method: 'HEAD' });
		expect(response.status).toBe(405);
	});

	test('an HTML page comes as plain text', async () => {
		const response = await fetch(`${platform.apiUrl}/functions/v1/open/page`);
		expect(response.headers.get('content-type')).toBe('text/plain');
		expect(await response.text()).toBe('<h1>Page</h1>');
	});

	test('a large body arrives whole', async () => {
		const body = 'x'.repeat(5_000_000);
		const echo = await call<Echo>(anonymous(), 'open', { body });
		expect(echo.body.length).toBe(body.length);
	});

	test('a function that does not read its body answers nevertheless, every time', async () => {
		const bodies = Array.from({ length: 40 }, (_, at) => 'x'.repeat(at % 2 ? 20 : 1_000_000));
		const answers = await Promise.all(
			bodies.map((body) => call<Hello>(anonymous(), 'hello', { body }))
		);
		expect(answers.map(({ caller }) => caller)).toEqual(bodies.map(() => null));
	});

	test.runIf(platform.embedded)('a body above 20 MB is refused', async () => {
		const body = 'x'.repeat(20_000_001);
		expect(await refusal(anonymous(), 'open', { body })).toMatchObject({ status: 413 });
	});

	test('an answer arrives in the pieces in which it is sent', async () => {
		const response = await call<Response>(anonymous(), 'stream', { method: 'GET' });
		const times: number[] = [];
		let text = '';
		for await (const piece of response.body!) {
			times.push(performance.now());
			text += Buffer.from(piece).toString();
		}
		expect(text).toBe('data: 1\n\ndata: 2\n\ndata: 3\n\n');
		expect(times).toHaveLength(3);
		// Sent 300 ms apart; held back, they would arrive together.
		expect(times[2]! - times[0]!).toBeGreaterThan(400);
	});

	test.runIf(platform.embedded)('a caller who hangs up aborts his request', async () => {
		const hangUp = new AbortController();
		const response = await call<Response>(anonymous(), 'stream', {
			method: 'GET',
			signal: hangUp.signal
		});
		await response.body!.getReader().read();
		hangUp.abort();
		await expect
			.poll(() => call<{ aborted: boolean }>(anonymous(), 'stream/aborted'))
			.toEqual({ aborted: true });
	});

	test('a caller who cannot wait gets an error of his own', async () => {
		const { error } = await anonymous().functions.invoke('slow', {
			body: { seconds: 2 },
			timeout: 100
		});
		expect(error).toBeInstanceOf(FunctionsFetchError);
	});
});

describe('what a function has', () => {
	test('the variables of the platform, and nothing of the machine', async () => {
		const { environment } = await call<Echo>(anonymous(), 'open');
		expect(environment).toEqual(
			expect.arrayContaining([
				'DENO_DEPLOYMENT_ID',
				'SB_EXECUTION_ID',
				'SB_REGION',
				'SUPABASE_ANON_KEY',
				'SUPABASE_DB_URL',
				'SUPABASE_JWKS',
				'SUPABASE_PUBLISHABLE_KEYS',
				'SUPABASE_SECRET_KEYS',
				'SUPABASE_SERVICE_ROLE_KEY',
				'SUPABASE_URL'
			])
		);
		const foreign = environment.filter(
			(name) => name in process.env || name.startsWith('LOTLINE_')
		);
		expect(foreign).toEqual([]);
	});

	test.runIf(platform.embedded)('its own folder and /tmp, and nothing else', async () => {
		expect(await call<Echo>(anonymous(), 'open')).toMatchObject({
			readsOwnFolder: true,
			writesTmp: true,
			readsElsewhere: false,
			writesElsewhere: false,
			runs: false,
			loadsLibraries: false
		});
	});

	test("the database: by the caller's rights, and by its own", async () => {
		const [first, second] = await Promise.all([newUser(), newUser()]);
		for (const { client } of [first, second]) {
			const { error } = await client.from('notes').insert({ title: 'through a function' });
			expect(error).toBeNull();
		}
		const seen = await call<{ visible: { owner: string }[]; count: number }>(
			first.client,
			'database'
		);
		expect(seen.visible.map(({ owner }) => owner)).toEqual([first.user.id]);
		expect(seen.count).toBeGreaterThanOrEqual(2);
	});

	test.runIf(platform.embedded)('mail and text messages by the genuine clients', async () => {
		const email = { email: 'someone@lotline.test', text: 'by e-mail' };
		const mailed = await call<{ id: string; error: unknown }>(anonymous(), 'mail', { body: email });
		expect(mailed).toMatchObject({ id: expect.any(String), error: null });
		const phone = { phone: '+15005550009', text: 'by phone' };
		const texted = await call<{ id: string }>(anonymous(), 'mail', { body: phone });
		expect(texted.id).toMatch(/^SM/);
	});

	test.runIf(platform.embedded)('time after its answer, by EdgeRuntime.waitUntil', async () => {
		const state = () => call<{ done: boolean }>(anonymous(), 'background', { method: 'GET' });
		expect(await call(anonymous(), 'background')).toEqual({ done: false });
		await expect.poll(state).toEqual({ done: true });
	});
});

describe('what goes wrong', () => {
	test('a thrown error is a 500, and says nothing of the code', async () => {
		expect(await refusal(anonymous(), 'throws', { body: 'x'.repeat(1_000_000) })).toEqual({
			status: 500,
			code: '',
			header: 'EDGE_FUNCTION_ERROR',
			body: 'Internal Server Error'
		});
	});

	test("a function's own refusal arrives as it is", async () => {
		expect(await refusal(anonymous(), 'throws/409')).toEqual({
			status: 409,
			code: undefined,
			header: null,
			body: '{"reason":"refused on purpose"}'
		});
	});

	test.for(['nowhere', 'disabled', '_shared', '..%2Fhello'])(
		'there is no function %s',
		async (name) => {
			expect(await refusal(anonymous(), name)).toEqual({
				status: 404,
				code: 'NOT_FOUND',
				header: 'NOT_FOUND',
				body: '{"code":"NOT_FOUND","message":"Requested function was not found"}'
			});
		}
	);

	test('a function that does not start is a 503', async () => {
		expect(await refusal(anonymous(), 'broken')).toMatchObject({
			status: 503,
			code: 'BOOT_ERROR',
			body: expect.stringContaining('Function failed to start (please check logs)')
		});
	});

	test('a crash takes its own requests along and no others', async () => {
		const before = await call<Hello>(anonymous(), 'hello');
		const crashed = await call<{ instance: string }>(anonymous(), 'crashes', { method: 'GET' });
		const refusals = await Promise.all([
			refusal(anonymous(), 'crashes', { body: { wait: true } }),
			refusal(anonymous(), 'crashes', { body: { wait: false } })
		]);
		for (const refused of refusals) {
			expect(refused).toMatchObject({ status: 500, code: 'WORKER_ERROR', header: 'WORKER_ERROR' });
		}
		const restarted = await call<{ instance: string }>(anonymous(), 'crashes', { method: 'GET' });
		expect(restarted.instance).not.toBe(crashed.instance);
		if (platform.embedded) {
			expect((await call<Hello>(anonymous(), 'hello')).instance).toBe(before.instance);
		}
	});
});

describe.runIf(platform.embedded)('a stack in development', () => {
	let project: string;
	let dataDir: string;
	let stack: StackProcess;
	let client: SupabaseClient;
	const functionFile = (...path: string[]) => join(project, 'supabase', 'functions', ...path);

	beforeAll(async () => {
		project = await mkdtemp(join(tmpdir(), 'lotline-project-'));
		dataDir = await mkdtemp(join(tmpdir(), 'lotline-functions-'));
		await cp(FIXTURE, project, { recursive: true });
		await writeFile(
			functionFile('.env'),
			'FIXTURE_SECRET="of the project"\nRESEND_BASE_URL=http://127.0.0.1:9\nSUPABASE_URL=http://127.0.0.1:9\n'
		);
		vi.stubEnv('LOTLINE_FUNCTION_TIMEOUT', '1');
		stack = await startProcess({ dataDir, workdir: project, args: ['--watch', '--verbose'] });
		vi.unstubAllEnvs();
		client = createClient(stack.status.apiUrl, stack.status.publishableKey);
	});

	afterAll(async () => {
		// The last test kills the stack, so its database is left to this.
		await runCli('reset', `--workdir=${project}`, `--data=${dataDir}`);
		await rm(project, { recursive: true, force: true });
		await rm(dataDir, { recursive: true, force: true });
	});

	test('requests that come while a function starts share its one process', async () => {
		const answers = await Promise.all(
			Array.from({ length: 8 }, () => call<Hello>(client, 'hello'))
		);
		expect(new Set(answers.map(({ instance }) => instance)).size).toBe(1);
	});

	test('secrets come from functions/.env, whose names may not be the platform’s', async () => {
		const echo = await call<Echo>(client, 'open');
		expect(echo.secret).toBe('of the project');
		expect(stack.output()).toContain('SUPABASE_URL in');
	});

	test('what a function prints appears under its name', async () => {
		await refusal(client, 'throws', { body: {} });
		await expect.poll(() => stack.output()).toMatch(/fn throws\s+Error: thrown on purpose/);
	});

	test('an edited function runs its new code with the next request', async () => {
		await call<Hello>(client, 'hello');
		await writeFile(functionFile('hello', 'index.ts'), answering('edited'));
		await expect.poll(() => call(client, 'hello')).toBe('edited');
	});

	test('an edited shared file restarts the functions that may use it', async () => {
		const json = functionFile('_shared', 'json.ts');
		await call<Echo>(client, 'open');
		const text = await readFile(json, 'utf8');
		await writeFile(json, text.replace('Response.json(body,', "Response.json('shared',"));
		await expect.poll(() => call(client, 'open')).toBe('shared');
	});

	test('a new function is there at once', async () => {
		await mkdir(functionFile('fresh'));
		await writeFile(functionFile('fresh', 'index.ts'), answering('fresh'));
		expect(await call(client, 'fresh')).toBe('fresh');
	});

	test('a syntax error is told with its place, and mended by the next edit', async () => {
		await writeFile(functionFile('fresh', 'index.ts'), 'Deno.serve(() => new Response("open);');
		await expect
			.poll(async () => (await client.functions.invoke('fresh')).response?.status)
			.toBe(503);
		await expect.poll(() => stack.output()).toMatch(/fn fresh.*fresh\/index\.ts:1/);
		await writeFile(functionFile('fresh', 'index.ts'), answering('mended'));
		await expect.poll(async () => (await client.functions.invoke('fresh')).data).toBe('mended');
	});

	test('a function that does not answer in time is a 504', async () => {
		const begun = performance.now();
		expect(await refusal(client, 'slow', { body: { seconds: 30 } })).toEqual({
			status: 504,
			code: 'IDLE_TIMEOUT',
			header: 'IDLE_TIMEOUT',
			body: '{"code":"IDLE_TIMEOUT","message":"Request idle timeout limit (1s) reached"}'
		});
		expect(performance.now() - begun).toBeLessThan(3000);
	});

	test('a busy loop ends with its process, and holds up no later request', async () => {
		const { pid } = await call<{ pid: number }>(client, 'slow', { body: { seconds: 0 } });
		const busy = await refusal(client, 'slow', { body: { seconds: 60, busy: true } });
		expect(busy.status).toBe(504);
		const next = await call<{ pid: number }>(client, 'slow', { body: { seconds: 0 } });
		expect(next.pid).not.toBe(pid);
		await expect.poll(() => isAlive(pid), { timeout: 5000 }).toBe(false);
	});

	test('no function outlives a stack that was killed, not even in a busy loop', async () => {
		const { pid } = await call<{ pid: number }>(client, 'slow', { body: { seconds: 0 } });
		const asked = client.functions.invoke('slow', { body: { seconds: 60, busy: true } });
		const ended = once(stack.child, 'exit');
		stack.child.kill('SIGKILL');
		await ended;
		expect((await asked).error).toBeInstanceOf(FunctionsFetchError);
		await expect.poll(() => isAlive(pid), { timeout: 5000 }).toBe(false);
	});

	function answering(text: string): string {
		return `Deno.serve(() => new Response('${text}'));\n`;
	}
});

function isAlive(pid: number): boolean {
	try {
		return process.kill(pid, 0);
	} catch {
		return false;
	}
}
