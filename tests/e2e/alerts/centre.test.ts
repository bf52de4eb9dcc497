import type { Page } from '@playwright/test';
import { expectAccessible } from '../accessible.ts';
import { expect, test } from '../quality/laboratory.ts';

// Who leads the plant is told of a failed test, and of nothing else that is done here.
test.use({ roles: ['manager'] });

const rows = (page: Page) =>
	page.getByRole('list', { name: 'Notifications', exact: true }).getByRole('listitem');

/** Opens the page of the latest alert. */
async function openLatest(page: Page): Promise<void> {
	await page.goto('/alerts');
	await rows(page).first().getByRole('link').click();
	await expect(page.getByRole('heading', { name: /^QC failure/ })).toBeVisible();
}

test('P9.03 the list is filtered, chosen from and marked as read together; the filter is in the address', async ({
	page,
	laboratory
}) => {
	const { lot } = await laboratory.held();
	await laboratory.held();
	await page.goto('/alerts');
	await expect(rows(page)).toHaveCount(2);
	await page.getByRole('checkbox', { name: `Choose “QC failure: ${lot.code}”` }).click();
	await expect(page.getByText('1 chosen')).toBeVisible();
	await page.getByRole('button', { name: 'Mark as read' }).click();
	await expect(page.getByText('1 unread')).toBeVisible();

	await page.getByRole('radio', { name: 'Unread' }).click();
	await expect(page).toHaveURL(/show=unread/);
	await expect(rows(page)).toHaveCount(1);
	await expect(rows(page)).not.toContainText(lot.code);
	await page.reload();
	await expect(rows(page)).toHaveCount(1);

	await page.getByRole('combobox', { name: 'Severity' }).click();
	await page.getByRole('option', { name: 'Low' }).click();
	await expect(page.getByText('Nothing fits the search and the filters')).toBeVisible();
	await page.getByRole('button', { name: 'Show all' }).click();
	await expect(rows(page)).toHaveCount(2);

	await page.getByRole('checkbox', { name: 'Choose all on this page' }).click();
	await page.getByRole('button', { name: 'Mark as unread' }).click();
	await expect(page.getByText('2 unread')).toBeVisible();
	await page.getByRole('button', { name: 'Mark all as read' }).click();
	await expect(page.getByText('Everything is read')).toBeVisible();
});

test('P9.03 what comes while the list is open appears in it, marked', async ({
	page,
	laboratory
}) => {
	await laboratory.held();
	await page.goto('/alerts');
	await expect(rows(page)).toHaveCount(1);
	const { lot } = await laboratory.held();
	await expect(rows(page)).toHaveCount(2);
	await expect(page.locator('[data-changed]').filter({ hasText: lot.code })).toBeVisible();
});

test('P9.03 an alert shows what happened, who was told and how, and leads to what it is about', async ({
	page,
	laboratory
}) => {
	await laboratory.member(['manager'], 'Meera Krishnan');
	const { lot } = await laboratory.held();
	await openLatest(page);
	await expect(page.getByText('Moisture 5.6')).toBeVisible();
	const people = page.getByRole('list', { name: 'Who was told' });
	await expect(people.getByRole('listitem').filter({ hasText: 'Meera Krishnan' })).toContainText(
		'Not seen yet'
	);
	// Managers of every site are told too, those of other tests, whose name is the same.
	const own = people.getByRole('listitem').filter({ hasText: /Meena Raghavan.*Seen/ });
	await expect(own).toHaveCount(1);
	await expect(own).toContainText('E-mail');
	await expect(own).toContainText(/Sent|Delivered/, { timeout: 20_000 });
	await page.getByRole('link', { name: `Open ${lot.code}` }).click();
	await expect(page).toHaveURL(`/quality/items/${lot.id}`);
});

