-- What the rotations of a site want of its runs that have not begun.
create function app.rotation_wishes(site_id uuid) returns table (run_id uuid, user_id uuid, rotation_id uuid, starts_at timestamptz, ends_at timestamptz)
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  return query
  select distinct on (shift_runs.id, turns.user_id) shift_runs.id, turns.user_id, shift_rotations.id, shift_runs.starts_at, shift_runs.ends_at
  from public.shift_rotations
  join public.shift_rotation_turns as turns on turns.rotation_id = shift_rotations.id and turns.week <= shift_rotations.weeks
  join public.shifts on shifts.id = turns.shift_id and shifts.active
  join public.shift_runs on shift_runs.shift_id = turns.shift_id
    and shift_runs.state = 'scheduled' and shift_runs.starts_at > app.now()
    and shift_runs.business_date >= shift_rotations.starts_on
    and extract(isodow from shift_runs.business_date) = turns.weekday
    and (shift_runs.business_date - shift_rotations.starts_on) / 7 % shift_rotations.weeks + 1 = turns.week
  where shift_rotations.site_id = rotation_wishes.site_id and shift_rotations.active
  order by shift_runs.id, turns.user_id, shift_rotations.id;
end $$;
comment on function app.rotation_wishes(uuid) is 'Which people the rotations of a site want in which coming runs (P8.02).';

create function app.works_at(person uuid, site_id uuid) returns boolean
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  return exists (
    select from public.profiles
    join public.memberships on memberships.user_id = profiles.id
    where profiles.id = works_at.person and profiles.active
      and (memberships.site_id is null or memberships.site_id = works_at.site_id)
  );
end $$;
comment on function app.works_at(uuid, uuid) is 'Whether a person is active and is anything at a site.';

create function app.overlapping_run(person uuid, run uuid) returns uuid
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  return (
    select other.id
    from public.shift_runs as wanted
    join public.shift_runs as other on other.id <> wanted.id and other.starts_at < wanted.ends_at and other.ends_at > wanted.starts_at
    join public.shift_assignments on shift_assignments.run_id = other.id
      and shift_assignments.user_id = overlapping_run.person and shift_assignments.active
    where wanted.id = overlapping_run.run
    order by other.starts_at, other.id
    limit 1
  );
end $$;
comment on function app.overlapping_run(uuid, uuid) is 'Another run that a person is in while a run lasts, at whatever site; null when there is none.';

-- A person's decision wins: a row without a rotation is left alone, whether it puts somebody in or out.
create function app.apply_rotations(site_id uuid) returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
  wish record;
begin
  -- As assign_shift does, so that nobody is put into two runs at the same moment.
  perform from public.profiles
  where id in (
    select turns.user_id from public.shift_rotation_turns as turns where turns.site_id = apply_rotations.site_id
    union
    select user_id from public.shift_assignments
    where shift_assignments.site_id = apply_rotations.site_id and rotation_id is not null and active
  )
  order by id
  for no key update;
  update public.shift_assignments set active = false
  from public.shift_runs
  where shift_runs.id = shift_assignments.run_id and shift_runs.site_id = apply_rotations.site_id
    and shift_runs.state = 'scheduled' and shift_runs.starts_at > app.now()
    and shift_assignments.rotation_id is not null and shift_assignments.active
    and not exists (
      select from app.rotation_wishes(apply_rotations.site_id) as wishes
      where wishes.run_id = shift_assignments.run_id and wishes.user_id = shift_assignments.user_id
    );
  for wish in
    select wishes.*
    from app.rotation_wishes(apply_rotations.site_id) as wishes
    left join public.shift_assignments as there on there.run_id = wishes.run_id and there.user_id = wishes.user_id
    where there.id is null or (there.rotation_id is not null and not there.active)
    order by wishes.starts_at, wishes.run_id, wishes.user_id
  loop
    continue when not app.works_at(wish.user_id, apply_rotations.site_id)
      or app.overlapping_run(wish.user_id, wish.run_id) is not null;
    insert into public.shift_assignments (run_id, site_id, user_id, rotation_id)
    values (wish.run_id, apply_rotations.site_id, wish.user_id, wish.rotation_id)
    on conflict (run_id, user_id) do update set active = true, rotation_id = excluded.rotation_id;
  end loop;
end $$;
comment on function app.apply_rotations(uuid) is
  'Puts people into the coming runs of a site as its rotations say, and takes out those whom one had put there and none wants any more; who does not work there or is in another run then is passed over, and shown as a conflict (P8.02).';
