import type { Locator, Page } from '@playwright/test';
import { expectAccessible, overflowOf } from '../accessible.ts';
import { expect, test } from '../test.ts';

test.beforeEach(async ({ page }) => {
	await page.goto('/styleguide');
	await expect(page.getByText('1–10 of 187')).toBeVisible();
});

/** A list is scrolled by the arrows of the field it belongs to, which keeps the focus. */
const LISTBOX = { part: '[role="listbox"]', except: ['scrollable-region-focusable'] };

test.describe('in both themes', () => {
	// Each look at the page by axe takes seconds where the processor is shared.
	test.slow();

	test('every component can be read and heard by everybody (axe)', async ({ page }) => {
		await expectAccessible(page);
	});

	test('so can lists and menus', async ({ page }) => {
		await page.getByRole('combobox', { name: 'Lot', exact: true }).fill('ALC');
		await expect(page.getByRole('option').first()).toBeVisible();
		await expectAccessible(page, LISTBOX);
		await page.keyboard.press('Escape');

		await page.getByRole('combobox', { name: 'Second machine' }).click();
		await expect(page.getByRole('option', { name: 'MCH-204' })).toBeVisible();
		await expectAccessible(page, LISTBOX);
		await page.keyboard.press('Escape');

		await page.getByRole('button', { name: 'More for MCC-24-051-A' }).click();
		await expect(page.getByRole('menuitem', { name: 'Print label' })).toBeVisible();
		await expectAccessible(page, { part: '[role="menu"]' });
		await page.keyboard.press('Escape');
	});

	test('so can dialogs', async ({ page }) => {
		for (const kind of ['dialog', 'sheet', 'palette']) {
			await page.getByRole('button', { name: `Open ${kind}` }).click();
			await expect(page.getByRole('dialog')).toBeVisible();
			await expectAccessible(page, { part: '[role="dialog"]' });
			await page.keyboard.press('Escape');
			await expect(page.getByRole('dialog')).toBeHidden();
		}
	});

	test('so can toasts', async ({ page }) => {
		for (const kind of ['Done', 'News', 'Waits', 'Failed']) {
			await page.getByRole('button', { name: kind, exact: true }).click();
		}
		await expect(page.getByText('is on hold and may not be moved.')).toBeVisible();
		await expectAccessible(page, { part: '[data-sonner-toaster]' });
	});
});

test('P14.04 nothing is wider than the screen', async ({ page }) => {
	for (const width of [320, 390, 820, 1440]) {
		await page.setViewportSize({ width, height: 800 });
		expect([width, await overflowOf(page)]).toEqual([width, 0]);
	}
});

test.describe('Combobox', () => {
	let lot: Locator;
	test.beforeEach(({ page }) => {
		lot = page.getByRole('combobox', { name: 'Lot', exact: true });
	});

	test('finds while one types; arrows and Enter choose', async ({ page }) => {
		await lot.focus();
		await page.keyboard.type('alc-24-05');
		await expect(page.getByRole('option')).toHaveCount(10);
		await page.keyboard.press('ArrowDown');
		await page.keyboard.press('ArrowDown');
		await expect(lot).toHaveAttribute('aria-activedescendant', /.+/);
		await page.keyboard.press('Enter');
		await expect(lot).toHaveValue(/^ALC-24-05\d$/);
		await expect(page.getByRole('option')).toHaveCount(0);
		await expect(lot).toBeFocused();
	});

	test('Escape closes the list, and what stands for nothing is taken back', async ({ page }) => {
		const given = page.getByRole('combobox', { name: 'Lot given' });
		await given.focus();
		await page.keyboard.type('none like this');
		await expect(page.getByText('Nothing fits “none like this”.')).toBeVisible();
		await page.keyboard.press('Escape');
		await expect(page.getByText('Nothing fits')).toBeHidden();
		await expect(given).toHaveValue('ALC-24-043');
	});

	test('says in its list why nothing could be found', async ({ page }) => {
		await lot.fill('error');
		await expect(
			page.getByRole('alert').filter({ hasText: 'cannot be reached. Try again.' })
		).toBeVisible();
		await lot.fill('ALC-24-079');
		await expect(page.getByRole('option')).toHaveCount(1);
	});

	test('is emptied by its button', async ({ page }) => {
		const given = page.getByRole('combobox', { name: 'Lot given' });
		await page.getByRole('button', { name: 'Clear' }).first().click();
		await expect(given).toHaveValue('');
		await expect(given).toBeFocused();
	});
});

