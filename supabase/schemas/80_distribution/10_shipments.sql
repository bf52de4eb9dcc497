-- What left, for whom, on which invoice and vehicle (P13.02, W2.02).
create table public.shipments (
  id uuid primary key default gen_random_uuid(),
  number text not null unique,
  site_id uuid not null references public.sites (id),
  customer_id uuid not null references public.partners (id),
  order_number text
    constraint "sales order number has 1 to 40 characters" check (btrim(order_number) <> '' and length(order_number) <= 40),
  invoice_number text not null
    constraint "invoice number has 1 to 40 characters" check (btrim(invoice_number) <> '' and length(invoice_number) <= 40),
  vehicle text not null
    constraint "vehicle has 1 to 40 characters" check (btrim(vehicle) <> '' and length(vehicle) <= 40),
  driver text
    constraint "driver has 1 to 120 characters" check (btrim(driver) <> '' and length(driver) <= 120),
  tracking_number text
    constraint "tracking number has 1 to 60 characters" check (btrim(tracking_number) <> '' and length(tracking_number) <= 60),
  remarks text
    constraint "shipment remarks have at most 2000 characters" check (length(remarks) <= 2000),
  document_path text
    constraint "document path has at most 300 characters" check (length(document_path) <= 300),
  shipped_by uuid not null references public.profiles (id),
  shipped_at timestamptz not null default app.now()
);
comment on table public.shipments is 'Dispatches (P13.02); written by ship_order alone.';
comment on column public.shipments.document_path is 'The dispatch report.';
create unique index "an invoice of a site goes out once" on public.shipments (site_id, lower(invoice_number));
create index shipments_site_id_idx on public.shipments (site_id, shipped_at desc);
create index shipments_customer_id_idx on public.shipments (customer_id, shipped_at desc);
create index shipments_shipped_by_idx on public.shipments (shipped_by);
create trigger audit after insert or update or delete on public.shipments
  for each row execute function audit.record();
-- A shipment that has left only ever gets its report, once.
create trigger keep before update or delete on public.shipments
  for each row execute function audit.keep_but('document_path');
create trigger keep_file before update on public.shipments
  for each row when (old.document_path is not null) execute function audit.keep();
alter table public.shipments enable row level security;
create policy "members see the shipments of their sites" on public.shipments for select to authenticated
  using (site_id = any ((select app.my_sites())::uuid[]));
grant select on public.shipments to authenticated, service_role;

create table public.shipment_lines (
  id uuid primary key default gen_random_uuid(),
  shipment_id uuid not null references public.shipments (id),
  lot_id uuid not null references public.lots (id),
  location_id uuid not null references public.locations (id),
  quantity numeric not null
    constraint "shipped quantity is above zero" check (quantity > 0 and quantity < 1e9),
  certificate_id uuid references public.certificates (id),
  deviation_reason_id uuid references public.reason_codes (id)
);
comment on table public.shipment_lines is 'Lots of a shipment with their certificate; quantity in the item''s base unit.';
comment on column public.shipment_lines.deviation_reason_id is 'Why another lot was taken than the one whose turn it was (P5.03).';
create index shipment_lines_shipment_id_idx on public.shipment_lines (shipment_id);
create index shipment_lines_lot_id_idx on public.shipment_lines (lot_id);
create index shipment_lines_location_id_idx on public.shipment_lines (location_id);
create index shipment_lines_certificate_id_idx on public.shipment_lines (certificate_id);
create index shipment_lines_deviation_reason_id_idx on public.shipment_lines (deviation_reason_id);
create trigger audit after insert or update or delete on public.shipment_lines
  for each row execute function audit.record();
create trigger keep before update or delete on public.shipment_lines for each row execute function audit.keep();
alter table public.shipment_lines enable row level security;
create policy "lines are seen with their shipment" on public.shipment_lines for select to authenticated
  using (shipment_id in (select id from public.shipments));
