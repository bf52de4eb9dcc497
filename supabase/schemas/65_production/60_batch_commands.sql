-- MCC-24-051-A: the product's short name, the year, a running number, and the shift (P3.01).
create function app.next_batch_code(item public.items, site public.sites, run uuid) returns text
language plpgsql
security definer
set search_path = ''
as $$
declare
  prefix text := pg_catalog.split_part(item.code, '-', 1);
  year text := pg_catalog.to_char(app.now() at time zone site.time_zone, 'YY');
  shift text := (
    select shifts.code from public.shift_runs join public.shifts on shifts.id = shift_runs.shift_id where shift_runs.id = run
  );
  made text;
begin
  loop
    made := pg_catalog.concat_ws('-', prefix, year,
      app.padded(app.next_number(pg_catalog.format('batch:%s:%s', prefix, year)), 3), shift);
    exit when not exists (select from public.lots where code = made);
  end loop;
  return made;
end $$;
comment on function app.next_batch_code(public.items, public.sites, uuid) is 'A batch code that is free (P3.01).';

create function public.start_batch(
  request_id uuid, site_id uuid, item_id uuid, planned_quantity numeric, code text default null, remarks text default null
) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  answer jsonb := app.begin_command(request_id, 'start_batch', pg_catalog.jsonb_build_object(
    'site', site_id, 'item', item_id, 'planned', planned_quantity, 'code', code, 'remarks', remarks));
  amount numeric;
  run uuid;
  site public.sites;
  product public.items;
  route public.routes;
  wanted text := nullif(pg_catalog.btrim(code), '');
  lot uuid;
  batch uuid;
begin
  if answer is not null then
    return answer;
  end if;
  amount := app.check_quantity(start_batch.planned_quantity, 'planned_quantity');
  select * into site from public.sites where id = start_batch.site_id and active;
  if not found then
    perform app.fail('NOT_FOUND', 'There is no such site in use.', 'site');
  end if;
  run := app.require_shift('production.start_batch', site.id);
  select * into product from public.items where id = start_batch.item_id and active;
  if not found then
    perform app.fail('NOT_FOUND', 'There is no such product in use.', 'item');
  end if;
  select routes.* into route
  from public.routes
  where routes.item_id = product.id and routes.active
    and exists (select from public.route_stages where route_stages.route_id = routes.id)
  order by routes.version desc limit 1
  for share;
  if not found then
    perform app.fail('ROUTE_MISSING', pg_catalog.format('%s has no route with stages.', product.code), 'item');
  end if;
  wanted := coalesce(wanted, app.next_batch_code(product, site, run));
  if exists (select from public.lots where lots.code = wanted) then
    perform app.fail('LOT_CODE_TAKEN', pg_catalog.format('There is already a lot or batch %s.', wanted), 'code');
  end if;
  insert into public.lots (code, item_id, site_id, received_on, created_by)
  values (wanted, product.id, site.id, app.business_date(site.id), auth.uid())
  returning id into lot;
  insert into public.batches (code, site_id, item_id, route_id, lot_id, run_id, planned_quantity, remarks, created_by)
  values (wanted, site.id, product.id, route.id, lot, run, amount, start_batch.remarks, auth.uid())
  returning id into batch;
  return app.end_command(request_id, app.batch_answer(batch));
end $$;
comment on function public.start_batch(uuid, uuid, uuid, numeric, text, text) is
  'Begins a batch of a product at a site by the newest route (P3.01). Planned quantity in the product''s base unit. Answers the batch. Refuses with NOT_ALLOWED, SHIFT_…, QUANTITY_INVALID, NOT_FOUND, ROUTE_MISSING, LOT_CODE_TAKEN.';
grant execute on function public.start_batch(uuid, uuid, uuid, numeric, text, text) to authenticated;

create function public.allocate_material(
  request_id uuid,
  batch_id uuid,
  lot_id uuid,
  location_id uuid,
  quantity numeric,
  "position" integer default null,
  deviation_reason_id uuid default null,
  note text default null
) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  answer jsonb := app.begin_command(request_id, 'allocate_material', pg_catalog.jsonb_build_object(
    'batch', batch_id, 'lot', lot_id, 'location', location_id, 'quantity', quantity, 'position', "position",
    'reason', deviation_reason_id, 'note', note));
  amount numeric;
  run uuid;
  batch public.batches;
  lot public.lots;
  place public.locations;
  material public.items;
  product public.items;
  step integer;
  promise uuid;
