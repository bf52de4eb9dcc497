-- What a batch was given and has neither used nor returned is what is promised to it, of the same lot at
-- the same place; a batch that is over has nothing open.
select batches.code, batches.state, stage_materials.id, given.open, promised.quantity as promised
from public.stage_materials
join public.batches on batches.id = stage_materials.batch_id
join public.reservations on reservations.id = stage_materials.reservation_id
cross join lateral (
  select stage_materials.allocated - stage_materials.consumed - stage_materials.returned as open
) as given
cross join lateral (
  select case when reservations.ended_at is null then reservations.quantity else 0 end as quantity
) as promised
where given.open <> promised.quantity
  or (reservations.lot_id, reservations.location_id) <> (stage_materials.lot_id, stage_materials.location_id)
  or (batches.state <> 'running' and given.open > 0);
