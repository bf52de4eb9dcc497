create type public.shift_run_state as enum ('scheduled', 'open', 'closing', 'locked');
comment on type public.shift_run_state is
  'Where a run stands: planned, taking entries, over but still taking them, and closed for ever (P3.07).';

create table public.shift_runs (
  id uuid primary key default gen_random_uuid(),
  shift_id uuid not null,
  site_id uuid not null,
  business_date date not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  state public.shift_run_state not null default 'scheduled',
  locked_at timestamptz,
  created_at timestamptz not null default app.now(),
  opened_by uuid references public.profiles (id),
  closed_by uuid references public.profiles (id),
  constraint "run is of a shift of its site" foreign key (shift_id, site_id) references public.shifts (id, site_id),
  constraint "run is of one site" unique (id, site_id),
  constraint "a shift has one run on a date" unique (shift_id, business_date),
  constraint "run starts before it ends" check (starts_at < ends_at),
  constraint "only a locked run has the time of its lock" check ((locked_at is not null) = (state = 'locked')),
  constraint "only a run that has begun was opened by somebody" check (opened_by is null or state <> 'scheduled'),
  constraint "only a locked run was closed by somebody" check (closed_by is null or state = 'locked')
);
comment on table public.shift_runs is 'Shifts as they take place, each on a date (P1.05, P8.02).';
comment on column public.shift_runs.business_date is 'The date at the site on which it starts; a night shift belongs to the evening.';
comment on column public.shift_runs.opened_by is 'Who opened it, perhaps before its start; null when the clock did.';
comment on column public.shift_runs.closed_by is 'Who closed it, at the time of its lock; null when nobody did before its grace was over (P3.09).';
create index shift_runs_opened_by_idx on public.shift_runs (opened_by);
create index shift_runs_closed_by_idx on public.shift_runs (closed_by);
create index shift_runs_shift_id_site_id_idx on public.shift_runs (shift_id, site_id);
create index shift_runs_site_id_starts_at_idx on public.shift_runs (site_id, starts_at);
create index shift_runs_unlocked_idx on public.shift_runs (starts_at) where state <> 'locked';
create trigger audit after insert or update or delete on public.shift_runs
  for each row execute function audit.record();
alter table public.shift_runs enable row level security;
create policy "members see the runs of their sites" on public.shift_runs for select to authenticated
  using (site_id = any ((select app.my_sites())::uuid[]));
grant select on public.shift_runs to authenticated, service_role;

create function app.shift_grace(site_id uuid) returns interval
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  return (
    select coalesce(sites.grace_minutes, app.setting('shifts.grace_minutes')::double precision, 0) * interval '1 minute'
    from public.sites where sites.id = shift_grace.site_id
  );
end $$;
comment on function app.shift_grace(uuid) is 'How long after its end a run of a site still takes entries (P3.07).';

-- How sentences name a run, and the hours people know it by.
create function app.shift_run_name(run public.shift_runs) returns text
language sql stable
security definer
set search_path = ''
as $$
  select pg_catalog.format('Shift %s of %s', shifts.code, pg_catalog.to_char((run).business_date, 'FMDD Mon YYYY'))
  from public.shifts where shifts.id = (run).shift_id
$$;
comment on function app.shift_run_name(public.shift_runs) is 'A run as a sentence names it: Shift A of 23 May 2026.';

create function app.site_clock(site_id uuid, at timestamptz) returns text
language sql stable
security definer
set search_path = ''
as $$
  select pg_catalog.to_char(site_clock.at at time zone sites.time_zone, 'HH24:MI')
  from public.sites where sites.id = site_clock.site_id
$$;
comment on function app.site_clock(uuid, timestamptz) is 'What a site''s clock shows at an instant: 14:00.';

create function app.shift_runs_keep() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if old.state = 'locked' then
    perform app.fail('SHIFT_LOCKED', pg_catalog.format('%s is locked and stays as it is.', app.shift_run_name(old)), 'run');
  end if;
  if new.state < old.state
    or (old.state <> 'scheduled' and (new.starts_at, new.ends_at) is distinct from (old.starts_at, old.ends_at))
    or (new.shift_id, new.site_id, new.business_date) is distinct from (old.shift_id, old.site_id, old.business_date) then
    perform app.fail('APPEND_ONLY', pg_catalog.format('What has begun stays as it is: %s.', app.shift_run_name(old)), 'run');
  end if;
  return new;
