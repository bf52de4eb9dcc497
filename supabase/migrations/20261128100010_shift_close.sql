SET local check_function_bodies = off;

DROP TRIGGER "announce" ON "public"."shift_runs";

DROP VIEW "app"."errors";

DROP FUNCTION "app"."shift_grace"();

CREATE TABLE "public"."calendar_links" (
  "id"         uuid                     NOT NULL DEFAULT gen_random_uuid(),
  "user_id"    uuid                     NOT NULL,
  "token_hash" bytea                    NOT NULL,
  "ended_at"   timestamp with time zone,
  CONSTRAINT "calendar_links_pkey" PRIMARY KEY (id),
  CONSTRAINT "calendar_links_token_hash_key" UNIQUE (token_hash),
  "created_at" timestamp with time zone NOT NULL DEFAULT app.now(),
  CONSTRAINT "a link does not end before it was made" CHECK ((ended_at >= created_at))
);

ALTER TABLE "public"."calendar_links"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."calendar_links" FROM "anon", "service_role";

CREATE TABLE "public"."holidays" (
  "id"         uuid                     NOT NULL DEFAULT gen_random_uuid(),
  "site_id"    uuid                     NOT NULL,
  "day"        date                     NOT NULL,
  "name"       text                     NOT NULL,
  "works"      boolean                  NOT NULL DEFAULT false,
  CONSTRAINT "a day is a holiday once at a site" UNIQUE (site_id, day),
  CONSTRAINT "holiday is in a year from 2000 to 2199" CHECK (((day >= '2000-01-01'::date) AND (day < '2200-01-01'::date))),
  CONSTRAINT "holiday name has 1 to 80 characters" CHECK (((btrim(name) <> ''::text) AND (length(name) <= 80))),
  CONSTRAINT "holidays_pkey" PRIMARY KEY (id),
  "created_at" timestamp with time zone NOT NULL DEFAULT app.now()
);

ALTER TABLE "public"."holidays"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."holidays" FROM "anon";

CREATE TABLE "public"."shift_explanations" (
  "id"           bigint                   GENERATED ALWAYS AS IDENTITY NOT NULL,
  "run_id"       uuid                     NOT NULL,
  "site_id"      uuid                     NOT NULL,
  "kind"         text                     NOT NULL,
  "subject_type" text                     NOT NULL,
  "subject_id"   uuid                     NOT NULL,
  "sentence"     text                     NOT NULL,
  "reason"       text                     NOT NULL,
  "explained_by" uuid                     NOT NULL,
  CONSTRAINT "kind of gap is known"
    CHECK ((kind = ANY (ARRAY['stage_running'::text, 'field_missing'::text, 'material_open'::text, 'qc_missing'::text, 'downtime_open'::text, 'loss_unexplained'::text]))),
  CONSTRAINT "shift_explanations_pkey" PRIMARY KEY (id),
  "explained_at" timestamp with time zone NOT NULL DEFAULT app.now(),
  CONSTRAINT "explanation has 1 to 2000 characters" CHECK (((NOT app.is_blank(reason)) AND (length(reason) <= 2000)))
);

ALTER TABLE "public"."shift_explanations"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."shift_explanations" FROM "anon";

CREATE TABLE "public"."shift_handovers" (
  "id"            uuid                     NOT NULL DEFAULT gen_random_uuid(),
  "run_id"        uuid                     NOT NULL,
  "site_id"       uuid                     NOT NULL,
  "next_run_id"   uuid,
  "facts"         jsonb                    NOT NULL,
  "note"          text,
  "given_by"      uuid                     NOT NULL,
  "received_by"   uuid,
  "received_at"   timestamp with time zone,
  "received_note" text,
  CONSTRAINT "handover note has at most 4000 characters" CHECK ((length(note) <= 4000)),
  CONSTRAINT "note of who takes over has at most 2000 characters" CHECK ((length(received_note) <= 2000)),
  CONSTRAINT "only who takes over answers with a note" CHECK (((received_note IS NULL) OR (received_by IS NOT NULL))),
  CONSTRAINT "who takes over does so at a time" CHECK (((received_by IS NULL) = (received_at IS NULL))),
  CONSTRAINT "shift_handovers_pkey" PRIMARY KEY (id),
  CONSTRAINT "shift_handovers_run_id_key" UNIQUE (run_id),
  "given_at"      timestamp with time zone NOT NULL DEFAULT app.now()
);

ALTER TABLE "public"."shift_handovers"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."shift_handovers" FROM "anon";

CREATE TABLE "public"."shift_remarks" (
  "id"         uuid                     NOT NULL DEFAULT gen_random_uuid(),
  "run_id"     uuid                     NOT NULL,
  "site_id"    uuid                     NOT NULL,
  "body"       text                     NOT NULL,
  "written_by" uuid                     NOT NULL,
  CONSTRAINT "shift_remarks_pkey" PRIMARY KEY (id),
  "written_at" timestamp with time zone NOT NULL DEFAULT app.now(),
  CONSTRAINT "shift remark has 1 to 2000 characters" CHECK (((NOT app.is_blank(body)) AND (length(body) <= 2000)))
);

ALTER TABLE "public"."shift_remarks"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."shift_remarks" FROM "anon";

CREATE TABLE "public"."shift_rotation_turns" (
  "id"          uuid    NOT NULL DEFAULT gen_random_uuid(),
  "rotation_id" uuid    NOT NULL,
  "site_id"     uuid    NOT NULL,
  "week"        integer NOT NULL,
  "weekday"     integer NOT NULL,
  "shift_id"    uuid    NOT NULL,
  "user_id"     uuid    NOT NULL,
  CONSTRAINT "a person has a turn once" UNIQUE (rotation_id, week, weekday, shift_id, user_id),
  CONSTRAINT "turn is in a week from 1 to 12" CHECK (((week >= 1) AND (week <= 12))),
  CONSTRAINT "turn is on a weekday from 1, Monday, to 7" CHECK (((weekday >= 1) AND (weekday <= 7))),
  CONSTRAINT "shift_rotation_turns_pkey" PRIMARY KEY (id)
);

ALTER TABLE "public"."shift_rotation_turns"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."shift_rotation_turns" FROM "anon";

CREATE TABLE "public"."shift_rotations" (
  "id"         uuid                     NOT NULL DEFAULT gen_random_uuid(),
  "site_id"    uuid                     NOT NULL,
  "name"       text                     NOT NULL,
  "starts_on"  date                     NOT NULL,
  "weeks"      integer                  NOT NULL,
  "active"     boolean                  NOT NULL DEFAULT true,
  CONSTRAINT "a rotation name is given once at a site" UNIQUE (site_id, name),
  CONSTRAINT "rotation has 1 to 12 weeks" CHECK (((weeks >= 1) AND (weeks <= 12))),
  CONSTRAINT "rotation is of one site" UNIQUE (id, site_id),
  CONSTRAINT "rotation starts in a year from 2000 to 2199" CHECK (((starts_on >= '2000-01-01'::date) AND (starts_on < '2200-01-01'::date))),
  CONSTRAINT "rotation starts on a Monday" CHECK ((EXTRACT(isodow FROM starts_on) = (1)::numeric)),
  CONSTRAINT "shift_rotations_pkey" PRIMARY KEY (id),
  "created_at" timestamp with time zone NOT NULL DEFAULT app.now(),
  CONSTRAINT "rotation name has 1 to 60 characters" CHECK (((NOT app.is_blank(name)) AND (length(name) <= 60)))
);

ALTER TABLE "public"."shift_rotations"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."shift_rotations" FROM "anon";

CREATE TABLE "public"."shift_summaries" (
  "id"               uuid                     NOT NULL DEFAULT gen_random_uuid(),
  "run_id"           uuid                     NOT NULL,
  "site_id"          uuid                     NOT NULL,
  "version"          integer                  NOT NULL,
  "correction_id"    uuid,
  "input_quantity"   numeric                  NOT NULL,
  "output_quantity"  numeric                  NOT NULL,
  "yield_percent"    numeric,
  "downtime_minutes" numeric                  NOT NULL,
  "entries"          integer                  NOT NULL,
  "late_entries"     integer                  NOT NULL,
  "stages"           integer                  NOT NULL,
  "batches_finished" integer                  NOT NULL,
  "rejected_lots"    integer                  NOT NULL,
  "figures"          jsonb                    NOT NULL,
  CONSTRAINT "a run has a version of its summary once" UNIQUE (run_id, VERSION),
  CONSTRAINT "summary version is 1 or above" CHECK ((version >= 1)),
  CONSTRAINT "the first version corrects nothing" CHECK (((correction_id IS NULL) OR (version > 1))),
  CONSTRAINT "shift_summaries_pkey" PRIMARY KEY (id),
  "computed_at"      timestamp with time zone NOT NULL DEFAULT app.now()
);

ALTER TABLE "public"."shift_summaries"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."shift_summaries" FROM "anon";

ALTER TABLE "public"."shift_assignments"
  ADD COLUMN "rotation_id" uuid;

ALTER TABLE "public"."shift_runs"
  ADD COLUMN "opened_by" uuid;

ALTER TABLE "public"."shift_runs"
  ADD COLUMN "closed_by" uuid;

ALTER TABLE "public"."sites"
  ADD COLUMN "grace_minutes" integer;

ALTER TABLE "public"."stage_logs"
  ADD COLUMN "end_logged_at" timestamp WITH time zone;

REVOKE ALL ON SEQUENCE "public"."shift_explanations_id_seq" FROM "anon";

REVOKE ALL ON SEQUENCE "public"."shift_explanations_id_seq" FROM "authenticated";

REVOKE ALL ON SEQUENCE "public"."shift_explanations_id_seq" FROM "service_role";

CREATE OR REPLACE FUNCTION app.apply_rotations (
  site_id uuid
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  wish record;
begin
  -- As assign_shift does, so that nobody is put into two runs at the same moment.
  perform from public.profiles
  where id in (
    select turns.user_id from public.shift_rotation_turns as turns where turns.site_id = apply_rotations.site_id
    union
    select user_id from public.shift_assignments
    where shift_assignments.site_id = apply_rotations.site_id and rotation_id is not null and active
  )
  order by id
  for no key update;
  update public.shift_assignments set active = false
  from public.shift_runs
  where shift_runs.id = shift_assignments.run_id and shift_runs.site_id = apply_rotations.site_id
    and shift_runs.state = 'scheduled' and shift_runs.starts_at > app.now()
    and shift_assignments.rotation_id is not null and shift_assignments.active
    and not exists (
      select from app.rotation_wishes(apply_rotations.site_id) as wishes
      where wishes.run_id = shift_assignments.run_id and wishes.user_id = shift_assignments.user_id
    );
  for wish in
    select wishes.*
    from app.rotation_wishes(apply_rotations.site_id) as wishes
    left join public.shift_assignments as there on there.run_id = wishes.run_id and there.user_id = wishes.user_id
    where there.id is null or (there.rotation_id is not null and not there.active)
    order by wishes.starts_at, wishes.run_id, wishes.user_id
  loop
    continue when not app.works_at(wish.user_id, apply_rotations.site_id)
      or app.overlapping_run(wish.user_id, wish.run_id) is not null;
    insert into public.shift_assignments (run_id, site_id, user_id, rotation_id)
    values (wish.run_id, apply_rotations.site_id, wish.user_id, wish.rotation_id)
    on conflict (run_id, user_id) do update set active = true, rotation_id = excluded.rotation_id;
  end loop;
end $function$;

CREATE OR REPLACE FUNCTION app.assert_run_begun (
  run public.shift_runs
)
  RETURNS void
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  if (run).starts_at > app.now() and (run).state = 'scheduled' then
    perform app.fail(
      'SHIFT_NOT_BEGUN',
      pg_catalog.format('%s begins at %s.', app.shift_run_name(run), app.site_clock((run).site_id, (run).starts_at)),
      'run',
      pg_catalog.jsonb_build_object('run', (run).id, 'starts_at', (run).starts_at)
    );
  end if;
end $function$;

CREATE OR REPLACE FUNCTION app.assert_run_not_locked (
  run public.shift_runs
)
  RETURNS void
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  grace_ends timestamptz := (run).ends_at + app.shift_grace((run).site_id);
begin
  if (run).state = 'locked' or app.now() >= grace_ends then
    perform app.fail(
      'SHIFT_LOCKED',
      case when (run).closed_by is not null
        then pg_catalog.format('%s is locked: it was closed at %s.', app.shift_run_name(run), app.site_clock((run).site_id, (run).locked_at))
        else pg_catalog.format(
          '%s is locked: it ended at %s and took entries until %s.',
          app.shift_run_name(run),
          app.site_clock((run).site_id, (run).ends_at),
          app.site_clock((run).site_id, least((run).locked_at, grace_ends))
        )
      end,
      'run',
      pg_catalog.jsonb_build_object('run', (run).id, 'ends_at', (run).ends_at, 'managers', app.shift_managers((run).site_id))
    );
  end if;
end $function$;

CREATE OR REPLACE FUNCTION app.cancel_holiday_runs (
  site_id uuid,
  day     date
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  run public.shift_runs;
begin
  perform from public.shifts where shifts.site_id = cancel_holiday_runs.site_id order by id for no key update;
  for run in
    select * from public.shift_runs
    where shift_runs.site_id = cancel_holiday_runs.site_id and business_date = cancel_holiday_runs.day
      and state = 'scheduled' and starts_at > app.now()
    order by id
    for update
  loop
    continue when exists (select from public.shift_assignments where run_id = run.id and active);
    begin
      delete from public.shift_assignments where run_id = run.id;
      delete from public.shift_runs where id = run.id;
    exception when foreign_key_violation then
      -- Something refers to it, as the handover of the run before: it stays.
      null;
    end;
  end loop;
end $function$;

CREATE OR REPLACE FUNCTION app.check_days (
  from_day date,
  to_day   date
)
  RETURNS void
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  if from_day is null or to_day is null or from_day < '2000-01-01' or to_day >= '2200-01-01' or to_day - from_day not between 0 and 92 then
    perform app.fail('VALUE_INVALID', 'A calendar shows 1 to 93 days, from the first to the last.', 'to_day');
  end if;
end $function$;

CREATE OR REPLACE FUNCTION app.create_shift_runs (
  days     integer DEFAULT NULL::integer,
  shift_id uuid    DEFAULT NULL::uuid
)
  RETURNS integer
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  ahead integer := coalesce(create_shift_runs.days, app.setting('shifts.days_ahead')::integer);
  created integer;
begin
  perform from public.shifts
  where active and (create_shift_runs.shift_id is null or id = create_shift_runs.shift_id)
  order by id
  for no key update;
  insert into public.shift_runs (shift_id, site_id, business_date, starts_at, ends_at)
  select shifts.id, shifts.site_id, day.date, times.starts_at, times.ends_at
  from public.shifts
  join public.sites on sites.id = shifts.site_id and sites.active
  cross join lateral (
    select app.business_date(sites.id) + n as date
    from pg_catalog.generate_series(-1, ahead) as n
  ) as day
  cross join lateral app.shift_times(day.date, shifts.starts, shifts.ends, sites.time_zone) as times
  where shifts.active
    and (create_shift_runs.shift_id is null or shifts.id = create_shift_runs.shift_id)
    and times.starts_at < times.ends_at
    and times.ends_at > app.now()
    and not exists (
      select from public.holidays
      where holidays.site_id = shifts.site_id and holidays.day = day.date and not holidays.works
    )
    and not exists (
      select from public.shift_runs
      where shift_runs.shift_id = shifts.id
        and shift_runs.starts_at < times.ends_at and shift_runs.ends_at > times.starts_at
    )
  on conflict on constraint "a shift has one run on a date" do nothing;
  get diagnostics created = row_count;
  perform app.apply_rotations(sites.id)
  from public.sites
  where exists (select from public.shift_rotations where shift_rotations.site_id = sites.id and shift_rotations.active)
    and (
      create_shift_runs.shift_id is null
      or sites.id = (select shifts.site_id from public.shifts where shifts.id = create_shift_runs.shift_id)
    );
  return created;
end $function$;

CREATE OR REPLACE FUNCTION app.handover_facts (
  run public.shift_runs
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return pg_catalog.jsonb_build_object(
    'running', (
      select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
          'batch_id', batches.id, 'batch', batches.code, 'item', items.code, 'item_name', items.name, 'unit', items.unit,
          'stage', stages.name, 'machine', machines.code, 'operator', stage_logs.operator_name,
          'input', stage_logs.input_quantity, 'started_at', stage_logs.started_at,
          'next_stage', (
            select following.name from public.route_stages join public.stages as following on following.id = route_stages.stage_id
            where route_stages.route_id = batches.route_id and route_stages.position = app.next_position(batches)
          )
        ) order by stage_logs.started_at, batches.code), '[]')
      from public.batches
      join public.items on items.id = batches.item_id
      left join public.stage_logs on stage_logs.batch_id = batches.id and stage_logs.ended_at is null
      left join public.stages on stages.id = stage_logs.stage_id
      left join public.machines on machines.id = stage_logs.machine_id
      where batches.site_id = run.site_id and batches.state = 'running'
    ),
    'waiting_qc', (
      select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
          'lot_id', waiting.lot_id, 'stage_log_id', waiting.stage_log_id, 'lot', waiting.lot, 'item', waiting.item,
          'stage', waiting.stage, 'qc_status', waiting.qc_status, 'since', waiting.since
        ) order by waiting.since, waiting.lot), '[]')
      from (
        select batches.lot_id, stage_logs.id as stage_log_id, batches.code as lot, items.code as item, stages.name as stage,
          stage_logs.qc_status, stage_logs.ended_at as since
        from public.stage_logs
        join public.batches on batches.id = stage_logs.batch_id and batches.state in ('running', 'finished')
        join public.items on items.id = batches.item_id
        join public.stages on stages.id = stage_logs.stage_id
        where stage_logs.site_id = run.site_id and stage_logs.qc_status in ('pending', 'hold') and stage_logs.ended_at is not null
        union all
        select lots.id, null, lots.code, items.code, null, lots.qc_status, coalesce(batches.ended_at, lots.created_at)
        from public.lots
        join public.items on items.id = lots.item_id
        left join public.batches on batches.lot_id = lots.id
        where lots.site_id = run.site_id and lots.qc_status in ('pending', 'hold') and lots.initial_quantity is not null
      ) as waiting
    ),
    'holds', (
      select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
          'lot_id', lots.id, 'lot', lots.code, 'item', items.code, 'reason', reason_codes.name, 'cause', cause.code, 'held_at', lot_holds.held_at
        ) order by lot_holds.held_at, lots.code), '[]')
      from public.lot_holds
      join public.lots on lots.id = lot_holds.lot_id and lots.site_id = run.site_id
      join public.items on items.id = lots.item_id
      join public.lots as cause on cause.id = lot_holds.cause_lot_id
      join public.reason_codes on reason_codes.id = lot_holds.reason_id
      where lot_holds.released_at is null
    ),
    'downtimes', (
      select coalesce(pg_catalog.jsonb_agg(app.downtime_answer(downtimes.id) order by downtimes.started_at), '[]')
      from public.downtimes where downtimes.site_id = run.site_id and downtimes.ended_at is null
    ),
    'gaps', app.shift_gaps(run.id)
  );
