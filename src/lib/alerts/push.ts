import { PUBLIC_VAPID_KEY } from '$app/env/public';
import { session } from '#lib/access/session.svelte.ts';
import { send } from '#lib/command.ts';
import { run } from '#lib/commands.svelte.ts';
import { taken } from '#lib/reads.ts';
import { Refusal } from '#lib/refusal.ts';
import { requestId } from '#lib/request-id.ts';
import { supabase } from '#lib/supabase.ts';

/**
 * Web push in this browser: what it shows also while Lotline is closed (P9.02). Each browser of a person
 * is a subscription of its own.
 *
 * - `unsupported`: neither the browser nor this installation can
 * - `blocked`: the person has told the browser to show nothing, and only there it can be undone
 */
export type PushState = 'unsupported' | 'blocked' | 'off' | 'on';

/** Whether this browser could be asked at all. */
export function supported(): boolean {
	return (
		PUBLIC_VAPID_KEY !== '' &&
		'serviceWorker' in navigator &&
		'PushManager' in globalThis &&
		'Notification' in globalThis
	);
}

/** How it stands in this browser. It says nothing of whose messages it shows: `subscribe` settles that. */
export async function pushState(): Promise<PushState> {
	if (!supported() || !(await manager())) return 'unsupported';
	if (Notification.permission === 'denied') return 'blocked';
	return (await current()) ? 'on' : 'off';
}

/**
 * Has this browser show the messages of who is signed in. Called by a click, for the browser asks the
 * person; called again it changes nothing.
 * @returns `blocked` when the person has said no
 * @throws Refusal
 */
export async function subscribe(): Promise<PushState> {
	const push = supported() ? await manager() : undefined;
	if (!push) throw unavailable('This browser cannot show messages while Lotline is closed.');
	if ((await Notification.requestPermission()) !== 'granted') return 'blocked';
	const { endpoint, keys } = (await subscriptionOf(push)).toJSON();
	await run('register_push', {
		endpoint: endpoint!,
		p256dh: keys!.p256dh!,
		auth: keys!.auth!,
		user_agent: navigator.userAgent.slice(0, 300)
	});
	return 'on';
}

/**
 * Ends it in this browser.
 * @throws Refusal
 */
export async function unsubscribe(): Promise<PushState> {
	const subscription = await current();
	if (!subscription) return 'off';
	await run('end_push', { endpoint: subscription.endpoint });
	await subscription.unsubscribe();
	return 'off';
}

/**
 * Ends it for who signs out, so that whoever takes the device next does not get his messages. The browser
 * and the server each end it: one of them is enough, where the network fails.
 * @param everywhere in all browsers of the person
 */
export async function leave(everywhere: boolean): Promise<void> {
	const here = await current();
	const { person } = session;
	const end = (endpoint: string) => send('end_push', { endpoint }, requestId(), person!);
	const others = everywhere ? ownEndpoints() : Promise.resolve([]);
	await Promise.allSettled([
		here?.unsubscribe(),
		here && end(here.endpoint),
		others.then((endpoints) => Promise.allSettled(endpoints.map(end)))
	]);
}

/**
 * Ends it in this browser where it is another's, who has not signed out: his session has run out, and
 * somebody else is signed in now.
 * @throws Refusal
 */
export async function disown(): Promise<void> {
	const here = await current();
	if (here && !(await ownEndpoints()).includes(here.endpoint)) await here.unsubscribe();
}

/** The browsers in which the messages of who is signed in are shown. */
async function ownEndpoints(): Promise<string[]> {
	const asked = supabase.from('push_subscriptions').select('endpoint').is('ended_at', null);
	return (await taken(asked)).map(({ endpoint }) => endpoint);
}

async function subscriptionOf(push: PushManager): Promise<PushSubscription> {
	const options = { userVisibleOnly: true, applicationServerKey: PUBLIC_VAPID_KEY };
	try {
		return await push.subscribe(options).catch(async () => {
			// One that was made with the key of before stands in the way of another.
			await (await push.getSubscription())?.unsubscribe();
			return await push.subscribe(options);
		});
	} catch {
		throw unavailable('The push service of this browser does not answer.');
	}
}

async function current(): Promise<PushSubscription | null> {
	return (await (await manager())?.getSubscription()) ?? null;
}

/** Undefined while there is no service worker, as in development. */
async function manager(): Promise<PushManager | undefined> {
	return (await navigator.serviceWorker?.getRegistration())?.pushManager;
}

function unavailable(sentence: string): Refusal {
	return new Refusal({
		kind: 'failed',
		code: 'PUSH_UNAVAILABLE',
		sentence,
		hint: 'Try it in another browser, or choose e-mail or SMS.',
		params: {}
	});
}
