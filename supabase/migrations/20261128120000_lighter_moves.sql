SET local check_function_bodies = off;

DROP FUNCTION "app"."add_to_balance"(public.lots, public.locations, numeric);

DROP FUNCTION "app"."take_from_balance"(public.lots, public.locations, numeric);

CREATE OR REPLACE FUNCTION app.is_expired (
  expires_on date,
  site_id    uuid
)
  RETURNS boolean
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  -- Nowhere is it more than 14 hours later than at UTC: what cannot have expired anywhere does not ask the
  -- date of the site.
  return is_expired.expires_on is not null
    and is_expired.expires_on < ((app.now() + interval '14 hours') at time zone 'UTC')::date
    and is_expired.expires_on < app.business_date(is_expired.site_id);
end $function$;

CREATE OR REPLACE FUNCTION app.lot_answer (
  lot_id uuid
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
      'id', lots.id,
      'code', lots.code,
      'item', items.code,
      'item_name', items.name,
      'unit', items.unit,
      'qc_status', lots.qc_status,
      'held', exists (select from public.lot_holds where lot_holds.lot_id = lots.id and released_at is null),
      'received_on', lots.received_on,
      'expires_on', lots.expires_on,
      'places', coalesce((
        select pg_catalog.jsonb_agg(
          pg_catalog.jsonb_build_object('location', location, 'on_hand', on_hand, 'available', available) order by location
        )
        from public.stock_levels where stock_levels.lot_id = lots.id
      ), '[]')
    )
    from public.lots join public.items on items.id = lots.item_id
    where lots.id = lot_answer.lot_id
  );
end $function$;

CREATE OR REPLACE FUNCTION app.move_lot (
  request_id uuid,
  lot_id     uuid,
  from_id    uuid,
  to_id      uuid,
  quantity   numeric,
  note       text    DEFAULT NULL::text,
  reason_id  uuid    DEFAULT NULL::uuid
)
  RETURNS bigint
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  amount numeric := app.check_quantity(quantity);
  source public.locations := app.stock_place(from_id, 'from');
  target public.locations := app.stock_place(to_id, 'to');
  lot public.lots;
  move bigint;
begin
  perform app.require('stock.transfer', source.site_id);
  if source.id = target.id then
    perform app.fail('PLACE_UNSUITABLE', pg_catalog.format('The goods are at %s already.', source.code), 'to');
  end if;
  lot := app.lock_lot(move_lot.lot_id);
  perform app.assert_available(lot, source, amount);
  insert into public.stock_moves (lot_id, from_id, to_id, quantity, kind, reason_id, note, moved_by, request_id)
  values (lot.id, source.id, target.id, amount, 'transfer', move_lot.reason_id, move_lot.note, auth.uid(), move_lot.request_id)
  returning id into move;
  return move;
end $function$;

CREATE OR REPLACE FUNCTION app.stock_moves_post()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  lot public.lots;
  from_site uuid;
  to_site uuid;
  from_kind text;
  to_kind text;
  held boolean;
  news jsonb;
