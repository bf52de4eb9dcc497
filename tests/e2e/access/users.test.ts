import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { expectAccessible, overflowOf } from '../accessible.ts';
import { newPerson } from '../people.ts';
import { expect, signOut, test } from '../test.ts';

const PASSWORD = 'Brave-Otter-9';

test.use({ signedIn: true, memberships: [{ role: 'admin' }] });

/** A name that is nobody else's, and that tries to be more than a name. */
const nameOf = (what = 'Kala') => `${what} ${randomUUID().slice(0, 8)}`;
const newEmail = () => `${randomUUID()}@lotline.test`;

/** Opens the list of accounts and a form for a new one. */
async function beginUser(page: Page, { name, email }: { name: string; email: string }) {
	await page.goto('/access/users');
	await page.getByRole('button', { name: 'Add a person' }).click();
	const sheet = page.getByRole('dialog', { name: 'Add a person' });
	await sheet.getByLabel('Full name').fill(name);
	await sheet.getByLabel('E-mail address').fill(email);
	return sheet;
}

async function choose(page: Page, label: string, option: string) {
	await page.getByLabel(label, { exact: true }).last().click();
	await page.getByRole('option', { name: option }).first().click();
}

/** The address in the last mail to somebody. */
async function mailedLink(inboxUrl: string, email: string, host: string): Promise<string> {
	const found = await fetch(new URL(`messages/next?to=${encodeURIComponent(email)}`, inboxUrl));
	expect(found.status).toBe(200);
	const { html } = (await found.json()) as { html: string };
	const link = /href="([^"]+\/choose-password#[^"]+)"/.exec(html)![1]!.replaceAll('&amp;', '&');
	expect(link.startsWith(host)).toBe(true);
	return link;
}

test('P1.03 who is invited chooses a password by the mail, and sees exactly the pages of the role', async ({
	page,
	stack,
	browser,
	baseURL,
	isMobile
}) => {
	test.slow();
	const [name, email] = [nameOf(), newEmail()];
	const sheet = await beginUser(page, { name, email });
	await choose(page, 'Role', 'Storekeeper');
	await sheet.getByRole('button', { name: 'Send the invitation' }).click();
	await expect(page.getByText(`An invitation is on its way to ${email}.`)).toBeVisible();
	await page.getByRole('searchbox', { name: 'Search names and addresses' }).fill(name);
	await expect(page.getByText('1–1 of 1')).toBeVisible();
	await expect(page.getByText('Invited')).toBeVisible();

	const link = await mailedLink(stack.inboxUrl, email, baseURL!);
	const context = await browser.newContext({ storageState: { cookies: [], origins: [] } });
	const guest = await context.newPage();
	await guest.goto(link);
	await expect(guest.getByRole('heading', { name: 'Welcome to Lotline' })).toBeVisible();
	await expect(guest.getByLabel('E-mail address')).toHaveValue(email);
	const password = guest.getByLabel('Password', { exact: true });
	await expect(password).toBeFocused();
	// Opening the link has not used it: a mail program may have, before.
	await guest.reload();
	await password.fill('short');
	await guest.getByRole('button', { name: 'Save and begin' }).click();
	await expect(password).toHaveAccessibleDescription(
		/still needs: at least 8 characters, a capital/
	);
	await expect(password).toBeFocused();
	await password.fill(PASSWORD);
	await guest.getByRole('button', { name: 'Save and begin' }).click();
	await expect(guest).toHaveURL(`${baseURL}/purchasing`);
	if (!isMobile) {
		const navigation = guest.getByRole('navigation', { name: 'Main navigation' });
		await expect(navigation.getByRole('listitem')).toHaveText([
			'Goods in',
			'Corrections',
			'Stock',
			'Trace'
		]);
	}

	await signOut(guest);
	await guest.goto(link);
	await password.fill(PASSWORD);
	await guest.getByRole('button', { name: 'Save and begin' }).click();
	await expect(guest.getByText('This invitation has been used or has run out.')).toBeVisible();
	await guest.getByRole('link', { name: 'Back to sign-in' }).click();
	await guest.getByLabel('E-mail address').fill(email);
	await guest.getByLabel('Password', { exact: true }).fill(PASSWORD);
	await guest.keyboard.press('Enter');
	await expect(guest).toHaveURL(`${baseURL}/purchasing`);
	await context.close();
});

