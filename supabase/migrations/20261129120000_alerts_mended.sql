SET local check_function_bodies = off;

REVOKE ALL ("active") ON TABLE "public"."escalation_policies" FROM "authenticated";

REVOKE ALL ("business_hours") ON TABLE "public"."escalation_policies" FROM "authenticated";

REVOKE ALL ("condition") ON TABLE "public"."escalation_policies" FROM "authenticated";

REVOKE ALL ("event_code") ON TABLE "public"."escalation_policies" FROM "authenticated";

REVOKE ALL ("name") ON TABLE "public"."escalation_policies" FROM "authenticated";

REVOKE ALL ("severity") ON TABLE "public"."escalation_policies" FROM "authenticated";

REVOKE ALL ("site_id") ON TABLE "public"."escalation_policies" FROM "authenticated";

REVOKE ALL ("after_minutes") ON TABLE "public"."escalation_steps" FROM "authenticated";

REVOKE ALL ("channels") ON TABLE "public"."escalation_steps" FROM "authenticated";

REVOKE ALL ("group_id") ON TABLE "public"."escalation_steps" FROM "authenticated";

REVOKE ALL ("kind") ON TABLE "public"."escalation_steps" FROM "authenticated";

REVOKE ALL ("policy_id") ON TABLE "public"."escalation_steps" FROM "authenticated";

REVOKE ALL ("position") ON TABLE "public"."escalation_steps" FROM "authenticated";

REVOKE ALL ("role") ON TABLE "public"."escalation_steps" FROM "authenticated";

REVOKE ALL ("user_id") ON TABLE "public"."escalation_steps" FROM "authenticated";

DROP POLICY "policies are added by permission" ON "public"."escalation_policies";

DROP POLICY "policies are edited by permission" ON "public"."escalation_policies";

DROP POLICY "steps are added by permission" ON "public"."escalation_steps";

DROP POLICY "steps are edited by permission" ON "public"."escalation_steps";

DROP POLICY "steps are removed by permission" ON "public"."escalation_steps";

DROP VIEW "app"."errors";

DROP FUNCTION "app"."tell_lot_status"(public.lots, text, text);

ALTER TABLE "public"."alert_events"
  ADD COLUMN "news" boolean NOT NULL DEFAULT false;

ALTER TABLE "public"."escalation_policies"
  ADD COLUMN "version" integer NOT NULL DEFAULT 1;

CREATE OR REPLACE FUNCTION app.add_business_minutes (
  at      timestamp with time zone,
  minutes integer,
  site_id uuid
)
  RETURNS timestamp WITH time zone
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  rules record := app.business_time(add_business_minutes.site_id);
  today date := (add_business_minutes.at at time zone rules.zone)::date;
  missing interval := add_business_minutes.minutes * interval '1 minute';
  opens timestamptz;
  closes timestamptz;
  holidays date[] := array(
    select holidays.day from public.holidays
    where holidays.site_id = add_business_minutes.site_id and holidays.day >= today and not holidays.works
  );
begin
  for ahead in 0..3700 loop
    if extract(isodow from today)::integer = any (rules.days) and today <> all (holidays) then
      opens := greatest((today + rules.opens) at time zone rules.zone, add_business_minutes.at);
      closes := case when rules.closes = '24:00' then (today + 1)::timestamp else today + rules.closes end at time zone rules.zone;
      if closes > opens then
        if opens + missing <= closes then
          return opens + missing;
        end if;
        missing := missing - (closes - opens);
      end if;
    end if;
    today := today + 1;
  end loop;
  return add_business_minutes.at + add_business_minutes.minutes * interval '1 minute';
end $function$;

