import { version } from '$app/env';
import { assets, immutable } from '$app/manifest';
import { self } from '$app/service-worker';

/**
 * Keeps the app itself on the device, so that it opens and every screen of it loads without a network
 * (P14.01). Data never is: it comes from the server, or is not there. A new version takes over when the
 * last page of the old one is closed, so that no page mixes two.
 *
 * It also shows what is pushed while no page is open (P9.04).
 */

const NAME = `lotline-${version}`;
/** It lies beside the page. */
const PAGE = new URL('./', location.href).pathname;
const SETTINGS = `${PAGE}_app/env.js`;
/** Everything that the app is made of, by path. */
const FILES = new Set(
	[...immutable, ...assets].map(({ path }) => new URL(path, location.origin + PAGE).pathname)
);

/** How long a page is waited for before the kept one is shown, in ms. */
const PATIENCE = 3_000;

/** Paths of the server's own, which are answered by nobody else. */
const SERVER = /^\/(rest|auth|storage|realtime|functions|_stack)\//;

self.addEventListener('install', (event) => {
	const keeping = caches.open(NAME).then((cache) => cache.addAll([PAGE, SETTINGS, ...FILES]));
	event.waitUntil(keeping);
});

self.addEventListener('activate', (event) => {
	event.waitUntil(dropOthers());
});

self.addEventListener('fetch', (event) => {
	const { request } = event;
	const { origin, pathname } = new URL(request.url);
	if (request.method !== 'GET' || origin !== location.origin || SERVER.test(pathname)) return;
	if (request.mode === 'navigate') event.respondWith(freshOrKept(request, PAGE));
	else if (pathname === SETTINGS) event.respondWith(freshOrKept(request, SETTINGS));
	else if (FILES.has(pathname)) event.respondWith(kept(request));
});

self.addEventListener('push', (event) => {
	event.waitUntil(show(noticeIn(event.data)));
});

self.addEventListener('notificationclick', (event) => {
	event.notification.close();
	event.waitUntil(open(addressOf((event.notification.data as Notice | null)?.link)));
});

/** What the function `notify` sends. */
interface Notice {
	title: string;
	body: string;
	/** The same for all that is said of one alert. */
	tag?: string;
	/** A path in the app. */
	link: string;
	severity?: string;
}

function noticeIn(data: PushMessageData | null): Notice {
	try {
		return data!.json() as Notice;
	} catch {
		// A browser wants something shown for every push, also for one that cannot be read.
		return { title: 'Lotline', body: '', link: '' };
	}
}

/** Takes the place of what was shown of the same alert; what is urgent stays until somebody acts. */
async function show({ title, body, tag, link, severity }: Notice): Promise<void> {
	await self.registration.showNotification(title, {
		body,
		tag,
		icon: `${PAGE}icon.svg`,
		requireInteraction: severity === 'high',
		data: { link }
	});
}

/** Brings the page that shows it to the front, or opens one: what is typed in another stays there. */
async function open(address: string): Promise<void> {
	const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
	const shown = pages.find(({ url }) => url === address);
	if (shown) await shown.focus();
	else await self.clients.openWindow(address);
}

/** A path of the app as an address; never one of another site. */
function addressOf(link = ''): string {
	return new URL(PAGE + link.replace(/^\/+/, ''), location.origin).href;
}

async function dropOthers(): Promise<void> {
	for (const name of await caches.keys()) {
		if (name.startsWith('lotline-') && name !== NAME) await caches.delete(name);
	}
}

async function kept(request: Request): Promise<Response> {
	return (await caches.match(request)) ?? fetch(request);
}

/** From the server where it answers in time, else as it was kept. */
async function freshOrKept(request: Request, path: string): Promise<Response> {
	const cache = await caches.open(NAME);
	const old = await cache.match(path);
	if (!old) return fetch(request);
	const late = new Promise<Response>((settle) => setTimeout(() => settle(old.clone()), PATIENCE));
	const fresh = fetch(request).then((answer) => (answer.status < 500 ? answer : old.clone()));
	return Promise.race([fresh, late]).catch(() => old);
}
