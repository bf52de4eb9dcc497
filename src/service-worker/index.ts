import { version } from '$app/env';
import { assets, immutable } from '$app/manifest';
import { self } from '$app/service-worker';

/**
 * Keeps the app itself on the device, so that it opens and every screen of it loads without a network
 * (P14.01). Data never is: it comes from the server, or is not there. A new version takes over when the
 * last page of the old one is closed, so that no page mixes two.
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
