-- What was added at a stage is what was used of its material, in the product's unit; rounded to six
-- decimals, because a unit may be no round number of another.
select batches.code, log.position, log.added_quantity, used.quantity as used
from public.stage_logs as log
join public.batches on batches.id = log.batch_id
join public.items as product on product.id = batches.item_id
cross join lateral (
  select coalesce(sum(stage_materials.consumed * app.unit_factor(items.unit, product.unit)), 0) as quantity
  from public.stage_materials
  join public.lots on lots.id = stage_materials.lot_id
  join public.items on items.id = lots.item_id
  where stage_materials.batch_id = log.batch_id and stage_materials.position = log.position
) as used
where round(log.added_quantity, 6) <> round(used.quantity, 6);
