import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono, type MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';

/**
 * Serves the built web app, its page for every path that is not a file. The policy that the page
 * carries in its `<meta>` is also sent as a header, where it can forbid framing as well.
 * @param folder the folder that `npm run build` writes
 * @param env public settings that the page reads at run time
 */
export function webApp(folder: string, env: Record<string, string>): Hono {
	const routes = new Hono();
	routes.use(
		secureHeaders({
			// Both belong to a site with TLS; in front of a plant's own network there may be none.
			strictTransportSecurity: false,
			originAgentCluster: false,
			permissionsPolicy: { camera: ['self'], geolocation: [], microphone: [] }
		})
	);
	routes.get('/_app/env.js', (c) => {
		c.header('Cache-Control', 'no-store');
		const script = `export const env=${JSON.stringify(env)}`;
		return c.body(script, 200, { 'Content-Type': 'text/javascript; charset=utf-8' });
	});
	// Made when it is first needed, so that an app that is built later is served without a restart.
	let files: MiddlewareHandler | undefined;
	routes.get('*', (c, next) => {
		if (isPage(c.req.path) || !existsSync(folder)) return next();
		return (files ??= serveFiles(folder))(c, next);
	});
	routes.get('*', async (c) => {
		if (!isPage(c.req.path)) return c.notFound();
		const page = join(folder, 'index.html');
		if (!existsSync(page)) return c.html(NOT_BUILT, 503);
		const html = await readFile(page, 'utf8');
		c.header('Cache-Control', 'no-cache');
		c.header('Content-Security-Policy', `${policyOf(html)}; frame-ancestors 'none'`);
		return c.html(html);
	});
	return routes;
}

function serveFiles(folder: string): MiddlewareHandler {
	return serveStatic({
		root: folder,
		precompressed: true,
		onFound: (path, c) => {
			const forever = path.includes('/_app/immutable/');
			c.header('Cache-Control', forever ? 'public, max-age=31536000, immutable' : 'no-cache');
		}
	});
}

/** Whether a path is one of the app's own pages rather than a file. */
function isPage(path: string): boolean {
	return !path.startsWith('/_app/') && (extname(path) === '' || path === '/index.html');
}

function policyOf(html: string): string {
	const policy = html.match(/http-equiv="content-security-policy" content="([^"]*)"/i)?.[1];
	return policy?.replaceAll('&#39;', "'").replaceAll('&quot;', '"') ?? "default-src 'self'";
}

const NOT_BUILT = `<!doctype html><title>Lotline</title><p>The web app has not been built yet. Run <code>npm run build</code>, then reload this page.`;
