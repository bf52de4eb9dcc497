-- What people do with what they were told.
create function app.alert_answer(alert uuid) returns jsonb
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  return (
    select pg_catalog.jsonb_build_object(
      'id', alerts.id, 'event', alerts.event_code, 'name', alert_events.name, 'module', alert_events.module,
      'site_id', alerts.site_id, 'site', sites.code, 'severity', alerts.severity,
      'subject_type', alerts.subject_type, 'subject_id', alerts.subject_id, 'subject', alerts.subject, 'params', alerts.params,
      'link', alerts.link, 'news', alert_events.news, 'count', alerts.count, 'first_at', alerts.first_at, 'last_at', alerts.last_at, 'state', alerts.state,
      'acknowledged_by', (select full_name from public.profiles where id = alerts.acknowledged_by),
      'acknowledged_at', alerts.acknowledged_at, 'acknowledgement', alerts.acknowledgement,
      'resolved_by', (select full_name from public.profiles where id = alerts.resolved_by),
      'resolved_at', alerts.resolved_at, 'resolution', alerts.resolution
    )
    from public.alerts
    join public.alert_events on alert_events.code = alerts.event_code
    left join public.sites on sites.id = alerts.site_id
    where alerts.id = alert_answer.alert
  );
end $$;
comment on function app.alert_answer(uuid) is 'An alert as screens show it.';

create function public.read_notifications(request_id uuid, ids uuid[] default null) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  answer jsonb := app.begin_command(request_id, 'read_notifications', pg_catalog.jsonb_build_object('ids', ids));
  changed integer;
begin
  if answer is not null then
    return answer;
  end if;
  if pg_catalog.cardinality(ids) > 1000 then
    perform app.fail('VALUE_INVALID', 'No more than 1000 notifications are read at once.', 'ids');
  end if;
  -- The clocks come before the notifications, as where a level is told.
  perform app.end_escalation(running.alert_id, 'seen')
  from (
    select escalations.alert_id
    from public.notifications join public.escalations on escalations.alert_id = notifications.alert_id
    where notifications.user_id = auth.uid() and notifications.read_at is null
      and (ids is null or notifications.id = any (ids)) and escalations.state = 'running'
    order by escalations.id
  ) as running;
  update public.notifications set read_at = app.now()
  where user_id = auth.uid() and read_at is null and (ids is null or id = any (ids));
  get diagnostics changed = row_count;
  answer := pg_catalog.jsonb_build_object('changed', changed, 'unread', app.unread_of(auth.uid()));
  if changed > 0 then
    perform realtime.send(pg_catalog.jsonb_build_object('ids', ids, 'unread', answer -> 'unread'), 'read', 'user:' || auth.uid(), true);
  end if;
  return app.end_command(request_id, answer);
end $$;
comment on function public.read_notifications(uuid, uuid[]) is
  'Marks own notifications as read, all when ids is null, and so stops the clocks that wait until somebody has seen it (P9.03, P9.04). Answers {changed, unread}; unread is at most 100. Refuses with NOT_SIGNED_IN, VALUE_INVALID.';
grant execute on function public.read_notifications(uuid, uuid[]) to authenticated;

create function public.unread_notifications(request_id uuid, ids uuid[]) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  answer jsonb := app.begin_command(request_id, 'unread_notifications', pg_catalog.jsonb_build_object('ids', ids));
  changed integer;
begin
  if answer is not null then
    return answer;
  end if;
  if ids is null or pg_catalog.cardinality(ids) > 1000 then
    perform app.fail('VALUE_INVALID', 'Say which notifications, no more than 1000.', 'ids');
  end if;
  update public.notifications set read_at = null
  where user_id = auth.uid() and read_at is not null and id = any (ids);
  get diagnostics changed = row_count;
  answer := pg_catalog.jsonb_build_object('changed', changed, 'unread', app.unread_of(auth.uid()));
  if changed > 0 then
    perform realtime.send(pg_catalog.jsonb_build_object('ids', ids, 'unread', answer -> 'unread'), 'unread', 'user:' || auth.uid(), true);
  end if;
  return app.end_command(request_id, answer);
