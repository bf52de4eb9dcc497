-- Who enters data by virtue of being a supervisor does so in his own shift only, by the server's clock
-- (P1.05). The run is held `for share` until the posting is committed, so that the lock waits for it.
create function app.is_bound_to_shift(site_id uuid, permission text default null) returns boolean
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  return (
    select not exists (
      select from public.memberships
      where memberships.user_id = (select auth.uid())
        and memberships.role <> 'supervisor'
        and (memberships.site_id is null or memberships.site_id = is_bound_to_shift.site_id)
        and (
          is_bound_to_shift.permission is null
          or exists (
            select from public.role_permissions
            where role_permissions.role = memberships.role
              and role_permissions.permission = is_bound_to_shift.permission
          )
        )
    )
  );
end $$;
comment on function app.is_bound_to_shift(uuid, text) is
  'Whether the caller has a permission at a site, or is there at all when none is given, as a supervisor only.';

-- What no longer fits into a shift is a manager's to decide; the refusal says which people that are.
create function app.shift_managers(site_id uuid) returns jsonb
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  return (
    select coalesce(pg_catalog.jsonb_agg(distinct profiles.full_name), '[]')
    from public.memberships
    join public.profiles on profiles.id = memberships.user_id and profiles.active
    where memberships.role = 'manager'
      and (memberships.site_id is null or memberships.site_id = shift_managers.site_id)
  );
end $$;
comment on function app.shift_managers(uuid) is 'The names of the managers of a site, who decide what comes after a lock (P3.07).';

create function app.assert_run_not_locked(run public.shift_runs) returns void
language plpgsql stable
security definer
set search_path = ''
as $$
declare
  grace_ends timestamptz := (run).ends_at + app.shift_grace((run).site_id);
begin
  if (run).state = 'locked' or app.now() >= grace_ends then
    perform app.fail(
      'SHIFT_LOCKED',
      case when (run).closed_by is not null
        then pg_catalog.format('%s is locked: it was closed at %s.', app.shift_run_name(run), app.site_clock((run).site_id, (run).locked_at))
        else pg_catalog.format(
          '%s is locked: it ended at %s and took entries until %s.',
          app.shift_run_name(run),
          app.site_clock((run).site_id, (run).ends_at),
          app.site_clock((run).site_id, least((run).locked_at, grace_ends))
        )
      end,
      'run',
      pg_catalog.jsonb_build_object('run', (run).id, 'ends_at', (run).ends_at, 'managers', app.shift_managers((run).site_id))
    );
  end if;
end $$;
comment on function app.assert_run_not_locked(public.shift_runs) is
  'Refuses with SHIFT_LOCKED when a run is locked, or should be by the clock (P3.07).';

create function app.assert_run_begun(run public.shift_runs) returns void
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  if (run).starts_at > app.now() and (run).state = 'scheduled' then
    perform app.fail(
      'SHIFT_NOT_BEGUN',
      pg_catalog.format('%s begins at %s.', app.shift_run_name(run), app.site_clock((run).site_id, (run).starts_at)),
      'run',
      pg_catalog.jsonb_build_object('run', (run).id, 'starts_at', (run).starts_at)
    );
  end if;
end $$;
comment on function app.assert_run_begun(public.shift_runs) is 'Refuses with SHIFT_NOT_BEGUN before a run''s start, unless somebody has opened it.';

create function app.refuse_foreign_run(run public.shift_runs) returns void
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  perform app.fail(
    'SHIFT_NOT_YOURS',
    pg_catalog.format(
      'You are not assigned to %s, which runs from %s until %s.', app.shift_run_name(run),
      app.site_clock((run).site_id, (run).starts_at), app.site_clock((run).site_id, (run).ends_at)
    ),
    'run',
    pg_catalog.jsonb_build_object('run', (run).id, 'ends_at', (run).ends_at)
  );
end $$;
comment on function app.refuse_foreign_run(public.shift_runs) is 'Refuses with SHIFT_NOT_YOURS, and names the run.';

create function app.require_shift(permission text, site_id uuid) returns uuid
language plpgsql
security definer
set search_path = ''
as $$
declare
  bound boolean;
  run public.shift_runs;
  correction public.correction_requests := app.applied_correction();
  -- Asked once: in a query they would be asked for each run.
  at constant timestamptz := app.now();
  grace constant interval := app.shift_grace(require_shift.site_id);