begin
  select * into strict lot from public.lots where id = new.lot_id for share;
  select source.site_id, source.kind, target.site_id, target.kind into strict from_site, from_kind, to_site, to_kind
  from public.locations as source, public.locations as target
  where source.id = new.from_id and target.id = new.to_id;
  -- Whatever a move is called, what goes into a product or to a customer is usable. What is imported
  -- happened before the lot was known here, and nobody can ask whether it was.
  if not (new.kind = 'import' and new.moved_at < lot.created_at) and (
    (new.kind not in ('receive', 'produce', 'adjust', 'sample', 'correct') and to_kind <> 'quality')
    or (new.kind <> 'correct' and to_kind in ('process', 'customer'))
  ) then
    perform app.assert_lot_usable(lot, from_site, case new.kind
      when 'consume' then 'used' when 'pack' then 'packed' when 'ship' then 'shipped' else 'moved' end);
  end if;
  held := app.holds_stock(from_kind);
  if held and new.from_id < new.to_id then
    perform app.take_from_balance(lot, new.from_id, new.quantity);
  end if;
  if app.holds_stock(to_kind) then
    insert into public.stock_balances (lot_id, location_id, on_hand)
    values (new.lot_id, new.to_id, new.quantity)
    on conflict (lot_id, location_id) do update set on_hand = stock_balances.on_hand + excluded.on_hand;
  end if;
  if held and new.from_id > new.to_id then
    perform app.take_from_balance(lot, new.from_id, new.quantity);
  end if;
  news := pg_catalog.jsonb_build_object('lot', lot.code, 'kind', new.kind, 'quantity', new.quantity, 'move', new.id);
  perform app.announce(from_site, 'stock', 'moved', news);
  if to_site <> from_site then
    perform app.announce(to_site, 'stock', 'moved', news);
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION app.stock_moves_raise()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  item public.items;
  lot public.lots;
  source public.locations;
  target public.locations;
