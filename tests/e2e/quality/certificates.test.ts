import { expect, test } from './laboratory.ts';

test('P4.11 the certificate of a product that has passed is issued, and its PDF opens in place', async ({
	page,
	laboratory
}) => {
	// The first PDF of a stack is made by a function that starts then.
	test.slow();
	const batch = await laboratory.finished();
	await laboratory.test({ lot_id: batch.lot_id }, [{ name: 'Particle size', value: 52 }]);
	await page.goto('/quality?show=certificates');
	await page.getByRole('button', { name: 'Issue certificate' }).click();
	const dialog = page.getByRole('dialog', { name: 'Issue certificate' });
	await dialog.getByRole('button', { name: 'Issue certificate' }).click();
	await expect(dialog.getByText('Choose the lot.')).toBeVisible();
	await dialog.getByLabel('Lot of a product').fill(batch.code);
	await page.getByRole('option', { name: batch.code }).click();
	await dialog.getByRole('button', { name: 'Issue certificate' }).click();

	await expect(page.getByRole('heading', { name: `COA-${batch.code}` })).toBeVisible();
	await expect(page.getByText('Revision 1', { exact: true })).toBeVisible();
	await expect(page.getByRole('row', { name: /Particle size.*52 µm.*40–60 µm/ })).toBeVisible();
	await expect(page.getByRole('img', { name: /revision 1\.pdf, page 1 of/ })).toBeVisible({
		timeout: 30_000
	});
	await expect(page.getByRole('link', { name: /^Download COA-/ })).toHaveAttribute(
		'download',
		/pdf$/
	);

	await page.getByRole('button', { name: 'Issue again' }).click();
	await expect(page.getByText('Nothing has changed since: this revision stands.')).toBeVisible();
	await page.goto('/quality?show=certificates');
	await expect(page.getByRole('link', { name: `COA-${batch.code}` })).toHaveCount(1);
});

test.describe('refused', () => {
	test.use({ allowedComplaints: /status of 422|ERR_FAILED/ });
	test.slow();

	test('P4.11 what has no final test gets no certificate, and is told why', async ({
		page,
		laboratory
	}) => {
		const batch = await laboratory.finished();
		const first = await laboratory.test({ lot_id: batch.lot_id }, [
			{ name: 'Particle size', value: 52 }
		]);
		await page.goto(`/quality/items/${batch.lot_id}`);
		await expect(page.getByRole('button', { name: 'Issue certificate' })).toBeVisible();
		// It falls while the page is open: the page that has not heard of it yet is told by the server.
		await page.route('**/rest/v1/rpc/qc_subject', (route) => route.abort());
		await laboratory.test({ lot_id: batch.lot_id }, [{ name: 'Particle size', value: 70 }], {
			retest_of: first.id,
			remarks: 'A customer complained'
		});
		await page.getByRole('button', { name: 'Issue certificate' }).click();
		await expect(page.getByText(/is on hold and gets no certificate/)).toBeVisible();
	});
});
