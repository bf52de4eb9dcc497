SET local check_function_bodies = off;

DROP VIEW "public"."stock_levels";

DROP FUNCTION "app"."announce_move"(uuid, public.lots, public.stock_moves);

DROP FUNCTION "app"."assert_lot_usable"(public.lots, uuid, text);

DROP FUNCTION "app"."assert_picking_order"(public.lots, uuid, uuid, uuid);

DROP FUNCTION "public"."ship_order"(uuid, uuid, uuid, text, text, jsonb, text, text, text);

CREATE TABLE "public"."batch_documents" (
  "batch_id"    uuid                     NOT NULL,
  "document_id" uuid                     NOT NULL,
  "position"    integer,
  "attached_by" uuid                     NOT NULL,
  CONSTRAINT "batch_documents_pkey" PRIMARY KEY (batch_id, document_id),
  "attached_at" timestamp with time zone NOT NULL DEFAULT app.now()
);

ALTER TABLE "public"."batch_documents"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."batch_documents" FROM "anon";

ALTER TABLE "public"."shipment_lines"
  ADD COLUMN "deviation_reason_id" uuid;

ALTER TABLE "public"."shipments"
  ADD COLUMN "driver" text;

CREATE OR REPLACE FUNCTION app.add_to_balance (
  lot      public.lots,
  place    public.locations,
  quantity numeric
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  insert into public.stock_balances (lot_id, location_id, on_hand)
  values (lot.id, place.id, add_to_balance.quantity)
  on conflict (lot_id, location_id) do update set on_hand = stock_balances.on_hand + excluded.on_hand;
end $function$;

CREATE OR REPLACE FUNCTION app.assert_lot_usable (
  lot     public.lots,
  site_id uuid,
  purpose text,
  field   text        DEFAULT 'lot'::text
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
      'LOT_NOT_USABLE', pg_catalog.format('Lot %s %s and may not be %s.', lot.code, obstacle, assert_lot_usable.purpose), assert_lot_usable.field,
      pg_catalog.jsonb_build_object('lot', lot.code, 'qc_status', lot.qc_status, 'expires_on', lot.expires_on)
    );
  end if;
end $function$;

CREATE OR REPLACE FUNCTION app.assert_picking_order (
  lot       public.lots,
  site_id   uuid,
  reason_id uuid,
  to_id     uuid        DEFAULT NULL::uuid,
  field     text        DEFAULT NULL::text
)
  RETURNS void
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
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
end $function$;

CREATE OR REPLACE FUNCTION app.available (
  lot_id      uuid,
  location_id uuid
)
  RETURNS numeric
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return coalesce((
      select on_hand from public.stock_balances
      where stock_balances.lot_id = available.lot_id and stock_balances.location_id = available.location_id
    ), 0)
    - coalesce((
      select sum(quantity) from public.reservations
      where reservations.lot_id = available.lot_id and reservations.location_id = available.location_id and ended_at is null
    ), 0);
end $function$;

CREATE OR REPLACE FUNCTION app.begin_command (
  request_id uuid,
  command    text,
  body       jsonb
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  print bytea := pg_catalog.sha256(pg_catalog.convert_to(body::text, 'UTF8'));
  known app.requests;
begin
  if auth.uid() is null then
    perform app.fail('NOT_SIGNED_IN', 'This needs somebody who is signed in.');
  end if;
  if begin_command.request_id is null then
    perform app.fail('REQUEST_ID_MISSING', 'The request has no id.', 'request_id');
  end if;
  insert into app.requests (id, user_id, command, fingerprint)
  values (begin_command.request_id, auth.uid(), begin_command.command, print)
  on conflict (id) do nothing;
  if found then
    return null;
  end if;
  select * into strict known from app.requests where id = begin_command.request_id;
  if known.user_id <> auth.uid() or known.command <> begin_command.command
    or known.fingerprint <> print then
    perform app.fail(
      'REQUEST_REUSED',
      pg_catalog.format('The request id %s has already stood for something else.', begin_command.request_id),
      'request_id'
    );
  end if;
  return known.answer;
end $function$;

CREATE OR REPLACE FUNCTION app.business_date (
  site_id uuid,
  at      timestamp with time zone DEFAULT app.now()
)
  RETURNS date
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  day date;
begin
  select (business_date.at at time zone sites.time_zone)::date into day
  from public.sites where sites.id = business_date.site_id;
  return day;
end $function$;

CREATE OR REPLACE FUNCTION app.catalog_announce()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform app.announce(sites.id, 'catalog', 'changed', pg_catalog.jsonb_build_object('table', tg_table_name))
  from public.sites where sites.active;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION app.changed_columns (
  before jsonb,
  after  jsonb
)
  RETURNS jsonb
  LANGUAGE sql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
  select jsonb_object_agg(
    columns.name, jsonb_build_array(changed_columns.before -> columns.name, changed_columns.after -> columns.name)
  )
  from jsonb_object_keys(coalesce(changed_columns.before, '{}') || coalesce(changed_columns.after, '{}')) as columns (name)
  where coalesce(changed_columns.before -> columns.name, 'null') <> coalesce(changed_columns.after -> columns.name, 'null')
$function$;

CREATE OR REPLACE FUNCTION app.has (
  permission text,
  site_id    uuid DEFAULT NULL::uuid
)
  RETURNS boolean
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return exists (
    select
    from public.memberships
    join public.role_permissions using (role)
    join public.profiles on profiles.id = memberships.user_id and profiles.active
    where memberships.user_id = auth.uid()
      and role_permissions.permission = has.permission
      and (memberships.site_id is null or has.site_id is null or memberships.site_id = has.site_id)
  );
end $function$;

CREATE OR REPLACE FUNCTION app.holds_stock (
  kind text
)
  RETURNS boolean
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  return kind in ('storage', 'floor', 'quality', 'dispatch');
end $function$;

CREATE OR REPLACE FUNCTION app.is_expired (
  expires_on date,
  site_id    uuid
)
  RETURNS boolean
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return is_expired.expires_on is not null and is_expired.expires_on < app.business_date(is_expired.site_id);
end $function$;

CREATE OR REPLACE FUNCTION app.lot_obstacle (
  lot     public.lots,
  site_id uuid
)
  RETURNS text
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  if exists (select from public.lot_holds where lot_holds.lot_id = lot.id and released_at is null) then
    return 'is on hold';
  end if;
  return case
    when lot.qc_status = 'hold' then 'is on hold'
    when lot.qc_status = 'pending' then 'waits for QC'
    when lot.qc_status = 'fail' then 'has failed QC'
    when app.is_expired(lot.expires_on, lot_obstacle.site_id)
      then 'expired on ' || pg_catalog.to_char(lot.expires_on, 'DD Mon YYYY')
  end;
end $function$;

CREATE OR REPLACE FUNCTION app.other_side (
  site_id uuid,
  kind    text
)
  RETURNS uuid
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  place uuid;
begin
  select id into place from public.locations
  where locations.site_id = other_side.site_id and locations.kind = other_side.kind;
  return place;
end $function$;

CREATE OR REPLACE FUNCTION app.parameter_results (
  parameter_id uuid,
  item_id      uuid,
  site_id      uuid,
  last         integer
)
  RETURNS TABLE (
    test         text,
    lot_id       uuid,
    lot          text,
    stage_log_id uuid,
    tested_at    timestamp with time zone,
    attempt      integer,
    value        numeric,
    observed     text,
    minimum      numeric,
    maximum      numeric,
    accepted     text[],
    within_spec  boolean
  )
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return query
  select latest.*
  from public.qc_parameters as asked
  join public.qc_plans as plan on plan.id = asked.plan_id
  join public.qc_plans as versions on versions.kind = plan.kind
    and versions.item_id is not distinct from plan.item_id and versions.stage_id is not distinct from plan.stage_id
  join public.qc_parameters as same on same.plan_id = versions.id and same.name = asked.name
  cross join lateral (
    select qc_tests.number, lots.id, lots.code, qc_tests.stage_log_id, qc_tests.tested_at, qc_tests.attempt,
      qc_results.value, qc_results.observed, qc_results.minimum, qc_results.maximum, qc_results.accepted, qc_results.within_spec
    from public.qc_results
    join public.qc_tests on qc_tests.id = qc_results.test_id and qc_tests.site_id = parameter_results.site_id
    join public.lots on lots.id = qc_tests.lot_id and lots.item_id = parameter_results.item_id
    where qc_results.parameter_id = same.id and qc_results.replaced_at is null
    order by qc_results.entered_at desc, qc_tests.number desc
    limit parameter_results.last
  ) as latest
  where asked.id = parameter_results.parameter_id
  order by latest.tested_at desc, latest.number desc
  limit parameter_results.last;
end $function$;

CREATE OR REPLACE FUNCTION app.plant_pace (
  site_id uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  earliest timestamptz := app.now() - interval '30 days';
begin
  return pg_catalog.jsonb_build_object(
    'stages', (
      select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
          'item', items.code, 'stage_id', took.stage_id, 'stage', stages.name, 'times', took.times,
          'minutes', pg_catalog.round(took.half::numeric), 'most', pg_catalog.round(took.nine::numeric)
        ) order by items.code, took.position), '[]')
      from (
        select batches.item_id, stage_logs.stage_id, min(stage_logs.position) as position, pg_catalog.count(*) as times,
          pg_catalog.percentile_cont(0.5) within group (order by extract(epoch from stage_logs.ended_at - stage_logs.started_at) / 60) as half,
          pg_catalog.percentile_cont(0.9) within group (order by extract(epoch from stage_logs.ended_at - stage_logs.started_at) / 60) as nine
        from public.stage_logs
        join public.batches on batches.id = stage_logs.batch_id
        where stage_logs.site_id = plant_pace.site_id and stage_logs.started_at >= earliest and stage_logs.ended_at is not null
        group by batches.item_id, stage_logs.stage_id
      ) as took
      join public.items on items.id = took.item_id
      join public.stages on stages.id = took.stage_id
    ),
    'tests', (
      select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
          'kind', waited.kind, 'times', waited.times,
          'minutes', pg_catalog.round(waited.half::numeric), 'most', pg_catalog.round(waited.nine::numeric)
        ) order by waited.kind), '[]')
      from (
        select qc_tests.kind, pg_catalog.count(*) as times,
          pg_catalog.percentile_cont(0.5) within group (order by extract(epoch from qc_tests.tested_at - subject.since) / 60) as half,
          pg_catalog.percentile_cont(0.9) within group (order by extract(epoch from qc_tests.tested_at - subject.since) / 60) as nine
        from public.qc_tests
        cross join lateral (
          select coalesce(
            (select stage_logs.ended_at from public.stage_logs where stage_logs.id = qc_tests.stage_log_id),
            (select batches.ended_at from public.batches where batches.lot_id = qc_tests.lot_id),
            (select lots.created_at from public.lots where lots.id = qc_tests.lot_id)
          ) as since
        ) as subject
        where qc_tests.site_id = plant_pace.site_id and qc_tests.tested_at >= earliest and qc_tests.attempt = 1
          and qc_tests.tested_at >= subject.since
        group by qc_tests.kind
      ) as waited
    )
  );
