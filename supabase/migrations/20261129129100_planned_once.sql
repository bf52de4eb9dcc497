SET local check_function_bodies = off;

CREATE OR REPLACE FUNCTION app.handover_facts (
  run public.shift_runs
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  SET plan_cache_mode TO 'force_generic_plan'
  AS $function$
begin
  return pg_catalog.jsonb_build_object(
    'running', (
      select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
          'batch_id', batches.id, 'batch', batches.code, 'item', items.code, 'item_name', items.name, 'unit', items.unit,
          'stage', stages.name, 'machine', machines.code, 'operator', stage_logs.operator_name,
          'input', stage_logs.input_quantity, 'started_at', stage_logs.started_at,
          'next_stage', (
            select following.name from public.route_stages join public.stages as following on following.id = route_stages.stage_id
            where route_stages.route_id = batches.route_id and route_stages.position = app.next_position(batches)
          )
        ) order by stage_logs.started_at, batches.code), '[]')
      from public.batches
      join public.items on items.id = batches.item_id
      left join public.stage_logs on stage_logs.batch_id = batches.id and stage_logs.ended_at is null
      left join public.stages on stages.id = stage_logs.stage_id
      left join public.machines on machines.id = stage_logs.machine_id
      where batches.site_id = run.site_id and batches.state = 'running'
    ),
    'waiting_qc', (
      select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
          'lot_id', waiting.lot_id, 'stage_log_id', waiting.stage_log_id, 'lot', waiting.lot, 'item', waiting.item,
          'stage', waiting.stage, 'qc_status', waiting.qc_status, 'since', waiting.since
        ) order by waiting.since, waiting.lot), '[]')
      from (
        select batches.lot_id, stage_logs.id as stage_log_id, batches.code as lot, items.code as item, stages.name as stage,
          stage_logs.qc_status, stage_logs.ended_at as since
        from public.stage_logs
        join public.batches on batches.id = stage_logs.batch_id and batches.state in ('running', 'finished')
        join public.items on items.id = batches.item_id
        join public.stages on stages.id = stage_logs.stage_id
        where stage_logs.site_id = run.site_id and stage_logs.qc_status in ('pending', 'hold') and stage_logs.ended_at is not null
        union all
        select lots.id, null, lots.code, items.code, null, lots.qc_status, coalesce(batches.ended_at, lots.created_at)
        from public.lots
        join public.items on items.id = lots.item_id
        left join public.batches on batches.lot_id = lots.id
        where lots.site_id = run.site_id and lots.qc_status in ('pending', 'hold') and lots.initial_quantity is not null
      ) as waiting
    ),
    'holds', (
      select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
          'lot_id', lots.id, 'lot', lots.code, 'item', items.code, 'reason', reason_codes.name, 'cause', cause.code, 'held_at', lot_holds.held_at
        ) order by lot_holds.held_at, lots.code), '[]')
      from public.lot_holds
      join public.lots on lots.id = lot_holds.lot_id and lots.site_id = run.site_id
      join public.items on items.id = lots.item_id
      join public.lots as cause on cause.id = lot_holds.cause_lot_id
      join public.reason_codes on reason_codes.id = lot_holds.reason_id
      where lot_holds.released_at is null
    ),
    'downtimes', (
      select coalesce(pg_catalog.jsonb_agg(app.downtime_answer(downtimes.id) order by downtimes.started_at), '[]')
      from public.downtimes where downtimes.site_id = run.site_id and downtimes.ended_at is null
    ),
    'gaps', app.shift_gaps(run.id)
  );
end $function$;

