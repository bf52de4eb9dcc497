import postgres from 'npm:postgres@3';
import { createClient } from 'npm:@supabase/supabase-js@2';
import { json } from '../_shared/json.ts';

const sql = postgres(Deno.env.get('SUPABASE_DB_URL')!, { max: 1 });

/** The caller's notes by his own rights, and how many there are in all. */
Deno.serve(async (request) => {
	const supabase = createClient(Deno.env.get('SUPABASE_URL')!, Deno.env.get('SUPABASE_ANON_KEY')!, {
		global: { headers: { Authorization: request.headers.get('Authorization')! } }
	});
	const { data, error } = await supabase.from('notes').select('owner,title');
	const [{ count }] = await sql`select count(*)::integer as count from public.notes`;
	return json({ visible: data, error, count });
});
