import type { Page } from '@playwright/test';
import { Browser, type Subscription } from '../../platform/browser.ts';
import { expect, test } from '../quality/laboratory.ts';

// A push service of a maker of browsers is none that a test can reach: the inbox plays it.
test.use({ roles: ['manager'], serviceWorkers: 'allow' });
// The app is kept on the device first.
test.slow();

type Answer = 'granted' | 'denied';

interface Service {
	subscription: Subscription;
	/** What the person says when he is asked; before that the browser does not know. */
	answer: Answer;
	answers: boolean;
}

/** Has the browser of the page subscribe at a service of the tests, and remember it as a browser does. */
async function pushBy(page: Page, service: Service): Promise<void> {
	await page.addInitScript(({ subscription, answer, answers }: Service) => {
		const kept = (key: string) => localStorage.getItem(key) !== null;
		const made = () => ({
			endpoint: subscription.endpoint,
			toJSON: () => subscription,
			unsubscribe: async () => {
				localStorage.removeItem('test-subscribed');
				return true;
			}
		});
		Object.assign(PushManager.prototype, {
			getSubscription: async () => (kept('test-subscribed') ? made() : null),
			subscribe: async () => {
				if (!answers) throw new DOMException('Registration failed', 'AbortError');
				localStorage.setItem('test-subscribed', '');
				return made();
			}
		});
		Object.defineProperty(Notification, 'permission', {
			get: () => (kept('test-asked') ? answer : 'default')
		});
		Notification.requestPermission = async () => {
			localStorage.setItem('test-asked', '');
			return answer;
		};
	}, service);
}

/** The page once the app is kept on the device, without which nothing can be shown. */
async function open(page: Page) {
	await page.goto('/alerts/preferences');
	await page.evaluate(() => navigator.serviceWorker.ready);
	await page.reload();
	return page.getByRole('switch', { name: 'Push messages on this device' });
}

test('P9.02 push is turned on for a browser, comes there, and is turned off', async ({
	page,
	stack,
	admin,
	person
}) => {
	const browser = new Browser(stack.inboxUrl);
	const { subscription } = browser;
	await pushBy(page, { subscription, answer: 'granted', answers: true });
	const here = await open(page);
	await expect(here).not.toBeChecked();
	await here.click();
	await expect(here).toBeChecked();
	await expect(page.getByText('Browsers that show your messages')).toBeVisible();
	await page.reload();
	await expect(here).toBeChecked();

	const tests = page.getByRole('list', { name: 'Try it' }).getByRole('listitem');
	await page.getByRole('button', { name: 'Send a test by Push' }).click();
	await expect(tests.filter({ hasText: 'Push' })).toContainText(/Sent|Delivered/, {
		timeout: 20_000
	});
	const [pushed] = await browser.pushes<{ title: string }>();
	expect(pushed!.payload.title).toContain('This is a test');

	await here.click();
	await expect(here).not.toBeChecked();
	await expect(page.getByText('Browsers that show your messages')).toBeHidden();
	await page.reload();
	await expect(here).not.toBeChecked();
	const { data } = await admin
		.from('delivery_events')
		.select('what, deliveries!inner(user_id, channel)')
		.eq('deliveries.user_id', person.id)
		.eq('deliveries.channel', 'push')
		.eq('what', 'sent');
	expect(data).toHaveLength(1);
});

test('P9.02 who tells the browser no is told where to undo it, and nothing is kept', async ({
	page,
	stack
}) => {
	const { subscription } = new Browser(stack.inboxUrl);
	await pushBy(page, { subscription, answer: 'denied', answers: true });
	const here = await open(page);
	await here.click();
	await expect(
		page.getByText('You have told this browser to show no messages of Lotline.')
	).toBeVisible();
	await expect(here).not.toBeChecked();
	await expect(page.getByText('Browsers that show your messages')).toBeHidden();
});

test('P9.02 a push service that does not answer is said, with another way', async ({
	page,
	stack
}) => {
	const { subscription } = new Browser(stack.inboxUrl);
	await pushBy(page, { subscription, answer: 'granted', answers: false });
	const here = await open(page);
	await here.click();
	await expect(page.getByText(/push service of this browser does not answer/)).toBeVisible();
	await expect(page.getByText(/choose e-mail or SMS/)).toBeVisible();
	await expect(here).not.toBeChecked();
});

test.describe('before the app is kept on the device', () => {
	test.use({ serviceWorkers: 'block' });

	test('P9.02 a browser that cannot show messages says so, and offers nothing', async ({
		page
	}) => {
		await page.goto('/alerts/preferences');
		await expect(
			page.getByText(/cannot show messages while Lotline is closed/).first()
		).toBeVisible();
		await expect(page.getByRole('switch', { name: 'Push messages on this device' })).toBeDisabled();
	});
});
