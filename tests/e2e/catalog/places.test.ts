import { randomUUID } from 'node:crypto';
import { expectAccessible } from '../accessible.ts';
import { expect, test } from '../test.ts';

test.use({ signedIn: true, memberships: [{ role: 'admin' }] });

const newCode = () => `T${randomUUID().slice(0, 8).toUpperCase()}`;

test('P5.01 places lie in places: one is added in another, found, and moved', async ({
	page,
	admin
}) => {
	test.slow();
	const [rack, shelf] = [newCode(), newCode()];
	await page.goto('/catalog/places');
	await page.getByRole('button', { name: 'Add a place', exact: true }).click();
	const adding = page.getByRole('dialog', { name: 'Add a place' });
	await adding.getByLabel('Code').fill(rack);
	await adding.getByLabel('Name').fill('Rack of a test');
	await adding.getByLabel('Kind').click();
	await page.getByRole('option', { name: 'Storage' }).click();
	await adding.getByRole('button', { name: 'Add a place' }).click();
	await expect(page.getByText(`${rack} is added.`)).toBeVisible();

	await page.getByRole('searchbox').fill(rack);
	await page.getByRole('button', { name: `Add a place in ${rack}` }).click();
	await expect(adding.getByLabel('Lies in')).toHaveValue(rack);
	await adding.getByLabel('Code').fill(shelf);
	await adding.getByLabel('Name').fill('Shelf of a test');
	await adding.getByLabel('Kind').click();
	await page.getByRole('option', { name: 'Storage' }).click();
	await adding.getByRole('button', { name: 'Add a place' }).click();
	await expect(page.getByText(`${shelf} is added.`)).toBeVisible();
	await page.getByRole('searchbox').fill(shelf);
	await expect(page.getByRole('button', { name: new RegExp(rack) }).first()).toBeVisible();
	await expect(page.getByRole('button', { name: new RegExp(`^${shelf}`) })).toBeVisible();
	await page.getByRole('button', { name: `What lies in ${rack}` }).click();
	await expect(page.getByRole('button', { name: new RegExp(`^${shelf}`) })).toBeHidden();
	const { data } = await admin
		.from('locations')
		.select('code, parent:parent_id')
		.in('code', [rack, shelf]);
	expect(data!.filter(({ parent }) => parent !== null)).toMatchObject([{ code: shelf }]);
});

test.describe('what the server refuses', () => {
	test.use({ allowedComplaints: /the server responded with a status of 4\d\d/ });

	test('P5.01 a place cannot lie in one that lies in it', async ({ page, admin }) => {
		const [outer, inner] = [newCode(), newCode()];
		const { data: site } = await admin.from('sites').select('id').eq('code', 'MCC1').single();
		const place = { site_id: site!.id, name: 'Place of a test', kind: 'storage' };
		const { data: made } = await admin
			.from('locations')
			.insert({ ...place, code: outer })
			.select()
			.single();
		await admin.from('locations').insert({ ...place, code: inner, parent_id: made!.id });
		await page.goto('/catalog/places');
		await page.getByRole('searchbox').fill(outer);
		await page.getByRole('button', { name: new RegExp(`^${outer}`) }).click();
		const sheet = page.getByRole('dialog', { name: outer });
		await sheet.getByLabel('Lies in').fill(inner);
		await page.getByRole('option', { name: inner }).click();
		await sheet.getByRole('button', { name: 'Save' }).click();
		await expect(sheet.getByLabel('Lies in')).toHaveAccessibleDescription(
			new RegExp(`${outer} cannot lie in a place that lies in it`)
		);
	});
});

test('places can be read and heard by everybody (axe)', async ({ page }) => {
	await page.goto('/catalog/places');
	await expect(page.getByRole('button', { name: /^STORE-A/ })).toBeVisible();
	await expectAccessible(page);
});
