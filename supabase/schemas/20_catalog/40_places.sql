-- Where a lot can be. Goods come from somewhere and go somewhere even when that is no shelf: the
-- vendor, the customer, the process, loss and adjustment are locations too, one of each per site
-- (DESIGN 4, Ledger).
create table public.locations (
  id uuid primary key default gen_random_uuid(),
  site_id uuid not null references public.sites (id),
  parent_id uuid references public.locations (id),
  code text not null
    constraint "location code is 1 to 24 capital letters, digits or hyphens" check (code ~ '^[A-Z0-9][A-Z0-9-]{0,23}$'),
  name text not null
    constraint "location name has 1 to 120 characters" check (btrim(name) <> '' and length(name) <= 120),
  kind text not null
    constraint "location kind is known" check (
      kind in ('storage', 'floor', 'quality', 'dispatch', 'vendor', 'customer', 'process', 'loss', 'adjustment')
    ),
  active boolean not null default true,
  created_at timestamptz not null default app.now(),
  constraint "location code is unique at its site" unique (site_id, code),
  constraint "location is not its own parent" check (parent_id <> id)
);
comment on table public.locations is 'Places inside a site, as a tree; also where goods come from and go to (P5.01).';
comment on column public.locations.kind is
  'storage, floor, quality and dispatch hold stock; vendor, customer, process, loss and adjustment are the other side of a move.';
create index locations_parent_id_idx on public.locations (parent_id);
create unique index locations_other_side_idx on public.locations (site_id, kind)
  where kind in ('vendor', 'customer', 'process', 'loss', 'adjustment');
create trigger audit after insert or update or delete on public.locations
  for each row execute function audit.record();
alter table public.locations enable row level security;
create policy "members see the places of their sites" on public.locations for select to authenticated
  using (site_id = any ((select app.my_sites())::uuid[]));
create policy "places are added by permission" on public.locations for insert to authenticated
  with check (site_id = any ((select app.sites_with('catalog.edit_locations'))::uuid[]));
create policy "places are edited by permission" on public.locations for update to authenticated
  using (site_id = any ((select app.sites_with('catalog.edit_locations'))::uuid[]))
  with check (site_id = any ((select app.sites_with('catalog.edit_locations'))::uuid[]));
grant select on public.locations to authenticated, service_role;
grant insert (site_id, parent_id, code, name, kind), update (parent_id, name, active) on public.locations to authenticated;

-- A place lies in a place of the same site, and in no circle.
create function app.locations_check_tree() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if new.parent_id is null then
    return new;
  end if;
  if not exists (select from public.locations where id = new.parent_id and site_id = new.site_id) then
    perform app.fail('VALUE_INVALID', pg_catalog.format('%s lies in a place of another site.', new.code), 'parent_id');
  end if;
  if exists (
    with recursive above as (
      select new.parent_id as id
      union
      select locations.parent_id from public.locations join above using (id) where locations.parent_id is not null
    )
    select from above where id = new.id
  ) then
    perform app.fail('VALUE_INVALID', pg_catalog.format('%s cannot lie in a place that lies in it.', new.code), 'parent_id');
  end if;
  return new;
end $$;
comment on function app.locations_check_tree() is 'Refuses a parent at another site, and a circle.';
create trigger check_tree before insert or update of parent_id, site_id on public.locations
  for each row execute function app.locations_check_tree();

create function app.sites_create_places() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  insert into public.locations (site_id, code, name, kind) values
    (new.id, 'VENDOR', 'Vendors', 'vendor'),
    (new.id, 'CUSTOMER', 'Customers', 'customer'),
    (new.id, 'PROCESS', 'In process', 'process'),
    (new.id, 'LOSS', 'Loss', 'loss'),
    (new.id, 'ADJUSTMENT', 'Adjustments', 'adjustment');
  return null;
end $$;
comment on function app.sites_create_places() is 'Gives each new site the other sides of its stock moves.';
create trigger create_places after insert on public.sites
  for each row execute function app.sites_create_places();

create table public.machines (
  id uuid primary key default gen_random_uuid(),
  site_id uuid not null references public.sites (id),
  code text not null
    constraint "machine code is 2 to 24 capital letters, digits or hyphens" check (code ~ '^[A-Z0-9][A-Z0-9-]{1,23}$'),
  name text not null
    constraint "machine name has 1 to 120 characters" check (btrim(name) <> '' and length(name) <= 120),
  serial_number text unique
    constraint "serial number has 1 to 60 characters" check (length(serial_number) between 1 and 60),
  location_id uuid references public.locations (id),
  active boolean not null default true,
  created_at timestamptz not null default app.now(),
  constraint "machine code is unique at its site" unique (site_id, code)
);
comment on table public.machines is 'Machines of a site (P3.02, P8.01).';
create index machines_location_id_idx on public.machines (location_id);
create trigger audit after insert or update or delete on public.machines
  for each row execute function audit.record();
alter table public.machines enable row level security;
create policy "members see the machines of their sites" on public.machines for select to authenticated
  using (site_id = any ((select app.my_sites())::uuid[]));
create policy "machines are added by permission" on public.machines for insert to authenticated
  with check (site_id = any ((select app.sites_with('catalog.edit_machines'))::uuid[]));
create policy "machines are edited by permission" on public.machines for update to authenticated
  using (site_id = any ((select app.sites_with('catalog.edit_machines'))::uuid[]))
  with check (site_id = any ((select app.sites_with('catalog.edit_machines'))::uuid[]));
grant select on public.machines to authenticated, service_role;
grant insert (site_id, code, name, serial_number, location_id), update (name, serial_number, location_id, active) on public.machines to authenticated;

create table public.reason_codes (
  id uuid primary key default gen_random_uuid(),
  purpose text not null
    constraint "reason purpose is known" check (purpose in ('adjustment', 'downtime', 'deviation', 'hold', 'override', 'rejection')),
  code text not null
    constraint "reason code is 2 to 24 small letters or underscores" check (code ~ '^[a-z][a-z_]{1,23}$'),
  name text not null
    constraint "reason name has 1 to 80 characters" check (btrim(name) <> '' and length(name) <= 80),
  active boolean not null default true,
  constraint "reason code is unique for its purpose" unique (purpose, code)
);
comment on table public.reason_codes is 'Why stock was adjusted, a machine stood still, a lot was held (P3.05, P5.06, W2.03).';
create trigger audit after insert or update or delete on public.reason_codes
  for each row execute function audit.record();
alter table public.reason_codes enable row level security;
create policy "everybody sees the reasons" on public.reason_codes for select to authenticated using (true);
create policy "reasons are added by permission" on public.reason_codes for insert to authenticated
  with check ((select app.has('catalog.edit_reasons')));
create policy "reasons are edited by permission" on public.reason_codes for update to authenticated
  using ((select app.has('catalog.edit_reasons')))
  with check ((select app.has('catalog.edit_reasons')));
grant select on public.reason_codes to authenticated, service_role;
grant insert (purpose, code, name), update (name, active) on public.reason_codes to authenticated;
