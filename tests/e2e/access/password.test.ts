import { createClient } from '@supabase/supabase-js';
import { expectAccessible } from '../accessible.ts';
import { expect, test } from '../test.ts';

const NEW = 'Brave-Otter-9';

test.describe('forgotten', () => {
	test('P1.07 a password is replaced by a link that is mailed', async ({
		page,
		person,
		stack,
		baseURL
	}) => {
		test.slow();
		await page.goto('/sign-in');
		await page.getByRole('link', { name: 'Forgot your password?' }).click();
		await expect(page.getByLabel('E-mail address')).toBeFocused();
		await page.getByRole('button', { name: 'Send me a link' }).click();
		await expect(page.getByLabel('E-mail address')).toHaveAccessibleDescription(
			'Enter your e-mail address.'
		);
		await page.getByLabel('E-mail address').fill(person.email);
		await page.getByRole('button', { name: 'Send me a link' }).click();
		await expect(page.getByText(`If ${person.email} has an account`)).toBeVisible();

		const to = encodeURIComponent(person.email);
		const mail = await fetch(new URL(`messages/next?to=${to}`, stack.inboxUrl));
		const { subject, html } = (await mail.json()) as { subject: string; html: string };
		expect(subject).toBe('A new password');
		const link = /href="([^"]+#[^"]+)"/.exec(html)![1]!.replaceAll('&amp;', '&');
		await page.goto(link);
		await expect(page.getByRole('heading', { name: 'Choose a new password' })).toBeVisible();
		await page.getByLabel('Password', { exact: true }).fill(NEW);
		await page.keyboard.press('Enter');
		await expect(page).toHaveURL(`${baseURL}/`);
		await expect(page.getByText(person.email)).toBeVisible();

		const client = createClient(stack.apiUrl, stack.publishableKey, {
			auth: { persistSession: false, autoRefreshToken: false }
		});
		const old = await client.auth.signInWithPassword(person);
		expect(old.error?.code).toBe('invalid_credentials');
		const now = await client.auth.signInWithPassword({ email: person.email, password: NEW });
		expect(now.error).toBeNull();
	});

	test('who has no account is answered the same', async ({ page }) => {
		await page.goto('/forgot-password');
		await page.getByLabel('E-mail address').fill('nobody-at-all@lotline.test');
		await page.keyboard.press('Enter');
		await expect(page.getByText('If nobody-at-all@lotline.test has an account')).toBeVisible();
	});

	test.describe('a link that is no link', () => {
		test.use({ allowedComplaints: /the server responded with a status of 4\d\d/ });

		test('is said to be none, and leads to a new one', async ({ page }) => {
			await page.goto('/choose-password');
			await expect(page.getByText('This link is not complete.')).toBeVisible();
			await page.goto('/choose-password#token_hash=abc&type=recovery&email=a%2Bb@lotline.test');
			await page.reload();
			await expect(page.getByLabel('E-mail address')).toHaveValue('a+b@lotline.test');
			await page.getByLabel('Password', { exact: true }).fill(NEW);
			await page.keyboard.press('Enter');
			await expect(page.getByText('This link has been used or has run out.')).toBeVisible();
			await page.getByRole('link', { name: 'Ask for a new link' }).click();
			await expect(page.getByRole('heading', { name: 'Forgot your password?' })).toBeVisible();
		});
	});

	test('the way back in can be read and heard by everybody (axe)', async ({ page }) => {
		await page.goto('/choose-password#token_hash=abc&type=invite&email=a@lotline.test');
		await page.getByLabel('Password', { exact: true }).fill('Aa1');
		await expectAccessible(page);
		await page.goto('/forgot-password');
		await expect(page.getByLabel('E-mail address')).toBeVisible();
		await expectAccessible(page);
	});
});

test.describe('one’s own account', () => {
	test.use({ signedIn: true, memberships: [{ role: 'qa', site: 'MCC1' }] });

	test('P1.07 the name is changed, and stands in the shell at once', async ({ page }) => {
		await page.goto('/account');
		const name = page.getByLabel('Full name');
		await name.fill('   ');
		await page.getByRole('button', { name: 'Save the name' }).click();
		await expect(name).toHaveAccessibleDescription(/Full name has 1 to 120 characters\./);
		await name.fill('Meena R. Raghavan');
		await page.getByRole('button', { name: 'Save the name' }).click();
		await expect(page.getByText('Your name is saved.')).toBeVisible();
		await expect(page.getByRole('button', { name: 'Profile of Meena R. Raghavan' })).toBeVisible();
	});

	test.describe('the password', () => {
		test.use({ allowedComplaints: /the server responded with a status of 4\d\d/ });

		test('P1.07 is changed by who knows the one of now, and other devices are signed out', async ({
			page,
			person,
			stack
		}) => {
			test.slow();
			const other = createClient(stack.apiUrl, stack.publishableKey, {
				auth: { persistSession: false, autoRefreshToken: false }
			});
			await other.auth.signInWithPassword(person);
			await page.goto('/account');
			const [current, next] = [page.getByLabel('Password of now'), page.getByLabel('New password')];
			await current.fill('Wrong-Horse-7');
			await next.fill(NEW);
			await next.press('Enter');
			await expect(current).toHaveAccessibleDescription(
				'This is not your password of now. Check it; capitals count.'
			);
			await expect(current).toBeFocused();
			await expect(next).toHaveValue(NEW);
			await current.fill(person.password);
			await next.press('Enter');
			await expect(page.getByText('Your password is changed')).toBeVisible();
			await expect(current).toHaveValue('');
			expect((await other.auth.refreshSession()).error?.code).toBe('refresh_token_not_found');
			await page.reload();
			await expect(page.getByText('This device')).toBeVisible();
		});
	});

	test('P1.01 signing out everywhere ends the sessions of other devices', async ({
		page,
		person,
		stack
	}) => {
		const other = createClient(stack.apiUrl, stack.publishableKey, {
			auth: { persistSession: false, autoRefreshToken: false }
		});
		await other.auth.signInWithPassword(person);
		await page.goto('/account');
		await page.getByRole('button', { name: 'Sign out everywhere' }).click();
		await page.getByRole('dialog').getByRole('button', { name: 'Sign out everywhere' }).click();
		await expect(page).toHaveURL('/sign-in');
		expect((await other.auth.refreshSession()).error?.code).toBe('refresh_token_not_found');
	});

	test.describe('in both themes', () => {
		test.slow();

		test('the account can be read and heard by everybody (axe)', async ({ page }) => {
			await page.goto('/account');
			await expect(page.getByText('This device')).toBeVisible();
			await expectAccessible(page);
		});
	});
});
