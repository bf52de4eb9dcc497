import { readFile } from 'node:fs/promises';
import { expectAccessible } from '../accessible.ts';
import { expect, test } from './site.ts';

test.use({ signedIn: true, memberships: [{ role: 'distributor', site: 'WH1' }] });

/** A step as trace_lot answers it: families of packs and batches take a whole plant to make. */
function step(given: {
	depth: number;
	lot: string;
	parent?: string;
	quantity?: number;
	item?: string;
	[field: string]: unknown;
}) {
	const { lot, parent, item = 'Pulp', quantity = 10, ...more } = given;
	return {
		lot_id: idOf(lot),
		lot,
		parent_id: parent ? idOf(parent) : null,
		parent: parent ?? null,
		item: item.toUpperCase(),
		item_name: item,
		unit: 'kg',
		quantity,
		quantity_unit: 'kg',
		qc_status: 'pass',
		held: false,
		expires_on: null,
		places: [],
		shipments: [],
		...more
	};
}

const idOf = (lot: string) =>
	`00000000-0000-4000-8000-${Buffer.from(lot).toString('hex').padStart(12, '0').slice(-12)}`;

test('P7.08 any lot is found, and its family is in a graph and in a table', async ({
	page,
	site
}) => {
	const lot = await site.receive(15);
	await page.goto('/stock/trace');
	await expect(page.getByText('Choose a lot or a batch')).toBeVisible();
	await page.getByRole('combobox', { name: 'Lot or batch' }).fill(lot.code);
	await page.getByRole('option', { name: lot.code }).click();
	await expect(page).toHaveURL(new RegExp(`lot=${lot.code}&direction=both`));
	const graph = page.getByRole('group', { name: /^Genealogy/ });
	await expect(graph.getByRole('link', { name: new RegExp(lot.code) })).toBeVisible();
	await expect(page.getByText('this lot')).toBeVisible();
	await page.getByRole('radio', { name: 'Back' }).click();
	await expect(page).toHaveURL(/direction=back/);
});

test.describe('a family', () => {
	test.beforeEach(async ({ page }) => {
		await page.route('**/rest/v1/rpc/trace_lot*', async (route) => {
			const { direction } = route.request().postDataJSON() as { direction: string };
			const up = [
				step({ depth: 0, lot: 'BATCH-1', item: 'Cellulose' }),
				step({ depth: 1, lot: 'PULP-1', parent: 'BATCH-1', quantity: 800 }),
				step({ depth: 1, lot: 'BIND-1', parent: 'BATCH-1', quantity: 4, item: 'Binder' })
			];
			const packs = Array.from({ length: 12 }, (_, turn) =>
				step({
					depth: 1,
					lot: `PACK-${turn + 10}`,
					parent: 'BATCH-1',
					quantity: 25,
					item: 'Bag',
					shipments: [
						{
							shipment: 'SH-1',
							invoice: 'INV-1',
							customer: '=HYPERLINK("http://evil.test")',
							quantity: 1,
							shipped_at: '2026-01-01T00:00:00Z'
						}
					]
				})
			);
			const down = [step({ depth: 0, lot: 'BATCH-1', item: 'Cellulose' }), ...packs];
			await route.fulfill({ json: direction === 'up' ? up : down });
		});
	});

	test('P7.08 P14.05 is gone through by arrow keys alone, its groups unfold', async ({ page }) => {
		await page.goto('/stock/trace?lot=BATCH-1');
		const graph = page.getByRole('group', { name: /^Genealogy/ });
		await graph.getByRole('link', { name: /^BATCH-1/ }).focus();
		await page.keyboard.press('ArrowLeft');
		await expect(
			graph.getByRole('link', { name: /^(PULP|BIND)-1/ }).and(page.locator(':focus'))
		).toBeVisible();
		await page.keyboard.press('ArrowRight');
		await page.keyboard.press('ArrowRight');
		const group = graph.getByRole('button', { name: /^12 lots, Bag/ });
		await expect(group).toBeFocused();
		await page.keyboard.press('Enter');
		await expect(graph.getByRole('link', { name: /^PACK-/ })).toHaveCount(12);
		await expect(graph.getByRole('link', { name: /^PACK-10/ })).toBeFocused();
		await page.keyboard.press('ArrowDown');
		await expect(graph.getByRole('link', { name: /^PACK-11/ })).toBeFocused();
	});

	test('P7.08 goes out as CSV in which nothing is a formula', async ({ page }) => {
		await page.goto('/stock/trace?lot=BATCH-1');
		const coming = page.waitForEvent('download');
		await page.getByRole('button', { name: 'Export CSV' }).click();
		const download = await coming;
		expect(download.suggestedFilename()).toBe('trace-BATCH-1.csv');
		const lines = (await readFile(await download.path(), 'utf8')).split('\r\n');
		expect(lines[0]).toMatch(/^\ufeffRelation,Lot,Item/);
		expect(lines.find((line) => line.includes('PULP-1'))).toMatch(
			/^-1,PULP-1,Pulp,PULP,QC pass,BATCH-1,800,kg/
		);
		expect(lines.find((line) => line.includes('PACK-10'))).toContain(
			`"'=HYPERLINK(""http://evil.test"")`
		);
	});

	test.describe('in both themes', () => {
		test.slow();

		test('P14.05 can be read and heard by everybody (axe)', async ({ page }) => {
			await page.goto('/stock/trace?lot=BATCH-1');
			await expect(page.getByText('1–15 of 15')).toBeVisible();
			await expectAccessible(page);
		});
	});
});

test.describe('of three hundred lots', () => {
	test('P7.08 is drawn in the time of a breath, folded and unfolded', async ({ page }) => {
		const packs = Array.from({ length: 300 }, (_, turn) =>
			step({ depth: 1, lot: `PACK-${turn + 1000}`, parent: 'BATCH-1', item: 'Bag' })
		);
		await page.route('**/rest/v1/rpc/trace_lot*', async (route) => {
			const { direction } = route.request().postDataJSON() as { direction: string };
			const root = step({ depth: 0, lot: 'BATCH-1', item: 'Cellulose' });
			await route.fulfill({ json: direction === 'up' ? [root] : [root, ...packs] });
		});
		await page.goto('/stock/trace?lot=BATCH-1');
		const group = page.getByRole('button', { name: /^300 lots, Bag/ });
		await expect(group).toBeVisible();
		const took = await page.evaluate(async () => {
			const begun = performance.now();
			document
				.querySelector('[data-node][role="button"]')!
				.dispatchEvent(new MouseEvent('click', { bubbles: true }));
			await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
			return performance.now() - begun;
		});
		await expect(page.locator('[data-node]')).toHaveCount(301);
		console.log(`300 lots unfolded in ${took.toFixed(0)} ms`);
		expect(took).toBeLessThan(2_000);
	});
});

test.describe('a lot that is not there', () => {
	test.use({ allowedComplaints: /the server responded with a status of 404/ });

	test('P7.08 is refused with a sentence, and the search stays', async ({ page }) => {
		await page.goto('/stock/trace?lot=NO-SUCH-LOT');
		await expect(page.getByText('There is no lot NO-SUCH-LOT.')).toBeVisible();
		await expect(page.getByRole('combobox', { name: 'Lot or batch' })).toHaveValue('NO-SUCH-LOT');
	});
});