begin
  if answer is not null then
    return answer;
  end if;
  amount := app.check_quantity(quantity);
  batch := app.lock_batch(allocate_material.batch_id);
  run := app.require_shift('production.allocate', batch.site_id);
  perform app.assert_batch_running(batch);
  place := app.stock_place(allocate_material.location_id, 'location');
  if place.site_id <> batch.site_id then
    perform app.fail('PLACE_UNSUITABLE', pg_catalog.format('%s is at another site than batch %s.', place.code, batch.code), 'location');
  end if;
  step := coalesce(allocate_material.position, app.next_position(batch));
  if step is null then
    perform app.fail('STAGE_ORDER', pg_catalog.format('Every stage of batch %s has been begun.', batch.code), 'position');
  end if;
  if not exists (select from public.route_stages where route_id = batch.route_id and route_stages.position = step) then
    perform app.fail('STAGE_ORDER', pg_catalog.format('The route of batch %s has no stage %s to give material to.', batch.code, step), 'position');
  end if;
  if exists (select from public.stage_logs where stage_logs.batch_id = batch.id and stage_logs.position = step) then
    perform app.fail('STAGE_DONE', pg_catalog.format('Stage %s of batch %s has been logged and takes no more material.', step, batch.code), 'position');
  end if;

  lot := app.lock_lot(allocate_material.lot_id);
  select * into strict material from public.items where id = lot.item_id;
  select * into strict product from public.items where id = batch.item_id;
  if app.unit_factor(material.unit, product.unit) is null then
    perform app.fail('UNIT_MISMATCH', pg_catalog.format('Lot %s is kept in %s and cannot go into %s, which is kept in %s.', lot.code, material.unit, product.code, product.unit), 'lot');
  end if;
  if lot.id = batch.lot_id then
    perform app.fail('CIRCLE', pg_catalog.format('Batch %s cannot be made of itself.', batch.code), 'lot');
  end if;
  perform app.assert_lot_usable(lot, batch.site_id, 'allocated');
  perform app.assert_available(lot, place, amount);
  perform app.assert_picking_order(lot, batch.site_id, allocate_material.deviation_reason_id);

  insert into public.reservations (lot_id, location_id, quantity, purpose, reserved_by)
  values (lot.id, place.id, amount, 'batch ' || batch.code, auth.uid())
  returning id into promise;
  insert into public.stage_materials (batch_id, position, lot_id, location_id, reservation_id, allocated, deviation_reason_id, note, run_id, allocated_by)
  values (batch.id, step, lot.id, place.id, promise, amount, allocate_material.deviation_reason_id, allocate_material.note, run, auth.uid());
  return app.end_command(request_id, app.batch_answer(batch.id));
end $$;
comment on function public.allocate_material(uuid, uuid, uuid, uuid, numeric, integer, uuid, text) is
  'Promises a quantity of a lot at a place to a stage of a batch, the next one unless said (P2.05, P2.06, P5.03). Quantity in the material''s base unit; a lot out of FEFO/FIFO order needs a reason. Answers the batch. Refuses with NOT_ALLOWED, SHIFT_…, QUANTITY_INVALID, NOT_FOUND, BATCH_OVER, PLACE_UNSUITABLE, STAGE_ORDER, STAGE_DONE, UNIT_MISMATCH, CIRCLE, LOT_NOT_USABLE, STOCK_SHORT, DEVIATION_NEEDED.';
grant execute on function public.allocate_material(uuid, uuid, uuid, uuid, numeric, integer, uuid, text) to authenticated;

create function public.return_material(
  request_id uuid, stage_material_id uuid, quantity numeric, to_id uuid default null, note text default null
) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  answer jsonb := app.begin_command(request_id, 'return_material', pg_catalog.jsonb_build_object(
    'material', stage_material_id, 'quantity', quantity, 'to', to_id, 'note', note));
  amount numeric;
  material public.stage_materials;
  batch public.batches;
  lot public.lots;
  target public.locations;
  stays boolean;
