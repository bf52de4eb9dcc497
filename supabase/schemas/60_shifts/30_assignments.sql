create table public.shift_assignments (
  id uuid primary key default gen_random_uuid(),
  run_id uuid not null,
  site_id uuid not null,
  user_id uuid not null references public.profiles (id),
  active boolean not null default true,
  created_at timestamptz not null default app.now(),
  rotation_id uuid,
  constraint "assignment is by a rotation of its site" foreign key (rotation_id, site_id) references public.shift_rotations (id, site_id),
  constraint "assignment is to a run of its site" foreign key (run_id, site_id) references public.shift_runs (id, site_id),
  constraint "a person is assigned to a run once" unique (run_id, user_id)
);
comment on table public.shift_assignments is 'Who works in a run of a shift (P1.09, P8.02).';
comment on column public.shift_assignments.active is 'False when it has been taken back; the row stays (P8.03).';
comment on column public.shift_assignments.rotation_id is 'The rotation that made it, and may take it back; null when a person decided, which no rotation changes.';
create index shift_assignments_rotation_id_site_id_idx on public.shift_assignments (rotation_id, site_id);
create index shift_assignments_run_id_site_id_idx on public.shift_assignments (run_id, site_id);
create index shift_assignments_site_id_idx on public.shift_assignments (site_id);
create index shift_assignments_user_id_idx on public.shift_assignments (user_id, run_id) where active;
create trigger audit after insert or update or delete on public.shift_assignments
  for each row execute function audit.record();
alter table public.shift_assignments enable row level security;
create policy "members see the assignments of their sites" on public.shift_assignments for select to authenticated
  using (site_id = any ((select app.my_sites())::uuid[]));
grant select on public.shift_assignments to authenticated, service_role;
