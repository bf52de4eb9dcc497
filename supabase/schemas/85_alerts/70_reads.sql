-- The bell, the centre, the pages of escalations and deliveries.
create function app.check_page(page_size integer, most integer) returns integer
language plpgsql immutable
set search_path = ''
as $$
begin
  if page_size is null or page_size not between 1 and most then
    perform app.fail('VALUE_INVALID', pg_catalog.format('A page has 1 to %s rows, not %s.', most, coalesce(page_size::text, 'nothing')), 'page_size');
  end if;
  return page_size;
end $$;
comment on function app.check_page(integer, integer) is 'The size of a page, or VALUE_INVALID.';

create function public.unread_count() returns integer
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  if auth.uid() is null then
    perform app.fail('NOT_SIGNED_IN', 'This needs somebody who is signed in.');
  end if;
  return app.unread_of(auth.uid());
end $$;
comment on function public.unread_count() is
  'How many notifications on the bell the caller has not read; 100 stands for more than 99 (P9.02). Refuses with NOT_SIGNED_IN.';
grant execute on function public.unread_count() to authenticated;

create function public.my_notifications(
  before timestamptz default null, page_size integer default 50, unread_only boolean default false, severity text default null,
  module text default null, before_id uuid default null
) returns jsonb
language plpgsql stable
security definer
set search_path = ''
as $$
declare
  size integer := app.check_page(page_size, 200);
  shown jsonb;
begin
  if auth.uid() is null then
    perform app.fail('NOT_SIGNED_IN', 'This needs somebody who is signed in.');
  end if;
  select coalesce(pg_catalog.jsonb_agg(
    pg_catalog.jsonb_build_object(
      'id', told.id, 'title', told.title, 'body', told.body, 'count', told.count, 'level', told.level, 'silent', told.silent,
      'created_at', told.created_at, 'updated_at', told.updated_at, 'read_at', told.read_at,
      'alert', app.alert_answer(told.alert_id)
    ) order by told.updated_at desc, told.id desc), '[]') into shown
  from (
    select notifications.* from public.notifications
    join public.alerts on alerts.id = notifications.alert_id
    join public.alert_events on alert_events.code = alerts.event_code
    where notifications.user_id = auth.uid()
      and (not coalesce(unread_only, false) or notifications.read_at is null)
      and (my_notifications.severity is null or alerts.severity = my_notifications.severity)
      and (my_notifications.module is null or alert_events.module = my_notifications.module)
      and (
        my_notifications.before is null
        or (notifications.updated_at, notifications.id) < (my_notifications.before, coalesce(my_notifications.before_id, '00000000-0000-0000-0000-000000000000'))
      )
    order by notifications.updated_at desc, notifications.id desc
    limit size
  ) as told;
  return pg_catalog.jsonb_build_object(
    'notifications', shown,
    'unread', app.unread_of(auth.uid()),
    'next', case when pg_catalog.jsonb_array_length(shown) = size
      then pg_catalog.jsonb_build_object('before', shown -> -1 -> 'updated_at', 'before_id', shown -> -1 -> 'id') end
  );
end $$;
comment on function public.my_notifications(timestamptz, integer, boolean, text, text, uuid) is
  'A page of the caller''s notifications, the latest change first (P9.02, P9.03): {notifications: [{id, title, body, count, level, silent, created_at, updated_at, read_at, alert}], unread, next: {before, before_id} or null}; alert as acknowledge_alert answers it; page_size 1 to 200. Refuses with NOT_SIGNED_IN, VALUE_INVALID.';
grant execute on function public.my_notifications(timestamptz, integer, boolean, text, text, uuid) to authenticated;

