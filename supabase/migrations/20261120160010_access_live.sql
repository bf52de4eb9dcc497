SET local check_function_bodies = off;

DROP TRIGGER "announce" ON "public"."item_categories";

DROP TRIGGER "announce" ON "public"."items";

DROP TRIGGER "announce" ON "public"."locations";

DROP TRIGGER "announce" ON "public"."machines";

DROP TRIGGER "announce" ON "public"."partners";

DROP TRIGGER "announce" ON "public"."reason_codes";

DROP TRIGGER "announce" ON "public"."route_stages";

DROP TRIGGER "announce" ON "public"."routes";

DROP TRIGGER "announce" ON "public"."stage_fields";

DROP TRIGGER "announce" ON "public"."stages";

DROP TRIGGER "announce" ON "public"."units";

DROP FUNCTION "app"."catalog_announce"();

CREATE OR REPLACE FUNCTION app.announce_everywhere()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform app.announce(sites.id, tg_argv[0], 'changed', pg_catalog.jsonb_build_object('table', tg_table_name))
  from public.sites where sites.active;
  return null;
end $function$;

CREATE TRIGGER announce
  AFTER INSERT OR UPDATE ON public.item_categories
  FOR EACH STATEMENT
  EXECUTE FUNCTION app.announce_everywhere('catalog');

CREATE TRIGGER announce
  AFTER INSERT OR UPDATE ON public.items
  FOR EACH STATEMENT
  EXECUTE FUNCTION app.announce_everywhere('catalog');

CREATE TRIGGER announce
  AFTER INSERT OR UPDATE ON public.locations
  FOR EACH STATEMENT
  EXECUTE FUNCTION app.announce_everywhere('catalog');

CREATE TRIGGER announce
  AFTER INSERT OR UPDATE ON public.machines
  FOR EACH STATEMENT
  EXECUTE FUNCTION app.announce_everywhere('catalog');

CREATE TRIGGER announce
  AFTER INSERT OR DELETE OR UPDATE ON public.memberships
  FOR EACH STATEMENT
  EXECUTE FUNCTION app.announce_everywhere('access');

CREATE TRIGGER announce
  AFTER INSERT OR UPDATE ON public.partners
  FOR EACH STATEMENT
  EXECUTE FUNCTION app.announce_everywhere('catalog');

CREATE TRIGGER announce
  AFTER UPDATE OF full_name, active ON public.profiles
  FOR EACH STATEMENT
  EXECUTE FUNCTION app.announce_everywhere('access');

CREATE TRIGGER announce
  AFTER INSERT OR UPDATE ON public.reason_codes
  FOR EACH STATEMENT
  EXECUTE FUNCTION app.announce_everywhere('catalog');

CREATE TRIGGER announce
  AFTER INSERT OR DELETE OR UPDATE ON public.role_permissions
  FOR EACH STATEMENT
  EXECUTE FUNCTION app.announce_everywhere('access');

CREATE TRIGGER announce
  AFTER INSERT OR UPDATE ON public.route_stages
  FOR EACH STATEMENT
  EXECUTE FUNCTION app.announce_everywhere('catalog');

CREATE TRIGGER announce
  AFTER INSERT OR UPDATE ON public.routes
  FOR EACH STATEMENT
  EXECUTE FUNCTION app.announce_everywhere('catalog');

CREATE TRIGGER announce
  AFTER INSERT OR UPDATE ON public.settings
  FOR EACH STATEMENT
  EXECUTE FUNCTION app.announce_everywhere('access');

CREATE TRIGGER announce
  AFTER INSERT OR UPDATE ON public.stage_fields
  FOR EACH STATEMENT
  EXECUTE FUNCTION app.announce_everywhere('catalog');

CREATE TRIGGER announce
  AFTER INSERT OR UPDATE ON public.stages
  FOR EACH STATEMENT
  EXECUTE FUNCTION app.announce_everywhere('catalog');

CREATE TRIGGER announce
  AFTER INSERT OR UPDATE ON public.units
  FOR EACH STATEMENT
  EXECUTE FUNCTION app.announce_everywhere('catalog');

COMMENT ON FUNCTION "app"."announce_everywhere"() IS 'Tells every site, on the topic of the module it is given, which table has changed.';

REVOKE ALL ON FUNCTION "app"."announce_everywhere"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."announce_everywhere"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."announce_everywhere"() TO "postgres";
