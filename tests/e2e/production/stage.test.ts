import type { Page } from '@playwright/test';
import { expectAccessible } from '../accessible.ts';
import { ago, call } from '../acts.ts';
import { expect, logsOf, test } from './floor.ts';

test.use({ signedIn: true });
test.slow();

/** Until the page has read what comes after it, which it does when it has been quiet for a while. */
async function readAhead(page: Page): Promise<void> {
	await page.waitForTimeout(2_000);
	await page.waitForLoadState('networkidle');
}

declare global {
	interface Window {
		counted: { taps: number; keys: number };
	}
}

/** Counts what a person does with fingers, from now on, across pages. */
async function countHands(page: Page): Promise<() => Promise<{ taps: number; keys: number }>> {
	await page.addInitScript(() => {
		const kept = JSON.parse(sessionStorage.getItem('counted') ?? '{"taps":0,"keys":0}') as {
			taps: number;
			keys: number;
		};
		window.counted = kept;
		const keep = () => sessionStorage.setItem('counted', JSON.stringify(kept));
		addEventListener('pointerdown', () => (kept.taps++, keep()), { capture: true });
		addEventListener('keydown', () => (kept.keys++, keep()), { capture: true });
	});
	return () => page.evaluate(() => window.counted);
}

test('P3.02 a practised supervisor logs a stage in at most 12 taps beside the numbers', async ({
	page,
	floor,
	supervisor,
	isMobile
}) => {
	const batch = await floor.drying(supervisor);
	const hands = await countHands(page);
	await page.goto('/shifts');
	const finish = page.getByRole('link', { name: 'Finish Drying' });
	await expect(finish).toBeVisible();
	const begun = performance.now();
	if (isMobile) await finish.tap();
	else await finish.click();
	const output = page.getByRole('textbox', { name: 'Output' });
	await expect(output).toBeFocused();
	await output.pressSequentially('757');
	await expect(page.getByText('Loss 1.7 %, within 2.5 %.')).toBeVisible();
	const temperature = page.getByRole('textbox', { name: 'Drying temperature' });
	if (isMobile) await temperature.tap();
	else await temperature.click();
	await temperature.pressSequentially('88');
	const send = page.getByRole('button', { name: 'Finish Drying' });
	if (isMobile) await send.tap();
	else await send.click();
	await expect(page.getByText(`Drying of ${batch.code} is logged.`)).toBeVisible();
	const seconds = (performance.now() - begun) / 1000;
	const { taps, keys } = await hands();
	console.log(
		`Log a stage (${isMobile ? 'phone' : 'PC'}): ${taps} taps, ${keys} keystrokes, all of them numbers, ${seconds.toFixed(1)} s`
	);
	expect(taps).toBeLessThanOrEqual(12);
	expect(keys).toBe('757'.length + '88'.length);
	expect(await logsOf(floor, batch)).toMatchObject([
		{ position: 1 },
		{ position: 2, output_quantity: 757, parameters: { drying_temperature: { value: 88 } } }
	]);
});

test.describe('without a pointer', () => {
	test.use({ signedIn: false });

	test('P3.02 from sign-in to the logged stage by keyboard alone', async ({
		page,
		floor,
		supervisor,
		person,
		isMobile
	}) => {
		test.skip(isMobile, 'a phone has no keyboard');
		const batch = await floor.drying(supervisor);
		const hands = await countHands(page);
		await page.goto('/sign-in');
		await expect(page.getByLabel('E-mail')).toBeVisible();
		await page.getByLabel('E-mail').focus();
		await page.keyboard.type(person.email);
		await page.keyboard.press('Tab');
		await page.keyboard.type(person.password);
		await page.keyboard.press('Enter');
		const finish = page.getByRole('link', { name: 'Finish Drying' });
		await expect(finish).toBeVisible();
		for (let presses = 0; presses < 40; presses++) {
			if (await finish.evaluate((link) => link === document.activeElement)) break;
			await page.keyboard.press('Tab');
		}
		await expect(finish).toBeFocused();
		await page.keyboard.press('Enter');
		await expect(page.getByRole('textbox', { name: 'Output' })).toBeFocused();
		await page.keyboard.type('757');
		await page.keyboard.press('Tab');
		await page.keyboard.type('88');
		await page.keyboard.press('Enter');
		await expect(page.getByText(`Drying of ${batch.code} is logged.`)).toBeVisible();
		const { taps, keys } = await hands();
		console.log(`Log a stage (keyboard from sign-in): ${taps} taps, ${keys} keystrokes`);
		expect(taps).toBe(0);
		expect(await logsOf(floor, batch)).toHaveLength(2);
	});
});

