import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { expectAccessible } from '../accessible.ts';
import { call } from '../acts.ts';
import { clientOf } from '../people.ts';
import { expect, test } from '../quality/laboratory.ts';
import { signOut } from '../test.ts';

// Who leads the plant is told of a failed test, and of nothing else that is done here.
test.use({ roles: ['manager'] });

test('P9.02 phone, language and quiet hours are checked where they are typed, and kept', async ({
	page
}) => {
	await page.goto('/alerts/preferences');
	const phone = page.getByLabel(/^Mobile phone/);
	await phone.fill('98400 12345');
	await page.getByLabel(/^Quiet from/).fill('22:00');
	await page.getByRole('button', { name: 'Save' }).click();
	await expect(phone).toHaveAttribute('aria-invalid', 'true');
	await expect(phone).toBeFocused();
	await expect(page.getByText('This is no number with the code of its country.')).toBeVisible();
	await phone.fill('+91 98400-12345');
	await page.getByRole('button', { name: 'Save' }).click();
	await expect(page.getByText('Quiet hours need a beginning and an end.')).toBeVisible();
	await page.getByLabel(/^Quiet until/).fill('06:00');
	await page.getByRole('combobox', { name: 'Language' }).click();
	await page.getByRole('option', { name: 'தமிழ்' }).click();
	await page.getByRole('button', { name: 'Save' }).click();
	await expect(page.getByText('This is how you are reached from now on.')).toBeVisible();

	await page.reload();
	await expect(phone).toHaveValue('+919840012345');
	await expect(page.getByLabel(/^Quiet from/)).toHaveValue('22:00');
	await expect(page.getByLabel(/^Quiet until/)).toHaveValue('06:00');
	await expect(page.getByRole('combobox', { name: 'Language' })).toContainText('தமிழ்');
});

test('P9.02 an event is turned off and on by channel, and put back as it is for everybody', async ({
	page
}) => {
	await page.goto('/alerts/preferences');
	const email = page.getByRole('switch', { name: 'QC failure: E-mail' });
	await expect(email).toBeChecked();
	// What is urgent always rings.
	await expect(page.getByRole('switch', { name: 'QC failure: In the app' })).toBeDisabled();
	const back = page.getByRole('button', { name: 'QC failure: as set for everybody' });
	await expect(back).toBeHidden();
	await email.click();
	await expect(back).toBeVisible();
	await page.reload();
	await expect(email).not.toBeChecked();
	await back.click();
	await expect(back).toBeHidden();
	await expect(email).toBeChecked();
});

test.describe('tests', () => {
	test.use({ allowedComplaints: /status of 422/ });

	test('P9.02 a test is sent by each channel, with its outcome; without a number it says so', async ({
		page
	}) => {
		await page.goto('/alerts/preferences');
		const tests = page.getByRole('list', { name: 'Try it' }).getByRole('listitem');
		const email = tests.filter({ hasText: 'E-mail' });
		await page.getByRole('button', { name: 'Send a test by E-mail' }).click();
		await expect(email).toContainText(/Sent|Delivered/, { timeout: 20_000 });
		await page.getByRole('button', { name: 'Send a test by SMS' }).click();
		await expect(tests.filter({ hasText: 'SMS' }).getByRole('alert')).toContainText(
			'You have entered no phone number.'
		);
		await page.getByRole('button', { name: 'Send a test by In the app' }).click();
		await expect(tests.filter({ hasText: 'In the app' })).toContainText('Delivered');
		await page.getByRole('button', { name: /^Notifications, / }).click();
		await expect(page.getByRole('list', { name: 'Latest notifications' })).toContainText(
			'This is a test'
		);
	});

	test('P9.03 a notification is found by the module that it is about', async ({ page }) => {
		await page.goto('/alerts/preferences');
		await page.getByRole('button', { name: 'Send a test by In the app' }).click();
		await expect(page.getByText('Delivered')).toBeVisible();
		await page.goto('/alerts');
		const list = page.getByRole('list', { name: 'Notifications', exact: true });
		const about = page.getByRole('combobox', { name: 'About' });
		await about.click();
		await page.getByRole('option', { name: 'Alerts' }).click();
		await expect(page).toHaveURL(/module=alerts/);
		await expect(list).toContainText('This is a test');
		await about.click();
		await page.getByRole('option', { name: 'Shifts' }).click();
		await expect(page.getByText('Nothing fits the search and the filters')).toBeVisible();
	});
});

