import { expectAccessible, overflowOf } from '../accessible.ts';
import { expect, test } from '../test.ts';

test.use({ signedIn: true, memberships: [{ role: 'admin' }] });

test('P8.01 a setting says what it does, in which unit and within which limits', async ({
	page
}) => {
	await page.goto('/access/settings');
	const row = page.getByRole('listitem').filter({ hasText: 'session.idle_minutes' });
	await expect(row).toContainText('Minutes without a touch after which somebody is signed out.');
	await expect(row).toContainText('allowed 1–1,440 min');
	await expect(row.getByLabel('Value')).toHaveValue('30');
	expect(await overflowOf(page)).toBe(0);
});

test('P8.01 P8.03 what is outside the limits is refused at its field; what is within them holds', async ({
	page,
	admin,
	isMobile
}) => {
	// Each project changes a setting of its own, of which no other test depends.
	const [key, before, after] = isMobile
		? (['session.idle_minutes', '30', '31'] as const)
		: (['shifts.days_ahead', '14', '15'] as const);
	await page.goto('/access/settings');
	const row = page.getByRole('listitem').filter({ hasText: key });
	const value = row.getByLabel('Value');
	await value.fill('100000');
	await row.getByRole('button', { name: 'Save' }).click();
	await expect(value).toHaveAccessibleDescription(/From 1\s(min|d) to (1,440|90)\s(min|d)\./);
	await expect(value).toBeFocused();
	await value.fill('half an hour');
	await row.getByRole('button', { name: 'Save' }).click();
	await expect(value).toHaveAccessibleDescription(/Enter a number\./);
	await row.getByRole('button', { name: 'Undo' }).click();
	await expect(value).toHaveValue(before);

	await value.fill(after);
	await value.press('Enter');
	await expect(page.getByText('The setting is changed, and holds from now on.')).toBeVisible();
	const { data } = await admin.from('settings').select('value').eq('key', key).single();
	expect(data!.value).toBe(Number(after));
	await row.getByText('Earlier values').click();
	await expect(row.getByText('→').first()).toBeVisible();
	await value.fill(before);
	await value.press('Enter');
	await expect(row.getByRole('button', { name: 'Undo' })).toBeHidden();
});

test.describe('in both themes', () => {
	test.slow();

	test('settings can be read and heard by everybody (axe)', async ({ page }) => {
		await page.goto('/access/settings');
		const row = page.getByRole('listitem').filter({ hasText: 'session.idle_minutes' });
		await row.getByLabel('Value').fill('5000');
		await row.getByRole('button', { name: 'Save' }).click();
		await expect(page.getByText(/^From /)).toBeVisible();
		await expectAccessible(page);
	});
});
