-- Master data is edited through the Data API under these policies; every change is in audit.log.
create policy "members see their sites" on public.sites for select to authenticated
  using (id = any ((select app.my_sites())::uuid[]));
create policy "sites are added by permission" on public.sites for insert to authenticated
  with check ((select app.has('access.manage_sites')));
create policy "sites are edited by permission" on public.sites for update to authenticated
  using (id = any ((select app.sites_with('access.manage_sites'))::uuid[]))
  with check (id = any ((select app.sites_with('access.manage_sites'))::uuid[]));
grant select on public.sites to authenticated, service_role;
grant insert (code, name, kind, time_zone), update (name, time_zone, active, grace_minutes) on public.sites to authenticated;

create policy "a person sees his own profile, and by permission all" on public.profiles for select to authenticated
  using (id = (select auth.uid()) or (select app.has('access.view_users')));
create policy "a person edits his own profile, and by permission all" on public.profiles for update to authenticated
  using (id = (select auth.uid()) or (select app.has_everywhere('access.manage_users')))
  with check (id = (select auth.uid()) or (select app.has_everywhere('access.manage_users')));
grant select on public.profiles to authenticated, service_role;
grant update (full_name) on public.profiles to authenticated;

create policy "everybody sees what can be permitted" on public.permissions for select to authenticated using (true);
grant select on public.permissions to authenticated, service_role;

create policy "everybody sees the matrix" on public.role_permissions for select to authenticated using (true);
create policy "the matrix is extended by permission" on public.role_permissions for insert to authenticated
  with check ((select app.has('access.manage_roles')));
create policy "the matrix is reduced by permission" on public.role_permissions for delete to authenticated
  using ((select app.has('access.manage_roles')));
grant select, insert, delete on public.role_permissions to authenticated;
grant select on public.role_permissions to service_role;

create policy "a person sees what he is, and by permission all" on public.memberships for select to authenticated
  using (user_id = (select auth.uid()) or (select app.has('access.view_users')));
create policy "roles are given by permission" on public.memberships for insert to authenticated
  with check ((select app.has_everywhere('access.manage_users')));
create policy "roles are taken by permission" on public.memberships for delete to authenticated
  using ((select app.has_everywhere('access.manage_users')));
grant select, delete, insert (user_id, site_id, role) on public.memberships to authenticated;
grant select on public.memberships to service_role;

-- Somebody must be left who can put things right.
create function app.access_keep_admin() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  -- Two who remove each other at the same moment would each still see the other.
  perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('app.access_keep_admin', 0));
  if not exists (
    select
    from public.memberships
    join public.role_permissions using (role)
    join public.profiles on profiles.id = memberships.user_id and profiles.active
    where role_permissions.permission = 'access.manage_users' and memberships.site_id is null
  ) then
    perform app.fail('LAST_ADMIN', 'Nobody would be left who manages users at every site.');
  end if;
  return null;
end $$;
comment on function app.access_keep_admin() is 'Refuses what would leave nobody to manage users.';
create trigger keep_admin after delete on public.memberships
  for each statement execute function app.access_keep_admin();
create trigger keep_admin after delete on public.role_permissions
  for each statement execute function app.access_keep_admin();
create trigger keep_admin after update of active on public.profiles
  for each statement execute function app.access_keep_admin();

-- Who may look, may look at the life of every record (P1.06, P11.04).
create policy "the log is read by permission" on audit.log for select to authenticated
  using ((select app.has('audit.view')));
grant select on audit.log to authenticated;
