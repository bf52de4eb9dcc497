import { expect, test } from './test.ts';

test.use({ serviceWorkers: 'allow', signedIn: true, memberships: [{ role: 'manager' }] });
test.use({ allowedComplaints: /ERR_INTERNET_DISCONNECTED|Failed to fetch|WebSocket/ });

test('P14.01 the app opens without a network once it has been opened with one', async ({
	page,
	context
}) => {
	await page.goto('/account');
	await expect(page.getByRole('heading', { name: 'Your account' })).toBeVisible();
	await page.evaluate(() => navigator.serviceWorker.ready);
	await context.setOffline(true);
	await page.reload();
	await expect(page.getByText('You are offline.')).toBeVisible();
	await expect(page.getByRole('heading', { name: 'Your account' })).toBeVisible();
	// Another screen, whose files have never been asked for before.
	await page.goto('/styleguide');
	await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
	await context.setOffline(false);
	await page.goto('/account');
	await expect(page.getByText('You are offline.')).toBeHidden();
});

test('what is kept on the device is the app, and nothing that was read', async ({ page }) => {
	await page.goto('/account');
	await page.evaluate(() => navigator.serviceWorker.ready);
	await page.reload();
	await expect(page.getByRole('heading', { name: 'Your account' })).toBeVisible();
	const kept = await page.evaluate(async () => {
		const paths: string[] = [];
		for (const name of await caches.keys()) {
			for (const { url } of await (await caches.open(name)).keys()) {
				paths.push(new URL(url).pathname);
			}
		}
		return paths;
	});
	expect(kept).toContain('/');
	expect(kept.filter((path) => /^\/(rest|auth|storage|functions)\//.test(path))).toEqual([]);
});

test.describe('before the app is kept on the device', () => {
	test.use({ serviceWorkers: 'block' });

	test('P14.01 a page that was never opened says what it waits for, and opens when the network is back', async ({
		page,
		context
	}) => {
		await page.goto('/account');
		await expect(page.getByRole('heading', { name: 'Your account' })).toBeVisible();
		await context.setOffline(true);
		await page.getByRole('link', { name: 'Plant board' }).first().click();
		await expect(page.getByRole('heading', { name: 'No network' })).toBeVisible();
		await context.setOffline(false);
		await expect(page.getByRole('heading', { level: 1, name: 'Plant board' })).toBeVisible();
	});
});
