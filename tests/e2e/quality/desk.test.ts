import { expectAccessible, overflowOf } from '../accessible.ts';
import { deafen } from '../test.ts';
import { BAD, expect, GOOD, test } from './laboratory.ts';

test('P4.10 what comes in appears on the desk without a reload, with what it keeps back', async ({
	page,
	laboratory
}) => {
	await page.goto('/quality');
	await expect(page.getByText('Nothing waits for a test')).toBeVisible();
	const lot = await laboratory.receive(500);
	const row = page.getByRole('link', { name: lot.code });
	await expect(row).toBeVisible();
	await expect(page.getByText('No other lot can be used')).toBeVisible();
	await expect(page.getByRole('tab', { name: 'Waiting 1' })).toBeVisible();

	await laboratory.test({ lot_id: lot.id }, GOOD);
	await expect(row).toBeHidden();
	await expect(page.getByText('Nothing waits for a test')).toBeVisible();
});

test('P4.10 a batch that stands still comes before what has waited longer', async ({
	page,
	laboratory,
	isMobile
}) => {
	const batch = await laboratory.batch();
	// Of the lot that the batch was made of there is nothing left: another that passed is.
	await laboratory.test({ lot_id: (await laboratory.receive()).id }, GOOD);
	const lot = await laboratory.receive();
	await page.goto('/quality');
	const rows = page.getByRole(isMobile ? 'listitem' : 'row').filter({ hasText: /\d\s*kg/ });
	await expect(rows.filter({ hasText: batch.code })).toContainText('Grinding cannot begin');
	await expect(rows.first()).toContainText(batch.code);
	await expect(rows.filter({ hasText: lot.code })).toContainText('Not used in batches');

	await page.getByRole('combobox', { name: 'Kind' }).click();
	await page.getByRole('option', { name: 'Stage' }).click();
	await expect(page.getByRole('link', { name: lot.code })).toBeHidden();
	await expect(page.getByRole('link', { name: batch.code })).toBeVisible();
});

test('P4.02 P4.04 a test that passes is recorded in one go, and the lot can be used', async ({
	page,
	laboratory
}) => {
	const lot = await laboratory.receive();
	await page.goto('/quality');
	await page.getByRole('link', { name: lot.code }).click();
	await expect(page.getByRole('heading', { name: `Test of ${lot.code}` })).toBeVisible();
	await page.getByRole('textbox', { name: 'Moisture' }).fill('4.2');
	await page.getByRole('textbox', { name: 'pH' }).fill('6.1');
	await page.getByRole('radio', { name: 'None' }).click();
	await expect(page.getByText('Pass. The lot can be used in batches.')).toBeVisible();
	await page.getByRole('button', { name: 'Record as passed' }).click();

	await expect(page).toHaveURL('/quality');
	await expect(page.getByText(`${lot.code}: Pass.`)).toBeVisible();
	await expect(page.getByText('Nothing waits for a test')).toBeVisible();
	expect(await laboratory.statusOf(lot.id)).toBe('pass');
});

test('P4.03 P4.04 a value out of limits puts the lot on hold, and the page says what follows', async ({
	page,
	laboratory
}) => {
	const lot = await laboratory.receive();
	await page.goto(`/quality/entry/${lot.id}`);
	await page.getByRole('textbox', { name: 'Moisture' }).fill('5.6');
	await page.getByRole('textbox', { name: 'pH' }).fill('6.1');
	await page.getByRole('radio', { name: 'None' }).click();
	await expect(page.getByText('On hold. Moisture out of limits.')).toBeVisible();
	await page.getByRole('button', { name: 'Record as on hold' }).click();

	await expect(page).toHaveURL(`/quality/items/${lot.id}`);
	await expect(
		page.getByText('On hold: Moisture 5.6 % (allowed at most 5 %).', { exact: false })
	).toBeVisible();
	for (const act of ['Re-test (1 of 2)', 'Change results']) {
		await expect(page.getByRole('link', { name: act })).toBeVisible();
	}
	await expect(page.getByRole('button', { name: 'Ask for an override' })).toBeVisible();
	expect(await laboratory.statusOf(lot.id)).toBe('hold');

	await page.goto('/quality?show=held');
	await expect(page.getByRole('link', { name: lot.code })).toBeVisible();
	await expect(page.getByText('Re-test, override or rejection')).toBeVisible();
});

test('P4.02 what was tested is found by its number and by its lot', async ({
	page,
	laboratory
}) => {
	const one = await laboratory.held();
	const other = await laboratory.receive();
	const passed = await laboratory.test({ lot_id: other.id }, GOOD);
	await page.goto('/quality?show=tests');
	const ofOne = page.getByRole('link', { name: one.lot.code });
	const ofOther = page.getByRole('link', { name: other.code });
	await expect(ofOne).toBeVisible();
	await expect(ofOther).toBeVisible();

	const search = page.getByRole('searchbox', { name: 'Search test or lot' });
	await search.fill(one.lot.code.toLowerCase());
	await expect(ofOther).toBeHidden();
	await expect(ofOne).toBeVisible();
	await search.fill(passed.number);
	await expect(ofOne).toBeHidden();
	await expect(ofOther).toBeVisible();
	await search.fill('none like this');
	await expect(page.getByText('Nothing fits the search and the filters')).toBeVisible();
});

