-- What changed, written in the transaction that changed it (P11.01). Nobody has a grant to write here;
-- the trigger below writes as the owner, and another keeps even him from changing what is written
-- (P11.02). Checks here would guard one writer against himself, and cost something at every write.
create schema audit;
comment on schema audit is 'Who changed what; append-only, never exposed to the Data API.';
grant usage on schema audit to authenticated;

create table audit.log (
  id bigint generated always as identity primary key,
  at timestamptz not null default pg_catalog.clock_timestamp(),
  relation text not null,
  record_id text not null,
  operation text not null,
  before jsonb,
  after jsonb,
  actor uuid,
  actor_role text not null,
  transaction_id bigint not null default pg_catalog.txid_current(),
  request jsonb
);
comment on table audit.log is 'Every change of every business row: before, after, who, when, from where (P11.01).';
comment on column audit.log.relation is 'The table, with its schema.';
comment on column audit.log.operation is 'insert, update or delete.';
comment on column audit.log.before is 'The row as it was; null for an insert.';
comment on column audit.log.after is 'The row as it became; null for a delete.';
comment on column audit.log.actor is 'Account that made the change; null when it was the system itself.';
comment on column audit.log.request is 'Where the change came from: IP address and user agent, where known.';
create index log_record_idx on audit.log (relation, record_id, id);
create index log_actor_idx on audit.log (actor, id);
create index log_at_idx on audit.log using brin (at);
alter table audit.log enable row level security;

create function audit.keep() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  perform app.fail('APPEND_ONLY', pg_catalog.format('%s.%s is append-only: %s is refused.', tg_table_schema, tg_table_name, lower(tg_op)));
  return null;
end $$;
comment on function audit.keep() is 'Refuses to change or remove what has been written.';
create trigger keep before update or delete on audit.log for each row execute function audit.keep();
create trigger keep_all before truncate on audit.log for each statement execute function audit.keep();

-- On every business table. The key is the column named by the trigger's argument, `id` unless said;
-- a key of several columns is given as several arguments.
create function audit.record() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
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
end $$;
comment on function audit.record() is
  'Writes a row''s change to audit.log. Arguments: the columns of its key, id unless said.';
