-- Who is told next when nobody does anything (P9.04).
create table public.escalation_policies (
  id uuid primary key default gen_random_uuid(),
  name text not null unique
    constraint "policy name has 1 to 80 characters" check (btrim(name) <> '' and length(name) <= 80),
  event_code text references public.alert_events (code),
  severity text
    constraint "policy severity is low, medium or high" check (severity in ('low', 'medium', 'high')),
  site_id uuid references public.sites (id),
  condition text not null default 'unacknowledged'
    constraint "policy waits for what is unseen, unacknowledged or unresolved" check (
      condition in ('unseen', 'unacknowledged', 'unresolved')
    ),
  business_hours boolean not null default false,
  active boolean not null default true,
  created_at timestamptz not null default app.now(),
  version integer not null default 1
);
comment on table public.escalation_policies is
  'Policies by event, severity and site; of several the most exact holds (P9.04). Written with their steps by save_escalation_policy alone.';
comment on column public.escalation_policies.event_code is 'Null stands for every event, as severity and site_id for every one of these.';
comment on column public.escalation_policies.condition is
  'unseen: until somebody has read it; unacknowledged: until somebody takes it; unresolved: until it is over.';
comment on column public.escalation_policies.version is 'How often it was saved: who edits what another has saved meanwhile is told so.';
comment on column public.escalation_policies.business_hours is 'Whether the clock stands still outside the hours and days of the settings alerts.business_….';
create index escalation_policies_event_code_idx on public.escalation_policies (event_code);
create index escalation_policies_site_id_idx on public.escalation_policies (site_id);
create trigger audit after insert or update or delete on public.escalation_policies
  for each row execute function audit.record();
alter table public.escalation_policies enable row level security;
create policy "everybody sees the policies" on public.escalation_policies for select to authenticated using (true);
grant select on public.escalation_policies to authenticated, service_role;

create table public.escalation_steps (
  id uuid primary key default gen_random_uuid(),
  policy_id uuid not null references public.escalation_policies (id),
  position integer not null
    constraint "step position is 1 to 20" check (position >= 1 and position <= 20),
  after_minutes integer not null
    constraint "step comes after 1 minute to 30 days" check (after_minutes >= 1 and after_minutes <= 43200),
  kind text not null
    constraint "step goes to a role, a group or a person" check (kind in ('role', 'group', 'person')),
  role public.role,
  group_id uuid references public.alert_groups (id),
  user_id uuid references public.profiles (id),
  channels text[] not null default '{in_app,email}'
    constraint "step channels are known" check (channels <@ array['in_app', 'email', 'sms', 'push'] and array_position(channels, null) is null),
  constraint "a policy has one step at a position" unique (policy_id, position),
  constraint "a step names whom it goes to" check (
    (role is not null) = (kind = 'role') and (group_id is not null) = (kind = 'group') and (user_id is not null) = (kind = 'person')
  )
);
comment on table public.escalation_steps is 'The levels of a policy, one after the other (P9.04).';
comment on column public.escalation_steps.after_minutes is 'Since the alert, not since the step before.';
create index escalation_steps_group_id_idx on public.escalation_steps (group_id);
create index escalation_steps_user_id_idx on public.escalation_steps (user_id);
create trigger audit after insert or update or delete on public.escalation_steps
  for each row execute function audit.record();
alter table public.escalation_steps enable row level security;
create policy "everybody sees the steps" on public.escalation_steps for select to authenticated using (true);
grant select on public.escalation_steps to authenticated, service_role;

create table public.escalations (
  id uuid primary key default gen_random_uuid(),
  alert_id uuid not null unique references public.alerts (id),
  policy_id uuid not null references public.escalation_policies (id),
  state text not null default 'running'
    constraint "escalation is running, stopped or ended" check (state in ('running', 'stopped', 'ended')),
  started_at timestamptz not null default app.now(),
  next_position integer,
  next_at timestamptz,
  ended_at timestamptz,
  ended_by uuid references public.profiles (id),
  end_reason text
    constraint "escalation ends because it was seen, acknowledged or resolved" check (end_reason in ('seen', 'acknowledged', 'resolved')),
  constraint "a step to come has its time" check ((next_position is null) = (next_at is null)),
  constraint "an escalation that does not run says since when and why" check (
    (state = 'running') = (ended_at is null) and (ended_at is null) = (end_reason is null)
  )
);
comment on table public.escalations is 'Clocks that run until somebody acts (P9.04); written by app.notify, run_escalations and commands.';
comment on column public.escalations.next_at is 'When the next level is told; null when the last one was and still nobody acts.';
create index escalations_due_idx on public.escalations (next_at) where state = 'running';
create index escalations_policy_id_idx on public.escalations (policy_id);
create index escalations_ended_by_idx on public.escalations (ended_by);
create trigger audit after insert or update or delete on public.escalations
  for each row execute function audit.record();
alter table public.escalations enable row level security;
create policy "escalations are seen with their alert" on public.escalations for select to authenticated
  using (exists (select from public.alerts where alerts.id = escalations.alert_id));
grant select on public.escalations to authenticated, service_role;

create table public.escalation_events (
  id bigint generated always as identity primary key,
  escalation_id uuid not null references public.escalations (id),
  position integer,
  at timestamptz not null default app.now(),
  what text not null
    constraint "an escalation starts, reaches a level, or is seen, acknowledged or resolved" check (
      what in ('started', 'step', 'seen', 'acknowledged', 'resolved')
    ),
  people jsonb not null default '[]'
);
comment on table public.escalation_events is 'Every step of every escalation, append-only (P9.04).';
comment on column public.escalation_events.people is 'Who was told, or who acted: [{id, name}].';
create index escalation_events_escalation_id_idx on public.escalation_events (escalation_id, id);
create trigger audit after insert or update or delete on public.escalation_events
  for each row execute function audit.record();
create trigger keep before update or delete on public.escalation_events for each row execute function audit.keep();
alter table public.escalation_events enable row level security;
create policy "steps are seen with their escalation" on public.escalation_events for select to authenticated
  using (exists (select from public.escalations where escalations.id = escalation_events.escalation_id));
grant select on public.escalation_events to authenticated, service_role;
