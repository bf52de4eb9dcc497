SET local check_function_bodies = off;

DROP TRIGGER "keep" ON "public"."lot_links";

DROP VIEW "app"."errors";

DROP FUNCTION "app"."assert_machine_free"(public.machines, timestamp WITH time zone, timestamp WITH time zone);

CREATE TABLE "public"."correction_requests" (
  "id"             uuid                     NOT NULL DEFAULT gen_random_uuid(),
  "number"         text                     NOT NULL,
  "site_id"        uuid                     NOT NULL,
  "run_id"         uuid                     NOT NULL,
  "kind"           text                     NOT NULL,
  "subject"        text                     NOT NULL,
  "subject_type"   text,
  "subject_id"     uuid,
  "changes"        jsonb,
  "before"         jsonb,
  "command"        text,
  "args"           jsonb,
  "made_at"        timestamp with time zone,
  "entry_id"       uuid,
  "reason"         text                     NOT NULL,
  "effects"        jsonb                    NOT NULL,
  "state"          text                     NOT NULL DEFAULT 'requested'::text,
  "requested_by"   uuid                     NOT NULL,
  "decided_by"     uuid,
  "decided_at"     timestamp with time zone,
  "decision_note"  text,
  "result"         jsonb,
  "transaction_id" bigint,
  CONSTRAINT "a change names its record, a late entry its command" CHECK (
CASE kind
    WHEN 'change'::text THEN ((subject_type IS NOT NULL) AND (subject_id IS NOT NULL) AND (changes IS NOT NULL) AND (before IS
      NOT NULL) AND (command IS NULL) AND (args IS NULL) AND (made_at IS NULL) AND (entry_id IS NULL))
    ELSE ((command IS NOT NULL) AND (args IS NOT NULL) AND (made_at IS NOT NULL) AND (entry_id IS
      NOT NULL) AND (subject_type IS NULL) AND (subject_id IS NULL) AND (changes IS NULL) AND (before IS NULL))
END),
  CONSTRAINT "a correction is decided by another person" CHECK ((decided_by <> requested_by)),
  CONSTRAINT "a decided correction has a person, a time and a note"
    CHECK
    ((((state = ANY (ARRAY['requested'::text, 'withdrawn'::text])) = (decided_by IS NULL)) AND ((decided_by IS NULL) = (decided_at IS NULL)) AND ((decided_by IS NULL) =
    (decision_note IS NULL)))),
  CONSTRAINT "commands of the floor are entered late"
    CHECK
    ((command = ANY (ARRAY['log_stage'::text, 'start_stage'::text, 'finish_stage'::text, 'log_downtime'::text, 'end_downtime'::text, 'allocate_material'::text,
    'return_material'::text]))),
  CONSTRAINT "correction is a change or a late entry" CHECK ((kind = ANY (ARRAY['change'::text, 'late_entry'::text]))),
  CONSTRAINT "correction is requested, approved, declined or withdrawn" CHECK ((state = ANY (ARRAY['requested'::text, 'approved'::text, 'declined'::text, 'withdrawn'::text]))),
  CONSTRAINT "note of a decision has at most 2000 characters" CHECK ((length(decision_note) <= 2000)),
  CONSTRAINT "reason of a correction has 1 to 2000 characters" CHECK (((btrim(reason) <> ''::text) AND (length(reason) <= 2000))),
  CONSTRAINT "stages, downtimes and materials are corrected" CHECK ((subject_type = ANY (ARRAY['stage_logs'::text, 'downtimes'::text, 'stage_materials'::text]))),
  CONSTRAINT "subject of a correction has 1 to 200 characters" CHECK (((btrim(subject) <> ''::text) AND (length(subject) <= 200))),
  CONSTRAINT "what was approved has its result" CHECK (((state = 'approved'::text) = (result IS NOT NULL))),
  CONSTRAINT "correction_requests_number_key" UNIQUE (number),
  CONSTRAINT "correction_requests_pkey" PRIMARY KEY (id),
  "requested_at"   timestamp with time zone NOT NULL DEFAULT app.now()
);

ALTER TABLE "public"."correction_requests"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."correction_requests" FROM "anon";

CREATE TABLE "public"."record_versions" (
  "id"            uuid                     NOT NULL DEFAULT gen_random_uuid(),
  "subject_type"  text                     NOT NULL,
  "subject_id"    text                     NOT NULL,
  "version"       integer                  NOT NULL,
  "record"        jsonb                    NOT NULL,
  "correction_id" uuid                     NOT NULL,
  CONSTRAINT "a record has one of a version" UNIQUE (subject_type, subject_id, VERSION),
  CONSTRAINT "records that are corrected, or follow, have versions"
    CHECK ((subject_type = ANY (ARRAY['stage_logs'::text, 'downtimes'::text, 'stage_materials'::text, 'lots'::text, 'lot_links'::text]))),
  CONSTRAINT "version is 1 or above" CHECK ((version >= 1)),
  CONSTRAINT "record_versions_pkey" PRIMARY KEY (id),
  "at"            timestamp with time zone NOT NULL DEFAULT app.now()
);

ALTER TABLE "public"."record_versions"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."record_versions" FROM "anon";

CREATE OR REPLACE FUNCTION app.amount_text (
  amount numeric,
  unit   text
)
  RETURNS text
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  return pg_catalog.trim_scale(amount)::text || ' ' || unit;
end $function$;

CREATE OR REPLACE FUNCTION app.applied_correction()
  RETURNS public.correction_requests
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  correction public.correction_requests;
begin
  select * into correction from public.correction_requests
  where state = 'requested' and transaction_id is not null and transaction_id = pg_catalog.txid_current_if_assigned();
  return correction;
end $function$;