test('P3.03 a loss above the limit is said while it is typed, and has to be explained', async ({
	page,
	floor,
	supervisor
}) => {
	const batch = await floor.drying(supervisor);
	await page.goto(`/production/batches/${batch.id}/stage`);
	await page.getByRole('textbox', { name: 'Output' }).fill('740');
	await expect(page.getByText(/Loss 3.9 %. Drying may lose 2.5 % here./)).toBeVisible();
	await page.getByRole('textbox', { name: 'Drying temperature' }).fill('88');
	await page.getByRole('button', { name: 'Finish Drying' }).click();
	const reason = page.getByRole('textbox', { name: 'Why so much was lost' });
	await expect(reason).toBeFocused();
	await expect(reason).toHaveAccessibleDescription('Say why so much was lost, or check the scale.');
	await page.getByRole('textbox', { name: 'Output' }).fill('780');
	await expect(page.getByText(/More than the 770\skg that went in./)).toBeVisible();
	await page.getByRole('textbox', { name: 'Output' }).fill('740');
	await reason.fill('A bag filter was torn.');
	await page.getByRole('button', { name: 'Finish Drying' }).click();
	await expect(page.getByText(`Drying of ${batch.code} is logged.`)).toBeVisible();
	expect(await logsOf(floor, batch)).toMatchObject([
		{},
		{ output_quantity: 740, remarks: 'A bag filter was torn.' }
	]);
});

test('P3.04 the form asks what the stage’s fields say, by their conditions and limits', async ({
	page,
	floor,
	supervisor
}) => {
	const batch = await floor.drying(supervisor);
	await page.goto(`/production/batches/${batch.id}/stage`);
	const temperature = page.getByRole('textbox', { name: 'Drying temperature' });
	const why = page.getByRole('textbox', { name: 'Why hotter than 95 °C' });
	await expect(temperature).toHaveAccessibleDescription(/allowed 60–110\s°C/);
	await page.getByRole('textbox', { name: 'Output' }).fill('757');
	await page.getByRole('button', { name: 'Finish Drying' }).click();
	await expect(temperature).toHaveAccessibleDescription(/Drying temperature is missing./);
	await expect(why).toBeHidden();
	await temperature.fill('99');
	await expect(why).toBeVisible();
	await temperature.fill('150');
	await expect(temperature).toHaveAccessibleDescription(/150 °C is outside 60 to 110/);
	await temperature.fill('99');
	await why.fill('Damp air');
	await page.getByRole('button', { name: 'Finish Drying' }).click();
	await expect(page.getByText(`Drying of ${batch.code} is logged.`)).toBeVisible();
	expect((await logsOf(floor, batch))[1]!.parameters).toMatchObject({
		drying_temperature: { value: 99 },
		temperature_reason: { value: 'Damp air' }
	});
});

test.describe('a machine that is busy', () => {
	test.use({ allowedComplaints: /status of 4\d\d/ });

	test('P3.02 a stage is started with the machine, and logged in one go when it is over', async ({
		page,
		floor,
		supervisor
	}) => {
		const batch = await floor.readyToDry(supervisor);
		await page.goto('/shifts');
		await page.getByRole('link', { name: 'Start Drying' }).click();
		await expect(page.getByRole('textbox', { name: 'Input' })).toHaveValue('770');
		await expect(page.getByRole('textbox', { name: 'Operator' })).toHaveValue('Velu');
		await page.getByRole('button', { name: 'Start Drying' }).click();
		const machine = page.getByRole('combobox', { name: 'Machine' });
		await expect(machine).toHaveAccessibleDescription('Choose the machine.');
		await machine.click();
		await page.getByRole('option', { name: /DRYER/ }).click();
		await page.getByRole('button', { name: 'Start Drying' }).click();
		await expect(page.getByText(`Drying of ${batch.code} has started.`)).toBeVisible();
		await expect(page.getByText('Drying on DRYER')).toBeVisible();

		// What has been said does not lie on the button that is pressed next.
		await page.getByRole('link', { name: 'Finish Drying' }).click();
		const send = page.getByRole('button', { name: 'Finish Drying' });
		const said = page.getByRole('listitem').filter({ hasText: 'has started.' });
		const room = async () => {
			const [message, button] = [await said.boundingBox(), await send.boundingBox()];
			return button!.y - (message!.y + message!.height);
		};
		await expect.poll(room).toBeGreaterThan(0);

		const other = await floor.readyToDry(supervisor, 'BLENDER');
		await page.goto(`/production/batches/${other.id}/stage`);
		await page.getByRole('radio', { name: 'It is over' }).click();
		await page.getByRole('button', { name: /after the stage before/ }).click();
		await page.getByRole('textbox', { name: 'Output' }).fill('757');
		await page.getByRole('textbox', { name: 'Drying temperature' }).fill('88');
		await page.getByRole('combobox', { name: 'Machine' }).click();
		await page.getByRole('option', { name: /DRYER.*runs/ }).click();
		await page.getByRole('button', { name: 'Log Drying' }).click();
		await expect(page.getByRole('combobox', { name: 'Machine' })).toHaveAccessibleDescription(
			new RegExp(`DRYER runs batch ${batch.code} from`)
		);
		await page.getByRole('combobox', { name: 'Machine' }).click();
		await page.getByRole('option', { name: /MILL/ }).click();
		await page.getByRole('button', { name: 'Log Drying' }).click();
		await expect(page.getByText(`Drying of ${other.code} is logged.`)).toBeVisible();
	});
});

