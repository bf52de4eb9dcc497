-- Which lot goes first is the item's to say: the one that expires first, or the one that came first.
-- It is asked from what lies at the site now, not from all lots that ever were, so that picking does
-- not become slower with the years.
create function app.assert_picking_order(
  lot public.lots, site_id uuid, reason_id uuid, to_id uuid default null, field text default null
) returns void
language plpgsql stable
security definer
set search_path = ''
as $$
declare
  item public.items;
  first record;
begin
  if assert_picking_order.reason_id is not null then
    if not exists (
      select from public.reason_codes
      where id = assert_picking_order.reason_id and purpose = 'deviation' and active
    ) then
      perform app.fail('NOT_FOUND', 'A deviation needs one of the reasons for deviations.', coalesce(assert_picking_order.field, 'reason'));
    end if;
    return;
  end if;
  select * into strict item from public.items where id = lot.item_id;
  with present as materialized (
    select stock_balances.lot_id, stock_balances.location_id, locations.code as place
    from public.locations
    join public.stock_balances on stock_balances.location_id = locations.id and stock_balances.on_hand > 0
    where locations.site_id = assert_picking_order.site_id and locations.kind in ('storage', 'floor')
      and locations.id is distinct from assert_picking_order.to_id
  )
  select lots.code, lots.expires_on, lots.received_on, present.place into first
  from present
  join public.lots on lots.id = present.lot_id
  where lots.item_id = lot.item_id
    and (coalesce(case when item.picking = 'fefo' then lots.expires_on end, 'infinity'), lots.received_on, lots.code)
      < (coalesce(case when item.picking = 'fefo' then lot.expires_on end, 'infinity'), lot.received_on, lot.code)
    and app.available(lots.id, present.location_id) > 0
    and app.lot_obstacle(lots, assert_picking_order.site_id) is null
  order by case when item.picking = 'fefo' then lots.expires_on end nulls last, lots.received_on, lots.code, present.place
  limit 1;
  if found then
    perform app.fail(
      'DEVIATION_NEEDED',
      pg_catalog.format(
        'Lot %s at %s comes before lot %s: it %s.', first.code, first.place, lot.code,
        case
          when item.picking = 'fefo' and first.expires_on is distinct from lot.expires_on
            then 'expires on ' || pg_catalog.to_char(first.expires_on, 'DD Mon YYYY')
          else 'came on ' || pg_catalog.to_char(first.received_on, 'DD Mon YYYY')
        end
      ),
      coalesce(assert_picking_order.field, 'lot'),
      pg_catalog.jsonb_build_object('lot', lot.code, 'first', first.code, 'location', first.place)
    );
  end if;
end $$;
comment on function app.assert_picking_order(public.lots, uuid, uuid, uuid, text) is
  'Refuses with DEVIATION_NEEDED a lot when another of its item, usable and free at a storage or floor place of the site other than the one it goes to, comes before it (FEFO: expiry, arrival, code; FIFO: arrival, code), unless a reason for the deviation is given; with NOT_FOUND when that is none for deviations (P5.03).';
