import type { Page } from '@playwright/test';
import { expectAccessible } from '../accessible.ts';
import { call } from '../acts.ts';
import { idOf } from '../people.ts';
import { expect, test, type Lot, type Works } from './works.ts';

test.use({ kind: 'warehouse', role: 'distributor' });

/** What is refused by the server is in the console too, by the browser's own words. */
const REFUSED = /status of 4\d\d/;

const OIL = 'Coconut Oil';

async function openForm(page: Page): Promise<void> {
	await page.goto('/distribution/new');
	await expect(page.getByRole('heading', { name: 'New shipment' })).toBeVisible();
}

async function chooseCustomer(page: Page, works: Works): Promise<void> {
	await page.getByLabel('Customer').fill(works.customer.name);
	await page.getByRole('option', { name: works.customer.name }).click();
}

async function pick(page: Page, product: string, quantity: string): Promise<void> {
	await page.getByLabel('Product').fill(product);
	await page.getByRole('option', { name: product }).click();
	await page.getByLabel('Quantity', { exact: true }).fill(quantity);
	await page.getByRole('button', { name: 'Pick' }).click();
}

const quantityOf = (page: Page, lot: Lot) => page.getByLabel(`Quantity of ${lot.code}`);

const send = (page: Page) => page.getByRole('button', { name: 'Ship', exact: true }).click();

async function fillPapers(page: Page, invoice: string): Promise<void> {
	await page.getByLabel('Invoice number').fill(invoice);
	await page.getByLabel('Vehicle').fill('tn 38 ab 1234');
	await page.getByLabel('Driver').fill('Murugan S');
}

/** A form that is filled in, with so much of a product. */
async function filled(
	page: Page,
	works: Works,
	quantity: string,
	invoice = 'INV-1'
): Promise<void> {
	await openForm(page);
	await chooseCustomer(page, works);
	await pick(page, OIL, quantity);
	await fillPapers(page, invoice);
}

test('P13.02 W2.02 P5.03 goods are picked in their order, what was passed over is said, and the shipment has its papers', async ({
	page,
	works
}) => {
	test.slow();
	const held = await works.goods(50, '2031-01-31');
	const first = await works.goods(30, '2031-03-31');
	const second = await works.goods(40, '2031-06-30');
	await works.hold(held);

	await page.goto('/distribution');
	await expect(page.getByRole('tab', { name: 'To pack' })).toBeHidden();
	await expect(page.getByRole('link', { name: first.code, exact: true })).toBeVisible();
	await expect(page.getByText(held.code)).toBeHidden();
	await page.getByRole('link', { name: 'New shipment' }).click();

	await chooseCustomer(page, works);
	await expect(page.getByText(`GST ${works.customer.gst}`)).toBeVisible();
	await pick(page, OIL, '45');
	await expect(quantityOf(page, first)).toHaveValue('30');
	await expect(quantityOf(page, second)).toHaveValue('15');
	await expect(page.getByText(`Not taken: ${held.code} at STORE is on hold.`)).toBeVisible();
	await expect(page.getByText('45 pcs, 45 L').first()).toBeVisible();
	await quantityOf(page, second).fill('20');
	await expect(page.getByText('50 pcs, 50 L').first()).toBeVisible();
	await fillPapers(page, 'INV-2026-118');
	await page.getByLabel('Order number').fill('SO-77');
	await send(page);

	await expect(page.getByRole('heading', { name: /^DSP-W/ })).toBeVisible();
	await expect(page.getByText('TN 38 AB 1234')).toBeVisible();
	await expect(page.getByText('Murugan S')).toBeVisible();
	await expect(page.getByText(works.customer.gst)).toBeVisible();
	await expect(page.getByRole('link', { name: `Trace ${first.code}` })).toHaveAttribute(
		'href',
		`/stock/trace?lot=${first.code}&direction=up`
	);
	// In a window of its own; not every Chromium shows a PDF there, some save it.
	const answered = page.context().waitForEvent('response', (file) => file.url().includes('.pdf?'));
	await page.getByRole('button', { name: /^Dispatch report/ }).click();
	const answer = await answered;
	expect(answer.headers()['content-type']).toBe('application/pdf');
});