test.describe('refused by the server', () => {
	test.use({ allowedComplaints: /status of 4\d\d/ });

	test('a time that cannot be is refused at its field, and nothing typed is lost', async ({
		page,
		floor,
		supervisor
	}) => {
		const batch = await floor.drying(supervisor);
		await page.goto(`/production/batches/${batch.id}/stage`);
		await page.getByRole('textbox', { name: 'Output' }).fill('757');
		await page.getByRole('textbox', { name: 'Drying temperature' }).fill('88');
		await page.getByRole('button', { name: 'Ended' }).click();
		const ended = page.getByLabel('Ended');
		const wall = new Date(Date.parse(ago(2)) + 5.5 * 60 * 60_000).toISOString().slice(0, 16);
		await ended.fill(wall);
		await page.getByRole('button', { name: 'Finish Drying' }).click();
		await expect(ended).toHaveAccessibleDescription(/The stage began at .* and cannot end at/);
		await expect(ended).toBeFocused();
		await expect(page.getByRole('textbox', { name: 'Output' })).toHaveValue('757');
		await page.getByRole('button', { name: 'Now', exact: true }).click();
		await page.getByRole('button', { name: 'Finish Drying' }).click();
		await expect(page.getByText(`Drying of ${batch.code} is logged.`)).toBeVisible();
	});
});

test('P1.01 a reload in the middle of a form keeps what was typed', async ({
	page,
	floor,
	supervisor
}) => {
	const batch = await floor.drying(supervisor);
	await page.goto(`/production/batches/${batch.id}/stage`);
	await page.getByRole('textbox', { name: 'Output' }).fill('756.5');
	await page.getByRole('textbox', { name: 'Drying temperature' }).fill('91');
	await page.getByRole('textbox', { name: 'Remarks' }).fill('Slow today');
	await page.reload();
	await expect(page.getByRole('textbox', { name: 'Output' })).toHaveValue('756.5');
	await expect(page.getByRole('textbox', { name: 'Drying temperature' })).toHaveValue('91');
	await expect(page.getByRole('textbox', { name: 'Remarks' })).toHaveValue('Slow today');
	await page.getByRole('button', { name: 'Finish Drying' }).click();
	await expect(page.getByText(`Drying of ${batch.code} is logged.`)).toBeVisible();
	expect(
		await page.evaluate(() => Object.keys(sessionStorage).filter((key) => key.includes('draft')))
	).toEqual([]);
});

test.describe('without a network', () => {
	test.use({ allowedComplaints: /ERR_INTERNET_DISCONNECTED|WebSocket|status of 4\d\d/ });

	test('DESIGN 5 a stage is logged on the device, opens there, and is sent once when it is back', async ({
		page,
		context,
		floor,
		supervisor
	}) => {
		const batch = await floor.drying(supervisor);
		await page.goto('/shifts');
		await expect(page.getByRole('link', { name: 'Finish Drying' })).toBeVisible();
		await readAhead(page);
		await page.waitForTimeout(2_000);
		await context.setOffline(true);
		await page.getByRole('link', { name: 'Finish Drying' }).click();
		await page.getByRole('textbox', { name: 'Output' }).fill('757');
		await page.getByRole('textbox', { name: 'Drying temperature' }).fill('88');
		await expect(
			page.getByText('Kept on this device, sent when the network is back.')
		).toBeVisible();
		await page.getByRole('button', { name: 'Finish Drying' }).click();
		await expect(page).toHaveURL('/shifts');
		await expect(page.getByText('Not sent yet')).toBeVisible();
		expect(await logsOf(floor, batch)).toMatchObject([{}, { ended_at: null }]);
		await page.waitForTimeout(1_500);
		await context.setOffline(false);
		await expect(page.getByText(/Waits for QC/).first()).toBeVisible({ timeout: 20_000 });
		const logs = await logsOf(floor, batch);
		expect(logs).toMatchObject([{}, { output_quantity: 757 }]);
		expect(logs).toHaveLength(2);
	});

	test('what is refused when it is sent comes back to its form', async ({
		page,
		context,
		floor,
		supervisor
	}) => {
		const batch = await floor.drying(supervisor);
		await page.goto(`/production/batches/${batch.id}/stage`);
		await page.getByRole('textbox', { name: 'Output' }).fill('757');
		await page.getByRole('textbox', { name: 'Drying temperature' }).fill('88');
		await readAhead(page);
		await context.setOffline(true);
		await page.getByRole('button', { name: 'Finish Drying' }).click();
		await expect(page.getByText('1 entry waits')).toBeVisible();
		await call(supervisor, 'finish_stage', {
			batch_id: batch.id,
			output_quantity: 760,
			parameters: { drying_temperature: 90 }
		});
		await context.setOffline(false);
		await expect(page.getByText(/No stage of batch .* is running./).first()).toBeVisible({
			timeout: 20_000
		});
		expect((await logsOf(floor, batch))[1]).toMatchObject({ output_quantity: 760 });
	});
});