end $$;
comment on function app.shift_runs_keep() is 'Refuses to change a locked run, the times of one that has begun, and a step back.';
create trigger keep before update on public.shift_runs
  for each row execute function app.shift_runs_keep();

-- Who writes runs holds the row of their shift, so what this does not see is not there.
create function app.shift_runs_check_overlap() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  other public.shift_runs;
begin
  select * into other
  from public.shift_runs
  where shift_id = new.shift_id and id <> new.id and starts_at < new.ends_at and ends_at > new.starts_at
  order by starts_at
  limit 1;
  if found then
    perform app.fail(
      'SHIFT_OVERLAP',
      pg_catalog.format(
        'With these times %s would begin at %s, while %s lasts until %s.',
        app.shift_run_name(case when new.starts_at > other.starts_at then new else other end),
        app.site_clock(new.site_id, greatest(new.starts_at, other.starts_at)),
        app.shift_run_name(case when new.starts_at > other.starts_at then other else new end),
        app.site_clock(new.site_id, case when new.starts_at > other.starts_at then other.ends_at else new.ends_at end)
      ),
      'starts'
    );
  end if;
  return null;
end $$;
comment on function app.shift_runs_check_overlap() is 'Refuses with SHIFT_OVERLAP a run that overlaps another of its shift.';
create trigger check_overlap after insert or update of starts_at, ends_at on public.shift_runs
  for each row execute function app.shift_runs_check_overlap();

-- Yesterday's date is looked at too: a night shift that began then may still be running.
create function app.create_shift_runs(days integer default null, shift_id uuid default null) returns integer
language plpgsql
security definer
set search_path = ''
as $$
declare
  ahead integer := coalesce(create_shift_runs.days, app.setting('shifts.days_ahead')::integer);
  created integer;
begin
  perform from public.shifts
  where active and (create_shift_runs.shift_id is null or id = create_shift_runs.shift_id)
  order by id
  for no key update;
  insert into public.shift_runs (shift_id, site_id, business_date, starts_at, ends_at)
  select shifts.id, shifts.site_id, day.date, times.starts_at, times.ends_at
  from public.shifts
  join public.sites on sites.id = shifts.site_id and sites.active
  cross join lateral (
    select app.business_date(sites.id) + n as date
    from pg_catalog.generate_series(-1, ahead) as n
  ) as day
  cross join lateral app.shift_times(day.date, shifts.starts, shifts.ends, sites.time_zone) as times
  where shifts.active
    and (create_shift_runs.shift_id is null or shifts.id = create_shift_runs.shift_id)
    and times.starts_at < times.ends_at
    and times.ends_at > app.now()
    and not exists (
      select from public.holidays
      where holidays.site_id = shifts.site_id and holidays.day = day.date and not holidays.works
    )
    and not exists (
      select from public.shift_runs
      where shift_runs.shift_id = shifts.id
        and shift_runs.starts_at < times.ends_at and shift_runs.ends_at > times.starts_at
    )
  on conflict on constraint "a shift has one run on a date" do nothing;
  get diagnostics created = row_count;
  perform app.apply_rotations(sites.id)
  from public.sites
  where exists (select from public.shift_rotations where shift_rotations.site_id = sites.id and shift_rotations.active)
    and (
      create_shift_runs.shift_id is null
      or sites.id = (select shifts.site_id from public.shifts where shifts.id = create_shift_runs.shift_id)
    );
  return created;
end $$;
comment on function app.create_shift_runs(integer, uuid) is
  'Creates the runs of every active shift, or of one, from now to so many days ahead (setting shifts.days_ahead unless said), those that are missing and not on a holiday, and puts people into them by the rotations; returns how many (P8.02).';

-- What has not begun follows the definition; what has, stays.
create function app.retime_shift_runs(site_id uuid, shift_id uuid default null) returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
  conflict record;