create function app.escalation_answer(escalation public.escalations) returns jsonb
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  return (
    select pg_catalog.jsonb_build_object(
      'id', escalation.id, 'state', escalation.state, 'policy_id', policies.id, 'policy', policies.name, 'condition', policies.condition,
      'business_hours', policies.business_hours, 'started_at', escalation.started_at, 'next_position', escalation.next_position,
      'next_at', escalation.next_at, 'ended_at', escalation.ended_at, 'end_reason', escalation.end_reason,
      'ended_by', (select full_name from public.profiles where id = escalation.ended_by),
      'steps', (
        select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
          'position', steps.position, 'after_minutes', steps.after_minutes, 'kind', steps.kind,
          'to', coalesce(steps.role::text, alert_groups.name, profiles.full_name), 'channels', steps.channels
        ) order by steps.position), '[]')
        from public.escalation_steps as steps
        left join public.alert_groups on alert_groups.id = steps.group_id
        left join public.profiles on profiles.id = steps.user_id
        where steps.policy_id = policies.id
      ),
      'events', (
        select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
          'position', events.position, 'at', events.at, 'what', events.what, 'people', events.people) order by events.id), '[]')
        from public.escalation_events as events where events.escalation_id = escalation.id
      )
    )
    from public.escalation_policies as policies where policies.id = escalation.policy_id
  );
end $$;
comment on function app.escalation_answer(public.escalations) is 'An escalation with its steps and what has happened, as screens show it.';

create function public.open_escalations(site_id uuid default null) returns jsonb
language plpgsql stable
security definer
set search_path = ''
as $$
declare
  watched uuid[] := app.sites_with('alerts.view_log');
begin
  if auth.uid() is null then
    perform app.fail('NOT_SIGNED_IN', 'This needs somebody who is signed in.');
  end if;
  return (
    select coalesce(pg_catalog.jsonb_agg(
      app.escalation_answer(escalations) || pg_catalog.jsonb_build_object('alert', app.alert_answer(escalations.alert_id), 'now', app.now())
      order by escalations.next_at nulls last, escalations.started_at
    ), '[]')
    from public.escalations join public.alerts on alerts.id = escalations.alert_id
    where escalations.state = 'running'
      and (open_escalations.site_id is null or alerts.site_id = open_escalations.site_id)
      and (
        alerts.site_id = any (watched)
        or exists (select from public.notifications where notifications.alert_id = alerts.id and notifications.user_id = auth.uid())
      )
  );
end $$;
comment on function public.open_escalations(uuid) is
  'The clocks that run, of a site or of all: [{id, state, policy_id, policy, condition, business_hours, started_at, next_position, next_at, steps: [{position, after_minutes, kind, to, channels}], events: [{position, at, what, people: [{id, name}]}], alert, now}]; next_at is null when every level has been told. By permission alerts.view_log all, else those that the caller was told of (P9.04). Refuses with NOT_SIGNED_IN.';
grant execute on function public.open_escalations(uuid) to authenticated;

create function public.alert_details(alert uuid) returns jsonb
language plpgsql stable
security definer
set search_path = ''
as $$
declare
  found_alert public.alerts;
begin
  select * into found_alert from public.alerts where id = alert_details.alert;
  if not found or not (
    exists (select from public.notifications where alert_id = found_alert.id and user_id = auth.uid())
    or app.has('alerts.view_log', found_alert.site_id)
  ) then
    perform app.fail('NOT_FOUND', 'There is no such alert among yours.', 'alert');
  end if;
  return app.alert_answer(found_alert.id) || pg_catalog.jsonb_build_object(
    'people', (
      select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
        'id', profiles.id, 'name', profiles.full_name, 'level', notifications.level, 'told_at', notifications.created_at, 'read_at', notifications.read_at,
        'deliveries', (
          select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
            'id', deliveries.id, 'channel', deliveries.channel, 'state', deliveries.state, 'attempts', deliveries.attempts,
            'created_at', deliveries.created_at, 'sent_at', deliveries.sent_at, 'ended_at', deliveries.ended_at, 'error', deliveries.error
          ) order by deliveries.created_at, deliveries.id), '[]')
          from public.deliveries where deliveries.notification_id = notifications.id
        )
      ) order by notifications.level, notifications.created_at, profiles.full_name, notifications.id), '[]')
      from public.notifications join public.profiles on profiles.id = notifications.user_id
      where notifications.alert_id = found_alert.id
    ),
    'escalation', (select app.escalation_answer(escalations) from public.escalations where escalations.alert_id = found_alert.id)
  );
