create function app.changed_columns(before jsonb, after jsonb) returns jsonb
language sql immutable
set search_path = ''
as $$
  select jsonb_object_agg(
    columns.name, jsonb_build_array(changed_columns.before -> columns.name, changed_columns.after -> columns.name)
  )
  from jsonb_object_keys(coalesce(changed_columns.before, '{}') || coalesce(changed_columns.after, '{}')) as columns (name)
  where coalesce(changed_columns.before -> columns.name, 'null') <> coalesce(changed_columns.after -> columns.name, 'null')
$$;
comment on function app.changed_columns(jsonb, jsonb) is 'What differs between two versions of a row: {column: [before, after]}.';

-- The life of one record, as the screen of that record shows it.
create function public.record_history(relation text, record_id text, before_id bigint default null)
returns table (id bigint, at timestamptz, operation text, actor_id uuid, actor text, changes jsonb, ip text, user_agent text)
language plpgsql stable
security definer
set search_path = ''
as $$
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
end $$;
comment on function public.record_history(text, text, bigint) is
  'The life of a record, newest first, 50 at a time (P11.01). relation: the table with its schema; record_id: its key, of several columns joined by "/"; before_id: the last id of the page before. changes is {column: [before, after]}; actor is null when it was the system. Refuses with NOT_SIGNED_IN, NOT_ALLOWED, VALUE_INVALID.';
grant execute on function public.record_history(text, text, bigint) to authenticated;

-- What somebody was and is lies in rows of several tables, and a role that was taken is a row that is gone.
create function public.user_history(user_id uuid, before_id bigint default null)
returns table (id bigint, at timestamptz, operation text, actor_id uuid, actor text, changes jsonb, ip text, user_agent text)
language plpgsql stable
security definer
set search_path = ''
as $$
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
end $$;
comment on function public.user_history(uuid, bigint) is
  'The life of an account, newest first, 50 at a time, as record_history gives it: name, activity, address, password, roles given and taken (P1.03, P11.01). before_id: the last id of the page before. Refuses with NOT_SIGNED_IN, NOT_ALLOWED.';
grant execute on function public.user_history(uuid, bigint) to authenticated;
