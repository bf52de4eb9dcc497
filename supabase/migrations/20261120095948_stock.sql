SET local check_function_bodies = off;

DROP VIEW "app"."errors";

CREATE TABLE "app"."counters" (
  "series" text   NOT NULL,
  "value"  bigint NOT NULL,
  CONSTRAINT "counters_pkey" PRIMARY KEY (series)
);

CREATE TABLE "public"."lot_holds" (
  "id"           uuid                     NOT NULL DEFAULT gen_random_uuid(),
  "lot_id"       uuid                     NOT NULL,
  "cause_lot_id" uuid                     NOT NULL,
  "reason_id"    uuid                     NOT NULL,
  "note"         text,
  "held_by"      uuid                     NOT NULL,
  "released_by"  uuid,
  "released_at"  timestamp with time zone,
  "release_note" text,
  CONSTRAINT "a release has somebody and a time" CHECK (((released_by IS NULL) = (released_at IS NULL))),
  CONSTRAINT "hold note has at most 2000 characters" CHECK ((length(note) <= 2000)),
  CONSTRAINT "release note has at most 2000 characters" CHECK ((length(release_note) <= 2000)),
  CONSTRAINT "lot_holds_pkey" PRIMARY KEY (id),
  "held_at"      timestamp with time zone NOT NULL DEFAULT app.now()
);

ALTER TABLE "public"."lot_holds"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."lot_holds" FROM "anon";

CREATE TABLE "public"."lot_links" (
  "id"        bigint                   GENERATED ALWAYS AS IDENTITY NOT NULL,
  "parent_id" uuid                     NOT NULL,
  "child_id"  uuid                     NOT NULL,
  "quantity"  numeric                  NOT NULL,
  CONSTRAINT "linked quantity is above zero" CHECK ((quantity > (0)::numeric)),
  CONSTRAINT "no lot is its own parent" CHECK ((parent_id <> child_id)),
  CONSTRAINT "lot_links_pkey" PRIMARY KEY (id),
  "at"        timestamp with time zone NOT NULL DEFAULT app.now()
);

ALTER TABLE "public"."lot_links"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."lot_links" FROM "anon";

CREATE TABLE "public"."lots" (
  "id"               uuid                     NOT NULL DEFAULT gen_random_uuid(),
  "code"             text                     NOT NULL,
  "item_id"          uuid                     NOT NULL,
  "site_id"          uuid                     NOT NULL,
  "receipt_id"       uuid,
  "vendor_lot"       text,
  "initial_quantity" numeric                  NOT NULL,
  "qc_status"        text                     NOT NULL DEFAULT 'pending'::text,
  "manufactured_on"  date,
  "received_on"      date                     NOT NULL,
  "expires_on"       date,
  "created_by"       uuid                     NOT NULL,
  CONSTRAINT "QC status is pending, pass, fail or hold" CHECK ((qc_status = ANY (ARRAY['pending'::text, 'pass'::text, 'fail'::text, 'hold'::text]))),
  CONSTRAINT "a lot code is given once" UNIQUE (code),
  CONSTRAINT "a lot does not expire before it was made" CHECK ((expires_on >= manufactured_on)),
  CONSTRAINT "a lot is not made after it came" CHECK ((manufactured_on <= received_on)),
  CONSTRAINT "initial quantity is above zero" CHECK ((initial_quantity > (0)::numeric)),
  CONSTRAINT "lot code is 2 to 60 characters without spaces at its ends" CHECK (((code = btrim(code)) AND ((length(code) >= 2) AND (length(code) <= 60)))),
  CONSTRAINT "vendor's lot code has at most 60 characters" CHECK ((length(vendor_lot) <= 60)),
  CONSTRAINT "lots_pkey" PRIMARY KEY (id),
  "created_at"       timestamp with time zone NOT NULL DEFAULT app.now()
);

ALTER TABLE "public"."lots"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."lots" FROM "anon";

CREATE TABLE "public"."purchase_order_lines" (
  "id"        uuid    NOT NULL DEFAULT gen_random_uuid(),
  "order_id"  uuid    NOT NULL,
  "position"  integer NOT NULL,
  "item_id"   uuid    NOT NULL,
  "quantity"  numeric NOT NULL,
  "price_inr" numeric,
  "received"  numeric NOT NULL DEFAULT 0,
  CONSTRAINT "an order has one line at a position" UNIQUE (order_id, "position"),
  CONSTRAINT "line position is 1 to 999" CHECK ((("position" >= 1) AND ("position" <= 999))),
  CONSTRAINT "ordered price is above zero" CHECK (((price_inr > (0)::numeric) AND (price_inr < '1000000000'::numeric))),
  CONSTRAINT "ordered quantity is above zero" CHECK (((quantity > (0)::numeric) AND (quantity < '1000000000'::numeric))),
  CONSTRAINT "received quantity is not below zero" CHECK ((received >= (0)::numeric)),
  CONSTRAINT "purchase_order_lines_pkey" PRIMARY KEY (id)
);

ALTER TABLE "public"."purchase_order_lines"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."purchase_order_lines" FROM "anon";

CREATE TABLE "public"."purchase_orders" (
  "id"         uuid                     NOT NULL DEFAULT gen_random_uuid(),
  "site_id"    uuid                     NOT NULL,
  "vendor_id"  uuid                     NOT NULL,
  "number"     text                     NOT NULL,
  "status"     text                     NOT NULL DEFAULT 'open'::text,
  "ordered_on" date                     NOT NULL,
  CONSTRAINT "order is open, closed or cancelled" CHECK ((status = ANY (ARRAY['open'::text, 'closed'::text, 'cancelled'::text]))),
  CONSTRAINT "order number has 1 to 40 characters" CHECK (((btrim(number) <> ''::text) AND (length(number) <= 40))),
  CONSTRAINT "purchase_orders_number_key" UNIQUE (number),
  CONSTRAINT "purchase_orders_pkey" PRIMARY KEY (id),
  "created_by" uuid                     DEFAULT auth.uid(),
  "created_at" timestamp with time zone NOT NULL DEFAULT app.now()
);

ALTER TABLE "public"."purchase_orders"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."purchase_orders" FROM "anon";

CREATE TABLE "public"."receipts" (
  "id"            uuid                     NOT NULL DEFAULT gen_random_uuid(),
  "number"        text                     NOT NULL,
  "site_id"       uuid                     NOT NULL,
  "vendor_id"     uuid,
  "order_line_id" uuid,
  "item_id"       uuid                     NOT NULL,
  "quantity"      numeric                  NOT NULL,
  "received_at"   timestamp with time zone NOT NULL,
  "received_by"   uuid                     NOT NULL,
  "document_path" text,
  "remarks"       text,
  CONSTRAINT "document path has at most 300 characters" CHECK ((length(document_path) <= 300)),
  CONSTRAINT "receipt quantity is above zero" CHECK ((quantity > (0)::numeric)),
  CONSTRAINT "remarks have at most 2000 characters" CHECK ((length(remarks) <= 2000)),
  CONSTRAINT "receipts_number_key" UNIQUE (number),
  CONSTRAINT "receipts_pkey" PRIMARY KEY (id)
);

ALTER TABLE "public"."receipts"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."receipts" FROM "anon";

CREATE TABLE "public"."reservations" (
  "id"          uuid                     NOT NULL DEFAULT gen_random_uuid(),
  "lot_id"      uuid                     NOT NULL,
  "location_id" uuid                     NOT NULL,
  "quantity"    numeric                  NOT NULL,
  "purpose"     text                     NOT NULL,
  "reserved_by" uuid                     NOT NULL,
  "ended_at"    timestamp with time zone,
  CONSTRAINT "reservation purpose has 1 to 120 characters" CHECK (((btrim(purpose) <> ''::text) AND (length(purpose) <= 120))),
  CONSTRAINT "reserved quantity is above zero" CHECK (((quantity > (0)::numeric) AND (quantity < '1000000000'::numeric))),
  CONSTRAINT "reservations_pkey" PRIMARY KEY (id),
  "reserved_at" timestamp with time zone NOT NULL DEFAULT app.now()
);

ALTER TABLE "public"."reservations"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."reservations" FROM "anon";

CREATE TABLE "public"."stock_balances" (
  "lot_id"      uuid    NOT NULL,
  "location_id" uuid    NOT NULL,
  "on_hand"     numeric NOT NULL,
  CONSTRAINT "stock is never below zero" CHECK ((on_hand >= (0)::numeric)),
  CONSTRAINT "stock_balances_pkey" PRIMARY KEY (lot_id, location_id)
);

ALTER TABLE "public"."stock_balances"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."stock_balances" FROM "anon";

