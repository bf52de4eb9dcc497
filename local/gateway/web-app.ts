import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { Hono } from 'hono';

const TYPES: Record<string, string> = {
	'.css': 'text/css; charset=utf-8',
	'.html': 'text/html; charset=utf-8',
	'.ico': 'image/x-icon',
	'.jpg': 'image/jpeg',
	'.js': 'text/javascript; charset=utf-8',
	'.json': 'application/json; charset=utf-8',
	'.png': 'image/png',
	'.svg': 'image/svg+xml; charset=utf-8',
	'.txt': 'text/plain; charset=utf-8',
	'.wasm': 'application/wasm',
	'.webmanifest': 'application/manifest+json; charset=utf-8',
	'.woff2': 'font/woff2'
};

/**
 * Serves the built web app, its page for every path that is not a file. The policy that the page
 * carries in its `<meta>` is also sent as a header, where it can forbid framing as well.
 * @param folder the folder that `npm run build` writes
 * @param env public settings that the page reads at run time
 */
export function webApp(folder: string, env: Record<string, string>): Hono {
	const routes = new Hono();
	routes.use(async (context, next) => {
		await next();
		context.header('X-Content-Type-Options', 'nosniff');
		context.header('Referrer-Policy', 'same-origin');
		context.header('Permissions-Policy', 'camera=(self), geolocation=(), microphone=()');
		context.header('Cross-Origin-Opener-Policy', 'same-origin');
	});
	routes.get('/_app/env.js', (context) => {
		context.header('Cache-Control', 'no-store');
		return context.body(`export const env=${JSON.stringify(env)}`, 200, {
			'Content-Type': TYPES['.js']!
		});
	});
	routes.get('*', async (context) => {
		const path = normalize(decodeURIComponent(context.req.path));
		const file = join(folder, path);
		if (extname(path) && file.startsWith(folder) && (await isFile(file))) {
			context.header(
				'Cache-Control',
				path.startsWith('/_app/immutable/') ? 'public, max-age=31536000, immutable' : 'no-cache'
			);
			return context.body(await readFile(file), 200, {
				'Content-Type': TYPES[extname(path)] ?? 'application/octet-stream'
			});
		}
		if (extname(path) || path.startsWith('/_app/')) return context.notFound();
		const page = join(folder, 'index.html');
		if (!existsSync(page)) return context.html(notBuilt, 503);
		const html = await readFile(page, 'utf8');
		context.header('Cache-Control', 'no-cache');
		context.header('Content-Security-Policy', `${policyOf(html)}; frame-ancestors 'none'`);
		return context.html(html);
	});
	return routes;
}

async function isFile(path: string): Promise<boolean> {
	return await stat(path).then(
		(entry) => entry.isFile(),
		() => false
	);
}

function policyOf(html: string): string {
	const policy = html.match(/http-equiv="content-security-policy" content="([^"]*)"/i)?.[1];
	return policy?.replaceAll('&#39;', "'").replaceAll('&quot;', '"') ?? "default-src 'self'";
}

const notBuilt = `<!doctype html><title>Lotline</title><p>The web app has not been built yet. Run <code>npm run build</code>, then reload this page.`;
