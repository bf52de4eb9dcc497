import { afterEach, expect, test } from 'vitest';
import { pastTime } from '#lib/limits.ts';
import { hearClock, serverTime } from '#lib/server-clock.ts';
import { now } from '#lib/ui/now.svelte.ts';

const MINUTE = 60_000;
const inMinutes = (minutes: number) => new Date(Date.now() + minutes * MINUTE).toISOString();

afterEach(() => hearClock(inMinutes(0)));

test('the present is the server’s, once it has been heard', () => {
	hearClock(inMinutes(-10));
	expect(Math.abs(serverTime() - Date.parse(inMinutes(-10)))).toBeLessThan(MINUTE);
	expect(Math.abs(now() - Date.parse(inMinutes(-10)))).toBeLessThan(MINUTE);
});

test('what was long under way does not put the clock back, what came sooner puts it right', () => {
	const ahead = () => Math.round((serverTime() - Date.now()) / 1000);
	hearClock(inMinutes(-10));
	expect(ahead()).toBe(-600);
	hearClock(inMinutes(-10 - 3 / 60));
	expect(ahead()).toBe(-600);
	hearClock(inMinutes(-10 + 2 / 60));
	expect(ahead()).toBe(-598);
	hearClock(inMinutes(-11));
	expect(ahead()).toBe(-660);
});

test('a time is in the future when it is so for the server', () => {
	const time = pastTime('This is no time.');
	hearClock(inMinutes(-10));
	expect(time.safeParse(inMinutes(0)).error?.issues[0]!.message).toBe(
		'This time has not come yet.'
	);
	hearClock(inMinutes(10));
	expect(time.safeParse(inMinutes(8)).success).toBe(true);
});
