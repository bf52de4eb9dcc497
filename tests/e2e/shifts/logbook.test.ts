import { readFile } from 'node:fs/promises';
import { call, reasonFor } from '../acts.ts';
import { expect, test } from '../production/floor.ts';
import { lockShift } from './locked.ts';

test.use({ signedIn: true, left: 0.4 });
test.slow();

test('P3.10 the logbook has what is entered as it is entered, and takes remarks', async ({
	page,
	floor,
	supervisor
}) => {
	const batch = await floor.drying(supervisor);
	await page.goto('/shifts/logbook');
	const entries = page.getByRole('list', { name: 'Entries' });
	const stage = entries.getByRole('listitem').filter({ hasText: 'Stage logged' });
	await expect(stage).toContainText('Pre-treatment');
	await expect(stage).toContainText(batch.code);
	await expect(stage).toContainText(/800\skg → 770\skg/);
	await call(supervisor, 'log_downtime', {
		machine_id: floor.machines.MILL,
		reason_id: await reasonFor(floor.admin, 'downtime')
	});
	await expect(entries.getByText('MILL The mill')).toBeVisible();

	await page.getByRole('button', { name: 'Add a remark' }).click();
	const sheet = page.getByRole('dialog', { name: 'Add a remark' });
	await sheet.getByRole('button', { name: 'Add a remark' }).click();
	const remark = sheet.getByRole('textbox', { name: 'Remark' });
	await expect(remark).toHaveAccessibleDescription(/Shift remark has 1 to 2000 characters\./);
	await remark.fill('The forklift is in repair.');
	await sheet.getByRole('button', { name: 'Add a remark' }).click();
	await expect(entries.getByText('The forklift is in repair.')).toBeVisible();
	// Another day has none, and says so.
	await page.getByRole('button', { name: 'The day before' }).click();
	await expect(page.getByText('No shift has begun on this day')).toBeVisible();
});

test('P3.10 a locked shift has its summary, and the file has the same figures', async ({
	page,
	floor,
	supervisor
}) => {
	await floor.drying(supervisor);
	const run = await lockShift(floor, supervisor);
	await page.goto(`/shifts/logbook?run=${run}&show=summary`);
	const losses = page.getByRole('list', { name: 'Loss by stage' });
	await expect(losses.getByRole('listitem').filter({ hasText: 'Pre-treatment' })).toContainText(
		/30\skg of 800\skg/
	);
	await expect(page.getByRole('list', { name: 'Left undone' })).toContainText('Goes on.');
	const downloaded = page.waitForEvent('download');
	await page.getByRole('button', { name: 'Export' }).click();
	const file = await readFile(await (await downloaded).path(), 'utf8');
	expect(file).toMatch(/Loss by stage,Pre-treatment,Loss,30,kg/);
});

test.describe('refused', () => {
	test.use({ allowedComplaints: /status of 4\d\d/, assigned: 'never' });

	test('P1.09 the logbook of another’s shift is not shown, and it is said why', async ({
		page,
		floor,
		supervisor
	}) => {
		void supervisor;
		await page.goto(`/shifts/logbook?run=${await floor.run()}`);
		await expect(page.getByText(/You are not assigned to Shift N of /)).toBeVisible();
	});
});
