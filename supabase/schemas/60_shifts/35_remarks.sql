-- What a shift wants to be remembered beside its records.
create table public.shift_remarks (
  id uuid primary key default gen_random_uuid(),
  run_id uuid not null,
  site_id uuid not null,
  body text not null
    constraint "shift remark has 1 to 2000 characters" check (not app.is_blank(body) and length(body) <= 2000),
  written_by uuid not null references public.profiles (id),
  written_at timestamptz not null default app.now(),
  constraint "remark is of a run of its site" foreign key (run_id, site_id) references public.shift_runs (id, site_id)
);
comment on table public.shift_remarks is 'Remarks in the logbook of a run, append-only (P3.10); written by add_shift_remark alone.';
create index shift_remarks_run_id_site_id_idx on public.shift_remarks (run_id, site_id, written_at);
create index shift_remarks_written_by_idx on public.shift_remarks (written_by);
create trigger audit after insert or update or delete on public.shift_remarks
  for each row execute function audit.record();
create trigger keep before update or delete on public.shift_remarks for each row execute function audit.keep();
alter table public.shift_remarks enable row level security;
create policy "members see the remarks of their sites" on public.shift_remarks for select to authenticated
  using (site_id = any ((select app.my_sites())::uuid[]));
grant select on public.shift_remarks to authenticated, service_role;