end $$;
comment on function public.alert_details(uuid) is
  'An alert with everybody who was told, when he has read it and what was sent to him, and its escalation: as acknowledge_alert answers, and {people: [{id, name, level, told_at, read_at, deliveries: [{id, channel, state, attempts, created_at, sent_at, ended_at, error}]}], escalation} (P9.03, P9.04). For who was told, or may see the log. Refuses with NOT_FOUND.';
grant execute on function public.alert_details(uuid) to authenticated;

create function public.delivery_log(
  site_id uuid default null, state text default null, channel text default null, before timestamptz default null, page_size integer default 50,
  before_id uuid default null
) returns jsonb
language plpgsql stable
security definer
set search_path = ''
as $$
declare
  size integer := app.check_page(page_size, 200);
  watched uuid[];
  everywhere boolean;
  wanted text[];
  shown jsonb;
begin
  perform app.require('alerts.view_log', delivery_log.site_id);
  watched := app.sites_with('alerts.view_log');
  everywhere := app.has_everywhere('alerts.view_log');
  wanted := case delivery_log.state when 'ended_badly' then '{dead,failed,bounced}' else array[delivery_log.state] end;
  select coalesce(pg_catalog.jsonb_agg(
    pg_catalog.jsonb_build_object(
      'id', sent.id, 'kind', sent.kind, 'channel', sent.channel, 'state', sent.state, 'urgent', sent.urgent, 'person', profiles.full_name,
      'destination', sent.destination, 'title', notifications.title, 'alert_id', notifications.alert_id, 'event', alerts.event_code,
      'site', sites.code, 'attempts', sent.attempts, 'round', sent.round, 'next_attempt_at', sent.next_attempt_at, 'provider', sent.provider,
      'provider_id', sent.provider_id, 'error', sent.error, 'created_at', sent.created_at, 'sent_at', sent.sent_at, 'ended_at', sent.ended_at,
      'events', (
        select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
          'at', events.at, 'what', events.what, 'provider', events.provider, 'detail', events.detail,
          'by', (select full_name from public.profiles where id = events.by)) order by events.id), '[]')
        from public.delivery_events as events where events.delivery_id = sent.id
      )
    ) order by sent.created_at desc, sent.id desc), '[]') into shown
  from (
    select deliveries.* from public.deliveries
    where (delivery_log.site_id is null or deliveries.site_id = delivery_log.site_id)
      and (deliveries.site_id = any (watched) or (deliveries.site_id is null and everywhere))
      and (delivery_log.state is null or deliveries.state = any (wanted))
      and (delivery_log.channel is null or deliveries.channel = delivery_log.channel)
      and (
        delivery_log.before is null
        or (deliveries.created_at, deliveries.id) < (delivery_log.before, coalesce(delivery_log.before_id, '00000000-0000-0000-0000-000000000000'))
      )
    order by deliveries.created_at desc, deliveries.id desc
    limit size
  ) as sent
  join public.profiles on profiles.id = sent.user_id
  left join public.notifications on notifications.id = sent.notification_id
  left join public.alerts on alerts.id = notifications.alert_id
  left join public.sites on sites.id = sent.site_id;
  return pg_catalog.jsonb_build_object(
    'deliveries', shown,
    'ended_badly', (
      select count(*) from public.deliveries
      where deliveries.state in ('dead', 'failed', 'bounced')
        and (delivery_log.site_id is null or deliveries.site_id = delivery_log.site_id)
        and (deliveries.site_id = any (watched) or (deliveries.site_id is null and everywhere))
        and deliveries.created_at > app.now() - interval '30 days'
    ),
    'next', case when pg_catalog.jsonb_array_length(shown) = size
      then pg_catalog.jsonb_build_object('before', shown -> -1 -> 'created_at', 'before_id', shown -> -1 -> 'id') end
  );
