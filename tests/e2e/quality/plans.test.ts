import { expect, GOOD, test } from './laboratory.ts';

test.use({ allowedComplaints: /status of 409/ });

test('P4.01 a new version shows what it changes, and holds from its day on', async ({
	page,
	laboratory
}) => {
	await page.goto('/quality/plans');
	await page.getByRole('searchbox').fill(laboratory.code);
	await page.getByRole('link', { name: `Pulp ${laboratory.code}` }).click();
	await expect(page.getByText('In force').first()).toBeVisible();
	await expect(page.getByRole('button', { name: 'Edit Moisture' })).toBeHidden();
	await page.getByRole('button', { name: 'New version' }).click();

	await expect(page.getByText('Plan version 2 ·')).toBeVisible();
	await expect(page.getByText('It tests the same so far.')).toBeVisible();
	await page.getByRole('button', { name: 'Edit Moisture' }).click();
	const sheet = page.getByRole('dialog', { name: 'Edit Moisture' });
	await sheet.getByLabel('Highest').fill('4');
	await sheet.getByLabel('Lowest').fill('9');
	await sheet.getByRole('button', { name: 'Save' }).click();
	await expect(sheet.getByText('Lowest value is not above the highest.')).toBeVisible();
	await sheet.getByLabel('Lowest').fill('2');
	await sheet.getByRole('button', { name: 'Save' }).click();
	await expect(sheet).toBeHidden();

	await page.getByRole('button', { name: 'Add parameter' }).click();
	const adding = page.getByRole('dialog', { name: 'Add parameter' });
	await adding.getByLabel('Name').fill('pH');
	await adding.getByLabel('Highest').fill('3');
	await adding.getByRole('button', { name: 'Add parameter' }).click();
	await expect(adding.getByText(/stands in a plan once|one with/i)).toBeVisible();
	await adding.getByLabel('Name').fill('Colour');
	await adding.getByRole('radio', { name: 'Words that pass' }).click();
	await adding.getByLabel('Words that pass', { exact: true }).last().fill('White, Off-white');
	await adding.getByRole('button', { name: 'Add parameter' }).click();
	await expect(adding).toBeHidden();
	await page.getByRole('button', { name: 'Remove Foreign matter' }).click();
	await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();

	const changes = page.getByRole('region', { name: 'What changes against version 1' });
	await expect(changes.getByRole('listitem')).toHaveText([
		/Moisture\s*at most 5\s%.*2–4\s%/s,
		/Colour\s*New\s*White, Off-white/,
		/Foreign matter\s*None\s*No longer tested/
	]);

	await page.getByRole('button', { name: 'Put in force' }).click();
	const dialog = page.getByRole('dialog', { name: 'Put version 2 in force' });
	await dialog.getByLabel('Tests are judged by it from').fill('2099-01-01');
	await dialog.getByRole('button', { name: 'Put in force' }).click();
	await expect(page.getByText('In force later').first()).toBeVisible();
	await expect(page.getByRole('button', { name: 'Edit Moisture' })).toBeHidden();

	// Until that day the version before it holds.
	const lot = await laboratory.receive();
	expect(await laboratory.test({ lot_id: lot.id }, GOOD)).toMatchObject({
		plan_version: 1,
		status: 'pass'
	});
});

test('P4.01 a plan is begun as a draft, and tests nothing before it is put in force', async ({
	page,
	laboratory
}) => {
	await page.goto('/quality/plans');
	await page.getByRole('button', { name: 'New plan' }).click();
	const dialog = page.getByRole('dialog', { name: 'New plan' });
	await dialog.getByRole('button', { name: 'Begin the draft' }).click();
	await expect(
		dialog.getByText('A plan for a stage names it, others name the item.')
	).toBeVisible();
	await dialog.getByRole('radio', { name: 'Product' }).click();
	await dialog.getByLabel('Item').fill(laboratory.code);
	await page.getByRole('option', { name: 'Powder' }).click();
	await dialog.getByRole('button', { name: 'Begin the draft' }).click();
	await expect(page.getByText('Nothing is tested yet')).toBeVisible();
	await expect(page.getByRole('button', { name: 'Put in force' })).toBeDisabled();
	await page.getByRole('button', { name: 'Add parameter' }).click();
	const sheet = page.getByRole('dialog', { name: 'Add parameter' });
	await sheet.getByLabel('Name').fill('Ash');
	await sheet.getByRole('button', { name: 'Add parameter' }).click();
	await expect(sheet.getByText('A parameter has a limit.')).toBeVisible();
	await sheet.getByLabel('Highest').fill('0.1');
	await sheet.getByRole('button', { name: 'Add parameter' }).click();
	await page.getByRole('button', { name: 'Put in force' }).click();
	await page.getByRole('dialog').getByRole('button', { name: 'Put in force' }).click();
	await expect(page.getByText('In force', { exact: true }).first()).toBeVisible();
});

test.describe('two at once', () => {
	test('a version that another has begun meanwhile is opened, not made twice', async ({
		page,
		laboratory
	}) => {
		await page.goto(`/quality/plans/${laboratory.planId}`);
		await expect(page.getByRole('button', { name: 'New version' })).toBeVisible();
		const { error } = await laboratory.admin.from('qc_plans').insert({
			kind: 'incoming',
			item_id: laboratory.material,
			version: 2,
			effective_from: '2026-01-01'
		});
		expect(error).toBeNull();
		await page.getByRole('button', { name: 'New version' }).click();
		await expect(page.getByRole('link', { name: 'Open draft 2' })).toBeVisible();
	});
});
