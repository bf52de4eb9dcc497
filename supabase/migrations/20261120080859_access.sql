SET local check_function_bodies = off;

CREATE SCHEMA "app";

CREATE TABLE "public"."profiles" (
  "id"        uuid NOT NULL,
  "full_name" text NOT NULL,
  CONSTRAINT "full name has 1 to 120 characters" CHECK (((length(full_name) >= 1) AND (length(full_name) <= 120))),
  CONSTRAINT "profiles_pkey" PRIMARY KEY (id)
);

ALTER TABLE "public"."profiles"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."profiles" FROM "anon";

CREATE OR REPLACE FUNCTION app.now()
  RETURNS timestamp WITH time zone
  LANGUAGE sql
  STABLE
  SET search_path TO ''
  AS $function$
  select case
    when coalesce(pg_catalog.current_setting('app.now', true), '') <> '' and app.time_travel_allowed()
    then pg_catalog.current_setting('app.now', true)::timestamptz
    else pg_catalog.now()
  end
$function$;

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

ALTER TABLE "public"."profiles"
  ADD CONSTRAINT "profiles_id_fkey" FOREIGN KEY (id) REFERENCES auth.users(id);

CREATE TRIGGER users_create_profile
  AFTER INSERT ON auth.users
  FOR EACH ROW
  EXECUTE FUNCTION app.users_create_profile();

CREATE POLICY "a person edits his own profile" ON "public"."profiles"
  FOR UPDATE
  TO "authenticated"
  USING ((id = ( SELECT auth.uid() AS uid)))
  WITH CHECK ((id = ( SELECT auth.uid() AS uid)));

CREATE POLICY "a person sees his own profile" ON "public"."profiles"
  FOR SELECT
  TO "authenticated"
  USING ((id = ( SELECT auth.uid() AS uid)));

COMMENT ON FUNCTION "app"."now"() IS 'The start of the transaction, or the instant a test travels to. Use it instead of now() and current_date.';

COMMENT ON FUNCTION "app"."time_travel_allowed"() IS 'Whether the owner of this database lets the setting app.now move the clock; only tests do.';

COMMENT ON FUNCTION "app"."users_create_profile"() IS 'Gives each new account its profile: the name given with it, else the name part of its e-mail.';

COMMENT ON SCHEMA "app" IS 'Helpers, guards and trigger functions; never exposed to the Data API.';

COMMENT ON TABLE "public"."profiles" IS 'The person behind an account (P1.03, P1.07).';

REVOKE ALL ON FUNCTION "app"."now"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."now"() TO "anon", "authenticated";

REVOKE ALL ON FUNCTION "app"."now"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."now"() TO "postgres";

GRANT EXECUTE ON FUNCTION "app"."now"() TO "service_role";

REVOKE ALL ON FUNCTION "app"."time_travel_allowed"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."time_travel_allowed"() TO "anon", "authenticated";

REVOKE ALL ON FUNCTION "app"."time_travel_allowed"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."time_travel_allowed"() TO "postgres";

GRANT EXECUTE ON FUNCTION "app"."time_travel_allowed"() TO "service_role";

REVOKE ALL ON FUNCTION "app"."users_create_profile"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."users_create_profile"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."users_create_profile"() TO "postgres";

GRANT USAGE ON SCHEMA "app" TO "anon", "authenticated", "service_role";

REVOKE ALL ON TABLE "public"."profiles" FROM "authenticated";

REVOKE ALL ("full_name") ON TABLE "public"."profiles" FROM "authenticated";

GRANT UPDATE ("full_name") ON TABLE "public"."profiles" TO "authenticated";

GRANT SELECT ON TABLE "public"."profiles" TO "authenticated";

REVOKE ALL ON TABLE "public"."profiles" FROM "service_role";

GRANT SELECT ON TABLE "public"."profiles" TO "service_role";

ALTER DEFAULT PRIVILEGES FOR ROLE "postgres" REVOKE ALL ON FUNCTIONS FROM PUBLIC;

ALTER TABLE "public"."profiles"
  ADD COLUMN "created_at" timestamp WITH time zone NOT NULL DEFAULT app.now();
