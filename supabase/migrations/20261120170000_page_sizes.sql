SET local check_function_bodies = off;

DROP VIEW "app"."stock_states";

CREATE OR REPLACE FUNCTION public.find_stock (
  site_id     uuid,
  search      text    DEFAULT NULL::text,
  state       text    DEFAULT NULL::text,
  item_id     uuid    DEFAULT NULL::uuid,
  location_id uuid    DEFAULT NULL::uuid,
  expires_by  date    DEFAULT NULL::date,
  sort        text    DEFAULT 'item'::text,
  descending  boolean DEFAULT false,
  page        integer DEFAULT 0,
  page_size   integer DEFAULT 25
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  -- What is in a pattern stands for itself.
  pattern text := '%' || pg_catalog.regexp_replace(nullif(pg_catalog.btrim(left(search, 200)), ''), '([\\%_])', '\\\1', 'g') || '%';
  places uuid[];
  vendors uuid[];
  answer jsonb;
begin
  perform app.require('stock.view', find_stock.site_id);
  if sort not in ('lot', 'item', 'location', 'on_hand', 'reserved', 'state', 'received_on', 'expires_on') then
    perform app.fail('VALUE_INVALID', pg_catalog.format('Stock is not sorted by "%s".', left(sort, 40)), 'sort');
  end if;
  if location_id is not null then
    with recursive below as (
      select find_stock.location_id as id
      union
      select locations.id from public.locations join below on locations.parent_id = below.id
    )
    select pg_catalog.array_agg(below.id) into places from below;
  end if;
  if pattern is not null then
    select pg_catalog.array_agg(partners.id) into vendors
    from public.partners where partners.name ilike pattern or partners.code ilike pattern;
  end if;
  -- The order is in the statement, so that the planner knows it; all else are its parameters.
  execute pg_catalog.format(
    $statement$
      with found as materialized (
        select states.*
        from app.stock_states as states
        where states.site_id = $1
          and (
            $2 is null or states.lot ilike $2 or states.vendor_lot ilike $2 or states.item ilike $2 or states.item_name ilike $2
            or ($9 is not null and exists (
              select from public.receipts where receipts.id = states.receipt_id and receipts.vendor_id = any ($9)
            ))
          )
          and ($3 is null or states.state = $3)
          and ($4 is null or states.item_id = $4)
          and ($5 is null or states.location_id = any ($5))
          and ($6 is null or states.expires_on <= $6)
      ), page as (
        select pg_catalog.row_number() over () as turn, sorted.*
        from (
          select * from found order by %1$I %2$s nulls last, item, lot, location limit $7 offset $8
        ) as sorted
      )
      select pg_catalog.jsonb_build_object(
        'total', (select count(*) from found),
        'rows', (
          select coalesce(pg_catalog.jsonb_agg(
            pg_catalog.to_jsonb(levels) || pg_catalog.jsonb_build_object('state', page.state, 'vendor_lot', page.vendor_lot) order by page.turn
          ), '[]')
          from page
          join public.stock_levels as levels on levels.lot_id = page.lot_id and levels.location_id = page.location_id
        )
      )
    $statement$,
    sort, case when descending then 'desc' else 'asc' end
  )
  into answer
  using find_stock.site_id, pattern, state, item_id, places, expires_by,
    greatest(1, least(page_size, 2000)), greatest(0, page)::bigint * greatest(1, least(page_size, 2000)), vendors;
  return answer;
end $function$;

CREATE OR REPLACE FUNCTION public.list_users (
  search    text    DEFAULT NULL::text,
  role      text    DEFAULT NULL::text,
  site_id   uuid    DEFAULT NULL::uuid,
  active    boolean DEFAULT NULL::boolean,
  sort      text    DEFAULT 'name'::text,
  page      integer DEFAULT 1,
  page_size integer DEFAULT 25
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
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
end $function$;

CREATE OR REPLACE FUNCTION public.lot_moves (
  lot_id    uuid,
  kind      text    DEFAULT NULL::text,
  page      integer DEFAULT 0,
  page_size integer DEFAULT 25
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  lot public.lots := app.see_lot(lot_moves.lot_id);
  seen uuid[] := app.sites_with('stock.view');
  answer jsonb;
begin
  with ledger as materialized (
    select stock_moves.*, source.code as source, source.name as source_name, source.kind as source_kind, source.site_id as source_site,
      target.code as target, target.name as target_name, target.kind as target_kind, target.site_id as target_site,
      -- Over everything that lies anywhere: what only changes its place changes nothing of it.
      case when app.holds_stock(target.kind) then stock_moves.quantity else 0 end
        - case when app.holds_stock(source.kind) then stock_moves.quantity else 0 end as change
    from public.stock_moves
    join public.locations as source on source.id = stock_moves.from_id
    join public.locations as target on target.id = stock_moves.to_id
    where stock_moves.lot_id = lot.id
  ), counted as materialized (
    select ledger.*, sum(ledger.change) over (order by ledger.id) as balance from ledger
  ), found as (
    select * from counted
    where (lot_moves.kind is null or counted.kind = lot_moves.kind)
      and (counted.source_site = any (seen) or counted.target_site = any (seen))
  ), page as (
    select * from found order by id desc
    limit greatest(1, least(page_size, 2000)) offset greatest(0, lot_moves.page)::bigint * greatest(1, least(page_size, 2000))
  )
  select pg_catalog.jsonb_build_object(
    'total', (select count(*) from found),
    'rows', (
      select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
          'id', page.id, 'kind', page.kind, 'quantity', page.quantity, 'change', page.change, 'balance', page.balance,
          'from', page.source, 'from_name', page.source_name, 'from_kind', page.source_kind,
          'to', page.target, 'to_name', page.target_name, 'to_kind', page.target_kind,
          'reason', reason_codes.name, 'note', page.note, 'corrects', page.corrects_id,
          'moved_at', page.moved_at, 'moved_by', profiles.full_name
        ) order by page.id desc), '[]')
      from page
      join public.profiles on profiles.id = page.moved_by
      left join public.reason_codes on reason_codes.id = page.reason_id
    )
  ) into answer;
  return answer;
