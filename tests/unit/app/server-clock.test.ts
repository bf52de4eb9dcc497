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

test('what is heard a moment late does not put the clock', () => {
	hearClock(inMinutes(-10));
	const before = serverTime() - Date.now();
	hearClock(inMinutes(-10 + 0.5 / 60));
	expect(Math.abs(serverTime() - Date.now() - before)).toBeLessThan(100);
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
