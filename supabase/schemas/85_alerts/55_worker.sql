-- The edge function `notify` sends; these wake it, give it work and hear from it. It may die at any
-- moment: what it has claimed comes free when the lease ends, under the same key, by which a provider
-- that knows keys does not send twice.
create function app.wake_notify() returns bigint
language plpgsql
security definer
set search_path = ''
as $$
declare
  place text := (select decrypted_secret from vault.decrypted_secrets where name = 'functions_url');
  key text := (select decrypted_secret from vault.decrypted_secrets where name = 'functions_key');
begin
  if place is null or key is null then
    return null;
  end if;
  return net.http_post(
    url => pg_catalog.rtrim(place, '/') || '/notify',
    body => '{}'::jsonb,
    headers => pg_catalog.jsonb_build_object('Content-Type', 'application/json', 'apikey', key),
    timeout_milliseconds => 5000
  );
end $$;
comment on function app.wake_notify() is
  'Calls the edge function `notify` when the transaction commits, where the secrets functions_url and functions_key are in the vault; else nothing (P9.02).';

create function app.deliveries_wake() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if exists (select from added where urgent) then
    perform app.wake_notify();
  end if;
  return null;
end $$;
comment on function app.deliveries_wake() is 'What is urgent does not wait for the job of the minute.';
create trigger wake after insert on public.deliveries
  referencing new table as added
  for each statement execute function app.deliveries_wake();

create function app.wake_if_due() returns boolean
language plpgsql
security definer
set search_path = ''
as $$
begin
  if exists (select from public.deliveries where state in ('queued', 'sending') and next_attempt_at <= app.now()) then
    perform app.wake_notify();
    return true;
  end if;
  return false;
end $$;
comment on function app.wake_if_due() is 'The job of every minute: wakes the function when something is due.';

-- Nothing is lost without somebody hearing of it; one alert of an hour and a channel, however many there are.
create function app.bury_delivery(delivery public.deliveries, error text, provider text default null) returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
  update public.deliveries
  set state = 'dead', ended_at = app.now(), error = left(bury_delivery.error, 500), claimed_by = null, claimed_until = null,
    provider = coalesce(left(bury_delivery.provider, 40), deliveries.provider)
  where id = delivery.id;
  insert into public.delivery_events (delivery_id, at, what, provider, detail)
  values (delivery.id, app.now(), 'dead', left(bury_delivery.provider, 40), left(bury_delivery.error, 500));
  if not exists (
    select from public.notifications join public.alerts on alerts.id = notifications.alert_id
    where notifications.id = delivery.notification_id and alerts.event_code = 'system.delivery_dead'
  ) then
    perform app.notify(
      'system.delivery_dead', null, 'channels', delivery.channel,
      case delivery.channel when 'email' then 'E-mail' when 'sms' then 'Text messages' else 'Push messages' end,
      pg_catalog.jsonb_build_object('person', (select full_name from public.profiles where id = delivery.user_id), 'error', bury_delivery.error),
      '/alerts/deliveries?state=dead'
    );
  end if;
end $$;
comment on function app.bury_delivery(public.deliveries, text, text) is 'Gives a delivery up, and tells the administrators (P9.03).';

create function app.most_attempts() returns integer
language sql immutable
set search_path = ''
as $$ select 8 $$;
comment on function app.most_attempts() is 'How often a delivery is tried before it is given up.';

create function public.claim_deliveries(worker uuid, batch integer default 50)
returns table (
  id uuid, channel text, destination text, language text, severity text, title text, body text, sms text, link text, thread text,
  idempotency_key text, attempts integer, push jsonb, unsubscribe_token text, kind text, items jsonb
)
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
  mine uuid[];
  touched integer;
  lost public.deliveries;