end $function$;

CREATE OR REPLACE FUNCTION app.hold_run (
  run        uuid,
  permission text
)
  RETURNS public.shift_runs
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  held public.shift_runs;
begin
  select * into held from public.shift_runs where id = hold_run.run for no key update;
  if not found then
    perform app.fail('NOT_FOUND', 'There is no such run of a shift.', 'run');
  end if;
  perform app.require(hold_run.permission, held.site_id);
  perform app.assert_run_not_locked(held);
  if app.is_bound_to_shift(held.site_id, hold_run.permission) and not exists (
    select from public.shift_assignments
    where run_id = held.id and user_id = auth.uid() and active
  ) then
    perform app.refuse_foreign_run(held);
  end if;
  return held;
end $function$;

CREATE OR REPLACE FUNCTION app.holidays_keep_runs()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  if tg_op <> 'DELETE' and not new.works then
    perform app.cancel_holiday_runs(new.site_id, new.day);
  elsif tg_op <> 'INSERT' then
    perform app.create_shift_runs(null, shifts.id)
    from (select id from public.shifts where site_id = old.site_id and active order by id) as shifts;
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION app.line_integer (
  line   jsonb,
  key    text,
  field  text,
  fewest integer,
  most   integer
)
  RETURNS integer
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  if coalesce(line ->> key, '') !~ '^[0-9]{1,4}$' or (line ->> key)::integer not between fewest and most then
    perform app.fail('VALUE_INVALID', pg_catalog.format('"%s" is no number from %s to %s: %s.', left(line ->> key, 60), fewest, most, line_integer.field), line_integer.field);
  end if;
  return (line ->> key)::integer;
end $function$;

CREATE OR REPLACE FUNCTION app.lock_shift_runs()
  RETURNS integer
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  changed integer;
begin
  with due as (
    select
      shift_runs.id,
      case
        when app.now() >= grace.ends_at then 'locked'
        when app.now() >= shift_runs.ends_at then 'closing'
        else 'open'
      end::public.shift_run_state as state
    from public.shift_runs
    join public.shifts on shifts.id = shift_runs.shift_id
    cross join lateral (select shift_runs.ends_at + app.shift_grace(shift_runs.site_id) as ends_at) as grace
    where shift_runs.state <> 'locked'
      and shift_runs.starts_at <= app.now()
      and (shifts.active or shift_runs.state <> 'scheduled' or app.now() >= grace.ends_at)
      and (
        shift_runs.state = 'scheduled'
        or (shift_runs.state = 'open' and app.now() >= shift_runs.ends_at)
        or app.now() >= grace.ends_at
      )
    order by shift_runs.id
    for no key update of shift_runs
  )
  update public.shift_runs
  set state = due.state, locked_at = case when due.state = 'locked' then app.now() end
  from due
  where due.id = shift_runs.id and due.state > shift_runs.state;
  get diagnostics changed = row_count;
  return changed;
end $function$;

CREATE OR REPLACE FUNCTION app.next_run (
  run public.shift_runs
)
  RETURNS uuid
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return (
    select shift_runs.id
    from public.shift_runs
    join public.shifts on shifts.id = shift_runs.shift_id
    where shift_runs.site_id = run.site_id and shift_runs.starts_at >= run.ends_at
      and (shifts.active or shift_runs.state <> 'scheduled')
    order by shift_runs.starts_at, shifts.code limit 1
  );
end $function$;

CREATE OR REPLACE FUNCTION app.overlapping_run (
  person uuid,
  run    uuid
)
  RETURNS uuid
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return (
    select other.id
    from public.shift_runs as wanted
    join public.shift_runs as other on other.id <> wanted.id and other.starts_at < wanted.ends_at and other.ends_at > wanted.starts_at
    join public.shift_assignments on shift_assignments.run_id = other.id
      and shift_assignments.user_id = overlapping_run.person and shift_assignments.active
    where wanted.id = overlapping_run.run
    order by other.starts_at, other.id
    limit 1
  );
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
begin
  perform app.require(require_shift.permission, require_shift.site_id);
  bound := app.is_bound_to_shift(require_shift.site_id, require_shift.permission);

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

CREATE OR REPLACE FUNCTION app.retime_shift_runs (
  site_id  uuid,
  shift_id uuid DEFAULT NULL::uuid
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  conflict record;
begin
  perform from public.shifts
  where shifts.site_id = retime_shift_runs.site_id
    and (retime_shift_runs.shift_id is null or shifts.id = retime_shift_runs.shift_id)
  order by id
  for no key update;
  perform from public.profiles
  where id in (
    select user_id from public.shift_assignments
    where shift_assignments.site_id = retime_shift_runs.site_id and active
    union
    select user_id from public.shift_rotation_turns where shift_rotation_turns.site_id = retime_shift_runs.site_id
  )
  order by id
  for no key update;

  update public.shift_runs
  set starts_at = planned.starts_at, ends_at = planned.ends_at
  from (
    select coming.id, times.starts_at, times.ends_at
    from public.shift_runs as coming
    join public.shifts on shifts.id = coming.shift_id
    join public.sites on sites.id = coming.site_id
    cross join lateral app.shift_times(coming.business_date, shifts.starts, shifts.ends, sites.time_zone) as times
    where coming.site_id = retime_shift_runs.site_id
      and (retime_shift_runs.shift_id is null or coming.shift_id = retime_shift_runs.shift_id)
      and coming.state = 'scheduled'
      and coming.starts_at > app.now()
      and times.ends_at > app.now()
      and times.starts_at < times.ends_at
      and (times.starts_at, times.ends_at) is distinct from (coming.starts_at, coming.ends_at)
  ) as planned
  where planned.id = shift_runs.id and shift_runs.state = 'scheduled';

  select profiles.full_name, app.shift_run_name(first) as first, app.shift_run_name(second) as second into conflict
  from public.shift_runs as first
  join public.shift_assignments as there on there.run_id = first.id and there.active
  join public.shift_assignments as here on here.user_id = there.user_id and here.run_id <> first.id and here.active
  join public.shift_runs as second on second.id = here.run_id
    and second.starts_at < first.ends_at and second.ends_at > first.starts_at
  join public.profiles on profiles.id = there.user_id
  where first.site_id = retime_shift_runs.site_id and first.state = 'scheduled'
  order by first.starts_at, first.id
  limit 1;
  if found then
    perform app.fail(
      'SHIFT_OVERLAP',
      pg_catalog.format('With these times %s would be in %s and in %s at once.', conflict.full_name, conflict.first, conflict.second),
      'starts'
    );
  end if;
end $function$;

CREATE OR REPLACE FUNCTION app.rotation_wishes (
  site_id uuid
)
  RETURNS TABLE (
    run_id      uuid,
    user_id     uuid,
    rotation_id uuid,
    starts_at   timestamp with time zone,
    ends_at     timestamp with time zone
  )
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return query
  select distinct on (shift_runs.id, turns.user_id) shift_runs.id, turns.user_id, shift_rotations.id, shift_runs.starts_at, shift_runs.ends_at
  from public.shift_rotations
  join public.shift_rotation_turns as turns on turns.rotation_id = shift_rotations.id and turns.week <= shift_rotations.weeks
  join public.shifts on shifts.id = turns.shift_id and shifts.active
  join public.shift_runs on shift_runs.shift_id = turns.shift_id
    and shift_runs.state = 'scheduled' and shift_runs.starts_at > app.now()
    and shift_runs.business_date >= shift_rotations.starts_on
    and extract(isodow from shift_runs.business_date) = turns.weekday
    and (shift_runs.business_date - shift_rotations.starts_on) / 7 % shift_rotations.weeks + 1 = turns.week
  where shift_rotations.site_id = rotation_wishes.site_id and shift_rotations.active
  order by shift_runs.id, turns.user_id, shift_rotations.id;
end $function$;

CREATE OR REPLACE FUNCTION app.run_batches (
  run public.shift_runs
)
  RETURNS TABLE (
    batch_id      uuid,
    item_id       uuid,
    input         numeric,
    output        numeric,
    least_percent numeric
  )
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return query
  select batches.id, batches.item_id, whole.consumed, stage_logs.output_quantity, whole.least
  from public.stage_logs
  join public.batches on batches.id = stage_logs.batch_id
  cross join lateral (
    select sum(every.added_quantity) as consumed,
      case when pg_catalog.count(every.yield_min_percent) = pg_catalog.count(*) and min(every.yield_min_percent) > 0
        then 100 * pg_catalog.exp(sum(pg_catalog.ln(every.yield_min_percent / 100))) end as least
    from public.stage_logs as every where every.batch_id = batches.id
  ) as whole
  where stage_logs.end_run_id = run.id
    and stage_logs.position = (select max(position) from public.route_stages where route_id = batches.route_id);
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
  if pg_catalog.to_regclass('public.correction_requests') is null then
    return;
  end if;
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

CREATE OR REPLACE FUNCTION app.run_entries (
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
  select 'batch_started', 'batches', batches.id, batches.created_at, batches.created_at, batches.created_by,
    batches.id, batches.code, items.name,
    pg_catalog.jsonb_build_object('item', items.code, 'planned', batches.planned_quantity, 'unit', items.unit), batches.remarks
  from public.batches join public.items on items.id = batches.item_id
  where batches.run_id = run.id
  union all
  -- Started and ended in one go is one entry.
  select part.kind, 'stage_logs', stage_logs.id, part.happened_at, part.recorded_at, part.person,
    batches.id, batches.code, stages.name,
    pg_catalog.jsonb_build_object(
      'position', stage_logs.position, 'machine', machines.code, 'operator', stage_logs.operator_name,
      'started_at', stage_logs.started_at, 'input', stage_logs.input_quantity, 'unit', items.unit, 'qc_status', stage_logs.qc_status
    ) || case when part.kind <> 'stage_started' then pg_catalog.jsonb_build_object(
      'ended_at', stage_logs.ended_at, 'output', stage_logs.output_quantity, 'parameters', stage_logs.parameters
    ) || app.stage_flags(stage_logs) else '{}' end,
    case when part.kind <> 'stage_started' or stage_logs.ended_at is null then stage_logs.remarks end
  from public.stage_logs
  join public.batches on batches.id = stage_logs.batch_id
  join public.items on items.id = batches.item_id
  join public.stages on stages.id = stage_logs.stage_id
  join public.machines on machines.id = stage_logs.machine_id
  cross join lateral (
    select case when stage_logs.end_logged_at = stage_logs.created_at then 'stage_logged' else 'stage_finished' end as kind,
      stage_logs.ended_at as happened_at, coalesce(stage_logs.end_logged_at, stage_logs.ended_at) as recorded_at, stage_logs.ended_by as person
    where stage_logs.end_run_id = run.id
    union all
    select 'stage_started', stage_logs.started_at, stage_logs.created_at, stage_logs.started_by
    where stage_logs.start_run_id = run.id and stage_logs.end_logged_at is distinct from stage_logs.created_at
  ) as part
  where stage_logs.start_run_id = run.id or stage_logs.end_run_id = run.id
  union all
  select 'downtime', 'downtimes', downtimes.id, downtimes.started_at, downtimes.logged_at, downtimes.logged_by,
    batches.id, batches.code, machines.code,
    pg_catalog.jsonb_build_object(
      'machine', machines.code, 'machine_name', machines.name, 'reason', reason_codes.name,
      'started_at', downtimes.started_at, 'ended_at', downtimes.ended_at
    ), downtimes.note
  from public.downtimes
  join public.machines on machines.id = downtimes.machine_id
  join public.reason_codes on reason_codes.id = downtimes.reason_id
  left join public.stage_logs on stage_logs.id = downtimes.stage_log_id
  left join public.batches on batches.id = stage_logs.batch_id
  where downtimes.run_id = run.id
  union all
  select 'material', 'stage_materials', stage_materials.id, stage_materials.allocated_at, stage_materials.allocated_at, stage_materials.allocated_by,
    batches.id, batches.code, lots.code,
    pg_catalog.jsonb_build_object(
      'lot_id', lots.id, 'lot', lots.code, 'item', items.code, 'item_name', items.name, 'position', stage_materials.position,
      'allocated', stage_materials.allocated, 'consumed', stage_materials.consumed, 'returned', stage_materials.returned, 'unit', items.unit
    ), stage_materials.note
  from public.stage_materials
  join public.batches on batches.id = stage_materials.batch_id
  join public.lots on lots.id = stage_materials.lot_id
  join public.items on items.id = lots.item_id
  where stage_materials.run_id = run.id
  union all
  select 'test', 'qc_tests', qc_tests.id, qc_tests.sampled_at, qc_tests.tested_at, qc_tests.tested_by,
    batches.id, batches.code, lots.code,
    pg_catalog.jsonb_build_object(
      'number', qc_tests.number, 'kind', qc_tests.kind, 'lot_id', lots.id, 'lot', lots.code, 'stage_log_id', qc_tests.stage_log_id,
      'stage', stages.name, 'status', qc_tests.status, 'attempt', qc_tests.attempt, 'overridden', qc_tests.overridden
    ), qc_tests.remarks
  from public.qc_tests
  join public.lots on lots.id = qc_tests.lot_id
  left join public.batches on batches.lot_id = lots.id
  left join public.stage_logs on stage_logs.id = qc_tests.stage_log_id
  left join public.stages on stages.id = stage_logs.stage_id
  where qc_tests.site_id = run.site_id and qc_tests.tested_at >= run.starts_at and qc_tests.tested_at < run.ends_at;
end $function$;

CREATE OR REPLACE FUNCTION app.run_figures (
  run public.shift_runs
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return pg_catalog.jsonb_build_object(
    'products', (
      select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
          'item_id', items.id, 'item', items.code, 'item_name', items.name, 'unit', items.unit, 'batches', made.batches,
          'input', made.input, 'output', made.output,
          'yield_percent', case when made.input > 0 then pg_catalog.round(100 * made.output / made.input, 3) end,
          'yield_min_percent', case when made.input > 0 then pg_catalog.round(made.least / made.input, 3) end
        ) order by items.code), '[]')
      from (
        select finished.item_id, pg_catalog.count(*) as batches, coalesce(sum(finished.input), 0) as input,
          coalesce(sum(finished.output), 0) as output, sum(finished.input * finished.least_percent) as least
        from app.run_batches(run) as finished group by finished.item_id
      ) as made
      join public.items on items.id = made.item_id
    ),
    'loss_by_stage', (
      select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
          'stage_id', stages.id, 'stage', stages.name, 'unit', lost.unit, 'logs', lost.logs, 'input', lost.input, 'output', lost.output,
          'loss', lost.input - lost.output,
          'loss_percent', case when lost.input > 0 then pg_catalog.round(100 - 100 * lost.output / lost.input, 3) end,
          'above_limit', lost.above_limit
        ) order by lost.position, stages.name, lost.unit), '[]')
      from (
        select stage_logs.stage_id, items.unit, min(stage_logs.position) as position, pg_catalog.count(*) as logs,
          sum(stage_logs.input_quantity) as input, sum(stage_logs.output_quantity) as output,
          pg_catalog.count(*) filter (
            where 100 - 100 * stage_logs.output_quantity / stage_logs.input_quantity > stage_logs.loss_limit_percent
          ) as above_limit
        from public.stage_logs
        join public.batches on batches.id = stage_logs.batch_id
        join public.items on items.id = batches.item_id
        where stage_logs.end_run_id = run.id
        group by stage_logs.stage_id, items.unit
      ) as lost
      join public.stages on stages.id = lost.stage_id
    ),
    -- The minutes that fall into the run, whoever logged them.
    'downtime_by_reason', (
      select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
          'reason_id', reason_codes.id, 'reason', reason_codes.name, 'downtimes', stood.downtimes, 'minutes', pg_catalog.round(stood.minutes, 1)
        ) order by stood.minutes desc, reason_codes.name), '[]')
      from (
        select downtimes.reason_id, pg_catalog.count(*) as downtimes,
          sum(extract(epoch from least(coalesce(downtimes.ended_at, app.now()), run.ends_at) - greatest(downtimes.started_at, run.starts_at)) / 60) as minutes
        from public.downtimes
        where downtimes.site_id = run.site_id and downtimes.started_at < least(app.now(), run.ends_at)
          and downtimes.started_at > run.starts_at - interval '30 days'
          and coalesce(downtimes.ended_at, app.now()) > run.starts_at
        group by downtimes.reason_id
      ) as stood
      join public.reason_codes on reason_codes.id = stood.reason_id
    ),
    'rejects', (
      select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
          'lot_id', lots.id, 'lot', lots.code, 'item', items.code, 'reason', reason_codes.name
        ) order by lots.code), '[]')
      from public.lots
      join public.items on items.id = lots.item_id
      left join public.reason_codes on reason_codes.id = lots.rejection_reason_id
      where lots.id in (
        select batches.lot_id from public.batches
        where batches.site_id = run.site_id and batches.state = 'rejected'
          and batches.ended_at >= run.starts_at and batches.ended_at < run.ends_at
        union
        select qc_tests.lot_id from public.qc_tests
        where qc_tests.site_id = run.site_id and qc_tests.status = 'fail'
          and qc_tests.tested_at >= run.starts_at and qc_tests.tested_at < run.ends_at
      )
    ),
    'tests', (
      select pg_catalog.jsonb_build_object(
        'taken', pg_catalog.count(*), 'passed', pg_catalog.count(*) filter (where status = 'pass'),
        'held', pg_catalog.count(*) filter (where status = 'hold'), 'failed', pg_catalog.count(*) filter (where status = 'fail')
      )
      from public.qc_tests
      where qc_tests.site_id = run.site_id and qc_tests.tested_at >= run.starts_at and qc_tests.tested_at < run.ends_at
    ),
    -- What the accuracy of an operator is made of (P7.05): his stages, those beyond their limits, those corrected.
    'operators', (
      select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
          'operator', worked.operator_name, 'entries', worked.entries, 'flagged', worked.flagged, 'corrected', worked.corrected
        ) order by worked.operator_name), '[]')
      from (
        select stage_logs.operator_name, pg_catalog.count(*) as entries,
          pg_catalog.count(*) filter (
            where (flags.raised ->> 'loss_above_limit')::boolean or (flags.raised ->> 'yield_out_of_band')::boolean
          ) as flagged,
          pg_catalog.count(*) filter (where app.was_changed('stage_logs', stage_logs.id)) as corrected
        from public.stage_logs cross join lateral (select app.stage_flags(stage_logs) as raised) as flags
        where stage_logs.end_run_id = run.id
        group by stage_logs.operator_name
      ) as worked
    ),
    'late', (
      select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
          'kind', entries.kind, 'subject_type', entries.subject_type, 'subject_id', entries.subject_id, 'batch', entries.batch,
          'subject', entries.subject, 'recorded_at', entries.recorded_at
        ) order by entries.recorded_at, entries.subject_id), '[]')
      from app.run_entries(run) as entries where entries.recorded_at >= run.ends_at
    ),
    'entries', (select pg_catalog.count(*) from app.run_entries(run)),
    'gaps', app.shift_gaps(run.id)
  );
