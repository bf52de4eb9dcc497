-- Packing: from the batch's lot, in bulk, comes a lot of a SKU. The part that stays keeps its lot; the
-- part that leaves is the child. What is in a pack that was made does not change afterwards.
create function app.items_keep_pack() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if (new.packs_item_id, new.pack_size, new.pack_unit) is distinct from (old.packs_item_id, old.pack_size, old.pack_unit)
    and exists (select from public.lots where item_id = old.id) then
    perform app.fail('PACK_IN_USE', pg_catalog.format('%s has been packed; what is in a pack of it stays %s %s.', old.code, pg_catalog.trim_scale(old.pack_size), old.pack_unit), 'pack_size');
  end if;
  return new;
end $$;
comment on function app.items_keep_pack() is 'Refuses with PACK_IN_USE to change the size of packs of which there are lots (DESIGN 4, Specs are frozen).';
create trigger keep_pack before update of packs_item_id, pack_size, pack_unit on public.items
  for each row when (old.packs_item_id is not null) execute function app.items_keep_pack();

create function public.pack_batch(
  request_id uuid,
  batch_id uuid,
  location_id uuid,
  sku_id uuid,
  packs integer,
  to_id uuid,
  loss_quantity numeric default null,
  packaging jsonb default '[]',
  remarks text default null
) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  answer jsonb := app.begin_command(request_id, 'pack_batch', pg_catalog.jsonb_build_object(
    'batch', batch_id, 'from', location_id, 'sku', sku_id, 'packs', packs, 'to', to_id, 'loss', loss_quantity,
    'packaging', packaging, 'remarks', remarks));
  batch public.batches;
  bulk public.lots;
  product public.items;
  sku public.items;
  source public.locations;
  target public.locations;
  amount numeric;
  lost numeric := 0;
  made text;
  packed public.lots;
  wrap record;
  wrap_lot public.lots;
  wrap_place public.locations;
  wrap_quantity numeric;
