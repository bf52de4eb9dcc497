-- Storage: the tables are @supabase/lite's (created as supabase_storage_admin just before this
-- file); who may see which row is decided by policies on storage.objects and storage.buckets.
grant usage on schema storage to postgres, anon, authenticated, service_role, dashboard_user;
grant all on schema storage to postgres, supabase_storage_admin;
grant all on all tables in schema storage to postgres, anon, authenticated, service_role, dashboard_user;
grant execute on all functions in schema storage to postgres, anon, authenticated, service_role, dashboard_user;
