SET local check_function_bodies = off;

CREATE TABLE "public"."item_categories" (
  "id"         uuid                     NOT NULL DEFAULT gen_random_uuid(),
  "name"       text                     NOT NULL,
  "active"     boolean                  NOT NULL DEFAULT true,
  CONSTRAINT "category name has 1 to 60 characters" CHECK (((btrim(name) <> ''::text) AND (length(name) <= 60))),
  CONSTRAINT "item_categories_name_key" UNIQUE (name),
  CONSTRAINT "item_categories_pkey" PRIMARY KEY (id),
  "created_at" timestamp with time zone NOT NULL DEFAULT app.now()
);

ALTER TABLE "public"."item_categories"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."item_categories" FROM "anon";

CREATE TABLE "public"."items" (
  "id"              uuid                     NOT NULL DEFAULT gen_random_uuid(),
  "code"            text                     NOT NULL,
  "name"            text                     NOT NULL,
  "kind"            text                     NOT NULL,
  "category_id"     uuid,
  "unit"            text                     NOT NULL,
  "description"     text,
  "image_path"      text,
  "pack_size"       numeric,
  "pack_unit"       text,
  "price_inr"       numeric,
  "shelf_life_days" integer,
  "reorder_level"   numeric,
  "picking"         text                     NOT NULL DEFAULT 'fefo'::text,
  "gtin"            text,
  "supplier_id"     uuid,
  "active"          boolean                  NOT NULL DEFAULT true,
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
  CONSTRAINT "items_pkey" PRIMARY KEY (id),
  "created_at"      timestamp with time zone NOT NULL DEFAULT app.now()
);

ALTER TABLE "public"."items"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."items" FROM "anon";

CREATE TABLE "public"."locations" (
  "id"         uuid                     NOT NULL DEFAULT gen_random_uuid(),
  "site_id"    uuid                     NOT NULL,
  "parent_id"  uuid,
  "code"       text                     NOT NULL,
  "name"       text                     NOT NULL,
  "kind"       text                     NOT NULL,
  "active"     boolean                  NOT NULL DEFAULT true,
  CONSTRAINT "location code is 1 to 24 capital letters, digits or hyphens" CHECK ((code ~ '^[A-Z0-9][A-Z0-9-]{0,23}$'::text)),
  CONSTRAINT "location code is unique at its site" UNIQUE (site_id, code),
  CONSTRAINT "location is not its own parent" CHECK ((parent_id <> id)),
  CONSTRAINT "location kind is known"
    CHECK
    ((kind = ANY (ARRAY['storage'::text, 'floor'::text, 'quality'::text, 'dispatch'::text, 'vendor'::text, 'customer'::text, 'process'::text, 'loss'::text, 'adjustment'::text]))),
  CONSTRAINT "location name has 1 to 120 characters" CHECK (((btrim(name) <> ''::text) AND (length(name) <= 120))),
  CONSTRAINT "locations_pkey" PRIMARY KEY (id),
  "created_at" timestamp with time zone NOT NULL DEFAULT app.now()
);

ALTER TABLE "public"."locations"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."locations" FROM "anon";

CREATE TABLE "public"."machines" (
  "id"            uuid                     NOT NULL DEFAULT gen_random_uuid(),
  "site_id"       uuid                     NOT NULL,
  "code"          text                     NOT NULL,
  "name"          text                     NOT NULL,
  "serial_number" text,
  "location_id"   uuid,
  "active"        boolean                  NOT NULL DEFAULT true,
  CONSTRAINT "machine code is 2 to 24 capital letters, digits or hyphens" CHECK ((code ~ '^[A-Z0-9][A-Z0-9-]{1,23}$'::text)),
  CONSTRAINT "machine code is unique at its site" UNIQUE (site_id, code),
  CONSTRAINT "machine name has 1 to 120 characters" CHECK (((btrim(name) <> ''::text) AND (length(name) <= 120))),
  CONSTRAINT "serial number has 1 to 60 characters" CHECK (((length(serial_number) >= 1) AND (length(serial_number) <= 60))),
  CONSTRAINT "machines_pkey" PRIMARY KEY (id),
  CONSTRAINT "machines_serial_number_key" UNIQUE (serial_number),
  "created_at"    timestamp with time zone NOT NULL DEFAULT app.now()
);

ALTER TABLE "public"."machines"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."machines" FROM "anon";

