-- A machine runs one stage at a time, and stands still once at a time.
with spans as (
  select 'stage' as what, id, machine_id, tstzrange(started_at, ended_at) as span from public.stage_logs
  union all
  select 'downtime', id, machine_id, tstzrange(started_at, ended_at) from public.downtimes
)
select spans.what, spans.machine_id, spans.span, other.span as other_span
from spans join spans as other
  on other.what = spans.what and other.machine_id = spans.machine_id and other.id > spans.id and other.span && spans.span;
