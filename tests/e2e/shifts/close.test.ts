import { expectAccessible, overflowOf } from '../accessible.ts';
import { call, reasonFor } from '../acts.ts';
import { expect, test } from '../production/floor.ts';

// So near its end it may be closed, and the next may be opened.
test.use({ signedIn: true, left: 0.4 });
test.slow();

test('P3.09 what is missing is named; finished or explained it lets the shift go', async ({
	page,
	floor,
	supervisor
}) => {
	const batch = await floor.drying(supervisor);
	const stop = await call<{ id: string }>(supervisor, 'log_downtime', {
		machine_id: floor.machines.MILL,
		reason_id: await reasonFor(floor.admin, 'downtime')
	});
	await page.goto('/shifts');
	await expect(page.getByText(/Shift N ends at \d\d:\d\d\.\s+2 things are undone\./)).toBeVisible();
	await page.getByRole('link', { name: 'Close shift N' }).click();
	await expect(page.getByRole('heading', { level: 1, name: 'Close shift N' })).toBeVisible();
	const undone = page.getByRole('list', { name: 'Undone', exact: true });
	const stage = undone.getByRole('listitem').filter({ hasText: `Drying of batch ${batch.code}` });
	const stands = undone.getByRole('listitem').filter({ hasText: 'has stood still since' });
	await expect(stage.getByText('Runs still')).toBeVisible();
	const close = page.getByRole('button', { name: 'Close shift N' });
	await expect(close).toBeDisabled();

	await stage.getByRole('button', { name: `Explain: Drying of batch ${batch.code}` }).click();
	const why = stage.getByRole('textbox', { name: /^Why it stays so/ });
	await expect(why).toBeFocused();
	await stage.getByRole('button', { name: 'Keep the reason' }).click();
	await expect(why).toHaveAccessibleDescription(/Explanation has 1 to 2000 characters\./);
	await why.fill('Goes on in the next shift.');
	// What is typed outlives a reload.
	await page.reload();
	await expect(why).toHaveValue('Goes on in the next shift.');
	await stage.getByRole('button', { name: 'Keep the reason' }).click();
	await expect(stage.getByText('Goes on in the next shift.')).toBeVisible();
	await expect(stage.getByText(/^Meena Raghavan, /)).toBeVisible();

	// What is finished elsewhere vanishes by itself.
	await expect(stands).toBeVisible();
	await call(supervisor, 'end_downtime', { downtime_id: stop.id });
	await expect(stands).toBeHidden();

	await page.getByLabel(/^Note to the next shift/).fill('The dryer is warm.');
	await page.getByRole('button', { name: 'Hand over to shift L' }).click();
	await expect(page.getByText('Nobody has taken over yet.')).toBeVisible();
	await expect(page.getByText('The dryer is warm.')).toBeVisible();

	await expect(close).toBeEnabled();
	await close.click();
	const question = page.getByRole('dialog', { name: /^Close Shift N of / });
	await expect(question.getByText(/It locks at once/)).toBeVisible();
	await question.getByRole('button', { name: 'Close shift N' }).click();
	await expect(page.getByText(/^Closed at \d\d:\d\d by Meena Raghavan\./)).toBeVisible();
	await expect(page.getByText(/ask for a correction/)).toBeVisible();
	await expect(close).toBeHidden();
	expect(await overflowOf(page)).toBe(0);
	const { data } = await floor.admin
		.from('shift_runs')
		.select('state, closed_by')
		.eq('site_id', floor.siteId)
		.eq('state', 'locked');
	expect(data).toEqual([{ state: 'locked', closed_by: expect.any(String) }]);
});

test('P3.09 a machine that stands still is ended where it is named', async ({
	page,
	floor,
	supervisor
}) => {
	await call(supervisor, 'log_downtime', {
		machine_id: floor.machines.MILL,
		reason_id: await reasonFor(floor.admin, 'downtime')
	});
	await page.goto(`/shifts/close/${await floor.run()}`);
	await page.getByRole('button', { name: /^Runs again: MILL/ }).click();
	await expect(page.getByText('Nothing is undone.').first()).toBeVisible();
	await expect(page.getByRole('button', { name: 'Close shift N' })).toBeEnabled();
});

