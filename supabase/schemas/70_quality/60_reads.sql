-- What a laboratory looks at: one thing that is tested, with its plan and all that was ever said of it,
-- and how a parameter has run. Names of people come with it, because who tests may not list people.
create function app.parameter_results(parameter_id uuid, item_id uuid, site_id uuid, last integer)
returns table (
  test text, lot_id uuid, lot text, stage_log_id uuid, tested_at timestamptz, attempt integer, value numeric, observed text,
  minimum numeric, maximum numeric, accepted text[], within_spec boolean
)
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  return query
  select latest.*
  from public.qc_parameters as asked
  join public.qc_plans as plan on plan.id = asked.plan_id
  join public.qc_plans as versions on versions.kind = plan.kind
    and versions.item_id is not distinct from plan.item_id and versions.stage_id is not distinct from plan.stage_id
  join public.qc_parameters as same on same.plan_id = versions.id and same.name = asked.name
  cross join lateral (
    select qc_tests.number, lots.id, lots.code, qc_tests.stage_log_id, qc_tests.tested_at, qc_tests.attempt,
      qc_results.value, qc_results.observed, qc_results.minimum, qc_results.maximum, qc_results.accepted, qc_results.within_spec
    from public.qc_results
    join public.qc_tests on qc_tests.id = qc_results.test_id and qc_tests.site_id = parameter_results.site_id
    join public.lots on lots.id = qc_tests.lot_id and lots.item_id = parameter_results.item_id
    where qc_results.parameter_id = same.id and qc_results.replaced_at is null
    order by qc_results.entered_at desc, qc_tests.number desc
    limit parameter_results.last
  ) as latest
  where asked.id = parameter_results.parameter_id
  order by latest.tested_at desc, latest.number desc
  limit parameter_results.last;
end $$;
comment on function app.parameter_results(uuid, uuid, uuid, integer) is
  'The last standing results of a parameter of an item at a site, in all versions of its plan, newest first; values in the parameter''s unit.';

create function public.parameter_history(parameter_id uuid, item_id uuid, site_id uuid, last integer default 30) returns jsonb
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  if (parameter_history.site_id = any (app.my_sites())) is not true then
    perform app.fail('NOT_FOUND', 'There is no such site among yours.', 'site');
  end if;
  if last is null or last < 1 or last > 200 then
    perform app.fail('VALUE_INVALID', 'A history has 1 to 200 results.', 'last');
  end if;
  return (
    select coalesce(pg_catalog.jsonb_agg(pg_catalog.to_jsonb(results) order by results.tested_at, results.test), '[]')
    from app.parameter_results(parameter_id, item_id, site_id, last) as results
  );
end $$;
comment on function public.parameter_history(uuid, uuid, uuid, integer) is
  'How a parameter of an item has run at a site: its last results (1 to 200) with the limits they were judged by, oldest first (P4.10). Refuses with NOT_FOUND, VALUE_INVALID.';
grant execute on function public.parameter_history(uuid, uuid, uuid, integer) to authenticated;

-- The plan that the next test is judged by, each parameter with what was measured before.
create function app.show_plan(plan_id uuid, item_id uuid, site_id uuid) returns jsonb
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  return (
    select pg_catalog.jsonb_build_object(
      'id', qc_plans.id, 'version', qc_plans.version, 'effective_from', qc_plans.effective_from,
      'parameters', (
        select coalesce(pg_catalog.jsonb_agg(
          pg_catalog.to_jsonb(qc_parameters) - array['plan_id', 'position'] || pg_catalog.jsonb_build_object('previous', (
            select coalesce(pg_catalog.jsonb_agg(coalesce(pg_catalog.to_jsonb(before.value), pg_catalog.to_jsonb(before.observed)) order by before.tested_at, before.test), '[]')
            from app.parameter_results(qc_parameters.id, show_plan.item_id, show_plan.site_id, 3) as before
          )) order by qc_parameters.position, qc_parameters.name), '[]')
        from public.qc_parameters where qc_parameters.plan_id = qc_plans.id
      )
    )
    from public.qc_plans where qc_plans.id = show_plan.plan_id
  );
end $$;
comment on function app.show_plan(uuid, uuid, uuid) is
  'A plan as the entry of a test shows it: parameters with limits, method and the last three results, the latest last (P4.01).';

-- A test with what is not in the answer of a command: what was replaced, every override, and whether the
-- caller had a part in it.
create function app.show_test(test public.qc_tests) returns jsonb
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  return app.test_answer(test.id) || pg_catalog.jsonb_build_object(
    'locks_at', test.tested_at + interval '24 hours',
    'repeated', exists (select from public.qc_tests as later where later.retest_of = test.id),
    'mine', test.tested_by = auth.uid()
      or exists (select from public.qc_results where qc_results.test_id = test.id and entered_by = auth.uid()),
    'replaced', (
      select coalesce(pg_catalog.jsonb_agg(
        pg_catalog.jsonb_build_object(
          'parameter_id', qc_results.parameter_id, 'name', qc_results.name, 'unit', qc_results.unit,
          'value', qc_results.value, 'observed', qc_results.observed, 'within_spec', qc_results.within_spec,
          'entered_by', enterer.full_name, 'entered_at', qc_results.entered_at,
          'replaced_by', replacer.full_name, 'replaced_at', qc_results.replaced_at, 'reason', qc_results.replacement_reason
        ) order by qc_results.replaced_at, qc_results.position), '[]')
      from public.qc_results
      join public.profiles as enterer on enterer.id = qc_results.entered_by
      join public.profiles as replacer on replacer.id = qc_results.replaced_by
      where qc_results.test_id = test.id
    ),
    'overrides', (
      select coalesce(pg_catalog.jsonb_agg(
        pg_catalog.jsonb_build_object(
          'id', qc_overrides.id, 'state', qc_overrides.state, 'reason', reason_codes.name, 'justification', qc_overrides.justification,
          'document_path', qc_overrides.document_path, 'mine', qc_overrides.requested_by = auth.uid(),
          'requested_by', requester.full_name, 'requested_at', qc_overrides.requested_at,
          'decided_by', decider.full_name, 'decided_at', qc_overrides.decided_at, 'decision_note', qc_overrides.decision_note
        ) order by qc_overrides.requested_at), '[]')
      from public.qc_overrides
      join public.reason_codes on reason_codes.id = qc_overrides.reason_id
      join public.profiles as requester on requester.id = qc_overrides.requested_by
      left join public.profiles as decider on decider.id = qc_overrides.decided_by
      where qc_overrides.test_id = test.id
    )
  );
end $$;
comment on function app.show_test(public.qc_tests) is
  'A test as its page shows it, with what was replaced, by whom and why, and every override (P4.06, P4.07, P4.09).';

create function public.qc_subject(lot_id uuid, stage_log_id uuid default null) returns jsonb
language plpgsql stable
security definer
set search_path = ''
set plan_cache_mode = force_generic_plan
as $$
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
end $$;
comment on function public.qc_subject(uuid, uuid) is
  'What is tested, a lot or a stage of its batch: the plan in force with what was measured before, every test with what was replaced and overridden, holds, certificates (P4.02, P4.06, P4.07, P4.09, P4.10). Quantities in `unit`, values in the parameter''s unit. Refuses with NOT_FOUND.';
grant execute on function public.qc_subject(uuid, uuid) to authenticated;