CREATE OR REPLACE FUNCTION app.shift_gaps (
  run uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  SET plan_cache_mode TO 'force_generic_plan'
  AS $function$
declare
  here public.shift_runs;
begin
  select * into here from public.shift_runs where id = shift_gaps.run;
  return (
    select coalesce(pg_catalog.jsonb_agg(
      pg_catalog.jsonb_build_object(
        'kind', gaps.kind, 'subject_type', gaps.subject_type, 'subject_id', gaps.subject_id, 'subject', gaps.subject,
        'sentence', gaps.sentence, 'link', gaps.link, 'since', gaps.since,
        'explained', (
          select pg_catalog.jsonb_build_object(
            'reason', shift_explanations.reason, 'by', profiles.full_name, 'at', shift_explanations.explained_at
          )
          from public.shift_explanations
          join public.profiles on profiles.id = shift_explanations.explained_by
          where shift_explanations.run_id = here.id and shift_explanations.kind = gaps.kind
            and shift_explanations.subject_id = gaps.subject_id
          order by shift_explanations.id desc limit 1
        )
      ) order by gaps.since, gaps.kind, gaps.subject_id), '[]')
    from (
      select 'stage_running' as kind, 'stage_logs' as subject_type, stage_logs.id as subject_id,
        pg_catalog.format('%s of batch %s', stages.name, batches.code) as subject,
        pg_catalog.format('%s of batch %s has been running on %s since %s.', stages.name, batches.code, machines.code,
          app.site_clock(here.site_id, stage_logs.started_at)) as sentence,
        pg_catalog.format('/production/batches/%s/stage', batches.id) as link,
        stage_logs.started_at as since
      from public.stage_logs
      join public.batches on batches.id = stage_logs.batch_id and batches.state = 'running'
      join public.stages on stages.id = stage_logs.stage_id
      join public.machines on machines.id = stage_logs.machine_id
      left join public.shift_runs as began on began.id = stage_logs.start_run_id
      where stage_logs.site_id = here.site_id and stage_logs.ended_at is null
        and (
          began.id = here.id
          or (stage_logs.started_at < here.ends_at and (began.id is null or began.starts_at <= here.starts_at))
        )
      union all
      select 'field_missing', 'stage_logs', stage_logs.id,
        pg_catalog.format('%s of batch %s', stages.name, batches.code),
        pg_catalog.format('%s of batch %s was logged without %s.', stages.name, batches.code, missing.labels),
        pg_catalog.format('/production/batches/%s', batches.id),
        stage_logs.ended_at
      from public.stage_logs
      join public.batches on batches.id = stage_logs.batch_id
      join public.stages on stages.id = stage_logs.stage_id
      cross join lateral (
        select pg_catalog.string_agg(stage_fields.label, ', ' order by stage_fields.position, stage_fields.key) as labels
        from public.stage_fields
        where stage_fields.stage_id = stage_logs.stage_id and stage_fields.active and stage_fields.required
          and not stage_logs.parameters ? stage_fields.key
          and app.field_is_asked(stage_fields.condition, (
            select coalesce(pg_catalog.jsonb_object_agg(given.key, given.value -> 'value'), '{}')
            from pg_catalog.jsonb_each(stage_logs.parameters) as given
          ))
      ) as missing
      where stage_logs.end_run_id = here.id and missing.labels is not null
      union all
      select 'loss_unexplained', 'stage_logs', stage_logs.id,
        pg_catalog.format('%s of batch %s', stages.name, batches.code),
        pg_catalog.format('%s of batch %s lost %s %%, more than %s %%.', stages.name, batches.code,
          pg_catalog.trim_scale(pg_catalog.round(100 - 100 * stage_logs.output_quantity / stage_logs.input_quantity, 2)),
          pg_catalog.trim_scale(stage_logs.loss_limit_percent)),
        pg_catalog.format('/production/batches/%s', batches.id),
        stage_logs.ended_at
      from public.stage_logs
      join public.batches on batches.id = stage_logs.batch_id
      join public.stages on stages.id = stage_logs.stage_id
      where stage_logs.end_run_id = here.id
        and 100 - 100 * stage_logs.output_quantity / stage_logs.input_quantity > stage_logs.loss_limit_percent
      union all
      select 'material_open', 'stage_materials', stage_materials.id,
        pg_catalog.format('Lot %s for batch %s', lots.code, batches.code),
        pg_catalog.format('%s %s of lot %s were given to batch %s and neither used nor returned.',
          pg_catalog.trim_scale(stage_materials.allocated - stage_materials.consumed - stage_materials.returned), items.unit,
          lots.code, batches.code),
        pg_catalog.format('/production/batches/%s', batches.id),
        stage_materials.allocated_at
      from public.batches
      join public.stage_materials on stage_materials.batch_id = batches.id
        and stage_materials.consumed + stage_materials.returned < stage_materials.allocated
      join public.lots on lots.id = stage_materials.lot_id
      join public.items on items.id = lots.item_id
      left join public.shift_runs as began on began.id = stage_materials.run_id
      where batches.site_id = here.site_id and batches.state = 'running'
        and (
          began.id = here.id
          or (stage_materials.allocated_at < here.ends_at and (began.id is null or began.starts_at <= here.starts_at))
        )
      union all
      select 'qc_missing', 'stage_logs', stage_logs.id,
        pg_catalog.format('%s of batch %s', stages.name, batches.code),
        pg_catalog.format('%s of batch %s ended at %s and has not been tested.', stages.name, batches.code,
          app.site_clock(here.site_id, stage_logs.ended_at)),
        pg_catalog.format('/quality/entry/%s/%s', batches.lot_id, stage_logs.id),
        stage_logs.ended_at
      from public.stage_logs
      join public.batches on batches.id = stage_logs.batch_id and batches.state in ('running', 'finished')
      join public.stages on stages.id = stage_logs.stage_id
      where stage_logs.end_run_id = here.id and stage_logs.qc_status = 'pending'
        and not exists (select from public.qc_tests where qc_tests.stage_log_id = stage_logs.id)
      union all
      select 'qc_missing', 'lots', lots.id,
        pg_catalog.format('Batch %s', batches.code),
        pg_catalog.format('Batch %s was finished at %s and has not had its final test.', batches.code,
          app.site_clock(here.site_id, stage_logs.ended_at)),
        pg_catalog.format('/quality/entry/%s', lots.id),
        stage_logs.ended_at
      from public.stage_logs
      join public.batches on batches.id = stage_logs.batch_id and batches.state = 'finished'
      join public.lots on lots.id = batches.lot_id and lots.qc_status = 'pending'
      where stage_logs.end_run_id = here.id
        and stage_logs.position = (select max(last.position) from public.stage_logs as last where last.batch_id = batches.id)
        and not exists (select from public.qc_tests where qc_tests.lot_id = lots.id and qc_tests.kind = 'final')
      union all
      select 'downtime_open', 'downtimes', downtimes.id,
        pg_catalog.format('%s, %s', machines.code, reason_codes.name),
        pg_catalog.format('%s has stood still since %s: %s.', machines.code, app.site_clock(here.site_id, downtimes.started_at), reason_codes.name),
        '/production/board/downtimes?open',
        downtimes.started_at
      from public.downtimes
      join public.machines on machines.id = downtimes.machine_id
      join public.reason_codes on reason_codes.id = downtimes.reason_id
      left join public.shift_runs as began on began.id = downtimes.run_id
      where downtimes.site_id = here.site_id and downtimes.ended_at is null
        and (
          began.id = here.id
          or (downtimes.started_at < here.ends_at and (began.id is null or began.starts_at <= here.starts_at))
        )
    ) as gaps
  );
end $function$;

CREATE OR REPLACE FUNCTION app.show_close_view (
  run uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  SET plan_cache_mode TO 'force_generic_plan'
  AS $function$
declare
  here public.shift_runs;
  gaps jsonb;
begin
  select * into here from public.shift_runs where id = show_close_view.run;
  gaps := app.standing_gaps(here);
  return pg_catalog.jsonb_build_object(
    'now', app.now(),
    'run', app.show_shift_run(here.id),
    'opened_by', (select full_name from public.profiles where id = here.opened_by),
    'closed_by', (select full_name from public.profiles where id = here.closed_by),
    'locked_at', here.locked_at,
    'opens_from', here.starts_at - coalesce(app.setting('shifts.open_early_minutes')::double precision, 0) * interval '1 minute',
    'closes_from', app.shift_closes_from(here),
    'locks_at', coalesce(here.locked_at, here.ends_at + app.shift_grace(here.site_id)),
    'mine', exists (select from public.shift_assignments where run_id = here.id and user_id = auth.uid() and active),
    'may_close', here.state <> 'locked' and app.has('shifts.close', here.site_id) and (
      not app.is_bound_to_shift(here.site_id, 'shifts.close')
      or exists (select from public.shift_assignments where run_id = here.id and user_id = auth.uid() and active)
    ),
    'entries', (select pg_catalog.count(*) from app.run_entries(here)),
    'managers', app.shift_managers(here.site_id),
    'gaps', gaps,
    'gaps_open', (select pg_catalog.count(*) from pg_catalog.jsonb_array_elements(gaps) as gap where gap -> 'explained' = 'null'),
    'handover', app.show_handover((select shift_handovers from public.shift_handovers where run_id = here.id)) - 'facts'
  );
end $function$;

CREATE OR REPLACE FUNCTION public.plant_board (
  site_id uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  SET plan_cache_mode TO 'force_generic_plan'
  AS $function$
declare
  today date := app.business_date(plant_board.site_id);
  zone text := (select time_zone from public.sites where id = plant_board.site_id);
  midnight timestamptz := today::timestamp at time zone zone;
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
        and shift_runs.starts_at < midnight + interval '1 day' and shift_runs.ends_at > midnight
        and shift_runs.starts_at > midnight - interval '2 days'
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
end $function$;

CREATE OR REPLACE FUNCTION public.qc_subject (
  lot_id       uuid,
  stage_log_id uuid DEFAULT NULL::uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  SET plan_cache_mode TO 'force_generic_plan'
  AS $function$
declare
  lot public.lots;
  log public.stage_logs;
  batch public.batches;
  wanted text;
begin
  select * into lot from public.lots where id = qc_subject.lot_id and site_id = any (app.my_sites());
  if not found then
    perform app.fail('NOT_FOUND', 'There is no such lot at your sites.', 'lot');
  end if;
  select * into batch from public.batches where batches.lot_id = lot.id;
  if qc_subject.stage_log_id is not null then
    select * into log from public.stage_logs where id = qc_subject.stage_log_id and batch_id = batch.id;
    if not found then
      perform app.fail('NOT_FOUND', pg_catalog.format('Lot %s has no such stage.', lot.code), 'stage_log');
    end if;
  end if;
  wanted := case when log.id is not null then 'in_process' when batch.id is null then 'incoming' else 'final' end;
  return (
    select pg_catalog.jsonb_build_object(
      'kind', wanted, 'site_id', lot.site_id, 'lot_id', lot.id, 'lot', lot.code,
      'item_id', items.id, 'item', items.code, 'item_name', items.name, 'unit', items.unit,
      'quantity', case when log.id is null then lot.initial_quantity else log.output_quantity end,
      'qc_status', coalesce(log.qc_status, lot.qc_status), 'lot_status', lot.qc_status,
      'since', case when log.id is not null then log.ended_at else coalesce(batch.ended_at, lot.created_at) end,
      'rejection', (
        select pg_catalog.jsonb_build_object('reason', reason_codes.name, 'note', lot.rejection_note)
        from public.reason_codes where reason_codes.id = lot.rejection_reason_id
      ),
      'vendor', (select partners.name from public.receipts join public.partners on partners.id = receipts.vendor_id where receipts.id = lot.receipt_id),
      'vendor_lot', lot.vendor_lot, 'received_on', lot.received_on, 'manufactured_on', lot.manufactured_on, 'expires_on', lot.expires_on,
      'batch', case when batch.id is not null then pg_catalog.jsonb_build_object(
        'id', batch.id, 'code', batch.code, 'state', batch.state,
        'running_stage', exists (select from public.stage_logs where batch_id = batch.id and ended_at is null),
        'open_stage', exists (select from public.stage_logs where batch_id = batch.id and qc_status not in ('pass', 'not_required'))
      ) end,
      'stage', (
        select pg_catalog.jsonb_build_object(
          'log_id', log.id, 'stage_id', log.stage_id, 'name', stages.name, 'position', log.position,
          'machine', machines.code, 'operator', log.operator_name, 'input', log.input_quantity, 'ended_at', log.ended_at,
          'judged', app.stage_judged(log.id) is not null,
          'next', (
            select following.name from public.route_stages join public.stages as following on following.id = route_stages.stage_id
            where route_stages.route_id = batch.route_id and route_stages.position > log.position
            order by route_stages.position limit 1
          )
        )
        from public.stages, public.machines where stages.id = log.stage_id and machines.id = log.machine_id
      ),
      'most_attempts', coalesce(app.setting('quality.max_retests')::integer, 2) + 1,
      'plan', app.show_plan(app.plan_in_force(wanted, lot.item_id, log.stage_id, app.business_date(lot.site_id)), lot.item_id, lot.site_id),
      'tests', (
        select coalesce(pg_catalog.jsonb_agg(app.show_test(qc_tests) order by qc_tests.attempt desc), '[]')
        from public.qc_tests
        where qc_tests.lot_id = lot.id and qc_tests.stage_log_id is not distinct from log.id
      ),
      'holds', (
        select coalesce(pg_catalog.jsonb_agg(
          pg_catalog.jsonb_build_object(
            'id', lot_holds.id, 'reason', reason_codes.name, 'note', lot_holds.note, 'by_test', reason_codes.code = 'parent_failed',
            'cause_id', cause.id, 'cause', cause.code, 'held_by', profiles.full_name, 'held_at', lot_holds.held_at
          ) order by lot_holds.held_at desc), '[]')
        from public.lot_holds
        join public.reason_codes on reason_codes.id = lot_holds.reason_id
        join public.lots as cause on cause.id = lot_holds.cause_lot_id
        join public.profiles on profiles.id = lot_holds.held_by
        where lot_holds.lot_id = lot.id and lot_holds.released_at is null
      ),
      'certificates', (
        select coalesce(pg_catalog.jsonb_agg(
          pg_catalog.jsonb_build_object('id', certificates.id, 'number', certificates.number, 'revision', certificates.revision, 'issued_at', certificates.issued_at)
          order by certificates.revision desc), '[]')
        from public.certificates where certificates.lot_id = lot.id
      )
    )
    from public.items where items.id = lot.item_id
  );
end $function$;
