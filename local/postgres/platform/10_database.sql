-- What a hosted project's database holds before the first migration. Runs as supabase_admin, and
-- again whenever these files change, so every statement can be repeated.
create schema if not exists extensions;
grant usage on schema extensions to postgres, anon, authenticated, service_role;
grant all on schema extensions to dashboard_user, postgres;
create extension if not exists pgcrypto with schema extensions;
create extension if not exists "uuid-ossp" with schema extensions;
create extension if not exists pg_stat_statements with schema extensions;
grant execute on all functions in schema extensions to postgres, anon, authenticated, service_role, dashboard_user;
alter default privileges for role supabase_admin in schema extensions
  grant execute on functions to postgres, anon, authenticated, service_role, dashboard_user;

-- The schema public belongs to the owner of the database (postgres). The API roles may look into it,
-- but what a migration creates there is out of their reach until it is granted, as on every
-- project since October 2026.
grant usage on schema public to postgres, anon, authenticated, service_role;
grant create on schema public to postgres;

-- The Data API reads its schema cache again after every change of schema.
create or replace function extensions.pgrst_ddl_watch() returns event_trigger
language plpgsql
as $$
begin
  notify pgrst, 'reload schema';
end $$;

do $$
begin
  if not exists (select from pg_event_trigger where evtname = 'pgrst_ddl_watch') then
    create event trigger pgrst_ddl_watch on ddl_command_end execute function extensions.pgrst_ddl_watch();
    create event trigger pgrst_drop_watch on sql_drop execute function extensions.pgrst_ddl_watch();
  end if;
end $$;
