-- The one way in which goods go from one place to another.
create function app.move_lot(
  request_id uuid, lot_id uuid, from_id uuid, to_id uuid, quantity numeric, note text default null, reason_id uuid default null
) returns bigint
language plpgsql
security definer
set search_path = ''
as $$
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
end $$;
comment on function app.move_lot(uuid, uuid, uuid, uuid, numeric, text, uuid) is
  'Moves a quantity (base unit) of a lot between two places for a command, and answers the move. A lot that is not usable goes to a place of kind quality only. Refuses with NOT_ALLOWED, QUANTITY_INVALID, NOT_FOUND, PLACE_UNSUITABLE, LOT_NOT_USABLE, STOCK_SHORT.';

create function public.transfer_stock(
  request_id uuid, lot_id uuid, from_id uuid, to_id uuid, quantity numeric, note text default null
) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  answer jsonb := app.begin_command(request_id, 'transfer_stock', pg_catalog.jsonb_build_object(
    'lot', lot_id, 'from', from_id, 'to', to_id, 'quantity', quantity, 'note', note));
begin
  if answer is not null then
    return answer;
  end if;
  perform app.move_lot(request_id, lot_id, from_id, to_id, quantity, note);
  return app.end_command(request_id, app.lot_answer(lot_id));
end $$;
comment on function public.transfer_stock(uuid, uuid, uuid, uuid, numeric, text) is
  'Moves part or all of a lot to another place, also of another site (P5.02, W2.04). Quantity in the item''s base unit. A lot that is not usable goes to a place of kind quality only. Refuses with NOT_ALLOWED, QUANTITY_INVALID, NOT_FOUND, PLACE_UNSUITABLE, LOT_NOT_USABLE, STOCK_SHORT.';
grant execute on function public.transfer_stock(uuid, uuid, uuid, uuid, numeric, text) to authenticated;

create function public.adjust_stock(
  request_id uuid, lot_id uuid, location_id uuid, change numeric, reason_id uuid, note text default null
) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  answer jsonb := app.begin_command(request_id, 'adjust_stock', pg_catalog.jsonb_build_object(
    'lot', lot_id, 'location', location_id, 'change', change, 'reason', reason_id, 'note', note));
  amount numeric;
  place public.locations;
  lot public.lots;
  other uuid;
begin
  if answer is not null then
    return answer;
  end if;
  amount := app.check_quantity(abs(change), 'change');
  place := app.stock_place(location_id, 'location');
  perform app.require('stock.adjust', place.site_id);
  if not exists (select from public.reason_codes where id = adjust_stock.reason_id and purpose = 'adjustment' and active) then
    perform app.fail('NOT_FOUND', 'An adjustment needs one of the reasons for adjustments.', 'reason');
  end if;
  lot := app.lock_lot(adjust_stock.lot_id);
  other := app.other_side(place.site_id, 'adjustment');
  insert into public.stock_moves (lot_id, from_id, to_id, quantity, kind, reason_id, note, moved_by, request_id)
  values (
    lot.id,
    case when change < 0 then place.id else other end,
    case when change < 0 then other else place.id end,
    amount, 'adjust', adjust_stock.reason_id, adjust_stock.note, auth.uid(), adjust_stock.request_id
  );
  return app.end_command(request_id, app.lot_answer(lot.id));
end $$;
comment on function public.adjust_stock(uuid, uuid, uuid, numeric, uuid, text) is
  'Puts a balance right by so much more or less, with a reason (P5.06, W2.03). Refuses with NOT_ALLOWED, QUANTITY_INVALID, NOT_FOUND, PLACE_UNSUITABLE, STOCK_SHORT.';
grant execute on function public.adjust_stock(uuid, uuid, uuid, numeric, uuid, text) to authenticated;

create function public.hold_lot(request_id uuid, lot_id uuid, reason_id uuid, note text default null) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  answer jsonb := app.begin_command(request_id, 'hold_lot', pg_catalog.jsonb_build_object(
    'lot', lot_id, 'reason', reason_id, 'note', note));
  lot public.lots;
begin
  if answer is not null then
    return answer;
  end if;
  perform app.lock_below(hold_lot.lot_id);
  lot := app.lock_lot(hold_lot.lot_id);
  perform app.require('stock.hold', lot.site_id);
  if not exists (select from public.reason_codes where id = hold_lot.reason_id and purpose = 'hold' and active) then
    perform app.fail('NOT_FOUND', 'A hold needs one of the reasons for holds.', 'reason');
  end if;
  perform app.hold_below(lot.id, true, hold_lot.reason_id, hold_lot.note);
  perform app.announce(lot.site_id, 'stock', 'held', pg_catalog.jsonb_build_object('lot', lot.code));
  return app.end_command(request_id, app.lot_answer(lot.id));
end $$;
comment on function public.hold_lot(uuid, uuid, uuid, text) is
  'Stops a lot and everything that came of it (P5.04, X.01). Refuses with NOT_ALLOWED, NOT_FOUND.';
grant execute on function public.hold_lot(uuid, uuid, uuid, text) to authenticated;

create function public.release_lot(request_id uuid, lot_id uuid, note text) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  answer jsonb := app.begin_command(request_id, 'release_lot', pg_catalog.jsonb_build_object('lot', lot_id, 'note', note));
  lot public.lots;
begin
  if answer is not null then
    return answer;
  end if;
  lot := app.lock_lot(release_lot.lot_id);
  perform app.require('stock.release', lot.site_id);
  if coalesce(pg_catalog.btrim(note), '') = '' then
    perform app.fail('VALUE_INVALID', 'A release says why.', 'note');
  end if;
  if not app.release_below(lot.id, null, release_lot.note) then
    perform app.fail('LOT_NOT_HELD', pg_catalog.format('Lot %s is not the cause of a hold.', lot.code), 'lot');
  end if;
  perform app.announce(lot.site_id, 'stock', 'released', pg_catalog.jsonb_build_object('lot', lot.code));
  return app.end_command(request_id, app.lot_answer(lot.id));
end $$;
comment on function public.release_lot(uuid, uuid, text) is
  'Ends the hold that a lot has caused, on itself and on what came of it, with a reason. Refuses with NOT_ALLOWED, NOT_FOUND, VALUE_INVALID, LOT_NOT_HELD.';
grant execute on function public.release_lot(uuid, uuid, text) to authenticated;
