import { defineConfig } from 'vitest/config';

export default defineConfig({
	test: {
		projects: [
			{
				extends: true,
				test: { name: 'unit', include: ['tests/unit/**/*.test.ts'] }
			},
			{
				extends: true,
				test: {
					name: 'db',
					include: ['tests/db/**/*.test.ts'],
					globalSetup: './tests/db/setup.ts',
					testTimeout: 20_000
				}
			},
			{
				extends: true,
				test: {
					name: 'platform',
					include: ['tests/platform/**/*.test.ts'],
					globalSetup: './tests/platform/setup.ts',
					// They share one stack, and some of them measure time.
					fileParallelism: false,
					testTimeout: 30_000,
					hookTimeout: 60_000
				}
			}
		]
	}
});