CREATE TABLE "public"."partners" (
  "id"           uuid                     NOT NULL DEFAULT gen_random_uuid(),
  "code"         text                     NOT NULL,
  "name"         text                     NOT NULL,
  "kind"         text                     NOT NULL,
  "contact_name" text,
  "email"        text,
  "phone"        text,
  "gst_number"   text,
  "address"      text,
  "active"       boolean                  NOT NULL DEFAULT true,
  CONSTRAINT "GST number has the form 22AAAAA0000A1Z5" CHECK ((gst_number ~ '^[0-9]{2}[A-Z]{5}[0-9]{4}[A-Z][1-9A-Z]Z[0-9A-Z]$'::text)),
  CONSTRAINT "address has at most 500 characters" CHECK ((length(address) <= 500)),
  CONSTRAINT "contact name has at most 120 characters" CHECK ((length(contact_name) <= 120)),
  CONSTRAINT "e-mail address has the form name@domain" CHECK (((email ~ '^[^@\s]+@[^@\s]+\.[^@\s]+$'::text) AND (length(email) <= 254))),
  CONSTRAINT "partner code is 2 to 20 capital letters, digits or hyphens" CHECK ((code ~ '^[A-Z0-9][A-Z0-9-]{1,19}$'::text)),
  CONSTRAINT "partner is a vendor, customer, retailer or distributor" CHECK ((kind = ANY (ARRAY['vendor'::text, 'customer'::text, 'retailer'::text, 'distributor'::text]))),
  CONSTRAINT "partner name has 1 to 120 characters" CHECK (((btrim(name) <> ''::text) AND (length(name) <= 120))),
  CONSTRAINT "phone number is 7 to 15 digits" CHECK ((phone ~ '^\+?[0-9]{7,15}$'::text)),
  CONSTRAINT "partners_code_key" UNIQUE (code),
  CONSTRAINT "partners_pkey" PRIMARY KEY (id),
  "created_at"   timestamp with time zone NOT NULL DEFAULT app.now()
);

ALTER TABLE "public"."partners"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."partners" FROM "anon";

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
  "id"         uuid                     NOT NULL DEFAULT gen_random_uuid(),
  "item_id"    uuid                     NOT NULL,
  "version"    integer                  NOT NULL DEFAULT 1,
  "active"     boolean                  NOT NULL DEFAULT true,
  CONSTRAINT "an item has one route of a version" UNIQUE (item_id, VERSION),
  CONSTRAINT "route version is 1 or above" CHECK ((version >= 1)),
  CONSTRAINT "routes_pkey" PRIMARY KEY (id),
  "created_at" timestamp with time zone NOT NULL DEFAULT app.now()
);

ALTER TABLE "public"."routes"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."routes" FROM "anon";

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

ALTER TABLE "public"."items"
  ADD CONSTRAINT "items_category_id_fkey" FOREIGN KEY (category_id) REFERENCES public.item_categories(id);

ALTER TABLE "public"."locations"
  ADD CONSTRAINT "locations_parent_id_fkey" FOREIGN KEY (parent_id) REFERENCES public.locations(id);

ALTER TABLE "public"."locations"
  ADD CONSTRAINT "locations_site_id_fkey" FOREIGN KEY (site_id) REFERENCES public.sites(id);

ALTER TABLE "public"."machines"
  ADD CONSTRAINT "machines_location_id_fkey" FOREIGN KEY (location_id) REFERENCES public.locations(id);

ALTER TABLE "public"."machines"
  ADD CONSTRAINT "machines_site_id_fkey" FOREIGN KEY (site_id) REFERENCES public.sites(id);

ALTER TABLE "public"."items"
  ADD CONSTRAINT "items_supplier_id_fkey" FOREIGN KEY (supplier_id) REFERENCES public.partners(id);

ALTER TABLE "public"."routes"
  ADD CONSTRAINT "routes_item_id_fkey" FOREIGN KEY (item_id) REFERENCES public.items(id);

ALTER TABLE "public"."route_stages"
  ADD CONSTRAINT "route_stages_route_id_fkey" FOREIGN KEY (route_id) REFERENCES public.routes(id);

ALTER TABLE "public"."route_stages"
  ADD CONSTRAINT "route_stages_stage_id_fkey" FOREIGN KEY (stage_id) REFERENCES public.stages(id);

ALTER TABLE "public"."stage_fields"
  ADD CONSTRAINT "stage_fields_stage_id_fkey" FOREIGN KEY (stage_id) REFERENCES public.stages(id);

ALTER TABLE "public"."items"
  ADD CONSTRAINT "items_pack_unit_fkey" FOREIGN KEY (pack_unit) REFERENCES public.units(code);

ALTER TABLE "public"."items"
  ADD CONSTRAINT "items_unit_fkey" FOREIGN KEY (unit) REFERENCES public.units(code);

ALTER TABLE "public"."stage_fields"
  ADD CONSTRAINT "stage_fields_unit_fkey" FOREIGN KEY (unit) REFERENCES public.units(code);

CREATE INDEX items_category_id_idx ON public.items USING btree (category_id);

CREATE INDEX items_kind_idx ON public.items USING btree (kind, name);

CREATE INDEX items_pack_unit_idx ON public.items USING btree (pack_unit);

CREATE INDEX items_supplier_id_idx ON public.items USING btree (supplier_id);

CREATE INDEX items_unit_idx ON public.items USING btree (unit);