begin
  perform from public.shifts
  where shifts.site_id = retime_shift_runs.site_id
    and (retime_shift_runs.shift_id is null or shifts.id = retime_shift_runs.shift_id)
  order by id
  for no key update;
  perform from public.profiles
  where id in (
    select user_id from public.shift_assignments
    where shift_assignments.site_id = retime_shift_runs.site_id and active
    union
    select user_id from public.shift_rotation_turns where shift_rotation_turns.site_id = retime_shift_runs.site_id
  )
  order by id
  for no key update;

  update public.shift_runs
  set starts_at = planned.starts_at, ends_at = planned.ends_at
  from (
    select coming.id, times.starts_at, times.ends_at
    from public.shift_runs as coming
    join public.shifts on shifts.id = coming.shift_id
    join public.sites on sites.id = coming.site_id
    cross join lateral app.shift_times(coming.business_date, shifts.starts, shifts.ends, sites.time_zone) as times
    where coming.site_id = retime_shift_runs.site_id
      and (retime_shift_runs.shift_id is null or coming.shift_id = retime_shift_runs.shift_id)
      and coming.state = 'scheduled'
      and coming.starts_at > app.now()
      and times.ends_at > app.now()
      and times.starts_at < times.ends_at
      and (times.starts_at, times.ends_at) is distinct from (coming.starts_at, coming.ends_at)
  ) as planned
  where planned.id = shift_runs.id and shift_runs.state = 'scheduled';

  select profiles.full_name, app.shift_run_name(first) as first, app.shift_run_name(second) as second into conflict
  from public.shift_runs as first
  join public.shift_assignments as there on there.run_id = first.id and there.active
  join public.shift_assignments as here on here.user_id = there.user_id and here.run_id <> first.id and here.active
  join public.shift_runs as second on second.id = here.run_id
    and second.starts_at < first.ends_at and second.ends_at > first.starts_at
  join public.profiles on profiles.id = there.user_id
  where first.site_id = retime_shift_runs.site_id and first.state = 'scheduled'
  order by first.starts_at, first.id
  limit 1;
  if found then
    perform app.fail(
      'SHIFT_OVERLAP',
      pg_catalog.format('With these times %s would be in %s and in %s at once.', conflict.full_name, conflict.first, conflict.second),
      'starts'
    );
  end if;
end $$;
comment on function app.retime_shift_runs(uuid, uuid) is
  'Gives the runs of a site, or of one shift, that have not begun the times of their definition. Refuses with SHIFT_OVERLAP.';

create function app.shifts_keep_runs() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if tg_op = 'UPDATE' then
    perform app.retime_shift_runs(new.site_id, new.id);
  end if;
  perform app.create_shift_runs(null, new.id);
  return null;
end $$;
comment on function app.shifts_keep_runs() is 'Gives a shift its runs at once, and those that have not begun its new times.';
create trigger keep_runs after insert or update of starts, ends, active on public.shifts
  for each row execute function app.shifts_keep_runs();

create function app.sites_retime_shift_runs() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if new.time_zone <> old.time_zone then
    perform app.retime_shift_runs(new.id);
  end if;
  return null;
end $$;
comment on function app.sites_retime_shift_runs() is 'A site in another time zone has its coming runs at other instants.';
create trigger retime_shift_runs after update of time_zone on public.sites
  for each row execute function app.sites_retime_shift_runs();

-- Waits for the postings of a run to end before it locks it: they hold the row `for share`. A run
-- whose shift has been given up is never opened.
create function app.lock_shift_runs() returns integer
language plpgsql
security definer
set search_path = ''
as $$
declare
  at constant timestamptz := app.now();
  changed integer;
begin
  with due as (
    select
      shift_runs.id,
      case
        when at >= grace.ends_at then 'locked'
        when at >= shift_runs.ends_at then 'closing'
        else 'open'
      end::public.shift_run_state as state
    from public.shift_runs
    join public.shifts on shifts.id = shift_runs.shift_id
    cross join lateral (select shift_runs.ends_at + app.shift_grace(shift_runs.site_id) as ends_at) as grace
    where shift_runs.state <> 'locked'
      and shift_runs.starts_at <= at
      and (shifts.active or shift_runs.state <> 'scheduled' or at >= grace.ends_at)
      and (
        shift_runs.state = 'scheduled'
        or (shift_runs.state = 'open' and at >= shift_runs.ends_at)
        or at >= grace.ends_at
      )
    order by shift_runs.id
    for no key update of shift_runs
  )
  update public.shift_runs
  set state = due.state, locked_at = case when due.state = 'locked' then at end
  from due
  where due.id = shift_runs.id and due.state > shift_runs.state;
  get diagnostics changed = row_count;
  return changed;
end $$;
comment on function app.lock_shift_runs() is
  'Opens the runs whose start has come, and locks those whose end and grace have passed; returns how many it changed (P1.05, P3.09).';
