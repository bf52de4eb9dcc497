SET local check_function_bodies = off;

DROP FUNCTION "app"."is_time_zone"(text);

CREATE OR REPLACE FUNCTION app.is_time_zone (
  name text
)
  RETURNS boolean
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  -- Postgres would also take a rule such as "Asia/Kolkata-5" for one; the view of the names reads all of their files.
  if name !~ '^(UTC|Etc/GMT[+-][0-9]{1,2}|[A-Z][A-Za-z]+/[A-Z][A-Za-z_-]*(/[A-Z][A-Za-z_]+)?)$' then
    return false;
  end if;
  perform pg_catalog.timezone(name, 'epoch'::timestamptz);
  return true;
exception when invalid_parameter_value then
  return false;
end $function$;

COMMENT ON FUNCTION "app"."is_time_zone"(text) IS 'Whether Postgres knows a time zone by this name.';

REVOKE ALL ON FUNCTION "app"."is_time_zone"(text) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."is_time_zone"(text) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."is_time_zone"(text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."is_time_zone"(text) TO "postgres";
