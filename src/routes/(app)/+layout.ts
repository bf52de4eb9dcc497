import { error } from '@sveltejs/kit';
import { requireSession } from '#lib/access/guard.ts';
import { me } from '#lib/access/me.svelte.ts';
import { session } from '#lib/access/session.svelte.ts';
import { m } from '#lib/paraglide/messages.js';
import type { LayoutLoad } from './$types';

export const load: LayoutLoad = async ({ url, depends }) => {
	depends('access:session');
	await requireSession(url);
	try {
		// Also of him whose session has ended under his open page.
		await me.start(session.person!);
	} catch (thrown) {
		error(503, m.shell_access_unread({ problem: (thrown as Error).message }));
	}
};