CREATE TABLE "public"."stock_moves" (
  "id"          bigint                   GENERATED ALWAYS AS IDENTITY NOT NULL,
  "lot_id"      uuid                     NOT NULL,
  "from_id"     uuid                     NOT NULL,
  "to_id"       uuid                     NOT NULL,
  "quantity"    numeric                  NOT NULL,
  "kind"        text                     NOT NULL,
  "reason_id"   uuid,
  "note"        text,
  "corrects_id" bigint,
  "moved_by"    uuid                     NOT NULL,
  "request_id"  uuid                     NOT NULL,
  CONSTRAINT "a correction names what it corrects" CHECK (((kind = 'correct'::text) = (corrects_id IS NOT NULL))),
  CONSTRAINT "an adjustment has a reason" CHECK (((kind <> 'adjust'::text) OR (reason_id IS NOT NULL))),
  CONSTRAINT "goods move somewhere" CHECK ((from_id <> to_id)),
  CONSTRAINT "move kind is known"
    CHECK
    ((kind = ANY (ARRAY['receive'::text, 'transfer'::text, 'consume'::text, 'produce'::text, 'pack'::text, 'return'::text, 'ship'::text, 'adjust'::text, 'sample'::text,
    'correct'::text]))),
  CONSTRAINT "move note has at most 2000 characters" CHECK ((length(note) <= 2000)),
  CONSTRAINT "moved quantity is above zero" CHECK (((quantity > (0)::numeric) AND (quantity < '1000000000'::numeric))),
  CONSTRAINT "stock_moves_pkey" PRIMARY KEY (id),
  "moved_at"    timestamp with time zone NOT NULL DEFAULT app.now()
);

ALTER TABLE "public"."stock_moves"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."stock_moves" FROM "anon";

REVOKE ALL ON SEQUENCE "public"."lot_links_id_seq" FROM "anon";

REVOKE ALL ON SEQUENCE "public"."lot_links_id_seq" FROM "authenticated";

REVOKE ALL ON SEQUENCE "public"."lot_links_id_seq" FROM "service_role";

REVOKE ALL ON SEQUENCE "public"."stock_moves_id_seq" FROM "anon";

REVOKE ALL ON SEQUENCE "public"."stock_moves_id_seq" FROM "authenticated";

REVOKE ALL ON SEQUENCE "public"."stock_moves_id_seq" FROM "service_role";

CREATE OR REPLACE FUNCTION app.announce (
  site_id uuid,
  module  text,
  event   text,
  payload jsonb
)
  RETURNS void
  LANGUAGE sql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
  select realtime.send(
    announce.payload, announce.event, pg_catalog.format('site:%s:%s', announce.site_id, announce.module), true
  )
$function$;

CREATE OR REPLACE FUNCTION app.assert_lot_usable (
  lot     public.lots,
  site_id uuid,
  purpose text
)
  RETURNS void
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  obstacle text := app.lot_obstacle(lot, assert_lot_usable.site_id);
begin
  if obstacle is not null then
    perform app.fail(
      'LOT_NOT_USABLE', pg_catalog.format('Lot %s %s and may not be %s.', lot.code, obstacle, assert_lot_usable.purpose), 'lot',
      pg_catalog.jsonb_build_object('lot', lot.code, 'qc_status', lot.qc_status, 'expires_on', lot.expires_on)
    );
  end if;
end $function$;

CREATE OR REPLACE FUNCTION app.available (
  lot_id      uuid,
  location_id uuid
)
  RETURNS numeric
  LANGUAGE sql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
  select coalesce((
      select on_hand from public.stock_balances
      where stock_balances.lot_id = available.lot_id and stock_balances.location_id = available.location_id
    ), 0)
    - coalesce((
      select sum(quantity) from public.reservations
      where reservations.lot_id = available.lot_id and reservations.location_id = available.location_id and ended_at is null
    ), 0)
$function$;

CREATE OR REPLACE FUNCTION app.business_date (
  site_id uuid,
  at      timestamp with time zone DEFAULT app.now()
)
  RETURNS date
  LANGUAGE sql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
  select (business_date.at at time zone sites.time_zone)::date
  from public.sites where sites.id = business_date.site_id
$function$;

CREATE OR REPLACE FUNCTION app.check_quantity (
  quantity numeric,
  field    text    DEFAULT 'quantity'::text
)
  RETURNS numeric
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  if quantity is null or quantity = 'NaN' or quantity <= 0 or quantity >= 1e9 then
    perform app.fail(
      'QUANTITY_INVALID',
      case
        when quantity is null then 'There is no quantity.'
        when quantity >= 1e9 and quantity <> 'NaN' then pg_catalog.format('%s is more than anybody moves at once.', quantity)
        else pg_catalog.format('%s is no quantity above zero.', quantity)
      end,
      check_quantity.field
    );
  end if;
  if pg_catalog.scale(pg_catalog.trim_scale(quantity)) > 6 then
    perform app.fail('QUANTITY_INVALID', pg_catalog.format('%s has more than six decimals.', quantity), check_quantity.field);
  end if;
  return pg_catalog.trim_scale(quantity);
end $function$;

CREATE OR REPLACE FUNCTION app.holds_stock (
  kind text
)
  RETURNS boolean
  LANGUAGE sql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
  select kind in ('storage', 'floor', 'quality', 'dispatch')
$function$;

CREATE OR REPLACE FUNCTION app.is_expired (
  expires_on date,
  site_id    uuid
)
  RETURNS boolean
  LANGUAGE sql
  STABLE
  SET search_path TO ''
  AS $function$
  select coalesce(is_expired.expires_on < app.business_date(is_expired.site_id), false)
$function$;

CREATE OR REPLACE FUNCTION app.lock_lot (
  lot_id uuid
)
  RETURNS public.lots
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  lot public.lots;
begin
  select * into lot from public.lots where id = lock_lot.lot_id for no key update;
  if not found then
    perform app.fail('NOT_FOUND', 'There is no such lot.', 'lot');
  end if;
  return lot;
end $function$;

CREATE OR REPLACE FUNCTION app.lot_answer (
  lot_id uuid
)
  RETURNS jsonb
  LANGUAGE sql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
  select pg_catalog.jsonb_build_object(
    'id', lots.id,
    'code', lots.code,
    'item', items.code,
    'item_name', items.name,
    'unit', items.unit,
    'qc_status', lots.qc_status,
    'held', exists (select from public.lot_holds where lot_holds.lot_id = lots.id and released_at is null),
    'received_on', lots.received_on,
    'expires_on', lots.expires_on,
    'places', coalesce((
      select pg_catalog.jsonb_agg(
        pg_catalog.jsonb_build_object(
          'location', locations.code, 'on_hand', stock_balances.on_hand,
          'available', case when app.lot_obstacle(lots, locations.site_id) is null
            then app.available(lots.id, locations.id) else 0 end
        ) order by locations.code
      )
      from public.stock_balances join public.locations on locations.id = stock_balances.location_id
      where stock_balances.lot_id = lots.id and stock_balances.on_hand > 0
    ), '[]')
  )
  from public.lots join public.items on items.id = lots.item_id
  where lots.id = lot_answer.lot_id
$function$;

CREATE OR REPLACE FUNCTION app.lot_links_check_circle()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  if exists (
    with recursive below as (
      select new.child_id as id
      union
      select lot_links.child_id from public.lot_links join below on lot_links.parent_id = below.id
    )
    select from below where id = new.parent_id
  ) then
    perform app.fail('CIRCLE', 'A lot would be its own ancestor.', 'lot');
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION app.lot_obstacle (
  lot     public.lots,
  site_id uuid
)
  RETURNS text
  LANGUAGE sql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
  select case
    when exists (select from public.lot_holds where lot_holds.lot_id = lot.id and released_at is null) then 'is on hold'
    when lot.qc_status = 'hold' then 'is on hold'
    when lot.qc_status = 'pending' then 'waits for QC'
    when lot.qc_status = 'fail' then 'has failed QC'
    when app.is_expired(lot.expires_on, lot_obstacle.site_id)
      then 'expired on ' || pg_catalog.to_char(lot.expires_on, 'DD Mon YYYY')
  end
$function$;

CREATE OR REPLACE FUNCTION app.next_lot_code (
  item public.items,
  site public.sites
)
  RETURNS text
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  here timestamp := app.now() at time zone site.time_zone;
  made text;
begin
  loop
    made := case when site.kind = 'plant' then
      pg_catalog.format('%s-%s-%s', item.code, pg_catalog.to_char(here, 'YY'),
        pg_catalog.lpad(app.next_number(pg_catalog.format('lot:%s:%s', item.code, pg_catalog.to_char(here, 'YY')))::text, 3, '0'))
    else
      pg_catalog.format('%s-%s-%s', item.code, pg_catalog.to_char(here, 'YYMMDD-HH24MISS'),
        pg_catalog.lpad(app.next_number(pg_catalog.format('lot:%s:%s', item.code, pg_catalog.to_char(here, 'YYMMDD')))::text, 3, '0'))
    end;
    exit when not exists (select from public.lots where code = made);
  end loop;
  return made;
