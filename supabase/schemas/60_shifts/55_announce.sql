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
  perform app.announce(new.site_id, 'shifts', 'run', pg_catalog.jsonb_build_object('run', new.id, 'state', new.state));
  return null;
end $$;
comment on function app.shift_runs_announce() is 'Tells the site that a run begins, ends, or has other times.';
create trigger announce after update on public.shift_runs
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