end $$;
comment on function public.unread_notifications(uuid, uuid[]) is
  'Marks own notifications as unread again; a clock that was stopped stays so (P9.03). Answers {changed, unread}. Refuses with NOT_SIGNED_IN, VALUE_INVALID.';
grant execute on function public.unread_notifications(uuid, uuid[]) to authenticated;

-- Who was told may act on it; others need the permission.
create function app.lock_alert(alert uuid) returns public.alerts
language plpgsql
security definer
set search_path = ''
as $$
declare
  found_alert public.alerts;
begin
  select * into found_alert from public.alerts where id = lock_alert.alert for no key update;
  if not found or not (
    exists (select from public.notifications where alert_id = found_alert.id and user_id = auth.uid())
    or app.has('alerts.view_log', found_alert.site_id)
  ) then
    perform app.fail('NOT_FOUND', 'There is no such alert among yours.', 'alert');
  end if;
  if not exists (select from public.notifications where alert_id = found_alert.id and user_id = auth.uid()) then
    perform app.require('alerts.acknowledge', found_alert.site_id);
  end if;
  if found_alert.state = 'resolved' then
    perform app.fail(
      'ALERT_RESOLVED',
      pg_catalog.format('This was over at %s.', coalesce(app.site_clock(found_alert.site_id, found_alert.resolved_at),
        pg_catalog.to_char(found_alert.resolved_at at time zone 'UTC', 'HH24:MI "UTC"'))),
      'alert'
    );
  end if;
  return found_alert;
end $$;
comment on function app.lock_alert(uuid) is
  'An alert that the caller was told of, or may act on by permission, locked. Refuses with NOT_FOUND, NOT_ALLOWED, ALERT_RESOLVED.';

create function public.acknowledge_alert(request_id uuid, alert uuid, note text default null) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  answer jsonb := app.begin_command(request_id, 'acknowledge_alert', pg_catalog.jsonb_build_object('alert', alert, 'note', note));
  taken public.alerts;
begin
  if answer is not null then
    return answer;
  end if;
  taken := app.lock_alert(acknowledge_alert.alert);
  if taken.state = 'acknowledged' then
    perform app.fail(
      'ALERT_ACKNOWLEDGED',
      pg_catalog.format('%s has taken this already.', (select full_name from public.profiles where id = taken.acknowledged_by)),
      'alert'
    );
  end if;
  update public.alerts
  set state = 'acknowledged', acknowledged_by = auth.uid(), acknowledged_at = app.now(),
    acknowledgement = case when not app.is_blank(acknowledge_alert.note) then acknowledge_alert.note end
  where id = taken.id;
  perform app.end_escalation(taken.id, 'acknowledged');
  update public.notifications set read_at = app.now() where alert_id = taken.id and user_id = auth.uid() and read_at is null;
  perform app.ring_change(taken.id);
  return app.end_command(request_id, app.alert_answer(taken.id));
end $$;
comment on function public.acknowledge_alert(uuid, uuid, text) is
  'Says that the caller takes care of an alert, perhaps how, and stops its clock (P9.04). Answers the alert. Refuses with NOT_FOUND, NOT_ALLOWED, ALERT_RESOLVED, ALERT_ACKNOWLEDGED.';
grant execute on function public.acknowledge_alert(uuid, uuid, text) to authenticated;

create function public.resolve_alert(request_id uuid, alert uuid, note text) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  answer jsonb := app.begin_command(request_id, 'resolve_alert', pg_catalog.jsonb_build_object('alert', alert, 'note', note));
  ended public.alerts;
begin
  if answer is not null then
    return answer;
  end if;
  ended := app.lock_alert(resolve_alert.alert);
  if app.is_blank(resolve_alert.note) then
    perform app.fail('FIELD_MISSING', 'Say how it was put right.', 'note');
  end if;
  if length(resolve_alert.note) > 2000 then
    perform app.fail('VALUE_INVALID', 'What was done has more than 2000 characters.', 'note');
  end if;
  perform app.resolve_alert(ended, resolve_alert.note);
  update public.notifications set read_at = app.now() where alert_id = ended.id and user_id = auth.uid() and read_at is null;
  return app.end_command(request_id, app.alert_answer(ended.id));