begin
  if claim_deliveries.worker is null then
    perform app.fail('FIELD_MISSING', 'The id of the worker is missing.', 'worker');
  end if;
  if claim_deliveries.batch is null or claim_deliveries.batch not between 1 and 1000 then
    perform app.fail('VALUE_INVALID', 'A worker claims 1 to 1000 deliveries at once.', 'batch');
  end if;
  -- One that a worker has died of so often would be the death of the next one too.
  for lost in
    select deliveries.* from public.deliveries
    where state = 'sending' and next_attempt_at <= app.now() and deliveries.attempts >= app.most_attempts()
    order by deliveries.id limit 100 for no key update skip locked
  loop
    perform app.bury_delivery(lost, 'No worker came back from sending this.');
  end loop;
  loop
    with due as materialized (
      select deliveries.id from public.deliveries
      where state in ('queued', 'sending') and next_attempt_at <= app.now()
      order by urgent desc, next_attempt_at
      limit claim_deliveries.batch
      for no key update skip locked
    ), reachable as (
      select deliveries.id, deliveries.channel,
        case
          when not profiles.active then null
          when deliveries.channel = 'email' and settings.email_off_at is null then users.email::text
          when deliveries.channel = 'sms' then settings.phone
          when deliveries.channel = 'push' and browser.ended_at is null and browser.user_id = deliveries.user_id then browser.endpoint
        end as destination,
        case deliveries.kind
          when 'test' then true
          when 'digest' then coalesce(settings.digests, true)
          else coalesce(
            preference.enabled,
            notifications.level > 0
              or (deliveries.channel = any (events.channels) and not (deliveries.channel = 'email' and events.digest <> 'none' and not deliveries.urgent))
          )
        end as wanted
      from due
      join public.deliveries on deliveries.id = due.id
      join public.profiles on profiles.id = deliveries.user_id
      join auth.users on users.id = deliveries.user_id
      left join public.notification_settings as settings on settings.user_id = deliveries.user_id
      left join public.push_subscriptions as browser on browser.id = deliveries.subscription_id
      left join public.notifications on notifications.id = deliveries.notification_id
      left join public.alerts on alerts.id = notifications.alert_id
      left join public.alert_events as events on events.code = alerts.event_code
      left join public.notification_preferences as preference
        on preference.user_id = deliveries.user_id and preference.event_code = alerts.event_code and preference.channel = deliveries.channel
    ), judged as (
      select reachable.id, reachable.destination, case
        when reachable.destination is null then 'The person cannot be reached this way any more.'
        -- Who has unsubscribed since, or turned it off, is not written to.
        when not reachable.wanted then 'The person does not want this any more.'
      end as obstacle
      from reachable
    ), taken as (
      update public.deliveries
      set state = case when judged.obstacle is null then 'sending' else 'cancelled' end,
        destination = coalesce(judged.destination, deliveries.destination),
        attempts = deliveries.attempts + (judged.obstacle is null)::integer,
        claimed_by = case when judged.obstacle is null then claim_deliveries.worker end,
        claimed_until = case when judged.obstacle is null then app.now() + interval '2 minutes' end,
        next_attempt_at = case when judged.obstacle is null then app.now() + interval '2 minutes' else deliveries.next_attempt_at end,
        error = coalesce(judged.obstacle, deliveries.error),
        ended_at = case when judged.obstacle is not null then app.now() end
      from judged where judged.id = deliveries.id
      returning deliveries.id, deliveries.state, deliveries.error
    ), told as (
      insert into public.delivery_events (delivery_id, at, what, detail)
      select taken.id, app.now(), 'cancelled', taken.error from taken where taken.state = 'cancelled'
    )
    select pg_catalog.array_agg(taken.id) filter (where taken.state = 'sending'), count(*) into mine, touched from taken;
    exit when mine is not null or touched = 0;
  end loop;
  return query
  select deliveries.id, deliveries.channel, deliveries.destination, coalesce(settings.language, 'en'),
    coalesce(alerts.severity, 'low'),
    coalesce(notifications.title, case digests.period when 'daily' then 'What happened yesterday' else 'What happened last week' end),
    coalesce(notifications.body, ''),
    notifications.sms,
    coalesce(alerts.link, '/alerts'),
    coalesce('alert-' || alerts.id, 'digest-' || digests.id),
    deliveries.id || ':' || deliveries.round,
    deliveries.attempts,
    case when deliveries.channel = 'push' then pg_catalog.jsonb_build_object('endpoint', browser.endpoint, 'p256dh', browser.p256dh, 'auth', browser.auth) end,
    deliveries.unsubscribe_key::text,
    deliveries.kind,
    digests.items
  from public.deliveries
  left join public.notifications on notifications.id = deliveries.notification_id
  left join public.alerts on alerts.id = notifications.alert_id
  left join public.alert_digests as digests on digests.id = deliveries.digest_id
  left join public.notification_settings as settings on settings.user_id = deliveries.user_id
  left join public.push_subscriptions as browser on browser.id = deliveries.subscription_id
  where deliveries.id = any (mine)
  order by deliveries.urgent desc, deliveries.created_at, deliveries.id;
end $$;
comment on function public.claim_deliveries(uuid, integer) is
  'Gives a worker up to so many deliveries that are due, urgent ones first, for two minutes; two workers never get the same one, and what a worker has not finished by then is given out again under the same idempotency_key. E-mail goes to the address of the account as it is now; who cannot be reached any more, has unsubscribed or has turned it off since, is not written to. title, body and sms are plain text; thread is the same for all messages of an alert; items for a digest [{event, name, severity, site, title, body, link, count, at, state}]. Refuses with FIELD_MISSING, VALUE_INVALID. For the edge function `notify`.';
