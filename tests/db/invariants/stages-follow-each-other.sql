-- A stage takes what came out of the one before it in the route, which had ended, and whose gate is open.
select batches.code, log.position, log.carried_quantity, before.output_quantity as came_out, before.ended_at, before.qc_status
from public.stage_logs as log
join public.batches on batches.id = log.batch_id
left join lateral (
  select route_stages.position from public.route_stages
  where route_stages.route_id = batches.route_id and route_stages.position < log.position
  order by route_stages.position desc limit 1
) as prior on true
left join public.stage_logs as before on before.batch_id = log.batch_id and before.position = prior.position
where log.carried_quantity <> coalesce(before.output_quantity, 0)
  or (
    prior.position is not null
    and (
      before.ended_at is null
      or before.ended_at > log.started_at
      or before.qc_status not in ('pass', 'not_required')
    )
  );