CREATE UNIQUE INDEX locations_other_side_idx ON public.locations USING btree (site_id, kind)
  WHERE (kind = ANY (ARRAY['vendor'::text, 'customer'::text, 'process'::text, 'loss'::text, 'adjustment'::text]));

CREATE INDEX locations_parent_id_idx ON public.locations USING btree (parent_id);

CREATE INDEX machines_location_id_idx ON public.machines USING btree (location_id);

CREATE INDEX partners_kind_idx ON public.partners USING btree (kind, name);

CREATE INDEX route_stages_stage_id_idx ON public.route_stages USING btree (stage_id);

CREATE INDEX stage_fields_unit_idx ON public.stage_fields USING btree (unit);

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
  AFTER INSERT OR DELETE OR UPDATE ON public.machines
  FOR EACH ROW
  EXECUTE FUNCTION audit.record();

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.partners
  FOR EACH ROW
  EXECUTE FUNCTION audit.record();

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.reason_codes
  FOR EACH ROW
  EXECUTE FUNCTION audit.record();

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.route_stages
  FOR EACH ROW
  EXECUTE FUNCTION audit.record('route_id', 'position');

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.routes
  FOR EACH ROW
  EXECUTE FUNCTION audit.record();

CREATE TRIGGER create_places
  AFTER INSERT ON public.sites
  FOR EACH ROW
  EXECUTE FUNCTION app.sites_create_places();

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.stage_fields
  FOR EACH ROW
  EXECUTE FUNCTION audit.record();

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.stages
  FOR EACH ROW
  EXECUTE FUNCTION audit.record();

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.units
  FOR EACH ROW
  EXECUTE FUNCTION audit.record('code');

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

COMMENT ON COLUMN "public"."items"."picking" IS 'Which lot goes first: the one that expires first, or that came first (P5.03).';

COMMENT ON COLUMN "public"."items"."price_inr" IS 'Rupees per base unit or pack, for valuation.';

COMMENT ON COLUMN "public"."items"."reorder_level" IS 'In the base unit; below it a low-stock alert is raised (P5.07).';

COMMENT ON COLUMN "public"."items"."unit" IS 'Base unit: every quantity of the item is kept in it.';

COMMENT ON COLUMN "public"."locations"."kind" IS 'storage, floor, quality and dispatch hold stock; vendor, customer, process, loss and adjustment are the other side of a move.';

COMMENT ON COLUMN "public"."route_stages"."loss_limit_percent" IS 'Loss above it is flagged, in % of the stage''s input.';

COMMENT ON COLUMN "public"."route_stages"."qc_gate" IS 'The next stage waits for a passed test of this one.';

COMMENT ON COLUMN "public"."stage_fields"."condition" IS 'The field is asked for only when {"field": key, "is": "=|<>|<|<=|>|>=", "value": …} holds.';

COMMENT ON COLUMN "public"."units"."factor" IS 'How many of the dimension''s base unit one of it is: 0.001 for g, whose base is kg.';

COMMENT ON FUNCTION "app"."locations_check_tree"() IS 'Refuses a parent at another site, and a circle.';

COMMENT ON FUNCTION "app"."sites_create_places"() IS 'Gives each new site the other sides of its stock moves.';

COMMENT ON TABLE "public"."item_categories" IS 'Groups of items for lists and valuation: flour, snacks, binders (W1.01).';

COMMENT ON TABLE "public"."items" IS 'Materials, products and SKUs: one master (P2.01, W1.01).';

COMMENT ON TABLE "public"."locations" IS 'Places inside a site, as a tree; also where goods come from and go to (P5.01).';

COMMENT ON TABLE "public"."machines" IS 'Machines of a site (P3.02, P8.01).';

COMMENT ON TABLE "public"."partners" IS 'Vendors, customers, retailers and distributors (P2.01, W3.01).';

COMMENT ON TABLE "public"."reason_codes" IS 'Why stock was adjusted, a machine stood still, a lot was held (P3.05, P5.06, W2.03).';

COMMENT ON TABLE "public"."route_stages" IS 'The stages of a route in order, with their limits and QC gates (P3.03, P4.05).';

COMMENT ON TABLE "public"."routes" IS 'How an item is made, by version; the newest active one is what a new batch takes.';

COMMENT ON TABLE "public"."stage_fields" IS 'Fields of a stage''s form: type, unit, limits, required, condition (P3.04).';

COMMENT ON TABLE "public"."stages" IS 'Kinds of processing: pre-treatment, drying, grinding, sieving, blending (P3.02).';

COMMENT ON TABLE "public"."units" IS 'Units of measurement (W1.01).';

REVOKE ALL ON FUNCTION "app"."locations_check_tree"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."locations_check_tree"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."locations_check_tree"() TO "postgres";

REVOKE ALL ON FUNCTION "app"."sites_create_places"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."sites_create_places"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."sites_create_places"() TO "postgres";

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
