SET local check_function_bodies = off;

DROP VIEW "app"."errors";

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
    and (shift_runs.starts_at <= app.now() or shift_runs.state = 'open')
    and app.now() < shift_runs.ends_at + app.shift_grace(shift_runs.site_id)
    and (
      not bound
      or exists (
        select from public.shift_assignments
        where shift_assignments.run_id = shift_runs.id
          and shift_assignments.user_id = auth.uid() and shift_assignments.active
      )
    )
  order by shift_runs.ends_at > app.now() desc, shift_runs.starts_at <= app.now() desc, shift_runs.starts_at desc, shift_runs.id
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
    abs(extract(epoch from shift_runs.starts_at - app.now())), abs(extract(epoch from shift_runs.ends_at - app.now()))
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
    and shift_runs.starts_at <= app.now() and shift_runs.ends_at > app.now()
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

CREATE VIEW "app"."errors" AS  SELECT code,
    status,
    hint
   FROM ( VALUES ('NOT_SIGNED_IN'::text,401,'Sign in, then try again.'::text), ('NOT_ALLOWED'::text,403,'Ask an administrator for the permission, or somebody who has it to do this.'::text), ('REQUEST_REUSED'::text,409,'Send the changed request under a new id.'::text), ('REQUEST_ID_MISSING'::text,400,'Send a UUID that stands for this one action.'::text), ('NOT_FOUND'::text,404,'Check the code, or look for it in the list.'::text), ('VALUE_INVALID'::text,400,'Correct the field and send it again.'::text), ('LAST_ADMIN'::text,422,'Make somebody else an administrator first.'::text), ('EMAIL_TAKEN'::text,409,'Look for the user in the list, or enter another address.'::text), ('PASSWORD_WEAK'::text,422,'Choose a longer password, with letters of both cases, a digit and a special character.'::text), ('USER_INACTIVE'::text,422,'Activate the user first.'::text), ('INVITATION_OVER'::text,409,'Reload the user: the invitation has been accepted already.'::text), ('MAIL_NOT_SENT'::text,503,'Send it again in a few minutes; nothing is done twice.'::text), ('FILE_TOO_LARGE'::text,413,'Scan it with a lower resolution, or send it in parts.'::text), ('FILE_TYPE_REFUSED'::text,415,'Send a PDF or a picture: JPG, PNG, WebP or HEIC.'::text), ('QUANTITY_INVALID'::text,400,'Enter a number above zero, in the unit shown beside the field.'::text), ('LOT_CODE_TAKEN'::text,409,'Leave the code empty to have one made, or enter another.'::text), ('ORDER_NEEDED'::text,422,'Choose the line of the purchase order that these goods were ordered by.'::text), ('ORDER_EXCEEDED'::text,422,'Check the quantity; goods over the order need a changed order first.'::text), ('ORDER_MISMATCH'::text,422,'Choose the line of this item at this site, on an order that is open.'::text), ('LOT_NOT_USABLE'::text,422,'Ask QA to test or to release the lot, or take another.'::text), ('STOCK_SHORT'::text,422,'Take less, or take the rest from another lot.'::text), ('PLACE_UNSUITABLE'::text,422,'Choose a place that holds stock and is in use.'::text), ('DEVIATION_NEEDED'::text,422,'Take the lot that comes first, or give a reason for taking another.'::text), ('RESERVATION_ENDED'::text,409,'Reload the lot: what was reserved is free again.'::text), ('TRANSFER_DECIDED'::text,409,'Reload the request: it has been fulfilled, declined or cancelled meanwhile.'::text), ('TRANSFER_EXCEEDED'::text,422,'Move no more than is missing; for more, ask for another request.'::text), ('LOT_NOT_HELD'::text,409,'Reload the lot: it has been released already.'::text), ('CIRCLE'::text,422,'A lot cannot come out of itself; check which went into which.'::text), ('APPEND_ONLY'::text,403,'Nothing is changed or removed here; a correction is a new entry.'::text), ('SHIFT_LOCKED'::text,423,'Ask a manager for a correction.'::text), ('SHIFT_NOT_YOURS'::text,403,'Ask a manager or an administrator to assign you to the shift.'::text), ('SHIFT_NOT_BEGUN'::text,403,'Come back when the shift has begun.'::text), ('SHIFT_NOT_LOCKED'::text,422,'Enter it in the shift while that takes entries; corrections are for shifts that are locked.'::text), ('CORRECTION_OPEN'::text,409,'Wait for the decision on the request that is there.'::text), ('CORRECTION_DECIDED'::text,409,'Reload the request: it has been decided or withdrawn already.'::text), ('CORRECTION_OWN'::text,403,'Ask another manager to decide.'::text), ('CORRECTION_STALE'::text,409,'Decline this request, and ask again with what the record says now.'::text), ('SHIFT_OVERLAP'::text,422,'Choose another shift or person, or undo the other assignment first.'::text), ('GAPS_OPEN'::text,422,'Finish what is named, or say why it stays open; then close the shift.'::text), ('CLOSE_TOO_EARLY'::text,422,'Close the shift when it is about to end.'::text), ('HANDOVER_GIVEN'::text,409,'Reload the shift: somebody has handed it over already.'::text), ('HANDOVER_RECEIVED'::text,409,'Reload the shift: somebody has taken it over already.'::text), ('ROUTE_MISSING'::text,422,'Ask an administrator for a route with its stages.'::text), ('ROUTE_IN_USE'::text,422,'Make a new version of the route; batches keep the one they began with.'::text), ('PACK_IN_USE'::text,422,'Add another SKU; packs that were made keep their size.'::text), ('BATCH_OVER'::text,422,'Look at the batch: it is no longer in work.'::text), ('STAGE_DONE'::text,409,'Reload the batch: somebody has logged this stage already.'::text), ('STAGE_ORDER'::text,422,'Log the stages in the order of the route, each after the one before has ended.'::text), ('STAGE_NOT_RUNNING'::text,409,'Reload the batch: the stage has not been started, or has ended.'::text), ('QC_GATE_CLOSED'::text,422,'Ask QA for the test, or a manager for an override.'::text), ('OUTPUT_EXCEEDS'::text,422,'Check both weighings; more cannot come out than went in.'::text), ('INPUT_UNALLOCATED'::text,422,'Allocate what is missing, or correct the input.'::text), ('MATERIAL_OPEN'::text,422,'Return what is left of the material, or use it up.'::text), ('UNIT_MISMATCH'::text,422,'Choose a material that is weighed in a unit of the same kind.'::text), ('TIME_ORDER'::text,422,'Correct the times; each stage begins after the one before has ended.'::text), ('DOWNTIME_ENDED'::text,409,'Reload the machine: somebody has recorded already that it runs again.'::text), ('MACHINE_BUSY'::text,409,'Choose another machine, or correct the times.'::text), ('LOSS_EXCEEDS'::text,422,'Check the weighing; a manager writes off more, as an adjustment.'::text), ('FIELD_MISSING'::text,400,'Fill in the field.'::text), ('PLAN_MISSING'::text,422,'Ask who edits QC plans for one that is in force.'::text), ('PLAN_IN_USE'::text,422,'Make a new version of the plan; tests keep the one they were judged by.'::text), ('TEST_EXISTS'::text,409,'Record a re-test of the latest test, and say why.'::text), ('TEST_LOCKED'::text,423,'Record a re-test; what is older than a day stays as it is.'::text), ('TEST_NOT_DUE'::text,422,'Finish the stage or the batch first.'::text), ('RETEST_LIMIT'::text,422,'Ask a manager for an override, or reject the lot.'::text), ('OVERRIDE_NOT_NEEDED'::text,422,'Only a test on hold can be overridden.'::text), ('OVERRIDE_OPEN'::text,409,'Wait for the decision on the request that is there.'::text), ('OVERRIDE_DECIDED'::text,409,'Reload the request: somebody has decided it already.'::text), ('OVERRIDE_OWN'::text,403,'Ask another manager to decide.'::text), ('INVOICE_TAKEN'::text,409,'Check the invoice number; it has gone out with another shipment.'::text), ('CERTIFICATE_ISSUED'::text,422,'Leave the date, or hold the lot and have it tested and certified anew.'::text), ('CERTIFICATE_NOT_DUE'::text,422,'A certificate needs a lot that has passed its final test.'::text)) known(code, status, hint);

