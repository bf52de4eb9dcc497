import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { expectAccessible, overflowOf } from '../accessible.ts';
import { expect, test } from '../test.ts';

test.use({ signedIn: true, memberships: [{ role: 'admin' }] });

/** A code that is no other test's. */
const newCode = () => `T${randomUUID().slice(0, 8).toUpperCase()}`;

/** Finds a row of the open table and opens it. */
async function open(page: Page, code: string) {
	await page.getByRole('searchbox').fill(code);
	await page.getByRole('button', { name: code, exact: true }).click();
	const sheet = page.getByRole('dialog', { name: code });
	await expect(sheet).toBeVisible();
	return sheet;
}

async function choose(
	page: Page,
	within: ReturnType<Page['getByRole']>,
	label: string,
	option: string
) {
	await within.getByLabel(label).first().click();
	await page.getByRole('option', { name: option }).first().click();
}

test('P2.01 W1.01 an item is added, found, changed and retired; its code stays', async ({
	page,
	admin
}) => {
	test.slow();
	const code = newCode();
	await page.goto('/catalog');
	await expect(page).toHaveURL('/catalog/items');
	await page.getByRole('button', { name: 'Add an item' }).click();
	const adding = page.getByRole('dialog', { name: 'Add an item' });
	await adding.getByLabel('Code').fill(code.toLowerCase());
	await expect(adding.getByLabel('Code')).toHaveValue(code);
	await adding.getByLabel('Name').fill('Sodium hydroxide');
	await choose(page, adding, 'Kind', 'Raw material');
	await choose(page, adding, 'Base unit', 'kg');
	await choose(page, adding, 'Which lot goes first', 'The one that expires first');
	await adding.getByLabel('Reorder level').fill('25.5');
	await adding.getByRole('button', { name: 'Add an item' }).click();
	await expect(page.getByText(`${code} is added.`)).toBeVisible();

	const sheet = await open(page, code);
	await expect(sheet.getByRole('definition').filter({ hasText: code })).toBeVisible();
	await expect(sheet.getByRole('textbox', { name: 'Code' })).toHaveCount(0);
	await sheet.getByLabel('Name').fill('Sodium hydroxide, pellets');
	await sheet.getByRole('button', { name: 'Save' }).click();
	await expect(page.getByText(`${code} is saved.`)).toBeVisible();
	const { data } = await admin.from('items').select().eq('code', code).single();
	expect(data).toMatchObject({
		name: 'Sodium hydroxide, pellets',
		reorder_level: 25.5,
		price_inr: null,
		active: true
	});

	await open(page, code);
	await sheet.getByText('History').click();
	await expect(sheet.getByText('Sodium hydroxide, pellets')).toBeVisible();
	await sheet.getByRole('button', { name: 'Retire' }).click();
	await page
		.getByRole('dialog', { name: `Retire ${code}?` })
		.getByRole('button', { name: 'Retire' })
		.click();
	await expect(page.getByText(`${code} is retired.`)).toBeVisible();
	await expect(page.getByText('Nothing fits the search and the filters')).toBeVisible();
	await page.getByLabel('State', { exact: true }).click();
	await page.getByRole('option', { name: 'Retired' }).click();
	await open(page, code);
	await sheet.getByRole('button', { name: 'Take back into use' }).click();
	await expect(page.getByText(`${code} is in use again.`)).toBeVisible();
});

test('W1.01 what is wrong is said at its field before it travels, and nothing typed is lost', async ({
	page
}) => {
	await page.goto('/catalog/items');
	await page.getByRole('button', { name: 'Add an item' }).click();
	const sheet = page.getByRole('dialog', { name: 'Add an item' });
	await sheet.getByLabel('Code').fill('with space');
	await sheet.getByLabel('Name').fill('N'.repeat(10_000));
	await choose(page, sheet, 'Kind', 'Trade goods');
	await sheet.getByRole('button', { name: 'Add an item' }).click();
	await expect(sheet.getByLabel('Code')).toHaveAccessibleDescription(
		/Item code is 2 to 24 capital letters/
	);
	await expect(sheet.getByLabel('Code')).toBeFocused();
	await expect(sheet.getByLabel('Name')).toHaveAccessibleDescription(/1 to 120 characters/);
	await expect(sheet.getByLabel('Name')).toHaveValue('N'.repeat(10_000));
	expect(await overflowOf(page)).toBe(0);

	await page.keyboard.press('Escape');
	const leaving = page.getByRole('dialog', { name: 'Leave without saving?' });
	await leaving.getByRole('button', { name: 'Cancel' }).click();
	await expect(sheet.getByLabel('Code')).toHaveValue('WITH SPACE');
	await page.keyboard.press('Escape');
	await leaving.getByRole('button', { name: 'Leave' }).click();
	await expect(sheet).toBeHidden();
});

