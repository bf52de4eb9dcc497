-- What is running, as rows of a board.
create function app.running_batches(site_id uuid) returns jsonb
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  return (
    select coalesce(pg_catalog.jsonb_agg(app.batch_answer(batches.id) order by batches.created_at, batches.code), '[]')
    from public.batches where batches.site_id = running_batches.site_id and batches.state = 'running'
  );
end $$;
comment on function app.running_batches(uuid) is 'The batches in work at a site, oldest first.';

create function public.shift_board(site_id uuid) returns jsonb
language plpgsql stable
security definer
set search_path = ''
as $$
declare
  run uuid;
begin
  if (shift_board.site_id = any (app.my_sites())) is not true then
    perform app.fail('NOT_FOUND', 'There is no such site among yours.', 'site');
  end if;
  select shift_runs.id into run
  from public.shift_runs
  left join public.shift_assignments on shift_assignments.run_id = shift_runs.id
    and shift_assignments.user_id = auth.uid() and shift_assignments.active
  where shift_runs.site_id = shift_board.site_id and shift_runs.state <> 'locked'
    and (shift_runs.starts_at <= app.now() or shift_runs.state = 'open')
    and app.now() < shift_runs.ends_at + app.shift_grace(shift_runs.site_id)
  order by shift_assignments.id is null, shift_runs.ends_at > app.now() desc, shift_runs.starts_at <= app.now() desc,
    shift_runs.starts_at desc
  limit 1;
  return pg_catalog.jsonb_build_object(
    'now', app.now(),
    'run', app.show_shift_run(run),
    'mine', exists (select from public.shift_assignments where run_id = run and user_id = auth.uid() and active),
    'batches', app.running_batches(shift_board.site_id),
    'logged', (
      select coalesce(pg_catalog.jsonb_agg(
        pg_catalog.jsonb_build_object(
          'id', stage_logs.id, 'batch', batches.code, 'stage', stages.name, 'machine', machines.code, 'operator', stage_logs.operator_name,
          'input', stage_logs.input_quantity, 'output', stage_logs.output_quantity, 'unit', items.unit,
          'started_at', stage_logs.started_at, 'ended_at', stage_logs.ended_at, 'qc_status', stage_logs.qc_status
        ) || coalesce(app.stage_flags(stage_logs), '{}') order by stage_logs.started_at desc), '[]')
      from public.stage_logs
      join public.batches on batches.id = stage_logs.batch_id
      join public.items on items.id = batches.item_id
      join public.stages on stages.id = stage_logs.stage_id
      join public.machines on machines.id = stage_logs.machine_id
      where stage_logs.start_run_id = run or stage_logs.end_run_id = run
    ),
    'downtimes', app.open_downtimes(shift_board.site_id)
  );
end $$;
comment on function public.shift_board(uuid) is
  'A supervisor''s shift: his run or the one that runs, batches in work with the stage that is next, what was logged, machines that stand still (P3.10, P7.01). Quantities in the units beside them. Refuses with NOT_FOUND.';
grant execute on function public.shift_board(uuid) to authenticated;

create function app.open_downtimes(site_id uuid) returns jsonb
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  return (
    select coalesce(pg_catalog.jsonb_agg(app.downtime_answer(downtimes.id) order by downtimes.started_at), '[]')
    from public.downtimes where downtimes.site_id = open_downtimes.site_id and downtimes.ended_at is null
  );
end $$;
comment on function app.open_downtimes(uuid) is 'The machines of a site that stand still now.';

