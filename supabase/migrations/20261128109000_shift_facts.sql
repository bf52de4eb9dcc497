SET local check_function_bodies = off;

DROP VIEW "app"."errors";

DROP FUNCTION "app"."time_travel_allowed"();

CREATE OR REPLACE FUNCTION app.correction_requests_raise()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  run public.shift_runs;
  link text := '/shifts/corrections/' || new.id;
begin
  select * into strict run from public.shift_runs where id = new.run_id;
  if new.state = 'requested' then
    perform app.notify(
      'shifts.correction_requested', new.site_id, 'correction_requests', new.id::text, pg_catalog.concat_ws(', ', new.number, new.subject),
      pg_catalog.jsonb_build_object(
        'number', new.number, 'shift', app.shift_run_name(run), 'reason', new.reason,
        'person', (select full_name from public.profiles where id = new.requested_by)
      ),
      link
    );
    return null;
  end if;
  perform app.resolve_alerts('shifts.correction_requested', 'correction_requests', new.id::text, pg_catalog.format('It was %s.', new.state));
  if new.decided_by is not null then
    perform app.notify(
      'shifts.correction_decided', new.site_id, 'correction_requests', new.id::text, pg_catalog.concat_ws(', ', new.number, new.subject),
      pg_catalog.jsonb_build_object(
        'number', new.number, 'shift', app.shift_run_name(run), 'decision', new.state, 'note', new.decision_note,
        'person', (select full_name from public.profiles where id = new.decided_by)
      ),
      link, array[new.requested_by]
    );
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION app.lock_shift_runs()
  RETURNS integer
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  at constant timestamptz := app.now();
  changed integer;
begin
  with due as (
    select
      shift_runs.id,
      case
        when at >= grace.ends_at then 'locked'
        when at >= shift_runs.ends_at then 'closing'
        else 'open'
      end::public.shift_run_state as state
    from public.shift_runs
    join public.shifts on shifts.id = shift_runs.shift_id
    cross join lateral (select shift_runs.ends_at + app.shift_grace(shift_runs.site_id) as ends_at) as grace
    where shift_runs.state <> 'locked'
      and shift_runs.starts_at <= at
      and (shifts.active or shift_runs.state <> 'scheduled' or at >= grace.ends_at)
      and (
        shift_runs.state = 'scheduled'
        or (shift_runs.state = 'open' and at >= shift_runs.ends_at)
        or at >= grace.ends_at
      )
    order by shift_runs.id
    for no key update of shift_runs
  )
  update public.shift_runs
  set state = due.state, locked_at = case when due.state = 'locked' then at end
  from due
  where due.id = shift_runs.id and due.state > shift_runs.state;
  get diagnostics changed = row_count;
  return changed;
end $function$;

CREATE OR REPLACE FUNCTION app.require_shift (
  permission text,
  site_id    uuid
)
  RETURNS uuid
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  bound boolean;
  run public.shift_runs;
  correction public.correction_requests := app.applied_correction();
  -- Asked once: in a query they would be asked for each run.
  at constant timestamptz := app.now();
  grace constant interval := app.shift_grace(require_shift.site_id);