end $function$;

CREATE VIEW "app"."stock_states" AS  SELECT stock_balances.lot_id,
    lots.code AS lot,
    lots.vendor_lot,
    lots.receipt_id,
    lots.item_id,
    items.code AS item,
    items.name AS item_name,
    stock_balances.location_id,
    locations.code AS location,
    locations.site_id,
    stock_balances.on_hand,
    COALESCE(reserved.quantity, (0)::numeric) AS reserved,
        CASE
            WHEN ((lots.qc_status = 'hold'::text) OR (lots.id IN ( SELECT lot_holds.lot_id
               FROM public.lot_holds
              WHERE (lot_holds.released_at IS NULL)))) THEN 'hold'::text
            WHEN (lots.qc_status = 'pending'::text) THEN 'pending'::text
            WHEN (lots.qc_status = 'fail'::text) THEN 'fail'::text
            WHEN (lots.expires_on < sites.today) THEN 'expired'::text
            ELSE 'usable'::text
        END AS state,
    lots.received_on,
    lots.expires_on,
    sites.today
   FROM (((((public.stock_balances
     JOIN public.lots ON ((lots.id = stock_balances.lot_id)))
     JOIN public.items ON ((items.id = lots.item_id)))
     JOIN public.locations ON ((locations.id = stock_balances.location_id)))
     LEFT JOIN ( SELECT sites_1.id,
            app.business_date(sites_1.id) AS today
           FROM public.sites sites_1
         OFFSET 0) sites ON ((sites.id = locations.site_id)))
     LEFT JOIN ( SELECT reservations.lot_id,
            reservations.location_id,
            sum(reservations.quantity) AS quantity
           FROM public.reservations
          WHERE (reservations.ended_at IS NULL)
          GROUP BY reservations.lot_id, reservations.location_id) reserved ON (((reserved.lot_id = stock_balances.lot_id) AND (reserved.location_id = stock_balances.location_id))))
  WHERE (stock_balances.on_hand > (0)::numeric);

COMMENT ON VIEW "app"."stock_states" IS 'Stock by lot and place with the state of the lot: usable, pending, hold, fail or expired, as app.lot_obstacle has it.';
