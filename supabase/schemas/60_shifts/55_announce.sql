-- A plan that is open shows who is assigned by others, and the shift in a header when it begins.
create function app.shift_assignments_announce() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform app.announce(new.site_id, 'shifts', 'assignment', pg_catalog.jsonb_build_object('run', new.run_id));
  return null;
end $$;
comment on function app.shift_assignments_announce() is 'Tells the site whose people have changed.';
create trigger announce after insert or update on public.shift_assignments
  for each row execute function app.shift_assignments_announce();

create function app.shift_runs_announce() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if tg_op = 'DELETE' then
    perform app.announce(old.site_id, 'shifts', 'run', pg_catalog.jsonb_build_object('run', old.id, 'state', null));
  else
    perform app.announce(new.site_id, 'shifts', 'run', pg_catalog.jsonb_build_object('run', new.id, 'state', new.state));
  end if;
  return null;
end $$;
comment on function app.shift_runs_announce() is 'Tells the site that a run begins, ends, has other times, or does not take place.';
create trigger announce after update or delete on public.shift_runs
  for each row execute function app.shift_runs_announce();

create function app.shifts_announce() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform app.announce(new.site_id, 'shifts', 'shift', pg_catalog.jsonb_build_object('shift', new.id));
  return null;
end $$;
comment on function app.shifts_announce() is 'Tells the site that a shift was added or changed.';
create trigger announce after insert or update on public.shifts
  for each row execute function app.shifts_announce();

create function app.shift_remarks_announce() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform app.announce(new.site_id, 'shifts', 'remark', pg_catalog.jsonb_build_object('run', new.run_id));
  return null;
end $$;
comment on function app.shift_remarks_announce() is 'Tells the site that a remark was written into a logbook.';
create trigger announce after insert on public.shift_remarks
  for each row execute function app.shift_remarks_announce();

create function app.shift_calendar_announce() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform app.announce(coalesce(new.site_id, old.site_id), 'shifts', tg_argv[0], pg_catalog.jsonb_build_object(tg_argv[0], coalesce(new.id, old.id)));
  return null;
end $$;
comment on function app.shift_calendar_announce() is 'Tells the site that its holidays or rotations are others.';
create trigger announce after insert or update or delete on public.holidays
  for each row execute function app.shift_calendar_announce('holiday');
create trigger announce after insert or update on public.shift_rotations
  for each row execute function app.shift_calendar_announce('rotation');