begin
  perform app.require(require_shift.permission, require_shift.site_id);
  bound := app.is_bound_to_shift(require_shift.site_id, require_shift.permission);

  -- What a manager lets in late goes into the run it belongs to, which stays locked for all else.
  if correction.kind = 'late_entry' then
    select * into strict run from public.shift_runs where id = correction.run_id;
    if run.site_id <> require_shift.site_id then
      perform app.fail('VALUE_INVALID', pg_catalog.format('%s is of another site than this entry.', app.shift_run_name(run)), 'run');
    end if;
    if bound and not exists (
      select from public.shift_assignments
      where run_id = run.id and user_id = auth.uid() and active
    ) then
      perform app.refuse_foreign_run(run);
    end if;
    return run.id;
  end if;

  -- In the grace of one run and at the start of the next, the next is meant; while one still runs and the
  -- next has been opened early, the one that runs. No more than this one row is locked, so that postings
  -- and the job that locks many never wait for each other in a circle.
  select shift_runs.* into run
  from public.shift_runs
  join public.shifts on shifts.id = shift_runs.shift_id
  where shift_runs.site_id = require_shift.site_id
    and shift_runs.state <> 'locked'
    and (shifts.active or shift_runs.state <> 'scheduled')
    and (shift_runs.starts_at <= at or shift_runs.state = 'open')
    and at < shift_runs.ends_at + grace
    and (
      not bound
      or exists (
        select from public.shift_assignments
        where shift_assignments.run_id = shift_runs.id
          and shift_assignments.user_id = auth.uid() and shift_assignments.active
      )
    )
  order by shift_runs.ends_at > at desc, shift_runs.starts_at <= at desc, shift_runs.starts_at desc, shift_runs.id
  limit 1;
  if run.state = 'scheduled' then
    -- The first posting of a run does not wait for the job that opens it.
    update public.shift_runs set state = 'open' where id = run.id and state = 'scheduled';
  end if;
  select * into run from public.shift_runs where id = run.id and state in ('open', 'closing') for share;
  if found or not bound then
    return run.id;
  end if;

  -- Refused: his own run nearest to now says why, else the one that runs without him.
  select shift_runs.* into run
  from public.shift_runs
  join public.shifts on shifts.id = shift_runs.shift_id
  join public.shift_assignments on shift_assignments.run_id = shift_runs.id
    and shift_assignments.user_id = auth.uid() and shift_assignments.active
  where shift_runs.site_id = require_shift.site_id
    and (shifts.active or shift_runs.state = 'locked')
  order by least(
    abs(extract(epoch from shift_runs.starts_at - at)), abs(extract(epoch from shift_runs.ends_at - at))
  ), shift_runs.id
  limit 1;
  if found then
    perform app.assert_run_not_locked(run);
    perform app.assert_run_begun(run);
  end if;
  select shift_runs.* into run
  from public.shift_runs
  where shift_runs.site_id = require_shift.site_id
    and shift_runs.state in ('open', 'closing')
    and shift_runs.starts_at <= at and shift_runs.ends_at > at
  order by shift_runs.starts_at desc, shift_runs.id
  limit 1;
  if found then
    perform app.refuse_foreign_run(run);
  end if;
  perform app.fail(
    'SHIFT_NOT_YOURS',
    pg_catalog.format(
      'You are assigned to no shift at %s, and none runs there now.',
      (select code from public.sites where sites.id = require_shift.site_id)
    )
  );
end $function$;

CREATE OR REPLACE FUNCTION app.run_corrections (
  run public.shift_runs
)
  RETURNS TABLE (
    kind         text,
    subject_type text,
    subject_id   uuid,
    happened_at  timestamp with time zone,
    recorded_at  timestamp with time zone,
    person       uuid,
    batch_id     uuid,
    batch        text,
    subject      text,
    details      jsonb,
    remarks      text
  )
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return query
  select 'correction', 'correction_requests', asked.id, asked.requested_at, asked.requested_at, asked.requested_by,
    null::uuid, null::text, asked.subject,
    pg_catalog.jsonb_build_object(
      'number', asked.number, 'kind', asked.kind, 'state', asked.state, 'of_type', asked.subject_type, 'of', asked.subject_id,
      'decided_by', (select full_name from public.profiles where id = asked.decided_by), 'decided_at', asked.decided_at,
      'decision_note', asked.decision_note
    ), asked.reason
  from public.correction_requests as asked where asked.run_id = run.id;
end $function$;

CREATE OR REPLACE FUNCTION app.shift_runs_raise()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  if new.state = 'closing' then
    if not exists (select from public.shift_assignments where run_id = new.id and active) then
      return null;
    end if;
    perform app.notify(
      'shift.not_closed', new.site_id, 'shift_runs', new.id::text, app.shift_run_name(new),
      pg_catalog.jsonb_build_object(
        'shift', app.shift_run_name(new), 'ended', app.site_clock(new.site_id, new.ends_at),
        'locks', app.site_clock(new.site_id, new.ends_at + app.shift_grace(new.site_id)), 'run', new.id
      ),
      '/shifts/close/' || new.id
    );
  else
    perform app.resolve_alerts('shift.not_closed', 'shift_runs', new.id::text,
      case when new.closed_by is null then 'The shift is locked.' else 'The shift is closed.' end);
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION app.shift_summaries_raise()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  run public.shift_runs;
  missing text[] := array(
    select gap ->> 'sentence' from pg_catalog.jsonb_array_elements(new.figures -> 'gaps') as gap
    where pg_catalog.jsonb_typeof(gap -> 'explained') is distinct from 'object'
      -- What goes on in the next shift is handed over, not missing.
      and gap ->> 'kind' not in ('stage_running', 'material_open', 'downtime_open')
  );
