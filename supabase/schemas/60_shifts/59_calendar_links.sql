-- A calendar program cannot sign in: it has a link with a token of its own, which is shown once, is kept as
-- a hash, shows nothing but shifts, and is ended when its person says so.
create table public.calendar_links (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references public.profiles (id),
  token_hash bytea not null unique,
  created_at timestamptz not null default app.now(),
  ended_at timestamptz,
  constraint "a link does not end before it was made" check (ended_at >= created_at)
);
comment on table public.calendar_links is 'Links by which calendar programs read a person''s shifts (P8.02); written by commands alone.';
create unique index calendar_links_open_idx on public.calendar_links (user_id) where ended_at is null;
create index calendar_links_user_id_idx on public.calendar_links (user_id);
create trigger audit after insert or update or delete on public.calendar_links
  for each row execute function audit.record();
create trigger keep before update or delete on public.calendar_links
  for each row execute function audit.keep_but('ended_at');
create trigger keep_ended before update on public.calendar_links
  for each row when (old.ended_at is not null) execute function audit.keep();
alter table public.calendar_links enable row level security;
create policy "a person sees his own links" on public.calendar_links for select to authenticated
  using (user_id = (select auth.uid()));
grant select (id, user_id, created_at, ended_at) on public.calendar_links to authenticated;

create function public.make_calendar_link(request_id uuid) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  answer jsonb := app.begin_command(make_calendar_link.request_id, 'make_calendar_link', '{}');
  token text := pg_catalog.replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '');
  made public.calendar_links;
begin
  if answer is not null then
    return answer;
  end if;
  -- Two links asked for at once are made one after the other, and the second stands.
  perform from public.profiles where id = auth.uid() and active for no key update;
  if not found then
    perform app.fail('NOT_ALLOWED', 'Your account is not active.');
  end if;
  -- app.now() is when this began, and that may be before the other link was made.
  update public.calendar_links set ended_at = greatest(created_at, app.now()) where user_id = auth.uid() and ended_at is null;
  insert into public.calendar_links (user_id, token_hash)
  values (auth.uid(), pg_catalog.sha256(pg_catalog.convert_to(token, 'UTF8')))
  returning * into made;
  -- The answer that is kept for repetitions is without the token, which stands nowhere.
  answer := app.end_command(make_calendar_link.request_id, pg_catalog.jsonb_build_object('id', made.id, 'created_at', made.created_at, 'token', null));
  return answer || pg_catalog.jsonb_build_object('token', token);
end $$;
comment on function public.make_calendar_link(uuid) is
  'Makes the caller''s link for calendar programs; the one before ends. Answers its token, once: a repetition answers null for it. Refuses with NOT_SIGNED_IN, NOT_ALLOWED (P8.02).';
grant execute on function public.make_calendar_link(uuid) to authenticated;

create function public.end_calendar_link(request_id uuid) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  answer jsonb := app.begin_command(end_calendar_link.request_id, 'end_calendar_link', '{}');
begin
  if answer is not null then
    return answer;
  end if;
  update public.calendar_links set ended_at = greatest(created_at, app.now()) where user_id = auth.uid() and ended_at is null;
  return app.end_command(end_calendar_link.request_id, pg_catalog.jsonb_build_object('ended', found));
end $$;
comment on function public.end_calendar_link(uuid) is 'Ends the caller''s link for calendar programs; answers whether there was one. Refuses with NOT_SIGNED_IN (P8.02).';
grant execute on function public.end_calendar_link(uuid) to authenticated;

create function public.calendar_feed(token text) returns jsonb
language plpgsql stable
security definer
set search_path = ''
as $$
declare
  person public.profiles;
begin
  select profiles.* into person
  from public.calendar_links
  join public.profiles on profiles.id = calendar_links.user_id and profiles.active
  where calendar_links.token_hash = pg_catalog.sha256(pg_catalog.convert_to(calendar_feed.token, 'UTF8')) and calendar_links.ended_at is null;
  if not found then
    perform app.fail('NOT_FOUND', 'This link has ended, or never was.', 'token');
  end if;
  return pg_catalog.jsonb_build_object(
    'person', person.full_name,
    'now', app.now(),
    'runs', (
      select coalesce(pg_catalog.jsonb_agg(
        app.show_planned(shift_runs) || pg_catalog.jsonb_build_object(
          'site_name', sites.name, 'time_zone', sites.time_zone, 'people', app.show_shift_run(shift_runs.id) -> 'people'
        ) order by shift_runs.starts_at, shift_runs.id), '[]')
      from public.shift_assignments
      join public.shift_runs on shift_runs.id = shift_assignments.run_id
      join public.shifts on shifts.id = shift_runs.shift_id
      join public.sites on sites.id = shift_runs.site_id
      where shift_assignments.user_id = person.id and shift_assignments.active
        and (shifts.active or shift_runs.state <> 'scheduled')
        and shift_runs.ends_at > app.now() - interval '30 days' and shift_runs.starts_at < app.now() + interval '60 days'
    )
  );
end $$;
comment on function public.calendar_feed(text) is
  'The shifts of a link''s person from 30 days ago to 60 days ahead, with the site''s time zone. For the function calendar alone. Refuses with NOT_FOUND.';
grant execute on function public.calendar_feed(text) to service_role;
