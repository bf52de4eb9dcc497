import { resolve } from '$app/paths';

/** Where a finished batch is packed. */
export function packPage(code: string): string {
	return resolve('/(app)/distribution/pack/[code]', { code });
}
