-- A run that is locked has been summed up, in versions from 1 on, each after the first by a correction; one
-- that is not locked has not (P3.09).
select shift_runs.id, shift_runs.state, summed.versions, summed.last, summed.uncorrected
from public.shift_runs
cross join lateral (
  select count(*) as versions, max(version) as last,
    count(*) filter (where version > 1 and correction_id is null) as uncorrected
  from public.shift_summaries where run_id = shift_runs.id
) as summed
where summed.versions <> coalesce(summed.last, 0)
  or (summed.versions > 0) <> (shift_runs.state = 'locked')
  or summed.uncorrected > 0;
