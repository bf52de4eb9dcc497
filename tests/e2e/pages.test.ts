import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Resend } from 'resend';
import type { Keys } from '../../local/keys.ts';
import { dataDir } from './stack.ts';
import { expect, test } from './test.ts';

test('the studio opens and edits a row', async ({ page, stack, person, service }) => {
	await page.goto(`${stack.studioUrl}editor`);
	await page.getByText('profiles').first().click();
	await page.getByRole('button', { name: 'Filter', exact: true }).click();
	await page.getByRole('button', { name: 'Add filter' }).click();
	await page.getByRole('menu', { name: 'Filter' }).getByRole('button').first().click();
	await page.getByRole('menuitem', { name: 'id', exact: true }).click();
	await page.getByPlaceholder('Enter a value').fill(person.id);
	await page.getByRole('button', { name: 'Apply filter' }).click();
	await page.keyboard.press('Escape');
	const row = page.getByRole('row').filter({ hasText: person.id });
	await row.getByText(person.fullName).dblclick();
	const editor = row.locator('input:focus');
	await editor.fill('Edited in the studio');
	await editor.press('Enter');
	await expect
		.poll(
			async () =>
				(await service.from('profiles').select('full_name').eq('id', person.id).single()).data
		)
		.toEqual({ full_name: 'Edited in the studio' });
});

test.describe('the inbox', () => {
	// That the script of a mail was stopped is what the browser says.
	test.use({ allowedComplaints: /Blocked script execution/ });

	test('a mail appears in the inbox by itself and can be read', async ({ page, stack }) => {
		const keys = JSON.parse(readFileSync(join(dataDir, 'keys.json'), 'utf8')) as Keys;
		const resend = new Resend(keys.resendApiKey, {
			baseUrl: new URL('resend', stack.inboxUrl).href
		});
		await page.goto(stack.inboxUrl);
		const subject = `Lot on hold ${Date.now()}`;
		const { error } = await resend.emails.send({
			from: 'Lotline <lotline@lotline.test>',
			to: 'qa@lotline.test',
			subject,
			html: '<p>Lot <b>ALC-24-051</b> is on hold.</p><script>document.title = "ran"</script>',
			text: 'Lot ALC-24-051 is on hold.'
		});
		expect(error).toBeNull();
		await page.getByText(subject).first().click();
		await expect(page.frameLocator('iframe').getByText('ALC-24-051')).toBeVisible();
		await expect(page.getByText('Delivered').first()).toBeVisible();
		expect(await page.title()).not.toBe('ran');
	});
});
