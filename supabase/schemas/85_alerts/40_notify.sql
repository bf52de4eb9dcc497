-- Who is told of something at a site. A place without people is a place where nobody is told, and no
-- reason to refuse what happened there.
create function app.people_of(
  kind text, role public.role, group_id uuid, user_id uuid, on_duty boolean, site_id uuid, run uuid
) returns setof uuid
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  if people_of.kind = 'person' then
    return query select people_of.user_id;
  elsif people_of.kind = 'group' then
    return query
    select members.user_id
    from public.alert_group_members as members
    join public.alert_groups on alert_groups.id = members.group_id and alert_groups.active
    where members.group_id = people_of.group_id
      and (people_of.site_id is null or members.site_id is null or members.site_id = people_of.site_id);
  elsif not people_of.on_duty then
    return query
    select memberships.user_id from public.memberships
    where memberships.role = people_of.role
      and (people_of.site_id is null or memberships.site_id is null or memberships.site_id = people_of.site_id);
  else
    return query
    select memberships.user_id
    from public.shift_runs
    join public.shift_assignments on shift_assignments.run_id = shift_runs.id and shift_assignments.active
    join public.memberships on memberships.user_id = shift_assignments.user_id
    where shift_runs.site_id = people_of.site_id
      and case when people_of.run is not null then shift_runs.id = people_of.run
        -- A run is shorter than two days: no more of them than that is looked at.
        else shift_runs.starts_at <= app.now() and shift_runs.starts_at > app.now() - interval '2 days'
          and shift_runs.ends_at > app.now() and shift_runs.state <> 'locked' end
      and memberships.role = people_of.role
      and (memberships.site_id is null or memberships.site_id = people_of.site_id);
  end if;
end $$;
comment on function app.people_of(text, public.role, uuid, uuid, boolean, uuid, uuid) is
  'Who a target is at a site: everybody of a role or those of it on duty (in the run, or in the one that runs now), a group, a person (P9.01).';

create function app.alert_people(event text, site_id uuid, run uuid default null) returns uuid[]
language plpgsql stable
security definer
set search_path = ''
set plan_cache_mode = force_generic_plan
as $$
begin
  return (
    select coalesce(pg_catalog.array_agg(distinct person.id), '{}')
    from public.alert_targets as targets
    cross join lateral app.people_of(
      targets.kind, targets.role, targets.group_id, targets.user_id, targets.on_duty, alert_people.site_id, alert_people.run
    ) as person (id)
    where targets.event_code = alert_people.event
  );
end $$;
comment on function app.alert_people(text, uuid, uuid) is 'Who is told of an event at a site, by its targets (P9.01).';

-- What the bell shows; beyond 99 nobody counts.
create function app.unread_of(person uuid) returns integer
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  return (
    select count(*) from (
      select from public.notifications
      where user_id = unread_of.person and read_at is null and not silent limit 100
    ) as unread
  );
end $$;
comment on function app.unread_of(uuid) is 'How many notifications a person has not read, at most 100, which stands for more than 99 (P9.02).';

create function app.ring(alert public.alerts, people uuid[]) returns void
language plpgsql
security definer
set search_path = ''
set plan_cache_mode = force_generic_plan
as $$
begin
  perform realtime.send(
    pg_catalog.jsonb_build_object(
      'id', notifications.id, 'alert', alert.id, 'event', alert.event_code, 'severity', alert.severity,
      'title', notifications.title, 'body', left(notifications.body, 300), 'link', alert.link, 'count', notifications.count,
      'level', notifications.level, 'unread', app.unread_of(notifications.user_id)
    ),
    'notification', 'user:' || notifications.user_id, true
  )
  from public.notifications
  where notifications.alert_id = alert.id and notifications.user_id = any (ring.people) and not notifications.silent;
end $$;
comment on function app.ring(public.alerts, uuid[]) is
  'Tells the screens of people, on user:<id>, what has come: {id, alert, event, severity, title, body, link, count, level, unread}.';

-- Writes what each person is told, once a language, and one row for each way out of the app that he wants
-- and can be reached by. Everything of one alert in three statements, however many people there are.
create function app.tell(
  alert public.alerts, people uuid[], channels text[], escalation jsonb default null
) returns void
language plpgsql
security definer
set search_path = ''
set plan_cache_mode = force_generic_plan
as $$
declare
  event public.alert_events;
  zone text := coalesce((select sites.time_zone from public.sites where sites.id = alert.site_id), 'Asia/Kolkata');
  urgent boolean := alert.severity = 'high';
