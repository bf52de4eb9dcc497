-- The page of a lot: what it is, what keeps it from use, and all that happened to it, with names.
create function app.see_lot(lot_id uuid) returns public.lots
language plpgsql stable
security definer
set search_path = ''
as $$
declare
  lot public.lots;
begin
  select * into lot from public.lots where id = see_lot.lot_id;
  if lot.id is null or not (
    app.has('stock.view', lot.site_id)
    or app.has('quality.view', lot.site_id)
    or exists (
      select from public.stock_balances join public.locations on locations.id = stock_balances.location_id
      where stock_balances.lot_id = lot.id and locations.site_id = any (app.sites_with('stock.view'))
    )
  ) then
    perform app.fail('NOT_FOUND', 'There is no such lot, or it is not for you to see.', 'lot');
  end if;
  return lot;
end $$;
comment on function app.see_lot(uuid) is 'A lot that the caller may see, as the policy on lots has it; else NOT_FOUND.';

create function public.lot_journey(lot_id uuid) returns jsonb
language plpgsql stable
security definer
set search_path = ''
as $$
declare
  lot public.lots := app.see_lot(lot_journey.lot_id);
  seen uuid[] := app.sites_with('stock.view');
  journey jsonb;
begin
  select pg_catalog.jsonb_build_object(
    'id', lot.id, 'code', lot.code, 'item_id', items.id, 'item', items.code, 'item_name', items.name, 'kind', items.kind,
    'unit', items.unit, 'picking', items.picking, 'site_id', sites.id, 'site', sites.code,
    'qc_status', lot.qc_status, 'obstacle', app.lot_obstacle(lot, sites.id), 'expired', app.is_expired(lot.expires_on, sites.id),
    'initial_quantity', lot.initial_quantity, 'vendor_lot', lot.vendor_lot,
    'received_on', lot.received_on, 'manufactured_on', lot.manufactured_on, 'expires_on', lot.expires_on,
    'created_at', lot.created_at, 'created_by', (select full_name from public.profiles where id = lot.created_by),
    'rejection', case when lot.rejection_reason_id is not null then pg_catalog.jsonb_build_object(
      'reason', (select name from public.reason_codes where id = lot.rejection_reason_id), 'note', lot.rejection_note
    ) end,
    'receipt', (
      select pg_catalog.jsonb_build_object(
        'number', receipts.number, 'quantity', receipts.quantity, 'received_at', receipts.received_at,
        'received_by', (select full_name from public.profiles where id = receipts.received_by),
        'vendor', partners.name, 'order', purchase_orders.number, 'remarks', receipts.remarks, 'document_path', receipts.document_path
      )
      from public.receipts
      left join public.partners on partners.id = receipts.vendor_id
      left join public.purchase_order_lines on purchase_order_lines.id = receipts.order_line_id
      left join public.purchase_orders on purchase_orders.id = purchase_order_lines.order_id
      where receipts.id = lot.receipt_id
    ),
    'batch', (
      select pg_catalog.jsonb_build_object('id', batches.id, 'code', batches.code, 'state', batches.state)
      from public.batches where batches.lot_id = lot.id
    ),
    'places', (
      select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
          'location_id', levels.location_id, 'location', levels.location, 'location_name', locations.name, 'kind', locations.kind,
          'site_id', levels.site_id, 'site', places_site.code, 'on_hand', levels.on_hand, 'reserved', levels.reserved, 'available', levels.available
        ) order by places_site.code, levels.location), '[]')
      from public.stock_levels as levels
      join public.locations on locations.id = levels.location_id
      join public.sites as places_site on places_site.id = levels.site_id
      where levels.lot_id = lot.id and levels.site_id = any (seen)
    ),
    'reservations', (
      select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
          'id', reservations.id, 'location', locations.code, 'site_id', locations.site_id, 'quantity', reservations.quantity,
          'purpose', reservations.purpose, 'reserved_at', reservations.reserved_at,
          'reserved_by', (select full_name from public.profiles where id = reservations.reserved_by)
        ) order by reservations.reserved_at), '[]')
      from public.reservations
      join public.locations on locations.id = reservations.location_id
      where reservations.lot_id = lot.id and reservations.ended_at is null and locations.site_id = any (seen)
    ),
    'holds', (
      select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
          'id', lot_holds.id, 'cause_id', cause.id, 'cause', cause.code, 'reason_code', reason_codes.code, 'reason', reason_codes.name,
          'note', lot_holds.note, 'held_at', lot_holds.held_at, 'held_by', (select full_name from public.profiles where id = lot_holds.held_by),
          'released_at', lot_holds.released_at, 'release_note', lot_holds.release_note,
          'released_by', (select full_name from public.profiles where id = lot_holds.released_by)
        ) order by lot_holds.held_at), '[]')
      from public.lot_holds
      join public.lots as cause on cause.id = lot_holds.cause_lot_id
      join public.reason_codes on reason_codes.id = lot_holds.reason_id
      where lot_holds.lot_id = lot.id
    ),
    'tests', (
      select coalesce(pg_catalog.jsonb_agg(app.test_answer(qc_tests.id) order by qc_tests.tested_at, qc_tests.number), '[]')
      from public.qc_tests where qc_tests.lot_id = lot.id
    ),
    'certificates', (
      select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
          'id', certificates.id, 'number', certificates.number, 'revision', certificates.revision, 'document_path', certificates.document_path,
          'issued_at', certificates.issued_at, 'issued_by', (select full_name from public.profiles where id = certificates.issued_by)
        ) order by certificates.issued_at), '[]')
      from public.certificates where certificates.lot_id = lot.id
    ),
    'documents', (
      select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
          'path', documents.path, 'name', documents.name, 'kind', documents.kind, 'media_type', documents.media_type,
          'size_bytes', documents.size_bytes, 'uploaded_at', documents.uploaded_at
        ) order by documents.uploaded_at), '[]')
      from public.documents
      where documents.site_id = any (app.sites_with('documents.view')) and documents.path in (
        select receipts.document_path from public.receipts where receipts.id = lot.receipt_id
        union
        select qc_tests.document_path from public.qc_tests where qc_tests.lot_id = lot.id
        union
        select qc_overrides.document_path
        from public.qc_overrides join public.qc_tests on qc_tests.id = qc_overrides.test_id
        where qc_tests.lot_id = lot.id
        union
        select certificates.document_path from public.certificates where certificates.lot_id = lot.id
      )
    ),
    'shipments', app.lot_shipments(lot.id)
  ) into journey
  from public.items, public.sites
  where items.id = lot.item_id and sites.id = lot.site_id;
  return journey;
