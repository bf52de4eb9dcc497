-- Who looks at people, roles, settings or masters sees what others make of them. Most of these are of every
-- site, and an administrator looks at people of all of them, so every site is told; they change rarely.
create function app.announce_everywhere() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform app.announce(sites.id, tg_argv[0], 'changed', pg_catalog.jsonb_build_object('table', tg_table_name))
  from public.sites where sites.active;
  return null;
end $$;
comment on function app.announce_everywhere() is 'Tells every site, on the topic of the module it is given, which table has changed.';
create trigger announce after insert or update or delete on public.role_permissions
  for each statement execute function app.announce_everywhere('access');
create trigger announce after insert or update on public.settings
  for each statement execute function app.announce_everywhere('access');
create trigger announce after update of full_name, active on public.profiles
  for each statement execute function app.announce_everywhere('access');
create trigger announce after insert or update or delete on public.memberships
  for each statement execute function app.announce_everywhere('access');