end $function$;

CREATE OR REPLACE FUNCTION app.next_number (
  series text
)
  RETURNS bigint
  LANGUAGE sql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
  insert into app.counters (series, value) values (next_number.series, 1)
  on conflict on constraint counters_pkey do update set value = counters.value + 1
  returning value
$function$;

CREATE OR REPLACE FUNCTION app.other_side (
  site_id uuid,
  kind    text
)
  RETURNS uuid
  LANGUAGE sql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
  select id from public.locations where locations.site_id = other_side.site_id and locations.kind = other_side.kind
$function$;

CREATE OR REPLACE FUNCTION app.stock_moves_post()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  lot public.lots;
  source public.locations;
  target public.locations;
  place record;
begin
  select * into strict lot from public.lots where id = new.lot_id for share;
  select * into strict source from public.locations where id = new.from_id;
  select * into strict target from public.locations where id = new.to_id;
  if new.kind not in ('receive', 'produce', 'adjust', 'sample', 'correct') and target.kind <> 'quality' then
    perform app.assert_lot_usable(lot, source.site_id, case new.kind
      when 'consume' then 'used' when 'pack' then 'packed' when 'ship' then 'shipped' else 'moved' end);
  end if;
  for place in
    select side.id, sum(side.change) as change
    from (values (source.id, source.kind, -new.quantity), (target.id, target.kind, new.quantity)) as side (id, kind, change)
    where app.holds_stock(side.kind)
    group by side.id
    order by side.id
  loop
    if place.change > 0 then
      insert into public.stock_balances (lot_id, location_id, on_hand)
      values (new.lot_id, place.id, place.change)
      on conflict (lot_id, location_id) do update set on_hand = stock_balances.on_hand + excluded.on_hand;
    else
      update public.stock_balances set on_hand = on_hand + place.change
      where lot_id = new.lot_id and location_id = place.id and on_hand + place.change >= 0;
      if not found then
        perform app.fail(
          'STOCK_SHORT',
          pg_catalog.format('There is less than %s of lot %s at %s.', pg_catalog.trim_scale(new.quantity), lot.code, source.code),
          'quantity',
          pg_catalog.jsonb_build_object('lot', lot.code, 'location', source.code)
        );
      end if;
    end if;
  end loop;
  perform app.announce(
    site_id, 'stock', 'moved',
    pg_catalog.jsonb_build_object('lot', lot.code, 'kind', new.kind, 'quantity', new.quantity, 'move', new.id)
  ) from (select distinct unnest(array[source.site_id, target.site_id]) as site_id) as sites;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION app.stock_place (
  location_id uuid,
  field       text
)
  RETURNS public.locations
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  place public.locations;
begin
  select * into place from public.locations where id = stock_place.location_id;
  if not found then
    perform app.fail('NOT_FOUND', 'There is no such place.', stock_place.field);
  end if;
  if not app.holds_stock(place.kind) or not place.active then
    perform app.fail('PLACE_UNSUITABLE', pg_catalog.format('%s holds no stock, or is out of use.', place.code), stock_place.field);
  end if;
  return place;
end $function$;