CREATE OR REPLACE FUNCTION app.apply_correction (
  correction public.correction_requests
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  mark bigint := coalesce((select max(id) from audit.log), 0);
  answer jsonb;
begin
  update public.correction_requests set transaction_id = pg_catalog.txid_current() where id = correction.id;
  case
    when correction.kind = 'late_entry' then answer := app.enter_late(correction);
    when correction.subject_type = 'stage_logs' then perform app.correct_stage(correction);
    when correction.subject_type = 'stage_materials' then perform app.correct_material(correction);
    else perform app.correct_downtime(correction);
  end case;
  if correction.kind = 'change' then
    insert into public.record_versions (subject_type, subject_id, version, record, correction_id)
    select replaced.subject_type, replaced.record_id,
      1 + (
        select count(*) from public.record_versions as known
        where known.subject_type = replaced.subject_type and known.subject_id = replaced.record_id
      ),
      replaced.record, correction.id
    from (
      select substr(log.relation, length('public.') + 1) as subject_type, log.record_id, (pg_catalog.array_agg(log.before order by log.id))[1] as record
      from audit.log
      where log.id > mark and log.transaction_id = pg_catalog.txid_current() and log.operation <> 'insert'
        and log.relation in ('public.stage_logs', 'public.downtimes', 'public.stage_materials', 'public.lots', 'public.lot_links')
      group by log.relation, log.record_id
    ) as replaced;
  end if;
  perform app.summarize_corrected(correction, mark);
  return pg_catalog.jsonb_build_object('effects', app.effects_since(mark), 'answer', answer);
end $function$;

CREATE OR REPLACE FUNCTION app.assert_as_asked (
  correction public.correction_requests,
  record     jsonb
)
  RETURNS void
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  stale text;
begin
  -- Compared as JSON of the same row type, in which two writings of one number or time are equal.
  select key into stale from pg_catalog.jsonb_each(correction.before) as asked (key, value)
  where case key
    when 'parameters' then exists (
      select from pg_catalog.jsonb_each(asked.value) as field
      where coalesce(record -> 'parameters' -> field.key, 'null') <> field.value
    )
    else coalesce(record -> key, 'null') <> asked.value
  end
  order by key limit 1;
  if stale is not null then
    perform app.fail(
      'CORRECTION_STALE', pg_catalog.format('%s has been corrected since this was asked.', correction.subject), 'changes.' || stale
    );
  end if;
end $function$;

CREATE OR REPLACE FUNCTION app.assert_machine_free (
  machine    public.machines,
  started    timestamp with time zone,
  ended      timestamp with time zone,
  but_log_id uuid                     DEFAULT NULL::uuid
)
  RETURNS void
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  other record;
begin
  select stage_logs.*, batches.code as batch into other
  from public.stage_logs join public.batches on batches.id = stage_logs.batch_id
  where stage_logs.machine_id = machine.id
    and stage_logs.id is distinct from but_log_id
    and pg_catalog.tstzrange(stage_logs.started_at, stage_logs.ended_at) && pg_catalog.tstzrange(started, ended)
  order by stage_logs.started_at limit 1;
  if found then
    perform app.fail(
      'MACHINE_BUSY',
      pg_catalog.format('%s runs batch %s from %s%s.', machine.code, other.batch, app.site_clock(machine.site_id, other.started_at),
        coalesce(' to ' || app.site_clock(machine.site_id, other.ended_at), '')),
      'machine',
      pg_catalog.jsonb_build_object('machine', machine.code, 'batch', other.batch)
    );
  end if;
end $function$;

CREATE OR REPLACE FUNCTION app.assert_machine_not_down (
  machine         public.machines,
  began           timestamp with time zone,
  done            timestamp with time zone,
  but_downtime_id uuid                     DEFAULT NULL::uuid
)
  RETURNS void
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  other public.downtimes;
begin
  select * into other from public.downtimes
  where downtimes.machine_id = machine.id
    and downtimes.id is distinct from but_downtime_id
    and pg_catalog.tstzrange(downtimes.started_at, downtimes.ended_at) && pg_catalog.tstzrange(began, done)
  order by downtimes.started_at limit 1;
  if found then
    perform app.fail('MACHINE_BUSY', pg_catalog.format('%s stands still already from %s%s.', machine.code, app.site_clock(machine.site_id, other.started_at),
      coalesce(' to ' || app.site_clock(machine.site_id, other.ended_at), '')), 'machine');
  end if;
end $function$;

CREATE OR REPLACE FUNCTION app.assert_run_locked (
  run_id  uuid,
  subject text
)
  RETURNS public.shift_runs
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  run public.shift_runs;
begin
  select * into run from public.shift_runs where id = assert_run_locked.run_id;
  if not found then
    perform app.fail('SHIFT_NOT_LOCKED', pg_catalog.format('%s was entered while no shift ran, and is of none that is locked.', subject), 'subject_id');
  end if;
  if not app.is_locked(run) then
    perform app.fail(
      'SHIFT_NOT_LOCKED', pg_catalog.format('%s is not locked yet; it still takes entries.', app.shift_run_name(run)), 'run',
      pg_catalog.jsonb_build_object('run', run.id)
    );
  end if;
  if app.is_bound_to_shift(run.site_id, 'shifts.request_correction') and not exists (
    select from public.shift_assignments
    where shift_assignments.run_id = run.id and user_id = auth.uid() and active
  ) then
    perform app.fail('SHIFT_NOT_YOURS', pg_catalog.format('You were not assigned to %s.', app.shift_run_name(run)), 'run',
      pg_catalog.jsonb_build_object('run', run.id));
  end if;
  return run;
end $function$;

CREATE OR REPLACE FUNCTION app.carry_on (
  batch  public.batches,
  log    public.stage_logs,
  output numeric
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  later public.stage_logs;
  unit text := (select items.unit from public.items where id = batch.item_id);
begin
  select * into later from public.stage_logs
  where batch_id = batch.id and position > (log).position order by position limit 1 for no key update;
  if not found then
    return;
  end if;
  if later.output_quantity > output + later.added_quantity then
    perform app.fail(
      'OUTPUT_EXCEEDS',
      pg_catalog.format('%s would take %s, and %s came out of it.', app.stage_name(later), app.amount_text(output + later.added_quantity, unit),
        app.amount_text(later.output_quantity, unit)),
      'changes.output_quantity',
      pg_catalog.jsonb_build_object('stage', later.position, 'input', output + later.added_quantity, 'output', later.output_quantity)
    );
  end if;
  update public.stage_logs set carried_quantity = output where id = later.id;
end $function$;

CREATE OR REPLACE FUNCTION app.change_phrase (
  what   text,
  before text,
  after  text
)
  RETURNS text
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  return case
    when before is not distinct from after then null
    when before is null then pg_catalog.format('its %s is %s', what, after)
    when after is null then pg_catalog.format('it has no %s any more; it was %s', what, before)
    else pg_catalog.format('its %s becomes %s; it was %s', what, after, before)
  end;
end $function$;

CREATE OR REPLACE FUNCTION app.changed_value (
  field   text,
  given   jsonb,
  site_id uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  at text := 'changes.' || field;
  word text := given #>> '{}';
begin
  if field in ('remarks', 'note', 'operator_name') then
    if given not in ('null') and pg_catalog.jsonb_typeof(given) <> 'string' then
      perform app.fail('VALUE_INVALID', pg_catalog.format('%s is no text.', left(given::text, 60)), at);
    end if;
    if field = 'operator_name' then
      if app.is_blank(word) then
        perform app.fail('FIELD_MISSING', 'The operator''s name is missing.', at);
      end if;
      word := pg_catalog.btrim(word);
    end if;
    if length(word) > (case field when 'operator_name' then 100 else 2000 end) then
      perform app.fail('VALUE_INVALID', pg_catalog.format('This is longer than %s characters.', case field when 'operator_name' then 100 else 2000 end), at);
    end if;
    return case when app.is_blank(word) then 'null' else pg_catalog.to_jsonb(word) end;
  elsif field = 'parameters' then
    if pg_catalog.jsonb_typeof(given) <> 'object' then
      perform app.fail('VALUE_INVALID', 'The parameters are no list of fields with their values.', at);
    end if;
    return given;
  elsif field in ('output_quantity', 'consumed') then
    if pg_catalog.jsonb_typeof(given) <> 'number' then
      perform app.fail('QUANTITY_INVALID', pg_catalog.format('%s is no quantity.', left(given::text, 60)), at);
    end if;
    if field = 'consumed' and word::numeric = 0 then
      return given;
    end if;
    return pg_catalog.to_jsonb(app.check_quantity(word::numeric, at));
  end if;
  if pg_catalog.jsonb_typeof(given) <> 'string' then
    perform app.fail('VALUE_INVALID', pg_catalog.format('%s is no value for this.', left(given::text, 60)), at);
  end if;
  if field in ('started_at', 'ended_at') then
    if not pg_catalog.pg_input_is_valid(word, 'timestamptz') then
      perform app.fail('VALUE_INVALID', pg_catalog.format('%s is no time.', left(word, 60)), at);
    end if;
    return pg_catalog.to_jsonb(app.past_time(word::timestamptz, at, changed_value.site_id));
  end if;
  if not pg_catalog.pg_input_is_valid(word, 'uuid') then
    perform app.fail('VALUE_INVALID', pg_catalog.format('%s is no id.', left(word, 60)), at);
  end if;
  return pg_catalog.to_jsonb(word::uuid);
end $function$;

CREATE OR REPLACE FUNCTION app.check_reason (
  reason text
)
  RETURNS text
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  if app.is_blank(reason) then
    perform app.fail('FIELD_MISSING', 'A correction says why.', 'reason');
  end if;
  if length(reason) > 2000 then
    perform app.fail('VALUE_INVALID', 'The reason is longer than 2000 characters.', 'reason');
  end if;
  return reason;
end $function$;

CREATE OR REPLACE FUNCTION app.check_stage_end (
  batch   public.batches,
  input   numeric,
  started timestamp with time zone,
  INOUT   output numeric,
  INOUT   ended timestamp with time zone
)
  RETURNS record
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  unit text := (select items.unit from public.items where items.id = batch.item_id);
begin
  output := app.check_quantity(output, 'output_quantity');
  ended := app.past_time(coalesce(ended, app.entered_at()), 'ended_at', batch.site_id);
  if output > input then
    perform app.fail(
      'OUTPUT_EXCEEDS',
      pg_catalog.format('%s %s cannot come out of %s %s.', output, unit, pg_catalog.trim_scale(input), unit),
      'output_quantity',
      pg_catalog.jsonb_build_object('input', input, 'output', output)
    );
  end if;
  if ended <= started then
    perform app.fail(
      'TIME_ORDER',
      pg_catalog.format('The stage began at %s and cannot end at %s.', app.site_clock(batch.site_id, started), app.site_clock(batch.site_id, ended)),
      'ended_at'
    );
  end if;
end $function$;

CREATE OR REPLACE FUNCTION app.checked_changes (
  subject_type text,
  record       jsonb,
  given        jsonb,
  site_id      uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  known constant text[] := case subject_type
    when 'stage_logs' then array['output_quantity', 'machine_id', 'operator_name', 'started_at', 'ended_at', 'remarks', 'parameters']
    when 'downtimes' then array['machine_id', 'reason_id', 'started_at', 'ended_at', 'note']
    else array['consumed'] end;
  field record;
  value jsonb;
  changes jsonb := '{}';
begin
  if coalesce(pg_catalog.jsonb_typeof(given), '') <> 'object' then
    perform app.fail('VALUE_INVALID', 'The changes are no list of columns with their new values.', 'changes');
  end if;
  for field in select key, each.value as given from pg_catalog.jsonb_each(given) as each order by key loop
    if field.key <> all (known) then
      perform app.fail('VALUE_INVALID', pg_catalog.format('"%s" is not corrected here; %s are.', left(field.key, 60), pg_catalog.array_to_string(known, ', ')), 'changes');
    end if;
    if field.key in ('ended_at', 'output_quantity') and record ->> 'ended_at' is null then
      perform app.fail('VALUE_INVALID', 'This has not ended yet; its end is entered, not corrected.', 'changes.' || field.key);
    end if;
    value := app.changed_value(field.key, field.given, site_id);
    if field.key = 'parameters' then
      value := (
        select coalesce(pg_catalog.jsonb_object_agg(parameter.key, parameter.value), '{}')
        from pg_catalog.jsonb_each(value) as parameter
        where parameter.value <> coalesce(record -> 'parameters' -> parameter.key -> 'value', 'null')
      );
      continue when value = '{}';
    elsif field.key in ('started_at', 'ended_at') then
      continue when (value #>> '{}')::timestamptz = (record ->> field.key)::timestamptz;
    else
      continue when value = coalesce(record -> field.key, 'null');
    end if;
    changes := changes || pg_catalog.jsonb_build_object(field.key, value);
  end loop;
  if changes = '{}' then
    perform app.fail('VALUE_INVALID', 'Nothing would change.', 'changes');
  end if;
  return changes;
end $function$;

CREATE OR REPLACE FUNCTION app.command_arguments (
  command text
)
  RETURNS TABLE (
    name     text,
    type     text,
    optional boolean,
    turn     integer
  )
  LANGUAGE sql
  STABLE
  SET search_path TO ''
  AS $function$
  select argument.name, pg_catalog.format_type(argument.type, null), argument.turn > pg_proc.pronargs - pg_proc.pronargdefaults, argument.turn::integer
  from pg_catalog.pg_proc
  cross join lateral unnest(pg_proc.proargnames, pg_proc.proargtypes::oid[]) with ordinality as argument (name, type, turn)
  where pg_proc.pronamespace = 'public'::regnamespace and pg_proc.proname = command_arguments.command and argument.name <> 'request_id'
$function$;

CREATE OR REPLACE FUNCTION app.correct_downtime (
  correction public.correction_requests
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  downtime public.downtimes;
  wanted public.downtimes;
  machine public.machines;
begin
  select * into strict downtime from public.downtimes where id = correction.subject_id;
  perform from public.machines
  where id in (downtime.machine_id, (correction.changes ->> 'machine_id')::uuid) order by id for no key update;
  select * into strict downtime from public.downtimes where id = correction.subject_id for no key update;
  perform app.assert_as_asked(correction, pg_catalog.to_jsonb(downtime));
  wanted := pg_catalog.jsonb_populate_record(downtime, correction.changes);
  select * into machine from public.machines where id = wanted.machine_id and site_id = downtime.site_id;
  if not found then
    perform app.fail('NOT_FOUND', 'There is no such machine at this site.', 'changes.machine_id');
  end if;
  if not exists (select from public.reason_codes where id = wanted.reason_id and purpose = 'downtime') then
    perform app.fail('NOT_FOUND', 'A downtime needs one of the reasons for downtimes.', 'changes.reason_id');
  end if;
  if wanted.ended_at <= wanted.started_at then
    perform app.fail('TIME_ORDER', pg_catalog.format('The downtime would begin at %s and end at %s.',
      app.site_moment(downtime.site_id, wanted.started_at), app.site_moment(downtime.site_id, wanted.ended_at)), 'changes.ended_at');
  end if;
  perform app.assert_machine_not_down(machine, wanted.started_at, wanted.ended_at, downtime.id);
  update public.downtimes
  set machine_id = wanted.machine_id, reason_id = wanted.reason_id, started_at = wanted.started_at, ended_at = wanted.ended_at,
    note = wanted.note, stage_log_id = app.stage_on_machine(wanted.machine_id, wanted.started_at, wanted.ended_at)
  where id = downtime.id;
end $function$;

CREATE OR REPLACE FUNCTION app.correct_material (
  correction public.correction_requests
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  material public.stage_materials;
  batch public.batches;
  lot public.lots;
  place public.locations;
  log public.stage_logs;
  product_unit text;
  wanted numeric := (correction.changes ->> 'consumed')::numeric;
  difference numeric;
begin
  select * into strict material from public.stage_materials where id = correction.subject_id;
  batch := app.lock_batch(material.batch_id);
  perform from public.lots where id in (batch.lot_id, material.lot_id) order by id for no key update;
  select * into strict lot from public.lots where id = material.lot_id;
  select * into strict place from public.locations where id = material.location_id;
  select * into strict material from public.stage_materials where id = correction.subject_id for no key update;
  perform app.assert_as_asked(correction, pg_catalog.to_jsonb(material));
  select items.unit into strict product_unit from public.items where items.id = batch.item_id;
  select * into strict log from public.stage_logs
  where batch_id = batch.id and position = material.position for no key update;
  difference := wanted - material.consumed;
  if difference > 0 then
    perform app.use_more(correction, batch, material, lot, place, difference);
  else
    perform app.use_less(correction, batch, material, place, -difference);
  end if;
  select pg_catalog.trim_scale(sum(stage_materials.consumed * app.unit_factor(items.unit, product_unit))) into strict log.added_quantity
  from public.stage_materials
  join public.lots on lots.id = stage_materials.lot_id
  join public.items on items.id = lots.item_id
  where stage_materials.batch_id = batch.id and stage_materials.position = log.position;
  if log.carried_quantity + log.added_quantity <= 0 or log.output_quantity > log.carried_quantity + log.added_quantity then
    perform app.fail(
      'OUTPUT_EXCEEDS',
      pg_catalog.format('%s would take %s%s.', app.stage_name(log), app.amount_text(log.carried_quantity + log.added_quantity, product_unit),
        coalesce(', and ' || app.amount_text(log.output_quantity, product_unit) || ' came out of it', '')),
      'changes.consumed',
      pg_catalog.jsonb_build_object('input', log.carried_quantity + log.added_quantity, 'output', log.output_quantity)
    );
  end if;
  update public.stage_logs set added_quantity = log.added_quantity where id = log.id;
end $function$;

CREATE OR REPLACE FUNCTION app.correct_move (
  correction public.correction_requests,
  corrects   public.stock_moves,
  from_id    uuid,
  to_id      uuid,
  quantity   numeric
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  insert into public.stock_moves (lot_id, from_id, to_id, quantity, kind, note, corrects_id, moved_by, request_id)
  values (
    corrects.lot_id, correct_move.from_id, correct_move.to_id, correct_move.quantity, 'correct', correction.number, corrects.id,
    auth.uid(), correction.id
  );
end $function$;

CREATE OR REPLACE FUNCTION app.correct_product (
  correction public.correction_requests,
  batch      public.batches,
  output     numeric
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  lot public.lots;
  produced public.stock_moves;
  difference numeric;
  missing numeric;
  part numeric;
  place record;
begin
  select * into strict lot from public.lots where id = batch.lot_id;
  select * into strict produced from public.stock_moves where lot_id = lot.id and kind = 'produce';
  difference := output - lot.initial_quantity;
  if difference > 0 then
    perform app.correct_move(correction, produced, produced.from_id, produced.to_id, difference);
  else
    missing := -difference;
    for place in
      select stock_balances.location_id, app.available(lot.id, stock_balances.location_id) as free
      from public.stock_balances join public.locations on locations.id = stock_balances.location_id
      where stock_balances.lot_id = lot.id and locations.site_id = batch.site_id
      order by locations.id = produced.to_id desc, locations.code
    loop
      part := least(missing, place.free);
      continue when part <= 0;
      perform app.correct_move(correction, produced, place.location_id, produced.from_id, part);
      missing := missing - part;
    end loop;
    if missing > 0 then
      perform app.fail_short(lot, missing);
    end if;
  end if;
  update public.lots set initial_quantity = output where id = lot.id;
end $function$;

CREATE OR REPLACE FUNCTION app.correct_stage (
  correction public.correction_requests
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  batch public.batches;
  log public.stage_logs;
  wanted public.stage_logs;
  prior public.stage_logs;
  later public.stage_logs;
  machine public.machines;
  unit text;
  tested timestamptz;
begin
  select * into strict log from public.stage_logs where id = correction.subject_id;
  batch := app.lock_batch(log.batch_id);
  perform app.lock_below(batch.lot_id);
  select * into strict log from public.stage_logs where id = correction.subject_id for no key update;
  perform app.assert_as_asked(correction, pg_catalog.to_jsonb(log));
  wanted := pg_catalog.jsonb_populate_record(log, correction.changes - 'parameters');
  if correction.changes ? 'parameters' then
    wanted.parameters := app.corrected_parameters(log, correction.changes -> 'parameters');
  end if;
  select items.unit into strict unit from public.items where id = batch.item_id;

  if (wanted.machine_id, wanted.started_at, wanted.ended_at) is distinct from (log.machine_id, log.started_at, log.ended_at) then
    perform from public.machines where id in (log.machine_id, wanted.machine_id) order by id for no key update;
    select * into machine from public.machines where id = wanted.machine_id and site_id = batch.site_id;
    if not found then
      perform app.fail('NOT_FOUND', 'There is no such machine at this site.', 'changes.machine_id');
    end if;
    select * into prior from public.stage_logs where batch_id = batch.id and position < log.position order by position desc limit 1;
    select * into later from public.stage_logs where batch_id = batch.id and position > log.position order by position limit 1;
    select max(qc_tests.tested_at) into tested from public.qc_tests where stage_log_id = log.id;
    if wanted.started_at < prior.ended_at then
      perform app.fail('TIME_ORDER', pg_catalog.format('%s cannot begin at %s: %s ended at %s.', app.stage_name(log),
        app.site_moment(batch.site_id, wanted.started_at), app.stage_name(prior), app.site_moment(batch.site_id, prior.ended_at)), 'changes.started_at');
    end if;
    if wanted.started_at < batch.created_at - interval '12 hours' then
      perform app.fail('TIME_ORDER', pg_catalog.format('The stage cannot begin at %s, more than 12 hours before batch %s.',
        app.site_moment(batch.site_id, wanted.started_at), batch.code), 'changes.started_at');
    end if;
    if wanted.ended_at <= wanted.started_at then
      perform app.fail('TIME_ORDER', pg_catalog.format('%s would begin at %s and end at %s.', app.stage_name(log),
        app.site_moment(batch.site_id, wanted.started_at), app.site_moment(batch.site_id, wanted.ended_at)), 'changes.ended_at');
    end if;
    if wanted.ended_at > later.started_at then
      perform app.fail('TIME_ORDER', pg_catalog.format('%s cannot end at %s: %s began at %s.', app.stage_name(log),
        app.site_moment(batch.site_id, wanted.ended_at), app.stage_name(later), app.site_moment(batch.site_id, later.started_at)), 'changes.ended_at');
    end if;
    if wanted.ended_at > tested then
      perform app.fail('TIME_ORDER', pg_catalog.format('%s cannot end at %s: it was tested at %s.', app.stage_name(log),
        app.site_moment(batch.site_id, wanted.ended_at), app.site_moment(batch.site_id, tested)), 'changes.ended_at');
    end if;
    perform app.assert_machine_free(machine, wanted.started_at, wanted.ended_at, log.id);
  end if;
  if wanted.output_quantity > log.input_quantity then
    perform app.fail('OUTPUT_EXCEEDS', pg_catalog.format('%s took %s; %s cannot come out of it.', app.stage_name(log),
      app.amount_text(log.input_quantity, unit), app.amount_text(wanted.output_quantity, unit)), 'changes.output_quantity',
      pg_catalog.jsonb_build_object('input', log.input_quantity, 'output', wanted.output_quantity));
  end if;

  update public.stage_logs
  set output_quantity = wanted.output_quantity, machine_id = wanted.machine_id, operator_name = wanted.operator_name,
    started_at = wanted.started_at, ended_at = wanted.ended_at, remarks = wanted.remarks, parameters = wanted.parameters
  where id = log.id;
  if wanted.output_quantity is distinct from log.output_quantity then
    perform app.carry_on(batch, log, wanted.output_quantity);
  end if;
  if batch.state = 'finished' and not exists (select from public.stage_logs where batch_id = batch.id and position > log.position) then
    if wanted.output_quantity <> log.output_quantity then
      perform app.correct_product(correction, batch, wanted.output_quantity);
    end if;
    if wanted.ended_at <> log.ended_at then
      perform app.redate_product(batch, wanted.ended_at);
    end if;
  end if;

  -- A downtime is of the stage that its machine ran.
  update public.downtimes
  set stage_log_id = app.stage_on_machine(downtimes.machine_id, downtimes.started_at, downtimes.ended_at)
  where (
      downtimes.stage_log_id = log.id
      or (
        downtimes.machine_id = wanted.machine_id
        and pg_catalog.tstzrange(downtimes.started_at, downtimes.ended_at) && pg_catalog.tstzrange(wanted.started_at, wanted.ended_at)
      )
    )
    and downtimes.stage_log_id is distinct from app.stage_on_machine(downtimes.machine_id, downtimes.started_at, downtimes.ended_at);
end $function$;

CREATE OR REPLACE FUNCTION app.corrected_parameters (
  log   public.stage_logs,
  given jsonb
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  kept jsonb := (log).parameters;
  fresh jsonb := '{}';
  field record;
  limits jsonb;
  known public.stage_fields;
begin
  for field in select key, value from pg_catalog.jsonb_each(given) order by key loop
    limits := kept -> field.key;
    if limits is null then
      fresh := fresh || pg_catalog.jsonb_build_object(field.key, field.value);
      continue;
    end if;
    select * into known from public.stage_fields where stage_id = (log).stage_id and key = field.key;
    if field.value = 'null' then
      if known.required and known.active then
        perform app.fail('FIELD_MISSING', pg_catalog.format('%s is missing.', limits ->> 'label'), 'changes.parameters.' || field.key);
      end if;
      kept := kept - field.key;
      continue;
    end if;
    if pg_catalog.jsonb_typeof(field.value) <> pg_catalog.jsonb_typeof(limits -> 'value')
      or (known.type = 'choice' and not (field.value #>> '{}') = any (known.choices))
      or length(field.value #>> '{}') > 2000 or app.is_blank(field.value #>> '{}') then
      perform app.fail('VALUE_INVALID', pg_catalog.format('"%s" is no value of this field: %s.', left(field.value #>> '{}', 60), limits ->> 'label'),
        'changes.parameters.' || field.key);
    end if;
    if pg_catalog.jsonb_typeof(field.value) = 'number' and (
      abs((field.value #>> '{}')::numeric) >= 1e12
      or (field.value #>> '{}')::numeric < (limits ->> 'minimum')::numeric or (field.value #>> '{}')::numeric > (limits ->> 'maximum')::numeric
    ) then
      perform app.fail(
        'VALUE_INVALID',
        pg_catalog.format('%s is outside %s to %s: %s.', pg_catalog.concat_ws(' ', left(field.value::text, 60), limits ->> 'unit'),
          coalesce(limits ->> 'minimum', '…'), coalesce(limits ->> 'maximum', '…'), limits ->> 'label'),
        'changes.parameters.' || field.key
      );
    end if;
    kept := kept || pg_catalog.jsonb_build_object(field.key, limits || pg_catalog.jsonb_build_object('value', field.value));
  end loop;
  return app.check_parameters((log).stage_id, fresh, false, kept);
end $function$;

CREATE OR REPLACE FUNCTION app.corrected_runs (
  subject_type text,
  record       jsonb,
  changes      jsonb
)
  RETURNS uuid[]
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return case subject_type
    when 'downtimes' then array[(record ->> 'run_id')::uuid]
    when 'stage_materials' then array[(
      select start_run_id from public.stage_logs
      where batch_id = (record ->> 'batch_id')::uuid and position = (record ->> 'position')::integer
    )]
    else case when record ->> 'ended_at' is null then array[(record ->> 'start_run_id')::uuid]
      when changes ?| array['machine_id', 'operator_name', 'started_at'] and record ->> 'start_run_id' is distinct from record ->> 'end_run_id'
        then case when changes ?| array['output_quantity', 'ended_at', 'remarks', 'parameters']
          then array[(record ->> 'start_run_id')::uuid, (record ->> 'end_run_id')::uuid] else array[(record ->> 'start_run_id')::uuid] end
      else array[(record ->> 'end_run_id')::uuid] end
  end;
end $function$;

CREATE OR REPLACE FUNCTION app.correction_answer (
  correction_id uuid
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
      'id', asked.id, 'number', asked.number, 'state', asked.state, 'kind', asked.kind, 'subject', asked.subject,
      'site_id', asked.site_id, 'site', sites.code,
      'run', pg_catalog.jsonb_build_object('id', shift_runs.id, 'name', app.shift_run_name(shift_runs), 'shift', shifts.code,
        'business_date', shift_runs.business_date),
      'subject_type', asked.subject_type, 'subject_id', asked.subject_id,
      'batch', coalesce(
        (select batches.code from public.stage_logs join public.batches on batches.id = stage_logs.batch_id where stage_logs.id = asked.subject_id),
        (select batches.code from public.stage_materials join public.batches on batches.id = stage_materials.batch_id where stage_materials.id = asked.subject_id),
        (select code from public.batches where id::text = asked.args ->> 'batch_id')
      ),
      'fields', app.correction_fields(asked),
      'command', asked.command, 'args', asked.args, 'made_at', asked.made_at,
      'reason', asked.reason, 'effects', coalesce(asked.result -> 'effects', asked.effects),
      'requested_by', (select full_name from public.profiles where id = asked.requested_by), 'requested_at', asked.requested_at,
      'decided_by', (select full_name from public.profiles where id = asked.decided_by), 'decided_at', asked.decided_at,
      'decision_note', asked.decision_note,
      'own', asked.requested_by = auth.uid(),
      'may_decide', asked.state = 'requested' and asked.requested_by <> auth.uid() and app.has('shifts.decide_correction', asked.site_id)
    )
    from public.correction_requests as asked
    join public.sites on sites.id = asked.site_id
    join public.shift_runs on shift_runs.id = asked.run_id
    join public.shifts on shifts.id = shift_runs.shift_id
    where asked.id = correction_answer.correction_id
  );
end $function$;

CREATE OR REPLACE FUNCTION app.correction_fields (
  correction public.correction_requests
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  measured text := case correction.subject_type
    when 'stage_logs' then (
      select items.unit from public.stage_logs
      join public.batches on batches.id = stage_logs.batch_id join public.items on items.id = batches.item_id
      where stage_logs.id = correction.subject_id
    )
    when 'stage_materials' then (
      select items.unit from public.stage_materials
      join public.lots on lots.id = stage_materials.lot_id join public.items on items.id = lots.item_id
      where stage_materials.id = correction.subject_id
    ) end;
begin
  return (
    select coalesce(pg_catalog.jsonb_agg(
      pg_catalog.jsonb_build_object(
        'field', field.name, 'label', field.label, 'unit', field.unit, 'before', field.before, 'after', field.after,
        'before_text', app.shown_value(field.name, field.before, field.unit, correction.site_id),
        'after_text', app.shown_value(field.name, field.after, field.unit, correction.site_id)
      ) order by field.name), '[]')
    from (
      select key as name, null as label, case when key in ('output_quantity', 'consumed') then measured end as unit,
        correction.before -> key as before, value as after
      from pg_catalog.jsonb_each(correction.changes - 'parameters')
      union all
      select 'parameters.' || changed.key, kept.field ->> 'label', kept.field ->> 'unit', correction.before -> 'parameters' -> changed.key -> 'value', changed.value
      from pg_catalog.jsonb_each(correction.changes -> 'parameters') as changed
      cross join lateral (
        select coalesce(
          nullif(correction.before -> 'parameters' -> changed.key, 'null'),
          (
            select pg_catalog.jsonb_build_object('label', stage_fields.label, 'unit', stage_fields.unit)
            from public.stage_fields join public.stage_logs on stage_logs.stage_id = stage_fields.stage_id
            where stage_logs.id = correction.subject_id and stage_fields.key = changed.key
          )
        ) as field
      ) as kept
    ) as field
  );
end $function$;

CREATE OR REPLACE FUNCTION app.correction_requests_announce()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform app.announce(new.site_id, 'shifts', 'correction', pg_catalog.jsonb_build_object('correction', new.id, 'state', new.state));
  return null;
end $function$;

CREATE OR REPLACE FUNCTION app.effect_of (
  relation text,
  old_row  jsonb,
  new_row  jsonb
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  kept jsonb := coalesce(new_row, old_row);
  lot record;
  batch text;
  machine text;
  site uuid;
  phrases text[];
  run public.shift_runs;
begin
  if relation = 'stage_logs' then
    return app.stage_effect(
      pg_catalog.jsonb_populate_record(null::public.stage_logs, old_row), pg_catalog.jsonb_populate_record(null::public.stage_logs, new_row));
  end if;
  select lots.code, items.unit into lot
  from public.lots join public.items on items.id = lots.item_id
  where lots.id = coalesce(kept ->> 'lot_id', kept ->> 'parent_id', kept ->> 'id')::uuid;
  if relation = 'stage_materials' then
    batch := (select code from public.batches where id = (kept ->> 'batch_id')::uuid);
    phrases := array[
      app.change_phrase('allocation', app.amount_text((old_row ->> 'allocated')::numeric, lot.unit), app.amount_text((kept ->> 'allocated')::numeric, lot.unit)),
      case when old_row is not null or (kept ->> 'consumed')::numeric > 0 then
        app.change_phrase('use', app.amount_text((old_row ->> 'consumed')::numeric, lot.unit), app.amount_text((kept ->> 'consumed')::numeric, lot.unit)) end,
      case when old_row is not null then
        app.change_phrase('return', app.amount_text((old_row ->> 'returned')::numeric, lot.unit), app.amount_text((kept ->> 'returned')::numeric, lot.unit)) end
    ];
    return pg_catalog.jsonb_build_object(
      'subject', pg_catalog.format('Lot %s for %s', lot.code, batch), 'unit', lot.unit,
      'sentence', pg_catalog.format('Lot %s for %s: %s.', lot.code, batch, pg_catalog.array_to_string(phrases, '; ')));
  elsif relation = 'stock_moves' then
    return (
      select pg_catalog.jsonb_build_object(
        'subject', pg_catalog.format('Lot %s', lot.code), 'unit', lot.unit,
        'sentence', pg_catalog.format('%s of lot %s are booked from %s to %s.', app.amount_text((kept ->> 'quantity')::numeric, lot.unit),
          lot.code, source.code, target.code))
      from public.locations as source, public.locations as target
      where source.id = (kept ->> 'from_id')::uuid and target.id = (kept ->> 'to_id')::uuid
    );
  elsif relation = 'lot_links' then
    batch := (select code from public.lots where id = (kept ->> 'child_id')::uuid);
    return pg_catalog.jsonb_build_object(
      'subject', pg_catalog.format('Lot %s', batch), 'unit', lot.unit,
      'sentence', case
        when new_row is null then pg_catalog.format('Lot %s is no longer traced to lot %s for %s of it.', batch, lot.code,
          app.amount_text((kept ->> 'quantity')::numeric, lot.unit))
        when old_row is null then pg_catalog.format('Lot %s is traced to %s of lot %s.', batch,
          app.amount_text((kept ->> 'quantity')::numeric, lot.unit), lot.code)
        else pg_catalog.format('Lot %s is traced to %s of lot %s; it was %s.', batch, app.amount_text((kept ->> 'quantity')::numeric, lot.unit),
          lot.code, app.amount_text((old_row ->> 'quantity')::numeric, lot.unit))
      end);
  elsif relation = 'lots' then
    phrases := array[
      app.change_phrase('first quantity', app.amount_text((old_row ->> 'initial_quantity')::numeric, lot.unit), app.amount_text((kept ->> 'initial_quantity')::numeric, lot.unit)),
      app.change_phrase('day of making', old_row ->> 'manufactured_on', kept ->> 'manufactured_on'),
      app.change_phrase('last day of use', old_row ->> 'expires_on', kept ->> 'expires_on'),
      (
        select pg_catalog.format('revision %s of %s keeps what it says', certificates.revision, certificates.number)
        from public.certificates where certificates.lot_id = (kept ->> 'id')::uuid order by certificates.revision desc limit 1
      )
    ];
    return pg_catalog.jsonb_build_object(
      'subject', pg_catalog.format('Lot %s', lot.code), 'unit', lot.unit,
      'sentence', pg_catalog.format('Lot %s: %s.', lot.code, pg_catalog.array_to_string(phrases, '; ')));
  elsif relation = 'batches' then
    return pg_catalog.jsonb_build_object(
      'subject', pg_catalog.format('Batch %s', kept ->> 'code'),
      'sentence', pg_catalog.format('Batch %s is %s.', kept ->> 'code', kept ->> 'state'));
  elsif relation = 'downtimes' then
    site := (kept ->> 'site_id')::uuid;
    machine := (select code from public.machines where id = (kept ->> 'machine_id')::uuid);
    phrases := array[
      app.change_phrase('machine', (select code from public.machines where id = (old_row ->> 'machine_id')::uuid), machine),
      app.change_phrase('reason', (select name from public.reason_codes where id = (old_row ->> 'reason_id')::uuid),
        (select name from public.reason_codes where id = (kept ->> 'reason_id')::uuid)),
      app.change_phrase('start', app.site_moment(site, (old_row ->> 'started_at')::timestamptz), app.site_moment(site, (kept ->> 'started_at')::timestamptz)),
      app.change_phrase('end', app.site_moment(site, (old_row ->> 'ended_at')::timestamptz), app.site_moment(site, (kept ->> 'ended_at')::timestamptz)),
      app.change_phrase('length',
        app.amount_text(pg_catalog.round(extract(epoch from (old_row ->> 'ended_at')::timestamptz - (old_row ->> 'started_at')::timestamptz) / 60, 1), 'min'),
        app.amount_text(pg_catalog.round(extract(epoch from (kept ->> 'ended_at')::timestamptz - (kept ->> 'started_at')::timestamptz) / 60, 1), 'min')),
      app.change_phrase('stage', (select app.stage_name(stage_logs) from public.stage_logs where id = (old_row ->> 'stage_log_id')::uuid),
        (select app.stage_name(stage_logs) from public.stage_logs where id = (kept ->> 'stage_log_id')::uuid)),
      case when old_row is not null and (old_row ->> 'note') is distinct from (kept ->> 'note') then 'its note changes' end
    ];
    return pg_catalog.jsonb_build_object(
      'subject', pg_catalog.format('Downtime of %s', machine),
      'sentence', pg_catalog.format('Downtime of %s: %s.', machine, pg_catalog.array_to_string(phrases, '; ')));
  end if;
  select * into run from public.shift_runs where id = (kept ->> 'run_id')::uuid;
  return pg_catalog.jsonb_build_object(
    'subject', app.shift_run_name(run), 'sentence', pg_catalog.format('The summary of %s is computed anew.', app.shift_run_name(run)));
end $function$;

CREATE OR REPLACE FUNCTION app.effects_since (
  mark bigint
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return (
    with entries as (
      select log.id, substr(log.relation, length('public.') + 1) as relation, log.record_id, log.before, log.after
      from audit.log
      where log.id > mark and log.transaction_id = pg_catalog.txid_current()
        and log.relation in (
          'public.stage_logs', 'public.stage_materials', 'public.downtimes', 'public.lots', 'public.stock_moves', 'public.lot_links',
          'public.batches', 'public.shift_summaries'
        )
    ), records as (
      select min(id) as turn, relation, record_id,
        (pg_catalog.array_agg(before order by id))[1] as before, (pg_catalog.array_agg(after order by id desc))[1] as after
      from entries group by relation, record_id
    )
    select coalesce(pg_catalog.jsonb_agg(
      pg_catalog.jsonb_build_object(
        'kind', records.relation,
        'id', case when records.before is not null then records.record_id end,
        'before', (
          select pg_catalog.jsonb_object_agg(key, value -> 0)
          from pg_catalog.jsonb_each(app.changed_columns(records.before, records.after)) where records.before is not null
        ),
        'after', (
          select pg_catalog.jsonb_object_agg(key, value -> 1)
          from pg_catalog.jsonb_each(app.changed_columns(records.before, records.after)) where records.before is not null and records.after is not null
        )
      ) || app.effect_of(records.relation, records.before, records.after)
      order by records.turn
    ), '[]')
    from records
    where records.before is distinct from records.after
  );
end $function$;

CREATE OR REPLACE FUNCTION app.enter_late (
  correction public.correction_requests
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  claim constant text[] := array['request.jwt.claim.sub', 'request.jwt.claim.role', 'request.jwt.claims'];
  caller text[];
  call text;
  answer jsonb;
begin
  if exists (select from app.requests where id = correction.entry_id) then
    perform app.fail('REQUEST_REUSED', pg_catalog.format('This entry of %s has been made already.', correction.subject), 'args');
  end if;
  select pg_catalog.array_agg(coalesce(pg_catalog.current_setting(name, true), '') order by turn) into caller
  from pg_catalog.unnest(claim) with ordinality as known (name, turn);
  select pg_catalog.format('select public.%I(request_id => $1%s)', correction.command,
    coalesce(pg_catalog.string_agg(', ' || app.late_argument(argument.name, argument.type), '' order by argument.turn), ''))
  into call
  from app.command_arguments(correction.command) as argument
  where correction.args ? argument.name or not argument.optional;
  perform app.act_for(correction.requested_by);
  execute call into answer using correction.entry_id, correction.args;
  perform pg_catalog.set_config(name, caller[turn], true)
  from pg_catalog.unnest(claim) with ordinality as known (name, turn);
  return answer;
end $function$;

CREATE OR REPLACE FUNCTION app.entered_at()
  RETURNS timestamp WITH time zone
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return coalesce((app.applied_correction()).made_at, app.now());
end $function$;

CREATE OR REPLACE FUNCTION app.fail_short (
  lot     public.lots,
  missing numeric
)
  RETURNS void
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  unit text := (select items.unit from public.items where id = lot.item_id);
begin
  perform app.fail(
    'STOCK_SHORT',
    pg_catalog.format('%s of lot %s would be missing: stock would fall below zero%s.', app.amount_text(missing, unit), lot.code,
      coalesce(' (' || app.whereabouts(lot) || ')', '')),
    'changes', pg_catalog.jsonb_build_object('lot', lot.code, 'missing', missing)
  );
end $function$;

CREATE OR REPLACE FUNCTION app.foresee_correction (
  correction public.correction_requests
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  foreseen jsonb;
  code text;
  sentence text;
  detail text;
  hint text;
  broken text;
begin
  insert into public.correction_requests values ((correction).*) on conflict on constraint correction_requests_pkey do nothing;
  foreseen := app.apply_correction(correction) -> 'effects';
  raise exception using errcode = 'LT001', message = 'The trial is undone.';
exception
  when sqlstate 'LT001' then
    return foreseen;
  when others then
    get stacked diagnostics
      code = returned_sqlstate, sentence = message_text, detail = pg_exception_detail, hint = pg_exception_hint, broken = constraint_name;
    if code like 'PT4__' then
      return pg_catalog.jsonb_build_array(
        pg_catalog.jsonb_build_object('kind', 'refused', 'sentence', sentence, 'hint', hint, 'status', right(code, 3)::integer) || detail::jsonb);
    elsif code in ('23514', '23P01') then
      return pg_catalog.jsonb_build_array(pg_catalog.jsonb_build_object(
        'kind', 'refused', 'sentence', pg_catalog.upper(left(broken, 1)) || substr(broken, 2) || '.', 'hint', '', 'status', 400,
        'code', 'VALUE_INVALID', 'field', null, 'params', '{}'::jsonb));
    end if;
    raise;
end $function$;

CREATE OR REPLACE FUNCTION app.is_locked (
  run public.shift_runs
)
  RETURNS boolean
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform app.assert_run_not_locked(run);
  return false;
exception
  when sqlstate 'PT423' then
    return true;
end $function$;

CREATE OR REPLACE FUNCTION app.keep_request (
  correction public.correction_requests
)
  RETURNS uuid
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  site public.sites;
  refused jsonb;
begin
  select * into strict site from public.sites where id = correction.site_id;
  correction.id := pg_catalog.gen_random_uuid();
  correction.number := pg_catalog.format('COR-%s-%s-%s', site.code, pg_catalog.to_char(app.business_date(site.id), 'YYMMDD'),
    app.padded(app.next_number(pg_catalog.format('correction:%s:%s', site.code, app.business_date(site.id))), 3));
  correction.state := 'requested';
  correction.requested_by := auth.uid();
  correction.requested_at := app.now();
  correction.effects := '[]';
  correction.effects := app.foresee_correction(correction);
  -- What never comes right by waiting is refused at once; what may, is shown and decided.
  refused := correction.effects -> 0;
  if refused ->> 'kind' = 'refused' and (refused ->> 'status')::integer in (400, 403, 404) then
    perform app.fail(refused ->> 'code', refused ->> 'sentence', refused ->> 'field', refused -> 'params');
  end if;
  insert into public.correction_requests values ((correction).*);
  return correction.id;
end $function$;

CREATE OR REPLACE FUNCTION app.late_argument (
  name text,
  type text
)
  RETURNS text
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  return pg_catalog.format(
    case when type = 'jsonb' then '%1$I => nullif($2 -> %1$L, ''null'')' else '%1$I => ($2 ->> %1$L)::' || type end, name);
end $function$;

CREATE OR REPLACE FUNCTION app.late_subject (
  args jsonb
)
  RETURNS text
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return coalesce(
    (select 'Batch ' || code from public.batches where id::text = args ->> 'batch_id'),
    (
      select pg_catalog.format('Lot %s for %s', lots.code, batches.code)
      from public.stage_materials
      join public.batches on batches.id = stage_materials.batch_id
      join public.lots on lots.id = stage_materials.lot_id
      where stage_materials.id::text = args ->> 'stage_material_id'
    ),
    (select 'Machine ' || code from public.machines where id::text = args ->> 'machine_id'),
    (
      select 'Downtime of ' || machines.code
      from public.downtimes join public.machines on machines.id = downtimes.machine_id
      where downtimes.id::text = args ->> 'downtime_id'
    )
  );
end $function$;

CREATE OR REPLACE FUNCTION app.lock_correction (
  correction_id uuid
)
  RETURNS public.correction_requests
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  wanted public.correction_requests;
begin
  select * into strict wanted from public.correction_requests where id = lock_correction.correction_id for no key update;
  if wanted.state <> 'requested' then
    perform app.fail('CORRECTION_DECIDED', pg_catalog.format('%s has been %s.', wanted.number, wanted.state), 'correction',
      pg_catalog.jsonb_build_object('state', wanted.state));
  end if;
  return wanted;
end $function$;

CREATE OR REPLACE FUNCTION app.lot_links_keep()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  if (app.applied_correction()).kind is distinct from 'change'
    or (tg_op = 'UPDATE' and (pg_catalog.to_jsonb(new) - 'quantity' <> pg_catalog.to_jsonb(old) - 'quantity' or new.quantity > old.quantity)) then
    perform app.fail('APPEND_ONLY', pg_catalog.format('public.lot_links is append-only: %s is refused.', lower(tg_op)));
  end if;
  return coalesce(new, old);
end $function$;

CREATE OR REPLACE FUNCTION app.open_stage (
  request_id      uuid,
  batch           public.batches,
  run             uuid,
  "position"      integer,
  machine_id      uuid,
  operator_name   text,
  input_quantity  numeric,
  started_at      timestamp with time zone,
  output_quantity numeric,
  ended_at        timestamp with time zone,
  parameters      jsonb,
  remarks         text
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  began timestamptz := app.past_time(coalesce(open_stage.started_at, app.entered_at()), 'started_at', batch.site_id);
  step integer := coalesce(open_stage.position, app.next_position(batch));
  over boolean := open_stage.output_quantity is not null;
  stage uuid;
  machine public.machines;
  product_unit text;
  carried numeric;
  allocated numeric;
  added numeric;
  output numeric;
  ended timestamptz;
  log public.stage_logs;
begin
  if step is null then
    perform app.fail('STAGE_ORDER', pg_catalog.format('Every stage of batch %s has been begun.', batch.code), 'position');
  end if;
  -- In the order of their ids, as a hold takes them, so that the two never wait for each other.
  perform from public.lots
  where id in (
    select batch.lot_id
    union
    select stage_materials.lot_id from public.stage_materials
    where stage_materials.batch_id = batch.id and stage_materials.position = step
  )
  order by id
  for no key update;
  carried := coalesce((app.assert_stage_may_begin(batch, step, began)).output_quantity, 0);
  if began < batch.created_at - interval '12 hours' then
    perform app.fail('TIME_ORDER', pg_catalog.format('The stage cannot begin at %s, more than 12 hours before batch %s.', app.site_clock(batch.site_id, began), batch.code), 'started_at');
  end if;
  select * into machine from public.machines where id = open_stage.machine_id and site_id = batch.site_id and active for no key update;
  if not found then
    perform app.fail('NOT_FOUND', 'There is no such machine in use at this site.', 'machine');
  end if;
  if app.is_blank(open_stage.operator_name) then
    perform app.fail('FIELD_MISSING', 'The operator''s name is missing.', 'operator_name');
  end if;

  select items.unit into strict product_unit from public.items where items.id = batch.item_id;
  select coalesce(sum((stage_materials.allocated - consumed - returned) * app.unit_factor(items.unit, product_unit)), 0)
  into allocated
  from public.stage_materials
  join public.lots on lots.id = stage_materials.lot_id
  join public.items on items.id = lots.item_id
  where stage_materials.batch_id = batch.id and stage_materials.position = step;
  added := case when open_stage.input_quantity is null then allocated
    else app.check_quantity(open_stage.input_quantity, 'input_quantity') - carried end;
  if added < 0 then
    perform app.fail(
      'INPUT_UNALLOCATED',
      pg_catalog.format('%s %s came out of the stage before and go into this one; the input cannot be %s %s.',
        pg_catalog.trim_scale(carried), product_unit, pg_catalog.trim_scale(open_stage.input_quantity), product_unit),
      'input_quantity'
    );
  end if;
  if added > allocated or carried + added = 0 then
    perform app.fail(
      'INPUT_UNALLOCATED',
      pg_catalog.format('%s %s are there for this stage of batch %s: %s from the stage before and %s allocated.',
        pg_catalog.trim_scale(carried + allocated), product_unit, batch.code, pg_catalog.trim_scale(carried), pg_catalog.trim_scale(allocated)),
      'input_quantity'
    );
  end if;
  if over then
    select checked.output, checked.ended into output, ended
    from app.check_stage_end(batch, carried + added, began, open_stage.output_quantity, open_stage.ended_at) as checked;
  end if;
  perform app.assert_machine_free(machine, began, ended);
  select stage_id into strict stage from public.route_stages where route_id = batch.route_id and route_stages.position = step;
  insert into public.stage_logs (
    batch_id, site_id, position, stage_id, machine_id, operator_name, carried_quantity, added_quantity, output_quantity, qc_gate,
    parameters, started_at, ended_at, start_run_id, end_run_id, started_by, ended_by, remarks
  )
  values (
    batch.id, batch.site_id, step, stage, machine.id, pg_catalog.btrim(open_stage.operator_name), carried, added,
    output, false, app.check_parameters(stage, coalesce(open_stage.parameters, '{}'), over),
    began, ended, run, case when over then run end, auth.uid(), case when over then auth.uid() end,
    open_stage.remarks
  )
  returning * into log;
  if added > 0 then
    perform app.consume_materials(log, batch, added, open_stage.request_id);
  end if;
end $function$;

CREATE OR REPLACE FUNCTION app.parameter_phrases (
  before jsonb,
  after  jsonb
)
  RETURNS text[]
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  return (
    select coalesce(pg_catalog.array_agg(phrase order by key) filter (where phrase is not null), '{}')
    from pg_catalog.jsonb_object_keys(coalesce(before, '{}') || coalesce(after, '{}')) as key
    cross join lateral app.change_phrase(
      coalesce(after -> key ->> 'label', before -> key ->> 'label'),
      pg_catalog.concat_ws(' ', before -> key ->> 'value', before -> key ->> 'unit'),
      pg_catalog.concat_ws(' ', after -> key ->> 'value', after -> key ->> 'unit')
    ) as phrase
  );
end $function$;

CREATE OR REPLACE FUNCTION app.past_time (
  given   timestamp with time zone,
  field   text,
  site_id uuid                     DEFAULT NULL::uuid
)
  RETURNS timestamp WITH time zone
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  if given in ('infinity', '-infinity') then
    perform app.fail('VALUE_INVALID', pg_catalog.format('%s is no time.', given), past_time.field);
  end if;
  if given > app.entered_at() + interval '2 minutes' then
    perform app.fail(
      'VALUE_INVALID',
      pg_catalog.format('%s has not come yet.', coalesce(
        (select pg_catalog.to_char(given at time zone sites.time_zone, 'DD Mon YYYY HH24:MI') from public.sites where sites.id = past_time.site_id),
        pg_catalog.to_char(given, 'DD Mon YYYY HH24:MI TZ'))),
      past_time.field
    );
  end if;
  -- least() passes over a null, and would make now of a time that has not been given.
  return case when given is not null then least(given, app.entered_at()) end;
end $function$;

CREATE OR REPLACE FUNCTION app.redate_product (
  batch public.batches,
  ended timestamp with time zone
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  made date := app.business_date(batch.site_id, ended);
  lot public.lots;
  dated uuid[];
  certified text;
  touched timestamptz;
begin
  select * into strict lot from public.lots where id = batch.lot_id;
  select min(moved_at) into touched from public.stock_moves where lot_id = lot.id and kind not in ('produce', 'correct');
  if touched < ended then
    perform app.fail('TIME_ORDER', pg_catalog.format('Lot %s was moved at %s; its last stage cannot have ended at %s.', lot.code,
      app.site_moment(batch.site_id, touched), app.site_moment(batch.site_id, ended)), 'changes.ended_at');
  end if;
  if made = lot.manufactured_on then
    return;
  end if;
  select pg_catalog.array_agg(lots.id) into dated
  from public.lots
  where lots.id = lot.id
    or (
      lots.id in (select child_id from public.lot_links where parent_id = lot.id)
      and lots.item_id in (select id from public.items where packs_item_id = lot.item_id)
    );
  select pg_catalog.string_agg(distinct certificates.number, ', ') into certified
  from public.certificates where certificates.lot_id = any (dated);
  if certified is not null then
    perform app.fail(
      'CERTIFICATE_ISSUED',
      pg_catalog.format('Batch %s would have been made on %s; %s says %s.', batch.code, pg_catalog.to_char(made, 'FMDD Mon YYYY'), certified,
        pg_catalog.to_char(lot.manufactured_on, 'FMDD Mon YYYY')),
      'changes.ended_at'
    );
  end if;
  update public.lots
  set manufactured_on = made, expires_on = lots.expires_on + (made - lot.manufactured_on),
    received_on = case when lots.id = lot.id then made else lots.received_on end
  where lots.id = any (dated);
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

  -- In the grace of one run and at the start of the next, the next is meant. No more than this one row
  -- is locked, so that postings and the job that locks many never wait for each other in a circle.
  select shift_runs.* into run
  from public.shift_runs
  join public.shifts on shifts.id = shift_runs.shift_id
  where shift_runs.site_id = require_shift.site_id
    and shift_runs.state <> 'locked'
    and (shifts.active or shift_runs.state <> 'scheduled')
    and shift_runs.starts_at <= app.now()
    and app.now() < shift_runs.ends_at + app.shift_grace()
    and (
      not bound
      or exists (
        select from public.shift_assignments
        where shift_assignments.run_id = shift_runs.id
          and shift_assignments.user_id = auth.uid() and shift_assignments.active
      )
    )
  order by shift_runs.ends_at > app.now() desc, shift_runs.starts_at desc, shift_runs.id
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

CREATE OR REPLACE FUNCTION app.sees_correction (
  correction public.correction_requests
)
  RETURNS boolean
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return correction.requested_by = auth.uid()
    or (
      (app.has('shifts.request_correction', correction.site_id) or app.has('shifts.decide_correction', correction.site_id))
      and (not app.is_bound_to_shift(correction.site_id) or correction.run_id = any (app.my_runs()))
    );
end $function$;

CREATE OR REPLACE FUNCTION app.shown_value (
  field   text,
  value   jsonb,
  unit    text,
  site_id uuid
)
  RETURNS text
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return case
    when value is null or value = 'null' then null
    when field = 'machine_id' then (select code from public.machines where id::text = value #>> '{}')
    when field = 'reason_id' then (select name from public.reason_codes where id::text = value #>> '{}')
    when field in ('started_at', 'ended_at') then app.site_moment(shown_value.site_id, (value #>> '{}')::timestamptz)
    when field in ('output_quantity', 'consumed') then app.amount_text((value #>> '{}')::numeric, unit)
    else value #>> '{}'
  end;
end $function$;

CREATE OR REPLACE FUNCTION app.site_moment (
  site_id uuid,
  at      timestamp with time zone
)
  RETURNS text
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return (
    select pg_catalog.to_char(site_moment.at at time zone sites.time_zone, 'FMDD Mon YYYY HH24:MI')
    from public.sites where sites.id = site_moment.site_id
  );
end $function$;

CREATE OR REPLACE FUNCTION app.stage_effect (
  old public.stage_logs,
  new public.stage_logs
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  name text := app.stage_name(new);
  unit text := (
    select items.unit from public.batches join public.items on items.id = batches.item_id where batches.id = (new).batch_id
  );
  machine text := (select code from public.machines where id = (new).machine_id);
  flags jsonb := app.stage_flags(new);
  old_flags jsonb := app.stage_flags(old);
  phrases text[];
begin
  if (old).id is null then
    phrases := array[pg_catalog.format('%s go in on %s', app.amount_text((new).input_quantity, unit), machine)]
      || case when (new).output_quantity is not null then pg_catalog.format('%s come out', app.amount_text((new).output_quantity, unit)) end;
  else
    phrases := array[
      app.change_phrase('input', app.amount_text((old).input_quantity, unit), app.amount_text((new).input_quantity, unit)),
      app.change_phrase('output', app.amount_text((old).output_quantity, unit), app.amount_text((new).output_quantity, unit)),
      app.change_phrase('loss', pg_catalog.round((old_flags ->> 'loss_percent')::numeric, 2) || ' %',
        pg_catalog.round((flags ->> 'loss_percent')::numeric, 2) || ' %'),
      app.change_phrase('machine', (select code from public.machines where id = (old).machine_id), machine),
      app.change_phrase('operator', (old).operator_name, (new).operator_name),
      app.change_phrase('start', app.site_moment((old).site_id, (old).started_at), app.site_moment((new).site_id, (new).started_at)),
      app.change_phrase('end', app.site_moment((old).site_id, (old).ended_at), app.site_moment((new).site_id, (new).ended_at)),
      case when (old).remarks is distinct from (new).remarks then 'its remarks change' end
    ] || app.parameter_phrases((old).parameters, (new).parameters);
  end if;
  phrases := phrases || array[
    case when (flags ->> 'loss_above_limit')::boolean and not coalesce((old_flags ->> 'loss_above_limit')::boolean, false)
      then pg_catalog.format('the loss is above its limit of %s %%', pg_catalog.trim_scale((new).loss_limit_percent)) end,
    case when (old_flags ->> 'loss_above_limit')::boolean and not (flags ->> 'loss_above_limit')::boolean
      then pg_catalog.format('the loss is no longer above its limit of %s %%', pg_catalog.trim_scale((new).loss_limit_percent)) end,
    case when (flags ->> 'yield_out_of_band')::boolean and not coalesce((old_flags ->> 'yield_out_of_band')::boolean, false)
      then 'the yield is out of its band' end,
    case when (old_flags ->> 'yield_out_of_band')::boolean and not (flags ->> 'yield_out_of_band')::boolean
      then 'the yield is in its band again' end
  ];
  return pg_catalog.jsonb_build_object(
    'subject', name,
    'sentence', pg_catalog.format('%s: %s.', name, pg_catalog.array_to_string(phrases, '; ')),
    'unit', unit,
    'flags', flags
  );
end $function$;

CREATE OR REPLACE FUNCTION app.stage_logs_guard()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  batch public.batches;
  step public.route_stages;
  open text[] := array['qc_status', 'input_quantity'];
  corrected constant text[] := array['carried_quantity', 'added_quantity', 'output_quantity', 'machine_id', 'operator_name',
    'parameters', 'started_at', 'ended_at', 'remarks'];
begin
  select * into strict batch from public.batches where id = coalesce(new.batch_id, old.batch_id) for no key update;
  if tg_op = 'DELETE' then
    perform app.fail('APPEND_ONLY', pg_catalog.format('A stage of batch %s was begun and is not removed.', batch.code));
  elsif tg_op = 'INSERT' then
    -- A hold that is set at this moment waits, or is seen.
    perform from public.lots where id = batch.lot_id for share;
    new.carried_quantity := coalesce((app.assert_stage_may_begin(batch, new.position, new.started_at)).output_quantity, 0);
    select * into strict step from public.route_stages where route_id = batch.route_id and position = new.position;
    new.site_id := batch.site_id;
    new.stage_id := step.stage_id;
    new.loss_limit_percent := step.loss_limit_percent;
    new.yield_min_percent := step.yield_min_percent;
    new.yield_max_percent := step.yield_max_percent;
    new.qc_gate := step.qc_gate;
    new.qc_status := case when step.qc_gate then 'pending' else 'not_required' end;
  else
    if old.ended_at is null then
      open := open || array['output_quantity', 'ended_at', 'ended_by', 'end_run_id', 'parameters', 'remarks'];
    end if;
    -- Whether a correction is being applied is asked only where it matters.
    if pg_catalog.to_jsonb(new) - open <> pg_catalog.to_jsonb(old) - open
      and not (
        pg_catalog.to_jsonb(new) - open - corrected = pg_catalog.to_jsonb(old) - open - corrected
        and (app.applied_correction()).kind is not distinct from 'change'
      ) then
      perform app.fail(
        'STAGE_DONE',
        pg_catalog.format(case when old.ended_at is null then 'What this stage of batch %s began with stays as it is.'
          else 'This stage of batch %s has been logged and stays as it is.' end, batch.code),
        'position'
      );
    end if;
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION app.stage_name (
  log public.stage_logs
)
  RETURNS text
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return (
    select pg_catalog.format('%s of %s', stages.name, batches.code)
    from public.stages, public.batches where stages.id = (log).stage_id and batches.id = (log).batch_id
  );
end $function$;

CREATE OR REPLACE FUNCTION app.stage_on_machine (
  machine_id uuid,
  began      timestamp with time zone,
  done       timestamp with time zone
)
  RETURNS uuid
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return (
    select stage_logs.id from public.stage_logs
    where stage_logs.machine_id = stage_on_machine.machine_id
      and pg_catalog.tstzrange(stage_logs.started_at, stage_logs.ended_at) && pg_catalog.tstzrange(began, done)
    order by stage_logs.started_at limit 1
  );
end $function$;

CREATE OR REPLACE FUNCTION app.standing_quantity (
  move public.stock_moves
)
  RETURNS numeric
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return (move).quantity + coalesce((
    select sum(case when correction.to_id = (move).to_id then correction.quantity else -correction.quantity end)
    from public.stock_moves as correction where correction.corrects_id = (move).id
  ), 0);
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
  if pg_catalog.to_regprocedure('app.summarize_run(uuid, uuid)') is null then
    return;
  end if;
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
    execute 'select app.summarize_run($1, $2)' using run.id, correction.id;
  end loop;
end $function$;

CREATE OR REPLACE FUNCTION app.use_less (
  correction public.correction_requests,
  batch      public.batches,
  material   public.stage_materials,
  place      public.locations,
  quantity   numeric
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  move public.stock_moves;
  link public.lot_links;
  rest numeric := quantity;
  part numeric;
begin
  update public.stage_materials
  set consumed = consumed - use_less.quantity, returned = returned + use_less.quantity
  where id = material.id;
  for move in
    select * from public.stock_moves
    where lot_id = material.lot_id and from_id = place.id and kind = 'consume' and note = batch.code
    order by id desc
  loop
    part := least(rest, app.standing_quantity(move));
    continue when part <= 0;
    perform app.correct_move(correction, move, move.to_id, place.id, part);
    rest := rest - part;
  end loop;
  rest := use_less.quantity;
  for link in
    select * from public.lot_links where parent_id = material.lot_id and child_id = batch.lot_id order by id desc
  loop
    exit when rest = 0;
    part := least(rest, link.quantity);
    if part = link.quantity then
      delete from public.lot_links where id = link.id;
    else
      update public.lot_links set quantity = lot_links.quantity - part where id = link.id;
    end if;
    rest := rest - part;
  end loop;
end $function$;

CREATE OR REPLACE FUNCTION app.use_more (
  correction public.correction_requests,
  batch      public.batches,
  material   public.stage_materials,
  lot        public.lots,
  place      public.locations,
  quantity   numeric
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  promised numeric := least(quantity, material.allocated - material.consumed - material.returned);
  corrected public.stock_moves;
begin
  if quantity - promised > greatest(app.available(lot.id, place.id), 0) then
    perform app.fail_short(lot, quantity - promised - greatest(app.available(lot.id, place.id), 0));
  end if;
  -- What never went in before is asked as at any other use.
  if not exists (select from public.lot_links where parent_id = lot.id and child_id = batch.lot_id) then
    perform app.assert_lot_usable(lot, batch.site_id, 'used', 'changes.consumed');
  end if;
  insert into public.lot_links (parent_id, child_id, quantity) values (lot.id, batch.lot_id, use_more.quantity);
  update public.stage_materials
  set consumed = consumed + use_more.quantity, allocated = allocated + use_more.quantity - promised
  where id = material.id;
  if promised > 0 then
    perform app.shrink_reservation(material.reservation_id, promised);
  end if;
  select * into corrected from public.stock_moves
  where lot_id = lot.id and from_id = place.id and kind = 'consume' and note = batch.code
  order by id desc limit 1;
  if found then
    perform app.correct_move(correction, corrected, place.id, corrected.to_id, use_more.quantity);
  else
    insert into public.stock_moves (lot_id, from_id, to_id, quantity, kind, note, moved_by, request_id)
    values (lot.id, place.id, app.other_side(batch.site_id, 'process'), use_more.quantity, 'consume', batch.code, auth.uid(), correction.id);
  end if;
end $function$;

CREATE OR REPLACE FUNCTION app.whereabouts (
  lot public.lots
)
  RETURNS text
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  unit text := (select items.unit from public.items where id = lot.item_id);
begin
  return (
    select pg_catalog.string_agg(went.phrase, ', ' order by went.turn, went.phrase)
    from (
      select 1 as turn, pg_catalog.format('%s went into %s', app.amount_text(sum(lot_links.quantity), unit), child.code)
        || coalesce((
          select pg_catalog.format(', of which %s were shipped', app.amount_text(sum(shipment_lines.quantity), items.unit))
          from public.shipment_lines join public.items on items.id = child.item_id
          where shipment_lines.lot_id = child.id group by items.unit
        ), '') as phrase
      from public.lot_links join public.lots as child on child.id = lot_links.child_id
      where lot_links.parent_id = lot.id
      group by child.id
      union all
      select 2, pg_catalog.format('%s were shipped', app.amount_text(sum(quantity), unit))
      from public.shipment_lines where shipment_lines.lot_id = lot.id having sum(quantity) > 0
      union all
      select 3, pg_catalog.format('%s are promised to %s', app.amount_text(sum(reservations.quantity), unit), reservations.purpose)
      from public.reservations where reservations.lot_id = lot.id and ended_at is null group by reservations.purpose
      union all
      select 4, pg_catalog.format('%s lie at %s', app.amount_text(stock_balances.on_hand, unit), locations.code)
      from public.stock_balances join public.locations on locations.id = stock_balances.location_id
      where stock_balances.lot_id = lot.id and on_hand > 0
    ) as went
  );
end $function$;

CREATE OR REPLACE FUNCTION public.batch_journey (
  code text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  batch public.batches;
  product public.items;
  lot public.lots;
  journey jsonb;
  materials jsonb;
  stages jsonb;
  packed jsonb;
  bulk record;
begin
  select batches.* into batch from public.batches where batches.code = batch_journey.code;
  if batch.id is null or not batch.site_id = any (app.my_sites()) then
    perform app.fail('NOT_FOUND', pg_catalog.format('There is no batch %s.', left(batch_journey.code, 60)), 'batch');
  end if;
  select * into strict product from public.items where id = batch.item_id;
  select * into strict lot from public.lots where id = batch.lot_id;

  select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
      'id', given.id, 'position', given.position, 'lot_id', lots.id, 'lot', lots.code, 'item', items.code, 'item_name', items.name,
      'unit', items.unit, 'location', locations.code, 'allocated', given.allocated, 'consumed', given.consumed,
      'returned', given.returned, 'open', given.allocated - given.consumed - given.returned,
      'vendor', partners.name, 'vendor_lot', lots.vendor_lot, 'qc_status', lots.qc_status, 'deviation', reason_codes.name,
      'allocated_by', profiles.full_name, 'allocated_at', given.allocated_at
    ) order by given.allocated_at, lots.code), '[]')
  into materials
  from (
    select stage_materials.id, stage_materials.position, stage_materials.lot_id, stage_materials.location_id, stage_materials.allocated,
      stage_materials.consumed, stage_materials.returned, stage_materials.deviation_reason_id, stage_materials.allocated_by, stage_materials.allocated_at
    from public.stage_materials where stage_materials.batch_id = batch.id
    union all
    -- A batch of existing records was given nothing here: its links alone say what went in.
    select null, null, lot_links.parent_id, null, lot_links.quantity, lot_links.quantity, 0, null, batch.created_by, lot_links.at
    from public.lot_links where lot_links.child_id = batch.lot_id and batch.route_id is null
  ) as given
  join public.lots on lots.id = given.lot_id
  join public.items on items.id = lots.item_id
  join public.profiles on profiles.id = given.allocated_by
  left join public.locations on locations.id = given.location_id
  left join public.reason_codes on reason_codes.id = given.deviation_reason_id
  left join public.receipts on receipts.id = lots.receipt_id
  left join public.partners on partners.id = receipts.vendor_id;

  select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
      'position', route_stages.position, 'stage_id', stages.id, 'stage', stages.name, 'qc_gate', route_stages.qc_gate,
      'loss_limit_percent', route_stages.loss_limit_percent, 'yield_min_percent', route_stages.yield_min_percent,
      'yield_max_percent', route_stages.yield_max_percent,
      'log', case when stage_logs.id is not null then pg_catalog.jsonb_build_object(
        'id', stage_logs.id, 'machine', machines.code, 'machine_name', machines.name, 'operator', stage_logs.operator_name,
        'carried', stage_logs.carried_quantity, 'added', stage_logs.added_quantity, 'input', stage_logs.input_quantity,
        'output', stage_logs.output_quantity, 'started_at', stage_logs.started_at, 'ended_at', stage_logs.ended_at,
        'started_by', (select full_name from public.profiles where id = stage_logs.started_by),
        'ended_by', (select full_name from public.profiles where id = stage_logs.ended_by),
        'shift', (
          select shifts.code from public.shift_runs join public.shifts on shifts.id = shift_runs.shift_id
          where shift_runs.id = coalesce(stage_logs.end_run_id, stage_logs.start_run_id)
        ),
        'parameters', stage_logs.parameters, 'remarks', stage_logs.remarks, 'qc_status', stage_logs.qc_status,
        'tests', (
          select coalesce(pg_catalog.jsonb_agg(app.test_answer(qc_tests.id) order by qc_tests.attempt), '[]')
          from public.qc_tests where qc_tests.stage_log_id = stage_logs.id
        ),
        'downtimes', (
          select coalesce(pg_catalog.jsonb_agg(app.downtime_answer(downtimes.id) order by downtimes.started_at), '[]')
          from public.downtimes where downtimes.stage_log_id = stage_logs.id
        )
      ) || coalesce(app.stage_flags(stage_logs), '{}') end
    ) order by route_stages.position), '[]')
  into stages
  from public.route_stages
  join public.stages on stages.id = route_stages.stage_id
  left join public.stage_logs on stage_logs.batch_id = batch.id and stage_logs.position = route_stages.position
  left join public.machines on machines.id = stage_logs.machine_id
  where route_stages.route_id = batch.route_id;

  select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
      'lot_id', lots.id, 'lot', lots.code, 'item', items.code, 'item_name', items.name, 'packs', lots.initial_quantity,
      'quantity', link.quantity, 'packed_at', lots.created_at, 'packed_by', (select full_name from public.profiles where id = lots.created_by),
      'held', exists (select from public.lot_holds where lot_holds.lot_id = lots.id and released_at is null),
      'on_hand', (select coalesce(sum(on_hand), 0) from public.stock_balances where stock_balances.lot_id = lots.id),
      'shipments', app.lot_shipments(lots.id)
    ) order by lots.code), '[]')
  into packed
  from (select child_id, sum(quantity) as quantity from public.lot_links where parent_id = batch.lot_id group by child_id) as link
  join public.lots on lots.id = link.child_id
  join public.items on items.id = lots.item_id
  where items.packs_item_id = product.id;

  select
    coalesce(sum(case when source.kind = 'process' then stock_moves.quantity else -stock_moves.quantity end) filter (
      where coalesce(corrected.kind, stock_moves.kind) = 'produce' or (stock_moves.kind = 'import' and source.kind = 'process')
    ), 0) as produced,
    coalesce(sum(stock_moves.quantity) filter (where stock_moves.kind = 'pack' and target.kind = 'process'), 0) as packed,
    coalesce(sum(stock_moves.quantity) filter (where stock_moves.kind = 'pack' and target.kind = 'loss'), 0) as lost,
    coalesce(sum(stock_moves.quantity) filter (where stock_moves.kind = 'ship' or (stock_moves.kind = 'import' and target.kind = 'customer')), 0) as shipped,
    coalesce(sum(case when target.kind = 'adjustment' then -stock_moves.quantity else stock_moves.quantity end) filter (where stock_moves.kind = 'adjust'), 0) as adjusted
  into bulk
  from public.stock_moves
  join public.locations as source on source.id = stock_moves.from_id
  join public.locations as target on target.id = stock_moves.to_id
  left join public.stock_moves as corrected on corrected.id = stock_moves.corrects_id
  where stock_moves.lot_id = batch.lot_id;

  journey := app.batch_answer(batch.id) || pg_catalog.jsonb_build_object(
    'site', (select sites.code from public.sites where id = batch.site_id),
    'route_version', (select version from public.routes where id = batch.route_id),
    'remarks', batch.remarks,
    'created_by', (select full_name from public.profiles where id = batch.created_by),
    'manufactured_on', lot.manufactured_on,
    'expires_on', lot.expires_on,
    'materials', materials,
    'stages', stages,
    'tests', (
      select coalesce(pg_catalog.jsonb_agg(app.test_answer(qc_tests.id) order by qc_tests.attempt), '[]')
      from public.qc_tests where qc_tests.lot_id = lot.id and qc_tests.kind = 'final'
    ),
    'holds', (
      select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
          'cause', cause.code, 'reason', reason_codes.name, 'note', lot_holds.note, 'held_at', lot_holds.held_at,
          'held_by', (select full_name from public.profiles where id = lot_holds.held_by),
          'released_at', lot_holds.released_at, 'release_note', lot_holds.release_note
        ) order by lot_holds.held_at), '[]')
      from public.lot_holds
      join public.lots as cause on cause.id = lot_holds.cause_lot_id
      join public.reason_codes on reason_codes.id = lot_holds.reason_id
      where lot_holds.lot_id = lot.id
    ),
    'packed', packed,
    'places', app.lot_answer(lot.id) -> 'places',
    'shipments', app.lot_shipments(lot.id),
    'certificates', (
      select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
          'id', certificates.id, 'number', certificates.number, 'revision', certificates.revision,
          'issued_at', certificates.issued_at, 'document_path', certificates.document_path
        ) order by certificates.issued_at), '[]')
      from public.certificates
      where certificates.lot_id = lot.id
        or certificates.lot_id in (select child_id from public.lot_links where parent_id = lot.id)
    ),
    'documents', case when app.has('documents.view', batch.site_id) then (
      select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
          'id', documents.id, 'position', batch_documents.position, 'kind', documents.kind, 'name', documents.name,
          'media_type', documents.media_type, 'size_bytes', documents.size_bytes, 'path', documents.path,
          'attached_by', (select full_name from public.profiles where id = batch_documents.attached_by),
          'attached_at', batch_documents.attached_at
        ) order by batch_documents.attached_at), '[]')
      from public.batch_documents join public.documents on documents.id = batch_documents.document_id
      where batch_documents.batch_id = batch.id
    ) else '[]' end
  );
  return journey || pg_catalog.jsonb_build_object('balance', app.batch_balance(batch, bulk.produced, bulk.packed, bulk.lost, bulk.shipped, bulk.adjusted));
end $function$;

CREATE OR REPLACE FUNCTION public.correction_details (
  correction uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  wanted public.correction_requests;
  answer jsonb;
begin
  select * into wanted from public.correction_requests where id = correction_details.correction;
  if not found or not app.sees_correction(wanted) then
    perform app.fail('NOT_FOUND', 'There is no such request.', 'correction');
  end if;
  answer := app.correction_answer(wanted.id);
  if wanted.state = 'requested' then
    answer := answer || pg_catalog.jsonb_build_object('effects', app.foresee_correction(wanted));
  end if;
  return answer || pg_catalog.jsonb_build_object(
    'refused', coalesce(answer -> 'effects' -> 0 ->> 'kind' = 'refused', false),
    'versions', (
      select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
        'subject_type', subject_type, 'subject_id', record_versions.subject_id, 'version', version, 'record', record, 'at', at
      ) order by at, subject_type, record_versions.subject_id), '[]')
      from public.record_versions where correction_id = wanted.id
    )
  );
end $function$;

REVOKE ALL ON FUNCTION "public"."correction_details"(uuid) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.corrections (
  site_id   uuid,
  state     text    DEFAULT NULL::text,
  before    uuid    DEFAULT NULL::uuid,
  page_size integer DEFAULT 25
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  size integer := greatest(1, least(coalesce(page_size, 25), 200));
  ids uuid[];
begin
  select pg_catalog.array_agg(id order by requested_at desc, id desc) into ids
  from (
    select asked.id, asked.requested_at
    from public.correction_requests as asked
    where asked.site_id = corrections.site_id
      and (corrections.state is null or asked.state = corrections.state)
      and (
        corrections.before is null
        or (asked.requested_at, asked.id) < (select last.requested_at, last.id from public.correction_requests as last where last.id = corrections.before)
      )
      and app.sees_correction(asked)
    order by asked.requested_at desc, asked.id desc
    limit size + 1
  ) as page;
  return pg_catalog.jsonb_build_object(
    'rows', (
      select coalesce(pg_catalog.jsonb_agg(app.correction_answer(id) - 'effects' order by turn), '[]')
      from pg_catalog.unnest(ids) with ordinality as row (id, turn) where turn <= size
    ),
    'more', coalesce(pg_catalog.array_length(ids, 1) > size, false)
  );
end $function$;

REVOKE ALL ON FUNCTION "public"."corrections"(uuid, text, uuid, integer) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.decide_correction (
  request_id uuid,
  correction uuid,
  approve    boolean,
  note       text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  answer jsonb := app.begin_command(request_id, 'decide_correction', pg_catalog.jsonb_build_object(
    'correction', correction, 'approve', approve, 'note', note));
  wanted public.correction_requests;
  done jsonb;
begin
  if answer is not null then
    return answer;
  end if;
  select * into wanted from public.correction_requests where id = decide_correction.correction;
  if not found then
    perform app.fail('NOT_FOUND', 'There is no such request.', 'correction');
  end if;
  perform app.require('shifts.decide_correction', wanted.site_id);
  wanted := app.lock_correction(wanted.id);
  if auth.uid() = wanted.requested_by then
    perform app.fail('CORRECTION_OWN', pg_catalog.format('Who asked for %s does not decide it.', wanted.number), 'correction');
  end if;
  if approve is null then
    perform app.fail('FIELD_MISSING', 'The decision is missing.', 'approve');
  end if;
  if app.is_blank(note) then
    perform app.fail('FIELD_MISSING', 'A decision says why.', 'note');
  end if;
  if approve then
    done := app.apply_correction(wanted);
  end if;
  update public.correction_requests
  set state = case when decide_correction.approve then 'approved' else 'declined' end,
    decided_by = auth.uid(), decided_at = app.now(), decision_note = decide_correction.note, result = done
  where id = wanted.id;
  return app.end_command(request_id, app.correction_answer(wanted.id));
end $function$;

REVOKE ALL ON FUNCTION "public"."decide_correction"(uuid, uuid, boolean, text) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.end_downtime (
  request_id  uuid,
  downtime_id uuid,
  ended_at    timestamp with time zone DEFAULT NULL::timestamp WITH time zone
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  answer jsonb := app.begin_command(request_id, 'end_downtime', pg_catalog.jsonb_build_object('downtime', downtime_id, 'ended', ended_at));
  downtime public.downtimes;
  done timestamptz;
begin
  if answer is not null then
    return answer;
  end if;
  select * into downtime from public.downtimes where id = end_downtime.downtime_id for no key update;
  if not found then
    perform app.fail('NOT_FOUND', 'There is no such downtime.', 'downtime');
  end if;
  perform app.require_shift('production.log_downtime', downtime.site_id);
  if downtime.ended_at is not null then
    perform app.fail('DOWNTIME_ENDED', pg_catalog.format('This downtime ended at %s.', app.site_clock(downtime.site_id, downtime.ended_at)), 'downtime');
  end if;
  done := app.past_time(coalesce(end_downtime.ended_at, app.entered_at()), 'ended_at', downtime.site_id);
  if done <= downtime.started_at then
    perform app.fail('TIME_ORDER', pg_catalog.format('The downtime began at %s and cannot end at %s.', app.site_clock(downtime.site_id, downtime.started_at), app.site_clock(downtime.site_id, done)), 'ended_at');
  end if;
  update public.downtimes set ended_at = done, ended_by = auth.uid() where id = downtime.id;
  return app.end_command(request_id, app.downtime_answer(downtime.id));
end $function$;

CREATE OR REPLACE FUNCTION public.log_downtime (
  request_id uuid,
  machine_id uuid,
  reason_id  uuid,
  started_at timestamp with time zone DEFAULT NULL::timestamp WITH time zone,
  ended_at   timestamp with time zone DEFAULT NULL::timestamp WITH time zone,
  note       text                     DEFAULT NULL::text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  answer jsonb := app.begin_command(request_id, 'log_downtime', pg_catalog.jsonb_build_object(
    'machine', machine_id, 'reason', reason_id, 'started', started_at, 'ended', ended_at, 'note', note));
  machine public.machines;
  run uuid;
  began timestamptz;
  done timestamptz;
  made uuid;
begin
  if answer is not null then
    return answer;
  end if;
  select * into machine from public.machines where id = log_downtime.machine_id and active for no key update;
  if not found then
    perform app.fail('NOT_FOUND', 'There is no such machine in use.', 'machine');
  end if;
  run := app.require_shift('production.log_downtime', machine.site_id);
  if not exists (select from public.reason_codes where id = log_downtime.reason_id and purpose = 'downtime' and active) then
    perform app.fail('NOT_FOUND', 'A downtime needs one of the reasons for downtimes.', 'reason');
  end if;
  began := app.past_time(coalesce(log_downtime.started_at, app.entered_at()), 'started_at', machine.site_id);
  done := app.past_time(log_downtime.ended_at, 'ended_at', machine.site_id);
  if began < app.entered_at() - interval '24 hours' then
    perform app.fail('TIME_ORDER', pg_catalog.format('A downtime that began more than 24 hours ago is no longer logged: %s.',
      pg_catalog.to_char(began at time zone (select time_zone from public.sites where id = machine.site_id), 'DD Mon YYYY HH24:MI')), 'started_at');
  end if;
  if done <= began then
    perform app.fail('TIME_ORDER', pg_catalog.format('The downtime began at %s and cannot end at %s.', app.site_clock(machine.site_id, began), app.site_clock(machine.site_id, done)), 'ended_at');
  end if;
  perform app.assert_machine_not_down(machine, began, done);
  insert into public.downtimes (site_id, machine_id, stage_log_id, run_id, reason_id, started_at, ended_at, note, logged_by, ended_by)
  values (
    machine.site_id, machine.id,
    app.stage_on_machine(machine.id, began, done),
    run, log_downtime.reason_id, began, done, log_downtime.note, auth.uid(), case when done is not null then auth.uid() end
  )
  returning id into made;
  return app.end_command(request_id, app.downtime_answer(made));
end $function$;

CREATE OR REPLACE FUNCTION public.request_correction (
  request_id   uuid,
  subject_type text,
  subject_id   uuid,
  changes      jsonb,
  reason       text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  answer jsonb := app.begin_command(request_id, 'request_correction', pg_catalog.jsonb_build_object(
    'type', subject_type, 'subject', subject_id, 'changes', changes, 'reason', reason));
  correction public.correction_requests;
  record jsonb;
  other text;
  run uuid;
begin
  if answer is not null then
    return answer;
  end if;
  correction.kind := 'change';
  correction.subject_type := request_correction.subject_type;
  correction.subject_id := request_correction.subject_id;
  if correction.subject_type = 'stage_logs' then
    select pg_catalog.to_jsonb(stage_logs), stage_logs.site_id, app.stage_name(stage_logs)
    into record, correction.site_id, correction.subject
    from public.stage_logs where id = correction.subject_id;
  elsif correction.subject_type = 'downtimes' then
    select pg_catalog.to_jsonb(downtimes), downtimes.site_id, pg_catalog.format('Downtime of %s', machines.code)
    into record, correction.site_id, correction.subject
    from public.downtimes join public.machines on machines.id = downtimes.machine_id where downtimes.id = correction.subject_id;
  elsif correction.subject_type = 'stage_materials' then
    select pg_catalog.to_jsonb(stage_materials), batches.site_id, pg_catalog.format('Lot %s for %s', lots.code, batches.code)
    into record, correction.site_id, correction.subject
    from public.stage_materials
    join public.batches on batches.id = stage_materials.batch_id
    join public.lots on lots.id = stage_materials.lot_id
    where stage_materials.id = correction.subject_id;
  else
    perform app.fail('VALUE_INVALID', 'Stages, downtimes and materials are corrected.', 'subject_type');
  end if;
  if record is null then
    perform app.fail('NOT_FOUND', 'There is no such record.', 'subject_id');
  end if;
  perform app.require('shifts.request_correction', correction.site_id);
  correction.reason := app.check_reason(request_correction.reason);
  correction.changes := app.checked_changes(correction.subject_type, record, request_correction.changes, correction.site_id);
  select pg_catalog.jsonb_object_agg(key, case key
      when 'parameters' then (
        select pg_catalog.jsonb_object_agg(field, coalesce(record -> 'parameters' -> field, 'null'))
        from pg_catalog.jsonb_object_keys(correction.changes -> 'parameters') as field
      )
      else coalesce(record -> key, 'null') end)
  into correction.before
  from pg_catalog.jsonb_object_keys(correction.changes) as key;
  if correction.subject_type = 'stage_materials' and not exists (
    select from public.stage_logs
    where batch_id = (record ->> 'batch_id')::uuid and position = (record ->> 'position')::integer
  ) then
    perform app.fail('STAGE_NOT_RUNNING', pg_catalog.format('%s has not been used: its stage has not begun.', correction.subject), 'subject_id');
  end if;
  foreach run in array app.corrected_runs(correction.subject_type, record, correction.changes) loop
    correction.run_id := (app.assert_run_locked(run, correction.subject)).id;
  end loop;
  -- Two who ask for the same record wait for each other here.
  perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('correction:' || correction.subject_id::text, 0));
  select number into other from public.correction_requests
  where correction_requests.subject_id = correction.subject_id and state = 'requested';
  if found then
    perform app.fail('CORRECTION_OPEN', pg_catalog.format('%s of %s waits for its decision.', other, correction.subject), 'subject_id',
      pg_catalog.jsonb_build_object('correction', other));
  end if;
  correction.id := app.keep_request(correction);
  return app.end_command(request_id, app.correction_answer(correction.id));
end $function$;

REVOKE ALL ON FUNCTION "public"."request_correction"(uuid, text, uuid, jsonb, text) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.request_late_entry (
  request_id uuid,
  run        uuid,
  command    text,
  args       jsonb,
  made_at    timestamp with time zone,
  reason     text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  answer jsonb := app.begin_command(request_id, 'request_late_entry', pg_catalog.jsonb_build_object(
    'run', run, 'command', command, 'args', args, 'made', made_at, 'reason', reason));
  correction public.correction_requests;
  shift public.shift_runs;
  argument record;
  other text;
begin
  if answer is not null then
    return answer;
  end if;
  select * into shift from public.shift_runs where id = request_late_entry.run;
  if not found then
    perform app.fail('NOT_FOUND', 'There is no such run of a shift.', 'run');
  end if;
  perform app.require('shifts.request_correction', shift.site_id);
  correction.reason := app.check_reason(request_late_entry.reason);
  perform app.assert_run_locked(shift.id, app.shift_run_name(shift));
  if request_late_entry.made_at is null then
    perform app.fail('FIELD_MISSING', 'The time at which the entry was made is missing.', 'made_at');
  end if;
  if request_late_entry.made_at not between
    shift.starts_at - coalesce(app.setting('shifts.open_early_minutes')::double precision, 0) * interval '1 minute'
    and greatest(shift.ends_at, shift.locked_at) then
    perform app.fail(
      'VALUE_INVALID',
      pg_catalog.format('%s was not in %s, from %s until %s.', app.site_moment(shift.site_id, request_late_entry.made_at), app.shift_run_name(shift),
        app.site_clock(shift.site_id, shift.starts_at), app.site_clock(shift.site_id, shift.ends_at)),
      'made_at'
    );
  end if;
  if request_late_entry.command is null or request_late_entry.command not in (
    'log_stage', 'start_stage', 'finish_stage', 'log_downtime', 'end_downtime', 'allocate_material', 'return_material'
  ) then
    perform app.fail('VALUE_INVALID', pg_catalog.format('"%s" is not entered late.', left(request_late_entry.command, 60)), 'command');
  end if;
  if coalesce(pg_catalog.jsonb_typeof(args), '') <> 'object' then
    perform app.fail('VALUE_INVALID', 'The entry is no list of arguments with their values.', 'args');
  end if;
  -- Asked of all at once: pg_input_is_valid keeps the first type that a variable gives it.
  select given.key, given.value #>> '{}' as word, known.type into argument
  from pg_catalog.jsonb_each(args) as given
  left join (
    select name, type from app.command_arguments(request_late_entry.command) union all select 'request_id', 'uuid'
  ) as known on known.name = given.key
  where known.type is null
    or (given.value <> 'null' and known.type <> 'jsonb' and not pg_catalog.pg_input_is_valid(given.value #>> '{}', known.type))
  order by known.type is not null, given.key
  limit 1;
  if found and argument.type is null then
    perform app.fail('VALUE_INVALID', pg_catalog.format('%s takes no "%s".', request_late_entry.command, left(argument.key, 60)), 'args');
  elsif found then
    perform app.fail('VALUE_INVALID', pg_catalog.format('"%s" is no value for this.', left(argument.word, 60)), 'args.' || argument.key);
  end if;
  correction.kind := 'late_entry';
  correction.site_id := shift.site_id;
  correction.run_id := shift.id;
  correction.command := request_late_entry.command;
  correction.args := request_late_entry.args - 'request_id';
  -- The stage that is next now is meant, also when others have been logged until it is decided.
  if correction.command in ('log_stage', 'start_stage', 'allocate_material') and correction.args ->> 'position' is null then
    correction.args := correction.args || coalesce(
      (
        select pg_catalog.jsonb_build_object('position', app.next_position(batches))
        from public.batches where id = (correction.args ->> 'batch_id')::uuid and app.next_position(batches) is not null
      ),
      '{}'
    );
  end if;
  correction.made_at := request_late_entry.made_at;
  correction.entry_id := coalesce((request_late_entry.args ->> 'request_id')::uuid, pg_catalog.gen_random_uuid());
  correction.subject := coalesce(app.late_subject(request_late_entry.args), app.shift_run_name(shift));
  perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('correction:' || correction.entry_id::text, 0));
  select number into other from public.correction_requests
  where entry_id = correction.entry_id and state in ('requested', 'approved');
  if found then
    perform app.fail('CORRECTION_OPEN', pg_catalog.format('This entry has been asked for already, with %s.', other), 'args',
      pg_catalog.jsonb_build_object('correction', other));
  end if;
  correction.id := app.keep_request(correction);
  return app.end_command(request_id, app.correction_answer(correction.id));
end $function$;

REVOKE ALL ON FUNCTION "public"."request_late_entry"(uuid, uuid, text, jsonb, timestamp WITH time zone, text) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.withdraw_correction (
  request_id uuid,
  correction uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  answer jsonb := app.begin_command(request_id, 'withdraw_correction', pg_catalog.jsonb_build_object('correction', correction));
  wanted public.correction_requests;
begin
  if answer is not null then
    return answer;
  end if;
  select * into wanted from public.correction_requests
  where id = withdraw_correction.correction and requested_by = auth.uid();
  if not found then
    perform app.fail('NOT_FOUND', 'There is no such request of yours.', 'correction');
  end if;
  perform app.require('shifts.request_correction', wanted.site_id);
  wanted := app.lock_correction(wanted.id);
  update public.correction_requests set state = 'withdrawn' where id = wanted.id;
  return app.end_command(request_id, app.correction_answer(wanted.id));
end $function$;

REVOKE ALL ON FUNCTION "public"."withdraw_correction"(uuid, uuid) FROM PUBLIC, "anon", "service_role";

ALTER TABLE "public"."correction_requests"
  ADD CONSTRAINT "correction is of a run of its site" FOREIGN KEY (run_id, site_id) REFERENCES public.shift_runs(id, site_id);

ALTER TABLE "public"."correction_requests"
  ADD CONSTRAINT "correction_requests_decided_by_fkey" FOREIGN KEY (decided_by) REFERENCES public.profiles(id);

ALTER TABLE "public"."correction_requests"
  ADD CONSTRAINT "correction_requests_requested_by_fkey" FOREIGN KEY (requested_by) REFERENCES public.profiles(id);

ALTER TABLE "public"."record_versions"
  ADD CONSTRAINT "record_versions_correction_id_fkey" FOREIGN KEY (correction_id) REFERENCES public.correction_requests(id);

CREATE VIEW "app"."errors" AS  SELECT code,
    status,
    hint
   FROM ( VALUES ('NOT_SIGNED_IN'::text,401,'Sign in, then try again.'::text), ('NOT_ALLOWED'::text,403,'Ask an administrator for the permission, or somebody who has it to do this.'::text), ('REQUEST_REUSED'::text,409,'Send the changed request under a new id.'::text), ('REQUEST_ID_MISSING'::text,400,'Send a UUID that stands for this one action.'::text), ('NOT_FOUND'::text,404,'Check the code, or look for it in the list.'::text), ('VALUE_INVALID'::text,400,'Correct the field and send it again.'::text), ('LAST_ADMIN'::text,422,'Make somebody else an administrator first.'::text), ('EMAIL_TAKEN'::text,409,'Look for the user in the list, or enter another address.'::text), ('PASSWORD_WEAK'::text,422,'Choose a longer password, with letters of both cases, a digit and a special character.'::text), ('USER_INACTIVE'::text,422,'Activate the user first.'::text), ('INVITATION_OVER'::text,409,'Reload the user: the invitation has been accepted already.'::text), ('MAIL_NOT_SENT'::text,503,'Send it again in a few minutes; nothing is done twice.'::text), ('FILE_TOO_LARGE'::text,413,'Scan it with a lower resolution, or send it in parts.'::text), ('FILE_TYPE_REFUSED'::text,415,'Send a PDF or a picture: JPG, PNG, WebP or HEIC.'::text), ('QUANTITY_INVALID'::text,400,'Enter a number above zero, in the unit shown beside the field.'::text), ('LOT_CODE_TAKEN'::text,409,'Leave the code empty to have one made, or enter another.'::text), ('ORDER_NEEDED'::text,422,'Choose the line of the purchase order that these goods were ordered by.'::text), ('ORDER_EXCEEDED'::text,422,'Check the quantity; goods over the order need a changed order first.'::text), ('ORDER_MISMATCH'::text,422,'Choose the line of this item at this site, on an order that is open.'::text), ('LOT_NOT_USABLE'::text,422,'Ask QA to test or to release the lot, or take another.'::text), ('STOCK_SHORT'::text,422,'Take less, or take the rest from another lot.'::text), ('PLACE_UNSUITABLE'::text,422,'Choose a place that holds stock and is in use.'::text), ('DEVIATION_NEEDED'::text,422,'Take the lot that comes first, or give a reason for taking another.'::text), ('RESERVATION_ENDED'::text,409,'Reload the lot: what was reserved is free again.'::text), ('TRANSFER_DECIDED'::text,409,'Reload the request: it has been fulfilled, declined or cancelled meanwhile.'::text), ('TRANSFER_EXCEEDED'::text,422,'Move no more than is missing; for more, ask for another request.'::text), ('LOT_NOT_HELD'::text,409,'Reload the lot: it has been released already.'::text), ('CIRCLE'::text,422,'A lot cannot come out of itself; check which went into which.'::text), ('APPEND_ONLY'::text,403,'Nothing is changed or removed here; a correction is a new entry.'::text), ('SHIFT_LOCKED'::text,423,'Ask a manager for a correction.'::text), ('SHIFT_NOT_YOURS'::text,403,'Ask a manager or an administrator to assign you to the shift.'::text), ('SHIFT_NOT_BEGUN'::text,403,'Come back when the shift has begun.'::text), ('SHIFT_NOT_LOCKED'::text,422,'Enter it in the shift while that takes entries; corrections are for shifts that are locked.'::text), ('CORRECTION_OPEN'::text,409,'Wait for the decision on the request that is there.'::text), ('CORRECTION_DECIDED'::text,409,'Reload the request: it has been decided or withdrawn already.'::text), ('CORRECTION_OWN'::text,403,'Ask another manager to decide.'::text), ('CORRECTION_STALE'::text,409,'Decline this request, and ask again with what the record says now.'::text), ('SHIFT_OVERLAP'::text,422,'Choose another shift or person, or undo the other assignment first.'::text), ('ROUTE_MISSING'::text,422,'Ask an administrator for a route with its stages.'::text), ('ROUTE_IN_USE'::text,422,'Make a new version of the route; batches keep the one they began with.'::text), ('PACK_IN_USE'::text,422,'Add another SKU; packs that were made keep their size.'::text), ('BATCH_OVER'::text,422,'Look at the batch: it is no longer in work.'::text), ('STAGE_DONE'::text,409,'Reload the batch: somebody has logged this stage already.'::text), ('STAGE_ORDER'::text,422,'Log the stages in the order of the route, each after the one before has ended.'::text), ('STAGE_NOT_RUNNING'::text,409,'Reload the batch: the stage has not been started, or has ended.'::text), ('QC_GATE_CLOSED'::text,422,'Ask QA for the test, or a manager for an override.'::text), ('OUTPUT_EXCEEDS'::text,422,'Check both weighings; more cannot come out than went in.'::text), ('INPUT_UNALLOCATED'::text,422,'Allocate what is missing, or correct the input.'::text), ('MATERIAL_OPEN'::text,422,'Return what is left of the material, or use it up.'::text), ('UNIT_MISMATCH'::text,422,'Choose a material that is weighed in a unit of the same kind.'::text), ('TIME_ORDER'::text,422,'Correct the times; each stage begins after the one before has ended.'::text), ('DOWNTIME_ENDED'::text,409,'Reload the machine: somebody has recorded already that it runs again.'::text), ('MACHINE_BUSY'::text,409,'Choose another machine, or correct the times.'::text), ('LOSS_EXCEEDS'::text,422,'Check the weighing; a manager writes off more, as an adjustment.'::text), ('FIELD_MISSING'::text,400,'Fill in the field.'::text), ('PLAN_MISSING'::text,422,'Ask who edits QC plans for one that is in force.'::text), ('PLAN_IN_USE'::text,422,'Make a new version of the plan; tests keep the one they were judged by.'::text), ('TEST_EXISTS'::text,409,'Record a re-test of the latest test, and say why.'::text), ('TEST_LOCKED'::text,423,'Record a re-test; what is older than a day stays as it is.'::text), ('TEST_NOT_DUE'::text,422,'Finish the stage or the batch first.'::text), ('RETEST_LIMIT'::text,422,'Ask a manager for an override, or reject the lot.'::text), ('OVERRIDE_NOT_NEEDED'::text,422,'Only a test on hold can be overridden.'::text), ('OVERRIDE_OPEN'::text,409,'Wait for the decision on the request that is there.'::text), ('OVERRIDE_DECIDED'::text,409,'Reload the request: somebody has decided it already.'::text), ('OVERRIDE_OWN'::text,403,'Ask another manager to decide.'::text), ('INVOICE_TAKEN'::text,409,'Check the invoice number; it has gone out with another shipment.'::text), ('CERTIFICATE_ISSUED'::text,422,'Leave the date, or hold the lot and have it tested and certified anew.'::text), ('CERTIFICATE_NOT_DUE'::text,422,'A certificate needs a lot that has passed its final test.'::text)) known(code, status, hint);

CREATE INDEX correction_requests_applied_idx ON public.correction_requests USING btree (transaction_id)
  WHERE ((state = 'requested'::text) AND (transaction_id IS NOT NULL));

CREATE INDEX correction_requests_decided_by_idx ON public.correction_requests USING btree (decided_by);

CREATE UNIQUE INDEX correction_requests_entry_id_idx ON public.correction_requests USING btree (entry_id)
  WHERE (state = ANY (ARRAY['requested'::text, 'approved'::text]));

CREATE INDEX correction_requests_open_idx ON public.correction_requests USING btree (site_id)
  WHERE (state = 'requested'::text);

CREATE INDEX correction_requests_run_id_idx ON public.correction_requests USING btree (run_id, site_id);

CREATE INDEX correction_requests_subject_id_idx ON public.correction_requests USING btree (subject_id)
  WHERE (subject_id IS NOT NULL);

CREATE INDEX record_versions_correction_id_idx ON public.record_versions USING btree (correction_id);

CREATE TRIGGER announce
  AFTER INSERT OR UPDATE OF state ON public.correction_requests
  FOR EACH ROW
  EXECUTE FUNCTION app.correction_requests_announce();

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.correction_requests
  FOR EACH ROW
  EXECUTE FUNCTION audit.record();

CREATE TRIGGER keep_decided
  BEFORE UPDATE ON public.correction_requests
  FOR EACH ROW
  WHEN ((old.state <> 'requested'::text))
  EXECUTE FUNCTION audit.keep();

CREATE TRIGGER keep
  BEFORE DELETE OR UPDATE ON public.correction_requests
  FOR EACH ROW
  EXECUTE FUNCTION audit.keep_but('state', 'decided_by', 'decided_at', 'decision_note', 'result', 'transaction_id');

CREATE TRIGGER keep
  BEFORE DELETE OR UPDATE ON public.lot_links
  FOR EACH ROW
  EXECUTE FUNCTION app.lot_links_keep();

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.record_versions
  FOR EACH ROW
  EXECUTE FUNCTION audit.record();

CREATE TRIGGER keep
  BEFORE DELETE OR UPDATE ON public.record_versions
  FOR EACH ROW
  EXECUTE FUNCTION audit.keep();

CREATE POLICY "corrections are seen by permission, by supervisors those of the" ON "public"."correction_requests"
  FOR SELECT
  TO "authenticated"
  USING
    (((requested_by = ( SELECT auth.uid() AS uid)) OR (((site_id = ANY (( SELECT app.sites_with('shifts.request_correction'::text) AS sites_with)::uuid[])) OR (site_id = ANY ((
    SELECT app.sites_with('shifts.decide_correction'::text) AS sites_with)::uuid[]))) AND
    ((NOT (site_id = ANY (( SELECT app.my_shift_bound_sites() AS my_shift_bound_sites)::uuid[]))) OR (run_id = ANY (( SELECT app.my_runs() AS my_runs)::uuid[]))))));

CREATE POLICY "versions are seen with their correction" ON "public"."record_versions"
  FOR SELECT
  TO "authenticated"
  USING ((correction_id IN ( SELECT correction_requests.id
   FROM public.correction_requests)));

COMMENT ON COLUMN "public"."correction_requests"."args" IS 'What the command is called with.';

COMMENT ON COLUMN "public"."correction_requests"."before" IS 'The same columns as they were when it was asked.';

COMMENT ON COLUMN "public"."correction_requests"."changes" IS 'Columns with their new values; parameters of a stage by their keys.';

COMMENT ON COLUMN "public"."correction_requests"."effects" IS 'What it would have done at the moment it was asked.';

COMMENT ON COLUMN "public"."correction_requests"."entry_id" IS 'Request id under which the command is called, so that it happens once, however often the device sends it.';

COMMENT ON COLUMN "public"."correction_requests"."made_at" IS 'When the entry was made, by the clock of the device that kept it.';

COMMENT ON COLUMN "public"."correction_requests"."result" IS 'What it did: {effects, answer of the command}.';

COMMENT ON COLUMN "public"."correction_requests"."run_id" IS 'The locked run whose record it is, or in which the entry was made.';

COMMENT ON COLUMN "public"."correction_requests"."subject" IS 'What it is about, as sentences name it: Drying of MCC-24-051-A.';

COMMENT ON COLUMN "public"."correction_requests"."transaction_id" IS 'The transaction that applied it; its changes are in audit.log under the same.';

COMMENT ON COLUMN "public"."record_versions"."record" IS 'The whole row, as it was until this correction.';

COMMENT ON COLUMN "public"."record_versions"."subject_id" IS 'The record''s key.';

COMMENT ON FUNCTION "app"."amount_text"(numeric, text) IS 'A quantity with its unit; null when there is none.';

COMMENT ON FUNCTION "app"."applied_correction"() IS 'The correction that this transaction is applying; null when it is none.';

COMMENT ON FUNCTION "app"."apply_correction"(public.correction_requests) IS 'Does what a correction says and keeps the versions it replaces; returns {effects, answer}. Its row is there and open.';

COMMENT ON FUNCTION "app"."assert_as_asked"(public.correction_requests, jsonb) IS 'Refuses with CORRECTION_STALE when the columns to be changed are no longer what they were when it was asked.';

COMMENT ON FUNCTION "app"."assert_machine_free"(public.machines, timestamp with time zone, timestamp with time zone, uuid) IS 'Refuses with MACHINE_BUSY times in which a machine runs another stage, but for the log named; without an end, from then on.';

COMMENT ON FUNCTION "app"."assert_machine_not_down"(public.machines, timestamp with time zone, timestamp with time zone, uuid) IS 'Refuses with MACHINE_BUSY times in which a machine stands still, but for the downtime named; without an end, from then on.';

COMMENT ON FUNCTION "app"."assert_run_locked"(uuid, text) IS 'The locked run that a correction is for. Refuses with SHIFT_NOT_LOCKED, and with SHIFT_NOT_YOURS a supervisor who was not assigned to it.';

COMMENT ON FUNCTION "app"."carry_on"(public.batches, public.stage_logs, numeric) IS 'Makes a new output the input of the next stage (P3.03). Refuses with OUTPUT_EXCEEDS when more came out of that one.';

COMMENT ON FUNCTION "app"."change_phrase"(text, text, text) IS 'A change of one figure as part of a sentence; null when there is none.';

COMMENT ON FUNCTION "app"."changed_value"(text, jsonb, uuid) IS 'A new value of a column as it is kept. Refuses with VALUE_INVALID, QUANTITY_INVALID, FIELD_MISSING at changes.<column>.';

COMMENT ON FUNCTION "app"."check_reason"(text) IS 'The reason of a correction. Refuses with FIELD_MISSING, VALUE_INVALID.';

COMMENT ON FUNCTION "app"."checked_changes"(text, jsonb, jsonb, uuid) IS 'The changes of a record that may be asked for and change something. Refuses with VALUE_INVALID, QUANTITY_INVALID, FIELD_MISSING.';

COMMENT ON FUNCTION "app"."command_arguments"(text) IS 'What a command is called with, but for its request id.';

COMMENT ON FUNCTION "app"."correct_downtime"(public.correction_requests) IS 'Applies the correction of a downtime; it is of the stage that its machine ran then (P3.05). Refuses with CORRECTION_STALE, NOT_FOUND, TIME_ORDER, MACHINE_BUSY.';

COMMENT ON FUNCTION "app"."correct_material"(public.correction_requests) IS 'Applies the correction of how much of a lot a stage used: stock, genealogy and the input of the stage follow (P2.06, P5.05). Refuses with CORRECTION_STALE, STOCK_SHORT, LOT_NOT_USABLE, CIRCLE, OUTPUT_EXCEEDS.';

COMMENT ON FUNCTION "app"."correct_move"(public.correction_requests, public.stock_moves, uuid, uuid, numeric) IS 'Books the difference to a move, under the number of the correction.';

COMMENT ON FUNCTION "app"."correct_product"(public.correction_requests, public.batches, numeric) IS 'Makes the lot of a finished batch what came out of its last stage. Refuses with STOCK_SHORT when the goods have gone.';

COMMENT ON FUNCTION "app"."correct_stage"(public.correction_requests) IS 'Applies the correction of a stage, and what follows of it: the input of the next stage, the lot of a finished batch, the stage of a downtime. Refuses with CORRECTION_STALE, NOT_FOUND, TIME_ORDER, MACHINE_BUSY, OUTPUT_EXCEEDS, STOCK_SHORT, CERTIFICATE_ISSUED, FIELD_MISSING, VALUE_INVALID.';

COMMENT ON FUNCTION "app"."corrected_parameters"(public.stage_logs, jsonb) IS 'The values of a stage''s form with some of them corrected, each judged by the limits it keeps (P3.04). Refuses with FIELD_MISSING, VALUE_INVALID.';

COMMENT ON FUNCTION "app"."corrected_runs"(text, jsonb, jsonb) IS 'In which runs what is to be changed was entered: how a stage began in the one of its start, how it ended in the one of its end.';

COMMENT ON FUNCTION "app"."correction_answer"(uuid) IS 'A correction as screens show it; effects are those it had when it was approved, else those of when it was asked.';

COMMENT ON FUNCTION "app"."correction_fields"(public.correction_requests) IS 'What a correction changes: [{field, label, unit, before, after, before_text, after_text}].';

COMMENT ON FUNCTION "app"."correction_requests_announce"() IS 'Tells the site that a correction was asked for, decided or withdrawn.';

COMMENT ON FUNCTION "app"."effect_of"(text, jsonb, jsonb) IS 'What becomes of one record, as {subject, sentence, unit}; for a stage with the flags of its loss and yield.';

COMMENT ON FUNCTION "app"."effects_since"(bigint) IS 'What this transaction has done to records since an entry of the audit, in its order: [{kind, id, subject, sentence, unit, before, after, flags}]; of what is new neither id nor columns.';

COMMENT ON FUNCTION "app"."enter_late"(public.correction_requests) IS 'Makes a late entry by its command as its maker, into its run; returns the command''s answer. Refuses as the command, and with REQUEST_REUSED what has been entered.';

COMMENT ON FUNCTION "app"."entered_at"() IS 'When what is being entered was recorded: now, or when a late entry was made.';

COMMENT ON FUNCTION "app"."fail_short"(public.lots, numeric) IS 'Refuses with STOCK_SHORT and says where the goods of a lot went.';

COMMENT ON FUNCTION "app"."foresee_correction"(public.correction_requests) IS 'What a correction would do now, as app.effects_since has it, or [{kind: refused, code, status, sentence, hint, field, params}].';

COMMENT ON FUNCTION "app"."is_locked"(public.shift_runs) IS 'Whether a run takes no more entries because it is over (P3.07).';

COMMENT ON FUNCTION "app"."keep_request"(public.correction_requests) IS 'Keeps a request with its number and what it would do now. Refuses at once what the records refuse with 400, 403 or 404.';

COMMENT ON FUNCTION "app"."late_argument"(text, text) IS 'How an argument is taken out of those of a late entry.';

COMMENT ON FUNCTION "app"."late_subject"(jsonb) IS 'What a late entry is about, as sentences name it; null when it is not there.';

COMMENT ON FUNCTION "app"."lock_correction"(uuid) IS 'An open correction, locked; else CORRECTION_DECIDED.';

COMMENT ON FUNCTION "app"."lot_links_keep"() IS 'Refuses to change or remove a link, unless an approved correction is being applied and it becomes smaller (P3.07).';

COMMENT ON FUNCTION "app"."parameter_phrases"(jsonb, jsonb) IS 'What changes in the form of a stage, as parts of a sentence.';

COMMENT ON FUNCTION "app"."past_time"(timestamp with time zone, text, uuid) IS 'A time that is not in the future, for a late entry not after it was made, but for two minutes of a clock that is ahead, which are cut, and null when none is given; else VALUE_INVALID. The site''s clock is what a refusal shows.';

COMMENT ON FUNCTION "app"."redate_product"(public.batches, timestamp with time zone) IS 'Moves the day of making and the last day of use of a batch''s lot and its packs. Refuses with TIME_ORDER, and with CERTIFICATE_ISSUED when a certificate says another day.';

COMMENT ON FUNCTION "app"."require_shift"(text, uuid) IS 'app.require, and for a supervisor an own run that is open now; returns the run, which is null for others when none is. While decide_correction applies a late entry, it is the entry''s run. Refuses with NOT_SIGNED_IN, NOT_ALLOWED, SHIFT_LOCKED, SHIFT_NOT_BEGUN, SHIFT_NOT_YOURS (P1.05).';

COMMENT ON FUNCTION "app"."sees_correction"(public.correction_requests) IS 'Whether the caller sees a correction, as the policy of the table says it.';

COMMENT ON FUNCTION "app"."shown_value"(text, jsonb, text, uuid) IS 'A value of a correction as a person reads it.';

COMMENT ON FUNCTION "app"."site_moment"(uuid, timestamp with time zone) IS 'What calendar and clock of a site show at an instant: 23 May 2026 14:00.';

COMMENT ON FUNCTION "app"."stage_effect"(public.stage_logs, public.stage_logs) IS 'What becomes of a stage, with its loss and yield judged by the limits it keeps (P3.03).';

COMMENT ON FUNCTION "app"."stage_logs_guard"() IS 'Asks app.assert_stage_may_begin, takes the input from the stage before and the limits from the route, and keeps what a stage began with and, when it has ended, all of it but the verdict of QC, unless an approved correction is being applied (P3.02, P3.03, P3.07, P4.05).';

COMMENT ON FUNCTION "app"."stage_name"(public.stage_logs) IS 'A stage as a sentence names it: Drying of MCC-24-051-A.';

COMMENT ON FUNCTION "app"."stage_on_machine"(uuid, timestamp with time zone, timestamp with time zone) IS 'The first stage that a machine ran within a time; null when it ran none.';

COMMENT ON FUNCTION "app"."standing_quantity"(public.stock_moves) IS 'What a move stands for after its corrections.';

COMMENT ON FUNCTION "app"."summarize_corrected"(public.correction_requests, bigint) IS 'Computes anew the summaries of the locked runs whose records this transaction has changed since an entry of the audit.';

COMMENT ON FUNCTION "app"."use_less"(public.correction_requests, public.batches, public.stage_materials, public.locations, numeric) IS 'Books so much of an allocation out of its batch again, and shortens its genealogy.';

COMMENT ON FUNCTION "app"."use_more"(public.correction_requests, public.batches, public.stage_materials, public.lots, public.locations, numeric) IS 'Books so much more of an allocation into its batch. Refuses with STOCK_SHORT, LOT_NOT_USABLE, CIRCLE.';

COMMENT ON FUNCTION "app"."whereabouts"(public.lots) IS 'Where a lot has gone and where it lies, as part of a sentence: packed, shipped, promised, on hand; null when nowhere.';

COMMENT ON FUNCTION "public"."correction_details"(uuid) IS 'A correction with before and after side by side and its effects: while it is open what it would do at this moment, afterwards what it did (P3.07); refused says that a rule is against it now. Refuses with NOT_FOUND.';

COMMENT ON FUNCTION "public"."corrections"(uuid, text, uuid, integer) IS 'A page of the corrections of a site that the caller sees, newest first, as {rows, more} (P3.07). state: requested, approved, declined or withdrawn, or all; before: id of the last row of the page before; page_size up to 200.';

COMMENT ON FUNCTION "public"."decide_correction"(uuid, uuid, boolean, text) IS 'Decides a correction as somebody who did not ask for it; approved, it is applied in the same transaction, or refused by the rule of the record and stays open (P3.07, P1.05). Answers the request with what it did. Refuses with NOT_ALLOWED, NOT_FOUND, CORRECTION_DECIDED, CORRECTION_OWN, FIELD_MISSING, CORRECTION_STALE, OUTPUT_EXCEEDS, TIME_ORDER, MACHINE_BUSY, STOCK_SHORT, LOT_NOT_USABLE, CIRCLE, CERTIFICATE_ISSUED, and a late entry as its command.';

COMMENT ON FUNCTION "public"."request_correction"(uuid, text, uuid, jsonb, text) IS 'Asks a manager to correct a record of a locked shift (P3.07): stage_logs {output_quantity, machine_id, operator_name, started_at, ended_at, remarks, parameters {key: value}}, downtimes {machine_id, reason_id, started_at, ended_at, note}, stage_materials {consumed}. Quantities in the unit of the record. Answers the request with its effects now; what the rules refuse but may allow later is an effect of kind refused. Refuses with NOT_ALLOWED, NOT_FOUND, VALUE_INVALID, QUANTITY_INVALID, FIELD_MISSING, SHIFT_NOT_LOCKED, SHIFT_NOT_YOURS, STAGE_NOT_RUNNING, CORRECTION_OPEN.';

COMMENT ON FUNCTION "public"."request_late_entry"(uuid, uuid, text, jsonb, timestamp with time zone, text) IS 'Asks a manager to let an entry of the floor into a locked shift, in which it was made, as one recorded offline that arrives after the lock (P3.07). command: log_stage, start_stage, finish_stage, log_downtime, end_downtime, allocate_material or return_material; args: what it is called with, {name: value}, and in request_id the id under which the device would send it. Answers the request with its effects now; what the rules refuse but may allow later is an effect of kind refused. Refuses with NOT_ALLOWED, NOT_FOUND, FIELD_MISSING, VALUE_INVALID, SHIFT_NOT_LOCKED, SHIFT_NOT_YOURS, CORRECTION_OPEN, and as the command with what is not found, not allowed or malformed.';

COMMENT ON FUNCTION "public"."withdraw_correction"(uuid, uuid) IS 'Takes an own request back that has not been decided. Answers it. Refuses with NOT_ALLOWED, NOT_FOUND, CORRECTION_DECIDED.';

COMMENT ON TABLE "public"."correction_requests" IS 'Corrections of records of locked shifts, and entries that came too late for theirs, with their decisions (P3.07, P1.05); written by commands alone.';

COMMENT ON TABLE "public"."record_versions" IS 'Versions of records that a correction replaced, the oldest is 1 (P3.07); written by decide_correction alone.';

COMMENT ON VIEW "app"."errors" IS 'Codes of refusals with their HTTP status and what to do; the DETAIL of every error names one.';

REVOKE ALL ON FUNCTION "app"."amount_text"(numeric, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."amount_text"(numeric, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."amount_text"(numeric, text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."applied_correction"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."applied_correction"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."applied_correction"() TO "postgres";

REVOKE ALL ON FUNCTION "app"."apply_correction"(public.correction_requests) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."apply_correction"(public.correction_requests) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."apply_correction"(public.correction_requests) TO "postgres";

REVOKE ALL ON FUNCTION "app"."assert_as_asked"(public.correction_requests, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."assert_as_asked"(public.correction_requests, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."assert_as_asked"(public.correction_requests, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "app"."assert_machine_free"(public.machines, timestamp WITH time zone, timestamp WITH time zone, uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."assert_machine_free"(public.machines, timestamp WITH time zone, timestamp WITH time zone, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."assert_machine_free"(public.machines, timestamp WITH time zone, timestamp WITH time zone, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."assert_machine_not_down"(public.machines, timestamp WITH time zone, timestamp WITH time zone, uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."assert_machine_not_down"(public.machines, timestamp WITH time zone, timestamp WITH time zone, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."assert_machine_not_down"(public.machines, timestamp WITH time zone, timestamp WITH time zone, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."assert_run_locked"(uuid, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."assert_run_locked"(uuid, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."assert_run_locked"(uuid, text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."carry_on"(public.batches, public.stage_logs, numeric) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."carry_on"(public.batches, public.stage_logs, numeric) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."carry_on"(public.batches, public.stage_logs, numeric) TO "postgres";

REVOKE ALL ON FUNCTION "app"."change_phrase"(text, text, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."change_phrase"(text, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."change_phrase"(text, text, text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."changed_value"(text, jsonb, uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."changed_value"(text, jsonb, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."changed_value"(text, jsonb, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."check_reason"(text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."check_reason"(text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."check_reason"(text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."checked_changes"(text, jsonb, jsonb, uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."checked_changes"(text, jsonb, jsonb, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."checked_changes"(text, jsonb, jsonb, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."command_arguments"(text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."command_arguments"(text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."command_arguments"(text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."correct_downtime"(public.correction_requests) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."correct_downtime"(public.correction_requests) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."correct_downtime"(public.correction_requests) TO "postgres";

REVOKE ALL ON FUNCTION "app"."correct_material"(public.correction_requests) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."correct_material"(public.correction_requests) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."correct_material"(public.correction_requests) TO "postgres";

REVOKE ALL ON FUNCTION "app"."correct_move"(public.correction_requests, public.stock_moves, uuid, uuid, numeric) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."correct_move"(public.correction_requests, public.stock_moves, uuid, uuid, numeric) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."correct_move"(public.correction_requests, public.stock_moves, uuid, uuid, numeric) TO "postgres";

REVOKE ALL ON FUNCTION "app"."correct_product"(public.correction_requests, public.batches, numeric) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."correct_product"(public.correction_requests, public.batches, numeric) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."correct_product"(public.correction_requests, public.batches, numeric) TO "postgres";

REVOKE ALL ON FUNCTION "app"."correct_stage"(public.correction_requests) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."correct_stage"(public.correction_requests) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."correct_stage"(public.correction_requests) TO "postgres";

REVOKE ALL ON FUNCTION "app"."corrected_parameters"(public.stage_logs, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."corrected_parameters"(public.stage_logs, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."corrected_parameters"(public.stage_logs, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "app"."corrected_runs"(text, jsonb, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."corrected_runs"(text, jsonb, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."corrected_runs"(text, jsonb, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "app"."correction_answer"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."correction_answer"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."correction_answer"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."correction_fields"(public.correction_requests) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."correction_fields"(public.correction_requests) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."correction_fields"(public.correction_requests) TO "postgres";

REVOKE ALL ON FUNCTION "app"."correction_requests_announce"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."correction_requests_announce"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."correction_requests_announce"() TO "postgres";

REVOKE ALL ON FUNCTION "app"."effect_of"(text, jsonb, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."effect_of"(text, jsonb, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."effect_of"(text, jsonb, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "app"."effects_since"(bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."effects_since"(bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."effects_since"(bigint) TO "postgres";

REVOKE ALL ON FUNCTION "app"."enter_late"(public.correction_requests) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."enter_late"(public.correction_requests) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."enter_late"(public.correction_requests) TO "postgres";

REVOKE ALL ON FUNCTION "app"."entered_at"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."entered_at"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."entered_at"() TO "postgres";

REVOKE ALL ON FUNCTION "app"."fail_short"(public.lots, numeric) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."fail_short"(public.lots, numeric) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."fail_short"(public.lots, numeric) TO "postgres";

REVOKE ALL ON FUNCTION "app"."foresee_correction"(public.correction_requests) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."foresee_correction"(public.correction_requests) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."foresee_correction"(public.correction_requests) TO "postgres";

REVOKE ALL ON FUNCTION "app"."is_locked"(public.shift_runs) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."is_locked"(public.shift_runs) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."is_locked"(public.shift_runs) TO "postgres";

REVOKE ALL ON FUNCTION "app"."keep_request"(public.correction_requests) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."keep_request"(public.correction_requests) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."keep_request"(public.correction_requests) TO "postgres";

REVOKE ALL ON FUNCTION "app"."late_argument"(text, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."late_argument"(text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."late_argument"(text, text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."late_subject"(jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."late_subject"(jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."late_subject"(jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "app"."lock_correction"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."lock_correction"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."lock_correction"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."lot_links_keep"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."lot_links_keep"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."lot_links_keep"() TO "postgres";

REVOKE ALL ON FUNCTION "app"."parameter_phrases"(jsonb, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."parameter_phrases"(jsonb, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."parameter_phrases"(jsonb, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "app"."redate_product"(public.batches, timestamp WITH time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."redate_product"(public.batches, timestamp WITH time zone) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."redate_product"(public.batches, timestamp WITH time zone) TO "postgres";

REVOKE ALL ON FUNCTION "app"."sees_correction"(public.correction_requests) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."sees_correction"(public.correction_requests) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."sees_correction"(public.correction_requests) TO "postgres";

REVOKE ALL ON FUNCTION "app"."shown_value"(text, jsonb, text, uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."shown_value"(text, jsonb, text, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."shown_value"(text, jsonb, text, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."site_moment"(uuid, timestamp WITH time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."site_moment"(uuid, timestamp WITH time zone) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."site_moment"(uuid, timestamp WITH time zone) TO "postgres";

REVOKE ALL ON FUNCTION "app"."stage_effect"(public.stage_logs, public.stage_logs) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."stage_effect"(public.stage_logs, public.stage_logs) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."stage_effect"(public.stage_logs, public.stage_logs) TO "postgres";

REVOKE ALL ON FUNCTION "app"."stage_name"(public.stage_logs) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."stage_name"(public.stage_logs) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."stage_name"(public.stage_logs) TO "postgres";

REVOKE ALL ON FUNCTION "app"."stage_on_machine"(uuid, timestamp WITH time zone, timestamp WITH time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."stage_on_machine"(uuid, timestamp WITH time zone, timestamp WITH time zone) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."stage_on_machine"(uuid, timestamp WITH time zone, timestamp WITH time zone) TO "postgres";

REVOKE ALL ON FUNCTION "app"."standing_quantity"(public.stock_moves) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."standing_quantity"(public.stock_moves) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."standing_quantity"(public.stock_moves) TO "postgres";

REVOKE ALL ON FUNCTION "app"."summarize_corrected"(public.correction_requests, bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."summarize_corrected"(public.correction_requests, bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."summarize_corrected"(public.correction_requests, bigint) TO "postgres";

REVOKE ALL ON FUNCTION "app"."use_less"(public.correction_requests, public.batches, public.stage_materials, public.locations, numeric) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."use_less"(public.correction_requests, public.batches, public.stage_materials, public.locations, numeric) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."use_less"(public.correction_requests, public.batches, public.stage_materials, public.locations, numeric) TO "postgres";

REVOKE ALL ON FUNCTION "app"."use_more"(public.correction_requests, public.batches, public.stage_materials, public.lots, public.locations, numeric) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."use_more"(public.correction_requests, public.batches, public.stage_materials, public.lots, public.locations, numeric) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."use_more"(public.correction_requests, public.batches, public.stage_materials, public.lots, public.locations, numeric) TO "postgres";

REVOKE ALL ON FUNCTION "app"."whereabouts"(public.lots) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."whereabouts"(public.lots) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."whereabouts"(public.lots) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."correction_details"(uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."correction_details"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."correction_details"(uuid) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."corrections"(uuid, text, uuid, integer) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."corrections"(uuid, text, uuid, integer) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."corrections"(uuid, text, uuid, integer) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."decide_correction"(uuid, uuid, boolean, text) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."decide_correction"(uuid, uuid, boolean, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."decide_correction"(uuid, uuid, boolean, text) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."request_correction"(uuid, text, uuid, jsonb, text) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."request_correction"(uuid, text, uuid, jsonb, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."request_correction"(uuid, text, uuid, jsonb, text) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."request_late_entry"(uuid, uuid, text, jsonb, timestamp WITH time zone, text) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."request_late_entry"(uuid, uuid, text, jsonb, timestamp WITH time zone, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."request_late_entry"(uuid, uuid, text, jsonb, timestamp WITH time zone, text) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."withdraw_correction"(uuid, uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."withdraw_correction"(uuid, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."withdraw_correction"(uuid, uuid) TO "postgres";

REVOKE ALL ON TABLE "public"."correction_requests" FROM "authenticated";

GRANT SELECT ON TABLE "public"."correction_requests" TO "authenticated";

REVOKE ALL ON TABLE "public"."correction_requests" FROM "service_role";

GRANT SELECT ON TABLE "public"."correction_requests" TO "service_role";

REVOKE ALL ON TABLE "public"."record_versions" FROM "authenticated";

GRANT SELECT ON TABLE "public"."record_versions" TO "authenticated";

REVOKE ALL ON TABLE "public"."record_versions" FROM "service_role";

GRANT SELECT ON TABLE "public"."record_versions" TO "service_role";

CREATE INDEX correction_requests_requested_by_idx ON public.correction_requests USING btree (requested_by, requested_at DESC);

CREATE INDEX correction_requests_site_id_idx ON public.correction_requests USING btree (site_id, requested_at DESC);