end $function$;

CREATE OR REPLACE FUNCTION app.shift_calendar_announce()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform app.announce(coalesce(new.site_id, old.site_id), 'shifts', tg_argv[0], pg_catalog.jsonb_build_object(tg_argv[0], coalesce(new.id, old.id)));
  return null;
end $function$;

CREATE OR REPLACE FUNCTION app.shift_closes_from (
  run public.shift_runs
)
  RETURNS timestamp WITH time zone
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return greatest(
    run.starts_at, run.ends_at - coalesce(app.setting('shifts.close_early_minutes')::double precision, 0) * interval '1 minute'
  );
end $function$;

CREATE OR REPLACE FUNCTION app.shift_explanations_announce()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform app.announce(new.site_id, 'shifts', 'gap', pg_catalog.jsonb_build_object('run', new.run_id, 'kind', new.kind, 'subject', new.subject_id));
  return null;
end $function$;

CREATE OR REPLACE FUNCTION app.shift_gaps (
  run uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  here public.shift_runs;
begin
  select * into here from public.shift_runs where id = shift_gaps.run;
  return (
    select coalesce(pg_catalog.jsonb_agg(
      pg_catalog.jsonb_build_object(
        'kind', gaps.kind, 'subject_type', gaps.subject_type, 'subject_id', gaps.subject_id, 'subject', gaps.subject,
        'sentence', gaps.sentence, 'link', gaps.link, 'since', gaps.since,
        'explained', (
          select pg_catalog.jsonb_build_object(
            'reason', shift_explanations.reason, 'by', profiles.full_name, 'at', shift_explanations.explained_at
          )
          from public.shift_explanations
          join public.profiles on profiles.id = shift_explanations.explained_by
          where shift_explanations.run_id = here.id and shift_explanations.kind = gaps.kind
            and shift_explanations.subject_id = gaps.subject_id
          order by shift_explanations.id desc limit 1
        )
      ) order by gaps.since, gaps.kind, gaps.subject_id), '[]')
    from (
      select 'stage_running' as kind, 'stage_logs' as subject_type, stage_logs.id as subject_id,
        pg_catalog.format('%s of batch %s', stages.name, batches.code) as subject,
        pg_catalog.format('%s of batch %s has been running on %s since %s.', stages.name, batches.code, machines.code,
          app.site_clock(here.site_id, stage_logs.started_at)) as sentence,
        pg_catalog.format('/production/batches/%s/stage', batches.id) as link,
        stage_logs.started_at as since
      from public.stage_logs
      join public.batches on batches.id = stage_logs.batch_id and batches.state = 'running'
      join public.stages on stages.id = stage_logs.stage_id
      join public.machines on machines.id = stage_logs.machine_id
      left join public.shift_runs as began on began.id = stage_logs.start_run_id
      where stage_logs.site_id = here.site_id and stage_logs.ended_at is null
        and (
          began.id = here.id
          or (stage_logs.started_at < here.ends_at and (began.id is null or began.starts_at <= here.starts_at))
        )
      union all
      select 'field_missing', 'stage_logs', stage_logs.id,
        pg_catalog.format('%s of batch %s', stages.name, batches.code),
        pg_catalog.format('%s of batch %s was logged without %s.', stages.name, batches.code, missing.labels),
        pg_catalog.format('/production/batches/%s', batches.id),
        stage_logs.ended_at
      from public.stage_logs
      join public.batches on batches.id = stage_logs.batch_id
      join public.stages on stages.id = stage_logs.stage_id
      cross join lateral (
        select pg_catalog.string_agg(stage_fields.label, ', ' order by stage_fields.position, stage_fields.key) as labels
        from public.stage_fields
        where stage_fields.stage_id = stage_logs.stage_id and stage_fields.active and stage_fields.required
          and not stage_logs.parameters ? stage_fields.key
          and app.field_is_asked(stage_fields.condition, (
            select coalesce(pg_catalog.jsonb_object_agg(given.key, given.value -> 'value'), '{}')
            from pg_catalog.jsonb_each(stage_logs.parameters) as given
          ))
      ) as missing
      where stage_logs.end_run_id = here.id and missing.labels is not null
      union all
      select 'loss_unexplained', 'stage_logs', stage_logs.id,
        pg_catalog.format('%s of batch %s', stages.name, batches.code),
        pg_catalog.format('%s of batch %s lost %s %%, more than %s %%.', stages.name, batches.code,
          pg_catalog.trim_scale(pg_catalog.round(100 - 100 * stage_logs.output_quantity / stage_logs.input_quantity, 2)),
          pg_catalog.trim_scale(stage_logs.loss_limit_percent)),
        pg_catalog.format('/production/batches/%s', batches.id),
        stage_logs.ended_at
      from public.stage_logs
      join public.batches on batches.id = stage_logs.batch_id
      join public.stages on stages.id = stage_logs.stage_id
      where stage_logs.end_run_id = here.id
        and 100 - 100 * stage_logs.output_quantity / stage_logs.input_quantity > stage_logs.loss_limit_percent
      union all
      select 'material_open', 'stage_materials', stage_materials.id,
        pg_catalog.format('Lot %s for batch %s', lots.code, batches.code),
        pg_catalog.format('%s %s of lot %s were given to batch %s and neither used nor returned.',
          pg_catalog.trim_scale(stage_materials.allocated - stage_materials.consumed - stage_materials.returned), items.unit,
          lots.code, batches.code),
        pg_catalog.format('/production/batches/%s', batches.id),
        stage_materials.allocated_at
      from public.batches
      join public.stage_materials on stage_materials.batch_id = batches.id
        and stage_materials.consumed + stage_materials.returned < stage_materials.allocated
      join public.lots on lots.id = stage_materials.lot_id
      join public.items on items.id = lots.item_id
      left join public.shift_runs as began on began.id = stage_materials.run_id
      where batches.site_id = here.site_id and batches.state = 'running'
        and (
          began.id = here.id
          or (stage_materials.allocated_at < here.ends_at and (began.id is null or began.starts_at <= here.starts_at))
        )
      union all
      select 'qc_missing', 'stage_logs', stage_logs.id,
        pg_catalog.format('%s of batch %s', stages.name, batches.code),
        pg_catalog.format('%s of batch %s ended at %s and has not been tested.', stages.name, batches.code,
          app.site_clock(here.site_id, stage_logs.ended_at)),
        pg_catalog.format('/quality/entry/%s/%s', batches.lot_id, stage_logs.id),
        stage_logs.ended_at
      from public.stage_logs
      join public.batches on batches.id = stage_logs.batch_id and batches.state in ('running', 'finished')
      join public.stages on stages.id = stage_logs.stage_id
      where stage_logs.end_run_id = here.id and stage_logs.qc_status = 'pending'
        and not exists (select from public.qc_tests where qc_tests.stage_log_id = stage_logs.id)
      union all
      select 'qc_missing', 'lots', lots.id,
        pg_catalog.format('Batch %s', batches.code),
        pg_catalog.format('Batch %s was finished at %s and has not had its final test.', batches.code,
          app.site_clock(here.site_id, stage_logs.ended_at)),
        pg_catalog.format('/quality/entry/%s', lots.id),
        stage_logs.ended_at
      from public.stage_logs
      join public.batches on batches.id = stage_logs.batch_id and batches.state = 'finished'
      join public.lots on lots.id = batches.lot_id and lots.qc_status = 'pending'
      where stage_logs.end_run_id = here.id
        and stage_logs.position = (select max(last.position) from public.stage_logs as last where last.batch_id = batches.id)
        and not exists (select from public.qc_tests where qc_tests.lot_id = lots.id and qc_tests.kind = 'final')
      union all
      select 'downtime_open', 'downtimes', downtimes.id,
        pg_catalog.format('%s, %s', machines.code, reason_codes.name),
        pg_catalog.format('%s has stood still since %s: %s.', machines.code, app.site_clock(here.site_id, downtimes.started_at), reason_codes.name),
        '/production/board/downtimes?open',
        downtimes.started_at
      from public.downtimes
      join public.machines on machines.id = downtimes.machine_id
      join public.reason_codes on reason_codes.id = downtimes.reason_id
      left join public.shift_runs as began on began.id = downtimes.run_id
      where downtimes.site_id = here.site_id and downtimes.ended_at is null
        and (
          began.id = here.id
          or (downtimes.started_at < here.ends_at and (began.id is null or began.starts_at <= here.starts_at))
        )
    ) as gaps
  );
end $function$;

CREATE OR REPLACE FUNCTION app.shift_grace (
  site_id uuid
)
  RETURNS interval
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return (
    select coalesce(sites.grace_minutes, app.setting('shifts.grace_minutes')::double precision, 0) * interval '1 minute'
    from public.sites where sites.id = shift_grace.site_id
  );
end $function$;

CREATE OR REPLACE FUNCTION app.shift_handovers_announce()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform app.announce(new.site_id, 'shifts', 'handover', pg_catalog.jsonb_build_object(
    'run', new.run_id, 'next_run', new.next_run_id, 'handover', new.id, 'received', new.received_at is not null));
  return null;
end $function$;

CREATE OR REPLACE FUNCTION app.shift_managers (
  site_id uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return (
    select coalesce(pg_catalog.jsonb_agg(distinct profiles.full_name), '[]')
    from public.memberships
    join public.profiles on profiles.id = memberships.user_id and profiles.active
    where memberships.role = 'manager'
      and (memberships.site_id is null or memberships.site_id = shift_managers.site_id)
  );
end $function$;

CREATE OR REPLACE FUNCTION app.shift_remarks_announce()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform app.announce(new.site_id, 'shifts', 'remark', pg_catalog.jsonb_build_object('run', new.run_id));
  return null;
end $function$;

CREATE OR REPLACE FUNCTION app.shift_runs_announce()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  if tg_op = 'DELETE' then
    perform app.announce(old.site_id, 'shifts', 'run', pg_catalog.jsonb_build_object('run', old.id, 'state', null));
  else
    perform app.announce(new.site_id, 'shifts', 'run', pg_catalog.jsonb_build_object('run', new.id, 'state', new.state));
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION app.shift_runs_summarize()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform app.summarize_run(new.id);
  return null;
end $function$;

CREATE OR REPLACE FUNCTION app.show_close_view (
  run uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
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
    'gaps', gaps,
    'gaps_open', (select pg_catalog.count(*) from pg_catalog.jsonb_array_elements(gaps) as gap where gap -> 'explained' = 'null'),
    'handover', app.show_handover((select shift_handovers from public.shift_handovers where run_id = here.id)) - 'facts'
  );
end $function$;

CREATE OR REPLACE FUNCTION app.show_handover (
  handover public.shift_handovers
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return case when handover.id is not null then pg_catalog.jsonb_build_object(
    'id', handover.id, 'run', handover.run_id, 'next_run', handover.next_run_id, 'note', handover.note, 'facts', handover.facts,
    'given_by', (select full_name from public.profiles where id = handover.given_by), 'given_at', handover.given_at,
    'received_by', (select full_name from public.profiles where id = handover.received_by), 'received_at', handover.received_at,
    'received_note', handover.received_note
  ) end;
end $function$;

CREATE OR REPLACE FUNCTION app.show_planned (
  run public.shift_runs
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
      'id', run.id, 'site', sites.code, 'shift', shifts.code, 'name', shifts.name, 'business_date', run.business_date,
      'starts_at', run.starts_at, 'ends_at', run.ends_at, 'state', run.state
    )
    from public.shifts join public.sites on sites.id = shifts.site_id where shifts.id = run.shift_id
  );
end $function$;

CREATE OR REPLACE FUNCTION app.show_rotation (
  rotation uuid
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
      'id', shift_rotations.id, 'name', shift_rotations.name, 'starts_on', shift_rotations.starts_on, 'weeks', shift_rotations.weeks,
      'active', shift_rotations.active,
      'turns', (
        select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
            'week', turns.week, 'weekday', turns.weekday, 'shift_id', shifts.id, 'shift', shifts.code,
            'user_id', profiles.id, 'full_name', profiles.full_name
          ) order by turns.week, turns.weekday, shifts.starts, shifts.code, profiles.full_name, profiles.id), '[]')
        from public.shift_rotation_turns as turns
        join public.shifts on shifts.id = turns.shift_id
        join public.profiles on profiles.id = turns.user_id
        where turns.rotation_id = shift_rotations.id
      )
    )
    from public.shift_rotations where shift_rotations.id = show_rotation.rotation
  );
end $function$;

