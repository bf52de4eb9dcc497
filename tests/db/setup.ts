import { resolve } from 'node:path';
import type { TestProject } from 'vitest/node';
import { migrate } from '../../local/postgres/migrate.ts';
import { startScratchCluster } from '../../local/postgres/scratch.ts';

export const TEMPLATE = 'migrated';

declare module 'vitest' {
	export interface ProvidedContext {
		/** Connection string of the template database as the cluster's superuser. */
		templateUrl: string;
	}
}

/** One migrated database, which every test file clones. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
	const scratch = await startScratchCluster();
	try {
		await scratch.create(TEMPLATE);
		const sql = scratch.connect({ name: 'migrate', database: TEMPLATE });
		await migrate(sql, resolve('.'), scratch.url(TEMPLATE), []).finally(() => sql.end());
	} catch (error) {
		await scratch.stop();
		throw error;
	}
	project.provide('templateUrl', scratch.adminUrl(TEMPLATE));
	return () => scratch.stop();
}