CREATE OR REPLACE FUNCTION public.adjust_stock (
  request_id  uuid,
  lot_id      uuid,
  location_id uuid,
  change      numeric,
  reason_id   uuid,
  note        text    DEFAULT NULL::text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  answer jsonb := app.begin_command(request_id, 'adjust_stock', pg_catalog.jsonb_build_object(
    'lot', lot_id, 'location', location_id, 'change', change, 'reason', reason_id, 'note', note));
  amount numeric;
  place public.locations;
  lot public.lots;
  other uuid;
begin
  if answer is not null then
    return answer;
  end if;
  amount := app.check_quantity(abs(change), 'change');
  place := app.stock_place(location_id, 'location');
  perform app.require('stock.adjust', place.site_id);
  if not exists (select from public.reason_codes where id = adjust_stock.reason_id and purpose = 'adjustment' and active) then
    perform app.fail('NOT_FOUND', 'An adjustment needs one of the reasons for adjustments.', 'reason');
  end if;
  lot := app.lock_lot(adjust_stock.lot_id);
  other := app.other_side(place.site_id, 'adjustment');
  insert into public.stock_moves (lot_id, from_id, to_id, quantity, kind, reason_id, note, moved_by, request_id)
  values (
    lot.id,
    case when change < 0 then place.id else other end,
    case when change < 0 then other else place.id end,
    amount, 'adjust', adjust_stock.reason_id, adjust_stock.note, auth.uid(), adjust_stock.request_id
  );
  return app.end_command(request_id, app.lot_answer(lot.id));
end $function$;

REVOKE ALL ON FUNCTION "public"."adjust_stock"(uuid, uuid, uuid, numeric, uuid, text) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.hold_lot (
  request_id uuid,
  lot_id     uuid,
  reason_id  uuid,
  note       text DEFAULT NULL::text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  answer jsonb := app.begin_command(request_id, 'hold_lot', pg_catalog.jsonb_build_object(
    'lot', lot_id, 'reason', reason_id, 'note', note));
  lot public.lots;
begin
  if answer is not null then
    return answer;
  end if;
  lot := app.lock_lot(hold_lot.lot_id);
  perform app.require('stock.hold', lot.site_id);
  if not exists (select from public.reason_codes where id = hold_lot.reason_id and purpose = 'hold' and active) then
    perform app.fail('NOT_FOUND', 'A hold needs one of the reasons for holds.', 'reason');
  end if;
  insert into public.lot_holds (lot_id, cause_lot_id, reason_id, note, held_by)
  with recursive below as (
    select lot.id
    union
    select lot_links.child_id from public.lot_links join below on lot_links.parent_id = below.id
  )
  select below.id, lot.id, hold_lot.reason_id, hold_lot.note, auth.uid() from below
  where not exists (
    select from public.lot_holds where lot_holds.lot_id = below.id and cause_lot_id = lot.id and released_at is null
  );
  perform app.announce(lot.site_id, 'stock', 'held', pg_catalog.jsonb_build_object('lot', lot.code));
  return app.end_command(request_id, app.lot_answer(lot.id));
end $function$;

REVOKE ALL ON FUNCTION "public"."hold_lot"(uuid, uuid, uuid, text) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.receive_goods (
  request_id      uuid,
  location_id     uuid,
  item_id         uuid,
  quantity        numeric,
  order_line_id   uuid    DEFAULT NULL::uuid,
  lot_code        text    DEFAULT NULL::text,
  vendor_id       uuid    DEFAULT NULL::uuid,
  vendor_lot      text    DEFAULT NULL::text,
  manufactured_on date    DEFAULT NULL::date,
  expires_on      date    DEFAULT NULL::date,
  document_path   text    DEFAULT NULL::text,
  remarks         text    DEFAULT NULL::text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  answer jsonb := app.begin_command(request_id, 'receive_goods', pg_catalog.jsonb_build_object(
    'location', location_id, 'item', item_id, 'quantity', quantity, 'line', order_line_id, 'code', lot_code,
    'vendor', vendor_id, 'vendor_lot', vendor_lot, 'made', manufactured_on, 'expires', expires_on,
    'document', document_path, 'remarks', remarks));
  amount numeric;
  place public.locations;
  site public.sites;
  item public.items;
  line public.purchase_order_lines;
  today date;
  receipt public.receipts;
  lot public.lots;
  wanted text := nullif(pg_catalog.btrim(lot_code), '');
begin
  if answer is not null then
    return answer;
  end if;
  amount := app.check_quantity(quantity);
  place := app.stock_place(location_id, 'location');
  perform app.require('stock.receive', place.site_id);
  select * into strict site from public.sites where id = place.site_id;
  today := app.business_date(site.id);
  select * into item from public.items where id = receive_goods.item_id and active;
  if not found then
    perform app.fail('NOT_FOUND', 'There is no such item in use.', 'item');
  end if;

  if order_line_id is not null then
    select * into line from public.purchase_order_lines where id = order_line_id for update;
    select purchase_orders.vendor_id into receive_goods.vendor_id
    from public.purchase_orders
    where id = line.order_id and status = 'open' and site_id = site.id and line.item_id = item.id;
    if not found then
      perform app.fail('ORDER_MISMATCH', pg_catalog.format('The order line is not one of %s at %s, or its order is no longer open.', item.code, site.code), 'order_line');
    end if;
    if line.received + amount > line.quantity then
      perform app.fail(
        'ORDER_EXCEEDED',
        pg_catalog.format('%s %s were ordered and %s have come; %s more are too many.',
          pg_catalog.trim_scale(line.quantity), item.unit, pg_catalog.trim_scale(line.received), amount),
        'quantity'
      );
    end if;
    update public.purchase_order_lines set received = received + amount where id = line.id;
  elsif site.kind = 'plant' then
    perform app.fail('ORDER_NEEDED', 'Goods come to a plant by a purchase order.', 'order_line');
  end if;
  if wanted is not null and exists (select from public.lots where code = wanted) then
    perform app.fail('LOT_CODE_TAKEN', pg_catalog.format('There is already a lot %s.', wanted), 'lot_code');
  end if;

  insert into public.receipts (number, site_id, vendor_id, order_line_id, item_id, quantity, received_at, received_by, document_path, remarks)
  values (
    pg_catalog.format('GRN-%s-%s-%s', site.code, pg_catalog.to_char(today, 'YYMMDD'),
      pg_catalog.lpad(app.next_number(pg_catalog.format('grn:%s:%s', site.code, today))::text, 3, '0')),
    site.id, receive_goods.vendor_id, order_line_id, item.id, amount, app.now(), auth.uid(), document_path, remarks
  )
  returning * into receipt;
  insert into public.lots (code, item_id, site_id, receipt_id, vendor_lot, initial_quantity, qc_status, manufactured_on, received_on, expires_on, created_by)
  values (
    coalesce(wanted, app.next_lot_code(item, site)), item.id, site.id, receipt.id, vendor_lot, amount,
    case when item.kind = 'trade' then 'pass' else 'pending' end,
    manufactured_on, today, coalesce(receive_goods.expires_on, today + item.shelf_life_days), auth.uid()
  )
  returning * into lot;
  insert into public.stock_moves (lot_id, from_id, to_id, quantity, kind, moved_by, request_id)
  values (lot.id, app.other_side(site.id, 'vendor'), place.id, amount, 'receive', auth.uid(), receive_goods.request_id);
  return app.end_command(
    request_id,
    app.lot_answer(lot.id) || pg_catalog.jsonb_build_object('receipt', receipt.number)
  );
end $function$;

REVOKE ALL ON FUNCTION "public"."receive_goods"(uuid, uuid, uuid, numeric, uuid, text, uuid, text, date, date, text, text) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.release_lot (
  request_id uuid,
  lot_id     uuid,
  note       text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  answer jsonb := app.begin_command(request_id, 'release_lot', pg_catalog.jsonb_build_object('lot', lot_id, 'note', note));
  lot public.lots;
begin
  if answer is not null then
    return answer;
  end if;
  lot := app.lock_lot(release_lot.lot_id);
  perform app.require('stock.release', lot.site_id);
  if coalesce(pg_catalog.btrim(note), '') = '' then
    perform app.fail('VALUE_INVALID', 'A release says why.', 'note');
  end if;
  update public.lot_holds
  set released_by = auth.uid(), released_at = app.now(), release_note = release_lot.note
  where cause_lot_id = lot.id and released_at is null;
  if not found then
    perform app.fail('LOT_NOT_HELD', pg_catalog.format('Lot %s is not the cause of a hold.', lot.code), 'lot');
  end if;
  perform app.announce(lot.site_id, 'stock', 'released', pg_catalog.jsonb_build_object('lot', lot.code));
  return app.end_command(request_id, app.lot_answer(lot.id));
end $function$;

REVOKE ALL ON FUNCTION "public"."release_lot"(uuid, uuid, text) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.suggest_lots (
  item_id  uuid,
  site_id  uuid,
  quantity numeric
)
  RETURNS TABLE (
    lot_id      uuid,
    lot         text,
    location_id uuid,
    location    text,
    available   numeric,
    take        numeric,
    skipped     text,
    expires_on  date,
    received_on date
  )
  LANGUAGE sql
  STABLE
  SET search_path TO ''
  AS $function$
  with stock as (
    select stock_levels.*,
      row_number() over (
        order by case when items.picking = 'fefo' then stock_levels.expires_on end nulls last,
          stock_levels.received_on, stock_levels.lot, stock_levels.location
      ) as turn
    from public.stock_levels join public.items on items.id = stock_levels.item_id
    where stock_levels.item_id = suggest_lots.item_id and stock_levels.site_id = suggest_lots.site_id
  ), taken as (
    select stock.*,
      coalesce(sum(stock.available) over (order by turn rows between unbounded preceding and 1 preceding), 0) as before
    from stock
  )
  select taken.lot_id, taken.lot, taken.location_id, taken.location, taken.available,
    greatest(least(taken.available, suggest_lots.quantity - taken.before), 0),
    case
      when taken.obstacle is not null then taken.obstacle
      when taken.available = 0 then 'is reserved'
    end,
    taken.expires_on, taken.received_on
  from taken
  where taken.before < suggest_lots.quantity
  order by turn
$function$;

REVOKE ALL ON FUNCTION "public"."suggest_lots"(uuid, uuid, numeric) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.trace_lot (
  code      text,
  direction text DEFAULT 'down'::text
)
  RETURNS TABLE (
    depth      integer,
    parent_id  uuid,
    parent     text,
    lot_id     uuid,
    lot        text,
    item       text,
    item_name  text,
    unit       text,
    quantity   numeric,
    qc_status  text,
    held       boolean,
    expires_on date,
    places     jsonb
  )
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  root public.lots;
begin
  if trace_lot.direction not in ('up', 'down') then
    perform app.fail('VALUE_INVALID', pg_catalog.format('"%s" is no direction; it is up or down.', left(trace_lot.direction, 40)), 'direction');
  end if;
  select lots.* into root from public.lots where lots.code = trace_lot.code;
  if root.id is null or not app.has('stock.view', root.site_id) then
    perform app.fail('NOT_FOUND', pg_catalog.format('There is no lot %s.', left(trace_lot.code, 60)), 'lot');
  end if;
  return query
  with recursive walk as (
    select root.id as lot_id, 0 as depth
    union
    (
      select step.lot_id, walk.depth + 1
      from walk
      cross join lateral (
        select lot_links.child_id as lot_id from public.lot_links
        where trace_lot.direction = 'down' and lot_links.parent_id = walk.lot_id
        union all
        select lot_links.parent_id from public.lot_links
        where trace_lot.direction = 'up' and lot_links.child_id = walk.lot_id
      ) as step
    )
  ), nodes as materialized (
    select walk.lot_id, min(walk.depth) as depth from walk group by walk.lot_id
  ), edges as (
    select 0 as depth, null::uuid as parent_id, root.id as lot_id, root.initial_quantity as quantity
    union all
    select nodes.depth, step.parent_id, nodes.lot_id, sum(step.quantity)
    from nodes
    cross join lateral (
      select lot_links.parent_id, lot_links.quantity from public.lot_links
      where trace_lot.direction = 'down' and lot_links.child_id = nodes.lot_id
      union all
      select lot_links.child_id, lot_links.quantity from public.lot_links
      where trace_lot.direction = 'up' and lot_links.parent_id = nodes.lot_id
    ) as step
    join nodes as nearer on nearer.lot_id = step.parent_id
    group by nodes.depth, step.parent_id, nodes.lot_id
  )
  select edges.depth, edges.parent_id, parents.code, lots.id, lots.code, items.code, items.name, items.unit,
    edges.quantity, lots.qc_status,
    exists (select from public.lot_holds where lot_holds.lot_id = lots.id and released_at is null),
    lots.expires_on,
    app.lot_answer(lots.id) -> 'places'
  from edges
  join public.lots on lots.id = edges.lot_id
  join public.items on items.id = lots.item_id
  left join public.lots as parents on parents.id = edges.parent_id
  order by edges.depth, lots.code;
end $function$;

REVOKE ALL ON FUNCTION "public"."trace_lot"(text, text) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.transfer_stock (
  request_id uuid,
  lot_id     uuid,
  from_id    uuid,
  to_id      uuid,
  quantity   numeric,
  note       text    DEFAULT NULL::text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  answer jsonb := app.begin_command(request_id, 'transfer_stock', pg_catalog.jsonb_build_object(
    'lot', lot_id, 'from', from_id, 'to', to_id, 'quantity', quantity, 'note', note));
  amount numeric;
  source public.locations;
  target public.locations;
  lot public.lots;
begin
  if answer is not null then
    return answer;
  end if;
  amount := app.check_quantity(quantity);
  source := app.stock_place(from_id, 'from');
  target := app.stock_place(to_id, 'to');
  perform app.require('stock.transfer', source.site_id);
  if source.id = target.id then
    perform app.fail('PLACE_UNSUITABLE', pg_catalog.format('The goods are at %s already.', source.code), 'to');
  end if;
  lot := app.lock_lot(transfer_stock.lot_id);
  if target.kind <> 'quality' then
    perform app.assert_lot_usable(lot, source.site_id, 'moved');
  end if;
  if app.available(lot.id, source.id) < amount then
    perform app.fail(
      'STOCK_SHORT',
      pg_catalog.format('%s of lot %s are free at %s, not %s.', pg_catalog.trim_scale(app.available(lot.id, source.id)), lot.code, source.code, amount),
      'quantity'
    );
  end if;
  insert into public.stock_moves (lot_id, from_id, to_id, quantity, kind, note, moved_by, request_id)
  values (lot.id, source.id, target.id, amount, 'transfer', transfer_stock.note, auth.uid(), transfer_stock.request_id);
  return app.end_command(request_id, app.lot_answer(lot.id));
end $function$;

REVOKE ALL ON FUNCTION "public"."transfer_stock"(uuid, uuid, uuid, uuid, numeric, text) FROM PUBLIC, "anon", "service_role";

ALTER TABLE "public"."lot_holds"
  ADD CONSTRAINT "lot_holds_held_by_fkey" FOREIGN KEY (held_by) REFERENCES public.profiles(id);

ALTER TABLE "public"."lot_holds"
  ADD CONSTRAINT "lot_holds_reason_id_fkey" FOREIGN KEY (reason_id) REFERENCES public.reason_codes(id);

ALTER TABLE "public"."lot_holds"
  ADD CONSTRAINT "lot_holds_released_by_fkey" FOREIGN KEY (released_by) REFERENCES public.profiles(id);

ALTER TABLE "public"."lots"
  ADD CONSTRAINT "lots_created_by_fkey" FOREIGN KEY (created_by) REFERENCES public.profiles(id);

ALTER TABLE "public"."lots"
  ADD CONSTRAINT "lots_item_id_fkey" FOREIGN KEY (item_id) REFERENCES public.items(id);

ALTER TABLE "public"."lot_holds"
  ADD CONSTRAINT "lot_holds_cause_lot_id_fkey" FOREIGN KEY (cause_lot_id) REFERENCES public.lots(id);

ALTER TABLE "public"."lot_holds"
  ADD CONSTRAINT "lot_holds_lot_id_fkey" FOREIGN KEY (lot_id) REFERENCES public.lots(id);

ALTER TABLE "public"."lot_links"
  ADD CONSTRAINT "lot_links_child_id_fkey" FOREIGN KEY (child_id) REFERENCES public.lots(id);

ALTER TABLE "public"."lot_links"
  ADD CONSTRAINT "lot_links_parent_id_fkey" FOREIGN KEY (parent_id) REFERENCES public.lots(id);

ALTER TABLE "public"."lots"
  ADD CONSTRAINT "lots_site_id_fkey" FOREIGN KEY (site_id) REFERENCES public.sites(id);

ALTER TABLE "public"."purchase_order_lines"
  ADD CONSTRAINT "purchase_order_lines_item_id_fkey" FOREIGN KEY (item_id) REFERENCES public.items(id);

ALTER TABLE "public"."purchase_order_lines"
  ADD CONSTRAINT "purchase_order_lines_order_id_fkey" FOREIGN KEY (order_id) REFERENCES public.purchase_orders(id);

ALTER TABLE "public"."purchase_orders"
  ADD CONSTRAINT "purchase_orders_site_id_fkey" FOREIGN KEY (site_id) REFERENCES public.sites(id);

ALTER TABLE "public"."purchase_orders"
  ADD CONSTRAINT "purchase_orders_vendor_id_fkey" FOREIGN KEY (vendor_id) REFERENCES public.partners(id);

ALTER TABLE "public"."receipts"
  ADD CONSTRAINT "receipts_item_id_fkey" FOREIGN KEY (item_id) REFERENCES public.items(id);

ALTER TABLE "public"."receipts"
  ADD CONSTRAINT "receipts_order_line_id_fkey" FOREIGN KEY (order_line_id) REFERENCES public.purchase_order_lines(id);

ALTER TABLE "public"."lots"
  ADD CONSTRAINT "lots_receipt_id_fkey" FOREIGN KEY (receipt_id) REFERENCES public.receipts(id);

ALTER TABLE "public"."receipts"
  ADD CONSTRAINT "receipts_received_by_fkey" FOREIGN KEY (received_by) REFERENCES public.profiles(id);

ALTER TABLE "public"."receipts"
  ADD CONSTRAINT "receipts_site_id_fkey" FOREIGN KEY (site_id) REFERENCES public.sites(id);

ALTER TABLE "public"."receipts"
  ADD CONSTRAINT "receipts_vendor_id_fkey" FOREIGN KEY (vendor_id) REFERENCES public.partners(id);

ALTER TABLE "public"."reservations"
  ADD CONSTRAINT "reservations_location_id_fkey" FOREIGN KEY (location_id) REFERENCES public.locations(id);

ALTER TABLE "public"."reservations"
  ADD CONSTRAINT "reservations_lot_id_fkey" FOREIGN KEY (lot_id) REFERENCES public.lots(id);

ALTER TABLE "public"."reservations"
  ADD CONSTRAINT "reservations_reserved_by_fkey" FOREIGN KEY (reserved_by) REFERENCES public.profiles(id);

ALTER TABLE "public"."stock_balances"
  ADD CONSTRAINT "stock_balances_location_id_fkey" FOREIGN KEY (location_id) REFERENCES public.locations(id);

ALTER TABLE "public"."stock_balances"
  ADD CONSTRAINT "stock_balances_lot_id_fkey" FOREIGN KEY (lot_id) REFERENCES public.lots(id);

ALTER TABLE "public"."stock_moves"
  ADD CONSTRAINT "stock_moves_from_id_fkey" FOREIGN KEY (from_id) REFERENCES public.locations(id);

ALTER TABLE "public"."stock_moves"
  ADD CONSTRAINT "stock_moves_lot_id_fkey" FOREIGN KEY (lot_id) REFERENCES public.lots(id);

ALTER TABLE "public"."stock_moves"
  ADD CONSTRAINT "stock_moves_moved_by_fkey" FOREIGN KEY (moved_by) REFERENCES public.profiles(id);

ALTER TABLE "public"."stock_moves"
  ADD CONSTRAINT "stock_moves_corrects_id_fkey" FOREIGN KEY (corrects_id) REFERENCES public.stock_moves(id);

ALTER TABLE "public"."stock_moves"
  ADD CONSTRAINT "stock_moves_reason_id_fkey" FOREIGN KEY (reason_id) REFERENCES public.reason_codes(id);

ALTER TABLE "public"."stock_moves"
  ADD CONSTRAINT "stock_moves_to_id_fkey" FOREIGN KEY (to_id) REFERENCES public.locations(id);

CREATE VIEW "app"."errors" AS  SELECT code,
    status,
    hint
   FROM ( VALUES ('NOT_SIGNED_IN'::text,401,'Sign in, then try again.'::text), ('NOT_ALLOWED'::text,403,'Ask an administrator for the permission, or somebody who has it to do this.'::text), ('REQUEST_REUSED'::text,409,'Send the changed request under a new id.'::text), ('REQUEST_ID_MISSING'::text,400,'Send a UUID that stands for this one action.'::text), ('NOT_FOUND'::text,404,'Check the code, or look for it in the list.'::text), ('VALUE_INVALID'::text,400,'Correct the field and send it again.'::text), ('LAST_ADMIN'::text,422,'Make somebody else an administrator first.'::text), ('QUANTITY_INVALID'::text,400,'Enter a number above zero, in the unit shown beside the field.'::text), ('LOT_CODE_TAKEN'::text,409,'Leave the code empty to have one made, or enter another.'::text), ('ORDER_NEEDED'::text,422,'Choose the line of the purchase order that these goods were ordered by.'::text), ('ORDER_EXCEEDED'::text,422,'Check the quantity; goods over the order need a changed order first.'::text), ('ORDER_MISMATCH'::text,422,'Choose the line of this item at this site, on an order that is open.'::text), ('LOT_NOT_USABLE'::text,422,'Ask QA to test or to release the lot, or take another.'::text), ('STOCK_SHORT'::text,422,'Take less, or take the rest from another lot.'::text), ('PLACE_UNSUITABLE'::text,422,'Choose a place that holds stock and is in use.'::text), ('DEVIATION_NEEDED'::text,422,'Take the lot that comes first, or give a reason for taking another.'::text), ('LOT_NOT_HELD'::text,409,'Reload the lot: it has been released already.'::text), ('CIRCLE'::text,422,'A lot cannot come out of itself; check which went into which.'::text), ('APPEND_ONLY'::text,403,'Nothing is changed or removed here; a correction is a new entry.'::text)) known(code, status, hint);

CREATE VIEW "public"."stock_levels" WITH (security_invoker=true) AS  SELECT stock_balances.lot_id,
    lots.code AS lot,
    lots.item_id,
    items.code AS item,
    items.name AS item_name,
    items.unit,
    stock_balances.location_id,
    locations.code AS location,
    locations.site_id,
    stock_balances.on_hand,
    COALESCE(reserved.quantity, (0)::numeric) AS reserved,
        CASE
            WHEN (app.lot_obstacle(lots.*, locations.site_id) IS NULL) THEN GREATEST((stock_balances.on_hand - COALESCE(reserved.quantity, (0)::numeric)), (0)::numeric)
            ELSE (0)::numeric
        END AS available,
    lots.qc_status,
    app.lot_obstacle(lots.*, locations.site_id) AS obstacle,
    lots.received_on,
    lots.expires_on
   FROM ((((public.stock_balances
     JOIN public.lots ON ((lots.id = stock_balances.lot_id)))
     JOIN public.items ON ((items.id = lots.item_id)))
     JOIN public.locations ON ((locations.id = stock_balances.location_id)))
     LEFT JOIN LATERAL ( SELECT sum(reservations.quantity) AS quantity
           FROM public.reservations
          WHERE ((reservations.lot_id = stock_balances.lot_id) AND (reservations.location_id = stock_balances.location_id) AND (reservations.ended_at IS NULL))) reserved ON (true))
  WHERE (stock_balances.on_hand > (0)::numeric);

REVOKE ALL ON TABLE "public"."stock_levels" FROM "anon";

CREATE INDEX lot_holds_cause_lot_id_idx ON public.lot_holds USING btree (cause_lot_id);

CREATE INDEX lot_holds_held_by_idx ON public.lot_holds USING btree (held_by);

CREATE INDEX lot_holds_lot_id_idx ON public.lot_holds USING btree (lot_id)
  WHERE (released_at IS NULL);

CREATE INDEX lot_holds_lot_idx ON public.lot_holds USING btree (lot_id);

CREATE INDEX lot_holds_reason_id_idx ON public.lot_holds USING btree (reason_id);

CREATE INDEX lot_holds_released_by_idx ON public.lot_holds USING btree (released_by);

CREATE INDEX lot_links_child_id_idx ON public.lot_links USING btree (child_id);

CREATE INDEX lot_links_parent_id_idx ON public.lot_links USING btree (parent_id);

CREATE INDEX lots_created_by_idx ON public.lots USING btree (created_by);

CREATE INDEX lots_item_id_idx ON public.lots USING btree (item_id, expires_on, received_on);

CREATE INDEX lots_receipt_id_idx ON public.lots USING btree (receipt_id);

CREATE INDEX purchase_order_lines_item_id_idx ON public.purchase_order_lines USING btree (item_id);

CREATE INDEX purchase_orders_site_id_idx ON public.purchase_orders USING btree (site_id, ordered_on DESC);

CREATE INDEX purchase_orders_vendor_id_idx ON public.purchase_orders USING btree (vendor_id);

CREATE INDEX receipts_item_id_idx ON public.receipts USING btree (item_id);

CREATE INDEX receipts_order_line_id_idx ON public.receipts USING btree (order_line_id);

CREATE INDEX receipts_received_by_idx ON public.receipts USING btree (received_by);

CREATE INDEX receipts_site_id_idx ON public.receipts USING btree (site_id, received_at DESC);

CREATE INDEX receipts_vendor_id_idx ON public.receipts USING btree (vendor_id);

CREATE INDEX reservations_location_id_idx ON public.reservations USING btree (location_id);

CREATE INDEX reservations_lot_id_idx ON public.reservations USING btree (lot_id, location_id)
  WHERE (ended_at IS NULL);

CREATE INDEX reservations_lot_idx ON public.reservations USING btree (lot_id);

CREATE INDEX reservations_reserved_by_idx ON public.reservations USING btree (reserved_by);

CREATE INDEX stock_balances_location_id_idx ON public.stock_balances USING btree (location_id)
  WHERE (on_hand > (0)::numeric);

CREATE INDEX stock_moves_corrects_id_idx ON public.stock_moves USING btree (corrects_id);

CREATE INDEX stock_moves_from_id_idx ON public.stock_moves USING btree (from_id, id);

CREATE INDEX stock_moves_lot_id_idx ON public.stock_moves USING btree (lot_id, id);

CREATE INDEX stock_moves_moved_by_idx ON public.stock_moves USING btree (moved_by);

CREATE INDEX stock_moves_reason_id_idx ON public.stock_moves USING btree (reason_id);

CREATE INDEX stock_moves_to_id_idx ON public.stock_moves USING btree (to_id, id);

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.lot_holds
  FOR EACH ROW
  EXECUTE FUNCTION audit.record();

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.lot_links
  FOR EACH ROW
  EXECUTE FUNCTION audit.record();

CREATE TRIGGER check_circle
  BEFORE INSERT ON public.lot_links
  FOR EACH ROW
  EXECUTE FUNCTION app.lot_links_check_circle();

CREATE TRIGGER keep
  BEFORE DELETE OR UPDATE ON public.lot_links
  FOR EACH ROW
  EXECUTE FUNCTION audit.keep();

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.lots
  FOR EACH ROW
  EXECUTE FUNCTION audit.record();

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.purchase_order_lines
  FOR EACH ROW
  EXECUTE FUNCTION audit.record();

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.purchase_orders
  FOR EACH ROW
  EXECUTE FUNCTION audit.record();

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.receipts
  FOR EACH ROW
  EXECUTE FUNCTION audit.record();

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.reservations
  FOR EACH ROW
  EXECUTE FUNCTION audit.record();

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.stock_balances
  FOR EACH ROW
  EXECUTE FUNCTION audit.record('lot_id', 'location_id');

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.stock_moves
  FOR EACH ROW
  EXECUTE FUNCTION audit.record();

CREATE TRIGGER keep
  BEFORE DELETE OR UPDATE ON public.stock_moves
  FOR EACH ROW
  EXECUTE FUNCTION audit.keep();

CREATE TRIGGER post
  AFTER INSERT ON public.stock_moves
  FOR EACH ROW
  EXECUTE FUNCTION app.stock_moves_post();

CREATE POLICY "holds are seen with their lot" ON "public"."lot_holds"
  FOR SELECT
  TO "authenticated"
  USING ((EXISTS ( SELECT
   FROM public.lots
  WHERE (lots.id = lot_holds.lot_id))));

CREATE POLICY "links are seen with their lots" ON "public"."lot_links"
  FOR SELECT
  TO "authenticated"
  USING ((EXISTS ( SELECT
   FROM public.lots
  WHERE (lots.id = ANY (ARRAY[lot_links.parent_id, lot_links.child_id])))));

CREATE POLICY "lots are seen by permission" ON "public"."lots"
  FOR SELECT
  TO "authenticated"
  USING (((site_id = ANY (( SELECT app.sites_with('stock.view'::text) AS sites_with)::uuid[])) OR (EXISTS ( SELECT
   FROM public.stock_balances
  WHERE (stock_balances.lot_id = lots.id)))));

CREATE POLICY "lines are made by permission" ON "public"."purchase_order_lines"
  FOR INSERT
  TO "authenticated"
  WITH CHECK ((order_id IN ( SELECT purchase_orders.id
   FROM public.purchase_orders
  WHERE ((purchase_orders.status = 'open'::text) AND (purchase_orders.site_id = ANY (( SELECT app.sites_with('purchasing.edit_orders'::text) AS sites_with)::uuid[]))))));

CREATE POLICY "lines are seen with their order" ON "public"."purchase_order_lines"
  FOR SELECT
  TO "authenticated"
  USING ((order_id IN ( SELECT purchase_orders.id
   FROM public.purchase_orders)));

CREATE POLICY "orders are edited by permission" ON "public"."purchase_orders"
  FOR UPDATE
  TO "authenticated"
  USING ((site_id = ANY (( SELECT app.sites_with('purchasing.edit_orders'::text) AS sites_with)::uuid[])))
  WITH CHECK ((site_id = ANY (( SELECT app.sites_with('purchasing.edit_orders'::text) AS sites_with)::uuid[])));

CREATE POLICY "orders are made by permission" ON "public"."purchase_orders"
  FOR INSERT
  TO "authenticated"
  WITH CHECK ((site_id = ANY (( SELECT app.sites_with('purchasing.edit_orders'::text) AS sites_with)::uuid[])));

CREATE POLICY "orders are seen by permission" ON "public"."purchase_orders"
  FOR SELECT
  TO "authenticated"
  USING ((site_id = ANY (( SELECT app.sites_with('purchasing.view_orders'::text) AS sites_with)::uuid[])));

CREATE POLICY "receipts are seen by permission" ON "public"."receipts"
  FOR SELECT
  TO "authenticated"
  USING ((site_id = ANY (( SELECT app.sites_with('stock.view'::text) AS sites_with)::uuid[])));

CREATE POLICY "reservations are seen by permission" ON "public"."reservations"
  FOR SELECT
  TO "authenticated"
  USING ((location_id IN ( SELECT locations.id
   FROM public.locations
  WHERE (locations.site_id = ANY (( SELECT app.sites_with('stock.view'::text) AS sites_with)::uuid[])))));

CREATE POLICY "balances are seen by permission" ON "public"."stock_balances"
  FOR SELECT
  TO "authenticated"
  USING ((location_id IN ( SELECT locations.id
   FROM public.locations
  WHERE (locations.site_id = ANY (( SELECT app.sites_with('stock.view'::text) AS sites_with)::uuid[])))));

CREATE POLICY "moves are seen by permission" ON "public"."stock_moves"
  FOR SELECT
  TO "authenticated"
  USING (((from_id IN ( SELECT locations.id
   FROM public.locations
  WHERE (locations.site_id = ANY (( SELECT app.sites_with('stock.view'::text) AS sites_with)::uuid[])))) OR (to_id IN ( SELECT locations.id
   FROM public.locations
  WHERE (locations.site_id = ANY (( SELECT app.sites_with('stock.view'::text) AS sites_with)::uuid[]))))));

CREATE POLICY "a person hears what is for him" ON "realtime"."messages"
  FOR SELECT
  TO "authenticated"
  USING (((EXTENSION = 'broadcast'::text) AND (( SELECT realtime.topic() AS topic) = ('user:'::text || (( SELECT auth.uid() AS uid))::text))));

CREATE POLICY "members hear their sites" ON "realtime"."messages"
  FOR SELECT
  TO "authenticated"
  USING
    (((EXTENSION = ANY (ARRAY['broadcast'::text, 'presence'::text])) AND (split_part(( SELECT realtime.topic() AS topic), ':'::text, 1) = 'site'::text) AND (split_part(( SELECT
    realtime.topic() AS topic), ':'::text, 2) = ANY ((( SELECT app.my_sites() AS my_sites))::text[]))));

CREATE POLICY "members show where they are" ON "realtime"."messages"
  FOR INSERT
  TO "authenticated"
  WITH
    CHECK
    (((extension = 'presence'::text) AND (split_part(( SELECT realtime.topic() AS topic), ':'::text, 1) = 'site'::text) AND (split_part(( SELECT realtime.topic() AS topic),
    ':'::text, 2) = ANY ((( SELECT app.my_sites() AS my_sites))::text[]))));

COMMENT ON COLUMN "public"."lots"."expires_on" IS 'The last day on which it may be used, by the date of the site.';

COMMENT ON COLUMN "public"."lots"."site_id" IS 'Where the lot came into being.';

COMMENT ON FUNCTION "app"."announce"(uuid, text, text, jsonb) IS 'Sends an event to the topic site:<id>:<module> when the transaction commits.';

COMMENT ON FUNCTION "app"."assert_lot_usable"(public.lots, uuid, text) IS 'Refuses with LOT_NOT_USABLE a lot that waits for QC, failed, is held or expired. The guard of every command that touches a lot.';

COMMENT ON FUNCTION "app"."available"(uuid, uuid) IS 'On hand less reserved, of a lot at a place, in the base unit.';

COMMENT ON FUNCTION "app"."business_date"(uuid, timestamp with time zone) IS 'The date at a site at an instant (DESIGN 4, Time).';

COMMENT ON FUNCTION "app"."check_quantity"(numeric, text) IS 'The quantity, or QUANTITY_INVALID at the field: above zero, below 10^9, at most six decimals.';

COMMENT ON FUNCTION "app"."holds_stock"(text) IS 'Whether stock lies at locations of this kind, or they are only the other side of a move.';

COMMENT ON FUNCTION "app"."is_expired"(date, uuid) IS 'Whether a lot with this expiry date is expired at a site today.';

COMMENT ON FUNCTION "app"."lock_lot"(uuid) IS 'A lot, locked against other commands until this one ends; NOT_FOUND when there is none.';

COMMENT ON FUNCTION "app"."lot_answer"(uuid) IS 'A lot as screens show it after a command.';

COMMENT ON FUNCTION "app"."lot_links_check_circle"() IS 'Refuses a link that would make a lot its own ancestor.';

COMMENT ON FUNCTION "app"."lot_obstacle"(public.lots, uuid) IS 'What keeps a lot from use at a site, or null (P2.05, P2.08, P5.04).';

COMMENT ON FUNCTION "app"."next_lot_code"(public.items, public.sites) IS 'A lot code that is free (P2.02, W2.01).';

COMMENT ON FUNCTION "app"."next_number"(text) IS 'Draws the next number of a series, from 1, without gaps.';

COMMENT ON FUNCTION "app"."other_side"(uuid, text) IS 'The site''s location of a kind of which there is one: vendor, customer, process, loss, adjustment.';

COMMENT ON FUNCTION "app"."stock_moves_post"() IS 'Keeps the balances and refuses with LOT_NOT_USABLE or STOCK_SHORT what no command may do (P5.04).';

COMMENT ON FUNCTION "app"."stock_place"(uuid, text) IS 'A place that holds stock and is in use; else NOT_FOUND or PLACE_UNSUITABLE at the field.';

COMMENT ON FUNCTION "public"."adjust_stock"(uuid, uuid, uuid, numeric, uuid, text) IS 'Puts a balance right by so much more or less, with a reason (P5.06, W2.03). Refuses with NOT_ALLOWED, QUANTITY_INVALID, NOT_FOUND, PLACE_UNSUITABLE, STOCK_SHORT.';

COMMENT ON FUNCTION "public"."hold_lot"(uuid, uuid, uuid, text) IS 'Stops a lot and everything that came of it (P5.04, X.01). Refuses with NOT_ALLOWED, NOT_FOUND.';

COMMENT ON FUNCTION "public"."receive_goods"(uuid, uuid, uuid, numeric, uuid, text, uuid, text, date, date, text, text) IS 'Receives goods as a new lot (P2.02, W2.01). Quantity in the item''s base unit. Answers the lot with its receipt''s number. Refuses with NOT_ALLOWED, QUANTITY_INVALID, NOT_FOUND, PLACE_UNSUITABLE, ORDER_NEEDED, ORDER_MISMATCH, ORDER_EXCEEDED, LOT_CODE_TAKEN.';

COMMENT ON FUNCTION "public"."release_lot"(uuid, uuid, text) IS 'Ends the hold that a lot has caused, on itself and on what came of it, with a reason. Refuses with NOT_ALLOWED, NOT_FOUND, VALUE_INVALID, LOT_NOT_HELD.';

COMMENT ON FUNCTION "public"."suggest_lots"(uuid, uuid, numeric) IS 'Lots for a quantity (base unit) by FEFO or FIFO, with those skipped and why (P5.03).';

COMMENT ON FUNCTION "public"."trace_lot"(text, text) IS 'The genealogy of a lot, up to what it came of or down to what came of it, with quantities, QC and places (P7.08). Refuses with NOT_FOUND, VALUE_INVALID.';

COMMENT ON FUNCTION "public"."transfer_stock"(uuid, uuid, uuid, uuid, numeric, text) IS 'Moves part or all of a lot to another place, also of another site (P5.02, W2.04). Quantity in the item''s base unit. A lot that is not usable goes to a place of kind quality only. Refuses with NOT_ALLOWED, QUANTITY_INVALID, NOT_FOUND, PLACE_UNSUITABLE, LOT_NOT_USABLE, STOCK_SHORT.';

COMMENT ON TABLE "app"."counters" IS 'The last number drawn of each series.';

COMMENT ON TABLE "public"."lot_holds" IS 'Which lots are held, because of which lot, and why (P5.04, X.01).';

COMMENT ON TABLE "public"."lot_links" IS 'How much of which lot went into which (DESIGN 4, Genealogy).';

COMMENT ON TABLE "public"."lots" IS 'Lots with their QC status (P2.02, P4.05); written by commands alone.';

COMMENT ON TABLE "public"."purchase_order_lines" IS 'What an order is of; how much of it has come is kept by receive_goods (P2.03).';

COMMENT ON TABLE "public"."purchase_orders" IS 'What was ordered from a vendor for a site (P2.03).';

COMMENT ON TABLE "public"."receipts" IS 'Goods receipt notes (P2.02); one lot comes of each.';

COMMENT ON TABLE "public"."reservations" IS 'Stock that is promised; the only place where it is said (DESIGN 4).';

COMMENT ON TABLE "public"."stock_balances" IS 'How much of a lot is where, in the item''s base unit (P5.01).';

COMMENT ON TABLE "public"."stock_moves" IS 'The stock ledger, append-only (P5.08, DESIGN 4).';

COMMENT ON VIEW "app"."errors" IS 'Codes of refusals with their HTTP status and what to do; the DETAIL of every error names one.';

COMMENT ON VIEW "public"."stock_levels" IS 'Stock by lot and place: on hand, reserved, available, and what is in the way (P2.07, P5.01).';

REVOKE ALL ON FUNCTION "app"."announce"(uuid, text, text, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."announce"(uuid, text, text, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."announce"(uuid, text, text, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "app"."assert_lot_usable"(public.lots, uuid, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."assert_lot_usable"(public.lots, uuid, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."assert_lot_usable"(public.lots, uuid, text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."available"(uuid, uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."available"(uuid, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."available"(uuid, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."business_date"(uuid, timestamp WITH time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."business_date"(uuid, timestamp WITH time zone) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."business_date"(uuid, timestamp WITH time zone) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."business_date"(uuid, timestamp WITH time zone) TO "postgres";

REVOKE ALL ON FUNCTION "app"."check_quantity"(numeric, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."check_quantity"(numeric, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."check_quantity"(numeric, text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."holds_stock"(text) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."holds_stock"(text) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."holds_stock"(text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."holds_stock"(text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."is_expired"(date, uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."is_expired"(date, uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."is_expired"(date, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."is_expired"(date, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."lock_lot"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."lock_lot"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."lock_lot"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."lot_answer"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."lot_answer"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."lot_answer"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."lot_links_check_circle"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."lot_links_check_circle"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."lot_links_check_circle"() TO "postgres";

REVOKE ALL ON FUNCTION "app"."lot_obstacle"(public.lots, uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."lot_obstacle"(public.lots, uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."lot_obstacle"(public.lots, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."lot_obstacle"(public.lots, uuid) TO "postgres";

GRANT EXECUTE ON FUNCTION "app"."lot_obstacle"(public.lots, uuid) TO "service_role";

REVOKE ALL ON FUNCTION "app"."next_lot_code"(public.items, public.sites) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."next_lot_code"(public.items, public.sites) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."next_lot_code"(public.items, public.sites) TO "postgres";

REVOKE ALL ON FUNCTION "app"."next_number"(text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."next_number"(text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."next_number"(text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."other_side"(uuid, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."other_side"(uuid, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."other_side"(uuid, text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."stock_moves_post"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."stock_moves_post"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."stock_moves_post"() TO "postgres";

REVOKE ALL ON FUNCTION "app"."stock_place"(uuid, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."stock_place"(uuid, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."stock_place"(uuid, text) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."adjust_stock"(uuid, uuid, uuid, numeric, uuid, text) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."adjust_stock"(uuid, uuid, uuid, numeric, uuid, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."adjust_stock"(uuid, uuid, uuid, numeric, uuid, text) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."hold_lot"(uuid, uuid, uuid, text) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."hold_lot"(uuid, uuid, uuid, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."hold_lot"(uuid, uuid, uuid, text) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."receive_goods"(uuid, uuid, uuid, numeric, uuid, text, uuid, text, date, date, text, text) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."receive_goods"(uuid, uuid, uuid, numeric, uuid, text, uuid, text, date, date, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."receive_goods"(uuid, uuid, uuid, numeric, uuid, text, uuid, text, date, date, text, text) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."release_lot"(uuid, uuid, text) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."release_lot"(uuid, uuid, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."release_lot"(uuid, uuid, text) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."suggest_lots"(uuid, uuid, numeric) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."suggest_lots"(uuid, uuid, numeric) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."suggest_lots"(uuid, uuid, numeric) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."trace_lot"(text, text) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."trace_lot"(text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."trace_lot"(text, text) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."transfer_stock"(uuid, uuid, uuid, uuid, numeric, text) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."transfer_stock"(uuid, uuid, uuid, uuid, numeric, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."transfer_stock"(uuid, uuid, uuid, uuid, numeric, text) TO "postgres";

REVOKE ALL ON TABLE "public"."lot_holds" FROM "authenticated";

GRANT SELECT ON TABLE "public"."lot_holds" TO "authenticated";

REVOKE ALL ON TABLE "public"."lot_holds" FROM "service_role";

GRANT SELECT ON TABLE "public"."lot_holds" TO "service_role";

REVOKE ALL ON TABLE "public"."lot_links" FROM "authenticated";

GRANT SELECT ON TABLE "public"."lot_links" TO "authenticated";

REVOKE ALL ON TABLE "public"."lot_links" FROM "service_role";

GRANT SELECT ON TABLE "public"."lot_links" TO "service_role";

REVOKE ALL ON TABLE "public"."lots" FROM "authenticated";

GRANT SELECT ON TABLE "public"."lots" TO "authenticated";

REVOKE ALL ON TABLE "public"."lots" FROM "service_role";

GRANT SELECT ON TABLE "public"."lots" TO "service_role";

REVOKE ALL ON TABLE "public"."purchase_order_lines" FROM "authenticated";

REVOKE ALL ("item_id") ON TABLE "public"."purchase_order_lines" FROM "authenticated";

GRANT INSERT ("item_id") ON TABLE "public"."purchase_order_lines" TO "authenticated";

REVOKE ALL ("order_id") ON TABLE "public"."purchase_order_lines" FROM "authenticated";

GRANT INSERT ("order_id") ON TABLE "public"."purchase_order_lines" TO "authenticated";

REVOKE ALL ("position") ON TABLE "public"."purchase_order_lines" FROM "authenticated";

GRANT INSERT ("position") ON TABLE "public"."purchase_order_lines" TO "authenticated";

REVOKE ALL ("price_inr") ON TABLE "public"."purchase_order_lines" FROM "authenticated";

GRANT INSERT ("price_inr") ON TABLE "public"."purchase_order_lines" TO "authenticated";

REVOKE ALL ("quantity") ON TABLE "public"."purchase_order_lines" FROM "authenticated";

GRANT INSERT ("quantity") ON TABLE "public"."purchase_order_lines" TO "authenticated";

GRANT SELECT ON TABLE "public"."purchase_order_lines" TO "authenticated";

REVOKE ALL ON TABLE "public"."purchase_order_lines" FROM "service_role";

GRANT SELECT ON TABLE "public"."purchase_order_lines" TO "service_role";

REVOKE ALL ON TABLE "public"."purchase_orders" FROM "authenticated";

REVOKE ALL ("number") ON TABLE "public"."purchase_orders" FROM "authenticated";

GRANT INSERT ("number") ON TABLE "public"."purchase_orders" TO "authenticated";

REVOKE ALL ("ordered_on") ON TABLE "public"."purchase_orders" FROM "authenticated";

GRANT INSERT ("ordered_on") ON TABLE "public"."purchase_orders" TO "authenticated";

REVOKE ALL ("site_id") ON TABLE "public"."purchase_orders" FROM "authenticated";

GRANT INSERT ("site_id") ON TABLE "public"."purchase_orders" TO "authenticated";

REVOKE ALL ("status") ON TABLE "public"."purchase_orders" FROM "authenticated";

GRANT UPDATE ("status") ON TABLE "public"."purchase_orders" TO "authenticated";

REVOKE ALL ("vendor_id") ON TABLE "public"."purchase_orders" FROM "authenticated";

GRANT INSERT ("vendor_id") ON TABLE "public"."purchase_orders" TO "authenticated";

GRANT SELECT ON TABLE "public"."purchase_orders" TO "authenticated";

REVOKE ALL ON TABLE "public"."purchase_orders" FROM "service_role";

GRANT SELECT ON TABLE "public"."purchase_orders" TO "service_role";

REVOKE ALL ON TABLE "public"."receipts" FROM "authenticated";

GRANT SELECT ON TABLE "public"."receipts" TO "authenticated";

REVOKE ALL ON TABLE "public"."receipts" FROM "service_role";

GRANT SELECT ON TABLE "public"."receipts" TO "service_role";

REVOKE ALL ON TABLE "public"."reservations" FROM "authenticated";

GRANT SELECT ON TABLE "public"."reservations" TO "authenticated";

REVOKE ALL ON TABLE "public"."reservations" FROM "service_role";

GRANT SELECT ON TABLE "public"."reservations" TO "service_role";

REVOKE ALL ON TABLE "public"."stock_balances" FROM "authenticated";

GRANT SELECT ON TABLE "public"."stock_balances" TO "authenticated";

REVOKE ALL ON TABLE "public"."stock_balances" FROM "service_role";

GRANT SELECT ON TABLE "public"."stock_balances" TO "service_role";

REVOKE ALL ON TABLE "public"."stock_moves" FROM "authenticated";

GRANT SELECT ON TABLE "public"."stock_moves" TO "authenticated";

REVOKE ALL ON TABLE "public"."stock_moves" FROM "service_role";

GRANT SELECT ON TABLE "public"."stock_moves" TO "service_role";

REVOKE ALL ON TABLE "public"."stock_levels" FROM "authenticated";

GRANT SELECT ON TABLE "public"."stock_levels" TO "authenticated";

REVOKE ALL ON TABLE "public"."stock_levels" FROM "service_role";

GRANT SELECT ON TABLE "public"."stock_levels" TO "service_role";

CREATE INDEX lots_site_id_idx ON public.lots USING btree (site_id, created_at DESC);

ALTER TABLE "public"."purchase_orders"
  ADD CONSTRAINT "purchase_orders_created_by_fkey" FOREIGN KEY (created_by) REFERENCES public.profiles(id);

CREATE INDEX purchase_orders_created_by_idx ON public.purchase_orders USING btree (created_by);

CREATE INDEX stock_moves_moved_at_idx ON public.stock_moves USING brin (moved_at);
