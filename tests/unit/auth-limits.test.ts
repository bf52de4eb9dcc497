import { expect, test } from 'vitest';
import { clientOf, RateLimit } from '../../local/auth/limits.ts';

const MINUTE = 60_000;

test('a limit lets so many requests pass at once and then refuses', () => {
	const limit = new RateLimit(3, 300);
	expect([1, 2, 3, 4].map(() => limit.take('a', 0))).toEqual([true, true, true, false]);
});

test('a limit counts each key by itself', () => {
	const limit = new RateLimit(1, 300);
	expect(limit.take('a', 0)).toBe(true);
	expect(limit.take('b', 0)).toBe(true);
	expect(limit.take('a', 0)).toBe(false);
});

test('a limit refills evenly over its period, and never beyond its size', () => {
	const limit = new RateLimit(5, 300);
	for (let count = 0; count < 5; count++) limit.take('a', 0);
	expect(limit.take('a', MINUTE - 1)).toBe(false);
	expect(limit.take('a', MINUTE)).toBe(true);
	expect(limit.take('a', MINUTE)).toBe(false);
	const later = [1, 2, 3, 4, 5, 6].map(() => limit.take('a', 1000 * MINUTE));
	expect(later).toEqual([true, true, true, true, true, false]);
});

test('a limit of 0 refuses everything', () => {
	expect(new RateLimit(0, 300).take('a', 0)).toBe(false);
});

test('a limit forgets the keys unused for longest rather than grow for ever', () => {
	const limit = new RateLimit(1, 300);
	for (let key = 0; key < 25_000; key++) limit.take(String(key), 0);
	expect(limit.size).toBe(10_000);
	expect(limit.take('24999', 0)).toBe(false);
	expect(limit.take('0', 0)).toBe(true);
});

test.for([
	['a machine of the network', '10.0.0.7', undefined, '10.0.0.7', false],
	['a machine that claims to forward', '10.0.0.7', '1.2.3.4', '10.0.0.7', false],
	['a proxy on this machine', '127.0.0.1', '1.2.3.4, 10.0.0.1', '1.2.3.4', false],
	['a proxy reached over IPv6', '::1', '2001:db8::1', '2001:db8::1', false],
	['a proxy reached as mapped IPv4', '::ffff:127.0.0.1', '1.2.3.4', '1.2.3.4', false],
	['this machine itself', '127.0.0.1', undefined, '127.0.0.1', true],
	['this machine with nonsense in the header', '127.0.0.1', 'me', '127.0.0.1', true]
] as const)('a request from %s', ([, peer, forwarded, address, local]) => {
	expect(clientOf(peer, forwarded)).toEqual({ address, local });
});