test.describe('what the server refuses', () => {
	test.use({ allowedComplaints: /the server responded with a status of 4\d\d/ });

	test('W1.01 a code that is taken is said at the code', async ({ page, admin }) => {
		const code = newCode();
		await admin.from('items').insert({ code, name: 'First', kind: 'raw', unit: 'kg' });
		await page.goto('/catalog/items');
		await page.getByRole('button', { name: 'Add an item' }).click();
		const sheet = page.getByRole('dialog', { name: 'Add an item' });
		await sheet.getByLabel('Code').fill(code);
		await sheet.getByLabel('Name').fill('Second');
		await choose(page, sheet, 'Kind', 'Raw material');
		await choose(page, sheet, 'Base unit', 'kg');
		await choose(page, sheet, 'Which lot goes first', 'The one that expires first');
		await sheet.getByRole('button', { name: 'Add an item' }).click();
		await expect(sheet.getByLabel('Code')).toHaveAccessibleDescription(/already/);
		await expect(sheet.getByLabel('Code')).toBeFocused();
		await expect(sheet.getByLabel('Name')).toHaveValue('Second');
	});
});

test('P2.01 a GST number of the wrong form is said at its field; one of the right form is kept', async ({
	page,
	admin
}) => {
	const code = newCode();
	await page.goto('/catalog/partners');
	await page.getByRole('button', { name: 'Add a partner' }).click();
	const sheet = page.getByRole('dialog', { name: 'Add a partner' });
	await sheet.getByLabel('Code').fill(code);
	await sheet.getByLabel('Name').fill('O’Brien & "Söhne" <b>தமிழ்</b>');
	await choose(page, sheet, 'Kind', 'Vendor');
	const gst = sheet.getByLabel('GST number');
	await gst.fill('33aaacv1234f1z');
	await sheet.getByRole('button', { name: 'Add a partner' }).click();
	await expect(gst).toHaveAccessibleDescription(/GST number has the form 22AAAAA0000A1Z5\./);
	await expect(gst).toBeFocused();
	await gst.fill('33aaacv1234f1z5');
	await sheet.getByRole('button', { name: 'Add a partner' }).click();
	await expect(page.getByText('is added.')).toBeVisible();
	const { data } = await admin.from('partners').select().eq('code', code).single();
	expect(data).toMatchObject({
		gst_number: '33AAACV1234F1Z5',
		name: 'O’Brien & "Söhne" <b>தமிழ்</b>'
	});
	await page.getByRole('searchbox').fill(code);
	await expect(page.getByText('1–1 of 1', { exact: true })).toBeVisible();
	await expect(page.getByRole('button', { name: 'O’Brien & "Söhne" <b>தமிழ்</b>' })).toBeVisible();
});

