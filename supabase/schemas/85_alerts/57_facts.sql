-- What happens in the other modules and people are to know: triggers here, so that no command has to
-- think of it. Each asks first, cheaply, whether there is anything to say.
create function app.test_findings(test public.qc_tests) returns text
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  return (
    select pg_catalog.string_agg(
      pg_catalog.format('%s %s%s%s', qc_results.name,
        coalesce(pg_catalog.trim_scale(qc_results.value)::text, qc_results.observed),
        case when qc_results.unit is not null and qc_results.unit <> qc_results.name then ' ' || qc_results.unit end,
        case
          when qc_results.accepted is not null then ' (must be ' || pg_catalog.array_to_string(qc_results.accepted, ' or ') || ')'
          when qc_results.value > qc_results.maximum then ' over ' || pg_catalog.trim_scale(qc_results.maximum)
          else ' under ' || pg_catalog.trim_scale(qc_results.minimum)
        end),
      ', ' order by qc_results.position, qc_results.name)
    from public.qc_results
    where qc_results.test_id = test.id and replaced_at is null and not within_spec
  );
end $$;
comment on function app.test_findings(public.qc_tests) is 'What of a test is out of its limits, as words: pH 8.2 over 7.5.';

create function app.qc_tests_raise() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  lot public.lots;
  stage text;
  earlier uuid;
begin
  select * into strict lot from public.lots where id = new.lot_id;
  if new.status = 'hold' then
    stage := (
      select stages.name from public.stage_logs join public.stages on stages.id = stage_logs.stage_id where stage_logs.id = new.stage_log_id
    );
    perform app.notify(
      'quality.test_failed', new.site_id, 'qc_tests', new.id::text, pg_catalog.concat_ws(', ', lot.code, stage),
      pg_catalog.jsonb_build_object(
        'lot', lot.code, 'stage', coalesce(stage, case new.kind when 'incoming' then 'Incoming' else 'Final test' end), 'test', new.number,
        'item', (select items.name from public.items where items.id = lot.item_id), 'findings', app.test_findings(new),
        'person', (select full_name from public.profiles where id = new.tested_by)
      ),
      '/quality/items/' || lot.id || coalesce('/' || new.stage_log_id, '')
    );
  else
    -- A test that passes answers for the ones before it of the same lot or stage, as a rejection does.
    for earlier in
      select qc_tests.id from public.qc_tests
      where qc_tests.lot_id = new.lot_id and qc_tests.stage_log_id is not distinct from new.stage_log_id
      order by qc_tests.attempt
    loop
      perform app.resolve_alerts('quality.test_failed', 'qc_tests', earlier::text, case new.status
        when 'fail' then pg_catalog.format('%s was rejected.', lot.code)
        when 'pass' then pg_catalog.format('Test %s has passed%s.', new.number, case when new.overridden then ' by an override' end)
        else pg_catalog.format('Test %s was put right.', new.number) end);
    end loop;
  end if;
  return null;
end $$;
comment on function app.qc_tests_raise() is 'Raises quality.test_failed with what is out of its limits, and ends it when the test passes, is put right, or the lot is rejected (P9.01, P4.04).';
create trigger raise_alerts after update of status on public.qc_tests
  for each row when (old.status <> new.status and (new.status <> 'pending' or old.status = 'hold'))
  execute function app.qc_tests_raise();

create function app.qc_overrides_raise() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  test public.qc_tests;
  lot public.lots;
begin
  if new.state <> 'requested' then
    perform app.resolve_alerts('quality.override_requested', 'qc_overrides', new.id::text, pg_catalog.format('It was %s.', new.state));
    return null;
  end if;
  select * into strict test from public.qc_tests where id = new.test_id;
  select * into strict lot from public.lots where id = test.lot_id;
  perform app.notify(
    'quality.override_requested', test.site_id, 'qc_overrides', new.id::text, pg_catalog.format('%s, test %s', lot.code, test.number),
    pg_catalog.jsonb_build_object(
      'lot', lot.code, 'test', test.number, 'person', (select full_name from public.profiles where id = new.requested_by),
      'reason', (select name from public.reason_codes where id = new.reason_id), 'justification', new.justification
    ),
    '/quality/items/' || lot.id || coalesce('/' || test.stage_log_id, '')
  );
  return null;
