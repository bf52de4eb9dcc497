-- Low stock is an event of the ledger: only a move, or a verdict on a lot, that carries the usable stock
-- of an item across its reorder level says something. A move of an item without one costs one look at
-- the item; a move that leaves more than the level in its own lot, two.
create function app.usable_stock(item_id uuid, site_id uuid, enough numeric) returns numeric
language plpgsql stable
security definer
set search_path = ''
as $$
declare
  today date := app.business_date(usable_stock.site_id);
  total numeric;
begin
  -- Lots that have expired are left out by the index, so the cost follows the shelf life, not the age
  -- of the plant; and it ends where there is enough.
  select added.total into total
  from (
    select sum(stock_balances.on_hand) over (order by lots.expires_on desc, lots.received_on desc, lots.id, stock_balances.location_id rows unbounded preceding) as total
    from public.lots
    join public.stock_balances on stock_balances.lot_id = lots.id and stock_balances.on_hand > 0
    join public.locations on locations.id = stock_balances.location_id and locations.site_id = usable_stock.site_id
    where lots.item_id = usable_stock.item_id and lots.qc_status = 'pass' and (lots.expires_on is null or lots.expires_on >= today)
      and not exists (select from public.lot_holds where lot_holds.lot_id = lots.id and released_at is null)
  ) as added
  where added.total >= usable_stock.enough
  limit 1;
  if total is not null then
    return total;
  end if;
  return (
    select coalesce(sum(stock_balances.on_hand), 0)
    from public.lots
    join public.stock_balances on stock_balances.lot_id = lots.id and stock_balances.on_hand > 0
    join public.locations on locations.id = stock_balances.location_id and locations.site_id = usable_stock.site_id
    where lots.item_id = usable_stock.item_id and lots.qc_status = 'pass' and (lots.expires_on is null or lots.expires_on >= today)
      and not exists (select from public.lot_holds where lot_holds.lot_id = lots.id and released_at is null)
  );
end $$;
comment on function app.usable_stock(uuid, uuid, numeric) is
  'How much of an item at a site may be used (released, not held, not expired), in its base unit; counts no further than enough (P5.07).';

create function app.check_stock(item public.items, site_id uuid, change numeric) returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
  level numeric := item.reorder_level;
  after numeric := app.usable_stock(item.id, check_stock.site_id, greatest(level, 1e-6) + greatest(change, 0));
  before numeric := after - change;
  subject text := item.id || '@' || check_stock.site_id;
  given jsonb;
begin
  if change > 0 then
    if after > 0 then
      perform app.resolve_alerts('stock.out', 'items@site', subject, pg_catalog.format('%s %s are there again.', pg_catalog.trim_scale(after), item.unit));
    end if;
    if after >= level then
      perform app.resolve_alerts('stock.low', 'items@site', subject, pg_catalog.format('%s %s are there again.', pg_catalog.trim_scale(after), item.unit));
      return;
    end if;
  end if;
  given := pg_catalog.jsonb_build_object(
    'item', item.name, 'code', item.code, 'unit', item.unit, 'available', pg_catalog.trim_scale(after), 'level', pg_catalog.trim_scale(level)
  );
  if after <= 0 and before > 0 then
    perform app.resolve_alerts('stock.low', 'items@site', subject, 'Now there is none left.');
    perform app.notify('stock.out', check_stock.site_id, 'items@site', subject, item.name, given, '/stock?item=' || item.id);
  elsif (after < level and before >= level) or (change > 0 and before <= 0 and after > 0 and after < level) then
    perform app.notify('stock.low', check_stock.site_id, 'items@site', subject, item.name, given, '/stock?item=' || item.id);
  end if;
end $$;
comment on function app.check_stock(public.items, uuid, numeric) is
  'Raises stock.low or stock.out when a change of the usable stock (base unit) has crossed the item''s reorder level or left nothing, and ends them when it is over (P5.07, W4.01).';

create function app.lacks_stock(item_id uuid, site_id uuid) returns boolean
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  return exists (
    select from public.alerts
    where event_code in ('stock.low', 'stock.out') and subject_id = lacks_stock.item_id || '@' || lacks_stock.site_id and state <> 'resolved'
  );
end $$;
comment on function app.lacks_stock(uuid, uuid) is 'Whether people were told that an item is low or out at a site, and it still is (P5.07).';

