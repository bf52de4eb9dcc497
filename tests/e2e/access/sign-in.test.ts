import { expect, test } from '../test.ts';

test('P1.01 a person signs in and sees who he is', async ({ page, person }) => {
	await page.goto('/');
	await expect(page).toHaveURL('/sign-in');
	await expect(page.getByLabel('E-mail address')).toBeFocused();
	await page.getByLabel('E-mail address').fill(person.email);
	await page.getByLabel('Password', { exact: true }).fill(person.password);
	await page.getByRole('button', { name: 'Sign in' }).click();

	await expect(page).toHaveURL('/');
	await expect(page).toHaveTitle('Your account · Lotline');
	await expect(page.getByText(person.fullName, { exact: true })).toBeVisible();
	await expect(page.getByText(person.email)).toBeVisible();
	await expect(page.getByText('none yet')).toBeVisible();
	await expect(page.getByText(/^\d\d:\d\d$/)).toBeVisible();
});

test('the account that the seed makes can sign in', async ({ page }) => {
	await page.goto('/sign-in');
	await page.getByLabel('E-mail address').fill('admin@lotline.test');
	await page.getByLabel('Password', { exact: true }).fill('Lotline-Demo-1');
	await page.keyboard.press('Enter');
	await expect(page.getByRole('button', { name: 'Profile of Asha Admin' })).toBeVisible();
});

test('sign-in works by keyboard alone', async ({ page, person }) => {
	await page.goto('/sign-in');
	await expect(page.getByLabel('E-mail address')).toBeFocused();
	await page.keyboard.type(person.email);
	await page.keyboard.press('Tab');
	await page.keyboard.type(person.password);
	await page.keyboard.press('Tab');
	await expect(page.getByRole('button', { name: 'Show password' })).toBeFocused();
	await page.keyboard.press('Space');
	await expect(page.getByLabel('Password', { exact: true })).toHaveAttribute('type', 'text');
	await expect(page.getByLabel('Password', { exact: true })).toHaveValue(person.password);
	await page.keyboard.press('Tab');
	await expect(page.getByRole('button', { name: 'Sign in' })).toBeFocused();
	await page.keyboard.press('Enter');
	await expect(page.getByText(person.fullName, { exact: true })).toBeVisible();
});

test('spaces around the e-mail address do not count', async ({ page, person }) => {
	await page.goto('/sign-in');
	await page.getByLabel('E-mail address').fill(`  ${person.email} `);
	await page.getByLabel('Password', { exact: true }).fill(person.password);
	await page.keyboard.press('Enter');
	await expect(page.getByText(person.fullName, { exact: true })).toBeVisible();
});

test('after sign-in a person is where he wanted to go', async ({ page, person }) => {
	await page.goto('/?from=a-link');
	await expect(page).toHaveURL('/sign-in?next=%2F%3Ffrom%3Da-link');
	await page.getByLabel('E-mail address').fill(person.email);
	await page.getByLabel('Password', { exact: true }).fill(person.password);
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL('/?from=a-link');
	await page.goBack();
	await expect(page).not.toHaveURL(/sign-in/);
});

const elsewhere = [
	'https://example.com/',
	'//example.com/',
	'/\\example.com',
	'javascript:1',
	'http://['
];

for (const next of elsewhere) {
	test(`sign-in never leads to another site (${next})`, async ({ page, person, baseURL }) => {
		await page.goto(`/sign-in?next=${encodeURIComponent(next)}`);
		await page.getByLabel('E-mail address').fill(person.email);
		await page.getByLabel('Password', { exact: true }).fill(person.password);
		await page.keyboard.press('Enter');
		await expect(page.getByText(person.fullName, { exact: true })).toBeVisible();
		expect(new URL(page.url()).origin).toBe(baseURL);
	});
}

test('fields that are missing or malformed are named, each in turn', async ({ page }) => {
	await page.goto('/sign-in');
	const email = page.getByLabel('E-mail address');
	const password = page.getByLabel('Password', { exact: true });
	const submit = page.getByRole('button', { name: 'Sign in' });

	await submit.click();
	await expect(email).toHaveAccessibleDescription('Enter your e-mail address.');
	await expect(email).toBeFocused();

	await email.fill('meena');
	await submit.click();
	await expect(email).toHaveAccessibleDescription(/^“meena” is not an e-mail address/);
	await expect(email).toHaveAttribute('aria-invalid', 'true');

	await email.fill('meena@lotline.test');
	await submit.click();
	await expect(email).not.toHaveAttribute('aria-invalid');
	await expect(password).toHaveAccessibleDescription('Enter your password.');
	await expect(password).toBeFocused();
});

