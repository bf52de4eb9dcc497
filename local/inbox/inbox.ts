import type { Part, StackContext } from '../context.ts';

export async function startInbox(_context: StackContext): Promise<Part> {
	return { stop: async () => {} };
}