begin
  if pg_catalog.cardinality(missing) = 0 then
    return null;
  end if;
  select * into strict run from public.shift_runs where id = new.run_id;
  perform app.notify(
    'shift.entry_missing', new.site_id, 'shift_runs', new.run_id::text, app.shift_run_name(run),
    pg_catalog.jsonb_build_object(
      'shift', app.shift_run_name(run), 'run', new.run_id, 'gaps', pg_catalog.array_to_string(missing, ' '),
      'missing', case pg_catalog.cardinality(missing) when 1 then '1 entry' else pg_catalog.cardinality(missing) || ' entries' end
    ),
    '/shifts/logbook?run=' || new.run_id
  );
  return null;
end $function$;

CREATE OR REPLACE FUNCTION app.summarize_corrected (
  correction public.correction_requests,
  mark       bigint
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  touched uuid;
  run public.shift_runs;
begin
  for touched in
    with versions as (
      select relation, version as record
      from audit.log cross join lateral (values (before), (after)) as either (version)
      where log.id > mark and log.transaction_id = pg_catalog.txid_current()
        and log.relation in ('public.stage_logs', 'public.downtimes', 'public.stage_materials') and version is not null
    )
    select shift_runs.id
    from public.shift_runs
    where shift_runs.site_id = correction.site_id and shift_runs.starts_at <= app.now()
      and (
        shift_runs.id = correction.run_id
        or shift_runs.id in (
          select named.run::uuid
          from versions cross join lateral (values (record ->> 'run_id'), (record ->> 'start_run_id'), (record ->> 'end_run_id')) as named (run)
        )
        or exists (
          select from versions
          where relation = 'public.downtimes'
            and (record ->> 'started_at')::timestamptz < shift_runs.ends_at
            and coalesce((record ->> 'ended_at')::timestamptz, 'infinity') > shift_runs.starts_at
        )
      )
    order by shift_runs.id
  loop
    -- A run that is being locked has its summary without this: waited for, it gets another. One that is
    -- still open is held, so that its lock waits for this, as for a posting.
    select * into strict run from public.shift_runs where id = touched for share;
    continue when run.state <> 'locked';
    perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('summary:' || run.id::text, 0));
    perform app.summarize_run(run.id, correction.id);
  end loop;
end $function$;

