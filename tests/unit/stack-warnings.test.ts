import { expect, test } from 'vitest';
import '../../local/stack.ts';

test('a warning that is an error does not end the stack', () => {
	const warning = Object.assign(new Error('Too many listeners.'), { name: 'Tried' });
	expect(() => process.emitWarning(warning)).not.toThrow();
});
