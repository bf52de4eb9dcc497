-- A change that was approved has kept what its record said before, nothing is half applied, and no move is
-- corrected to less than nothing.
select correction_requests.number as correction, 'its version' as wrong
from public.correction_requests
where kind = 'change' and state = 'approved' and not exists (
  select from public.record_versions
  where record_versions.correction_id = correction_requests.id
    and record_versions.subject_type = correction_requests.subject_type
    and record_versions.subject_id = correction_requests.subject_id::text
)
union all
select correction_requests.number, 'its end'
from public.correction_requests
where (transaction_id is not null) <> (state = 'approved')
union all
select corrected.id::text, 'below nothing'
from public.stock_moves as corrected
where exists (select from public.stock_moves where stock_moves.corrects_id = corrected.id)
  and app.standing_quantity(corrected) < 0;