begin
  if coalesce(pg_catalog.cardinality(people), 0) = 0 then
    return;
  end if;
  select * into strict event from public.alert_events where code = alert.event_code;
  with person as materialized (
    select profiles.id, coalesce(settings.language, 'en') as language, coalesce(not preference.enabled, false) as silent
    from public.profiles
    left join public.notification_settings as settings on settings.user_id = profiles.id
    left join public.notification_preferences as preference
      on preference.user_id = profiles.id and preference.event_code = event.code and preference.channel = 'in_app'
    where profiles.id = any (people) and profiles.active
  ), words as materialized (
    select spoken.language, words.title, words.body, words.sms
    from (select distinct person.language from person) as spoken
    cross join lateral app.alert_text(alert, spoken.language, tell.escalation) as words
  )
  insert into public.notifications (alert_id, user_id, title, body, sms, count, level, silent, created_at, updated_at)
  select alert.id, person.id, words.title, words.body, words.sms, alert.count, coalesce((tell.escalation ->> 'level')::integer, 0),
    person.silent and not urgent, app.now(), app.now()
  from person join words using (language)
  order by person.id
  on conflict (alert_id, user_id) do update
  set title = excluded.title, body = excluded.body, sms = excluded.sms, count = excluded.count, level = excluded.level,
    updated_at = excluded.updated_at, read_at = null;

  if channels is null or app.setting('alerts.deliver') = 'false' then
    perform app.ring(alert, people);
    return;
  end if;
  insert into public.deliveries (kind, notification_id, site_id, user_id, channel, subscription_id, urgent, next_attempt_at, created_at, unsubscribe_key)
  select
    case alert.event_code when 'system.test' then 'test' else 'alert' end,
    notifications.id, alert.site_id, notifications.user_id, channel.name, browser.id,
    urgent or alert.event_code = 'system.test',
    case when urgent or alert.event_code = 'system.test' then app.now()
      else app.end_of_quiet(settings.quiet_from, settings.quiet_until, zone, app.now()) end,
    app.now(),
    case when channel.name = 'email' and alert.event_code <> 'system.test' then pg_catalog.gen_random_uuid() end
  from public.notifications
  join auth.users on users.id = notifications.user_id
  left join public.notification_settings as settings on settings.user_id = notifications.user_id
  cross join (values ('email'), ('sms'), ('push')) as channel (name)
  left join public.notification_preferences as preference
    on preference.user_id = notifications.user_id and preference.event_code = event.code and preference.channel = channel.name
  left join public.push_subscriptions as browser
    on channel.name = 'push' and browser.user_id = notifications.user_id and browser.ended_at is null
  where notifications.alert_id = alert.id and notifications.user_id = any (people)
    and case
      when tell.escalation is not null or alert.event_code = 'system.test'
        then channel.name = any (channels) and preference.enabled is not false
      else coalesce(
        preference.enabled,
        channel.name = any (channels) and not (channel.name = 'email' and event.digest <> 'none' and not urgent)
      )
    end
    and case channel.name
      when 'email' then users.email is not null and settings.email_off_at is null
      when 'sms' then settings.phone is not null
      else browser.id is not null
    end;
  perform app.ring(alert, people);
end $$;
comment on function app.tell(public.alerts, uuid[], text[], jsonb) is
  'Tells people of an alert, again if they have been told: in the app always, by the channels as they prefer and can be reached, e-mail not when it waits for a digest; channels null for what has grown, which is not sent again; escalation {level, minutes, policy} when a level is told (P9.02). Who has left is not told.';

create function app.without(people uuid[], others uuid[]) returns uuid[]
language plpgsql immutable
set search_path = ''
as $$
begin
  return case when others = '{}' then people
    else array(select person from pg_catalog.unnest(people) as person where person <> all (others)) end;
end $$;
comment on function app.without(uuid[], uuid[]) is 'People who are not among others.';

-- The one way to raise an alert, in the transaction of the fact.
create function app.notify(
  event text, site_id uuid, subject_type text, subject_id text, subject text, params jsonb default '{}',
  link text default null, people uuid[] default null
) returns uuid
language plpgsql
security definer
set search_path = ''
set plan_cache_mode = force_generic_plan
as $$
declare
  known public.alert_events;
  alert public.alerts;
  told uuid[];
  others uuid[];
  knows uuid[] := '{}';