CREATE OR REPLACE FUNCTION app.tell (
  alert      public.alerts,
  people     uuid[],
  channels   text[],
  escalation jsonb         DEFAULT NULL::jsonb
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  SET plan_cache_mode TO 'force_generic_plan'
  AS $function$
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
end $function$;

CREATE OR REPLACE FUNCTION app.time_travel_allowed()
  RETURNS boolean
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return exists (
    select
    from pg_catalog.pg_db_role_setting
    join pg_catalog.pg_database on pg_database.oid = pg_db_role_setting.setdatabase
    where pg_database.datname = pg_catalog.current_database()
      and pg_db_role_setting.setrole = 0
      and 'app.time_travel=allowed' = any (pg_db_role_setting.setconfig)
  );
end $function$;

ALTER TABLE "public"."shift_summaries"
  ADD CONSTRAINT "shift_summaries_correction_id_fkey" FOREIGN KEY (correction_id) REFERENCES public.correction_requests(id);

CREATE VIEW "app"."errors" AS  SELECT code,
    status,
    hint
   FROM ( VALUES ('NOT_SIGNED_IN'::text,401,'Sign in, then try again.'::text), ('NOT_ALLOWED'::text,403,'Ask an administrator for the permission, or somebody who has it to do this.'::text), ('REQUEST_REUSED'::text,409,'Send the changed request under a new id.'::text), ('REQUEST_ID_MISSING'::text,400,'Send a UUID that stands for this one action.'::text), ('NOT_FOUND'::text,404,'Check the code, or look for it in the list.'::text), ('VALUE_INVALID'::text,400,'Correct the field and send it again.'::text), ('LAST_ADMIN'::text,422,'Make somebody else an administrator first.'::text), ('EMAIL_TAKEN'::text,409,'Look for the user in the list, or enter another address.'::text), ('PASSWORD_WEAK'::text,422,'Choose a longer password, with letters of both cases, a digit and a special character.'::text), ('USER_INACTIVE'::text,422,'Activate the user first.'::text), ('INVITATION_OVER'::text,409,'Reload the user: the invitation has been accepted already.'::text), ('MAIL_NOT_SENT'::text,503,'Send it again in a few minutes; nothing is done twice.'::text), ('FILE_TOO_LARGE'::text,413,'Scan it with a lower resolution, or send it in parts.'::text), ('FILE_TYPE_REFUSED'::text,415,'Send a PDF or a picture: JPG, PNG, WebP or HEIC.'::text), ('QUANTITY_INVALID'::text,400,'Enter a number above zero, in the unit shown beside the field.'::text), ('LOT_CODE_TAKEN'::text,409,'Leave the code empty to have one made, or enter another.'::text), ('ORDER_NEEDED'::text,422,'Choose the line of the purchase order that these goods were ordered by.'::text), ('ORDER_EXCEEDED'::text,422,'Check the quantity; goods over the order need a changed order first.'::text), ('ORDER_MISMATCH'::text,422,'Choose the line of this item at this site, on an order that is open.'::text), ('LOT_NOT_USABLE'::text,422,'Ask QA to test or to release the lot, or take another.'::text), ('STOCK_SHORT'::text,422,'Take less, or take the rest from another lot.'::text), ('PLACE_UNSUITABLE'::text,422,'Choose a place that holds stock and is in use.'::text), ('DEVIATION_NEEDED'::text,422,'Take the lot that comes first, or give a reason for taking another.'::text), ('RESERVATION_ENDED'::text,409,'Reload the lot: what was reserved is free again.'::text), ('TRANSFER_DECIDED'::text,409,'Reload the request: it has been fulfilled, declined or cancelled meanwhile.'::text), ('TRANSFER_EXCEEDED'::text,422,'Move no more than is missing; for more, ask for another request.'::text), ('LOT_NOT_HELD'::text,409,'Reload the lot: it has been released already.'::text), ('CIRCLE'::text,422,'A lot cannot come out of itself; check which went into which.'::text), ('APPEND_ONLY'::text,403,'Nothing is changed or removed here; a correction is a new entry.'::text), ('SHIFT_LOCKED'::text,423,'Ask a manager for a correction.'::text), ('SHIFT_NOT_YOURS'::text,403,'Ask a manager or an administrator to assign you to the shift.'::text), ('SHIFT_NOT_BEGUN'::text,403,'Come back when the shift has begun.'::text), ('SHIFT_NOT_LOCKED'::text,422,'Enter it in the shift while that takes entries; corrections are for shifts that are locked.'::text), ('CORRECTION_OPEN'::text,409,'Wait for the decision on the request that is there.'::text), ('CORRECTION_DECIDED'::text,409,'Reload the request: it has been decided or withdrawn already.'::text), ('CORRECTION_OWN'::text,403,'Ask another manager to decide.'::text), ('CORRECTION_STALE'::text,409,'Decline this request, and ask again with what the record says now.'::text), ('SHIFT_OVERLAP'::text,422,'Choose another shift or person, or undo the other assignment first.'::text), ('GAPS_OPEN'::text,422,'Finish what is named, or say why it stays open; then close the shift.'::text), ('CLOSE_TOO_EARLY'::text,422,'Close the shift when it is about to end.'::text), ('HANDOVER_GIVEN'::text,409,'Reload the shift: somebody has handed it over already.'::text), ('HANDOVER_RECEIVED'::text,409,'Reload the shift: somebody has taken it over already.'::text), ('ROUTE_MISSING'::text,422,'Ask an administrator for a route with its stages.'::text), ('ROUTE_IN_USE'::text,422,'Make a new version of the route; batches keep the one they began with.'::text), ('PACK_IN_USE'::text,422,'Add another SKU; packs that were made keep their size.'::text), ('BATCH_OVER'::text,422,'Look at the batch: it is no longer in work.'::text), ('STAGE_DONE'::text,409,'Reload the batch: somebody has logged this stage already.'::text), ('STAGE_ORDER'::text,422,'Log the stages in the order of the route, each after the one before has ended.'::text), ('STAGE_NOT_RUNNING'::text,409,'Reload the batch: the stage has not been started, or has ended.'::text), ('QC_GATE_CLOSED'::text,422,'Ask QA for the test, or a manager for an override.'::text), ('OUTPUT_EXCEEDS'::text,422,'Check both weighings; more cannot come out than went in.'::text), ('INPUT_UNALLOCATED'::text,422,'Allocate what is missing, or correct the input.'::text), ('MATERIAL_OPEN'::text,422,'Return what is left of the material, or use it up.'::text), ('UNIT_MISMATCH'::text,422,'Choose a material that is weighed in a unit of the same kind.'::text), ('TIME_ORDER'::text,422,'Correct the times; each stage begins after the one before has ended.'::text), ('DOWNTIME_ENDED'::text,409,'Reload the machine: somebody has recorded already that it runs again.'::text), ('MACHINE_BUSY'::text,409,'Choose another machine, or correct the times.'::text), ('LOSS_EXCEEDS'::text,422,'Check the weighing; a manager writes off more, as an adjustment.'::text), ('FIELD_MISSING'::text,400,'Fill in the field.'::text), ('PLAN_MISSING'::text,422,'Ask who edits QC plans for one that is in force.'::text), ('PLAN_IN_USE'::text,422,'Make a new version of the plan; tests keep the one they were judged by.'::text), ('TEST_EXISTS'::text,409,'Record a re-test of the latest test, and say why.'::text), ('TEST_LOCKED'::text,423,'Record a re-test; what is older than a day stays as it is.'::text), ('TEST_NOT_DUE'::text,422,'Finish the stage or the batch first.'::text), ('RETEST_LIMIT'::text,422,'Ask a manager for an override, or reject the lot.'::text), ('OVERRIDE_NOT_NEEDED'::text,422,'Only a test on hold can be overridden.'::text), ('OVERRIDE_OPEN'::text,409,'Wait for the decision on the request that is there.'::text), ('OVERRIDE_DECIDED'::text,409,'Reload the request: somebody has decided it already.'::text), ('OVERRIDE_OWN'::text,403,'Ask another manager to decide.'::text), ('INVOICE_TAKEN'::text,409,'Check the invoice number; it has gone out with another shipment.'::text), ('CERTIFICATE_ISSUED'::text,422,'Leave the date, or hold the lot and have it tested and certified anew.'::text), ('CERTIFICATE_NOT_DUE'::text,422,'A certificate needs a lot that has passed its final test.'::text), ('ALERT_RESOLVED'::text,409,'Reload the list: it is over.'::text), ('ALERT_ACKNOWLEDGED'::text,409,'Reload the list: somebody takes care of it.'::text), ('ADDRESS_MISSING'::text,422,'Enter where you want to be reached, then try again.'::text), ('DELIVERY_UNDER_WAY'::text,409,'Reload the list; only what has not arrived is sent again.'::text)) known(code, status, hint);

CREATE INDEX shift_summaries_correction_id_idx ON public.shift_summaries USING btree (correction_id);

CREATE TRIGGER raise_asked
  AFTER INSERT ON public.correction_requests
  FOR EACH ROW
  EXECUTE FUNCTION app.correction_requests_raise();

CREATE TRIGGER raise_decided
  AFTER UPDATE OF state ON public.correction_requests
  FOR EACH ROW
  WHEN ((old.state <> new.state))
  EXECUTE FUNCTION app.correction_requests_raise();

CREATE TRIGGER raise_alerts
  AFTER INSERT ON public.shift_summaries
  FOR EACH ROW
  WHEN ((new.version = 1))
  EXECUTE FUNCTION app.shift_summaries_raise();

COMMENT ON FUNCTION "app"."correction_requests_raise"() IS 'Raises shifts.correction_requested, ends it with the decision or the withdrawal, and tells who has asked what was decided (P9.01, P3.07).';

COMMENT ON FUNCTION "app"."shift_runs_raise"() IS 'Raises shift.not_closed at the end of a run that nobody has closed, and ends it when the run is locked (P9.01, P3.09).';

COMMENT ON FUNCTION "app"."shift_summaries_raise"() IS 'Raises shift.entry_missing for what a run was locked without and nobody has explained (P9.01, P3.09).';

COMMENT ON FUNCTION "app"."time_travel_allowed"() IS 'Whether the owner of this database lets the setting app.now move the clock; only tests do.';

COMMENT ON VIEW "app"."errors" IS 'Codes of refusals with their HTTP status and what to do; the DETAIL of every error names one.';

REVOKE ALL ON FUNCTION "app"."correction_requests_raise"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."correction_requests_raise"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."correction_requests_raise"() TO "postgres";

REVOKE ALL ON FUNCTION "app"."shift_summaries_raise"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."shift_summaries_raise"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."shift_summaries_raise"() TO "postgres";

REVOKE ALL ON FUNCTION "app"."time_travel_allowed"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."time_travel_allowed"() TO "anon", "authenticated";

REVOKE ALL ON FUNCTION "app"."time_travel_allowed"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."time_travel_allowed"() TO "postgres";

GRANT EXECUTE ON FUNCTION "app"."time_travel_allowed"() TO "service_role";
