-- The one clock. Tests travel in time by setting `app.now`; a database obeys it only where its owner
-- has said `alter database … set app.time_travel = 'allowed'`, so that no client can move the clock
-- of a plant by naming a setting.
create function app.time_travel_allowed() returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  return exists (
    select
    from pg_catalog.pg_db_role_setting
    join pg_catalog.pg_database on pg_database.oid = pg_db_role_setting.setdatabase
    where pg_database.datname = pg_catalog.current_database()
      and pg_db_role_setting.setrole = 0
      and 'app.time_travel=allowed' = any (pg_db_role_setting.setconfig)
  );
end $$;
comment on function app.time_travel_allowed() is
  'Whether the owner of this database lets the setting app.now move the clock; only tests do.';
grant execute on function app.time_travel_allowed() to anon, authenticated, service_role;

create function app.now() returns timestamptz
language plpgsql stable
set search_path = ''
as $$
declare
  travelled text := pg_catalog.current_setting('app.now', true);
begin
  if coalesce(travelled, '') <> '' then
    if app.time_travel_allowed() then
      return travelled::timestamptz;
    end if;
  end if;
  return pg_catalog.now();
end $$;
comment on function app.now() is
  'The start of the transaction, or the instant a test travels to. Use it instead of now() and current_date.';
grant execute on function app.now() to anon, authenticated, service_role;

create function public.server_time() returns timestamptz
language plpgsql stable
set search_path = ''
as $$
begin
  return app.now();
end $$;
comment on function public.server_time() is 'What the clock shows by which everything is judged; a tablet''s own may be minutes off.';
grant execute on function public.server_time() to authenticated;
