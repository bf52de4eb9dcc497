import { expectAccessible, overflowOf } from '../accessible.ts';
import { call, reasonFor } from '../acts.ts';
import { expect, test } from '../production/floor.ts';
import { deafen } from '../test.ts';

test.use({ signedIn: true });
test.slow();

test('P3.10 the shift that runs, the time left, and what is next for each batch', async ({
	page,
	floor,
	supervisor
}) => {
	const waiting = await floor.pretreated(supervisor);
	const begun = await floor.begin(supervisor);
	await page.goto('/shifts');
	await expect(page.getByRole('heading', { level: 1, name: 'Shift N, Now' })).toBeVisible();
	const now = page.getByRole('list', { name: 'The shift now' });
	await expect(now.getByText(/\d+ (h|min)/).first()).toBeVisible();
	const batches = page.getByRole('list', { name: 'Batches in work' });
	const first = batches.getByRole('listitem').filter({ hasText: waiting.code });
	await expect(first.getByText('Waits for QC', { exact: true })).toBeVisible();
	await expect(first.getByText('Nothing to do now')).toBeVisible();
	const second = batches.getByRole('listitem').filter({ hasText: begun.code });
	await expect(second.getByRole('button', { name: 'Give material' })).toBeVisible();

	await floor.passStage(waiting);
	await expect(first.getByRole('link', { name: 'Start Drying' })).toBeVisible();
	await expect(first).toHaveAttribute('data-changed');
});

test('P3.01 P5.03 a batch is started and given material by FEFO; another lot needs a reason', async ({
	page,
	floor,
	supervisor
}) => {
	void supervisor;
	const unusable = await floor.goods(500, { passes: false, expires: '2028-01-31' });
	const first = await floor.goods(300, { expires: '2029-01-31' });
	const second = await floor.goods(900, { expires: '2030-01-31' });
	await page.goto('/shifts');
	await page.getByRole('button', { name: 'Start a batch' }).click();
	const start = page.getByRole('dialog', { name: 'Start a batch' });
	// Other tests have products of their own.
	await start.getByRole('combobox', { name: 'Product' }).click();
	await page.getByRole('option', { name: 'MCC Type R-102' }).first().click();
	await expect(start.getByText(/Route \d+: Pre-treatment → Drying/)).toBeVisible();
	await start.getByRole('button', { name: 'Start a batch' }).click();
	const target = start.getByRole('textbox', { name: 'Target quantity' });
	await expect(target).toHaveAccessibleDescription(/There is no quantity./);
	await target.fill('800');
	await start.getByRole('button', { name: 'Start a batch' }).click();
	await expect(page.getByText(/Batch MCC-\d+-\d+-N has begun./)).toBeVisible();

	const material = page.getByRole('dialog', { name: 'Give material' });
	await material.getByRole('combobox', { name: 'Material' }).click();
	await page.getByRole('option', { name: /Alpha Cellulose/ }).click();
	await material.getByRole('textbox', { name: 'How much is wanted' }).fill('800');
	await expect(material.getByText(new RegExp(`${unusable.lot}, STORE: `))).toBeVisible();
	await material.getByRole('radio', { name: new RegExp(second.lot) }).click();
	await expect(
		material.getByRole('combobox', { name: 'Why this lot, though another comes first' })
	).toBeVisible();
	await material.getByRole('radio', { name: new RegExp(first.lot) }).click();
	await material.getByRole('button', { name: /Give 300\skg/ }).click();
	await expect(page.getByText(new RegExp(`300\\skg of ${first.lot} are given.`))).toBeVisible();
	await material.getByRole('button', { name: /Give 500\skg/ }).click();
	await expect(page.getByText(new RegExp(`500\\skg of ${second.lot} are given.`))).toBeVisible();
	await expect(material).toBeHidden();
	await expect(page.getByRole('link', { name: 'Start Pre-treatment' })).toBeVisible();
});

test.describe('refused', () => {
	test.use({ allowedComplaints: /status of 4\d\d/ });

	test('P5.03 a lot out of its turn without a reason is refused at the lot', async ({
		page,
		floor,
		supervisor
	}) => {
		const first = await floor.goods(300, { expires: '2029-01-31' });
		const second = await floor.goods(900, { expires: '2030-01-31' });
		const batch = await floor.begin(supervisor);
		await page.goto(`/shifts?open=material&batch=${batch.id}`);
		const material = page.getByRole('dialog', { name: 'Give material' });
		await material.getByRole('combobox', { name: 'Material' }).click();
		await page.getByRole('option', { name: /Alpha Cellulose/ }).click();
		await material.getByRole('textbox', { name: 'How much is wanted' }).fill('200');
		await material.getByRole('button', { name: /Take another lot/ }).click();
		await material.getByRole('radio', { name: new RegExp(second.lot) }).click();
		await material.getByRole('button', { name: /Give 200\skg/ }).click();
		await expect(
			material.getByText(new RegExp(`Lot ${first.lot} at STORE comes before`))
		).toBeVisible();
		await material.getByRole('combobox', { name: /^Why this lot/ }).click();
		await page.getByRole('option').first().click();
		await material.getByRole('button', { name: /Give 200\skg/ }).click();
		await expect(page.getByText(new RegExp(`200\\skg of ${second.lot} are given.`))).toBeVisible();
	});
});

