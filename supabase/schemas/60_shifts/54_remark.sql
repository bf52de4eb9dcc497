create function public.add_shift_remark(request_id uuid, run uuid, remark text) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  answer jsonb := app.begin_command(add_shift_remark.request_id, 'add_shift_remark', pg_catalog.jsonb_build_object(
    'run', add_shift_remark.run, 'remark', add_shift_remark.remark));
  site uuid := (select site_id from public.shift_runs where id = add_shift_remark.run);
  written public.shift_remarks;
begin
  if answer is not null then
    return answer;
  end if;
  if site is null then
    perform app.fail('NOT_FOUND', 'There is no such run of a shift.', 'run');
  end if;
  perform app.require('shifts.remark', site);
  perform app.assert_run_open(add_shift_remark.run, 'shifts.remark');
  if app.is_blank(add_shift_remark.remark) then
    perform app.fail('FIELD_MISSING', 'The remark says nothing.', 'remark');
  end if;
  insert into public.shift_remarks (run_id, site_id, body, written_by)
  values (add_shift_remark.run, site, add_shift_remark.remark, auth.uid())
  returning * into written;
  return app.end_command(add_shift_remark.request_id, pg_catalog.jsonb_build_object(
    'id', written.id, 'run', written.run_id, 'remark', written.body, 'written_at', written.written_at,
    'written_by', (select full_name from public.profiles where id = written.written_by)
  ));
end $$;
comment on function public.add_shift_remark(uuid, uuid, text) is
  'Writes a remark into the logbook of a run that has begun and is not locked (P3.10). Answers the remark. Refuses with NOT_FOUND, NOT_ALLOWED, SHIFT_LOCKED, SHIFT_NOT_YOURS, SHIFT_NOT_BEGUN, FIELD_MISSING.';
grant execute on function public.add_shift_remark(uuid, uuid, text) to authenticated;