end $$;
comment on function public.lot_journey(uuid) is
  'One lot with where it lies, what keeps it from use, receipt, batch, promises, holds, tests, certificates, documents and shipments, with the names of those who did it (P2.07, P5.01, P7.08). Quantities in its unit; places and promises at sites whose stock the caller may see. Refuses with NOT_FOUND.';
grant execute on function public.lot_journey(uuid) to authenticated;

create function public.lot_moves(lot_id uuid, kind text default null, page integer default 0, page_size integer default 25) returns jsonb
language plpgsql stable
security definer
set search_path = ''
as $$
declare
  lot public.lots := app.see_lot(lot_moves.lot_id);
  seen uuid[] := app.sites_with('stock.view');
  answer jsonb;
begin
  with ledger as materialized (
    select stock_moves.*, source.code as source, source.name as source_name, source.kind as source_kind, source.site_id as source_site,
      target.code as target, target.name as target_name, target.kind as target_kind, target.site_id as target_site,
      -- Over everything that lies anywhere: what only changes its place changes nothing of it.
      case when app.holds_stock(target.kind) then stock_moves.quantity else 0 end
        - case when app.holds_stock(source.kind) then stock_moves.quantity else 0 end as change
    from public.stock_moves
    join public.locations as source on source.id = stock_moves.from_id
    join public.locations as target on target.id = stock_moves.to_id
    where stock_moves.lot_id = lot.id
  ), counted as materialized (
    select ledger.*, sum(ledger.change) over (order by ledger.id) as balance from ledger
  ), found as (
    select * from counted
    where (lot_moves.kind is null or counted.kind = lot_moves.kind)
      and (counted.source_site = any (seen) or counted.target_site = any (seen))
  ), page as (
    select * from found order by id desc
    limit greatest(1, least(page_size, 2000)) offset greatest(0, lot_moves.page)::bigint * greatest(1, least(page_size, 2000))
  )
  select pg_catalog.jsonb_build_object(
    'total', (select count(*) from found),
    'rows', (
      select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
          'id', page.id, 'kind', page.kind, 'quantity', page.quantity, 'change', page.change, 'balance', page.balance,
          'from', page.source, 'from_name', page.source_name, 'from_kind', page.source_kind,
          'to', page.target, 'to_name', page.target_name, 'to_kind', page.target_kind,
          'reason', reason_codes.name, 'note', page.note, 'corrects', page.corrects_id,
          'moved_at', page.moved_at, 'moved_by', profiles.full_name
        ) order by page.id desc), '[]')
      from page
      join public.profiles on profiles.id = page.moved_by
      left join public.reason_codes on reason_codes.id = page.reason_id
    )
  ) into answer;
  return answer;
end $$;
comment on function public.lot_moves(uuid, text, integer, integer) is
  'A page of the ledger of a lot, newest first, as {total, rows}: `change` is by how much a move made it more or less where stock lies, `balance` what there was of it afterwards, at all sites (P5.08). Moves at sites whose stock the caller may see; page counts from 0. Refuses with NOT_FOUND.';
grant execute on function public.lot_moves(uuid, text, integer, integer) to authenticated;
