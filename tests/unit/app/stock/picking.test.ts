import { expect, test } from 'vitest';
import type { Suggestion } from '#lib/stock/levels.ts';
import { isOutOfTurn, suggested } from '#lib/stock/picking.ts';

const lot = (code: string, available: number, skipped: string | null = null): Suggestion => ({
	lot_id: code,
	lot: code,
	location_id: 'store',
	location: 'STORE',
	available,
	take: 0,
	skipped,
	expires_on: null,
	received_on: '2026-01-01'
});

test('P5.03 lots are taken in their order until there is enough; what may not be used is passed over', () => {
	const lots = [lot('A', 30), lot('B', 0, 'is on hold'), lot('C', 50), lot('D', 50)];
	expect(suggested(lots, 60).map(({ quantity }) => quantity)).toEqual([30, null, 30, null]);
	expect(suggested(lots, 0.3).map(({ quantity }) => quantity)).toEqual([0.3, null, null, null]);
	expect(suggested(lots, 1000).map(({ quantity }) => quantity)).toEqual([30, null, 50, 50]);
});

test('P5.03 who takes of a lot before the one before it is empty, is told which that is', () => {
	const lots = [lot('A', 30), lot('B', 0, 'is on hold'), lot('C', 50)];
	expect(isOutOfTurn(lots, [30, 0, 10])).toEqual([undefined, undefined, undefined]);
	expect(isOutOfTurn(lots, [29, 0, 10])).toEqual([undefined, undefined, 'A']);
	expect(isOutOfTurn(lots, [0, 0, 0])).toEqual([undefined, undefined, undefined]);
});

test('P5.03 a lot at two places does not come before itself', () => {
	const lots = [lot('A', 30), { ...lot('A', 20), location_id: 'line' }];
	expect(isOutOfTurn(lots, [0, 20])).toEqual([undefined, undefined]);
});
