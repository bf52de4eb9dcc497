-- Who may do what and where. Roles are fixed by the plant's organisation; what a role may do is data
-- that an Admin edits (P1.04).
create type public.role as enum (
  'admin', 'manager', 'qa', 'supervisor', 'storekeeper', 'dispatch_clerk', 'distributor', 'retailer'
);
comment on type public.role is 'What somebody is at a site (P1.04).';

create function app.is_time_zone(name text) returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  -- Postgres would also take a rule such as "Asia/Kolkata-5" for one; the view of the names reads all of their files.
  if name !~ '^(UTC|Etc/GMT[+-][0-9]{1,2}|[A-Z][A-Za-z]+/[A-Z][A-Za-z_-]*(/[A-Z][A-Za-z_]+)?)$' then
    return false;
  end if;
  perform pg_catalog.timezone(name, 'epoch'::timestamptz);
  return true;
exception when invalid_parameter_value then
  return false;
end $$;
comment on function app.is_time_zone(text) is 'Whether Postgres knows a time zone by this name.';
grant execute on function app.is_time_zone(text) to authenticated;

create table public.sites (
  id uuid primary key default gen_random_uuid(),
  code text not null unique
    constraint "site code is 2 to 12 capital letters or digits" check (code ~ '^[A-Z0-9]{2,12}$'),
  name text not null
    constraint "site name has 1 to 120 characters" check (length(name) between 1 and 120),
  kind text not null
    constraint "site kind is plant, warehouse or retailer" check (kind in ('plant', 'warehouse', 'retailer')),
  time_zone text not null default 'Asia/Kolkata',
  active boolean not null default true,
  created_at timestamptz not null default app.now(),
  grace_minutes integer
    constraint "grace of a site is 0 to 240 minutes" check (grace_minutes >= 0 and grace_minutes <= 240)
);
comment on table public.sites is 'Plants, warehouses and retailers (P8.01); closed by active = false, never deleted (P8.03).';
comment on column public.sites.time_zone is 'Decides the site''s business dates and shift times.';
comment on column public.sites.grace_minutes is 'Minutes after its end for which a shift of the site still takes entries; null: as the setting shifts.grace_minutes says (P3.07).';

-- A check constraint may not read a table, and the time zones Postgres knows are one.
create function app.sites_check_time_zone() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if not app.is_time_zone(new.time_zone) then
    perform app.fail(
      'VALUE_INVALID', pg_catalog.format('"%s" is no time zone; one is, for example, "Asia/Kolkata".', left(new.time_zone, 60)),
      'time_zone'
    );
  end if;
  return new;
end $$;
comment on function app.sites_check_time_zone() is 'Refuses a time zone that does not exist.';
grant execute on function app.sites_check_time_zone() to authenticated;
create trigger check_time_zone before insert or update of time_zone on public.sites
  for each row execute function app.sites_check_time_zone();
create trigger audit after insert or update or delete on public.sites
  for each row execute function audit.record();
alter table public.sites enable row level security;
