/**
 * Runs in a function's Deno process before the function does, and gives it what the hosted runtime
 * has and plain Deno has not: requests that come in by the stack's socket under the name the caller
 * used, `export default { fetch }`, and `EdgeRuntime.waitUntil`.
 */

type Handler = (request: Request, info: unknown) => Response | Promise<Response>;

interface ServeOptions {
	handler?: Handler;
	signal?: AbortSignal;
	onError?: (error: unknown) => Response | Promise<Response>;
}

declare const Deno: {
	env: { get(name: string): string | undefined; delete(name: string): void };
	mainModule: string;
	serve(...args: unknown[]): unknown;
	addSignalListener(signal: string, listener: () => unknown): void;
	exit(code: number): never;
};
declare function addEventListener(event: 'load', listener: () => unknown): void;

const socket = Deno.env.get('LOTLINE_SOCKET')!;
// What only this process needs is not the function's to see.
for (const name of [
	'DENO_DIR',
	'DENO_NODE_SHIM_ACTIVE',
	'DENO_NO_UPDATE_CHECK',
	'HOME',
	'LOTLINE_SOCKET',
	'NO_COLOR',
	'PATH'
]) {
	Deno.env.delete(name);
}

const listen = Deno.serve;
let serving = false;

/** `Deno.serve` in all its forms; where to listen is the stack's choice, as it is when hosted. */
Deno.serve = (...args: unknown[]) => {
	serving = true;
	const options = (args.find((arg) => typeof arg === 'object') ?? {}) as ServeOptions;
	const handler = (args.find((arg) => typeof arg === 'function') ?? options.handler) as Handler;
	return listen(
		{ path: socket, signal: options.signal, onError: options.onError, onListen: () => {} },
		async (request: Request, info: unknown) => {
			try {
				return await handler(addressed(request), info);
			} finally {
				if (request.body && !request.bodyUsed) await discard(request.body);
			}
		}
	);
};

/** Over the socket a URL reads `http+unix://…`; the function is to see the host that was called. */
function addressed(request: Request): Request {
	const { pathname, search } = new URL(request.url);
	const url = `http://${request.headers.get('host')}${pathname}${search}`;
	return Object.defineProperty(request, 'url', { value: url });
}

/**
 * Reads what the function left unread. The server would close the connection on it, and the stack,
 * still sending, would lose the answer.
 */
async function discard(body: ReadableStream): Promise<void> {
	await body.pipeTo(new WritableStream()).catch(() => undefined);
}

addEventListener('load', async () => {
	if (serving) return;
	const { default: entry } = (await import(Deno.mainModule)) as {
		default?: { fetch?: Handler };
	};
	if (entry?.fetch) Deno.serve((request: Request, info: unknown) => entry.fetch!(request, info));
});

const background = new Set<Promise<unknown>>();

Object.assign(globalThis, {
	EdgeRuntime: {
		/** Lets work go on after the answer; a retired process ends when all of it is done. */
		waitUntil(work: Promise<unknown>): void {
			const settled = Promise.resolve(work)
				.catch((error: unknown) => console.error(error))
				.finally(() => background.delete(settled));
			background.add(settled);
		}
	}
});

Deno.addSignalListener('SIGTERM', async () => {
	while (background.size > 0) await Promise.all(background);
	Deno.exit(0);
});
