-- The lot of a batch that was made here began with what came out of its last stage, and so much was
-- brought into stock, corrections included; of a batch that is not finished nothing was.
select batches.code, batches.state, lots.initial_quantity, made.output_quantity, brought.quantity as brought
from public.batches
join public.lots on lots.id = batches.lot_id
left join lateral (
  select stage_logs.output_quantity from public.stage_logs
  where stage_logs.batch_id = batches.id order by stage_logs.position desc limit 1
) as made on true
cross join lateral (
  select sum(case when locations.kind = 'process' then stock_moves.quantity else -stock_moves.quantity end) as quantity
  from public.stock_moves
  join public.locations on locations.id = stock_moves.from_id
  left join public.stock_moves as corrected on corrected.id = stock_moves.corrects_id
  where stock_moves.lot_id = batches.lot_id and coalesce(corrected.kind, stock_moves.kind) = 'produce'
) as brought
where batches.route_id is not null and case when batches.state = 'finished'
  then (lots.initial_quantity = made.output_quantity and brought.quantity = made.output_quantity) is not true
  else lots.initial_quantity is not null or brought.quantity is not null
end;
