create function app.test_answer(test_id uuid) returns jsonb
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  return (
    select pg_catalog.jsonb_build_object(
      'id', qc_tests.id, 'number', qc_tests.number, 'kind', qc_tests.kind, 'lot_id', lots.id, 'lot', lots.code, 'item', items.code,
      'stage_log_id', qc_tests.stage_log_id, 'stage', stages.name, 'attempt', qc_tests.attempt, 'retest_of', original.number,
      'plan_version', qc_plans.version, 'status', qc_tests.status, 'overridden', qc_tests.overridden,
      'document_path', qc_tests.document_path, 'remarks', qc_tests.remarks,
      'sampled_at', qc_tests.sampled_at, 'tested_at', qc_tests.tested_at,
      'tested_by', (select full_name from public.profiles where id = qc_tests.tested_by),
      'results', (
        select coalesce(pg_catalog.jsonb_agg(
          pg_catalog.jsonb_strip_nulls(pg_catalog.jsonb_build_object(
            'parameter_id', qc_results.parameter_id, 'name', qc_results.name, 'method', qc_results.method, 'unit', qc_results.unit,
            'minimum', qc_results.minimum, 'maximum', qc_results.maximum, 'accepted', qc_results.accepted,
            'value', qc_results.value, 'observed', qc_results.observed, 'within_spec', qc_results.within_spec
          )) order by qc_results.position, qc_results.name), '[]')
        from public.qc_results where qc_results.test_id = qc_tests.id and replaced_at is null
      ),
      'override', (
        select pg_catalog.jsonb_build_object(
          'id', qc_overrides.id, 'state', qc_overrides.state, 'reason', reason_codes.name, 'justification', qc_overrides.justification,
          'document_path', qc_overrides.document_path,
          'requested_by', (select full_name from public.profiles where id = qc_overrides.requested_by), 'requested_at', qc_overrides.requested_at,
          'decided_by', (select full_name from public.profiles where id = qc_overrides.decided_by), 'decided_at', qc_overrides.decided_at,
          'decision_note', qc_overrides.decision_note
        )
        from public.qc_overrides join public.reason_codes on reason_codes.id = qc_overrides.reason_id
        where qc_overrides.test_id = qc_tests.id
        order by qc_overrides.state = 'requested' desc, qc_overrides.requested_at desc limit 1
      )
    )
    from public.qc_tests
    join public.qc_plans on qc_plans.id = qc_tests.plan_id
    join public.lots on lots.id = qc_tests.lot_id
    join public.items on items.id = lots.item_id
    left join public.stage_logs on stage_logs.id = qc_tests.stage_log_id
    left join public.stages on stages.id = stage_logs.stage_id
    left join public.qc_tests as original on original.id = qc_tests.retest_of
    where qc_tests.id = test_answer.test_id
  );
end $$;
comment on function app.test_answer(uuid) is 'A test with its standing results and its latest override, as screens show it.';

-- Writes results against the limits of the test's plan. A result that is there already is replaced only
-- with a reason.
create function app.write_results(test public.qc_tests, results jsonb, reason text) returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
  line jsonb;
  parameter public.qc_parameters;
  given jsonb;
  seen uuid[] := '{}';
