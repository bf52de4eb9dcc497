import type { Page } from '@playwright/test';
import { expectAccessible, overflowOf } from '../accessible.ts';
import { reasonFor } from '../acts.ts';
import { choose } from '../test.ts';
import { expect, test } from './site.ts';

/** The row of a table, or of the list that it is on a phone. */
const rowOf = (page: Page, text: string) =>
	page.getByRole('row').or(page.getByRole('listitem')).filter({ hasText: text }).first();

test.use({ signedIn: true, memberships: [{ role: 'distributor', site: 'WH1' }] });

test('P2.07 P5.01 W2.05 what lies at a site is found by item, lot and place, and what is looked at is in the address', async ({
	page,
	site
}) => {
	const lot = await site.receive(120);
	await site.receive(30, { place: 'GATE-1' });
	await page.goto('/stock');
	await page.getByRole('searchbox', { name: 'Search items' }).fill(site.item.code);
	const row = page.getByRole('link', { name: site.item.name });
	await expect(row).toBeVisible();
	await expect(page.getByText('1–1 of 1')).toBeVisible();
	await row.click();
	await expect(page).toHaveURL(new RegExp(`tab=lots&item=${site.item.id}`));
	await expect(page.getByText('1–2 of 2')).toBeVisible();

	await page.getByRole('searchbox', { name: 'Search lots, items, vendors' }).fill(lot.code);
	await expect(page.getByText('1–1 of 1')).toBeVisible();
	await expect(page.getByText('AISLE-1').first()).toBeVisible();
	await expect(page).toHaveURL(new RegExp(`search=${lot.code}`));
	await page.reload();
	await expect(page.getByText('1–1 of 1')).toBeVisible();
	await expect(page.getByRole('searchbox', { name: 'Search lots, items, vendors' })).toHaveValue(
		lot.code
	);
});

test('P5.01 a place shows what lies in it and leads to its lots', async ({ page, site }) => {
	await site.receive(12.5, { place: 'GATE-1' });
	await page.goto('/stock?tab=places');
	await page.getByRole('link', { name: /^GATE-1/ }).click();
	await expect(page).toHaveURL(/tab=lots&place=/);
	await page.getByRole('searchbox', { name: 'Search lots, items, vendors' }).fill(site.item.code);
	await expect(page.getByText('1–1 of 1')).toBeVisible();
	await expect(page.getByText('12.5').first()).toBeVisible();
});

test('P2.07 what others receive appears without a reload, and is marked', async ({
	page,
	site
}) => {
	await site.receive(5);
	await page.goto(`/stock?tab=lots&item=${site.item.id}`);
	await expect(page.getByText('1–1 of 1')).toBeVisible();
	const lot = await site.receive(77);
	await expect(page.getByRole('link', { name: lot.code })).toBeVisible();
	await expect(page.locator('[data-changed]').filter({ hasText: lot.code })).toBeVisible();
});

test('P5.03 W2.02 which lots go first is said with those that are passed over, and why', async ({
	page,
	site
}) => {
	const late = await site.receive(50, { expires_on: '2030-03-01' });
	const held = await site.receive(40, { expires_on: '2029-01-01' });
	const early = await site.receive(30, { expires_on: '2029-06-01' });
	await site.call('distributor', 'hold_lot', {
		lot_id: held.id,
		reason_id: await reasonFor(site.admin, 'hold')
	});
	await page.goto(`/stock?tab=lots&item=${site.item.id}`);
	await page.getByRole('button', { name: 'Which lots first?' }).click();
	await page.getByLabel('How much is needed').fill('60');
	const order = page.getByRole('list', { name: 'Which lots to take' }).getByRole('listitem');
	await expect(order).toHaveCount(3);
	await expect(order.nth(0)).toContainText(held.code);
	await expect(order.nth(0)).toContainText('Passed over: is on hold');
	await expect(order.nth(1)).toContainText(early.code);
	await expect(order.nth(1)).toContainText('30');
	await expect(order.nth(2)).toContainText(late.code);
	await expect(order.nth(2)).toContainText('20 kg stay');
});