begin
  if answer is not null then
    return answer;
  end if;
  batch := app.lock_batch(pack_batch.batch_id);
  perform app.require_shift('production.pack', batch.site_id);
  if batch.state <> 'finished' then
    perform app.fail('BATCH_OVER', pg_catalog.format('Batch %s is %s and cannot be packed.', batch.code, batch.state), 'batch');
  end if;
  source := app.stock_place(pack_batch.location_id, 'location');
  target := app.stock_place(pack_batch.to_id, 'to');
  if source.site_id <> batch.site_id or target.site_id <> batch.site_id then
    perform app.fail('PLACE_UNSUITABLE', pg_catalog.format('%s or %s is at another site than batch %s.', source.code, target.code, batch.code), 'to');
  end if;
  select * into strict product from public.items where id = batch.item_id;
  select * into sku from public.items where id = pack_batch.sku_id and active and packs_item_id = product.id for share;
  if not found then
    perform app.fail('NOT_FOUND', pg_catalog.format('This is no SKU in use that %s is packed in.', product.code), 'sku');
  end if;
  if packs is null or packs <= 0 or packs > 100000 then
    perform app.fail('QUANTITY_INVALID', pg_catalog.format('%s is no number of packs from 1 to 100000.', coalesce(packs::text, 'Nothing')), 'packs');
  end if;
  if not exists (select from public.units where code = sku.unit and dimension = 'count') then
    perform app.fail('UNIT_MISMATCH', pg_catalog.format('%s is kept in %s; packs are counted.', sku.code, sku.unit), 'sku');
  end if;
  amount := pg_catalog.trim_scale(packs * sku.pack_size * app.unit_factor(sku.pack_unit, product.unit));
  if amount is null then
    perform app.fail('UNIT_MISMATCH', pg_catalog.format('%s holds %s and %s is kept in %s.', sku.code, sku.pack_unit, product.code, product.unit), 'sku');
  end if;
  if coalesce(loss_quantity, 0) <> 0 then
    lost := app.check_quantity(loss_quantity, 'loss_quantity');
    -- What is lost beyond the usual is not packing: a manager adjusts it, with a reason (P5.06).
    if lost > amount * app.setting('production.packing_loss_percent')::numeric / 100 then
      perform app.fail(
        'LOSS_EXCEEDS',
        pg_catalog.format('%s %s are more than %s %% of the %s %s that are packed.', lost, product.unit,
          app.setting('production.packing_loss_percent'), amount, product.unit),
        'loss_quantity'
      );
    end if;
  end if;

  perform app.check_lines(packaging, 'packaging', 0, 20);
  perform from public.lots
  where id in (
    select batch.lot_id
    union
    select app.line_id(line, 'lot_id', 'packaging.lot') from pg_catalog.jsonb_array_elements(packaging) as line
  )
  order by id
  for no key update;
  select * into strict bulk from public.lots where id = batch.lot_id;
  perform app.assert_lot_usable(bulk, batch.site_id, 'packed');
  if app.available(bulk.id, source.id) < amount + lost then
    perform app.fail(
      'STOCK_SHORT',
      pg_catalog.format('%s packs are %s %s%s; %s %s of lot %s are free at %s.', packs, amount, product.unit,
        case when lost > 0 then pg_catalog.format(' and %s %s are lost', lost, product.unit) else '' end,
        pg_catalog.trim_scale(app.available(bulk.id, source.id)), product.unit, bulk.code, source.code),
      'packs'
    );
  end if;

  loop
    made := pg_catalog.format('%s-%s', bulk.code, app.padded(app.next_number('pack:' || bulk.code), 2));
    exit when not exists (select from public.lots where code = made);
  end loop;
  insert into public.lots (code, item_id, site_id, initial_quantity, qc_status, manufactured_on, received_on, expires_on, created_by)
  values (
    made, sku.id, batch.site_id, packs, bulk.qc_status,
    bulk.manufactured_on, app.business_date(batch.site_id), bulk.expires_on, auth.uid()
  )
  returning * into packed;
  insert into public.lot_links (parent_id, child_id, quantity) values (bulk.id, packed.id, amount);
  insert into public.stock_moves (lot_id, from_id, to_id, quantity, kind, note, moved_by, request_id) values
    (bulk.id, source.id, app.other_side(batch.site_id, 'process'), amount, 'pack', packed.code, auth.uid(), pack_batch.request_id),
    (packed.id, app.other_side(batch.site_id, 'process'), target.id, packs, 'produce', pack_batch.remarks, auth.uid(), pack_batch.request_id);
  if lost > 0 then
    insert into public.stock_moves (lot_id, from_id, to_id, quantity, kind, note, moved_by, request_id)
    values (bulk.id, source.id, app.other_side(batch.site_id, 'loss'), lost, 'pack', packed.code, auth.uid(), pack_batch.request_id);
  end if;
  for wrap in select line from pg_catalog.jsonb_array_elements(packaging) as line loop
    wrap_lot := app.lock_lot(app.line_id(wrap.line, 'lot_id', 'packaging.lot'));
    wrap_place := app.stock_place(app.line_id(wrap.line, 'location_id', 'packaging.location'), 'packaging.location');
    wrap_quantity := app.line_quantity(wrap.line, 'quantity', 'packaging.quantity');
    if wrap_place.site_id <> batch.site_id then
      perform app.fail('PLACE_UNSUITABLE', pg_catalog.format('%s is at another site than batch %s.', wrap_place.code, batch.code), 'packaging.location');
    end if;
    if not exists (select from public.items where id = wrap_lot.item_id and kind = 'packaging') then
      perform app.fail('VALUE_INVALID', pg_catalog.format('Lot %s is no packaging.', wrap_lot.code), 'packaging.lot');
    end if;
    perform app.assert_available(wrap_lot, wrap_place, wrap_quantity, 'packaging.quantity');
    insert into public.stock_moves (lot_id, from_id, to_id, quantity, kind, note, moved_by, request_id)
    values (wrap_lot.id, wrap_place.id, app.other_side(batch.site_id, 'process'), wrap_quantity, 'consume', packed.code, auth.uid(), pack_batch.request_id);
    insert into public.lot_links (parent_id, child_id, quantity) values (wrap_lot.id, packed.id, wrap_quantity);
  end loop;
  perform app.announce(batch.site_id, 'production', 'packed', pg_catalog.jsonb_build_object('batch', batch.code, 'lot', packed.code, 'packs', packs));
  return app.end_command(
    request_id,
    app.lot_answer(packed.id) || pg_catalog.jsonb_build_object(
      'batch', batch.code, 'packed_quantity', amount, 'lost_quantity', lost, 'bulk_unit', product.unit,
      'rest', (select coalesce(sum(on_hand), 0) from public.stock_balances where lot_id = bulk.id)
    )
  );
end $$;
comment on function public.pack_batch(uuid, uuid, uuid, uuid, integer, uuid, numeric, jsonb, text) is
  'Packs so many packs of a SKU out of a finished batch (P13.01): packs × size leave the bulk lot, what is lost is said, the rest stays. packaging: [{"lot_id", "location_id", "quantity"}]. Loss in the product''s base unit. Answers the packed lot with the rest of the bulk. Refuses with NOT_ALLOWED, SHIFT_…, NOT_FOUND, BATCH_OVER, PLACE_UNSUITABLE, QUANTITY_INVALID, UNIT_MISMATCH, LOSS_EXCEEDS, LOT_NOT_USABLE, STOCK_SHORT, VALUE_INVALID.';
grant execute on function public.pack_batch(uuid, uuid, uuid, uuid, integer, uuid, numeric, jsonb, text) to authenticated;
