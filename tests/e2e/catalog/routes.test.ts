import { randomUUID } from 'node:crypto';
import { expectAccessible, overflowOf } from '../accessible.ts';
import { expect, test } from '../test.ts';

test.use({ signedIn: true, memberships: [{ role: 'admin' }] });

const newCode = () => `T${randomUUID().slice(0, 8).toUpperCase()}`;
const newName = () =>
	`stage_${randomUUID()
		.replace(/[^a-f]/g, '')
		.padEnd(4, 'x')}`;

test('P3.04 the form of a stage is built without code: fields, limits, conditions, order', async ({
	page,
	admin
}) => {
	test.slow();
	const code = newName();
	const { data: stage } = await admin
		.from('stages')
		.insert({ code, name: `Stage ${code}` })
		.select()
		.single();
	await page.goto(`/catalog/stages/${stage!.id}`);
	await expect(page.getByText('This form asks for nothing more')).toBeVisible();

	const adding = page.getByRole('dialog', { name: 'Add a field' });
	const add = () => page.getByRole('button', { name: 'Add a field' }).first().click();
	await add();
	await adding.getByLabel('Label').fill('Bed temperature');
	await adding.getByLabel('Key').fill('bed_temperature');
	await adding.getByLabel('What is written down').click();
	await page.getByRole('option', { name: 'A number' }).click();
	await adding.getByLabel('Unit').click();
	await page.getByRole('option', { name: '°C' }).click();
	await adding.getByLabel('Lowest value').fill('120');
	await adding.getByLabel('Highest value').fill('60');
	await adding.getByRole('button', { name: 'Add a field' }).click();
	await expect(adding.getByLabel('Lowest value')).toHaveAccessibleDescription(
		/Lowest value is not above the highest\./
	);
	await adding.getByLabel('Lowest value').fill('60');
	await adding.getByLabel('Highest value').fill('120');
	await adding.getByLabel('Required').click();
	await adding.getByRole('button', { name: 'Add a field' }).click();
	await expect(page.getByText('Bed temperature is added.')).toBeVisible();

	await add();
	await adding.getByLabel('Label').fill('Why so hot');
	await adding.getByLabel('Key').fill('why_so_hot');
	await adding.getByLabel('What is written down').click();
	await page.getByRole('option', { name: 'One of several choices' }).click();
	await adding.getByLabel('Choices').fill('Wet feed\nCold air\n');
	await adding.getByLabel('Asked for').first().click();
	await page.getByRole('option', { name: 'Only depending on Bed temperature' }).click();
	await adding.getByLabel('Comparison').click();
	await page.getByRole('option', { name: 'is above' }).click();
	await adding.getByLabel('Compared with').fill('100');
	await adding.getByRole('button', { name: 'Add a field' }).click();
	await expect(page.getByText('Why so hot is added.')).toBeVisible();
	await expect(page.getByText('Only when Bed temperature is above 100 °C')).toBeVisible();

	// The preview asks for it as soon as it is so hot.
	const preview = page.getByRole('region', { name: 'As it is asked for' });
	await expect(preview.getByLabel('Why so hot')).toBeHidden();
	await preview.getByLabel('Bed temperature').fill('110');
	await expect(preview.getByLabel('Why so hot')).toBeVisible();

	await page.getByRole('button', { name: 'Move Why so hot up' }).focus();
	await page.keyboard.press('Enter');
	const fields = page.getByRole('region', { name: 'Fields' }).getByRole('listitem');
	await expect(fields.first()).toContainText('Why so hot');
	await expect
		.poll(async () => {
			const { data } = await admin
				.from('stage_fields')
				.select('key, choices, condition, minimum, required')
				.eq('stage_id', stage!.id)
				.order('position');
			return data;
		})
		.toMatchObject([
			{
				key: 'why_so_hot',
				choices: ['Wet feed', 'Cold air'],
				condition: { field: 'bed_temperature', is: '>', value: 100 },
				required: false
			},
			{ key: 'bed_temperature', minimum: 60, required: true }
		]);
	expect(await overflowOf(page)).toBe(0);
});