test('P9.05 the link at the end of a mail ends mails of its kind, without sign-in', async ({
	page,
	browser,
	baseURL,
	stack,
	person,
	laboratory
}) => {
	await laboratory.held();
	const to = encodeURIComponent(person.email);
	const found = await fetch(new URL(`messages/next?to=${to}`, stack.inboxUrl));
	const { text } = (await found.json()) as { text: string };
	const link = /\S+\/unsubscribe#token=[0-9a-f-]+/.exec(text)?.[0];
	expect(link).toBeDefined();
	const { pathname, hash } = new URL(link!);

	const stranger = await browser.newContext({ baseURL });
	const door = await stranger.newPage();
	await door.goto(pathname + hash);
	await door.getByRole('button', { name: 'Stop these e-mails' }).click();
	await expect(door.getByText('You get no more e-mails of the kind “QC failure”.')).toBeVisible();
	await expectAccessible(door);
	await stranger.close();

	await page.goto('/alerts/preferences');
	await expect(page.getByRole('switch', { name: 'QC failure: E-mail' })).not.toBeChecked();
});

test.describe('a link that is none', () => {
	test.use({ signedIn: false, allowedComplaints: /status of 404/ });

	test('P9.05 a link that leads nowhere says what to do', async ({ page }) => {
		await page.goto('/unsubscribe?token=nonsense');
		await page.getByRole('button', { name: 'Stop these e-mails' }).click();
		await expect(page.getByRole('alert')).toContainText('This link leads nowhere');
		await page.goto('/unsubscribe');
		await expect(page.getByRole('alert')).toContainText('This link is not complete.');
	});
});

const ENDPOINT = 'https://push.example/';

/** Gives the page a browser that is subscribed to a push service, until it ends that. */
async function subscribe(page: Page, endpoint: string): Promise<void> {
	await page.addInitScript((known) => {
		const subscription = {
			endpoint: known,
			unsubscribe: () => {
				localStorage.setItem('push-ended', 'yes');
				return Promise.resolve(true);
			}
		};
		const getSubscription = () =>
			Promise.resolve(localStorage.getItem('push-ended') ? null : subscription);
		const registration = { pushManager: { getSubscription } };
		navigator.serviceWorker.getRegistration = () =>
			Promise.resolve(registration as unknown as ServiceWorkerRegistration);
	}, endpoint);
}

const hasEnded = (page: Page) => page.evaluate(() => localStorage.getItem('push-ended'));

test.describe('the browser of somebody', () => {
	test('P9.02 shows his messages until he signs out, and none to who comes next', async ({
		page,
		stack,
		person
	}) => {
		const client = await clientOf(stack, person);
		const endpoint = ENDPOINT + randomUUID();
		const keys = {
			p256dh: 'BNcRdreALRFXTkOOUHK1EtK2wtaz5Ry4YfYCA_0QTpQ',
			auth: 'tBHItJI5svbpez7KI4CCXg'
		};
		await call(client, 'register_push', { endpoint, ...keys });
		await subscribe(page, endpoint);
		await page.goto('/');
		await expect(page.getByRole('button', { name: /^Profile of/ })).toBeVisible();
		expect(await hasEnded(page)).toBeNull();
		await signOut(page);
		await expect(page).toHaveURL('/sign-in');
		expect(await hasEnded(page)).toBe('yes');
		const { data } = await client
			.from('push_subscriptions')
			.select('ended_at')
			.eq('endpoint', endpoint);
		expect(data).toHaveLength(1);
		expect(data![0]!.ended_at).not.toBeNull();
	});

	test('P9.02 who has not signed out there, has it no more when another is signed in', async ({
		page
	}) => {
		await subscribe(page, ENDPOINT + randomUUID());
		await page.goto('/');
		await expect.poll(() => hasEnded(page)).toBe('yes');
	});
});

test('how one is told can be read and heard by everybody (axe)', async ({ page }) => {
	await page.goto('/alerts/preferences');
	await expect(page.getByRole('switch', { name: 'QC failure: E-mail' })).toBeVisible();
	await expectAccessible(page);
});
