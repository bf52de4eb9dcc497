-- What a batch that was made here used of a lot is what the ledger took, corrections included, and what the
-- genealogy links, in the lot's unit.
with used as (
  select batches.code, batches.lot_id as product_lot_id, stage_materials.lot_id, sum(stage_materials.consumed) as quantity
  from public.stage_materials join public.batches on batches.id = stage_materials.batch_id
  group by batches.id, stage_materials.lot_id
  having sum(stage_materials.consumed) > 0
), moved as (
  select batches.lot_id as product_lot_id, stock_moves.lot_id,
    sum(case when locations.kind = 'process' then stock_moves.quantity else -stock_moves.quantity end) as quantity
  from public.stock_moves
  join public.locations on locations.id = stock_moves.to_id
  left join public.stock_moves as corrected on corrected.id = stock_moves.corrects_id
  join public.batches on batches.code = coalesce(corrected.note, stock_moves.note)
  where coalesce(corrected.kind, stock_moves.kind) = 'consume'
  group by batches.id, stock_moves.lot_id
  having sum(case when locations.kind = 'process' then stock_moves.quantity else -stock_moves.quantity end) <> 0
), linked as (
  select lot_links.child_id as product_lot_id, lot_links.parent_id as lot_id, sum(lot_links.quantity) as quantity
  from public.lot_links join public.batches on batches.lot_id = lot_links.child_id and batches.route_id is not null
  group by lot_links.child_id, lot_links.parent_id
)
select product_lot_id, lot_id, used.quantity as used, moved.quantity as moved, linked.quantity as linked
from used full join moved using (product_lot_id, lot_id) full join linked using (product_lot_id, lot_id)
where used.quantity is distinct from moved.quantity or used.quantity is distinct from linked.quantity;
