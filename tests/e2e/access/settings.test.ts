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

test('P8.01 what somebody else makes of it meanwhile is shown, and what is typed stays', async ({
	page,
	admin,
	isMobile
}) => {
	const key = isMobile ? 'shifts.open_early_minutes' : 'shifts.close_early_minutes';
	const { data } = await admin.from('settings').select('value').eq('key', key).single();
	const before = data!.value as number;
	const becomes = (value: number) => admin.from('settings').update({ value }).eq('key', key);
	await page.goto('/access/settings');
	const row = page.getByRole('listitem').filter({ hasText: key });
	const field = row.getByLabel('Value');
	await expect(field).toHaveValue(String(before));
	await becomes(before + 1);
	await expect(field).toHaveValue(String(before + 1));
	await expect(row.getByText(/meanwhile/)).toBeHidden();

	await field.fill(String(before + 30));
	await becomes(before);
	await expect(row.getByText(new RegExp(`made this ${before}\\smin meanwhile`))).toBeVisible();
	await expect(field).toHaveValue(String(before + 30));
	await row.getByRole('button', { name: 'Undo' }).click();
	await expect(field).toHaveValue(String(before));
	await expect(row.getByText(/meanwhile/)).toBeHidden();
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