end $function$;

CREATE OR REPLACE FUNCTION app.purchase_orders_announce()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  changed public.purchase_orders;
begin
  select * into strict changed from public.purchase_orders
  where id = (pg_catalog.to_jsonb(new) ->> case tg_table_name when 'purchase_orders' then 'id' else 'order_id' end)::uuid;
  perform app.announce(
    changed.site_id, 'purchasing', 'order', pg_catalog.jsonb_build_object('order', changed.number, 'status', changed.status)
  );
  return null;
end $function$;

CREATE OR REPLACE FUNCTION app.see_lot (
  lot_id uuid
)
  RETURNS public.lots
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  lot public.lots;
begin
  select * into lot from public.lots where id = see_lot.lot_id;
  if lot.id is null or not (
    app.has('stock.view', lot.site_id)
    or app.has('quality.view', lot.site_id)
    or exists (
      select from public.stock_balances join public.locations on locations.id = stock_balances.location_id
      where stock_balances.lot_id = lot.id and locations.site_id = any (app.sites_with('stock.view'))
    )
  ) then
    perform app.fail('NOT_FOUND', 'There is no such lot, or it is not for you to see.', 'lot');
  end if;
  return lot;
end $function$;

CREATE OR REPLACE FUNCTION app.shift_assignments_announce()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform app.announce(new.site_id, 'shifts', 'assignment', pg_catalog.jsonb_build_object('run', new.run_id));
  return null;
end $function$;

CREATE OR REPLACE FUNCTION app.shift_runs_announce()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform app.announce(new.site_id, 'shifts', 'run', pg_catalog.jsonb_build_object('run', new.id, 'state', new.state));
  return null;
end $function$;

CREATE OR REPLACE FUNCTION app.shifts_announce()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform app.announce(new.site_id, 'shifts', 'shift', pg_catalog.jsonb_build_object('shift', new.id));
  return null;
end $function$;

