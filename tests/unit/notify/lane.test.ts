import { expect, test, vi } from 'vitest';
import type { Outcome } from '../../../supabase/functions/notify/delivery.ts';
import { Lane, sleep } from '../../../supabase/functions/notify/lane.ts';
import { refused } from '../../../supabase/functions/notify/outcome.ts';

const SENT: Outcome = { outcome: 'sent', provider: 'test' };
const NOW = { urgent: false, until: Infinity };

test('P9.04 no more attempts are made at the same time than a lane is wide', async () => {
	const lane = new Lane('test', 3);
	let [underway, most] = [0, 0];
	const attempt = async () => {
		most = Math.max(most, ++underway);
		await sleep(5);
		underway -= 1;
		return SENT;
	};
	await Promise.all(Array.from({ length: 20 }, () => lane.send(attempt, NOW)));
	expect(most).toBe(3);
});

test('P9.04 what is urgent goes before what waits', async () => {
	const lane = new Lane('test', 1);
	const order: string[] = [];
	const send = (name: string, urgent: boolean) =>
		lane.send(
			async () => {
				await sleep(1);
				order.push(name);
				return SENT;
			},
			{ urgent, until: Infinity }
		);
	await Promise.all([
		send('under way', false),
		send('waits', false),
		send('urgent', true),
		send('urgent too', true)
	]);
	expect(order).toEqual(['under way', 'urgent', 'urgent too', 'waits']);
});

test('P9.04 a provider that is too busy is waited for, by everybody', async () => {
	vi.useFakeTimers({ toFake: ['setTimeout', 'performance'] });
	try {
		const lane = new Lane('test', 2);
		const begun: number[] = [];
		const answers: Outcome[] = [refused('test', 429, 'slowly', '2'), SENT, SENT];
		const attempt = async () => {
			begun.push(performance.now());
			return answers.shift()!;
		};
		const start = performance.now();
		const first = lane.send(attempt, NOW);
		await vi.advanceTimersByTimeAsync(100);
		const second = lane.send(attempt, NOW);
		await vi.advanceTimersByTimeAsync(2000);
		expect(await Promise.all([first, second])).toEqual([SENT, SENT]);
		expect(begun.map((at) => at - start)).toEqual([0, 2000, 2000]);
	} finally {
		vi.useRealTimers();
	}
});

test('P9.04 one that wants to be left alone for long is left to a later call', async () => {
	const attempt = vi.fn(async () => refused('test', 429, 'slowly', '60'));
	expect(await new Lane('test', 1).send(attempt, NOW)).toMatchObject({
		outcome: 'retry',
		retryAfter: 60
	});
	expect(attempt).toHaveBeenCalledTimes(1);
});

test('P9.04 a provider that is down keeps nobody waiting', async () => {
	const lane = new Lane('test', 1);
	const attempt = vi.fn(async () => refused('test', null, 'No answer in 10 s.'));
	const outcomes: Outcome[] = [];
	for (let n = 0; n < 12; n++) outcomes.push(await lane.send(attempt, NOW));
	expect(outcomes.every(({ outcome }) => outcome === 'retry')).toBe(true);
	expect(attempt).toHaveBeenCalledTimes(5);
});

test('P9.04 what has not begun when time is up is put off', async () => {
	const attempt = vi.fn(async () => SENT);
	const outcome = await new Lane('test', 1).send(attempt, {
		urgent: true,
		until: performance.now() - 1
	});
	expect(outcome).toMatchObject({ outcome: 'retry', retryAfter: 1 });
	expect(attempt).not.toHaveBeenCalled();
});

test.each([
	[null, 'retry'],
	[408, 'retry'],
	[429, 'retry'],
	[500, 'retry'],
	[503, 'retry'],
	[400, 'failed'],
	[401, 'failed'],
	[404, 'failed'],
	[422, 'failed']
])('P9.04 an answer of %s is a reason to %s', (status, outcome) => {
	expect(refused('test', status, 'why').outcome).toBe(outcome);
});

test.each([
	['7', 7],
	['0', 0],
	['999999', 3600],
	[new Date(Date.now() + 30_000).toUTCString(), 30],
	['Thu, 01 Jan 1970 00:00:00 GMT', 0],
	['soon', undefined],
	[undefined, undefined]
])('P9.04 Retry-After %s is so many seconds', (header, seconds) => {
	const { retryAfter } = refused('test', 429, 'why', header);
	if (seconds === 30) expect([29, 30]).toContain(retryAfter);
	else expect(retryAfter).toBe(seconds);
});
