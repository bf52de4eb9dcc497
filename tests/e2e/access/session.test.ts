import { createClient } from '@supabase/supabase-js';
import type { Page } from '@playwright/test';
import { deafen, expect, signOut, test } from '../test.ts';

test.use({ signedIn: true });

test('P1.01 a reload stays signed in', async ({ page, person }) => {
	await page.goto('/');
	await expect(page.getByText(person.fullName, { exact: true })).toBeVisible();
	await page.reload();
	await expect(page.getByText(person.fullName, { exact: true })).toBeVisible();
	await expect(page).toHaveURL('/');
});

test('who is signed in does not see the sign-in page', async ({ page, person }) => {
	await page.goto('/sign-in');
	await expect(page).toHaveURL('/');
	await expect(page.getByText(person.fullName, { exact: true })).toBeVisible();
});

test('P1.01 after sign-out nothing is left to go back to', async ({
	page,
	person,
	session,
	stack
}) => {
	await page.goto('/');
	await expect(page.getByText(person.fullName, { exact: true })).toBeVisible();
	await signOut(page);
	await expect(page).toHaveURL('/sign-in');
	await expect(page.getByText('Your session has ended')).toBeHidden();
	await expect(page.getByLabel('E-mail address')).toHaveValue('');
	await page.goto('/');
	await expect(page).toHaveURL('/sign-in');

	const client = createClient(stack.apiUrl, stack.publishableKey, {
		auth: { persistSession: false, autoRefreshToken: false }
	});
	const { error } = await client.auth.refreshSession({ refresh_token: session!.refresh_token });
	expect(error?.code).toBe('refresh_token_not_found');
});

test('sign-out in one tab signs the other out too', async ({ page, person, context }) => {
	await page.goto('/');
	const other = await context.newPage();
	await other.goto('/');
	await expect(other.getByText(person.fullName, { exact: true })).toBeVisible();
	await signOut(page);
	await expect(other).toHaveURL('/sign-in');
});

test('a profile that is missing shows the e-mail address instead', async ({ page, person }) => {
	await page.route('**/rest/v1/profiles?*', (route) => route.fulfill({ json: [] }));
	await page.goto('/');
	await expect(page.getByText(person.email, { exact: true })).toHaveCount(2);
});

test.describe('a session that the server has ended', () => {
	test.use({ allowedComplaints: /the server responded with a status of 4\d\d/ });

	test('P1.01 leads to sign-in with a sentence, and back to where one was', async ({
		page,
		person,
		session,
		service
	}) => {
		await page.goto('/?shown=before');
		await expect(page.getByText(person.fullName, { exact: true })).toBeVisible();
		await service.auth.admin.signOut(session!.access_token, 'global');
		// In one go: the open page would notice it by itself.
		await letTokenExpire(page, 'and reload');

		await expect(page).toHaveURL(/\/sign-in\?next=/);
		await expect(page.getByText('Your session has ended. Sign in again')).toBeVisible();
		await page.getByLabel('E-mail address').fill(person.email);
		await page.getByLabel('Password', { exact: true }).fill(person.password);
		await page.keyboard.press('Enter');
		await expect(page).toHaveURL('/?shown=before');
		await expect(page.getByText(person.fullName, { exact: true })).toBeVisible();
	});

	test('P1.01 under an open page is asked for over it, and the page stays as it was', async ({
		page,
		session,
		service,
		person
	}) => {
		await service.auth.admin.signOut(session!.access_token, 'global');
		await page.goto('/');
		const dialog = page.getByRole('dialog', { name: 'Your session has ended' });
		await expect(dialog).toContainText(person.email);
		await dialog.getByLabel('Password', { exact: true }).fill('Not-His-1');
		await page.keyboard.press('Enter');
		await expect(dialog).toContainText('do not belong together');
		await dialog.getByLabel('Password', { exact: true }).fill(person.password);
		await page.keyboard.press('Enter');
		await expect(dialog).toBeHidden();
		await expect(page.getByText(person.fullName, { exact: true })).toBeVisible();
		await expect(page).toHaveURL('/');
	});

	test('P1.01 may be left instead, and leads back after sign-in', async ({
		page,
		session,
		service,
		person
	}) => {
		await service.auth.admin.signOut(session!.access_token, 'global');
		await page.goto('/account');
		await page.getByRole('button', { name: 'Leave this page' }).click();
		await expect(page).toHaveURL('/sign-in?next=%2Faccount');
		await expect(page.getByText('Your session has ended. Sign in again')).toBeVisible();
		await expect(page.getByLabel('E-mail address')).toHaveValue(person.email);
		await expect(page.getByLabel('Password', { exact: true })).toBeFocused();
	});
});

test.describe('trouble on the way', () => {
	test.use({ allowedComplaints: /status of 500|ERR_INTERNET_DISCONNECTED/ });

	test('a profile that cannot be read is said, and read again on request', async ({
		page,
		person
	}) => {
		await deafen(page);
		await page.route('**/rest/v1/profiles?*', (route) =>
			route.fulfill({ status: 500, json: { message: 'out of order', code: 'XX000' } })
		);
		await page.goto('/');
		await expect(page.getByRole('alert')).toContainText(
			'Your profile could not be read: out of order'
		);
		await page.unroute('**/rest/v1/profiles?*');
		await page.getByRole('button', { name: 'Try again' }).click();
		await expect(page.getByText(person.fullName, { exact: true })).toBeVisible();
		await expect(page.getByRole('alert')).toBeHidden();
	});

	test('a lost network is shown, what was read stays, and is read again', async ({
		page,
		person,
		context
	}) => {
		await page.goto('/');
		await expect(page.getByText(person.fullName, { exact: true })).toBeVisible();
		await context.setOffline(true);
		await expect(page.getByText('You are offline.')).toBeVisible();
		await expect(page.getByText('What you see may be out of date').first()).toBeVisible();
		await expect(page.getByText(person.fullName, { exact: true })).toBeVisible();
		const readAgain = page.waitForResponse('**/rest/v1/profiles?*');
		await context.setOffline(false);
		expect((await readAgain).status()).toBe(200);
		await expect(page.getByText('You are offline.')).toBeHidden();
	});
});

/** The access token's time is up in the browser, so that it must be renewed. */
async function letTokenExpire(page: Page, then?: 'and reload'): Promise<void> {
	await page.evaluate((reloads) => {
		const kept = JSON.parse(localStorage.getItem('lotline-session')!) as { expires_at: number };
		kept.expires_at = 1;
		localStorage.setItem('lotline-session', JSON.stringify(kept));
		if (reloads) location.reload();
	}, then);
}
