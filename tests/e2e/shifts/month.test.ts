import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import type { SupabaseClient } from '@supabase/supabase-js';
import { expectAccessible } from '../accessible.ts';
import { call, insert, newSite } from '../acts.ts';
import { newColleague } from '../people.ts';
import { expect, test as base } from '../test.ts';

const ZONE = 'Asia/Kolkata';
const HOURS = 3600_000;

/** The date so many days from now, where the sites are: YYYY-MM-DD. */
const dateIn = (days: number) =>
	new Date(Date.now() + days * 24 * HOURS).toLocaleDateString('en-CA', { timeZone: ZONE });
const written = (day: string, options: Intl.DateTimeFormatOptions) =>
	new Date(day).toLocaleDateString('en-IN', { ...options, timeZone: 'UTC' });
const monthOf = (day: string) => written(day, { month: 'long', year: 'numeric' });
const dayOf = (day: string) => written(day, { day: 'numeric', month: 'short', year: 'numeric' });

interface Plant {
	code: string;
	id: string;
	/** Two days that follow each other in one month, of which the runs are there. */
	days: [string, string];
}

interface Fixtures {
	/** A plant of this test alone with two shifts, E and F. */
	plant: Plant;
}

async function newPlant(admin: SupabaseClient): Promise<Plant> {
	const code = `M${randomUUID().slice(0, 8).toUpperCase()}`;
	const id = await newSite(admin, { code, name: `Plant ${code}`, kind: 'plant' });
	await insert(admin, 'shifts', [
		{ site_id: id, code: 'E', name: 'Early', starts: '06:00', ends: '14:00' },
		{ site_id: id, code: 'F', name: 'Following', starts: '14:00', ends: '22:00' }
	]);
	const from = monthOf(dateIn(1)) === monthOf(dateIn(2)) ? 1 : 2;
	return { code, id, days: [dateIn(from), dateIn(from + 1)] };
}

const test = base.extend<Fixtures>({
	plant: async ({ admin }, use) => {
		await use(await newPlant(admin));
	},

	memberships: async ({ plant }, use) => {
		await use([{ role: 'manager', site: plant.code }]);
	},

	signedIn: true
});

/** Opens the month that a day is in. */
async function openMonth(page: Page, day: string): Promise<void> {
	await page.goto('/shifts/plan');
	await page.getByRole('combobox', { name: 'How much is shown' }).click();
	await page.getByRole('option', { name: 'Month' }).click();
	await expect(page.getByRole('heading', { name: monthOf(dateIn(0)) })).toBeVisible();
	if (monthOf(day) !== monthOf(dateIn(0)))
		await page.getByRole('button', { name: 'Later' }).click();
	await expect(page.getByRole('heading', { name: monthOf(day) })).toBeVisible();
}

const runOf = async (admin: SupabaseClient, { id }: Plant, day: string, turn: number) => {
	const { data } = await admin
		.from('shift_runs')
		.select('id')
		.match({ site_id: id, business_date: day })
		.order('starts_at');
	return data![turn]!.id as string;
};

test('P8.02 P1.09 the month says who is on, what is wrong and which days are holidays', async ({
	page,
	admin,
	service,
	stack,
	plant,
	isMobile
}) => {
	test.slow();
	const [first, second] = plant.days;
	const { id: person } = await newColleague({ stack, service, admin }, 'Sunil Menon', plant.id, [
		'supervisor'
	]);
	await call(admin, 'assign_shift', { run: await runOf(admin, plant, first, 0), person });
	await insert(admin, 'holidays', [
		{ site_id: plant.id, day: second, name: 'Harvest', works: true }
	]);
	await openMonth(page, first);
	if (isMobile) {
		// A list of its days, as the week is.
		await expect(page.getByRole('grid')).toHaveCount(0);
		const day = page
			.getByRole('listitem')
			.filter({ has: page.getByText(dayOf(first), { exact: true }) });
		await expect(day.getByRole('button', { name: /^E/ })).toBeVisible();
		await expect(day).toContainText('Sunil Menon');
		await expect(page.getByText('Harvest')).toBeVisible();
		return;
	}
	const grid = page.getByRole('grid', { name: monthOf(first) });
	const cell = (day: string) =>
		grid.getByRole('gridcell').filter({ has: page.getByText(dayOf(day), { exact: true }) });
	await expect(
		cell(first)
			.first()
			.getByRole('button', { name: `${dayOf(first)} E Sunil Menon` })
	).toBeVisible();
	const empty = cell(first)
		.first()
		.getByRole('button', { name: `${dayOf(first)} F Nobody yet` });
	await expect(empty).toBeVisible();
	await expect(empty.getByLabel(/has no supervisor|nobody/i)).toBeVisible();
	await expect(cell(second).first()).toContainText('Harvest');

	// From here the run is opened, and somebody taken out of it.
	await cell(first)
		.first()
		.getByRole('button', { name: /E Sunil/ })
		.click();
	const sheet = page.getByRole('dialog', { name: /^Shift E of / });
	await sheet.getByRole('button', { name: 'Take Sunil Menon out' }).click();
	await expect(sheet.getByText('Sunil Menon')).toBeHidden();
	await page.keyboard.press('Escape');
	await expect(
		cell(first)
			.first()
			.getByRole('button', { name: `${dayOf(first)} E Nobody yet` })
	).toBeVisible();
});