test('P1.03 a person can be given a password instead, with several roles at several sites', async ({
	page,
	admin
}) => {
	const [name, email] = [nameOf(), newEmail()];
	const sheet = await beginUser(page, { name, email });
	await choose(page, 'Role', 'Supervisor');
	await sheet.getByRole('button', { name: 'Another role' }).click();
	await choose(page, 'Role', 'Distributor');
	await choose(page, 'At', 'WH1');
	await sheet.getByText('With a password that you set').click();
	await sheet.getByLabel('Password', { exact: true }).fill(PASSWORD);
	await sheet.getByRole('button', { name: 'Add a person' }).click();
	await expect(page.getByText(`${name} can sign in with ${email} now.`)).toBeVisible();
	const { data } = await admin.rpc('list_users', { search: email });
	expect(data.users[0].memberships).toMatchObject([
		{ role: 'supervisor', site: 'MCC1' },
		{ role: 'distributor', site: 'WH1' }
	]);
});

test.describe('what the server refuses', () => {
	test.use({ allowedComplaints: /the server responded with a status of 4\d\d/ });

	test('P1.02 an address that is taken is said at its field, and what was typed stays', async ({
		page,
		person
	}) => {
		const sheet = await beginUser(page, { name: 'Kala', email: person.email.toUpperCase() });
		await choose(page, 'Role', 'QA');
		await sheet.getByRole('button', { name: 'Send the invitation' }).click();
		const email = sheet.getByLabel('E-mail address');
		await expect(email).toHaveAccessibleDescription(/is the address of another user already/);
		await expect(email).toBeFocused();
		await expect(sheet.getByLabel('Full name')).toHaveValue('Kala');
	});

	test('P1.03 the last administrator stays one', async ({ page, admin }) => {
		// Everybody else who manages users has been made by a test, and this one is nobody’s.
		const { data } = await admin.auth.getUser();
		await page.route('**/rest/v1/memberships?*', async (route) => {
			if (route.request().method() !== 'DELETE') return await route.fallback();
			await route.fulfill({
				status: 422,
				json: {
					code: 'PT422',
					message: 'Nobody would be left who manages users at every site.',
					details: '{"code": "LAST_ADMIN"}',
					hint: 'Make somebody else an administrator first.'
				}
			});
		});
		await page.goto(`/access/users/${data.user!.id}`);
		await page.getByRole('button', { name: 'Take the role Administrator, every site' }).click();
		const dialog = page.getByRole('dialog');
		await dialog.getByRole('button', { name: 'Take the role' }).click();
		await expect(dialog.getByRole('alert')).toContainText('Nobody would be left who manages users');
	});

	test('P1.03 who is deactivated is signed out, refused, and let in again', async ({
		page,
		service,
		browser,
		baseURL
	}) => {
		test.slow();
		const [name, email] = [nameOf(), newEmail()];
		const made = await service.auth.admin.createUser({
			email,
			password: PASSWORD,
			email_confirm: true,
			user_metadata: { full_name: name }
		});
		expect(made.error).toBeNull();
		await page.goto(`/access/users/${made.data.user!.id}`);
		await expect(page.getByRole('heading', { name })).toBeVisible();
		const more = page.getByRole('button', { name: `More actions for ${name}` });
		await more.click();
		await page.getByRole('menuitem', { name: 'Deactivate' }).click();
		await page.getByRole('dialog').getByRole('button', { name: 'Deactivate' }).click();
		await expect(
			page.getByText(`${name} is deactivated, and signed out everywhere.`)
		).toBeVisible();
		await expect(page.getByText('Deactivated', { exact: true })).toBeVisible();

		const context = await browser.newContext({ storageState: { cookies: [], origins: [] } });
		const guest = await context.newPage();
		await guest.goto(`${baseURL}/sign-in`);
		await guest.getByLabel('E-mail address').fill(email);
		await guest.getByLabel('Password', { exact: true }).fill(PASSWORD);
		await guest.keyboard.press('Enter');
		await expect(guest.getByLabel('E-mail address')).toHaveAccessibleDescription(
			'This account is switched off. Ask an administrator to switch it on again.'
		);

		await more.click();
		await page.getByRole('menuitem', { name: 'Activate' }).click();
		await expect(page.getByText(`${name} may sign in again.`)).toBeVisible();
		await guest.keyboard.press('Enter');
		await expect(guest).toHaveURL(`${baseURL}/`);
		await context.close();
	});
});

test('P1.03 who adds nobody is told which fields are missing, and the cursor goes to the first', async ({
	page
}) => {
	const sheet = await beginUser(page, { name: '', email: 'kala' });
	await sheet.getByRole('button', { name: 'Send the invitation' }).click();
	await expect(sheet.getByLabel('Full name')).toHaveAccessibleDescription(
		'Full name has 1 to 120 characters.'
	);
	await expect(sheet.getByLabel('Full name')).toBeFocused();
	await expect(sheet.getByLabel('E-mail address')).toHaveAccessibleDescription(
		/“kala” is not an e-mail address/
	);
	await expect(sheet.getByLabel('Role', { exact: true })).toHaveAccessibleDescription(
		'Choose the role.'
	);
});