test('of two who change one item the second sees both versions side by side, and chooses', async ({
	page,
	admin
}) => {
	test.slow();
	const code = newCode();
	const { data: item } = await admin
		.from('items')
		.insert({ code, name: 'Before', kind: 'raw', unit: 'kg', description: 'Old' })
		.select()
		.single();
	await page.goto('/catalog/items');
	const sheet = await open(page, code);
	await sheet.getByLabel('Name').fill('Mine');
	await sheet.getByLabel('Reorder level').fill('7');
	await admin.from('items').update({ name: 'Theirs', description: 'New' }).eq('id', item!.id);
	await sheet.getByRole('button', { name: 'Save' }).click();

	await expect(sheet.getByText('Somebody else has changed this meanwhile.')).toBeVisible();
	await expect(sheet.getByRole('radio', { name: /^Mine as you have typed it/ })).toBeChecked();
	await sheet.getByRole('radio', { name: /^Theirs as it is saved now/ }).click();
	await sheet.getByRole('button', { name: 'Save these' }).click();
	await expect(page.getByText(`${code} is saved.`)).toBeVisible();
	const { data: after } = await admin.from('items').select().eq('code', code).single();
	// What only the other has changed stays his; what only this one has, is saved.
	expect(after).toMatchObject({ name: 'Theirs', description: 'New', reorder_level: 7 });
});

test('of two who change one item the second may keep his own', async ({ page, admin }) => {
	const code = newCode();
	const { data: item } = await admin
		.from('items')
		.insert({ code, name: 'Before', kind: 'raw', unit: 'kg' })
		.select()
		.single();
	await page.goto('/catalog/items');
	const sheet = await open(page, code);
	await sheet.getByLabel('Name').fill('Mine');
	await admin.from('items').update({ name: 'Theirs' }).eq('id', item!.id);
	await sheet.getByRole('button', { name: 'Save' }).click();
	await sheet.getByRole('button', { name: 'Save these' }).click();
	await expect(page.getByText(`${code} is saved.`)).toBeVisible();
	const { data: after } = await admin.from('items').select('name').eq('code', code).single();
	expect(after!.name).toBe('Mine');
});

test('what somebody else adds appears by itself', async ({ page, admin }) => {
	const code = newCode();
	await page.goto('/catalog/items');
	await page.getByRole('searchbox').fill(code);
	await expect(page.getByText('Nothing fits the search and the filters')).toBeVisible();
	await admin.from('items').insert({ code, name: 'Live', kind: 'raw', unit: 'kg' });
	await expect(page.getByRole('button', { name: code, exact: true })).toBeVisible();
});

test('an item is added by keyboard alone', async ({ page, isMobile }) => {
	test.skip(isMobile, 'A phone has no keyboard.');
	const name = `Category ${newCode()}`;
	await page.goto('/catalog/categories');
	await expect(page.getByRole('button', { name: 'Add a category' })).toBeVisible();
	await page.getByRole('button', { name: 'Add a category' }).focus();
	await page.keyboard.press('Enter');
	const sheet = page.getByRole('dialog', { name: 'Add a category' });
	await expect(sheet).toBeVisible();
	await sheet.getByLabel('Name').focus();
	await page.keyboard.type(name);
	await page.keyboard.press('Enter');
	await expect(page.getByText(`${name} is added.`)).toBeVisible();
});

test.describe('a distributor', () => {
	test.use({ memberships: [{ role: 'distributor', site: 'WH1' }] });

	test('P1.04 finds only the parts of the catalogue that he may edit', async ({ page }) => {
		await page.goto('/catalog');
		const parts = page.getByRole('navigation', { name: 'Parts of the catalogue' });
		await expect(parts.getByRole('listitem')).toHaveText([
			'Items',
			'Categories',
			'Partners',
			'Places',
			'Reasons',
			'Units'
		]);
		await page.goto('/catalog/machines');
		await expect(
			page.getByText('No machines at this site yet').or(page.getByText('Nothing fits'))
		).toBeVisible();
		await expect(page.getByRole('button', { name: 'Add a machine' })).toHaveCount(0);
	});
});

test.describe('in both themes', () => {
	test.slow();

	test('the catalogue can be read and heard by everybody (axe)', async ({ page }) => {
		for (const part of ['items', 'partners', 'machines', 'reasons', 'units', 'categories']) {
			await page.goto(`/catalog/${part}`);
			await expect(page.getByText(/^1–\d+ of \d+$/)).toBeVisible();
			await expectAccessible(page);
		}
		await page.goto('/catalog/items');
		const sheet = await open(page, 'ALC');
		await sheet.getByText('History').click();
		await expect(sheet.getByText('Added')).toBeVisible();
		await expectAccessible(page);
	});
});