test.describe('refused', () => {
	// The browser says in its console what the server refused.
	test.use({ allowedComplaints: /the server responded with a status of 4\d\d/ });

	test('W2.04 a lot is moved from its page; more than there is, is refused at the field with nothing lost', async ({
		page,
		site
	}) => {
		const lot = await site.receive(100);
		await page.goto(`/stock/lots/${lot.id}`);
		await expect(page.getByRole('heading', { name: lot.code })).toBeVisible();
		await page.getByRole('button', { name: 'Move', exact: true }).click();
		const sheet = page.getByRole('dialog', { name: 'Move' });
		await sheet.getByLabel('Quantity').fill('130');
		await expect(sheet.getByText('There are only 100 kg.')).toBeVisible();
		await choose(page, 'To', 'GATE-1');
		await sheet.getByLabel('Note').fill('for the truck');
		await sheet.getByRole('button', { name: 'Move goods' }).click();
		await expect(sheet.getByText(/100 of lot .* are free at AISLE-1, not 130/)).toBeVisible();
		await expect(sheet.getByLabel('Quantity')).toBeFocused();
		await expect(sheet.getByLabel('Note')).toHaveValue('for the truck');

		await sheet.getByLabel('Quantity').fill('40');
		await expect(sheet.getByText('60 kg stay there.')).toBeVisible();
		await sheet.getByRole('button', { name: 'Move goods' }).click();
		await expect(sheet).toBeHidden();
		await expect(page.getByText('AISLE-1 → GATE-1')).toBeVisible();
		await expect(page.getByText('at 2 places')).toBeVisible();
	});

	test('P11.02 a lot that is not there says so and leads back', async ({ page, site }) => {
		await page.goto(`/stock/lots/${site.item.id}`);
		await expect(
			page.getByText('There is no such lot, or it is not for you to see.')
		).toBeVisible();
		await expect(page.getByRole('link', { name: 'Stock' }).first()).toBeVisible();
	});
});

test('W2.03 P5.06 a count puts the balance right, with a reason', async ({ page, site }) => {
	const lot = await site.receive(100);
	await page.goto(`/stock/lots/${lot.id}`);
	await page.getByRole('button', { name: /^More for/ }).click();
	await page.getByRole('menuitem', { name: 'Adjust' }).click();
	const sheet = page.getByRole('dialog', { name: 'Adjust' });
	await sheet.getByLabel('Found there').fill('96.5');
	await expect(sheet.getByText('3.5 kg less than on record; 96.5 kg stay.')).toBeVisible();
	await sheet.getByRole('button', { name: 'Adjust stock' }).click();
	await expect(sheet.getByText('An adjustment needs one of the reasons')).toBeVisible();
	await sheet
		.getByRole('combobox', { name: 'Reason' })
		.or(sheet.getByLabel('Reason'))
		.first()
		.click();
	await page.getByRole('option', { name: 'Cycle count' }).click();
	await sheet.getByRole('button', { name: 'Adjust stock' }).click();
	await expect(sheet).toBeHidden();
	await expect(page.getByText('−3.5')).toBeVisible();
	await expect(page.getByRole('list', { name: 'What there is of this lot' })).toContainText('96.5');
});

test('P5.04 X.01 a held lot says who held it and why, goes nowhere but to quarantine, and is released with a reason', async ({
	page,
	site
}) => {
	const lot = await site.receive(10);
	await page.goto(`/stock/lots/${lot.id}`);
	await page.getByRole('button', { name: /^More for/ }).click();
	await page.getByRole('menuitem', { name: 'Hold' }).click();
	const sheet = page.getByRole('dialog', { name: 'Hold' });
	await sheet.getByLabel('Reason').click();
	await page.getByRole('option', { name: 'Suspected' }).click();
	await sheet.getByLabel('Note').fill('smells of smoke');
	await sheet.getByRole('button', { name: 'Hold lot' }).click();
	await expect(page.getByText(/On hold since .* by Meena Raghavan: Suspected/)).toBeVisible();
	await expect(page.getByText('smells of smoke')).toBeVisible();
	await expect(page.getByText('not usable now')).toBeVisible();

	await page.getByRole('button', { name: 'Move', exact: true }).click();
	await expect(page.getByText(/may go to a quarantine place only/)).toBeVisible();
	await page.keyboard.press('Escape');

	await page.getByRole('button', { name: 'Release', exact: true }).click();
	const release = page.getByRole('dialog', { name: 'Release' });
	await release.getByRole('button', { name: 'Release lot' }).click();
	await expect(release.getByText('A release says why.')).toBeVisible();
	await release.getByLabel('Why it may go on').fill('it was the truck');
	await release.getByRole('button', { name: 'Release lot' }).click();
	await expect(release).toBeHidden();
	await expect(page.getByText('Usable')).toBeVisible();
	await page.getByRole('tab', { name: 'History' }).click();
	await expect(page.getByText('Hold ended')).toBeVisible();
	await expect(page.getByText('it was the truck')).toBeVisible();
});

