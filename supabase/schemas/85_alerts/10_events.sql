-- What the system speaks about, to whom, and in which words: data that an administrator edits (P9.01).
create table public.alert_events (
  code text primary key
    constraint "event code is module.event" check (code ~ '^[a-z]+\.[a-z_]+$' and length(code) <= 60),
  module text not null
    constraint "event module is words" check (module ~ '^[a-z_]{2,30}$'),
  name text not null
    constraint "event name has 1 to 80 characters" check (btrim(name) <> '' and length(name) <= 80),
  description text not null
    constraint "event description has 1 to 300 characters" check (btrim(description) <> '' and length(description) <= 300),
  severity text not null
    constraint "event severity is low, medium or high" check (severity in ('low', 'medium', 'high')),
  window_minutes integer not null default 30
    constraint "event window is 0 minutes to 7 days" check (window_minutes >= 0 and window_minutes <= 10080),
  channels text[] not null default '{in_app}'
    constraint "event channels are known" check (channels <@ array['in_app', 'email', 'sms', 'push'] and array_position(channels, null) is null),
  digest text not null default 'none'
    constraint "event digest is none, daily or weekly" check (digest in ('none', 'daily', 'weekly')),
  params text[] not null default '{}',
  active boolean not null default true,
  news boolean not null default false
);
comment on table public.alert_events is 'What people are told about (P9.01); each module''s migration adds its own.';
comment on column public.alert_events.module is 'The module whose facts it is about, as people look for it.';
comment on column public.alert_events.window_minutes is 'The same on the same subject within so many minutes grows a count instead of coming again.';
comment on column public.alert_events.channels is 'How people are told unless they choose otherwise; the bell is always among them.';
comment on column public.alert_events.digest is 'Unless it is urgent, e-mail waits for the digest of the day or of the week (P9.05).';
comment on column public.alert_events.news is
  'Whether it asks nothing of anybody: it is over as soon as it is told, and has no next level. Its module says so, whose triggers know whether the fact ends.';
comment on column public.alert_events.params is 'The names that its templates may use, besides subject, site, time, count and severity.';
create trigger audit after insert or update or delete on public.alert_events
  for each row execute function audit.record('code');
alter table public.alert_events enable row level security;
create policy "everybody sees what people are told about" on public.alert_events for select to authenticated using (true);
create policy "events are edited by permission" on public.alert_events for update to authenticated
  using ((select app.has_everywhere('alerts.configure')))
  with check ((select app.has_everywhere('alerts.configure')));
grant select on public.alert_events to authenticated, service_role;
grant update (name, description, severity, window_minutes, channels, digest, active) on public.alert_events to authenticated;

-- People who are told together, and are no role: the plant's head, those who buy.
create table public.alert_groups (
  id uuid primary key default gen_random_uuid(),
  code text not null unique
    constraint "group code is 2 to 40 capital letters, digits or underscores" check (code ~ '^[A-Z][A-Z0-9_]{1,39}$'),
  name text not null
    constraint "group name has 1 to 80 characters" check (btrim(name) <> '' and length(name) <= 80),
  active boolean not null default true
);
comment on table public.alert_groups is 'Groups of people who are told together (P9.01, P9.04).';
create trigger audit after insert or update or delete on public.alert_groups
  for each row execute function audit.record();
alter table public.alert_groups enable row level security;
create policy "everybody sees the groups" on public.alert_groups for select to authenticated using (true);
create policy "groups are added by permission" on public.alert_groups for insert to authenticated
  with check ((select app.has_everywhere('alerts.configure')));
create policy "groups are edited by permission" on public.alert_groups for update to authenticated
  using ((select app.has_everywhere('alerts.configure')))
  with check ((select app.has_everywhere('alerts.configure')));
grant select on public.alert_groups to authenticated, service_role;
grant insert (code, name), update (name, active) on public.alert_groups to authenticated;

create table public.alert_group_members (
  id uuid primary key default gen_random_uuid(),
  group_id uuid not null references public.alert_groups (id),
  user_id uuid not null references public.profiles (id),
  site_id uuid references public.sites (id),
  created_at timestamptz not null default app.now(),
  constraint "a person is in a group at a site once" unique nulls not distinct (group_id, user_id, site_id)
);
comment on table public.alert_group_members is 'Who is in a group, and for which site.';
comment on column public.alert_group_members.site_id is 'Null stands for every site, those to come included.';
create index alert_group_members_user_id_idx on public.alert_group_members (user_id);
create index alert_group_members_site_id_idx on public.alert_group_members (site_id);
create trigger audit after insert or update or delete on public.alert_group_members
  for each row execute function audit.record();
alter table public.alert_group_members enable row level security;
create policy "everybody sees who is in a group" on public.alert_group_members for select to authenticated using (true);
create policy "people are put into groups by permission" on public.alert_group_members for insert to authenticated
  with check ((select app.has_everywhere('alerts.configure')));
