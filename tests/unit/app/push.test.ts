import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { session } from '#lib/access/session.svelte.ts';
import * as push from '#lib/alerts/push.ts';
import { requestId } from '#lib/request-id.ts';
import { supabase } from '#lib/supabase.ts';

const MEENA = requestId();
const [HERE, ELSEWHERE] = ['https://push.example/here', 'https://push.example/elsewhere'];

/** The browser's own part: whether it still has its subscription. */
let subscribed = true;
/** The bodies of what the server was asked, under the last part of their paths. */
let asked: [string, unknown][] = [];
/** What the server knows of the person's browsers. */
let known: string[] = [];
let network: 'up' | 'down' | 'silent' = 'up';

async function answer(given: RequestInfo | URL, init?: RequestInit): Promise<Response> {
	const { pathname } = new URL(given instanceof Request ? given.url : given);
	const name = pathname.split('/').at(-1)!;
	if (name === 'user') return Response.json({ id: MEENA, aud: 'authenticated' });
	if (network === 'down') throw new TypeError('fetch failed');
	if (network === 'silent' && name === 'end_push') return await new Promise(() => {});
	asked.push([name, init?.body ? JSON.parse(init.body as string) : undefined]);
	if (name === 'push_subscriptions') return Response.json(known.map((endpoint) => ({ endpoint })));
	return Response.json({ ended: 1 });
}

const ended = () =>
	asked
		.filter(([name]) => name === 'end_push')
		.map(([, body]) => (body as { endpoint: string }).endpoint);

beforeEach(async () => {
	[subscribed, asked, known, network] = [true, [], [HERE], 'up'];
	const subscription = {
		endpoint: HERE,
		unsubscribe: () => {
			subscribed = false;
			return Promise.resolve(true);
		}
	};
	const pushManager = { getSubscription: () => Promise.resolve(subscribed ? subscription : null) };
	const serviceWorker = { getRegistration: () => Promise.resolve({ pushManager }) };
	vi.stubGlobal('navigator', { serviceWorker, onLine: true });
	vi.stubGlobal('fetch', answer);
	const part = (given: object) => Buffer.from(JSON.stringify(given)).toString('base64url');
	const exp = Math.floor(Date.now() / 1000) + 3600;
	const token = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ sub: MEENA, exp })}.c2lnbmVk`;
	await session.start();
	const { error } = await supabase.auth.setSession({ access_token: token, refresh_token: 'none' });
	if (error) throw error;
	asked = [];
});
afterEach(() => vi.unstubAllGlobals());

test('P9.02 who signs out ends the messages of this browser, there and on the server', async () => {
	const stop = session.beforeLeaving(push.leave);
	await session.signOut();
	stop();
	expect(subscribed).toBe(false);
	expect(ended()).toEqual([HERE]);
	// Before the session: afterwards the server would not take it.
	expect(asked.map(([name]) => name)).toEqual(['end_push', 'logout']);
	expect(session.current).toBeNull();
});

test('P9.02 who signs out everywhere ends them in all browsers', async () => {
	known = [HERE, ELSEWHERE];
	await push.leave(true);
	expect(subscribed).toBe(false);
	expect(new Set(ended())).toEqual(new Set([HERE, ELSEWHERE]));
});

test('P9.02 a browser that shows no messages asks the server nothing', async () => {
	subscribed = false;
	await push.leave(false);
	await push.disown();
	expect(asked).toEqual([]);
});

test.for(['down', 'silent'] as const)(
	'P9.02 with a network that is %s the browser ends them alone, and who wants to leave leaves',
	async (state) => {
		network = state;
		const stop = session.beforeLeaving(push.leave);
		await session.signOut();
		stop();
		expect(subscribed).toBe(false);
		expect(ended()).toEqual([]);
		expect(session.current).toBeNull();
	}
);

test('P9.02 a browser that another person has left without signing out is not his any more', async () => {
	await push.disown();
	expect(subscribed).toBe(true);
	known = [ELSEWHERE];
	await push.disown();
	expect(subscribed).toBe(false);
	expect(ended()).toEqual([]);
});

test('P9.02 what the server does not say changes nothing', async () => {
	network = 'down';
	await expect(push.disown()).rejects.toThrow();
	expect(subscribed).toBe(true);
});
