import { expect, test } from 'vitest';
import { instantOf, wallClockOf } from '../../src/lib/ui/wall-clock.ts';

test('what the clock of the plant shows is an instant, and back, whatever the browser’s own zone', () => {
	expect(instantOf('2026-11-20T14:05', 'Asia/Kolkata')).toBe('2026-11-20T08:35:00.000Z');
	expect(wallClockOf('2026-11-20T08:35:00Z', 'Asia/Kolkata')).toBe('2026-11-20T14:05');
	expect(wallClockOf('2026-11-20T18:30:00Z', 'Asia/Kolkata')).toBe('2026-11-21T00:00');
	expect(instantOf('2026-11-20T14:05:30', 'Asia/Kolkata')).toBe('2026-11-20T08:35:00.000Z');
});

test('every half hour of a year comes back as it was, with and without daylight saving', () => {
	for (const zone of ['Asia/Kolkata', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe']) {
		for (let hour = 0; hour < 366 * 24; hour += 7) {
			const instant = new Date(Date.UTC(2026, 0, 1, hour, 30)).toISOString();
			const wall = wallClockOf(instant, zone);
			expect([zone, wall, wallClockOf(instantOf(wall, zone), zone)]).toEqual([zone, wall, wall]);
		}
	}
});

test('an hour that the clock shows twice is its first, one that it skips lies after the change', () => {
	expect(instantOf('2026-10-25T02:30', 'Europe/Berlin')).toBe('2026-10-25T00:30:00.000Z');
	expect(instantOf('2026-03-29T02:30', 'Europe/Berlin')).toBe('2026-03-29T01:30:00.000Z');
});
