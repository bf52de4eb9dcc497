-- What a calendar shows: where the plan does not work out, and one's own shifts.
create function app.check_days(from_day date, to_day date) returns void
language plpgsql immutable
set search_path = ''
as $$
begin
  if from_day is null or to_day is null or from_day < '2000-01-01' or to_day >= '2200-01-01' or to_day - from_day not between 0 and 92 then
    perform app.fail('VALUE_INVALID', 'A calendar shows 1 to 93 days, from the first to the last.', 'to_day');
  end if;
end $$;
comment on function app.check_days(date, date) is 'Refuses with VALUE_INVALID days that are no range of up to 93.';

create function app.show_planned(run public.shift_runs) returns jsonb
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  return (
    select pg_catalog.jsonb_build_object(
      'id', run.id, 'site', sites.code, 'shift', shifts.code, 'name', shifts.name, 'business_date', run.business_date,
      'starts_at', run.starts_at, 'ends_at', run.ends_at, 'state', run.state
    )
    from public.shifts join public.sites on sites.id = shifts.site_id where shifts.id = run.shift_id
  );
end $$;
comment on function app.show_planned(public.shift_runs) is 'A run as a calendar shows it.';

create function public.shift_conflicts(site_id uuid, from_day date, to_day date) returns jsonb
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  if (shift_conflicts.site_id = any (app.my_sites())) is not true then
    perform app.fail('NOT_FOUND', 'There is no such site among yours.', 'site');
  end if;
  perform app.check_days(from_day, to_day);
  return (
    with coming as materialized (
      select shift_runs.* from public.shift_runs
      join public.shifts on shifts.id = shift_runs.shift_id
      where shift_runs.site_id = shift_conflicts.site_id and shift_runs.business_date between from_day and to_day
        and shift_runs.state <> 'locked' and (shifts.active or shift_runs.state <> 'scheduled')
    ),
    conflicts as (
      -- Overlaps are refused when somebody is assigned; two shifts on one date are not, and tire him.
      select 'person_twice' as kind, coming.id as run_id, there.user_id, other.id as other_id,
        pg_catalog.format('%s is in %s and in %s.', profiles.full_name, app.shift_run_name(coming), app.shift_run_name(other)) as sentence
      from coming
      join public.shift_assignments as there on there.run_id = coming.id and there.active
      join public.shift_assignments as here on here.user_id = there.user_id and here.active and here.run_id <> coming.id
      join public.shift_runs as other on other.id = here.run_id
        and (
          (other.business_date = coming.business_date and other.starts_at > coming.starts_at)
          or (other.starts_at < coming.ends_at and other.ends_at > coming.starts_at and other.id > coming.id)
        )
      join public.profiles on profiles.id = there.user_id
      union all
      select 'no_supervisor', coming.id, null, null,
        pg_catalog.format('%s has no supervisor.', app.shift_run_name(coming))
      from coming
      where not exists (
        select from public.shift_assignments as there
        join public.memberships on memberships.user_id = there.user_id and memberships.role = 'supervisor'
          and (memberships.site_id is null or memberships.site_id = coming.site_id)
        join public.profiles on profiles.id = there.user_id and profiles.active
        where there.run_id = coming.id and there.active
      )
      union all
      select 'holiday', coming.id, null, null,
        pg_catalog.format('%s is planned for a holiday: %s.', app.shift_run_name(coming), holidays.name)
      from coming
      join public.holidays on holidays.site_id = coming.site_id and holidays.day = coming.business_date and not holidays.works
      where coming.state = 'scheduled'
      union all
      select 'person_gone', coming.id, there.user_id, null,
        pg_catalog.format('%s is in %s and does not work here any more.', profiles.full_name, app.shift_run_name(coming))
      from coming
      join public.shift_assignments as there on there.run_id = coming.id and there.active
      join public.profiles on profiles.id = there.user_id
      where not app.works_at(there.user_id, coming.site_id)
      union all
      select 'rotation', coming.id, wishes.user_id, app.overlapping_run(wishes.user_id, coming.id),
        pg_catalog.format('%s has a turn in %s by rotation and %s.', profiles.full_name, app.shift_run_name(coming),
          coalesce('is in ' || app.shift_run_name(busy), 'does not work here any more'))
      from app.rotation_wishes(shift_conflicts.site_id) as wishes
      join coming on coming.id = wishes.run_id
      join public.profiles on profiles.id = wishes.user_id
      left join public.shift_assignments as there on there.run_id = wishes.run_id and there.user_id = wishes.user_id
      left join public.shift_runs as busy on busy.id = app.overlapping_run(wishes.user_id, coming.id)
      where (there.id is null or (there.rotation_id is not null and not there.active))
        and (busy.id is not null or not app.works_at(wishes.user_id, shift_conflicts.site_id))
    )
    select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
        'kind', conflicts.kind, 'run', app.show_planned(coming), 'other', app.show_planned(other),
        'person', case when profiles.id is not null then pg_catalog.jsonb_build_object('id', profiles.id, 'full_name', profiles.full_name) end,
        'sentence', conflicts.sentence
      ) order by coming.starts_at, conflicts.kind, conflicts.sentence), '[]')
    from conflicts
    join coming on coming.id = conflicts.run_id
    left join public.shift_runs as other on other.id = conflicts.other_id
    left join public.profiles on profiles.id = conflicts.user_id
  );
end $$;
comment on function public.shift_conflicts(uuid, date, date) is
  'Where the plan of a site does not work out between two days: a person twice, a run without supervisor, on a holiday, with somebody who has left, a turn of a rotation that could not be given (P8.02). Refuses with NOT_FOUND, VALUE_INVALID.';
grant execute on function public.shift_conflicts(uuid, date, date) to authenticated;

create function public.my_shifts(from_day date, to_day date) returns jsonb
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  perform app.check_days(from_day, to_day);
  return (
    select coalesce(pg_catalog.jsonb_agg(
      app.show_planned(shift_runs) || pg_catalog.jsonb_build_object(
        'site_id', sites.id, 'site_name', sites.name, 'time_zone', sites.time_zone,
        'people', app.show_shift_run(shift_runs.id) -> 'people',
        'holiday', (select holidays.name from public.holidays where holidays.site_id = sites.id and holidays.day = shift_runs.business_date)
      ) order by shift_runs.starts_at, shift_runs.id), '[]')
    from public.shift_assignments
    join public.shift_runs on shift_runs.id = shift_assignments.run_id
    join public.shifts on shifts.id = shift_runs.shift_id
    join public.sites on sites.id = shift_runs.site_id
    where shift_assignments.user_id = auth.uid() and shift_assignments.active
      and shift_runs.business_date between from_day and to_day
      and (shifts.active or shift_runs.state <> 'scheduled')
  );
end $$;
comment on function public.my_shifts(date, date) is 'The caller''s own shifts at all sites between two days, with who else is there (P8.02). Refuses with VALUE_INVALID.';
grant execute on function public.my_shifts(date, date) to authenticated;