grant select on public.shipment_lines to authenticated, service_role;

create function app.shipment_answer(shipment_id uuid) returns jsonb
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  return (
    select pg_catalog.jsonb_build_object(
      'id', shipments.id, 'number', shipments.number, 'site_id', sites.id, 'site', sites.name, 'site_code', sites.code,
      'time_zone', sites.time_zone, 'customer', partners.name, 'customer_address', partners.address,
      'customer_gst', partners.gst_number, 'order_number', shipments.order_number, 'invoice_number', shipments.invoice_number,
      'vehicle', shipments.vehicle, 'driver', shipments.driver, 'tracking_number', shipments.tracking_number, 'remarks', shipments.remarks,
      'document_path', shipments.document_path, 'shipped_at', shipments.shipped_at,
      'shipped_by', (select full_name from public.profiles where id = shipments.shipped_by),
      'lines', (
        select coalesce(pg_catalog.jsonb_agg(
          pg_catalog.jsonb_build_object(
            'lot_id', lots.id, 'lot', lots.code, 'item', items.code, 'item_name', items.name, 'unit', items.unit,
            'pack_size', case when units.dimension = 'count' then items.pack_size end,
            'pack_unit', case when units.dimension = 'count' then items.pack_unit end, 'quantity', shipment_lines.quantity, 'from', locations.code,
            'manufactured_on', lots.manufactured_on, 'expires_on', lots.expires_on,
            'certificate_id', certificates.id, 'certificate', certificates.number, 'revision', certificates.revision,
            'deviation', reason_codes.name
          ) order by lots.code), '[]')
        from public.shipment_lines
        join public.lots on lots.id = shipment_lines.lot_id
        join public.items on items.id = lots.item_id
        join public.units on units.code = items.unit
        join public.locations on locations.id = shipment_lines.location_id
        left join public.certificates on certificates.id = shipment_lines.certificate_id
        left join public.reason_codes on reason_codes.id = shipment_lines.deviation_reason_id
        where shipment_lines.shipment_id = shipments.id
      )
    )
    from public.shipments
    join public.sites on sites.id = shipments.site_id
    join public.partners on partners.id = shipments.customer_id
    where shipments.id = shipment_answer.shipment_id
  );
end $$;
comment on function app.shipment_answer(uuid) is 'A shipment with its lots and their certificates: what the screen and the dispatch report show.';

create function public.ship_order(
  request_id uuid,
  site_id uuid,
  customer_id uuid,
  invoice_number text,
  vehicle text,
  lines jsonb,
  order_number text default null,
  tracking_number text default null,
  remarks text default null,
  driver text default null
) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  answer jsonb := app.begin_command(request_id, 'ship_order', pg_catalog.jsonb_build_object(
    'site', site_id, 'customer', customer_id, 'invoice', invoice_number, 'vehicle', vehicle, 'lines', lines,
    'order', order_number, 'tracking', tracking_number, 'remarks', remarks, 'driver', driver));
  site public.sites;
  wanted text := pg_catalog.btrim(invoice_number);
  shipment uuid;
  line record;
  drawn record;
  amount numeric;
  reason uuid;
  lot public.lots;
  item public.items;
  place public.locations;
  certificate uuid;
