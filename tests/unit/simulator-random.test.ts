import { expect, test } from 'vitest';
import { Random } from '../../simulator/random.ts';

const draw = (random: Random, count = 5) => Array.from({ length: count }, () => random.next());

test('X.08 the same seed draws the same numbers, another seed others', () => {
	expect(draw(new Random('1'))).toEqual(draw(new Random('1')));
	expect(draw(new Random('1'))).not.toEqual(draw(new Random('2')));
});

test('X.08 what one person draws does not depend on what another has drawn', () => {
	const quick = new Random('1');
	draw(quick.fork('qa'), 100);
	expect(draw(quick.fork('store'))).toEqual(draw(new Random('1').fork('store')));
	expect(draw(quick.fork('store'))).not.toEqual(draw(quick.fork('qa')));
});

test('X.08 numbers are spread as their names say', () => {
	const random = new Random('spread');
	const many = <T>(one: () => T) => Array.from({ length: 20_000 }, one);
	const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

	const even = many(() => random.next());
	expect(Math.min(...even)).toBeGreaterThanOrEqual(0);
	expect(Math.max(...even)).toBeLessThan(1);
	expect(mean(even)).toBeCloseTo(0.5, 1);

	const bell = many(() => random.normal(10, 2));
	expect(mean(bell)).toBeCloseTo(10, 1);
	expect(Math.sqrt(mean(bell.map((value) => (value - 10) ** 2)))).toBeCloseTo(2, 1);

	const gaps = many(() => random.exponential(3));
	expect(Math.min(...gaps)).toBeGreaterThanOrEqual(0);
	expect(Math.abs(mean(gaps) - 3)).toBeLessThan(0.1);

	expect(new Set(many(() => random.whole(1, 3)))).toEqual(new Set([1, 2, 3]));
	expect(mean(many(() => Number(random.chance(0.04))))).toBeCloseTo(0.04, 2);
});
