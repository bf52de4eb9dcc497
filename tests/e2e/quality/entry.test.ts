import { randomUUID } from 'node:crypto';
import { expect, GOOD, PDF, test } from './laboratory.ts';

test('P4.03 the verdict stands beside the field while one types', async ({ page, laboratory }) => {
	const lot = await laboratory.receive();
	await page.goto(`/quality/entry/${lot.id}`);
	const moisture = page.getByRole('textbox', { name: 'Moisture' });
	const saidOf = (text: string) =>
		expect(moisture).toHaveAccessibleDescription(new RegExp(text.replaceAll(' ', '\\s')));
	await saidOf('Allowed: at most 5 %');
	await moisture.pressSequentially('4.');
	await saidOf('Within at most 5 %');
	await moisture.pressSequentially('9');
	await saidOf('Near the edge of at most 5 %');
	await moisture.fill('5.01');
	await saidOf('Out of limits: at most 5 %');
	await moisture.fill('wet');
	await saidOf('This is not a number');
	await expect(moisture).toHaveAttribute('aria-invalid', 'true');

	await page.getByRole('radio', { name: 'Other…' }).click();
	await page.getByLabel('What was seen').fill('Dark specks');
	await expect(page.getByText('Out of limits: None.')).toBeVisible();
	await page.getByRole('radio', { name: 'None', exact: true }).click();
	await expect(page.getByLabel('What was seen')).toBeHidden();
	await expect(page.getByText('Within None.')).toBeVisible();
});

test('what is no number is refused at its field, and what was typed stays', async ({
	page,
	laboratory
}) => {
	const lot = await laboratory.receive();
	await page.goto(`/quality/entry/${lot.id}`);
	await page.getByRole('button', { name: 'Record the test' }).click();
	await expect(page.getByText('Enter a result at the least.')).toBeVisible();
	await page.getByRole('textbox', { name: 'Moisture' }).fill('4.2.1');
	await page.getByRole('textbox', { name: 'pH' }).fill('6.1');
	await page.getByRole('button', { name: /^Record/ }).click();
	await expect(page.getByRole('textbox', { name: 'Moisture' })).toHaveAccessibleDescription(
		/Moisture is no number/
	);
	await expect(page.getByRole('textbox', { name: 'Moisture' })).toHaveValue('4.2.1');
	await expect(page.getByRole('textbox', { name: 'Moisture' })).toBeFocused();
	expect(await laboratory.statusOf(lot.id)).toBe('pending');
});

test('P4.02 a test is entered by the keyboard alone: Enter goes on, and at the end sends', async ({
	page,
	laboratory
}) => {
	const lot = await laboratory.receive();
	await page.goto('/quality');
	await page.getByRole('link', { name: lot.code }).focus();
	await page.keyboard.press('Enter');
	await expect(page.getByRole('heading', { name: `Test of ${lot.code}` })).toBeVisible();
	await page.getByRole('textbox', { name: 'Moisture' }).focus();
	await page.keyboard.type('4.2');
	await page.keyboard.press('Enter');
	await expect(page.getByRole('textbox', { name: 'pH' })).toBeFocused();
	await page.keyboard.type('6.1');
	await page.keyboard.press('Enter');
	await expect(page.getByRole('radio', { name: 'None' })).toBeFocused();
	await page.keyboard.press('Space');
	await page.keyboard.press('Enter');
	await expect(page.getByRole('button', { name: 'Record as passed' })).toBeFocused();
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL('/quality');
	expect(await laboratory.statusOf(lot.id)).toBe('pass');
});

test('a reload in the middle of a test loses nothing, and it can be begun anew', async ({
	page,
	laboratory
}) => {
	const lot = await laboratory.receive();
	await page.goto(`/quality/entry/${lot.id}`);
	await page.getByRole('textbox', { name: 'Moisture' }).fill('4.2');
	await page.getByRole('radio', { name: 'None' }).click();
	await page.reload();
	await expect(page.getByRole('textbox', { name: 'Moisture' })).toHaveValue('4.2');
	await expect(page.getByRole('radio', { name: 'None' })).toBeChecked();
	await page.getByRole('button', { name: 'Begin anew' }).click();
	await expect(page.getByRole('textbox', { name: 'Moisture' })).toHaveValue('');
	await page.reload();
	await expect(page.getByText('What you had entered before')).toBeHidden();
});

