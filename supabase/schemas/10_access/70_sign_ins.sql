-- Who came to the door, from where, and whether he was let in (P1.06). Auth writes this, not the
-- browser, so that nobody keeps himself out of it: a session that begins or ends passes the triggers
-- below, a password that is refused passes the hook. An address that has no account, and an account
-- that is banned, are refused before the hook is asked; Auth's own log has them.
create table public.sign_in_attempts (
  id bigint generated always as identity primary key,
  at timestamptz not null default app.now(),
  email text
    constraint "email has at most 255 characters" check (length(email) <= 255),
  user_id uuid references public.profiles (id),
  succeeded boolean not null,
  ip inet,
  user_agent text
    constraint "user agent has at most 500 characters" check (length(user_agent) <= 500),
  session_id uuid
    constraint "a session begins once" unique,
  signed_out_at timestamptz,
  constraint "who is let in has an account" check (not succeeded or user_id is not null),
  constraint "who is let in has a session, and nobody else" check (succeeded = (session_id is not null)),
  constraint "only a session is signed out" check (signed_out_at is null or session_id is not null)
);
comment on table public.sign_in_attempts is 'Every sign-in, good or bad, with address, program and the time of its sign-out (P1.06).';
comment on column public.sign_in_attempts.email is 'The account''s address at the time; null where it has none.';
comment on column public.sign_in_attempts.ip is 'Null where Auth does not know it.';
comment on column public.sign_in_attempts.user_agent is
  'The program, cut to 500 characters; null for a bad attempt on a hosted project, whose hook is not told.';
comment on column public.sign_in_attempts.signed_out_at is
  'When the session was ended, by the person or by an administrator; null also where it was left to expire.';
create index sign_in_attempts_at_idx on public.sign_in_attempts (at desc, id desc);
create index sign_in_attempts_user_id_idx on public.sign_in_attempts (user_id, at desc);
create trigger audit after insert or update or delete on public.sign_in_attempts
  for each row execute function audit.record();
-- A sign-out is written once; everything else stays as it was.
create trigger keep before update on public.sign_in_attempts
  for each row
  when (old.signed_out_at is not null or to_jsonb(new.*) - 'signed_out_at' <> to_jsonb(old.*) - 'signed_out_at')
  execute function audit.keep();
create trigger keep_rows before delete on public.sign_in_attempts for each row execute function audit.keep();
create trigger keep_all before truncate on public.sign_in_attempts for each statement execute function audit.keep();
alter table public.sign_in_attempts enable row level security;

create function app.people_with_me(permission text) returns uuid[]
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  return (
    select coalesce(pg_catalog.array_agg(distinct memberships.user_id), '{}')
    from public.memberships
    where memberships.site_id = any ((select app.sites_with(people_with_me.permission))::uuid[])
  );
end $$;
comment on function app.people_with_me(text) is
  'Who is anything at a site where the caller has a permission; not who belongs to every site, such as an Admin.';
grant execute on function app.people_with_me(text) to authenticated;

create policy "a person sees his own sign-ins, by permission those at his sites" on public.sign_in_attempts
  for select to authenticated
  using (
    user_id = (select auth.uid())
    or (select app.has_everywhere('access.view_activity'))
    or user_id = any ((select app.people_with_me('access.view_activity'))::uuid[])
  );
grant select on public.sign_in_attempts to authenticated, service_role;

create function app.sessions_record_sign_in() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  insert into public.sign_in_attempts (email, user_id, succeeded, ip, user_agent, session_id)
  select left(users.email, 255), users.id, true, new.ip, left(new.user_agent, 500), new.id
  from auth.users where users.id = new.user_id;
  return null;
end $$;
comment on function app.sessions_record_sign_in() is 'Writes down that a session began: by password, by a mailed link or by an invitation (P1.06).';
create trigger sessions_record_sign_in
  after insert on auth.sessions
  for each row execute function app.sessions_record_sign_in();

create function app.sessions_record_sign_out() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  update public.sign_in_attempts set signed_out_at = app.now()
  where session_id = old.id and signed_out_at is null;
  return null;
end $$;
comment on function app.sessions_record_sign_out() is 'Writes down that a session was ended (P1.06).';
create trigger sessions_record_sign_out
  after delete on auth.sessions
  for each row execute function app.sessions_record_sign_out();

-- Auth's hook "password verification attempt" (config.toml). It runs in a transaction of its own, so what
-- it writes stays although the sign-in is refused. A password that is right opens a session, which the
-- trigger above writes down, unless the address is not confirmed yet.
create function public.hook_password_verification_attempt(event jsonb) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  address text := event -> 'metadata' ->> 'ip_address';
  headers jsonb := nullif(pg_catalog.current_setting('request.headers', true), '')::jsonb;
begin
  insert into public.sign_in_attempts (email, user_id, succeeded, ip, user_agent)
  select left(users.email, 255), users.id, false,
    case when pg_catalog.pg_input_is_valid(address, 'inet') then address::inet end,
    left(headers ->> 'user-agent', 500)
  from auth.users
  where users.id = (event ->> 'user_id')::uuid
    and not ((event ->> 'valid')::boolean and users.email_confirmed_at is not null);
  return '{"decision": "continue"}';
end $$;
comment on function public.hook_password_verification_attempt(jsonb) is
  'Auth''s hook: writes down a password that was refused, and lets Auth decide (P1.06). Event: user_id, valid, metadata.ip_address. Answer: {"decision": "continue"}.';
grant execute on function public.hook_password_verification_attempt(jsonb) to supabase_auth_admin;