-- Output of a shift is what its last stages brought out; input is what went into those batches. What they
-- should have yielded at the least follows from the bands that their stages were judged by. A run that is
-- locked has been summed up.
create function app.show_run_output(run public.shift_runs) returns jsonb
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  if run.state = 'locked' then
    return (
      select pg_catalog.jsonb_build_object(
        'run', run.id, 'shift', shifts.code, 'name', shifts.name, 'state', run.state, 'business_date', run.business_date,
        'starts_at', run.starts_at, 'ends_at', run.ends_at,
        'stages', summary.stages, 'finished', summary.batches_finished, 'input', summary.input_quantity, 'output', summary.output_quantity,
        'unit', (
          select min(stage ->> 'unit') from pg_catalog.jsonb_array_elements(summary.figures -> 'loss_by_stage') as stage
        ),
        'yield_percent', summary.yield_percent,
        'yield_min_percent', (
          select case when sum((product ->> 'input')::numeric) > 0 then pg_catalog.round(
            sum((product ->> 'input')::numeric * (product ->> 'yield_min_percent')::numeric) / sum((product ->> 'input')::numeric), 3) end
          from pg_catalog.jsonb_array_elements(summary.figures -> 'products') as product
        )
      )
      from public.shift_summaries as summary join public.shifts on shifts.id = run.shift_id
      where summary.run_id = run.id
      order by summary.version desc limit 1
    );
  end if;
  return (
    select pg_catalog.jsonb_build_object(
      'run', run.id, 'shift', shifts.code, 'name', shifts.name, 'state', run.state, 'business_date', run.business_date,
      'starts_at', run.starts_at, 'ends_at', run.ends_at,
      'stages', done.stages, 'finished', done.finished, 'input', done.input, 'output', done.output, 'unit', done.unit,
      'yield_percent', case when done.input > 0 then pg_catalog.round(100 * done.output / done.input, 3) end,
      'yield_min_percent', case when done.input > 0 then pg_catalog.round(done.least / done.input, 3) end
    )
    from public.shifts
    cross join lateral (
      select pg_catalog.count(*) as stages,
        pg_catalog.count(whole.consumed) as finished,
        coalesce(sum(stage_logs.output_quantity) filter (where whole.consumed is not null), 0) as output,
        coalesce(sum(whole.consumed), 0) as input,
        sum(whole.consumed * whole.least) as least,
        min(items.unit) as unit
      from public.stage_logs
      join public.batches on batches.id = stage_logs.batch_id
      join public.items on items.id = batches.item_id
      left join lateral (
        select sum(every.added_quantity) as consumed,
          case when pg_catalog.count(every.yield_min_percent) = pg_catalog.count(*) and min(every.yield_min_percent) > 0
            then 100 * pg_catalog.exp(sum(pg_catalog.ln(every.yield_min_percent / 100))) end as least
        from public.stage_logs as every
        where every.batch_id = batches.id
          and stage_logs.position = (select max(position) from public.route_stages where route_id = batches.route_id)
      ) as whole on true
      where stage_logs.end_run_id = run.id
    ) as done
    where shifts.id = run.shift_id
  );
end $$;
comment on function app.show_run_output(public.shift_runs) is
  'What the batches that were finished in a run brought, of how much, and the least they should have by the bands of their stages; quantities in the products'' unit (P7.01).';

create function public.plant_board(site_id uuid) returns jsonb
language plpgsql stable
security definer
set search_path = ''
set plan_cache_mode = force_generic_plan
as $$
declare
  today date := app.business_date(plant_board.site_id);
  zone text := (select time_zone from public.sites where id = plant_board.site_id);
  midnight timestamptz := today::timestamp at time zone zone;
  -- The day that is being worked on: until the night shift ends, yesterday.
  day date := (
    select business_date from public.shift_runs
    where shift_runs.site_id = plant_board.site_id and starts_at <= app.now()
    order by starts_at desc limit 1
  );
begin
  if (plant_board.site_id = any (app.my_sites())) is not true then
    perform app.fail('NOT_FOUND', 'There is no such site among yours.', 'site');
  end if;
  return pg_catalog.jsonb_build_object(
    'now', app.now(),
    'business_date', today,
    'batches', app.running_batches(plant_board.site_id),
    'shifts', (
      select coalesce(pg_catalog.jsonb_agg(app.show_run_output(shift_runs) order by shift_runs.starts_at), '[]')
      from public.shift_runs
      where shift_runs.site_id = plant_board.site_id
        and shift_runs.starts_at < midnight + interval '1 day' and shift_runs.starts_at > midnight - interval '2 days'
        and (shift_runs.ends_at > midnight or shift_runs.business_date = day)
    ),
    'holds', (
      select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
          'lot_id', lots.id, 'lot', lots.code, 'item', items.code, 'reason', reason_codes.name, 'cause', cause.code, 'held_at', lot_holds.held_at
        ) order by lot_holds.held_at desc), '[]')
      from public.lot_holds
      join public.lots on lots.id = lot_holds.lot_id and lots.site_id = plant_board.site_id
      join public.items on items.id = lots.item_id
      join public.lots as cause on cause.id = lot_holds.cause_lot_id
      join public.reason_codes on reason_codes.id = lot_holds.reason_id
      where lot_holds.released_at is null
    ),
    'waiting_for_qc', app.waiting_for_qc(plant_board.site_id),
    'downtimes', app.open_downtimes(plant_board.site_id)
  );