test.describe('refusals of the server', () => {
	test.use({ allowedComplaints: /the server responded with a status of 4\d\d/ });

	test('a wrong password keeps what was typed and says so at the field', async ({
		page,
		person
	}) => {
		await page.goto('/sign-in');
		await page.getByLabel('E-mail address').fill(person.email);
		const password = page.getByLabel('Password', { exact: true });
		await password.fill('Wrong-Horse-7');
		await page.keyboard.press('Enter');
		await expect(password).toHaveAccessibleDescription(
			'This e-mail address and password do not belong together. Check both; capitals count.'
		);
		await expect(password).toBeFocused();
		await expect(password).toHaveValue('Wrong-Horse-7');
		await expect(page.getByLabel('E-mail address')).toHaveValue(person.email);
		await expect(page).toHaveURL('/sign-in');
	});

	test('an account that does not exist is refused in the same words', async ({ page }) => {
		await page.goto('/sign-in');
		await page.getByLabel('E-mail address').fill('nobody@lotline.test');
		const password = page.getByLabel('Password', { exact: true });
		await password.fill('Correct-Horse-7');
		await page.keyboard.press('Enter');
		await expect(password).toHaveAccessibleDescription(/do not belong together/);
	});

	test('P1.03 an account that is switched off is told so', async ({ page, person, service }) => {
		const banned = await service.auth.admin.updateUserById(person.id, { ban_duration: '24h' });
		expect(banned.error).toBeNull();
		await page.goto('/sign-in');
		await page.getByLabel('E-mail address').fill(person.email);
		await page.getByLabel('Password', { exact: true }).fill(person.password);
		await page.keyboard.press('Enter');
		await expect(page.getByLabel('E-mail address')).toHaveAccessibleDescription(
			'This account is switched off. Ask an administrator to switch it on again.'
		);
	});

	test('too many attempts are told how long to wait', async ({ page, person }) => {
		// Auth counts by network address: used up for real, it would refuse the other tests too.
		await page.route('**/auth/v1/token?*', (route) =>
			route.fulfill({
				status: 429,
				json: {
					code: 429,
					error_code: 'over_request_rate_limit',
					msg: 'Request rate limit reached'
				}
			})
		);
		await page.goto('/sign-in');
		await page.getByLabel('E-mail address').fill(person.email);
		await page.getByLabel('Password', { exact: true }).fill(person.password);
		await page.keyboard.press('Enter');
		await expect(page.getByRole('alert')).toHaveText(
			'Too many attempts from this network. Wait 5 minutes, then try again.'
		);
	});
});

test('while the answer is on its way the button says so and takes no second press', async ({
	page,
	person
}) => {
	let attempts = 0;
	const { promise: released, resolve: release } = Promise.withResolvers<void>();
	await page.route('**/auth/v1/token?*', async (route) => {
		attempts += 1;
		await released;
		await route.continue();
	});
	await page.goto('/sign-in');
	await page.getByLabel('E-mail address').fill(person.email);
	await page.getByLabel('Password', { exact: true }).fill(person.password);
	await page.keyboard.press('Enter');
	const button = page.getByRole('button', { name: 'Signing in…' });
	await expect(button).toBeVisible();
	await button.click({ force: true });
	await page.getByLabel('Password', { exact: true }).press('Enter');
	release();
	await expect(page.getByText(person.fullName, { exact: true })).toBeVisible();
	expect(attempts).toBe(1);
});

test.describe('without a network', () => {
	test.use({ allowedComplaints: /net::ERR_INTERNET_DISCONNECTED/ });

	test('the page says so, keeps what was typed, and works when it is back', async ({
		page,
		person,
		context
	}) => {
		await page.goto('/sign-in');
		await page.getByLabel('E-mail address').fill(person.email);
		await page.getByLabel('Password', { exact: true }).fill(person.password);
		await context.setOffline(true);
		const offline = page.getByText('No network connection. You can sign in as soon as it is back.');
		await expect(offline).toBeVisible();
		await page.keyboard.press('Enter');
		await expect(page.getByRole('alert')).toHaveText(
			'The server cannot be reached. Check the network connection, then try again.'
		);
		await context.setOffline(false);
		await expect(offline).toBeHidden();
		await expect(page.getByLabel('Password', { exact: true })).toHaveValue(person.password);
		await page.getByRole('button', { name: 'Sign in' }).click();
		await expect(page.getByText(person.fullName, { exact: true })).toBeVisible();
	});
});
