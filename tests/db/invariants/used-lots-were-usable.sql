-- What went into a product or to a customer had passed, was not held and not expired at that moment, as
-- the log knows it. The order of its entries is the order of what happened, whatever the clocks said. Of
-- what was imported nobody can ask.
select moves.id, lots.code, moves.kind, known.qc_status, holds.note as held, lots.expires_on, moves.moved_at
from public.stock_moves as moves
join public.lots on lots.id = moves.lot_id
join public.locations on locations.id = moves.from_id
join public.locations as targets on targets.id = moves.to_id
left join audit.log as entry
  on entry.relation = 'public.stock_moves' and entry.record_id = moves.id::text and entry.operation = 'insert'
left join lateral (
  select log.after ->> 'qc_status' as qc_status from audit.log
  where log.relation = 'public.lots' and log.record_id = moves.lot_id::text and (log.id < entry.id or entry.id is null)
  order by log.id desc limit 1
) as known on true
left join lateral (
  select coalesce(lot_holds.note, 'held') as note
  from public.lot_holds
  left join audit.log as held
    on held.relation = 'public.lot_holds' and held.record_id = lot_holds.id::text and held.operation = 'insert'
  left join audit.log as released
    on released.relation = 'public.lot_holds' and released.record_id = lot_holds.id::text
    and released.operation = 'update' and released.after ->> 'released_at' is not null
  where lot_holds.lot_id = moves.lot_id
    and (held.id < entry.id or entry.id is null or held.id is null)
    and case when entry.id is null or released.id is null then lot_holds.released_at is null else released.id > entry.id end
  limit 1
) as holds on true
where (moves.kind in ('consume', 'pack', 'ship') or targets.kind in ('process', 'customer'))
  and moves.kind not in ('correct', 'import')
  and (
    known.qc_status is distinct from 'pass'
    or holds.note is not null
    or lots.expires_on < app.business_date(locations.site_id, moves.moved_at)
  );
