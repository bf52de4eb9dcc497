import { expectAccessible, overflowOf } from '../accessible.ts';
import { expect, test } from '../test.ts';

for (const signedIn of [false, true]) {
	test.describe(signedIn ? 'signed in' : 'signed out', () => {
		test.use({ signedIn });

		test('a screen reader and a weak eye find their way (axe)', async ({ page, person }) => {
			await page.goto('/');
			await expect(
				signedIn
					? page.getByText(person.fullName, { exact: true })
					: page.getByLabel('E-mail address')
			).toBeVisible();
			if (!signedIn) {
				await page.getByRole('button', { name: 'Sign in' }).click();
				await expect(page.getByText('Enter your e-mail address.')).toBeVisible();
			}
			await expectAccessible(page);
		});
	});
}

test('the page asks for nothing from elsewhere and forbids what it does not need', async ({
	page,
	baseURL
}) => {
	const asked = new Set<string>();
	page.on('request', (request) => asked.add(new URL(request.url()).origin));
	const response = await page.goto('/sign-in');
	await expect(page.getByLabel('E-mail address')).toBeVisible();
	expect([...asked]).toEqual([baseURL]);

	const policy = response!.headers()['content-security-policy'];
	expect(policy).toContain("default-src 'self'");
	expect(policy).toMatch(/script-src 'self' 'sha256-[^ ']+'(;|$)/);
	expect(policy).toMatch(/style-src 'self'(;|$)/);
	expect(policy).toContain("object-src 'none'");
	expect(policy).toContain("frame-ancestors 'none'");
	expect(policy).not.toMatch(/unsafe-(inline|eval)/);
});

test.describe('the policy', () => {
	test.use({ allowedComplaints: /Content Security Policy|WebSocket connection to/ });

	test('lets the page open a socket to its own origin, and to no other', async ({ page }) => {
		await page.goto('/sign-in');
		const refused = await page.evaluate(async () => {
			const blocked = new Set<string>();
			document.addEventListener('securitypolicyviolation', (event) =>
				blocked.add(event.blockedURI)
			);
			const ended = (url: string) =>
				new Promise((settle) => {
					const socket = new WebSocket(url);
					socket.onerror = settle;
					socket.onopen = settle;
				});
			await ended(`ws://${location.host}/realtime/v1/websocket`);
			await ended('ws://127.0.0.1:9/');
			return [...blocked];
		});
		expect(refused).toEqual(['ws://127.0.0.1:9/']);
	});
});

test('the theme is the system’s until one is chosen, and the choice is kept', async ({ page }) => {
	await page.emulateMedia({ colorScheme: 'light' });
	await page.goto('/sign-in');
	const html = page.locator('html');
	await expect(html).toHaveAttribute('data-theme', 'light');
	await expect(page.getByRole('button', { name: 'Use the dark theme' })).toBeVisible();
	await page.emulateMedia({ colorScheme: 'dark' });
	await expect(html).toHaveAttribute('data-theme', 'dark');
	await page.emulateMedia({ colorScheme: 'light' });
	await page.getByRole('button', { name: 'Use the dark theme' }).click();
	await expect(html).toHaveAttribute('data-theme', 'dark');
	await page.emulateMedia({ colorScheme: 'dark' });
	await page.emulateMedia({ colorScheme: 'light' });
	await expect(html).toHaveAttribute('data-theme', 'dark');
	await page.reload();
	await expect(html).toHaveAttribute('data-theme', 'dark');
	await expect(page.getByRole('button', { name: 'Use the light theme' })).toBeVisible();
});

test('a path that is not there says so and leads back', async ({ page }) => {
	await page.goto('/no-such-page');
	await expect(page.getByRole('heading')).toHaveText('There is no such page');
	await expect(page.getByText('“/no-such-page” does not exist')).toBeVisible();
	await page.getByRole('link', { name: 'Go to the first page' }).click();
	await expect(page).toHaveURL('/sign-in');
});

test('P14.04 no page is wider than the screen', async ({ page }) => {
	await page.setViewportSize({ width: 320, height: 640 });
	await page.goto('/sign-in');
	await expect(page.getByLabel('E-mail address')).toBeVisible();
	expect(await overflowOf(page)).toBe(0);
});
