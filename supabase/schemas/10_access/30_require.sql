-- The one place that says whether somebody may do something. Policies ask for the sites once per
-- statement, `site_id = any ((select app.sites_with('stock.view'))::uuid[])`; commands ask for one.
create function app.sites_with(permission text) returns uuid[]
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  return (
    select coalesce(pg_catalog.array_agg(distinct sites.id), '{}')
    from public.memberships
    join public.role_permissions using (role)
    join public.profiles on profiles.id = memberships.user_id and profiles.active
    join public.sites on memberships.site_id is null or sites.id = memberships.site_id
    where memberships.user_id = (select auth.uid())
      and role_permissions.permission = sites_with.permission
  );
end $$;
comment on function app.sites_with(text) is 'The sites at which the caller has a permission; none for somebody who has left.';
grant execute on function app.sites_with(text) to authenticated;

create function app.has(permission text, site_id uuid default null) returns boolean
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  return (
    select exists (
      select
      from public.memberships
      join public.role_permissions using (role)
      join public.profiles on profiles.id = memberships.user_id and profiles.active
      where memberships.user_id = (select auth.uid())
        and role_permissions.permission = has.permission
        and (memberships.site_id is null or has.site_id is null or memberships.site_id = has.site_id)
    )
  );
end $$;
comment on function app.has(text, uuid) is
  'Whether the caller has a permission at a site, or anywhere when no site is given.';
grant execute on function app.has(text, uuid) to authenticated;

create function app.require(permission text, site_id uuid default null) returns void
language plpgsql stable
security definer
set search_path = ''
as $$
declare
  wanted text;
  place text;
begin
  if auth.uid() is null then
    perform app.fail('NOT_SIGNED_IN', 'This needs somebody who is signed in.');
  end if;
  if app.has(require.permission, require.site_id) then
    return;
  end if;
  select description into wanted from public.permissions where name = require.permission;
  select code into place from public.sites where id = require.site_id;
  perform app.fail(
    'NOT_ALLOWED',
    pg_catalog.format('You may not %s%s.', coalesce(wanted, require.permission), ' at ' || place),
    null,
    pg_catalog.jsonb_build_object('permission', require.permission, 'site', place)
  );
end $$;
comment on function app.require(text, uuid) is
  'Refuses with NOT_SIGNED_IN or NOT_ALLOWED unless the caller has the permission at the site (P1.04).';
grant execute on function app.require(text, uuid) to authenticated;

create function app.my_sites() returns uuid[]
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  return (
    select coalesce(pg_catalog.array_agg(distinct sites.id), '{}')
    from public.memberships
    join public.profiles on profiles.id = memberships.user_id and profiles.active
    join public.sites on memberships.site_id is null or sites.id = memberships.site_id
    where memberships.user_id = (select auth.uid())
  );
end $$;
comment on function app.my_sites() is 'The sites at which the caller is anything at all.';
grant execute on function app.my_sites() to authenticated;
