import { createClient } from '@supabase/supabase-js';
import { PUBLIC_SUPABASE_KEY, PUBLIC_SUPABASE_URL } from '$app/env/public';
import type { Database } from '#lib/database.types.ts';

/** The one client of the page. What it may do is decided by Postgres, for the person signed in. */
export const supabase = createClient<Database>(
	PUBLIC_SUPABASE_URL || location.origin,
	PUBLIC_SUPABASE_KEY,
	{ auth: { storageKey: 'lotline-session' } }
);
