import { Hono } from 'hono';
import type { Part, StackContext } from '../context.ts';

export interface Functions extends Part {
	/** Mounted at `/functions/v1`. */
	routes: Hono;
}

export async function startFunctions(_context: StackContext): Promise<Functions> {
	return { routes: new Hono(), stop: async () => {} };
}
