-- Jobs, requests and secrets, as a migration of a hosted project asks for them.
create extension if not exists pg_cron with schema pg_catalog;
create extension if not exists pg_net with schema extensions;
create extension if not exists supabase_vault with schema vault;

-- Jobs of the tests leave a mark here.
create table public.job_marks (
  id bigint generated always as identity primary key,
  job text not null,
  role_name text not null default current_user,
  session_role text not null default session_user,
  made_at timestamptz not null default clock_timestamp()
);

-- A row is a request that is to be sent when it is committed.
create table public.hooks (
  id bigint generated always as identity primary key,
  url text not null,
  payload jsonb not null,
  timeout_milliseconds int not null default 5000,
  request_id bigint
);
alter table public.hooks enable row level security;
create policy "everyone sends" on public.hooks to authenticated using (true) with check (true);
grant select, insert on public.hooks to authenticated, service_role;

create function public.send_hook() returns trigger
language plpgsql
as $$
begin
  new.request_id := net.http_post(
    url => new.url,
    body => new.payload,
    params => '{"from": "a table & a trigger"}',
    headers => '{"X-Hook": "yes"}',
    timeout_milliseconds => new.timeout_milliseconds
  );
  return new;
end $$;
create trigger hooks_send before insert on public.hooks
  for each row execute function public.send_hook();

create function public.answer_of(request_id bigint)
returns table (status_code int, content_type text, content text, timed_out boolean, error_msg text)
language sql stable
as $$
  select status_code, content_type, content, timed_out, error_msg
  from net._http_response where id = request_id
$$;

-- The vault with the caller's rights.
create function public.keep_secret(secret text, secret_name text) returns uuid
language sql
as $$ select vault.create_secret(secret, secret_name, 'made by a test') $$;

create function public.change_secret(secret_id uuid, secret text) returns void
language sql
as $$ select vault.update_secret(secret_id, secret) $$;

create function public.read_secret(secret_name text) returns text
language sql stable
as $$ select decrypted_secret from vault.decrypted_secrets where name = secret_name $$;

grant execute on function public.answer_of(bigint), public.keep_secret(text, text),
  public.change_secret(uuid, text), public.read_secret(text) to authenticated, service_role;