COMMENT ON VIEW "app"."errors" IS 'Codes of refusals with their HTTP status and what to do; the DETAIL of every error names one.';

CREATE OR REPLACE FUNCTION app.show_close_view(run uuid) returns jsonb
language plpgsql stable
security definer
set search_path = ''
as $$
declare
  here public.shift_runs;
  gaps jsonb;
begin
  select * into here from public.shift_runs where id = show_close_view.run;
  gaps := app.standing_gaps(here);
  return pg_catalog.jsonb_build_object(
    'now', app.now(),
    'run', app.show_shift_run(here.id),
    'opened_by', (select full_name from public.profiles where id = here.opened_by),
    'closed_by', (select full_name from public.profiles where id = here.closed_by),
    'locked_at', here.locked_at,
    'opens_from', here.starts_at - coalesce(app.setting('shifts.open_early_minutes')::double precision, 0) * interval '1 minute',
    'closes_from', app.shift_closes_from(here),
    'locks_at', coalesce(here.locked_at, here.ends_at + app.shift_grace(here.site_id)),
    'mine', exists (select from public.shift_assignments where run_id = here.id and user_id = auth.uid() and active),
    'may_close', here.state <> 'locked' and app.has('shifts.close', here.site_id) and (
      not app.is_bound_to_shift(here.site_id, 'shifts.close')
      or exists (select from public.shift_assignments where run_id = here.id and user_id = auth.uid() and active)
    ),
    'entries', (select pg_catalog.count(*) from app.run_entries(here)),
    'managers', app.shift_managers(here.site_id),
    'gaps', gaps,
    'gaps_open', (select pg_catalog.count(*) from pg_catalog.jsonb_array_elements(gaps) as gap where gap -> 'explained' = 'null'),
    'handover', app.show_handover((select shift_handovers from public.shift_handovers where run_id = here.id)) - 'facts'
  );
end $$;
