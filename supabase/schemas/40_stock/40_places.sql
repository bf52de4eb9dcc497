-- Helpers of the commands below: the place a person named, the other side of a move, the lot locked.
create function app.stock_place(location_id uuid, field text) returns public.locations
language plpgsql stable
security definer
set search_path = ''
as $$
declare
  place public.locations;
begin
  select * into place from public.locations where id = stock_place.location_id;
  if not found then
    perform app.fail('NOT_FOUND', 'There is no such place.', stock_place.field);
  end if;
  if not app.holds_stock(place.kind) or not place.active then
    perform app.fail('PLACE_UNSUITABLE', pg_catalog.format('%s holds no stock, or is out of use.', place.code), stock_place.field);
  end if;
  return place;
end $$;
comment on function app.stock_place(uuid, text) is 'A place that holds stock and is in use; else NOT_FOUND or PLACE_UNSUITABLE at the field.';

create function app.other_side(site_id uuid, kind text) returns uuid
language plpgsql stable
security definer
set search_path = ''
as $$
declare
  place uuid;
begin
  select id into place from public.locations
  where locations.site_id = other_side.site_id and locations.kind = other_side.kind;
  return place;
end $$;
comment on function app.other_side(uuid, text) is 'The site''s location of a kind of which there is one: vendor, customer, process, loss, adjustment.';

create function app.lock_lot(lot_id uuid) returns public.lots
language plpgsql
security definer
set search_path = ''
as $$
declare
  lot public.lots;
begin
  select * into lot from public.lots where id = lock_lot.lot_id for no key update;
  if not found then
    perform app.fail('NOT_FOUND', 'There is no such lot.', 'lot');
  end if;
  return lot;
end $$;
comment on function app.lock_lot(uuid) is 'A lot, locked against other commands until this one ends; NOT_FOUND when there is none.';

create function app.available(lot_id uuid, location_id uuid) returns numeric
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  return coalesce((
      select on_hand from public.stock_balances
      where stock_balances.lot_id = available.lot_id and stock_balances.location_id = available.location_id
    ), 0)
    - coalesce((
      select sum(quantity) from public.reservations
      where reservations.lot_id = available.lot_id and reservations.location_id = available.location_id and ended_at is null
    ), 0);
end $$;
comment on function app.available(uuid, uuid) is 'On hand less reserved, of a lot at a place, in the base unit.';

create function app.assert_available(lot public.lots, place public.locations, quantity numeric, field text default 'quantity') returns void
language plpgsql stable
security definer
set search_path = ''
as $$
declare
  free numeric := app.available(lot.id, place.id);
begin
  if free < assert_available.quantity then
    perform app.fail(
      'STOCK_SHORT',
      pg_catalog.format('%s of lot %s are free at %s, not %s.', pg_catalog.trim_scale(free), lot.code, place.code, assert_available.quantity),
      assert_available.field,
      pg_catalog.jsonb_build_object('lot', lot.code, 'location', place.code, 'available', free)
    );
  end if;
end $$;
comment on function app.assert_available(public.lots, public.locations, numeric, text) is
  'Refuses with STOCK_SHORT, at the field, more than is free of a lot at a place (P5.04).';

create function app.lot_answer(lot_id uuid) returns jsonb
language plpgsql stable
security definer
set search_path = ''
as $$
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
end $$;
comment on function app.lot_answer(uuid) is 'A lot as screens show it after a command.';