grant execute on function public.claim_deliveries(uuid, integer) to service_role;

create function app.apply_delivery_status(delivery public.deliveries, status text, at timestamptz, detail text) returns boolean
language plpgsql
security definer
set search_path = ''
as $$
declare
  -- How far each has come; what ended badly is never put right by a report that was late.
  reached jsonb := '{"queued": 0, "sending": 0, "sent": 1, "delivered": 2, "failed": 3, "bounced": 3, "dead": 3, "cancelled": 3}';
begin
  if apply_delivery_status.status in ('bounced', 'complained') and delivery.channel = 'email' then
    perform app.turn_address_off(delivery, apply_delivery_status.status, apply_delivery_status.detail);
  end if;
  if (reached ->> apply_delivery_status.status)::integer is null
    or (reached ->> apply_delivery_status.status)::integer <= (reached ->> delivery.state)::integer then
    return false;
  end if;
  update public.deliveries
  set state = apply_delivery_status.status,
    sent_at = coalesce(sent_at, apply_delivery_status.at),
    ended_at = case when apply_delivery_status.status = 'sent' then ended_at else apply_delivery_status.at end,
    error = case when apply_delivery_status.status in ('bounced', 'failed')
      then left(coalesce(apply_delivery_status.detail, 'The provider gives no reason.'), 500) else error end
  where id = delivery.id;
  return true;
end $$;
comment on function app.apply_delivery_status(public.deliveries, text, timestamptz, text) is
  'Moves a delivery on to what its provider says of it, never back; whether it moved (P9.03).';

create function app.turn_address_off(delivery public.deliveries, status text, detail text) returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
  address text := (select email from auth.users where id = delivery.user_id);
begin
  -- A mail to an address that the person has left says nothing about the one he has now.
  if address is distinct from delivery.destination then
    return;
  end if;
  insert into public.notification_settings as settings (user_id, email_off_at, email_off_reason)
  values (
    delivery.user_id, app.now(),
    left(coalesce(turn_address_off.detail, case turn_address_off.status when 'bounced' then 'The mail came back.' else 'The mail was marked as unwanted.' end), 500)
  )
  on conflict (user_id) do update set email_off_at = excluded.email_off_at, email_off_reason = excluded.email_off_reason
  where settings.email_off_at is null;
  if found then
    perform app.notify(
      'system.address_off', null, 'profiles', delivery.user_id::text, address,
      pg_catalog.jsonb_build_object('address', address, 'reason', turn_address_off.detail), '/alerts/preferences', array[delivery.user_id]
    );
  end if;
end $$;
comment on function app.turn_address_off(public.deliveries, text, text) is
  'Sends no more mail to an address that gave it back, and tells the person in the app (P9.03).';

-- The worker and the webhook may write about one message at the same moment; each must see the other.
create function app.lock_message(provider text, provider_id text) returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended(
    pg_catalog.concat_ws('/', 'message', lock_message.provider, lock_message.provider_id), 0));
end $$;
comment on function app.lock_message(text, text) is 'Has whoever writes about a provider''s message wait for the other.';

create function public.finish_delivery(
  delivery uuid, worker uuid, outcome text, provider text default null, provider_id text default null, error text default null,
  retry_after integer default null
) returns boolean
language plpgsql
security definer
set search_path = ''
as $$
declare
  claimed public.deliveries;
  pause double precision;
  waiting public.delivery_events;