begin
  select items.* into item
  from public.lots join public.items on items.id = lots.item_id
  where lots.id = new.lot_id and lots.qc_status = 'pass' and items.reorder_level is not null;
  if not found then
    return null;
  end if;
  select * into strict lot from public.lots where id = new.lot_id;
  select * into strict source from public.locations where id = new.from_id;
  select * into strict target from public.locations where id = new.to_id;
  if source.site_id = target.site_id and app.holds_stock(source.kind) = app.holds_stock(target.kind) then
    return null;
  end if;
  if app.lot_obstacle(lot, source.site_id) is not null then
    return null;
  end if;
  if app.holds_stock(source.kind) and not exists (
    select from public.stock_balances
    where lot_id = lot.id and location_id = source.id and on_hand >= item.reorder_level and on_hand > 0
  ) then
    perform app.check_stock(item, source.site_id, -new.quantity);
  end if;
  if app.holds_stock(target.kind) and exists (
    select from public.alerts
    where event_code in ('stock.low', 'stock.out') and subject_id = item.id || '@' || target.site_id and state <> 'resolved'
  ) then
    perform app.check_stock(item, target.site_id, new.quantity);
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION app.take_from_balance (
  lot         public.lots,
  location_id uuid,
  quantity    numeric
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  place text;
begin
  update public.stock_balances set on_hand = on_hand - take_from_balance.quantity
  where stock_balances.lot_id = lot.id and stock_balances.location_id = take_from_balance.location_id
    and on_hand >= take_from_balance.quantity;
  if not found then
    select code into place from public.locations where id = take_from_balance.location_id;
    perform app.fail(
      'STOCK_SHORT',
      pg_catalog.format('There is less than %s of lot %s at %s.', pg_catalog.trim_scale(take_from_balance.quantity), lot.code, place),
      'quantity',
      pg_catalog.jsonb_build_object('lot', lot.code, 'location', place)
    );
  end if;
end $function$;

CREATE OR REPLACE FUNCTION public.receive_goods (
  request_id      uuid,
  location_id     uuid,
  item_id         uuid,
  quantity        numeric,
  order_line_id   uuid    DEFAULT NULL::uuid,
  lot_code        text    DEFAULT NULL::text,
  vendor_id       uuid    DEFAULT NULL::uuid,
  vendor_lot      text    DEFAULT NULL::text,
  manufactured_on date    DEFAULT NULL::date,
  expires_on      date    DEFAULT NULL::date,
  document_path   text    DEFAULT NULL::text,
  remarks         text    DEFAULT NULL::text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  answer jsonb := app.begin_command(request_id, 'receive_goods', pg_catalog.jsonb_build_object(
    'location', location_id, 'item', item_id, 'quantity', quantity, 'line', order_line_id, 'code', lot_code,
    'vendor', vendor_id, 'vendor_lot', vendor_lot, 'made', manufactured_on, 'expires', expires_on,
    'document', document_path, 'remarks', remarks));
  amount numeric;
  place public.locations;
  site public.sites;
  item public.items;
  line public.purchase_order_lines;
  today date;
  receipt public.receipts;
  lot public.lots;
  wanted text := nullif(pg_catalog.btrim(lot_code), '');
begin
  if answer is not null then
    return answer;
  end if;
  amount := app.check_quantity(quantity);
  place := app.stock_place(location_id, 'location');
  perform app.require('stock.receive', place.site_id);
  select * into strict site from public.sites where id = place.site_id;
  today := (app.now() at time zone site.time_zone)::date;
  if document_path is not null then
    perform app.assert_document(document_path, site.id, 'document');
  end if;
  select * into item from public.items where id = receive_goods.item_id and active;
  if not found then
    perform app.fail('NOT_FOUND', 'There is no such item in use.', 'item');
  end if;

  if order_line_id is not null then
    select * into line from public.purchase_order_lines where id = order_line_id for update;
    select purchase_orders.vendor_id into receive_goods.vendor_id
    from public.purchase_orders
    where id = line.order_id and status = 'open' and site_id = site.id and line.item_id = item.id;
    if not found then
      perform app.fail('ORDER_MISMATCH', pg_catalog.format('The order line is not one of %s at %s, or its order is no longer open.', item.code, site.code), 'order_line');
    end if;
    if line.received + amount > line.quantity then
      perform app.fail(
        'ORDER_EXCEEDED',
        pg_catalog.format('%s %s were ordered and %s have come; %s more are too many.',
          pg_catalog.trim_scale(line.quantity), item.unit, pg_catalog.trim_scale(line.received), amount),
        'quantity'
      );
    end if;
    update public.purchase_order_lines set received = received + amount where id = line.id;
  elsif site.kind = 'plant' then
    perform app.fail('ORDER_NEEDED', 'Goods come to a plant by a purchase order.', 'order_line');
  end if;
  if wanted is null then
    wanted := app.next_lot_code(item, site);
  elsif exists (select from public.lots where code = wanted) then
    perform app.fail('LOT_CODE_TAKEN', pg_catalog.format('There is already a lot %s.', wanted), 'lot_code');
  end if;

  insert into public.receipts (number, site_id, vendor_id, order_line_id, item_id, quantity, received_at, received_by, document_path, remarks)
  values (
    pg_catalog.format('GRN-%s-%s-%s', site.code, pg_catalog.to_char(today, 'YYMMDD'),
      app.padded(app.next_number(pg_catalog.format('grn:%s:%s', site.code, today)), 3)),
    site.id, receive_goods.vendor_id, order_line_id, item.id, amount, app.now(), auth.uid(), document_path, remarks
  )
  returning * into receipt;
  insert into public.lots (code, item_id, site_id, receipt_id, vendor_lot, initial_quantity, qc_status, manufactured_on, received_on, expires_on, created_by)
  values (
    wanted, item.id, site.id, receipt.id, vendor_lot, amount,
    case when item.kind = 'trade' then 'pass' else 'pending' end,
    manufactured_on, today, coalesce(receive_goods.expires_on, today + item.shelf_life_days), auth.uid()
  )
  returning * into lot;
  insert into public.stock_moves (lot_id, from_id, to_id, quantity, kind, moved_by, request_id)
  values (lot.id, app.other_side(site.id, 'vendor'), place.id, amount, 'receive', auth.uid(), receive_goods.request_id);
  return app.end_command(
    request_id,
    app.lot_answer(lot.id) || pg_catalog.jsonb_build_object('receipt', receipt.number)
  );
end $function$;

COMMENT ON FUNCTION "app"."take_from_balance"(public.lots, uuid, numeric) IS 'Takes a quantity (base unit) out of the balance of a lot at a place; STOCK_SHORT when it is not there.';

REVOKE ALL ON FUNCTION "app"."take_from_balance"(public.lots, uuid, numeric) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."take_from_balance"(public.lots, uuid, numeric) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."take_from_balance"(public.lots, uuid, numeric) TO "postgres";
