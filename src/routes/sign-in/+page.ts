import { redirect } from '@sveltejs/kit';
import { knownSession, pathAfterSignIn } from '#lib/access/guard.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ url }) => {
	if (await knownSession()) redirect(307, pathAfterSignIn(url.searchParams.get('next')));
};
