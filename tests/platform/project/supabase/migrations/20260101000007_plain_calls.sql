-- Functions that give one jsonb, as the commands of an application do.
create function public.answer_with(answer jsonb, status text default '', headers text default '') returns jsonb
language plpgsql
as $$
begin
  perform set_config('response.status', status, true), set_config('response.headers', headers, true);
  return answer;
end $$;

create sequence public.tries;
grant usage on sequence public.tries to authenticated;

create function public.note_and_raise(title text, sqlstate_text text) returns jsonb
language plpgsql
as $$
begin
  perform nextval('public.tries');
  insert into public.notes (title) values (note_and_raise.title);
  raise exception using
    errcode = sqlstate_text, message = 'Lot ALC-24-051 is on hold.',
    detail = '{"code":"LOT_ON_HOLD","field":"lot"}', hint = 'Ask QA to release it.';
end $$;

create function public.typed(
  number numeric, whole integer default null, day date default null, at timestamptz default null,
  id uuid default null, really boolean default null, words text default null, list text[] default null
) returns jsonb
language sql stable
as $$
  select jsonb_build_object(
    'number', number, 'whole', whole, 'day', day, 'at', at, 'id', id, 'really', really, 'words', words, 'list', list
  )
$$;

create function public.sleep_and_answer(seconds numeric) returns jsonb
language sql stable
as $$ select to_jsonb(pg_sleep(seconds)::text) $$;

-- As a command that waits for what another has locked.
create function public.lock_and_answer(answer jsonb) returns jsonb
language sql
as $$ select lock_and_answer.answer from pg_advisory_xact_lock(4711) $$;

create function public.never_granted() returns jsonb
language sql
as $$ select '1'::jsonb $$;
revoke execute on function public.never_granted() from public, anon, authenticated;