CREATE OR REPLACE FUNCTION app.alert_answer (
  alert uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
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
end $function$;

CREATE OR REPLACE FUNCTION app.holidays_move_clocks()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  running public.escalations;
begin
  for running in
    select escalations.* from public.escalations
    join public.escalation_policies on escalation_policies.id = escalations.policy_id and escalation_policies.business_hours
    join public.alerts on alerts.id = escalations.alert_id and alerts.site_id = coalesce(new.site_id, old.site_id)
    -- What is due already is the job's.
    where escalations.state = 'running' and escalations.next_at > app.now()
    order by escalations.id for no key update of escalations
  loop
    perform app.set_clock(running, app.minutes_told(running));
  end loop;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION app.lots_raise()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  -- Who was told that its test has failed knows why it is on hold.
  perform app.tell_lot_status(new, app.status_word(old.qc_status), app.status_word(new.qc_status), case when new.qc_status = 'hold' then array(
    select alerts.id from public.qc_tests
    join public.alerts on alerts.event_code = 'quality.test_failed' and alerts.subject_id = qc_tests.id::text and alerts.state <> 'resolved'
    where qc_tests.lot_id = new.id and qc_tests.status = 'hold'
  ) else '{}' end);
  if 'pass' in (old.qc_status, new.qc_status) then
    perform app.check_lot_stock(new, case when new.qc_status = 'pass' then 1 else -1 end);
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION app.minutes_told (
  escalation public.escalations
)
  RETURNS integer
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return (
    select coalesce(max(after_minutes), 0) from public.escalation_steps
    where policy_id = escalation.policy_id and position < escalation.next_position
  );
end $function$;

CREATE OR REPLACE FUNCTION app.notification_settings_raise()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform app.resolve_alerts('system.address_off', 'profiles', new.user_id::text, 'E-mail is on again.');
  return null;
end $function$;

CREATE OR REPLACE FUNCTION app.notify (
  event        text,
  site_id      uuid,
  subject_type text,
  subject_id   text,
  subject      text,
  params       jsonb  DEFAULT '{}'::jsonb,
  link         text   DEFAULT NULL::text,
  people       uuid[] DEFAULT NULL::uuid[]
)
  RETURNS uuid
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  SET plan_cache_mode TO 'force_generic_plan'
  AS $function$
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
end $function$;

CREATE OR REPLACE FUNCTION app.policy_flag (
  given jsonb,
  key   text,
  usual boolean
)
  RETURNS boolean
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  if coalesce(pg_catalog.jsonb_typeof(given -> key), 'null') not in ('boolean', 'null') then
    perform app.fail('VALUE_INVALID', pg_catalog.format('"%s" is neither true nor false.', left(given ->> key, 60)), policy_flag.key);
  end if;
  return coalesce((given ->> key)::boolean, usual);
end $function$;

CREATE OR REPLACE FUNCTION app.policy_step (
  given jsonb,
  turn  integer
)
  RETURNS public.escalation_steps
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  place text := 'steps.' || turn;
  step public.escalation_steps;
begin
  step.position := turn;
  if coalesce(given ->> 'after_minutes', '') !~ '^[0-9]{1,5}$' or (given ->> 'after_minutes')::integer not between 1 and 43200 then
    perform app.fail('VALUE_INVALID', pg_catalog.format('Level %s comes after 1 to 43200 minutes, not "%s".', turn, left(given ->> 'after_minutes', 60)),
      place || '.after_minutes');
  end if;
  step.after_minutes := (given ->> 'after_minutes')::integer;
  step.kind := app.policy_word(given, 'kind', '{role,group,person}', place || '.kind');
  if step.kind = 'role' then
    step.role := app.policy_word(given, 'role', pg_catalog.enum_range(null::public.role)::text[], place || '.role')::public.role;
  elsif step.kind = 'group' then
    step.group_id := app.line_id(given, 'group_id', place || '.group');
    if not exists (select from public.alert_groups where id = step.group_id) then
      perform app.fail('NOT_FOUND', 'There is no such group.', place || '.group');
    end if;
  else
    step.user_id := app.line_id(given, 'user_id', place || '.person');
    if not exists (select from public.profiles where id = step.user_id) then
      perform app.fail('NOT_FOUND', 'There is no such person.', place || '.person');
    end if;
  end if;
  if coalesce(pg_catalog.jsonb_typeof(given -> 'channels'), '') <> 'array'
    or pg_catalog.jsonb_array_length(given -> 'channels') = 0
    or exists (
      select from pg_catalog.jsonb_array_elements_text(given -> 'channels') as channel where coalesce(channel, '') not in ('in_app', 'email', 'sms', 'push')
    ) then
    perform app.fail('VALUE_INVALID', pg_catalog.format('Level %s needs one or more of in_app, email, sms and push.', turn), place || '.channels');
  end if;
  step.channels := array(
    select channel from pg_catalog.unnest('{in_app,email,sms,push}'::text[]) as channel where given -> 'channels' ? channel
  );
  return step;
end $function$;

CREATE OR REPLACE FUNCTION app.policy_word (
  given jsonb,
  key   text,
  words text[],
  field text
)
  RETURNS text
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  if given ->> key is null then
    perform app.fail('FIELD_MISSING', pg_catalog.format('%s is missing.', policy_word.field), policy_word.field);
  elsif (given ->> key) <> all (words) then
    perform app.fail('VALUE_INVALID', pg_catalog.format('"%s" is not among %s.', left(given ->> key, 60), pg_catalog.array_to_string(words, ', ')),
      policy_word.field);
  end if;
  return given ->> key;
end $function$;

CREATE OR REPLACE FUNCTION app.set_clock (
  escalation public.escalations,
  told       integer
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  step public.escalation_steps;
begin
  select * into step from public.escalation_steps
  where policy_id = escalation.policy_id and after_minutes > set_clock.told order by position limit 1;
  update public.escalations
  set next_position = step.position,
    next_at = case when step.id is not null then (
      select app.step_at(escalation.started_at, step.after_minutes, escalation_policies.business_hours, alerts.site_id)
      from public.escalation_policies, public.alerts
      where escalation_policies.id = escalation.policy_id and alerts.id = escalation.alert_id
    ) end
  where escalations.id = escalation.id;
end $function$;

CREATE OR REPLACE FUNCTION app.show_escalation_policy (
  policy uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return (
    select pg_catalog.to_jsonb(policies) || pg_catalog.jsonb_build_object(
      'steps', (
        select coalesce(pg_catalog.jsonb_agg(pg_catalog.to_jsonb(steps) - 'policy_id' order by steps.position), '[]')
        from public.escalation_steps as steps where steps.policy_id = policies.id
      )
    )
    from public.escalation_policies as policies where policies.id = show_escalation_policy.policy
  );
end $function$;

CREATE OR REPLACE FUNCTION app.start_escalation (
  alert public.alerts
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  policy public.escalation_policies;
  step public.escalation_steps;
  escalation uuid;
begin
  -- What the system says of itself has no next level, and what is over already needs none.
  if alert.event_code like 'system.%' or alert.state = 'resolved' then
    return;
  end if;
  select * into policy from public.escalation_policies
  where active
    and (event_code is null or event_code = alert.event_code)
    and (severity is null or severity = alert.severity)
    and (site_id is null or site_id = alert.site_id)
    and exists (select from public.escalation_steps where policy_id = escalation_policies.id)
  order by event_code is null, site_id is null, severity is null, created_at, id
  limit 1;
  if not found then
    return;
  end if;
  select * into strict step from public.escalation_steps where policy_id = policy.id order by position limit 1;
  insert into public.escalations (alert_id, policy_id, started_at, next_position, next_at)
  values (alert.id, policy.id, app.now(), step.position, app.step_at(app.now(), step.after_minutes, policy.business_hours, alert.site_id))
  returning id into escalation;
  insert into public.escalation_events (escalation_id, at, what, people)
  values (escalation, app.now(), 'started', app.people_named(array(select user_id from public.notifications where alert_id = alert.id)));
end $function$;

CREATE OR REPLACE FUNCTION app.tell_lot_status (
  lot     public.lots,
  was     text,
  is_now  text,
  told_by uuid[]      DEFAULT '{}'::uuid[]
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  place record;
begin
  for place in
    select lot.site_id
    union
    select locations.site_id
    from public.stock_balances join public.locations on locations.id = stock_balances.location_id
    where stock_balances.lot_id = lot.id and stock_balances.on_hand > 0
    order by 1
  loop
    told_by := told_by || app.notify(
      'lot.status_changed', place.site_id, 'lots', lot.id::text, lot.code,
      pg_catalog.jsonb_build_object(
        'lot', lot.code, 'item', (select items.name from public.items where items.id = lot.item_id), 'before', tell_lot_status.was,
        'after', tell_lot_status.is_now, 'told_by', told_by
      ),
      '/stock/lots/' || lot.id
    );
  end loop;
end $function$;

CREATE OR REPLACE FUNCTION app.without (
  people uuid[],
  others uuid[]
)
  RETURNS uuid[]
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  return case when others = '{}' then people
    else array(select person from pg_catalog.unnest(people) as person where person <> all (others)) end;
end $function$;

CREATE OR REPLACE FUNCTION public.claim_deliveries (
  worker uuid,
  batch  integer DEFAULT 50
)
  RETURNS TABLE (
    id                uuid,
    channel           text,
    destination       text,
    language          text,
    severity          text,
    title             text,
    body              text,
    sms               text,
    link              text,
    thread            text,
    idempotency_key   text,
    attempts          integer,
    push              jsonb,
    unsubscribe_token text,
    kind              text,
    items             jsonb
  )
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
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
end $function$;

CREATE OR REPLACE FUNCTION public.save_escalation_policy (
  request_id uuid,
  policy     jsonb,
  id         uuid  DEFAULT NULL::uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  answer jsonb := app.begin_command(request_id, 'save_escalation_policy', pg_catalog.jsonb_build_object('policy', policy, 'id', id));
  wanted public.escalation_policies;
  event public.alert_events;
  kept public.escalation_policies;
  steps public.escalation_steps[] := '{}';
  step public.escalation_steps;
  line jsonb;
  running public.escalations[] := '{}';
  clock public.escalations;
  told integer[];
begin
  if answer is not null then
    return answer;
  end if;
  perform app.require_everywhere('alerts.configure');
  if coalesce(pg_catalog.jsonb_typeof(policy), '') <> 'object' then
    perform app.fail('VALUE_INVALID', 'The policy is no object.', 'policy');
  end if;
  wanted.name := pg_catalog.btrim(policy ->> 'name');
  if app.is_blank(wanted.name) then
    perform app.fail('FIELD_MISSING', 'The policy has no name.', 'name');
  end if;
  if policy ->> 'event_code' is not null then
    select * into event from public.alert_events where code = policy ->> 'event_code';
    if not found then
      perform app.fail('NOT_FOUND', pg_catalog.format('There is no event "%s".', left(policy ->> 'event_code', 60)), 'event_code');
    end if;
    if event.news or event.code like 'system.%' then
      perform app.fail('VALUE_INVALID', pg_catalog.format('"%s" asks nothing of anybody, so there is no next level.', event.name), 'event_code');
    end if;
    wanted.event_code := event.code;
  end if;
  if policy ->> 'severity' is not null then
    wanted.severity := app.policy_word(policy, 'severity', '{low,medium,high}', 'severity');
  end if;
  if policy ->> 'site_id' is not null then
    wanted.site_id := app.line_id(policy, 'site_id', 'site');
    if not exists (select from public.sites where sites.id = wanted.site_id) then
      perform app.fail('NOT_FOUND', 'There is no such site.', 'site');
    end if;
  end if;
  wanted.condition := app.policy_word(policy, 'condition', '{unseen,unacknowledged,unresolved}', 'condition');
  wanted.business_hours := app.policy_flag(policy, 'business_hours', false);
  wanted.active := app.policy_flag(policy, 'active', true);
  perform app.check_lines(policy -> 'steps', 'steps', 1, 20);
  for line in select * from pg_catalog.jsonb_array_elements(policy -> 'steps') loop
    step := app.policy_step(line, pg_catalog.cardinality(steps) + 1);
    -- Levels are told in their order: one that is due before the one before it would never be the next.
    if step.position > 1 and step.after_minutes <= (steps[step.position - 1]).after_minutes then
      perform app.fail('VALUE_INVALID', pg_catalog.format('Level %s comes after %s minutes, so level %s must come later.',
        step.position - 1, (steps[step.position - 1]).after_minutes, step.position), pg_catalog.format('steps.%s.after_minutes', step.position));
    end if;
    steps := steps || step;
  end loop;
  if save_escalation_policy.id is null then
    insert into public.escalation_policies (name, event_code, severity, site_id, condition, business_hours, active)
    values (wanted.name, wanted.event_code, wanted.severity, wanted.site_id, wanted.condition, wanted.business_hours, wanted.active)
    returning * into kept;
  else
    select * into kept from public.escalation_policies where escalation_policies.id = save_escalation_policy.id for no key update;
    if not found then
      perform app.fail('NOT_FOUND', 'There is no such policy.', 'id');
    end if;
    if policy ->> 'version' is distinct from kept.version::text then
      perform app.fail('POLICY_CHANGED', pg_catalog.format('"%s" was saved by somebody else meanwhile.', kept.name), 'version',
        pg_catalog.jsonb_build_object('version', kept.version));
    end if;
    update public.escalation_policies
    set name = wanted.name, event_code = wanted.event_code, severity = wanted.severity, site_id = wanted.site_id, condition = wanted.condition,
      business_hours = wanted.business_hours, active = wanted.active, version = kept.version + 1
    where escalation_policies.id = kept.id;
    running := array(
      select escalations from public.escalations
      where policy_id = kept.id and state = 'running' and next_at is not null order by escalations.id for no key update
    );
    foreach clock in array running loop
      told := told || app.minutes_told(clock);
    end loop;
  end if;
  delete from public.escalation_steps where policy_id = kept.id and position > pg_catalog.cardinality(steps);
  foreach step in array steps loop
    insert into public.escalation_steps as known (policy_id, position, after_minutes, kind, role, group_id, user_id, channels)
    values (kept.id, step.position, step.after_minutes, step.kind, step.role, step.group_id, step.user_id, step.channels)
    on conflict on constraint "a policy has one step at a position" do update
    set after_minutes = excluded.after_minutes, kind = excluded.kind, role = excluded.role, group_id = excluded.group_id,
      user_id = excluded.user_id, channels = excluded.channels
    where (known.after_minutes, known.kind, known.role, known.group_id, known.user_id, known.channels)
      is distinct from (excluded.after_minutes, excluded.kind, excluded.role, excluded.group_id, excluded.user_id, excluded.channels);
  end loop;
  for turn in 1..pg_catalog.cardinality(running) loop
    perform app.set_clock(running[turn], told[turn]);
  end loop;
  return app.end_command(request_id, app.show_escalation_policy(kept.id));
end $function$;

REVOKE ALL ON FUNCTION "public"."save_escalation_policy"(uuid, jsonb, uuid) FROM PUBLIC, "anon", "service_role";

CREATE VIEW "app"."errors" AS  SELECT code,
    status,
    hint
   FROM ( VALUES ('NOT_SIGNED_IN'::text,401,'Sign in, then try again.'::text), ('NOT_ALLOWED'::text,403,'Ask an administrator for the permission, or somebody who has it to do this.'::text), ('REQUEST_REUSED'::text,409,'Send the changed request under a new id.'::text), ('REQUEST_ID_MISSING'::text,400,'Send a UUID that stands for this one action.'::text), ('NOT_FOUND'::text,404,'Check the code, or look for it in the list.'::text), ('VALUE_INVALID'::text,400,'Correct the field and send it again.'::text), ('LAST_ADMIN'::text,422,'Make somebody else an administrator first.'::text), ('EMAIL_TAKEN'::text,409,'Look for the user in the list, or enter another address.'::text), ('PASSWORD_WEAK'::text,422,'Choose a longer password, with letters of both cases, a digit and a special character.'::text), ('USER_INACTIVE'::text,422,'Activate the user first.'::text), ('INVITATION_OVER'::text,409,'Reload the user: the invitation has been accepted already.'::text), ('MAIL_NOT_SENT'::text,503,'Send it again in a few minutes; nothing is done twice.'::text), ('FILE_TOO_LARGE'::text,413,'Scan it with a lower resolution, or send it in parts.'::text), ('FILE_TYPE_REFUSED'::text,415,'Send a PDF or a picture: JPG, PNG, WebP or HEIC.'::text), ('QUANTITY_INVALID'::text,400,'Enter a number above zero, in the unit shown beside the field.'::text), ('LOT_CODE_TAKEN'::text,409,'Leave the code empty to have one made, or enter another.'::text), ('ORDER_NEEDED'::text,422,'Choose the line of the purchase order that these goods were ordered by.'::text), ('ORDER_EXCEEDED'::text,422,'Check the quantity; goods over the order need a changed order first.'::text), ('ORDER_MISMATCH'::text,422,'Choose the line of this item at this site, on an order that is open.'::text), ('LOT_NOT_USABLE'::text,422,'Ask QA to test or to release the lot, or take another.'::text), ('STOCK_SHORT'::text,422,'Take less, or take the rest from another lot.'::text), ('PLACE_UNSUITABLE'::text,422,'Choose a place that holds stock and is in use.'::text), ('DEVIATION_NEEDED'::text,422,'Take the lot that comes first, or give a reason for taking another.'::text), ('RESERVATION_ENDED'::text,409,'Reload the lot: what was reserved is free again.'::text), ('TRANSFER_DECIDED'::text,409,'Reload the request: it has been fulfilled, declined or cancelled meanwhile.'::text), ('TRANSFER_EXCEEDED'::text,422,'Move no more than is missing; for more, ask for another request.'::text), ('LOT_NOT_HELD'::text,409,'Reload the lot: it has been released already.'::text), ('CIRCLE'::text,422,'A lot cannot come out of itself; check which went into which.'::text), ('APPEND_ONLY'::text,403,'Nothing is changed or removed here; a correction is a new entry.'::text), ('SHIFT_LOCKED'::text,423,'Ask a manager for a correction.'::text), ('SHIFT_NOT_YOURS'::text,403,'Ask a manager or an administrator to assign you to the shift.'::text), ('SHIFT_NOT_BEGUN'::text,403,'Come back when the shift has begun.'::text), ('SHIFT_NOT_LOCKED'::text,422,'Enter it in the shift while that takes entries; corrections are for shifts that are locked.'::text), ('CORRECTION_OPEN'::text,409,'Wait for the decision on the request that is there.'::text), ('CORRECTION_DECIDED'::text,409,'Reload the request: it has been decided or withdrawn already.'::text), ('CORRECTION_OWN'::text,403,'Ask another manager to decide.'::text), ('CORRECTION_STALE'::text,409,'Decline this request, and ask again with what the record says now.'::text), ('SHIFT_OVERLAP'::text,422,'Choose another shift or person, or undo the other assignment first.'::text), ('GAPS_OPEN'::text,422,'Finish what is named, or say why it stays open; then close the shift.'::text), ('CLOSE_TOO_EARLY'::text,422,'Close the shift when it is about to end.'::text), ('HANDOVER_GIVEN'::text,409,'Reload the shift: somebody has handed it over already.'::text), ('HANDOVER_RECEIVED'::text,409,'Reload the shift: somebody has taken it over already.'::text), ('ROUTE_MISSING'::text,422,'Ask an administrator for a route with its stages.'::text), ('ROUTE_IN_USE'::text,422,'Make a new version of the route; batches keep the one they began with.'::text), ('PACK_IN_USE'::text,422,'Add another SKU; packs that were made keep their size.'::text), ('BATCH_OVER'::text,422,'Look at the batch: it is no longer in work.'::text), ('STAGE_DONE'::text,409,'Reload the batch: somebody has logged this stage already.'::text), ('STAGE_ORDER'::text,422,'Log the stages in the order of the route, each after the one before has ended.'::text), ('STAGE_NOT_RUNNING'::text,409,'Reload the batch: the stage has not been started, or has ended.'::text), ('QC_GATE_CLOSED'::text,422,'Ask QA for the test, or a manager for an override.'::text), ('OUTPUT_EXCEEDS'::text,422,'Check both weighings; more cannot come out than went in.'::text), ('INPUT_UNALLOCATED'::text,422,'Allocate what is missing, or correct the input.'::text), ('MATERIAL_OPEN'::text,422,'Return what is left of the material, or use it up.'::text), ('UNIT_MISMATCH'::text,422,'Choose a material that is weighed in a unit of the same kind.'::text), ('TIME_ORDER'::text,422,'Correct the times; each stage begins after the one before has ended.'::text), ('DOWNTIME_ENDED'::text,409,'Reload the machine: somebody has recorded already that it runs again.'::text), ('MACHINE_BUSY'::text,409,'Choose another machine, or correct the times.'::text), ('LOSS_EXCEEDS'::text,422,'Check the weighing; a manager writes off more, as an adjustment.'::text), ('FIELD_MISSING'::text,400,'Fill in the field.'::text), ('PLAN_MISSING'::text,422,'Ask who edits QC plans for one that is in force.'::text), ('PLAN_IN_USE'::text,422,'Make a new version of the plan; tests keep the one they were judged by.'::text), ('TEST_EXISTS'::text,409,'Record a re-test of the latest test, and say why.'::text), ('TEST_LOCKED'::text,423,'Record a re-test; what is older than a day stays as it is.'::text), ('TEST_NOT_DUE'::text,422,'Finish the stage or the batch first.'::text), ('RETEST_LIMIT'::text,422,'Ask a manager for an override, or reject the lot.'::text), ('OVERRIDE_NOT_NEEDED'::text,422,'Only a test on hold can be overridden.'::text), ('OVERRIDE_OPEN'::text,409,'Wait for the decision on the request that is there.'::text), ('OVERRIDE_DECIDED'::text,409,'Reload the request: somebody has decided it already.'::text), ('OVERRIDE_OWN'::text,403,'Ask another manager to decide.'::text), ('INVOICE_TAKEN'::text,409,'Check the invoice number; it has gone out with another shipment.'::text), ('CERTIFICATE_ISSUED'::text,422,'Leave the date, or hold the lot and have it tested and certified anew.'::text), ('CERTIFICATE_NOT_DUE'::text,422,'A certificate needs a lot that has passed its final test.'::text), ('ALERT_RESOLVED'::text,409,'Reload the list: it is over.'::text), ('ALERT_ACKNOWLEDGED'::text,409,'Reload the list: somebody takes care of it.'::text), ('POLICY_CHANGED'::text,409,'Reload the policy, and make your changes to what it says now.'::text), ('ADDRESS_MISSING'::text,422,'Enter where you want to be reached, then try again.'::text), ('DELIVERY_UNDER_WAY'::text,409,'Reload the list; only what has not arrived is sent again.'::text)) known(code, status, hint);

CREATE TRIGGER move_clocks
  AFTER INSERT OR DELETE OR UPDATE OF works ON public.holidays
  FOR EACH ROW
  EXECUTE FUNCTION app.holidays_move_clocks();

CREATE TRIGGER raise_alerts
  AFTER UPDATE OF email_off_at ON public.notification_settings
  FOR EACH ROW
  WHEN (((old.email_off_at IS NOT NULL) AND (new.email_off_at IS NULL)))
  EXECUTE FUNCTION app.notification_settings_raise();

COMMENT ON COLUMN "public"."alert_events"."news" IS 'Whether it asks nothing of anybody: it is over as soon as it is told, and has no next level. Its module says so, whose triggers know whether the fact ends.';

COMMENT ON COLUMN "public"."escalation_policies"."version" IS 'How often it was saved: who edits what another has saved meanwhile is told so.';

COMMENT ON FUNCTION "app"."add_business_minutes"(timestamp with time zone, integer, uuid) IS 'An instant so many minutes of the office''s hours later; on a holiday of the site on which it does not work the office is closed (P9.04).';

COMMENT ON FUNCTION "app"."holidays_move_clocks"() IS 'Sets the clocks of a site that run in business hours by its holidays as they are now (P9.04).';

COMMENT ON FUNCTION "app"."minutes_told"(public.escalations) IS 'After how many minutes the last level that was told of a clock comes; 0 before the first.';

COMMENT ON FUNCTION "app"."notification_settings_raise"() IS 'Ends system.address_off when e-mail to the person is turned on again (P9.03).';

COMMENT ON FUNCTION "app"."notify"(text, uuid, text, text, text, jsonb, text, uuid[]) IS 'Raises an alert about a subject at a site and tells who is to know, and people besides; the same within the window of its event grows a count and is unread again; news is over at once. params: values for the templates; of these severity overrides the event''s, run is the run of a shift whose people are on duty, told_by the ids of alerts of the same fact, whose people are not told again. Returns the alert, null when the event is turned off. Fails only for an event that does not exist (P9.01, P9.03).';

COMMENT ON FUNCTION "app"."policy_flag"(jsonb, text, boolean) IS 'True or false out of what was given, the usual where nothing was; else VALUE_INVALID.';

COMMENT ON FUNCTION "app"."policy_step"(jsonb, integer) IS 'A step of a policy out of what was given {after_minutes, kind, role, group_id or user_id, channels}. Refuses with FIELD_MISSING, VALUE_INVALID, NOT_FOUND at steps.<turn>.<field>.';

COMMENT ON FUNCTION "app"."policy_word"(jsonb, text, text[], text) IS 'A word out of what was given that is one of some; else FIELD_MISSING or VALUE_INVALID at the field.';

COMMENT ON FUNCTION "app"."set_clock"(public.escalations, integer) IS 'Sets a running clock to the first level of its policy that comes later than the minutes told (P9.04).';

COMMENT ON FUNCTION "app"."show_escalation_policy"(uuid) IS 'A policy with its steps, in their columns.';

COMMENT ON FUNCTION "app"."tell_lot_status"(public.lots, text, text, uuid[]) IS 'Raises lot.status_changed wherever a lot is, for who was not told of it by other alerts (W4.01).';

COMMENT ON FUNCTION "app"."without"(uuid[], uuid[]) IS 'People who are not among others.';

COMMENT ON FUNCTION "public"."claim_deliveries"(uuid, integer) IS 'Gives a worker up to so many deliveries that are due, urgent ones first, for two minutes; two workers never get the same one, and what a worker has not finished by then is given out again under the same idempotency_key. E-mail goes to the address of the account as it is now; who cannot be reached any more, has unsubscribed or has turned it off since, is not written to. title, body and sms are plain text; thread is the same for all messages of an alert; items for a digest [{event, name, severity, site, title, body, link, count, at, state}]. Refuses with FIELD_MISSING, VALUE_INVALID. For the edge function `notify`.';

COMMENT ON FUNCTION "public"."save_escalation_policy"(uuid, jsonb, uuid) IS 'Adds a policy, or changes the one of the id, with all of its steps at once (P9.04): policy {name, event_code, severity, site_id (null for every one), condition, business_hours, active, version (as it was read, when it is changed), steps: [{after_minutes, kind, role, group_id or user_id, channels}]}, 1 to 20 steps, each later than the one before. A clock that runs goes on with the first step that comes later than what it has told. Answers the policy with its steps. Refuses with NOT_SIGNED_IN, NOT_ALLOWED, NOT_FOUND, FIELD_MISSING, VALUE_INVALID, POLICY_CHANGED; fields of a step as steps.<its number>.<field>.';

COMMENT ON TABLE "public"."escalation_policies" IS 'Policies by event, severity and site; of several the most exact holds (P9.04). Written with their steps by save_escalation_policy alone.';

COMMENT ON VIEW "app"."errors" IS 'Codes of refusals with their HTTP status and what to do; the DETAIL of every error names one.';

REVOKE ALL ON FUNCTION "app"."holidays_move_clocks"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."holidays_move_clocks"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."holidays_move_clocks"() TO "postgres";

REVOKE ALL ON FUNCTION "app"."minutes_told"(public.escalations) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."minutes_told"(public.escalations) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."minutes_told"(public.escalations) TO "postgres";

REVOKE ALL ON FUNCTION "app"."notification_settings_raise"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."notification_settings_raise"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."notification_settings_raise"() TO "postgres";

REVOKE ALL ON FUNCTION "app"."policy_flag"(jsonb, text, boolean) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."policy_flag"(jsonb, text, boolean) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."policy_flag"(jsonb, text, boolean) TO "postgres";

REVOKE ALL ON FUNCTION "app"."policy_step"(jsonb, integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."policy_step"(jsonb, integer) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."policy_step"(jsonb, integer) TO "postgres";

REVOKE ALL ON FUNCTION "app"."policy_word"(jsonb, text, text[], text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."policy_word"(jsonb, text, text[], text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."policy_word"(jsonb, text, text[], text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."set_clock"(public.escalations, integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."set_clock"(public.escalations, integer) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."set_clock"(public.escalations, integer) TO "postgres";

REVOKE ALL ON FUNCTION "app"."show_escalation_policy"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."show_escalation_policy"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."show_escalation_policy"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."tell_lot_status"(public.lots, text, text, uuid[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."tell_lot_status"(public.lots, text, text, uuid[]) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."tell_lot_status"(public.lots, text, text, uuid[]) TO "postgres";

REVOKE ALL ON FUNCTION "app"."without"(uuid[], uuid[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."without"(uuid[], uuid[]) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."without"(uuid[], uuid[]) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."save_escalation_policy"(uuid, jsonb, uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."save_escalation_policy"(uuid, jsonb, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."save_escalation_policy"(uuid, jsonb, uuid) TO "postgres";

REVOKE ALL ON TABLE "public"."escalation_steps" FROM "authenticated";

GRANT SELECT ON TABLE "public"."escalation_steps" TO "authenticated";
