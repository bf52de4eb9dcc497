import { expect, test } from 'vitest';
import { Moisture, season, wear } from '../../simulator/moisture.ts';
import { Random } from '../../simulator/random.ts';

const MONSOON = new Date('2026-08-21T06:00:00Z');
const WINTER = new Date('2026-02-20T06:00:00Z');
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

test('X.08 the year is dampest in the monsoon and driest half a year later', () => {
	expect(season(MONSOON)).toBeCloseTo(1, 2);
	expect(season(WINTER)).toBeCloseTo(-1, 2);
});

test('X.08 a dryer clogs until its bags are changed', () => {
	expect(wear(0)).toBe(0);
	expect(wear(30)).toBe(0.5);
	expect(wear(59)).toBeGreaterThan(0.95);
	expect(wear(60)).toBe(0);
});

test('X.08 moisture drifts slowly around the middle of its band', () => {
	const series = (at: Date, batches = 0) => {
		const moisture = new Moisture(new Random('drift'), batches);
		return Array.from({ length: 600 }, () => moisture.next(at));
	};
	const damp = series(MONSOON);
	const dry = series(WINTER);
	expect(mean(damp) - mean(dry)).toBeGreaterThan(0.3);
	expect([Math.min(...dry), Math.max(...damp)].map(Math.round)).toEqual([4, 6]);
	// What is in one batch is mostly in the next: neighbours differ less than any two.
	const steps = damp.slice(1).map((value, n) => (value - damp[n]!) ** 2);
	const spread = damp.map((value) => (value - mean(damp)) ** 2);
	expect(mean(steps)).toBeLessThan(mean(spread));
});

test('X.08 a worn dryer leaves more moisture than one that was just serviced', () => {
	const average = (batches: number) => {
		const values = Array.from({ length: 50 }, (_, n) => {
			return new Moisture(new Random(`wear ${n}`), batches).next(MONSOON);
		});
		return mean(values);
	};
	expect(average(55) - average(0)).toBeGreaterThan(0.2);
});
