create function app.show_shift_run(run uuid) returns jsonb
language sql stable
security definer
set search_path = ''
as $$
  select pg_catalog.jsonb_build_object(
    'id', shift_runs.id,
    'site', sites.code,
    'shift', pg_catalog.jsonb_build_object('id', shifts.id, 'code', shifts.code, 'name', shifts.name),
    'business_date', shift_runs.business_date,
    'starts_at', shift_runs.starts_at,
    'ends_at', shift_runs.ends_at,
    'state', shift_runs.state,
    'people', coalesce((
      select pg_catalog.jsonb_agg(
        pg_catalog.jsonb_build_object('id', profiles.id, 'full_name', profiles.full_name)
        order by profiles.full_name, profiles.id
      )
      from public.shift_assignments
      join public.profiles on profiles.id = shift_assignments.user_id
      where shift_assignments.run_id = shift_runs.id and shift_assignments.active
    ), '[]')
  )
  from public.shift_runs
  join public.shifts on shifts.id = shift_runs.shift_id
  join public.sites on sites.id = shift_runs.site_id
  where shift_runs.id = show_shift_run.run
$$;
comment on function app.show_shift_run(uuid) is 'A run with its shift and its people, as a screen shows it.';

create function app.begin_assignment(run uuid) returns public.shift_runs
language plpgsql
security definer
set search_path = ''
as $$
declare
  wanted public.shift_runs;
begin
  select * into wanted from public.shift_runs where id = begin_assignment.run for share;
  if not found then
    perform app.fail('NOT_FOUND', 'There is no such run of a shift.', 'run');
  end if;
  perform app.require('shifts.assign', wanted.site_id);
  perform app.assert_run_not_locked(wanted);
  return wanted;
end $$;
comment on function app.begin_assignment(uuid) is
  'The run, held, whose people the caller may change. Refuses with NOT_FOUND, NOT_ALLOWED, SHIFT_LOCKED.';

create function public.assign_shift(request_id uuid, run uuid, person uuid) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  answer jsonb := app.begin_command(
    assign_shift.request_id, 'assign_shift', pg_catalog.jsonb_build_object('run', assign_shift.run, 'person', assign_shift.person)
  );
  wanted public.shift_runs;
  worker public.profiles;
  other public.shift_runs;
begin
  if answer is not null then
    return answer;
  end if;
  -- Two assignments of one person at the same time are judged one after the other. The
  -- person is locked before the run, as where runs get new times.
  select * into worker from public.profiles where id = assign_shift.person for no key update;
  wanted := app.begin_assignment(assign_shift.run);
  if not exists (select from public.shifts where id = wanted.shift_id and active) then
    perform app.fail('VALUE_INVALID', pg_catalog.format('%s does not take place.', app.shift_run_name(wanted)), 'run');
  end if;
  if worker.id is null then
    perform app.fail('NOT_FOUND', 'There is no such person.', 'person');
  end if;
  if not worker.active or not exists (
    select from public.memberships
    where memberships.user_id = worker.id
      and (memberships.site_id is null or memberships.site_id = wanted.site_id)
  ) then
    perform app.fail(
      'VALUE_INVALID',
      pg_catalog.format('%s does not work at %s.', worker.full_name, (select code from public.sites where id = wanted.site_id)),
      'person'
    );
  end if;
  select shift_runs.* into other
  from public.shift_runs
  join public.shift_assignments on shift_assignments.run_id = shift_runs.id
    and shift_assignments.user_id = worker.id and shift_assignments.active
  where shift_runs.id <> wanted.id
    and shift_runs.starts_at < wanted.ends_at and shift_runs.ends_at > wanted.starts_at
  order by shift_runs.starts_at, shift_runs.id
  limit 1;
  if found then
    perform app.fail(
      'SHIFT_OVERLAP',
      pg_catalog.format(
        '%s is already in %s, from %s until %s.', worker.full_name, app.shift_run_name(other),
        app.site_clock(other.site_id, other.starts_at), app.site_clock(other.site_id, other.ends_at)
      ),
      'person',
      pg_catalog.jsonb_build_object('run', other.id)
    );
  end if;
  insert into public.shift_assignments (run_id, site_id, user_id)
  values (wanted.id, wanted.site_id, worker.id)
  on conflict (run_id, user_id) do update set active = true, rotation_id = null;
  return app.end_command(assign_shift.request_id, app.show_shift_run(wanted.id));
end $$;
comment on function public.assign_shift(uuid, uuid, uuid) is
  'Assigns a person to a run of a shift; answers the run with its people. Refuses with NOT_ALLOWED, NOT_FOUND, VALUE_INVALID, SHIFT_LOCKED, SHIFT_OVERLAP (P1.09, P8.02).';
grant execute on function public.assign_shift(uuid, uuid, uuid) to authenticated;

create function public.unassign_shift(request_id uuid, run uuid, person uuid) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  answer jsonb := app.begin_command(
    unassign_shift.request_id, 'unassign_shift', pg_catalog.jsonb_build_object('run', unassign_shift.run, 'person', unassign_shift.person)
  );
  wanted public.shift_runs;
begin
  if answer is not null then
    return answer;
  end if;
  wanted := app.begin_assignment(unassign_shift.run);
  update public.shift_assignments set active = false, rotation_id = null
  where run_id = wanted.id and user_id = unassign_shift.person and active;
  if not found then
    perform app.fail('NOT_FOUND', pg_catalog.format('This person is not assigned to %s.', app.shift_run_name(wanted)), 'person');
  end if;
  return app.end_command(unassign_shift.request_id, app.show_shift_run(wanted.id));
end $$;
comment on function public.unassign_shift(uuid, uuid, uuid) is
  'Takes a person out of a run of a shift; answers the run with its people. Refuses with NOT_ALLOWED, NOT_FOUND, SHIFT_LOCKED (P1.09).';
grant execute on function public.unassign_shift(uuid, uuid, uuid) to authenticated;
