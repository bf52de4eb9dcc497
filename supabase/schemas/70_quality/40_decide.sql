create function public.request_override(
  request_id uuid, test_id uuid, reason_id uuid, justification text, document_path text
) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  answer jsonb := app.begin_command(request_id, 'request_override', pg_catalog.jsonb_build_object(
    'test', test_id, 'reason', reason_id, 'justification', justification, 'document', document_path));
  test public.qc_tests;
begin
  if answer is not null then
    return answer;
  end if;
  select * into test from public.qc_tests where id = request_override.test_id;
  if not found then
    perform app.fail('NOT_FOUND', 'There is no such test.', 'test');
  end if;
  perform app.require('quality.request_override', test.site_id);
  perform app.lock_test_subject(test);
  select * into strict test from public.qc_tests where id = request_override.test_id for no key update;
  if test.status <> 'hold' or exists (select from public.qc_tests as later where later.retest_of = test.id) then
    perform app.fail('OVERRIDE_NOT_NEEDED', pg_catalog.format('Test %s is not on hold, or has been repeated.', test.number), 'test');
  end if;
  if exists (select from public.qc_overrides where qc_overrides.test_id = test.id and state = 'requested') then
    perform app.fail('OVERRIDE_OPEN', pg_catalog.format('An override of test %s is waiting for its decision.', test.number), 'test');
  end if;
  if not exists (select from public.reason_codes where id = request_override.reason_id and purpose = 'override' and active) then
    perform app.fail('NOT_FOUND', 'An override needs one of the reasons for overrides.', 'reason');
  end if;
  if app.is_blank(justification) or length(pg_catalog.btrim(justification)) < 10 then
    perform app.fail('FIELD_MISSING', 'An override is justified in at least 10 characters.', 'justification');
  end if;
  if app.is_blank(document_path) then
    perform app.fail('FIELD_MISSING', 'An override needs an attachment.', 'document');
  end if;
  perform app.assert_document(document_path, test.site_id, 'document');
  insert into public.qc_overrides (test_id, reason_id, justification, document_path, requested_by)
  values (test.id, request_override.reason_id, request_override.justification, request_override.document_path, auth.uid());
  return app.end_command(request_id, app.test_answer(test.id));
end $$;
comment on function public.request_override(uuid, uuid, uuid, text, text) is
  'Asks a manager to pass a test that is on hold, with reason, justification and attachment (P4.06). Answers the test. Refuses with NOT_ALLOWED, NOT_FOUND, OVERRIDE_NOT_NEEDED, OVERRIDE_OPEN, FIELD_MISSING.';
grant execute on function public.request_override(uuid, uuid, uuid, text, text) to authenticated;

create function public.decide_override(request_id uuid, override_id uuid, approve boolean, note text) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  answer jsonb := app.begin_command(request_id, 'decide_override', pg_catalog.jsonb_build_object(
    'override', override_id, 'approve', approve, 'note', note));
  wanted public.qc_overrides;
  test public.qc_tests;
begin
  if answer is not null then
    return answer;
  end if;
  select * into wanted from public.qc_overrides where id = decide_override.override_id;
  if not found then
    perform app.fail('NOT_FOUND', 'There is no such request.', 'override');
  end if;
  select * into strict test from public.qc_tests where id = wanted.test_id;
  perform app.require('quality.decide_override', test.site_id);
  perform app.lock_test_subject(test);
  select * into strict test from public.qc_tests where id = wanted.test_id for no key update;
  select * into strict wanted from public.qc_overrides where id = decide_override.override_id for no key update;
  if wanted.state <> 'requested' then
    perform app.fail('OVERRIDE_DECIDED', pg_catalog.format('The override of test %s has been %s.', test.number, wanted.state), 'override');
  end if;
  if test.status <> 'hold' then
    perform app.fail('OVERRIDE_NOT_NEEDED', pg_catalog.format('Test %s is no longer on hold.', test.number), 'override');
  end if;
  if auth.uid() in (wanted.requested_by, test.tested_by)
    or exists (select from public.qc_results where qc_results.test_id = test.id and entered_by = auth.uid()) then
    perform app.fail('OVERRIDE_OWN', pg_catalog.format('Who tested, or asked to override %s, does not decide it.', test.number), 'override');
  end if;
  if approve is null then
    perform app.fail('FIELD_MISSING', 'The decision is missing.', 'approve');
  end if;
  if app.is_blank(note) then
    perform app.fail('FIELD_MISSING', 'A decision says why.', 'note');
  end if;
  update public.qc_overrides
  set state = case when decide_override.approve then 'approved' else 'rejected' end,
    decided_by = auth.uid(), decided_at = app.now(), decision_note = decide_override.note
  where id = wanted.id;
  if approve then
    perform app.set_test_status(test, 'pass', true);
  end if;
  return app.end_command(request_id, app.test_answer(test.id));