begin
  if answer is not null then
    return answer;
  end if;
  perform app.require('distribution.ship', ship_order.site_id);
  select * into site from public.sites where id = ship_order.site_id and active;
  if not found then
    perform app.fail('NOT_FOUND', 'There is no such site in use.', 'site');
  end if;
  if not exists (select from public.partners where id = ship_order.customer_id and active and kind in ('customer', 'retailer', 'distributor')) then
    perform app.fail('NOT_FOUND', 'There is no such customer in use.', 'customer');
  end if;
  if app.is_blank(wanted) then
    perform app.fail('FIELD_MISSING', 'The invoice number is missing.', 'invoice_number');
  end if;
  if app.is_blank(ship_order.vehicle) then
    perform app.fail('FIELD_MISSING', 'The vehicle is missing.', 'vehicle');
  end if;
  perform app.check_lines(lines, 'lines', 1, 200);
  insert into public.shipments (number, site_id, customer_id, order_number, invoice_number, vehicle, driver, tracking_number, remarks, shipped_by)
  values (
    pg_catalog.format('DSP-%s-%s-%s', site.code, pg_catalog.to_char(app.business_date(site.id), 'YYMMDD'),
      app.padded(app.next_number(pg_catalog.format('shipment:%s:%s', site.code, app.business_date(site.id))), 3)),
    site.id, ship_order.customer_id, case when not app.is_blank(ship_order.order_number) then pg_catalog.btrim(ship_order.order_number) end, wanted, pg_catalog.btrim(ship_order.vehicle),
    case when not app.is_blank(ship_order.driver) then pg_catalog.btrim(ship_order.driver) end,
    case when not app.is_blank(ship_order.tracking_number) then pg_catalog.btrim(ship_order.tracking_number) end, ship_order.remarks, auth.uid()
  )
  on conflict do nothing
  returning id into shipment;
  if not found then
    perform app.fail('INVOICE_TAKEN', pg_catalog.format('Invoice %s has gone out already.', wanted), 'invoice_number');
  end if;
  perform from public.lots
  where id in (
    select app.line_id(given, 'lot_id', pg_catalog.format('lines.%s.lot', turn))
    from pg_catalog.jsonb_array_elements(lines) with ordinality as element (given, turn)
  )
  order by id
  for no key update;
  for line in
    select given, pg_catalog.format('lines.%s', turn) as field
    from pg_catalog.jsonb_array_elements(lines) with ordinality as element (given, turn)
    order by turn
  loop
    amount := app.line_quantity(line.given, 'quantity', line.field || '.quantity');
    place := app.stock_place(app.line_id(line.given, 'location_id', line.field || '.location'), line.field || '.location');
    if place.site_id <> site.id then
      perform app.fail('PLACE_UNSUITABLE', pg_catalog.format('%s is not at %s.', place.code, site.code), line.field || '.location');
    end if;
    lot := app.lock_lot(app.line_id(line.given, 'lot_id', line.field || '.lot'));
    perform app.assert_lot_usable(lot, site.id, 'shipped', line.field || '.lot');
    reason := case when line.given ->> 'reason_id' is not null then app.line_id(line.given, 'reason_id', line.field || '.reason') end;
    if reason is not null then
      perform app.assert_picking_order(lot, site.id, reason, null, line.field || '.reason');
    end if;
    select items.* into strict item from public.items where id = lot.item_id;
    if amount <> pg_catalog.trunc(amount) and exists (select from public.units where code = item.unit and dimension = 'count') then
      perform app.fail('QUANTITY_INVALID', pg_catalog.format('Lot %s is shipped in whole %s, not %s.', lot.code, item.unit, amount), line.field || '.quantity');
    end if;
    perform app.assert_available(lot, place, amount, line.field || '.quantity');
    certificate := null;
    if item.kind = 'finished' then
      certificate := (app.issue_certificate(lot)).id;
    end if;
    insert into public.shipment_lines (shipment_id, lot_id, location_id, quantity, certificate_id, deviation_reason_id)
    values (shipment, lot.id, place.id, amount, certificate, reason);
    insert into public.stock_moves (lot_id, from_id, to_id, quantity, kind, note, moved_by, request_id)
    values (lot.id, place.id, app.other_side(site.id, 'customer'), amount, 'ship', wanted, auth.uid(), ship_order.request_id);
  end loop;
  -- Asked when all has left, so that the order of the lines does not matter: nothing that comes before may
  -- be left. What stands at the gate already was picked when it came there.
  for drawn in
    select lots as lot, pg_catalog.format('lines.%s.reason', turn) as field
    from pg_catalog.jsonb_array_elements(lines) with ordinality as element (given, turn)
    join public.lots on lots.id = (given ->> 'lot_id')::uuid
    join public.locations on locations.id = (given ->> 'location_id')::uuid and locations.kind = 'storage'
    where given ->> 'reason_id' is null
    order by turn
  loop
    perform app.assert_picking_order(drawn.lot, site.id, null, null, drawn.field);
  end loop;
  perform app.announce(site.id, 'distribution', 'shipped', pg_catalog.jsonb_build_object(
    'shipment', (select number from public.shipments where id = shipment), 'invoice', wanted));
  return app.end_command(request_id, app.shipment_answer(shipment));
