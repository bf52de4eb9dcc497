import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import postgres from 'postgres';
import { Hour, MINUTES } from '../../../simulator/hour.ts';
import { emailOf, type Name } from '../../../simulator/people.ts';
import { PASSWORD } from '../../../simulator/public-api.ts';
import { Travel } from '../../../simulator/travel.ts';
import { violations } from '../../db/invariants.ts';
import { startProcess } from '../../platform/stack-process.ts';
import { expect as baseExpect, signIn, test } from '../test.ts';

/** Each step is as many commands as the plant has in its minutes. */
const expect = baseExpect.configure({ timeout: 20_000 });

const BATCH = /MCC-\S+-002-A/;

test.use({ actionTimeout: 20_000 });

test('P9.01 P9.04 P3.07 P3.09 an hour in which nobody looks: bell, mail, SMS, the second level, the lock, the correction', async ({
	browser
}) => {
	test.setTimeout(300_000);
	const dataDir = await mkdtemp(join(tmpdir(), 'lotline-hour-'));
	const stack = await startProcess({ dataDir, workdir: '.' });
	const { status } = stack;
	const options = { max: 4, onnotice: () => {} };
	const owner = postgres(status.dbUrl, options);
	const superuser = postgres(status.dbUrl.replace('//postgres:', '//supabase_admin:'), options);
	try {
		const travel = new Travel(superuser);
		await travel.allow();
		const told: string[] = [];
		const say = (line: string) => void told.push(line);
		const hour = await Hour.open({ status, owner, travel, pace: Infinity, say });
		const as = (name: Name) =>
			signIn(browser, { email: emailOf(name), password: PASSWORD }, status.appUrl);

		const manager = await as('manager');
		await test.step('a stage is started, and nothing rings for the manager', async () => {
			await hour.playTo(4);
			await manager.goto('/alerts/escalations');
			await expect(manager.getByText('No clock is running')).toBeVisible();
			await expect(bell(manager, 0)).toBeVisible();
		});

		await test.step('a test fails: the bell rises without a reload, and the toast says what', async () => {
			await hour.playTo(5);
			await expect(bell(manager, 1)).toBeVisible();
			const toast = manager.getByRole('region', { name: /^Messages/ }).getByRole('listitem');
			await expect(toast).toContainText('QC failure');
			await expect(toast).toContainText('pH 8.2 over 7.5');
			await toast.getByRole('button', { name: 'Close' }).click();
		});

		await test.step('its mail and its SMS lie in the inbox', async () => {
			const inbox = await (await browser.newContext()).newPage();
			for (const [to, text] of [
				[emailOf('qa'), /QC failure: MCC-.*, Pre-treatment/],
				['+919840000002', /QC failure MCC1: MCC-.*: pH 8\.2 over 7\.5/]
			] as const) {
				await inbox.goto(`${status.inboxUrl}?to=${encodeURIComponent(to)}`);
				await expect(inbox.getByText(text).first()).toBeVisible();
			}
			await inbox.close();
		});

		const running = manager.getByRole('list', { name: 'Running' }).getByRole('listitem');
		const clock = running.filter({ hasText: BATCH }).filter({ hasText: 'QC failure' });
		await test.step('its clock runs, and names who is told next', async () => {
			// What the page knows of the plant's clock, it reads with the page.
			await manager.reload();
			await expect(clock.getByRole('timer')).toHaveText(/^(29:\d\d|30:00)$/);
			await expect(clock).toContainText('until Plant Head is told');
			await hour.playTo(20);
			await manager.reload();
			await expect(clock.getByRole('timer')).toHaveText(/^1[45]:\d\d$/);
		});

		const head = await as('admin');
		await test.step('after 30 minutes unseen the second level is told', async () => {
			await hour.playTo(34);
			// Of the loss, as every administrator.
			await expect(bell(head, 1)).toBeVisible();
			await hour.playTo(35);
			await expect(bell(head, 2)).toBeVisible();
			await expect(clock).toContainText('Plant Head told');
			await expect(clock).toContainText('Asha Admin');
		});

		const supervisor = await as('supervisor.a');
		const closing =
			await test.step('the shift is over: its supervisor is led to what is missing, by name', async () => {
				await hour.playTo(42);
				await supervisor.getByRole('button', { name: /^Notifications/ }).click();
				await supervisor
					.getByRole('list', { name: 'Latest notifications' })
					.getByRole('link', { name: /Shift A of .* is not closed/ })
					.click();
				await expect(supervisor).toHaveURL(/\/shifts\/close\//);
				return supervisor.url();
			});

		const undone = supervisor.getByRole('list', { name: 'Undone', exact: true });
		const close = supervisor.getByRole('button', { name: 'Close shift A' });
		await test.step('he puts one right and explains one; the third keeps it from being closed', async () => {
			await expect(undone.getByRole('listitem')).toHaveCount(3);
			await expect(undone).toContainText(/Drying of batch MCC-\S+-001-A has been running/);
			await expect(undone).toContainText(/Pre-treatment of batch MCC-\S+-002-A lost 7\.5 %/);
			await expect(undone).toContainText(/MCH-301 has stood still since/);
			await supervisor.getByRole('button', { name: /^Runs again: MCH-301/ }).click();
			await expect(undone.getByText(/MCH-301 has stood still/)).toBeHidden();
			const drying = undone.getByRole('listitem').filter({ hasText: 'Drying' });
			await drying.getByRole('button', { name: /^Explain: Drying/ }).click();
			await drying.getByRole('textbox').fill('Goes on in the next shift.');
			await drying.getByRole('button', { name: 'Keep the reason' }).click();
			await expect(drying.getByText('Goes on in the next shift.')).toBeVisible();
			await expect(drying.getByText(/^Ravi Kumar, /)).toBeVisible();
			await expect(undone.getByRole('button', { name: /^Explain: / })).toHaveCount(1);
			await expect(close).toBeDisabled();
		});

		await test.step('the job locks it while he types: what he sends is refused, with who can help', async () => {
			await hour.playTo(54);
			await supervisor.goto('/shifts');
			await supervisor.getByRole('button', { name: 'Log downtime' }).click();
			const sheet = supervisor.getByRole('dialog', { name: 'Log downtime' });
			await sheet.getByRole('combobox', { name: 'Machine' }).click();
			await supervisor.getByRole('option', { name: /MCH-401/ }).click();
			await sheet.getByRole('radio', { name: 'Cleaning' }).click();
			await hour.playTo(55);
			await sheet.getByRole('button', { name: 'Log downtime' }).click();
			await expect(sheet.getByRole('alert')).toContainText(/Shift A of .* is locked/);
			await supervisor.goto(closing);
			await expect(supervisor.getByText(/It locked by itself at /)).toBeVisible();
			await expect(supervisor.getByText(/Here these decide: Meera Krishnan\./)).toBeVisible();
			await expect(close).toBeHidden();
		});

		await test.step('the manager sees before and after of the correction, and approves it', async () => {
			await hour.playTo(58);
			await manager.goto('/shifts/corrections');
			await manager.getByRole('list', { name: 'Corrections' }).getByRole('link').click();
			const output = manager.getByRole('row', { name: /Output/ });
			await expect(output.getByRole('cell').first()).toHaveText('740 kg');
			await expect(output.getByRole('cell').last()).toHaveText('774 kg');
			await expect(
				manager
					.getByRole('list', { name: 'What follows from it' })
					.getByText(/its loss becomes 3\.25 %; it was 7\.50 %/)
			).toBeVisible();
			await manager.getByRole('textbox', { name: 'Note' }).fill('Seen on the slip.');
			await manager.getByRole('button', { name: 'Approve' }).click();
			await expect(manager.getByText('Approved', { exact: true })).toBeVisible();
		});

		await test.step('and the summary of the shift has changed', async () => {
			const report = await hour.playTo(MINUTES);
			await manager.getByRole('link', { name: 'Logbook' }).last().click();
			await manager.getByRole('tab', { name: 'Summary' }).click();
			await expect(manager.getByText(/Version 2: computed again/)).toBeVisible();
			const losses = manager.getByRole('list', { name: 'Loss by stage' }).getByRole('listitem');
			await expect(losses.filter({ hasText: 'Pre-treatment' })).toContainText('3.5');
			expect(report.faults, told.join('\n')).toEqual([]);
			expect(await violations(superuser)).toEqual({});
		});
	} finally {
		await Promise.all([owner.end(), superuser.end()]);
		await stack.stop();
		await rm(dataDir, { recursive: true, force: true });
	}
});

/** The bell when it says so many. */
function bell(page: Page, count: number): Locator {
	const name = count > 0 ? `Notifications, ${count} unread` : 'Notifications';
	return page.getByRole('button', { name, exact: true });
}