end $$;
comment on function public.delivery_log(uuid, text, text, timestamptz, integer, uuid) is
  'A page of what was sent, the latest first (P9.03): {deliveries: [{id, kind, channel, state, urgent, person, destination, title, alert_id, event, site, attempts, round, next_attempt_at, provider, provider_id, error, created_at, sent_at, ended_at, events: [{at, what, provider, detail, by}]}], ended_badly: dead letters of 30 days, next: {before, before_id} or null}. state: one of a delivery, or ended_badly for dead, failed and bounced; page_size 1 to 200. Refuses with NOT_SIGNED_IN, NOT_ALLOWED, VALUE_INVALID.';
grant execute on function public.delivery_log(uuid, text, text, timestamptz, integer, uuid) to authenticated;

create function public.my_preferences() returns jsonb
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  if auth.uid() is null then
    perform app.fail('NOT_SIGNED_IN', 'This needs somebody who is signed in.');
  end if;
  return pg_catalog.jsonb_build_object(
    'email', (select users.email from auth.users where users.id = auth.uid()),
    'settings', coalesce(
      (select pg_catalog.to_jsonb(settings) - 'user_id' from public.notification_settings as settings where settings.user_id = auth.uid()),
      '{"language": "en", "phone": null, "quiet_from": null, "quiet_until": null, "digests": true, "email_off_at": null, "email_off_reason": null}'
    ),
    'browsers', (
      select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
        'id', browser.id, 'endpoint', browser.endpoint, 'user_agent', browser.user_agent, 'created_at', browser.created_at) order by browser.created_at), '[]')
      from public.push_subscriptions as browser where browser.user_id = auth.uid() and browser.ended_at is null
    ),
    'events', (
      select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
        'code', alert_events.code, 'module', alert_events.module, 'name', alert_events.name, 'description', alert_events.description,
        'severity', alert_events.severity, 'digest', alert_events.digest,
        'defaults', pg_catalog.jsonb_build_object(
          'in_app', true, 'email', 'email' = any (alert_events.channels), 'sms', 'sms' = any (alert_events.channels), 'push', 'push' = any (alert_events.channels)),
        'chosen', (
          select coalesce(pg_catalog.jsonb_object_agg(preference.channel, preference.enabled), '{}')
          from public.notification_preferences as preference
          where preference.user_id = auth.uid() and preference.event_code = alert_events.code
        )
      ) order by alert_events.module, alert_events.name), '[]')
      from public.alert_events
      where alert_events.active and alert_events.code not in ('system.test', 'system.escalated') and (
        exists (
          select from public.alert_targets
          where alert_targets.event_code = alert_events.code and (
            alert_targets.user_id = auth.uid()
            or alert_targets.role in (select memberships.role from public.memberships where memberships.user_id = auth.uid())
            or alert_targets.group_id in (select members.group_id from public.alert_group_members as members where members.user_id = auth.uid())
          )
        )
        -- Of some only the person is told whom they are about.
        or not exists (select from public.alert_targets where alert_targets.event_code = alert_events.code)
      )
    )
  );
end $$;
comment on function public.my_preferences() is
  'How the caller is told (P9.02): {email, settings: {language, phone, quiet_from, quiet_until, digests, email_off_at, email_off_reason}, browsers: [{id, endpoint, user_agent, created_at}], events: [{code, module, name, description, severity, digest, defaults: {in_app, email, sms, push}, chosen: {channel: boolean}}]}; the events that can reach him by what he is. Refuses with NOT_SIGNED_IN.';
grant execute on function public.my_preferences() to authenticated;

create function app.target_name(kind text, role public.role, group_id uuid, user_id uuid) returns text
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  return case target_name.kind
    when 'role' then pg_catalog.initcap(pg_catalog.replace(target_name.role::text, '_', ' '))
    when 'group' then (select alert_groups.name from public.alert_groups where id = target_name.group_id)
    else (select full_name from public.profiles where id = target_name.user_id)
  end;
