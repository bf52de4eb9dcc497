-- Promises stock and takes a promise back. What is promised stays where it is and in nobody else's
-- reach.
create function public.reserve_stock(
  request_id uuid, lot_id uuid, location_id uuid, quantity numeric, purpose text
) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  answer jsonb := app.begin_command(request_id, 'reserve_stock', pg_catalog.jsonb_build_object(
    'lot', lot_id, 'location', location_id, 'quantity', quantity, 'purpose', purpose));
  amount numeric;
  place public.locations;
  lot public.lots;
  reservation uuid;
begin
  if answer is not null then
    return answer;
  end if;
  amount := app.check_quantity(quantity);
  place := app.stock_place(location_id, 'location');
  perform app.require('stock.reserve', place.site_id);
  if coalesce(pg_catalog.btrim(purpose), '') = '' then
    perform app.fail('VALUE_INVALID', 'A reservation says what for.', 'purpose');
  end if;
  lot := app.lock_lot(reserve_stock.lot_id);
  perform app.assert_lot_usable(lot, place.site_id, 'reserved');
  perform app.assert_available(lot, place, amount);
  insert into public.reservations (lot_id, location_id, quantity, purpose, reserved_by)
  values (lot.id, place.id, amount, pg_catalog.btrim(reserve_stock.purpose), auth.uid())
  returning id into reservation;
  perform app.announce(
    place.site_id, 'stock', 'reserved',
    pg_catalog.jsonb_build_object('lot', lot.code, 'location', place.code, 'quantity', amount, 'reservation', reservation)
  );
  return app.end_command(
    request_id,
    app.lot_answer(lot.id) || pg_catalog.jsonb_build_object('reservation', reservation)
  );
end $$;
comment on function public.reserve_stock(uuid, uuid, uuid, numeric, text) is
  'Promises a quantity (base unit) of a usable lot at a place for a purpose (P5.01). Answers the lot with the reservation''s id. Refuses with NOT_ALLOWED, QUANTITY_INVALID, NOT_FOUND, PLACE_UNSUITABLE, VALUE_INVALID, LOT_NOT_USABLE, STOCK_SHORT.';
grant execute on function public.reserve_stock(uuid, uuid, uuid, numeric, text) to authenticated;

create function public.end_reservation(request_id uuid, reservation_id uuid) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  answer jsonb := app.begin_command(request_id, 'end_reservation', pg_catalog.jsonb_build_object('reservation', reservation_id));
  reservation public.reservations;
  place public.locations;
  lot public.lots;
begin
  if answer is not null then
    return answer;
  end if;
  select * into reservation from public.reservations where id = end_reservation.reservation_id;
  if not found then
    perform app.fail('NOT_FOUND', 'There is no such reservation.', 'reservation');
  end if;
  select * into strict place from public.locations where id = reservation.location_id;
  perform app.require('stock.reserve', place.site_id);
  lot := app.lock_lot(reservation.lot_id);
  update public.reservations set ended_at = app.now() where id = reservation.id and ended_at is null;
  if not found then
    perform app.fail(
      'RESERVATION_ENDED',
      pg_catalog.format('The reservation of %s of lot %s at %s has ended already.',
        pg_catalog.trim_scale(reservation.quantity), lot.code, place.code),
      'reservation'
    );
  end if;
  perform app.announce(
    place.site_id, 'stock', 'reservation_ended',
    pg_catalog.jsonb_build_object('lot', lot.code, 'location', place.code, 'reservation', reservation.id)
  );
  return app.end_command(request_id, app.lot_answer(lot.id));
end $$;
comment on function public.end_reservation(uuid, uuid) is
  'Takes a promise of stock back; answers the lot (P5.01). Refuses with NOT_FOUND, NOT_ALLOWED, RESERVATION_ENDED.';
grant execute on function public.end_reservation(uuid, uuid) to authenticated;
