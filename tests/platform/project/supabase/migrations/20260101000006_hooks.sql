-- The hook that Auth asks about passwords. It keeps what it was told, and answers what the account's
-- metadata says it shall, or does what `raise` and `sleep` in it say.
create table public.password_attempts (
  id bigint generated always as identity primary key,
  event jsonb not null,
  headers jsonb,
  caller text not null
);

create function public.on_password_attempt(event jsonb) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  wanted jsonb := (select raw_app_meta_data -> 'hook' from auth.users where id = (event ->> 'user_id')::uuid);
begin
  insert into public.password_attempts (event, headers, caller)
  values (event, nullif(current_setting('request.headers', true), '')::jsonb, current_setting('role'));
  if wanted ? 'raise' then
    raise exception '%', wanted ->> 'raise';
  end if;
  perform pg_catalog.pg_sleep((wanted ->> 'sleep')::numeric);
  return coalesce(wanted, '{"decision": "continue"}');
end $$;
revoke execute on function public.on_password_attempt(jsonb) from public, anon, authenticated, service_role;
grant execute on function public.on_password_attempt(jsonb) to supabase_auth_admin;
