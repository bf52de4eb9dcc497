-- What a corrected record said before: the record itself has the truth, here is what it replaced.
create table public.record_versions (
  id uuid primary key default gen_random_uuid(),
  subject_type text not null
    constraint "records that are corrected, or follow, have versions" check (
      subject_type in ('stage_logs', 'downtimes', 'stage_materials', 'lots', 'lot_links')
    ),
  subject_id text not null,
  version integer not null
    constraint "version is 1 or above" check (version >= 1),
  record jsonb not null,
  correction_id uuid not null references public.correction_requests (id),
  at timestamptz not null default app.now(),
  constraint "a record has one of a version" unique (subject_type, subject_id, version)
);
comment on table public.record_versions is
  'Versions of records that a correction replaced, the oldest is 1 (P3.07); written by decide_correction alone.';
comment on column public.record_versions.subject_id is 'The record''s key.';
comment on column public.record_versions.record is 'The whole row, as it was until this correction.';
create index record_versions_correction_id_idx on public.record_versions (correction_id);
create trigger audit after insert or update or delete on public.record_versions
  for each row execute function audit.record();
create trigger keep before update or delete on public.record_versions for each row execute function audit.keep();
alter table public.record_versions enable row level security;

-- Who asks for corrections or decides them sees them, a supervisor those of his shifts, as the logs.
create policy "corrections are seen by permission, by supervisors those of their shifts" on public.correction_requests
  for select to authenticated
  using (
    requested_by = (select auth.uid())
    or (
      (
        site_id = any ((select app.sites_with('shifts.request_correction'))::uuid[])
        or site_id = any ((select app.sites_with('shifts.decide_correction'))::uuid[])
      )
      and (
        not site_id = any ((select app.my_shift_bound_sites())::uuid[])
        or run_id = any ((select app.my_runs())::uuid[])
      )
    )
  );
create policy "versions are seen with their correction" on public.record_versions for select to authenticated
  using (correction_id in (select id from public.correction_requests));
grant select on public.record_versions to authenticated, service_role;

-- What sentences call the records.
create function app.stage_name(log public.stage_logs) returns text
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  return (
    select pg_catalog.format('%s of %s', stages.name, batches.code)
    from public.stages, public.batches where stages.id = (log).stage_id and batches.id = (log).batch_id
  );
end $$;
comment on function app.stage_name(public.stage_logs) is 'A stage as a sentence names it: Drying of MCC-24-051-A.';

create function app.site_moment(site_id uuid, at timestamptz) returns text
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  return (
    select pg_catalog.to_char(site_moment.at at time zone sites.time_zone, 'FMDD Mon YYYY HH24:MI')
    from public.sites where sites.id = site_moment.site_id
  );
end $$;
comment on function app.site_moment(uuid, timestamptz) is 'What calendar and clock of a site show at an instant: 23 May 2026 14:00.';

-- A run is locked when it is so by the clock, also in the minute before the job has been there.
create function app.is_locked(run public.shift_runs) returns boolean
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  perform app.assert_run_not_locked(run);
  return false;
exception
  when sqlstate 'PT423' then
    return true;
end $$;
comment on function app.is_locked(public.shift_runs) is 'Whether a run takes no more entries because it is over (P3.07).';

create function app.assert_run_locked(run_id uuid, subject text) returns public.shift_runs
language plpgsql stable
security definer
set search_path = ''
as $$
declare
  run public.shift_runs;
begin
  select * into run from public.shift_runs where id = assert_run_locked.run_id;
  if not found then
    perform app.fail('SHIFT_NOT_LOCKED', pg_catalog.format('%s was entered while no shift ran, and is of none that is locked.', subject), 'subject_id');
  end if;
  if not app.is_locked(run) then
    perform app.fail(
      'SHIFT_NOT_LOCKED', pg_catalog.format('%s is not locked yet; it still takes entries.', app.shift_run_name(run)), 'run',
      pg_catalog.jsonb_build_object('run', run.id)
    );
  end if;
  if app.is_bound_to_shift(run.site_id, 'shifts.request_correction') and not exists (
    select from public.shift_assignments
    where shift_assignments.run_id = run.id and user_id = auth.uid() and active
  ) then
    perform app.fail('SHIFT_NOT_YOURS', pg_catalog.format('You were not assigned to %s.', app.shift_run_name(run)), 'run',
      pg_catalog.jsonb_build_object('run', run.id));
  end if;
  return run;
end $$;
comment on function app.assert_run_locked(uuid, text) is
  'The locked run that a correction is for. Refuses with SHIFT_NOT_LOCKED, and with SHIFT_NOT_YOURS a supervisor who was not assigned to it.';