test.describe('Dialog', () => {
	test('takes the focus, keeps it, and gives it back', async ({ page }) => {
		const opener = page.getByRole('button', { name: 'Open dialog' });
		await opener.focus();
		await page.keyboard.press('Enter');
		const dialog = page.getByRole('dialog', { name: 'Move lot ALC-24-051' });
		await expect(dialog).toHaveAccessibleDescription('It stays in the ledger where it was before.');
		for (let press = 0; press < 6; press++) {
			await page.keyboard.press('Tab');
			await expect(dialog.locator(':focus')).toHaveCount(1);
		}
		await page.keyboard.press('Escape');
		await expect(dialog).toBeHidden();
		await expect(opener).toBeFocused();
	});

	test('stays with what was typed when what it asked for is refused', async ({ page }) => {
		await page.getByRole('button', { name: 'Reject lot…' }).click();
		const dialog = page.getByRole('dialog');
		await dialog.getByRole('button', { name: 'Reject lot' }).click();
		await expect(dialog.getByRole('alert')).toHaveText('Say why the lot is rejected.');
		await dialog.getByLabel('Why').fill('Wet bags.');
		await dialog.getByRole('button', { name: 'Reject lot' }).click();
		await expect(page.getByText('Lot ALC-24-051 is rejected.')).toBeVisible();
		await expect(dialog).toBeHidden();
	});
});