CREATE OR REPLACE FUNCTION app.shipment_answer (
  shipment_id uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return (
    select pg_catalog.jsonb_build_object(
      'id', shipments.id, 'number', shipments.number, 'site_id', sites.id, 'site', sites.name, 'site_code', sites.code,
      'time_zone', sites.time_zone, 'customer', partners.name, 'customer_address', partners.address,
      'customer_gst', partners.gst_number, 'order_number', shipments.order_number, 'invoice_number', shipments.invoice_number,
      'vehicle', shipments.vehicle, 'driver', shipments.driver, 'tracking_number', shipments.tracking_number, 'remarks', shipments.remarks,
      'document_path', shipments.document_path, 'shipped_at', shipments.shipped_at,
      'shipped_by', (select full_name from public.profiles where id = shipments.shipped_by),
      'lines', (
        select coalesce(pg_catalog.jsonb_agg(
          pg_catalog.jsonb_build_object(
            'lot_id', lots.id, 'lot', lots.code, 'item', items.code, 'item_name', items.name, 'unit', items.unit,
            'pack_size', case when units.dimension = 'count' then items.pack_size end,
            'pack_unit', case when units.dimension = 'count' then items.pack_unit end, 'quantity', shipment_lines.quantity, 'from', locations.code,
            'manufactured_on', lots.manufactured_on, 'expires_on', lots.expires_on,
            'certificate_id', certificates.id, 'certificate', certificates.number, 'revision', certificates.revision,
            'deviation', reason_codes.name
          ) order by lots.code), '[]')
        from public.shipment_lines
        join public.lots on lots.id = shipment_lines.lot_id
        join public.items on items.id = lots.item_id
        join public.units on units.code = items.unit
        join public.locations on locations.id = shipment_lines.location_id
        left join public.certificates on certificates.id = shipment_lines.certificate_id
        left join public.reason_codes on reason_codes.id = shipment_lines.deviation_reason_id
        where shipment_lines.shipment_id = shipments.id
      )
    )
    from public.shipments
    join public.sites on sites.id = shipments.site_id
    join public.partners on partners.id = shipments.customer_id
    where shipments.id = shipment_answer.shipment_id
  );
end $function$;

CREATE OR REPLACE FUNCTION app.show_plan (
  plan_id uuid,
  item_id uuid,
  site_id uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return (
    select pg_catalog.jsonb_build_object(
      'id', qc_plans.id, 'version', qc_plans.version, 'effective_from', qc_plans.effective_from,
      'parameters', (
        select coalesce(pg_catalog.jsonb_agg(
          pg_catalog.to_jsonb(qc_parameters) - array['plan_id', 'position'] || pg_catalog.jsonb_build_object('previous', (
            select coalesce(pg_catalog.jsonb_agg(coalesce(pg_catalog.to_jsonb(before.value), pg_catalog.to_jsonb(before.observed)) order by before.tested_at, before.test), '[]')
            from app.parameter_results(qc_parameters.id, show_plan.item_id, show_plan.site_id, 3) as before
          )) order by qc_parameters.position, qc_parameters.name), '[]')
        from public.qc_parameters where qc_parameters.plan_id = qc_plans.id
      )
    )
    from public.qc_plans where qc_plans.id = show_plan.plan_id
  );
end $function$;

CREATE OR REPLACE FUNCTION app.show_run_output (
  run public.shift_runs
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return (
    select pg_catalog.jsonb_build_object(
      'run', run.id, 'shift', shifts.code, 'name', shifts.name, 'state', run.state, 'business_date', run.business_date,
      'starts_at', run.starts_at, 'ends_at', run.ends_at,
      'stages', done.stages, 'finished', done.finished, 'input', done.input, 'output', done.output, 'unit', done.unit,
      'yield_percent', case when done.input > 0 then pg_catalog.round(100 * done.output / done.input, 3) end,
      'yield_min_percent', case when done.input > 0 then pg_catalog.round(done.least / done.input, 3) end
    )
    from public.shifts
    cross join lateral (
      select pg_catalog.count(*) as stages,
        pg_catalog.count(whole.consumed) as finished,
        coalesce(sum(stage_logs.output_quantity) filter (where whole.consumed is not null), 0) as output,
        coalesce(sum(whole.consumed), 0) as input,
        sum(whole.consumed * whole.least) as least,
        min(items.unit) as unit
      from public.stage_logs
      join public.batches on batches.id = stage_logs.batch_id
      join public.items on items.id = batches.item_id
      left join lateral (
        select sum(every.added_quantity) as consumed,
          case when pg_catalog.count(every.yield_min_percent) = pg_catalog.count(*) and min(every.yield_min_percent) > 0
            then 100 * pg_catalog.exp(sum(pg_catalog.ln(every.yield_min_percent / 100))) end as least
        from public.stage_logs as every
        where every.batch_id = batches.id
          and stage_logs.position = (select max(position) from public.route_stages where route_id = batches.route_id)
      ) as whole on true
      where stage_logs.end_run_id = run.id
    ) as done
    where shifts.id = run.shift_id
  );
end $function$;

CREATE OR REPLACE FUNCTION app.show_test (
  test public.qc_tests
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return app.test_answer(test.id) || pg_catalog.jsonb_build_object(
    'locks_at', test.tested_at + interval '24 hours',
    'repeated', exists (select from public.qc_tests as later where later.retest_of = test.id),
    'mine', test.tested_by = auth.uid()
      or exists (select from public.qc_results where qc_results.test_id = test.id and entered_by = auth.uid()),
    'replaced', (
      select coalesce(pg_catalog.jsonb_agg(
        pg_catalog.jsonb_build_object(
          'parameter_id', qc_results.parameter_id, 'name', qc_results.name, 'unit', qc_results.unit,
          'value', qc_results.value, 'observed', qc_results.observed, 'within_spec', qc_results.within_spec,
          'entered_by', enterer.full_name, 'entered_at', qc_results.entered_at,
          'replaced_by', replacer.full_name, 'replaced_at', qc_results.replaced_at, 'reason', qc_results.replacement_reason
        ) order by qc_results.replaced_at, qc_results.position), '[]')
      from public.qc_results
      join public.profiles as enterer on enterer.id = qc_results.entered_by
      join public.profiles as replacer on replacer.id = qc_results.replaced_by
      where qc_results.test_id = test.id
    ),
    'overrides', (
      select coalesce(pg_catalog.jsonb_agg(
        pg_catalog.jsonb_build_object(
          'id', qc_overrides.id, 'state', qc_overrides.state, 'reason', reason_codes.name, 'justification', qc_overrides.justification,
          'document_path', qc_overrides.document_path, 'mine', qc_overrides.requested_by = auth.uid(),
          'requested_by', requester.full_name, 'requested_at', qc_overrides.requested_at,
          'decided_by', decider.full_name, 'decided_at', qc_overrides.decided_at, 'decision_note', qc_overrides.decision_note
        ) order by qc_overrides.requested_at), '[]')
      from public.qc_overrides
      join public.reason_codes on reason_codes.id = qc_overrides.reason_id
      join public.profiles as requester on requester.id = qc_overrides.requested_by
      left join public.profiles as decider on decider.id = qc_overrides.decided_by
      where qc_overrides.test_id = test.id
    )
  );
end $function$;

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
  held boolean;
  news jsonb;
begin
  select * into strict lot from public.lots where id = new.lot_id for share;
  select * into strict source from public.locations where id = new.from_id;
  select * into strict target from public.locations where id = new.to_id;
  -- Whatever a move is called, what goes into a product or to a customer is usable. What is imported
  -- happened before the lot was known here, and nobody can ask whether it was.
  if not (new.kind = 'import' and new.moved_at < lot.created_at) and (
    (new.kind not in ('receive', 'produce', 'adjust', 'sample', 'correct') and target.kind <> 'quality')
    or (new.kind <> 'correct' and target.kind in ('process', 'customer'))
  ) then
    perform app.assert_lot_usable(lot, source.site_id, case new.kind
      when 'consume' then 'used' when 'pack' then 'packed' when 'ship' then 'shipped' else 'moved' end);
  end if;
  held := app.holds_stock(source.kind);
  if held and source.id < target.id then
    perform app.take_from_balance(lot, source, new.quantity);
  end if;
  if app.holds_stock(target.kind) then
    perform app.add_to_balance(lot, target, new.quantity);
  end if;
  if held and source.id > target.id then
    perform app.take_from_balance(lot, source, new.quantity);
  end if;
  news := pg_catalog.jsonb_build_object('lot', lot.code, 'kind', new.kind, 'quantity', new.quantity, 'move', new.id);
  perform app.announce(source.site_id, 'stock', 'moved', news);
  if target.site_id <> source.site_id then
    perform app.announce(target.site_id, 'stock', 'moved', news);
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION app.take_from_balance (
  lot      public.lots,
  place    public.locations,
  quantity numeric
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  update public.stock_balances set on_hand = on_hand - take_from_balance.quantity
  where lot_id = lot.id and location_id = place.id and on_hand >= take_from_balance.quantity;
  if not found then
    perform app.fail(
      'STOCK_SHORT',
      pg_catalog.format('There is less than %s of lot %s at %s.', pg_catalog.trim_scale(take_from_balance.quantity), lot.code, place.code),
      'quantity',
      pg_catalog.jsonb_build_object('lot', lot.code, 'location', place.code)
    );
  end if;
end $function$;

CREATE OR REPLACE FUNCTION app.waiting_for_qc (
  site_id uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return (
    select coalesce(pg_catalog.jsonb_agg(
      pg_catalog.jsonb_build_object(
        'kind', waiting.kind, 'lot_id', waiting.lot_id, 'stage_log_id', waiting.stage_log_id, 'lot', waiting.lot, 'item', waiting.item,
        'item_name', waiting.item_name, 'stage', waiting.stage, 'next_stage', waiting.next_stage,
        'quantity', waiting.quantity, 'unit', waiting.unit, 'qc_status', waiting.qc_status, 'since', waiting.since,
        'planned', app.plan_in_force(waiting.kind, waiting.item_id, waiting.stage_id, app.business_date(waiting_for_qc.site_id)) is not null,
        'short', waiting.kind = 'incoming' and not exists (
          select from public.stock_levels
          where stock_levels.item_id = waiting.item_id and stock_levels.site_id = waiting_for_qc.site_id and stock_levels.available > 0
        ),
        'test', (
          select pg_catalog.jsonb_build_object('number', qc_tests.number, 'attempt', qc_tests.attempt, 'override_asked', exists (
            select from public.qc_overrides where qc_overrides.test_id = qc_tests.id and qc_overrides.state = 'requested'
          ))
          from public.qc_tests
          where qc_tests.lot_id = waiting.lot_id and qc_tests.stage_log_id is not distinct from waiting.stage_log_id
          order by qc_tests.attempt desc limit 1
        )
      ) order by waiting.since), '[]')
    from (
      select 'in_process' as kind, batches.lot_id, stage_logs.id as stage_log_id, batches.code as lot, items.id as item_id, items.code as item,
        items.name as item_name, stages.id as stage_id, stages.name as stage,
        (
          select following.name
          from public.route_stages join public.stages as following on following.id = route_stages.stage_id
          where route_stages.route_id = batches.route_id and route_stages.position > stage_logs.position
          order by route_stages.position limit 1
        ) as next_stage,
        stage_logs.output_quantity as quantity, items.unit, stage_logs.qc_status, stage_logs.ended_at as since
      from public.stage_logs
      join public.batches on batches.id = stage_logs.batch_id and batches.state in ('running', 'finished')
      join public.items on items.id = batches.item_id
      join public.stages on stages.id = stage_logs.stage_id
      where stage_logs.site_id = waiting_for_qc.site_id
        and stage_logs.qc_status in ('pending', 'hold') and stage_logs.ended_at is not null
      union all
      select case when batches.id is null then 'incoming' else 'final' end, lots.id, null, lots.code, items.id, items.code,
        items.name, null, null, null, lots.initial_quantity, items.unit, lots.qc_status, coalesce(batches.ended_at, lots.created_at)
      from public.lots
      join public.items on items.id = lots.item_id
      left join public.batches on batches.lot_id = lots.id
      where lots.site_id = waiting_for_qc.site_id
        and lots.qc_status in ('pending', 'hold')
        and lots.initial_quantity is not null
    ) as waiting
  );
end $function$;

CREATE OR REPLACE FUNCTION public.attach_batch_document (
  request_id  uuid,
  batch_id    uuid,
  document_id uuid,
  "position"  integer DEFAULT NULL::integer
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  answer jsonb := app.begin_command(request_id, 'attach_batch_document', pg_catalog.jsonb_build_object(
    'batch', batch_id, 'document', document_id, 'position', "position"));
  batch public.batches;
begin
  if answer is not null then
    return answer;
  end if;
  batch := app.lock_batch(attach_batch_document.batch_id);
  perform app.require('documents.upload', batch.site_id);
  if not exists (
    select from public.documents
    where documents.id = attach_batch_document.document_id and documents.site_id = batch.site_id
  ) then
    perform app.fail('NOT_FOUND', pg_catalog.format('There is no such document at the site of batch %s.', batch.code), 'document');
  end if;
  if attach_batch_document.position is not null and not exists (
    select from public.route_stages
    where route_stages.route_id = batch.route_id and route_stages.position = attach_batch_document.position
  ) then
    perform app.fail('STAGE_ORDER', pg_catalog.format('The route of batch %s has no stage %s.', batch.code, attach_batch_document.position), 'position');
  end if;
  insert into public.batch_documents (batch_id, document_id, position, attached_by)
  values (batch.id, attach_batch_document.document_id, attach_batch_document.position, auth.uid())
  on conflict on constraint batch_documents_pkey do nothing;
  perform app.announce(batch.site_id, 'production', 'document', pg_catalog.jsonb_build_object('batch', batch.code, 'stage', attach_batch_document.position));
  return app.end_command(request_id, app.batch_answer(batch.id));
end $function$;

REVOKE ALL ON FUNCTION "public"."attach_batch_document"(uuid, uuid, uuid, integer) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.batch_journey (
  code text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  batch public.batches;
  product public.items;
  lot public.lots;
  journey jsonb;
  materials jsonb;
  stages jsonb;
  packed jsonb;
  bulk record;
begin
  select batches.* into batch from public.batches where batches.code = batch_journey.code;
  if batch.id is null or not batch.site_id = any (app.my_sites()) then
    perform app.fail('NOT_FOUND', pg_catalog.format('There is no batch %s.', left(batch_journey.code, 60)), 'batch');
  end if;
  select * into strict product from public.items where id = batch.item_id;
  select * into strict lot from public.lots where id = batch.lot_id;

  select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
      'id', given.id, 'position', given.position, 'lot_id', lots.id, 'lot', lots.code, 'item', items.code, 'item_name', items.name,
      'unit', items.unit, 'location', locations.code, 'allocated', given.allocated, 'consumed', given.consumed,
      'returned', given.returned, 'open', given.allocated - given.consumed - given.returned,
      'vendor', partners.name, 'vendor_lot', lots.vendor_lot, 'qc_status', lots.qc_status, 'deviation', reason_codes.name,
      'allocated_by', profiles.full_name, 'allocated_at', given.allocated_at
    ) order by given.allocated_at, lots.code), '[]')
  into materials
  from (
    select stage_materials.id, stage_materials.position, stage_materials.lot_id, stage_materials.location_id, stage_materials.allocated,
      stage_materials.consumed, stage_materials.returned, stage_materials.deviation_reason_id, stage_materials.allocated_by, stage_materials.allocated_at
    from public.stage_materials where stage_materials.batch_id = batch.id
    union all
    -- A batch of existing records was given nothing here: its links alone say what went in.
    select null, null, lot_links.parent_id, null, lot_links.quantity, lot_links.quantity, 0, null, batch.created_by, lot_links.at
    from public.lot_links where lot_links.child_id = batch.lot_id and batch.route_id is null
  ) as given
  join public.lots on lots.id = given.lot_id
  join public.items on items.id = lots.item_id
  join public.profiles on profiles.id = given.allocated_by
  left join public.locations on locations.id = given.location_id
  left join public.reason_codes on reason_codes.id = given.deviation_reason_id
  left join public.receipts on receipts.id = lots.receipt_id
  left join public.partners on partners.id = receipts.vendor_id;

  select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
      'position', route_stages.position, 'stage_id', stages.id, 'stage', stages.name, 'qc_gate', route_stages.qc_gate,
      'loss_limit_percent', route_stages.loss_limit_percent, 'yield_min_percent', route_stages.yield_min_percent,
      'yield_max_percent', route_stages.yield_max_percent,
      'log', case when stage_logs.id is not null then pg_catalog.jsonb_build_object(
        'id', stage_logs.id, 'machine', machines.code, 'machine_name', machines.name, 'operator', stage_logs.operator_name,
        'carried', stage_logs.carried_quantity, 'added', stage_logs.added_quantity, 'input', stage_logs.input_quantity,
        'output', stage_logs.output_quantity, 'started_at', stage_logs.started_at, 'ended_at', stage_logs.ended_at,
        'started_by', (select full_name from public.profiles where id = stage_logs.started_by),
        'ended_by', (select full_name from public.profiles where id = stage_logs.ended_by),
        'shift', (
          select shifts.code from public.shift_runs join public.shifts on shifts.id = shift_runs.shift_id
          where shift_runs.id = coalesce(stage_logs.end_run_id, stage_logs.start_run_id)
        ),
        'parameters', stage_logs.parameters, 'remarks', stage_logs.remarks, 'qc_status', stage_logs.qc_status,
        'tests', (
          select coalesce(pg_catalog.jsonb_agg(app.test_answer(qc_tests.id) order by qc_tests.attempt), '[]')
          from public.qc_tests where qc_tests.stage_log_id = stage_logs.id
        ),
        'downtimes', (
          select coalesce(pg_catalog.jsonb_agg(app.downtime_answer(downtimes.id) order by downtimes.started_at), '[]')
          from public.downtimes where downtimes.stage_log_id = stage_logs.id
        )
      ) || coalesce(app.stage_flags(stage_logs), '{}') end
    ) order by route_stages.position), '[]')
  into stages
  from public.route_stages
  join public.stages on stages.id = route_stages.stage_id
  left join public.stage_logs on stage_logs.batch_id = batch.id and stage_logs.position = route_stages.position
  left join public.machines on machines.id = stage_logs.machine_id
  where route_stages.route_id = batch.route_id;

  select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
      'lot_id', lots.id, 'lot', lots.code, 'item', items.code, 'item_name', items.name, 'packs', lots.initial_quantity,
      'quantity', link.quantity, 'packed_at', lots.created_at, 'packed_by', (select full_name from public.profiles where id = lots.created_by),
      'held', exists (select from public.lot_holds where lot_holds.lot_id = lots.id and released_at is null),
      'on_hand', (select coalesce(sum(on_hand), 0) from public.stock_balances where stock_balances.lot_id = lots.id),
      'shipments', app.lot_shipments(lots.id)
    ) order by lots.code), '[]')
  into packed
  from (select child_id, sum(quantity) as quantity from public.lot_links where parent_id = batch.lot_id group by child_id) as link
  join public.lots on lots.id = link.child_id
  join public.items on items.id = lots.item_id
  where items.packs_item_id = product.id;

  select
    coalesce(sum(quantity) filter (where stock_moves.kind = 'produce' or (stock_moves.kind = 'import' and source.kind = 'process')), 0) as produced,
    coalesce(sum(quantity) filter (where stock_moves.kind = 'pack' and target.kind = 'process'), 0) as packed,
    coalesce(sum(quantity) filter (where stock_moves.kind = 'pack' and target.kind = 'loss'), 0) as lost,
    coalesce(sum(quantity) filter (where stock_moves.kind = 'ship' or (stock_moves.kind = 'import' and target.kind = 'customer')), 0) as shipped,
    coalesce(sum(case when target.kind = 'adjustment' then -quantity else quantity end) filter (where stock_moves.kind = 'adjust'), 0) as adjusted
  into bulk
  from public.stock_moves
  join public.locations as source on source.id = stock_moves.from_id
  join public.locations as target on target.id = stock_moves.to_id
  where stock_moves.lot_id = batch.lot_id;

  journey := app.batch_answer(batch.id) || pg_catalog.jsonb_build_object(
    'site', (select sites.code from public.sites where id = batch.site_id),
    'route_version', (select version from public.routes where id = batch.route_id),
    'remarks', batch.remarks,
    'created_by', (select full_name from public.profiles where id = batch.created_by),
    'manufactured_on', lot.manufactured_on,
    'expires_on', lot.expires_on,
    'materials', materials,
    'stages', stages,
    'tests', (
      select coalesce(pg_catalog.jsonb_agg(app.test_answer(qc_tests.id) order by qc_tests.attempt), '[]')
      from public.qc_tests where qc_tests.lot_id = lot.id and qc_tests.kind = 'final'
    ),
    'holds', (
      select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
          'cause', cause.code, 'reason', reason_codes.name, 'note', lot_holds.note, 'held_at', lot_holds.held_at,
          'held_by', (select full_name from public.profiles where id = lot_holds.held_by),
          'released_at', lot_holds.released_at, 'release_note', lot_holds.release_note
        ) order by lot_holds.held_at), '[]')
      from public.lot_holds
      join public.lots as cause on cause.id = lot_holds.cause_lot_id
      join public.reason_codes on reason_codes.id = lot_holds.reason_id
      where lot_holds.lot_id = lot.id
    ),
    'packed', packed,
    'places', app.lot_answer(lot.id) -> 'places',
    'shipments', app.lot_shipments(lot.id),
    'certificates', (
      select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
          'id', certificates.id, 'number', certificates.number, 'revision', certificates.revision,
          'issued_at', certificates.issued_at, 'document_path', certificates.document_path
        ) order by certificates.issued_at), '[]')
      from public.certificates
      where certificates.lot_id = lot.id
        or certificates.lot_id in (select child_id from public.lot_links where parent_id = lot.id)
    ),
    'documents', case when app.has('documents.view', batch.site_id) then (
      select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
          'id', documents.id, 'position', batch_documents.position, 'kind', documents.kind, 'name', documents.name,
          'media_type', documents.media_type, 'size_bytes', documents.size_bytes, 'path', documents.path,
          'attached_by', (select full_name from public.profiles where id = batch_documents.attached_by),
          'attached_at', batch_documents.attached_at
        ) order by batch_documents.attached_at), '[]')
      from public.batch_documents join public.documents on documents.id = batch_documents.document_id
      where batch_documents.batch_id = batch.id
    ) else '[]' end
  );
  return journey || pg_catalog.jsonb_build_object('balance', app.batch_balance(batch, bulk.produced, bulk.packed, bulk.lost, bulk.shipped, bulk.adjusted));