test.describe('without a network', () => {
	test.use({
		serviceWorkers: 'allow',
		allowedComplaints: /ERR_INTERNET_DISCONNECTED|WebSocket|ERR_NETWORK/
	});

	test('P14.01 a test is kept on the device and sent when there is one, once', async ({
		page,
		context,
		laboratory
	}) => {
		const lot = await laboratory.receive();
		await page.goto('/quality');
		// The app is on the device from then on.
		await page.evaluate(() => navigator.serviceWorker.ready);
		await page.reload();
		await page.getByRole('link', { name: lot.code }).click();
		await page.getByRole('textbox', { name: 'Moisture' }).fill('4.2');
		await page.getByRole('textbox', { name: 'pH' }).fill('6.1');
		await page.getByRole('radio', { name: 'None' }).click();
		await context.setOffline(true);
		await page.getByRole('button', { name: 'Record as passed' }).click();
		await expect(page.getByText(`The test of ${lot.code} is kept on this device.`)).toBeVisible();
		await expect(page).toHaveURL('/quality');
		await expect(page.getByText('To be sent')).toBeVisible();
		expect(await laboratory.statusOf(lot.id)).toBe('pending');

		await context.setOffline(false);
		await expect(page.getByText('Nothing waits for a test')).toBeVisible({ timeout: 15_000 });
		expect(await laboratory.statusOf(lot.id)).toBe('pass');
		expect(await laboratory.testsOf(lot.id)).toHaveLength(1);
	});
});

test('P4.08 a report is looked into before it travels, and opens in place', async ({
	page,
	laboratory
}) => {
	const lot = await laboratory.receive();
	await page.goto(`/quality/entry/${lot.id}`);
	await page.getByText('Time, remarks, report').click();
	const report = page.getByLabel('Report of the laboratory');
	await report.setInputFiles({
		name: 'report.pdf',
		mimeType: 'application/pdf',
		buffer: Buffer.from('MZ no paper')
	});
	await expect(page.getByRole('alert')).toContainText('is none of');
	await report.setInputFiles({
		name: 'report.pdf',
		mimeType: 'application/pdf',
		buffer: Buffer.from(PDF)
	});
	await expect(page.getByText('The file is there.')).toBeVisible();
	await page.getByRole('textbox', { name: 'Moisture' }).fill('5.6');
	await page.getByRole('button', { name: 'Record as on hold' }).click();
	await page.getByRole('button', { name: 'Report of the laboratory' }).click();
	const dialog = page.getByRole('dialog', { name: 'Report of the laboratory' });
	await expect(dialog.getByRole('img', { name: 'report.pdf, page 1 of 1' })).toBeVisible();
	const [recorded] = await laboratory.testsOf(lot.id);
	expect(recorded!.document_path).toContain(laboratory.code);
});

test.describe('when another is quicker', () => {
	test.use({ allowedComplaints: /status of 409/ });

	test('P4.07 it is said, what was typed stays, and nothing is recorded twice', async ({
		page,
		laboratory
	}) => {
		const lot = await laboratory.receive();
		await page.goto(`/quality/entry/${lot.id}`);
		await page.getByRole('textbox', { name: 'Moisture' }).fill('4.8');
		await laboratory.test({ lot_id: lot.id }, GOOD);
		await expect(page.getByText(/Latha Iyer has recorded QC-.* meanwhile/)).toBeVisible();
		await page.getByRole('button', { name: /^Record/ }).click();
		await expect(page.getByText(/has been tested: QC-/)).toBeVisible();
		await expect(page.getByRole('textbox', { name: 'Moisture' })).toHaveValue('4.8');
		expect(await laboratory.testsOf(lot.id)).toHaveLength(1);
	});
});

test('P4.09 a mistyped result is put right within a day: before and after stand side by side', async ({
	page,
	laboratory
}) => {
	const { lot } = await laboratory.held();
	await page.goto(`/quality/items/${lot.id}`);
	await page.getByRole('link', { name: 'Change results' }).click();
	await expect(page.getByRole('textbox', { name: 'Moisture' })).toHaveValue('5.6');
	await expect(page.getByText('was 5.6 %')).toBeVisible();
	await page.getByRole('button', { name: 'Save the change' }).click();
	await expect(page.getByText('Nothing has been changed yet.')).toBeVisible();

	await page.getByRole('textbox', { name: 'Moisture' }).fill('4.6');
	const changes = page.getByRole('region', { name: 'What changes' });
	await expect(changes.getByRole('listitem')).toHaveText(/Moisture\s*5\.6\s%\s*4\.6\s%/);
	await page.getByRole('button', { name: 'Save the change' }).click();
	await expect(page.getByText('A change of a test says why.')).toBeVisible();
	await page.getByLabel('Why it is changed').fill('Read off the wrong line.');
	await page.getByRole('button', { name: 'Save the change' }).click();
	await expect(page).toHaveURL('/quality');

	await page.goto(`/quality/items/${lot.id}`);
	await expect(page.getByText('Moisture changed: 5.6 % → 4.6 %')).toBeVisible();
	await expect(page.getByText('Read off the wrong line.')).toBeVisible();
	const [recorded] = await laboratory.testsOf(lot.id);
	expect(recorded).toMatchObject({ status: 'pass', attempt: 1 });
	expect(recorded!.results).toHaveLength(4);
});

