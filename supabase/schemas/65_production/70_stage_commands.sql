-- A stage is started when the machine is, and finished when it is done, hours or a shift later; a short
-- one is logged in one go. The three commands share these steps.
create function app.assert_machine_free(
  machine public.machines, started timestamptz, ended timestamptz, but_log_id uuid default null
) returns void
language plpgsql stable
security definer
set search_path = ''
as $$
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
end $$;
comment on function app.assert_machine_free(public.machines, timestamptz, timestamptz, uuid) is
  'Refuses with MACHINE_BUSY times in which a machine runs another stage, but for the log named; without an end, from then on.';

create function app.check_stage_end(
  batch public.batches, input numeric, started timestamptz, inout output numeric, inout ended timestamptz
)
language plpgsql stable
security definer
set search_path = ''
as $$
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
end $$;
comment on function app.check_stage_end(public.batches, numeric, timestamptz, numeric, timestamptz) is
  'Output and end of a stage as they may be kept. Refuses with QUANTITY_INVALID, VALUE_INVALID, OUTPUT_EXCEEDS, TIME_ORDER (P3.02, P3.03).';

-- Writes the log, running when there is no output yet, and consumes its material.
create function app.open_stage(
  request_id uuid, batch public.batches, run uuid, "position" integer, machine_id uuid, operator_name text, input_quantity numeric,
  started_at timestamptz, output_quantity numeric, ended_at timestamptz, parameters jsonb, remarks text
) returns void
language plpgsql
security definer
set search_path = ''
as $$
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
end $$;
comment on function app.open_stage(uuid, public.batches, uuid, integer, uuid, text, numeric, timestamptz, numeric, timestamptz, jsonb, text) is
  'Writes a stage''s log and books its material into the batch.';

-- After the last stage, what came out is the batch's lot.
create function app.close_batch(request_id uuid, batch public.batches, to_id uuid) returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
  last public.stage_logs;
  product public.items;
  target public.locations;
  made date;
begin
  if app.next_position(batch) is not null then
    return;
  end if;
  if exists (
    select from public.stage_materials
    where stage_materials.batch_id = batch.id and consumed + returned < allocated
  ) then
    perform app.fail('MATERIAL_OPEN', pg_catalog.format('Batch %s still has material that was neither used nor returned.', batch.code), 'batch');
  end if;
  if close_batch.to_id is null then
    perform app.fail('FIELD_MISSING', 'The place where the product goes is missing.', 'to');
  end if;
  target := app.stock_place(close_batch.to_id, 'to');
  if target.site_id <> batch.site_id then
    perform app.fail('PLACE_UNSUITABLE', pg_catalog.format('%s is at another site than batch %s.', target.code, batch.code), 'to');
  end if;
  select * into strict last from public.stage_logs where stage_logs.batch_id = batch.id order by position desc limit 1;
  select * into strict product from public.items where id = batch.item_id;
  made := app.business_date(batch.site_id, last.ended_at);
  update public.lots
  set initial_quantity = last.output_quantity, manufactured_on = made, received_on = made, expires_on = made + product.shelf_life_days
  where id = batch.lot_id;
  insert into public.stock_moves (lot_id, from_id, to_id, quantity, kind, note, moved_by, request_id)
  values (batch.lot_id, app.other_side(batch.site_id, 'process'), target.id, last.output_quantity, 'produce', batch.code, auth.uid(), close_batch.request_id);
  update public.batches set state = 'finished', ended_at = app.now() where id = batch.id;
end $$;
comment on function app.close_batch(uuid, public.batches, uuid) is
  'Brings the product of a batch into stock after its last stage, and ends the batch; nothing before. Refuses with MATERIAL_OPEN, FIELD_MISSING, NOT_FOUND, PLACE_UNSUITABLE.';

create function public.start_stage(
  request_id uuid,
  batch_id uuid,
  machine_id uuid,
  operator_name text,
  "position" integer default null,
  started_at timestamptz default null,
  input_quantity numeric default null,
  parameters jsonb default null,
  remarks text default null
) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  answer jsonb := app.begin_command(request_id, 'start_stage', pg_catalog.jsonb_build_object(
    'batch', batch_id, 'machine', machine_id, 'operator', operator_name, 'position', "position", 'started', started_at,
    'input', input_quantity, 'parameters', parameters, 'remarks', remarks));
  batch public.batches;
  run uuid;
begin
  if answer is not null then
    return answer;
  end if;
  batch := app.lock_batch(start_stage.batch_id);
  run := app.require_shift('production.log_stage', batch.site_id);
  perform app.open_stage(request_id, batch, run, start_stage.position, machine_id, operator_name, input_quantity, started_at, null, null, parameters, remarks);
  return app.end_command(request_id, app.batch_answer(batch.id));
