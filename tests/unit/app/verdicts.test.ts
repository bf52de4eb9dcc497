import { describe, expect, test } from 'vitest';
import { byUrgency } from '#lib/quality/queue.ts';
import type { Waiting } from '#lib/quality/types.ts';
import { outlook, verdictOf } from '#lib/quality/verdicts.ts';
import { pageOfRows } from '#lib/ui/table/rows.ts';

const band = { minimum: 40, maximum: 60, accepted: null };
const highest = { minimum: null, maximum: 5, accepted: null };
const lowest = { minimum: 10, maximum: null, accepted: null };
const words = { minimum: null, maximum: null, accepted: ['White', 'Off-white'] };

describe('P4.03 a value is judged while it is typed', () => {
	test.each([
		[band, 50, 'within'],
		[band, 42, 'within'],
		[band, 41.9, 'near'],
		[band, 60, 'near'],
		[band, 60.01, 'outside'],
		[band, 39.99, 'outside'],
		[highest, 4.5, 'within'],
		[highest, 4.6, 'near'],
		[highest, 5.01, 'outside'],
		[lowest, 10.5, 'near'],
		[lowest, 11, 'within'],
		[lowest, 9, 'outside'],
		[words, ' off-WHITE ', 'within'],
		[words, 'Grey', 'outside'],
		[words, '  ', 'missing'],
		[band, null, 'missing'],
		[band, undefined, 'missing'],
		[band, NaN, 'no-number']
	] as const)('%o: %s is %s', (limits, value, verdict) => {
		expect(verdictOf({ ...limits, accepted: limits.accepted?.slice() ?? null }, value)).toBe(
			verdict
		);
	});
});

describe('P4.04 what a test will say as a whole', () => {
	const parameters = [
		{ id: 'size', name: 'Particle size', required: true, ...band },
		{ id: 'moisture', name: 'Moisture', required: true, ...highest },
		{ id: 'ash', name: 'Ash', required: false, ...highest }
	];
	const of = (values: Record<string, number>) =>
		outlook(
			parameters,
			parameters.map(({ id, name }) => ({ parameter_id: id, name, value: values[id] }))
		);

	test('one or more outside: hold, whatever is missing', () => {
		expect(of({ size: 65 })).toMatchObject({
			status: 'hold',
			outside: ['Particle size'],
			missing: ['Moisture']
		});
	});

	test('something needed is missing: it waits', () => {
		expect(of({ size: 50 })).toMatchObject({ status: 'pending', missing: ['Moisture'] });
		expect(of({})).toMatchObject({ status: 'pending', begun: false });
	});

	test('all that is needed within: pass', () => {
		expect(of({ size: 50, moisture: 4 })).toMatchObject({ status: 'pass', missing: [] });
		expect(of({ size: 50, moisture: 4, ash: 6 })).toMatchObject({ status: 'hold' });
	});
});

test('P4.10 what keeps work from going on comes first, then what has waited longest', () => {
	const waiting = (lot: string, since: string, more: Partial<Waiting>) =>
		({ lot, since, kind: 'incoming', next_stage: null, short: false, ...more }) as Waiting;
	const queue = [
		waiting('oldest', '2026-01-01', {}),
		waiting('stage', '2026-01-03', { kind: 'in_process', next_stage: 'Grinding' }),
		waiting('last stage', '2026-01-02', { kind: 'in_process' }),
		waiting('short', '2026-01-02', { short: true })
	];
	expect(byUrgency(queue).map(({ lot }) => lot)).toEqual([
		'short',
		'stage',
		'oldest',
		'last stage'
	]);
});

test('a page of rows that are here is searched, chosen from, sorted and cut', () => {
	const rows = [
		{ code: 'B-2', kind: 'raw', kg: 10 },
		{ code: 'B-10', kind: 'raw', kg: null },
		{ code: 'A-1', kind: 'made', kg: 5 }
	];
	const page = (query: object) =>
		pageOfRows(
			rows,
			{ search: '', filters: {}, sort: null, page: 0, pageSize: 2, ...query },
			{ text: ({ code }) => code, value: (row, key) => row[key as 'code'] }
		);
	expect(page({})).toEqual({ rows: rows.slice(0, 2), total: 3 });
	expect(page({ page: 1 })).toEqual({ rows: rows.slice(2), total: 3 });
	expect(page({ search: 'b-' }).total).toBe(2);
	expect(page({ filters: { kind: 'made' } })).toEqual({ rows: [rows[2]], total: 1 });
	const sorted = (key: string, descending = false) =>
		page({ sort: { key, descending }, pageSize: 9 }).rows.map(({ code }) => code);
	expect(sorted('code')).toEqual(['A-1', 'B-2', 'B-10']);
	expect(sorted('kg')).toEqual(['A-1', 'B-2', 'B-10']);
	expect(sorted('kg', true)).toEqual(['B-10', 'B-2', 'A-1']);
});
