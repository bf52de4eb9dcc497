SET local check_function_bodies = off;

CREATE SCHEMA "app";

CREATE SCHEMA "audit";

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

CREATE TABLE "public"."memberships" (
  "id"      uuid NOT NULL DEFAULT gen_random_uuid(),
  "user_id" uuid NOT NULL,
  "site_id" uuid,
  CONSTRAINT "memberships_pkey" PRIMARY KEY (id)
);

ALTER TABLE "public"."memberships"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."memberships" FROM "anon";

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

CREATE TABLE "public"."role_permissions" ();

ALTER TABLE "public"."role_permissions"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."role_permissions" FROM "anon";

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

CREATE OR REPLACE FUNCTION app.end_command (
  request_id uuid,
  answer     jsonb
)
  RETURNS jsonb
  LANGUAGE sql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
  update app.requests set answer = end_command.answer where id = end_command.request_id
  returning requests.answer
$function$;

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
  LANGUAGE sql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
  select exists (
    select
    from public.memberships
    join public.role_permissions using (role)
    join public.profiles on profiles.id = memberships.user_id and profiles.active
    where memberships.user_id = (select auth.uid())
      and role_permissions.permission = has.permission
      and (memberships.site_id is null or has.site_id is null or memberships.site_id = has.site_id)
  )
$function$;

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

CREATE OR REPLACE FUNCTION app.my_sites()
  RETURNS uuid[]
  LANGUAGE sql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
  select coalesce(pg_catalog.array_agg(distinct sites.id), '{}')
  from public.memberships
  join public.profiles on profiles.id = memberships.user_id and profiles.active
  join public.sites on memberships.site_id is null or sites.id = memberships.site_id
  where memberships.user_id = (select auth.uid())
$function$;

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

CREATE OR REPLACE FUNCTION app.setting (
  key text
)
  RETURNS jsonb
  LANGUAGE sql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
  select value from public.settings where settings.key = setting.key
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

CREATE OR REPLACE FUNCTION app.sites_with (
  permission text
)
  RETURNS uuid[]
  LANGUAGE sql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
  select coalesce(pg_catalog.array_agg(distinct sites.id), '{}')
  from public.memberships
  join public.role_permissions using (role)
  join public.profiles on profiles.id = memberships.user_id and profiles.active
  join public.sites on memberships.site_id is null or sites.id = memberships.site_id
  where memberships.user_id = (select auth.uid())
    and role_permissions.permission = sites_with.permission
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

ALTER TABLE "public"."memberships"
  ADD CONSTRAINT "a person has a role at a site once" UNIQUE NULLS NOT DISTINCT (user_id, site_id, ROLE);

ALTER TABLE "public"."profiles"
  ADD CONSTRAINT "profiles_id_fkey" FOREIGN KEY (id) REFERENCES auth.users(id);

ALTER TABLE "public"."memberships"
  ADD CONSTRAINT "memberships_user_id_fkey" FOREIGN KEY (user_id) REFERENCES public.profiles(id);

ALTER TABLE "public"."role_permissions"
  ADD CONSTRAINT "role_permissions_permission_fkey" FOREIGN KEY (permission) REFERENCES public.permissions(name);

ALTER TABLE "public"."role_permissions"
  ADD CONSTRAINT "role_permissions_pkey" PRIMARY KEY (ROLE, permission);

ALTER TABLE "public"."memberships"
  ADD CONSTRAINT "memberships_site_id_fkey" FOREIGN KEY (site_id) REFERENCES public.sites(id);

CREATE VIEW "app"."errors" AS  SELECT code,
    status,
    hint
   FROM ( VALUES ('NOT_SIGNED_IN'::text,401,'Sign in, then try again.'::text), ('NOT_ALLOWED'::text,403,'Ask an administrator for the permission, or somebody who has it to do this.'::text), ('REQUEST_REUSED'::text,409,'Send the changed request under a new id.'::text), ('REQUEST_ID_MISSING'::text,400,'Send a UUID that stands for this one action.'::text), ('NOT_FOUND'::text,404,'Check the code, or look for it in the list.'::text), ('VALUE_INVALID'::text,400,'Correct the field and send it again.'::text), ('LAST_ADMIN'::text,422,'Make somebody else an administrator first.'::text), ('APPEND_ONLY'::text,403,'Nothing is changed or removed here; a correction is a new entry.'::text)) known(code, status, hint);

CREATE INDEX requests_at_idx ON app.requests USING brin (at);

CREATE INDEX log_actor_idx ON audit.log USING btree (actor, id);

CREATE INDEX log_at_idx ON audit.log USING brin (at);

CREATE INDEX log_record_idx ON audit.log USING btree (relation, record_id, id);

CREATE INDEX memberships_site_id_idx ON public.memberships USING btree (site_id);

