-- Runs that were locked before there were summaries have theirs too.
select app.summarize_run(shift_runs.id)
from public.shift_runs
where shift_runs.state = 'locked'
  and not exists (select from public.shift_summaries where shift_summaries.run_id = shift_runs.id);