end $$;
comment on function app.qc_overrides_raise() is 'Raises quality.override_requested, and ends it with the decision (P4.06).';
create trigger raise_alerts after insert or update of state on public.qc_overrides
  for each row execute function app.qc_overrides_raise();

-- Where a lot came into being and where it lies, people work with it; who works at two of the places is
-- told at one.
create function app.tell_lot_status(lot public.lots, was text, is_now text, told_by uuid[] default '{}') returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
  place record;
begin
  for place in
    select lot.site_id
    union
    select locations.site_id
    from public.stock_balances join public.locations on locations.id = stock_balances.location_id
    where stock_balances.lot_id = lot.id and stock_balances.on_hand > 0
    order by 1
  loop
    told_by := told_by || app.notify(
      'lot.status_changed', place.site_id, 'lots', lot.id::text, lot.code,
      pg_catalog.jsonb_build_object(
        'lot', lot.code, 'item', (select items.name from public.items where items.id = lot.item_id), 'before', tell_lot_status.was,
        'after', tell_lot_status.is_now, 'told_by', told_by
      ),
      '/stock/lots/' || lot.id
    );
  end loop;
end $$;
comment on function app.tell_lot_status(public.lots, text, text, uuid[]) is
  'Raises lot.status_changed wherever a lot is, for who was not told of it by other alerts (W4.01).';

create function app.status_word(status text) returns text
language plpgsql immutable
set search_path = ''
as $$
begin
  return case status when 'pending' then 'waiting for QC' when 'pass' then 'released' when 'fail' then 'rejected' when 'hold' then 'on hold' end;
end $$;
comment on function app.status_word(text) is 'A QC status as people say it.';

create function app.lots_raise() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  -- Who was told that its test has failed knows why it is on hold.
  perform app.tell_lot_status(new, app.status_word(old.qc_status), app.status_word(new.qc_status), case when new.qc_status = 'hold' then array(
    select alerts.id from public.qc_tests
    join public.alerts on alerts.event_code = 'quality.test_failed' and alerts.subject_id = qc_tests.id::text and alerts.state <> 'resolved'
    where qc_tests.lot_id = new.id and qc_tests.status = 'hold'
  ) else '{}' end);
  if 'pass' in (old.qc_status, new.qc_status) then
    perform app.check_lot_stock(new, case when new.qc_status = 'pass' then 1 else -1 end);
  end if;
  return null;
end $$;
comment on function app.lots_raise() is 'Tells of a lot''s new QC status, and looks what it means for the stock of its item (W4.01, P5.07).';
create trigger raise_alerts after update of qc_status on public.lots
  for each row when (old.qc_status <> new.qc_status)
  execute function app.lots_raise();

-- What is held because of another lot is told with that one.
create function app.lot_holds_raise() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  lot public.lots;
  other boolean := exists (
    select from public.lot_holds where lot_holds.lot_id = new.lot_id and lot_holds.id <> new.id and released_at is null
  );
begin
  select * into strict lot from public.lots where id = new.lot_id;
  if new.lot_id = new.cause_lot_id then
    perform app.tell_lot_status(lot,
      case when tg_op = 'INSERT' then app.status_word(lot.qc_status) else 'on hold' end,
      case when tg_op = 'INSERT' or other then 'on hold' else app.status_word(lot.qc_status) end);
  end if;
  if lot.qc_status = 'pass' and not other then
    perform app.check_lot_stock(lot, case when tg_op = 'INSERT' then -1 else 1 end);
  end if;
  return null;
end $$;
comment on function app.lot_holds_raise() is 'Tells that a lot was put on hold or set free, and looks what it means for the stock of its item (W4.01, P5.07).';
create trigger raise_alerts after insert or update of released_at on public.lot_holds
  for each row execute function app.lot_holds_raise();