end $$;
comment on function public.ship_order(uuid, uuid, uuid, text, text, jsonb, text, text, text, text) is
  'Dispatches released lots to a customer, with invoice and vehicle; finished products each with their certificate of analysis (P13.02, W2.02). lines: [{"lot_id", "location_id", "quantity", "reason_id" of a deviation from FEFO or FIFO or null}], quantities in the item''s base unit (P5.03). Answers the shipment. Refuses with NOT_ALLOWED, NOT_FOUND, FIELD_MISSING, VALUE_INVALID, INVOICE_TAKEN, QUANTITY_INVALID, PLACE_UNSUITABLE, LOT_NOT_USABLE, STOCK_SHORT, DEVIATION_NEEDED, CERTIFICATE_NOT_DUE.';
grant execute on function public.ship_order(uuid, uuid, uuid, text, text, jsonb, text, text, text, text) to authenticated;

create function public.shipment_details(shipment_id uuid) returns jsonb
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  if not exists (
    select from public.shipments
    where id = shipment_details.shipment_id and site_id = any (app.my_sites())
  ) then
    perform app.fail('NOT_FOUND', 'There is no such shipment.', 'id');
  end if;
  return app.shipment_answer(shipment_details.shipment_id);
end $$;
comment on function public.shipment_details(uuid) is
  'A shipment of one of the caller''s sites with its lots and their certificates (P13.02). Quantities in the units beside them. Refuses with NOT_FOUND.';
grant execute on function public.shipment_details(uuid) to authenticated;

-- What was tested at a plant goes along to where its goods are shipped from.
create policy "certificates are seen at their site, and with the shipments they went with" on public.certificates for select to authenticated
  using (site_id = any ((select app.my_sites())::uuid[]) or exists (select from public.shipment_lines where shipment_lines.certificate_id = certificates.id));

create function public.attach_dispatch_report(
  request_id uuid, person uuid, shipment_id uuid, size_bytes integer, sha256 text, path text
) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  answer jsonb;
  shipment public.shipments;
begin
  perform app.act_for(person);
  answer := app.begin_command(request_id, 'attach_dispatch_report', pg_catalog.jsonb_build_object('shipment', shipment_id));
  if answer is not null then
    return answer;
  end if;
  select * into shipment from public.shipments where id = attach_dispatch_report.shipment_id for no key update;
  if not found then
    perform app.fail('NOT_FOUND', 'There is no such shipment.', 'id');
  end if;
  if shipment.document_path is null then
    perform app.add_document(shipment.site_id, 'dispatch_report', shipment.number || '.pdf', 'application/pdf', size_bytes, sha256, path);
    update public.shipments set document_path = attach_dispatch_report.path where id = shipment.id;
  end if;
  return app.end_command(request_id, pg_catalog.jsonb_build_object('path', coalesce(shipment.document_path, path)));
end $$;
comment on function public.attach_dispatch_report(uuid, uuid, uuid, integer, text, text) is
  'Gives a shipment the dispatch report that was made of it and lies in the bucket, unless it has one; answers the path of the one it has (P13.02). Size in bytes. Refuses with NOT_FOUND. For the edge function `reports`, which has asked whether the person sees the shipment.';
grant execute on function public.attach_dispatch_report(uuid, uuid, uuid, integer, text, text) to service_role;
