-- What the ledger adds up to at each place that holds stock is what the balance says.
with side as (
  select lot_id, to_id as location_id, quantity as change from public.stock_moves
  union all
  select lot_id, from_id, -quantity from public.stock_moves
), ledger as (
  select side.lot_id, side.location_id, sum(side.change) as quantity
  from side join public.locations on locations.id = side.location_id
  where app.holds_stock(locations.kind)
  group by side.lot_id, side.location_id
)
select lot_id, location_id, ledger.quantity as ledger, stock_balances.on_hand as balance
from ledger full join public.stock_balances using (lot_id, location_id)
where ledger.quantity is distinct from stock_balances.on_hand;