CREATE INDEX role_permissions_permission_idx ON public.role_permissions USING btree (permission, ROLE);

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
  AFTER INSERT OR DELETE OR UPDATE ON public.memberships
  FOR EACH ROW
  EXECUTE FUNCTION audit.record();

CREATE TRIGGER keep_admin
  AFTER DELETE ON public.memberships
  FOR EACH STATEMENT
  EXECUTE FUNCTION app.access_keep_admin();

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
  AFTER INSERT OR DELETE OR UPDATE ON public.role_permissions
  FOR EACH ROW
  EXECUTE FUNCTION audit.record('role', 'permission');

CREATE TRIGGER keep_admin
  AFTER DELETE ON public.role_permissions
  FOR EACH STATEMENT
  EXECUTE FUNCTION app.access_keep_admin();

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.settings
  FOR EACH ROW
  EXECUTE FUNCTION audit.record('key');

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.sites
  FOR EACH ROW
  EXECUTE FUNCTION audit.record();

CREATE TRIGGER check_time_zone
  BEFORE INSERT OR UPDATE OF time_zone ON public.sites
  FOR EACH ROW
  EXECUTE FUNCTION app.sites_check_time_zone();

CREATE POLICY "the log is read by permission" ON "audit"."log"
  FOR SELECT
  TO "authenticated"
  USING (( SELECT app.has('audit.view'::text) AS has));

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

CREATE POLICY "everybody sees the settings" ON "public"."settings"
  FOR SELECT
  TO "authenticated"
  USING (true);

CREATE POLICY "settings are changed by permission" ON "public"."settings"
  FOR UPDATE
  TO "authenticated"
  USING (( SELECT app.has('access.manage_settings'::text) AS has))
  WITH CHECK (( SELECT app.has('access.manage_settings'::text) AS has));

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

COMMENT ON COLUMN "audit"."log"."actor" IS 'Account that made the change; null when it was the system itself.';

COMMENT ON COLUMN "audit"."log"."relation" IS 'The table, with its schema.';

COMMENT ON COLUMN "audit"."log"."request" IS 'Where the change came from: IP address and user agent, where known.';

COMMENT ON COLUMN "public"."memberships"."site_id" IS 'Null stands for every site, those to come included.';

COMMENT ON COLUMN "public"."profiles"."active" IS 'Somebody who has left has no permission any more, whatever his memberships (P1.03).';

COMMENT ON COLUMN "public"."sites"."time_zone" IS 'Decides the site''s business dates and shift times.';

COMMENT ON FUNCTION "app"."access_keep_admin"() IS 'Refuses what would leave nobody to manage users.';

COMMENT ON FUNCTION "app"."begin_command"(uuid, text, jsonb) IS 'Begins a command: null when the id is new, the stored answer when it is a repetition. Refuses with NOT_SIGNED_IN, REQUEST_ID_MISSING, REQUEST_REUSED.';

COMMENT ON FUNCTION "app"."end_command"(uuid, jsonb) IS 'Keeps the answer for repetitions and returns it; the last statement of every command.';

COMMENT ON FUNCTION "app"."fail"(text, text, text, jsonb) IS 'Refuses with a code of app.errors, a sentence with the values in it, and the field it is about.';

COMMENT ON FUNCTION "app"."has"(text, uuid) IS 'Whether the caller has a permission at a site, or anywhere when no site is given.';

COMMENT ON FUNCTION "app"."is_time_zone"(text) IS 'Whether Postgres knows a time zone by this name.';

COMMENT ON FUNCTION "app"."my_sites"() IS 'The sites at which the caller is anything at all.';

COMMENT ON FUNCTION "app"."now"() IS 'The start of the transaction, or the instant a test travels to. Use it instead of now() and current_date.';

COMMENT ON FUNCTION "app"."profiles_check_active"() IS 'Only who manages users deactivates an account, and not his own (P1.03).';

COMMENT ON FUNCTION "app"."require"(text, uuid) IS 'Refuses with NOT_SIGNED_IN or NOT_ALLOWED unless the caller has the permission at the site (P1.04).';

COMMENT ON FUNCTION "app"."setting"(text) IS 'The value of a setting; null when there is none of this key.';

COMMENT ON FUNCTION "app"."sites_check_time_zone"() IS 'Refuses a time zone that does not exist.';

COMMENT ON FUNCTION "app"."sites_with"(text) IS 'The sites at which the caller has a permission; none for somebody who has left.';

COMMENT ON FUNCTION "app"."time_travel_allowed"() IS 'Whether the owner of this database lets the setting app.now move the clock; only tests do.';

COMMENT ON FUNCTION "app"."users_create_profile"() IS 'Gives each new account its profile: the name given with it, else the name part of its e-mail.';

COMMENT ON FUNCTION "audit"."keep"() IS 'Refuses to change or remove what has been written.';

