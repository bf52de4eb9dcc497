-- What was written down in a run. Tests have no run of their own: they are those of its hours.
create function app.run_entries(run public.shift_runs)
returns table (
  kind text, subject_type text, subject_id uuid, happened_at timestamptz, recorded_at timestamptz, person uuid,
  batch_id uuid, batch text, subject text, details jsonb, remarks text
)
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  return query
  select 'batch_started', 'batches', batches.id, batches.created_at, batches.created_at, batches.created_by,
    batches.id, batches.code, items.name,
    pg_catalog.jsonb_build_object('item', items.code, 'planned', batches.planned_quantity, 'unit', items.unit), batches.remarks
  from public.batches join public.items on items.id = batches.item_id
  where batches.run_id = run.id
  union all
  -- Started and ended in one go is one entry.
  select part.kind, 'stage_logs', stage_logs.id, part.happened_at, part.recorded_at, part.person,
    batches.id, batches.code, stages.name,
    pg_catalog.jsonb_build_object(
      'position', stage_logs.position, 'machine', machines.code, 'operator', stage_logs.operator_name,
      'started_at', stage_logs.started_at, 'input', stage_logs.input_quantity, 'unit', items.unit, 'qc_status', stage_logs.qc_status
    ) || case when part.kind <> 'stage_started' then pg_catalog.jsonb_build_object(
      'ended_at', stage_logs.ended_at, 'output', stage_logs.output_quantity, 'parameters', stage_logs.parameters
    ) || app.stage_flags(stage_logs) else '{}' end,
    case when part.kind <> 'stage_started' or stage_logs.ended_at is null then stage_logs.remarks end
  from public.stage_logs
  join public.batches on batches.id = stage_logs.batch_id
  join public.items on items.id = batches.item_id
  join public.stages on stages.id = stage_logs.stage_id
  join public.machines on machines.id = stage_logs.machine_id
  cross join lateral (
    select case when stage_logs.end_logged_at = stage_logs.created_at then 'stage_logged' else 'stage_finished' end as kind,
      stage_logs.ended_at as happened_at, coalesce(stage_logs.end_logged_at, stage_logs.ended_at) as recorded_at, stage_logs.ended_by as person
    where stage_logs.end_run_id = run.id
    union all
    select 'stage_started', stage_logs.started_at, stage_logs.created_at, stage_logs.started_by
    where stage_logs.start_run_id = run.id and stage_logs.end_logged_at is distinct from stage_logs.created_at
  ) as part
  where stage_logs.start_run_id = run.id or stage_logs.end_run_id = run.id
  union all
  select 'downtime', 'downtimes', downtimes.id, downtimes.started_at, downtimes.logged_at, downtimes.logged_by,
    batches.id, batches.code, machines.code,
    pg_catalog.jsonb_build_object(
      'machine', machines.code, 'machine_name', machines.name, 'reason', reason_codes.name,
      'started_at', downtimes.started_at, 'ended_at', downtimes.ended_at
    ), downtimes.note
  from public.downtimes
  join public.machines on machines.id = downtimes.machine_id
  join public.reason_codes on reason_codes.id = downtimes.reason_id
  left join public.stage_logs on stage_logs.id = downtimes.stage_log_id
  left join public.batches on batches.id = stage_logs.batch_id
  where downtimes.run_id = run.id
  union all
  select 'material', 'stage_materials', stage_materials.id, stage_materials.allocated_at, stage_materials.allocated_at, stage_materials.allocated_by,
    batches.id, batches.code, lots.code,
    pg_catalog.jsonb_build_object(
      'lot_id', lots.id, 'lot', lots.code, 'item', items.code, 'item_name', items.name, 'position', stage_materials.position,
      'allocated', stage_materials.allocated, 'consumed', stage_materials.consumed, 'returned', stage_materials.returned, 'unit', items.unit
    ), stage_materials.note
  from public.stage_materials
  join public.batches on batches.id = stage_materials.batch_id
  join public.lots on lots.id = stage_materials.lot_id
  join public.items on items.id = lots.item_id
  where stage_materials.run_id = run.id
  union all
  select 'test', 'qc_tests', qc_tests.id, qc_tests.sampled_at, qc_tests.tested_at, qc_tests.tested_by,
    batches.id, batches.code, lots.code,
    pg_catalog.jsonb_build_object(
      'number', qc_tests.number, 'kind', qc_tests.kind, 'lot_id', lots.id, 'lot', lots.code, 'stage_log_id', qc_tests.stage_log_id,
      'stage', stages.name, 'status', qc_tests.status, 'attempt', qc_tests.attempt, 'overridden', qc_tests.overridden
    ), qc_tests.remarks
  from public.qc_tests
  join public.lots on lots.id = qc_tests.lot_id
  left join public.batches on batches.lot_id = lots.id
  left join public.stage_logs on stage_logs.id = qc_tests.stage_log_id
  left join public.stages on stages.id = stage_logs.stage_id
  where qc_tests.site_id = run.site_id and qc_tests.tested_at >= run.starts_at and qc_tests.tested_at < run.ends_at;
end $$;
comment on function app.run_entries(public.shift_runs) is
  'Batches begun, stages started, finished or logged in one go, downtimes, materials and tests of a run, each with when it happened and when it was written down. Quantities in the unit beside them (P3.10).';