begin
  if coalesce(pg_catalog.jsonb_typeof(results), '') <> 'array' or pg_catalog.jsonb_array_length(results) > 100 then
    perform app.fail('VALUE_INVALID', 'The results are no list of parameters with their values.', 'results');
  end if;
  for line in select * from pg_catalog.jsonb_array_elements(results) loop
    select * into parameter from public.qc_parameters
    where plan_id = test.plan_id
      and (id::text = line ->> 'parameter_id' or (line ->> 'parameter_id' is null and name = line ->> 'name'));
    if not found then
      perform app.fail('VALUE_INVALID', pg_catalog.format('The plan has no parameter %s.', left(coalesce(line ->> 'name', line ->> 'parameter_id', 'without a name'), 80)), 'results');
    end if;
    if parameter.id = any (seen) then
      perform app.fail('VALUE_INVALID', pg_catalog.format('%s is given twice.', parameter.name), 'results.' || parameter.name);
    end if;
    seen := seen || parameter.id;
    given := line -> 'value';
    if given is null or given = 'null' then
      perform app.fail('FIELD_MISSING', pg_catalog.format('%s has no value.', parameter.name), 'results.' || parameter.name);
    end if;
    if pg_catalog.jsonb_typeof(given) <> (case when parameter.accepted is null then 'number' else 'string' end) then
      perform app.fail('VALUE_INVALID', pg_catalog.format('%s is no %s: %s.', left(given::text, 60),
        case when parameter.accepted is null then 'number' else 'word' end, parameter.name), 'results.' || parameter.name);
    end if;
    if parameter.accepted is null and (abs((given #>> '{}')::numeric) >= 1e12 or length(given #>> '{}') > 30) then
      perform app.fail('VALUE_INVALID', pg_catalog.format('%s is no measurement: %s.', left(given::text, 60), parameter.name), 'results.' || parameter.name);
    end if;
    if parameter.accepted is not null and app.is_blank(given #>> '{}') then
      perform app.fail('FIELD_MISSING', pg_catalog.format('%s has no value.', parameter.name), 'results.' || parameter.name);
    end if;
    if length(given #>> '{}') > 200 then
      perform app.fail('VALUE_INVALID', pg_catalog.format('%s has more than 200 characters.', parameter.name), 'results.' || parameter.name);
    end if;
    update public.qc_results
    set replaced_at = app.now(), replaced_by = auth.uid(), replacement_reason = write_results.reason
    where qc_results.test_id = test.id and qc_results.parameter_id = parameter.id and replaced_at is null;
    insert into public.qc_results (
      test_id, parameter_id, position, name, method, unit, minimum, maximum, accepted, required, value, observed, within_spec, entered_by
    )
    values (
      test.id, parameter.id, parameter.position, parameter.name, parameter.method, parameter.unit, parameter.minimum, parameter.maximum,
      parameter.accepted, parameter.required,
      case when parameter.accepted is null then (given #>> '{}')::numeric end,
      case when parameter.accepted is not null then pg_catalog.btrim(given #>> '{}') end,
      case when parameter.accepted is null
        then (given #>> '{}')::numeric between coalesce(parameter.minimum, '-infinity') and coalesce(parameter.maximum, 'infinity')
        else pg_catalog.lower(pg_catalog.btrim(given #>> '{}')) in (select pg_catalog.lower(pg_catalog.btrim(word)) from pg_catalog.unnest(parameter.accepted) as word) end,
      auth.uid()
    );
  end loop;
end $$;
comment on function app.write_results(public.qc_tests, jsonb, text) is
  'Judges results [{"parameter_id" or "name", "value"}] by the test''s plan and keeps the limits with them (P4.01, P4.03). Refuses with VALUE_INVALID, FIELD_MISSING at results.<name>.';

-- One or more out of limits: hold. Something still missing: pending. Else: pass (P4.04).
create function app.judge_test(test_id uuid) returns text
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  return (
    select case
      when pg_catalog.bool_or(not qc_results.within_spec) then 'hold'
      when pg_catalog.bool_or(qc_parameters.required and qc_results.id is null) or pg_catalog.count(qc_results.id) = 0 then 'pending'
      else 'pass' end
    from public.qc_tests
    join public.qc_parameters on qc_parameters.plan_id = qc_tests.plan_id
    left join public.qc_results on qc_results.test_id = qc_tests.id and qc_results.parameter_id = qc_parameters.id and replaced_at is null
    where qc_tests.id = judge_test.test_id
  );
end $$;
comment on function app.judge_test(uuid) is 'What the results of a test say (P4.04).';

-- Gives the test its status and what was tested the same: the lot, or the stage of the batch. A lot that
-- falls takes what came of it along; when it rises again, that is free again.
create function app.set_test_status(test public.qc_tests, status text, overridden boolean) returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
  failed uuid := (select id from public.reason_codes where purpose = 'hold' and code = 'parent_failed');
begin
  update public.qc_tests
  set status = set_test_status.status, overridden = set_test_status.overridden
  where id = test.id;
  if test.kind = 'in_process' then
    update public.stage_logs set qc_status = set_test_status.status where id = test.stage_log_id;
    return;
  end if;
  update public.lots set qc_status = set_test_status.status where id = test.lot_id;
  if set_test_status.status in ('hold', 'fail') then
    perform app.hold_below(test.lot_id, false, failed, pg_catalog.format('Test %s', test.number));
  elsif set_test_status.status = 'pass' then
    perform app.release_below(test.lot_id, failed, pg_catalog.format('Test %s', test.number));
  end if;
end $$;
comment on function app.set_test_status(public.qc_tests, text, boolean) is
  'Sets the status of a test and of the lot or stage it is of, and holds or frees what came of the lot (P4.04, P4.05).';

create function app.next_test_number(site public.sites, day date) returns text
language plpgsql
security definer
set search_path = ''
as $$
begin
  return pg_catalog.format('QC-%s-%s-%s', site.code, pg_catalog.to_char(day, 'YYMMDD'),
    app.padded(app.next_number(pg_catalog.format('qc:%s:%s', site.code, day)), 3));
end $$;
comment on function app.next_test_number(public.sites, date) is 'The number of a test of a day at a site: QC-P1-300523-001.';

-- What keeps a stage of a batch from being judged, or judged anew, as words for a sentence.
create function app.stage_judged(stage_log_id uuid) returns text
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  return (
    select case
      when lots.qc_status = 'fail' then 'has been rejected'
      when exists (
        select from public.stage_logs as later where later.batch_id = stage_logs.batch_id and later.position > stage_logs.position
      ) then 'has gone on to the next stage'
      when exists (select from public.qc_tests where qc_tests.lot_id = lots.id and kind = 'final') then 'has had its final test'
    end
    from public.stage_logs
    join public.batches on batches.id = stage_logs.batch_id
    join public.lots on lots.id = batches.lot_id
    where stage_logs.id = stage_judged.stage_log_id
  );
end $$;
comment on function app.stage_judged(uuid) is 'Why the test of a stage stands and no other is taken, or null: its batch has gone on (P4.05).';

create function public.record_qc_test(
  request_id uuid,
  results jsonb,
  lot_id uuid default null,
  stage_log_id uuid default null,
  retest_of uuid default null,
  sampled_at timestamptz default null,
  remarks text default null,
  document_path text default null
) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  answer jsonb := app.begin_command(request_id, 'record_qc_test', pg_catalog.jsonb_build_object(
    'results', results, 'lot', lot_id, 'stage', stage_log_id, 'retest', retest_of, 'sampled', sampled_at, 'remarks', remarks, 'document', document_path));
  log public.stage_logs;
  batch public.batches;
  lot public.lots;
  site public.sites;
  wanted text;
  plan uuid;
  latest public.qc_tests;
  test public.qc_tests;
begin
  if answer is not null then
    return answer;
  end if;
  if (lot_id is null) = (stage_log_id is null) then
    perform app.fail('FIELD_MISSING', 'A test is of a lot or of a stage, one of them.', 'lot');
  end if;
  if stage_log_id is not null then
    select * into log from public.stage_logs where id = record_qc_test.stage_log_id;
    if not found then
      perform app.fail('NOT_FOUND', 'There is no such stage of a batch.', 'stage_log');
    end if;
    perform app.require('quality.record_test', log.site_id);
    batch := app.lock_batch(log.batch_id);
    select * into strict log from public.stage_logs where id = record_qc_test.stage_log_id;
    if log.ended_at is null then
      perform app.fail('TEST_NOT_DUE', pg_catalog.format('This stage of batch %s is still running.', batch.code), 'stage_log');
    end if;
    if app.stage_judged(log.id) is not null then
      perform app.fail('TEST_NOT_DUE', pg_catalog.format('Batch %s %s; this stage is judged.', batch.code, app.stage_judged(log.id)), 'stage_log');
    end if;
    select * into strict lot from public.lots where id = batch.lot_id;
    wanted := 'in_process';
  else
    select * into batch from public.batches where batches.lot_id = record_qc_test.lot_id for no key update;
    perform app.lock_below(record_qc_test.lot_id);
    lot := app.lock_lot(record_qc_test.lot_id);
    perform app.require('quality.record_test', lot.site_id);
    wanted := case when batch.id is null then 'incoming' else 'final' end;
    if batch.id is not null and batch.state <> 'finished' then
      perform app.fail('TEST_NOT_DUE', pg_catalog.format('Batch %s is %s.', batch.code, batch.state), 'lot');
    end if;
    if lot.qc_status = 'fail' then
      perform app.fail('LOT_NOT_USABLE', pg_catalog.format('Lot %s has been rejected.', lot.code), 'lot');
    end if;
    if exists (
      select from public.stage_logs
      where stage_logs.batch_id = batch.id and stage_logs.qc_status not in ('pass', 'not_required')
    ) then
      perform app.fail('QC_GATE_CLOSED', pg_catalog.format('A stage of batch %s has not passed its test.', batch.code), 'lot');
    end if;
  end if;

  select qc_tests.* into latest
  from public.qc_tests
  where qc_tests.lot_id = lot.id and qc_tests.stage_log_id is not distinct from record_qc_test.stage_log_id
  order by qc_tests.attempt desc limit 1;
  if latest.id is distinct from record_qc_test.retest_of then
    if latest.id is null then
      perform app.fail('NOT_FOUND', 'There is no such test to repeat.', 'retest_of');
    end if;
    perform app.fail('TEST_EXISTS', pg_catalog.format('%s has been tested: %s, %s.', lot.code, latest.number, latest.status), 'retest_of',
      pg_catalog.jsonb_build_object('test', latest.id, 'number', latest.number, 'status', latest.status));
  end if;
  if latest.id is not null then
    if app.is_blank(record_qc_test.remarks) then
      perform app.fail('FIELD_MISSING', 'A re-test says why.', 'remarks');
    end if;
    if exists (select from public.qc_overrides where test_id = latest.id and state = 'requested') then
      perform app.fail('OVERRIDE_OPEN', pg_catalog.format('An override of test %s is waiting for its decision.', latest.number), 'retest_of');
    end if;
    if latest.attempt > coalesce(app.setting('quality.max_retests')::integer, 2) then
      perform app.fail('RETEST_LIMIT', pg_catalog.format('%s has been tested %s times.', lot.code, latest.attempt), 'retest_of');
    end if;
  end if;
  perform app.assert_document(document_path, lot.site_id, 'document');
  select * into strict site from public.sites where id = lot.site_id;
  plan := app.plan_in_force(wanted, lot.item_id, log.stage_id, app.business_date(site.id));
  if plan is null then
    perform app.fail('PLAN_MISSING', pg_catalog.format('No %s plan is in force for %s.', pg_catalog.replace(wanted, '_', '-'),
      coalesce((select stages.name from public.stages where id = log.stage_id), (select items.code from public.items where id = lot.item_id))), 'lot');
  end if;

  insert into public.qc_tests (number, site_id, kind, lot_id, stage_log_id, plan_id, retest_of, attempt, status, document_path, remarks, sampled_at, tested_by)
  values (
    app.next_test_number(site, app.business_date(site.id)),
    site.id, wanted, lot.id, record_qc_test.stage_log_id, plan, latest.id, coalesce(latest.attempt, 0) + 1, 'pending',
    record_qc_test.document_path, record_qc_test.remarks, app.past_time(coalesce(record_qc_test.sampled_at, app.now()), 'sampled_at'), auth.uid()
  )
  returning * into test;
  perform app.write_results(test, record_qc_test.results, null);
  perform app.set_test_status(test, app.judge_test(test.id), false);
  return app.end_command(request_id, app.test_answer(test.id));
end $$;
comment on function public.record_qc_test(uuid, jsonb, uuid, uuid, uuid, timestamptz, text, text) is
  'Records a test of a lot or of a stage that has ended, by the plan in force (P4.02–P4.04, P4.12). results: [{"parameter_id" or "name", "value"}], values in the parameter''s unit; what is still missing leaves it pending. A repeat names the latest test and says why (P4.07). Answers the test. Refuses with NOT_ALLOWED, NOT_FOUND, TEST_NOT_DUE, QC_GATE_CLOSED, LOT_NOT_USABLE, TEST_EXISTS, RETEST_LIMIT, OVERRIDE_OPEN, PLAN_MISSING, FIELD_MISSING, VALUE_INVALID.';
grant execute on function public.record_qc_test(uuid, jsonb, uuid, uuid, uuid, timestamptz, text, text) to authenticated;

create function public.amend_qc_test(request_id uuid, test_id uuid, results jsonb, reason text) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  answer jsonb := app.begin_command(request_id, 'amend_qc_test', pg_catalog.jsonb_build_object('test', test_id, 'results', results, 'reason', reason));
  test public.qc_tests;
  lot public.lots;
begin
  if answer is not null then
    return answer;
  end if;
  select * into test from public.qc_tests where id = amend_qc_test.test_id;
  if not found then
    perform app.fail('NOT_FOUND', 'There is no such test.', 'test');
  end if;
  perform app.require('quality.record_test', test.site_id);
  perform app.lock_test_subject(test);
  select * into strict test from public.qc_tests where id = amend_qc_test.test_id for no key update;
  if app.is_blank(reason) then
    perform app.fail('FIELD_MISSING', 'A change of a test says why.', 'reason');
  end if;
  if app.now() > test.tested_at + interval '24 hours' then
    perform app.fail('TEST_LOCKED', pg_catalog.format('Test %s is older than 24 hours.', test.number), 'test');
  end if;
  if exists (select from public.qc_tests as later where later.retest_of = test.id)
    or exists (select from public.qc_overrides where qc_overrides.test_id = test.id and state <> 'withdrawn') then
    perform app.fail('TEST_LOCKED', pg_catalog.format('Test %s has been decided, repeated, or waits for a decision.', test.number), 'test');
  end if;
  select lots.* into strict lot from public.lots where id = test.lot_id;
  if lot.qc_status = 'fail' then
    perform app.fail('TEST_LOCKED', pg_catalog.format('Lot %s has been rejected since test %s.', lot.code, test.number), 'test');
  end if;
  if app.stage_judged(test.stage_log_id) is not null then
    perform app.fail('TEST_LOCKED', pg_catalog.format('Batch %s %s since test %s.', lot.code, app.stage_judged(test.stage_log_id), test.number), 'test');
  end if;
  perform app.write_results(test, amend_qc_test.results, amend_qc_test.reason);
  perform app.set_test_status(test, app.judge_test(test.id), false);
  return app.end_command(request_id, app.test_answer(test.id));
end $$;
comment on function public.amend_qc_test(uuid, uuid, jsonb, text) is
  'Adds missing results to a test, or puts mistyped ones right with a reason, for 24 hours; what was there stays (P4.09, P4.12). Answers the test. Refuses with NOT_ALLOWED, NOT_FOUND, FIELD_MISSING, VALUE_INVALID, TEST_LOCKED.';
grant execute on function public.amend_qc_test(uuid, uuid, jsonb, text) to authenticated;

create function app.lock_test_subject(test public.qc_tests) returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
  if test.kind = 'in_process' then
    perform app.lock_batch(stage_logs.batch_id) from public.stage_logs where stage_logs.id = test.stage_log_id;
  else
    perform app.lock_below(test.lot_id);
  end if;
end $$;
comment on function app.lock_test_subject(public.qc_tests) is 'Locks what a test is of, before the test itself, in the order of every command.';
