import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * The first of the five ports of the stack that the browser tests start: below those that the system gives to
 * outgoing connections.
 */
export const port = Number(process.env.E2E_PORT ?? 16_400);

export const apiUrl = `http://127.0.0.1:${port}`;

/** Outside the checkout, so that a stack for development is never touched. */
export const dataDir = join(tmpdir(), `lotline-e2e-${port}`);