-- What was changed after it was written: of a stage that had ended, all but the verdict of QC.
create function app.was_changed(subject_type text, subject_id uuid) returns boolean
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  return case was_changed.subject_type
    when 'stage_logs' then exists (
      select from audit.log
      where relation = 'public.stage_logs' and record_id = was_changed.subject_id::text and operation = 'update'
        and before ->> 'ended_at' is not null and before - 'qc_status' <> after - 'qc_status'
    )
    when 'downtimes' then exists (
      select from audit.log
      where relation = 'public.downtimes' and record_id = was_changed.subject_id::text and operation = 'update'
        and (before ->> 'ended_at' is not null or before - array['ended_at', 'ended_by'] <> after - array['ended_at', 'ended_by'])
    )
    when 'stage_materials' then exists (
      select from audit.log
      where relation = 'public.stage_materials' and record_id = was_changed.subject_id::text and operation = 'update'
        and before -> 'allocated' <> after -> 'allocated'
    )
    when 'qc_tests' then exists (
      select from public.qc_results where qc_results.test_id = was_changed.subject_id and replaced_at is not null
    )
    else false
  end;
end $$;
comment on function app.was_changed(text, uuid) is 'Whether a record says something else than when it was written: corrected, or put right (P3.07, P4.09).';

-- What came after the lock, with what became of it.
create function app.run_corrections(run public.shift_runs)
returns table (
  kind text, subject_type text, subject_id uuid, happened_at timestamptz, recorded_at timestamptz, person uuid,
  batch_id uuid, batch text, subject text, details jsonb, remarks text
)
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  if pg_catalog.to_regclass('public.correction_requests') is null then
    return;
  end if;
  return query
  select 'correction', 'correction_requests', asked.id, asked.requested_at, asked.requested_at, asked.requested_by,
    null::uuid, null::text, asked.subject,
    pg_catalog.jsonb_build_object(
      'number', asked.number, 'kind', asked.kind, 'state', asked.state, 'of_type', asked.subject_type, 'of', asked.subject_id,
      'decided_by', (select full_name from public.profiles where id = asked.decided_by), 'decided_at', asked.decided_at,
      'decision_note', asked.decision_note
    ), asked.reason
  from public.correction_requests as asked where asked.run_id = run.id;
end $$;
comment on function app.run_corrections(public.shift_runs) is
  'Corrections of a run that were asked for, as entries of its logbook (P3.07, P3.10).';

create function public.shift_logbook(run uuid, before timestamptz default null, page_size integer default 50) returns jsonb
language plpgsql stable
security definer
set search_path = ''
as $$
declare
  here public.shift_runs := app.visible_run(shift_logbook.run);
  answer jsonb;
begin
  if app.is_bound_to_shift(here.site_id) and not exists (
    select from public.shift_assignments where run_id = here.id and user_id = auth.uid() and active
  ) then
    perform app.refuse_foreign_run(here);
  end if;
  if page_size is null or page_size < 1 or page_size > 200 then
    perform app.fail('VALUE_INVALID', 'A page has 1 to 200 entries.', 'page_size');
  end if;
  -- What was written at one instant stays on one page, so that the next begins before it.
  with entries as (
    select * from app.run_entries(here)
    union all
    select * from app.run_corrections(here)
    union all
    select 'remark', 'shift_remarks', shift_remarks.id, written_at, written_at, written_by, null, null, null, '{}', body
    from public.shift_remarks where shift_remarks.run_id = here.id
    union all
    select 'explanation', shift_explanations.subject_type, shift_explanations.subject_id, explained_at, explained_at, explained_by,
      null, null, shift_explanations.sentence, pg_catalog.jsonb_build_object('gap', shift_explanations.kind), reason
    from public.shift_explanations where shift_explanations.run_id = here.id
    union all
    select 'handover', 'shift_handovers', shift_handovers.id, given_at, given_at, given_by, null, null, null,
      pg_catalog.jsonb_build_object('received_by', (select full_name from public.profiles where id = received_by), 'received_at', received_at), note
    from public.shift_handovers where shift_handovers.run_id = here.id
  ),
  page as (
    select * from entries
    where shift_logbook.before is null or entries.recorded_at < shift_logbook.before
    order by entries.recorded_at desc
    fetch first (shift_logbook.page_size) rows with ties
  )
  select pg_catalog.jsonb_build_object(
    'run', app.show_shift_run(here.id),
    'entries', coalesce(pg_catalog.jsonb_agg(
      pg_catalog.jsonb_build_object(
        'kind', page.kind, 'subject_type', page.subject_type, 'subject_id', page.subject_id,
        'happened_at', page.happened_at, 'recorded_at', page.recorded_at, 'late', page.recorded_at >= here.ends_at,
        'person', pg_catalog.jsonb_build_object('id', page.person, 'full_name', profiles.full_name),
        'batch', case when page.batch_id is not null then pg_catalog.jsonb_build_object('id', page.batch_id, 'code', page.batch) end,
        'subject', page.subject, 'details', page.details, 'remarks', page.remarks,
        'changed', page.kind <> 'explanation' and app.was_changed(page.subject_type, page.subject_id)
      ) order by page.recorded_at desc, page.happened_at desc, page.kind, page.subject_id), '[]'),
    'next', case when exists (
      select from entries where entries.recorded_at < (select min(recorded_at) from page)
    ) then min(page.recorded_at) end
  ) into answer
  from page left join public.profiles on profiles.id = page.person;
  return answer;
end $$;
comment on function public.shift_logbook(uuid, timestamptz, integer) is
  'The logbook of a run, newest first by when it was written: entries, corrections, remarks, explanations, the handover; `next` is what to give as `before` for the page after, null at the end (P3.10). A supervisor reads those of his own shifts (P1.09). Refuses with NOT_FOUND, SHIFT_NOT_YOURS, VALUE_INVALID.';
grant execute on function public.shift_logbook(uuid, timestamptz, integer) to authenticated;
