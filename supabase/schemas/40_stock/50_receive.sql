-- Lot codes as the documents have them: ALC-24-051 at a plant, SKU-YYMMDD-HHMMSS-SEQ at a warehouse.
create function app.next_lot_code(item public.items, site public.sites) returns text
language plpgsql
security definer
set search_path = ''
as $$
declare
  here timestamp := app.now() at time zone site.time_zone;
  made text;
begin
  loop
    made := case when site.kind = 'plant' then
      pg_catalog.format('%s-%s-%s', item.code, pg_catalog.to_char(here, 'YY'),
        app.padded(app.next_number(pg_catalog.format('lot:%s:%s', item.code, pg_catalog.to_char(here, 'YY'))), 3))
    else
      pg_catalog.format('%s-%s-%s', item.code, pg_catalog.to_char(here, 'YYMMDD-HH24MISS'),
        app.padded(app.next_number(pg_catalog.format('lot:%s:%s', item.code, pg_catalog.to_char(here, 'YYMMDD'))), 3))
    end;
    exit when not exists (select from public.lots where code = made);
  end loop;
  return made;
end $$;
comment on function app.next_lot_code(public.items, public.sites) is 'A lot code that is free (P2.02, W2.01).';

create function public.receive_goods(
  request_id uuid,
  location_id uuid,
  item_id uuid,
  quantity numeric,
  order_line_id uuid default null,
  lot_code text default null,
  vendor_id uuid default null,
  vendor_lot text default null,
  manufactured_on date default null,
  expires_on date default null,
  document_path text default null,
  remarks text default null
) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
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
end $$;
comment on function public.receive_goods(uuid, uuid, uuid, numeric, uuid, text, uuid, text, date, date, text, text) is
  'Receives goods as a new lot (P2.02, W2.01). Quantity in the item''s base unit. Answers the lot with its receipt''s number. Refuses with NOT_ALLOWED, QUANTITY_INVALID, NOT_FOUND, PLACE_UNSUITABLE, ORDER_NEEDED, ORDER_MISMATCH, ORDER_EXCEEDED, LOT_CODE_TAKEN.';
grant execute on function public.receive_goods(uuid, uuid, uuid, numeric, uuid, text, uuid, text, date, date, text, text) to authenticated;