test('P3.10 the next supervisor reads what is left to him at the top, and takes over', async ({
	page,
	floor,
	person
}) => {
	const before = await floor.member(['supervisor'], 'Ravi Kumar');
	await floor.assign(before.id, 'now');
	await floor.assign(person.id, 'later');
	const batch = await floor.drying(before.client);
	const run = await floor.run();
	await call(before.client, 'hand_over_shift', { run, note: 'Mind the dryer.' });
	await page.goto('/shifts');
	const left = page.getByRole('region', { name: 'Handed over from shift N' });
	await expect(left.getByText('Mind the dryer.')).toBeVisible();
	await expect(left.getByRole('list', { name: 'Stages that run' })).toContainText(batch.code);
	// His shift has not begun; he may open it before.
	await page.getByRole('button', { name: 'Open shift L' }).click();
	await expect(page.getByText(/Shift L begins at/)).toBeHidden();
	await left.getByLabel(/^Answer/).fill('I will.');
	await left.getByRole('button', { name: 'Take over from shift N' }).click();
	await expect(left).toBeHidden();
	await expect(page.getByText(/Taken over by Meena Raghavan/)).toBeVisible();
	// The one before is still his colleague's.
	await page.goto(`/shifts/close/${run}`);
	await expect(page.getByText('I will.')).toBeVisible();
	await expect(
		page.getByText(/closed by who works in it, or by a manager: Ravi Kumar/)
	).toBeVisible();
	await expect(page.getByRole('button', { name: 'Close shift N' })).toBeHidden();
});

test.describe('a manager', () => {
	test.use({ memberships: async ({ floor }, use) => use([{ role: 'manager', site: floor.code }]) });

	test('P3.09 closes the shift of somebody else, who is named; another supervisor may not', async ({
		page,
		floor
	}) => {
		const absent = await floor.member(['supervisor'], 'Ravi Kumar');
		await floor.assign(absent.id, 'now');
		const batch = await floor.drying(absent.client);
		const run = await floor.run();
		const other = await floor.member(['supervisor'], 'Lakshmi Nair');
		await expect(call(other.client, 'close_shift', { run })).rejects.toThrow(
			/You are not assigned to Shift N/
		);

		await page.goto(`/shifts/close/${run}`);
		await expect(page.getByText(/ · Ravi Kumar$/)).toBeVisible();
		const close = page.getByRole('button', { name: 'Close shift N' });
		await expect(close).toBeDisabled();
		await page.getByRole('button', { name: `Explain: Drying of batch ${batch.code}` }).click();
		await page.getByRole('textbox', { name: /^Why it stays so/ }).fill('Ravi fell ill.');
		await page.getByRole('button', { name: 'Keep the reason' }).click();
		await close.click();
		await page
			.getByRole('dialog', { name: /^Close Shift N of / })
			.getByRole('button', { name: 'Close shift N' })
			.click();
		await expect(page.getByText(/^Closed at \d\d:\d\d by Meena Raghavan\./)).toBeVisible();
		await expect(
			call(absent.client, 'log_downtime', {
				machine_id: floor.machines.MILL,
				reason_id: await reasonFor(floor.admin, 'downtime')
			})
		).rejects.toThrow(/Shift N of .* is locked: it was closed at/);
	});
});

test.describe('long before its end', () => {
	test.use({ left: 4 });

	test('P3.09 it says from when the shift can be closed', async ({ page, floor, supervisor }) => {
		void supervisor;
		await page.goto('/shifts');
		await page.getByRole('link', { name: 'Close shift N' }).click();
		await expect(page.getByText(/The shift can be closed from \d\d:00\./)).toBeVisible();
		await expect(page.getByRole('button', { name: 'Close shift N' })).toBeDisabled();
		void floor;
	});
});

test('the page that closes a shift can be read and heard by everybody (axe)', async ({
	page,
	floor,
	supervisor
}) => {
	await floor.drying(supervisor);
	await call(supervisor, 'log_downtime', {
		machine_id: floor.machines.MILL,
		reason_id: await reasonFor(floor.admin, 'downtime')
	});
	await page.goto('/shifts');
	await expect(page.getByText(/Shift N ends at/)).toBeVisible();
	await expectAccessible(page);
	await page.goto(`/shifts/close/${await floor.run()}`);
	await page
		.getByRole('button', { name: /^Explain/ })
		.first()
		.click();
	await expectAccessible(page);
});
