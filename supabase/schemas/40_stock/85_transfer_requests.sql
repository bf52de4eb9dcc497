-- The floor asks for goods, the store brings them, in one go or in several (P5.02). Which moves
-- answered a request is written down with each move; what is still missing is the difference.
create table public.transfer_requests (
  id uuid primary key default gen_random_uuid(),
  site_id uuid not null references public.sites (id),
  item_id uuid not null references public.items (id),
  lot_id uuid references public.lots (id),
  quantity numeric not null
    constraint "requested quantity is above zero" check (quantity > 0 and quantity < 1e9),
  fulfilled numeric not null default 0,
  from_id uuid references public.locations (id),
  to_id uuid not null references public.locations (id),
  needed_by timestamptz,
  note text
    constraint "request note has at most 2000 characters" check (length(note) <= 2000),
  state text not null default 'requested'
    constraint "request is requested, fulfilled, declined or cancelled" check (state in ('requested', 'fulfilled', 'declined', 'cancelled')),
  requested_by uuid not null references public.profiles (id),
  requested_at timestamptz not null default app.now(),
  decided_by uuid references public.profiles (id),
  decided_at timestamptz,
  decline_reason text
    constraint "decline reason has 1 to 2000 characters" check (btrim(decline_reason) <> '' and length(decline_reason) <= 2000),
  constraint "no more is brought than was asked for" check (fulfilled >= 0 and fulfilled <= quantity),
  constraint "a fulfilled request lacks nothing" check ((state = 'fulfilled') = (fulfilled = quantity)),
  constraint "requested goods move somewhere" check (from_id <> to_id),
  constraint "a decided request has somebody and a time" check (
    (state = 'requested') = (decided_by is null) and (decided_by is null) = (decided_at is null)
  ),
  constraint "a declined request has a reason" check ((state = 'declined') = (decline_reason is not null))
);
comment on table public.transfer_requests is 'What the floor asks the store for (P5.02); written by commands alone.';
comment on column public.transfer_requests.quantity is 'In the item''s base unit, as is fulfilled.';
comment on column public.transfer_requests.fulfilled is 'How much of it has been moved; kept by fulfil_transfer.';
comment on column public.transfer_requests.lot_id is 'The lot that is wanted; null leaves it to the order of picking.';
comment on column public.transfer_requests.from_id is 'Where it is to come from; null stands for any place of the site.';
create index transfer_requests_site_id_idx on public.transfer_requests (site_id, requested_at desc);
create index transfer_requests_open_idx on public.transfer_requests (site_id, needed_by) where state = 'requested';
create index transfer_requests_item_id_idx on public.transfer_requests (item_id);
create index transfer_requests_lot_id_idx on public.transfer_requests (lot_id);
create index transfer_requests_from_id_idx on public.transfer_requests (from_id);
create index transfer_requests_to_id_idx on public.transfer_requests (to_id);
create index transfer_requests_requested_by_idx on public.transfer_requests (requested_by);
create index transfer_requests_decided_by_idx on public.transfer_requests (decided_by);
create trigger audit after insert or update or delete on public.transfer_requests
  for each row execute function audit.record();
alter table public.transfer_requests enable row level security;
create policy "transfer requests are seen by permission" on public.transfer_requests for select to authenticated
  using (site_id = any ((select app.sites_with('stock.view'))::uuid[]));
grant select on public.transfer_requests to authenticated, service_role;

create table public.transfer_request_moves (
  move_id bigint primary key references public.stock_moves (id),
  transfer_request_id uuid not null references public.transfer_requests (id)
);
comment on table public.transfer_request_moves is 'Which moves answered which request (P5.02, P5.08).';
create index transfer_request_moves_transfer_request_id_idx on public.transfer_request_moves (transfer_request_id);
create trigger audit after insert or update or delete on public.transfer_request_moves
  for each row execute function audit.record('move_id');
create trigger keep before update or delete on public.transfer_request_moves for each row execute function audit.keep();
alter table public.transfer_request_moves enable row level security;
create policy "moves of requests are seen with their request" on public.transfer_request_moves for select to authenticated
  using (exists (select from public.transfer_requests where transfer_requests.id = transfer_request_moves.transfer_request_id));
grant select on public.transfer_request_moves to authenticated, service_role;

