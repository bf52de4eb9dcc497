-- What need not be known at once comes together in one mail, in the morning of the place where somebody
-- works (P9.05).
create function app.send_digests() returns integer
language plpgsql
security definer
set search_path = ''
as $$
declare
  hour integer := coalesce(app.setting('alerts.digest_hour')::integer, 7);
  sent integer;
begin
  with zones as (
    -- A person of several sites has the clock of the first of them.
    select distinct on (memberships.user_id) memberships.user_id, sites.time_zone
    from public.memberships
    join public.sites on (memberships.site_id is null or sites.id = memberships.site_id) and sites.active
    order by memberships.user_id, sites.code
  ), due as (
    select zones.user_id, period.name as period, (app.now() at time zone zones.time_zone)::date as day,
      app.now() - period.length as since
    from zones
    cross join (values ('daily', interval '1 day'), ('weekly', interval '7 days')) as period (name, length)
    join public.profiles on profiles.id = zones.user_id and profiles.active
    join auth.users on users.id = zones.user_id and users.email is not null
    left join public.notification_settings as settings on settings.user_id = zones.user_id
    where extract(hour from app.now() at time zone zones.time_zone) = hour
      and (period.name = 'daily' or extract(isodow from app.now() at time zone zones.time_zone) = 1)
      and coalesce(settings.digests, true) and settings.email_off_at is null
  ), gathered as (
    select due.user_id, due.period, due.day, pg_catalog.jsonb_agg(
      pg_catalog.jsonb_build_object(
        'event', alerts.event_code, 'name', alert_events.name, 'severity', alerts.severity, 'site', sites.code,
        'title', told.title, 'body', told.body, 'link', alerts.link, 'count', alerts.count, 'at', told.updated_at, 'state', alerts.state
      ) order by alerts.severity = 'medium' desc, told.updated_at desc
    ) as items
    from due
    cross join lateral (
      select notifications.* from public.notifications
      where notifications.user_id = due.user_id
        and notifications.updated_at > greatest(due.since, (
          select max(before.created_at) from public.alert_digests as before
          where before.user_id = due.user_id and before.period = due.period
        ))
      order by notifications.updated_at desc limit 200
    ) as told
    join public.alerts on alerts.id = told.alert_id and alerts.severity <> 'high'
    join public.alert_events on alert_events.code = alerts.event_code and alert_events.digest = due.period
    left join public.sites on sites.id = alerts.site_id
    left join public.notification_preferences as preference
      on preference.user_id = due.user_id and preference.event_code = alerts.event_code and preference.channel = 'email'
    -- Who wants it at once has had it; who wants no mail of it gets none.
    where preference.enabled is null and told.level = 0
    group by due.user_id, due.period, due.day
  ), written as (
    insert into public.alert_digests (user_id, period, day, items, created_at)
    select gathered.user_id, gathered.period, gathered.day, gathered.items, app.now() from gathered
    on conflict (user_id, period, day) do nothing
    returning id, user_id
  )
  insert into public.deliveries (kind, digest_id, user_id, channel, urgent, next_attempt_at, created_at, unsubscribe_key)
  select 'digest', written.id, written.user_id, 'email', false, app.now(), app.now(), pg_catalog.gen_random_uuid()
  from written;
  get diagnostics sent = row_count;
  return sent;
end $$;
comment on function app.send_digests() is
  'Puts the digests of the day, on Mondays also of the week, into the outbox for everybody whose clock shows the hour of the setting alerts.digest_hour; once each; returns how many (P9.05).';
