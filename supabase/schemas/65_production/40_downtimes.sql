create table public.downtimes (
  id uuid primary key default gen_random_uuid(),
  site_id uuid not null references public.sites (id),
  machine_id uuid not null references public.machines (id),
  stage_log_id uuid references public.stage_logs (id),
  run_id uuid references public.shift_runs (id),
  reason_id uuid not null references public.reason_codes (id),
  started_at timestamptz not null,
  ended_at timestamptz,
  note text
    constraint "downtime note has at most 2000 characters" check (length(note) <= 2000),
  logged_by uuid not null references public.profiles (id),
  logged_at timestamptz not null default app.now(),
  ended_by uuid references public.profiles (id),
  constraint "a downtime starts before it ends" check (started_at < ended_at),
  constraint "a downtime that has ended has who ended it" check ((ended_at is null) = (ended_by is null)),
  constraint "a machine stands still once at a time" exclude using gist (
    machine_id with =, tstzrange(started_at, ended_at) with &&
  )
);
comment on table public.downtimes is 'When a machine stood still, in which stage, and why (P3.05).';
create index downtimes_site_id_idx on public.downtimes (site_id, started_at desc);
create index downtimes_open_idx on public.downtimes (site_id) where ended_at is null;
create index downtimes_machine_id_idx on public.downtimes (machine_id, started_at desc);
create index downtimes_stage_log_id_idx on public.downtimes (stage_log_id);
create index downtimes_run_id_idx on public.downtimes (run_id);
create index downtimes_reason_id_idx on public.downtimes (reason_id);
create index downtimes_logged_by_idx on public.downtimes (logged_by);
create index downtimes_ended_by_idx on public.downtimes (ended_by);
create trigger audit after insert or update or delete on public.downtimes
  for each row execute function audit.record();
alter table public.downtimes enable row level security;
create policy "members see the downtimes of their sites" on public.downtimes for select to authenticated
  using (site_id = any ((select app.my_sites())::uuid[]));
grant select on public.downtimes to authenticated, service_role;

create function app.downtimes_announce() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform app.announce(new.site_id, 'production', 'downtime', pg_catalog.jsonb_build_object(
    'machine', (select code from public.machines where id = new.machine_id), 'running', new.ended_at is not null));
  return null;
end $$;
comment on function app.downtimes_announce() is 'Tells the site that a machine stands still, or runs again.';
create trigger announce after insert or update on public.downtimes
  for each row execute function app.downtimes_announce();
