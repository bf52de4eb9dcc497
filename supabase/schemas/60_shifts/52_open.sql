-- A run opens by the clock; who is there earlier opens it himself, and so does who writes its first entry.
create function public.open_shift(request_id uuid, run uuid) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  answer jsonb := app.begin_command(open_shift.request_id, 'open_shift', pg_catalog.jsonb_build_object('run', open_shift.run));
  held public.shift_runs;
  opens_at timestamptz;
begin
  if answer is not null then
    return answer;
  end if;
  held := app.hold_run(open_shift.run, 'shifts.close');
  if held.state = 'scheduled' then
    if not exists (select from public.shifts where id = held.shift_id and active) then
      perform app.fail('VALUE_INVALID', pg_catalog.format('%s does not take place.', app.shift_run_name(held)), 'run');
    end if;
    opens_at := held.starts_at - coalesce(app.setting('shifts.open_early_minutes')::double precision, 0) * interval '1 minute';
    if app.now() < opens_at then
      perform app.fail(
        'SHIFT_NOT_BEGUN',
        pg_catalog.format('%s begins at %s and may be opened from %s on.', app.shift_run_name(held),
          app.site_clock(held.site_id, held.starts_at), app.site_clock(held.site_id, opens_at)),
        'run',
        pg_catalog.jsonb_build_object('run', held.id, 'starts_at', held.starts_at, 'opens_at', opens_at)
      );
    end if;
    update public.shift_runs set state = 'open', opened_by = auth.uid() where id = held.id;
  end if;
  return app.end_command(open_shift.request_id, app.show_shift_run(held.id));
end $$;
comment on function public.open_shift(uuid, uuid) is
  'Opens a run, up to the setting shifts.open_early_minutes before its start: from then on it takes entries. One that is open already stays so. Answers the run with its people. Refuses with NOT_FOUND, NOT_ALLOWED, SHIFT_NOT_YOURS, SHIFT_LOCKED, SHIFT_NOT_BEGUN, VALUE_INVALID (P1.05).';
grant execute on function public.open_shift(uuid, uuid) to authenticated;