create function app.transfer_requests_raise() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  item public.items;
begin
  if tg_op = 'UPDATE' then
    perform app.resolve_alerts('stock.transfer_requested', 'transfer_requests', new.id::text, pg_catalog.format('It was %s.', new.state));
    return null;
  end if;
  select * into strict item from public.items where id = new.item_id;
  perform app.notify(
    'stock.transfer_requested', new.site_id, 'transfer_requests', new.id::text, pg_catalog.format('%s to %s', item.name,
      (select code from public.locations where id = new.to_id)),
    pg_catalog.jsonb_build_object(
      'item', item.name, 'quantity', pg_catalog.trim_scale(new.quantity), 'unit', item.unit,
      'place', (select code from public.locations where id = new.to_id),
      'person', (select full_name from public.profiles where id = new.requested_by),
      'needed_by', coalesce(app.site_clock(new.site_id, new.needed_by), 'soon')
    ),
    '/stock'
  );
  return null;
end $$;
comment on function app.transfer_requests_raise() is 'Raises stock.transfer_requested, and ends it when the request is brought, declined or cancelled (P5.02).';
create trigger raise_asked after insert on public.transfer_requests
  for each row execute function app.transfer_requests_raise();
create trigger raise_decided after update of state on public.transfer_requests
  for each row when (old.state <> new.state)
  execute function app.transfer_requests_raise();

create function app.stage_logs_raise() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  flags jsonb := app.stage_flags(new);
  batch public.batches;
  stage text;
begin
  if not ((flags ->> 'loss_above_limit')::boolean or (flags ->> 'yield_out_of_band')::boolean) then
    return null;
  end if;
  select * into strict batch from public.batches where id = new.batch_id;
  stage := (select name from public.stages where id = new.stage_id);
  perform app.notify(
    'input.suspicious', new.site_id, 'stage_logs', new.id::text, pg_catalog.format('%s of %s', stage, batch.code),
    pg_catalog.jsonb_build_object(
      'batch', batch.code, 'stage', stage, 'loss', pg_catalog.round((flags ->> 'loss_percent')::numeric, 1),
      'yield', pg_catalog.round((flags ->> 'yield_percent')::numeric, 1),
      'finding', case when (flags ->> 'loss_above_limit')::boolean
        then pg_catalog.format('a loss of %s %% is over the limit of %s %%', pg_catalog.round((flags ->> 'loss_percent')::numeric, 1), pg_catalog.trim_scale(new.loss_limit_percent))
        else pg_catalog.format('a yield of %s %% is outside %s to %s %%', pg_catalog.round((flags ->> 'yield_percent')::numeric, 1),
          pg_catalog.trim_scale(coalesce(new.yield_min_percent, 0)), pg_catalog.trim_scale(coalesce(new.yield_max_percent, 100))) end,
      'person', new.operator_name, 'run', new.end_run_id
    ),
    '/production/batches/' || batch.id
  );
  return null;
end $$;
comment on function app.stage_logs_raise() is 'Raises input.suspicious for a stage whose loss or yield breaks its limits (P9.01, P3.03).';
create trigger raise_logged after insert on public.stage_logs
  for each row when (new.ended_at is not null)
  execute function app.stage_logs_raise();
create trigger raise_finished after update of ended_at on public.stage_logs
  for each row when (old.ended_at is null and new.ended_at is not null)
  execute function app.stage_logs_raise();

-- An address that is tried again is no matter any more, whether it is another or the same.
create function app.notification_settings_raise() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform app.resolve_alerts('system.address_off', 'profiles', new.user_id::text, 'E-mail is on again.');
  return null;
end $$;
comment on function app.notification_settings_raise() is 'Ends system.address_off when e-mail to the person is turned on again (P9.03).';
create trigger raise_alerts after update of email_off_at on public.notification_settings
  for each row when (old.email_off_at is not null and new.email_off_at is null)
  execute function app.notification_settings_raise();