create policy "people are taken out of groups by permission" on public.alert_group_members for delete to authenticated
  using ((select app.has_everywhere('alerts.configure')));
grant select, delete, insert (group_id, user_id, site_id) on public.alert_group_members to authenticated;
grant select on public.alert_group_members to service_role;

create table public.alert_targets (
  id uuid primary key default gen_random_uuid(),
  event_code text not null references public.alert_events (code),
  kind text not null
    constraint "target is a role, a group or a person" check (kind in ('role', 'group', 'person')),
  role public.role,
  group_id uuid references public.alert_groups (id),
  user_id uuid references public.profiles (id),
  on_duty boolean not null default false,
  constraint "a target stands once" unique nulls not distinct (event_code, role, group_id, user_id),
  constraint "a target names what it is" check (
    (role is not null) = (kind = 'role') and (group_id is not null) = (kind = 'group') and (user_id is not null) = (kind = 'person')
  ),
  constraint "only a role is on duty" check (not on_duty or kind = 'role')
);
comment on table public.alert_targets is 'Who is told of an event, at the site where it happens (P9.01).';
comment on column public.alert_targets.on_duty is 'Only those who are assigned to the shift that runs there at that moment, or to the one that it is about.';
create index alert_targets_group_id_idx on public.alert_targets (group_id);
create index alert_targets_user_id_idx on public.alert_targets (user_id);
create trigger audit after insert or update or delete on public.alert_targets
  for each row execute function audit.record();
alter table public.alert_targets enable row level security;
create policy "everybody sees who is told" on public.alert_targets for select to authenticated using (true);
create policy "targets are added by permission" on public.alert_targets for insert to authenticated
  with check ((select app.has_everywhere('alerts.configure')));
create policy "targets are edited by permission" on public.alert_targets for update to authenticated
  using ((select app.has_everywhere('alerts.configure')))
  with check ((select app.has_everywhere('alerts.configure')));
create policy "targets are removed by permission" on public.alert_targets for delete to authenticated
  using ((select app.has_everywhere('alerts.configure')));
grant select, delete, insert (event_code, kind, role, group_id, user_id, on_duty), update (on_duty) on public.alert_targets to authenticated;
grant select on public.alert_targets to service_role;

create table public.alert_templates (
  event_code text not null references public.alert_events (code),
  language text not null
    constraint "template language is en, hi or ta" check (language in ('en', 'hi', 'ta')),
  title text not null
    constraint "template title has 1 to 160 characters" check (btrim(title) <> '' and length(title) <= 160),
  body text not null
    constraint "template body has 1 to 2000 characters" check (btrim(body) <> '' and length(body) <= 2000),
  sms text
    constraint "template of a message has 1 to 300 characters" check (btrim(sms) <> '' and length(sms) <= 300),
  primary key (event_code, language)
);
comment on table public.alert_templates is 'The words of each event, as plain text with {names} of its values (P9.02).';
comment on column public.alert_templates.sms is 'For a text message, which is cut to 160 characters; null takes the title.';
create trigger audit after insert or update or delete on public.alert_templates
  for each row execute function audit.record('event_code', 'language');
alter table public.alert_templates enable row level security;
create policy "everybody sees the templates" on public.alert_templates for select to authenticated using (true);
create policy "templates are added by permission" on public.alert_templates for insert to authenticated
  with check ((select app.has_everywhere('alerts.configure')));
create policy "templates are edited by permission" on public.alert_templates for update to authenticated
  using ((select app.has_everywhere('alerts.configure')))
  with check ((select app.has_everywhere('alerts.configure')));
grant select on public.alert_templates to authenticated, service_role;
grant insert (event_code, language, title, body, sms), update (title, body, sms) on public.alert_templates to authenticated;

-- A name that nobody gives a value would stay empty in every mail; who writes the template is told.
create function app.alert_templates_check() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  names text[];
  given record;
begin
  select params || array['subject', 'site', 'time', 'count', 'severity'] into names
  from public.alert_events where code = new.event_code;
  for given in
    select field.name as field, found.parts[1] as name
    from (values ('title', new.title), ('body', new.body), ('sms', new.sms)) as field (name, words)
    cross join lateral pg_catalog.regexp_matches(field.words, '\{([^{}]*)\}', 'g') as found (parts)
  loop
    if given.name <> all (names) then
      perform app.fail(
        'VALUE_INVALID',
        pg_catalog.format('%s has no value {%s}; a template may use {%s}.', new.event_code, left(given.name, 60),
          pg_catalog.array_to_string(names, '}, {')),
        given.field
      );
    end if;
  end loop;
  return new;
end $$;
comment on function app.alert_templates_check() is 'Refuses with VALUE_INVALID a name in braces that the event has no value for.';
create trigger check_names before insert or update on public.alert_templates
  for each row execute function app.alert_templates_check();