create function app.transfer_request_answer(transfer_request_id uuid) returns jsonb
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  return (
    select pg_catalog.jsonb_build_object(
      'id', requests.id,
      'site', sites.code,
      'item', items.code,
      'item_name', items.name,
      'unit', items.unit,
      'lot', lots.code,
      'quantity', requests.quantity,
      'fulfilled', requests.fulfilled,
      'missing', requests.quantity - requests.fulfilled,
      'from', sources.code,
      'to', targets.code,
      'needed_by', requests.needed_by,
      'note', requests.note,
      'state', requests.state,
      'requested_by', requesters.full_name,
      'requested_at', requests.requested_at,
      'decided_by', deciders.full_name,
      'decided_at', requests.decided_at,
      'decline_reason', requests.decline_reason
    )
    from public.transfer_requests as requests
    join public.sites on sites.id = requests.site_id
    join public.items on items.id = requests.item_id
    join public.locations as targets on targets.id = requests.to_id
    join public.profiles as requesters on requesters.id = requests.requested_by
    left join public.lots on lots.id = requests.lot_id
    left join public.locations as sources on sources.id = requests.from_id
    left join public.profiles as deciders on deciders.id = requests.decided_by
    where requests.id = transfer_request_answer.transfer_request_id
  );
end $$;
comment on function app.transfer_request_answer(uuid) is 'A transfer request, with what is still missing, as screens show it.';

create function public.request_transfer(
  request_id uuid,
  item_id uuid,
  quantity numeric,
  to_id uuid,
  lot_id uuid default null,
  from_id uuid default null,
  needed_by timestamptz default null,
  note text default null
) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  answer jsonb := app.begin_command(request_id, 'request_transfer', pg_catalog.jsonb_build_object(
    'item', item_id, 'quantity', quantity, 'to', to_id, 'lot', lot_id, 'from', from_id, 'needed_by', needed_by, 'note', note));
  amount numeric;
  target public.locations;
  source public.locations;
  item public.items;
  lot public.lots;
  transfer uuid;
begin
  if answer is not null then
    return answer;
  end if;
  amount := app.check_quantity(quantity);
  target := app.stock_place(to_id, 'to');
  perform app.require_shift('stock.request_transfer', target.site_id);
  select * into item from public.items where id = request_transfer.item_id and active;
  if not found then
    perform app.fail('NOT_FOUND', 'There is no such item in use.', 'item');
  end if;
  if from_id is not null then
    source := app.stock_place(from_id, 'from');
    if source.site_id <> target.site_id or source.id = target.id then
      perform app.fail(
        'PLACE_UNSUITABLE', pg_catalog.format('Goods come to %s from another place of the same site.', target.code), 'from'
      );
    end if;
  end if;
  if lot_id is not null then
    select * into lot from public.lots where id = request_transfer.lot_id;
    if lot.item_id is distinct from item.id then
      perform app.fail('NOT_FOUND', pg_catalog.format('There is no such lot of %s.', item.code), 'lot');
    end if;
  end if;
  if needed_by not between app.now() - interval '1 day' and app.now() + interval '1 year' then
    perform app.fail('VALUE_INVALID', 'Goods are asked for from now until a year ahead.', 'needed_by');
  end if;
  insert into public.transfer_requests (site_id, item_id, lot_id, quantity, from_id, to_id, needed_by, note, requested_by)
  values (
    target.site_id, item.id, lot.id, amount, source.id, target.id, request_transfer.needed_by,
    nullif(pg_catalog.btrim(request_transfer.note), ''), auth.uid()
  )
  returning id into transfer;
  perform app.announce(
    target.site_id, 'stock', 'transfer_requested',
    pg_catalog.jsonb_build_object('request', transfer, 'item', item.code, 'quantity', amount, 'to', target.code)
  );
  return app.end_command(request_id, app.transfer_request_answer(transfer));
end $$;
comment on function public.request_transfer(uuid, uuid, numeric, uuid, uuid, uuid, timestamptz, text) is
  'Asks the store of a site for a quantity (base unit) of an item at a place, perhaps of one lot or from one place (P5.02). Answers the request. Refuses with NOT_ALLOWED, SHIFT_LOCKED, SHIFT_NOT_BEGUN, SHIFT_NOT_YOURS, QUANTITY_INVALID, NOT_FOUND, PLACE_UNSUITABLE, VALUE_INVALID.';
grant execute on function public.request_transfer(uuid, uuid, numeric, uuid, uuid, uuid, timestamptz, text) to authenticated;

-- Two who decide on one request at the same moment wait for each other here.
create function app.lock_transfer_request(transfer_request_id uuid) returns public.transfer_requests
language plpgsql
security definer
set search_path = ''
as $$
declare
  transfer public.transfer_requests;
begin
  select * into transfer from public.transfer_requests
  where id = lock_transfer_request.transfer_request_id for no key update;
  if not found then
    perform app.fail('NOT_FOUND', 'There is no such transfer request.', 'transfer_request');
  end if;
  return transfer;
