import type { Page } from '@playwright/test';
import { expectAccessible } from '../accessible.ts';
import { call, reasonFor } from '../acts.ts';
import { expect, test, type Lot } from './works.ts';

test.use({ role: 'dispatch_clerk' });

const REFUSED = /status of 4\d\d/;

/** Opens the packing of a batch by the list. */
async function open(page: Page, bulk: Lot): Promise<void> {
	await page.goto('/distribution');
	await page.getByRole('link', { name: bulk.code }).click();
	await expect(page.getByRole('heading', { name: `Pack ${bulk.code}` })).toBeVisible();
}

const packs = (page: Page) => page.getByLabel('Packs', { exact: true });
const loss = (page: Page) => page.getByLabel('Lost in packing');

test('P13.01 a batch is packed with the live sum, and what goes on the label is said', async ({
	page,
	works
}) => {
	const bulk = await works.bulk(510);
	await open(page, bulk);
	await packs(page).fill('20');
	await expect(page.getByText('20 × 25 kg = 500 kg, 10 kg stay in bulk.')).toBeVisible();
	await packs(page).fill('21');
	await expect(page.getByText('21 × 25 kg = 525 kg, but 510 kg are free.')).toBeVisible();
	await packs(page).fill('20');
	await loss(page).fill('1.5');
	await expect(page.getByText('20 × 25 kg = 500 kg, 8.5 kg stay in bulk.')).toBeVisible();
	await page.getByRole('button', { name: 'Pack 20' }).click();
	await expect(page.getByText(`${bulk.code}-01 is packed.`)).toBeVisible();
	await expect(page.getByText('8.5 kg stay in bulk, 1.5 kg were lost.')).toBeVisible();
	await expect(page.getByRole('definition').filter({ hasText: '20 pcs' })).toContainText('500 kg');
	await expect(page.getByRole('definition').filter({ hasText: '11 Jan 2031' })).toBeVisible();
	await page.getByRole('link', { name: 'Done' }).click();
	await expect(page.getByText('Less than a pack')).toBeVisible();
	await page.getByRole('tab', { name: 'Ready to ship' }).click();
	await expect(page.getByRole('link', { name: `${bulk.code}-01`, exact: true })).toBeVisible();
});

test('P13.01 a batch that QA releases can be packed at once, without a reload', async ({
	page,
	works
}) => {
	const bulk = await works.bulk(100, { tested: false });
	const { client } = await works.join(['qa']);
	await page.goto('/distribution');
	await expect(page.getByText('Waits for QC')).toBeVisible();
	await call(client, 'record_qc_test', {
		lot_id: bulk.id,
		results: [
			{ name: 'Moisture', value: 5 },
			{ name: 'Particle size', value: 50 },
			{ name: 'Bulk density', value: 0.3 },
			{ name: 'pH', value: 6 }
		]
	});
	await expect(page.getByText('Released')).toBeVisible({ timeout: 2_000 });
});

test('P4.05 what has not passed QC is not offered for packing, and the page says why', async ({
	page,
	works
}) => {
	const bulk = await works.bulk(100, { tested: false });
	await page.goto(`/distribution/pack/${bulk.code}`);
	await expect(page.getByText(`${bulk.code} waits for QC and may not be packed.`)).toBeVisible();
	await expect(page.getByRole('button', { name: /^Pack/ })).toBeHidden();
});

test.describe('refused', () => {
	test.use({ allowedComplaints: REFUSED });

	test('P13.01 P5.06 a loss over the limit is refused at its field; a manager writes it off with a reason, then the rest is packed', async ({
		page,
		works
	}) => {
		const bulk = await works.bulk(530);
		await open(page, bulk);
		await packs(page).fill('20');
		await loss(page).fill('30');
		await expect(loss(page)).toHaveAccessibleDescription(/More than 2 % of what is packed\./);
		await expect(page.getByText(/A manager writes off more, as an adjustment/)).toBeVisible();
		await page.getByRole('button', { name: 'Pack 20' }).click();
		await expect(loss(page)).toHaveAttribute('aria-invalid', 'true');
		await expect(loss(page)).toHaveAccessibleDescription(
			/30 kg are more than 2 % of the 500 kg that are packed\./
		);
		await expect(packs(page)).toHaveValue('20');

		const { client } = await works.join(['manager']);
		const adjust = (reason_id: string) =>
			call(client, 'adjust_stock', {
				lot_id: bulk.id,
				location_id: works.places.STORE,
				change: -30,
				reason_id
			});
		await expect(adjust(await reasonFor(works.admin, 'hold'))).rejects.toThrow(
			/one of the reasons for adjustments/
		);
		await adjust(await reasonFor(works.admin, 'adjustment'));
		await loss(page).fill('');
		await expect(page.getByText('20 × 25 kg = 500 kg, 0 kg stay in bulk.')).toBeVisible();
		await page.getByRole('button', { name: 'Pack 20' }).click();
		await expect(page.getByText(`${bulk.code}-01 is packed.`)).toBeVisible();
	});

	test('bad numbers are said at their fields, and nothing typed is lost', async ({
		page,
		works
	}) => {
		const bulk = await works.bulk(100);
		await open(page, bulk);
		await page.getByLabel('Remarks').fill('torn bags');
		await page.getByRole('button', { name: 'Pack', exact: true }).click();
		await expect(packs(page)).toHaveAccessibleDescription(/no number of packs from 1 to 100000/);
		await packs(page).fill('1.5');
		await page.getByRole('button', { name: /^Pack 1/ }).click();
		await expect(packs(page)).toHaveAttribute('aria-invalid', 'true');
		await packs(page).fill('5');
		await page.getByRole('button', { name: 'Pack 5' }).click();
		await expect(packs(page)).toHaveAccessibleDescription(
			/5 packs are 125 kg; 100 kg of lot .* are free at STORE\./
		);
		await expect(page.getByLabel('Remarks')).toHaveValue('torn bags');
	});
});

test('a screen reader and a weak eye find their way through packing (axe)', async ({
	page,
	works
}) => {
	test.slow();
	const bulk = await works.bulk(510);
	await page.goto('/distribution');
	await expect(page.getByRole('link', { name: bulk.code })).toBeVisible();
	await expectAccessible(page);
	await open(page, bulk);
	await page.getByRole('button', { name: 'Pack', exact: true }).click();
	await packs(page).fill('30');
	await loss(page).fill('90');
	await expectAccessible(page);
	await packs(page).fill('2');
	await loss(page).fill('');
	await page.getByRole('button', { name: 'Pack 2' }).click();
	await expect(page.getByText(`${bulk.code}-01 is packed.`)).toBeVisible();
	await expectAccessible(page);
});