begin
  if coalesce(outcome, '') not in ('sent', 'retry', 'failed', 'gone') then
    perform app.fail('VALUE_INVALID', pg_catalog.format('"%s" is no outcome; it is sent, retry, failed or gone.', left(outcome, 60)), 'outcome');
  end if;
  select * into claimed from public.deliveries
  where id = finish_delivery.delivery and state = 'sending' and claimed_by = finish_delivery.worker
  for no key update;
  if not found then
    return false;
  end if;
  if outcome = 'sent' then
    perform app.lock_message(finish_delivery.provider, finish_delivery.provider_id);
    update public.deliveries
    set state = 'sent', sent_at = app.now(), claimed_by = null, claimed_until = null, error = null,
      provider = left(finish_delivery.provider, 40), provider_id = left(finish_delivery.provider_id, 200)
    where id = claimed.id
    returning * into claimed;
    insert into public.delivery_events (delivery_id, at, what, provider, provider_id)
    values (claimed.id, app.now(), 'sent', claimed.provider, claimed.provider_id);
    -- A provider may have spoken of it before this.
    for waiting in
      update public.delivery_events set delivery_id = claimed.id
      where delivery_events.provider = claimed.provider and delivery_events.provider_id = claimed.provider_id and delivery_id is null
      returning *
    loop
      perform app.apply_delivery_status(claimed, waiting.what, waiting.at, waiting.detail);
      select * into strict claimed from public.deliveries where id = claimed.id;
    end loop;
  elsif outcome = 'retry' and claimed.attempts < app.most_attempts() then
    pause := least(3600, greatest(coalesce(retry_after, 0), least(3600, 30 * pg_catalog.power(2, claimed.attempts - 1)) * (0.75 + pg_catalog.random() / 2)));
    update public.deliveries
    set state = 'queued', claimed_by = null, claimed_until = null, error = left(finish_delivery.error, 500),
      provider = left(finish_delivery.provider, 40), next_attempt_at = app.now() + pause * interval '1 second'
    where id = claimed.id;
    insert into public.delivery_events (delivery_id, at, what, provider, detail)
    values (claimed.id, app.now(), 'retry', left(finish_delivery.provider, 40), left(finish_delivery.error, 500));
  elsif outcome = 'gone' then
    update public.push_subscriptions set ended_at = app.now() where id = claimed.subscription_id and ended_at is null;
    update public.deliveries
    set state = 'failed', ended_at = app.now(), claimed_by = null, claimed_until = null,
      error = left(coalesce(finish_delivery.error, 'The browser takes no messages any more.'), 500), provider = left(finish_delivery.provider, 40)
    where id = claimed.id;
    insert into public.delivery_events (delivery_id, at, what, provider, detail)
    values (claimed.id, app.now(), 'gone', left(finish_delivery.provider, 40), left(finish_delivery.error, 500));
  else
    perform app.bury_delivery(claimed, coalesce(finish_delivery.error, 'The provider refused it.'), finish_delivery.provider);
  end if;
  return true;
end $$;
comment on function public.finish_delivery(uuid, uuid, text, text, text, text, integer) is
  'Says what became of a claimed delivery: sent, with the provider''s id; retry, after 30 s · 2ⁿ with jitter, up to an hour, or later where the provider asks for it (retry_after in seconds), the eighth time given up; failed, given up at once; gone, the browser has ended its subscription. False when the lease was over and another''s (P9.03). Refuses with VALUE_INVALID. For the edge function `notify`.';
grant execute on function public.finish_delivery(uuid, uuid, text, text, text, text, integer) to service_role;

create function public.record_delivery_event(
  provider text, event_id text, provider_id text, status text, at timestamptz default null, detail text default null
) returns text
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
  sent public.deliveries;
begin
  if app.is_blank(record_delivery_event.provider) or app.is_blank(record_delivery_event.event_id) or app.is_blank(record_delivery_event.provider_id) then
    perform app.fail('FIELD_MISSING', 'The event says not whose, which, or of which message it is.', 'event_id');
  end if;
  if coalesce(record_delivery_event.status, '') not in ('sent', 'delivered', 'bounced', 'failed', 'delayed', 'complained') then
    perform app.fail('VALUE_INVALID', pg_catalog.format('"%s" is no status.', left(record_delivery_event.status, 60)), 'status');
  end if;
  perform app.lock_message(record_delivery_event.provider, record_delivery_event.provider_id);
  select * into sent from public.deliveries
  where deliveries.provider = record_delivery_event.provider and deliveries.provider_id = record_delivery_event.provider_id
  for no key update;
  insert into public.delivery_events (delivery_id, at, what, provider, event_id, provider_id, detail)
  values (
    sent.id, coalesce(record_delivery_event.at, app.now()), record_delivery_event.status, left(record_delivery_event.provider, 40),
    left(record_delivery_event.event_id, 200), left(record_delivery_event.provider_id, 200), left(record_delivery_event.detail, 500)
  )
  on conflict (provider, event_id) where event_id is not null do nothing;
  if not found then
    return 'repeated';
  end if;
  if sent.id is null then
    return 'waiting';
  end if;
  return case when app.apply_delivery_status(sent, record_delivery_event.status, coalesce(record_delivery_event.at, app.now()), record_delivery_event.detail)
    then 'applied' else 'ignored' end;
end $$;
comment on function public.record_delivery_event(text, text, text, text, timestamptz, text) is
  'Keeps what a provider says of a message: sent, delivered, bounced, failed, delayed or complained, once for each of its events, and moves the delivery on, never back (P9.03). Answers applied, ignored, repeated, or waiting when the message is not known yet. Refuses with FIELD_MISSING, VALUE_INVALID. For the edge function `webhooks`.';
grant execute on function public.record_delivery_event(text, text, text, text, timestamptz, text) to service_role;
