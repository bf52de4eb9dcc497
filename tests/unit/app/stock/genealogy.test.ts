import { describe, expect, test } from 'vitest';
import { draw, familyOf, type Drawing } from '#lib/stock/genealogy.ts';
import type { TraceStep } from '#lib/stock/types.ts';

const TODAY = '2026-11-20';

function step(lot: string, parent: string | null, more: Partial<TraceStep> = {}): TraceStep {
	return {
		depth: 0,
		parent_id: parent,
		parent,
		lot_id: lot,
		lot,
		item: 'ALC',
		item_name: 'Alpha Cellulose',
		unit: 'kg',
		quantity: 10,
		quantity_unit: 'kg',
		qc_status: 'pass',
		held: false,
		expires_on: null,
		places: [],
		shipments: [],
		...more
	};
}

const at = ({ nodes }: Drawing, id: string) =>
	nodes.find(({ lots }) => lots.some((lot) => lot.id === id))!;

describe('P7.08 the family of a lot', () => {
	test('has what it came of before it and what came of it after it', () => {
		const { root, lots, links } = familyOf(
			[step('batch', null), step('pulp', 'batch', { quantity: 800 })],
			[step('batch', null), step('bag', 'batch', { quantity: 25 })],
			TODAY
		);
		expect(root).toBe('batch');
		expect(lots.map(({ id, level }) => [id, level])).toEqual([
			['pulp', -1],
			['batch', 0],
			['bag', 1]
		]);
		expect(links).toEqual([
			{ upper: 'pulp', lower: 'batch', quantity: 800, unit: 'kg' },
			{ upper: 'batch', lower: 'bag', quantity: 25, unit: 'kg' }
		]);
	});

	test('stands by the longest way, so that no link runs back', () => {
		// The bag is of the batch, and of what is made of the batch.
		const { lots } = familyOf(
			[],
			[step('batch', null), step('bag', 'batch'), step('blend', 'batch'), step('bag', 'blend')],
			TODAY
		);
		expect(Object.fromEntries(lots.map(({ id, level }) => [id, level]))).toEqual({
			batch: 0,
			blend: 1,
			bag: 2
		});
	});

	test('says of each lot what it is fit for today', () => {
		const { lots } = familyOf(
			[],
			[
				step('root', null, { qc_status: 'pending' }),
				step('held', 'root', { held: true }),
				step('old', 'root', { expires_on: '2026-11-19' }),
				step('last-day', 'root', { expires_on: TODAY })
			],
			TODAY
		);
		expect(Object.fromEntries(lots.map(({ id, state }) => [id, state]))).toEqual({
			root: 'pending',
			held: 'hold',
			old: 'expired',
			'last-day': 'usable'
		});
	});
});

describe('P7.08 a drawing', () => {
	test('folds many lots that are alike, adds up what went into them, and unfolds them', () => {
		const bags = Array.from({ length: 300 }, (_, turn) => step(`bag-${turn}`, 'batch'));
		const family = familyOf([], [step('batch', null), ...bags], TODAY);
		const folded = draw(family, new Set());
		expect(folded.nodes.map(({ lots }) => lots.length)).toEqual([1, 300]);
		expect(folded.edges).toMatchObject([{ quantities: [{ quantity: 3000, unit: 'kg' }] }]);
		const unfolded = draw(family, new Set([folded.nodes[1]!.id]));
		expect(unfolded.nodes).toHaveLength(301);
		expect(unfolded.edges).toHaveLength(300);
	});

	test('keeps lots apart that came of others', () => {
		const steps = Array.from({ length: 8 }, (_, turn) => [
			step(`batch-${turn}`, 'pulp', { item: `P${turn}` }),
			step(`bag-${turn}`, `batch-${turn}`)
		]);
		const { nodes } = draw(familyOf([], [step('pulp', null), ...steps.flat()], TODAY), new Set());
		expect(nodes).toHaveLength(17);
	});

	test('puts no node on another, and every link from left to right', () => {
		const steps = [
			step('root', null),
			...['a', 'b', 'c', 'd'].map((lot) => step(lot, 'root', { item: lot })),
			...['a', 'b', 'c', 'd'].flatMap((lot) => [
				step(`${lot}1`, lot, { item: `${lot}1` }),
				step('all', lot, { item: 'all' })
			])
		];
		const drawing = draw(familyOf([], steps, TODAY), new Set());
		const places = drawing.nodes.map(({ x, y }) => `${x}/${y}`);
		expect(new Set(places).size).toBe(places.length);
		for (const { upper, lower } of drawing.edges) expect(upper.x).toBeLessThan(lower.x);
		expect(at(drawing, 'root').y).toBeGreaterThan(0);
	});

	test('of one lot is that lot', () => {
		const drawing = draw(familyOf([step('one', null)], [step('one', null)], TODAY), new Set());
		expect(drawing).toMatchObject({ nodes: [{ x: 0, y: 0 }], edges: [], width: 208, height: 84 });
	});
});
