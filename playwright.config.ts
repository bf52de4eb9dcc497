import { defineConfig, devices } from '@playwright/test';
import { chromiumLaunch } from './tests/e2e/chromium.ts';
import { apiUrl, dataDir, port } from './tests/e2e/stack.ts';

const stack = `node local/cli.ts reset --keys --data ${dataDir} && exec node local/cli.ts start --data ${dataDir} --port ${port}`;

export default defineConfig({
	testDir: 'tests/e2e',
	outputDir: 'test-results',
	fullyParallel: true,
	forbidOnly: Boolean(process.env.CI),
	workers: 2,
	timeout: 20_000,
	expect: { timeout: 5_000 },
	reporter: [['list'], ['html', { open: 'never' }]],
	// The built app on the embedded stack, from nothing each time, with the project's seed.
	webServer: {
		command: stack,
		url: `${apiUrl}/_stack/health`,
		timeout: 120_000,
		gracefulShutdown: { signal: 'SIGTERM', timeout: 20_000 }
	},
	use: {
		baseURL: apiUrl,
		launchOptions: await chromiumLaunch(),
		locale: 'en-GB',
		timezoneId: 'Asia/Kolkata',
		screenshot: 'only-on-failure',
		trace: 'retain-on-failure'
	},
	projects: [
		{
			name: 'pc',
			use: { ...devices['Desktop Chrome'], viewport: { width: 1440, height: 900 } }
		},
		{
			name: 'phone',
			// The studio and the inbox belong to the machine of whoever runs the stack.
			testIgnore: 'tests/e2e/pages.test.ts',
			use: { ...devices['Pixel 7'], viewport: { width: 390, height: 844 } }
		}
	]
});
