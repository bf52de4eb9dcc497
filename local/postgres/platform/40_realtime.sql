-- Realtime: what the database side of a hosted project has of it. The server (local/realtime) reads
-- new rows of realtime.messages from the write-ahead log and asks the policies on that table who
-- may join, send and be seen on a private channel.
create schema if not exists realtime;
grant usage on schema realtime to postgres with grant option;
grant usage on schema realtime to anon, authenticated, service_role, dashboard_user;
grant all on schema realtime to supabase_realtime_admin with grant option;

-- One row per message sent from the database, kept for three days, so that throwing old ones away is
-- dropping a table. A private message reaches private channels only, a public one public ones only.
create table if not exists realtime.messages (
  topic text not null,
  extension text not null,
  payload jsonb,
  event text,
  private boolean default false,
  updated_at timestamp not null default clock_timestamp(),
  inserted_at timestamp not null default clock_timestamp(),
  id uuid not null default gen_random_uuid(),
  primary key (id, inserted_at)
) partition by range (inserted_at);
comment on table realtime.messages is
  'Messages on their way to Realtime channels; its policies decide who reads and writes which topic.';

-- The server makes the days' partitions. A database without a server (a test's copy), and a clock
-- that has run ahead of it, still have a place to put a message.
create table if not exists realtime.messages_default partition of realtime.messages default;

alter table realtime.messages owner to supabase_realtime_admin;
alter table realtime.messages_default owner to supabase_realtime_admin;
alter table realtime.messages enable row level security;
grant select, insert on realtime.messages to postgres with grant option;
grant all on realtime.messages to dashboard_user;
grant select, insert, update on realtime.messages to anon, authenticated, service_role;

-- The topic of the channel that a policy is asked about, without the client's prefix "realtime:".
create or replace function realtime.topic() returns text
language sql stable
as $$
  select nullif(current_setting('realtime.topic', true), '')
$$;
comment on function realtime.topic() is 'The topic of the channel that a policy is asked about.';

-- A message that cannot be sent must not undo the business transaction that sends it: it is warned
-- about and dropped, as on a hosted project.
create or replace function realtime.send(payload jsonb, event text, topic text, private boolean default true)
returns void
language plpgsql
as $$
declare
  message_id uuid := gen_random_uuid();
begin
  perform set_config('realtime.topic', send.topic, true);
  insert into realtime.messages (id, topic, extension, event, private, payload)
  values (
    message_id,
    send.topic,
    'broadcast',
    send.event,
    send.private,
    case when send.payload ? 'id' then send.payload else jsonb_set(send.payload, '{id}', to_jsonb(message_id)) end
  );
exception when others then
  raise warning 'ErrorSendingBroadcastMessage: %', sqlerrm;
end $$;
comment on function realtime.send(jsonb, text, text, boolean) is
  'Sends a message to a topic''s channels when the transaction commits. The payload is an object; it is given an "id" if it has none.';

create or replace function realtime.broadcast_changes(
  topic_name text,
  event_name text,
  operation text,
  table_name text,
  table_schema text,
  new record,
  old record,
  level text default 'ROW'
) returns void
language plpgsql
as $$
begin
  if level = 'STATEMENT' then
    raise exception 'function can only be triggered for each row, not for each statement';
  end if;
  if operation not in ('INSERT', 'UPDATE', 'DELETE') then
    raise exception 'Unexpected operation type: %', operation;
  end if;
  perform realtime.send(
    jsonb_build_object(
      'schema', table_schema, 'table', table_name, 'operation', operation, 'record', new, 'old_record', old
    ),
    event_name,
    topic_name
  );
exception when others then
  raise exception 'Failed to process the row: %', sqlerrm;
end $$;
comment on function realtime.broadcast_changes(text, text, text, text, text, record, record, text) is
  'Sends a row''s change to a topic''s private channels; made for row triggers.';

alter function realtime.topic() owner to supabase_realtime_admin;
alter function realtime.send(jsonb, text, text, boolean) owner to supabase_realtime_admin;
alter function realtime.broadcast_changes(text, text, text, text, text, record, record, text)
  owner to supabase_realtime_admin;
grant execute on all functions in schema realtime to postgres, anon, authenticated, service_role, dashboard_user;

do $$
begin
  -- What the server listens to: every message, whichever partition it went into.
  if not exists (select from pg_publication where pubname = 'supabase_realtime_messages_publication') then
    create publication supabase_realtime_messages_publication for table realtime.messages
      with (publish = 'insert', publish_via_partition_root = true);
  end if;
  -- Migrations add tables to this one for postgres_changes; it is there so that they run.
  if not exists (select from pg_publication where pubname = 'supabase_realtime') then
    create publication supabase_realtime;
    alter publication supabase_realtime owner to postgres;
  end if;
end $$;
