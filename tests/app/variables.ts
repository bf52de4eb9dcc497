/** What the app finds in `$app/env/public`: the stack that a test has started before it imports it. */
export const PUBLIC_SUPABASE_URL = process.env.PUBLIC_SUPABASE_URL ?? 'http://127.0.0.1:9';
export const PUBLIC_SUPABASE_KEY = process.env.PUBLIC_SUPABASE_KEY ?? 'sb_publishable_none';
export const PUBLIC_VAPID_KEY = process.env.PUBLIC_VAPID_KEY ?? '';
