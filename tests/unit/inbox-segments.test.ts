import { expect, test } from 'vitest';
import { segmentsOf } from '../../local/inbox/segments.ts';

test.each([
	['nothing', '', 1],
	['160 characters of the GSM alphabet', 'é'.repeat(160), 1],
	['161 of them', 'a'.repeat(161), 2],
	['306 of them', 'a'.repeat(306), 2],
	['307 of them', 'a'.repeat(307), 3],
	['80 that take two places each', '€'.repeat(80), 1],
	['81 that take two places each', '€'.repeat(81), 2],
	['70 characters of another alphabet', 'क'.repeat(70), 1],
	['71 of them', 'क'.repeat(71), 2],
	['one other character among 70', `${'a'.repeat(70)}–`, 2],
	['36 emoji, which are two UTF-16 units each', '😀'.repeat(36), 2]
])('%s go out as the right number of SMS', (_, text, segments) => {
	expect(segmentsOf(text)).toBe(segments);
});