end $$;
comment on function app.lock_transfer_request(uuid) is 'A transfer request, locked until the command ends; NOT_FOUND when there is none.';

create function app.assert_transfer_open(transfer public.transfer_requests) returns void
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  if (transfer).state <> 'requested' then
    perform app.fail(
      'TRANSFER_DECIDED', pg_catalog.format('The request has been %s already.', (transfer).state), 'transfer_request',
      pg_catalog.jsonb_build_object('state', (transfer).state)
    );
  end if;
end $$;
comment on function app.assert_transfer_open(public.transfer_requests) is
  'Refuses with TRANSFER_DECIDED a request that is fulfilled, declined or cancelled.';

create function public.fulfil_transfer(request_id uuid, transfer_request_id uuid, lines jsonb) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  answer jsonb := app.begin_command(request_id, 'fulfil_transfer', pg_catalog.jsonb_build_object(
    'transfer_request', transfer_request_id, 'lines', lines));
  transfer public.transfer_requests;
  target public.locations;
  source public.locations;
  item public.items;
  lot public.lots;
  line record;
  total numeric;
  move bigint;
begin
  if answer is not null then
    return answer;
  end if;
  transfer := app.lock_transfer_request(fulfil_transfer.transfer_request_id);
  perform app.require('stock.transfer', transfer.site_id);
  perform app.assert_transfer_open(transfer);
  if pg_catalog.jsonb_typeof(lines) is distinct from 'array' or not pg_catalog.jsonb_array_length(lines) between 1 and 50
    or exists (select from pg_catalog.jsonb_array_elements(lines) as element where pg_catalog.jsonb_typeof(element) <> 'object') then
    perform app.fail('VALUE_INVALID', 'A transfer has 1 to 50 lines, each with a lot, a place and a quantity.', 'lines');
  end if;
  select * into strict item from public.items where id = transfer.item_id;
  select * into strict target from public.locations where id = transfer.to_id;

  select sum(app.check_quantity(taken.quantity)) into total
  from pg_catalog.jsonb_to_recordset(lines) as taken (quantity numeric);
  if total > transfer.quantity - transfer.fulfilled then
    perform app.fail(
      'TRANSFER_EXCEEDED',
      pg_catalog.format('%s %s of %s are missing at %s, not %s.',
        pg_catalog.trim_scale(transfer.quantity - transfer.fulfilled), item.unit, item.code, target.code, total),
      'quantity',
      pg_catalog.jsonb_build_object('missing', transfer.quantity - transfer.fulfilled)
    );
  end if;

  -- Locked in the order of their ids, as everywhere.
  for line in
    select distinct taken.lot_id, taken.reason_id
    from pg_catalog.jsonb_to_recordset(lines) as taken (lot_id uuid, reason_id uuid)
    order by taken.lot_id
  loop
    lot := app.lock_lot(line.lot_id);
    if lot.item_id <> item.id or lot.id <> transfer.lot_id then
      perform app.fail(
        'VALUE_INVALID',
        pg_catalog.format('Lot %s is not what was asked for: %s.', lot.code,
          coalesce((select code from public.lots where id = transfer.lot_id), item.code)),
        'lot'
      );
    end if;
    if line.reason_id is not null then
      perform app.assert_picking_order(lot, transfer.site_id, line.reason_id);
    end if;
  end loop;

  for line in
    select taken.lot_id, taken.from_id, taken.quantity, taken.reason_id
    from pg_catalog.jsonb_to_recordset(lines) as taken (lot_id uuid, from_id uuid, quantity numeric, reason_id uuid)
  loop
    source := app.stock_place(line.from_id, 'from');
    if source.site_id <> transfer.site_id or source.id <> transfer.from_id then
      perform app.fail(
        'PLACE_UNSUITABLE',
        pg_catalog.format('%s is not where it was asked from: %s.', source.code,
          coalesce((select code from public.locations where id = transfer.from_id), 'a place of the same site')),
        'from'
      );
    end if;
    move := app.move_lot(request_id, line.lot_id, source.id, target.id, line.quantity, null, line.reason_id);
    insert into public.transfer_request_moves (move_id, transfer_request_id) values (move, transfer.id);
  end loop;

  -- Asked when all has moved, so that the order of the lines does not matter: nothing that comes
  -- before may be left. It is asked of what is drawn from the store, not of leftovers that go back.
  for line in
    select taken.lot_id
    from pg_catalog.jsonb_to_recordset(lines) as taken (lot_id uuid, from_id uuid, reason_id uuid)
    join public.locations on locations.id = taken.from_id and locations.kind = 'storage'
    where taken.reason_id is null and target.kind in ('floor', 'dispatch')
  loop
    select * into strict lot from public.lots where id = line.lot_id;
    perform app.assert_picking_order(lot, transfer.site_id, null, target.id);
  end loop;

  update public.transfer_requests
  set fulfilled = fulfilled + total,
    state = case when fulfilled + total = quantity then 'fulfilled' else state end,
    decided_by = case when fulfilled + total = quantity then auth.uid() end,
    decided_at = case when fulfilled + total = quantity then app.now() end
  where id = transfer.id;
  perform app.announce(
    transfer.site_id, 'stock', 'transfer_fulfilled',
    pg_catalog.jsonb_build_object(
      'request', transfer.id, 'item', item.code, 'quantity', total,
      'missing', transfer.quantity - transfer.fulfilled - total, 'to', target.code
    )
  );
  return app.end_command(request_id, app.transfer_request_answer(transfer.id));