test('P3.05 a downtime runs with its clock until the machine runs again', async ({
	page,
	floor,
	supervisor
}) => {
	void supervisor;
	await page.goto('/shifts');
	await page.getByRole('button', { name: 'Log downtime' }).click();
	const sheet = page.getByRole('dialog', { name: 'Log downtime' });
	await sheet.getByRole('combobox', { name: 'Machine' }).click();
	await page.getByRole('option', { name: /DRYER/ }).click();
	await page.reload();
	await expect(sheet.getByRole('combobox', { name: 'Machine' })).toHaveText(/DRYER/);
	await sheet.getByRole('button', { name: 'Log downtime' }).click();
	await expect(sheet.getByText('A downtime needs one of the reasons for downtimes.')).toBeVisible();
	await sheet.getByRole('radio', { name: 'Breakdown' }).click();
	await sheet.getByRole('button', { name: 'Log downtime' }).click();
	await expect(page.getByText('DRYER stands still: Breakdown.')).toBeVisible();
	const stopped = page.getByRole('list', { name: 'Machines stopped' });
	await expect(stopped.getByText('DRYER The dryer')).toBeVisible();
	await expect(stopped.getByText('0 min')).toBeVisible();
	await stopped.getByRole('button', { name: 'DRYER runs again' }).click();
	await expect(stopped).toBeHidden();
	const { data } = await floor.admin
		.from('downtimes')
		.select('ended_at')
		.eq('site_id', floor.siteId);
	expect(data).toEqual([{ ended_at: expect.any(String) }]);
});

test.describe('when others work', () => {
	test.use({ assigned: 'later' });

	test('P1.05 says who works now and when one’s own shift is; nothing is offered', async ({
		page,
		floor,
		supervisor
	}) => {
		void supervisor;
		const colleague = await floor.member(['supervisor'], 'Ravi Kumar');
		await floor.assign(colleague.id, 'now');
		await floor.batch(colleague.client);
		await page.goto('/shifts');
		await expect(page.getByText('Shift N runs now, with Ravi Kumar.')).toBeVisible();
		await expect(page.getByText(/Yours is next: shift L, /)).toBeVisible();
		await expect(page.getByText('Ready for Pre-treatment')).toBeVisible();
		await expect(page.getByRole('link', { name: 'Start Pre-treatment' })).toBeHidden();
		await expect(page.getByRole('button', { name: 'Start a batch' })).toBeHidden();
	});
});

test.describe('in no shift', () => {
	test.use({ assigned: 'never' });

	test('P1.05 says who can put one into a shift', async ({ page, supervisor }) => {
		void supervisor;
		await page.goto('/shifts');
		await expect(page.getByText('Shift N runs now, and nobody is assigned to it.')).toBeVisible();
		await expect(page.getByText('You are assigned to no shift.')).toBeVisible();
	});
});

test.describe('a server that fails', () => {
	test.use({ allowedComplaints: /status of 400/ });

	test('what cannot be read is said, with a way to try again', async ({ page, supervisor }) => {
		void supervisor;
		await deafen(page);
		await page.route('**/rest/v1/rpc/shift_board', (route) =>
			route.fulfill({ status: 400, json: { message: 'Not today', code: 'X' } })
		);
		await page.goto('/shifts');
		await expect(page.getByText('Not today')).toBeVisible();
		await page.waitForLoadState('networkidle');
		await page.unroute('**/rest/v1/rpc/shift_board');
		await page.getByRole('button', { name: 'Try again' }).click();
		await expect(page.getByRole('heading', { name: 'Shift N, Now' })).toBeVisible();
	});
});

test('the page and its sheets can be read and heard by everybody (axe)', async ({
	page,
	floor,
	supervisor
}) => {
	const batch = await floor.begin(supervisor);
	await floor.drying(supervisor);
	await floor.goods(500);
	await call(supervisor, 'log_downtime', {
		machine_id: floor.machines.MILL,
		reason_id: await reasonFor(floor.admin, 'downtime')
	});
	await page.goto('/shifts');
	await expect(page.getByRole('list', { name: 'Logged in this shift' })).toBeVisible();
	await expectAccessible(page);
	for (const open of ['start', 'downtime', `material&batch=${batch.id}`]) {
		await page.goto(`/shifts?open=${open}`);
		await expect(page.getByRole('dialog').getByRole('button').last()).toBeVisible();
		await page.waitForTimeout(500);
		await expectAccessible(page);
	}
	expect(await overflowOf(page)).toBe(0);
});
