-- Material that a batch has been given: promised by the allocation, consumed by the stage it is for,
-- returned when it is left over. Promise and stock are said in `reservations` and the ledger alone.
create table public.stage_materials (
  id uuid primary key default gen_random_uuid(),
  batch_id uuid not null references public.batches (id),
  position integer not null,
  lot_id uuid not null references public.lots (id),
  location_id uuid not null references public.locations (id),
  reservation_id uuid not null unique references public.reservations (id),
  allocated numeric not null
    constraint "allocated quantity is above zero" check (allocated > 0 and allocated < 1e9),
  consumed numeric not null default 0
    constraint "consumed quantity is not below zero" check (consumed >= 0),
  returned numeric not null default 0
    constraint "returned quantity is not below zero" check (returned >= 0),
  deviation_reason_id uuid references public.reason_codes (id),
  note text
    constraint "allocation note has at most 2000 characters" check (length(note) <= 2000),
  run_id uuid references public.shift_runs (id),
  allocated_by uuid not null references public.profiles (id),
  allocated_at timestamptz not null default app.now(),
  constraint "no more is used and returned than was allocated" check (consumed + returned <= allocated)
);
comment on table public.stage_materials is 'Which lots a batch was given, used and gave back, by stage (P2.06, P3.06). Quantities in the material''s base unit.';
comment on column public.stage_materials.position is 'The stage of the route that takes it.';
comment on column public.stage_materials.deviation_reason_id is 'Why this lot, when another came first (P5.03).';
create index stage_materials_batch_id_idx on public.stage_materials (batch_id, position);
create index stage_materials_lot_id_idx on public.stage_materials (lot_id);
create index stage_materials_location_id_idx on public.stage_materials (location_id);
create index stage_materials_deviation_reason_id_idx on public.stage_materials (deviation_reason_id);
create index stage_materials_run_id_idx on public.stage_materials (run_id);
create index stage_materials_allocated_by_idx on public.stage_materials (allocated_by);
create trigger audit after insert or update or delete on public.stage_materials
  for each row execute function audit.record();
alter table public.stage_materials enable row level security;
create policy "materials are seen with their batch" on public.stage_materials for select to authenticated
  using (batch_id in (select id from public.batches));
grant select on public.stage_materials to authenticated, service_role;

create function app.stage_materials_announce() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform app.announce(batches.site_id, 'production', 'material', pg_catalog.jsonb_build_object(
    'batch', batches.code, 'lot', lots.code, 'allocated', new.allocated, 'consumed', new.consumed, 'returned', new.returned))
  from public.batches, public.lots where batches.id = new.batch_id and lots.id = new.lot_id;
  return null;
end $$;
comment on function app.stage_materials_announce() is 'Tells the site that a batch was given material, used it or gave it back.';
create trigger announce after insert or update on public.stage_materials
  for each row execute function app.stage_materials_announce();

-- The promise to a batch ends with its allocation, not by itself.
create function app.reservations_keep_allocated() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  batch text;
begin
  select batches.code into batch
  from public.stage_materials join public.batches on batches.id = stage_materials.batch_id
  where reservation_id = new.id
    and stage_materials.allocated - stage_materials.consumed - stage_materials.returned
      <> case when new.ended_at is null then new.quantity else 0 end;
  if found then
    perform app.fail('MATERIAL_OPEN', pg_catalog.format('This is promised to batch %s.', batch), 'reservation');
  end if;
  return null;
end $$;
comment on function app.reservations_keep_allocated() is 'Refuses with MATERIAL_OPEN to end or change a promise to a batch without its allocation (P2.06).';
create trigger keep_allocated after update on public.reservations
  for each row execute function app.reservations_keep_allocated();

create function app.unit_factor(from_unit text, to_unit text) returns numeric
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  return (
    select pg_catalog.trim_scale(source.factor / target.factor)
    from public.units as source join public.units as target on target.dimension = source.dimension
    where source.code = unit_factor.from_unit and target.code = unit_factor.to_unit
  );
end $$;
comment on function app.unit_factor(text, text) is 'How many of one unit there are in another; null when they measure different things.';

-- Consumes what was allocated for a stage, oldest allocation first, up to a wanted quantity. Its lots are
-- locked by the caller.
create function app.consume_materials(log public.stage_logs, batch public.batches, wanted numeric, request_id uuid) returns numeric
language plpgsql
security definer
set search_path = ''
as $$
declare
  process uuid := app.other_side(batch.site_id, 'process');
  product_unit text;
  material record;
  open numeric;
  part numeric;
  total numeric := 0;
begin
  select unit into strict product_unit from public.items where id = batch.item_id;
  for material in
    select stage_materials.*, app.unit_factor(items.unit, product_unit) as factor
    from public.stage_materials
    join public.lots on lots.id = stage_materials.lot_id
    join public.items on items.id = lots.item_id
    where stage_materials.batch_id = batch.id and stage_materials.position = log.position
      and stage_materials.consumed + stage_materials.returned < stage_materials.allocated
    order by stage_materials.allocated_at, stage_materials.id
  loop
    open := material.allocated - material.consumed - material.returned;
    part := least(open, (wanted - total) / material.factor);
    continue when part <= 0;
    total := total + part * material.factor;
    update public.stage_materials set consumed = consumed + part where id = material.id;
    perform app.shrink_reservation(material.reservation_id, part);
    insert into public.stock_moves (lot_id, from_id, to_id, quantity, kind, note, moved_by, request_id)
    values (material.lot_id, material.location_id, process, part, 'consume', batch.code, auth.uid(), consume_materials.request_id);
    insert into public.lot_links (parent_id, child_id, quantity) values (material.lot_id, batch.lot_id, part);
  end loop;
  return pg_catalog.trim_scale(total);
end $$;
comment on function app.consume_materials(public.stage_logs, public.batches, numeric, uuid) is
  'Books the material of a stage from its places into the batch, and links it to the batch''s lot; returns how much, in the product''s unit (P5.05). Refuses with LOT_NOT_USABLE, STOCK_SHORT.';

create function app.shrink_reservation(reservation_id uuid, quantity numeric) returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
  update public.reservations
  set ended_at = case when reservations.quantity <= shrink_reservation.quantity then app.now() end,
    quantity = case when reservations.quantity <= shrink_reservation.quantity
      then reservations.quantity else reservations.quantity - shrink_reservation.quantity end
  where id = shrink_reservation.reservation_id and ended_at is null;
end $$;
comment on function app.shrink_reservation(uuid, numeric) is 'Takes a quantity out of a promise, and ends it when nothing of it is left.';
