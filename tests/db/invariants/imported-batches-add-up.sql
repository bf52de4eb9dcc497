-- A batch without a route was brought in: what went in is linked and booked alike, what came out is its
-- lot, nobody logged a stage of it here, and none of it is under another kind of move.
with linked as (
  select batches.code, lot_links.parent_id as lot_id, sum(lot_links.quantity) as quantity
  from public.batches join public.lot_links on lot_links.child_id = batches.lot_id
  where batches.route_id is null
  group by batches.code, lot_links.parent_id
), taken as (
  select batches.code, stock_moves.lot_id, sum(stock_moves.quantity) as quantity
  from public.batches
  join public.stock_moves on stock_moves.note = batches.code and stock_moves.kind = 'import' and stock_moves.lot_id <> batches.lot_id
  join public.locations on locations.id = stock_moves.to_id and locations.kind = 'process'
  where batches.route_id is null
  group by batches.code, stock_moves.lot_id
)
select code, 'its material' as wrong
from linked full join taken using (code, lot_id)
where linked.quantity is distinct from taken.quantity
union all
select batches.code, 'its output'
from public.batches
join public.lots on lots.id = batches.lot_id
where batches.route_id is null
  and lots.initial_quantity is distinct from (
    select sum(stock_moves.quantity)
    from public.stock_moves join public.locations on locations.id = stock_moves.from_id
    where stock_moves.lot_id = batches.lot_id and stock_moves.kind = 'import' and locations.kind = 'process'
  )
union all
select batches.code, 'its stages'
from public.batches
where batches.route_id is null
  and (batches.state <> 'finished' or exists (select from public.stage_logs where batch_id = batches.id));