test.describe('Table', () => {
	test('arrows go from row to row, Enter opens one, Tab leaves them', async ({
		page,
		isMobile
	}) => {
		const row = (code: string) => page.getByRole('button', { name: code, exact: true });
		await row('ALC-24-001').focus();
		await page.keyboard.press('ArrowDown');
		await page.keyboard.press('ArrowDown');
		await expect(row('ALC-24-003')).toBeFocused();
		await page.keyboard.press('Enter');
		await expect(page.getByText('Opened: ALC-24-003.')).toBeVisible();
		await page.keyboard.press('End');
		await expect(row('ALC-24-010')).toBeFocused();
		await page.keyboard.press('Home');
		await expect(row('ALC-24-001')).toBeFocused();
		await page.keyboard.press('Tab');
		const next = isMobile
			? page.getByRole('button', { name: 'First page' })
			: page.getByRole('combobox', { name: 'Rows on a page' });
		await expect(next).toBeFocused();
	});

	test('another page is seen from its first row', async ({ page, isMobile }) => {
		const row = (code: string) => page.getByRole('button', { name: code, exact: true });
		if (!isMobile) {
			await page.getByRole('combobox', { name: 'Rows on a page' }).click();
			await page.getByRole('option', { name: '100 rows' }).click();
		}
		const last = isMobile ? 10 : 100;
		await row(`ALC-24-${String(last).padStart(3, '0')}`).scrollIntoViewIfNeeded();
		await page.getByRole('button', { name: 'Next page' }).click();
		await expect(row(`ALC-24-${String(last + 1).padStart(3, '0')}`)).toBeInViewport();
	});

	test('P14.04 a page has as many rows as is chosen, from the same row on', async ({
		page,
		isMobile
	}) => {
		test.skip(isMobile, 'On a phone a page stays short.');
		await page.getByRole('button', { name: 'Next page' }).click();
		await expect(page.getByText('11–20 of 187')).toBeVisible();
		await page.getByRole('combobox', { name: 'Rows on a page' }).click();
		await page.getByRole('option', { name: '100 rows' }).click();
		await expect(page.getByText('1–100 of 187')).toBeVisible();
		await expect(page.getByRole('button', { name: 'ALC-24-100', exact: true })).toBeAttached();
	});

	test('of a long page the rows near what is seen are drawn, and all are reached', async ({
		page,
		isMobile
	}) => {
		test.skip(isMobile, 'On a phone a page stays short.');
		await page.getByRole('combobox', { name: 'Rows on a page' }).click();
		await page.getByRole('option', { name: '500 rows' }).click();
		await expect(page.getByText('1–187 of 187')).toBeVisible();
		const table = page.getByRole('table', { name: 'Lots', exact: true });
		const row = (code: string) => table.getByRole('button', { name: code, exact: true });
		await expect(table).toHaveAttribute('aria-rowcount', '188');
		await expect(row('ALC-24-001')).toBeVisible();
		await expect(row('ALC-24-100')).not.toBeAttached();
		await expectAccessible(page, { part: '[role="region"]' });
		const widths = () =>
			table
				.getByRole('columnheader')
				.evaluateAll((headers) => headers.map((header) => header.getBoundingClientRect().width));
		const before = await widths();

		await table.hover();
		await page.mouse.wheel(0, 99 * 36);
		await expect(row('ALC-24-100')).toBeInViewport();
		await expect(table.getByRole('row', { name: 'ALC-24-100' })).toHaveAttribute(
			'aria-rowindex',
			'101'
		);
		await expect(row('ALC-24-050')).not.toBeAttached();
		expect(await widths()).toEqual(before);
		// The order of tabs goes to the first row, wherever one looks.
		await expect(row('ALC-24-001')).toBeAttached();

		// What has the focus stays, wherever one looks and though the page is read again.
		await row('ALC-24-100').focus();
		for (const step of [...Array<number>(12).fill(200), ...Array<number>(24).fill(-200)]) {
			await page.mouse.wheel(0, step);
			await page.waitForTimeout(50);
		}
		await expect(row('ALC-24-100')).toBeFocused();
		await page.mouse.wheel(0, -99 * 36);
		await expect(row('ALC-24-003')).toBeInViewport();
		await page.getByRole('button', { name: 'Change a lot' }).dispatchEvent('click');
		await expect(page.locator('[data-changed]').first()).toBeVisible();
		await expect(row('ALC-24-100')).toBeFocused();
		const drawn = await table
			.locator('[aria-rowindex]')
			.evaluateAll((rows) =>
				rows.map((each) => [Number(each.ariaRowIndex), each.querySelector('button')!.innerText])
			);
		for (const [place, code] of drawn) {
			expect(code).toBe(`ALC-24-${String(Number(place) - 1).padStart(3, '0')}`);
		}

		await page.keyboard.press('ArrowDown');
		await expect(row('ALC-24-101')).toBeFocused();
		await page.keyboard.press('End');
		await expect(row('ALC-24-187')).toBeFocused();
		await expect(row('ALC-24-187')).toBeInViewport();
		await page.keyboard.press('Home');
		await expect(row('ALC-24-001')).toBeFocused();
		await expect(row('ALC-24-001')).toBeInViewport();
		await page.keyboard.press('Enter');
		await expect(page.getByText('Opened: ALC-24-001.')).toBeVisible();
	});

	test('a slash goes to the search, Escape forgets it', async ({ page }) => {
		await page.keyboard.press('/');
		const search = page.getByRole('searchbox', { name: 'Search lots and items' });
		await expect(search).toBeFocused();
		await page.keyboard.type('acid');
		await expect(page.getByText('1–10 of 47')).toBeVisible();
		await page.keyboard.press('Escape');
		await expect(page.getByText('1–10 of 187')).toBeVisible();
	});

	test('filters and pages are asked of the server, and can be forgotten', async ({ page }) => {
		await page.getByRole('button', { name: 'Last page' }).click();
		await expect(page.getByText('181–187 of 187')).toBeVisible();
		await page.getByRole('combobox', { name: 'State' }).click();
		await page.getByRole('option', { name: 'On hold' }).click();
		await expect(page.getByText('1–10 of 27')).toBeVisible();
		await page.getByRole('searchbox', { name: 'Search lots and items' }).fill('no such lot');
		await expect(page.getByText('Nothing fits the search and the filters')).toBeVisible();
		await page.getByRole('button', { name: 'Show all' }).click();
		await expect(page.getByText('1–10 of 187')).toBeVisible();
	});

	test('what failed says why, and reads again', async ({ page }) => {
		const failed = page.getByText('The lots could not be read: the server cannot be reached.');
		await expect(failed).toBeVisible();
		await page.getByRole('alert').filter({ has: failed }).getByRole('button').click();
		await expect(failed).toBeHidden();
	});

	test('a row that somebody else changed is marked for a moment', async ({ page }) => {
		await page.getByRole('button', { name: 'Change a lot' }).click();
		const marked = page.locator('[data-changed]').filter({ hasText: 'ALC-24-002' });
		await expect(marked).toBeVisible();
		await expect(marked).toBeHidden({ timeout: 8_000 });
	});

	test('on a PC its headers sort', async ({ page, isMobile }) => {
		test.skip(isMobile, 'A phone sorts by a list of choices.');
		const header = page.getByRole('columnheader', { name: 'On hand' }).first();
		await header.getByRole('button').click();
		await expect(header).toHaveAttribute('aria-sort', 'ascending');
		await header.getByRole('button').click();
		await expect(header).toHaveAttribute('aria-sort', 'descending');
		await expect(
			page.getByRole('table', { name: 'Lots', exact: true }).getByRole('row').nth(1)
		).toContainText('1,250');
	});

	test('on a phone it is a list, sorted by a list of choices', async ({ page, isMobile }) => {
		test.skip(!isMobile, 'A PC has room for a table.');
		await page.getByRole('combobox', { name: 'Sort' }).click();
		await page.getByRole('option', { name: 'On hand, descending' }).click();
		await expect(
			page.getByRole('list', { name: 'Lots', exact: true }).getByRole('listitem').first()
		).toContainText('1,250');
		const first = page
			.getByRole('list', { name: 'Lots', exact: true })
			.getByRole('listitem')
			.first();
		expect((await first.boundingBox())!.height).toBeGreaterThanOrEqual(44);
	});
});

