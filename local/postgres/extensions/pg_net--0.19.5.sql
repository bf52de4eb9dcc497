-- pg_net's interface for a Postgres without its library: the same schema, tables and functions. The
-- worker is the stack's process (local/workers/net.ts), which listens on pg_net.
create schema net;

create domain net.http_method as text
  check (value ilike 'get' or value ilike 'post' or value ilike 'delete');

-- Requests that wait to be sent. A row counts once its transaction is committed. Unlogged, as
-- pg_net's: a crash of the server empties it.
create unlogged table net.http_request_queue (
  id bigserial,
  method net.http_method not null,
  url text not null,
  headers jsonb,
  body bytea,
  timeout_milliseconds int not null
);

-- What became of each request; kept for six hours.
create unlogged table net._http_response (
  id bigint,
  status_code integer,
  content_type text,
  headers jsonb,
  content text,
  timed_out bool,
  error_msg text,
  created timestamptz not null default now()
);
create index _http_response_created_idx on net._http_response (created);

-- The worker is told when the transaction is committed, once however many requests it made.
create function net.wake() returns void
language sql
as $$ select pg_catalog.pg_notify('pg_net', '') $$;

create function net.worker_restart() returns boolean
language sql
as $$ select true from net.wake() $$;

-- Sees the sessions of others, which is why it runs as its owner.
create function net.check_worker_is_up() returns void
language plpgsql security definer set search_path = ''
as $$
begin
  if not exists (
    select from pg_catalog.pg_stat_activity
    where application_name like 'pg_net %' and datname = pg_catalog.current_database()
  ) then
    raise exception using
      message = 'the pg_net background worker is not up',
      detail = 'no process of the stack is connected to this database as pg_net',
      hint = 'start the stack; requests wait in net.http_request_queue until then';
  end if;
end $$;
comment on function net.check_worker_is_up() is
  'raises an exception if the pg_net background worker is not up, otherwise it doesn''t return anything';

create function net.wait_until_running() returns void
language plpgsql
as $$
begin
  loop
    begin
      perform net.check_worker_is_up();
      return;
    exception when raise_exception then
      perform pg_catalog.pg_stat_clear_snapshot(), pg_catalog.pg_sleep(0.05);
    end;
  end loop;
end $$;
comment on function net.wait_until_running() is 'waits until the worker is running';

-- Percent-encodes all but the characters that a URL leaves unreserved.
create function net._urlencode_string(string varchar) returns text
language sql immutable
as $$
  select coalesce(pg_catalog.string_agg(
    case
      when letter ~ '[A-Za-z0-9._~-]' then letter
      else pg_catalog.regexp_replace(
        pg_catalog.upper(pg_catalog.encode(pg_catalog.convert_to(letter, 'UTF8'), 'hex')),
        '(..)', '%\1', 'g')
    end, '' order by place), '')
  from pg_catalog.regexp_split_to_table(string, '') with ordinality as letters (letter, place)
$$;

-- Appends encoded parameters to the query of a URL, before its fragment.
create function net._encode_url_with_params_array(url text, params_array text[]) returns text
language plpgsql immutable
as $$
declare
  base text := pg_catalog.split_part(url, '#', 1);
begin
  if url !~* '^https?://[^/?#[:space:]]+' then
    raise exception 'URL using bad/illegal format or missing URL' using errcode = 'internal_error';
  end if;
  if url is null or pg_catalog.cardinality(params_array) = 0 then
    return url;
  end if;
  return pg_catalog.concat(
    base,
    case when base !~ '\?' then '?' when base !~ '[?&]$' then '&' end,
    pg_catalog.array_to_string(params_array, '&'),
    pg_catalog.substr(url, pg_catalog.length(base) + 1));
end $$;

-- Puts a request into the queue; the three public functions differ in the method and the body.
create function net._enqueue(
  method text, url text, params jsonb, headers jsonb, body jsonb, timeout_milliseconds int
) returns bigint
language plpgsql
as $$
declare
  request_id bigint;
begin
  insert into net.http_request_queue (method, url, headers, body, timeout_milliseconds)
  select
    $1,
    net._encode_url_with_params_array($2, array(
      select net._urlencode_string(key) || '=' || net._urlencode_string(value)
      from pg_catalog.jsonb_each_text($3))),
    $4,
    pg_catalog.convert_to($5::text, 'UTF8'),
    $6
  returning id into request_id;
  perform net.wake();
  return request_id;
end $$;

create function net.http_get(
  url text,
  params jsonb default '{}',
  headers jsonb default '{}',
  timeout_milliseconds int default 5000
) returns bigint
language sql
as $$ select net._enqueue('GET', url, params, headers, null, timeout_milliseconds) $$;

create function net.http_post(
  url text,
  body jsonb default '{}',
  params jsonb default '{}',
  headers jsonb default '{"Content-Type": "application/json"}',
  timeout_milliseconds int default 5000
) returns bigint
language plpgsql
as $$
declare
  content_type text := (
    select value from pg_catalog.jsonb_each_text(headers)
    where pg_catalog.lower(key) = 'content-type' limit 1);
begin
  if content_type <> 'application/json' then
    raise exception 'Content-Type header must be "application/json"';
  end if;
  if content_type is null then
    headers := headers || '{"Content-Type": "application/json"}';
  end if;
  return net._enqueue('POST', url, params, headers, body, timeout_milliseconds);
end $$;

create function net.http_delete(
  url text,
  params jsonb default '{}',
  headers jsonb default '{}',
  timeout_milliseconds int default 5000,
  body jsonb default null
) returns bigint
language sql
as $$ select net._enqueue('DELETE', url, params, headers, body, timeout_milliseconds) $$;

create type net.request_status as enum ('PENDING', 'SUCCESS', 'ERROR');

create type net.http_response as (
  status_code integer,
  headers jsonb,
  body text
);

create type net.http_response_result as (
  status net.request_status,
  message text,
  response net.http_response
);

-- Waits for the answer. Must not be called in the transaction that made the request.
create function net._await_response(request_id bigint) returns bool
language plpgsql
as $$
begin
  while not exists (select from net._http_response where id = request_id) loop
    perform pg_catalog.pg_sleep(0.05);
  end loop;
  return true;
end $$;

create function net._http_collect_response(request_id bigint, async bool default true)
returns net.http_response_result
language plpgsql
as $$
declare
  answer net._http_response;
begin
  if not async then
    perform net._await_response(request_id);
  end if;
  select * into answer from net._http_response where id = request_id;
  if answer.id is null or answer.error_msg is not null then
    return ('ERROR', coalesce(answer.error_msg, 'request matching request_id not found'), null)
      ::net.http_response_result;
  end if;
  return (
    'SUCCESS',
    'ok',
    (answer.status_code, answer.headers, answer.content)::net.http_response
  )::net.http_response_result;
end $$;

create function net.http_collect_response(request_id bigint, async bool default true)
returns net.http_response_result
language plpgsql
as $$
begin
  raise notice 'The net.http_collect_response function is deprecated.';
  return net._http_collect_response(request_id, async);
end $$;

-- As on a hosted project, every role may make requests (the Data API does not expose the schema).
-- Unlike there, nobody may put a trigger on the tables: it would run as the worker, a superuser.
grant usage on schema net to public;
grant select, insert, update, delete on net.http_request_queue, net._http_response to public;
grant usage, select on sequence net.http_request_queue_id_seq to public;
