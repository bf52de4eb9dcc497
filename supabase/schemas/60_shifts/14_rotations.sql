-- Who works when, week by week, over and over: from a Monday on, so many weeks, then from the first again.
create table public.shift_rotations (
  id uuid primary key default gen_random_uuid(),
  site_id uuid not null references public.sites (id),
  name text not null
    constraint "rotation name has 1 to 60 characters" check (not app.is_blank(name) and length(name) <= 60),
  starts_on date not null
    constraint "rotation starts on a Monday" check (extract(isodow from starts_on) = 1)
    constraint "rotation starts in a year from 2000 to 2199" check (starts_on >= '2000-01-01' and starts_on < '2200-01-01'),
  weeks integer not null
    constraint "rotation has 1 to 12 weeks" check (weeks >= 1 and weeks <= 12),
  active boolean not null default true,
  created_at timestamptz not null default app.now(),
  constraint "a rotation name is given once at a site" unique (site_id, name),
  constraint "rotation is of one site" unique (id, site_id)
);
comment on table public.shift_rotations is 'Patterns of shifts over weeks (P8.02); written by save_rotation alone.';
create trigger audit after insert or update or delete on public.shift_rotations
  for each row execute function audit.record();
alter table public.shift_rotations enable row level security;
create policy "members see the rotations of their sites" on public.shift_rotations for select to authenticated
  using (site_id = any ((select app.my_sites())::uuid[]));
grant select on public.shift_rotations to authenticated, service_role;

create table public.shift_rotation_turns (
  id uuid primary key default gen_random_uuid(),
  rotation_id uuid not null,
  site_id uuid not null,
  week integer not null
    constraint "turn is in a week from 1 to 12" check (week >= 1 and week <= 12),
  weekday integer not null
    constraint "turn is on a weekday from 1, Monday, to 7" check (weekday >= 1 and weekday <= 7),
  shift_id uuid not null,
  user_id uuid not null references public.profiles (id),
  constraint "turn is in a rotation of its site" foreign key (rotation_id, site_id) references public.shift_rotations (id, site_id),
  constraint "turn is of a shift of its site" foreign key (shift_id, site_id) references public.shifts (id, site_id),
  constraint "a person has a turn once" unique (rotation_id, week, weekday, shift_id, user_id)
);
comment on table public.shift_rotation_turns is 'Which shift a person has on which day of which week of a rotation (P8.02); written by save_rotation alone.';
create index shift_rotation_turns_rotation_id_site_id_idx on public.shift_rotation_turns (rotation_id, site_id);
create index shift_rotation_turns_shift_id_site_id_idx on public.shift_rotation_turns (shift_id, site_id);
create index shift_rotation_turns_site_id_idx on public.shift_rotation_turns (site_id);
create index shift_rotation_turns_user_id_idx on public.shift_rotation_turns (user_id);
create trigger audit after insert or update or delete on public.shift_rotation_turns
  for each row execute function audit.record();
alter table public.shift_rotation_turns enable row level security;
create policy "members see the turns of their sites" on public.shift_rotation_turns for select to authenticated
  using (site_id = any ((select app.my_sites())::uuid[]));
grant select on public.shift_rotation_turns to authenticated, service_role;
