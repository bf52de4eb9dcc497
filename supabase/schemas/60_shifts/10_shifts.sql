-- When people work. A definition says which hours of a site's day a shift has; what happens is in its
-- runs, which are instants (DESIGN 4, Shifts are facts).
create table public.shifts (
  id uuid primary key default gen_random_uuid(),
  site_id uuid not null references public.sites (id),
  code text not null
    constraint "shift code is 1 to 8 capital letters or digits" check (code ~ '^[A-Z0-9]{1,8}$'),
  name text not null
    constraint "shift name has 1 to 60 characters" check (btrim(name) <> '' and length(name) <= 60),
  starts time not null
    constraint "shift starts at a full minute of the day" check (starts < '24:00' and extract(second from starts) = 0),
  ends time not null
    constraint "shift ends at a full minute of the day" check (ends < '24:00' and extract(second from ends) = 0),
  active boolean not null default true,
  created_at timestamptz not null default app.now(),
  constraint "shift code is unique at its site" unique (site_id, code),
  constraint "shift is of one site" unique (id, site_id),
  constraint "shift does not end when it starts" check (ends <> starts)
);
comment on table public.shifts is 'Shifts of a site: which hours of its day they have (P8.01).';
comment on column public.shifts.starts is 'In the site''s time zone.';
comment on column public.shifts.ends is 'In the site''s time zone; on the next day when it is not after the start.';
create trigger audit after insert or update or delete on public.shifts
  for each row execute function audit.record();
alter table public.shifts enable row level security;
create policy "members see the shifts of their sites" on public.shifts for select to authenticated
  using (site_id = any ((select app.my_sites())::uuid[]));
create policy "shifts are added by permission" on public.shifts for insert to authenticated
  with check (site_id = any ((select app.sites_with('shifts.configure'))::uuid[]));
create policy "shifts are edited by permission" on public.shifts for update to authenticated
  using (site_id = any ((select app.sites_with('shifts.configure'))::uuid[]))
  with check (site_id = any ((select app.sites_with('shifts.configure'))::uuid[]));
grant select on public.shifts to authenticated, service_role;
grant insert (site_id, code, name, starts, ends), update (name, starts, ends, active) on public.shifts to authenticated;

-- A clock that is put forward can swallow a shift, or push its end past its next start: a shift ends
-- when it starts again, and one that would end before it starts does not take place.
create function app.shift_times(
  business_date date, starts time, ends time, time_zone text, out starts_at timestamptz, out ends_at timestamptz
)
language sql stable
set search_path = ''
as $$
  select
    (shift_times.business_date + shift_times.starts) at time zone shift_times.time_zone,
    least(
      (shift_times.business_date + (shift_times.ends <= shift_times.starts)::integer + shift_times.ends)
        at time zone shift_times.time_zone,
      (shift_times.business_date + 1 + shift_times.starts) at time zone shift_times.time_zone
    )
$$;
comment on function app.shift_times(date, time, time, text) is
  'The instants between which a shift of a date lies, in a time zone with its clock changes.';