CREATE OR REPLACE FUNCTION app.show_run_output (
  run public.shift_runs
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  if run.state = 'locked' then
    return (
      select pg_catalog.jsonb_build_object(
        'run', run.id, 'shift', shifts.code, 'name', shifts.name, 'state', run.state, 'business_date', run.business_date,
        'starts_at', run.starts_at, 'ends_at', run.ends_at,
        'stages', summary.stages, 'finished', summary.batches_finished, 'input', summary.input_quantity, 'output', summary.output_quantity,
        'unit', (
          select min(stage ->> 'unit') from pg_catalog.jsonb_array_elements(summary.figures -> 'loss_by_stage') as stage
        ),
        'yield_percent', summary.yield_percent,
        'yield_min_percent', (
          select case when sum((product ->> 'input')::numeric) > 0 then pg_catalog.round(
            sum((product ->> 'input')::numeric * (product ->> 'yield_min_percent')::numeric) / sum((product ->> 'input')::numeric), 3) end
          from pg_catalog.jsonb_array_elements(summary.figures -> 'products') as product
        )
      )
      from public.shift_summaries as summary join public.shifts on shifts.id = run.shift_id
      where summary.run_id = run.id
      order by summary.version desc limit 1
    );
  end if;
  return (
    select pg_catalog.jsonb_build_object(
      'run', run.id, 'shift', shifts.code, 'name', shifts.name, 'state', run.state, 'business_date', run.business_date,
      'starts_at', run.starts_at, 'ends_at', run.ends_at,
      'stages', done.stages, 'finished', done.finished, 'input', done.input, 'output', done.output, 'unit', done.unit,
      'yield_percent', case when done.input > 0 then pg_catalog.round(100 * done.output / done.input, 3) end,
      'yield_min_percent', case when done.input > 0 then pg_catalog.round(done.least / done.input, 3) end
    )
    from public.shifts
    cross join lateral (
      select pg_catalog.count(*) as stages,
        pg_catalog.count(whole.consumed) as finished,
        coalesce(sum(stage_logs.output_quantity) filter (where whole.consumed is not null), 0) as output,
        coalesce(sum(whole.consumed), 0) as input,
        sum(whole.consumed * whole.least) as least,
        min(items.unit) as unit
      from public.stage_logs
      join public.batches on batches.id = stage_logs.batch_id
      join public.items on items.id = batches.item_id
      left join lateral (
        select sum(every.added_quantity) as consumed,
          case when pg_catalog.count(every.yield_min_percent) = pg_catalog.count(*) and min(every.yield_min_percent) > 0
            then 100 * pg_catalog.exp(sum(pg_catalog.ln(every.yield_min_percent / 100))) end as least
        from public.stage_logs as every
        where every.batch_id = batches.id
          and stage_logs.position = (select max(position) from public.route_stages where route_id = batches.route_id)
      ) as whole on true
      where stage_logs.end_run_id = run.id
    ) as done
    where shifts.id = run.shift_id
  );
end $function$;

CREATE OR REPLACE FUNCTION app.stage_logs_note_end()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  new.end_logged_at := app.now();
  return new;
end $function$;

CREATE OR REPLACE FUNCTION app.standing_gaps (
  run public.shift_runs
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  if run.state = 'locked' then
    return coalesce(
      (select figures -> 'gaps' from public.shift_summaries where run_id = run.id order by version desc limit 1), '[]');
  end if;
  return app.shift_gaps(run.id);
end $function$;

CREATE OR REPLACE FUNCTION app.summarize_run (
  run        uuid,
  correction uuid DEFAULT NULL::uuid
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  here public.shift_runs;
  figures jsonb;
  before public.shift_summaries;
  brought record;
begin
  select * into strict here from public.shift_runs where id = summarize_run.run;
  select * into before from public.shift_summaries where run_id = here.id order by version desc limit 1;
  figures := app.run_figures(here);
  -- What was undone at the lock was so, whatever has been corrected since.
  if before.id is not null then
    figures := figures || pg_catalog.jsonb_build_object('gaps', before.figures -> 'gaps');
  end if;
  select coalesce(sum(finished.input), 0) as input, coalesce(sum(finished.output), 0) as output, pg_catalog.count(*) as batches into brought
  from app.run_batches(here) as finished;
  insert into public.shift_summaries (
    run_id, site_id, version, correction_id, input_quantity, output_quantity, yield_percent, downtime_minutes,
    entries, late_entries, stages, batches_finished, rejected_lots, figures
  )
  values (
    here.id, here.site_id, coalesce(before.version, 0) + 1, summarize_run.correction, brought.input, brought.output,
    case when brought.input > 0 then pg_catalog.round(100 * brought.output / brought.input, 3) end,
    (
      select coalesce(sum((reason ->> 'minutes')::numeric), 0)
      from pg_catalog.jsonb_array_elements(figures -> 'downtime_by_reason') as reason
    ),
    (figures ->> 'entries')::integer, pg_catalog.jsonb_array_length(figures -> 'late'),
    (
      select coalesce(sum((stage ->> 'logs')::integer), 0)
      from pg_catalog.jsonb_array_elements(figures -> 'loss_by_stage') as stage
    ),
    brought.batches, pg_catalog.jsonb_array_length(figures -> 'rejects'), figures - 'entries'
  );
end $function$;

CREATE OR REPLACE FUNCTION app.visible_run (
  run uuid
)
  RETURNS public.shift_runs
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  seen public.shift_runs;
begin
  select * into seen from public.shift_runs where id = visible_run.run and site_id = any (app.my_sites());
  if not found then
    perform app.fail('NOT_FOUND', 'There is no such run of a shift at your sites.', 'run');
  end if;
  return seen;
end $function$;

CREATE OR REPLACE FUNCTION app.was_changed (
  subject_type text,
  subject_id   uuid
)
  RETURNS boolean
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return case was_changed.subject_type
    when 'stage_logs' then exists (
      select from audit.log
      where relation = 'public.stage_logs' and record_id = was_changed.subject_id::text and operation = 'update'
        and before ->> 'ended_at' is not null and before - 'qc_status' <> after - 'qc_status'
    )
    when 'downtimes' then exists (
      select from audit.log
      where relation = 'public.downtimes' and record_id = was_changed.subject_id::text and operation = 'update'
        and (before ->> 'ended_at' is not null or before - array['ended_at', 'ended_by'] <> after - array['ended_at', 'ended_by'])
    )
    when 'stage_materials' then exists (
      select from audit.log
      where relation = 'public.stage_materials' and record_id = was_changed.subject_id::text and operation = 'update'
        and before -> 'allocated' <> after -> 'allocated'
    )
    when 'qc_tests' then exists (
      select from public.qc_results where qc_results.test_id = was_changed.subject_id and replaced_at is not null
    )
    else false
  end;
end $function$;

CREATE OR REPLACE FUNCTION app.works_at (
  person  uuid,
  site_id uuid
)
  RETURNS boolean
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return exists (
    select from public.profiles
    join public.memberships on memberships.user_id = profiles.id
    where profiles.id = works_at.person and profiles.active
      and (memberships.site_id is null or memberships.site_id = works_at.site_id)
  );
end $function$;

CREATE OR REPLACE FUNCTION public.add_shift_remark (
  request_id uuid,
  run        uuid,
  remark     text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  answer jsonb := app.begin_command(add_shift_remark.request_id, 'add_shift_remark', pg_catalog.jsonb_build_object(
    'run', add_shift_remark.run, 'remark', add_shift_remark.remark));
  site uuid := (select site_id from public.shift_runs where id = add_shift_remark.run);
  written public.shift_remarks;
begin
  if answer is not null then
    return answer;
  end if;
  if site is null then
    perform app.fail('NOT_FOUND', 'There is no such run of a shift.', 'run');
  end if;
  perform app.require('shifts.remark', site);
  perform app.assert_run_open(add_shift_remark.run, 'shifts.remark');
  if app.is_blank(add_shift_remark.remark) then
    perform app.fail('FIELD_MISSING', 'The remark says nothing.', 'remark');
  end if;
  insert into public.shift_remarks (run_id, site_id, body, written_by)
  values (add_shift_remark.run, site, add_shift_remark.remark, auth.uid())
  returning * into written;
  return app.end_command(add_shift_remark.request_id, pg_catalog.jsonb_build_object(
    'id', written.id, 'run', written.run_id, 'remark', written.body, 'written_at', written.written_at,
    'written_by', (select full_name from public.profiles where id = written.written_by)
  ));
end $function$;

REVOKE ALL ON FUNCTION "public"."add_shift_remark"(uuid, uuid, text) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.assign_shift (
  request_id uuid,
  run        uuid,
  person     uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  answer jsonb := app.begin_command(
    assign_shift.request_id, 'assign_shift', pg_catalog.jsonb_build_object('run', assign_shift.run, 'person', assign_shift.person)
  );
  wanted public.shift_runs;
  worker public.profiles;
  other public.shift_runs;
begin
  if answer is not null then
    return answer;
  end if;
  -- Two assignments of one person at the same time are judged one after the other. The
  -- person is locked before the run, as where runs get new times.
  select * into worker from public.profiles where id = assign_shift.person for no key update;
  wanted := app.begin_assignment(assign_shift.run);
  if not exists (select from public.shifts where id = wanted.shift_id and active) then
    perform app.fail('VALUE_INVALID', pg_catalog.format('%s does not take place.', app.shift_run_name(wanted)), 'run');
  end if;
  if worker.id is null then
    perform app.fail('NOT_FOUND', 'There is no such person.', 'person');
  end if;
  if not worker.active or not exists (
    select from public.memberships
    where memberships.user_id = worker.id
      and (memberships.site_id is null or memberships.site_id = wanted.site_id)
  ) then
    perform app.fail(
      'VALUE_INVALID',
      pg_catalog.format('%s does not work at %s.', worker.full_name, (select code from public.sites where id = wanted.site_id)),
      'person'
    );
  end if;
  select shift_runs.* into other
  from public.shift_runs
  join public.shift_assignments on shift_assignments.run_id = shift_runs.id
    and shift_assignments.user_id = worker.id and shift_assignments.active
  where shift_runs.id <> wanted.id
    and shift_runs.starts_at < wanted.ends_at and shift_runs.ends_at > wanted.starts_at
  order by shift_runs.starts_at, shift_runs.id
  limit 1;
  if found then
    perform app.fail(
      'SHIFT_OVERLAP',
      pg_catalog.format(
        '%s is already in %s, from %s until %s.', worker.full_name, app.shift_run_name(other),
        app.site_clock(other.site_id, other.starts_at), app.site_clock(other.site_id, other.ends_at)
      ),
      'person',
      pg_catalog.jsonb_build_object('run', other.id)
    );
  end if;
  insert into public.shift_assignments (run_id, site_id, user_id)
  values (wanted.id, wanted.site_id, worker.id)
  on conflict (run_id, user_id) do update set active = true, rotation_id = null;
  return app.end_command(assign_shift.request_id, app.show_shift_run(wanted.id));
end $function$;

CREATE OR REPLACE FUNCTION public.calendar_feed (
  token text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  person public.profiles;
begin
  select profiles.* into person
  from public.calendar_links
  join public.profiles on profiles.id = calendar_links.user_id and profiles.active
  where calendar_links.token_hash = pg_catalog.sha256(pg_catalog.convert_to(calendar_feed.token, 'UTF8')) and calendar_links.ended_at is null;
  if not found then
    perform app.fail('NOT_FOUND', 'This link has ended, or never was.', 'token');
  end if;
  return pg_catalog.jsonb_build_object(
    'person', person.full_name,
    'now', app.now(),
    'runs', (
      select coalesce(pg_catalog.jsonb_agg(
        app.show_planned(shift_runs) || pg_catalog.jsonb_build_object(
          'site_name', sites.name, 'time_zone', sites.time_zone, 'people', app.show_shift_run(shift_runs.id) -> 'people'
        ) order by shift_runs.starts_at, shift_runs.id), '[]')
      from public.shift_assignments
      join public.shift_runs on shift_runs.id = shift_assignments.run_id
      join public.shifts on shifts.id = shift_runs.shift_id
      join public.sites on sites.id = shift_runs.site_id
      where shift_assignments.user_id = person.id and shift_assignments.active
        and (shifts.active or shift_runs.state <> 'scheduled')
        and shift_runs.ends_at > app.now() - interval '30 days' and shift_runs.starts_at < app.now() + interval '60 days'
    )
  );
end $function$;

REVOKE ALL ON FUNCTION "public"."calendar_feed"(text) FROM PUBLIC, "anon", "authenticated";

CREATE OR REPLACE FUNCTION public.close_shift (
  request_id uuid,
  run        uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  answer jsonb := app.begin_command(close_shift.request_id, 'close_shift', pg_catalog.jsonb_build_object('run', close_shift.run));
  held public.shift_runs;
  gaps jsonb;
begin
  if answer is not null then
    return answer;
  end if;
  held := app.hold_run(close_shift.run, 'shifts.close');
  perform app.assert_run_begun(held);
  if app.now() < app.shift_closes_from(held) then
    perform app.fail(
      'CLOSE_TOO_EARLY',
      pg_catalog.format('%s ends at %s and may be closed from %s on.', app.shift_run_name(held),
        app.site_clock(held.site_id, held.ends_at), app.site_clock(held.site_id, app.shift_closes_from(held))),
      'run',
      pg_catalog.jsonb_build_object('run', held.id, 'closes_from', app.shift_closes_from(held))
    );
  end if;
  -- Nothing is posted any more: the run is held.
  select pg_catalog.jsonb_agg(gap) into gaps
  from pg_catalog.jsonb_array_elements(app.shift_gaps(held.id)) as gap
  where gap -> 'explained' = 'null';
  if gaps is not null then
    perform app.fail(
      'GAPS_OPEN',
      pg_catalog.format('%s cannot be closed yet. %s%s', app.shift_run_name(held), gaps -> 0 ->> 'sentence',
        case when pg_catalog.jsonb_array_length(gaps) > 1 then pg_catalog.format(' And %s more.', pg_catalog.jsonb_array_length(gaps) - 1) else '' end),
      'run',
      pg_catalog.jsonb_build_object('run', held.id, 'gaps', gaps)
    );
  end if;
  update public.shift_runs set state = 'locked', locked_at = app.now(), closed_by = auth.uid() where id = held.id;
  return app.end_command(close_shift.request_id, app.show_close_view(held.id));
end $function$;

REVOKE ALL ON FUNCTION "public"."close_shift"(uuid, uuid) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.end_calendar_link (
  request_id uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  answer jsonb := app.begin_command(end_calendar_link.request_id, 'end_calendar_link', '{}');
begin
  if answer is not null then
    return answer;
  end if;
  update public.calendar_links set ended_at = greatest(created_at, app.now()) where user_id = auth.uid() and ended_at is null;
  return app.end_command(end_calendar_link.request_id, pg_catalog.jsonb_build_object('ended', found));
end $function$;

REVOKE ALL ON FUNCTION "public"."end_calendar_link"(uuid) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.explain_gap (
  request_id uuid,
  run        uuid,
  kind       text,
  subject_id uuid,
  reason     text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  answer jsonb := app.begin_command(explain_gap.request_id, 'explain_gap', pg_catalog.jsonb_build_object(
    'run', explain_gap.run, 'kind', explain_gap.kind, 'subject', explain_gap.subject_id, 'reason', explain_gap.reason));
  site uuid := (select site_id from public.shift_runs where id = explain_gap.run);
  gap jsonb;
begin
  if answer is not null then
    return answer;
  end if;
  if site is null then
    perform app.fail('NOT_FOUND', 'There is no such run of a shift.', 'run');
  end if;
  perform app.require('shifts.close', site);
  perform app.assert_run_open(explain_gap.run, 'shifts.close');
  if app.is_blank(explain_gap.reason) then
    perform app.fail('FIELD_MISSING', 'An explanation says why.', 'reason');
  end if;
  select one into gap
  from pg_catalog.jsonb_array_elements(app.shift_gaps(explain_gap.run)) as one
  where one ->> 'kind' = explain_gap.kind and one ->> 'subject_id' = explain_gap.subject_id::text;
  if not found then
    perform app.fail('NOT_FOUND', 'There is nothing of this kind to explain; it may have been done meanwhile.', 'subject_id');
  end if;
  insert into public.shift_explanations (run_id, site_id, kind, subject_type, subject_id, sentence, reason, explained_by)
  values (
    explain_gap.run, site, explain_gap.kind, gap ->> 'subject_type', explain_gap.subject_id, gap ->> 'sentence', explain_gap.reason, auth.uid()
  );
  return app.end_command(explain_gap.request_id, app.show_close_view(explain_gap.run));
end $function$;

REVOKE ALL ON FUNCTION "public"."explain_gap"(uuid, uuid, text, uuid, text) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.hand_over_shift (
  request_id uuid,
  run        uuid,
  note       text DEFAULT NULL::text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  answer jsonb := app.begin_command(hand_over_shift.request_id, 'hand_over_shift', pg_catalog.jsonb_build_object(
    'run', hand_over_shift.run, 'note', hand_over_shift.note));
  here public.shift_runs;
  next_run public.shift_runs;
begin
  if answer is not null then
    return answer;
  end if;
  -- Two who hand over at once are served one after the other.
  select * into here from public.shift_runs where id = hand_over_shift.run for no key update;
  if not found then
    perform app.fail('NOT_FOUND', 'There is no such run of a shift.', 'run');
  end if;
  perform app.require('shifts.close', here.site_id);
  if app.is_bound_to_shift(here.site_id, 'shifts.close') and not exists (
    select from public.shift_assignments where run_id = here.id and user_id = auth.uid() and active
  ) then
    perform app.refuse_foreign_run(here);
  end if;
  perform app.assert_run_begun(here);
  if exists (select from public.shift_handovers where run_id = here.id) then
    perform app.fail('HANDOVER_GIVEN', pg_catalog.format('%s has been handed over.', app.shift_run_name(here)), 'run');
  end if;
  select * into next_run from public.shift_runs where id = app.next_run(here);
  if here.state = 'locked' and (next_run.id is null or next_run.state = 'locked') then
    perform app.assert_run_not_locked(here);
  end if;
  insert into public.shift_handovers (run_id, site_id, next_run_id, facts, note, given_by)
  values (here.id, here.site_id, next_run.id, app.handover_facts(here), case when not app.is_blank(hand_over_shift.note) then hand_over_shift.note end, auth.uid());
  return app.end_command(hand_over_shift.request_id, public.shift_handover(here.id));
end $function$;

REVOKE ALL ON FUNCTION "public"."hand_over_shift"(uuid, uuid, text) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.list_rotations (
  site_id uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  if (list_rotations.site_id = any (app.my_sites())) is not true then
    perform app.fail('NOT_FOUND', 'There is no such site among yours.', 'site');
  end if;
  return (
    select coalesce(pg_catalog.jsonb_agg(app.show_rotation(shift_rotations.id) order by shift_rotations.active desc, shift_rotations.name), '[]')
    from public.shift_rotations where shift_rotations.site_id = list_rotations.site_id
  );
end $function$;

REVOKE ALL ON FUNCTION "public"."list_rotations"(uuid) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.make_calendar_link (
  request_id uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  answer jsonb := app.begin_command(make_calendar_link.request_id, 'make_calendar_link', '{}');
  token text := pg_catalog.replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '');
  made public.calendar_links;
begin
  if answer is not null then
    return answer;
  end if;
  -- Two links asked for at once are made one after the other, and the second stands.
  perform from public.profiles where id = auth.uid() and active for no key update;
  if not found then
    perform app.fail('NOT_ALLOWED', 'Your account is not active.');
  end if;
  -- app.now() is when this began, and that may be before the other link was made.
  update public.calendar_links set ended_at = greatest(created_at, app.now()) where user_id = auth.uid() and ended_at is null;
  insert into public.calendar_links (user_id, token_hash)
  values (auth.uid(), pg_catalog.sha256(pg_catalog.convert_to(token, 'UTF8')))
  returning * into made;
  -- The answer that is kept for repetitions is without the token, which stands nowhere.
  answer := app.end_command(make_calendar_link.request_id, pg_catalog.jsonb_build_object('id', made.id, 'created_at', made.created_at, 'token', null));
  return answer || pg_catalog.jsonb_build_object('token', token);
end $function$;

REVOKE ALL ON FUNCTION "public"."make_calendar_link"(uuid) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.my_shifts (
  from_day date,
  to_day   date
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform app.check_days(from_day, to_day);
  return (
    select coalesce(pg_catalog.jsonb_agg(
      app.show_planned(shift_runs) || pg_catalog.jsonb_build_object(
        'site_id', sites.id, 'site_name', sites.name, 'time_zone', sites.time_zone,
        'people', app.show_shift_run(shift_runs.id) -> 'people',
        'holiday', (select holidays.name from public.holidays where holidays.site_id = sites.id and holidays.day = shift_runs.business_date)
      ) order by shift_runs.starts_at, shift_runs.id), '[]')
    from public.shift_assignments
    join public.shift_runs on shift_runs.id = shift_assignments.run_id
    join public.shifts on shifts.id = shift_runs.shift_id
    join public.sites on sites.id = shift_runs.site_id
    where shift_assignments.user_id = auth.uid() and shift_assignments.active
      and shift_runs.business_date between from_day and to_day
      and (shifts.active or shift_runs.state <> 'scheduled')
  );
end $function$;

REVOKE ALL ON FUNCTION "public"."my_shifts"(date, date) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.open_shift (
  request_id uuid,
  run        uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  answer jsonb := app.begin_command(open_shift.request_id, 'open_shift', pg_catalog.jsonb_build_object('run', open_shift.run));
  held public.shift_runs;
  opens_at timestamptz;
begin
  if answer is not null then
    return answer;
  end if;
  held := app.hold_run(open_shift.run, 'shifts.close');
  if held.state = 'scheduled' then
    if not exists (select from public.shifts where id = held.shift_id and active) then
      perform app.fail('VALUE_INVALID', pg_catalog.format('%s does not take place.', app.shift_run_name(held)), 'run');
    end if;
    opens_at := held.starts_at - coalesce(app.setting('shifts.open_early_minutes')::double precision, 0) * interval '1 minute';
    if app.now() < opens_at then
      perform app.fail(
        'SHIFT_NOT_BEGUN',
        pg_catalog.format('%s begins at %s and may be opened from %s on.', app.shift_run_name(held),
          app.site_clock(held.site_id, held.starts_at), app.site_clock(held.site_id, opens_at)),
        'run',
        pg_catalog.jsonb_build_object('run', held.id, 'starts_at', held.starts_at, 'opens_at', opens_at)
      );
    end if;
    update public.shift_runs set state = 'open', opened_by = auth.uid() where id = held.id;
  end if;
  return app.end_command(open_shift.request_id, app.show_shift_run(held.id));
end $function$;

REVOKE ALL ON FUNCTION "public"."open_shift"(uuid, uuid) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.receive_handover (
  request_id uuid,
  handover   uuid,
  note       text DEFAULT NULL::text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  answer jsonb := app.begin_command(receive_handover.request_id, 'receive_handover', pg_catalog.jsonb_build_object(
    'handover', receive_handover.handover, 'note', receive_handover.note));
  given public.shift_handovers;
  taker public.shift_runs;
begin
  if answer is not null then
    return answer;
  end if;
  select * into given from public.shift_handovers where id = receive_handover.handover for no key update;
  if not found then
    perform app.fail('NOT_FOUND', 'There is no such handover.', 'handover');
  end if;
  perform app.require('shifts.close', given.site_id);
  if app.is_bound_to_shift(given.site_id, 'shifts.close') then
    select * into taker from public.shift_runs where id = given.next_run_id;
    if not exists (
      select from public.shift_assignments where run_id = taker.id and user_id = auth.uid() and active
    ) then
      if taker.id is null then
        perform app.fail('SHIFT_NOT_YOURS', 'This was handed over to no shift; a manager takes it over.', 'handover');
      end if;
      perform app.refuse_foreign_run(taker);
    end if;
  end if;
  if given.received_at is not null then
    perform app.fail('HANDOVER_RECEIVED', pg_catalog.format('%s has taken this over.',
      (select full_name from public.profiles where id = given.received_by)), 'handover');
  end if;
  update public.shift_handovers
  set received_by = auth.uid(), received_at = app.now(), received_note = case when not app.is_blank(receive_handover.note) then receive_handover.note end
  where id = given.id;
  return app.end_command(receive_handover.request_id, public.shift_handover(given.run_id));
end $function$;

REVOKE ALL ON FUNCTION "public"."receive_handover"(uuid, uuid, text) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.save_rotation (
  request_id uuid,
  site_id    uuid,
  name       text,
  starts_on  date,
  weeks      integer,
  turns      jsonb,
  rotation   uuid    DEFAULT NULL::uuid,
  active     boolean DEFAULT true
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  answer jsonb := app.begin_command(save_rotation.request_id, 'save_rotation', pg_catalog.jsonb_build_object(
    'site', save_rotation.site_id, 'name', save_rotation.name, 'starts_on', save_rotation.starts_on, 'weeks', save_rotation.weeks,
    'turns', save_rotation.turns, 'rotation', save_rotation.rotation, 'active', save_rotation.active));
  kept public.shift_rotations;
  line jsonb;
  stranger text;
begin
  if answer is not null then
    return answer;
  end if;
  perform app.require('shifts.assign', save_rotation.site_id);
  if not exists (select from public.sites where id = save_rotation.site_id) then
    perform app.fail('NOT_FOUND', 'There is no such site.', 'site');
  end if;
  if app.is_blank(save_rotation.name) then
    perform app.fail('FIELD_MISSING', 'The rotation has no name.', 'name');
  end if;
  if save_rotation.starts_on is null or extract(isodow from save_rotation.starts_on) is distinct from 1 then
    perform app.fail('VALUE_INVALID', pg_catalog.format('A rotation starts on a Monday%s.',
      coalesce('; ' || pg_catalog.to_char(save_rotation.starts_on, 'FMDD Mon YYYY') || ' is none', '')), 'starts_on');
  end if;
  if save_rotation.weeks is null or save_rotation.weeks < 1 or save_rotation.weeks > 12 then
    perform app.fail('VALUE_INVALID', pg_catalog.format('A rotation has 1 to 12 weeks, not %s.', coalesce(save_rotation.weeks::text, 'none')), 'weeks');
  end if;
  perform app.check_lines(save_rotation.turns, 'turns', 0, 1000);
  for line in select * from pg_catalog.jsonb_array_elements(save_rotation.turns) loop
    perform app.line_integer(line, 'week', 'turns.week', 1, save_rotation.weeks), app.line_integer(line, 'weekday', 'turns.weekday', 1, 7);
    if not exists (
      select from public.shifts
      where shifts.id = app.line_id(line, 'shift_id', 'turns.shift') and shifts.site_id = save_rotation.site_id
    ) then
      perform app.fail('NOT_FOUND', 'There is no such shift at this site.', 'turns.shift');
    end if;
    if not app.works_at(app.line_id(line, 'user_id', 'turns.person'), save_rotation.site_id) then
      select full_name into stranger from public.profiles where id = (line ->> 'user_id')::uuid;
      perform app.fail('VALUE_INVALID', pg_catalog.format('%s does not work at %s.', coalesce(stranger, 'This person'),
        (select code from public.sites where id = save_rotation.site_id)), 'turns.person');
    end if;
  end loop;
  if save_rotation.rotation is null then
    insert into public.shift_rotations (site_id, name, starts_on, weeks, active)
    values (save_rotation.site_id, pg_catalog.btrim(save_rotation.name), save_rotation.starts_on, save_rotation.weeks, coalesce(save_rotation.active, true))
    returning * into kept;
  else
    update public.shift_rotations
    set name = pg_catalog.btrim(save_rotation.name), starts_on = save_rotation.starts_on, weeks = save_rotation.weeks,
      active = coalesce(save_rotation.active, true)
    where shift_rotations.id = save_rotation.rotation and shift_rotations.site_id = save_rotation.site_id
    returning * into kept;
    if not found then
      perform app.fail('NOT_FOUND', 'There is no such rotation at this site.', 'rotation');
    end if;
  end if;
  delete from public.shift_rotation_turns as former
  where former.rotation_id = kept.id and not exists (
    select from pg_catalog.jsonb_array_elements(save_rotation.turns) as given
    where ((given ->> 'week')::integer, (given ->> 'weekday')::integer, (given ->> 'shift_id')::uuid, (given ->> 'user_id')::uuid)
      = (former.week, former.weekday, former.shift_id, former.user_id)
  );
  insert into public.shift_rotation_turns (rotation_id, site_id, week, weekday, shift_id, user_id)
  select distinct kept.id, kept.site_id, (given ->> 'week')::integer, (given ->> 'weekday')::integer, (given ->> 'shift_id')::uuid, (given ->> 'user_id')::uuid
  from pg_catalog.jsonb_array_elements(save_rotation.turns) as given
  on conflict on constraint "a person has a turn once" do nothing;
  perform app.apply_rotations(kept.site_id);
  return app.end_command(save_rotation.request_id, app.show_rotation(kept.id));
end $function$;

REVOKE ALL ON FUNCTION "public"."save_rotation"(uuid, uuid, text, date, integer, jsonb, uuid, boolean) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.shift_board (
  site_id uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  run uuid;
begin
  if (shift_board.site_id = any (app.my_sites())) is not true then
    perform app.fail('NOT_FOUND', 'There is no such site among yours.', 'site');
  end if;
  select shift_runs.id into run
  from public.shift_runs
  left join public.shift_assignments on shift_assignments.run_id = shift_runs.id
    and shift_assignments.user_id = auth.uid() and shift_assignments.active
  where shift_runs.site_id = shift_board.site_id and shift_runs.state <> 'locked'
    and (shift_runs.starts_at <= app.now() or shift_runs.state = 'open')
    and app.now() < shift_runs.ends_at + app.shift_grace(shift_runs.site_id)
  order by shift_assignments.id is null, shift_runs.ends_at > app.now() desc, shift_runs.starts_at <= app.now() desc,
    shift_runs.starts_at desc
  limit 1;
  return pg_catalog.jsonb_build_object(
    'now', app.now(),
    'run', app.show_shift_run(run),
    'mine', exists (select from public.shift_assignments where run_id = run and user_id = auth.uid() and active),
    'batches', app.running_batches(shift_board.site_id),
    'logged', (
      select coalesce(pg_catalog.jsonb_agg(
        pg_catalog.jsonb_build_object(
          'id', stage_logs.id, 'batch', batches.code, 'stage', stages.name, 'machine', machines.code, 'operator', stage_logs.operator_name,
          'input', stage_logs.input_quantity, 'output', stage_logs.output_quantity, 'unit', items.unit,
          'started_at', stage_logs.started_at, 'ended_at', stage_logs.ended_at, 'qc_status', stage_logs.qc_status
        ) || coalesce(app.stage_flags(stage_logs), '{}') order by stage_logs.started_at desc), '[]')
      from public.stage_logs
      join public.batches on batches.id = stage_logs.batch_id
      join public.items on items.id = batches.item_id
      join public.stages on stages.id = stage_logs.stage_id
      join public.machines on machines.id = stage_logs.machine_id
      where stage_logs.start_run_id = run or stage_logs.end_run_id = run
    ),
    'downtimes', app.open_downtimes(shift_board.site_id)
  );
end $function$;

CREATE OR REPLACE FUNCTION public.shift_close_view (
  run uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return app.show_close_view((app.visible_run(shift_close_view.run)).id);
end $function$;

REVOKE ALL ON FUNCTION "public"."shift_close_view"(uuid) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.shift_conflicts (
  site_id  uuid,
  from_day date,
  to_day   date
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  if (shift_conflicts.site_id = any (app.my_sites())) is not true then
    perform app.fail('NOT_FOUND', 'There is no such site among yours.', 'site');
  end if;
  perform app.check_days(from_day, to_day);
  return (
    with coming as materialized (
      select shift_runs.* from public.shift_runs
      join public.shifts on shifts.id = shift_runs.shift_id
      where shift_runs.site_id = shift_conflicts.site_id and shift_runs.business_date between from_day and to_day
        and shift_runs.state <> 'locked' and (shifts.active or shift_runs.state <> 'scheduled')
    ),
    conflicts as (
      -- Overlaps are refused when somebody is assigned; two shifts on one date are not, and tire him.
      select 'person_twice' as kind, coming.id as run_id, there.user_id, other.id as other_id,
        pg_catalog.format('%s is in %s and in %s.', profiles.full_name, app.shift_run_name(coming), app.shift_run_name(other)) as sentence
      from coming
      join public.shift_assignments as there on there.run_id = coming.id and there.active
      join public.shift_assignments as here on here.user_id = there.user_id and here.active and here.run_id <> coming.id
      join public.shift_runs as other on other.id = here.run_id
        and (
          (other.business_date = coming.business_date and other.starts_at > coming.starts_at)
          or (other.starts_at < coming.ends_at and other.ends_at > coming.starts_at and other.id > coming.id)
        )
      join public.profiles on profiles.id = there.user_id
      union all
      select 'no_supervisor', coming.id, null, null,
        pg_catalog.format('%s has no supervisor.', app.shift_run_name(coming))
      from coming
      where not exists (
        select from public.shift_assignments as there
        join public.memberships on memberships.user_id = there.user_id and memberships.role = 'supervisor'
          and (memberships.site_id is null or memberships.site_id = coming.site_id)
        join public.profiles on profiles.id = there.user_id and profiles.active
        where there.run_id = coming.id and there.active
      )
      union all
      select 'holiday', coming.id, null, null,
        pg_catalog.format('%s is planned for a holiday: %s.', app.shift_run_name(coming), holidays.name)
      from coming
      join public.holidays on holidays.site_id = coming.site_id and holidays.day = coming.business_date and not holidays.works
      where coming.state = 'scheduled'
      union all
      select 'person_gone', coming.id, there.user_id, null,
        pg_catalog.format('%s is in %s and does not work here any more.', profiles.full_name, app.shift_run_name(coming))
      from coming
      join public.shift_assignments as there on there.run_id = coming.id and there.active
      join public.profiles on profiles.id = there.user_id
      where not app.works_at(there.user_id, coming.site_id)
      union all
      select 'rotation', coming.id, wishes.user_id, app.overlapping_run(wishes.user_id, coming.id),
        pg_catalog.format('%s has a turn in %s by rotation and %s.', profiles.full_name, app.shift_run_name(coming),
          coalesce('is in ' || app.shift_run_name(busy), 'does not work here any more'))
      from app.rotation_wishes(shift_conflicts.site_id) as wishes
      join coming on coming.id = wishes.run_id
      join public.profiles on profiles.id = wishes.user_id
      left join public.shift_assignments as there on there.run_id = wishes.run_id and there.user_id = wishes.user_id
      left join public.shift_runs as busy on busy.id = app.overlapping_run(wishes.user_id, coming.id)
      where (there.id is null or (there.rotation_id is not null and not there.active))
        and (busy.id is not null or not app.works_at(wishes.user_id, shift_conflicts.site_id))
    )
    select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
        'kind', conflicts.kind, 'run', app.show_planned(coming), 'other', app.show_planned(other),
        'person', case when profiles.id is not null then pg_catalog.jsonb_build_object('id', profiles.id, 'full_name', profiles.full_name) end,
        'sentence', conflicts.sentence
      ) order by coming.starts_at, conflicts.kind, conflicts.sentence), '[]')
    from conflicts
    join coming on coming.id = conflicts.run_id
    left join public.shift_runs as other on other.id = conflicts.other_id
    left join public.profiles on profiles.id = conflicts.user_id
  );
end $function$;

REVOKE ALL ON FUNCTION "public"."shift_conflicts"(uuid, date, date) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.shift_gaps (
  run uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return app.standing_gaps(app.visible_run(shift_gaps.run));
end $function$;

REVOKE ALL ON FUNCTION "public"."shift_gaps"(uuid) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.shift_handover (
  run uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  here public.shift_runs := app.visible_run(shift_handover.run);
  given public.shift_handovers;
  next_run uuid;
begin
  select * into given from public.shift_handovers where run_id = here.id;
  next_run := case when given.id is not null then given.next_run_id else app.next_run(here) end;
  return pg_catalog.jsonb_build_object(
    'now', app.now(),
    'run', app.show_shift_run(here.id),
    'next', app.show_shift_run(next_run),
    'given', app.show_handover(given),
    'facts', coalesce(given.facts, app.handover_facts(here)),
    'incoming', (
      select coalesce(pg_catalog.jsonb_agg(
        app.show_handover(shift_handovers) || pg_catalog.jsonb_build_object('from', app.show_shift_run(shift_handovers.run_id))
        order by shift_handovers.given_at), '[]')
      from public.shift_handovers where shift_handovers.next_run_id = here.id
    )
  );
end $function$;

REVOKE ALL ON FUNCTION "public"."shift_handover"(uuid) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.shift_logbook (
  run       uuid,
  before    timestamp with time zone DEFAULT NULL::timestamp WITH time zone,
  page_size integer                  DEFAULT 50
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  here public.shift_runs := app.visible_run(shift_logbook.run);
  answer jsonb;
begin
  if app.is_bound_to_shift(here.site_id) and not exists (
    select from public.shift_assignments where run_id = here.id and user_id = auth.uid() and active
  ) then
    perform app.refuse_foreign_run(here);
  end if;
  if page_size is null or page_size < 1 or page_size > 200 then
    perform app.fail('VALUE_INVALID', 'A page has 1 to 200 entries.', 'page_size');
  end if;
  -- What was written at one instant stays on one page, so that the next begins before it.
  with entries as (
    select * from app.run_entries(here)
    union all
    select * from app.run_corrections(here)
    union all
    select 'remark', 'shift_remarks', shift_remarks.id, written_at, written_at, written_by, null, null, null, '{}', body
    from public.shift_remarks where shift_remarks.run_id = here.id
    union all
    select 'explanation', shift_explanations.subject_type, shift_explanations.subject_id, explained_at, explained_at, explained_by,
      null, null, shift_explanations.sentence, pg_catalog.jsonb_build_object('gap', shift_explanations.kind), reason
    from public.shift_explanations where shift_explanations.run_id = here.id
    union all
    select 'handover', 'shift_handovers', shift_handovers.id, given_at, given_at, given_by, null, null, null,
      pg_catalog.jsonb_build_object('received_by', (select full_name from public.profiles where id = received_by), 'received_at', received_at), note
    from public.shift_handovers where shift_handovers.run_id = here.id
  ),
  page as (
    select * from entries
    where shift_logbook.before is null or entries.recorded_at < shift_logbook.before
    order by entries.recorded_at desc
    fetch first (shift_logbook.page_size) rows with ties
  )
  select pg_catalog.jsonb_build_object(
    'run', app.show_shift_run(here.id),
    'entries', coalesce(pg_catalog.jsonb_agg(
      pg_catalog.jsonb_build_object(
        'kind', page.kind, 'subject_type', page.subject_type, 'subject_id', page.subject_id,
        'happened_at', page.happened_at, 'recorded_at', page.recorded_at, 'late', page.recorded_at >= here.ends_at,
        'person', pg_catalog.jsonb_build_object('id', page.person, 'full_name', profiles.full_name),
        'batch', case when page.batch_id is not null then pg_catalog.jsonb_build_object('id', page.batch_id, 'code', page.batch) end,
        'subject', page.subject, 'details', page.details, 'remarks', page.remarks,
        'changed', page.kind <> 'explanation' and app.was_changed(page.subject_type, page.subject_id)
      ) order by page.recorded_at desc, page.happened_at desc, page.kind, page.subject_id), '[]'),
    'next', case when exists (
      select from entries where entries.recorded_at < (select min(recorded_at) from page)
    ) then min(page.recorded_at) end
  ) into answer
  from page left join public.profiles on profiles.id = page.person;
  return answer;
end $function$;

REVOKE ALL ON FUNCTION "public"."shift_logbook"(uuid, timestamp WITH time zone, integer) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.shift_summary (
  run uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  here public.shift_runs := app.visible_run(shift_summary.run);
begin
  return (
    select pg_catalog.jsonb_build_object(
      'run', app.show_shift_run(here.id),
      'locked_at', here.locked_at,
      'closed_by', (select full_name from public.profiles where id = here.closed_by),
      'versions', coalesce(pg_catalog.jsonb_agg(
        pg_catalog.to_jsonb(shift_summaries) - array['run_id', 'site_id', 'id'] order by shift_summaries.version desc
      ) filter (where shift_summaries.id is not null), '[]')
    )
    from (select here.id) as one left join public.shift_summaries on shift_summaries.run_id = one.id
  );
end $function$;

REVOKE ALL ON FUNCTION "public"."shift_summary"(uuid) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.unassign_shift (
  request_id uuid,
  run        uuid,
  person     uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  answer jsonb := app.begin_command(
    unassign_shift.request_id, 'unassign_shift', pg_catalog.jsonb_build_object('run', unassign_shift.run, 'person', unassign_shift.person)
  );
  wanted public.shift_runs;
begin
  if answer is not null then
    return answer;
  end if;
  wanted := app.begin_assignment(unassign_shift.run);
  update public.shift_assignments set active = false, rotation_id = null
  where run_id = wanted.id and user_id = unassign_shift.person and active;
  if not found then
    perform app.fail('NOT_FOUND', pg_catalog.format('This person is not assigned to %s.', app.shift_run_name(wanted)), 'person');
  end if;
  return app.end_command(unassign_shift.request_id, app.show_shift_run(wanted.id));
end $function$;

ALTER TABLE "public"."calendar_links"
  ADD CONSTRAINT "calendar_links_user_id_fkey" FOREIGN KEY (user_id) REFERENCES public.profiles(id);

ALTER TABLE "public"."holidays"
  ADD CONSTRAINT "holidays_site_id_fkey" FOREIGN KEY (site_id) REFERENCES public.sites(id);

ALTER TABLE "public"."shift_explanations"
  ADD CONSTRAINT "explanation is for a run of its site" FOREIGN KEY (run_id, site_id) REFERENCES public.shift_runs(id, site_id);

ALTER TABLE "public"."shift_explanations"
  ADD CONSTRAINT "shift_explanations_explained_by_fkey" FOREIGN KEY (explained_by) REFERENCES public.profiles(id);

ALTER TABLE "public"."shift_handovers"
  ADD CONSTRAINT "handover is of a run of its site" FOREIGN KEY (run_id, site_id) REFERENCES public.shift_runs(id, site_id);

ALTER TABLE "public"."shift_handovers"
  ADD CONSTRAINT "handover is to a run of its site" FOREIGN KEY (next_run_id, site_id) REFERENCES public.shift_runs(id, site_id);

ALTER TABLE "public"."shift_handovers"
  ADD CONSTRAINT "shift_handovers_given_by_fkey" FOREIGN KEY (given_by) REFERENCES public.profiles(id);

ALTER TABLE "public"."shift_handovers"
  ADD CONSTRAINT "shift_handovers_received_by_fkey" FOREIGN KEY (received_by) REFERENCES public.profiles(id);

ALTER TABLE "public"."shift_remarks"
  ADD CONSTRAINT "remark is of a run of its site" FOREIGN KEY (run_id, site_id) REFERENCES public.shift_runs(id, site_id);

ALTER TABLE "public"."shift_remarks"
  ADD CONSTRAINT "shift_remarks_written_by_fkey" FOREIGN KEY (written_by) REFERENCES public.profiles(id);

ALTER TABLE "public"."shift_rotation_turns"
  ADD CONSTRAINT "turn is of a shift of its site" FOREIGN KEY (shift_id, site_id) REFERENCES public.shifts(id, site_id);

ALTER TABLE "public"."shift_rotation_turns"
  ADD CONSTRAINT "shift_rotation_turns_user_id_fkey" FOREIGN KEY (user_id) REFERENCES public.profiles(id);

ALTER TABLE "public"."shift_assignments"
  ADD CONSTRAINT "assignment is by a rotation of its site" FOREIGN KEY (rotation_id, site_id) REFERENCES public.shift_rotations(id, site_id);

ALTER TABLE "public"."shift_rotation_turns"
  ADD CONSTRAINT "turn is in a rotation of its site" FOREIGN KEY (rotation_id, site_id) REFERENCES public.shift_rotations(id, site_id);

ALTER TABLE "public"."shift_rotations"
  ADD CONSTRAINT "shift_rotations_site_id_fkey" FOREIGN KEY (site_id) REFERENCES public.sites(id);

ALTER TABLE "public"."shift_runs"
  ADD CONSTRAINT "only a locked run was closed by somebody" CHECK (((closed_by IS NULL) OR (state = 'locked'::public.shift_run_state)));

ALTER TABLE "public"."shift_runs"
  ADD CONSTRAINT "only a run that has begun was opened by somebody" CHECK (((opened_by IS NULL) OR (state <> 'scheduled'::public.shift_run_state)));

ALTER TABLE "public"."shift_runs"
  ADD CONSTRAINT "shift_runs_closed_by_fkey" FOREIGN KEY (closed_by) REFERENCES public.profiles(id);

ALTER TABLE "public"."shift_runs"
  ADD CONSTRAINT "shift_runs_opened_by_fkey" FOREIGN KEY (opened_by) REFERENCES public.profiles(id);

ALTER TABLE "public"."shift_summaries"
  ADD CONSTRAINT "summary is of a run of its site" FOREIGN KEY (run_id, site_id) REFERENCES public.shift_runs(id, site_id);

ALTER TABLE "public"."sites"
  ADD CONSTRAINT "grace of a site is 0 to 240 minutes" CHECK (((grace_minutes >= 0) AND (grace_minutes <= 240)));

CREATE VIEW "app"."errors" AS  SELECT code,
    status,
    hint
   FROM ( VALUES ('NOT_SIGNED_IN'::text,401,'Sign in, then try again.'::text), ('NOT_ALLOWED'::text,403,'Ask an administrator for the permission, or somebody who has it to do this.'::text), ('REQUEST_REUSED'::text,409,'Send the changed request under a new id.'::text), ('REQUEST_ID_MISSING'::text,400,'Send a UUID that stands for this one action.'::text), ('NOT_FOUND'::text,404,'Check the code, or look for it in the list.'::text), ('VALUE_INVALID'::text,400,'Correct the field and send it again.'::text), ('LAST_ADMIN'::text,422,'Make somebody else an administrator first.'::text), ('EMAIL_TAKEN'::text,409,'Look for the user in the list, or enter another address.'::text), ('PASSWORD_WEAK'::text,422,'Choose a longer password, with letters of both cases, a digit and a special character.'::text), ('USER_INACTIVE'::text,422,'Activate the user first.'::text), ('INVITATION_OVER'::text,409,'Reload the user: the invitation has been accepted already.'::text), ('MAIL_NOT_SENT'::text,503,'Send it again in a few minutes; nothing is done twice.'::text), ('FILE_TOO_LARGE'::text,413,'Scan it with a lower resolution, or send it in parts.'::text), ('FILE_TYPE_REFUSED'::text,415,'Send a PDF or a picture: JPG, PNG, WebP or HEIC.'::text), ('QUANTITY_INVALID'::text,400,'Enter a number above zero, in the unit shown beside the field.'::text), ('LOT_CODE_TAKEN'::text,409,'Leave the code empty to have one made, or enter another.'::text), ('ORDER_NEEDED'::text,422,'Choose the line of the purchase order that these goods were ordered by.'::text), ('ORDER_EXCEEDED'::text,422,'Check the quantity; goods over the order need a changed order first.'::text), ('ORDER_MISMATCH'::text,422,'Choose the line of this item at this site, on an order that is open.'::text), ('LOT_NOT_USABLE'::text,422,'Ask QA to test or to release the lot, or take another.'::text), ('STOCK_SHORT'::text,422,'Take less, or take the rest from another lot.'::text), ('PLACE_UNSUITABLE'::text,422,'Choose a place that holds stock and is in use.'::text), ('DEVIATION_NEEDED'::text,422,'Take the lot that comes first, or give a reason for taking another.'::text), ('RESERVATION_ENDED'::text,409,'Reload the lot: what was reserved is free again.'::text), ('TRANSFER_DECIDED'::text,409,'Reload the request: it has been fulfilled, declined or cancelled meanwhile.'::text), ('TRANSFER_EXCEEDED'::text,422,'Move no more than is missing; for more, ask for another request.'::text), ('LOT_NOT_HELD'::text,409,'Reload the lot: it has been released already.'::text), ('CIRCLE'::text,422,'A lot cannot come out of itself; check which went into which.'::text), ('APPEND_ONLY'::text,403,'Nothing is changed or removed here; a correction is a new entry.'::text), ('SHIFT_LOCKED'::text,423,'Ask a manager for a correction.'::text), ('SHIFT_NOT_YOURS'::text,403,'Ask a manager or an administrator to assign you to the shift.'::text), ('SHIFT_NOT_BEGUN'::text,403,'Come back when the shift has begun.'::text), ('SHIFT_OVERLAP'::text,422,'Choose another shift or person, or undo the other assignment first.'::text), ('GAPS_OPEN'::text,422,'Finish what is named, or say why it stays open; then close the shift.'::text), ('CLOSE_TOO_EARLY'::text,422,'Close the shift when it is about to end.'::text), ('HANDOVER_GIVEN'::text,409,'Reload the shift: somebody has handed it over already.'::text), ('HANDOVER_RECEIVED'::text,409,'Reload the shift: somebody has taken it over already.'::text), ('ROUTE_MISSING'::text,422,'Ask an administrator for a route with its stages.'::text), ('ROUTE_IN_USE'::text,422,'Make a new version of the route; batches keep the one they began with.'::text), ('PACK_IN_USE'::text,422,'Add another SKU; packs that were made keep their size.'::text), ('BATCH_OVER'::text,422,'Look at the batch: it is no longer in work.'::text), ('STAGE_DONE'::text,409,'Reload the batch: somebody has logged this stage already.'::text), ('STAGE_ORDER'::text,422,'Log the stages in the order of the route, each after the one before has ended.'::text), ('STAGE_NOT_RUNNING'::text,409,'Reload the batch: the stage has not been started, or has ended.'::text), ('QC_GATE_CLOSED'::text,422,'Ask QA for the test, or a manager for an override.'::text), ('OUTPUT_EXCEEDS'::text,422,'Check both weighings; more cannot come out than went in.'::text), ('INPUT_UNALLOCATED'::text,422,'Allocate what is missing, or correct the input.'::text), ('MATERIAL_OPEN'::text,422,'Return what is left of the material, or use it up.'::text), ('UNIT_MISMATCH'::text,422,'Choose a material that is weighed in a unit of the same kind.'::text), ('TIME_ORDER'::text,422,'Correct the times; each stage begins after the one before has ended.'::text), ('DOWNTIME_ENDED'::text,409,'Reload the machine: somebody has recorded already that it runs again.'::text), ('MACHINE_BUSY'::text,409,'Choose another machine, or correct the times.'::text), ('LOSS_EXCEEDS'::text,422,'Check the weighing; a manager writes off more, as an adjustment.'::text), ('FIELD_MISSING'::text,400,'Fill in the field.'::text), ('PLAN_MISSING'::text,422,'Ask who edits QC plans for one that is in force.'::text), ('PLAN_IN_USE'::text,422,'Make a new version of the plan; tests keep the one they were judged by.'::text), ('TEST_EXISTS'::text,409,'Record a re-test of the latest test, and say why.'::text), ('TEST_LOCKED'::text,423,'Record a re-test; what is older than a day stays as it is.'::text), ('TEST_NOT_DUE'::text,422,'Finish the stage or the batch first.'::text), ('RETEST_LIMIT'::text,422,'Ask a manager for an override, or reject the lot.'::text), ('OVERRIDE_NOT_NEEDED'::text,422,'Only a test on hold can be overridden.'::text), ('OVERRIDE_OPEN'::text,409,'Wait for the decision on the request that is there.'::text), ('OVERRIDE_DECIDED'::text,409,'Reload the request: somebody has decided it already.'::text), ('OVERRIDE_OWN'::text,403,'Ask another manager to decide.'::text), ('INVOICE_TAKEN'::text,409,'Check the invoice number; it has gone out with another shipment.'::text), ('CERTIFICATE_NOT_DUE'::text,422,'A certificate needs a lot that has passed its final test.'::text)) known(code, status, hint);

CREATE UNIQUE INDEX calendar_links_open_idx ON public.calendar_links USING btree (user_id)
  WHERE (ended_at IS NULL);

CREATE INDEX calendar_links_user_id_idx ON public.calendar_links USING btree (user_id);

CREATE INDEX shift_assignments_rotation_id_site_id_idx ON public.shift_assignments USING btree (rotation_id, site_id);

CREATE INDEX shift_explanations_explained_by_idx ON public.shift_explanations USING btree (explained_by);

CREATE INDEX shift_explanations_run_id_site_id_idx ON public.shift_explanations USING btree (run_id, site_id);

CREATE INDEX shift_explanations_subject_idx ON public.shift_explanations USING btree (run_id, kind, subject_id, id DESC);

CREATE INDEX shift_handovers_given_by_idx ON public.shift_handovers USING btree (given_by);

CREATE INDEX shift_handovers_next_run_id_site_id_idx ON public.shift_handovers USING btree (next_run_id, site_id);

CREATE INDEX shift_handovers_received_by_idx ON public.shift_handovers USING btree (received_by);

CREATE INDEX shift_handovers_run_id_site_id_idx ON public.shift_handovers USING btree (run_id, site_id);

CREATE INDEX shift_remarks_written_by_idx ON public.shift_remarks USING btree (written_by);

CREATE INDEX shift_rotation_turns_rotation_id_site_id_idx ON public.shift_rotation_turns USING btree (rotation_id, site_id);

CREATE INDEX shift_rotation_turns_shift_id_site_id_idx ON public.shift_rotation_turns USING btree (shift_id, site_id);

CREATE INDEX shift_rotation_turns_site_id_idx ON public.shift_rotation_turns USING btree (site_id);

CREATE INDEX shift_rotation_turns_user_id_idx ON public.shift_rotation_turns USING btree (user_id);

CREATE INDEX shift_runs_closed_by_idx ON public.shift_runs USING btree (closed_by);

CREATE INDEX shift_runs_opened_by_idx ON public.shift_runs USING btree (opened_by);

CREATE INDEX shift_summaries_run_id_site_id_idx ON public.shift_summaries USING btree (run_id, site_id);

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.calendar_links
  FOR EACH ROW
  EXECUTE FUNCTION audit.record();

CREATE TRIGGER keep_ended
  BEFORE UPDATE ON public.calendar_links
  FOR EACH ROW
  WHEN ((old.ended_at IS NOT NULL))
  EXECUTE FUNCTION audit.keep();

CREATE TRIGGER keep
  BEFORE DELETE OR UPDATE ON public.calendar_links
  FOR EACH ROW
  EXECUTE FUNCTION audit.keep_but('ended_at');

CREATE TRIGGER announce
  AFTER INSERT OR DELETE OR UPDATE ON public.holidays
  FOR EACH ROW
  EXECUTE FUNCTION app.shift_calendar_announce('holiday');

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.holidays
  FOR EACH ROW
  EXECUTE FUNCTION audit.record();

CREATE TRIGGER keep_runs
  AFTER INSERT OR DELETE OR UPDATE OF works ON public.holidays
  FOR EACH ROW
  EXECUTE FUNCTION app.holidays_keep_runs();

CREATE TRIGGER announce
  AFTER INSERT ON public.shift_explanations
  FOR EACH ROW
  EXECUTE FUNCTION app.shift_explanations_announce();

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.shift_explanations
  FOR EACH ROW
  EXECUTE FUNCTION audit.record();

CREATE TRIGGER keep
  BEFORE DELETE OR UPDATE ON public.shift_explanations
  FOR EACH ROW
  EXECUTE FUNCTION audit.keep();

CREATE TRIGGER announce
  AFTER INSERT OR UPDATE ON public.shift_handovers
  FOR EACH ROW
  EXECUTE FUNCTION app.shift_handovers_announce();

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.shift_handovers
  FOR EACH ROW
  EXECUTE FUNCTION audit.record();

CREATE TRIGGER keep_received
  BEFORE UPDATE ON public.shift_handovers
  FOR EACH ROW
  WHEN ((old.received_at IS NOT NULL))
  EXECUTE FUNCTION audit.keep();

CREATE TRIGGER keep
  BEFORE DELETE OR UPDATE ON public.shift_handovers
  FOR EACH ROW
  EXECUTE FUNCTION audit.keep_but('received_by', 'received_at', 'received_note');

CREATE TRIGGER announce
  AFTER INSERT ON public.shift_remarks
  FOR EACH ROW
  EXECUTE FUNCTION app.shift_remarks_announce();

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.shift_remarks
  FOR EACH ROW
  EXECUTE FUNCTION audit.record();

CREATE TRIGGER keep
  BEFORE DELETE OR UPDATE ON public.shift_remarks
  FOR EACH ROW
  EXECUTE FUNCTION audit.keep();

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.shift_rotation_turns
  FOR EACH ROW
  EXECUTE FUNCTION audit.record();

CREATE TRIGGER announce
  AFTER INSERT OR UPDATE ON public.shift_rotations
  FOR EACH ROW
  EXECUTE FUNCTION app.shift_calendar_announce('rotation');

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.shift_rotations
  FOR EACH ROW
  EXECUTE FUNCTION audit.record();

CREATE TRIGGER announce
  AFTER DELETE OR UPDATE ON public.shift_runs
  FOR EACH ROW
  EXECUTE FUNCTION app.shift_runs_announce();

CREATE TRIGGER summarize
  AFTER UPDATE OF state ON public.shift_runs
  FOR EACH ROW
  WHEN (((new.state = 'locked'::public.shift_run_state) AND (old.state <> 'locked'::public.shift_run_state)))
  EXECUTE FUNCTION app.shift_runs_summarize();

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.shift_summaries
  FOR EACH ROW
  EXECUTE FUNCTION audit.record();

CREATE TRIGGER keep
  BEFORE DELETE OR UPDATE ON public.shift_summaries
  FOR EACH ROW
  EXECUTE FUNCTION audit.keep();

CREATE TRIGGER note_end_at_once
  BEFORE INSERT ON public.stage_logs
  FOR EACH ROW
  WHEN ((new.ended_at IS NOT NULL))
  EXECUTE FUNCTION app.stage_logs_note_end();

CREATE TRIGGER note_end
  BEFORE UPDATE ON public.stage_logs
  FOR EACH ROW
  WHEN (((old.ended_at IS NULL) AND (new.ended_at IS NOT NULL)))
  EXECUTE FUNCTION app.stage_logs_note_end();

CREATE POLICY "a person sees his own links" ON "public"."calendar_links"
  FOR SELECT
  TO "authenticated"
  USING ((user_id = ( SELECT auth.uid() AS uid)));

CREATE POLICY "holidays are added by permission" ON "public"."holidays"
  FOR INSERT
  TO "authenticated"
  WITH CHECK ((site_id = ANY (( SELECT app.sites_with('shifts.configure'::text) AS sites_with)::uuid[])));

CREATE POLICY "holidays are edited by permission" ON "public"."holidays"
  FOR UPDATE
  TO "authenticated"
  USING ((site_id = ANY (( SELECT app.sites_with('shifts.configure'::text) AS sites_with)::uuid[])))
  WITH CHECK ((site_id = ANY (( SELECT app.sites_with('shifts.configure'::text) AS sites_with)::uuid[])));

CREATE POLICY "holidays are removed by permission" ON "public"."holidays"
  FOR DELETE
  TO "authenticated"
  USING ((site_id = ANY (( SELECT app.sites_with('shifts.configure'::text) AS sites_with)::uuid[])));

CREATE POLICY "members see the holidays of their sites" ON "public"."holidays"
  FOR SELECT
  TO "authenticated"
  USING ((site_id = ANY (( SELECT app.my_sites() AS my_sites)::uuid[])));

CREATE POLICY "members see the explanations of their sites" ON "public"."shift_explanations"
  FOR SELECT
  TO "authenticated"
  USING ((site_id = ANY (( SELECT app.my_sites() AS my_sites)::uuid[])));

CREATE POLICY "members see the handovers of their sites" ON "public"."shift_handovers"
  FOR SELECT
  TO "authenticated"
  USING ((site_id = ANY (( SELECT app.my_sites() AS my_sites)::uuid[])));

CREATE POLICY "members see the remarks of their sites" ON "public"."shift_remarks"
  FOR SELECT
  TO "authenticated"
  USING ((site_id = ANY (( SELECT app.my_sites() AS my_sites)::uuid[])));

CREATE POLICY "members see the turns of their sites" ON "public"."shift_rotation_turns"
  FOR SELECT
  TO "authenticated"
  USING ((site_id = ANY (( SELECT app.my_sites() AS my_sites)::uuid[])));

CREATE POLICY "members see the rotations of their sites" ON "public"."shift_rotations"
  FOR SELECT
  TO "authenticated"
  USING ((site_id = ANY (( SELECT app.my_sites() AS my_sites)::uuid[])));

CREATE POLICY "members see the summaries of their sites" ON "public"."shift_summaries"
  FOR SELECT
  TO "authenticated"
  USING ((site_id = ANY (( SELECT app.my_sites() AS my_sites)::uuid[])));

COMMENT ON COLUMN "public"."holidays"."day" IS 'By the date of the site; a night shift belongs to the evening.';

COMMENT ON COLUMN "public"."holidays"."works" IS 'Whether its shifts take place all the same.';

COMMENT ON COLUMN "public"."shift_assignments"."rotation_id" IS 'The rotation that made it, and may take it back; null when a person decided, which no rotation changes.';

COMMENT ON COLUMN "public"."shift_explanations"."sentence" IS 'What was undone, as it was said then.';

COMMENT ON COLUMN "public"."shift_explanations"."subject_type" IS 'The table of the record that is not done: stage_logs, stage_materials, lots or downtimes.';

COMMENT ON COLUMN "public"."shift_handovers"."facts" IS 'What ran, waited, was held, stood still and was undone when it was given: {running, waiting_qc, holds, downtimes, gaps}.';

COMMENT ON COLUMN "public"."shift_handovers"."next_run_id" IS 'The run that takes over; null when none was planned.';

COMMENT ON COLUMN "public"."shift_runs"."closed_by" IS 'Who closed it, at the time of its lock; null when nobody did before its grace was over (P3.09).';

COMMENT ON COLUMN "public"."shift_runs"."opened_by" IS 'Who opened it, perhaps before its start; null when the clock did.';

COMMENT ON COLUMN "public"."shift_summaries"."correction_id" IS 'The correction that made this version.';

COMMENT ON COLUMN "public"."shift_summaries"."entries" IS 'What was written down in the run.';

COMMENT ON COLUMN "public"."shift_summaries"."figures" IS '{products, loss_by_stage, downtime_by_reason, rejects, tests, operators, late, gaps}: what the columns are made of.';

COMMENT ON COLUMN "public"."shift_summaries"."input_quantity" IS 'What went into the batches that were finished in the run, in the products'' unit.';

COMMENT ON COLUMN "public"."shift_summaries"."late_entries" IS 'Of these, what was written down after its end.';

COMMENT ON COLUMN "public"."shift_summaries"."output_quantity" IS 'What their last stages brought out, in the products'' unit.';

COMMENT ON COLUMN "public"."sites"."grace_minutes" IS 'Minutes after its end for which a shift of the site still takes entries; null: as the setting shifts.grace_minutes says (P3.07).';

COMMENT ON COLUMN "public"."stage_logs"."end_logged_at" IS 'When its end was written down, which may be later than it was; as created_at for its start.';

COMMENT ON FUNCTION "app"."apply_rotations"(uuid) IS 'Puts people into the coming runs of a site as its rotations say, and takes out those whom one had put there and none wants any more; who does not work there or is in another run then is passed over, and shown as a conflict (P8.02).';

COMMENT ON FUNCTION "app"."assert_run_begun"(public.shift_runs) IS 'Refuses with SHIFT_NOT_BEGUN before a run''s start, unless somebody has opened it.';

COMMENT ON FUNCTION "app"."cancel_holiday_runs"(uuid, date) IS 'Removes the runs of a site on a date that have not begun and have nobody (P8.02).';

COMMENT ON FUNCTION "app"."check_days"(date, date) IS 'Refuses with VALUE_INVALID days that are no range of up to 93.';

COMMENT ON FUNCTION "app"."create_shift_runs"(integer, uuid) IS 'Creates the runs of every active shift, or of one, from now to so many days ahead (setting shifts.days_ahead unless said), those that are missing and not on a holiday, and puts people into them by the rotations; returns how many (P8.02).';

COMMENT ON FUNCTION "app"."handover_facts"(public.shift_runs) IS 'What the next shift has to know of a site now: batches in work with the stage that runs (null between two), what waits for QC, holds, machines that stand still, what the run leaves undone. Quantities in the unit beside them.';

COMMENT ON FUNCTION "app"."hold_run"(uuid, text) IS 'A run that is not locked, held against postings until the command ends; a supervisor is assigned to it. Refuses with NOT_FOUND, NOT_ALLOWED, SHIFT_LOCKED, SHIFT_NOT_YOURS (P1.05, P3.07).';

COMMENT ON FUNCTION "app"."holidays_keep_runs"() IS 'A holiday has no runs; a day that is none any more, or on which the site works, has them again.';

COMMENT ON FUNCTION "app"."line_integer"(jsonb, text, text, integer, integer) IS 'A whole number between two, out of a line; else VALUE_INVALID at the field.';

COMMENT ON FUNCTION "app"."next_run"(public.shift_runs) IS 'The run of the site that begins first after the end of another; null when none is planned.';

COMMENT ON FUNCTION "app"."overlapping_run"(uuid, uuid) IS 'Another run that a person is in while a run lasts, at whatever site; null when there is none.';

COMMENT ON FUNCTION "app"."rotation_wishes"(uuid) IS 'Which people the rotations of a site want in which coming runs (P8.02).';

COMMENT ON FUNCTION "app"."run_batches"(public.shift_runs) IS 'The batches that were finished in a run: what went in and came out in the product''s unit, and the least that should have, in % of the input.';

COMMENT ON FUNCTION "app"."run_corrections"(public.shift_runs) IS 'Corrections of a run that were asked for, as entries of its logbook (P3.07, P3.10).';

COMMENT ON FUNCTION "app"."run_entries"(public.shift_runs) IS 'Batches begun, stages started, finished or logged in one go, downtimes, materials and tests of a run, each with when it happened and when it was written down. Quantities in the unit beside them (P3.10).';

COMMENT ON FUNCTION "app"."run_figures"(public.shift_runs) IS 'The figures of a run as they are now (P7.05): output and yield by product, loss by stage, downtime by reason in minutes, rejects, tests, operators, late entries, what is undone. Quantities in the unit beside them.';

COMMENT ON FUNCTION "app"."shift_calendar_announce"() IS 'Tells the site that its holidays or rotations are others.';

COMMENT ON FUNCTION "app"."shift_closes_from"(public.shift_runs) IS 'From when on a run may be closed (P3.09).';

COMMENT ON FUNCTION "app"."shift_explanations_announce"() IS 'Tells the site that somebody explained what is undone.';

COMMENT ON FUNCTION "app"."shift_gaps"(uuid) IS 'What a run leaves undone as it is now, oldest first: [{kind, subject_type, subject_id, subject, sentence, link, since, explained: null or {reason, by, at}}] (P3.09).';

COMMENT ON FUNCTION "app"."shift_grace"(uuid) IS 'How long after its end a run of a site still takes entries (P3.07).';

COMMENT ON FUNCTION "app"."shift_handovers_announce"() IS 'Tells the site that a shift was handed over, or taken over.';

COMMENT ON FUNCTION "app"."shift_managers"(uuid) IS 'The names of the managers of a site, who decide what comes after a lock (P3.07).';

COMMENT ON FUNCTION "app"."shift_remarks_announce"() IS 'Tells the site that a remark was written into a logbook.';

COMMENT ON FUNCTION "app"."shift_runs_announce"() IS 'Tells the site that a run begins, ends, has other times, or does not take place.';

COMMENT ON FUNCTION "app"."shift_runs_summarize"() IS 'Computes the summary of a run in its lock, whoever locks it (P3.09).';

COMMENT ON FUNCTION "app"."show_close_view"(uuid) IS 'A run as the dialog that closes it shows it.';

COMMENT ON FUNCTION "app"."show_handover"(public.shift_handovers) IS 'A handover as screens show it; null when there is none.';

COMMENT ON FUNCTION "app"."show_planned"(public.shift_runs) IS 'A run as a calendar shows it.';

COMMENT ON FUNCTION "app"."show_rotation"(uuid) IS 'A rotation with its turns, as a screen shows it.';

COMMENT ON FUNCTION "app"."stage_logs_note_end"() IS 'Keeps when the end of a stage was written down: a shift counts what came late (P3.09).';

COMMENT ON FUNCTION "app"."standing_gaps"(public.shift_runs) IS 'What a run leaves undone now, or left when it was locked.';

COMMENT ON FUNCTION "app"."summarize_run"(uuid, uuid) IS 'Writes the summary of a run, as the next version; of a correction when one is named (P3.07, P3.09).';

COMMENT ON FUNCTION "app"."visible_run"(uuid) IS 'A run at one of the caller''s sites, for reads; else NOT_FOUND.';

COMMENT ON FUNCTION "app"."was_changed"(text, uuid) IS 'Whether a record says something else than when it was written: corrected, or put right (P3.07, P4.09).';

COMMENT ON FUNCTION "app"."works_at"(uuid, uuid) IS 'Whether a person is active and is anything at a site.';

COMMENT ON FUNCTION "public"."add_shift_remark"(uuid, uuid, text) IS 'Writes a remark into the logbook of a run that has begun and is not locked (P3.10). Answers the remark. Refuses with NOT_FOUND, NOT_ALLOWED, SHIFT_LOCKED, SHIFT_NOT_YOURS, SHIFT_NOT_BEGUN, FIELD_MISSING.';

COMMENT ON FUNCTION "public"."calendar_feed"(text) IS 'The shifts of a link''s person from 30 days ago to 60 days ahead, with the site''s time zone. For the function calendar alone. Refuses with NOT_FOUND.';

COMMENT ON FUNCTION "public"."close_shift"(uuid, uuid) IS 'Closes a run, from the setting shifts.close_early_minutes before its end: it locks at once, with its summary. Everything it leaves undone is explained before (P3.09). Answers what shift_close_view does. Refuses with NOT_FOUND, NOT_ALLOWED, SHIFT_LOCKED, SHIFT_NOT_YOURS, SHIFT_NOT_BEGUN, CLOSE_TOO_EARLY, GAPS_OPEN with params.gaps.';

COMMENT ON FUNCTION "public"."end_calendar_link"(uuid) IS 'Ends the caller''s link for calendar programs; answers whether there was one. Refuses with NOT_SIGNED_IN (P8.02).';

COMMENT ON FUNCTION "public"."explain_gap"(uuid, uuid, text, uuid, text) IS 'Says why something stays undone when a run closes; the reason is kept (P3.09). Answers what shift_close_view does. Refuses with NOT_FOUND, NOT_ALLOWED, SHIFT_LOCKED, SHIFT_NOT_YOURS, SHIFT_NOT_BEGUN, FIELD_MISSING.';

COMMENT ON FUNCTION "public"."hand_over_shift"(uuid, uuid, text) IS 'Hands a run over to the next with a note; what runs, waits, is held and undone is written down with it (P3.10). Once, from its start until the next run is locked. Answers what shift_handover does. Refuses with NOT_FOUND, NOT_ALLOWED, SHIFT_NOT_YOURS, SHIFT_NOT_BEGUN, SHIFT_LOCKED, HANDOVER_GIVEN.';

COMMENT ON FUNCTION "public"."list_rotations"(uuid) IS 'The rotations of a site with their turns, those in use first (P8.02). Refuses with NOT_FOUND.';

COMMENT ON FUNCTION "public"."make_calendar_link"(uuid) IS 'Makes the caller''s link for calendar programs; the one before ends. Answers its token, once: a repetition answers null for it. Refuses with NOT_SIGNED_IN, NOT_ALLOWED (P8.02).';

COMMENT ON FUNCTION "public"."my_shifts"(date, date) IS 'The caller''s own shifts at all sites between two days, with who else is there (P8.02). Refuses with VALUE_INVALID.';

COMMENT ON FUNCTION "public"."open_shift"(uuid, uuid) IS 'Opens a run, up to the setting shifts.open_early_minutes before its start: from then on it takes entries. One that is open already stays so. Answers the run with its people. Refuses with NOT_FOUND, NOT_ALLOWED, SHIFT_NOT_YOURS, SHIFT_LOCKED, SHIFT_NOT_BEGUN, VALUE_INVALID (P1.05).';

COMMENT ON FUNCTION "public"."receive_handover"(uuid, uuid, text) IS 'Takes over what was handed over to the own run, with a note where there is something to say (P3.10). Answers what shift_handover of the run that gave it does. Refuses with NOT_FOUND, NOT_ALLOWED, SHIFT_NOT_YOURS, HANDOVER_RECEIVED.';

COMMENT ON FUNCTION "public"."save_rotation"(uuid, uuid, text, date, integer, jsonb, uuid, boolean) IS 'Adds a rotation of shifts to a site, or changes one, with all of its turns: [{"week", "weekday" (1 is Monday), "shift_id", "user_id"}]; the coming runs follow it, but where a person has decided (P8.02). starts_on is a Monday, weeks 1 to 12. Answers the rotation. Refuses with NOT_ALLOWED, NOT_FOUND, FIELD_MISSING, VALUE_INVALID.';

COMMENT ON FUNCTION "public"."shift_close_view"(uuid) IS 'What somebody looks at who closes a run: its times, its people, what is undone, how many entries it has, whether it was handed over, whether the caller may close it (P3.09). Refuses with NOT_FOUND.';

COMMENT ON FUNCTION "public"."shift_conflicts"(uuid, date, date) IS 'Where the plan of a site does not work out between two days: a person twice, a run without supervisor, on a holiday, with somebody who has left, a turn of a rotation that could not be given (P8.02). Refuses with NOT_FOUND, VALUE_INVALID.';

COMMENT ON FUNCTION "public"."shift_gaps"(uuid) IS 'What a run leaves undone, by name, oldest first; of a locked run, what it left: [{kind, subject_type, subject_id, subject, sentence, link, since, explained: null or {reason, by, at}}] (P3.09). Refuses with NOT_FOUND.';

COMMENT ON FUNCTION "public"."shift_handover"(uuid) IS 'The handover of a run to the next: as it was given, or before that with the facts as they are now; and those that it has received (P3.10). Refuses with NOT_FOUND.';

COMMENT ON FUNCTION "public"."shift_logbook"(uuid, timestamp with time zone, integer) IS 'The logbook of a run, newest first by when it was written: entries, corrections, remarks, explanations, the handover; `next` is what to give as `before` for the page after, null at the end (P3.10). A supervisor reads those of his own shifts (P1.09). Refuses with NOT_FOUND, SHIFT_NOT_YOURS, VALUE_INVALID.';

COMMENT ON FUNCTION "public"."shift_summary"(uuid) IS 'The summary of a locked run, every version of it, the one that stands first; none before the lock (P3.09). Refuses with NOT_FOUND.';

COMMENT ON TABLE "public"."calendar_links" IS 'Links by which calendar programs read a person''s shifts (P8.02); written by commands alone.';

COMMENT ON TABLE "public"."holidays" IS 'Holidays of sites (P8.02).';

COMMENT ON TABLE "public"."shift_explanations" IS 'Why a shift closed with something undone, append-only; of several for one gap the latest counts (P3.09). Written by explain_gap alone.';

COMMENT ON TABLE "public"."shift_handovers" IS 'Handovers from a run to the next, kept as they were given and received (P3.10); written by commands alone.';

COMMENT ON TABLE "public"."shift_remarks" IS 'Remarks in the logbook of a run, append-only (P3.10); written by add_shift_remark alone.';

COMMENT ON TABLE "public"."shift_rotation_turns" IS 'Which shift a person has on which day of which week of a rotation (P8.02); written by save_rotation alone.';

COMMENT ON TABLE "public"."shift_rotations" IS 'Patterns of shifts over weeks (P8.02); written by save_rotation alone.';

COMMENT ON TABLE "public"."shift_summaries" IS 'Summaries of locked runs, append-only; the highest version stands (P3.09, P7.05). Written by the lock, and by approved corrections.';

COMMENT ON VIEW "app"."errors" IS 'Codes of refusals with their HTTP status and what to do; the DETAIL of every error names one.';

REVOKE ALL ON FUNCTION "app"."apply_rotations"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."apply_rotations"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."apply_rotations"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."cancel_holiday_runs"(uuid, date) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."cancel_holiday_runs"(uuid, date) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."cancel_holiday_runs"(uuid, date) TO "postgres";

REVOKE ALL ON FUNCTION "app"."check_days"(date, date) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."check_days"(date, date) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."check_days"(date, date) TO "postgres";

REVOKE ALL ON FUNCTION "app"."handover_facts"(public.shift_runs) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."handover_facts"(public.shift_runs) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."handover_facts"(public.shift_runs) TO "postgres";

REVOKE ALL ON FUNCTION "app"."hold_run"(uuid, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."hold_run"(uuid, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."hold_run"(uuid, text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."holidays_keep_runs"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."holidays_keep_runs"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."holidays_keep_runs"() TO "postgres";

REVOKE ALL ON FUNCTION "app"."line_integer"(jsonb, text, text, integer, integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."line_integer"(jsonb, text, text, integer, integer) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."line_integer"(jsonb, text, text, integer, integer) TO "postgres";

REVOKE ALL ON FUNCTION "app"."next_run"(public.shift_runs) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."next_run"(public.shift_runs) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."next_run"(public.shift_runs) TO "postgres";

REVOKE ALL ON FUNCTION "app"."overlapping_run"(uuid, uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."overlapping_run"(uuid, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."overlapping_run"(uuid, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."rotation_wishes"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."rotation_wishes"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."rotation_wishes"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."run_batches"(public.shift_runs) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."run_batches"(public.shift_runs) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."run_batches"(public.shift_runs) TO "postgres";

REVOKE ALL ON FUNCTION "app"."run_corrections"(public.shift_runs) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."run_corrections"(public.shift_runs) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."run_corrections"(public.shift_runs) TO "postgres";

REVOKE ALL ON FUNCTION "app"."run_entries"(public.shift_runs) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."run_entries"(public.shift_runs) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."run_entries"(public.shift_runs) TO "postgres";

REVOKE ALL ON FUNCTION "app"."run_figures"(public.shift_runs) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."run_figures"(public.shift_runs) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."run_figures"(public.shift_runs) TO "postgres";

REVOKE ALL ON FUNCTION "app"."shift_calendar_announce"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."shift_calendar_announce"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."shift_calendar_announce"() TO "postgres";

REVOKE ALL ON FUNCTION "app"."shift_closes_from"(public.shift_runs) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."shift_closes_from"(public.shift_runs) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."shift_closes_from"(public.shift_runs) TO "postgres";

REVOKE ALL ON FUNCTION "app"."shift_explanations_announce"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."shift_explanations_announce"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."shift_explanations_announce"() TO "postgres";

REVOKE ALL ON FUNCTION "app"."shift_gaps"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."shift_gaps"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."shift_gaps"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."shift_grace"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."shift_grace"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."shift_grace"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."shift_handovers_announce"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."shift_handovers_announce"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."shift_handovers_announce"() TO "postgres";

REVOKE ALL ON FUNCTION "app"."shift_managers"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."shift_managers"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."shift_managers"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."shift_remarks_announce"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."shift_remarks_announce"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."shift_remarks_announce"() TO "postgres";

REVOKE ALL ON FUNCTION "app"."shift_runs_summarize"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."shift_runs_summarize"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."shift_runs_summarize"() TO "postgres";

REVOKE ALL ON FUNCTION "app"."show_close_view"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."show_close_view"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."show_close_view"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."show_handover"(public.shift_handovers) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."show_handover"(public.shift_handovers) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."show_handover"(public.shift_handovers) TO "postgres";

REVOKE ALL ON FUNCTION "app"."show_planned"(public.shift_runs) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."show_planned"(public.shift_runs) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."show_planned"(public.shift_runs) TO "postgres";

REVOKE ALL ON FUNCTION "app"."show_rotation"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."show_rotation"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."show_rotation"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."stage_logs_note_end"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."stage_logs_note_end"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."stage_logs_note_end"() TO "postgres";

REVOKE ALL ON FUNCTION "app"."standing_gaps"(public.shift_runs) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."standing_gaps"(public.shift_runs) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."standing_gaps"(public.shift_runs) TO "postgres";

REVOKE ALL ON FUNCTION "app"."summarize_run"(uuid, uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."summarize_run"(uuid, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."summarize_run"(uuid, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."visible_run"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."visible_run"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."visible_run"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."was_changed"(text, uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."was_changed"(text, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."was_changed"(text, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."works_at"(uuid, uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."works_at"(uuid, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."works_at"(uuid, uuid) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."add_shift_remark"(uuid, uuid, text) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."add_shift_remark"(uuid, uuid, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."add_shift_remark"(uuid, uuid, text) TO "postgres";

REVOKE ALL ON FUNCTION "public"."calendar_feed"(text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."calendar_feed"(text) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."calendar_feed"(text) TO "service_role";

GRANT EXECUTE ON FUNCTION "public"."close_shift"(uuid, uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."close_shift"(uuid, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."close_shift"(uuid, uuid) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."end_calendar_link"(uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."end_calendar_link"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."end_calendar_link"(uuid) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."explain_gap"(uuid, uuid, text, uuid, text) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."explain_gap"(uuid, uuid, text, uuid, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."explain_gap"(uuid, uuid, text, uuid, text) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."hand_over_shift"(uuid, uuid, text) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."hand_over_shift"(uuid, uuid, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."hand_over_shift"(uuid, uuid, text) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."list_rotations"(uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."list_rotations"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."list_rotations"(uuid) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."make_calendar_link"(uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."make_calendar_link"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."make_calendar_link"(uuid) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."my_shifts"(date, date) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."my_shifts"(date, date) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."my_shifts"(date, date) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."open_shift"(uuid, uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."open_shift"(uuid, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."open_shift"(uuid, uuid) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."receive_handover"(uuid, uuid, text) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."receive_handover"(uuid, uuid, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."receive_handover"(uuid, uuid, text) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."save_rotation"(uuid, uuid, text, date, integer, jsonb, uuid, boolean) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."save_rotation"(uuid, uuid, text, date, integer, jsonb, uuid, boolean) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."save_rotation"(uuid, uuid, text, date, integer, jsonb, uuid, boolean) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."shift_close_view"(uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."shift_close_view"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."shift_close_view"(uuid) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."shift_conflicts"(uuid, date, date) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."shift_conflicts"(uuid, date, date) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."shift_conflicts"(uuid, date, date) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."shift_gaps"(uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."shift_gaps"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."shift_gaps"(uuid) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."shift_handover"(uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."shift_handover"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."shift_handover"(uuid) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."shift_logbook"(uuid, timestamp WITH time zone, integer) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."shift_logbook"(uuid, timestamp WITH time zone, integer) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."shift_logbook"(uuid, timestamp WITH time zone, integer) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."shift_summary"(uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."shift_summary"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."shift_summary"(uuid) TO "postgres";

REVOKE ALL ON TABLE "public"."calendar_links" FROM "authenticated";

REVOKE ALL ("ended_at") ON TABLE "public"."calendar_links" FROM "authenticated";

GRANT SELECT ("ended_at") ON TABLE "public"."calendar_links" TO "authenticated";

REVOKE ALL ("id") ON TABLE "public"."calendar_links" FROM "authenticated";

GRANT SELECT ("id") ON TABLE "public"."calendar_links" TO "authenticated";

REVOKE ALL ("user_id") ON TABLE "public"."calendar_links" FROM "authenticated";

GRANT SELECT ("user_id") ON TABLE "public"."calendar_links" TO "authenticated";

REVOKE ALL ON TABLE "public"."holidays" FROM "authenticated";

REVOKE ALL ("day") ON TABLE "public"."holidays" FROM "authenticated";

GRANT INSERT ("day") ON TABLE "public"."holidays" TO "authenticated";

REVOKE ALL ("name") ON TABLE "public"."holidays" FROM "authenticated";

GRANT INSERT ("name"), UPDATE ("name") ON TABLE "public"."holidays" TO "authenticated";

REVOKE ALL ("site_id") ON TABLE "public"."holidays" FROM "authenticated";

GRANT INSERT ("site_id") ON TABLE "public"."holidays" TO "authenticated";

REVOKE ALL ("works") ON TABLE "public"."holidays" FROM "authenticated";

GRANT INSERT ("works"), UPDATE ("works") ON TABLE "public"."holidays" TO "authenticated";

GRANT DELETE, SELECT ON TABLE "public"."holidays" TO "authenticated";

REVOKE ALL ON TABLE "public"."holidays" FROM "service_role";

GRANT SELECT ON TABLE "public"."holidays" TO "service_role";

REVOKE ALL ON TABLE "public"."shift_explanations" FROM "authenticated";

GRANT SELECT ON TABLE "public"."shift_explanations" TO "authenticated";

REVOKE ALL ON TABLE "public"."shift_explanations" FROM "service_role";

GRANT SELECT ON TABLE "public"."shift_explanations" TO "service_role";

REVOKE ALL ON TABLE "public"."shift_handovers" FROM "authenticated";

GRANT SELECT ON TABLE "public"."shift_handovers" TO "authenticated";

REVOKE ALL ON TABLE "public"."shift_handovers" FROM "service_role";

GRANT SELECT ON TABLE "public"."shift_handovers" TO "service_role";

REVOKE ALL ON TABLE "public"."shift_remarks" FROM "authenticated";

GRANT SELECT ON TABLE "public"."shift_remarks" TO "authenticated";

REVOKE ALL ON TABLE "public"."shift_remarks" FROM "service_role";

GRANT SELECT ON TABLE "public"."shift_remarks" TO "service_role";

REVOKE ALL ON TABLE "public"."shift_rotation_turns" FROM "authenticated";

GRANT SELECT ON TABLE "public"."shift_rotation_turns" TO "authenticated";

REVOKE ALL ON TABLE "public"."shift_rotation_turns" FROM "service_role";

GRANT SELECT ON TABLE "public"."shift_rotation_turns" TO "service_role";

REVOKE ALL ON TABLE "public"."shift_rotations" FROM "authenticated";

GRANT SELECT ON TABLE "public"."shift_rotations" TO "authenticated";

REVOKE ALL ON TABLE "public"."shift_rotations" FROM "service_role";

GRANT SELECT ON TABLE "public"."shift_rotations" TO "service_role";

REVOKE ALL ON TABLE "public"."shift_summaries" FROM "authenticated";

GRANT SELECT ON TABLE "public"."shift_summaries" TO "authenticated";

REVOKE ALL ON TABLE "public"."shift_summaries" FROM "service_role";

GRANT SELECT ON TABLE "public"."shift_summaries" TO "service_role";

REVOKE ALL ("grace_minutes") ON TABLE "public"."sites" FROM "authenticated";

GRANT UPDATE ("grace_minutes") ON TABLE "public"."sites" TO "authenticated";

REVOKE ALL ("created_at") ON TABLE "public"."calendar_links" FROM "authenticated";

GRANT SELECT ("created_at") ON TABLE "public"."calendar_links" TO "authenticated";

CREATE INDEX shift_remarks_run_id_site_id_idx ON public.shift_remarks USING btree (run_id, site_id, written_at);

CREATE INDEX shift_summaries_site_id_idx ON public.shift_summaries USING btree (site_id, computed_at DESC);
