import { expectAccessible, overflowOf } from '../accessible.ts';
import type { Page } from '@playwright/test';
import type { Membership } from '../people.ts';
import { expect, test } from '../test.ts';

test.use({ signedIn: true });

/** Names of the pages that the navigation leads to, also those that a phone has below “More”. */
async function pagesOf(page: Page, isMobile: boolean): Promise<string[]> {
	const navigation = page.getByRole('navigation', { name: 'Main navigation' });
	await expect(navigation.getByRole('link').first()).toBeVisible();
	const named = (names: string[]) => names.map((name) => name.trim()).filter((name) => name);
	const direct = named(await navigation.getByRole('listitem').allInnerTexts());
	if (!isMobile || direct.at(-1) !== 'More') return direct;
	await page.getByRole('button', { name: 'More' }).click();
	const sheet = page.getByRole('dialog', { name: 'More' });
	await expect(sheet.getByRole('link').first()).toBeVisible();
	const more = named(await sheet.getByRole('listitem').allInnerTexts());
	await page.keyboard.press('Escape');
	await expect(sheet).toBeHidden();
	return [...direct.slice(0, -1), ...more];
}

const homes: { is: Membership; path: string; pages: string[] }[] = [
	{
		is: { role: 'supervisor', site: 'MCC1' },
		path: '/shifts',
		pages: ['Shift', 'Packing and dispatch', 'Batches', 'Logbook', 'Corrections', 'Stock', 'Trace']
	},
	{
		is: { role: 'qa', site: 'MCC1' },
		path: '/quality',
		pages: ['QA desk', 'Batches', 'Logbook', 'Corrections', 'Trace', 'QC plans']
	},
	{
		is: { role: 'storekeeper', site: 'MCC1' },
		path: '/purchasing',
		pages: ['Goods in', 'Corrections', 'Stock', 'Trace']
	},
	{
		is: { role: 'dispatch_clerk', site: 'MCC1' },
		path: '/distribution',
		pages: ['Packing and dispatch', 'Batches', 'Stock', 'Trace']
	},
	{ is: { role: 'retailer', site: 'GREENSHELF' }, path: '/stock', pages: ['Stock'] }
];

for (const { is, path, pages } of homes) {
	test.describe(is.role, () => {
		test.use({ memberships: [is] });

		test(`P1.08 lands on ${path} and sees only what it may use`, async ({ page, isMobile }) => {
			await page.goto('/');
			await expect(page).toHaveURL(path);
			const short = (name: string) =>
				isMobile && name === 'Packing and dispatch' ? 'Dispatch' : name;
			if (isMobile && pages.length === 1) {
				await expect(page.getByRole('heading', { name: pages[0]! })).toBeVisible();
				await expect(page.getByRole('navigation', { name: 'Main navigation' })).toBeHidden();
			} else {
				// The last of them are there when all that he may do is known.
				await expect(async () =>
					expect(await pagesOf(page, isMobile)).toEqual(pages.map(short))
				).toPass();
			}
		});
	});
}

