import { createClient } from '@supabase/supabase-js';
import { PUBLIC_SUPABASE_KEY, PUBLIC_SUPABASE_URL } from '$app/env/public';
import type { Database } from '#lib/database.types.ts';

const KEPT_AS = 'lotline-session';

/** Whether somebody's session was kept on this browser when the page was loaded; the client begins to renew it at once. */
export const hadSession = Boolean(globalThis.localStorage?.getItem(KEPT_AS));

/** The one client of the page. What it may do is decided by Postgres, for the person signed in. */
export const supabase = createClient<Database>(
	PUBLIC_SUPABASE_URL || location.origin,
	PUBLIC_SUPABASE_KEY,
	{ auth: { storageKey: KEPT_AS } }
);
