import { expectAccessible } from '../accessible.ts';
import { call } from '../acts.ts';
import { clientOf } from '../people.ts';
import { expect, test } from '../test.ts';

test.use({ signedIn: true, memberships: [{ role: 'admin' }] });

test('P9.03 what was sent is listed with what became of it, and by its state', async ({
	page,
	stack,
	person
}) => {
	await call(await clientOf(stack, person), 'send_test_notification', { channel: 'email' });
	await page.goto('/alerts/deliveries?channel=email');
	const rows = page.getByRole('list', { name: 'Deliveries' }).getByRole('listitem');
	const own = rows.filter({ hasText: person.fullName }).first();
	await expect(own).toContainText(/Sent|Delivered/, { timeout: 20_000 });
	await expectAccessible(page);
	await own.getByRole('button').click();
	const sheet = page.getByRole('dialog');
	await expect(sheet).toContainText('E-mail');
	await expect(sheet).toContainText('Attempts');
	// What has arrived is not sent again.
	await expect(sheet.getByRole('button', { name: 'Send again' })).toBeHidden();
	await expectAccessible(page, { part: '[role="dialog"]' });
});

test('P9.03 what was given up is shown to an administrator, who sends it again', async ({
	page
}) => {
	// A dead letter takes eight attempts over hours: the log is told of one.
	const dead = {
		id: '6f6a2d06-5f5c-4b8e-9f0e-0d1c2b3a4f5e',
		kind: 'alert',
		channel: 'sms',
		state: 'dead',
		urgent: true,
		person: 'Anita Rao',
		destination: '+919840012345',
		title: 'QC failure: MCC-26-114-A',
		alert_id: null,
		event: 'quality.test_failed',
		site: 'MCC1',
		attempts: 8,
		round: 0,
		next_attempt_at: '2026-11-28T10:00:00Z',
		provider: 'twilio',
		provider_id: null,
		error: 'Twilio answered 500 eight times.',
		created_at: '2026-11-28T06:00:00Z',
		sent_at: null,
		ended_at: '2026-11-28T10:00:00Z',
		events: [
			{ at: '2026-11-28T10:00:00Z', what: 'dead', provider: 'twilio', detail: null, by: null }
		]
	};
	let resent = false;
	await page.route('**/rpc/delivery_log', (route) =>
		route.fulfill({
			json: {
				deliveries: [resent ? { ...dead, state: 'queued', error: null } : dead],
				ended_badly: resent ? 0 : 1,
				next: null
			}
		})
	);
	await page.route('**/rpc/resend_delivery', async (route) => {
		const { delivery } = route.request().postDataJSON() as { delivery: string };
		resent = delivery === dead.id;
		await route.fulfill({ json: { id: delivery, state: 'queued' } });
	});
	await page.goto('/alerts/deliveries');
	await expect(page.getByText('One message of the last 30 days has not arrived.')).toBeVisible();
	await page.getByRole('button', { name: dead.title }).click();
	const sheet = page.getByRole('dialog');
	await expect(sheet).toContainText('Given up');
	await expect(sheet).toContainText(dead.error);
	await sheet.getByRole('button', { name: 'Send again' }).click();
	await expect(sheet).toContainText('Waiting');
	await expect(sheet.getByRole('button', { name: 'Send again' })).toBeHidden();
});
