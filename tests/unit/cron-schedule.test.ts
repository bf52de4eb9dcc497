import { describe, expect, test } from 'vitest';
import { dueAfter, isWorthRunning, parseSchedule } from '../../local/workers/cron-schedule.ts';
import { ACCEPTED, FROM, REFUSED } from './cron-schedules.ts';

const HOUR = 60 * 60 * 1000;
const at = (text: string) => new Date(text).getTime();

describe('schedules of pg_cron', () => {
	test.each(Object.entries(ACCEPTED))('"%s" is due when pg_cron would run it', (text, expected) => {
		const schedule = parseSchedule(text)!;
		const due: string[] = [];
		let after: number | undefined = at(FROM);
		do {
			after = schedule.next(after);
			if (after !== undefined) due.push(new Date(after).toISOString().replace('.000Z', 'Z'));
		} while (after !== undefined && due.length < expected.length);
		expect(due).toEqual(expected);
	});

	test.each(REFUSED)('"%s" is no schedule', (text) => {
		expect(parseSchedule(text)).toBeUndefined();
	});

	test('only @reboot and @restart run at the start', () => {
		const atStart = Object.keys(ACCEPTED).filter((text) => parseSchedule(text)!.atStart);
		expect(atStart).toEqual(['@reboot', '@restart']);
	});
});

describe('missed runs', () => {
	const minutely = parseSchedule('* * * * *')!;
	const secondly = parseSchedule('10 seconds')!;

	test('a job seen to in time is due at its next instant', () => {
		const due = at('2026-01-01T00:01:00Z');
		expect(dueAfter(minutely, due, due + 3)).toBe(due + 60_000);
		expect(dueAfter(secondly, due, due + 3)).toBe(due + 10_000);
	});

	test('after a sleep of an hour a job runs once, then goes on from the present', () => {
		const due = at('2026-01-01T00:01:00Z');
		const now = due + HOUR + 500;
		expect(isWorthRunning(due, now)).toBe(true);
		expect(dueAfter(minutely, due, now)).toBe(due + HOUR + 60_000);
		expect(dueAfter(secondly, due, now)).toBe(now + 10_000);
	});

	test('what is more than three hours late is left out', () => {
		const due = at('2026-01-01T00:01:00Z');
		expect(isWorthRunning(due, due + 3 * HOUR)).toBe(true);
		expect(isWorthRunning(due, due + 3 * HOUR + 1)).toBe(false);
	});

	test('a job that is never due again stays so', () => {
		const never = parseSchedule('@reboot')!;
		expect(dueAfter(never, 0, 1)).toBeUndefined();
	});
});
