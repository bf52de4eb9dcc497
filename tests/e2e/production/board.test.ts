import type { Page } from '@playwright/test';
import type { Batch } from '../../../src/lib/production/types.ts';
import { expectAccessible } from '../accessible.ts';
import { call, minutesAgo, reasonFor } from '../acts.ts';
import { expect, test } from '../distribution/works.ts';

/** After this many milliseconds a change was missed; how soon it is usually seen, the golden path measures. */
const SOON = { timeout: 5_000 };

const figure = (page: Page, label: string) =>
	page
		.getByRole('list', { name: 'The plant now' })
		.getByRole('listitem')
		.filter({ hasText: label });

const section = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

async function openBoard(page: Page): Promise<void> {
	await page.goto('/production/board');
	await expect(page.getByText('Live', { exact: true })).toBeVisible();
	await expect(figure(page, 'Running')).toContainText(/\d\sbatch/);
}

test('P7.01 P7.07 what others do on the floor is on the board at once, without a reload', async ({
	page,
	works
}) => {
	test.slow();
	const supervisor = await works.supervisor();
	const { client: qa } = await works.join(['qa']);
	const batch = await works.batch(supervisor);
	await openBoard(page);
	await page.evaluate(() => Object.assign(globalThis, { stayed: true }));
	const line = section(page, 'On the line').getByRole('link', { name: batch.code });
	const wrong = section(page, 'What is wrong');
	await expect(line).toContainText('Not begun');
	await expect(line).toContainText('800 kg');

	await call(supervisor, 'start_stage', {
		batch_id: batch.id,
		machine_id: works.machines.REACTOR,
		operator_name: 'Velu',
		started_at: minutesAgo(30)
	});
	await expect(line).toContainText('Running', SOON);
	await expect(line).toContainText('REACTOR');
	await expect(line).toHaveAttribute('data-changed', '');
	await expect(figure(page, 'Running')).toContainText('1 batch');

	const down = await call<{ id: string }>(supervisor, 'log_downtime', {
		machine_id: works.machines.REACTOR,
		reason_id: await reasonFor(works.admin, 'downtime'),
		started_at: minutesAgo(12)
	});
	await expect(figure(page, 'Stopped now')).toContainText('1 machine', SOON);
	await expect(wrong).toContainText(/Stopped REACTOR The REACTOR .*12 min/);
	await expect(line).toContainText('Stopped');
	await call(supervisor, 'end_downtime', { downtime_id: down.id });
	await expect(figure(page, 'Stopped now')).toContainText('all machines can run', SOON);

	const ended = await call<Batch>(supervisor, 'finish_stage', {
		batch_id: batch.id,
		output_quantity: 700,
		parameters: {}
	});
	await expect(line).toContainText('Waits for QC', SOON);
	await expect(line).toContainText('800 → 700 kg');
	await expect(wrong).toContainText('Pre-treatment lost 12.5 %, more than its limit');
	await expect(figure(page, 'Waiting for QC')).toContainText('1 test');
	await expect(section(page, 'Next')).toContainText(`Test ${batch.code} Pre-treatment`);

	const failed = await call<{ id: string }>(qa, 'record_qc_test', {
		stage_log_id: ended.last!.id,
		results: [
			{ name: 'Moisture', value: 12 },
			{ name: 'pH', value: 6 }
		]
	});
	await expect(figure(page, 'On hold')).toContainText('1 lot', SOON);
	await expect(wrong).toContainText(
		`Failed ${batch.code} Pre-treatment: a value outside its limits`
	);
	await call(qa, 'record_qc_test', {
		stage_log_id: ended.last!.id,
		retest_of: failed.id,
		remarks: 'wet cup',
		results: [
			{ name: 'Moisture', value: 6 },
			{ name: 'pH', value: 6 }
		]
	});
	await expect(line).toContainText('QC pass', SOON);
	await expect(figure(page, 'On hold')).toContainText('nothing is held');
	await expect(section(page, 'Next')).toContainText(`Begin ${batch.code} Drying`);
	expect(await page.evaluate(() => 'stayed' in globalThis)).toBe(true);
});

test('P7.06 every figure opens what it is made of', async ({ page, works }) => {
	test.slow();
	const supervisor = await works.supervisor();
	const batch = await works.batch(supervisor);
	await call(supervisor, 'log_stage', {
		batch_id: batch.id,
		machine_id: works.machines.REACTOR,
		operator_name: 'Velu',
		started_at: minutesAgo(90),
		ended_at: minutesAgo(30),
		output_quantity: 780,
		parameters: {}
	});
	await call(supervisor, 'log_downtime', {
		machine_id: works.machines.DRYER,
		reason_id: await reasonFor(works.admin, 'downtime'),
		started_at: minutesAgo(40),
		ended_at: minutesAgo(20)
	});
	await openBoard(page);

	await page
		.getByRole('figure', { name: /Loss by stage/ })
		.getByRole('link')
		.first()
		.click();
	await expect(page).toHaveURL(/board\/stages\?from=.*stage=/);
	await expect(page.getByRole('link', { name: batch.code })).toBeVisible();
	await page.goBack();

	const downtime = page.getByRole('figure', { name: /Downtime by reason/ });
	await downtime.getByText('Show the numbers').click();
	await downtime.getByRole('cell', { name: '20 min' }).getByRole('link').click();
	await expect(page).toHaveURL(/board\/downtimes\?from=.*reason=/);
	await expect(page.getByText('DRYER The DRYER')).toBeVisible();
	await page.goBack();

	// After midnight yesterday's run is still the one of now.
	await section(page, 'Shifts').getByRole('link', { name: 'Shift N' }).first().click();
	await expect(page).toHaveURL(/board\/stages\?/);
	await expect(page.getByRole('link', { name: batch.code })).toBeVisible();
	await page.getByRole('link', { name: 'Show all days' }).click();
	await expect(page).toHaveURL('/production/board/stages');
	await page.goBack();
	await page.goBack();

	await section(page, 'On the line').getByRole('link', { name: batch.code }).click();
	await expect(page).toHaveURL(new RegExp(`/production/batches/${batch.id}$`));
});