test('W2.05 P7.07 a shipment that somebody else sends is in the list at once, and its goods are gone', async ({
	page,
	works
}) => {
	const lot = await works.goods(30, '2031-03-31');
	const { client } = await works.join(['dispatch_clerk']);
	await page.goto('/distribution?part=shipments');
	await expect(page.getByText('Nothing has left yet')).toBeVisible();
	const ship = (quantity: number, invoice_number: string) =>
		call<{ number: string }>(client, 'ship_order', {
			site_id: works.siteId,
			customer_id: customerId,
			invoice_number,
			vehicle: 'KA 01 X 1',
			lines: [{ lot_id: lot.id, location_id: works.places.STORE, quantity }]
		});
	const customerId = await idOf(works.admin, 'partners', `C-${works.code}`);
	const { number } = await ship(10, 'INV-A');
	const row = page.getByRole('link', { name: number });
	await expect(row).toBeVisible({ timeout: 2_000 });
	await page.getByRole('tab', { name: 'Ready to ship' }).click();
	await expect(page.getByText('20 pcs')).toBeVisible();
	await ship(20, 'INV-B');
	await expect(page.getByText('Nothing is ready to ship')).toBeVisible({ timeout: 2_000 });
});

test('the list of shipments is searched, filtered and opened', async ({ page, works }) => {
	const lot = await works.goods(30, '2031-03-31');
	const { client } = await works.join(['dispatch_clerk']);
	const customer_id = await idOf(works.admin, 'partners', `C-${works.code}`);
	for (const invoice_number of ['INV-RED', 'INV-BLUE'])
		await call(client, 'ship_order', {
			site_id: works.siteId,
			customer_id,
			invoice_number,
			vehicle: 'KA 01 X 1',
			lines: [{ lot_id: lot.id, location_id: works.places.STORE, quantity: 1 }]
		});
	await page.goto('/distribution?part=shipments');
	await expect(page.getByText('INV-BLUE')).toBeVisible();
	await page.getByRole('searchbox', { name: 'Search shipments' }).fill('red');
	await expect(page.getByText('INV-BLUE')).toBeHidden();
	await expect(page.getByText('INV-RED')).toBeVisible();
	await page.getByRole('combobox', { name: 'Left' }).click();
	await page.getByRole('option', { name: 'Today' }).click();
	await expect(page.getByText('INV-RED')).toBeVisible();
	await page.getByRole('link', { name: /^DSP-/ }).click();
	await expect(page.getByRole('definition').filter({ hasText: 'INV-RED' })).toBeVisible();
});

test.describe('refused', () => {
	test.use({ allowedComplaints: REFUSED });

	test('P5.04 a lot that is held meanwhile is refused in a sentence at its line, and nothing typed is lost', async ({
		page,
		works
	}) => {
		const [first, second] = [
			await works.goods(30, '2031-03-31'),
			await works.goods(40, '2031-06-30')
		];
		await filled(page, works, '45');
		await expect(quantityOf(page, second)).toHaveValue('15');
		await works.hold(second);
		await send(page);
		const quantity = quantityOf(page, second);
		await expect(quantity).toHaveAttribute('aria-invalid', 'true');
		await expect(quantity).toHaveAccessibleDescription(
			new RegExp(`Lot ${second.code} is on hold and may not be shipped\\.`)
		);
		await expect(quantity).toBeFocused();
		await expect(quantityOf(page, first)).toHaveValue('30');
		await expect(page.getByLabel('Invoice number')).toHaveValue('INV-1');
		await expect(page.getByLabel('Driver')).toHaveValue('Murugan S');
		await page.getByRole('button', { name: `Take out ${second.code}` }).click();
		await send(page);
		await expect(page.getByRole('heading', { name: /^DSP-W/ })).toBeVisible();
	});

	test('P5.03 W2.02 another lot than the one whose turn it is needs a reason, which stays with the shipment', async ({
		page,
		works
	}) => {
		const first = await works.goods(30, '2031-03-31');
		const late = await works.goods(40, '2031-06-30');
		await filled(page, works, '10');
		await page.getByRole('button', { name: `Another lot than ${first.code}` }).click();
		await page.getByRole('dialog').getByRole('button', { name: late.code }).click();
		await expect(
			page.getByText(`Lot ${first.code} at STORE comes first: it expires on 31 Mar 2031.`)
		).toBeVisible();
		await send(page);
		const reason = page.getByLabel('Why this lot');
		await expect(reason).toHaveAccessibleDescription(/comes before lot .* give a reason/);
		await reason.click();
		await page.getByRole('option', { name: 'Customer asks for this lot' }).click();
		await send(page);
		await expect(page.getByRole('heading', { name: /^DSP-W/ })).toBeVisible();
		await expect(page.getByText('Customer asks for this lot')).toBeVisible();
	});

	test('P13.02 an invoice that has gone out, and more than is free, are refused at their fields', async ({
		page,
		works
	}) => {
		const lot = await works.goods(30, '2031-03-31');
		const { client } = await works.join(['dispatch_clerk']);
		await call(client, 'ship_order', {
			site_id: works.siteId,
			customer_id: await idOf(works.admin, 'partners', `C-${works.code}`),
			invoice_number: 'INV-GONE',
			vehicle: 'KA 01 X 1',
			lines: [{ lot_id: lot.id, location_id: works.places.STORE, quantity: 5 }]
		});
		await filled(page, works, '10', 'inv-gone');
		await send(page);
		const invoice = page.getByLabel('Invoice number');
		await expect(invoice).toHaveAccessibleDescription(/Invoice inv-gone has gone out already\./);
		await expect(invoice).toBeFocused();
		await invoice.fill('INV-NEW');
		await quantityOf(page, lot).fill('26');
		await expect(page.getByText('Only 25 pcs are free.')).toBeVisible();
		await send(page);
		await expect(quantityOf(page, lot)).toHaveAttribute('aria-invalid', 'true');
	});
});

