import { randomUUID } from 'node:crypto';
import { expectAccessible } from '../accessible.ts';
import { call } from '../acts.ts';
import { expect, test } from '../test.ts';

test.use({ signedIn: true, memberships: [{ role: 'admin' }] });

const unique = (name: string) => `${name} ${randomUUID().slice(0, 8)}`;

test('P9.04 a policy is made with its levels, and shows what would happen at 14:05', async ({
	page
}) => {
	test.slow();
	const name = unique('Anomaly that nobody takes');
	await page.goto('/alerts/policies');
	await page.getByRole('link', { name: 'Add a policy' }).click();
	await expect(page.getByText('Complete the policy to see what would happen.')).toBeVisible();
	await page.getByRole('button', { name: 'Save the policy' }).click();
	await expect(page.getByText('Policy name has 1 to 80 characters.')).toBeVisible();
	await expect(page.getByText('Choose who is told.')).toBeVisible();

	await page.getByLabel('Name').fill(name);
	await page.getByRole('combobox', { name: 'Event' }).click();
	await page.getByRole('option', { name: 'Anomaly detected' }).click();
	await page.getByRole('radio', { name: 'somebody has seen it' }).click();
	await page.getByRole('combobox', { name: 'Whom' }).click();
	await page.getByRole('option', { name: 'QA' }).click();
	await page.getByRole('button', { name: 'Add a level' }).click();
	const second = page.getByRole('listitem').filter({ hasText: 'Level 2' });
	await second.getByLabel('After').fill('20');
	await second.getByRole('combobox', { name: 'Who', exact: true }).click();
	await page.getByRole('option', { name: 'Group' }).click();
	await second.getByRole('combobox', { name: 'Whom' }).click();
	await page.getByRole('option', { name: /^Plant Head/ }).click();
	await page.getByRole('button', { name: 'Save the policy' }).click();
	await expect(
		page.getByText('The level before comes after 30 minutes; this one must come later.')
	).toBeVisible();
	await second.getByLabel('After').fill('90');

	await expect(page.getByText('At 14:05 it happens, and people are told at once')).toBeVisible();
	await expect(page.getByText('At 14:35 QA, unless somebody has seen it')).toBeVisible();
	await expect(page.getByText('At 15:35 Plant Head, unless somebody has seen it')).toBeVisible();

	// Out of force, so that no other test meets it.
	await page.getByRole('switch', { name: 'In force' }).click();
	await page.getByRole('button', { name: 'Save the policy' }).click();
	await expect(page).toHaveURL('/alerts/policies');
	const row = page
		.getByRole('list', { name: 'Policies' })
		.getByRole('listitem')
		.filter({ hasText: name });
	await expect(row).toContainText('after 30 min QA; after 1 h 30 min Plant Head');
	await expect(row).toContainText('Turned off');

	await row.getByRole('link').click();
	await page.getByRole('button', { name: 'Remove level 1' }).click();
	await page.getByRole('button', { name: 'Save the policy' }).click();
	await expect(page).toHaveURL('/alerts/policies');
	await expect(row).not.toContainText('QA');
	await expect(row).toContainText('after 1 h 30 min Plant Head');
});

test.describe('while another edits', () => {
	test.use({ allowedComplaints: /status of 409/ });

	test('P9.04 a policy that another has saved meanwhile is not overwritten, and nothing typed is lost', async ({
		page,
		admin
	}) => {
		const name = unique('Policy of two');
		const level = { after_minutes: 30, kind: 'role', role: 'qa', channels: ['email'] };
		const policy = { name, condition: 'unseen', active: false, steps: [level] };
		const { id, version } = await call<{ id: string; version: number }>(
			admin,
			'save_escalation_policy',
			{ policy }
		);
		await page.goto(`/alerts/policies/${id}`);
		await page.getByLabel('After').fill('45');
		await call(admin, 'save_escalation_policy', {
			policy: { ...policy, version, steps: [{ ...level, after_minutes: 60 }] },
			id
		});
		await page.getByRole('button', { name: 'Save the policy' }).click();
		await expect(page.getByRole('alert')).toContainText('was saved by somebody else meanwhile');
		await expect(page.getByLabel('After')).toHaveValue('45');
		const { data } = await admin
			.from('escalation_steps')
			.select('after_minutes')
			.eq('policy_id', id);
		expect(data).toEqual([{ after_minutes: 60 }]);
	});
});

