import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startProcess } from './stack-process.ts';

/**
 * Points the suite at the Supabase that the environment names, or starts the embedded stack on the
 * fixture project for it.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
	const { PLATFORM_API_URL, PLATFORM_DB_URL, PLATFORM_PUBLISHABLE_KEY, PLATFORM_SECRET_KEY } =
		process.env;
	if (PLATFORM_API_URL) {
		project.provide('platform', {
			apiUrl: PLATFORM_API_URL,
			dbUrl: PLATFORM_DB_URL!,
			publishableKey: PLATFORM_PUBLISHABLE_KEY!,
			secretKey: PLATFORM_SECRET_KEY!,
			embedded: false
		});
		return async () => {};
	}
	const dataDir = await mkdtemp(join(tmpdir(), 'lotline-platform-'));
	const stack = await startProcess({ dataDir });
	project.provide('platform', { ...stack.status, embedded: true, dataDir });
	return async () => {
		await stack.stop();
		await rm(dataDir, { recursive: true, force: true });
	};
}