end $function$;

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
    greatest(1, least(page_size, 1000)), greatest(0, page)::bigint * greatest(1, least(page_size, 1000)), vendors;
  return answer;
end $function$;

REVOKE ALL ON FUNCTION "public"."find_stock"(uuid, text, text, uuid, uuid, date, text, boolean, integer, integer) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.lot_journey (
  lot_id uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  lot public.lots := app.see_lot(lot_journey.lot_id);
  seen uuid[] := app.sites_with('stock.view');
  journey jsonb;
begin
  select pg_catalog.jsonb_build_object(
    'id', lot.id, 'code', lot.code, 'item_id', items.id, 'item', items.code, 'item_name', items.name, 'kind', items.kind,
    'unit', items.unit, 'picking', items.picking, 'site_id', sites.id, 'site', sites.code,
    'qc_status', lot.qc_status, 'obstacle', app.lot_obstacle(lot, sites.id), 'expired', app.is_expired(lot.expires_on, sites.id),
    'initial_quantity', lot.initial_quantity, 'vendor_lot', lot.vendor_lot,
    'received_on', lot.received_on, 'manufactured_on', lot.manufactured_on, 'expires_on', lot.expires_on,
    'created_at', lot.created_at, 'created_by', (select full_name from public.profiles where id = lot.created_by),
    'rejection', case when lot.rejection_reason_id is not null then pg_catalog.jsonb_build_object(
      'reason', (select name from public.reason_codes where id = lot.rejection_reason_id), 'note', lot.rejection_note
    ) end,
    'receipt', (
      select pg_catalog.jsonb_build_object(
        'number', receipts.number, 'quantity', receipts.quantity, 'received_at', receipts.received_at,
        'received_by', (select full_name from public.profiles where id = receipts.received_by),
        'vendor', partners.name, 'order', purchase_orders.number, 'remarks', receipts.remarks, 'document_path', receipts.document_path
      )
      from public.receipts
      left join public.partners on partners.id = receipts.vendor_id
      left join public.purchase_order_lines on purchase_order_lines.id = receipts.order_line_id
      left join public.purchase_orders on purchase_orders.id = purchase_order_lines.order_id
      where receipts.id = lot.receipt_id
    ),
    'batch', (
      select pg_catalog.jsonb_build_object('id', batches.id, 'code', batches.code, 'state', batches.state)
      from public.batches where batches.lot_id = lot.id
    ),
    'places', (
      select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
          'location_id', levels.location_id, 'location', levels.location, 'location_name', locations.name, 'kind', locations.kind,
          'site_id', levels.site_id, 'site', places_site.code, 'on_hand', levels.on_hand, 'reserved', levels.reserved, 'available', levels.available
        ) order by places_site.code, levels.location), '[]')
      from public.stock_levels as levels
      join public.locations on locations.id = levels.location_id
      join public.sites as places_site on places_site.id = levels.site_id
      where levels.lot_id = lot.id and levels.site_id = any (seen)
    ),
    'reservations', (
      select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
          'id', reservations.id, 'location', locations.code, 'site_id', locations.site_id, 'quantity', reservations.quantity,
          'purpose', reservations.purpose, 'reserved_at', reservations.reserved_at,
          'reserved_by', (select full_name from public.profiles where id = reservations.reserved_by)
        ) order by reservations.reserved_at), '[]')
      from public.reservations
      join public.locations on locations.id = reservations.location_id
      where reservations.lot_id = lot.id and reservations.ended_at is null and locations.site_id = any (seen)
    ),
    'holds', (
      select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
          'id', lot_holds.id, 'cause_id', cause.id, 'cause', cause.code, 'reason_code', reason_codes.code, 'reason', reason_codes.name,
          'note', lot_holds.note, 'held_at', lot_holds.held_at, 'held_by', (select full_name from public.profiles where id = lot_holds.held_by),
          'released_at', lot_holds.released_at, 'release_note', lot_holds.release_note,
          'released_by', (select full_name from public.profiles where id = lot_holds.released_by)
        ) order by lot_holds.held_at), '[]')
      from public.lot_holds
      join public.lots as cause on cause.id = lot_holds.cause_lot_id
      join public.reason_codes on reason_codes.id = lot_holds.reason_id
      where lot_holds.lot_id = lot.id
    ),
    'tests', (
      select coalesce(pg_catalog.jsonb_agg(app.test_answer(qc_tests.id) order by qc_tests.tested_at, qc_tests.number), '[]')
      from public.qc_tests where qc_tests.lot_id = lot.id
    ),
    'certificates', (
      select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
          'id', certificates.id, 'number', certificates.number, 'revision', certificates.revision, 'document_path', certificates.document_path,
          'issued_at', certificates.issued_at, 'issued_by', (select full_name from public.profiles where id = certificates.issued_by)
        ) order by certificates.issued_at), '[]')
      from public.certificates where certificates.lot_id = lot.id
    ),
    'documents', (
      select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
          'path', documents.path, 'name', documents.name, 'kind', documents.kind, 'media_type', documents.media_type,
          'size_bytes', documents.size_bytes, 'uploaded_at', documents.uploaded_at
        ) order by documents.uploaded_at), '[]')
      from public.documents
      where documents.site_id = any (app.sites_with('documents.view')) and documents.path in (
        select receipts.document_path from public.receipts where receipts.id = lot.receipt_id
        union
        select qc_tests.document_path from public.qc_tests where qc_tests.lot_id = lot.id
        union
        select qc_overrides.document_path
        from public.qc_overrides join public.qc_tests on qc_tests.id = qc_overrides.test_id
        where qc_tests.lot_id = lot.id
        union
        select certificates.document_path from public.certificates where certificates.lot_id = lot.id
      )
    ),
    'shipments', app.lot_shipments(lot.id)
  ) into journey
  from public.items, public.sites
  where items.id = lot.item_id and sites.id = lot.site_id;
  return journey;
