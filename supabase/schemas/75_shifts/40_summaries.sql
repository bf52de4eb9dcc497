-- What a run brought, computed once when it locks: boards of the past read this, and what a year costs
-- does not grow with what was logged in it (DESIGN 4, Shifts are facts). A correction makes a new version.
create table public.shift_summaries (
  id uuid primary key default gen_random_uuid(),
  run_id uuid not null,
  site_id uuid not null,
  version integer not null
    constraint "summary version is 1 or above" check (version >= 1),
  correction_id uuid,
  computed_at timestamptz not null default app.now(),
  input_quantity numeric not null,
  output_quantity numeric not null,
  yield_percent numeric,
  downtime_minutes numeric not null,
  entries integer not null,
  late_entries integer not null,
  stages integer not null,
  batches_finished integer not null,
  rejected_lots integer not null,
  figures jsonb not null,
  constraint "summary is of a run of its site" foreign key (run_id, site_id) references public.shift_runs (id, site_id),
  constraint "a run has a version of its summary once" unique (run_id, version),
  constraint "the first version corrects nothing" check ((correction_id is null) or version > 1)
);
comment on table public.shift_summaries is 'Summaries of locked runs, append-only; the highest version stands (P3.09, P7.05). Written by the lock, and by approved corrections.';
comment on column public.shift_summaries.correction_id is 'The correction that made this version.';
comment on column public.shift_summaries.input_quantity is 'What went into the batches that were finished in the run, in the products'' unit.';
comment on column public.shift_summaries.output_quantity is 'What their last stages brought out, in the products'' unit.';
comment on column public.shift_summaries.entries is 'What was written down in the run.';
comment on column public.shift_summaries.late_entries is 'Of these, what was written down after its end.';
comment on column public.shift_summaries.figures is
  '{products, loss_by_stage, downtime_by_reason, rejects, tests, operators, late, gaps}: what the columns are made of.';
create index shift_summaries_run_id_site_id_idx on public.shift_summaries (run_id, site_id);
create index shift_summaries_site_id_idx on public.shift_summaries (site_id, computed_at desc);
create trigger audit after insert or update or delete on public.shift_summaries
  for each row execute function audit.record();
create trigger keep before update or delete on public.shift_summaries for each row execute function audit.keep();
alter table public.shift_summaries enable row level security;
create policy "members see the summaries of their sites" on public.shift_summaries for select to authenticated
  using (site_id = any ((select app.my_sites())::uuid[]));
grant select on public.shift_summaries to authenticated, service_role;

-- A batch counts where its last stage ended. What it should have yielded at the least follows from the
-- bands that its stages were judged by.
create function app.run_batches(run public.shift_runs)
returns table (batch_id uuid, item_id uuid, input numeric, output numeric, least_percent numeric)
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  return query
  select batches.id, batches.item_id, whole.consumed, stage_logs.output_quantity, whole.least
  from public.stage_logs
  join public.batches on batches.id = stage_logs.batch_id
  cross join lateral (
    select sum(every.added_quantity) as consumed,
      case when pg_catalog.count(every.yield_min_percent) = pg_catalog.count(*) and min(every.yield_min_percent) > 0
        then 100 * pg_catalog.exp(sum(pg_catalog.ln(every.yield_min_percent / 100))) end as least
    from public.stage_logs as every where every.batch_id = batches.id
  ) as whole
  where stage_logs.end_run_id = run.id
    and stage_logs.position = (select max(position) from public.route_stages where route_id = batches.route_id);
end $$;
comment on function app.run_batches(public.shift_runs) is
  'The batches that were finished in a run: what went in and came out in the product''s unit, and the least that should have, in % of the input.';