end $$;
comment on function public.resolve_alert(uuid, uuid, text) is
  'Says how what an alert is about was put right, and ends it with its clock (P9.04). Answers the alert. Refuses with NOT_FOUND, NOT_ALLOWED, ALERT_RESOLVED, FIELD_MISSING, VALUE_INVALID.';
grant execute on function public.resolve_alert(uuid, uuid, text) to authenticated;

create function public.register_push(request_id uuid, endpoint text, p256dh text, auth text, user_agent text default null) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  answer jsonb := app.begin_command(request_id, 'register_push', pg_catalog.jsonb_build_object(
    'endpoint', endpoint, 'p256dh', p256dh, 'auth', register_push.auth, 'user_agent', user_agent));
  browser public.push_subscriptions;
begin
  if answer is not null then
    return answer;
  end if;
  -- A browser that somebody else has used speaks to who is signed in there now.
  insert into public.push_subscriptions as known (user_id, endpoint, p256dh, auth, user_agent)
  values (auth.uid(), register_push.endpoint, register_push.p256dh, register_push.auth, left(register_push.user_agent, 300))
  on conflict on constraint push_subscriptions_endpoint_key do update
  set user_id = excluded.user_id, p256dh = excluded.p256dh, auth = excluded.auth, user_agent = excluded.user_agent,
    ended_at = null, created_at = case when known.user_id = excluded.user_id and known.ended_at is null then known.created_at else app.now() end
  returning * into browser;
  return app.end_command(request_id, pg_catalog.jsonb_build_object(
    'id', browser.id, 'endpoint', browser.endpoint, 'user_agent', browser.user_agent, 'created_at', browser.created_at));
end $$;
comment on function public.register_push(uuid, text, text, text, text) is
  'Has a browser show the caller''s messages, by what its push service gave it (P9.02). Answers {id, endpoint, user_agent, created_at}. Refuses with NOT_SIGNED_IN, and by the constraints of the fields.';
grant execute on function public.register_push(uuid, text, text, text, text) to authenticated;

create function public.end_push(request_id uuid, endpoint text) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  answer jsonb := app.begin_command(request_id, 'end_push', pg_catalog.jsonb_build_object('endpoint', endpoint));
  ended integer;
begin
  if answer is not null then
    return answer;
  end if;
  update public.push_subscriptions set ended_at = app.now()
  where push_subscriptions.endpoint = end_push.endpoint and user_id = auth.uid() and ended_at is null;
  get diagnostics ended = row_count;
  return app.end_command(request_id, pg_catalog.jsonb_build_object('ended', ended));
end $$;
comment on function public.end_push(uuid, text) is 'Ends the messages in one of the caller''s browsers (P9.02). Answers {ended}: 1, or 0 when there was none.';
grant execute on function public.end_push(uuid, text) to authenticated;

create function public.send_test_notification(request_id uuid, channel text) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  answer jsonb := app.begin_command(request_id, 'send_test_notification', pg_catalog.jsonb_build_object('channel', channel));
  alert public.alerts;
begin
  if answer is not null then
    return answer;
  end if;
  if coalesce(channel, '') not in ('in_app', 'email', 'sms', 'push') then
    perform app.fail('VALUE_INVALID', pg_catalog.format('"%s" is no channel.', left(channel, 60)), 'channel');
  end if;
  if channel = 'sms' and not exists (select from public.notification_settings where user_id = auth.uid() and phone is not null) then
    perform app.fail('ADDRESS_MISSING', 'You have entered no phone number.', 'phone');
  end if;
  if channel = 'push' and not exists (select from public.push_subscriptions where user_id = auth.uid() and ended_at is null) then
    perform app.fail('ADDRESS_MISSING', 'None of your browsers shows messages yet.', 'channel');
  end if;
  if channel = 'email' and exists (select from public.notification_settings where user_id = auth.uid() and email_off_at is not null) then
    perform app.fail('ADDRESS_MISSING', 'A mail to your address came back; turn e-mail on again first.', 'channel');
  end if;
  insert into public.alerts (event_code, severity, subject_type, subject_id, subject, params, link, first_at, last_at)
  values ('system.test', 'low', 'profiles', auth.uid()::text, 'Test', pg_catalog.jsonb_build_object('channel', channel), '/alerts/preferences', app.now(), app.now())
  returning * into alert;
  perform app.tell(alert, array[auth.uid()], array[channel]);
  perform app.resolve_alert(alert, 'A test has nothing to be put right.');
  return app.end_command(request_id, (
    select pg_catalog.jsonb_build_object(
      'notification', notifications.id,
      'deliveries', (select coalesce(pg_catalog.jsonb_agg(deliveries.id), '[]') from public.deliveries where deliveries.notification_id = notifications.id)
    )
    from public.notifications where notifications.alert_id = alert.id
  ));
