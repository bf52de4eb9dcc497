import { expectAccessible, overflowOf } from '../accessible.ts';
import { expect, test } from '../test.ts';

test.use({ signedIn: true, memberships: [{ role: 'admin' }] });

test('P1.04 the matrix says in words what each role may do', async ({ page, isMobile }) => {
	await page.goto('/access/roles');
	if (isMobile) {
		await expect(page.getByLabel('Adjust stock')).toBeChecked();
		await page.getByLabel('Role', { exact: true }).click();
		await page.getByRole('option', { name: 'Retailer' }).click();
		await expect(page.getByLabel('Adjust stock')).not.toBeChecked();
	} else {
		await expect(page.getByRole('checkbox', { name: 'Manager: adjust stock' })).toBeChecked();
		await expect(page.getByRole('checkbox', { name: 'Retailer: adjust stock' })).not.toBeChecked();
	}
	expect(await overflowOf(page)).toBe(0);
});

test('P1.04 a change is marked, read again, saved, and holds; it can be undone before', async ({
	page,
	admin,
	isMobile
}) => {
	// Each project turns a cell of its own, of which nothing else depends.
	const [role, permission, words] = isMobile
		? (['manager', 'imports.run', 'Bring in existing records'] as const)
		: (['retailer', 'imports.run', 'Retailer: bring in existing records'] as const);
	const cell = page.getByRole('checkbox', { name: words });
	const matching = () => admin.from('role_permissions').select('role').match({ role, permission });
	await page.goto('/access/roles');
	await cell.click();
	await expect(page.getByText('1 change, not saved yet')).toBeVisible();
	await expect(
		page
			.getByText('changed, not saved yet')
			.or(page.getByRole('checkbox', { name: /changed, not saved yet/ }))
			.first()
	).toBeVisible();
	await page.getByRole('button', { name: 'Undo' }).click();
	await expect(cell).not.toBeChecked();
	expect((await matching()).data).toEqual([]);

	await cell.click();
	await page.getByRole('button', { name: 'Review and save' }).click();
	const dialog = page.getByRole('dialog', { name: 'Change what these roles may do?' });
	await expect(dialog).toContainText(/(Retailer|Manager): may bring in existing records/);
	await dialog.getByRole('button', { name: 'Save' }).click();
	await expect(page.getByText('The roles are changed.')).toBeVisible();
	expect((await matching()).data).toEqual([{ role }]);

	await cell.click();
	await page.getByRole('button', { name: 'Review and save' }).click();
	await expect(dialog).toContainText(/may no longer bring in existing records/);
	await dialog.getByRole('button', { name: 'Save' }).click();
	await expect(dialog).toBeHidden();
	expect((await matching()).data).toEqual([]);
});

test('P1.04 nobody takes from himself what he could not give back', async ({ page, isMobile }) => {
	await page.goto('/access/roles');
	if (isMobile) {
		await page.getByLabel('Role', { exact: true }).click();
		await page.getByRole('option', { name: 'Administrator' }).click();
		await expect(page.getByLabel('Change what a role may do')).toBeDisabled();
		await expect(page.getByLabel('Change settings')).toBeEnabled();
	} else {
		const cell = (words: string) => page.getByRole('checkbox', { name: `Administrator: ${words}` });
		await expect(cell('change what a role may do')).toBeDisabled();
		await expect(cell('change settings')).toBeEnabled();
	}
});

test.describe('a manager', () => {
	test.use({ memberships: [{ role: 'manager' }] });

	test('P1.04 looks at the matrix and changes nothing', async ({ page }) => {
		await page.goto('/access/roles');
		await expect(page.getByText('Changing it is for who may change roles.')).toBeVisible();
		await expect(page.getByRole('checkbox').first()).toBeDisabled();
	});
});

test.describe('in both themes', () => {
	test.slow();

	test('the matrix can be read and heard by everybody (axe)', async ({ page }) => {
		await page.goto('/access/roles');
		await page.getByRole('checkbox', { disabled: false }).first().click();
		await expect(page.getByText('1 change, not saved yet')).toBeVisible();
		await expectAccessible(page);
	});
});
