-- A person's action arrives at least once: a tablet repeats what it has had no answer to. The caller's
-- UUID makes it happen exactly once (DESIGN 3.1).
create table app.requests (
  id uuid primary key,
  user_id uuid not null,
  command text not null,
  fingerprint bytea not null,
  answer jsonb,
  at timestamptz not null default pg_catalog.clock_timestamp()
);
comment on table app.requests is
  'What each request id stood for and was answered; a repeated request gets the stored answer.';
create index requests_at_idx on app.requests using brin (at);

-- Somebody who sends the same id at the same moment waits here for the first to end.
create function app.begin_command(request_id uuid, command text, body jsonb) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  print bytea := pg_catalog.sha256(pg_catalog.convert_to(body::text, 'UTF8'));
  known app.requests;
begin
  if auth.uid() is null then
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
end $$;
comment on function app.begin_command(uuid, text, jsonb) is
  'Begins a command: null when the id is new, the stored answer when it is a repetition. Refuses with NOT_SIGNED_IN, REQUEST_ID_MISSING, REQUEST_REUSED.';

create function app.end_command(request_id uuid, answer jsonb) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
begin
  update app.requests set answer = end_command.answer where id = end_command.request_id;
  return end_command.answer;
end $$;
comment on function app.end_command(uuid, jsonb) is
  'Keeps the answer for repetitions and returns it; the last statement of every command.';
