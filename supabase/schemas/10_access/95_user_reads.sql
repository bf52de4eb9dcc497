-- The table of users. Their addresses are Auth's, which shows them to nobody; here they are shown by
-- permission, beside what the policies of profiles and memberships show.
create view app.users as
select
  profiles.id,
  users.email::text as email,
  profiles.full_name,
  profiles.active,
  (
    select coalesce(
      jsonb_agg(
        jsonb_build_object('id', memberships.id, 'role', memberships.role, 'site_id', memberships.site_id, 'site', sites.code)
        order by memberships.role, sites.code
      ),
      '[]'
    )
    from public.memberships left join public.sites on sites.id = memberships.site_id
    where memberships.user_id = profiles.id
  ) as memberships,
  users.last_sign_in_at,
  users.invited_at,
  users.email_confirmed_at as confirmed_at,
  profiles.created_at
from public.profiles join auth.users using (id);
comment on view app.users is 'Users as the table of users shows them; for the functions below, which ask who may see it.';

create function public.list_users(
  search text default null, role text default null, site_id uuid default null, active boolean default null,
  sort text default 'name', page integer default 1, page_size integer default 25
) returns jsonb
language plpgsql stable
security definer
set search_path = ''
as $$
declare
  orders constant text[] := '{name,-name,email,-email,last_sign_in,-last_sign_in,created,-created}';
  sought text := case when not app.is_blank(list_users.search) then
    '%' || pg_catalog.regexp_replace(btrim(list_users.search), '([\\%_])', '\\\1', 'g') || '%'
  end;
  wanted public.role;
begin
  perform app.require('access.view_users');
  if length(list_users.search) > 200 then
    perform app.fail('VALUE_INVALID', 'What is searched for has more than 200 characters.', 'search');
  end if;
  if list_users.role <> all (pg_catalog.enum_range(null::public.role)::text[]) then
    perform app.fail('VALUE_INVALID', pg_catalog.format('"%s" is no role.', left(list_users.role, 60)), 'role');
  end if;
  wanted := list_users.role;
  if list_users.sort is null or list_users.sort <> all (orders) then
    perform app.fail(
      'VALUE_INVALID',
      pg_catalog.format('"%s" is no order; one is %s.', left(list_users.sort, 60), pg_catalog.array_to_string(orders, ', ')),
      'sort'
    );
  end if;
  if list_users.page is null or list_users.page not between 1 and 1000000 then
    perform app.fail('VALUE_INVALID', pg_catalog.format('%s is no page; the first is 1.', coalesce(list_users.page::text, 'Nothing')), 'page');
  end if;
  if list_users.page_size is null or list_users.page_size not between 1 and 2000 then
    perform app.fail('VALUE_INVALID', pg_catalog.format('A page has 1 to 2000 users, not %s.', coalesce(list_users.page_size::text, 'nothing')), 'page_size');
  end if;
  return (
    with matching as (
      select profiles.id, lower(profiles.full_name) as name, users.email, users.last_sign_in_at, profiles.created_at
      from public.profiles join auth.users using (id)
      where (sought is null or profiles.full_name ilike sought or users.email ilike sought)
        and (list_users.active is null or profiles.active = list_users.active)
        and (
          (wanted is null and list_users.site_id is null)
          or exists (
            select from public.memberships
            where memberships.user_id = profiles.id
              and (wanted is null or memberships.role = wanted)
              and (list_users.site_id is null or memberships.site_id is null or memberships.site_id = list_users.site_id)
          )
        )
    ),
    ranked as (
      select matching.id, pg_catalog.row_number() over (
        order by
          case list_users.sort when 'name' then name when 'email' then email end,
          case list_users.sort when '-name' then name when '-email' then email end desc,
          case list_users.sort when 'last_sign_in' then last_sign_in_at when 'created' then created_at end nulls first,
          case list_users.sort when '-last_sign_in' then last_sign_in_at when '-created' then created_at end desc nulls last,
          name, matching.id
      ) as place
      from matching
    )
    select pg_catalog.jsonb_build_object(
      'total', (select count(*) from matching),
      'users', coalesce((
        select jsonb_agg(pg_catalog.to_jsonb(shown) order by ranked.place)
        from ranked join app.users as shown using (id)
        where ranked.place > (list_users.page - 1) * list_users.page_size and ranked.place <= list_users.page * list_users.page_size
      ), '[]')
    )
  );
end $$;
comment on function public.list_users(text, text, uuid, boolean, text, integer, integer) is
  'A page of the users (P1.03): {total, users: [{id, email, full_name, active, memberships: [{id, role, site_id, site}], last_sign_in_at, invited_at, confirmed_at, created_at}]}; total counts all that match, site is null for every site, confirmed_at while an invitation is open. search: part of name or address; role, site_id: who has it there, or at every site; sort: name, email, last_sign_in or created, with - before it the other way round; page from 1, beyond the last empty; page_size 1 to 2000. Refuses with NOT_SIGNED_IN, NOT_ALLOWED, VALUE_INVALID.';
grant execute on function public.list_users(text, text, uuid, boolean, text, integer, integer) to authenticated;

create function public.user_details(user_id uuid) returns jsonb
language plpgsql stable
security definer
set search_path = ''
as $$
declare
  details jsonb;
begin
  if not app.has_everywhere('access.manage_users') then
    perform app.require('access.view_users');
  end if;
  select pg_catalog.to_jsonb(shown) into details from app.users as shown where shown.id = user_details.user_id;
  if details is null then
    perform app.fail('NOT_FOUND', 'There is no such user.', 'user_id');
  end if;
  return details;
end $$;
comment on function public.user_details(uuid) is
  'One user as list_users gives him (P1.03). Refuses with NOT_SIGNED_IN, NOT_ALLOWED, NOT_FOUND.';
grant execute on function public.user_details(uuid) to authenticated;
