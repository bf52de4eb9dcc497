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
  return exists (
    select
    from public.memberships
    join public.role_permissions using (role)
    join public.profiles on profiles.id = memberships.user_id and profiles.active
    where memberships.user_id = auth.uid()
      and role_permissions.permission = has.permission
      and (memberships.site_id is null or has.site_id is null or memberships.site_id = has.site_id)
  );
end $$;
comment on function app.has(text, uuid) is
  'Whether the caller has a permission at a site, or anywhere when no site is given.';
grant execute on function app.has(text, uuid) to authenticated;

create function app.has_everywhere(permission text) returns boolean
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
        and memberships.site_id is null
        and role_permissions.permission = has_everywhere.permission
    )
  );
end $$;
comment on function app.has_everywhere(text) is 'Whether the caller has a permission at every site, those to come included.';
grant execute on function app.has_everywhere(text) to authenticated;

create function app.require(permission text, site_id uuid default null) returns void
language plpgsql stable
security definer
set search_path = ''
as $$
declare
  wanted text;
  place text;
begin
  if app.has(require.permission, require.site_id) then
    return;
  end if;
  if auth.uid() is null then
    perform app.fail('NOT_SIGNED_IN', 'This needs somebody who is signed in.');
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

create function app.require_everywhere(permission text) returns void
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  if app.has_everywhere(require_everywhere.permission) then
    return;
  end if;
  -- Whoever has it nowhere is told so; the others, that it is not enough.
  perform app.require(require_everywhere.permission);
  perform app.fail(
    'NOT_ALLOWED',
    pg_catalog.format('You may not %s at every site.', (select description from public.permissions where name = require_everywhere.permission)),
    null,
    pg_catalog.jsonb_build_object('permission', require_everywhere.permission, 'site', null)
  );
end $$;
comment on function app.require_everywhere(text) is
  'Refuses with NOT_SIGNED_IN or NOT_ALLOWED unless the caller has the permission at every site, those to come included (P1.03).';

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

-- An edge function has verified who calls and acts for him: what follows in the transaction is his
-- doing, for permissions as for the audit.
create function app.act_for(person uuid) returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform pg_catalog.set_config('request.jwt.claim.sub', act_for.person::text, true);
  perform pg_catalog.set_config('request.jwt.claim.role', 'authenticated', true);
  perform pg_catalog.set_config(
    'request.jwt.claims',
    pg_catalog.jsonb_build_object('sub', act_for.person, 'role', 'authenticated')::text,
    true
  );
end $$;
comment on function app.act_for(uuid) is
  'Makes a person the caller for the rest of the transaction. For commands that service_role alone may call.';
