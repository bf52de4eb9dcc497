SET local check_function_bodies = off;

CREATE OR REPLACE FUNCTION public.server_time()
  RETURNS timestamp WITH time zone
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return app.now();
end $function$;

REVOKE ALL ON FUNCTION "public"."server_time"() FROM PUBLIC, "anon", "service_role";

COMMENT ON FUNCTION "public"."server_time"() IS 'What the clock shows by which everything is judged; a tablet''s own may be minutes off.';

GRANT EXECUTE ON FUNCTION "public"."server_time"() TO "authenticated";

REVOKE ALL ON FUNCTION "public"."server_time"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."server_time"() TO "postgres";