end $$;
comment on function public.decide_override(uuid, uuid, boolean, text) is
  'Decides a request as somebody who neither asked nor tested; approved, the test and what it is of pass, else they stay on hold (P4.06). Answers the test. Refuses with NOT_ALLOWED, NOT_FOUND, OVERRIDE_DECIDED, OVERRIDE_NOT_NEEDED, OVERRIDE_OWN, FIELD_MISSING.';
grant execute on function public.decide_override(uuid, uuid, boolean, text) to authenticated;

create function public.reject_lot(request_id uuid, lot_id uuid, reason_id uuid, note text default null) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  answer jsonb := app.begin_command(request_id, 'reject_lot', pg_catalog.jsonb_build_object('lot', lot_id, 'reason', reason_id, 'note', note));
  batch public.batches;
  lot public.lots;
  failed uuid := (select id from public.reason_codes where purpose = 'hold' and code = 'parent_failed');
begin
  if answer is not null then
    return answer;
  end if;
  select * into batch from public.batches where batches.lot_id = reject_lot.lot_id for no key update;
  perform app.lock_below(reject_lot.lot_id);
  lot := app.lock_lot(reject_lot.lot_id);
  perform app.require('quality.reject', lot.site_id);
  if not exists (select from public.reason_codes where id = reject_lot.reason_id and purpose = 'rejection' and active) then
    perform app.fail('NOT_FOUND', 'A rejection needs one of the reasons for rejections.', 'reason');
  end if;
  if lot.qc_status = 'fail' then
    perform app.fail('LOT_NOT_USABLE', pg_catalog.format('Lot %s has been rejected already.', lot.code), 'lot');
  end if;
  if exists (select from public.stage_logs where batch_id = batch.id and ended_at is null) then
    perform app.fail('STAGE_ORDER', pg_catalog.format('A stage of batch %s is still running; finish it first.', batch.code), 'lot');
  end if;
  update public.lots set qc_status = 'fail', rejection_reason_id = reject_lot.reason_id, rejection_note = reject_lot.note where id = lot.id;
  update public.qc_tests set status = 'fail'
  where qc_tests.lot_id = lot.id and status in ('pending', 'hold')
    and not exists (select from public.qc_tests as later where later.retest_of = qc_tests.id);
  update public.qc_overrides set state = 'withdrawn'
  where state = 'requested' and test_id in (select id from public.qc_tests where qc_tests.lot_id = lot.id);
  perform app.hold_below(lot.id, false, failed, reject_lot.note);
  update public.stage_logs set qc_status = 'fail' where batch_id = batch.id and qc_status in ('pending', 'hold') and ended_at is not null;
  if batch.state = 'running' then
    perform app.end_allocations(batch.id);
    update public.batches set state = 'rejected', ended_at = app.now() where id = batch.id;
  end if;
  perform app.announce(lot.site_id, 'quality', 'rejected', pg_catalog.jsonb_build_object('lot', lot.code));
  return app.end_command(request_id, app.lot_answer(lot.id));
end $$;
comment on function public.reject_lot(uuid, uuid, uuid, text) is
  'Rejects a lot for good, and with it a batch that is in work; what came of it is held (P4.04, P5.01, P2.09). Answers the lot. Refuses with NOT_ALLOWED, NOT_FOUND, LOT_NOT_USABLE, STAGE_ORDER.';
grant execute on function public.reject_lot(uuid, uuid, uuid, text) to authenticated;