test('P9.04 who takes care of it stops the clock, and who puts it right ends it, saying how', async ({
	page,
	laboratory
}) => {
	await laboratory.held();
	await openLatest(page);
	await expect(page.getByText('Open', { exact: true })).toBeVisible();
	await page.getByRole('button', { name: 'Take care of it' }).click();
	const dialog = page.getByRole('dialog');
	await dialog.getByLabel(/^Note/).fill('Looking at the sample.');
	await dialog.getByRole('button', { name: 'Take care of it' }).click();
	await expect(dialog).toBeHidden();
	await expect(page.getByText('Taken', { exact: true }).first()).toBeVisible();
	await expect(page.getByText('Looking at the sample.')).toBeVisible();

	await page.getByRole('button', { name: 'It is put right' }).click();
	await dialog.getByRole('button', { name: 'It is put right' }).click();
	const how = dialog.getByLabel('How it was put right');
	await expect(how).toHaveAttribute('aria-invalid', 'true');
	await expect(dialog).toContainText('Say how it was put right.');
	await expect(how).toBeFocused();
	await how.fill('The scale was cleaned, a new test is recorded.');
	await dialog.getByRole('button', { name: 'It is put right' }).click();
	await expect(dialog).toBeHidden();
	await expect(page.getByText('Put right', { exact: true }).first()).toBeVisible();
	await expect(page.getByRole('button', { name: 'It is put right' })).toBeHidden();
});

test('P9.04 what somebody else takes is shown as taken, without a reload', async ({
	page,
	laboratory
}) => {
	await laboratory.held();
	await openLatest(page);
	const alert = page.url().split('/').at(-1)!;
	await laboratory.call('acknowledge_alert', { alert });
	await expect(page.getByRole('button', { name: 'Take care of it' })).toBeHidden();
	await expect(page.getByText('Latha Iyer').first()).toBeVisible();
});

test('somebody who was told nothing yet sees what will be here', async ({ page }) => {
	await page.goto('/alerts');
	await expect(page.getByText('Nothing has happened yet that you need to know')).toBeVisible();
});

test.describe('when the server does not answer', () => {
	test.use({ allowedComplaints: /ERR_FAILED|Failed to fetch|status of (404|5\d\d)/ });

	test('the list says so and is read again on request', async ({ page, laboratory }) => {
		await laboratory.held();
		await page.route('**/rpc/my_notifications', (route) =>
			route.fulfill({ status: 500, json: { code: 'XX000', message: 'out of order' } })
		);
		await page.goto('/alerts');
		await expect(page.getByRole('alert')).toBeVisible();
		await page.unroute('**/rpc/my_notifications');
		await page.getByRole('button', { name: 'Try again' }).click();
		await expect(rows(page)).toHaveCount(1);
	});

	test('an alert of others is not shown', async ({ page }) => {
		await page.goto('/alerts/00000000-0000-4000-8000-000000000000');
		await expect(page.getByRole('alert')).toContainText('There is no such alert among yours.');
	});
});

test('the list and an alert can be read and heard by everybody (axe)', async ({
	page,
	laboratory
}) => {
	await laboratory.held();
	await page.goto('/alerts');
	await expect(rows(page)).toHaveCount(1);
	await expectAccessible(page);
	await rows(page).first().getByRole('link').click();
	await expect(page.getByRole('list', { name: 'Who was told' })).toBeVisible();
	await expectAccessible(page);
	await page.getByRole('button', { name: 'It is put right' }).click();
	await expect(page.getByRole('dialog')).toBeVisible();
	await expectAccessible(page, { part: '[role="dialog"]' });
});

test.describe('a Storekeeper', () => {
	test.use({ roles: ['storekeeper'] });

	test('W4.01 P9.03 news asks nothing of him: it is told, and there is nothing to take', async ({
		page,
		laboratory
	}) => {
		const { lot } = await laboratory.held();
		await page.goto('/alerts');
		await expect(rows(page)).toHaveCount(1);
		await expect(rows(page)).toContainText(`${lot.code} is on hold`);
		await expect(rows(page)).not.toContainText('Put right');
		await page.getByRole('combobox', { name: 'About' }).click();
		await page.getByRole('option', { name: 'Stock' }).click();
		await expect(rows(page)).toHaveCount(1);
		await rows(page).first().getByRole('link').click();
		await expect(page.getByText('For information', { exact: true })).toBeVisible();
		await expect(
			page.getByText('It is for information: nobody has to act, so nobody else is told.')
		).toBeVisible();
		await expect(page.getByRole('button', { name: 'Take care of it' })).toHaveCount(0);
		await expect(page.getByRole('button', { name: 'It is put right' })).toHaveCount(0);
		await expectAccessible(page);
	});
});

test.describe('QA', () => {
	test.use({ roles: ['qa'] });

	test('P9.03 is told of a failed test once', async ({ page, laboratory }) => {
		const { lot } = await laboratory.held();
		await page.goto('/alerts');
		await expect(rows(page)).toHaveCount(1);
		await expect(rows(page)).toContainText(`QC failure: ${lot.code}`);
	});
});
