SET local check_function_bodies = off;

CREATE OR REPLACE FUNCTION app.check_lot_stock (
  lot       public.lots,
  direction integer
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  item public.items;
  place record;
begin
  select * into strict item from public.items where id = lot.item_id;
  if item.reorder_level is null then
    return;
  end if;
  for place in
    select locations.site_id, sum(stock_balances.on_hand) as on_hand
    from public.stock_balances join public.locations on locations.id = stock_balances.location_id
    where stock_balances.lot_id = lot.id and stock_balances.on_hand > 0
    group by locations.site_id order by locations.site_id
  loop
    if direction < 0 or app.lacks_stock(item.id, place.site_id) then
      perform app.check_stock(item, place.site_id, direction * place.on_hand);
    end if;
  end loop;
end $function$;

CREATE OR REPLACE FUNCTION app.lacks_stock (
  item_id uuid,
  site_id uuid
)
  RETURNS boolean
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return exists (
    select from public.alerts
    where event_code in ('stock.low', 'stock.out') and subject_id = lacks_stock.item_id || '@' || lacks_stock.site_id and state <> 'resolved'
  );
end $function$;

CREATE OR REPLACE FUNCTION app.stock_moves_raise()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  from_site uuid;
  to_site uuid;
  leaves boolean;
  comes boolean;
  lot public.lots;
  item public.items;
begin
  select source.site_id, app.holds_stock(source.kind), target.site_id, app.holds_stock(target.kind)
  into strict from_site, leaves, to_site, comes
  from public.locations as source, public.locations as target
  where source.id = new.from_id and target.id = new.to_id;
  if from_site = to_site and leaves = comes then
    return null;
  end if;
  -- What only comes is of interest where somebody was told that it lacks.
  select items.* into item
  from public.lots join public.items on items.id = lots.item_id
  where lots.id = new.lot_id and lots.qc_status = 'pass' and items.reorder_level is not null
    and (leaves or app.lacks_stock(items.id, to_site));
  if not found then
    return null;
  end if;
  select * into strict lot from public.lots where id = new.lot_id;
  if app.lot_obstacle(lot, from_site) is not null then
    return null;
  end if;
  if leaves and not exists (
    select from public.stock_balances
    where lot_id = lot.id and location_id = new.from_id and on_hand >= item.reorder_level and on_hand > 0
  ) then
    perform app.check_stock(item, from_site, -new.quantity);
  end if;
  if comes and app.lacks_stock(item.id, to_site) then
    perform app.check_stock(item, to_site, new.quantity);
  end if;
  return null;
end $function$;

COMMENT ON FUNCTION "app"."lacks_stock"(uuid, uuid) IS 'Whether people were told that an item is low or out at a site, and it still is (P5.07).';

REVOKE ALL ON FUNCTION "app"."lacks_stock"(uuid, uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."lacks_stock"(uuid, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."lacks_stock"(uuid, uuid) TO "postgres";
