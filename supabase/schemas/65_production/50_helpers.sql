-- Helpers of the commands below.
create function app.lock_batch(batch_id uuid) returns public.batches
language plpgsql
security definer
set search_path = ''
as $$
declare
  batch public.batches;
begin
  select * into batch from public.batches where id = lock_batch.batch_id for no key update;
  if not found then
    perform app.fail('NOT_FOUND', 'There is no such batch.', 'batch');
  end if;
  return batch;
end $$;
comment on function app.lock_batch(uuid) is 'A batch, locked against other commands until this one ends; NOT_FOUND when there is none.';

create function app.assert_batch_running(batch public.batches) returns void
language plpgsql stable
set search_path = ''
as $$
begin
  if batch.state <> 'running' then
    perform app.fail('BATCH_OVER', pg_catalog.format('Batch %s is %s.', batch.code, batch.state), 'batch');
  end if;
end $$;
comment on function app.assert_batch_running(public.batches) is 'Refuses with BATCH_OVER a batch that is no longer in work.';

-- The stage that is next: the lowest of the route that has no log.
create function app.next_position(batch public.batches) returns integer
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  return (
    select min(route_stages.position) from public.route_stages
    where route_stages.route_id = batch.route_id
      and not exists (
        select from public.stage_logs
        where stage_logs.batch_id = batch.id and stage_logs.position = route_stages.position
      )
  );
end $$;
comment on function app.next_position(public.batches) is 'Position of the stage that is next for a batch; null after the last.';

-- A tablet's clock may be ahead a little; a record's time is never in the future.
create function app.past_time(given timestamptz, field text, site_id uuid default null) returns timestamptz
language plpgsql stable
security definer
set search_path = ''
as $$
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
end $$;
comment on function app.past_time(timestamptz, text, uuid) is 'A time that is not in the future, for a late entry not after it was made, but for two minutes of a clock that is ahead, which are cut, and null when none is given; else VALUE_INVALID. The site''s clock is what a refusal shows.';

-- The form of a stage, judged field by field (P3.04). A condition reads the values given. What was
-- given at the start of the stage was judged then, and keeps what it was judged by.
create function app.field_is_asked(condition jsonb, given jsonb) returns boolean
language plpgsql immutable
set search_path = ''
as $$
declare
  value jsonb := given -> (condition ->> 'field');
  wanted jsonb := condition -> 'value';
begin
  if condition is null then
    return true;
  end if;
  if value is null or pg_catalog.jsonb_typeof(value) <> pg_catalog.jsonb_typeof(wanted) then
    return false;
  end if;
  return case condition ->> 'is'
    when '=' then value = wanted when '<>' then value <> wanted
    when '<' then value < wanted when '<=' then value <= wanted
    when '>' then value > wanted else value >= wanted end;
end $$;
comment on function app.field_is_asked(jsonb, jsonb) is 'Whether a field is asked for, by its condition and the other values.';

create function app.check_parameters(stage_id uuid, given jsonb, complete boolean, earlier jsonb default '{}') returns jsonb
language plpgsql stable
security definer
set search_path = ''
as $$
declare
  field public.stage_fields;
  value jsonb;
  known text[] := '{}';
  answers jsonb;
  kept jsonb := earlier;
  stray text;
