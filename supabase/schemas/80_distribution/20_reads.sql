-- One batch from its material to its customers, as its screen needs it (P3.08, P7.08). It is everybody's
-- at the site, whatever shift he is in.
create function public.batch_journey(code text) returns jsonb
language plpgsql stable
security definer
set search_path = ''
as $$
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
end $$;
comment on function public.batch_journey(text) is
  'One batch with its material, stages, tests, downtimes, holds, packs, shipments and mass balance (P3.06, P3.08, P7.08). Quantities in the units beside them; the balance in the product''s base unit. Refuses with NOT_FOUND.';
grant execute on function public.batch_journey(text) to authenticated;

create function app.lot_shipments(lot_id uuid) returns jsonb
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  return (
    select coalesce(pg_catalog.jsonb_agg(
      pg_catalog.jsonb_build_object(
        'shipment', shipments.number, 'invoice', shipments.invoice_number, 'customer', partners.name,
        'quantity', shipment_lines.quantity, 'shipped_at', shipments.shipped_at
      ) order by shipments.shipped_at, shipments.number
    ), '[]')
    from public.shipment_lines
    join public.shipments on shipments.id = shipment_lines.shipment_id
    join public.partners on partners.id = shipments.customer_id
    where shipment_lines.lot_id = lot_shipments.lot_id
  );
end $$;
comment on function app.lot_shipments(uuid) is 'Who was sent how much of a lot, in the item''s base unit, and when.';

-- What went in = what came out + what was lost + what nobody can account for.
create function app.batch_balance(
  batch public.batches, produced numeric, packed numeric, packing_loss numeric, shipped numeric, adjusted numeric
) returns jsonb
language plpgsql stable
security definer
set search_path = ''
as $$
declare
  product_unit text := (select unit from public.items where id = batch.item_id);
  consumed numeric;
  lost numeric;
  running numeric;
  on_hand numeric;
begin
  -- Existing records may count tablets that were made of kilograms: then nobody can say how much of it.
  select case when pg_catalog.bool_or(app.unit_factor(items.unit, product_unit) is null) then null
    else coalesce(sum(lot_links.quantity * app.unit_factor(items.unit, product_unit)), 0) end
  into consumed
  from public.lot_links
  join public.lots on lots.id = lot_links.parent_id
  join public.items on items.id = lots.item_id
  where lot_links.child_id = batch.lot_id;
  select coalesce(sum(input_quantity - output_quantity), 0) into lost from public.stage_logs where batch_id = batch.id and ended_at is not null;
  select coalesce((
    select coalesce(output_quantity, input_quantity) from public.stage_logs where batch_id = batch.id order by position desc limit 1
  ), batch_balance.produced) into running;
  select coalesce(sum(stock_balances.on_hand), 0) into on_hand from public.stock_balances where lot_id = batch.lot_id;
  return pg_catalog.jsonb_build_object(
    'unit', product_unit,
    'consumed', consumed,
    'lost', lost,
    'in_process', case when batch.state = 'finished' then 0 else running end,
    'produced', batch_balance.produced,
    'unaccounted', consumed - lost - running,
    'yield_percent', case when consumed > 0 and batch.state = 'finished' then pg_catalog.round(100 * produced / consumed, 3) end,
    'packed', batch_balance.packed,
    'packing_loss', batch_balance.packing_loss,
    'shipped', batch_balance.shipped,
    'adjusted', batch_balance.adjusted,
    'on_hand', on_hand,
    'unaccounted_product', batch_balance.produced + batch_balance.adjusted - batch_balance.packed - batch_balance.packing_loss - batch_balance.shipped - on_hand
  );
end $$;
comment on function app.batch_balance(public.batches, numeric, numeric, numeric, numeric, numeric) is
  'The mass balance of a batch in the product''s base unit: of its making, null where its material is measured otherwise, and of what became of the product (P3.06).';
