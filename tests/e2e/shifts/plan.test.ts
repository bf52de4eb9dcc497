import { randomUUID } from 'node:crypto';
import type { SupabaseClient } from '@supabase/supabase-js';
import { expectAccessible } from '../accessible.ts';
import { newPerson } from '../people.ts';
import { expect, test } from '../test.ts';

test.use({ signedIn: true, memberships: [{ role: 'manager', site: 'MCC1' }] });

/** Somebody who can be assigned, of this test alone. */
const supervisor = (service: SupabaseClient, admin: SupabaseClient) =>
	newPerson({ service, admin }, `Sunil ${randomUUID().slice(0, 8)}`, [
		{ role: 'supervisor', site: 'MCC1' }
	]);

/** A run that is still to come, and what the plan calls it. */
async function comingRun(admin: SupabaseClient, ahead: number) {
	const { data } = await admin
		.from('shift_runs')
		.select('id, business_date, shift:shifts(code)')
		.eq('state', 'scheduled')
		.eq('shifts.code', 'B')
		.not('shift', 'is', null)
		.gt('starts_at', new Date(Date.now() + ahead * 24 * 3600_000).toISOString())
		.order('starts_at')
		.limit(1)
		.single();
	return data as unknown as { id: string; business_date: string };
}

test('P1.09 P8.02 a person is assigned to a run, and taken out again', async ({
	page,
	admin,
	service,
	isMobile
}) => {
	test.slow();
	const person = await supervisor(service, admin);
	// Each project takes another day.
	const run = await comingRun(admin, isMobile ? 3 : 5);
	await page.goto('/shifts/plan');
	const day = Number(run.business_date.slice(8));
	const row = page.getByRole('listitem').filter({ hasText: new RegExp(`\\b${day} \\w{3} \\d{4}`) });
	await row.getByRole('button', { name: /^B/ }).click();
	const sheet = page.getByRole('dialog', { name: /^Shift B of / });
	await sheet.getByRole('button', { name: 'Assign' }).click();
	await expect(sheet.getByLabel('Another person')).toHaveAccessibleDescription(
		'Choose the person.'
	);
	await sheet.getByLabel('Another person').fill(person.fullName);
	await page.getByRole('option', { name: person.fullName }).click();
	await sheet.getByRole('button', { name: 'Assign' }).click();
	await expect(sheet.getByRole('listitem').filter({ hasText: person.fullName })).toBeVisible();
	await expect(row).toContainText(person.fullName);

	await sheet.getByRole('button', { name: `Take ${person.fullName} out` }).click();
	await expect(sheet.getByRole('listitem').filter({ hasText: person.fullName })).toBeHidden();
	const { data } = await admin
		.from('shift_assignments')
		.select('active')
		.match({ run_id: run.id, user_id: person.id });
	expect(data).toEqual([{ active: false }]);
});

test('P8.02 who is assigned elsewhere appears by itself', async ({
	page,
	admin,
	service,
	isMobile
}) => {
	const person = await supervisor(service, admin);
	const run = await comingRun(admin, isMobile ? 6 : 7);
	await page.goto('/shifts/plan');
	await expect(page.getByRole('button', { name: /^A/ }).first()).toBeVisible();
	const assigned = await admin.rpc('assign_shift', {
		request_id: randomUUID(),
		run: run.id,
		person: person.id
	});
	expect(assigned.error).toBeNull();
	await expect(page.getByRole('listitem').getByText(person.fullName).first()).toBeVisible();
});

// At a site of which no other test needs the shifts.
test.describe('at the warehouse', () => {
	test.use({ memberships: [{ role: 'manager', site: 'WH1' }] });

	test('P8.01 a shift that crosses midnight is added with its grace said, and wrong hours are refused', async ({
		page
	}) => {
		test.slow();
		const code = `T${randomUUID().slice(0, 6).toUpperCase()}`;
		await page.goto('/shifts/plan');
		await page.getByRole('tab', { name: 'Shifts' }).click();
		await expect(
			page.getByText(/Entries are taken until 15\smin after the end of a shift/)
		).toBeVisible();
		await page.getByRole('button', { name: 'Add a shift' }).click();
		const sheet = page.getByRole('dialog', { name: 'Add a shift' });
		await sheet.getByLabel('Code').fill(code);
		await sheet.getByLabel('Name').fill('Night of a test');
		await sheet.getByLabel('Starts').fill('22:00');
		await sheet.getByLabel('Ends').fill('22:00');
		await sheet.getByRole('button', { name: 'Add a shift' }).click();
		await expect(sheet.getByLabel('Ends')).toHaveAccessibleDescription(
			/Shift does not end when it starts\./
		);
		await sheet.getByLabel('Ends').fill('06:00');
		await sheet.getByRole('button', { name: 'Add a shift' }).click();
		await expect(page.getByText(`Shift ${code}, Night of a test is added.`)).toBeVisible();
		await page.getByRole('searchbox').fill(code);
		await expect(page.getByText('22:00–06:00, ends on the next day')).toHaveCount(1);
	});
});

test.describe('a supervisor', () => {
	test.use({ memberships: [{ role: 'supervisor', site: 'MCC1' }] });

	test('P1.09 sees the plan by its address, and changes nothing', async ({ page }) => {
		await page.goto('/shifts/plan');
		await page.getByRole('button', { name: /^A/ }).last().click();
		const sheet = page.getByRole('dialog', { name: /^Shift A of / });
		await expect(sheet).toBeVisible();
		await expect(sheet.getByRole('button', { name: 'Assign' })).toHaveCount(0);
	});
});

test.describe('in both themes', () => {
	test.slow();

	test('the plan can be read and heard by everybody (axe)', async ({ page }) => {
		await page.goto('/shifts/plan');
		await expect(page.getByRole('button', { name: /^A/ }).first()).toBeVisible();
		await expectAccessible(page);
		await page.getByRole('button', { name: /^B/ }).last().click();
		await expect(page.getByRole('dialog', { name: /^Shift B of / })).toBeVisible();
		await expectAccessible(page);
	});
});