test('P3.02 P3.03 P4.05 a route is laid out in order with limits and gates, and changed by a new version', async ({
	page,
	admin
}) => {
	test.slow();
	const code = newCode();
	const { data: item } = await admin
		.from('items')
		.insert({ code, name: `Product ${code}`, kind: 'finished', unit: 'kg' })
		.select()
		.single();
	await page.goto('/catalog/routes');
	await page.getByRole('button', { name: 'Add a route' }).first().click();
	const dialog = page.getByRole('dialog', { name: 'Add a route' });
	await dialog.getByLabel('Product').fill(code);
	await page.getByRole('option', { name: code }).click();
	await dialog.getByRole('button', { name: 'Lay out its stages' }).click();
	await expect(page.getByText('It has no route yet')).toBeVisible();
	await page.getByRole('button', { name: 'Make a new version' }).click();
	await page.getByRole('button', { name: 'Save the new version' }).click();
	await expect(page.getByText('A route has a stage at least. Add the first one.')).toBeVisible();

	const draft = page.getByRole('group');
	const add = async (name: string) => {
		await page.getByLabel('Add a stage…').click();
		await page.getByRole('option', { name, exact: true }).click();
		await expect(page.getByRole('group', { name })).toBeVisible();
	};
	await add('Grinding');
	await add('Drying');
	await page.getByRole('group', { name: 'Drying' }).getByLabel('Loss limit').fill('250');
	await page.getByRole('button', { name: 'Save the new version' }).click();
	await expect(
		page.getByRole('group', { name: 'Drying' }).getByLabel('Loss limit')
	).toHaveAccessibleDescription('Loss limit is 0 to 100 %.');
	await page.getByRole('group', { name: 'Drying' }).getByLabel('Loss limit').fill('2.5');
	await page.getByRole('group', { name: 'Drying' }).getByLabel('QC gate').click();
	await page.getByRole('button', { name: 'Move Drying up' }).focus();
	await page.keyboard.press('Enter');
	await expect(draft.first()).toHaveAccessibleName('Drying');
	await expect(page.getByRole('button', { name: 'Move Drying up' })).toBeFocused();
	await page.getByRole('button', { name: 'Save the new version' }).click();
	await expect(page.getByText(`New batches of ${code} go by version 1.`)).toBeVisible();

	await page.getByRole('button', { name: 'Make a new version' }).click();
	await page.getByRole('button', { name: 'Take Grinding out' }).click();
	await page.getByRole('button', { name: 'Save the new version' }).click();
	await expect(page.getByText(`New batches of ${code} go by version 2.`)).toBeVisible();
	const { data } = await admin
		.from('routes')
		.select('version, route_stages(position, loss_limit_percent, qc_gate)')
		.eq('item_id', item!.id)
		.order('version');
	expect(data).toEqual([
		{
			version: 1,
			route_stages: [
				{ position: 1, loss_limit_percent: 2.5, qc_gate: true },
				{ position: 2, loss_limit_percent: null, qc_gate: false }
			]
		},
		{ version: 2, route_stages: [{ position: 1, loss_limit_percent: 2.5, qc_gate: true }] }
	]);
	expect(await overflowOf(page)).toBe(0);
});

test.describe('in both themes', () => {
	test.slow();

	test('stages and routes can be read and heard by everybody (axe)', async ({ page, admin }) => {
		const { data: drying } = await admin.from('stages').select('id').eq('code', 'drying').single();
		await page.goto('/catalog/stages');
		await expect(page.getByRole('link', { name: 'Drying' })).toBeVisible();
		await expectAccessible(page);
		await page.goto(`/catalog/stages/${drying!.id}`);
		await expect(page.getByRole('heading', { name: 'Drying' })).toBeVisible();
		await expectAccessible(page);
		await page.goto('/catalog/routes/MCC-R-102');
		await expect(page.getByText('New batches take it')).toBeVisible();
		await expectAccessible(page);
		await page.getByRole('button', { name: 'Make a new version' }).click();
		await expect(page.getByRole('group', { name: 'Drying' })).toBeVisible();
		await expectAccessible(page);
	});
});
