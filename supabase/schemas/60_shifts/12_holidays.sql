-- Days on which a site does not work, or works although it is a holiday.
create table public.holidays (
  id uuid primary key default gen_random_uuid(),
  site_id uuid not null references public.sites (id),
  day date not null
    constraint "holiday is in a year from 2000 to 2199" check (day >= '2000-01-01' and day < '2200-01-01'),
  name text not null
    constraint "holiday name has 1 to 80 characters" check (btrim(name) <> '' and length(name) <= 80),
  works boolean not null default false,
  created_at timestamptz not null default app.now(),
  constraint "a day is a holiday once at a site" unique (site_id, day)
);
comment on table public.holidays is 'Holidays of sites (P8.02).';
comment on column public.holidays.day is 'By the date of the site; a night shift belongs to the evening.';
comment on column public.holidays.works is 'Whether its shifts take place all the same.';
create trigger audit after insert or update or delete on public.holidays
  for each row execute function audit.record();
alter table public.holidays enable row level security;
create policy "members see the holidays of their sites" on public.holidays for select to authenticated
  using (site_id = any ((select app.my_sites())::uuid[]));
create policy "holidays are added by permission" on public.holidays for insert to authenticated
  with check (site_id = any ((select app.sites_with('shifts.configure'))::uuid[]));
create policy "holidays are edited by permission" on public.holidays for update to authenticated
  using (site_id = any ((select app.sites_with('shifts.configure'))::uuid[]))
  with check (site_id = any ((select app.sites_with('shifts.configure'))::uuid[]));
create policy "holidays are removed by permission" on public.holidays for delete to authenticated
  using (site_id = any ((select app.sites_with('shifts.configure'))::uuid[]));
grant select, delete on public.holidays to authenticated;
grant select on public.holidays to service_role;
grant insert (site_id, day, name, works), update (name, works) on public.holidays to authenticated;