begin
  if pg_catalog.jsonb_typeof(given) <> 'object' then
    perform app.fail('VALUE_INVALID', 'The parameters are no list of fields with their values.', 'parameters');
  end if;
  select coalesce(pg_catalog.jsonb_object_agg(before.key, before.value -> 'value'), '{}') || given into answers
  from pg_catalog.jsonb_each(earlier) as before;
  for field in
    select * from public.stage_fields
    where stage_fields.stage_id = check_parameters.stage_id and active order by position, key
  loop
    known := known || field.key;
    if not app.field_is_asked(field.condition, answers) then
      kept := kept - field.key;
      continue;
    end if;
    continue when earlier ? field.key and not given ? field.key;
    kept := kept - field.key;
    value := given -> field.key;
    if value is null or value = 'null' or (pg_catalog.jsonb_typeof(value) = 'string' and app.is_blank(value #>> '{}')) then
      if field.required and complete then
        perform app.fail('FIELD_MISSING', pg_catalog.format('%s is missing.', field.label), 'parameters.' || field.key);
      end if;
      continue;
    end if;
    if pg_catalog.jsonb_typeof(value) <> (case field.type when 'number' then 'number' when 'boolean' then 'boolean' else 'string' end) then
      perform app.fail('VALUE_INVALID', pg_catalog.format('%s is no %s: %s.', left(value::text, 60), field.type, field.label), 'parameters.' || field.key);
    end if;
    if field.type = 'number' then
      if abs((value #>> '{}')::numeric) >= 1e12 or (value #>> '{}')::numeric < field.minimum or (value #>> '{}')::numeric > field.maximum then
        perform app.fail(
          'VALUE_INVALID',
          pg_catalog.format('%s is outside %s to %s: %s.', pg_catalog.concat_ws(' ', left(value::text, 60), field.unit),
            coalesce(pg_catalog.trim_scale(field.minimum)::text, '…'), coalesce(pg_catalog.trim_scale(field.maximum)::text, '…'), field.label),
          'parameters.' || field.key,
          pg_catalog.jsonb_build_object('value', value, 'minimum', field.minimum, 'maximum', field.maximum)
        );
      end if;
    elsif field.type = 'choice' and not (value #>> '{}') = any (field.choices) then
      perform app.fail('VALUE_INVALID', pg_catalog.format('"%s" is not one of %s: %s.', left(value #>> '{}', 60), pg_catalog.array_to_string(field.choices, ', '), field.label), 'parameters.' || field.key);
    elsif field.type = 'text' and length(value #>> '{}') > 2000 then
      perform app.fail('VALUE_INVALID', pg_catalog.format('%s is longer than 2000 characters.', field.label), 'parameters.' || field.key);
    end if;
    kept := kept || pg_catalog.jsonb_build_object(field.key, pg_catalog.jsonb_strip_nulls(pg_catalog.jsonb_build_object(
      'label', field.label, 'value', value, 'unit', field.unit, 'minimum', field.minimum, 'maximum', field.maximum)));
  end loop;
  select key into stray from pg_catalog.jsonb_object_keys(given) as key where key <> all (known) limit 1;
  if stray is not null then
    perform app.fail('VALUE_INVALID', pg_catalog.format('This stage has no field "%s".', left(stray, 60)), 'parameters.' || left(stray, 60));
  end if;
  return kept;
end $$;
comment on function app.check_parameters(uuid, jsonb, boolean, jsonb) is
  'The values of a stage''s form with the unit and limits they were judged by, added to what it kept earlier; a value of null takes one back. Refuses with FIELD_MISSING (only when complete) and VALUE_INVALID at parameters.<key> (P3.04).';

-- What a batch is now, as screens show it after a command.
create function app.batch_answer(batch_id uuid) returns jsonb
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  return (
    select pg_catalog.jsonb_build_object(
      'id', batches.id,
      'code', batches.code,
      'lot_id', batches.lot_id,
      'item', items.code,
      'item_name', items.name,
      'unit', items.unit,
      'planned_quantity', batches.planned_quantity,
      'state', batches.state,
      'held', exists (select from public.lot_holds where lot_holds.lot_id = batches.lot_id and released_at is null),
      'qc_status', lots.qc_status,
      'shift', (
        select shifts.code from public.shift_runs join public.shifts on shifts.id = shift_runs.shift_id
        where shift_runs.id = batches.run_id
      ),
      'created_at', batches.created_at,
      'ended_at', batches.ended_at,
      'allocated', (
        select coalesce(sum((stage_materials.allocated - stage_materials.consumed - stage_materials.returned) * app.unit_factor(materials.unit, items.unit)), 0)
        from public.stage_materials
        join public.lots as given on given.id = stage_materials.lot_id
        join public.items as materials on materials.id = given.item_id
        where stage_materials.batch_id = batches.id
      ),
      'last', (
        select pg_catalog.jsonb_build_object(
          'id', stage_logs.id, 'position', stage_logs.position, 'stage', stages.name,
          'machine', machines.code, 'operator', stage_logs.operator_name,
          'input', stage_logs.input_quantity, 'output', stage_logs.output_quantity,
          'started_at', stage_logs.started_at, 'ended_at', stage_logs.ended_at, 'qc_status', stage_logs.qc_status
        ) || coalesce(app.stage_flags(stage_logs), '{}')
        from public.stage_logs
        join public.stages on stages.id = stage_logs.stage_id
        join public.machines on machines.id = stage_logs.machine_id
        where stage_logs.batch_id = batches.id
        order by stage_logs.position desc limit 1
      ),
      'next', (
        select pg_catalog.jsonb_build_object(
          'position', route_stages.position, 'stage_id', stages.id, 'stage', stages.name,
          'loss_limit_percent', route_stages.loss_limit_percent, 'qc_gate', route_stages.qc_gate
        )
        from public.route_stages join public.stages on stages.id = route_stages.stage_id
        where route_stages.route_id = batches.route_id and batches.state = 'running'
          and route_stages.position = app.next_position(batches)
      )
    )
    from public.batches
    join public.items on items.id = batches.item_id
    join public.lots on lots.id = batches.lot_id
    where batches.id = batch_answer.batch_id
  );
end $$;
comment on function app.batch_answer(uuid) is
  'A batch with the stage it is in and the one that is next, as commands answer it; allocated = material given and not yet used, in the product''s unit.';