end $function$;

REVOKE ALL ON FUNCTION "public"."lot_journey"(uuid) FROM PUBLIC, "anon", "service_role";

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
    limit greatest(1, least(page_size, 1000)) offset greatest(0, lot_moves.page)::bigint * greatest(1, least(page_size, 1000))
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

REVOKE ALL ON FUNCTION "public"."lot_moves"(uuid, text, integer, integer) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.parameter_history (
  parameter_id uuid,
  item_id      uuid,
  site_id      uuid,
  last         integer DEFAULT 30
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  if (parameter_history.site_id = any (app.my_sites())) is not true then
    perform app.fail('NOT_FOUND', 'There is no such site among yours.', 'site');
  end if;
  if last is null or last < 1 or last > 200 then
    perform app.fail('VALUE_INVALID', 'A history has 1 to 200 results.', 'last');
  end if;
  return (
    select coalesce(pg_catalog.jsonb_agg(pg_catalog.to_jsonb(results) order by results.tested_at, results.test), '[]')
    from app.parameter_results(parameter_id, item_id, site_id, last) as results
  );
end $function$;

REVOKE ALL ON FUNCTION "public"."parameter_history"(uuid, uuid, uuid, integer) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.plant_board (
  site_id uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  today date := app.business_date(plant_board.site_id);
  zone text := (select time_zone from public.sites where id = plant_board.site_id);
  midnight timestamptz := today::timestamp at time zone zone;
begin
  if (plant_board.site_id = any (app.my_sites())) is not true then
    perform app.fail('NOT_FOUND', 'There is no such site among yours.', 'site');
  end if;
  return pg_catalog.jsonb_build_object(
    'now', app.now(),
    'business_date', today,
    'batches', app.running_batches(plant_board.site_id),
    'shifts', (
      select coalesce(pg_catalog.jsonb_agg(app.show_run_output(shift_runs) order by shift_runs.starts_at), '[]')
      from public.shift_runs
      where shift_runs.site_id = plant_board.site_id
        and shift_runs.starts_at < midnight + interval '1 day' and shift_runs.ends_at > midnight
        and shift_runs.starts_at > midnight - interval '2 days'
    ),
    'holds', (
      select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
          'lot_id', lots.id, 'lot', lots.code, 'item', items.code, 'reason', reason_codes.name, 'cause', cause.code, 'held_at', lot_holds.held_at
        ) order by lot_holds.held_at desc), '[]')
      from public.lot_holds
      join public.lots on lots.id = lot_holds.lot_id and lots.site_id = plant_board.site_id
      join public.items on items.id = lots.item_id
      join public.lots as cause on cause.id = lot_holds.cause_lot_id
      join public.reason_codes on reason_codes.id = lot_holds.reason_id
      where lot_holds.released_at is null
    ),
    'waiting_for_qc', app.waiting_for_qc(plant_board.site_id),
    'downtimes', app.open_downtimes(plant_board.site_id)
  );
end $function$;

CREATE OR REPLACE FUNCTION public.plant_trends (
  site_id uuid,
  days    integer DEFAULT 7
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  today date := app.business_date(plant_trends.site_id);
  first date := today - days + 1;
  zone text := (select time_zone from public.sites where id = plant_trends.site_id);
begin
  if (plant_trends.site_id = any (app.my_sites())) is not true then
    perform app.fail('NOT_FOUND', 'There is no such site among yours.', 'site');
  end if;
  if days is null or days not between 1 and 92 then
    perform app.fail('VALUE_INVALID', 'Trends are of 1 to 92 days.', 'days');
  end if;
  return pg_catalog.jsonb_build_object(
    'from', first,
    'until', today,
    'shifts', (
      select coalesce(pg_catalog.jsonb_agg(app.show_run_output(shift_runs) order by shift_runs.starts_at), '[]')
      from public.shift_runs
      where shift_runs.site_id = plant_trends.site_id and shift_runs.business_date between first and today
        -- By the index; a run starts on its date.
        and shift_runs.starts_at >= first::timestamp at time zone zone
    ),
    'losses', (
      select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
          'date', lost.business_date, 'stage_id', stages.id, 'stage', stages.name, 'position', lost.position, 'logs', lost.logs,
          'input', lost.input, 'output', lost.output, 'unit', lost.unit, 'limit_percent', pg_catalog.round(lost.limit_percent, 3), 'above_limit', lost.above,
          'loss_percent', pg_catalog.round(100 * (lost.input - lost.output) / lost.input, 3)
        ) order by lost.business_date, lost.position, stages.name), '[]')
      from (
        select shift_runs.business_date, stage_logs.stage_id, min(stage_logs.position) as position, pg_catalog.count(*) as logs,
          sum(stage_logs.input_quantity) as input, sum(stage_logs.output_quantity) as output, min(items.unit) as unit,
          sum(stage_logs.loss_limit_percent * stage_logs.input_quantity)
            / sum(stage_logs.input_quantity) filter (where stage_logs.loss_limit_percent is not null) as limit_percent,
          pg_catalog.count(*) filter (
            where 100 * (stage_logs.input_quantity - stage_logs.output_quantity) > stage_logs.loss_limit_percent * stage_logs.input_quantity
          ) as above
        from public.shift_runs
        join public.stage_logs on stage_logs.end_run_id = shift_runs.id
        join public.batches on batches.id = stage_logs.batch_id
        join public.items on items.id = batches.item_id
        where shift_runs.site_id = plant_trends.site_id and shift_runs.business_date between first and today
          and shift_runs.starts_at >= first::timestamp at time zone zone
        group by shift_runs.business_date, stage_logs.stage_id
      ) as lost
      join public.stages on stages.id = lost.stage_id
    ),
    'downtimes', (
      select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
          'date', stood.date, 'reason_id', reason_codes.id, 'reason', reason_codes.name, 'times', stood.times,
          'minutes', pg_catalog.round(stood.minutes)
        ) order by stood.date, reason_codes.name), '[]')
      from (
        select (downtimes.started_at at time zone zone)::date as date, downtimes.reason_id, pg_catalog.count(*) as times,
          sum(extract(epoch from coalesce(downtimes.ended_at, app.now()) - downtimes.started_at)) / 60 as minutes
        from public.downtimes
        where downtimes.site_id = plant_trends.site_id and downtimes.started_at >= first::timestamp at time zone zone
        group by 1, 2
      ) as stood
      join public.reason_codes on reason_codes.id = stood.reason_id
    ),
    'pace', app.plant_pace(plant_trends.site_id)
  );
end $function$;