test('P5.01 what is reserved is out of reach of others until the promise ends', async ({
	page,
	site
}) => {
	const lot = await site.receive(100);
	await page.goto(`/stock/lots/${lot.id}`);
	await page.getByRole('button', { name: /^More for/ }).click();
	await page.getByRole('menuitem', { name: 'Reserve' }).click();
	const sheet = page.getByRole('dialog', { name: 'Reserve' });
	await sheet.getByLabel('Quantity').fill('25');
	await sheet.getByLabel('What for').fill('order 4711');
	await sheet.getByRole('button', { name: 'Reserve', exact: true }).click();
	await expect(sheet).toBeHidden();
	await expect(page.getByText('75 kg available, 25 kg promised')).toBeVisible();
	await page.getByRole('button', { name: 'End the promise for order 4711' }).click();
	await page.getByRole('button', { name: 'End promise' }).click();
	await expect(page.getByText('order 4711', { exact: true })).toBeHidden();
	await expect(page.getByText('100 kg available')).toBeVisible();
});

test('X.01 what somebody else does to a lot appears on its page', async ({ page, site }) => {
	const lot = await site.receive(100);
	await page.goto(`/stock/lots/${lot.id}`);
	await expect(page.getByText('Usable')).toBeVisible();
	await site.call('distributor', 'hold_lot', {
		lot_id: lot.id,
		reason_id: await reasonFor(site.admin, 'hold'),
		note: 'recalled by the vendor'
	});
	await expect(page.getByText('recalled by the vendor')).toBeVisible();
	await expect(page.getByText('On hold', { exact: true })).toBeVisible();
});

test.describe('a retailer', () => {
	test.use({ memberships: [{ role: 'retailer', site: 'GREENSHELF' }], at: 'GREENSHELF' });

	test('W3.02 sees his stock and is offered nothing that he may not do', async ({ page }) => {
		await page.goto('/stock');
		await expect(page.getByRole('tab', { name: 'Items' })).toBeVisible();
		await expect(page.getByRole('tab', { name: 'Requests' })).toBeHidden();
	});
});