test.describe('a manager of every site', () => {
	test.use({ memberships: [{ role: 'manager' }] });

	test('P1.08 lands on the plant board', async ({ page }) => {
		await page.goto('/');
		await expect(page).toHaveURL('/production/board');
		await expect(page.getByRole('heading', { name: 'Plant board' })).toBeVisible();
	});

	test('P1.04 what is shown follows the matrix, not the name of the role', async ({
		page,
		isMobile
	}) => {
		await page.route('**/rest/v1/role_permissions?*', async (route) => {
			const response = await route.fetch();
			const matrix = (await response.json()) as { role: string; permission: string }[];
			await route.fulfill({
				json: matrix.filter(
					({ role, permission }) => role !== 'manager' || permission === 'stock.trace'
				)
			});
		});
		await page.goto('/');
		await expect(page).toHaveURL('/stock/trace');
		if (!isMobile) expect(await pagesOf(page, isMobile)).toEqual(['Trace']);
	});

	test('the site can be changed, everything follows, and the browser remembers it', async ({
		page
	}) => {
		await page.goto('/');
		await expect(page.getByRole('banner').getByText(/Shift [ABC]/)).toBeVisible();
		await page.getByRole('button', { name: 'Site: Microcrystalline Cellulose Plant' }).click();
		await page.getByRole('menuitemcheckbox', { name: 'Distribution Warehouse' }).click();
		const switched = page.getByRole('button', { name: 'Site: Distribution Warehouse' });
		await expect(switched).toBeVisible();
		await expect(page.getByRole('banner').getByText(/Shift [ABC]/)).toBeHidden();
		await page.reload();
		await expect(switched).toBeVisible();
	});

	test('P3.10 the shift that runs now is in the header, with the time that is left', async ({
		page,
		isMobile
	}) => {
		await page.goto('/');
		const shift = page.getByRole('banner').getByRole('paragraph');
		await expect(shift).toHaveText(
			isMobile ? /Shift [ABC].* (h|min)/ : /Shift [ABC] .*\d\d:\d\d–\d\d:\d\d .* left/
		);
	});

	test('P3.10 the time that is left goes by the server, whatever the device shows', async ({
		page
	}) => {
		const shift = page.getByRole('banner').getByRole('paragraph');
		const minutes = async () => {
			const [, hours, rest] = /(?:(\d+) h)? ?(?:(\d+) min)?( left)?$/.exec(
				await shift.innerText()
			)!;
			return Number(hours ?? 0) * 60 + Number(rest ?? 0);
		};
		await page.goto('/');
		await expect(shift).toHaveText(/(h|min)( left)?$/);
		const left = await minutes();
		await page.clock.setSystemTime(Date.now() + 40 * 60_000);
		await page.reload();
		await expect(shift).toHaveText(/(h|min)( left)?$/);
		await expect.poll(async () => left - (await minutes())).toBeLessThan(5);
		expect(left - (await minutes())).toBeGreaterThanOrEqual(0);
	});

	test('the palette opens by ctrl-K, finds pages, and goes there by Enter', async ({ page }) => {
		await page.goto('/');
		await expect(page.getByRole('heading', { name: 'Plant board' })).toBeVisible();
		await page.keyboard.press('Control+k');
		const palette = page.getByRole('dialog', { name: 'Search and commands' });
		await expect(palette.getByRole('combobox')).toBeFocused();
		await page.keyboard.type('st');
		await expect(palette.getByRole('option')).toHaveText(['Stock', /Green Shelf Stores/]);
		await page.keyboard.press('ArrowDown');
		await page.keyboard.press('ArrowUp');
		await expect(palette.getByRole('option', { selected: true })).toHaveText('Stock');
		await page.keyboard.press('Enter');
		await expect(page).toHaveURL('/stock');
		await expect(palette).toBeHidden();
		await page.keyboard.press('Control+k');
		await expect(palette.getByRole('combobox')).toHaveValue('');
		await page.keyboard.type('no such thing');
		await expect(palette.getByText('Nothing fits “no such thing”.')).toBeVisible();
		await page.keyboard.press('Escape');
		await expect(palette).toBeHidden();
	});

	test('the profile menu knows the person, changes theme and language', async ({
		page,
		person
	}) => {
		await page.goto('/');
		const profile = page.getByRole('button', { name: `Profile of ${person.fullName}` });
		await profile.click();
		const menu = page.getByRole('menu');
		await expect(menu).toContainText(person.email);
		await expect(menu).toContainText('Manager');
		await menu.getByRole('menuitem', { name: 'Use the dark theme' }).click();
		await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
		await profile.click();
		await menu.getByRole('menuitemcheckbox', { name: 'हिन्दी' }).click();
		await expect(page.locator('html')).toHaveAttribute('lang', 'hi');
		await page.reload();
		await expect(page.locator('html')).toHaveAttribute('lang', 'hi');
		await profile.click();
		await expect(menu.getByRole('menuitemcheckbox', { name: 'हिन्दी' })).toBeChecked();
	});

	test('P1.07 the account is one press away', async ({ page, person }) => {
		await page.goto('/');
		await page.getByRole('button', { name: `Profile of ${person.fullName}` }).click();
		await page.getByRole('menuitem', { name: 'Your account' }).click();
		await expect(page).toHaveURL('/account');
		await expect(page.getByRole('definition').filter({ hasText: person.email })).toBeVisible();
	});

	test('the bell has nothing yet, and says what will be there', async ({ page }) => {
		await page.goto('/');
		await page.getByRole('button', { name: 'Notifications' }).click();
		await expect(page.getByRole('dialog', { name: 'Notifications' })).toContainText('Nothing new');
		await page.keyboard.press('Escape');
		await expect(page.getByRole('dialog')).toBeHidden();
	});

	test('a keyboard skips the navigation', async ({ page, isMobile }) => {
		test.skip(isMobile, 'A phone has no keyboard.');
		await page.goto('/');
		await expect(page.getByRole('heading', { name: 'Plant board' })).toBeVisible();
		await page.keyboard.press('Tab');
		await expect(page.getByRole('link', { name: 'Skip to the content' })).toBeFocused();
		await page.keyboard.press('Enter');
		await expect(page.getByRole('main')).toBeFocused();
	});

	test.describe('when it cannot be read what the person may do', () => {
		test.use({ allowedComplaints: /ERR_FAILED|status of 503/ });

		test('P14.01 what was read last holds; without it the page says so', async ({ page }) => {
			await page.goto('/');
			await expect(page).toHaveURL('/production/board');
			await page.route('**/rest/v1/memberships?*', (route) => route.abort());
			await page.goto('/');
			await expect(page).toHaveURL('/production/board');
			await expect(page.getByRole('heading', { name: 'Plant board' })).toBeVisible();
			await page.evaluate(() => localStorage.removeItem('lotline-access'));
			await page.goto('/');
			await expect(page.getByText(/What you may do here could not be read/)).toBeVisible({
				timeout: 15_000
			});
		});
	});

	test.describe('in both themes', () => {
		test.slow();

		test('the shell can be read and heard by everybody (axe)', async ({ page, isMobile }) => {
			await page.goto('/');
			await expect(page.getByRole('banner').getByText(/Shift [ABC]/)).toBeVisible();
			await expectAccessible(page);
			await page.keyboard.press('Control+k');
			await expect(page.getByRole('option').first()).toBeVisible();
			await expectAccessible(page);
			await page.keyboard.press('Escape');
			if (!isMobile) return;
			await page.getByRole('button', { name: 'More' }).click();
			await expect(page.getByRole('dialog', { name: 'More' })).toBeVisible();
			await expectAccessible(page);
		});
	});
});

test('P14.04 the shell fits every width', async ({ page }) => {
	await page.goto('/account');
	await expect(page.getByRole('heading', { name: 'Your account' })).toBeVisible();
	for (const width of [320, 390, 640, 820, 1024, 1440]) {
		await page.setViewportSize({ width, height: 800 });
		expect([width, await overflowOf(page)]).toEqual([width, 0]);
	}
});
