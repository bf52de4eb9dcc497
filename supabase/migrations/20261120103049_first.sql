SET local check_function_bodies = off;

CREATE SCHEMA "app";

CREATE SCHEMA "audit";

CREATE EXTENSION IF NOT EXISTS "pg_cron";

CREATE TABLE "app"."counters" (
  "series"   text   NOT NULL,
  "laid_out" bigint NOT NULL,
  CONSTRAINT "counters_pkey" PRIMARY KEY (series)
);

CREATE TABLE "app"."free_numbers" (
  "series" text   NOT NULL,
  "number" bigint NOT NULL,
  CONSTRAINT "free_numbers_pkey" PRIMARY KEY (series, number)
);

CREATE TABLE "app"."requests" (
  "id"          uuid                     NOT NULL,
  "user_id"     uuid                     NOT NULL,
  "command"     text                     NOT NULL,
  "fingerprint" bytea                    NOT NULL,
  "answer"      jsonb,
  "at"          timestamp with time zone NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT "requests_pkey" PRIMARY KEY (id)
);

CREATE TABLE "audit"."log" (
  "id"             bigint                   GENERATED ALWAYS AS IDENTITY NOT NULL,
  "at"             timestamp with time zone NOT NULL DEFAULT clock_timestamp(),
  "relation"       text                     NOT NULL,
  "record_id"      text                     NOT NULL,
  "operation"      text                     NOT NULL,
  "before"         jsonb,
  "after"          jsonb,
  "actor"          uuid,
  "actor_role"     text                     NOT NULL,
  "transaction_id" bigint                   NOT NULL DEFAULT txid_current(),
  "request"        jsonb,
  CONSTRAINT "an insert has no before, a delete no after" CHECK ((((before IS NULL) = (operation = 'insert'::text)) AND ((after IS NULL) = (operation = 'delete'::text)))),
  CONSTRAINT "operation is insert, update or delete" CHECK ((operation = ANY (ARRAY['insert'::text, 'update'::text, 'delete'::text]))),
  CONSTRAINT "log_pkey" PRIMARY KEY (id)
);

ALTER TABLE "audit"."log"
  ENABLE ROW LEVEL SECURITY;

CREATE TABLE "public"."item_categories" (
  "id"     uuid    NOT NULL DEFAULT gen_random_uuid(),
  "name"   text    NOT NULL,
  "active" boolean NOT NULL DEFAULT true,
  CONSTRAINT "category name has 1 to 60 characters" CHECK (((btrim(name) <> ''::text) AND (length(name) <= 60))),
  CONSTRAINT "item_categories_name_key" UNIQUE (name),
  CONSTRAINT "item_categories_pkey" PRIMARY KEY (id)
);

ALTER TABLE "public"."item_categories"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."item_categories" FROM "anon";

CREATE TABLE "public"."items" (
  "id"              uuid    NOT NULL DEFAULT gen_random_uuid(),
  "code"            text    NOT NULL,
  "name"            text    NOT NULL,
  "kind"            text    NOT NULL,
  "category_id"     uuid,
  "unit"            text    NOT NULL,
  "description"     text,
  "image_path"      text,
  "pack_size"       numeric,
  "pack_unit"       text,
  "price_inr"       numeric,
  "shelf_life_days" integer,
  "reorder_level"   numeric,
  "picking"         text    NOT NULL DEFAULT 'fefo'::text,
  "gtin"            text,
  "supplier_id"     uuid,
  "active"          boolean NOT NULL DEFAULT true,
  CONSTRAINT "GTIN is 8, 12, 13 or 14 digits" CHECK ((gtin ~ '^([0-9]{8}|[0-9]{12,14})$'::text)),
  CONSTRAINT "a pack has a size and a unit" CHECK (((pack_size IS NULL) = (pack_unit IS NULL))),
  CONSTRAINT "goods that are sold have a price and a shelf life" CHECK (((kind <> 'trade'::text) OR ((price_inr IS NOT NULL) AND (shelf_life_days IS NOT NULL)))),
  CONSTRAINT "image path has at most 300 characters" CHECK ((length(image_path) <= 300)),
  CONSTRAINT "item code is 2 to 24 capital letters, digits or hyphens" CHECK ((code ~ '^[A-Z0-9][A-Z0-9-]{1,23}$'::text)),
  CONSTRAINT "item description has at most 2000 characters" CHECK ((length(description) <= 2000)),
  CONSTRAINT "item is raw, intermediate, finished, packaging or trade"
    CHECK ((kind = ANY (ARRAY['raw'::text, 'intermediate'::text, 'finished'::text, 'packaging'::text, 'trade'::text]))),
  CONSTRAINT "item name has 1 to 120 characters" CHECK (((btrim(name) <> ''::text) AND (length(name) <= 120))),
  CONSTRAINT "pack size is above zero" CHECK (((pack_size > (0)::numeric) AND (pack_size < '1000000000'::numeric))),
  CONSTRAINT "picking is fefo or fifo" CHECK ((picking = ANY (ARRAY['fefo'::text, 'fifo'::text]))),
  CONSTRAINT "price is above zero" CHECK (((price_inr > (0)::numeric) AND (price_inr < '1000000000'::numeric))),
  CONSTRAINT "reorder level is not below zero" CHECK (((reorder_level >= (0)::numeric) AND (reorder_level < '1000000000000'::numeric))),
  CONSTRAINT "shelf life is 1 to 36500 days" CHECK (((shelf_life_days >= 1) AND (shelf_life_days <= 36500))),
  CONSTRAINT "items_code_key" UNIQUE (code),
  CONSTRAINT "items_pkey" PRIMARY KEY (id)
);

ALTER TABLE "public"."items"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."items" FROM "anon";

CREATE TABLE "public"."locations" (
  "id"        uuid    NOT NULL DEFAULT gen_random_uuid(),
  "site_id"   uuid    NOT NULL,
  "parent_id" uuid,
  "code"      text    NOT NULL,
  "name"      text    NOT NULL,
  "kind"      text    NOT NULL,
  "active"    boolean NOT NULL DEFAULT true,
  CONSTRAINT "location code is 1 to 24 capital letters, digits or hyphens" CHECK ((code ~ '^[A-Z0-9][A-Z0-9-]{0,23}$'::text)),
  CONSTRAINT "location code is unique at its site" UNIQUE (site_id, code),
  CONSTRAINT "location is not its own parent" CHECK ((parent_id <> id)),
  CONSTRAINT "location kind is known"
    CHECK
    ((kind = ANY (ARRAY['storage'::text, 'floor'::text, 'quality'::text, 'dispatch'::text, 'vendor'::text, 'customer'::text, 'process'::text, 'loss'::text, 'adjustment'::text]))),
  CONSTRAINT "location name has 1 to 120 characters" CHECK (((btrim(name) <> ''::text) AND (length(name) <= 120))),
  CONSTRAINT "locations_pkey" PRIMARY KEY (id)
);

ALTER TABLE "public"."locations"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."locations" FROM "anon";

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
  CONSTRAINT "lot_holds_pkey" PRIMARY KEY (id)
);

ALTER TABLE "public"."lot_holds"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."lot_holds" FROM "anon";

CREATE TABLE "public"."lot_links" (
  "id"        bigint  GENERATED ALWAYS AS IDENTITY NOT NULL,
  "parent_id" uuid    NOT NULL,
  "child_id"  uuid    NOT NULL,
  "quantity"  numeric NOT NULL,
  CONSTRAINT "linked quantity is above zero" CHECK ((quantity > (0)::numeric)),
  CONSTRAINT "no lot is its own parent" CHECK ((parent_id <> child_id)),
  CONSTRAINT "lot_links_pkey" PRIMARY KEY (id)
);

ALTER TABLE "public"."lot_links"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."lot_links" FROM "anon";

CREATE TABLE "public"."lots" (
  "id"               uuid    NOT NULL DEFAULT gen_random_uuid(),
  "code"             text    NOT NULL,
  "item_id"          uuid    NOT NULL,
  "site_id"          uuid    NOT NULL,
  "receipt_id"       uuid,
  "vendor_lot"       text,
  "initial_quantity" numeric NOT NULL,
  "qc_status"        text    NOT NULL DEFAULT 'pending'::text,
  "manufactured_on"  date,
  "received_on"      date    NOT NULL,
  "expires_on"       date,
  "created_by"       uuid    NOT NULL,
  CONSTRAINT "QC status is pending, pass, fail or hold" CHECK ((qc_status = ANY (ARRAY['pending'::text, 'pass'::text, 'fail'::text, 'hold'::text]))),
  CONSTRAINT "a lot code is given once" UNIQUE (code),
  CONSTRAINT "a lot does not expire before it was made" CHECK ((expires_on >= manufactured_on)),
  CONSTRAINT "a lot is not made after it came" CHECK ((manufactured_on <= received_on)),
  CONSTRAINT "initial quantity is above zero" CHECK ((initial_quantity > (0)::numeric)),
  CONSTRAINT "lot code is 2 to 60 characters without spaces at its ends" CHECK (((code = btrim(code)) AND ((length(code) >= 2) AND (length(code) <= 60)))),
  CONSTRAINT "vendor's lot code has at most 60 characters" CHECK ((length(vendor_lot) <= 60)),
  CONSTRAINT "lots_pkey" PRIMARY KEY (id)
);

ALTER TABLE "public"."lots"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."lots" FROM "anon";

CREATE TABLE "public"."machines" (
  "id"            uuid    NOT NULL DEFAULT gen_random_uuid(),
  "site_id"       uuid    NOT NULL,
  "code"          text    NOT NULL,
  "name"          text    NOT NULL,
  "serial_number" text,
  "location_id"   uuid,
  "active"        boolean NOT NULL DEFAULT true,
  CONSTRAINT "machine code is 2 to 24 capital letters, digits or hyphens" CHECK ((code ~ '^[A-Z0-9][A-Z0-9-]{1,23}$'::text)),
  CONSTRAINT "machine code is unique at its site" UNIQUE (site_id, code),
  CONSTRAINT "machine name has 1 to 120 characters" CHECK (((btrim(name) <> ''::text) AND (length(name) <= 120))),
  CONSTRAINT "serial number has 1 to 60 characters" CHECK (((length(serial_number) >= 1) AND (length(serial_number) <= 60))),
  CONSTRAINT "machines_pkey" PRIMARY KEY (id),
  CONSTRAINT "machines_serial_number_key" UNIQUE (serial_number)
);

ALTER TABLE "public"."machines"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."machines" FROM "anon";

CREATE TABLE "public"."memberships" (
  "id"      uuid NOT NULL DEFAULT gen_random_uuid(),
  "user_id" uuid NOT NULL,
  "site_id" uuid,
  CONSTRAINT "memberships_pkey" PRIMARY KEY (id)
);

ALTER TABLE "public"."memberships"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."memberships" FROM "anon";

CREATE TABLE "public"."partners" (
  "id"           uuid    NOT NULL DEFAULT gen_random_uuid(),
  "code"         text    NOT NULL,
  "name"         text    NOT NULL,
  "kind"         text    NOT NULL,
  "contact_name" text,
  "email"        text,
  "phone"        text,
  "gst_number"   text,
  "address"      text,
  "active"       boolean NOT NULL DEFAULT true,
  CONSTRAINT "GST number has the form 22AAAAA0000A1Z5" CHECK ((gst_number ~ '^[0-9]{2}[A-Z]{5}[0-9]{4}[A-Z][1-9A-Z]Z[0-9A-Z]$'::text)),
  CONSTRAINT "address has at most 500 characters" CHECK ((length(address) <= 500)),
  CONSTRAINT "contact name has at most 120 characters" CHECK ((length(contact_name) <= 120)),
  CONSTRAINT "e-mail address has the form name@domain" CHECK (((email ~ '^[^@\s]+@[^@\s]+\.[^@\s]+$'::text) AND (length(email) <= 254))),
  CONSTRAINT "partner code is 2 to 20 capital letters, digits or hyphens" CHECK ((code ~ '^[A-Z0-9][A-Z0-9-]{1,19}$'::text)),
  CONSTRAINT "partner is a vendor, customer, retailer or distributor" CHECK ((kind = ANY (ARRAY['vendor'::text, 'customer'::text, 'retailer'::text, 'distributor'::text]))),
  CONSTRAINT "partner name has 1 to 120 characters" CHECK (((btrim(name) <> ''::text) AND (length(name) <= 120))),
  CONSTRAINT "phone number is 7 to 15 digits" CHECK ((phone ~ '^\+?[0-9]{7,15}$'::text)),
  CONSTRAINT "partners_code_key" UNIQUE (code),
  CONSTRAINT "partners_pkey" PRIMARY KEY (id)
);

ALTER TABLE "public"."partners"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."partners" FROM "anon";

CREATE TABLE "public"."permissions" (
  "name"        text NOT NULL,
  "description" text NOT NULL,
  CONSTRAINT "permission description has 1 to 200 characters" CHECK (((length(description) >= 1) AND (length(description) <= 200))),
  CONSTRAINT "permission is module.action" CHECK ((name ~ '^[a-z]+\.[a-z_]+$'::text)),
  CONSTRAINT "permissions_pkey" PRIMARY KEY (name)
);

ALTER TABLE "public"."permissions"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."permissions" FROM "anon";

CREATE TABLE "public"."profiles" (
  "id"        uuid    NOT NULL,
  "full_name" text    NOT NULL,
  "active"    boolean NOT NULL DEFAULT true,
  CONSTRAINT "full name has 1 to 120 characters" CHECK (((length(full_name) >= 1) AND (length(full_name) <= 120))),
  CONSTRAINT "profiles_pkey" PRIMARY KEY (id)
);

ALTER TABLE "public"."profiles"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."profiles" FROM "anon";

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
  "id"         uuid NOT NULL DEFAULT gen_random_uuid(),
  "site_id"    uuid NOT NULL,
  "vendor_id"  uuid NOT NULL,
  "number"     text NOT NULL,
  "status"     text NOT NULL DEFAULT 'open'::text,
  "ordered_on" date NOT NULL,
  CONSTRAINT "order is open, closed or cancelled" CHECK ((status = ANY (ARRAY['open'::text, 'closed'::text, 'cancelled'::text]))),
  CONSTRAINT "order number has 1 to 40 characters" CHECK (((btrim(number) <> ''::text) AND (length(number) <= 40))),
  CONSTRAINT "purchase_orders_number_key" UNIQUE (number),
  CONSTRAINT "purchase_orders_pkey" PRIMARY KEY (id),
  "created_by" uuid DEFAULT auth.uid()
);

ALTER TABLE "public"."purchase_orders"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."purchase_orders" FROM "anon";

CREATE TABLE "public"."reason_codes" (
  "id"      uuid    NOT NULL DEFAULT gen_random_uuid(),
  "purpose" text    NOT NULL,
  "code"    text    NOT NULL,
  "name"    text    NOT NULL,
  "active"  boolean NOT NULL DEFAULT true,
  CONSTRAINT "reason code is 2 to 24 small letters or underscores" CHECK ((code ~ '^[a-z][a-z_]{1,23}$'::text)),
  CONSTRAINT "reason code is unique for its purpose" UNIQUE (purpose, code),
  CONSTRAINT "reason name has 1 to 80 characters" CHECK (((btrim(name) <> ''::text) AND (length(name) <= 80))),
  CONSTRAINT "reason purpose is known" CHECK ((purpose = ANY (ARRAY['adjustment'::text, 'downtime'::text, 'deviation'::text, 'hold'::text, 'override'::text, 'rejection'::text]))),
  CONSTRAINT "reason_codes_pkey" PRIMARY KEY (id)
);

ALTER TABLE "public"."reason_codes"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."reason_codes" FROM "anon";

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
  CONSTRAINT "reservations_pkey" PRIMARY KEY (id)
);

ALTER TABLE "public"."reservations"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."reservations" FROM "anon";

CREATE TABLE "public"."role_permissions" ();

ALTER TABLE "public"."role_permissions"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."role_permissions" FROM "anon";

CREATE TABLE "public"."route_stages" (
  "route_id"           uuid    NOT NULL,
  "position"           integer NOT NULL,
  "stage_id"           uuid    NOT NULL,
  "loss_limit_percent" numeric,
  "yield_min_percent"  numeric,
  "yield_max_percent"  numeric,
  "qc_gate"            boolean NOT NULL DEFAULT false,
  CONSTRAINT "a stage stands in a route once" UNIQUE (route_id, stage_id),
  CONSTRAINT "highest yield is 0 to 100 %" CHECK (((yield_max_percent >= (0)::numeric) AND (yield_max_percent <= (100)::numeric))),
  CONSTRAINT "loss limit is 0 to 100 %" CHECK (((loss_limit_percent >= (0)::numeric) AND (loss_limit_percent <= (100)::numeric))),
  CONSTRAINT "lowest yield is 0 to 100 %" CHECK (((yield_min_percent >= (0)::numeric) AND (yield_min_percent <= (100)::numeric))),
  CONSTRAINT "lowest yield is not above the highest" CHECK ((yield_min_percent <= yield_max_percent)),
  CONSTRAINT "stage position is 1 to 50" CHECK ((("position" >= 1) AND ("position" <= 50))),
  CONSTRAINT "route_stages_pkey" PRIMARY KEY (route_id, "position")
);

ALTER TABLE "public"."route_stages"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."route_stages" FROM "anon";

CREATE TABLE "public"."routes" (
  "id"      uuid    NOT NULL DEFAULT gen_random_uuid(),
  "item_id" uuid    NOT NULL,
  "version" integer NOT NULL DEFAULT 1,
  "active"  boolean NOT NULL DEFAULT true,
  CONSTRAINT "an item has one route of a version" UNIQUE (item_id, VERSION),
  CONSTRAINT "route version is 1 or above" CHECK ((version >= 1)),
  CONSTRAINT "routes_pkey" PRIMARY KEY (id)
);

ALTER TABLE "public"."routes"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."routes" FROM "anon";