create function app.run_figures(run public.shift_runs) returns jsonb
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  return pg_catalog.jsonb_build_object(
    'products', (
      select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
          'item_id', items.id, 'item', items.code, 'item_name', items.name, 'unit', items.unit, 'batches', made.batches,
          'input', made.input, 'output', made.output,
          'yield_percent', case when made.input > 0 then pg_catalog.round(100 * made.output / made.input, 3) end,
          'yield_min_percent', case when made.input > 0 then pg_catalog.round(made.least / made.input, 3) end
        ) order by items.code), '[]')
      from (
        select finished.item_id, pg_catalog.count(*) as batches, coalesce(sum(finished.input), 0) as input,
          coalesce(sum(finished.output), 0) as output, sum(finished.input * finished.least_percent) as least
        from app.run_batches(run) as finished group by finished.item_id
      ) as made
      join public.items on items.id = made.item_id
    ),
    'loss_by_stage', (
      select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
          'stage_id', stages.id, 'stage', stages.name, 'unit', lost.unit, 'logs', lost.logs, 'input', lost.input, 'output', lost.output,
          'loss', lost.input - lost.output,
          'loss_percent', case when lost.input > 0 then pg_catalog.round(100 - 100 * lost.output / lost.input, 3) end,
          'above_limit', lost.above_limit
        ) order by lost.position, stages.name, lost.unit), '[]')
      from (
        select stage_logs.stage_id, items.unit, min(stage_logs.position) as position, pg_catalog.count(*) as logs,
          sum(stage_logs.input_quantity) as input, sum(stage_logs.output_quantity) as output,
          pg_catalog.count(*) filter (
            where 100 - 100 * stage_logs.output_quantity / stage_logs.input_quantity > stage_logs.loss_limit_percent
          ) as above_limit
        from public.stage_logs
        join public.batches on batches.id = stage_logs.batch_id
        join public.items on items.id = batches.item_id
        where stage_logs.end_run_id = run.id
        group by stage_logs.stage_id, items.unit
      ) as lost
      join public.stages on stages.id = lost.stage_id
    ),
    -- The minutes that fall into the run, whoever logged them.
    'downtime_by_reason', (
      select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
          'reason_id', reason_codes.id, 'reason', reason_codes.name, 'downtimes', stood.downtimes, 'minutes', pg_catalog.round(stood.minutes, 1)
        ) order by stood.minutes desc, reason_codes.name), '[]')
      from (
        select downtimes.reason_id, pg_catalog.count(*) as downtimes,
          sum(extract(epoch from least(coalesce(downtimes.ended_at, app.now()), run.ends_at) - greatest(downtimes.started_at, run.starts_at)) / 60) as minutes
        from public.downtimes
        where downtimes.site_id = run.site_id and downtimes.started_at < least(app.now(), run.ends_at)
          and downtimes.started_at > run.starts_at - interval '30 days'
          and coalesce(downtimes.ended_at, app.now()) > run.starts_at
        group by downtimes.reason_id
      ) as stood
      join public.reason_codes on reason_codes.id = stood.reason_id
    ),
    'rejects', (
      select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
          'lot_id', lots.id, 'lot', lots.code, 'item', items.code, 'reason', reason_codes.name
        ) order by lots.code), '[]')
      from public.lots
      join public.items on items.id = lots.item_id
      left join public.reason_codes on reason_codes.id = lots.rejection_reason_id
      where lots.id in (
        select batches.lot_id from public.batches
        where batches.site_id = run.site_id and batches.state = 'rejected'
          and batches.ended_at >= run.starts_at and batches.ended_at < run.ends_at
        union
        select qc_tests.lot_id from public.qc_tests
        where qc_tests.site_id = run.site_id and qc_tests.status = 'fail'
          and qc_tests.tested_at >= run.starts_at and qc_tests.tested_at < run.ends_at
      )
    ),
    'tests', (
      select pg_catalog.jsonb_build_object(
        'taken', pg_catalog.count(*), 'passed', pg_catalog.count(*) filter (where status = 'pass'),
        'held', pg_catalog.count(*) filter (where status = 'hold'), 'failed', pg_catalog.count(*) filter (where status = 'fail')
      )
      from public.qc_tests
      where qc_tests.site_id = run.site_id and qc_tests.tested_at >= run.starts_at and qc_tests.tested_at < run.ends_at
    ),
    -- What the accuracy of an operator is made of (P7.05): his stages, those beyond their limits, those corrected.
    'operators', (
      select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
          'operator', worked.operator_name, 'entries', worked.entries, 'flagged', worked.flagged, 'corrected', worked.corrected
        ) order by worked.operator_name), '[]')
      from (
        select stage_logs.operator_name, pg_catalog.count(*) as entries,
          pg_catalog.count(*) filter (
            where (flags.raised ->> 'loss_above_limit')::boolean or (flags.raised ->> 'yield_out_of_band')::boolean
          ) as flagged,
          pg_catalog.count(*) filter (where app.was_changed('stage_logs', stage_logs.id)) as corrected
        from public.stage_logs cross join lateral (select app.stage_flags(stage_logs) as raised) as flags
        where stage_logs.end_run_id = run.id
        group by stage_logs.operator_name
      ) as worked
    ),
    'late', (
      select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
          'kind', entries.kind, 'subject_type', entries.subject_type, 'subject_id', entries.subject_id, 'batch', entries.batch,
          'subject', entries.subject, 'recorded_at', entries.recorded_at
        ) order by entries.recorded_at, entries.subject_id), '[]')
      from app.run_entries(run) as entries where entries.recorded_at >= run.ends_at
    ),
    'entries', (select pg_catalog.count(*) from app.run_entries(run)),
    'gaps', app.shift_gaps(run.id)
  );
