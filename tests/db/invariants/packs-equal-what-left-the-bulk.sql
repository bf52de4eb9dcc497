-- Packs × size is what left the bulk lot into them, by the genealogy and by the ledger, and so many packs
-- came into stock.
select packed.code, packed.initial_quantity as packs, sku.pack_size, link.quantity as linked, taken.quantity as taken, brought.quantity as brought
from public.lots as packed
join public.items as sku on sku.id = packed.item_id and sku.packs_item_id is not null
join public.lot_links as link on link.child_id = packed.id
join public.lots as bulk on bulk.id = link.parent_id and bulk.item_id = sku.packs_item_id
join public.items as product on product.id = bulk.item_id
cross join lateral (
  select sum(stock_moves.quantity) as quantity
  from public.stock_moves join public.locations on locations.id = stock_moves.to_id
  where stock_moves.lot_id = bulk.id and stock_moves.kind = 'pack' and stock_moves.note = packed.code and locations.kind = 'process'
) as taken
cross join lateral (
  select sum(stock_moves.quantity) as quantity from public.stock_moves
  where stock_moves.lot_id = packed.id and stock_moves.kind = 'produce'
) as brought
where (
  link.quantity = packed.initial_quantity * sku.pack_size * app.unit_factor(sku.pack_unit, product.unit)
  and taken.quantity = link.quantity
  and brought.quantity = packed.initial_quantity
) is not true;
