-- Every refusal has a code here: what HTTP status it becomes, and what to do about it. The browser
-- translates by code; the sentence itself is written where the rule is, because only there the
-- values are known.
create view app.errors as
select known.code, known.status, known.hint
from (values
  ('NOT_SIGNED_IN', 401, 'Sign in, then try again.'),
  ('NOT_ALLOWED', 403, 'Ask an administrator for the permission, or somebody who has it to do this.'),
  ('REQUEST_REUSED', 409, 'Send the changed request under a new id.'),
  ('REQUEST_ID_MISSING', 400, 'Send a UUID that stands for this one action.'),
  ('NOT_FOUND', 404, 'Check the code, or look for it in the list.'),
  ('VALUE_INVALID', 400, 'Correct the field and send it again.'),
  ('LAST_ADMIN', 422, 'Make somebody else an administrator first.'),
  ('EMAIL_TAKEN', 409, 'Look for the user in the list, or enter another address.'),
  ('PASSWORD_WEAK', 422, 'Choose a longer password, with letters of both cases, a digit and a special character.'),
  ('USER_INACTIVE', 422, 'Activate the user first.'),
  ('INVITATION_OVER', 409, 'Reload the user: the invitation has been accepted already.'),
  ('MAIL_NOT_SENT', 503, 'Send it again in a few minutes; nothing is done twice.'),
  ('FILE_TOO_LARGE', 413, 'Scan it with a lower resolution, or send it in parts.'),
  ('FILE_TYPE_REFUSED', 415, 'Send a PDF or a picture: JPG, PNG, WebP or HEIC.'),
  ('QUANTITY_INVALID', 400, 'Enter a number above zero, in the unit shown beside the field.'),
  ('LOT_CODE_TAKEN', 409, 'Leave the code empty to have one made, or enter another.'),
  ('ORDER_NEEDED', 422, 'Choose the line of the purchase order that these goods were ordered by.'),
  ('ORDER_EXCEEDED', 422, 'Check the quantity; goods over the order need a changed order first.'),
  ('ORDER_MISMATCH', 422, 'Choose the line of this item at this site, on an order that is open.'),
  ('LOT_NOT_USABLE', 422, 'Ask QA to test or to release the lot, or take another.'),
  ('STOCK_SHORT', 422, 'Take less, or take the rest from another lot.'),
  ('PLACE_UNSUITABLE', 422, 'Choose a place that holds stock and is in use.'),
  ('DEVIATION_NEEDED', 422, 'Take the lot that comes first, or give a reason for taking another.'),
  ('RESERVATION_ENDED', 409, 'Reload the lot: what was reserved is free again.'),
  ('TRANSFER_DECIDED', 409, 'Reload the request: it has been fulfilled, declined or cancelled meanwhile.'),
  ('TRANSFER_EXCEEDED', 422, 'Move no more than is missing; for more, ask for another request.'),
  ('LOT_NOT_HELD', 409, 'Reload the lot: it has been released already.'),
  ('CIRCLE', 422, 'A lot cannot come out of itself; check which went into which.'),
  ('APPEND_ONLY', 403, 'Nothing is changed or removed here; a correction is a new entry.'),
  ('SHIFT_LOCKED', 423, 'Ask a manager for a correction.'),
  ('SHIFT_NOT_YOURS', 403, 'Ask a manager or an administrator to assign you to the shift.'),
  ('SHIFT_NOT_BEGUN', 403, 'Come back when the shift has begun.'),
  ('SHIFT_NOT_LOCKED', 422, 'Enter it in the shift while that takes entries; corrections are for shifts that are locked.'),
  ('CORRECTION_OPEN', 409, 'Wait for the decision on the request that is there.'),
  ('CORRECTION_DECIDED', 409, 'Reload the request: it has been decided or withdrawn already.'),
  ('CORRECTION_OWN', 403, 'Ask another manager to decide.'),
  ('CORRECTION_STALE', 409, 'Decline this request, and ask again with what the record says now.'),
  ('SHIFT_OVERLAP', 422, 'Choose another shift or person, or undo the other assignment first.'),
  ('GAPS_OPEN', 422, 'Finish what is named, or say why it stays open; then close the shift.'),
  ('CLOSE_TOO_EARLY', 422, 'Close the shift when it is about to end.'),
  ('HANDOVER_GIVEN', 409, 'Reload the shift: somebody has handed it over already.'),
  ('HANDOVER_RECEIVED', 409, 'Reload the shift: somebody has taken it over already.'),
  ('ROUTE_MISSING', 422, 'Ask an administrator for a route with its stages.'),
  ('ROUTE_IN_USE', 422, 'Make a new version of the route; batches keep the one they began with.'),
  ('PACK_IN_USE', 422, 'Add another SKU; packs that were made keep their size.'),
  ('BATCH_OVER', 422, 'Look at the batch: it is no longer in work.'),
  ('STAGE_DONE', 409, 'Reload the batch: somebody has logged this stage already.'),
  ('STAGE_ORDER', 422, 'Log the stages in the order of the route, each after the one before has ended.'),
  ('STAGE_NOT_RUNNING', 409, 'Reload the batch: the stage has not been started, or has ended.'),
  ('QC_GATE_CLOSED', 422, 'Ask QA for the test, or a manager for an override.'),
  ('OUTPUT_EXCEEDS', 422, 'Check both weighings; more cannot come out than went in.'),
  ('INPUT_UNALLOCATED', 422, 'Allocate what is missing, or correct the input.'),
  ('MATERIAL_OPEN', 422, 'Return what is left of the material, or use it up.'),
  ('UNIT_MISMATCH', 422, 'Choose a material that is weighed in a unit of the same kind.'),
  ('TIME_ORDER', 422, 'Correct the times; each stage begins after the one before has ended.'),
  ('DOWNTIME_ENDED', 409, 'Reload the machine: somebody has recorded already that it runs again.'),
  ('MACHINE_BUSY', 409, 'Choose another machine, or correct the times.'),
  ('LOSS_EXCEEDS', 422, 'Check the weighing; a manager writes off more, as an adjustment.'),
  ('FIELD_MISSING', 400, 'Fill in the field.'),
  ('PLAN_MISSING', 422, 'Ask who edits QC plans for one that is in force.'),
  ('PLAN_IN_USE', 422, 'Make a new version of the plan; tests keep the one they were judged by.'),
  ('TEST_EXISTS', 409, 'Record a re-test of the latest test, and say why.'),
  ('TEST_LOCKED', 423, 'Record a re-test; what is older than a day stays as it is.'),
  ('TEST_NOT_DUE', 422, 'Finish the stage or the batch first.'),
  ('RETEST_LIMIT', 422, 'Ask a manager for an override, or reject the lot.'),
  ('OVERRIDE_NOT_NEEDED', 422, 'Only a test on hold can be overridden.'),
  ('OVERRIDE_OPEN', 409, 'Wait for the decision on the request that is there.'),
  ('OVERRIDE_DECIDED', 409, 'Reload the request: somebody has decided it already.'),
  ('OVERRIDE_OWN', 403, 'Ask another manager to decide.'),
  ('INVOICE_TAKEN', 409, 'Check the invoice number; it has gone out with another shipment.'),
  ('CERTIFICATE_ISSUED', 422, 'Leave the date, or hold the lot and have it tested and certified anew.'),
  ('CERTIFICATE_NOT_DUE', 422, 'A certificate needs a lot that has passed its final test.'),
  ('ALERT_RESOLVED', 409, 'Reload the list: it is over.'),
  ('ALERT_ACKNOWLEDGED', 409, 'Reload the list: somebody takes care of it.'),
  ('POLICY_CHANGED', 409, 'Reload the policy, and make your changes to what it says now.'),
  ('ADDRESS_MISSING', 422, 'Enter where you want to be reached, then try again.'),
  ('DELIVERY_UNDER_WAY', 409, 'Reload the list; only what has not arrived is sent again.')
) as known (code, status, hint);
comment on view app.errors is
  'Codes of refusals with their HTTP status and what to do; the DETAIL of every error names one.';

-- Ends the statement with a refusal that the Data API turns into the status of its code.
create function app.fail(
  code text, message text, field text default null, params jsonb default '{}'
) returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
  known record;
begin
  select * into known from app.errors where errors.code = fail.code;
  if not found then
    raise exception 'The error code % is not in app.errors.', fail.code;
  end if;
  raise exception using
    errcode = 'PT' || known.status,
    message = fail.message,
    detail = pg_catalog.jsonb_build_object('code', known.code, 'field', fail.field, 'params', fail.params),
    hint = known.hint;
end $$;
comment on function app.fail(text, text, text, jsonb) is
  'Refuses with a code of app.errors, a sentence with the values in it, and the field it is about.';
grant execute on function app.fail(text, text, text, jsonb) to anon, authenticated, service_role;