test('P4.09 after a day a test stays as it is, and only a re-test is offered', async ({
	page,
	laboratory
}) => {
	const { lot } = await laboratory.held();
	await page.route('**/rest/v1/rpc/qc_subject', async (route) => {
		const response = await route.fetch();
		const subject = (await response.json()) as { tests: { locks_at: string }[] };
		for (const known of subject.tests) known.locks_at = '2026-01-01T00:00:00+00:00';
		await route.fulfill({ response, json: subject });
	});
	await page.goto(`/quality/items/${lot.id}`);
	await expect(page.getByRole('link', { name: 'Re-test (1 of 2)' })).toBeVisible();
	await expect(page.getByRole('link', { name: 'Change results' })).toBeHidden();
	await page.goto(`/quality/entry/${lot.id}?amend`);
	await expect(page.getByText('This test stays as it is')).toBeVisible();
});

test('P4.07 a re-test says why, names the one before, and leaves its results', async ({
	page,
	laboratory
}) => {
	const { lot, test: first } = await laboratory.held();
	await page.goto(`/quality/items/${lot.id}`);
	await page.getByRole('link', { name: 'Re-test (1 of 2)' }).click();
	await page.getByRole('textbox', { name: 'Moisture' }).fill('4.4');
	await page.getByRole('textbox', { name: 'pH' }).fill('6');
	await page.getByRole('radio', { name: 'None' }).click();
	await page.getByRole('button', { name: 'Record as passed' }).click();
	await expect(page.getByText('A re-test says why.')).toBeVisible();
	await page.getByLabel('Why it is tested again').fill('The first sample stood open.');
	await page.getByRole('button', { name: 'Record as passed' }).click();
	await expect(page).toHaveURL('/quality');

	await page.goto(`/quality/items/${lot.id}`);
	await expect(page.getByText(`Re-test of ${first.number}`)).toBeVisible();
	await expect(page.getByRole('article')).toHaveCount(2);
	const recorded = await laboratory.testsOf(lot.id);
	expect(recorded.map(({ attempt, status }) => [attempt, status])).toEqual([
		[1, 'hold'],
		[2, 'pass']
	]);
});

test('a stage of a batch is tested, and the next step is said', async ({ page, laboratory }) => {
	const batch = await laboratory.batch();
	await page.goto('/quality');
	await page.getByRole('link', { name: batch.code }).click();
	await expect(page.getByRole('heading', { name: `Test of ${batch.code} · Drying` })).toBeVisible();
	await page.getByRole('textbox', { name: 'Moisture' }).fill('4.5');
	await expect(page.getByText('Pass. Grinding can begin.')).toBeVisible();
	await page.getByRole('button', { name: 'Record as passed' }).click();
	await expect(page).toHaveURL('/quality');
	await expect(page.getByText('Nothing waits for a test')).toBeVisible();
});

test('a product is tested when its batch is made', async ({ page, laboratory }) => {
	const batch = await laboratory.finished();
	await page.goto('/quality');
	await expect(page.getByText('Not packed, not dispatched')).toBeVisible();
	await page.getByRole('link', { name: batch.code }).click();
	await page.getByRole('textbox', { name: 'Particle size' }).fill('52');
	await expect(page.getByText('Pass. The product can be packed and dispatched.')).toBeVisible();
});

test('bad input breaks no layout and runs nothing', async ({ page, laboratory }) => {
	const { lot } = await laboratory.held();
	const remark = `<img src=x onerror="document.title='ran'"> ${'مرحبا'.repeat(20)} ${randomUUID().repeat(30)}`;
	await page.goto(`/quality/entry/${lot.id}`);
	await page.getByRole('textbox', { name: 'Moisture' }).fill('4.4');
	await page.getByLabel('Why it is tested again').fill(remark);
	await page.getByRole('button', { name: /^Record/ }).click();
	await expect(page.getByText('Results are missing: pH, Foreign matter.')).toBeVisible();
	await expect(page.getByText(remark.slice(0, 40))).toBeVisible();
	expect(await page.title()).not.toBe('ran');
	const wider = await page.evaluate(
		() => document.documentElement.scrollWidth - document.documentElement.clientWidth
	);
	expect(wider).toBe(0);
});
