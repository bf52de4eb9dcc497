SET local check_function_bodies = off;

ALTER TABLE "app"."free_numbers"
  DROP CONSTRAINT "free_numbers_series_fkey";

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
    where free_numbers.ctid = (
      select free.ctid from app.free_numbers as free
      where free.series = next_number.series
      order by free.number limit 1
      for update skip locked
    )
    returning free_numbers.number into taken;
    exit when taken is not null;

    -- None is left that nobody else is taking: one lays out more, the others wait for him and look again.
    insert into app.counters (series, laid_out) values (next_number.series, 0)
    on conflict on constraint counters_pkey do nothing;
    select laid_out into strict last from app.counters where counters.series = next_number.series for update;
    perform from app.free_numbers as free where free.series = next_number.series
    limit 1 for update skip locked;
    if not found then
      insert into app.free_numbers (series, number)
      select next_number.series, n from pg_catalog.generate_series(last + 1, last + batch) as n;
      update app.counters set laid_out = last + batch where counters.series = next_number.series;
    end if;
  end loop;
  return taken;
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
  if app.has(require.permission, require.site_id) then
    return;
  end if;
  if auth.uid() is null then
    perform app.fail('NOT_SIGNED_IN', 'This needs somebody who is signed in.');
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

CREATE OR REPLACE FUNCTION audit.record()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  old_row jsonb := case when tg_op <> 'INSERT' then pg_catalog.to_jsonb(old) end;
  new_row jsonb := case when tg_op <> 'DELETE' then pg_catalog.to_jsonb(new) end;
  headers json := nullif(pg_catalog.current_setting('request.headers', true), '')::json;
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

COMMENT ON TABLE "app"."free_numbers" IS 'Numbers that lie ready to be taken; written by app.next_number alone.';
