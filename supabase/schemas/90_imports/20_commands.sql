create function public.import_lot(
  request_id uuid,
  location_id uuid,
  item_id uuid,
  code text,
  quantity numeric,
  received_on date,
  manufactured_on date default null,
  expires_on date default null,
  vendor_lot text default null,
  tests jsonb default '[]'
) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  answer jsonb := app.begin_command(request_id, 'import_lot', pg_catalog.jsonb_build_object(
    'location', location_id, 'item', item_id, 'code', code, 'quantity', quantity, 'received', received_on,
    'made', manufactured_on, 'expires', expires_on, 'vendor_lot', vendor_lot, 'tests', tests));
  place public.locations;
  item public.items;
  lot public.lots;
  test jsonb;
begin
  if answer is not null then
    return answer;
  end if;
  place := app.stock_place(location_id, 'location');
  perform app.require('imports.run', place.site_id);
  perform app.check_lines(tests, 'tests', 0, 50);
  select * into item from public.items where id = import_lot.item_id;
  if not found then
    perform app.fail('NOT_FOUND', 'There is no such item.', 'item');
  end if;
  insert into public.lots (code, item_id, site_id, vendor_lot, initial_quantity, qc_status, manufactured_on, received_on, expires_on, created_by)
  values (
    app.import_code(code), item.id, place.site_id, import_lot.vendor_lot, app.check_quantity(quantity),
    case when item.kind = 'trade' then 'pass' else 'pending' end,
    import_lot.manufactured_on, app.past_day(place.site_id, import_lot.received_on, 'received_on'), import_lot.expires_on, auth.uid()
  )
  returning * into lot;
  insert into public.stock_moves (lot_id, from_id, to_id, quantity, kind, moved_by, moved_at, request_id)
  values (
    lot.id, app.other_side(place.site_id, 'vendor'), place.id, lot.initial_quantity, 'import', auth.uid(),
    app.start_of_day(place.site_id, lot.received_on), import_lot.request_id
  );
  for test in select * from pg_catalog.jsonb_array_elements(tests) loop
    perform app.import_test(lot, 'incoming', lot.received_on, test -> 'results', test ->> 'remarks');
  end loop;
  return app.end_command(request_id, app.import_answer(lot.id));
end $$;
comment on function public.import_lot(uuid, uuid, uuid, text, numeric, date, date, date, text, jsonb) is
  'Brings in a lot that came in the past, with what of it was used since. Quantity as received, in the item''s base unit. tests: [{"results": [{"name", "value"}], "remarks"}], judged by the plan of that day. Answers the lot with its results that are out of limits. Refuses with NOT_ALLOWED, NOT_FOUND, PLACE_UNSUITABLE, FIELD_MISSING, VALUE_INVALID, QUANTITY_INVALID, LOT_CODE_TAKEN, PLAN_MISSING.';
grant execute on function public.import_lot(uuid, uuid, uuid, text, numeric, date, date, date, text, jsonb) to authenticated;

create function public.import_batch(
  request_id uuid,
  location_id uuid,
  item_id uuid,
  code text,
  made_on date,
  inputs jsonb,
  planned_quantity numeric,
  output_quantity numeric,
  in_stock_quantity numeric default null,
  expires_on date default null,
  results jsonb default '[]',
  remarks text default null
) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  answer jsonb := app.begin_command(request_id, 'import_batch', pg_catalog.jsonb_build_object(
    'location', location_id, 'item', item_id, 'code', code, 'made', made_on, 'inputs', inputs, 'planned', planned_quantity,
    'output', output_quantity, 'in_stock', in_stock_quantity, 'expires', expires_on, 'results', results, 'remarks', remarks));
  place public.locations;
  item public.items;
  at timestamptz;
  output numeric;
  gone numeric;
  lot public.lots;
  input record;
  used public.lots;
  amount numeric;
  material_unit text;
  put_in numeric := 0;
  batch uuid;
  cause record;
  failed uuid := (select id from public.reason_codes where purpose = 'hold' and reason_codes.code = 'parent_failed');
