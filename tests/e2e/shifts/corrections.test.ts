import type { Correction } from '../../../src/lib/shifts/types.ts';
import { expectAccessible, overflowOf } from '../accessible.ts';
import { call, minutesAgo, reasonFor } from '../acts.ts';
import { expect, test, type Floor } from '../production/floor.ts';
import { lockShift } from './locked.ts';

// So near its end the shift may be closed.
test.use({ signedIn: true, left: 0.4 });
test.slow();

/** A correction of the first stage of a batch, which a colleague has asked for: 750 kg instead of 770. */
async function asked(floor: Floor): Promise<Correction> {
	const colleague = await floor.member(['supervisor'], 'Ravi Kumar');
	await floor.assign(colleague.id, 'now');
	const batch = await floor.drying(colleague.client);
	await lockShift(floor, colleague.client);
	const { data } = await floor.admin
		.from('stage_logs')
		.select('id')
		.match({ batch_id: batch.id, position: 1 })
		.single();
	return await call<Correction>(colleague.client, 'request_correction', {
		subject_type: 'stage_logs',
		subject_id: data!.id,
		changes: { output_quantity: 760 },
		reason: 'The scale stood on the cable.'
	});
}

test.describe('refused', () => {
	test.use({ allowedComplaints: /status of 4\d\d/ });

	test('P3.07 a correction is asked for at the stage, with what was beside it and a reason', async ({
		page,
		floor,
		supervisor
	}) => {
		const batch = await floor.drying(supervisor);
		await lockShift(floor, supervisor);
		await page.goto(`/production/batches/${batch.id}`);
		await page.getByRole('button', { name: `Correct: Pre-treatment ${batch.code}` }).click();
		const sheet = page.getByRole('dialog', { name: 'Ask for a correction' });
		const output = sheet.getByRole('textbox', { name: 'Output' });
		await expect(output).toHaveAccessibleDescription(/was 770\skg/);
		const send = sheet.getByRole('button', { name: 'Ask for a correction' });
		await send.click();
		const why = sheet.getByRole('textbox', { name: 'Why it is to be changed' });
		await expect(why).toHaveAccessibleDescription(/Reason of a correction has 1 to 2000/);
		await why.fill('The scale stood on the cable.');
		// Nothing is another than before.
		await send.click();
		await expect(sheet.getByRole('alert')).toBeVisible();
		await output.fill('760');
		// What was typed outlives a reload.
		await page.reload();
		await expect(output).toHaveValue('760');
		await send.click();
		await expect(page.getByText(/^Correction COR-.* is asked for\.$/)).toBeVisible();
		await expect(sheet).toBeHidden();

		await page.goto('/shifts/corrections');
		const row = page.getByRole('list', { name: 'Corrections' }).getByRole('link');
		await expect(row).toContainText('770 kg → 760 kg');
		await row.click();
		await expect(page.getByText('You have asked for it: another person decides.')).toBeVisible();
		await page.getByRole('button', { name: 'Withdraw' }).click();
		await expect(page.getByText('Withdrawn', { exact: true })).toBeVisible();
		expect(await overflowOf(page)).toBe(0);
	});
});

test('P3.07 a correction of material and of a downtime is asked for in the logbook', async ({
	page,
	floor,
	supervisor
}) => {
	await floor.drying(supervisor);
	// What waits for its stage is returned, not corrected.
	await floor.batch(supervisor);
	await call(supervisor, 'log_downtime', {
		machine_id: floor.machines.MILL,
		reason_id: await reasonFor(floor.admin, 'downtime'),
		started_at: minutesAgo(50),
		ended_at: minutesAgo(40)
	});
	const run = await lockShift(floor, supervisor);
	await page.goto(`/shifts/logbook?run=${run}`);
	const sheet = page.getByRole('dialog', { name: 'Ask for a correction' });
	const correct = async (what: RegExp, change: () => Promise<void>) => {
		await page.getByRole('button', { name: what }).click();
		await change();
		await sheet.getByRole('textbox', { name: 'Why it is to be changed' }).fill('Misread.');
		await sheet.getByRole('button', { name: 'Ask for a correction' }).click();
		await expect(sheet).toBeHidden();
	};
	await correct(/^Correct: .*ALC-/, async () => {
		const used = sheet.getByRole('textbox', { name: 'Used' });
		await expect(used).toHaveAccessibleDescription(/was 800\skg/);
		await used.fill('790');
	});
	await correct(/^Correct: .*MILL/, async () => {
		await sheet.getByRole('combobox', { name: 'Machine' }).click();
		await page.getByRole('option', { name: /SIFTER/ }).click();
	});
	const { data } = await floor.admin
		.from('correction_requests')
		.select('subject_type, changes')
		.eq('site_id', floor.siteId)
		.order('requested_at');
	expect(data).toEqual([
		{ subject_type: 'stage_materials', changes: { consumed: 790 } },
		{ subject_type: 'downtimes', changes: { machine_id: floor.machines.SIFTER } }
	]);
});