test('while goods are picked, what is typed stays where it is typed, and the shipment waits for them', async ({
	page,
	works
}) => {
	const lot = await works.goods(30, '2031-03-31');
	await openForm(page);
	await chooseCustomer(page, works);
	const asked = Promise.withResolvers<void>();
	await page.route('**/rest/v1/rpc/suggest_lots', async (route) => {
		await asked.promise;
		await route.continue();
	});
	await pick(page, OIL, '10');
	await fillPapers(page, 'INV-1');
	await page.getByLabel('Order number').focus();
	const ship = page.getByRole('button', { name: 'Ship', exact: true });
	await expect(ship).toHaveAttribute('aria-disabled', 'true');
	await page.keyboard.press('Enter');
	asked.resolve();
	await expect(quantityOf(page, lot)).toHaveValue('10');
	await expect(page.getByLabel('Order number')).toBeFocused();
	await expect(page.getByText('Pick the goods that leave.')).toBeHidden();
	await send(page);
	await expect(page.getByRole('heading', { name: /^DSP-W/ })).toBeVisible();
});

test('bad input is said at its field before it travels', async ({ page, works }) => {
	const lot = await works.goods(30, '2031-03-31');
	await openForm(page);
	await send(page);
	await expect(page.getByLabel('Customer')).toHaveAccessibleDescription(/Choose the customer\./);
	await expect(page.getByLabel('Product')).toHaveAccessibleDescription(
		/Pick the goods that leave\./
	);
	await expect(page.getByLabel('Invoice number')).toHaveAttribute('aria-invalid', 'true');
	const vehicle = page.getByLabel('Vehicle');
	await expect(vehicle).toHaveAttribute('aria-invalid', 'true');
	await vehicle.fill('the red one');
	await expect(vehicle).toHaveAccessibleDescription(/does not look like a registration number/);
	await vehicle.fill('X'.repeat(41));
	await send(page);
	await expect(vehicle).toHaveAccessibleDescription(/Vehicle has 1 to 40 characters\./);
	await vehicle.fill('22 BH 1234 AA');
	await expect(vehicle).not.toHaveAccessibleDescription(/does not look like/);
	await page.getByLabel('Remarks').fill('<script>alert(1)</script> ‮שלום '.repeat(80));
	await page.getByRole('button', { name: 'Pick' }).click();
	await expect(page.getByLabel('Product')).toHaveAccessibleDescription(/Choose what leaves\./);
	await pick(page, OIL, '31');
	await expect(page.getByText('Only 30 pcs of 31 pcs are free.')).toBeVisible();
	await quantityOf(page, lot).fill('ten');
	await expect(page.getByText('This is not a number.')).toBeVisible();
	await send(page);
	await expect(quantityOf(page, lot)).toHaveAttribute('aria-invalid', 'true');
});