test('P1.04 a role is given and taken, and the life of the account names who did it', async ({
	page,
	person,
	service
}) => {
	const made = await service.auth.admin.createUser({
		email: newEmail(),
		email_confirm: true,
		user_metadata: { full_name: nameOf() }
	});
	await page.goto(`/access/users/${made.data.user!.id}`);
	await expect(page.getByText('No role at any site')).toBeVisible();
	await page.getByRole('button', { name: 'Give a role' }).click();
	await expect(page.getByLabel('Role', { exact: true })).toHaveAccessibleDescription(
		'Choose the role.'
	);
	await page.getByLabel('Role', { exact: true }).click();
	await page.getByRole('option', { name: 'QA' }).click();
	await page.getByRole('button', { name: 'Give a role' }).click();
	const roles = page.getByRole('list', { name: 'Roles' });
	await expect(roles.getByRole('listitem')).toContainText(['QA']);
	await page.getByRole('button', { name: 'Take the role QA, MCC1' }).click();
	await page.getByRole('dialog').getByRole('button', { name: 'Take the role' }).click();
	await expect(page.getByText('No role at any site')).toBeVisible();

	await page.getByRole('tab', { name: 'History' }).click();
	const life = page.getByRole('listitem').filter({ hasText: person.fullName });
	await expect(life).toHaveCount(2);
	await expect(life.first()).toContainText('Removed');
	await expect(life.last()).toContainText('MCC1');
});

test('P1.03 what another administrator does appears without a reload', async ({
	page,
	service,
	admin
}) => {
	const person = await newPerson({ service, admin }, nameOf(), []);
	await page.goto(`/access/users/${person.id}`);
	await expect(page.getByText('No role at any site')).toBeVisible();
	const { error } = await admin.from('memberships').insert({ user_id: person.id, role: 'qa' });
	expect(error).toBeNull();
	const roles = page.getByRole('list', { name: 'Roles' });
	await expect(roles.getByRole('listitem')).toContainText(['QA']);
});

test('a name of a thousand characters in any script breaks no page and runs nothing', async ({
	page,
	service
}) => {
	const hostile = `<img src=x onerror=alert(1)> ${'மீ'.repeat(20)} \u202e${'W'.repeat(50)}`;
	const made = await service.auth.admin.createUser({
		email: newEmail(),
		email_confirm: true,
		user_metadata: { full_name: hostile.slice(0, 120) }
	});
	let asked = false;
	page.on('dialog', () => (asked = true));
	await page.goto(`/access/users/${made.data.user!.id}`);
	await expect(page.getByRole('heading', { name: '<img src=x' })).toBeVisible();
	expect(await overflowOf(page)).toBe(0);
	await page.goto('/access/users');
	await page.getByRole('searchbox').fill('onerror');
	await expect(page.getByText('<img src=x').first()).toBeVisible();
	expect(await overflowOf(page)).toBe(0);
	expect(asked).toBe(false);
});

test.describe('a manager', () => {
	test.use({ memberships: [{ role: 'manager', site: 'MCC1' }] });

	test('P1.03 P1.06 sees who has an account and who came to the door, and is told why that is all', async ({
		page,
		admin
	}) => {
		const { data } = await admin.auth.getUser();
		await page.goto('/access/users');
		await expect(page.getByText('You see who has an account and what it may do.')).toBeVisible();
		await expect(page.getByRole('button', { name: 'Add a person' })).toHaveCount(0);
		await page.getByRole('tab', { name: 'Sign-ins' }).click();
		await expect(page.getByText('Signed in').first()).toBeVisible();
		await page.goto(`/access/users/${data.user!.id}`);
		await expect(page.getByText('Only who manages users at every site gives roles')).toBeVisible();
		await expect(page.getByRole('button', { name: /^Take the role/ })).toHaveCount(0);
		await expect(page.getByRole('button', { name: 'Change name or address' })).toHaveCount(0);
	});
});

test.describe('in both themes', () => {
	test.slow();

	test('people can be read and heard by everybody (axe)', async ({ page, person }) => {
		await page.goto('/access/users');
		await expect(
			page.getByText(person.email).or(page.getByText(person.fullName)).first()
		).toBeVisible();
		await expectAccessible(page);
		await page.getByRole('button', { name: 'Add a person' }).click();
		const sheet = page.getByRole('dialog', { name: 'Add a person' });
		await sheet.getByText('With a password that you set').click();
		await sheet.getByRole('button', { name: 'Add a person' }).click();
		await expect(sheet.getByText('Choose the role.')).toBeVisible();
		await expectAccessible(page);
		await page.goto(`/access/users/${person.id}`);
		await expect(page.getByRole('list', { name: 'Roles' })).toBeVisible();
		await expectAccessible(page);
	});
});
