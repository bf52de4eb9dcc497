import { expectAccessible } from '../accessible.ts';
import { call } from '../acts.ts';
import { expect, test } from '../production/floor.ts';

test.use({ signedIn: true });
test.slow();

/** YYYY-MM-DD, so many days from now. */
const inDays = (days: number) =>
	new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

test.describe('a manager', () => {
	test.use({ memberships: async ({ floor }, use) => use([{ role: 'manager', site: floor.code }]) });

	test('P8.02 a person is dragged into a run and into another, by touch put there; conflicts are said', async ({
		page,
		floor,
		isMobile
	}) => {
		// More people than a page of users has come before him by name.
		await Promise.all(
			Array.from({ length: 21 }, (_, n) => floor.member(['retailer'], `Abdul ${n}`))
		);
		const person = await floor.member(['supervisor'], 'Ravi Kumar');
		await page.goto('/shifts/plan');
		await expect(page.getByText(/has no supervisor/).first()).toBeVisible();
		// Late in the evening the day has no second shift.
		const today = page
			.getByRole('listitem')
			.filter({ has: page.getByText('today', { exact: true }) });
		const first = today.getByRole('listitem').first();
		const second = today.locator('xpath=following-sibling::li[1]').getByRole('listitem').first();
		if (isMobile) {
			await second.getByRole('button').click();
			const sheet = page.getByRole('dialog');
			await sheet.getByLabel('Another person').click();
			await page.getByRole('option', { name: 'Ravi Kumar' }).click();
			await sheet.getByRole('button', { name: 'Assign' }).click();
		} else {
			const chip = page.getByRole('group', { name: 'Ravi Kumar' });
			await chip.first().dragTo(first);
			await expect(first).toContainText('Ravi Kumar');
			await first.getByRole('group', { name: 'Ravi Kumar' }).dragTo(second);
		}
		await expect(second).toContainText('Ravi Kumar');
		await expect(first).not.toContainText('Ravi Kumar');
		const { data } = await floor.admin
			.from('shift_assignments')
			.select('id')
			.match({ user_id: person.id, active: true });
		expect(data).toHaveLength(1);
	});

	test('P8.02 on a holiday no shift is laid out; a day is one once', async ({ page, floor }) => {
		await page.goto('/shifts/plan');
		await page.getByRole('tab', { name: 'Holidays' }).click();
		const add = page.getByRole('button', { name: 'Add a holiday' });
		await add.click();
		await expect(page.getByLabel('Name', { exact: true })).toHaveAccessibleDescription(
			/Holiday name has 1 to 80/
		);
		await page.getByLabel('Day', { exact: true }).fill(inDays(5));
		await page.getByLabel('Name', { exact: true }).fill('Pongal');
		await add.click();
		const holidays = page.getByRole('list', { name: 'Holidays' });
		await expect(holidays.getByText('Pongal')).toBeVisible();
		const { count } = await floor.admin
			.from('shift_runs')
			.select('id', { count: 'exact', head: true })
			.match({ site_id: floor.siteId, business_date: inDays(5) });
		expect(count).toBe(0);
		await page.getByRole('button', { name: 'Remove Pongal' }).click();
		await expect(page.getByText('No holidays are coming')).toBeVisible();
	});

	test('P8.02 a rotation puts people into the shifts that come', async ({ page, floor }) => {
		const person = await floor.member(['supervisor'], 'Ravi Kumar');
		await page.goto('/shifts/plan');
		await page.getByRole('tab', { name: 'Rotations' }).click();
		await page.getByRole('button', { name: 'Add a rotation' }).click();
		await page.getByRole('button', { name: 'Keep the rotation' }).click();
		await expect(page.getByLabel('Name', { exact: true })).toHaveAccessibleDescription(
			/Rotation name has 1 to 60/
		);
		await page.getByLabel('Name', { exact: true }).fill('Mornings');
		await page.getByLabel('Begins on the Monday').fill('2026-01-06');
		await page.getByRole('button', { name: 'Keep the rotation' }).click();
		await expect(page.getByLabel('Begins on the Monday')).toHaveAccessibleDescription(
			/Rotation starts on a Monday\./
		);
		await page.getByLabel('Begins on the Monday').fill('2026-01-05');
		await page.getByRole('button', { name: 'Put in' }).click();
		await expect(page.getByLabel('Person')).toHaveAccessibleDescription('Choose the person.');
		await page.getByLabel('Person').fill('Ravi');
		await page.getByRole('option', { name: 'Ravi Kumar' }).click();
		await page.getByRole('button', { name: 'Put in' }).click();
		await page.getByRole('button', { name: 'Take Ravi Kumar out of Mon of week 1' }).click();
		await page.getByRole('button', { name: 'Keep the rotation' }).click();
		await expect(page.getByText(/^Rotation Mornings is kept/)).toBeVisible();
		await expect(page.getByRole('list', { name: 'Rotations' })).toContainText('Ravi Kumar');
		const { data } = await floor.admin
			.from('shift_assignments')
			.select('rotation_id')
			.eq('user_id', person.id)
			.eq('active', true);
		expect(data!.length).toBeGreaterThan(3);
		expect(data!.every(({ rotation_id }) => rotation_id)).toBe(true);
	});

	test('rotations and holidays can be read and heard by everybody (axe)', async ({
		page,
		floor
	}) => {
		void floor;
		await page.goto('/shifts/plan');
		await expect(page.getByText('today', { exact: true })).toBeVisible();
		await expectAccessible(page);
		await page.getByRole('tab', { name: 'Holidays' }).click();
		await expect(page.getByText('No holidays are coming')).toBeVisible();
		await expectAccessible(page);
		await page.getByRole('tab', { name: 'Rotations' }).click();
		await page.getByRole('button', { name: 'Add a rotation' }).click();
		await expect(page.getByRole('button', { name: 'Keep the rotation' })).toBeVisible();
		await expectAccessible(page);
	});
});

test('P8.02 one’s own shifts, and the link for one’s calendar', async ({
	page,
	floor,
	supervisor
}) => {
	void supervisor;
	const colleague = await floor.member(['supervisor'], 'Ravi Kumar');
	await page.goto('/shifts/mine');
	const coming = page.getByRole('list', { name: 'Coming' });
	await expect(coming.getByRole('listitem')).toHaveCount(1);
	// Who else is there appears by itself.
	await call(floor.admin, 'assign_shift', { run: await floor.run(), person: colleague.id });
	await expect(coming.getByText('with Ravi Kumar')).toBeVisible();

	await page.getByRole('button', { name: 'Make a link' }).click();
	await expect(page.getByLabel('Link', { exact: true })).toHaveValue(
		/\/functions\/v1\/calendar\?token=\S{20,}/
	);
	await page.reload();
	await expect(page.getByText(/There is a link since/)).toBeVisible();
	await page.getByRole('button', { name: 'End the link' }).click();
	await page.getByRole('dialog').getByRole('button', { name: 'End the link' }).click();
	await expect(page.getByRole('button', { name: 'Make a link' })).toBeVisible();
});

test('one’s own shifts can be read and heard by everybody (axe)', async ({ page, supervisor }) => {
	void supervisor;
	await page.goto('/shifts/mine');
	await expect(page.getByRole('list', { name: 'Coming' })).toBeVisible();
	await page.getByRole('button', { name: 'Make a link' }).click();
	await expect(page.getByLabel('Link', { exact: true })).toBeVisible();
	await expectAccessible(page);
});