test('DESIGN 5 hostile text in the remarks breaks nothing', async ({ page, floor, supervisor }) => {
	const batch = await floor.drying(supervisor);
	const evil = `<script>window.broken = 1</script> \u202e${'إلى المخزن '.repeat(20)} ${'x'.repeat(1200)}`;
	await page.goto(`/production/batches/${batch.id}/stage`);
	await page.getByRole('textbox', { name: 'Output' }).fill('757');
	await page.getByRole('textbox', { name: 'Drying temperature' }).fill('88');
	const remarks = page.getByRole('textbox', { name: 'Remarks' });
	await remarks.evaluate((area: HTMLTextAreaElement) => {
		area.value = 'x'.repeat(10_000);
		area.dispatchEvent(new Event('input', { bubbles: true }));
	});
	await page.getByRole('button', { name: 'Finish Drying' }).click();
	await expect(remarks).toHaveAccessibleDescription(/Stage remarks have at most 2000 characters./);
	await expect(remarks).toBeFocused();
	await remarks.fill(evil);
	await page.getByRole('button', { name: 'Finish Drying' }).click();
	await expect(page.getByText(`Drying of ${batch.code} is logged.`)).toBeVisible();
	await page.goto(`/production/batches/${batch.id}`);
	await expect(page.getByText('<script>window.broken = 1</script>')).toBeVisible();
	const { broken, overflow } = await page.evaluate(() => ({
		broken: 'broken' in window,
		overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth
	}));
	expect({ broken, overflow }).toEqual({ broken: false, overflow: 0 });
});

test.describe('in a shift of others', () => {
	test.use({ assigned: 'later' });

	test('P1.05 what would be refused is said before anything is typed', async ({
		page,
		floor,
		supervisor
	}) => {
		void supervisor;
		const colleague = await floor.member(['supervisor'], 'Ravi Kumar');
		await floor.assign(colleague.id, 'now');
		const batch = await floor.drying(colleague.client);
		await page.goto(`/production/batches/${batch.id}/stage`);
		await expect(
			page.getByText('This shift is not yours: what you enter would be refused.')
		).toBeVisible();
	});
});

test('what somebody else has logged meanwhile is said, and what was typed stays', async ({
	page,
	floor,
	supervisor
}) => {
	const batch = await floor.drying(supervisor);
	await page.goto(`/production/batches/${batch.id}/stage`);
	await page.getByRole('textbox', { name: 'Output' }).fill('757');
	await call(supervisor, 'finish_stage', {
		batch_id: batch.id,
		output_quantity: 760,
		parameters: { drying_temperature: 90 }
	});
	await expect(page.getByText('Somebody else has logged this stage meanwhile.')).toBeVisible();
	await expect(page.getByRole('textbox', { name: 'Output' })).toHaveValue('757');
});

test('the forms of a stage can be read and heard by everybody (axe)', async ({
	page,
	floor,
	supervisor
}) => {
	const batch = await floor.drying(supervisor);
	await page.goto(`/production/batches/${batch.id}/stage`);
	await page.getByRole('textbox', { name: 'Output' }).fill('740');
	await page.getByRole('button', { name: 'Finish Drying' }).click();
	await expect(page.getByText('Drying temperature is missing.')).toBeVisible();
	await expectAccessible(page);
	const other = await floor.readyToDry(supervisor, 'BLENDER');
	await page.goto(`/production/batches/${other.id}/stage`);
	await page.getByRole('radio', { name: 'It is over' }).click();
	await expect(page.getByRole('button', { name: 'Log Drying' })).toBeVisible();
	await expectAccessible(page);
});
