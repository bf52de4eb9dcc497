import { expect, test } from 'vitest';
import { formatBesideLimit } from '#lib/ui/format.ts';

test.for([
	[5.0375, 5, '5.04'],
	[5.001, 5, '5.001'],
	[5, 5, '5.0'],
	[4.96, 5, '4.96'],
	[1.8, 2.5, '1.8'],
	[5.00000001, 5, '5.0000'],
	[12.34, null, '12.3']
] as const)(
	'P3.03 a loss of %d %% beside a limit of %s %% is written %s',
	([loss, limit, text]) => {
		expect(formatBesideLimit(loss, limit)).toBe(text);
	}
);
