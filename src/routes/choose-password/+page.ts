import { knownSession } from '#lib/access/guard.ts';
import type { PageLoad } from './$types';

/** Who is signed in on this browser may be somebody else than who was invited. */
export const load: PageLoad = async () => {
	await knownSession();
};