begin
  select * into known from public.alert_events where code = notify.event;
  if not found then
    raise exception 'There is no event % to notify of.', notify.event;
  end if;
  if not known.active then
    return null;
  end if;
  if notify.params ? 'told_by' then
    knows := array(
      select notifications.user_id from public.notifications
      where notifications.alert_id in (select told_by.id::uuid from pg_catalog.jsonb_array_elements_text(notify.params -> 'told_by') as told_by (id))
    );
  end if;
  -- Two who raise the same at once would each not see the other's.
  perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended(
    pg_catalog.concat_ws('/', notify.event, notify.site_id, notify.subject_type, notify.subject_id), 0));
  update public.alerts
  set count = alerts.count + 1, last_at = app.now(), params = notify.params, subject = left(notify.subject, 200),
    resolved_at = case when known.news then app.now() end
  where id = (
    select earlier.id from public.alerts as earlier
    where earlier.event_code = notify.event and earlier.subject_id = notify.subject_id
      and earlier.subject_type = notify.subject_type and earlier.site_id is not distinct from notify.site_id
      and (earlier.state = 'resolved') = known.news
      and earlier.first_at > app.now() - known.window_minutes * interval '1 minute'
    order by earlier.first_at desc limit 1
  )
  returning * into alert;
  if found then
    told := array(select notifications.user_id from public.notifications where notifications.alert_id = alert.id);
    perform app.tell(alert, app.without(told, knows), null);
    if known.news then
      -- Who knew it by another alert the last time hears of it now.
      others := app.alert_people(known.code, notify.site_id, (notify.params ->> 'run')::uuid) || coalesce(notify.people, '{}');
      perform app.tell(alert, app.without(others, told || knows), known.channels);
    end if;
    return alert.id;
  end if;
  insert into public.alerts (
    event_code, site_id, severity, subject_type, subject_id, subject, params, link, first_at, last_at, state, resolved_at, resolution
  )
  values (
    known.code, notify.site_id, coalesce(notify.params ->> 'severity', known.severity), notify.subject_type, notify.subject_id,
    left(notify.subject, 200), notify.params, notify.link, app.now(), app.now(), case when known.news then 'resolved' else 'open' end,
    case when known.news then app.now() end, case when known.news then 'It is news: nobody has to act.' end
  )
  returning * into alert;
  told := app.alert_people(known.code, notify.site_id, (notify.params ->> 'run')::uuid) || coalesce(notify.people, '{}');
  perform app.tell(alert, app.without(told, knows), known.channels);
  perform app.start_escalation(alert);
  return alert.id;
end $$;
comment on function app.notify(text, uuid, text, text, text, jsonb, text, uuid[]) is
  'Raises an alert about a subject at a site and tells who is to know, and people besides; the same within the window of its event grows a count and is unread again; news is over at once. params: values for the templates; of these severity overrides the event''s, run is the run of a shift whose people are on duty, told_by the ids of alerts of the same fact, whose people are not told again. Returns the alert, null when the event is turned off. Fails only for an event that does not exist (P9.01, P9.03).';

-- The end of the fact, by itself or because somebody says so.
create function app.resolve_alert(alert public.alerts, resolution text) returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
  update public.alerts
  set state = 'resolved', resolved_by = auth.uid(), resolved_at = app.now(), resolution = left(resolve_alert.resolution, 2000)
  where id = alert.id and state <> 'resolved';
  if not found then
    return;
  end if;
  perform app.end_escalation(alert.id, 'resolved');
  -- What still waits to be sent is news no more.
  with ended as (
    update public.deliveries
    set state = 'cancelled', ended_at = app.now(), error = 'It was over before this was sent.'
    where notification_id in (select id from public.notifications where alert_id = alert.id)
      and state = 'queued' and next_attempt_at > app.now()
    returning id
  )
  insert into public.delivery_events (delivery_id, at, what, detail)
  select ended.id, app.now(), 'cancelled', 'It was over before this was sent.' from ended;
  perform app.ring_change(alert.id);
end $$;
comment on function app.resolve_alert(public.alerts, text) is
  'Ends an alert: its escalation, and what of it still waits to be sent.';

create function app.ring_change(alert uuid) returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform realtime.send(
    pg_catalog.jsonb_build_object('alert', alerts.id, 'state', alerts.state), 'alert', 'user:' || notifications.user_id, true
  )
  from public.alerts join public.notifications on notifications.alert_id = alerts.id
  where alerts.id = ring_change.alert;
  perform app.announce(alerts.site_id, 'alerts', 'alert', pg_catalog.jsonb_build_object('alert', alerts.id, 'state', alerts.state))
  from public.alerts where alerts.id = ring_change.alert and alerts.site_id is not null;
end $$;
comment on function app.ring_change(uuid) is 'Tells who was told, and the site, that an alert was taken or is over: {alert, state}.';

create function app.resolve_alerts(event text, subject_type text, subject_id text, resolution text) returns integer
language plpgsql
security definer
set search_path = ''
as $$
declare
  alert public.alerts;
  resolved integer := 0;
begin
  for alert in
    select alerts.* from public.alerts
    where alerts.event_code = resolve_alerts.event and alerts.subject_id = resolve_alerts.subject_id
      and alerts.subject_type = resolve_alerts.subject_type and alerts.state <> 'resolved'
    order by id for no key update
  loop
    perform app.resolve_alert(alert, resolve_alerts.resolution);
    resolved := resolved + 1;
  end loop;
  return resolved;
end $$;
comment on function app.resolve_alerts(text, text, text, text) is
  'Ends the open alerts of an event about a subject, because the fact has ended; returns how many.';
