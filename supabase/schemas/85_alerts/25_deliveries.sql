-- The outbox: one row for each way out of the app, written with the fact. Workers claim rows, send them
-- and say what became of them; the providers' webhooks say the rest (P9.03).
create table public.alert_digests (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references public.profiles (id),
  period text not null
    constraint "digest is daily or weekly" check (period in ('daily', 'weekly')),
  day date not null,
  items jsonb not null,
  created_at timestamptz not null default app.now(),
  constraint "a person has a digest of a day once" unique (user_id, period, day)
);
comment on table public.alert_digests is 'What was put together for people who need not know at once (P9.05).';
create trigger audit after insert or update or delete on public.alert_digests
  for each row execute function audit.record();
create trigger keep before update or delete on public.alert_digests for each row execute function audit.keep();
alter table public.alert_digests enable row level security;
create policy "a person sees his own digests" on public.alert_digests for select to authenticated
  using (user_id = (select auth.uid()));
grant select on public.alert_digests to authenticated, service_role;

create table public.deliveries (
  id uuid primary key default gen_random_uuid(),
  kind text not null
    constraint "delivery is of an alert, a digest or a test" check (kind in ('alert', 'digest', 'test')),
  notification_id uuid references public.notifications (id),
  digest_id uuid references public.alert_digests (id),
  site_id uuid references public.sites (id),
  user_id uuid not null references public.profiles (id),
  channel text not null
    constraint "delivery goes by email, sms or push" check (channel in ('email', 'sms', 'push')),
  subscription_id uuid references public.push_subscriptions (id),
  destination text
    constraint "destination has at most 1000 characters" check (length(destination) <= 1000),
  state text not null default 'queued'
    constraint "state of a delivery is known" check (
      state in ('queued', 'sending', 'sent', 'delivered', 'bounced', 'failed', 'dead', 'cancelled')
    ),
  urgent boolean not null,
  round integer not null default 0,
  attempts integer not null default 0,
  next_attempt_at timestamptz not null,
  claimed_by uuid,
  claimed_until timestamptz,
  provider text
    constraint "provider has at most 40 characters" check (length(provider) <= 40),
  provider_id text
    constraint "provider's id has at most 200 characters" check (length(provider_id) <= 200),
  error text
    constraint "error has at most 500 characters" check (length(error) <= 500),
  unsubscribe_key uuid unique,
  created_at timestamptz not null default app.now(),
  sent_at timestamptz,
  ended_at timestamptz,
  constraint "a delivery is of a notification or of a digest" check (
    (notification_id is not null) = (kind <> 'digest') and (digest_id is not null) = (kind = 'digest')
  ),
  constraint "only push goes to a browser" check ((subscription_id is not null) = (channel = 'push')),
  constraint "a delivery that is being sent is somebody's" check (
    state <> 'sending' or (claimed_by is not null and claimed_until is not null)
  )
);
comment on table public.deliveries is 'Mails, text messages and push messages, and what became of them (P9.02, P9.03).';
comment on column public.deliveries.destination is 'Address, number or endpoint as it was when it was claimed last.';
comment on column public.deliveries.next_attempt_at is 'When it may be claimed; of one that is being sent, when its lease ends.';
comment on column public.deliveries.round is 'How often an administrator has sent it again; part of the key by which a provider knows a repetition.';
comment on column public.deliveries.unsubscribe_key is 'What the link in this mail proves; never shown by a read.';
create index deliveries_due_idx on public.deliveries (urgent desc, next_attempt_at) where state in ('queued', 'sending');
create index deliveries_site_id_idx on public.deliveries (site_id, created_at desc);
create index deliveries_created_at_idx on public.deliveries (created_at desc, id desc);
create index deliveries_ended_badly_idx on public.deliveries (created_at desc, id desc) where state in ('dead', 'failed', 'bounced');
create index deliveries_provider_id_idx on public.deliveries (provider, provider_id) where provider_id is not null;
create index deliveries_notification_id_idx on public.deliveries (notification_id);
create index deliveries_digest_id_idx on public.deliveries (digest_id);
create index deliveries_user_id_idx on public.deliveries (user_id, created_at desc);
create index deliveries_subscription_id_idx on public.deliveries (subscription_id);
create trigger audit after insert or update or delete on public.deliveries
  for each row execute function audit.record();
alter table public.deliveries enable row level security;
create policy "deliveries are seen by who gets them, and by permission" on public.deliveries for select to authenticated
  using (
    user_id = (select auth.uid())
    or site_id = any ((select app.sites_with('alerts.view_log'))::uuid[])
    or (site_id is null and (select app.has_everywhere('alerts.view_log')))
  );
grant select (
  id, kind, notification_id, digest_id, site_id, user_id, channel, subscription_id, destination, state, urgent, round, attempts,
  next_attempt_at, claimed_until, provider, provider_id, error, created_at, sent_at, ended_at
) on public.deliveries to authenticated, service_role;

create table public.delivery_events (
  id bigint generated always as identity primary key,
  delivery_id uuid references public.deliveries (id),
  at timestamptz not null default app.now(),
  what text not null
    constraint "what happened to a delivery has 1 to 40 characters" check (length(what) between 1 and 40),
  provider text
    constraint "event's provider has at most 40 characters" check (length(provider) <= 40),
  event_id text
    constraint "event's id has at most 200 characters" check (length(event_id) <= 200),
  provider_id text
    constraint "event's message id has at most 200 characters" check (length(provider_id) <= 200),
  detail text
    constraint "event's detail has at most 500 characters" check (length(detail) <= 500),
  by uuid references public.profiles (id)
);
comment on table public.delivery_events is 'What happened to deliveries, append-only (P9.03).';
comment on column public.delivery_events.delivery_id is 'Null while a provider speaks of a message that the worker has not yet written down as sent.';
create unique index delivery_events_event_id_idx on public.delivery_events (provider, event_id) where event_id is not null;
create index delivery_events_delivery_id_idx on public.delivery_events (delivery_id, id);
create index delivery_events_waiting_idx on public.delivery_events (provider, provider_id) where delivery_id is null;
create index delivery_events_by_idx on public.delivery_events (by);
create trigger audit after insert or update or delete on public.delivery_events
  for each row execute function audit.record();
create trigger keep before update or delete on public.delivery_events
  for each row execute function audit.keep_but('delivery_id');
alter table public.delivery_events enable row level security;
create policy "events are seen with their delivery" on public.delivery_events for select to authenticated
  using (exists (select from public.deliveries where deliveries.id = delivery_events.delivery_id));
grant select on public.delivery_events to authenticated, service_role;