test('P9.02 words are seen with examples, and a name that the event does not have is refused at its field', async ({
	page
}) => {
	await page.goto('/alerts/setup');
	await page.getByRole('link', { name: 'Anomaly detected' }).click();
	await page.getByRole('tab', { name: 'தமிழ்' }).click();
	const title = page.getByLabel('Title');
	await title.fill('Anomaly at {nowhere}: {subject}');
	await page.getByLabel('Text', { exact: true }).fill('{rule}: {finding}, seen at {site}.');
	await expect(page.getByText('Anomaly at –: BND-26-031').first()).toBeVisible();
	await page.getByRole('button', { name: 'Save the words' }).click();
	await expect(title).toHaveAttribute('aria-invalid', 'true');
	await expect(page.getByText('This event has no value “nowhere”.')).toBeVisible();
	await title.fill('Anomaly at {site}: {subject}');
	await page.getByLabel(/^Text message/).fill('<b>{subject}</b>');
	await expect(page.getByText('<b>BND-26-031</b>')).toBeVisible();
	await page.getByRole('button', { name: 'Save the words' }).click();
	await expect(page.getByText('The words are saved.')).toBeVisible();
	await page.reload();
	await page.getByRole('tab', { name: 'தமிழ்' }).click();
	await expect(title).toHaveValue('Anomaly at {site}: {subject}');
});

test('P9.01 who is told of an event, and how, is changed', async ({ page }) => {
	await page.goto('/alerts/setup/input-suspicious');
	const targets = page.getByRole('list', { name: 'Who is told' });
	await expect(targets).toContainText('Supervisor');
	await page.getByRole('button', { name: 'Add who is told' }).click();
	const sheet = page.getByRole('dialog');
	await sheet.getByRole('button', { name: 'Add who is told' }).click();
	await expect(sheet).toContainText('Choose who is told.');
	await sheet.getByRole('combobox', { name: 'Whom' }).click();
	await page.getByRole('option', { name: 'Dispatch clerk' }).click();
	await sheet.getByRole('button', { name: 'Add who is told' }).click();
	await expect(targets).toContainText('Dispatch clerk');
	await page.getByRole('button', { name: 'Tell Dispatch clerk no longer' }).click();
	await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
	await expect(targets).not.toContainText('Dispatch clerk');

	const window = page.getByLabel('Counted together for');
	await window.fill('20000');
	await page.getByRole('button', { name: 'Save', exact: true }).click();
	await expect(page.getByText('Say how many minutes: 0 to 10,080.')).toBeVisible();
	await window.fill('90');
	await page.getByRole('button', { name: 'Save', exact: true }).click();
	await expect(page.getByText('Input error is saved.')).toBeVisible();
});

test('P9.01 a group gets somebody, and loses him', async ({ page, person }) => {
	test.slow();
	const name = unique('Shift leads');
	await page.goto('/alerts/groups');
	await page.getByRole('button', { name: 'Add a group' }).click();
	const sheet = page.getByRole('dialog');
	await sheet.getByLabel('Name').fill(name);
	await sheet.getByLabel('Code').fill('1');
	await sheet.getByRole('button', { name: 'Add a group' }).click();
	await expect(sheet).toContainText('Group code is 2 to 40 capital letters');
	await sheet.getByLabel('Code').fill(`G${randomUUID().slice(0, 8)}`);
	await sheet.getByRole('button', { name: 'Add a group' }).click();
	await page.getByRole('button', { name: `Add somebody to ${name}` }).click();
	await sheet.getByRole('combobox', { name: 'Person' }).fill(person.email);
	await page.getByRole('option', { name: person.fullName }).first().click();
	await sheet.getByRole('button', { name: 'Add somebody' }).click();
	const members = page.getByRole('list', { name: `In ${name}` });
	await expect(members).toContainText(person.fullName);
	await page.getByRole('button', { name: `Take ${person.fullName} out of ${name}` }).click();
	await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
	await expect(members).toBeHidden();
});

test('events and groups can be read and heard by everybody (axe)', async ({ page }) => {
	test.slow();
	await page.goto('/alerts/setup');
	await expect(page.getByRole('link', { name: 'QC failure' })).toBeVisible();
	await expectAccessible(page);
	await page.goto('/alerts/groups');
	await expect(page.getByRole('button', { name: 'Add somebody to Plant Head' })).toBeVisible();
	await expectAccessible(page);
});

test('a policy and an event can be edited by everybody (axe)', async ({ page }) => {
	test.slow();
	await page.goto('/alerts/policies');
	await expect(page.getByRole('link', { name: 'Low stock without action' })).toBeVisible();
	await expectAccessible(page);
	await page.getByRole('link', { name: 'Low stock without action' }).click();
	await expect(page.getByText(/^At 15:05 Procurement Head/)).toBeVisible();
	await expectAccessible(page);
	await page.goto('/alerts/setup/stock-low');
	await expect(page.getByRole('list', { name: 'Who is told' })).toBeVisible();
	await expectAccessible(page);
});
