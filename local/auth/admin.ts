import { Hono } from 'hono';
import type { StackContext } from '../context.ts';

/** Auth routes that @supabase/lite lacks, and guards before its own; mounted at `/auth/v1`. */
export function authRoutes(_context: StackContext): Hono {
	return new Hono();
}