test.describe('a storekeeper and the floor', () => {
	test.use({ memberships: [{ role: 'storekeeper', site: 'WH1' }] });

	test('P5.02 P5.03 what is asked for is brought in the order of picking; a deviation needs a reason', async ({
		page,
		site
	}) => {
		const early = await site.receive(30, { expires_on: '2029-01-01' });
		const late = await site.receive(50, { expires_on: '2030-01-01' });
		await site.call('manager', 'request_transfer', {
			item_id: site.item.id,
			quantity: 40,
			to_id: site.places['GATE-1'],
			note: 'for line 2'
		});
		await page.goto('/stock?tab=requests');
		await page.getByRole('button', { name: site.item.name }).click();
		const sheet = page.getByRole('dialog', { name: `Bring ${site.item.name}` });
		const take = (lot: { code: string }) => sheet.getByLabel(`How much of ${lot.code} at AISLE-1`);
		await expect(take(early)).toHaveValue('30');
		await expect(take(late)).toHaveValue('10');

		await take(early).fill('0');
		await take(late).fill('40');
		await expect(sheet.getByText(`${early.code} comes before it`)).toBeVisible();
		await sheet.getByLabel('Why not in its turn').click();
		await page.getByRole('option', { name: 'Lot cannot be reached' }).click();
		await take(early).fill('');
		await sheet.getByRole('button', { name: 'Bring 40' }).click();
		await expect(sheet).toBeHidden();
		await expect(rowOf(page, site.item.name)).toContainText('Brought');
	});

	test.describe('refused', () => {
		test.use({ allowedComplaints: /the server responded with a status of 4\d\d/ });

		test('P5.02 a request that cannot be fulfilled is declined with a reason', async ({
			page,
			site
		}) => {
			await site.call('manager', 'request_transfer', {
				item_id: site.item.id,
				quantity: 40,
				to_id: site.places['GATE-1']
			});
			await page.goto('/stock?tab=requests');
			await page.getByRole('button', { name: site.item.name }).click();
			await expect(
				page.getByText(`There is no ${site.item.name} that could be brought.`)
			).toBeVisible();
			await page.getByRole('button', { name: 'It cannot be brought…' }).click();
			const dialog = page.getByRole('dialog', { name: 'Decline what is missing?' });
			await dialog.getByRole('button', { name: 'Decline request' }).click();
			await expect(dialog.getByText('Who declines says why.')).toBeVisible();
			await dialog.getByLabel('Reason').fill('nothing left until Monday');
			await dialog.getByRole('button', { name: 'Decline request' }).click();
			await expect(rowOf(page, site.item.name)).toContainText('Declined');
		});
	});

	test('P5.06 he may not adjust and is not offered it', async ({ page, site }) => {
		const lot = await site.receive(10);
		await page.goto(`/stock/lots/${lot.id}`);
		await page.getByRole('button', { name: /^More for/ }).click();
		await expect(page.getByRole('menuitem', { name: 'Reserve' })).toBeVisible();
		await expect(page.getByRole('menuitem', { name: 'Adjust' })).toBeHidden();
		await expect(page.getByRole('menuitem', { name: 'Hold' })).toBeHidden();
	});
});

test.describe('in both themes', () => {
	test.slow();

	for (const tab of ['items', 'lots', 'places', 'all']) {
		test(`P14.05 ${tab} can be read and heard by everybody (axe)`, async ({ page, site }) => {
			await site.receive(10);
			await page.goto(`/stock?tab=${tab}`);
			await expect(page.getByText(/1–\d+ of \d+/)).toBeVisible();
			await expectAccessible(page);
		});
	}

	test('P14.05 a lot can be read and heard by everybody (axe)', async ({ page, site }) => {
		const lot = await site.receive(10);
		await page.goto(`/stock/lots/${lot.id}`);
		await expect(page.getByText('1–1 of 1')).toBeVisible();
		await expectAccessible(page);
		for (const tab of ['Genealogy', 'Tests', 'History']) {
			await page.getByRole('tab', { name: tab }).click();
			await expectAccessible(page, { part: '[role="tabpanel"][data-state="active"]' });
		}
	});

	test('P14.05 so can what is done with it (axe)', async ({ page, site }) => {
		const lot = await site.receive(10);
		await page.goto(`/stock/lots/${lot.id}`);
		await page.getByRole('button', { name: 'Move', exact: true }).click();
		await expectAccessible(page, { part: '[role="dialog"]' });
		await page.keyboard.press('Escape');
		await page.getByRole('button', { name: /^More for/ }).click();
		await page.getByRole('menuitem', { name: 'Adjust' }).click();
		await expectAccessible(page, { part: '[role="dialog"]' });
	});
});

for (const path of ['/stock', '/stock?tab=lots', '/stock?tab=all', 'a lot']) {
	test(`P14.04 ${path} is never wider than the screen`, async ({ page, site }) => {
		const lot = await site.receive(10, {
			vendor_lot: 'W'.repeat(60),
			remarks: `<script>alert(1)</script>${'x'.repeat(1900)}`
		});
		await page.goto(path === 'a lot' ? `/stock/lots/${lot.id}` : path);
		for (const width of [320, 390, 820, 1440]) {
			await page.setViewportSize({ width, height: 800 });
			await expect(page.getByText(/1–\d+ of \d+/)).toBeVisible();
			expect([width, await overflowOf(page)]).toEqual([width, 0]);
		}
	});
}