REVOKE ALL ON FUNCTION "public"."plant_trends"(uuid, integer) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.qc_subject (
  lot_id       uuid,
  stage_log_id uuid DEFAULT NULL::uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  lot public.lots;
  log public.stage_logs;
  batch public.batches;
  wanted text;
begin
  select * into lot from public.lots where id = qc_subject.lot_id and site_id = any (app.my_sites());
  if not found then
    perform app.fail('NOT_FOUND', 'There is no such lot at your sites.', 'lot');
  end if;
  select * into batch from public.batches where batches.lot_id = lot.id;
  if qc_subject.stage_log_id is not null then
    select * into log from public.stage_logs where id = qc_subject.stage_log_id and batch_id = batch.id;
    if not found then
      perform app.fail('NOT_FOUND', pg_catalog.format('Lot %s has no such stage.', lot.code), 'stage_log');
    end if;
  end if;
  wanted := case when log.id is not null then 'in_process' when batch.id is null then 'incoming' else 'final' end;
  return (
    select pg_catalog.jsonb_build_object(
      'kind', wanted, 'site_id', lot.site_id, 'lot_id', lot.id, 'lot', lot.code,
      'item_id', items.id, 'item', items.code, 'item_name', items.name, 'unit', items.unit,
      'quantity', case when log.id is null then lot.initial_quantity else log.output_quantity end,
      'qc_status', coalesce(log.qc_status, lot.qc_status), 'lot_status', lot.qc_status,
      'since', case when log.id is not null then log.ended_at else coalesce(batch.ended_at, lot.created_at) end,
      'rejection', (
        select pg_catalog.jsonb_build_object('reason', reason_codes.name, 'note', lot.rejection_note)
        from public.reason_codes where reason_codes.id = lot.rejection_reason_id
      ),
      'vendor', (select partners.name from public.receipts join public.partners on partners.id = receipts.vendor_id where receipts.id = lot.receipt_id),
      'vendor_lot', lot.vendor_lot, 'received_on', lot.received_on, 'manufactured_on', lot.manufactured_on, 'expires_on', lot.expires_on,
      'batch', case when batch.id is not null then pg_catalog.jsonb_build_object(
        'id', batch.id, 'code', batch.code, 'state', batch.state,
        'running_stage', exists (select from public.stage_logs where batch_id = batch.id and ended_at is null),
        'open_stage', exists (select from public.stage_logs where batch_id = batch.id and qc_status not in ('pass', 'not_required'))
      ) end,
      'stage', (
        select pg_catalog.jsonb_build_object(
          'log_id', log.id, 'stage_id', log.stage_id, 'name', stages.name, 'position', log.position,
          'machine', machines.code, 'operator', log.operator_name, 'input', log.input_quantity, 'ended_at', log.ended_at,
          'judged', app.stage_judged(log.id) is not null,
          'next', (
            select following.name from public.route_stages join public.stages as following on following.id = route_stages.stage_id
            where route_stages.route_id = batch.route_id and route_stages.position > log.position
            order by route_stages.position limit 1
          )
        )
        from public.stages, public.machines where stages.id = log.stage_id and machines.id = log.machine_id
      ),
      'most_attempts', coalesce(app.setting('quality.max_retests')::integer, 2) + 1,
      'plan', app.show_plan(app.plan_in_force(wanted, lot.item_id, log.stage_id, app.business_date(lot.site_id)), lot.item_id, lot.site_id),
      'tests', (
        select coalesce(pg_catalog.jsonb_agg(app.show_test(qc_tests) order by qc_tests.attempt desc), '[]')
        from public.qc_tests
        where qc_tests.lot_id = lot.id and qc_tests.stage_log_id is not distinct from log.id
      ),
      'holds', (
        select coalesce(pg_catalog.jsonb_agg(
          pg_catalog.jsonb_build_object(
            'id', lot_holds.id, 'reason', reason_codes.name, 'note', lot_holds.note, 'by_test', reason_codes.code = 'parent_failed',
            'cause_id', cause.id, 'cause', cause.code, 'held_by', profiles.full_name, 'held_at', lot_holds.held_at
          ) order by lot_holds.held_at desc), '[]')
        from public.lot_holds
        join public.reason_codes on reason_codes.id = lot_holds.reason_id
        join public.lots as cause on cause.id = lot_holds.cause_lot_id
        join public.profiles on profiles.id = lot_holds.held_by
        where lot_holds.lot_id = lot.id and lot_holds.released_at is null
      ),
      'certificates', (
        select coalesce(pg_catalog.jsonb_agg(
          pg_catalog.jsonb_build_object('id', certificates.id, 'number', certificates.number, 'revision', certificates.revision, 'issued_at', certificates.issued_at)
          order by certificates.revision desc), '[]')
        from public.certificates where certificates.lot_id = lot.id
      )
    )
    from public.items where items.id = lot.item_id
  );
end $function$;

REVOKE ALL ON FUNCTION "public"."qc_subject"(uuid, uuid) FROM PUBLIC, "anon", "service_role";

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
  if document_path is not null then
    perform app.assert_document(document_path, site.id, 'document');
  end if;
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
  if wanted is null then
    wanted := app.next_lot_code(item, site);
  elsif exists (select from public.lots where code = wanted) then
    perform app.fail('LOT_CODE_TAKEN', pg_catalog.format('There is already a lot %s.', wanted), 'lot_code');
  end if;

  insert into public.receipts (number, site_id, vendor_id, order_line_id, item_id, quantity, received_at, received_by, document_path, remarks)
  values (
    pg_catalog.format('GRN-%s-%s-%s', site.code, pg_catalog.to_char(today, 'YYMMDD'),
      app.padded(app.next_number(pg_catalog.format('grn:%s:%s', site.code, today)), 3)),
    site.id, receive_goods.vendor_id, order_line_id, item.id, amount, app.now(), auth.uid(), document_path, remarks
  )
  returning * into receipt;
  insert into public.lots (code, item_id, site_id, receipt_id, vendor_lot, initial_quantity, qc_status, manufactured_on, received_on, expires_on, created_by)
  values (
    wanted, item.id, site.id, receipt.id, vendor_lot, amount,
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

CREATE OR REPLACE FUNCTION public.record_history (
  relation  text,
  record_id text,
  before_id bigint DEFAULT NULL::bigint
)
  RETURNS TABLE (
    id         bigint,
    at         timestamp with time zone,
    operation  text,
    actor_id   uuid,
    actor      text,
    changes    jsonb,
    ip         text,
    user_agent text
  )
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform app.require('audit.view');
  if not exists (
    select
    from pg_catalog.pg_trigger
    join pg_catalog.pg_class on pg_class.oid = pg_trigger.tgrelid
    join pg_catalog.pg_namespace on pg_namespace.oid = pg_class.relnamespace
    where pg_trigger.tgfoid in ('audit.record'::regproc, 'app.users_record_change'::regproc)
      and pg_namespace.nspname || '.' || pg_class.relname = record_history.relation
  ) then
    perform app.fail(
      'VALUE_INVALID',
      pg_catalog.format('"%s" is no table that is watched; one is, for example, "public.lots".', left(record_history.relation, 60)),
      'relation'
    );
  end if;
  if record_history.record_id is null then
    perform app.fail('VALUE_INVALID', 'There is no record id.', 'record_id');
  end if;
  return query
  select log.id, log.at, log.operation, log.actor, profiles.full_name,
    app.changed_columns(log.before, log.after),
    log.request ->> 'ip', log.request ->> 'user_agent'
  from audit.log
  left join public.profiles on profiles.id = log.actor
  where log.relation = record_history.relation
    and log.record_id = record_history.record_id
    and log.id < coalesce(record_history.before_id, 9223372036854775807)
  order by log.id desc
  limit 50;
end $function$;

CREATE OR REPLACE FUNCTION public.ship_order (
  request_id      uuid,
  site_id         uuid,
  customer_id     uuid,
  invoice_number  text,
  vehicle         text,
  lines           jsonb,
  order_number    text  DEFAULT NULL::text,
  tracking_number text  DEFAULT NULL::text,
  remarks         text  DEFAULT NULL::text,
  driver          text  DEFAULT NULL::text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  answer jsonb := app.begin_command(request_id, 'ship_order', pg_catalog.jsonb_build_object(
    'site', site_id, 'customer', customer_id, 'invoice', invoice_number, 'vehicle', vehicle, 'lines', lines,
    'order', order_number, 'tracking', tracking_number, 'remarks', remarks, 'driver', driver));
  site public.sites;
  wanted text := pg_catalog.btrim(invoice_number);
  shipment uuid;
  line record;
  drawn record;
  amount numeric;
  reason uuid;
  lot public.lots;
  item public.items;
  place public.locations;
  certificate uuid;
begin
  if answer is not null then
    return answer;
  end if;
  perform app.require('distribution.ship', ship_order.site_id);
  select * into site from public.sites where id = ship_order.site_id and active;
  if not found then
    perform app.fail('NOT_FOUND', 'There is no such site in use.', 'site');
  end if;
  if not exists (select from public.partners where id = ship_order.customer_id and active and kind in ('customer', 'retailer', 'distributor')) then
    perform app.fail('NOT_FOUND', 'There is no such customer in use.', 'customer');
  end if;
  if app.is_blank(wanted) then
    perform app.fail('FIELD_MISSING', 'The invoice number is missing.', 'invoice_number');
  end if;
  if app.is_blank(ship_order.vehicle) then
    perform app.fail('FIELD_MISSING', 'The vehicle is missing.', 'vehicle');
  end if;
  perform app.check_lines(lines, 'lines', 1, 200);
  insert into public.shipments (number, site_id, customer_id, order_number, invoice_number, vehicle, driver, tracking_number, remarks, shipped_by)
  values (
    pg_catalog.format('DSP-%s-%s-%s', site.code, pg_catalog.to_char(app.business_date(site.id), 'YYMMDD'),
      app.padded(app.next_number(pg_catalog.format('shipment:%s:%s', site.code, app.business_date(site.id))), 3)),
    site.id, ship_order.customer_id, case when not app.is_blank(ship_order.order_number) then pg_catalog.btrim(ship_order.order_number) end, wanted, pg_catalog.btrim(ship_order.vehicle),
    case when not app.is_blank(ship_order.driver) then pg_catalog.btrim(ship_order.driver) end,
    case when not app.is_blank(ship_order.tracking_number) then pg_catalog.btrim(ship_order.tracking_number) end, ship_order.remarks, auth.uid()
  )
  on conflict do nothing
  returning id into shipment;
  if not found then
    perform app.fail('INVOICE_TAKEN', pg_catalog.format('Invoice %s has gone out already.', wanted), 'invoice_number');
  end if;
  perform from public.lots
  where id in (
    select app.line_id(given, 'lot_id', pg_catalog.format('lines.%s.lot', turn))
    from pg_catalog.jsonb_array_elements(lines) with ordinality as element (given, turn)
  )
  order by id
  for no key update;
  for line in
    select given, pg_catalog.format('lines.%s', turn) as field
    from pg_catalog.jsonb_array_elements(lines) with ordinality as element (given, turn)
    order by turn
  loop
    amount := app.line_quantity(line.given, 'quantity', line.field || '.quantity');
    place := app.stock_place(app.line_id(line.given, 'location_id', line.field || '.location'), line.field || '.location');
    if place.site_id <> site.id then
      perform app.fail('PLACE_UNSUITABLE', pg_catalog.format('%s is not at %s.', place.code, site.code), line.field || '.location');
    end if;
    lot := app.lock_lot(app.line_id(line.given, 'lot_id', line.field || '.lot'));
    perform app.assert_lot_usable(lot, site.id, 'shipped', line.field || '.lot');
    reason := case when line.given ->> 'reason_id' is not null then app.line_id(line.given, 'reason_id', line.field || '.reason') end;
    if reason is not null then
      perform app.assert_picking_order(lot, site.id, reason, null, line.field || '.reason');
    end if;
    select items.* into strict item from public.items where id = lot.item_id;
    if amount <> pg_catalog.trunc(amount) and exists (select from public.units where code = item.unit and dimension = 'count') then
      perform app.fail('QUANTITY_INVALID', pg_catalog.format('Lot %s is shipped in whole %s, not %s.', lot.code, item.unit, amount), line.field || '.quantity');
    end if;
    perform app.assert_available(lot, place, amount, line.field || '.quantity');
    certificate := null;
    if item.kind = 'finished' then
      certificate := (app.issue_certificate(lot)).id;
    end if;
    insert into public.shipment_lines (shipment_id, lot_id, location_id, quantity, certificate_id, deviation_reason_id)
    values (shipment, lot.id, place.id, amount, certificate, reason);
    insert into public.stock_moves (lot_id, from_id, to_id, quantity, kind, note, moved_by, request_id)
    values (lot.id, place.id, app.other_side(site.id, 'customer'), amount, 'ship', wanted, auth.uid(), ship_order.request_id);
  end loop;
  -- Asked when all has left, so that the order of the lines does not matter: nothing that comes before may
  -- be left. What stands at the gate already was picked when it came there.
  for drawn in
    select lots as lot, pg_catalog.format('lines.%s.reason', turn) as field
    from pg_catalog.jsonb_array_elements(lines) with ordinality as element (given, turn)
    join public.lots on lots.id = (given ->> 'lot_id')::uuid
    join public.locations on locations.id = (given ->> 'location_id')::uuid and locations.kind = 'storage'
    where given ->> 'reason_id' is null
    order by turn
  loop
    perform app.assert_picking_order(drawn.lot, site.id, null, null, drawn.field);
  end loop;
  perform app.announce(site.id, 'distribution', 'shipped', pg_catalog.jsonb_build_object(
    'shipment', (select number from public.shipments where id = shipment), 'invoice', wanted));
  return app.end_command(request_id, app.shipment_answer(shipment));
end $function$;

REVOKE ALL ON FUNCTION "public"."ship_order"(uuid, uuid, uuid, text, text, jsonb, text, text, text, text) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.stock_overview (
  site_id       uuid,
  expiring_days integer DEFAULT 30
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
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
end $function$;

REVOKE ALL ON FUNCTION "public"."stock_overview"(uuid, integer) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.user_history (
  user_id   uuid,
  before_id bigint DEFAULT NULL::bigint
)
  RETURNS TABLE (
    id         bigint,
    at         timestamp with time zone,
    operation  text,
    actor_id   uuid,
    actor      text,
    changes    jsonb,
    ip         text,
    user_agent text
  )
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform app.require('audit.view');
  return query
  select log.id, log.at, log.operation, log.actor, profiles.full_name,
    app.changed_columns(log.before, log.after), log.request ->> 'ip', log.request ->> 'user_agent'
  from audit.log
  left join public.profiles on profiles.id = log.actor
  where (
      (log.relation in ('public.profiles', 'auth.users') and log.record_id = user_history.user_id::text)
      or (
        log.relation = 'public.memberships'
        and coalesce(log.after, log.before) ->> 'user_id' = user_history.user_id::text
      )
    )
    and log.id < coalesce(user_history.before_id, 9223372036854775807)
  order by log.id desc
  limit 50;
end $function$;

REVOKE ALL ON FUNCTION "public"."user_history"(uuid, bigint) FROM PUBLIC, "anon", "service_role";

ALTER TABLE "public"."batch_documents"
  ADD CONSTRAINT "batch_documents_attached_by_fkey" FOREIGN KEY (attached_by) REFERENCES public.profiles(id);

ALTER TABLE "public"."batch_documents"
  ADD CONSTRAINT "batch_documents_batch_id_fkey" FOREIGN KEY (batch_id) REFERENCES public.batches(id);

ALTER TABLE "public"."batch_documents"
  ADD CONSTRAINT "batch_documents_document_id_fkey" FOREIGN KEY (document_id) REFERENCES public.documents(id);

ALTER TABLE "public"."shipment_lines"
  ADD CONSTRAINT "shipment_lines_deviation_reason_id_fkey" FOREIGN KEY (deviation_reason_id) REFERENCES public.reason_codes(id);

ALTER TABLE "public"."shipments"
  ADD CONSTRAINT "driver has 1 to 120 characters" CHECK (((btrim(driver) <> ''::text) AND (length(driver) <= 120)));

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
     JOIN ( SELECT sites_1.id,
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

CREATE VIEW "public"."due_lines" WITH (security_invoker=true) AS  SELECT purchase_order_lines.id,
    purchase_order_lines.order_id,
    purchase_orders.number,
    purchase_orders.site_id,
    purchase_orders.ordered_on,
    purchase_orders.vendor_id,
    partners.name AS vendor,
    purchase_order_lines."position",
    purchase_order_lines.item_id,
    items.code AS item,
    items.name AS item_name,
    items.unit,
    purchase_order_lines.quantity,
    purchase_order_lines.received,
    (purchase_order_lines.quantity - purchase_order_lines.received) AS due
   FROM (((public.purchase_order_lines
     JOIN public.purchase_orders ON (((purchase_orders.id = purchase_order_lines.order_id) AND (purchase_orders.status = 'open'::text))))
     LEFT JOIN public.partners ON ((partners.id = purchase_orders.vendor_id)))
     JOIN public.items ON ((items.id = purchase_order_lines.item_id)))
  WHERE (purchase_order_lines.received < purchase_order_lines.quantity);

REVOKE ALL ON TABLE "public"."due_lines" FROM "anon";

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
            WHEN (state.obstacle IS NULL) THEN GREATEST((stock_balances.on_hand - COALESCE(reserved.quantity, (0)::numeric)), (0)::numeric)
            ELSE (0)::numeric
        END AS available,
    lots.qc_status,
    state.obstacle,
    lots.received_on,
    lots.expires_on,
    items.kind AS item_kind
   FROM (((((public.stock_balances
     JOIN public.lots ON ((lots.id = stock_balances.lot_id)))
     JOIN public.items ON ((items.id = lots.item_id)))
     JOIN public.locations ON ((locations.id = stock_balances.location_id)))
     CROSS JOIN LATERAL ( SELECT app.lot_obstacle(lots.*, locations.site_id) AS obstacle
         OFFSET 0) state)
     LEFT JOIN LATERAL ( SELECT sum(reservations.quantity) AS quantity
           FROM public.reservations
          WHERE ((reservations.lot_id = stock_balances.lot_id) AND (reservations.location_id = stock_balances.location_id) AND (reservations.ended_at IS NULL))) reserved ON (true))
  WHERE (stock_balances.on_hand > (0)::numeric);

REVOKE ALL ON TABLE "public"."stock_levels" FROM "anon";

CREATE INDEX batch_documents_attached_by_idx ON public.batch_documents USING btree (attached_by);

CREATE INDEX batch_documents_document_id_idx ON public.batch_documents USING btree (document_id);

CREATE INDEX shipment_lines_deviation_reason_id_idx ON public.shipment_lines USING btree (deviation_reason_id);

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.batch_documents
  FOR EACH ROW
  EXECUTE FUNCTION audit.record('batch_id', 'document_id');

CREATE TRIGGER keep
  BEFORE DELETE OR UPDATE ON public.batch_documents
  FOR EACH ROW
  EXECUTE FUNCTION audit.keep();

CREATE TRIGGER announce
  AFTER INSERT OR UPDATE ON public.item_categories
  FOR EACH STATEMENT
  EXECUTE FUNCTION app.catalog_announce();

CREATE TRIGGER announce
  AFTER INSERT OR UPDATE ON public.items
  FOR EACH STATEMENT
  EXECUTE FUNCTION app.catalog_announce();

CREATE TRIGGER announce
  AFTER INSERT OR UPDATE ON public.locations
  FOR EACH STATEMENT
  EXECUTE FUNCTION app.catalog_announce();

CREATE TRIGGER announce
  AFTER INSERT OR UPDATE ON public.machines
  FOR EACH STATEMENT
  EXECUTE FUNCTION app.catalog_announce();

CREATE TRIGGER announce
  AFTER INSERT OR UPDATE ON public.partners
  FOR EACH STATEMENT
  EXECUTE FUNCTION app.catalog_announce();

CREATE TRIGGER announce
  AFTER INSERT ON public.purchase_order_lines
  FOR EACH ROW
  EXECUTE FUNCTION app.purchase_orders_announce();

CREATE TRIGGER announce
  AFTER UPDATE OF status ON public.purchase_orders
  FOR EACH ROW
  EXECUTE FUNCTION app.purchase_orders_announce();

CREATE TRIGGER announce
  AFTER INSERT OR UPDATE ON public.reason_codes
  FOR EACH STATEMENT
  EXECUTE FUNCTION app.catalog_announce();

CREATE TRIGGER announce
  AFTER INSERT OR UPDATE ON public.route_stages
  FOR EACH STATEMENT
  EXECUTE FUNCTION app.catalog_announce();

CREATE TRIGGER announce
  AFTER INSERT OR UPDATE ON public.routes
  FOR EACH STATEMENT
  EXECUTE FUNCTION app.catalog_announce();

CREATE TRIGGER announce
  AFTER INSERT OR UPDATE ON public.shift_assignments
  FOR EACH ROW
  EXECUTE FUNCTION app.shift_assignments_announce();

CREATE TRIGGER announce
  AFTER UPDATE ON public.shift_runs
  FOR EACH ROW
  EXECUTE FUNCTION app.shift_runs_announce();

CREATE TRIGGER announce
  AFTER INSERT OR UPDATE ON public.shifts
  FOR EACH ROW
  EXECUTE FUNCTION app.shifts_announce();

CREATE TRIGGER announce
  AFTER INSERT OR UPDATE ON public.stage_fields
  FOR EACH STATEMENT
  EXECUTE FUNCTION app.catalog_announce();

CREATE TRIGGER announce
  AFTER INSERT OR UPDATE ON public.stages
  FOR EACH STATEMENT
  EXECUTE FUNCTION app.catalog_announce();

CREATE TRIGGER announce
  AFTER INSERT OR UPDATE ON public.units
  FOR EACH STATEMENT
  EXECUTE FUNCTION app.catalog_announce();

CREATE POLICY "documents of a batch are seen with both" ON "public"."batch_documents"
  FOR SELECT
  TO "authenticated"
  USING (((batch_id IN ( SELECT batches.id
   FROM public.batches)) AND (document_id IN ( SELECT documents.id
   FROM public.documents))));

COMMENT ON COLUMN "public"."batch_documents"."position" IS 'The stage of the route that it is of; null when it is of the batch.';

COMMENT ON COLUMN "public"."shipment_lines"."deviation_reason_id" IS 'Why another lot was taken than the one whose turn it was (P5.03).';

COMMENT ON FUNCTION "app"."add_to_balance"(public.lots, public.locations, numeric) IS 'Adds a quantity to the balance of a lot at a place.';

COMMENT ON FUNCTION "app"."assert_lot_usable"(public.lots, uuid, text, text) IS 'Refuses with LOT_NOT_USABLE a lot that waits for QC, failed, is held or expired. The guard of every command that touches a lot.';

COMMENT ON FUNCTION "app"."assert_picking_order"(public.lots, uuid, uuid, uuid, text) IS 'Refuses with DEVIATION_NEEDED a lot when another of its item, usable and free at a storage or floor place of the site other than the one it goes to, comes before it (FEFO: expiry, arrival, code; FIFO: arrival, code), unless a reason for the deviation is given; with NOT_FOUND when that is none for deviations (P5.03).';

COMMENT ON FUNCTION "app"."catalog_announce"() IS 'Tells the sites which master has changed.';

COMMENT ON FUNCTION "app"."changed_columns"(jsonb, jsonb) IS 'What differs between two versions of a row: {column: [before, after]}.';

COMMENT ON FUNCTION "app"."parameter_results"(uuid, uuid, uuid, integer) IS 'The last standing results of a parameter of an item at a site, in all versions of its plan, newest first; values in the parameter''s unit.';

COMMENT ON FUNCTION "app"."plant_pace"(uuid) IS 'How long the stages of a site take by product, and its tests from when they could be made, in minutes over 30 days: the half and nine of ten (P7.01).';

COMMENT ON FUNCTION "app"."purchase_orders_announce"() IS 'Tells a site that an order has got a line or another status.';

COMMENT ON FUNCTION "app"."see_lot"(uuid) IS 'A lot that the caller may see, as the policy on lots has it; else NOT_FOUND.';

COMMENT ON FUNCTION "app"."shift_assignments_announce"() IS 'Tells the site whose people have changed.';

COMMENT ON FUNCTION "app"."shift_runs_announce"() IS 'Tells the site that a run begins, ends, or has other times.';

COMMENT ON FUNCTION "app"."shifts_announce"() IS 'Tells the site that a shift was added or changed.';

COMMENT ON FUNCTION "app"."show_plan"(uuid, uuid, uuid) IS 'A plan as the entry of a test shows it: parameters with limits, method and the last three results, the latest last (P4.01).';

COMMENT ON FUNCTION "app"."show_run_output"(public.shift_runs) IS 'What the batches that were finished in a run brought, of how much, and the least they should have by the bands of their stages; quantities in the products'' unit (P7.01).';

COMMENT ON FUNCTION "app"."show_test"(public.qc_tests) IS 'A test as its page shows it, with what was replaced, by whom and why, and every override (P4.06, P4.07, P4.09).';

COMMENT ON FUNCTION "app"."take_from_balance"(public.lots, public.locations, numeric) IS 'Takes a quantity out of the balance of a lot at a place; STOCK_SHORT when it is not there.';

COMMENT ON FUNCTION "app"."waiting_for_qc"(uuid) IS 'What waits for QC or is on hold at a site, longest first (P4.10): how much in `unit`, what it keeps from going on (`next_stage`; `short`: no other lot of the material can be used), whether a plan is in force, its latest test.';

COMMENT ON FUNCTION "public"."attach_batch_document"(uuid, uuid, uuid, integer) IS 'Adds a document of its site to a batch, or to the stage at a position of its route (P12.01); one that is there already stays as it is. Answers the batch. Refuses with NOT_SIGNED_IN, NOT_ALLOWED, NOT_FOUND, STAGE_ORDER.';

COMMENT ON FUNCTION "public"."find_stock"(uuid, text, text, uuid, uuid, date, text, boolean, integer, integer) IS 'A page of what lies at a site, by lot and place, as {total, rows}: rows of stock_levels with `state` (usable, pending, hold, fail, expired) and `vendor_lot` (P2.07, P5.01). search looks into lots, vendors'' lots, items and vendors; location_id stands for the places in it too; page counts from 0. What it costs follows what lies there, not all lots that ever were. Refuses with NOT_ALLOWED, VALUE_INVALID.';

COMMENT ON FUNCTION "public"."lot_journey"(uuid) IS 'One lot with where it lies, what keeps it from use, receipt, batch, promises, holds, tests, certificates, documents and shipments, with the names of those who did it (P2.07, P5.01, P7.08). Quantities in its unit; places and promises at sites whose stock the caller may see. Refuses with NOT_FOUND.';

COMMENT ON FUNCTION "public"."lot_moves"(uuid, text, integer, integer) IS 'A page of the ledger of a lot, newest first, as {total, rows}: `change` is by how much a move made it more or less where stock lies, `balance` what there was of it afterwards, at all sites (P5.08). Moves at sites whose stock the caller may see; page counts from 0. Refuses with NOT_FOUND.';

COMMENT ON FUNCTION "public"."parameter_history"(uuid, uuid, uuid, integer) IS 'How a parameter of an item has run at a site: its last results (1 to 200) with the limits they were judged by, oldest first (P4.10). Refuses with NOT_FOUND, VALUE_INVALID.';

COMMENT ON FUNCTION "public"."plant_trends"(uuid, integer) IS 'The last days of a plant, today among them: output and yield by shift, loss by stage against its limit, minutes of standstill by reason, and how long its stages and tests usually take (P7.01, P7.05). A night shift counts on the day on which it began. Quantities in the units beside them. Refuses with NOT_FOUND, VALUE_INVALID.';

COMMENT ON FUNCTION "public"."qc_subject"(uuid, uuid) IS 'What is tested, a lot or a stage of its batch: the plan in force with what was measured before, every test with what was replaced and overridden, holds, certificates (P4.02, P4.06, P4.07, P4.09, P4.10). Quantities in `unit`, values in the parameter''s unit. Refuses with NOT_FOUND.';

COMMENT ON FUNCTION "public"."ship_order"(uuid, uuid, uuid, text, text, jsonb, text, text, text, text) IS 'Dispatches released lots to a customer, with invoice and vehicle; finished products each with their certificate of analysis (P13.02, W2.02). lines: [{"lot_id", "location_id", "quantity", "reason_id" of a deviation from FEFO or FIFO or null}], quantities in the item''s base unit (P5.03). Answers the shipment. Refuses with NOT_ALLOWED, NOT_FOUND, FIELD_MISSING, VALUE_INVALID, INVOICE_TAKEN, QUANTITY_INVALID, PLACE_UNSUITABLE, LOT_NOT_USABLE, STOCK_SHORT, DEVIATION_NEEDED, CERTIFICATE_NOT_DUE.';

COMMENT ON FUNCTION "public"."stock_overview"(uuid, integer) IS 'What lies at a site by item and by place, and how many lots are in which state (P2.07, P5.01). expiring_days: usable lots that expire within so many days count as expiring. Quantities in each item''s base unit; `available` as in stock_levels. Refuses with NOT_ALLOWED.';

COMMENT ON FUNCTION "public"."user_history"(uuid, bigint) IS 'The life of an account, newest first, 50 at a time, as record_history gives it: name, activity, address, password, roles given and taken (P1.03, P11.01). before_id: the last id of the page before. Refuses with NOT_SIGNED_IN, NOT_ALLOWED.';

COMMENT ON TABLE "public"."batch_documents" IS 'Papers and photos of a batch, append-only (P12.01); written by attach_batch_document alone.';

COMMENT ON VIEW "app"."stock_states" IS 'Stock by lot and place with the state of the lot: usable, pending, hold, fail or expired, as app.lot_obstacle has it.';

COMMENT ON VIEW "public"."due_lines" IS 'Lines of open orders of which not all has come, in the item''s base unit (P2.03).';

COMMENT ON VIEW "public"."stock_levels" IS 'Stock by lot and place: on hand, reserved, available, and what is in the way (P2.07, P5.01).';

REVOKE ALL ON FUNCTION "app"."assert_lot_usable"(public.lots, uuid, text, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."assert_lot_usable"(public.lots, uuid, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."assert_lot_usable"(public.lots, uuid, text, text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."assert_picking_order"(public.lots, uuid, uuid, uuid, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."assert_picking_order"(public.lots, uuid, uuid, uuid, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."assert_picking_order"(public.lots, uuid, uuid, uuid, text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."catalog_announce"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."catalog_announce"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."catalog_announce"() TO "postgres";

REVOKE ALL ON FUNCTION "app"."changed_columns"(jsonb, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."changed_columns"(jsonb, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."changed_columns"(jsonb, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "app"."parameter_results"(uuid, uuid, uuid, integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."parameter_results"(uuid, uuid, uuid, integer) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."parameter_results"(uuid, uuid, uuid, integer) TO "postgres";

REVOKE ALL ON FUNCTION "app"."plant_pace"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."plant_pace"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."plant_pace"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."purchase_orders_announce"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."purchase_orders_announce"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."purchase_orders_announce"() TO "postgres";

REVOKE ALL ON FUNCTION "app"."see_lot"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."see_lot"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."see_lot"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."shift_assignments_announce"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."shift_assignments_announce"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."shift_assignments_announce"() TO "postgres";

REVOKE ALL ON FUNCTION "app"."shift_runs_announce"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."shift_runs_announce"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."shift_runs_announce"() TO "postgres";

REVOKE ALL ON FUNCTION "app"."shifts_announce"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."shifts_announce"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."shifts_announce"() TO "postgres";

REVOKE ALL ON FUNCTION "app"."show_plan"(uuid, uuid, uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."show_plan"(uuid, uuid, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."show_plan"(uuid, uuid, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."show_run_output"(public.shift_runs) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."show_run_output"(public.shift_runs) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."show_run_output"(public.shift_runs) TO "postgres";

REVOKE ALL ON FUNCTION "app"."show_test"(public.qc_tests) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."show_test"(public.qc_tests) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."show_test"(public.qc_tests) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."attach_batch_document"(uuid, uuid, uuid, integer) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."attach_batch_document"(uuid, uuid, uuid, integer) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."attach_batch_document"(uuid, uuid, uuid, integer) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."find_stock"(uuid, text, text, uuid, uuid, date, text, boolean, integer, integer) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."find_stock"(uuid, text, text, uuid, uuid, date, text, boolean, integer, integer) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."find_stock"(uuid, text, text, uuid, uuid, date, text, boolean, integer, integer) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."lot_journey"(uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."lot_journey"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."lot_journey"(uuid) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."lot_moves"(uuid, text, integer, integer) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."lot_moves"(uuid, text, integer, integer) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."lot_moves"(uuid, text, integer, integer) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."parameter_history"(uuid, uuid, uuid, integer) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."parameter_history"(uuid, uuid, uuid, integer) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."parameter_history"(uuid, uuid, uuid, integer) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."plant_trends"(uuid, integer) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."plant_trends"(uuid, integer) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."plant_trends"(uuid, integer) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."qc_subject"(uuid, uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."qc_subject"(uuid, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."qc_subject"(uuid, uuid) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."ship_order"(uuid, uuid, uuid, text, text, jsonb, text, text, text, text) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."ship_order"(uuid, uuid, uuid, text, text, jsonb, text, text, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."ship_order"(uuid, uuid, uuid, text, text, jsonb, text, text, text, text) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."stock_overview"(uuid, integer) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."stock_overview"(uuid, integer) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."stock_overview"(uuid, integer) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."user_history"(uuid, bigint) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."user_history"(uuid, bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."user_history"(uuid, bigint) TO "postgres";

REVOKE ALL ON TABLE "public"."batch_documents" FROM "authenticated";

GRANT SELECT ON TABLE "public"."batch_documents" TO "authenticated";

REVOKE ALL ON TABLE "public"."batch_documents" FROM "service_role";

GRANT SELECT ON TABLE "public"."batch_documents" TO "service_role";

REVOKE ALL ON TABLE "public"."due_lines" FROM "authenticated";

GRANT SELECT ON TABLE "public"."due_lines" TO "authenticated";

REVOKE ALL ON TABLE "public"."due_lines" FROM "service_role";

GRANT SELECT ON TABLE "public"."due_lines" TO "service_role";

REVOKE ALL ON TABLE "public"."stock_levels" FROM "authenticated";

GRANT SELECT ON TABLE "public"."stock_levels" TO "authenticated";

REVOKE ALL ON TABLE "public"."stock_levels" FROM "service_role";

GRANT SELECT ON TABLE "public"."stock_levels" TO "service_role";
