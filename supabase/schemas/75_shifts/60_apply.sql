-- How a correction is applied. Locks are taken in the order of the floor's commands: batch, lots by id,
-- machines by id, then the records.
create function app.assert_as_asked(correction public.correction_requests, record jsonb) returns void
language plpgsql stable
security definer
set search_path = ''
as $$
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
end $$;
comment on function app.assert_as_asked(public.correction_requests, jsonb) is
  'Refuses with CORRECTION_STALE when the columns to be changed are no longer what they were when it was asked.';

-- Where the goods of a lot are that are not free, for the sentence that refuses.
create function app.whereabouts(lot public.lots) returns text
language plpgsql stable
security definer
set search_path = ''
as $$
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
end $$;
comment on function app.whereabouts(public.lots) is
  'Where a lot has gone and where it lies, as part of a sentence: packed, shipped, promised, on hand; null when nowhere.';

create function app.fail_short(lot public.lots, missing numeric) returns void
language plpgsql stable
security definer
set search_path = ''
as $$
declare
  unit text := (select items.unit from public.items where id = lot.item_id);
begin
  perform app.fail(
    'STOCK_SHORT',
    pg_catalog.format('%s of lot %s would be missing: stock would fall below zero%s.', app.amount_text(missing, unit), lot.code,
      coalesce(' (' || app.whereabouts(lot) || ')', '')),
    'changes', pg_catalog.jsonb_build_object('lot', lot.code, 'missing', missing)
  );
end $$;
comment on function app.fail_short(public.lots, numeric) is 'Refuses with STOCK_SHORT and says where the goods of a lot went.';

-- The ledger follows by a move of the difference that names the move it corrects.
create function app.correct_move(
  correction public.correction_requests, corrects public.stock_moves, from_id uuid, to_id uuid, quantity numeric
) returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
  insert into public.stock_moves (lot_id, from_id, to_id, quantity, kind, note, corrects_id, moved_by, request_id)
  values (
    corrects.lot_id, correct_move.from_id, correct_move.to_id, correct_move.quantity, 'correct', correction.number, corrects.id,
    auth.uid(), correction.id
  );
end $$;
comment on function app.correct_move(public.correction_requests, public.stock_moves, uuid, uuid, numeric) is
  'Books the difference to a move, under the number of the correction.';

-- What came out of the last stage is the batch's lot: more comes to where it was brought, less is taken
-- from there, then from where else it lies free at the site.
create function app.correct_product(correction public.correction_requests, batch public.batches, output numeric) returns void
language plpgsql
security definer
set search_path = ''
as $$
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
end $$;
comment on function app.correct_product(public.correction_requests, public.batches, numeric) is
  'Makes the lot of a finished batch what came out of its last stage. Refuses with STOCK_SHORT when the goods have gone.';

-- The day on which a batch was made is that of the end of its last stage; its packs have the same.
create function app.redate_product(batch public.batches, ended timestamptz) returns void
language plpgsql
security definer
set search_path = ''
as $$
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
end $$;
comment on function app.redate_product(public.batches, timestamptz) is
  'Moves the day of making and the last day of use of a batch''s lot and its packs. Refuses with TIME_ORDER, and with CERTIFICATE_ISSUED when a certificate says another day.';

-- Values that were judged keep the limits they were judged by; others take those of today.
create function app.corrected_parameters(log public.stage_logs, given jsonb) returns jsonb
language plpgsql stable
security definer
set search_path = ''
as $$
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
end $$;
comment on function app.corrected_parameters(public.stage_logs, jsonb) is
  'The values of a stage''s form with some of them corrected, each judged by the limits it keeps (P3.04). Refuses with FIELD_MISSING, VALUE_INVALID.';

create function app.correct_stage(correction public.correction_requests) returns void
language plpgsql
security definer
set search_path = ''
as $$
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
end $$;
comment on function app.correct_stage(public.correction_requests) is
  'Applies the correction of a stage, and what follows of it: the input of the next stage, the lot of a finished batch, the stage of a downtime. Refuses with CORRECTION_STALE, NOT_FOUND, TIME_ORDER, MACHINE_BUSY, OUTPUT_EXCEEDS, STOCK_SHORT, CERTIFICATE_ISSUED, FIELD_MISSING, VALUE_INVALID.';

-- The next stage took what came out. What came out of that one is as it was weighed, so the chain ends
-- there; it only must not be more than went in.
create function app.carry_on(batch public.batches, log public.stage_logs, output numeric) returns void
language plpgsql
security definer
set search_path = ''
as $$
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
end $$;
comment on function app.carry_on(public.batches, public.stage_logs, numeric) is
  'Makes a new output the input of the next stage (P3.03). Refuses with OUTPUT_EXCEEDS when more came out of that one.';