test('P5.04 a lot is held and released with a reason, and rejected for good', async ({
	page,
	laboratory
}) => {
	const lot = await laboratory.receive();
	await laboratory.test({ lot_id: lot.id }, GOOD);
	await page.goto(`/quality/items/${lot.id}`);
	await page.getByRole('button', { name: 'Hold…' }).click();
	const dialog = page.getByRole('dialog');
	await dialog.getByRole('button', { name: 'Hold', exact: true }).click();
	await expect(dialog.getByText('A hold needs one of the reasons for holds.')).toBeVisible();
	await dialog.getByLabel('Reason').click();
	await page.getByRole('option', { name: 'Suspected' }).click();
	await dialog.getByLabel('Note').fill('A bag was open.');
	await dialog.getByRole('button', { name: 'Hold', exact: true }).click();
	await expect(page.getByText(/Held by Meena Raghavan: Suspected/)).toBeVisible();

	await page.getByRole('button', { name: 'Release…' }).click();
	await dialog.getByLabel('Why it may go on').fill('The bag was thrown away.');
	await dialog.getByRole('button', { name: 'Release', exact: true }).click();
	await expect(page.getByText(/Held by Meena Raghavan/)).toBeHidden();

	await page.getByRole('button', { name: 'Reject…' }).click();
	await expect(dialog.getByText('This cannot be taken back.')).toBeVisible();
	await dialog.getByLabel('Reason').click();
	await page.getByRole('option', { name: 'Contaminated' }).click();
	await dialog.getByRole('button', { name: 'Reject for good' }).click();
	await expect(page.getByText('Rejected: Contaminated.')).toBeVisible();
	await expect(page.getByRole('button', { name: 'Reject…' })).toBeHidden();
	expect(await laboratory.statusOf(lot.id)).toBe('fail');
});

test.describe('who may only look', () => {
	test.use({ roles: ['manager'] });

	test('P4.12 is not offered to enter a test', async ({ page, laboratory }) => {
		const lot = await laboratory.receive();
		await page.goto('/quality');
		await page.getByRole('link', { name: lot.code }).click();
		await expect(page.getByText('It waits for its test.')).toBeVisible();
		await expect(page.getByRole('link', { name: 'Enter test' })).toBeHidden();
		await page.goto(`/quality/entry/${lot.id}`);
		await expect(page.getByText('Only QA enters tests.')).toBeVisible();
		await expect(page.getByRole('textbox', { name: 'Moisture' })).toBeHidden();
	});
});

test.describe('trouble on the way', () => {
	test.use({ allowedComplaints: /status of (500|404)/ });

	test('a desk that cannot be read says so, and is read again on request', async ({
		page,
		laboratory
	}) => {
		const lot = await laboratory.receive();
		await deafen(page);
		await page.route('**/rest/v1/rpc/qc_queue', (route) =>
			route.fulfill({ status: 500, json: { message: 'out of order', code: 'XX000' } })
		);
		await page.goto('/quality');
		await expect(page.getByRole('alert')).toContainText('The server could not do this');
		await page.unroute('**/rest/v1/rpc/qc_queue');
		await page.getByRole('button', { name: 'Try again' }).click();
		await expect(page.getByRole('link', { name: lot.code })).toBeVisible();
	});

	test('a lot that is not there is said, and the desk is a press away', async ({
		page,
		laboratory
	}) => {
		await page.goto(`/quality/items/${laboratory.planId}`);
		await expect(page.getByText('There is no such lot at your sites.')).toBeVisible();
		await page.getByRole('link', { name: 'QA desk' }).first().click();
		await expect(page).toHaveURL('/quality');
	});
});

test.describe('in both themes', () => {
	// Each look at the page by axe takes seconds where the processor is shared.
	test.setTimeout(150_000);

	test('everybody can read and hear the desk and its pages (axe), and nothing is too wide', async ({
		page,
		laboratory
	}) => {
		const waits = await laboratory.receive();
		const { lot, test: held } = await laboratory.held();
		await laboratory.test({ lot_id: lot.id }, BAD, { retest_of: held.id, remarks: 'Again' });
		const pages = [
			['/quality', waits.code],
			['/quality?show=held', lot.code],
			['/quality?show=tests', lot.code],
			['/quality?show=overrides', 'No override waits'],
			['/quality?show=certificates', 'No certificate'],
			[`/quality/entry/${waits.id}`, 'Foreign matter'],
			[`/quality/entry/${lot.id}?amend`, 'Why it is changed'],
			[`/quality/items/${lot.id}`, 'The numbers'],
			['/quality/plans', 'Pulp'],
			[`/quality/plans/${laboratory.planId}`, 'Versions']
		] as const;
		for (const [path, shown] of pages) {
			await page.goto(path);
			await expect(page.getByText(shown).first()).toBeVisible();
			await expectAccessible(page);
			expect([path, await overflowOf(page)]).toEqual([path, 0]);
		}
	});
});
