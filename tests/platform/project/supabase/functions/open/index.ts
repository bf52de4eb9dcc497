import { cors, json } from '../_shared/json.ts';

/** Gives back what it was sent and what it is allowed. */
Deno.serve(async (request) => {
	if (request.method === 'OPTIONS') return new Response('ok', { headers: cors });
	const url = new URL(request.url);
	if (url.pathname.endsWith('/page')) {
		return new Response('<h1>Page</h1>', { headers: { 'Content-Type': 'text/html' } });
	}
	return json({
		method: request.method,
		url: request.url,
		headers: Object.fromEntries(request.headers),
		body: await request.text(),
		environment: Object.keys(Deno.env.toObject()).sort(),
		secret: Deno.env.get('FIXTURE_SECRET') ?? null,
		writesTmp: await may(() => Deno.writeTextFile('/tmp/lotline-function.txt', 'ok')),
		writesElsewhere: await may(() => Deno.writeTextFile('/var/tmp/lotline-function.txt', 'no')),
		readsOwnFolder: await may(() => Deno.readTextFile(new URL(import.meta.url))),
		readsElsewhere: await may(() => Deno.readTextFile('/etc/passwd')),
		runs: await may(() => new Deno.Command('/bin/true').output()),
		loadsLibraries: await may(async () => Deno.dlopen('libc.so.6', {}))
	});
});

async function may(act: () => Promise<unknown>): Promise<boolean> {
	try {
		await act();
		return true;
	} catch (error) {
		if (error instanceof Deno.errors.NotCapable) return false;
		throw error;
	}
}