test.describe('NumberField', () => {
	test('judges by its band while one types', async ({ page }) => {
		const field = page.getByLabel('Outlet temperature');
		await expect(field).toHaveAccessibleDescription(/allowed 95–110\s°C, before 104 Within/);
		await expect(field).toHaveAttribute('inputmode', 'decimal');
		await field.fill('112.5');
		await expect(page.getByText('Above what is allowed: 95–110 °C.')).toBeVisible();
		await field.fill('1,050');
		await expect(field).toHaveValue('1,050');
		await expect(page.getByText('Above what is allowed: 95–110 °C.')).toBeVisible();
		await field.fill('12,5');
		await expect(page.getByText('This is not a number.')).toBeVisible();
		await expect(field).toHaveAttribute('aria-invalid', 'true');
	});
});

test.describe('FileInput', () => {
	const refused = (page: Page) => page.getByRole('alert').filter({ hasText: 'Choose another' });

	test('P12.01 a file that is too large, empty or of a wrong kind is refused before it travels', async ({
		page
	}) => {
		const input = page.getByLabel('Paper GRN');
		const file = (name: string, buffer: Buffer) => ({ name, mimeType: 'application/pdf', buffer });
		await input.setInputFiles(file('big.pdf', Buffer.alloc(10_000_001, '%PDF')));
		await expect(
			page.getByText('“big.pdf” has 10.1 MB; at most 10.0 MB can be sent.')
		).toBeVisible();
		await input.setInputFiles(file('empty.pdf', Buffer.alloc(0)));
		await expect(refused(page)).toHaveText('“empty.pdf” is empty. Choose another file.');
		await input.setInputFiles(file('really.pdf', Buffer.from('MZ not a PDF at all')));
		await expect(refused(page)).toContainText(
			'“really.pdf” is none of PDF, JPEG, PNG, WebP, HEIC.'
		);
		await input.setInputFiles(file('grn.pdf', Buffer.from('%PDF-1.7 …')));
		await expect(page.getByText('grn.pdf')).toBeVisible();
		await expect(refused(page)).toBeHidden();
	});

	test('a photo opens the camera on a phone, and is shown', async ({ page }) => {
		const input = page.getByLabel('Photo of the seal');
		await expect(input).toHaveAttribute('capture', 'environment');
		const pixel = Buffer.from(
			'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
			'base64'
		);
		await input.setInputFiles({ name: 'seal.png', mimeType: 'image/png', buffer: pixel });
		const preview = page.locator('img');
		await expect
			.poll(() => preview.evaluate((image: HTMLImageElement) => image.naturalWidth))
			.toBe(1);
	});
});

test('what is not said in colour alone: every state has an icon and a word', async ({ page }) => {
	for (const word of ['QC pass', 'QC hold', 'Rejected', 'Waits for QC', 'Running', 'Locked']) {
		const chip = page.locator('#figures').getByText(word, { exact: true }).first();
		const icon = chip.locator('[aria-hidden]');
		await expect(icon).toBeVisible();
		await expect(icon).toHaveCSS(
			'mask-image',
			/^url\("data:image\/svg\+xml,.+%3C(path|rect).+"\)$/
		);
	}
});