end $$;
comment on function app.run_figures(public.shift_runs) is
  'The figures of a run as they are now (P7.05): output and yield by product, loss by stage, downtime by reason in minutes, rejects, tests, operators, late entries, what is undone. Quantities in the unit beside them.';

create function app.summarize_run(run uuid, correction uuid default null) returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
  here public.shift_runs;
  figures jsonb;
  before public.shift_summaries;
  brought record;
begin
  select * into strict here from public.shift_runs where id = summarize_run.run;
  select * into before from public.shift_summaries where run_id = here.id order by version desc limit 1;
  figures := app.run_figures(here);
  -- What was undone at the lock was so, whatever has been corrected since.
  if before.id is not null then
    figures := figures || pg_catalog.jsonb_build_object('gaps', before.figures -> 'gaps');
  end if;
  select coalesce(sum(finished.input), 0) as input, coalesce(sum(finished.output), 0) as output, pg_catalog.count(*) as batches into brought
  from app.run_batches(here) as finished;
  insert into public.shift_summaries (
    run_id, site_id, version, correction_id, input_quantity, output_quantity, yield_percent, downtime_minutes,
    entries, late_entries, stages, batches_finished, rejected_lots, figures
  )
  values (
    here.id, here.site_id, coalesce(before.version, 0) + 1, summarize_run.correction, brought.input, brought.output,
    case when brought.input > 0 then pg_catalog.round(100 * brought.output / brought.input, 3) end,
    (
      select coalesce(sum((reason ->> 'minutes')::numeric), 0)
      from pg_catalog.jsonb_array_elements(figures -> 'downtime_by_reason') as reason
    ),
    (figures ->> 'entries')::integer, pg_catalog.jsonb_array_length(figures -> 'late'),
    (
      select coalesce(sum((stage ->> 'logs')::integer), 0)
      from pg_catalog.jsonb_array_elements(figures -> 'loss_by_stage') as stage
    ),
    brought.batches, pg_catalog.jsonb_array_length(figures -> 'rejects'), figures - 'entries'
  );
end $$;
comment on function app.summarize_run(uuid, uuid) is
  'Writes the summary of a run, as the next version; of a correction when one is named (P3.07, P3.09).';

create function app.shift_runs_summarize() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform app.summarize_run(new.id);
  return null;
end $$;
comment on function app.shift_runs_summarize() is 'Computes the summary of a run in its lock, whoever locks it (P3.09).';
create trigger summarize after update of state on public.shift_runs
  for each row when (new.state = 'locked' and old.state <> 'locked') execute function app.shift_runs_summarize();

create function public.shift_summary(run uuid) returns jsonb
language plpgsql stable
security definer
set search_path = ''
as $$
declare
  here public.shift_runs := app.visible_run(shift_summary.run);
begin
  return (
    select pg_catalog.jsonb_build_object(
      'run', app.show_shift_run(here.id),
      'locked_at', here.locked_at,
      'closed_by', (select full_name from public.profiles where id = here.closed_by),
      'versions', coalesce(pg_catalog.jsonb_agg(
        pg_catalog.to_jsonb(shift_summaries) - array['run_id', 'site_id', 'id'] order by shift_summaries.version desc
      ) filter (where shift_summaries.id is not null), '[]')
    )
    from (select here.id) as one left join public.shift_summaries on shift_summaries.run_id = one.id
  );
end $$;
comment on function public.shift_summary(uuid) is
  'The summary of a locked run, every version of it, the one that stands first; none before the lock (P3.09). Refuses with NOT_FOUND.';
grant execute on function public.shift_summary(uuid) to authenticated;
