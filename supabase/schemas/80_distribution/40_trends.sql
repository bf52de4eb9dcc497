-- What a plant is measured by: how long things take here, and what the last days brought (P7.01, P7.05).
-- Each is asked from an index over the days wanted, so that its cost follows the range and not the age of
-- the plant.

-- How long a stage and a test usually take. Half of them took no longer than `minutes`, nine of ten no
-- longer than `most`: what takes longer than that is worth a look.
create function app.plant_pace(site_id uuid) returns jsonb
language plpgsql stable
security definer
set search_path = ''
as $$
declare
  earliest timestamptz := app.now() - interval '30 days';
begin
  return pg_catalog.jsonb_build_object(
    'stages', (
      select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
          'item', items.code, 'stage_id', took.stage_id, 'stage', stages.name, 'times', took.times,
          'minutes', pg_catalog.round(took.half::numeric), 'most', pg_catalog.round(took.nine::numeric)
        ) order by items.code, took.position), '[]')
      from (
        select batches.item_id, stage_logs.stage_id, min(stage_logs.position) as position, pg_catalog.count(*) as times,
          pg_catalog.percentile_cont(0.5) within group (order by extract(epoch from stage_logs.ended_at - stage_logs.started_at) / 60) as half,
          pg_catalog.percentile_cont(0.9) within group (order by extract(epoch from stage_logs.ended_at - stage_logs.started_at) / 60) as nine
        from public.stage_logs
        join public.batches on batches.id = stage_logs.batch_id
        where stage_logs.site_id = plant_pace.site_id and stage_logs.started_at >= earliest and stage_logs.ended_at is not null
        group by batches.item_id, stage_logs.stage_id
      ) as took
      join public.items on items.id = took.item_id
      join public.stages on stages.id = took.stage_id
    ),
    'tests', (
      select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
          'kind', waited.kind, 'times', waited.times,
          'minutes', pg_catalog.round(waited.half::numeric), 'most', pg_catalog.round(waited.nine::numeric)
        ) order by waited.kind), '[]')
      from (
        select qc_tests.kind, pg_catalog.count(*) as times,
          pg_catalog.percentile_cont(0.5) within group (order by extract(epoch from qc_tests.tested_at - subject.since) / 60) as half,
          pg_catalog.percentile_cont(0.9) within group (order by extract(epoch from qc_tests.tested_at - subject.since) / 60) as nine
        from public.qc_tests
        cross join lateral (
          select coalesce(
            (select stage_logs.ended_at from public.stage_logs where stage_logs.id = qc_tests.stage_log_id),
            (select batches.ended_at from public.batches where batches.lot_id = qc_tests.lot_id),
            (select lots.created_at from public.lots where lots.id = qc_tests.lot_id)
          ) as since
        ) as subject
        where qc_tests.site_id = plant_pace.site_id and qc_tests.tested_at >= earliest and qc_tests.attempt = 1
          and qc_tests.tested_at >= subject.since
        group by qc_tests.kind
      ) as waited
    )
  );
end $$;
comment on function app.plant_pace(uuid) is
  'How long the stages of a site take by product, and its tests from when they could be made, in minutes over 30 days: the half and nine of ten (P7.01).';

create function public.plant_trends(site_id uuid, days integer default 7) returns jsonb
language plpgsql stable
security definer
set search_path = ''
as $$
declare
  today date := app.business_date(plant_trends.site_id);
  first date := today - days + 1;
  zone text := (select time_zone from public.sites where id = plant_trends.site_id);
begin
  if (plant_trends.site_id = any (app.my_sites())) is not true then
    perform app.fail('NOT_FOUND', 'There is no such site among yours.', 'site');
  end if;
  if days is null or days not between 1 and 92 then
    perform app.fail('VALUE_INVALID', 'Trends are of 1 to 92 days.', 'days');
  end if;
  return pg_catalog.jsonb_build_object(
    'from', first,
    'until', today,
    'shifts', (
      select coalesce(pg_catalog.jsonb_agg(app.show_run_output(shift_runs) order by shift_runs.starts_at), '[]')
      from public.shift_runs
      where shift_runs.site_id = plant_trends.site_id and shift_runs.business_date between first and today
        -- By the index; a run starts on its date.
        and shift_runs.starts_at >= first::timestamp at time zone zone
    ),
    'losses', (
      select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
          'date', lost.business_date, 'stage_id', stages.id, 'stage', stages.name, 'position', lost.position, 'logs', lost.logs,
          'input', lost.input, 'output', lost.output, 'unit', lost.unit, 'limit_percent', pg_catalog.round(lost.limit_percent, 3), 'above_limit', lost.above,
          'loss_percent', pg_catalog.round(100 * (lost.input - lost.output) / lost.input, 3)
        ) order by lost.business_date, lost.position, stages.name), '[]')
      from (
        select shift_runs.business_date, stage_logs.stage_id, min(stage_logs.position) as position, pg_catalog.count(*) as logs,
          sum(stage_logs.input_quantity) as input, sum(stage_logs.output_quantity) as output, min(items.unit) as unit,
          sum(stage_logs.loss_limit_percent * stage_logs.input_quantity)
            / sum(stage_logs.input_quantity) filter (where stage_logs.loss_limit_percent is not null) as limit_percent,
          pg_catalog.count(*) filter (
            where 100 * (stage_logs.input_quantity - stage_logs.output_quantity) > stage_logs.loss_limit_percent * stage_logs.input_quantity
          ) as above
        from public.shift_runs
        join public.stage_logs on stage_logs.end_run_id = shift_runs.id
        join public.batches on batches.id = stage_logs.batch_id
        join public.items on items.id = batches.item_id
        where shift_runs.site_id = plant_trends.site_id and shift_runs.business_date between first and today
          and shift_runs.starts_at >= first::timestamp at time zone zone
        group by shift_runs.business_date, stage_logs.stage_id
      ) as lost
      join public.stages on stages.id = lost.stage_id
    ),
    'downtimes', (
      select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
          'date', stood.date, 'reason_id', reason_codes.id, 'reason', reason_codes.name, 'times', stood.times,
          'minutes', pg_catalog.round(stood.minutes)
        ) order by stood.date, reason_codes.name), '[]')
      from (
        select (downtimes.started_at at time zone zone)::date as date, downtimes.reason_id, pg_catalog.count(*) as times,
          sum(extract(epoch from coalesce(downtimes.ended_at, app.now()) - downtimes.started_at)) / 60 as minutes
        from public.downtimes
        where downtimes.site_id = plant_trends.site_id and downtimes.started_at >= first::timestamp at time zone zone
        group by 1, 2
      ) as stood
      join public.reason_codes on reason_codes.id = stood.reason_id
    ),
    'pace', app.plant_pace(plant_trends.site_id)
  );
end $$;
comment on function public.plant_trends(uuid, integer) is
  'The last days of a plant, today among them: output and yield by shift, loss by stage against its limit, minutes of standstill by reason, and how long its stages and tests usually take (P7.01, P7.05). A night shift counts on the day on which it began. Quantities in the units beside them. Refuses with NOT_FOUND, VALUE_INVALID.';
grant execute on function public.plant_trends(uuid, integer) to authenticated;