test.describe('without a network', () => {
	test.use({ allowedComplaints: /ERR_INTERNET_DISCONNECTED|WebSocket|ERR_FAILED/ });

	test('P14.01 W6.02 what leaves without a network is kept, and sent once when it is back', async ({
		page,
		context,
		works
	}) => {
		test.slow();
		const lot = await works.goods(30, '2031-03-31');
		await filled(page, works, '10', 'INV-OFFLINE');
		await expect(quantityOf(page, lot)).toHaveValue('10');
		await context.setOffline(true);
		await send(page);
		await expect(page.getByText('Invoice INV-OFFLINE is kept on this device.')).toBeVisible();
		await context.setOffline(false);
		const sent = async () => {
			const { data } = await works.admin.from('shipments').select('id').eq('site_id', works.siteId);
			return data?.length;
		};
		await expect.poll(sent, { timeout: 15_000 }).toBe(1);
		await page.goto('/distribution?part=shipments');
		await expect(page.getByText('INV-OFFLINE')).toBeVisible();
		expect(await sent()).toBe(1);
	});
});

test('a shipment is made with the keyboard alone', async ({ page, works, isMobile }) => {
	test.skip(isMobile, 'A phone has no keyboard.');
	await works.goods(30, '2031-03-31');
	await openForm(page);
	await page.getByLabel('Customer').focus();
	await page.keyboard.type(works.customer.name);
	await expect(page.getByRole('option', { name: works.customer.name })).toBeVisible();
	await page.keyboard.press('Enter');
	await page.getByLabel('Product').focus();
	await page.keyboard.type('Coconut O');
	await expect(page.getByRole('option')).toHaveText([/Coconut Oil/]);
	await page.keyboard.press('Enter');
	await expect(page.getByLabel('Quantity', { exact: true })).toBeFocused();
	await page.keyboard.type('5');
	await page.keyboard.press('Enter');
	await expect(page.getByText('5 pcs, 5 L').first()).toBeVisible();
	await expect(page.getByLabel('Product')).toBeFocused();
	for (let n = 0; n < 2; n++) await page.keyboard.press('Tab');
	await page.keyboard.press('Tab');
	await expect(page.getByLabel('Invoice number')).toBeFocused();
	await page.keyboard.type('INV-KEYS');
	await page.keyboard.press('Tab');
	await page.keyboard.type('TN 38 AB 1234');
	await page.keyboard.press('Enter');
	await expect(page.getByRole('heading', { name: /^DSP-W/ })).toBeVisible();
});

test.describe('somebody who may not ship', () => {
	test.use({ kind: 'plant', role: 'supervisor' });

	test('P1.08 is not offered it', async ({ page }) => {
		await page.goto('/distribution');
		await expect(page.getByRole('tab', { name: 'To pack' })).toBeVisible();
		await expect(page.getByRole('link', { name: 'New shipment' })).toBeHidden();
		await page.goto('/distribution/new');
		await expect(page.getByText('You do not ship from here')).toBeVisible();
	});
});

test.describe('in both themes', () => {
	test.use({ allowedComplaints: REFUSED });

	test('a screen reader and a weak eye find their way through a shipment (axe)', async ({
		page,
		works
	}) => {
		test.slow();
		const first = await works.goods(30, '2031-03-31');
		const late = await works.goods(40, '2031-06-30');
		await filled(page, works, '10');
		await page.getByRole('button', { name: `Another lot than ${first.code}` }).click();
		await expect(page.getByRole('dialog').getByRole('button', { name: late.code })).toBeVisible();
		await expectAccessible(page);
		await page.getByRole('dialog').getByRole('button', { name: late.code }).click();
		await page.getByLabel('Vehicle').fill('the red one');
		await send(page);
		await expect(page.getByLabel('Why this lot')).toHaveAttribute('aria-invalid', 'true');
		await expectAccessible(page);
		await page.getByLabel('Why this lot').click();
		await page.getByRole('option', { name: 'Customer asks for this lot' }).click();
		await send(page);
		await expect(page.getByRole('heading', { name: /^DSP-W/ })).toBeVisible();
		await expectAccessible(page);
	});

	test('a screen reader and a weak eye find their way through the lists (axe)', async ({
		page,
		works
	}) => {
		const lot = await works.goods(30, '2031-03-31');
		const { client } = await works.join(['dispatch_clerk']);
		await call(client, 'ship_order', {
			site_id: works.siteId,
			customer_id: await idOf(works.admin, 'partners', `C-${works.code}`),
			invoice_number: 'INV-1',
			vehicle: 'KA 01 X 1',
			lines: [{ lot_id: lot.id, location_id: works.places.STORE, quantity: 5 }]
		});
		for (const part of ['ready', 'shipments']) {
			await page.goto(`/distribution?part=${part}`);
			await expect(page.getByRole('link', { name: /^(COCO-OIL|DSP)-/ }).first()).toBeVisible();
			await expectAccessible(page);
		}
	});
});