begin
  if answer is not null then
    return answer;
  end if;
  amount := app.check_quantity(quantity);
  select * into material from public.stage_materials where id = return_material.stage_material_id;
  if not found then
    perform app.fail('NOT_FOUND', 'There is no such allocation.', 'stage_material');
  end if;
  batch := app.lock_batch(material.batch_id);
  perform app.require_shift('production.allocate', batch.site_id);
  lot := app.lock_lot(material.lot_id);
  select * into strict material from public.stage_materials where id = return_material.stage_material_id for update;
  if amount > material.allocated - material.consumed - material.returned then
    perform app.fail(
      'STOCK_SHORT',
      pg_catalog.format('%s of lot %s are left with batch %s, not %s.',
        pg_catalog.trim_scale(material.allocated - material.consumed - material.returned), lot.code, batch.code, amount),
      'quantity'
    );
  end if;
  stays := coalesce(to_id = material.location_id, true);
  update public.stage_materials
  set returned = returned + amount,
    note = case when stays then nullif(pg_catalog.concat_ws(E'\n', stage_materials.note, return_material.note), '') else stage_materials.note end
  where id = material.id;
  perform app.shrink_reservation(material.reservation_id, amount);
  if not stays then
    target := app.stock_place(to_id, 'to');
    if target.site_id <> batch.site_id then
      perform app.fail('PLACE_UNSUITABLE', pg_catalog.format('%s is at another site than batch %s.', target.code, batch.code), 'to');
    end if;
    insert into public.stock_moves (lot_id, from_id, to_id, quantity, kind, note, moved_by, request_id)
    values (lot.id, material.location_id, target.id, amount, 'return', coalesce(return_material.note, batch.code), auth.uid(), return_material.request_id);
  end if;
  return app.end_command(request_id, app.batch_answer(batch.id));
end $$;
comment on function public.return_material(uuid, uuid, numeric, uuid, text) is
  'Gives back what a batch was allocated and did not use, and moves it to another place when one is named (P5.02); the note goes with the move, or else to the allocation. Quantity in the material''s base unit. Answers the batch. Refuses with NOT_ALLOWED, SHIFT_…, QUANTITY_INVALID, NOT_FOUND, STOCK_SHORT, PLACE_UNSUITABLE, LOT_NOT_USABLE.';
grant execute on function public.return_material(uuid, uuid, numeric, uuid, text) to authenticated;

create function public.cancel_batch(request_id uuid, batch_id uuid, remarks text) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  answer jsonb := app.begin_command(request_id, 'cancel_batch', pg_catalog.jsonb_build_object('batch', batch_id, 'remarks', remarks));
  batch public.batches;
begin
  if answer is not null then
    return answer;
  end if;
  batch := app.lock_batch(cancel_batch.batch_id);
  perform app.require_shift('production.start_batch', batch.site_id);
  perform app.assert_batch_running(batch);
  if app.is_blank(remarks) then
    perform app.fail('VALUE_INVALID', 'A cancellation says why.', 'remarks');
  end if;
  if exists (select from public.stage_logs where stage_logs.batch_id = batch.id) then
    perform app.fail('STAGE_DONE', pg_catalog.format('Batch %s has been worked on; it can be rejected, not cancelled.', batch.code), 'batch');
  end if;
  perform app.end_allocations(batch.id);
  update public.batches
  set state = 'cancelled', ended_at = app.now(), remarks = pg_catalog.concat_ws(E'\n', batches.remarks, cancel_batch.remarks)
  where id = batch.id;
  return app.end_command(request_id, app.batch_answer(batch.id));
end $$;
comment on function public.cancel_batch(uuid, uuid, text) is
  'Ends a batch that nothing has been done on, and frees its material; why is added to its remarks. Answers the batch. Refuses with NOT_ALLOWED, SHIFT_…, NOT_FOUND, BATCH_OVER, VALUE_INVALID, STAGE_DONE.';
grant execute on function public.cancel_batch(uuid, uuid, text) to authenticated;

create function app.end_allocations(batch_id uuid) returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
  update public.stage_materials set returned = allocated - consumed
  where stage_materials.batch_id = end_allocations.batch_id and consumed + returned < allocated;
  update public.reservations set ended_at = app.now()
  where ended_at is null and id in (
    select reservation_id from public.stage_materials where stage_materials.batch_id = end_allocations.batch_id
  );
end $$;
comment on function app.end_allocations(uuid) is 'Frees what a batch was allocated and did not use.';