begin
  perform app.require(require_shift.permission, require_shift.site_id);
  bound := app.is_bound_to_shift(require_shift.site_id, require_shift.permission);

  -- What a manager lets in late goes into the run it belongs to, which stays locked for all else.
  if correction.kind = 'late_entry' then
    select * into strict run from public.shift_runs where id = correction.run_id;
    if run.site_id <> require_shift.site_id then
      perform app.fail('VALUE_INVALID', pg_catalog.format('%s is of another site than this entry.', app.shift_run_name(run)), 'run');
    end if;
    if bound and not exists (
      select from public.shift_assignments
      where run_id = run.id and user_id = auth.uid() and active
    ) then
      perform app.refuse_foreign_run(run);
    end if;
    return run.id;
  end if;

  -- In the grace of one run and at the start of the next, the next is meant; while one still runs and the
  -- next has been opened early, the one that runs. No more than this one row is locked, so that postings
  -- and the job that locks many never wait for each other in a circle.
  select shift_runs.* into run
  from public.shift_runs
  join public.shifts on shifts.id = shift_runs.shift_id
  where shift_runs.site_id = require_shift.site_id
    and shift_runs.state <> 'locked'
    and (shifts.active or shift_runs.state <> 'scheduled')
    and (shift_runs.starts_at <= at or shift_runs.state = 'open')
    and at < shift_runs.ends_at + grace
    and (
      not bound
      or exists (
        select from public.shift_assignments
        where shift_assignments.run_id = shift_runs.id
          and shift_assignments.user_id = auth.uid() and shift_assignments.active
      )
    )
  order by shift_runs.ends_at > at desc, shift_runs.starts_at <= at desc, shift_runs.starts_at desc, shift_runs.id
  limit 1;
  if run.state = 'scheduled' then
    -- The first posting of a run does not wait for the job that opens it.
    update public.shift_runs set state = 'open' where id = run.id and state = 'scheduled';
  end if;
  select * into run from public.shift_runs where id = run.id and state in ('open', 'closing') for share;
  if found or not bound then
    return run.id;
  end if;

  -- Refused: his own run nearest to now says why, else the one that runs without him.
  select shift_runs.* into run
  from public.shift_runs
  join public.shifts on shifts.id = shift_runs.shift_id
  join public.shift_assignments on shift_assignments.run_id = shift_runs.id
    and shift_assignments.user_id = auth.uid() and shift_assignments.active
  where shift_runs.site_id = require_shift.site_id
    and (shifts.active or shift_runs.state = 'locked')
  order by least(
    abs(extract(epoch from shift_runs.starts_at - at)), abs(extract(epoch from shift_runs.ends_at - at))
  ), shift_runs.id
  limit 1;
  if found then
    perform app.assert_run_not_locked(run);
    perform app.assert_run_begun(run);
  end if;
  select shift_runs.* into run
  from public.shift_runs
  where shift_runs.site_id = require_shift.site_id
    and shift_runs.state in ('open', 'closing')
    and shift_runs.starts_at <= at and shift_runs.ends_at > at
  order by shift_runs.starts_at desc, shift_runs.id
  limit 1;
  if found then
    perform app.refuse_foreign_run(run);
  end if;
  perform app.fail(
    'SHIFT_NOT_YOURS',
    pg_catalog.format(
      'You are assigned to no shift at %s, and none runs there now.',
      (select code from public.sites where sites.id = require_shift.site_id)
    )
  );
end $$;
comment on function app.require_shift(text, uuid) is
  'app.require, and for a supervisor an own run that is open now; returns the run, which is null for others when none is. While decide_correction applies a late entry, it is the entry''s run. Refuses with NOT_SIGNED_IN, NOT_ALLOWED, SHIFT_LOCKED, SHIFT_NOT_BEGUN, SHIFT_NOT_YOURS (P1.05).';

create function app.assert_run_open(run uuid, permission text default null) returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
  found_run public.shift_runs;
begin
  select * into found_run from public.shift_runs where id = assert_run_open.run for share;
  if not found then
    perform app.fail('NOT_FOUND', 'There is no such run of a shift.', 'run');
  end if;
  perform app.assert_run_not_locked(found_run);
  if app.is_bound_to_shift(found_run.site_id, assert_run_open.permission) and not exists (
    select from public.shift_assignments
    where run_id = found_run.id and user_id = auth.uid() and active
  ) then
    perform app.refuse_foreign_run(found_run);
  end if;
  perform app.assert_run_begun(found_run);
end $$;
comment on function app.assert_run_open(uuid, text) is
  'For an edit of a run''s records: refuses with SHIFT_LOCKED, SHIFT_NOT_BEGUN, and SHIFT_NOT_YOURS for who is there, or has the permission, as a supervisor only (P1.05, P3.07).';

-- Who changes the state of a run, or says something that its close depends on, holds it: postings wait,
-- and so do others who would open or close it.
create function app.hold_run(run uuid, permission text) returns public.shift_runs
language plpgsql
security definer
set search_path = ''
as $$
declare
  held public.shift_runs;
begin
  select * into held from public.shift_runs where id = hold_run.run for no key update;
  if not found then
    perform app.fail('NOT_FOUND', 'There is no such run of a shift.', 'run');
  end if;
  perform app.require(hold_run.permission, held.site_id);
  perform app.assert_run_not_locked(held);
  if app.is_bound_to_shift(held.site_id, hold_run.permission) and not exists (
    select from public.shift_assignments
    where run_id = held.id and user_id = auth.uid() and active
  ) then
    perform app.refuse_foreign_run(held);
  end if;
  return held;
end $$;
comment on function app.hold_run(uuid, text) is
  'A run that is not locked, held against postings until the command ends; a supervisor is assigned to it. Refuses with NOT_FOUND, NOT_ALLOWED, SHIFT_LOCKED, SHIFT_NOT_YOURS (P1.05, P3.07).';

create function app.visible_run(run uuid) returns public.shift_runs
language plpgsql stable
security definer
set search_path = ''
as $$
declare
  seen public.shift_runs;
begin
  select * into seen from public.shift_runs where id = visible_run.run and site_id = any (app.my_sites());
  if not found then
    perform app.fail('NOT_FOUND', 'There is no such run of a shift at your sites.', 'run');
  end if;
  return seen;
end $$;
comment on function app.visible_run(uuid) is 'A run at one of the caller''s sites, for reads; else NOT_FOUND.';
