import webPush from 'npm:web-push@3';
import { cut } from './cut.ts';
import type { Delivery, Outcome } from './delivery.ts';
import { PATIENCE, refused } from './outcome.ts';

const PROVIDER = 'push';
/** Seconds for which a push service keeps what it cannot deliver yet. */
const KEPT = 24 * 3600;
/** Characters of title and body: encrypted, all of it must fit in 4,096 bytes in any language. */
const LONGEST = { title: 120, body: 800 };

/**
 * Where browsers' subscriptions lead. An endpoint comes from who subscribes, and the worker must not be
 * sent to call whatever somebody names.
 */
const SERVICES = [
	'fcm.googleapis.com',
	'updates.push.services.mozilla.com',
	'push.apple.com',
	'notify.windows.com'
];
/** One more, of a stack without the internet: what its endpoints begin with. */
const OWN_SERVICE = Deno.env.get('PUSH_SERVICE_URL');

const vapidDetails = {
	subject: Deno.env.get('VAPID_SUBJECT') ?? '',
	publicKey: Deno.env.get('VAPID_PUBLIC_KEY') ?? '',
	privateKey: Deno.env.get('VAPID_PRIVATE_KEY') ?? ''
};

/**
 * Sends one push. There is no idempotency either: a second one of the same alert takes the place of the
 * first, at the service by its topic and on the screen by its tag.
 */
export async function sendPush(delivery: Delivery): Promise<Outcome> {
	if (!vapidDetails.publicKey || !vapidDetails.privateKey || !vapidDetails.subject) {
		const error = 'Web push is not set up: a VAPID_… variable is missing.';
		return { outcome: 'failed', provider: PROVIDER, error };
	}
	const { endpoint, p256dh, auth } = delivery.push ?? { endpoint: '', p256dh: '', auth: '' };
	if (!isService(endpoint)) {
		const error = 'The subscription leads to no push service that is known.';
		return { outcome: 'failed', provider: PROVIDER, error };
	}
	try {
		const { headers, body } = webPush.generateRequestDetails(
			{ endpoint, keys: { p256dh, auth } },
			JSON.stringify(payloadOf(delivery)),
			{
				vapidDetails,
				TTL: KEPT,
				urgency: delivery.severity === 'high' ? 'high' : 'normal',
				topic: topicOf(delivery)
			}
		);
		return await post(endpoint, headers, new Uint8Array(body!));
	} catch (error) {
		// Keys of a subscription that are none.
		return refused(PROVIDER, 400, (error as Error).message);
	}
}

async function post(
	endpoint: string,
	headers: Record<string, string | number>,
	body: Uint8Array<ArrayBuffer>
): Promise<Outcome> {
	let response: Response;
	try {
		response = await fetch(endpoint, {
			method: 'POST',
			headers: Object.entries(headers).map(([name, value]) => [name, String(value)]),
			body,
			redirect: 'manual',
			signal: AbortSignal.timeout(PATIENCE)
		});
	} catch (error) {
		return refused(PROVIDER, null, (error as Error).message);
	}
	const why = await response.text().catch(() => '');
	if (response.ok) {
		const providerId = response.headers.get('location')?.slice(-LONGEST_ID);
		return { outcome: 'sent', provider: PROVIDER, providerId };
	}
	if (response.status === 404 || response.status === 410)
		return {
			outcome: 'gone',
			provider: PROVIDER,
			error: 'The browser has ended its subscription.'
		};
	return refused(PROVIDER, response.status, why.trim(), response.headers.get('retry-after'));
}

/** Characters of a push's address that are kept: its end tells it from others. */
const LONGEST_ID = 200;

/** What the service worker shows. */
function payloadOf({ title, body, thread, link, severity }: Delivery): object {
	return {
		title: cut(title, LONGEST.title),
		body: cut(body, LONGEST.body),
		tag: thread,
		link: link ?? '/',
		severity
	};
}

/** At most 32 characters that base64url has. */
function topicOf({ thread }: Delivery): string {
	return thread.replace(/[^A-Za-z0-9_]/g, '').slice(0, 32);
}

function isService(endpoint: string): boolean {
	if (OWN_SERVICE && endpoint.startsWith(OWN_SERVICE)) return true;
	const url = URL.parse(endpoint);
	if (url?.protocol !== 'https:' || url.port !== '') return false;
	return SERVICES.some((name) => url.hostname === name || url.hostname.endsWith(`.${name}`));
}