CREATE TABLE "public"."settings" (
  "key"         text    NOT NULL,
  "type"        text    NOT NULL,
  "value"       jsonb   NOT NULL,
  "minimum"     numeric,
  "maximum"     numeric,
  "description" text    NOT NULL,
  CONSTRAINT "number is within the setting's bounds" CHECK (
CASE
    WHEN (jsonb_typeof(value) = 'number'::text) THEN
      ((((value #>> '{}'::text[]))::numeric >= COALESCE(minimum, '-Infinity'::numeric)) AND (((value #>> '{}'::text[]))::numeric <= COALESCE(maximum, 'Infinity'::numeric)))
    ELSE true
END),
  CONSTRAINT "setting description has 1 to 300 characters" CHECK (((length(description) >= 1) AND (length(description) <= 300))),
  CONSTRAINT "setting key is words and dots" CHECK ((key ~ '^[a-z_]+(\.[a-z_]+)*$'::text)),
  CONSTRAINT "setting type is text, number or boolean" CHECK ((type = ANY (ARRAY['text'::text, 'number'::text, 'boolean'::text]))),
  CONSTRAINT "text value has at most 500 characters" CHECK (((type <> 'text'::text) OR (length((value #>> '{}'::text[])) <= 500))),
  CONSTRAINT "value is of the setting's type" CHECK ((jsonb_typeof(value) =
CASE type
    WHEN 'text'::text THEN 'string'::text
    ELSE type
END)),
  CONSTRAINT "settings_pkey" PRIMARY KEY (key)
);

ALTER TABLE "public"."settings"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."settings" FROM "anon";

CREATE TABLE "public"."shift_assignments" (
  "id"      uuid    NOT NULL DEFAULT gen_random_uuid(),
  "run_id"  uuid    NOT NULL,
  "site_id" uuid    NOT NULL,
  "user_id" uuid    NOT NULL,
  "active"  boolean NOT NULL DEFAULT true,
  CONSTRAINT "a person is assigned to a run once" UNIQUE (run_id, user_id),
  CONSTRAINT "shift_assignments_pkey" PRIMARY KEY (id)
);

ALTER TABLE "public"."shift_assignments"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."shift_assignments" FROM "anon";

CREATE TABLE "public"."shift_runs" (
  "id"            uuid                     NOT NULL DEFAULT gen_random_uuid(),
  "shift_id"      uuid                     NOT NULL,
  "site_id"       uuid                     NOT NULL,
  "business_date" date                     NOT NULL,
  "starts_at"     timestamp with time zone NOT NULL,
  "ends_at"       timestamp with time zone NOT NULL,
  CONSTRAINT "a shift has one run on a date" UNIQUE (shift_id, business_date),
  CONSTRAINT "run is of one site" UNIQUE (id, site_id),
  CONSTRAINT "run starts before it ends" CHECK ((starts_at < ends_at)),
  CONSTRAINT "shift_runs_pkey" PRIMARY KEY (id)
);

ALTER TABLE "public"."shift_runs"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."shift_runs" FROM "anon";

CREATE TABLE "public"."shifts" (
  "id"      uuid                   NOT NULL DEFAULT gen_random_uuid(),
  "site_id" uuid                   NOT NULL,
  "code"    text                   NOT NULL,
  "name"    text                   NOT NULL,
  "starts"  time without time zone NOT NULL,
  "ends"    time without time zone NOT NULL,
  "active"  boolean                NOT NULL DEFAULT true,
  CONSTRAINT "shift code is 1 to 8 capital letters or digits" CHECK ((code ~ '^[A-Z0-9]{1,8}$'::text)),
  CONSTRAINT "shift code is unique at its site" UNIQUE (site_id, code),
  CONSTRAINT "shift does not end when it starts" CHECK ((ends <> starts)),
  CONSTRAINT "shift ends at a full minute of the day" CHECK (((ends < '24:00:00'::time without time zone) AND (EXTRACT(second FROM ends) = (0)::numeric))),
  CONSTRAINT "shift is of one site" UNIQUE (id, site_id),
  CONSTRAINT "shift name has 1 to 60 characters" CHECK (((btrim(name) <> ''::text) AND (length(name) <= 60))),
  CONSTRAINT "shift starts at a full minute of the day" CHECK (((starts < '24:00:00'::time without time zone) AND (EXTRACT(second FROM starts) = (0)::numeric))),
  CONSTRAINT "shifts_pkey" PRIMARY KEY (id)
);

ALTER TABLE "public"."shifts"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."shifts" FROM "anon";

CREATE TABLE "public"."sites" (
  "id"        uuid    NOT NULL DEFAULT gen_random_uuid(),
  "code"      text    NOT NULL,
  "name"      text    NOT NULL,
  "kind"      text    NOT NULL,
  "time_zone" text    NOT NULL DEFAULT 'Asia/Kolkata'::text,
  "active"    boolean NOT NULL DEFAULT true,
  CONSTRAINT "site code is 2 to 12 capital letters or digits" CHECK ((code ~ '^[A-Z0-9]{2,12}$'::text)),
  CONSTRAINT "site kind is plant, warehouse or retailer" CHECK ((kind = ANY (ARRAY['plant'::text, 'warehouse'::text, 'retailer'::text]))),
  CONSTRAINT "site name has 1 to 120 characters" CHECK (((length(name) >= 1) AND (length(name) <= 120))),
  CONSTRAINT "sites_code_key" UNIQUE (code),
  CONSTRAINT "sites_pkey" PRIMARY KEY (id)
);

ALTER TABLE "public"."sites"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."sites" FROM "anon";

CREATE TABLE "public"."stage_fields" (
  "id"        uuid    NOT NULL DEFAULT gen_random_uuid(),
  "stage_id"  uuid    NOT NULL,
  "key"       text    NOT NULL,
  "label"     text    NOT NULL,
  "type"      text    NOT NULL,
  "unit"      text,
  "minimum"   numeric,
  "maximum"   numeric,
  "choices"   text[],
  "required"  boolean NOT NULL DEFAULT false,
  "condition" jsonb,
  "position"  integer NOT NULL DEFAULT 1,
  "active"    boolean NOT NULL DEFAULT true,
  CONSTRAINT "a choice has 2 to 50 choices, nothing else has" CHECK (
CASE
    WHEN (type = 'choice'::text) THEN ((COALESCE(cardinality(choices), 0) >= 2) AND (COALESCE(cardinality(choices), 0) <= 50))
    ELSE (choices IS NULL)
END),
  CONSTRAINT "condition names a field, a comparison and a value"
    CHECK
    (((condition IS NULL) OR ((jsonb_typeof(condition) = 'object'::text) AND (condition ?& ARRAY['field'::text, 'is'::text, 'value'::text]) AND ((condition ->> 'is'::text) = ANY
    (ARRAY['='::text, '<>'::text, '<'::text, '<='::text, '>'::text, '>='::text]))))),
  CONSTRAINT "field key is 1 to 40 small letters, digits or underscores" CHECK ((key ~ '^[a-z][a-z0-9_]{0,39}$'::text)),
  CONSTRAINT "field key is unique in its stage" UNIQUE (stage_id, key),
  CONSTRAINT "field label has 1 to 80 characters" CHECK (((btrim(label) <> ''::text) AND (length(label) <= 80))),
  CONSTRAINT "field position is 1 to 100" CHECK ((("position" >= 1) AND ("position" <= 100))),
  CONSTRAINT "field type is number, text, boolean or choice" CHECK ((type = ANY (ARRAY['number'::text, 'text'::text, 'boolean'::text, 'choice'::text]))),
  CONSTRAINT "lowest value is not above the highest" CHECK ((minimum <= maximum)),
  CONSTRAINT "only a number has a unit and limits" CHECK (((type = 'number'::text) OR ((unit IS NULL) AND (minimum IS NULL) AND (maximum IS NULL)))),
  CONSTRAINT "stage_fields_pkey" PRIMARY KEY (id)
);

ALTER TABLE "public"."stage_fields"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."stage_fields" FROM "anon";

CREATE TABLE "public"."stages" (
  "id"     uuid    NOT NULL DEFAULT gen_random_uuid(),
  "code"   text    NOT NULL,
  "name"   text    NOT NULL,
  "active" boolean NOT NULL DEFAULT true,
  CONSTRAINT "stage code is 2 to 24 small letters or underscores" CHECK ((code ~ '^[a-z][a-z_]{1,23}$'::text)),
  CONSTRAINT "stage name has 1 to 60 characters" CHECK (((btrim(name) <> ''::text) AND (length(name) <= 60))),
  CONSTRAINT "stages_code_key" UNIQUE (code),
  CONSTRAINT "stages_pkey" PRIMARY KEY (id)
);

ALTER TABLE "public"."stages"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."stages" FROM "anon";

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
  "id"          bigint  GENERATED ALWAYS AS IDENTITY NOT NULL,
  "lot_id"      uuid    NOT NULL,
  "from_id"     uuid    NOT NULL,
  "to_id"       uuid    NOT NULL,
  "quantity"    numeric NOT NULL,
  "kind"        text    NOT NULL,
  "reason_id"   uuid,
  "note"        text,
  "corrects_id" bigint,
  "moved_by"    uuid    NOT NULL,
  "request_id"  uuid    NOT NULL,
  CONSTRAINT "a correction names what it corrects" CHECK (((kind = 'correct'::text) = (corrects_id IS NOT NULL))),
  CONSTRAINT "an adjustment has a reason" CHECK (((kind <> 'adjust'::text) OR (reason_id IS NOT NULL))),
  CONSTRAINT "goods move somewhere" CHECK ((from_id <> to_id)),
  CONSTRAINT "move kind is known"
    CHECK
    ((kind = ANY (ARRAY['receive'::text, 'transfer'::text, 'consume'::text, 'produce'::text, 'pack'::text, 'return'::text, 'ship'::text, 'adjust'::text, 'sample'::text,
    'correct'::text]))),
  CONSTRAINT "move note has at most 2000 characters" CHECK ((length(note) <= 2000)),
  CONSTRAINT "moved quantity is above zero" CHECK (((quantity > (0)::numeric) AND (quantity < '1000000000'::numeric))),
  CONSTRAINT "stock_moves_pkey" PRIMARY KEY (id)
);

ALTER TABLE "public"."stock_moves"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."stock_moves" FROM "anon";

CREATE TABLE "public"."units" (
  "code"      text    NOT NULL,
  "name"      text    NOT NULL,
  "dimension" text    NOT NULL,
  "factor"    numeric NOT NULL DEFAULT 1,
  "active"    boolean NOT NULL DEFAULT true,
  CONSTRAINT "unit code has 1 to 12 characters" CHECK (((code = btrim(code)) AND ((length(code) >= 1) AND (length(code) <= 12)))),
  CONSTRAINT "unit dimension is known"
    CHECK ((dimension = ANY (ARRAY['mass'::text, 'volume'::text, 'count'::text, 'length'::text, 'time'::text, 'temperature'::text, 'ratio'::text, 'other'::text]))),
  CONSTRAINT "unit factor is above zero" CHECK (((factor > (0)::numeric) AND (factor < 'Infinity'::numeric))),
  CONSTRAINT "unit name has 1 to 60 characters" CHECK (((length(name) >= 1) AND (length(name) <= 60))),
  CONSTRAINT "units_pkey" PRIMARY KEY (code)
);

ALTER TABLE "public"."units"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."units" FROM "anon";

REVOKE ALL ON SEQUENCE "public"."lot_links_id_seq" FROM "anon";

REVOKE ALL ON SEQUENCE "public"."lot_links_id_seq" FROM "authenticated";

REVOKE ALL ON SEQUENCE "public"."lot_links_id_seq" FROM "service_role";

REVOKE ALL ON SEQUENCE "public"."stock_moves_id_seq" FROM "anon";

REVOKE ALL ON SEQUENCE "public"."stock_moves_id_seq" FROM "authenticated";

REVOKE ALL ON SEQUENCE "public"."stock_moves_id_seq" FROM "service_role";

CREATE TYPE "public"."role" AS ENUM (
  'admin',
  'manager',
  'qa',
  'supervisor',
  'storekeeper',
  'dispatch_clerk',
  'distributor',
  'retailer'
);

ALTER TABLE "public"."memberships"
  ADD COLUMN "role" public.role NOT NULL;

ALTER TABLE "public"."role_permissions"
  ADD COLUMN "role" public.role NOT NULL;

ALTER TABLE "public"."role_permissions"
  ADD COLUMN "permission" text NOT NULL;

CREATE TYPE "public"."shift_run_state" AS ENUM (
  'scheduled',
  'open',
  'closing',
  'locked'
);

ALTER TABLE "public"."shift_runs"
  ADD COLUMN "state" public.shift_run_state NOT NULL DEFAULT 'scheduled'::public.shift_run_state;

ALTER TABLE "public"."shift_runs"
  ADD COLUMN "locked_at" timestamp WITH time zone;

CREATE OR REPLACE FUNCTION app.access_keep_admin()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  if not exists (
    select
    from public.memberships
    join public.role_permissions using (role)
    join public.profiles on profiles.id = memberships.user_id and profiles.active
    where role_permissions.permission = 'access.manage_users' and memberships.site_id is null
  ) then
    perform app.fail('LAST_ADMIN', 'Nobody would be left who manages users at every site.');
  end if;
  return null;
end $function$;

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

CREATE OR REPLACE FUNCTION app.assert_run_begun (
  run public.shift_runs
)
  RETURNS void
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  if (run).starts_at > app.now() then
    perform app.fail(
      'SHIFT_NOT_BEGUN',
      pg_catalog.format('%s begins at %s.', app.shift_run_name(run), app.site_clock((run).site_id, (run).starts_at)),
      'run',
      pg_catalog.jsonb_build_object('run', (run).id, 'starts_at', (run).starts_at)
    );
  end if;
end $function$;

CREATE OR REPLACE FUNCTION app.assert_run_not_locked (
  run public.shift_runs
)
  RETURNS void
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  if (run).state = 'locked' or app.now() >= (run).ends_at + app.shift_grace() then
    perform app.fail(
      'SHIFT_LOCKED',
      pg_catalog.format(
        '%s is locked: it ended at %s and took entries until %s.',
        app.shift_run_name(run),
        app.site_clock((run).site_id, (run).ends_at),
        app.site_clock((run).site_id, least((run).locked_at, (run).ends_at + app.shift_grace()))
      ),
      'run',
      pg_catalog.jsonb_build_object('run', (run).id, 'ends_at', (run).ends_at)
    );
  end if;
end $function$;

CREATE OR REPLACE FUNCTION app.assert_run_open (
  run        uuid,
  permission text DEFAULT NULL::text
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  found_run public.shift_runs;
begin
  select * into found_run from public.shift_runs where id = assert_run_open.run for share;
  if not found then
    perform app.fail('NOT_FOUND', 'There is no such run of a shift.', 'run');
  end if;
  perform app.assert_run_not_locked(found_run);
  if app.is_bound_to_shift(found_run.site_id, assert_run_open.permission) and not exists (
    select from public.shift_assignments
    where run_id = found_run.id and user_id = auth.uid() and active
  ) then
    perform app.refuse_foreign_run(found_run);
  end if;
  perform app.assert_run_begun(found_run);
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
  return (
    select coalesce((
        select on_hand from public.stock_balances
        where stock_balances.lot_id = available.lot_id and stock_balances.location_id = available.location_id
      ), 0)
      - coalesce((
        select sum(quantity) from public.reservations
        where reservations.lot_id = available.lot_id and reservations.location_id = available.location_id and ended_at is null
      ), 0)
  );
end $function$;

CREATE OR REPLACE FUNCTION app.begin_assignment (
  run uuid
)
  RETURNS public.shift_runs
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  wanted public.shift_runs;
begin
  select * into wanted from public.shift_runs where id = begin_assignment.run for share;
  if not found then
    perform app.fail('NOT_FOUND', 'There is no such run of a shift.', 'run');
  end if;
  perform app.require('shifts.assign', wanted.site_id);
  perform app.assert_run_not_locked(wanted);
  return wanted;
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
  if (select auth.uid()) is null then
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

CREATE OR REPLACE FUNCTION app.create_shift_runs (
  days     integer DEFAULT NULL::integer,
  shift_id uuid    DEFAULT NULL::uuid
)
  RETURNS integer
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  ahead integer := coalesce(create_shift_runs.days, app.setting('shifts.days_ahead')::integer);
  created integer;
begin
  perform from public.shifts
  where active and (create_shift_runs.shift_id is null or id = create_shift_runs.shift_id)
  order by id
  for no key update;
  insert into public.shift_runs (shift_id, site_id, business_date, starts_at, ends_at)
  select shifts.id, shifts.site_id, day.date, times.starts_at, times.ends_at
  from public.shifts
  join public.sites on sites.id = shifts.site_id and sites.active
  cross join lateral (
    select app.business_date(sites.id) + n as date
    from pg_catalog.generate_series(-1, ahead) as n
  ) as day
  cross join lateral app.shift_times(day.date, shifts.starts, shifts.ends, sites.time_zone) as times
  where shifts.active
    and (create_shift_runs.shift_id is null or shifts.id = create_shift_runs.shift_id)
    and times.starts_at < times.ends_at
    and times.ends_at > app.now()
    and not exists (
      select from public.shift_runs
      where shift_runs.shift_id = shifts.id
        and shift_runs.starts_at < times.ends_at and shift_runs.ends_at > times.starts_at
    )
  on conflict on constraint "a shift has one run on a date" do nothing;
  get diagnostics created = row_count;
  return created;
end $function$;

CREATE OR REPLACE FUNCTION app.end_command (
  request_id uuid,
  answer     jsonb
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  update app.requests set answer = end_command.answer where id = end_command.request_id;
  return end_command.answer;
end $function$;

CREATE OR REPLACE FUNCTION app.fail (
  code    text,
  message text,
  field   text  DEFAULT NULL::text,
  params  jsonb DEFAULT '{}'::jsonb
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  known record;
begin
  select * into known from app.errors where errors.code = fail.code;
  if not found then
    raise exception 'The error code % is not in app.errors.', fail.code;
  end if;
  raise exception using
    errcode = 'PT' || known.status,
    message = fail.message,
    detail = pg_catalog.jsonb_build_object('code', known.code, 'field', fail.field, 'params', fail.params),
    hint = known.hint;
end $function$;

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
  return (
    select exists (
      select
      from public.memberships
      join public.role_permissions using (role)
      join public.profiles on profiles.id = memberships.user_id and profiles.active
      where memberships.user_id = (select auth.uid())
        and role_permissions.permission = has.permission
        and (memberships.site_id is null or has.site_id is null or memberships.site_id = has.site_id)
    )
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
  return (
    select kind in ('storage', 'floor', 'quality', 'dispatch')
  );
end $function$;

CREATE OR REPLACE FUNCTION app.is_bound_to_shift (
  site_id    uuid,
  permission text DEFAULT NULL::text
)
  RETURNS boolean
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return (
    select not exists (
      select from public.memberships
      where memberships.user_id = (select auth.uid())
        and memberships.role <> 'supervisor'
        and (memberships.site_id is null or memberships.site_id = is_bound_to_shift.site_id)
        and (
          is_bound_to_shift.permission is null
          or exists (
            select from public.role_permissions
            where role_permissions.role = memberships.role
              and role_permissions.permission = is_bound_to_shift.permission
          )
        )
    )
  );
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
  return (
    select coalesce(is_expired.expires_on < app.business_date(is_expired.site_id), false)
  );
end $function$;

CREATE OR REPLACE FUNCTION app.is_time_zone (
  name text
)
  RETURNS boolean
  LANGUAGE sql
  STABLE
  SET search_path TO ''
  AS $function$
  select exists (select from pg_catalog.pg_timezone_names where pg_timezone_names.name = is_time_zone.name)
$function$;

CREATE OR REPLACE FUNCTION app.locations_check_tree()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  if new.parent_id is null then
    return new;
  end if;
  if not exists (select from public.locations where id = new.parent_id and site_id = new.site_id) then
    perform app.fail('VALUE_INVALID', pg_catalog.format('%s lies in a place of another site.', new.code), 'parent_id');
  end if;
  if exists (
    with recursive above as (
      select new.parent_id as id
      union
      select locations.parent_id from public.locations join above using (id) where locations.parent_id is not null
    )
    select from above where id = new.id
  ) then
    perform app.fail('VALUE_INVALID', pg_catalog.format('%s cannot lie in a place that lies in it.', new.code), 'parent_id');
  end if;
  return new;
end $function$;

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

CREATE OR REPLACE FUNCTION app.lock_shift_runs()
  RETURNS integer
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  changed integer;
begin
  with due as (
    select
      shift_runs.id,
      case
        when app.now() >= shift_runs.ends_at + app.shift_grace() then 'locked'
        when app.now() >= shift_runs.ends_at then 'closing'
        else 'open'
      end::public.shift_run_state as state
    from public.shift_runs
    join public.shifts on shifts.id = shift_runs.shift_id
    where shift_runs.state <> 'locked'
      and shift_runs.starts_at <= app.now()
      and (
        shifts.active or shift_runs.state <> 'scheduled'
        or app.now() >= shift_runs.ends_at + app.shift_grace()
      )
      and (
        shift_runs.state = 'scheduled'
        or (shift_runs.state = 'open' and app.now() >= shift_runs.ends_at)
        or app.now() >= shift_runs.ends_at + app.shift_grace()
      )
    order by shift_runs.id
    for no key update of shift_runs
  )
  update public.shift_runs
  set state = due.state, locked_at = case when due.state = 'locked' then app.now() end
  from due
  where due.id = shift_runs.id and due.state > shift_runs.state;
  get diagnostics changed = row_count;
  return changed;
end $function$;

CREATE OR REPLACE FUNCTION app.lot_answer (
  lot_id uuid
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
  );
end $function$;

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
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return (
    select case
      when exists (select from public.lot_holds where lot_holds.lot_id = lot.id and released_at is null) then 'is on hold'
      when lot.qc_status = 'hold' then 'is on hold'
      when lot.qc_status = 'pending' then 'waits for QC'
      when lot.qc_status = 'fail' then 'has failed QC'
      when app.is_expired(lot.expires_on, lot_obstacle.site_id)
        then 'expired on ' || pg_catalog.to_char(lot.expires_on, 'DD Mon YYYY')
    end
  );
end $function$;

CREATE OR REPLACE FUNCTION app.my_sites()
  RETURNS uuid[]
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return (
    select coalesce(pg_catalog.array_agg(distinct sites.id), '{}')
    from public.memberships
    join public.profiles on profiles.id = memberships.user_id and profiles.active
    join public.sites on memberships.site_id is null or sites.id = memberships.site_id
    where memberships.user_id = (select auth.uid())
  );
end $function$;

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
        app.padded(app.next_number(pg_catalog.format('lot:%s:%s', item.code, pg_catalog.to_char(here, 'YY'))), 3))
    else
      pg_catalog.format('%s-%s-%s', item.code, pg_catalog.to_char(here, 'YYMMDD-HH24MISS'),
        app.padded(app.next_number(pg_catalog.format('lot:%s:%s', item.code, pg_catalog.to_char(here, 'YYMMDD'))), 3))
    end;
    exit when not exists (select from public.lots where code = made);
  end loop;
  return made;
end $function$;

CREATE OR REPLACE FUNCTION app.next_number (
  series text
)
  RETURNS bigint
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  batch constant bigint := 100;
  taken bigint;
  last bigint;
begin
  loop
    delete from app.free_numbers
    where (free_numbers.series, free_numbers.number) = (
      select free.series, free.number from app.free_numbers as free
      where free.series = next_number.series
      order by free.number limit 1
      for update skip locked
    )
    returning free_numbers.number into taken;
    exit when taken is not null;

    -- None is left: one lays out more, the others wait for him and look again.
    insert into app.counters (series, laid_out) values (next_number.series, 0)
    on conflict on constraint counters_pkey do nothing;
    select laid_out into strict last from app.counters where counters.series = next_number.series for update;
    if not exists (select from app.free_numbers as free where free.series = next_number.series) then
      insert into app.free_numbers (series, number)
      select next_number.series, n from pg_catalog.generate_series(last + 1, last + batch) as n;
      update app.counters set laid_out = last + batch where counters.series = next_number.series;
    end if;
  end loop;
  return taken;
end $function$;

CREATE OR REPLACE FUNCTION app.now()
  RETURNS timestamp WITH time zone
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  travelled text := pg_catalog.current_setting('app.now', true);
begin
  if coalesce(travelled, '') <> '' then
    if app.time_travel_allowed() then
      return travelled::timestamptz;
    end if;
  end if;
  return pg_catalog.now();
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
begin
  return (
    select (business_date.at at time zone sites.time_zone)::date
    from public.sites where sites.id = business_date.site_id
  );
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
begin
  return (
    select id from public.locations where locations.site_id = other_side.site_id and locations.kind = other_side.kind
  );
end $function$;

CREATE OR REPLACE FUNCTION app.padded (
  number bigint,
  digits integer
)
  RETURNS text
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  return pg_catalog.lpad(number::text, greatest(digits, length(number::text)), '0');
end $function$;

CREATE OR REPLACE FUNCTION app.profiles_check_active()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  if new.active is distinct from old.active and auth.uid() is not null then
    perform app.require('access.manage_users');
    if new.id = auth.uid() then
      perform app.fail('NOT_ALLOWED', 'You may not deactivate your own account.', 'active');
    end if;
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION app.refuse_foreign_run (
  run public.shift_runs
)
  RETURNS void
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform app.fail(
    'SHIFT_NOT_YOURS',
    pg_catalog.format(
      'You are not assigned to %s, which runs from %s until %s.', app.shift_run_name(run),
      app.site_clock((run).site_id, (run).starts_at), app.site_clock((run).site_id, (run).ends_at)
    ),
    'run',
    pg_catalog.jsonb_build_object('run', (run).id, 'ends_at', (run).ends_at)
  );
end $function$;

CREATE OR REPLACE FUNCTION app.require (
  permission text,
  site_id    uuid DEFAULT NULL::uuid
)
  RETURNS void
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  wanted text;
  place text;
begin
  if auth.uid() is null then
    perform app.fail('NOT_SIGNED_IN', 'This needs somebody who is signed in.');
  end if;
  if app.has(require.permission, require.site_id) then
    return;
  end if;
  select description into wanted from public.permissions where name = require.permission;
  select code into place from public.sites where id = require.site_id;
  perform app.fail(
    'NOT_ALLOWED',
    pg_catalog.format('You may not %s%s.', coalesce(wanted, require.permission), ' at ' || place),
    null,
    pg_catalog.jsonb_build_object('permission', require.permission, 'site', place)
  );
end $function$;

CREATE OR REPLACE FUNCTION app.require_shift (
  permission text,
  site_id    uuid
)
  RETURNS uuid
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  bound boolean;
  run public.shift_runs;
begin
  perform app.require(require_shift.permission, require_shift.site_id);
  bound := app.is_bound_to_shift(require_shift.site_id, require_shift.permission);

  -- In the grace of one run and at the start of the next, the next is meant. No more than this one row
  -- is locked, so that postings and the job that locks many never wait for each other in a circle.
  select shift_runs.* into run
  from public.shift_runs
  join public.shifts on shifts.id = shift_runs.shift_id
  where shift_runs.site_id = require_shift.site_id
    and shift_runs.state <> 'locked'
    and (shifts.active or shift_runs.state <> 'scheduled')
    and shift_runs.starts_at <= app.now()
    and app.now() < shift_runs.ends_at + app.shift_grace()
    and (
      not bound
      or exists (
        select from public.shift_assignments
        where shift_assignments.run_id = shift_runs.id
          and shift_assignments.user_id = auth.uid() and shift_assignments.active
      )
    )
  order by shift_runs.ends_at > app.now() desc, shift_runs.starts_at desc, shift_runs.id
  limit 1;
  if run.state = 'scheduled' then
    -- The first posting of a run does not wait for the job that opens it.
    update public.shift_runs set state = 'open' where id = run.id and state = 'scheduled';
  end if;
  select * into run from public.shift_runs where id = run.id and state in ('open', 'closing') for share;
  if found or not bound then
    return run.id;
  end if;

  -- Refused: his own run nearest to now says why, else the one that runs without him.
  select shift_runs.* into run
  from public.shift_runs
  join public.shifts on shifts.id = shift_runs.shift_id
  join public.shift_assignments on shift_assignments.run_id = shift_runs.id
    and shift_assignments.user_id = auth.uid() and shift_assignments.active
  where shift_runs.site_id = require_shift.site_id
    and (shifts.active or shift_runs.state = 'locked')
  order by least(
    abs(extract(epoch from shift_runs.starts_at - app.now())), abs(extract(epoch from shift_runs.ends_at - app.now()))
  ), shift_runs.id
  limit 1;
  if found then
    perform app.assert_run_not_locked(run);
    perform app.assert_run_begun(run);
  end if;
  select shift_runs.* into run
  from public.shift_runs
  where shift_runs.site_id = require_shift.site_id
    and shift_runs.state in ('open', 'closing')
    and shift_runs.starts_at <= app.now() and shift_runs.ends_at > app.now()
  order by shift_runs.starts_at desc, shift_runs.id
  limit 1;
  if found then
    perform app.refuse_foreign_run(run);
  end if;
  perform app.fail(
    'SHIFT_NOT_YOURS',
    pg_catalog.format(
      'You are assigned to no shift at %s, and none runs there now.',
      (select code from public.sites where sites.id = require_shift.site_id)
    )
  );
end $function$;

CREATE OR REPLACE FUNCTION app.retime_shift_runs (
  site_id  uuid,
  shift_id uuid DEFAULT NULL::uuid
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  conflict record;
begin
  perform from public.shifts
  where shifts.site_id = retime_shift_runs.site_id
    and (retime_shift_runs.shift_id is null or shifts.id = retime_shift_runs.shift_id)
  order by id
  for no key update;
  perform from public.profiles
  where id in (
    select user_id from public.shift_assignments
    where shift_assignments.site_id = retime_shift_runs.site_id and active
  )
  order by id
  for no key update;

  update public.shift_runs
  set starts_at = planned.starts_at, ends_at = planned.ends_at
  from (
    select coming.id, times.starts_at, times.ends_at
    from public.shift_runs as coming
    join public.shifts on shifts.id = coming.shift_id
    join public.sites on sites.id = coming.site_id
    cross join lateral app.shift_times(coming.business_date, shifts.starts, shifts.ends, sites.time_zone) as times
    where coming.site_id = retime_shift_runs.site_id
      and (retime_shift_runs.shift_id is null or coming.shift_id = retime_shift_runs.shift_id)
      and coming.state = 'scheduled'
      and coming.starts_at > app.now()
      and times.ends_at > app.now()
      and times.starts_at < times.ends_at
      and (times.starts_at, times.ends_at) is distinct from (coming.starts_at, coming.ends_at)
  ) as planned
  where planned.id = shift_runs.id and shift_runs.state = 'scheduled';

  select profiles.full_name, app.shift_run_name(first) as first, app.shift_run_name(second) as second into conflict
  from public.shift_runs as first
  join public.shift_assignments as there on there.run_id = first.id and there.active
  join public.shift_assignments as here on here.user_id = there.user_id and here.run_id <> first.id and here.active
  join public.shift_runs as second on second.id = here.run_id
    and second.starts_at < first.ends_at and second.ends_at > first.starts_at
  join public.profiles on profiles.id = there.user_id
  where first.site_id = retime_shift_runs.site_id and first.state = 'scheduled'
  order by first.starts_at, first.id
  limit 1;
  if found then
    perform app.fail(
      'SHIFT_OVERLAP',
      pg_catalog.format('With these times %s would be in %s and in %s at once.', conflict.full_name, conflict.first, conflict.second),
      'starts'
    );
  end if;
end $function$;

CREATE OR REPLACE FUNCTION app.setting (
  key text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return (
    select value from public.settings where settings.key = setting.key
  );
end $function$;

CREATE OR REPLACE FUNCTION app.shift_grace()
  RETURNS interval
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return (
    select coalesce(app.setting('shifts.grace_minutes')::double precision, 0) * interval '1 minute'
  );
end $function$;

CREATE OR REPLACE FUNCTION app.shift_run_name (
  run public.shift_runs
)
  RETURNS text
  LANGUAGE sql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
  select pg_catalog.format('Shift %s of %s', shifts.code, pg_catalog.to_char((run).business_date, 'FMDD Mon YYYY'))
  from public.shifts where shifts.id = (run).shift_id
$function$;

CREATE OR REPLACE FUNCTION app.shift_runs_check_overlap()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  other public.shift_runs;
begin
  select * into other
  from public.shift_runs
  where shift_id = new.shift_id and id <> new.id and starts_at < new.ends_at and ends_at > new.starts_at
  order by starts_at
  limit 1;
  if found then
    perform app.fail(
      'SHIFT_OVERLAP',
      pg_catalog.format(
        'With these times %s would begin at %s, while %s lasts until %s.',
        app.shift_run_name(case when new.starts_at > other.starts_at then new else other end),
        app.site_clock(new.site_id, greatest(new.starts_at, other.starts_at)),
        app.shift_run_name(case when new.starts_at > other.starts_at then other else new end),
        app.site_clock(new.site_id, case when new.starts_at > other.starts_at then other.ends_at else new.ends_at end)
      ),
      'starts'
    );
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION app.shift_runs_keep()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  if old.state = 'locked' then
    perform app.fail('SHIFT_LOCKED', pg_catalog.format('%s is locked and stays as it is.', app.shift_run_name(old)), 'run');
  end if;
  if new.state < old.state
    or (old.state <> 'scheduled' and (new.starts_at, new.ends_at) is distinct from (old.starts_at, old.ends_at))
    or (new.shift_id, new.site_id, new.business_date) is distinct from (old.shift_id, old.site_id, old.business_date) then
    perform app.fail('APPEND_ONLY', pg_catalog.format('What has begun stays as it is: %s.', app.shift_run_name(old)), 'run');
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION app.shift_times (
  business_date date,
  starts        time without time zone,
  ends          time without time zone,
  time_zone     text,
  OUT           starts_at timestamp with time zone,
  OUT           ends_at timestamp with time zone
)
  RETURNS record
  LANGUAGE sql
  STABLE
  SET search_path TO ''
  AS $function$
  select
    (shift_times.business_date + shift_times.starts) at time zone shift_times.time_zone,
    least(
      (shift_times.business_date + (shift_times.ends <= shift_times.starts)::integer + shift_times.ends)
        at time zone shift_times.time_zone,
      (shift_times.business_date + 1 + shift_times.starts) at time zone shift_times.time_zone
    )
$function$;

CREATE OR REPLACE FUNCTION app.shifts_keep_runs()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  if tg_op = 'UPDATE' then
    perform app.retime_shift_runs(new.site_id, new.id);
  end if;
  perform app.create_shift_runs(null, new.id);
  return null;
end $function$;

CREATE OR REPLACE FUNCTION app.show_shift_run (
  run uuid
)
  RETURNS jsonb
  LANGUAGE sql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
  select pg_catalog.jsonb_build_object(
    'id', shift_runs.id,
    'site', sites.code,
    'shift', pg_catalog.jsonb_build_object('id', shifts.id, 'code', shifts.code, 'name', shifts.name),
    'business_date', shift_runs.business_date,
    'starts_at', shift_runs.starts_at,
    'ends_at', shift_runs.ends_at,
    'state', shift_runs.state,
    'people', coalesce((
      select pg_catalog.jsonb_agg(
        pg_catalog.jsonb_build_object('id', profiles.id, 'full_name', profiles.full_name)
        order by profiles.full_name, profiles.id
      )
      from public.shift_assignments
      join public.profiles on profiles.id = shift_assignments.user_id
      where shift_assignments.run_id = shift_runs.id and shift_assignments.active
    ), '[]')
  )
  from public.shift_runs
  join public.shifts on shifts.id = shift_runs.shift_id
  join public.sites on sites.id = shift_runs.site_id
  where shift_runs.id = show_shift_run.run
$function$;

CREATE OR REPLACE FUNCTION app.site_clock (
  site_id uuid,
  at      timestamp with time zone
)
  RETURNS text
  LANGUAGE sql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
  select pg_catalog.to_char(site_clock.at at time zone sites.time_zone, 'HH24:MI')
  from public.sites where sites.id = site_clock.site_id
$function$;

CREATE OR REPLACE FUNCTION app.sites_check_time_zone()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  if not app.is_time_zone(new.time_zone) then
    perform app.fail(
      'VALUE_INVALID', pg_catalog.format('"%s" is no time zone; one is, for example, "Asia/Kolkata".', left(new.time_zone, 60)),
      'time_zone'
    );
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION app.sites_create_places()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  insert into public.locations (site_id, code, name, kind) values
    (new.id, 'VENDOR', 'Vendors', 'vendor'),
    (new.id, 'CUSTOMER', 'Customers', 'customer'),
    (new.id, 'PROCESS', 'In process', 'process'),
    (new.id, 'LOSS', 'Loss', 'loss'),
    (new.id, 'ADJUSTMENT', 'Adjustments', 'adjustment');
  return null;
end $function$;

CREATE OR REPLACE FUNCTION app.sites_retime_shift_runs()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  if new.time_zone <> old.time_zone then
    perform app.retime_shift_runs(new.id);
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION app.sites_with (
  permission text
)
  RETURNS uuid[]
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return (
    select coalesce(pg_catalog.array_agg(distinct sites.id), '{}')
    from public.memberships
    join public.role_permissions using (role)
    join public.profiles on profiles.id = memberships.user_id and profiles.active
    join public.sites on memberships.site_id is null or sites.id = memberships.site_id
    where memberships.user_id = (select auth.uid())
      and role_permissions.permission = sites_with.permission
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

CREATE OR REPLACE FUNCTION app.time_travel_allowed()
  RETURNS boolean
  LANGUAGE sql
  STABLE
  SET search_path TO ''
  AS $function$
  select exists (
    select
    from pg_catalog.pg_db_role_setting
    join pg_catalog.pg_database on pg_database.oid = pg_db_role_setting.setdatabase
    where pg_database.datname = pg_catalog.current_database()
      and pg_db_role_setting.setrole = 0
      and 'app.time_travel=allowed' = any (pg_db_role_setting.setconfig)
  )
$function$;

CREATE OR REPLACE FUNCTION app.users_create_profile()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  insert into public.profiles (id, full_name)
  values (
    new.id,
    left(coalesce(nullif(trim(new.raw_user_meta_data ->> 'full_name'), ''), split_part(new.email, '@', 1), 'Unnamed'), 120)
  );
  return new;
end $function$;

CREATE OR REPLACE FUNCTION audit.keep()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  perform app.fail('APPEND_ONLY', pg_catalog.format('%s.%s is append-only: %s is refused.', tg_table_schema, tg_table_name, lower(tg_op)));
  return null;
end $function$;

CREATE OR REPLACE FUNCTION audit.record()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  old_row jsonb := case when tg_op <> 'INSERT' then pg_catalog.to_jsonb(old) end;
  new_row jsonb := case when tg_op <> 'DELETE' then pg_catalog.to_jsonb(new) end;
  headers jsonb := nullif(pg_catalog.current_setting('request.headers', true), '')::jsonb;
  key text;
begin
  if tg_op = 'UPDATE' and old_row = new_row then
    return null;
  end if;
  if tg_nargs = 0 then
    key := coalesce(new_row, old_row) ->> 'id';
  else
    select string_agg(coalesce(new_row, old_row) ->> tg_argv[n], '/' order by n) into key
    from generate_series(0, tg_nargs - 1) as n;
  end if;
  insert into audit.log (relation, record_id, operation, before, after, actor, actor_role, request)
  values (
    tg_table_schema || '.' || tg_table_name, key, lower(tg_op), old_row, new_row, auth.uid(),
    coalesce(auth.role(), session_user),
    case when headers is not null then
      pg_catalog.jsonb_build_object('ip', headers ->> 'x-forwarded-for', 'user_agent', headers ->> 'user-agent')
    end
  );
  return null;
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

CREATE OR REPLACE FUNCTION public.assign_shift (
  request_id uuid,
  run        uuid,
  person     uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  answer jsonb := app.begin_command(
    assign_shift.request_id, 'assign_shift', pg_catalog.jsonb_build_object('run', assign_shift.run, 'person', assign_shift.person)
  );
  wanted public.shift_runs;
  worker public.profiles;
  other public.shift_runs;
begin
  if answer is not null then
    return answer;
  end if;
  -- Two assignments of one person at the same time are judged one after the other. The
  -- person is locked before the run, as where runs get new times.
  select * into worker from public.profiles where id = assign_shift.person for no key update;
  wanted := app.begin_assignment(assign_shift.run);
  if not exists (select from public.shifts where id = wanted.shift_id and active) then
    perform app.fail('VALUE_INVALID', pg_catalog.format('%s does not take place.', app.shift_run_name(wanted)), 'run');
  end if;
  if worker.id is null then
    perform app.fail('NOT_FOUND', 'There is no such person.', 'person');
  end if;
  if not worker.active or not exists (
    select from public.memberships
    where memberships.user_id = worker.id
      and (memberships.site_id is null or memberships.site_id = wanted.site_id)
  ) then
    perform app.fail(
      'VALUE_INVALID',
      pg_catalog.format('%s does not work at %s.', worker.full_name, (select code from public.sites where id = wanted.site_id)),
      'person'
    );
  end if;
  select shift_runs.* into other
  from public.shift_runs
  join public.shift_assignments on shift_assignments.run_id = shift_runs.id
    and shift_assignments.user_id = worker.id and shift_assignments.active
  where shift_runs.id <> wanted.id
    and shift_runs.starts_at < wanted.ends_at and shift_runs.ends_at > wanted.starts_at
  order by shift_runs.starts_at, shift_runs.id
  limit 1;
  if found then
    perform app.fail(
      'SHIFT_OVERLAP',
      pg_catalog.format(
        '%s is already in %s, from %s until %s.', worker.full_name, app.shift_run_name(other),
        app.site_clock(other.site_id, other.starts_at), app.site_clock(other.site_id, other.ends_at)
      ),
      'person',
      pg_catalog.jsonb_build_object('run', other.id)
    );
  end if;
  insert into public.shift_assignments (run_id, site_id, user_id)
  values (wanted.id, wanted.site_id, worker.id)
  on conflict (run_id, user_id) do update set active = true;
  return app.end_command(assign_shift.request_id, app.show_shift_run(wanted.id));
end $function$;

REVOKE ALL ON FUNCTION "public"."assign_shift"(uuid, uuid, uuid) FROM PUBLIC, "anon", "service_role";

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
      app.padded(app.next_number(pg_catalog.format('grn:%s:%s', site.code, today)), 3)),
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

CREATE OR REPLACE FUNCTION public.unassign_shift (
  request_id uuid,
  run        uuid,
  person     uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  answer jsonb := app.begin_command(
    unassign_shift.request_id, 'unassign_shift', pg_catalog.jsonb_build_object('run', unassign_shift.run, 'person', unassign_shift.person)
  );
  wanted public.shift_runs;
begin
  if answer is not null then
    return answer;
  end if;
  wanted := app.begin_assignment(unassign_shift.run);
  update public.shift_assignments set active = false
  where run_id = wanted.id and user_id = unassign_shift.person and active;
  if not found then
    perform app.fail('NOT_FOUND', pg_catalog.format('This person is not assigned to %s.', app.shift_run_name(wanted)), 'person');
  end if;
  return app.end_command(unassign_shift.request_id, app.show_shift_run(wanted.id));
end $function$;

REVOKE ALL ON FUNCTION "public"."unassign_shift"(uuid, uuid, uuid) FROM PUBLIC, "anon", "service_role";

ALTER TABLE "app"."free_numbers"
  ADD CONSTRAINT "free_numbers_series_fkey" FOREIGN KEY (series) REFERENCES app.counters(series);

ALTER TABLE "public"."items"
  ADD CONSTRAINT "items_category_id_fkey" FOREIGN KEY (category_id) REFERENCES public.item_categories(id);

ALTER TABLE "public"."locations"
  ADD CONSTRAINT "locations_parent_id_fkey" FOREIGN KEY (parent_id) REFERENCES public.locations(id);

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

ALTER TABLE "public"."machines"
  ADD CONSTRAINT "machines_location_id_fkey" FOREIGN KEY (location_id) REFERENCES public.locations(id);

ALTER TABLE "public"."memberships"
  ADD CONSTRAINT "a person has a role at a site once" UNIQUE NULLS NOT DISTINCT (user_id, site_id, ROLE);

ALTER TABLE "public"."items"
  ADD CONSTRAINT "items_supplier_id_fkey" FOREIGN KEY (supplier_id) REFERENCES public.partners(id);

ALTER TABLE "public"."profiles"
  ADD CONSTRAINT "profiles_id_fkey" FOREIGN KEY (id) REFERENCES auth.users(id);

ALTER TABLE "public"."lot_holds"
  ADD CONSTRAINT "lot_holds_held_by_fkey" FOREIGN KEY (held_by) REFERENCES public.profiles(id);

ALTER TABLE "public"."lot_holds"
  ADD CONSTRAINT "lot_holds_released_by_fkey" FOREIGN KEY (released_by) REFERENCES public.profiles(id);

ALTER TABLE "public"."lots"
  ADD CONSTRAINT "lots_created_by_fkey" FOREIGN KEY (created_by) REFERENCES public.profiles(id);

ALTER TABLE "public"."memberships"
  ADD CONSTRAINT "memberships_user_id_fkey" FOREIGN KEY (user_id) REFERENCES public.profiles(id);

ALTER TABLE "public"."purchase_order_lines"
  ADD CONSTRAINT "purchase_order_lines_item_id_fkey" FOREIGN KEY (item_id) REFERENCES public.items(id);

ALTER TABLE "public"."purchase_order_lines"
  ADD CONSTRAINT "purchase_order_lines_order_id_fkey" FOREIGN KEY (order_id) REFERENCES public.purchase_orders(id);

ALTER TABLE "public"."purchase_orders"
  ADD CONSTRAINT "purchase_orders_vendor_id_fkey" FOREIGN KEY (vendor_id) REFERENCES public.partners(id);

ALTER TABLE "public"."lot_holds"
  ADD CONSTRAINT "lot_holds_reason_id_fkey" FOREIGN KEY (reason_id) REFERENCES public.reason_codes(id);

ALTER TABLE "public"."receipts"
  ADD CONSTRAINT "receipts_item_id_fkey" FOREIGN KEY (item_id) REFERENCES public.items(id);

ALTER TABLE "public"."receipts"
  ADD CONSTRAINT "receipts_order_line_id_fkey" FOREIGN KEY (order_line_id) REFERENCES public.purchase_order_lines(id);

ALTER TABLE "public"."lots"
  ADD CONSTRAINT "lots_receipt_id_fkey" FOREIGN KEY (receipt_id) REFERENCES public.receipts(id);

ALTER TABLE "public"."receipts"
  ADD CONSTRAINT "receipts_received_by_fkey" FOREIGN KEY (received_by) REFERENCES public.profiles(id);

ALTER TABLE "public"."receipts"
  ADD CONSTRAINT "receipts_vendor_id_fkey" FOREIGN KEY (vendor_id) REFERENCES public.partners(id);

ALTER TABLE "public"."reservations"
  ADD CONSTRAINT "reservations_location_id_fkey" FOREIGN KEY (location_id) REFERENCES public.locations(id);

ALTER TABLE "public"."reservations"
  ADD CONSTRAINT "reservations_lot_id_fkey" FOREIGN KEY (lot_id) REFERENCES public.lots(id);

ALTER TABLE "public"."reservations"
  ADD CONSTRAINT "reservations_reserved_by_fkey" FOREIGN KEY (reserved_by) REFERENCES public.profiles(id);

ALTER TABLE "public"."role_permissions"
  ADD CONSTRAINT "role_permissions_permission_fkey" FOREIGN KEY (permission) REFERENCES public.permissions(name);

ALTER TABLE "public"."role_permissions"
  ADD CONSTRAINT "role_permissions_pkey" PRIMARY KEY (ROLE, permission);

ALTER TABLE "public"."routes"
  ADD CONSTRAINT "routes_item_id_fkey" FOREIGN KEY (item_id) REFERENCES public.items(id);

ALTER TABLE "public"."route_stages"
  ADD CONSTRAINT "route_stages_route_id_fkey" FOREIGN KEY (route_id) REFERENCES public.routes(id);

ALTER TABLE "public"."shift_assignments"
  ADD CONSTRAINT "shift_assignments_user_id_fkey" FOREIGN KEY (user_id) REFERENCES public.profiles(id);

ALTER TABLE "public"."shift_runs"
  ADD CONSTRAINT "only a locked run has the time of its lock" CHECK (((locked_at IS NOT NULL) = (state = 'locked'::public.shift_run_state)));

ALTER TABLE "public"."shift_assignments"
  ADD CONSTRAINT "assignment is to a run of its site" FOREIGN KEY (run_id, site_id) REFERENCES public.shift_runs(id, site_id);

ALTER TABLE "public"."shift_runs"
  ADD CONSTRAINT "run is of a shift of its site" FOREIGN KEY (shift_id, site_id) REFERENCES public.shifts(id, site_id);

ALTER TABLE "public"."locations"
  ADD CONSTRAINT "locations_site_id_fkey" FOREIGN KEY (site_id) REFERENCES public.sites(id);

ALTER TABLE "public"."lots"
  ADD CONSTRAINT "lots_site_id_fkey" FOREIGN KEY (site_id) REFERENCES public.sites(id);

ALTER TABLE "public"."machines"
  ADD CONSTRAINT "machines_site_id_fkey" FOREIGN KEY (site_id) REFERENCES public.sites(id);

ALTER TABLE "public"."memberships"
  ADD CONSTRAINT "memberships_site_id_fkey" FOREIGN KEY (site_id) REFERENCES public.sites(id);

ALTER TABLE "public"."purchase_orders"
  ADD CONSTRAINT "purchase_orders_site_id_fkey" FOREIGN KEY (site_id) REFERENCES public.sites(id);

ALTER TABLE "public"."receipts"
  ADD CONSTRAINT "receipts_site_id_fkey" FOREIGN KEY (site_id) REFERENCES public.sites(id);

ALTER TABLE "public"."shifts"
  ADD CONSTRAINT "shifts_site_id_fkey" FOREIGN KEY (site_id) REFERENCES public.sites(id);

ALTER TABLE "public"."route_stages"
  ADD CONSTRAINT "route_stages_stage_id_fkey" FOREIGN KEY (stage_id) REFERENCES public.stages(id);

ALTER TABLE "public"."stage_fields"
  ADD CONSTRAINT "stage_fields_stage_id_fkey" FOREIGN KEY (stage_id) REFERENCES public.stages(id);

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

ALTER TABLE "public"."items"
  ADD CONSTRAINT "items_pack_unit_fkey" FOREIGN KEY (pack_unit) REFERENCES public.units(code);

ALTER TABLE "public"."items"
  ADD CONSTRAINT "items_unit_fkey" FOREIGN KEY (unit) REFERENCES public.units(code);

ALTER TABLE "public"."stage_fields"
  ADD CONSTRAINT "stage_fields_unit_fkey" FOREIGN KEY (unit) REFERENCES public.units(code);

CREATE VIEW "app"."errors" AS  SELECT code,
    status,
    hint
   FROM ( VALUES ('NOT_SIGNED_IN'::text,401,'Sign in, then try again.'::text), ('NOT_ALLOWED'::text,403,'Ask an administrator for the permission, or somebody who has it to do this.'::text), ('REQUEST_REUSED'::text,409,'Send the changed request under a new id.'::text), ('REQUEST_ID_MISSING'::text,400,'Send a UUID that stands for this one action.'::text), ('NOT_FOUND'::text,404,'Check the code, or look for it in the list.'::text), ('VALUE_INVALID'::text,400,'Correct the field and send it again.'::text), ('LAST_ADMIN'::text,422,'Make somebody else an administrator first.'::text), ('QUANTITY_INVALID'::text,400,'Enter a number above zero, in the unit shown beside the field.'::text), ('LOT_CODE_TAKEN'::text,409,'Leave the code empty to have one made, or enter another.'::text), ('ORDER_NEEDED'::text,422,'Choose the line of the purchase order that these goods were ordered by.'::text), ('ORDER_EXCEEDED'::text,422,'Check the quantity; goods over the order need a changed order first.'::text), ('ORDER_MISMATCH'::text,422,'Choose the line of this item at this site, on an order that is open.'::text), ('LOT_NOT_USABLE'::text,422,'Ask QA to test or to release the lot, or take another.'::text), ('STOCK_SHORT'::text,422,'Take less, or take the rest from another lot.'::text), ('PLACE_UNSUITABLE'::text,422,'Choose a place that holds stock and is in use.'::text), ('DEVIATION_NEEDED'::text,422,'Take the lot that comes first, or give a reason for taking another.'::text), ('LOT_NOT_HELD'::text,409,'Reload the lot: it has been released already.'::text), ('CIRCLE'::text,422,'A lot cannot come out of itself; check which went into which.'::text), ('APPEND_ONLY'::text,403,'Nothing is changed or removed here; a correction is a new entry.'::text), ('SHIFT_LOCKED'::text,423,'Ask a manager for a correction.'::text), ('SHIFT_NOT_YOURS'::text,403,'Ask a manager or an administrator to assign you to the shift.'::text), ('SHIFT_NOT_BEGUN'::text,403,'Come back when the shift has begun.'::text), ('SHIFT_OVERLAP'::text,422,'Choose another shift or person, or undo the other assignment first.'::text)) known(code, status, hint);

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

CREATE INDEX requests_at_idx ON app.requests USING brin (at);

CREATE INDEX log_actor_idx ON audit.log USING btree (actor, id);

CREATE INDEX log_at_idx ON audit.log USING brin (at);

CREATE INDEX log_record_idx ON audit.log USING btree (relation, record_id, id);

CREATE INDEX items_category_id_idx ON public.items USING btree (category_id);

CREATE INDEX items_kind_idx ON public.items USING btree (kind, name);

CREATE INDEX items_pack_unit_idx ON public.items USING btree (pack_unit);

CREATE INDEX items_supplier_id_idx ON public.items USING btree (supplier_id);

CREATE INDEX items_unit_idx ON public.items USING btree (unit);

CREATE UNIQUE INDEX locations_other_side_idx ON public.locations USING btree (site_id, kind)
  WHERE (kind = ANY (ARRAY['vendor'::text, 'customer'::text, 'process'::text, 'loss'::text, 'adjustment'::text]));

CREATE INDEX locations_parent_id_idx ON public.locations USING btree (parent_id);

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

CREATE INDEX machines_location_id_idx ON public.machines USING btree (location_id);

CREATE INDEX memberships_site_id_idx ON public.memberships USING btree (site_id);

CREATE INDEX partners_kind_idx ON public.partners USING btree (kind, name);

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

CREATE INDEX role_permissions_permission_idx ON public.role_permissions USING btree (permission, ROLE);

CREATE INDEX route_stages_stage_id_idx ON public.route_stages USING btree (stage_id);

CREATE INDEX shift_assignments_run_id_site_id_idx ON public.shift_assignments USING btree (run_id, site_id);

CREATE INDEX shift_assignments_site_id_idx ON public.shift_assignments USING btree (site_id);

CREATE INDEX shift_assignments_user_id_idx ON public.shift_assignments USING btree (user_id, run_id)
  WHERE active;

CREATE INDEX shift_runs_shift_id_site_id_idx ON public.shift_runs USING btree (shift_id, site_id);

CREATE INDEX shift_runs_site_id_starts_at_idx ON public.shift_runs USING btree (site_id, starts_at);

CREATE INDEX shift_runs_unlocked_idx ON public.shift_runs USING btree (starts_at)
  WHERE (state <> 'locked'::public.shift_run_state);

CREATE INDEX stage_fields_unit_idx ON public.stage_fields USING btree (unit);

CREATE INDEX stock_balances_location_id_idx ON public.stock_balances USING btree (location_id)
  WHERE (on_hand > (0)::numeric);

CREATE INDEX stock_moves_corrects_id_idx ON public.stock_moves USING btree (corrects_id);

CREATE INDEX stock_moves_from_id_idx ON public.stock_moves USING btree (from_id, id);

CREATE INDEX stock_moves_lot_id_idx ON public.stock_moves USING btree (lot_id, id);

CREATE INDEX stock_moves_moved_by_idx ON public.stock_moves USING btree (moved_by);

CREATE INDEX stock_moves_reason_id_idx ON public.stock_moves USING btree (reason_id);

CREATE INDEX stock_moves_to_id_idx ON public.stock_moves USING btree (to_id, id);

CREATE TRIGGER keep_all
  BEFORE TRUNCATE ON audit.log
  FOR EACH STATEMENT
  EXECUTE FUNCTION audit.keep();

CREATE TRIGGER keep
  BEFORE DELETE OR UPDATE ON audit.log
  FOR EACH ROW
  EXECUTE FUNCTION audit.keep();

CREATE TRIGGER users_create_profile
  AFTER INSERT ON auth.users
  FOR EACH ROW
  EXECUTE FUNCTION app.users_create_profile();

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.item_categories
  FOR EACH ROW
  EXECUTE FUNCTION audit.record();

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.items
  FOR EACH ROW
  EXECUTE FUNCTION audit.record();

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.locations
  FOR EACH ROW
  EXECUTE FUNCTION audit.record();

CREATE TRIGGER check_tree
  BEFORE INSERT OR UPDATE OF parent_id, site_id ON public.locations
  FOR EACH ROW
  EXECUTE FUNCTION app.locations_check_tree();

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
  AFTER INSERT OR DELETE OR UPDATE ON public.machines
  FOR EACH ROW
  EXECUTE FUNCTION audit.record();

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.memberships
  FOR EACH ROW
  EXECUTE FUNCTION audit.record();

CREATE TRIGGER keep_admin
  AFTER DELETE ON public.memberships
  FOR EACH STATEMENT
  EXECUTE FUNCTION app.access_keep_admin();

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.partners
  FOR EACH ROW
  EXECUTE FUNCTION audit.record();

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.permissions
  FOR EACH ROW
  EXECUTE FUNCTION audit.record('name');

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.profiles
  FOR EACH ROW
  EXECUTE FUNCTION audit.record();

CREATE TRIGGER check_active
  BEFORE UPDATE OF active ON public.profiles
  FOR EACH ROW
  EXECUTE FUNCTION app.profiles_check_active();

CREATE TRIGGER keep_admin
  AFTER UPDATE OF active ON public.profiles
  FOR EACH STATEMENT
  EXECUTE FUNCTION app.access_keep_admin();

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.purchase_order_lines
  FOR EACH ROW
  EXECUTE FUNCTION audit.record();

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.purchase_orders
  FOR EACH ROW
  EXECUTE FUNCTION audit.record();

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.reason_codes
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
  AFTER INSERT OR DELETE OR UPDATE ON public.role_permissions
  FOR EACH ROW
  EXECUTE FUNCTION audit.record('role', 'permission');

CREATE TRIGGER keep_admin
  AFTER DELETE ON public.role_permissions
  FOR EACH STATEMENT
  EXECUTE FUNCTION app.access_keep_admin();

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.route_stages
  FOR EACH ROW
  EXECUTE FUNCTION audit.record('route_id', 'position');

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.routes
  FOR EACH ROW
  EXECUTE FUNCTION audit.record();

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.settings
  FOR EACH ROW
  EXECUTE FUNCTION audit.record('key');

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.shift_assignments
  FOR EACH ROW
  EXECUTE FUNCTION audit.record();

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.shift_runs
  FOR EACH ROW
  EXECUTE FUNCTION audit.record();

CREATE TRIGGER check_overlap
  AFTER INSERT OR UPDATE OF starts_at, ends_at ON public.shift_runs
  FOR EACH ROW
  EXECUTE FUNCTION app.shift_runs_check_overlap();

CREATE TRIGGER keep
  BEFORE UPDATE ON public.shift_runs
  FOR EACH ROW
  EXECUTE FUNCTION app.shift_runs_keep();

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.shifts
  FOR EACH ROW
  EXECUTE FUNCTION audit.record();

CREATE TRIGGER keep_runs
  AFTER INSERT OR UPDATE OF starts, ends, active ON public.shifts
  FOR EACH ROW
  EXECUTE FUNCTION app.shifts_keep_runs();

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.sites
  FOR EACH ROW
  EXECUTE FUNCTION audit.record();

CREATE TRIGGER check_time_zone
  BEFORE INSERT OR UPDATE OF time_zone ON public.sites
  FOR EACH ROW
  EXECUTE FUNCTION app.sites_check_time_zone();

CREATE TRIGGER create_places
  AFTER INSERT ON public.sites
  FOR EACH ROW
  EXECUTE FUNCTION app.sites_create_places();

CREATE TRIGGER retime_shift_runs
  AFTER UPDATE OF time_zone ON public.sites
  FOR EACH ROW
  EXECUTE FUNCTION app.sites_retime_shift_runs();

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.stage_fields
  FOR EACH ROW
  EXECUTE FUNCTION audit.record();

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.stages
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

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.units
  FOR EACH ROW
  EXECUTE FUNCTION audit.record('code');

CREATE POLICY "the log is read by permission" ON "audit"."log"
  FOR SELECT
  TO "authenticated"
  USING (( SELECT app.has('audit.view'::text) AS has));

CREATE POLICY "categories are added by permission" ON "public"."item_categories"
  FOR INSERT
  TO "authenticated"
  WITH CHECK (( SELECT app.has('catalog.edit_items'::text) AS has));

CREATE POLICY "categories are edited by permission" ON "public"."item_categories"
  FOR UPDATE
  TO "authenticated"
  USING (( SELECT app.has('catalog.edit_items'::text) AS has))
  WITH CHECK (( SELECT app.has('catalog.edit_items'::text) AS has));

CREATE POLICY "everybody sees the categories" ON "public"."item_categories"
  FOR SELECT
  TO "authenticated"
  USING (true);

CREATE POLICY "everybody sees the items" ON "public"."items"
  FOR SELECT
  TO "authenticated"
  USING (true);

CREATE POLICY "items are added by permission" ON "public"."items"
  FOR INSERT
  TO "authenticated"
  WITH CHECK (( SELECT app.has('catalog.edit_items'::text) AS has));

CREATE POLICY "items are edited by permission" ON "public"."items"
  FOR UPDATE
  TO "authenticated"
  USING (( SELECT app.has('catalog.edit_items'::text) AS has))
  WITH CHECK (( SELECT app.has('catalog.edit_items'::text) AS has));

CREATE POLICY "members see the places of their sites" ON "public"."locations"
  FOR SELECT
  TO "authenticated"
  USING ((site_id = ANY (( SELECT app.my_sites() AS my_sites)::uuid[])));

CREATE POLICY "places are added by permission" ON "public"."locations"
  FOR INSERT
  TO "authenticated"
  WITH CHECK ((site_id = ANY (( SELECT app.sites_with('catalog.edit_locations'::text) AS sites_with)::uuid[])));

CREATE POLICY "places are edited by permission" ON "public"."locations"
  FOR UPDATE
  TO "authenticated"
  USING ((site_id = ANY (( SELECT app.sites_with('catalog.edit_locations'::text) AS sites_with)::uuid[])))
  WITH CHECK ((site_id = ANY (( SELECT app.sites_with('catalog.edit_locations'::text) AS sites_with)::uuid[])));

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

CREATE POLICY "machines are added by permission" ON "public"."machines"
  FOR INSERT
  TO "authenticated"
  WITH CHECK ((site_id = ANY (( SELECT app.sites_with('catalog.edit_machines'::text) AS sites_with)::uuid[])));

CREATE POLICY "machines are edited by permission" ON "public"."machines"
  FOR UPDATE
  TO "authenticated"
  USING ((site_id = ANY (( SELECT app.sites_with('catalog.edit_machines'::text) AS sites_with)::uuid[])))
  WITH CHECK ((site_id = ANY (( SELECT app.sites_with('catalog.edit_machines'::text) AS sites_with)::uuid[])));

CREATE POLICY "members see the machines of their sites" ON "public"."machines"
  FOR SELECT
  TO "authenticated"
  USING ((site_id = ANY (( SELECT app.my_sites() AS my_sites)::uuid[])));

CREATE POLICY "a person sees what he is, and by permission all" ON "public"."memberships"
  FOR SELECT
  TO "authenticated"
  USING (((user_id = ( SELECT auth.uid() AS uid)) OR ( SELECT app.has('access.view_users'::text) AS has)));

CREATE POLICY "roles are given by permission" ON "public"."memberships"
  FOR INSERT
  TO "authenticated"
  WITH CHECK (( SELECT app.has('access.manage_users'::text) AS has));

CREATE POLICY "roles are taken by permission" ON "public"."memberships"
  FOR DELETE
  TO "authenticated"
  USING (( SELECT app.has('access.manage_users'::text) AS has));

CREATE POLICY "partners are added by permission" ON "public"."partners"
  FOR INSERT
  TO "authenticated"
  WITH CHECK (( SELECT app.has('catalog.edit_partners'::text) AS has));

CREATE POLICY "partners are edited by permission" ON "public"."partners"
  FOR UPDATE
  TO "authenticated"
  USING (( SELECT app.has('catalog.edit_partners'::text) AS has))
  WITH CHECK (( SELECT app.has('catalog.edit_partners'::text) AS has));

CREATE POLICY "partners are seen by permission" ON "public"."partners"
  FOR SELECT
  TO "authenticated"
  USING (( SELECT app.has('catalog.view_partners'::text) AS has));

CREATE POLICY "everybody sees what can be permitted" ON "public"."permissions"
  FOR SELECT
  TO "authenticated"
  USING (true);

CREATE POLICY "a person edits his own profile, and by permission all" ON "public"."profiles"
  FOR UPDATE
  TO "authenticated"
  USING (((id = ( SELECT auth.uid() AS uid)) OR ( SELECT app.has('access.manage_users'::text) AS has)))
  WITH CHECK (((id = ( SELECT auth.uid() AS uid)) OR ( SELECT app.has('access.manage_users'::text) AS has)));

CREATE POLICY "a person sees his own profile, and by permission all" ON "public"."profiles"
  FOR SELECT
  TO "authenticated"
  USING (((id = ( SELECT auth.uid() AS uid)) OR ( SELECT app.has('access.view_users'::text) AS has)));

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

CREATE POLICY "everybody sees the reasons" ON "public"."reason_codes"
  FOR SELECT
  TO "authenticated"
  USING (true);

CREATE POLICY "reasons are added by permission" ON "public"."reason_codes"
  FOR INSERT
  TO "authenticated"
  WITH CHECK (( SELECT app.has('catalog.edit_reasons'::text) AS has));

CREATE POLICY "reasons are edited by permission" ON "public"."reason_codes"
  FOR UPDATE
  TO "authenticated"
  USING (( SELECT app.has('catalog.edit_reasons'::text) AS has))
  WITH CHECK (( SELECT app.has('catalog.edit_reasons'::text) AS has));

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

CREATE POLICY "everybody sees the matrix" ON "public"."role_permissions"
  FOR SELECT
  TO "authenticated"
  USING (true);

CREATE POLICY "the matrix is extended by permission" ON "public"."role_permissions"
  FOR INSERT
  TO "authenticated"
  WITH CHECK (( SELECT app.has('access.manage_roles'::text) AS has));

CREATE POLICY "the matrix is reduced by permission" ON "public"."role_permissions"
  FOR DELETE
  TO "authenticated"
  USING (( SELECT app.has('access.manage_roles'::text) AS has));

CREATE POLICY "everybody sees the stages of routes" ON "public"."route_stages"
  FOR SELECT
  TO "authenticated"
  USING (true);

CREATE POLICY "stages of routes are added by permission" ON "public"."route_stages"
  FOR INSERT
  TO "authenticated"
  WITH CHECK (( SELECT app.has('catalog.edit_routes'::text) AS has));

CREATE POLICY "stages of routes are edited by permission" ON "public"."route_stages"
  FOR UPDATE
  TO "authenticated"
  USING (( SELECT app.has('catalog.edit_routes'::text) AS has))
  WITH CHECK (( SELECT app.has('catalog.edit_routes'::text) AS has));

CREATE POLICY "everybody sees the routes" ON "public"."routes"
  FOR SELECT
  TO "authenticated"
  USING (true);

CREATE POLICY "routes are added by permission" ON "public"."routes"
  FOR INSERT
  TO "authenticated"
  WITH CHECK (( SELECT app.has('catalog.edit_routes'::text) AS has));

CREATE POLICY "routes are edited by permission" ON "public"."routes"
  FOR UPDATE
  TO "authenticated"
  USING (( SELECT app.has('catalog.edit_routes'::text) AS has))
  WITH CHECK (( SELECT app.has('catalog.edit_routes'::text) AS has));

CREATE POLICY "everybody sees the settings" ON "public"."settings"
  FOR SELECT
  TO "authenticated"
  USING (true);

CREATE POLICY "settings are changed by permission" ON "public"."settings"
  FOR UPDATE
  TO "authenticated"
  USING (( SELECT app.has('access.manage_settings'::text) AS has))
  WITH CHECK (( SELECT app.has('access.manage_settings'::text) AS has));

CREATE POLICY "members see the assignments of their sites" ON "public"."shift_assignments"
  FOR SELECT
  TO "authenticated"
  USING ((site_id = ANY (( SELECT app.my_sites() AS my_sites)::uuid[])));

CREATE POLICY "members see the runs of their sites" ON "public"."shift_runs"
  FOR SELECT
  TO "authenticated"
  USING ((site_id = ANY (( SELECT app.my_sites() AS my_sites)::uuid[])));

CREATE POLICY "members see the shifts of their sites" ON "public"."shifts"
  FOR SELECT
  TO "authenticated"
  USING ((site_id = ANY (( SELECT app.my_sites() AS my_sites)::uuid[])));

CREATE POLICY "shifts are added by permission" ON "public"."shifts"
  FOR INSERT
  TO "authenticated"
  WITH CHECK ((site_id = ANY (( SELECT app.sites_with('shifts.configure'::text) AS sites_with)::uuid[])));

CREATE POLICY "shifts are edited by permission" ON "public"."shifts"
  FOR UPDATE
  TO "authenticated"
  USING ((site_id = ANY (( SELECT app.sites_with('shifts.configure'::text) AS sites_with)::uuid[])))
  WITH CHECK ((site_id = ANY (( SELECT app.sites_with('shifts.configure'::text) AS sites_with)::uuid[])));

CREATE POLICY "members see their sites" ON "public"."sites"
  FOR SELECT
  TO "authenticated"
  USING ((id = ANY (( SELECT app.my_sites() AS my_sites)::uuid[])));

CREATE POLICY "sites are added by permission" ON "public"."sites"
  FOR INSERT
  TO "authenticated"
  WITH CHECK (( SELECT app.has('access.manage_sites'::text) AS has));

CREATE POLICY "sites are edited by permission" ON "public"."sites"
  FOR UPDATE
  TO "authenticated"
  USING ((id = ANY (( SELECT app.sites_with('access.manage_sites'::text) AS sites_with)::uuid[])))
  WITH CHECK ((id = ANY (( SELECT app.sites_with('access.manage_sites'::text) AS sites_with)::uuid[])));

CREATE POLICY "everybody sees the fields" ON "public"."stage_fields"
  FOR SELECT
  TO "authenticated"
  USING (true);

CREATE POLICY "fields are added by permission" ON "public"."stage_fields"
  FOR INSERT
  TO "authenticated"
  WITH CHECK (( SELECT app.has('catalog.edit_routes'::text) AS has));

CREATE POLICY "fields are edited by permission" ON "public"."stage_fields"
  FOR UPDATE
  TO "authenticated"
  USING (( SELECT app.has('catalog.edit_routes'::text) AS has))
  WITH CHECK (( SELECT app.has('catalog.edit_routes'::text) AS has));

CREATE POLICY "everybody sees the stages" ON "public"."stages"
  FOR SELECT
  TO "authenticated"
  USING (true);

CREATE POLICY "stages are added by permission" ON "public"."stages"
  FOR INSERT
  TO "authenticated"
  WITH CHECK (( SELECT app.has('catalog.edit_routes'::text) AS has));

CREATE POLICY "stages are edited by permission" ON "public"."stages"
  FOR UPDATE
  TO "authenticated"
  USING (( SELECT app.has('catalog.edit_routes'::text) AS has))
  WITH CHECK (( SELECT app.has('catalog.edit_routes'::text) AS has));

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

CREATE POLICY "everybody sees the units" ON "public"."units"
  FOR SELECT
  TO "authenticated"
  USING (true);

CREATE POLICY "units are added by permission" ON "public"."units"
  FOR INSERT
  TO "authenticated"
  WITH CHECK (( SELECT app.has('catalog.edit_items'::text) AS has));

CREATE POLICY "units are edited by permission" ON "public"."units"
  FOR UPDATE
  TO "authenticated"
  USING (( SELECT app.has('catalog.edit_items'::text) AS has))
  WITH CHECK (( SELECT app.has('catalog.edit_items'::text) AS has));

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

COMMENT ON COLUMN "audit"."log"."actor" IS 'Account that made the change; null when it was the system itself.';

COMMENT ON COLUMN "audit"."log"."relation" IS 'The table, with its schema.';

COMMENT ON COLUMN "audit"."log"."request" IS 'Where the change came from: IP address and user agent, where known.';

COMMENT ON COLUMN "public"."items"."picking" IS 'Which lot goes first: the one that expires first, or that came first (P5.03).';

COMMENT ON COLUMN "public"."items"."price_inr" IS 'Rupees per base unit or pack, for valuation.';

COMMENT ON COLUMN "public"."items"."reorder_level" IS 'In the base unit; below it a low-stock alert is raised (P5.07).';

COMMENT ON COLUMN "public"."items"."unit" IS 'Base unit: every quantity of the item is kept in it.';

COMMENT ON COLUMN "public"."locations"."kind" IS 'storage, floor, quality and dispatch hold stock; vendor, customer, process, loss and adjustment are the other side of a move.';

COMMENT ON COLUMN "public"."lots"."expires_on" IS 'The last day on which it may be used, by the date of the site.';

COMMENT ON COLUMN "public"."lots"."site_id" IS 'Where the lot came into being.';

COMMENT ON COLUMN "public"."memberships"."site_id" IS 'Null stands for every site, those to come included.';

COMMENT ON COLUMN "public"."profiles"."active" IS 'Somebody who has left has no permission any more, whatever his memberships (P1.03).';

COMMENT ON COLUMN "public"."route_stages"."loss_limit_percent" IS 'Loss above it is flagged, in % of the stage''s input.';

COMMENT ON COLUMN "public"."route_stages"."qc_gate" IS 'The next stage waits for a passed test of this one.';

COMMENT ON COLUMN "public"."shift_assignments"."active" IS 'False when it has been taken back; the row stays (P8.03).';

COMMENT ON COLUMN "public"."shift_runs"."business_date" IS 'The date at the site on which it starts; a night shift belongs to the evening.';

COMMENT ON COLUMN "public"."shifts"."ends" IS 'In the site''s time zone; on the next day when it is not after the start.';

COMMENT ON COLUMN "public"."shifts"."starts" IS 'In the site''s time zone.';

COMMENT ON COLUMN "public"."sites"."time_zone" IS 'Decides the site''s business dates and shift times.';

COMMENT ON COLUMN "public"."stage_fields"."condition" IS 'The field is asked for only when {"field": key, "is": "=|<>|<|<=|>|>=", "value": …} holds.';

COMMENT ON COLUMN "public"."units"."factor" IS 'How many of the dimension''s base unit one of it is: 0.001 for g, whose base is kg.';

COMMENT ON FUNCTION "app"."access_keep_admin"() IS 'Refuses what would leave nobody to manage users.';

COMMENT ON FUNCTION "app"."announce"(uuid, text, text, jsonb) IS 'Sends an event to the topic site:<id>:<module> when the transaction commits.';

COMMENT ON FUNCTION "app"."assert_lot_usable"(public.lots, uuid, text) IS 'Refuses with LOT_NOT_USABLE a lot that waits for QC, failed, is held or expired. The guard of every command that touches a lot.';

COMMENT ON FUNCTION "app"."assert_run_begun"(public.shift_runs) IS 'Refuses with SHIFT_NOT_BEGUN before a run''s start.';

COMMENT ON FUNCTION "app"."assert_run_not_locked"(public.shift_runs) IS 'Refuses with SHIFT_LOCKED when a run is locked, or should be by the clock (P3.07).';

COMMENT ON FUNCTION "app"."assert_run_open"(uuid, text) IS 'For an edit of a run''s records: refuses with SHIFT_LOCKED, SHIFT_NOT_BEGUN, and SHIFT_NOT_YOURS for who is there, or has the permission, as a supervisor only (P1.05, P3.07).';

COMMENT ON FUNCTION "app"."available"(uuid, uuid) IS 'On hand less reserved, of a lot at a place, in the base unit.';

COMMENT ON FUNCTION "app"."begin_assignment"(uuid) IS 'The run, held, whose people the caller may change. Refuses with NOT_FOUND, NOT_ALLOWED, SHIFT_LOCKED.';

COMMENT ON FUNCTION "app"."begin_command"(uuid, text, jsonb) IS 'Begins a command: null when the id is new, the stored answer when it is a repetition. Refuses with NOT_SIGNED_IN, REQUEST_ID_MISSING, REQUEST_REUSED.';

COMMENT ON FUNCTION "app"."business_date"(uuid, timestamp with time zone) IS 'The date at a site at an instant (DESIGN 4, Time).';

COMMENT ON FUNCTION "app"."check_quantity"(numeric, text) IS 'The quantity, or QUANTITY_INVALID at the field: above zero, below 10^9, at most six decimals.';

COMMENT ON FUNCTION "app"."create_shift_runs"(integer, uuid) IS 'Creates the runs of every active shift, or of one, from now to so many days ahead (setting shifts.days_ahead unless said), those that are missing; returns how many (P8.02).';

COMMENT ON FUNCTION "app"."end_command"(uuid, jsonb) IS 'Keeps the answer for repetitions and returns it; the last statement of every command.';

COMMENT ON FUNCTION "app"."fail"(text, text, text, jsonb) IS 'Refuses with a code of app.errors, a sentence with the values in it, and the field it is about.';

COMMENT ON FUNCTION "app"."has"(text, uuid) IS 'Whether the caller has a permission at a site, or anywhere when no site is given.';

COMMENT ON FUNCTION "app"."holds_stock"(text) IS 'Whether stock lies at locations of this kind, or they are only the other side of a move.';

COMMENT ON FUNCTION "app"."is_bound_to_shift"(uuid, text) IS 'Whether the caller has a permission at a site, or is there at all when none is given, as a supervisor only.';

COMMENT ON FUNCTION "app"."is_expired"(date, uuid) IS 'Whether a lot with this expiry date is expired at a site today.';

COMMENT ON FUNCTION "app"."is_time_zone"(text) IS 'Whether Postgres knows a time zone by this name.';

COMMENT ON FUNCTION "app"."locations_check_tree"() IS 'Refuses a parent at another site, and a circle.';

COMMENT ON FUNCTION "app"."lock_lot"(uuid) IS 'A lot, locked against other commands until this one ends; NOT_FOUND when there is none.';

COMMENT ON FUNCTION "app"."lock_shift_runs"() IS 'Opens the runs whose start has come, and locks those whose end and grace have passed; returns how many it changed (P1.05, P3.09).';

COMMENT ON FUNCTION "app"."lot_answer"(uuid) IS 'A lot as screens show it after a command.';

COMMENT ON FUNCTION "app"."lot_links_check_circle"() IS 'Refuses a link that would make a lot its own ancestor.';

COMMENT ON FUNCTION "app"."lot_obstacle"(public.lots, uuid) IS 'What keeps a lot from use at a site, or null (P2.05, P2.08, P5.04).';

COMMENT ON FUNCTION "app"."my_sites"() IS 'The sites at which the caller is anything at all.';

COMMENT ON FUNCTION "app"."next_lot_code"(public.items, public.sites) IS 'A lot code that is free (P2.02, W2.01).';

COMMENT ON FUNCTION "app"."next_number"(text) IS 'Takes the next number of a series, from 1; it is free again when the transaction fails.';

COMMENT ON FUNCTION "app"."now"() IS 'The start of the transaction, or the instant a test travels to. Use it instead of now() and current_date.';

COMMENT ON FUNCTION "app"."other_side"(uuid, text) IS 'The site''s location of a kind of which there is one: vendor, customer, process, loss, adjustment.';

COMMENT ON FUNCTION "app"."padded"(bigint, integer) IS 'A running number with leading zeros, never cut.';

COMMENT ON FUNCTION "app"."profiles_check_active"() IS 'Only who manages users deactivates an account, and not his own (P1.03).';

COMMENT ON FUNCTION "app"."refuse_foreign_run"(public.shift_runs) IS 'Refuses with SHIFT_NOT_YOURS, and names the run.';

COMMENT ON FUNCTION "app"."require"(text, uuid) IS 'Refuses with NOT_SIGNED_IN or NOT_ALLOWED unless the caller has the permission at the site (P1.04).';

COMMENT ON FUNCTION "app"."require_shift"(text, uuid) IS 'app.require, and for a supervisor an own run that is open now; returns the run, which is null for others when none is. Refuses with NOT_SIGNED_IN, NOT_ALLOWED, SHIFT_LOCKED, SHIFT_NOT_BEGUN, SHIFT_NOT_YOURS (P1.05).';

COMMENT ON FUNCTION "app"."retime_shift_runs"(uuid, uuid) IS 'Gives the runs of a site, or of one shift, that have not begun the times of their definition. Refuses with SHIFT_OVERLAP.';

COMMENT ON FUNCTION "app"."setting"(text) IS 'The value of a setting; null when there is none of this key.';

COMMENT ON FUNCTION "app"."shift_grace"() IS 'How long after its end a run still takes entries (P3.07).';

COMMENT ON FUNCTION "app"."shift_run_name"(public.shift_runs) IS 'A run as a sentence names it: Shift A of 23 May 2026.';

COMMENT ON FUNCTION "app"."shift_runs_check_overlap"() IS 'Refuses with SHIFT_OVERLAP a run that overlaps another of its shift.';

COMMENT ON FUNCTION "app"."shift_runs_keep"() IS 'Refuses to change a locked run, the times of one that has begun, and a step back.';

COMMENT ON FUNCTION "app"."shift_times"(date, time without time zone, time without time zone, text) IS 'The instants between which a shift of a date lies, in a time zone with its clock changes.';

COMMENT ON FUNCTION "app"."shifts_keep_runs"() IS 'Gives a shift its runs at once, and those that have not begun its new times.';

COMMENT ON FUNCTION "app"."show_shift_run"(uuid) IS 'A run with its shift and its people, as a screen shows it.';

COMMENT ON FUNCTION "app"."site_clock"(uuid, timestamp with time zone) IS 'What a site''s clock shows at an instant: 14:00.';

COMMENT ON FUNCTION "app"."sites_check_time_zone"() IS 'Refuses a time zone that does not exist.';

COMMENT ON FUNCTION "app"."sites_create_places"() IS 'Gives each new site the other sides of its stock moves.';

COMMENT ON FUNCTION "app"."sites_retime_shift_runs"() IS 'A site in another time zone has its coming runs at other instants.';

COMMENT ON FUNCTION "app"."sites_with"(text) IS 'The sites at which the caller has a permission; none for somebody who has left.';

COMMENT ON FUNCTION "app"."stock_moves_post"() IS 'Keeps the balances and refuses with LOT_NOT_USABLE or STOCK_SHORT what no command may do (P5.04).';

COMMENT ON FUNCTION "app"."stock_place"(uuid, text) IS 'A place that holds stock and is in use; else NOT_FOUND or PLACE_UNSUITABLE at the field.';

COMMENT ON FUNCTION "app"."time_travel_allowed"() IS 'Whether the owner of this database lets the setting app.now move the clock; only tests do.';

COMMENT ON FUNCTION "app"."users_create_profile"() IS 'Gives each new account its profile: the name given with it, else the name part of its e-mail.';

COMMENT ON FUNCTION "audit"."keep"() IS 'Refuses to change or remove what has been written.';

COMMENT ON FUNCTION "audit"."record"() IS 'Writes a row''s change to audit.log. Arguments: the columns of its key, id unless said.';

COMMENT ON FUNCTION "public"."adjust_stock"(uuid, uuid, uuid, numeric, uuid, text) IS 'Puts a balance right by so much more or less, with a reason (P5.06, W2.03). Refuses with NOT_ALLOWED, QUANTITY_INVALID, NOT_FOUND, PLACE_UNSUITABLE, STOCK_SHORT.';

COMMENT ON FUNCTION "public"."assign_shift"(uuid, uuid, uuid) IS 'Assigns a person to a run of a shift; answers the run with its people. Refuses with NOT_ALLOWED, NOT_FOUND, VALUE_INVALID, SHIFT_LOCKED, SHIFT_OVERLAP (P1.09, P8.02).';

COMMENT ON FUNCTION "public"."hold_lot"(uuid, uuid, uuid, text) IS 'Stops a lot and everything that came of it (P5.04, X.01). Refuses with NOT_ALLOWED, NOT_FOUND.';

COMMENT ON FUNCTION "public"."receive_goods"(uuid, uuid, uuid, numeric, uuid, text, uuid, text, date, date, text, text) IS 'Receives goods as a new lot (P2.02, W2.01). Quantity in the item''s base unit. Answers the lot with its receipt''s number. Refuses with NOT_ALLOWED, QUANTITY_INVALID, NOT_FOUND, PLACE_UNSUITABLE, ORDER_NEEDED, ORDER_MISMATCH, ORDER_EXCEEDED, LOT_CODE_TAKEN.';

COMMENT ON FUNCTION "public"."release_lot"(uuid, uuid, text) IS 'Ends the hold that a lot has caused, on itself and on what came of it, with a reason. Refuses with NOT_ALLOWED, NOT_FOUND, VALUE_INVALID, LOT_NOT_HELD.';

COMMENT ON FUNCTION "public"."suggest_lots"(uuid, uuid, numeric) IS 'Lots for a quantity (base unit) by FEFO or FIFO, with those skipped and why (P5.03).';

COMMENT ON FUNCTION "public"."trace_lot"(text, text) IS 'The genealogy of a lot, up to what it came of or down to what came of it, with quantities, QC and places (P7.08). Refuses with NOT_FOUND, VALUE_INVALID.';

COMMENT ON FUNCTION "public"."transfer_stock"(uuid, uuid, uuid, uuid, numeric, text) IS 'Moves part or all of a lot to another place, also of another site (P5.02, W2.04). Quantity in the item''s base unit. A lot that is not usable goes to a place of kind quality only. Refuses with NOT_ALLOWED, QUANTITY_INVALID, NOT_FOUND, PLACE_UNSUITABLE, LOT_NOT_USABLE, STOCK_SHORT.';

COMMENT ON FUNCTION "public"."unassign_shift"(uuid, uuid, uuid) IS 'Takes a person out of a run of a shift; answers the run with its people. Refuses with NOT_ALLOWED, NOT_FOUND, SHIFT_LOCKED (P1.09).';

COMMENT ON SCHEMA "app" IS 'Helpers, guards and trigger functions; never exposed to the Data API.';

COMMENT ON SCHEMA "audit" IS 'Who changed what; append-only, never exposed to the Data API.';

COMMENT ON TABLE "app"."counters" IS 'The highest number that was laid out of each series.';

COMMENT ON TABLE "app"."free_numbers" IS 'Numbers that lie ready to be taken.';

COMMENT ON TABLE "app"."requests" IS 'What each request id stood for and was answered; a repeated request gets the stored answer.';

COMMENT ON TABLE "audit"."log" IS 'Every change of every business row: before, after, who, when, from where (P11.01).';

COMMENT ON TABLE "public"."item_categories" IS 'Groups of items for lists and valuation: flour, snacks, binders (W1.01).';

COMMENT ON TABLE "public"."items" IS 'Materials, products and SKUs: one master (P2.01, W1.01).';

COMMENT ON TABLE "public"."locations" IS 'Places inside a site, as a tree; also where goods come from and go to (P5.01).';

COMMENT ON TABLE "public"."lot_holds" IS 'Which lots are held, because of which lot, and why (P5.04, X.01).';

COMMENT ON TABLE "public"."lot_links" IS 'How much of which lot went into which (DESIGN 4, Genealogy).';

COMMENT ON TABLE "public"."lots" IS 'Lots with their QC status (P2.02, P4.05); written by commands alone.';

COMMENT ON TABLE "public"."machines" IS 'Machines of a site (P3.02, P8.01).';

COMMENT ON TABLE "public"."memberships" IS 'Who is what, and where (P1.04).';

COMMENT ON TABLE "public"."partners" IS 'Vendors, customers, retailers and distributors (P2.01, W3.01).';

COMMENT ON TABLE "public"."permissions" IS 'What can be permitted; each module''s migration adds its own. The part before the dot is the module.';

COMMENT ON TABLE "public"."profiles" IS 'The person behind an account (P1.03, P1.07).';

COMMENT ON TABLE "public"."purchase_order_lines" IS 'What an order is of; how much of it has come is kept by receive_goods (P2.03).';

COMMENT ON TABLE "public"."purchase_orders" IS 'What was ordered from a vendor for a site (P2.03).';

COMMENT ON TABLE "public"."reason_codes" IS 'Why stock was adjusted, a machine stood still, a lot was held (P3.05, P5.06, W2.03).';

COMMENT ON TABLE "public"."receipts" IS 'Goods receipt notes (P2.02); one lot comes of each.';

COMMENT ON TABLE "public"."reservations" IS 'Stock that is promised; the only place where it is said (DESIGN 4).';

COMMENT ON TABLE "public"."role_permissions" IS 'The permission matrix (P1.04): what a role may do.';

COMMENT ON TABLE "public"."route_stages" IS 'The stages of a route in order, with their limits and QC gates (P3.03, P4.05).';

COMMENT ON TABLE "public"."routes" IS 'How an item is made, by version; the newest active one is what a new batch takes.';

COMMENT ON TABLE "public"."settings" IS 'How the system behaves; each module''s migration adds its own (P8.01).';

COMMENT ON TABLE "public"."shift_assignments" IS 'Who works in a run of a shift (P1.09, P8.02).';

COMMENT ON TABLE "public"."shift_runs" IS 'Shifts as they take place, each on a date (P1.05, P8.02).';

COMMENT ON TABLE "public"."shifts" IS 'Shifts of a site: which hours of its day they have (P8.01).';

COMMENT ON TABLE "public"."sites" IS 'Plants, warehouses and retailers (P8.01); closed by active = false, never deleted (P8.03).';

COMMENT ON TABLE "public"."stage_fields" IS 'Fields of a stage''s form: type, unit, limits, required, condition (P3.04).';

COMMENT ON TABLE "public"."stages" IS 'Kinds of processing: pre-treatment, drying, grinding, sieving, blending (P3.02).';

COMMENT ON TABLE "public"."stock_balances" IS 'How much of a lot is where, in the item''s base unit (P5.01).';

COMMENT ON TABLE "public"."stock_moves" IS 'The stock ledger, append-only (P5.08, DESIGN 4).';

COMMENT ON TABLE "public"."units" IS 'Units of measurement (W1.01).';

COMMENT ON TYPE "public"."role" IS 'What somebody is at a site (P1.04).';

COMMENT ON TYPE "public"."shift_run_state" IS 'Where a run stands: planned, taking entries, over but still taking them, and closed for ever (P3.07).';

COMMENT ON VIEW "app"."errors" IS 'Codes of refusals with their HTTP status and what to do; the DETAIL of every error names one.';

COMMENT ON VIEW "public"."stock_levels" IS 'Stock by lot and place: on hand, reserved, available, and what is in the way (P2.07, P5.01).';

REVOKE ALL ON FUNCTION "app"."access_keep_admin"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."access_keep_admin"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."access_keep_admin"() TO "postgres";

REVOKE ALL ON FUNCTION "app"."announce"(uuid, text, text, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."announce"(uuid, text, text, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."announce"(uuid, text, text, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "app"."assert_lot_usable"(public.lots, uuid, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."assert_lot_usable"(public.lots, uuid, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."assert_lot_usable"(public.lots, uuid, text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."assert_run_begun"(public.shift_runs) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."assert_run_begun"(public.shift_runs) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."assert_run_begun"(public.shift_runs) TO "postgres";

REVOKE ALL ON FUNCTION "app"."assert_run_not_locked"(public.shift_runs) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."assert_run_not_locked"(public.shift_runs) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."assert_run_not_locked"(public.shift_runs) TO "postgres";

REVOKE ALL ON FUNCTION "app"."assert_run_open"(uuid, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."assert_run_open"(uuid, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."assert_run_open"(uuid, text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."available"(uuid, uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."available"(uuid, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."available"(uuid, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."begin_assignment"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."begin_assignment"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."begin_assignment"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."begin_command"(uuid, text, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."begin_command"(uuid, text, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."begin_command"(uuid, text, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "app"."business_date"(uuid, timestamp WITH time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."business_date"(uuid, timestamp WITH time zone) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."business_date"(uuid, timestamp WITH time zone) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."business_date"(uuid, timestamp WITH time zone) TO "postgres";

REVOKE ALL ON FUNCTION "app"."check_quantity"(numeric, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."check_quantity"(numeric, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."check_quantity"(numeric, text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."create_shift_runs"(integer, uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."create_shift_runs"(integer, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."create_shift_runs"(integer, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."end_command"(uuid, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."end_command"(uuid, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."end_command"(uuid, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "app"."fail"(text, text, text, jsonb) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."fail"(text, text, text, jsonb) TO "anon", "authenticated";

REVOKE ALL ON FUNCTION "app"."fail"(text, text, text, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."fail"(text, text, text, jsonb) TO "postgres";

GRANT EXECUTE ON FUNCTION "app"."fail"(text, text, text, jsonb) TO "service_role";

REVOKE ALL ON FUNCTION "app"."has"(text, uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."has"(text, uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."has"(text, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."has"(text, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."holds_stock"(text) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."holds_stock"(text) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."holds_stock"(text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."holds_stock"(text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."is_bound_to_shift"(uuid, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."is_bound_to_shift"(uuid, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."is_bound_to_shift"(uuid, text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."is_expired"(date, uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."is_expired"(date, uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."is_expired"(date, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."is_expired"(date, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."is_time_zone"(text) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."is_time_zone"(text) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."is_time_zone"(text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."is_time_zone"(text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."locations_check_tree"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."locations_check_tree"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."locations_check_tree"() TO "postgres";

REVOKE ALL ON FUNCTION "app"."lock_lot"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."lock_lot"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."lock_lot"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."lock_shift_runs"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."lock_shift_runs"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."lock_shift_runs"() TO "postgres";

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

REVOKE ALL ON FUNCTION "app"."my_sites"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."my_sites"() TO "authenticated";

REVOKE ALL ON FUNCTION "app"."my_sites"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."my_sites"() TO "postgres";

REVOKE ALL ON FUNCTION "app"."next_lot_code"(public.items, public.sites) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."next_lot_code"(public.items, public.sites) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."next_lot_code"(public.items, public.sites) TO "postgres";

REVOKE ALL ON FUNCTION "app"."next_number"(text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."next_number"(text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."next_number"(text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."now"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."now"() TO "anon", "authenticated";

REVOKE ALL ON FUNCTION "app"."now"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."now"() TO "postgres";

GRANT EXECUTE ON FUNCTION "app"."now"() TO "service_role";

REVOKE ALL ON FUNCTION "app"."other_side"(uuid, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."other_side"(uuid, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."other_side"(uuid, text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."padded"(bigint, integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."padded"(bigint, integer) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."padded"(bigint, integer) TO "postgres";

REVOKE ALL ON FUNCTION "app"."profiles_check_active"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."profiles_check_active"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."profiles_check_active"() TO "postgres";

REVOKE ALL ON FUNCTION "app"."refuse_foreign_run"(public.shift_runs) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."refuse_foreign_run"(public.shift_runs) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."refuse_foreign_run"(public.shift_runs) TO "postgres";

REVOKE ALL ON FUNCTION "app"."require"(text, uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."require"(text, uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."require"(text, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."require"(text, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."require_shift"(text, uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."require_shift"(text, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."require_shift"(text, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."retime_shift_runs"(uuid, uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."retime_shift_runs"(uuid, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."retime_shift_runs"(uuid, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."setting"(text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."setting"(text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."setting"(text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."shift_grace"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."shift_grace"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."shift_grace"() TO "postgres";

REVOKE ALL ON FUNCTION "app"."shift_run_name"(public.shift_runs) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."shift_run_name"(public.shift_runs) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."shift_run_name"(public.shift_runs) TO "postgres";

REVOKE ALL ON FUNCTION "app"."shift_runs_check_overlap"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."shift_runs_check_overlap"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."shift_runs_check_overlap"() TO "postgres";

REVOKE ALL ON FUNCTION "app"."shift_runs_keep"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."shift_runs_keep"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."shift_runs_keep"() TO "postgres";

REVOKE ALL ON FUNCTION "app"."shift_times"(date, time WITHOUT time zone, time WITHOUT time zone, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."shift_times"(date, time WITHOUT time zone, time WITHOUT time zone, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."shift_times"(date, time WITHOUT time zone, time WITHOUT time zone, text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."shifts_keep_runs"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."shifts_keep_runs"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."shifts_keep_runs"() TO "postgres";

REVOKE ALL ON FUNCTION "app"."show_shift_run"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."show_shift_run"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."show_shift_run"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."site_clock"(uuid, timestamp WITH time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."site_clock"(uuid, timestamp WITH time zone) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."site_clock"(uuid, timestamp WITH time zone) TO "postgres";

REVOKE ALL ON FUNCTION "app"."sites_check_time_zone"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."sites_check_time_zone"() TO "authenticated";

REVOKE ALL ON FUNCTION "app"."sites_check_time_zone"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."sites_check_time_zone"() TO "postgres";

REVOKE ALL ON FUNCTION "app"."sites_create_places"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."sites_create_places"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."sites_create_places"() TO "postgres";

REVOKE ALL ON FUNCTION "app"."sites_retime_shift_runs"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."sites_retime_shift_runs"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."sites_retime_shift_runs"() TO "postgres";

REVOKE ALL ON FUNCTION "app"."sites_with"(text) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."sites_with"(text) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."sites_with"(text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."sites_with"(text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."stock_moves_post"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."stock_moves_post"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."stock_moves_post"() TO "postgres";

REVOKE ALL ON FUNCTION "app"."stock_place"(uuid, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."stock_place"(uuid, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."stock_place"(uuid, text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."time_travel_allowed"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."time_travel_allowed"() TO "anon", "authenticated";

REVOKE ALL ON FUNCTION "app"."time_travel_allowed"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."time_travel_allowed"() TO "postgres";

GRANT EXECUTE ON FUNCTION "app"."time_travel_allowed"() TO "service_role";

REVOKE ALL ON FUNCTION "app"."users_create_profile"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."users_create_profile"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."users_create_profile"() TO "postgres";

REVOKE ALL ON FUNCTION "audit"."keep"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "audit"."keep"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "audit"."keep"() TO "postgres";

REVOKE ALL ON FUNCTION "audit"."record"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "audit"."record"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "audit"."record"() TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."adjust_stock"(uuid, uuid, uuid, numeric, uuid, text) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."adjust_stock"(uuid, uuid, uuid, numeric, uuid, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."adjust_stock"(uuid, uuid, uuid, numeric, uuid, text) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."assign_shift"(uuid, uuid, uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."assign_shift"(uuid, uuid, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."assign_shift"(uuid, uuid, uuid) TO "postgres";

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

GRANT EXECUTE ON FUNCTION "public"."unassign_shift"(uuid, uuid, uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."unassign_shift"(uuid, uuid, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."unassign_shift"(uuid, uuid, uuid) TO "postgres";

GRANT USAGE ON SCHEMA "app" TO "anon", "authenticated", "service_role";

GRANT USAGE ON SCHEMA "audit" TO "authenticated";

GRANT SELECT ON TABLE "audit"."log" TO "authenticated";

REVOKE ALL ON TABLE "public"."item_categories" FROM "authenticated";

REVOKE ALL ("active") ON TABLE "public"."item_categories" FROM "authenticated";

GRANT UPDATE ("active") ON TABLE "public"."item_categories" TO "authenticated";

REVOKE ALL ("name") ON TABLE "public"."item_categories" FROM "authenticated";

GRANT INSERT ("name"), UPDATE ("name") ON TABLE "public"."item_categories" TO "authenticated";

GRANT SELECT ON TABLE "public"."item_categories" TO "authenticated";

REVOKE ALL ON TABLE "public"."item_categories" FROM "service_role";

GRANT SELECT ON TABLE "public"."item_categories" TO "service_role";

REVOKE ALL ON TABLE "public"."items" FROM "authenticated";

REVOKE ALL ("active") ON TABLE "public"."items" FROM "authenticated";

GRANT UPDATE ("active") ON TABLE "public"."items" TO "authenticated";

REVOKE ALL ("category_id") ON TABLE "public"."items" FROM "authenticated";

GRANT INSERT ("category_id"), UPDATE ("category_id") ON TABLE "public"."items" TO "authenticated";

REVOKE ALL ("code") ON TABLE "public"."items" FROM "authenticated";

GRANT INSERT ("code") ON TABLE "public"."items" TO "authenticated";

REVOKE ALL ("description") ON TABLE "public"."items" FROM "authenticated";

GRANT INSERT ("description"), UPDATE ("description") ON TABLE "public"."items" TO "authenticated";

REVOKE ALL ("gtin") ON TABLE "public"."items" FROM "authenticated";

GRANT INSERT ("gtin"), UPDATE ("gtin") ON TABLE "public"."items" TO "authenticated";

REVOKE ALL ("image_path") ON TABLE "public"."items" FROM "authenticated";

GRANT INSERT ("image_path"), UPDATE ("image_path") ON TABLE "public"."items" TO "authenticated";

REVOKE ALL ("kind") ON TABLE "public"."items" FROM "authenticated";

GRANT INSERT ("kind") ON TABLE "public"."items" TO "authenticated";

REVOKE ALL ("name") ON TABLE "public"."items" FROM "authenticated";

GRANT INSERT ("name"), UPDATE ("name") ON TABLE "public"."items" TO "authenticated";

REVOKE ALL ("pack_size") ON TABLE "public"."items" FROM "authenticated";

GRANT INSERT ("pack_size"), UPDATE ("pack_size") ON TABLE "public"."items" TO "authenticated";

REVOKE ALL ("pack_unit") ON TABLE "public"."items" FROM "authenticated";

GRANT INSERT ("pack_unit"), UPDATE ("pack_unit") ON TABLE "public"."items" TO "authenticated";

REVOKE ALL ("picking") ON TABLE "public"."items" FROM "authenticated";

GRANT INSERT ("picking"), UPDATE ("picking") ON TABLE "public"."items" TO "authenticated";

REVOKE ALL ("price_inr") ON TABLE "public"."items" FROM "authenticated";

GRANT INSERT ("price_inr"), UPDATE ("price_inr") ON TABLE "public"."items" TO "authenticated";

REVOKE ALL ("reorder_level") ON TABLE "public"."items" FROM "authenticated";

GRANT INSERT ("reorder_level"), UPDATE ("reorder_level") ON TABLE "public"."items" TO "authenticated";

REVOKE ALL ("shelf_life_days") ON TABLE "public"."items" FROM "authenticated";

GRANT INSERT ("shelf_life_days"), UPDATE ("shelf_life_days") ON TABLE "public"."items" TO "authenticated";

REVOKE ALL ("supplier_id") ON TABLE "public"."items" FROM "authenticated";

GRANT INSERT ("supplier_id"), UPDATE ("supplier_id") ON TABLE "public"."items" TO "authenticated";

REVOKE ALL ("unit") ON TABLE "public"."items" FROM "authenticated";

GRANT INSERT ("unit") ON TABLE "public"."items" TO "authenticated";

GRANT SELECT ON TABLE "public"."items" TO "authenticated";

REVOKE ALL ON TABLE "public"."items" FROM "service_role";

GRANT SELECT ON TABLE "public"."items" TO "service_role";

REVOKE ALL ON TABLE "public"."locations" FROM "authenticated";

REVOKE ALL ("active") ON TABLE "public"."locations" FROM "authenticated";

GRANT UPDATE ("active") ON TABLE "public"."locations" TO "authenticated";

REVOKE ALL ("code") ON TABLE "public"."locations" FROM "authenticated";

GRANT INSERT ("code") ON TABLE "public"."locations" TO "authenticated";

REVOKE ALL ("kind") ON TABLE "public"."locations" FROM "authenticated";

GRANT INSERT ("kind") ON TABLE "public"."locations" TO "authenticated";

REVOKE ALL ("name") ON TABLE "public"."locations" FROM "authenticated";

GRANT INSERT ("name"), UPDATE ("name") ON TABLE "public"."locations" TO "authenticated";

REVOKE ALL ("parent_id") ON TABLE "public"."locations" FROM "authenticated";

GRANT INSERT ("parent_id"), UPDATE ("parent_id") ON TABLE "public"."locations" TO "authenticated";

REVOKE ALL ("site_id") ON TABLE "public"."locations" FROM "authenticated";

GRANT INSERT ("site_id") ON TABLE "public"."locations" TO "authenticated";

GRANT SELECT ON TABLE "public"."locations" TO "authenticated";

REVOKE ALL ON TABLE "public"."locations" FROM "service_role";

GRANT SELECT ON TABLE "public"."locations" TO "service_role";

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

REVOKE ALL ON TABLE "public"."machines" FROM "authenticated";

REVOKE ALL ("active") ON TABLE "public"."machines" FROM "authenticated";

GRANT UPDATE ("active") ON TABLE "public"."machines" TO "authenticated";

REVOKE ALL ("code") ON TABLE "public"."machines" FROM "authenticated";

GRANT INSERT ("code") ON TABLE "public"."machines" TO "authenticated";

REVOKE ALL ("location_id") ON TABLE "public"."machines" FROM "authenticated";

GRANT INSERT ("location_id"), UPDATE ("location_id") ON TABLE "public"."machines" TO "authenticated";

REVOKE ALL ("name") ON TABLE "public"."machines" FROM "authenticated";

GRANT INSERT ("name"), UPDATE ("name") ON TABLE "public"."machines" TO "authenticated";

REVOKE ALL ("serial_number") ON TABLE "public"."machines" FROM "authenticated";

GRANT INSERT ("serial_number"), UPDATE ("serial_number") ON TABLE "public"."machines" TO "authenticated";

REVOKE ALL ("site_id") ON TABLE "public"."machines" FROM "authenticated";

GRANT INSERT ("site_id") ON TABLE "public"."machines" TO "authenticated";

GRANT SELECT ON TABLE "public"."machines" TO "authenticated";

REVOKE ALL ON TABLE "public"."machines" FROM "service_role";

GRANT SELECT ON TABLE "public"."machines" TO "service_role";

REVOKE ALL ON TABLE "public"."memberships" FROM "authenticated";

REVOKE ALL ("role") ON TABLE "public"."memberships" FROM "authenticated";

GRANT INSERT ("role") ON TABLE "public"."memberships" TO "authenticated";

REVOKE ALL ("site_id") ON TABLE "public"."memberships" FROM "authenticated";

GRANT INSERT ("site_id") ON TABLE "public"."memberships" TO "authenticated";

REVOKE ALL ("user_id") ON TABLE "public"."memberships" FROM "authenticated";

GRANT INSERT ("user_id") ON TABLE "public"."memberships" TO "authenticated";

GRANT DELETE, SELECT ON TABLE "public"."memberships" TO "authenticated";

REVOKE ALL ON TABLE "public"."memberships" FROM "service_role";

GRANT SELECT ON TABLE "public"."memberships" TO "service_role";

REVOKE ALL ON TABLE "public"."partners" FROM "authenticated";

REVOKE ALL ("active") ON TABLE "public"."partners" FROM "authenticated";

GRANT UPDATE ("active") ON TABLE "public"."partners" TO "authenticated";

REVOKE ALL ("address") ON TABLE "public"."partners" FROM "authenticated";

GRANT INSERT ("address"), UPDATE ("address") ON TABLE "public"."partners" TO "authenticated";

REVOKE ALL ("code") ON TABLE "public"."partners" FROM "authenticated";

GRANT INSERT ("code") ON TABLE "public"."partners" TO "authenticated";

REVOKE ALL ("contact_name") ON TABLE "public"."partners" FROM "authenticated";

GRANT INSERT ("contact_name"), UPDATE ("contact_name") ON TABLE "public"."partners" TO "authenticated";

REVOKE ALL ("email") ON TABLE "public"."partners" FROM "authenticated";

GRANT INSERT ("email"), UPDATE ("email") ON TABLE "public"."partners" TO "authenticated";

REVOKE ALL ("gst_number") ON TABLE "public"."partners" FROM "authenticated";

GRANT INSERT ("gst_number"), UPDATE ("gst_number") ON TABLE "public"."partners" TO "authenticated";

REVOKE ALL ("kind") ON TABLE "public"."partners" FROM "authenticated";

GRANT INSERT ("kind") ON TABLE "public"."partners" TO "authenticated";

REVOKE ALL ("name") ON TABLE "public"."partners" FROM "authenticated";

GRANT INSERT ("name"), UPDATE ("name") ON TABLE "public"."partners" TO "authenticated";

REVOKE ALL ("phone") ON TABLE "public"."partners" FROM "authenticated";

GRANT INSERT ("phone"), UPDATE ("phone") ON TABLE "public"."partners" TO "authenticated";

GRANT SELECT ON TABLE "public"."partners" TO "authenticated";

REVOKE ALL ON TABLE "public"."partners" FROM "service_role";

GRANT SELECT ON TABLE "public"."partners" TO "service_role";

REVOKE ALL ON TABLE "public"."permissions" FROM "authenticated";

GRANT SELECT ON TABLE "public"."permissions" TO "authenticated";

REVOKE ALL ON TABLE "public"."permissions" FROM "service_role";

GRANT SELECT ON TABLE "public"."permissions" TO "service_role";

REVOKE ALL ON TABLE "public"."profiles" FROM "authenticated";

REVOKE ALL ("active") ON TABLE "public"."profiles" FROM "authenticated";

GRANT UPDATE ("active") ON TABLE "public"."profiles" TO "authenticated";

REVOKE ALL ("full_name") ON TABLE "public"."profiles" FROM "authenticated";

GRANT UPDATE ("full_name") ON TABLE "public"."profiles" TO "authenticated";

GRANT SELECT ON TABLE "public"."profiles" TO "authenticated";

REVOKE ALL ON TABLE "public"."profiles" FROM "service_role";

GRANT SELECT ON TABLE "public"."profiles" TO "service_role";

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

REVOKE ALL ON TABLE "public"."reason_codes" FROM "authenticated";

REVOKE ALL ("active") ON TABLE "public"."reason_codes" FROM "authenticated";

GRANT UPDATE ("active") ON TABLE "public"."reason_codes" TO "authenticated";

REVOKE ALL ("code") ON TABLE "public"."reason_codes" FROM "authenticated";

GRANT INSERT ("code") ON TABLE "public"."reason_codes" TO "authenticated";

REVOKE ALL ("name") ON TABLE "public"."reason_codes" FROM "authenticated";

GRANT INSERT ("name"), UPDATE ("name") ON TABLE "public"."reason_codes" TO "authenticated";

REVOKE ALL ("purpose") ON TABLE "public"."reason_codes" FROM "authenticated";

GRANT INSERT ("purpose") ON TABLE "public"."reason_codes" TO "authenticated";

GRANT SELECT ON TABLE "public"."reason_codes" TO "authenticated";

REVOKE ALL ON TABLE "public"."reason_codes" FROM "service_role";

GRANT SELECT ON TABLE "public"."reason_codes" TO "service_role";

REVOKE ALL ON TABLE "public"."receipts" FROM "authenticated";

GRANT SELECT ON TABLE "public"."receipts" TO "authenticated";

REVOKE ALL ON TABLE "public"."receipts" FROM "service_role";

GRANT SELECT ON TABLE "public"."receipts" TO "service_role";

REVOKE ALL ON TABLE "public"."reservations" FROM "authenticated";

GRANT SELECT ON TABLE "public"."reservations" TO "authenticated";

REVOKE ALL ON TABLE "public"."reservations" FROM "service_role";

GRANT SELECT ON TABLE "public"."reservations" TO "service_role";

REVOKE ALL ON TABLE "public"."role_permissions" FROM "authenticated";

GRANT DELETE, INSERT, SELECT ON TABLE "public"."role_permissions" TO "authenticated";

REVOKE ALL ON TABLE "public"."role_permissions" FROM "service_role";

GRANT SELECT ON TABLE "public"."role_permissions" TO "service_role";

REVOKE ALL ON TABLE "public"."route_stages" FROM "authenticated";

REVOKE ALL ("loss_limit_percent") ON TABLE "public"."route_stages" FROM "authenticated";

GRANT INSERT ("loss_limit_percent"), UPDATE ("loss_limit_percent") ON TABLE "public"."route_stages" TO "authenticated";

REVOKE ALL ("position") ON TABLE "public"."route_stages" FROM "authenticated";

GRANT INSERT ("position") ON TABLE "public"."route_stages" TO "authenticated";

REVOKE ALL ("qc_gate") ON TABLE "public"."route_stages" FROM "authenticated";

GRANT INSERT ("qc_gate"), UPDATE ("qc_gate") ON TABLE "public"."route_stages" TO "authenticated";

REVOKE ALL ("route_id") ON TABLE "public"."route_stages" FROM "authenticated";

GRANT INSERT ("route_id") ON TABLE "public"."route_stages" TO "authenticated";

REVOKE ALL ("stage_id") ON TABLE "public"."route_stages" FROM "authenticated";

GRANT INSERT ("stage_id") ON TABLE "public"."route_stages" TO "authenticated";

REVOKE ALL ("yield_max_percent") ON TABLE "public"."route_stages" FROM "authenticated";

GRANT INSERT ("yield_max_percent"), UPDATE ("yield_max_percent") ON TABLE "public"."route_stages" TO "authenticated";

REVOKE ALL ("yield_min_percent") ON TABLE "public"."route_stages" FROM "authenticated";

GRANT INSERT ("yield_min_percent"), UPDATE ("yield_min_percent") ON TABLE "public"."route_stages" TO "authenticated";

GRANT SELECT ON TABLE "public"."route_stages" TO "authenticated";

REVOKE ALL ON TABLE "public"."route_stages" FROM "service_role";

GRANT SELECT ON TABLE "public"."route_stages" TO "service_role";

REVOKE ALL ON TABLE "public"."routes" FROM "authenticated";

REVOKE ALL ("active") ON TABLE "public"."routes" FROM "authenticated";

GRANT UPDATE ("active") ON TABLE "public"."routes" TO "authenticated";

REVOKE ALL ("item_id") ON TABLE "public"."routes" FROM "authenticated";

GRANT INSERT ("item_id") ON TABLE "public"."routes" TO "authenticated";

REVOKE ALL ("version") ON TABLE "public"."routes" FROM "authenticated";

GRANT INSERT ("version") ON TABLE "public"."routes" TO "authenticated";

GRANT SELECT ON TABLE "public"."routes" TO "authenticated";

REVOKE ALL ON TABLE "public"."routes" FROM "service_role";

GRANT SELECT ON TABLE "public"."routes" TO "service_role";

REVOKE ALL ON TABLE "public"."settings" FROM "authenticated";

REVOKE ALL ("value") ON TABLE "public"."settings" FROM "authenticated";

GRANT UPDATE ("value") ON TABLE "public"."settings" TO "authenticated";

GRANT SELECT ON TABLE "public"."settings" TO "authenticated";

REVOKE ALL ON TABLE "public"."settings" FROM "service_role";

GRANT SELECT ON TABLE "public"."settings" TO "service_role";

REVOKE ALL ON TABLE "public"."shift_assignments" FROM "authenticated";

GRANT SELECT ON TABLE "public"."shift_assignments" TO "authenticated";

REVOKE ALL ON TABLE "public"."shift_assignments" FROM "service_role";

GRANT SELECT ON TABLE "public"."shift_assignments" TO "service_role";

REVOKE ALL ON TABLE "public"."shift_runs" FROM "authenticated";

GRANT SELECT ON TABLE "public"."shift_runs" TO "authenticated";

REVOKE ALL ON TABLE "public"."shift_runs" FROM "service_role";

GRANT SELECT ON TABLE "public"."shift_runs" TO "service_role";

REVOKE ALL ON TABLE "public"."shifts" FROM "authenticated";

REVOKE ALL ("active") ON TABLE "public"."shifts" FROM "authenticated";

GRANT UPDATE ("active") ON TABLE "public"."shifts" TO "authenticated";

REVOKE ALL ("code") ON TABLE "public"."shifts" FROM "authenticated";

GRANT INSERT ("code") ON TABLE "public"."shifts" TO "authenticated";

REVOKE ALL ("ends") ON TABLE "public"."shifts" FROM "authenticated";

GRANT INSERT ("ends"), UPDATE ("ends") ON TABLE "public"."shifts" TO "authenticated";

REVOKE ALL ("name") ON TABLE "public"."shifts" FROM "authenticated";

GRANT INSERT ("name"), UPDATE ("name") ON TABLE "public"."shifts" TO "authenticated";

REVOKE ALL ("site_id") ON TABLE "public"."shifts" FROM "authenticated";

GRANT INSERT ("site_id") ON TABLE "public"."shifts" TO "authenticated";

REVOKE ALL ("starts") ON TABLE "public"."shifts" FROM "authenticated";

GRANT INSERT ("starts"), UPDATE ("starts") ON TABLE "public"."shifts" TO "authenticated";

GRANT SELECT ON TABLE "public"."shifts" TO "authenticated";

REVOKE ALL ON TABLE "public"."shifts" FROM "service_role";

GRANT SELECT ON TABLE "public"."shifts" TO "service_role";

REVOKE ALL ON TABLE "public"."sites" FROM "authenticated";

REVOKE ALL ("active") ON TABLE "public"."sites" FROM "authenticated";

GRANT UPDATE ("active") ON TABLE "public"."sites" TO "authenticated";

REVOKE ALL ("code") ON TABLE "public"."sites" FROM "authenticated";

GRANT INSERT ("code") ON TABLE "public"."sites" TO "authenticated";

REVOKE ALL ("kind") ON TABLE "public"."sites" FROM "authenticated";

GRANT INSERT ("kind") ON TABLE "public"."sites" TO "authenticated";

REVOKE ALL ("name") ON TABLE "public"."sites" FROM "authenticated";

GRANT INSERT ("name"), UPDATE ("name") ON TABLE "public"."sites" TO "authenticated";

REVOKE ALL ("time_zone") ON TABLE "public"."sites" FROM "authenticated";

GRANT INSERT ("time_zone"), UPDATE ("time_zone") ON TABLE "public"."sites" TO "authenticated";

GRANT SELECT ON TABLE "public"."sites" TO "authenticated";

REVOKE ALL ON TABLE "public"."sites" FROM "service_role";

GRANT SELECT ON TABLE "public"."sites" TO "service_role";

REVOKE ALL ON TABLE "public"."stage_fields" FROM "authenticated";

REVOKE ALL ("active") ON TABLE "public"."stage_fields" FROM "authenticated";

GRANT UPDATE ("active") ON TABLE "public"."stage_fields" TO "authenticated";

REVOKE ALL ("choices") ON TABLE "public"."stage_fields" FROM "authenticated";

GRANT INSERT ("choices"), UPDATE ("choices") ON TABLE "public"."stage_fields" TO "authenticated";

REVOKE ALL ("condition") ON TABLE "public"."stage_fields" FROM "authenticated";

GRANT INSERT ("condition"), UPDATE ("condition") ON TABLE "public"."stage_fields" TO "authenticated";

REVOKE ALL ("key") ON TABLE "public"."stage_fields" FROM "authenticated";

GRANT INSERT ("key") ON TABLE "public"."stage_fields" TO "authenticated";

REVOKE ALL ("label") ON TABLE "public"."stage_fields" FROM "authenticated";

GRANT INSERT ("label"), UPDATE ("label") ON TABLE "public"."stage_fields" TO "authenticated";

REVOKE ALL ("maximum") ON TABLE "public"."stage_fields" FROM "authenticated";

GRANT INSERT ("maximum"), UPDATE ("maximum") ON TABLE "public"."stage_fields" TO "authenticated";

REVOKE ALL ("minimum") ON TABLE "public"."stage_fields" FROM "authenticated";

GRANT INSERT ("minimum"), UPDATE ("minimum") ON TABLE "public"."stage_fields" TO "authenticated";

REVOKE ALL ("position") ON TABLE "public"."stage_fields" FROM "authenticated";

GRANT INSERT ("position"), UPDATE ("position") ON TABLE "public"."stage_fields" TO "authenticated";

REVOKE ALL ("required") ON TABLE "public"."stage_fields" FROM "authenticated";

GRANT INSERT ("required"), UPDATE ("required") ON TABLE "public"."stage_fields" TO "authenticated";

REVOKE ALL ("stage_id") ON TABLE "public"."stage_fields" FROM "authenticated";

GRANT INSERT ("stage_id") ON TABLE "public"."stage_fields" TO "authenticated";

REVOKE ALL ("type") ON TABLE "public"."stage_fields" FROM "authenticated";

GRANT INSERT ("type") ON TABLE "public"."stage_fields" TO "authenticated";

REVOKE ALL ("unit") ON TABLE "public"."stage_fields" FROM "authenticated";

GRANT INSERT ("unit"), UPDATE ("unit") ON TABLE "public"."stage_fields" TO "authenticated";

GRANT SELECT ON TABLE "public"."stage_fields" TO "authenticated";

REVOKE ALL ON TABLE "public"."stage_fields" FROM "service_role";

GRANT SELECT ON TABLE "public"."stage_fields" TO "service_role";

REVOKE ALL ON TABLE "public"."stages" FROM "authenticated";

REVOKE ALL ("active") ON TABLE "public"."stages" FROM "authenticated";

GRANT UPDATE ("active") ON TABLE "public"."stages" TO "authenticated";

REVOKE ALL ("code") ON TABLE "public"."stages" FROM "authenticated";

GRANT INSERT ("code") ON TABLE "public"."stages" TO "authenticated";

REVOKE ALL ("name") ON TABLE "public"."stages" FROM "authenticated";

GRANT INSERT ("name"), UPDATE ("name") ON TABLE "public"."stages" TO "authenticated";

GRANT SELECT ON TABLE "public"."stages" TO "authenticated";

REVOKE ALL ON TABLE "public"."stages" FROM "service_role";

GRANT SELECT ON TABLE "public"."stages" TO "service_role";

REVOKE ALL ON TABLE "public"."stock_balances" FROM "authenticated";

GRANT SELECT ON TABLE "public"."stock_balances" TO "authenticated";

REVOKE ALL ON TABLE "public"."stock_balances" FROM "service_role";

GRANT SELECT ON TABLE "public"."stock_balances" TO "service_role";

REVOKE ALL ON TABLE "public"."stock_moves" FROM "authenticated";

GRANT SELECT ON TABLE "public"."stock_moves" TO "authenticated";

REVOKE ALL ON TABLE "public"."stock_moves" FROM "service_role";

GRANT SELECT ON TABLE "public"."stock_moves" TO "service_role";

REVOKE ALL ON TABLE "public"."units" FROM "authenticated";

REVOKE ALL ("active") ON TABLE "public"."units" FROM "authenticated";

GRANT UPDATE ("active") ON TABLE "public"."units" TO "authenticated";

REVOKE ALL ("code") ON TABLE "public"."units" FROM "authenticated";

GRANT INSERT ("code") ON TABLE "public"."units" TO "authenticated";

REVOKE ALL ("dimension") ON TABLE "public"."units" FROM "authenticated";

GRANT INSERT ("dimension") ON TABLE "public"."units" TO "authenticated";

REVOKE ALL ("factor") ON TABLE "public"."units" FROM "authenticated";

GRANT INSERT ("factor") ON TABLE "public"."units" TO "authenticated";

REVOKE ALL ("name") ON TABLE "public"."units" FROM "authenticated";

GRANT INSERT ("name"), UPDATE ("name") ON TABLE "public"."units" TO "authenticated";

GRANT SELECT ON TABLE "public"."units" TO "authenticated";

REVOKE ALL ON TABLE "public"."units" FROM "service_role";

GRANT SELECT ON TABLE "public"."units" TO "service_role";

REVOKE ALL ON TABLE "public"."stock_levels" FROM "authenticated";

GRANT SELECT ON TABLE "public"."stock_levels" TO "authenticated";

REVOKE ALL ON TABLE "public"."stock_levels" FROM "service_role";

GRANT SELECT ON TABLE "public"."stock_levels" TO "service_role";

ALTER DEFAULT PRIVILEGES FOR ROLE "postgres" REVOKE ALL ON FUNCTIONS FROM PUBLIC;

SELECT cron.schedule('create-shift-runs', '0 3 * * *', 'select app.create_shift_runs()');

SELECT cron.schedule('lock-shift-runs', '* * * * *', 'select app.lock_shift_runs()');

ALTER TABLE "public"."item_categories"
  ADD COLUMN "created_at" timestamp WITH time zone NOT NULL DEFAULT app.now();

ALTER TABLE "public"."items"
  ADD COLUMN "created_at" timestamp WITH time zone NOT NULL DEFAULT app.now();

ALTER TABLE "public"."locations"
  ADD COLUMN "created_at" timestamp WITH time zone NOT NULL DEFAULT app.now();

ALTER TABLE "public"."lot_holds"
  ADD COLUMN "held_at" timestamp WITH time zone NOT NULL DEFAULT app.now();

ALTER TABLE "public"."lot_links"
  ADD COLUMN "at" timestamp WITH time zone NOT NULL DEFAULT app.now();

ALTER TABLE "public"."lots"
  ADD COLUMN "created_at" timestamp WITH time zone NOT NULL DEFAULT app.now();

CREATE INDEX lots_site_id_idx ON public.lots USING btree (site_id, created_at DESC);

ALTER TABLE "public"."machines"
  ADD COLUMN "created_at" timestamp WITH time zone NOT NULL DEFAULT app.now();

ALTER TABLE "public"."memberships"
  ADD COLUMN "created_at" timestamp WITH time zone NOT NULL DEFAULT app.now();

ALTER TABLE "public"."partners"
  ADD COLUMN "created_at" timestamp WITH time zone NOT NULL DEFAULT app.now();

ALTER TABLE "public"."profiles"
  ADD COLUMN "created_at" timestamp WITH time zone NOT NULL DEFAULT app.now();

ALTER TABLE "public"."purchase_orders"
  ADD CONSTRAINT "purchase_orders_created_by_fkey" FOREIGN KEY (created_by) REFERENCES public.profiles(id);

CREATE INDEX purchase_orders_created_by_idx ON public.purchase_orders USING btree (created_by);

ALTER TABLE "public"."purchase_orders"
  ADD COLUMN "created_at" timestamp WITH time zone NOT NULL DEFAULT app.now();

ALTER TABLE "public"."reservations"
  ADD COLUMN "reserved_at" timestamp WITH time zone NOT NULL DEFAULT app.now();

ALTER TABLE "public"."routes"
  ADD COLUMN "created_at" timestamp WITH time zone NOT NULL DEFAULT app.now();

ALTER TABLE "public"."shift_assignments"
  ADD COLUMN "created_at" timestamp WITH time zone NOT NULL DEFAULT app.now();

ALTER TABLE "public"."shift_runs"
  ADD COLUMN "created_at" timestamp WITH time zone NOT NULL DEFAULT app.now();

ALTER TABLE "public"."shifts"
  ADD COLUMN "created_at" timestamp WITH time zone NOT NULL DEFAULT app.now();

ALTER TABLE "public"."sites"
  ADD COLUMN "created_at" timestamp WITH time zone NOT NULL DEFAULT app.now();

ALTER TABLE "public"."stock_moves"
  ADD COLUMN "moved_at" timestamp WITH time zone NOT NULL DEFAULT app.now();

CREATE INDEX stock_moves_moved_at_idx ON public.stock_moves USING brin (moved_at);
