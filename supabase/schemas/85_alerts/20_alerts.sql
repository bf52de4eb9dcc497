-- An alert is the fact; each person who is told has a notification of it. Nobody writes here: what
-- happens in the other modules does, through app.notify.
create table public.alerts (
  id uuid primary key default gen_random_uuid(),
  event_code text not null references public.alert_events (code),
  site_id uuid references public.sites (id),
  severity text not null
    constraint "severity is low, medium or high" check (severity in ('low', 'medium', 'high')),
  subject_type text not null
    constraint "subject type has 1 to 60 characters" check (length(subject_type) between 1 and 60),
  subject_id text not null
    constraint "subject id has 1 to 120 characters" check (length(subject_id) between 1 and 120),
  subject text not null
    constraint "subject has 1 to 200 characters" check (length(subject) between 1 and 200),
  params jsonb not null default '{}',
  link text
    constraint "link is a path of the app" check (link ~ '^/' and length(link) <= 300),
  count integer not null default 1
    constraint "count is 1 or above" check (count >= 1),
  first_at timestamptz not null default app.now(),
  last_at timestamptz not null default app.now(),
  state text not null default 'open'
    constraint "alert is open, acknowledged or resolved" check (state in ('open', 'acknowledged', 'resolved')),
  acknowledged_by uuid references public.profiles (id),
  acknowledged_at timestamptz,
  acknowledgement text
    constraint "acknowledgement has at most 2000 characters" check (length(acknowledgement) <= 2000),
  resolved_by uuid references public.profiles (id),
  resolved_at timestamptz,
  resolution text
    constraint "resolution has at most 2000 characters" check (length(resolution) <= 2000),
  constraint "an acknowledgement has somebody and a time" check ((acknowledged_by is null) = (acknowledged_at is null)),
  constraint "a resolved alert has its time and says how" check (
    (state = 'resolved') = (resolved_at is not null) and (resolved_at is null) = (resolution is null)
  )
);
comment on table public.alerts is 'Facts that people are told of (P9.03); written by app.notify and by commands.';
comment on column public.alerts.subject_type is 'The table of what it is about, with which subject_id says which row.';
comment on column public.alerts.subject is 'What it is about, as people name it.';
comment on column public.alerts.count is 'How often it happened within the window of its event.';
comment on column public.alerts.resolved_by is 'Null when the fact ended by itself.';
create index alerts_open_idx on public.alerts (event_code, subject_id, first_at desc) where state <> 'resolved';
create index alerts_subject_idx on public.alerts (subject_id, event_code);
create index alerts_event_code_idx on public.alerts (event_code, first_at desc);
create index alerts_site_id_idx on public.alerts (site_id, first_at desc);
create index alerts_acknowledged_by_idx on public.alerts (acknowledged_by);
create index alerts_resolved_by_idx on public.alerts (resolved_by);
create trigger audit after insert or update or delete on public.alerts
  for each row execute function audit.record();
alter table public.alerts enable row level security;

create table public.notifications (
  id uuid primary key default gen_random_uuid(),
  alert_id uuid not null references public.alerts (id),
  user_id uuid not null references public.profiles (id),
  title text not null
    constraint "title has 1 to 200 characters" check (length(title) between 1 and 200),
  body text not null
    constraint "body has at most 2000 characters" check (length(body) <= 2000),
  sms text not null
    constraint "text message has at most 160 characters" check (length(sms) <= 160),
  count integer not null default 1,
  level integer not null default 0
    constraint "level is 0 or above" check (level >= 0),
  silent boolean not null default false,
  created_at timestamptz not null default app.now(),
  updated_at timestamptz not null default app.now(),
  read_at timestamptz,
  constraint "a person is told of an alert once" unique (alert_id, user_id)
);
comment on table public.notifications is 'What each person was told, in his language, and whether he has seen it (P9.03).';
comment on column public.notifications.level is '0 for who is told at once, else the level of the escalation that reached him (P9.04).';
comment on column public.notifications.silent is 'In the list and not on the bell, as the person wants it.';
create index notifications_user_id_idx on public.notifications (user_id, updated_at desc, id desc);
create index notifications_unread_idx on public.notifications (user_id) where read_at is null;
create trigger audit after insert or update or delete on public.notifications
  for each row execute function audit.record();
alter table public.notifications enable row level security;
create policy "a person sees what he was told" on public.notifications for select to authenticated
  using (user_id = (select auth.uid()));
grant select on public.notifications to authenticated, service_role;

create policy "alerts are seen by who was told, and by permission" on public.alerts for select to authenticated
  using (
    site_id = any ((select app.sites_with('alerts.view_log'))::uuid[])
    or (site_id is null and (select app.has_everywhere('alerts.view_log')))
    or exists (
      select from public.notifications
      where notifications.alert_id = alerts.id and notifications.user_id = (select auth.uid())
    )
  );
grant select on public.alerts to authenticated, service_role;