test.describe('without a network', () => {
	test.use({ allowedComplaints: /ERR_INTERNET_DISCONNECTED|status of 423/ });

	test('P3.07 an entry that arrives after the lock becomes a late entry', async ({
		page,
		floor,
		supervisor
	}) => {
		await page.goto('/shifts');
		await expect(page.getByRole('heading', { level: 1, name: 'Shift N, Now' })).toBeVisible();
		await page.getByRole('button', { name: 'Log downtime' }).click();
		const sheet = page.getByRole('dialog', { name: 'Log downtime' });
		await sheet.getByRole('combobox', { name: 'Machine' }).click();
		await page.getByRole('option', { name: /DRYER/ }).click();
		await sheet.getByRole('radio', { name: 'Breakdown' }).click();
		await page.route('**/rest/v1/**', (route) => route.abort('internetdisconnected'));
		await sheet.getByRole('button', { name: 'Log downtime' }).click();
		await expect(sheet).toBeHidden();
		await lockShift(floor, supervisor);
		await page.unroute('**/rest/v1/**');
		const look = page.getByRole('status').getByRole('button', { name: 'Look' });
		await expect(look).toBeVisible({ timeout: 60_000 });
		await look.click();
		const waiting = page.getByRole('dialog');
		await expect(waiting.getByText(/Shift N of .* is locked/)).toBeVisible();
		await waiting.getByRole('button', { name: 'Ask for a late entry' }).click();
		const why = waiting.getByRole('textbox', { name: 'Why it comes late' });
		await expect(why).toHaveAccessibleDescription(/Reason of a correction has 1 to 2000/);
		await why.fill('The tablet had no network.');
		await waiting.getByRole('button', { name: 'Ask for a late entry' }).click();
		await expect(page.getByText(/^Correction COR-.* is asked for\.$/)).toBeVisible();
		await expect(why).toBeHidden();
		const { data } = await floor.admin
			.from('correction_requests')
			.select('kind, command, state')
			.eq('site_id', floor.siteId);
		expect(data).toEqual([{ kind: 'late_entry', command: 'log_downtime', state: 'requested' }]);
	});
});

test.describe('a manager', () => {
	test.use({ memberships: async ({ floor }, use) => use([{ role: 'manager', site: floor.code }]) });

	test('P3.07 sees before and after side by side and what follows, and approves with a note', async ({
		page,
		floor
	}) => {
		await page.goto('/shifts/corrections');
		await expect(page.getByText('No correction waits for a decision')).toBeVisible();
		// It appears by itself.
		const { number, subject } = await asked(floor);
		await page.getByRole('link', { name: new RegExp(number) }).click();
		await expect(page.getByRole('heading', { level: 1, name: subject })).toBeVisible();
		const row = page.getByRole('row', { name: /Output/ });
		await expect(row.getByRole('cell').first()).toHaveText('770 kg');
		await expect(row.getByRole('cell').last()).toHaveText('760 kg');
		// What is said of it as a message says it, too.
		await expect(page.getByText('The scale stood on the cable.', { exact: true })).toBeVisible();
		const effects = page.getByRole('list', { name: 'What follows from it' });
		await expect(effects.getByText(/^Drying of .*760 kg/)).toBeVisible();
		await page.getByRole('button', { name: 'Approve' }).click();
		const note = page.getByRole('textbox', { name: 'Note' });
		await expect(note).toHaveAccessibleDescription(/Note of a decision/);
		await note.fill('Seen on the photo.');
		await page.getByRole('button', { name: 'Approve' }).click();
		await expect(page.getByText('Approved', { exact: true })).toBeVisible();
		await expect(page.getByText('Seen on the photo.')).toBeVisible();
		const { data } = await floor.admin
			.from('stage_logs')
			.select('output_quantity')
			.eq('site_id', floor.siteId)
			.eq('position', 1);
		expect(data).toEqual([{ output_quantity: 760 }]);
		await page.getByRole('link', { name: 'Logbook' }).last().click();
		await expect(page.getByText('Changed since')).toBeVisible();
		await page.getByRole('tab', { name: 'Summary' }).click();
		await expect(page.getByText(/Version 2: computed again/)).toBeVisible();
	});

	test('P3.07 declines with a note, and nothing has changed', async ({ page, floor }) => {
		const { id } = await asked(floor);
		await page.goto(`/shifts/corrections/${id}`);
		await page.getByRole('textbox', { name: 'Note' }).fill('The photo shows 770.');
		await page.getByRole('button', { name: 'Decline' }).click();
		await expect(page.getByText('Declined', { exact: true })).toBeVisible();
		await expect(page.getByText('Nothing was changed.')).toBeVisible();
	});

	test('corrections and the logbook can be read and heard by everybody (axe)', async ({
		page,
		floor
	}) => {
		const { id, run } = await asked(floor);
		await page.goto('/shifts/corrections');
		await expect(page.getByRole('list', { name: 'Corrections' })).toBeVisible();
		await expectAccessible(page);
		await page.goto(`/shifts/corrections/${id}`);
		await expect(page.getByRole('list', { name: 'What follows from it' })).toBeVisible();
		await expectAccessible(page);
		await page.goto(`/shifts/logbook?run=${run.id}`);
		await expect(page.getByRole('list', { name: 'Entries' })).toBeVisible();
		await expectAccessible(page);
		await page
			.getByRole('button', { name: /^Correct: / })
			.first()
			.click();
		await expect(page.getByRole('dialog').getByRole('button').last()).toBeVisible();
		await page.waitForTimeout(500);
		await expectAccessible(page);
		await page.goto(`/shifts/logbook?run=${run.id}&show=summary`);
		await expect(page.getByRole('list', { name: 'Loss by stage' })).toBeVisible();
		await expectAccessible(page);
	});
});