end $$;
comment on function public.fulfil_transfer(uuid, uuid, jsonb) is
  'Brings all or part of what was asked for: lines of {lot_id, from_id, quantity in the base unit, reason_id of a deviation or null} (P5.02, P5.03). Answers the request with what is still missing. Refuses with NOT_ALLOWED, NOT_FOUND, TRANSFER_DECIDED, TRANSFER_EXCEEDED, VALUE_INVALID, QUANTITY_INVALID, PLACE_UNSUITABLE, LOT_NOT_USABLE, STOCK_SHORT, DEVIATION_NEEDED.';
grant execute on function public.fulfil_transfer(uuid, uuid, jsonb) to authenticated;

create function public.decline_transfer(request_id uuid, transfer_request_id uuid, reason text) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  answer jsonb := app.begin_command(request_id, 'decline_transfer', pg_catalog.jsonb_build_object(
    'transfer_request', transfer_request_id, 'reason', reason));
  transfer public.transfer_requests;
begin
  if answer is not null then
    return answer;
  end if;
  transfer := app.lock_transfer_request(decline_transfer.transfer_request_id);
  perform app.require('stock.transfer', transfer.site_id);
  perform app.assert_transfer_open(transfer);
  if coalesce(pg_catalog.btrim(reason), '') = '' then
    perform app.fail('VALUE_INVALID', 'Who declines says why.', 'reason');
  end if;
  update public.transfer_requests
  set state = 'declined', decided_by = auth.uid(), decided_at = app.now(), decline_reason = pg_catalog.btrim(decline_transfer.reason)
  where id = transfer.id;
  perform app.announce(transfer.site_id, 'stock', 'transfer_declined', pg_catalog.jsonb_build_object('request', transfer.id));
  return app.end_command(request_id, app.transfer_request_answer(transfer.id));
end $$;
comment on function public.decline_transfer(uuid, uuid, text) is
  'Says that what is still missing of a request will not come, and why; answers the request (P5.02). Refuses with NOT_ALLOWED, NOT_FOUND, TRANSFER_DECIDED, VALUE_INVALID.';
grant execute on function public.decline_transfer(uuid, uuid, text) to authenticated;

create function public.cancel_transfer(request_id uuid, transfer_request_id uuid) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  answer jsonb := app.begin_command(request_id, 'cancel_transfer', pg_catalog.jsonb_build_object('transfer_request', transfer_request_id));
  transfer public.transfer_requests;
begin
  if answer is not null then
    return answer;
  end if;
  transfer := app.lock_transfer_request(cancel_transfer.transfer_request_id);
  perform app.require_shift('stock.request_transfer', transfer.site_id);
  if transfer.requested_by <> auth.uid() then
    perform app.fail(
      'NOT_ALLOWED',
      pg_catalog.format('You may not cancel what %s has asked for.', (select full_name from public.profiles where id = transfer.requested_by)),
      'transfer_request'
    );
  end if;
  perform app.assert_transfer_open(transfer);
  update public.transfer_requests
  set state = 'cancelled', decided_by = auth.uid(), decided_at = app.now()
  where id = transfer.id;
  perform app.announce(transfer.site_id, 'stock', 'transfer_cancelled', pg_catalog.jsonb_build_object('request', transfer.id));
  return app.end_command(request_id, app.transfer_request_answer(transfer.id));
end $$;
comment on function public.cancel_transfer(uuid, uuid) is
  'Takes an own request back, as far as it is not fulfilled; answers it (P5.02). Refuses with NOT_ALLOWED, SHIFT_LOCKED, SHIFT_NOT_BEGUN, SHIFT_NOT_YOURS, NOT_FOUND, TRANSFER_DECIDED.';
grant execute on function public.cancel_transfer(uuid, uuid) to authenticated;
