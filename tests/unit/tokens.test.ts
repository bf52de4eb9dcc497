import { afterEach, expect, test, vi } from 'vitest';
import type { Keys } from '../../local/keys.ts';
import { signToken, verifyToken } from '../../local/tokens.ts';

const keys = (jwtSecret: string) => ({ jwtSecret }) as Keys;
const mine = keys('a-secret-of-at-least-thirty-two-characters');

afterEach(() => {
	vi.useRealTimers();
});

test('P1.01 a token that was right before is refused once it has expired', async () => {
	vi.useFakeTimers({ now: new Date('2030-05-23T06:00:00Z') });
	const token = await signToken({ role: 'authenticated', sub: 'ramesh' }, 60, mine);
	expect(await verifyToken(token, mine)).toMatchObject({ sub: 'ramesh' });
	expect(await verifyToken(token, mine)).toMatchObject({ sub: 'ramesh' });
	vi.setSystemTime(new Date('2030-05-23T06:01:01Z'));
	expect(await verifyToken(token, mine)).toBe('expired');
});

test('P1.01 a token that was right under one secret is refused under another', async () => {
	const token = await signToken({ role: 'authenticated' }, 60, mine);
	expect(await verifyToken(token, mine)).toMatchObject({ role: 'authenticated' });
	expect(await verifyToken(token, keys('another-secret-of-thirty-two-characters'))).toBe('invalid');
	expect(await verifyToken(`${token.slice(0, -2)}xx`, mine)).toBe('invalid');
});