begin
  if answer is not null then
    return answer;
  end if;
  place := app.stock_place(location_id, 'location');
  perform app.require('imports.run', place.site_id);
  select * into item from public.items where id = import_batch.item_id;
  if not found then
    perform app.fail('NOT_FOUND', 'There is no such product.', 'item');
  end if;
  at := app.start_of_day(place.site_id, app.past_day(place.site_id, import_batch.made_on, 'made_on'));
  output := app.check_quantity(output_quantity, 'output_quantity');
  gone := output - coalesce(in_stock_quantity, output);
  if not gone between 0 and output then
    perform app.fail('QUANTITY_INVALID', pg_catalog.format('%s is not 0 to %s, which came out.', in_stock_quantity, output), 'in_stock_quantity');
  end if;
  perform app.check_lines(inputs, 'inputs', 1, 100);

  insert into public.lots (code, item_id, site_id, initial_quantity, manufactured_on, received_on, expires_on, created_by)
  values (app.import_code(code), item.id, place.site_id, output, import_batch.made_on, import_batch.made_on, import_batch.expires_on, auth.uid())
  returning * into lot;
  insert into public.batches (code, site_id, item_id, lot_id, planned_quantity, state, remarks, created_by, created_at, ended_at)
  values (
    lot.code, place.site_id, item.id, lot.id, app.check_quantity(planned_quantity, 'planned_quantity'), 'finished',
    import_batch.remarks, auth.uid(), at, at
  )
  returning id into batch;

  perform from public.lots
  where lots.code in (select given ->> 'lot' from pg_catalog.jsonb_array_elements(inputs) as given)
  order by id
  for no key update;
  for input in
    select given, pg_catalog.format('inputs.%s', n) as field
    from pg_catalog.jsonb_array_elements(inputs) with ordinality as line (given, n)
    order by n
  loop
    amount := app.line_quantity(input.given, 'quantity', input.field || '.quantity');
    select * into used from public.lots where lots.code = input.given ->> 'lot' and lots.site_id = place.site_id;
    if not found then
      perform app.fail('NOT_FOUND', pg_catalog.format('There is no lot %s at %s.', left(input.given ->> 'lot', 60),
        (select sites.code from public.sites where id = place.site_id)), input.field || '.lot');
    end if;
    -- What the plant has received and tested here goes into batches by its own commands and guards alone.
    if not exists (select from public.stock_moves where stock_moves.lot_id = used.id and kind = 'import') then
      perform app.fail('LOT_NOT_USABLE', pg_catalog.format('Lot %s has not been brought in and may not be used by what is.', used.code), input.field || '.lot');
    end if;
    if used.received_on > import_batch.made_on then
      perform app.fail('VALUE_INVALID', pg_catalog.format('Lot %s came on %s and cannot have gone into what was made on %s.', used.code, used.received_on, import_batch.made_on), 'made_on');
    end if;
    if app.available(used.id, place.id) < amount then
      perform app.fail(
        'STOCK_SHORT',
        pg_catalog.format('%s of lot %s are free at %s, not %s.', pg_catalog.trim_scale(app.available(used.id, place.id)), used.code, place.code, amount),
        input.field || '.quantity'
      );
    end if;
    select unit into strict material_unit from public.items where id = used.item_id;
    put_in := put_in + amount * app.unit_factor(material_unit, item.unit);
    insert into public.stock_moves (lot_id, from_id, to_id, quantity, kind, note, moved_by, moved_at, request_id)
    values (used.id, place.id, app.other_side(place.site_id, 'process'), amount, 'import', lot.code, auth.uid(), at, import_batch.request_id);
    insert into public.lot_links (parent_id, child_id, quantity, at) values (used.id, lot.id, amount, at);
    -- What is wrong with a lot is wrong with all that came of it, whenever that is told here.
    for cause in
      select cause_lot_id as id, reason_id, note from public.lot_holds where lot_holds.lot_id = used.id and released_at is null
    loop
      perform app.hold_below(cause.id, false, cause.reason_id, cause.note);
    end loop;
    if used.qc_status in ('hold', 'fail') then
      perform app.hold_below(used.id, false, failed,
        (select 'Test ' || number from public.qc_tests where qc_tests.lot_id = used.id order by attempt desc limit 1));
    end if;
  end loop;
  if output > put_in then
    perform app.fail('OUTPUT_EXCEEDS', pg_catalog.format('%s %s came out of batch %s and %s went in.', output, item.unit, lot.code, pg_catalog.trim_scale(put_in)), 'output_quantity');
  end if;
  insert into public.stock_moves (lot_id, from_id, to_id, quantity, kind, note, moved_by, moved_at, request_id)
  values (lot.id, app.other_side(place.site_id, 'process'), place.id, output, 'import', lot.code, auth.uid(), at, import_batch.request_id);
  if gone > 0 then
    insert into public.stock_moves (lot_id, from_id, to_id, quantity, kind, note, moved_by, moved_at, request_id)
    values (lot.id, place.id, app.other_side(place.site_id, 'customer'), gone, 'import', 'Had left before it was brought in', auth.uid(), at, import_batch.request_id);
  end if;

  if results <> '[]' then
    perform app.import_test(lot, 'final', import_batch.made_on, results, import_batch.remarks);
  end if;
  return app.end_command(request_id, app.import_answer(lot.id));
end $$;
comment on function public.import_batch(uuid, uuid, uuid, text, date, jsonb, numeric, numeric, numeric, date, jsonb, text) is
  'Brings in a batch of the past with the lots that went into it and its final results. inputs: [{"lot": code, "quantity"}] of lots that were brought in, taken from the place, in their items'' base units; what happened after a lot was brought in is asked whether it is usable; planned, output and what of it is still in stock (all, unless said) in the product''s. results: [{"name", "value"}], judged by the plan of that day. Answers the batch''s lot with its results that are out of limits. Refuses with NOT_ALLOWED, NOT_FOUND, PLACE_UNSUITABLE, FIELD_MISSING, VALUE_INVALID, QUANTITY_INVALID, LOT_CODE_TAKEN, LOT_NOT_USABLE, STOCK_SHORT, OUTPUT_EXCEEDS, PLAN_MISSING.';
grant execute on function public.import_batch(uuid, uuid, uuid, text, date, jsonb, numeric, numeric, numeric, date, jsonb, text) to authenticated;
