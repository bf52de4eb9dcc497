import { defineConfig, devices } from '@playwright/test';
import { chromiumLaunch } from './tests/e2e/chromium.ts';
import { apiUrl, dataDir, port } from './tests/e2e/stack.ts';

const stack = `node local/cli.ts reset --keys --data ${dataDir} && exec node local/cli.ts start --data ${dataDir} --port ${port}`;

const GOLDEN_PATH = 'tests/e2e/golden-path.test.ts';
const HOUR = 'tests/e2e/alerts/hour.test.ts';

export default defineConfig({
	testDir: 'tests/e2e',
	outputDir: 'test-results',
	fullyParallel: true,
	forbidOnly: Boolean(process.env.CI),
	workers: 2,
	timeout: 30_000,
	// What was missed never comes; what is late on a shared machine does.
	expect: { timeout: 10_000 },
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
		// What a page asks for is then seen by the tests, and none meets what another has kept.
		serviceWorkers: 'block',
		locale: 'en-GB',
		timezoneId: 'Asia/Kolkata',
		screenshot: 'only-on-failure',
		trace: { mode: 'retain-on-failure', screenshots: false },
		// What slides and fades is waited for otherwise, and painted without a graphics card.
		contextOptions: { reducedMotion: 'reduce' }
	},
	projects: [
		{
			name: 'pc',
			testIgnore: [GOLDEN_PATH, HOUR],
			use: { ...devices['Desktop Chrome'], viewport: { width: 1440, height: 900 } }
		},
		{
			name: 'phone',
			// The studio and the inbox belong to the machine of whoever runs the stack.
			testIgnore: ['tests/e2e/pages.test.ts', GOLDEN_PATH, HOUR],
			use: { ...devices['Pixel 7'], viewport: { width: 390, height: 844 } }
		},
		{
			// Six browsers and a clock: run alone, when everything else is done.
			name: 'golden path',
			testMatch: GOLDEN_PATH,
			use: { ...devices['Desktop Chrome'], viewport: { width: 1440, height: 900 } }
		},
		{
			// On a stack of its own, whose clock it moves; three browsers, after the six.
			name: 'hour',
			testMatch: HOUR,
			dependencies: ['golden path'],
			use: { ...devices['Desktop Chrome'], viewport: { width: 1440, height: 900 } }
		}
	]
});
