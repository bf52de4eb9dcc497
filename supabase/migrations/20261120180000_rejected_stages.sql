SET local check_function_bodies = off;

CREATE OR REPLACE FUNCTION public.reject_lot (
  request_id uuid,
  lot_id     uuid,
  reason_id  uuid,
  note       text DEFAULT NULL::text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
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
end $function$;