end $$;
comment on function public.start_stage(uuid, uuid, uuid, text, integer, timestamptz, numeric, jsonb, text) is
  'Starts the next stage of a batch on a machine; input is what came out of the stage before and what was allocated, unless less of that is said (P3.02, P3.03, P5.05). Quantities in the product''s base unit. Answers the batch. Refuses with NOT_ALLOWED, SHIFT_…, NOT_FOUND, BATCH_OVER, STAGE_ORDER, STAGE_DONE, QC_GATE_CLOSED, LOT_NOT_USABLE, INPUT_UNALLOCATED, MACHINE_BUSY, TIME_ORDER, FIELD_MISSING, VALUE_INVALID.';
grant execute on function public.start_stage(uuid, uuid, uuid, text, integer, timestamptz, numeric, jsonb, text) to authenticated;

create function public.finish_stage(
  request_id uuid,
  batch_id uuid,
  output_quantity numeric,
  ended_at timestamptz default null,
  parameters jsonb default null,
  remarks text default null,
  to_id uuid default null
) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  answer jsonb := app.begin_command(request_id, 'finish_stage', pg_catalog.jsonb_build_object(
    'batch', batch_id, 'output', output_quantity, 'ended', ended_at, 'parameters', parameters, 'remarks', remarks, 'to', to_id));
  batch public.batches;
  log public.stage_logs;
  run uuid;
  outcome record;
begin
  if answer is not null then
    return answer;
  end if;
  batch := app.lock_batch(finish_stage.batch_id);
  run := app.require_shift('production.log_stage', batch.site_id);
  select stage_logs.* into log from public.stage_logs where stage_logs.batch_id = batch.id and stage_logs.ended_at is null;
  if not found then
    perform app.fail('STAGE_NOT_RUNNING', pg_catalog.format('No stage of batch %s is running.', batch.code), 'batch');
  end if;
  outcome := app.check_stage_end(batch, log.input_quantity, log.started_at, finish_stage.output_quantity, finish_stage.ended_at);
  update public.stage_logs
  set output_quantity = outcome.output,
    ended_at = outcome.ended,
    end_run_id = run,
    ended_by = auth.uid(),
    parameters = app.check_parameters(log.stage_id, coalesce(finish_stage.parameters, '{}'), true, log.parameters),
    remarks = nullif(pg_catalog.concat_ws(E'\n', stage_logs.remarks, finish_stage.remarks), '')
  where id = log.id;
  perform app.close_batch(request_id, batch, to_id);
  return app.end_command(request_id, app.batch_answer(batch.id));
end $$;
comment on function public.finish_stage(uuid, uuid, numeric, timestamptz, jsonb, text, uuid) is
  'Ends the running stage of a batch with its output; parameters and remarks are added to those of its start; the last one brings the product to a place (to_id) and ends the batch (P3.02, P3.03, P13.01). Output in the product''s base unit. Answers the batch with loss, yield and what is flagged. Refuses with NOT_ALLOWED, SHIFT_…, NOT_FOUND, STAGE_NOT_RUNNING, QUANTITY_INVALID, OUTPUT_EXCEEDS, TIME_ORDER, FIELD_MISSING, VALUE_INVALID, MATERIAL_OPEN, PLACE_UNSUITABLE.';
grant execute on function public.finish_stage(uuid, uuid, numeric, timestamptz, jsonb, text, uuid) to authenticated;

create function public.log_stage(
  request_id uuid,
  batch_id uuid,
  machine_id uuid,
  operator_name text,
  started_at timestamptz,
  output_quantity numeric,
  ended_at timestamptz default null,
  "position" integer default null,
  input_quantity numeric default null,
  parameters jsonb default null,
  remarks text default null,
  to_id uuid default null
) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  answer jsonb := app.begin_command(request_id, 'log_stage', pg_catalog.jsonb_build_object(
    'batch', batch_id, 'machine', machine_id, 'operator', operator_name, 'started', started_at, 'output', output_quantity,
    'ended', ended_at, 'position', "position", 'input', input_quantity, 'parameters', parameters, 'remarks', remarks, 'to', to_id));
  batch public.batches;
  run uuid;
begin
  if answer is not null then
    return answer;
  end if;
  batch := app.lock_batch(log_stage.batch_id);
  run := app.require_shift('production.log_stage', batch.site_id);
  if started_at is null then
    perform app.fail('FIELD_MISSING', 'The time at which the stage began is missing.', 'started_at');
  end if;
  perform app.check_quantity(output_quantity, 'output_quantity');
  perform app.open_stage(request_id, batch, run, log_stage.position, machine_id, operator_name, input_quantity, started_at, output_quantity, ended_at, parameters, remarks);
  perform app.close_batch(request_id, batch, to_id);
  return app.end_command(request_id, app.batch_answer(batch.id));
end $$;
comment on function public.log_stage(uuid, uuid, uuid, text, timestamptz, numeric, timestamptz, integer, numeric, jsonb, text, uuid) is
  'start_stage and finish_stage in one, for a stage that is over (P3.02). Refuses as both.';
grant execute on function public.log_stage(uuid, uuid, uuid, text, timestamptz, numeric, timestamptz, integer, numeric, jsonb, text, uuid) to authenticated;
