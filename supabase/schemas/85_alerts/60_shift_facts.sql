-- A shift that is over and not closed: its own supervisors are told, not those who have come after them.
-- One that nobody was assigned to has nobody to close it.
create function app.shift_runs_raise() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if new.state = 'closing' then
    if not exists (select from public.shift_assignments where run_id = new.id and active) then
      return null;
    end if;
    perform app.notify(
      'shift.not_closed', new.site_id, 'shift_runs', new.id::text, app.shift_run_name(new),
      pg_catalog.jsonb_build_object(
        'shift', app.shift_run_name(new), 'ended', app.site_clock(new.site_id, new.ends_at),
        'locks', app.site_clock(new.site_id, new.ends_at + app.shift_grace()), 'run', new.id
      ),
      '/shifts'
    );
  else
    perform app.resolve_alerts('shift.not_closed', 'shift_runs', new.id::text, 'The shift is locked.');
  end if;
  return null;
end $$;
comment on function app.shift_runs_raise() is 'Raises shift.not_closed at the end of a run that takes entries still, and ends it when the run is locked (P9.01, P3.09).';
create trigger raise_alerts after update of state on public.shift_runs
  for each row when (old.state <> new.state and new.state in ('closing', 'locked'))
  execute function app.shift_runs_raise();
