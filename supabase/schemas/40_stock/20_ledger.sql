-- The ledger: append-only. Every quantity comes from somewhere and goes somewhere; what was wrong is
-- put right by another move that names the one it corrects.
create table public.stock_moves (
  id bigint generated always as identity primary key,
  lot_id uuid not null references public.lots (id),
  from_id uuid not null references public.locations (id),
  to_id uuid not null references public.locations (id),
  quantity numeric not null
    constraint "moved quantity is above zero" check (quantity > 0 and quantity < 1e9),
  kind text not null
    constraint "move kind is known" check (
      kind in ('receive', 'transfer', 'consume', 'produce', 'pack', 'return', 'ship', 'adjust', 'sample', 'correct', 'import')
    ),
  reason_id uuid references public.reason_codes (id),
  note text
    constraint "move note has at most 2000 characters" check (length(note) <= 2000),
  corrects_id bigint references public.stock_moves (id),
  moved_by uuid not null references public.profiles (id),
  moved_at timestamptz not null default app.now(),
  request_id uuid not null,
  constraint "goods move somewhere" check (from_id <> to_id),
  constraint "an adjustment has a reason" check (kind <> 'adjust' or reason_id is not null),
  constraint "a correction names what it corrects" check ((kind = 'correct') = (corrects_id is not null))
);
comment on table public.stock_moves is 'The stock ledger, append-only (P5.08, DESIGN 4).';
create index stock_moves_lot_id_idx on public.stock_moves (lot_id, id);
create index stock_moves_from_id_idx on public.stock_moves (from_id, id);
create index stock_moves_to_id_idx on public.stock_moves (to_id, id);
-- Most moves have none of the two.
create index stock_moves_reason_id_idx on public.stock_moves (reason_id) where reason_id is not null;
create index stock_moves_corrects_id_idx on public.stock_moves (corrects_id) where corrects_id is not null;
create index stock_moves_moved_by_idx on public.stock_moves (moved_by);
create index stock_moves_moved_at_idx on public.stock_moves using brin (moved_at);
create trigger audit after insert or update or delete on public.stock_moves
  for each row execute function audit.record();
create trigger keep before update or delete on public.stock_moves for each row execute function audit.keep();
alter table public.stock_moves enable row level security;

-- What the ledger adds up to where stock is held. Kept by the ledger's trigger alone.
create table public.stock_balances (
  lot_id uuid not null references public.lots (id),
  location_id uuid not null references public.locations (id),
  on_hand numeric not null
    constraint "stock is never below zero" check (on_hand >= 0),
  primary key (lot_id, location_id)
);
comment on table public.stock_balances is 'How much of a lot is where, in the item''s base unit (P5.01).';
create index stock_balances_location_id_idx on public.stock_balances (location_id) where on_hand > 0;
alter table public.stock_balances enable row level security;
-- The ledger's trigger says nothing here that the audit of the move has not said; anybody else would.
create trigger audit after insert or update or delete on public.stock_balances
  for each row when (pg_catalog.pg_trigger_depth() = 0) execute function audit.record('lot_id', 'location_id');

create table public.reservations (
  id uuid primary key default gen_random_uuid(),
  lot_id uuid not null references public.lots (id),
  location_id uuid not null references public.locations (id),
  quantity numeric not null
    constraint "reserved quantity is above zero" check (quantity > 0 and quantity < 1e9),
  purpose text not null
    constraint "reservation purpose has 1 to 120 characters" check (btrim(purpose) <> '' and length(purpose) <= 120),
  reserved_by uuid not null references public.profiles (id),
  reserved_at timestamptz not null default app.now(),
  ended_at timestamptz
);
comment on table public.reservations is 'Stock that is promised; the only place where it is said (DESIGN 4).';
create index reservations_lot_id_idx on public.reservations (lot_id, location_id) where ended_at is null;
create index reservations_lot_idx on public.reservations (lot_id);
create index reservations_location_id_idx on public.reservations (location_id);
create index reservations_reserved_by_idx on public.reservations (reserved_by);
create trigger audit after insert or update or delete on public.reservations
  for each row execute function audit.record();
alter table public.reservations enable row level security;

create function app.holds_stock(kind text) returns boolean
language plpgsql immutable
set search_path = ''
as $$
begin
  return kind in ('storage', 'floor', 'quality', 'dispatch');
end $$;
comment on function app.holds_stock(text) is 'Whether stock lies at locations of this kind, or they are only the other side of a move.';
grant execute on function app.holds_stock(text) to authenticated;

create function app.take_from_balance(lot public.lots, location_id uuid, quantity numeric) returns void
language plpgsql
security definer
set search_path = ''
as $$
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
end $$;
comment on function app.take_from_balance(public.lots, uuid, numeric) is
  'Takes a quantity (base unit) out of the balance of a lot at a place; STOCK_SHORT when it is not there.';

-- The last line: whoever writes a move, the lot must be usable and the stock there. The two balances
-- are touched in the order of their locations, so that two moves in opposite directions wait instead
-- of blocking each other for ever.
create function app.stock_moves_post() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
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
end $$;
comment on function app.stock_moves_post() is
  'Keeps the balances and refuses with LOT_NOT_USABLE or STOCK_SHORT what no command may do (P5.04).';
create trigger post after insert on public.stock_moves
  for each row execute function app.stock_moves_post();

-- available = on hand − reserved − held, here and nowhere else.
create view public.stock_levels with (security_invoker = true) as
select
  stock_balances.lot_id,
  lots.code as lot,
  lots.item_id,
  items.code as item,
  items.name as item_name,
  items.unit,
  stock_balances.location_id,
  locations.code as location,
  locations.site_id,
  stock_balances.on_hand,
  coalesce(reserved.quantity, 0) as reserved,
  case when state.obstacle is null
    then greatest(stock_balances.on_hand - coalesce(reserved.quantity, 0), 0) else 0 end as available,
  lots.qc_status,
  state.obstacle,
  lots.received_on,
  lots.expires_on,
  items.kind as item_kind
from public.stock_balances
join public.lots on lots.id = stock_balances.lot_id
join public.items on items.id = lots.item_id
join public.locations on locations.id = stock_balances.location_id
-- Offset 0 keeps the planner from asking once for each column that depends on it.
cross join lateral (select app.lot_obstacle(lots, locations.site_id) as obstacle offset 0) as state
left join lateral (
  select sum(reservations.quantity) as quantity
  from public.reservations
  where reservations.lot_id = stock_balances.lot_id
    and reservations.location_id = stock_balances.location_id
    and reservations.ended_at is null
) as reserved on true
where stock_balances.on_hand > 0;
comment on view public.stock_levels is 'Stock by lot and place: on hand, reserved, available, and what is in the way (P2.07, P5.01).';
