SET local check_function_bodies = off;

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
  SET work_mem TO '32MB'
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
        select states.lot_id, states.location_id, states.state, states.item, states.lot, states.location, states.%1$I as sorted_by
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
          select * from found order by sorted_by %2$s nulls last, item, lot, location limit $7 offset $8
        ) as sorted
      )
      select pg_catalog.jsonb_build_object(
        'total', (select count(*) from found),
        'rows', (
          select coalesce(pg_catalog.jsonb_agg(
            pg_catalog.to_jsonb(levels) || pg_catalog.jsonb_build_object('state', page.state, 'vendor_lot', lots.vendor_lot) order by page.turn
          ), '[]')
          from page
          join public.stock_levels as levels on levels.lot_id = page.lot_id and levels.location_id = page.location_id
          join public.lots on lots.id = page.lot_id
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
