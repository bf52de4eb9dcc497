import { expectAccessible } from '../accessible.ts';
import { expect, test } from '../stock/site.ts';
import { choose } from '../test.ts';

test.use({
	signedIn: true,
	at: 'MCC1',
	kind: 'raw',
	memberships: [{ role: 'storekeeper', site: 'MCC1' }]
});

const PDF = {
	name: 'note.pdf',
	mimeType: 'application/pdf',
	buffer: Buffer.from('%PDF-1.4\n%%EOF')
};

test('P2.02 P12.01 goods are received against an order with the paper; the lot waits for QC', async ({
	page,
	site
}) => {
	test.slow();
	const number = await site.order(24_000);
	await page.goto('/purchasing');
	await page.getByRole('searchbox').fill(number);
	await page.getByRole('link', { name: site.item.name }).click();
	await expect(page.getByText('24,000 kg')).not.toHaveCount(0);

	await page.getByLabel('Quantity').fill('8');
	await page.getByRole('radio', { name: 't', exact: true }).click();
	await expect(page.getByText('8,000 kg. 16,000 kg of the order remain due.')).toBeVisible();
	await page.getByLabel('Vendor’s lot').fill('V-77');
	await choose(page, 'Put where', 'QC-AREA');
	await page.getByLabel(/^Delivery note/).setInputFiles(PDF);
	await expect(page.getByText('The file is there.')).toBeVisible();
	await page.getByRole('button', { name: 'Receive 8,000 kg' }).click();

	const code = page.getByRole('heading', { level: 2 });
	await expect(code).toHaveText(new RegExp(`^${site.item.code}-\\d\\d-001$`));
	await expect(code).toBeFocused();
	await expect(page.getByText('Waits for QC', { exact: true })).toBeVisible();
	await expect(page.getByText(/^GRN-MCC1-/)).toBeVisible();
	await expect(page.getByRole('button', { name: 'Receive more, 16,000 kg due' })).toBeVisible();

	await page.getByRole('link', { name: 'Open lot' }).click();
	await expect(page.getByText('note.pdf')).toBeVisible();
	await expect(page.getByText('V-77')).toBeVisible();
});

test('P2.03 what is received becomes less due at once, also for who looks on', async ({
	page,
	site
}) => {
	const number = await site.order(100);
	await page.goto('/purchasing');
	await page.getByRole('searchbox').fill(number);
	await expect(page.getByText('1–1 of 1')).toBeVisible();
	const { data: line } = await (
		await site.colleague('storekeeper')
	)
		.from('due_lines')
		.select('id')
		.eq('number', number)
		.single();
	await site.call('storekeeper', 'receive_goods', {
		location_id: site.places['STORE-A'],
		item_id: site.item.id,
		quantity: 30,
		order_line_id: line!.id
	});
	const row = page.locator('[data-changed]').filter({ hasText: site.item.name });
	await expect(row).toContainText('70');
});

test.describe('what is refused', () => {
	test.use({ allowedComplaints: /the server responded with a status of 4\d\d/ });

	test('P2.03 more than is due is said while it is typed, and refused at the field', async ({
		page,
		site
	}) => {
		const number = await site.order(100);
		await page.goto('/purchasing');
		await page.getByRole('searchbox').fill(number);
		await page.getByRole('link', { name: site.item.name }).click();
		await page.getByLabel('Quantity').fill('130');
		await expect(page.getByText('100 kg are due: 30 kg are too many.')).toBeVisible();
		await choose(page, 'Put where', 'STORE-A');
		await page.getByRole('button', { name: 'Receive 130 kg' }).click();
		await expect(page.getByText('Only 100 kg of the order are due.')).toBeVisible();
		await expect(page.getByLabel('Quantity')).toBeFocused();
	});

	test('P2.02 a lot code that is taken lands at its field with everything typed still there', async ({
		page,
		site
	}) => {
		const number = await site.order(100);
		const { data: line } = await (
			await site.colleague('storekeeper')
		)
			.from('due_lines')
			.select('id')
			.eq('number', number)
			.single();
		const taken = `OWN-${site.item.code}`;
		await site.call('storekeeper', 'receive_goods', {
			location_id: site.places['STORE-A'],
			item_id: site.item.id,
			quantity: 1,
			order_line_id: line!.id,
			lot_code: taken
		});
		await page.goto(`/purchasing/receive?line=${line!.id}`);
		await page.getByLabel('Quantity').fill('5');
		await choose(page, 'Put where', 'STORE-A');
		await page.getByRole('radio', { name: 'Its own' }).click();
		await page.getByLabel('Code on the goods').fill(taken);
		await page.getByLabel('Remarks').fill('two bags are torn');
		await page.getByRole('button', { name: 'Receive 5 kg' }).click();
		await expect(page.getByText(`There is already a lot ${taken}.`)).toBeVisible();
		await expect(page.getByLabel('Code on the goods')).toBeFocused();
		await expect(page.getByLabel('Remarks')).toHaveValue('two bags are torn');
		await page.getByLabel('Code on the goods').fill(`${taken}-B`);
		await page.getByRole('button', { name: 'Receive 5 kg' }).click();
		await expect(page.getByRole('heading', { name: `${taken}-B` })).toBeVisible();
	});
});

test('P14.03 what is typed of a receipt stays over a reload', async ({ page, site }) => {
	const number = await site.order(100);
	await page.goto('/purchasing');
	await page.getByRole('searchbox').fill(number);
	await page.getByRole('link', { name: site.item.name }).click();
	await page.getByLabel('Quantity').fill('12.5');
	await page.getByLabel('Vendor’s lot').fill('V-12');
	await choose(page, 'Put where', 'STORE-A');
	await page.reload();
	await expect(page.getByLabel('Quantity')).toHaveValue('12.5');
	await expect(page.getByLabel('Vendor’s lot')).toHaveValue('V-12');
	await expect(page.getByRole('combobox', { name: 'Put where' })).toHaveValue('STORE-A');
});