create function app.stock_moves_raise() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
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
end $$;
comment on function app.stock_moves_raise() is 'Looks whether a move has crossed the reorder level of its item at a site (P5.07).';
-- Its name comes after that of the trigger that keeps the balances, and so it does. What is imported
-- happened long ago and is no news.
create trigger raise_alerts after insert on public.stock_moves
  for each row when (new.kind <> 'import')
  execute function app.stock_moves_raise();

create function app.check_lot_stock(lot public.lots, direction integer) returns void
language plpgsql
security definer
set search_path = ''
as $$
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
end $$;
comment on function app.check_lot_stock(public.lots, integer) is
  'Looks what it means for the stock of its item that a lot has become usable (1) or is so no more (-1), wherever it lies.';

-- Every lot with stock, once a day: the nearest of the thresholds that it has come to, told once each.
create function app.scan_expiry() returns integer
language plpgsql
security definer
set search_path = ''
as $$
declare
  thresholds integer[];
  stock record;
  alert public.alerts;
  raised integer := 0;
begin
  select coalesce(pg_catalog.array_agg(distinct days::integer), '{30,15,7}') into thresholds
  from pg_catalog.regexp_split_to_table(coalesce(app.setting('alerts.expiry_days') #>> '{}', ''), '[, ]+') as days
  where days ~ '^[0-9]{1,4}$';
  for stock in
    select lots.id, lots.code, lots.expires_on, places.site_id, places.on_hand, items.name as item, items.unit,
      lots.expires_on - places.today as days,
      (select min(threshold) from pg_catalog.unnest(thresholds) as threshold where lots.expires_on - places.today <= threshold) as threshold
    from (
      select stock_balances.lot_id, locations.site_id, app.business_date(locations.site_id) as today, sum(stock_balances.on_hand) as on_hand
      from public.stock_balances join public.locations on locations.id = stock_balances.location_id
      where stock_balances.on_hand > 0
      group by stock_balances.lot_id, locations.site_id
    ) as places
    join public.lots on lots.id = places.lot_id
    join public.items on items.id = lots.item_id
    where lots.expires_on >= places.today and lots.qc_status <> 'fail'
      and lots.expires_on - places.today <= (select max(threshold) from pg_catalog.unnest(thresholds) as threshold)
    order by places.site_id, lots.expires_on, lots.id
  loop
    continue when exists (
      select from public.alerts
      where event_code = 'stock.expiring' and subject_id = stock.id::text and site_id = stock.site_id
        and (params ->> 'threshold')::integer <= stock.threshold
    );
    for alert in
      select alerts.* from public.alerts
      where event_code = 'stock.expiring' and subject_id = stock.id::text and site_id = stock.site_id and state <> 'resolved'
      order by id for no key update
    loop
      perform app.resolve_alert(alert, pg_catalog.format('Now it is %s days.', stock.days));
    end loop;
    perform app.notify(
      'stock.expiring', stock.site_id, 'lots', stock.id::text, stock.code,
      pg_catalog.jsonb_build_object(
        'lot', stock.code, 'item', stock.item, 'days', stock.days, 'date', pg_catalog.to_char(stock.expires_on, 'DD Mon YYYY'),
        'quantity', pg_catalog.trim_scale(stock.on_hand), 'unit', stock.unit, 'threshold', stock.threshold
      ) || case when stock.threshold = (select min(threshold) from pg_catalog.unnest(thresholds) as threshold) then '{"severity": "high"}' else '{}' end::jsonb,
      '/stock/lots/' || stock.id
    );
    raised := raised + 1;
  end loop;
  -- What is used up, sent away or has expired is no longer about to.
  for alert in
    select alerts.* from public.alerts
    join public.lots on lots.id = alerts.subject_id::uuid
    where alerts.event_code = 'stock.expiring' and alerts.state <> 'resolved'
      and (
        lots.expires_on < app.business_date(alerts.site_id)
        or not exists (
          select from public.stock_balances join public.locations on locations.id = stock_balances.location_id
          where stock_balances.lot_id = lots.id and stock_balances.on_hand > 0 and locations.site_id = alerts.site_id
        )
      )
    order by alerts.id for no key update of alerts
  loop
    perform app.resolve_alert(alert, case when (
      select lots.expires_on from public.lots where lots.id = alert.subject_id::uuid) < app.business_date(alert.site_id)
      then 'It has expired.' else 'Nothing of it is left here.' end);
  end loop;
  return raised;
end $$;
comment on function app.scan_expiry() is
  'Raises stock.expiring for each lot with stock at a site that has come to one of the thresholds of the setting alerts.expiry_days, urgent at the last, and ends what is no longer so; returns how many were raised (W4.01).';
