import { fileURLToPath } from 'node:url';
import { compileModule } from 'svelte/compiler';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

const APP_TESTS = ['tests/unit/app/**/*.test.ts', 'tests/platform/app-*.test.ts'];
const STACK_TESTS = ['stack', 'simulator', 'reports', 'users', 'notify'].map(
	(name) => `tests/platform/${name}.test.ts`
);

export default defineConfig({
	test: {
		projects: [
			{
				extends: true,
				test: { name: 'unit', include: ['tests/unit/**/*.test.ts'], exclude: APP_TESTS }
			},
			{
				extends: true,
				// What the app has under its screens: modules with runes, on Node.
				plugins: [runes()],
				ssr: { resolve: { conditions: ['browser', 'module', 'node'] } },
				resolve: {
					alias: {
						'$app/env/public': fileURLToPath(new URL('tests/app/variables.ts', import.meta.url))
					}
				},
				test: {
					name: 'app',
					include: APP_TESTS,
					server: { deps: { inline: ['svelte'] } },
					testTimeout: 30_000,
					hookTimeout: 60_000
				}
			},
			{
				extends: true,
				test: {
					name: 'db',
					include: ['tests/db/**/*.test.ts'],
					globalSetup: './tests/db/setup.ts',
					// Half of the time a test waits for Postgres.
					maxWorkers: 3,
					// They share nothing but what they import, and each file has a database of its own.
					isolate: false,
					testTimeout: 20_000
				}
			},
			{
				extends: true,
				test: { name: 'debian', include: ['tests/debian/**/*.test.ts'], testTimeout: 90_000 }
			},
			{
				extends: true,
				test: {
					name: 'platform',
					include: ['tests/platform/**/*.test.ts'],
					exclude: [...APP_TESTS, ...STACK_TESTS],
					globalSetup: './tests/platform/setup.ts',
					// They share one stack, and some of them measure time.
					fileParallelism: false,
					testTimeout: 30_000,
					hookTimeout: 60_000
				}
			},
			{
				extends: true,
				// Each starts stacks of its own, and mostly waits for them.
				test: {
					name: 'stacks',
					include: STACK_TESTS,
					// Two at a time are slower: they wait for the disk.
					fileParallelism: false,
					testTimeout: 30_000,
					hookTimeout: 60_000
				}
			}
		]
	}
});

/** Compiles modules with runes as for a browser, where they react. */
function runes(): Plugin {
	return {
		name: 'runes',
		transform: {
			filter: { id: /\.svelte\.ts$/ },
			handler: (code, filename) => compileModule(code, { filename, generate: 'client' }).js
		}
	};
}
