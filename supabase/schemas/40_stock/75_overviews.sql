-- What lies at a site, for lists and sums. app.lot_obstacle is asked for one lot; asked for each of some
-- ten thousand it takes seconds. So this view says the same of all of them in one go, in a word; a test
-- compares the two. It is read by the functions below alone, which ask for the permission first.
create view app.stock_states as
select
  stock_balances.lot_id,
  lots.code as lot,
  lots.vendor_lot,
  lots.receipt_id,
  lots.item_id,
  items.code as item,
  items.name as item_name,
  stock_balances.location_id,
  locations.code as location,
  locations.site_id,
  stock_balances.on_hand,
  coalesce(reserved.quantity, 0) as reserved,
  case
    when lots.qc_status = 'hold' or lots.id in (select lot_holds.lot_id from public.lot_holds where released_at is null) then 'hold'
    when lots.qc_status = 'pending' then 'pending'
    when lots.qc_status = 'fail' then 'fail'
    when lots.expires_on < sites.today then 'expired'
    else 'usable'
  end as state,
  lots.received_on,
  lots.expires_on,
  sites.today
from public.stock_balances
join public.lots on lots.id = stock_balances.lot_id
join public.items on items.id = lots.item_id
join public.locations on locations.id = stock_balances.location_id
-- Offset 0 has the planner ask for the date once a site, not once a lot; an outer join has it expect that
-- every lot finds its site.
left join (select sites.id, app.business_date(sites.id) as today from public.sites offset 0) as sites on sites.id = locations.site_id
left join (
  select reservations.lot_id, reservations.location_id, sum(reservations.quantity) as quantity
  from public.reservations
  where reservations.ended_at is null
  group by reservations.lot_id, reservations.location_id
) as reserved
  on reserved.lot_id = stock_balances.lot_id and reserved.location_id = stock_balances.location_id
where stock_balances.on_hand > 0;
comment on view app.stock_states is
  'Stock by lot and place with the state of the lot: usable, pending, hold, fail or expired, as app.lot_obstacle has it.';

create function public.stock_overview(site_id uuid, expiring_days integer default 30) returns jsonb
language plpgsql stable
security definer
set search_path = ''
as $$
declare
  overview jsonb;
begin
  perform app.require('stock.view', stock_overview.site_id);
  with stock as materialized (
    select states.item_id, states.location_id, states.on_hand, states.state, states.lot_id,
      case when states.state = 'usable' then greatest(states.on_hand - states.reserved, 0) else 0 end as available,
      states.state = 'usable' and states.expires_on <= states.today + expiring_days as expiring
    from app.stock_states as states
    where states.site_id = stock_overview.site_id
  ), by_item as (
    select stock.item_id, count(distinct stock.lot_id) as lots, sum(stock.on_hand) as on_hand, sum(stock.available) as available,
      coalesce(sum(stock.on_hand) filter (where stock.state = 'pending'), 0) as pending,
      coalesce(sum(stock.on_hand) filter (where stock.state = 'hold'), 0) as held,
      coalesce(sum(stock.on_hand) filter (where stock.state = 'fail'), 0) as failed,
      coalesce(sum(stock.on_hand) filter (where stock.state = 'expired'), 0) as expired,
      coalesce(sum(stock.on_hand) filter (where stock.expiring), 0) as expiring
    from stock
    group by stock.item_id
  )
  select pg_catalog.jsonb_build_object(
    'lots', (
      select pg_catalog.jsonb_build_object(
        'all', count(distinct stock.lot_id),
        'pending', count(distinct stock.lot_id) filter (where stock.state = 'pending'),
        'hold', count(distinct stock.lot_id) filter (where stock.state = 'hold'),
        'fail', count(distinct stock.lot_id) filter (where stock.state = 'fail'),
        'expired', count(distinct stock.lot_id) filter (where stock.state = 'expired'),
        'expiring', count(distinct stock.lot_id) filter (where stock.expiring)
      )
      from stock
    ),
    'items', (
      select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
          'id', items.id, 'code', items.code, 'name', items.name, 'kind', items.kind, 'unit', items.unit,
          'reorder_level', items.reorder_level, 'lots', coalesce(by_item.lots, 0), 'on_hand', coalesce(by_item.on_hand, 0),
          'available', coalesce(by_item.available, 0), 'pending', coalesce(by_item.pending, 0), 'held', coalesce(by_item.held, 0),
          'failed', coalesce(by_item.failed, 0), 'expired', coalesce(by_item.expired, 0), 'expiring', coalesce(by_item.expiring, 0)
        ) order by items.name, items.code), '[]')
      from public.items
      left join by_item on by_item.item_id = items.id
      -- What has run out is missed most: it stays in the list as long as it is in use.
      where by_item.item_id is not null
        or (items.active and exists (select from public.lots where lots.item_id = items.id and lots.site_id = stock_overview.site_id))
    ),
    'places', (
      select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
          'id', locations.id, 'code', locations.code, 'name', locations.name, 'kind', locations.kind, 'parent_id', locations.parent_id,
          'lots', coalesce(lies.lots, 0), 'usable', coalesce(lies.usable, 0), 'items', coalesce(lies.items, '[]')
        ) order by locations.code), '[]')
      from public.locations
      left join (
        select sums.location_id, sum(sums.lots) as lots, sum(sums.usable) as usable,
          pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
            'code', items.code, 'name', items.name, 'unit', items.unit, 'on_hand', sums.on_hand
          ) order by items.name) as items
        from (
          select stock.location_id, stock.item_id, sum(stock.on_hand) as on_hand,
            count(*) as lots, count(*) filter (where stock.state = 'usable') as usable
          from stock
          group by stock.location_id, stock.item_id
        ) as sums
        join public.items on items.id = sums.item_id
        group by sums.location_id
      ) as lies on lies.location_id = locations.id
      where locations.site_id = stock_overview.site_id and app.holds_stock(locations.kind) and (locations.active or lies.lots > 0)
    )
  ) into overview;
  return overview;
end $$;
comment on function public.stock_overview(uuid, integer) is
  'What lies at a site by item and by place, and how many lots are in which state (P2.07, P5.01). expiring_days: usable lots that expire within so many days count as expiring. Quantities in each item''s base unit; `available` as in stock_levels. Refuses with NOT_ALLOWED.';
grant execute on function public.stock_overview(uuid, integer) to authenticated;

create function public.find_stock(
  site_id uuid,
  search text default null,
  state text default null,
  item_id uuid default null,
  location_id uuid default null,
  expires_by date default null,
  sort text default 'item',
  descending boolean default false,
  page integer default 0,
  page_size integer default 25
) returns jsonb
language plpgsql stable
security definer
set search_path = ''
set work_mem = '32MB'
as $$
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
end $$;
comment on function public.find_stock(uuid, text, text, uuid, uuid, date, text, boolean, integer, integer) is
  'A page of what lies at a site, by lot and place, as {total, rows}: rows of stock_levels with `state` (usable, pending, hold, fail, expired) and `vendor_lot` (P2.07, P5.01). search looks into lots, vendors'' lots, items and vendors; location_id stands for the places in it too; page counts from 0. What it costs follows what lies there, not all lots that ever were. Refuses with NOT_ALLOWED, VALUE_INVALID.';
grant execute on function public.find_stock(uuid, text, text, uuid, uuid, date, text, boolean, integer, integer) to authenticated;