end $$;
comment on function public.send_test_notification(uuid, text) is
  'Sends the caller a test by a channel: in_app, email, sms or push (P9.02). Answers {notification, deliveries: [id]}. Refuses with NOT_SIGNED_IN, VALUE_INVALID, ADDRESS_MISSING.';
grant execute on function public.send_test_notification(uuid, text) to authenticated;

create function public.resend_delivery(request_id uuid, delivery uuid) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  answer jsonb := app.begin_command(request_id, 'resend_delivery', pg_catalog.jsonb_build_object('delivery', delivery));
  again public.deliveries;
begin
  if answer is not null then
    return answer;
  end if;
  perform app.require('alerts.configure');
  select * into again from public.deliveries where id = resend_delivery.delivery for no key update;
  if not found or not app.has('alerts.configure', again.site_id) then
    perform app.fail('NOT_FOUND', 'There is no such delivery.', 'delivery');
  end if;
  if again.state not in ('dead', 'failed', 'bounced', 'cancelled') then
    perform app.fail('DELIVERY_UNDER_WAY', pg_catalog.format('This is %s.', again.state), 'delivery', pg_catalog.jsonb_build_object('state', again.state));
  end if;
  update public.deliveries
  set state = 'queued', round = round + 1, attempts = 0, urgent = true, next_attempt_at = app.now(), claimed_by = null, claimed_until = null,
    provider = null, provider_id = null, error = null, sent_at = null, ended_at = null
  where id = again.id;
  insert into public.delivery_events (delivery_id, at, what, by) values (again.id, app.now(), 'resent', auth.uid());
  perform app.wake_notify();
  return app.end_command(request_id, pg_catalog.jsonb_build_object('id', again.id, 'state', 'queued'));
end $$;
comment on function public.resend_delivery(uuid, uuid) is
  'Sends again what was given up, came back or was cancelled, as a new message (P9.03). Answers {id, state}. Refuses with NOT_ALLOWED, NOT_FOUND, DELIVERY_UNDER_WAY.';
grant execute on function public.resend_delivery(uuid, uuid) to authenticated;

-- By the link at the end of a mail, from wherever it is read: nobody has to sign in for silence.
create function public.unsubscribe(token text) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  mail public.deliveries;
  event public.alert_events;
begin
  if pg_catalog.pg_input_is_valid(coalesce(token, ''), 'uuid') then
    select * into mail from public.deliveries where unsubscribe_key = unsubscribe.token::uuid;
  end if;
  if mail.id is null then
    perform app.fail('NOT_FOUND', 'This link leads nowhere; sign in and choose there what you are sent.', 'token');
  end if;
  if mail.kind = 'digest' then
    insert into public.notification_settings as settings (user_id, digests) values (mail.user_id, false)
    on conflict (user_id) do update set digests = false;
    return pg_catalog.jsonb_build_object('kind', 'digest', 'event', null, 'name', null);
  end if;
  select alert_events.* into event
  from public.notifications
  join public.alerts on alerts.id = notifications.alert_id
  join public.alert_events on alert_events.code = alerts.event_code
  where notifications.id = mail.notification_id;
  insert into public.notification_preferences (user_id, event_code, channel, enabled)
  values (mail.user_id, event.code, 'email', false)
  on conflict (user_id, event_code, channel) do update set enabled = false;
  return pg_catalog.jsonb_build_object('kind', 'alert', 'event', event.code, 'name', event.name);
end $$;
comment on function public.unsubscribe(text) is
  'Ends e-mail of the one kind that the link of a mail is about, for who got it; repeating it changes nothing (P9.05). Answers {kind: alert or digest, event, name}. Refuses with NOT_FOUND.';
grant execute on function public.unsubscribe(text) to anon, authenticated;