end $$;
comment on function public.plant_board(uuid) is
  'A plant now: batches in work, output and yield by shift of today and of the day that is being worked on, holds, what waits for QC, machines that stand still (P7.01). Quantities in the units beside them. Refuses with NOT_FOUND.';
grant execute on function public.plant_board(uuid) to authenticated;

-- Lots in stock and stages that have ended which nobody has judged, or that are on hold: QA's queue.
create function app.waiting_for_qc(site_id uuid) returns jsonb
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  return (
    select coalesce(pg_catalog.jsonb_agg(
      pg_catalog.jsonb_build_object(
        'kind', waiting.kind, 'lot_id', waiting.lot_id, 'stage_log_id', waiting.stage_log_id, 'lot', waiting.lot, 'item', waiting.item,
        'item_name', waiting.item_name, 'stage', waiting.stage, 'next_stage', waiting.next_stage,
        'quantity', waiting.quantity, 'unit', waiting.unit, 'qc_status', waiting.qc_status, 'since', waiting.since,
        'planned', app.plan_in_force(waiting.kind, waiting.item_id, waiting.stage_id, app.business_date(waiting_for_qc.site_id)) is not null,
        'short', waiting.kind = 'incoming' and not exists (
          select from public.stock_levels
          where stock_levels.item_id = waiting.item_id and stock_levels.site_id = waiting_for_qc.site_id and stock_levels.available > 0
        ),
        'test', (
          select pg_catalog.jsonb_build_object('number', qc_tests.number, 'attempt', qc_tests.attempt, 'override_asked', exists (
            select from public.qc_overrides where qc_overrides.test_id = qc_tests.id and qc_overrides.state = 'requested'
          ))
          from public.qc_tests
          where qc_tests.lot_id = waiting.lot_id and qc_tests.stage_log_id is not distinct from waiting.stage_log_id
          order by qc_tests.attempt desc limit 1
        )
      ) order by waiting.since), '[]')
    from (
      select 'in_process' as kind, batches.lot_id, stage_logs.id as stage_log_id, batches.code as lot, items.id as item_id, items.code as item,
        items.name as item_name, stages.id as stage_id, stages.name as stage,
        (
          select following.name
          from public.route_stages join public.stages as following on following.id = route_stages.stage_id
          where route_stages.route_id = batches.route_id and route_stages.position > stage_logs.position
          order by route_stages.position limit 1
        ) as next_stage,
        stage_logs.output_quantity as quantity, items.unit, stage_logs.qc_status, stage_logs.ended_at as since
      from public.stage_logs
      join public.batches on batches.id = stage_logs.batch_id and batches.state in ('running', 'finished')
      join public.items on items.id = batches.item_id
      join public.stages on stages.id = stage_logs.stage_id
      where stage_logs.site_id = waiting_for_qc.site_id
        and stage_logs.qc_status in ('pending', 'hold') and stage_logs.ended_at is not null
      union all
      select case when batches.id is null then 'incoming' else 'final' end, lots.id, null, lots.code, items.id, items.code,
        items.name, null, null, null, lots.initial_quantity, items.unit, lots.qc_status, coalesce(batches.ended_at, lots.created_at)
      from public.lots
      join public.items on items.id = lots.item_id
      left join public.batches on batches.lot_id = lots.id
      where lots.site_id = waiting_for_qc.site_id
        and lots.qc_status in ('pending', 'hold')
        and lots.initial_quantity is not null
    ) as waiting
  );
end $$;
comment on function app.waiting_for_qc(uuid) is
  'What waits for QC or is on hold at a site, longest first (P4.10): how much in `unit`, what it keeps from going on (`next_stage`; `short`: no other lot of the material can be used), whether a plan is in force, its latest test.';

create function public.qc_queue(site_id uuid) returns jsonb
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  if (qc_queue.site_id = any (app.my_sites())) is not true then
    perform app.fail('NOT_FOUND', 'There is no such site among yours.', 'site');
  end if;
  return app.waiting_for_qc(qc_queue.site_id);
end $$;
comment on function public.qc_queue(uuid) is 'What waits for QC or is on hold at a site, longest first (P4.10). Refuses with NOT_FOUND.';
grant execute on function public.qc_queue(uuid) to authenticated;
