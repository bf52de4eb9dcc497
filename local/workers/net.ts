import type { Part, StackContext } from '../context.ts';

export async function startNet(_context: StackContext): Promise<Part> {
	return { stop: async () => {} };
}