create function app.correct_material(correction public.correction_requests) returns void
language plpgsql
security definer
set search_path = ''
as $$
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
end $$;
comment on function app.correct_material(public.correction_requests) is
  'Applies the correction of how much of a lot a stage used: stock, genealogy and the input of the stage follow (P2.06, P5.05). Refuses with CORRECTION_STALE, STOCK_SHORT, LOT_NOT_USABLE, CIRCLE, OUTPUT_EXCEEDS.';

-- More was used: first of what is still promised to the batch, then of what lies free at the place.
create function app.use_more(
  correction public.correction_requests, batch public.batches, material public.stage_materials, lot public.lots, place public.locations,
  quantity numeric
) returns void
language plpgsql
security definer
set search_path = ''
as $$
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
end $$;
comment on function app.use_more(public.correction_requests, public.batches, public.stage_materials, public.lots, public.locations, numeric) is
  'Books so much more of an allocation into its batch. Refuses with STOCK_SHORT, LOT_NOT_USABLE, CIRCLE.';

-- Less was used: the rest counts as given back and lies free where it was taken from. The newest moves and
-- links are corrected first.
create function app.use_less(
  correction public.correction_requests, batch public.batches, material public.stage_materials, place public.locations, quantity numeric
) returns void
language plpgsql
security definer
set search_path = ''
as $$
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
end $$;
comment on function app.use_less(public.correction_requests, public.batches, public.stage_materials, public.locations, numeric) is
  'Books so much of an allocation out of its batch again, and shortens its genealogy.';

create function app.standing_quantity(move public.stock_moves) returns numeric
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  return (move).quantity + coalesce((
    select sum(case when correction.to_id = (move).to_id then correction.quantity else -correction.quantity end)
    from public.stock_moves as correction where correction.corrects_id = (move).id
  ), 0);
end $$;
comment on function app.standing_quantity(public.stock_moves) is 'What a move stands for after its corrections.';

create function app.correct_downtime(correction public.correction_requests) returns void
language plpgsql
security definer
set search_path = ''
as $$
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
end $$;
comment on function app.correct_downtime(public.correction_requests) is
  'Applies the correction of a downtime; it is of the stage that its machine ran then (P3.05). Refuses with CORRECTION_STALE, NOT_FOUND, TIME_ORDER, MACHINE_BUSY.';

-- The entry is made as by its maker. The audit says so, and that it happened in the transaction of the
-- decision.
create function app.enter_late(correction public.correction_requests) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
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
end $$;
comment on function app.enter_late(public.correction_requests) is
  'Makes a late entry by its command as its maker, into its run; returns the command''s answer. Refuses as the command, and with REQUEST_REUSED what has been entered.';

create function app.command_arguments(command text) returns table (name text, type text, optional boolean, turn integer)
language sql stable
set search_path = ''
as $$
  select argument.name, pg_catalog.format_type(argument.type, null), argument.turn > pg_proc.pronargs - pg_proc.pronargdefaults, argument.turn::integer
  from pg_catalog.pg_proc
  cross join lateral unnest(pg_proc.proargnames, pg_proc.proargtypes::oid[]) with ordinality as argument (name, type, turn)
  where pg_proc.pronamespace = 'public'::regnamespace and pg_proc.proname = command_arguments.command and argument.name <> 'request_id'
$$;
comment on function app.command_arguments(text) is 'What a command is called with, but for its request id.';

create function app.late_argument(name text, type text) returns text
language plpgsql immutable
set search_path = ''
as $$
begin
  return pg_catalog.format(
    case when type = 'jsonb' then '%1$I => nullif($2 -> %1$L, ''null'')' else '%1$I => ($2 ->> %1$L)::' || type end, name);
end $$;
comment on function app.late_argument(text, text) is 'How an argument is taken out of those of a late entry.';

-- Runs whose figures the correction touches have their summary computed anew.
create function app.summarize_corrected(correction public.correction_requests, mark bigint) returns void
language plpgsql
security definer
set search_path = ''
as $$
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
end $$;
comment on function app.summarize_corrected(public.correction_requests, bigint) is
  'Computes anew the summaries of the locked runs whose records this transaction has changed since an entry of the audit.';

create function app.apply_correction(correction public.correction_requests) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
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
end $$;
comment on function app.apply_correction(public.correction_requests) is
  'Does what a correction says and keeps the versions it replaces; returns {effects, answer}. Its row is there and open.';

-- A trial that is undone: the same act, so that nothing is foreseen otherwise than it comes.
create function app.foresee_correction(correction public.correction_requests) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
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
end $$;
comment on function app.foresee_correction(public.correction_requests) is
  'What a correction would do now, as app.effects_since has it, or [{kind: refused, code, status, sentence, hint, field, params}].';
