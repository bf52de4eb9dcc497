import { expectAccessible } from '../accessible.ts';
import { expect, test } from '../quality/laboratory.ts';

test.use({ roles: ['manager'] });

test('P9.04 a clock runs until the next level is told; taken, it stops and is history', async ({
	page,
	laboratory
}) => {
	const { lot } = await laboratory.held();
	await page.goto('/alerts/escalations');
	const clock = page
		.getByRole('list', { name: 'Running' })
		.getByRole('listitem')
		.filter({ hasText: lot.code });
	await expect(clock.getByRole('timer')).toHaveText(/^(29:\d\d|30:00)$/);
	const before = await clock.getByRole('timer').innerText();
	await expect(clock.getByRole('timer')).not.toHaveText(before);
	await expect(clock.first()).toContainText('until Plant Head is told');
	await expectAccessible(page);

	await clock.getByRole('link').click();
	// To have opened it is to have seen it, which is what this policy waits for.
	await expect(page.getByText('Seen', { exact: true }).first()).toBeVisible();
	await page.goto('/alerts/escalations?show=past');
	await expect(page.getByRole('link', { name: lot.code })).toBeVisible();
	await expectAccessible(page);
});

test('P9.04 where no clock runs, it says so', async ({ page }) => {
	await page.goto('/alerts/escalations');
	await expect(page.getByText('No clock is running')).toBeVisible();
});
