import { expect, PDF, test } from './laboratory.ts';

test('P4.06 QA asks for an override with a reason and a paper', async ({ page, laboratory }) => {
	const { lot } = await laboratory.held();
	await page.goto(`/quality/items/${lot.id}`);
	await page.getByRole('button', { name: 'Ask for an override' }).click();
	const sheet = page.getByRole('dialog', { name: 'Ask for an override' });
	await sheet.getByRole('button', { name: 'Ask the manager' }).click();
	await expect(
		sheet.getByText('An override needs one of the reasons for overrides.')
	).toBeVisible();
	await expect(sheet.getByText('An override needs an attachment.')).toBeVisible();
	await sheet.getByLabel('Reason').click();
	await page.getByRole('option', { name: 'Acceptable variance' }).click();
	await sheet.getByLabel('Why it may pass all the same').fill('Too short');
	await sheet.getByLabel('Attachment').setInputFiles({
		name: 'consent.pdf',
		mimeType: 'application/pdf',
		buffer: Buffer.from(PDF)
	});
	await expect(sheet.getByText('The file is there.')).toBeVisible();
	await sheet.getByRole('button', { name: 'Ask the manager' }).click();
	await expect(
		sheet.getByText('An override is justified in at least 10 characters.')
	).toBeVisible();
	await sheet.getByLabel('Why it may pass all the same').fill('The customer has agreed to it.');
	await sheet.getByRole('button', { name: 'Ask the manager' }).click();

	await expect(page.getByRole('heading', { name: 'Override to decide' })).toBeVisible();
	await expect(page.getByText('You have tested it or asked for this yourself.')).toBeVisible();
	await expect(page.getByRole('button', { name: 'Approve: it passes' })).toBeHidden();
});

test.describe('a manager', () => {
	test.use({ roles: ['manager'] });

	test('P4.06 sees what is out, who asked, why and the paper, before he approves', async ({
		page,
		laboratory
	}) => {
		const { lot, test: held } = await laboratory.held();
		await page.goto('/quality?show=overrides');
		await expect(page.getByText('No override waits for a decision')).toBeVisible();
		await laboratory.ask(held);
		await page.getByRole('link', { name: lot.code }).click();

		await expect(page.getByRole('heading', { name: 'Override to decide' })).toBeVisible();
		await expect(page.getByText(/Latha Iyer asks: Acceptable variance/)).toBeVisible();
		await expect(
			page.getByRole('blockquote').getByText('The customer has agreed to it in writing.')
		).toBeVisible();
		await expect(
			page.getByRole('row', { name: /Moisture.*5.6 %.*at most 5 %/ }).first()
		).toBeVisible();
		await expect(page.getByRole('img', { name: 'deviation.pdf, page 1 of 1' })).toBeVisible();

		await page.getByRole('button', { name: 'Approve: it passes' }).click();
		await expect(page.getByText('A decision says why.')).toBeVisible();
		await page.getByLabel('Why you decide so').fill('Within the contract.');
		await page.getByRole('button', { name: 'Approve: it passes' }).click();
		await expect(page.getByText('It has passed by an override.')).toBeVisible();
		await expect(page.getByText('Override: Approved')).toBeVisible();
		expect(await laboratory.statusOf(lot.id)).toBe('pass');
		expect(await laboratory.testsOf(lot.id)).toMatchObject([{ overridden: true }]);
	});

	test('P4.06 refuses, and it stays on hold', async ({ page, laboratory }) => {
		const { lot, test: held } = await laboratory.held();
		await laboratory.ask(held);
		await page.goto(`/quality/items/${lot.id}`);
		await page.getByLabel('Why you decide so').fill('Too far out.');
		await page.getByRole('button', { name: 'Refuse' }).click();
		await expect(page.getByText('Override: Refused')).toBeVisible();
		await expect(page.getByText(/On hold: Moisture/)).toBeVisible();
		expect(await laboratory.statusOf(lot.id)).toBe('hold');
	});

	test('P4.06 sees that another has decided meanwhile', async ({ page, laboratory }) => {
		const { lot, test: held } = await laboratory.held();
		const asked = await laboratory.ask(held);
		await page.goto(`/quality/items/${lot.id}`);
		await expect(page.getByLabel('Why you decide so')).toBeVisible();
		const other = await laboratory.member(['manager'], 'Kavitha Rao');
		const { error } = await other.client.rpc('decide_override', {
			request_id: crypto.randomUUID(),
			override_id: asked.override!.id,
			approve: true,
			note: 'Within the contract.'
		});
		expect(error).toBeNull();
		await expect(page.getByText('It has passed by an override.')).toBeVisible();
		await expect(page.getByText(/Kavitha Rao/)).toBeVisible();
	});
});

test.describe('who is manager and QA at once', () => {
	test.use({ roles: ['manager', 'qa'], allowedComplaints: /status of 403/ });

	test('P4.06 does not decide on what he has asked for, whatever his page shows', async ({
		page,
		stack,
		session,
		laboratory
	}) => {
		const { createClient } = await import('@supabase/supabase-js');
		const own = createClient(stack.apiUrl, stack.publishableKey, {
			auth: { persistSession: false, autoRefreshToken: false },
			global: { headers: { Authorization: `Bearer ${session!.access_token}` } }
		});
		const { lot, test: held } = await laboratory.held();
		const reasons = await own.from('reason_codes').select('id').eq('purpose', 'override');
		const { error } = await own.rpc('request_override', {
			request_id: crypto.randomUUID(),
			test_id: held.id,
			reason_id: reasons.data![0]!.id as string,
			justification: 'I want it to pass myself.',
			document_path: await laboratory.paper('override')
		});
		expect(error).toBeNull();
		await page.goto(`/quality/items/${lot.id}`);
		await expect(page.getByText('Another manager decides.')).toBeVisible();
		await expect(page.getByRole('button', { name: 'Approve: it passes' })).toBeHidden();

		await page.route('**/rest/v1/rpc/qc_subject', async (route) => {
			const response = await route.fetch();
			const text = (await response.text()).replaceAll('"mine":true', '"mine":false');
			await route.fulfill({ response, body: text.replaceAll('"mine": true', '"mine": false') });
		});
		await page.reload();
		await page.getByLabel('Why you decide so').fill('Within the contract.');
		await page.getByRole('button', { name: 'Approve: it passes' }).click();
		await expect(page.getByText(/does not decide it\. Ask another manager/)).toBeVisible();
		await expect(page.getByLabel('Why you decide so')).toHaveValue('Within the contract.');
		expect(await laboratory.statusOf(lot.id)).toBe('hold');
	});
});
