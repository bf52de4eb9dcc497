import { requireSession } from '#lib/access/guard.ts';
import type { LayoutLoad } from './$types';

export const load: LayoutLoad = async ({ url, depends }) => {
	depends('access:session');
	await requireSession(url);
};
