-- Which lots to take for a quantity, in the item's order, and which come before them but may not be
-- taken, with the reason (P5.03, W2.02).
create function public.suggest_lots(item_id uuid, site_id uuid, quantity numeric)
returns table (lot_id uuid, lot text, location_id uuid, location text, available numeric, take numeric, skipped text, expires_on date, received_on date)
language sql stable
set search_path = ''
as $$
  with stock as (
    select stock_levels.*,
      row_number() over (
        order by case when items.picking = 'fefo' then stock_levels.expires_on end nulls last,
          stock_levels.received_on, stock_levels.lot, stock_levels.location
      ) as turn
    from public.stock_levels join public.items on items.id = stock_levels.item_id
    where stock_levels.item_id = suggest_lots.item_id and stock_levels.site_id = suggest_lots.site_id
  ), taken as (
    select stock.*,
      coalesce(sum(stock.available) over (order by turn rows between unbounded preceding and 1 preceding), 0) as before
    from stock
  )
  select taken.lot_id, taken.lot, taken.location_id, taken.location, taken.available,
    greatest(least(taken.available, suggest_lots.quantity - taken.before), 0),
    case
      when taken.obstacle is not null then taken.obstacle
      when taken.available = 0 then 'is reserved'
    end,
    taken.expires_on, taken.received_on
  from taken
  where taken.before < suggest_lots.quantity
  order by turn
$$;
comment on function public.suggest_lots(uuid, uuid, numeric) is
  'Lots for a quantity (base unit) by FEFO or FIFO, with those skipped and why (P5.03).';
grant execute on function public.suggest_lots(uuid, uuid, numeric) to authenticated;

-- Every lot above or below one, to any depth, with what went into what.
create function public.trace_lot(code text, direction text default 'down')
returns table (depth integer, parent_id uuid, parent text, lot_id uuid, lot text, item text, item_name text, unit text, quantity numeric, quantity_unit text, qc_status text, held boolean, expires_on date, places jsonb, shipments jsonb)
language plpgsql stable
security definer
set search_path = ''
-- How far a lot reaches is known only when it has been walked; by indexes the cost is what is found.
set enable_hashjoin = off
set enable_mergejoin = off
as $$
declare
  root public.lots;
begin
  if trace_lot.direction not in ('up', 'down') then
    perform app.fail('VALUE_INVALID', pg_catalog.format('"%s" is no direction; it is up or down.', left(trace_lot.direction, 40)), 'direction');
  end if;
  select lots.* into root from public.lots where lots.code = trace_lot.code;
  if root.id is null or not app.has('stock.trace', root.site_id) then
    perform app.fail('NOT_FOUND', pg_catalog.format('There is no lot %s.', left(trace_lot.code, 60)), 'lot');
  end if;
  return query
  with recursive walk as (
    select root.id as lot_id, 0 as depth
    union
    (
      select step.lot_id, walk.depth + 1
      from walk
      cross join lateral (
        select lot_links.child_id as lot_id from public.lot_links
        where trace_lot.direction = 'down' and lot_links.parent_id = walk.lot_id
        union all
        select lot_links.parent_id from public.lot_links
        where trace_lot.direction = 'up' and lot_links.child_id = walk.lot_id
      ) as step
    )
  ), nodes as materialized (
    select walk.lot_id, min(walk.depth) as depth from walk group by walk.lot_id
  ), edges as (
    select 0 as depth, null::uuid as parent_id, root.id as lot_id, root.initial_quantity as quantity
    union all
    select nodes.depth, step.parent_id, nodes.lot_id, sum(step.quantity)
    from nodes
    cross join lateral (
      select lot_links.parent_id, lot_links.quantity from public.lot_links
      where trace_lot.direction = 'down' and lot_links.child_id = nodes.lot_id
      union all
      select lot_links.child_id, lot_links.quantity from public.lot_links
      where trace_lot.direction = 'up' and lot_links.parent_id = nodes.lot_id
    ) as step
    join nodes as nearer on nearer.lot_id = step.parent_id
    group by nodes.depth, step.parent_id, nodes.lot_id
  )
  select edges.depth, edges.parent_id, parents.code, lots.id, lots.code, items.code, items.name, items.unit,
    edges.quantity, case when trace_lot.direction = 'down' then coalesce(parent_items.unit, items.unit) else items.unit end, lots.qc_status,
    exists (select from public.lot_holds where lot_holds.lot_id = lots.id and released_at is null),
    lots.expires_on,
    app.lot_answer(lots.id) -> 'places',
    app.lot_shipments(lots.id)
  from edges
  join public.lots on lots.id = edges.lot_id
  join public.items on items.id = lots.item_id
  left join public.lots as parents on parents.id = edges.parent_id
  left join public.items as parent_items on parent_items.id = parents.item_id
  order by edges.depth, lots.code;
end $$;
comment on function public.trace_lot(text, text) is
  'The genealogy of a lot, up to what it came of or down to what came of it; quantity is how much of the upper lot went into the lower, in quantity_unit, the upper lot''s own; with QC, places and who was sent it (P7.08). Refuses with NOT_FOUND, VALUE_INVALID.';
grant execute on function public.trace_lot(text, text) to authenticated;