test.describe('without a network', () => {
	test.use({ allowedComplaints: /ERR_INTERNET_DISCONNECTED|WebSocket|status of 503|ERR_FAILED/ });

	test('P14.01 the board says that it is not live, and reads what it missed when it is back', async ({
		page,
		context,
		works
	}) => {
		const supervisor = await works.supervisor();
		await openBoard(page);
		await context.setOffline(true);
		await expect(page.getByText('Not live', { exact: true })).toBeVisible();
		const batch = await works.batch(supervisor);
		await expect(page.getByText(batch.code)).toBeHidden();
		await context.setOffline(false);
		await expect(page.getByRole('link', { name: batch.code }).first()).toBeVisible({
			timeout: 10_000
		});
		await expect(page.getByText('Live', { exact: true })).toBeVisible({ timeout: 10_000 });
	});

	test('what cannot be read says so, and is tried again', async ({ page }) => {
		await page.route('**/rpc/plant_board', (route) => route.abort());
		await page.goto('/production/board');
		const alert = page.getByRole('alert').filter({ hasText: 'The server cannot be reached.' });
		await expect(alert).toBeVisible();
		await expect(alert.getByRole('button', { name: 'Try again' })).toBeVisible();
		await page.unroute('**/rpc/plant_board');
		// By the press, or by itself when the server is there again.
		await expect(figure(page, 'Running')).toContainText('0 batches', { timeout: 10_000 });
	});
});

test('a plant where nothing happens yet says so, and what to do', async ({ page, works }) => {
	await openBoard(page);
	await expect(page.getByText('No batch is in work.')).toBeVisible();
	await expect(page.getByText(/^Nothing\. No hold, no failed test/)).toBeVisible();
	await expect(page.getByText('No machine stood still.')).toBeVisible();
	await expect(
		section(page, 'Shifts').getByRole('link', { name: 'Shift N' }).first()
	).toBeVisible();
	await page.goto('/production/board/stages');
	await expect(page.getByText('No stage ended then')).toBeVisible();
	expect(works.code).toBeTruthy();
});

test('P7.01 on a wall the board stands alone, and Escape leaves it', async ({ page, works }) => {
	await openBoard(page);
	await page.getByRole('button', { name: 'Wall screen' }).click();
	const title = page.getByRole('heading', { name: `Works ${works.code}` });
	await expect(title).toBeVisible();
	await expect(figure(page, 'Running')).toBeVisible();
	const covered = await page
		.getByRole('banner')
		.first()
		.evaluate((header) => {
			const { x, y, width, height } = header.getBoundingClientRect();
			return !header.contains(document.elementFromPoint(x + width / 2, y + height / 2));
		});
	expect(covered).toBe(true);
	await page.getByRole('button', { name: 'Leave the wall screen' }).click();
	await expect(title).toBeHidden();
	await page.goto('/production/board?wall');
	await expect(title).toBeVisible();
	await page.keyboard.press('Escape');
	await expect(page.getByRole('heading', { name: 'Plant board' })).toBeVisible();
});

test('the days of the trends can be chosen with the keyboard', async ({ page, isMobile }) => {
	test.skip(isMobile, 'A phone has no keyboard.');
	await openBoard(page);
	await page.getByRole('radio', { name: '7 days' }).focus();
	const asked = page.waitForRequest(
		(request) =>
			request.url().endsWith('/rpc/plant_trends') && request.postData()!.includes('"days":14')
	);
	await page.keyboard.press('ArrowRight');
	await asked;
	await expect(page.getByRole('radio', { name: '14 days' })).toBeChecked();
});

test('a screen reader and a weak eye find their way on the board (axe)', async ({
	page,
	works
}) => {
	test.slow();
	const supervisor = await works.supervisor();
	const batch = await works.batch(supervisor);
	await call(supervisor, 'log_stage', {
		batch_id: batch.id,
		machine_id: works.machines.REACTOR,
		operator_name: 'Velu',
		started_at: minutesAgo(90),
		ended_at: minutesAgo(30),
		output_quantity: 700,
		parameters: {}
	});
	await call(supervisor, 'log_downtime', {
		machine_id: works.machines.DRYER,
		reason_id: await reasonFor(works.admin, 'downtime'),
		started_at: minutesAgo(20)
	});
	await openBoard(page);
	const downtime = page.getByRole('figure', { name: /Downtime by reason/ });
	await downtime.getByText('Show the numbers').click();
	await expectAccessible(page);
	await page.goto('/production/board/stages');
	await expect(page.getByRole('link', { name: batch.code })).toBeVisible();
	await expectAccessible(page);
	await page.goto('/production/board/downtimes?open');
	await expect(page.getByText('DRYER The DRYER')).toBeVisible();
	await expectAccessible(page);
});
