import type { Page } from '@playwright/test';
import { reasonFor } from '../acts.ts';
import { expect, GOOD, test, type Laboratory } from '../quality/laboratory.ts';

test.use({ roles: ['storekeeper'] });

const bell = (page: Page, unread: number) =>
	page.getByRole('button', { name: `Notifications, ${unread} unread`, exact: true });
const toast = (page: Page) => page.getByRole('region', { name: /^Messages/ }).getByRole('listitem');

/** 500 kg of the material, of which there are to be 100 at least. @returns what takes some away */
async function stocked(laboratory: Laboratory): Promise<(kilograms: number) => Promise<void>> {
	const { admin, siteId, material } = laboratory;
	const { error } = await admin.from('items').update({ reorder_level: 100 }).eq('id', material);
	if (error) throw error;
	const lot = await laboratory.receive(500);
	await laboratory.test({ lot_id: lot.id }, GOOD);
	const { data } = await admin
		.from('locations')
		.select('id')
		.match({ site_id: siteId, code: 'STORE' })
		.single();
	const reason = await reasonFor(admin, 'adjustment');
	return async (kilograms) => {
		await laboratory.call('adjust_stock', {
			lot_id: lot.id,
			location_id: data!.id,
			change: -kilograms,
			reason_id: reason
		});
	};
}

test('P5.07 P9.01 stock that falls below its level rings for the storekeeper, without a reload', async ({
	page,
	laboratory
}) => {
	const take = await stocked(laboratory);
	await page.goto('/stock');
	// Of the lot, which was released.
	await expect(bell(page, 1)).toBeVisible();
	await take(410);
	await expect(bell(page, 2)).toBeVisible();
	await expect(toast(page)).toContainText(`Low stock: Pulp ${laboratory.code}`);
	await expect(toast(page)).toContainText('90 kg');
	await toast(page).getByRole('button', { name: 'Open' }).click();
	await expect(page).toHaveURL(new RegExp(`/stock.*item=${laboratory.material}`));
	await expect(bell(page, 1)).toBeVisible();

	// Nothing left is another alert, and an urgent one.
	await take(90);
	await expect(bell(page, 2)).toBeVisible();
	// The first may still be on its way out.
	const last = toast(page).filter({ hasText: `Out of stock: Pulp ${laboratory.code}` });
	await expect(last).toBeVisible();
});

test('P5.07 stock that stays at its level rings for nobody, and what has come ends the alert', async ({
	page,
	laboratory
}) => {
	const take = await stocked(laboratory);
	await page.goto('/stock');
	await expect(bell(page, 1)).toBeVisible();
	await take(400);
	await take(1);
	// The second has rung, the first has not.
	await expect(bell(page, 2)).toBeVisible();
	await expect(toast(page)).toContainText('99 kg');

	await page.goto('/alerts/escalations');
	const clock = page.getByRole('list', { name: 'Running' }).getByRole('listitem');
	await expect(clock.filter({ hasText: 'Low stock' }).first()).toContainText(
		'until Procurement Head is told'
	);
	const lot = await laboratory.receive(200);
	await laboratory.test({ lot_id: lot.id }, GOOD);
	await expect(page.getByText('No clock is running')).toBeVisible();
});