test('P8.02 the month is gone through by keyboard alone', async ({ page, plant, isMobile }) => {
	const [first, second] = plant.days;
	await openMonth(page, first);
	if (isMobile) {
		const day = page
			.getByRole('listitem')
			.filter({ has: page.getByText(dayOf(first), { exact: true }) });
		await day.getByRole('button', { name: /^E/ }).focus();
		await page.keyboard.press('Enter');
		await expect(page.getByRole('dialog', { name: /^Shift E of / })).toBeVisible();
		return;
	}
	const grid = page.getByRole('grid', { name: monthOf(first) });
	const run = (day: string, code: string) =>
		grid.getByRole('button', { name: new RegExp(`^${dayOf(day)} ${code}`) });
	await expect(run(first, 'E')).toBeVisible();
	// Tab leads to one run, wherever the month is large.
	await expect(grid.locator('button[tabindex="0"]')).toHaveCount(1);
	await run(first, 'E').focus();
	await expect(grid.locator('button[tabindex="0"]')).toHaveCount(1);
	await page.keyboard.press('ArrowDown');
	await expect(run(first, 'F')).toBeFocused();
	await page.keyboard.press('ArrowRight');
	await expect(run(second, 'F')).toBeFocused();
	await page.keyboard.press('ArrowUp');
	await expect(run(second, 'E')).toBeFocused();
	await page.keyboard.press('ArrowLeft');
	await expect(run(first, 'E')).toBeFocused();
	await page.keyboard.press('End');
	await page.keyboard.press('Home');
	await expect(grid.locator('button:focus')).toHaveText(/E/);
	await run(second, 'F').focus();
	await page.keyboard.press('Enter');
	await expect(page.getByRole('dialog', { name: /^Shift F of / })).toBeVisible();
	await page.keyboard.press('Escape');
	await expect(run(second, 'F')).toBeFocused();
	// The month before has no runs of this plant, or some: the focus is in it, and comes back.
	await page.keyboard.press('PageDown');
	await page.keyboard.press('PageDown');
	await expect(page.getByRole('heading', { name: monthOf(first) })).toBeHidden();
	await expect(page.getByRole('grid')).toBeFocused();
	await page.keyboard.press('PageUp');
	await page.keyboard.press('PageUp');
	await expect(page.getByRole('heading', { name: monthOf(first) })).toBeVisible();
	await expect(grid.locator('button:focus')).toHaveCount(1);
});

test('P8.02 a month without shifts shows its days, and this month is one step away', async ({
	page,
	isMobile
}) => {
	await openMonth(page, dateIn(0));
	await page.getByRole('button', { name: 'Later' }).click();
	await page.getByRole('button', { name: 'Later' }).click();
	if (isMobile) await expect(page.getByText('No runs in these days')).toBeVisible();
	else {
		await expect(page.getByRole('grid', { name: monthOf(dateIn(0)) })).toHaveCount(0);
		await expect(page.getByRole('gridcell').first()).toBeVisible();
		await expect(page.getByRole('grid').getByRole('button')).toHaveCount(0);
	}
	await page.getByRole('button', { name: 'This month' }).click();
	await expect(page.getByRole('heading', { name: monthOf(dateIn(0)) })).toBeVisible();
	await expect(page.getByRole('button', { name: 'This month' })).toBeHidden();
});

test('the month can be read and heard by everybody (axe)', async ({ page, plant }) => {
	test.slow();
	await openMonth(page, plant.days[0]);
	await expect(page.getByRole('button', { name: /Nobody yet|^E/ }).first()).toBeVisible();
	await expectAccessible(page);
});