COMMENT ON FUNCTION "audit"."record"() IS 'Writes a row''s change to audit.log. Arguments: the columns of its key, id unless said.';

COMMENT ON SCHEMA "app" IS 'Helpers, guards and trigger functions; never exposed to the Data API.';

COMMENT ON SCHEMA "audit" IS 'Who changed what; append-only, never exposed to the Data API.';

COMMENT ON TABLE "app"."requests" IS 'What each request id stood for and was answered; a repeated request gets the stored answer.';

COMMENT ON TABLE "audit"."log" IS 'Every change of every business row: before, after, who, when, from where (P11.01).';

COMMENT ON TABLE "public"."memberships" IS 'Who is what, and where (P1.04).';

COMMENT ON TABLE "public"."permissions" IS 'What can be permitted; each module''s migration adds its own. The part before the dot is the module.';

COMMENT ON TABLE "public"."profiles" IS 'The person behind an account (P1.03, P1.07).';

COMMENT ON TABLE "public"."role_permissions" IS 'The permission matrix (P1.04): what a role may do.';

COMMENT ON TABLE "public"."settings" IS 'How the system behaves; each module''s migration adds its own (P8.01).';

COMMENT ON TABLE "public"."sites" IS 'Plants, warehouses and retailers (P8.01); closed by active = false, never deleted (P8.03).';

COMMENT ON TYPE "public"."role" IS 'What somebody is at a site (P1.04).';

COMMENT ON VIEW "app"."errors" IS 'Codes of refusals with their HTTP status and what to do; the DETAIL of every error names one.';

REVOKE ALL ON FUNCTION "app"."access_keep_admin"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."access_keep_admin"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."access_keep_admin"() TO "postgres";

REVOKE ALL ON FUNCTION "app"."begin_command"(uuid, text, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."begin_command"(uuid, text, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."begin_command"(uuid, text, jsonb) TO "postgres";

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

REVOKE ALL ON FUNCTION "app"."is_time_zone"(text) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."is_time_zone"(text) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."is_time_zone"(text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."is_time_zone"(text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."my_sites"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."my_sites"() TO "authenticated";

REVOKE ALL ON FUNCTION "app"."my_sites"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."my_sites"() TO "postgres";

REVOKE ALL ON FUNCTION "app"."now"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."now"() TO "anon", "authenticated";

REVOKE ALL ON FUNCTION "app"."now"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."now"() TO "postgres";

GRANT EXECUTE ON FUNCTION "app"."now"() TO "service_role";

REVOKE ALL ON FUNCTION "app"."profiles_check_active"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."profiles_check_active"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."profiles_check_active"() TO "postgres";

REVOKE ALL ON FUNCTION "app"."require"(text, uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."require"(text, uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."require"(text, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."require"(text, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."setting"(text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."setting"(text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."setting"(text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."sites_check_time_zone"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."sites_check_time_zone"() TO "authenticated";

REVOKE ALL ON FUNCTION "app"."sites_check_time_zone"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."sites_check_time_zone"() TO "postgres";

REVOKE ALL ON FUNCTION "app"."sites_with"(text) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."sites_with"(text) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."sites_with"(text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."sites_with"(text) TO "postgres";

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

GRANT USAGE ON SCHEMA "app" TO "anon", "authenticated", "service_role";

GRANT USAGE ON SCHEMA "audit" TO "authenticated";

GRANT SELECT ON TABLE "audit"."log" TO "authenticated";

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

REVOKE ALL ON TABLE "public"."role_permissions" FROM "authenticated";

GRANT DELETE, INSERT, SELECT ON TABLE "public"."role_permissions" TO "authenticated";

REVOKE ALL ON TABLE "public"."role_permissions" FROM "service_role";

GRANT SELECT ON TABLE "public"."role_permissions" TO "service_role";

REVOKE ALL ON TABLE "public"."settings" FROM "authenticated";

REVOKE ALL ("value") ON TABLE "public"."settings" FROM "authenticated";

GRANT UPDATE ("value") ON TABLE "public"."settings" TO "authenticated";

GRANT SELECT ON TABLE "public"."settings" TO "authenticated";

REVOKE ALL ON TABLE "public"."settings" FROM "service_role";

GRANT SELECT ON TABLE "public"."settings" TO "service_role";

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

ALTER DEFAULT PRIVILEGES FOR ROLE "postgres" REVOKE ALL ON FUNCTIONS FROM PUBLIC;

ALTER TABLE "public"."memberships"
  ADD COLUMN "created_at" timestamp WITH time zone NOT NULL DEFAULT app.now();

ALTER TABLE "public"."profiles"
  ADD COLUMN "created_at" timestamp WITH time zone NOT NULL DEFAULT app.now();

ALTER TABLE "public"."sites"
  ADD COLUMN "created_at" timestamp WITH time zone NOT NULL DEFAULT app.now();
