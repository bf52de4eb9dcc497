import { expectAccessible } from '../accessible.ts';
import { call } from '../acts.ts';
import { expect, test } from './floor.ts';

test.use({ signedIn: true });
test.slow();

const PIXEL = Buffer.from(
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
	'base64'
);

test('P3.08 the answer first, then the journey by stage, the balance and the lots', async ({
	page,
	floor,
	supervisor
}) => {
	const batch = await floor.drying(supervisor);
	await page.goto(`/production/batches/${batch.code}`);
	await expect(page.getByRole('heading', { level: 1, name: batch.code })).toBeVisible();
	const answer = page.getByRole('list', { name: 'How the batch stands' });
	await expect(answer.getByRole('listitem').nth(0)).toContainText('Drying');
	await expect(answer.getByRole('listitem').nth(1)).toContainText('96.3');
	await expect(answer.getByRole('listitem').nth(2)).toContainText('Nothing');
	await expect(answer.getByRole('listitem').nth(3)).toContainText('Finish Drying');
	await expect(page.getByRole('rowheader', { name: 'Pre-treatment' })).toBeVisible();
	await expect(page.getByRole('row', { name: /Pre-treatment/ })).toContainText('770');
	await expect(page.getByText('May lose 1.5 %.')).toBeVisible();
	const lot = page.getByRole('list', { name: 'Materials' }).getByRole('link', { name: /^ALC-/ });
	await expect(lot).toHaveAttribute('href', /\/stock\/lots\//);

	await call(supervisor, 'finish_stage', {
		batch_id: batch.id,
		output_quantity: 740,
		parameters: { drying_temperature: 88 },
		remarks: 'A bag filter was torn.'
	});
	await expect(answer.getByRole('listitem').nth(2)).toContainText(
		'Drying lost 3.9 %, at most 2.5 % is usual.'
	);
	await expect(answer.getByRole('listitem').nth(3)).toContainText('QC of Drying');
	await expect(page.getByText('A bag filter was torn.')).toBeVisible();
});

test('P12.01 a photo is added to a stage and can be opened', async ({
	page,
	floor,
	supervisor
}) => {
	const batch = await floor.drying(supervisor);
	await page.goto(`/production/batches/${batch.id}?open=document`);
	const sheet = page.getByRole('dialog', { name: 'Add a document' });
	await sheet.getByRole('button', { name: 'Add a document' }).click();
	await expect(sheet.getByText('Choose a file first.')).toBeVisible();
	await sheet
		.locator('input[type=file]')
		.setInputFiles({ name: 'filter.png', mimeType: 'image/png', buffer: PIXEL });
	await sheet.getByRole('combobox', { name: 'It is of' }).click();
	await page.getByRole('option', { name: 'Drying' }).click();
	await sheet.getByRole('button', { name: 'Add a document' }).click();
	const papers = page.getByRole('list', { name: 'Documents' });
	await expect(papers.getByText('filter.png')).toBeVisible();
	await expect(papers.getByText(/Drying/)).toBeVisible();
	const opened = page.waitForEvent('popup');
	await papers.getByRole('button', { name: 'Open filter.png' }).click();
	await expect.poll(async () => (await opened).url()).toContain('/storage/v1/');
});

test('P3.02 a photo goes with the stage that is logged', async ({ page, floor, supervisor }) => {
	const batch = await floor.drying(supervisor);
	await page.goto(`/production/batches/${batch.id}/stage`);
	await page.getByRole('textbox', { name: 'Output' }).fill('757');
	await page.getByRole('textbox', { name: 'Drying temperature' }).fill('88');
	await page
		.locator('input[type=file]')
		.setInputFiles({ name: 'dryer.png', mimeType: 'image/png', buffer: PIXEL });
	await expect(page.getByText('dryer.png')).toBeVisible();
	await page.getByRole('button', { name: 'Finish Drying' }).click();
	await expect(page.getByText(`Drying of ${batch.code} is logged.`)).toBeVisible();
	await expect(page.getByText('The photo is with the stage.')).toBeVisible();
	await page.goto(`/production/batches/${batch.id}`);
	await expect(page.getByRole('list', { name: 'Documents' }).getByText('dryer.png')).toBeVisible();
});

test('P5.02 what is left is returned; a batch that nothing was done on is cancelled', async ({
	page,
	floor,
	supervisor
}) => {
	const batch = await floor.batch(supervisor);
	await page.goto(`/production/batches/${batch.id}`);
	await page.getByRole('button', { name: /Return what is left of/ }).click();
	const sheet = page.getByRole('dialog', { name: 'Return material' });
	const quantity = sheet.getByRole('textbox', { name: 'Quantity' });
	await expect(quantity).toHaveValue('800');
	await quantity.fill('100');
	await sheet.getByRole('button', { name: 'Return material' }).click();
	await expect(page.getByText(/100\skg returned/)).toBeVisible();

	await page.getByRole('button', { name: 'Cancel the batch' }).click();
	const cancel = page.getByRole('dialog', { name: 'Cancel the batch' });
	await cancel.getByRole('button', { name: 'Cancel the batch' }).click();
	const why = cancel.getByRole('textbox', { name: 'Why' });
	await expect(why).toHaveAccessibleDescription('A cancellation says why.');
	await why.fill('Ordered twice');
	await cancel.getByRole('button', { name: 'Cancel the batch' }).click();
	await expect(page.getByText(`Batch ${batch.code} is cancelled.`)).toBeVisible();
	await expect(page.getByRole('button', { name: 'Cancel the batch' })).toBeHidden();
});

test('who else looks at the batch is said', async ({ page, browser, floor, supervisor, stack }) => {
	const batch = await floor.batch(supervisor);
	const colleague = await floor.member(['qa'], 'Anita Rao');
	const { data } = await colleague.client.auth.getSession();
	const other = await browser.newContext({
		storageState: {
			cookies: [],
			origins: [
				{
					origin: stack.apiUrl,
					localStorage: [{ name: 'lotline-session', value: JSON.stringify(data.session) }]
				}
			]
		}
	});
	await page.goto(`/production/batches/${batch.id}`);
	const there = await other.newPage();
	await there.goto(`${stack.apiUrl}/production/batches/${batch.id}`);
	await expect(page.getByText('Also here: Anita Rao')).toBeVisible();
	await expect(there.getByText('Also here: Meena Raghavan')).toBeVisible();
	await other.close();
	await expect(page.getByText('Also here: Anita Rao')).toBeHidden();
});

test.describe('refused', () => {
	test.use({ allowedComplaints: /status of 4\d\d/ });

	test('a batch that is not there is said in a sentence', async ({ page, supervisor }) => {
		void supervisor;
		await page.goto('/production/batches/NO-SUCH');
		await expect(page.getByText('There is no batch NO-SUCH.')).toBeVisible();
		await page.goto('/production/batches/00000000-0000-4000-8000-00000000dead');
		await expect(page.getByText('This is not there, or not for you to see.')).toBeVisible();
	});
});

test('P3.10 batches are found by code, status and stage, and move by themselves', async ({
	page,
	floor,
	supervisor,
	isMobile
}) => {
	const dry = await floor.drying(supervisor);
	const begun = await floor.begin(supervisor);
	await page.goto('/production/batches');
	const list = isMobile
		? page.getByRole('list', { name: 'Batches' })
		: page.getByRole('region', { name: 'Batches' });
	const rowOf = (code: string) => list.getByRole('link', { name: code });
	await expect(rowOf(dry.code)).toBeVisible();
	await expect(rowOf(begun.code)).toBeVisible();
	await expect(list.getByText('Drying runs')).toBeVisible();

	await page
		.getByRole('button', { name: 'Stage', exact: true })
		.or(page.getByRole('combobox', { name: 'Stage' }))
		.first()
		.click();
	await page.getByRole('option', { name: 'Drying', exact: true }).click();
	await expect(rowOf(begun.code)).toBeHidden();
	await expect(rowOf(dry.code)).toBeVisible();
	await call(supervisor, 'finish_stage', {
		batch_id: dry.id,
		output_quantity: 757,
		parameters: { drying_temperature: 88 }
	});
	await expect(rowOf(dry.code)).toBeHidden();
	await page.getByRole('button', { name: 'Show all' }).click();
	await page.getByRole('searchbox', { name: 'Search batches' }).fill(begun.code);
	await expect(rowOf(dry.code)).toBeHidden();
	await rowOf(begun.code).click();
	await expect(page.getByRole('heading', { name: begun.code })).toBeVisible();
});

test.describe('a manager', () => {
	test.use({ assigned: 'never' });
	test.use({
		memberships: async ({ floor }, use) => {
			await use([{ role: 'manager', site: floor.code }]);
		}
	});

	test('P11.01 sees the life of the record, and is offered nothing that is not his', async ({
		page,
		floor
	}) => {
		const colleague = await floor.member(['supervisor'], 'Ravi Kumar');
		await floor.assign(colleague.id, 'now');
		const batch = await floor.batch(colleague.client);
		await page.goto(`/production/batches/${batch.id}`);
		await expect(page.getByRole('heading', { name: batch.code })).toBeVisible();
		await expect(page.getByRole('button', { name: 'Give material' })).toBeHidden();
		await expect(page.getByRole('link', { name: /^Start / })).toBeHidden();
		await page.getByRole('button', { name: 'Show', exact: true }).click();
		await expect(page.getByText('Added')).toBeVisible();
	});
});

test('the list and the page can be read and heard by everybody (axe)', async ({
	page,
	floor,
	supervisor
}) => {
	const batch = await floor.drying(supervisor);
	await page.goto('/production/batches');
	await expect(page.getByText(batch.code)).toBeVisible();
	await expectAccessible(page);
	await page.goto(`/production/batches/${batch.id}`);
	await expect(page.getByRole('heading', { name: 'Mass balance' })).toBeVisible();
	await expectAccessible(page);
});
