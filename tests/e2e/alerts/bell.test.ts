import type { Page } from '@playwright/test';
import { expectAccessible } from '../accessible.ts';
import { expect, test } from '../quality/laboratory.ts';

// Who leads the plant is told of a failed test, and of nothing else that is done here.
test.use({ roles: ['manager'] });

const bell = (page: Page) => page.getByRole('button', { name: /^Notifications/ });
const unread = (page: Page, count: number) =>
	page.getByRole('button', { name: `Notifications, ${count} unread` });
const toast = (page: Page) => page.getByRole('region', { name: /^Messages/ }).getByRole('listitem');

/** Waits until the page hears what comes for its person. */
async function listening(page: Page, path = '/quality'): Promise<void> {
	const joined = new Promise<void>((resolve) => {
		page.on('websocket', (socket) =>
			socket.on('framereceived', ({ payload }) => {
				const text = payload.toString();
				if (text.includes('user:') && text.includes('"status":"ok"')) resolve();
			})
		);
	});
	await page.goto(path);
	await expect(bell(page)).toBeVisible();
	await joined;
}

test('P9.02 a failed test is on the bell and said aloud about a second later, without a reload', async ({
	page,
	laboratory
}) => {
	const lot = await laboratory.receive();
	await listening(page);
	await laboratory.test({ lot_id: lot.id }, [
		{ name: 'Moisture', value: 4.2 },
		{ name: 'pH', value: 8.2 },
		{ name: 'Foreign matter', value: 'None' }
	]);
	// The machine is shared with other tests; alone it takes a fraction of this.
	await expect(unread(page, 1)).toBeVisible({ timeout: 3_000 });
	await expect(toast(page)).toContainText(`QC failure: ${lot.code}`);
	await expect(toast(page)).toContainText('pH 8.2');

	await toast(page).getByRole('button', { name: 'Open' }).click();
	await expect(page).toHaveURL(`/quality/items/${lot.id}`);
	await expect(page.getByRole('heading', { level: 1 })).toContainText(lot.code);
	await expect(page.getByRole('button', { name: 'Notifications', exact: true })).toBeVisible();
});

test('P9.02 what comes at once is one toast, which says how much it is', async ({
	page,
	laboratory
}) => {
	await listening(page);
	for (let count = 0; count < 3; count++) await laboratory.held();
	await expect(unread(page, 3)).toBeVisible();
	await expect(toast(page)).toHaveCount(1);
	await expect(toast(page)).toContainText('And 2 more, on the bell.');
	await toast(page).getByRole('button', { name: 'Close' }).click();
	await expect(toast(page)).toHaveCount(0);
	await expect(unread(page, 3)).toBeVisible();
});

test('P9.03 the bell lists the latest, and what is opened there is read', async ({
	page,
	laboratory
}) => {
	const { lot } = await laboratory.held();
	const { lot: other } = await laboratory.held();
	await page.goto('/quality');
	await unread(page, 2).click();
	const list = page.getByRole('list', { name: 'Latest notifications' });
	await expect(list.getByRole('listitem')).toHaveCount(2);
	await expect(list.getByRole('listitem').first()).toContainText(other.code);
	await expect(list.getByRole('listitem').first()).toContainText('High');
	await list.getByRole('link', { name: lot.code }).click();
	await expect(page).toHaveURL(`/quality/items/${lot.id}`);
	await expect(unread(page, 1)).toBeVisible();

	await bell(page).click();
	await page.getByRole('button', { name: 'Mark all as read' }).click();
	await expect(page.getByText('unread', { exact: true })).toHaveCount(0);
	await expect(page.getByRole('dialog', { name: 'Notifications' })).toBeVisible();
	await page.keyboard.press('Escape');
	await expect(page.getByRole('button', { name: 'Notifications', exact: true })).toBeFocused();
});

test('P9.03 what is read on one page is read on the other, and no longer said there', async ({
	page,
	context,
	laboratory
}) => {
	const other = await context.newPage();
	await listening(page);
	await listening(other);
	await laboratory.held();
	await expect(toast(page)).toHaveCount(1);
	await unread(other, 1).click();
	await other.getByRole('button', { name: 'Mark all as read' }).click();
	await expect(page.getByRole('button', { name: 'Notifications', exact: true })).toBeVisible();
	await expect(toast(page)).toHaveCount(0);
	await other.close();
});

test.describe('without a network', () => {
	test.use({ allowedComplaints: /ERR_INTERNET_DISCONNECTED|Failed to fetch|WebSocket/ });

	test('P9.02 what has come meanwhile is on the bell when the network is back', async ({
		page,
		context,
		laboratory
	}) => {
		await listening(page);
		await context.setOffline(true);
		await laboratory.held();
		await context.setOffline(false);
		await expect(unread(page, 1)).toBeVisible();
	});
});

test('the bell with what it lists can be seen and heard by everybody (axe)', async ({
	page,
	laboratory
}) => {
	await laboratory.held();
	await page.goto('/quality');
	await unread(page, 1).click();
	await expect(page.getByRole('list', { name: 'Latest notifications' })).toBeVisible();
	await expectAccessible(page, { part: '[role="dialog"]' });
});
