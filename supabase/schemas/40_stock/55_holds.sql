-- Lots are locked in the order of their ids, everywhere: two commands that take several never wait for
-- each other. What is being made of a lot at this moment waits for the locks or is found by the next
-- round, so that nothing slips through between.
create function app.lock_below(lot_id uuid) returns uuid[]
language plpgsql
security definer
set search_path = ''
as $$
declare
  known uuid[] := '{}';
  below uuid[];
begin
  loop
    with recursive walk as (
      select lock_below.lot_id as id
      union
      select lot_links.child_id from public.lot_links join walk on lot_links.parent_id = walk.id
    )
    select pg_catalog.array_agg(id order by id) into below from walk;
    exit when below = known;
    known := below;
    perform from public.lots where id = any (known) order by id for no key update;
  end loop;
  return known;
end $$;
comment on function app.lock_below(uuid) is
  'Locks a lot and everything that came of it, to any depth; before any other lot is locked.';

create function app.hold_below(lot_id uuid, self boolean, reason_id uuid, note text) returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
  insert into public.lot_holds (lot_id, cause_lot_id, reason_id, note, held_by)
  select lot.id, hold_below.lot_id, hold_below.reason_id, hold_below.note, auth.uid()
  from pg_catalog.unnest(app.lock_below(hold_below.lot_id)) as lot (id)
  where (hold_below.self or lot.id <> hold_below.lot_id)
    and not exists (
      select from public.lot_holds
      where lot_holds.lot_id = lot.id and cause_lot_id = hold_below.lot_id and released_at is null
        and lot_holds.reason_id = hold_below.reason_id
    );
end $$;
comment on function app.hold_below(uuid, boolean, uuid, text) is
  'Holds everything that came of a lot, to any depth, and with `self` the lot too (DESIGN 4).';

create function app.release_below(lot_id uuid, reason_id uuid, note text) returns boolean
language plpgsql
security definer
set search_path = ''
as $$
begin
  update public.lot_holds
  set released_by = auth.uid(), released_at = app.now(), release_note = release_below.note
  where cause_lot_id = release_below.lot_id and released_at is null
    and (
      lot_holds.reason_id = release_below.reason_id
      or (
        release_below.reason_id is null
        and lot_holds.reason_id not in (select id from public.reason_codes where purpose = 'hold' and code = 'parent_failed')
      )
    );
  return found;
end $$;
comment on function app.release_below(uuid, uuid, text) is
  'Ends the holds of a reason that a lot has caused; without one, those that people have set, not those of its tests. Whether there were any.';