test('P12.01 a file that is no PDF and no picture is refused before it travels', async ({
	page,
	site
}) => {
	const number = await site.order(100);
	await page.goto('/purchasing');
	await page.getByRole('searchbox').fill(number);
	await page.getByRole('link', { name: site.item.name }).click();
	await page.getByLabel(/^Delivery note/).setInputFiles({
		name: 'note.pdf',
		mimeType: 'application/pdf',
		buffer: Buffer.from('MZ this is a program')
	});
	await expect(page.getByText(/note\.pdf.*(is none of|neither)/)).toBeVisible();
});

test.describe('without a network', () => {
	test.use({ allowedComplaints: /ERR_INTERNET_DISCONNECTED|WebSocket/ });

	test('P14.03 a receipt is kept, and sent once when the network is back', async ({
		page,
		context,
		site
	}) => {
		const number = await site.order(100);
		await page.goto('/purchasing');
		await page.getByRole('searchbox').fill(number);
		await page.getByRole('link', { name: site.item.name }).click();
		await page.getByLabel('Quantity').fill('5');
		await choose(page, 'Put where', 'STORE-A');
		await context.setOffline(true);
		await page.getByRole('button', { name: 'Receive 5 kg' }).click();
		await expect(page.getByText('Kept on this device')).toBeVisible();
		await context.setOffline(false);
		await expect
			.poll(async () => {
				const { count } = await site.admin
					.from('lots')
					.select('id', { count: 'exact', head: true })
					.eq('item_id', site.item.id);
				return count;
			})
			.toBe(1);
	});
});

test('P1.04 who may not make orders is not offered it', async ({ page }) => {
	await page.goto('/purchasing');
	await expect(page.getByRole('link', { name: 'Receive', exact: true })).toBeVisible();
	await expect(page.getByRole('link', { name: 'New order' })).toBeHidden();
	await page.goto('/purchasing/order');
	await expect(page.getByText('Your role does not do this here')).toBeVisible();
});

test.describe('a manager', () => {
	test.use({
		memberships: [{ role: 'manager', site: 'MCC1' }],
		allowedComplaints: /the server responded with a status of 4\d\d/
	});

	test('P2.03 makes an order with lines, and cancels it; a number that is taken lands at its field', async ({
		page,
		site
	}) => {
		const taken = await site.order(1);
		await page.goto('/purchasing/order');
		await page.getByRole('button', { name: 'Make order' }).click();
		await expect(page.getByText('Choose the vendor.')).toBeVisible();
		await choose(page, 'Vendor', 'Vendor X');
		await page.getByLabel('Order number').fill(taken);
		await choose(page, 'Item', site.item.name);
		await page.getByLabel('Quantity').fill('500');
		await page.getByRole('button', { name: 'Make order' }).click();
		await expect(page.getByText(/There is one with .* already/)).toBeVisible();
		await expect(page.getByLabel('Order number')).toBeFocused();

		await page.getByLabel('Order number').fill(`${taken}-2`);
		await page.getByRole('button', { name: 'Make order' }).click();
		await expect(page).toHaveURL(/tab=orders/);
		await page.getByRole('searchbox').fill(`${taken}-2`);
		await page.getByRole('button', { name: `${taken}-2` }).click();
		const sheet = page.getByRole('dialog', { name: `${taken}-2` });
		await expect(sheet.getByText('500 kg due')).toBeVisible();
		await sheet.getByRole('button', { name: 'Cancel order' }).click();
		await page
			.getByRole('dialog', { name: 'Cancel this order?' })
			.getByRole('button', { name: 'Cancel order' })
			.click();
		await expect(page.getByText('Cancelled').first()).toBeVisible();
	});
});

test.describe('a warehouse', () => {
	test.use({ memberships: [{ role: 'distributor', site: 'WH1' }], at: 'WH1', kind: 'trade' });

	test('W2.01 receives without an order; the expiry follows the shelf life', async ({
		page,
		site
	}) => {
		await page.goto('/purchasing/receive');
		await choose(page, 'Item', site.item.name);
		await expect(page.getByText(/^Left empty: /)).toBeVisible();
		await page.getByLabel('Quantity').fill('12');
		await choose(page, 'Vendor', 'Vendor X');
		await page.reload();
		await expect(page.getByRole('combobox', { name: 'Item' })).toHaveValue(site.item.name);
		await expect(page.getByRole('combobox', { name: 'Vendor' })).toHaveValue(/Vendor X/);
		await expect(page.getByLabel('Quantity')).toHaveValue('12');
		await choose(page, 'Put where', 'AISLE-1');
		await page.getByRole('button', { name: 'Receive 12 kg' }).click();
		await expect(
			page.getByRole('heading', { name: new RegExp(`^${site.item.code}-\\d{6}-\\d{6}-001$`) })
		).toBeVisible();
		await expect(page.getByText('QC pass')).toBeVisible();
		await page.getByRole('button', { name: 'Receive another' }).click();
		await expect(page.getByLabel('Quantity')).toHaveValue('');
	});
});

test.describe('in both themes', () => {
	test.slow();

	test('P14.05 goods in can be read and heard by everybody (axe)', async ({ page, site }) => {
		const number = await site.order(100);
		await page.goto('/purchasing');
		await page.getByRole('searchbox').fill(number);
		await expect(page.getByText('1–1 of 1')).toBeVisible();
		await expectAccessible(page);
		await page.getByRole('link', { name: site.item.name }).click();
		await page.getByLabel('Quantity').fill('130');
		await expectAccessible(page);
	});
});
