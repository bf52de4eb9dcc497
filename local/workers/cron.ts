import type { Part, StackContext } from '../context.ts';

export async function startCron(_context: StackContext): Promise<Part> {
	return { stop: async () => {} };
}
