import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { paraglideVitePlugin } from '@inlang/paraglide-js';
import adapter from '@sveltejs/adapter-static';
import { sveltekit } from '@sveltejs/kit/vite';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig, loadEnv, type Plugin } from 'vite';

/** Kit hides its announcer of page changes by a style attribute: that one, and no other. */
const ANNOUNCER = 'sha256-S8qMpvofolR8Mpjy4kQvEm7m1q8clzU4dfDH0AmvZjo=';

/** By the pages that share it; what has fewer bytes than `small`, before it is packed, with its neighbours. */
const together = (small: number) => ({
	minShareCount: 2,
	entriesAware: true,
	entriesAwareMergeThreshold: small
});

/**
 * What pages share goes together: otherwise a page asks for a hundred files of half a kilobyte. Sentences and
 * libraries keep to themselves: a field of ours beside what places menus would bring that to every page with
 * a field. What Kit starts with stays alone: it sets the variables of the environment before anything of
 * ours reads them.
 */
const PARTS = [
	{ name: 'start', test: /runtime[\\/]client[\\/]payload\.js$|preload-helper/, priority: 1 },
	{ name: 'words', test: /[\\/]paraglide[\\/]messages[\\/]/, ...together(12_000) },
	{ name: 'library', test: /[\\/]node_modules[\\/](?!@lucide)/, ...together(3_000) },
	{ name: 'shared', ...together(3_000) }
];

export default defineConfig(({ mode }) => {
	const { PUBLIC_SUPABASE_URL } = loadEnv(mode, '.', 'PUBLIC_');
	return {
		plugins: [
			stackOfThisFolder(),
			tailwindcss(),
			paraglideVitePlugin({
				project: './src/messages/project.inlang',
				outdir: './src/lib/paraglide',
				strategy: ['localStorage', 'baseLocale'],
				localStorageKey: 'lotline-language'
			}),
			sveltekit({
				adapter: adapter({ fallback: 'index.html', precompress: true }),
				compilerOptions: { runes: true },
				csp: {
					mode: 'hash',
					directives: {
						'default-src': ['self'],
						'script-src': ['self'],
						'style-src': ['self'],
						'style-src-attr': ['unsafe-hashes', ANNOUNCER],
						'img-src': ['self', 'data:', 'blob:'],
						'font-src': ['self'],
						'connect-src': ['self', ...originsOf(PUBLIC_SUPABASE_URL)],
						'object-src': ['none'],
						'base-uri': ['self'],
						'form-action': ['self']
					}
				}
			})
		],
		// A file inlined as data: would need a hole in the policy above.
		build: { assetsInlineLimit: 0 },
		environments: {
			client: {
				build: { rolldownOptions: { output: { codeSplitting: { groups: PARTS } } } }
			}
		}
	};
});

/** The origins that the page talks to when Supabase is not the origin that serves it. */
function originsOf(url: string | undefined) {
	if (!url) return [];
	const { host, protocol } = new URL(url);
	const name = host as `${string}.${string}`;
	return protocol === 'https:'
		? ([`https://${name}`, `wss://${name}`] as const)
		: ([`http://${name}`, `ws://${name}`] as const);
}

/**
 * In development the pages come from Vite and everything else from the stack that runs in this
 * folder, unless .env names another Supabase.
 */
function stackOfThisFolder(): Plugin {
	return {
		name: 'lotline-stack',
		apply: (_, { command, isPreview }) => command === 'serve' && !isPreview,
		async config(_, { mode }) {
			if (loadEnv(mode, '.', 'PUBLIC_').PUBLIC_SUPABASE_KEY) return;
			const status = await promisify(execFile)(process.execPath, [
				'local/cli.ts',
				'status',
				'--json'
			]).catch(() => undefined);
			if (!status) return;
			const { apiUrl, publishableKey, vapidPublicKey } = JSON.parse(status.stdout) as Record<
				string,
				string
			>;
			process.env.PUBLIC_SUPABASE_KEY = publishableKey;
			process.env.PUBLIC_VAPID_KEY = vapidPublicKey;
			const paths = ['/rest', '/auth', '/storage', '/realtime', '/functions'];
			return {
				server: {
					proxy: Object.fromEntries(paths.map((path) => [path, { target: apiUrl, ws: true }]))
				}
			};
		},
		configureServer({ config }) {
			if (process.env.PUBLIC_SUPABASE_KEY || config.env.PUBLIC_SUPABASE_KEY) return;
			config.logger.warn(
				'No Supabase to talk to: start the stack with "npm run stack", then this again, or set PUBLIC_SUPABASE_URL and PUBLIC_SUPABASE_KEY in .env.'
			);
		}
	};
}