end $$;
comment on function app.target_name(text, public.role, uuid, uuid) is 'A target as a sentence names it.';

create function public.escalation_preview(policy jsonb, happened_at timestamptz default null)
returns table (at timestamptz, clock text, "position" integer, "to" text, people jsonb, channels text[], sentence text)
language plpgsql stable
security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
  given record;
  began timestamptz := coalesce(escalation_preview.happened_at, app.now());
  zone text;
  step record;
  passed text;
begin
  perform app.require('alerts.configure');
  if coalesce(pg_catalog.jsonb_typeof(policy), '') <> 'object' then
    perform app.fail('VALUE_INVALID', 'The policy is no object.', 'policy');
  end if;
  perform app.check_lines(coalesce(policy -> 'steps', '[]'), 'steps', 0, 20);
  begin
    select * into given from pg_catalog.jsonb_to_record(policy)
      as wanted (event_code text, severity text, site_id uuid, condition text, business_hours boolean);
    passed := case given.condition when 'unseen' then 'nobody has seen it' when 'unresolved' then 'it is not over' else 'nobody has taken it' end;
    zone := (app.business_time(given.site_id)).zone;
    at := began;
    clock := pg_catalog.to_char(began at time zone zone, 'HH24:MI');
    "position" := 0;
    people := app.people_named(case when given.event_code is not null then app.alert_people(given.event_code, given.site_id) end);
    "to" := (
      select pg_catalog.string_agg(app.target_name(targets.kind, targets.role, targets.group_id, targets.user_id), ', ' order by targets.kind desc, targets.role)
      from public.alert_targets as targets where targets.event_code = given.event_code
    );
    channels := (select alert_events.channels from public.alert_events where alert_events.code = given.event_code);
    sentence := pg_catalog.format('At %s it happens: %s %s told at once.', clock, coalesce("to", 'those of the event'), 'are');
    return next;
    for step in
      select wanted.* from pg_catalog.jsonb_to_recordset(coalesce(policy -> 'steps', '[]'))
        as wanted ("position" integer, after_minutes integer, kind text, role public.role, group_id uuid, user_id uuid, channels text[])
      order by wanted."position" nulls last, wanted.after_minutes
    loop
      at := greatest(at, app.step_at(began, step.after_minutes, coalesce(given.business_hours, false), given.site_id));
      clock := pg_catalog.to_char(at at time zone zone, 'HH24:MI')
        || case when (at at time zone zone)::date <> (began at time zone zone)::date then pg_catalog.to_char(at at time zone zone, ' on FMDD Mon') else '' end;
      "position" := coalesce(step.position, "position" + 1);
      "to" := app.target_name(step.kind, step.role, step.group_id, step.user_id);
      people := app.people_named(array(
        select person.id from app.people_of(step.kind, step.role, step.group_id, step.user_id, false, given.site_id, null) as person (id)));
      channels := step.channels;
      sentence := pg_catalog.format('At %s, if %s: %s %s told.', clock, passed, coalesce("to", 'nobody'),
        case when step.kind = 'person' then 'is' else 'are' end);
      return next;
    end loop;
  exception when invalid_text_representation or invalid_parameter_value or datatype_mismatch or datetime_field_overflow
    or numeric_value_out_of_range or invalid_datetime_format or null_value_not_allowed then
    perform app.fail('VALUE_INVALID', 'A value of the policy is none that it can have.', 'policy');
  end;
end $$;
comment on function public.escalation_preview(jsonb, timestamptz) is
  'What would happen under a policy if something happened at an instant, row by row (P9.04): policy {event_code, severity, site_id, condition, business_hours, steps: [{position, after_minutes, kind, role, group_id, user_id, channels}]}, as edited and not yet saved; rows at, clock, position (0 at once), to, people [{id, name}], channels, sentence. Refuses with NOT_SIGNED_IN, NOT_ALLOWED, VALUE_INVALID.';
grant execute on function public.escalation_preview(jsonb, timestamptz) to authenticated;
