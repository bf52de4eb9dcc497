-- How each person wants to be told; everybody edits his own (P9.02).
create table public.notification_settings (
  user_id uuid primary key default auth.uid() references public.profiles (id),
  language text not null default 'en'
    constraint "language is en, hi or ta" check (language in ('en', 'hi', 'ta')),
  phone text
    constraint "phone number has the form +919840012345" check (phone ~ '^\+[1-9][0-9]{6,14}$'),
  quiet_from time,
  quiet_until time,
  digests boolean not null default true,
  email_off_at timestamptz,
  email_off_reason text
    constraint "reason of an address turned off has at most 500 characters" check (length(email_off_reason) <= 500),
  constraint "quiet hours have a beginning and an end" check (
    (quiet_from is null) = (quiet_until is null) and quiet_from <> quiet_until and quiet_from < '24:00' and quiet_until < '24:00'
  )
);
comment on table public.notification_settings is 'Language, phone and quiet hours of a person (P9.02).';
comment on column public.notification_settings.quiet_from is 'From here to quiet_until, by the clock of the site, e-mail, text messages and push wait, unless it is urgent.';
comment on column public.notification_settings.email_off_at is 'When a mail came back; the person puts it to null to try again, and a new address does.';
create trigger audit after insert or update or delete on public.notification_settings
  for each row execute function audit.record('user_id');
alter table public.notification_settings enable row level security;
create policy "a person sees his own settings" on public.notification_settings for select to authenticated
  using (user_id = (select auth.uid()));
create policy "a person makes his own settings" on public.notification_settings for insert to authenticated
  with check (user_id = (select auth.uid()));
create policy "a person edits his own settings" on public.notification_settings for update to authenticated
  using (user_id = (select auth.uid()))
  with check (user_id = (select auth.uid()));
grant select on public.notification_settings to authenticated, service_role;
grant insert (user_id, language, phone, quiet_from, quiet_until, digests),
  update (user_id, language, phone, quiet_from, quiet_until, digests, email_off_at) on public.notification_settings to authenticated;

create table public.notification_preferences (
  user_id uuid not null default auth.uid() references public.profiles (id),
  event_code text not null references public.alert_events (code),
  channel text not null
    constraint "preference is for in_app, email, sms or push" check (channel in ('in_app', 'email', 'sms', 'push')),
  enabled boolean not null,
  primary key (user_id, event_code, channel)
);
comment on table public.notification_preferences is 'Where a person wants it otherwise than the event has it (P9.02).';
comment on column public.notification_preferences.enabled is 'In the app, false leaves it in the list and off the bell; what is urgent is always on the bell.';
create index notification_preferences_event_code_idx on public.notification_preferences (event_code);
create trigger audit after insert or update or delete on public.notification_preferences
  for each row execute function audit.record('user_id', 'event_code', 'channel');
alter table public.notification_preferences enable row level security;
create policy "a person sees his own preferences" on public.notification_preferences for select to authenticated
  using (user_id = (select auth.uid()));
create policy "a person makes his own preferences" on public.notification_preferences for insert to authenticated
  with check (user_id = (select auth.uid()));
create policy "a person edits his own preferences" on public.notification_preferences for update to authenticated
  using (user_id = (select auth.uid()))
  with check (user_id = (select auth.uid()));
create policy "a person removes his own preferences" on public.notification_preferences for delete to authenticated
  using (user_id = (select auth.uid()));
grant select, delete, insert (user_id, event_code, channel, enabled), update (user_id, event_code, channel, enabled)
  on public.notification_preferences to authenticated;
grant select on public.notification_preferences to service_role;

create table public.push_subscriptions (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references public.profiles (id),
  endpoint text not null unique
    constraint "push endpoint is an https address" check (endpoint ~ '^(https://|http://(localhost|127\.0\.0\.1)[:/])[^\s]+$' and length(endpoint) <= 1000),
  p256dh text not null
    constraint "push key has 1 to 200 characters" check (p256dh ~ '^[A-Za-z0-9_=-]{1,200}$'),
  auth text not null
    constraint "push secret has 1 to 100 characters" check (auth ~ '^[A-Za-z0-9_=-]{1,100}$'),
  user_agent text
    constraint "user agent has at most 300 characters" check (length(user_agent) <= 300),
  created_at timestamptz not null default app.now(),
  ended_at timestamptz
);
comment on table public.push_subscriptions is 'Browsers that show messages also when the app is closed (P9.02); written by commands alone.';
create index push_subscriptions_user_id_idx on public.push_subscriptions (user_id) where ended_at is null;
create index push_subscriptions_user_idx on public.push_subscriptions (user_id);
create trigger audit after insert or update or delete on public.push_subscriptions
  for each row execute function audit.record();
alter table public.push_subscriptions enable row level security;
create policy "a person sees his own browsers" on public.push_subscriptions for select to authenticated
  using (user_id = (select auth.uid()));
grant select on public.push_subscriptions to authenticated, service_role;

-- Whose address is another now, is written to again.
create function app.users_try_address() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  update public.notification_settings set email_off_at = null, email_off_reason = null
  where user_id = new.id and email_off_at is not null;
  return null;
end $$;
comment on function app.users_try_address() is 'Turns e-mail on again when the address has changed.';
create trigger users_try_address
  after update of email on auth.users
  for each row when (old.email is distinct from new.email)
  execute function app.users_try_address();
